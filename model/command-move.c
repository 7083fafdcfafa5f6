/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that move objects of a diagram and put them into boundaries. */

#include "model/command-move.h"

#include <glib/gi18n-lib.h>

#include "model/command-private.h"
#include "model/containers.h"
#include "model/name.h"

/*
 * @moves: (element-type RedanId RedanPoint): how far each object moved in all
 * @chosen: the flows that were moved themselves
 */
struct _RedanShift
{
  RedanEdit *edit;
  RedanIdText diagram;
  GHashTable *moves;
  GHashTable *chosen;
  GArray *order;
};

RedanShift *
redan_shift_new (RedanEdit *edit, const RedanId *diagram)
{
  RedanShift *self = g_new0 (RedanShift, 1);

  self->edit = edit;
  redan_id_to_text (diagram, self->diagram);
  self->moves = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, g_free);
  self->chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->order = g_array_new (FALSE, FALSE, sizeof (RedanId));
  return self;
}

/* @id and, of a boundary, everything inside. */
static GArray *
list_content (const RedanShift *self, const RedanId *id)
{
  const RedanModel *model = self->edit->model;
  GArray *content = g_array_new (FALSE, FALSE, sizeof (RedanId));
  RedanId parent;

  g_array_append_val (content, *id);
  for (guint i = 0; i < content->len; i++)
    {
      RedanId at = g_array_index (content, RedanId, i);
      const RedanObject *object = redan_model_lookup (model, &at);
      if (object == NULL || object->section != REDAN_SECTION_BOUNDARY)
        continue;
      g_autoptr (GArray) referrers =
          redan_referrers_get (redan_command_get_referrers (self->edit), model, &at);
      for (guint j = 0; j < referrers->len; j++)
        {
          const RedanObject *member =
              redan_model_lookup (model, &g_array_index (referrers, RedanId, j));
          if (redan_object_get_reference (member, REDAN_FIELD_PARENT, &parent) &&
              redan_id_equal (&parent, &at))
            g_array_append_val (content, member->id);
        }
    }
  return content;
}

static void
shift_route (RedanShift *self, const RedanId *id, gint32 dx, gint32 dy)
{
  const char *route = redan_edit_get (self->edit, id, REDAN_FIELD_ROUTE, self->diagram);
  guint n;
  g_autofree RedanPoint *points = route == NULL ? NULL : redan_points_parse (route, &n);

  if (points == NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      points[i].x += dx;
      points[i].y += dy;
    }
  g_autofree char *shifted = redan_points_format (points, n);
  redan_edit_set (self->edit, id, REDAN_FIELD_ROUTE, self->diagram, shifted);
}

static void
shift_one (RedanShift *self, const RedanObject *object, gint32 dx, gint32 dy)
{
  RedanPoint *move = g_hash_table_lookup (self->moves, &object->id);
  RedanBox box;

  if (move == NULL)
    {
      move = g_new0 (RedanPoint, 1);
      g_hash_table_insert (self->moves, g_memdup2 (&object->id, sizeof object->id), move);
      g_array_append_val (self->order, object->id);
    }
  move->x += dx;
  move->y += dy;
  if (object->section == REDAN_SECTION_FLOW)
    {
      g_hash_table_add (self->chosen, (gpointer) &object->id);
      return;
    }

  shift_route (self, &object->id, dx, dy);
  if (!redan_command_get_place (self->edit, &object->id, self->diagram, &box))
    return;
  box.x += dx;
  box.y += dy;
  redan_command_set_place (self->edit, &object->id, self->diagram, &box);
}

void
redan_shift_move (RedanShift *self, const RedanId *id, gint32 dx, gint32 dy)
{
  g_autoptr (GArray) content = list_content (self, id);

  for (guint i = 0; i < content->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (self->edit->model, &g_array_index (content, RedanId, i));
      if (object != NULL)
        shift_one (self, object, dx, dy);
    }
}

/* Flows that end at what moves, and all flows when a line moves: what they cross may change. */
static GPtrArray *
find_flows (RedanShift *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  GPtrArray *flows = g_ptr_array_new ();

  for (guint i = 0; i < self->order->len; i++)
    {
      const RedanId *id = &g_array_index (self->order, RedanId, i);
      const RedanObject *object = redan_model_lookup (self->edit->model, id);
      if (object->section == REDAN_SECTION_BOUNDARY &&
          redan_object_get_keyed (object, REDAN_FIELD_ROUTE, self->diagram) != NULL)
        {
          g_ptr_array_set_size (flows, 0);
          redan_command_add_all_flows (self->edit, flows);
          return flows;
        }
      if (object->section == REDAN_SECTION_ELEMENT)
        redan_command_add_flows_of (self->edit, id, flows, seen);
      else if (object->section == REDAN_SECTION_FLOW &&
               g_hash_table_add (seen, (gpointer) &object->id))
        g_ptr_array_add (flows, (gpointer) &object->id);
    }
  return flows;
}

/* The bends of a flow move with it when it is chosen itself or both its ends move alike. */
static const RedanPoint *
get_bend_move (const RedanShift *self, const RedanObject *flow)
{
  RedanId source;
  RedanId target;

  if (g_hash_table_contains (self->chosen, &flow->id))
    return g_hash_table_lookup (self->moves, &flow->id);
  if (!redan_object_get_reference (flow, REDAN_FIELD_SOURCE, &source) ||
      !redan_object_get_reference (flow, REDAN_FIELD_TARGET, &target))
    return NULL;

  const RedanPoint *first = g_hash_table_lookup (self->moves, &source);
  const RedanPoint *second = g_hash_table_lookup (self->moves, &target);
  return first != NULL && second != NULL && first->x == second->x && first->y == second->y ? first
                                                                                           : NULL;
}

void
redan_shift_finish (RedanShift *self)
{
  g_autoptr (GPtrArray) flows = find_flows (self);

  for (guint i = 0; i < flows->len; i++)
    {
      const RedanObject *flow =
          redan_model_lookup (self->edit->model, g_ptr_array_index (flows, i));
      const RedanPoint *move = get_bend_move (self, flow);
      if (move != NULL)
        shift_route (self, &flow->id, move->x, move->y);
    }
  redan_command_refresh_crossings (self->edit, flows);

  g_array_unref (self->order);
  g_hash_table_unref (self->chosen);
  g_hash_table_unref (self->moves);
  g_free (self);
}

/* What is drawn as a box and can lie in a boundary. */
static gboolean
is_box (const RedanEdit *edit, const RedanId *id, const char *diagram, RedanBox *box_out)
{
  const RedanObject *object = redan_model_lookup (edit->model, id);

  return object != NULL &&
         (object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY) &&
         redan_object_get_place (object, diagram, box_out);
}

void
redan_command_settle (RedanEdit *edit, const RedanId *diagram, const GArray *objects)
{
  g_autoptr (RedanModel) copy = redan_model_copy (edit->model);
  RedanIdText text;

  redan_id_to_text (diagram, text);
  if (!redan_edit_apply (edit, copy, NULL))
    return;

  g_autoptr (RedanContainers) before = redan_containers_new (edit->model, diagram);
  g_autoptr (RedanContainers) after = redan_containers_new (copy, diagram);
  for (guint i = 0; i < objects->len; i++)
    {
      const RedanId *id = &g_array_index (objects, RedanId, i);
      RedanId old_parent = { "" };
      RedanId new_parent = { "" };
      RedanBox box;
      if (!is_box (edit, id, text, &box))
        continue;
      redan_containers_find (before, &box, FALSE, id, 1, &old_parent);
      if (!redan_command_get_place (edit, id, text, &box))
        continue;
      gboolean inside = redan_containers_find (after, &box, FALSE, id, 1, &new_parent);
      if (!redan_id_equal (&old_parent, &new_parent))
        redan_command_put_into (edit, id, inside ? &new_parent : NULL);
    }
}

static char *
label_move (guint n)
{
  return g_strdup_printf (ngettext ("Move element", "Move %u elements", n), n);
}

static void
move_all (RedanEdit *edit, const RedanId *diagram, const GArray *tops, gint32 dx, gint32 dy)
{
  gint32 limit = 2 * REDAN_COORDINATE_LIMIT;
  RedanShift *shift = redan_shift_new (edit, diagram);

  for (guint i = 0; i < tops->len; i++)
    redan_shift_move (shift, &g_array_index (tops, RedanId, i), CLAMP (dx, -limit, limit),
                      CLAMP (dy, -limit, limit));
  redan_shift_finish (shift);
}

static char *
label_drop (const RedanModel *model, const GArray *tops, const RedanId *parent)
{
  RedanIdText text;
  RedanIdText parent_text;
  const char *title = redan_command_get_title (model, &g_array_index (tops, RedanId, 0), text);
  guint n = tops->len;

  if (parent == NULL)
    return n == 1 ? g_strdup_printf (_ ("Move %s out of its boundary"), title)
                  : g_strdup_printf (ngettext ("Move %u element out of its boundary",
                                               "Move %u elements out of their boundaries", n),
                                     n);

  const char *into = redan_command_get_title (model, parent, parent_text);
  return n == 1 ? g_strdup_printf (_ ("Move %s into %s"), title, into)
                : g_strdup_printf (
                      ngettext ("Move %u element into %s", "Move %u elements into %s", n), n, into);
}

/* Names the edit after the boundary, when all that was moved changed into the same one. */
static void
label_settled (RedanEdit *edit, const GArray *tops, const char *diagram)
{
  RedanId common = { "" };
  guint n_changed = 0;
  RedanBox box;

  for (guint i = 0; i < tops->len; i++)
    {
      const RedanId *id = &g_array_index (tops, RedanId, i);
      RedanId before = { "" };
      RedanId after = { "" };

      if (!is_box (edit, id, diagram, &box))
        return;
      redan_object_get_reference (redan_model_lookup (edit->model, id), REDAN_FIELD_PARENT,
                                  &before);
      redan_command_get_parent (edit, id, &after);
      if (redan_id_equal (&before, &after) || (n_changed > 0 && !redan_id_equal (&after, &common)))
        return;
      common = after;
      n_changed++;
    }
  if (n_changed == 0)
    return;

  g_autofree char *label =
      label_drop (edit->model, tops, redan_id_is_null (&common) ? NULL : &common);
  g_free (edit->label);
  edit->label = redan_text_fold_lines (label);
}

RedanEdit *
redan_command_move (const RedanModel *model,
                    const RedanId *diagram,
                    const RedanId *objects,
                    guint n_objects,
                    gint32 dx,
                    gint32 dy)
{
  g_autoptr (GArray) tops = redan_command_list_tops (model, objects, n_objects);
  g_autofree char *label = label_move (n_objects);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanIdText text;

  move_all (edit, diagram, tops, dx, dy);
  redan_command_settle (edit, diagram, tops);
  label_settled (edit, tops, redan_id_to_text (diagram, text));
  return edit;
}
