/* SPDX-License-Identifier: Apache-2.0 */
/* The figures behind the criteria, one by one: evidence, services, self-run, reviews, trend,
 * duties, reliance on single gates; waivers, scopes and questions. */

#include "tests/objective-outcome.h"

#include "analysis/duties.h"
#include "analysis/error.h"
#include "analysis/graph/graph-private.h"
#include "analysis/graph/reliance.h"
#include "analysis/objectives-questions.h"
#include "analysis/services.h"
#include "model/command-opinion.h"
#include "model/review.h"

#define N_MODELS (REDAN_SANITIZED ? 150 : 1000)

static void
assert_criterion (const RedanModel *model, const char *id, const char *value, const char *note)
{
  g_auto (Outcome) outcome;

  outcome_init (&outcome, model, NULL);
  g_assert_cmpstr (redan_criterion_value_get_word (get_criterion (&outcome, id)->value), ==, value);
  if (note != NULL)
    g_assert_cmpstr (get_criterion (&outcome, id)->note, ==, note);
}

/* What was decided about a service stands under its id. */
static void
decide_service (RedanModel *model, const char *note, const char *decision, const char *expires)
{
  RedanEdit *edit = redan_edit_new (model, "decide");
  RedanId id = redan_decision_id (note, NULL, FALSE);

  if (redan_model_lookup (model, &id) == NULL)
    redan_edit_create (edit, REDAN_SECTION_DECISION, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_RULE, NULL, note);
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, decision);
  redan_edit_set (edit, &id, REDAN_FIELD_EXPIRES, NULL, expires);
  fixture_apply (model, edit);
}

static const RedanObject *
find_named (const RedanModel *model, RedanSection section, const char *name)
{
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    if (g_str_equal (redan_object_get_name (redan_model_get_nth (model, section, i)), name))
      return redan_model_get_nth (model, section, i);
  g_assert_not_reached ();
}

/* ---- programme ---- */

static void
add_assessment (RedanModel *model, const char *date, const char *residual)
{
  RedanId id = fixture_create (model, REDAN_SECTION_ASSESSMENT, REDAN_FIELD_DATE, date, 0);

  if (residual != NULL)
    fixture_set_field (model, &id, REDAN_FIELD_METRIC, "residual", residual);
}

static void
test_trend (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);

  assert_criterion (model, "PR-CON.2", "unknown", NULL);
  add_assessment (model, "2024-06-01", "120.5");
  assert_criterion (model, "PR-CON.2", "unknown", NULL);
  add_assessment (model, "2024-09-01", NULL);
  add_assessment (model, "2024-09-01", "many");
  assert_criterion (model, "PR-CON.2", "unknown", NULL);
  add_assessment (model, "2024-05-01", "400");
  assert_criterion (model, "PR-CON.2", "true", "-279.50 (at most 0)");
  add_assessment (model, "2024-12-01", "130.5");
  assert_criterion (model, "PR-CON.2", "false", "10 (at most 0)");
  add_assessment (model, "2025-02-02", "1"); /* after the day of the analysis */
  assert_criterion (model, "PR-CON.2", "false", "10 (at most 0)");
}

/* A rename is no change, an attribute is; what came after the review is not reviewed. */
static void
test_unreviewed (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  RedanId web = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                                REDAN_FIELD_NAME, "Web", 0);

  assert_criterion (model, "BP07.3", "unknown", NULL);
  fixture_apply (model, redan_command_sign_review (model, &web, 1, "2025-01-10"));
  assert_criterion (model, "BP07.3", "true", NULL);
  fixture_set_field (model, &web, REDAN_FIELD_NAME, NULL, "Shop front");
  fixture_set_field (model, &web, REDAN_FIELD_TAG, "new", "");
  assert_criterion (model, "BP07.3", "true", NULL);
  fixture_set (model, &web, "tech", "vm");
  assert_criterion (model, "BP07.3", "false", "1 (must be 0)");
  fixture_apply (model, redan_command_sign_review (model, &web, 1, "2025-01-11"));
  assert_criterion (model, "BP07.3", "true", NULL);
  fixture_create (model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "vpc", 0);
  assert_criterion (model, "BP07.3", "false", "1 (must be 0)");
}

static void
test_self_run (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  RedanId host = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "store", 0);

  fixture_set (model, &host, "tech", "relational-db");
  fixture_set (model, &host, "mgmt", "customer");
  assert_criterion (model, "BP05.2", "false", NULL);
  fixture_set (model, &host, "provider", "on-prem");
  assert_criterion (model, "BP05.2", "true", NULL);
  fixture_set (model, &host, "provider", "aws");
  fixture_set (model, &host, "self_run_reason", "An extension that no service has.");
  assert_criterion (model, "BP05.2", "true", NULL);
  fixture_set (model, &host, "self_run_reason", NULL);
  fixture_set (model, &host, "mgmt", "shared");
  assert_criterion (model, "BP05.2", "true", NULL);
}

static void
test_services (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GArray) rows = redan_services_list (analysis, NULL);
  guint n_notes;
  const RedanServiceNote *notes = redan_catalogue_get_service_notes (fixture_catalogue, &n_notes);
  guint n_open = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const RedanServiceRow *row = &g_array_index (rows, RedanServiceRow, i);

      g_assert_cmpuint (notes[row->note].since, <=, analysis->facts->as_of);
      g_assert_cmpuint (row->n_threats, >, 0);
      g_assert_cmpfloat (row->benefit, >, 0);
      if (i > 0 && g_array_index (rows, RedanServiceRow, i - 1).is_open == row->is_open)
        g_assert_cmpfloat (g_array_index (rows, RedanServiceRow, i - 1).per_effort, >=,
                           row->per_effort);
      n_open += row->is_open;
      if (row->is_open)
        decide_service (model, notes[row->note].id, i % 2 ? "avoid" : "mitigate", NULL);
    }
  g_assert_cmpuint (n_open, >, 3);
  assert_criterion (model, "BP08.2", "true", NULL);
  decide_service (model, "SN-IMDSV2", "avoid", "2025-01-31");
  decide_service (model, "SN-WAF", "open", NULL);
  {
    g_auto (Outcome) outcome;

    outcome_init (&outcome, model, NULL);
    g_assert_cmpuint (get_criterion (&outcome, "BP08.2")->value, ==, REDAN_CRITERION_FALSE);
  }
  /* a review after all of them came: nothing is new */
  fixture_create (model, REDAN_SECTION_FACT, REDAN_FIELD_KEY, "service_review", REDAN_FIELD_DATE,
                  "2025-01-15", 0);
  assert_criterion (model, "BP08.2", "true", NULL);
}

/* ---- evidence ---- */

static guint
count_places (const RedanObjectives *results, const char *id)
{
  guint32 index = redan_catalogue_find_criterion (fixture_catalogue, id);

  return results->criteria[index].targets->len;
}

/* Validated wherever it applies: the share rises with every control, to 1 with all. */
static void
test_evidence_ratio (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n);
  double last = -1;

  for (guint round = 0; round <= 4; round++)
    {
      g_auto (Outcome) outcome;
      double ratio;

      outcome_init (&outcome, model, NULL);
      if (get_criterion (&outcome, "BP03.3")->value == REDAN_CRITERION_NOT_APPLICABLE)
        break; /* no threat is left that asks for a control */
      ratio = g_ascii_strtod (get_criterion (&outcome, "BP03.3")->note, NULL);
      g_assert_cmpfloat (ratio, >=, last);
      if (round == 0)
        g_assert_cmpfloat (ratio, ==, 0);
      last = ratio;
      for (guint i = round; i < n && round < 4; i += 4)
        for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_FLOW; section++)
          for (guint j = 0; j < redan_model_get_n (model, section); j++)
            {
              g_autofree char *id =
                  g_strndup (redan_model_get_nth (model, section, j)->id.text, REDAN_ID_LENGTH);

              fixture_apply (model,
                             redan_command_place_control (model, controls[i].id, id, "validated"));
            }
      if (round == 0)
        g_assert_cmpuint (count_places (outcome.results, "BP03.3"), >, 10);
    }
  g_assert_cmpfloat (last, >, 0.2);
  assert_criterion (model, "BP03.4", "unknown", NULL);
}

/* ---- duties ---- */

static void
test_duties_by_hand (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  RedanId host = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);
  g_autoptr (RedanAnalysis) analysis = NULL;
  const guint32 first = 0;
  static const struct
  {
    const char *mgmt;
    const char *code;
    guint held;
  } rows[] = { { "customer", "yes", 8 },
               { "customer", "no", 7 },
               { "shared", "no", 5 },
               { "provider", "no", 3 },
               { "provider", "yes", 4 } };

  fixture_set (model, &host, "tech", "vm");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanDuties) duties = NULL;
      guint held = 0;

      fixture_set (model, &host, "mgmt", rows[i].mgmt);
      fixture_set (model, &host, "custom_code", rows[i].code);
      g_clear_pointer (&analysis, redan_analysis_unref);
      analysis = fixture_analyse (model, NULL, 0);
      duties = redan_duties_compute (analysis->facts, analysis->controls, &first, 1);
      g_assert_cmpuint (duties->n_duties, ==, 10);
      for (guint j = 0; j < duties->n_duties; j++)
        held += redan_duties_get (duties, 0, j) != REDAN_DUTY_PROVIDER;
      g_assert_cmpuint (held, ==, rows[i].held); /* what scope_ratio() counts */
    }
}

/* A control more never opens a gap. */
static void
test_duties_are_monotone (void)
{
  guint n;
  guint n_closed = 0;

  redan_catalogue_get_controls (fixture_catalogue, &n);
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "duties");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autofree guint32 *elements = g_new (guint32, size.n_elements);
      guint32 control = seed * 7 % n;
      g_autoptr (RedanDuties) before = NULL;
      g_autoptr (RedanDuties) after = NULL;

      for (guint32 i = 0; i < size.n_elements; i++)
        elements[i] = i;
      before =
          redan_duties_compute (analysis->facts, analysis->controls, elements, size.n_elements);
      redan_controls_set_assumed (analysis->controls, &control, 1);
      after = redan_duties_compute (analysis->facts, analysis->controls, elements, size.n_elements);
      for (guint i = 0; i < size.n_elements; i++)
        for (guint j = 0; j < before->n_duties; j++)
          g_assert_cmpuint (redan_duties_get (after, i, j), <=, redan_duties_get (before, i, j));
      n_closed += after->n_gaps + after->n_open < before->n_gaps + before->n_open;
    }
  g_assert_cmpuint (n_closed, >, 5);
}

/* ---- defence in depth ---- */

static guint
count_shallow (RedanGraph *graph, const guint8 *deep)
{
  guint n = 0;

  g_clear_pointer (&graph->layers, g_free);
  g_clear_pointer (&graph->layer_masks, g_free);
  for (guint32 i = 0; i < graph->n_elements; i++)
    n += deep[i] && redan_graph_get_layers (graph, i, NULL) < (int) graph->scoring->reliance_layers;

  return n;
}

static guint
try_without (RedanGraph *graph,
             guint8 *layers,
             RedanContext context,
             guint n,
             const guint8 *deep,
             const GArray *found)
{
  guint n_held = 0;

  for (guint32 i = 0; i < n; i++)
    for (guint layer = 0; layer < REDAN_N_PREVENTIVE_LAYERS; layer++)
      {
        guint8 before = layers[i];
        guint32 control = redan_graph_find_single_gate (graph, context, i, (RedanLayer) layer);
        gboolean listed = FALSE;
        gboolean holds;

        if (control == REDAN_NONE || (before >> layer & 1) == 0)
          continue;
        layers[i] &= (guint8) ~(1u << layer);
        holds = count_shallow (graph, deep) > 0;
        layers[i] = before;
        for (guint j = 0; j < found->len; j++)
          {
            const RedanReliance *item = &g_array_index (found, RedanReliance, j);

            listed |= item->context == context && item->target == i && item->control == control;
          }
        g_assert_true (holds == listed);
        n_held += holds;
      }

  return n_held;
}

/* Taking each gate out by hand finds the same. */
static void
test_reliance (void)
{
  guint n_found = 0;

  for (guint32 seed = 0; seed < 3 * N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = NULL;
      g_autoptr (RedanAnalysis) analysis = NULL;
      g_autofree guint8 *stores = NULL;
      g_autofree guint8 *deep = NULL;
      g_autoptr (GArray) found = NULL;
      RedanGraph *graph;
      guint n = 0;

      size.n_elements = MIN (size.n_elements, 14);
      size.n_flows = MIN (size.n_flows, 20);
      size.n_boundaries = MIN (size.n_boundaries, 3);
      size.percent = 40 + seed % 30;
      model = fixture_random_model (seed, &size, "reliance");
      analysis = fixture_analyse (model, NULL, 0);
      graph = analysis->graph;
      stores = redan_reliance_find_stores (analysis->facts, NULL);
      found = redan_reliance_list (graph, stores);
      deep = g_new0 (guint8, graph->n_elements + 1);
      for (guint32 i = 0; i < graph->n_elements; i++)
        deep[i] = stores[i] &&
                  redan_graph_get_layers (graph, i, NULL) >= (int) graph->scoring->reliance_layers;
      n += try_without (graph, graph->element_layers, REDAN_CONTEXT_ELEMENT, graph->n_elements,
                        deep, found);
      n += try_without (graph, graph->interaction_layers, REDAN_CONTEXT_INTERACTION,
                        analysis->facts->n_interactions, deep, found);
      g_assert_cmpuint (n, ==, found->len);
      n_found += found->len;
    }
  g_assert_cmpuint (n_found, >, 10);
}

/* The path has the layers of the store, and the suggestion deepens it as foretold. */
static void
test_suggestion (void)
{
  guint n_suggested = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "suggestion");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      RedanGraph *graph = analysis->graph;

      for (guint32 i = 0; i < graph->n_elements; i++)
        {
          guint mask;
          int layers = redan_graph_get_layers (graph, i, &mask);
          g_autoptr (GArray) path = redan_reliance_get_weakest_path (graph, i);
          RedanLayerSuggestion suggestion;
          guint8 before;

          g_assert_true ((path->len == 0) == (layers < 0));
          if (layers < 0)
            continue;
          g_assert_cmpuint (g_array_index (path, RedanPathHop, path->len - 1).element, ==, i);
          if (!redan_reliance_suggest (graph, i, &suggestion))
            continue;
          g_assert_cmpint (suggestion.layers, >, layers);
          before = graph->element_layers[suggestion.element];
          graph->element_layers[suggestion.element] |= (guint8) (1u << suggestion.layer);
          g_clear_pointer (&graph->layers, g_free);
          g_clear_pointer (&graph->layer_masks, g_free);
          g_assert_cmpint (redan_graph_get_layers (graph, i, NULL), ==, suggestion.layers);
          graph->element_layers[suggestion.element] = before;
          g_clear_pointer (&graph->layers, g_free);
          g_clear_pointer (&graph->layer_masks, g_free);
          n_suggested++;
        }
    }
  g_assert_cmpuint (n_suggested, >, 30);
}

/* ---- waivers ---- */

static void
test_waivers (void)
{
  static const struct
  {
    const char *owner;
    const char *reason;
    const char *expires;
    gboolean counts;
  } rows[] = { { "Ana", "Landing zone.", NULL, TRUE },
               { "Ana", "Landing zone.", "2025-02-01", TRUE },
               { "Ana", "Landing zone.", "2025-01-31", FALSE },
               { NULL, "Landing zone.", NULL, FALSE },
               { "Ana", NULL, NULL, FALSE },
               { "Ana", "  ", NULL, FALSE } };
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_auto (Outcome) plain;

  outcome_init (&plain, model, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Outcome) outcome;

      fixture_apply (model, redan_command_waive (model, "BP02.1", "exception", rows[i].owner,
                                                 rows[i].reason, NULL, rows[i].expires));
      outcome_init (&outcome, model, NULL);
      g_assert_nonnull (get_criterion (&outcome, "BP02.1")->waiver);
      g_assert_true (get_criterion (&outcome, "BP02.1")->waived == rows[i].counts);
      g_assert_cmpuint (get_criterion (&outcome, "BP02.1")->value, ==,
                        get_criterion (&plain, "BP02.1")->value);
      g_assert_cmpuint (get_objective (&outcome, "BP02")->n_waived, ==, rows[i].counts);
      g_assert_true (get_objective (&outcome, "BP02")->required_failed ==
                     (get_objective (&plain, "BP02")->required_failed && !rows[i].counts));
    }
  fixture_apply (model, redan_command_waive (model, "BP02.1", NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_WAIVER), ==, 0);
}

/* Waived whole, an objective says nothing; a level of maturity does not wait for it. */
static void
test_all_waived (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (fixture_catalogue, &n);
  g_auto (Outcome) outcome;

  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (criteria[i].id, "ML") || g_str_has_prefix (criteria[i].id, "BP01"))
      fixture_apply (model, redan_command_waive (model, criteria[i].id, "inherited", "Ana",
                                                 "The organization does.", NULL, NULL));
  outcome_init (&outcome, model, NULL);
  g_assert_cmpuint (get_objective (&outcome, "BP01")->state, ==, REDAN_OBJECTIVE_NOT_APPLICABLE);
  g_assert_cmpuint (get_objective (&outcome, "BP01")->n_waived, ==, 6);
  g_assert_cmpuint (outcome.results->maturity_floor, ==, 4);
}

/* ---- scope and questions ---- */

/* The sandbox blocks the whole organization, not the accounts of workloads. */
static void
test_scope (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  g_auto (Outcome) whole;
  g_auto (Outcome) workloads;
  const RedanFacts *facts;

  outcome_init (&whole, model, NULL);
  outcome_init (&workloads, model, "purpose=workload");
  g_assert_cmpstr (workloads.results->scope_text, ==, "purpose=workload");
  g_assert_cmpuint (whole.results->maturity_floor, ==, 0);
  g_assert_cmpuint (workloads.results->maturity_floor, >, 0);
  facts = workloads.analysis->facts;
  for (guint i = 0; i < workloads.results->n_criteria; i++)
    for (guint j = 0; j < workloads.results->criteria[i].targets->len; j++)
      {
        const RedanCriterionTarget *target =
            &g_array_index (workloads.results->criteria[i].targets, RedanCriterionTarget, j);
        const RedanObject *object = redan_facts_get_object (facts, target->context, target->target);

        if (target->context == REDAN_CONTEXT_ELEMENT)
          g_assert_cmpuint (facts->element_account[target->target], !=, REDAN_NONE);
        g_assert_cmpstr (redan_object_get_name (object), !=, "Sandbox account");
      }
}

/* Every scope is the whole model when it holds everything: a model in one account. */
static void
test_whole_scope (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GPtrArray) scopes = redan_objective_scope_list (analysis->facts);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanObjectiveScope) none =
      redan_objective_scope_parse (analysis->facts, "workload=nobody", &error);

  g_assert_null (none);
  g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_SCOPE);
  g_assert_nonnull (strstr (error->message, "purpose=workload"));
  g_assert_cmpuint (scopes->len, >=, 3);
  for (guint i = 0; i < scopes->len; i++)
    {
      const RedanObjectiveScope *scope = g_ptr_array_index (scopes, i);
      g_auto (Outcome) outcome;

      outcome_init (&outcome, model, scope->text);
      for (guint j = 0; j < outcome.results->n_objectives; j++)
        g_assert_cmpfloat (outcome.results->objectives[j].low, <=,
                           outcome.results->objectives[j].high);
    }
}

/* Answering all questions of an unknown criterion makes it known. */
static void
test_questions (void)
{
  static const char *const ids[] = { "BP02.6", "OP-P1.2", "BP04.5", "OP-D1.2", "BP06.1" };
  guint n_asked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example ("webshop");

      for (guint round = 0;; round++)
        {
          g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
          g_autoptr (RedanObjectives) results = redan_objectives_evaluate (
              analysis->facts, analysis->controls, analysis->graph, analysis->threats);
          guint32 criterion = redan_catalogue_find_criterion (fixture_catalogue, ids[i]);
          g_autoptr (GPtrArray) questions =
              redan_objectives_list_questions (analysis, NULL, criterion);

          if (results->criteria[criterion].value != REDAN_CRITERION_UNKNOWN)
            {
              n_asked += round > 0;
              break;
            }
          g_assert_cmpuint (round, <, 8);
          g_assert_cmpuint (questions->len, >, 0);
          for (guint j = 0; j < questions->len; j++)
            {
              const RedanCriterionQuestion *question = g_ptr_array_index (questions, j);

              g_assert_cmpuint (question->targets->len, >, 0);
              if (question->context == REDAN_CONTEXT_MODEL)
                {
                  fixture_apply (model, redan_command_set_fact (model, question->attribute->name,
                                                                "no", "2025-01-01"));
                  continue;
                }
              for (guint k = 0; k < question->targets->len; k++)
                {
                  const RedanObject *object =
                      redan_facts_get_object (analysis->facts, question->context,
                                              g_array_index (question->targets, guint32, k));

                  g_assert_cmpuint (question->attribute->n_values, >, 0);
                  fixture_set (model, &object->id, question->attribute->name,
                               question->attribute->values[question->attribute->n_values - 1]);
                }
            }
        }
    }
  g_assert_cmpuint (n_asked, >=, 3);
}

static void
test_review_hash (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  char first[REDAN_REVIEW_HASH_SIZE];
  char second[REDAN_REVIEW_HASH_SIZE];
  const RedanObject *store = find_named (model, REDAN_SECTION_ELEMENT, "Orders database");
  RedanId id = store->id;

  g_assert_true (redan_review_hash (fixture_schema, store, first));
  fixture_set (model, &id, "owner", "Somebody");
  g_assert_true (redan_review_hash (fixture_schema, redan_model_lookup (model, &id), second));
  g_assert_cmpstr (first, ==, second);
  fixture_set (model, &id, "backup", "none");
  g_assert_true (redan_review_hash (fixture_schema, redan_model_lookup (model, &id), second));
  g_assert_cmpstr (first, !=, second);
  g_assert_false (redan_review_hash (fixture_schema, redan_model_get_meta (model), second));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/figures/trend/last-two-that-say-it", test_trend);
  g_test_add_func ("/figures/unreviewed/changes-since", test_unreviewed);
  g_test_add_func ("/figures/unreviewed/hash", test_review_hash);
  g_test_add_func ("/figures/self-run/reason-or-service", test_self_run);
  g_test_add_func ("/figures/services/open-until-decided", test_services);
  g_test_add_func ("/figures/evidence/rises-with-validated", test_evidence_ratio);
  g_test_add_func ("/figures/duties/by-management", test_duties_by_hand);
  g_test_add_func ("/figures/duties/monotone", test_duties_are_monotone);
  g_test_add_func ("/figures/reliance/equals-taking-out", test_reliance);
  g_test_add_func ("/figures/reliance/suggestion-deepens", test_suggestion);
  g_test_add_func ("/figures/waivers/who-why-until", test_waivers);
  g_test_add_func ("/figures/waivers/all", test_all_waived);
  g_test_add_func ("/figures/scope/sandbox", test_scope);
  g_test_add_func ("/figures/scope/list", test_whole_scope);
  g_test_add_func ("/figures/questions/answer-all", test_questions);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
