/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threagile importer share. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** Tags that stand for the shared runtimes of an element */
#define REDAN_THREAGILE_RUNTIME "runtime: "

/** What a table of words is about. */
typedef enum
{
  REDAN_THREAGILE_BOUNDARY,
  REDAN_THREAGILE_TECHNOLOGY,
  REDAN_THREAGILE_CLASS,
  REDAN_THREAGILE_RATING,
  REDAN_THREAGILE_ENCRYPTION,
  REDAN_THREAGILE_FORMAT,
  REDAN_THREAGILE_AUTHENTICATION,
  REDAN_THREAGILE_SEVERITY,
  REDAN_THREAGILE_LIKELIHOOD,
  REDAN_THREAGILE_IMPACT,
  REDAN_THREAGILE_STRIDE,
  REDAN_THREAGILE_DECISION,
} RedanThreagileTopic;

/** RedanThreagileWords: the first of several that mean the same is the one to write */
typedef struct
{
  const RedanRelayWord *words;
  guint n;
} RedanThreagileWords;

/** redan_threagile_words: by RedanThreagileTopic */
extern const RedanThreagileWords redan_threagile_words[];

/** redan_threagile_vocabulary: the words of the format, whether or not they have a counterpart */
extern const RedanVocabulary redan_threagile_vocabulary[];

/** redan_threagile_find: Returns: (nullable): our word for a word of the format */
const char *redan_threagile_find (RedanThreagileTopic topic, const char *written);

/** redan_threagile_write_word: Returns: (nullable): the first word of the format for ours */
const char *redan_threagile_write_word (RedanThreagileTopic topic, const char *word);

/** redan_threagile_find_protocol: @plain_out: it has an encrypted sibling. Returns: (nullable): the
 * value of our attribute */
const char *redan_threagile_find_protocol (const char *written, gboolean *plain_out);

/** redan_threagile_write_protocol: Returns: (nullable): a protocol of the format, the encrypted one
 * of two siblings when @encrypted */
const char *redan_threagile_write_protocol (const char *protocol, gboolean encrypted);

/**
 * RedanThreagile:
 * @parents: id of a technical asset or trust boundary: id of the boundary that lists it, by section
 * as relay claims are
 * @uses: id of a data asset: #GArray of #RedanThreagileUse
 * @data_named, @parts_named: ids of data assets, and of what lies in boundaries: where they are
 * named first
 * @flows: synthetic id of a link, "source>link": foreign id
 * @list, @category: the list of categories that is read, and the key in it
 * @threats: of #RedanThreagileRisk
 */
typedef struct
{
  RedanRelay relay;
  RedanTree *tree;
  RedanNode *root;
  GHashTable *parents;
  GHashTable *uses;
  GHashTable *data_named;
  GHashTable *parts_named;
  GHashTable *flows;
  const char *list;
  const char *category;
  GArray *threats;
  guint n_marked_up;
} RedanThreagile;

typedef struct
{
  RedanField field;
  RedanSection section;
  const char *foreign;
} RedanThreagileUse;

/** RedanThreagileRisk: a risk that the file records, and the id that risk_tracking calls it by */
typedef struct
{
  const char *foreign;
  char *synthetic;
} RedanThreagileRisk;

/** redan_threagile_text: redan_relay_text() without the tags of HTML, which Threagile allows in all
 * texts */
void
redan_threagile_text (RedanThreagile *self, RedanNode *object, const char *key, RedanField field);

/** redan_threagile_strip: Returns: (transfer full): @text without tags */
char *redan_threagile_strip (RedanThreagile *self, const char *text);

/** redan_threagile_use: remembers that something stores, processes or carries a data asset */
void redan_threagile_use (RedanThreagile *self,
                          RedanNode *list,
                          RedanField field,
                          RedanSection section,
                          const char *foreign);

/** redan_threagile_name: passes the name of a member of a map on: its "title" or the key */
void redan_threagile_name (RedanThreagile *self, const char *key, RedanNode *object);

/** redan_threagile_keep: keeps the key of a member of a map as "key", and the member itself without
 * @elsewhere as "source", for who writes the file back */
void redan_threagile_keep (RedanThreagile *self,
                           const char *key,
                           RedanNode *object,
                           const char *const *elsewhere);

/** redan_threagile_plain: Returns: (transfer full): @text as the importer takes it: without tags of
 * HTML and without white space at the ends */
char *redan_threagile_plain (const char *text);

/** redan_threagile_dup_category_text: Returns: (transfer full): the texts of a category of risks as
 * the one description that its risks get */
char *redan_threagile_dup_category_text (RedanNode *category);

/** redan_threagile_dup_synthetic: Returns: (transfer full): what risk_tracking calls a risk by */
char *redan_threagile_dup_synthetic (const char *category, RedanNode *risk);

/** redan_threagile_matches: Returns: whether a key of risk_tracking is about a risk */
gboolean redan_threagile_matches (const char *pattern, const char *synthetic);

/** redan_threagile_is_client: Returns: whether an external entity is used by a person */
gboolean redan_threagile_is_client (RedanNode *asset);

/** redan_threagile_known_technology: Returns: our word for the first technology that has one, or ""
 */
const char *redan_threagile_known_technology (RedanNode *asset);

/** redan_threagile_id: Returns: the "id" of a member, or its key */
const char *redan_threagile_id (const char *key, RedanNode *object);

/** redan_threagile_ratings: confidentiality as @class_attribute, integrity and availability */
void redan_threagile_ratings (RedanThreagile *self, RedanNode *object, const char *class_attribute);

/** redan_threagile_assets: technical assets and their links */
void redan_threagile_assets (RedanThreagile *self);

/** redan_threagile_risks: risks that a person found, and what became of them and of Threagile's own
 */
void redan_threagile_risks (RedanThreagile *self);

G_END_DECLS
