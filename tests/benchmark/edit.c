/* SPDX-License-Identifier: Apache-2.0 */
/* Time of one command on a large document, without and with the live store; opening, recovering and
 * saving it. */

#include <stdlib.h>
#include <time.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/document.h"
#include "tests/barrier.h"
#include "tests/random-edits.h"

#define N_ELEMENTS 10000
#define N_EDITS 5000
#define N_DELETIONS 500

typedef RedanEdit *(*Builder) (const RedanModel *model, GRand *random);

static double
wall_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int
compare_doubles (const void *a, const void *b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

static void
print_times (const char *what, double *times, guint n)
{
  double first = times[0];

  qsort (times, n, sizeof *times, compare_doubles);
  g_print ("%-34s first %8.3f  p50 %7.4f  p95 %7.4f  p99 %7.4f  max %8.3f ms\n", what, first,
           times[n / 2], times[n * 95 / 100], times[n * 99 / 100], times[n - 1]);
}

static RedanEdit *
build_rename (const RedanModel *model, GRand *random)
{
  g_autofree char *name = g_strdup_printf ("Name %u", g_rand_int (random));

  return redan_command_rename (model, &random_object (model, random, REDAN_SECTION_ELEMENT)->id,
                               name);
}

static RedanEdit *
build_attribute (const RedanModel *model, GRand *random)
{
  static const char *const values[] = { "none", "password", "token", "sso", "mtls" };

  return redan_command_set_attribute (
      model, &random_object (model, random, REDAN_SECTION_ELEMENT)->id, "authn",
      values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))]);
}

static RedanEdit *
build_move (const RedanModel *model, GRand *random)
{
  const RedanObject *element = random_object (model, random, REDAN_SECTION_ELEMENT);

  return redan_command_move (model, &random_object (model, random, REDAN_SECTION_DIAGRAM)->id,
                             &element->id, 1, 8, 8);
}

static RedanEdit *
build_connection (const RedanModel *model, GRand *random)
{
  return redan_command_connect (model, &random_object (model, random, REDAN_SECTION_ELEMENT)->id,
                                &random_object (model, random, REDAN_SECTION_ELEMENT)->id, "new",
                                NULL);
}

static RedanEdit *
build_deletion (const RedanModel *model, GRand *random)
{
  return redan_command_delete (model, &random_object (model, random, REDAN_SECTION_ELEMENT)->id, 1);
}

static void
measure (const char *what, RedanDocument *document, GRand *random, Builder build, guint n)
{
  g_autofree double *times = g_new (double, n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      double start = wall_ms ();
      if (!redan_document_apply (document, build (redan_document_get_model (document), random),
                                 &error))
        g_error ("%s", error->message);
      times[i] = wall_ms () - start;
    }
  print_times (what, times, n);
}

static void
measure_undo (const char *what, RedanDocument *document, guint n)
{
  g_autofree double *times = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      double start = wall_ms ();
      if (!redan_document_undo (document, NULL))
        g_error ("undo failed");
      times[i] = wall_ms () - start;
    }
  print_times (what, times, n);
}

/* As the window does it: the model is shared with a snapshot when the next command comes. */
static void
measure_after_snapshot (const char *what, RedanDocument *document, GRand *random, guint n)
{
  g_autofree double *times = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanModel) shared = redan_model_copy (redan_document_get_model (document));
      double start = wall_ms ();
      redan_document_apply (document, build_rename (redan_document_get_model (document), random),
                            NULL);
      times[i] = wall_ms () - start;
    }
  print_times (what, times, n);
}

static void
measure_all (RedanDocument *document, GRand *random)
{
  measure ("  one field", document, random, build_rename, N_EDITS);
  measure ("  one attribute", document, random, build_attribute, N_EDITS);
  measure_after_snapshot ("  one field, model shared", document, random, 200);
  measure ("  connect", document, random, build_connection, N_EDITS);
  measure ("  delete an element with its flows", document, random, build_deletion, N_DELETIONS);
  measure ("  move (lines: crossings anew)", document, random, build_move, N_DELETIONS);
  measure_undo ("  undo", document, N_EDITS);
}

static RedanDocument *
open_document (const char *what, RedanSchema *schema, const char *path, const char *stores)
{
  gboolean recovered;
  g_autoptr (GError) error = NULL;
  double start = wall_ms ();
  clock_t cpu = clock ();
  RedanDocument *document = redan_document_open (schema, path, stores, &recovered, &error);

  if (document == NULL)
    g_error ("%s", error->message);
  g_print ("%-34s %8.1f ms, %8.1f ms of CPU%s\n", what, wall_ms () - start,
           (double) (clock () - cpu) * 1e3 / CLOCKS_PER_SEC, recovered ? ", recovered" : "");
  return document;
}

static void
run (const char *directory)
{
  g_autoptr (RedanSchema) schema = random_schema ();
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (RedanModel) model = random_model (schema, random, N_ELEMENTS);
  g_autofree char *path = g_build_filename (directory, "model.redan", NULL);
  g_autofree char *stores = g_build_filename (directory, "stores", NULL);
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  if (!redan_canonical_write_file (model, path, &error))
    g_error ("%s", error->message);
  g_print ("%u elements, %u flows, %u boundaries\n",
           redan_model_get_n (model, REDAN_SECTION_ELEMENT),
           redan_model_get_n (model, REDAN_SECTION_FLOW),
           redan_model_get_n (model, REDAN_SECTION_BOUNDARY));

  document = open_document ("open without store", schema, path, NULL);
  measure_all (document, random);
  g_clear_object (&document);

  document = open_document ("open, new store", schema, path, stores);
  measure_all (document, random);
  double start = wall_ms ();
  barrier (document, NULL);
  g_print ("%-34s %8.1f ms\n", "barrier", wall_ms () - start);
  g_clear_object (&document);

  document = open_document ("open, unsaved commands", schema, path, stores);
  start = wall_ms ();
  if (!redan_document_save (document, path, &error))
    g_error ("%s", error->message);
  g_print ("%-34s %8.1f ms\n", "save", wall_ms () - start);
  g_clear_object (&document);
  document = open_document ("open, nothing unsaved", schema, path, stores);
}

int
main (void)
{
  g_autofree char *directory = g_dir_make_tmp ("redan-bench-edit-XXXXXX", NULL);

  if (directory == NULL)
    return EXIT_FAILURE;
  run (directory);
  remove_tree (directory);
  return EXIT_SUCCESS;
}
