/* SPDX-License-Identifier: Apache-2.0 */
/* The report from title page to appendix: summary and diagrams here, the longer sections in their
 * own files. */

#include "ui/report/content.h"

#include <glib/gi18n-lib.h>

#include "analysis/plan-changes.h"
#include "model/diagrams.h"
#include "ui/report/rows.h"
#include "ui/report/wording.h"

#define SUMMARY_ROWS 10
#define PLAN_ROWS 12
#define CHANGE_ROWS 10
#define PLAN_TIME_MS 5000
#define MAX_DIAGRAMS 100
#define TITLE_PAGE_CHARACTERS 1200
#define TITLE_PAGE_LINES 14

char *
redan_content_threat_anchor (guint rank)
{
  return g_strdup_printf ("threat-%u", rank);
}

guint *
redan_content_list_ranks (const RedanAnalysis *analysis)
{
  guint *ranks = g_new (guint, analysis->threats->len + 1);

  for (guint i = 0; i < analysis->threats->len; i++)
    ranks[analysis->ranked[i]] = i + 1;

  return ranks;
}

char *
redan_content_dup_threat_title (const RedanReportContent *self, const RedanThreat *threat)
{
  g_autofree char *title = redan_threat_dup_title (self->analysis->facts, threat);

  return redan_text_make_visible (title);
}

char *
redan_content_dup_description (const RedanObject *object)
{
  const char *description = redan_object_get (object, REDAN_FIELD_DESCRIPTION);

  return description != NULL && description[0] != '\0'
             ? redan_text_dup_excerpt (description, REDAN_REPORT_MAX_CHARACTERS,
                                       REDAN_REPORT_MAX_LINES)
             : NULL;
}

char *
redan_content_dup_title_note (const RedanObject *meta)
{
  const char *description = redan_object_get (meta, REDAN_FIELD_DESCRIPTION);

  return redan_text_dup_excerpt (description != NULL ? description : "", TITLE_PAGE_CHARACTERS,
                                 TITLE_PAGE_LINES);
}

char *
redan_content_join_objectives (const RedanCatalogue *catalogue, const guint32 *objectives, guint n)
{
  const RedanObjective *all = redan_catalogue_get_objectives (catalogue, NULL);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *reference = redan_objective_dup_reference (&all[objectives[i]]);

      g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", reference);
    }
  return g_string_free (joined, FALSE);
}

static void
add_title_line (RedanReportBlock *block,
                const RedanObject *meta,
                const char *label,
                RedanField field)
{
  const char *value = redan_object_get (meta, field);
  g_autofree char *visible = value != NULL ? redan_text_make_visible (value) : NULL;

  if (visible != NULL && visible[0] != '\0')
    redan_report_block_add_line (block, label, visible, REDAN_REPORT_TONE_NONE);
}

static void
add_title_page (const RedanReportContent *self)
{
  const RedanObject *meta = redan_model_get_meta (self->analysis->facts->snapshot->model);
  RedanReportBlock *block = redan_report_add (self->report, REDAN_BLOCK_TITLE_PAGE);

  block->text = g_strdup (self->report->title);
  block->note = redan_content_dup_title_note (meta);
  block->badge = g_strdup (_ ("Threat model report"));
  add_title_line (block, meta, _ ("Owner"), REDAN_FIELD_OWNER);
  add_title_line (block, meta, _ ("Scope"), REDAN_FIELD_SCOPE);
  redan_report_block_add_line (block, _ ("As of"), self->report->date, REDAN_REPORT_TONE_NONE);
}

static void
add_figure (RedanReportBlock *block, guint count, const char *label, RedanReportTone tone)
{
  g_autofree char *number = g_strdup_printf ("%u", count);

  redan_report_block_add_line (block, label, number, tone);
}

static void
add_summary_figures (const RedanReportContent *self)
{
  const RedanTotals *totals = &self->analysis->totals;
  RedanReportBlock *bands = redan_report_add (self->report, REDAN_BLOCK_FIGURES);
  RedanReportBlock *model = NULL;
  g_autofree char *maturity = NULL;
  RedanModelCounts counts;
  char residual[32];

  for (int band = REDAN_BAND_CRITICAL; band >= REDAN_BAND_INFO; band--)
    add_figure (bands, totals->bands[band], redan_band_get_title (band),
                redan_report_tone_of_band (band));

  redan_rows_count (self->analysis->facts->snapshot->model, &counts);
  model = redan_report_add (self->report, REDAN_BLOCK_FIGURES);
  redan_report_block_add_line (model, _ ("Residual risk"),
                               redan_score_format (totals->residual, residual),
                               REDAN_REPORT_TONE_NONE);
  add_figure (model, totals->n_unconfirmed, _ ("Unconfirmed"), REDAN_REPORT_TONE_NONE);
  maturity = self->objectives->maturity_floor == self->objectives->maturity_ceiling
                 ? g_strdup_printf ("%u", self->objectives->maturity_floor)
                 : g_strdup_printf ("%u–%u", self->objectives->maturity_floor,
                                    self->objectives->maturity_ceiling);
  redan_report_block_add_line (model, _ ("Maturity level"), maturity, REDAN_REPORT_TONE_NONE);
  add_figure (model, counts.actors + counts.processes + counts.stores, _ ("Elements"),
              REDAN_REPORT_TONE_NONE);
  add_figure (model, counts.flows, _ ("Flows"), REDAN_REPORT_TONE_NONE);
}

/* Stands before the list of threats: it does not grow with what is drawn. */
static void
add_headline (const RedanReportContent *self)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (GPtrArray) rows = redan_headline_list (self->analysis);
  RedanReportBlock *table = NULL;

  if (rows->len == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("Worst path to each valued asset"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Asset"), 3.6, FALSE);
  redan_report_block_add_column (table, _ ("How exposed"), 2.8, FALSE);
  redan_report_block_add_column (table, _ ("Path"), 6.4, FALSE);
  for (guint i = 0; i < MIN (rows->len, SUMMARY_ROWS); i++)
    {
      const RedanHeadlineRow *row = g_ptr_array_index (rows, i);
      g_autofree char *title = redan_headline_dup_title (facts, row);
      g_autofree char *exposure = redan_headline_dup_exposure (row);
      g_autofree char *path = redan_path_dup_title (facts, row->path);

      redan_report_block_add_cell (table, title);
      redan_report_block_add_cell (table, exposure);
      redan_report_block_add_cell (table, path);
    }
}

static void
add_first_threats (const RedanReportContent *self)
{
  const RedanAnalysis *analysis = self->analysis;
  const RedanScoring *scoring = redan_catalogue_get_scoring (analysis->facts->catalogue);
  RedanReportBlock *table = NULL;
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
  g_autofree guint *ranks = redan_content_list_ranks (analysis);

  redan_report_add_heading (self->report, 2, NULL, _ ("Look at these first"));
  if (analysis->threats->len == 0)
    {
      redan_report_add_paragraph (self->report,
                                  _ ("No threat was found. A model needs elements, flows between "
                                     "them and a few answers before rules can fire."));
      return;
    }
  if (cards->n == 0)
    {
      redan_report_add_paragraph (self->report, _ ("No threat is open."));
      return;
    }
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Score"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Severity"), 1.3, FALSE);
  /* Titles name the elements: one line for each is an overview, the rest is in the cards. */
  redan_report_block_add_column (table, _ ("Threat"), 10.4, FALSE);
  for (guint i = 0; i < cards->n; i++)
    {
      const guint32 first = cards->cards[i].first;
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, first);
      RedanBand band = redan_band_of (scoring, threat->residual / 1000.0);
      g_autofree char *title = redan_content_dup_threat_title (self, threat);
      g_autofree char *marked =
          threat->confirmed ? g_strdup (title) : g_strdup_printf (_ ("%s (unconfirmed)"), title);
      RedanReportCell *cell = NULL;
      char score[32];

      redan_report_block_add_cell (table, redan_score_format (threat->residual, score));
      redan_report_block_add_cell (table, redan_band_get_title (band))->tone =
          redan_report_tone_of_band (band);
      cell = redan_report_block_add_cell (table, marked);
      cell->link = redan_content_threat_anchor (ranks[first]);
    }
}

static void
add_first_controls (const RedanReportContent *self)
{
  const RedanControl *controls =
      redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL);
  RedanReportBlock *table = NULL;

  if (self->plan->n_rows == 0)
    return;
  redan_report_add_heading (self->report, 2, NULL, _ ("What to do first"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Control"), 6.0, FALSE);
  redan_report_block_add_column (table, _ ("Reduction"), 1.6, TRUE);
  redan_report_block_add_column (table, _ ("Effort"), 1.2, TRUE);
  redan_report_block_add_column (table, _ ("Objectives"), 4.0, FALSE);
  for (guint i = 0; i < MIN (self->plan->n_rows, 5); i++)
    {
      const RedanPlanRow *row = &self->plan->rows[i];
      const RedanControl *control = &controls[row->control];
      g_autofree char *objectives = redan_content_join_objectives (
          self->analysis->facts->catalogue, control->objectives, control->n_objectives);
      char effort[32];
      char reduction[32];

      redan_report_block_add_cell (table, control->title)->link = g_strdup ("plan");
      redan_report_block_add_cell (
          table, redan_score_format ((gint64) (row->reduction * 1000 + 0.5), reduction));
      redan_report_block_add_cell (table, redan_effort_format (row->effort, effort));
      redan_report_block_add_cell (table, objectives);
    }
}

void
redan_content_add_summary (const RedanReportContent *self)
{
  redan_report_add_heading (self->report, 1, "summary", _ ("Summary"));
  add_summary_figures (self);
  add_headline (self);
  add_first_threats (self);
  add_first_controls (self);
}

static void
add_more_diagrams (const RedanReportContent *self, guint n)
{
  g_autofree char *text = g_strdup_printf (
      _ ("%u more diagrams are not printed; redan-cli report --diagram prints one of them."), n);

  redan_report_add_paragraph (self->report, text);
}

void
redan_content_add_diagrams (const RedanReportContent *self)
{
  const RedanModel *model = self->analysis->facts->snapshot->model;
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  guint n_printed = 0;

  for (guint i = 0; i < diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      g_autoptr (RedanScene) scene = NULL;
      RedanReportBlock *block = NULL;

      if (self->options->diagram != NULL && !redan_id_equal (self->options->diagram, &diagram->id))
        continue;
      if (n_printed == MAX_DIAGRAMS)
        {
          add_more_diagrams (self, diagrams->len - i);
          return;
        }
      scene = redan_scene_new (model, &diagram->id, self->analysis);
      if (scene->n_boxes == 0 && scene->n_lines == 0)
        continue;
      if (n_printed++ == 0)
        redan_report_add_heading (self->report, 1, "diagrams",
                                  diagrams->len > 1 ? _ ("Diagrams") : _ ("Diagram"));
      block = redan_report_add (self->report, REDAN_BLOCK_DIAGRAM);
      block->text = redan_object_get_name (diagram)[0] != '\0'
                        ? redan_text_make_visible (redan_object_get_name (diagram))
                        : g_strdup (_ ("Data-flow diagram"));
      block->anchor = g_strdup_printf ("diagram-%u", i + 1);
      block->scene = g_steal_pointer (&scene);
    }
}

RedanReport *
redan_report_build (const RedanAnalysis *analysis, const RedanReportOptions *options)
{
  const RedanPlanOptions plan_options = { .n = PLAN_ROWS, .phase = 4, .time_ms = PLAN_TIME_MS };
  const char *name =
      redan_object_get_name (redan_model_get_meta (analysis->facts->snapshot->model));
  g_autoptr (RedanPlan) plan =
      redan_plan_compute (analysis->facts, analysis->threats, &plan_options, NULL);
  gboolean out_of_time = FALSE;
  g_autoptr (GPtrArray) changes =
      redan_plan_changes_list (analysis, CHANGE_ROWS, PLAN_TIME_MS, NULL, &out_of_time);
  g_autoptr (RedanObjectives) objectives = redan_objectives_evaluate_scope (
      analysis->facts, analysis->controls, analysis->graph, analysis->threats, options->scope);
  g_autofree char *title = redan_text_make_visible (name[0] != '\0' ? name : _ ("Untitled model"));
  char date[11];

  plan->out_of_time |= out_of_time;
  redan_days_to_date (options->as_of, date);
  RedanReportContent content = {
    .report = redan_report_new (title, date),
    .analysis = analysis,
    .options = options,
    .plan = plan,
    .changes = changes,
    .objectives = objectives,
  };

  add_title_page (&content);
  redan_report_add (content.report, REDAN_BLOCK_CONTENTS);
  redan_content_add_summary (&content);
  redan_content_add_diagrams (&content);
  redan_content_add_threats (&content);
  redan_content_add_attacks (&content);
  redan_content_add_plan (&content);
  redan_content_add_objectives (&content);
  redan_content_add_inventory (&content);
  redan_content_add_method (&content);
  redan_content_add_losses (&content);
  return content.report;
}
