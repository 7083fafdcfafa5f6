/* SPDX-License-Identifier: Apache-2.0 */
/* Every constant of the scoring file is read: with another value some result of the examples is
 * another one. */

#include "tests/analysis-fixture.h"

#include <glib/gstdio.h>

#define CONSTANT(name, value)                                                                      \
  "<constant name=\"" name "\" value=\"" value "\"><meaning>Another value.</meaning></constant>\n"
#define SCORING(constants) "<scoring pack=\"other\" version=\"1\">\n" constants "</scoring>\n"

/** Change: another value of a constant. @reason: why it changes no result of the examples; %NULL
 * when it does */
typedef struct
{
  const char *name;
  const char *value;
  const char *reason;
} Change;

static const Change changes[] = {
  { "appetite", "34", NULL },
  { "automation_full", "0.9", NULL },
  { "automation_manual", "0.1", NULL },
  { "automation_partial", "0.4", NULL },
  { "band", "0 3 14 34 59", NULL },
  { "band_value", "3 9 23 46 76",
    "no example has a threat recorded by hand: /score/recorded/by-severity reads it" },
  { "blast_effects", "hide", NULL },
  { "blast_threshold", "0.5", NULL },
  { "common_mode", "0.2", "only attack paths read it: /attack/probability/common-mode" },
  { "card_element", "1", "it orders cards only: /cards/limits reads it" },
  { "card_unconfirmed", "2", "it orders cards only: /cards/limits reads it" },
  { "card_without_data", "1", "it orders cards only: /cards/data reads it" },
  { "card_value", "1", "it orders cards only: /cards/value reads it" },
  { "card_zone", "1", "it orders cards only: /cards/zone reads it" },
  { "comparison_slack", "0.01", NULL },
  { "control_layers", "data", NULL },
  { "control_reach", "0", NULL },
  { "declared_exposure", "0.5", NULL },
  { "default_rating", "5", NULL },
  { "dependent_effects", "none", NULL },
  { "duty_all", "11", NULL },
  { "duty_customer", "8", NULL },
  { "duty_own_code", "2", NULL },
  { "duty_provider", "2", NULL },
  { "duty_shared", "4", NULL },
  { "effort", "2 3 5 9 14", NULL },
  { "empty_account_exposure", "0.5", NULL },
  { "entry_anonymous", "0.8", NULL },
  { "entry_other", "0.5", NULL },
  { "exposure_floor", "0.3", NULL },
  { "flow_pass", "0.8", NULL },
  { "guardrails", "scp root_mfa", NULL },
  { "fresh_scan", "10", "the examples have no evidence: /evidence-tally/judgement reads it" },
  { "hazard", "0.06 0.16 0.41 0.91 1.81", NULL },
  { "hazard_days", "100", "only attack paths read it: /attack/probability/hazard" },
  { "impact", "0.11 0.26 0.46 0.71 0.99", NULL },
  { "layer_decay", "0.6", NULL },
  { "layer_threshold", "0.6", NULL },
  { "lone_detection", "0.6", NULL },
  { "mask_effort", "5", "only changes beside controls read it: /plan-changes/foretold" },
  { "medium", "0.8 0.4 0.3 0.25", NULL },
  { "medium_ends", "0.9", NULL },
  { "model_wide", "0.2", NULL },
  { "node_pass", "0.7", NULL },
  { "place_effort", "0.5", NULL },
  { "plan_minimum", "100", NULL },
  { "rating", "0.11 0.26 0.51 0.76 0.99", NULL },
  { "reliance_layers", "1", NULL },
  { "reliance_rating", "2", NULL },
  { "remove_effort", "5", "only changes beside controls read it: /plan-changes/foretold" },
  { "right_admin", "0.8", NULL },
  { "right_write", "0.7", NULL },
  { "root_organization", "0.5", NULL },
  { "authorised_admin", "0", NULL },
  { "root_unknown", "0.2",
    "the examples say it of every account: /score/exposed/roots-of-which-nothing-is-said reads it" },
  { "root_keys_unknown", "0.1",
    "the examples say it of every account: /score/exposed/roots-of-which-nothing-is-said reads it" },
  { "roadmap_factor", "2", "only the roadmap reads it: /posture/roadmap" },
  { "roadmap_open", "0.5", "only the roadmap reads it: /posture/roadmap" },
  { "root_keys", "0.4", NULL },
  { "root_limit", "0.5", NULL },
  { "root_member", "0.9", NULL },
  { "root_none", "0.4", NULL },
  { "root_recovery_closed", "0.1", NULL },
  { "root_recovery_open", "0.6", NULL },
  { "root_strong", "0.04", NULL },
  { "root_virtual", "0.2", NULL },
  { "shared_impact", "0.6", NULL },
  { "stale_days", "10",
    "the only interval that rules ask for has a default: /scoring/stale-days reads it" },
  { "state", "0 0 0 0.7 0.9 0.99 0.5", NULL },
  { "tailored_policy", "0.7", NULL },
  { "target_effects", "none", NULL },
  { "trust_anonymous", "1", NULL },
  { "trust_outside", "3", NULL },
  { "unconfirmed", "0.6", NULL },
  { "value_process", "0.7", NULL },
  { "value_store", "0.9", NULL },
};

static const char *const examples[] = { "retailer", "serverless", "webshop" };

/* The built-in catalogue with a pack of up to three files on top. @schema: (nullable): in use, else
 * that of the pack. */
static RedanCatalogue *
load_with_pack (RedanSchema *schema, const char *const *files)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("redan-scoring-XXXXXX", &error);
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (RedanSchema) own_schema = NULL;
  RedanCatalogue *catalogue;
  char *paths[4] = { NULL };

  g_assert_no_error (error);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.xml", i);

      paths[i] = g_build_filename (directory, name, NULL);
      g_assert_true (g_file_set_contents (paths[i], files[i], -1, NULL));
    }
  source = redan_data_source_new (directory, &error);
  g_assert_no_error (error);
  if (schema == NULL)
    schema = own_schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_unlink (paths[i]);
      g_free (paths[i]);
    }
  g_rmdir (directory);

  return catalogue;
}

static void
print_places (GString *text, RedanAnalysis *analysis)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;

  for (guint32 i = 0; i < snapshot->n_elements; i++)
    g_string_append_printf (text, "element %u: %.12f %.12f %d %.12f\n", i,
                            redan_graph_get_exposure (analysis->graph, i),
                            redan_graph_get_blast (analysis->graph, i), analysis->facts->depth[i],
                            analysis->facts->choke[i]);
  for (guint32 i = 0; i < snapshot->n_boundaries; i++)
    g_string_append_printf (text, "boundary %u: %.12f %.12f\n", i,
                            redan_graph_get_root_exposure (analysis->graph, i),
                            analysis->facts->account_blast[i]);
}

static void
print_threats (GString *text, RedanAnalysis *analysis)
{
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      g_autofree char *id = redan_threat_dup_id (analysis->facts, threat);

      g_string_append_printf (text, "%s: %d %d %d\n", id, threat->confirmed, threat->inherent,
                              threat->residual);
    }
  for (guint i = 0; i < REDAN_N_BANDS; i++)
    g_string_append_printf (text, "band %u: %u\n", i, analysis->totals.bands[i]);
}

static void
print_plan (GString *text, RedanAnalysis *analysis)
{
  RedanPlanOptions options = { .n = 6, .phase = 4 };
  g_autoptr (RedanPlan) plan =
      redan_plan_compute (analysis->facts, analysis->threats, &options, NULL);

  for (guint i = 0; i < plan->n_rows; i++)
    g_string_append_printf (text, "plan %u: %.3f %.3f\n", plan->rows[i].control,
                            plan->rows[i].effort, plan->rows[i].reduction);
}

static void
print_objectives (GString *text, RedanAnalysis *analysis)
{
  g_autoptr (RedanObjectives) objectives = redan_objectives_evaluate (
      analysis->facts, analysis->controls, analysis->graph, analysis->threats);

  for (guint i = 0; i < objectives->n_criteria; i++)
    g_string_append_printf (text, "criterion %u: %s, %s\n", i,
                            redan_criterion_value_get_word (objectives->criteria[i].value),
                            objectives->criteria[i].note != NULL ? objectives->criteria[i].note
                                                                 : "");
}

/* All results of the examples as one text. */
static char *
print_results (RedanCatalogue *catalogue)
{
  RedanAnalysisOptions options = { .as_of = fixture_days ("2025-02-01") };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (examples[i]);
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      g_autoptr (RedanAnalysis) analysis = redan_analysis_new (snapshot, catalogue, &options);

      print_places (text, analysis);
      print_threats (text, analysis);
      print_plan (text, analysis);
      print_objectives (text, analysis);
    }

  return g_string_free (text, FALSE);
}

static void
test_every_constant (void)
{
  g_autofree char *before = print_results (fixture_catalogue);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *pack =
          g_strdup_printf (SCORING (CONSTANT ("%s", "%s")), changes[i].name, changes[i].value);
      g_autoptr (RedanCatalogue) catalogue =
          load_with_pack (fixture_schema, (const char *[]){ pack, NULL });
      g_autofree char *after = print_results (catalogue);

      if (g_str_equal (before, after) != (changes[i].reason != NULL))
        {
          g_test_message ("%s = \"%s\": results of the examples %s", changes[i].name,
                          changes[i].value, changes[i].reason != NULL ? "changed" : "are the same");
          g_test_fail ();
        }
    }
}

/* Reviewed 31 days ago; the interval is a fact that nobody recorded and that has no default. */
static void
test_stale_days (void)
{
  static const char attributes[] =
      "<attributes pack=\"other\" version=\"1\">\n"
      "<attribute scope=\"programme\" name=\"promise\" type=\"int\" minimum=\"1\" "
      "maximum=\"1000\" source=\"user\" unknown=\"-\" group=\"programme\">"
      "<meaning>promised days</meaning></attribute></attributes>\n";
  static const char criteria[] =
      "<objectives pack=\"other\" version=\"1\">\n"
      "<criterion id=\"BP07.2\" objective=\"BP07\" evidence=\"attest\" required=\"yes\" "
      "weight=\"3\"><text>Kept promise</text>"
      "<expression>not stale(prog.tm_review, prog.promise)</expression></criterion></objectives>\n";
  static const struct
  {
    const char *scoring;
    RedanCriterionValue expected;
  } rows[] = { { SCORING (CONSTANT ("stale_days", "31")), REDAN_CRITERION_TRUE },
               { SCORING (CONSTANT ("stale_days", "30")), REDAN_CRITERION_FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanCatalogue) catalogue =
          load_with_pack (NULL, (const char *[]){ attributes, criteria, rows[i].scoring, NULL });
      RedanAnalysisOptions options = { .as_of = fixture_days ("2025-02-01") };
      g_autoptr (RedanModel) model = redan_model_new (redan_catalogue_get_schema (catalogue));
      g_autoptr (RedanSnapshot) snapshot = NULL;
      g_autoptr (RedanAnalysis) analysis = NULL;
      g_autoptr (RedanObjectives) objectives = NULL;
      guint n;
      const RedanCriterion *all = redan_catalogue_get_criteria (catalogue, &n);

      fixture_create (model, REDAN_SECTION_FACT, REDAN_FIELD_KEY, "tm_review", REDAN_FIELD_DATE,
                      "2025-01-01", 0);
      snapshot = redan_snapshot_new (model);
      analysis = redan_analysis_new (snapshot, catalogue, &options);
      objectives = redan_objectives_evaluate (analysis->facts, analysis->controls, analysis->graph,
                                              analysis->threats);
      for (guint j = 0; j < n; j++)
        if (g_str_equal (all[j].id, "BP07.2"))
          g_assert_cmpuint (objectives->criteria[j].value, ==, rows[i].expected);
    }
}

/* As long as an expression may be, and longer when written out: the parts are not read again. */
static void
test_long_criterion (void)
{
  g_autoptr (GString) criteria = g_string_new (
      "<objectives pack=\"other\" version=\"1\"><criterion id=\"BP07.2\" objective=\"BP07\" "
      "evidence=\"attest\" required=\"yes\" weight=\"3\"><text>Long</text>"
      "<expression>all(element,true,(e.tech==vm");
  g_autoptr (RedanCatalogue) catalogue = NULL;
  g_autofree char *results = NULL;

  while (criteria->len < 4200)
    g_string_append (criteria, " or(e.mgmt==provider)");
  g_string_append (criteria, "))</expression></criterion></objectives>\n");
  catalogue = load_with_pack (fixture_schema, (const char *[]){ criteria->str, NULL });
  results = print_results (catalogue);
  g_assert_nonnull (strstr (results, " of "));
}

/* A constant that is added to the file has to be added here. */
static void
test_table_is_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "scoring.xml", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, &error));
  g_assert_no_error (error);
  parts = g_strsplit (content, "<constant name=\"", -1);
  g_assert_cmpuint (g_strv_length (parts) - 1, ==, G_N_ELEMENTS (changes));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *start = g_strconcat (changes[i].name, "\"", NULL);
      guint n = 0;

      for (guint j = 1; parts[j] != NULL; j++)
        n += g_str_has_prefix (parts[j], start);
      g_assert_cmpuint (n, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/scoring/constants/all-are-read", test_every_constant);
  g_test_add_func ("/scoring/long-criterion", test_long_criterion);
  g_test_add_func ("/scoring/stale-days", test_stale_days);
  g_test_add_func ("/scoring/constants/all-are-tested", test_table_is_whole);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
