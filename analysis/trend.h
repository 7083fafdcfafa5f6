/* SPDX-License-Identifier: Apache-2.0 */
/* Why the risk of a model changed: the system, how much of it is drawn, what is known of it, or the
 * catalogue. */

#pragma once

#include "analysis/analysis.h"
#include "model/difference.h"

G_BEGIN_DECLS

/** RedanTrendPart: in the order in which the changes are made one after the other */
typedef enum
{
  REDAN_TREND_DETAIL,  /* elements, flows, boundaries, data and recorded threats that came, went or
                          are connected otherwise */
  REDAN_TREND_ANSWERS, /* values and facts that nobody had said, or that were taken back; evidence;
                          decisions */
  REDAN_TREND_REALITY, /* values and facts that are others now; controls put in place or taken away
                        */
  REDAN_TREND_CATALOGUE, /* packs that the model asks for */
  REDAN_N_TREND_PARTS,
} RedanTrendPart;

/**
 * RedanTrend:
 * @parts: change of the residual sum by each, 1/1000 points; they add up to the whole change
 * @is_since_signed: whether what follows is known
 * @recorded, @now: residual of the old model when it was signed, and by the catalogue in use; they
 * differ when the catalogue does, which no part contains
 */
typedef struct
{
  gint64 parts[REDAN_N_TREND_PARTS];
  gboolean is_since_signed;
  gint64 recorded;
  gint64 now;
} RedanTrend;

/** redan_trend_part_get_word: Returns: "detail", "answers", "reality", "catalogue" */
const char *redan_trend_part_get_word (RedanTrendPart part);

/**
 * redan_trend_part_of:
 *
 * Returns: what a change of a model is about; everything of an object that comes or goes is one
 * thing
 */
RedanTrendPart redan_trend_part_of (const RedanDifference *difference, const RedanChange *change);

/**
 * redan_trend_compute:
 * @difference: from the model of @before to that of @after, as they stand in their files
 * @before, @after: analyses of the same day with the same catalogue
 *
 * Both may have inherited values: what these change counts as reality. Cost: at most three more
 * analyses.
 */
void redan_trend_compute (const RedanDifference *difference,
                          const RedanAnalysis *before,
                          const RedanAnalysis *after,
                          RedanTrend *out);

G_END_DECLS
