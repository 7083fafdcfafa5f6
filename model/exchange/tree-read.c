/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a tree, and writing a part of it as text again. */

#include "config.h"

#include <jansson.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tree-private.h"

#define MAX_WRITTEN ((gsize) 4 * 1024 * 1024) /* above what an event carries of a text */

#define FIRST_ROOM 1000

static gboolean
is_of (const RedanNode *node, RedanNodeType type)
{
  return node != NULL && node->type == (guint32) type;
}

static const RedanTree *
get_tree (const RedanNode *object)
{
  return redan_tree_of_members (object->is.inside);
}

RedanNode *
redan_node_get (const RedanNode *object, const char *key)
{
  const RedanTree *tree;

  if (!is_of (object, REDAN_NODE_OBJECT) || object->length == 0)
    return NULL;
  tree = get_tree (object);
  return redan_tree_find_member (tree, object, redan_tree_find_key (tree, key, strlen (key)));
}

const char *
redan_node_get_text (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_TEXT) ? node->is.text : NULL;
}

double
redan_node_get_number (const RedanNode *node)
{
  if (is_of (node, REDAN_NODE_INTEGER))
    return (double) node->is.integer;
  return is_of (node, REDAN_NODE_REAL) ? node->is.real : 0;
}

gint64
redan_node_get_integer (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_INTEGER) ? node->is.integer : 0;
}

gsize
redan_node_get_n_items (const RedanNode *list)
{
  return is_of (list, REDAN_NODE_LIST) ? list->length : 0;
}

RedanNode *
redan_node_get_item (const RedanNode *list, gsize index)
{
  return index < redan_node_get_n_items (list) ? &list->is.inside[index] : NULL;
}

gsize
redan_node_get_n_members (const RedanNode *object)
{
  return is_of (object, REDAN_NODE_OBJECT) ? object->length : 0;
}

RedanNode *
redan_node_next_member (const RedanNode *object, const RedanNode *before, const char **key_out)
{
  gsize at = before != NULL ? (gsize) (before - object->is.inside) + 1 : 0;

  if (at >= redan_node_get_n_members (object))
    return NULL;
  *key_out = redan_tree_get_key (get_tree (object), object->is.inside[at].key);
  return &object->is.inside[at];
}

gboolean
redan_node_is_null (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_NULL);
}

gboolean
redan_node_is_true (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_TRUE);
}

gboolean
redan_node_is_truth (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_TRUE) || is_of (node, REDAN_NODE_FALSE);
}

gboolean
redan_node_is_integer (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_INTEGER);
}

gboolean
redan_node_is_number (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_INTEGER) || is_of (node, REDAN_NODE_REAL);
}

gboolean
redan_node_is_text (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_TEXT);
}

gboolean
redan_node_is_list (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_LIST);
}

gboolean
redan_node_is_object (const RedanNode *node)
{
  return is_of (node, REDAN_NODE_OBJECT);
}

gboolean
redan_node_is_blank (const RedanNode *node)
{
  switch (node != NULL ? (RedanNodeType) node->type : REDAN_NODE_NULL)
    {
    case REDAN_NODE_NULL:
    case REDAN_NODE_FALSE:
      return TRUE;
    case REDAN_NODE_TEXT:
    case REDAN_NODE_LIST:
    case REDAN_NODE_OBJECT:
      return node->length == 0;
    case REDAN_NODE_TRUE:
    case REDAN_NODE_INTEGER:
    case REDAN_NODE_REAL:
    default:
      return FALSE;
    }
}

const char *
redan_node_get_type_name (const RedanNode *node)
{
  if (node == NULL)
    return _ ("missing");

  switch ((RedanNodeType) node->type)
    {
    case REDAN_NODE_OBJECT:
      return _ ("an object");
    case REDAN_NODE_LIST:
      return _ ("a list");
    case REDAN_NODE_TEXT:
      return _ ("a text");
    case REDAN_NODE_INTEGER:
    case REDAN_NODE_REAL:
      return _ ("a number");
    case REDAN_NODE_TRUE:
    case REDAN_NODE_FALSE:
      return _ ("true or false");
    case REDAN_NODE_NULL:
      return _ ("null");
    default:
      return _ ("unknown");
    }
}

/* ---- as text ---- */

static void
append_quoted (GString *text, const char *value)
{
  static const char from[] = "\"\\\b\f\n\r\t";
  static const char to[] = "\"\\bfnrt";

  g_string_append_c (text, '"');
  while (*value != '\0')
    {
      gsize plain = 0;
      const char *escape;

      while ((guchar) value[plain] >= 0x20 && value[plain] != '"' && value[plain] != '\\')
        plain++;
      g_string_append_len (text, value, (gssize) plain);
      value += plain;
      if (*value == '\0')
        break;
      escape = strchr (from, *value);
      if (escape != NULL)
        {
          g_string_append_c (text, '\\');
          g_string_append_c (text, to[escape - from]);
        }
      else
        g_string_append_printf (text, "\\u%04X", (guchar) *value);
      value++;
    }
  g_string_append_c (text, '"');
}

/* As jansson writes it, which reads it again for an export. */
static void
append_real (GString *text, double real)
{
  json_t *value = json_real (real);
  char digits[64];
  gsize n = value != NULL ? json_dumpb (value, digits, sizeof digits, JSON_ENCODE_ANY) : 0;

  g_string_append_len (text, digits, (gssize) MIN (n, sizeof digits));
  json_decref (value);
}

static void append_node (GString *text, const RedanNode *node);

static void
append_object (GString *text, const RedanNode *object, const char *const *without)
{
  const char *separator = "";
  const char *key;
  RedanNode *member;

  g_string_append_c (text, '{');
  redan_node_foreach_member (object, key, member)
  {
    if (text->len > MAX_WRITTEN)
      break;
    if (without != NULL && g_strv_contains (without, key))
      continue;
    g_string_append (text, separator);
    append_quoted (text, key);
    g_string_append_c (text, ':');
    append_node (text, member);
    separator = ",";
  }
  g_string_append_c (text, '}');
}

static void
append_list (GString *text, const RedanNode *list)
{
  gsize i;
  RedanNode *item;

  g_string_append_c (text, '[');
  redan_node_foreach_item (list, i, item)
  {
    if (text->len > MAX_WRITTEN)
      break;
    if (i > 0)
      g_string_append_c (text, ',');
    append_node (text, item);
  }
  g_string_append_c (text, ']');
}

static void
append_node (GString *text, const RedanNode *node)
{
  switch ((RedanNodeType) node->type)
    {
    case REDAN_NODE_OBJECT:
      append_object (text, node, NULL);
      break;
    case REDAN_NODE_LIST:
      append_list (text, node);
      break;
    case REDAN_NODE_TEXT:
      append_quoted (text, node->is.text);
      break;
    case REDAN_NODE_INTEGER:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, node->is.integer);
      break;
    case REDAN_NODE_REAL:
      append_real (text, node->is.real);
      break;
    case REDAN_NODE_TRUE:
      g_string_append (text, "true");
      break;
    case REDAN_NODE_FALSE:
      g_string_append (text, "false");
      break;
    case REDAN_NODE_NULL:
    default:
      g_string_append (text, "null");
      break;
    }
}

char *
redan_node_to_text (const RedanNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text;

  if (node == NULL)
    return g_strdup ("");
  if (is_of (node, REDAN_NODE_TEXT))
    return g_strdup (node->is.text);
  if (is_of (node, REDAN_NODE_REAL))
    return g_strdup (g_ascii_dtostr (number, sizeof number, node->is.real));

  text = g_string_sized_new (FIRST_ROOM);
  append_node (text, node);
  return g_string_free (text, FALSE);
}

char *
redan_node_to_text_without (const RedanNode *object, const char *const *keys)
{
  GString *text;

  if (!is_of (object, REDAN_NODE_OBJECT))
    return redan_node_to_text (object);
  text = g_string_sized_new (FIRST_ROOM);
  append_object (text, object, keys);
  return g_string_free (text, FALSE);
}
