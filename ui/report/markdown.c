/* SPDX-License-Identifier: Apache-2.0 */
/* Text of users inside Markdown. */

#include "config.h"

#include <string.h>

#include "ui/report/markdown.h"

/* Every ASCII punctuation mark can be escaped (CommonMark 0.31, 2.4). After "@" and "#" comes a
 * word joiner, so that nobody is called and no other issue linked. */
void
redan_markdown_append (GString *out, const char *text)
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
