/* SPDX-License-Identifier: Apache-2.0 */
/* The context menu of the canvas: what can be done with the selection, or with the ground. */

#include <glib/gi18n-lib.h>

#include "ui/window/canvas-private.h"
#include "ui/window/popup.h"

typedef struct
{
  const char *label;
  const char *action;
} Item;

static void
add_section (GMenu *menu, const Item *items, guint n)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < n; i++)
    g_menu_append (section, _ (items[i].label), items[i].action);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
add_submenu (GMenu *menu, const char *label, const Item *items, guint n)
{
  g_autoptr (GMenu) submenu = g_menu_new ();

  for (guint i = 0; i < n; i++)
    g_menu_append (submenu, _ (items[i].label), items[i].action);
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
}

static void
add_ground (GMenu *menu)
{
  static const Item added[] = {
    { N_ ("Add _Actor"), "canvas.add-actor" },
    { N_ ("Add _External System"), "canvas.add-external" },
    { N_ ("Add _Process"), "canvas.add-process" },
    { N_ ("Add _Store"), "canvas.add-store" },
    { N_ ("Add _Boundary"), "canvas.add-boundary" },
    { N_ ("Add Boundary _Line"), "canvas.add-boundary-line" },
    { N_ ("Add _Note"), "canvas.add-note" },
  };
  static const Item clipboard[] = { { N_ ("_Paste"), "canvas.paste" },
                                    { N_ ("Select A_ll"), "canvas.select-all" } };
  static const Item routing[] = { { N_ ("_Straight"), "canvas.routing::straight" },
                                  { N_ ("_Right Angles"), "canvas.routing::orthogonal" },
                                  { N_ ("_Curves"), "canvas.routing::curved" } };
  static const Item layout[] = { { N_ ("Arrange A_utomatically"), "canvas.layout" },
                                 { N_ ("New _Diagram"), "canvas.new-diagram" } };
  g_autoptr (GMenu) section = g_menu_new ();

  add_section (menu, added, G_N_ELEMENTS (added));
  add_section (menu, clipboard, G_N_ELEMENTS (clipboard));
  add_submenu (section, _ ("Ways of _Flows"), routing, G_N_ELEMENTS (routing));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  add_section (menu, layout, G_N_ELEMENTS (layout));
}

static void
add_arrangement (GMenu *menu)
{
  static const Item aligned[] = {
    { N_ ("_Left Edges"), "canvas.align-left" },   { N_ ("_Centres"), "canvas.align-centre" },
    { N_ ("_Right Edges"), "canvas.align-right" }, { N_ ("_Upper Edges"), "canvas.align-top" },
    { N_ ("_Middles"), "canvas.align-middle" },    { N_ ("L_ower Edges"), "canvas.align-bottom" },
  };
  static const Item spread[] = {
    { N_ ("Equal Gaps _Across"), "canvas.distribute-across" },
    { N_ ("Equal Gaps _Down"), "canvas.distribute-down" },
    { N_ ("Same _Width"), "canvas.same-width" },
    { N_ ("Same _Height"), "canvas.same-height" },
    { N_ ("Snap to _Grid"), "canvas.snap" },
    { N_ ("Arrange A_utomatically"), "canvas.layout" },
  };
  g_autoptr (GMenu) section = g_menu_new ();

  add_submenu (section, _ ("_Align"), aligned, G_N_ELEMENTS (aligned));
  add_submenu (section, _ ("A_rrange"), spread, G_N_ELEMENTS (spread));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
add_selected (RedanCanvas *self, GMenu *menu, const RedanObject *selected)
{
  static const Item one[] = { { N_ ("_Rename"), "canvas.rename" } };
  static const Item connected[] = { { N_ ("Draw a _Flow"), "canvas.connect" } };
  static const Item blast[] = { { N_ ("What Falls with _It"), "canvas.blast" } };
  static const Item flow[] = {
    { N_ ("Re_verse"), "canvas.reverse" },
    { N_ ("_Both Ways"), "canvas.both-ways" },
    { N_ ("_Straighten"), "canvas.straighten" },
  };
  static const Item clipboard[] = {
    { N_ ("Cu_t"), "canvas.cut" },
    { N_ ("_Copy"), "canvas.copy" },
    { N_ ("_Paste"), "canvas.paste" },
    { N_ ("_Duplicate"), "canvas.duplicate" },
  };
  static const Item order[] = {
    { N_ ("To _Front"), "canvas.to-front" }, { N_ ("_Forward"), "canvas.forward" },
    { N_ ("_Backward"), "canvas.backward" }, { N_ ("To B_ack"), "canvas.to-back" },
    { N_ ("Snap to _Grid"), "canvas.snap" },
  };
  static const Item deleted[] = {
    { N_ ("Remove from _Diagram"), "canvas.remove" },
    { N_ ("Delete from _Model"), "canvas.delete" },
  };
  const gboolean is_flow = selected != NULL && selected->section == REDAN_SECTION_FLOW;
  const gboolean is_note = selected != NULL && selected->section == REDAN_SECTION_NOTE;
  g_autoptr (GMenu) section = g_menu_new ();

  if (selected != NULL)
    add_section (menu, one, G_N_ELEMENTS (one));
  if (is_flow)
    add_section (menu, flow, G_N_ELEMENTS (flow));
  if (selected == NULL || selected->section == REDAN_SECTION_ELEMENT)
    add_section (menu, connected, G_N_ELEMENTS (connected));
  if (selected != NULL && !is_flow && !is_note)
    add_section (menu, blast, G_N_ELEMENTS (blast));
  add_section (menu, clipboard, G_N_ELEMENTS (clipboard));
  if (selected == NULL)
    add_arrangement (menu);
  if (!is_flow)
    {
      add_submenu (section, _ ("_Order"), order, G_N_ELEMENTS (order));
      if (!is_note)
        {
          g_autoptr (GMenuModel) diagrams = redan_canvas_create_show_menu (self);

          g_menu_append_submenu (section, _ ("S_how in Diagram"), diagrams);
        }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
    }
  add_section (menu, deleted, G_N_ELEMENTS (deleted));
}

static void
closed_cb (GtkPopover *popover, gpointer user_data)
{
  redan_popup_unparent_later (popover);
  REDAN_CANVAS (user_data)->menu = NULL;
}

void
redan_canvas_pop_up_menu (RedanCanvas *self, GMenuModel *menu, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  self->menu_at = redan_canvas_to_scene (self, x, y);
  self->menu_used = TRUE;
  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  g_signal_connect (self->menu, "closed", G_CALLBACK (closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
redan_canvas_show_menu (RedanCanvas *self, double x, double y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  guint n = 0;

  if (self->workspace == NULL)
    return;
  redan_workspace_get_selection (self->workspace, &n);
  if (n == 0)
    add_ground (menu);
  else
    add_selected (self, menu, redan_workspace_get_selected (self->workspace));
  redan_canvas_pop_up_menu (self, G_MENU_MODEL (menu), x, y);
}
