/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli objectives: states of the SEC01 objectives, the criteria behind them, and the maturity
 * level. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/session.h"
#include "ui/report/wording.h"

#define COVERED_WIDTH 9

static const char *
get_mark (RedanCriterionValue value)
{
  switch (value)
    {
    case REDAN_CRITERION_TRUE:
      return "+";
    case REDAN_CRITERION_FALSE:
      return "-";
    case REDAN_CRITERION_UNKNOWN:
      return "?";
    case REDAN_CRITERION_NOT_APPLICABLE:
    default:
      return " ";
    }
}

static void
print_criteria (RedanSession *session, const RedanObjectives *results, guint objective)
{
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (session->catalogue, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanCriterionResult *result = &results->criteria[i];

      if (criteria[i].objective != objective || result->value == REDAN_CRITERION_NOT_APPLICABLE)
        continue;
      redan_session_print (session, "      %s %s%s%s%s\n", get_mark (result->value),
                           criteria[i].text, criteria[i].required ? _ (" (required)") : "",
                           result->note != NULL ? ": " : "",
                           result->note != NULL ? result->note : "");
    }
}

static void
print_objectives (RedanSession *session, const RedanObjectives *results, gboolean all)
{
  const RedanObjective *objectives = redan_catalogue_get_objectives (session->catalogue, NULL);
  const char *group = "";
  char date[11];

  redan_days_to_date (session->as_of, date);
  redan_session_print (session, _ ("SEC01, whole model, as of %s. Maturity level %u of 4"), date,
                       results->maturity_floor);
  if (results->maturity_ceiling > results->maturity_floor)
    redan_session_print (session, _ ("; open questions hide up to level %u"),
                         results->maturity_ceiling);
  redan_session_print (session, ".\n");
  for (guint i = 0; i < results->n_objectives; i++)
    {
      const RedanObjectiveResult *result = &results->objectives[i];
      g_autofree char *reference = redan_objective_dup_reference (&objectives[i]);
      g_autofree char *covered = redan_coverage_dup_text (result);

      if (!g_str_equal (group, objectives[i].group))
        {
          group = objectives[i].group;
          redan_session_print (session, "\n%s\n", redan_objective_group_get_title (group));
        }
      redan_session_print (session, "  %-10s %-15s %*s%s  %s%s\n", reference,
                           redan_objective_state_get_title (result->state),
                           COVERED_WIDTH - (int) g_utf8_strlen (covered, -1), "", covered,
                           objectives[i].title,
                           result->required_failed ? _ ("  [a required criterion fails]") : "");
      if (all || g_str_equal (group, "bp"))
        print_criteria (session, results, i);
    }
}

int
redan_command_objectives (int argc, char **argv)
{
  gboolean all = FALSE;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "all", 'a', 0, G_OPTION_ARG_NONE, &all,
      N_ ("Criteria of every objective, not only of the best practices"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "objectives",
                            REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                REDAN_OPTION_FROM,
                            entries, argc, argv, 1, 1) ||
      !redan_session_analyze (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  g_autoptr (RedanObjectives) results =
      redan_objectives_evaluate (session.analysis->facts, session.analysis->controls,
                                 session.analysis->graph, session.analysis->threats);

  if (session.json)
    redan_rows_objectives_json (session.analysis, results, redan_session_write, &session);
  else
    print_objectives (&session, results, all);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
