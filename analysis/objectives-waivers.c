/* SPDX-License-Identifier: Apache-2.0 */
/* Which criteria somebody waived, and whether the waiver counts on the day of the analysis. */

#include "config.h"

#include "analysis/objectives-private.h"

#include <string.h>

static gboolean
has_text (const RedanObject *waiver, RedanField field)
{
  const char *text = redan_object_get (waiver, field);

  return text != NULL && strspn (text, " \t\n") < strlen (text);
}

const char *
redan_waiver_standing_get_word (RedanWaiverStanding standing)
{
  static const char *const words[] = { "none", "counts", "expired", "not-yet", "incomplete" };

  g_return_val_if_fail (standing < G_N_ELEMENTS (words), NULL);

  return words[standing];
}

/* Nobody's exception without a reason is none. */
static RedanWaiverStanding
judge (const RedanFacts *facts, const RedanObject *waiver)
{
  const char *expires = redan_object_get (waiver, REDAN_FIELD_EXPIRES);
  const char *date = redan_object_get (waiver, REDAN_FIELD_DATE);
  guint days;

  if (!has_text (waiver, REDAN_FIELD_OWNER) || !has_text (waiver, REDAN_FIELD_REASON))
    return REDAN_WAIVER_INCOMPLETE;
  if (expires != NULL && redan_days_from_date (expires, &days) && days < facts->as_of)
    return REDAN_WAIVER_EXPIRED;
  if (date != NULL && redan_days_from_date (date, &days) && days > facts->as_of)
    return REDAN_WAIVER_NOT_YET;

  return REDAN_WAIVER_COUNTS;
}

void
objectives_apply_waivers (const RedanFacts *facts, RedanObjectives *results)
{
  const RedanModel *model = facts->snapshot->model;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_WAIVER); i++)
    {
      const RedanObject *waiver = redan_model_get_nth (model, REDAN_SECTION_WAIVER, i);
      const char *id = redan_object_get (waiver, REDAN_FIELD_CRITERION);
      guint32 criterion =
          id == NULL ? REDAN_NONE : redan_catalogue_find_criterion (facts->catalogue, id);
      RedanCriterionResult *result;

      if (criterion == REDAN_NONE)
        continue;
      result = &results->criteria[criterion];
      if (result->waived)
        continue;
      result->waiver = waiver;
      result->standing = judge (facts, waiver);
      result->waived = result->standing == REDAN_WAIVER_COUNTS;
    }
}
