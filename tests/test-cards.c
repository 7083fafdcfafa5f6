/* SPDX-License-Identifier: Apache-2.0 */
/* The first cards: their limits, the lists of an expert, and how few answers a bare drawing needs.
 */

#include "tests/analysis-fixture.h"

#include "analysis/cards.h"
#include "analysis/graph/graph-private.h"
#include "analysis/questions.h"

static const char *const examples[] = { "webshop", "serverless", "retailer" };

static void
check_limits (const RedanAnalysis *analysis)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
  g_autoptr (GHashTable) causes = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_unconfirmed = 0;
  guint n_open = 0;

  g_assert_cmpuint (cards->n, <=, 10);
  for (guint i = 0; i < cards->n; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, cards->cards[i].first);
      const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
      guint n_same = 0;

      g_assert_true (
          rule == NULL ||
          g_hash_table_add (causes, (gpointer) (rule->cause != NULL ? rule->cause : rule->id)));
      n_unconfirmed += !threat->confirmed;
      for (guint j = 0; j < cards->n; j++)
        {
          const RedanThreat *other = fixture_threat (analysis, cards->cards[j].first);

          n_same += threat->context == REDAN_CONTEXT_ELEMENT &&
                    other->context == REDAN_CONTEXT_ELEMENT && other->target == threat->target;
        }
      g_assert_cmpuint (n_same, <=, scoring->card_element);
    }
  g_assert_cmpuint (n_unconfirmed, <=, scoring->card_unconfirmed);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, i);

      n_open += threat->scored && threat->decision == REDAN_DECISION_OPEN;
    }
  g_assert_cmpuint (cards->n + cards->n_hidden, ==, n_open);
}

static void
test_limits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (examples[i]);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

      check_limits (analysis);
    }
  for (guint32 seed = 0; seed < 60; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "cards");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

      check_limits (analysis);
    }
}

/* The lists an expert asked for: these stand among the first ten of the examples. */
static void
test_targets (void)
{
  static const struct
  {
    const char *model;
    const char *rule;
    const char *name;
  } rows[] = {
    { "webshop", "TR-E-10", "Remote shell" },
    { "webshop", "TR-I-12", "Web application" },
    { "webshop", "TR-S-02", "Staff sign-in" },
    { "webshop", "TR-I-02", "Orders read and write" },
    { "webshop", "TR-S-01", "Payment webhook" },
    { "webshop", "TR-S-10", "Shop account" },
    { "serverless", "TR-T-19", "Support assistant" },
    { "serverless", "TR-S-10", "Management account" },
    { "serverless", "TR-E-13", "Build and deploy pipeline" },
    { "serverless", "TR-S-11", "Vendor reads" },
    { "serverless", "TR-I-15", "Copy to development" },
    { "serverless", "TR-E-10", "Experiment access" },
    { "retailer", "TR-I-04", "Test database with real customers" },
    { "retailer", "TR-E-28", "Vendor remote support" },
    { "retailer", "TR-E-12", "Pipeline runner" },
    { "retailer", "TR-T-02", "Campaign data" },
    { "retailer", "TR-T-10", "ERP database" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (rows[i].model);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
      gboolean found = FALSE;

      for (guint j = 0; j < cards->n; j++)
        {
          const RedanThreat *threat = fixture_threat (analysis, cards->cards[j].first);

          found |=
              g_str_equal (redan_threat_get_rule (analysis->facts, threat)->id, rows[i].rule) &&
              g_strcmp0 (redan_object_get_name (redan_threat_get_object (analysis->facts, threat)),
                         rows[i].name) == 0;
        }
      if (!found)
        g_error ("%s on %s is not among the first ten of %s", rows[i].rule, rows[i].name,
                 rows[i].model);
    }
}

/* The forgotten account below production is told of once. */
static void
test_once (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
  const RedanFacts *facts = analysis->facts;
  guint n = 0;

  for (guint i = 0; i < cards->n; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, cards->cards[i].first);
      guint32 account = REDAN_NONE;

      if (threat->context == REDAN_CONTEXT_BOUNDARY)
        account = threat->target;
      else if (threat->context == REDAN_CONTEXT_ELEMENT)
        account = facts->element_account[threat->target];
      else if (threat->context == REDAN_CONTEXT_INTERACTION)
        account = facts->element_account[facts->interaction_target[threat->target]];
      n += account != REDAN_NONE &&
           g_strcmp0 (redan_object_get_name (facts->snapshot->boundaries[account]),
                      "Experiments account") == 0;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* Of the same flaw of a store and of a process of the same ratings the store is shown, as more is
 * lost with it, although the process was drawn first and ranks no lower. */
static void
test_value (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = NULL;
  g_autoptr (RedanCards) cards = NULL;
  static const char *const ratings[] = { "c_rating", "i_rating", "a_rating" };
  RedanId ids[2];

  for (guint i = 0; i < 2; i++)
    {
      ids[i] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND,
                               i == 0 ? "process" : "store", 0);
      fixture_set (model, &ids[i], "patching", "none");
      fixture_set (model, &ids[i], "mgmt", "customer");
      fixture_set (model, &ids[i], "data_class", "internal");
      for (guint j = 0; j < 3; j++)
        fixture_set (model, &ids[i], ratings[j], "4");
    }
  analysis = fixture_analyse (model, NULL, 0);
  cards = redan_cards_new (analysis, 0);
  for (guint i = 0; i < cards->n; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, cards->cards[i].first);

      if (g_str_equal (redan_threat_get_rule (analysis->facts, threat)->id, "TR-E-09"))
        {
          g_assert_true (redan_threat_get_object (analysis->facts, threat) ==
                         redan_model_lookup (model, &ids[1]));
          return;
        }
    }
  g_assert_not_reached ();
}

static guint
find_place (const RedanAnalysis *analysis, const char *rule)
{
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);

  for (guint i = 0; i < cards->n; i++)
    if (g_str_equal (redan_threat_get_rule (analysis->facts,
                                            fixture_threat (analysis, cards->cards[i].first))
                         ->id,
                     rule))
      return i;

  return G_MAXUINT;
}

/* A small flaw comes earlier where the greater ones are in another site. */
static void
test_zone (void)
{
  static const char *const ratings[] = { "c_rating", "i_rating", "a_rating" };
  guint places[2];

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
      g_autoptr (RedanAnalysis) analysis = NULL;
      RedanId sites[2];

      for (guint i = 0; i < 2; i++)
        sites[i] = fixture_create (model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "on-prem", 0);
      for (guint i = 0; i < 5; i++)
        {
          RedanIdText parent;
          RedanId id = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                                       REDAN_FIELD_PARENT,
                                       redan_id_to_text (&sites[i == 4 ? round : 0], parent), 0);

          fixture_set (model, &id, "data_class", "internal");
          fixture_set (model, &id, i == 4 ? "imds" : "credentials", i == 4 ? "v1" : "static");
          fixture_set (model, &id, "patching", i == 4 ? "provider" : "none");
          for (guint j = 0; j < 3; j++)
            fixture_set (model, &id, ratings[j], "3");
        }
      analysis = fixture_analyse (model, NULL, 0);
      places[round] = find_place (analysis, "TR-I-11");
    }
  g_assert_cmpuint (places[1], <, places[0]);
}

/* How many rights the element 0 has that administers element 1, or 1 over 0. */
static guint
count_rights (gboolean is_admin, guint of)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = NULL;
  const RedanGraph *graph;
  guint n = 0;
  RedanIdText texts[2];
  RedanIdText site;
  RedanId ids[3];

  ids[2] = fixture_create (model, REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, "account", 0);
  redan_id_to_text (&ids[2], site);
  for (guint i = 0; i < 2; i++)
    {
      ids[i] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                               REDAN_FIELD_PARENT, site, 0);
    }
  ids[2] =
      fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE,
                      redan_id_to_text (&ids[0], texts[0]), REDAN_FIELD_TARGET,
                      redan_id_to_text (&ids[1], texts[1]), REDAN_FIELD_BIDIRECTIONAL, "yes", 0);
  fixture_set (model, &ids[2], "admin", is_admin ? "yes" : "no");
  analysis = fixture_analyse (model, NULL, 0);
  graph = analysis->graph;
  for (guint32 i = 0; i < graph->n_elements; i++)
    if (redan_id_equal (&analysis->facts->snapshot->elements[i]->id, &ids[of]))
      for (guint32 j = graph->offset[i]; j < graph->offset[i + 1]; j++)
        n += graph->edge_kind[j] == REDAN_EDGE_RIGHT;
  return n;
}

/* Who administers has a right over what answers, which has none over him. */
static void
test_administration (void)
{
  g_assert_cmpuint (count_rights (TRUE, 0), ==, 1);
  g_assert_cmpuint (count_rights (FALSE, 0), ==, 0);
  g_assert_cmpuint (count_rights (TRUE, 1), ==, 0);
}

/* What scores highest is the first card, also where nobody has said what data there is. */
static void
test_worst (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = NULL;
  g_autoptr (RedanCards) cards = NULL;
  RedanId ids[2];

  for (guint i = 0; i < 2; i++)
    ids[i] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "store", 0);
  fixture_set (model, &ids[0], "resource_policy", "public");
  fixture_set (model, &ids[1], "resource_policy", "third-party");
  fixture_set (model, &ids[1], "data_class", "internal");
  analysis = fixture_analyse (model, NULL, 0);
  cards = redan_cards_new (analysis, 1);
  g_assert_true (fixture_threat (analysis, analysis->ranked[0]) ==
                 fixture_threat (analysis, cards->cards[0].first));
  g_assert_true (
      redan_threat_get_object (analysis->facts, fixture_threat (analysis, analysis->ranked[0])) ==
      redan_model_lookup (model, &ids[0]));
}

/* Where the model says something about data, what has none comes later. */
static void
test_data (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  RedanId ids[2];

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (RedanAnalysis) analysis = NULL;
      g_autoptr (RedanCards) cards = NULL;

      for (guint i = 0; round == 0 && i < 2; i++)
        {
          ids[i] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);
          fixture_set (model, &ids[i], i == 0 ? "credentials" : "imds", i == 0 ? "static" : "v1");
        }
      if (round == 1)
        fixture_set (model, &ids[1], "data_class", "internal");
      analysis = fixture_analyse (model, NULL, 0);
      cards = redan_cards_new (analysis, 1);
      g_assert_cmpstr (
          redan_threat_get_rule (analysis->facts, fixture_threat (analysis, cards->cards[0].first))
              ->id,
          ==, round == 0 ? "TR-S-08" : "TR-I-11");
    }
}

/* Of the same threat in production and below it, that in production is shown, unless confidential
 * data lies below. */
static void
test_lower_tier (void)
{
  static const char *const ratings[] = { "c_rating", "i_rating", "a_rating" };

  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
      g_autoptr (RedanAnalysis) analysis = NULL;
      g_autoptr (RedanCards) cards = NULL;
      RedanId ids[2];

      for (guint i = 0; i < 2; i++)
        {
          ids[i] = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process", 0);
          fixture_set (model, &ids[i], "credentials", "static");
          fixture_set (model, &ids[i], "data_class", "internal");
        }
      fixture_set (model, &ids[1], "environment", round == 0 ? "prod" : "dev");
      fixture_set (model, &ids[0], "environment", round == 0 ? "dev" : "prod");
      /* what lies below production is worse in the last round, so that only its place could hold it
       * back */
      if (round == 2)
        fixture_set (model, &ids[1], "data_class", "restricted");
      for (guint i = 0; i < 3; i++)
        fixture_set (model, &ids[1], ratings[i], round == 2 ? "5" : "3");
      analysis = fixture_analyse (model, NULL, 0);
      cards = redan_cards_new (analysis, 1);
      g_test_message (
          "round %u: %s", round,
          redan_threat_get_rule (analysis->facts, fixture_threat (analysis, cards->cards[0].first))
              ->id);
      g_assert_true (redan_threat_get_object (analysis->facts,
                                              fixture_threat (analysis, cards->cards[0].first)) ==
                     redan_model_lookup (model, &ids[round == 1 ? 0 : 1]));
    }
}

/* What a person wrote down is a card of its own, also beside one of the same kind. */
static void
test_recorded (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = NULL;
  g_autoptr (RedanCards) cards = NULL;

  for (guint i = 0; i < 3; i++)
    fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "Ledger entries are altered",
                    REDAN_FIELD_CATEGORY, "Tampering", REDAN_FIELD_SEVERITY, "high", 0);
  analysis = fixture_analyse (model, NULL, 0);
  cards = redan_cards_new (analysis, 0);
  g_assert_cmpuint (cards->n, >=, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (fixture_threat (analysis, cards->cards[i].first)->rule, ==, REDAN_NONE);
      g_assert_cmpuint (cards->cards[i].n, ==, 1);
    }
}

/* ---- a bare drawing ---- */

/* What somebody who draws a first sketch says: shapes, technologies, protocols, how sensitive data
 * is. */
static gboolean
is_drawn (const RedanAttribute *attribute)
{
  static const char *const names[] = { "tech", "protocol", "data_class", "classification", NULL };

  return g_strv_contains (names, attribute->name);
}

static void
strip_section (RedanEdit *edit, const RedanModel *model, RedanSection section)
{
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);

      for (guint j = 0; j < object->n_entries; j++)
        {
          const RedanEntry *entry = &object->entries[j];
          guint index = entry->field - REDAN_FIELD_ATTRIBUTE;

          /* What is no attribute of the schema is kept: it stands before or behind those. */
          if (index < redan_schema_get_n_attributes (fixture_schema) &&
              !is_drawn (redan_schema_get_attribute (fixture_schema, index)))
            redan_edit_set (edit, &object->id, entry->field, entry->key, NULL);
        }
    }
}

static RedanModel *
read_bare (const char *name)
{
  static const RedanSection kept[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                       REDAN_SECTION_FLOW, REDAN_SECTION_ASSET };
  static const RedanSection removed[] = { REDAN_SECTION_MITIGATION, REDAN_SECTION_THREAT,
                                          REDAN_SECTION_DECISION,   REDAN_SECTION_FACT,
                                          REDAN_SECTION_EVIDENCE,   REDAN_SECTION_WAIVER };
  RedanModel *model = fixture_read_example (name);
  RedanEdit *edit = redan_edit_new (model, "bare");

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    strip_section (edit, model, kept[i]);
  for (guint i = 0; i < G_N_ELEMENTS (removed); i++)
    for (guint j = 0; j < redan_model_get_n (model, removed[i]); j++)
      redan_edit_delete (edit, &redan_model_get_nth (model, removed[i], j)->id);
  fixture_apply (model, edit);

  return model;
}

/* Whether the first ten are there, at most three of them unconfirmed. */
static gboolean
is_reached (const RedanAnalysis *analysis)
{
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
  guint n_unconfirmed = 0;

  for (guint i = 0; i < cards->n; i++)
    {
      const RedanThreat *threat = fixture_threat (analysis, cards->cards[i].first);
      g_autofree char *title = redan_threat_dup_title (analysis->facts, threat);

      n_unconfirmed += !threat->confirmed;
      g_test_message ("  %2u %4.1f %s%s", i + 1, threat->residual / 1000.0, title,
                      threat->confirmed ? "" : " (unconfirmed)");
    }

  return cards->n >= 10 && n_unconfirmed <= 3;
}

/* The first question that was not asked before. */
static const RedanQuestion *
find_next (const RedanQuestions *questions, GHashTable *asked)
{
  for (guint i = 0; i < questions->n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];
      RedanIdText id = "";
      g_autofree char *key = NULL;

      if (question->object != NULL)
        redan_id_to_text (&question->object->id, id);
      key = g_strconcat (question->attribute->name, " ", id, NULL);
      if (g_hash_table_add (asked, g_steal_pointer (&key)))
        return question;
    }

  return NULL;
}

/* What the whole example knows about it, however it does; "unknown" is an answer, too. */
static char *
dup_answer (const RedanAnalysis *whole, const RedanQuestion *question)
{
  const RedanAttribute *attribute = question->attribute;
  guint index = redan_model_index_of (whole->facts->snapshot->model, &question->object->id);
  RedanCode code = whole->facts->columns[attribute->index][index];

  return code < REDAN_CODE_FIRST
             ? g_strdup ("unknown")
             : redan_code_to_text (attribute,
                                   redan_model_get_strings (whole->facts->snapshot->model), code);
}

/* Answers the questions in their order until the first ten are there. Returns: how many it took */
static guint
count_answers (const char *name, guint limit)
{
  g_autoptr (RedanModel) example = fixture_read_example (name);
  g_autoptr (RedanAnalysis) whole = fixture_analyse (example, NULL, 0);
  g_autoptr (RedanModel) model = read_bare (name);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint n = 0;; n++)
    {
      const RedanQuestionOptions options = { 10, REDAN_QUESTIONS_WORK, FALSE, 0 };
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanQuestions) questions = NULL;
      g_autofree char *answer = NULL;
      const RedanQuestion *question;

      g_test_message ("%s after %u answers:", name, n);
      check_limits (analysis);
      if (is_reached (analysis) || n > limit)
        return n;
      questions = redan_questions_rank (analysis, &options, NULL);
      if (n == 0)
        g_assert_true (questions->fresh && questions->questions[0].attribute->starter);
      question = find_next (questions, asked);
      g_assert_nonnull (question);
      if (question->object == NULL)
        continue;
      answer = dup_answer (whole, question);
      g_test_message ("%s of %s: %s", question->attribute->name,
                      redan_object_get_name (question->object), answer);
      fixture_set (model, &question->object->id, question->attribute->name, answer);
    }
}

/* Eight attributes decide most: they are asked first, and twenty answers about them make the first
 * ten cards of a drawing of twelve elements. */
static void
test_bare (void)
{
  guint n_starters = 0;

  for (guint i = 0; i < redan_schema_get_n_attributes (fixture_schema); i++)
    n_starters += redan_schema_get_attribute (fixture_schema, i)->starter;
  g_assert_cmpuint (n_starters, ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    g_assert_cmpuint (count_answers (examples[i], 20), <=, 20);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/cards/limits", test_limits);
  g_test_add_func ("/cards/targets", test_targets);
  g_test_add_func ("/cards/once", test_once);
  g_test_add_func ("/cards/value", test_value);
  g_test_add_func ("/cards/zone", test_zone);
  g_test_add_func ("/cards/administration", test_administration);
  g_test_add_func ("/cards/worst", test_worst);
  g_test_add_func ("/cards/data", test_data);
  g_test_add_func ("/cards/lower-tier", test_lower_tier);
  g_test_add_func ("/cards/recorded", test_recorded);
  g_test_add_func ("/cards/bare", test_bare);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
