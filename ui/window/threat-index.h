/* SPDX-License-Identifier: Apache-2.0 */
/* Which threats a table shows and in which order: filters, sorting, groups and folding over plain
 * arrays. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_THREAT_SORT_RANK,
  REDAN_THREAT_SORT_SEVERITY, /* the most severe first, what is not rated last */
  REDAN_THREAT_SORT_TITLE,    /* by kind of threat, then by what it stands on */
  REDAN_THREAT_SORT_ELEMENT,
  REDAN_THREAT_SORT_CATEGORY, /* in the order of STRIDE */
  REDAN_THREAT_SORT_RESIDUAL, /* the highest first */
  REDAN_THREAT_SORT_DECISION,
  REDAN_THREAT_SORT_OWNER, /* without owner last */
} RedanThreatSort;

typedef enum
{
  REDAN_THREAT_GROUP_NONE,
  REDAN_THREAT_GROUP_ELEMENT,
  REDAN_THREAT_GROUP_RULE,
  REDAN_THREAT_GROUP_OBJECTIVE, /* a threat stands under each objective of its rule */
} RedanThreatGrouping;

typedef enum
{
  REDAN_THREAT_CONFIRMED_ANY,
  REDAN_THREAT_CONFIRMED_YES,
  REDAN_THREAT_CONFIRMED_NO,
} RedanThreatConfirmed;

/** Bits of the categories: position in "STRIDE", and one for all others. */
#define REDAN_THREAT_N_CATEGORIES 7

/**
 * RedanThreatQuery:
 * @words: (nullable): every word must occur in the words of the rule, in its id, in the category,
 * or in a name that the threat mentions; in any case
 * @categories: mask by position in "STRIDE", bit 6 for the rest; 0 for all
 * @decisions: mask by RedanDecision; 0 for all
 * @objects: (nullable) (element-type RedanId): a set; only threats on these
 * @diagram: only what stands on this diagram; the null id for all
 * @collapsed: (nullable): a set of keys of groups whose rows are hidden
 * @fold: show at most so many cards (analysis/cards.h) as long as nothing narrows the list and
 * nothing groups it; 0 for all threats
 */
typedef struct
{
  const char *words;
  RedanBand band;
  guint categories;
  guint decisions;
  RedanThreatConfirmed confirmed;
  GHashTable *objects;
  RedanId diagram;
  RedanThreatSort sort;
  gboolean descending;
  RedanThreatGrouping grouping;
  GHashTable *collapsed;
  guint fold;
} RedanThreatQuery;

/** redan_threat_query_narrows: Returns: whether any filter is set */
gboolean redan_threat_query_narrows (const RedanThreatQuery *self);

/** RedanThreatRow: a threat, the head of a group (@threat is %REDAN_NONE), or what is folded (both
 * are) */
typedef struct
{
  guint32 threat;
  guint32 group;
} RedanThreatRow;

/** RedanThreatGroup: @key: stays the same in later analyses; @sum: of the residuals, in 1/1000 */
typedef struct
{
  char *key;
  char *title;
  guint count;
  gint64 sum;
  gboolean collapsed;
} RedanThreatGroup;

/**
 * RedanThreatRows:
 * @rows: (element-type RedanThreatRow)
 * @groups: (element-type RedanThreatGroup): the highest sum first
 * @cards: (element-type guint32) (nullable): the threats that stand for the rest, in their own order
 * @n_matches: threats that pass the filters
 * @n_folded, @n_folded_kinds: what the last row stands for
 */
typedef struct
{
  GArray *rows;
  GArray *groups;
  GArray *cards;
  guint n_matches;
  guint n_folded;
  guint n_folded_kinds;
} RedanThreatRows;

void redan_threat_rows_free (RedanThreatRows *self);

typedef struct _RedanThreatIndex RedanThreatIndex;

/**
 * redan_threat_index_new:
 * @previous: (nullable): of an earlier analysis, whose texts are taken over where names did not
 * change
 *
 * Takes references; texts and orders are made when they are first asked for.
 */
RedanThreatIndex *redan_threat_index_new (const RedanAnalysis *analysis,
                                          RedanThreatIndex *previous) G_GNUC_WARN_UNUSED_RESULT;
void redan_threat_index_free (RedanThreatIndex *self);

const RedanAnalysis *redan_threat_index_get_analysis (const RedanThreatIndex *self);

/** redan_threat_index_get_rank: Returns: place of a threat in the ranking, from 1 */
guint redan_threat_index_get_rank (const RedanThreatIndex *self, guint threat);

/**
 * redan_threat_index_query:
 *
 * Cost: O(threats), O(threats * log threats) when they are sorted; the first search or sort by
 * names O(names * log names) more.
 *
 * Returns: (transfer full): the rows
 */
RedanThreatRows *redan_threat_index_query (RedanThreatIndex *self,
                                           const RedanThreatQuery *query) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_threat_find_same:
 * @old, @now: analyses of the same document and catalogue
 * @threats: (array length=n): indices of threats of @old, replaced by those of @now
 *
 * What is gone becomes %REDAN_NONE. O(n) when little changed.
 */
void redan_threat_find_same (const RedanAnalysis *old,
                             const RedanAnalysis *now,
                             guint32 *threats,
                             guint n);

/** redan_threat_get_owner: Returns: (nullable): who is to deal with it */
const char *redan_threat_get_owner (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_get_record: Returns: (nullable): the object that holds the decision: the decision
 * on a threat of a rule, or the recorded threat itself */
const RedanObject *redan_threat_get_record (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_is_expired: Returns: whether it was accepted until a day before that of the
 * analysis */
gboolean redan_threat_is_expired (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_get_category_index: Returns: position in "STRIDE", 6 for the rest */
guint redan_threat_get_category_index (const RedanFacts *facts, const RedanThreat *threat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanThreatRows, redan_threat_rows_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanThreatIndex, redan_threat_index_free)

G_END_DECLS
