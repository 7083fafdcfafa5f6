/* SPDX-License-Identifier: Apache-2.0 */
/* The own layout: rows of members inside each boundary; always works and takes near-linear time. */

#include <math.h>

#include "ui/diagram/layout-private.h"

#define GAP_X 72.0
#define GAP_Y 48.0
#define ASPECT 1.6
#define EMPTY_HEIGHT 40.0

/* A node or group inside its group. */
typedef struct
{
  guint rank;
  guint index; /* nodes first, then groups */
  guint group; /* that it is in; the last is the outside */
} Member;

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const Member *x = a;
  const Member *y = b;

  if (x->group != y->group)
    return x->group < y->group ? -1 : 1;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

static RedanSceneRect *
get_rect (RedanLayout *self, guint index)
{
  return index < self->n_nodes ? &self->nodes[index].rect
                               : &self->groups[index - self->n_nodes].rect;
}

/* Fills rows from the left, as wide as makes the whole about as wide as a page. */
static void
fill_rows (RedanLayout *self, const Member *members, guint n, double *width_out, double *height_out)
{
  double area = 0;
  double widest = 0;
  double x = 0, y = 0, row = 0;

  *width_out = 0;
  for (guint i = 0; i < n; i++)
    {
      const RedanSceneRect *rect = get_rect (self, members[i].index);

      area += (rect->width + GAP_X) * (rect->height + GAP_Y);
      widest = MAX (widest, rect->width);
    }

  double limit = MAX (widest, sqrt (area * ASPECT));

  for (guint i = 0; i < n; i++)
    {
      RedanSceneRect *rect = get_rect (self, members[i].index);

      if (x > 0 && x + rect->width > limit)
        {
          x = 0;
          y += row + GAP_Y;
          row = 0;
        }
      rect->x = x;
      rect->y = y;
      x += rect->width + GAP_X;
      row = MAX (row, rect->height);
      *width_out = MAX (*width_out, x - GAP_X);
    }
  *height_out = y + row;
}

/* From the upper border of a group to its members. Whole grains, as members stand on them. */
static double
get_title_height (const RedanLayoutGroup *group)
{
  double extra = ceil (group->title_extra / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;

  return REDAN_LAYOUT_TITLE + extra;
}

static void
size_group (RedanLayoutGroup *group, double width, double height)
{
  width = MAX (width, group->title_width) + 2 * REDAN_LAYOUT_PADDING;
  height = MAX (height, EMPTY_HEIGHT) + get_title_height (group) + REDAN_LAYOUT_PADDING;
  group->rect.width = ceil (width / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
  group->rect.height = ceil (height / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
}

/* The least rank inside a group, so that groups stand in the order of the way in. */
static guint *
rank_groups (const RedanLayout *self)
{
  guint *ranks = g_new (guint, self->n_groups + 1);

  for (guint i = 0; i < self->n_groups; i++)
    ranks[i] = G_MAXUINT;
  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].group != REDAN_LAYOUT_NONE)
      ranks[self->nodes[i].group] = MIN (ranks[self->nodes[i].group], self->nodes[i].rank);
  for (guint i = self->n_groups; i-- > 0;)
    if (self->groups[i].parent != REDAN_LAYOUT_NONE)
      ranks[self->groups[i].parent] = MIN (ranks[self->groups[i].parent], ranks[i]);
  return ranks;
}

static GArray *
collect_members (const RedanLayout *self)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_autofree guint *ranks = rank_groups (self);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      Member member = { self->nodes[i].rank, i, MIN (self->nodes[i].group, self->n_groups) };

      g_array_append_val (members, member);
    }
  for (guint i = 0; i < self->n_groups; i++)
    {
      Member member = { ranks[i], self->n_nodes + i, MIN (self->groups[i].parent, self->n_groups) };

      g_array_append_val (members, member);
    }
  g_array_sort (members, compare_members);
  return members;
}

void
redan_layout_grid (RedanLayout *self)
{
  g_autoptr (GArray) sorted = collect_members (self);
  const Member *members = (const Member *) (gpointer) sorted->data;
  g_autofree guint *starts = g_new0 (guint, self->n_groups + 2);
  double width, height;

  for (guint i = 0; i < self->n_nodes; i++)
    self->nodes[i].rect = (RedanSceneRect){ 0, 0, self->nodes[i].width, self->nodes[i].height };
  for (guint i = 0; i < sorted->len; i++)
    starts[members[i].group + 1]++;
  for (guint i = 0; i <= self->n_groups; i++)
    starts[i + 1] += starts[i];

  /* Children stand after their parents, so their sizes are known when the parent is filled; the
   * outside is last. */
  for (guint i = self->n_groups; i-- > 0;)
    {
      fill_rows (self, members + starts[i], starts[i + 1] - starts[i], &width, &height);
      size_group (&self->groups[i], width, height);
    }
  fill_rows (self, members + starts[self->n_groups],
             starts[self->n_groups + 1] - starts[self->n_groups], &width, &height);

  /* From relative to absolute, outer groups first. */
  for (guint i = 0; i < self->n_groups; i++)
    if (self->groups[i].parent != REDAN_LAYOUT_NONE)
      {
        const RedanLayoutGroup *parent = &self->groups[self->groups[i].parent];

        self->groups[i].rect.x += parent->rect.x + REDAN_LAYOUT_PADDING;
        self->groups[i].rect.y += parent->rect.y + get_title_height (parent);
      }
  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].group != REDAN_LAYOUT_NONE)
      {
        const RedanLayoutGroup *group = &self->groups[self->nodes[i].group];

        self->nodes[i].rect.x += group->rect.x + REDAN_LAYOUT_PADDING;
        self->nodes[i].rect.y += group->rect.y + get_title_height (group);
      }
}
