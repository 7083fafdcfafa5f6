/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the outermost keys of JSON and YAML. */

#include "config.h"

#include <string.h>

#include "model/exchange/root-keys.h"

#include "model/exchange/json.h"
#include "model/exchange/relay.h"
#include "model/exchange/vocabulary.h"

#define KEY_LIMIT 63 /* of RedanJsonPlace */

struct _RedanRootKeys
{
  GHashTable *keys; /* a set */
  gboolean sound;   /* not known to be broken */
};

static void
add_key (RedanRootKeys *self, const char *key, gsize length)
{
  char name[KEY_LIMIT + 1];

  if (length == 0 || length > KEY_LIMIT || g_hash_table_size (self->keys) >= REDAN_MAX_ROOT_KEYS)
    return;
  memcpy (name, key, length);
  name[length] = '\0';
  if (!g_hash_table_contains (self->keys, name))
    g_hash_table_add (self->keys, g_strdup (name));
}

static gboolean
visit_key (const RedanJsonPlace *place, gpointer data)
{
  if (place->depth == 1 && !place->ends)
    add_key (data, place->keys[0], strnlen (place->keys[0], KEY_LIMIT));
  if (place->depth == 1)
    *place->quiet = TRUE;
  return TRUE;
}

/* A key stands at the start of a line; continued texts are indented. */
static void
add_lines (RedanRootKeys *self, const char *text, gsize length)
{
  const char *end = text + length;

  for (const char *line = text; line < end;)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));
      gsize n = (gsize) ((stop != NULL ? stop : end) - line);
      const char *colon = *line != ' ' ? memchr (line, ':', MIN (n, KEY_LIMIT + 3)) : NULL;

      if (colon != NULL && colon > line + 1 && (*line == '"' || *line == '\'') &&
          colon[-1] == *line)
        add_key (self, line + 1, (gsize) (colon - line) - 2);
      else if (colon != NULL)
        add_key (self, line, (gsize) (colon - line));
      line += n + 1;
    }
}

RedanRootKeys *
redan_root_keys_new (const guint8 *data, gsize length)
{
  RedanRootKeys *self = g_new0 (RedanRootKeys, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sound = TRUE;
  redan_json_skip_mark (&data, &length);
  if (redan_json_looks_like (data, length))
    self->sound = redan_json_scan (data, length, visit_key, self, NULL);
  else if (redan_relay_may_be_text (data, length))
    add_lines (self, (const char *) data, length);
  return self;
}

void
redan_root_keys_free (RedanRootKeys *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

const char *
redan_root_keys_find_slip (const RedanRootKeys *self,
                           const char *const *names,
                           const char **meant_out)
{
  const char *found = NULL;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *meant = redan_words_find_near (names, key);

      if (meant == NULL || redan_root_keys_contain (self, meant) ||
          (found != NULL && strcmp (found, key) < 0))
        continue;
      found = key;
      *meant_out = meant;
    }
  return found;
}

gboolean
redan_root_keys_contain (const RedanRootKeys *self, const char *name)
{
  return g_hash_table_contains (self->keys, name);
}

guint
redan_root_keys_find (const RedanRootKeys *self, const char *const *names)
{
  guint found = 0;

  for (guint i = 0; names[i] != NULL && self->sound; i++)
    {
      if (redan_root_keys_contain (self, names[i]))
        found |= 1u << i;
    }
  return found;
}
