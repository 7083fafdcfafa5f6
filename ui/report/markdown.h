/* SPDX-License-Identifier: Apache-2.0 */
/* Text of users inside Markdown. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_markdown_append: appends @text so that it reads as it is: no mark of it means anything,
 * nobody is called and no issue is linked. Line breaks stay */
void redan_markdown_append (GString *out, const char *text);

G_END_DECLS
