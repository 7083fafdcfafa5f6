/* SPDX-License-Identifier: Apache-2.0 */
/* Makes texts harmless in Mermaid, and keeps a comment below the limit of forges. */

#include "app/comment.h"

#include "ui/report/wording.h"

#define MAX_LABEL 120 /* characters */
#define RESERVE 1024  /* for the note that something was left out */

/* Mermaid takes entities by number between "#" and ";". */
void
redan_mermaid_append_label (GString *out, const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *start = redan_text_dup_excerpt (visible, MAX_LABEL, 1);

  for (const char *c = start; *c != '\0'; c++)
    if (g_ascii_ispunct (*c))
      g_string_append_printf (out, "#%d;", (guchar) *c);
    else
      g_string_append_c (out, *c);
}

/* Bytes are counted: there are never more characters. */
gboolean
redan_comment_add (RedanComment *self, const GString *block)
{
  if (self->is_cut || self->text->len + block->len > REDAN_COMMENT_LIMIT - RESERVE)
    {
      self->is_cut = TRUE;
      return FALSE;
    }
  g_string_append_len (self->text, block->str, (gssize) block->len);
  return TRUE;
}
