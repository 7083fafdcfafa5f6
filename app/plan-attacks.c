/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli plan --budget: the best controls against attacks for so much effort, with a bound; what
 * each gains, what the model relies on, and what leaves no open path. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "analysis/attack-answers.h"
#include "analysis/attack-hardening.h"
#include "analysis/attack-plan.h"
#include "app/attack-output.h"
#include "app/plan-attacks.h"
#include "ui/report/wording.h"

#define HARDENING_BUDGET 20000000 /* nodes and edges looked at */
#define MAX_RELIANCES 10          /* in the text; JSON has all */

struct _RedanPlanAttacks
{
  RedanSession *session;
  RedanPlanAttacksOptions options;
  RedanAttack *attack;
  RedanAttacker *attacker; /* whose open paths are closed */
  RedanAttackLoss *loss;
  RedanDefencePlan *plan;
  RedanHardening *hardening;
};

RedanPlanAttacks *
redan_plan_attacks_new (RedanSession *session, const RedanPlanAttacksOptions *options)
{
  RedanPlanAttacks *self = g_new0 (RedanPlanAttacks, 1);
  const RedanDefencePlanOptions plan_options = { options->budget, options->n, 0, options->time_ms };
  RedanAttackBudget budget = { HARDENING_BUDGET, NULL };
  RedanAttack *harden;

  self->session = session;
  self->options = *options;
  self->attack = redan_attack_new (session->analysis, REDAN_ATTACK_WHAT_IF);
  self->attacker = redan_choose_attacker (self->attack, options->profile, NULL, NULL);
  if (self->attacker == NULL)
    {
      redan_plan_attacks_free (self);
      return NULL;
    }
  self->loss = redan_attack_loss_new (
      self->attack, options->profile == NULL ? NULL : self->attacker, options->phase, 0);
  self->plan = redan_defence_plan_new (self->loss, &plan_options);

  harden = redan_attack_new (session->analysis, REDAN_ATTACK_HARDEN);
  redan_attacker_free (self->attacker);
  self->attacker = redan_choose_attacker (harden, options->profile, NULL, NULL);
  self->hardening = redan_hardening_find_all (harden, self->attacker, &budget);
  redan_attack_free (harden);

  return self;
}

void
redan_plan_attacks_free (RedanPlanAttacks *self)
{
  if (self == NULL)
    return;

  redan_hardening_free (self->hardening);
  redan_defence_plan_free (self->plan);
  redan_attack_loss_free (self->loss);
  redan_attacker_free (self->attacker);
  redan_attack_free (self->attack);
  g_free (self);
}

/* ---- text ---- */

static void
print_losses (const RedanPlanAttacks *self)
{
  RedanSession *session = self->session;
  const RedanDefencePlan *plan = self->plan;
  double gap = plan->after - plan->lower;
  char effort[32];
  char budget[32];

  redan_session_print (session, _ ("Expected loss now:             %8.3f ±%.3f\n"), plan->before,
                       plan->margin_before);
  redan_session_print (session,
                       _ ("With the plan below:           %8.3f ±%.3f, for %s of %s points\n"),
                       plan->after, plan->margin_after, redan_effort_format (plan->effort, effort),
                       redan_effort_format (self->options.budget, budget));
  if (plan->optimal)
    redan_session_print (session, _ ("No other choice is better:     optimal, proven\n"));
  else
    redan_session_print (
        session,
        _ ("No choice in the budget below: %8.3f; gap %.3f (%.0f %%), not proven to be the best\n"),
        plan->lower, gap, 100 * gap / MAX (plan->after, 1e-9));
  redan_session_print (session, _ ("With everything on offer:      %8.3f\n"), plan->least);
  if (plan->out_of_time && !plan->optimal)
    redan_session_print (
        session, _ ("The time budget was used up; a longer search may find more (--time 0).\n"));
}

static void
print_rows (const RedanPlanAttacks *self)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  const RedanDefencePlan *plan = self->plan;

  redan_session_print (self->session, "\n%3s  %-9s %-46s %6s %8s %8s %9s\n", "", _ ("control"),
                       _ ("title"), _ ("effort"), _ ("gain"), _ ("alone"), _ ("remaining"));
  for (guint i = 0; i < plan->rows->len; i++)
    {
      const RedanDefenceRow *row = &g_array_index (plan->rows, RedanDefenceRow, i);
      const RedanAttackOffer *offer =
          &g_array_index (self->loss->offers, RedanAttackOffer, row->offer);
      const RedanControl *control = &controls[offer->control];
      char effort[32];

      if (i == plan->n_chosen)
        redan_session_print (self->session, _ ("     With more to spend:\n"));
      redan_session_print (self->session, "%3u  %-9s %-46s %6s %8.3f %8.3f %9.3f\n", i + 1,
                           control->id, control->title, redan_effort_format (offer->effort, effort),
                           row->gain, row->alone, row->loss);
    }
  if (plan->rows->len == 0 && !plan->out_of_time)
    redan_session_print (self->session,
                         _ ("     No control of the catalogue lowers this loss any further.\n"));
}

static void
print_reliances (const RedanPlanAttacks *self)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  const GArray *reliances = self->plan->reliances;

  if (reliances->len == 0)
    return;
  redan_session_print (
      self->session,
      _ ("\nWhat the model relies on: loss on top if the control were broken everywhere\n"));
  for (guint i = 0; i < MIN (reliances->len, MAX_RELIANCES); i++)
    {
      const RedanDefenceReliance *reliance = &g_array_index (reliances, RedanDefenceReliance, i);
      const RedanAttackStanding *standing =
          &g_array_index (self->loss->standing, RedanAttackStanding, reliance->standing);
      const RedanControl *control = &controls[standing->control];

      redan_session_print (self->session,
                           ngettext ("     %-9s %-46s %+8.3f (%u place)\n",
                                     "     %-9s %-46s %+8.3f (%u places)\n", standing->n_places),
                           control->id, control->title, reliance->gain, standing->n_places);
    }
}

static void
print_hardening (const RedanPlanAttacks *self)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  const RedanHardening *hardening = self->hardening;
  g_autofree char *visible = redan_text_make_visible (self->attacker->title);
  char effort[32];
  char least[32];

  redan_session_print (self->session,
                       _ ("\nOpen paths (no control has to fail) of the attacker \"%s\": to %u "
                          "goals (an asset read, "
                          "changed or denied); controls of the catalogue can close %u of them.\n"),
                       visible, self->hardening->n_goals,
                       self->hardening->n_goals - self->hardening->n_open);
  if (hardening->controls->len == 0)
    return;
  redan_session_print (self->session, _ ("Cheapest controls that do:"));
  for (guint i = 0; i < hardening->controls->len; i++)
    redan_session_print (self->session, "%s %s", i > 0 ? "," : "",
                         controls[g_array_index (hardening->controls, guint32, i)].id);
  redan_effort_format (hardening->effort, effort);
  if (hardening->optimal)
    redan_session_print (self->session, _ (" (%s effort points, optimal)\n"), effort);
  else
    redan_session_print (self->session,
                         _ (" (%s effort points; at least %s are needed, gap %.0f %%)\n"), effort,
                         redan_effort_format (hardening->at_least, least),
                         100 * (hardening->effort - hardening->at_least) / hardening->effort);
}

void
redan_plan_attacks_print (const RedanPlanAttacks *self)
{
  g_autofree char *visible = redan_text_make_visible (self->attacker->title);

  if (self->options.profile == NULL)
    redan_session_print (self->session,
                         _ ("\nAgainst attacks by all attackers, by their weight\n"));
  else
    redan_session_print (self->session, _ ("\nAgainst attacks by the attacker \"%s\"\n"), visible);
  redan_session_print (
      self->session,
      _ ("The expected loss is what assets are worth (0 to 1) times the chance that they are read, "
         "changed or denied;\nestimated from %u random trials, the same for every choice.\n\n"),
      self->loss->n_samples);
  print_losses (self);
  print_rows (self);
  print_reliances (self);
  print_hardening (self);
}

/* ---- JSON ---- */

static void
write_rows (const RedanPlanAttacks *self, RedanJson *json)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);
  const RedanDefencePlan *plan = self->plan;

  redan_json_begin_array (json, "plan");
  for (guint i = 0; i < plan->rows->len; i++)
    {
      const RedanDefenceRow *row = &g_array_index (plan->rows, RedanDefenceRow, i);
      const RedanAttackOffer *offer =
          &g_array_index (self->loss->offers, RedanAttackOffer, row->offer);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control", controls[offer->control].id);
      redan_json_string (json, "title", controls[offer->control].title);
      redan_json_boolean (json, "within_budget", i < plan->n_chosen);
      redan_json_decimal (json, "effort", offer->effort, 1);
      redan_json_integer (json, "places", offer->n_places);
      redan_json_decimal (json, "gain", row->gain, 6);
      redan_json_decimal (json, "alone", row->alone, 6);
      redan_json_decimal (json, "remaining", row->loss, 6);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_reliances (const RedanPlanAttacks *self, RedanJson *json)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);

  redan_json_begin_array (json, "relies_on");
  for (guint i = 0; i < self->plan->reliances->len; i++)
    {
      const RedanDefenceReliance *reliance =
          &g_array_index (self->plan->reliances, RedanDefenceReliance, i);
      const RedanAttackStanding *standing =
          &g_array_index (self->loss->standing, RedanAttackStanding, reliance->standing);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control", controls[standing->control].id);
      redan_json_string (json, "title", controls[standing->control].title);
      redan_json_integer (json, "places", standing->n_places);
      redan_json_decimal (json, "gain", reliance->gain, 6);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_hardening (const RedanPlanAttacks *self, RedanJson *json)
{
  const RedanControl *controls = redan_catalogue_get_controls (self->session->catalogue, NULL);

  redan_json_begin_object (json, "hardening");
  redan_json_string (json, "attacker", self->attacker->id);
  redan_json_integer (json, "open", self->hardening->n_goals);
  redan_json_integer (json, "closed", self->hardening->n_goals - self->hardening->n_open);
  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < self->hardening->controls->len; i++)
    redan_json_string (json, NULL,
                       controls[g_array_index (self->hardening->controls, guint32, i)].id);
  redan_json_end_array (json);
  redan_json_decimal (json, "effort", self->hardening->effort, 1);
  redan_json_decimal (json, "at_least", self->hardening->at_least, 1);
  redan_json_boolean (json, "optimal", self->hardening->optimal);
  redan_json_end_object (json);
}

void
redan_plan_attacks_write (const RedanPlanAttacks *self, RedanJson *json)
{
  const RedanDefencePlan *plan = self->plan;

  redan_json_begin_object (json, "attacks");
  redan_json_string (json, "attacker", self->options.profile == NULL ? NULL : self->attacker->id);
  redan_json_string (json, "method", redan_attack_method_get_word (REDAN_ATTACK_SAMPLES));
  redan_json_integer (json, "samples", self->loss->n_samples);
  redan_json_decimal (json, "loss_before", plan->before, 6);
  redan_json_decimal (json, "loss_after", plan->after, 6);
  redan_json_decimal (json, "margin_before", plan->margin_before, 6);
  redan_json_decimal (json, "margin_after", plan->margin_after, 6);
  redan_json_decimal (json, "at_least", plan->lower, 6);
  redan_json_decimal (json, "gap", plan->after - plan->lower, 6);
  redan_json_boolean (json, "optimal", plan->optimal);
  redan_json_decimal (json, "least", plan->least, 6);
  redan_json_decimal (json, "budget", self->options.budget, 1);
  redan_json_decimal (json, "effort", plan->effort, 1);
  redan_json_boolean (json, "out_of_time", plan->out_of_time);
  write_rows (self, json);
  write_reliances (self, json);
  write_hardening (self, json);
  redan_json_end_object (json);
}
