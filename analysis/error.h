/* SPDX-License-Identifier: Apache-2.0 */
/* The error domain of the analysis floor: catalogues, expressions, graphs and vectors. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_ANALYSIS_ERROR (redan_analysis_error_quark ())

/**
 * RedanAnalysisError:
 * @REDAN_ANALYSIS_ERROR_CATALOGUE: a pack with a missing, unknown or contradictory item; says file and line
 * @REDAN_ANALYSIS_ERROR_EXPRESSION: an expression that does not parse or type-check; says file, line and column
 * @REDAN_ANALYSIS_ERROR_CANCELLED: the caller cancelled
 * @REDAN_ANALYSIS_ERROR_GRAPH: an attack graph with a dangling edge, a number out of its range or more than its limits
 * @REDAN_ANALYSIS_ERROR_CVSS: a vector that cannot be scored; says at which character
 * @REDAN_ANALYSIS_ERROR_SCOPE: a scope of objectives in which nothing is
 * @REDAN_ANALYSIS_ERROR_EVIDENCE: findings above a limit
 */
typedef enum
{
  REDAN_ANALYSIS_ERROR_CATALOGUE,
  REDAN_ANALYSIS_ERROR_EXPRESSION,
  REDAN_ANALYSIS_ERROR_CANCELLED,
  REDAN_ANALYSIS_ERROR_GRAPH,
  REDAN_ANALYSIS_ERROR_CVSS,
  REDAN_ANALYSIS_ERROR_SCOPE,
  REDAN_ANALYSIS_ERROR_EVIDENCE,
} RedanAnalysisError;

GQuark redan_analysis_error_quark (void);

G_END_DECLS
