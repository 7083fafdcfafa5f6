/* SPDX-License-Identifier: Apache-2.0 */
/* The controls that work against a threat: their state, what each would change, and buttons to plan
 * them or put them in place. */

#include "ui/window/details-controls.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/apply-control.h"
#include "ui/window/rows.h"
#include "ui/window/what-if.h"

/** Who walks from threat to threat does not wait for what each control would change. */
#define PAUSE_MS 350

/** Asks for one control after another as long as the group is in the window. */
typedef struct
{
  RedanWorkspace *workspace;
  RedanAnalysis *analysis;
  guint32 threat;
  GArray *controls;  /* guint32: those that do not stand yet */
  GPtrArray *labels; /* what each would change */
  guint next;
  guint start_source;
  GCancellable *cancellable;
} Questions;

static void
questions_free (gpointer data)
{
  Questions *self = data;

  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->workspace);
  redan_analysis_unref (self->analysis);
  g_array_unref (self->controls);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

static void ask_next (GtkWidget *group);

static void
show_answer (Questions *self, guint index, const RedanWhatIf *what_if)
{
  const gint64 now = g_array_index (self->analysis->threats, RedanThreat, self->threat).residual;
  g_autofree char *text = NULL;
  char threat_now[32];
  char threat_then[32];

  if (what_if->is_impossible)
    text = g_strdup (_ ("takes a change of the drawing"));
  else if (what_if->total == self->analysis->totals.residual && !what_if->is_gone)
    text = g_strdup (_ ("would change nothing"));
  else if (what_if->is_gone)
    text = g_strdup_printf (_ ("ends this threat, total %.0f → %.0f"),
                            self->analysis->totals.residual / 1000.0, what_if->total / 1000.0);
  else if (what_if->threat == now)
    text = g_strdup_printf (_ ("not this one, total %.0f → %.0f"),
                            self->analysis->totals.residual / 1000.0, what_if->total / 1000.0);
  else
    text = g_strdup_printf (_ ("this %s → %s, total %.0f → %.0f"),
                            redan_score_format (now, threat_now),
                            redan_score_format (what_if->threat, threat_then),
                            self->analysis->totals.residual / 1000.0, what_if->total / 1000.0);
  gtk_label_set_text (GTK_LABEL (g_ptr_array_index (self->labels, index)), text);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) group = GTK_WIDGET (user_data);
  Questions *self = g_object_get_data (G_OBJECT (group), "questions");
  RedanWhatIf what_if;

  if (!redan_what_if_finish (result, &what_if) || gtk_widget_get_root (group) == NULL)
    return;
  show_answer (self, self->next, &what_if);
  self->next++;
  ask_next (group);
}

static void
ask_next (GtkWidget *group)
{
  Questions *self = g_object_get_data (G_OBJECT (group), "questions");

  if (self->next < self->controls->len)
    redan_what_if_applied_async (self->analysis,
                                 g_array_index (self->controls, guint32, self->next), self->threat,
                                 self->cancellable, answered_cb, g_object_ref (group));
}

static gboolean
start_cb (gpointer user_data)
{
  GtkWidget *group = GTK_WIDGET (user_data);
  Questions *self = g_object_get_data (G_OBJECT (group), "questions");

  self->start_source = 0;
  ask_next (group);
  return G_SOURCE_REMOVE;
}

static void
pressed_cb (GtkWidget *button, gpointer user_data)
{
  Questions *self = user_data;
  const guint32 control = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "control"));

  redan_apply_controls_async (button, self->workspace, &control, 1,
                              g_object_get_data (G_OBJECT (button), "in-place") != NULL, NULL,
                              NULL);
}

static GtkWidget *
create_button (Questions *self, guint32 control, gboolean in_place)
{
  const RedanControl *info =
      &redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL)[control];
  GtkWidget *button = gtk_button_new_with_label (in_place ? _ ("Apply") : _ ("Plan"));
  g_autofree char *name = in_place ? g_strdup_printf (_ ("Apply %s"), info->title)
                                   : g_strdup_printf (_ ("Plan %s"), info->title);

  gtk_widget_set_tooltip_text (
      button, in_place ? _ ("Sets what says that the control is in place, wherever it applies")
                       : _ ("Writes the control down as planned, wherever it applies"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "control", GUINT_TO_POINTER (control));
  g_object_set_data (G_OBJECT (button), "in-place", in_place ? button : NULL);
  g_signal_connect (button, "clicked", G_CALLBACK (pressed_cb), self);
  return button;
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_row (Questions *self, const RedanScoreControl *used)
{
  const RedanControl *control =
      &redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL)[used->control];
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const RedanScoring *scoring = redan_catalogue_get_scoring (self->analysis->facts->catalogue);
  char effort[32];
  g_autofree char *facts = g_strdup_printf (
      _ ("%s · %s · effort %s"), control->id, redan_control_state_get_title (used->state),
      redan_effort_format (scoring->effort[control->cost], effort));

  gtk_widget_add_css_class (box, "control-row");
  gtk_widget_set_tooltip_text (box, control->description);
  gtk_box_append (GTK_BOX (box), create_label (control->title, NULL));
  gtk_box_append (GTK_BOX (box), create_label (facts, used->factor > 0 ? "success" : "dim-label"));
  if (used->factor <= 0)
    {
      GtkWidget *answer = create_label ("…", "caption");
      GtkWidget *apply = create_button (self, used->control, TRUE);

      gtk_widget_add_css_class (answer, "numeric");
      gtk_box_append (GTK_BOX (box), answer);
      if (used->state != REDAN_STATE_PLANNED)
        gtk_box_append (GTK_BOX (line), create_button (self, used->control, FALSE));
      gtk_box_append (GTK_BOX (line), apply);
      gtk_widget_set_halign (line, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (box), line);
      g_array_append_val (self->controls, used->control);
      g_ptr_array_add (self->labels, g_object_ref (answer));
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

GtkWidget *
redan_details_controls_new (RedanWorkspace *workspace, guint threat, const RedanScoreDetail *detail)
{
  Questions *self = NULL;
  GtkWidget *group = NULL;

  if (detail->controls->len == 0)
    return NULL;
  self = g_new0 (Questions, 1);
  self->workspace = g_object_ref (workspace);
  self->analysis = redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (workspace));
  self->threat = threat;
  self->controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->labels = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  group = redan_group_new (_ ("What works against it?"), NULL);
  g_object_set_data_full (G_OBJECT (group), "questions", self, questions_free);
  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *used = &g_array_index (detail->controls, RedanScoreControl, i);

      if (used->control != REDAN_NONE)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_row (self, used));
    }
  self->start_source = g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, start_cb, group, NULL);
  return group;
}
