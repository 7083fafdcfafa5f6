/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in the tables of Prowler: fields separated by semicolons, quoted where they hold one,
 * names of columns in the first line. */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/findings-private.h"

#include "model/error.h"

#define BUFFER ((gsize) 64 * 1024)
#define MAX_COLUMNS 256
#define HEAD ((gsize) 256) /* shows what separates the columns */

typedef enum
{
  COLUMN_CHECK,
  COLUMN_STATUS,
  COLUMN_MUTED,
  COLUMN_TIME,
  COLUMN_ACCOUNT,
  COLUMN_REGION,
  COLUMN_RESOURCE,
  COLUMN_TYPE,
  COLUMN_COMPLIANCE,
  N_COLUMNS,
} Column;

/* Names of version 4 and later, of version 3. */
static const char *const column_names[N_COLUMNS][2] = {
  [COLUMN_CHECK] = { "CHECK_ID", "CHECK_ID" },
  [COLUMN_STATUS] = { "STATUS", "STATUS" },
  [COLUMN_MUTED] = { "MUTED", "MUTED" },
  [COLUMN_TIME] = { "TIMESTAMP", "ASSESSMENT_START_TIME" },
  [COLUMN_ACCOUNT] = { "ACCOUNT_UID", "ACCOUNT_ID" },
  [COLUMN_REGION] = { "REGION", "REGION" },
  [COLUMN_RESOURCE] = { "RESOURCE_UID", "RESOURCE_ARN" },
  [COLUMN_TYPE] = { "RESOURCE_TYPE", "RESOURCE_TYPE" },
  [COLUMN_COMPLIANCE] = { "COMPLIANCE", "COMPLIANCE" },
};

typedef struct
{
  guint8 buffer[BUFFER];
  gsize length;
  gsize at;
  RedanJsonRead read;
  gpointer read_data;
  int problem;

  guint line;
  guint column;
  char separator;

  gint8 meaning[MAX_COLUMNS]; /* Column, or -1 */
  guint n_columns;            /* of the header */
  gboolean has_header;
  gboolean has_columns;

  guint field; /* of the current row */
  GString *header;
  GString *values[N_COLUMNS];

  const RedanFindingSink *sink;
  RedanFindingCounts *counts;
} Reader;

static int
peek (Reader *self)
{
  gssize n;

  if (self->at < self->length)
    return self->buffer[self->at];
  if (self->read == NULL)
    return -1;
  n = self->read (self->buffer, BUFFER, self->read_data);
  if (n <= 0)
    {
      self->problem = n < 0 ? errno : 0;
      self->read = NULL;
      return -1;
    }
  self->length = (gsize) n;
  self->at = 0;
  return self->buffer[0];
}

static void
fill_head (Reader *self)
{
  while (self->length < HEAD && self->read != NULL)
    {
      gssize n = self->read (self->buffer + self->length, BUFFER - self->length, self->read_data);

      if (n > 0)
        {
          self->length += (gsize) n;
          continue;
        }
      self->problem = n < 0 ? errno : 0;
      self->read = NULL;
    }
}

static int
take (Reader *self)
{
  int c = peek (self);

  if (c < 0)
    return c;
  self->at++;
  self->column++;
  if (c == '\n')
    {
      self->line++;
      self->column = 1;
    }
  return c;
}

static gboolean
fail (const Reader *self, const char *text, GError **error)
{
  if (self->problem != 0)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                 _ ("the file could not be read: %s"), g_strerror (self->problem));
  else
    g_set_error (
        error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
        _ ("%u:%u: not a well-formed table: %s; save it again with the tool that wrote it"),
        self->line, self->column, text);
  return FALSE;
}

/* Where the bytes of the current field go: nowhere, for most. */
static GString *
get_target (const Reader *self)
{
  if (!self->has_header)
    return self->header;
  if (self->field >= self->n_columns || self->meaning[self->field] < 0)
    return NULL;
  return self->values[self->meaning[self->field]];
}

static gsize
get_limit (const Reader *self)
{
  /* the list of practices stands somewhere in a long one */
  return self->has_header && self->field < self->n_columns &&
                 self->meaning[self->field] == COLUMN_COMPLIANCE
             ? 16 * REDAN_FINDING_MAX_TEXT
             : REDAN_FINDING_MAX_TEXT;
}

static void
keep (const Reader *self, int c)
{
  GString *target = get_target (self);

  if (target != NULL && target->len < get_limit (self))
    g_string_append_c (target, (char) c);
}

static gboolean
read_quoted (Reader *self, GError **error)
{
  take (self);
  for (;;)
    {
      int c = take (self);

      if (c < 0)
        return fail (self, _ ("a quoted field does not end"), error);
      if (c == '\0')
        return fail (self, _ ("a NUL byte"), error);
      if (c != '"')
        keep (self, c);
      else if (peek (self) != '"')
        return TRUE;
      else
        keep (self, take (self));
    }
}

static gboolean
read_field (Reader *self, GError **error)
{
  int c;

  if (peek (self) == '"' && !read_quoted (self, error))
    return FALSE;
  while ((c = peek (self)) >= 0 && c != self->separator && c != '\n')
    {
      take (self);
      if (c == '\0')
        return fail (self, _ ("a NUL byte"), error);
      if (c != '\r')
        keep (self, c);
    }
  return TRUE;
}

static void
name_column (Reader *self)
{
  self->meaning[self->field] = -1;
  for (guint i = 0; i < N_COLUMNS; i++)
    for (guint j = 0; j < 2; j++)
      if (g_ascii_strcasecmp (self->header->str, column_names[i][j]) == 0)
        self->meaning[self->field] = (gint8) i;
  g_string_truncate (self->header, 0);
}

/* "CIS-1.4: 1.1 | AWS-Well-Architected-Framework-Security-Pillar: SEC03-BP03, SEC10-BP01 | ..." */
static char *
dup_practices (const char *compliance)
{
  static const char name[] = "AWS-Well-Architected-Framework-Security-Pillar: ";
  const char *start = strstr (compliance, name);
  g_autoptr (GString) practices = g_string_new (NULL);

  if (start == NULL)
    return g_strdup ("");
  for (const char *at = start + strlen (name); *at != '\0' && *at != '|'; at++)
    if (*at != ',')
      g_string_append_c (practices, *at);
  g_string_truncate (practices, MIN (practices->len, REDAN_FINDING_MAX_TEXT));
  return g_strstrip (g_string_free (g_steal_pointer (&practices), FALSE));
}

static const char *
clean (const char *text)
{
  return finding_is_placeholder (text) ? "" : text;
}

static gboolean
is_account (const char *text)
{
  return strlen (text) == 12 && strspn (text, "0123456789") == 12;
}

static gboolean
emit_row (Reader *self)
{
  const char *account = self->values[COLUMN_ACCOUNT]->str;
  g_autofree char *practices = dup_practices (self->values[COLUMN_COMPLIANCE]->str);
  RedanFinding finding = { .source = "prowler",
                           .check = self->values[COLUMN_CHECK]->str,
                           .rule = "",
                           .account = is_account (account) ? account : "",
                           .region = clean (self->values[COLUMN_REGION]->str),
                           .resource = clean (self->values[COLUMN_RESOURCE]->str),
                           .type = self->values[COLUMN_TYPE]->str,
                           .practices = practices,
                           .time = finding_time_parse (self->values[COLUMN_TIME]->str),
                           .status = REDAN_FINDING_UNKNOWN };

  self->counts->n_records++;
  if (self->field + 1 != self->n_columns || finding.check[0] == '\0' ||
      !finding_status_from_word (self->values[COLUMN_STATUS]->str, &finding.status))
    {
      self->counts->n_unrecognized++;
      return TRUE;
    }
  finding.muted = g_ascii_strcasecmp (self->values[COLUMN_MUTED]->str, "True") == 0 ||
                  g_ascii_strcasecmp (self->values[COLUMN_STATUS]->str, "MUTED") == 0;
  return self->sink->finding (self->sink->data, &finding);
}

static gboolean
check_texts (const Reader *self, GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GString *value = self->values[i];
      const char *end;

      if (g_utf8_validate (value->str, (gssize) value->len, &end))
        continue;
      /* a character may have been cut where a long text was */
      if (value->len - (gsize) (end - value->str) < 4 && value->len >= REDAN_FINDING_MAX_TEXT)
        g_string_truncate (value, (gsize) (end - value->str));
      else
        return fail (self, _ ("the row before is not UTF-8"), error);
    }
  return TRUE;
}

/* The end of a line. @blank: nothing stood in it */
static gboolean
end_row (Reader *self, gboolean blank, gboolean *more, GError **error)
{
  if (!self->has_header)
    {
      self->n_columns = self->field + 1;
      self->has_header = TRUE;
    }
  else if (!blank)
    {
      if (!check_texts (self, error))
        return FALSE;
      *more = emit_row (self);
    }

  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_truncate (self->values[i], 0);
  self->field = 0;
  return TRUE;
}

static gboolean
read_rows (Reader *self, GError **error)
{
  gboolean more = TRUE;
  guint start = self->column;

  while (more && peek (self) >= 0)
    {
      int c;

      if (self->field == 0)
        start = self->column;
      if (!read_field (self, error))
        return FALSE;
      if (!self->has_header)
        {
          if (self->field >= MAX_COLUMNS - 1)
            return fail (self, _ ("more than 255 columns"), error);
          name_column (self);
        }

      gboolean blank = self->field == 0 && self->column <= start + 1;
      c = take (self);
      if (c == self->separator)
        self->field++;
      else if (!end_row (self, blank, &more, error))
        return FALSE;
    }
  return self->problem == 0 || fail (self, "", error);
}

gboolean
findings_read_csv (RedanJsonRead read,
                   gpointer read_data,
                   const RedanFindingSink *sink,
                   RedanFindingCounts *counts,
                   GError **error)
{
  g_autofree Reader *self = g_new0 (Reader, 1);
  gboolean sound;

  self->read = read;
  self->read_data = read_data;
  self->line = self->column = 1;
  self->sink = sink;
  self->counts = counts;
  self->header = g_string_new (NULL);
  for (guint i = 0; i < N_COLUMNS; i++)
    self->values[i] = g_string_new (NULL);
  fill_head (self);
  if (self->length >= 3 && memcmp (self->buffer, "\xef\xbb\xbf", 3) == 0)
    self->at = 3;
  self->separator = memchr (self->buffer, ';', MIN (self->length, HEAD)) != NULL ? ';' : ',';

  sound = read_rows (self, error);

  g_string_free (self->header, TRUE);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_free (self->values[i], TRUE);
  return sound;
}

gboolean
findings_csv_looks_like (const guint8 *data, gsize length)
{
  const guint8 *end;
  g_autofree char *header = NULL;
  g_autofree char *upper = NULL;

  redan_json_skip_mark (&data, &length);
  end = memchr (data, '\n', length);
  if (end == NULL)
    end = data + length;
  if (memchr (data, '\0', (gsize) (end - data)) != NULL)
    return FALSE;
  header = g_strndup ((const char *) data, (gsize) (end - data));
  upper = g_ascii_strup (header, -1);
  return strstr (upper, "CHECK_ID") != NULL && strstr (upper, "STATUS") != NULL &&
         (strstr (upper, "ACCOUNT_UID") != NULL || strstr (upper, "ACCOUNT_ID") != NULL);
}
