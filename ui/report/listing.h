/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of threats and of the plan for other programs and for people: CSV, Markdown, one page of
 * HTML, SARIF, and issues for trackers. */

#pragma once

#include "analysis/plan-changes.h"
#include "ui/report/rows.h"

G_BEGIN_DECLS

/** RedanListingColumn: @key: in CSV; @title: for people; @number: its cells are numbers */
typedef struct
{
  const char *key;
  const char *title;
  gboolean number;
} RedanListingColumn;

/**
 * RedanListingRow:
 * @cells: (array zero-terminated=1): as many as there are columns
 * @id: the same in every version of the model
 * @rule: what found it, or what is to be done; @rule_title: in words
 * @summary: one line for an issue
 * @description: its text, lines
 * @severity: (nullable): "critical", "high", "medium", "low" or "info"; %NULL for what is no threat
 * @score: 0 to 100
 * @settled: nobody has to do anything any more
 * @labels: words with a space between them
 * @object: (nullable): what it stands on
 */
typedef struct
{
  char **cells;
  char *id;
  char *rule;
  char *rule_title;
  char *summary;
  char *description;
  const char *severity;
  double score;
  gboolean settled;
  char *labels;
  const RedanObject *object;
} RedanListingRow;

/**
 * RedanListing:
 * @title: what the list is of, with the name of the model
 * @note: one line beneath it
 * @rows: (element-type RedanListingRow)
 */
typedef struct
{
  char *title;
  char *note;
  const RedanListingColumn *columns;
  guint n_columns;
  GPtrArray *rows;
} RedanListing;

/** redan_listing_of_threats: Returns: (transfer full): the threats that @filter lets through, by
 * rank
 */
RedanListing *redan_listing_of_threats (const RedanAnalysis *analysis,
                                        const RedanThreatFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

/** redan_listing_of_plan: Returns: (transfer full): the controls of @plan and @changes
 * (element-type RedanPlanChange) beside them */
RedanListing *redan_listing_of_plan (const RedanAnalysis *analysis,
                                     const RedanPlan *plan,
                                     const GPtrArray *changes) G_GNUC_WARN_UNUSED_RESULT;

void redan_listing_free (RedanListing *self);

/** Forms of a listing. */
typedef enum
{
  REDAN_LISTING_CSV,
  REDAN_LISTING_MARKDOWN,
  REDAN_LISTING_HTML,
  REDAN_LISTING_SARIF,
  REDAN_LISTING_JIRA,
  REDAN_LISTING_GITHUB,
  REDAN_LISTING_GITLAB,
  REDAN_N_LISTING_FORMS,
} RedanListingForm;

/** redan_listing_form_get_word: Returns: "csv", "markdown", "html", "sarif", "jira", "github" or
 * "gitlab" */
const char *redan_listing_form_get_word (RedanListingForm form);

/** redan_listing_form_from_word: Returns: whether @word is one of them */
gboolean redan_listing_form_from_word (const char *word, RedanListingForm *form_out);

/**
 * redan_listing_write:
 * @path: of the model, for SARIF
 * @lines: (nullable) (element-type utf8 guint): line of each id in it, for SARIF
 *
 * Cells of CSV that look like formulas are made harmless; text of users is data in every form.
 *
 * Returns: whether everything was accepted
 */
gboolean redan_listing_write (const RedanListing *self,
                              RedanListingForm form,
                              const char *path,
                              GHashTable *lines,
                              RedanRowSink sink,
                              gpointer user_data);

/** redan_listing_write_html: one page that needs no network: search and sorting are inside, and a
 * policy that lets nothing else run or load */
gboolean redan_listing_write_html (const RedanListing *self, RedanRowSink sink, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanListing, redan_listing_free)

G_END_DECLS
