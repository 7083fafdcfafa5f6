/* SPDX-License-Identifier: Apache-2.0 */
/* Enumeration of threats: equal to the recorded results of the reference evaluator; ids, titles,
 * decisions, recorded threats. */

#include "analysis/threats.h"

#include <string.h>

#include <glib/gstdio.h>

#include "analysis/graph/graph.h"
#include "analysis/threats-private.h"
#include "model/command.h"
#include "tests/decide.h"
#include "tests/reference.h"
#include "tests/small-model.h"

static RedanSchema *schema;
static RedanCatalogue *catalogue;
static RedanCatalogue *reference; /* of the evaluator */

/** Run: the threats of one model with everything behind them */
typedef struct
{
  RedanSnapshot *snapshot;
  RedanFacts *facts;
  RedanControls *controls;
  RedanGraph *graph;
  GArray *threats;
  guint n_undecided;
} Run;

static void
run_init (Run *run, const RedanModel *model)
{
  guint as_of;

  g_assert_true (redan_days_from_date ("2025-02-01", &as_of));
  run->snapshot = redan_snapshot_new (model);
  run->facts = redan_facts_new (run->snapshot, catalogue, as_of);
  run->controls = redan_controls_new (run->facts);
  run->graph = redan_graph_new (run->facts, run->controls);
  redan_graph_fill_facts (run->graph, run->facts);
  run->threats = redan_threats_enumerate (run->facts, &run->n_undecided);
}

static void
run_clear (Run *run)
{
  g_array_unref (run->threats);
  redan_graph_free (run->graph);
  redan_controls_free (run->controls);
  redan_facts_free (run->facts);
  redan_snapshot_unref (run->snapshot);
}

static const RedanThreat *
run_find (const Run *run, const char *id)
{
  for (guint i = 0; i < run->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (run->threats, RedanThreat, i);
      g_autofree char *own = redan_threat_dup_id (run->facts, threat);

      if (strcmp (own, id) != 0)
        continue;
      g_assert_true (threats_find (run->facts, run->threats, id) == threat);
      return threat;
    }

  g_assert_null (threats_find (run->facts, run->threats, id));
  return NULL;
}

/* "rule kind short-name c": what the recorded results say of a threat */
static char *
dup_record (const Run *run, const RedanThreat *threat)
{
  static const char kinds[] = "efbm";
  guint n;
  const RedanRule *rule = &redan_catalogue_get_rules (catalogue, &n)[threat->rule];
  const RedanObject *object = redan_threat_get_object (run->facts, threat);

  return g_strdup_printf ("%s %c %s %c", rule->id, kinds[threat->context],
                          redan_object_get_keyed (object, REDAN_FIELD_EXTRA, "example/id"),
                          threat->confirmed ? 'c' : 'u');
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "-" before what is missing, "+" before what is too much; "" when both say the same. */
static char *
dup_difference (GPtrArray *expected, GPtrArray *found)
{
  GString *text = g_string_new (NULL);
  guint i = 0;
  guint j = 0;

  g_ptr_array_sort (expected, compare_strings);
  g_ptr_array_sort (found, compare_strings);
  while (i < expected->len || j < found->len)
    {
      int order = i == expected->len ? 1
                  : j == found->len  ? -1
                                     : strcmp (expected->pdata[i], found->pdata[j]);

      if (order < 0)
        g_string_append_printf (text, "-%s;", (char *) expected->pdata[i]);
      if (order > 0)
        g_string_append_printf (text, "+%s;", (char *) found->pdata[j]);
      i += order <= 0;
      j += order >= 0;
    }

  return g_string_free (text, FALSE);
}

static void
assert_equal_threats (const RedanModel *model, const char *what, GPtrArray *expected)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *difference = NULL;
  Run run;

  run_init (&run, model);
  for (guint i = 0; i < run.threats->len; i++)
    g_ptr_array_add (found, dup_record (&run, &g_array_index (run.threats, RedanThreat, i)));

  difference = dup_difference (expected, found);
  if (*difference != '\0')
    g_test_fail_printf ("%s: %s", what, difference);
  run_clear (&run);
}

/* Adds what the program must find: lines with the marks "=" and "+". */
static void
expect_threat (GPtrArray *expected, char *const *fields)
{
  if (*fields[1] != '-')
    g_ptr_array_add (expected, g_strjoin (" ", fields[2], fields[3], fields[4], fields[5], NULL));
}

static void
test_example (gconstpointer name)
{
  RedanCatalogue *usual = catalogue;
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autoptr (GPtrArray) lines = reference_read_lines (file);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RedanModel) model = reference_read_example (schema, name);

  for (guint i = 0; i < lines->len; i++)
    {
      char **fields = lines->pdata[i];

      if (strcmp (fields[0], "threat") == 0)
        expect_threat (expected, fields);
    }

  g_assert_cmpuint (expected->len, >, 50);
  catalogue = reference;
  assert_equal_threats (model, name, expected);
  catalogue = usual;
}

static void
test_variants (gconstpointer name)
{
  RedanCatalogue *usual = catalogue;
  g_autofree char *file = g_strdup_printf ("variants-%s.txt", (const char *) name);
  g_autoptr (GPtrArray) lines = reference_read_lines (file);
  g_autoptr (RedanModel) original = reference_read_example (schema, name);
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autofree char *what = NULL;
  guint n_variants = 0;

  catalogue = reference;
  for (guint i = 0; i < lines->len; i++)
    {
      char **fields = lines->pdata[i];

      if (strcmp (fields[0], "variant") == 0)
        {
          g_free (what);
          what = g_strdup_printf ("variant %s of %s", fields[1], (const char *) name);
          g_clear_pointer (&model, redan_model_unref);
          g_clear_pointer (&expected, g_ptr_array_unref);
          model = redan_model_copy (original);
          expected = g_ptr_array_new_with_free_func (g_free);
          n_variants++;
        }
      else if (reference_is_edit (fields))
        reference_apply (model, name, fields);
      else if (strcmp (fields[0], "t") == 0)
        expect_threat (expected, fields);
      else if (strcmp (fields[0], "end") == 0 && *fields[1] != '-')
        assert_equal_threats (model, what, expected);
    }

  catalogue = usual;
  g_assert_cmpuint (n_variants, >=, 20);
}

/* ---- one small model ---- */

static const char pack[] =
    "<rules pack=\"extra\" version=\"1\" method=\"STRIDE\" logic=\"three-valued\">\n"
    " <rule id=\"XX-M-01\" category=\"Repudiation\" applies=\"model\" unknown=\"ask\" "
    "likelihood=\"2\" impact=\"2\" axes=\"I\" effect=\"hide\">\n"
    "  <title>Nobody wrote down policies of {x.name}</title>\n"
    "  <condition>prog.policies != yes</condition>\n"
    " </rule>\n"
    " <rule id=\"XX-A-01\" category=\"Spoofing\" applies=\"actor external store\" unknown=\"skip\" "
    "likelihood=\"2\" impact=\"2\" axes=\"I\" effect=\"access\">\n"
    "  <title>{x.name} is there</title>\n"
    "  <condition>e.eol == yes or e.kind != store</condition>\n"
    " </rule>\n"
    "</rules>\n";

static RedanCatalogue *
load_with_pack (void)
{
  g_autofree char *directory = g_dir_make_tmp ("redan-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "extra.xml", NULL);
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  RedanCatalogue *loaded;

  g_assert_true (g_file_set_contents (path, pack, -1, NULL));
  source = redan_data_source_new (directory, &error);
  g_assert_no_error (error);
  loaded = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (directory);
  return loaded;
}

static RedanModel *
make_small (void)
{
  RedanModel *model = redan_model_new (schema);

  small_boundary (model, "net", "internet", NULL, "");
  small_boundary (model, "bank", "partner", NULL, "");
  small_boundary (model, "zone", "trust-zone", NULL, "");
  small_element (model, "user", "actor", "zone", "");
  small_element (model, "stranger", "process", "net", "tech=vm;authn=network-only");
  small_element (model, "web", "process", "zone", "tech=vm;imds=v1");
  small_element (model, "db", "store", "zone",
                 "tech=relational-db;enc_rest=none;data_class=internal");
  small_element (model, "old", "store", "zone", "in_scope=no;eol=yes");
  small_element (model, "saas", "external", "bank", "");
  small_element (model, "peer", "external", NULL, "");
  small_flow (model, "{src.name}", "user", "web", "protocol=http;carries_credentials=yes");
  small_flow (model, "query", "web", "db", "protocol=sql;enc_transit=none;carries_credentials=yes");
  small_set (model, "query", REDAN_FIELD_NAME, NULL, NULL);
  small_set (model, "query", REDAN_FIELD_BIDIRECTIONAL, NULL, "yes");
  small_flow (model, "aside", "web", "db",
              "protocol=sql;enc_transit=none;carries_credentials=yes;in_scope=no");
  small_flow (model, "loose", "web", NULL, "enc_transit=none;carries_credentials=yes");
  return model;
}

static char *
dup_small_id (const char *rule, const char *name, const char *suffix)
{
  RedanId id = small_id (name);
  RedanIdText text;

  return g_strdup_printf ("%s@%s%s", rule, redan_id_to_text (&id, text), suffix);
}

static const RedanThreat *
find_small (const Run *run, const char *rule, const char *name, const char *suffix)
{
  g_autofree char *id = dup_small_id (rule, name, suffix);

  return run_find (run, id);
}

static void
assert_title (const Run *run, const RedanThreat *threat, const char *expected)
{
  g_autofree char *title = redan_threat_dup_title (run->facts, threat);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (RedanModel) model = make_small ();
  Run run;

  run_init (&run, model);
  assert_title (&run, find_small (&run, "TR-I-11", "web", ""),
                "Instance credentials of web can be taken from the metadata service");
  assert_title (&run, find_small (&run, "TR-I-02", "query", ""),
                "Credentials travel in clear between web and db");
  assert_title (&run, find_small (&run, "TR-I-02", "query", "~"),
                "Credentials travel in clear between db and web");
  g_assert_null (find_small (&run, "TR-I-02", "loose", ""));
  g_assert_cmpstr (redan_threat_get_category (run.facts, find_small (&run, "TR-I-11", "web", "")),
                   ==, "Information disclosure");
  g_assert_true (redan_threat_get_object (run.facts, find_small (&run, "TR-I-02", "query", "~")) ==
                 run.snapshot->flows[small_index (model, "query")]);
  run_clear (&run);
}

/* Titles are one line, whatever the names in them. */
static void
test_words_of_lines (void)
{
  g_autoptr (RedanModel) model = make_small ();
  Run run;

  small_set (model, "db", REDAN_FIELD_NAME, NULL, "data \n\n base");
  small_set (model, "web", REDAN_FIELD_NAME, NULL, "web\nserver");
  run_init (&run, model);
  for (guint i = 0; i < run.threats->len; i++)
    {
      g_autofree char *title =
          redan_threat_dup_title (run.facts, &g_array_index (run.threats, RedanThreat, i));

      g_assert_null (strchr (title, '\n'));
    }
  assert_title (&run, find_small (&run, "TR-I-02", "query", ""),
                "Credentials travel in clear between web server and data base");
  run_clear (&run);
}

static void
test_targets (void)
{
  RedanCatalogue *usual = catalogue;
  g_autoptr (RedanModel) model = make_small ();
  Run run;

  catalogue = load_with_pack ();
  run_init (&run, model);
  g_assert_nonnull (find_small (&run, "XX-A-01", "user", ""));
  g_assert_nonnull (find_small (&run, "XX-A-01", "peer", ""));
  g_assert_null (find_small (&run, "XX-A-01", "saas", ""));
  g_assert_null (find_small (&run, "XX-A-01", "old", ""));
  g_assert_null (find_small (&run, "TR-I-02", "aside", ""));
  /* unknown and policy skip: not there, but counted */
  g_assert_null (find_small (&run, "XX-A-01", "db", ""));
  g_assert_cmpuint (run.n_undecided, >=, 1);
  /* what stands on the internet has no threats of its own */
  g_assert_null (find_small (&run, "TR-S-16", "stranger", ""));

  g_assert_false (run_find (&run, "XX-M-01@model")->confirmed);
  assert_title (&run, run_find (&run, "XX-M-01@model"), "Nobody wrote down policies of the model");
  run_clear (&run);
  redan_catalogue_unref (catalogue);
  catalogue = usual;
}

static void
decide (
    RedanModel *model, const char *rule, const char *name, gboolean reverse, const char *decision)
{
  RedanId id = small_id (name != NULL ? name : "");
  g_autoptr (RedanEdit) edit =
      decide_one (model, rule, name != NULL ? &id : NULL, reverse, decision, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

static void
test_decisions (void)
{
  RedanCatalogue *usual = catalogue;
  g_autoptr (RedanModel) model = make_small ();
  Run run;

  catalogue = load_with_pack ();
  decide (model, "TR-I-11", "web", FALSE, "accept");
  decide (model, "TR-I-02", "query", TRUE, "not-applicable");
  decide (model, "XX-M-01", NULL, FALSE, "investigate");
  decide (model, "TR-I-11", "db", FALSE, "avoid");
  run_init (&run, model);

  g_assert_cmpint (find_small (&run, "TR-I-11", "web", "")->decision, ==, REDAN_DECISION_ACCEPT);
  g_assert_nonnull (find_small (&run, "TR-I-11", "web", "")->decision_object);
  g_assert_cmpint (find_small (&run, "TR-I-02", "query", "~")->decision, ==,
                   REDAN_DECISION_NOT_APPLICABLE);
  g_assert_cmpint (find_small (&run, "TR-I-02", "query", "")->decision, ==, REDAN_DECISION_OPEN);
  g_assert_null (find_small (&run, "TR-I-02", "query", "")->decision_object);
  g_assert_cmpint (run_find (&run, "XX-M-01@model")->decision, ==, REDAN_DECISION_INVESTIGATE);
  g_assert_null (find_small (&run, "TR-I-11", "db", ""));
  run_clear (&run);
  redan_catalogue_unref (catalogue);
  catalogue = usual;
}

static void
record (RedanModel *model,
        const char *name,
        const char *target,
        const char *affected,
        const char *severity,
        const char *decision)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "record");
  g_autoptr (GError) error = NULL;
  RedanId id = small_id (name);
  RedanId other;
  RedanIdText text;

  redan_edit_create (edit, REDAN_SECTION_THREAT, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_CATEGORY, NULL, "Spoofing");
  redan_edit_set (edit, &id, REDAN_FIELD_SEVERITY, NULL, severity);
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, decision);
  if (target != NULL)
    {
      other = small_id (target);
      redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&other, text));
    }
  if (affected != NULL)
    {
      other = small_id (affected);
      redan_edit_set (edit, &id, REDAN_FIELD_AFFECTS, redan_id_to_text (&other, text), "");
    }
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

static void
test_recorded (void)
{
  g_autoptr (RedanModel) model = make_small ();
  const RedanThreat *threat;
  Run run;

  record (model, "on the flow", "query", NULL, "high", "mitigate");
  record (model, "affects", NULL, "db", NULL, NULL);
  record (model, "somewhere", NULL, NULL, "low", NULL);
  run_init (&run, model);

  threat = find_small (&run, "", "on the flow", "");
  g_assert_cmpuint (threat->rule, ==, REDAN_NONE);
  g_assert_cmpint (threat->context, ==, REDAN_CONTEXT_INTERACTION);
  g_assert_cmpuint (threat->target, ==, small_index (model, "query"));
  g_assert_true (threat->scored && threat->confirmed);
  g_assert_cmpint (threat->decision, ==, REDAN_DECISION_MITIGATE);
  g_assert_cmpstr (redan_threat_get_category (run.facts, threat), ==, "Spoofing");
  assert_title (&run, threat, "on the flow");

  threat = find_small (&run, "", "affects", "");
  g_assert_cmpint (threat->context, ==, REDAN_CONTEXT_ELEMENT);
  g_assert_cmpuint (threat->target, ==, small_index (model, "db"));
  g_assert_false (threat->scored);

  threat = find_small (&run, "", "somewhere", "");
  g_assert_cmpint (threat->context, ==, REDAN_CONTEXT_MODEL);
  g_assert_cmpuint (threat->target, ==, REDAN_NONE);
  run_clear (&run);
}

static void
test_suppression (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  Run run;

  small_boundary (model, "outer", "trust-zone", NULL, "");
  small_boundary (model, "inner", "trust-zone", "outer", "");
  small_element (model, "a", "process", "outer", "tech=vm");
  small_element (model, "b", "process", "inner", "tech=vm;authn=network-only");
  small_element (model, "c", "process", "inner", "tech=vm;authn=none");
  small_flow (model, "ab", "a", "b", "protocol=http;carries_credentials=yes;data_class=internal");
  small_flow (model, "ac", "a", "c", "protocol=http;data_class=internal");
  run_init (&run, model);

  g_assert_nonnull (find_small (&run, "TR-I-02", "ab", ""));
  g_assert_null (find_small (&run, "TR-I-01", "ab", ""));
  g_assert_nonnull (find_small (&run, "TR-I-01", "ac", ""));
  /* from the element to its flows */
  g_assert_nonnull (find_small (&run, "TR-S-16", "b", ""));
  g_assert_null (find_small (&run, "TR-S-01", "ab", ""));
  g_assert_nonnull (find_small (&run, "TR-S-01", "ac", ""));
  run_clear (&run);
}

/* ---- laws ---- */

/* "rule e7 c" by the names that both models give */
static char *
describe_threats (const RedanModel *model, const char *salt)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  Run run;
  guint n;

  run_init (&run, model);
  for (guint i = 0; i < run.threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (run.threats, RedanThreat, i);
      const RedanObject *object = redan_threat_get_object (run.facts, threat);
      g_autofree char *title = redan_threat_dup_title (run.facts, threat);
      g_auto (GStrv) parts = g_strsplit (title, *salt != '\0' ? salt : "\n", -1);
      g_autofree char *plain_title = g_strjoinv ("", parts);
      gboolean is_way_back = threat->context == REDAN_CONTEXT_INTERACTION &&
                             run.facts->interaction_reverse[threat->target];

      g_ptr_array_add (lines,
                       g_strdup_printf ("%s %s %d %d %s",
                                        redan_catalogue_get_rules (catalogue, &n)[threat->rule].id,
                                        plain_title, is_way_back, threat->confirmed,
                                        threat->context == REDAN_CONTEXT_INTERACTION
                                            ? ""
                                            : redan_object_get_name (object) + strlen (salt)));
      if (i > 0)
        g_assert_true (threat[-1].rule < threat->rule ||
                       (threat[-1].rule == threat->rule && (threat[-1].context < threat->context ||
                                                            threat[-1].target < threat->target)));
    }
  run_clear (&run);
  g_ptr_array_sort (lines, compare_strings);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
test_order (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_autoptr (RedanModel) first = small_random (schema, seed, 30, "");
      g_autoptr (RedanModel) second = small_random (schema, seed, 30, "other-");
      g_autofree char *first_text = describe_threats (first, "");
      g_autofree char *second_text = describe_threats (second, "other-");

      g_assert_cmpuint (strlen (first_text), >, 1000);
      g_assert_cmpstr (first_text, ==, second_text);
    }
}

static void
test_renaming (void)
{
  g_autoptr (RedanModel) model = reference_read_example (schema, "serverless");
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
  static const RedanSection sections[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_FLOW,
                                           REDAN_SECTION_BOUNDARY, REDAN_SECTION_ASSET };
  g_autofree char *difference = NULL;

  for (guint round = 0; round < 2; round++)
    {
      Run run;

      run_init (&run, model);
      for (guint i = 0; i < run.threats->len; i++)
        g_ptr_array_add (round == 0 ? before : after,
                         dup_record (&run, &g_array_index (run.threats, RedanThreat, i)));
      run_clear (&run);

      for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
        for (guint i = 0; i < redan_model_get_n (model, sections[s]); i++)
          {
            g_autoptr (RedanEdit) edit = redan_edit_new (model, "rename");
            const RedanObject *object = redan_model_get_nth (model, sections[s], i);

            redan_edit_set (edit, &object->id, REDAN_FIELD_NAME, NULL, "admin {e.name} unknown");
            g_assert_true (redan_edit_apply (edit, model, NULL));
          }
    }

  difference = dup_difference (before, after);
  g_assert_cmpstr (difference, ==, "");
}

int
main (int argc, char **argv)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "tests", "data", "reference", NULL);
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (RedanDataSource) frozen = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);
  frozen = redan_data_source_new_instead (path, &error);
  g_assert_no_error (error);
  reference = redan_catalogue_load (frozen, schema, &error);
  g_assert_no_error (error);

  g_test_add_data_func ("/threats/reference/webshop", "webshop", test_example);
  g_test_add_data_func ("/threats/reference/serverless", "serverless", test_example);
  g_test_add_data_func ("/threats/reference/retailer", "retailer", test_example);
  g_test_add_data_func ("/threats/reference/variants-webshop", "webshop", test_variants);
  g_test_add_data_func ("/threats/reference/variants-serverless", "serverless", test_variants);
  g_test_add_data_func ("/threats/reference/variants-retailer", "retailer", test_variants);
  g_test_add_func ("/threats/words", test_words);
  g_test_add_func ("/threats/words/lines", test_words_of_lines);
  g_test_add_func ("/threats/targets", test_targets);
  g_test_add_func ("/threats/decisions", test_decisions);
  g_test_add_func ("/threats/recorded", test_recorded);
  g_test_add_func ("/threats/suppression", test_suppression);
  g_test_add_func ("/threats/laws/order", test_order);
  g_test_add_func ("/threats/laws/renaming", test_renaming);
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  redan_catalogue_unref (reference);
  redan_schema_unref (schema);
  return result;
}
