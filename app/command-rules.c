/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli rules: lists the rules in use, explains one, and checks packs. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/rule-check.h"
#include "app/session.h"
#include "ui/report/json.h"
#include "ui/report/rule-words.h"
#include "ui/report/wording.h"

const char *const redan_rules_verbs[] = { "list", "explain", "lint", NULL };

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
write_rule (RedanJson *json, const RedanCatalogue *catalogue, const RedanRule *rule)
{
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  g_autofree char *kinds = dup_kinds (rule);
  g_auto (GStrv) split = g_strsplit (kinds, " ", -1);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", rule->id);
  redan_json_string (json, "pack", rule->pack);
  redan_json_boolean (json, "optional", rule->optional);
  redan_json_string (json, "method", rule->method);
  redan_json_string (json, "category", rule->category);
  redan_json_string (json, "title", rule->title);
  redan_json_string (json, "reason", rule->reason);
  write_strings (json, "applies", (const char *const *) split);
  redan_json_string (json, "condition", redan_expression_get_text (rule->condition));
  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < rule->n_controls; i++)
    redan_json_string (json, NULL, controls[rule->controls[i]].id);
  redan_json_end_array (json);
  redan_json_end_object (json);
}

static gboolean
is_in_pack (const RedanRule *rule, const char *pack)
{
  return pack == NULL || g_str_equal (rule->pack, pack);
}

/* @only: (nullable): one rule, else all of @pack */
static void
write_rules (RedanSession *session, const char *pack, const RedanRule *only)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (session->catalogue, &n);
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "rules");
  for (guint i = 0; i < n; i++)
    if (is_in_pack (&rules[i], pack) && (only == NULL || only == &rules[i]))
      write_rule (&json, session->catalogue, &rules[i]);
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

/* Those that models have to ask for come last: they are in use by few. */
static void
print_rules (RedanSession *session, const char *pack, gboolean optional)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (session->catalogue, &n);
  const char *heading = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *kinds = NULL;
      g_autofree char *title = NULL;

      if (rules[i].optional != optional || !is_in_pack (&rules[i], pack))
        continue;
      if (optional && g_strcmp0 (heading, rules[i].pack) != 0)
        redan_session_print (session, _ ("\nOnly for models that name the pack %s:\n"),
                             rules[i].pack);
      heading = rules[i].pack;
      kinds = dup_kinds (&rules[i]);
      title = redan_text_make_visible (rules[i].title);
      redan_session_print (session, "%-10s %c  %-22s %s\n", rules[i].id,
                           rules[i].stride != 0 ? rules[i].stride : '-', kinds, title);
      redan_session_print (session, "%14s%s\n", "", redan_expression_get_text (rules[i].condition));
    }
}

/* One line of the coverage. @source, @target: (nullable): kinds; both of a flow, the first alone of
 * anything else, none of all rules. */
typedef struct
{
  const char *source;
  const char *target;
  guint counts[6];
  gboolean holes[6]; /* a rule is expected there, and none exists */
} CoverageRow;

typedef struct
{
  CoverageRow rows[REDAN_COVERAGE_KINDS + REDAN_COVERAGE_PAIRS];
  guint n_rows;
  guint n_graph;
  guint n_holes;
} CoverageTable;

static void
add_row (CoverageTable *table, const CoverageRow *row)
{
  for (guint i = 0; i < 6; i++)
    table->n_holes += row->holes[i];
  table->rows[table->n_rows++] = *row;
}

static void
fill_coverage (const RedanCatalogue *catalogue, CoverageTable *table)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n);
  CoverageRow all = { NULL, NULL, { 0 }, { 0 } };
  RedanCoverage coverage;

  redan_catalogue_get_coverage (catalogue, &coverage);
  for (guint i = 0; i < n; i++)
    {
      if (rules[i].stride != 0)
        all.counts[strchr ("STRIDE", rules[i].stride) - "STRIDE"]++;
      table->n_graph += rules[i].stride != 0 && redan_rule_reads_graph (&rules[i]);
    }
  add_row (table, &all);
  for (guint kind = 0; kind < REDAN_COVERAGE_KINDS - 1; kind++)
    {
      CoverageRow row = { kind_words[kind], NULL, { 0 }, { 0 } };

      for (guint i = 0; i < 6; i++)
        {
          row.counts[i] = coverage.kinds[kind][i];
          row.holes[i] = row.counts[i] == 0 && redan_coverage_expects (kind, i);
        }
      add_row (table, &row);
    }
  for (guint pair = 0; pair < REDAN_COVERAGE_PAIRS; pair++)
    {
      CoverageRow row = { kind_words[pair / 4], kind_words[pair % 4], { 0 }, { 0 } };

      for (guint i = 0; i < 6; i++)
        {
          row.counts[i] = coverage.pairs[pair][i];
          row.holes[i] = row.counts[i] == 0 && redan_coverage_expects_pair (pair);
        }
      add_row (table, &row);
    }
}

static void
print_coverage (RedanSession *session, const CoverageTable *table)
{
  redan_session_print (session, "%-22s    S     T     R     I     D     E\n", "");
  for (guint i = 0; i < table->n_rows; i++)
    {
      const CoverageRow *row = &table->rows[i];
      g_autofree char *name = row->target == NULL
                                  ? g_strdup (row->source != NULL ? row->source : _ ("all rules"))
                                  : g_strdup_printf ("%s > %s", row->source, row->target);

      redan_session_print (session, "%-22s", name);
      for (guint j = 0; j < 6; j++)
        redan_session_print (session, "%5u%s", row->counts[j],
                             row->holes[j] ? "!"
                             : j < 5       ? " "
                                           : "");
      redan_session_print (session, "\n");
    }
  redan_session_print (session, _ ("\nRules that read the graph: %u; holes, marked with !: %u\n"),
                       table->n_graph, table->n_holes);
}

static void
write_coverage (RedanSession *session, const CoverageTable *table)
{
  static const char *const letters[] = { "S", "T", "R", "I", "D", "E" };
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "coverage");
  for (guint i = 0; i < table->n_rows; i++)
    {
      const CoverageRow *row = &table->rows[i];

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "kind", row->target == NULL ? row->source : "flow");
      redan_json_string (&json, "source", row->target == NULL ? NULL : row->source);
      redan_json_string (&json, "target", row->target);
      redan_json_begin_object (&json, "rules");
      for (guint j = 0; j < G_N_ELEMENTS (letters); j++)
        redan_json_integer (&json, letters[j], row->counts[j]);
      redan_json_end_object (&json);
      redan_json_begin_array (&json, "holes");
      for (guint j = 0; j < G_N_ELEMENTS (letters); j++)
        if (row->holes[j])
          redan_json_string (&json, NULL, letters[j]);
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_integer (&json, "graph_rules", table->n_graph);
  redan_json_integer (&json, "holes", table->n_holes);
  redan_json_end_object (&json);
  redan_json_finish (&json);
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
print_fixtures (RedanSession *session, const RedanRule *rule)
{
  redan_session_print (session, "\n%s\n", _ ("Fixtures:"));
  for (guint i = 0; i < rule->n_fixtures; i++)
    {
      g_autofree char *text = redan_text_make_visible (rule->fixtures[i].text);

      redan_session_print (session, "  %s  %s\n",
                           rule->fixtures[i].fires ? _ ("fires:   ") : _ ("does not:"), text);
    }
}

static void
print_indented (RedanSession *session, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    redan_session_print (session, "  %s\n", lines[i]);
}

static void
explain (RedanSession *session, const RedanRule *rule)
{
  g_autofree char *kinds = dup_kinds (rule);
  g_autofree char *title = redan_text_make_visible (rule->title);
  g_autofree char *reason = redan_text_make_visible (rule->reason != NULL ? rule->reason : "");
  g_autofree char *words = redan_condition_dup_words (session->schema, rule->condition);
  static const char *const unknown[] = { N_ ("it fires"), N_ ("unconfirmed, with a question"),
                                         N_ ("it does not fire") };
  const RedanObjective *objectives = redan_catalogue_get_objectives (session->catalogue, NULL);

  redan_session_print (session, "%s: %s\n", rule->id, title);
  if (rule->reason != NULL)
    redan_session_print (session, "%s\n", reason);
  redan_session_print (session, _ ("\n%s (%s), on: %s\n"), rule->category, rule->method, kinds);
  redan_session_print (session, _ ("Likelihood %u, impact %u on %s%s%s; effect: %s\n"),
                       rule->likelihood, rule->impact, rule->axes & 1 ? "C" : "",
                       rule->axes & 2 ? "I" : "", rule->axes & 4 ? "A" : "", rule->effect);
  if (rule->judgement)
    redan_session_print (session, "%s\n", _ ("Likelihood and impact are a judgement."));
  redan_session_print (session, _ ("While the answer is unknown: %s\n"),
                       _ (unknown[rule->unknown]));
  if (rule->optional)
    redan_session_print (session, _ ("Only for models that name the pack %s\n"), rule->pack);
  redan_session_print (session, "\n%s\n  %s\n\n%s\n", _ ("It fires when:"),
                       redan_expression_get_text (rule->condition), _ ("In words:"));
  print_indented (session, words);
  print_controls (session, rule);
  redan_session_print (session, "\n");
  print_list (session, "CWE", rule->cwe);
  print_list (session, "CAPEC", rule->capec);
  print_list (session, "ATT&CK", rule->attack);
  for (guint i = 0; i < rule->n_objectives; i++)
    redan_session_print (session, "SEC01-%s: %s\n", objectives[rule->objectives[i]].id,
                         objectives[rule->objectives[i]].title);
  print_fixtures (session, rule);
}

static int
run_explain (RedanSession *session, const char *id)
{
  guint32 index = redan_catalogue_find_rule (session->catalogue, id);
  const RedanRule *rule;

  if (index == REDAN_NONE)
    {
      redan_complain (_ ("rules explain: there is no rule \"%s\"; rules list shows all"), id);
      return REDAN_EXIT_WRONG;
    }
  rule = &redan_catalogue_get_rules (session->catalogue, NULL)[index];
  if (session->json)
    write_rules (session, NULL, rule);
  else
    explain (session, rule);

  return REDAN_EXIT_DONE;
}

static void
write_findings (RedanSession *session, const GPtrArray *findings)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "findings");
  for (guint i = 0; i < findings->len; i++)
    {
      const RedanRuleFinding *finding = findings->pdata[i];

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "path", finding->path);
      redan_json_integer (&json, "line", finding->line);
      redan_json_integer (&json, "column", finding->column);
      redan_json_string (&json, "message", finding->message);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
print_finding (RedanSession *session, const RedanRuleFinding *finding)
{
  g_autofree char *message = redan_text_make_visible (finding->message);

  redan_session_print (session, "%s:%u:", finding->path, finding->line);
  if (finding->column > 0)
    redan_session_print (session, "%u:", finding->column);
  redan_session_print (session, " %s\n", message);
}

static int
run_lint (RedanSession *session, const char *pack)
{
  g_autoptr (GPtrArray) findings = redan_catalogue_check (session->catalogue, pack);

  if (session->json)
    write_findings (session, findings);
  else
    for (guint i = 0; i < findings->len; i++)
      print_finding (session, findings->pdata[i]);

  return findings->len > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
}

static int
run_list (RedanSession *session, const char *pack, gboolean coverage)
{
  if (coverage)
    {
      CoverageTable table = { 0 };

      fill_coverage (session->catalogue, &table);
      if (session->json)
        write_coverage (session, &table);
      else
        print_coverage (session, &table);
      return table.n_holes > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
    }
  if (session->json)
    {
      write_rules (session, pack, NULL);
      return REDAN_EXIT_DONE;
    }
  print_rules (session, pack, FALSE);
  print_rules (session, pack, TRUE);

  return REDAN_EXIT_DONE;
}

/* @rule: (nullable): the word after the verb */
static gboolean
check_words (const RedanSession *session, const char *rule, const char *pack, gboolean coverage)
{
  const char *verb = session->arguments[0];
  gboolean explains = g_str_equal (verb, "explain");

  if (!g_strv_contains (redan_rules_verbs, verb))
    redan_complain (_ ("rules %s: expected list, explain or lint"), verb);
  else if (explains && rule == NULL)
    redan_complain (_ ("rules explain: expected the id of a rule; rules list shows all"));
  else if (!explains && rule != NULL)
    redan_complain (_ ("rules %s %s: expected nothing after %s"), verb, rule, verb);
  else if (explains && pack != NULL)
    redan_complain (_ ("--pack goes with list and lint only"));
  else if (coverage && (!g_str_equal (verb, "list") || pack != NULL))
    redan_complain (_ ("--coverage goes with list only, without --pack"));
  else
    return TRUE;

  return FALSE;
}

int
redan_command_rules (int argc, char **argv)
{
  gboolean coverage = FALSE;
  g_autofree char *pack = NULL;
  RedanSession session;
  const char *verb;
  const char *rule;
  int status;
  const GOptionEntry entries[] = {
    { "coverage", 0, 0, G_OPTION_ARG_NONE, &coverage,
      N_ ("list: how many rules look at each kind and pair of kinds"), NULL },
    { "pack", 0, 0, G_OPTION_ARG_STRING, &pack, N_ ("list, lint: only the rules of one pack"),
      N_ ("PACK") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "rules", REDAN_OPTION_JSON | REDAN_OPTION_DATA, entries, argc,
                            argv, 1, 2))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  verb = session.arguments[0];
  rule = session.arguments[1];
  if (!check_words (&session, rule, pack, coverage) || !redan_session_load_catalogue (&session) ||
      !redan_session_check_pack (&session, "--pack", pack))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  if (g_str_equal (verb, "explain"))
    status = run_explain (&session, rule);
  else if (g_str_equal (verb, "lint"))
    status = run_lint (&session, pack);
  else
    status = run_list (&session, pack, coverage);

  return redan_session_finish (&session, status);
}
