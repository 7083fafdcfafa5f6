/* SPDX-License-Identifier: Apache-2.0 */
/* The error domain of the analysis floor: catalogues and expressions. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_ANALYSIS_ERROR (redan_analysis_error_quark ())

/**
 * RedanAnalysisError:
 * @REDAN_ANALYSIS_ERROR_CATALOGUE: a pack with a missing, unknown or contradictory item; says file
 * and line
 * @REDAN_ANALYSIS_ERROR_EXPRESSION: an expression that does not parse or type-check; says file,
 * line and column
 * @REDAN_ANALYSIS_ERROR_CANCELLED: the caller cancelled
 */
typedef enum
{
  REDAN_ANALYSIS_ERROR_CATALOGUE,
  REDAN_ANALYSIS_ERROR_EXPRESSION,
  REDAN_ANALYSIS_ERROR_CANCELLED,
} RedanAnalysisError;

GQuark redan_analysis_error_quark (void);

G_END_DECLS
