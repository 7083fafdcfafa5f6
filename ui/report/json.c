/* SPDX-License-Identifier: Apache-2.0 */
/* A streaming JSON writer over a row sink: commas, escapes and numbers, nothing kept in memory. */

#include "ui/report/json.h"

#include <math.h>

#define FLUSH_AT 65536

static void
flush (RedanJson *self)
{
  if (!self->stopped && self->buffer->len > 0)
    self->stopped = !self->sink (self->user_data, self->buffer->str, self->buffer->len);
  g_string_truncate (self->buffer, 0);
}

static void
append_string (GString *buffer, const char *text)
{
  static const char hex[] = "0123456789abcdef";

  g_string_append_c (buffer, '"');
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        {
          g_string_append_c (buffer, '\\');
          g_string_append_c (buffer, (char) *p);
        }
      else if (*p == '\n')
        g_string_append (buffer, "\\n");
      else if (*p == '\t')
        g_string_append (buffer, "\\t");
      else if (*p < 0x20 || *p == 0x7f)
        {
          g_string_append (buffer, "\\u00");
          g_string_append_c (buffer, hex[*p >> 4]);
          g_string_append_c (buffer, hex[*p & 15]);
        }
      else
        g_string_append_c (buffer, (char) *p);
    }
  g_string_append_c (buffer, '"');
}

static void
begin_value (RedanJson *self, const char *key)
{
  if (self->need_comma)
    g_string_append_c (self->buffer, ',');
  if (self->depth > 0 && self->depth <= 2)
    {
      g_string_append_c (self->buffer, '\n');
      for (guint i = 0; i < self->depth; i++)
        g_string_append_c (self->buffer, ' ');
    }
  if (key != NULL)
    {
      append_string (self->buffer, key);
      g_string_append (self->buffer, ": ");
    }
  self->need_comma = TRUE;
}

static void
end_value (RedanJson *self)
{
  if (self->buffer->len >= FLUSH_AT)
    flush (self);
}

static void
begin_nested (RedanJson *self, const char *key, char bracket)
{
  begin_value (self, key);
  g_string_append_c (self->buffer, bracket);
  self->depth++;
  self->need_comma = FALSE;
}

static void
end_nested (RedanJson *self, char bracket)
{
  self->depth--;
  if (self->need_comma && self->depth < 2)
    {
      g_string_append_c (self->buffer, '\n');
      for (guint i = 0; i < self->depth; i++)
        g_string_append_c (self->buffer, ' ');
    }
  g_string_append_c (self->buffer, bracket);
  self->need_comma = TRUE;
  end_value (self);
}

void
redan_json_init (RedanJson *self, RedanRowSink sink, gpointer user_data)
{
  *self = (RedanJson){ .sink = sink, .user_data = user_data };
  self->buffer = g_string_sized_new (FLUSH_AT + 4096);
}

gboolean
redan_json_finish (RedanJson *self)
{
  g_string_append_c (self->buffer, '\n');
  flush (self);
  g_string_free (self->buffer, TRUE);
  self->buffer = NULL;
  return !self->stopped;
}

void
redan_json_begin_object (RedanJson *self, const char *key)
{
  begin_nested (self, key, '{');
}

void
redan_json_end_object (RedanJson *self)
{
  end_nested (self, '}');
}

void
redan_json_begin_array (RedanJson *self, const char *key)
{
  begin_nested (self, key, '[');
}

void
redan_json_end_array (RedanJson *self)
{
  end_nested (self, ']');
}

void
redan_json_string (RedanJson *self, const char *key, const char *value)
{
  begin_value (self, key);
  if (value == NULL)
    g_string_append (self->buffer, "null");
  else
    append_string (self->buffer, value);
  end_value (self);
}

void
redan_json_integer (RedanJson *self, const char *key, gint64 value)
{
  begin_value (self, key);
  g_string_append_printf (self->buffer, "%" G_GINT64_FORMAT, value);
  end_value (self);
}

void
redan_json_decimal (RedanJson *self, const char *key, double value, guint digits)
{
  char format[8];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  begin_value (self, key);
  g_snprintf (format, sizeof format, "%%.%uf", MIN (digits, 9));
  g_string_append (self->buffer,
                   isfinite (value) ? g_ascii_formatd (text, sizeof text, format, value) : "null");
  end_value (self);
}

void
redan_json_number (RedanJson *self, const char *key, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "null";

  begin_value (self, key);
  for (guint i = 0; i < G_N_ELEMENTS (formats) && isfinite (value); i++)
    if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, formats[i], value), NULL) == value)
      break;
  g_string_append (self->buffer, text);
  end_value (self);
}

void
redan_json_boolean (RedanJson *self, const char *key, gboolean value)
{
  begin_value (self, key);
  g_string_append (self->buffer, value ? "true" : "false");
  end_value (self);
}
