/* SPDX-License-Identifier: Apache-2.0 */
/* Scores of CVSS vectors, versions 3.0, 3.1 and 4.0. Pure functions of the vector. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REDAN_CVSS_3_0,
  REDAN_CVSS_3_1,
  REDAN_CVSS_4_0,
} RedanCvssVersion;

/**
 * RedanCvssScores: scores in tenths, 0 to 100
 * @base: of the base metrics alone
 * @threat: with the temporal metrics (3.x) or the threat metric (4.0, CVSS-BT)
 * @environmental: of the whole vector; equal to @threat when it has no environmental metrics
 * @exploitability: how easy the attack is, 0 to 100: in 3.x the share of the exploitability
 * sub-score in its largest value; in 4.0 the same share of the exploitability distance, since 4.0
 * has no sub-score
 */
typedef struct
{
  RedanCvssVersion version;
  guint base;
  guint threat;
  guint environmental;
  guint exploitability;
} RedanCvssScores;

/**
 * redan_cvss_score:
 * @vector: "CVSS:3.1/AV:N/...", metrics in any order, each at most once
 * @error: set with %REDAN_ANALYSIS_ERROR_CVSS; names the character (from 1) where the vector goes
 * wrong, or what is missing
 *
 * Formulas: CVSS 3.0 and 3.1 specification documents, section 7 and (3.1) appendix A for Roundup;
 * CVSS 4.0 specification document, section 8. Version 4.0 is computed in whole numbers and rounded
 * half up in exact tenths; the reference calculator of FIRST rounds a binary fraction instead,
 * which is 0.1 lower on some vectors that lie exactly half-way.
 *
 * Returns: whether @scores_out is set
 */
gboolean redan_cvss_score (const char *vector, RedanCvssScores *scores_out, GError **error);

/** redan_cvss_get_severity: @tenths: a score. Returns: "None", "Low", "Medium", "High" or
 * "Critical", the words of the qualitative scale (CVSS 3.1 section 5, CVSS 4.0 section 6) */
const char *redan_cvss_get_severity (guint tenths);

/** redan_cvss_get_step: Returns: 0 for None up to 4 for Critical */
guint redan_cvss_get_step (guint tenths);

/** redan_cvss_version_get_text: Returns: "3.0", "3.1" or "4.0" */
const char *redan_cvss_version_get_text (RedanCvssVersion version);

G_END_DECLS
