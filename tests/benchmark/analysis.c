/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of every stage of the analysis, and the memory at its peak: bench-analysis FILE.redan */

#include "analysis/analysis.h"
#include "model/canonical-reader.h"
#include "tests/benchmark/clock.h"

#include <stdlib.h>
#include <sys/resource.h>

typedef struct
{
  double last;
} Clock;

static void
print_stage (Clock *self, const char *stage)
{
  double now = cpu_ms ();
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_print ("analysis: %-12s %9.1f ms of CPU, peak %5ld MB\n", stage, now - self->last,
           usage.ru_maxrss / 1024);
  self->last = cpu_ms ();
}

static RedanModel *
read_model (const char *path, RedanCatalogue **catalogue_out, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;

  *catalogue_out = schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  return *catalogue_out != NULL ? redan_canonical_read_file (schema, path, error) : NULL;
}

static void
measure_parts (RedanSnapshot *snapshot, RedanCatalogue *catalogue, guint as_of, Clock *clock)
{
  g_autoptr (RedanFacts) facts = redan_facts_new (snapshot, catalogue, as_of);
  g_autoptr (RedanControls) controls = NULL;
  g_autoptr (RedanGraph) graph = NULL;
  g_autoptr (GArray) threats = NULL;
  guint n_undecided;

  print_stage (clock, "facts");
  controls = redan_controls_new (facts);
  print_stage (clock, "controls");
  graph = redan_graph_new (facts, controls);
  print_stage (clock, "graph");
  redan_graph_fill_facts (graph, facts);
  print_stage (clock, "layers,choke");
  threats = redan_threats_enumerate (facts, &n_undecided);
  print_stage (clock, "threats");
  redan_score_threats (facts, controls, graph, threats);
  print_stage (clock, "score");
  g_print ("analysis: %u elements, %u interactions, %u threats\n", snapshot->n_elements,
           facts->n_interactions, threats->len);
}

int
main (int argc, char **argv)
{
  RedanAnalysisOptions options = { 0 };
  RedanPlanOptions plan_options = { .n = 10, .phase = 4, .time_ms = 2000 };
  RedanCatalogue *catalogue = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) analysis = NULL;
  g_autoptr (RedanObjectives) objectives = NULL;
  g_autoptr (RedanPlan) plan = NULL;
  Clock clock = { 0 };

  if (argc != 2)
    {
      g_printerr ("usage: bench-analysis FILE.redan\n");
      return EXIT_FAILURE;
    }
  model = read_model (argv[1], &catalogue, &error);
  if (model == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  redan_days_from_date ("2025-02-01", &options.as_of);
  print_stage (&clock, "read");
  snapshot = redan_snapshot_new (model);
  print_stage (&clock, "snapshot");
  measure_parts (snapshot, catalogue, options.as_of, &clock);
  clock.last = cpu_ms ();
  analysis = redan_analysis_new (snapshot, catalogue, &options);
  print_stage (&clock, "all of it");
  objectives = redan_objectives_evaluate (analysis->facts, analysis->controls, analysis->graph,
                                          analysis->threats);
  print_stage (&clock, "objectives");
  plan = redan_plan_compute (analysis->facts, analysis->threats, &plan_options, NULL);
  print_stage (&clock, "plan");
  g_print ("analysis: plan of %u rows%s, residual %.1f to %.1f\n", plan->n_rows,
           plan->out_of_time ? ", out of time" : "", plan->base,
           plan->n_rows > 0 ? plan->rows[plan->n_rows - 1].remaining : plan->base);
  redan_catalogue_unref (catalogue);

  return EXIT_SUCCESS;
}
