/* SPDX-License-Identifier: Apache-2.0 */
/* The rules: fixtures, every condition negated once, coverage without holes, and packs that models
 * ask for. */

#include <glib/gstdio.h>

#include "tests/analysis-fixture.h"

#include "analysis/rule-check.h"

static RedanCatalogue *
load_with (const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("redan-rules-XXXXXX", &error);
  g_autofree char *path = g_build_filename (directory, "x.xml", NULL);
  g_autoptr (RedanDataSource) source = NULL;
  RedanCatalogue *catalogue;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  source = redan_data_source_new (directory, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, fixture_schema, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (directory);

  return catalogue;
}

/* Every rule fires and does not, and no condition of any rule can be negated unnoticed. */
static void
test_built_in (void)
{
  g_autoptr (GPtrArray) findings = redan_catalogue_check (fixture_catalogue, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RedanRuleFinding *finding = findings->pdata[i];

      g_test_message ("%s:%u: %s", finding->path, finding->line, finding->message);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

#define RULE(controls, body)                                                                       \
  "<rules pack=\"mine\" version=\"1\" method=\"STRIDE\" logic=\"three-valued\">\n"                 \
  "<rule id=\"X-1\" category=\"Tampering\" applies=\"account\" unknown=\"ask\" likelihood=\"3\" "  \
  "impact=\"4\" axes=\"I\" effect=\"tamper\">\n<title>x</title>\n"                                 \
  "<condition>b.scp == none and (b.trail == none or b.guardduty == no)</condition>\n"              \
  "<controls>" controls "</controls>\n" body "</rule>\n</rules>\n"
#define YES "<fixture fires=\"yes\">b.scp=none b.trail=none b.guardduty=yes</fixture>\n"
#define NO "<fixture fires=\"no\">b.scp=baseline b.trail=none b.guardduty=yes</fixture>\n"
#define OTHER "<fixture fires=\"yes\">b.scp=none b.trail=account b.guardduty=no</fixture>\n"

static void
test_findings (void)
{
  static const struct
  {
    const char *pack;
    guint line;
    guint column;
    const char *piece;
  } rows[] = {
    { RULE ("C-ACC-07", YES NO OTHER), 0, 0, NULL },
    { RULE ("C-ACC-07", YES NO), 4, 39, "b.guardduty == no" },
    { RULE ("C-ACC-07", YES OTHER), 2, 0, "no fixture in which it does not fire" },
    { RULE ("C-ACC-07", NO), 2, 0, "no fixture in which it fires" },
    { RULE ("C-ACC-07", YES NO OTHER
            "<fixture fires=\"no\">b.scp=none b.trail=none b.guardduty=yes</fixture>\n"),
      9, 0, "not false" },
    { RULE ("C-ACC-07", YES NO OTHER "<fixture fires=\"no\">b.colour=red</fixture>\n"), 9, 0,
      "b.colour" },
    { RULE ("C-ACC-07 C-APP-02", YES NO OTHER), 2, 0, "cannot lower" },
    { RULE ("C-ACC-07 C-ACC-12", YES NO OTHER), 2, 0, "never lowers" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanCatalogue) catalogue = load_with (rows[i].pack);
      g_autoptr (GPtrArray) findings = redan_catalogue_check (catalogue, "mine");
      gboolean found = rows[i].piece == NULL && findings->len == 0;

      for (guint j = 0; j < findings->len; j++)
        {
          const RedanRuleFinding *finding = findings->pdata[j];

          g_test_message ("%s:%u:%u: %s", finding->path, finding->line, finding->column,
                          finding->message);
          found |= rows[i].piece != NULL && finding->line == rows[i].line &&
                   finding->column == rows[i].column &&
                   strstr (finding->message, rows[i].piece) != NULL;
        }
      if (!found)
        g_error ("row %u: no such finding", i);
    }
}

#define CRITERION(number, required, expression)                                                    \
  "<criterion id=\"X-1." number "\" objective=\"X-1\" evidence=\"graph\" required=\"" required     \
  "\" weight=\"1\">\n<text>x</text>\n<expression>" expression "</expression>\n</criterion>\n"
#define OBJECTIVE(criteria)                                                                        \
  "<objectives pack=\"mine\" version=\"1\">\n<objective id=\"X-1\" group=\"bp\">\n"                \
  "<section>x</section>\n<title>x</title>\n</objective>\n" criteria "</objectives>\n"

/* A criterion has to be able to hold and to fail, and an objective to be met. */
static void
test_criteria (void)
{
  static const struct
  {
    const char *pack;
    guint line;
    const char *piece;
  } rows[] = {
    { OBJECTIVE (CRITERION ("1", "yes", "all(account, true, b.budget_alert == yes)")), 0, NULL },
    { OBJECTIVE (CRITERION ("1", "yes", "prog.catalog == yes and prog.lessons == no")), 0, NULL },
    { OBJECTIVE (CRITERION ("1", "yes", "snapshots(365) &gt;= 0")), 6,
      "X-1.1 is required and holds in a model without anything" },
    { OBJECTIVE (CRITERION ("1", "no", "snapshots(365) &gt;= 0")), 6, "X-1.1 fails in no model" },
    { OBJECTIVE (CRITERION ("1", "no", "snapshots(365) &lt; 0")), 6, "X-1.1 holds in no model" },
    { OBJECTIVE (CRITERION ("1", "no", "read(RS-9, 365)")), 6, "X-1.1 fails in no model" },
    { OBJECTIVE (CRITERION ("1", "no", "prog.catalog == yes")
                     CRITERION ("2", "no", "prog.catalog == no")),
      2, "X-1 is met in no model" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanCatalogue) catalogue = load_with (rows[i].pack);
      g_autoptr (GPtrArray) findings = redan_catalogue_check (catalogue, NULL);
      gboolean found = rows[i].piece == NULL && findings->len == 0;

      for (guint j = 0; j < findings->len; j++)
        {
          const RedanRuleFinding *finding = findings->pdata[j];

          g_test_message ("%s:%u: %s", finding->path, finding->line, finding->message);
          g_assert_true (g_str_has_suffix (finding->path, "x.xml"));
          found |= rows[i].piece != NULL && finding->line == rows[i].line &&
                   strstr (finding->message, rows[i].piece) != NULL;
        }
      if (!found)
        g_error ("row %u: no such finding", i);
    }
}

static void
test_coverage (void)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (fixture_catalogue, &n);
  guint letters[128] = { 0 };
  guint n_graph = 0;
  RedanCoverage coverage;

  for (guint i = 0; i < n; i++)
    {
      letters[(guint) rules[i].stride]++;
      n_graph += rules[i].stride != 0 && redan_rule_reads_graph (&rules[i]);
      g_assert_cmpuint (rules[i].n_controls, >, 0);
      g_assert_nonnull (rules[i].cwe[0]);
      g_assert_true (!rules[i].judgement || rules[i].reason != NULL);
    }
  for (const char *letter = "STRDIE"; *letter != '\0'; letter++)
    g_assert_cmpuint (letters[(guint) *letter], >=, 12);
  g_assert_cmpuint (n_graph, >=, 10);

  redan_catalogue_get_coverage (fixture_catalogue, &coverage);
  for (guint i = 0; i < 6; i++)
    {
      for (guint kind = 0; kind < REDAN_COVERAGE_KINDS; kind++)
        g_assert_true (coverage.kinds[kind][i] > 0 || !redan_coverage_expects (kind, i));
      for (guint pair = 0; pair < REDAN_COVERAGE_PAIRS; pair++)
        g_assert_true (coverage.pairs[pair][i] > 0 || !redan_coverage_expects_pair (pair));
    }
}

static guint
count_method (const RedanModel *model, const char *method)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  guint n = 0;

  for (guint i = 0; i < analysis->threats->len; i++)
    n += g_str_equal (redan_threat_get_rule (analysis->facts, fixture_threat (analysis, i))->method,
                      method);

  return n;
}

/* LINDDUN is there for models that name it, with categories of its own, and changes nothing else.
 */
static void
test_second_method (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("retailer");
  guint n_stride = count_method (model, "STRIDE");
  g_autoptr (RedanAnalysis) analysis = NULL;

  g_assert_cmpuint (count_method (model, "LINDDUN"), ==, 0);
  fixture_set_field (model, &redan_model_get_meta (model)->id, REDAN_FIELD_PACK, "linddun",
                     "1 0000000000000000");
  g_assert_cmpuint (count_method (model, "LINDDUN"), >, 10);
  g_assert_cmpuint (count_method (model, "STRIDE"), ==, n_stride);
  analysis = fixture_analyse (model, NULL, 0);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);

      if (g_str_equal (rule->method, "LINDDUN"))
        {
          g_assert_cmpint (rule->stride, ==, 0);
          g_assert_cmpint (threat->residual, >, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/rules/check/built-in", test_built_in);
  g_test_add_func ("/rules/check/findings", test_findings);
  g_test_add_func ("/rules/check/criteria", test_criteria);
  g_test_add_func ("/rules/coverage/no-holes", test_coverage);
  g_test_add_func ("/rules/packs/second-method", test_second_method);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
