/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: controls in the order of their benefit for their effort, computed in the background;
 * ticked ones are tried together before they are kept. */

#include "ui/window/plan-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/apply-control.h"
#include "ui/window/plan-changes.h"
#include "ui/window/rows.h"
#include "ui/window/what-if.h"

/** An analysis after which no other follows for so long is worth a plan. */
#define PAUSE_MS 400

struct _RedanPlanView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *scrolled;
  GtkWidget *box;
  GtkWidget *bar; /* what is ticked, and what to do with it */
  GtkWidget *outcome;
  gboolean is_narrow; /* rows have no room for buttons */
  guint start_source;

  GHashTable *ticked; /* control numbers */
  GCancellable *trial;
  gboolean is_trial_stale; /* the analysis is newer than what the bar says */
};

G_DEFINE_FINAL_TYPE (RedanPlanView, redan_plan_view, GTK_TYPE_WIDGET)

static char *
join_objectives (const RedanCatalogue *catalogue, const RedanControl *control)
{
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < control->n_objectives; i++)
    {
      const RedanObjective *objective = &objectives[control->objectives[i]];
      g_autofree char *reference = redan_objective_dup_reference (objective);

      g_string_append_printf (joined, "%s%s %s", i > 0 ? "\n" : "", reference, objective->title);
    }
  return g_string_free (joined, FALSE);
}

/* ---- trying ---- */

/** The ticked controls in the order of the plan. */
static GArray *
list_ticked (RedanPlanView *self)
{
  const RedanPlan *plan = redan_workspace_get_plan (self->workspace);
  GArray *controls = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; plan != NULL && i < plan->n_rows; i++)
    if (g_hash_table_contains (self->ticked, GUINT_TO_POINTER (plan->rows[i].control)))
      g_array_append_val (controls, plan->rows[i].control);
  return controls;
}

static double
sum_effort (RedanPlanView *self)
{
  const RedanPlan *plan = redan_workspace_get_plan (self->workspace);
  double effort = 0;

  for (guint i = 0; plan != NULL && i < plan->n_rows; i++)
    if (g_hash_table_contains (self->ticked, GUINT_TO_POINTER (plan->rows[i].control)))
      effort += plan->rows[i].effort;
  return effort;
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPlanView) self = REDAN_PLAN_VIEW (user_data);
  g_autofree char *text = NULL;
  RedanWhatIf what_if;
  char effort[32];

  /* Something else was ticked meanwhile, or the window is gone. */
  if (!redan_what_if_finish (result, &what_if) || self->workspace == NULL)
    return;
  text = g_strdup_printf (_ ("%.0f → %.0f for effort %s"),
                          redan_workspace_get_analysis (self->workspace)->totals.residual / 1000.0,
                          what_if.total / 1000.0, redan_effort_format (sum_effort (self), effort));
  gtk_label_set_text (GTK_LABEL (self->outcome), text);
}

static void
try_ticked (RedanPlanView *self)
{
  g_autoptr (GArray) controls = NULL;

  g_cancellable_cancel (self->trial);
  g_clear_object (&self->trial);
  if (self->workspace == NULL)
    return;
  controls = list_ticked (self);
  gtk_widget_set_visible (self->bar, controls->len > 0);
  if (controls->len == 0)
    return;
  self->trial = g_cancellable_new ();
  gtk_label_set_text (GTK_LABEL (self->outcome), "…");
  redan_what_if_async (redan_workspace_get_analysis (self->workspace),
                       (const guint32 *) (gpointer) controls->data, controls->len, NULL, 0,
                       REDAN_NONE, self->trial, tried_cb, g_object_ref (self));
}

static void
ticked_cb (GtkCheckButton *check, gpointer user_data)
{
  RedanPlanView *self = REDAN_PLAN_VIEW (user_data);
  gpointer control = g_object_get_data (G_OBJECT (check), "control");

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->ticked, control);
  else
    g_hash_table_remove (self->ticked, control);
  try_ticked (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPlanView) self = REDAN_PLAN_VIEW (user_data);
  const gboolean is_kept = redan_apply_controls_finish (result);

  /* The window is gone. */
  if (self->ticked == NULL)
    return;
  gtk_widget_set_sensitive (self->bar, TRUE);
  if (!is_kept)
    return;
  g_hash_table_remove_all (self->ticked);
  try_ticked (self);
}

static void
keep (RedanPlanView *self, gboolean in_place)
{
  g_autoptr (GArray) controls = list_ticked (self);

  if (controls->len == 0)
    return;
  gtk_widget_set_sensitive (self->bar, FALSE);
  redan_apply_controls_async (GTK_WIDGET (self), self->workspace,
                              (const guint32 *) (gpointer) controls->data, controls->len, in_place,
                              kept_cb, g_object_ref (self));
}

static void
keep_planned_cb (RedanPlanView *self)
{
  keep (self, FALSE);
}

static void
keep_in_place_cb (RedanPlanView *self)
{
  keep (self, TRUE);
}

static void
apply_cb (GtkWidget *button, gpointer user_data)
{
  const guint32 control = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "control"));

  redan_apply_controls_async (button, REDAN_PLAN_VIEW (user_data)->workspace, &control, 1,
                              g_object_get_data (G_OBJECT (button), "in-place") != NULL, NULL,
                              NULL);
}

/* ---- rows ---- */

static GtkWidget *
create_button (RedanPlanView *self, const RedanControl *control, guint32 number, gboolean in_place)
{
  GtkWidget *button = gtk_button_new_with_label (in_place ? _ ("Apply") : _ ("Plan"));
  g_autofree char *name = in_place ? g_strdup_printf (_ ("Apply %s"), control->title)
                                   : g_strdup_printf (_ ("Plan %s"), control->title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (
      button, in_place ? _ ("Sets what says that the control is in place, wherever it applies")
                       : _ ("Writes the control down as planned, wherever it applies"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "control", GUINT_TO_POINTER (number));
  g_object_set_data (G_OBJECT (button), "in-place", in_place ? button : NULL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (apply_cb), self, 0);
  return button;
}

static GtkWidget *
create_check (RedanPlanView *self, const RedanControl *control, guint32 number)
{
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *name = g_strdup_printf (_ ("Try %s"), control->title);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (check, _ ("Try: what would the risk be with it?"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_hash_table_contains (self->ticked, GUINT_TO_POINTER (number)));
  g_object_set_data (G_OBJECT (check), "control", GUINT_TO_POINTER (number));
  g_signal_connect_object (check, "toggled", G_CALLBACK (ticked_cb), self, 0);
  return check;
}

static GtkWidget *
create_buttons (RedanPlanView *self, const RedanControl *control, guint32 number)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (buttons), create_button (self, control, number, FALSE));
  gtk_box_append (GTK_BOX (buttons), create_button (self, control, number, TRUE));
  return buttons;
}

/** A row of its own for the buttons that the head of a narrow one has no room for. */
static GtkWidget *
create_button_row (RedanPlanView *self, const RedanControl *control, guint32 number)
{
  GtkWidget *row = redan_row_new (_ ("Take it"), NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_buttons (self, control, number));
  return row;
}

/** Made when the row is opened for the first time: there may be a hundred rows. */
static void
add_details_cb (GtkWidget *expander, GParamSpec *pspec, gpointer user_data)
{
  const RedanAnalysis *analysis = g_object_get_data (G_OBJECT (expander), "analysis");
  const RedanCatalogue *catalogue = analysis->facts->catalogue;
  const RedanControl *control =
      &redan_catalogue_get_controls (catalogue, NULL)[GPOINTER_TO_UINT (user_data)];
  g_autofree char *objectives = join_objectives (catalogue, control);
  g_autofree char *services =
      control->services != NULL ? g_strjoinv (", ", (char **) control->services) : g_strdup ("");
  GtkWidget *view = gtk_widget_get_ancestor (expander, REDAN_TYPE_PLAN_VIEW);

  g_signal_handlers_disconnect_by_func (expander, add_details_cb, user_data);
  if (view != NULL && REDAN_PLAN_VIEW (view)->is_narrow)
    adw_expander_row_add_row (
        ADW_EXPANDER_ROW (expander),
        create_button_row (REDAN_PLAN_VIEW (view), control, GPOINTER_TO_UINT (user_data)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                            redan_row_new (control->description, NULL));
  if (objectives[0] != '\0')
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              redan_row_new (_ ("Serves"), objectives));
  if (services[0] != '\0')
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              redan_row_new (_ ("AWS services"), services));
}

static GtkWidget *
create_row (RedanPlanView *self, const RedanPlan *plan, guint index)
{
  RedanAnalysis *analysis = (RedanAnalysis *) redan_workspace_get_analysis (self->workspace);
  const RedanCatalogue *catalogue = analysis->facts->catalogue;
  const RedanPlanRow *row = &plan->rows[index];
  const RedanControl *control = &redan_catalogue_get_controls (catalogue, NULL)[row->control];
  g_autofree char *title = g_strdup_printf ("%u. %s", index + 1, control->title);
  char effort[32];
  g_autofree char *subtitle = g_strdup_printf (
      _ ("%s · effort %s · lowers %u threats · leaves %.0f"), control->id,
      redan_effort_format (row->effort, effort), row->n_threats, row->remaining);
  g_autofree char *badge = g_strdup_printf ("−%.1f", row->reduction);
  GtkWidget *expander = redan_expander_new (title, subtitle);
  g_autofree char *tooltip = g_strdup_printf (_ ("Residual risk falls from %.0f to %.0f"),
                                              row->remaining + row->reduction, row->remaining);
  GtkWidget *reduction = redan_badge_new (badge, "good");

  gtk_widget_set_tooltip_text (reduction, tooltip);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (expander),
                               create_check (self, control, row->control));
  if (!self->is_narrow)
    adw_expander_row_add_action (ADW_EXPANDER_ROW (expander),
                                 create_buttons (self, control, row->control));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (expander), reduction);
  g_object_set_data_full (G_OBJECT (expander), "analysis", redan_analysis_ref (analysis),
                          (GDestroyNotify) redan_analysis_unref);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (add_details_cb),
                    GUINT_TO_POINTER (row->control));
  return expander;
}

static void
show_plan (RedanPlanView *self, const RedanPlan *plan)
{
  g_autofree char *description =
      g_strdup_printf (_ ("Residual risk now: %.0f. Each row is computed with the rows above it in "
                          "place. Tick rows to try them together."),
                       plan->base);
  GtkWidget *group = redan_group_new (_ ("What lowers the risk most for its effort"), description);

  for (guint i = 0; i < plan->n_rows; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_row (self, plan, i));
  if (plan->n_rows == 0)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        redan_row_new (_ ("No control of the catalogue lowers the residual risk any further"),
                       NULL));
  if (plan->out_of_time)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        redan_row_new (_ ("The time budget was used up; further controls may help"), NULL));
  gtk_box_append (GTK_BOX (self->box), group);
  gtk_box_append (GTK_BOX (self->box), redan_plan_changes_new (self->workspace));
}

static void
rebuild (RedanPlanView *self)
{
  const RedanPlan *plan =
      self->workspace != NULL ? redan_workspace_get_plan (self->workspace) : NULL;
  GtkWidget *spinner = NULL;

  redan_box_clear (self->box);
  if (self->workspace == NULL)
    return;
  if (plan != NULL)
    {
      show_plan (self, plan);
      try_ticked (self);
      return;
    }
  spinner = gtk_spinner_new ();
  /* A spinner costs frames even on a page that is not shown. */
  g_signal_connect (spinner, "map", G_CALLBACK (gtk_spinner_start), NULL);
  g_signal_connect (spinner, "unmap", G_CALLBACK (gtk_spinner_stop), NULL);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_box_append (GTK_BOX (self->box), spinner);
  gtk_box_append (GTK_BOX (self->box),
                  redan_paragraph_new (_ ("Trying which controls help most…"), TRUE));
}

static void
plan_ready_cb (RedanWorkspace *workspace, gpointer user_data)
{
  rebuild (REDAN_PLAN_VIEW (user_data));
}

static gboolean
start_cb (gpointer user_data)
{
  RedanPlanView *self = REDAN_PLAN_VIEW (user_data);

  self->start_source = 0;
  if (self->workspace != NULL)
    redan_workspace_compute_plan (self->workspace);
  return G_SOURCE_REMOVE;
}

/** Trying controls takes processor time: only while the plan is looked at, and after a pause. */
static void
start_soon (RedanPlanView *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  if (self->workspace != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->start_source = g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, start_cb, self, NULL);
}

static void
analysed_cb (RedanPlanView *self)
{
  start_soon (self);
  self->is_trial_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->is_trial_stale && g_hash_table_size (self->ticked) > 0)
    try_ticked (self);
}

void
redan_plan_view_set_workspace (RedanPlanView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  g_hash_table_remove_all (self->ticked);
  gtk_widget_set_visible (self->bar, FALSE);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "plan-ready", G_CALLBACK (plan_ready_cb), self, 0);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  start_soon (self);
  rebuild (self);
}

void
redan_plan_view_set_narrow (RedanPlanView *self, gboolean is_narrow)
{
  g_return_if_fail (REDAN_IS_PLAN_VIEW (self));

  if (is_narrow == self->is_narrow)
    return;
  self->is_narrow = is_narrow;
  rebuild (self);
}

static void
show_waiting (RedanPlanView *self)
{
  if (self->workspace != NULL && redan_workspace_get_plan (self->workspace) == NULL)
    rebuild (self);
}

static void
redan_plan_view_map (GtkWidget *widget)
{
  RedanPlanView *self = REDAN_PLAN_VIEW (widget);

  GTK_WIDGET_CLASS (redan_plan_view_parent_class)->map (widget);
  start_soon (self);
  show_waiting (self);
  if (self->is_trial_stale && g_hash_table_size (self->ticked) > 0)
    try_ticked (self);
  self->is_trial_stale = FALSE;
}

static void
redan_plan_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_plan_view_parent_class)->unmap (widget);
  show_waiting (REDAN_PLAN_VIEW (widget));
}

static void
redan_plan_view_dispose (GObject *object)
{
  RedanPlanView *self = REDAN_PLAN_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->trial);
  g_clear_object (&self->trial);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->ticked, g_hash_table_unref);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_plan_view_parent_class)->dispose (object);
}

static void
redan_plan_view_class_init (RedanPlanViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_plan_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_plan_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = redan_plan_view_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
create_bar (RedanPlanView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *plan = gtk_button_new_with_label (_ ("Plan Ticked"));
  GtkWidget *apply = gtk_button_new_with_label (_ ("Apply Ticked"));

  self->outcome = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->outcome), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->outcome), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->outcome, TRUE);
  gtk_widget_set_tooltip_text (
      self->outcome, _ ("Threats that become impossible count as lowered here; once the controls "
                        "are applied they are gone, and the sum is lower still"));
  gtk_widget_add_css_class (self->outcome, "numeric");
  gtk_widget_add_css_class (self->outcome, "heading");
  gtk_widget_add_css_class (apply, "suggested-action");
  g_signal_connect_object (plan, "clicked", G_CALLBACK (keep_planned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apply, "clicked", G_CALLBACK (keep_in_place_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), self->outcome);
  gtk_box_append (GTK_BOX (bar), plan);
  gtk_box_append (GTK_BOX (bar), apply);
  gtk_widget_set_visible (bar, FALSE);
  return bar;
}

static void
redan_plan_view_init (RedanPlanView *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->ticked = g_hash_table_new (NULL, NULL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->scrolled = redan_page_new (self->box, REDAN_PAGE_WIDTH);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  self->bar = create_bar (self);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_plan_view_new (void)
{
  return g_object_new (REDAN_TYPE_PLAN_VIEW, NULL);
}
