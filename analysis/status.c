/* SPDX-License-Identifier: Apache-2.0 */
/* Sums up an analysis in one row. */

#include "analysis/status.h"

#include "analysis/traceability.h"

gboolean
redan_threat_is_decided (const RedanThreat *threat)
{
  return threat->decision != REDAN_DECISION_OPEN && threat->decision != REDAN_DECISION_INVESTIGATE;
}

RedanBand
redan_threat_get_band (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  return redan_band_of (redan_catalogue_get_scoring (analysis->facts->catalogue),
                        threat->residual / 1000.0);
}

static void
count_threats (const RedanAnalysis *analysis, const RedanAdoption *adoption, RedanStatus *out)
{
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      out->n_undecided += !redan_threat_is_decided (threat) &&
                          redan_threat_get_band (analysis, threat) >= REDAN_BAND_HIGH;
      out->n_catalogue += !redan_adoption_covers (adoption, threat);
    }
}

static void
count_review (const RedanAnalysis *analysis, RedanStatus *out)
{
  g_autoptr (RedanStaleness) staleness = redan_staleness_compute (analysis, NULL);

  out->age = staleness->age;
  out->interval = staleness->interval;
  out->reviewed_on = staleness->age < 0 ? 0 : analysis->facts->as_of - (guint) staleness->age;
  out->is_due = staleness->age < 0 ||
                (staleness->interval > 0 && (guint) staleness->age > staleness->interval);
  out->n_expired = staleness->expired->len;
  out->n_signed = staleness->n_signed;
  out->n_changed = staleness->n_signed > 0 ? staleness->changed->len : 0;
}

void
redan_status_compute (const RedanAnalysis *analysis,
                      const RedanObjectives *objectives,
                      RedanStatus *out)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  const RedanObject *meta = redan_model_get_meta (model);
  const char *owner = redan_object_get (meta, REDAN_FIELD_OWNER);
  g_autoptr (RedanObjectives) own =
      objectives != NULL ? NULL
                         : redan_objectives_evaluate (analysis->facts, analysis->controls,
                                                      analysis->graph, analysis->threats);
  const RedanObjectives *results = objectives != NULL ? objectives : own;
  g_autoptr (RedanAdoption) adoption =
      redan_adoption_new (model, analysis->facts->catalogue, analysis->facts->as_of);

  *out = (RedanStatus){ .name = redan_object_get_name (meta) };
  out->owner = owner != NULL ? owner : "";
  out->n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  out->n_conflicts = redan_model_get_n (model, REDAN_SECTION_CONFLICT);
  out->n_threats = analysis->threats->len;
  out->residual = analysis->totals.residual;
  for (guint band = 0; band < REDAN_N_BANDS; band++)
    out->n_bands[band] = analysis->totals.bands[band];
  for (guint i = 0; i < results->n_objectives; i++)
    out->n_objectives[results->objectives[i].state]++;
  if (adoption->assessment != NULL)
    out->reviewed_by = redan_object_get_name (adoption->assessment);
  count_threats (analysis, adoption, out);
  count_review (analysis, out);
}
