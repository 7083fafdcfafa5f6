/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of a report as widgets: headings, paragraphs and tables whose cells lead to objects. */

#include "ui/window/block-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/window/rows.h"

#define MAX_CELL_CHARS 42
#define MIN_CELL_CHARS 18
#define MAX_NUMBER_CHARS 14

/* Tables of many columns, as that of the duties, have short words in them. */
#define MANY_COLUMNS 9
#define NARROW_CHARS 8

static const char *
get_tone_class (RedanReportTone tone)
{
  switch (tone)
    {
    case REDAN_REPORT_TONE_GOOD:
      return "success";
    case REDAN_REPORT_TONE_CRITICAL:
    case REDAN_REPORT_TONE_HIGH:
      return "error";
    case REDAN_REPORT_TONE_MEDIUM:
    case REDAN_REPORT_TONE_UNKNOWN:
      return "warning";
    default:
      return NULL;
    }
}

/* @limit: characters before a line is broken */
static GtkWidget *
create_label (const char *text, gboolean right, guint limit)
{
  g_autofree char *start = redan_text_shorten (text, REDAN_LONG_TEXT);
  GtkWidget *label = gtk_label_new (start);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), (int) limit);
  gtk_label_set_width_chars (GTK_LABEL (label),
                             (int) MIN (g_utf8_strlen (start, -1), MIN (limit, MIN_CELL_CHARS)));
  gtk_label_set_xalign (GTK_LABEL (label), right ? 1 : 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

static GtkWidget *
create_object_button (const RedanReportCell *cell, RedanWorkspace *workspace)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = create_label (cell->text, FALSE, MAX_CELL_CHARS);
  RedanId id;

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cell-link");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  if (redan_id_parse (cell->object, strlen (cell->object), &id))
    redan_widget_select_on (button, "clicked", workspace, &id);
  return button;
}

static GtkWidget *
create_cell (const RedanReportCell *cell, gboolean right, guint limit, RedanWorkspace *workspace)
{
  const char *css_class = get_tone_class (cell->tone);
  GtkWidget *label = NULL;

  if (cell->object != NULL)
    return create_object_button (cell, workspace);
  label = create_label (cell->text, right, limit);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/** Characters before a line is broken in column @i of @n. */
static guint
get_limit (const RedanReportColumn *column, guint i, guint n)
{
  if (column->right)
    return MAX_NUMBER_CHARS;
  if (n < MANY_COLUMNS)
    return MAX_CELL_CHARS;
  /* What the row is about. */
  return i == 0 ? MIN_CELL_CHARS : NARROW_CHARS;
}

/** A table moves only sideways; it would swallow the turns of the wheel that are meant for the page
 * it is on. */
static gboolean
wheel_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  GtkWidget *table = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *page =
      gtk_widget_get_ancestor (gtk_widget_get_parent (table), GTK_TYPE_SCROLLED_WINDOW);
  const GdkModifierType keys =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GtkAdjustment *place = NULL;

  if (page == NULL || dy == 0 || (keys & GDK_SHIFT_MASK) != 0)
    return FALSE;
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    dy *= pow (gtk_adjustment_get_page_size (place), 2.0 / 3.0);
  gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + dy);
  return TRUE;
}

static void
pass_wheel_on (GtkWidget *scrolled)
{
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), NULL);
  gtk_widget_add_controller (scrolled, wheel);
}

static GtkWidget *
create_table (const RedanReportBlock *block, RedanWorkspace *workspace)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  guint n = block->columns->len;

  gtk_grid_set_column_spacing (GTK_GRID (grid), n >= MANY_COLUMNS ? 8 : 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (grid, "posture-table");
  for (guint i = 0; i < n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);
      GtkWidget *label = create_label (column->title, column->right, get_limit (column, i, n));

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_valign (label, GTK_ALIGN_END);
      gtk_grid_attach (GTK_GRID (grid), label, (int) i, 0, 1, 1);
    }
  for (guint i = 0; i < block->cells->len; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i % n);

      gtk_grid_attach (GTK_GRID (grid),
                       create_cell (g_ptr_array_index (block->cells, i), column->right,
                                    get_limit (column, i % n, n), workspace),
                       (int) (i % n), (int) (i / n) + 1, 1, 1);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  /* A bar that is always seen says that there is more. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  pass_wheel_on (scrolled);
  return scrolled;
}

void
redan_block_view_fill (GtkWidget *box, const RedanReport *report, RedanWorkspace *workspace)
{
  for (guint i = 0; i < report->blocks->len; i++)
    {
      const RedanReportBlock *block = g_ptr_array_index (report->blocks, i);
      GtkWidget *widget = NULL;

      if (block->type == REDAN_BLOCK_HEADING)
        widget = redan_heading_new (block->text, "title-4");
      else if (block->type == REDAN_BLOCK_PARAGRAPH)
        widget = redan_paragraph_new (block->text, FALSE);
      else if (block->type == REDAN_BLOCK_TABLE && block->columns->len > 0 && block->cells->len > 0)
        widget = create_table (block, workspace);
      if (widget != NULL)
        gtk_box_append (GTK_BOX (box), widget);
    }
}
