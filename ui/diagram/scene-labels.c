/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a scene: titles of boundaries, names in boxes, then the names of flows where there is
 * room. */

#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define TITLE_INSET 10.0
#define TITLE_GAP 8.0
#define BADGE_ROOM 8.0
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

static double
title_width (const RedanSceneBox *box)
{
  double width = redan_text_width (box->lines[0], strlen (box->lines[0]), REDAN_TITLE_SIZE, TRUE);

  if (box->caption != NULL)
    width += TITLE_GAP +
             redan_text_width (box->caption, strlen (box->caption), REDAN_CAPTION_SIZE, FALSE);
  if (box->icon != NULL)
    width += REDAN_TITLE_ICON_SIZE + REDAN_ICON_GAP;
  return width;
}

/* Icon, name and kind in one line at the top left of a boundary; the kind goes first when there is
 * no room for all, then the icon. */
static void
place_title (RedanLabeller *labeller, RedanSceneBox *box)
{
  double room = MAX (box->box.width - 2 * TITLE_INSET, 60);
  double height = REDAN_TITLE_SIZE * REDAN_TEXT_LINE_HEIGHT + 2;
  double width;

  box->label_size = REDAN_TITLE_SIZE;
  box->lines = redan_text_break (box->name, REDAN_TITLE_SIZE, TRUE, room, 1, &width, NULL);
  if (box->lines[0] == NULL)
    {
      g_strfreev (box->lines);
      box->lines = g_new0 (char *, 2);
      box->lines[0] = g_steal_pointer (&box->caption);
    }
  if (title_width (box) > room)
    g_clear_pointer (&box->caption, g_free);
  if (box->lines[0] == NULL || title_width (box) > room)
    box->icon = NULL;
  width = title_width (box);

  double left = box->box.x + TITLE_INSET;
  double right = box->box.x + MAX (box->box.width - TITLE_INSET - width, TITLE_INSET);
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

  box->label = redan_labeller_title (labeller, places, G_N_ELEMENTS (places));
  if (box->icon != NULL)
    box->icon_place =
        (RedanSceneRect){ box->label.x, box->label.y + (height - REDAN_TITLE_ICON_SIZE) / 2,
                          REDAN_TITLE_ICON_SIZE, REDAN_TITLE_ICON_SIZE };
}

static void
add_box (RedanLabeller *labeller, const RedanSceneBox *box)
{
  RedanSceneRect rect = box->box;

  /* The badge with the number of threats sits on the upper border. */
  if (box->n_threats > 0)
    {
      rect.y -= BADGE_ROOM;
      rect.height += BADGE_ROOM;
    }
  redan_labeller_add_box (labeller, &rect);
}

static void
place_box_labels (RedanScene *self, RedanLabeller *labeller)
{
  for (guint i = 0; i < self->n_boxes; i++)
    if (self->boxes[i].section != REDAN_SECTION_BOUNDARY)
      add_box (labeller, &self->boxes[i]);
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
      g_strfreev (line->lines);
      line->lines = g_steal_pointer (&shapes[i].lines[items[i].shape]);
      for (guint k = 0; k < N_SHAPES; k++)
        g_strfreev (shapes[i].lines[k]);
    }
}

void
redan_scene_place_labels (RedanScene *self, const RedanScenePoint *const *wishes)
{
  RedanSceneRect bounds = enclose_lines (self);
  g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, self->n_boxes + self->n_lines);
  g_autofree RedanLabelItem *items = g_new0 (RedanLabelItem, self->n_lines + 1);
  g_autofree Shapes *shapes = g_new0 (Shapes, self->n_lines + 1);
  guint n = 0;

  place_box_labels (self, labeller);
  add_lines (self, labeller);
  for (guint i = 0; i < self->n_lines; i++)
    {
      RedanSceneLine *line = &self->lines[i];

      line->lines = g_new0 (char *, 1);
      if (line->name[0] == '\0' || line->n_points < 2)
        continue;
      items[n].points = line->points;
      items[n].n_points = line->n_points;
      items[n].line = i;
      items[n].wish = wishes[i];
      break_label (line, &items[n], &shapes[n]);
      n++;
    }
  redan_labeller_place (labeller, items, n);
  take_labels (self, items, shapes, n);
}
