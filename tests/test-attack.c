/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph of a model: figures by hand, its size, what a change opens and closes. */

#include "analysis/attack-changes.h"
#include "tests/attack-case.h"

/* ---- by hand ---- */

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

/* An accepted risk is one still: the step stays. */
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

/* ---- size ---- */

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

/* ---- difference ---- */

static void
test_no_difference (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
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
  g_test_add_func ("/attack/difference/none", test_no_difference);
  g_test_add_func ("/attack/difference/opened", test_opened);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
