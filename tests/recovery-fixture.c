/* SPDX-License-Identifier: Apache-2.0 */
/* A document in a directory of its own, with its stores, for the tests of what is never lost. */

#include "tests/recovery-fixture.h"

#include <stdlib.h>

#include "tests/random-edits.h"

RedanSchema *recovery_schema;

void
recovery_set_up (Fixture *self, gconstpointer seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("redan-recovery-XXXXXX", &error);

  g_assert_no_error (error);
  char *real = realpath (directory, NULL);
  self->directory = g_strdup (real);
  free (real);
  self->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  self->model = random_model (recovery_schema, self->random, 10);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "state", NULL);
}

void
recovery_tear_down (Fixture *self, gconstpointer seed)
{
  remove_tree (self->directory);
  g_rand_free (self->random);
  redan_model_unref (self->model);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
}

GBytes *
document_bytes (RedanDocument *document)
{
  return model_bytes (redan_document_get_model (document));
}

void
assert_bytes (RedanDocument *document, GBytes *expected)
{
  g_autoptr (GBytes) bytes = document_bytes (document);

  g_assert_true (g_bytes_equal (bytes, expected));
}

void
assert_file (const char *path, GBytes *expected)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

void
work (Fixture *self, RedanDocument *document, guint n)
{
  guint target = redan_document_get_n_commands (document, NULL) + n;

  while (redan_document_get_n_commands (document, NULL) < target)
    redan_document_apply (document,
                          random_command (redan_document_get_model (document), self->random), NULL);
}

void
undo_all (RedanDocument *document)
{
  while (redan_document_can_undo (document))
    g_assert_true (redan_document_undo (document, NULL));
}

void
redo_all (RedanDocument *document)
{
  while (redan_document_can_redo (document))
    g_assert_true (redan_document_redo (document, NULL));
}

RedanDocument *
new_untitled (Fixture *self, const char *origin)
{
  RedanDocument *document = redan_document_new_for_model (redan_model_copy (self->model));
  g_autoptr (GError) error = NULL;

  redan_document_attach_untitled (document, self->stores, origin, &error);
  g_assert_no_error (error);
  return document;
}

RedanDocument *
new_saved (Fixture *self)
{
  RedanDocument *document = new_untitled (self, NULL);

  g_assert_true (redan_document_save (document, self->path, NULL));
  return document;
}

GPtrArray *
list_quietly (Fixture *self)
{
  g_autofree char *warning = NULL;
  GPtrArray *list = redan_document_list_recoverable (self->stores, &warning);

  g_assert_cmpstr (warning, ==, NULL);
  return list;
}

/* The one unsaved document that there is to be. */
RedanRecoverable *
find_only (GPtrArray *list)
{
  g_assert_cmpuint (list->len, ==, 1);
  return g_ptr_array_index (list, 0);
}

RedanDocument *
recover_only (Fixture *self)
{
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_autoptr (GError) error = NULL;
  RedanDocument *document =
      redan_document_recover (recovery_schema, self->stores, find_only (list)->key, &error);

  g_assert_no_error (error);
  return document;
}

guint
count_stores (Fixture *self)
{
  g_autoptr (GDir) listing = g_dir_open (self->stores, 0, NULL);
  const char *name;
  guint n = 0;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    n += g_str_has_suffix (name, ".db") ? 1 : 0;
  return n;
}
