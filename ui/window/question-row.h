/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the grid of questions: an object and the value of one attribute. */

#pragma once

#include <gio/gio.h>

#include "analysis/questions.h"
#include "ui/report/inspection.h"

G_BEGIN_DECLS

#define REDAN_TYPE_QUESTION_ROW (redan_question_row_get_type ())
G_DECLARE_FINAL_TYPE (RedanQuestionRow, redan_question_row, REDAN, QUESTION_ROW, GObject)

/** Signal "changed": the value or the title is another. */
RedanQuestionRow *redan_question_row_new (const RedanModel *model,
                                          const RedanAnalysis *analysis,
                                          const RedanObject *object,
                                          const RedanAttribute *attribute);

/** redan_question_row_update: reads the object again, which may be gone */
void redan_question_row_update (RedanQuestionRow *self, const RedanModel *model, const RedanAnalysis *analysis);

/** redan_question_row_set_stake: @spread: what the answer would change, 1/1000 points; 0 when nothing depends on it */
void redan_question_row_set_stake (RedanQuestionRow *self, gint64 spread);
gint64 redan_question_row_get_stake (RedanQuestionRow *self);

const RedanId *redan_question_row_get_id (RedanQuestionRow *self);
const RedanAttribute *redan_question_row_get_attribute (RedanQuestionRow *self);
const char *redan_question_row_get_title (RedanQuestionRow *self);

/** redan_question_row_get_own: Returns: (nullable): the value that stands on the object */
const char *redan_question_row_get_own (RedanQuestionRow *self);

/** redan_question_row_get_effective: Returns: what holds and where it comes from, "" when the own value does;
 * "open" with what is at stake when nobody says it */
const char *redan_question_row_get_effective (RedanQuestionRow *self);

/**
 * redan_question_rows_new:
 * @questions: (nullable): what is at stake, which comes first
 *
 * Returns: (transfer full) (element-type RedanQuestionRow): a row for each object that has the attribute
 */
GPtrArray *redan_question_rows_new (const RedanModel *model,
                                    const RedanAnalysis *analysis,
                                    const RedanAttribute *attribute,
                                    const RedanQuestions *questions);

/** redan_question_rows_are_of: Returns: whether @rows are of the objects that have the attribute now */
gboolean redan_question_rows_are_of (const GPtrArray *rows, const RedanModel *model, const RedanAttribute *attribute);

/** redan_question_rows_show_stakes: the rows stay where they are */
void redan_question_rows_show_stakes (const GPtrArray *rows, const RedanQuestions *questions);

G_END_DECLS
