/* SPDX-License-Identifier: Apache-2.0 */
/* What is drawn above the tiles while boxes move: the boxes where they would be, and their flows.
 */

#include "ui/window/canvas-private.h"

/** More boxes than this are not drawn while they move, only the frame around all. */
#define MAX_MOVES 500

gboolean
redan_canvas_lies_in (const RedanModel *model, const RedanId *id, GHashTable *ids)
{
  RedanId current = *id;

  for (guint depth = 0; depth <= REDAN_MAX_NESTING; depth++)
    {
      const RedanObject *object = NULL;

      if (g_hash_table_contains (ids, &current))
        return TRUE;
      object = redan_model_lookup (model, &current);
      if (object == NULL || !redan_object_get_reference (object, REDAN_FIELD_PARENT, &current))
        return FALSE;
    }
  return FALSE;
}

static void
add_move (RedanCanvas *self, const RedanId *id, const RedanSceneRect *rect)
{
  const RedanSceneMove move = { *id, *rect };

  if (self->moves->len < MAX_MOVES)
    g_array_append_val (self->moves, move);
}

static void
add_shifted (RedanCanvas *self, const RedanId *id, double dx, double dy)
{
  const RedanSceneBox *box = redan_canvas_find_box (self, id);
  RedanSceneRect rect;

  if (box == NULL)
    return;
  rect = box->box;
  rect.x += dx;
  rect.y += dy;
  add_move (self, id, &rect);
}

/** What the arrow keys move, with the content of boundaries. */
static void
add_nudged (RedanCanvas *self)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  g_autoptr (GHashTable) nudged = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint i = 0; i < self->nudged->len; i++)
    g_hash_table_add (nudged, &g_array_index (self->nudged, RedanId, i));
  for (guint i = 0; i < self->scene->n_boxes; i++)
    if (redan_canvas_lies_in (model, &self->scene->boxes[i].id, nudged))
      add_shifted (self, &self->scene->boxes[i].id, self->nudge_x, self->nudge_y);
}

static void
add_glides (RedanCanvas *self)
{
  const double t = self->glide_share;

  for (guint i = 0; i < self->glide_from->len; i++)
    {
      const RedanGlide *glide = &g_array_index (self->glide_from, RedanGlide, i);
      const RedanSceneBox *box = redan_canvas_find_box (self, &glide->id);
      RedanSceneRect rect = glide->from;

      if (box == NULL)
        continue;
      rect.x += t * (box->box.x - rect.x);
      rect.y += t * (box->box.y - rect.y);
      rect.width += t * (box->box.width - rect.width);
      rect.height += t * (box->box.height - rect.height);
      add_move (self, &glide->id, &rect);
    }
}

static void
collect_moves (RedanCanvas *self)
{
  const RedanDrag *drag = &self->drag;

  g_array_set_size (self->moves, 0);
  if (drag->gesture == REDAN_GESTURE_MOVE)
    for (guint i = 0; i < drag->moved->len; i++)
      add_shifted (self, &g_array_index (drag->moved, RedanId, i), drag->rect.x - drag->start.x,
                   drag->rect.y - drag->start.y);
  else if (drag->gesture == REDAN_GESTURE_RESIZE)
    add_move (self, &drag->subject, &drag->rect);
  else if (self->nudge_x != 0 || self->nudge_y != 0)
    add_nudged (self);
  else
    add_glides (self);
}

static void
lift (RedanCanvas *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < self->moves->len; i++)
    g_array_append_val (ids, g_array_index (self->moves, RedanSceneMove, i).id);
  for (guint i = 0; self->previews != NULL && i < self->previews->len; i++)
    g_array_append_val (
        ids, self->scene->lines[g_array_index (self->previews, RedanScenePreview, i).line].id);
  redan_tiles_set_lifted (self->tiles, (const RedanId *) (gpointer) ids->data, ids->len);
}

void
redan_canvas_preview (RedanCanvas *self)
{
  const gboolean lifted = self->moves->len > 0;

  g_hash_table_remove_all (self->moving);
  g_clear_pointer (&self->previews, g_array_unref);
  if (self->scene == NULL || self->workspace == NULL)
    {
      g_array_set_size (self->moves, 0);
      return;
    }
  collect_moves (self);
  if (self->moves->len > 0)
    self->previews = redan_scene_route_preview (
        self->scene, (const RedanSceneMove *) (gpointer) self->moves->data, self->moves->len);
  for (guint i = 0; i < self->moves->len; i++)
    g_hash_table_add (self->moving, &g_array_index (self->moves, RedanSceneMove, i).id);
  for (guint i = 0; self->previews != NULL && i < self->previews->len; i++)
    g_hash_table_add (
        self->moving,
        &self->scene->lines[g_array_index (self->previews, RedanScenePreview, i).line].id);
  /* Which lines hang on what moves does not change while it moves. */
  if (lifted != (self->moves->len > 0))
    lift (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
redan_canvas_is_moving (RedanCanvas *self, const RedanId *id)
{
  return g_hash_table_contains (self->moving, id);
}
