/* SPDX-License-Identifier: Apache-2.0 */
/* What commands share that change the model of the session and write it, in place or elsewhere. */

#pragma once

#include "app/session.h"
#include "model/edit.h"

G_BEGIN_DECLS

/** redan_changed_model_check_json: Returns: %FALSE after a message when the model and --json would
 * both go to standard output; @output nullable: -o as it was given */
gboolean redan_changed_model_check_json (const RedanSession *session, const char *output);

/** redan_changed_model_check_place: for a session with an open file; @output nullable: none is in
 * place; @remedy: translated: how the command is told where to write. Returns: %FALSE after a message
 * when the file cannot be changed in place */
gboolean redan_changed_model_check_place (const RedanSession *session,
                                          const char *output,
                                          const char *remedy);

/**
 * redan_changed_model_write:
 * @edit: is applied to the model of the session
 * @output: (nullable): where to write; %NULL for in place, where a file that would say the same is
 * not touched
 *
 * Returns: %FALSE after a message when it was not written
 */
gboolean
redan_changed_model_write (RedanSession *session, const RedanEdit *edit, const char *output);

/** redan_changed_model_print: a text about what was done, on standard error when the model went to
 * standard output; @output nullable */
void redan_changed_model_print (RedanSession *session, const char *output, const char *text);

G_END_DECLS
