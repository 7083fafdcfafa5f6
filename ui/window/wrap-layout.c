/* SPDX-License-Identifier: Apache-2.0 */
/* Controls side by side, in as many lines as the width asks for. */

#include "ui/window/wrap-layout.h"

struct _RedanWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (RedanWrapLayout, redan_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/** One line of children: from @first up to, but without, @end (NULL for the last line). */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;
  int width;    /* of all, with what is between them */
  int n_expand; /* children that share what is left */
} Line;

/** How wide a child is in a line of @width pixels. */
static int
measure_width (GtkWidget *child, int width)
{
  int least;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  return MAX (MIN (natural, width), least);
}

/** Takes the children from @first on that fit into @width, at least one. */
static Line
take_line (RedanWrapLayout *self, GtkWidget *first, int width)
{
  Line line = { first, NULL, 0, 0 };
  gboolean is_empty = TRUE;

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int wanted;

      if (!gtk_widget_should_layout (child))
        continue;
      wanted = measure_width (child, width) + (is_empty ? 0 : self->spacing);
      if (!is_empty && line.width + wanted > width)
        {
          line.end = child;
          break;
        }
      line.width += wanted;
      line.n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      is_empty = FALSE;
    }
  return line;
}

static int
measure_line_height (const Line *line, int width)
{
  int height = 0;

  for (GtkWidget *child = line->first; child != line->end;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int natural;

        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, measure_width (child, width), NULL,
                            &natural, NULL, NULL);
        height = MAX (height, natural);
      }
  return height;
}

/** From where text begins: from the right in languages that are written so. */
static void
place_line (
    RedanWrapLayout *self, GtkWidget *widget, const Line *line, int y, int width, int height)
{
  const gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n_expand = line->n_expand;
  int left = MAX (width - line->width, 0);
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int own = measure_width (child, width);

        if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
          {
            const int more = left / n_expand;

            own += more;
            left -= more;
            n_expand--;
          }
        gtk_widget_size_allocate (
            child, &(GtkAllocation){ is_mirrored ? width - x - own : x, y, own, height }, -1);
        x += own + self->spacing;
      }
}

static int
measure_height (RedanWrapLayout *self, GtkWidget *widget, int width)
{
  int height = 0;

  for (GtkWidget *first = gtk_widget_get_first_child (widget); first != NULL;)
    {
      const Line line = take_line (self, first, width);

      height += measure_line_height (&line, width) + (line.end != NULL ? self->spacing : 0);
      first = line.end;
    }
  return height;
}

static GtkSizeRequestMode
redan_wrap_layout_get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
redan_wrap_layout_measure (GtkLayoutManager *layout,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *least,
                           int *natural,
                           int *least_baseline,
                           int *natural_baseline)
{
  RedanWrapLayout *self = REDAN_WRAP_LAYOUT (layout);

  *least = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *least = measure_height (self, widget, for_size >= 0 ? for_size : G_MAXINT);
      *natural = *least;
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int child_least;
        int child_natural;

        gtk_widget_measure (child, orientation, -1, &child_least, &child_natural, NULL, NULL);
        *least = MAX (*least, child_least);
        *natural += child_natural + (*natural > 0 ? self->spacing : 0);
      }
}

static void
redan_wrap_layout_allocate (
    GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  RedanWrapLayout *self = REDAN_WRAP_LAYOUT (layout);
  int y = 0;

  for (GtkWidget *first = gtk_widget_get_first_child (widget); first != NULL;)
    {
      const Line line = take_line (self, first, width);
      const int own = measure_line_height (&line, width);

      place_line (self, widget, &line, y, width, own);
      y += own + self->spacing;
      first = line.end;
    }
}

static void
redan_wrap_layout_class_init (RedanWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = redan_wrap_layout_get_request_mode;
  layout_class->measure = redan_wrap_layout_measure;
  layout_class->allocate = redan_wrap_layout_allocate;
}

static void
redan_wrap_layout_init (RedanWrapLayout *self)
{
}

GtkLayoutManager *
redan_wrap_layout_new (int spacing)
{
  RedanWrapLayout *self = g_object_new (REDAN_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
