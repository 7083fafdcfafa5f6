/* SPDX-License-Identifier: Apache-2.0 */
/* A diagram, or a part of one, as a picture of its own: SVG, PDF, PNG and printed pages. */

#include "config.h"

#include "ui/diagram/picture.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/legend.h"
#include "ui/diagram/painter-private.h"

#define MARGIN 24.0
#define MAX_PIXELS 64e6
/** Cairo's images are at most this wide and high. */
#define MAX_SIDE 32767.0
/** Points of a pixel of the scene at natural size: 96 pixels are an inch. */
#define POINTS_PER_PIXEL 0.75
/** PDF 1.7, annex C: pages are at most this large. */
#define MAX_PAGE 14400.0
/** Labels of 11 px stay readable down to this scale; on several pages there is no need to go so
 * low. */
#define LEAST_SCALE 0.5
#define SHEET_SCALE 0.62
#define MAX_SHEETS 64

struct _RedanPicture
{
  RedanScene scene;      /* without grid and index; its bounds are those of the picture */
  RedanSceneRect legend; /* below the diagram; width 0 for none */
};

G_DEFINE_QUARK (redan - picture - error - quark, redan_picture_error)

gboolean
redan_picture_format_of (const char *path, RedanPictureFormat *format_out)
{
  static const char *const suffixes[] = { ".svg", ".pdf", ".png" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      const char *dot = strrchr (path, '.');

      if (dot == NULL || g_ascii_strcasecmp (dot, suffixes[i]) != 0)
        continue;
      *format_out = (RedanPictureFormat) i;
      return TRUE;
    }
  return FALSE;
}

/* What is shown of a model */

static gboolean
has_id (GHashTable *shown, const RedanObject *object, RedanField field)
{
  RedanId id;

  return redan_object_get_reference (object, field, &id) && g_hash_table_contains (shown, &id);
}

/* Boundaries and elements in a shown boundary, however deep. */
static void
add_contents (GHashTable *shown, const RedanModel *model)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };
  gboolean more = TRUE;

  for (guint depth = 0; more && depth < 64; depth++)
    {
      more = FALSE;
      for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
        {
          guint n;
          const RedanObject *const *objects = redan_model_get_objects (model, sections[s], &n);

          for (guint i = 0; i < n; i++)
            if (has_id (shown, objects[i], REDAN_FIELD_PARENT) &&
                g_hash_table_add (shown, (gpointer) &objects[i]->id))
              more = TRUE;
        }
    }
}

static void
add_flows_between (GHashTable *shown, const RedanModel *model)
{
  guint n;
  const RedanObject *const *flows = redan_model_get_objects (model, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < n; i++)
    if (has_id (shown, flows[i], REDAN_FIELD_SOURCE) &&
        has_id (shown, flows[i], REDAN_FIELD_TARGET))
      g_hash_table_add (shown, (gpointer) &flows[i]->id);
}

static GHashTable *
list_shown (const RedanModel *model, const RedanId *ids, guint n_ids)
{
  GHashTable *shown = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint i = 0; i < n_ids; i++)
    g_hash_table_add (shown, (gpointer) &ids[i]);
  if (model == NULL)
    return shown;
  add_contents (shown, model);
  add_flows_between (shown, model);
  return shown;
}

/* Copying */

static void
copy_box (GArray *boxes, const RedanSceneBox *box)
{
  RedanSceneBox copy = *box;

  copy.name = g_strdup (box->name);
  copy.lines = g_strdupv (box->lines);
  copy.caption = g_strdup (box->caption);
  g_array_append_val (boxes, copy);
}

static void
copy_line (GArray *lines, const RedanSceneLine *line)
{
  RedanSceneLine copy = *line;

  copy.name = g_strdup (line->name);
  copy.lines = g_strdupv (line->lines);
  copy.points = g_memdup2 (line->points, line->n_points * sizeof *line->points);
  copy.bends = NULL;
  copy.n_bends = 0;
  g_array_append_val (lines, copy);
}

static void
include_rect (RedanSceneRect *bounds, const RedanSceneRect *rect)
{
  double right = MAX (bounds->x + bounds->width, rect->x + rect->width);
  double bottom = MAX (bounds->y + bounds->height, rect->y + rect->height);

  if (rect->width <= 0 && rect->height <= 0)
    return;
  bounds->x = MIN (bounds->x, rect->x);
  bounds->y = MIN (bounds->y, rect->y);
  bounds->width = right - bounds->x;
  bounds->height = bottom - bounds->y;
}

static RedanSceneRect
measure (const RedanScene *scene)
{
  RedanSceneRect bounds = { G_MAXDOUBLE / 4, G_MAXDOUBLE / 4, -G_MAXDOUBLE / 2, -G_MAXDOUBLE / 2 };

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      include_rect (&bounds, &scene->boxes[i].box);
      include_rect (&bounds, &scene->boxes[i].label);
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      include_rect (&bounds, &scene->lines[i].label);
      for (guint j = 0; j < scene->lines[i].n_points; j++)
        {
          const RedanSceneRect point = { scene->lines[i].points[j].x, scene->lines[i].points[j].y,
                                         1e-6, 1e-6 };

          include_rect (&bounds, &point);
        }
    }
  return redan_rect_grow (&bounds, MARGIN);
}

RedanPicture *
redan_picture_new (const RedanScene *scene,
                   const RedanModel *model,
                   const RedanId *ids,
                   guint n_ids)
{
  RedanPicture *self = g_new0 (RedanPicture, 1);
  g_autoptr (GHashTable) shown = ids != NULL ? list_shown (model, ids, n_ids) : NULL;
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (RedanSceneBox));
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (RedanSceneLine));

  for (guint i = 0; i < scene->n_boxes; i++)
    if (shown == NULL || g_hash_table_contains (shown, &scene->boxes[i].id))
      copy_box (boxes, &scene->boxes[i]);
  for (guint i = 0; i < scene->n_lines; i++)
    if (shown == NULL || g_hash_table_contains (shown, &scene->lines[i].id))
      copy_line (lines, &scene->lines[i]);
  self->scene.diagram = scene->diagram;
  self->scene.title = g_strdup (scene->title);
  self->scene.n_boxes = boxes->len;
  self->scene.boxes = (RedanSceneBox *) (gpointer) g_array_free (boxes, FALSE);
  self->scene.n_lines = lines->len;
  self->scene.lines = (RedanSceneLine *) (gpointer) g_array_free (lines, FALSE);
  if (!redan_picture_is_empty (self))
    self->scene.bounds = shown == NULL ? scene->bounds : measure (&self->scene);
  return self;
}

void
redan_picture_free (RedanPicture *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->scene.n_boxes; i++)
    {
      g_free (self->scene.boxes[i].name);
      g_strfreev (self->scene.boxes[i].lines);
      g_free (self->scene.boxes[i].caption);
    }
  for (guint i = 0; i < self->scene.n_lines; i++)
    {
      g_free (self->scene.lines[i].name);
      g_strfreev (self->scene.lines[i].lines);
      g_free (self->scene.lines[i].points);
    }
  g_free (self->scene.boxes);
  g_free (self->scene.lines);
  g_free (self->scene.title);
  g_free (self);
}

void
redan_picture_add_legend (RedanPicture *self, RedanColourBy colour_by)
{
  const RedanPaintOptions options = { .colour_by = colour_by };
  RedanSceneRect *bounds = &self->scene.bounds;

  if (redan_picture_is_empty (self) || self->legend.width > 0)
    return;
  self->legend = redan_legend_measure (&options, MAX (bounds->width - 2 * MARGIN, 1));
  self->legend.x = bounds->x + MARGIN;
  self->legend.y = bounds->y + bounds->height;
  bounds->width = MAX (bounds->width, self->legend.width + 2 * MARGIN);
  bounds->height += self->legend.height + MARGIN;
}

gboolean
redan_picture_is_empty (const RedanPicture *self)
{
  return self->scene.n_boxes == 0 && self->scene.n_lines == 0;
}

const RedanSceneRect *
redan_picture_get_bounds (const RedanPicture *self)
{
  return &self->scene.bounds;
}

/* Writing */

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
paint (const RedanPicture *self, cairo_t *cr, double scale, RedanColourBy colour_by)
{
  const RedanPaintOptions options = { .colour_by = colour_by,
                                      .legend = self->legend.width > 0 ? &self->legend : NULL };
  const RedanSceneRect *bounds = &self->scene.bounds;

  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -bounds->x, -bounds->y);
  redan_paint_cairo (&self->scene, cr, &options);
}

static GBytes *
finish (cairo_t *cr, cairo_status_t status, GByteArray *bytes, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_FAILED,
               _ ("The picture could not be drawn (%s). There may be too little memory; try a "
                  "smaller part of the diagram."),
               cairo_status_to_string (status));
  return NULL;
}

static GBytes *
write_png (const RedanPicture *self, const RedanPictureOptions *options, GError **error)
{
  double width = ceil (self->scene.bounds.width * options->scale);
  double height = ceil (self->scene.bounds.height * options->scale);
  cairo_surface_t *surface = NULL;
  GByteArray *bytes = NULL;
  cairo_t *cr = NULL;

  if (width * height > MAX_PIXELS || MAX (width, height) > MAX_SIDE)
    {
      g_set_error (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_TOO_LARGE,
                   _ ("A PNG of this diagram would be %.0f × %.0f pixels, which is too much. "
                      "Choose a smaller size, or write it as SVG or PDF."),
                   width, height);
      return NULL;
    }
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  bytes = g_byte_array_new ();
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  paint (self, cr, options->scale, options->colour_by);
  cairo_surface_flush (surface);

  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);

  cairo_surface_destroy (surface);
  return finish (cr, status, bytes, error);
}

cairo_surface_t *
redan_picture_begin_pdf (
    GByteArray *bytes, const char *title, double width, double height, guint as_of)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
  g_autofree char *moment = NULL;
  char date[11];

  redan_days_to_date (as_of, date);
  moment = g_strdup_printf ("%sT00:00:00Z", date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Redan");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
  return surface;
}

GBytes *
redan_picture_finish_pdf (cairo_t *cr, cairo_surface_t *surface, GByteArray *bytes, GError **error)
{
  cairo_status_t status;

  cairo_show_page (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish (cr, status, bytes, error);
}

static GBytes *
write_pdf (const RedanPicture *self, const RedanPictureOptions *options, GError **error)
{
  const RedanSceneRect *bounds = &self->scene.bounds;
  double scale = MIN (POINTS_PER_PIXEL, MAX_PAGE / MAX (bounds->width, bounds->height));
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = redan_picture_begin_pdf (
      bytes, self->scene.title, bounds->width * scale, bounds->height * scale, options->as_of);
  cairo_t *cr = cairo_create (surface);

  paint (self, cr, scale, options->colour_by);
  return redan_picture_finish_pdf (cr, surface, bytes, error);
}

GBytes *
redan_picture_write (const RedanPicture *self, const RedanPictureOptions *options, GError **error)
{
  const RedanPaintOptions paint_options = {
    .colour_by = options->colour_by,
    .legend = self->legend.width > 0 ? &self->legend : NULL,
  };

  if (redan_picture_is_empty (self))
    {
      g_set_error (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_EMPTY,
                   _ ("There is nothing in this diagram to make a picture of."));
      return NULL;
    }
  switch (options->format)
    {
    case REDAN_PICTURE_SVG:
      return redan_paint_svg (&self->scene, &paint_options);
    case REDAN_PICTURE_PDF:
      return write_pdf (self, options, error);
    case REDAN_PICTURE_PNG:
      return write_png (self, options, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Printing */

void
redan_picture_lay_out (const RedanPicture *self,
                       double width,
                       double height,
                       RedanPictureSheets *sheets_out)
{
  const RedanSceneRect *bounds = &self->scene.bounds;
  double scale = MIN (MIN (width / bounds->width, height / bounds->height), POINTS_PER_PIXEL);
  guint n_columns = 1;
  guint n_rows = 1;

  if (scale < LEAST_SCALE)
    {
      scale = SHEET_SCALE;
      /* The same scale on every page, smaller rather than more pages than anybody glues together.
       */
      do
        {
          n_columns = (guint) MIN (ceil (bounds->width * scale / width), 1e6);
          n_rows = (guint) MIN (ceil (bounds->height * scale / height), 1e6);
          scale *= .9;
        }
      while ((guint64) n_columns * n_rows > MAX_SHEETS);
      scale /= .9;
    }
  *sheets_out = (RedanPictureSheets){ MAX (n_columns, 1), MAX (n_rows, 1), scale, width / scale,
                                      height / scale };
}

void
redan_picture_draw_sheet (const RedanPicture *self,
                          cairo_t *cr,
                          const RedanPictureSheets *sheets,
                          guint index,
                          RedanColourBy colour_by)
{
  const double column = index % sheets->n_columns;
  const double row = index / sheets->n_columns;
  double x = column * sheets->step_x;
  double y = row * sheets->step_y;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, sheets->step_x * sheets->scale, sheets->step_y * sheets->scale);
  cairo_clip (cr);
  /* A single page has its picture in the middle. */
  if (sheets->n_columns == 1)
    x = -MAX (sheets->step_x - self->scene.bounds.width, 0) / 2;
  if (sheets->n_rows == 1 && sheets->n_columns == 1)
    y = -MAX (sheets->step_y - self->scene.bounds.height, 0) / 2;
  cairo_translate (cr, -x * sheets->scale, -y * sheets->scale);
  paint (self, cr, sheets->scale, colour_by);
  cairo_restore (cr);
}
