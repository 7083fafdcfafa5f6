/* SPDX-License-Identifier: Apache-2.0 */
/* How well a typed word fits a text: letters in order, best where words begin and where they follow
 * each other. Knows no widgets. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Bytes of a folded text and of a word that are looked at; the rest is ignored. */
#define REDAN_FUZZY_MAX_TEXT 240
#define REDAN_FUZZY_MAX_WORD 48
#define REDAN_FUZZY_MAX_WORDS 8

/** redan_fuzzy_fold: Returns: (transfer full): @text without case and accents, for comparison */
char *redan_fuzzy_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/** redan_fuzzy_append_fold: appends redan_fuzzy_fold() of @text to @folded, at most
 * %REDAN_FUZZY_MAX_TEXT bytes */
void redan_fuzzy_append_fold (const char *text, GString *folded);

/**
 * RedanFuzzyQuery: words of a query, folded
 */
typedef struct
{
  char words[REDAN_FUZZY_MAX_WORDS][REDAN_FUZZY_MAX_WORD + 1];
  guint n_words;
} RedanFuzzyQuery;

/** redan_fuzzy_query_parse: splits @text at spaces; words beyond the limits are ignored */
void redan_fuzzy_query_parse (const char *text, RedanFuzzyQuery *query_out);

/**
 * redan_fuzzy_score:
 * @query: with at least one word
 * @text: folded
 * @length: bytes of @text
 *
 * Every word must occur: as it stands, or as letters in this order that are not too scattered.
 * Higher is better: letters that follow each other, that begin words, that come early, in short
 * texts.
 *
 * Cost: O(length) for texts that do not match, else O(letters of the query * length).
 *
 * Returns: 0 when @text does not match, else a positive score
 */
guint redan_fuzzy_score (const RedanFuzzyQuery *query, const char *text, gsize length);

G_END_DECLS
