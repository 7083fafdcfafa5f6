/* SPDX-License-Identifier: Apache-2.0 */
/* From objective to threat to control to evidence (BP03), what hangs loose on the way, and how old
 * the model is since its review (BP07). */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** RedanTrace: a threat with one control that its rule asks for; @control: REDAN_NONE when it asks
 * for none; @context, @target: where that control stands or could stand; @evidence: (nullable): the
 * newest about it there */
typedef struct
{
  const RedanThreat *threat;
  guint32 control;
  RedanContext context;
  guint32 target;
  RedanControlState state;
  const RedanObject *evidence;
} RedanTrace;

/**
 * RedanTraceability:
 * @traces: (element-type RedanTrace): threats from medium on that nobody called not applicable, the
 * worst first, each with its controls
 * @without_objective: (element-type guint): threats from high on that serve no objective
 * @without_decision: (element-type guint): threats from high on that lack a decision or an owner
 * @without_test: (element-type guint32): practices of whose controls none is validated or attested
 * @without_threat: (element-type guint32): controls that a person placed and no threat asks for
 */
typedef struct
{
  GArray *traces;
  GArray *without_objective;
  GArray *without_decision;
  GArray *without_test;
  GArray *without_threat;
} RedanTraceability;

/** redan_traceability_compute: @scope: (nullable). O(threats * controls of a rule + evidence) */
RedanTraceability *
redan_traceability_compute (const RedanAnalysis *analysis,
                            const RedanObjectiveScope *scope) G_GNUC_WARN_UNUSED_RESULT;
void redan_traceability_free (RedanTraceability *self);

/**
 * RedanStaleness:
 * @age: days since the last review; -1 when none is recorded
 * @interval: days within which the next one is promised; 0 when unknown
 * @n_signed: objects that somebody signed; @changed: (element-type RedanCriterionTarget): those
 * that changed since, and what came later
 * @changed_value: share of the asset value that changed, 0..1
 * @n_boundaries: boundaries among the changed
 * @expired: (element-type RedanObject): decisions that are no longer valid
 */
typedef struct
{
  int age;
  guint interval;
  guint n_signed;
  GArray *changed;
  double changed_value;
  guint n_boundaries;
  GPtrArray *expired;
} RedanStaleness;

/** redan_staleness_compute: @scope: (nullable). O(objects) */
RedanStaleness *
redan_staleness_compute (const RedanAnalysis *analysis,
                         const RedanObjectiveScope *scope) G_GNUC_WARN_UNUSED_RESULT;
void redan_staleness_free (RedanStaleness *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanTraceability, redan_traceability_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanStaleness, redan_staleness_free)

G_END_DECLS
