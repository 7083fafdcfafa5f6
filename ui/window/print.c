/* SPDX-License-Identifier: Apache-2.0 */
/* Printing a diagram, on one page or as many as it takes. */

#include "config.h"

#include "ui/window/print.h"

/** Distance of the diagram to the edges of the page, in points. */
#define MARGIN 36.0

/** What is printed; lives as long as the operation. */
typedef struct
{
  RedanPicture *picture;
  RedanColourBy colour_by;
  RedanPictureSheets sheets;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *self = data;

  redan_picture_free (self->picture);
  g_free (self);
}

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  Printing *self = user_data;

  redan_picture_lay_out (self->picture, gtk_print_context_get_width (context),
                         gtk_print_context_get_height (context), &self->sheets);
  gtk_print_operation_set_n_pages (operation, (int) (self->sheets.n_columns * self->sheets.n_rows));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  const Printing *self = user_data;

  redan_picture_draw_sheet (self->picture, gtk_print_context_get_cairo_context (context),
                            &self->sheets, (guint) page, self->colour_by);
}

/* A wide diagram is printed on wide pages. */
static GtkPageSetup *
create_page_setup (const RedanPicture *picture)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  const RedanSceneRect *bounds = redan_picture_get_bounds (picture);

  gtk_page_setup_set_orientation (setup, bounds->width > bounds->height
                                             ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                             : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_POINTS);
  return setup;
}

GtkPrintOperation *
redan_print_new (RedanPicture *picture, const char *title, RedanColourBy colour_by)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Printing *printing = g_new0 (Printing, 1);
  g_autoptr (GtkPageSetup) setup = create_page_setup (picture);

  printing->picture = picture;
  printing->colour_by = colour_by;
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "printing", printing, printing_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), printing);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);
  return operation;
}
