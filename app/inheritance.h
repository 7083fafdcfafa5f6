/* SPDX-License-Identifier: Apache-2.0 */
/* What the models of a session inherit from the file of their organization. */

#pragma once

#include "app/session.h"
#include "model/edit.h"

G_BEGIN_DECLS

/**
 * redan_session_inherit:
 * @path: where the model of the session was read from
 *
 * Loads the organization that the model of the session refers to, if any; a note on standard error
 * says when it is not as the model last saw it.
 *
 * Returns: %FALSE after a message when it is missing or no good
 */
gboolean redan_session_inherit (RedanSession *self, const char *path);

/**
 * redan_session_inherit_other:
 * @model: of a file or git revision, as redan_load_model() read it
 * @text: how it was named
 * @beside: (nullable): file in whose repository a revision is looked up
 *
 * Returns: (transfer full) (nullable): the model with what it inherits, or itself; %NULL after a
 * message
 */
RedanModel *redan_session_inherit_other (RedanSession *self,
                                         RedanModel *model,
                                         const char *text,
                                         const char *beside);

/**
 * redan_session_apply:
 * @edit: built from the model of the analysis, which may have inherited values
 *
 * Applies to the model of the session what the edit does to the model's own objects.
 *
 * Returns: %FALSE with @error also when it would change what is inherited: that stands in another
 * file
 */
gboolean redan_session_apply (RedanSession *self, const RedanEdit *edit, GError **error);

/** redan_session_print_inherited: a heading and a line for each of @objects (element-type
 * RedanObject) of @model; nothing without any */
void redan_session_print_inherited (RedanSession *self,
                                    const RedanModel *model,
                                    const GPtrArray *objects);

G_END_DECLS
