/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a scene that is there: of what changed, and those that stand in its way. */

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-update-private.h"

#define KEEP_OFF 4.0      /* at least the clearances of the labeller */
#define LEADER_REACH 48.0 /* labels with a leader this near to a place that got free try again */

typedef struct
{
  RedanSceneUpdate *update;
  RedanLabeller *labeller;
  GArray *taken; /* RedanSceneRect: where boxes and labels have come to */
  GArray *found;
} Relabel;

static void
take_rect (Relabel *self, const RedanSceneRect *rect)
{
  if (rect->width > 0)
    g_array_append_vals (self->taken, rect, 1);
}

/* Touched elements and notes: each label into its box. */
static void
place_box_labels (Relabel *self)
{
  RedanSceneUpdate *update = self->update;
  RedanScene *scene = update->scene;

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      RedanSceneBox *box = &scene->boxes[i];

      if (!(update->box_marks[i] & REDAN_MARK_TOUCHED) || box->section == REDAN_SECTION_BOUNDARY)
        continue;
      redan_scene_place_box_label (scene, self->labeller, i, &update->wanted[i]);
      redan_scene_add_item (scene, i, REDAN_ITEM_LABEL);
      redan_scene_add_extents (scene, i, update->dirty);

      RedanSceneRect reserve = redan_scene_box_reserve (box);

      take_rect (self, &reserve);
      take_rect (self, &box->label);
    }
}

/* Titles and labels of lines that lie where something has come to. */
static void
mark_covered (Relabel *self)
{
  RedanSceneUpdate *update = self->update;
  const RedanScene *scene = update->scene;

  for (guint i = 0; i < self->taken->len; i++)
    {
      RedanSceneRect near =
          redan_rect_grow (&g_array_index (self->taken, RedanSceneRect, i), KEEP_OFF);

      redan_grid_query (scene->grid, &near, self->found);
      for (guint k = 0; k < self->found->len; k++)
        {
          guint item = g_array_index (self->found, guint, k);
          gboolean is_box = item < scene->n_boxes;
          const RedanSceneRect *label =
              is_box ? &scene->boxes[item].label : &scene->lines[item - scene->n_boxes].label;
          guint8 *mark =
              is_box ? &update->box_marks[item] : &update->line_marks[item - scene->n_boxes];

          if (label->width > 0 && redan_rects_meet (label, &near))
            *mark |= REDAN_MARK_LABEL;
        }
    }
}

/* Whether the label of a line that is not at home may find room there again. */
static gboolean
may_come_home (const RedanSceneLine *line, const RedanSceneRect *near)
{
  RedanScenePoint direction;
  RedanScenePoint middle;
  RedanSceneRect home;

  if (line->is_home || line->label.width <= 0 || line->n_points < 2)
    return FALSE;
  middle = redan_line_at (line->points, line->n_points, .5, &direction);
  home = (RedanSceneRect){ middle.x - line->label.width / 2, middle.y - line->label.height / 2,
                           line->label.width, line->label.height };
  return redan_rects_meet (&home, near);
}

/* What had to leave its place because of something that is gone. */
static void
mark_displaced (Relabel *self, const GArray *freed)
{
  RedanSceneUpdate *update = self->update;
  const RedanScene *scene = update->scene;

  for (guint i = 0; i < freed->len; i++)
    {
      RedanSceneRect near =
          redan_rect_grow (&g_array_index (freed, RedanSceneRect, i), LEADER_REACH);

      redan_grid_query (scene->grid, &near, self->found);
      for (guint k = 0; k < self->found->len; k++)
        {
          guint item = g_array_index (self->found, guint, k);

          if (item >= scene->n_boxes)
            {
              if (may_come_home (&scene->lines[item - scene->n_boxes], &near))
                update->line_marks[item - scene->n_boxes] |= REDAN_MARK_LABEL;
              continue;
            }

          const RedanSceneBox *box = &scene->boxes[item];

          if (box->section == REDAN_SECTION_BOUNDARY && box->label.width > 0 &&
              (box->label.x != box->box.x + REDAN_TITLE_INSET || box->label.y > box->box.y + 6))
            update->box_marks[item] |= REDAN_MARK_LABEL;
        }
    }
}

/* Where a person wants a label, others make room, as they do in a new scene. */
static void
mark_wished (Relabel *self)
{
  RedanSceneUpdate *update = self->update;
  const RedanScene *scene = update->scene;

  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *line = &scene->lines[i];
      RedanScenePoint direction;
      RedanScenePoint middle;
      RedanSceneRect wish;

      if (!(update->line_marks[i] & REDAN_MARK_LABEL) || !line->has_wish ||
          line->label.width <= 0 || line->n_points < 2)
        continue;
      middle = redan_line_at (line->points, line->n_points, .5, &direction);
      wish = redan_rect_grow (&(RedanSceneRect){ middle.x + line->wish.x - line->label.width / 2,
                                                 middle.y + line->wish.y - line->label.height / 2,
                                                 line->label.width, line->label.height },
                              KEEP_OFF);
      redan_grid_query (scene->grid, &wish, self->found);
      for (guint k = 0; k < self->found->len; k++)
        {
          const guint item = g_array_index (self->found, guint, k);

          if (item >= scene->n_boxes && !scene->lines[item - scene->n_boxes].has_wish &&
              redan_rects_meet (&scene->lines[item - scene->n_boxes].label, &wish))
            update->line_marks[item - scene->n_boxes] |= REDAN_MARK_LABEL;
        }
    }
}

/* Touched boundaries, and those whose titles must give way. */
static void
place_titles (Relabel *self)
{
  RedanSceneUpdate *update = self->update;
  RedanScene *scene = update->scene;

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      RedanSceneBox *box = &scene->boxes[i];
      gboolean touched = (update->box_marks[i] & REDAN_MARK_TOUCHED) != 0;

      if (box->section != REDAN_SECTION_BOUNDARY ||
          !(update->box_marks[i] & (REDAN_MARK_TOUCHED | REDAN_MARK_LABEL)))
        continue;

      RedanSceneRect before = touched ? update->wanted[i] : box->label;

      if (!touched)
        redan_scene_remove_item (scene, i, REDAN_ITEM_LABEL);
      box->label = (RedanSceneRect){ 0 };
      redan_scene_place_box_label (scene, self->labeller, i, &before);
      redan_scene_add_item (scene, i, REDAN_ITEM_LABEL);
      take_rect (self, &box->label);
      if (update->box_marks[i] & REDAN_MARK_LOOK)
        redan_scene_add_extents (scene, i, update->dirty);
      else if (touched || !redan_rects_equal (&before, &box->label))
        redan_scene_add_label_extent (&box->label, update->dirty);
      if (!touched && !redan_rects_equal (&before, &box->label))
        redan_scene_add_label_extent (&before, update->dirty);
      if (!redan_rects_equal (&before, &box->label))
        redan_scene_note_cleared (update, &before);
    }
}

/* A label before it is placed again. */
typedef struct
{
  guint line;
  RedanSceneRect rect;
  RedanScenePoint anchor;
  gboolean has_leader;
} Placed;

static void
place_line_labels (Relabel *self)
{
  RedanSceneUpdate *update = self->update;
  RedanScene *scene = update->scene;
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (Placed));

  for (guint i = 0; i < scene->n_lines; i++)
    {
      RedanSceneLine *line = &scene->lines[i];
      const Placed placed = { i, line->label, line->anchor, line->has_leader };

      if (!(update->line_marks[i] & REDAN_MARK_LABEL))
        continue;
      update->line_marks[i] &= (guint8) ~REDAN_MARK_LABEL;
      g_array_append_val (lines, i);
      g_array_append_val (before, placed);
      redan_scene_remove_item (scene, scene->n_boxes + i, REDAN_ITEM_LABEL);
      line->label = (RedanSceneRect){ 0 };
      line->has_leader = FALSE;
    }
  redan_scene_place_line_labels (scene, self->labeller, (const guint *) (gpointer) lines->data,
                                 lines->len);
  for (guint i = 0; i < before->len; i++)
    {
      const Placed *old = &g_array_index (before, Placed, i);
      const RedanSceneLine *line = &scene->lines[old->line];

      redan_scene_add_item (scene, scene->n_boxes + old->line, REDAN_ITEM_LABEL);
      if (redan_rects_equal (&old->rect, &line->label))
        continue;
      redan_scene_add_label_extent (&old->rect, update->dirty);
      if (old->has_leader)
        redan_scene_add_leader_extent (&old->rect, old->anchor, update->dirty);
      redan_scene_note_cleared (update, &old->rect);
      update->line_marks[old->line] |= REDAN_MARK_TEXT;
    }
}

void
redan_scene_relabel (RedanSceneUpdate *self)
{
  RedanScene *scene = self->scene;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (RedanLabeller) labeller = redan_labeller_new_over (scene);
  g_autoptr (RedanLabeller) second = redan_labeller_new_over (scene);
  Relabel relabel = { self, labeller, taken, found };

  mark_displaced (&relabel, self->freed);
  mark_displaced (&relabel, self->cleared);
  place_box_labels (&relabel);
  mark_covered (&relabel);
  place_titles (&relabel);
  mark_covered (&relabel);
  mark_wished (&relabel);
  place_line_labels (&relabel);
  /* Labels that moved have made room for others; once, or a crowd would never come to rest. */
  relabel.labeller = second;
  mark_displaced (&relabel, self->cleared);
  place_line_labels (&relabel);
  for (guint i = 0; i < scene->n_lines; i++)
    if (self->line_marks[i] & (REDAN_MARK_TEXT | REDAN_MARK_LOOK))
      redan_scene_add_extents (scene, scene->n_boxes + i, self->dirty);
}
