/* SPDX-License-Identifier: Apache-2.0 */
/* The error domain of the analysis floor. */

#include "analysis/error.h"

G_DEFINE_QUARK (redan - analysis - error - quark, redan_analysis_error)
