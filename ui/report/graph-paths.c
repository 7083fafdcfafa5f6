/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the paths of an attack graph and the cuts through them. */

#include "config.h"

#include "analysis/graph/attack-flow.h"
#include "analysis/graph/attack-paths.h"
#include "analysis/graph/attack-reach.h"
#include "ui/report/graph-answers-private.h"

void
redan_graph_write_edge_cut (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  redan_json_number (json, key, redan_attack_edge_cut (self->graph, NULL, self->goal));
}

/* Null where an edge leads straight from the start to the goal. */
void
redan_graph_write_vertex_cut (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  redan_json_number (json, key,
                     redan_attack_vertex_cut (self->graph, NULL, self->goal, NULL, NULL));
}

void
redan_graph_write_ksp_lengths (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackPaths) paths = redan_attack_paths_find (
      self->graph, NULL, self->goal, self->options->n_paths, &self->options->budget);

  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < paths->n; i++)
    redan_json_number (json, NULL, paths->length[i]);
  redan_json_end_array (json);
  if (!paths->complete)
    redan_json_boolean (json, "ksp_complete", FALSE);
}

static void
write_nodes (
    const RedanGraphCase *self, RedanJson *json, const char *key, const guint32 *nodes, guint32 n)
{
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < n; i++)
    if (redan_graph_is_shown (self, nodes[i]))
      redan_graph_write_id (self, json, nodes[i]);
  redan_json_end_array (json);
}

void
redan_graph_write_paths (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackPaths) paths = redan_attack_paths_find (
      self->graph, NULL, self->goal, self->options->n_paths, &self->options->budget);
  g_autofree double *value = g_new (double, (gsize) self->graph->n_nodes + 1);
  g_autofree guint32 *via = g_new (guint32, (gsize) self->graph->n_nodes + 1);

  redan_attack_cheapest (self->graph, NULL, REDAN_ATTACK_TOTAL, NULL, value, via);
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < paths->n; i++)
    {
      double effort;
      g_autoptr (GArray) steps =
          redan_attack_paths_complete (paths, self->graph, NULL, i, value, via, &effort);

      redan_json_begin_object (json, NULL);
      redan_json_number (json, "length", paths->length[i]);
      redan_json_number (json, "effort", effort);
      write_nodes (self, json, "nodes", paths->node + paths->offset[i],
                   paths->offset[i + 1] - paths->offset[i]);
      write_nodes (self, json, "steps", (const guint32 *) (void *) steps->data, steps->len);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_boolean (json, "paths_complete", paths->complete);
}
