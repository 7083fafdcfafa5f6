/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as lines between child and parent, checked again on arrival. */

#include "config.h"

#include "model/exchange/findings-private.h"

#include <string.h>

#include "model/exchange/child-lines.h"
#include "model/exchange/child-private.h"

#define MAX_FIELDS 16

/* Adds a tab and the text without control characters and blanks at its end. */
static void
append_text (GString *buffer, const char *text, gsize limit)
{
  gsize start = buffer->len + 1;

  import_child_append_field (buffer, text, limit, 0);
  while (buffer->len > start && buffer->str[buffer->len - 1] == ' ')
    g_string_truncate (buffer, buffer->len - 1);
}

void
finding_wire_append (GString *buffer, const RedanFinding *finding)
{
  const char *texts[] = { finding->source, finding->check,    finding->rule, finding->account,
                          finding->region, finding->resource, finding->type, finding->practices };

  g_string_append_printf (buffer, "F\t%u\t%d\t%d\t%" G_GINT64_FORMAT, finding->status,
                          !!finding->muted, !!finding->archived, finding->time);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    append_text (buffer, texts[i], REDAN_FINDING_MAX_TEXT);
  g_string_append_c (buffer, '\n');
}

void
finding_wire_append_definition (GString *buffer, const char *name, const char *identifier)
{
  g_string_append_c (buffer, 'D');
  append_text (buffer, name, REDAN_FINDING_MAX_TEXT);
  append_text (buffer, identifier, REDAN_FINDING_MAX_TEXT);
  g_string_append_c (buffer, '\n');
}

void
finding_wire_append_end (GString *buffer, const RedanFindingCounts *counts, const GError *error)
{
  g_string_append_printf (buffer, "C\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\n",
                          counts->n_records, counts->n_unrecognized);
  if (error != NULL)
    {
      g_string_append_printf (buffer, "E\t%d", error->code);
      append_text (buffer, error->message, 2000);
      g_string_append_c (buffer, '\n');
    }
  else
    g_string_append (buffer, "Z\n");
}

/* Splits at tabs, in place. Returns: the number of fields, 0 when there are too many */
static guint
split (char *line, char **fields)
{
  guint n = 0;

  for (char *at = line; at != NULL && n < MAX_FIELDS; n++)
    {
      fields[n] = at;
      at = strchr (at, '\t');
      if (at != NULL)
        *at++ = '\0';
      else
        return n + 1;
    }
  return 0;
}

static gboolean
read_number (const char *text, guint64 limit, guint64 *value_out)
{
  return g_ascii_string_to_unsigned (text, 10, 0, limit, value_out, NULL);
}

static gboolean
is_source (const char *text)
{
  return strcmp (text, "prowler") == 0 || strcmp (text, "securityhub") == 0 ||
         strcmp (text, "config") == 0;
}

/* Returns: whether the fields are those of a finding */
static gboolean
read_finding (char **fields, guint n, RedanFinding *finding)
{
  guint64 status;
  guint64 muted;
  guint64 archived;
  guint64 time;

  if (n != 13 || !read_number (fields[1], REDAN_FINDING_N_STATUSES - 1, &status) ||
      !read_number (fields[2], 1, &muted) || !read_number (fields[3], 1, &archived) ||
      !read_number (fields[4], G_MAXINT64, &time) || !is_source (fields[5]))
    return FALSE;
  for (guint i = 5; i < n; i++)
    if (strlen (fields[i]) > REDAN_FINDING_MAX_TEXT)
      return FALSE;

  *finding = (RedanFinding){ .source = fields[5],
                             .check = fields[6],
                             .rule = fields[7],
                             .account = fields[8],
                             .region = fields[9],
                             .resource = fields[10],
                             .type = fields[11],
                             .practices = fields[12],
                             .time = (gint64) time,
                             .status = (RedanFindingStatus) status,
                             .muted = muted != 0,
                             .archived = archived != 0 };
  return TRUE;
}

gboolean
finding_wire_parse (char *line,
                    const RedanFindingSink *sink,
                    RedanFindingCounts *counts,
                    gboolean *finished_out,
                    GError **error)
{
  char *fields[MAX_FIELDS];
  RedanFinding finding;
  guint n;

  if (!g_utf8_validate (line, -1, NULL) || line[0] == '\0' ||
      (line[1] != '\0' && line[1] != '\t') || *finished_out)
    return redan_child_line_fail (error);
  n = split (line, fields);
  switch (fields[0][0])
    {
    case 'F':
      if (!read_finding (fields, n, &finding))
        return redan_child_line_fail (error);
      return sink->finding (sink->data, &finding);
    case 'D':
      return n == 3 ? sink->definition (sink->data, fields[1], fields[2])
                    : redan_child_line_fail (error);
    case 'C':
      if (n != 3 || !read_number (fields[1], G_MAXINT64, &counts->n_records) ||
          !read_number (fields[2], G_MAXINT64, &counts->n_unrecognized))
        return redan_child_line_fail (error);
      return TRUE;
    case 'E':
      return n == 3 ? redan_child_line_take_error (fields[1], fields[2], error)
                    : redan_child_line_fail (error);
    case 'Z':
      *finished_out = TRUE;
      return TRUE;
    default:
      return redan_child_line_fail (error);
    }
}
