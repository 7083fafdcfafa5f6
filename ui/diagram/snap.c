/* SPDX-License-Identifier: Apache-2.0 */
/* Where a dragged box comes to rest: on the edges and middles of its neighbours, else on the grid.
 */

#include "ui/diagram/snap.h"

#include <math.h>

#include "ui/diagram/grid.h"

/** One axis of a box. */
typedef struct
{
  double start;
  double length;
} Span;

/** The best neighbour found so far on one axis. */
typedef struct
{
  double shift;
  double line;
  const RedanSceneRect *box;
} Pull;

static Span
get_span (const RedanSceneRect *rect, guint axis)
{
  return axis == 0 ? (Span){ rect->x, rect->width } : (Span){ rect->y, rect->height };
}

/** Which lines of a moved box may rest on a neighbour, as shares of its length. */
static guint
list_shares (RedanSides edges, guint axis, double shares[3])
{
  const gboolean start = (edges & (axis == 0 ? REDAN_SIDE_LEFT : REDAN_SIDE_TOP)) != 0;
  const gboolean end = (edges & (axis == 0 ? REDAN_SIDE_RIGHT : REDAN_SIDE_BOTTOM)) != 0;
  guint n = 0;

  if (start)
    shares[n++] = 0;
  if (end)
    shares[n++] = 1;
  if (start && end)
    shares[n++] = 0.5;
  return n;
}

static void
try_neighbour (Pull *pull,
               const RedanSceneBox *neighbour,
               const Span *moved,
               RedanSides edges,
               guint axis,
               double reach)
{
  const Span span = get_span (&neighbour->box, axis);
  const guint n_lines = neighbour->section == REDAN_SECTION_BOUNDARY ? 2 : 3;
  static const double lines[] = { 0, 1, 0.5 };
  double shares[3];
  const guint n_shares = list_shares (edges, axis, shares);

  for (guint i = 0; i < n_lines; i++)
    for (guint k = 0; k < n_shares; k++)
      {
        const double line = span.start + lines[i] * span.length;
        const double shift = line - (moved->start + shares[k] * moved->length);

        /* The middle rests on middles only. */
        if ((shares[k] == 0.5) != (lines[i] == 0.5) || fabs (shift) > reach ||
            (pull->box != NULL && fabs (shift) >= fabs (pull->shift)))
          continue;
        *pull = (Pull){ shift, line, &neighbour->box };
      }
}

/** How far the grid moves the first edge that follows the pointer. */
static double
get_grid_shift (const RedanSnap *snap, const Span *moved, RedanSides edges, guint axis)
{
  double shares[3];
  double edge;

  if (snap->grid <= 0 || list_shares (edges, axis, shares) == 0)
    return 0;
  edge = moved->start + shares[0] * moved->length;
  return round (edge / snap->grid) * snap->grid - edge;
}

static void
shift_edges (RedanSceneRect *rect, RedanSides edges, guint axis, double shift)
{
  const gboolean start = (edges & (axis == 0 ? REDAN_SIDE_LEFT : REDAN_SIDE_TOP)) != 0;
  const gboolean end = (edges & (axis == 0 ? REDAN_SIDE_RIGHT : REDAN_SIDE_BOTTOM)) != 0;
  double *position = axis == 0 ? &rect->x : &rect->y;
  double *length = axis == 0 ? &rect->width : &rect->height;

  if (start)
    *position += shift;
  if (start && !end)
    *length -= shift;
  else if (end && !start)
    *length += shift;
}

static void
add_guide (GArray *guides, const Pull *pull, const RedanSceneRect *rect, guint axis)
{
  RedanGuide guide;

  if (axis == 0)
    guide = (RedanGuide){
      { pull->line, MIN (rect->y, pull->box->y) },
      { pull->line, MAX (rect->y + rect->height, pull->box->y + pull->box->height) },
    };
  else
    guide = (RedanGuide){
      { MIN (rect->x, pull->box->x), pull->line },
      { MAX (rect->x + rect->width, pull->box->x + pull->box->width), pull->line },
    };
  g_array_append_val (guides, guide);
}

RedanSceneRect
redan_snap_rect (const RedanScene *scene,
                 const RedanSnap *snap,
                 const RedanSceneRect *rect,
                 RedanSides edges,
                 GArray *guides)
{
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (guint));
  RedanSceneRect rested = *rect;
  Pull pulls[2] = { { 0 } };

  if (snap->reach > 0)
    redan_grid_query (scene->grid, &snap->view, near);
  for (guint i = 0; i < near->len; i++)
    {
      const guint item = g_array_index (near, guint, i);
      const RedanSceneBox *box = item < scene->n_boxes ? &scene->boxes[item] : NULL;

      if (box == NULL || !redan_rects_meet (&box->box, &snap->view) ||
          (snap->skipped != NULL && g_hash_table_contains (snap->skipped, &box->id)))
        continue;
      for (guint axis = 0; axis < 2; axis++)
        {
          const Span moved = get_span (rect, axis);

          try_neighbour (&pulls[axis], box, &moved, edges, axis, snap->reach);
        }
    }
  for (guint axis = 0; axis < 2; axis++)
    {
      const Span moved = get_span (rect, axis);

      shift_edges (&rested, edges, axis,
                   pulls[axis].box != NULL ? pulls[axis].shift
                                           : get_grid_shift (snap, &moved, edges, axis));
    }
  if (guides != NULL)
    {
      g_array_set_size (guides, 0);
      for (guint axis = 0; axis < 2; axis++)
        if (pulls[axis].box != NULL)
          add_guide (guides, &pulls[axis], &rested, axis);
    }
  return rested;
}
