/* SPDX-License-Identifier: Apache-2.0 */
/* The likeliest attacks on goals that differ in what matters, as paths. */

#include "config.h"

#include "analysis/attack-path.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-labels.h"
#include "analysis/graph/attack-structure.h"

#include <math.h>
#include <string.h>

/* Rounds of the search: costs beyond that of the likeliest attack within which others are looked
 * for, odds down to a quarter and to a thousand millionth of it, how many attacks wait at a node
 * for each one wanted, and a limit on the work besides that of the caller (0: none). Goals that
 * have all that is wanted are out of the next round; the first is for few goals only. */
static const struct
{
  double width;
  guint kept;
  guint64 work;
} rounds[] = { { 1.4, 1, 0 }, { 20.7, 1, 0 }, { 20.7, 8, 4000000 } };

#define FEW 12  /* goals */
#define SPARE 3 /* attacks that wait at a node besides */

/**
 * RedanAttackFinder: what was found on the assets asked about
 * @in: by asset, then goal, the round that found most; %NULL for what nobody asked about
 * @rounds: (element-type RedanAttackLabels): all of them
 */
struct _RedanAttackFinder
{
  const RedanAttackView *view;
  RedanHold first; /* goals of an asset */
  RedanHold last;
  guint k;
  guint32 *dominator;
  RedanAttackLabels **in;
  GPtrArray *rounds;
};

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

/* ---- searches ---- */

static RedanAttackLabels **
get_in (const RedanAttackFinder *self, guint32 asset, guint hold)
{
  return &self->in[asset * REDAN_N_GOALS + hold - REDAN_HOLD_READ];
}

/* Searches for the attacks on goals, by asset and goal as @in is. Returns: (transfer full): those
 * that another round may find more of */
static GArray *
search (RedanAttackFinder *self, const GArray *asked, guint round, const RedanAttackBudget *budget)
{
  const RedanAttackView *view = self->view;
  const RedanAttackLabelsLimits limits = { self->k, rounds[round].kept * self->k + SPARE,
                                           rounds[round].width };
  gboolean is_widest = rounds[round].width == rounds[G_N_ELEMENTS (rounds) - 1].width;
  g_autofree guint32 *goals = g_new (guint32, asked->len + 1);
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint32));
  RedanAttackBudget least = { rounds[round].work, NULL };
  RedanAttackLabels *labels;

  if (budget != NULL && (least.work == 0 || (budget->work != 0 && budget->work < least.work)))
    least.work = budget->work;
  if (budget != NULL)
    least.cancellable = budget->cancellable;
  for (guint i = 0; i < asked->len; i++)
    {
      guint32 number = g_array_index (asked, guint32, i);

      goals[i] = hold_node (view->attack, REDAN_HOLD_READ + number % REDAN_N_GOALS,
                            number / REDAN_N_GOALS);
    }
  labels = redan_attack_labels_new (&view->ways, &view->scenario, view->value, self->dominator,
                                    goals, asked->len, &limits, &least);
  g_ptr_array_add (self->rounds, labels);
  for (guint i = 0; i < asked->len; i++)
    {
      guint32 number = g_array_index (asked, guint32, i);
      guint n = redan_attack_labels_get_n (labels, goals[i]);

      if (self->in[number] == NULL || redan_attack_labels_is_complete (labels, goals[i]) ||
          n > redan_attack_labels_get_n (self->in[number], goals[i]))
        self->in[number] = labels;
      if (!redan_attack_labels_is_settled (labels, goals[i]) &&
          (!redan_attack_labels_is_complete (labels, goals[i]) || (n < self->k && !is_widest)))
        g_array_append_val (open, number);
    }

  return open;
}

RedanAttackFinder *
redan_attack_finder_new (const RedanAttackView *view,
                         const guint32 *assets,
                         guint n_assets,
                         RedanHold goal,
                         guint k,
                         const RedanAttackBudget *budget)
{
  RedanAttackFinder *self = g_new0 (RedanAttackFinder, 1);
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint32));

  self->view = view;
  self->first = goal == REDAN_N_HOLDS ? REDAN_HOLD_READ : goal;
  self->last = goal == REDAN_N_HOLDS ? REDAN_HOLD_DENY : goal;
  self->k = k;
  self->dominator = g_new (guint32, (gsize) view->ways.n_nodes + 1);
  redan_attack_dominators (&view->ways, &view->scenario, self->dominator);
  self->in = g_new0 (RedanAttackLabels *, view->attack->n_assets * REDAN_N_GOALS + 1);
  self->rounds = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_labels_free);
  for (guint i = 0; i < n_assets; i++)
    for (guint hold = self->first; hold <= self->last; hold++)
      {
        guint32 number = (guint32) (get_in (self, assets[i], hold) - self->in);

        g_array_append_val (asked, number);
      }
  for (guint i = asked->len > FEW; i < G_N_ELEMENTS (rounds) && asked->len > 0; i++)
    {
      GArray *open = search (self, asked, i, budget);

      g_array_unref (asked);
      asked = open;
    }

  return self;
}

void
redan_attack_finder_free (RedanAttackFinder *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rounds);
  g_free (self->dominator);
  g_free (self->in);
  g_free (self);
}

/* Adds the attacks on one goal. Returns: whether no likelier one is missing */
static gboolean
add_goal_paths (RedanAttackFinder *self, guint32 asset, guint hold, GArray *list)
{
  RedanAttackLabels *labels = *get_in (self, asset, hold);
  guint32 goal = hold_node (self->view->attack, (RedanHold) hold, asset);

  for (guint i = 0; i < redan_attack_labels_get_n (labels, goal); i++)
    add_candidate (self->view,
                   redan_attack_path_new (self->view, redan_attack_labels_trace (labels, goal, i)),
                   list);

  return redan_attack_labels_is_complete (labels, goal);
}

GPtrArray *
redan_attack_finder_list (RedanAttackFinder *self, guint32 asset, gboolean *complete_out)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_path_free);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gboolean complete = TRUE;

  for (guint hold = self->first; hold <= self->last; hold++)
    complete &= add_goal_paths (self, asset, hold, list);

  g_array_sort (list, compare_candidates);
  for (guint i = 0; i < list->len && paths->len < self->k; i++)
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

GPtrArray *
redan_attack_paths_list (const RedanAttackView *view,
                         guint32 asset,
                         RedanHold goal,
                         guint k,
                         const RedanAttackBudget *budget,
                         gboolean *complete_out)
{
  g_autoptr (RedanAttackFinder) finder = redan_attack_finder_new (view, &asset, 1, goal, k, budget);

  return redan_attack_finder_list (finder, asset, complete_out);
}
