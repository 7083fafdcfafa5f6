/* SPDX-License-Identifier: Apache-2.0 */
/* Reading of files that anybody may have made: nothing waits, nothing grows without limit. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/error.h"
#include "model/file-read.h"
#include "model/hash.h"

#define LIMIT (1024 * 1024)

typedef struct
{
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("redan-read-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "file", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static void
assert_refused (const char *path, gboolean streams, int code, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = redan_file_read (path, streams, LIMIT, &error);

  g_assert_null (bytes);
  g_assert_error (error, REDAN_MODEL_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  static const gsize lengths[] = { 0, 1, 65535, 65536, 65537, LIMIT - 1, LIMIT };
  g_autofree char *content = g_malloc (LIMIT);

  for (gsize i = 0; i < LIMIT; i++)
    content[i] = (char) (i * 31);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length;
      g_assert_true (g_file_set_contents (fixture->path, content, (gssize) lengths[i], NULL));
      g_autoptr (GBytes) bytes = redan_file_read (fixture->path, FALSE, LIMIT, &error);
      g_assert_no_error (error);
      const char *read_back = g_bytes_get_data (bytes, &length);
      g_assert_cmpmem (read_back, length, content, lengths[i]);
      if (length > 0)
        g_assert_cmpint (read_back[length], ==, '\0');
    }
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "x", 1, NULL));
  g_assert_cmpint (truncate (fixture->path, LIMIT + 1), ==, 0);
  assert_refused (fixture->path, FALSE, REDAN_MODEL_ERROR_LIMIT, "larger than 1 MiB");
}

/* Files of the kernel say that they are empty. */
static void
test_size_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = redan_file_read ("/proc/self/status", FALSE, LIMIT, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "Name:"));
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture->path, TRUE, REDAN_MODEL_ERROR_IO, "No such file");
  assert_refused (fixture->directory, TRUE, REDAN_MODEL_ERROR_IO, "directory");
  assert_refused ("/dev/zero", TRUE, REDAN_MODEL_ERROR_IO, "device");
  assert_refused ("/dev/null", FALSE, REDAN_MODEL_ERROR_IO, "device");
  g_assert_cmpint (symlink ("file", fixture->path), ==, 0);
  assert_refused (fixture->path, TRUE, REDAN_MODEL_ERROR_IO, "symbolic links");
}

/* Opening a named pipe waits for a writer, which may never come. */
static void
test_pipe_without_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_autoptr (GBytes) bytes = redan_file_read (fixture->path, TRUE, LIMIT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  assert_refused (fixture->path, FALSE, REDAN_MODEL_ERROR_IO, "pipe");
}

static gpointer
write_slowly (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);

  for (guint i = 0; i < 3; i++)
    {
      g_usleep (2000);
      g_assert_cmpint (write (fd, "abc", 3), ==, 3);
    }
  close (fd);
  return NULL;
}

/* A writer that is there is waited for. */
static void
test_pipe_with_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  int fd = open (fixture->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  GThread *writer = g_thread_new ("writer", write_slowly, GINT_TO_POINTER (fd));
  g_autoptr (GBytes) bytes = redan_file_read (fixture->path, TRUE, LIMIT, &error);
  g_thread_join (writer);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 9);
}

/* What another program takes away while a file is read ends the file, and nothing else. */
static void
test_cut_short (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "0123456789", 10, NULL));
  int fd = redan_file_open (fixture->path, FALSE, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = redan_file_read_rest (fd, fixture->path, LIMIT, &error);
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 10, "0123456789", 10);
  close (fd);
}

/* Piece by piece it is the hash of the whole, with the same limit. */
static void
test_hash (Fixture *fixture, gconstpointer data)
{
  static const gsize lengths[] = { 0, 1, 65535, 65536, 65537, LIMIT, LIMIT + 1 };
  g_autofree char *content = g_malloc (LIMIT + 1);

  for (gsize i = 0; i <= LIMIT; i++)
    content[i] = (char) (i * 31);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *expected =
          g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) content, lengths[i]);
      g_autoptr (GBytes) bytes = g_bytes_new_static (content, lengths[i]);
      g_autofree char *whole = redan_hash_bytes (bytes);
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (fixture->path, content, (gssize) lengths[i], NULL));
      int fd = redan_file_open (fixture->path, FALSE, NULL);
      g_autofree char *hash = redan_file_hash_rest (fd, fixture->path, LIMIT, &error);

      close (fd);
      g_assert_cmpstr (whole, ==, expected);
      if (lengths[i] <= LIMIT)
        g_assert_cmpstr (hash, ==, expected);
      else
        g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
    }
}

#define ADD(path, test) g_test_add ("/file-read/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("whole", test_whole);
  ADD ("limit", test_limit);
  ADD ("size-unknown", test_size_unknown);
  ADD ("no-file", test_no_file);
  ADD ("pipe/without-writer", test_pipe_without_writer);
  ADD ("pipe/with-writer", test_pipe_with_writer);
  ADD ("cut-short", test_cut_short);
  ADD ("hash", test_hash);
  return g_test_run ();
}
