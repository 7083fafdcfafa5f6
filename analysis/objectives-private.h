/* SPDX-License-Identifier: Apache-2.0 */
/* What the evaluation of criteria and the figures they compare share. Used inside this floor only.
 */

#pragma once

#include "analysis/controls-private.h"
#include "analysis/objectives.h"

G_BEGIN_DECLS

/** What the criteria are evaluated on. @states: by objective, of those evaluated so far */
typedef struct
{
  const RedanFacts *facts;
  RedanControls *controls;
  RedanGraph *graph;
  const GArray *threats;
  const RedanScoring *scoring;
  RedanObjectives *results;
} Assessment;

typedef enum
{
  FIGURE_KNOWN,          /* between low and high */
  FIGURE_NOT_APPLICABLE, /* nothing to measure */
  FIGURE_UNKNOWN,        /* an input is missing */
} FigureStatus;

typedef struct
{
  FigureStatus status;
  double low;
  double high;
  const char *missing; /* for FIGURE_UNKNOWN: what is missing, translated */
} Figure;

/** figure_compute: Returns: the value of a function of criteria that has no predicate, for instance
 * scope_ratio () */
Figure figure_compute (const Assessment *self, const RedanNode *call);

/** figure_share: Returns: a known figure, or none when @n is 0 */
Figure figure_share (double low, double high, double n);

/** objectives_list_targets: Returns: (transfer full) (element-type guint32): objects in scope:
 * accounts, boundaries, elements or flows */
GArray *
objectives_list_targets (const RedanFacts *facts, const char *kind, RedanContext *context_out);

/** criterion_evaluate: fills in @result, which is empty */
void criterion_evaluate (const Assessment *self,
                         const RedanExpression *expression,
                         RedanCriterionResult *result);

G_END_DECLS
