/* SPDX-License-Identifier: Apache-2.0 */
/* A workspace inherits from the file of its organization as the command line does, and follows it.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "model/command.h"
#include "tests/random-edits.h"
#include "ui/window/workspace.h"

#define AS_OF 45000
#define ACCOUNT "111122223333"

static char *directory;

static char *
dup_path (const char *name)
{
  return g_build_filename (directory, name, NULL);
}

static void
put_file (const char *name, const char *content)
{
  g_autofree char *path = dup_path (name);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static const char organization[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<threat-model format=\"1\">\n <meta>\n  "
    "<name>Org</name>\n </meta>\n"
    " <boundary id=\"0r1w0rk10ads0000\" kind=\"ou\">\n  <name>Workloads</name>\n </boundary>\n"
    " <boundary id=\"acc0000000000001\" kind=\"account\" parent=\"0r1w0rk10ads0000\">\n  "
    "<name>Shop prod</name>\n"
    "  <account_id>" ACCOUNT "</account_id>\n"
    "  <root_mfa>%s</root_mfa>\n  <root_tasks_only>yes</root_tasks_only>\n </boundary>\n"
    " <mitigation id=\"mmmmmmmmmmmmmmm2\" control=\"C-GOV-01\">\n  <state>declared</state>\n "
    "</mitigation>\n"
    " <fact name=\"tm_in_sdlc\">\n  <value>yes</value>\n </fact>\n</threat-model>\n";

static void
put_organization_as (const char *name, const char *root_mfa)
{
  g_autofree char *content = g_strdup_printf (organization, root_mfa);

  put_file (name, content);
}

static void
put_organization (const char *root_mfa)
{
  put_organization_as ("org.redan", root_mfa);
}

/* The web shop in an account of the organization. */
static void
put_model (void)
{
  g_autofree char *example =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", "webshop.redan", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GString) model = NULL;
  char *end = NULL;

  g_assert_true (g_file_get_contents (example, &content, NULL, NULL));
  end = strstr (content, " </meta>");
  g_assert_nonnull (end);
  model = g_string_new_len (content, end - content);
  g_string_append (model, "  <organization>org.redan</organization>\n");
  g_string_append (model, end);
  put_file ("shop.redan", model->str);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
failed_cb (RedanWorkspace *workspace, const char *message, GString *said)
{
  g_string_append (said, message);
}

static RedanWorkspace *
open_model (const char *name, GString *said)
{
  g_autofree char *path = dup_path (name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RedanWorkspace *workspace = NULL;

  redan_workspace_open_async (path, NULL, AS_OF, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  workspace = redan_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  g_signal_connect (workspace, "failed", G_CALLBACK (failed_cb), said);
  return workspace;
}

static RedanWorkspace *
open_shop (GString *said)
{
  return open_model ("shop.redan", said);
}

static void
wait_until_current (RedanWorkspace *workspace)
{
  while (!redan_workspace_is_current (workspace))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What the command line finds in the file as it lies there. */
static void
assert_as_alone (RedanWorkspace *workspace)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanAnalysisOptions options = { .as_of = AS_OF };
  g_autofree char *path = dup_path ("shop.redan");
  g_autoptr (RedanOpened) opened =
      redan_open_file (analysis->facts->snapshot->schema, path, NULL, NULL);
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) alone = NULL;

  g_assert_true (redan_inheritance_load (opened->model, path, &inheritance, NULL));
  snapshot = redan_snapshot_new (inheritance != NULL ? inheritance->model : opened->model);
  alone = redan_analysis_new (snapshot, analysis->facts->catalogue, &options);
  g_assert_cmpuint (analysis->threats->len, ==, alone->threats->len);
  g_assert_cmpint (analysis->totals.residual, ==, alone->totals.residual);
  for (guint i = 0; i < alone->threats->len; i++)
    {
      const RedanThreat *one = &g_array_index (analysis->threats, RedanThreat, i);
      const RedanThreat *other = &g_array_index (alone->threats, RedanThreat, i);
      g_autofree char *id = redan_threat_dup_id (analysis->facts, one);
      g_autofree char *other_id = redan_threat_dup_id (alone->facts, other);

      g_assert_cmpstr (id, ==, other_id);
      g_assert_cmpint (one->residual, ==, other->residual);
    }
}

static const RedanObject *
find_account (const RedanModel *model)
{
  guint n;
  const RedanObject *const *boundaries =
      redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, &n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (redan_object_get (boundaries[i], REDAN_FIELD_KIND), "account") == 0)
      return boundaries[i];
  g_assert_not_reached ();
}

static void
set_account (RedanWorkspace *workspace, const char *number)
{
  const RedanModel *model = redan_workspace_get_model (workspace);

  g_assert_true (redan_workspace_apply (
      workspace,
      redan_command_set_attribute (model, &find_account (model)->id, "account_id", number)));
  wait_until_current (workspace);
}

static void
save (RedanWorkspace *workspace)
{
  g_autofree char *path = dup_path ("shop.redan");
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_workspace_save (workspace, path, &error));
  g_assert_no_error (error);
}

static void
test_inherit (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  RedanWorkspace *workspace = NULL;
  const RedanInheritance *inheritance = NULL;
  g_autofree char *hash = NULL;
  guint n;

  put_organization ("none");
  put_model ();
  workspace = open_shop (said);
  inheritance = redan_workspace_get_inheritance (workspace);
  g_assert_nonnull (inheritance);
  g_assert_cmpuint (inheritance->n, >, 0);
  assert_as_alone (workspace);

  /* With another number the account is none of the organization's. */
  n = inheritance->n;
  set_account (workspace, "222233334444");
  g_assert_cmpuint (redan_workspace_get_inheritance (workspace)->n, <, n);
  save (workspace);
  assert_as_alone (workspace);
  set_account (workspace, ACCOUNT);
  g_assert_cmpuint (redan_workspace_get_inheritance (workspace)->n, ==, n);
  save (workspace);
  hash = g_strdup (redan_workspace_get_inheritance (workspace)->hash);

  /* The file of the organization changes. */
  put_organization ("removed");
  while (g_str_equal (redan_workspace_get_inheritance (workspace)->hash, hash))
    g_main_context_iteration (NULL, TRUE);
  wait_until_current (workspace);
  assert_as_alone (workspace);
  g_assert_cmpstr (said->str, ==, "");
  g_assert_finalize_object (workspace);
}

/* What is inherited is not of the file, and nothing can be placed on it. */
static void
test_refuse (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  RedanWorkspace *workspace = open_shop (said);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanInheritance *inheritance = redan_workspace_get_inheritance (workspace);
  RedanEdit *edit =
      redan_edit_new (redan_workspace_get_analysis (workspace)->facts->snapshot->model, "Place");
  RedanId unit;
  RedanId id;

  g_assert_true (redan_id_parse ("0r1w0rk10ads0000", 16, &unit));
  g_assert_null (redan_model_lookup (model, &unit));
  g_assert_nonnull (redan_model_lookup (inheritance->model, &unit));
  id = redan_edit_create (edit, REDAN_SECTION_MITIGATION, NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, "0r1w0rk10ads0000");
  g_assert_false (redan_workspace_apply (workspace, edit));
  g_assert_nonnull (strstr (said->str, "Workloads"));
  g_assert_nonnull (strstr (said->str, "inherited from org.redan"));

  /* What was made against an inherited value is made of the model's own. */
  edit = redan_edit_new (redan_workspace_get_analysis (workspace)->facts->snapshot->model, "Set");
  redan_edit_set_attribute (edit, &find_account (model)->id, "root_tasks_only", "no");
  g_assert_true (redan_workspace_apply (workspace, edit));
  g_assert_true (redan_workspace_undo (workspace));
  wait_until_current (workspace);
  g_assert_finalize_object (workspace);
}

static RedanEdit *
begin_edit (RedanWorkspace *workspace)
{
  return redan_edit_new (redan_workspace_get_analysis (workspace)->facts->snapshot->model, "Late");
}

static void
assert_late (RedanWorkspace *workspace, RedanEdit *edit, GString *said, const char *why)
{
  g_string_truncate (said, 0);
  g_assert_false (redan_workspace_apply (workspace, edit));
  g_assert_nonnull (strstr (said->str, why));
}

/* A thread makes an edit of what the analysis knew; what the user did meanwhile stays. */
static void
test_meanwhile (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  RedanWorkspace *workspace = open_shop (said);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanId account = find_account (model)->id;
  const RedanId first = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 0)->id;
  RedanEdit *renaming = begin_edit (workspace);
  RedanEdit *setting = begin_edit (workspace);
  RedanEdit *both = begin_edit (workspace);
  RedanEdit *deleting = begin_edit (workspace);
  RedanEdit *mine = NULL;
  const RedanField tasks_only = redan_field_lookup (
      redan_model_get_schema (model), REDAN_SECTION_BOUNDARY, FALSE, "root_tasks_only", -1);

  redan_edit_set (renaming, &first, REDAN_FIELD_NAME, NULL, "theirs");
  redan_edit_set_attribute (setting, &account, "root_tasks_only", "no");
  redan_edit_set (both, &first, REDAN_FIELD_NAME, NULL, "theirs");
  redan_edit_set_attribute (both, &account, "root_tasks_only", "no");
  redan_edit_delete (deleting, &first);

  redan_workspace_apply (workspace, redan_command_rename (model, &first, "mine"));
  assert_late (workspace, renaming, said, "is \"mine\"");
  assert_late (workspace, deleting, said, "is \"mine\"");
  g_assert_cmpstr (redan_object_get_name (redan_model_lookup (model, &first)), ==, "mine");

  mine = redan_edit_new (model, "Set");
  redan_edit_set_attribute (mine, &account, "root_tasks_only", "unknown");
  g_assert_true (redan_workspace_apply (workspace, mine));
  assert_late (workspace, setting, said, "root_tasks_only is \"unknown\"");
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &account), tasks_only), ==,
                   "unknown");
  g_assert_true (redan_workspace_undo (workspace));

  mine = redan_edit_new (model, "Delete");
  redan_edit_delete (mine, &first);
  g_assert_true (redan_workspace_apply (workspace, mine));
  assert_late (workspace, both, said, "not in the model any more");
  g_assert_null (redan_object_get (redan_model_lookup (model, &account), tasks_only));
  g_assert_true (redan_workspace_undo (workspace));
  g_assert_true (redan_workspace_undo (workspace));
  wait_until_current (workspace);
  g_assert_finalize_object (workspace);
}

/* Without the file the model opens and says so; undoing the reference ends it. */
static void
test_missing (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *path = dup_path ("org.redan");
  const RedanId meta = redan_meta_id ();
  RedanWorkspace *workspace = NULL;
  RedanEdit *edit = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  workspace = open_shop (said);
  g_assert_null (redan_workspace_get_inheritance (workspace));
  g_assert_nonnull (strstr (redan_workspace_get_organization_problem (workspace), "org.redan"));
  g_assert_nonnull (strstr (redan_workspace_get_notice (workspace), "org.redan"));

  put_organization ("removed");
  while (redan_workspace_get_inheritance (workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_until_current (workspace);
  g_assert_null (redan_workspace_get_organization_problem (workspace));
  assert_as_alone (workspace);

  edit = redan_edit_new (redan_workspace_get_model (workspace), "Refer to none");
  redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION, NULL, NULL);
  g_assert_true (redan_workspace_apply (workspace, edit));
  wait_until_current (workspace);
  g_assert_null (redan_workspace_get_inheritance (workspace));
  g_assert_true (redan_workspace_undo (workspace));
  wait_until_current (workspace);
  g_assert_nonnull (redan_workspace_get_inheritance (workspace));
  assert_as_alone (workspace);
  g_assert_finalize_object (workspace);
}

/* A model reached through a linked folder inherits from, and follows, what lies by the folder. */
static void
test_linked_folder (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *git = dup_path ("real/.git");
  g_autofree char *deep = dup_path ("real/deep");
  g_autofree char *link = dup_path ("link");
  g_autofree char *model = dup_path ("shop.redan");
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  g_auto (GStrv) parts = NULL;
  RedanWorkspace *workspace = NULL;

  g_assert_cmpint (g_mkdir_with_parents (git, 0777), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (deep, 0777), ==, 0);
  g_assert_cmpint (symlink ("real/deep", link), ==, 0);
  put_organization_as ("real/org.redan", "none");
  put_model ();
  g_assert_true (g_file_get_contents (model, &content, NULL, NULL));
  parts = g_strsplit (content, ">org.redan<", 2);
  g_free (content);
  content = g_strjoinv (">../org.redan<", parts);
  put_file ("real/deep/shop.redan", content);

  workspace = open_model ("link/shop.redan", said);
  g_assert_nonnull (redan_workspace_get_inheritance (workspace));
  hash = g_strdup (redan_workspace_get_inheritance (workspace)->hash);
  put_organization_as ("real/org.redan", "removed");
  while (g_str_equal (redan_workspace_get_inheritance (workspace)->hash, hash))
    g_main_context_iteration (NULL, TRUE);
  wait_until_current (workspace);
  g_assert_cmpstr (said->str, ==, "");
  g_assert_finalize_object (workspace);
}

int
main (int argc, char **argv)
{
  g_autofree char *state = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("redan-inheritance-XXXXXX", NULL);
  state = g_build_filename (directory, "state", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_add_func ("/workspace/inheritance/inherit", test_inherit);
  g_test_add_func ("/workspace/inheritance/refuse", test_refuse);
  g_test_add_func ("/workspace/inheritance/meanwhile", test_meanwhile);
  g_test_add_func ("/workspace/inheritance/missing", test_missing);
  g_test_add_func ("/workspace/inheritance/linked-folder", test_linked_folder);
  result = g_test_run ();
  remove_tree (directory);
  g_free (directory);
  return result;
}
