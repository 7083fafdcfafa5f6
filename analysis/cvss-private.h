/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors as numbers of values, between the reader of vectors and the formulas of the versions. */

#pragma once

#include "analysis/cvss.h"

G_BEGIN_DECLS

#define REDAN_CVSS_MAX_METRICS 32

/**
 * RedanCvssMetric: a row of the table of one version
 * @name: abbreviation
 * @values: abbreviations of the values, separated by blanks; the number of a value is its position.
 * "X" is the last one of a metric that need not be given
 * @optional: need not be given, and is "X" then
 */
typedef struct
{
  const char *name;
  const char *values;
  gboolean optional;
} RedanCvssMetric;

/** cvss_3_metrics: (array length=n_out): the metrics of 3.0 and 3.1 */
const RedanCvssMetric *cvss_3_get_metrics (guint *n_out);

/** cvss_4_metrics: (array length=n_out): the metrics of 4.0 */
const RedanCvssMetric *cvss_4_get_metrics (guint *n_out);

/** cvss_3_score: @values: number of the value of each metric; @scores: version is set, the rest is
 * filled */
void cvss_3_score (const guint8 *values, RedanCvssScores *scores);

/** cvss_4_score: like cvss_3_score() */
void cvss_4_score (const guint8 *values, RedanCvssScores *scores);

G_END_DECLS
