/* SPDX-License-Identifier: Apache-2.0 */
/* A window that shows how several models stand, a row each. */

#pragma once

#include "ui/window/portfolio-study.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define REDAN_TYPE_PORTFOLIO_WINDOW (redan_portfolio_window_get_type ())
G_DECLARE_FINAL_TYPE (
    RedanPortfolioWindow, redan_portfolio_window, REDAN, PORTFOLIO_WINDOW, AdwWindow)

/**
 * RedanPortfolioWindow:
 *
 * Signals: "open" (path of the file of a row that was activated).
 */

/** redan_portfolio_window_new: over @parent; begins with the files that were opened lately.
 * @data_directory, @as_of: as for redan_portfolio_study_new() */
GtkWidget *redan_portfolio_window_new (GtkWindow *parent, const char *data_directory, guint as_of);

G_END_DECLS
