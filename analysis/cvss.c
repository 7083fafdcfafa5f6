/* SPDX-License-Identifier: Apache-2.0 */
/* Reads CVSS vectors with the table of metrics of their version, and hands them to its formulas. */

#include "config.h"

#include "analysis/cvss-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/error.h"

/* No vector with each metric once is longer. */
#define MAX_VECTOR 512
#define NOT_GIVEN G_MAXUINT8

typedef struct
{
  const char *prefix;
  const char *text;
  const RedanCvssMetric *(*get_metrics) (guint *n_out);
  void (*score) (const guint8 *values, RedanCvssScores *scores);
} Version;

/* In the order of RedanCvssVersion. */
static const Version versions[] = {
  { "CVSS:3.0/", "3.0", cvss_3_get_metrics, cvss_3_score },
  { "CVSS:3.1/", "3.1", cvss_3_get_metrics, cvss_3_score },
  { "CVSS:4.0/", "4.0", cvss_4_get_metrics, cvss_4_score },
};

G_GNUC_PRINTF (3, 4)
static gboolean
fail (gsize character, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CVSS, _ ("character %zu: %s"),
               character, text);
  return FALSE;
}

static const RedanCvssMetric *
find_metric (const RedanCvssMetric *metrics, guint n, const char *name, gsize length)
{
  for (guint i = 0; i < n; i++)
    if (strncmp (metrics[i].name, name, length) == 0 && metrics[i].name[length] == '\0')
      return &metrics[i];
  return NULL;
}

/* Position of a word among the words of @values, or NOT_GIVEN. */
static guint8
find_value (const char *values, const char *word, gsize length)
{
  guint8 n = 0;

  for (const char *at = values; *at != '\0'; n++)
    {
      gsize here = strcspn (at, " ");

      if (here == length && memcmp (at, word, length) == 0)
        return n;
      at += here + (at[here] == ' ');
    }
  return NOT_GIVEN;
}

static guint8
count_values (const char *values)
{
  guint8 n = 1;

  for (const char *at = values; *at != '\0'; at++)
    n += *at == ' ';
  return n;
}

/* One "AV:N" between slashes. @at: where it starts in @vector, from 0 */
static gboolean
read_field (const RedanCvssMetric *metrics,
            guint n_metrics,
            const char *vector,
            gsize at,
            gsize length,
            guint8 *values,
            GError **error)
{
  const char *field = vector + at;
  const char *colon = memchr (field, ':', length);
  const RedanCvssMetric *metric;
  gsize name_length;
  guint8 value;

  if (length == 0)
    return fail (at + 1, error, _ ("a metric such as \"AV:N\" is missing"));
  if (colon == NULL)
    return fail (at + 1, error, _ ("\"%.*s\" has no \":\"; write a metric as \"AV:N\""),
                 (int) MIN (length, 20), field);

  name_length = (gsize) (colon - field);
  metric = find_metric (metrics, n_metrics, field, name_length);
  if (metric == NULL)
    return fail (at + 1, error, _ ("this version has no metric \"%.*s\""),
                 (int) MIN (name_length, 20), field);
  if (values[metric - metrics] != NOT_GIVEN)
    return fail (at + 1, error, _ ("\"%s\" was given before; give each metric once"), metric->name);

  value = find_value (metric->values, colon + 1, length - name_length - 1);
  if (value == NOT_GIVEN)
    return fail (at + name_length + 2, error, _ ("\"%s\" cannot be \"%.*s\"; it is one of: %s"),
                 metric->name, (int) MIN (length - name_length - 1, 20), colon + 1, metric->values);
  values[metric - metrics] = value;
  return TRUE;
}

/* Puts "X" where nothing was given; names what must be given. */
static gboolean
complete (
    const RedanCvssMetric *metrics, guint n_metrics, gsize length, guint8 *values, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < n_metrics; i++)
    {
      if (values[i] != NOT_GIVEN)
        continue;
      if (metrics[i].optional)
        values[i] = count_values (metrics[i].values) - 1;
      else
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", metrics[i].name);
    }

  return missing->len == 0 ||
         fail (length + 1, error, _ ("the vector ends without %s; every base metric is needed"),
               missing->str);
}

static gboolean
find_version (const char *vector, RedanCvssVersion *version_out, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (g_str_has_prefix (vector, versions[i].prefix))
      {
        *version_out = (RedanCvssVersion) i;
        return TRUE;
      }

  return fail (1, error,
               _ ("a vector begins with \"CVSS:3.0/\", \"CVSS:3.1/\" or \"CVSS:4.0/\"; other "
                  "versions are not scored"));
}

gboolean
redan_cvss_score (const char *vector, RedanCvssScores *scores_out, GError **error)
{
  RedanCvssScores scores = { 0 };
  guint8 values[REDAN_CVSS_MAX_METRICS];
  gsize length = strlen (vector);
  const RedanCvssMetric *metrics;
  guint n_metrics;
  gsize at;

  if (!find_version (vector, &scores.version, error))
    return FALSE;
  if (length > MAX_VECTOR)
    return fail (MAX_VECTOR + 1, error, _ ("a vector has at most %u characters"), MAX_VECTOR);

  metrics = versions[scores.version].get_metrics (&n_metrics);
  memset (values, NOT_GIVEN, sizeof values);
  for (at = strlen (versions[scores.version].prefix); at <= length; at++)
    {
      gsize n = strcspn (vector + at, "/");

      if (!read_field (metrics, n_metrics, vector, at, n, values, error))
        return FALSE;
      at += n;
    }
  if (!complete (metrics, n_metrics, length, values, error))
    return FALSE;

  versions[scores.version].score (values, &scores);
  *scores_out = scores;
  return TRUE;
}

guint
redan_cvss_get_step (guint tenths)
{
  static const guint8 first[] = { 1, 40, 70, 90 };
  guint step = 0;

  while (step < G_N_ELEMENTS (first) && tenths >= first[step])
    step++;
  return step;
}

const char *
redan_cvss_get_severity (guint tenths)
{
  static const char *const words[] = { "None", "Low", "Medium", "High", "Critical" };

  return words[redan_cvss_get_step (tenths)];
}

const char *
redan_cvss_version_get_text (RedanCvssVersion version)
{
  return versions[version].text;
}
