/* SPDX-License-Identifier: Apache-2.0 */
/* Matches the notes on services with the controls that open high threats ask for. */

#include "config.h"

#include "analysis/services.h"

#include "analysis/objectives-private.h"

#include <string.h>

#define STILL_THERE                                                                                \
  (1u << REDAN_DECISION_OPEN | 1u << REDAN_DECISION_INVESTIGATE | 1u << REDAN_DECISION_MITIGATE)

typedef struct
{
  const Assessment *assessment;
  const RedanServiceNote *notes;
  GArray *rows;     /* by note */
  guint32 *stamp;   /* by note: threat counted last, plus one */
  GArray **answers; /* by control, nullable: notes that bring it */
} Match;

static guint
get_last_review (const RedanFacts *facts)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_PROGRAMME, "service_review", -1);
  guint days = attribute == NULL ? 0 : facts->programme[attribute->index].days;

  return days <= facts->as_of ? days : 0;
}

static const RedanObject *
find_decision (const RedanFacts *facts, const RedanServiceNote *note)
{
  RedanId id = redan_decision_id (note->id, NULL, FALSE);
  const RedanObject *decision = redan_model_lookup (facts->snapshot->model, &id);
  const char *word;

  if (decision == NULL || decision->section != REDAN_SECTION_DECISION)
    return NULL;
  word = redan_object_get (decision, REDAN_FIELD_DECISION);
  if (word == NULL || strcmp (word, "open") == 0 ||
      redan_object_is_expired (decision, facts->as_of))
    return NULL;

  return decision;
}

/* What stands already is no news; a service counts once for a threat, by its strongest control. */
static void
match_threat (Match *self, guint index, const RedanThreat *threat, const RedanRule *rule)
{
  const Assessment *assessment = self->assessment;
  const RedanControl *controls = redan_catalogue_get_controls (assessment->facts->catalogue, NULL);

  for (guint i = 0; i < rule->n_controls; i++)
    {
      guint32 control = rule->controls[i];
      const GArray *answers = self->answers[control];
      RedanContext context;
      guint32 target;

      if (answers == NULL ||
          !objectives_find_place (assessment, threat, control, &context, &target) ||
          redan_controls_get_validation (assessment->controls, control, context, target) > 0)
        continue;
      for (guint j = 0; j < answers->len; j++)
        {
          guint32 note = g_array_index (answers, guint32, j);
          RedanServiceRow *row = &g_array_index (self->rows, RedanServiceRow, note);

          if (self->stamp[note] == index + 1)
            continue;
          self->stamp[note] = index + 1;
          row->n_threats++;
          row->benefit += threat->residual / 1000.0 * controls[control].strength;
        }
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RedanServiceRow *x = a;
  const RedanServiceRow *y = b;

  if (x->is_open != y->is_open)
    return x->is_open ? -1 : 1;
  if (x->per_effort != y->per_effort)
    return x->per_effort > y->per_effort ? -1 : 1;

  return (x->note > y->note) - (x->note < y->note);
}

static void
match_threats (Match *self)
{
  const Assessment *assessment = self->assessment;
  const RedanRule *rules = redan_catalogue_get_rules (assessment->facts->catalogue, NULL);

  for (guint i = 0; i < assessment->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (assessment->threats, RedanThreat, i);

      if (threat->rule != REDAN_NONE && threat->scored &&
          threat->residual / 1000.0 >= assessment->scoring->band[REDAN_BAND_HIGH] &&
          (STILL_THERE >> threat->decision & 1) != 0 &&
          scope_holds (assessment->mask, threat->context, threat->target))
        match_threat (self, i, threat, &rules[threat->rule]);
    }
}

GArray *
services_list (const Assessment *assessment)
{
  const RedanFacts *facts = assessment->facts;
  guint last_review = get_last_review (facts);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (RedanServiceRow));
  Match self = { .assessment = assessment, .rows = rows };
  guint n_controls;
  guint n_notes;
  guint n = 0;

  redan_catalogue_get_controls (facts->catalogue, &n_controls);
  self.notes = redan_catalogue_get_service_notes (facts->catalogue, &n_notes);
  self.answers = g_new0 (GArray *, n_controls + 1);
  self.stamp = g_new0 (guint32, n_notes + 1);
  g_array_set_size (rows, n_notes);
  for (guint32 i = 0; i < n_notes; i++)
    for (guint j = 0; j < self.notes[i].n_controls && self.notes[i].since <= facts->as_of; j++)
      {
        GArray **answers = &self.answers[self.notes[i].controls[j]];

        if (*answers == NULL)
          *answers = g_array_new (FALSE, FALSE, sizeof (guint32));
        g_array_append_val (*answers, i);
      }
  match_threats (&self);

  for (guint32 i = 0; i < n_notes; i++)
    {
      RedanServiceRow row = g_array_index (rows, RedanServiceRow, i);

      row.note = i;
      row.decision = find_decision (facts, &self.notes[i]);
      row.is_new = self.notes[i].since > last_review;
      row.is_open = row.is_new && row.n_threats > 0 && row.decision == NULL;
      row.per_effort = row.benefit / assessment->scoring->effort[self.notes[i].cost];
      if (self.notes[i].since <= facts->as_of && (row.n_threats > 0 || row.decision != NULL))
        g_array_index (rows, RedanServiceRow, n++) = row;
    }
  g_array_set_size (rows, n);
  g_array_sort (rows, compare_rows);

  for (guint i = 0; i < n_controls; i++)
    g_clear_pointer (&self.answers[i], g_array_unref);
  g_free (self.answers);
  g_free (self.stamp);

  return rows;
}

GArray *
redan_services_list (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  return services_list (&assessment);
}
