/* SPDX-License-Identifier: Apache-2.0 */
/* The agenda of a review: what a person has to look at again, and nothing else. */

#pragma once

#include "analysis/questions.h"
#include "analysis/status.h"
#include "analysis/threat-changes.h"
#include "analysis/traceability.h"

G_BEGIN_DECLS

/** RedanStaleKind: why an answer has to be given again */
typedef enum
{
  REDAN_STALE_EXPIRED,  /* the last day on which the fact counts is over */
  REDAN_STALE_OLD,      /* a dated fact is older than the interval of reviews */
  REDAN_STALE_EVIDENCE, /* checks found the control, but long ago */
} RedanStaleKind;

/** RedanStaleAnswer: @object: the fact or evidence; @days: when it was last true, since 1900-01-01,
 * 0 when unknown */
typedef struct
{
  RedanStaleKind kind;
  const RedanObject *object;
  guint days;
} RedanStaleAnswer;

/** RedanContradiction: @evidence: (nullable): that contradicts; %NULL where a placement stands
 * against attributes */
typedef struct
{
  RedanControlPlace place;
  const RedanObject *evidence;
} RedanContradiction;

/**
 * RedanAgenda:
 * @staleness: age, and which objects changed since they were signed
 * @threats: (nullable): against the analysis of the model as it was reviewed
 * @reopened: (element-type RedanThreat): decided then, not now
 * @undecided: (element-type RedanThreat): from high on, by rank; without those in @catalogue
 * @catalogue: (element-type RedanThreat): of any band, undecided, owed to rules that came after the
 * last signature, by rank
 * @expired: (element-type RedanObject): decisions no longer valid
 * @stale: (element-type RedanStaleAnswer)
 * @questions: ranked by worth, estimates
 * @waivers: (element-type guint32): criteria whose waiver does not count any more
 * @contradictions: (element-type RedanContradiction)
 */
typedef struct
{
  RedanStatus status;
  RedanStaleness *staleness;
  RedanAdoption *adoption;
  RedanObjectives *objectives;
  RedanThreatChanges *threats;
  GPtrArray *reopened;
  GPtrArray *undecided;
  GPtrArray *catalogue;
  GPtrArray *expired;
  GArray *stale;
  RedanQuestions *questions;
  GArray *waivers;
  GArray *contradictions;
} RedanAgenda;

/**
 * redan_agenda_new:
 * @reviewed: (nullable): the analysis of the model as it was when it was last reviewed; kept by
 * pointer
 * @analysis: of the model as it is; kept by pointer
 *
 * Cost: redan_questions_rank() without exact answers, and O(threats + objects).
 */
RedanAgenda *redan_agenda_new (const RedanAnalysis *reviewed,
                               RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;
void redan_agenda_free (RedanAgenda *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAgenda, redan_agenda_free)

G_END_DECLS
