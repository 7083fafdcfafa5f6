/* SPDX-License-Identifier: Apache-2.0 */
/* Signed reviews: what a person saw and signed on a day, and which rules of the catalogue were
 * adopted with it. */

#pragma once

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

/**
 * redan_assessment_sign:
 * @analysis: of the model that is signed, as it stands
 * @name: who signs, one line
 * @error: set when the model refuses a part of it
 *
 * Stores with every element, flow and boundary the hash of what was reviewed, the day in the fact
 * tm_review, the figures of the day as an assessment, which rules there were, and version and hash
 * of the packs in use. Two branches that sign the same model on the same day make the same
 * assessment. Cost: one more analysis.
 *
 * Returns: (transfer full) (nullable): the edit
 */
RedanEdit *redan_assessment_sign (const RedanAnalysis *analysis,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_assessment_find_last: Returns: (nullable): the newest assessment of @model up to @as_of
 * that a person signed, of the same day the one with the highest id. O(assessments) */
const RedanObject *redan_assessment_find_last (const RedanModel *model, guint as_of);

/** redan_assessment_get_days: Returns: the day of an assessment since 1900-01-01, 0 when it has
 * none */
guint redan_assessment_get_days (const RedanObject *assessment);

/** RedanAdoption: which rules of the catalogue in use were there, as they are, when the model was
 * last signed */
typedef struct
{
  const RedanObject *assessment; /* (nullable): nobody signed: everything counts as adopted */
  guint8 *adopted;               /* (array): by rule */
  guint n_rules;
  guint n_new; /* rules that are new or not as they were */
} RedanAdoption;

/**
 * redan_adoption_new:
 * @model: whose newest signed assessment up to @as_of says what was adopted
 *
 * Several people may sign on one day: what any of them saw was adopted. A rule is another one when
 * its title, condition, rating, effect or controls are. O(rules)
 */
RedanAdoption *redan_adoption_new (const RedanModel *model,
                                   const RedanCatalogue *catalogue,
                                   guint as_of) G_GNUC_WARN_UNUSED_RESULT;
void redan_adoption_free (RedanAdoption *self);

/** redan_adoption_covers: Returns: whether the threat is not owed to a change of the catalogue: its
 * rule was adopted, or a person recorded it */
gboolean redan_adoption_covers (const RedanAdoption *self, const RedanThreat *threat);

/**
 * RedanPackChange: a pack that is not as it was when the model was last signed
 * @id: of the pack
 * @before: (nullable): "version hash" as recorded; @after: (nullable): as in use, %NULL when the
 * pack is gone
 */
typedef struct
{
  char *id;
  char *before;
  char *after;
} RedanPackChange;

/** redan_adoption_list_packs: Returns: (transfer full) (element-type RedanPackChange): by id; empty
 * for a model that records no packs */
GArray *redan_adoption_list_packs (const RedanModel *model,
                                   const RedanCatalogue *catalogue) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAdoption, redan_adoption_free)

G_END_DECLS
