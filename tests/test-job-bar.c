/* SPDX-License-Identifier: Apache-2.0 */
/* An export that is cancelled before and while its file is written: the file is the old one or the
 * new one, whole, and nothing else is left. */

#include <string.h>

#include "model/file-lock.h"
#include "tests/random-edits.h"
#include "ui/window/job-bar.h"

#define OLD "old"
#define NEW "new content"

typedef struct
{
  char *directory;
  char *path;
  GCancellable *cancellable;
  GTask *task;
  GMutex mutex; /* held by the test until the thread may write */
  gboolean written;
  GError *error;
  gboolean done;
  int has_ended; /* the thread; atomic */
} Fixture;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  self->written = g_task_propagate_boolean (G_TASK (result), &self->error);
  self->done = TRUE;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->directory = g_dir_make_tmp ("redan-job-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "model.svg", NULL);
  g_assert_true (g_file_set_contents (self->path, OLD, -1, NULL));
  self->cancellable = g_cancellable_new ();
  self->task = g_task_new (NULL, self->cancellable, written_cb, self);
  g_task_set_task_data (self->task, self, NULL);
  /* as redan_job_bar_run() does */
  g_task_set_return_on_cancel (self->task, TRUE);
  g_mutex_init (&self->mutex);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_error (&self->error);
  g_object_unref (self->task);
  g_object_unref (self->cancellable);
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->path);
  g_mutex_clear (&self->mutex);
}

static void
write_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Fixture *self = task_data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (NEW, strlen (NEW));

  g_mutex_lock (&self->mutex);
  redan_job_bar_write (task, bytes, self->path, NULL);
  g_mutex_unlock (&self->mutex);
  g_atomic_int_set (&self->has_ended, TRUE);
}

static void
wait_until_done (Fixture *self)
{
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_thread (Fixture *self)
{
  while (!g_atomic_int_get (&self->has_ended))
    g_thread_yield ();
}

static void
assert_only (const Fixture *self, const char *expected)
{
  g_autoptr (GDir) listing = g_dir_open (self->directory, 0, NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (self->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
  g_assert_cmpstr (g_dir_read_name (listing), ==, "model.svg");
  g_assert_cmpstr (g_dir_read_name (listing), ==, NULL);
}

static void
test_not_cancelled (Fixture *self, gconstpointer unused)
{
  g_task_run_in_thread (self->task, write_thread);
  wait_until_done (self);
  g_assert_no_error (self->error);
  g_assert_true (self->written);
  wait_for_thread (self);
  assert_only (self, NEW);
}

static void
test_cancelled_before (Fixture *self, gconstpointer unused)
{
  g_mutex_lock (&self->mutex);
  g_task_run_in_thread (self->task, write_thread);
  g_cancellable_cancel (self->cancellable);
  wait_until_done (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* the thread goes on, and finds that nobody wants the file */
  g_mutex_unlock (&self->mutex);
  wait_for_thread (self);
  assert_only (self, OLD);
}

/* The thread has begun to write, and waits for another program that has the file. */
static void
test_cancelled_while_writing (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanFileLock) held = redan_file_lock (self->path, 0, NULL);

  g_assert_nonnull (held);
  g_task_run_in_thread (self->task, write_thread);
  while (g_task_get_return_on_cancel (self->task))
    g_thread_yield ();
  g_cancellable_cancel (self->cancellable);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_false (self->done);
  g_clear_pointer (&held, redan_file_unlock);
  wait_until_done (self);
  g_assert_no_error (self->error);
  g_assert_true (self->written);
  wait_for_thread (self);
  assert_only (self, NEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/job-bar/not-cancelled", Fixture, NULL, set_up, test_not_cancelled, tear_down);
  g_test_add ("/job-bar/cancelled-before", Fixture, NULL, set_up, test_cancelled_before, tear_down);
  g_test_add ("/job-bar/cancelled-while-writing", Fixture, NULL, set_up,
              test_cancelled_while_writing, tear_down);
  return g_test_run ();
}
