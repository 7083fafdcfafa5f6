/* SPDX-License-Identifier: Apache-2.0 */
/* One attribute of all objects that have it: a value a row, set for several rows at once or pasted
 * as a column. */

#pragma once

#include <gtk/gtk.h>

#include "analysis/questions.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_QUESTION_GRID (redan_question_grid_get_type ())
G_DECLARE_FINAL_TYPE (RedanQuestionGrid, redan_question_grid, REDAN, QUESTION_GRID, GtkWidget)

GtkWidget *redan_question_grid_new (void);
void redan_question_grid_set_workspace (RedanQuestionGrid *self, RedanWorkspace *workspace);

/** redan_question_grid_set_questions: @questions: (nullable): of the newest ranking; owned by the
 * caller until the next call */
void redan_question_grid_set_questions (RedanQuestionGrid *self, const RedanQuestions *questions);

/** redan_question_grid_choose: shows @attribute when it is one of those that are offered */
void redan_question_grid_choose (RedanQuestionGrid *self, const RedanAttribute *attribute);

/** redan_question_grid_commit: gives up what is being typed into a cell, as when the focus leaves
 */
void redan_question_grid_commit (RedanQuestionGrid *self);

G_END_DECLS
