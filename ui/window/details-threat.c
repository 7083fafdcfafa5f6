/* SPDX-License-Identifier: Apache-2.0 */
/* The details of a threat: why it is there, how an attacker gets there, the arithmetic of its
 * score, its controls. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/recorded.h"
#include "ui/report/rows.h"
#include "ui/report/wording.h"
#include "ui/window/decisions.h"
#include "ui/window/details-controls.h"
#include "ui/window/details-private.h"
#include "ui/window/rows.h"
#include "ui/window/threat-editor.h"
#include "ui/window/toast.h"

static void
add_reasons (GtkWidget *box,
             const RedanAnalysis *analysis,
             const RedanThreat *threat,
             const RedanRule *rule)
{
  g_autoptr (GPtrArray) reasons =
      redan_expression_explain (rule->condition, analysis->facts, threat->context, threat->target);
  GtkWidget *group = redan_group_new (
      _ ("Why is this a threat?"),
      threat->confirmed ? NULL
                        : _ ("Unconfirmed: an answer is missing, so the hazard counts half."));

  for (guint i = 0; i < reasons->len; i++)
    {
      const RedanReason *reason = g_ptr_array_index (reasons, i);
      g_autofree char *sentence = redan_reason_dup_sentence (analysis->facts, reason);

      adw_preferences_group_add (
          ADW_PREFERENCES_GROUP (group),
          redan_row_new (sentence, reason->attribute != NULL ? reason->attribute->meaning : NULL));
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             redan_row_new (rule->id, redan_expression_get_text (rule->condition)));
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_path (GtkWidget *box, const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autoptr (GArray) path = redan_rows_get_threat_path (analysis, threat);
  GtkWidget *group = NULL;

  if (path == NULL || path->len == 0)
    return;
  group = redan_group_new (_ ("How an attacker gets there"), NULL);
  for (guint i = 0; i < path->len; i++)
    {
      const RedanPathHop *hop = &g_array_index (path, RedanPathHop, i);
      g_autofree char *title = redan_hop_dup_title (analysis->facts, hop);
      g_autofree char *numbered = g_strdup_printf ("%u. %s", i + 1, title);
      g_autofree char *pass = g_strdup_printf ("× %.2f", hop->pass);
      GtkWidget *row = redan_row_new (numbered, NULL);

      redan_row_add_value (row, pass, "numeric");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_factor (
    GtkWidget *group, const char *title, const char *subtitle, double value, const char *format)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  GtkWidget *row = redan_row_new (title, subtitle);

  redan_row_add_value (row, g_ascii_formatd (text, sizeof text, format, value), "numeric");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/** The risk of a threat that people recorded follows from the severity that they gave it. */
static void
add_recorded_score (GtkWidget *box, const RedanScoreDetail *detail)
{
  GtkWidget *group = redan_group_new (
      _ ("Score"),
      _ ("The severity that was recorded with the threat, not computed from the model"));

  add_factor (group, _ ("Risk without controls"), NULL, detail->inherent, "%.1f");
  add_factor (group, _ ("Residual risk"), NULL, detail->residual, "%.1f");
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_score (GtkWidget *box, const RedanAnalysis *analysis, const RedanScoreDetail *detail)
{
  GtkWidget *group = redan_group_new (
      _ ("Score"), _ ("100 × (1 − exp (−hazard × likelihood left)) × impact × impact left"));
  g_autofree char *hazard =
      g_strdup_printf (_ ("%.2f likelihood × %.2f confirmation × %.2f exposure"),
                       detail->base_hazard, detail->confirmation, detail->exposure_factor);
  g_autofree char *advised =
      detail->advised > 1 ? g_strdup_printf (_ ("%s × %.2f advisories"), hazard, detail->advised)
                          : g_strdup (hazard);
  g_autofree char *impact = g_strdup_printf (_ ("%.2f, spread by a blast radius of %.0f %%"),
                                             detail->base_impact, 100 * detail->blast);

  add_factor (group, _ ("Hazard"), advised, detail->hazard, "%.3f");
  add_factor (group, _ ("Likelihood left by controls"), NULL, detail->likelihood_reduction, "%.3f");
  add_factor (group, _ ("Impact"), impact, detail->impact_inherent, "%.3f");
  add_factor (group, _ ("Impact left by controls"), NULL, detail->impact_reduction, "%.3f");
  add_factor (group, _ ("Risk without controls"), NULL, detail->inherent, "%.1f");
  add_factor (group, _ ("Residual risk"), NULL, detail->residual, "%.1f");
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_recorded (GtkWidget *box, const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autoptr (GPtrArray) notes = redan_recorded_list_notes (analysis->facts, threat);

  for (guint i = 0; i < notes->len; i++)
    {
      const RedanRecordedNote *note = g_ptr_array_index (notes, i);

      gtk_box_append (GTK_BOX (box), redan_heading_new (note->label, "heading"));
      gtk_box_append (GTK_BOX (box), redan_paragraph_new (note->text, FALSE));
    }
}

/* ---- what people wrote down can be changed ---- */

static void
change_cb (GtkWidget *button, gpointer user_data)
{
  const RedanId *id = g_object_get_data (G_OBJECT (button), "threat");

  redan_threat_editor_popup (button, REDAN_WORKSPACE (user_data), NULL, id);
}

static void
delete_cb (GtkWidget *button, gpointer user_data)
{
  RedanWorkspace *workspace = REDAN_WORKSPACE (user_data);
  const RedanId id = *(const RedanId *) g_object_get_data (G_OBJECT (button), "threat");
  g_autoptr (GtkWidget) widget = g_object_ref (button);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (redan_workspace_apply (
          workspace, redan_command_delete (redan_workspace_get_model (workspace), &id, 1)) &&
      overlay != NULL)
    redan_toast_show_done (overlay, workspace, _ ("Threat deleted"));
}

static void
add_recorded_buttons (GtkWidget *box,
                      RedanWorkspace *workspace,
                      const RedanAnalysis *analysis,
                      const RedanThreat *threat)
{
  const RedanObject *object = redan_model_get_nth (analysis->facts->snapshot->model,
                                                   REDAN_SECTION_THREAT, threat->recorded);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  static const struct
  {
    const char *title;
    void (*does) (GtkWidget *, gpointer);
  } buttons[] = { { N_ ("Change…"), change_cb }, { N_ ("Delete"), delete_cb } };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (buttons[i].title));

      g_object_set_data_full (G_OBJECT (button), "threat",
                              g_memdup2 (&object->id, sizeof object->id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (buttons[i].does), workspace, 0);
      gtk_box_append (GTK_BOX (line), button);
    }
  gtk_box_append (GTK_BOX (box), line);
}

GtkWidget *
redan_details_add_threat (GtkWidget *box, RedanWorkspace *workspace, guint index)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
  RedanBand band = redan_band_of (redan_catalogue_get_scoring (analysis->facts->catalogue),
                                  threat->residual / 1000.0);
  g_autofree char *title = redan_threat_dup_title (analysis->facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *where = redan_threat_dup_where (analysis->facts, threat);
  g_autofree char *category =
      redan_text_make_visible (redan_threat_get_category (analysis->facts, threat));
  g_autofree char *meta =
      category[0] != '\0'
          ? g_strdup_printf ("%s · %s", category, redan_decision_get_title (threat->decision))
          : g_strdup (redan_decision_get_title (threat->decision));
  GtkWidget *editor = redan_decision_editor_new (workspace, index);
  char score[32];

  gtk_box_append (GTK_BOX (box), redan_heading_new (visible, "title-3"));
  if (threat->scored)
    {
      g_autofree char *badge = g_strdup_printf (
          "%s  %s", redan_score_format (threat->residual, score), redan_band_get_title (band));

      gtk_box_append (GTK_BOX (box), redan_badge_new (badge, redan_band_get_word (band)));
    }
  gtk_box_append (GTK_BOX (box), redan_heading_new (where, "body"));
  gtk_box_append (GTK_BOX (box), redan_paragraph_new (meta, TRUE));
  gtk_box_append (GTK_BOX (box), editor);
  if (rule != NULL)
    add_reasons (box, analysis, threat, rule);
  else
    {
      add_recorded (box, analysis, threat);
      add_recorded_buttons (box, workspace, analysis, threat);
    }
  add_path (box, analysis, threat);
  if (threat->scored)
    {
      g_autoptr (RedanScoreDetail) detail =
          redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);
      GtkWidget *controls = redan_details_controls_new (workspace, index, detail);

      if (controls != NULL)
        gtk_box_append (GTK_BOX (box), controls);
      if (rule != NULL)
        add_score (box, analysis, detail);
      else
        add_recorded_score (box, detail);
    }
  return editor;
}
