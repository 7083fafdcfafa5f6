/* SPDX-License-Identifier: Apache-2.0 */
/* Packed R-tree, filled by sort-tile-recursive: Leutenegger, Lopez, Edgington, ICDE 1997. */

#include <stdlib.h>

#include "model/box-index.h"

#define FAN_OUT 8
#define MAX_LEVELS 12

typedef struct
{
  gint32 left;
  gint32 top;
  gint32 right;
  gint32 bottom;
  guint32 index; /* of the box, on the lowest level */
} Node;

/* Level 0 holds the boxes; node i of a level covers nodes i * FAN_OUT up to the next of the level
 * below. */
struct _RedanBoxIndex
{
  Node *levels[MAX_LEVELS];
  guint n[MAX_LEVELS];
  guint n_levels;
  guint32 *shown[MAX_LEVELS]; /* how many boxes below a node are found; NULL: all */
  guint32 *positions;         /* of boxes on the lowest level; NULL as long as all are found */
};

static int
compare_across (const void *a, const void *b)
{
  const Node *left = a;
  const Node *right = b;
  gint64 difference = ((gint64) left->left + left->right) - ((gint64) right->left + right->right);

  if (difference != 0)
    return difference < 0 ? -1 : 1;
  return left->index < right->index ? -1 : left->index > right->index;
}

static int
compare_down (const void *a, const void *b)
{
  const Node *left = a;
  const Node *right = b;
  gint64 difference = ((gint64) left->top + left->bottom) - ((gint64) right->top + right->bottom);

  if (difference != 0)
    return difference < 0 ? -1 : 1;
  return left->index < right->index ? -1 : left->index > right->index;
}

/* Vertical slices of about sqrt (pages) pages, each sorted downwards. */
static void
tile (Node *nodes, guint n)
{
  guint pages = (n + FAN_OUT - 1) / FAN_OUT;
  guint slices = 1;

  while (slices * slices < pages)
    slices++;
  guint per_slice = (pages + slices - 1) / MAX (slices, 1) * FAN_OUT;
  qsort (nodes, n, sizeof (Node), compare_across);
  for (guint start = 0; start < n; start += per_slice)
    qsort (nodes + start, MIN (per_slice, n - start), sizeof (Node), compare_down);
}

static Node
cover (const Node *nodes, guint n)
{
  Node all = nodes[0];

  for (guint i = 1; i < n; i++)
    {
      all.left = MIN (all.left, nodes[i].left);
      all.top = MIN (all.top, nodes[i].top);
      all.right = MAX (all.right, nodes[i].right);
      all.bottom = MAX (all.bottom, nodes[i].bottom);
    }
  return all;
}

RedanBoxIndex *
redan_box_index_new (const RedanBox *boxes, guint n)
{
  RedanBoxIndex *self = g_new0 (RedanBoxIndex, 1);

  if (n == 0)
    return self;

  self->levels[0] = g_new (Node, n);
  self->n[0] = n;
  self->n_levels = 1;
  for (guint i = 0; i < n; i++)
    self->levels[0][i] = (Node){ boxes[i].x, boxes[i].y, boxes[i].x + boxes[i].width,
                                 boxes[i].y + boxes[i].height, i };
  tile (self->levels[0], n);

  while (self->n[self->n_levels - 1] > 1)
    {
      guint below = self->n_levels - 1;
      guint n_nodes = (self->n[below] + FAN_OUT - 1) / FAN_OUT;
      Node *nodes = g_new (Node, n_nodes);
      for (guint i = 0; i < n_nodes; i++)
        nodes[i] = cover (self->levels[below] + (gsize) i * FAN_OUT,
                          MIN (FAN_OUT, self->n[below] - i * FAN_OUT));
      self->levels[self->n_levels] = nodes;
      self->n[self->n_levels++] = n_nodes;
    }
  return self;
}

void
redan_box_index_free (RedanBoxIndex *self)
{
  for (guint i = 0; i < self->n_levels; i++)
    {
      g_free (self->levels[i]);
      g_free (self->shown[i]);
    }
  g_free (self->positions);
  g_free (self);
}

void
redan_box_index_hide_all (RedanBoxIndex *self)
{
  if (self->n_levels == 0)
    return;
  for (guint i = 0; i < self->n_levels; i++)
    {
      g_free (self->shown[i]);
      self->shown[i] = g_new0 (guint32, self->n[i]);
    }
  g_free (self->positions);
  self->positions = g_new (guint32, self->n[0]);
  for (guint i = 0; i < self->n[0]; i++)
    self->positions[self->levels[0][i].index] = i;
}

void
redan_box_index_show (RedanBoxIndex *self, guint index)
{
  guint at = self->positions[index];

  for (guint i = 0; i < self->n_levels; i++, at /= FAN_OUT)
    self->shown[i][at]++;
}

static void
find_below (const RedanBoxIndex *self,
            guint level,
            guint at,
            const Node *sought,
            RedanBoxIndexFunc found,
            gpointer user_data)
{
  const Node *node = &self->levels[level][at];

  if (self->shown[level] != NULL && self->shown[level][at] == 0)
    return;
  if (node->left > sought->right || node->right < sought->left || node->top > sought->bottom ||
      node->bottom < sought->top)
    return;
  if (level == 0)
    {
      found (node->index, user_data);
      return;
    }

  guint end = MIN ((at + 1) * FAN_OUT, self->n[level - 1]);
  for (guint i = at * FAN_OUT; i < end; i++)
    find_below (self, level - 1, i, sought, found, user_data);
}

void
redan_box_index_find (const RedanBoxIndex *self,
                      const RedanBox *box,
                      RedanBoxIndexFunc found,
                      gpointer user_data)
{
  Node sought = { box->x, box->y, box->x + box->width, box->y + box->height, 0 };

  if (self->n_levels > 0)
    find_below (self, self->n_levels - 1, 0, &sought, found, user_data);
}
