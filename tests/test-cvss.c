/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS scores: the corpus of recorded vectors whole and exactly, errors with their place, laws on
 * random vectors. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cvss-private.h"
#include "analysis/error.h"

static char *
read_corpus (const char *name)
{
  const char *root = g_getenv ("REDAN_SOURCE_ROOT");
  g_autofree char *path =
      g_build_filename (root != NULL ? root : ".", "..", "shared", "corpus", "cvss", name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_test_skip ("corpus is not here");
  return text;
}

static RedanCvssScores
score (const char *vector)
{
  g_autoptr (GError) error = NULL;
  RedanCvssScores scores;

  redan_cvss_score (vector, &scores, &error);
  g_assert_no_error (error);
  return scores;
}

static guint
read_tenths (const char *text)
{
  return (guint) lround (10 * g_ascii_strtod (text, NULL));
}

/* Lines "VECTOR - 7.6 7.4 7.4", "VECTOR - (7.6, 7.4, 7.4)" or "VECTOR - 9.2": of 3.x base,
 * temporal, environmental; of 4.0 the score of the whole vector. */
static void
check_line (const char *line)
{
  g_auto (GStrv) halves = g_strsplit (line, " - ", 2);
  g_auto (GStrv) numbers = g_strsplit_set (g_strdelimit (halves[1], "()", ' '), " ,", -1);
  RedanCvssScores scores = score (halves[0]);
  guint expected[3];
  guint n = 0;

  for (guint i = 0; numbers[i] != NULL; i++)
    if (numbers[i][0] != '\0')
      expected[n++] = read_tenths (numbers[i]);

  if (scores.version == REDAN_CVSS_4_0)
    {
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (scores.environmental, ==, expected[0]);
      return;
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (scores.base, ==, expected[0]);
  g_assert_cmpuint (scores.threat, ==, expected[1]);
  g_assert_cmpuint (scores.environmental, ==, expected[2]);
}

static void
test_corpus (void)
{
  static const struct
  {
    const char *name;
    guint n;
  } files[] = {
    { "v31_random.txt", 5000 },  { "v40_random.txt", 4981 },       { "vectors_calculator3", 2 },
    { "vectors_simple3", 2592 }, { "vectors_simple31", 2592 },     { "vectors_simple4", 1058 },
    { "vectors_security4", 54 }, { "vectors_supplemental4", 576 }, { "vectors_threat4", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = read_corpus (files[i].name);
      g_auto (GStrv) lines = text != NULL ? g_strsplit (g_strchomp (text), "\n", -1) : NULL;

      if (lines == NULL)
        return;
      g_assert_cmpuint (g_strv_length (lines), ==, files[i].n);
      for (guint j = 0; lines[j] != NULL; j++)
        check_line (lines[j]);
    }
}

/* Where two calculators differ: half up in exact tenths. */
static void
test_disputed (void)
{
  g_autofree char *text = read_corpus ("v40_disagreements.tsv");
  g_auto (GStrv) lines = text != NULL ? g_strsplit (g_strchomp (text), "\n", -1) : NULL;

  if (lines == NULL)
    return;
  g_assert_cmpuint (g_strv_length (lines), ==, 39);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 3);

      g_assert_cmpuint (score (cells[0]).environmental, ==, read_tenths (cells[1]));
    }
}

/* Worked by hand from the specification: the parts of a 4.0 vector. */
static void
test_parts (void)
{
  RedanCvssScores scores =
      score ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/MAV:P");

  g_assert_cmpuint (scores.base, ==, 93);   /* MacroVector 000200 */
  g_assert_cmpuint (scores.threat, ==, 81); /* 000220 */
  g_assert_cmpuint (scores.environmental, <, scores.threat);
  g_assert_cmpuint (scores.exploitability, ==, 100);
  g_assert_cmpuint (score ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:H").exploitability, <, 10);
}

static void
test_severity (void)
{
  static const struct
  {
    guint tenths;
    const char *word;
  } rows[] = {
    { 0, "None" },    { 1, "Low" },   { 39, "Low" },      { 40, "Medium" },
    { 69, "Medium" }, { 70, "High" }, { 90, "Critical" }, { 100, "Critical" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (redan_cvss_get_severity (rows[i].tenths), ==, rows[i].word);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *vector;
    const char *message;
  } rows[] = {
    { "", "character 1: a vector begins*" },
    { "CVSS:2.0/AV:N", "character 1: a vector begins*" },
    { "AV:N/AC:L/Au:N/C:N/I:N/A:C", "character 1: a vector begins*" },
    { "CVSS:3.1/", "character 10: a metric such as*" },
    { "CVSS:3.1/AV:N", "*without AC, PR, UI, S, C, I, A;*" },
    { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "character 46: a metric such as*" },
    { "CVSS:3.1/AV:N//AC:L", "character 15: a metric such as*" },
    { "CVSS:3.1/AV:N/AV:N", "character 15: \"AV\" was given before*" },
    { "CVSS:3.1/AVN", "character 10: \"AVN\" has no \":\"*" },
    { "CVSS:3.1/AT:N", "character 10: this version has no metric \"AT\"" },
    { "CVSS:3.1/AV:X", "character 13: \"AV\" cannot be \"X\"*N A L P" },
    { "CVSS:3.1/av:n", "character 10: this version has no metric \"av\"" },
    { "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N",
      "character 58: \"SI\" cannot be \"S\"*H L N" },
    { "CVSS:4.0/U:Clear Green", "character 12: \"U\" cannot be \"Clear Green\"*" },
    { "CVSS:4.0/U:", "character 12: \"U\" cannot be \"\"*" },
    { "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ", "character 44: \"A\" cannot be \"H \"*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      RedanCvssScores scores = { .base = 77 };

      g_assert_false (redan_cvss_score (rows[i].vector, &scores, &error));
      g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CVSS);
      if (!g_pattern_match_simple (rows[i].message, error->message))
        g_error ("%s: %s", rows[i].vector, error->message);
      g_assert_cmpuint (scores.base, ==, 77);
    }
}

static void
test_too_long (void)
{
  g_autofree char *blanks = g_strnfill (100000, '/');
  g_autofree char *vector = g_strconcat ("CVSS:4.0/", blanks, NULL);
  g_autoptr (GError) error = NULL;
  RedanCvssScores scores;

  g_assert_false (redan_cvss_score (vector, &scores, &error));
  g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CVSS);
}

/* A vector with each base metric and, by chance, others, in any order. */
static char *
make_vector (const char *prefix, const RedanCvssMetric *metrics, guint n, guint *choice)
{
  g_autoptr (GString) vector = g_string_new (prefix);
  guint start = (guint) g_test_rand_int_range (0, (gint32) n);

  for (guint i = 0; i < n; i++)
    {
      const RedanCvssMetric *metric = &metrics[(start + i) % n];
      g_auto (GStrv) values = g_strsplit (metric->values, " ", -1);

      if (choice[(start + i) % n] == G_MAXUINT)
        continue;
      g_string_append_printf (vector, "/%s:%s", metric->name, values[choice[(start + i) % n]]);
    }
  return g_string_free (g_steal_pointer (&vector), FALSE);
}

static void
choose (const RedanCvssMetric *metrics, guint n, guint *choice)
{
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) values = g_strsplit (metrics[i].values, " ", -1);

      choice[i] = metrics[i].optional && g_test_rand_bit ()
                      ? G_MAXUINT
                      : (guint) g_test_rand_int_range (0, (gint32) g_strv_length (values));
    }
}

/* The order of metrics does not matter; scores stay in range; a base metric made less severe never
 * raises the base score (the values of the tables stand from the most to the least severe, but
 * those of S and, in 3.x, UI behind PR). */
static void
test_laws (void)
{
  static const struct
  {
    const char *prefix;
    const RedanCvssMetric *(*get) (guint *n_out);
  } versions[] = {
    { "CVSS:3.0", cvss_3_get_metrics },
    { "CVSS:3.1", cvss_3_get_metrics },
    { "CVSS:4.0", cvss_4_get_metrics },
  };

  for (guint round = 0; round < 3000; round++)
    {
      guint version = round % G_N_ELEMENTS (versions);
      guint n;
      const RedanCvssMetric *metrics = versions[version].get (&n);
      guint choice[REDAN_CVSS_MAX_METRICS];
      guint at = (guint) g_test_rand_int_range (0, version == 2 ? 11 : 8);
      RedanCvssScores one;
      RedanCvssScores two;

      choose (metrics, n, choice);
      g_autofree char *first = make_vector (versions[version].prefix, metrics, n, choice);
      g_autofree char *second = make_vector (versions[version].prefix, metrics, n, choice);
      one = score (first);
      two = score (second);
      g_assert_cmpmem (&one, sizeof one, &two, sizeof two);
      g_assert_cmpuint (MAX (MAX (one.base, one.threat), one.environmental), <=, 100);
      g_assert_cmpuint (one.threat, <=, one.base);
      g_assert_cmpuint (one.exploitability, <=, 100);

      if (choice[at] == 0 || strcmp (metrics[at].name, "S") == 0)
        continue;
      choice[at]--;
      g_autofree char *worse = make_vector (versions[version].prefix, metrics, n, choice);
      g_assert_cmpuint (score (worse).base, >=, one.base);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cvss/corpus", test_corpus);
  g_test_add_func ("/cvss/disputed", test_disputed);
  g_test_add_func ("/cvss/parts", test_parts);
  g_test_add_func ("/cvss/severity", test_severity);
  g_test_add_func ("/cvss/errors", test_errors);
  g_test_add_func ("/cvss/too-long", test_too_long);
  g_test_add_func ("/cvss/laws", test_laws);
  return g_test_run ();
}
