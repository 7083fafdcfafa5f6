/* SPDX-License-Identifier: Apache-2.0 */
/* Small builders for the panes: groups, rows, badges and bars. Model text never becomes markup
 * here. */

#pragma once

#include <adwaita.h>

#include "ui/report/block.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_group_new: Returns: (transfer floating): a titled group of rows; @title and @description
 * nullable */
GtkWidget *redan_group_new (const char *title, const char *description);

/** redan_row_new: Returns: (transfer floating): a row of title and subtitle (nullable), both
 * selectable text as data */
GtkWidget *redan_row_new (const char *title, const char *subtitle);

/** redan_row_add_value: appends a right-aligned value to a row made by redan_row_new() */
void redan_row_add_value (GtkWidget *row, const char *value, const char *css_class);

/** redan_expander_new: Returns: (transfer floating): an expandable row */
GtkWidget *redan_expander_new (const char *title, const char *subtitle);

/** redan_badge_new: Returns: (transfer floating): a small coloured label; @css_class names the tone
 */
GtkWidget *redan_badge_new (const char *text, const char *css_class);

/** redan_interval_new: Returns: (transfer floating): a bar that shows a known and a possible share,
 * 0..1 */
GtkWidget *redan_interval_new (double low, double high);

/** redan_heading_new: Returns: (transfer floating): a wrapped heading; @css_class "title-2",
 * "title-4", ... */
GtkWidget *redan_heading_new (const char *text, const char *css_class);

/** redan_paragraph_new: Returns: (transfer floating): wrapped, selectable text */
GtkWidget *redan_paragraph_new (const char *text, gboolean dim);

/** Characters of a label of one line, of a tooltip, and of a text of several lines: names may be
 * pages long, and breaking a word of thousands of letters into lines takes seconds. */
#define REDAN_SHORT_TEXT 160
#define REDAN_LONG_TEXT 1200

/**
 * redan_widget_scale:
 * @pixels: at the natural size of letters
 *
 * Returns: as many more as letters are larger now, for what has letters in it
 */
int redan_widget_scale (GtkWidget *widget, int pixels);

/**
 * redan_widget_unscale:
 * @pixels: as the letters are now
 *
 * Returns: as many fewer as letters are larger than is natural: the room that there is for them
 */
int redan_widget_unscale (GtkWidget *widget, int pixels);

/**
 * redan_widget_set_tooltip:
 * @text: (nullable): what a label that may be cut off says in full, or a hint
 *
 * As gtk_widget_set_tooltip_text(), which asks the X server where the pointer is on every call: for
 * widgets that come by the dozen, as cells and rows.
 */
void redan_widget_set_tooltip (GtkWidget *widget, const char *text);

/**
 * redan_widget_select_on:
 * @signal: of @widget, as "clicked" of a button
 * @id: copied; setting another one for the same widget replaces it
 *
 * When the signal comes, the object is selected, wherever the selection is shown.
 */
void redan_widget_select_on (GtkWidget *widget,
                             const char *signal,
                             RedanWorkspace *workspace,
                             const RedanId *id);

/** redan_text_shorten: Returns: (transfer full): the first @limit characters of @text */
char *redan_text_shorten (const char *text, guint limit);

/** Pixels: of text, and of tables with many columns. */
#define REDAN_PAGE_WIDTH 900
#define REDAN_WIDE_PAGE_WIDTH 1400

/** redan_page_new: Returns: (transfer floating): a scrolled page of at most @width px for @box, a
 * vertical box */
GtkWidget *redan_page_new (GtkWidget *box, int width);

/**
 * redan_list_window_new:
 * @height: at first, in pixels
 * @header: (transfer floating): a header bar
 * @page: (transfer floating): what it shows, scrolled
 *
 * Returns: (transfer floating): a window above @parent to be read and closed, also by Escape; not
 * shown yet
 */
GtkWidget *redan_list_window_new (
    GtkWindow *parent, const char *title, int height, GtkWidget *header, GtkWidget *page);

/**
 * redan_box_clear: removes all children of a box
 *
 * What has the focus there loses it first: GTK 4.8 may go on sending keys to a widget that is gone,
 * and every shortcut of the window is dead then.
 */
void redan_box_clear (GtkWidget *box);

/**
 * redan_box_dup_focus:
 *
 * Returns: (transfer full) (nullable): the widget name of what has the focus in @box, for
 * redan_box_restore_focus(); %NULL when nothing with a name of its own has it
 */
char *redan_box_dup_focus (GtkWidget *box) G_GNUC_WARN_UNUSED_RESULT;

/** redan_box_restore_focus: gives the focus to what has this name in @box, if there is such a widget */
void redan_box_restore_focus (GtkWidget *box, const char *name);

/** redan_state_get_css_class: Returns: style class of an objective state */
const char *redan_state_get_css_class (RedanObjectiveState state);

G_END_DECLS
