/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding in the threat table: single keys, context menu, and the bar for several threats. */

#include <glib/gi18n-lib.h>

#include "ui/window/decisions.h"
#include "ui/window/keys.h"
#include "ui/window/threat-editor.h"
#include "ui/window/threat-table-private.h"

/** @asks: the form is opened first. */
static const struct
{
  const char *action;
  const char *title;
  RedanDecision decision;
  gboolean asks;
} actions[] = {
  { "threats.mitigate", N_ ("Mitigate"), REDAN_DECISION_MITIGATE, FALSE },
  { "threats.accept", N_ ("Accept…"), REDAN_DECISION_ACCEPT, TRUE },
  { "threats.transfer", N_ ("Transfer"), REDAN_DECISION_TRANSFER, FALSE },
  { "threats.avoid", N_ ("Avoid"), REDAN_DECISION_AVOID, FALSE },
  { "threats.not-applicable", N_ ("Not applicable"), REDAN_DECISION_NOT_APPLICABLE, FALSE },
  { "threats.reopen", N_ ("Reopen"), REDAN_DECISION_OPEN, FALSE },
  { "threats.decide", N_ ("Decide…"), REDAN_DECISION_MITIGATE, TRUE },
};

/** The first selected row that can be seen, else the upper edge: that is where a form points. */
static void
find_place (RedanThreatTable *self, GdkRectangle *place)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_rect_t bounds;

  *place = (GdkRectangle){ gtk_widget_get_width (self->scrolled) / 2, 12, 1, 1 };
  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->view) ||
      !gtk_widget_compute_bounds (focus, self->scrolled, &bounds))
    return;
  place->y = CLAMP ((int) bounds.origin.y, 0, gtk_widget_get_height (self->scrolled));
  place->height = (int) bounds.size.height;
}

static void
decide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (widget);
  g_autoptr (GArray) threats = redan_threat_list_dup_selected (self->list);
  const guint32 *indices = (const guint32 *) (gpointer) threats->data;
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (self->list);

  for (guint i = 0; i < G_N_ELEMENTS (actions) && threats->len > 0; i++)
    {
      const RedanVerdict verdict = { .decision = redan_decision_get_word (actions[i].decision) };
      GdkRectangle place;

      if (!g_str_equal (actions[i].action, name))
        continue;
      if (!actions[i].asks)
        {
          redan_decisions_apply (widget, self->workspace, analysis, indices, threats->len,
                                 &verdict);
          continue;
        }
      find_place (self, &place);
      redan_decision_form_popup (self->scrolled, &place, self->workspace, analysis, indices,
                                 threats->len, actions[i].decision);
    }
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_workspace_undo (REDAN_THREAT_TABLE (widget)->workspace);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (widget);
  guint n;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);
  const RedanObject *target =
      n == 1 ? redan_model_lookup (redan_workspace_get_model (self->workspace), selection) : NULL;
  const gboolean can_stand = target != NULL && (target->section == REDAN_SECTION_ELEMENT ||
                                                target->section == REDAN_SECTION_FLOW ||
                                                target->section == REDAN_SECTION_BOUNDARY);

  redan_threat_editor_popup (redan_threat_filters_get_add_button (self->filters), self->workspace,
                             can_stand ? &target->id : NULL, NULL);
}

void
redan_threat_table_install_decisions (GtkWidgetClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].action, NULL, decide_action);
  gtk_widget_class_install_action (klass, "threats.undo", NULL, undo_action);
  gtk_widget_class_install_action (klass, "threats.add", NULL, add_action);
}

static gboolean
walk_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return redan_threat_table_walk (REDAN_THREAT_TABLE (user_data),
                                  g_variant_get_boolean (arguments));
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  GdkRectangle place;

  double x;
  double y;

  find_place (self, &place);
  gtk_widget_translate_coordinates (self->scrolled, GTK_WIDGET (self), place.x,
                                    place.y + place.height, &x, &y);
  redan_threat_table_popup_menu (self, x, y);
  return TRUE;
}

static void
add_key (GtkEventController *controller, const char *action, GtkShortcutAction *does)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (redan_keys_dup_trigger (action), does));
}

void
redan_threat_table_add_decision_keys (RedanThreatTable *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *menu = gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                        gtk_callback_action_new (menu_cb, self, NULL));
  static const struct
  {
    const char *action;
    gboolean down;
  } walks[] = { { "threats.next", TRUE }, { "threats.previous", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    add_key (controller, actions[i].action, gtk_named_action_new (actions[i].action));
  add_key (controller, "threats.undo", gtk_named_action_new ("threats.undo"));
  for (guint i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (redan_keys_dup_trigger (walks[i].action),
                                                gtk_callback_action_new (walk_cb, self, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_boolean (walks[i].down));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), menu);
  gtk_widget_add_controller (self->view, controller);
}

GtkWidget *
redan_threat_table_create_bulk (RedanThreatTable *self)
{
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *bar = gtk_flow_box_new ();

  self->bulk_count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->bulk_count, "numeric");
  gtk_widget_add_css_class (self->bulk_count, "heading");
  /* Eight of them are wider than a narrow window, and then stand in two lines. */
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (bar), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (bar), 1 + G_N_ELEMENTS (actions));
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (bar), 4);
  gtk_widget_add_css_class (bar, "bulk");
  gtk_flow_box_insert (GTK_FLOW_BOX (bar), self->bulk_count, -1);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (actions[i].title));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), actions[i].action);
      gtk_flow_box_insert (GTK_FLOW_BOX (bar), button, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
  gtk_revealer_set_child (GTK_REVEALER (revealer), bar);
  gtk_revealer_set_transition_type (GTK_REVEALER (revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  self->bulk = revealer;
  return revealer;
}

void
redan_threat_table_update_decisions (RedanThreatTable *self)
{
  const guint n = redan_threat_list_get_n_selected (self->list);
  g_autofree char *text = g_strdup_printf (ngettext ("%u threat:", "%u threats:", n), n);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].action, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "threats.undo", self->workspace != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "threats.add", self->workspace != NULL);
  if (n > 1)
    gtk_label_set_text (GTK_LABEL (self->bulk_count), text);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->bulk), n > 1);
}

void
redan_threat_table_popup_menu (RedanThreatTable *self, double x, double y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) decide = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_menu_append (decide, _ (actions[i].title), actions[i].action);
  g_menu_append (rest, _ ("Add Threat…"), "threats.add");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (decide));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
