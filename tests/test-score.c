/* SPDX-License-Identifier: Apache-2.0 */
/* Scores: bounds and laws of sec01.md 5.5 on random models, explanations that recompute, threats
 * recorded by hand. */

#include "tests/analysis-fixture.h"

#include <math.h>

#define N_MODELS (REDAN_SANITIZED ? 40 : 1000)

static RedanModel *
new_model (guint32 seed, const char *salt)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, salt);
}

static void
test_bounds (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed, "score");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

      for (guint i = 0; i < analysis->threats->len; i++)
        {
          const RedanThreat *threat = fixture_threat (analysis, i);

          g_assert_cmpint (threat->residual, >, 0);
          g_assert_cmpint (threat->residual, <=, threat->inherent);
          g_assert_cmpint (threat->inherent, <=, 100000);
          g_assert_cmpfloat (threat->likelihood, >, 0);
          g_assert_cmpfloat (threat->likelihood, <=, 1);
          g_assert_cmpfloat (threat->impact, >, 0);
          g_assert_cmpfloat (threat->impact, <=, 1);
        }
    }
}

/* The formula once more, from the factors and the controls of the explanation only. */
static double
recompute (const RedanScoreDetail *detail)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  guint n_catalogue;
  const RedanControl *catalogue = redan_catalogue_get_controls (fixture_catalogue, &n_catalogue);
  RedanLayer layers[2][128];
  double strengths[2][128];
  guint n[2] = { 0 };
  gboolean responds = FALSE;

  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *control = &g_array_index (detail->controls, RedanScoreControl, i);

      responds |= control->factor > 0 && control->lowers_impact && !control->lowers_likelihood &&
                  catalogue[control->control].layer == REDAN_LAYER_RESPONSE;
    }
  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *control = &g_array_index (detail->controls, RedanScoreControl, i);
      RedanLayer layer = catalogue[control->control].layer;
      double factor = control->factor;

      g_assert_cmpuint (layer, !=, REDAN_LAYER_ORGANIZATIONAL);
      g_assert_cmpfloat_with_epsilon (factor,
                                      catalogue[control->control].strength *
                                          scoring->state[control->state] *
                                          (control->model_wide ? scoring->model_wide : 1),
                                      1e-12);
      if (control->lowers_likelihood)
        {
          layers[0][n[0]] = layer;
          strengths[0][n[0]++] = factor;
          factor *= scoring->shared_impact;
        }
      else if (layer == REDAN_LAYER_DETECTION && !control->model_wide && !responds)
        factor *= scoring->lone_detection;
      if (!control->lowers_impact)
        continue;
      layers[1][n[1]] = layer;
      strengths[1][n[1]++] = factor;
    }

  return 100 *
         (1 - exp (-detail->base_hazard * detail->confirmation *
                   (scoring->exposure_floor + (1 - scoring->exposure_floor) * detail->exposure) *
                   redan_layer_reduction (scoring, layers[0], strengths[0], n[0]))) *
         (1 - pow (1 - detail->base_impact, 1 + detail->blast)) *
         redan_layer_reduction (scoring, layers[1], strengths[1], n[1]);
}

static void
check_explanations (const RedanModel *model)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      g_autoptr (RedanScoreDetail) detail =
          redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);

      g_assert_cmpint ((gint32) floor (detail->residual * 1000 + 0.5), ==, threat->residual);
      g_assert_cmpint ((gint32) floor (detail->inherent * 1000 + 0.5), ==, threat->inherent);
      g_assert_cmpfloat_with_epsilon (recompute (detail), detail->residual, 1e-9);
      g_assert_cmpfloat_with_epsilon (
          detail->inherent, 100 * (1 - exp (-detail->hazard)) * detail->impact_inherent, 1e-9);
    }
}

static void
test_explained (void)
{
  static const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint32 seed = 0; seed < 60; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed, "score");

      check_explanations (model);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (names[i]);

      check_explanations (model);
    }
}

static void
test_assumed_never_raises (void)
{
  guint n_controls;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed, "score");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      guint32 assumed[2] = { seed * 7 % n_controls, seed * 31 % n_controls };

      for (guint n = 1; n <= 2; n++)
        {
          g_autoptr (RedanAnalysis) after = fixture_analyse (model, assumed, n);

          g_assert_cmpuint (after->threats->len, ==, before->threats->len);
          for (guint i = 0; i < after->threats->len; i++)
            {
              g_assert_cmpint (fixture_threat (after, i)->residual, <=,
                               fixture_threat (before, i)->residual);
              g_assert_cmpint (fixture_threat (after, i)->inherent, <=,
                               fixture_threat (before, i)->inherent);
            }
        }
    }
}

/* Sets the state of all mitigations to @word and returns what follows. */
static RedanAnalysis *
analyse_with_state (const RedanModel *original, const char *word)
{
  g_autoptr (RedanModel) model = redan_model_copy (original);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "states");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_MITIGATION); i++)
    redan_edit_set (edit, &redan_model_get_nth (model, REDAN_SECTION_MITIGATION, i)->id,
                    REDAN_FIELD_STATE, NULL, word);
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);

  return fixture_analyse (model, NULL, 0);
}

static void
assert_no_score_higher (const RedanAnalysis *after, const RedanAnalysis *before)
{
  guint at = 0;

  for (guint i = 0; i < after->threats->len; i++)
    {
      const RedanThreat *now = fixture_threat (after, i);
      const RedanThreat *was = NULL;

      /* a better state may remove threats (fewer paths without layers), never add any */
      for (; at < before->threats->len && was == NULL; at++)
        {
          const RedanThreat *candidate = fixture_threat (before, at);

          if (candidate->rule == now->rule && candidate->target == now->target &&
              candidate->context == now->context)
            was = candidate;
        }
      g_assert_nonnull (was);
      g_assert_cmpint (now->residual, <=, was->residual);
      g_assert_cmpint (now->inherent, <=, was->inherent);
    }
}

static void
test_state_never_raises (void)
{
  static const char *const words[] = { "absent", "planned", "declared", "attested", "validated" };

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed, "score");
      g_autoptr (RedanAnalysis) before = analyse_with_state (model, words[0]);

      for (guint i = 1; i < G_N_ELEMENTS (words); i++)
        {
          RedanAnalysis *after = analyse_with_state (model, words[i]);

          assert_no_score_higher (after, before);
          for (guint j = 0; j < after->facts->snapshot->n_elements; j++)
            g_assert_cmpint (after->facts->depth[j], >=, before->facts->depth[j]);
          redan_analysis_unref (before);
          before = after;
        }
    }
}

static void
test_unconfirmed (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed, "score");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autoptr (GArray) doubtful = g_array_copy (analysis->threats);
      g_autoptr (GArray) certain = g_array_copy (analysis->threats);

      for (guint i = 0; i < analysis->threats->len; i++)
        {
          g_array_index (doubtful, RedanThreat, i).confirmed = FALSE;
          g_array_index (certain, RedanThreat, i).confirmed = TRUE;
        }
      redan_score_threats (analysis->facts, analysis->controls, analysis->graph, doubtful);
      redan_score_threats (analysis->facts, analysis->controls, analysis->graph, certain);
      for (guint i = 0; i < analysis->threats->len; i++)
        {
          const RedanThreat *less = &g_array_index (doubtful, RedanThreat, i);
          const RedanThreat *more = &g_array_index (certain, RedanThreat, i);

          g_assert_cmpint (less->residual, <=, more->residual);
          g_assert_cmpint (less->inherent, <=, more->inherent);
        }
    }
}

static void
test_layers (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 1000; i++)
    {
      const double strengths[2] = { g_rand_double (rand) * .95, g_rand_double (rand) * .95 };
      const RedanLayer one[2] = { REDAN_LAYER_NETWORK, REDAN_LAYER_NETWORK };
      const RedanLayer two[2] = { REDAN_LAYER_NETWORK, REDAN_LAYER_DATA };

      g_assert_cmpfloat (redan_layer_reduction (scoring, two, strengths, 2), <=,
                         redan_layer_reduction (scoring, one, strengths, 2));
      g_assert_cmpfloat (redan_layer_reduction (scoring, one, strengths, 2), >, 0);
    }
}

static const char *
get_number (const RedanObject *object)
{
  return redan_object_get_keyed (object, REDAN_FIELD_EXTRA, "fixture/number");
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* All threats with their scores, without ids. */
static char *
describe (guint32 seed, const char *salt)
{
  g_autoptr (RedanModel) model = new_model (seed, salt);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);
      gboolean reverse = threat->context == REDAN_CONTEXT_INTERACTION &&
                         analysis->facts->interaction_reverse[threat->target];

      g_ptr_array_add (
          lines, g_strdup_printf ("%u %u %s %d %d %d %d", threat->rule, threat->context,
                                  get_number (redan_threat_get_object (analysis->facts, threat)),
                                  reverse, threat->confirmed, threat->inherent, threat->residual));
    }
  g_ptr_array_sort (lines, compare_strings);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
test_order_and_names (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autofree char *one = describe (seed, "one");
      g_autofree char *other = describe (seed, "another");

      g_assert_cmpstr (one, ==, other);
    }
}

/* Puts an element without attributes in the middle of a flow. */
static void
split_flow (RedanModel *model, guint index)
{
  const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, index);
  const char *source = redan_object_get (flow, REDAN_FIELD_SOURCE);
  const char *target = redan_object_get (flow, REDAN_FIELD_TARGET);
  const char *parent =
      redan_object_get (redan_model_lookup_text (model, target), REDAN_FIELD_PARENT);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "split");
  g_autoptr (GError) error = NULL;
  RedanId middle;
  RedanIdText text;

  if (parent == NULL)
    return;
  middle = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                           REDAN_FIELD_PARENT, parent, 0);
  redan_id_to_text (&middle, text);
  fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, source, REDAN_FIELD_TARGET, text,
                  0);
  fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, text, REDAN_FIELD_TARGET, target,
                  0);
  redan_edit_delete (edit, &redan_model_get_nth (model, REDAN_SECTION_FLOW, index)->id);
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}

/* Without attributes, so that only the path counts. The middle itself starts nothing: its boundary
 * is trusted. */
static void
test_pass_through (void)
{
  guint n_split = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = { 12, 20, 5, 0, 0, 0 };
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "split");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = NULL;
      guint index = seed % size.n_flows;

      /* a process in the place of an actor could be reached from the internet, which actors are
       * not */
      if (before->facts->snapshot->element_kind[before->facts->interaction_target[index]] <
              REDAN_ELEMENT_PROCESS ||
          before->facts->element_trust[before->facts->interaction_target[index]] <= 1 ||
          before->facts->snapshot->flow_bidirectional[index])
        continue;
      split_flow (model, index);
      after = fixture_analyse (model, NULL, 0);
      for (guint i = 0; i < before->facts->snapshot->n_elements; i++)
        {
          const RedanId *id = &before->facts->snapshot->elements[i]->id;
          guint at = redan_model_index_of (after->facts->snapshot->model, id);

          g_assert_cmpfloat (redan_graph_get_exposure (after->graph, at), <=,
                             redan_graph_get_exposure (before->graph, i) + 1e-12);
        }
      n_split += after->facts->snapshot->n_elements > before->facts->snapshot->n_elements;
    }
  g_assert_cmpuint (n_split, >, N_MODELS / 5);
}

/* A person on the internet calls a process in a zone: the one path is worth 0.9, and nothing once
 * the flow is cut. */
static void
test_cut (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  RedanId zone = fixture_create (model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "trust-zone", 0);
  RedanIdText text;
  RedanId actor = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "actor", 0);
  RedanId process = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                                    REDAN_FIELD_PARENT, redan_id_to_text (&zone, text), 0);
  RedanId flow = fixture_connect (model, &actor, &process);
  g_autoptr (RedanAnalysis) before = NULL;
  g_autoptr (RedanAnalysis) after = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanScoreDetail) detail = NULL;

  fixture_set (model, &process, "eol", "yes");
  fixture_set (model, &process, "exposure", "internal");
  before = fixture_analyse (model, NULL, 0);
  g_assert_cmpfloat_with_epsilon (
      redan_graph_get_exposure (before->graph,
                                redan_model_index_of (before->facts->snapshot->model, &process)),
      0.9, 1e-12);

  edit = redan_edit_new (model, "cut");
  redan_edit_delete (edit, &flow);
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
  after = fixture_analyse (model, NULL, 0);
  for (guint i = 0; i < after->threats->len && detail == NULL; i++)
    if (fixture_threat (after, i)->rule == redan_catalogue_find_rule (fixture_catalogue, "TR-D-12"))
      detail = redan_score_explain (after->facts, after->controls, after->graph,
                                    fixture_threat (after, i));
  g_assert_nonnull (detail);
  g_assert_cmpfloat (detail->exposure, ==, 0);
  g_assert_cmpfloat_with_epsilon (detail->exposure_factor, 0.2, 1e-12);
}

static void
test_unreachable (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = { 15, 25, 6, 2, 10, 40 };
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "unreachable");
      g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) after = NULL;

      fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);
      after = fixture_analyse (model, NULL, 0);
      for (guint i = 0; i < before->facts->snapshot->n_elements; i++)
        {
          const RedanId *id = &before->facts->snapshot->elements[i]->id;
          guint at = redan_model_index_of (after->facts->snapshot->model, id);

          g_assert_cmpfloat (redan_graph_get_exposure (after->graph, at), ==,
                             redan_graph_get_exposure (before->graph, i));
        }
    }
}

/* ---- advisories ---- */

static double
get_hazard (const RedanAnalysis *analysis, const char *rule)
{
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);

      if (threat->rule == redan_catalogue_find_rule (fixture_catalogue, rule))
        {
          g_autoptr (RedanScoreDetail) detail =
              redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);

          g_assert_cmpfloat_with_epsilon (detail->hazard,
                                          detail->base_hazard * detail->confirmation *
                                              detail->exposure_factor * detail->advised,
                                          1e-12);
          return detail->hazard;
        }
    }
  g_assert_not_reached ();
}

/* An advisory raises what is about known flaws, a technique what names it; on its element alone,
 * and not when somebody decided that it does not apply. */
static void
test_advised (void)
{
  static const struct
  {
    const char *name;
    gboolean exploited;
    gboolean here;
    const char *decision;
    double flaw;
    double credential;
  } rows[] = {
    { "CVE-2024-1: a hole", FALSE, TRUE, NULL, 1.5, 1 },
    { "CVE-2024-1: a hole", TRUE, TRUE, NULL, 2, 1 },
    { "CVE-2024-1: a hole", TRUE, TRUE, "not-applicable", 1, 1 },
    { "CVE-2024-1: a hole", TRUE, FALSE, NULL, 1, 1 },
    { "T1552.001: Credentials in files", FALSE, TRUE, NULL, 1, 1.5 },
    { "T9999: Nothing we have", FALSE, TRUE, NULL, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
      g_autoptr (RedanAnalysis) before = NULL;
      g_autoptr (RedanAnalysis) after = NULL;
      RedanIdText text;
      RedanId ids[2];
      RedanId advisory;

      for (guint j = 0; j < 2; j++)
        ids[j] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);
      fixture_set (model, &ids[0], "patching", "none");
      fixture_set (model, &ids[0], "credentials", "static");
      fixture_set (model, &ids[1], "patching", "provider");
      fixture_set (model, &ids[1], "credentials", "none");
      before = fixture_analyse (model, NULL, 0);
      advisory = fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, rows[i].name,
                                 REDAN_FIELD_METHOD, "advisory", REDAN_FIELD_TARGET,
                                 redan_id_to_text (&ids[rows[i].here ? 0 : 1], text), 0);
      if (rows[i].exploited)
        fixture_set_field (model, &advisory, REDAN_FIELD_TAG, "known-exploited", "");
      if (rows[i].decision != NULL)
        fixture_set_field (model, &advisory, REDAN_FIELD_DECISION, NULL, rows[i].decision);
      after = fixture_analyse (model, NULL, 0);
      g_assert_cmpfloat_with_epsilon (get_hazard (after, "TR-E-09"),
                                      rows[i].flaw * get_hazard (before, "TR-E-09"), 1e-9);
      g_assert_cmpfloat_with_epsilon (get_hazard (after, "TR-S-08"),
                                      rows[i].credential * get_hazard (before, "TR-S-08"), 1e-9);
    }
}

/* ---- recorded threats and decisions ---- */

static RedanThreat
analyse_recorded (const RedanModel *model)
{
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  RedanThreat found = { .scored = 2 };

  for (guint i = 0; i < analysis->threats->len; i++)
    if (fixture_threat (analysis, i)->rule == REDAN_NONE)
      {
        g_assert_cmpuint (found.scored, ==, 2);
        found = *fixture_threat (analysis, i);
      }
  g_assert_cmpuint (found.scored, <=, 1);

  return found;
}

static RedanModel *
new_recorded (RedanId *threat_out, const char *severity)
{
  RedanModel *model = redan_model_new (fixture_schema);
  RedanId element = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "store", 0);
  RedanIdText text;

  *threat_out =
      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "By hand", REDAN_FIELD_TARGET,
                      redan_id_to_text (&element, text), REDAN_FIELD_SEVERITY, severity, 0);

  return model;
}

/* A vector rates a threat of which nobody said how severe it is. */
static void
test_recorded_vector (void)
{
  static const struct
  {
    const char *severity;
    const char *vector;
    int band; /* -1: not scored */
  } rows[] = {
    { NULL, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", REDAN_BAND_CRITICAL },
    { NULL, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", REDAN_BAND_INFO },
    { NULL, "CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", REDAN_BAND_HIGH },
    { NULL, "CVSS:4.0/AV:P", -1 },
    { "low", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", REDAN_BAND_LOW },
  };
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RedanId id;
      g_autoptr (RedanModel) model = new_recorded (&id, rows[i].severity);
      RedanThreat threat;

      fixture_set_field (model, &id, REDAN_FIELD_CVSS, NULL, rows[i].vector);
      threat = analyse_recorded (model);
      g_assert_cmpint (threat.scored, ==, rows[i].band >= 0);
      if (rows[i].band >= 0)
        g_assert_cmpint (threat.residual, ==, (gint32) (scoring->band_value[rows[i].band] * 1000));
    }
}

static void
test_recorded_levels (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  gint32 last[6][6] = { { 0 } };

  for (guint likelihood = 1; likelihood <= 5; likelihood++)
    for (guint impact = 1; impact <= 5; impact++)
      {
        RedanId id;
        g_autoptr (RedanModel) model = new_recorded (&id, "low");
        g_autofree char *likelihood_text = g_strdup_printf ("%u", likelihood);
        g_autofree char *impact_text = g_strdup_printf ("%u", impact);
        RedanThreat threat;
        double expected;

        fixture_set_field (model, &id, REDAN_FIELD_LIKELIHOOD, NULL, likelihood_text);
        fixture_set_field (model, &id, REDAN_FIELD_IMPACT, NULL, impact_text);
        threat = analyse_recorded (model);
        /* outside every boundary a store has exposure 0.3; alone it has nothing to reach */
        expected = 100 * (1 - exp (-scoring->hazard[likelihood] * (.2 + .8 * .3))) *
                   sqrt (scoring->impact[impact] * scoring->rating[3]);
        g_assert_true (threat.scored);
        g_assert_cmpint (threat.inherent, ==, (gint32) floor (expected * 1000 + .5));
        g_assert_cmpint (threat.residual, ==, threat.inherent);
        g_assert_cmpint (threat.inherent, >, last[likelihood - 1][impact]);
        g_assert_cmpint (threat.inherent, >, last[likelihood][impact - 1]);
        last[likelihood][impact] = threat.inherent;
      }
}

static void
test_recorded_severity (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  RedanId id;
  g_autoptr (RedanModel) unknown = new_recorded (&id, NULL);

  for (guint band = 0; band < REDAN_N_BANDS; band++)
    {
      g_autoptr (RedanModel) model = new_recorded (&id, redan_band_get_word (band));
      RedanThreat threat = analyse_recorded (model);

      g_assert_true (threat.scored);
      g_assert_cmpint (threat.residual, ==, (gint32) (scoring->band_value[band] * 1000));
      g_assert_cmpuint (redan_band_of (scoring, threat.residual / 1000.0), ==, band);
    }
  g_assert_false (analyse_recorded (unknown).scored);
  g_assert_cmpint (analyse_recorded (unknown).residual, ==, 0);
}

static void
link_mitigation (RedanModel *model,
                 const char *threat,
                 const char *control,
                 const char *strength,
                 const char *state)
{
  RedanId id = fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_STATE, state, 0);

  fixture_set_field (model, &id, REDAN_FIELD_ADDRESSES, threat, "");
  if (control != NULL)
    fixture_set_field (model, &id, REDAN_FIELD_CONTROL, NULL, control);
  if (strength != NULL)
    fixture_set_field (model, &id, REDAN_FIELD_STRENGTH, NULL, strength);
}

static void
test_linked (void)
{
  RedanId id;
  RedanIdText text;
  g_autoptr (RedanModel) model = new_recorded (&id, "critical");

  redan_id_to_text (&id, text);
  link_mitigation (model, text, NULL, NULL, "validated");
  link_mitigation (model, text, NULL, "50", "planned");
  g_assert_cmpint (analyse_recorded (model).residual, ==, 75000);
  link_mitigation (model, text, NULL, "50", "declared");
  g_assert_cmpint (analyse_recorded (model).residual, ==, 52500); /* 75 * (1 - 0.5 * 0.6) */
  g_assert_cmpint (analyse_recorded (model).inherent, ==, 75000);
  link_mitigation (model, text, "C-DAT-01", NULL, "validated");
  g_assert_cmpint (analyse_recorded (model).residual, ==, 10500); /* another layer, 0.8 */
}

/* A mitigation in free text linked to the threat of a rule by its identity. */
static void
test_linked_to_rule (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanAnalysis) after = NULL;
  guint chosen = before->threats->len / 2;
  g_autofree char *id = redan_threat_dup_id (before->facts, fixture_threat (before, chosen));

  link_mitigation (model, id, NULL, "80", "validated");
  after = fixture_analyse (model, NULL, 0);
  for (guint i = 0; i < before->threats->len; i++)
    if (i == chosen)
      g_assert_cmpint (fixture_threat (after, i)->residual, <,
                       fixture_threat (before, i)->residual);
    else
      g_assert_cmpint (fixture_threat (after, i)->residual, ==,
                       fixture_threat (before, i)->residual);
}

static void
test_decisions (void)
{
  static const char *const words[] = { "open",     "investigate", "mitigate",      "accept",
                                       "transfer", "avoid",       "not-applicable" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      RedanId id;
      g_autoptr (RedanModel) model = new_recorded (&id, "high");

      fixture_set_field (model, &id, REDAN_FIELD_DECISION, NULL, words[i]);
      g_assert_cmpint (analyse_recorded (model).residual, ==,
                       g_str_equal (words[i], "not-applicable") ? 0 : 45000);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/score/bounds/hold", test_bounds);
  g_test_add_func ("/score/explanation/recomputes", test_explained);
  g_test_add_func ("/score/assumed-control/never-raises", test_assumed_never_raises);
  g_test_add_func ("/score/better-state/never-raises", test_state_never_raises);
  g_test_add_func ("/score/unconfirmed/at-most-confirmed", test_unconfirmed);
  g_test_add_func ("/score/layers/two-beat-one", test_layers);
  g_test_add_func ("/score/order-and-names/never-matter", test_order_and_names);
  g_test_add_func ("/score/pass-through/never-raises-exposure", test_pass_through);
  g_test_add_func ("/score/cut/leaves-the-floor", test_cut);
  g_test_add_func ("/score/unreachable-element/changes-no-exposure", test_unreachable);
  g_test_add_func ("/score/advised/raises", test_advised);
  g_test_add_func ("/score/recorded/by-likelihood-and-impact", test_recorded_levels);
  g_test_add_func ("/score/recorded/by-vector", test_recorded_vector);
  g_test_add_func ("/score/recorded/by-severity", test_recorded_severity);
  g_test_add_func ("/score/linked/lowers-a-recorded-threat", test_linked);
  g_test_add_func ("/score/linked/lowers-the-threat-of-a-rule", test_linked_to_rule);
  g_test_add_func ("/score/decisions/only-not-applicable-removes", test_decisions);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
