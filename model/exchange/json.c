/* SPDX-License-Identifier: Apache-2.0 */
/* JSON that is parsed by jansson once its syntax is known to be right. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/json.h"

#include "model/error.h"

void
redan_json_skip_mark (const guint8 **data, gsize *length)
{
  if (*length < 3 || memcmp (*data, "\xef\xbb\xbf", 3) != 0)
    return;

  *data += 3;
  *length -= 3;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

gboolean
redan_json_looks_like (const guint8 *data, gsize length)
{
  redan_json_skip_mark (&data, &length);
  for (gsize i = 0; i < length; i++)
    {
      if (!is_space ((char) data[i]))
        return data[i] == '{' || data[i] == '[';
    }

  return FALSE;
}

void
redan_json_prefix_place (const guint8 *data, gsize at, GError **error)
{
  guint line = 1;
  guint column = 1;

  for (gsize i = 0; i < at; i++)
    {
      if (data[i] == '\n')
        {
          line++;
          column = 1;
        }
      else if ((data[i] & 0xc0) != 0x80)
        column++;
    }

  g_prefix_error (error, "%u:%u: ", line, column);
}

/* When memory runs out jansson often gives no text at all. */
static void
fail_parse (const json_error_t *problem, GError **error)
{
  g_autofree char *text = g_utf8_make_valid (problem->text, -1);

  if (json_error_code (problem) == json_error_out_of_memory || *text == '\0')
    g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the JSON needs more memory than an import may have; split the model"));
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("not well-formed JSON: %s; save the file again with the tool that wrote it"),
                 text);
}

json_t *
redan_json_parse_part (const guint8 *data, gsize length, gsize *problem_out, GError **error)
{
  const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK;
  json_error_t problem;
  json_t *root = json_loadb ((const char *) data, length, flags, &problem);

  /* An integer above 2^63 is no reason to refuse a file: JavaScript writes such numbers and reads
   * them as doubles. */
  if (root == NULL && json_error_code (&problem) == json_error_numeric_overflow)
    root = json_loadb ((const char *) data, length, flags | JSON_DECODE_INT_AS_REAL, &problem);
  if (root != NULL)
    return root;

  *problem_out = (gsize) MAX (problem.position, 1) - 1;
  fail_parse (&problem, error);
  return NULL;
}

json_t *
redan_json_from_number (double value)
{
  if (value > -1e15 && value < 1e15 && value == (double) (json_int_t) value)
    return json_integer ((json_int_t) value);
  return json_real (value);
}

char *
redan_json_to_text (const json_t *value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  json_free_t release;
  char *dumped;
  char *text;

  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  if (json_is_real (value))
    return g_strdup (g_ascii_dtostr (number, sizeof number, json_real_value (value)));

  dumped = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY);
  text = g_strdup (dumped != NULL ? dumped : "");
  json_get_alloc_funcs (NULL, &release);
  release (dumped);
  return text;
}

const char *
redan_json_get_type_name (const json_t *value)
{
  static const RedanNodeType types[] = {
    [JSON_OBJECT] = REDAN_NODE_OBJECT, [JSON_ARRAY] = REDAN_NODE_LIST,
    [JSON_STRING] = REDAN_NODE_TEXT,   [JSON_INTEGER] = REDAN_NODE_INTEGER,
    [JSON_REAL] = REDAN_NODE_REAL,     [JSON_TRUE] = REDAN_NODE_TRUE,
    [JSON_FALSE] = REDAN_NODE_FALSE,   [JSON_NULL] = REDAN_NODE_NULL,
  };
  RedanNode node = { 0 };

  if (value == NULL)
    return redan_node_get_type_name (NULL);
  node.type = types[json_typeof (value)] & 7;
  return redan_node_get_type_name (&node);
}

gboolean
redan_json_is_blank (const json_t *value)
{
  if (value == NULL || json_is_null (value) || json_is_false (value))
    return TRUE;
  if (json_is_string (value))
    return json_string_length (value) == 0;
  if (json_is_array (value))
    return json_array_size (value) == 0;
  return json_is_object (value) && json_object_size (value) == 0;
}
