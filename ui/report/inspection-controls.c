/* SPDX-License-Identifier: Apache-2.0 */
/* The controls that may stand on an object, in the order in which a person wants to see them. */

#include "ui/report/inspection-controls.h"

#include "ui/report/evidence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const RedanControl *controls;
} Order;

gboolean
redan_inspected_control_is_conflict (const RedanInspectedControl *self)
{
  return self->state == REDAN_STATE_CONTRADICTED ||
         (self->is_denied && self->placed != NULL && g_str_equal (self->placed, "declared"));
}

/** Whether a threat is at the object or at a flow that ends there. */
static gboolean
is_here (const RedanFacts *facts, const RedanThreat *threat, const RedanTarget *target)
{
  if (target->context == REDAN_CONTEXT_MODEL ||
      (threat->context == target->context && threat->target == target->index))
    return TRUE;
  if (threat->context != REDAN_CONTEXT_INTERACTION || threat->target == REDAN_NONE)
    return FALSE;
  if (target->context == REDAN_CONTEXT_ELEMENT)
    return facts->interaction_target[threat->target] == target->index;
  return target->context == REDAN_CONTEXT_INTERACTION &&
         facts->interaction_flow[threat->target] == target->index;
}

static guint *
count_threats (const RedanAnalysis *analysis, const RedanTarget *target, guint n_controls)
{
  guint *counts = g_new0 (guint, n_controls + 1);

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      const RedanRule *rule;

      if (threat->decision == REDAN_DECISION_NOT_APPLICABLE ||
          !is_here (analysis->facts, threat, target))
        continue;
      rule = redan_threat_get_rule (analysis->facts, threat);
      for (guint j = 0; rule != NULL && j < rule->n_controls; j++)
        counts[rule->controls[j]]++;
    }
  return counts;
}

static guint
find_rank (const RedanInspectedControl *self)
{
  if (redan_inspected_control_is_conflict (self))
    return 0;
  if (self->state != REDAN_STATE_ABSENT || self->placed != NULL)
    return 1;
  return self->n_threats > 0 ? 2 : 3;
}

static int
compare_controls (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  const RedanInspectedControl *first = a;
  const RedanInspectedControl *second = b;
  const guint first_rank = find_rank (first);
  const guint second_rank = find_rank (second);
  const double first_worth = first->n_threats * order->controls[first->control].strength;
  const double second_worth = second->n_threats * order->controls[second->control].strength;

  if (first_rank != second_rank)
    return first_rank < second_rank ? -1 : 1;
  if (first_rank == 2 && first_worth != second_worth)
    return first_worth > second_worth ? -1 : 1;
  return (first->control > second->control) - (first->control < second->control);
}

static const char *
find_placed (const RedanModel *model, const RedanControl *control, const RedanId *target)
{
  const RedanId id = redan_mitigation_id (control->id, target);
  const RedanObject *mitigation = redan_model_lookup (model, &id);

  return mitigation != NULL ? redan_object_get (mitigation, REDAN_FIELD_STATE) : NULL;
}

static gboolean
find_evidence (const RedanModel *model,
               const RedanControl *control,
               const RedanId *target,
               RedanEvidenceTally *tally_out)
{
  const RedanId id = redan_evidence_id (control->id, NULL, target);
  const RedanObject *evidence = redan_model_lookup (model, &id);

  return evidence != NULL && redan_evidence_sum (evidence, tally_out);
}

GArray *
redan_inspection_list_controls (const RedanModel *model,
                                const RedanAnalysis *analysis,
                                const RedanObject *object)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (RedanInspectedControl));
  const RedanTarget whole = { REDAN_CONTEXT_MODEL, REDAN_NONE, 0, REDAN_APPLIES_MODEL };
  const RedanTarget target = object != NULL ? redan_target_of (analysis->facts, object) : whole;
  g_autoptr (RedanProgramSet) set = NULL;
  g_autofree guint *counts = NULL;
  Order order;
  guint n;

  if (object != NULL && (target.index == REDAN_NONE || target.context == REDAN_CONTEXT_MODEL))
    return list;
  order.controls = redan_catalogue_get_controls (analysis->facts->catalogue, &n);
  counts = count_threats (analysis, &target, n);
  set = redan_program_set_new (analysis->facts, target.context);
  for (guint i = 0; i < n; i++)
    {
      const RedanControl *control = &order.controls[i];
      RedanInspectedControl item = { .control = i, .n_threats = counts[i] };
      RedanTruth truth = REDAN_UNDECIDED;

      if ((control->applies & target.applies) == 0 ||
          !redan_controls_applies (analysis->controls, i, target.context, target.index))
        continue;
      if (control->implied_by != NULL)
        truth = redan_program_set_test (set, redan_program_set_add (set, control->implied_by),
                                        target.index);
      item.state = redan_controls_get_state (analysis->controls, i, target.context, target.index);
      item.placed = find_placed (model, control, object != NULL ? &object->id : NULL);
      item.has_evidence =
          find_evidence (model, control, object != NULL ? &object->id : NULL, &item.evidence);
      item.as_of = analysis->facts->as_of;
      item.is_implied = truth == REDAN_TRUE;
      item.is_denied = truth == REDAN_FALSE;
      g_array_append_val (list, item);
    }
  g_array_sort_with_data (list, compare_controls, &order);
  return list;
}

char *
redan_inspected_control_dup_source (const RedanInspectedControl *self)
{
  if (self->has_evidence)
    {
      g_autofree char *found = redan_evidence_tally_dup_text (&self->evidence, self->as_of);

      return g_strdup_printf (self->state == REDAN_STATE_STALE ? _ ("checks, out of date: %s")
                                                               : _ ("checks: %s"),
                              found);
    }
  if (self->state == REDAN_STATE_CONTRADICTED)
    return g_strdup (_ ("evidence speaks against it"));
  if (self->state == REDAN_STATE_STALE)
    return g_strdup (_ ("its evidence is out of date"));
  if (redan_inspected_control_is_conflict (self))
    return g_strdup (_ ("conflict: the properties say that it is not there"));
  if (self->placed != NULL)
    return g_strdup (_ ("placed here"));
  if (self->is_implied)
    return g_strdup (_ ("implied by the properties"));
  if (self->state != REDAN_STATE_ABSENT)
    return g_strdup (_ ("by evidence"));
  if (self->n_threats > 0)
    return g_strdup_printf (
        ngettext ("works against %u threat here", "works against %u threats here", self->n_threats),
        self->n_threats);
  return g_strdup (self->is_denied ? _ ("the properties say no") : _ ("not known"));
}
