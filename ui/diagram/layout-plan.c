/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be laid out: nodes, nested groups and edges with their sizes, and where they came to
 * lie. */

#include "ui/diagram/layout-private.h"

#include <math.h>
#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/text.h"

#define MIN_WIDTH 112.0
#define MAX_TEXT_WIDTH 136.0
#define MIN_HEIGHT 56.0
#define MAX_HEIGHT 160.0
#define PARALLEL_GAP 26.0
#define MAX_LINES 4

static double
round_up (double value)
{
  return ceil (value / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
}

static void
size_node (const RedanSchema *schema, const RedanObject *object, RedanLayoutNode *node)
{
  g_autofree char *name = redan_text_clean (redan_object_get_name (object));
  g_autofree char *caption = redan_scene_element_caption (schema, object);
  double width;
  g_auto (GStrv) lines =
      redan_text_break (name, REDAN_NAME_SIZE, TRUE, MAX_TEXT_WIDTH, MAX_LINES, &width, NULL);
  double height = g_strv_length (lines) * REDAN_NAME_SIZE * REDAN_TEXT_LINE_HEIGHT;

  if (caption != NULL)
    {
      double caption_width =
          redan_text_width (caption, strlen (caption), REDAN_CAPTION_SIZE, FALSE);

      width = MAX (width, MIN (caption_width, MAX_TEXT_WIDTH));
      height += REDAN_CAPTION_SIZE * REDAN_TEXT_LINE_HEIGHT + 1;
    }
  if (redan_scene_element_icon (schema, object) != NULL)
    width += REDAN_ICON_SIZE + REDAN_ICON_GAP;
  node->width = round_up (MAX (width + 2 * REDAN_BOX_PADDING + 4, MIN_WIDTH));
  node->height = round_up (MAX (height + 20, MIN_HEIGHT));
}

static void
measure_title (const RedanObject *object, RedanLayoutGroup *group)
{
  g_autofree char *name = redan_text_clean (redan_object_get_name (object));
  g_autofree char *caption = redan_scene_boundary_caption (object);
  g_auto (GStrv) lines = redan_scene_break_title (name, G_MAXDOUBLE);
  double width = redan_scene_title_width (lines, caption) + REDAN_TITLE_ICON_SIZE + REDAN_ICON_GAP;

  group->title_width = MIN (width, 260);
  group->title_extra = (MAX (g_strv_length (lines), 1) - 1) * REDAN_TITLE_LINE;
}

typedef struct
{
  const RedanModel *model;
  RedanLayoutFilter filter;
  gpointer user_data;
  GHashTable *groups; /* RedanObject to index plus one */
  GHashTable *nodes;
  GArray *group_array;
  GArray *node_array;
  GArray *edge_array;
} PlanBuilder;

/* The innermost boundary around @object that takes part; parents are added before their children.
 */
static guint
add_parents (PlanBuilder *self, const RedanObject *object, guint depth)
{
  RedanId id;
  const RedanObject *parent;

  if (depth > 64 || !redan_object_get_reference (object, REDAN_FIELD_PARENT, &id))
    return REDAN_LAYOUT_NONE;
  parent = redan_model_lookup (self->model, &id);
  if (parent == NULL || parent->section != REDAN_SECTION_BOUNDARY)
    return REDAN_LAYOUT_NONE;

  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->groups, parent));

  if (known != 0)
    return known - 1;

  guint above = add_parents (self, parent, depth + 1);

  if (!self->filter (parent, self->user_data))
    return above;

  RedanLayoutGroup group = { .id = parent->id, .parent = above };

  measure_title (parent, &group);
  g_array_append_val (self->group_array, group);
  g_hash_table_insert (self->groups, (gpointer) parent, GUINT_TO_POINTER (self->group_array->len));
  return self->group_array->len - 1;
}

static void
add_groups (PlanBuilder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_BOUNDARY);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, i);
      guint above = add_parents (self, object, 0);

      if (!self->filter (object, self->user_data) || g_hash_table_contains (self->groups, object))
        continue;

      RedanLayoutGroup group = { .id = object->id, .parent = above };

      measure_title (object, &group);
      g_array_append_val (self->group_array, group);
      g_hash_table_insert (self->groups, (gpointer) object,
                           GUINT_TO_POINTER (self->group_array->len));
    }
}

static void
add_nodes (PlanBuilder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_ELEMENT);
  const RedanSchema *schema = redan_model_get_schema (self->model);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, i);
      RedanLayoutNode node = { .id = object->id, .rank = G_MAXUINT };

      if (!self->filter (object, self->user_data))
        continue;
      node.group = add_parents (self, object, 0);
      size_node (schema, object, &node);
      g_array_append_val (self->node_array, node);
      g_hash_table_insert (self->nodes, (gpointer) object,
                           GUINT_TO_POINTER (self->node_array->len));
    }
}

static guint
find_end (const PlanBuilder *self, const RedanObject *flow, RedanField field)
{
  RedanId id;
  const RedanObject *object;

  if (!redan_object_get_reference (flow, field, &id))
    return REDAN_LAYOUT_NONE;
  object = redan_model_lookup (self->model, &id);
  return object == NULL ? REDAN_LAYOUT_NONE
                        : GPOINTER_TO_UINT (g_hash_table_lookup (self->nodes, object)) - 1;
}

static void
add_edges (PlanBuilder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_FLOW);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *flow = redan_model_get_nth (self->model, REDAN_SECTION_FLOW, i);
      guint source = find_end (self, flow, REDAN_FIELD_SOURCE);
      guint target = find_end (self, flow, REDAN_FIELD_TARGET);
      RedanLayoutEdge edge = { .source = source, .target = target, .n_flows = 1 };

      if (source == REDAN_LAYOUT_NONE || target == REDAN_LAYOUT_NONE || source == target)
        continue;

      g_autofree char *name = redan_text_clean (redan_object_get_name (flow));
      g_auto (GStrv) lines = redan_text_break (name, REDAN_FLOW_SIZE, FALSE, REDAN_FLOW_LABEL_WIDTH,
                                               REDAN_FLOW_LABEL_LINES, &edge.label_width, NULL);

      edge.label_height = g_strv_length (lines) * REDAN_FLOW_SIZE * REDAN_TEXT_LINE_HEIGHT;
      g_array_append_val (self->edge_array, edge);
    }
}

/* Breadth-first from actors and externals, then from nodes that nothing flows into, then from any
 * that is left. */
static void
rank_nodes (RedanLayout *self, const RedanModel *model)
{
  g_autofree guint *offsets = g_new0 (guint, self->n_nodes + 2);
  g_autofree guint *next = g_new (guint, self->n_edges + 1);
  g_autofree guint *queue = g_new (guint, self->n_nodes + 1);
  g_autofree gboolean *entered = g_new0 (gboolean, self->n_nodes + 1);
  guint head = 0, tail = 0;

  for (guint i = 0; i < self->n_edges; i++)
    {
      offsets[self->edges[i].source + 2]++;
      entered[self->edges[i].target] = TRUE;
    }
  for (guint i = 2; i < self->n_nodes + 2; i++)
    offsets[i] += offsets[i - 1];
  for (guint i = 0; i < self->n_edges; i++)
    next[offsets[self->edges[i].source + 1]++] = self->edges[i].target;

  for (guint pass = 0; pass < 3; pass++)
    for (guint i = 0; i < self->n_nodes; i++)
      {
        const RedanObject *object = redan_model_lookup (model, &self->nodes[i].id);
        gboolean starts = pass == 0   ? redan_scene_element_kind (object) == REDAN_ELEMENT_ACTOR
                          : pass == 1 ? !entered[i]
                                      : TRUE;

        if (starts && self->nodes[i].rank == G_MAXUINT)
          {
            self->nodes[i].rank = 0;
            queue[tail++] = i;
          }
        if (pass == 0 && i + 1 < self->n_nodes)
          continue;
        while (head < tail)
          {
            guint at = queue[head++];

            for (guint k = offsets[at]; k < offsets[at + 1]; k++)
              if (self->nodes[next[k]].rank == G_MAXUINT)
                {
                  self->nodes[next[k]].rank = self->nodes[at].rank + 1;
                  queue[tail++] = next[k];
                }
          }
      }
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const RedanLayoutEdge *x = a;
  const RedanLayoutEdge *y = b;

  if (x->source != y->source)
    return x->source < y->source ? -1 : 1;
  return (x->target > y->target) - (x->target < y->target);
}

/* Points edges from the lower rank to the higher, and joins those between the same nodes: labels
 * stack. */
static void
join_edges (RedanLayout *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->n_edges; i++)
    {
      RedanLayoutEdge *edge = &self->edges[i];
      guint source_rank = self->nodes[edge->source].rank;
      guint target_rank = self->nodes[edge->target].rank;

      if (source_rank < target_rank || (source_rank == target_rank && edge->source < edge->target))
        continue;

      guint swap = edge->source;
      edge->source = edge->target;
      edge->target = swap;
    }
  if (self->n_edges > 0)
    qsort (self->edges, self->n_edges, sizeof *self->edges, compare_edges);
  for (guint i = 0; i < self->n_edges; i++)
    {
      RedanLayoutEdge *last = kept == 0 ? NULL : &self->edges[kept - 1];

      if (last == NULL || compare_edges (last, &self->edges[i]) != 0)
        {
          self->edges[kept++] = self->edges[i];
          continue;
        }
      last->n_flows++;
      last->label_width = MAX (last->label_width, self->edges[i].label_width);
      last->label_height += self->edges[i].label_height + 4;
    }
  self->n_edges = kept;
}

/* Parallel flows need borders that are long enough to keep them apart. */
static void
widen_nodes (RedanLayout *self)
{
  for (guint i = 0; i < self->n_edges; i++)
    {
      const RedanLayoutEdge *edge = &self->edges[i];
      double need = round_up (MIN (24 + PARALLEL_GAP * (edge->n_flows - 1), MAX_HEIGHT));

      self->nodes[edge->source].height = MAX (self->nodes[edge->source].height, need);
      self->nodes[edge->target].height = MAX (self->nodes[edge->target].height, need);
    }
}

RedanLayout *
redan_layout_new (const RedanModel *model, RedanLayoutFilter filter, gpointer user_data)
{
  RedanLayout *self = g_new0 (RedanLayout, 1);
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) nodes = g_hash_table_new (NULL, NULL);
  PlanBuilder builder = {
    model,
    filter,
    user_data,
    groups,
    nodes,
    g_array_new (FALSE, FALSE, sizeof (RedanLayoutGroup)),
    g_array_new (FALSE, FALSE, sizeof (RedanLayoutNode)),
    g_array_new (FALSE, FALSE, sizeof (RedanLayoutEdge)),
  };

  add_groups (&builder);
  add_nodes (&builder);
  add_edges (&builder);
  self->n_groups = builder.group_array->len;
  self->groups = (RedanLayoutGroup *) (gpointer) g_array_free (builder.group_array, FALSE);
  self->n_nodes = builder.node_array->len;
  self->nodes = (RedanLayoutNode *) (gpointer) g_array_free (builder.node_array, FALSE);
  self->n_edges = builder.edge_array->len;
  self->edges = (RedanLayoutEdge *) (gpointer) g_array_free (builder.edge_array, FALSE);
  rank_nodes (self, model);
  join_edges (self);
  widen_nodes (self);
  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].group != REDAN_LAYOUT_NONE)
      self->groups[self->nodes[i].group].n_members++;
  for (guint i = 0; i < self->n_groups; i++)
    if (self->groups[i].parent != REDAN_LAYOUT_NONE)
      self->groups[self->groups[i].parent].n_members++;
  return self;
}

void
redan_layout_free (RedanLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->nodes);
  g_free (self->groups);
  g_free (self->edges);
  g_free (self);
}

RedanSceneRect
redan_layout_bounds (const RedanLayout *self)
{
  RedanSceneRect bounds = { 0 };

  for (guint i = 0; i < self->n_nodes; i++)
    redan_rect_unite (&bounds, &self->nodes[i].rect);
  for (guint i = 0; i < self->n_groups; i++)
    redan_rect_unite (&bounds, &self->groups[i].rect);
  return bounds;
}

static double
snap (double value)
{
  return round (value / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
}

void
redan_layout_snap (RedanLayout *self)
{
  RedanSceneRect bounds = redan_layout_bounds (self);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      RedanSceneRect *rect = &self->nodes[i].rect;

      rect->x = snap (rect->x - bounds.x) + REDAN_LAYOUT_GRAIN;
      rect->y = snap (rect->y - bounds.y) + REDAN_LAYOUT_GRAIN;
    }
  for (guint i = 0; i < self->n_groups; i++)
    {
      RedanSceneRect *rect = &self->groups[i].rect;
      double right = snap (rect->x + rect->width - bounds.x) + REDAN_LAYOUT_GRAIN;
      double bottom = snap (rect->y + rect->height - bounds.y) + REDAN_LAYOUT_GRAIN;

      rect->x = snap (rect->x - bounds.x) + REDAN_LAYOUT_GRAIN;
      rect->y = snap (rect->y - bounds.y) + REDAN_LAYOUT_GRAIN;
      rect->width = right - rect->x;
      rect->height = bottom - rect->y;
    }
}

static gboolean
is_within (const RedanSceneRect *inner, const RedanSceneRect *outer)
{
  return inner->x >= outer->x && inner->y >= outer->y &&
         inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height;
}

static gboolean
is_below (const RedanLayout *self, guint group, guint ancestor)
{
  while (group != REDAN_LAYOUT_NONE && group != ancestor)
    group = self->groups[group].parent;
  return group == ancestor;
}

/* What item @i is: nodes first, then groups. */
static const RedanSceneRect *
get_item (const RedanLayout *self, guint i, guint *group_out)
{
  if (i < self->n_nodes)
    {
      *group_out = self->nodes[i].group;
      return &self->nodes[i].rect;
    }
  *group_out = self->groups[i - self->n_nodes].parent;
  return &self->groups[i - self->n_nodes].rect;
}

/* Two things may only overlap when one is a group around the other. */
static gboolean
may_overlap (const RedanLayout *self, guint a, guint b)
{
  guint group_a = a < self->n_nodes ? self->nodes[a].group : a - self->n_nodes;
  guint group_b = b < self->n_nodes ? self->nodes[b].group : b - self->n_nodes;

  if (a >= self->n_nodes && is_below (self, group_b, group_a))
    return TRUE;
  return b >= self->n_nodes && is_below (self, group_a, group_b);
}

gboolean
redan_layout_is_sound (const RedanLayout *self)
{
  RedanSceneRect bounds = redan_layout_bounds (self);
  guint n = self->n_nodes + self->n_groups;
  g_autoptr (RedanGrid) grid = redan_grid_new (&bounds, n);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  guint group;

  if (!(bounds.width < REDAN_COORDINATE_LIMIT / REDAN_UNITS_PER_PIXEL / 2 &&
        bounds.height < REDAN_COORDINATE_LIMIT / REDAN_UNITS_PER_PIXEL / 2))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const RedanSceneRect *rect = get_item (self, i, &group);

      if (!(rect->width > 0 && rect->height > 0))
        return FALSE;
      if (group != REDAN_LAYOUT_NONE && !is_within (rect, &self->groups[group].rect))
        return FALSE;
      redan_grid_add (grid, i, rect);
    }
  for (guint i = 0; i < self->n_nodes + self->n_groups; i++)
    {
      const RedanSceneRect *rect = get_item (self, i, &group);

      redan_grid_query (grid, rect, found);
      for (guint k = 0; k < found->len; k++)
        {
          guint other = g_array_index (found, guint, k);

          if (other < i && redan_rects_meet (rect, get_item (self, other, &group)) &&
              !may_overlap (self, i, other))
            return FALSE;
        }
    }
  return TRUE;
}
