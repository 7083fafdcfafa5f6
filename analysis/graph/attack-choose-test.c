/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a choice of items achieves its aim, and the cores that every such choice hits. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-choose-private.h"
#include "analysis/graph/attack-private.h"

void
redan_attack_tester_init (RedanAttackTester *self,
                          const RedanAttackGraph *graph,
                          const RedanAttackScenario *scenario,
                          guint32 goal,
                          RedanAttackAim aim,
                          const RedanAttackItems *items,
                          const RedanAttackBudget *budget)
{
  *self = (RedanAttackTester){
    .graph = graph, .scenario = scenario, .items = items, .budget = budget, .aim = aim, .goal = goal
  };
  self->lanes = redan_attack_lanes_new (graph, scenario, &goal, 1);
  self->own = g_new (guint64, (gsize) self->lanes->n + 1);
  self->value = g_new (guint64, (gsize) self->lanes->n + 1);
  self->dirty = g_new0 (guint64, self->lanes->n / 64 + 1);
}

void
redan_attack_tester_clear (RedanAttackTester *self)
{
  redan_attack_lanes_free (self->lanes);
  g_free (self->own);
  g_free (self->value);
  g_free (self->dirty);
}

gboolean
redan_attack_tester_is_over (const RedanAttackTester *self)
{
  return redan_attack_is_over (self->budget, self->work);
}

gboolean
redan_attack_tester_achieves (RedanAttackTester *self, const guint8 *chosen)
{
  gboolean stop = self->aim == REDAN_ATTACK_STOP;
  guint32 goal = self->lanes->place[self->goal];
  gboolean reached;

  if (goal == REDAN_ATTACK_NONE)
    return stop;
  memset (self->own, 0xff, (gsize) self->lanes->n * sizeof (guint64));
  for (guint32 i = 0; i < self->items->n; i++)
    for (guint32 j = self->items->offset[i];
         (chosen[i] != 0) == stop && j < self->items->offset[i + 1]; j++)
      {
        guint32 place = self->lanes->place[self->items->node[j]];

        if (place != REDAN_ATTACK_NONE)
          self->own[place] = 0;
      }
  self->work +=
      self->items->n + redan_attack_lanes_run (self->lanes, self->own, self->dirty, self->value);
  reached = self->value[goal] != 0;

  return reached != stop;
}

/* Chooses as many of @open as it can without achieving the aim: whole chunks while that goes well,
 * halves where it does not. What is left over is the core. */
GArray *
redan_attack_tester_find_core (RedanAttackTester *self, const guint8 *chosen)
{
  guint32 n = self->items->n;
  g_autofree guint8 *grown = g_memdup2 (chosen, (gsize) n + 1);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *core = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint at = 0;
  guint chunk = 1;

  for (guint32 i = 0; i < n; i++)
    if (chosen[i] == 0)
      g_array_append_val (open, i);
  while (at < open->len)
    {
      guint end = MIN (at + chunk, open->len);

      for (guint i = at; i < end; i++)
        grown[g_array_index (open, guint32, i)] = 1;
      if (!redan_attack_tester_achieves (self, grown))
        {
          at = end;
          chunk *= 2;
          continue;
        }
      for (guint i = at; i < end; i++)
        grown[g_array_index (open, guint32, i)] = 0;
      if (chunk == 1)
        {
          g_array_append_val (core, g_array_index (open, guint32, at));
          at++;
          continue;
        }
      chunk = MAX ((end - at) / 2, 1);
    }

  return core;
}

gboolean
redan_attack_single_failures (const RedanAttackGraph *graph,
                              const RedanAttackScenario *scenario,
                              guint32 goal,
                              const guint32 *controls,
                              guint32 n,
                              guint8 *opens_out)
{
  g_autoptr (RedanAttackLanes) lanes = redan_attack_lanes_new (graph, scenario, &goal, 1);
  g_autofree guint64 *own = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *value = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *dirty = g_new0 (guint64, lanes->n / 64 + 1);
  guint32 place = lanes->place[goal];

  memset (opens_out, 0, n);
  if (place == REDAN_ATTACK_NONE)
    return FALSE;
  /* The last lane of each run has no failure. */
  for (guint32 first = 0; first == 0 || first < n; first += 63)
    {
      memset (own, 0xff, (gsize) lanes->n * sizeof (guint64));
      for (guint32 i = 0; i < n; i++)
        if (lanes->place[controls[i]] != REDAN_ATTACK_NONE)
          own[lanes->place[controls[i]]] = 0;
      for (guint32 i = first; i < MIN (first + 63, n); i++)
        if (lanes->place[controls[i]] != REDAN_ATTACK_NONE)
          own[lanes->place[controls[i]]] |= G_GUINT64_CONSTANT (1) << (i - first);
      redan_attack_lanes_run (lanes, own, dirty, value);
      if ((value[place] >> 63) != 0)
        return TRUE;
      for (guint32 i = first; i < MIN (first + 63, n); i++)
        opens_out[i] = value[place] >> (i - first) & 1;
    }

  return FALSE;
}
