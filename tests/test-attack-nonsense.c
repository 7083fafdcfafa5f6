/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on models that make no sense or are too much: each has a defined answer, and a search
 * that is cut short says so. */

#include "analysis/attack-answers.h"
#include "analysis/attack-overview.h"
#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-structure.h"
#include "tests/attack-case.h"

#define N_GOALS 3 /* of an asset: read, changed, denied */

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

/* ---- one oddity each ---- */

/* What the attacks on the orders of the shop come to. */
typedef struct
{
  double odds[N_GOALS];
  guint n_paths;
} Answer;

static Answer
ask_shop (RedanModel *model)
{
  g_autoptr (GPtrArray) paths = NULL;
  Answer answer = { 0 };
  gboolean complete;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  for (guint i = 0; i < N_GOALS; i++)
    answer.odds[i] = get_odds (&self, 0, (RedanHold) (REDAN_HOLD_READ + i));
  paths = redan_attack_paths_list (self.view, 0, REDAN_N_HOLDS, 50, NULL, &complete);
  g_assert_true (complete);
  answer.n_paths = paths->len;
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *key = redan_attack_path_dup_key (self.view, paths->pdata[i]);

      check_path (&self, paths->pdata[i]);
      for (guint j = 0; j < i; j++)
        {
          g_autofree char *other = redan_attack_path_dup_key (self.view, paths->pdata[j]);

          g_assert_cmpstr (key, !=, other);
        }
    }
  close_case (&self);

  return answer;
}

/* Elements that call each other: no attack gets likelier by going round, each falls with the
 * others. */
static void
test_cycle (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autofree guint32 *zone = NULL;
  guint n_in_zone = 0;
  guint32 number;
  Case self;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("ring%u", i);

      small_element (model, name, "process", "net", FLAWED);
    }
  small_flow (model, "first", "server", "ring0", "protocol=https");
  small_flow (model, "second", "ring0", "ring1", "protocol=https");
  small_flow (model, "third", "ring1", "ring2", "protocol=https");
  small_flow (model, "last", "ring2", "server", "protocol=https");
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  zone = g_new (guint32, redan_attack_get_n_holds (self.attack, REDAN_HOLD_CTL) + 1);
  redan_attack_view_get_zones (self.view, zone);
  number = zone[small_index (model, "ring0")];
  for (guint32 i = 0; i < redan_attack_get_n_holds (self.attack, REDAN_HOLD_CTL); i++)
    n_in_zone += zone[i] == number;
  g_assert_cmpuint (n_in_zone, >=, 4);
  close_case (&self);
  ask_shop (model);
}

/* A cycle that nothing leads to is never reached, however its elements support each other. */
static void
test_lone_cycle (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  Case self;

  small_boundary (model, "far", "on-prem", NULL, "segmented=yes");
  small_element (model, "tick", "process", "far", FLAWED);
  small_element (model, "tock", "process", "far", FLAWED);
  small_flow (model, "to", "tick", "tock", "protocol=https");
  small_flow (model, "fro", "tock", "tick", "protocol=https");
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "opportunist");
  g_assert_cmpfloat (
      redan_attack_view_get_odds (self.view, redan_attack_get_node (self.attack, REDAN_HOLD_CTL,
                                                                    small_index (model, "tick"))),
      ==, 0);
  close_case (&self);
}

/* A flow from an element to itself leads nowhere. */
static void
test_self_loop (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  const Answer before = ask_shop (model);
  Answer after;

  small_flow (model, "loop", "server", "server", NULL);
  after = ask_shop (model);
  for (guint i = 0; i < N_GOALS; i++)
    g_assert_cmpfloat_with_epsilon (after.odds[i], before.odds[i], SLACK);
}

/* A second flow beside the first opens the same with threats of its own; the likeliest attack does
 * not change, and no attack is listed twice. */
static void
test_parallel (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  const Answer before = ask_shop (model);
  Answer after;

  small_flow (model, "browse too", "customer", "server", "protocol=https;authn=password");
  small_flow (model, "query too", "server", "store", "protocol=sql;authn=password;readonly=no");
  after = ask_shop (model);
  for (guint i = 0; i < N_GOALS; i++)
    g_assert_cmpfloat_with_epsilon (after.odds[i], before.odds[i], SLACK);
  g_assert_cmpuint (after.n_paths, >=, before.n_paths);
}

/* What no flow touches changes nothing for the others. */
static void
test_isolated (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  const Answer before = ask_shop (model);
  Answer after;

  small_boundary (model, "far", "on-prem", NULL, "segmented=yes");
  small_element (model, "island", "process", "far", NULL);
  small_element (model, "hermit", "process", NULL, NULL);
  after = ask_shop (model);
  for (guint i = 0; i < N_GOALS; i++)
    g_assert_cmpfloat_with_epsilon (after.odds[i], before.odds[i], SLACK);
  g_assert_cmpuint (after.n_paths, ==, before.n_paths);
}

/* Data that lies nowhere and travels nowhere cannot be had: no attack, no depth, exposed to none.
 */
static void
test_homeless (void)
{
  g_autoptr (RedanModel) model = make_shop (FLAWED);
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree guint32 *crossings = NULL;
  RedanAttackDepth depth;
  RedanId id = small_id ("homeless");
  guint32 elements;
  guint32 asset;
  Case self;

  small_asset (model, "homeless", "classification=restricted");
  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  asset = redan_attack_find_asset (self.attack, &id);
  g_assert_cmpuint (asset, !=, REDAN_NONE);
  g_assert_cmpint (redan_attack_view_get_best_goal (self.view, asset, TRUE), ==, REDAN_N_HOLDS);
  paths = redan_attack_paths_list (self.view, asset, REDAN_N_HOLDS, 5, NULL, NULL);
  g_assert_cmpuint (paths->len, ==, 0);
  redan_attack_view_get_depth (
      self.view, redan_attack_get_node (self.attack, REDAN_HOLD_READ, asset), NULL, &depth);
  g_assert_cmpint (depth.depth, ==, -1);
  crossings = g_new (guint32, get_n_assets (&self) + 1);
  redan_attack_view_get_crossings (self.view, crossings);
  g_assert_cmpuint (crossings[asset], ==, REDAN_NONE);
  redan_attack_view_get_exposures (self.view, &asset, 1, &elements);
  g_assert_cmpuint (elements, ==, 0);
  close_case (&self);
}

/* 100,000 flows into one element: a graph of linear size, and searches within their budget, which
 * say when that was not enough. */
static void
test_many_flows (void)
{
  FixtureSize size = { 2, 100000, 1, 1, 0, 2 };
  g_autoptr (RedanModel) model = fixture_random_model (3, &size, "a");
  static const guint64 works[] = { 1, 5000000 };
  guint n_cut_short = 0;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
  check_size (&self);
  g_assert_cmpuint (get_n_assets (&self), >, 0);
  for (guint32 i = 0; i < get_n_assets (&self); i++)
    for (guint j = 0; j < G_N_ELEMENTS (works); j++)
      {
        const RedanAttackBudget budget = { works[j], NULL };
        gboolean complete;
        g_autoptr (GPtrArray) paths =
            redan_attack_paths_list (self.view, i, REDAN_N_HOLDS, 3, &budget, &complete);

        g_assert_cmpuint (paths->len, <=, 3);
        n_cut_short += !complete;
      }
  g_assert_cmpuint (n_cut_short, >, 0);
  close_case (&self);
}

/* A leaf that never works and one that always does before a goal of each: structure sees both,
 * chances are exactly 0 and 1, times never and at once. */
static void
test_certain (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (RedanAttackGraph) graph = NULL;
  guint32 goals[2];
  guint8 reached[8];
  RedanAttackChance chances[2];

  for (guint i = 0; i < 2; i++)
    {
      RedanAttackNode leaf = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
      const RedanAttackNode goal = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
      guint32 number;

      leaf.probability = i;
      number = redan_attack_builder_add_node (builder, &leaf);
      goals[i] = redan_attack_builder_add_node (builder, &goal);
      redan_attack_builder_add_edge (builder, number, goals[i]);
    }
  graph = redan_attack_builder_finish (builder, NULL);
  redan_attack_reach (graph, NULL, reached, NULL);
  g_assert_cmpint (redan_attack_chances (graph, NULL, goals, 2, NULL, chances), !=,
                   REDAN_ATTACK_SAMPLES);
  for (guint i = 0; i < 2; i++)
    {
      const RedanAttackTimeOptions options = { .n_samples = 50 };
      RedanAttackTimes *times = redan_attack_times_sample (graph, NULL, goals[i], &options);

      g_assert_cmpint (reached[goals[i]], ==, 1);
      g_assert_cmpfloat (chances[i].value, ==, i);
      g_assert_cmpfloat (chances[i].high, ==, i);
      g_assert_cmpfloat (redan_attack_times_get_share (times, 0), ==, i);
      redan_attack_times_free (times);
    }
}

static void
decide (RedanModel *model, const char *salt, const char *word)
{
  RedanEdit *edit = redan_edit_new (model, "fixture");
  RedanId server = small_id ("server");
  RedanId id = small_id (salt);
  RedanIdText text;

  redan_id_to_text (&server, text);
  redan_edit_create (edit, REDAN_SECTION_DECISION, &id);
  redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, text);
  redan_edit_set (edit, &id, REDAN_FIELD_RULE, NULL, "TR-E-09");
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, word);
  fixture_apply (model, edit);
}

/* Of two decisions on one threat the one that leaves more open counts, in whatever order they come:
 * the step stays in the graph. */
static void
test_contradiction (void)
{
  static const char *const words[] = { "not-applicable", "accept" };
  g_autoptr (RedanModel) plain = make_shop (FLAWED);
  g_autoptr (RedanModel) without = make_shop (FLAWED);
  const Answer expected = ask_shop (plain);

  decide (without, "decision a", "not-applicable");
  g_assert_cmpuint (ask_shop (without).n_paths, !=, expected.n_paths);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RedanModel) model = make_shop (FLAWED);
      Answer answer;

      decide (model, "decision a", words[i]);
      decide (model, "decision b", words[1 - i]);
      answer = ask_shop (model);
      g_assert_cmpuint (answer.n_paths, ==, expected.n_paths);
      for (guint j = 0; j < N_GOALS; j++)
        g_assert_cmpfloat_with_epsilon (answer.odds[j], expected.odds[j], SLACK);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-nonsense/odd-models", test_nonsense);
  g_test_add_func ("/attack-nonsense/empty", test_empty);
  g_test_add_func ("/attack-nonsense/cycle", test_cycle);
  g_test_add_func ("/attack-nonsense/lone-cycle", test_lone_cycle);
  g_test_add_func ("/attack-nonsense/self-loop", test_self_loop);
  g_test_add_func ("/attack-nonsense/parallel-flows", test_parallel);
  g_test_add_func ("/attack-nonsense/isolated", test_isolated);
  g_test_add_func ("/attack-nonsense/homeless", test_homeless);
  g_test_add_func ("/attack-nonsense/many-flows", test_many_flows);
  g_test_add_func ("/attack-nonsense/certain", test_certain);
  g_test_add_func ("/attack-nonsense/contradictory-decisions", test_contradiction);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
