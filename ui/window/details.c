/* SPDX-License-Identifier: Apache-2.0 */
/* The details pane: the selected threat, element, flow or boundary, or the model when nothing is
 * selected. */

#include "ui/window/details.h"

#include <glib/gi18n-lib.h>

#include "ui/report/rows.h"
#include "ui/report/wording.h"
#include "ui/window/details-private.h"
#include "ui/window/rows.h"

#define FIRST_THREATS 10

struct _RedanDetails
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *scrolled;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (RedanDetails, redan_details, GTK_TYPE_WIDGET)

static void
threat_row_activated_cb (AdwActionRow *row, gpointer user_data)
{
  redan_workspace_select_threat (REDAN_WORKSPACE (user_data),
                                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "threat")));
}

static void
add_threat_row (GtkWidget *group, RedanWorkspace *workspace, guint index)
{
  const RedanFacts *facts = redan_workspace_get_analysis (workspace)->facts;
  const RedanThreat *threat =
      &g_array_index (redan_workspace_get_analysis (workspace)->threats, RedanThreat, index);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  GtkWidget *row = redan_row_new (visible, redan_threat_get_category (facts, threat));
  char score[32];

  if (threat->scored)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               redan_badge_new (redan_score_format (threat->residual, score),
                                                redan_band_get_word (redan_band_of (
                                                    redan_catalogue_get_scoring (facts->catalogue),
                                                    threat->residual / 1000.0))));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "threat", GUINT_TO_POINTER (index));
  g_signal_connect_object (row, "activated", G_CALLBACK (threat_row_activated_cb), workspace, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

void
redan_details_add_threat_rows (GtkWidget *box,
                               RedanWorkspace *workspace,
                               const RedanObject *object,
                               const char *title,
                               guint limit)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  GtkWidget *group = redan_group_new (title, NULL);
  guint n = 0;

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      if (object != NULL && redan_threat_get_object (analysis->facts, threat) != object)
        continue;
      if (n++ < limit)
        add_threat_row (group, workspace, analysis->ranked[i]);
    }
  if (n == 0)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               redan_row_new (_ ("No threat stands here"), NULL));
  else if (n > limit)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more in the table"), n - limit);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (more, NULL));
    }
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_count_row (GtkWidget *group, const char *title, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);
  GtkWidget *row = redan_row_new (title, NULL);

  redan_row_add_value (row, text, "numeric");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

void
redan_details_add_model (GtkWidget *box, RedanWorkspace *workspace)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanModel *model = analysis->facts->snapshot->model;
  const RedanObject *meta = redan_model_get_meta (model);
  const char *description = redan_object_get (meta, REDAN_FIELD_DESCRIPTION);
  const char *owner = redan_object_get (meta, REDAN_FIELD_OWNER);
  g_autofree char *title = redan_workspace_dup_title (workspace);
  GtkWidget *risk = redan_group_new (_ ("Risk"), NULL);
  GtkWidget *content = redan_group_new (_ ("In the model"), NULL);
  GtkWidget *row = NULL;
  RedanModelCounts counts;
  char score[32];

  gtk_box_append (GTK_BOX (box), redan_heading_new (title, "title-2"));
  if (owner != NULL)
    gtk_box_append (GTK_BOX (box), redan_paragraph_new (owner, TRUE));
  if (description != NULL)
    gtk_box_append (GTK_BOX (box), redan_paragraph_new (description, FALSE));

  row = redan_row_new (_ ("Residual risk"), _ ("sum over all threats"));
  redan_row_add_value (row, redan_score_format (analysis->totals.residual, score), "numeric");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (risk), row);
  add_count_row (risk, _ ("Critical and high threats"),
                 analysis->totals.bands[REDAN_BAND_CRITICAL] +
                     analysis->totals.bands[REDAN_BAND_HIGH]);
  add_count_row (risk, _ ("Unconfirmed, an answer is missing"), analysis->totals.n_unconfirmed);
  add_count_row (risk, _ ("Without a decision"), analysis->totals.n_open);
  gtk_box_append (GTK_BOX (box), risk);

  redan_details_add_threat_rows (box, workspace, NULL, _ ("The highest threats"), 3);

  redan_rows_count (model, &counts);
  add_count_row (content, _ ("Actors and external systems"), counts.actors);
  add_count_row (content, _ ("Processes"), counts.processes);
  add_count_row (content, _ ("Stores"), counts.stores);
  add_count_row (content, _ ("Flows"), counts.flows);
  add_count_row (content, _ ("Boundaries"), counts.boundaries);
  add_count_row (content, _ ("Data assets"), counts.assets);
  gtk_box_append (GTK_BOX (box), content);
}

static void
rebuild (RedanDetails *self)
{
  const RedanObject *object = NULL;
  guint threat;

  redan_box_clear (self->box);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  if (self->workspace == NULL)
    return;
  object = redan_workspace_get_selected (self->workspace);
  /* What was drawn a moment ago is shown as soon as it is analysed. */
  if (object != NULL)
    object = redan_workspace_get_analysed (self->workspace, &object->id);
  threat = redan_workspace_get_selected_threat (self->workspace);
  if (threat != G_MAXUINT)
    redan_details_add_threat (self->box, self->workspace, threat);
  if (object != NULL)
    redan_details_add_object (self->box, self->workspace, object);
  if (threat == G_MAXUINT && object == NULL)
    redan_details_add_model (self->box, self->workspace);
}

static void
selection_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  rebuild (REDAN_DETAILS (user_data));
}

void
redan_details_set_workspace (RedanDetails *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, 0);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (selection_changed_cb), self, 0);
    }
  rebuild (self);
}

static void
redan_details_dispose (GObject *object)
{
  RedanDetails *self = REDAN_DETAILS (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_details_parent_class)->dispose (object);
}

static void
redan_details_class_init (RedanDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_details_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_details_init (RedanDetails *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->box, "details");
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
}

GtkWidget *
redan_details_new (void)
{
  return g_object_new (REDAN_TYPE_DETAILS, NULL);
}
