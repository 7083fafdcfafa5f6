/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of making a scene and of painting the whole, a tile and an overview of it. Usage:
 * bench-scene FILE... */

#include <stdlib.h>

#include "model/canonical-reader.h"
#include "tests/benchmark/clock.h"
#include "ui/diagram/painter.h"

#define RUNS 3
#define TILE 512
#define MOVES 200

/* Paints what a tile of the screen shows, in the middle of the scene. */
static double
paint_tile (const RedanScene *scene, double zoom, guint detail)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, TILE, TILE);
  cairo_t *cr = cairo_create (surface);
  double size = TILE / zoom;
  RedanSceneRect clip = { scene->bounds.x + (scene->bounds.width - size) / 2,
                          scene->bounds.y + (scene->bounds.height - size) / 2, size, size };
  RedanPaintOptions options = { .clip = &clip, .detail = detail };
  double start = cpu_ms ();

  cairo_scale (cr, zoom, zoom);
  cairo_translate (cr, -clip.x, -clip.y);
  redan_paint_cairo (scene, cr, &options);
  cairo_surface_flush (surface);

  double used = cpu_ms () - start;

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return used;
}

static double
write_svg (const RedanScene *scene, gsize *size_out)
{
  RedanPaintOptions options = { 0 };
  double start = cpu_ms ();
  g_autoptr (GBytes) bytes = redan_paint_svg (scene, &options);

  *size_out = g_bytes_get_size (bytes);
  return cpu_ms () - start;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Moves one element after another by 24 px; returns the median and the longest time of an update.
 */
static void
measure_updates (RedanModel *model, double *median_out, double *longest_out)
{
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  guint n = MIN (redan_model_get_n (model, REDAN_SECTION_ELEMENT), MOVES);
  double times[MOVES] = { 0 };
  RedanIdText diagram;

  redan_id_to_text (&scene->diagram, diagram);
  for (guint i = 0; i < n; i++)
    {
      guint total = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
      const RedanObject *element =
          redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i * (total / n));
      RedanId id = element->id;
      RedanBox box;

      if (!redan_object_get_place (element, diagram, &box))
        continue;
      box.x += 24 * REDAN_UNITS_PER_PIXEL;

      g_autofree char *place = redan_place_format (&box);

      redan_model_put (model, redan_object_with (element, REDAN_FIELD_PLACE,
                                                 redan_model_intern (model, diagram),
                                                 redan_model_intern (model, place)));

      double start = cpu_ms ();
      g_autoptr (GArray) dirty = redan_scene_update (scene, model, &id, 1);

      times[i] = cpu_ms () - start;
    }
  qsort (times, n, sizeof *times, compare_times);
  *median_out = n == 0 ? 0 : times[n / 2];
  *longest_out = n == 0 ? 0 : times[n - 1];
}

static void
measure (const char *path, RedanModel *model)
{
  double best[5] = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };
  guint n_boxes = 0, n_lines = 0, n_behind = 0;
  gsize svg_size = 0;

  for (guint i = 0; i < RUNS; i++)
    {
      double start = cpu_ms ();
      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
      double fit = TILE / MAX (MAX (scene->bounds.width, scene->bounds.height), 1);

      best[0] = MIN (best[0], cpu_ms () - start);
      best[1] = MIN (best[1], paint_tile (scene, 1, 0));
      best[2] = MIN (best[2], paint_tile (scene, .25, 1));
      best[3] = MIN (best[3], paint_tile (scene, fit, 2));
      best[4] = MIN (best[4], write_svg (scene, &svg_size));
      n_boxes = scene->n_boxes;
      n_lines = scene->n_lines;
      n_behind = 0;
      for (guint line = 0; line < n_lines; line++)
        n_behind += scene->lines[line].is_behind;
    }
  double median, longest;

  measure_updates (model, &median, &longest);
  g_print ("scene of %s: %u boxes, %u lines, %u of them behind boxes: %.1f ms of CPU; tile at 1.0 %.2f ms, at 0.25 %.2f ms, "
           "whole in one tile %.1f ms; "
           "SVG %.1f ms, %.1f MB; update after a move %.2f ms median, %.2f ms longest\n",
           path, n_boxes, n_lines, n_behind, best[0], best[1], best[2], best[3], best[4],
           (double) svg_size / 1e6, median, longest);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_autoptr (RedanSchema) schema = source == NULL ? NULL : redan_schema_load (source, &error);

  for (int i = 1; schema != NULL && i < argc; i++)
    {
      g_autoptr (RedanModel) model = redan_canonical_read_file (schema, argv[i], &error);

      if (model == NULL)
        break;
      measure (argv[i], model);
    }
  if (error == NULL)
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
