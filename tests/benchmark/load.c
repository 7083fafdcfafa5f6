/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of loading everything that stands in data/: schema, rules, controls, objectives,
 * scoring. */

#include <stdlib.h>

#include "analysis/catalogue.h"
#include "tests/benchmark/clock.h"

#define RUNS 20

static gboolean
load (GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;
  g_autoptr (RedanCatalogue) catalogue =
      schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;

  return catalogue != NULL;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  double times[RUNS];

  for (guint i = 0; i < RUNS; i++)
    {
      double start = cpu_ms ();
      if (!load (&error))
        {
          g_printerr ("%s\n", error->message);
          return EXIT_FAILURE;
        }
      times[i] = cpu_ms () - start;
    }

  double first = times[0];
  qsort (times, RUNS, sizeof (double), compare_doubles);
  g_print ("load: first %.1f ms, best %.1f ms, median %.1f ms of CPU (%d runs, at most 20 ms)\n",
           first, times[0], times[RUNS / 2], RUNS);
  return EXIT_SUCCESS;
}
