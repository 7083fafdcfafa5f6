/* SPDX-License-Identifier: Apache-2.0 */
/* What to look at first: threats of one cause as one card, and a choice of cards in which nothing crowds out the rest. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanCard:
 * The threats of one cause, for a person to decide at once: of one rule, or of rules that name the same cause. A threat that
 * a person recorded is a cause of its own.
 *
 * @first: index of the worst of them in the threats of the analysis
 * @n: how many threats stand behind it, the worst included
 * @threats: (array length=n): their indices, by rank
 */
typedef struct
{
  guint32 first;
  guint32 n;
  const guint32 *threats;
} RedanCard;

/**
 * RedanCards:
 * @cards: (array length=n): the first cards, the most urgent first
 * @n_hidden: threats behind the cards that are not the worst of theirs, and those on no card
 * @n_hidden_unconfirmed: those of them that wait for an answer
 * @n_causes: causes in all
 */
typedef struct
{
  RedanCard *cards;
  guint n;
  guint32 *order;
  guint n_hidden;
  guint n_hidden_unconfirmed;
  guint n_causes;
} RedanCards;

/**
 * redan_cards_new:
 * @limit: how many cards; 0 for ten
 *
 * Cards go by path and value: by the residual of a threat, which knows the path, times the value of what it stands on
 * (card_value) and of what falls with it. Elements without data come after those with data where the model says anything
 * about data, and what is below production and not confidential after the rest. Each card of one account or outermost zone
 * makes the next one of it weigh less (card_zone). Of the first cards at most two stand on one element, flow or boundary, one
 * on what is below production, one on a cause, and three are unconfirmed, as the constants card_element and card_unconfirmed
 * say. What scores highest, and is not below production, is the first card whatever it stands on. Threats that somebody has
 * decided are left out. Pure and deterministic. Cost: O(cards * threats).
 *
 * Returns: (transfer full): the cards
 */
RedanCards *redan_cards_new (const RedanAnalysis *analysis, guint limit) G_GNUC_WARN_UNUSED_RESULT;
void redan_cards_free (RedanCards *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanCards, redan_cards_free)

G_END_DECLS
