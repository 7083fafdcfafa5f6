/* SPDX-License-Identifier: Apache-2.0 */
/* A button that shows what is chosen and opens a list of options, with a search when it is long. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_CHOICE (redan_choice_get_type ())
G_DECLARE_FINAL_TYPE (RedanChoice, redan_choice, REDAN, CHOICE, GtkWidget)

/**
 * RedanChoice:
 *
 * The list is made when it is opened, so that a pane may hold many. Signals: "opening" (time to
 * set the options), "chosen" (guint position of the option; the owner changes what is shown).
 */

/** redan_choice_new: @name: what a screen reader says before what is chosen */
GtkWidget *redan_choice_new (const char *name);

/** redan_choice_set_options: @titles: (array length=n): copied; nothing is chosen then */
void redan_choice_set_options (RedanChoice *self, const char *const *titles, guint n);

/** redan_choice_set_multiple: with %TRUE the list stays open, and every option is on or off */
void redan_choice_set_multiple (RedanChoice *self, gboolean multiple);

/** redan_choice_set_chosen: marks an option in the list */
void redan_choice_set_chosen (RedanChoice *self, guint position, gboolean chosen);

/** redan_choice_show: @text: what the button says, data; @dim: nobody has chosen it here */
void redan_choice_show (RedanChoice *self, const char *text, gboolean dim);

G_END_DECLS
