/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of what all importers share: the builder, opening, the child and its confinement. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/import-support.h"

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/exchange/import-builder-private.h"

#define SMALL "{\"version\":\"2.0\",\"summary\":{\"title\":\"T\"},\"detail\":{\"diagrams\":[]}}"

static void
test_clean_text (void)
{
  static const struct
  {
    const char *text;
    gsize limit;
    gboolean breaks;
    const char *clean; /* NULL: already clean */
    guint n_removed;
  } cases[] = {
    { "plain \u202e text\t", 100, FALSE, NULL, 0 },
    { "two\nlines", 100, TRUE, NULL, 0 },
    { "two\nlines", 100, FALSE, "two lines", 0 },
    { "a\r\nb\rc", 100, TRUE, "a\nb\nc", 0 },
    { "a\r\nb", 100, FALSE, "a b", 0 },
    { "\x01"
      "a\x1b[31m",
      100, FALSE, "a[31m", 2 },
    { "a\uffff\ufffe", 100, TRUE, "a", 2 },
    { "äöü", 5, TRUE, "äö", 0 },
    { "abc", 3, TRUE, NULL, 0 },
    { "abcd", 3, TRUE, "abc", 0 },
    { "a\xff", 100, TRUE, "a\ufffd", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_removed;
      gboolean joined;
      g_autofree char *clean =
          redan_clean_text (cases[i].text, cases[i].limit, cases[i].breaks, &n_removed, &joined);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpuint (n_removed, ==, cases[i].n_removed);
    }
}

static RedanModel *
build (void (*say) (RedanEventSink *sink), GPtrArray **losses_out)
{
  g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (import_support_schema);
  g_autoptr (GError) error = NULL;
  RedanModel *model;

  say (redan_import_builder_get_sink (builder));
  model = redan_import_builder_finish (builder, "test", losses_out, &error);
  g_assert_no_error (error);
  return model;
}

static gboolean
has_loss (GPtrArray *losses, RedanLossKind kind, const char *place, const char *text)
{
  for (guint i = 0; i < losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);

      if (loss->kind == kind && strstr (loss->place, place) != NULL &&
          strstr (loss->text, text) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
say_odd_values (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "m");
  sink->object (sink, REDAN_SECTION_ELEMENT, "e");
  sink->field (sink, REDAN_FIELD_KIND, NULL, "process");
  sink->field (sink, REDAN_FIELD_NAME, NULL, "\r\n \nOne \r\ntwo\x07\n");
  sink->field (sink, REDAN_FIELD_NAME, NULL, "Again");
  sink->attribute (sink, "tech", "quantum");
  sink->attribute (sink, "no_such", "x");
  sink->attribute (sink, "formats", "json");
  sink->attribute (sink, "formats", "xml");
  sink->field (sink, REDAN_FIELD_TAG, "443", NULL);
  sink->field (sink, REDAN_FIELD_TAG, "443", NULL);
  for (guint i = 0; i < 11; i++)
    sink->extra (sink, "place", (const char *const[]){ "one", "one", "two", "three" }[MIN (i, 3)]);
  sink->reference (sink, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, "nowhere");
}

static void
test_builder_values (void)
{
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = build (say_odd_values, &losses);
  const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 0);
  RedanField formats =
      redan_field_lookup (import_support_schema, REDAN_SECTION_ELEMENT, FALSE, "formats", -1);
  guint n;

  g_assert_cmpstr (redan_object_get_name (element), ==, "One \ntwo");
  g_assert_null (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/name"));
  g_assert_cmpstr (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/tech"), ==, "quantum");
  g_assert_cmpstr (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/no_such"), ==, "x");
  redan_object_get_range (element, formats, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/place"), ==, "one");
  g_assert_cmpstr (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/place (3)"), ==,
                   "two");
  g_assert_cmpstr (redan_object_get_keyed (element, REDAN_FIELD_EXTRA, "test/place (4)"), ==,
                   "three");
  g_assert_false (has_loss (losses, REDAN_LOSS_DROPPED, "", "\"tag\" is given twice"));
  g_assert_false (has_loss (losses, REDAN_LOSS_DROPPED, "", "\"extra\" is given twice"));

  g_assert_true (
      has_loss (losses, REDAN_LOSS_REPAIRED, "process \"One two\"", "control character"));
  g_assert_true (has_loss (losses, REDAN_LOSS_DROPPED, "process \"One two\"", "given twice"));
  g_assert_true (has_loss (losses, REDAN_LOSS_DROPPED, "process \"One two\"", "quantum"));
  g_assert_true (has_loss (losses, REDAN_LOSS_DROPPED, "process \"One two\"", "no_such"));
  g_assert_true (has_loss (losses, REDAN_LOSS_REPAIRED, "process \"One two\"", "\"nowhere\""));
  g_assert_true (has_loss (losses, REDAN_LOSS_REPAIRED, "process \"One two\"", "blank lines"));
  g_assert_cmpuint (losses->len, ==, 6);
  for (guint i = 0; i < losses->len; i++)
    g_assert_true (
        redan_id_equal (&((RedanLoss *) g_ptr_array_index (losses, i))->object, &element->id));
}

static void
say_boundary (RedanEventSink *sink, const char *name, const char *parent)
{
  sink->object (sink, REDAN_SECTION_BOUNDARY, name);
  sink->field (sink, REDAN_FIELD_KIND, NULL, "trust-zone");
  sink->field (sink, REDAN_FIELD_NAME, NULL, name);
  if (parent != NULL)
    sink->reference (sink, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent);
}

static void
say_cycles (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "m");
  say_boundary (sink, "self", "self");
  say_boundary (sink, "a", "b");
  say_boundary (sink, "b", "c");
  say_boundary (sink, "c", "a");
  say_boundary (sink, "tail", "a");
  say_boundary (sink, "top", NULL);
}

static void
test_builder_cycles (void)
{
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = build (say_cycles, &losses);
  guint n_parents = 0;

  g_assert_cmpuint (losses->len, ==, 2);
  g_assert_true (has_loss (losses, REDAN_LOSS_REPAIRED, "boundary \"self\"", "inside itself"));
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      RedanId parent;

      n_parents += redan_object_get_reference (
          redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i), REDAN_FIELD_PARENT, &parent);
    }
  g_assert_cmpuint (n_parents, ==, 3);
}

static void
say_deep_boxes (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "m");
  sink->object (sink, REDAN_SECTION_DIAGRAM, "d");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("box %u", i);

      say_boundary (sink, name, NULL);
      sink->place (sink, "d", i, i, 1000 - 2.0 * i, 1000 - 2.0 * i);
    }
}

static void
say_deep_parents (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "m");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *parent = g_strdup_printf ("%u", i + 1);

      say_boundary (sink, name, i < 199 ? parent : NULL);
    }
}

/* 200 levels are more than a file may hold. */
static void
assert_depth_limited (void (*say) (RedanEventSink *sink), guint n_lines, const char *text)
{
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = build (say, &losses);
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) copy = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (losses->len, ==, n_lines);
  g_assert_true (has_loss (losses, REDAN_LOSS_REPAIRED, "boundary", text));
  copy = redan_canonical_read (import_support_schema, "deep", data, length, &error);
  g_assert_no_error (error);
}

static void
test_builder_depth (void)
{
  assert_depth_limited (say_deep_parents, 3, "taken out of its parent");
  assert_depth_limited (say_deep_boxes, 200 - 63, "beside it");
}

static void
say_huge_geometry (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "m");
  sink->object (sink, REDAN_SECTION_DIAGRAM, "d");
  sink->object (sink, REDAN_SECTION_ELEMENT, "e");
  sink->field (sink, REDAN_FIELD_KIND, NULL, "store");
  sink->place (sink, "d", 1e300, -1e300, -5, 1e300);
  sink->object (sink, REDAN_SECTION_ELEMENT, "exact");
  sink->field (sink, REDAN_FIELD_KIND, NULL, "store");
  sink->place (sink, "d", -0.0625, 0.0624, 10.07, 1);
  sink->object (sink, REDAN_SECTION_FLOW, "f");
  for (guint i = 0; i < REDAN_MAX_POINTS + 5; i++)
    sink->point (sink, "d", i % 7, i);
}

static void
test_builder_geometry (void)
{
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = build (say_huge_geometry, &losses);
  const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0);
  g_autoptr (GString) places = g_string_new (NULL);
  guint n;
  guint n_points;

  for (guint i = 0; i < 2; i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      g_string_append_printf (places, "%s;",
                              redan_object_get_range (element, REDAN_FIELD_PLACE, &n)->value);
    }
  g_assert_nonnull (strstr (places->str, "16777215 -16777216 1 33554432;"));
  g_assert_nonnull (strstr (places->str, "-1 0 81 8;"));

  g_free (
      redan_points_parse (redan_object_get_range (flow, REDAN_FIELD_ROUTE, &n)->value, &n_points));
  g_assert_cmpuint (n_points, ==, REDAN_MAX_POINTS);
  g_assert_cmpuint (losses->len, ==, 2);
}

/* A child that names what is not there, or forgets to begin, is not believed. */
static void
test_builder_order (void)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (import_support_schema);
      RedanEventSink *sink = redan_import_builder_get_sink (builder);
      g_autoptr (GError) error = NULL;
      GPtrArray *losses = NULL;
      g_autoptr (RedanModel) model = NULL;
      gboolean accepted = TRUE;

      if (i > 0)
        sink->object (sink, REDAN_SECTION_META, "m");
      if (i == 0)
        accepted = sink->field (sink, REDAN_FIELD_NAME, NULL, "x");
      else if (i == 1)
        accepted = sink->object (sink, REDAN_SECTION_META, "n");
      else if (i == 2)
        accepted = sink->field (sink, REDAN_FIELD_SOURCE, NULL, "x");
      else if (i == 3)
        accepted = sink->field (sink, (RedanField) 0x7fff, NULL, "x");
      else if (i == 4)
        accepted = sink->place (sink, "d", 0, 0, 1, 1);
      else
        accepted = sink->object (sink, REDAN_SECTION_FLOW, "f") &&
                   sink->object (sink, REDAN_SECTION_FLOW, "f");

      g_assert_false (accepted);
      model = redan_import_builder_finish (builder, "test", &losses, &error);
      g_assert_null (model);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT);
    }
}

static char *
write_temporary (const char *text, gssize length, int mode)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("redan-XXXXXX", &path, &error);

  g_assert_no_error (error);
  length = length < 0 ? (gssize) strlen (text) : length;
  g_assert_cmpint (write (fd, text, (gsize) length), ==, length);
  g_assert_cmpint (fchmod (fd, (mode_t) mode), ==, 0);
  close (fd);
  return path;
}

static void
assert_open_fails (const char *path, const char *format, RedanModelError code, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanOpened) opened = redan_open_file (import_support_schema, path, format, &error);

  g_assert_null (opened);
  g_assert_error (error, REDAN_MODEL_ERROR, (int) code);
  if (!g_str_has_prefix (error->message, path) || strstr (error->message, text) == NULL)
    g_error ("\"%s\" in: %s", text, error->message);
}

static void
test_open_refused (void)
{
  g_autofree char *empty = write_temporary ("", -1, 0600);
  g_autofree char *zeros = write_temporary ("\0\0\0\0", 4, 0600);
  g_autofree char *json = write_temporary ("{\"a\":\n 1,\n]", -1, 0600);
  g_autofree char *other = write_temporary ("{\"a\": 1}", -1, 0600);
  g_autofree char *small = write_temporary (SMALL, -1, 0600);

  assert_open_fails ("/nonexistent/file", NULL, REDAN_MODEL_ERROR_IO, "cannot be read");
  assert_open_fails ("/", NULL, REDAN_MODEL_ERROR_IO, "directory");
  assert_open_fails ("/dev/zero", NULL, REDAN_MODEL_ERROR_IO, "device");
  assert_open_fails (empty, NULL, REDAN_MODEL_ERROR_FORMAT, ":1:1: ");
  assert_open_fails (zeros, NULL, REDAN_MODEL_ERROR_FORMAT, ":1:1: ");
  assert_open_fails (json, NULL, REDAN_MODEL_ERROR_SYNTAX, ":3:");
  assert_open_fails (other, NULL, REDAN_MODEL_ERROR_FORMAT, "Threat Dragon 2");
  assert_open_fails (small, "mindmap", REDAN_MODEL_ERROR_FORMAT, "mindmap");
  g_assert_cmpint (truncate (zeros, 400 * 1024 * 1024), ==, 0);
  assert_open_fails (zeros, NULL, REDAN_MODEL_ERROR_FORMAT, ":1:1: ");
  assert_open_fails (small, "redan", REDAN_MODEL_ERROR_SYNTAX, ":1");

  g_unlink (empty);
  g_unlink (zeros);
  g_unlink (json);
  g_unlink (other);
  g_unlink (small);
}

static void
test_open_native (void)
{
  g_autoptr (RedanModel) model = redan_model_new (import_support_schema);
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *path = write_temporary (data, (gssize) length, 0600);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanOpened) opened = redan_open_file (import_support_schema, path, NULL, &error);

  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpstr (opened->format, ==, "redan");
  g_assert_cmpuint (opened->losses->len, ==, 0);
  g_assert_false (opened->has_geometry);
}

/* Standard input is a pipe, and so is a FIFO. */
static void
test_open_pipe (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanOpened) opened = NULL;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], SMALL, strlen (SMALL)), ==, strlen (SMALL));
  close (ends[1]);
  path = g_strdup_printf ("/proc/self/fd/%d", ends[0]);
  opened = redan_open_file (import_support_schema, path, NULL, &error);
  close (ends[0]);
  g_assert_no_error (error);
  g_assert_cmpstr (opened->format, ==, "threat-dragon-2");
  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (opened->model)), ==, "T");
}

static void
assert_child_fails (const char *script, const char *text)
{
  g_autofree char *child = write_temporary (script, -1, 0700);
  g_autofree char *small = write_temporary (SMALL, -1, 0600);

  redan_import_set_program (child);
  assert_open_fails (small, NULL, REDAN_MODEL_ERROR_IMPORT, text);
  redan_import_set_program (import_support_program);
  g_unlink (child);
  g_unlink (small);
}

static void
test_child_dies (void)
{
  g_autofree char *small = write_temporary (SMALL, -1, 0600);

  assert_child_fails ("#!/bin/sh\nkill -SEGV $$\n", "signal 11");
  assert_child_fails ("#!/bin/sh\nkill -KILL $$\n", "nothing was changed");
  assert_child_fails ("#!/bin/sh\nkill -XCPU $$\n", "took too long");
  assert_child_fails ("#!/bin/sh\nexit 3\n", "status 3");
  assert_child_fails ("#!/bin/sh\n", "status 0");
  assert_child_fails ("#!/bin/sh\necho hello\n", "same version");

  redan_import_set_program ("/nonexistent/redan-import");
  assert_open_fails (small, NULL, REDAN_MODEL_ERROR_IMPORT, "could not be started");
  redan_import_set_program (import_support_program);
  g_unlink (small);
}

/* The real child that is killed in the middle of its work: half an import is none. */
static void
test_child_cut_off (void)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n'%s' | head -c 60\n", import_support_program);

  assert_child_fails (script, "nothing was changed");
}

/* The real child with too little memory. */
static void
test_child_memory (void)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\nulimit -v 56000\nexec '%s' \"$@\"\n", import_support_program);
  g_autofree char *child = write_temporary (script, -1, 0700);
  g_autoptr (GString) large = g_string_new ("[");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanOpened) opened = NULL;

#if REDAN_SANITIZED
  g_test_skip ("sanitizers need all addresses");
  g_unlink (child);
  return;
#endif

  for (guint i = 0; i < 200000; i++)
    g_string_append (large, "{},");
  g_string_append (large, "{}]");
  path = write_temporary (large->str, (gssize) large->len, 0600);

  redan_import_set_program (child);
  opened = redan_open_file (import_support_schema, path, "threat-dragon-2", &error);
  redan_import_set_program (import_support_program);
  g_unlink (child);
  g_unlink (path);
  g_assert_null (opened);
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "memory"));
}

/* A broken file that is larger than all the memory the child has is refused with its place. */
static void
test_child_large_broken (void)
{
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\nulimit -v 64000\nexec '%s' \"$@\"\n", import_support_program);
  g_autofree char *child = write_temporary (script, -1, 0700);
  g_autofree char *large = g_strnfill (80 * 1024 * 1024, ' ');
  g_autofree char *path = NULL;
  g_autofree char *start = NULL;
  g_autoptr (GError) error = NULL;

#if REDAN_SANITIZED
  g_test_skip ("sanitizers need all addresses");
  g_unlink (child);
  return;
#endif

  large[0] = '[';
  large[20 * 1024 * 1024] = '\n';
  large[80 * 1024 * 1024 - 2] = '}';
  path = write_temporary (large, 80 * 1024 * 1024, 0600);
  start = g_strdup_printf ("%s:2:%d: not well-formed JSON", path, 60 * 1024 * 1024 - 2);

  redan_import_set_program (child);
  g_assert_null (redan_open_file (import_support_schema, path, NULL, &error));
  redan_import_set_program (import_support_program);
  g_unlink (child);
  g_unlink (path);
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
  if (!g_str_has_prefix (error->message, start))
    g_error ("%s", error->message);
}

static gboolean
has_line (const char *text, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " \t", -1);

      if (!g_str_has_prefix (lines[i], name))
        continue;
      for (guint j = 0; words[j] != NULL; j++)
        {
          if (strcmp (words[j], value) == 0)
            return TRUE;
        }
    }

  return FALSE;
}

/* While it waits for bytes, the kernel says what the child may still do. */
static void
test_child_confined (void)
{
  g_autofree char *status_path = NULL;
  g_autofree char *limits_path = NULL;
  g_autofree char *status = NULL;
  g_autofree char *limits = NULL;
  char *arguments[] = { import_support_program, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int input;
  int waiting = 1;
  int result;

#if REDAN_SANITIZED
  g_test_skip ("limits and filter are off under sanitizers");
  return;
#endif

  g_spawn_async_with_pipes (NULL, arguments, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                            &pid, &input, NULL, NULL, &error);
  g_assert_no_error (error);

  /* Once it has taken the first byte it is confined. */
  g_assert_cmpint (write (input, "{", 1), ==, 1);
  while (waiting > 0)
    {
      g_assert_cmpint (ioctl (input, FIONREAD, &waiting), ==, 0);
      g_assert_cmpint (waitpid (pid, &result, WNOHANG), ==, 0);
      g_thread_yield ();
    }

  status_path = g_strdup_printf ("/proc/%d/status", pid);
  limits_path = g_strdup_printf ("/proc/%d/limits", pid);
  g_assert_true (g_file_get_contents (status_path, &status, NULL, NULL));
  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, NULL));
  g_assert_true (has_line (status, "Seccomp:", "2"));
  g_assert_true (has_line (status, "NoNewPrivs:", "1"));
  g_assert_true (has_line (limits, "Max address space", "1073741824"));
  g_assert_true (has_line (limits, "Max cpu time", "10"));
  g_assert_true (has_line (limits, "Max file size", "0"));
  g_assert_true (has_line (limits, "Max open files", "4"));

  close (input);
  g_assert_cmpint (waitpid (pid, &result, 0), ==, pid);
  g_assert_true (WIFEXITED (result));
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);

  g_test_add_func ("/import/clean-text", test_clean_text);
  g_test_add_func ("/import/builder/values", test_builder_values);
  g_test_add_func ("/import/builder/cycles", test_builder_cycles);
  g_test_add_func ("/import/builder/depth", test_builder_depth);
  g_test_add_func ("/import/builder/geometry", test_builder_geometry);
  g_test_add_func ("/import/builder/order", test_builder_order);
  g_test_add_func ("/import/open/refused", test_open_refused);
  g_test_add_func ("/import/open/native", test_open_native);
  g_test_add_func ("/import/open/pipe", test_open_pipe);
  g_test_add_func ("/import/child/dies", test_child_dies);
  g_test_add_func ("/import/child/cut-off", test_child_cut_off);
  g_test_add_func ("/import/child/memory", test_child_memory);
  g_test_add_func ("/import/child/large-broken", test_child_large_broken);
  g_test_add_func ("/import/child/confined", test_child_confined);

  return import_support_end ();
}
