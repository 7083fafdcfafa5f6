/* SPDX-License-Identifier: Apache-2.0 */
/* Layout in two steps for pictures that would become too tall or too long: each outer boundary for
 * itself, then those in columns. */

#include <math.h>
#include <string.h>

#include "ui/diagram/layout-private.h"

#define MAX_BLOCKS 32
#define MAX_ROUNDS 400
#define COLUMN_GAP 152.0
#define ROW_GAP 56.0
#define ASPECT 1.5
#define SHAPE_WEIGHT 3.0
#define AREA_WEIGHT 0.6
#define ENTRY_WEIGHT 0.8

/* An outermost group with all that is in it, or a node outside all groups. */
typedef struct
{
  guint item; /* group, or n_groups + node */
  guint rank;
  guint n_nodes;
  guint n_entries; /* nodes where people come in */
  double width;
  double height;
  guint column;
  double x;
  double y;
} Block;

typedef struct
{
  Block blocks[MAX_BLOCKS];
  guint n;
  double wires[MAX_BLOCKS][MAX_BLOCKS];
  guint
      order[MAX_BLOCKS]; /* the blocks by column and from top to bottom; what the search changes */
} Board;

static guint
find_top (const RedanLayout *self, guint group)
{
  while (self->groups[group].parent != REDAN_LAYOUT_NONE)
    group = self->groups[group].parent;
  return group;
}

/* Which block an element belongs to, as the item of the block. */
static guint
find_item (const RedanLayout *self, guint node)
{
  guint group = self->nodes[node].group;

  return group == REDAN_LAYOUT_NONE ? self->n_groups + node : find_top (self, group);
}

/* A layout of its own for what is in the outermost group @top. */
static RedanLayout *
extract (const RedanLayout *self, guint top, guint *groups_out, guint *nodes_out)
{
  RedanLayout *part = g_new0 (RedanLayout, 1);
  g_autofree guint *group_map = g_new (guint, self->n_groups + 1);
  g_autofree guint *node_map = g_new (guint, self->n_nodes + 1);

  part->groups = g_new (RedanLayoutGroup, self->n_groups + 1);
  part->nodes = g_new (RedanLayoutNode, self->n_nodes + 1);
  part->edges = g_new (RedanLayoutEdge, self->n_edges + 1);
  for (guint i = 0; i < self->n_groups; i++)
    {
      if (find_top (self, i) != top)
        continue;
      group_map[i] = part->n_groups;
      groups_out[part->n_groups] = i;
      part->groups[part->n_groups] = self->groups[i];
      if (i != top)
        part->groups[part->n_groups].parent = group_map[self->groups[i].parent];
      part->n_groups++;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    {
      node_map[i] = REDAN_LAYOUT_NONE;
      if (find_item (self, i) != top)
        continue;
      node_map[i] = part->n_nodes;
      nodes_out[part->n_nodes] = i;
      part->nodes[part->n_nodes] = self->nodes[i];
      part->nodes[part->n_nodes++].group = group_map[self->nodes[i].group];
    }
  for (guint i = 0; i < self->n_edges; i++)
    {
      RedanLayoutEdge edge = self->edges[i];

      edge.source = node_map[edge.source];
      edge.target = node_map[edge.target];
      if (edge.source != REDAN_LAYOUT_NONE && edge.target != REDAN_LAYOUT_NONE)
        part->edges[part->n_edges++] = edge;
    }
  return part;
}

/* Lays out one block and keeps the places relative to its corner. */
static gboolean
lay_out_block (RedanLayout *self, Block *block, RedanLayoutRun run, gpointer user_data)
{
  if (block->item >= self->n_groups)
    {
      RedanLayoutNode *node = &self->nodes[block->item - self->n_groups];

      node->rect = (RedanSceneRect){ 0, 0, node->width, node->height };
      block->width = node->width;
      block->height = node->height;
      return TRUE;
    }

  g_autofree guint *groups = g_new (guint, self->n_groups + 1);
  g_autofree guint *nodes = g_new (guint, self->n_nodes + 1);
  g_autoptr (RedanLayout) part = extract (self, block->item, groups, nodes);

  if (!run (part, user_data))
    return FALSE;

  RedanSceneRect bounds = redan_layout_bounds (part);

  for (guint i = 0; i < part->n_groups; i++)
    {
      self->groups[groups[i]].rect = part->groups[i].rect;
      self->groups[groups[i]].rect.x -= bounds.x;
      self->groups[groups[i]].rect.y -= bounds.y;
    }
  for (guint i = 0; i < part->n_nodes; i++)
    {
      self->nodes[nodes[i]].rect = part->nodes[i].rect;
      self->nodes[nodes[i]].rect.x -= bounds.x;
      self->nodes[nodes[i]].rect.y -= bounds.y;
    }
  block->width = bounds.width;
  block->height = bounds.height;
  return TRUE;
}

static gboolean
collect_blocks (const RedanLayout *self, Board *board)
{
  g_autofree guint *places = g_new0 (guint, self->n_groups + self->n_nodes + 1);

  for (guint i = 0; i < self->n_groups + self->n_nodes; i++)
    {
      guint parent =
          i < self->n_groups ? self->groups[i].parent : self->nodes[i - self->n_groups].group;

      if (parent != REDAN_LAYOUT_NONE)
        continue;
      if (board->n == MAX_BLOCKS)
        return FALSE;
      board->blocks[board->n] = (Block){ .item = i, .rank = G_MAXUINT };
      places[i] = board->n++;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    {
      Block *block = &board->blocks[places[find_item (self, i)]];

      block->rank = MIN (block->rank, self->nodes[i].rank);
      block->n_nodes++;
      block->n_entries += self->nodes[i].rank == 0;
    }
  for (guint i = 0; i < self->n_edges; i++)
    {
      guint a = places[find_item (self, self->edges[i].source)];
      guint b = places[find_item (self, self->edges[i].target)];

      if (a == b)
        continue;
      board->wires[a][b] += self->edges[i].n_flows;
      board->wires[b][a] += self->edges[i].n_flows;
    }
  return board->n > 1;
}

/* Stacks the blocks of each column; columns are centred on the tallest. */
static void
stack_columns (Board *board, double *width_out, double *height_out)
{
  double heights[MAX_BLOCKS] = { 0 };
  double widths[MAX_BLOCKS] = { 0 };
  double x = 0;

  *height_out = 0;
  for (guint i = 0; i < board->n; i++)
    {
      Block *block = &board->blocks[board->order[i]];

      block->y = heights[block->column];
      heights[block->column] += block->height + ROW_GAP;
      widths[block->column] = MAX (widths[block->column], block->width);
      *height_out = MAX (*height_out, heights[block->column] - ROW_GAP);
    }
  for (guint column = 0; column < MAX_BLOCKS; column++)
    {
      if (widths[column] <= 0)
        continue;
      for (guint i = 0; i < board->n; i++)
        if (board->blocks[i].column == column)
          {
            board->blocks[i].x = x + (widths[column] - board->blocks[i].width) / 2;
            board->blocks[i].y += (*height_out - (heights[column] - ROW_GAP)) / 2;
          }
      x += widths[column] + COLUMN_GAP;
    }
  *width_out = x - COLUMN_GAP;
}

/* Length of the wires between blocks, shape and empty space; people come in from the left. */
static double
judge (Board *board)
{
  double width, height;
  double area = 0, wires = 0, all = 0, entries = 0;

  stack_columns (board, &width, &height);
  for (guint i = 0; i < board->n; i++)
    {
      const Block *a = &board->blocks[i];

      area += a->width * a->height;
      entries += a->x / width * a->n_entries / MAX (a->n_nodes, 1);
      for (guint k = 0; k < i; k++)
        {
          const Block *b = &board->blocks[k];
          double dx = MAX (MAX (a->x - b->x - b->width, b->x - a->x - a->width), 0);
          double dy = MAX (MAX (a->y - b->y - b->height, b->y - a->y - a->height), 0);

          wires += board->wires[i][k] * (dx + dy);
          all += board->wires[i][k];
        }
    }
  return wires / MAX (all, 1) / sqrt (area) + SHAPE_WEIGHT * fabs (log (width / height / ASPECT)) +
         AREA_WEIGHT * width * height / area + ENTRY_WEIGHT * entries;
}

static void
move_block (Board *board, guint from, guint to)
{
  guint block = board->order[from];

  if (from < to)
    memmove (&board->order[from], &board->order[from + 1], (to - from) * sizeof (guint));
  else
    memmove (&board->order[to + 1], &board->order[to], (from - to) * sizeof (guint));
  board->order[to] = block;
}

/* Tries every move of one block to another place and column, and keeps the best, until nothing gets
 * better. */
static double
improve (Board *board, guint n_columns)
{
  double best = judge (board);

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      double round_best = best - 1e-9;
      guint best_from = 0, best_to = 0, best_column = 0;

      for (guint from = 0; from < board->n; from++)
        for (guint to = 0; to < board->n; to++)
          for (guint column = 0; column < n_columns; column++)
            {
              Block *block = &board->blocks[board->order[from]];
              guint before = block->column;

              block->column = column;
              move_block (board, from, to);

              double cost = judge (board);

              move_block (board, to, from);
              block->column = before;
              if (cost >= round_best)
                continue;
              round_best = cost;
              best_from = from;
              best_to = to;
              best_column = column;
            }
      if (round_best >= best - 1e-9)
        break;
      best = round_best;
      board->blocks[board->order[best_from]].column = best_column;
      move_block (board, best_from, best_to);
    }
  return best;
}

/* Starts from columns filled in the order of ranks, with each number of columns. */
static void
arrange (Board *board)
{
  Board best;
  double best_cost = INFINITY;

  for (guint n_columns = 1; n_columns <= MIN (board->n, 5); n_columns++)
    {
      Board attempt = *board;

      for (guint i = 0; i < board->n; i++)
        {
          attempt.order[i] = i;
          attempt.blocks[i].column = MIN (attempt.blocks[i].rank, n_columns - 1);
        }

      double cost = improve (&attempt, n_columns);

      if (cost >= best_cost)
        continue;
      best = attempt;
      best_cost = cost;
    }
  *board = best;
}

static void
shift_all (RedanLayout *self, const Board *board)
{
  for (guint i = 0; i < board->n; i++)
    {
      const Block *block = &board->blocks[i];
      double x = round (block->x / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
      double y = round (block->y / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;

      for (guint k = 0; k < self->n_groups; k++)
        if (find_top (self, k) == block->item)
          {
            self->groups[k].rect.x += x;
            self->groups[k].rect.y += y;
          }
      for (guint k = 0; k < self->n_nodes; k++)
        if (find_item (self, k) == block->item)
          {
            self->nodes[k].rect.x += x;
            self->nodes[k].rect.y += y;
          }
    }
}

gboolean
redan_layout_blocks (RedanLayout *self, RedanLayoutRun run, gpointer user_data)
{
  g_autofree Board *board = g_new0 (Board, 1);
  double width, height;

  if (!collect_blocks (self, board))
    return FALSE;
  for (guint i = 0; i < board->n; i++)
    if (!lay_out_block (self, &board->blocks[i], run, user_data))
      return FALSE;
  arrange (board);
  stack_columns (board, &width, &height);
  shift_all (self, board);
  return TRUE;
}
