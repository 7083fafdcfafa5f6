/* SPDX-License-Identifier: Apache-2.0 */
/* What could be done beside controls, as a group of rows that fills itself from a thread. */

#include "ui/window/plan-changes.h"

#include <glib/gi18n-lib.h>

#include "analysis/plan-changes.h"
#include "ui/report/change-words.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/toast.h"

#define MAX_ROWS 10
#define TIME_MS 10000

/** What a row proposes. */
typedef struct
{
  RedanWorkspace *workspace;
  RedanAnalysis *analysis;
  GPtrArray *changes;
  guint index;
} Proposal;

static void
proposal_free (gpointer data, GClosure *closure)
{
  Proposal *proposal = data;

  g_object_unref (proposal->workspace);
  redan_analysis_unref (proposal->analysis);
  g_ptr_array_unref (proposal->changes);
  g_free (proposal);
}

static void
change_cb (GtkWidget *button, gpointer user_data)
{
  const Proposal *proposal = user_data;
  const RedanPlanChange *change = g_ptr_array_index (proposal->changes, proposal->index);
  g_autofree char *title = redan_change_dup_title (proposal->analysis, change);
  /* The edit makes the page anew, and the button with it. */
  g_autoptr (RedanWorkspace) workspace = g_object_ref (proposal->workspace);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (button));

  if (redan_workspace_apply (workspace, redan_plan_change_edit (proposal->analysis, change)))
    redan_toast_show_done (window, workspace, title);
}

static GtkWidget *
create_show_button (RedanWorkspace *workspace, const RedanObject *element, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("find-location-symbolic");
  g_autofree char *text = g_strdup_printf (_ ("Show %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  redan_widget_set_tooltip (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  redan_widget_select_on (button, "clicked", workspace, &element->id);
  return button;
}

static GtkWidget *
create_row (RedanWorkspace *workspace, RedanAnalysis *analysis, GPtrArray *changes, guint index)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  const RedanPlanChange *change = g_ptr_array_index (changes, index);
  const RedanObject *element = snapshot->elements[change->element];
  g_autofree char *title = redan_change_dup_title (analysis, change);
  g_autofree char *loss = redan_change_dup_loss (analysis, change);
  char effort[32];
  g_autofree char *subtitle =
      g_strdup_printf (_ ("effort %s · %s"), redan_effort_format (change->effort, effort), loss);
  g_autofree char *badge = g_strdup_printf ("−%.1f", change->reduction);
  g_autofree char *name = redan_object_dup_title (snapshot->model, element);
  g_autofree char *shown = redan_text_shorten (name, REDAN_SHORT_TEXT);
  GtkWidget *row = redan_row_new (title, subtitle);
  GtkWidget *button =
      gtk_button_new_with_label (change->kind == REDAN_CHANGE_MASK ? _ ("Mask") : _ ("Remove"));
  Proposal *proposal = g_new0 (Proposal, 1);

  proposal->workspace = g_object_ref (workspace);
  proposal->analysis = redan_analysis_ref (analysis);
  proposal->changes = g_ptr_array_ref (changes);
  proposal->index = index;
  g_signal_connect_data (button, "clicked", G_CALLBACK (change_cb), proposal, proposal_free, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_show_button (workspace, element, shown));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), redan_badge_new (badge, "good"));
  return row;
}

static void
list_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *changes = redan_plan_changes_list (task_data, MAX_ROWS, TIME_MS, cancellable, NULL);

  g_task_return_pointer (task, changes, (GDestroyNotify) g_ptr_array_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWorkspace) workspace = REDAN_WORKSPACE (user_data);
  RedanAnalysis *analysis = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) changes = g_task_propagate_pointer (G_TASK (result), NULL);
  GWeakRef *reference = g_object_get_data (G_OBJECT (result), "group");
  g_autoptr (GtkWidget) group = g_weak_ref_get (reference);

  if (changes == NULL || group == NULL)
    return;
  for (guint i = 0; i < changes->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               create_row (workspace, analysis, changes, i));
  gtk_widget_set_visible (group, changes->len > 0);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
cancel_and_unref (gpointer data)
{
  g_cancellable_cancel (data);
  g_object_unref (data);
}

GtkWidget *
redan_plan_changes_new (RedanWorkspace *workspace)
{
  GtkWidget *group =
      redan_group_new (_ ("Beside controls"),
                       _ ("Each by itself. What goes with it is yours to weigh: look first."));
  GCancellable *cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, listed_cb, g_object_ref (workspace));
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  g_weak_ref_init (reference, group);
  g_object_set_data_full (G_OBJECT (task), "group", reference, weak_ref_free);
  g_object_set_data_full (G_OBJECT (group), "cancellable", cancellable, cancel_and_unref);
  g_task_set_task_data (
      task, redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (workspace)),
      (GDestroyNotify) redan_analysis_unref);
  gtk_widget_set_visible (group, FALSE);
  g_task_run_in_thread (task, list_thread);
  return group;
}
