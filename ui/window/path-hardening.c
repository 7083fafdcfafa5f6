/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest controls that close every attack, to be planned with one press, and what the marks
 * on the diagram mean. */

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"
#include "ui/window/apply-control.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"
#include "ui/window/wrap-layout.h"

#define SAMPLE_SIZE 20
#define LEGEND_SPACING 18

void
redan_path_view_mark_cut (RedanPathView *self, GArray *marks)
{
  const RedanHardening *hardening = self->study->hardening;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < hardening->places->len; i++)
    {
      const RedanHardeningPlace *place = &g_array_index (hardening->places, RedanHardeningPlace, i);
      const RedanObject *object = redan_attack_item_get_object (self->study->attack, &place->item);
      RedanMark mark = { .kind = REDAN_MARK_CUT };

      if (object == NULL || !g_hash_table_add (seen, (gpointer) object))
        continue;
      mark.id = object->id;
      g_array_append_val (marks, mark);
    }
}

/* ---- the list ---- */

static void
plan_cb (GtkWidget *button, gpointer user_data)
{
  RedanPathView *self = user_data;
  const GArray *controls = self->study->hardening->controls;

  redan_apply_controls_async (GTK_WIDGET (self), self->workspace,
                              (const guint32 *) (gpointer) controls->data, controls->len, FALSE,
                              NULL, NULL);
}

/** The first object where the control stops an attacker. */
static const RedanObject *
find_place (RedanPathView *self, guint32 control)
{
  const GArray *places = self->study->hardening->places;

  for (guint i = 0; i < places->len; i++)
    {
      const RedanHardeningPlace *place = &g_array_index (places, RedanHardeningPlace, i);

      if (place->control == control)
        return redan_attack_item_get_object (self->study->attack, &place->item);
    }
  return NULL;
}

static GtkWidget *
create_row (RedanPathView *self, guint index)
{
  const RedanHardening *hardening = self->study->hardening;
  const guint32 number = g_array_index (hardening->controls, guint32, index);
  const RedanCatalogue *catalogue =
      redan_attack_get_analysis (self->study->attack)->facts->catalogue;
  const RedanControl *control = &redan_catalogue_get_controls (catalogue, NULL)[number];
  const RedanObject *place = find_place (self, number);
  g_autofree char *places =
      redan_hardening_dup_places (hardening, self->study->attack, number);
  char points[32];
  g_autofree char *effort = g_strdup_printf (
      _ ("effort %s"),
      redan_effort_format (g_array_index (hardening->efforts, double, index), points));
  GtkWidget *row = redan_row_new (control->title, places[0] != '\0' ? places : NULL);

  redan_row_add_value (row, effort, "dim-label");
  if (place != NULL)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      redan_widget_select_on (row, "activated", self->workspace, &place->id);
    }
  return row;
}

GtkWidget *
redan_path_view_create_hardening (RedanPathView *self)
{
  const RedanHardening *hardening = self->study->hardening;
  g_autofree char *summary = redan_hardening_dup_summary (hardening);
  GtkWidget *group = NULL;
  GtkWidget *plan = NULL;

  if (self->study->paths->len == 0)
    return NULL;
  group = redan_group_new (_ ("Cheapest controls that close open attacks"), summary);
  for (guint i = 0; i < hardening->controls->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               create_row (self, i));
  if (hardening->controls->len == 0)
    return group;
  plan = gtk_button_new_with_label (_ ("Plan These"));
  gtk_widget_set_valign (plan, GTK_ALIGN_CENTER);
  g_signal_connect_object (plan, "clicked", G_CALLBACK (plan_cb), self, 0);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), plan);
  return group;
}

/* ---- the legend ---- */

static void
draw_sample (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  redan_mark_draw_sample ((RedanMarkKind) GPOINTER_TO_INT (user_data), MIN (width, height), cr);
}

static GtkWidget *
create_entry (RedanMarkKind kind, const char *text)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *sample = gtk_drawing_area_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (sample), SAMPLE_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (sample), SAMPLE_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (sample), draw_sample,
                                  GINT_TO_POINTER ((int) kind), NULL);
  gtk_widget_set_valign (sample, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (entry), sample);
  gtk_box_append (GTK_BOX (entry), label);
  return entry;
}

static void
add_entry (GtkWidget *legend, RedanMarkKind kind, const char *text)
{
  GtkWidget *entry = create_entry (kind, text);

  gtk_box_append (GTK_BOX (legend), entry);
}

GtkWidget *
redan_path_view_create_legend (RedanPathView *self)
{
  const GArray *passed = self->study->passed;
  const guint n_paths = self->study->paths->len;
  GtkWidget *legend = NULL;

  if (n_paths == 0)
    return NULL;
  legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (legend, redan_wrap_layout_new (LEGEND_SPACING));
  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Marks on the diagram"), -1);
  add_entry (legend, REDAN_MARK_PASSED, _ ("Passed by attacks"));
  if (n_paths > 1 && passed->len > 0 && g_array_index (passed, RedanStudyPassed, 0).n == n_paths)
    add_entry (legend, REDAN_MARK_CHOKE, _ ("All of them pass it"));
  if (self->study->hardening->places->len > 0)
    add_entry (legend, REDAN_MARK_CUT, _ ("The cheapest controls stop them here"));
  return legend;
}
