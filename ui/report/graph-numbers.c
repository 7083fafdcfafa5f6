/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about what can be reached in an attack graph and what it costs. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-reach.h"
#include "ui/report/graph-answers-private.h"

void
redan_graph_write_size (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  redan_json_integer (json, key,
                      strcmp (key, "n_nodes") == 0 ? self->foreign->nodes->len
                                                   : self->foreign->edges->len);
}

/* A list, or how many there are when the key says so. */
static void
write_marked (const RedanGraphCase *self, RedanJson *json, const char *key, const guint8 *marked)
{
  guint32 n = 0;

  if (!g_str_has_prefix (key, "n_"))
    {
      redan_graph_write_set (self, json, key, marked);
      return;
    }
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    n += marked[i] != 0 && redan_graph_is_shown (self, i);
  redan_json_integer (json, key, n);
}

void
redan_graph_write_reached (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint8 *reached = g_new (guint8, (gsize) self->graph->n_nodes + 1);

  redan_attack_reach (self->graph, NULL, reached, NULL);
  write_marked (self, json, key, reached);
}

/* Defenses and conditions count here too, as the MAL toolbox has it. */
static void
write_all_marked (const RedanGraphCase *self,
                  RedanJson *json,
                  const char *key,
                  const guint8 *marked)
{
  guint32 n = 0;

  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    n += marked[i];
  if (g_str_has_prefix (key, "n_"))
    {
      redan_json_integer (json, key, n);
      return;
    }
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (marked[i] != 0)
      redan_graph_write_id (self, json, i);
  redan_json_end_array (json);
}

void
redan_graph_write_viable (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  write_all_marked (self, json, key, self->attack->viable);
}

void
redan_graph_write_mal_necessary (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  write_all_marked (self, json, key, self->attack->necessary);
}

static double *
compute_values (const RedanGraphCase *self, RedanAttackAlgebra algebra, guint32 *via_out)
{
  double *value = g_new (double, (gsize) self->graph->n_nodes + 1);

  redan_attack_cheapest (self->graph, NULL, algebra, NULL, value, via_out);
  return value;
}

void
redan_graph_write_dist (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree double *value = compute_values (self, REDAN_ATTACK_TOTAL, NULL);

  redan_graph_write_values (self, json, key, value);
}

void
redan_graph_write_makespans (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree double *value = compute_values (self, REDAN_ATTACK_PARALLEL, NULL);

  redan_graph_write_values (self, json, key, value);
}

void
redan_graph_write_makespan (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree double *value = compute_values (self, REDAN_ATTACK_PARALLEL, NULL);

  redan_json_number (json, key, value[self->goal]);
}

void
redan_graph_write_sum (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree double *value = compute_values (self, REDAN_ATTACK_TOTAL, NULL);

  redan_json_number (json, key, value[self->goal]);
}

void
redan_graph_write_steps (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint32 *via = g_new (guint32, (gsize) self->graph->n_nodes + 1);
  g_autofree double *value = compute_values (self, REDAN_ATTACK_TOTAL, via);
  g_autoptr (GArray) trace = redan_attack_trace (self->graph, NULL, value, via, self->goal);

  redan_json_begin_array (json, key);
  for (guint i = 0; i < trace->len; i++)
    if (redan_graph_is_shown (self, g_array_index (trace, guint32, i)))
      redan_graph_write_id (self, json, g_array_index (trace, guint32, i));
  redan_json_end_array (json);
}

void
redan_graph_write_skill (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree double *own = g_new (double, (gsize) self->graph->n_nodes + 1);
  g_autofree double *value = g_new (double, (gsize) self->graph->n_nodes + 1);

  for (guint32 i = 0; i < self->graph->n_nodes; i++)
    own[i] = self->graph->skill[i];
  redan_attack_cheapest (self->graph, NULL, REDAN_ATTACK_BOTTLENECK, own, value, NULL);
  redan_json_number (json, key, value[self->goal]);
}
