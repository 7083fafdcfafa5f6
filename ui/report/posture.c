/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix of operations, ladder of maturity and roadmap as blocks, and what all views share. */

#include "ui/report/posture.h"

#include <glib/gi18n-lib.h>

#include "analysis/posture.h"
#include "ui/report/posture-private.h"
#include "ui/report/wording.h"

static const struct
{
  const char *word;
  const char *title;
} views[REDAN_N_POSTURE_VIEWS] = {
  [REDAN_POSTURE_STATES] = { "states", N_ ("Objectives") },
  [REDAN_POSTURE_MATRIX] = { "matrix", N_ ("Matrix") },
  [REDAN_POSTURE_MATURITY] = { "maturity", N_ ("Maturity") },
  [REDAN_POSTURE_ROADMAP] = { "roadmap", N_ ("Roadmap") },
  [REDAN_POSTURE_DUTIES] = { "duties", N_ ("Duties") },
  [REDAN_POSTURE_TRACEABILITY] = { "traceability", N_ ("Traceability") },
  [REDAN_POSTURE_ACCOUNTS] = { "accounts", N_ ("Accounts") },
  [REDAN_POSTURE_DEPTH] = { "depth", N_ ("Defence in depth") },
  [REDAN_POSTURE_SERVICES] = { "services", N_ ("Services") },
  [REDAN_POSTURE_REVIEW] = { "review", N_ ("Review") },
};

const char *
redan_posture_view_get_word (RedanPostureView view)
{
  g_return_val_if_fail (view < REDAN_N_POSTURE_VIEWS, NULL);

  return views[view].word;
}

const char *
redan_posture_view_get_title (RedanPostureView view)
{
  g_return_val_if_fail (view < REDAN_N_POSTURE_VIEWS, NULL);

  return _ (views[view].title);
}

gboolean
redan_posture_view_from_word (const char *word, RedanPostureView *view_out)
{
  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    if (g_str_equal (views[i].word, word))
      {
        *view_out = (RedanPostureView) i;
        return TRUE;
      }

  return FALSE;
}

/* ---- shared ---- */

RedanReportBlock *
posture_begin (const RedanPosture *self, const char *text)
{
  if (text != NULL)
    redan_report_add_paragraph (self->report, text);
  return redan_report_add_table (self->report);
}

RedanReportCell *
posture_add_object (const RedanPosture *self,
                    RedanReportBlock *table,
                    RedanContext context,
                    guint32 target)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanObject *object = redan_target_get_object (facts, context, target);
  g_autofree char *name = object == NULL ? g_strdup (_ ("the model"))
                                         : redan_object_dup_title (facts->snapshot->model, object);
  g_autofree char *visible = redan_text_make_visible (name);
  RedanReportCell *cell = redan_report_block_add_cell (table, visible);

  if (object != NULL)
    cell->object = g_strndup (object->id.text, REDAN_ID_LENGTH);
  return cell;
}

RedanReportCell *
posture_add_number (RedanReportBlock *table, const char *format, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return redan_report_block_add_cell (table, g_ascii_formatd (text, sizeof text, format, value));
}

char *
posture_dup_interval (double low, double high)
{
  int from = (int) (low * 100 + 0.5);
  int to = (int) (high * 100 + 0.5);

  return from == to ? g_strdup_printf (_ ("%d %%"), from)
                    : g_strdup_printf (_ ("%d–%d %%"), from, to);
}

gboolean
posture_is_full (const RedanPosture *self, guint row, guint n_rows)
{
  g_autofree char *text = NULL;

  if (self->limit == 0 || row < self->limit)
    return FALSE;
  text = g_strdup_printf (
      ngettext ("%u more is not printed.", "%u more are not printed.", n_rows - self->limit),
      n_rows - self->limit);
  redan_report_add_paragraph (self->report, text);
  return TRUE;
}

char *
redan_posture_dup_scope (const RedanAnalysis *analysis, const RedanObjectives *results)
{
  g_autofree char *scope = redan_text_make_visible (results->scope_title);
  char date[11];

  redan_days_to_date (analysis->facts->as_of, date);
  if (results->maturity_floor == results->maturity_ceiling)
    return g_strdup_printf (_ ("Scope: %s, as of %s. Maturity level %u of 4."), scope, date,
                            results->maturity_floor);
  return g_strdup_printf (_ ("Scope: %s, as of %s. Maturity level %u of 4; open questions hide up "
                             "to level %u."),
                          scope, date, results->maturity_floor, results->maturity_ceiling);
}

/* ---- matrix ---- */

static void
add_cell (RedanReportBlock *table, const RedanMatrixCell *cell)
{
  int low = (int) (cell->low * 100 + 0.5);
  int high = (int) (cell->high * 100 + 0.5);
  g_autofree char *text = cell->n == 0  ? NULL
                          : low == high ? g_strdup_printf ("%d", low)
                                        : g_strdup_printf ("%d–%d", low, high);
  RedanReportCell *shown = NULL;

  if (cell->n_all == 0)
    {
      redan_report_block_add_cell (table, "");
      return;
    }
  shown = redan_report_block_add_cell (table, text != NULL ? text : "–");
  if (cell->n == 0)
    return;
  shown->tone = cell->low >= 0.8         ? REDAN_REPORT_TONE_GOOD
                : cell->high > cell->low ? REDAN_REPORT_TONE_UNKNOWN
                : cell->low >= 0.33      ? REDAN_REPORT_TONE_MEDIUM
                                         : REDAN_REPORT_TONE_CRITICAL;
}

static void
add_operation (const RedanPosture *self, RedanReportBlock *table, guint operation)
{
  g_autofree char *title =
      g_strdup_printf ("%s %s", redan_operation_get_id (operation),
                       redan_operation_get_title (self->analysis->facts->catalogue, operation));

  redan_report_block_add_cell (table, title);
}

static void
add_matrix (const RedanPosture *self)
{
  static const char letters[] = "STRIDE";
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->analysis->facts->catalogue, NULL);
  g_autoptr (RedanMatrix) matrix = redan_matrix_compute (self->analysis, self->scope);
  RedanReportBlock *table = posture_begin (
      self,
      _ ("How much of where they apply the controls of an operation cover, in percent, by the "
         "practice that they serve. A dash: none applies; empty: the catalogue has none; a range: "
         "answers are missing."));

  redan_report_block_add_column (table, _ ("Operation"), 3.0, FALSE);
  for (guint i = 0; i < matrix->n_practices; i++)
    redan_report_block_add_column (table, objectives[matrix->practices[i]].id, 1.0, TRUE);
  for (guint i = 0; i < REDAN_N_OPERATIONS; i++)
    {
      add_operation (self, table, i);
      for (guint j = 0; j < matrix->n_practices; j++)
        add_cell (table, &matrix->by_practice[i * matrix->n_practices + j]);
    }

  table = posture_begin (self, _ ("The same by the kind of threat that the controls counter."));
  redan_report_block_add_column (table, _ ("Operation"), 3.0, FALSE);
  for (guint i = 0; i < REDAN_N_STRIDE; i++)
    {
      const char letter[] = { letters[i], '\0' };

      redan_report_block_add_column (table, letter, 1.0, TRUE);
    }
  for (guint i = 0; i < REDAN_N_OPERATIONS; i++)
    {
      add_operation (self, table, i);
      for (guint j = 0; j < REDAN_N_STRIDE; j++)
        add_cell (table, &matrix->by_stride[i][j]);
    }
}

/* ---- maturity ---- */

/* Every criterion of maturity with what turns it; those above the floor that hold are ahead. */
static void
add_maturity (const RedanPosture *self)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  g_autoptr (GArray) gaps = redan_maturity_list_gaps (self->analysis, self->results);
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n);
  RedanReportBlock *table = posture_begin (
      self, _ ("Levels are cumulative: a level is reached when all criteria up to it hold."));

  redan_report_block_add_column (table, _ ("Level"), 0.8, TRUE);
  redan_report_block_add_column (table, _ ("Criterion"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("State"), 1.6, FALSE);
  redan_report_block_add_column (table, _ ("Found"), 2.2, FALSE);
  redan_report_block_add_column (table, _ ("Would turn it"), 3.2, FALSE);
  for (guint32 i = 0; i < n; i++)
    {
      const RedanCriterionResult *result = &self->results->criteria[i];
      guint level = redan_objective_get_level (&objectives[criteria[i].objective]);
      const char *control = "";

      if (level == 0)
        continue;
      for (guint j = 0; j < gaps->len; j++)
        {
          const RedanMaturityGap *gap = &g_array_index (gaps, RedanMaturityGap, j);

          if (gap->criterion == i && gap->control != REDAN_NONE)
            control = controls[gap->control].title;
        }
      posture_add_number (table, "%.0f", level);
      redan_report_block_add_cell (table, criteria[i].text);
      redan_report_block_add_cell (table, level > self->results->maturity_floor + 1 &&
                                                  result->value == REDAN_CRITERION_TRUE
                                              ? _ ("met, ahead")
                                              : redan_criterion_get_state (result))
          ->tone = redan_report_tone_of_criterion (result);
      redan_report_block_add_cell (table, result->note != NULL ? result->note : "");
      redan_report_block_add_cell (table, control);
    }
}

/* ---- roadmap ---- */

static void
add_lane (const RedanPosture *self, const GArray *items, guint lane)
{
  static const char *const titles[] = { N_ ("Foundation and governance"),
                                        N_ ("Threat assessment and planning"),
                                        N_ ("Automation and standardization"),
                                        N_ ("Continuous improvement") };
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  double open = redan_roadmap_get_open (self->analysis, self->scope, self->results, lane);
  g_autofree char *text = g_strdup_printf (_ ("%u. %s: %d %% open"), lane, _ (titles[lane - 1]),
                                           (int) (open * 100 + 0.5));
  RedanReportBlock *table = posture_begin (self, text);
  guint row = 0;
  guint n = 0;

  redan_report_block_add_column (table, _ ("Step"), 5.0, FALSE);
  redan_report_block_add_column (table, _ ("Kind"), 1.4, FALSE);
  redan_report_block_add_column (table, _ ("Threats"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Per effort"), 1.2, TRUE);
  redan_report_block_add_column (table, _ ("When"), 2.0, FALSE);
  for (guint i = 0; i < items->len; i++)
    n += g_array_index (items, RedanRoadmapItem, i).lane == lane;
  for (guint i = 0; i < items->len; i++)
    {
      const RedanRoadmapItem *item = &g_array_index (items, RedanRoadmapItem, i);

      if (item->lane != lane)
        continue;
      if (posture_is_full (self, row++, n))
        break;
      redan_report_block_add_cell (table, item->control == REDAN_NONE
                                              ? criteria[item->criterion].text
                                              : controls[item->control].title);
      redan_report_block_add_cell (table,
                                   item->control == REDAN_NONE ? _ ("criterion") : _ ("control"));
      if (item->control == REDAN_NONE)
        {
          redan_report_block_add_cell (table, "");
          redan_report_block_add_cell (table, "");
          redan_report_block_add_cell (table, self->results->criteria[item->criterion].value ==
                                                      REDAN_CRITERION_UNKNOWN
                                                  ? _ ("answer first")
                                                  : "");
          continue;
        }
      posture_add_number (table, "%.0f", item->n_threats);
      posture_add_number (table, "%.1f", item->per_effort);
      redan_report_block_add_cell (table, item->held ? _ ("after the lane before") : _ ("now"))
          ->tone = item->held ? REDAN_REPORT_TONE_NONE : REDAN_REPORT_TONE_GOOD;
    }
}

static void
add_roadmap (const RedanPosture *self)
{
  g_autoptr (GArray) items = redan_roadmap_list (self->analysis, self->scope, self->results);

  redan_report_add_paragraph (
      self->report,
      _ ("What the four phases lack. The figure per effort is an estimate to order by: residual "
         "risk of the threats that ask for a control, times its strength, by effort points."));
  for (guint lane = 1; lane <= 4; lane++)
    add_lane (self, items, lane);
}

void
redan_posture_add (const RedanPosture *self, RedanPostureView view)
{
  static void (*const adders[REDAN_N_POSTURE_VIEWS]) (const RedanPosture *self) = {
    [REDAN_POSTURE_MATRIX] = add_matrix,
    [REDAN_POSTURE_MATURITY] = add_maturity,
    [REDAN_POSTURE_ROADMAP] = add_roadmap,
    [REDAN_POSTURE_DUTIES] = posture_add_duties,
    [REDAN_POSTURE_TRACEABILITY] = posture_add_traceability,
    [REDAN_POSTURE_ACCOUNTS] = posture_add_accounts,
    [REDAN_POSTURE_DEPTH] = posture_add_depth,
    [REDAN_POSTURE_SERVICES] = posture_add_services,
    [REDAN_POSTURE_REVIEW] = posture_add_review,
  };

  if (adders[view] != NULL)
    adders[view](self);
}
