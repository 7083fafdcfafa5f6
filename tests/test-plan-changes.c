/* SPDX-License-Identifier: Apache-2.0 */
/* Changes that a plan proposes beside controls: what is foretold comes true, what is taken away is
 * named, nothing is proposed that the business stands on. */

#include "analysis/plan-changes.h"
#include "tests/analysis-fixture.h"

static GPtrArray *
list (const RedanAnalysis *analysis)
{
  gboolean out_of_time = TRUE;
  GPtrArray *changes = redan_plan_changes_list (analysis, 100, 0, NULL, &out_of_time);

  g_assert_false (out_of_time);
  return changes;
}

/* Made in the model, each change takes off what was said, by the names that were said. */
static void
assert_foretold (const RedanModel *model, guint *n_of_kind)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
  g_autoptr (GPtrArray) changes = list (before);
  double last = G_MAXDOUBLE;

  for (guint i = 0; i < changes->len; i++)
    {
      const RedanPlanChange *change = g_ptr_array_index (changes, i);
      const RedanId id = before->facts->snapshot->elements[change->element]->id;
      g_autoptr (RedanModel) changed = redan_model_copy (model);
      g_autoptr (RedanAnalysis) after = NULL;
      guint n_flows = redan_model_get_n (model, REDAN_SECTION_FLOW);
      guint further =
          change->kind == REDAN_CHANGE_REMOVE ? change->n_flows : change->assets->len - 1;
      double effort =
          change->kind == REDAN_CHANGE_REMOVE ? scoring->remove_effort : scoring->mask_effort;

      fixture_apply (changed, redan_plan_change_edit (before, change));
      after = fixture_analyse (changed, NULL, 0);
      g_assert_cmpfloat_with_epsilon (
          change->reduction, (before->totals.residual - after->totals.residual) / 1000.0, 1e-9);
      g_assert_cmpfloat (change->reduction, >=, scoring->plan_minimum);
      g_assert_cmpuint (change->n_threats, >, 0);
      g_assert_cmpfloat_with_epsilon (change->effort,
                                      effort * (1 + scoring->place_effort * further), 1e-9);
      g_assert_cmpfloat (change->per_effort, <=, last);
      last = change->per_effort;
      g_assert_true ((redan_model_lookup (changed, &id) == NULL) ==
                     (change->kind == REDAN_CHANGE_REMOVE));
      g_assert_cmpuint (redan_model_get_n (changed, REDAN_SECTION_FLOW), ==,
                        n_flows - change->n_flows);
      n_of_kind[change->kind]++;
    }
}

static void
test_foretold (void)
{
  static const char *const examples[] = { "webshop", "serverless", "retailer" };
  guint n_of_kind[2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (examples[i]);

      assert_foretold (model, n_of_kind);
    }
  for (guint32 seed = 0; seed < 40; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "changes");

      assert_foretold (model, n_of_kind);
    }
  g_assert_cmpuint (n_of_kind[REDAN_CHANGE_REMOVE], >, 100);
  g_assert_cmpuint (n_of_kind[REDAN_CHANGE_MASK], >=, 2);
}

static const RedanPlanChange *
find (const RedanAnalysis *analysis,
      const GPtrArray *changes,
      RedanChangeKind kind,
      const char *name)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const RedanPlanChange *change = g_ptr_array_index (changes, i);
      const RedanObject *element = analysis->facts->snapshot->elements[change->element];

      if (change->kind == kind && g_str_equal (redan_object_get_name (element), name))
        return change;
    }

  return NULL;
}

/* The forgotten sandbox host first; the copy in development is masked or goes; production stays. */
static void
test_serverless (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GPtrArray) changes = list (analysis);
  const RedanPlanChange *first = find (analysis, changes, REDAN_CHANGE_REMOVE, "Experiment host");
  const RedanPlanChange *copy = find (analysis, changes, REDAN_CHANGE_MASK, "Copy of orders");

  g_assert_true (first == g_ptr_array_index (changes, 0));
  g_assert_cmpuint (first->n_flows, ==, 2);
  g_assert_nonnull (copy);
  g_assert_cmpuint (copy->assets->len, ==, 1);
  g_assert_cmpstr (redan_object_get_name (
                       analysis->facts->snapshot->assets[g_array_index (copy->assets, guint32, 0)]),
                   ==, "Orders");
  g_assert_null (find (analysis, changes, REDAN_CHANGE_REMOVE, "Payment function"));
  g_assert_null (find (analysis, changes, REDAN_CHANGE_MASK, "Orders table"));
}

/* What a removal takes away for good is named. */
static void
test_lost_data (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const RedanPlanChange *change;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);
      RedanId id = element->id;

      if (g_str_equal (redan_object_get_name (element), "Orders database"))
        fixture_set (model, &id, "eol", "yes");
    }
  analysis = fixture_analyse (model, NULL, 0);
  changes = list (analysis);
  change = find (analysis, changes, REDAN_CHANGE_REMOVE, "Orders database");
  g_assert_nonnull (change);
  g_assert_cmpuint (change->assets->len, ==, 2);
  g_assert_cmpuint (change->n_flows, ==, 3);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/plan-changes/foretold", test_foretold);
  g_test_add_func ("/plan-changes/serverless", test_serverless);
  g_test_add_func ("/plan-changes/lost-data", test_lost_data);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
