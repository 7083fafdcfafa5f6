/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of the plan and of the SEC01 objectives. */

#include "ui/report/content.h"

#include <glib/gi18n-lib.h>

#include "ui/report/change-words.h"
#include "ui/report/posture.h"
#include "ui/report/wording.h"

#define MAX_VIEW_ROWS 40

static void
add_curve (const RedanReportContent *self)
{
  RedanReportBlock *steps = redan_report_add (self->report, REDAN_BLOCK_STEPS);

  steps->text = g_strdup (_ ("Residual risk after each control, in the order of the plan"));
  g_array_append_val (steps->values, self->plan->base);
  for (guint i = 0; i < self->plan->n_rows; i++)
    g_array_append_val (steps->values, self->plan->rows[i].remaining);
}

static void
add_plan_card (const RedanReportContent *self, const RedanPlanRow *row, guint number)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanControl *control = &redan_catalogue_get_controls (catalogue, NULL)[row->control];
  RedanReportBlock *card = redan_report_add (self->report, REDAN_BLOCK_CARD);
  g_autofree char *objectives =
      redan_content_join_objectives (catalogue, control->objectives, control->n_objectives);
  g_autofree char *services = g_strjoinv (", ", (char **) control->services);
  char effort[32];
  char reduction[32];
  char remaining[32];

  redan_score_format ((gint64) (row->reduction * 1000 + 0.5), reduction);
  redan_score_format ((gint64) (row->remaining * 1000 + 0.5), remaining);
  card->text = g_strdup_printf ("%u. %s", number, control->title);
  card->note = g_strdup_printf (
      _ ("%s · effort %s · lowers %u threats · leaves %s · phase %u, maturity level %u"),
      control->id, redan_effort_format (row->effort, effort), row->n_threats, remaining,
      control->phase, control->maturity);
  card->badge = g_strdup_printf ("−%s", reduction);
  card->tone = REDAN_REPORT_TONE_GOOD;
  redan_report_block_add_line (card, _ ("What"), control->description, REDAN_REPORT_TONE_NONE);
  if (objectives[0] != '\0')
    redan_report_block_add_line (card, _ ("Objectives"), objectives, REDAN_REPORT_TONE_NONE);
  if (services[0] != '\0')
    redan_report_block_add_line (card, _ ("Services"), services, REDAN_REPORT_TONE_NONE);
}

/** Each takes something away that a person has to weigh, so none is a card of the plan. */
static void
add_changes (const RedanReportContent *self)
{
  RedanReportBlock *table = NULL;

  if (self->changes->len == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Beside controls"));
  redan_report_add_paragraph (self->report,
                              _ ("Each by itself, with nothing of the plan in place."));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Change"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("What goes with it"), 4.6, FALSE);
  redan_report_block_add_column (table, _ ("Effort"), 1.1, TRUE);
  redan_report_block_add_column (table, _ ("Reduction"), 1.5, TRUE);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const RedanPlanChange *change = g_ptr_array_index (self->changes, i);
      g_autofree char *title = redan_change_dup_title (self->analysis, change);
      g_autofree char *loss = redan_change_dup_loss (self->analysis, change);
      char effort[32];
      char reduction[32];

      redan_effort_format (change->effort, effort);
      redan_score_format ((gint64) (change->reduction * 1000 + 0.5), reduction);
      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (table, loss);
      redan_report_block_add_cell (table, effort);
      redan_report_block_add_cell (table, reduction);
    }
}

static void
add_controls (const RedanReportContent *self)
{
  if (self->plan->n_rows == 0)
    {
      redan_report_add_paragraph (
          self->report,
          _ ("No control of the catalogue lowers the residual risk of this model any further."));
      return;
    }
  redan_report_add_paragraph (self->report,
                              _ ("Controls in the order in which they lower the residual risk most "
                                 "for their effort. Each row is computed "
                                 "after the rows before it are in place; exposure and blast radius "
                                 "are recomputed each time. Reductions "
                                 "do not add up in another order."));
  add_curve (self);
  for (guint i = 0; i < self->plan->n_rows; i++)
    add_plan_card (self, &self->plan->rows[i], i + 1);
}

void
redan_content_add_plan (const RedanReportContent *self)
{
  redan_report_add_heading (self->report, 1, "plan", _ ("Plan"));
  add_controls (self);
  add_changes (self);
  if (self->plan->out_of_time)
    redan_report_add_paragraph (self->report,
                                _ ("The time budget of the plan was used up; more may help."));
}

static void
add_criteria (const RedanReportContent *self, RedanReportBlock *card, guint objective)
{
  guint n;
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (self->analysis->facts->catalogue, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanCriterionResult *result = &self->objectives->criteria[i];
      g_autofree char *waiver = redan_waiver_dup_text (result);
      g_autoptr (GString) text = NULL;

      if (criteria[i].objective != objective ||
          (result->value == REDAN_CRITERION_NOT_APPLICABLE && !result->waived))
        continue;
      text = g_string_new (criteria[i].text);
      if (criteria[i].required)
        g_string_append (text, _ (" (required)"));
      if (result->note != NULL)
        g_string_append_printf (text, ": %s", result->note);
      if (waiver != NULL)
        g_string_append_printf (text, "; %s", waiver);
      redan_report_block_add_line (card, "", text->str, redan_report_tone_of_criterion (result));
    }
}

static void
add_practice (const RedanReportContent *self, const RedanObjective *objective, guint index)
{
  const RedanObjectiveResult *result = &self->objectives->objectives[index];
  RedanReportBlock *card = redan_report_add (self->report, REDAN_BLOCK_CARD);
  g_autofree char *reference = redan_objective_dup_reference (objective);
  g_autofree char *covered = redan_coverage_dup_text (result);

  card->anchor = g_strdup_printf ("objective-%s", objective->id);
  card->text = g_strdup (objective->title);
  card->note =
      g_strdup_printf (result->required_failed ? _ ("%s · covered %s · a required criterion fails")
                                               : _ ("%s · covered %s"),
                       reference, covered);
  card->badge = g_strdup (redan_objective_state_get_title (result->state));
  card->tone = redan_report_tone_of_state (result->state);
  if (result->state != REDAN_OBJECTIVE_NOT_APPLICABLE)
    {
      card->low = result->low;
      card->high = result->high;
    }
  add_criteria (self, card, index);
}

static RedanReportBlock *
begin_objective_table (const RedanReportContent *self, const char *group)
{
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 2, NULL, redan_objective_group_get_title (group));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Id"), 1.2, FALSE);
  redan_report_block_add_column (table, _ ("Objective"), 6.0, FALSE);
  redan_report_block_add_column (table, _ ("State"), 2.3, FALSE);
  redan_report_block_add_column (table, _ ("Covered"), 1.7, TRUE);
  return table;
}

static void
add_mapping (const RedanReportContent *self)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  guint n;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, &n);
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 2, NULL,
                            _ ("Which planned control serves which objective"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Objective"), 3.4, FALSE);
  redan_report_block_add_column (table, _ ("State"), 1.4, FALSE);
  redan_report_block_add_column (table, _ ("Controls of the plan"), 6.0, FALSE);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) served = g_string_new (NULL);
      g_autofree char *reference = redan_objective_dup_reference (&objectives[i]);
      g_autofree char *title = g_strdup_printf ("%s %s", reference, objectives[i].title);
      RedanReportCell *cell = NULL;

      if (!g_str_equal (objectives[i].group, "bp"))
        continue;
      for (guint row = 0; row < self->plan->n_rows; row++)
        {
          const RedanControl *control = &controls[self->plan->rows[row].control];

          for (guint j = 0; j < control->n_objectives; j++)
            if (control->objectives[j] == i)
              g_string_append_printf (served, "%s%s", served->len > 0 ? "; " : "", control->title);
        }
      redan_report_block_add_cell (table, title)->link =
          g_strdup_printf ("objective-%s", objectives[i].id);
      cell = redan_report_block_add_cell (
          table, redan_objective_state_get_title (self->objectives->objectives[i].state));
      cell->tone = redan_report_tone_of_state (self->objectives->objectives[i].state);
      redan_report_block_add_cell (table, served->len > 0 ? served->str : _ ("none"));
    }
}

static void
add_views (const RedanReportContent *self)
{
  const RedanPosture posture = { self->report, self->analysis, self->options->scope,
                                 self->objectives, MAX_VIEW_ROWS };

  for (guint i = REDAN_POSTURE_MATRIX; i < REDAN_N_POSTURE_VIEWS; i++)
    {
      redan_report_add_heading (self->report, 2, NULL, redan_posture_view_get_title (i));
      redan_posture_add (&posture, i);
    }
}

void
redan_content_add_objectives (const RedanReportContent *self)
{
  guint n;
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->analysis->facts->catalogue, &n);
  g_autofree char *scope = redan_posture_dup_scope (self->analysis, self->objectives);
  const char *group = "bp";
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 1, "objectives", _ ("AWS Well-Architected SEC01"));
  redan_report_add_paragraph (self->report, scope);
  redan_report_add_paragraph (
      self->report, _ ("Covered shows the share of criteria that is known to hold and the "
                       "share that may hold; what is waived counts neither way."));
  for (guint i = 0; i < n; i++)
    if (g_str_equal (objectives[i].group, "bp"))
      add_practice (self, &objectives[i], i);
  if (self->plan->n_rows > 0)
    add_mapping (self);

  for (guint i = 0; i < n; i++)
    {
      const RedanObjectiveResult *result = &self->objectives->objectives[i];
      g_autofree char *covered = NULL;

      if (g_str_equal (objectives[i].group, "bp"))
        continue;
      if (!g_str_equal (objectives[i].group, group))
        {
          group = objectives[i].group;
          table = begin_objective_table (self, group);
        }
      covered = redan_coverage_dup_text (result);
      redan_report_block_add_cell (table, objectives[i].id);
      redan_report_block_add_cell (table, objectives[i].title);
      redan_report_block_add_cell (table, redan_objective_state_get_title (result->state))->tone =
          redan_report_tone_of_state (result->state);
      redan_report_block_add_cell (table, covered);
    }
  add_views (self);
}
