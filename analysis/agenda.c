/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers what changed, lapsed, or was never decided. */

#include "analysis/agenda.h"

#include "analysis/evidence-tally.h"

/* Where nobody promised an interval, half a year is usual. */
#define USUAL_INTERVAL 180

static const RedanThreat *
get_ranked (const RedanAnalysis *analysis, guint rank)
{
  return &g_array_index (analysis->threats, RedanThreat, analysis->ranked[rank]);
}

static void
list_undecided (RedanAgenda *self, const RedanAnalysis *analysis)
{
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (analysis, i);

      if (redan_threat_is_decided (threat))
        continue;
      if (!redan_adoption_covers (self->adoption, threat))
        g_ptr_array_add (self->catalogue, (gpointer) threat);
      else if (redan_threat_get_band (analysis, threat) >= REDAN_BAND_HIGH)
        g_ptr_array_add (self->undecided, (gpointer) threat);
    }
}

static void
list_reopened (RedanAgenda *self)
{
  const GArray *rescored = self->threats->lists[REDAN_THREATS_RESCORED];

  for (guint i = 0; i < rescored->len; i++)
    {
      const RedanThreatChange *change = &g_array_index (rescored, RedanThreatChange, i);

      if (redan_threat_is_decided (change->before) && !redan_threat_is_decided (change->after))
        g_ptr_array_add (self->reopened, (gpointer) change->after);
    }
}

static guint
get_days (const RedanObject *object, RedanField field)
{
  const char *date = redan_object_get (object, field);
  guint days = 0;

  return date != NULL && redan_days_from_date (date, &days) ? days : 0;
}

/* The review itself is on the agenda anyway. */
static void
list_stale_facts (RedanAgenda *self, const RedanFacts *facts)
{
  const guint interval = self->status.interval > 0 ? self->status.interval : USUAL_INTERVAL;
  guint n;
  const RedanObject *const *objects =
      redan_model_get_objects (facts->snapshot->model, REDAN_SECTION_FACT, &n);

  for (guint i = 0; i < n; i++)
    {
      const guint last = get_days (objects[i], REDAN_FIELD_EXPIRES);
      const guint date = get_days (objects[i], REDAN_FIELD_DATE);
      RedanStaleAnswer answer = { REDAN_STALE_EXPIRED, objects[i], last };

      if (g_strcmp0 (redan_object_get (objects[i], REDAN_FIELD_KEY), "tm_review") == 0)
        continue;
      if (last == 0 || last >= facts->as_of)
        {
          answer.kind = REDAN_STALE_OLD;
          answer.days = date;
          if (date == 0 || date > facts->as_of || facts->as_of - date <= interval)
            continue;
        }
      g_array_append_val (self->stale, answer);
    }
}

static gboolean
find_place (const RedanFacts *facts, const RedanObject *evidence, RedanControlPlace *place_out)
{
  const char *control = redan_object_get (evidence, REDAN_FIELD_CONTROL);
  RedanId target;

  *place_out = (RedanControlPlace){ .context = REDAN_CONTEXT_MODEL, .target = REDAN_NONE };
  if (control == NULL)
    return FALSE;
  place_out->control = redan_catalogue_find_control (facts->catalogue, control);
  if (place_out->control == REDAN_NONE)
    return FALSE;
  return !redan_object_get_reference (evidence, REDAN_FIELD_TARGET, &target) ||
         redan_facts_find_target (facts, &target, &place_out->context, &place_out->target);
}

static void
judge_evidence (RedanAgenda *self, const RedanAnalysis *analysis, const RedanObject *evidence)
{
  const RedanFacts *facts = analysis->facts;
  RedanEvidenceTally tally;
  RedanContradiction contradiction = { .evidence = evidence };
  RedanControlState state;
  double factor;

  if (!find_place (facts, evidence, &contradiction.place) ||
      !redan_evidence_sum (evidence, &tally) ||
      !redan_evidence_judge (&tally, redan_catalogue_get_scoring (facts->catalogue), facts->as_of,
                             &state, &factor))
    return;
  if (state == REDAN_STATE_CONTRADICTED)
    g_array_append_val (self->contradictions, contradiction);
  else if (state == REDAN_STATE_STALE)
    {
      const RedanStaleAnswer answer = { REDAN_STALE_EVIDENCE, evidence, tally.oldest };

      g_array_append_val (self->stale, answer);
    }
}

static void
list_evidence (RedanAgenda *self, const RedanAnalysis *analysis)
{
  guint n;
  const RedanObject *const *evidence =
      redan_model_get_objects (analysis->facts->snapshot->model, REDAN_SECTION_EVIDENCE, &n);
  const RedanControlPlace *conflicts = NULL;

  for (guint i = 0; i < n; i++)
    judge_evidence (self, analysis, evidence[i]);
  conflicts = redan_controls_get_conflicts (analysis->controls, &n);
  for (guint i = 0; i < n; i++)
    {
      const RedanContradiction contradiction = { conflicts[i], NULL };

      g_array_append_val (self->contradictions, contradiction);
    }
}

static void
list_waivers (RedanAgenda *self)
{
  for (guint32 i = 0; i < self->objectives->n_criteria; i++)
    {
      const RedanCriterionResult *result = &self->objectives->criteria[i];

      if (result->waiver != NULL && !result->waived)
        g_array_append_val (self->waivers, i);
    }
}

RedanAgenda *
redan_agenda_new (const RedanAnalysis *reviewed, RedanAnalysis *analysis)
{
  RedanAgenda *self = g_new0 (RedanAgenda, 1);
  const RedanFacts *facts = analysis->facts;
  const RedanQuestionOptions options = { .with_criteria = TRUE };

  self->reopened = g_ptr_array_new ();
  self->undecided = g_ptr_array_new ();
  self->catalogue = g_ptr_array_new ();
  self->stale = g_array_new (FALSE, FALSE, sizeof (RedanStaleAnswer));
  self->waivers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->contradictions = g_array_new (FALSE, FALSE, sizeof (RedanContradiction));
  self->objectives =
      redan_objectives_evaluate (facts, analysis->controls, analysis->graph, analysis->threats);
  redan_status_compute (analysis, self->objectives, &self->status);
  self->staleness = redan_staleness_compute (analysis, NULL);
  self->expired = g_ptr_array_ref (self->staleness->expired);
  self->adoption = redan_adoption_new (facts->snapshot->model, facts->catalogue, facts->as_of);
  list_undecided (self, analysis);
  if (reviewed != NULL)
    {
      self->threats = redan_threat_changes_new (reviewed, analysis);
      list_reopened (self);
    }
  list_stale_facts (self, facts);
  list_evidence (self, analysis);
  list_waivers (self);
  self->questions = redan_questions_rank (analysis, &options, NULL);
  return self;
}

void
redan_agenda_free (RedanAgenda *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->reopened);
  g_ptr_array_unref (self->undecided);
  g_ptr_array_unref (self->catalogue);
  g_ptr_array_unref (self->expired);
  g_array_unref (self->stale);
  g_array_unref (self->waivers);
  g_array_unref (self->contradictions);
  redan_threat_changes_free (self->threats);
  redan_questions_free (self->questions);
  redan_objectives_free (self->objectives);
  redan_adoption_free (self->adoption);
  redan_staleness_free (self->staleness);
  g_free (self);
}
