/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of diagrams: whole and in part, as SVG, PDF and PNG and on printed pages. */

#include <cairo.h>
#include <libxml/parser.h>
#include <math.h>
#include <unistd.h>

#include "tests/diagram-fixture.h"
#include "ui/diagram/legend.h"
#include "ui/diagram/picture.h"
#include "ui/diagram/text.h"

static RedanModel *
make_model (void)
{
  RedanModel *model = fixture_model ();

  fixture_boundary (model, "zone", "vpc", "Shop network");
  fixture_place (model, "zone", 200, 0, 360, 160);
  fixture_element (model, "user", "actor", "Customer", 0, 60);
  fixture_element (model, "app", "process", "Web <app> & \"more\"", 220, 60);
  fixture_element (model, "db", "store", "Orders", 420, 60);
  fixture_refer (model, "app", REDAN_FIELD_PARENT, "zone");
  fixture_refer (model, "db", REDAN_FIELD_PARENT, "zone");
  fixture_flow (model, "browse", "Browsing", "user", "app");
  fixture_flow (model, "read", "Queries", "app", "db");
  return model;
}

static GBytes *
write_picture (const RedanPicture *picture, RedanPictureFormat format, double scale)
{
  const RedanPictureOptions options = { .format = format, .scale = scale, .as_of = 45000 };
  g_autoptr (GError) error = NULL;
  GBytes *bytes = redan_picture_write (picture, &options, &error);

  g_assert_no_error (error);
  return bytes;
}

static char *
write_text (const RedanPicture *picture)
{
  g_autoptr (GBytes) bytes = write_picture (picture, REDAN_PICTURE_SVG, 1);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_formats (void)
{
  RedanPictureFormat format;

  g_assert_true (redan_picture_format_of ("/a.b/c.SVG", &format));
  g_assert_cmpint (format, ==, REDAN_PICTURE_SVG);
  g_assert_true (redan_picture_format_of ("x.png", &format));
  g_assert_cmpint (format, ==, REDAN_PICTURE_PNG);
  g_assert_true (redan_picture_format_of ("x.svg.pdf", &format));
  g_assert_cmpint (format, ==, REDAN_PICTURE_PDF);
  g_assert_false (redan_picture_format_of ("x.jpeg", &format));
  g_assert_false (redan_picture_format_of ("png", &format));
}

/* PNG, 11.2.2: width and height are the first eight bytes of the first chunk. */
static guint32
read_number (const guint8 *data)
{
  return (guint32) data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3];
}

static void
test_png_size (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  const RedanSceneRect *bounds = redan_picture_get_bounds (picture);

  for (guint scale = 1; scale <= 2; scale++)
    {
      g_autoptr (GBytes) bytes = write_picture (picture, REDAN_PICTURE_PNG, scale);
      const guint8 *data = g_bytes_get_data (bytes, NULL);

      g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
      g_assert_cmpuint (read_number (data + 16), ==, (guint32) ceil (bounds->width * scale));
      g_assert_cmpuint (read_number (data + 20), ==, (guint32) ceil (bounds->height * scale));
    }
}

static void
test_png_too_large (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  const RedanPictureOptions options = { .format = REDAN_PICTURE_PNG, .scale = 1000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (redan_picture_write (picture, &options, &error));
  g_assert_error (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_TOO_LARGE);
}

static void
test_svg (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  g_autofree char *text = write_text (picture);
  g_autoptr (RedanPicture) again = redan_picture_new (scene, NULL, NULL, 0);
  g_autofree char *same = write_text (again);
  xmlDoc *document = xmlReadMemory (text, (int) strlen (text), NULL, NULL, XML_PARSE_NONET);

  g_assert_nonnull (document);
  xmlFreeDoc (document);
  g_assert_nonnull (strstr (text, "Customer"));
  g_assert_nonnull (strstr (text, "&lt;app&gt;"));
  g_assert_cmpstr (text, ==, same);
}

/* Texts of the group "Legend": below @top, and within the picture. */
static void
assert_texts_within (const char *text, const RedanSceneRect *bounds, double top)
{
  const char *at = strstr (text, "<title>Legend</title>");
  guint n = 0;

  g_assert_nonnull (at);
  while ((at = strstr (at, "<text x=\"")) != NULL)
    {
      const double x = g_ascii_strtod (at + strlen ("<text x=\""), NULL);
      const char *y = strstr (at, " y=\"");
      const char *start = strchr (at, '>') + 1;
      const char *end = strchr (start, '<');

      g_assert_cmpfloat (g_ascii_strtod (y + strlen (" y=\""), NULL), >, top);
      g_assert_cmpfloat (g_ascii_strtod (y + strlen (" y=\""), NULL), <,
                         bounds->y + bounds->height);
      g_assert_cmpfloat (x, >, bounds->x);
      g_assert_cmpfloat (x + redan_text_width (start, end - start, 10.5, FALSE), <=,
                         bounds->x + bounds->width);
      at = end;
      n++;
    }
  g_assert_cmpuint (n, >=, 4);
}

/* The legend lies below the diagram, whatever the mode and however narrow the diagram is, and says
 * what each colour means. */
static void
test_legend (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanId user = fixture_id ("user");

  for (RedanColourBy mode = REDAN_COLOUR_PLAIN; mode < REDAN_N_COLOURS; mode++)
    for (guint narrow = 0; narrow < 2; narrow++)
      {
        g_autoptr (RedanPicture) without =
            redan_picture_new (scene, model, narrow ? &user : NULL, narrow);
        g_autoptr (RedanPicture) with =
            redan_picture_new (scene, model, narrow ? &user : NULL, narrow);
        const RedanPaintOptions paint = { .colour_by = mode };
        const RedanPictureOptions options = { .format = REDAN_PICTURE_SVG,
                                              .scale = 1,
                                              .colour_by = mode };
        g_autoptr (GArray) entries = redan_legend_list (&paint);
        const RedanSceneRect *before = redan_picture_get_bounds (without);
        const RedanSceneRect *after = redan_picture_get_bounds (with);
        g_autoptr (GBytes) bytes = NULL;
        g_autofree char *text = NULL;

        redan_picture_add_legend (with, mode);
        g_assert_cmpfloat (after->x, ==, before->x);
        g_assert_cmpfloat (after->y, ==, before->y);
        g_assert_cmpfloat (after->width, >=, before->width);
        g_assert_cmpfloat (after->height, >, before->height);
        bytes = redan_picture_write (with, &options, NULL);
        text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
        for (guint i = 0; i < entries->len; i++)
          g_assert_nonnull (strstr (text, g_array_index (entries, RedanLegendEntry, i).text));
        g_assert_nonnull (strstr (text, redan_legend_get_title (mode)));
        assert_texts_within (text, after, before->y + before->height);
      }
}

static void
test_part (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanId zone = fixture_id ("zone");
  const RedanId user = fixture_id ("user");
  g_autoptr (RedanPicture) whole = redan_picture_new (scene, NULL, NULL, 0);
  g_autoptr (RedanPicture) shop = redan_picture_new (scene, model, &zone, 1);
  g_autoptr (RedanPicture) person = redan_picture_new (scene, model, &user, 1);
  g_autofree char *shop_text = write_text (shop);
  g_autofree char *person_text = write_text (person);

  /* A boundary comes with its content and the flows in it, an element alone. */
  g_assert_nonnull (strstr (shop_text, "Shop network"));
  g_assert_nonnull (strstr (shop_text, "Orders"));
  g_assert_nonnull (strstr (shop_text, "Queries"));
  g_assert_null (strstr (shop_text, "Customer"));
  g_assert_null (strstr (shop_text, "Browsing"));
  g_assert_nonnull (strstr (person_text, "Customer"));
  g_assert_null (strstr (person_text, "Orders"));
  g_assert_cmpfloat (redan_picture_get_bounds (shop)->width, <,
                     redan_picture_get_bounds (whole)->width);
  g_assert_cmpfloat (redan_picture_get_bounds (person)->width, >=, 120);
  g_assert_cmpfloat (redan_picture_get_bounds (person)->width, <, 300);
}

/* The copy is of its own: it is written after the scene is gone. */
static void
test_copy (void)
{
  g_autoptr (RedanModel) model = make_model ();
  RedanScene *scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  g_autofree char *before = write_text (picture);
  g_autofree char *after = NULL;

  redan_scene_free (scene);
  after = write_text (picture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_empty (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  const RedanPictureOptions options = { .format = REDAN_PICTURE_SVG, .scale = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_picture_is_empty (picture));
  g_assert_null (redan_picture_write (picture, &options, &error));
  g_assert_error (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_EMPTY);
}

static void
test_pdf (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanPicture) picture = redan_picture_new (scene, NULL, NULL, 0);
  g_autoptr (GBytes) bytes = write_picture (picture, REDAN_PICTURE_PDF, 1);
  g_autoptr (GBytes) same = write_picture (picture, REDAN_PICTURE_PDF, 1);
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  const char *arguments[] = { tool, NULL, "-", NULL };
  int file;

  g_assert_true (g_bytes_equal (bytes, same));
  if (tool == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  file = g_file_open_tmp ("redan-picture-XXXXXX.pdf", &path, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  arguments[1] = path;
  g_assert_true (
      g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, &text, NULL, NULL, NULL));
  close (file);
  unlink (path);
  g_assert_nonnull (strstr (text, "Customer"));
  g_assert_nonnull (strstr (text, "Queries"));
  /* One page: a form feed ends it. */
  g_assert_null (strchr (strchr (text, '\f') + 1, '\f'));
}

static void
test_sheets (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = NULL;
  g_autoptr (RedanPicture) small = NULL;
  g_autoptr (RedanPicture) large = NULL;
  g_autoptr (RedanPicture) huge = NULL;
  RedanPictureSheets sheets;

  scene = redan_scene_new (model, NULL, NULL);
  small = redan_picture_new (scene, NULL, NULL, 0);
  redan_picture_lay_out (small, 500, 700, &sheets);
  g_assert_cmpuint (sheets.n_columns * sheets.n_rows, ==, 1);
  g_assert_cmpfloat (sheets.scale, <=, 0.75);
  g_clear_pointer (&scene, redan_scene_free);

  fixture_element (model, "far", "process", "Far away", 3000, 100);
  scene = redan_scene_new (model, NULL, NULL);
  large = redan_picture_new (scene, NULL, NULL, 0);
  redan_picture_lay_out (large, 500, 700, &sheets);
  g_assert_cmpuint (sheets.n_columns, ==, 4);
  g_assert_cmpuint (sheets.n_rows, ==, 1);
  /* The pages together show all of it. */
  g_assert_cmpfloat (sheets.step_x * sheets.n_columns, >=, redan_picture_get_bounds (large)->width);
  g_clear_pointer (&scene, redan_scene_free);

  fixture_element (model, "farther", "process", "Farther", 100000, 100000);
  scene = redan_scene_new (model, NULL, NULL);
  huge = redan_picture_new (scene, NULL, NULL, 0);
  redan_picture_lay_out (huge, 500, 700, &sheets);
  g_assert_cmpuint (sheets.n_columns * sheets.n_rows, <=, 64);
  g_assert_cmpfloat (sheets.step_x * sheets.n_columns, >=, redan_picture_get_bounds (huge)->width);
  g_assert_cmpfloat (sheets.step_y * sheets.n_rows, >=, redan_picture_get_bounds (huge)->height);
}

/* Dark pixels of one page. */
static guint
count_ink (const RedanPicture *picture, const RedanPictureSheets *sheets, guint index)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 500, 700);
  cairo_t *cr = cairo_create (surface);
  const guint8 *data = NULL;
  guint ink = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  redan_picture_draw_sheet (picture, cr, sheets, index, REDAN_COLOUR_PLAIN);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (guint y = 0; y < 700; y++)
    for (guint x = 0; x < 500; x++)
      ink += data[y * cairo_image_surface_get_stride (surface) + 4 * x] < 250;
  cairo_surface_destroy (surface);
  return ink;
}

static void
test_pages_have_their_part (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autoptr (RedanScene) scene = NULL;
  g_autoptr (RedanPicture) picture = NULL;
  RedanPictureSheets sheets;

  fixture_element (model, "first", "process", "First", 0, 0);
  fixture_element (model, "last", "process", "Last", 2000, 0);
  scene = redan_scene_new (model, NULL, NULL);
  picture = redan_picture_new (scene, NULL, NULL, 0);
  redan_picture_lay_out (picture, 500, 700, &sheets);
  g_assert_cmpuint (sheets.n_columns, ==, 3);
  g_assert_cmpuint (count_ink (picture, &sheets, 0), >, 200);
  g_assert_cmpuint (count_ink (picture, &sheets, 1), ==, 0);
  g_assert_cmpuint (count_ink (picture, &sheets, 2), >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/formats", test_formats);
  g_test_add_func ("/picture/png-size", test_png_size);
  g_test_add_func ("/picture/png-too-large", test_png_too_large);
  g_test_add_func ("/picture/svg", test_svg);
  g_test_add_func ("/picture/legend", test_legend);
  g_test_add_func ("/picture/part", test_part);
  g_test_add_func ("/picture/copy", test_copy);
  g_test_add_func ("/picture/empty", test_empty);
  g_test_add_func ("/picture/pdf", test_pdf);
  g_test_add_func ("/picture/sheets", test_sheets);
  g_test_add_func ("/picture/pages-have-their-part", test_pages_have_their_part);
  return g_test_run ();
}
