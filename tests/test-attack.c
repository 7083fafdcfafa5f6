/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph of a model: figures by hand, its size, its laws on random models, and models
 * that make no sense. */

#include "analysis/attack-changes.h"
#include "tests/analysis-fixture.h"
#include "tests/small-model.h"

#include <math.h>

#define N_SEEDS 40
#define SLACK 1e-9

/* ---- what every test needs ---- */

typedef struct
{
  RedanAnalysis *analysis;
  RedanAttack *attack;
  RedanAttackView *view;
} Case;

static void
open_case (Case *self, const RedanModel *model, RedanAttackMode mode, const char *profile)
{
  g_autoptr (GPtrArray) attackers = NULL;

  self->analysis = fixture_analyse (model, NULL, 0);
  self->attack = redan_attack_new (self->analysis, mode);
  attackers = redan_attackers_list (self->attack);
  g_assert_nonnull (redan_attackers_find (attackers, profile));
  self->view = redan_attack_view_new (self->attack, redan_attackers_find (attackers, profile));
}

static void
close_case (Case *self)
{
  redan_attack_view_free (self->view);
  redan_attack_free (self->attack);
  redan_analysis_unref (self->analysis);
}

static RedanModel *
make_random (guint32 seed, const char *salt)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, salt);
}

static guint32
get_n_assets (const Case *self)
{
  return redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
}

static double
get_odds (const Case *self, guint32 asset, RedanHold goal)
{
  return redan_attack_view_get_odds (self->view, redan_attack_get_node (self->attack, goal, asset));
}

static double
get_best (const Case *self, guint32 asset)
{
  RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, TRUE);

  return goal == REDAN_N_HOLDS ? 0 : get_odds (self, asset, goal);
}

/* ---- by hand ---- */

/* The internet, a server that anybody can reach with a flaw nobody mends, a store behind it. */
static RedanModel *
make_shop (const char *server)
{
  RedanModel *model = redan_model_new (fixture_schema);

  small_boundary (model, "internet", "internet", NULL, NULL);
  small_boundary (model, "net", "vpc", NULL, "segmented=yes;nfw=yes");
  small_element (model, "customer", "actor", "internet", "tech=browser");
  small_element (model, "server", "process", "net", server);
  small_element (model, "store", "store", "net", "tech=relational-db;enc_rest=customer-key");
  small_flow (model, "browse", "customer", "server", "protocol=https;authn=password");
  small_flow (model, "query", "server", "store", "protocol=sql;authn=password;readonly=no");
  small_asset (model, "orders", "classification=restricted");
  small_set (model, "orders", REDAN_FIELD_STORED, "store", "");

  return model;
}

#define FLAWED "tech=app-server;patching=none;mgmt=customer"

static gboolean
has_threat (const Case *self, const RedanAttackPath *path, const char *rule)
{
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);
      const RedanThreat *threat;

      if (hop->item.is != REDAN_ITEM_IS_THREAT)
        continue;
      threat = &g_array_index (self->analysis->threats, RedanThreat, hop->item.threat);
      if (g_str_equal (redan_threat_get_rule (self->analysis->facts, threat)->id, rule))
        return TRUE;
    }

  return FALSE;
}

static const RedanAttackHop *
find_hop (const Case *self, const RedanAttackPath *path, const char *rule)
{
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (hop->item.is == REDAN_ITEM_IS_THREAT &&
          g_str_equal (redan_threat_get_rule (self->analysis->facts,
                                              fixture_threat (self->analysis, hop->item.threat))
                           ->id,
                       rule))
        return hop;
    }

  return NULL;
}

/* The path with the rule among all on the asset of the shop. */
static RedanAttackPath *
find_path (const Case *self, const char *rule)
{
  g_autoptr (GPtrArray) paths =
      redan_attack_paths_list (self->view, 0, REDAN_N_HOLDS, 30, NULL, NULL);

  for (guint i = 0; i < paths->len; i++)
    if (has_threat (self, paths->pdata[i], rule))
      return g_ptr_array_steal_index (paths, i);

  return NULL;
}

static double
get_hazard (const Case *self, const char *rule)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, NULL);

  return redan_catalogue_get_scoring (catalogue)
      ->hazard[rules[redan_catalogue_find_rule (catalogue, rule)].likelihood];
}

/* Decision 2: 1 - exp (-H * U * M), the exposure does not count again. */
static void
test_hazard (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autoptr (RedanAttackPath) path = NULL;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  path = find_path (&self, "TR-E-09");
  g_assert_nonnull (path);
  g_assert_cmpfloat_with_epsilon (find_hop (&self, path, "TR-E-09")->odds,
                                  1 - exp (-get_hazard (&self, "TR-E-09")), 1e-6);
  g_assert_cmpuint (path->n_controls, ==, 0);
  close_case (&self);
}

/* A control that stands lets 1 - strength * validation pass, once for both causes. */
static void
test_control (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED ";waf=yes");
  g_autoptr (RedanAttackPath) path = NULL;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, NULL);
  const RedanControl *wall =
      &controls[redan_catalogue_find_control (fixture_catalogue, "C-NET-04")];
  double declared = redan_catalogue_get_scoring (fixture_catalogue)->state[REDAN_STATE_DECLARED];
  const RedanAttackHop *hop;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  path = find_path (&self, "TR-E-09");
  g_assert_nonnull (path);
  hop = find_hop (&self, path, "TR-E-09");
  g_assert_cmpuint (hop->controls->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (
      hop->odds, (1 - exp (-get_hazard (&self, "TR-E-09"))) * (1 - wall->strength * declared),
      1e-6);
  close_case (&self);
}

/* The two causes of a failure make up what the control lets pass; the common one is a share of it.
 */
static void
test_common_mode (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED ";waf=yes");
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);
  const RedanAttackGraph *graph;
  guint n = 0;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  graph = &self.view->graph;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      double lasts = 1;
      RedanAttackItem item;

      redan_attack_get_item (self.attack, i, &item);
      if (item.is != REDAN_ITEM_IS_CONTROL)
        continue;
      g_assert_cmpuint (graph->in_offset[i + 1] - graph->in_offset[i], ==, 2);
      for (guint32 j = graph->in_offset[i]; j < graph->in_offset[i + 1]; j++)
        {
          RedanAttackItem cause;

          redan_attack_get_item (self.attack, graph->in_source[j], &cause);
          lasts *= 1 - graph->probability[graph->in_source[j]];
          if (cause.is == REDAN_ITEM_IS_CLASS)
            g_assert_cmpfloat (graph->probability[graph->in_source[j]], <=, scoring->common_mode);
        }
      g_assert_cmpfloat_with_epsilon (1 - lasts, exp (-graph->effort[i]), 1e-6);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  close_case (&self);
}

/* Half the time, half the hazard; less skill, fewer steps. */
static void
test_profile (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autoptr (GPtrArray) attackers = NULL;
  g_autoptr (RedanAttacker) attacker = NULL;
  g_autoptr (RedanAttackPath) path = NULL;
  RedanAttackView *whole;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  attackers = redan_attackers_list (self.attack);
  attacker =
      redan_attacker_new_at (self.attack, redan_attackers_find (attackers, "outsider"), NULL);
  attacker->days /= 5;
  whole = self.view;
  self.view = redan_attack_view_new (self.attack, attacker);
  path = find_path (&self, "TR-E-09");
  g_assert_cmpfloat_with_epsilon (find_hop (&self, path, "TR-E-09")->odds,
                                  1 - exp (-get_hazard (&self, "TR-E-09") / 5), 1e-6);
  redan_attack_view_free (self.view);
  attacker->skill = 0;
  self.view = redan_attack_view_new (self.attack, attacker);
  g_assert_null (find_path (&self, "TR-E-09"));
  redan_attack_view_free (self.view);
  self.view = whole;
  close_case (&self);
}

static gboolean
has_step (const Case *self, const RedanAttackPath *path, const char *id)
{
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);
      g_autofree char *own = NULL;

      if (hop->item.is != REDAN_ITEM_IS_THREAT)
        continue;
      own = redan_threat_dup_id (self->analysis->facts,
                                 fixture_threat (self->analysis, hop->item.threat));
      if (g_str_equal (own, id))
        return TRUE;
    }

  return FALSE;
}

/* A threat that was judged not to apply is no step. */
static void
test_not_applicable (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  RedanId server = small_id ("server");
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree char *id = NULL;
  RedanIdText text;
  Case self;

  redan_id_to_text (&server, text);
  fixture_create (model, REDAN_SECTION_DECISION, REDAN_FIELD_TARGET, text, REDAN_FIELD_RULE,
                  "TR-E-09", REDAN_FIELD_DECISION, "not-applicable", 0);
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  id = g_strdup_printf ("TR-E-09@%s", text);
  paths = redan_attack_paths_list (self.view, 0, REDAN_N_HOLDS, 30, NULL, NULL);
  g_assert_cmpuint (paths->len, >, 0);
  for (guint i = 0; i < paths->len; i++)
    g_assert_false (has_step (&self, paths->pdata[i], id));
  close_case (&self);
}

/* Rules that ask for depth, blast or choke would make the graph depend on itself (decision 1). */
static void
test_no_circle (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("retailer");
  const RedanAttackGraph *graph;
  guint n = 0;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  for (guint i = 0; i < self.analysis->threats->len; i++)
    {
      const RedanRule *rule =
          redan_threat_get_rule (self.analysis->facts, fixture_threat (self.analysis, i));

      n += rule != NULL && g_str_equal (rule->id, "TR-E-22");
    }
  g_assert_cmpuint (n, >, 0);
  graph = redan_attack_get_graph (self.attack);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self.attack, i, &item);
      if (item.is == REDAN_ITEM_IS_THREAT)
        g_assert_cmpstr (redan_threat_get_rule (self.analysis->facts,
                                                fixture_threat (self.analysis, item.threat))
                             ->id,
                         !=, "TR-E-22");
    }
  close_case (&self);
}

/* Decision 9: a store without assets has one of its own, so that a bare diagram has paths. */
static void
test_implied_asset (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  guint32 store;
  Case self;

  small_element (model, "person", "actor", NULL, NULL);
  small_element (model, "server", "process", NULL, FLAWED);
  small_element (model, "data", "store", NULL, NULL);
  small_flow (model, "in", "person", "server", NULL);
  small_flow (model, "out", "server", "data", NULL);
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  g_assert_cmpuint (get_n_assets (&self), ==, 1);
  g_assert_null (redan_attack_get_asset (self.attack, 0, &store));
  g_assert_cmpuint (store, ==, small_index (model, "data"));
  g_assert_cmpfloat (get_odds (&self, 0, REDAN_HOLD_READ), >, 0);
  close_case (&self);
}

/* Data in two stores is denied only when both are stopped. */
static void
test_copies (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED ";priv_level=none");
  double one;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  one = get_odds (&self, 0, REDAN_HOLD_DENY);
  close_case (&self);
  small_boundary (model, "far", "vpc", NULL, "segmented=yes;nfw=yes");
  small_element (model, "copy", "store", "far", "tech=relational-db");
  small_set (model, "orders", REDAN_FIELD_STORED, "copy", "");
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  g_assert_cmpfloat (get_odds (&self, 0, REDAN_HOLD_DENY), <=, one + SLACK);
  close_case (&self);
}

/* A profile of the file starts where it says. */
static void
test_file_profile (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  RedanId id = fixture_create (model, REDAN_SECTION_PROFILE, REDAN_FIELD_NAME, "Mole", 0);
  RedanId server = small_id ("server");
  RedanIdText text;
  Case self;

  redan_id_to_text (&server, text);
  fixture_set_field (model, &id, REDAN_FIELD_ENTRY, text, "");
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "Mole");
  g_assert_cmpuint (self.view->scenario.n_entries, ==, 1);
  g_assert_cmpfloat (get_odds (&self, 0, REDAN_HOLD_READ), ==, 1);
  close_case (&self);
}

/* ---- size ---- */

static void
check_size (const Case *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanAttackGraph *graph = redan_attack_get_graph (self->attack);
  guint64 objects = snapshot->n_elements + facts->n_interactions + snapshot->n_boundaries;
  guint64 references = snapshot->stored_offset[snapshot->n_assets] +
                       snapshot->processed_offset[snapshot->n_assets] +
                       2 * snapshot->carried_offset[snapshot->n_assets];
  guint n_controls;

  redan_catalogue_get_controls (facts->catalogue, &n_controls);
  g_assert_cmpuint (graph->n_nodes, <=,
                    20 * objects + 22 * (guint64) self->analysis->threats->len +
                        4 * get_n_assets (self) + 2 * n_controls + 64);
  g_assert_cmpuint (graph->n_edges, <=,
                    40 * objects + 36 * (guint64) self->analysis->threats->len +
                        4 * (references + get_n_assets (self)) + 64);
}

/* Zones, accounts and services through hubs: no square of anything. */
static void
test_linear (void)
{
  double before = 0;

  for (guint n = 100; n <= 1600; n *= 4)
    {
      FixtureSize size = { n, 2 * n, n / 10, n / 5, n, 30 };
      g_autoptr (RedanModel) model = fixture_random_model (7, &size, "a");
      double each;
      Case self;

      open_case (&self, model, REDAN_ATTACK_WHAT_IF, "outsider");
      check_size (&self);
      each = (double) self.view->graph.n_edges / n;
      if (before > 0)
        g_assert_cmpfloat (each, <, 1.3 * before);
      before = each;
      close_case (&self);
    }
}

static void
test_many_flows (void)
{
  FixtureSize size = { 2, 100000, 1, 1, 0, 2 };
  g_autoptr (RedanModel) model = fixture_random_model (3, &size, "a");
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  check_size (&self);
  for (guint32 i = 0; i < get_n_assets (&self); i++)
    {
      RedanAttackBudget budget = { 5000000, NULL };
      g_autoptr (GPtrArray) paths =
          redan_attack_paths_list (self.view, i, REDAN_N_HOLDS, 3, &budget, NULL);

      g_assert_cmpuint (paths->len, <=, 3);
    }
  close_case (&self);
}

/* ---- laws ---- */

static void
check_path (const Case *self, const RedanAttackPath *path)
{
  double product = 1;
  guint n_steps = 0;

  g_assert_cmpuint (path->hops->len, >, 0);
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      g_assert_cmpfloat (hop->odds, >, 0);
      g_assert_cmpfloat (hop->odds, <=, 1 + SLACK);
      if (hop->item.is == REDAN_ITEM_IS_THREAT)
        {
          const RedanThreat *threat = fixture_threat (self->analysis, hop->item.threat);
          g_autofree char *id = redan_threat_dup_id (self->analysis->facts, threat);

          g_assert_true (redan_analysis_find (self->analysis, id) == threat);
          g_assert_cmpuint (threat->decision, !=, REDAN_DECISION_NOT_APPLICABLE);
        }
      else if (hop->item.is == REDAN_ITEM_IS_FACT)
        g_assert_nonnull (redan_attack_get_fact_object (self->attack, &hop->item));
      else
        g_assert_cmpuint (hop->controls->len, ==, 0);
      product *= hop->odds;
      n_steps += hop->item.is != REDAN_ITEM_IS_HOLD;
    }
  /* a control that several steps need counts once */
  g_assert_cmpfloat (path->odds, >=, product - SLACK);
  if (n_steps == 0)
    g_assert_cmpfloat (path->odds, ==, 1);
}

static void
test_hops (void)
{
  guint n_paths = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case self;

      open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint32 i = 0; i < get_n_assets (&self); i++)
        {
          g_autoptr (GPtrArray) paths =
              redan_attack_paths_list (self.view, i, REDAN_N_HOLDS, 4, NULL, NULL);

          for (guint j = 0; j < paths->len; j++)
            {
              const RedanAttackPath *path = paths->pdata[j];

              check_path (&self, path);
              if (j > 0)
                g_assert_cmpfloat (path->odds, <=,
                                   ((const RedanAttackPath *) paths->pdata[j - 1])->odds);
            }
          n_paths += paths->len;
        }
      close_case (&self);
    }
  g_assert_cmpuint (n_paths, >, 20);
}

/* Every goal of @after is at least (@sign 1) or at most (-1) as likely as in @before, and as deep
 * the other way round. */
static void
check_moved (const Case *before, const Case *after, int sign)
{
  guint32 n = get_n_assets (before);
  g_autofree int *depth_before = g_new (int, n + 1);
  g_autofree int *depth_after = g_new (int, n + 1);
  g_autofree gboolean *exact = g_new (gboolean, n + 1);

  g_assert_cmpuint (n, ==, get_n_assets (after));
  redan_attack_view_get_depths (before->view, depth_before, exact);
  redan_attack_view_get_depths (after->view, depth_after, exact);
  for (guint32 i = 0; i < n; i++)
    {
      for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DISPUTE; goal++)
        g_assert_cmpfloat (sign * get_odds (after, i, (RedanHold) goal), >=,
                           sign * get_odds (before, i, (RedanHold) goal) - SLACK);
      if (sign < 0 && depth_before[i] == 1)
        g_assert_cmpint (depth_after[i], !=, 0);
      if (sign > 0 && depth_before[i] == 0)
        g_assert_cmpint (depth_after[i], ==, 0);
    }
}

static void
add_control (RedanModel *model, GRand *rand)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n);
  RedanSection section = g_rand_boolean (rand) ? REDAN_SECTION_ELEMENT : REDAN_SECTION_FLOW;
  guint n_targets = redan_model_get_n (model, section);
  RedanIdText text;

  if (n_targets == 0)
    return;
  redan_id_to_text (
      &redan_model_get_nth (model, section, (guint) g_rand_int_range (rand, 0, (int) n_targets))
           ->id,
      text);
  fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_CONTROL,
                  controls[g_rand_int_range (rand, 0, (int) n)].id, REDAN_FIELD_TARGET, text,
                  REDAN_FIELD_STATE, "validated", 0);
}

static void
test_add_control (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = 0; i < 40; i++)
        add_control (model, rand);
      open_case (&after, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      check_moved (&before, &after, -1);
      close_case (&before);
      close_case (&after);
    }
}

/* A flow without attributes, so that the rules find the same threats elsewhere. */
static void
test_add_flow (void)
{
  guint n_held = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
      RedanIdText source;
      RedanIdText target;
      guint lost = 0;
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      redan_id_to_text (&redan_model_get_nth (model, REDAN_SECTION_ELEMENT,
                                              (guint) g_rand_int_range (rand, 0, (int) n))
                             ->id,
                        source);
      redan_id_to_text (&redan_model_get_nth (model, REDAN_SECTION_ELEMENT,
                                              (guint) g_rand_int_range (rand, 0, (int) n))
                             ->id,
                        target);
      fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, source, REDAN_FIELD_TARGET,
                      target, 0);
      open_case (&after, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = 0; i < before.analysis->threats->len; i++)
        {
          const RedanThreat *threat = fixture_threat (before.analysis, i);
          g_autofree char *id = redan_threat_dup_id (before.analysis->facts, threat);
          const RedanThreat *same = redan_analysis_find (after.analysis, id);

          lost += same == NULL || same->confirmed < threat->confirmed;
        }
      /* a rule may take its word back when it sees more; then the law says nothing */
      if (lost == 0)
        check_moved (&before, &after, 1);
      n_held += lost == 0;
      close_case (&before);
      close_case (&after);
    }
  g_assert_cmpuint (n_held, >, N_SEEDS / 4);
}

static void
test_more_entries (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GPtrArray) attackers = NULL;
      g_autoptr (RedanAttacker) more = NULL;
      Case self;
      Case after;

      open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      attackers = redan_attackers_list (self.attack);
      more =
          redan_attacker_new_at (self.attack, redan_attackers_find (attackers, "outsider"), NULL);
      more->entries = g_renew (guint32, more->entries, 2);
      more->entries[more->n_entries++] =
          redan_attack_get_node (self.attack, REDAN_HOLD_CTL,
                                 seed % redan_attack_get_n_holds (self.attack, REDAN_HOLD_CTL));
      after = self;
      after.view = redan_attack_view_new (self.attack, more);
      check_moved (&self, &after, 1);
      redan_attack_view_free (after.view);
      close_case (&self);
    }
}

/* Fewer threats, less odds: each one judged not to apply in turn. */
static void
test_fewer_threats (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = seed % 3; i < before.analysis->threats->len; i += 3)
        ((RedanThreat *) (gpointer) before.analysis->threats->data)[i].decision =
            REDAN_DECISION_NOT_APPLICABLE;
      after = before;
      after.attack = redan_attack_new (before.analysis, REDAN_ATTACK_AS_IT_IS);
      {
        g_autoptr (GPtrArray) attackers = redan_attackers_list (after.attack);

        after.view =
            redan_attack_view_new (after.attack, redan_attackers_find (attackers, "outsider"));
      }
      check_moved (&before, &after, -1);
      redan_attack_view_free (after.view);
      redan_attack_free (after.attack);
      close_case (&before);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static GArray *
list_odds (const Case *self)
{
  GArray *odds = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < get_n_assets (self); i++)
    for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DISPUTE; goal++)
      {
        double value = get_odds (self, i, (RedanHold) goal);

        g_array_append_val (odds, value);
      }
  g_array_sort (odds, compare_doubles);

  return odds;
}

/* Other ids, hence another order of everything, and other names. */
static void
test_rename (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) first = make_random (seed, "a");
      g_autoptr (RedanModel) second = make_random (seed, "other");
      g_autoptr (GArray) x = NULL;
      g_autoptr (GArray) y = NULL;
      Case one;
      Case two;

      open_case (&one, first, REDAN_ATTACK_AS_IT_IS, "outsider");
      open_case (&two, second, REDAN_ATTACK_AS_IT_IS, "outsider");
      x = list_odds (&one);
      y = list_odds (&two);
      g_assert_cmpuint (x->len, ==, y->len);
      for (guint i = 0; i < x->len; i++)
        g_assert_cmpfloat_with_epsilon (g_array_index (x, double, i), g_array_index (y, double, i),
                                        SLACK);
      close_case (&one);
      close_case (&two);
    }
}

/* ---- what-if ---- */

static void
test_toggle (void)
{
  guint n_controls;
  guint n_changed = 0;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case plain;
      Case self;

      open_case (&plain, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      open_case (&self, model, REDAN_ATTACK_WHAT_IF, "outsider");
      check_moved (&plain, &self, 1);
      check_moved (&plain, &self, -1);
      for (guint32 control = seed % 7; control < n_controls; control += 7)
        {
          if (redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                        REDAN_TOGGLE_PRESENT) == 0)
            continue;
          redan_attack_view_update (self.view);
          check_moved (&plain, &self, -1);
          redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                    REDAN_TOGGLE_BROKEN);
          redan_attack_view_update (self.view);
          check_moved (&plain, &self, 1);
          redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                    REDAN_TOGGLE_AS_IS);
          n_changed++;
        }
      redan_attack_view_update (self.view);
      for (guint32 i = 0; i < get_n_assets (&self); i++)
        g_assert_cmpfloat (get_best (&self, i), ==, get_best (&plain, i));
      close_case (&plain);
      close_case (&self);
    }
  g_assert_cmpuint (n_changed, >, 50);
}

/* ---- difference ---- */

static void
test_no_difference (void)
{
  for (guint32 seed = 0; seed < N_SEEDS / 2; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GPtrArray) changes = NULL;
      gboolean complete;
      Case one;
      Case two;

      open_case (&one, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      open_case (&two, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      changes = redan_attack_changes_list (one.view, two.view, 3, NULL, &complete);
      g_assert_true (complete);
      g_assert_cmpuint (changes->len, ==, get_n_assets (&one));
      for (guint i = 0; i < changes->len; i++)
        {
          const RedanAssetChange *change = changes->pdata[i];

          g_assert_cmpuint (change->opened->len, ==, 0);
          g_assert_cmpuint (change->closed->len, ==, 0);
          g_assert_cmpfloat (change->odds_before, ==, change->odds_after);
          g_assert_cmpint (change->depth_before, ==, change->depth_after);
        }
      close_case (&one);
      close_case (&two);
    }
}

/* A new server with a flaw in front of the store is a new path, and the other way round a closed
 * one; the old one stays. */
static void
test_opened (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) closed = NULL;
  const RedanAssetChange *change;
  const RedanAttackPath *path;
  gboolean found = FALSE;
  Case before;
  Case after;

  open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  small_element (model, "report", "process", "net", FLAWED);
  small_flow (model, "read", "customer", "report", "protocol=https;authn=password");
  small_flow (model, "select", "report", "store", "protocol=sql;authn=password;readonly=yes");
  open_case (&after, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  opened = redan_attack_changes_list (before.view, after.view, 1, NULL, NULL);
  g_assert_cmpuint (opened->len, ==, 1);
  change = opened->pdata[0];
  g_assert_cmpuint (change->opened->len, ==, 1);
  g_assert_cmpuint (change->closed->len, ==, 0);
  path = change->opened->pdata[0];
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanObject *object =
          redan_attack_hop_get_object (after.view, &g_array_index (path->hops, RedanAttackHop, i));
      RedanId id = small_id ("report");

      found |= object != NULL && redan_id_equal (&object->id, &id);
    }
  g_assert_true (found);
  closed = redan_attack_changes_list (after.view, before.view, 1, NULL, NULL);
  change = closed->pdata[0];
  g_assert_cmpuint (change->opened->len, ==, 0);
  g_assert_cmpuint (change->closed->len, ==, 1);
  close_case (&before);
  close_case (&after);
}

/* ---- nonsense ---- */

static void
test_nonsense (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  static const char *const profiles[] = { "opportunist", "outsider", "third-party", "insider",
                                          "administrator" };

  small_flow (model, "loop", "server", "server", NULL);
  small_flow (model, "again", "server", "store", NULL);
  small_flow (model, "back", "store", "server", NULL);
  small_flow (model, "loose", "server", NULL, NULL);
  small_flow (model, "nowhere", NULL, NULL, NULL);
  small_element (model, "island", "process", "net", NULL);
  small_element (model, "hermit", "store", NULL, NULL);
  small_asset (model, "homeless", "classification=restricted");
  small_asset (model, "carried", NULL);
  small_set (model, "carried", REDAN_FIELD_CARRIED, "loose", "");
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    for (guint mode = 0; mode <= REDAN_ATTACK_HARDEN; mode++)
      {
        Case self;

        open_case (&self, model, (RedanAttackMode) mode, profiles[i]);
        check_size (&self);
        for (guint32 j = 0; j < get_n_assets (&self); j++)
          {
            g_autoptr (GPtrArray) paths =
                redan_attack_paths_list (self.view, j, REDAN_N_HOLDS, 5, NULL, NULL);

            for (guint k = 0; k < paths->len; k++)
              check_path (&self, paths->pdata[k]);
          }
        close_case (&self);
      }
}

static void
test_empty (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  g_assert_cmpuint (get_n_assets (&self), ==, 0);
  close_case (&self);
}

/* Two decisions on one threat cannot be in a file; one that says accept keeps the step. */
static void
test_accepted (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autoptr (RedanAttackPath) path = NULL;
  RedanId server = small_id ("server");
  RedanIdText text;
  Case self;

  redan_id_to_text (&server, text);
  fixture_create (model, REDAN_SECTION_DECISION, REDAN_FIELD_TARGET, text, REDAN_FIELD_RULE,
                  "TR-E-09", REDAN_FIELD_DECISION, "accept", 0);
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  path = find_path (&self, "TR-E-09");
  g_assert_nonnull (path);
  close_case (&self);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack/probability/hazard", test_hazard);
  g_test_add_func ("/attack/probability/control", test_control);
  g_test_add_func ("/attack/probability/common-mode", test_common_mode);
  g_test_add_func ("/attack/profile/days-and-skill", test_profile);
  g_test_add_func ("/attack/profile/of-the-file", test_file_profile);
  g_test_add_func ("/attack/steps/not-applicable", test_not_applicable);
  g_test_add_func ("/attack/steps/accepted", test_accepted);
  g_test_add_func ("/attack/steps/no-circle", test_no_circle);
  g_test_add_func ("/attack/assets/implied", test_implied_asset);
  g_test_add_func ("/attack/assets/copies", test_copies);
  g_test_add_func ("/attack/size/linear", test_linear);
  g_test_add_func ("/attack/size/many-flows", test_many_flows);
  g_test_add_func ("/attack/laws/hops", test_hops);
  g_test_add_func ("/attack/laws/add-control", test_add_control);
  g_test_add_func ("/attack/laws/add-flow", test_add_flow);
  g_test_add_func ("/attack/laws/more-entries", test_more_entries);
  g_test_add_func ("/attack/laws/fewer-threats", test_fewer_threats);
  g_test_add_func ("/attack/laws/rename", test_rename);
  g_test_add_func ("/attack/what-if/toggle", test_toggle);
  g_test_add_func ("/attack/difference/none", test_no_difference);
  g_test_add_func ("/attack/difference/opened", test_opened);
  g_test_add_func ("/attack/nonsense/odd-models", test_nonsense);
  g_test_add_func ("/attack/nonsense/empty", test_empty);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
