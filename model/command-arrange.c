/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that arrange objects of a diagram: alignment, gaps, sizes, grid, layout. */

#include "model/command-arrange.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"

typedef struct
{
  RedanId id;
  RedanBox box;
} Placed;

static gint64
get_start (const Placed *placed, gboolean vertical)
{
  return vertical ? placed->box.y : placed->box.x;
}

static gint64
get_length (const Placed *placed, gboolean vertical)
{
  return vertical ? placed->box.height : placed->box.width;
}

/* Those of @ids that are drawn as boxes, with their places. */
static GArray *
list_placed (const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n)
{
  GArray *placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  RedanIdText text;

  redan_id_to_text (diagram, text);
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &ids[i]);
      Placed one = { .id = ids[i] };
      if (object != NULL && redan_object_get_place (object, text, &one.box) &&
          g_hash_table_add (seen, (gpointer) &ids[i]))
        g_array_append_val (placed, one);
    }
  return placed;
}

/* The same without what lies inside another of them. */
static GArray *
list_placed_tops (const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n)
{
  g_autoptr (GArray) tops = redan_command_list_tops (model, ids, n);

  return list_placed (model, diagram, (const RedanId *) (gconstpointer) tops->data, tops->len);
}

static GArray *
list_ids (const GArray *placed)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < placed->len; i++)
    g_array_append_val (ids, g_array_index (placed, Placed, i).id);
  return ids;
}

/* Finishes the moves and puts what moved where it stands now. */
static void
finish (RedanEdit *edit, RedanShift *shift, const RedanId *diagram, const GArray *placed)
{
  g_autoptr (GArray) ids = list_ids (placed);

  redan_shift_finish (shift);
  redan_command_settle (edit, diagram, ids);
}

static gint64
halve (gint64 number)
{
  return number >= 0 ? number / 2 : -((1 - number) / 2);
}

static const char *
label_alignment (RedanAlignment alignment)
{
  switch (alignment)
    {
    case REDAN_ALIGN_LEFT:
      return _ ("Align left");
    case REDAN_ALIGN_CENTRE:
      return _ ("Align centres");
    case REDAN_ALIGN_RIGHT:
      return _ ("Align right");
    case REDAN_ALIGN_TOP:
      return _ ("Align top");
    case REDAN_ALIGN_MIDDLE:
      return _ ("Align middles");
    case REDAN_ALIGN_BOTTOM:
      return _ ("Align bottom");
    }
  g_return_val_if_reached ("");
}

RedanEdit *
redan_command_align (const RedanModel *model,
                     const RedanId *diagram,
                     const RedanId *objects,
                     guint n_objects,
                     RedanAlignment alignment)
{
  RedanEdit *edit = redan_edit_new (model, label_alignment (alignment));
  g_autoptr (GArray) placed = list_placed_tops (model, diagram, objects, n_objects);
  gboolean vertical = alignment >= REDAN_ALIGN_TOP;
  gint64 from = G_MAXINT64;
  gint64 to = G_MININT64;

  if (placed->len < 2)
    return edit;

  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);
      from = MIN (from, get_start (one, vertical));
      to = MAX (to, get_start (one, vertical) + get_length (one, vertical));
    }

  RedanShift *shift = redan_shift_new (edit, diagram);
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);
      gint64 length = get_length (one, vertical);
      gint64 start = from;
      if (alignment == REDAN_ALIGN_RIGHT || alignment == REDAN_ALIGN_BOTTOM)
        start = to - length;
      else if (alignment == REDAN_ALIGN_CENTRE || alignment == REDAN_ALIGN_MIDDLE)
        start = halve (from + to - length);
      gint32 delta = (gint32) (start - get_start (one, vertical));
      redan_shift_move (shift, &one->id, vertical ? 0 : delta, vertical ? delta : 0);
    }
  finish (edit, shift, diagram, placed);
  return edit;
}

static int
compare_along (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Placed *left = a;
  const Placed *right = b;
  gboolean vertical = GPOINTER_TO_INT (user_data);
  gint64 left_centre = 2 * get_start (left, vertical) + get_length (left, vertical);
  gint64 right_centre = 2 * get_start (right, vertical) + get_length (right, vertical);

  if (left_centre != right_centre)
    return left_centre < right_centre ? -1 : 1;
  return redan_id_compare (&left->id, &right->id);
}

RedanEdit *
redan_command_distribute (const RedanModel *model,
                          const RedanId *diagram,
                          const RedanId *objects,
                          guint n_objects,
                          gboolean vertical)
{
  RedanEdit *edit = redan_edit_new (model, vertical ? _ ("Distribute vertically")
                                                    : _ ("Distribute horizontally"));
  g_autoptr (GArray) placed = list_placed_tops (model, diagram, objects, n_objects);
  gint64 lengths = 0;

  if (placed->len < 3)
    return edit;

  g_array_sort_with_data (placed, compare_along, GINT_TO_POINTER (!!vertical));
  const Placed *first = &g_array_index (placed, Placed, 0);
  const Placed *last = &g_array_index (placed, Placed, placed->len - 1);
  for (guint i = 0; i < placed->len; i++)
    lengths += get_length (&g_array_index (placed, Placed, i), vertical);
  gint64 start = get_start (first, vertical);
  gint64 gaps = get_start (last, vertical) + get_length (last, vertical) - start - lengths;

  RedanShift *shift = redan_shift_new (edit, diagram);
  lengths = 0;
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);
      gint64 at = start + lengths + gaps * i / (placed->len - 1);
      gint32 delta = (gint32) (at - get_start (one, vertical));
      redan_shift_move (shift, &one->id, vertical ? 0 : delta, vertical ? delta : 0);
      lengths += get_length (one, vertical);
    }
  finish (edit, shift, diagram, placed);
  return edit;
}

RedanEdit *
redan_command_same_size (const RedanModel *model,
                         const RedanId *diagram,
                         const RedanId *objects,
                         guint n_objects,
                         RedanSameSize what)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Make the same size"));
  g_autoptr (GArray) placed = list_placed (model, diagram, objects, n_objects);
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  gint32 width = 0;
  gint32 height = 0;
  RedanIdText text;

  if (placed->len < 2)
    return edit;

  redan_id_to_text (diagram, text);
  for (guint i = 0; i < placed->len; i++)
    {
      width = MAX (width, g_array_index (placed, Placed, i).box.width);
      height = MAX (height, g_array_index (placed, Placed, i).box.height);
    }
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = &g_array_index (placed, Placed, i);
      RedanBox box = one->box;
      if (what & REDAN_SAME_WIDTH)
        {
          box.x -= (width - box.width) / 2;
          box.width = width;
        }
      if (what & REDAN_SAME_HEIGHT)
        {
          box.y -= (height - box.height) / 2;
          box.height = height;
        }
      redan_command_resize_box (edit, &one->id, text, &box);
      redan_command_add_flows_of (edit, &one->id, flows, seen);
    }
  redan_command_refresh_crossings (edit, flows);
  return edit;
}

/* Outer boundaries first, so that content follows them before it is moved itself. */
static int
compare_largest_first (gconstpointer a, gconstpointer b)
{
  const Placed *left = a;
  const Placed *right = b;
  gint64 left_area = (gint64) left->box.width * left->box.height;
  gint64 right_area = (gint64) right->box.width * right->box.height;

  if (left_area != right_area)
    return left_area > right_area ? -1 : 1;
  return redan_id_compare (&left->id, &right->id);
}

static gint32
get_offset_to_grid (gint32 position, gint32 grid)
{
  gint32 rest = position % grid;

  if (rest < 0)
    rest += grid;
  return rest * 2 < grid ? -rest : grid - rest;
}

RedanEdit *
redan_command_snap (const RedanModel *model,
                    const RedanId *diagram,
                    const RedanId *objects,
                    guint n_objects,
                    gint32 grid)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Snap to grid"));
  g_autoptr (GArray) placed = list_placed (model, diagram, objects, n_objects);
  RedanShift *shift = redan_shift_new (edit, diagram);
  RedanIdText text;

  redan_id_to_text (diagram, text);
  grid = CLAMP (grid, 1, REDAN_COORDINATE_LIMIT);
  g_array_sort (placed, compare_largest_first);
  for (guint i = 0; i < placed->len; i++)
    {
      const RedanId *id = &g_array_index (placed, Placed, i).id;
      RedanBox box;
      if (redan_command_get_place (edit, id, text, &box))
        redan_shift_move (shift, id, get_offset_to_grid (box.x, grid),
                          get_offset_to_grid (box.y, grid));
    }
  finish (edit, shift, diagram, placed);
  return edit;
}

/* Layouts */

/* What an arrangement changes of an object. */
static gboolean
is_drawing (RedanField field)
{
  return field == REDAN_FIELD_PLACE || field == REDAN_FIELD_ROUTE || field == REDAN_FIELD_LABEL ||
         field == REDAN_FIELD_Z_ORDER;
}

/* Chosen itself or inside a chosen boundary. */
static gboolean
is_chosen (const RedanModel *model, const RedanId *id, GHashTable *chosen)
{
  return g_hash_table_contains (chosen, id) || redan_command_lies_in_any (model, id, chosen);
}

static gboolean
may_move (const RedanModel *model, const RedanObject *object, GHashTable *chosen)
{
  RedanId source;
  RedanId target;

  if (chosen == NULL || is_chosen (model, &object->id, chosen))
    return TRUE;
  return object->section == REDAN_SECTION_FLOW &&
         redan_object_get_reference (object, REDAN_FIELD_SOURCE, &source) &&
         redan_object_get_reference (object, REDAN_FIELD_TARGET, &target) &&
         is_chosen (model, &source, chosen) && is_chosen (model, &target, chosen);
}

/* What an arrangement is taken from and for. */
typedef struct
{
  RedanEdit *edit;
  const RedanModel *arranged;
  GHashTable *chosen;  /* NULL for everything */
  RedanIdText diagram; /* "" for all */
} Taking;

/* The diagram that a layout makes for a model without one. One that was deleted meanwhile stays
 * deleted. */
static void
take_new_diagram (const Taking *self, const RedanChange *change)
{
  if (!redan_edit_keeps (self->edit, &change->object))
    redan_edit_create (self->edit, REDAN_SECTION_DIAGRAM, &change->object);
  if (change->field != REDAN_FIELD_EXISTS)
    redan_edit_set (self->edit, &change->object, change->field, change->key, change->after);
}

static gboolean
is_taken_diagram (const Taking *self, const char *key)
{
  RedanId id;

  if (*self->diagram != '\0' && strcmp (self->diagram, key) != 0)
    return FALSE;
  return redan_id_parse (key, strlen (key), &id) && redan_edit_keeps (self->edit, &id);
}

static void
take_change (const Taking *self, const RedanChange *change)
{
  const RedanModel *model = self->edit->model;
  const RedanObject *object = redan_model_lookup (model, &change->object);

  /* What was drawn, or taken into the diagram, meanwhile stays as it is. */
  if (!is_drawing (change->field) || object == NULL || object->section != change->section ||
      redan_model_lookup (self->arranged, &change->object) == NULL ||
      (change->field == REDAN_FIELD_PLACE && change->after == NULL) ||
      !is_taken_diagram (self, change->key) || !may_move (model, object, self->chosen))
    return;

  redan_edit_set (self->edit, &change->object, change->field, change->key, change->after);
}

/* The flows whose path the edit changes. */
static GPtrArray *
list_changed_flows (RedanEdit *edit)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  GPtrArray *flows = g_ptr_array_new ();

  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);
      const RedanObject *object = redan_model_lookup (edit->model, &change->object);
      if (object == NULL)
        continue;
      if (object->section == REDAN_SECTION_FLOW && g_hash_table_add (seen, (gpointer) &object->id))
        g_ptr_array_add (flows, (gpointer) &object->id);
      if (object->section == REDAN_SECTION_ELEMENT)
        redan_command_add_flows_of (edit, &object->id, flows, seen);
      if (object->section != REDAN_SECTION_BOUNDARY || change->field != REDAN_FIELD_ROUTE)
        continue;
      g_ptr_array_set_size (flows, 0);
      redan_command_add_all_flows (edit, flows);
      return flows;
    }
  return flows;
}

RedanEdit *
redan_command_take_layout (const RedanModel *model,
                           const RedanModel *arranged,
                           const RedanId *diagram,
                           const RedanId *objects,
                           guint n_objects)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Arrange"));
  g_autoptr (RedanEdit) difference = redan_model_difference (model, arranged, "");
  g_autoptr (GHashTable) chosen =
      objects == NULL ? NULL : g_hash_table_new (redan_id_hash, redan_id_equal);
  guint n = redan_edit_get_n_changes (difference);
  gboolean has_diagram = diagram != NULL || redan_model_get_n (model, REDAN_SECTION_DIAGRAM) > 0;
  Taking self = { .edit = edit, .arranged = arranged, .chosen = chosen };

  if (diagram != NULL)
    redan_id_to_text (diagram, self.diagram);
  for (guint i = 0; chosen != NULL && i < n_objects; i++)
    g_hash_table_add (chosen, (gpointer) &objects[i]);
  for (guint i = 0; !has_diagram && i < n; i++)
    {
      const RedanChange *change = redan_edit_get_change (difference, i);
      if (change->section == REDAN_SECTION_DIAGRAM && change->after != NULL)
        take_new_diagram (&self, change);
    }
  for (guint i = 0; i < n; i++)
    take_change (&self, redan_edit_get_change (difference, i));

  g_autoptr (GPtrArray) flows = list_changed_flows (edit);
  redan_command_refresh_crossings (edit, flows);
  return edit;
}
