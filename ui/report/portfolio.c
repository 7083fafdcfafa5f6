/* SPDX-License-Identifier: Apache-2.0 */
/* How several models stand, in a table for people and rows for programs. */

#include "config.h"

#include "ui/report/portfolio.h"

#include <glib/gi18n-lib.h>

#include "model/exchange/import.h"
#include "model/organization.h"
#include "ui/report/csv.h"
#include "ui/report/wording.h"

#define MAX_PATH 44 /* characters shown */

static void
clear_row (gpointer data)
{
  RedanPortfolioRow *row = data;

  g_free (row->path);
  g_free (row->problem);
  g_free ((char *) row->status.name);
  g_free ((char *) row->status.owner);
  g_free ((char *) row->status.reviewed_by);
}

GArray *
redan_portfolio_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (RedanPortfolioRow));

  g_array_set_clear_func (self, clear_row);
  return self;
}

void
redan_portfolio_add (GArray *self, const char *path, const RedanAnalysis *analysis)
{
  RedanPortfolioRow row = { .path = g_strdup (path) };

  redan_status_compute (analysis, NULL, &row.status);
  row.status.name = g_strdup (row.status.name);
  row.status.owner = g_strdup (row.status.owner);
  row.status.reviewed_by = g_strdup (row.status.reviewed_by);
  g_array_append_val (self, row);
}

gboolean
redan_portfolio_add_file (GArray *self,
                          RedanCatalogue *catalogue,
                          guint as_of,
                          const char *path,
                          const char *format)
{
  const RedanAnalysisOptions options = { .as_of = as_of };
  RedanSchema *schema = redan_catalogue_get_schema (catalogue);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanOpened) opened = redan_open_file (schema, path, format, &error);
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) analysis = NULL;

  if (opened == NULL || !redan_inheritance_load (opened->model, path, &inheritance, &error))
    {
      redan_portfolio_add_problem (self, path, error->message);
      return FALSE;
    }
  snapshot = redan_snapshot_new (inheritance != NULL ? inheritance->model : opened->model);
  analysis = redan_analysis_new (snapshot, catalogue, &options);
  redan_portfolio_add (self, path, analysis);
  return TRUE;
}

void
redan_portfolio_add_problem (GArray *self, const char *path, const char *problem)
{
  RedanPortfolioRow row = { .path = g_strdup (path), .problem = g_strdup (problem) };

  g_array_append_val (self, row);
}

char *
redan_status_dup_review (const RedanStatus *status)
{
  char date[11];

  if (status->age < 0)
    return g_strdup (_ ("never"));
  redan_days_to_date (status->reviewed_on, date);
  if (status->reviewed_by == NULL)
    return g_strdup_printf (ngettext ("%s, %d day ago", "%s, %d days ago", (gulong) status->age),
                            date, status->age);

  g_autofree char *by = redan_text_make_visible (status->reviewed_by);

  return g_strdup_printf (
      ngettext ("%s by %s, %d day ago", "%s by %s, %d days ago", (gulong) status->age), date, by,
      status->age);
}

/* ---- blocks ---- */

static void
add_text (RedanReportBlock *table, const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);

  redan_report_block_add_cell (table, visible);
}

/* The end of a long path says more than its beginning. */
static void
add_path (RedanReportBlock *table, const char *path)
{
  g_autofree char *visible = redan_text_make_visible (path);
  const glong length = g_utf8_strlen (visible, -1);

  if (length > MAX_PATH)
    {
      g_autofree char *end =
          g_strconcat ("…", g_utf8_offset_to_pointer (visible, length - MAX_PATH + 1), NULL);

      redan_report_block_add_cell (table, end);
    }
  else
    redan_report_block_add_cell (table, visible);
}

static void
add_count (RedanReportBlock *table, guint n, RedanReportTone tone)
{
  g_autofree char *text = g_strdup_printf ("%u", n);
  RedanReportCell *cell = redan_report_block_add_cell (table, text);

  if (n > 0)
    cell->tone = tone;
}

static guint
count_objectives (const RedanStatus *status)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (status->n_objectives); i++)
    if (i != REDAN_OBJECTIVE_NOT_APPLICABLE)
      n += status->n_objectives[i];
  return n;
}

static void
add_row (RedanReportBlock *table, const RedanPortfolioRow *row)
{
  const RedanStatus *status = &row->status;
  g_autofree char *objectives = g_strdup_printf (
      _ ("%u of %u"), status->n_objectives[REDAN_OBJECTIVE_MET], count_objectives (status));
  char date[11] = "";

  if (status->age >= 0)
    redan_days_to_date (status->reviewed_on, date);
  add_path (table, row->path);
  add_text (table, status->owner[0] != '\0' ? status->owner : "-");
  redan_report_block_add_cell (table, status->age < 0 ? _ ("never") : date)->tone =
      status->is_due ? REDAN_REPORT_TONE_MEDIUM : REDAN_REPORT_TONE_NONE;
  redan_report_block_add_cell (table, status->is_due ? _ ("due") : "");
  add_count (table, status->n_bands[REDAN_BAND_CRITICAL], REDAN_REPORT_TONE_CRITICAL);
  add_count (table, status->n_bands[REDAN_BAND_HIGH], REDAN_REPORT_TONE_HIGH);
  add_count (table, status->n_undecided, REDAN_REPORT_TONE_HIGH);
  add_count (table, status->n_expired, REDAN_REPORT_TONE_MEDIUM);
  if (status->n_signed > 0)
    add_count (table, status->n_changed, REDAN_REPORT_TONE_MEDIUM);
  else
    redan_report_block_add_cell (table, "?")->tone = REDAN_REPORT_TONE_UNKNOWN;
  redan_report_block_add_cell (table, objectives);
}

static void
add_table (const GArray *self, RedanReport *report)
{
  const struct
  {
    const char *title;
    double weight;
    gboolean right;
  } columns[] = {
    { _ ("Model"), 3, FALSE },         { _ ("Owner"), 2, FALSE },
    { _ ("Last review"), 1.2, FALSE }, { "", .6, FALSE },
    { _ ("Critical"), 1, TRUE },       { _ ("High"), 1, TRUE },
    { _ ("Undecided"), 1, TRUE },      { _ ("Expired"), 1, TRUE },
    { _ ("Changed"), 1, TRUE },        { _ ("Objectives met"), 1.4, TRUE },
  };
  RedanReportBlock *table = redan_report_add_table (report);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    redan_report_block_add_column (table, columns[i].title, columns[i].weight, columns[i].right);
  for (guint i = 0; i < self->len; i++)
    {
      const RedanPortfolioRow *row = &g_array_index (self, RedanPortfolioRow, i);

      if (row->problem == NULL)
        add_row (table, row);
    }
}

void
redan_portfolio_add_blocks (const GArray *self, RedanReport *report)
{
  guint n_problems = 0;

  for (guint i = 0; i < self->len; i++)
    n_problems += g_array_index (self, RedanPortfolioRow, i).problem != NULL;
  if (n_problems < self->len)
    add_table (self, report);
  if (n_problems == 0)
    return;
  redan_report_add_heading (report, 2, NULL, _ ("Not read"));
  for (guint i = 0; i < self->len; i++)
    {
      const RedanPortfolioRow *row = &g_array_index (self, RedanPortfolioRow, i);
      g_autofree char *visible = NULL;

      if (row->problem == NULL)
        continue;
      visible = redan_text_make_visible (row->problem);
      redan_report_add_paragraph (report, visible);
    }
}

/* ---- rows ---- */

void
redan_status_write (RedanJson *json, const RedanStatus *status)
{
  static const char *const states[] = {
    [REDAN_OBJECTIVE_MET] = "met",         [REDAN_OBJECTIVE_PARTIAL] = "partial",
    [REDAN_OBJECTIVE_NOT_MET] = "not_met", [REDAN_OBJECTIVE_NOT_APPLICABLE] = "not_applicable",
    [REDAN_OBJECTIVE_UNKNOWN] = "unknown",
  };
  char date[11] = "";

  if (status->age >= 0)
    redan_days_to_date (status->reviewed_on, date);
  redan_json_string (json, "name", status->name);
  redan_json_string (json, "owner", status->owner);
  redan_json_string (json, "reviewed_on", status->age >= 0 ? date : NULL);
  redan_json_string (json, "reviewed_by", status->reviewed_by);
  redan_json_integer (json, "age", status->age);
  redan_json_integer (json, "interval", status->interval);
  redan_json_boolean (json, "due", status->is_due);
  redan_json_integer (json, "elements", status->n_elements);
  redan_json_integer (json, "threats", status->n_threats);
  for (guint band = REDAN_N_BANDS; band-- > 0;)
    redan_json_integer (json, redan_band_get_word ((RedanBand) band), status->n_bands[band]);
  redan_json_integer (json, "undecided", status->n_undecided);
  redan_json_integer (json, "expired", status->n_expired);
  redan_json_integer (json, "signed", status->n_signed);
  redan_json_integer (json, "changed", status->n_changed);
  redan_json_integer (json, "conflicts", status->n_conflicts);
  redan_json_decimal (json, "residual", (double) status->residual / 1000, 1);
  redan_json_integer (json, "catalogue", status->n_catalogue);
  redan_json_begin_object (json, "objectives");
  for (guint i = 0; i < G_N_ELEMENTS (status->n_objectives); i++)
    redan_json_integer (json, states[i], status->n_objectives[i]);
  redan_json_end_object (json);
}

gboolean
redan_portfolio_write_json (const GArray *self, guint as_of, RedanRowSink sink, gpointer user_data)
{
  RedanJson json;
  char date[11];

  redan_days_to_date (as_of, date);
  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "as_of", date);
  redan_json_begin_array (&json, "models");
  for (guint i = 0; i < self->len; i++)
    {
      const RedanPortfolioRow *row = &g_array_index (self, RedanPortfolioRow, i);

      if (row->problem != NULL)
        continue;
      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "path", row->path);
      redan_status_write (&json, &row->status);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_begin_array (&json, "unreadable");
  for (guint i = 0; i < self->len; i++)
    {
      const RedanPortfolioRow *row = &g_array_index (self, RedanPortfolioRow, i);

      if (row->problem == NULL)
        continue;
      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "path", row->path);
      redan_json_string (&json, "message", row->problem);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}

static void
append_number (GString *line, gint64 number)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  g_string_append_printf (line, "%" G_GINT64_FORMAT, number);
}

static void
append_row (GString *line, const RedanPortfolioRow *row)
{
  const RedanStatus *status = &row->status;
  const char *const texts[] = { row->path, status->name, status->owner };
  char date[11] = "";
  char residual[32];

  if (status->age >= 0 && row->problem == NULL)
    redan_days_to_date (status->reviewed_on, date);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    redan_csv_add_cell (line, texts[i] != NULL ? texts[i] : "");
  redan_csv_add_cell (line, date);
  redan_csv_add_cell (line, status->reviewed_by != NULL ? status->reviewed_by : "");
  if (row->problem != NULL)
    {
      g_string_append (line, ",,,,,,,,,,,,,");
      redan_csv_add_cell (line, row->problem);
      return;
    }
  redan_csv_add_cell (line, status->is_due ? "yes" : "no");
  append_number (line, status->n_bands[REDAN_BAND_CRITICAL]);
  append_number (line, status->n_bands[REDAN_BAND_HIGH]);
  append_number (line, status->n_undecided);
  append_number (line, status->n_expired);
  append_number (line, status->n_signed);
  append_number (line, status->n_changed);
  append_number (line, status->n_conflicts);
  g_string_append_printf (line, ",%s", redan_score_format (status->residual, residual));
  append_number (line, status->n_objectives[REDAN_OBJECTIVE_MET]);
  append_number (line, status->n_objectives[REDAN_OBJECTIVE_PARTIAL]);
  append_number (line, status->n_objectives[REDAN_OBJECTIVE_NOT_MET]);
  append_number (line, status->n_objectives[REDAN_OBJECTIVE_UNKNOWN]);
  redan_csv_add_cell (line, "");
}

gboolean
redan_portfolio_write_csv (const GArray *self, RedanRowSink sink, gpointer user_data)
{
  static const char header[] =
      "path,name,owner,reviewed_on,reviewed_by,due,critical,high,undecided,"
      "expired,signed,changed,conflicts,residual,met,partial,not_met,"
      "unknown,message\r\n";
  gboolean accepted = sink (user_data, header, sizeof header - 1);

  for (guint i = 0; i < self->len && accepted; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      append_row (line, &g_array_index (self, RedanPortfolioRow, i));
      g_string_append (line, "\r\n");
      accepted = sink (user_data, line->str, line->len);
    }
  return accepted;
}
