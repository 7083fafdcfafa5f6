/* SPDX-License-Identifier: Apache-2.0 */
/* Time of one command on a large document, without and with the live store; opening, recovering and
 * saving it. */

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/document.h"
#include "tests/barrier.h"
#include "tests/random-edits.h"

#define N_ELEMENTS 10000
#define N_EDITS 5000
#define N_DELETIONS 500
#define N_BARRIERS 50
#define N_SAVES 15

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

/* What a disk takes at least: appending so many bytes to a file and waiting for them. */
static double
append_and_sync (int fd, gconstpointer bytes, gsize length)
{
  double start = wall_ms ();

  if (write (fd, bytes, length) != (gssize) length || fdatasync (fd) != 0)
    g_error ("the disk cannot be written");
  return wall_ms () - start;
}

static int
open_raw (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "raw", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

  if (fd < 0)
    g_error ("the disk cannot be written");
  return fd;
}

/* A command and a barrier, and beside each the same for a page in a plain file: the disk is not
 * always as fast. */
static void
measure_barrier (RedanDocument *document, GRand *random, const char *directory)
{
  static const char page[4096] = "page";
  double times[N_BARRIERS];
  double raw[N_BARRIERS];
  int fd = open_raw (directory);

  for (guint i = 0; i < N_BARRIERS; i++)
    {
      redan_document_apply (document, build_rename (redan_document_get_model (document), random),
                            NULL);
      double start = wall_ms ();
      if (!barrier (document, NULL))
        g_error ("the barrier failed");
      times[i] = wall_ms () - start;
      raw[i] = append_and_sync (fd, page, sizeof page);
    }
  close (fd);
  print_times ("barrier", times, N_BARRIERS);
  print_times ("append 4 kB and fdatasync", raw, N_BARRIERS);
  g_print ("%-34s %.2f (at most 1.2)\n", "ratio of the p50",
           times[N_BARRIERS / 2] / raw[N_BARRIERS / 2]);
}

/* The parts that a save is made of, one after the other, and the goal for the whole. What they
 * allocate is given back, so that the save finds the same memory. */
static double
measure_save_parts (const RedanModel *model, const char *directory, const char *path, gboolean tell)
{
  double start = wall_ms ();
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  double formatted = wall_ms ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (RedanModel) back =
      redan_canonical_read (redan_model_get_schema (model), path, data, length, NULL);
  double read = wall_ms ();
  int fd = open_raw (directory);
  double raw = append_and_sync (fd, data, length);

  close (fd);
  if (tell)
    g_print ("%-34s format %.1f, read again %.1f, write and fsync %.1f ms of %.1f MB\n",
             "parts of a save", formatted - start, read - formatted, raw, (double) length / 1e6);
  return read - start + 1.5 * raw;
}

static void
measure_save (RedanDocument *document, GRand *random, const char *directory, const char *path)
{
  double saves[N_SAVES];
  double goals[N_SAVES];

  for (guint i = 0; i < N_SAVES; i++)
    {
      g_autoptr (GError) error = NULL;
      const RedanModel *model = redan_document_get_model (document);
      redan_document_apply (document, build_rename (model, random), NULL);
      goals[i] = measure_save_parts (model, directory, path, i == 0);
      double start = wall_ms ();
      if (!redan_document_save (document, path, &error))
        g_error ("%s", error->message);
      saves[i] = wall_ms () - start;
    }
  print_times ("save", saves, N_SAVES);
  print_times ("format, read again, 1.5 times write", goals, N_SAVES);
  g_print ("%-34s %.2f (at most 1)\n", "ratio of the p50", saves[N_SAVES / 2] / goals[N_SAVES / 2]);
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
  measure_barrier (document, random, directory);
  g_clear_object (&document);

  document = open_document ("open, unsaved commands", schema, path, stores);
  measure_save (document, random, directory, path);
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
