/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of the list of threats: bench-threat-list FILE.redan */

#include <stdlib.h>

#include "model/canonical-reader.h"
#include "tests/benchmark/clock.h"
#include "ui/window/threat-list.h"

#define RUNS 5
#define AS_OF 45687

static RedanAnalysis *
analyze (const char *path, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;
  g_autoptr (RedanCatalogue) catalogue =
      schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  g_autoptr (RedanModel) model =
      catalogue != NULL ? redan_canonical_read_file (schema, path, error) : NULL;
  g_autoptr (RedanSnapshot) snapshot = model != NULL ? redan_snapshot_new (model) : NULL;
  const RedanAnalysisOptions options = { .as_of = AS_OF };

  return snapshot != NULL ? redan_analysis_new (snapshot, catalogue, &options) : NULL;
}

/* The first run makes texts; later ones have them. */
static void
measure_query (RedanThreatList *list, const char *name, const RedanThreatQuery *query)
{
  const RedanThreatQuery all = { 0 };
  double first = 0;
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < RUNS; i++)
    {
      double start;
      double spent;

      redan_threat_list_set_query (list, &all);
      start = cpu_ms ();
      redan_threat_list_set_query (list, query);
      spent = cpu_ms () - start;
      first = i == 0 ? spent : first;
      best = MIN (best, spent);
    }
  g_print ("%-28s %7u rows  first %6.1f ms  best %6.1f ms\n", name,
           g_list_model_get_n_items (G_LIST_MODEL (list)), first, best);
}

static void
measure_queries (RedanThreatList *list)
{
  static const struct
  {
    const char *name;
    RedanThreatQuery query;
  } cases[] = {
    { "filter: one word", { .words = "credentials" } },
    { "filter: three words", { .words = "credentials in clear" } },
    { "filter: severity", { .band = REDAN_BAND_HIGH } },
    { "filter: category", { .categories = 1 << 3 } },
    { "sort: residual, lowest first", { .sort = REDAN_THREAT_SORT_RESIDUAL, .descending = TRUE } },
    { "sort: title", { .sort = REDAN_THREAT_SORT_TITLE } },
    { "sort: element", { .sort = REDAN_THREAT_SORT_ELEMENT } },
    { "sort: category", { .sort = REDAN_THREAT_SORT_CATEGORY } },
    { "sort: decision", { .sort = REDAN_THREAT_SORT_DECISION } },
    { "sort: owner", { .sort = REDAN_THREAT_SORT_OWNER } },
    { "group: element", { .grouping = REDAN_THREAT_GROUP_ELEMENT } },
    { "group: rule", { .grouping = REDAN_THREAT_GROUP_RULE } },
    { "group: objective", { .grouping = REDAN_THREAT_GROUP_OBJECTIVE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    measure_query (list, cases[i].name, &cases[i].query);
}

/* What a new analysis costs the list when everything is selected and it is sorted by names. */
static void
measure_analysis (RedanThreatList *list, const RedanAnalysis *analysis)
{
  const RedanThreatQuery query = { .words = "a", .sort = REDAN_THREAT_SORT_ELEMENT };
  double best = G_MAXDOUBLE;

  redan_threat_list_set_query (list, &query);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (list));
  for (guint i = 0; i < RUNS; i++)
    {
      const double start = cpu_ms ();

      redan_threat_list_set_analysis (list, analysis);
      best = MIN (best, cpu_ms () - start);
    }
  g_print ("%-28s %7u selected             best %6.1f ms\n", "new analysis",
           redan_threat_list_get_n_selected (list), best);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanAnalysis) analysis = argc == 2 ? analyze (argv[1], &error) : NULL;
  g_autoptr (RedanThreatList) list = NULL;

  if (analysis == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Usage: bench-threat-list FILE.redan");
      return 2;
    }
  list = redan_threat_list_new ();
  redan_threat_list_set_analysis (list, analysis);
  g_print ("threat list: %u threats on %u elements and %u flows\n", analysis->threats->len,
           analysis->facts->snapshot->n_elements, analysis->facts->snapshot->n_flows);
  measure_queries (list);
  measure_analysis (list, analysis);
  return EXIT_SUCCESS;
}
