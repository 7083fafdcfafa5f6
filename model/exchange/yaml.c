/* SPDX-License-Identifier: Apache-2.0 */
/* A composer on the events of libyaml, which itself knows no limits, no merge keys and no repeated
 * keys. */

#include "config.h"

#include <string.h>
#include <yaml.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/yaml.h"

#include "model/error.h"
#include "model/exchange/json.h"

#define N_SHARED 1024
#define SHARED_LENGTH 32

/* Nodes that an alias stands for are counted again at each alias, since readers walk them again. */
typedef struct
{
  json_t *value;
  guint64 n_nodes;
} Anchor;

typedef struct
{
  const guint8 *data;
  yaml_parser_t parser;
  GHashTable *anchors;
  json_t *shared[N_SHARED]; /* short texts by their hash, the last one of each */
  guint64 n_nodes;
  GError *error;
} Composer;

static void
free_anchor (gpointer data)
{
  Anchor *anchor = data;

  json_decref (anchor->value);
  g_free (anchor);
}

static json_t *
fail (Composer *self, const yaml_event_t *event, RedanModelError code, const char *message)
{
  if (self->error == NULL)
    g_set_error (&self->error, REDAN_MODEL_ERROR, (int) code, "%zu:%zu: %s",
                 event->start_mark.line + 1, event->start_mark.column + 1, message);
  return NULL;
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
        redan_json_prefix_place (self->data, parser->problem_offset, &self->error);
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

/* Short texts recur in a file (types, states, numbers), and the tree is only read: the same one
 * stands in many places. */
static json_t *
share_text (Composer *self, const char *text, gsize length)
{
  guint32 hash = 5381;
  json_t **slot;

  if (length > SHARED_LENGTH)
    return json_stringn (text, length);
  for (gsize i = 0; i < length; i++)
    hash = hash * 33 + (guint8) text[i];
  slot = &self->shared[(hash ^ hash >> 10) % N_SHARED];
  if (*slot == NULL || json_string_length (*slot) != length ||
      memcmp (json_string_value (*slot), text, length) != 0)
    {
      json_decref (*slot);
      *slot = json_stringn (text, length);
    }
  return json_incref (*slot);
}

static json_t *
make_text (Composer *self, const yaml_event_t *event)
{
  const char *text = (const char *) event->data.scalar.value;
  gsize length = event->data.scalar.length;

  if (memchr (text, '\0', length) != NULL)
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("a text has a NUL character; remove it"));
  return is_null (event) ? json_null () : share_text (self, text, length);
}

static json_t *compose (Composer *self, yaml_event_t *event, guint depth);

static json_t *
compose_next (Composer *self, guint depth)
{
  yaml_event_t event;
  json_t *value;

  if (!next_event (self, &event))
    return NULL;
  value = compose (self, &event, depth);
  yaml_event_delete (&event);
  return value;
}

static json_t *
compose_list (Composer *self, guint depth)
{
  g_autoptr (json_t) list = json_array ();

  for (;;)
    {
      yaml_event_t event;
      gboolean ends;
      json_t *value = NULL;

      if (!next_event (self, &event))
        return NULL;
      ends = event.type == YAML_SEQUENCE_END_EVENT;
      if (!ends)
        value = compose (self, &event, depth);
      yaml_event_delete (&event);
      if (ends)
        return g_steal_pointer (&list);
      if (value == NULL || json_array_append_new (list, value) != 0)
        return NULL;
    }
}

/* What is merged gives way to what stands there, and earlier ones go before later ones. */
static gboolean
merge (json_t *object, json_t *merged)
{
  gsize i;
  json_t *item;

  if (json_is_object (merged))
    return json_object_update_missing (object, merged) == 0;
  json_array_foreach (merged, i, item)
  {
    if (!json_is_object (item) || json_object_update_missing (object, item) != 0)
      return FALSE;
  }
  return json_is_array (merged);
}

/* One key and its value. Returns whether to go on. */
static gboolean
compose_member (Composer *self, json_t *object, yaml_event_t *event, json_t **merged, guint depth)
{
  const char *key = (const char *) event->data.scalar.value;
  gboolean plain =
      event->type == YAML_SCALAR_EVENT && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  json_t *value;

  if (event->type != YAML_SCALAR_EVENT || memchr (key, '\0', event->data.scalar.length) != NULL)
    {
      fail (self, event, REDAN_MODEL_ERROR_SYNTAX, _ ("a key must be a text"));
      return FALSE;
    }
  if (json_object_get (object, key) != NULL)
    {
      fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
            _ ("this key stands twice in the same mapping; remove one"));
      return FALSE;
    }

  self->n_nodes++;
  value = compose_next (self, depth);
  if (value == NULL)
    return FALSE;
  if (!plain || strcmp (key, "<<") != 0)
    return json_object_set_new (object, key, value) == 0;

  if (*merged != NULL)
    {
      json_decref (value);
      fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
            _ ("this key stands twice in the same mapping; remove one"));
      return FALSE;
    }
  *merged = value;
  return TRUE;
}

static json_t *
compose_mapping (Composer *self, guint depth)
{
  g_autoptr (json_t) object = json_object ();
  g_autoptr (json_t) merged = NULL;

  for (;;)
    {
      yaml_event_t event;
      gboolean ends;
      gboolean sound = TRUE;

      if (!next_event (self, &event))
        return NULL;
      ends = event.type == YAML_MAPPING_END_EVENT;
      if (!ends)
        sound = compose_member (self, object, &event, &merged, depth);
      else if (merged != NULL && !merge (object, merged))
        {
          fail (self, &event, REDAN_MODEL_ERROR_SYNTAX,
                _ ("\"<<\" in the mapping that ends here merges no mapping"));
          sound = FALSE;
        }
      yaml_event_delete (&event);
      if (!sound)
        return NULL;
      if (ends)
        return g_steal_pointer (&object);
    }
}

static json_t *
resolve_alias (Composer *self, const yaml_event_t *event)
{
  Anchor *anchor = g_hash_table_lookup (self->anchors, event->data.alias.anchor);

  if (anchor == NULL)
    return fail (self, event, REDAN_MODEL_ERROR_SYNTAX,
                 _ ("an alias names what is not there before it, or holds itself"));
  self->n_nodes += anchor->n_nodes;
  return json_incref (anchor->value);
}

static json_t *
wrap (json_t *value, const char *tag)
{
  g_autofree char *name = NULL;

  if (value == NULL || tag == NULL || tag[0] != '!' || tag[1] == '\0' || tag[1] == '!')
    return value;
  name = strcmp (tag, "!Ref") == 0 || strcmp (tag, "!Condition") == 0
             ? g_strdup (tag + 1)
             : g_strconcat ("Fn::", tag + 1, NULL);
  if (!g_utf8_validate (name, -1, NULL))
    {
      json_decref (value);
      return NULL;
    }
  return json_pack ("{s:o}", name, value);
}

static void
keep_anchor (Composer *self, const yaml_char_t *name, json_t *value, guint64 before)
{
  Anchor *anchor;

  if (name == NULL || value == NULL)
    return;
  anchor = g_new (Anchor, 1);
  anchor->value = json_incref (value);
  anchor->n_nodes = self->n_nodes - before;
  g_hash_table_replace (self->anchors, g_strdup ((const char *) name), anchor);
}

/* The value that begins with @event, which stays with the caller. */
static json_t *
compose (Composer *self, yaml_event_t *event, guint depth)
{
  guint64 before = self->n_nodes;
  json_t *value;

  self->n_nodes++;
  if (depth >= REDAN_YAML_MAX_DEPTH)
    return fail (self, event, REDAN_MODEL_ERROR_LIMIT,
                 _ ("nested deeper than 64 levels; flatten the file"));

  switch (event->type)
    {
    case YAML_ALIAS_EVENT:
      value = resolve_alias (self, event);
      break;
    case YAML_SCALAR_EVENT:
      value = wrap (make_text (self, event), (const char *) event->data.scalar.tag);
      keep_anchor (self, event->data.scalar.anchor, value, before);
      break;
    case YAML_SEQUENCE_START_EVENT:
      value = wrap (compose_list (self, depth + 1), (const char *) event->data.sequence_start.tag);
      keep_anchor (self, event->data.sequence_start.anchor, value, before);
      break;
    case YAML_MAPPING_START_EVENT:
      value =
          wrap (compose_mapping (self, depth + 1), (const char *) event->data.mapping_start.tag);
      keep_anchor (self, event->data.mapping_start.anchor, value, before);
      break;
    default:
      return fail (self, event, REDAN_MODEL_ERROR_SYNTAX, _ ("a value was expected"));
    }

  if (self->n_nodes > REDAN_YAML_MAX_NODES)
    {
      g_clear_pointer (&value, json_decref);
      return fail (
          self, event, REDAN_MODEL_ERROR_LIMIT,
          _ ("more than 1000000 values, each alias counted as what it stands for; split the file"));
    }
  return value;
}

/* Stream, document, value, and nothing behind it. */
static json_t *
compose_document (Composer *self)
{
  g_autoptr (json_t) root = NULL;
  yaml_event_t event;

  for (guint i = 0; i < 2; i++)
    {
      gboolean ends;

      if (!next_event (self, &event))
        return NULL;
      ends = event.type == YAML_STREAM_END_EVENT;
      yaml_event_delete (&event);
      if (ends)
        return json_null ();
    }

  root = compose_next (self, 0);
  if (root == NULL || !next_event (self, &event))
    return NULL;
  yaml_event_delete (&event);
  if (!next_event (self, &event))
    return NULL;
  if (event.type != YAML_STREAM_END_EVENT)
    fail (self, &event, REDAN_MODEL_ERROR_FORMAT,
          _ ("a second document begins here; keep one in a file"));
  yaml_event_delete (&event);
  return self->error == NULL ? g_steal_pointer (&root) : NULL;
}

json_t *
redan_yaml_parse (const guint8 *data, gsize length, GError **error)
{
  Composer self = { .data = data };
  json_t *root;

  if (!yaml_parser_initialize (&self.parser))
    g_error ("libyaml could not be initialized");
  yaml_parser_set_input_string (&self.parser, data, length);
  self.anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_anchor);
  root = compose_document (&self);
  if (root == NULL && self.error == NULL)
    g_set_error_literal (&self.error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the YAML needs more memory than an import may have; split the model"));

  for (guint i = 0; i < N_SHARED; i++)
    json_decref (self.shared[i]);
  g_hash_table_unref (self.anchors);
  yaml_parser_delete (&self.parser);
  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return root;
}
