/* SPDX-License-Identifier: Apache-2.0 */
/* Compares two analyses, or looks at one, for what a gate must not let through. */

#include "analysis/gate.h"

#include "analysis/status.h"

/* What every search reads, and where it adds. */
typedef struct
{
  const RedanGatePolicy *policy;
  const RedanAnalysis *before;
  const RedanAnalysis *after;
  const RedanAttackView *view;
  RedanGate *gate;
} Search;

static RedanGateFinding
make_finding (RedanGateCheck check)
{
  return (RedanGateFinding){ .check = check, .objective = REDAN_NONE };
}

static void
add (Search *self, RedanGateFinding finding)
{
  finding.level = self->policy->levels[finding.check];
  if (finding.level == REDAN_GATE_OFF)
    return;
  g_array_append_val (self->gate->findings, finding);
  self->gate->n_failures += finding.level == REDAN_GATE_FAIL;
}

static void
add_threat (Search *self,
            RedanGateCheck check,
            const RedanThreat *threat,
            const RedanThreat *before)
{
  RedanGateFinding finding = make_finding (check);

  finding.threat = threat;
  finding.before = before;
  add (self, finding);
}

/* ---- conflicts ---- */

/* While one is left, all else is judged by what one side says. */
static void
check_conflicts (Search *self)
{
  guint n;
  const RedanObject *const *conflicts =
      redan_model_get_objects (self->after->facts->snapshot->model, REDAN_SECTION_CONFLICT, &n);

  for (guint i = 0; i < n; i++)
    {
      RedanGateFinding finding = make_finding (REDAN_GATE_CONFLICT);

      finding.conflict = conflicts[i];
      add (self, finding);
    }
}

/* ---- threats ---- */

static const RedanThreat *
get_ranked (const RedanAnalysis *analysis, guint rank)
{
  return &g_array_index (analysis->threats, RedanThreat, analysis->ranked[rank]);
}

static const RedanThreat *
find_before (const Search *self, const RedanThreat *threat)
{
  g_autofree char *id = redan_threat_dup_id (self->after->facts, threat);

  return redan_analysis_find (self->before, id);
}

static void
check_threat (Search *self,
              RedanGateCheck check,
              const RedanThreat *threat,
              const RedanThreat *before)
{
  const gboolean counts = redan_threat_get_band (self->after, threat) >= self->policy->severity;
  gboolean found = FALSE;

  switch (check)
    {
    case REDAN_GATE_NEW_RISK:
      found = self->before != NULL && before == NULL && counts && !redan_threat_is_decided (threat);
      break;
    case REDAN_GATE_HIGHER_RISK:
      /* what was decided about a lower risk was not decided about this one */
      found = before != NULL && counts &&
              redan_threat_get_band (self->after, threat) >
                  redan_threat_get_band (self->before, before);
      break;
    case REDAN_GATE_REOPENED:
      found =
          before != NULL && redan_threat_is_decided (before) && !redan_threat_is_decided (threat);
      break;
    case REDAN_GATE_UNDECIDED:
      found = counts && !redan_threat_is_decided (threat) &&
              redan_adoption_covers (self->gate->catalogue->adoption, threat);
      break;
    case REDAN_GATE_EXPIRED:
      found = redan_object_is_expired (threat->decision_object, self->after->facts->as_of);
      break;
    default:
      g_assert_not_reached ();
    }
  if (found)
    add_threat (self, check, threat, before);
}

static void
check_threats (Search *self)
{
  const guint n = self->after->threats->len;
  g_autofree const RedanThreat **before = g_new0 (const RedanThreat *, n + 1);

  for (guint i = 0; self->before != NULL && i < n; i++)
    before[i] = find_before (self, get_ranked (self->after, i));
  for (RedanGateCheck check = REDAN_GATE_NEW_RISK; check <= REDAN_GATE_EXPIRED; check++)
    for (guint i = 0; self->policy->levels[check] != REDAN_GATE_OFF && i < n; i++)
      check_threat (self, check, get_ranked (self->after, i), before[i]);
}

/* ---- objectives ---- */

/* Nothing is lost where the objective no longer applies, or where more is known and it never held.
 */
static gboolean
is_lost (RedanObjectiveState before, RedanObjectiveState after)
{
  switch (before)
    {
    case REDAN_OBJECTIVE_MET:
      return after == REDAN_OBJECTIVE_PARTIAL || after == REDAN_OBJECTIVE_NOT_MET ||
             after == REDAN_OBJECTIVE_UNKNOWN;
    case REDAN_OBJECTIVE_PARTIAL:
      return after == REDAN_OBJECTIVE_NOT_MET;
    default:
      return FALSE;
    }
}

static RedanObjectives *
evaluate (const RedanAnalysis *analysis)
{
  return redan_objectives_evaluate (analysis->facts, analysis->controls, analysis->graph,
                                    analysis->threats);
}

static void
check_objectives (Search *self)
{
  RedanGate *gate = self->gate;

  gate->before = evaluate (self->before);
  gate->after = evaluate (self->after);
  for (guint32 i = 0; i < gate->after->n_objectives; i++)
    {
      RedanGateFinding finding = make_finding (REDAN_GATE_LOST_OBJECTIVE);

      finding.objective = i;
      if (is_lost (gate->before->objectives[i].state, gate->after->objectives[i].state))
        add (self, finding);
    }
}

/* ---- attacks ---- */

static gboolean
is_guarded (const Search *self, const RedanAssetChange *change)
{
  return change->after != REDAN_NONE &&
         redan_attack_get_asset_class (self->view->attack, change->after) >=
             self->policy->least_class;
}

static void
check_attacks (Search *self)
{
  const GPtrArray *changes = self->gate->changes;

  for (RedanGateCheck check = REDAN_GATE_NEW_PATH; check <= REDAN_GATE_OPEN_PATH; check++)
    for (guint i = 0; i < changes->len; i++)
      {
        const RedanAssetChange *change = changes->pdata[i];
        RedanGateFinding finding = make_finding (check);

        finding.asset = change;
        if (change->opened->len > 0)
          finding.path = change->opened->pdata[0];
        if (!is_guarded (self, change))
          continue;
        if (check == REDAN_GATE_NEW_PATH ? change->opened->len > 0
                                         : change->depth_after == 0 && change->depth_before > 0)
          add (self, finding);
      }
}

/* ---- infrastructure ---- */

static void
check_drift (Search *self, const GPtrArray *drift)
{
  static const RedanGateCheck checks[] = {
    [REDAN_DRIFT_NO_ELEMENT] = REDAN_GATE_UNMODELLED_RESOURCE,
    [REDAN_DRIFT_NO_RESOURCE] = REDAN_GATE_MISSING_RESOURCE,
    [REDAN_DRIFT_ATTRIBUTE] = REDAN_GATE_DIFFERENT_ATTRIBUTE,
  };

  for (guint i = 0; drift != NULL && i < drift->len; i++)
    {
      const RedanDrift *one = drift->pdata[i];
      RedanGateFinding finding = make_finding (checks[one->kind]);

      finding.drift = one;
      add (self, finding);
    }
}

RedanGate *
redan_gate_run (const RedanGatePolicy *policy,
                const RedanAnalysis *before,
                const RedanAnalysis *after,
                const RedanAttackView *view_before,
                const RedanAttackView *view,
                const GPtrArray *drift,
                const RedanAttackBudget *budget)
{
  RedanGate *gate = g_new0 (RedanGate, 1);
  Search self = { policy, before, after, view, gate };

  gate->findings = g_array_new (FALSE, FALSE, sizeof (RedanGateFinding));
  gate->complete = TRUE;
  gate->catalogue =
      redan_catalogue_change_new ((before != NULL ? before : after)->facts->snapshot->model, after);
  check_conflicts (&self);
  check_threats (&self);
  if (before != NULL)
    {
      check_objectives (&self);
      gate->changes = redan_attack_changes_list (view_before, view, 1, budget, &gate->complete);
      check_attacks (&self);
    }
  check_drift (&self, drift);

  return gate;
}

void
redan_gate_free (RedanGate *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->findings);
  redan_catalogue_change_free (self->catalogue);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->before, redan_objectives_free);
  g_clear_pointer (&self->after, redan_objectives_free);
  g_free (self);
}
