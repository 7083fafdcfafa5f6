/* SPDX-License-Identifier: Apache-2.0 */
/* Small builders for the panes: groups, rows, badges and bars. Model text never becomes markup
 * here. */

#include "ui/window/rows.h"

#include <glib/gi18n-lib.h>

/** A name may be as long as a page; a pane is not. */
#define MAX_LINES 6

/** Of a window with a list, in pixels. */
#define LIST_WIDTH 560

/** The setting gtk-xft-dpi at natural size of letters: 1024 * 96. */
#define NORMAL_DPI 98304

#define SELECTED_KEY "redan-selected"

char *
redan_text_shorten (const char *text, guint limit)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= limit)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, limit);
  return g_strconcat (start, "…", NULL);
}

GtkWidget *
redan_group_new (const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();
  /* The titles of groups are markup. */
  g_autofree char *title_markup = title != NULL ? g_markup_escape_text (title, -1) : NULL;
  g_autofree char *description_markup =
      description != NULL ? g_markup_escape_text (description, -1) : NULL;

  if (title_markup != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title_markup);
  if (description_markup != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description_markup);
  return group;
}

static void
set_title (GtkWidget *row, const char *title)
{
  g_autofree char *shown = redan_text_shorten (title, 2 * REDAN_SHORT_TEXT);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
}

GtkWidget *
redan_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  set_title (row, title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), MAX_LINES);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    {
      g_autofree char *shown = redan_text_shorten (subtitle, REDAN_LONG_TEXT);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
    }
  return row;
}

static int
get_dpi (GtkWidget *widget)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi : NORMAL_DPI;
}

int
redan_widget_scale (GtkWidget *widget, int pixels)
{
  return (int) ((gint64) pixels * get_dpi (widget) / NORMAL_DPI);
}

int
redan_widget_unscale (GtkWidget *widget, int pixels)
{
  return (int) ((gint64) pixels * NORMAL_DPI / get_dpi (widget));
}

#define TOOLTIP_KEY "redan-tooltip"

static gboolean
query_tooltip_cb (
    GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  gtk_tooltip_set_text (tooltip, g_object_get_data (G_OBJECT (widget), TOOLTIP_KEY));
  return TRUE;
}

void
redan_widget_set_tooltip (GtkWidget *widget, const char *text)
{
  const char *old = g_object_get_data (G_OBJECT (widget), TOOLTIP_KEY);

  if (g_strcmp0 (old, text) == 0)
    return;
  if (!gtk_widget_get_has_tooltip (widget) &&
      g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_tooltip_cb, NULL) == 0)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_object_set_data_full (G_OBJECT (widget), TOOLTIP_KEY, g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
}

void
redan_row_add_value (GtkWidget *row, const char *value, const char *css_class)
{
  g_autofree char *tip = redan_text_shorten (value, REDAN_SHORT_TEXT);
  GtkWidget *label = gtk_label_new (tip);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  redan_widget_set_tooltip (label, tip);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

GtkWidget *
redan_expander_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_expander_row_new ();

  set_title (row, title);
  if (subtitle != NULL)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  return row;
}

GtkWidget *
redan_badge_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "severity");
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  return label;
}

GtkWidget *
redan_interval_new (double low, double high)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *possible = gtk_level_bar_new_for_interval (0, 1);
  GtkWidget *known = gtk_level_bar_new_for_interval (0, 1);
  g_autofree char *text = g_strdup_printf (_ ("%d %% known, %d %% possible"),
                                           (int) (100 * low + 0.5), (int) (100 * high + 0.5));

  for (guint i = 0; i < 2; i++)
    {
      GtkLevelBar *bar = GTK_LEVEL_BAR (i == 0 ? possible : known);

      gtk_level_bar_remove_offset_value (bar, GTK_LEVEL_BAR_OFFSET_LOW);
      gtk_level_bar_remove_offset_value (bar, GTK_LEVEL_BAR_OFFSET_HIGH);
      gtk_level_bar_remove_offset_value (bar, GTK_LEVEL_BAR_OFFSET_FULL);
      gtk_level_bar_set_value (bar, i == 0 ? high : low);
    }
  gtk_widget_add_css_class (possible, "possible");
  gtk_widget_add_css_class (known, "known");
  gtk_widget_add_css_class (overlay, "interval");
  gtk_widget_set_valign (overlay, GTK_ALIGN_CENTER);
  redan_widget_set_tooltip (overlay, text);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), possible);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), known);
  return overlay;
}

static GtkWidget *
create_wrapped_label (const char *text)
{
  g_autofree char *shown = redan_text_shorten (text, REDAN_LONG_TEXT);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Tab walks controls, not texts; a selectable label that cannot take the focus would stop it. */
  gtk_widget_set_can_focus (label, FALSE);
  return label;
}

GtkWidget *
redan_heading_new (const char *text, const char *css_class)
{
  g_autofree char *shown = redan_text_shorten (text, REDAN_SHORT_TEXT);
  GtkWidget *label = create_wrapped_label (shown);

  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
redan_paragraph_new (const char *text, gboolean dim)
{
  GtkWidget *label = create_wrapped_label (text);

  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

GtkWidget *
redan_page_new (GtkWidget *box, int width)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (box, "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  return scrolled;
}

static void
select_cb (GtkWidget *widget, gpointer user_data)
{
  /* The widget may go with what was selected before. */
  const RedanId id = *(const RedanId *) g_object_get_data (G_OBJECT (widget), SELECTED_KEY);

  redan_workspace_select_object (REDAN_WORKSPACE (user_data), &id);
}

void
redan_widget_select_on (GtkWidget *widget,
                        const char *signal,
                        RedanWorkspace *workspace,
                        const RedanId *id)
{
  if (g_object_get_data (G_OBJECT (widget), SELECTED_KEY) == NULL)
    g_signal_connect_object (widget, signal, G_CALLBACK (select_cb), workspace, 0);
  g_object_set_data_full (G_OBJECT (widget), SELECTED_KEY, g_memdup2 (id, sizeof *id), g_free);
}

GtkWidget *
redan_list_window_new (
    GtkWindow *parent, const char *title, int height, GtkWidget *header, GtkWidget *page)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_add_css_class (page, "page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), page);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (content), header);
  gtk_box_append (GTK_BOX (content), scrolled);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), LIST_WIDTH, height);
  return window;
}

/** Returns: (nullable): what has the focus in @box */
static GtkWidget *
get_focus_inside (GtkWidget *box)
{
  GtkRoot *root = gtk_widget_get_root (box);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, box) ? focus : NULL;
}

void
redan_box_clear (GtkWidget *box)
{
  GtkWidget *child = NULL;

  if (get_focus_inside (box) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (box), NULL);
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

char *
redan_box_dup_focus (GtkWidget *box)
{
  GtkWidget *focus = get_focus_inside (box);

  if (focus == NULL || g_str_equal (gtk_widget_get_name (focus), G_OBJECT_TYPE_NAME (focus)))
    return NULL;
  return g_strdup (gtk_widget_get_name (focus));
}

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  GtkWidget *found = g_str_equal (gtk_widget_get_name (widget), name) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, name);
  return found;
}

void
redan_box_restore_focus (GtkWidget *box, const char *name)
{
  GtkWidget *widget = name != NULL ? find_named (box, name) : NULL;

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

const char *
redan_state_get_css_class (RedanObjectiveState state)
{
  static const char *const classes[] = {
    [REDAN_OBJECTIVE_MET] = "good",         [REDAN_OBJECTIVE_PARTIAL] = "medium",
    [REDAN_OBJECTIVE_NOT_MET] = "critical", [REDAN_OBJECTIVE_NOT_APPLICABLE] = "info",
    [REDAN_OBJECTIVE_UNKNOWN] = "unknown",
  };
  return classes[state];
}
