/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding threats: the commands, what is said about them, and the form that asks for owner, dates
 * and reason. */

#pragma once

#include <adwaita.h>

#include "model/command-triage.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_decision_get_verb: Returns: translated "Mitigate", "Accept", ..., "Reopen" */
const char *redan_decision_get_verb (RedanDecision decision);

/**
 * redan_decisions_apply:
 * @widget: inside the window, where it is said what was done
 * @analysis: (transfer none): which the indices are of
 * @threats: (array length=n)
 *
 * One command for all.
 *
 * Returns: whether it was applied
 */
gboolean redan_decisions_apply (GtkWidget *widget,
                                RedanWorkspace *workspace,
                                const RedanAnalysis *analysis,
                                const guint32 *threats,
                                guint n,
                                const RedanVerdict *verdict);

/**
 * redan_decision_form_popup:
 * @parent: what the popover belongs to
 * @place: (nullable): part of @parent that it points to
 * @threats: (array length=n)
 * @decision: what is proposed
 *
 * Asks for owner, dates and reason beside the table; nothing is blocked meanwhile. An acceptance
 * needs the day on which it ends.
 */
void redan_decision_form_popup (GtkWidget *parent,
                                const GdkRectangle *place,
                                RedanWorkspace *workspace,
                                const RedanAnalysis *analysis,
                                const guint32 *threats,
                                guint n,
                                RedanDecision decision);

/** redan_decision_editor_new: Returns: (transfer floating): a group of buttons and fields for the
 * decision about one threat; each change is a command */
GtkWidget *redan_decision_editor_new (RedanWorkspace *workspace, guint threat);

/** redan_decision_editor_commit: gives up what was typed into the fields of @editor, as one
 * command; what is no date is not taken, which is said */
void redan_decision_editor_commit (GtkWidget *editor);

G_END_DECLS
