/* SPDX-License-Identifier: Apache-2.0 */
/* Names and kinds of threats prepared for searching and sorting. Private to the threat index. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanThreatTexts:
 *
 * A slot is something that has a name: element i is slot i, then come flows, boundaries, and the
 * model last. A kind is a rule, or behind all rules a recorded threat.
 */
typedef struct _RedanThreatTexts RedanThreatTexts;

RedanThreatTexts *redan_threat_texts_new (const RedanFacts *facts,
                                          RedanThreatTexts *previous) G_GNUC_WARN_UNUSED_RESULT;
void redan_threat_texts_free (RedanThreatTexts *self);

guint redan_threat_texts_get_n_slots (const RedanThreatTexts *self);
guint redan_threat_texts_get_n_kinds (const RedanThreatTexts *self);

/** redan_threat_texts_get_slot: Returns: what the threat stands on */
guint redan_threat_texts_get_slot (const RedanThreatTexts *self, const RedanThreat *threat);

/** redan_threat_texts_get_object: Returns: (nullable): the object of a slot, %NULL for the model */
const RedanObject *redan_threat_texts_get_object (const RedanThreatTexts *self, guint slot);

/** redan_threat_texts_get_kind: Returns: its rule, or the recorded threat */
guint redan_threat_texts_get_kind (const RedanThreatTexts *self, const RedanThreat *threat);

/** redan_threat_texts_get_name_ranks: Returns: (array): by slot, order of the names as people sort
 * them; equal names have equal ranks */
const guint32 *redan_threat_texts_get_name_ranks (RedanThreatTexts *self);

/** redan_threat_texts_get_kind_ranks: Returns: (array): by kind, order of the titles */
const guint32 *redan_threat_texts_get_kind_ranks (RedanThreatTexts *self);

/** redan_threat_texts_dup_kind_title: Returns: (transfer full): the title of a rule with "…" for
 * the names, or that of a recorded threat */
char *redan_threat_texts_dup_kind_title (const RedanThreatTexts *self, guint kind);

/**
 * redan_threat_texts_match:
 * @words: lower case
 * @passes: (array): by threat; set to 0 where a word does not occur
 */
void redan_threat_texts_match (RedanThreatTexts *self,
                               const char *const *words,
                               const GArray *threats,
                               guint8 *passes);

G_END_DECLS
