/* SPDX-License-Identifier: Apache-2.0 */
/* A tree from JSON, member by member: the trees of jansson take several times the memory. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/json.h"

#include "model/error.h"

#define KEY_LIMIT 63 /* of RedanJsonPlace */

/* A member of the root, or an item of a list that is one. */
typedef struct
{
  gsize at;
  char *key; /* NULL for an item */
  gboolean list;
} Piece;

typedef struct
{
  gsize length;
  GArray *pieces;
  GHashTable *keys;
  gboolean in_list;
  gboolean whole; /* its outermost keys are not known well enough */
  guint64 n_values;
} Outline;

/* Follows the values of jansson, which knows no lines, through their text, whose syntax is known to
 * be right. */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gsize line;
} Cursor;

/* What stands between values. */
static inline gboolean
is_between (guint8 c)
{
  return c <= ' ' || c == ',' || c == ':' || c == ']' || c == '}';
}

static void
skip_to_value (Cursor *self)
{
  for (; self->at < self->end && is_between (*self->at); self->at++)
    self->line += *self->at == '\n';
}

static void
skip_to (Cursor *self, const guint8 *to)
{
  const guint8 *found;

  while (self->at < to && (found = memchr (self->at, '\n', (gsize) (to - self->at))) != NULL)
    {
      self->line++;
      self->at = found + 1;
    }
  self->at = to;
}

static void
skip_scalar (Cursor *self)
{
  if (self->at < self->end && *self->at == '"')
    {
      for (self->at++; self->at < self->end && *self->at != '"'; self->at++)
        self->at += *self->at == '\\';
      self->at++;
    }
  while (self->at < self->end && !is_between (*self->at))
    self->at++;
}

static void
begin_value (RedanTree *tree, Cursor *cursor, gboolean inside)
{
  if (cursor == NULL)
    return;
  skip_to_value (cursor);
  redan_tree_set_line (tree, cursor->line);
  if (inside)
    cursor->at++;
  else
    skip_scalar (cursor);
}

/* @cursor: (nullable) */
static void
add_value (RedanTree *tree, const json_t *value, Cursor *cursor)
{
  const char *key;
  gsize i;
  json_t *inside;

  begin_value (tree, cursor, json_is_object (value) || json_is_array (value));
  switch (json_typeof (value))
    {
    case JSON_OBJECT:
      redan_tree_open (tree, REDAN_NODE_OBJECT);
      json_object_foreach ((json_t *) value, key, inside)
      {
        begin_value (tree, cursor, FALSE);
        redan_tree_key (tree, key, -1);
        add_value (tree, inside, cursor);
      }
      redan_tree_close (tree);
      break;
    case JSON_ARRAY:
      redan_tree_open (tree, REDAN_NODE_LIST);
      json_array_foreach (value, i, inside) add_value (tree, inside, cursor);
      redan_tree_close (tree);
      break;
    case JSON_STRING:
      redan_tree_add_text (tree, json_string_value (value), (gssize) json_string_length (value));
      break;
    case JSON_INTEGER:
      redan_tree_add_integer (tree, json_integer_value (value));
      break;
    case JSON_REAL:
      redan_tree_add_real (tree, json_real_value (value));
      break;
    case JSON_TRUE:
      redan_tree_add_plain (tree, REDAN_NODE_TRUE);
      break;
    case JSON_FALSE:
      redan_tree_add_plain (tree, REDAN_NODE_FALSE);
      break;
    case JSON_NULL:
    default:
      redan_tree_add_plain (tree, REDAN_NODE_NULL);
      break;
    }
}

void
redan_json_add (RedanTree *tree, const json_t *value)
{
  add_value (tree, value, NULL);
}

void
redan_json_add_from (
    RedanTree *tree, const json_t *value, const guint8 *data, gsize length, gsize line)
{
  Cursor cursor = { data, data + length, line };

  add_value (tree, value, &cursor);
  redan_tree_set_line (tree, 0);
}

static void
clear_piece (gpointer data)
{
  g_free (((Piece *) data)->key);
}

static void
begin_member (Outline *self, const RedanJsonPlace *place)
{
  const char *key = place->keys[0];
  Piece piece = { .at = self->length - place->length,
                  .key = g_strdup (key),
                  .list = place->length > 0 && place->bytes[0] == '[' };

  self->whole |= strchr (key, '\\') != NULL || strlen (key) >= KEY_LIMIT ||
                 !g_hash_table_add (self->keys, piece.key);
  self->in_list = piece.list;
  g_array_append_val (self->pieces, piece);
}

static gboolean
note (const RedanJsonPlace *place, gpointer data)
{
  Outline *self = data;

  self->n_values = place->n_values;
  if (place->ends || self->whole)
    return self->n_values <= REDAN_TREE_MAX_VALUES;

  if (place->depth == 1)
    begin_member (self, place);
  else if (self->in_list)
    {
      Piece piece = { .at = self->length - place->length };

      g_array_append_val (self->pieces, piece);
    }
  *place->quiet = place->depth == 2 || !self->in_list;
  return self->n_values <= REDAN_TREE_MAX_VALUES;
}

static gboolean
add_part (RedanTree *tree, const guint8 *data, gsize at, Cursor *cursor, GError **error)
{
  const gsize length = (gsize) (cursor->end - data);
  gsize problem = 0;
  g_autoptr (json_t) value = redan_json_parse_part (data + at, length - at, &problem, error);

  if (value == NULL)
    {
      redan_json_prefix_place (data, at + problem, error);
      return FALSE;
    }
  skip_to (cursor, data + at);
  add_value (tree, value, cursor);
  return TRUE;
}

static gboolean
add_pieces (
    RedanTree *tree, const Outline *outline, const guint8 *data, gsize length, GError **error)
{
  Cursor cursor = { data, data + length, 1 };
  gboolean in_list = FALSE;

  redan_tree_set_line (tree, cursor.line); /* an object is cut into pieces only at the start */
  redan_tree_open (tree, REDAN_NODE_OBJECT);
  for (guint i = 0; i < outline->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (outline->pieces, Piece, i);

      if (piece->key != NULL && in_list)
        redan_tree_close (tree);
      if (piece->key != NULL)
        {
          in_list = piece->list;
          skip_to (&cursor, data + piece->at);
          redan_tree_set_line (tree, cursor.line);
          redan_tree_key (tree, piece->key, -1);
        }
      if (piece->list)
        redan_tree_open (tree, REDAN_NODE_LIST);
      else if (!add_part (tree, data, piece->at, &cursor, error))
        return FALSE;
    }
  if (in_list)
    redan_tree_close (tree);
  redan_tree_close (tree);
  return TRUE;
}

RedanNode *
redan_json_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  Outline outline = { .pieces = pieces, .keys = keys };
  Cursor cursor;
  RedanNode *root;

  g_array_set_clear_func (pieces, clear_piece);
  redan_json_skip_mark (&data, &length);
  cursor = (Cursor){ data, data + length, 1 };
  outline.length = length;
  outline.whole = length == 0 || data[0] != '{';
  if (!redan_json_scan (data, length, note, &outline, error))
    return NULL;
  if (outline.n_values > REDAN_TREE_MAX_VALUES)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("1:1: the file has more than %u values; split the model"),
                   REDAN_TREE_MAX_VALUES);
      return NULL;
    }

  if (outline.whole ? !add_part (tree, data, 0, &cursor, error)
                    : !add_pieces (tree, &outline, data, length, error))
    return NULL;
  redan_tree_set_line (tree, 0);
  root = redan_tree_take (tree);
  if (root == NULL)
    g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the JSON needs more memory than an import may have; split the model"));
  return root;
}
