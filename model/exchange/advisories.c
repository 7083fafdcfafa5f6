/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a feed of advisories through the import child and checks what it says. */

#include "config.h"

#include "model/exchange/advisories.h"

#include <string.h>

#include "model/exchange/child-lines.h"
#include "model/snapshot.h"

#define N_FIELDS 9

typedef struct
{
  RedanAdvisoryFunc func;
  gpointer data;
} Reader;

static gboolean
take_line (char *line, gboolean *finished, gpointer data, GError **error)
{
  Reader *self = data;
  g_auto (GStrv) fields = g_strsplit (line, "\t", N_FIELDS + 1);
  guint n = g_strv_length (fields);
  RedanAdvisory advisory;
  guint days;

  if (*finished || !g_utf8_validate (line, -1, NULL))
    return redan_child_line_fail (error);
  if (n == 1 && strcmp (fields[0], "Z") == 0)
    {
      *finished = TRUE;
      return TRUE;
    }
  if (n == 3 && strcmp (fields[0], "E") == 0)
    return redan_child_line_take_error (fields[1], fields[2], error);
  if (n != N_FIELDS || strcmp (fields[0], "A") != 0 || fields[2][0] == '\0' ||
      (fields[4][0] != '\0' && !redan_days_from_date (fields[4], &days)))
    return redan_child_line_fail (error);

  g_strdelimit (fields[6], "\x1f", '\n');
  advisory = (RedanAdvisory){ .source = fields[1],
                              .id = fields[2],
                              .title = fields[3],
                              .date = fields[4],
                              .vector = fields[5],
                              .products = fields[6],
                              .cves = fields[7],
                              .known_exploited = strcmp (fields[8], "1") == 0 };
  return self->func (self->data, &advisory);
}

gboolean
redan_advisories_read_file (const char *path,
                            RedanAdvisoryFunc func,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error)
{
  Reader reader = { func, data };

  return redan_child_read_lines (path, "advisories", take_line, &reader, cancellable, error);
}
