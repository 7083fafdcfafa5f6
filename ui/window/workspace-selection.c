/* SPDX-License-Identifier: Apache-2.0 */
/* The one selection that all views share, and which diagram shows it. */

#include "ui/window/workspace-private.h"

/** Index of a diagram that shows the object: the current one when it does, else the first that
 * does, else G_MAXUINT. */
static guint
find_diagram_of (RedanWorkspace *self, const RedanObject *object)
{
  RedanIdText id;
  RedanId end;

  if (self->diagrams->len == 0)
    return G_MAXUINT;
  /* A flow is where its source is. */
  if (object->section == REDAN_SECTION_FLOW &&
      redan_object_get_reference (object, REDAN_FIELD_SOURCE, &end))
    object = redan_model_lookup (redan_workspace_get_model (self), &end);
  for (guint i = 0; object != NULL && i <= self->diagrams->len; i++)
    {
      guint index = i == 0 ? self->diagram : i - 1;
      const RedanObject *diagram = g_ptr_array_index (self->diagrams, index);

      redan_id_to_text (&diagram->id, id);
      if (redan_object_stands_in (object, id))
        return index;
    }
  return G_MAXUINT;
}

static gboolean
is_same (RedanWorkspace *self, const RedanId *ids, guint n, guint threat)
{
  if (n != self->selection->len || threat != self->selected_threat)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!redan_id_equal (&ids[i], &g_array_index (self->selection, RedanId, i)))
      return FALSE;
  return TRUE;
}

/** @ids are of the live model. */
static void
set_selection (RedanWorkspace *self, const RedanId *ids, guint n, guint threat)
{
  const RedanObject *first =
      n > 0 ? redan_model_lookup (redan_workspace_get_model (self), &ids[0]) : NULL;
  guint diagram = first != NULL ? find_diagram_of (self, first) : G_MAXUINT;

  if (is_same (self, ids, n, threat))
    return;
  g_hash_table_remove_all (self->selected);
  g_array_set_size (self->selection, 0);
  if (n > 0)
    g_array_append_vals (self->selection, ids, n);
  for (guint i = 0; i < n; i++)
    g_hash_table_add (self->selected, &g_array_index (self->selection, RedanId, i));
  self->selected_threat = threat;
  g_clear_pointer (&self->selected_threat_id, g_free);
  if (threat != G_MAXUINT)
    self->selected_threat_id = redan_threat_dup_id (
        self->analysis->facts, &g_array_index (self->analysis->threats, RedanThreat, threat));
  if (diagram != G_MAXUINT)
    redan_workspace_set_diagram (self, diagram);
  redan_workspace_emit (self, REDAN_WORKSPACE_SELECTION_CHANGED);
}

void
redan_workspace_select_objects (RedanWorkspace *self, const RedanId *ids, guint n)
{
  g_autoptr (GArray) there = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < n; i++)
    if (redan_model_lookup (redan_workspace_get_model (self), &ids[i]) != NULL)
      g_array_append_val (there, ids[i]);
  set_selection (self, (const RedanId *) (gpointer) there->data, there->len, G_MAXUINT);
}

void
redan_workspace_select_object (RedanWorkspace *self, const RedanId *id)
{
  redan_workspace_select_objects (self, id, id != NULL ? 1 : 0);
}

static guint
find_selected (RedanWorkspace *self, const RedanId *id)
{
  for (guint i = 0; i < self->selection->len; i++)
    if (redan_id_equal (id, &g_array_index (self->selection, RedanId, i)))
      return i;
  return G_MAXUINT;
}

void
redan_workspace_toggle_object (RedanWorkspace *self, const RedanId *id)
{
  g_autoptr (GArray) ids = g_array_copy (self->selection);
  const guint position = find_selected (self, id);

  if (position != G_MAXUINT)
    g_array_remove_index (ids, position);
  else if (redan_model_lookup (redan_workspace_get_model (self), id) != NULL)
    g_array_append_val (ids, *id);
  set_selection (self, (const RedanId *) (gpointer) ids->data, ids->len, G_MAXUINT);
}

gboolean
redan_workspace_is_selected (RedanWorkspace *self, const RedanId *id)
{
  return g_hash_table_contains (self->selected, id);
}

const RedanId *
redan_workspace_get_selection (RedanWorkspace *self, guint *n_out)
{
  *n_out = self->selection->len;
  return (const RedanId *) (gpointer) self->selection->data;
}

void
redan_workspace_select_threat (RedanWorkspace *self, guint index)
{
  const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, index);
  const RedanObject *object = redan_threat_get_object (self->analysis->facts, threat);
  const gboolean there =
      object != NULL && redan_model_lookup (redan_workspace_get_model (self), &object->id) != NULL;

  set_selection (self, there ? &object->id : NULL, there ? 1 : 0, index);
}

const RedanObject *
redan_workspace_get_selected (RedanWorkspace *self)
{
  return self->selection->len != 1
             ? NULL
             : redan_model_lookup (redan_workspace_get_model (self),
                                   &g_array_index (self->selection, RedanId, 0));
}

guint
redan_workspace_get_selected_threat (RedanWorkspace *self)
{
  return self->selected_threat;
}

static guint
find_selected_threat (RedanWorkspace *self)
{
  const RedanThreat *threat = self->selected_threat_id != NULL
                                  ? redan_analysis_find (self->analysis, self->selected_threat_id)
                                  : NULL;

  return threat != NULL
             ? (guint) (threat - (const RedanThreat *) (gpointer) self->analysis->threats->data)
             : G_MAXUINT;
}

void
redan_workspace_renumber_threat (RedanWorkspace *self)
{
  self->selected_threat = find_selected_threat (self);
  if (self->selected_threat == G_MAXUINT)
    g_clear_pointer (&self->selected_threat_id, g_free);
}

void
redan_workspace_restore_selection (RedanWorkspace *self)
{
  const guint index = find_selected_threat (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < self->selection->len; i++)
    {
      const RedanId id = g_array_index (self->selection, RedanId, i);

      if (redan_model_lookup (redan_workspace_get_model (self), &id) != NULL)
        g_array_append_val (ids, id);
    }
  set_selection (self, (const RedanId *) (gpointer) ids->data, ids->len, index);
}
