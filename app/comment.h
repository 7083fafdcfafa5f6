/* SPDX-License-Identifier: Apache-2.0 */
/* Comments in Markdown with pictures by Mermaid, as forges show them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** GitHub takes so many characters of a comment. */
#define REDAN_COMMENT_LIMIT 65536

/** RedanComment: a comment that stays below the limit: what does not fit is left out, and that is
 * said */
typedef struct
{
  GString *text;
  gboolean is_cut;
} RedanComment;

/** redan_mermaid_append_label: the beginning of @text, for between quotes in a Mermaid diagram */
void redan_mermaid_append_label (GString *out, const char *text);

/** redan_comment_add: @block: whole lines, which are taken or left out as one. Nothing is added
 * after something was left out. Returns: whether it was taken */
gboolean redan_comment_add (RedanComment *self, const GString *block);

G_END_DECLS
