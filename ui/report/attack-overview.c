/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph of a whole model in tables: who gets how far, when, through what, and where to
 * watch. */

#include "ui/report/attack-overview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "analysis/attack-answers.h"
#include "analysis/attack-overview.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_ELEMENTS 10 /* told about in each table */
#define MAX_ZONES 8
#define MAX_MEMBERS 12
#define SEEN_EACH 5 /* attacks on each asset that are to be seen */
#define N_LEVELS 5

/** Nodes and edges looked at: for attacks to be seen, and for key elements. */
#define SENSOR_BUDGET 2000000
#define KEY_BUDGET 200000000

typedef struct
{
  RedanReport *report;
  const RedanAttackView *view;
  const GArray *assets;
  guint32 *goals; /* by place in assets: node of the likeliest goal */
  guint32 n_elements;
  guint32 n_assets; /* of the model */
  GCancellable *cancellable;
} Overview;

static RedanReportBlock *
start_table (const Overview *self, const char *anchor, const char *title, const char *text)
{
  redan_report_add_heading (self->report, 2, anchor, title);
  redan_report_add_paragraph (self->report, text);
  return redan_report_add_table (self->report);
}

static guint32
get_asset (const Overview *self, guint index)
{
  return g_array_index (self->assets, guint32, index);
}

static const RedanObject *
get_element (const Overview *self, guint32 element)
{
  return redan_attack_get_hold_object (self->view->attack, REDAN_HOLD_CTL, element);
}

static char *
dup_element (const Overview *self, guint32 element)
{
  const RedanModel *model = redan_attack_get_analysis (self->view->attack)->facts->snapshot->model;
  g_autofree char *title = redan_object_dup_title (model, get_element (self, element));

  return redan_text_make_visible (title);
}

static void
add_element_cell (const Overview *self, RedanReportBlock *table, guint32 element)
{
  g_autofree char *title = dup_element (self, element);
  RedanIdText id;

  redan_id_to_text (&get_element (self, element)->id, id);
  redan_report_block_add_cell (table, title)->object = g_strdup (id);
}

static void
add_asset_cell (const Overview *self, RedanReportBlock *table, guint32 asset)
{
  g_autofree char *title = redan_asset_dup_title (self->view->attack, asset);
  g_autofree char *visible = redan_text_make_visible (title);

  redan_report_block_add_cell (table, visible);
}

static void
add_percent_cell (RedanReportBlock *table, double share)
{
  g_autofree char *text = g_strdup_printf (_ ("%.0f %%"), 100 * share);

  redan_report_block_add_cell (table, text);
}

static void
add_part_cell (RedanReportBlock *table, gint64 part, guint32 whole)
{
  g_autofree char *text = g_strdup_printf (_ ("%u of %u"), (guint) part, whole);

  redan_report_block_add_cell (table, text);
}

/* ---- how far ---- */

static void
add_reach (const Overview *self)
{
  RedanAttack *attack = self->view->attack;
  g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
  RedanReportBlock *table =
      start_table (self, "attack-reach", _ ("How far attackers get"),
                   _ ("What each attacker can come to with the controls as they stand, however "
                      "unlikely. Exact for the model as drawn."));

  redan_report_block_add_column (table, _ ("Attacker"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("Skill"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Controls elements"), 2.0, TRUE);
  redan_report_block_add_column (table, _ ("Gets to assets"), 2.0, TRUE);
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];
      g_autoptr (RedanAttackView) view = redan_attack_view_new (attack, attacker);
      g_autofree char *title = redan_text_make_visible (attacker->title);
      g_autofree char *skill = g_strdup_printf ("%u", attacker->skill);
      guint n_controlled = 0;
      guint n_won = 0;

      for (guint32 j = 0; j < self->n_elements; j++)
        n_controlled += isfinite (view->value[redan_attack_get_node (attack, REDAN_HOLD_CTL, j)]);
      for (guint32 j = 0; j < self->n_assets; j++)
        n_won += redan_attack_view_get_best_goal (view, j, FALSE) != REDAN_N_HOLDS;
      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (table, skill);
      add_part_cell (table, n_controlled, self->n_elements);
      add_part_cell (table, n_won, self->n_assets);
    }
}

/* ---- when ---- */

static void
add_days_cell (RedanReportBlock *table, const RedanAttackTimes *times, double share)
{
  const double days = redan_attack_times_get_quantile (times, share);
  g_autofree char *text = isfinite (days) ? g_strdup_printf ("%.0f", days) : g_strdup (_ ("never"));

  redan_report_block_add_cell (table, text);
}

static void
add_times (const Overview *self)
{
  g_autoptr (GPtrArray) times = redan_attack_view_sample_times (
      self->view, self->goals, self->assets->len, REDAN_OVERVIEW_TRIALS, self->cancellable);
  g_autofree char *text = g_strdup_printf (
      _ ("Of the likeliest goal of each asset: the chance that it falls within 30 days, the days "
         "by which 5, 50 and 95 %% of all trials have succeeded, and the share that never does. "
         "Each threat waits a random time by its hazard; a control holds for good or not at all. "
         "Estimated from %u trials, ±3 points."),
      REDAN_OVERVIEW_TRIALS);
  RedanReportBlock *table = start_table (self, "attack-times", _ ("When assets fall"), text);

  redan_report_block_add_column (table, _ ("Asset"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("In 30 days"), 1.4, TRUE);
  redan_report_block_add_column (table, _ ("5 % by day"), 1.4, TRUE);
  redan_report_block_add_column (table, _ ("Half by day"), 1.4, TRUE);
  redan_report_block_add_column (table, _ ("95 % by day"), 1.5, TRUE);
  redan_report_block_add_column (table, _ ("Never"), 1.2, TRUE);
  for (guint i = 0; i < self->assets->len; i++)
    {
      const RedanAttackTimes *time = g_ptr_array_index (times, i);

      add_asset_cell (self, table, get_asset (self, i));
      add_percent_cell (table, redan_attack_times_get_share (time, 30));
      add_days_cell (table, time, 0.05);
      add_days_cell (table, time, 0.5);
      add_days_cell (table, time, 0.95);
      add_percent_cell (table, 1 - (double) time->n_ended / MAX (time->n_samples, 1));
    }
}

/* ---- how exposed ---- */

/** By asset, the attacker who needs the least skill, of equal ones the first; REDAN_NONE for none.
 */
static void
find_weakest (const Overview *self, const GPtrArray *attackers, guint32 *weakest, int *least)
{
  g_autofree int *skills = g_new (int, (gsize) self->n_assets + 1);

  for (guint32 i = 0; i < self->n_assets; i++)
    weakest[i] = REDAN_NONE;
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];

      redan_attack_get_least_skills (self->view->attack, attacker, skills);
      for (guint32 j = 0; j < self->n_assets; j++)
        if (skills[j] >= 0 && (guint) skills[j] <= attacker->skill &&
            (weakest[j] == REDAN_NONE || skills[j] < least[j]))
          {
            weakest[j] = i;
            least[j] = skills[j];
          }
    }
}

static void
add_exposures (const Overview *self)
{
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->view->attack);
  g_autofree guint32 *crossings = g_new (guint32, (gsize) self->n_assets + 1);
  g_autofree guint32 *elements = g_new (guint32, (gsize) self->assets->len + 1);
  g_autofree guint32 *weakest = g_new (guint32, (gsize) self->n_assets + 1);
  g_autofree int *least = g_new (int, (gsize) self->n_assets + 1);
  RedanReportBlock *table = start_table (
      self, "attack-exposures", _ ("How exposed each asset is"),
      _ ("The fewest boundaries on a way there, the elements from whose control the asset follows, "
         "and who gets there with the least skill. Exact; the first two whatever else a step "
         "needs, the elements for an attacker of any skill."));

  redan_attack_view_get_crossings (self->view, crossings);
  redan_attack_view_get_exposures (self->view, (const guint32 *) (gpointer) self->assets->data,
                                   self->assets->len, elements);
  find_weakest (self, attackers, weakest, least);
  redan_report_block_add_column (table, _ ("Asset"), 3.6, FALSE);
  redan_report_block_add_column (table, _ ("Boundaries"), 1.5, TRUE);
  redan_report_block_add_column (table, _ ("Falls with elements"), 2.0, TRUE);
  redan_report_block_add_column (table, _ ("Least skill"), 1.5, TRUE);
  redan_report_block_add_column (table, _ ("Of whom"), 3.4, FALSE);
  for (guint i = 0; i < self->assets->len; i++)
    {
      const guint32 asset = get_asset (self, i);
      g_autofree char *crossed = g_strdup_printf ("%u", crossings[asset]);
      g_autofree char *skill = NULL;
      g_autofree char *who = NULL;

      add_asset_cell (self, table, asset);
      redan_report_block_add_cell (table, crossings[asset] == REDAN_NONE ? "–" : crossed);
      add_part_cell (table, elements[i], self->n_elements);
      if (weakest[asset] != REDAN_NONE)
        {
          const RedanAttacker *attacker = attackers->pdata[weakest[asset]];

          skill = g_strdup_printf ("%d", least[asset]);
          who = redan_text_make_visible (attacker->title);
        }
      redan_report_block_add_cell (table, skill != NULL ? skill : "–");
      redan_report_block_add_cell (table, who != NULL ? who : "–");
    }
}

/* ---- decay ---- */

static void
add_decay (const Overview *self)
{
  g_autoptr (GPtrArray) levels = redan_attack_view_sample_decay (
      self->view, self->goals, self->assets->len, REDAN_OVERVIEW_TRIALS, self->cancellable);
  g_autofree char *text = g_strdup_printf (
      _ ("The chance of the likeliest goal of each asset when every control that stands fails with "
         "a chance of 0, 25, 50, 75 or 100 %% instead of its own; threats keep theirs. A steep row "
         "hangs on its controls, a flat one on threats that nothing stands against. Estimated from "
         "%u trials, ±3 points."),
      REDAN_OVERVIEW_TRIALS);
  RedanReportBlock *table = start_table (self, "attack-decay", _ ("As controls decay"), text);

  redan_report_block_add_column (table, _ ("Asset"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("Goal"), 1.4, FALSE);
  for (guint i = 0; i < N_LEVELS; i++)
    {
      g_autofree char *title = g_strdup_printf (_ ("%u %% fail"), 100 * i / (N_LEVELS - 1));

      redan_report_block_add_column (table, title, 1.3, TRUE);
    }
  for (guint i = 0; i < self->assets->len; i++)
    {
      const guint32 asset = get_asset (self, i);

      add_asset_cell (self, table, asset);
      redan_report_block_add_cell (
          table, redan_goal_get_title (redan_attack_view_get_best_goal (self->view, asset, FALSE)));
      for (guint j = 0; j < N_LEVELS; j++)
        add_percent_cell (table, redan_attack_times_get_share (g_ptr_array_index (levels, i),
                                                               (double) j / (N_LEVELS - 1)));
    }
}

/* ---- through what, and what falls ---- */

/** Takes the largest of @values, the first of equal ones, which becomes 0 there. Returns:
 * REDAN_NONE when none is left */
static guint32
take_largest (double *values, guint32 n)
{
  guint32 best = 0;

  for (guint32 i = 1; i < n; i++)
    if (values[i] > values[best])
      best = i;
  if (n == 0 || values[best] <= 0)
    return REDAN_NONE;
  values[best] = 0;
  return best;
}

static void
add_key_elements (const Overview *self)
{
  const RedanAttackBudget budget = { KEY_BUDGET, self->cancellable };
  g_autofree double *passing = g_new0 (double, (gsize) self->n_elements + 1);
  const gboolean enough = redan_attack_view_get_key_elements (self->view, &budget, passing);
  g_autofree double *left = g_memdup2 (passing, ((gsize) self->n_elements + 1) * sizeof (double));
  guint32 element = take_largest (left, self->n_elements);
  RedanReportBlock *table = NULL;

  if (element == REDAN_NONE)
    return;
  table = start_table (
      self, "attack-key", _ ("Key elements"),
      enough ? _ ("What attacks go through: the goals (an asset read, changed or denied) whose "
                  "shortest ways pass control of the element, shared out where there are several "
                  "ways. Exact, whatever else a step needs.")
             : _ ("What attacks go through: the goals (an asset read, changed or denied) whose "
                  "shortest ways pass control of the element, shared out where there are several "
                  "ways. The search was cut short: from some of the places to start only."));
  redan_report_block_add_column (table, _ ("Element"), 6.0, FALSE);
  redan_report_block_add_column (table, _ ("Goals"), 1.5, TRUE);
  for (guint i = 0; i < MAX_ELEMENTS && element != REDAN_NONE; i++)
    {
      char goals[G_ASCII_DTOSTR_BUF_SIZE];

      add_element_cell (self, table, element);
      redan_report_block_add_cell (table,
                                   g_ascii_formatd (goals, sizeof goals, "%.1f", passing[element]));
      element = take_largest (left, self->n_elements);
    }
}

static void
add_blast (const Overview *self)
{
  g_autofree gint64 *elements = g_new0 (gint64, (gsize) self->n_elements + 1);
  g_autofree gint64 *assets = g_new0 (gint64, (gsize) self->n_elements + 1);
  g_autofree double *left = g_new0 (double, (gsize) self->n_elements + 1);
  RedanReportBlock *table = NULL;
  guint32 element;

  redan_attack_view_get_blast (self->view, elements, assets);
  for (guint32 i = 0; i < self->n_elements; i++)
    left[i] = (double) (elements[i] + assets[i]);
  element = take_largest (left, self->n_elements);
  if (element == REDAN_NONE)
    return;
  table = start_table (self, "attack-blast", _ ("What falls with an element"),
                       _ ("The blast radius: other elements and assets that follow from control of "
                          "it; those with the widest. Exact for an attacker of any skill, whatever "
                          "else a step needs."));
  redan_report_block_add_column (table, _ ("Element"), 5.0, FALSE);
  redan_report_block_add_column (table, _ ("Other elements"), 2.0, TRUE);
  redan_report_block_add_column (table, _ ("Assets"), 2.0, TRUE);
  for (guint i = 0; i < MAX_ELEMENTS && element != REDAN_NONE; i++)
    {
      add_element_cell (self, table, element);
      add_part_cell (table, elements[element], self->n_elements - 1);
      add_part_cell (table, assets[element], self->n_assets);
      element = take_largest (left, self->n_elements);
    }
}

/* ---- zones of trust ---- */

/** The first elements of a zone: "Load balancer, Order service and 3 more". */
static char *
dup_members (const Overview *self, const guint32 *zone, guint32 number, guint n)
{
  GString *text = g_string_new (NULL);
  guint told = 0;

  for (guint32 i = 0; i < self->n_elements && told < MAX_MEMBERS; i++)
    {
      g_autofree char *title = NULL;

      if (zone[i] != number)
        continue;
      title = dup_element (self, i);
      g_string_append_printf (text, "%s%s", told++ > 0 ? ", " : "", title);
    }
  if (n > told)
    g_string_append_printf (text, _ (" and %u more"), n - told);
  return g_string_free (text, FALSE);
}

static void
add_zones (const Overview *self)
{
  g_autofree guint32 *zone = g_new (guint32, (gsize) self->n_elements + 1);
  const guint32 n_zones = redan_attack_view_get_zones (self->view, zone);
  g_autofree double *size = g_new0 (double, (gsize) n_zones + 1);
  g_autofree double *left = NULL;
  RedanReportBlock *table = NULL;

  for (guint32 i = 0; i < self->n_elements; i++)
    size[zone[i]]++;
  left = g_memdup2 (size, ((gsize) n_zones + 1) * sizeof (double));
  for (guint i = 0; i < MAX_ZONES; i++)
    {
      const guint32 number = take_largest (left, n_zones);
      g_autofree char *members = NULL;
      g_autofree char *count = NULL;

      if (number == REDAN_NONE || size[number] < 2)
        break;
      if (table == NULL)
        {
          table = start_table (
              self, "attack-zones", _ ("Zones of trust"),
              _ ("Elements that fall together: who controls one of a zone can come to control each "
                 "other one. Exact, whatever else a step needs."));
          redan_report_block_add_column (table, _ ("Elements"), 1.2, TRUE);
          redan_report_block_add_column (table, _ ("Which"), 8.0, FALSE);
        }
      members = dup_members (self, zone, number, (guint) size[number]);
      count = g_strdup_printf ("%.0f", size[number]);
      redan_report_block_add_cell (table, count);
      redan_report_block_add_cell (table, members);
    }
}

/* ---- where to watch ---- */

static void
add_sensors (const Overview *self)
{
  const RedanAttackBudget budget = { SENSOR_BUDGET, self->cancellable };
  g_autoptr (GArray) sensors =
      redan_attack_view_place_sensors (self->view, SEEN_EACH, MAX_ELEMENTS, &budget);
  RedanReportBlock *table = NULL;

  if (sensors->len == 0)
    return;
  table = start_table (
      self, "attack-sensors", _ ("Where to watch"),
      _ ("Share of the odds of the five likeliest attacks on each asset that is seen there and at "
         "the places above. Estimated: each is the best next place, together at least 63 % of what "
         "the best places would see."));
  redan_report_block_add_column (table, _ ("Element"), 6.0, FALSE);
  redan_report_block_add_column (table, _ ("Seen"), 1.5, TRUE);
  for (guint i = 0; i < sensors->len; i++)
    {
      const RedanAttackSensor *sensor = &g_array_index (sensors, RedanAttackSensor, i);

      add_element_cell (self, table, sensor->element);
      add_percent_cell (table, sensor->seen);
    }
}

void
redan_report_add_attack_overview (RedanReport *report,
                                  const RedanAttackView *view,
                                  const GArray *assets,
                                  gboolean is_what_if,
                                  GCancellable *cancellable)
{
  g_autofree guint32 *goals = g_new (guint32, (gsize) assets->len + 1);
  const Overview self = {
    .report = report,
    .view = view,
    .assets = assets,
    .goals = goals,
    .n_elements = redan_attack_get_n_holds (view->attack, REDAN_HOLD_CTL),
    .n_assets = redan_attack_get_n_holds (view->attack, REDAN_HOLD_READ),
    .cancellable = cancellable,
  };

  for (guint i = 0; i < assets->len; i++)
    {
      const guint32 asset = get_asset (&self, i);

      goals[i] = redan_attack_get_node (
          view->attack, redan_attack_view_get_best_goal (view, asset, FALSE), asset);
    }
  /* Of all attackers, who find the controls as they stand. */
  if (!is_what_if)
    add_reach (&self);
  if (assets->len > 0)
    {
      add_times (&self);
      add_exposures (&self);
      add_decay (&self);
    }
  if (g_cancellable_is_cancelled (cancellable))
    return;
  add_key_elements (&self);
  add_blast (&self);
  add_zones (&self);
  add_sensors (&self);
}
