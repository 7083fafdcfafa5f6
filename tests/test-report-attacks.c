/* SPDX-License-Identifier: Apache-2.0 */
/* The section about attacks of the report: what it tells is what the analysis says. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/attack-changes.h"
#include "analysis/attack-overview.h"
#include "tests/analysis-fixture.h"
#include "ui/report/content.h"
#include "ui/report/wording.h"

static RedanReport *
build (const RedanAnalysis *analysis)
{
  const RedanReportOptions options = { .as_of = fixture_days ("2025-02-01") };

  return redan_report_build (analysis, &options);
}

static const RedanReportBlock *
get_block (const RedanReport *report, guint index)
{
  return g_ptr_array_index (report->blocks, index);
}

/* Index of the block with the anchor; the report has to have it. */
static guint
find (const RedanReport *report, const char *anchor)
{
  for (guint i = 0; i < report->blocks->len; i++)
    if (g_strcmp0 (get_block (report, i)->anchor, anchor) == 0)
      return i;
  g_assert_not_reached ();
}

static gboolean
has (const RedanReport *report, const char *anchor)
{
  for (guint i = 0; i < report->blocks->len; i++)
    if (g_strcmp0 (get_block (report, i)->anchor, anchor) == 0)
      return TRUE;
  return FALSE;
}

/* The first table below the heading with the anchor. */
static const RedanReportBlock *
find_table (const RedanReport *report, const char *anchor)
{
  for (guint i = find (report, anchor) + 1; i < report->blocks->len; i++)
    {
      const RedanReportBlock *block = get_block (report, i);

      g_assert_cmpint (block->type, !=, REDAN_BLOCK_HEADING);
      if (block->type == REDAN_BLOCK_TABLE)
        return block;
    }
  g_assert_not_reached ();
}

static const RedanReportCell *
get_cell (const RedanReportBlock *table, guint row, guint column)
{
  return g_ptr_array_index (table->cells, row * table->columns->len + column);
}

static guint
get_n_rows (const RedanReportBlock *table)
{
  g_assert_cmpuint (table->cells->len % table->columns->len, ==, 0);
  return table->cells->len / table->columns->len;
}

typedef struct
{
  RedanAnalysis *analysis;
  RedanReport *report;
  RedanAttack *attack;
  GPtrArray *attackers;
  RedanAttackView *view;
} Case;

static void
open_case (Case *self, const RedanModel *model)
{
  self->analysis = fixture_analyse (model, NULL, 0);
  self->report = build (self->analysis);
  self->attack = redan_attack_new (self->analysis, REDAN_ATTACK_AS_IT_IS);
  self->attackers = redan_attackers_list (self->attack);
  self->view = redan_attack_view_new (self->attack, redan_attackers_choose (self->attackers, NULL));
}

static void
close_case (Case *self)
{
  redan_attack_view_free (self->view);
  g_ptr_array_unref (self->attackers);
  redan_attack_free (self->attack);
  redan_report_free (self->report);
  redan_analysis_unref (self->analysis);
}

static guint
count_told (const RedanAttackPath *path)
{
  guint n = 0;

  for (guint i = 0; i < path->hops->len; i++)
    n += !g_array_index (path->hops, RedanAttackHop, i).implied;
  return n;
}

/* Cards are the worst attacks in their order, a box for each step that is told, and the goal. */
static void
check_paths (const Case *self)
{
  g_autoptr (GArray) assets = redan_attack_list_assets (self->attack);
  g_autoptr (GPtrArray) worst = redan_attack_paths_list_worst (
      self->view, (const guint32 *) (gpointer) assets->data, assets->len, 2, 6, NULL, NULL);
  guint at = find (self->report, "attack-paths");

  for (guint i = 0; i < worst->len; i++)
    {
      const RedanAttackPath *path = worst->pdata[i];
      g_autofree char *anchor = g_strdup_printf ("attack-%u", i + 1);
      g_autofree char *start = g_strdup_printf ("%u. ", i + 1);
      const guint index = find (self->report, anchor);
      const RedanReportBlock *card = get_block (self->report, index);
      const RedanReportHop *goal = g_ptr_array_index (card->hops, card->hops->len - 1);

      g_assert_cmpuint (index, >, at);
      at = index;
      g_assert_cmpint (card->type, ==, REDAN_BLOCK_CARD);
      g_assert_cmpuint (card->hops->len, ==, count_told (path) + 1);
      g_assert_true (g_str_has_prefix (card->text, start));
      g_assert_cmpstr (card->text + strlen (start), ==, goal->text);
      for (guint k = 0; k < card->hops->len; k++)
        {
          const RedanReportHop *hop = g_ptr_array_index (card->hops, k);

          g_assert_cmpuint (strlen (hop->text), >, 4);
          g_assert_null (strstr (hop->text, "{1}"));
          g_assert_true ((hop->tone == REDAN_REPORT_TONE_HIGH) ==
                         (hop->controls->len == 1 &&
                          g_str_equal (hop->controls->pdata[0], "No control stands against it")));
        }
    }
  g_assert_cmpuint (worst->len, >, 0);
  g_assert_cmpuint (find (self->report, "attack-depth"), ==, at + 1);
}

/* The depths are those that the difference of two models finds in its own way. */
static void
check_depths (const Case *self)
{
  const RedanReportBlock *table = find_table (self->report, "attack-depth");
  const guint n = redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
  g_autoptr (GArray) assets = redan_attack_list_assets (self->attack);
  g_autofree int *depths = g_new (int, n + 1);
  g_autofree gboolean *exact = g_new (gboolean, n + 1);
  guint row = 0;

  redan_attack_view_get_depths (self->view, depths, exact);
  for (guint i = 0; i < n; i++)
    {
      const guint32 asset = g_array_index (assets, guint32, i);
      const RedanReportCell *cell = NULL;

      if (depths[asset] < 0)
        continue;
      cell = get_cell (table, row++, 3);
      if (exact[asset])
        g_assert_cmpint (atoi (cell->text), ==, depths[asset]);
      g_assert_true ((cell->tone == REDAN_REPORT_TONE_CRITICAL) == g_str_equal (cell->text, "0"));
    }
  g_assert_cmpuint (get_n_rows (table), ==, row);
  g_assert_cmpuint (get_n_rows (find_table (self->report, "attack-stability")), ==, row);
}

static void
check_stability (const Case *self)
{
  const RedanReportBlock *table = find_table (self->report, "attack-stability");

  for (guint i = 0; i < get_n_rows (table); i++)
    {
      guint n_same = 0;
      guint n_moves = 0;

      g_assert_cmpint (
          sscanf (get_cell (table, i, 1)->text, "in %u of %u changes", &n_same, &n_moves), ==, 2);
      g_assert_cmpuint (n_moves, >, 0);
      g_assert_cmpuint (n_same, <=, n_moves);
      g_assert_true ((get_cell (table, i, 3)->tone == REDAN_REPORT_TONE_GOOD) ==
                     (n_same == n_moves));
    }
}

/* A row for each asset attacked; the shares of trials do not fall, and sensors see more and more.
 */
static void
check_times_and_sensors (const Case *self)
{
  const RedanReportBlock *times = find_table (self->report, "attack-times");
  const RedanReportBlock *sensors = find_table (self->report, "attack-sensors");
  int seen = 0;

  g_assert_cmpuint (get_n_rows (times), ==,
                    get_n_rows (find_table (self->report, "attack-stability")));
  for (guint i = 0; i < get_n_rows (times); i++)
    {
      g_assert_cmpint (atoi (get_cell (times, i, 1)->text), <=,
                       100 - atoi (get_cell (times, i, 5)->text));
      if (g_ascii_isdigit (get_cell (times, i, 3)->text[0]))
        g_assert_cmpint (atoi (get_cell (times, i, 2)->text), <=,
                         atoi (get_cell (times, i, 3)->text));
    }
  for (guint i = 0; i < get_n_rows (sensors); i++)
    {
      g_assert_cmpint (atoi (get_cell (sensors, i, 1)->text), >=, seen);
      seen = atoi (get_cell (sensors, i, 1)->text);
    }
  g_assert_cmpint (seen, >, 50);
}

/* More decay, more loss; the boundaries and elements of each asset are those of the analysis. */
static void
check_decay_and_exposures (const Case *self)
{
  const RedanReportBlock *decay = find_table (self->report, "attack-decay");
  const RedanReportBlock *exposures = find_table (self->report, "attack-exposures");
  const guint n_assets = redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
  g_autoptr (GArray) assets = redan_attack_list_assets (self->attack);
  g_autofree guint32 *crossings = g_new (guint32, n_assets + 1);
  guint row = 0;

  for (guint i = 0; i < get_n_rows (decay); i++)
    for (guint j = 3; j < decay->columns->len; j++)
      g_assert_cmpint (atoi (get_cell (decay, i, j)->text), >=,
                       atoi (get_cell (decay, i, j - 1)->text));
  redan_attack_view_get_crossings (self->view, crossings);
  for (guint i = 0; i < n_assets; i++)
    {
      const guint32 asset = g_array_index (assets, guint32, i);
      g_autofree char *part = NULL;
      guint32 elements;

      if (redan_attack_view_get_best_goal (self->view, asset, FALSE) == REDAN_N_HOLDS)
        continue;
      redan_attack_view_get_exposures (self->view, &asset, 1, &elements);
      part = g_strdup_printf ("%u of %u", elements,
                              redan_attack_get_n_holds (self->attack, REDAN_HOLD_CTL));
      g_assert_cmpint (atoi (get_cell (exposures, row, 1)->text), ==, (int) crossings[asset]);
      g_assert_cmpstr (get_cell (exposures, row, 2)->text, ==, part);
      g_assert_cmpint (atoi (get_cell (exposures, row, 3)->text), <=, 4);
      row++;
    }
  g_assert_cmpuint (get_n_rows (exposures), ==, row);
}

/* Of the whole model: rows in the order of their figures, names that lead to their elements. */
static void
check_elements (const Case *self)
{
  static const char *const anchors[] = { "attack-key", "attack-blast", "attack-sensors" };
  const RedanModel *model = self->analysis->facts->snapshot->model;
  const RedanReportBlock *zones = find_table (self->report, "attack-zones");
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->attack);

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++)
    {
      const RedanReportBlock *table = find_table (self->report, anchors[i]);

      g_assert_cmpuint (get_n_rows (table), >, 0);
      for (guint j = 0; j < get_n_rows (table); j++)
        {
          const RedanReportCell *cell = get_cell (table, j, 0);
          const RedanObject *object = redan_model_lookup_text (model, cell->object);
          g_autofree char *title = redan_object_dup_title (model, object);

          g_assert_cmpstr (cell->text, ==, title);
          if (i == 0 && j > 0)
            g_assert_cmpfloat (g_ascii_strtod (get_cell (table, j - 1, 1)->text, NULL), >=,
                               g_ascii_strtod (get_cell (table, j, 1)->text, NULL));
          else if (i == 1 && j > 0)
            g_assert_cmpint (
                atoi (get_cell (table, j - 1, 1)->text) + atoi (get_cell (table, j - 1, 2)->text),
                >=, atoi (get_cell (table, j, 1)->text) + atoi (get_cell (table, j, 2)->text));
        }
    }
  for (guint i = 0; i < get_n_rows (zones); i++)
    g_assert_cmpint (atoi (get_cell (zones, i, 0)->text), >=, 2);
  g_assert_cmpuint (get_n_rows (find_table (self->report, "attack-reach")), ==, attackers->len);
}

/* Each figure says whether it is exact. */
static void
check_sureness (const Case *self)
{
  const RedanReportBlock *table = find_table (self->report, "attack-sureness");

  g_assert_cmpuint (get_n_rows (table), ==, 11);
  for (guint i = 0; i < get_n_rows (table); i++)
    {
      const char *word = get_cell (table, i, 1)->text;

      g_assert_true (g_str_equal (word, "exact") || g_str_equal (word, "estimated"));
      g_assert_cmpuint (strlen (get_cell (table, i, 2)->text), >, 10);
    }
}

static void
test_examples (void)
{
  static const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (names[i]);
      Case self;

      open_case (&self, model);
      g_assert_cmpuint (find (self.report, "attacks"), <, find (self.report, "plan"));
      check_paths (&self);
      check_depths (&self);
      check_stability (&self);
      check_times_and_sensors (&self);
      check_decay_and_exposures (&self);
      check_elements (&self);
      check_sureness (&self);
      close_case (&self);
    }
}

/* Nothing to attack: a sentence, and no empty tables. */
static void
test_empty (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  Case self;

  open_case (&self, model);
  g_assert_true (has (self.report, "attacks"));
  g_assert_false (has (self.report, "attack-paths"));
  g_assert_false (has (self.report, "attack-depth"));
  close_case (&self);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/report-attacks/examples", test_examples);
  g_test_add_func ("/report-attacks/empty", test_empty);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
