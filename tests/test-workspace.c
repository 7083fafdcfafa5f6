/* SPDX-License-Identifier: Apache-2.0 */
/* What a window works from, without a display: the workspace that opens files and holds the
 * selection. */

#include <glib/gstdio.h>
#include <string.h>

#include "model/error.h"
#include "ui/report/wording.h"
#include "ui/window/workspace.h"

#define AS_OF 45000

typedef struct
{
  GAsyncResult *result;
} Opening;

static char *
source_path (const char *first, const char *second, const char *third)
{
  return g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), first, second, third, NULL);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Opening *) user_data)->result = g_object_ref (result);
}

static RedanWorkspace *
open_file (const char *path, GCancellable *cancellable, GError **error)
{
  Opening opening = { NULL };
  RedanWorkspace *workspace = NULL;

  redan_workspace_open_async (path, NULL, AS_OF, cancellable, opened_cb, &opening);
  while (opening.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  workspace = redan_workspace_open_finish (opening.result, error);
  g_object_unref (opening.result);
  return workspace;
}

static RedanWorkspace *
open_source (const char *first, const char *second, const char *third)
{
  g_autofree char *path = source_path (first, second, third);
  g_autoptr (GError) error = NULL;
  RedanWorkspace *workspace = open_file (path, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static void
count_cb (gpointer source, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static const RedanObject *
find_named (RedanWorkspace *workspace, RedanSection section, const char *name)
{
  const RedanModel *model = redan_workspace_get_model (workspace);

  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);

      if (g_str_equal (redan_object_get_name (object), name))
        return object;
    }
  g_assert_not_reached ();
}

static void
test_native (void)
{
  g_autoptr (RedanWorkspace) workspace = open_source ("data", "examples", "webshop.redan");
  g_autofree char *title = redan_workspace_dup_title (workspace);

  g_assert_cmpstr (title, ==, "Web shop");
  g_assert_cmpuint (redan_workspace_get_analysis (workspace)->threats->len, >, 100);
  g_assert_cmpuint (redan_workspace_get_losses (workspace)->len, ==, 0);
  g_assert_null (redan_workspace_get_notice (workspace));
  g_assert_nonnull (redan_workspace_get_objectives (workspace));
  g_assert_cmpuint (redan_workspace_get_scene (workspace)->n_boxes, >, 10);
  g_assert_null (redan_workspace_get_selected (workspace));
  g_assert_cmpuint (redan_workspace_get_selected_threat (workspace), ==, G_MAXUINT);
}

static guint
count_stores (void)
{
  g_autoptr (GDir) stores = g_dir_open (redan_workspace_get_store_directory (), 0, NULL);
  guint n = 0;

  while (stores != NULL && g_dir_read_name (stores) != NULL)
    n++;
  return n;
}

static char *
copy_example (const char *directory, const char *name)
{
  g_autofree char *source = source_path ("data", "examples", "webshop.redan");
  g_autofree char *text = NULL;
  char *path = g_build_filename (directory, name, NULL);
  gsize length;

  g_assert_true (g_file_get_contents (source, &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  return path;
}

/* Who only looks at a file has no store, and still may not save over what others have open. */
static void
test_save_over_open (void)
{
  g_autofree char *directory = g_dir_make_tmp ("redan-save-XXXXXX", NULL);
  g_autofree char *first_path = copy_example (directory, "first.redan");
  g_autofree char *second_path = copy_example (directory, "second.redan");
  g_autofree char *third_path = g_build_filename (directory, "third.redan", NULL);
  g_autoptr (RedanWorkspace) first = open_file (first_path, NULL, NULL);
  g_autoptr (RedanWorkspace) looking = open_file (first_path, NULL, NULL);
  g_autoptr (RedanWorkspace) second = open_file (second_path, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_document_is_read_only (redan_workspace_get_document (looking)));
  g_assert_false (redan_document_has_store (redan_workspace_get_document (looking)));
  g_assert_false (redan_workspace_save (looking, second_path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_false (redan_workspace_save (looking, first_path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_true (redan_workspace_save (looking, third_path, &error));
  g_assert_no_error (error);
  g_assert_true (redan_document_has_store (redan_workspace_get_document (looking)));
  g_assert_true (redan_workspace_save (second, second_path, &error));
  g_assert_no_error (error);
  g_unlink (first_path);
  g_unlink (second_path);
  g_unlink (third_path);
  g_rmdir (directory);
}

/* A document that nobody edited leaves nothing behind. */
static void
test_no_store (void)
{
  const guint before = count_stores ();
  g_autoptr (RedanWorkspace) workspace = open_source ("data", "examples", "webshop.redan");

  g_assert_nonnull (workspace);
  g_assert_cmpuint (count_stores (), >, before);
  g_clear_object (&workspace);
  g_assert_cmpuint (count_stores (), ==, before);
}

/* A second window on the same file looks only, and can work on a copy. */
static void
test_open_twice (void)
{
  g_autofree char *path = source_path ("data", "examples", "webshop.redan");
  g_autoptr (RedanWorkspace) first = open_source ("data", "examples", "webshop.redan");
  g_autoptr (RedanWorkspace) second = open_source ("data", "examples", "webshop.redan");
  g_autoptr (RedanWorkspace) copy = NULL;
  Opening opening = { NULL };

  g_assert_false (redan_document_is_read_only (redan_workspace_get_document (first)));
  g_assert_true (redan_document_is_read_only (redan_workspace_get_document (second)));
  redan_workspace_open_as_async (REDAN_OPEN_COPY, path, NULL, AS_OF, NULL, opened_cb, &opening);
  while (opening.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  copy = redan_workspace_open_finish (opening.result, NULL);
  g_object_unref (opening.result);
  g_assert_nonnull (copy);
  g_assert_false (redan_document_is_read_only (redan_workspace_get_document (copy)));
  g_assert_null (redan_document_get_path (redan_workspace_get_document (copy)));
  g_assert_cmpstr (redan_document_get_origin (redan_workspace_get_document (copy)), ==, path);
  g_assert_true (redan_document_has_store (redan_workspace_get_document (copy)));

  /* and so it can under a name of its own, kept from then on */
  g_autofree char *saved = g_build_filename (g_get_tmp_dir (), "redan-test-saved-as.redan", NULL);
  g_assert_false (redan_document_has_store (redan_workspace_get_document (second)));
  g_assert_true (redan_workspace_save (second, saved, NULL));
  g_assert_true (redan_document_has_store (redan_workspace_get_document (second)));
  g_remove (saved);
}

static void
test_broken (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redan-test-broken.redan", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanWorkspace) workspace = NULL;

  g_assert_true (g_file_set_contents (path, "<threat-model format=\"1\"><meta>", -1, NULL));
  workspace = open_file (path, NULL, &error);
  g_remove (path);
  g_assert_null (workspace);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "redan-test-broken.redan"));
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanWorkspace) workspace = open_file ("/nonexistent/no.redan", NULL, &error);

  g_assert_null (workspace);
  g_assert_nonnull (strstr (error->message, "/nonexistent/no.redan"));
}

static void
test_cancel (void)
{
  g_autofree char *path = source_path ("data", "examples", "retailer.redan");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanWorkspace) workspace = NULL;

  g_cancellable_cancel (cancellable);
  workspace = open_file (path, cancellable, &error);
  g_assert_null (workspace);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_foreign_diagrams (void)
{
  g_autoptr (RedanWorkspace) workspace = open_source ("tests", "data", "desktop/two-diagrams.json");
  const RedanObject *ledger = find_named (workspace, REDAN_SECTION_ELEMENT, "Ledger");
  const RedanObject *front = find_named (workspace, REDAN_SECTION_ELEMENT, "Front end");
  const RedanObject *files = find_named (workspace, REDAN_SECTION_FLOW, "files");
  const RedanScene *first = NULL;
  guint n_diagram = 0;
  guint n_selection = 0;

  g_signal_connect (workspace, "diagram-changed", G_CALLBACK (count_cb), &n_diagram);
  g_signal_connect (workspace, "selection-changed", G_CALLBACK (count_cb), &n_selection);
  g_assert_cmpuint (redan_workspace_get_diagrams (workspace)->len, ==, 2);
  g_assert_cmpuint (redan_workspace_get_diagram (workspace), ==, 0);
  first = redan_workspace_get_scene (workspace);

  /* What is selected is shown: an element on the other diagram, a flow there, one here. */
  redan_workspace_select_object (workspace, &ledger->id);
  g_assert_cmpuint (redan_workspace_get_diagram (workspace), ==, 1);
  g_assert_true (redan_workspace_get_scene (workspace) != first);
  redan_workspace_select_object (workspace, &files->id);
  g_assert_cmpuint (redan_workspace_get_diagram (workspace), ==, 1);
  redan_workspace_select_object (workspace, &front->id);
  g_assert_cmpuint (redan_workspace_get_diagram (workspace), ==, 0);
  g_assert_cmpuint (n_diagram, ==, 2);
  g_assert_cmpuint (n_selection, ==, 3);

  /* The same again is no change, nor is a diagram that is not there. */
  redan_workspace_select_object (workspace, &front->id);
  redan_workspace_set_diagram (workspace, 0);
  redan_workspace_set_diagram (workspace, 2);
  redan_workspace_set_diagram (workspace, G_MAXUINT);
  g_assert_cmpuint (n_diagram, ==, 2);
  g_assert_cmpuint (n_selection, ==, 3);

  /* Another diagram may be looked at while something is selected. */
  redan_workspace_set_diagram (workspace, 1);
  g_assert_true (redan_workspace_get_selected (workspace) == front);
  redan_workspace_select_object (workspace, NULL);
  g_assert_null (redan_workspace_get_selected (workspace));
  g_assert_cmpuint (redan_workspace_get_diagram (workspace), ==, 1);
}

static void
test_select_threat (void)
{
  g_autoptr (RedanWorkspace) workspace = open_source ("data", "examples", "webshop.redan");
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  guint n_selection = 0;

  g_signal_connect (workspace, "selection-changed", G_CALLBACK (count_cb), &n_selection);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      redan_workspace_select_threat (workspace, i);
      g_assert_cmpuint (redan_workspace_get_selected_threat (workspace), ==, i);
      g_assert_true (redan_workspace_get_selected (workspace) ==
                     redan_threat_get_object (analysis->facts, threat));
    }
  g_assert_cmpuint (n_selection, ==, analysis->threats->len);
  /* The object of the threat alone is another selection. */
  redan_workspace_select_object (workspace, &redan_workspace_get_selected (workspace)->id);
  g_assert_cmpuint (redan_workspace_get_selected_threat (workspace), ==, G_MAXUINT);
}

static void
test_plan (void)
{
  g_autoptr (RedanWorkspace) workspace = open_source ("data", "examples", "webshop.redan");
  guint n_ready = 0;

  g_signal_connect (workspace, "plan-ready", G_CALLBACK (count_cb), &n_ready);
  g_assert_null (redan_workspace_get_plan (workspace));
  redan_workspace_compute_plan (workspace);
  redan_workspace_compute_plan (workspace);
  while (n_ready == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_ready, ==, 1);
  g_assert_cmpuint (redan_workspace_get_plan (workspace)->n_rows, >, 3);
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("redan-test-XXXXXX", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self);
  g_autofree char *import = g_build_filename (directory, "..", "app", "redan-import", NULL);
  int status;

  /* The state directory is read once, so it is set before anything asks. */
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  redan_import_set_program (import);
  g_test_add_func ("/workspace/open/native", test_native);
  g_test_add_func ("/workspace/open/leaves-no-store", test_no_store);
  g_test_add_func ("/workspace/open/twice", test_open_twice);
  g_test_add_func ("/workspace/save/over-open", test_save_over_open);
  g_test_add_func ("/workspace/open/broken", test_broken);
  g_test_add_func ("/workspace/open/missing", test_missing);
  g_test_add_func ("/workspace/open/cancelled", test_cancel);
  g_test_add_func ("/workspace/diagrams/follow-the-selection", test_foreign_diagrams);
  g_test_add_func ("/workspace/selection/threat", test_select_threat);
  g_test_add_func ("/workspace/plan/once", test_plan);
  status = g_test_run ();
  redan_import_set_program (NULL);
  g_rmdir (state);
  return status;
}
