/* SPDX-License-Identifier: Apache-2.0 */
/* What a person should do next with a model: a few things, the most useful first. */

#include "ui/report/next-steps.h"

#include <glib/gi18n-lib.h>

#include "ui/report/inspection.h"
#include "ui/report/wording.h"

void
redan_next_step_free (RedanNextStep *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->reason);
  g_free (self->ids);
  g_free (self->threat_id);
  g_free (self);
}

static RedanNextStep *
add_step (GPtrArray *steps, char *title, const char *reason, const GArray *ids)
{
  RedanNextStep *step = g_new0 (RedanNextStep, 1);

  step->title = title;
  step->reason = g_strdup (reason);
  if (ids != NULL)
    {
      step->n_ids = ids->len;
      step->ids = g_memdup2 (ids->data, ids->len * sizeof (RedanId));
    }
  g_ptr_array_add (steps, step);
  return step;
}

static void
add_drawing (GPtrArray *steps, const RedanSnapshot *snapshot)
{
  if (snapshot->n_elements == 0)
    add_step (steps, g_strdup (_ ("Draw what there is")),
              _ ("Actors, processes, stores, and the flows between them"), NULL);
  else if (snapshot->n_flows == 0)
    add_step (steps, g_strdup (_ ("Connect what you drew")),
              _ ("Most threats stand on flows between elements"), NULL);
}

static void
add_loose_flows (GPtrArray *steps, const RedanSnapshot *snapshot)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < snapshot->n_flows; i++)
    if (snapshot->flow_source[i] == REDAN_NONE || snapshot->flow_target[i] == REDAN_NONE)
      g_array_append_val (ids, snapshot->flows[i]->id);
  if (ids->len > 0)
    add_step (steps,
              g_strdup_printf (ngettext ("Connect %u flow that has a loose end",
                                         "Connect %u flows that have loose ends", ids->len),
                               ids->len),
              _ ("A flow with a loose end is not analysed"), ids);
}

static void
add_technologies (GPtrArray *steps, const RedanFacts *facts)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < snapshot->n_elements; i++)
    if (facts->element_in_scope[i] && snapshot->element_kind[i] >= REDAN_ELEMENT_PROCESS &&
        redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, i, "tech") < REDAN_CODE_FIRST)
      g_array_append_val (ids, snapshot->elements[i]->id);
  if (ids->len > 0)
    add_step (steps,
              g_strdup_printf (ngettext ("Choose the technology of %u element",
                                         "Choose the technology of %u elements", ids->len),
                               ids->len),
              _ ("It decides which threats and questions there are"), ids);
}

static void
add_data (GPtrArray *steps, const RedanFacts *facts)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autofree guint8 *has_data = g_malloc0 (snapshot->n_elements + 1);

  for (guint i = 0; snapshot->n_assets > 0 && i < snapshot->stored_offset[snapshot->n_assets]; i++)
    has_data[snapshot->stored_element[i]] = TRUE;
  for (guint i = 0; i < snapshot->n_elements; i++)
    if (!has_data[i] && facts->element_in_scope[i] &&
        snapshot->element_kind[i] == REDAN_ELEMENT_STORE &&
        redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, i, "data_class") < REDAN_CODE_FIRST)
      g_array_append_val (ids, snapshot->elements[i]->id);
  if (ids->len > 0)
    add_step (steps,
              g_strdup_printf (ngettext ("Say what data is in %u store",
                                         "Say what data is in %u stores", ids->len),
                               ids->len),
              _ ("The worth of the data decides how bad a threat is"), ids);
}

static void
add_decision (GPtrArray *steps, const RedanAnalysis *analysis)
{
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);
      g_autofree char *title = NULL;
      g_autofree char *visible = NULL;
      RedanNextStep *step = NULL;

      if (threat->decision != REDAN_DECISION_OPEN || !threat->scored)
        continue;
      title = redan_threat_dup_title (analysis->facts, threat);
      visible = redan_text_make_visible (title);
      step = add_step (steps, g_strdup_printf (_ ("Decide: %s"), visible),
                       _ ("The highest threat without a decision"), NULL);
      step->threat_id = redan_threat_dup_id (analysis->facts, threat);
      return;
    }
}

/** The most wanted answer about the element with the highest score. */
static void
add_question (GPtrArray *steps, const RedanAnalysis *analysis)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autoptr (GArray) inspected = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  const RedanInspected *first = NULL;
  g_autofree char *name = NULL;
  double best = -1;
  guint worst = 0;

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      const double score = redan_analysis_get_element_score (analysis, i);

      if (score <= best)
        continue;
      best = score;
      worst = i;
    }
  if (best < 0)
    return;
  inspected = redan_inspection_list (analysis, &snapshot->elements[worst]->id, 1);
  first = inspected->len > 0 ? &g_array_index (inspected, RedanInspected, 0) : NULL;
  if (first == NULL || !first->is_open || first->n_waiting == 0)
    return;
  name = redan_object_dup_title (snapshot->model, snapshot->elements[worst]);
  g_array_append_val (ids, snapshot->elements[worst]->id);
  add_step (steps, g_strdup_printf (_ ("Say “%s” of %s"), first->attribute->label, name),
            first->attribute->question, ids);
}

static void
add_conflicts (GPtrArray *steps, const RedanAnalysis *analysis)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  guint n;
  const RedanControlPlace *conflicts = redan_controls_get_conflicts (analysis->controls, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object =
          redan_target_get_object (analysis->facts, conflicts[i].context, conflicts[i].target);

      if (object != NULL)
        g_array_append_val (ids, object->id);
    }
  if (n > 0)
    add_step (steps,
              g_strdup_printf (ngettext ("Settle %u control that contradicts the properties",
                                         "Settle %u controls that contradict the properties", n),
                               n),
              _ ("It counts as absent until then"), ids);
}

static void
add_facts (GPtrArray *steps, const RedanFacts *facts)
{
  const RedanSchema *schema = facts->snapshot->schema;
  guint n = 0;

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    n += redan_schema_get_attribute (schema, i)->scope == REDAN_SCOPE_PROGRAMME &&
         facts->programme[i].code < REDAN_CODE_FIRST;
  if (n > 0)
    add_step (steps,
              g_strdup_printf (ngettext ("Answer %u fact about your security programme",
                                         "Answer %u facts about your security programme", n),
                               n),
              _ ("The objectives read them"), NULL);
}

GPtrArray *
redan_next_steps_list (const RedanAnalysis *analysis, guint limit)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_next_step_free);

  add_drawing (steps, analysis->facts->snapshot);
  add_loose_flows (steps, analysis->facts->snapshot);
  add_technologies (steps, analysis->facts);
  add_conflicts (steps, analysis);
  add_decision (steps, analysis);
  add_question (steps, analysis);
  add_data (steps, analysis->facts);
  add_facts (steps, analysis->facts);
  if (steps->len > limit)
    g_ptr_array_set_size (steps, (int) limit);
  return steps;
}
