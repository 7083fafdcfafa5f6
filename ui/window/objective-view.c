/* SPDX-License-Identifier: Apache-2.0 */
/* SEC01: objectives with state, interval and criteria that link to elements, and the views of the
 * posture, in a scope that is chosen and always said. */

#include "ui/window/objective-view.h"

#include <glib/gi18n-lib.h>

#include "ui/report/posture.h"
#include "ui/report/wording.h"
#include "ui/window/block-view.h"
#include "ui/window/rows.h"
#include "ui/window/waiver-form.h"

#define MAX_TARGET_LINKS 8
#define MAX_TABLE_ROWS 150

struct _RedanObjectiveView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *outer;
  GtkWidget *view_choice;
  GtkWidget *scope_choice;
  GPtrArray *scopes; /* in the order of the choice */
  char *scope_text;  /* (nullable): what was chosen, kept over analyses */
  GtkWidget *scrolled;
  GtkWidget *box;
  RedanPostureView shown;    /* another view begins at its top */
  GCancellable *cancellable; /* of the view that is being made */
  gboolean filling;          /* the choices are being filled, nobody chose */
  gboolean stale;            /* hundreds of rows are made when the page is first looked at */
};

/** Job: what a view is made from, in a thread: it has an analysis of its own, because layers are
 * found when they are first asked for */
typedef struct
{
  RedanSnapshot *snapshot;
  RedanCatalogue *catalogue;
  guint as_of;
  char *scope_text;
  RedanPostureView view;
} Job;

/** Made: what came out; @scope nullable */
typedef struct
{
  RedanAnalysis *analysis;
  RedanObjectiveScope *scope;
  RedanObjectives *results;
  RedanReport *report;
} Made;

G_DEFINE_FINAL_TYPE (RedanObjectiveView, redan_objective_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_target_button (const char *name, gboolean unknown)
{
  g_autofree char *start = redan_text_shorten (name, REDAN_SHORT_TEXT);
  g_autofree char *text = unknown ? g_strdup_printf (_ ("%s (unknown)"), start) : g_strdup (start);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
create_target_buttons (RedanObjectiveView *self,
                       const RedanFacts *facts,
                       const RedanCriterionResult *result)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 6);
  gtk_widget_add_css_class (flow, "targets");
  for (guint i = 0; i < MIN (result->targets->len, MAX_TARGET_LINKS); i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (result->targets, RedanCriterionTarget, i);
      const RedanObject *object = redan_target_get_object (facts, target->context, target->target);
      g_autofree char *name = NULL;
      GtkWidget *button = NULL;

      if (object == NULL)
        continue;
      name = redan_object_dup_title (facts->snapshot->model, object);
      button = create_target_button (name, target->unknown);
      redan_widget_select_on (button, "clicked", self->workspace, &object->id);
      gtk_flow_box_insert (GTK_FLOW_BOX (flow), button, -1);
    }
  return flow;
}

static void
add_criterion (RedanObjectiveView *self,
               const RedanFacts *facts,
               GtkWidget *expander,
               const RedanCriterion *criterion,
               const RedanCriterionResult *result)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
    const char *title;
  } marks[] = {
    [REDAN_CRITERION_FALSE] = { "window-close-symbolic", "error", N_ ("not met") },
    [REDAN_CRITERION_TRUE] = { "object-select-symbolic", "success", N_ ("met") },
    [REDAN_CRITERION_UNKNOWN] = { "dialog-question-symbolic", "warning", N_ ("unknown") },
    [REDAN_CRITERION_NOT_APPLICABLE] = { "list-remove-symbolic", "dim-label",
                                         N_ ("not applicable") },
  };
  g_autofree char *title = criterion->required
                               ? g_strdup_printf (_ ("%s (required)"), criterion->text)
                               : g_strdup (criterion->text);
  g_autofree char *waiver = redan_waiver_dup_text (result);
  g_autofree char *subtitle =
      waiver == NULL || result->note == NULL
          ? g_strdup (waiver != NULL ? waiver : result->note)
          : g_strdup_printf ("%s · %s", result->note, waiver);
  GtkWidget *row = redan_row_new (title, subtitle);
  GtkWidget *icon = gtk_image_new_from_icon_name (marks[result->value].icon);

  gtk_widget_add_css_class (icon, marks[result->value].css_class);
  gtk_widget_set_tooltip_text (icon, _ (marks[result->value].title));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (result->waiver != NULL)
    redan_row_add_value (row, result->waived ? _ ("waived") : _ ("waiver lapsed"),
                         result->waived ? "dim-label" : "warning");
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      redan_waiver_button_new (self->workspace, criterion->id, criterion->text, result->waiver));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  if (result->targets != NULL && result->targets->len > 0 && result->value != REDAN_CRITERION_TRUE)
    {
      GtkWidget *list_row = gtk_list_box_row_new ();

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row),
                                  create_target_buttons (self, facts, result));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), list_row);
    }
}

static GtkWidget *
create_objective (RedanObjectiveView *self,
                  const RedanFacts *facts,
                  const RedanObjectives *results,
                  guint index)
{
  const RedanCatalogue *catalogue = facts->catalogue;
  const RedanObjective *objective = &redan_catalogue_get_objectives (catalogue, NULL)[index];
  const RedanObjectiveResult *result = &results->objectives[index];
  guint n_criteria;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n_criteria);
  g_autofree char *reference = redan_objective_dup_reference (objective);
  g_autofree char *waivers = redan_objective_dup_waivers (result);
  g_autoptr (GString) subtitle = g_string_new (reference);
  GtkWidget *expander;

  if (result->required_failed)
    g_string_append (subtitle, _ (" · a required criterion fails"));
  if (waivers != NULL)
    g_string_append_printf (subtitle, " · %s", waivers);
  expander = redan_expander_new (objective->title, subtitle->str);
  if (result->state != REDAN_OBJECTIVE_NOT_APPLICABLE)
    adw_expander_row_add_action (ADW_EXPANDER_ROW (expander),
                                 redan_interval_new (result->low, result->high));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (expander),
                               redan_badge_new (redan_objective_state_get_title (result->state),
                                                redan_state_get_css_class (result->state)));
  for (guint i = 0; i < n_criteria; i++)
    if (criteria[i].objective == index)
      add_criterion (self, facts, expander, &criteria[i], &results->criteria[i]);
  return expander;
}

static void
fill_objectives (RedanObjectiveView *self, const RedanFacts *facts, const RedanObjectives *results)
{
  const RedanObjective *objectives = redan_catalogue_get_objectives (facts->catalogue, NULL);
  const char *current = "";
  GtkWidget *group = NULL;

  for (guint i = 0; i < results->n_objectives; i++)
    {
      if (!g_str_equal (objectives[i].group, current))
        {
          current = objectives[i].group;
          group = redan_group_new (redan_objective_group_get_title (current), NULL);
          gtk_box_append (GTK_BOX (self->box), group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 create_objective (self, facts, results, i));
    }
}

/* The scope is said above every result. */
static void
begin_page (RedanObjectiveView *self,
            const RedanAnalysis *analysis,
            const RedanObjectives *results,
            RedanPostureView view)
{
  g_autofree char *text = redan_posture_dup_scope (analysis, results);

  redan_box_clear (self->box);
  if (self->shown != view)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  self->shown = view;
  gtk_box_append (GTK_BOX (self->box), redan_paragraph_new (text, TRUE));
}

/* ---- views made in a thread ---- */

static void
free_job (gpointer data)
{
  Job *job = data;

  redan_snapshot_unref (job->snapshot);
  redan_catalogue_unref (job->catalogue);
  g_free (job->scope_text);
  g_free (job);
}

static void
free_made (gpointer data)
{
  Made *made = data;

  redan_report_free (made->report);
  redan_objectives_free (made->results);
  redan_objective_scope_free (made->scope);
  redan_analysis_unref (made->analysis);
  g_free (made);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  const RedanAnalysisOptions options = { .as_of = job->as_of };
  Made *made = g_new0 (Made, 1);
  RedanPosture posture = { .limit = MAX_TABLE_ROWS };

  made->analysis = redan_analysis_new (job->snapshot, job->catalogue, &options);
  /* what was chosen may have gone with an edit: then it is the whole model, and that is said */
  if (job->scope_text != NULL)
    made->scope = redan_objective_scope_parse (made->analysis->facts, job->scope_text, NULL);
  made->results =
      redan_objectives_evaluate_scope (made->analysis->facts, made->analysis->controls,
                                       made->analysis->graph, made->analysis->threats, made->scope);
  made->report = redan_report_new ("", "");
  posture.report = made->report;
  posture.analysis = made->analysis;
  posture.scope = made->scope;
  posture.results = made->results;
  if (!g_cancellable_is_cancelled (cancellable))
    redan_posture_add (&posture, job->view);
  g_task_return_pointer (task, made, free_made);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanObjectiveView) self = REDAN_OBJECTIVE_VIEW (user_data);
  const Job *job = g_task_get_task_data (G_TASK (result));
  Made *made = g_task_propagate_pointer (G_TASK (result), NULL);

  if (made == NULL)
    return;
  begin_page (self, made->analysis, made->results, job->view);
  if (job->view == REDAN_POSTURE_STATES)
    fill_objectives (self, made->analysis->facts, made->results);
  else
    redan_block_view_fill (self->box, made->report, self->workspace);
  free_made (made);
}

static void
start_view (RedanObjectiveView *self, const RedanAnalysis *analysis, RedanPostureView view)
{
  g_autoptr (GTask) task = NULL;
  Job *job = g_new0 (Job, 1);

  job->snapshot = redan_snapshot_ref (analysis->facts->snapshot);
  job->catalogue = redan_catalogue_ref (analysis->facts->catalogue);
  job->as_of = analysis->facts->as_of;
  job->scope_text = g_strdup (self->scope_text);
  job->view = view;
  self->cancellable = g_cancellable_new ();
  /* Not as the source: the last reference to a widget must not go in the thread. */
  task = g_task_new (NULL, self->cancellable, made_cb, g_object_ref (self));
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, make_in_thread);
}

/* ---- choices ---- */

static void
fill_scopes (RedanObjectiveView *self, const RedanFacts *facts)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  self->filling = TRUE;
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
  self->scopes = redan_objective_scope_list (facts);
  for (guint i = 0; i < self->scopes->len; i++)
    {
      const RedanObjectiveScope *scope = g_ptr_array_index (self->scopes, i);
      g_autofree char *visible = redan_text_make_visible (scope->title);
      g_autofree char *start = redan_text_shorten (visible, 40);

      gtk_string_list_append (names, start);
      if (g_strcmp0 (scope->text, self->scope_text) == 0)
        chosen = i;
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->scope_choice), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->scope_choice), chosen);
  if (chosen == 0)
    g_clear_pointer (&self->scope_text, g_free);
  self->filling = FALSE;
}

static void
rebuild (RedanObjectiveView *self)
{
  const RedanAnalysis *analysis = NULL;
  RedanPostureView view = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->view_choice));
  const gboolean stale = self->stale;

  self->stale = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workspace == NULL)
    {
      redan_box_clear (self->box);
      return;
    }
  analysis = redan_workspace_get_analysis (self->workspace);
  /* Never because of a choice: a drop-down whose model is replaced while it tells what was chosen
   * tells it for ever. */
  if (stale)
    fill_scopes (self, analysis->facts);
  if (view != REDAN_POSTURE_STATES || self->scope_text != NULL)
    {
      start_view (self, analysis, view);
      return;
    }
  begin_page (self, analysis, redan_workspace_get_objectives (self->workspace), view);
  fill_objectives (self, analysis->facts, redan_workspace_get_objectives (self->workspace));
}

static void
chosen_cb (RedanObjectiveView *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scope_choice));

  if (self->filling)
    return;
  g_clear_pointer (&self->scope_text, g_free);
  if (self->scopes != NULL && chosen > 0 && chosen < self->scopes->len)
    self->scope_text =
        g_strdup (((const RedanObjectiveScope *) g_ptr_array_index (self->scopes, chosen))->text);
  rebuild (self);
}

static void
renew (RedanObjectiveView *self)
{
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
}

void
redan_objective_view_set_workspace (RedanObjectiveView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "analysed", G_CALLBACK (renew), self, G_CONNECT_SWAPPED);
  renew (self);
}

static void
redan_objective_view_map (GtkWidget *widget)
{
  RedanObjectiveView *self = REDAN_OBJECTIVE_VIEW (widget);

  if (self->stale)
    rebuild (self);
  GTK_WIDGET_CLASS (redan_objective_view_parent_class)->map (widget);
}

static void
redan_objective_view_dispose (GObject *object)
{
  RedanObjectiveView *self = REDAN_OBJECTIVE_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
  g_clear_pointer (&self->scope_text, g_free);
  g_clear_pointer (&self->outer, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_objective_view_parent_class)->dispose (object);
}

static void
redan_objective_view_class_init (RedanObjectiveViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_objective_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_objective_view_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_choice (RedanObjectiveView *self, GtkWidget *bar, const char *name, const char *const *words)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_widget_set_tooltip_text (choice, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (bar), choice);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  return choice;
}

static void
redan_objective_view_init (RedanObjectiveView *self)
{
  const char *const nothing[] = { NULL };
  const char *titles[REDAN_N_POSTURE_VIEWS + 1] = { NULL };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    titles[i] = redan_posture_view_get_title ((RedanPostureView) i);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_top (bar, 6);
  gtk_widget_set_margin_bottom (bar, 6);
  self->filling = TRUE;
  self->view_choice = create_choice (self, bar, _ ("View"), titles);
  self->scope_choice = create_choice (self, bar, _ ("Scope"), nothing);
  self->filling = FALSE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->scrolled = redan_page_new (self->box, REDAN_WIDE_PAGE_WIDTH);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  self->outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->outer), bar);
  gtk_box_append (GTK_BOX (self->outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->outer), self->scrolled);
  gtk_widget_set_parent (self->outer, GTK_WIDGET (self));
}

GtkWidget *
redan_objective_view_new (void)
{
  return g_object_new (REDAN_TYPE_OBJECTIVE_VIEW, NULL);
}
