/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli plan: which controls lower the residual risk most for their effort, with the objectives they serve. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/session.h"
#include "ui/report/wording.h"

static char *
join_objectives (const RedanCatalogue *catalogue, const RedanControl *control)
{
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < control->n_objectives; i++)
    {
      g_autofree char *reference = redan_objective_dup_reference (&objectives[control->objectives[i]]);

      g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", reference);
    }
  return g_string_free (joined, FALSE);
}

static void
print_plan (RedanSession *session, const RedanPlan *plan)
{
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, NULL);

  redan_session_print (session, _ ("Residual risk now: %.1f\n\n"), plan->base);
  redan_session_print (session, "%3s  %-9s %-46s %6s %9s %9s  %s\n", "", _ ("control"), _ ("title"), _ ("effort"),
                       _ ("reduction"), _ ("remaining"), _ ("objectives"));
  for (guint i = 0; i < plan->n_rows; i++)
    {
      const RedanPlanRow *row = &plan->rows[i];
      const RedanControl *control = &controls[row->control];
      g_autofree char *objectives = join_objectives (session->catalogue, control);

      redan_session_print (session, "%3u  %-9s %-46s %6.0f %9.1f %9.1f  %s\n", i + 1, control->id, control->title, row->effort,
                           row->reduction, row->remaining, objectives);
    }
  if (plan->n_rows == 0)
    redan_session_print (session, _ ("No control of the catalogue lowers the residual risk of this model any further.\n"));
  if (plan->out_of_time)
    redan_session_print (session, _ ("The time budget was used up; more rows may exist (--time 0 for no limit).\n"));
}

int
redan_command_plan (int argc, char **argv)
{
  int n = 10;
  int phase = 4;
  int time_ms = 2000;
  double budget = 0;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT, &n, N_ ("At most so many controls (10)"), N_ ("N") },
    { "phase", 0, 0, G_OPTION_ARG_INT, &phase, N_ ("Only controls up to this phase of the roadmap, 1 to 4 (4)"), N_ ("PHASE") },
    { "budget", 0, 0, G_OPTION_ARG_DOUBLE, &budget, N_ ("Effort points to spend (no limit)"), N_ ("POINTS") },
    { "time", 0, 0, G_OPTION_ARG_INT, &time_ms, N_ ("Time budget in milliseconds, 0 for none (2000)"), N_ ("MS") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "plan", entries, argc, argv, 1, 1))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (n < 1 || n > 1000 || phase < 1 || phase > 4 || time_ms < 0 || !(budget >= 0 && budget <= 1e9))
    {
      redan_complain (_ ("plan takes 1 to 1000 controls, phase 1 to 4, a budget from 0, a time from 0"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (!redan_session_analyze (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  const RedanPlanOptions options = {
    .n = (guint) n,
    .phase = (guint) phase,
    .budget = budget,
    .time_ms = (guint) time_ms,
  };
  g_autoptr (RedanPlan) plan = redan_plan_compute (session.analysis->facts, session.analysis->threats, &options, NULL);

  if (session.json)
    redan_rows_plan_json (session.analysis, plan, redan_session_write, &session);
  else
    print_plan (&session, plan);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
