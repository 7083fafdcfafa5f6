/* SPDX-License-Identifier: Apache-2.0 */
/* How the analysis of a workspace follows edits: what was edited first, the whole model after that,
 * nothing for what is only moved. */

#include "model/command.h"
#include "tests/random-edits.h"
#include "ui/diagram/painter.h"
#include "ui/window/change-study.h"
#include "ui/window/workspace.h"

#define AS_OF 45000

static char *directory;

typedef struct
{
  GString *signals; /* "t" for touched, "a" for analysed, "e" for edited */
  RedanWorkspace *workspace;
  RedanId id;           /* of a store */
  gboolean was_covered; /* by the peek of the last "touched" */
  gboolean was_current; /* at the last "touched" */
  guint n_peeked;
} Live;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
edited_cb (RedanWorkspace *workspace, gpointer edit, Live *self)
{
  g_string_append_c (self->signals, 'e');
}

static void
touched_cb (RedanWorkspace *workspace, Live *self)
{
  const RedanPeek *peek = redan_workspace_get_peek (workspace);

  g_string_append_c (self->signals, 't');
  self->was_current = redan_workspace_is_current (workspace);
  self->was_covered = peek != NULL && redan_peek_covers (peek, &self->id);
  self->n_peeked = peek != NULL ? redan_peek_get_threats (peek)->len : 0;
}

static void
analysed_cb (RedanWorkspace *workspace, Live *self)
{
  g_string_append_c (self->signals, 'a');
}

static void
failed_cb (RedanWorkspace *workspace, const char *message, gpointer user_data)
{
  g_error ("%s", message);
}

static void
live_init (Live *self)
{
  static guint n_opened;
  g_autofree char *example =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", "webshop.redan", NULL);
  g_autofree char *name = g_strdup_printf ("%u.redan", n_opened++);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const RedanModel *model = NULL;
  guint i = 0;

  /* A file of its own: what was edited before is in the live store of the other. */
  g_assert_true (g_file_get_contents (example, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  redan_workspace_open_async (path, NULL, AS_OF, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  self->workspace = redan_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  self->signals = g_string_new (NULL);
  model = redan_workspace_get_model (self->workspace);
  while (g_strcmp0 (redan_object_get (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i),
                                      REDAN_FIELD_KIND),
                    "store") != 0)
    i++;
  self->id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i)->id;
  g_signal_connect (self->workspace, "failed", G_CALLBACK (failed_cb), NULL);
  g_signal_connect (self->workspace, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect (self->workspace, "touched", G_CALLBACK (touched_cb), self);
  g_signal_connect (self->workspace, "analysed", G_CALLBACK (analysed_cb), self);
}

static void
live_clear (Live *self)
{
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_assert_finalize_object (self->workspace);
  g_string_free (self->signals, TRUE);
}

static void
wait_until_current (Live *self)
{
  while (!redan_workspace_is_current (self->workspace))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
answer (Live *self, const char *name, const char *value)
{
  g_assert_true (redan_workspace_apply (
      self->workspace, redan_command_set_attribute (redan_workspace_get_model (self->workspace),
                                                    &self->id, name, value)));
}

/* Threats of the analysis on the store and on the flows at it. */
static guint
count_threats (Live *self)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  const RedanFacts *facts = analysis->facts;
  guint32 store = redan_model_index_of (facts->snapshot->model, &self->id);
  guint n = 0;

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      n += (threat->context == REDAN_CONTEXT_ELEMENT && threat->target == store) ||
           (threat->context == REDAN_CONTEXT_INTERACTION &&
            (facts->interaction_source[threat->target] == store ||
             facts->interaction_target[threat->target] == store));
    }
  return n;
}

static void
test_answer (void)
{
  Live live = { NULL };
  guint before;

  live_init (&live);
  before = count_threats (&live);
  answer (&live, "enc_rest", "none");
  g_assert_cmpstr (live.signals->str, ==, "e");
  g_assert_false (redan_workspace_is_current (live.workspace));
  g_assert_null (redan_workspace_get_peek (live.workspace));
  wait_until_current (&live);
  g_assert_cmpstr (live.signals->str, ==, "eta");
  g_assert_true (live.was_covered);
  g_assert_false (live.was_current);
  g_assert_cmpuint (live.n_peeked, ==, count_threats (&live));
  g_assert_null (redan_workspace_get_peek (live.workspace));

  g_assert_true (redan_workspace_undo (live.workspace));
  wait_until_current (&live);
  g_assert_cmpstr (live.signals->str, ==, "etaeta");
  g_assert_cmpuint (live.n_peeked, ==, before);
  g_assert_cmpuint (count_threats (&live), ==, before);
  live_clear (&live);
}

/* What comes while the window is busy is followed once, what comes during an analysis by another.
 */
static void
test_several (void)
{
  Live live = { NULL };

  live_init (&live);
  answer (&live, "pii", "yes");
  answer (&live, "pii", "no");
  answer (&live, "pii", "unknown");
  wait_until_current (&live);
  g_assert_cmpstr (live.signals->str, ==, "eeeta");

  g_string_set_size (live.signals, 0);
  answer (&live, "pii", "yes");
  while (g_strcmp0 (live.signals->str, "et") != 0)
    g_main_context_iteration (NULL, TRUE);
  answer (&live, "pii", "no");
  g_assert_nonnull (redan_workspace_get_peek (live.workspace));
  wait_until_current (&live);
  /* The first analysis may be done before or after the second edit is looked at. */
  g_assert_true (g_str_equal (live.signals->str, "etetaa") ||
                 g_str_equal (live.signals->str, "eteata"));
  g_assert_null (redan_workspace_get_peek (live.workspace));
  live_clear (&live);
}

static void
test_move (void)
{
  Live live = { NULL };
  const RedanId *diagram = NULL;
  const RedanAnalysis *analysis = NULL;
  const RedanModel *model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;

  live_init (&live);
  diagram = redan_workspace_get_diagram_id (live.workspace);
  analysis = redan_workspace_get_analysis (live.workspace);
  model = redan_workspace_get_model (live.workspace);
  g_assert_true (redan_workspace_apply (live.workspace,
                                        redan_command_move (model, diagram, &live.id, 1, 8, 8)));
  g_assert_true (redan_workspace_is_current (live.workspace));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (live.signals->str, ==, "e");
  g_assert_true (redan_workspace_get_analysis (live.workspace) == analysis);

  /* A report shows things where they are now. */
  snapshot = redan_workspace_take_snapshot (live.workspace);
  g_assert_true (redan_model_lookup (snapshot->model, &live.id) ==
                 redan_model_lookup (redan_workspace_get_model (live.workspace), &live.id));
  live_clear (&live);
}

static void
test_new_element (void)
{
  Live live = { NULL };
  RedanId id;

  live_init (&live);
  g_assert_true (redan_workspace_apply (
      live.workspace, redan_command_add_element (redan_workspace_get_model (live.workspace),
                                                 "process", "New", NULL, NULL, NULL, &id)));
  wait_until_current (&live);
  g_assert_cmpstr (live.signals->str, ==, "eta");
  g_assert_false (live.was_covered);
  g_assert_nonnull (redan_workspace_get_analysed (live.workspace, &id));
  live_clear (&live);
}

/* An object that comes into another diagram has its colour there without another analysis. */
static void
test_shown_again (void)
{
  Live live = { NULL };
  const RedanModel *model = NULL;
  const RedanScene *scene = NULL;
  RedanEdit *edit = NULL;
  RedanIdText diagram;
  double risk;
  guint item;

  live_init (&live);
  model = redan_workspace_get_model (live.workspace);
  scene = redan_workspace_get_scene (live.workspace);
  item = redan_scene_find (scene, &live.id);
  g_assert_cmpuint (item, <, scene->n_boxes);
  risk = scene->boxes[item].risk;
  g_assert_cmpfloat (risk, >, 0);
  redan_id_to_text (redan_workspace_get_diagram_id (live.workspace), diagram);
  edit = redan_edit_new (model, "Take out");
  redan_edit_set (edit, &live.id, REDAN_FIELD_PLACE, diagram, NULL);
  g_assert_true (redan_workspace_apply (live.workspace, edit));
  g_assert_true (redan_workspace_undo (live.workspace));
  scene = redan_workspace_get_scene (live.workspace);
  item = redan_scene_find (scene, &live.id);
  g_assert_cmpuint (item, <, scene->n_boxes);
  g_assert_cmpfloat (scene->boxes[item].risk, ==, risk);
  g_assert_true (redan_workspace_is_current (live.workspace));
  live_clear (&live);
}

/* A workspace that goes away in the middle. */
static void
test_gone (void)
{
  Live live = { NULL };

  live_init (&live);
  answer (&live, "pii", "yes");
  live_clear (&live);

  live_init (&live);
  answer (&live, "pii", "yes");
  while (g_strcmp0 (live.signals->str, "et") != 0)
    g_main_context_iteration (NULL, TRUE);
  answer (&live, "pii", "no");
  g_signal_handlers_disconnect_by_data (live.workspace, &live);
  g_object_add_weak_pointer (G_OBJECT (live.workspace), (gpointer *) &live.workspace);
  g_object_unref (live.workspace);
  /* The one that is running comes to its end, and so does the workspace. */
  while (live.workspace != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_string_free (live.signals, TRUE);
}

/* What is gone since another version is drawn where that version has it. */
static void
test_ghosts (void)
{
  Live live = { NULL };
  g_autoptr (RedanChangeStudy) study = redan_change_study_new ();
  g_autofree char *example =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", "webshop.redan", NULL);
  const RedanGhosts *ghosts = NULL;
  gboolean found = FALSE;
  RedanEdit *edit = NULL;

  live_init (&live);
  edit = redan_edit_new (redan_workspace_get_model (live.workspace), "Remove");
  redan_edit_delete (edit, &live.id);
  g_assert_true (redan_workspace_apply (live.workspace, edit));
  redan_change_study_set_workspace (study, live.workspace);
  redan_change_study_set_base (study,
                               redan_change_base_new (REDAN_BASE_FILE, example, "the example"));
  redan_change_study_watch (study, REDAN_WATCH_DIAGRAM, TRUE);
  while (redan_change_study_is_busy (study))
    g_main_context_iteration (NULL, TRUE);
  ghosts = redan_workspace_get_ghosts (live.workspace);
  g_assert_nonnull (ghosts);
  /* The element, and the flows at it. */
  g_assert_cmpuint (ghosts->items->len, >, 1);
  for (guint i = 0; i < ghosts->items->len; i++)
    {
      const guint item = g_array_index (ghosts->items, guint, i);

      g_assert_cmpint (ghosts->marks[item], ==, REDAN_PAINT_REMOVED);
      found |= item == redan_scene_find (ghosts->scene, &live.id);
    }
  g_assert_true (found);

  g_assert_true (redan_workspace_undo (live.workspace));
  while (redan_change_study_is_busy (study))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (redan_workspace_get_ghosts (live.workspace));
  wait_until_current (&live);
  redan_change_study_stop (study);
  live_clear (&live);
}

int
main (int argc, char *argv[])
{
  int result;

  directory = g_dir_make_tmp ("redan-live-XXXXXX", NULL);
  g_assert_nonnull (directory);
  g_setenv ("XDG_STATE_HOME", directory, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace-live/answer", test_answer);
  g_test_add_func ("/workspace-live/several", test_several);
  g_test_add_func ("/workspace-live/move", test_move);
  g_test_add_func ("/workspace-live/new-element", test_new_element);
  g_test_add_func ("/workspace-live/shown-again", test_shown_again);
  g_test_add_func ("/workspace-live/gone", test_gone);
  g_test_add_func ("/workspace-live/ghosts", test_ghosts);
  result = g_test_run ();
  remove_tree (directory);
  g_free (directory);
  return result;
}
