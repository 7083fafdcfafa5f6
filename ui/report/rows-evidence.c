/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of an import of evidence. */

#include "config.h"

#include "ui/report/evidence.h"
#include "ui/report/json.h"

static void
write_files (RedanJson *json, const RedanEvidenceReport *report)
{
  redan_json_begin_array (json, "files");
  for (guint i = 0; i < report->files->len; i++)
    {
      const RedanEvidenceFile *file = g_ptr_array_index (report->files, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "path", file->path);
      redan_json_integer (json, "records", (gint64) file->counts.n_records);
      redan_json_integer (json, "unrecognized", (gint64) file->counts.n_unrecognized);
      redan_json_string (json, "error", file->problem);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_outcomes (RedanJson *json, const RedanEvidenceReport *report)
{
  static const char *const words[REDAN_EVIDENCE_N_OUTCOMES] = {
    [REDAN_EVIDENCE_PASSED] = "passed",         [REDAN_EVIDENCE_FAILED] = "failed",
    [REDAN_EVIDENCE_UNKNOWN] = "unknown",       [REDAN_EVIDENCE_NOT_APPLICABLE] = "not_applicable",
    [REDAN_EVIDENCE_EXCEPTION] = "exceptions",  [REDAN_EVIDENCE_ARCHIVED] = "archived",
    [REDAN_EVIDENCE_OTHER] = "other",           [REDAN_EVIDENCE_MATCHED] = "matched",
    [REDAN_EVIDENCE_NO_CONTROL] = "no_control", [REDAN_EVIDENCE_NO_PLACE] = "no_place",
  };

  redan_json_begin_object (json, "results");
  for (guint i = 0; i < REDAN_EVIDENCE_N_OUTCOMES; i++)
    redan_json_integer (json, words[i], (gint64) report->outcomes[i]);
  redan_json_end_object (json);
}

static void
write_target (RedanJson *json, const char *key, const RedanId *target)
{
  RedanIdText text;

  redan_json_string (json, key, redan_id_is_null (target) ? NULL : redan_id_to_text (target, text));
}

static void
write_date (RedanJson *json, const char *key, guint days)
{
  char date[11];

  redan_days_to_date (days, date);
  redan_json_string (json, key, days > 0 ? date : NULL);
}

static void
write_controls (RedanJson *json, const RedanEvidenceView *view)
{
  const RedanControl *controls = redan_catalogue_get_controls (view->catalogue, NULL);
  const RedanScoring *scoring = redan_catalogue_get_scoring (view->catalogue);

  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < view->report->rows->len; i++)
    {
      const RedanEvidenceRow *row = &g_array_index (view->report->rows, RedanEvidenceRow, i);
      RedanControlState state;
      double factor = 0;
      gboolean decided = redan_evidence_judge (&row->tally, scoring, view->as_of, &state, &factor);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control", controls[row->control].id);
      write_target (json, "target", &row->target);
      redan_json_string (json, "state", decided ? redan_control_state_get_word (state) : NULL);
      redan_json_decimal (json, "factor", factor, 3);
      redan_json_integer (json, "passed", row->tally.passed);
      redan_json_integer (json, "failed", row->tally.failed);
      redan_json_integer (json, "unknown", row->tally.unknown);
      redan_json_integer (json, "exceptions", row->tally.exceptions);
      write_date (json, "oldest", row->tally.oldest);
      write_date (json, "newest", row->tally.newest);
      redan_json_integer (json, "checks", row->n_checks);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_answers (RedanJson *json, const RedanEvidenceReport *report)
{
  redan_json_begin_array (json, "attributes");
  for (guint i = 0; i < report->answers->len; i++)
    {
      const RedanEvidenceAnswer *answer = &g_array_index (report->answers, RedanEvidenceAnswer, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "attribute", answer->attribute->name);
      write_target (json, "target", &answer->target);
      redan_json_string (json, "value", answer->value);
      redan_json_string (json, "stated", answer->stated);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_names (RedanJson *json, const char *key, const char *second, const GArray *names)
{
  redan_json_begin_array (json, key);
  for (guint i = 0; i < names->len; i++)
    {
      const RedanEvidenceName *name = &g_array_index (names, RedanEvidenceName, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "name", name->name);
      if (second != NULL)
        redan_json_string (json, second, name->account[0] != '\0' ? name->account : NULL);
      redan_json_integer (json, "results", (gint64) name->n);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_proposals (RedanJson *json, const RedanEvidenceReport *report)
{
  redan_json_begin_array (json, "proposals");
  for (guint i = 0; i < report->proposals->len; i++)
    {
      const RedanEvidenceProposal *proposal =
          &g_array_index (report->proposals, RedanEvidenceProposal, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "resource", proposal->resource);
      write_target (json, "element", &proposal->element);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

gboolean
redan_rows_evidence_json (const RedanEvidenceView *view, RedanRowSink sink, gpointer user_data)
{
  const RedanEvidenceReport *report = view->report;
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  write_files (&json, report);
  write_outcomes (&json, report);
  redan_json_integer (&json, "changes", view->n_changes);
  write_controls (&json, view);
  write_answers (&json, report);
  write_names (&json, "unmatched_checks", "source", report->checks);
  write_names (&json, "unmatched_resources", "account", report->resources);
  redan_json_integer (&json, "more_resources", (gint64) report->n_more);
  write_proposals (&json, report);
  write_names (&json, "practices", NULL, report->practices);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
