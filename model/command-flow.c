/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that draw and change lines: flows, bends, labels, boundaries drawn as lines. */

#include "model/command-flow.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"
#include "model/error.h"

/* Sets anew what one flow crosses. */
static void
refresh_flow (RedanEdit *edit, const RedanId *flow)
{
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();

  g_ptr_array_add (flows, (gpointer) flow);
  redan_command_refresh_crossings (edit, flows);
}

RedanEdit *
redan_command_connect (const RedanModel *model,
                       const RedanId *source,
                       const RedanId *target,
                       const char *name,
                       RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Connect"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (source, text));
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (target, text));
  redan_command_set_name (edit, &id, REDAN_SECTION_FLOW, name);
  refresh_flow (edit, &id);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

/* Takes the first or last point off every route of the flow: it stood for an end that was loose. */
static void
drop_loose_end (RedanEdit *edit, const RedanObject *flow, gboolean first)
{
  guint n_routes;
  const RedanEntry *routes = redan_object_get_range (flow, REDAN_FIELD_ROUTE, &n_routes);

  for (guint i = 0; i < n_routes; i++)
    {
      guint n;
      g_autofree RedanPoint *points = redan_points_parse (routes[i].value, &n);
      g_autofree char *rest =
          points == NULL || n < 2 ? NULL : redan_points_format (points + (first ? 1 : 0), n - 1);
      redan_edit_set (edit, &flow->id, REDAN_FIELD_ROUTE, routes[i].key, rest);
    }
}

RedanEdit *
redan_command_reconnect (const RedanModel *model,
                         const RedanId *flow,
                         RedanField end,
                         const RedanId *element)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (_ ("Reconnect %s"), redan_command_get_title (model, flow, text));
  RedanEdit *edit = redan_edit_new (model, label);
  const RedanObject *known = redan_model_lookup (model, flow);

  g_return_val_if_fail (end == REDAN_FIELD_SOURCE || end == REDAN_FIELD_TARGET, edit);

  if (known != NULL && redan_object_get (known, end) == NULL)
    drop_loose_end (edit, known, end == REDAN_FIELD_SOURCE);
  redan_edit_set (edit, flow, end, NULL, redan_id_to_text (element, text));
  refresh_flow (edit, flow);
  return edit;
}

static void
reverse_routes (RedanEdit *edit, const RedanObject *flow)
{
  guint n_routes;
  const RedanEntry *routes = redan_object_get_range (flow, REDAN_FIELD_ROUTE, &n_routes);

  for (guint i = 0; i < n_routes; i++)
    {
      guint n;
      g_autofree RedanPoint *points = redan_points_parse (routes[i].value, &n);
      for (guint j = 0; points != NULL && j < n / 2; j++)
        {
          RedanPoint point = points[j];
          points[j] = points[n - 1 - j];
          points[n - 1 - j] = point;
        }
      g_autofree char *route = points == NULL ? NULL : redan_points_format (points, n);
      redan_edit_set (edit, &flow->id, REDAN_FIELD_ROUTE, routes[i].key, route);
    }
}

/* The id of the same decision about the other direction. */
static RedanId
get_reversed_id (const RedanObject *decision)
{
  const gboolean reverse = redan_object_get (decision, REDAN_FIELD_DIRECTION) == NULL;
  RedanId target;

  redan_object_get_reference (decision, REDAN_FIELD_TARGET, &target);
  return redan_decision_id (redan_object_get (decision, REDAN_FIELD_RULE), &target, reverse);
}

/* Makes the decision @id say what @decision says, of the other direction. */
static void
copy_reversed (RedanEdit *edit, const RedanObject *decision, const RedanId *id)
{
  const RedanObject *replaced = redan_model_lookup (edit->model, id);
  const gboolean reverse = redan_object_get (decision, REDAN_FIELD_DIRECTION) == NULL;

  redan_command_create_or_change (edit, REDAN_SECTION_DECISION, *id);
  for (guint i = 0; replaced != NULL && i < replaced->n_entries; i++)
    if (replaced->entries[i].field != REDAN_FIELD_RULE)
      redan_edit_set (edit, id, replaced->entries[i].field, replaced->entries[i].key, NULL);
  for (guint i = 0; i < decision->n_entries; i++)
    redan_edit_set (edit, id, decision->entries[i].field, decision->entries[i].key,
                    decision->entries[i].value);
  redan_edit_set (edit, id, REDAN_FIELD_DIRECTION, NULL, reverse ? "reverse" : NULL);
}

/* The new id for what an entry refers to; %NULL when it refers to no decision that moves. */
static const RedanId *
find_moved (GHashTable *moved, const RedanEntry *entry)
{
  const char *text = entry->field == REDAN_FIELD_AFFECTS  ? entry->key
                     : entry->field == REDAN_FIELD_TARGET ? entry->value
                                                          : NULL;
  RedanId id;

  return text != NULL && redan_id_parse (text, strlen (text), &id)
             ? g_hash_table_lookup (moved, &id)
             : NULL;
}

/* Evidence, conflicts and assumptions about a decision go with it. All old keys are taken away
 * before a new one is set: an assumption may be about both directions. */
static void
move_references (RedanEdit *edit, GHashTable *moved, const RedanObject *object)
{
  RedanIdText text;

  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      const RedanId *to = find_moved (moved, entry);

      if (to != NULL)
        redan_edit_set (edit, &object->id, entry->field, entry->key,
                        entry->field == REDAN_FIELD_TARGET ? redan_id_to_text (to, text) : NULL);
    }
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      const RedanId *to = find_moved (moved, entry);

      if (to != NULL && entry->field == REDAN_FIELD_AFFECTS)
        redan_edit_set (edit, &object->id, entry->field, redan_id_to_text (to, text), entry->value);
    }
}

/* What was decided about the way there is about the way back now, and the other way round. */
static void
reverse_decisions (RedanEdit *edit, const RedanId *flow)
{
  RedanReferrers *index = redan_command_get_referrers (edit);
  g_autoptr (GArray) referrers = redan_referrers_get (index, edit->model, flow);
  g_autoptr (GHashTable) moved =
      g_hash_table_new_full (redan_id_hash, redan_id_equal, NULL, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) decisions = g_ptr_array_new ();

  for (guint i = 0; i < referrers->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (edit->model, &g_array_index (referrers, RedanId, i));
      RedanId *to = NULL;

      if (object->section != REDAN_SECTION_DECISION)
        continue;
      to = g_new (RedanId, 1);
      *to = get_reversed_id (object);
      g_hash_table_insert (moved, (gpointer) &object->id, to);
      g_hash_table_add (taken, to);
      g_ptr_array_add (decisions, (gpointer) object);
      copy_reversed (edit, object, to);
    }
  for (guint i = 0; i < decisions->len; i++)
    {
      const RedanObject *decision = g_ptr_array_index (decisions, i);
      g_autoptr (GArray) about = redan_referrers_get (index, edit->model, &decision->id);

      for (guint j = 0; j < about->len; j++)
        move_references (edit, moved,
                         redan_model_lookup (edit->model, &g_array_index (about, RedanId, j)));
    }
  for (guint i = 0; i < decisions->len; i++)
    {
      const RedanObject *decision = g_ptr_array_index (decisions, i);

      if (!g_hash_table_contains (taken, &decision->id))
        redan_edit_delete (edit, &decision->id);
    }
}

RedanEdit *
redan_command_reverse (const RedanModel *model, const RedanId *flow)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (_ ("Reverse %s"), redan_command_get_title (model, flow, text));
  RedanEdit *edit = redan_edit_new (model, label);
  const RedanObject *known = redan_model_lookup (model, flow);
  const char *source = redan_edit_get (edit, flow, REDAN_FIELD_SOURCE, NULL);
  const char *target = redan_edit_get (edit, flow, REDAN_FIELD_TARGET, NULL);

  redan_edit_set (edit, flow, REDAN_FIELD_SOURCE, NULL, target);
  redan_edit_set (edit, flow, REDAN_FIELD_TARGET, NULL, source);
  if (known == NULL)
    return edit;

  reverse_routes (edit, known);
  if (redan_object_get (known, REDAN_FIELD_BIDIRECTIONAL) != NULL)
    reverse_decisions (edit, flow);
  return edit;
}

RedanEdit *
redan_command_set_bidirectional (const RedanModel *model,
                                 const RedanId *flow,
                                 gboolean bidirectional)
{
  RedanIdText text;
  const char *title = redan_command_get_title (model, flow, text);
  g_autofree char *label = bidirectional ? g_strdup_printf (_ ("Make %s go both ways"), title)
                                         : g_strdup_printf (_ ("Make %s go one way"), title);
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, flow, REDAN_FIELD_BIDIRECTIONAL, NULL, bidirectional ? "yes" : NULL);
  return edit;
}

RedanEdit *
redan_command_set_route (const RedanModel *model,
                         const RedanId *diagram,
                         const RedanId *line,
                         const RedanPoint *points,
                         guint n_points)
{
  RedanIdText text;
  g_autofree char *label = g_strdup_printf (n_points == 0 ? _ ("Straighten %s") : _ ("Bend %s"),
                                            redan_command_get_title (model, line, text));
  RedanEdit *edit = redan_edit_new (model, label);
  const RedanObject *known = redan_model_lookup (model, line);
  g_autofree char *route = n_points == 0 ? NULL : redan_points_format (points, n_points);
  gboolean is_boundary = known != NULL && known->section == REDAN_SECTION_BOUNDARY;

  redan_edit_set (edit, line, REDAN_FIELD_ROUTE, redan_id_to_text (diagram, text), route);
  if (is_boundary && n_points < 2)
    redan_command_refuse (edit, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("the line of a boundary has at least two points; keep them"));
  if (!is_boundary)
    {
      refresh_flow (edit, line);
      return edit;
    }

  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  redan_command_add_all_flows (edit, flows);
  redan_command_refresh_crossings (edit, flows);
  return edit;
}

RedanEdit *
redan_command_set_label_offset (const RedanModel *model,
                                const RedanId *diagram,
                                const RedanId *object,
                                const RedanPoint *offset)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (_ ("Move label of %s"), redan_command_get_title (model, object, text));
  RedanEdit *edit = redan_edit_new (model, label);
  gboolean automatic = offset == NULL || (offset->x == 0 && offset->y == 0);
  g_autofree char *value = automatic ? NULL : redan_points_format (offset, 1);

  redan_edit_set (edit, object, REDAN_FIELD_LABEL, redan_id_to_text (diagram, text), value);
  return edit;
}

RedanEdit *
redan_command_add_line_boundary (const RedanModel *model,
                                 const char *kind,
                                 const char *name,
                                 const RedanId *parent,
                                 const RedanId *diagram,
                                 const RedanPoint *points,
                                 guint n_points,
                                 RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Add boundary line"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  g_autofree char *route = n_points == 0 ? NULL : redan_points_format (points, n_points);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  RedanIdText text;

  if (n_points < 2)
    redan_command_refuse (edit, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("the line of a boundary has at least two points; draw them"));
  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, kind);
  redan_command_set_name (edit, &id, REDAN_SECTION_BOUNDARY, name);
  if (parent != NULL && !redan_id_is_null (parent))
    redan_edit_set (edit, &id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (parent, text));
  redan_edit_set (edit, &id, REDAN_FIELD_ROUTE, redan_id_to_text (diagram, text), route);
  redan_command_add_all_flows (edit, flows);
  redan_command_refresh_crossings (edit, flows);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}
