/* SPDX-License-Identifier: Apache-2.0 */
/* Everything the reference evaluator recorded about the three examples, and the threats and scores
 * of their 200 variants. */

#include "tests/analysis-fixture.h"
#include "tests/reference.h"

#include "analysis/objectives-private.h"

/* Decimals have six places. */
#define TOLERANCE 1.1e-6

typedef struct
{
  const char *name;
  RedanModel *model;
  RedanAnalysis *analysis;
  guint n_wrong;
} Case;

static void
case_init (Case *self, const char *name, RedanModel *model)
{
  RedanAnalysisOptions options = { .as_of = fixture_days ("2025-02-01") };
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  self->name = name;
  self->model = model;
  self->analysis = redan_analysis_new (snapshot, fixture_catalogue, &options);
  self->n_wrong = 0;
}

static void complain (Case *self, char *const *fields, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
complain (Case *self, char *const *fields, const char *format, ...)
{
  g_autofree char *line = g_strjoinv (" ", (GStrv) fields);
  g_autofree char *found = NULL;
  va_list arguments;

  va_start (arguments, format);
  found = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->n_wrong++ < 12)
    g_test_message ("%s: expected \"%s\", found %s", self->name, line, found);
}

static guint32
find_target (const Case *self, const char *kind, const char *short_name)
{
  return redan_model_index_of (self->analysis->facts->snapshot->model,
                               &reference_find (self->model, self->name, kind, short_name)->id);
}

static RedanContext
context_of (const char *kind)
{
  return *kind == 'e'   ? REDAN_CONTEXT_ELEMENT
         : *kind == 'f' ? REDAN_CONTEXT_INTERACTION
         : *kind == 'b' ? REDAN_CONTEXT_BOUNDARY
                        : REDAN_CONTEXT_MODEL;
}

static const RedanThreat *
find_threat (const Case *self, const char *rule, const char *kind, const char *short_name)
{
  guint32 index = redan_catalogue_find_rule (fixture_catalogue, rule);
  guint32 target = find_target (self, kind, short_name);

  for (guint i = 0; i < self->analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, i);

      if (threat->rule == index && threat->target == target && threat->context == context_of (kind))
        return threat;
    }

  return NULL;
}

/* @fields from the rule on: rule, kind, target, certainty, inherent, residual */
static void
check_threat (Case *self, char *const *line, char *const *fields)
{
  const RedanThreat *threat = find_threat (self, fields[0], fields[1], fields[2]);

  if (threat == NULL)
    {
      complain (self, line, "no such threat");
      return;
    }
  if (threat->confirmed != (*fields[3] == 'c') || threat->inherent != atoi (fields[4]) ||
      threat->residual != atoi (fields[5]))
    complain (self, line, "%c %d %d, exposure %f blast %f", threat->confirmed ? 'c' : 'u',
              threat->inherent, threat->residual, threat->exposure, threat->blast);
}

static void
check_number (Case *self, char *const *line, double found, const char *expected)
{
  if (ABS (found - g_ascii_strtod (expected, NULL)) > TOLERANCE)
    complain (self, line, "%f", found);
}

static void
check_graph (Case *self, char *const *line)
{
  RedanGraph *graph = self->analysis->graph;
  gboolean account = g_str_equal (line[0], "root") || g_str_equal (line[0], "account-blast");
  guint32 target = find_target (self, account ? "b" : "e", line[2]);

  if (g_str_equal (line[0], "exposure"))
    check_number (self, line, redan_graph_get_exposure (graph, target), line[3]);
  else if (g_str_equal (line[0], "blast"))
    check_number (self, line, redan_graph_get_blast (graph, target), line[3]);
  else if (g_str_equal (line[0], "choke"))
    check_number (self, line, redan_graph_get_choke (graph, target), line[3]);
  else if (g_str_equal (line[0], "root"))
    check_number (self, line, redan_graph_get_root_exposure (graph, target), line[3]);
  else if (g_str_equal (line[0], "account-blast"))
    check_number (self, line, redan_graph_get_account_blast (graph, target), line[3]);
  else
    {
      int depth = redan_graph_get_layers (graph, target, NULL);

      if (depth != (g_str_equal (line[3], "none") ? -1 : atoi (line[3])))
        complain (self, line, "%d", depth);
    }
}

static void
check_sum (Case *self, char *const *line)
{
  const RedanTotals *totals = &self->analysis->totals;

  if (self->analysis->threats->len != (guint) atoi (line[2]) ||
      totals->n_confirmed != (guint) atoi (line[3]) ||
      totals->inherent != g_ascii_strtoll (line[4], NULL, 10) ||
      totals->residual != g_ascii_strtoll (line[5], NULL, 10))
    complain (self, line, "%u %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
              self->analysis->threats->len, totals->n_confirmed, totals->inherent,
              totals->residual);
}

static void
check_band (Case *self, char *const *line)
{
  for (guint i = 0; i < REDAN_N_BANDS; i++)
    if (g_str_equal (redan_band_get_word (i), line[2]) &&
        self->analysis->totals.bands[i] != (guint) atoi (line[3]))
      complain (self, line, "%u", self->analysis->totals.bands[i]);
}

static void
check_control (Case *self, char *const *line)
{
  guint32 target = *line[3] == 'm' ? REDAN_NONE : find_target (self, line[3], line[4]);
  RedanControlState state = redan_controls_get_state (
      self->analysis->controls, redan_catalogue_find_control (fixture_catalogue, line[2]),
      context_of (line[3]), target);

  if (state != REDAN_STATE_DECLARED)
    complain (self, line, "%s", redan_control_state_get_word (state));
}

static guint
count_places (const RedanAnalysis *analysis)
{
  const RedanFacts *facts = analysis->facts;
  const guint n_targets[] = { facts->snapshot->n_elements, facts->n_interactions,
                              facts->snapshot->n_boundaries, 1 };
  guint n_controls;
  guint n = 0;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint control = 0; control < n_controls; control++)
    for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
      for (guint i = 0; i < n_targets[context]; i++)
        n += redan_controls_get_validation (analysis->controls, control, context, i) > 0;

  return n;
}

static void
check_objective (Case *self, const RedanObjectives *objectives, char *const *line)
{
  guint32 index = redan_catalogue_find_objective (fixture_catalogue, line[2]);
  const char *word = redan_objective_state_get_word (objectives->objectives[index].state);

  if (!g_str_equal (word, line[3]))
    complain (self, line, "%s", word);
}

static void
check_criterion (Case *self, const RedanObjectives *objectives, char *const *line)
{
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (fixture_catalogue, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (criteria[i].id, line[2]))
      {
        const RedanCriterionResult *result = &objectives->criteria[i];

        if (!g_str_equal (redan_criterion_value_get_word (result->value), line[3]))
          complain (self, line, "%s (%s)", redan_criterion_value_get_word (result->value),
                    result->note);
        return;
      }
  complain (self, line, "no such criterion");
}

static void
check_plan (Case *self, const RedanPlan *plan, char *const *line)
{
  guint row = (guint) atoi (line[2]) - 1;
  guint32 control = redan_catalogue_find_control (fixture_catalogue, line[3]);
  double slack = self->analysis->threats->len * 0.001;
  guint n;

  if (row >= plan->n_rows)
    complain (self, line, "%u rows", plan->n_rows);
  else if (plan->rows[row].control != control ||
           ABS (plan->rows[row].reduction - atoi (line[4]) / 1000.0) > slack ||
           ABS (plan->rows[row].remaining - atoi (line[5]) / 1000.0) > slack)
    complain (self, line, "%s %.3f %.3f",
              redan_catalogue_get_controls (fixture_catalogue, &n)[plan->rows[row].control].id,
              plan->rows[row].reduction, plan->rows[row].remaining);
}

static void
check_maturity (Case *self, const RedanObjectives *objectives, char *const *line)
{
  if (objectives->maturity_floor != (guint) atoi (line[2]) ||
      objectives->maturity_ceiling != (guint) atoi (line[3]))
    complain (self, line, "%u %u", objectives->maturity_floor, objectives->maturity_ceiling);
}

static void
check_figure (Case *self, char *const *line)
{
  const RedanAnalysis *analysis = self->analysis;
  const Assessment assessment = { .facts = analysis->facts,
                                  .controls = analysis->controls,
                                  .graph = analysis->graph,
                                  .threats = analysis->threats,
                                  .scoring = redan_catalogue_get_scoring (fixture_catalogue) };
  g_autofree char *text = g_strdup_printf ("%s() >= 0", line[2]);
  g_autoptr (RedanExpression) expression =
      redan_expression_parse (fixture_schema, text, 1u << REDAN_CONTEXT_MODEL, "test", 1, NULL);
  Figure figure = figure_compute (&assessment, redan_expression_get_root (expression)->children[0]);

  if (g_str_equal (line[3], "none"))
    {
      if (figure.status != FIGURE_NOT_APPLICABLE)
        complain (self, line, "%f", figure.low);
      return;
    }
  if (figure.status != FIGURE_KNOWN)
    {
      complain (self, line, "none");
      return;
    }
  check_number (self, line, figure.low, line[3]);
  check_number (self, line, figure.high, line[4]);
}

static void
test_example (gconstpointer user_data)
{
  const char *name = user_data;
  static const char *const graph_records[] = { "exposure",      "blast", "choke", "root",
                                               "account-blast", "depth", NULL };
  const RedanPlanOptions options = { .n = 8, .phase = 2 };
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autoptr (GPtrArray) lines = reference_read_lines (file);
  g_autoptr (RedanObjectives) objectives = NULL;
  g_autoptr (RedanPlan) plan = NULL;
  guint n_controls = 0;
  Case test;

  case_init (&test, name, reference_read_example (fixture_schema, name));
  objectives = redan_objectives_evaluate (test.analysis->facts, test.analysis->controls,
                                          test.analysis->graph, test.analysis->threats);
  plan = redan_plan_compute (test.analysis->facts, test.analysis->threats, &options, NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      char **line = g_ptr_array_index (lines, i);

      if (g_str_equal (line[0], "model") || g_str_equal (line[1], "-"))
        continue;
      if (g_str_equal (line[0], "threat"))
        check_threat (&test, line, line + 2);
      else if (g_strv_contains (graph_records, line[0]))
        check_graph (&test, line);
      else if (g_str_equal (line[0], "sum"))
        check_sum (&test, line);
      else if (g_str_equal (line[0], "band"))
        check_band (&test, line);
      else if (g_str_equal (line[0], "objective"))
        check_objective (&test, objectives, line);
      else if (g_str_equal (line[0], "criterion"))
        check_criterion (&test, objectives, line);
      else if (g_str_equal (line[0], "maturity"))
        check_maturity (&test, objectives, line);
      else if (g_str_equal (line[0], "figure"))
        check_figure (&test, line);
      else if (g_str_equal (line[0], "plan"))
        check_plan (&test, plan, line);
      else if (g_str_equal (line[0], "control"))
        {
          check_control (&test, line);
          n_controls++;
        }
      else
        complain (&test, line, "a record that this test does not know");
    }
  g_assert_cmpuint (count_places (test.analysis), ==, n_controls);
  g_assert_cmpuint (test.n_wrong, ==, 0);
  redan_analysis_unref (test.analysis);
  redan_model_unref (test.model);
}

/* @lines from the record "variant" to the record "end" */
static guint
check_variant (const char *name, const RedanModel *example, char ***lines, guint n_lines)
{
  Case test;
  g_autoptr (RedanModel) model = redan_model_copy (example);

  for (guint i = 1; i < n_lines; i++)
    if (reference_is_edit (lines[i]))
      reference_apply (model, name, lines[i]);

  case_init (&test, name, model);
  for (guint i = 1; i < n_lines; i++)
    {
      if (g_str_equal (lines[i][0], "t") && *lines[i][1] != '-')
        check_threat (&test, lines[i], lines[i] + 2);
      if (!g_str_equal (lines[i][0], "end") || *lines[i][1] == '-')
        continue;
      if (test.analysis->threats->len != (guint) atoi (lines[i][2]) ||
          test.analysis->totals.inherent != g_ascii_strtoll (lines[i][3], NULL, 10) ||
          test.analysis->totals.residual != g_ascii_strtoll (lines[i][4], NULL, 10))
        complain (&test, lines[i], "%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                  test.analysis->threats->len, test.analysis->totals.inherent,
                  test.analysis->totals.residual);
    }
  if (test.n_wrong > 0)
    g_test_message ("variant %s: %u wrong", lines[0][1], test.n_wrong);
  redan_analysis_unref (test.analysis);

  return test.n_wrong;
}

static void
test_variants (gconstpointer user_data)
{
  const char *name = user_data;
  g_autofree char *file = g_strdup_printf ("variants-%s.txt", name);
  g_autoptr (GPtrArray) lines = reference_read_lines (file);
  g_autoptr (RedanModel) example = reference_read_example (fixture_schema, name);
  guint first = 0;
  guint n_wrong = 0;
  guint n_variants = 0;

  for (guint i = 1; i <= lines->len; i++)
    {
      if (i < lines->len && !g_str_equal (((char **) g_ptr_array_index (lines, i))[0], "variant"))
        continue;
      n_wrong += check_variant (name, example, (char ***) lines->pdata + first, i - first);
      n_variants++;
      first = i;
    }
  g_assert_cmpuint (n_variants, >=, 20);
  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const examples[] = { "webshop", "serverless", "retailer" };
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load_reference ();
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *example = g_strdup_printf ("/oracle/%s/equals-evaluator", examples[i]);
      g_autofree char *variants =
          g_strdup_printf ("/oracle/%s/variants-equal-evaluator", examples[i]);

      g_test_add_data_func (example, examples[i], test_example);
      g_test_add_data_func (variants, examples[i], test_variants);
    }
  result = g_test_run ();
  fixture_unload ();

  return result;
}
