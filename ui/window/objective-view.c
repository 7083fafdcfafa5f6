/* SPDX-License-Identifier: Apache-2.0 */
/* SEC01: the best practices with state, interval and criteria that link to elements, then the other
 * objectives by group. */

#include "ui/window/objective-view.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

#define MAX_TARGET_LINKS 8

struct _RedanObjectiveView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *scrolled;
  GtkWidget *box;
  gboolean stale; /* hundreds of rows are made when the page is first looked at */
};

G_DEFINE_FINAL_TYPE (RedanObjectiveView, redan_objective_view, GTK_TYPE_WIDGET)

static void
target_clicked_cb (GtkButton *button, gpointer user_data)
{
  redan_workspace_select_object (REDAN_WORKSPACE (user_data),
                                 g_object_get_data (G_OBJECT (button), "id"));
}

static void
free_id (gpointer data)
{
  g_free (data);
}

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
create_target_buttons (RedanObjectiveView *self, const RedanCriterionResult *result)
{
  const RedanFacts *facts = redan_workspace_get_analysis (self->workspace)->facts;
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
      g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&object->id, sizeof object->id),
                              free_id);
      g_signal_connect_object (button, "clicked", G_CALLBACK (target_clicked_cb), self->workspace,
                               0);
      gtk_flow_box_insert (GTK_FLOW_BOX (flow), button, -1);
    }
  return flow;
}

static void
add_criterion (RedanObjectiveView *self,
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
  GtkWidget *row = redan_row_new (title, result->note);
  GtkWidget *icon = gtk_image_new_from_icon_name (marks[result->value].icon);

  gtk_widget_add_css_class (icon, marks[result->value].css_class);
  gtk_widget_set_tooltip_text (icon, _ (marks[result->value].title));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  if (result->targets != NULL && result->targets->len > 0 && result->value != REDAN_CRITERION_TRUE)
    {
      GtkWidget *list_row = gtk_list_box_row_new ();

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row),
                                  create_target_buttons (self, result));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), list_row);
    }
}

static GtkWidget *
create_objective (RedanObjectiveView *self, const RedanObjectives *results, guint index)
{
  const RedanCatalogue *catalogue =
      redan_workspace_get_analysis (self->workspace)->facts->catalogue;
  const RedanObjective *objective = &redan_catalogue_get_objectives (catalogue, NULL)[index];
  const RedanObjectiveResult *result = &results->objectives[index];
  guint n_criteria;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n_criteria);
  g_autofree char *reference = redan_objective_dup_reference (objective);
  g_autofree char *subtitle =
      result->required_failed ? g_strdup_printf (_ ("%s · a required criterion fails"), reference)
                              : g_strdup (reference);
  GtkWidget *expander = redan_expander_new (objective->title, subtitle);

  if (result->state != REDAN_OBJECTIVE_NOT_APPLICABLE)
    adw_expander_row_add_action (ADW_EXPANDER_ROW (expander),
                                 redan_interval_new (result->low, result->high));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (expander),
                               redan_badge_new (redan_objective_state_get_title (result->state),
                                                redan_state_get_css_class (result->state)));
  for (guint i = 0; i < n_criteria; i++)
    if (criteria[i].objective == index)
      add_criterion (self, expander, &criteria[i], &results->criteria[i]);
  return expander;
}

static void
rebuild (RedanObjectiveView *self)
{
  const RedanObjectives *results = NULL;
  const RedanObjective *objectives = NULL;
  const char *current = "";
  GtkWidget *group = NULL;
  g_autofree char *maturity = NULL;
  char date[11];

  self->stale = FALSE;
  redan_box_clear (self->box);
  if (self->workspace == NULL)
    return;
  results = redan_workspace_get_objectives (self->workspace);
  objectives = redan_catalogue_get_objectives (
      redan_workspace_get_analysis (self->workspace)->facts->catalogue, NULL);
  redan_days_to_date (redan_workspace_get_analysis (self->workspace)->facts->as_of, date);
  if (results->maturity_floor == results->maturity_ceiling)
    maturity = g_strdup_printf (_ ("Scope: the whole model, as of %s. Maturity level %u of 4."),
                                date, results->maturity_floor);
  else
    maturity = g_strdup_printf (_ ("Scope: the whole model, as of %s. Maturity level %u of 4; open "
                                   "questions hide up to level %u."),
                                date, results->maturity_floor, results->maturity_ceiling);
  gtk_box_append (GTK_BOX (self->box), redan_paragraph_new (maturity, TRUE));
  for (guint i = 0; i < results->n_objectives; i++)
    {
      if (!g_str_equal (objectives[i].group, current))
        {
          current = objectives[i].group;
          group = redan_group_new (redan_objective_group_get_title (current), NULL);
          gtk_box_append (GTK_BOX (self->box), group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 create_objective (self, results, i));
    }
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
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_objective_view_parent_class)->dispose (object);
}

static void
redan_objective_view_class_init (RedanObjectiveViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_objective_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_objective_view_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_objective_view_init (RedanObjectiveView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->scrolled = redan_page_new (self->box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_objective_view_new (void)
{
  return g_object_new (REDAN_TYPE_OBJECTIVE_VIEW, NULL);
}
