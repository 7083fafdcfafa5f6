/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about the text notes of a diagram. */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/** redan_command_add_note: @text may have several lines; @box nullable. A note belongs to a
 * diagram: without @diagram the edit is refused */
RedanEdit *redan_command_add_note (const RedanModel *model,
                                   const RedanId *diagram,
                                   const char *text,
                                   const RedanBox *box,
                                   RedanId *id_out);

/** redan_command_set_note: the text of a note; %NULL or "" takes it away */
RedanEdit *redan_command_set_note (const RedanModel *model, const RedanId *note, const char *text);

G_END_DECLS
