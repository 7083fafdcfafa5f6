/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of sec01.md 5.5 on random models that test-score.c and test-graph.c do not hold already:
 * directions of exposure and strength, depth, and what the states of objectives depend on. */

#include "tests/analysis-fixture.h"

#include "analysis/graph/graph-private.h"

#define N_MODELS 300
#define N_LISTS 3000

static RedanObjectives *
evaluate (const RedanAnalysis *analysis)
{
  return redan_objectives_evaluate (analysis->facts, analysis->controls, analysis->graph,
                                    analysis->threats);
}

/* Nobody gets there: deeper than any number of layers. */
static int
get_depth (const RedanAnalysis *analysis, guint32 element)
{
  int layers = redan_graph_get_layers (analysis->graph, element, NULL);

  return layers < 0 ? G_MAXINT : layers;
}

/* A person who calls makes gates for people fit: then the gates are others, and nothing is said. */
static gboolean
has_same_gates (const RedanAnalysis *before, const RedanAnalysis *after)
{
  const RedanFacts *facts = before->facts;

  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    if (before->graph->element_layers[i] != after->graph->element_layers[i] ||
        before->graph->element_reduction[i] != after->graph->element_reduction[i])
      return FALSE;
  for (guint32 i = 0; i < facts->n_interactions; i++)
    {
      guint32 flow = redan_model_index_of (after->facts->snapshot->model,
                                           &facts->snapshot->flows[facts->interaction_flow[i]]->id);
      guint32 same =
          facts->interaction_reverse[i] ? redan_facts_find_way_back (after->facts, flow) : flow;

      if (before->graph->interaction_layers[i] != after->graph->interaction_layers[same] ||
          before->graph->interaction_reduction[i] != after->graph->interaction_reduction[same])
        return FALSE;
    }

  return TRUE;
}

/* A flow more, between elements of the same ids, opens and never closes. */
static void
test_flow (void)
{
  guint n_compared = 0;
  guint n_opened = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = NULL;
      RedanIdText source;
      RedanIdText target;

      redan_id_to_text (&before->facts->snapshot->elements[seed % size.n_elements]->id, source);
      redan_id_to_text (&before->facts->snapshot->elements[seed * 7 % size.n_elements]->id, target);
      fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, source, REDAN_FIELD_TARGET,
                      target, 0);
      after = fixture_analyse (model, NULL, 0);
      if (!has_same_gates (before, after))
        continue;
      n_compared++;
      for (guint32 i = 0; i < size.n_elements; i++)
        {
          g_assert_cmpint (get_depth (after, i), <=, get_depth (before, i));
          g_assert_cmpfloat (redan_graph_get_exposure (after->graph, i), >=,
                             redan_graph_get_exposure (before->graph, i) - 1e-12);
          n_opened += redan_graph_get_exposure (after->graph, i) >
                      redan_graph_get_exposure (before->graph, i);
        }
    }
  g_assert_cmpuint (n_compared, >, N_MODELS / 3);
  g_assert_cmpuint (n_opened, >, 50);
}

static void
test_control (void)
{
  guint n_controls;
  guint n_deeper = 0;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      guint32 control = seed * 13 % n_controls;
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = fixture_analyse (model, &control, 1);

      for (guint32 i = 0; i < size.n_elements; i++)
        {
          g_assert_cmpint (get_depth (after, i), >=, get_depth (before, i));
          n_deeper += get_depth (after, i) > get_depth (before, i);
        }
    }
  g_assert_cmpuint (n_deeper, >, 10);
}

/* A stronger control in a list leaves less over; none leaves nothing. */
static void
test_strength (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  g_autoptr (GRand) rand = g_rand_new_with_seed (55);

  for (guint i = 0; i < N_LISTS; i++)
    {
      RedanLayer layers[6];
      double strengths[6];
      guint n = (guint) g_rand_int_range (rand, 1, 7);
      guint raised = (guint) g_rand_int_range (rand, 0, (int) n);
      double before;
      double after;

      for (guint j = 0; j < n; j++)
        {
          layers[j] = (RedanLayer) g_rand_int_range (rand, 0, REDAN_N_LAYERS);
          strengths[j] = g_rand_double_range (rand, 0, 0.95);
        }
      before = redan_layer_reduction (scoring, layers, strengths, n);
      strengths[raised] += (0.95 - strengths[raised]) * g_rand_double (rand);
      after = redan_layer_reduction (scoring, layers, strengths, n);
      g_assert_cmpfloat (after, <=, before + 1e-12);
      g_assert_cmpfloat (after, >, 0);
    }
}

static void
assert_same_states (const RedanObjectives *a, const RedanObjectives *b)
{
  g_assert_cmpuint (a->maturity_floor, ==, b->maturity_floor);
  g_assert_cmpuint (a->maturity_ceiling, ==, b->maturity_ceiling);
  for (guint i = 0; i < a->n_criteria; i++)
    g_assert_cmpuint (a->criteria[i].value, ==, b->criteria[i].value);
  for (guint i = 0; i < a->n_objectives; i++)
    {
      g_assert_cmpuint (a->objectives[i].state, ==, b->objectives[i].state);
      g_assert_cmpfloat (a->objectives[i].low, ==, b->objectives[i].low);
      g_assert_cmpfloat (a->objectives[i].high, ==, b->objectives[i].high);
    }
}

/* Other ids, so another order of everything, and other names; written and read again. */
static void
test_states (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanModel) other = fixture_random_model (seed, &size, "other");
      g_autoptr (RedanAnalysis) first = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) second = fixture_analyse (other, NULL, 0);
      g_autoptr (RedanAnalysis) again = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanObjectives) of_first = evaluate (first);
      g_autoptr (RedanObjectives) of_second = evaluate (second);
      g_autoptr (RedanObjectives) of_again = evaluate (again);

      assert_same_states (of_first, of_second);
      assert_same_states (of_first, of_again);
      g_assert_cmpuint (of_first->maturity_floor, <=, of_first->maturity_ceiling);
      for (guint i = 0; i < of_first->n_objectives; i++)
        g_assert_cmpfloat (of_first->objectives[i].low, <=, of_first->objectives[i].high);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/laws/flow/opens", test_flow);
  g_test_add_func ("/laws/control/deepens", test_control);
  g_test_add_func ("/laws/strength/leaves-less", test_strength);
  g_test_add_func ("/laws/states/depend-on-the-model-alone", test_states);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
