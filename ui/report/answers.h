/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as people type and paste them: texts become values, many values become one command. */

#pragma once

#include "analysis/questions.h"
#include "model/edit.h"

G_BEGIN_DECLS

/** RedanFilledValue: @value: (nullable): %NULL takes back what was set */
typedef struct
{
  RedanId object;
  char *value;
} RedanFilledValue;

/** redan_filled_values_new: Returns: (transfer full): an empty array of RedanFilledValue that owns its values */
GArray *redan_filled_values_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_value_from_text:
 * @text: a word of the schema or its label, any case; "" and "-": nothing; members of a set joined by ","
 * @value_out: (nullable) (transfer full): the value; %NULL for nothing
 * @error: says what was expected
 *
 * Returns: whether @text is a value of @attribute
 */
gboolean redan_value_from_text (const RedanAttribute *attribute, const char *text, char **value_out, GError **error);

/**
 * redan_values_from_lines:
 * @text: what was pasted: one value a line; of a line with tabs the first column counts
 * @ids: (array length=n): the objects from the first line on; lines beyond are left out, and so is an empty last line
 *
 * Returns: (transfer full) (nullable): %NULL with the number of the line in the message when one is no value
 */
GArray *redan_values_from_lines (const RedanAttribute *attribute, const char *text, const RedanId *ids, guint n, GError **error);

/** redan_values_dup_edit: Returns: (transfer full): the edit that sets all of @values, one undoable command; without changes
 * when all are set already */
RedanEdit *redan_values_dup_edit (const RedanModel *model, const RedanAttribute *attribute, const GArray *values);

/** redan_change_dup_text: Returns: (transfer full): a change of 1/1000 points as "−120.3", "+7.0" or "±0" */
char *redan_change_dup_text (gint64 thousandths);

/** redan_question_group_dup_count: Returns: (transfer full): "14 elements", "the programme" */
char *redan_question_group_dup_count (const RedanQuestionGroup *group);

G_END_DECLS
