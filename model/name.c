/* SPDX-License-Identifier: Apache-2.0 */
/* Names of several lines: trimmed, and folded into one line. */

#include "model/name.h"

#include <string.h>

#define BLANKS " \t"
#define BLANKS_AND_BREAKS " \t\n"

void
redan_text_append_folded (GString *string, const char *text)
{
  const char *line_end;

  while ((line_end = strchr (text, '\n')) != NULL)
    {
      const char *end = line_end;

      while (end > text && strchr (BLANKS, end[-1]) != NULL)
        end--;
      g_string_append_len (string, text, end - text);
      g_string_append_c (string, ' ');
      text = line_end + strspn (line_end, BLANKS_AND_BREAKS);
    }
  g_string_append (string, text);
}

char *
redan_text_fold_lines (const char *text)
{
  if (strchr (text, '\n') == NULL)
    return g_strdup (text);

  GString *folded = g_string_sized_new (strlen (text));

  redan_text_append_folded (folded, text);
  return g_string_free (folded, FALSE);
}

char *
redan_text_trim_lines (const char *text)
{
  GString *lines = g_string_sized_new (strlen (text));
  const char *at;

  for (at = text; *at != '\0'; at++)
    if (*at != '\r')
      g_string_append_c (lines, *at);
    else if (at[1] != '\n')
      g_string_append_c (lines, '\n');

  /* Blanks of the first and the last line that says something stay. */
  gsize start = 0;
  for (gsize i = 0; i < lines->len && strchr (BLANKS_AND_BREAKS, lines->str[i]) != NULL; i++)
    if (lines->str[i] == '\n')
      start = i + 1;
  gsize end = lines->len;
  for (gsize i = lines->len; i > start && strchr (BLANKS_AND_BREAKS, lines->str[i - 1]) != NULL;
       i--)
    if (lines->str[i - 1] == '\n')
      end = i - 1;
  g_string_truncate (lines, end);
  g_string_erase (lines, 0, (gssize) start);
  return g_string_free (lines, FALSE);
}

char *
redan_name_dup_for (RedanSection section, const char *text)
{
  const RedanFieldInfo *info = redan_field_get_info (section, REDAN_FIELD_NAME);
  g_autofree char *lines = redan_text_trim_lines (text);

  if (info != NULL && info->type == REDAN_VALUE_LINES)
    return g_steal_pointer (&lines);
  return redan_text_fold_lines (lines);
}
