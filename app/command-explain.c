/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli explain: the rule, the matched attributes, the path and the arithmetic behind one
 * threat. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/inheritance.h"
#include "ui/report/inherited.h"
#include "ui/report/recorded.h"
#include "ui/report/wording.h"

static void
print_reasons (RedanSession *session, const RedanThreat *threat, const RedanRule *rule)
{
  const RedanFacts *facts = session->analysis->facts;
  g_autoptr (GPtrArray) reasons =
      redan_expression_explain (rule->condition, facts, threat->context, threat->target);

  redan_session_print (session, _ ("\nWhy: rule %s\n  %s\n"), rule->id,
                       redan_expression_get_text (rule->condition));
  for (guint i = 0; i < reasons->len; i++)
    {
      g_autofree char *sentence = redan_reason_dup_sentence (facts, g_ptr_array_index (reasons, i));

      redan_session_print (session, "  - %s\n", sentence);
    }
  if (!threat->confirmed)
    redan_session_print (
        session,
        _ ("  Unconfirmed: an answer is missing; the hazard counts half until it is given.\n"));
}

static void
print_path (RedanSession *session, const RedanThreat *threat)
{
  const RedanFacts *facts = session->analysis->facts;
  g_autoptr (GArray) path = redan_rows_get_threat_path (session->analysis, threat);

  if (path == NULL || path->len == 0)
    return;
  redan_session_print (session, _ ("\nHow an attacker gets there (best path):\n"));
  for (guint i = 0; i < path->len; i++)
    {
      const RedanPathHop *hop = &g_array_index (path, RedanPathHop, i);
      g_autofree char *title = redan_hop_dup_title (facts, hop);

      redan_session_print (session, "  %u. %s  (x %.2f)\n", i + 1, title, hop->pass);
    }
  if (threat->context == REDAN_CONTEXT_INTERACTION &&
      facts->interaction_target[threat->target] != REDAN_NONE)
    {
      const RedanSnapshot *snapshot = facts->snapshot;
      g_autofree char *end = redan_object_dup_title (
          snapshot->model, snapshot->elements[facts->interaction_target[threat->target]]);

      redan_session_print (session, _ ("  %u. over this flow: %s\n"), path->len + 1, end);
    }
}

/* A recorded threat that only has a severity. */
static void
print_standard_score (RedanSession *session, const RedanScoreDetail *detail)
{
  redan_session_print (session, _ ("  risk       %.1f: the standard score of its severity\n"),
                       detail->inherent);
  redan_session_print (session, _ ("  residual   %.1f = %.1f x %.3f x %.3f\n"), detail->residual,
                       detail->inherent, detail->likelihood_reduction, detail->impact_reduction);
}

static void
print_arithmetic (RedanSession *session, const RedanScoreDetail *detail)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (session->catalogue);

  redan_session_print (session, _ ("  exposure   %.3f = %.2f + %.2f x %.3f\n"),
                       detail->exposure_factor, scoring->exposure_floor,
                       1 - scoring->exposure_floor, detail->exposure);
  redan_session_print (session,
                       _ ("  hazard     %.3f = %.2f (rate of the rule's likelihood) x %.2f "
                          "(confirmation) x %.3f (exposure)"),
                       detail->hazard, detail->base_hazard, detail->confirmation,
                       detail->exposure_factor);
  if (detail->advised > 1)
    redan_session_print (session, _ (" x %.2f (advisories)"), detail->advised);
  redan_session_print (session, "\n");
  redan_session_print (session,
                       _ ("  impact     %.3f = 1 - (1 - %.3f) ^ (1 + %.2f), from the rule and "
                          "rating %u, spread by the blast radius\n"),
                       detail->impact_inherent, detail->base_impact, detail->blast, detail->rating);
  redan_session_print (session, _ ("  risk       %.1f = 100 x (1 - exp (-%.3f)) x %.3f\n"),
                       detail->inherent, detail->hazard, detail->impact_inherent);
  redan_session_print (session,
                       _ ("  residual   %.1f = 100 x (1 - exp (-%.3f x %.3f)) x %.3f x %.3f\n"),
                       detail->residual, detail->hazard, detail->likelihood_reduction,
                       detail->impact_inherent, detail->impact_reduction);
}

static void
print_score (RedanSession *session, const RedanThreat *threat)
{
  const RedanAnalysis *analysis = session->analysis;
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, NULL);
  g_autoptr (RedanScoreDetail) detail =
      redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);

  redan_session_print (session, _ ("\nScore:\n"));
  if (detail->rating == 0)
    print_standard_score (session, detail);
  else
    print_arithmetic (session, detail);
  if (detail->controls->len > 0)
    redan_session_print (session, _ ("\nControls:\n"));
  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *used = &g_array_index (detail->controls, RedanScoreControl, i);

      redan_session_print (session, "  %-9s %-46s %-12s %.2f%s\n", controls[used->control].id,
                           controls[used->control].title,
                           redan_control_state_get_title (used->state), used->factor,
                           used->model_wide ? _ ("  model-wide") : "");
    }
}

static void
print_notes (RedanSession *session, const RedanThreat *threat)
{
  g_autoptr (GPtrArray) notes = redan_recorded_list_notes (session->analysis->facts, threat);

  redan_session_print (session, _ ("Recorded by a person or another tool.\n"));
  for (guint i = 0; i < notes->len; i++)
    {
      const RedanRecordedNote *note = g_ptr_array_index (notes, i);
      g_autofree char *text = redan_text_make_visible (note->text);

      redan_session_print (session, "\n%s: %s\n", note->label, text);
    }
}

static void
print_threat (RedanSession *session, const RedanThreat *threat)
{
  const RedanFacts *facts = session->analysis->facts;
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  const RedanScoring *scoring = redan_catalogue_get_scoring (session->catalogue);
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *category = redan_text_make_visible (redan_threat_get_category (facts, threat));
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  g_autoptr (GPtrArray) inherited = NULL;

  redan_session_print (session, "%s\n%s\n%s: %s\n", visible, id, category, where);
  if (threat->scored)
    redan_session_print (session, _ ("Severity %s, residual %.1f of %.1f, decision: %s\n"),
                         redan_band_get_title (redan_band_of (scoring, threat->residual / 1000.0)),
                         threat->residual / 1000.0, threat->inherent / 1000.0,
                         redan_decision_get_title (threat->decision));
  else
    redan_session_print (session, _ ("Recorded without a severity, decision: %s\n"),
                         redan_decision_get_title (threat->decision));
  if (rule != NULL)
    print_reasons (session, threat, rule);
  else
    print_notes (session, threat);
  print_path (session, threat);
  if (threat->scored)
    print_score (session, threat);
  inherited = redan_inherited_list_for (session->analysis, threat);
  redan_session_print_inherited (session, facts->snapshot->model, inherited);
}

int
redan_command_explain (int argc, char **argv)
{
  RedanSession session;
  const RedanThreat *threat = NULL;

  if (!redan_session_parse (&session, "explain",
                            REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                REDAN_OPTION_FROM,
                            NULL, argc, argv, 2, 2) ||
      !redan_session_analyze (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  threat = redan_analysis_find (session.analysis, session.arguments[1]);
  if (threat == NULL)
    {
      redan_complain (
          _ ("%s: there is no threat \"%s\"; the ids are in the output of redan-cli threats"),
          session.arguments[0], session.arguments[1]);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (session.json)
    redan_rows_explain_json (session.analysis, threat, redan_session_write, &session);
  else
    print_threat (&session, threat);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
