/* SPDX-License-Identifier: Apache-2.0 */
/* Hardening for several goals at once, the worst attacks of several assets, and who attacks when
 * nobody is named. */

#include "analysis/attack-answers.h"
#include "analysis/attack-hardening.h"
#include "analysis/attack-path.h"
#include "tests/analysis-fixture.h"

#include <math.h>

#define N_SEEDS 40
#define SLACK 1e-9

typedef struct
{
  RedanAnalysis *analysis;
  RedanAttack *attack;
  GPtrArray *attackers;
  const RedanAttacker *attacker;
  GArray *goals; /* guint32: reading, changing and denying every asset */
} Case;

static void
open_case (Case *self, const RedanModel *model, RedanAttackMode mode)
{
  self->analysis = fixture_analyse (model, NULL, 0);
  self->attack = redan_attack_new (self->analysis, mode);
  self->attackers = redan_attackers_list (self->attack);
  self->attacker = redan_attackers_choose (self->attackers, NULL);
  self->goals = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ); i++)
    for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DENY; goal++)
      {
        guint32 node = redan_attack_get_node (self->attack, (RedanHold) goal, i);

        g_array_append_val (self->goals, node);
      }
}

static void
close_case (Case *self)
{
  g_array_unref (self->goals);
  g_ptr_array_unref (self->attackers);
  redan_attack_free (self->attack);
  redan_analysis_unref (self->analysis);
}

static RedanModel *
make_random (guint32 seed)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, "a");
}

static gboolean
is_chosen (const RedanHardening *hardening, guint32 control)
{
  for (guint i = 0; i < hardening->controls->len; i++)
    if (g_array_index (hardening->controls, guint32, i) == control)
      return TRUE;
  return FALSE;
}

/* How many goals the attacker reaches when the chosen controls, or all, are in place. */
static guint
count_reached (const Case *self, const RedanHardening *hardening, gboolean all)
{
  g_autoptr (RedanAttackView) view = redan_attack_view_new (self->attack, self->attacker);
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, view->graph.n_nodes);
  g_autofree guint8 *reached = g_new (guint8, view->graph.n_nodes + 1);
  RedanAttackScenario scenario = view->scenario;
  guint n = 0;

  scenario.removed = removed;
  for (guint32 i = 0; i < view->graph.n_nodes; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self->attack, i, &item);
      if (item.is == REDAN_ITEM_IS_MISSING &&
          (all || (hardening != NULL && is_chosen (hardening, item.control))))
        removed[i] = TRUE;
    }
  redan_attack_reach (&view->graph, &scenario, reached, NULL);
  for (guint i = 0; i < self->goals->len; i++)
    n += reached[g_array_index (self->goals, guint32, i)];
  return n;
}

static RedanHardening *
harden (const Case *self, guint first, guint n)
{
  const RedanAttackBudget budget = { 20000000, NULL };

  return redan_hardening_find (self->attack, self->attacker,
                               &g_array_index (self->goals, guint32, first), n, &budget);
}

/* ---- hardening ---- */

static void
test_closes (void)
{
  guint n_closed = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanHardening) hardening = NULL;
      Case self;

      open_case (&self, model, REDAN_ATTACK_HARDEN);
      hardening = harden (&self, 0, self.goals->len);
      g_assert_cmpuint (count_reached (&self, NULL, FALSE), ==, hardening->n_goals);
      g_assert_cmpuint (count_reached (&self, NULL, TRUE), ==, hardening->n_open);
      g_assert_cmpuint (count_reached (&self, hardening, FALSE), ==, hardening->n_open);
      n_closed += hardening->n_goals - hardening->n_open;
      close_case (&self);
    }
  g_assert_cmpuint (n_closed, >, 20);
}

/* One choice for all goals costs no more than one for each, and no less than the dearest of them.
 */
static void
test_bounds (void)
{
  guint n_shared = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanHardening) together = NULL;
      double dearest = 0;
      double sum = 0;
      Case self;

      open_case (&self, model, REDAN_ATTACK_HARDEN);
      together = harden (&self, 0, self.goals->len);
      for (guint i = 0; i < self.goals->len; i++)
        {
          g_autoptr (RedanHardening) single = harden (&self, i, 1);

          if (!isfinite (single->effort))
            continue;
          dearest = MAX (dearest, single->at_least);
          sum += single->effort;
        }
      if (isfinite (together->effort))
        {
          g_assert_cmpfloat (together->effort, <=, sum + SLACK);
          g_assert_cmpfloat (together->effort, >=, dearest - SLACK);
          g_assert_cmpfloat (together->at_least, <=, together->effort + SLACK);
          n_shared += together->effort < sum - SLACK;
        }
      close_case (&self);
    }
  g_assert_cmpuint (n_shared, >, 5);
}

static RedanHardening *
harden_assuming (const Case *self, const GArray *controls, RedanToggle toggle)
{
  g_autoptr (GArray) assumptions = g_array_new (FALSE, FALSE, sizeof (RedanAttackAssumption));
  RedanHardening *hardening;
  Case what_if = *self;

  for (guint i = 0; i < controls->len; i++)
    {
      const RedanAttackAssumption assumption = { g_array_index (controls, guint32, i),
                                                 REDAN_CONTEXT_MODEL, REDAN_NONE, toggle };

      g_array_append_val (assumptions, assumption);
    }
  what_if.attack = redan_attack_new_assuming (
      self->analysis, (const RedanAttackAssumption *) (gpointer) assumptions->data,
      assumptions->len);
  /* states have the same nodes in each graph of a model */
  hardening = harden (&what_if, 0, what_if.goals->len);
  redan_attack_free (what_if.attack);
  return hardening;
}

/* What a what-if puts in place is not recommended, and saves what it would have cost; all of a
 * choice put in place leave nothing to choose; what is taken away is no way out, either. */
static void
test_assumed (void)
{
  guint n_chosen = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanHardening) hardening = NULL;
      g_autoptr (RedanHardening) rest = NULL;
      Case self;

      open_case (&self, model, REDAN_ATTACK_HARDEN);
      hardening = harden (&self, 0, self.goals->len);
      for (guint i = 0; i < hardening->controls->len; i++)
        {
          const guint32 control = g_array_index (hardening->controls, guint32, i);
          g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_autoptr (RedanHardening) with = NULL;
          g_autoptr (RedanHardening) without = NULL;

          g_array_append_val (one, control);
          with = harden_assuming (&self, one, REDAN_TOGGLE_PRESENT);
          without = harden_assuming (&self, one, REDAN_TOGGLE_ABSENT);
          g_assert_false (is_chosen (with, control));
          g_assert_false (is_chosen (without, control));
          g_assert_cmpuint (with->n_open, ==, hardening->n_open);
          g_assert_cmpuint (without->n_open, >=, hardening->n_open);
          if (with->optimal && hardening->optimal)
            g_assert_cmpfloat_with_epsilon (
                isfinite (with->effort) ? with->effort : 0,
                hardening->effort - g_array_index (hardening->efforts, double, i), SLACK);
          n_chosen++;
        }
      rest = harden_assuming (&self, hardening->controls, REDAN_TOGGLE_PRESENT);
      g_assert_cmpuint (rest->controls->len, ==, 0);
      g_assert_cmpuint (rest->n_goals, ==, hardening->n_open);
      close_case (&self);
    }
  g_assert_cmpuint (n_chosen, >, 20);
}

/* How many goals have an attack for which no control has to fail, once the controls stand. */
static guint
count_open (const Case *self, const GArray *controls)
{
  RedanAttack *attack = redan_attack_new (self->analysis, REDAN_ATTACK_WHAT_IF);
  RedanAttackView *view = redan_attack_view_new (attack, self->attacker);
  guint n = 0;

  for (guint i = 0; i < controls->len; i++)
    redan_attack_view_toggle (view, g_array_index (controls, guint32, i), REDAN_CONTEXT_MODEL,
                              REDAN_NONE, REDAN_TOGGLE_PRESENT);
  redan_attack_view_update (view);
  for (guint i = 0; i < self->goals->len; i++)
    {
      RedanAttackDepth depth;

      redan_attack_view_get_depth (view, g_array_index (self->goals, guint32, i), NULL, &depth);
      n += depth.depth == 0;
    }
  redan_attack_view_free (view);
  redan_attack_free (attack);
  return n;
}

/* What is said to leave no open path does so: the depth of an attack counts as the choice does. */
static void
test_depth (void)
{
  guint n_closed = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanHardening) hardening = NULL;
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));
      Case self;

      open_case (&self, model, REDAN_ATTACK_HARDEN);
      hardening = harden (&self, 0, self.goals->len);
      g_assert_cmpuint (count_open (&self, none), ==, hardening->n_goals);
      g_assert_cmpuint (count_open (&self, hardening->controls), ==, hardening->n_open);
      n_closed += hardening->n_goals - hardening->n_open;
      close_case (&self);
    }
  g_assert_cmpuint (n_closed, >, 20);
}

/* Whether a step behind the place needs its control, and has all else that it needs when the chosen
 * ones are in place. */
static gboolean
is_stopped_at (const Case *self, const RedanHardening *hardening, const RedanHardeningPlace *place)
{
  g_autoptr (RedanAttackView) view = redan_attack_view_new (self->attack, self->attacker);
  const RedanAttackGraph *graph = &view->graph;
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, graph->n_nodes);
  g_autofree guint8 *chosen = g_new0 (guint8, graph->n_nodes + 1);
  g_autofree guint8 *reached = g_new (guint8, graph->n_nodes + 1);
  RedanAttackScenario scenario = view->scenario;
  gboolean found = FALSE;

  scenario.removed = removed;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self->attack, i, &item);
      if (item.is == REDAN_ITEM_IS_MISSING && is_chosen (hardening, item.control))
        removed[i] = chosen[i] = TRUE;
    }
  redan_attack_reach (graph, &scenario, reached, NULL);
  for (guint32 i = 0; i < graph->n_nodes && !found; i++)
    {
      gboolean needs_it = FALSE;
      gboolean has_rest = TRUE;
      RedanAttackItem item;

      redan_attack_get_item (self->attack, i, &item);
      if (item.is != place->item.is || item.threat != place->item.threat ||
          item.fact != place->item.fact || item.index != place->item.index)
        continue;
      for (guint32 j = graph->in_offset[i]; j < graph->in_offset[i + 1]; j++)
        {
          redan_attack_get_item (self->attack, graph->in_source[j], &item);
          needs_it |= item.is == REDAN_ITEM_IS_MISSING && item.control == place->control;
          has_rest &= chosen[graph->in_source[j]] || reached[graph->in_source[j]];
        }
      found = needs_it && has_rest && !reached[i];
    }
  return found;
}

/* Each control of a cheapest choice stops somebody somewhere: at a step that it guards. */
static void
test_places (void)
{
  guint n_places = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanHardening) hardening = NULL;
      Case self;

      open_case (&self, model, REDAN_ATTACK_HARDEN);
      hardening = harden (&self, 0, self.goals->len);
      for (guint i = 0; i < hardening->controls->len; i++)
        {
          const guint32 control = g_array_index (hardening->controls, guint32, i);
          guint n = 0;

          for (guint k = 0; k < hardening->places->len; k++)
            n += g_array_index (hardening->places, RedanHardeningPlace, k).control == control;
          if (hardening->optimal)
            g_assert_cmpuint (n, >, 0);
        }
      for (guint k = 0; k < hardening->places->len; k++)
        {
          const RedanHardeningPlace *place =
              &g_array_index (hardening->places, RedanHardeningPlace, k);

          g_assert_true (is_chosen (hardening, place->control));
          g_assert_true (is_stopped_at (&self, hardening, place));
          g_assert_true (place->item.is == REDAN_ITEM_IS_THREAT ||
                         place->item.is == REDAN_ITEM_IS_FACT);
        }
      n_places += hardening->places->len;
      close_case (&self);
    }
  g_assert_cmpuint (n_places, >, 20);
}

/* ---- the worst attacks ---- */

static double
get_weight (const Case *self, const RedanAttackPath *path)
{
  return path->odds * redan_attack_get_goal_value (self->attack, path->asset, path->goal);
}

static void
test_worst (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed);
      g_autoptr (RedanAttackView) view = NULL;
      g_autoptr (GArray) assets = NULL;
      g_autoptr (GPtrArray) worst = NULL;
      double heaviest = 0;
      Case self;

      open_case (&self, model, REDAN_ATTACK_AS_IT_IS);
      view = redan_attack_view_new (self.attack, self.attacker);
      assets = redan_attack_list_assets (self.attack);
      worst = redan_attack_paths_list_worst (view, (const guint32 *) (gpointer) assets->data,
                                             assets->len, 2, 5, NULL, NULL);
      g_assert_cmpuint (worst->len, <=, 5);
      for (guint i = 0; i + 1 < worst->len; i++)
        g_assert_cmpfloat (get_weight (&self, worst->pdata[i]), >=,
                           get_weight (&self, worst->pdata[i + 1]));
      for (guint32 i = 0; i < assets->len; i++)
        {
          g_autoptr (GPtrArray) own =
              redan_attack_paths_list (view, i, REDAN_N_HOLDS, 2, NULL, NULL);

          for (guint k = 0; k < own->len; k++)
            heaviest = MAX (heaviest, get_weight (&self, own->pdata[k]));
        }
      if (worst->len > 0)
        g_assert_cmpfloat (get_weight (&self, worst->pdata[0]), ==, heaviest);
      else
        g_assert_cmpfloat (heaviest, ==, 0);
      close_case (&self);
    }
}

static void
test_assets (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("retailer");
  g_autoptr (GArray) assets = NULL;
  Case self;

  open_case (&self, model, REDAN_ATTACK_AS_IT_IS);
  assets = redan_attack_list_assets (self.attack);
  g_assert_cmpuint (assets->len, ==, redan_attack_get_n_holds (self.attack, REDAN_HOLD_READ));
  g_assert_cmpuint (assets->len, >, 2);
  for (guint i = 0; i < assets->len; i++)
    {
      const guint32 asset = g_array_index (assets, guint32, i);
      const RedanObject *object = redan_attack_get_asset_object (self.attack, asset);

      g_assert_cmpuint (redan_attack_find_asset (self.attack, &object->id), ==, asset);
      if (i > 0)
        g_assert_cmpint (
            redan_attack_get_asset_class (self.attack, asset), <=,
            redan_attack_get_asset_class (self.attack, g_array_index (assets, guint32, i - 1)));
    }
  close_case (&self);
}

/* ---- who attacks ---- */

static void
add_attacker (GPtrArray *attackers, const char *id, guint weight, guint skill, guint n_entries)
{
  RedanAttacker *attacker = g_new0 (RedanAttacker, 1);

  attacker->id = g_strdup (id);
  attacker->title = g_strdup (id);
  attacker->weight = weight;
  attacker->skill = skill;
  attacker->n_entries = n_entries;
  g_ptr_array_add (attackers, attacker);
}

static void
test_choose (void)
{
  g_autoptr (GPtrArray) attackers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attacker_free);
  g_autoptr (GPtrArray) others =
      g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attacker_free);

  g_assert_null (redan_attackers_choose (attackers, NULL));
  add_attacker (attackers, "outside", 100, 4, 0);
  g_assert_cmpstr (redan_attackers_choose (attackers, NULL)->id, ==, "outside");
  add_attacker (attackers, "light", 10, 4, 1);
  g_assert_cmpstr (redan_attackers_choose (attackers, NULL)->id, ==, "light");
  add_attacker (attackers, "heavy", 50, 1, 1);
  g_assert_cmpstr (redan_attackers_choose (attackers, NULL)->id, ==, "heavy");
  add_attacker (attackers, "skilled", 50, 3, 1);
  add_attacker (attackers, "later", 50, 3, 1);
  g_assert_cmpstr (redan_attackers_choose (attackers, NULL)->id, ==, "skilled");
  add_attacker (others, "later", 1, 1, 1);
  add_attacker (others, "light", 1, 1, 1);
  g_assert_cmpstr (redan_attackers_choose (attackers, others)->id, ==, "later");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-hardening/closes", test_closes);
  g_test_add_func ("/attack-hardening/bounds", test_bounds);
  g_test_add_func ("/attack-hardening/assumed", test_assumed);
  g_test_add_func ("/attack-hardening/depth", test_depth);
  g_test_add_func ("/attack-hardening/places", test_places);
  g_test_add_func ("/attack-hardening/worst-attacks", test_worst);
  g_test_add_func ("/attack-hardening/assets", test_assets);
  g_test_add_func ("/attack-hardening/who-attacks", test_choose);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
