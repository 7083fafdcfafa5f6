/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions: the next best one with buttons for its answers, or one attribute of all objects
 * as a grid. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_QUESTION_VIEW (redan_question_view_get_type ())
G_DECLARE_FINAL_TYPE (RedanQuestionView, redan_question_view, REDAN, QUESTION_VIEW, GtkWidget)

GtkWidget *redan_question_view_new (void);
void redan_question_view_set_workspace (RedanQuestionView *self, RedanWorkspace *workspace);

/** redan_question_view_commit: gives up what is being typed, as when the focus leaves */
void redan_question_view_commit (RedanQuestionView *self);

G_END_DECLS
