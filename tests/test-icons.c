/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the icons: each value of the schema has one, each stays in its square, none is like
 * another. */

#include <math.h>

#include "tests/diagram-fixture.h"
#include "ui/diagram/icons.h"
#include "ui/diagram/painter.h"

#define SIZE 16

static void
test_order (void)
{
  for (guint i = 0; i < redan_icon_get_n (); i++)
    {
      const RedanIcon *icon = redan_icon_get_nth (i);

      g_assert_true (redan_icon_lookup (redan_icon_get_name (icon)) == icon);
      if (i > 0)
        g_assert_cmpstr (redan_icon_get_name (redan_icon_get_nth (i - 1)), <,
                         redan_icon_get_name (icon));
    }
  g_assert_null (redan_icon_lookup ("no such icon"));
  g_assert_null (redan_icon_lookup (""));
}

static void
check_values (RedanScope scope, const char *name)
{
  const RedanAttribute *attribute = redan_schema_lookup (fixture_schema (), scope, name, -1);

  g_assert_cmpuint (attribute->n_values, >, 0);
  for (guint i = 0; i < attribute->n_values; i++)
    {
      const char *icon = redan_attribute_get_property (attribute, i, "icon");

      if (redan_icon_of_value (attribute, attribute->values[i]) == NULL)
        g_error ("%s \"%s\" has no icon", name, attribute->values[i]);
      if (icon != NULL)
        g_assert_true (redan_icon_of_value (attribute, attribute->values[i]) ==
                       redan_icon_lookup (icon));
    }
  g_assert_null (redan_icon_of_value (attribute, "unknown"));
  g_assert_null (redan_icon_of_value (attribute, NULL));
}

static void
test_every_value (void)
{
  check_values (REDAN_SCOPE_ELEMENT, "tech");
  check_values (REDAN_SCOPE_BOUNDARY, "btype");
  g_assert_null (redan_icon_of_value (NULL, "vm"));
}

static void
test_every_stencil (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_autoptr (RedanStencils) table = redan_stencils_load (source, fixture_schema (), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < redan_stencils_get_n (table); i++)
    {
      const RedanStencil *stencil = redan_stencils_get_nth (table, i);
      const RedanIcon *icon = redan_icon_of_stencil (fixture_schema (), stencil);

      if (icon == NULL)
        g_error ("stencil %s has no icon", stencil->id);
      if (stencil->icon != NULL)
        g_assert_cmpstr (redan_icon_get_name (icon), ==, stencil->icon);
    }
}

/* What the pen touches, measured without a picture's edge to hide anything. */
static void
test_within_square (void)
{
  for (guint i = 0; i < redan_icon_get_n (); i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x;
      double y;
      double width;
      double height;

      redan_icon_draw (redan_icon_get_nth (i), cr, 100, 50, 240, 0, 0, 0, 1);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      if (x < 99 || y < 49 || x + width > 341 || y + height > 291)
        g_error ("icon %s leaves its square: %g %g %g %g",
                 redan_icon_get_name (redan_icon_get_nth (i)), x, y, width, height);
      /* Large enough to be seen. */
      g_assert_cmpfloat (MAX (width, height), >, 150);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
draw (const RedanIcon *icon, guint8 *pixels)
{
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_A8, SIZE, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  redan_icon_draw (icon, cr, 0, 0, SIZE, 0, 0, 0, 1);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* At the size of a list the nearest two icons still differ in the weight of a dozen pixels. */
static void
test_distinct (void)
{
  guint n = redan_icon_get_n ();
  g_autofree guint8 *pixels = g_malloc0 (n * SIZE * SIZE);

  for (guint i = 0; i < n; i++)
    {
      draw (redan_icon_get_nth (i), pixels + i * SIZE * SIZE);
      for (guint k = 0; k < i; k++)
        {
          int difference = 0;

          for (guint p = 0; p < SIZE * SIZE; p++)
            difference += abs (pixels[i * SIZE * SIZE + p] - pixels[k * SIZE * SIZE + p]);
          if (difference < 12 * 255)
            g_error ("icons %s and %s look alike: %d", redan_icon_get_name (redan_icon_get_nth (i)),
                     redan_icon_get_name (redan_icon_get_nth (k)), difference / 255);
        }
    }
}

static const RedanSceneBox *
find_box (const RedanScene *scene, const char *name)
{
  for (guint i = 0; i < scene->n_boxes; i++)
    if (strcmp (scene->boxes[i].name, name) == 0)
      return &scene->boxes[i];
  g_assert_not_reached ();
}

static gboolean
meets (const RedanSceneRect *a, const RedanSceneRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static void
assert_inside (const RedanSceneRect *inner, const RedanSceneRect *outer)
{
  g_assert_cmpfloat (inner->x, >=, outer->x);
  g_assert_cmpfloat (inner->y, >=, outer->y);
  g_assert_cmpfloat (inner->x + inner->width, <=, outer->x + outer->width);
  g_assert_cmpfloat (inner->y + inner->height, <=, outer->y + outer->height);
}

/* In boxes of every size the icon stays inside and off the text, or is not there. */
static void
test_in_boxes (void)
{
  guint n_shown = 0;

  for (int width = 10; width <= 200; width += 10)
    for (int height = 10; height <= 90; height += 10)
      {
        g_autoptr (RedanModel) model = fixture_model ();

        fixture_element (model, "f", "process", "Order function", 0, 0);
        fixture_place (model, "f", 0, 0, width, height);
        fixture_set_attribute (model, "f", REDAN_SCOPE_ELEMENT, "tech", "function");
        fixture_set_attribute (model, "f", REDAN_SCOPE_ELEMENT, "aws_service", "lambda");

        g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
        const RedanSceneBox *box = find_box (scene, "Order function");

        if (box->icon == NULL)
          continue;
        n_shown++;
        g_assert_true (box->icon == redan_icon_lookup ("function"));
        assert_inside (&box->icon_place, &box->box);
        if (!box->has_leader)
          g_assert_false (meets (&box->icon_place, &box->label));
      }
  g_assert_cmpuint (n_shown, >, 40);
}

static void
test_in_titles (void)
{
  g_autoptr (RedanModel) model = fixture_model ();

  fixture_boundary (model, "v", "vpc", "Shop network");
  fixture_place (model, "v", 0, 0, 400, 300);
  fixture_boundary (model, "s", "subnet", "A name that is long");
  fixture_place (model, "s", 20, 60, 60, 60);
  fixture_element (model, "e", "store", "Plain", 100, 100);

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanSceneBox *network = find_box (scene, "Shop network");

  g_assert_true (network->icon == redan_icon_lookup ("vpc"));
  assert_inside (&network->icon_place, &network->label);
  g_assert_null (find_box (scene, "A name that is long")->icon);
  g_assert_null (find_box (scene, "Plain")->icon);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icons/order", test_order);
  g_test_add_func ("/icons/every-value", test_every_value);
  g_test_add_func ("/icons/every-stencil", test_every_stencil);
  g_test_add_func ("/icons/within-square", test_within_square);
  g_test_add_func ("/icons/distinct", test_distinct);
  g_test_add_func ("/icons/in-boxes", test_in_boxes);
  g_test_add_func ("/icons/in-titles", test_in_titles);
  return g_test_run ();
}
