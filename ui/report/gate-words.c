/* SPDX-License-Identifier: Apache-2.0 */
/* Says what a gate found. */

#include "config.h"

#include "ui/report/gate-words.h"

#include <glib/gi18n-lib.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

static const struct
{
  const char *title;
  const char *remedy;
} checks[REDAN_N_GATE_CHECKS] = {
  [REDAN_GATE_NEW_RISK] = { N_ ("A new threat is not decided"),
                            N_ ("Decide it: mitigate, accept with a date, transfer or avoid.") },
  [REDAN_GATE_HIGHER_RISK] = { N_ ("A threat has become more severe"),
                               N_ ("Put back the control that went, or add another.") },
  [REDAN_GATE_REOPENED] = { N_ ("A decision was taken back"),
                            N_ ("Decide the threat again, and say why.") },
  [REDAN_GATE_UNDECIDED] = { N_ ("A threat is not decided"),
                             N_ ("Decide it: mitigate, accept with a date, transfer or avoid.") },
  [REDAN_GATE_EXPIRED] = { N_ ("An acceptance has expired"),
                           N_ ("Accept the threat anew with a later date, or mitigate it.") },
  [REDAN_GATE_LOST_OBJECTIVE] = { N_ ("An objective is no longer met"),
                                  N_ ("See redan-cli objectives for what fails.") },
  [REDAN_GATE_NEW_PATH] = { N_ ("A path to a guarded asset opened"),
                            N_ ("Place a control on the path; redan-cli plan names the "
                                "cheapest.") },
  [REDAN_GATE_OPEN_PATH] = { N_ ("A guarded asset can be had without any control failing"),
                             N_ ("Place a control on the path; redan-cli plan names the "
                                 "cheapest.") },
};

const char *
redan_gate_check_get_title (RedanGateCheck check)
{
  return _ (checks[check].title);
}

const char *
redan_gate_check_get_remedy (RedanGateCheck check)
{
  return _ (checks[check].remedy);
}

static const RedanObjective *
get_objective (const RedanGateFinding *finding, const RedanAnalysis *after)
{
  return &redan_catalogue_get_objectives (after->facts->catalogue, NULL)[finding->objective];
}

char *
redan_gate_finding_dup_title (const RedanGateFinding *finding,
                              const RedanAnalysis *after,
                              const RedanAttackView *view)
{
  g_autofree char *title = NULL;

  if (finding->threat != NULL)
    title = redan_threat_dup_title (after->facts, finding->threat);
  else if (finding->objective != REDAN_NONE)
    title = g_strdup (get_objective (finding, after)->title);
  else
    title = redan_asset_dup_title (view->attack, finding->asset->after);

  return redan_text_make_visible (title);
}

static char *
dup_severity (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (analysis->facts->catalogue);
  char score[32];

  return g_strdup_printf ("%s %s",
                          redan_band_get_title (redan_band_of (scoring, threat->residual / 1000.0)),
                          redan_score_format (threat->residual, score));
}

static char *
dup_threat_detail (const RedanGateFinding *finding,
                   const RedanAnalysis *before,
                   const RedanAnalysis *after)
{
  g_autofree char *now = dup_severity (after, finding->threat);
  const char *decision = redan_decision_get_title ((RedanDecision) finding->threat->decision);

  if (finding->check == REDAN_GATE_EXPIRED)
    {
      g_autofree char *until = redan_text_make_visible (
          redan_object_get (finding->threat->decision_object, REDAN_FIELD_EXPIRES));
      return g_strdup_printf (_ ("%s, %s until %s"), now, decision, until);
    }
  if (finding->before != NULL)
    {
      g_autofree char *was = dup_severity (before, finding->before);
      return g_strdup_printf (_ ("%s, %s before; %s, %s now"), was,
                              redan_decision_get_title ((RedanDecision) finding->before->decision),
                              now, decision);
    }

  return g_strdup_printf ("%s, %s", now, decision);
}

char *
redan_gate_finding_dup_detail (const RedanGateFinding *finding,
                               const RedanGate *gate,
                               const RedanAnalysis *before,
                               const RedanAnalysis *after,
                               const RedanAttackView *view)
{
  const RedanAssetChange *asset = finding->asset;

  if (finding->threat != NULL)
    return dup_threat_detail (finding, before, after);
  if (asset != NULL)
    {
      g_autofree char *class_title = redan_asset_class_dup_title (view->attack, asset->after);
      char odds_before[32];
      char odds_after[32];

      return g_strdup_printf (_ ("%s; odds of the likeliest attack: %s before, %s now"),
                              class_title, redan_odds_format (asset->odds_before, odds_before),
                              redan_odds_format (asset->odds_after, odds_after));
    }

  return g_strdup_printf (
      _ ("%s before, %s now"),
      redan_objective_state_get_title (gate->before->objectives[finding->objective].state),
      redan_objective_state_get_title (gate->after->objectives[finding->objective].state));
}

char *
redan_gate_finding_dup_subject (const RedanGateFinding *finding, const RedanAnalysis *after)
{
  RedanIdText id;

  if (finding->threat != NULL)
    return redan_threat_dup_id (after->facts, finding->threat);
  if (finding->objective != REDAN_NONE)
    return g_strdup (get_objective (finding, after)->id);

  return g_strdup (redan_id_to_text (&finding->asset->id, id));
}

const RedanObject *
redan_gate_finding_get_object (const RedanGateFinding *finding, const RedanAnalysis *after)
{
  if (finding->threat != NULL)
    return redan_threat_get_object (after->facts, finding->threat);
  if (finding->asset != NULL)
    return redan_model_lookup (after->facts->snapshot->model, &finding->asset->id);

  return NULL;
}
