/* SPDX-License-Identifier: Apache-2.0 */
/* What children that speak in lines share: reading the input, writing fields and lines. */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-private.h"

gssize
import_child_read (int fd, guint8 *buffer, gsize room, GError **error)
{
  gssize n;

  do
    n = read (fd, buffer, room);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                 _ ("the file could not be read: %s"), g_strerror (errno));
  return n;
}

void
import_child_flush (GString *lines, gboolean *failed)
{
  gsize done = 0;

  while (!*failed && done < lines->len)
    {
      gssize n = write (STDOUT_FILENO, lines->str + done, lines->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      *failed = n <= 0;
      done += (gsize) MAX (n, 0);
    }
  g_string_truncate (lines, 0);
}

void
import_child_append_field (GString *line, const char *text, gsize limit, char kept)
{
  gsize length = strlen (text);
  gsize start;

  if (length > limit)
    {
      length = limit;
      while (length > 0 && ((guint8) text[length] & 0xc0) == 0x80)
        length--;
    }
  g_string_append_c (line, '\t');
  start = line->len;
  g_string_append_len (line, text, (gssize) length);
  for (gsize i = start; i < line->len; i++)
    if (((guint8) line->str[i] < 0x20 && line->str[i] != kept) || line->str[i] == 0x7f)
      line->str[i] = ' ';
}
