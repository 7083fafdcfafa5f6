/* SPDX-License-Identifier: Apache-2.0 */
/* The likeliest attacks on a goal that differ in what matters: the best one, then the best without
 * one of its steps, and so on. */

#include "config.h"

#include "analysis/attack-path.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-repair.h"

#include <math.h>
#include <string.h>

#define SLACK 1e-9      /* sums in different orders */
#define MAX_SEARCHES 40 /* for each attack wanted, before the search is cut short */

/* Costs beyond that of the likeliest attack within which others are looked for, one after another:
 * odds down to a quarter, a hundredth, a thousand millionth of it. */
static const double widths[] = { 1.4, 4.6, 20.7 };

/**
 * Corridor: the part of the graph that attacks up to a cost can pass
 * @node: number in the whole graph
 * @number: by node of the whole graph, number here + 1
 */
typedef struct
{
  const RedanAttackView *view;
  GHashTable *number;
  GArray *node;
  RedanAttackGraph graph;
  RedanAttackScenario scenario;
  guint32 *entries;
  guint8 *removed;
  GArray *rest;  /* double: what an attack costs at least after the node */
  double *value; /* with nothing left out */
  guint32 *via;
  RedanAttackRepair repair;
  double most;
  guint n_searches;
  guint64 work;
} Corridor;

/* @excluded: steps that it does without, ascending; @trace: nodes of the corridor */
typedef struct
{
  double cost;
  GArray *excluded;
  GArray *trace;
} Attempt;

/* @steps: threats, and facts that cost something, of the path, ascending */
typedef struct
{
  RedanAttackPath *path;
  GArray *steps;
} Candidate;

static void
clear_candidate (gpointer data)
{
  Candidate *candidate = data;

  redan_attack_path_free (candidate->path);
  g_array_unref (candidate->steps);
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static GArray *
list_steps (const RedanAttackView *view, const RedanAttackPath *path)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (hop->item.is == REDAN_ITEM_IS_THREAT ||
          (hop->item.is == REDAN_ITEM_IS_FACT && view->ways.effort[hop->node] > 0))
        g_array_append_val (steps, hop->node);
    }
  g_array_sort (steps, compare_nodes);

  return steps;
}

/* Whether everything in @few is in @many. */
static gboolean
is_subset (const GArray *few, const GArray *many)
{
  guint at = 0;

  for (guint i = 0; i < few->len; i++)
    {
      while (at < many->len && g_array_index (many, guint32, at) < g_array_index (few, guint32, i))
        at++;
      if (at == many->len || g_array_index (many, guint32, at) != g_array_index (few, guint32, i))
        return FALSE;
    }

  return TRUE;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->path->odds != y->path->odds)
    return x->path->odds > y->path->odds ? -1 : 1;
  if (x->path->goal != y->path->goal)
    return x->path->goal < y->path->goal ? -1 : 1;
  if (x->steps->len != y->steps->len)
    return x->steps->len < y->steps->len ? -1 : 1;
  for (guint i = 0; i < x->steps->len; i++)
    {
      int order = compare_nodes (&g_array_index (x->steps, guint32, i),
                                 &g_array_index (y->steps, guint32, i));

      if (order != 0)
        return order;
    }

  return 0;
}

/* Whether one of the first @n attacks does without what this one does besides. */
static gboolean
is_needless (const GArray *list, guint n, const GArray *steps)
{
  for (guint i = 0; i < n; i++)
    if (is_subset (g_array_index (list, Candidate, i).steps, steps))
      return TRUE;

  return FALSE;
}

static void
add_candidate (const RedanAttackView *view, RedanAttackPath *path, GArray *list)
{
  Candidate candidate = { path, list_steps (view, path) };

  if (is_needless (list, list->len, candidate.steps))
    clear_candidate (&candidate);
  else
    g_array_append_val (list, candidate);
}

/* ---- corridors ---- */

static guint
get_number (const Corridor *self, guint32 node)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->number, GUINT_TO_POINTER (node + 1)));
}

/* All nodes v with least cost of v plus least cost from v to the goal up to @most: an attack of
 * that cost passes no others, whatever it does without. */
static void
find_nodes (Corridor *self, guint32 goal)
{
  const RedanAttackGraph *ways = &self->view->ways;
  const double *value = self->view->value;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (Queued));

  attack_queue_push (queue, (Queued){ 0, goal });
  while (queue->len > 0)
    {
      Queued item = attack_queue_pop (queue);
      double through = item.cost + ways->effort[item.node];

      if (get_number (self, item.node) != 0)
        continue;
      g_array_append_val (self->node, item.node);
      g_array_append_val (self->rest, item.cost);
      g_hash_table_insert (self->number, GUINT_TO_POINTER (item.node + 1),
                           GUINT_TO_POINTER (self->node->len));
      for (guint32 i = ways->in_offset[item.node]; i < ways->in_offset[item.node + 1]; i++)
        {
          guint32 source = ways->in_source[i];

          if (value[source] + through <= self->most && get_number (self, source) == 0)
            attack_queue_push (queue, (Queued){ through, source });
        }
    }
}

static void
fill_edges (Corridor *self)
{
  const RedanAttackGraph *ways = &self->view->ways;
  RedanAttackGraph *graph = &self->graph;
  guint n = self->node->len;
  guint32 n_edges = 0;
  g_autofree guint32 *next = NULL;

  graph->in_offset = g_new0 (guint32, n + 1);
  graph->out_offset = g_new0 (guint32, n + 2);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = g_array_index (self->node, guint32, i);

      for (guint32 j = ways->in_offset[node]; j < ways->in_offset[node + 1]; j++)
        n_edges += get_number (self, ways->in_source[j]) != 0;
    }
  graph->n_edges = n_edges;
  graph->in_source = g_new (guint32, n_edges + 1);
  graph->out_target = g_new (guint32, n_edges + 1);
  n_edges = 0;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = g_array_index (self->node, guint32, i);

      for (guint32 j = ways->in_offset[node]; j < ways->in_offset[node + 1]; j++)
        {
          guint number = get_number (self, ways->in_source[j]);

          if (number == 0)
            continue;
          graph->in_source[n_edges++] = number - 1;
          graph->out_offset[number + 1]++;
        }
      graph->in_offset[i + 1] = n_edges;
    }
  for (guint32 i = 1; i < n + 2; i++)
    graph->out_offset[i] += graph->out_offset[i - 1];
  next = g_memdup2 (graph->out_offset, sizeof (guint32) * (n + 2));
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->in_offset[i]; j < graph->in_offset[i + 1]; j++)
      graph->out_target[next[graph->in_source[j] + 1]++] = i;
  memmove (graph->out_offset, graph->out_offset + 1, sizeof (guint32) * (n + 1));
}

static void
init_corridor (Corridor *self, const RedanAttackView *view, guint32 goal, double most)
{
  const RedanAttackGraph *ways = &view->ways;
  RedanAttackGraph *graph = &self->graph;
  guint n;

  *self = (Corridor){ .view = view, .most = most };
  self->number = g_hash_table_new (NULL, NULL);
  self->node = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->rest = g_array_new (FALSE, FALSE, sizeof (double));
  find_nodes (self, goal);
  n = self->node->len;
  graph->n_nodes = n;
  graph->kind = g_new (guint8, n + 1);
  graph->need = g_new (guint32, n + 1);
  graph->effort = g_new (double, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = g_array_index (self->node, guint32, i);

      graph->kind[i] = ways->kind[node];
      graph->need[i] = ways->need[node];
      graph->effort[i] = ways->effort[node];
    }
  fill_edges (self);

  self->removed = g_new0 (guint8, n + 1);
  self->value = g_new (double, n + 1);
  self->via = g_new (guint32, n + 1);
  self->entries = g_new (guint32, view->scenario.n_entries + 1);
  self->scenario.entries = self->entries;
  self->scenario.removed = self->removed;
  for (guint i = 0; i < view->scenario.n_entries; i++)
    if (get_number (self, view->scenario.entries[i]) != 0)
      self->entries[self->scenario.n_entries++] = get_number (self, view->scenario.entries[i]) - 1;
  redan_attack_cheapest (graph, &self->scenario, REDAN_ATTACK_TOTAL, NULL, self->value, self->via);
  redan_attack_repair_init (&self->repair, graph, &self->scenario);
  self->repair.rest = (const double *) (gpointer) self->rest->data;
  self->repair.most = most + SLACK;
}

static void
clear_corridor (Corridor *self)
{
  redan_attack_repair_clear (&self->repair);
  g_hash_table_unref (self->number);
  g_array_unref (self->node);
  g_array_unref (self->rest);
  g_free (self->graph.kind);
  g_free (self->graph.need);
  g_free (self->graph.effort);
  g_free (self->graph.in_offset);
  g_free (self->graph.out_offset);
  g_free (self->graph.in_source);
  g_free (self->graph.out_target);
  g_free (self->removed);
  g_free (self->value);
  g_free (self->via);
  g_free (self->entries);
}

/* ---- attempts ---- */

static void
clear_attempt (gpointer data)
{
  Attempt *attempt = data;

  g_array_unref (attempt->excluded);
  g_array_unref (attempt->trace);
}

/* The likeliest attack without the @excluded steps, when it is not too unlikely. */
static void
try_without (Corridor *self, GArray *excluded, GArray *attempts)
{
  Attempt attempt = { 0, excluded, NULL };

  for (guint i = 0; i < excluded->len; i++)
    self->removed[g_array_index (excluded, guint32, i)] = TRUE;
  redan_attack_repair_run (&self->repair, self->removed, self->graph.effort,
                           (const guint32 *) (gpointer) excluded->data, excluded->len, 0,
                           self->value, self->via);
  attempt.cost = self->value[0];
  attempt.trace = redan_attack_trace (&self->graph, &self->scenario, self->value, self->via, 0);
  self->n_searches++;
  self->work += self->repair.log->len;
  redan_attack_repair_undo (&self->repair, self->value, self->via);
  for (guint i = 0; i < excluded->len; i++)
    self->removed[g_array_index (excluded, guint32, i)] = FALSE;

  if (attempt.cost <= self->most + SLACK && attempt.trace->len > 0)
    g_array_append_val (attempts, attempt);
  else
    clear_attempt (&attempt);
}

static guint
find_likeliest (const GArray *attempts)
{
  guint best = 0;

  for (guint i = 1; i < attempts->len; i++)
    if (g_array_index (attempts, Attempt, i).cost < g_array_index (attempts, Attempt, best).cost)
      best = i;

  return best;
}

static RedanAttackPath *
make_path (const Corridor *self, const GArray *trace)
{
  GArray *nodes = g_array_sized_new (FALSE, FALSE, sizeof (guint32), trace->len);

  for (guint i = 0; i < trace->len; i++)
    g_array_append_val (nodes,
                        g_array_index (self->node, guint32, g_array_index (trace, guint32, i)));

  return redan_attack_path_new (self->view, nodes);
}

static char *
dup_set_key (const GArray *excluded)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < excluded->len; i++)
    g_string_append_printf (key, "%u ", g_array_index (excluded, guint32, i));

  return g_string_free (key, FALSE);
}

/* The attempt again, without one more of its steps, each step in turn. */
static void
branch (Corridor *self, const Attempt *attempt, GHashTable *tried, GArray *attempts)
{
  for (guint i = 0; i < attempt->trace->len; i++)
    {
      guint32 step = g_array_index (attempt->trace, guint32, i);
      GArray *excluded;
      char *key;

      if (self->graph.kind[step] != REDAN_ATTACK_AND || self->graph.effort[step] <= 0)
        continue;
      excluded = g_array_copy (attempt->excluded);
      g_array_append_val (excluded, step);
      g_array_sort (excluded, compare_nodes);
      key = dup_set_key (excluded);
      if (g_hash_table_add (tried, key))
        try_without (self, excluded, attempts);
      else
        g_array_unref (excluded);
    }
}

static gboolean
may_go_on (const Corridor *self, guint k, const RedanAttackBudget *budget)
{
  if (self->n_searches > MAX_SEARCHES * k)
    return FALSE;

  return budget == NULL || ((budget->work == 0 || self->work <= budget->work) &&
                            !g_cancellable_is_cancelled (budget->cancellable));
}

/* Returns: whether all attacks within the corridor were seen, or enough */
static gboolean
search (Corridor *self, guint k, const RedanAttackBudget *budget, GArray *list)
{
  g_autoptr (GArray) attempts = g_array_new (FALSE, FALSE, sizeof (Attempt));
  g_autoptr (GHashTable) tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_array_set_clear_func (attempts, clear_attempt);
  try_without (self, g_array_new (FALSE, FALSE, sizeof (guint32)), attempts);
  while (attempts->len > 0 && list->len < k)
    {
      guint best = find_likeliest (attempts);
      Attempt attempt = g_array_index (attempts, Attempt, best);

      if (!may_go_on (self, k, budget))
        return FALSE;
      attempt.excluded = g_array_ref (attempt.excluded);
      attempt.trace = g_array_ref (attempt.trace);
      g_array_remove_index_fast (attempts, best);
      add_candidate (self->view, make_path (self, attempt.trace), list);
      if (list->len < k)
        branch (self, &attempt, tried, attempts);
      clear_attempt (&attempt);
    }

  return TRUE;
}

/* Adds the likeliest attacks on one goal. */
static gboolean
add_goal_paths (const RedanAttackView *view,
                guint32 goal,
                guint k,
                const RedanAttackBudget *budget,
                GArray *list)
{
  gboolean complete = TRUE;

  if (!isfinite (view->value[goal]))
    return TRUE;
  if (k == 1)
    {
      add_candidate (view, redan_attack_path_new_best (view, goal), list);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (Candidate));
      Corridor corridor;

      init_corridor (&corridor, view, goal, view->value[goal] + widths[i]);
      complete = search (&corridor, k, budget, own);
      clear_corridor (&corridor);
      if (own->len >= k || !complete || i + 1 == G_N_ELEMENTS (widths))
        {
          g_array_append_vals (list, own->data, own->len);
          break;
        }
      g_array_set_clear_func (own, clear_candidate);
    }

  return complete;
}

GPtrArray *
redan_attack_paths_list (const RedanAttackView *view,
                         guint32 asset,
                         RedanHold goal,
                         guint k,
                         const RedanAttackBudget *budget,
                         gboolean *complete_out)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_path_free);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gboolean complete = TRUE;

  for (guint i = REDAN_HOLD_READ; i <= REDAN_HOLD_DENY; i++)
    if (goal == REDAN_N_HOLDS || goal == (RedanHold) i)
      complete &=
          add_goal_paths (view, hold_node (view->attack, (RedanHold) i, asset), k, budget, list);
  if (goal == REDAN_HOLD_DISPUTE)
    complete &= add_goal_paths (view, hold_node (view->attack, goal, asset), k, budget, list);

  g_array_sort (list, compare_candidates);
  for (guint i = 0; i < list->len && paths->len < k; i++)
    {
      Candidate *candidate = &g_array_index (list, Candidate, i);

      if (!is_needless (list, i, candidate->steps))
        g_ptr_array_add (paths, g_steal_pointer (&candidate->path));
    }
  g_array_set_clear_func (list, clear_candidate);
  if (complete_out != NULL)
    *complete_out = complete;

  return paths;
}
