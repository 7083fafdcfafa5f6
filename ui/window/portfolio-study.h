/* SPDX-License-Identifier: Apache-2.0 */
/* How the models of a folder stand, one after the other in a thread. */

#pragma once

#include "ui/report/portfolio.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define REDAN_TYPE_PORTFOLIO_STUDY (redan_portfolio_study_get_type ())
G_DECLARE_FINAL_TYPE (RedanPortfolioStudy, redan_portfolio_study, REDAN, PORTFOLIO_STUDY, GObject)

/**
 * RedanPortfolioStudy:
 *
 * Signals: "started" (the rows are gone), "row" (one more row is there), "changed" (also progress
 * and end).
 */

/** redan_portfolio_study_new: @data_directory: (nullable): further packs; @as_of: days since
 * 1900-01-01 */
RedanPortfolioStudy *redan_portfolio_study_new (const char *data_directory,
                                                guint as_of) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_portfolio_study_start:
 * @paths: (array zero-terminated=1): files, and folders, whose models are looked for also in their
 * folders, at most 10,000; hidden folders and links to folders are left out
 *
 * Ends what was begun before. Files are read as they lie there; what is not saved in a window is
 * not in them.
 */
void redan_portfolio_study_start (RedanPortfolioStudy *self, const char *const *paths);

/** redan_portfolio_study_cancel: what is there stays */
void redan_portfolio_study_cancel (RedanPortfolioStudy *self);
gboolean redan_portfolio_study_is_busy (RedanPortfolioStudy *self);

/** redan_portfolio_study_get_rows: Returns: (transfer none) (element-type RedanPortfolioRow): those
 * that are done, until the next start */
const GArray *redan_portfolio_study_get_rows (RedanPortfolioStudy *self);

/** redan_portfolio_study_get_n_files: Returns: how many there are to look at, 0 until that is known
 */
guint redan_portfolio_study_get_n_files (RedanPortfolioStudy *self);

/** redan_portfolio_study_is_cut: Returns: whether there are more than are looked at, of which these
 * are the first by name */
gboolean redan_portfolio_study_is_cut (RedanPortfolioStudy *self);

/** redan_portfolio_study_get_problem: Returns: (nullable): why nothing could be begun */
const char *redan_portfolio_study_get_problem (RedanPortfolioStudy *self);

G_END_DECLS
