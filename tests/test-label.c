/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of text and of the places of labels: breaking, measuring, and never meeting. */

#include <math.h>
#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/label.h"
#include "ui/diagram/painter.h"
#include "ui/diagram/text.h"

static void
test_break_words (void)
{
  double width;
  gboolean cut;
  g_auto (GStrv) lines =
      redan_text_break ("Orders database of the shop", 13, TRUE, 120, 3, &width, &cut);

  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_cmpstr (lines[0], ==, "Orders database");
  g_assert_cmpstr (lines[1], ==, "of the shop");
  g_assert_false (cut);
  g_assert_cmpfloat (width, <=, 120);
}

static void
test_break_characters (void)
{
  double width;
  gboolean cut;
  g_auto (GStrv) lines =
      redan_text_break ("AuthenticationServiceFactoryBean", 13, TRUE, 90, 9, &width, &cut);
  g_autofree char *joined = g_strjoinv ("", lines);

  g_assert_cmpuint (g_strv_length (lines), >, 1);
  g_assert_cmpstr (joined, ==, "AuthenticationServiceFactoryBean");
  g_assert_cmpfloat (width, <=, 90);
  g_assert_false (cut);
}

static void
test_break_ellipsis (void)
{
  double width;
  gboolean cut;
  g_auto (GStrv) lines = redan_text_break ("one two three four five six seven eight nine", 13,
                                           FALSE, 60, 2, &width, &cut);

  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (cut);
  g_assert_true (g_str_has_suffix (lines[1], "\u2026"));
  g_assert_cmpfloat (width, <=, 60);

  g_auto (GStrv) nothing = redan_text_break ("", 13, FALSE, 60, 2, &width, &cut);

  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
}

static void
assert_lines (const char *text, double width, guint max_lines, const char *expected)
{
  double widest;
  g_auto (GStrv) lines = redan_text_break (text, 13, FALSE, width, max_lines, &widest, NULL);
  g_autofree char *joined = g_strjoinv ("|", lines);

  g_assert_cmpstr (joined, ==, expected);
}

/* Where its author broke the text it is broken, whatever room there is. */
static void
test_break_lines (void)
{
  assert_lines ("Shop\nfront", 400, 5, "Shop|front");
  assert_lines ("the shop\nfront", 400, 5, "the shop|front");
  assert_lines ("a\nb c d\ne", 400, 5, "a|b c d|e");
  assert_lines ("Orders database\nof the shop", 70, 5, "Orders|database|of the shop");
  assert_lines ("one\ntwo\nthree", 400, 2, "one|two\u2026");
}

/* Whatever the text, no line is wider than asked for and nothing but spaces is lost. */
static void
test_break_property (void)
{
  static const char *const parts[] = { "a",      "Wm",     " ",    " ", "-", "/",
                                       "\u00e9", "\u6ce8", "illi", "0", ".", "\n" };
  GRand *random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      double limit = g_rand_int_range (random, 20, 160);
      double width;
      gboolean cut;

      for (gint32 n = g_rand_int_range (random, 0, 60); n > 0; n--)
        g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);

      g_autofree char *clean = redan_text_clean (text->str);
      g_auto (GStrv) lines = redan_text_break (clean, 12, round % 2, limit, 100, &width, &cut);
      g_autofree char *joined = g_strjoinv ("", lines);
      g_auto (GStrv) words = g_strsplit_set (clean, " \n", -1);
      g_autofree char *expected = g_strjoinv ("", words);
      g_auto (GStrv) found = g_strsplit (joined, " ", -1);
      g_autofree char *kept = g_strjoinv ("", found);

      g_assert_cmpstr (kept, ==, expected);
      g_assert_cmpfloat (width, <=, limit + .001);
      g_assert_false (cut);
    }
  g_rand_free (random);
}

/* The fast measure of ASCII is what Pango says, up to kerning. */
static void
test_measure (void)
{
  static const char *const texts[] = { "Web application", "AVATAR To We", "0123456789", "iiiii",
                                       "x" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double width, height;
      PangoRectangle logical;
      PangoLayout *layout = redan_text_get_layout (13, FALSE);

      pango_layout_set_text (layout, texts[i], -1);
      pango_layout_get_extents (layout, NULL, &logical);
      redan_text_measure (texts[i], 13, &width, &height);
      g_assert_cmpfloat_with_epsilon (width, (double) logical.width / PANGO_SCALE, width * .06);
      g_assert_cmpfloat (height, >, 13);
    }
}

static void
test_clean (void)
{
  g_autofree char *controls = redan_text_clean ("\n a\x01 \n\t\n b\x7f\t c\n");
  g_autofree char *bidi = redan_text_clean ("x\u202ey\u2069");
  g_autofree char *broken = redan_text_clean ("\xff\xfe");
  g_autofree char *markup = redan_text_clean ("<b>&amp;</b>");
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *cut = redan_text_clean (endless);

  g_assert_cmpstr (controls, ==, "a[U+0001]\nb[U+007F] c");
  g_assert_cmpstr (bidi, ==, "x[U+202E]y[U+2069]");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpstr (markup, ==, "<b>&amp;</b>");
  g_assert_cmpuint (strlen (cut), <, 1000);
}

static void
add_item (RedanLabelItem *item, RedanScenePoint *points, guint line, double width, double height)
{
  item->points = points;
  item->n_points = 2;
  item->line = line;
  item->shapes[0] = (RedanLabelShape){ width, height };
  item->n_shapes = 1;
}

static void
test_middle (void)
{
  RedanSceneRect bounds = { 0, 0, 500, 100 };
  g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, 4);
  RedanScenePoint points[2] = { { 100, 50 }, { 400, 50 } };
  RedanLabelItem item = { 0 };

  add_item (&item, points, 0, 60, 16);
  redan_labeller_add_line (labeller, 0, points, 2);
  redan_labeller_place (labeller, &item, 1);
  g_assert_cmpfloat_with_epsilon (item.rect.x, 220, .01);
  g_assert_cmpfloat_with_epsilon (item.rect.y, 42, .01);
  g_assert_false (item.has_leader);
}

/* A foreign line across the middle: the label moves along its own line. */
static void
test_foreign_line (void)
{
  RedanSceneRect bounds = { 0, 0, 500, 100 };
  g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, 4);
  RedanScenePoint points[2] = { { 50, 50 }, { 450, 50 } };
  RedanScenePoint across[2] = { { 250, 0 }, { 250, 100 } };
  RedanLabelItem item = { 0 };

  add_item (&item, points, 0, 60, 16);
  redan_labeller_add_line (labeller, 0, points, 2);
  redan_labeller_add_line (labeller, 1, across, 2);
  redan_labeller_place (labeller, &item, 1);
  g_assert_false (redan_rect_meets_segment (&item.rect, across[0], across[1]));
  g_assert_true (redan_rect_meets_segment (&item.rect, points[0], points[1]));
}

/* Two hundred labels that all want the same line. */
static void
test_crowd (void)
{
  RedanSceneRect bounds = { 0, 0, 400, 100 };
  g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, 200);
  RedanScenePoint points[2] = { { 0, 50 }, { 400, 50 } };
  RedanSceneRect box = { 150, 20, 100, 20 };
  RedanLabelItem items[200] = { 0 };
  guint n_leaders = 0;

  redan_labeller_add_box (labeller, &box);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    add_item (&items[i], points, i, 80, 16);
  redan_labeller_place (labeller, items, G_N_ELEMENTS (items));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_assert_false (redan_rects_meet (&items[i].rect, &box));
      for (guint k = 0; k < i; k++)
        g_assert_false (redan_rects_meet (&items[i].rect, &items[k].rect));
      n_leaders += items[i].has_leader;
    }
  g_assert_cmpuint (n_leaders, >, 100);
}

/* Random lines and boxes: the law, and twice the same result. */
static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      RedanSceneRect bounds = { 0, 0, 800, 600 };
      RedanLabelItem items[2][60] = { 0 };
      RedanScenePoint points[60][2];
      RedanSceneRect boxes[20];
      GRand *random = g_rand_new_with_seed (seed);

      for (guint i = 0; i < 20; i++)
        boxes[i] = (RedanSceneRect){ g_rand_int_range (random, 0, 700),
                                     g_rand_int_range (random, 0, 550), 90, 40 };
      for (guint i = 0; i < 60; i++)
        for (guint k = 0; k < 2; k++)
          points[i][k] = (RedanScenePoint){ g_rand_int_range (random, 0, 800),
                                            g_rand_int_range (random, 0, 600) };
      for (guint run = 0; run < 2; run++)
        {
          g_autoptr (RedanLabeller) labeller = redan_labeller_new (&bounds, 80);

          for (guint i = 0; i < 20; i++)
            redan_labeller_add_box (labeller, &boxes[i]);
          for (guint i = 0; i < 60; i++)
            {
              redan_labeller_add_line (labeller, i, points[i], 2);
              add_item (&items[run][i], points[i], i, 40 + i, 16);
            }
          redan_labeller_place (labeller, items[run], 60);
        }
      for (guint i = 0; i < 60; i++)
        {
          g_assert_cmpmem (&items[0][i].rect, sizeof (RedanSceneRect), &items[1][i].rect,
                           sizeof (RedanSceneRect));
          for (guint k = 0; k < i; k++)
            g_assert_false (redan_rects_meet (&items[0][i].rect, &items[0][k].rect));
          for (guint k = 0; k < 20; k++)
            g_assert_false (redan_rects_meet (&items[0][i].rect, &boxes[k]));
        }
      g_rand_free (random);
    }
}

/* The grid finds what a look at everything finds. */
static void
test_grid (void)
{
  RedanSceneRect bounds = { 0, 0, 3000, 2000 };
  g_autoptr (RedanGrid) grid = redan_grid_new (&bounds, 300);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  GRand *random = g_rand_new_with_seed (11);
  RedanSceneRect rects[300];
  RedanScenePoint ends[300][2];

  for (guint i = 0; i < 300; i++)
    {
      rects[i] =
          (RedanSceneRect){ g_rand_int_range (random, -200, 3200),
                            g_rand_int_range (random, -200, 2200),
                            g_rand_int_range (random, 1, 400), g_rand_int_range (random, 1, 90) };
      for (guint k = 0; k < 2; k++)
        ends[i][k] = (RedanScenePoint){ g_rand_int_range (random, -100, 3100),
                                        g_rand_int_range (random, -100, 2100) };
      if (i % 2 == 0)
        redan_grid_add (grid, i, &rects[i]);
      else
        redan_grid_add_segment (grid, i, ends[i][0], ends[i][1]);
    }
  for (guint round = 0; round < 300; round++)
    {
      const RedanSceneRect *spot = &rects[round];
      guint at = 0;

      redan_grid_query (grid, spot, found);
      for (guint i = 0; i < 300; i++)
        {
          gboolean meets = i % 2 == 0 ? redan_rects_meet (spot, &rects[i])
                                      : redan_rect_meets_segment (spot, ends[i][0], ends[i][1]);

          while (at < found->len && g_array_index (found, guint, at) < i)
            at++;
          if (meets)
            g_assert_true (at < found->len && g_array_index (found, guint, at) == i);
        }
      redan_grid_query_segment (grid, ends[round][0], ends[round][1], 5, found);
      at = 0;
      for (guint i = 0; i < 300; i += 2)
        {
          while (at < found->len && g_array_index (found, guint, at) < i)
            at++;
          if (redan_rect_meets_segment (&rects[i], ends[round][0], ends[round][1]))
            g_assert_true (at < found->len && g_array_index (found, guint, at) == i);
        }
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label/break/words", test_break_words);
  g_test_add_func ("/label/break/characters", test_break_characters);
  g_test_add_func ("/label/break/ellipsis", test_break_ellipsis);
  g_test_add_func ("/label/break/lines", test_break_lines);
  g_test_add_func ("/label/break/property", test_break_property);
  g_test_add_func ("/label/measure", test_measure);
  g_test_add_func ("/label/clean", test_clean);
  g_test_add_func ("/label/place/middle", test_middle);
  g_test_add_func ("/label/place/foreign-line", test_foreign_line);
  g_test_add_func ("/label/place/crowd", test_crowd);
  g_test_add_func ("/label/place/random", test_random);
  g_test_add_func ("/label/grid", test_grid);
  return g_test_run ();
}
