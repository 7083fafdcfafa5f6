/* SPDX-License-Identifier: Apache-2.0 */
/* Replacing a file: old or new content, never a mixture, and nothing left behind. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/file-replace.h"

typedef struct
{
  char *directory;
  char *path;
  GBytes *old_bytes;
  GBytes *new_bytes;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->directory = g_dir_make_tmp ("redan-replace-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "model.redan", NULL);
  fixture->old_bytes = g_bytes_new_static ("old\n", 4);
  fixture->new_bytes = g_bytes_new_take (g_strnfill (200000, 'n'), 200000);
}

static GPtrArray *
list_names (const char *directory)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) names = list_names (fixture->directory);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, names->pdata[i], NULL);
      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  g_free (fixture->path);
  g_bytes_unref (fixture->old_bytes);
  g_bytes_unref (fixture->new_bytes);
}

static void
assert_content (const char *path, GBytes *expected)
{
  char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
assert_n_files (const char *directory, guint expected)
{
  g_autoptr (GPtrArray) names = list_names (directory);

  g_assert_cmpuint (names->len, ==, expected);
}

static void
replace (const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_file_replace (path, bytes, &error));
  g_assert_no_error (error);
}

static void
assert_refused (const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redan_file_replace (path, bytes, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
}

static mode_t
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_new_file (Fixture *fixture, gconstpointer unused)
{
  mode_t mask = umask (027);

  replace (fixture->path, fixture->new_bytes);
  umask (mask);
  assert_content (fixture->path, fixture->new_bytes);
  g_assert_cmpint (get_mode (fixture->path), ==, 0640);
  assert_n_files (fixture->directory, 1);
}

static void
test_keeps_mode (Fixture *fixture, gconstpointer unused)
{
  replace (fixture->path, fixture->old_bytes);
  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  replace (fixture->path, fixture->new_bytes);
  assert_content (fixture->path, fixture->new_bytes);
  g_assert_cmpint (get_mode (fixture->path), ==, 0604);
  assert_n_files (fixture->directory, 1);
}

/* A reader that has the old file open goes on reading the old content. */
static void
test_open_file (Fixture *fixture, gconstpointer unused)
{
  char text[8] = "";

  replace (fixture->path, fixture->old_bytes);
  int fd = g_open (fixture->path, O_RDONLY);
  replace (fixture->path, fixture->new_bytes);
  g_assert_cmpint (read (fd, text, sizeof text - 1), ==, 4);
  g_assert_cmpstr (text, ==, "old\n");
  close (fd);
}

static void
test_symbolic_link (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *link = g_build_filename (fixture->directory, "link", NULL);
  g_autofree char *second = g_build_filename (fixture->directory, "second", NULL);

  g_assert_cmpint (symlink ("model.redan", link), ==, 0);
  g_assert_cmpint (symlink (link, second), ==, 0);
  replace (second, fixture->old_bytes);
  assert_content (fixture->path, fixture->old_bytes);
  replace (second, fixture->new_bytes);
  assert_content (fixture->path, fixture->new_bytes);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  assert_n_files (fixture->directory, 3);
}

static void
test_link_circle (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpint (symlink ("model.redan", fixture->path), ==, 0);
  assert_refused (fixture->path, fixture->new_bytes);
}

static void
test_refused_targets (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *missing = g_build_filename (fixture->directory, "no", "model.redan", NULL);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_refused (fixture->path, fixture->new_bytes);
  assert_refused (fixture->directory, fixture->new_bytes);
  assert_refused ("/dev/null", fixture->new_bytes);
  assert_refused ("/dev/full", fixture->new_bytes);
  assert_refused (missing, fixture->new_bytes);
  assert_n_files (fixture->directory, 1);
}

static void
test_full_device (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  int fd = g_open ("/dev/full", O_WRONLY);

  g_assert_cmpint (fd, >=, 0);
  g_assert_false (redan_descriptor_write (fd, "standard output", fixture->new_bytes, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, "standard output: "));
  close (fd);
}

/* The signal of a closed pipe would end this program. */
static void
test_closed_pipe (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  int ends[2];

  signal (SIGPIPE, SIG_DFL);
  g_assert_cmpint (pipe (ends), ==, 0);
  close (ends[0]);
  g_assert_false (redan_descriptor_write (ends[1], "standard output", fixture->new_bytes, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  close (ends[1]);
}

/* A file size limit makes the write fail in the middle, also for root. */
static void
test_failed_write (Fixture *fixture, gconstpointer unused)
{
  struct rlimit old_limit;
  struct rlimit limit;

  replace (fixture->path, fixture->old_bytes);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_refused (fixture->path, fixture->new_bytes);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  assert_content (fixture->path, fixture->old_bytes);
  assert_n_files (fixture->directory, 1);
}

/* Runs in a child with its own mounts: 0 as expected, 77 when mounting is not allowed. */
static int
fill_small_disk (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "model.redan", NULL);
  g_autofree char *text = g_strnfill (3 * 1024 * 1024, 'n');
  g_autoptr (GBytes) old_bytes = g_bytes_new_static ("old\n", 4);
  g_autoptr (GBytes) too_many = g_bytes_new (text, 3 * 1024 * 1024);

  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", directory, "tmpfs", 0, "size=1m") != 0)
    return 77;
  replace (path, old_bytes);
  assert_refused (path, too_many);
  assert_content (path, old_bytes);
  assert_n_files (directory, 1);
  return 0;
}

static void
test_full_disk (Fixture *fixture, gconstpointer unused)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (fill_small_disk (fixture->directory));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("mounting a small disk is not allowed here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* What could not be read again does not take the place of what can. */
static void
test_broken_model (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, NULL);
  g_autoptr (RedanSchema) schema = redan_schema_load (source, NULL);
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanId id = redan_id_random ();
  RedanEntry entries[] = {
    { redan_model_intern (model, ""), redan_model_intern (model, "process"), REDAN_FIELD_KIND },
    { redan_model_intern (model, ""), redan_model_intern (model, "0000000000000000"),
      REDAN_FIELD_PARENT },
  };

  g_assert_true (redan_canonical_write_file (model, fixture->path, &error));
  g_autoptr (GBytes) good = redan_canonical_write (model);
  redan_model_put (model, redan_object_new (REDAN_SECTION_ELEMENT, &id, entries, 2));
  g_assert_false (redan_canonical_write_file (model, fixture->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE);
  assert_content (fixture->path, good);
  assert_n_files (fixture->directory, 1);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/file-replace/new-file/written", test_new_file);
  ADD ("/file-replace/old-file/keeps-mode", test_keeps_mode);
  ADD ("/file-replace/open-file/undisturbed", test_open_file);
  ADD ("/file-replace/symbolic-link/followed", test_symbolic_link);
  ADD ("/file-replace/symbolic-link/circle-refused", test_link_circle);
  ADD ("/file-replace/targets/refused", test_refused_targets);
  ADD ("/file-replace/full-device/error", test_full_device);
  ADD ("/file-replace/closed-pipe/error", test_closed_pipe);
  ADD ("/file-replace/failed-write/old-file-stays", test_failed_write);
  ADD ("/file-replace/full-disk/old-file-stays", test_full_disk);
  ADD ("/file-replace/broken-model/old-file-stays", test_broken_model);
  return g_test_run ();
}
