/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of sec01.md 5.5 on random models. Here stand 3 (directions), 12 (depth), 13 (evidence that
 * does not count), 14 (bounds) and 15 (what states depend on); 1, 2 and 4 to 11 stand in
 * test-score.c. */

#include "tests/analysis-fixture.h"

#include "analysis/evidence-tally.h"
#include "analysis/graph/graph-private.h"

#define N_MODELS (REDAN_SANITIZED ? 60 : 1000)
#define N_LISTS 3000

static RedanObjectives *
evaluate (const RedanAnalysis *analysis)
{
  return redan_objectives_evaluate (analysis->facts, analysis->controls, analysis->graph,
                                    analysis->threats);
}

/* ---- 3: directions ---- */

static RedanScoreDetail *
explain (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  return redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);
}

/* Nothing but the factor in question got better. */
static gboolean
is_no_better (const RedanScoreDetail *before, const RedanScoreDetail *after)
{
  return after->exposure >= before->exposure && after->confirmation >= before->confirmation &&
         after->base_impact >= before->base_impact && after->blast >= before->blast &&
         after->likelihood_reduction >= before->likelihood_reduction &&
         after->impact_reduction >= before->impact_reduction;
}

/* Of the threats of rules that are in both; their ids follow from rule and target. Returns: how
 * many scores rose */
static guint
count_risen (const RedanAnalysis *before, const RedanAnalysis *after, guint *n_compared)
{
  guint n_risen = 0;

  for (guint i = 0; i < before->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (before, i);
      g_autofree char *id = redan_threat_dup_id (before->facts, threat);
      const RedanThreat *same = redan_analysis_find (after, id);
      g_autoptr (RedanScoreDetail) old = NULL;
      g_autoptr (RedanScoreDetail) new = NULL;

      if (same == NULL)
        continue;
      old = explain (before, threat);
      new = explain (after, same);
      if (!is_no_better (old, new))
        continue;
      ++*n_compared;
      g_assert_cmpint (same->inherent, >=, threat->inherent);
      g_assert_cmpint (same->residual, >=, threat->residual);
      n_risen += same->residual > threat->residual;
    }

  return n_risen;
}

/* A target that matters more never has a lower impact, and is reached as before. */
static void
test_rating (void)
{
  static const char *const ratings[] = { "c_rating", "i_rating", "a_rating" };
  guint n_compared = 0;
  guint n_risen = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      RedanId id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, seed % size.n_elements)->id;
      g_autoptr (RedanAnalysis) before = NULL;
      g_autoptr (RedanAnalysis) after = NULL;

      fixture_set (model, &id, ratings[seed % 3], "2");
      before = fixture_analyse (model, NULL, 0);
      fixture_set (model, &id, ratings[seed % 3], "5");
      after = fixture_analyse (model, NULL, 0);
      for (guint32 i = 0; i < size.n_elements; i++)
        g_assert_cmpfloat (redan_graph_get_exposure (after->graph, i), ==,
                           redan_graph_get_exposure (before->graph, i));
      n_risen += count_risen (before, after, &n_compared);
    }
  g_assert_cmpuint (n_compared, >, 3 * N_MODELS);
  g_assert_cmpuint (n_risen, >, N_MODELS / 3);
}

/* What is easier to reach is not less at risk. */
static void
test_exposure (void)
{
  guint n_compared = 0;
  guint n_risen = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      RedanId target =
          redan_model_get_nth (model, REDAN_SECTION_ELEMENT, seed * 7 % size.n_elements)->id;
      RedanId stranger =
          fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "actor", 0);
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = NULL;

      fixture_connect (model, &stranger, &target);
      after = fixture_analyse (model, NULL, 0);
      n_risen += count_risen (before, after, &n_compared);
    }
  g_assert_cmpuint (n_compared, >, 3 * N_MODELS);
  g_assert_cmpuint (n_risen, >, N_MODELS / 3);
}

/* ---- 12: depth ---- */

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
  g_assert_cmpuint (n_opened, >, N_MODELS / 6);
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
  g_assert_cmpuint (n_deeper, >, N_MODELS / 30);
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

/* ---- 13: evidence that does not count ---- */

static void
add_evidence (RedanModel *model, guint32 seed, const char *check)
{
  guint n_controls;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  guint n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < 40; i++)
    {
      const RedanObject *element = redan_model_get_nth (
          model, REDAN_SECTION_ELEMENT, (guint) g_rand_int_range (rand, 0, (int) n_elements));
      RedanIdText target;
      RedanId id = fixture_create (model, REDAN_SECTION_EVIDENCE, REDAN_FIELD_CONTROL,
                                   controls[g_rand_int_range (rand, 0, (int) n_controls)].id,
                                   REDAN_FIELD_TARGET, redan_id_to_text (&element->id, target), 0);

      fixture_set_field (model, &id, REDAN_FIELD_CHECK, "scanner/check", check);
    }
}

static void
assert_same_scores (const RedanAnalysis *a, const RedanAnalysis *b)
{
  g_assert_cmpuint (a->threats->len, ==, b->threats->len);
  for (guint i = 0; i < a->threats->len; i++)
    g_assert_cmpint (fixture_threat (a, i)->residual, ==, fixture_threat (b, i)->residual);
}

static const RedanCriterionResult *
find_criterion (const RedanObjectives *results, const char *id)
{
  return &results->criteria[redan_catalogue_find_criterion (fixture_catalogue, id)];
}

/* What somebody suppressed, or nobody knows, is neither a pass nor a failure. */
static void
test_suppressed (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanObjectives) old = evaluate (before);
      g_autoptr (RedanAnalysis) after = NULL;
      g_autoptr (RedanObjectives) new = NULL;

      add_evidence (model, seed,
                    seed % 2 == 0 ? "exceptions 3, on 2025-01-30"
                                  : "unknown 2, exceptions 1, on 2025-01-30");
      after = fixture_analyse (model, NULL, 0);
      new = evaluate (after);
      assert_same_scores (before, after);
      /* that findings were read is known; that none of them fails, too */
      g_assert_cmpuint (find_criterion (new, "BP03.4")->value, ==, REDAN_CRITERION_TRUE);
      for (guint i = 0; i < old->n_criteria; i++)
        if (old->criteria[i].value != new->criteria[i].value)
          g_assert_true (&new->criteria[i] == find_criterion (new, "BP03.4"));
    }
}

/* What is too old proves nothing: it is worth no more than somebody's word. */
static void
test_stale (void)
{
  guint n_worth = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) old = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanModel) fresh = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanAnalysis) bare = fixture_analyse (old, NULL, 0);
      g_autoptr (RedanObjectives) of_bare = evaluate (bare);
      g_autoptr (RedanAnalysis) of_stale = NULL;
      g_autoptr (RedanAnalysis) of_fresh = NULL;
      g_autoptr (RedanObjectives) stale = NULL;

      add_evidence (old, seed, "passed 3, on 2023-01-30");
      add_evidence (fresh, seed, "passed 3, on 2025-01-30");
      of_stale = fixture_analyse (old, NULL, 0);
      of_fresh = fixture_analyse (fresh, NULL, 0);
      stale = evaluate (of_stale);
      g_assert_cmpint (of_fresh->totals.residual, <=, of_stale->totals.residual);
      n_worth += of_fresh->totals.residual < of_stale->totals.residual;
      g_assert_cmpuint (find_criterion (stale, "BP03.4")->value, !=, REDAN_CRITERION_FALSE);
      /* the share that is proven is no higher than without it */
      if (find_criterion (of_bare, "BP03.3")->value == REDAN_CRITERION_FALSE)
        g_assert_cmpuint (find_criterion (stale, "BP03.3")->value, !=, REDAN_CRITERION_TRUE);
    }
  g_assert_cmpuint (n_worth, >, N_MODELS / 15);
}

/* ---- 14 and 15: states ---- */

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

/* Notes and pictures are no part of what is judged. */
static void
test_pictures (void)
{
  for (guint32 seed = 0; seed < N_MODELS / 3; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "laws");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanObjectives) old = evaluate (before);
      g_autoptr (RedanAnalysis) after = NULL;
      g_autoptr (RedanObjectives) new = NULL;

      fixture_create (model, REDAN_SECTION_DIAGRAM, REDAN_FIELD_NAME, "Overview", 0);
      fixture_create (model, REDAN_SECTION_NOTE, REDAN_FIELD_NAME, "All is well", 0);
      after = fixture_analyse (model, NULL, 0);
      new = evaluate (after);
      assert_same_states (old, new);
      assert_same_scores (before, after);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/laws/rating/never-lowers", test_rating);
  g_test_add_func ("/laws/exposure/never-lowers", test_exposure);
  g_test_add_func ("/laws/flow/opens", test_flow);
  g_test_add_func ("/laws/control/deepens", test_control);
  g_test_add_func ("/laws/strength/leaves-less", test_strength);
  g_test_add_func ("/laws/evidence/suppressed-counts-neither-way", test_suppressed);
  g_test_add_func ("/laws/evidence/stale-proves-nothing", test_stale);
  g_test_add_func ("/laws/states/pictures-do-not-matter", test_pictures);
  g_test_add_func ("/laws/states/depend-on-the-model-alone", test_states);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
