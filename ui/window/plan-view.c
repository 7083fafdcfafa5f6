/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: controls in the order of their benefit for their effort, computed in the background. */

#include "ui/window/plan-view.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

/** An analysis after which no other follows for so long is worth a plan. */
#define PAUSE_MS 400

struct _RedanPlanView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *scrolled;
  GtkWidget *box;
  guint start_source;
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

static GtkWidget *
create_row (RedanPlanView *self, const RedanPlan *plan, guint index)
{
  const RedanCatalogue *catalogue =
      redan_workspace_get_analysis (self->workspace)->facts->catalogue;
  const RedanPlanRow *row = &plan->rows[index];
  const RedanControl *control = &redan_catalogue_get_controls (catalogue, NULL)[row->control];
  g_autofree char *title = g_strdup_printf ("%u. %s", index + 1, control->title);
  g_autofree char *subtitle =
      g_strdup_printf (_ ("%s · effort %d · lowers %u threats · leaves %.0f"), control->id,
                       (int) row->effort, row->n_threats, row->remaining);
  g_autofree char *badge = g_strdup_printf ("−%.1f", row->reduction);
  g_autofree char *objectives = join_objectives (catalogue, control);
  g_autofree char *services =
      control->services != NULL ? g_strjoinv (", ", (char **) control->services) : g_strdup ("");
  GtkWidget *expander = redan_expander_new (title, subtitle);
  GtkWidget *bar =
      redan_interval_new (plan->base > 0 ? row->remaining / plan->base : 0,
                          plan->base > 0 ? (row->remaining + row->reduction) / plan->base : 0);
  g_autofree char *tooltip = g_strdup_printf (_ ("Residual risk falls from %.0f to %.0f"),
                                              row->remaining + row->reduction, row->remaining);

  gtk_widget_set_tooltip_text (bar, tooltip);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (expander), redan_badge_new (badge, "good"));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (expander), bar);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                            redan_row_new (control->description, NULL));
  if (objectives[0] != '\0')
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              redan_row_new (_ ("Serves"), objectives));
  if (services[0] != '\0')
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              redan_row_new (_ ("AWS services"), services));
  return expander;
}

static void
show_plan (RedanPlanView *self, const RedanPlan *plan)
{
  g_autofree char *description = g_strdup_printf (
      _ ("Residual risk now: %.0f. Each row is computed with the rows above it in place."),
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
      return;
    }
  spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (spinner));
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

void
redan_plan_view_set_workspace (RedanPlanView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "plan-ready", G_CALLBACK (plan_ready_cb), self, 0);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (start_soon), self,
                               G_CONNECT_SWAPPED);
    }
  start_soon (self);
  rebuild (self);
}

static void
redan_plan_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_plan_view_parent_class)->map (widget);
  start_soon (REDAN_PLAN_VIEW (widget));
}

static void
redan_plan_view_dispose (GObject *object)
{
  RedanPlanView *self = REDAN_PLAN_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_plan_view_parent_class)->dispose (object);
}

static void
redan_plan_view_class_init (RedanPlanViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_plan_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_plan_view_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_plan_view_init (RedanPlanView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->scrolled = redan_page_new (self->box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_plan_view_new (void)
{
  return g_object_new (REDAN_TYPE_PLAN_VIEW, NULL);
}
