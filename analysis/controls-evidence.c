/* SPDX-License-Identifier: Apache-2.0 */
/* Control states by evidence: what checks found stands above what people and attributes say. */

#include "config.h"

#include "analysis/controls-columns-private.h"
#include "analysis/evidence-tally.h"

/* What evidence decides, it decides against placements and attributes (decision 20). */
static void
decide (RedanControls *self,
        guint32 control,
        RedanContext context,
        guint32 target,
        const RedanEvidenceTally *tally)
{
  Column *column = &self->columns[context][control];
  RedanControlState state;
  double factor;

  if (target >= self->n_targets[context] ||
      !redan_controls_applies (self, control, context, target) ||
      !redan_evidence_judge (tally, self->scoring, self->facts->as_of, &state, &factor))
    return;

  controls_ensure_placed (self, column, context);
  if (column->factors == NULL)
    {
      column->factors = g_new (float, self->n_targets[context]);
      for (guint i = 0; i < self->n_targets[context]; i++)
        column->factors[i] = -1;
    }
  column->placed[target] = (guint8) state;
  column->factors[target] = (float) factor;
}

static void
read_evidence (RedanControls *self, const RedanObject *evidence, const guint8 *wanted)
{
  const char *control_id = redan_object_get (evidence, REDAN_FIELD_CONTROL);
  guint32 control = control_id != NULL
                        ? redan_catalogue_find_control (self->facts->catalogue, control_id)
                        : REDAN_NONE;
  RedanEvidenceTally tally;
  RedanContext context;
  guint32 targets[2];
  guint n;

  if (control == REDAN_NONE || (wanted != NULL && !wanted[control]) ||
      !redan_evidence_sum (evidence, &tally))
    return;
  n = controls_list_places (self, evidence, &context, targets);
  for (guint i = 0; i < n; i++)
    decide (self, control, context, targets[i], &tally);
}

void
controls_read_evidence (RedanControls *self, const guint8 *wanted)
{
  const RedanModel *model = self->facts->snapshot->model;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_EVIDENCE); i++)
    read_evidence (self, redan_model_get_nth (model, REDAN_SECTION_EVIDENCE, i), wanted);
}
