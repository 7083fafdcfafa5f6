/* SPDX-License-Identifier: Apache-2.0 */
/* A file in real git: its history, what git is in the middle of, both sides of an unfinished merge,
 * and the conflicts of that. */

#include <glib/gstdio.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/conflict.h"
#include "model/error.h"
#include "model/git.h"
#include "model/revision.h"
#include "tests/random-edits.h"

static RedanSchema *schema;

/* A repository with a file of one process, in the first commit. */
typedef struct
{
  char *directory;
  char *path;
  RedanModel *model;
  RedanId process;
} Fixture;

/* Who runs the test may have a configuration of git, and one of the environment. */
static void
git (Fixture *self, int expected, const char *first, ...)
{
  static const char *const head[] = { "git", "-c", "user.name=Änne O'Dor", "-c",
                                      "user.email=a@example.org" };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) environment =
      g_environ_setenv (g_get_environ (), "GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  int status;
  va_list rest;

  environment = g_environ_setenv (environment, "GIT_CONFIG_NOSYSTEM", "1", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    g_ptr_array_add (words, (char *) head[i]);
  va_start (rest, first);
  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (rest);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (self->directory, (char **) words->pdata, environment,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_spawn_check_wait_status (status, NULL) ? 0 : 1, ==, expected);
}

static void
write_named (Fixture *self, const char *name)
{
  g_autoptr (RedanModel) model = redan_model_copy (self->model);
  g_autoptr (RedanEdit) edit = redan_command_rename (model, &self->process, name);

  g_assert_true (redan_edit_apply (edit, model, NULL));
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
}

static void
commit (Fixture *self, const char *name, const char *subject)
{
  write_named (self, name);
  git (self, 0, "commit", "-qam", subject, NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (RedanEdit) edit = NULL;

  self->directory = g_dir_make_tmp ("revision-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "a [model].redan", NULL);
  self->model = redan_model_new (schema);
  edit =
      redan_command_add_element (self->model, "process", "Shop", NULL, NULL, NULL, &self->process);
  g_assert_true (redan_edit_apply (edit, self->model, NULL));
  git (self, 0, "init", "-qb", "main", NULL);
  write_named (self, "Shop");
  git (self, 0, "add", ".", NULL);
  git (self, 0, "commit", "-qm", "First", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  const char *const words[] = { "rm", "-rf", self->directory, NULL };

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  redan_model_unref (self->model);
  g_free (self->path);
  g_free (self->directory);
}

/* Two branches that both changed the name, and a merge that git could not do. */
static void
diverge (Fixture *self)
{
  git (self, 0, "checkout", "-qb", "theirs", NULL);
  commit (self, "Their shop", "Theirs");
  git (self, 0, "checkout", "-q", "main", NULL);
  commit (self, "Our shop", "Ours");
  git (self, 1, "merge", "-q", "theirs", NULL);
}

/* What the file was called before is history, too, and can be read. */
static void
assert_follows_renames (Fixture *self)
{
  g_autofree char *moved = g_build_filename (self->directory, "moved", "a *näme.redan", NULL);
  g_autofree char *folder = g_path_get_dirname (moved);
  g_autofree char *old = g_path_get_basename (self->path);
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  git (self, 0, "mv", old, moved, NULL);
  git (self, 0, "commit", "-qm", "", "--allow-empty-message", NULL);
  /* whatever the user sees of paths */
  git (self, 0, "config", "diff.relative", "true", NULL);
  all = redan_revision_list (moved, 100);
  g_assert_cmpuint (all->len, ==, 3);
  for (guint i = 0; i < all->len; i++)
    {
      const RedanRevision *revision = all->pdata[i];
      g_autofree char *name = redan_revision_dup_name (revision);
      g_autoptr (GBytes) bytes = redan_revision_read (name, moved, NULL);

      g_assert_cmpstr (revision->path, ==, i == 0 ? "moved/a *näme.redan" : old);
      g_assert_nonnull (bytes);
    }
  git (self, 0, "mv", moved, old, NULL);
  git (self, 0, "commit", "-qm", "Back", NULL);
}

static void
test_history (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->directory, "other", NULL);
  g_autoptr (GPtrArray) few = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *traced = NULL;
  const RedanRevision *newest;

  commit (self, "Web shop", "commit 12 %s: two\tthings");
  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  git (self, 0, "add", ".", NULL);
  git (self, 0, "commit", "-qm", "Something else", NULL);
  all = redan_revision_list (self->path, 100);
  g_assert_cmpuint (all->len, ==, 2);
  newest = all->pdata[0];
  g_assert_cmpstr (newest->subject, ==, "commit 12 %s: two\tthings");
  g_assert_cmpstr (newest->author, ==, "Änne O'Dor");
  g_assert_cmpuint (strlen (newest->id), >=, 40);
  g_assert_cmpint (newest->time, >, 1600000000);
  g_assert_cmpstr (((const RedanRevision *) all->pdata[1])->subject, ==, "First");
  few = redan_revision_list (self->path, 1);
  g_assert_cmpuint (few->len, ==, 1);
  assert_follows_renames (self);

  /* Variables of git lead nowhere else, and run nothing. */
  g_setenv ("GIT_DIR", "/nowhere", TRUE);
  g_setenv ("GIT_TRACE", other, TRUE);
  g_autoptr (GBytes) bytes = redan_revision_read (newest->id, self->path, NULL);
  g_unsetenv ("GIT_DIR");
  g_unsetenv ("GIT_TRACE");
  g_assert_true (g_file_get_contents (other, &traced, NULL, NULL));
  g_assert_cmpstr (traced, ==, "x");
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "<name>Web shop</name>"));

  none = redan_revision_list ("/nowhere/at/all", 10);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_look (Fixture *self, gconstpointer data)
{
  g_autoptr (RedanGitState) idle = redan_git_look (self->path);
  g_autoptr (RedanGitState) outside = redan_git_look ("/proc/version");
  g_autofree char *lock = NULL;

  g_assert_null (outside->directory);
  g_assert_nonnull (idle->directory);
  g_assert_cmpint (idle->busy, ==, REDAN_GIT_IDLE);
  g_assert_false (redan_git_is_split (idle));

  diverge (self);
  g_autoptr (RedanGitState) merging = redan_git_look (self->path);
  g_assert_cmpint (merging->busy, ==, REDAN_GIT_MERGE);
  g_assert_true (redan_git_is_split (merging));
  g_assert_nonnull (merging->stages[0]);
  g_assert_cmpstr (merging->stages[1], !=, merging->stages[2]);

  lock = g_build_filename (idle->directory, "index.lock", NULL);
  g_assert_true (g_file_set_contents (lock, "", 0, NULL));
  g_assert_cmpint (redan_git_check_busy (idle->directory), ==, REDAN_GIT_WRITING);
  g_unlink (lock);
  git (self, 0, "merge", "--abort", NULL);
  git (self, 1, "rebase", "-q", "theirs", NULL);
  g_assert_cmpint (redan_git_check_busy (idle->directory), ==, REDAN_GIT_REBASE);
  git (self, 0, "rebase", "--abort", NULL);
  git (self, 1, "cherry-pick", "theirs", NULL);
  g_assert_cmpint (redan_git_check_busy (idle->directory), ==, REDAN_GIT_PICK);
}

/* One side deleted the file: that is no merge. */
static void
test_deleted (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  git (self, 0, "checkout", "-qb", "theirs", NULL);
  git (self, 0, "rm", "-q", self->path, NULL);
  git (self, 0, "commit", "-qm", "Gone", NULL);
  git (self, 0, "checkout", "-q", "main", NULL);
  commit (self, "Our shop", "Ours");
  git (self, 1, "merge", "-q", "theirs", NULL);
  g_assert_true (redan_git_is_unmerged (self->path));
  g_assert_null (redan_versions_read (schema, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
}

static const char *
get_name (const RedanModel *model, const Fixture *self)
{
  return redan_object_get_name (redan_model_lookup (model, &self->process));
}

static void
check_resolved (RedanModel *merged, RedanEdit *edit, const Fixture *self, const char *name)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (RedanEdit) back = redan_edit_reverse (edit);

  g_assert_true (redan_edit_apply (edit, merged, NULL));
  g_assert_cmpstr (get_name (merged, self), ==, name);
  g_assert_cmpuint (redan_model_get_n (merged, REDAN_SECTION_CONFLICT), ==, 0);
  g_assert_true (redan_edit_apply (back, merged, NULL));
  g_assert_cmpuint (redan_model_get_n (merged, REDAN_SECTION_CONFLICT), ==, 1);
}

static void
test_versions (Fixture *self, gconstpointer data)
{
  g_autoptr (RedanVersions) versions = NULL;
  g_autoptr (GError) error = NULL;
  const RedanObject *conflict;
  const RedanObject *target;

  diverge (self);
  versions = redan_versions_read (schema, self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->n_conflicts, ==, 1);
  g_assert_cmpstr (get_name (versions->ours, self), ==, "Our shop");
  g_assert_cmpstr (get_name (versions->merged, self), ==, "Our shop");

  conflict = redan_model_get_nth (versions->merged, REDAN_SECTION_CONFLICT, 0);
  g_assert_cmpuint (redan_conflict_get_field (versions->merged, conflict, &target), ==,
                    REDAN_FIELD_NAME);
  g_assert_true (redan_id_equal (&target->id, &self->process));
  check_resolved (versions->merged,
                  redan_conflict_resolve_to (versions->merged, conflict, "Both shops"), self,
                  "Both shops");
  conflict = redan_model_get_nth (versions->merged, REDAN_SECTION_CONFLICT, 0);
  check_resolved (versions->merged, redan_conflict_settle (versions->merged, conflict), self,
                  "Our shop");
  check_resolved (versions->merged,
                  redan_conflict_resolve_all (versions->merged, REDAN_CONFLICT_THEIRS), self,
                  "Their shop");
  check_resolved (versions->merged,
                  redan_conflict_resolve_all (versions->merged, REDAN_CONFLICT_OURS), self,
                  "Our shop");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/revision/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  ADD ("history", test_history);
  ADD ("look", test_look);
  ADD ("deleted", test_deleted);
  ADD ("versions", test_versions);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
