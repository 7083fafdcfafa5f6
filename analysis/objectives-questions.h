/* SPDX-License-Identifier: Apache-2.0 */
/* What to ask so that an unknown criterion becomes known. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** RedanCriterionQuestion: @attribute: whose question it is; @context: what @targets are; @targets:
 * (element-type guint32): of which objects to ask, REDAN_NONE for the programme */
typedef struct
{
  const RedanAttribute *attribute;
  RedanContext context;
  GArray *targets;
} RedanCriterionQuestion;

/**
 * redan_objectives_list_questions:
 * @scope: (nullable): %NULL for the whole model
 * @criterion: index in the catalogue
 *
 * Looks at most at some hundred objects: the answers to those come first.
 *
 * Returns: (transfer full) (element-type RedanCriterionQuestion): the attributes that nobody knows
 * and that the criterion reads, each with its objects; empty when it is known, or when it is
 * unknown for another reason, which its note says
 */
GPtrArray *redan_objectives_list_questions (const RedanAnalysis *analysis,
                                            const RedanObjectiveScope *scope,
                                            guint32 criterion);

G_END_DECLS
