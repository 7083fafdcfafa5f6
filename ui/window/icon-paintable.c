/* SPDX-License-Identifier: Apache-2.0 */
/* Our icons in the colour of the text around them, for images of the window. */

#include "ui/window/icon-paintable.h"

#define USUAL_SIZE 16

struct _RedanIconPaintable
{
  GObject parent_instance;

  const RedanIcon *icon;
};

static void
snapshot_in (GdkPaintable *paintable,
             GdkSnapshot *snapshot,
             double width,
             double height,
             const GdkRGBA *colour)
{
  RedanIconPaintable *self = REDAN_ICON_PAINTABLE (paintable);
  const double size = MIN (width, height);
  cairo_t *cr = NULL;

  if (self->icon == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  redan_icon_draw (self->icon, cr, (width - size) / 2, (height - size) / 2, size, colour->red,
                   colour->green, colour->blue, colour->alpha);
  cairo_destroy (cr);
}

static void
snapshot_symbolic (GtkSymbolicPaintable *paintable,
                   GdkSnapshot *snapshot,
                   double width,
                   double height,
                   const GdkRGBA *colours,
                   gsize n_colours)
{
  const GdkRGBA black = { 0, 0, 0, 1 };

  snapshot_in (GDK_PAINTABLE (paintable), snapshot, width, height,
               n_colours > 0 ? &colours[GTK_SYMBOLIC_COLOR_FOREGROUND] : &black);
}

static void
symbolic_init (GtkSymbolicPaintableInterface *iface)
{
  iface->snapshot_symbolic = snapshot_symbolic;
}

static void
snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, width, height, NULL, 0);
}

static int
get_size (GdkPaintable *paintable)
{
  return USUAL_SIZE;
}

static GdkPaintableFlags
get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_CONTENTS | GDK_PAINTABLE_STATIC_SIZE;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = snapshot;
  iface->get_intrinsic_width = get_size;
  iface->get_intrinsic_height = get_size;
  iface->get_flags = get_flags;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanIconPaintable,
                               redan_icon_paintable,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SYMBOLIC_PAINTABLE,
                                                          symbolic_init))

static void
redan_icon_paintable_class_init (RedanIconPaintableClass *klass)
{
}

static void
redan_icon_paintable_init (RedanIconPaintable *self)
{
}

GdkPaintable *
redan_icon_paintable_new (const RedanIcon *icon)
{
  RedanIconPaintable *self = g_object_new (REDAN_TYPE_ICON_PAINTABLE, NULL);

  self->icon = icon;
  return GDK_PAINTABLE (self);
}
