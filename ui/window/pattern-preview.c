/* SPDX-License-Identifier: Apache-2.0 */
/* A small picture of a diagram, without words, in the colours of the theme. */

#include "ui/window/pattern-preview.h"

#include <adwaita.h>

#include "ui/diagram/painter.h"

#define SMALLEST 120
#define USUAL_WIDTH 200
/* A tall diagram is made narrower instead. */
#define MAX_HEIGHT 140

struct _RedanPatternPreview
{
  GtkWidget parent_instance;

  RedanScene *scene;
};

G_DEFINE_FINAL_TYPE (RedanPatternPreview, redan_pattern_preview, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  const RedanSceneRect *bounds = &REDAN_PATTERN_PREVIEW (widget)->scene->bounds;
  const double width = for_size > 0 ? for_size : USUAL_WIDTH;
  const double height = bounds->width > 0 ? width * bounds->height / bounds->width : 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = SMALLEST;
      *natural = USUAL_WIDTH;
    }
  else
    {
      *minimum = *natural = (int) MIN (height, MAX_HEIGHT);
    }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedanPatternPreview *self = REDAN_PATTERN_PREVIEW (widget);
  const RedanSceneRect *bounds = &self->scene->bounds;
  const RedanPaintOptions options = {
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .detail = 1,
  };
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  cairo_t *cr = NULL;
  double scale;

  if (bounds->width <= 0 || bounds->height <= 0)
    return;
  scale = MIN (width / bounds->width, height / bounds->height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, (width - bounds->width * scale) / 2, (height - bounds->height * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -bounds->x, -bounds->y);
  redan_paint_cairo (self->scene, cr, &options);
  cairo_destroy (cr);
}

static void
redan_pattern_preview_finalize (GObject *object)
{
  g_clear_pointer (&REDAN_PATTERN_PREVIEW (object)->scene, redan_scene_free);
  G_OBJECT_CLASS (redan_pattern_preview_parent_class)->finalize (object);
}

static void
redan_pattern_preview_class_init (RedanPatternPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redan_pattern_preview_finalize;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
redan_pattern_preview_init (RedanPatternPreview *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
redan_pattern_preview_new (RedanScene *scene)
{
  RedanPatternPreview *self = g_object_new (REDAN_TYPE_PATTERN_PREVIEW, NULL);

  self->scene = scene;
  return GTK_WIDGET (self);
}
