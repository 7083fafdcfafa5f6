/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that were never saved, and what is offered after a crash: nothing that was done is ever
 * lost. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/document.h"
#include "model/error.h"
#include "model/store.h"
#include "tests/random-edits.h"
#include "tests/recovery-fixture.h"

static void
test_untitled (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, "/somewhere/else.json");
  g_autoptr (GBytes) first = document_bytes (document);
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_true (redan_document_has_store (document));
  work (self, document, 30);
  g_autoptr (GBytes) last = document_bytes (document);
  g_autofree char *title = NULL;
  g_object_get (document, "title", &title, NULL);

  /* what is open now is not offered */
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_clear_pointer (&list, g_ptr_array_unref);
  g_assert_finalize_object (g_steal_pointer (&document));

  list = list_quietly (self);
  const RedanRecoverable *found = find_only (list);
  g_assert_null (found->path);
  g_assert_cmpstr (found->origin, ==, "/somewhere/else.json");
  g_assert_cmpstr (found->title, ==, title);
  g_assert_cmpuint (found->n_commands, ==, 30);
  g_assert_cmpint (found->time, >=, before);

  document = recover_only (self);
  assert_bytes (document, last);
  g_assert_null (redan_document_get_path (document));
  g_assert_cmpstr (redan_document_get_origin (document), ==, "/somewhere/else.json");
  g_assert_true (redan_document_is_modified (document));
  undo_all (document);
  assert_bytes (document, first);
  g_assert_false (redan_document_is_modified (document));
  redo_all (document);
  assert_bytes (document, last);

  /* saved, it is the document of its file, history included */
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_null (redan_document_get_origin (document));
  g_assert_null (redan_document_get_warning (document));
  g_clear_object (&document);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_cmpuint (count_stores (self), ==, 1);
  document = redan_document_open (recovery_schema, self->path, self->stores, NULL, NULL);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 30);
  undo_all (document);
  assert_bytes (document, first);
}

static void
test_title (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = redan_document_new (recovery_schema);
  g_autofree char *title = NULL;
  g_autoptr (RedanDocument) imported = redan_document_new (recovery_schema);
  g_autofree char *imported_title = NULL;

  g_assert_true (redan_document_attach_untitled (document, self->stores, NULL, NULL));
  g_object_get (document, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Untitled model");
  g_assert_true (
      redan_document_attach_untitled (imported, self->stores, "/models/shop.json", NULL));
  g_object_get (imported, "title", &imported_title, NULL);
  g_assert_cmpstr (imported_title, ==, "shop.json");
}

/* What nobody did anything to leaves nothing behind, however it ends. */
static void
test_litter (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);

  g_assert_cmpuint (count_stores (self), ==, 1);
  work (self, document, 3);
  undo_all (document);
  g_clear_object (&document);
  g_assert_cmpuint (count_stores (self), ==, 0);

  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      new_untitled (self, NULL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_cmpuint (count_stores (self), ==, 1);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_cmpuint (count_stores (self), ==, 0);
}

static void
test_discard (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autofree char *kept = NULL;

  work (self, document, 5);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  kept = redan_document_discard_store (self->stores, find_only (list)->key, NULL);
  g_assert_cmpstr (kept, ==, find_only (list)->key);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);

  /* thrown away by mistake */
  g_assert_true (redan_document_undiscard_store (self->stores, kept, NULL));
  document = recover_only (self);
  assert_bytes (document, bytes);

  /* by the window that has it open */
  g_assert_true (redan_document_discard (document, NULL));
  g_clear_object (&document);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
}

/* Unsaved commands on a file: discarded, the file is what is opened; fetched back, they are a
 * document of their own. */
static void
test_discard_of_file (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);
  g_autofree char *kept = NULL;
  gboolean recovered;

  work (self, document, 5);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpstr (find_only (list)->path, ==, self->path);
  kept = redan_document_discard_store (self->stores, find_only (list)->key, NULL);
  g_assert_nonnull (kept);

  document = redan_document_open (recovery_schema, self->path, self->stores, &recovered, NULL);
  g_assert_false (recovered);
  g_assert_null (redan_document_get_warning (document));
  assert_bytes (document, saved);
  g_assert_true (redan_document_undiscard_store (self->stores, kept, NULL));
  g_autoptr (RedanDocument) fetched = recover_only (self);
  assert_bytes (fetched, bytes);
  g_assert_cmpstr (redan_document_get_origin (fetched), ==, self->path);
  undo_all (fetched);
  assert_bytes (fetched, saved);
}

static void
test_recover_file (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);

  work (self, document, 7);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  document = recover_only (self);
  g_assert_cmpstr (redan_document_get_path (document), ==, self->path);
  assert_bytes (document, bytes);
  undo_all (document);
  assert_bytes (document, saved);
}

/* The file that the commands were made on is not there any more: changed, or gone. */
static void
test_recover_changed_file (Fixture *self, gconstpointer seed)
{
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (RedanDocument) document = new_saved (self);
      g_autoptr (RedanModel) model = random_model (recovery_schema, self->random, 3);
      g_autoptr (GBytes) other = model_bytes (model);
      work (self, document, 7);
      g_autoptr (GBytes) bytes = document_bytes (document);
      g_clear_object (&document);
      if (round == 0)
        g_assert_true (redan_canonical_write_file (model, self->path, NULL));
      else
        g_assert_cmpint (g_unlink (self->path), ==, 0);

      document = recover_only (self);
      g_assert_null (redan_document_get_path (document));
      g_assert_cmpstr (redan_document_get_origin (document), ==, self->path);
      assert_bytes (document, bytes);
      g_assert_true (redan_document_is_modified (document));
      g_autofree char *copy = g_strconcat (self->path, "-copy.redan", NULL);
      g_assert_true (redan_document_save (document, copy, NULL));
      if (round == 0)
        assert_file (self->path, other);
      else
        g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
    }
}

static void
test_damaged (Fixture *self, gconstpointer seed)
{
  g_autofree char *name = g_strnfill (64, 'a');
  g_autofree char *path = g_strconcat (self->stores, "/", name, ".db", NULL);
  g_autofree char *aside = g_strconcat (self->stores, "/", name, ".damaged-1.db", NULL);
  g_autofree char *warning = NULL;

  g_assert_cmpint (g_mkdir (self->stores, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "This is no database, and long enough.", -1, NULL));
  g_autoptr (GPtrArray) list = redan_document_list_recoverable (self->stores, &warning);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_nonnull (warning);
  g_assert_nonnull (strstr (warning, aside));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  /* told once, and a directory that is not there is empty */
  g_autoptr (GPtrArray) again = list_quietly (self);
  g_assert_cmpuint (again->len, ==, 0);
  remove_tree (self->stores);
  g_autoptr (GPtrArray) none = list_quietly (self);
  g_assert_cmpuint (none->len, ==, 0);
}

/* The built-in schema with a pack beside it, "acme", that has the values @values of an attribute. */
static RedanSchema *
load_pack_schema (Fixture *self, const char *values)
{
  g_autofree char *packs = g_build_filename (self->directory, "packs", NULL);
  g_autofree char *path = g_build_filename (packs, "acme.xml", NULL);
  g_autofree char *content = g_strdup_printf (
      "<attributes pack='acme' version='1'><attribute scope='element' name='laser' type='enum'"
      " source='user' unknown='ask' group='acme'><meaning>How it is lit.</meaning>%s</attribute>"
      "</attributes>",
      values);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (packs, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_autoptr (RedanDataSource) source = redan_data_source_new (packs, &error);
  g_assert_no_error (error);
  RedanSchema *schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  return schema;
}

/* One command that needs the pack. */
static void
light (RedanDocument *document, const char *value)
{
  const RedanModel *model = redan_document_get_model (document);
  const RedanAttribute *laser =
      redan_schema_lookup (redan_model_get_schema (model), REDAN_SCOPE_ELEMENT, "laser", -1);
  RedanEdit *edit = redan_edit_new (model, "Light");
  RedanId id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 0)->id;
  g_autoptr (GError) error = NULL;

  redan_edit_set (edit, &id, REDAN_FIELD_ATTRIBUTE + laser->index, NULL, value);
  redan_document_apply (document, edit, &error);
  g_assert_no_error (error);
}

/* Opens the file of a store that needs more than @schema has: the file is shown, the user is told
 * that of @words, and the store stays as it is. */
static RedanDocument *
open_without (Fixture *self, RedanSchema *schema, GBytes *saved, const char *const *words)
{
  gboolean recovered;
  RedanDocument *document =
      redan_document_open (schema, self->path, self->stores, &recovered, NULL);

  g_assert_false (recovered);
  assert_bytes (document, saved);
  g_assert_false (redan_document_is_modified (document));
  g_assert_nonnull (redan_document_get_warning (document));
  g_assert_cmpuint (count_stores (self), ==, 1);
  g_assert_null (strstr (redan_document_get_warning (document), "damaged"));
  for (guint i = 0; words[i] != NULL; i++)
    g_assert_nonnull (strstr (redan_document_get_warning (document), words[i]));
  return document;
}

/* A pack that is not there, or an older one without the value, is no damage: the unsaved work waits
 * for it. */
static void
test_missing_pack (Fixture *self, gconstpointer seed)
{
  static const char *const no_pack[] = { "acme", "laser", NULL };
  static const char *const no_value[] = { "laser", "\"green\"", NULL };
  g_autoptr (RedanSchema) full =
      load_pack_schema (self, "<value name='red'/><value name='green'/>");
  g_autoptr (RedanSchema) old = load_pack_schema (self, "<value name='red'/>");
  g_autoptr (GBytes) saved = model_bytes (self->model);
  gboolean recovered;

  g_assert_true (redan_canonical_write_file (self->model, self->path, NULL));
  g_autoptr (RedanDocument) document =
      redan_document_open (full, self->path, self->stores, NULL, NULL);
  light (document, "green");
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);

  document = open_without (self, recovery_schema, saved, no_pack);
  g_clear_object (&document);
  document = open_without (self, old, saved, no_value);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpstr (find_only (list)->path, ==, self->path);

  document = redan_document_open (full, self->path, self->stores, &recovered, NULL);
  g_assert_true (recovered);
  g_assert_null (redan_document_get_warning (document));
  assert_bytes (document, bytes);
  undo_all (document);
  assert_bytes (document, saved);

  /* a file that needs the pack is refused in the same way, and costs nothing either */
  g_autoptr (GError) error = NULL;
  redo_all (document);
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_clear_object (&document);
  g_assert_null (
      redan_document_open (recovery_schema, self->path, self->stores, &recovered, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME);
  g_assert_nonnull (strstr (error->message, "laser"));
  assert_file (self->path, bytes);
  document = redan_document_open (full, self->path, self->stores, NULL, NULL);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 1);
}

/* The same without a file, of what was there when the store was made. */
static void
test_missing_pack_untitled (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanSchema) full = load_pack_schema (self, "<value name='red'/>");
  g_autoptr (RedanDocument) document =
      redan_document_new_for_model (random_model (full, self->random, 3));
  g_autoptr (GError) error = NULL;

  light (document, "red");
  g_assert_true (redan_document_attach_untitled (document, self->stores, NULL, NULL));
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GPtrArray) list = list_quietly (self);
      const char *key = find_only (list)->key;
      g_assert_null (redan_document_recover (recovery_schema, self->stores, key, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, "acme"));
      g_clear_error (&error);
    }
  g_autoptr (GPtrArray) list = list_quietly (self);
  document = redan_document_recover (full, self->stores, find_only (list)->key, NULL);
  assert_bytes (document, bytes);
}

/* The user goes on without the pack and saves: what waits is a document of its own from then on. */
static void
test_missing_pack_saved (Fixture *self, gconstpointer seed)
{
  static const char *const no_pack[] = { "acme", NULL };
  g_autoptr (RedanSchema) full = load_pack_schema (self, "<value name='red'/>");
  g_autoptr (GBytes) saved = model_bytes (self->model);
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_canonical_write_file (self->model, self->path, NULL));
  g_autoptr (RedanDocument) document =
      redan_document_open (full, self->path, self->stores, NULL, NULL);
  light (document, "red");
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);

  document = open_without (self, recovery_schema, saved, no_pack);
  work (self, document, 3);
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_true (redan_document_attach_file (document, self->stores, NULL));
  g_clear_object (&document);

  g_autoptr (GPtrArray) list = list_quietly (self);
  const char *key = find_only (list)->key;
  for (guint round = 0; round < 2; round++)
    {
      g_assert_null (redan_document_recover (recovery_schema, self->stores, key, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, "acme"));
      g_clear_error (&error);
    }
  document = redan_document_recover (full, self->stores, key, NULL);
  assert_bytes (document, bytes);
  g_assert_cmpstr (redan_document_get_origin (document), ==, self->path);
}

/* The process ended between the two steps of moving a store: the key is written, the name is old.
 */
static void
test_half_moved (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);

  work (self, document, 3);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_autofree char *hash =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, find_only (list)->key, -1);
  g_autofree char *place = g_strconcat (self->stores, "/", hash, ".db", NULL);
  g_autofree char *name = g_strnfill (64, 'a');
  g_autofree char *old_place = g_strconcat (self->stores, "/", name, ".db", NULL);
  g_assert_cmpint (g_rename (place, old_place), ==, 0);
  document = recover_only (self);
  assert_bytes (document, bytes);
}

/* A second window offers what the first one has just recovered. */
static void
test_recover_twice (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autoptr (GError) error = NULL;

  work (self, document, 3);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  const char *key = find_only (list)->key;
  document = redan_document_recover (recovery_schema, self->stores, key, NULL);
  g_assert_nonnull (document);
  g_assert_null (redan_document_recover (recovery_schema, self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_null (redan_document_discard_store (self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);

  /* saved meanwhile */
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_clear_object (&document);
  g_assert_null (redan_document_recover (recovery_schema, self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
}

/* What the child says after each thing that was done. */
typedef struct
{
  char hash[65];
  gboolean saved;
} Report;

static char *
document_hash (RedanDocument *document)
{
  g_autoptr (GBytes) bytes = document_bytes (document);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
send_report (RedanDocument *document, int pipe_end)
{
  g_autofree char *hash = document_hash (document);
  Report report = { .saved = !redan_document_is_modified (document) };

  g_strlcpy (report.hash, hash, sizeof report.hash);
  if (write (pipe_end, &report, sizeof report) != sizeof report)
    _exit (3);
}

/* Works on an untitled document, and saves it under one name and another, until it is killed. */
static G_NORETURN void
run_child (Fixture *self, int pipe_end, guint32 seed)
{
  g_autofree char *second = g_build_filename (self->directory, "second.redan", NULL);
  RedanDocument *document = new_untitled (self, NULL);

  g_rand_set_seed (self->random, seed);
  send_report (document, pipe_end);
  while (TRUE)
    {
      guint what = g_rand_int_range (self->random, 0, 20);
      gboolean done;
      if (what == 0)
        done = redan_document_save (document, g_rand_boolean (self->random) ? self->path : second,
                                    NULL);
      else if (what < 4 && redan_document_can_undo (document))
        done = redan_document_undo (document, NULL);
      else if (what < 6 && redan_document_can_redo (document))
        done = redan_document_redo (document, NULL);
      else
        done = redan_document_apply (
            document, random_command (redan_document_get_model (document), self->random), NULL);
      if (redan_document_get_warning (document) != NULL)
        _exit (4);
      if (done)
        send_report (document, pipe_end);
    }
}

static Report
run_and_kill (Fixture *self, guint kill_after)
{
  int ends[2];
  int status;
  Report last = { "" };
  Report report;
  guint n = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  guint32 seed = g_rand_int (self->random);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (ends[0]);
      run_child (self, ends[1], seed);
    }

  close (ends[1]);
  while (read (ends[0], &report, sizeof report) == sizeof report)
    {
      last = report;
      if (++n == kill_after)
        kill (child, SIGKILL);
    }
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  return last;
}

/* Whether the document is what the child said last, or one command before or after it. */
static gboolean
is_near (RedanDocument *document, const char *hash)
{
  g_autofree char *now = document_hash (document);
  gboolean near = strcmp (now, hash) == 0;

  if (!near && redan_document_can_undo (document))
    {
      g_assert_true (redan_document_undo (document, NULL));
      g_autofree char *before = document_hash (document);
      near = strcmp (before, hash) == 0;
      g_assert_true (redan_document_redo (document, NULL));
    }
  if (!near && redan_document_can_redo (document))
    {
      g_assert_true (redan_document_redo (document, NULL));
      g_autofree char *after = document_hash (document);
      near = strcmp (after, hash) == 0;
      g_assert_true (redan_document_undo (document, NULL));
    }
  return near;
}

/* The last state of the child is among what is offered, else in a file that it saved. */
static RedanDocument *
find_last (Fixture *self, const char *hash)
{
  g_autoptr (GPtrArray) list = list_quietly (self);
  static const char *const names[] = { "model.redan", "second.redan" };
  RedanDocument *found = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const RedanRecoverable *recoverable = g_ptr_array_index (list, i);
      RedanDocument *document =
          redan_document_recover (recovery_schema, self->stores, recoverable->key, NULL);
      g_assert_nonnull (document);
      g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
      assert_valid (redan_document_get_model (document));
      if (found == NULL && is_near (document, hash))
        found = document;
      else
        g_object_unref (document);
    }
  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, names[i], NULL);
      g_autoptr (RedanDocument) document =
          redan_document_open (recovery_schema, path, self->stores, NULL, NULL);
      if (document != NULL && is_near (document, hash))
        found = g_steal_pointer (&document);
    }
  return found;
}

static void
test_kill_untitled (Fixture *self, gconstpointer seed)
{
  guint n_histories = 0;

  for (guint round = 0; round < 40; round++)
    {
      Report last = run_and_kill (self, g_rand_int_range (self->random, 1, 60));
      g_autoptr (RedanDocument) document = find_last (self, last.hash);
      if (document == NULL)
        {
          /* nothing was done, or all of it undone, and it was never saved */
          g_autoptr (RedanDocument) fresh = new_untitled (self, NULL);
          g_assert_true (is_near (fresh, last.hash));
        }
      else
        {
          g_autoptr (GBytes) bytes = document_bytes (document);
          n_histories += redan_document_get_n_commands (document, NULL) > 0 ? 1 : 0;
          undo_all (document);
          if (redan_document_get_n_commands (document, NULL) > 0)
            {
              g_autoptr (RedanDocument) fresh = new_untitled (self, NULL);
              g_autoptr (GBytes) first = document_bytes (fresh);
              assert_bytes (document, first);
            }
          redo_all (document);
          assert_valid (redan_document_get_model (document));
        }
      g_clear_object (&document);
      remove_tree (self->stores);
      g_unlink (self->path);
      g_autofree char *second = g_build_filename (self->directory, "second.redan", NULL);
      g_unlink (second);
    }
  g_assert_cmpuint (n_histories, >=, 30);
}

#define ADD(path, seed, function)                                                                  \
  g_test_add ("/recovery/" path, Fixture, GUINT_TO_POINTER (seed), recovery_set_up, function,      \
              recovery_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recovery_schema = random_schema ();
  ADD ("untitled", 1, test_untitled);
  ADD ("untitled/title", 2, test_title);
  ADD ("untitled/litter", 3, test_litter);
  ADD ("untitled/kill", 4, test_kill_untitled);
  ADD ("discard/untitled", 5, test_discard);
  ADD ("discard/file", 6, test_discard_of_file);
  ADD ("file", 7, test_recover_file);
  ADD ("file/changed", 8, test_recover_changed_file);
  ADD ("damaged", 9, test_damaged);
  ADD ("missing-pack", 17, test_missing_pack);
  ADD ("missing-pack/untitled", 19, test_missing_pack_untitled);
  ADD ("missing-pack/saved", 18, test_missing_pack_saved);
  ADD ("half-moved", 16, test_half_moved);
  ADD ("twice", 10, test_recover_twice);

  int result = g_test_run ();
  redan_schema_unref (recovery_schema);
  return result;
}
