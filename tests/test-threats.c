/* SPDX-License-Identifier: Apache-2.0 */
/* Enumeration of threats: equal to the recorded results of the reference evaluator; ids, titles,
 * decisions, recorded threats. */

#include "analysis/threats.h"

#include <string.h>

#include "analysis/graph/graph.h"
#include "model/edit.h"
#include "tests/reference.h"

static RedanSchema *schema;
static RedanCatalogue *catalogue;

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

      if (strcmp (own, id) == 0)
        return threat;
    }

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
  assert_equal_threats (model, name, expected);
}

static void
test_variants (gconstpointer name)
{
  g_autofree char *file = g_strdup_printf ("variants-%s.txt", (const char *) name);
  g_autoptr (GPtrArray) lines = reference_read_lines (file);
  g_autoptr (RedanModel) original = reference_read_example (schema, name);
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autofree char *what = NULL;
  guint n_variants = 0;

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

  g_assert_cmpuint (n_variants, >=, 20);
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);

  g_test_add_data_func ("/threats/reference/webshop", "webshop", test_example);
  g_test_add_data_func ("/threats/reference/serverless", "serverless", test_example);
  g_test_add_data_func ("/threats/reference/retailer", "retailer", test_example);
  g_test_add_data_func ("/threats/reference/variants-webshop", "webshop", test_variants);
  g_test_add_data_func ("/threats/reference/variants-serverless", "serverless", test_variants);
  g_test_add_data_func ("/threats/reference/variants-retailer", "retailer", test_variants);
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  redan_schema_unref (schema);
  return result;
}
