/* SPDX-License-Identifier: Apache-2.0 */
/* A composer on the events of libyaml, which itself knows no limits, no merge keys and no repeated
 * keys. */

#include "config.h"

#include <string.h>
#include <yaml.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/yaml.h"

#include "model/error.h"
#include "model/exchange/tree-memory.h"

#define LET_GO ((gsize) 256 * 1024)

/* Nodes that an alias stands for are counted again at each alias, since readers walk them again. */
typedef struct
{
  RedanNode value;
  guint64 n_nodes;
} Anchor;

/* A place in the file up to which lines and columns were counted. */
typedef struct
{
  gsize at;
  guint line;
  guint column;
} Mark;

typedef struct
{
  const guint8 *data;
  gsize length;
  gsize given; /* bytes that the parser has */
  gsize let_go;
  Mark mark; /* not behind what the parser still reads */
  gsize next_mark;

  yaml_parser_t parser;
  GHashTable *anchors;
  RedanTree *tree;
  guint64 n_nodes;    /* keys and values */
  guint64 n_repeated; /* those of them that aliases stand for */
  GError *error;
} Composer;

static gboolean
fail (Composer *self, const yaml_event_t *event, RedanModelError code, const char *message)
{
  if (self->error == NULL)
    g_set_error (&self->error, REDAN_MODEL_ERROR, (int) code, "%zu:%zu: %s",
                 event->start_mark.line + 1, event->start_mark.column + 1, message);
  return FALSE;
}

static void
advance_mark (Composer *self, gsize to)
{
  const guint8 *at = self->data + self->mark.at;
  const guint8 *end = self->data + MIN (to, self->length);
  const guint8 *line;

  while (at < end && (line = memchr (at, '\n', (gsize) (end - at))) != NULL)
    {
      self->mark.line++;
      self->mark.column = 1;
      at = line + 1;
    }
  for (; at < end; at++)
    self->mark.column += (*at & 0xc0) != 0x80;
  self->mark.at = MAX (self->mark.at, MIN (to, self->length));
}

/* What the parser was given long ago is not needed again. */
static int
give_bytes (gpointer data, guchar *buffer, size_t size, size_t *size_read)
{
  Composer *self = data;

  advance_mark (self, self->next_mark);
  self->next_mark = self->given;
  if (self->mark.at - self->let_go >= LET_GO)
    {
      redan_tree_memory_let_go (self->data + self->let_go, self->mark.at - self->let_go);
      self->let_go = self->mark.at;
    }

  *size_read = MIN (size, self->length - self->given);
  memcpy (buffer, self->data + self->given, *size_read);
  self->given += *size_read;
  return 1;
}

static void
fail_syntax (Composer *self)
{
  const yaml_parser_t *parser = &self->parser;
  const char *problem = parser->problem != NULL ? parser->problem : "";

  if (self->error != NULL)
    return;
  if (parser->error == YAML_MEMORY_ERROR)
    g_set_error_literal (&self->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the YAML needs more memory than an import may have; split the model"));
  else
    {
      g_set_error (&self->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
                   _ ("not well-formed YAML: %s; correct the line or save the file again with the "
                      "tool that wrote it"),
                   problem);
      if (parser->error == YAML_READER_ERROR)
        {
          advance_mark (self, parser->problem_offset);
          g_prefix_error (&self->error, "%u:%u: ", self->mark.line, self->mark.column);
        }
      else
        g_prefix_error (&self->error, "%zu:%zu: ", parser->problem_mark.line + 1,
                        parser->problem_mark.column + 1);
    }
}

static gboolean
next_event (Composer *self, yaml_event_t *event)
{
  if (yaml_parser_parse (&self->parser, event))
    return TRUE;
  fail_syntax (self);
  return FALSE;
}

static gboolean
is_null (const yaml_event_t *event)
{
  const char *text = (const char *) event->data.scalar.value;

  return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
         (*text == '\0' || strcmp (text, "~") == 0 || g_ascii_strcasecmp (text, "null") == 0);
}

static gboolean
add_text (Composer *self, const yaml_event_t *event)
{
  const char *text = (const char *) event->data.scalar.value;
  gsize length = event->data.scalar.length;

  if (memchr (text, '\0', length) != NULL)
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("a text has a NUL character; remove it"));
  if (is_null (event))
    redan_tree_add_plain (self->tree, REDAN_NODE_NULL);
  else
    redan_tree_add_text (self->tree, text, (gssize) length);
  return TRUE;
}

static gboolean compose (Composer *self, yaml_event_t *event, guint depth);

static gboolean
compose_next (Composer *self, guint depth)
{
  yaml_event_t event;
  gboolean sound;

  if (!next_event (self, &event))
    return FALSE;
  sound = compose (self, &event, depth);
  yaml_event_delete (&event);
  return sound;
}

static gboolean
compose_list (Composer *self, guint depth)
{
  redan_tree_open (self->tree, REDAN_NODE_LIST);
  for (;;)
    {
      yaml_event_t event;
      gboolean ends;
      gboolean sound;

      if (!next_event (self, &event))
        return FALSE;
      ends = event.type == YAML_SEQUENCE_END_EVENT;
      sound = ends || compose (self, &event, depth);
      yaml_event_delete (&event);
      if (!sound)
        return FALSE;
      if (!ends)
        continue;
      redan_tree_close (self->tree);
      return TRUE;
    }
}

/* What is merged gives way to what stands there, and earlier ones go before later ones. */
static gboolean
merge (Composer *self, const RedanNode *merged)
{
  gsize i;
  RedanNode *item;

  if (redan_node_is_object (merged))
    {
      redan_tree_add_missing (self->tree, merged);
      return TRUE;
    }
  redan_node_foreach_item (merged, i, item)
  {
    if (!redan_node_is_object (item))
      return FALSE;
    redan_tree_add_missing (self->tree, item);
  }
  return redan_node_is_list (merged);
}

/* One key and its value. @merged: what "<<" names, so far absent. Returns whether to go on. */
static gboolean
compose_member (
    Composer *self, yaml_event_t *event, RedanNode *merged, gboolean *merges, guint depth)
{
  const char *key = (const char *) event->data.scalar.value;
  gsize length = event->data.scalar.length;
  gboolean special;

  if (event->type != YAML_SCALAR_EVENT || memchr (key, '\0', length) != NULL)
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX, _ ("a key must be a text"));
  special = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp (key, "<<") == 0;
  redan_tree_set_line (self->tree, event->start_mark.line + 1);
  if (special ? *merges : !redan_tree_key (self->tree, key, (gssize) length))
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("this key stands twice in the same mapping; remove one"));

  self->n_nodes++;
  if (!compose_next (self, depth))
    return FALSE;
  if (special)
    {
      *merged = redan_tree_take_back (self->tree);
      *merges = TRUE;
    }
  return TRUE;
}

static gboolean
compose_mapping (Composer *self, guint depth)
{
  RedanNode merged = { 0 };
  gboolean merges = FALSE;

  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  for (;;)
    {
      yaml_event_t event;
      gboolean ends;
      gboolean sound = TRUE;

      if (!next_event (self, &event))
        return FALSE;
      ends = event.type == YAML_MAPPING_END_EVENT;
      if (!ends)
        sound = compose_member (self, &event, &merged, &merges, depth);
      else if (merges && !merge (self, &merged))
        sound = fail (self, &event, REDAN_MODEL_ERROR_SYNTAX,
                      _ ("\"<<\" in the mapping that ends here merges no mapping"));
      yaml_event_delete (&event);
      if (!sound)
        return FALSE;
      if (!ends)
        continue;
      redan_tree_close (self->tree);
      return TRUE;
    }
}

static gboolean
resolve_alias (Composer *self, const yaml_event_t *event)
{
  const Anchor *anchor = g_hash_table_lookup (self->anchors, event->data.alias.anchor);

  if (anchor == NULL)
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("an alias names what is not there before it, or holds itself"));
  self->n_nodes += anchor->n_nodes;
  self->n_repeated += anchor->n_nodes;
  redan_tree_add (self->tree, &anchor->value);
  return TRUE;
}

/* Whether the value that follows has a local tag, and so is the only member of an object. */
static gboolean
open_wrap (Composer *self, const yaml_char_t *tag)
{
  const char *text = (const char *) tag;
  g_autofree char *name = NULL;

  if (text == NULL || text[0] != '!' || text[1] == '\0' || text[1] == '!')
    return FALSE;
  name = strcmp (text, "!Ref") == 0 || strcmp (text, "!Condition") == 0
             ? g_strdup (text + 1)
             : g_strconcat ("Fn::", text + 1, NULL);
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  redan_tree_key (self->tree, name, -1);
  return TRUE;
}

static void
keep_anchor (Composer *self, const yaml_char_t *name, guint64 before)
{
  Anchor *anchor;

  if (name == NULL)
    return;
  anchor = g_new (Anchor, 1);
  anchor->value = redan_tree_get_last (self->tree);
  anchor->n_nodes = self->n_nodes - before;
  g_hash_table_replace (self->anchors, g_strdup ((const char *) name), anchor);
}

static gboolean
compose_value (Composer *self,
               yaml_event_t *event,
               const yaml_char_t *tag,
               const yaml_char_t *anchor,
               guint depth)
{
  const guint64 before = self->n_nodes - 1;
  gboolean wrapped;
  gboolean sound;

  if (tag != NULL && !g_utf8_validate ((const char *) tag, -1, NULL))
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX, _ ("a key must be a text"));
  wrapped = open_wrap (self, tag);
  if (event->type == YAML_SCALAR_EVENT)
    sound = add_text (self, event);
  else
    sound = event->type == YAML_SEQUENCE_START_EVENT ? compose_list (self, depth + 1)
                                                     : compose_mapping (self, depth + 1);
  if (!sound)
    return FALSE;
  if (wrapped)
    redan_tree_close (self->tree);
  keep_anchor (self, anchor, before);
  return TRUE;
}

/* The value that begins with @event, which stays with the caller. */
static gboolean
compose (Composer *self, yaml_event_t *event, guint depth)
{
  gboolean sound;

  self->n_nodes++;
  redan_tree_set_line (self->tree, event->start_mark.line + 1);
  if (depth >= REDAN_YAML_MAX_DEPTH)
    return fail (self, event, REDAN_MODEL_ERROR_LIMIT,
                 _ ("nested deeper than 64 levels; flatten the file"));

  switch (event->type)
    {
    case YAML_ALIAS_EVENT:
      sound = resolve_alias (self, event);
      break;
    case YAML_SCALAR_EVENT:
      sound = compose_value (self, event, event->data.scalar.tag, event->data.scalar.anchor, depth);
      break;
    case YAML_SEQUENCE_START_EVENT:
      sound = compose_value (self, event, event->data.sequence_start.tag,
                             event->data.sequence_start.anchor, depth);
      break;
    case YAML_MAPPING_START_EVENT:
      sound = compose_value (self, event, event->data.mapping_start.tag,
                             event->data.mapping_start.anchor, depth);
      break;
    default:
      return fail (self, event, REDAN_MODEL_ERROR_SYNTAX, _ ("a value was expected"));
    }

  if (self->n_repeated > REDAN_YAML_MAX_REPEATED)
    {
      g_autofree char *message =
          g_strdup_printf (_ ("more than %d values that aliases stand for; split the file"),
                           REDAN_YAML_MAX_REPEATED);

      return fail (self, event, REDAN_MODEL_ERROR_LIMIT, message);
    }
  if (self->n_nodes - self->n_repeated > REDAN_YAML_MAX_NODES)
    {
      g_autofree char *message = g_strdup_printf (
          _ ("more than %d keys and values; split the file"), REDAN_YAML_MAX_NODES);

      return fail (self, event, REDAN_MODEL_ERROR_LIMIT, message);
    }
  return sound;
}

/* Stream, document, value, and nothing behind it. */
static gboolean
compose_document (Composer *self)
{
  yaml_event_t event;

  for (guint i = 0; i < 2; i++)
    {
      gboolean ends;

      if (!next_event (self, &event))
        return FALSE;
      ends = event.type == YAML_STREAM_END_EVENT;
      yaml_event_delete (&event);
      if (!ends)
        continue;
      redan_tree_add_plain (self->tree, REDAN_NODE_NULL);
      return TRUE;
    }

  if (!compose_next (self, 0) || !next_event (self, &event))
    return FALSE;
  yaml_event_delete (&event);
  if (!next_event (self, &event))
    return FALSE;
  if (event.type != YAML_STREAM_END_EVENT)
    fail (self, &event, REDAN_MODEL_ERROR_FORMAT,
          _ ("a second document begins here; keep one in a file"));
  yaml_event_delete (&event);
  return self->error == NULL;
}

RedanNode *
redan_yaml_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  Composer self = { .data = data, .length = length, .mark = { 0, 1, 1 }, .tree = tree };
  RedanNode *root = NULL;

  if (!yaml_parser_initialize (&self.parser))
    g_error ("libyaml could not be initialized");
  yaml_parser_set_input (&self.parser, give_bytes, &self);
  self.anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (compose_document (&self))
    root = redan_tree_take (tree);
  redan_tree_set_line (tree, 0);
  if (root == NULL && self.error == NULL)
    g_set_error_literal (&self.error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the YAML needs more memory than an import may have; split the model"));

  g_hash_table_unref (self.anchors);
  yaml_parser_delete (&self.parser);
  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return root;
}
