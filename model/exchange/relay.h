/* SPDX-License-Identifier: Apache-2.0 */
/* What importers of tree-shaped formats (JSON, YAML) share: the run, claims of ids, words, and how
 * leftovers are kept. */

#pragma once

#include "model/exchange/event.h"
#include "model/exchange/json.h"
#include "model/exchange/tree.h"
#include "model/exchange/vocabulary.h"

G_BEGIN_DECLS

/**
 * RedanRelay:
 * @tree: (nullable): knows the lines of what is read
 * @alive: the sink still listens; nothing is passed on after it said no
 * @claimed: foreign ids that were given to objects, with their section
 * @section: of the current object
 * @vocabulary: (nullable): words of the format called @format
 */
typedef struct
{
  RedanEventSink *sink;
  const RedanTree *tree;
  gboolean alive;
  GHashTable *claimed;
  RedanSection section;
  const RedanVocabulary *vocabulary;
  const char *format;
} RedanRelay;

/** RedanRelayWord: a word of a format, and ours; "" when it says nothing */
typedef struct
{
  const char *written;
  const char *word;
} RedanRelayWord;

/** redan_relay_init: @sink, @tree: (transfer none): outlive @self; @tree: (nullable) */
void redan_relay_init (RedanRelay *self, RedanEventSink *sink, const RedanTree *tree);
/** redan_relay_clear: what was claimed goes */
void redan_relay_clear (RedanRelay *self);

/** redan_relay_use_words: redan_relay_remark() tells words that the format does not have from those
 * that have no counterpart. @format: its name; both outlive @self */
void
redan_relay_use_words (RedanRelay *self, const char *format, const RedanVocabulary *vocabulary);

/** redan_relay_dup_unknown: Returns: (transfer full) (nullable): redan_words_dup_hint() for a
 * member of the current object; %NULL when @text (nullable) is a word of the format, or it has no
 * words there */
char *redan_relay_dup_unknown (RedanRelay *self, const char *key, const char *text);

/** redan_relay_parse: reads JSON, or YAML as the same tree. Returns: (transfer none) (nullable):
 * the root, in @tree; @error starts with "line:column: ". @data: see redan_yaml_parse() */
RedanNode *redan_relay_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** redan_relay_may_be_text: Returns: whether the start of a file may be JSON or YAML */
gboolean redan_relay_may_be_text (const guint8 *data, gsize length);

/** redan_relay_fail: sets @error to the JSON path @place and what should be there. Returns:
 * %FALSE */
gboolean
redan_relay_fail (const char *place, const RedanNode *value, const char *expected, GError **error);

/** redan_relay_at: the next object or loss stands where @node (nullable) does */
void redan_relay_at (RedanRelay *self, const RedanNode *node);

/** redan_relay_at_line: redan_relay_at() for what is no tree. @line: from 1; 0 says nothing */
void redan_relay_at_line (RedanRelay *self, guint line);

/** redan_relay_lose: a line of the loss report; @place %NULL for the current object */
void
redan_relay_lose (RedanRelay *self, RedanLossKind kind, const char *place, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/**
 * redan_relay_lose_missing:
 * @named: (element-type utf8 any): ids that are named
 * @known: (element-type utf8 any): ids that there are
 * @places: (element-type utf8 RedanNode): where the file names them
 * @what: what they are
 *
 * A line for each that is named and is not there, in their order.
 */
void redan_relay_lose_missing (
    RedanRelay *self, GHashTable *named, GHashTable *known, GHashTable *places, const char *what);

/** redan_relay_claim: Returns: (transfer none): @wanted (its hash when it is long), or with a
 * suffix when the section has it already; stays until redan_relay_clear() */
const char *redan_relay_claim (RedanRelay *self, RedanSection section, const char *wanted);

/** redan_relay_dup_claim: redan_relay_claim() for those that say themselves when it was taken;
 * @repeated_out: whether it was. Returns: (transfer full) */
char *redan_relay_dup_claim (RedanRelay *self,
                             RedanSection section,
                             const char *wanted,
                             gboolean *repeated_out);

/** redan_relay_bound: Returns: (transfer full): @id, or its hash when it is longer than ids may
 * be */
char *redan_relay_bound (const char *id);

/** redan_relay_begin: claims @wanted and begins its object, which stands at @node (nullable); lists
 * when it was taken. Returns: (transfer none): the foreign id */
const char *redan_relay_begin (RedanRelay *self,
                               RedanSection section,
                               const char *wanted,
                               const RedanNode *node);

/** redan_relay_meta: begins the model, which stands at @node (nullable) */
void redan_relay_meta (RedanRelay *self, const char *identity, const RedanNode *node);

/* What follows passes one value of the current object on; %NULL and empty ones say nothing. */

/** redan_relay_field: a text of a field */
void redan_relay_field (RedanRelay *self, RedanField field, const char *value);
/** redan_relay_tag: one tag */
void redan_relay_tag (RedanRelay *self, const char *tag);
/** redan_relay_attribute: @name of the schema */
void redan_relay_attribute (RedanRelay *self, const char *name, const char *value);
/** redan_relay_refer: a reference to an object of @section, which may come later */
void redan_relay_refer (RedanRelay *self,
                        RedanField field,
                        RedanSection section,
                        const char *foreign_id);
/** redan_relay_place: its box in a diagram, in px */
void redan_relay_place (
    RedanRelay *self, const char *diagram, double x, double y, double width, double height);
/** redan_relay_point: the next bend of a flow in a diagram, in px */
void redan_relay_point (RedanRelay *self, const char *diagram, double x, double y);
/** redan_relay_extra: a leftover, kept word for word */
void redan_relay_extra (RedanRelay *self, const char *name, const char *value);

/** redan_relay_dup_text: Returns: (nullable): a member that says something, as text; lists and
 * objects become remarks */
char *redan_relay_dup_text (RedanRelay *self, RedanNode *object, const char *key);

/** redan_relay_text: passes a member on as @field of the current object */
void redan_relay_text (RedanRelay *self, RedanNode *object, const char *key, RedanField field);

/** redan_relay_describe: passes texts on as one description, each under its title (nullable) when
 * there are several.
 * @texts: (array length=n_texts): %NULL and empty ones are left out */
void redan_relay_describe (RedanRelay *self,
                           const char *const *titles,
                           const char *const *texts,
                           guint n_texts);

/** redan_relay_truth: Returns: 1 for true, 0 for false, -1 for what says neither */
int redan_relay_truth (RedanNode *object, const char *key);

/** redan_relay_number: reads a number, or a text that is one. Returns: whether it is one */
gboolean redan_relay_number (RedanNode *object, const char *key, double *number_out);

/** redan_relay_find_word: Returns: (nullable): our word for @text; compared by letters and digits
 * only */
const char *redan_relay_find_word (const RedanRelayWord *words, guint n_words, const char *text);

/** redan_relay_dup_hint: Returns: (transfer full): how to go on after it was said that @text is in
 * no row of a table: "; did you mean ..."; the table has all words of the format */
char *redan_relay_dup_hint (const RedanRelayWord *words, guint n_words, const char *text);

/** redan_relay_find_protocol: Returns: (nullable): the value of the attribute "protocol" that
 * @text spells */
const char *redan_relay_find_protocol (const char *text);

/** redan_relay_word: passes a member on as an attribute by a table of words; what is in none
 * becomes a remark */
void redan_relay_word (RedanRelay *self,
                       RedanNode *object,
                       const char *key,
                       const char *attribute,
                       const RedanRelayWord *words,
                       guint n_words);

/** redan_relay_keep: keeps @text (nullable) as an extra of the current object and lists that it
 * means nothing here; @title: how the list calls it */
void redan_relay_keep (RedanRelay *self, const char *name, const char *title, const char *text);

/** redan_relay_remark: keeps @value word for word as an extra of the current object and lists
 * that it means nothing here */
void redan_relay_remark (RedanRelay *self, const char *key, RedanNode *value);

/** redan_relay_source: keeps @object without the members @elsewhere as the extra "source", for who
 * writes the file back. @elsewhere: (array zero-terminated=1): what is written from other objects
 */
void redan_relay_source (RedanRelay *self, RedanNode *object, const char *const *elsewhere);

/** redan_relay_lose_empty: lists that no element can be in the file, when none of @lists says
 * anything. @lists: (array zero-terminated=1): members of @root, the most usual one first */
void redan_relay_lose_empty (RedanRelay *self, const RedanNode *root, const char *const *lists);

/** redan_relay_lose_misspelt: keeps @value as an extra and lists that @key is a slip of one of
 * @known that @object has not. Returns: whether it is one; else nothing was done */
gboolean redan_relay_lose_misspelt (RedanRelay *self,
                                    const RedanNode *object,
                                    const char *const *known,
                                    const char *key,
                                    const RedanNode *value);

/** redan_relay_rest: redan_relay_remark() for all members that say something and are not in
 * @known; a slip of one of these that is missing is told as such */
void redan_relay_rest (RedanRelay *self, RedanNode *object, const char *const *known);

/** redan_relay_first_line: Returns: (transfer full): what can be a name: the first line, cut
 * between words */
char *redan_relay_first_line (const char *text);

/** redan_relay_tags: passes a list of texts on as tags of the current object */
void redan_relay_tags (RedanRelay *self, RedanNode *object, const char *key);

/** redan_relay_in_place: a mitigation that a person called done: declared, with a strength that is
 * listed as a guess; without one what it mitigates would rank like an open threat */
void redan_relay_in_place (RedanRelay *self);

/** redan_relay_is_claimed: Returns: whether an object of @section was given this id */
gboolean redan_relay_is_claimed (RedanRelay *self, RedanSection section, const char *id);

/** redan_relay_check_lists: Returns: whether @root is an object and each of @lists, when it is
 * there, a list of objects */
gboolean redan_relay_check_lists (RedanNode *root, const char *const *lists, GError **error);

G_END_DECLS
