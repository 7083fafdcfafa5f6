/* SPDX-License-Identifier: Apache-2.0 */
/* The risk in one line over the canvas: residual, change since the last save, severe threats, and
 * those that an answer is missing for. */

#include "config.h"

#include "ui/window/risk-pill.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"

/** An analysis that is done sooner is not worth telling. */
#define PATIENCE_MS 500

struct _RedanRiskPill
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *box;
  GtkWidget *threats_button;
  GtkWidget *questions_button;
  GtkLabel *threats_label;
  GtkLabel *questions_label;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (RedanRiskPill, redan_risk_pill, GTK_TYPE_WIDGET)

static gint64
round_points (gint64 thousandths)
{
  return thousandths >= 0 ? (thousandths + 500) / 1000 : -((-thousandths + 500) / 1000);
}

/* "residual 2577 (−120)": a minus sign as long as a plus sign. */
static char *
dup_residual (gint64 residual, gint64 change)
{
  const gint64 points = round_points (residual);
  const gint64 by = points - round_points (residual - change);
  g_autofree char *points_text = g_strdup_printf ("%" G_GINT64_FORMAT, points);
  g_autofree char *by_text = g_strdup_printf ("%s%" G_GINT64_FORMAT, by < 0 ? "−" : "+", ABS (by));

  if (by == 0)
    return g_strdup_printf (_ ("residual %s"), points_text);
  return g_strdup_printf (_ ("residual %s (%s)"), points_text, by_text);
}

static char *
dup_residual_tip (gint64 residual, gint64 change)
{
  char text[32];
  char by[32];

  redan_score_format (residual, text);
  redan_score_format (ABS (change), by);
  if (change < 0)
    return g_strdup_printf (_ ("Residual risk %s, %s less than when it was last saved"), text, by);
  if (change > 0)
    return g_strdup_printf (_ ("Residual risk %s, %s more than when it was last saved"), text, by);
  return g_strdup_printf (_ ("Residual risk %s, as when it was last saved"), text);
}

static char *
dup_threats_text (const RedanTotals *totals, gint64 change)
{
  g_autofree char *residual = dup_residual (totals->residual, change);
  g_autofree char *critical =
      g_strdup_printf (_ ("%u critical"), totals->bands[REDAN_BAND_CRITICAL]);
  g_autofree char *high = g_strdup_printf (_ ("%u high"), totals->bands[REDAN_BAND_HIGH]);

  return g_strjoin ("  ·  ", residual, critical, high, NULL);
}

static void
set_style (RedanRiskPill *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
show_totals (RedanRiskPill *self)
{
  const RedanTotals *totals = &redan_workspace_get_analysis (self->workspace)->totals;
  const gint64 change = totals->residual - redan_workspace_get_saved_residual (self->workspace);
  g_autofree char *threats = dup_threats_text (totals, change);
  g_autofree char *tip = dup_residual_tip (totals->residual, change);
  g_autofree char *questions = g_strdup_printf (
      ngettext ("%u unconfirmed", "%u unconfirmed", totals->n_unconfirmed), totals->n_unconfirmed);

  gtk_label_set_text (self->threats_label, threats);
  gtk_label_set_text (self->questions_label, questions);
  gtk_widget_set_tooltip_text (self->threats_button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->threats_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, threats, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->questions_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, questions, -1);
  gtk_widget_set_visible (self->questions_button, totals->n_unconfirmed > 0);
  set_style (self, "better", change < 0);
  set_style (self, "worse", change > 0);
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  RedanRiskPill *self = REDAN_RISK_PILL (user_data);

  self->timeout = 0;
  if (!redan_workspace_is_current (self->workspace))
    gtk_label_set_text (self->threats_label, _ ("analysing…"));
  return G_SOURCE_REMOVE;
}

static void
edited_cb (RedanWorkspace *workspace, RedanEdit *edit, gpointer user_data)
{
  RedanRiskPill *self = REDAN_RISK_PILL (user_data);

  if (self->timeout == 0)
    self->timeout = g_timeout_add (PATIENCE_MS, patience_ended_cb, self);
}

static void
analysed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanRiskPill *self = REDAN_RISK_PILL (user_data);

  /* Another analysis may follow, of what changed meanwhile: the patience goes on. */
  if (redan_workspace_is_current (workspace))
    g_clear_handle_id (&self->timeout, g_source_remove);
  show_totals (self);
}

/* What was saved is the new measure. */
static void
state_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  if (redan_workspace_is_current (workspace))
    show_totals (REDAN_RISK_PILL (user_data));
}

static GtkWidget *
create_button (GtkLabel **label_out, const char *view)
{
  GtkWidget *button = gtk_button_new ();

  *label_out = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (*label_out, PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), GTK_WIDGET (*label_out));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "numeric");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.view");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", view);
  return button;
}

static void
redan_risk_pill_dispose (GObject *object)
{
  RedanRiskPill *self = REDAN_RISK_PILL (object);

  redan_risk_pill_set_workspace (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_risk_pill_parent_class)->dispose (object);
}

static void
redan_risk_pill_class_init (RedanRiskPillClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_risk_pill_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_risk_pill_init (RedanRiskPill *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->threats_button = create_button (&self->threats_label, "threats");
  self->questions_button = create_button (&self->questions_label, "questions");
  gtk_widget_set_tooltip_text (
      self->questions_button,
      _ ("Threats that are there or not, which an answer would tell: show the questions"));
  gtk_box_append (GTK_BOX (self->box), self->threats_button);
  gtk_box_append (GTK_BOX (self->box), self->questions_button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "risk-pill");
}

void
redan_risk_pill_set_workspace (RedanRiskPill *self, RedanWorkspace *workspace)
{
  if (self->workspace == workspace)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "edited", G_CALLBACK (edited_cb), self, 0);
  g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self, 0);
  g_signal_connect_object (workspace, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  show_totals (self);
}
