/* SPDX-License-Identifier: Apache-2.0 */
/* The words that a format has for its members, to tell a misspelt one from one that only we do not
 * have. */

#pragma once

#include "model/field.h"

G_BEGIN_DECLS

/**
 * RedanVocabulary:
 * @section: of the objects that have the member, %REDAN_N_SECTIONS for all
 * @key: of the member; a row without one is the last
 * @words: (array zero-terminated=1): all that it may be
 */
typedef struct
{
  RedanSection section;
  const char *key;
  const char *const *words;
} RedanVocabulary;

/** redan_spells_alike: Returns: whether two words have the same letters and digits, in any case */
gboolean redan_spells_alike (const char *one, const char *other);

/** redan_vocabulary_find: Returns: (nullable) (array zero-terminated=1): the words for a member */
const char *const *
redan_vocabulary_find (const RedanVocabulary *self, RedanSection section, const char *key);

/** redan_words_dup_hint: @text: may have the name of its type and a dot before it. Returns:
 * (transfer full) (nullable): how to go on after it was said that @text is not known: "; did you
 * mean \"process\"?" or "; there are: a, b"; %NULL when it is one of @words */
char *redan_words_dup_hint (const char *const *words, const char *text);

/** redan_words_find_near: Returns: (nullable): the one of @words that @text is a slip of: a letter
 * in three may differ, two at most */
const char *redan_words_find_near (const char *const *words, const char *text);

G_END_DECLS
