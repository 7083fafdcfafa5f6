/* SPDX-License-Identifier: Apache-2.0 */
/* Automatic layout of some objects of a diagram: those of each boundary by themselves, and back to
 * where they were, beside what is not among them. */

#include <math.h>

#include "model/command-arrange.h"
#include "model/command-move.h"
#include "model/fragment.h"
#include "ui/diagram/layout.h"

#define PX REDAN_UNITS_PER_PIXEL
#define GRID (8 * PX)
/** Kept free around what is not moved. */
#define GAP (16 * PX)
/** Inside a boundary: its name stands above. */
#define INSET (16 * PX)
#define INSET_TOP (40 * PX)
/** Rings of offsets that are looked at around where the objects were. */
#define MAX_RINGS 48
/** Above this many pairs of boxes one box around all that moves stands for each of them. */
#define MAX_PAIRS 20000

/** What is looked for: how far the objects of one parent go together. */
typedef struct
{
  const RedanModel *model;
  RedanIdText diagram;
  RedanBox all;      /* around the objects as laid out */
  GArray *boxes;     /* RedanBox: theirs */
  GArray *obstacles; /* RedanBox, with their gap */
  gboolean is_bounded;
  RedanBox room; /* inside the boundary around them */
} Search;

static gint32
round_to_grid (double value)
{
  return (gint32) (round (value / GRID) * GRID);
}

/** The boundaries around @tops, at any depth. */
static GHashTable *
list_around (const RedanModel *model, const GArray *tops)
{
  GHashTable *around = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint i = 0; i < tops->len; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &g_array_index (tops, RedanId, i));
      RedanId parent;

      while (object != NULL && redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent) &&
             (object = redan_model_lookup (model, &parent)) != NULL &&
             g_hash_table_add (around, (gpointer) &object->id))
        ;
    }
  return around;
}

/** Everything that stands in the diagram, is not in @taken and is no boundary around it. */
static void
list_obstacles (Search *self, const RedanModel *taken, const GArray *tops)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_NOTE };
  g_autoptr (GHashTable) around = list_around (self->model, tops);

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    for (guint i = 0; i < redan_model_get_n (self->model, sections[s]); i++)
      {
        const RedanObject *object = redan_model_get_nth (self->model, sections[s], i);
        RedanBox box;

        if (!redan_object_get_place (object, self->diagram, &box) ||
            redan_model_lookup (taken, &object->id) != NULL ||
            g_hash_table_contains (around, &object->id))
          continue;
        box = (RedanBox){ box.x - GAP, box.y - GAP, box.width + 2 * GAP, box.height + 2 * GAP };
        g_array_append_val (self->obstacles, box);
      }
}

/** Whether the objects fit into the boundary that they lie in, if they lie in one. */
static gboolean
find_room (Search *self, const RedanObject *parent)
{
  RedanBox box;

  self->is_bounded = parent != NULL && redan_object_get_place (parent, self->diagram, &box);
  if (!self->is_bounded)
    return TRUE;
  self->room = (RedanBox){ box.x + INSET, box.y + INSET_TOP, box.width - 2 * INSET,
                           box.height - INSET - INSET_TOP };
  return self->room.width >= self->all.width && self->room.height >= self->all.height;
}

static gboolean
meets_obstacle (const Search *self, RedanBox box, gint32 dx, gint32 dy)
{
  box.x += dx;
  box.y += dy;
  for (guint i = 0; i < self->obstacles->len; i++)
    if (redan_box_meets (&box, &g_array_index (self->obstacles, RedanBox, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_free (const Search *self, gint32 dx, gint32 dy)
{
  RedanBox box = self->all;

  box.x += dx;
  box.y += dy;
  if (self->is_bounded && !redan_box_contains (&self->room, &box))
    return FALSE;
  if (!meets_obstacle (self, self->all, dx, dy))
    return TRUE;
  if ((guint64) self->boxes->len * self->obstacles->len > MAX_PAIRS)
    return FALSE;
  for (guint i = 0; i < self->boxes->len; i++)
    if (meets_obstacle (self, g_array_index (self->boxes, RedanBox, i), dx, dy))
      return FALSE;
  return TRUE;
}

/** The nearest free offset on the square ring @ring around @dx, @dy. */
static gboolean
search_ring (const Search *self, gint32 ring, gint32 step, gint32 *dx, gint32 *dy)
{
  const RedanPoint start = { *dx, *dy };
  gint64 best = G_MAXINT64;

  for (gint32 i = -ring; i <= ring; i++)
    for (gint32 j = -ring; j <= ring; j += ABS (i) == ring || ring == 0 ? 1 : 2 * ring)
      {
        const gint64 length = (gint64) i * i + (gint64) j * j;

        if (length >= best || !is_free (self, start.x + i * step, start.y + j * step))
          continue;
        best = length;
        *dx = start.x + i * step;
        *dy = start.y + j * step;
      }
  return best < G_MAXINT64;
}

/** Right of everything, where nothing stands. */
static gint32
get_offset_beside (const Search *self)
{
  gint32 right = G_MININT32;

  for (guint i = 0; i < self->obstacles->len; i++)
    {
      const RedanBox *box = &g_array_index (self->obstacles, RedanBox, i);

      right = MAX (right, box->x + box->width);
    }
  return round_to_grid (right + GRID - self->all.x);
}

/** Whether there is a place for the objects, which stood in @before. */
static gboolean
find_offset (const Search *self, const RedanBox *before, gint32 *dx, gint32 *dy)
{
  const gint32 step = MAX (GRID, round_to_grid (MAX (self->all.width, self->all.height) / 16.0));

  *dx = round_to_grid (before->x + before->width / 2.0 - self->all.x - self->all.width / 2.0);
  *dy = round_to_grid (before->y + before->height / 2.0 - self->all.y - self->all.height / 2.0);
  if (self->is_bounded)
    {
      *dx = CLAMP (*dx, self->room.x - self->all.x,
                   self->room.x + self->room.width - self->all.x - self->all.width);
      *dy = CLAMP (*dy, self->room.y - self->all.y,
                   self->room.y + self->room.height - self->all.y - self->all.height);
    }
  for (gint32 ring = 0; ring <= MAX_RINGS; ring++)
    if (search_ring (self, ring, step, dx, dy))
      return TRUE;
  if (self->is_bounded)
    return FALSE;
  *dx = get_offset_beside (self);
  return TRUE;
}

/** Whether one of @chosen lies around @object, at any depth. */
static gboolean
lies_in_any (const RedanModel *model, const RedanObject *object, GHashTable *chosen)
{
  RedanId parent;

  for (guint i = 0; i < REDAN_MAX_NESTING && object != NULL &&
                    redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent);
       i++)
    {
      if (g_hash_table_contains (chosen, &parent))
        return TRUE;
      object = redan_model_lookup (model, &parent);
    }
  return FALSE;
}

/** Those of @objects that stand in the diagram as boxes and not inside another of them. */
static GArray *
list_tops (const RedanModel *model, const char *diagram, const RedanId *objects, guint n_objects)
{
  GArray *tops = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (GHashTable) chosen = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint i = 0; i < n_objects; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &objects[i]);
      RedanBox box;

      if (object != NULL && redan_object_get_place (object, diagram, &box))
        g_hash_table_add (chosen, (gpointer) &object->id);
    }
  for (guint i = 0; i < n_objects; i++)
    if (g_hash_table_contains (chosen, &objects[i]) &&
        !lies_in_any (model, redan_model_lookup (model, &objects[i]), chosen))
      g_array_append_val (tops, objects[i]);
  return tops;
}

/** Those of @tops with the parent of the first, which go out of @tops. */
static GArray *
take_siblings (const RedanModel *model, GArray *tops, const RedanObject **parent_out)
{
  GArray *siblings = g_array_new (FALSE, FALSE, sizeof (RedanId));
  GArray *others = g_array_new (FALSE, FALSE, sizeof (RedanId));
  RedanId first = { 0 };

  *parent_out = NULL;
  for (guint i = 0; i < tops->len; i++)
    {
      const RedanId id = g_array_index (tops, RedanId, i);
      RedanId parent = { 0 };

      redan_object_get_reference (redan_model_lookup (model, &id), REDAN_FIELD_PARENT, &parent);
      if (i == 0)
        {
          first = parent;
          *parent_out = redan_model_lookup (model, &parent);
        }
      g_array_append_val (redan_id_equal (&parent, &first) ? siblings : others, id);
    }
  g_array_set_size (tops, 0);
  g_array_append_vals (tops, others->data, others->len);
  g_array_unref (others);
  return siblings;
}

/** Where @tops stand in @part. */
static void
list_boxes (Search *self, const RedanModel *part, const GArray *tops)
{
  for (guint i = 0; i < tops->len; i++)
    {
      const RedanObject *object = redan_model_lookup (part, &g_array_index (tops, RedanId, i));
      RedanBox box;

      if (object != NULL && redan_object_get_place (object, self->diagram, &box))
        g_array_append_val (self->boxes, box);
    }
}

/** @tops: objects with one parent. Returns: whether there was room */
static gboolean
arrange_siblings (RedanModel *model,
                  const RedanId *diagram,
                  const GArray *tops,
                  const RedanObject *parent,
                  GCancellable *cancellable)
{
  const RedanId *ids = (const RedanId *) (gconstpointer) tops->data;
  g_autoptr (RedanModel) part = redan_fragment_new (model, ids, tops->len, diagram);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (RedanBox));
  g_autoptr (GArray) obstacles = g_array_new (FALSE, FALSE, sizeof (RedanBox));
  g_autoptr (RedanEdit) shift = NULL;
  g_autoptr (RedanEdit) taken = NULL;
  Search self = { .model = model, .boxes = boxes, .obstacles = obstacles };
  RedanBox before;
  gint32 dx, dy;

  redan_id_to_text (diagram, self.diagram);
  if (!redan_fragment_get_bounds (part, &before))
    return TRUE;
  redan_layout_model (part, TRUE, cancellable, NULL);
  redan_fragment_get_bounds (part, &self.all);
  if (!find_room (&self, parent))
    return FALSE;
  list_boxes (&self, part, tops);
  list_obstacles (&self, part, tops);
  if (!find_offset (&self, &before, &dx, &dy))
    return FALSE;
  shift = redan_command_move (part, diagram, ids, tops->len, dx, dy);
  redan_edit_apply (shift, part, NULL);
  taken = redan_command_take_layout (model, part, diagram, ids, tops->len);
  redan_edit_apply (taken, model, NULL);
  return TRUE;
}

guint
redan_layout_selection (RedanModel *model,
                        const RedanId *diagram,
                        const RedanId *objects,
                        guint n_objects,
                        GCancellable *cancellable)
{
  RedanIdText text;
  g_autoptr (GArray) tops = NULL;
  guint n_without_room = 0;

  redan_id_to_text (diagram, text);
  tops = list_tops (model, text, objects, n_objects);
  while (tops->len > 0)
    {
      const RedanObject *parent;
      g_autoptr (GArray) siblings = take_siblings (model, tops, &parent);
      const RedanObject *first = redan_model_lookup (model, &g_array_index (siblings, RedanId, 0));

      /* An element alone has nothing to be arranged with. */
      if ((siblings->len > 1 || first->section == REDAN_SECTION_BOUNDARY) &&
          !arrange_siblings (model, diagram, siblings, parent, cancellable))
        n_without_room++;
    }
  return n_without_room;
}
