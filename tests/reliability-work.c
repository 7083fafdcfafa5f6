/* SPDX-License-Identifier: Apache-2.0 */
/* Editing and saving as the window does it, and the check of what is found afterwards. */

#include "tests/reliability-work.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "tests/barrier.h"
#include "tests/random-edits.h"

#define N_ELEMENTS 5

/* A child that waits for ever is ended, and seen. */
#define CHILD_SECONDS 60

Work *
work_new (void)
{
  Work *self =
      mmap (NULL, sizeof (Work), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (self != MAP_FAILED);
  return self;
}

void
work_place_init (WorkPlace *self)
{
  self->schema = random_schema ();
  self->directory = g_dir_make_tmp ("redan-reliability-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "stores", NULL);
}

void
work_place_clear (WorkPlace *self)
{
  remove_tree (self->directory);
  redan_schema_unref (self->schema);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
}

void
work_place_fill (WorkPlace *self, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (RedanModel) model = random_model (self->schema, random, N_ELEMENTS);

  remove_tree (self->directory);
  g_assert_cmpint (g_mkdir_with_parents (self->stores, 0700), ==, 0);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
}

static void
hash_document (RedanDocument *document, char hash[65])
{
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));
  g_autofree char *text = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_strlcpy (hash, text, 65);
}

static void
add_state (Work *self, RedanDocument *document)
{
  g_assert_cmpuint (self->n_states, <, WORK_MAX_STATES);
  hash_document (document, self->states[self->n_states]);
  self->is_kept[self->n_states] = redan_document_has_store (document);
  faults_mark (WORK_MARK_STATE | self->n_states);
  self->n_states++;
}

static void
save (Work *self, RedanDocument *document, const char *path)
{
  g_assert_cmpuint (self->n_files, <, WORK_MAX_FILES);
  hash_document (document, self->files[self->n_files++]);
  if (!redan_document_save (document, path, NULL))
    return;
  /* A merge with what an earlier save left behind may have come first. */
  hash_document (document, self->files[self->n_files - 1]);
  self->first_file = self->n_files - 1;
  add_state (self, document);
  faults_mark (WORK_MARK_FILE | self->first_file);
  if (redan_document_has_store (document))
    faults_mark (WORK_MARK_BARRIER | (self->n_states - 1));
}

static void
take_step (Work *self, RedanDocument *document, const WorkPlace *place, GRand *random, guint step)
{
  guint n = self->n_states;
  gboolean done;

  if (step % 4 == 3)
    {
      if (redan_document_has_store (document) && barrier (document, NULL))
        faults_mark (WORK_MARK_BARRIER | (n - 1));
      return;
    }
  if (step % 7 == 5)
    {
      save (self, document, place->path);
      return;
    }
  if (step % 9 == 4 && redan_document_can_undo (document))
    done = redan_document_undo (document, NULL);
  else if (step % 9 == 6 && redan_document_can_redo (document))
    done = redan_document_redo (document, NULL);
  else
    done = redan_document_apply (
        document, random_command (redan_document_get_model (document), random), NULL);
  if (done)
    add_state (self, document);
}

void
work_run (Work *self, const WorkPlace *place, guint32 seed, guint n_steps)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  RedanDocument *document;

  alarm (CHILD_SECONDS);
  document = redan_document_open (place->schema, place->path, place->stores, NULL, NULL);
  if (document == NULL)
    return;
  add_state (self, document);
  for (guint i = 0; i < n_steps; i++)
    take_step (self, document, place, random, i);
  g_object_unref (document);
}

static void
check_database (const char *path)
{
  sqlite3 *database;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA integrity_check", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (database);
}

void
work_check_stores (const WorkPlace *place)
{
  g_autoptr (GDir) listing = g_dir_open (place->stores, 0, NULL);

  for (const char *name = g_dir_read_name (listing); name != NULL; name = g_dir_read_name (listing))
    {
      g_autofree char *path = g_build_filename (place->stores, name, NULL);
      if (!g_str_has_suffix (name, ".db"))
        continue;
      g_assert_null (strchr (name, '-'));
      check_database (path);
    }
}

static void
check_file (const Work *self, const WorkPlace *place, guint first_file)
{
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  gboolean found = FALSE;
  gsize length;

  g_assert_true (g_file_get_contents (place->path, &content, &length, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) content, length);
  for (guint i = first_file; i < self->n_files; i++)
    found |= strcmp (self->files[i], hash) == 0;
  if (!found)
    g_error ("the file is none of the versions %u to %u that it may be:\n%s", first_file,
             self->n_files - 1, content);
}

static gboolean
is_state (const Work *self, RedanDocument *document, guint first_state)
{
  char hash[65];

  hash_document (document, hash);
  for (guint i = first_state; i < self->n_states; i++)
    if (strcmp (self->states[i], hash) == 0)
      return TRUE;
  return FALSE;
}

/* A command that was under way is there or not. */
static gboolean
is_near (const Work *self, RedanDocument *document, guint first_state)
{
  guint last = self->n_states - 1;
  gboolean near = is_state (self, document, first_state);

  if (!near && redan_document_can_undo (document))
    {
      g_assert_true (redan_document_undo (document, NULL));
      near = is_state (self, document, last);
      g_assert_true (redan_document_redo (document, NULL));
    }
  if (!near && redan_document_can_redo (document))
    {
      g_assert_true (redan_document_redo (document, NULL));
      near = is_state (self, document, last);
      g_assert_true (redan_document_undo (document, NULL));
    }
  return near;
}

static void
check_history (RedanDocument *document)
{
  guint position;

  redan_document_get_n_commands (document, &position);
  g_assert_true (redan_document_move_to (document, 0, NULL));
  g_assert_true (
      redan_document_move_to (document, redan_document_get_n_commands (document, NULL), NULL));
  g_assert_true (redan_document_move_to (document, position, NULL));
}

/* Whether what is offered for recovery is in an acknowledged state. */
static gboolean
check_recoverable (const Work *self, const WorkPlace *place, guint first_state)
{
  g_autofree char *warning = NULL;
  g_autoptr (GPtrArray) list = redan_document_list_recoverable (place->stores, &warning);
  gboolean found = FALSE;

  g_assert_cmpstr (warning, ==, NULL);
  for (guint i = 0; i < list->len && !found; i++)
    {
      const RedanRecoverable *item = g_ptr_array_index (list, i);
      g_autoptr (RedanDocument) document =
          redan_document_recover (place->schema, place->stores, item->key, NULL);
      found = document != NULL && is_near (self, document, first_state);
    }
  return found;
}

/* What was acknowledged while there was a live store is in the document or offered for recovery.
 * When there was none the document said so, and what the store held from before became a document
 * of its own as soon as the file was saved. */
static void
check_states (const Work *self, const WorkPlace *place, RedanDocument *document, guint first_state)
{
  gboolean always_kept = TRUE;
  guint last_kept = 0;

  for (guint i = 0; i < self->n_states; i++)
    if (self->is_kept[i])
      last_kept = i;
    else
      always_kept = FALSE;
  first_state = MIN (first_state, last_kept);
  if (self->n_states > 0 && !is_near (self, document, first_state) &&
      !check_recoverable (self, place, first_state))
    g_error ("state %u of %u, or a later one, is lost", first_state, self->n_states);
  if (always_kept)
    g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
}

/* The next one can work there, and what is left behind is cleared away. */
static void
go_on (RedanDocument *document, const WorkPlace *place)
{
  const RedanModel *model = redan_document_get_model (document);
  g_autoptr (GDir) listing = NULL;
  g_autoptr (GError) error = NULL;

  redan_document_apply (
      document, redan_command_add_element (model, "process", "goes on", NULL, NULL, NULL, NULL),
      &error);
  g_assert_no_error (error);
  redan_document_save (document, place->path, &error);
  g_assert_no_error (error);
  listing = g_dir_open (place->directory, 0, NULL);
  for (const char *name = g_dir_read_name (listing); name != NULL; name = g_dir_read_name (listing))
    g_assert_true (g_str_equal (name, "model.redan") || g_str_equal (name, "stores"));
}

void
work_check (const Work *self, const WorkPlace *place, guint first_state, guint first_file)
{
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  work_check_stores (place);
  check_file (self, place, first_file);
  document = redan_document_open (place->schema, place->path, place->stores, NULL, &error);
  g_assert_no_error (error);
  assert_valid (redan_document_get_model (document));
  check_states (self, place, document, first_state);
  check_history (document);
  go_on (document, place);
}

void
work_check_opens (const Work *self, const WorkPlace *place)
{
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  check_file (self, place, self->first_file);
  document = redan_document_open (place->schema, place->path, place->stores, NULL, &error);
  g_assert_no_error (error);
  assert_valid (redan_document_get_model (document));
  g_assert_true (is_state (self, document, 0));
  go_on (document, place);
}
