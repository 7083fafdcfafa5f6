/* SPDX-License-Identifier: Apache-2.0 */
/* SEC01: criteria evaluated three-valued, objective states with coverage interval, and the maturity level. */

#pragma once

#include "analysis/score.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_CRITERION_FALSE,
  REDAN_CRITERION_TRUE,
  REDAN_CRITERION_UNKNOWN,
  REDAN_CRITERION_NOT_APPLICABLE,
} RedanCriterionValue;

typedef enum
{
  REDAN_OBJECTIVE_MET,
  REDAN_OBJECTIVE_PARTIAL,
  REDAN_OBJECTIVE_NOT_MET,
  REDAN_OBJECTIVE_NOT_APPLICABLE,
  REDAN_OBJECTIVE_UNKNOWN,
} RedanObjectiveState;

/** RedanCriterionTarget: an object on which a criterion fails or is unknown */
typedef struct
{
  RedanContext context;
  guint32 target;
  gboolean unknown;
} RedanCriterionTarget;

/** RedanCriterionResult: @targets: where it fails or is unknown; @note: (nullable): figures behind it, "0.51 (at most 0.45)" */
typedef struct
{
  RedanCriterionValue value;
  GArray *targets;
  char *note;
} RedanCriterionResult;

/** RedanObjectiveResult: @required_failed: a required criterion is false; interval of coverage [low, high] */
typedef struct
{
  RedanObjectiveState state;
  gboolean required_failed;
  double low;
  double high;
} RedanObjectiveResult;

/** RedanObjectives: results by index of the catalogue */
typedef struct
{
  RedanObjectiveResult *objectives;
  guint n_objectives;
  RedanCriterionResult *criteria;
  guint n_criteria;
  guint maturity_floor;   /* 0..4 */
  guint maturity_ceiling;
} RedanObjectives;

RedanObjectives *redan_objectives_evaluate (const RedanFacts *facts,
                                            RedanControls *controls,
                                            RedanGraph *graph,
                                            const GArray *threats) G_GNUC_WARN_UNUSED_RESULT;
void redan_objectives_free (RedanObjectives *self);

/** redan_objective_state_get_word: Returns: "met", "partial", "not-met", "not-applicable", "unknown" */
const char *redan_objective_state_get_word (RedanObjectiveState state);
const char *redan_criterion_value_get_word (RedanCriterionValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanObjectives, redan_objectives_free)

G_END_DECLS
