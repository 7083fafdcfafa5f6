/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody may have meant by a word that is not known. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** RedanNearestWord: @best: (nullable): the nearest of what was offered, when it is near enough */
typedef struct
{
  const char *word;
  const char *best;
  guint distance;
} RedanNearestWord;

/** redan_nearest_word_init: @word: (transfer none): outlives @self; a third of it may differ, three
 * letters at most */
void redan_nearest_word_init (RedanNearestWord *self, const char *word);

/** redan_nearest_word_offer: @candidate: (transfer none): outlives @self; of several that are as
 * near the first stays. Cost: the product of both lengths; words above 48 bytes are never near */
void redan_nearest_word_offer (RedanNearestWord *self, const char *candidate);

/** redan_nearest_word_dup_hint: Returns: (transfer full): "; did you mean \"authn\"?" or "" */
char *redan_nearest_word_dup_hint (const RedanNearestWord *self);

G_END_DECLS
