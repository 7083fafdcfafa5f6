/* SPDX-License-Identifier: Apache-2.0 */
/* What one window shows: a document, its analysis that follows every edit, and the one selection
 * that all views share. */

#include "ui/window/workspace.h"

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "ui/report/wording.h"
#include "ui/window/workspace-private.h"

#define PLAN_ROWS 12
#define PLAN_TIME_MS 20000

G_DEFINE_FINAL_TYPE (RedanWorkspace, redan_workspace, G_TYPE_OBJECT)

static guint signals[REDAN_WORKSPACE_N_SIGNALS];

static void
redan_workspace_dispose (GObject *object)
{
  RedanWorkspace *self = REDAN_WORKSPACE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->plan_cancellable);
  g_clear_object (&self->plan_cancellable);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  redan_workspace_stop_following (self);
  redan_workspace_stop_inheriting (self);
  g_clear_pointer (&self->objectives, redan_objectives_free);
  g_clear_pointer (&self->plan, redan_plan_free);
  g_clear_pointer (&self->scenes, g_ptr_array_unref);
  g_clear_pointer (&self->diagrams, g_ptr_array_unref);
  g_clear_pointer (&self->losses, g_ptr_array_unref);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  G_OBJECT_CLASS (redan_workspace_parent_class)->dispose (object);
}

static void
redan_workspace_finalize (GObject *object)
{
  RedanWorkspace *self = REDAN_WORKSPACE (object);

  g_clear_pointer (&self->stencils, redan_stencils_free);
  g_free (self->path);
  g_free (self->notice);
  g_free (self->selected_threat_id);
  g_hash_table_unref (self->selected);
  g_array_unref (self->selection);
  g_array_unref (self->touched);
  g_hash_table_unref (self->coloured);
  g_clear_pointer (&self->changes, g_array_unref);
  G_OBJECT_CLASS (redan_workspace_parent_class)->finalize (object);
}

static void
redan_workspace_class_init (RedanWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const struct
  {
    const char *name;
    GType argument;
  } infos[REDAN_WORKSPACE_N_SIGNALS] = {
    [REDAN_WORKSPACE_EDITED] = { "edited", G_TYPE_POINTER },
    [REDAN_WORKSPACE_TOUCHED] = { "touched", G_TYPE_NONE },
    [REDAN_WORKSPACE_ANALYSED] = { "analysed", G_TYPE_NONE },
    [REDAN_WORKSPACE_SCENE_CHANGED] = { "scene-changed", G_TYPE_POINTER },
    [REDAN_WORKSPACE_SELECTION_CHANGED] = { "selection-changed", G_TYPE_NONE },
    [REDAN_WORKSPACE_DIAGRAM_CHANGED] = { "diagram-changed", G_TYPE_NONE },
    [REDAN_WORKSPACE_DIAGRAMS_CHANGED] = { "diagrams-changed", G_TYPE_NONE },
    [REDAN_WORKSPACE_STATE_CHANGED] = { "state-changed", G_TYPE_NONE },
    [REDAN_WORKSPACE_PLAN_READY] = { "plan-ready", G_TYPE_NONE },
    [REDAN_WORKSPACE_FAILED] = { "failed", G_TYPE_STRING },
  };

  object_class->dispose = redan_workspace_dispose;
  object_class->finalize = redan_workspace_finalize;
  for (guint i = 0; i < REDAN_WORKSPACE_N_SIGNALS; i++)
    signals[i] = infos[i].argument == G_TYPE_NONE
                     ? g_signal_new (infos[i].name, REDAN_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0)
                     : g_signal_new (infos[i].name, REDAN_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, infos[i].argument);
}

static void
free_scene (gpointer data)
{
  g_clear_pointer ((RedanScene **) &data, redan_scene_free);
}

static void
redan_workspace_init (RedanWorkspace *self)
{
  self->selected_threat = G_MAXUINT;
  self->selection = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->selected = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->touched = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->coloured = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  self->losses = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_loss_free);
  self->scenes = g_ptr_array_new_with_free_func (free_scene);
}

void
redan_workspace_emit (RedanWorkspace *self, RedanWorkspaceSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
redan_workspace_fail (RedanWorkspace *self, const char *message)
{
  g_signal_emit (self, signals[REDAN_WORKSPACE_FAILED], 0, message);
}

/* Diagrams and scenes */

static GPtrArray *
list_diagrams (const RedanModel *model)
{
  GPtrArray *diagrams = redan_model_list_diagrams (model);

  g_ptr_array_set_free_func (diagrams, (GDestroyNotify) redan_object_unref);
  g_ptr_array_foreach (diagrams, (GFunc) (void (*) (void)) redan_object_ref, NULL);
  return diagrams;
}

const RedanId *
redan_workspace_get_diagram_id (RedanWorkspace *self)
{
  const RedanObject *diagram = self->diagram < self->diagrams->len
                                   ? g_ptr_array_index (self->diagrams, self->diagram)
                                   : NULL;

  return diagram != NULL ? &diagram->id : NULL;
}

/** Routing and placing of labels is slow for large diagrams: the thread that opens a file makes all
 * scenes, and after that they are kept up to date. */
static void
ensure_scene (RedanWorkspace *self, guint index)
{
  const RedanId *id = index < self->diagrams->len
                          ? &((const RedanObject *) g_ptr_array_index (self->diagrams, index))->id
                          : NULL;

  if (g_ptr_array_index (self->scenes, index) == NULL)
    g_ptr_array_index (self->scenes, index) =
        redan_scene_new (redan_workspace_get_model (self), id, NULL);
}

/** Says where the picture of the shown diagram changed, when it did. */
void
redan_workspace_tell_scene (RedanWorkspace *self, GArray *changed)
{
  if (changed->len > 0)
    g_signal_emit (self, signals[REDAN_WORKSPACE_SCENE_CHANGED], 0, changed);
}

/** Only the shown diagram is coloured by every analysis; the others when they are shown. */
void
redan_workspace_colour_scene (RedanWorkspace *self)
{
  RedanScene *scene = g_ptr_array_index (self->scenes, self->diagram);
  g_autoptr (GArray) changed = NULL;

  if (scene == NULL)
    return;
  g_hash_table_add (self->coloured, scene);
  changed = redan_scene_set_burdens (scene, self->analysis, self->colour_by);
  redan_workspace_tell_scene (self, changed);
  redan_workspace_mark_scene (self, self->diagram);
}

static gboolean
is_drawn (RedanSection section)
{
  return section == REDAN_SECTION_ELEMENT || section == REDAN_SECTION_BOUNDARY ||
         section == REDAN_SECTION_FLOW || section == REDAN_SECTION_NOTE ||
         section == REDAN_SECTION_DIAGRAM;
}

/** Every drawn object that the edit touched, once or more. */
static GArray *
list_changed (const RedanEdit *edit)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);
      const RedanId id = change->object;

      if (!is_drawn (change->section))
        continue;
      if (ids->len == 0 || !redan_id_equal (&id, &g_array_index (ids, RedanId, ids->len - 1)))
        g_array_append_val (ids, id);
    }
  return ids;
}

static void
update_scenes (RedanWorkspace *self, const RedanEdit *edit)
{
  g_autoptr (GArray) ids = list_changed (edit);

  if (ids->len == 0)
    return;
  for (guint i = 0; i < self->scenes->len; i++)
    {
      RedanScene *scene = g_ptr_array_index (self->scenes, i);
      g_autoptr (GArray) changed =
          scene != NULL ? redan_scene_update (scene, redan_workspace_get_model (self),
                                              (const RedanId *) (gpointer) ids->data, ids->len)
                        : NULL;

      if (changed != NULL && i == self->diagram)
        redan_workspace_tell_scene (self, changed);
    }
}

void
redan_workspace_set_colour_by (RedanWorkspace *self, RedanColourBy colour_by)
{
  self->colour_by = colour_by;
  redan_workspace_count_questions (self);
}

void
redan_workspace_prepare (RedanWorkspace *self, RedanCatalogue *catalogue)
{
  const RedanAnalysisOptions options = { .as_of = self->as_of };
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;

  redan_workspace_load_organization (self);
  model = redan_workspace_inherit (self);
  snapshot = redan_snapshot_new (model);
  self->analysis = redan_analysis_new (snapshot, catalogue, &options);
  self->objectives = redan_objectives_evaluate (self->analysis->facts, self->analysis->controls,
                                                self->analysis->graph, self->analysis->threats);
  self->saved_residual = self->analysis->totals.residual;
  self->diagrams = list_diagrams (redan_workspace_get_model (self));
  g_ptr_array_set_size (self->scenes, (int) MAX (self->diagrams->len, 1));
  for (guint i = 0; i < self->scenes->len; i++)
    ensure_scene (self, i);
  redan_workspace_colour_scene (self);
}

/* Editing */

static gboolean
touches_diagrams (const RedanEdit *edit)
{
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    if (redan_edit_get_change (edit, i)->section == REDAN_SECTION_DIAGRAM)
      return TRUE;
  return FALSE;
}

/** The shown diagram stays the shown one when others come or go; scenes stay with their diagrams.
 */
static void
renew_diagrams (RedanWorkspace *self)
{
  const RedanId *shown = redan_workspace_get_diagram_id (self);
  const RedanId id = shown != NULL ? *shown : (RedanId){ "" };
  g_autoptr (GPtrArray) old_scenes = g_steal_pointer (&self->scenes);

  g_hash_table_remove_all (self->coloured);
  g_ptr_array_unref (self->diagrams);
  self->diagrams = list_diagrams (redan_workspace_get_model (self));
  self->scenes = g_ptr_array_new_with_free_func (free_scene);
  g_ptr_array_set_size (self->scenes, (int) MAX (self->diagrams->len, 1));
  self->diagram = MIN (self->diagram, self->scenes->len - 1);
  for (guint i = 0; i < self->diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (self->diagrams, i);

      if (redan_id_equal (&id, &diagram->id))
        self->diagram = i;
      for (guint k = 0; k < old_scenes->len; k++)
        {
          RedanScene *scene = g_ptr_array_index (old_scenes, k);

          if (scene != NULL && redan_id_equal (&scene->diagram, &diagram->id))
            g_ptr_array_index (self->scenes, i) =
                g_steal_pointer (&g_ptr_array_index (old_scenes, k));
        }
    }
  ensure_scene (self, self->diagram);
  redan_workspace_colour_scene (self);
  redan_workspace_emit (self, REDAN_WORKSPACE_DIAGRAMS_CHANGED);
  /* Views let go of the old scene before it is freed. */
  shown = redan_workspace_get_diagram_id (self);
  if (shown == NULL || !redan_id_equal (&id, shown))
    redan_workspace_emit (self, REDAN_WORKSPACE_DIAGRAM_CHANGED);
}

/** Whether an object that the analysis knows may have come into a diagram. */
static gboolean
shows_more (const RedanEdit *edit)
{
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);

      if (change->before == NULL &&
          (change->field == REDAN_FIELD_PLACE || change->field == REDAN_FIELD_ROUTE))
        return TRUE;
    }
  return FALSE;
}

static void
document_changed_cb (RedanDocument *document, RedanEdit *edit, RedanWorkspace *self)
{
  update_scenes (self, edit);
  if (touches_diagrams (edit))
    renew_diagrams (self);
  else if (shows_more (edit))
    redan_workspace_colour_scene (self);
  redan_workspace_follow (self, edit);
  redan_workspace_restore_selection (self);
  g_signal_emit (self, signals[REDAN_WORKSPACE_EDITED], 0, edit);
}

static void
document_state_cb (RedanDocument *document, GParamSpec *pspec, RedanWorkspace *self)
{
  redan_workspace_emit (self, REDAN_WORKSPACE_STATE_CHANGED);
}

void
redan_workspace_connect (RedanWorkspace *self)
{
  static const char *const names[] = { "notify::can-undo", "notify::can-redo", "notify::modified",
                                       "notify::title" };

  redan_workspace_watch_organization (self);
  g_signal_connect_object (self->document, "changed", G_CALLBACK (document_changed_cb), self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_object (self->document, names[i], G_CALLBACK (document_state_cb), self, 0);
}

gboolean
redan_workspace_apply (RedanWorkspace *self, RedanEdit *edit)
{
  const RedanModel *model = redan_workspace_get_model (self);
  RedanEdit *own = edit;
  g_autoptr (GError) error = NULL;

  if (self->inheritance != NULL && redan_inheritance_concerns (self->inheritance, model, edit))
    {
      own = redan_inheritance_rebase (self->inheritance, model, edit, &error);
      redan_edit_free (edit);
    }
  if (own != NULL && redan_document_apply (self->document, own, &error))
    return TRUE;
  redan_workspace_fail (self, error->message);
  return FALSE;
}

gboolean
redan_workspace_undo (RedanWorkspace *self)
{
  g_autoptr (GError) error = NULL;

  if (!redan_document_can_undo (self->document))
    return FALSE;
  if (redan_document_undo (self->document, &error))
    return TRUE;
  redan_workspace_fail (self, error->message);
  return FALSE;
}

gboolean
redan_workspace_redo (RedanWorkspace *self)
{
  g_autoptr (GError) error = NULL;

  if (!redan_document_can_redo (self->document))
    return FALSE;
  if (redan_document_redo (self->document, &error))
    return TRUE;
  redan_workspace_fail (self, error->message);
  return FALSE;
}

gboolean
redan_workspace_move_to (RedanWorkspace *self, guint position)
{
  g_autoptr (GError) error = NULL;

  if (redan_document_move_to (self->document, position, &error))
    return TRUE;
  redan_workspace_fail (self, error->message);
  return FALSE;
}

/** Every document of a window is kept from the first command on, so also one that was only looked
 * at until it got a file of its own. */
static void
keep_saved (RedanWorkspace *self, gboolean tell)
{
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  if (redan_document_has_store (self->document) ||
      redan_document_attach_file (self->document, redan_workspace_get_store_directory (), &error) ||
      !tell)
    return;
  message = g_strdup_printf (_ ("What you do here is lost when the program ends before you save "
                                "it: %s"),
                             error->message);
  redan_workspace_fail (self, message);
}

gboolean
redan_workspace_save (RedanWorkspace *self, const char *path, GError **error)
{
  const gboolean was_read_only = redan_document_is_read_only (self->document);

  if (!redan_document_has_store (self->document) &&
      !redan_document_check_free (redan_workspace_get_store_directory (), path, error))
    return FALSE;
  if (!redan_document_save (self->document, path, error))
    return FALSE;
  /* A store that could not be used was told when the file was opened. */
  keep_saved (self, was_read_only);
  g_free (self->path);
  self->path = g_strdup (redan_document_get_path (self->document));
  self->saved_residual = self->analysis->totals.residual;
  redan_workspace_follow_organization (self);
  redan_workspace_emit (self, REDAN_WORKSPACE_STATE_CHANGED);
  return TRUE;
}

const RedanObject *
redan_workspace_get_analysed (RedanWorkspace *self, const RedanId *id)
{
  return redan_model_lookup (self->analysis->facts->snapshot->model, id);
}

RedanDocument *
redan_workspace_get_document (RedanWorkspace *self)
{
  return self->document;
}

const RedanAnalysis *
redan_workspace_get_analysis (RedanWorkspace *self)
{
  return self->analysis;
}

const RedanStencils *
redan_workspace_get_stencils (RedanWorkspace *self)
{
  return self->stencils;
}

const RedanModel *
redan_workspace_get_model (RedanWorkspace *self)
{
  return redan_document_get_model (self->document);
}

const RedanObjectives *
redan_workspace_get_objectives (RedanWorkspace *self)
{
  return self->objectives;
}

gint64
redan_workspace_get_saved_residual (RedanWorkspace *self)
{
  return self->saved_residual;
}

/* The plan */

const RedanPlan *
redan_workspace_get_plan (RedanWorkspace *self)
{
  return self->plan;
}

static void
plan_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const RedanAnalysis *analysis = task_data;
  const RedanPlanOptions options = { .n = PLAN_ROWS, .phase = 4, .time_ms = PLAN_TIME_MS };

  g_task_return_pointer (
      task, redan_plan_compute (analysis->facts, analysis->threats, &options, cancellable),
      (GDestroyNotify) redan_plan_free);
}

static void
plan_computed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWorkspace) self = user_data;
  RedanPlan *plan = g_task_propagate_pointer (G_TASK (result), NULL);

  if (plan == NULL)
    return;
  g_clear_pointer (&self->plan, redan_plan_free);
  self->plan = plan;
  redan_workspace_emit (self, REDAN_WORKSPACE_PLAN_READY);
}

void
redan_workspace_compute_plan (RedanWorkspace *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->planned)
    return;
  self->planned = TRUE;
  self->plan_cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->plan_cancellable, plan_computed_cb, g_object_ref (self));
  g_task_set_task_data (task, redan_analysis_ref (self->analysis),
                        (GDestroyNotify) redan_analysis_unref);
  g_task_run_in_thread (task, plan_thread);
}

/* What a window says of it */

const char *
redan_workspace_get_path (RedanWorkspace *self)
{
  return self->path;
}

char *
redan_workspace_dup_title (RedanWorkspace *self)
{
  const char *name =
      redan_object_get_name (redan_model_get_meta (redan_workspace_get_model (self)));
  g_autofree char *base = self->path != NULL ? g_filename_display_basename (self->path)
                                             : g_strdup (_ ("Untitled model"));

  return redan_text_make_visible (name[0] != '\0' ? name : base);
}

const char *
redan_workspace_get_notice (RedanWorkspace *self)
{
  return self->notice;
}

const GPtrArray *
redan_workspace_get_losses (RedanWorkspace *self)
{
  return self->losses;
}

const GPtrArray *
redan_workspace_get_diagrams (RedanWorkspace *self)
{
  return self->diagrams;
}

guint
redan_workspace_get_diagram (RedanWorkspace *self)
{
  return self->diagram;
}

void
redan_workspace_set_diagram (RedanWorkspace *self, guint index)
{
  if (index == self->diagram || index >= self->diagrams->len)
    return;
  self->diagram = index;
  ensure_scene (self, index);
  if (!g_hash_table_contains (self->coloured, g_ptr_array_index (self->scenes, index)))
    redan_workspace_colour_scene (self);
  redan_workspace_emit (self, REDAN_WORKSPACE_DIAGRAM_CHANGED);
}

const RedanScene *
redan_workspace_get_scene (RedanWorkspace *self)
{
  return g_ptr_array_index (self->scenes, self->diagram);
}
