/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli rules: lists the rules in use, explains one, and checks packs. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/rule-check.h"
#include "app/session.h"
#include "ui/report/json.h"
#include "ui/report/rule-words.h"

static const char *const kind_words[] = { "actor", "external", "process", "store",
                                          "flow",  "boundary", "account", "model" };

static char *
dup_kinds (const RedanRule *rule)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    if ((rule->applies >> i & 1) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", kind_words[i]);

  return g_string_free (text, FALSE);
}

static void
write_strings (RedanJson *json, const char *name, const char *const *list)
{
  redan_json_begin_array (json, name);
  for (guint i = 0; list[i] != NULL; i++)
    redan_json_string (json, NULL, list[i]);
  redan_json_end_array (json);
}

static void
write_json (RedanSession *session)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (session->catalogue, &n);
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, NULL);
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "rules");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *kinds = dup_kinds (&rules[i]);
      g_auto (GStrv) split = g_strsplit (kinds, " ", -1);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "id", rules[i].id);
      redan_json_string (&json, "pack", rules[i].pack);
      redan_json_string (&json, "method", rules[i].method);
      redan_json_string (&json, "category", rules[i].category);
      redan_json_string (&json, "title", rules[i].title);
      write_strings (&json, "applies", (const char *const *) split);
      redan_json_string (&json, "condition", redan_expression_get_text (rules[i].condition));
      redan_json_begin_array (&json, "controls");
      for (guint j = 0; j < rules[i].n_controls; j++)
        redan_json_string (&json, NULL, controls[rules[i].controls[j]].id);
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
print_rules (RedanSession *session)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (session->catalogue, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *kinds = dup_kinds (&rules[i]);

      redan_session_print (session, "%-10s %c  %-22s %s\n", rules[i].id,
                           rules[i].stride != 0 ? rules[i].stride : '-', kinds, rules[i].title);
      redan_session_print (session, "%14s%s%s\n", "",
                           redan_expression_get_text (rules[i].condition),
                           rules[i].optional ? _ ("  [only for models that ask for it]") : "");
    }
}

static void
print_counts (RedanSession *session, const char *name, const guint *counts, const gboolean *holes)
{
  redan_session_print (session, "%-22s", name);
  for (guint i = 0; i < 6; i++)
    redan_session_print (session, "%5u%s", counts[i], holes[i] ? "!" : " ");
  redan_session_print (session, "\n");
}

/* Returns how many holes there are: kinds or pairs without a rule where one is expected. */
static guint
print_coverage (RedanSession *session)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (session->catalogue, &n);
  guint n_letters[6] = { 0 };
  guint n_graph = 0;
  guint n_holes = 0;
  gboolean holes[6] = { 0 };
  RedanCoverage coverage;

  redan_catalogue_get_coverage (session->catalogue, &coverage);
  for (guint i = 0; i < n; i++)
    {
      if (rules[i].stride != 0)
        n_letters[strchr ("STRIDE", rules[i].stride) - "STRIDE"]++;
      n_graph += rules[i].stride != 0 && redan_rule_reads_graph (&rules[i]);
    }
  redan_session_print (session, "%-22s    S     T     R     I     D     E\n", "");
  print_counts (session, _ ("all rules"), n_letters, holes);
  for (guint kind = 0; kind < REDAN_COVERAGE_KINDS - 1; kind++)
    {
      for (guint i = 0; i < 6; i++)
        {
          holes[i] = coverage.kinds[kind][i] == 0 && redan_coverage_expects (kind, i);
          n_holes += holes[i];
        }
      print_counts (session, kind_words[kind], coverage.kinds[kind], holes);
    }
  for (guint pair = 0; pair < REDAN_COVERAGE_PAIRS; pair++)
    {
      g_autofree char *name =
          g_strdup_printf ("%s > %s", kind_words[pair / 4], kind_words[pair % 4]);

      for (guint i = 0; i < 6; i++)
        {
          holes[i] = coverage.pairs[pair][i] == 0 && redan_coverage_expects_pair (pair);
          n_holes += holes[i];
        }
      print_counts (session, name, coverage.pairs[pair], holes);
    }
  redan_session_print (session, _ ("rules on graph facts: %u; holes: %u\n"), n_graph, n_holes);

  return n_holes;
}

static void
print_list (RedanSession *session, const char *name, const char *const *list)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) list);

  if (*joined != '\0')
    redan_session_print (session, "%s: %s\n", name, joined);
}

static void
print_controls (RedanSession *session, const RedanRule *rule)
{
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, NULL);

  redan_session_print (session, "\n%s\n", _ ("Controls that lower it:"));
  for (guint i = 0; i < rule->n_controls; i++)
    {
      const RedanControl *control = &controls[rule->controls[i]];

      redan_session_print (session, "  %-10s %s (%s, %.2f)\n", control->id, control->title,
                           redan_layer_get_word (control->layer), control->strength);
    }
}

static void
explain (RedanSession *session, const RedanRule *rule)
{
  g_autofree char *kinds = dup_kinds (rule);
  g_autofree char *words = redan_condition_dup_words (session->schema, rule->condition);
  static const char *const unknown[] = { N_ ("counts as true"), N_ ("unconfirmed, with a question"),
                                         N_ ("no threat") };
  const RedanObjective *objectives = redan_catalogue_get_objectives (session->catalogue, NULL);

  redan_session_print (session, "%s: %s\n", rule->id, rule->title);
  if (rule->reason != NULL)
    redan_session_print (session, "%s\n", rule->reason);
  redan_session_print (session, _ ("\n%s (%s), on: %s\n"), rule->category, rule->method, kinds);
  redan_session_print (session, _ ("Likelihood %u, impact %u on %s%s%s; effect: %s\n"),
                       rule->likelihood, rule->impact, rule->axes & 1 ? "C" : "",
                       rule->axes & 2 ? "I" : "", rule->axes & 4 ? "A" : "", rule->effect);
  if (rule->judgement)
    redan_session_print (session, "%s\n", _ ("Likelihood and impact are our judgement."));
  redan_session_print (session, _ ("What nobody knows: %s\n"), _ (unknown[rule->unknown]));
  redan_session_print (session, "\n%s\n  %s\n%s\n", _ ("It fires when"),
                       redan_expression_get_text (rule->condition), words);
  print_controls (session, rule);
  redan_session_print (session, "\n");
  print_list (session, "CWE", rule->cwe);
  print_list (session, "CAPEC", rule->capec);
  print_list (session, "ATT&CK", rule->attack);
  for (guint i = 0; i < rule->n_objectives; i++)
    redan_session_print (session, "SEC01-%s: %s\n", objectives[rule->objectives[i]].id,
                         objectives[rule->objectives[i]].title);
  redan_session_print (session, "\n%s\n", _ ("Fixtures:"));
  for (guint i = 0; i < rule->n_fixtures; i++)
    redan_session_print (session, "  %s  %s\n",
                         rule->fixtures[i].fires ? _ ("fires:     ") : _ ("does not:  "),
                         rule->fixtures[i].text);
}

static int
run_explain (RedanSession *session, const char *id)
{
  guint32 index = id == NULL ? REDAN_NONE : redan_catalogue_find_rule (session->catalogue, id);

  if (index == REDAN_NONE)
    {
      redan_complain (_ ("rules explain: there is no rule \"%s\"; rules list shows all"),
                      id == NULL ? "" : id);
      return REDAN_EXIT_WRONG;
    }
  explain (session, &redan_catalogue_get_rules (session->catalogue, NULL)[index]);

  return REDAN_EXIT_DONE;
}

static int
run_lint (RedanSession *session, const char *pack)
{
  g_autoptr (GPtrArray) findings = redan_catalogue_check (session->catalogue, pack);

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanRuleFinding *finding = findings->pdata[i];

      if (finding->column > 0)
        redan_session_print (session, "%s:%u:%u: %s\n", finding->path, finding->line,
                             finding->column, finding->message);
      else
        redan_session_print (session, "%s:%u: %s\n", finding->path, finding->line,
                             finding->message);
    }
  if (findings->len > 0)
    return REDAN_EXIT_FOUND;
  redan_session_print (session, "%s\n", _ ("nothing found"));

  return REDAN_EXIT_DONE;
}

int
redan_command_rules (int argc, char **argv)
{
  gboolean coverage = FALSE;
  g_autofree char *pack = NULL;
  RedanSession session;
  const char *verb;
  int status;
  const GOptionEntry entries[] = {
    { "coverage", 0, 0, G_OPTION_ARG_NONE, &coverage,
      N_ ("list: how many rules look at each kind and pair of kinds"), NULL },
    { "pack", 0, 0, G_OPTION_ARG_STRING, &pack, N_ ("lint: only the items of one pack"),
      N_ ("PACK") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "rules", REDAN_OPTION_JSON | REDAN_OPTION_DATA, entries, argc,
                            argv, 1, 2) ||
      !redan_session_load_catalogue (&session))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  verb = session.arguments[0];
  if (g_str_equal (verb, "explain"))
    status = run_explain (&session, session.arguments[1]);
  else if (g_str_equal (verb, "lint"))
    status = run_lint (&session, pack);
  else if (g_str_equal (verb, "list"))
    {
      status = REDAN_EXIT_DONE;
      if (coverage)
        status = print_coverage (&session) > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
      else if (session.json)
        write_json (&session);
      else
        print_rules (&session);
    }
  else
    {
      redan_complain (_ ("rules %s: expected list, explain or lint"), verb);
      status = REDAN_EXIT_WRONG;
    }

  return redan_session_finish (&session, status);
}
