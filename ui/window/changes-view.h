/* SPDX-License-Identifier: Apache-2.0 */
/* The page of changes: what differs from another version of the model, in words, with risk, threats
 * and objectives before and after; and the conflicts that a merge left. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/change-study.h"

G_BEGIN_DECLS

#define REDAN_TYPE_CHANGES_VIEW (redan_changes_view_get_type ())
G_DECLARE_FINAL_TYPE (RedanChangesView, redan_changes_view, REDAN, CHANGES_VIEW, GtkWidget)

/**
 * RedanChangesView:
 *
 * Signals: "choose-file" (a file to compare with is to be asked for), "conflicts-changed" (there
 * are some now, or none).
 */
GtkWidget *redan_changes_view_new (void);
void redan_changes_view_set_workspace (RedanChangesView *self, RedanWorkspace *workspace);

/** redan_changes_view_compare_with: @base: (transfer full) */
void redan_changes_view_compare_with (RedanChangesView *self, RedanChangeBase *base);

/** redan_changes_view_get_study: Returns: (transfer none): what it shows, for the diagram too */
RedanChangeStudy *redan_changes_view_get_study (RedanChangesView *self);

/** redan_changes_view_get_n_conflicts: Returns: how many conflicts the model has */
guint redan_changes_view_get_n_conflicts (RedanChangesView *self);

/** redan_changes_view_reveal_conflicts: scrolls to the first conflict */
void redan_changes_view_reveal_conflicts (RedanChangesView *self);

G_END_DECLS
