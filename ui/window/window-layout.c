/* SPDX-License-Identifier: Apache-2.0 */
/* How the main window is laid out: panes that fold, pages where there is no room, the focus going
 * round, colours, and what of it is remembered. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/window/colour-modes.h"
#include "ui/window/preferences.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

/** Below these widths panes lie over the diagram, and tables and diagram take turns. Each is above
 * what is asked for before, else something would be cut off. */
#define FOLD_SIDE_WIDTH 1260
#define FOLD_DETAILS_WIDTH 1024
#define PAGES_WIDTH 700
/** What the window asks for before anything folds. */
#define LEAST_WIDTH 360
/** Distances of the legend to the lower edge of the canvas. */
#define LEGEND_MARGIN 12
#define LEGEND_ABOVE_ZOOM 72

/* Panes */

static void
set_paged (RedanWindow *self, gboolean paged)
{
  GtkWidget *const roomy[] = { GTK_WIDGET (self->open_button),  GTK_WIDGET (self->find_button),
                               GTK_WIDGET (self->share_button), GTK_WIDGET (self->colour_button),
                               GTK_WIDGET (self->redo_button),  GTK_WIDGET (self->history_button) };

  self->paged = paged;
  /* The edge can be drawn to where the window folds; when all is folded it asks for what it needs.
   */
  redan_narrow_bin_set_least_width (self->narrow_bin, paged ? -1 : LEAST_WIDTH);
  redan_plan_view_set_narrow (self->plan_view, paged);
  if (paged)
    gtk_widget_add_css_class (GTK_WIDGET (self->views), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->views), "narrow");
  gtk_widget_set_visible (GTK_WIDGET (self->pages_bar), paged);
  gtk_widget_set_visible (self->views_bar, !paged);
  gtk_widget_set_visible (GTK_WIDGET (self->views_chooser), paged);
  /* All of it is in the main menu or has a key. */
  for (guint i = 0; i < G_N_ELEMENTS (roomy); i++)
    gtk_widget_set_visible (roomy[i], !paged);
  /* Side by side the legend and the zoom need more room. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->legend),
                                paged ? LEGEND_ABOVE_ZOOM : LEGEND_MARGIN);
  redan_window_share_height (self);
}

/* A folded pane lies over the diagram, so it is shown only when it is asked for. */
static void
set_folded (AdwFlap *flap, gboolean folded, const char *key)
{
  adw_flap_set_fold_policy (flap,
                            folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (
      flap, !folded && g_settings_get_boolean (redan_preferences_get_default (), key));
}

static void
set_side_folded (RedanWindow *self, gboolean folded)
{
  self->side_folded = folded;
  set_folded (self->side, folded, REDAN_PREFERENCE_SHOW_SIDE);
}

static void
set_details_folded (RedanWindow *self, gboolean folded)
{
  self->folded = folded;
  set_folded (self->flap, folded, REDAN_PREFERENCE_SHOW_DETAILS);
}

static void
width_changed_cb (GdkSurface *surface, GParamSpec *pspec, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  int width = gdk_surface_get_width (surface);

  if (width <= 1)
    return;
  /* Where letters are twice as large there is half the room. */
  width = redan_widget_unscale (GTK_WIDGET (self), width);
  if ((width < FOLD_SIDE_WIDTH) != self->side_folded)
    set_side_folded (self, width < FOLD_SIDE_WIDTH);
  if ((width < FOLD_DETAILS_WIDTH) != self->folded)
    set_details_folded (self, width < FOLD_DETAILS_WIDTH);
  if ((width < PAGES_WIDTH) != self->paged)
    set_paged (self, width < PAGES_WIDTH);
}

static void
pane_revealed_cb (AdwFlap *flap, GParamSpec *pspec, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  const gboolean side = flap == self->side;
  AdwFlap *other = side ? self->flap : self->side;

  if (side ? self->side_folded : self->folded)
    {
      /* Panes that lie over the diagram leave nothing of it when there are two. */
      if ((side ? self->folded : self->side_folded) && adw_flap_get_reveal_flap (flap))
        adw_flap_set_reveal_flap (other, FALSE);
      return;
    }
  g_settings_set_boolean (redan_preferences_get_default (),
                          side ? REDAN_PREFERENCE_SHOW_SIDE : REDAN_PREFERENCE_SHOW_DETAILS,
                          adw_flap_get_reveal_flap (flap));
}

static void
show_pane_changed_cb (GSettings *preferences, const char *key, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  const gboolean side = g_str_equal (key, REDAN_PREFERENCE_SHOW_SIDE);

  if (!(side ? self->side_folded : self->folded))
    adw_flap_set_reveal_flap (side ? self->side : self->flap,
                              g_settings_get_boolean (preferences, key));
}

void
redan_window_toggle_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  const struct
  {
    const char *action;
    GtkToggleButton *toggle;
  } panes[] = {
    { "win.toggle-side", self->side_toggle },
    { "win.toggle-details", self->details_toggle },
    { "win.toggle-tables", self->tables_folded_toggle },
    { "win.tables-alone", self->tables_alone_toggle },
  };

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (g_str_equal (name, panes[i].action))
      gtk_toggle_button_set_active (panes[i].toggle,
                                    !gtk_toggle_button_get_active (panes[i].toggle));
}

void
redan_window_next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkWidget *const panes[] = { GTK_WIDGET (self->canvas), GTK_WIDGET (self->inspector),
                               GTK_WIDGET (self->views) };
  const int n = G_N_ELEMENTS (panes);
  const int by = g_str_equal (name, "win.next-pane") ? 1 : n - 1;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  int current = n - by % n;

  for (int i = 0; i < n; i++)
    if (focus != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
      current = i;
  for (int i = 0; i < n; i++)
    {
      current = (current + by) % n;
      if (!gtk_widget_get_mapped (panes[current]) || !gtk_widget_get_child_visible (panes[current]))
        continue;
      if (gtk_widget_child_focus (panes[current], GTK_DIR_TAB_FORWARD) ||
          gtk_widget_grab_focus (panes[current]))
        return;
    }
}

/* Colours */

void
redan_window_set_colour_by (RedanWindow *self, const char *word)
{
  const RedanColourMode *mode = redan_colour_modes_lookup (word);

  self->colour_by = mode->word;
  redan_canvas_set_colour_by (self->canvas, mode->colour_by);
  redan_colour_legend_set_colour_by (self->legend, mode->colour_by);
  redan_change_study_watch (redan_changes_view_get_study (self->changes_view), REDAN_WATCH_DIAGRAM,
                            mode->colour_by == REDAN_COLOUR_CHANGES);
}

/* What is remembered */

/* The next window is as large as the one that was closed last. */
void
redan_window_remember_layout (RedanWindow *self)
{
  GSettings *preferences = redan_preferences_get_default ();
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (preferences, REDAN_PREFERENCE_WINDOW_MAXIMIZED,
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (preferences, REDAN_PREFERENCE_WINDOW_WIDTH, CLAMP (width, 360, 32767));
  g_settings_set_int (preferences, REDAN_PREFERENCE_WINDOW_HEIGHT, CLAMP (height, 240, 32767));
  if (self->workspace != NULL && !self->paged)
    g_settings_set_int (preferences, REDAN_PREFERENCE_TABLES_HEIGHT,
                        CLAMP (redan_window_get_tables_height (self), 0, 10000));
}

void
redan_window_watch_width (RedanWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  g_signal_connect_object (surface, "notify::width", G_CALLBACK (width_changed_cb), self, 0);
}

static void
connect_pane (RedanWindow *self, AdwFlap *flap, const char *changed)
{
  g_signal_connect_object (flap, "notify::reveal-flap", G_CALLBACK (pane_revealed_cb), self, 0);
  /* While a pane slides in, a scrollbar beside it may come or go in the middle of handing out
   * places. GTK 4.8 then forgets widgets above the pane unless all of them get their places anew.
   */
  g_signal_connect_object (flap, "notify::reveal-progress", G_CALLBACK (gtk_widget_queue_resize),
                           flap, 0);
  g_signal_connect_object (redan_preferences_get_default (), changed,
                           G_CALLBACK (show_pane_changed_cb), self, 0);
}

void
redan_window_setup_layout (RedanWindow *self)
{
  GSettings *preferences = redan_preferences_get_default ();
  g_autoptr (GMenuModel) colours = redan_colour_modes_create_menu ();
  g_autoptr (GMenu) section = g_menu_new ();

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (preferences, REDAN_PREFERENCE_WINDOW_WIDTH),
                               g_settings_get_int (preferences, REDAN_PREFERENCE_WINDOW_HEIGHT));
  if (g_settings_get_boolean (preferences, REDAN_PREFERENCE_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_menu_button_set_menu_model (self->colour_button, colours);
  /* The button goes where there is no room, the main menu stays. */
  g_menu_append_submenu (section, _ ("Colour by"), colours);
  g_menu_insert_section (self->primary_menu,
                         g_menu_model_get_n_items (G_MENU_MODEL (self->primary_menu)) - 1, NULL,
                         G_MENU_MODEL (section));
  g_object_bind_property (self->side_toggle, "active", self->side, "reveal-flap",
                          G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (self->details_toggle, "active", self->flap, "reveal-flap",
                          G_BINDING_BIDIRECTIONAL);
  set_side_folded (self, FALSE);
  set_details_folded (self, FALSE);
  set_paged (self, FALSE);
  connect_pane (self, self->side, "changed::" REDAN_PREFERENCE_SHOW_SIDE);
  connect_pane (self, self->flap, "changed::" REDAN_PREFERENCE_SHOW_DETAILS);
  redan_window_setup_tables (self);
  g_settings_bind (preferences, REDAN_PREFERENCE_COLOUR_BY, self, "colour-by",
                   G_SETTINGS_BIND_DEFAULT);
}
