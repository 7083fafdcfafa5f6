/* SPDX-License-Identifier: Apache-2.0 */
/* Names of several lines: their form in the model, and as one line where there is room for one only. */

#pragma once

#include "model/field.h"

G_BEGIN_DECLS

/**
 * redan_text_fold_lines:
 *
 * The one way from a name as its author broke it to a title: every line break and the blanks around it become one
 * space. A text of one line stays as it is.
 *
 * Returns: (transfer full): the text on one line
 */
char *redan_text_fold_lines (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/** redan_text_append_folded: redan_text_fold_lines() into a string that is used again and again */
void redan_text_append_folded (GString *string, const char *text);

/**
 * redan_text_trim_lines:
 *
 * Returns: (transfer full): @text without blank lines at its ends; all line ends are LF
 */
char *redan_text_trim_lines (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_name_dup_for:
 * @text: a name as a person typed or pasted it
 *
 * Returns: (transfer full): the form that objects of @section take: trimmed lines, or one line. What else is wrong with
 *   it is left to redan_field_check_value()
 */
char *redan_name_dup_for (RedanSection section, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
