/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the section about attacks: what guards each asset, choke points, the cheapest
 * hardening, what survives other likelihoods, and how sure each figure is. */

#include "ui/report/content-attacks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/report/attack-overview.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define N_ASKED 3 /* goals of an asset: read, changed, denied */
#define MAX_CHOKES 15
#define MAX_NAMES 4
#define MOSTLY 0.9 /* of the changes */

/** What the last table tells of the ones before it. */
typedef struct
{
  const RedanReportAttacks *attacks;
  RedanReport *report;
  RedanAttackMethod method;
  double widest; /* half of the widest interval of a chance */
  guint n_depths_proven;
  gboolean is_hardening_optimal;
  guint n_stable;
  gboolean is_same_order;
} Tables;

static guint32
get_asset (const Tables *self, guint index)
{
  return g_array_index (self->attacks->assets, guint32, index);
}

static char *
dup_asset (const Tables *self, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->attacks->attack, asset);

  return redan_text_make_visible (title);
}

static guint32
get_goal (const Tables *self, guint32 asset, guint which)
{
  return redan_attack_get_node (self->attacks->attack, (RedanHold) (REDAN_HOLD_READ + which),
                                asset);
}

static gboolean
is_attacked (const Tables *self, guint32 goal)
{
  return isfinite (self->attacks->view->value[goal]);
}

/* ---- what guards each asset ---- */

/** Chances by asset and goal. */
static RedanAttackChance *
find_chances (Tables *self)
{
  const RedanAttackView *view = self->attacks->view;
  const guint n = self->attacks->assets->len * N_ASKED;
  RedanAttackChance *chances = g_new0 (RedanAttackChance, n + 1);
  g_autofree guint32 *targets = g_new (guint32, n + 1);

  for (guint i = 0; i < n; i++)
    targets[i] = get_goal (self, get_asset (self, i / N_ASKED), i % N_ASKED);
  self->method = redan_attack_chances (&view->graph, &view->scenario, targets, n, NULL, chances);
  for (guint i = 0; i < n; i++)
    self->widest = MAX (self->widest, (chances[i].high - chances[i].low) / 2);
  return chances;
}

/** The likeliest of its goals: "read: 12 %". */
static char *
dup_chance (const RedanAttackChance *chances)
{
  guint best = 0;
  char odds[32];

  for (guint i = 1; i < N_ASKED; i++)
    if (chances[i].value > chances[best].value)
      best = i;
  return g_strdup_printf (_ ("%s: %s"), redan_goal_get_title ((RedanHold) (REDAN_HOLD_READ + best)),
                          redan_odds_format (chances[best].value, odds));
}

/** The goal that the fewest controls stand before. */
static guint32
find_least_depth (const Tables *self, guint32 asset, RedanAttackDepth *depth_out)
{
  const RedanAttackBudget budget = { REDAN_REPORT_ATTACK_BUDGET, NULL };
  guint32 least = REDAN_NONE;

  for (guint i = 0; i < N_ASKED; i++)
    {
      const guint32 goal = get_goal (self, asset, i);
      RedanAttackDepth depth;

      if (!is_attacked (self, goal))
        continue;
      redan_attack_view_get_depth (self->attacks->view, goal, &budget, &depth);
      if (least != REDAN_NONE && depth.depth >= depth_out->depth)
        continue;
      least = goal;
      *depth_out = depth;
    }
  return least;
}

static char *
dup_single_controls (const Tables *self, guint32 goal)
{
  g_autoptr (GArray) nodes = redan_attack_view_list_single_controls (self->attacks->view, goal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (nodes->len, MAX_NAMES); i++)
    {
      g_autofree char *title =
          redan_attack_control_dup_title (self->attacks->attack, g_array_index (nodes, guint32, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", title);
    }
  if (nodes->len > MAX_NAMES)
    g_string_append_printf (text, _ (" and %u more"), nodes->len - MAX_NAMES);
  return g_string_free (text, FALSE);
}

static void
add_number_cell (RedanReportBlock *table, int number, gboolean proven)
{
  g_autofree char *text =
      proven ? g_strdup_printf ("%d", number) : g_strdup_printf (_ ("at most %d"), number);
  RedanReportCell *cell = redan_report_block_add_cell (table, text);

  if (number == 0)
    cell->tone = REDAN_REPORT_TONE_CRITICAL;
  else if (number == 1)
    cell->tone = REDAN_REPORT_TONE_HIGH;
}

static void
add_guards (Tables *self)
{
  g_autofree RedanAttackChance *chances = find_chances (self);
  g_autofree char *lost = g_strdup_printf (_ ("Within %u days"), self->attacks->attacker->days);
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 2, "attack-depth", _ ("What guards each asset"));
  redan_report_add_paragraph (
      self->report,
      _ ("Controls: how many different ones have to fail at least. Kinds: the same where controls "
         "that fall together, such as one product in several places, count once; fewer kinds than "
         "controls means that one weakness defeats several layers. 0 is an open path, 1 hangs on "
         "a single control."));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Asset"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Class"), 1.5, FALSE);
  redan_report_block_add_column (table, lost, 2.1, FALSE);
  redan_report_block_add_column (table, _ ("Controls"), 1.1, FALSE);
  redan_report_block_add_column (table, _ ("Kinds"), 1.1, FALSE);
  redan_report_block_add_column (table, _ ("Opens when this alone fails"), 3.1, FALSE);
  for (guint i = 0; i < self->attacks->assets->len; i++)
    {
      const guint32 asset = get_asset (self, i);
      RedanAttackDepth depth = { -1, -1, TRUE };
      const guint32 goal = find_least_depth (self, asset, &depth);
      g_autofree char *title = dup_asset (self, asset);
      g_autofree char *class_title = redan_asset_class_dup_title (self->attacks->attack, asset);
      g_autofree char *chance = dup_chance (&chances[i * N_ASKED]);
      g_autofree char *single =
          depth.depth == 0 ? g_strdup (_ ("open already")) : dup_single_controls (self, goal);

      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (table, class_title);
      redan_report_block_add_cell (table, chance);
      add_number_cell (table, depth.depth, depth.optimal);
      add_number_cell (table, depth.class_depth, depth.optimal);
      redan_report_block_add_cell (table, single[0] != '\0' ? single : "–");
      self->n_depths_proven += depth.optimal;
    }
}

/* ---- choke points ---- */

/** @n: goals that no attack comes to without it; @goals: nodes of the first of them */
typedef struct
{
  RedanAttackChoke choke;
  guint n;
  guint32 goals[MAX_NAMES];
} Passed;

static int
compare_passed (gconstpointer a, gconstpointer b)
{
  const Passed *x = a;
  const Passed *y = b;

  if (x->n != y->n)
    return x->n < y->n ? 1 : -1;
  return (x->choke.node > y->choke.node) - (x->choke.node < y->choke.node);
}

static void
count_choke (GArray *passed, const RedanAttackChoke *choke, guint32 goal)
{
  Passed *known = NULL;

  for (guint i = 0; i < passed->len && known == NULL; i++)
    if (g_array_index (passed, Passed, i).choke.node == choke->node)
      known = &g_array_index (passed, Passed, i);
  if (known == NULL)
    {
      const Passed first = { .choke = *choke };

      g_array_append_val (passed, first);
      known = &g_array_index (passed, Passed, passed->len - 1);
    }
  if (known->n < MAX_NAMES)
    known->goals[known->n] = goal;
  known->n++;
}

/** Adds what every attack on the goal passes. */
static void
count_chokes (const Tables *self, guint32 goal, GArray *passed)
{
  g_autoptr (GArray) chokes = NULL;

  if (!is_attacked (self, goal))
    return;
  chokes = redan_attack_view_list_chokes (self->attacks->view, goal);
  for (guint i = 0; i < chokes->len; i++)
    {
      const RedanAttackChoke *choke = &g_array_index (chokes, RedanAttackChoke, i);

      /* Who stops the only copy has denied the asset: that is the goal in other words. */
      if (choke->item.is != REDAN_ITEM_IS_HOLD || choke->item.hold != REDAN_HOLD_DOWN)
        count_choke (passed, choke, goal);
    }
}

static const char *
get_choke_kind (const RedanAttackItem *item)
{
  switch (item->is)
    {
    case REDAN_ITEM_IS_THREAT:
      return _ ("Threat");
    case REDAN_ITEM_IS_FACT:
      return _ ("Fact");
    case REDAN_ITEM_IS_HOLD:
      return _ ("Foothold");
    default:
      return _ ("Control");
    }
}

/** "Card data is read; Orders is changed; and 3 more" */
static char *
dup_goals (const Tables *self, const Passed *passed)
{
  GString *goals = g_string_new (NULL);

  for (guint i = 0; i < MIN (passed->n, MAX_NAMES); i++)
    {
      RedanAttackItem item;
      g_autofree char *title = NULL;
      g_autofree char *visible = NULL;

      redan_attack_get_item (self->attacks->attack, passed->goals[i], &item);
      title = redan_hold_dup_title (self->attacks->attack, item.hold, item.index);
      visible = redan_text_make_visible (title);
      g_string_append_printf (goals, "%s%s", i > 0 ? "; " : "", visible);
    }
  if (passed->n > MAX_NAMES)
    g_string_append_printf (goals, _ (" and %u more"), passed->n - MAX_NAMES);
  return g_string_free (goals, FALSE);
}

static void
add_chokes (const Tables *self)
{
  g_autoptr (GArray) passed = g_array_new (FALSE, FALSE, sizeof (Passed));
  RedanReportBlock *table = NULL;

  for (guint i = 0; i < self->attacks->assets->len * N_ASKED; i++)
    count_chokes (self, get_goal (self, get_asset (self, i / N_ASKED), i % N_ASKED), passed);
  g_array_sort (passed, compare_passed);
  redan_report_add_heading (self->report, 2, "attack-chokes", _ ("Choke points"));
  redan_report_add_paragraph (
      self->report,
      passed->len > 0
          ? _ ("What every attack on a goal passes: stopping or watching it there works "
               "against all of them.")
          : _ ("Nothing is passed by every attack on a goal."));
  if (passed->len == 0)
    return;
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("What"), 5.0, FALSE);
  redan_report_block_add_column (table, _ ("Kind"), 1.3, FALSE);
  redan_report_block_add_column (table, _ ("Goals"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Which"), 5.0, FALSE);
  for (guint i = 0; i < MIN (passed->len, MAX_CHOKES); i++)
    {
      const Passed *item = &g_array_index (passed, Passed, i);
      g_autofree char *title = redan_attack_choke_dup_title (self->attacks->view, &item->choke);
      g_autofree char *visible = redan_text_make_visible (title);
      g_autofree char *number = g_strdup_printf ("%u", item->n);
      g_autofree char *goals = dup_goals (self, item);

      redan_report_block_add_cell (table, visible);
      redan_report_block_add_cell (table, get_choke_kind (&item->choke.item));
      redan_report_block_add_cell (table, number);
      redan_report_block_add_cell (table, goals);
    }
}

/* ---- cheapest hardening ---- */

static void
add_hardening_table (const Tables *self, const RedanHardening *hardening)
{
  const RedanCatalogue *catalogue = self->attacks->content->analysis->facts->catalogue;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  RedanReportBlock *table = redan_report_add_table (self->report);

  redan_report_block_add_column (table, _ ("Control"), 4.4, FALSE);
  redan_report_block_add_column (table, _ ("Effort"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Stops the attacker at"), 4.4, FALSE);
  redan_report_block_add_column (table, _ ("Objectives"), 2.8, FALSE);
  for (guint i = 0; i < hardening->controls->len; i++)
    {
      const guint32 number = g_array_index (hardening->controls, guint32, i);
      const RedanControl *control = &controls[number];
      g_autofree char *title = g_strdup_printf ("%s %s", control->id, control->title);
      char effort[32];
      g_autofree char *places =
          redan_hardening_dup_places (hardening, self->attacks->attack, number);
      g_autofree char *objectives =
          redan_content_join_objectives (catalogue, control->objectives, control->n_objectives);

      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (
          table, redan_effort_format (g_array_index (hardening->efforts, double, i), effort));
      redan_report_block_add_cell (table, places);
      redan_report_block_add_cell (table, objectives);
    }
}

static void
add_hardening (Tables *self)
{
  const RedanReportAttacks *attacks = self->attacks;
  const RedanAttackBudget budget = { REDAN_REPORT_ATTACK_BUDGET, NULL };
  const guint n = attacks->assets->len * N_ASKED;
  g_autoptr (RedanAttack) harden =
      redan_attack_new ((RedanAnalysis *) attacks->content->analysis, REDAN_ATTACK_HARDEN);
  g_autofree guint32 *goals = g_new (guint32, n + 1);
  g_autoptr (RedanHardening) hardening = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    goals[i] = get_goal (self, get_asset (self, i / N_ASKED), i % N_ASKED);
  hardening = redan_hardening_find (harden, attacks->attacker, goals, n, &budget);
  self->is_hardening_optimal = hardening->optimal;
  text = redan_hardening_dup_summary (hardening);
  redan_report_add_heading (self->report, 2, "attack-hardening", _ ("Cheapest hardening"));
  redan_report_add_paragraph (
      self->report,
      _ ("The cheapest controls, wherever they apply, that leave no path without a control that "
         "has to fail. Reading, changing and denying each asset are goals of their own."));
  redan_report_add_paragraph (self->report, text);
  if (hardening->controls->len > 0)
    add_hardening_table (self, hardening);
}

/* ---- what survives ---- */

static void
add_verdict (RedanReportBlock *table, const RedanAttackStability *item)
{
  if (item->n_same == item->n_moves)
    redan_report_block_add_cell (table, _ ("survives"))->tone = REDAN_REPORT_TONE_GOOD;
  else if (item->n_same >= MOSTLY * item->n_moves)
    redan_report_block_add_cell (table, _ ("mostly survives"))->tone = REDAN_REPORT_TONE_MEDIUM;
  else
    redan_report_block_add_cell (table, _ ("does not survive"))->tone = REDAN_REPORT_TONE_HIGH;
}

static void
add_stability (Tables *self)
{
  const RedanReportAttacks *attacks = self->attacks;
  g_autofree RedanAttackStability *stability = g_new0 (
      RedanAttackStability, redan_attack_get_n_holds (attacks->attack, REDAN_HOLD_READ) + 1);
  RedanReportBlock *table = NULL;

  self->is_same_order = redan_attack_view_get_stability (attacks->view, NULL, stability);
  redan_report_add_heading (self->report, 2, "attack-stability", _ ("Which conclusions survive"));
  redan_report_add_paragraph (
      self->report,
      _ ("Likelihoods are judgements on a scale of five steps. Here that of each rule "
         "in turn is moved one step up and one down, and the likeliest attack is "
         "looked for anew."));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Asset"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("Likeliest attack stays the same"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Its odds are between"), 2.6, FALSE);
  redan_report_block_add_column (table, _ ("Conclusion"), 2.0, FALSE);
  for (guint i = 0; i < attacks->assets->len; i++)
    {
      const RedanAttackStability *item = &stability[get_asset (self, i)];
      g_autofree char *title = dup_asset (self, get_asset (self, i));
      g_autofree char *same =
          g_strdup_printf (_ ("in %u of %u changes"), item->n_same, item->n_moves);
      g_autofree char *between = NULL;
      char low[32];
      char high[32];

      between = g_strdup_printf (_ ("%s and %s"), redan_odds_format (item->low, low),
                                 redan_odds_format (item->high, high));
      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (table, same);
      redan_report_block_add_cell (table, between);
      add_verdict (table, item);
      self->n_stable += item->n_same == item->n_moves;
    }
}

/* ---- how sure ---- */

static void
add_sure_row (RedanReportBlock *table, const char *figure, const char *how, gboolean is_exact)
{
  redan_report_block_add_cell (table, figure);
  redan_report_block_add_cell (table, is_exact ? _ ("exact") : _ ("estimated"))->tone =
      is_exact ? REDAN_REPORT_TONE_GOOD : REDAN_REPORT_TONE_MEDIUM;
  redan_report_block_add_cell (table, how);
}

static void
add_chance_row (const Tables *self, RedanReportBlock *table)
{
  const gboolean sampled = self->method == REDAN_ATTACK_SAMPLES;
  char points[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *how =
      sampled
          ? g_strdup_printf (_ ("Share of random samples in which it is lost, ±%s points at "
                                "most (95 %%)"),
                             g_ascii_formatd (points, sizeof points, "%.1f", self->widest * 100))
          : g_strdup (_ ("All outcomes are accounted for; what two paths share counts once"));

  add_sure_row (table, _ ("Chance of losing an asset"), how, !sampled);
}

static void
add_depth_row (const Tables *self, RedanReportBlock *table)
{
  const guint n = self->attacks->assets->len;
  g_autofree char *how = g_strdup_printf (
      _ ("Proven for %u of %u assets; the others say “at most”"), self->n_depths_proven, n);

  add_sure_row (table, _ ("Controls that have to fail"),
                self->n_depths_proven == n ? _ ("Proven for all assets") : how,
                self->n_depths_proven == n);
}

/** For these odds; where they come from is told in the last lines. */
static void
add_sureness (const Tables *self)
{
  const guint n = self->attacks->assets->len;
  g_autofree char *stable = g_strdup_printf (_ ("The likeliest attack on %u of %u assets, in every "
                                                "change; the order of the assets by their "
                                                "odds %s"),
                                             self->n_stable, n,
                                             self->is_same_order ? _ ("is the same in all changes")
                                                                 : _ ("changes in some"));
  g_autofree char *trials =
      g_strdup_printf (_ ("From %u random trials, ±3 points (95 %%)"), REDAN_OVERVIEW_TRIALS);
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 2, "attack-sureness", _ ("How sure these figures are"));
  redan_report_add_paragraph (
      self->report,
      _ ("Exact means: exact for the hazards and strengths of the catalogue, the model as drawn, "
         "and threats and controls that fail independently unless they are of one kind. Hazards "
         "and strengths themselves are judgements, not measured frequencies."));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Figure"), 3.2, FALSE);
  redan_report_block_add_column (table, _ ("Is"), 1.3, FALSE);
  redan_report_block_add_column (table, _ ("Because"), 6.0, FALSE);
  add_sure_row (table, _ ("Likeliest attack on an asset"),
                _ ("Found by a search that leaves nothing out"), TRUE);
  add_sure_row (table, _ ("Attacks after the first"),
                self->attacks->is_complete
                    ? _ ("Ordered by the ways they take; shared steps count once in their odds")
                    : _ ("The search was cut short: there may be likelier ones"),
                FALSE);
  add_chance_row (self, table);
  add_depth_row (self, table);
  add_sure_row (table, _ ("Choke points"), _ ("What no attack can do without"), TRUE);
  add_sure_row (table, _ ("Cheapest hardening"),
                self->is_hardening_optimal ? _ ("Proven to cost least")
                                           : _ ("The bound beside it says how far off it may be"),
                self->is_hardening_optimal);
  add_sure_row (table, _ ("How far attackers get, and with which skill"),
                _ ("A search that leaves nothing out"), TRUE);
  add_sure_row (table, _ ("When an asset falls; decay of controls"), trials, FALSE);
  add_sure_row (table, _ ("Boundaries, blast radius, key elements, zones of trust"),
                _ ("A search that leaves nothing out, as if a step that needs several things had "
                   "the others"),
                TRUE);
  add_sure_row (table, _ ("Where to watch"),
                _ ("One place after the other, each the best next one"), FALSE);
  add_sure_row (table, _ ("What survives other likelihoods"), stable, TRUE);
}

void
redan_content_add_attack_tables (const RedanReportAttacks *attacks)
{
  Tables self = { .attacks = attacks, .report = attacks->content->report };

  add_guards (&self);
  add_chokes (&self);
  add_hardening (&self);
  add_stability (&self);
  redan_report_add_attack_overview (self.report, attacks->view, attacks->assets, FALSE, NULL);
  add_sureness (&self);
}
