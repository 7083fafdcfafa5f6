/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions: what nobody has said about the model, ranked by how much the answer would change.
 */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

/**
 * RedanAnswer: what one answer would change
 * @change: of the residual sum, in 1/1000 points
 * @n_confirmed: threats that would be confirmed and are not now
 * @n_removed: threats that would no longer be there
 */
typedef struct
{
  gint64 change;
  gint32 n_confirmed;
  gint32 n_removed;
} RedanAnswer;

/**
 * RedanQuestion: an attribute of an object that nothing says: not set, inherited, derived or
 * default
 * @object: (nullable): of the analysed model; %NULL for a fact of the programme
 * @index: of the object in its section; an interaction of a flow is its index
 * @spread: worst answer minus best answer, 1/1000 points: what the ranking goes by
 * @best, @worst: changes of those answers
 * @n_threats: most threats that one answer would confirm or remove
 * @n_criteria: criteria of objectives that read the attribute
 * @exact: each answer was tried in an analysis of its own. Otherwise it is an estimate: answered
 * for all objects alike at once, without what follows for exposure and blast radius
 */
typedef struct
{
  const RedanAttribute *attribute;
  const RedanObject *object;
  guint32 index;
  guint32 first_answer;
  guint32 n_answers;
  guint32 n_threats;
  guint32 n_criteria;
  gboolean exact;
  gint64 spread;
  gint64 best;
  gint64 worst;
} RedanQuestion;

/** RedanQuestionGroup: the same attribute asked of several objects; @first: the question of most
 * weight, by number; @spread: sum over the @n questions */
typedef struct
{
  const RedanAttribute *attribute;
  guint first;
  guint n;
  gint64 spread;
  gboolean exact;
} RedanQuestionGroup;

/**
 * RedanQuestions:
 * @questions: (array length=n): in a fresh model those of starter attributes first; then by spread
 * downwards, threats, criteria, attribute, id
 * @fresh: more objects wait for answers about starter attributes than have one
 * @residual: the residual sum now, 1/1000 points
 * @n_exact: how many questions are exact
 */
typedef struct
{
  RedanAnalysis *analysis;
  RedanQuestion *questions;
  guint n;
  gboolean fresh;
  RedanAnswer *answers;
  gint64 residual;
  guint n_exact;
} RedanQuestions;

/**
 * RedanQuestionOptions:
 * @n_exact: how many of the first questions shall be exact
 * @work: limit for that: objects of the model times answers tried; 0 for no limit. 1000000 is about
 * a second
 * @with_criteria: keep questions that change no score but that a criterion of an objective reads
 * @n_threads: how many work at once; 0 for as many as are worth it. The result is the same
 */
typedef struct
{
  guint n_exact;
  guint64 work;
  gboolean with_criteria;
  guint n_threads;
} RedanQuestionOptions;

#define REDAN_QUESTIONS_WORK G_GUINT64_CONSTANT (1000000)

/**
 * redan_questions_rank:
 * @analysis: without assumed controls
 * @cancellable: (nullable)
 *
 * Asked is what has a few possible answers: not names, texts, references and sets. Dates are asked
 * as today or ten years ago, numbers as their limits. A value of a flow that follows from the
 * element at its end is asked of the element.
 *
 * Pure and deterministic: the limit counts work, not time.
 *
 * Cost: for each answer of each open attribute the rules that read it, on the whole model; then one
 * analysis for each answer made exact.
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
RedanQuestions *redan_questions_rank (RedanAnalysis *analysis,
                                      const RedanQuestionOptions *options,
                                      GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_questions_refine:
 * @estimated: ranked with @n_exact 0 and otherwise the same options; stays as it is
 * @cancellable: (nullable)
 *
 * The second part of redan_questions_rank(), for those who show the estimates meanwhile.
 *
 * Cost: one analysis for each answer made exact.
 *
 * Returns: (transfer full) (nullable): what redan_questions_rank() gives; %NULL when cancelled
 */
RedanQuestions *redan_questions_refine (const RedanQuestions *estimated,
                                        const RedanQuestionOptions *options,
                                        GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/** redan_questions_free: @self: (transfer full) (nullable) */
void redan_questions_free (RedanQuestions *self);

/** redan_questions_get_answers: Returns: (array): the answers of a question, question->n_answers of
 * them */
const RedanAnswer *redan_questions_get_answers (const RedanQuestions *self,
                                                const RedanQuestion *question);

/** redan_questions_dup_value: Returns: (transfer full): the value that the @answer-th answer to
 * @attribute sets */
char *redan_questions_dup_value (const RedanQuestions *self,
                                 const RedanAttribute *attribute,
                                 guint answer);

/**
 * redan_questions_answer:
 * @model: the model to change, with the schema of the questions; the object is found by its id
 * @attribute, @object: of the question; @object %NULL: a fact of the programme, dated on the day of
 * the analysis
 * @value: (nullable): what was said; %NULL takes back what was said
 *
 * Returns: (transfer full): the edit that sets it, one undoable command
 */
RedanEdit *redan_questions_answer (const RedanQuestions *self,
                                   const RedanModel *model,
                                   const RedanAttribute *attribute,
                                   const RedanId *object,
                                   const char *value) G_GNUC_WARN_UNUSED_RESULT;

/** redan_questions_group: Returns: (transfer full) (element-type RedanQuestionGroup): by spread
 * downwards */
GArray *redan_questions_group (const RedanQuestions *self);

/** redan_questions_sum_worst: Returns: sum of what the worst answers would add, 1/1000 points: what
 * the residual sum leaves out as long as nobody answers (each question by itself, so that together
 * it may be another figure) */
gint64 redan_questions_sum_worst (const RedanQuestions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanQuestions, redan_questions_free)

G_END_DECLS
