/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the painter: a golden SVG that a person has read, well-formed output from any name, the
 * same picture with a clip. */

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>

#include "tests/diagram-fixture.h"
#include "ui/diagram/legend.h"
#include "ui/diagram/painter.h"
#include "ui/diagram/text.h"

static const RedanPaintOptions plain;

static RedanModel *
make_tiny (void)
{
  RedanModel *model = fixture_model ();

  fixture_boundary (model, "zone", "vpc", "Shop");
  fixture_place (model, "zone", 200, 0, 360, 160);
  fixture_element (model, "user", "actor", "Customer", 0, 60);
  fixture_element (model, "app", "process", "Web <application> & \"more\"", 220, 60);
  fixture_element (model, "db", "store", "Orders", 420, 60);
  fixture_flow (model, "browse", "HTTPS", "user", "app");
  fixture_set_attribute (model, "browse", REDAN_SCOPE_FLOW, "protocol", "https");
  fixture_flow (model, "read", "SQL", "app", "db");
  fixture_set (model, "read", REDAN_FIELD_BIDIRECTIONAL, "", "yes");
  return model;
}

static char *
dup_svg (const RedanScene *scene, const RedanPaintOptions *options)
{
  g_autoptr (GBytes) bytes = redan_paint_svg (scene, options);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_golden (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autofree char *svg = dup_svg (scene, &plain);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "diagram-tiny.svg", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  /* The file was made with Cantarell; in other fonts some positions differ. */
  if (fabs (redan_text_width ("Cantarell", 9, 100, FALSE) - 405.800) > .5)
    {
      g_test_skip ("the font Cantarell is not installed");
      return;
    }
  if (g_getenv ("REDAN_WRITE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, svg, -1, NULL));
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (svg, ==, expected);
}

static xmlXPathObject *
find (xmlDoc *document, const char *path)
{
  xmlXPathContext *context = xmlXPathNewContext (document);
  xmlXPathObject *found;

  xmlXPathRegisterNs (context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
  found = xmlXPathEvalExpression (BAD_CAST path, context);
  xmlXPathFreeContext (context);
  return found;
}

static int
count (xmlDoc *document, const char *path)
{
  xmlXPathObject *found = find (document, path);
  int n = xmlXPathNodeSetGetLength (found->nodesetval);

  xmlXPathFreeObject (found);
  return n;
}

static gboolean
has_text (xmlDoc *document, const char *path, const char *text)
{
  xmlXPathObject *found = find (document, path);
  gboolean has = FALSE;

  for (int i = 0; i < xmlXPathNodeSetGetLength (found->nodesetval); i++)
    {
      xmlChar *content = xmlNodeGetContent (found->nodesetval->nodeTab[i]);

      has |= strcmp ((const char *) content, text) == 0;
      xmlFree (content);
    }
  xmlXPathFreeObject (found);
  return has;
}

/* Names that would break a picture if they were taken for anything but text. */
static void
test_hostile (void)
{
  static const char *const names[] = {
    "</text></svg><script>alert(1)</script>",
    "<b>bold</b> &amp; &lt;",
    "\"' onload=\"x",
    "]]>",
    "\u202eright to left",
    "&#x202e;",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = make_tiny ();

      fixture_set (model, "app", REDAN_FIELD_NAME, "", names[i]);
      fixture_set (model, "read", REDAN_FIELD_NAME, "", names[i]);
      fixture_set (model, "zone", REDAN_FIELD_NAME, "", names[i]);

      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
      g_autofree char *svg = dup_svg (scene, &plain);
      xmlDoc *document = xmlReadMemory (svg, (int) strlen (svg), "test.svg", NULL, XML_PARSE_NONET);
      g_autofree char *clean = redan_text_clean (names[i]);

      g_assert_nonnull (document);
      g_assert_cmpint (count (document, "//*[local-name() = 'script']"), ==, 0);
      g_assert_cmpint (count (document, "//@*[starts-with(local-name(), 'on')]"), ==, 0);
      g_assert_true (has_text (document, "//s:g/s:title", clean));
      g_assert_null (strstr (svg, "\u202e"));
      xmlFreeDoc (document);
    }
}

static void
test_structure (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autofree char *svg = dup_svg (scene, &plain);
  xmlDoc *document = xmlReadMemory (svg, (int) strlen (svg), "test.svg", NULL, XML_PARSE_NONET);

  g_assert_nonnull (document);
  g_assert_true (has_text (document, "/s:svg/s:title", "Test"));
  g_assert_true (has_text (document, "//s:text", "Customer"));
  g_assert_true (has_text (document, "//s:text", "HTTPS"));
  /* Every object has a group, those with a label apart a second one; ids are unique. */
  g_assert_cmpint (count (document, "//s:g[not(contains(@id, '-label'))]"), ==, 6);
  g_assert_cmpint (count (document, "//s:g[contains(@id, '-label')]"), ==, 3);
  g_assert_cmpint (count (document, "//s:g[@id = following::s:g/@id]"), ==, 0);
  g_assert_cmpint (count (document, "//s:g[not(s:title)]"), ==, 0);
  /* Nothing is fetched. */
  g_assert_cmpint (count (document, "//@href | //s:image | //s:style | //s:use"), ==, 0);
  xmlFreeDoc (document);
}

static double
get_number (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) name);
  double number = value == NULL ? 0 : g_ascii_strtod ((const char *) value, NULL);

  xmlFree (value);
  return number;
}

static gboolean
has_value (xmlNode *node, const char *name, const char *expected)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) name);
  gboolean same = g_strcmp0 ((const char *) value, expected) == 0;

  xmlFree (value);
  return same;
}

/* Whether a rectangle of the same group encloses the text from its first to its last letter. */
static gboolean
is_enclosed (xmlNode *text)
{
  xmlChar *content = xmlNodeGetContent (text);
  double width =
      redan_text_width ((const char *) content, strlen ((const char *) content),
                        get_number (text, "font-size"), has_value (text, "font-weight", "bold"));
  double left = get_number (text, "x");
  double y = get_number (text, "y");
  gboolean enclosed = FALSE;

  if (has_value (text, "text-anchor", "middle"))
    left -= width / 2;
  for (xmlNode *node = text->prev; node != NULL && !enclosed; node = node->prev)
    {
      double x = get_number (node, "x") - .02;
      double top = get_number (node, "y");

      enclosed = xmlStrcmp (node->name, (const xmlChar *) "rect") == 0 && left >= x &&
                 left + width <= x + get_number (node, "width") + .04 && y >= top &&
                 y <= top + get_number (node, "height");
    }
  xmlFree (content);
  return enclosed;
}

/* The names that found no room in their boxes stand beside them, at the end of a thin line. */
static gboolean
has_leader (const RedanScene *scene, xmlNode *group)
{
  xmlChar *id = xmlGetProp (group, (const xmlChar *) "id");
  gboolean leads = FALSE;

  for (guint i = 0; i < scene->n_boxes && !leads; i++)
    {
      RedanIdText text;

      leads = scene->boxes[i].has_leader &&
              g_str_equal (redan_id_to_text (&scene->boxes[i].id, text), (const char *) id + 2);
    }
  xmlFree (id);
  return leads;
}

/* Law 37: each text of the SVG lies within the box that it belongs to. */
static void
test_text_fits (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_random (4, GPOINTER_TO_UINT (data), TRUE);
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autofree char *svg = dup_svg (scene, &plain);
  xmlDoc *document = xmlReadMemory (svg, (int) strlen (svg), "test.svg", NULL, XML_PARSE_NONET);
  guint n = 0;

  g_assert_nonnull (document);
  for (xmlNode *group = xmlDocGetRootElement (document)->children; group != NULL;
       group = group->next)
    {
      if (xmlStrcmp (group->name, (const xmlChar *) "g") != 0 || has_leader (scene, group))
        continue;
      for (xmlNode *text = group->children; text != NULL; text = text->next)
        {
          /* libxml calls the space between elements text as well. */
          if (text->type != XML_ELEMENT_NODE ||
              xmlStrcmp (text->name, (const xmlChar *) "text") != 0)
            continue;
          g_assert_true (is_enclosed (text));
          n++;
        }
    }
  g_assert_cmpuint (n, >=, GPOINTER_TO_UINT (data));
  xmlFreeDoc (document);
}

static cairo_surface_t *
paint (const RedanScene *scene, const RedanPaintOptions *options, const RedanSceneRect *window)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) window->width, (int) window->height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, -window->x, -window->y);
  redan_paint_cairo (scene, cr, options);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
is_same (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize n = (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), n) == 0;
}

/* A tile that is painted with a clip is the same as that part of the whole picture. */
static void
test_clip (void)
{
  g_autoptr (RedanModel) model = fixture_random (9, 60, TRUE);
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  for (guint i = 0; i < 6; i++)
    {
      RedanSceneRect window = { floor (scene->bounds.x) + i * 300, floor (scene->bounds.y) + i * 90,
                                256, 256 };
      RedanPaintOptions clipped = { .clip = &window, .detail = i % 3 };
      RedanPaintOptions whole = { .detail = i % 3 };
      cairo_surface_t *a = paint (scene, &clipped, &window);
      cairo_surface_t *b = paint (scene, &whole, &window);

      g_assert_true (is_same (a, b));
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
}

/* From far away a flow is a line still, not a row of dots. */
static void
test_far_lines (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  const double zoom = 0.1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 120, 90);
  cairo_t *cr = cairo_create (surface);
  const RedanPaintOptions options = { .detail = 2 };

  fixture_element (model, "user", "actor", "Customer", 0, 0);
  fixture_element (model, "app", "process", "Shop", 1000, 600);
  fixture_flow (model, "browse", "HTTPS", "user", "app");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, zoom, zoom);
  redan_paint_cairo (scene, cr, &options);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int x = 20; x < 95; x++)
    {
      guint n_painted = 0;

      for (int y = 0; y < 90; y++)
        {
          const guint32 *row =
              (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                                 (gsize) y *
                                                     (gsize) cairo_image_surface_get_stride (
                                                         surface));

          n_painted += (row[x] & 0xffffff) != 0xffffff;
        }
      g_assert_cmpuint (n_painted, >, 0);
    }
  cairo_surface_destroy (surface);
}

static void
test_options (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  RedanSceneRect window = { floor (scene->bounds.x), floor (scene->bounds.y), 640, 240 };
  const RedanPaintOptions options[] = {
    { 0 }, { .dark = TRUE }, { .high_contrast = TRUE }, { .detail = 1 }, { .detail = 2 }
  };
  cairo_surface_t *surfaces[G_N_ELEMENTS (options)];

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      cairo_surface_t *again = paint (scene, &options[i], &window);

      surfaces[i] = paint (scene, &options[i], &window);
      g_assert_true (is_same (again, surfaces[i]));
      cairo_surface_destroy (again);
      for (guint k = 0; k < i; k++)
        g_assert_false (is_same (surfaces[i], surfaces[k]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    cairo_surface_destroy (surfaces[i]);
}

/* What is left out and what is painted alone make up the whole. */
static void
test_parts (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  RedanId id = fixture_id ("user");
  guint item = redan_scene_find (scene, &id);
  g_autofree guint8 *left_out = g_new0 (guint8, scene->n_boxes + scene->n_lines);
  RedanPaintOptions options = { .left_out = left_out };
  RedanSceneMove move = { id, scene->boxes[item].box };
  RedanSceneRect window = { floor (scene->bounds.x), floor (scene->bounds.y), 640, 240 };
  cairo_surface_t *whole = paint (scene, &plain, &window);
  cairo_surface_t *rest;
  cairo_surface_t *joined;
  cairo_t *cr;

  left_out[item] = 1;
  rest = paint (scene, &options, &window);
  g_assert_false (is_same (whole, rest));
  for (guint i = 0; i < 2; i++)
    {
      joined = paint (scene, &options, &window);
      cr = cairo_create (joined);
      cairo_translate (cr, -window.x, -window.y);
      if (i == 0)
        redan_paint_items (scene, &item, 1, cr, &plain);
      else
        redan_paint_moves (scene, &move, 1, NULL, cr, &plain);
      cairo_destroy (cr);
      g_assert_true (is_same (whole, joined));
      cairo_surface_destroy (joined);
    }
  cairo_surface_destroy (whole);
  cairo_surface_destroy (rest);
}

/* Risk colours come with the number of threats, so that colour is not alone. */
static void
test_risk (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  RedanPaintOptions risk = { .colour_by = REDAN_COLOUR_RISK };

  for (guint i = 0; i < scene->n_boxes; i++)
    if (strcmp (scene->boxes[i].name, "Orders") == 0)
      {
        scene->boxes[i].risk = 70;
        scene->boxes[i].band = REDAN_BAND_CRITICAL;
        scene->boxes[i].n_threats = 42;
      }

  g_autofree char *with = dup_svg (scene, &risk);
  g_autofree char *without = dup_svg (scene, &plain);

  g_assert_nonnull (strstr (with, ">42</text>"));
  g_assert_nonnull (strstr (with, "#fbc9c5"));
  g_assert_null (strstr (without, ">42</text>"));
  g_assert_null (strstr (without, "#fbc9c5"));
}

/* Every mode says in text what its colours say, and has words for each colour. */
static void
test_modes (void)
{
  g_autoptr (RedanModel) model = make_tiny ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  static const char *const badges[REDAN_N_COLOURS] = { NULL,         ">7</text>",   ">25 %</text>",
                                                       ">SE</text>", ">3 ?</text>", ">1 %</text>",
                                                       ">~</text>" };

  for (guint i = 0; i < scene->n_boxes; i++)
    if (strcmp (scene->boxes[i].name, "Orders") == 0)
      {
        RedanSceneBox *box = &scene->boxes[i];

        box->risk = 20;
        box->n_threats = 7;
        box->exposure = .25;
        box->stride = 1 << 0 | 1 << 5;
        box->stride_lead = 5;
        box->n_questions = 3;
        box->blast = .001;
        box->change = REDAN_SCENE_CHANGED;
      }
  for (guint mode = 0; mode < REDAN_N_COLOURS; mode++)
    for (guint dark = 0; dark < 2; dark++)
      {
        RedanPaintOptions options = { .colour_by = mode, .dark = dark == 1 };
        g_autofree char *svg = dup_svg (scene, &options);
        g_autoptr (GArray) entries = redan_legend_list (&options);

        for (guint k = 1; k < REDAN_N_COLOURS; k++)
          g_assert_true ((strstr (svg, badges[k]) != NULL) == (k == mode));
        g_assert_cmpuint (entries->len, >=, 3);
        g_assert_true ((redan_legend_get_note (mode) == NULL) == (mode == REDAN_COLOUR_PLAIN));
        g_assert_cmpuint (strlen (redan_legend_get_title (mode)), >, 0);
        for (guint k = 0; k < entries->len; k++)
          g_assert_cmpuint (strlen (g_array_index (entries, RedanLegendEntry, k).text), >, 0);
      }
}

static void
test_empty (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autofree char *svg = dup_svg (scene, &plain);
  xmlDoc *document = xmlReadMemory (svg, (int) strlen (svg), "test.svg", NULL, XML_PARSE_NONET);

  g_assert_nonnull (document);
  xmlFreeDoc (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter/svg/golden", test_golden);
  g_test_add_func ("/painter/svg/hostile", test_hostile);
  g_test_add_func ("/painter/svg/structure", test_structure);
  g_test_add_data_func ("/painter/svg/text-fits/1", GUINT_TO_POINTER (1), test_text_fits);
  g_test_add_data_func ("/painter/svg/text-fits/50", GUINT_TO_POINTER (50), test_text_fits);
  g_test_add_data_func ("/painter/svg/text-fits/300", GUINT_TO_POINTER (300), test_text_fits);
  g_test_add_func ("/painter/svg/empty", test_empty);
  g_test_add_func ("/painter/cairo/clip", test_clip);
  g_test_add_func ("/painter/cairo/far-lines", test_far_lines);
  g_test_add_func ("/painter/cairo/options", test_options);
  g_test_add_func ("/painter/cairo/parts", test_parts);
  g_test_add_func ("/painter/modes", test_modes);
  g_test_add_func ("/painter/risk", test_risk);
  return g_test_run ();
}
