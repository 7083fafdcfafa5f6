/* SPDX-License-Identifier: Apache-2.0 */
/* SEC01: criteria evaluated three-valued, objective states with coverage interval, and the maturity level. */

#pragma once

#include "analysis/objectives-scope.h"
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

/** RedanWaiverStanding: what a waiver is worth on the day of the analysis */
typedef enum
{
  REDAN_WAIVER_NONE,       /* nobody waived it */
  REDAN_WAIVER_COUNTS,     /* owner and reason are given, and the day is within its dates */
  REDAN_WAIVER_EXPIRED,    /* its last day is over */
  REDAN_WAIVER_NOT_YET,    /* it is dated later */
  REDAN_WAIVER_INCOMPLETE, /* owner or reason is missing */
} RedanWaiverStanding;

/** RedanCriterionResult: @targets: where it fails or is unknown; @note: (nullable): figures behind it, "0.51 (at most 0.45)";
 * @waiver: (nullable): what somebody said about it; @standing: what that is worth; @waived: it counts. @value is what was
 * found all the same */
typedef struct
{
  RedanCriterionValue value;
  GArray *targets;
  char *note;
  const RedanObject *waiver;
  RedanWaiverStanding standing;
  gboolean waived;
} RedanCriterionResult;

/** RedanObjectiveResult: @required_failed: a required criterion is false; @n_waived: criteria that are waived and count
 * neither way; @n_lapsed: criteria whose waiver does not count (any more); interval of coverage [low, high] over the others. All waived: not applicable */
typedef struct
{
  RedanObjectiveState state;
  gboolean required_failed;
  guint n_waived;
  guint n_lapsed;
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
  char *scope_text;  /* "model", "workload=shop" */
  char *scope_title; /* what a person reads */
} RedanObjectives;

RedanObjectives *redan_objectives_evaluate (const RedanFacts *facts,
                                            RedanControls *controls,
                                            RedanGraph *graph,
                                            const GArray *threats) G_GNUC_WARN_UNUSED_RESULT;

/** redan_objectives_evaluate_scope: redan_objectives_evaluate() for what is in @scope (nullable: the
 * whole model). Facts of the programme and stored assessments are those of the whole model. */
RedanObjectives *
redan_objectives_evaluate_scope (const RedanFacts *facts,
                                 RedanControls *controls,
                                 RedanGraph *graph,
                                 const GArray *threats,
                                 const RedanObjectiveScope *scope) G_GNUC_WARN_UNUSED_RESULT;
void redan_objectives_free (RedanObjectives *self);

/** redan_objective_state_get_word: Returns: "met", "partial", "not-met", "not-applicable", "unknown" */
const char *redan_objective_state_get_word (RedanObjectiveState state);
const char *redan_criterion_value_get_word (RedanCriterionValue value);

/** redan_waiver_standing_get_word: Returns: "none", "counts", "expired", "not-yet", "incomplete" */
const char *redan_waiver_standing_get_word (RedanWaiverStanding standing);

/** redan_objective_get_level: Returns: the level 1..4 of a maturity criterion, 0 for other objectives */
guint redan_objective_get_level (const RedanObjective *objective);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanObjectives, redan_objectives_free)

G_END_DECLS
