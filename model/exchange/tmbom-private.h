/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the TM-BOM importer share. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** The persona of threats for which the format wants one and nobody named any; it is not read */
#define REDAN_TMBOM_NOBODY "redan-unspecified"

/** What a table of words is about. */
typedef enum
{
  REDAN_TMBOM_STORE,
  REDAN_TMBOM_CONTROL,
  REDAN_TMBOM_SKILL,
  REDAN_TMBOM_LIKELIHOOD,
  REDAN_TMBOM_IMPACT,
  REDAN_TMBOM_LEVEL,
} RedanTmbomTopic;

/** RedanTmbomWords: the first of several that mean the same is the one to write */
typedef struct
{
  const RedanRelayWord *words;
  guint n;
} RedanTmbomWords;

/** redan_tmbom_words: by RedanTmbomTopic */
extern const RedanTmbomWords redan_tmbom_words[];

/** redan_tmbom_vocabulary: the words of the format, whether or not they have a counterpart */
extern const RedanVocabulary redan_tmbom_vocabulary[];

/** redan_tmbom_find: Returns: (nullable): our word for a word of the format */
const char *redan_tmbom_find (RedanTmbomTopic topic, const char *written);

/** redan_tmbom_write_word: Returns: (nullable): the first word of the format for ours */
const char *redan_tmbom_write_word (RedanTmbomTopic topic, const char *word);

/** RedanTmbom: @elements: "list/name", and name alone: foreign id */
typedef struct
{
  RedanRelay relay;
  RedanNode *root;
  GHashTable *elements;
} RedanTmbom;

/** redan_tmbom_name: Returns: the "symbolic_name", "" without one */
const char *redan_tmbom_name (RedanNode *object);

/** redan_tmbom_common: passes symbolic name, title and description on */
void redan_tmbom_common (RedanTmbom *self, RedanNode *object);

/** redan_tmbom_threats: assumptions, personas, threats with their risks, and controls */
void redan_tmbom_threats (RedanTmbom *self);

G_END_DECLS
