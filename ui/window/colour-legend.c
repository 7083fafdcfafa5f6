/* SPDX-License-Identifier: Apache-2.0 */
/* The legend on the canvas: what the colours of the diagram mean. */

#include "config.h"

#include "ui/window/colour-legend.h"

#include <glib/gi18n-lib.h>

#include "ui/window/rows.h"

#define SWATCH_WIDTH 18
#define SWATCH_HEIGHT 12
#define SWATCH_RADIUS 3.0
/** Longer notes are broken. */
#define NOTE_CHARACTERS 30

struct _RedanColourLegend
{
  GtkWidget parent_instance;

  RedanColourBy colour_by;
  RedanColourBy subject_mode;
  char *subject;
  GtkWidget *scrolled; /* what the colours mean, above the head, which stays where it is */
  GtkWidget *head;
  GtkWidget *arrow;
  GtkWidget *title;
  GtkWidget *scale; /* the colours beside the title */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (RedanColourLegend, redan_colour_legend, GTK_TYPE_WIDGET)

static void
set_source (cairo_t *cr, guint32 rgb)
{
  cairo_set_source_rgb (cr, ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0,
                        (rgb & 0xff) / 255.0);
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const RedanLegendEntry *entry = user_data;
  const double r = SWATCH_RADIUS;
  const double right = width - .75;
  const double bottom = height - .75;

  cairo_arc (cr, right - r, .75 + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, .75 + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, .75 + r, .75 + r, r, G_PI, G_PI + G_PI_2);
  cairo_close_path (cr);
  set_source (cr, entry->fill);
  cairo_fill_preserve (cr);
  set_source (cr, entry->border);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static GtkWidget *
create_swatch (const RedanLegendEntry *entry)
{
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch,
                                  g_memdup2 (entry, sizeof *entry), g_free);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (swatch, entry->text);
  return swatch;
}

static void
add_entry (RedanColourLegend *self, const RedanLegendEntry *entry)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (row), create_swatch (entry));
  gtk_box_append (GTK_BOX (row), gtk_label_new (entry->text));
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
add_note (RedanColourLegend *self, const char *text)
{
  GtkWidget *note = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (note), NOTE_CHARACTERS);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "caption");
  gtk_box_append (GTK_BOX (self->box), note);
}

/* Again for another mode, and when the window turns dark or light. */
static void
fill (RedanColourLegend *self)
{
  const RedanPaintOptions options = {
    .colour_by = self->colour_by,
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()),
  };
  const char *note = redan_legend_get_note (self->colour_by);
  g_autoptr (GArray) entries = redan_legend_list (&options);

  gtk_label_set_text (GTK_LABEL (self->title), redan_legend_get_title (self->colour_by));
  redan_box_clear (self->scale);
  for (guint i = 0; i < entries->len; i++)
    gtk_box_append (GTK_BOX (self->scale),
                    create_swatch (&g_array_index (entries, RedanLegendEntry, i)));
  redan_box_clear (self->box);
  /* The most comes first, as in the tables. */
  for (guint i = entries->len; i > 0; i--)
    add_entry (self, &g_array_index (entries, RedanLegendEntry, i - 1));
  if (note != NULL)
    add_note (self, note);
  if (self->subject != NULL && self->subject_mode == self->colour_by)
    add_note (self, self->subject);
  gtk_widget_set_visible (GTK_WIDGET (self), self->colour_by != REDAN_COLOUR_PLAIN);
}

void
redan_colour_legend_set_colour_by (RedanColourLegend *self, RedanColourBy colour_by)
{
  self->colour_by = colour_by;
  fill (self);
}

void
redan_colour_legend_set_subject (RedanColourLegend *self, RedanColourBy colour_by, const char *text)
{
  if (colour_by == self->subject_mode && g_strcmp0 (text, self->subject) == 0)
    return;
  g_free (self->subject);
  self->subject = g_strdup (text);
  self->subject_mode = colour_by;
  if (self->colour_by == colour_by)
    fill (self);
}

static void
redan_colour_legend_dispose (GObject *object)
{
  RedanColourLegend *self = REDAN_COLOUR_LEGEND (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->subject, g_free);
  G_OBJECT_CLASS (redan_colour_legend_parent_class)->dispose (object);
}

static void
redan_colour_legend_class_init (RedanColourLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_colour_legend_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
toggled_cb (RedanColourLegend *self)
{
  const gboolean open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->head));

  gtk_widget_set_visible (self->scrolled, open);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                open ? "pan-down-symbolic" : "pan-up-symbolic");
}

static void
redan_colour_legend_init (RedanColourLegend *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_margin_top (self->box, 4);
  gtk_widget_set_margin_bottom (self->box, 6);
  self->title = gtk_label_new (NULL);
  self->scale = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  self->arrow = gtk_image_new ();
  gtk_box_append (GTK_BOX (head), self->arrow);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->scale);
  self->head = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->head), head);
  gtk_widget_set_halign (self->head, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->head, "flat");
  gtk_widget_add_css_class (self->head, "legend-head");
  g_signal_connect_object (self->head, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  /* Where the canvas is low it scrolls. */
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  toggled_cb (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "canvas-pill");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
}
