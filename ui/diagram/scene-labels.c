/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a scene: titles of boundaries, names in boxes, then the names of flows where there is
 * room. */

#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define N_SHAPES REDAN_LABEL_SHAPES

typedef struct
{
  char **lines[N_SHAPES];
} Shapes;

static RedanSceneRect
enclose_lines (const RedanScene *self)
{
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < self->n_boxes; i++)
    redan_rect_unite (&all, &self->boxes[i].box);
  for (guint i = 0; i < self->n_lines; i++)
    for (guint k = 0; k < self->lines[i].n_points; k++)
      {
        RedanSceneRect spot = { self->lines[i].points[k].x - 1, self->lines[i].points[k].y - 1, 2,
                                2 };

        redan_rect_unite (&all, &spot);
      }
  return all;
}

/* In a corner inside the boundary, else above or below it. */
static void
place_title (RedanLabeller *labeller, RedanSceneBox *box)
{
  double width = box->label.width;
  double height = box->label.height;
  double left = box->box.x + REDAN_TITLE_INSET;
  double right = box->box.x + MAX (box->box.width - REDAN_TITLE_INSET - width, REDAN_TITLE_INSET);
  double top = box->box.y + 6;
  double bottom = box->box.y + box->box.height - height - 5;
  RedanSceneRect places[] = {
    { left, top, width, height },
    { right, top, width, height },
    { left, bottom, width, height },
    { right, bottom, width, height },
    { left, box->box.y - height - 3, width, height },
    { left, box->box.y + box->box.height + 3, width, height },
  };

  if (width <= 0)
    return;
  /* A labeller that looks at the scene must not find the label itself in its way. */
  box->label = (RedanSceneRect){ 0 };
  box->label = redan_labeller_title (labeller, places, G_N_ELEMENTS (places));
  if (box->icon != NULL)
    box->icon_place =
        (RedanSceneRect){ box->label.x,
                          box->label.y + (REDAN_TITLE_LINE + 2 - REDAN_TITLE_ICON_SIZE) / 2,
                          REDAN_TITLE_ICON_SIZE, REDAN_TITLE_ICON_SIZE };
}

static void
place_box_labels (RedanScene *self, RedanLabeller *labeller)
{
  for (guint i = 0; i < self->n_boxes; i++)
    if (self->boxes[i].section != REDAN_SECTION_BOUNDARY)
      {
        RedanSceneRect rect = redan_scene_box_reserve (&self->boxes[i]);

        redan_labeller_add_box (labeller, &rect);
      }
  for (guint i = 0; i < self->n_boxes; i++)
    {
      RedanSceneBox *box = &self->boxes[i];

      if (box->section != REDAN_SECTION_BOUNDARY && box->lines[0] != NULL)
        box->has_leader = !redan_labeller_fix (labeller, &box->label);
    }
  for (guint i = 0; i < self->n_boxes; i++)
    if (self->boxes[i].section == REDAN_SECTION_BOUNDARY)
      place_title (labeller, &self->boxes[i]);
}

void
redan_scene_place_box_label (RedanScene *self,
                             RedanLabeller *labeller,
                             guint box,
                             const RedanSceneRect *wanted)
{
  RedanSceneBox *target = &self->boxes[box];

  RedanSceneRect rect = *wanted;

  target->label = rect;
  target->has_leader = FALSE;
  if (target->section == REDAN_SECTION_BOUNDARY)
    {
      place_title (labeller, target);
      return;
    }
  if (target->lines[0] == NULL)
    return;
  /* A labeller that looks at the scene must not find the label itself in its way. */
  target->label = (RedanSceneRect){ 0 };
  target->has_leader = !redan_labeller_fix (labeller, &rect);
  target->label = rect;
}

static void
add_lines (const RedanScene *self, RedanLabeller *labeller)
{
  for (guint i = 0; i < self->n_lines; i++)
    redan_labeller_add_line (labeller, i, self->lines[i].points, self->lines[i].n_points);
  for (guint i = 0; i < self->n_boxes; i++)
    {
      const RedanSceneRect *box = &self->boxes[i].box;
      double right = box->x + box->width;
      double bottom = box->y + box->height;
      RedanScenePoint border[5] = {
        { box->x, box->y }, { right, box->y },  { right, bottom },
        { box->x, bottom }, { box->x, box->y },
      };

      if (self->boxes[i].section == REDAN_SECTION_BOUNDARY)
        redan_labeller_add_line (labeller, self->n_lines + i, border, G_N_ELEMENTS (border));
    }
}

static void
break_label (const RedanSceneLine *line, RedanLabelItem *item, Shapes *shapes)
{
  static const double widths[N_SHAPES] = { REDAN_FLOW_LABEL_WIDTH, 88, 56, 38 };
  double last = G_MAXDOUBLE;
  double longest = redan_scene_longest_word (line->name, REDAN_FLOW_SIZE, FALSE);

  for (guint i = 0; i < N_SHAPES; i++)
    {
      double width;
      double mark = line->encrypted ? REDAN_LOCK_WIDTH : 0;

      /* Narrower only where that breaks no word. */
      if (i > 0 && (last <= widths[i] || longest > widths[i]))
        continue;

      char **lines = redan_text_break (line->name, REDAN_FLOW_SIZE, FALSE, widths[i],
                                       REDAN_FLOW_LABEL_LINES, &width, NULL);

      shapes->lines[item->n_shapes] = lines;
      item->shapes[item->n_shapes].width = width + mark + 2 * REDAN_LABEL_PADDING;
      item->shapes[item->n_shapes].height =
          g_strv_length (lines) * REDAN_FLOW_SIZE * REDAN_TEXT_LINE_HEIGHT + 2;
      item->n_shapes++;
      last = width;
    }
}

static void
take_labels (RedanScene *self, RedanLabelItem *items, Shapes *shapes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      RedanSceneLine *line = &self->lines[items[i].line];

      line->label = items[i].rect;
      line->anchor = items[i].anchor;
      line->has_leader = items[i].has_leader;
      line->is_home = items[i].is_home;
      g_strfreev (line->lines);
      line->lines = g_steal_pointer (&shapes[i].lines[items[i].shape]);
      for (guint k = 0; k < N_SHAPES; k++)
        g_strfreev (shapes[i].lines[k]);
    }
}

void
redan_scene_place_line_labels (RedanScene *self,
                               RedanLabeller *labeller,
                               const guint *lines,
                               guint n)
{
  g_autofree RedanLabelItem *items = g_new0 (RedanLabelItem, n + 1);
  g_autofree Shapes *shapes = g_new0 (Shapes, n + 1);
  guint n_items = 0;

  for (guint i = 0; i < n; i++)
    {
      const RedanSceneLine *line = &self->lines[lines[i]];

      if (line->name[0] == '\0' || line->n_points < 2)
        continue;
      items[n_items].points = line->points;
      items[n_items].n_points = line->n_points;
      items[n_items].line = lines[i];
      items[n_items].wish = line->has_wish ? &line->wish : NULL;
      break_label (line, &items[n_items], &shapes[n_items]);
      n_items++;
    }
  redan_labeller_place (labeller, items, n_items);
  take_labels (self, items, shapes, n_items);
}

void
redan_scene_place_labels (RedanScene *self)
{
  RedanSceneRect bounds = enclose_lines (self);
  g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, self->n_boxes + self->n_lines);
  g_autofree guint *lines = g_new (guint, self->n_lines + 1);

  place_box_labels (self, labeller);
  add_lines (self, labeller);
  for (guint i = 0; i < self->n_lines; i++)
    lines[i] = i;
  redan_scene_place_line_labels (self, labeller, lines, self->n_lines);
}
