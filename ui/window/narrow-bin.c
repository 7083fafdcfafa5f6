/* SPDX-License-Identifier: Apache-2.0 */
/* The content of a window that can be drawn narrower than what it shows now asks for. */

#include "ui/window/narrow-bin.h"

struct _RedanNarrowBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  int least_width;
};

G_DEFINE_FINAL_TYPE (RedanNarrowBin, redan_narrow_bin, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
redan_narrow_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
measure_child_width (RedanNarrowBin *self)
{
  int least;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
redan_narrow_bin_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *least,
                          int *natural,
                          int *least_baseline,
                          int *natural_baseline)
{
  RedanNarrowBin *self = REDAN_NARROW_BIN (widget);

  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;
  /* A width is never asked for at a height: GTK 4.8 would try widths, and warns of bars that are
   * just being shown. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  else if (for_size >= 0)
    for_size = MAX (for_size, measure_child_width (self));
  gtk_widget_measure (self->child, orientation, for_size, least, natural, least_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->least_width >= 0)
    *least = MIN (*least, self->least_width);
}

static void
redan_narrow_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedanNarrowBin *self = REDAN_NARROW_BIN (widget);

  if (self->child != NULL && gtk_widget_should_layout (self->child))
    gtk_widget_allocate (self->child, MAX (width, measure_child_width (self)), height, baseline,
                         NULL);
}

static void
redan_narrow_bin_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, REDAN_NARROW_BIN (object)->child);
}

/** The child, which is set once. */
static void
redan_narrow_bin_set_property (GObject *object,
                               guint property_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  RedanNarrowBin *self = REDAN_NARROW_BIN (object);

  g_return_if_fail (self->child == NULL);
  self->child = g_value_get_object (value);
  if (self->child != NULL)
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
redan_narrow_bin_dispose (GObject *object)
{
  g_clear_pointer (&REDAN_NARROW_BIN (object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_narrow_bin_parent_class)->dispose (object);
}

static void
redan_narrow_bin_class_init (RedanNarrowBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redan_narrow_bin_dispose;
  object_class->get_property = redan_narrow_bin_get_property;
  object_class->set_property = redan_narrow_bin_set_property;
  widget_class->get_request_mode = redan_narrow_bin_get_request_mode;
  widget_class->measure = redan_narrow_bin_measure;
  widget_class->size_allocate = redan_narrow_bin_size_allocate;
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
redan_narrow_bin_init (RedanNarrowBin *self)
{
  self->least_width = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
redan_narrow_bin_set_least_width (RedanNarrowBin *self, int width)
{
  g_return_if_fail (REDAN_IS_NARROW_BIN (self));

  if (width == self->least_width)
    return;
  self->least_width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
