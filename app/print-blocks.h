/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of a report on a terminal: paragraphs and tables in columns. */

#pragma once

#include "app/session.h"
#include "ui/report/block.h"

G_BEGIN_DECLS

/** redan_session_print_blocks: prints headings, paragraphs and tables of @report; long cells are
 * cut with an ellipsis */
void redan_session_print_blocks (RedanSession *self, const RedanReport *report);

G_END_DECLS
