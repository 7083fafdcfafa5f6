/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a table of separated cells into lists and objects. */

#include "config.h"

#include "model/exchange/separated.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/error.h"
#include "model/exchange/json.h"

#define MAX_COLUMNS 256
#define MAX_HEAD (64 * 1024) /* bytes of a first line; what has no line ends at all is no table */

typedef struct
{
  const guint8 *at;
  const guint8 *end;
  char separator;
  guint line;
} Reader;

static gsize
get_line_length (const guint8 *data, gsize length)
{
  const guint8 *end = memchr (data, '\n', length);

  return end != NULL ? (gsize) (end - data) : length;
}

/* The one of which the first line has most. */
static char
find_separator (const guint8 *data, gsize length)
{
  static const char separators[] = { ',', ';', '\t' };
  const gsize first = get_line_length (data, MIN (length, MAX_HEAD));
  char best = ',';
  guint most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      guint n = 0;

      for (gsize k = 0; k < first; k++)
        n += data[k] == (guint8) separators[i];
      if (n > most)
        {
          most = n;
          best = separators[i];
        }
    }
  return best;
}

static gboolean
fail (const Reader *self, const char *problem, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
               _ ("%u:1: not a well-formed table: %s; export it again"), self->line, problem);
  return FALSE;
}

static gboolean
read_quoted (Reader *self, GString *cell, GError **error)
{
  for (self->at++; self->at < self->end; self->at++)
    {
      if (*self->at == '"')
        {
          if (self->at + 1 >= self->end || self->at[1] != '"')
            {
              self->at++;
              return TRUE;
            }
          self->at++;
        }
      self->line += *self->at == '\n';
      g_string_append_c (cell, (char) *self->at);
    }
  return fail (self, _ ("a quote is not closed"), error);
}

/* Returns: (transfer full) (nullable): the cells of the next row */
static GPtrArray *
read_row (Reader *self, GError **error)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  for (;;)
    {
      g_autoptr (GString) cell = g_string_new (NULL);

      if (self->at < self->end && *self->at == '"' && !read_quoted (self, cell, error))
        return NULL;
      for (; self->at < self->end && *self->at != (guint8) self->separator && *self->at != '\n';
           self->at++)
        if (*self->at != '\r')
          g_string_append_c (cell, (char) *self->at);
      if (memchr (cell->str, '\0', cell->len) != NULL ||
          !g_utf8_validate (cell->str, (gssize) cell->len, NULL))
        {
          fail (self, _ ("a cell is no UTF-8"), error);
          return NULL;
        }
      g_ptr_array_add (row, g_strdup (cell->str));
      if (row->len > MAX_COLUMNS)
        {
          fail (self, _ ("it has more than 256 columns"), error);
          return NULL;
        }
      if (self->at >= self->end || *self->at++ == '\n')
        break;
    }
  self->line++;
  return g_steal_pointer (&row);
}

static Reader
begin (const guint8 *data, gsize length)
{
  redan_json_skip_mark (&data, &length);
  return (Reader){ data, data + length, find_separator (data, length), 1 };
}

gboolean
redan_separated_has (const guint8 *data, gsize length, const char *name)
{
  Reader reader = begin (data, length);
  g_autoptr (GPtrArray) head = NULL;

  if (length == 0)
    return FALSE;
  reader.end = reader.at + get_line_length (reader.at, (gsize) (reader.end - reader.at));
  if (reader.end - reader.at > MAX_HEAD)
    return FALSE;
  head = read_row (&reader, NULL);
  for (guint i = 0; head != NULL && i < head->len; i++)
    {
      g_autoptr (GString) plain = g_string_new (NULL);

      for (const char *c = g_ptr_array_index (head, i); *c != '\0'; c++)
        if (g_ascii_isalnum (*c))
          g_string_append_c (plain, g_ascii_tolower (*c));
      if (g_str_equal (plain->str, name))
        return TRUE;
    }
  return FALSE;
}

RedanNode *
redan_separated_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  Reader reader = begin (data, length);
  g_autoptr (GPtrArray) head = read_row (&reader, error);

  if (head == NULL)
    return NULL;
  redan_tree_open (tree, REDAN_NODE_LIST);
  while (reader.at < reader.end)
    {
      const guint line = reader.line;
      g_autoptr (GPtrArray) row = read_row (&reader, error);

      if (row == NULL)
        return NULL;
      if (row->len == 1 && *(const char *) g_ptr_array_index (row, 0) == '\0')
        continue;
      redan_tree_set_line (tree, line);
      redan_tree_open (tree, REDAN_NODE_OBJECT);
      for (guint i = 0; i < MIN (row->len, head->len); i++)
        {
          redan_tree_key (tree, g_strstrip (g_ptr_array_index (head, i)), -1);
          redan_tree_add_text (tree, g_strstrip (g_ptr_array_index (row, i)), -1);
        }
      redan_tree_close (tree);
    }
  redan_tree_close (tree);
  redan_tree_set_line (tree, 0);
  return redan_tree_take (tree);
}
