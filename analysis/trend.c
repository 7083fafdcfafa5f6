/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the changes between two models in steps, by what they are about, and analyses each step. */

#include "analysis/trend.h"

#include "analysis/assessment.h"
#include "analysis/traceability.h"

const char *
redan_trend_part_get_word (RedanTrendPart part)
{
  static const char *const words[REDAN_N_TREND_PARTS] = { "detail", "answers", "reality",
                                                          "catalogue" };

  return words[part];
}

/* Whether the object says anything under the field: one more member of a set is no first answer. */
static gboolean
says (const RedanModel *model, const RedanChange *change)
{
  const RedanObject *object = redan_model_lookup (model, &change->object);
  guint n = 0;

  if (object != NULL)
    redan_object_get_range (object, change->field, &n);
  return n > 0;
}

static gboolean
is_value (const RedanSchema *schema, const RedanChange *change)
{
  return redan_field_get_attribute (schema, change->field) != NULL ||
         (change->section == REDAN_SECTION_FACT && change->field != REDAN_FIELD_EXISTS);
}

RedanTrendPart
redan_trend_part_of (const RedanDifference *difference, const RedanChange *change)
{
  const RedanSchema *schema = redan_model_get_schema (difference->to);
  const gboolean in_both = redan_model_lookup (difference->from, &change->object) != NULL &&
                           redan_model_lookup (difference->to, &change->object) != NULL;

  switch (change->section)
    {
    case REDAN_SECTION_META:
      return change->field == REDAN_FIELD_PACK ? REDAN_TREND_CATALOGUE : REDAN_TREND_DETAIL;
    case REDAN_SECTION_MITIGATION:
      return REDAN_TREND_REALITY;
    case REDAN_SECTION_DECISION:
    case REDAN_SECTION_EVIDENCE:
      return REDAN_TREND_ANSWERS;
    case REDAN_SECTION_FACT:
      if (!in_both)
        return REDAN_TREND_ANSWERS;
      break;
    default:
      break;
    }
  if (!in_both || !is_value (schema, change))
    return REDAN_TREND_DETAIL;
  return says (difference->from, change) && says (difference->to, change) ? REDAN_TREND_REALITY
                                                                          : REDAN_TREND_ANSWERS;
}

/* The changes of one part, as far as their objects are there. */
static RedanEdit *
make_edit (const RedanDifference *difference, const RedanModel *model, RedanTrendPart part)
{
  RedanEdit *edit = redan_edit_new (model, "");

  for (guint i = 0; i < redan_edit_get_n_changes (difference->edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (difference->edit, i);
      const gboolean is_there = redan_edit_keeps (edit, &change->object);

      if (redan_trend_part_of (difference, change) != part)
        continue;
      if (change->field != REDAN_FIELD_EXISTS)
        {
          if (is_there)
            redan_edit_set (edit, &change->object, change->field, change->key, change->after);
        }
      else if (change->before == NULL && !is_there)
        redan_edit_create (edit, change->section, &change->object);
      else if (change->after == NULL && is_there)
        redan_edit_delete (edit, &change->object);
    }
  return edit;
}

static gint64
analyze (const RedanAnalysis *like, RedanModel *model)
{
  const RedanAnalysisOptions options = { .as_of = like->facts->as_of };
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  g_autoptr (RedanAnalysis) analysis =
      redan_analysis_new (snapshot, like->facts->catalogue, &options);

  return analysis->totals.residual;
}

/* What the figures were when somebody signed just this model. */
static void
look_back (const RedanDifference *difference, const RedanAnalysis *before, RedanTrend *out)
{
  const RedanObject *assessment =
      redan_assessment_find_last (difference->from, before->facts->as_of);
  const char *text = assessment != NULL
                         ? redan_object_get_keyed (assessment, REDAN_FIELD_METRIC, "residual")
                         : NULL;
  g_autoptr (RedanStaleness) staleness = NULL;
  g_autoptr (GArray) packs = redan_adoption_list_packs (difference->from, before->facts->catalogue);

  staleness = redan_staleness_compute (before, NULL);
  if (text == NULL || packs->len == 0 || staleness->changed->len > 0)
    return;
  out->is_since_signed = TRUE;
  out->recorded = (gint64) (g_ascii_strtod (text, NULL) * 1000 + .5);
  out->now = before->totals.residual;
}

/* A step that cannot be made without the next one counts with that. */
void
redan_trend_compute (const RedanDifference *difference,
                     const RedanAnalysis *before,
                     const RedanAnalysis *after,
                     RedanTrend *out)
{
  g_autoptr (RedanModel) model = redan_model_copy (before->facts->snapshot->model);
  gint64 residual = before->totals.residual;

  *out = (RedanTrend){ 0 };
  look_back (difference, before, out);
  for (guint part = 0; part < REDAN_N_TREND_PARTS; part++)
    {
      g_autoptr (RedanEdit) edit = make_edit (difference, model, (RedanTrendPart) part);
      gint64 next = residual;

      if (redan_edit_get_n_changes (edit) == 0 || !redan_edit_apply (edit, model, NULL))
        continue;
      next = analyze (before, model);
      out->parts[part] = next - residual;
      residual = next;
    }
  out->parts[REDAN_TREND_REALITY] += after->totals.residual - residual;
}
