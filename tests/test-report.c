/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: the JSON and CSV writers, the words for people, and that all outputs are the same in any
 * locale. */

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>

#include "tests/analysis-fixture.h"
#include "ui/report/json.h"
#include "ui/report/report.h"
#include "ui/report/rows.h"
#include "ui/report/wording.h"

static gboolean
collect (gpointer user_data, const char *data, gsize length)
{
  g_string_append_len (user_data, data, (gssize) length);
  return TRUE;
}

static void
test_json_escapes (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  RedanJson json;

  redan_json_init (&json, collect, out);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "a\"b", "\\ \" \n \t \x01 \x7f </b> ü 😀");
  redan_json_string (&json, "none", NULL);
  redan_json_end_object (&json);
  g_assert_true (redan_json_finish (&json));
  g_assert_cmpstr (out->str, ==,
                   "{\n \"a\\\"b\": \"\\\\ \\\" \\n \\t \\u0001 \\u007f </b> ü 😀\",\n"
                   " \"none\": null\n}\n");
}

static void
test_json_numbers (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  RedanJson json;

  redan_json_init (&json, collect, out);
  redan_json_begin_array (&json, NULL);
  redan_json_decimal (&json, NULL, 1234.5678, 2);
  redan_json_decimal (&json, NULL, NAN, 2);
  redan_json_decimal (&json, NULL, -INFINITY, 2);
  redan_json_decimal (&json, NULL, 7, 0);
  redan_json_integer (&json, NULL, G_MININT64);
  redan_json_boolean (&json, NULL, TRUE);
  redan_json_begin_object (&json, NULL);
  redan_json_end_object (&json);
  redan_json_begin_array (&json, NULL);
  redan_json_boolean (&json, NULL, FALSE);
  redan_json_end_array (&json);
  redan_json_end_array (&json);
  g_assert_true (redan_json_finish (&json));
  g_assert_cmpstr (out->str, ==,
                   "[\n 1234.57,\n null,\n null,\n 7,\n -9223372036854775808,\n true,\n {},\n [\n  "
                   "false\n ]\n]\n");
}

typedef struct
{
  guint n_calls;
  guint n_accepted;
} Sink;

static gboolean
accept_some (gpointer user_data, const char *data, gsize length)
{
  Sink *sink = user_data;

  return ++sink->n_calls <= sink->n_accepted;
}

/* A full disk is told once; nothing is sent after it. */
static void
test_json_stops (void)
{
  Sink sink = { 0, 1 };
  RedanJson json;

  redan_json_init (&json, accept_some, &sink);
  redan_json_begin_array (&json, NULL);
  for (guint i = 0; i < 100000; i++)
    redan_json_string (&json, NULL, "twelve bytes");
  redan_json_end_array (&json);
  g_assert_false (redan_json_finish (&json));
  g_assert_cmpuint (sink.n_calls, ==, 2);
}

static RedanModel *
make_recorded (const char *name, const char *category, const char *severity)
{
  RedanModel *model = redan_model_new (fixture_schema);

  fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, name, REDAN_FIELD_CATEGORY,
                  category, severity != NULL ? REDAN_FIELD_SEVERITY : 0, severity, 0);
  return model;
}

static char *
dup_csv (const RedanModel *model)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  GString *out = g_string_new (NULL);

  g_assert_true (redan_rows_threats_csv (analysis, NULL, collect, out));
  return g_string_free (out, FALSE);
}

static void
test_csv_formulas (void)
{
  static const char *const names[] = { "=cmd()", "+1", "-1", "@SUM(A1)" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = make_recorded (names[i], names[i], "high");
      g_autofree char *csv = dup_csv (model);
      g_autofree char *cell = g_strdup_printf (",\"'%s\",\"'%s\",", names[i], names[i]);

      g_assert_nonnull (strstr (csv, cell));
    }
}

static void
test_csv_quotes (void)
{
  g_autoptr (RedanModel) model = make_recorded ("a \"b\", c", "\"", "high");
  g_autofree char *csv = dup_csv (model);

  g_assert_nonnull (strstr (csv, ",\"\"\"\",\"a \"\"b\"\", c\","));
}

/* Without a severity there is no score to show, which is not the score 0. */
static void
test_csv_unscored (void)
{
  g_autoptr (RedanModel) with = make_recorded ("a", "b", "high");
  g_autoptr (RedanModel) without = make_recorded ("a", "b", NULL);
  g_autofree char *scored = dup_csv (with);
  g_autofree char *unscored = dup_csv (without);

  g_assert_null (strstr (scored, ",,,"));
  g_assert_nonnull (strstr (unscored, ",,,\"\",\"open\""));
}

static void
test_visible (void)
{
  static const char *const texts[][2] = {
    { "plain text", "plain text" },
    { "a\nb\tc", "a b c" },
    { "a  b \n\n\t c\n\u202e", "a  b c \ufffd" },
    { "\x01\x7f", "\u2401\u2421" },
    { "abc\u202etxt", "abc\ufffdtxt" },
    { "\u061c\u200b\ufeff\u00ad\u2066", "\ufffd\ufffd\ufffd\ufffd\ufffd" },
    { "\xf4\x8f\xbf\xbf", "\ufffd" },     /* U+10FFFF, a noncharacter */
    { "می\u200cخواهم", "می\u200cخواهم" }, /* parts letters */
    { "👨\u200d👩", "👨\u200d👩" },           /* one emoji */
    { "pay\u200dpal\u200d", "pay\ufffdpal\ufffd" },
    { "\xff", "\ufffd" },
    { "a\xf8", "a\ufffd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *visible = redan_text_make_visible (texts[i][0]);

      g_assert_cmpstr (visible, ==, texts[i][1]);
    }
}

static void
test_drop_invisible (void)
{
  static const struct
  {
    const char *text, *kept;
    guint n;
  } texts[] = {
    { "plain\ttext\nof lines", "plain\ttext\nof lines", 0 },
    { "abc\u202etxt\u200b", "abctxt", 2 },
    { "👨\u200d👩", "👨\u200d👩", 0 },
    { "pay\u200dpal", "paypal", 1 },
    { "\u2066", "", 1 },
    { "", "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint n = 99;
      g_autofree char *kept = redan_text_drop_invisible (texts[i].text, &n);

      g_assert_cmpstr (kept, ==, texts[i].kept);
      g_assert_cmpuint (n, ==, texts[i].n);
    }
}

static void
test_excerpt (void)
{
  g_autofree char *whole = redan_text_dup_excerpt ("\n\none\n\n\n\n\ntwo\nthree\n\n", 100, 9);
  g_autofree char *short_one = redan_text_dup_excerpt ("äöü and more", 3, 9);
  g_autofree char *low = redan_text_dup_excerpt ("one\ntwo\nthree", 100, 2);
  g_autofree char *exact = redan_text_dup_excerpt ("abc\nd", 4, 2);
  g_autofree char *empty = redan_text_dup_excerpt ("", 4, 2);

  g_assert_cmpstr (whole, ==, "one\n\ntwo\nthree");
  g_assert_cmpstr (short_one, ==, "äöü…");
  g_assert_cmpstr (low, ==, "one\ntwo…");
  g_assert_cmpstr (exact, ==, "abc\nd");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_words (void)
{
  char text[32];
  g_autofree char *acronyms = redan_word_dup_title ("api-gateway");
  g_autofree char *plain = redan_word_dup_title ("app-server");

  g_assert_cmpstr (acronyms, ==, "API gateway");
  g_assert_cmpstr (plain, ==, "App server");
  g_assert_cmpstr (redan_score_format (59349, text), ==, "59.3");
  g_assert_cmpstr (redan_score_format (59350, text), ==, "59.4");
  g_assert_cmpstr (redan_score_format (-20, text), ==, "0.0");
  g_assert_cmpstr (redan_score_format (-1250, text), ==, "-1.3");
  g_assert_cmpstr (redan_score_format (G_GINT64_CONSTANT (123456789012), text), ==, "123456789.0");
  g_assert_cmpstr (redan_effort_format (2, text), ==, "2.0");
  g_assert_cmpstr (redan_effort_format (1.96, text), ==, "2.0");
  g_assert_cmpstr (redan_effort_format (19.46, text), ==, "19.5");
  g_assert_cmpstr (redan_effort_format (0.04, text), ==, "0.0");
}

/* Where the file of the other tool says what was not taken over. */
static void
test_loss_where (void)
{
  g_autoptr (GRefString) file = g_ref_string_new ("/home/ann/shop\n.yaml");
  const RedanLoss with_line = { .file = file, .line = 12, .place = (char *) "Cart" };
  const RedanLoss without = { .place = (char *) "Cart" };
  g_autofree char *one = redan_loss_dup_where (&with_line);
  g_autofree char *other = redan_loss_dup_where (&without);

  g_assert_true (g_str_has_prefix (one, "Cart · shop"));
  g_assert_true (g_str_has_suffix (one, ".yaml:12"));
  g_assert_null (strchr (one, '\n'));
  g_assert_cmpstr (other, ==, "Cart");
}

/* Every reason of the examples is a sentence: no holes, no code of the engine. */
static void
test_sentences (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("retailer");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  const RedanRule *rules = redan_catalogue_get_rules (fixture_catalogue, NULL);
  guint n = 0;

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      g_autoptr (GPtrArray) reasons = NULL;

      if (threat->rule == REDAN_NONE)
        continue;
      reasons = redan_expression_explain (rules[threat->rule].condition, analysis->facts,
                                          threat->context, threat->target);
      for (guint k = 0; k < reasons->len; k++, n++)
        {
          g_autofree char *sentence =
              redan_reason_dup_sentence (analysis->facts, g_ptr_array_index (reasons, k));

          g_assert_cmpuint (strlen (sentence), >, 8);
          g_assert_null (strstr (sentence, "%s"));
          g_assert_null (strstr (sentence, "(null)"));
          g_assert_null (strstr (sentence, "crosses(f)"));
        }
    }
  g_assert_cmpuint (n, >, 500);
}

/* The German locale of the system, or one made for this test. */
static gboolean
use_german (const char *folder)
{
  g_autofree char *made = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", made, NULL };

  if (setlocale (LC_ALL, "de_DE.UTF-8") != NULL)
    return TRUE;
  if (!g_spawn_sync (NULL, (char **) argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, NULL, NULL))
    return FALSE;
  g_setenv ("LOCPATH", folder, TRUE);
  return setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-r", folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

typedef struct
{
  GBytes *pdf;
  GBytes *svg;
  char *json;
  char *csv;
} Outputs;

static void
write_outputs (const RedanAnalysis *analysis, const RedanModel *model, Outputs *outputs)
{
  const RedanReportOptions options = { .as_of = fixture_days ("2025-02-01") };
  GString *json = g_string_new (NULL);

  outputs->pdf = redan_report_pdf (analysis, &options, NULL);
  outputs->svg = redan_report_svg (analysis, &options, NULL);
  g_assert_true (redan_rows_threats_json (analysis, NULL, collect, json));
  outputs->json = g_string_free (json, FALSE);
  outputs->csv = dup_csv (model);
}

static void
clear_outputs (Outputs *outputs)
{
  g_bytes_unref (outputs->pdf);
  g_bytes_unref (outputs->svg);
  g_free (outputs->json);
  g_free (outputs->csv);
}

static void
assert_same (const Outputs *a, const Outputs *b)
{
  g_assert_true (g_bytes_equal (a->pdf, b->pdf));
  g_assert_true (g_bytes_equal (a->svg, b->svg));
  g_assert_cmpstr (a->json, ==, b->json);
  g_assert_cmpstr (a->csv, ==, b->csv);
}

static void
test_same_bytes (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autofree char *folder = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));
  Outputs first, again, german;

  write_outputs (analysis, model, &first);
  write_outputs (analysis, model, &again);
  assert_same (&first, &again);
  if (use_german (folder))
    {
      g_autofree char *comma = g_strdup_printf ("%.1f", 0.5);

      g_assert_cmpstr (comma, ==, "0,5");
      write_outputs (analysis, model, &german);
      assert_same (&first, &german);
      clear_outputs (&german);
    }
  else
    g_test_skip ("there is no German locale here, and none can be made");
  setlocale (LC_ALL, before);
  g_unsetenv ("LOCPATH");
  remove_folder (folder);
  clear_outputs (&first);
  clear_outputs (&again);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/report/json/escapes", test_json_escapes);
  g_test_add_func ("/report/json/numbers", test_json_numbers);
  g_test_add_func ("/report/json/stops", test_json_stops);
  g_test_add_func ("/report/csv/formulas", test_csv_formulas);
  g_test_add_func ("/report/csv/quotes", test_csv_quotes);
  g_test_add_func ("/report/csv/unscored", test_csv_unscored);
  g_test_add_func ("/report/wording/loss-where", test_loss_where);
  g_test_add_func ("/report/wording/visible", test_visible);
  g_test_add_func ("/report/wording/drop-invisible", test_drop_invisible);
  g_test_add_func ("/report/wording/excerpt", test_excerpt);
  g_test_add_func ("/report/wording/words", test_words);
  g_test_add_func ("/report/wording/sentences", test_sentences);
  g_test_add_func ("/report/same-bytes", test_same_bytes);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
