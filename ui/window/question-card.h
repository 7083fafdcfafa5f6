/* SPDX-License-Identifier: Apache-2.0 */
/* One open question at a time: what is asked of which object, and what each answer would change. */

#pragma once

#include <gtk/gtk.h>

#include "analysis/questions.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_QUESTION_CARD (redan_question_card_get_type ())
G_DECLARE_FINAL_TYPE (RedanQuestionCard, redan_question_card, REDAN, QUESTION_CARD, GtkWidget)

/** Signal "show-all" (RedanAttribute *): the question shall be answered for all objects. */
GtkWidget *redan_question_card_new (void);
void redan_question_card_set_workspace (RedanQuestionCard *self, RedanWorkspace *workspace);

/** redan_question_card_set_questions: @questions: (nullable): of the newest ranking, owned by the caller until the next call */
void redan_question_card_set_questions (RedanQuestionCard *self, const RedanQuestions *questions);

G_END_DECLS
