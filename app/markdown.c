/* SPDX-License-Identifier: Apache-2.0 */
/* Makes texts harmless in Markdown and Mermaid, and keeps a comment below the limit. */

#include "app/markdown.h"

#include <string.h>

#include "ui/report/wording.h"

#define MAX_LABEL 120 /* characters */
#define RESERVE 1024  /* for the note that something was left out */

/* Every ASCII punctuation mark can be escaped (CommonMark 0.31, 2.4). After "@" and "#" comes a
 * word joiner, so that nobody is called and no other issue linked. */
void
redan_markdown_append_escaped (GString *out, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_ispunct (*c) && strchr (",;%'/?=^", *c) == NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *c);
      if (*c == '@' || *c == '#')
        g_string_append (out, "\xe2\x81\xa0");
    }
}

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
redan_markdown_add (RedanMarkdown *self, const GString *block)
{
  if (self->is_cut || self->text->len + block->len > REDAN_MARKDOWN_LIMIT - RESERVE)
    {
      self->is_cut = TRUE;
      return FALSE;
    }
  g_string_append_len (self->text, block->str, (gssize) block->len);
  return TRUE;
}
