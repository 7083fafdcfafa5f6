/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a model as a whole to its attack graph. */

#include "config.h"

#include "analysis/attack-answers.h"
#include "analysis/attack-overview.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-plan.h"
#include "analysis/graph/attack-structure.h"

#include <math.h>
#include <string.h>

#define N_ASKED 3 /* goals of an asset: read, changed, denied */

guint32
redan_attack_view_get_zones (const RedanAttackView *self, guint32 *zone_out)
{
  const RedanAttack *attack = self->attack;
  g_autofree guint32 *component = g_new (guint32, (gsize) self->ways.n_nodes + 1);
  guint32 n = redan_attack_components (&self->ways, component);

  for (guint32 i = 0; i < redan_attack_get_n_holds (attack, REDAN_HOLD_CTL); i++)
    zone_out[i] = component[hold_node (attack, REDAN_HOLD_CTL, i)];

  return n;
}

static guint32
get_goal (const RedanAttack *attack, guint32 number)
{
  return hold_node (attack, REDAN_HOLD_READ + number % N_ASKED, number / N_ASKED);
}

gboolean
redan_attack_view_get_key_elements (const RedanAttackView *self,
                                    const RedanAttackBudget *budget,
                                    double *passing_out)
{
  const RedanAttack *attack = self->attack;
  guint32 n = attack->n_assets * N_ASKED;
  g_autofree guint32 *goals = g_new (guint32, n + 1);
  g_autofree double *passing = g_new (double, (gsize) self->ways.n_nodes + 1);
  gboolean enough;

  for (guint32 i = 0; i < n; i++)
    goals[i] = get_goal (attack, i);
  enough = redan_attack_betweenness (&self->ways, self->scenario.entries, self->scenario.n_entries,
                                     goals, n, budget, passing);
  for (guint32 i = 0; i < redan_attack_get_n_holds (attack, REDAN_HOLD_CTL); i++)
    passing_out[i] = passing[hold_node (attack, REDAN_HOLD_CTL, i)];

  return enough;
}

/* ---- sensors ---- */

/* The elements of which an attack holds anything, in its order, each once. */
static void
add_elements (const RedanAttackView *self,
              const RedanAttackPath *path,
              guint8 *seen,
              GArray *elements)
{
  guint first = elements->len;

  for (guint i = 0; i < path->nodes->len; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self->attack, g_array_index (path->nodes, guint32, i), &item);
      if (item.is != REDAN_ITEM_IS_HOLD || item.hold > REDAN_HOLD_PUSH || seen[item.index] != 0)
        continue;
      seen[item.index] = 1;
      g_array_append_val (elements, item.index);
    }
  for (guint i = first; i < elements->len; i++)
    seen[g_array_index (elements, guint32, i)] = 0;
}

GArray *
redan_attack_view_place_sensors (const RedanAttackView *self,
                                 guint k,
                                 guint n_sensors,
                                 const RedanAttackBudget *budget)
{
  guint32 n_elements = redan_attack_get_n_holds (self->attack, REDAN_HOLD_CTL);
  g_autoptr (GArray) offset = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_autoptr (GArray) elements = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) odds = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) n_elements + 1);
  g_autofree guint32 *chosen = g_new (guint32, (gsize) n_sensors + 1);
  g_autofree double *total = g_new (double, (gsize) n_sensors + 1);
  GArray *sensors = g_array_new (FALSE, FALSE, sizeof (RedanAttackSensor));
  g_autofree guint32 *assets = g_new (guint32, (gsize) self->attack->n_assets + 1);
  g_autoptr (RedanAttackFinder) finder = NULL;
  RedanAttackPaths paths = { 0 };
  double sum = 0;
  guint32 n;

  g_array_set_size (offset, 1);
  for (guint32 i = 0; i < self->attack->n_assets; i++)
    assets[i] = i;
  finder = redan_attack_finder_new (self, assets, self->attack->n_assets, REDAN_N_HOLDS, k, budget);
  for (guint32 i = 0; i < self->attack->n_assets; i++)
    {
      g_autoptr (GPtrArray) list = redan_attack_finder_list (finder, i, NULL);

      for (guint j = 0; j < list->len; j++)
        {
          const RedanAttackPath *path = list->pdata[j];

          add_elements (self, path, seen, elements);
          g_array_append_val (offset, elements->len);
          g_array_append_val (odds, path->odds);
          sum += path->odds;
        }
    }
  paths.n = odds->len;
  paths.offset = (guint32 *) (gpointer) offset->data;
  paths.node = (guint32 *) (gpointer) elements->data;
  n = redan_attack_sensors (&paths, n_elements, (const double *) (gpointer) odds->data, NULL,
                            n_sensors, chosen, total);
  for (guint32 i = 0; i < n; i++)
    {
      const RedanAttackSensor sensor = { chosen[i], total[i] / sum };

      g_array_append_val (sensors, sensor);
    }

  return sensors;
}

/* ---- controls ---- */

static int
compare_singles (gconstpointer a, gconstpointer b)
{
  const RedanAttackSingle *x = a;
  const RedanAttackSingle *y = b;

  if (x->n_goals != y->n_goals)
    return x->n_goals > y->n_goals ? -1 : 1;

  return (x->node > y->node) - (x->node < y->node);
}

GArray *
redan_attack_view_list_singles (const RedanAttackView *self)
{
  GArray *singles = g_array_new (FALSE, FALSE, sizeof (RedanAttackSingle));
  g_autofree guint *n_goals = g_new0 (guint, (gsize) self->graph.n_nodes + 1);

  for (guint32 i = 0; i < self->attack->n_assets * N_ASKED; i++)
    {
      g_autoptr (GArray) controls =
          redan_attack_view_list_single_controls (self, get_goal (self->attack, i));

      for (guint j = 0; j < controls->len; j++)
        n_goals[g_array_index (controls, guint32, j)]++;
    }
  for (guint32 i = 0; i < self->graph.n_nodes; i++)
    {
      const RedanAttackSingle single = { i, n_goals[i] };

      if (n_goals[i] > 0)
        g_array_append_val (singles, single);
    }
  g_array_sort (singles, compare_singles);

  return singles;
}

GPtrArray *
redan_attack_view_sample_decay (const RedanAttackView *self,
                                const guint32 *goals,
                                guint32 n_goals,
                                guint32 n_samples,
                                GCancellable *cancellable)
{
  const RedanAttack *attack = self->attack;
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (guint32));
  const RedanAttackTimeOptions options = { .n_samples = n_samples, .cancellable = cancellable };

  for (guint i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);
      guint32 leaf = instance->cause == REDAN_NONE ? instance->node : instance->cause;

      if (self->graph.probability[leaf] < 1)
        g_array_append_val (leaves, leaf);
    }

  return redan_attack_decay_sample_many (&self->graph, &self->scenario, goals, n_goals,
                                         (const guint32 *) (gpointer) leaves->data, leaves->len,
                                         &options);
}

/* ---- time, boundaries, blast radius ---- */

GPtrArray *
redan_attack_view_sample_times (const RedanAttackView *self,
                                const guint32 *goals,
                                guint32 n_goals,
                                guint32 n_samples,
                                GCancellable *cancellable)
{
  const RedanAttack *attack = self->attack;
  gsize n = (gsize) self->graph.n_nodes + 1;
  g_autofree RedanAttackTime *time = g_new0 (RedanAttackTime, n);
  g_autofree double *probability = g_memdup2 (self->graph.probability, n * sizeof (double));
  const RedanAttackTimeOptions options = { .n_samples = n_samples, .cancellable = cancellable };
  RedanAttackGraph graph = self->graph;

  for (guint32 i = attack->n_states; i < self->graph.n_nodes; i++)
    {
      double hazard = g_array_index (attack->hazards, float, i - attack->n_states);

      if (hazard <= 0)
        continue;
      time[i] = (RedanAttackTime){ REDAN_ATTACK_SPREAD_EXPONENTIAL,
                                   attack->scoring->hazard_days / hazard, 0 };
      probability[i] = 1;
    }
  graph.time = time;
  graph.probability = probability;

  return redan_attack_times_sample_many (&graph, &self->scenario, goals, n_goals, &options);
}

/* The innermost boundary that a state is in. */
static guint32
get_zone (const RedanAttack *attack, const RedanAttackItem *item)
{
  const RedanSnapshot *snapshot = attack->facts->snapshot;
  guint32 client;

  if (item->hold <= REDAN_HOLD_PUSH)
    return snapshot->element_parent[item->index];
  if (item->hold <= REDAN_HOLD_FLOW_ALTER)
    {
      client = attack->facts->interaction_source[item->index];
      return client == REDAN_NONE ? REDAN_NONE : snapshot->element_parent[client];
    }
  if (item->hold <= REDAN_HOLD_LAN)
    return item->index;
  if (item->hold <= REDAN_HOLD_ACCOUNT_REPUD)
    return attack->accounts[item->index];
  if (item->hold == REDAN_HOLD_SERVICE)
    return attack->accounts[redan_attack_get_service_account (attack, item->index)];

  return REDAN_NONE;
}

void
redan_attack_view_get_crossings (const RedanAttackView *self, guint32 *crossings_out)
{
  const RedanAttack *attack = self->attack;
  const RedanAttackGraph *ways = &self->ways;
  g_autofree guint32 *zone = g_new (guint32, (gsize) ways->n_nodes + 1);
  g_autofree guint32 *crossings = g_new (guint32, (gsize) ways->n_nodes + 1);

  memset (zone, 0xff, (gsize) ways->n_nodes * sizeof (guint32));
  /* A step is taken where its first precondition is, a choice of states where the first of them is;
   * a step may come before the choice it needs. */
  for (guint round = 0; round < 2; round++)
    for (guint32 i = 0; i < ways->n_nodes; i++)
      {
        RedanAttackItem item;

        redan_attack_get_item (attack, i, &item);
        if (item.is == REDAN_ITEM_IS_HOLD)
          zone[i] = get_zone (attack, &item);
        else if (ways->in_offset[i] < ways->in_offset[i + 1])
          zone[i] = zone[ways->in_source[ways->in_offset[i]]];
      }
  redan_attack_crossings (ways, &self->scenario, zone, crossings);
  for (guint32 i = 0; i < attack->n_assets; i++)
    {
      crossings_out[i] = REDAN_NONE;
      for (guint32 j = 0; j < N_ASKED; j++)
        {
          guint32 goal = get_goal (attack, i * N_ASKED + j);

          /* Data lies nowhere by itself. */
          for (guint32 k = ways->in_offset[goal]; k < ways->in_offset[goal + 1]; k++)
            crossings_out[i] = MIN (crossings_out[i], crossings[ways->in_source[k]]);
        }
    }
}

static void
count_reached (const RedanAttackView *self, RedanHold hold, guint32 n, gint64 *count_out)
{
  const RedanAttack *attack = self->attack;
  guint32 n_elements = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  g_autofree gint64 *value = g_new0 (gint64, (gsize) self->ways.n_nodes + 1);
  g_autofree gint64 *blast = g_new (gint64, (gsize) self->ways.n_nodes + 1);

  for (guint32 i = 0; i < n; i++)
    value[hold_node (attack, hold, i)] = 1;
  redan_attack_blast (&self->ways, value, blast);
  for (guint32 i = 0; i < n_elements; i++)
    count_out[i] = blast[hold_node (attack, REDAN_HOLD_CTL, i)];
}

void
redan_attack_view_get_blast (const RedanAttackView *self, gint64 *elements_out, gint64 *assets_out)
{
  guint32 n_elements = redan_attack_get_n_holds (self->attack, REDAN_HOLD_CTL);

  count_reached (self, REDAN_HOLD_CTL, n_elements, elements_out);
  count_reached (self, REDAN_HOLD_READ, self->attack->n_assets, assets_out);
  for (guint32 i = 0; i < n_elements; i++)
    elements_out[i] = MAX (elements_out[i] - 1, 0); /* itself */
}

void
redan_attack_view_get_exposures (const RedanAttackView *self,
                                 const guint32 *assets,
                                 guint n,
                                 guint32 *elements_out)
{
  const RedanAttack *attack = self->attack;
  g_autofree guint8 *reaching = g_new (guint8, (gsize) self->ways.n_nodes + 1);

  for (guint i = 0; i < n; i++)
    {
      guint32 goals[N_ASKED];

      for (guint j = 0; j < N_ASKED; j++)
        goals[j] = get_goal (attack, assets[i] * N_ASKED + j);
      redan_attack_exposure (&self->ways, goals, N_ASKED, reaching);
      elements_out[i] = 0;
      for (guint32 j = 0; j < redan_attack_get_n_holds (attack, REDAN_HOLD_CTL); j++)
        elements_out[i] += reaching[hold_node (attack, REDAN_HOLD_CTL, j)];
    }
}
