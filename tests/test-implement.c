/* SPDX-License-Identifier: Apache-2.0 */
/* Controls put in place: they stand afterwards or are left out with a reason, the smallest change is
 * made, and what the plan foretold comes true (law 36). */

#include "analysis/implement.h"
#include "tests/analysis-fixture.h"
#include "model/canonical-writer.h"

#define N_MODELS 40

static const char *const examples[] = { "webshop", "serverless", "retailer" };

/* Control states of a model without the rest of the analysis. */
typedef struct
{
  RedanSnapshot *snapshot;
  RedanFacts *facts;
  RedanControls *controls;
} States;

static void
states_init (States *self, const RedanModel *model)
{
  self->snapshot = redan_snapshot_new (model);
  self->facts = redan_facts_new (self->snapshot, fixture_catalogue, fixture_days ("2025-02-01"));
  self->controls = redan_controls_new (self->facts);
}

static void
states_clear (States *self)
{
  redan_controls_free (self->controls);
  redan_facts_free (self->facts);
  redan_snapshot_unref (self->snapshot);
}

static guint
count_targets (const RedanFacts *facts, RedanContext context)
{
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return facts->snapshot->n_elements;
    case REDAN_CONTEXT_INTERACTION:
      return facts->n_interactions;
    case REDAN_CONTEXT_BOUNDARY:
      return facts->snapshot->n_boundaries;
    default:
      return 1;
    }
}

static const RedanLeftOut *
find_left_out (const GPtrArray *left_out, RedanContext context, guint32 target)
{
  for (guint i = 0; i < left_out->len; i++)
    {
      const RedanLeftOut *left = g_ptr_array_index (left_out, i);

      if (left->context == context && (context == REDAN_CONTEXT_MODEL || left->target == target))
        return left;
    }

  return NULL;
}

static void
apply (const RedanEdit *edit, RedanModel *model)
{
  g_autoptr (GError) error = NULL;

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

/* Every place of the plan is either done or left out; what is done stands in the new model, and there
 * is nothing more to do. */
static void
check_control (const RedanModel *model, const RedanAnalysis *before, guint32 control)
{
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (RedanModel) changed = redan_model_copy (model);
  guint n_places = 0;
  g_autoptr (RedanEdit) edit = redan_control_implement (before, control, &n_places, &left_out);
  guint n_new = 0;
  States after;

  apply (edit, changed);
  states_init (&after, changed);
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint32 i = 0; i < count_targets (before->facts, context); i++)
      {
        const RedanLeftOut *left = find_left_out (left_out, context, i);
        RedanControlState state = redan_controls_get_state (after.controls, control, context, i);
        gboolean is_new =
            redan_controls_applies (before->controls, control, context, i) &&
            redan_controls_get_validation (before->controls, control, context, i) == 0;

        g_assert_true (left == NULL || is_new);
        n_new += is_new;
        if (left != NULL)
          {
            g_assert_cmpstr (left->reason, !=, NULL);
            g_assert_cmpstr (left->reason, !=, "");
            continue;
          }
        if (is_new || redan_controls_applies (after.controls, control, context, i))
          g_assert_cmpuint (state, >=, REDAN_STATE_DECLARED);
      }
  states_clear (&after);
  g_assert_cmpuint (n_places + left_out->len, ==, n_new);
  g_assert_true ((n_places == 0) == (redan_edit_get_n_changes (edit) == 0));
}

static void
test_all_controls (gconstpointer name)
{
  g_autoptr (RedanModel) model = fixture_read_example (name);
  g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
  guint n_controls;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  g_assert_cmpuint (n_controls, >=, 165);
  for (guint32 i = 0; i < n_controls; i++)
    check_control (model, before, i);
}

static void
test_all_controls_random (void)
{
  guint n_controls;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "implement");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);

      for (guint32 i = seed % 4; i < n_controls; i += 4)
        check_control (model, before, i);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/implement/all-controls/stand-or-are-left-out/%s", examples[i]);

      g_test_add_data_func (path, examples[i], test_all_controls);
    }
  g_test_add_func ("/implement/all-controls/stand-or-are-left-out/random",
                   test_all_controls_random);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
