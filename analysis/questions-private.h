/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the questions: who reads which attribute, and the estimates for the whole model. */

#pragma once

#include "analysis/questions.h"

G_BEGIN_DECLS

/** From where an expression about an interaction reads an attribute, as a mask. */
enum
{
  READS_SELF = 1 << 0,
  READS_SOURCE = 1 << 1,
  READS_TARGET = 1 << 2,
  READS_OTHER = 1 << 3, /* boundary, account, neighbours, programme */
};

/**
 * QuestionReads:
 * @rules: by rule, then attribute: mask of READS
 * @controls: the same
 * @criteria: by attribute, how many criteria read it
 * @value_keys: by attribute, NULL for most: a key for each value; values of one key have the same
 * consequences
 */
typedef struct
{
  guint n_attributes;
  guint n_rules;
  guint n_controls;
  guint8 *rules;
  guint8 *controls;
  guint32 *criteria;
  guint64 **value_keys;
} QuestionReads;

/** question_reads_init: finds who reads which attribute; clear with question_reads_clear() */
void question_reads_init (QuestionReads *self, const RedanCatalogue *catalogue);

/** question_reads_clear: frees what it holds, not @self itself */
void question_reads_clear (QuestionReads *self);

/** question_find_same: Returns: the first answer with the consequences of @answer, mostly itself */
guint question_find_same (const QuestionReads *self, const RedanAttribute *attribute, guint answer);

/** question_is_askable: Returns: whether the attribute has a few possible answers that a person may
 * give */
gboolean question_is_askable (const RedanAttribute *attribute);

/** question_is_source: Returns: whether values of other attributes are derived from this one */
gboolean question_is_source (const RedanAttribute *attribute);

/** question_count_answers: Returns: how many answers are tried */
guint question_count_answers (const RedanAttribute *attribute);

/** question_get_code: Returns: the code of an answer */
RedanCode question_get_code (const RedanAttribute *attribute, guint answer, guint as_of);

/** question_count_objects: Returns: how many objects of its scope there are; 1 for the programme */
guint question_count_objects (const RedanFacts *facts, const RedanAttribute *attribute);

/** question_is_open: Returns: whether nothing says the value for object @index */
gboolean question_is_open (const RedanFacts *facts, const RedanAttribute *attribute, guint32 index);

/** QuestionWorld: what the facts of question_facts_new() read: the snapshot with one column
 * replaced */
typedef struct
{
  RedanSnapshot snapshot;
  RedanCode *column;
} QuestionWorld;

/**
 * question_facts_new:
 * @index: the object that gets the answer; REDAN_NONE: all for which the question is open
 * @world: (out caller-allocates): a snapshot that the facts read; clear with question_world_clear()
 * after freeing the facts
 *
 * Returns: (transfer full): the facts of the model with the answer
 */
RedanFacts *question_facts_new (QuestionWorld *world,
                                const RedanFacts *base,
                                const RedanAttribute *attribute,
                                guint32 index,
                                RedanCode code);

/** question_world_clear: frees what it holds, not @world itself; the facts are freed before */
void question_world_clear (QuestionWorld *world);

/** QuestionSweep: the estimates for questions that are answered for all their objects at once, and
 * its buffers */
typedef struct _QuestionSweep QuestionSweep;

/** question_sweep_new: Returns: (transfer full): for any number of runs; @analysis and @reads must
 * outlive it */
QuestionSweep *question_sweep_new (const RedanAnalysis *analysis, const QuestionReads *reads);

/** question_sweep_free: @self: (transfer full) */
void question_sweep_free (QuestionSweep *self);

/**
 * question_sweep_run:
 * @effects: (array): by answer, then object: what is estimated, added up
 * @cancellable: (nullable):
 *
 * Answers the question with each answer for all objects for which it is open, and shares out what
 * changes.
 *
 * Returns: whether it was done, %FALSE when cancelled
 */
gboolean question_sweep_run (QuestionSweep *self,
                             const RedanAttribute *attribute,
                             RedanAnswer *effects,
                             GCancellable *cancellable);

/**
 * QuestionJobs: jobs that threads take one after another; what is found must not depend on who does
 * which
 * @next: 0
 * @run: does one job; the data are what @start gave, else @user_data
 * @start, @end: (nullable): make and free what one thread needs for itself
 * @cancellable: (nullable): looked at before each job
 */
typedef struct
{
  gint next;
  guint n_jobs;
  void (*run) (gpointer worker_data, guint job);
  gpointer (*start) (gpointer user_data);
  void (*end) (gpointer worker_data);
  gpointer user_data;
  GCancellable *cancellable;
} QuestionJobs;

/** question_jobs_run: @n_threads: with the calling one. Returns: whether all was done, %FALSE when
 * cancelled */
gboolean question_jobs_run (QuestionJobs *self, guint n_threads);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuestionSweep, question_sweep_free)

G_END_DECLS
