/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about an attack graph as text for people: the same as the JSON, with titles and labels.
 */

#pragma once

#include "ui/report/graph-answers.h"

G_BEGIN_DECLS

/**
 * redan_graph_answers_dup_text:
 * @error: as redan_graph_answers_write() sets it
 *
 * Long lists are cut, and say how much is left out.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *redan_graph_answers_dup_text (const RedanForeignGraph *foreign,
                                    const RedanGraphOptions *options,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
