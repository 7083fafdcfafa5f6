/* SPDX-License-Identifier: Apache-2.0 */
/* Joins threats, controls and evidence, and lists what has no counterpart; staleness of the model.
 */

#include "config.h"

#include "analysis/traceability.h"

#include "analysis/objectives-private.h"

#include <string.h>

/* ---- traceability ---- */

/* The newest evidence about a control on an object; of one day the later id. */
static GHashTable *
index_evidence (const RedanModel *model)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_EVIDENCE); i++)
    {
      const RedanObject *evidence = redan_model_get_nth (model, REDAN_SECTION_EVIDENCE, i);
      const char *control = redan_object_get (evidence, REDAN_FIELD_CONTROL);
      const char *target = redan_object_get (evidence, REDAN_FIELD_TARGET);
      const char *date = redan_object_get (evidence, REDAN_FIELD_DATE);
      const RedanObject *old;
      char *key;

      if (control == NULL)
        continue;
      key = g_strconcat (control, " ", target == NULL ? "" : target, NULL);
      old = g_hash_table_lookup (index, key);
      if (old == NULL || g_strcmp0 (redan_object_get (old, REDAN_FIELD_DATE), date) <= 0)
        g_hash_table_insert (index, key, (gpointer) evidence);
      else
        g_free (key);
    }

  return index;
}

static const RedanObject *
find_evidence (GHashTable *index, const Assessment *self, const RedanTrace *trace)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, NULL);
  const RedanObject *object = redan_facts_get_object (self->facts, trace->context, trace->target);
  g_autofree char *key = NULL;
  RedanIdText id = "";

  if (g_hash_table_size (index) == 0)
    return NULL;
  if (object != NULL)
    redan_id_to_text (&object->id, id);
  key = g_strconcat (controls[trace->control].id, " ", id, NULL);

  return g_hash_table_lookup (index, key);
}

static void
add_traces (RedanTraceability *out,
            const Assessment *self,
            const RedanThreat *threat,
            GHashTable *evidence,
            guint8 *asked)
{
  const RedanRule *rule = redan_threat_get_rule (self->facts, threat);
  guint first = out->traces->len;

  for (guint i = 0; rule != NULL && i < rule->n_controls; i++)
    {
      RedanTrace trace = { .threat = threat, .control = rule->controls[i] };

      asked[trace.control] = TRUE;
      if (!objectives_find_place (self, threat, trace.control, &trace.context, &trace.target))
        continue;
      trace.state =
          redan_controls_get_state (self->controls, trace.control, trace.context, trace.target);
      trace.evidence = find_evidence (evidence, self, &trace);
      g_array_append_val (out->traces, trace);
    }
  if (out->traces->len == first)
    {
      RedanTrace trace = { .threat = threat, .control = REDAN_NONE, .target = REDAN_NONE };

      g_array_append_val (out->traces, trace);
    }
}

static gboolean
has_owner (const RedanThreat *threat, const RedanFacts *facts)
{
  const RedanObject *said =
      threat->decision_object != NULL ? threat->decision_object
      : threat->recorded != REDAN_NONE
          ? redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded)
          : NULL;

  return said != NULL && redan_object_get (said, REDAN_FIELD_OWNER) != NULL;
}

static void
note_orphan (RedanTraceability *out, const Assessment *self, const RedanThreat *threat, guint index)
{
  const RedanRule *rule = redan_threat_get_rule (self->facts, threat);

  if (threat->residual / 1000.0 < self->scoring->band[REDAN_BAND_HIGH])
    return;
  if (rule == NULL || rule->n_objectives == 0)
    g_array_append_val (out->without_objective, index);
  if (threat->decision == REDAN_DECISION_OPEN || threat->decision == REDAN_DECISION_INVESTIGATE ||
      !has_owner (threat, self->facts))
    g_array_append_val (out->without_decision, index);
}

static gboolean
is_tested (const Assessment *self, guint32 control)
{
  const guint n_targets[REDAN_N_CONTEXTS] = { self->facts->snapshot->n_elements,
                                              self->facts->n_interactions,
                                              self->facts->snapshot->n_boundaries, 1 };

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint32 i = 0;
         redan_controls_has_context (self->controls, control, context) && i < n_targets[context];
         i++)
      {
        RedanControlState state =
            redan_controls_get_state (self->controls, control, (RedanContext) context, i);

        if (state == REDAN_STATE_ATTESTED || state == REDAN_STATE_VALIDATED ||
            state == REDAN_STATE_STALE)
          return TRUE;
      }

  return FALSE;
}

static void
list_untested (RedanTraceability *out, const Assessment *self)
{
  guint n_objectives;
  guint n_controls;
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->facts->catalogue, &n_objectives);
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n_controls);
  g_autofree guint8 *tested = g_new0 (guint8, n_objectives + 1);

  for (guint32 i = 0; i < n_controls; i++)
    {
      gboolean is = is_tested (self, i);

      for (guint j = 0; is && j < controls[i].n_objectives; j++)
        tested[controls[i].objectives[j]] = TRUE;
    }
  for (guint32 i = 0; i < n_objectives; i++)
    if (strcmp (objectives[i].group, "bp") == 0 && !tested[i])
      g_array_append_val (out->without_test, i);
}

static void
list_unasked (RedanTraceability *out, const Assessment *self, const guint8 *asked)
{
  const RedanModel *model = self->facts->snapshot->model;
  guint n_controls;
  g_autofree guint8 *listed = NULL;

  redan_catalogue_get_controls (self->facts->catalogue, &n_controls);
  listed = g_new0 (guint8, n_controls + 1);
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_MITIGATION); i++)
    {
      const char *id = redan_object_get (redan_model_get_nth (model, REDAN_SECTION_MITIGATION, i),
                                         REDAN_FIELD_CONTROL);
      guint32 control =
          id == NULL ? REDAN_NONE : redan_catalogue_find_control (self->facts->catalogue, id);

      if (control == REDAN_NONE || asked[control] || listed[control])
        continue;
      listed[control] = TRUE;
      g_array_append_val (out->without_threat, control);
    }
}

RedanTraceability *
redan_traceability_compute (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  RedanTraceability *out = g_new0 (RedanTraceability, 1);
  g_autoptr (GHashTable) evidence = index_evidence (analysis->facts->snapshot->model);
  g_autoptr (ScopeMask) mask = NULL;
  g_autofree guint8 *asked = NULL;
  Assessment self;
  guint n_controls;

  assessment_init (&self, analysis, scope, &mask);
  redan_catalogue_get_controls (analysis->facts->catalogue, &n_controls);
  asked = g_new0 (guint8, n_controls + 1);
  out->traces = g_array_new (FALSE, FALSE, sizeof (RedanTrace));
  out->without_objective = g_array_new (FALSE, FALSE, sizeof (guint));
  out->without_decision = g_array_new (FALSE, FALSE, sizeof (guint));
  out->without_test = g_array_new (FALSE, FALSE, sizeof (guint32));
  out->without_threat = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      guint index = analysis->ranked[i];
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);

      if (threat->decision == REDAN_DECISION_NOT_APPLICABLE || !threat->scored ||
          threat->residual / 1000.0 < self.scoring->band[REDAN_BAND_MEDIUM] ||
          !scope_holds (mask, threat->context, threat->target))
        continue;
      add_traces (out, &self, threat, evidence, asked);
      note_orphan (out, &self, threat, index);
    }
  list_untested (out, &self);
  list_unasked (out, &self, asked);

  return out;
}

void
redan_traceability_free (RedanTraceability *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->traces);
  g_array_unref (self->without_objective);
  g_array_unref (self->without_decision);
  g_array_unref (self->without_test);
  g_array_unref (self->without_threat);
  g_free (self);
}

/* ---- staleness ---- */

static const RedanFactValue *
get_fact (const RedanFacts *facts, const char *name)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_PROGRAMME, name, -1);

  return attribute == NULL ? NULL : &facts->programme[attribute->index];
}

static void
list_expired (RedanStaleness *out, const RedanFacts *facts)
{
  static const RedanSection sections[] = { REDAN_SECTION_DECISION, REDAN_SECTION_THREAT };
  const RedanModel *model = facts->snapshot->model;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (model, sections[i], j);

        if (redan_object_is_expired (object, facts->as_of))
          g_ptr_array_add (out->expired, (gpointer) object);
      }
}

RedanStaleness *
redan_staleness_compute (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  const RedanFacts *facts = analysis->facts;
  const RedanFactValue *review = get_fact (facts, "tm_review");
  const RedanFactValue *interval = get_fact (facts, "tm_interval_days");
  RedanStaleness *out = g_new0 (RedanStaleness, 1);
  g_autoptr (ScopeMask) mask = NULL;
  Assessment self;
  double changed = 0;
  double total;

  assessment_init (&self, analysis, scope, &mask);
  out->changed = g_array_new (FALSE, FALSE, sizeof (RedanCriterionTarget));
  out->expired = g_ptr_array_new ();
  out->age = review == NULL || review->days == 0 || review->days > facts->as_of
                 ? -1
                 : (int) (facts->as_of - review->days);
  out->interval = interval != NULL && interval->has_number && interval->number > 0
                      ? (guint) interval->number
                      : 0;
  self.targets = out->changed;
  out->n_signed = objectives_list_changed (&self);
  redan_graph_get_value (analysis->graph, 0, &total);
  for (guint i = 0; i < out->changed->len; i++)
    {
      const RedanCriterionTarget *target = &g_array_index (out->changed, RedanCriterionTarget, i);

      if (target->context == REDAN_CONTEXT_ELEMENT)
        changed += redan_graph_get_value (analysis->graph, target->target, NULL);
      out->n_boundaries += target->context == REDAN_CONTEXT_BOUNDARY;
    }
  out->changed_value = total > 0 ? changed / total : 0;
  list_expired (out, facts);

  return out;
}

void
redan_staleness_free (RedanStaleness *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->changed);
  g_ptr_array_unref (self->expired);
  g_free (self);
}
