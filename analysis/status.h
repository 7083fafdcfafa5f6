/* SPDX-License-Identifier: Apache-2.0 */
/* How a model stands, in a few figures: one row of a portfolio. */

#pragma once

#include "analysis/assessment.h"

G_BEGIN_DECLS

/**
 * RedanStatus:
 * @name, @owner: of the model, "" when not given; owned by the model
 * @reviewed_by: (nullable): who signed last; owned by the model
 * @reviewed_on: day of the last review since 1900-01-01, 0 for none
 * @age: days since then, -1 for none; @interval: within how many the next is promised, 0 when
 * unknown
 * @is_due: there was none, or it is older than promised
 * @n_elements: in the model
 * @n_threats: threats found; @n_bands: of them by band, without those that do not apply
 * @n_undecided: from high on, without a decision
 * @n_expired: decisions and acceptances that are no longer valid
 * @n_signed: elements, flows and boundaries that somebody signed; @n_changed: of all, those that
 * changed since or are new
 * @n_conflicts: left by a merge
 * @n_objectives: by state
 * @residual: sum in 1/1000 points
 * @n_catalogue: threats owed to rules that came after the last signature
 */
typedef struct
{
  const char *name;
  const char *owner;
  const char *reviewed_by;
  guint reviewed_on;
  int age;
  guint interval;
  gboolean is_due;
  guint n_elements;
  guint n_threats;
  guint n_bands[REDAN_N_BANDS];
  guint n_undecided;
  guint n_expired;
  guint n_signed;
  guint n_changed;
  guint n_conflicts;
  guint n_objectives[REDAN_OBJECTIVE_UNKNOWN + 1];
  gint64 residual;
  guint n_catalogue;
} RedanStatus;

/** redan_status_compute: fills @out from @analysis; @objectives: (nullable): evaluated from it,
 * else that is done here. O(threats + objects) */
void redan_status_compute (const RedanAnalysis *analysis,
                           const RedanObjectives *objectives,
                           RedanStatus *out);

/** redan_threat_is_decided: Returns: whether somebody decided about it; who still looks into it has
 * not */
gboolean redan_threat_is_decided (const RedanThreat *threat);

/** redan_threat_get_band: Returns: the band of its residual */
RedanBand redan_threat_get_band (const RedanAnalysis *analysis, const RedanThreat *threat);

G_END_DECLS
