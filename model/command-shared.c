/* SPDX-License-Identifier: Apache-2.0 */
/* What the builders of commands share: names in labels, refusals, places and parents as an edit
 * leaves them, crossings of lines. */

#include "model/command-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/error.h"
#include "model/name.h"

/* What an object without a name is called. */
static const char *
get_noun (RedanSection section)
{
  switch (section)
    {
    case REDAN_SECTION_BOUNDARY:
      return _ ("boundary");
    case REDAN_SECTION_ELEMENT:
      return _ ("element");
    case REDAN_SECTION_FLOW:
      return _ ("flow");
    case REDAN_SECTION_ASSET:
      return _ ("data asset");
    case REDAN_SECTION_THREAT:
      return _ ("threat");
    case REDAN_SECTION_NOTE:
      return _ ("note");
    case REDAN_SECTION_DIAGRAM:
      return _ ("diagram");
    default:
      return redan_section_get_tag (section);
    }
}

const char *
redan_command_get_title (const RedanModel *model, const RedanId *id, RedanIdText text)
{
  const RedanObject *object = redan_model_lookup (model, id);

  if (object == NULL)
    return redan_id_to_text (id, text);
  return *redan_object_get_name (object) != '\0' ? redan_object_get_name (object)
                                                 : get_noun (object->section);
}

void
redan_command_set_name (RedanEdit *edit, const RedanId *id, RedanSection section, const char *name)
{
  g_autofree char *clean = redan_name_dup_for (section, name == NULL ? "" : name);

  /* Blanks would look like a thing without a name and not be told as one. */
  redan_edit_set (edit, id, REDAN_FIELD_NAME, NULL,
                  clean[strspn (clean, " \t\n")] == '\0' ? NULL : clean);
}

void
redan_command_refuse (RedanEdit *edit, int code, const char *message)
{
  if (edit->fault == NULL)
    edit->fault = g_error_new (REDAN_MODEL_ERROR, code, "%s: %s", edit->label, message);
}

RedanId
redan_command_create_or_change (RedanEdit *edit, RedanSection section, RedanId id)
{
  return redan_edit_keeps (edit, &id) ? id : redan_edit_create (edit, section, &id);
}

RedanReferrers *
redan_command_get_referrers (RedanEdit *edit)
{
  RedanReferrers *index = redan_model_get_referrers (edit->model, TRUE);

  if (index != NULL)
    return index;
  if (edit->referrers == NULL)
    edit->referrers = redan_referrers_new (edit->model);
  return edit->referrers;
}

gboolean
redan_command_get_place (const RedanEdit *edit,
                         const RedanId *id,
                         const char *diagram,
                         RedanBox *box_out)
{
  const char *place = redan_edit_get (edit, id, REDAN_FIELD_PLACE, diagram);

  return place != NULL && redan_place_parse (place, box_out);
}

void
redan_command_set_place (RedanEdit *edit,
                         const RedanId *id,
                         const char *diagram,
                         const RedanBox *box)
{
  g_autofree char *place = redan_place_format (box);

  redan_edit_set (edit, id, REDAN_FIELD_PLACE, diagram, place);
}

gboolean
redan_command_get_parent (const RedanEdit *edit, const RedanId *id, RedanId *parent_out)
{
  const char *parent = redan_edit_get (edit, id, REDAN_FIELD_PARENT, NULL);

  return parent != NULL && redan_id_parse (parent, REDAN_ID_LENGTH, parent_out);
}

gboolean
redan_command_put_into (RedanEdit *edit, const RedanId *id, const RedanId *parent)
{
  RedanIdText text;

  if (parent == NULL)
    {
      redan_edit_set (edit, id, REDAN_FIELD_PARENT, NULL, NULL);
      return TRUE;
    }

  RedanId at = *parent;
  for (guint depth = 0; depth <= REDAN_MAX_NESTING; depth++)
    {
      if (redan_id_equal (&at, id))
        return FALSE;
      if (!redan_command_get_parent (edit, &at, &at))
        break;
    }
  redan_edit_set (edit, id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (parent, text));
  return TRUE;
}

void
redan_command_adopt (RedanEdit *edit,
                     const RedanId *boundary,
                     const char *diagram,
                     const RedanBox *box)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };
  g_autofree char *parent = g_strdup (redan_edit_get (edit, boundary, REDAN_FIELD_PARENT, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (edit->model, sections[i], &n);
      for (guint j = 0; j < n; j++)
        {
          const RedanId *id = &objects[j]->id;
          RedanBox inner;
          if (!redan_object_get_place (objects[j], diagram, &inner) ||
              redan_id_equal (id, boundary) || !redan_edit_keeps (edit, id) ||
              !redan_command_get_place (edit, id, diagram, &inner) ||
              !redan_box_contains (box, &inner))
            continue;
          if (g_strcmp0 (redan_edit_get (edit, id, REDAN_FIELD_PARENT, NULL), parent) == 0)
            redan_command_put_into (edit, id, boundary);
        }
    }
}

static GPtrArray *
list_lines (const RedanModel *model)
{
  GPtrArray *lines = g_ptr_array_new ();
  guint n_boundaries;
  const RedanObject *const *boundaries =
      redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, &n_boundaries);
  guint n;

  for (guint i = 0; i < n_boundaries; i++)
    if (redan_object_get_range (boundaries[i], REDAN_FIELD_ROUTE, &n) != NULL)
      g_ptr_array_add (lines, (gpointer) boundaries[i]);
  return lines;
}

/* Crossing in one diagram is crossing. */
static void
refresh_crossing (RedanEdit *edit,
                  const RedanModel *model,
                  const RedanObject *flow,
                  const RedanObject *line)
{
  gboolean meets = FALSE;
  gboolean crosses = FALSE;
  RedanIdText text;
  guint n;
  const RedanEntry *routes = redan_object_get_range (line, REDAN_FIELD_ROUTE, &n);

  for (guint i = 0; i < n && !crosses; i++)
    {
      meets |= redan_flow_stands_in (model, flow, routes[i].key);
      crosses = redan_flow_crosses_line (model, flow, line, routes[i].key);
    }
  if (meets)
    redan_edit_set (edit, &flow->id, REDAN_FIELD_CROSSES, redan_id_to_text (&line->id, text),
                    crosses ? "" : NULL);
}

/* The edit is tried on a copy of the model, which shares everything but what changes. */
void
redan_command_refresh_crossings (RedanEdit *edit, GPtrArray *flows)
{
  if (flows->len == 0)
    return;

  g_autoptr (RedanModel) copy = redan_model_copy (edit->model);
  if (!redan_edit_apply (edit, copy, NULL))
    return;

  g_autoptr (GPtrArray) lines = list_lines (copy);
  for (guint i = 0; i < flows->len && lines->len > 0; i++)
    {
      const RedanObject *flow = redan_model_lookup (copy, g_ptr_array_index (flows, i));
      for (guint j = 0; flow != NULL && j < lines->len; j++)
        refresh_crossing (edit, copy, flow, g_ptr_array_index (lines, j));
    }
}

void
redan_command_add_flows_of (RedanEdit *edit, const RedanId *id, GPtrArray *flows, GHashTable *seen)
{
  g_autoptr (GArray) referrers =
      redan_referrers_get (redan_command_get_referrers (edit), edit->model, id);

  for (guint i = 0; i < referrers->len; i++)
    {
      const RedanObject *flow =
          redan_model_lookup (edit->model, &g_array_index (referrers, RedanId, i));
      if (flow->section == REDAN_SECTION_FLOW && g_hash_table_add (seen, (gpointer) &flow->id))
        g_ptr_array_add (flows, (gpointer) &flow->id);
    }
}

void
redan_command_add_all_flows (const RedanEdit *edit, GPtrArray *flows)
{
  guint n;
  const RedanObject *const *all = redan_model_get_objects (edit->model, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (flows, (gpointer) &all[i]->id);
}

gboolean
redan_command_lies_in_any (const RedanModel *model, const RedanId *id, GHashTable *others)
{
  const RedanObject *at = redan_model_lookup (model, id);
  RedanId parent;

  for (guint depth = 0; at != NULL && depth <= REDAN_MAX_NESTING; depth++)
    {
      if (!redan_object_get_reference (at, REDAN_FIELD_PARENT, &parent))
        return FALSE;
      if (g_hash_table_contains (others, &parent))
        return TRUE;
      at = redan_model_lookup (model, &parent);
    }
  return FALSE;
}

GArray *
redan_command_list_tops (const RedanModel *model, const RedanId *objects, guint n_objects)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GHashTable) taken = g_hash_table_new (redan_id_hash, redan_id_equal);
  GArray *tops = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < n_objects; i++)
    g_hash_table_add (chosen, (gpointer) &objects[i]);
  for (guint i = 0; i < n_objects; i++)
    if (!redan_command_lies_in_any (model, &objects[i], chosen) &&
        g_hash_table_add (taken, (gpointer) &objects[i]))
      g_array_append_val (tops, objects[i]);
  return tops;
}
