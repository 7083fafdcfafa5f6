/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the structure of an attack graph: cycles, dominators, choke points, central nodes.
 */

#include "config.h"

#include "analysis/graph/attack-structure.h"
#include "ui/report/graph-answers-private.h"

void
redan_graph_write_idom (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint32 *idom = g_new (guint32, (gsize) self->graph->n_nodes + 1);

  redan_attack_dominators (self->graph, NULL, idom);
  redan_json_begin_object (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (idom[i] != REDAN_ATTACK_NONE && redan_graph_is_shown (self, idom[i]))
      redan_graph_write_keyed_id (self, json, i, idom[i]);
  redan_json_end_object (json);
}

/* Ascending, without the ends. */
void
redan_graph_write_dominators (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint32 *idom = g_new (guint32, (gsize) self->graph->n_nodes + 1);
  g_autofree guint8 *marked = g_new0 (guint8, (gsize) self->graph->n_nodes + 1);

  redan_attack_dominators (self->graph, NULL, idom);
  for (guint32 i = idom[self->goal]; i != REDAN_ATTACK_NONE; i = idom[i])
    marked[i] = 1;
  for (guint32 i = 0; i < self->graph->n_entries; i++)
    marked[self->graph->entries[i]] = 0;
  redan_graph_write_set (self, json, key, marked);
}

void
redan_graph_write_necessary (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint8 *necessary = g_new (guint8, (gsize) self->graph->n_nodes + 1);

  redan_attack_necessary (self->graph, NULL, self->goal, necessary);
  redan_graph_write_set (self, json, key, necessary);
}

/* Nodes that a form needed are no part of the answer, and each is a component of its own or lies on
 * a cycle with nodes of the file. */
void
redan_graph_write_scc (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint32 *component = g_new (guint32, (gsize) self->graph->n_nodes + 1);
  guint32 n = redan_attack_components (self->graph, component);
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) n + 1);
  guint32 n_shown = 0;

  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    {
      n_shown += seen[component[i]] == 0;
      seen[component[i]] = 1;
    }
  redan_json_integer (json, key, n_shown);
}

void
redan_graph_write_blast (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree gint64 *value = g_new0 (gint64, (gsize) self->graph->n_nodes + 1);
  g_autofree gint64 *blast = g_new (gint64, (gsize) self->graph->n_nodes + 1);

  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    value[i] = redan_graph_is_shown (self, i);
  redan_attack_blast (self->graph, value, blast);
  redan_json_begin_object (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (redan_graph_is_shown (self, i))
      redan_json_integer (json, g_array_index (self->foreign->nodes, RedanForeignNode, i).id,
                          blast[i]);
  redan_json_end_object (json);
}

void
redan_graph_write_exposure (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autofree guint8 *reaching = g_new (guint8, (gsize) self->graph->n_nodes + 1);
  guint32 n = 0;
  guint32 n_steps = 0;

  redan_attack_exposure (self->graph, &self->goal, 1, reaching);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (redan_graph_is_shown (self, i))
      {
        n += reaching[i];
        n_steps++;
      }
  redan_json_number (json, key, (double) n / MAX (n_steps, 1));
}

/* All nodes as ends for a plain graph; else from where the attacker starts to the goals. */
void
redan_graph_write_betweenness (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackGraph *graph = self->graph;
  g_autofree double *betweenness = g_new (double, (gsize) graph->n_nodes + 1);
  gboolean plain = self->foreign->form == REDAN_FOREIGN_PLAIN;
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean complete;

  g_array_append_vals (sources, graph->entries, graph->n_entries);
  g_array_append_vals (sources, graph->seeds, graph->n_seeds);
  complete =
      redan_attack_betweenness (graph, plain ? NULL : (const guint32 *) (void *) sources->data,
                                sources->len, plain || graph->n_goals == 0 ? NULL : graph->goals,
                                graph->n_goals, &self->options->budget, betweenness);
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    redan_json_number (json, NULL, betweenness[i]);
  redan_json_end_array (json);
  if (!complete)
    redan_json_boolean (json, "betweenness_complete", FALSE);
}
