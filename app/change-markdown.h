/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of a model did, as a part of a comment: in words, as a small picture, threats and
 * attacks. */

#pragma once

#include "app/gate-output.h"
#include "app/comment.h"

G_BEGIN_DECLS

/** redan_change_add_words: the changed objects with their fields, and the elements around them
 * drawn by Mermaid; nothing where nothing is compared */
void redan_change_add_words (const RedanGateOutput *self, RedanComment *out);

/** redan_change_add_threats: threats opened and closed, then attacks opened and closed */
void redan_change_add_threats (const RedanGateOutput *self, RedanComment *out);

G_END_DECLS
