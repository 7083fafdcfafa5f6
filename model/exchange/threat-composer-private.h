/* SPDX-License-Identifier: Apache-2.0 */
/* Words and texts of threat-composer, for reading and for writing. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** What a table of words is about. */
typedef enum
{
  REDAN_COMPOSER_THREAT,
  REDAN_COMPOSER_SEVERITY,
  REDAN_COMPOSER_MITIGATION,
  REDAN_COMPOSER_STRIDE,
} RedanComposerTopic;

/** RedanComposerWords: the first of several that mean the same is the one to write */
typedef struct
{
  const RedanRelayWord *words;
  guint n;
} RedanComposerWords;

/** redan_composer_words: by RedanComposerTopic */
extern const RedanComposerWords redan_composer_words[];

/** redan_composer_find: Returns: (nullable): our word for a word of the format */
const char *redan_composer_find (RedanComposerTopic topic, const char *written);

/** redan_composer_dup_statement: Returns: (transfer full): the sentence of a threat, built of its
 * parts when it has none */
char *redan_composer_dup_statement (RedanNode *threat);

/** redan_composer_dup_description: Returns: (transfer full): what a content and the comments on it
 * are beside a name */
char *redan_composer_dup_description (const char *content, const char *comments);

G_END_DECLS
