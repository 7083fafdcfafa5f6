/* SPDX-License-Identifier: Apache-2.0 */
/* The shared parts of importers of trees: passing values on, and keeping and listing what has no
 * counterpart. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/relay.h"

#include "model/error.h"
#include "model/exchange/yaml.h"
#include "model/hash.h"

#define SHOWN_LENGTH 80
#define ID_LIMIT 1000
#define NAME_LENGTH 200
#define DONE_STRENGTH "90" /* percent, as the Threat Dragon importer takes it */

void
redan_relay_init (RedanRelay *self, RedanEventSink *sink, const RedanTree *tree)
{
  self->tree = tree;
  self->vocabulary = NULL;
  self->format = NULL;
  self->section = REDAN_SECTION_META;
  self->sink = sink;
  self->alive = TRUE;
  self->claimed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
redan_relay_clear (RedanRelay *self)
{
  g_clear_pointer (&self->claimed, g_hash_table_unref);
}

void
redan_relay_use_words (RedanRelay *self, const char *format, const RedanVocabulary *vocabulary)
{
  self->format = format;
  self->vocabulary = vocabulary;
}

char *
redan_relay_dup_unknown (RedanRelay *self, const char *key, const char *text)
{
  const char *const *words = self->vocabulary != NULL
                                 ? redan_vocabulary_find (self->vocabulary, self->section, key)
                                 : NULL;

  return words != NULL && text != NULL && *text != '\0' ? redan_words_dup_hint (words, text) : NULL;
}

RedanNode *
redan_relay_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  return redan_json_looks_like (data, length) ? redan_json_parse (tree, data, length, error)
                                              : redan_yaml_parse (tree, data, length, error);
}

gboolean
redan_relay_may_be_text (const guint8 *data, gsize length)
{
  gsize head = MIN (length, 4096);

  redan_json_skip_mark (&data, &length);
  return length > 0 && data[0] != '<' && memchr (data, '\0', MIN (length, head)) == NULL;
}

gboolean
redan_relay_fail (const char *place, const RedanNode *value, const char *expected, GError **error)
{
  g_set_error (
      error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
      _ ("%s: is %s, but there should be %s; save the file again with the tool that wrote it"),
      place, redan_node_get_type_name (value), expected);
  return FALSE;
}

void
redan_relay_at (RedanRelay *self, const RedanNode *node)
{
  const char *file = NULL;
  guint line = 0;

  if (!self->alive || self->tree == NULL || node == NULL)
    return;
  line = redan_tree_get_line (self->tree, node, &file);
  if (line > 0)
    self->alive = self->sink->line (self->sink, file, line);
}

void
redan_relay_at_line (RedanRelay *self, guint line)
{
  if (self->alive && line > 0)
    self->alive = self->sink->line (self->sink, NULL, line);
}

void
redan_relay_lose (RedanRelay *self, RedanLossKind kind, const char *place, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (!self->alive)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->alive = self->sink->loss (self->sink, kind, place, text);
}

void
redan_relay_lose_missing (
    RedanRelay *self, GHashTable *named, GHashTable *known, GHashTable *places, const char *what)
{
  GList *ids = g_list_sort (g_hash_table_get_keys (named), (GCompareFunc) strcmp);

  for (const GList *item = ids; item != NULL; item = item->next)
    {
      if (g_hash_table_contains (known, item->data))
        continue;
      redan_relay_at (self, g_hash_table_lookup (places, item->data));
      redan_relay_lose (self, REDAN_LOSS_REPAIRED, "$",
                        _ ("\"%s\" is named, but there is no %s of that id in the file; left out"),
                        (const char *) item->data, what);
    }
  g_list_free (ids);
}

char *
redan_relay_bound (const char *id)
{
  if (strlen (id) <= ID_LIMIT)
    return g_strdup (id);
  return redan_hash_text (id);
}

/* The id behind the section in a claim. */
static const char *
add_claim (RedanRelay *self, RedanSection section, const char *id, guint n)
{
  char *claim = n == 1 ? g_strdup_printf ("%d %s", section, id)
                       : g_strdup_printf ("%d %s#%u", section, id, n);
  const char *kept = strchr (claim, ' ') + 1;

  return g_hash_table_insert (self->claimed, claim, GUINT_TO_POINTER (1)) ? kept : NULL;
}

/* The next number to try is kept with the first claim, so that many equal ids cost no more than
 * others. */
const char *
redan_relay_claim (RedanRelay *self, RedanSection section, const char *wanted)
{
  g_autofree char *id = redan_relay_bound (wanted);
  g_autofree char *first = g_strdup_printf ("%d %s", section, id);
  gpointer key;
  gpointer value;
  const char *claimed = NULL;
  guint n;

  if (!g_hash_table_lookup_extended (self->claimed, first, &key, &value))
    return add_claim (self, section, id, 1);

  for (n = GPOINTER_TO_UINT (value) + 1; claimed == NULL; n++)
    {
      g_autofree char *next = g_strdup_printf ("%s#%u", first, n);

      if (!g_hash_table_contains (self->claimed, next))
        claimed = add_claim (self, section, id, n);
    }
  g_hash_table_steal (self->claimed, first);
  g_hash_table_insert (self->claimed, key, GUINT_TO_POINTER (n - 1));
  return claimed;
}

char *
redan_relay_dup_claim (RedanRelay *self,
                       RedanSection section,
                       const char *wanted,
                       gboolean *repeated_out)
{
  g_autofree char *bounded = redan_relay_bound (wanted);
  const char *claimed = redan_relay_claim (self, section, bounded);

  *repeated_out = strcmp (claimed, bounded) != 0;
  return g_strdup (claimed);
}

const char *
redan_relay_begin (RedanRelay *self,
                   RedanSection section,
                   const char *wanted,
                   const RedanNode *node)
{
  const char *foreign = redan_relay_claim (self, section, wanted);

  self->section = section;
  redan_relay_at (self, node);
  if (!self->alive)
    return foreign;

  self->alive = self->sink->object (self->sink, section, foreign);
  if (strlen (wanted) <= ID_LIMIT && strcmp (foreign, wanted) != 0)
    redan_relay_lose (self, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another one is called \"%s\", too; kept as a second one"), wanted);
  return foreign;
}

void
redan_relay_meta (RedanRelay *self, const char *identity, const RedanNode *node)
{
  g_autofree char *bounded = redan_relay_bound (identity);

  self->section = REDAN_SECTION_META;
  redan_relay_at (self, node);
  if (self->alive)
    self->alive = self->sink->object (self->sink, REDAN_SECTION_META, bounded);
}

void
redan_relay_field (RedanRelay *self, RedanField field, const char *value)
{
  if (self->alive && value != NULL && *value != '\0')
    self->alive = self->sink->field (self->sink, field, NULL, value);
}

void
redan_relay_tag (RedanRelay *self, const char *tag)
{
  if (self->alive && *tag != '\0')
    self->alive = self->sink->field (self->sink, REDAN_FIELD_TAG, tag, NULL);
}

void
redan_relay_attribute (RedanRelay *self, const char *name, const char *value)
{
  if (self->alive && value != NULL && *value != '\0')
    self->alive = self->sink->attribute (self->sink, name, value);
}

void
redan_relay_refer (RedanRelay *self, RedanField field, RedanSection section, const char *foreign_id)
{
  g_autofree char *bounded = redan_relay_bound (foreign_id);

  if (self->alive)
    self->alive = self->sink->reference (self->sink, field, section, bounded);
}

void
redan_relay_place (
    RedanRelay *self, const char *diagram, double x, double y, double width, double height)
{
  if (self->alive)
    self->alive = self->sink->place (self->sink, diagram, x, y, width, height);
}

void
redan_relay_point (RedanRelay *self, const char *diagram, double x, double y)
{
  if (self->alive)
    self->alive = self->sink->point (self->sink, diagram, x, y);
}

void
redan_relay_extra (RedanRelay *self, const char *name, const char *value)
{
  if (self->alive && value != NULL && *value != '\0')
    self->alive = self->sink->extra (self->sink, name, value);
}

char *
redan_relay_dup_text (RedanRelay *self, RedanNode *object, const char *key)
{
  RedanNode *value = redan_node_get (object, key);

  if (redan_node_is_blank (value))
    return NULL;
  if (!redan_node_is_list (value) && !redan_node_is_object (value))
    return redan_node_to_text (value);

  redan_relay_remark (self, key, value);
  return NULL;
}

void
redan_relay_text (RedanRelay *self, RedanNode *object, const char *key, RedanField field)
{
  g_autofree char *text = redan_relay_dup_text (self, object, key);

  redan_relay_field (self, field, text);
}

void
redan_relay_describe (RedanRelay *self,
                      const char *const *titles,
                      const char *const *texts,
                      guint n_texts)
{
  g_autoptr (GString) whole = g_string_new (NULL);

  for (guint i = 0; i < n_texts; i++)
    {
      if (texts[i] == NULL || *texts[i] == '\0')
        continue;
      if (whole->len > 0)
        g_string_append (whole, "\n\n");
      if (titles[i] != NULL)
        g_string_append_printf (whole, "%s: ", titles[i]);
      g_string_append (whole, texts[i]);
    }
  redan_relay_field (self, REDAN_FIELD_DESCRIPTION, whole->str);
}

int
redan_relay_truth (RedanNode *object, const char *key)
{
  RedanNode *value = redan_node_get (object, key);
  const char *text = redan_node_get_text (value);

  if (redan_node_is_truth (value))
    return redan_node_is_true (value) ? 1 : 0;
  if (text != NULL && g_ascii_strcasecmp (text, "true") == 0)
    return 1;
  if (text != NULL && g_ascii_strcasecmp (text, "false") == 0)
    return 0;
  return -1;
}

gboolean
redan_relay_number (RedanNode *object, const char *key, double *number_out)
{
  RedanNode *value = redan_node_get (object, key);
  const char *text = redan_node_get_text (value);
  char *end = NULL;

  if (redan_node_is_number (value))
    {
      *number_out = redan_node_get_number (value);
      return TRUE;
    }
  if (text == NULL || *text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;

  *number_out = g_ascii_strtod (text, &end);
  return *end == '\0';
}

const char *
redan_relay_find_word (const RedanRelayWord *words, guint n_words, const char *text)
{
  for (guint i = 0; i < n_words; i++)
    {
      if (redan_spells_alike (words[i].written, text))
        return words[i].word;
    }

  return NULL;
}

char *
redan_relay_dup_hint (const RedanRelayWord *words, guint n_words, const char *text)
{
  g_autofree const char **names = g_new0 (const char *, n_words + 1);
  char *hint;

  for (guint i = 0; i < n_words; i++)
    names[i] = words[i].written;
  hint = redan_words_dup_hint (names, text);
  return hint != NULL ? hint : g_strdup ("");
}

const char *
redan_relay_find_protocol (const char *text)
{
  static const RedanRelayWord words[] = {
    { "https", "https" }, { "http", "http" },      { "tls", "tls" },        { "ssl", "tls" },
    { "ssltls", "tls" },  { "tlsssl", "tls" },     { "httpstls", "https" }, { "httptls", "https" },
    { "tcp", "tcp" },     { "tcpip", "tcp" },      { "udp", "udp" },        { "grpc", "grpc" },
    { "ws", "ws" },       { "websocket", "ws" },   { "wss", "wss" },        { "websockets", "ws" },
    { "sql", "sql" },     { "jdbc", "sql" },       { "odbc", "sql" },       { "amqp", "amqp" },
    { "mqtt", "mqtt" },   { "ssh", "ssh" },        { "rdp", "rdp" },        { "smb", "smb" },
    { "nfs", "nfs" },     { "ftp", "ftp" },        { "sftp", "sftp" },      { "smtp", "smtp" },
    { "dns", "dns" },     { "ldap", "ldap" },      { "ldaps", "ldaps" },    { "ipc", "ipc" },
    { "file", "file" },   { "awsapi", "aws-api" },
  };

  return redan_relay_find_word (words, G_N_ELEMENTS (words), text);
}

void
redan_relay_word (RedanRelay *self,
                  RedanNode *object,
                  const char *key,
                  const char *attribute,
                  const RedanRelayWord *words,
                  guint n_words)
{
  g_autofree char *text = redan_relay_dup_text (self, object, key);
  const char *word;

  if (text == NULL)
    return;

  word = redan_relay_find_word (words, n_words, text);
  if (word == NULL)
    redan_relay_remark (self, key, redan_node_get (object, key));
  else
    redan_relay_attribute (self, attribute, word);
}

void
redan_relay_keep (RedanRelay *self, const char *name, const char *title, const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *shown = NULL;

  if (!self->alive || text == NULL || *text == '\0')
    return;

  redan_relay_extra (self, name, text);
  valid = g_utf8_make_valid (text, -1);
  if (g_utf8_strlen (valid, -1) > SHOWN_LENGTH)
    {
      g_autofree char *head = g_utf8_substring (valid, 0, SHOWN_LENGTH);

      shown = g_strconcat (head, "…", NULL);
    }
  redan_relay_lose (self, REDAN_LOSS_DROPPED, NULL,
                    _ ("\"%s\" has no counterpart here and is kept only as a remark: %s"), title,
                    shown != NULL ? shown : valid);
}

void
redan_relay_remark (RedanRelay *self, const char *key, RedanNode *value)
{
  g_autofree char *text = redan_node_to_text (value);
  g_autofree char *hint =
      redan_node_is_text (value) ? redan_relay_dup_unknown (self, key, text) : NULL;

  if (*text != '\0')
    redan_relay_at (self, value);
  if (hint == NULL)
    {
      redan_relay_keep (self, key, key, text);
      return;
    }
  redan_relay_extra (self, key, text);
  redan_relay_lose (self, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" is kept only as a remark: %s has no word \"%.60s\" for it%s"), key,
                    self->format, text, hint);
}

void
redan_relay_source (RedanRelay *self, RedanNode *object, const char *const *elsewhere)
{
  g_autofree char *text = redan_node_to_text_without (object, elsewhere);

  redan_relay_extra (self, "source", text);
}

/* Most names differ in their first letter. */
static gboolean
is_listed (const char *const *names, const char *name)
{
  while (*names != NULL && (**names != *name || strcmp (*names, name) != 0))
    names++;
  return *names != NULL;
}

/* A key that is a slip of one that is not there, and of none that the format has. */
gboolean
redan_relay_lose_misspelt (RedanRelay *self,
                           const RedanNode *object,
                           const char *const *known,
                           const char *key,
                           const RedanNode *value)
{
  const gboolean of_format =
      self->vocabulary != NULL && redan_vocabulary_find (self->vocabulary, self->section, key);
  const char *meant = of_format ? NULL : redan_words_find_near (known, key);
  g_autofree char *text = NULL;

  if (meant == NULL || redan_node_get (object, meant) != NULL)
    return FALSE;
  text = redan_node_to_text (value);
  redan_relay_extra (self, key, text);
  redan_relay_at (self, value);
  redan_relay_lose (self, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" is not known and is kept only as a remark; did you mean \"%s\"?"),
                    key, meant);
  return TRUE;
}

void
redan_relay_lose_empty (RedanRelay *self, const RedanNode *root, const char *const *lists)
{
  for (guint i = 0; lists[i] != NULL; i++)
    {
      if (!redan_node_is_blank (redan_node_get (root, lists[i])))
        return;
    }
  redan_relay_lose (self, REDAN_LOSS_GUESSED, "$",
                    redan_node_get (root, lists[0]) != NULL
                        ? _ ("\"%s\" is empty; the model has no elements")
                        : _ ("\"%s\" is missing; the model has no elements"),
                    lists[0]);
}

void
redan_relay_rest (RedanRelay *self, RedanNode *object, const char *const *known)
{
  const char *key;
  RedanNode *value;

  redan_node_foreach_member (object, key, value)
  {
    if (!redan_node_is_blank (value) && !is_listed (known, key) &&
        !redan_relay_lose_misspelt (self, object, known, key, value))
      redan_relay_remark (self, key, value);
  }
}

char *
redan_relay_first_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *line = g_strstrip (valid);
  char *cut;

  line[strcspn (line, "\r\n")] = '\0';
  if (g_utf8_strlen (line, -1) <= NAME_LENGTH)
    return g_strdup (g_strstrip (line));

  cut = g_utf8_offset_to_pointer (line, NAME_LENGTH - 1);
  while (cut > line + NAME_LENGTH / 2 && *cut != ' ')
    cut--;
  *cut = '\0';
  return g_strconcat (g_strchomp (line), "…", NULL);
}

void
redan_relay_tags (RedanRelay *self, RedanNode *object, const char *key)
{
  RedanNode *tags = redan_node_get (object, key);
  gsize i;
  RedanNode *tag;

  if (!redan_node_is_list (tags))
    {
      if (!redan_node_is_blank (tags))
        redan_relay_remark (self, key, tags);
      return;
    }

  redan_node_foreach_item (tags, i, tag)
  {
    g_autofree char *text = redan_node_to_text (tag);

    if (redan_node_is_list (tag) || redan_node_is_object (tag))
      redan_relay_at (self, tag);
    if (redan_node_is_list (tag) || redan_node_is_object (tag))
      redan_relay_lose (self, REDAN_LOSS_DROPPED, NULL, _ ("item %u of \"%s\" is no text"),
                        (guint) i + 1, key);
    else if (!redan_node_is_blank (tag))
      redan_relay_tag (self, text);
  }
}

void
redan_relay_in_place (RedanRelay *self)
{
  redan_relay_field (self, REDAN_FIELD_STATE, "declared");
  redan_relay_field (self, REDAN_FIELD_STRENGTH, DONE_STRENGTH);
  redan_relay_lose (self, REDAN_LOSS_GUESSED, NULL,
                    _ ("is called done; taken as a declared mitigation of strength " DONE_STRENGTH
                       ", set it to what it is worth"));
}

gboolean
redan_relay_is_claimed (RedanRelay *self, RedanSection section, const char *id)
{
  g_autofree char *claim = g_strdup_printf ("%d %s", section, id);

  return g_hash_table_contains (self->claimed, claim);
}

gboolean
redan_relay_check_lists (RedanNode *root, const char *const *lists, GError **error)
{
  if (!redan_node_is_object (root))
    return redan_relay_fail ("$", root, _ ("an object"), error);
  for (guint i = 0; lists[i] != NULL; i++)
    {
      RedanNode *list = redan_node_get (root, lists[i]);
      gsize at;
      RedanNode *item;

      if (!redan_node_is_blank (list) && !redan_node_is_list (list))
        {
          g_autofree char *place = g_strconcat ("$.", lists[i], NULL);

          return redan_relay_fail (place, list, _ ("a list"), error);
        }
      redan_node_foreach_item (list, at, item)
      {
        if (!redan_node_is_object (item))
          {
            g_autofree char *place = g_strdup_printf ("$.%s[%" G_GSIZE_FORMAT "]", lists[i], at);

            return redan_relay_fail (place, item, _ ("an object"), error);
          }
      }
    }
  return TRUE;
}
