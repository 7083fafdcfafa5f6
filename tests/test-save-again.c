/* SPDX-License-Identifier: Apache-2.0 */
/* A save that waits for another program, and one under another name that comes before it is tried
 * again. */

#include <string.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/document.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "tests/random-edits.h"
#include "ui/window/save-again.h"

static RedanSchema *schema;

typedef struct
{
  char *directory;
  char *path;
  RedanDocument *document;
  RedanSaveAgain *again;
  guint n_tries;
  gboolean saved;
  gboolean planned;
} Fixture;

static void
try_to_save (const char *path, gboolean close, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_tries++;
  self->saved = redan_document_save (self->document, path, &error);
  self->planned = !self->saved && redan_save_again_plan (self->again, path, close, error);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (RedanModel) model = random_model (schema, random, 5);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("redan-save-again-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
  self->document = redan_document_open (schema, self->path, NULL, NULL, &error);
  g_assert_no_error (error);
  redan_document_apply (self->document,
                        redan_command_add_element (redan_document_get_model (self->document),
                                                   "process", "new", NULL, NULL, NULL, NULL),
                        &error);
  g_assert_no_error (error);
  self->again = redan_save_again_new (0, try_to_save, self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  redan_save_again_free (self->again);
  g_object_unref (self->document);
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->path);
}

static GBytes *
read_bytes (const char *path)
{
  char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}

/* Everything that is planned, and what that plans. */
static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static RedanFileLock *
lock (const char *path)
{
  g_autoptr (GError) error = NULL;
  RedanFileLock *held = redan_file_lock (path, 0, &error);

  g_assert_no_error (error);
  return held;
}

static void
test_waits (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanFileLock) held = lock (self->path);
  g_autoptr (GBytes) before = read_bytes (self->path);

  try_to_save (self->path, FALSE, self);
  g_assert_true (self->planned);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_tries, ==, 2);
  g_assert_false (self->saved);
  g_clear_pointer (&held, redan_file_unlock);
  drain ();
  g_assert_true (self->saved);
  g_assert_cmpuint (self->n_tries, ==, 3);
  g_autoptr (GBytes) after = read_bytes (self->path);
  g_assert_false (g_bytes_equal (before, after));
}

static void
test_gives_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanFileLock) held = lock (self->path);

  try_to_save (self->path, FALSE, self);
  drain ();
  g_assert_cmpuint (self->n_tries, ==, REDAN_SAVE_TRIES + 1);
  g_assert_false (self->planned);
  g_assert_false (self->saved);

  /* the next one that is asked for has as much patience */
  try_to_save (self->path, FALSE, self);
  g_assert_true (self->planned);
}

static void
test_saved_under_another_name (Fixture *self, gconstpointer unused)
{
  g_autofree char *other = g_build_filename (self->directory, "other.redan", NULL);
  g_autoptr (RedanFileLock) held = lock (self->path);
  g_autoptr (GBytes) before = read_bytes (self->path);

  try_to_save (self->path, FALSE, self);
  g_assert_true (self->planned);
  redan_save_again_forget (self->again);
  try_to_save (other, FALSE, self);
  g_assert_true (self->saved);

  /* the old file is free now, and not the file of the document any more */
  g_clear_pointer (&held, redan_file_unlock);
  drain ();
  g_assert_cmpuint (self->n_tries, ==, 2);
  g_assert_cmpstr (redan_document_get_path (self->document), ==, other);
  g_autoptr (GBytes) after = read_bytes (self->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_other_failures (Fixture *self, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (self->directory, "missing", "model.redan", NULL);

  try_to_save (nowhere, FALSE, self);
  g_assert_false (self->saved);
  g_assert_false (self->planned);
  drain ();
  g_assert_cmpuint (self->n_tries, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  g_test_add ("/save-again/waits", Fixture, NULL, set_up, test_waits, tear_down);
  g_test_add ("/save-again/gives-up", Fixture, NULL, set_up, test_gives_up, tear_down);
  g_test_add ("/save-again/saved-under-another-name", Fixture, NULL, set_up,
              test_saved_under_another_name, tear_down);
  g_test_add ("/save-again/other-failures", Fixture, NULL, set_up, test_other_failures, tear_down);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
