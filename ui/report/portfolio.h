/* SPDX-License-Identifier: Apache-2.0 */
/* How several models stand, a row each: as blocks, JSON and CSV. */

#pragma once

#include "analysis/status.h"
#include "ui/report/block.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/**
 * RedanPortfolioRow:
 * @path: of the file as it was named
 * @problem: (nullable): why it could not be read; then the rest is empty
 * @status: its texts belong to the row
 */
typedef struct
{
  char *path;
  char *problem;
  RedanStatus status;
} RedanPortfolioRow;

/** redan_portfolio_new: Returns: (transfer full) (element-type RedanPortfolioRow): no rows yet */
GArray *redan_portfolio_new (void) G_GNUC_WARN_UNUSED_RESULT;

/** redan_portfolio_add: a row for a model that was read; @analysis is not needed afterwards */
void redan_portfolio_add (GArray *self, const char *path, const RedanAnalysis *analysis);

/**
 * redan_portfolio_add_file:
 * @catalogue: what the model is judged by; @as_of: days since 1900-01-01
 * @format: (nullable): how to read the file; %NULL to find out
 *
 * Reads the file and what it inherits, analyses it, and adds its row, or one that says why not. Cost: that of the
 * analysis; for a thread.
 *
 * Returns: whether it could be read
 */
gboolean redan_portfolio_add_file (GArray *self, RedanCatalogue *catalogue, guint as_of, const char *path, const char *format);

/** redan_portfolio_add_problem: a row for a file that could not be read; @problem: the message */
void redan_portfolio_add_problem (GArray *self, const char *path, const char *problem);

/** redan_portfolio_add_blocks: a table of the models, then a list of what could not be read */
void redan_portfolio_add_blocks (const GArray *self, RedanReport *report);

/** redan_status_write: members of the object that is open */
void redan_status_write (RedanJson *json, const RedanStatus *status);

/** redan_portfolio_write_json, redan_portfolio_write_csv: @as_of: days since 1900-01-01. Returns: whether @sink took all */
gboolean redan_portfolio_write_json (const GArray *self, guint as_of, RedanRowSink sink, gpointer user_data);
gboolean redan_portfolio_write_csv (const GArray *self, RedanRowSink sink, gpointer user_data);

/** redan_status_dup_review: Returns: (transfer full): "2025-01-10, by Ana, 22 days ago", or "never" */
char *redan_status_dup_review (const RedanStatus *status);

G_END_DECLS
