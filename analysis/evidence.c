/* SPDX-License-Identifier: Apache-2.0 */
/* Import of findings as evidence: keeps one small entry for each check of each resource, and sums
 * them up at the end. */

#include "config.h"

#include "analysis/evidence-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/error.h"
#include "analysis/evidence-sum-private.h"
#include "model/error.h"

/* What a batch may hold of different things. */
#define MAX_ENTRIES 8000000
#define MAX_CHECKS 50000
#define MAX_NAMES 10000
#define MAX_PLACES 4000000

struct _RedanEvidenceImport
{
  const RedanModel *model;
  const RedanCatalogue *catalogue;
  RedanEvidenceOptions options;
  char *account;
  RedanCheckNames checks;
  RedanResourceNames resources;
  EvidenceSums all;   /* of the files that were read to their end */
  EvidenceSums stage; /* of the current file */
  char file_account[13];
  GError *problem; /* why the current file is not read on */
  GPtrArray *files;
};

static void
free_file (gpointer data)
{
  RedanEvidenceFile *file = data;

  g_free (file->path);
  g_free (file->problem);
  g_free (file);
}

RedanEvidenceImport *
redan_evidence_import_new (const RedanModel *model,
                           const RedanCatalogue *catalogue,
                           const RedanEvidenceOptions *options)
{
  RedanEvidenceImport *self = g_new0 (RedanEvidenceImport, 1);

  self->model = model;
  self->catalogue = catalogue;
  self->options = *options;
  self->account = g_strdup (options->account != NULL ? options->account : "");
  self->files = g_ptr_array_new_with_free_func (free_file);
  check_names_init (&self->checks, catalogue);
  resource_names_init (&self->resources, model);
  evidence_sums_init (&self->all);
  evidence_sums_init (&self->stage);
  return self;
}

void
redan_evidence_import_free (RedanEvidenceImport *self)
{
  check_names_clear (&self->checks);
  resource_names_clear (&self->resources);
  evidence_sums_clear (&self->all);
  evidence_sums_clear (&self->stage);
  g_clear_error (&self->problem);
  g_ptr_array_unref (self->files);
  g_free (self->account);
  g_free (self);
}

/* Twelve digits in a row and no more of them, or %FALSE. */
static gboolean
find_account (const char *text, char account[13])
{
  for (const char *at = text; *at != '\0';)
    {
      gsize n = strspn (at, "0123456789");

      if (n == 12)
        {
          memcpy (account, at, 12);
          account[12] = '\0';
          return TRUE;
        }
      at += MAX (n, 1);
    }
  account[0] = '\0';
  return FALSE;
}

/* As the result says, else as its resource says, else as the file or the user say. */
static const char *
choose_account (RedanEvidenceImport *self, const RedanFinding *finding, char buffer[13])
{
  if (finding->account[0] != '\0')
    return finding->account;
  if ((g_str_has_prefix (finding->resource, "arn:") ||
       g_str_has_prefix (finding->resource, "AWS::::Account:")) &&
      find_account (finding->resource, buffer))
    return buffer;
  return self->file_account[0] != '\0' ? self->file_account : self->account;
}

static RedanEvidenceOutcome
get_outcome (const RedanFinding *finding)
{
  static const RedanEvidenceOutcome outcomes[] = {
    [REDAN_FINDING_PASS] = REDAN_EVIDENCE_PASSED,
    [REDAN_FINDING_FAIL] = REDAN_EVIDENCE_FAILED,
    [REDAN_FINDING_UNKNOWN] = REDAN_EVIDENCE_UNKNOWN,
    [REDAN_FINDING_NOT_APPLICABLE] = REDAN_EVIDENCE_NOT_APPLICABLE,
    [REDAN_FINDING_OTHER] = REDAN_EVIDENCE_OTHER,
  };

  if (finding->archived)
    return REDAN_EVIDENCE_ARCHIVED;
  return finding->muted ? REDAN_EVIDENCE_EXCEPTION : outcomes[finding->status];
}

static void
count_practices (EvidenceSums *stage, const char *practices)
{
  g_auto (GStrv) words = practices[0] != '\0' ? g_strsplit (practices, " ", 32) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (words[i][0] != '\0')
      evidence_sums_count_name (stage->practices, words[i], "", 1, MAX_NAMES);
}

static gboolean
stop_at_limit (RedanEvidenceImport *self, guint limit)
{
  g_set_error (&self->problem, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_EVIDENCE,
               _ ("more than %u different things in one batch; import the files one after another"),
               limit);
  return FALSE;
}

static gboolean
add_finding (gpointer data, const RedanFinding *finding)
{
  RedanEvidenceImport *self = data;
  EvidenceSums *stage = &self->stage;
  RedanEvidenceOutcome outcome = get_outcome (finding);
  char buffer[13];
  const char *account = choose_account (self, finding, buffer);
  guint32 proposed;
  gboolean whole_account;
  EvidencePlace place;
  guint32 check;

  stage->outcomes[outcome]++;
  if (outcome == REDAN_EVIDENCE_ARCHIVED || outcome == REDAN_EVIDENCE_OTHER ||
      finding->check[0] == '\0')
    return TRUE;

  count_practices (stage, finding->practices);
  place = resource_names_find (&self->resources, finding, account, &proposed, &whole_account);
  if (proposed != PLACE_NONE)
    {
      evidence_sums_propose (stage, finding->resource, proposed);
      if (self->options.accept)
        place.element = proposed;
    }
  if (place.element == PLACE_NONE && !whole_account && finding->resource[0] != '\0')
    evidence_sums_count_resource (stage, finding->resource, account, MAX_NAMES);

  if (!evidence_sums_find_check (stage, finding, MAX_CHECKS, &check))
    return stop_at_limit (self, MAX_CHECKS);
  if (!evidence_sums_add (stage, check, &place, account, finding, MAX_ENTRIES, MAX_PLACES))
    return stop_at_limit (self, MAX_ENTRIES);
  return TRUE;
}

static gboolean
add_definition (gpointer data, const char *name, const char *identifier)
{
  RedanEvidenceImport *self = data;

  if (g_hash_table_size (self->stage.definitions) >= MAX_CHECKS)
    return stop_at_limit (self, MAX_CHECKS);
  g_hash_table_insert (self->stage.definitions, g_strdup (name), g_strdup (identifier));
  return TRUE;
}

gboolean
redan_evidence_import_read (RedanEvidenceImport *self,
                            const char *path,
                            GCancellable *cancellable,
                            GError **error)
{
  const RedanFindingSink sink = { add_finding, add_definition, self };
  g_autofree char *name = g_path_get_basename (path);
  RedanEvidenceFile *file = g_new0 (RedanEvidenceFile, 1);
  GError *problem = NULL;

  file->path = g_strdup (path);
  g_ptr_array_add (self->files, file);
  find_account (name, self->file_account);
  evidence_sums_reset (&self->stage);
  if (redan_findings_read_file (path, &sink, cancellable, &file->counts, &problem))
    {
      evidence_sums_merge (&self->all, &self->stage);
      return TRUE;
    }

  if (problem == NULL)
    problem = g_steal_pointer (&self->problem);
  g_clear_error (&self->problem);
  file->problem = g_strdup (problem->message);
  g_propagate_error (error, problem);
  return FALSE;
}

RedanEdit *
redan_evidence_import_finish (RedanEvidenceImport *self, RedanEvidenceReport **report_out)
{
  RedanEvidenceReport *report = g_new0 (RedanEvidenceReport, 1);

  report->files = g_ptr_array_ref (self->files);
  *report_out = report;
  return evidence_sum_up (&self->all, self->model, self->catalogue, &self->checks, &self->options,
                          report);
}

static void
clear_name (gpointer data)
{
  RedanEvidenceName *name = data;

  g_free (name->name);
  g_free (name->account);
}

void
evidence_report_init_lists (RedanEvidenceReport *report)
{
  report->rows = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceRow));
  report->answers = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceAnswer));
  report->checks = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceName));
  report->resources = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceName));
  report->proposals = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceProposal));
  report->practices = g_array_new (FALSE, TRUE, sizeof (RedanEvidenceName));
  g_array_set_clear_func (report->checks, clear_name);
  g_array_set_clear_func (report->resources, clear_name);
  g_array_set_clear_func (report->practices, clear_name);
}

void
redan_evidence_report_free (RedanEvidenceReport *self)
{
  for (guint i = 0; i < self->answers->len; i++)
    g_free (g_array_index (self->answers, RedanEvidenceAnswer, i).stated);
  for (guint i = 0; i < self->proposals->len; i++)
    g_free (g_array_index (self->proposals, RedanEvidenceProposal, i).resource);
  g_ptr_array_unref (self->files);
  g_array_unref (self->rows);
  g_array_unref (self->answers);
  g_array_unref (self->checks);
  g_array_unref (self->resources);
  g_array_unref (self->proposals);
  g_array_unref (self->practices);
  g_free (self);
}
