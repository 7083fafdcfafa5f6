/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of facts and of the rule stage on one model: bench-rules FILE.redan */

#include <stdlib.h>

#include "analysis/threats.h"
#include "model/canonical-reader.h"
#include "tests/benchmark/clock.h"

#define RUNS 5

static RedanModel *
read_model (const char *path, RedanCatalogue **catalogue_out, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;

  *catalogue_out = schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  return *catalogue_out != NULL ? redan_canonical_read_file (schema, path, error) : NULL;
}

/* Times the best of some runs, since other programs share the caches. */
static void
measure (RedanSnapshot *snapshot, RedanCatalogue *catalogue)
{
  double facts_ms = G_MAXDOUBLE;
  double rules_ms = G_MAXDOUBLE;
  guint n_interactions = 0;
  guint n_threats = 0;

  for (guint i = 0; i < RUNS; i++)
    {
      double start = cpu_ms ();
      g_autoptr (RedanFacts) facts = redan_facts_new (snapshot, catalogue, 45687);
      double built = cpu_ms ();
      g_autoptr (GArray) threats = redan_threats_enumerate (facts, NULL);
      double done = cpu_ms ();

      facts_ms = MIN (facts_ms, built - start);
      rules_ms = MIN (rules_ms, done - built);
      n_interactions = facts->n_interactions;
      n_threats = threats->len;
    }

  g_print ("rules: %u elements, %u interactions, %u threats; facts %.1f ms, rule stage %.1f ms of "
           "CPU, %.2f M interactions/s\n",
           snapshot->n_elements, n_interactions, n_threats, facts_ms, rules_ms,
           n_interactions / MAX (rules_ms, 1e-3) / 1e3);
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanCatalogue) catalogue = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: %s FILE.redan\n", argv[0]);
      return 2;
    }

  model = read_model (argv[1], &catalogue, &error);
  if (model == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  snapshot = redan_snapshot_new (model);
  measure (snapshot, catalogue);
  return EXIT_SUCCESS;
}
