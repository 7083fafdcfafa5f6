/* SPDX-License-Identifier: Apache-2.0 */
/* Says what a gate found. */

#include "config.h"

#include "ui/report/gate-words.h"

#include <glib/gi18n-lib.h>

#include "model/conflict.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

static const struct
{
  const char *title;
  const char *remedy;
} checks[REDAN_N_GATE_CHECKS] = {
  [REDAN_GATE_CONFLICT] = { N_ ("A merge left a conflict"),
                            N_ ("Take a side with redan-cli resolve, or decide in the window.") },
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
  [REDAN_GATE_OPEN_PATH] = { N_ ("A guarded asset can now be had without any control failing"),
                             N_ ("Place a control on the path; redan-cli plan names the "
                                 "cheapest.") },
  [REDAN_GATE_UNMODELLED_RESOURCE] = { N_ ("A declared resource is no element of the model"),
                                       N_ ("Add an element, or add the address to the resource "
                                           "identifiers of the element that stands for it.") },
  [REDAN_GATE_MISSING_RESOURCE] = { N_ ("An element has no declared resource"),
                                    N_ ("Correct its resource identifiers, or remove what no "
                                        "longer exists.") },
  [REDAN_GATE_DIFFERENT_ATTRIBUTE] = { N_ ("Model and code say different things"),
                                       N_ ("Correct the attribute in the model, or the code.") },
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

static char *
dup_drift_title (const RedanDrift *drift)
{
  return g_strdup (
      redan_object_get_name (drift->element != NULL ? drift->element : drift->resource));
}

/* Importers keep the type of a resource as "FAMILY/type". */
static const char *
find_resource_type (const RedanObject *resource)
{
  guint n;
  const RedanEntry *extras = redan_object_get_range (resource, REDAN_FIELD_EXTRA, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_has_suffix (extras[i].key, "/type"))
      return extras[i].value;
  return "";
}

static char *
dup_identifiers (const RedanObject *element, const RedanSchema *schema)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "resource_ids", -1);
  guint n = 0;
  const RedanEntry *ids =
      attribute != NULL ? redan_object_get_range (
                              element, (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index), &n)
                        : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", ids[i].key);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_drift_detail (const RedanDrift *drift, const RedanSchema *schema)
{
  g_autofree char *text = NULL;
  g_autofree char *ids = NULL;

  switch (drift->kind)
    {
    case REDAN_DRIFT_NO_ELEMENT:
      text = g_strdup_printf (_ ("a resource of type %s, kind %s"),
                              find_resource_type (drift->resource),
                              redan_object_get (drift->resource, REDAN_FIELD_KIND));
      break;
    case REDAN_DRIFT_NO_RESOURCE:
      ids = dup_identifiers (drift->element, schema);
      text = *ids != '\0' ? g_strdup_printf (_ ("not declared: %s"), ids)
                          : g_strdup (_ ("it has no resource identifiers"));
      break;
    case REDAN_DRIFT_ATTRIBUTE:
    default:
      text = g_strdup_printf (_ ("%s: %s in the model, %s in %s"), drift->attribute->label,
                              drift->modelled, drift->declared,
                              redan_object_get_name (drift->resource));
    }
  return redan_text_make_visible (text);
}

/* The object that two values were left of. */
static char *
dup_conflict_title (const RedanObject *conflict, const RedanModel *model)
{
  const RedanObject *target = NULL;

  redan_conflict_get_field (model, conflict, &target);
  return redan_object_dup_title (model, target != NULL ? target : conflict);
}

char *
redan_gate_finding_dup_title (const RedanGateFinding *finding,
                              const RedanAnalysis *after,
                              const RedanAttackView *view)
{
  g_autofree char *title = NULL;

  if (finding->conflict != NULL)
    title = dup_conflict_title (finding->conflict, after->facts->snapshot->model);
  else if (finding->drift != NULL)
    title = dup_drift_title (finding->drift);
  else if (finding->threat != NULL)
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

  if (finding->conflict != NULL)
    {
      g_autofree char *sentence =
          redan_conflict_dup_sentence (after->facts->snapshot->model, finding->conflict);

      return redan_text_make_visible (sentence);
    }
  if (finding->drift != NULL)
    return dup_drift_detail (finding->drift,
                             redan_model_get_schema (after->facts->snapshot->model));
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
  const RedanDrift *drift = finding->drift;
  RedanIdText id;

  if (finding->conflict != NULL)
    return g_strdup (redan_id_to_text (&finding->conflict->id, id));
  if (drift != NULL && drift->element == NULL)
    return redan_text_make_visible (redan_object_get_name (drift->resource));
  if (drift != NULL && drift->attribute != NULL)
    return g_strconcat (redan_id_to_text (&drift->element->id, id), " ", drift->attribute->name,
                        NULL);
  if (drift != NULL)
    return g_strdup (redan_id_to_text (&drift->element->id, id));
  if (finding->threat != NULL)
    return redan_threat_dup_id (after->facts, finding->threat);
  if (finding->objective != REDAN_NONE)
    return g_strdup (get_objective (finding, after)->id);

  return g_strdup (redan_id_to_text (&finding->asset->id, id));
}

const RedanObject *
redan_gate_finding_get_object (const RedanGateFinding *finding, const RedanAnalysis *after)
{
  if (finding->conflict != NULL)
    return finding->conflict;
  if (finding->drift != NULL)
    return finding->drift->element;
  if (finding->threat != NULL)
    return redan_threat_get_object (after->facts, finding->threat);
  if (finding->asset != NULL)
    return redan_model_lookup (after->facts->snapshot->model, &finding->asset->id);

  return NULL;
}
