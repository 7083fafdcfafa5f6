/* SPDX-License-Identifier: Apache-2.0 */
/* Time of the difference of two models and of a three-way merge, without reading and writing.
 * Usage: BASE OURS THEIRS */

#include "model/canonical-reader.h"
#include "model/data-source.h"
#include "model/difference.h"
#include "model/merge.h"
#include "tests/benchmark/clock.h"

#define N_RUNS 5

static double
time_difference (RedanModel *from, RedanModel *to, guint *n_out)
{
  double start = cpu_ms ();
  g_autoptr (RedanDifference) difference = redan_difference_new (from, to);
  double end = cpu_ms ();

  *n_out = difference->objects->len;
  return end - start;
}

static double
time_merge (RedanModel *const *models, guint *n_out)
{
  g_autoptr (GError) error = NULL;
  double start = cpu_ms ();
  g_autoptr (RedanMerge) merge = redan_merge_new (models[0], models[1], models[2], &error);
  double end = cpu_ms ();

  if (merge == NULL)
    g_error ("%s", error->message);
  *n_out = merge->n_conflicts;
  return end - start;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_autoptr (RedanSchema) schema = source == NULL ? NULL : redan_schema_load (source, &error);
  RedanModel *models[3] = { NULL };
  double difference = G_MAXDOUBLE;
  double merge = G_MAXDOUBLE;
  guint n_differing = 0;
  guint n_conflicts = 0;

  if (schema == NULL || argc != 4)
    g_error ("%s", error != NULL ? error->message : "usage: bench-merge BASE OURS THEIRS");
  for (guint i = 0; i < 3; i++)
    {
      models[i] = redan_canonical_read_file (schema, argv[i + 1], &error);
      if (models[i] == NULL)
        g_error ("%s", error->message);
    }
  for (guint i = 0; i < N_RUNS; i++)
    {
      difference = MIN (difference, time_difference (models[0], models[1], &n_differing));
      merge = MIN (merge, time_merge (models, &n_conflicts));
    }
  g_print ("differing %u\ndifference_ms %.2f\nconflicts %u\nmerge_ms %.2f\n", n_differing,
           difference, n_conflicts, merge);
  for (guint i = 0; i < 3; i++)
    redan_model_unref (models[i]);
  return 0;
}
