/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of threat-composer 1: threats, mitigations and assumptions with their links. What came
 * from a file stays as it was there where nobody changed it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/export-private.h"
#include "model/exchange/threat-composer-private.h"

/* characters, of the schema of the format */
#define STATEMENT_LIMIT 1400
#define CONTENT_LIMIT 1000
#define TAG_LIMIT 30
#define DESCRIPTION_LIMIT 100000

static char *
dup_id (const RedanExport *run, const RedanObject *object)
{
  const char *kept = redan_export_extra (run, object, "id");

  return *kept != '\0' ? g_strdup (kept) : redan_export_uuid (object, run->exporter->name);
}

static char *
cut (RedanExport *run, const RedanObject *object, const char *text, glong limit)
{
  if (g_utf8_strlen (text, -1) <= limit)
    return g_strdup (text);
  redan_export_lose (run, object,
                     _ ("its text is cut after %ld characters, the most that the "
                        "format takes"),
                     limit);
  return g_utf8_substring (text, 0, limit);
}

/* ---- metadata ---- */

static json_t *
find_metadata (json_t *written, const char *key)
{
  gsize i;
  json_t *item;

  json_array_foreach (json_object_get (written, "metadata"), i, item)
  {
    if (g_strcmp0 (json_string_value (json_object_get (item, "key")), key) == 0)
      return json_object_get (item, "value");
  }
  return NULL;
}

/* @value: (transfer full) (nullable): %NULL removes the key */
static void
put_metadata (json_t *written, const char *key, json_t *value)
{
  json_t *list = json_object_get (written, "metadata");
  gsize at;
  json_t *item;

  if (list == NULL)
    {
      list = json_array ();
      json_object_set_new (written, "metadata", list);
    }
  json_array_foreach (list, at, item)
  {
    if (g_strcmp0 (json_string_value (json_object_get (item, "key")), key) == 0)
      {
        json_array_remove (list, at);
        break;
      }
  }
  if (value != NULL)
    json_array_append_new (list, json_pack ("{s:s, s:o}", "key", key, "value", value));
}

static void
put_severity (RedanExport *run, const RedanObject *threat, json_t *written)
{
  const char *severity = redan_export_get (threat, REDAN_FIELD_SEVERITY);
  json_t *before = find_metadata (written, "Priority");
  const char *text = json_string_value (before);
  const char *meant = text != NULL ? redan_composer_find (REDAN_COMPOSER_SEVERITY, text) : NULL;
  const RedanComposerWords *words = &redan_composer_words[REDAN_COMPOSER_SEVERITY];

  if (strcmp (meant != NULL ? meant : "", severity) == 0)
    return;
  if (strcmp (severity, "info") == 0)
    {
      redan_export_lose (run, threat, _ ("is of severity \"%s\"; written as %s"), severity, "Low");
      severity = "low";
    }
  put_metadata (written, "Priority", NULL);
  for (guint i = 0; i < words->n; i++)
    {
      if (strcmp (words->words[i].word, severity) == 0)
        put_metadata (written, "Priority", json_string (words->words[i].written));
    }
}

/* Our category lists the words that the letters of the file stand for. */
static void
put_stride (RedanExport *run, const RedanObject *threat, json_t *written)
{
  const char *category = redan_export_get (threat, REDAN_FIELD_CATEGORY);
  g_auto (GStrv) parts = g_strsplit (category, ", ", -1);
  const RedanComposerWords *words = &redan_composer_words[REDAN_COMPOSER_STRIDE];
  json_t *letters = json_array ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *letter = parts[i];

      for (guint j = 0; j < words->n; j++)
        {
          if (g_ascii_strcasecmp (words->words[j].word, parts[i]) == 0)
            letter = words->words[j].written;
        }
      if (strlen (letter) == 1)
        json_array_append_new (letters, json_string (letter));
      else
        redan_export_lose (run, threat, _ ("its category \"%s\" is none of STRIDE; not written"),
                           letter);
    }
  if (!json_equal (letters, find_metadata (written, "STRIDE")) &&
      (json_array_size (letters) > 0 ||
       json_array_size (find_metadata (written, "STRIDE")) > 0))
    put_metadata (written, "STRIDE", json_incref (letters));
  json_decref (letters);
}

/* ---- members ---- */

static gboolean
reads_same (const RedanObject *object, const char *content, const char *comments)
{
  g_autofree char *name = redan_relay_first_line (content);
  g_autofree char *description = redan_composer_dup_description (content, comments);

  return strcmp (name, redan_object_get_name (object)) == 0 &&
         strcmp (description, redan_export_get (object, REDAN_FIELD_DESCRIPTION)) == 0;
}

static void
put_content (RedanExport *run, const RedanObject *object, json_t *written)
{
  gboolean threat = object->section == REDAN_SECTION_THREAT;
  g_autoptr (RedanTree) tree = redan_tree_new ();
  json_t *content = json_object_get (written, "content");
  g_autofree char *before =
      threat ? redan_composer_dup_statement (redan_export_read (tree, written))
             : g_strdup (json_is_string (content) ? json_string_value (content) : "");
  g_autofree char *whole = NULL;
  g_autofree char *text = NULL;

  if (reads_same (object, before,
                  json_string_value (find_metadata (written, "Comments"))))
    return;
  whole = redan_export_whole_text (object);
  if (*whole == '\0' && object->section == REDAN_SECTION_MITIGATION)
    {
      g_free (whole);
      whole = g_strdup (redan_export_get (object, REDAN_FIELD_CONTROL));
    }
  text = cut (run, object, whole, threat ? STATEMENT_LIMIT : CONTENT_LIMIT);
  json_object_set_new (written, threat ? "statement" : "content", json_string (text));
  if (find_metadata (written, "Comments") != NULL)
    put_metadata (written, "Comments", NULL);
}

static void
put_tags (RedanExport *run, const RedanObject *object, json_t *written)
{
  guint n;
  const RedanEntry *tags = redan_object_get_range (object, REDAN_FIELD_TAG, &n);
  json_t *before = json_object_get (written, "tags");
  json_t *list = json_array ();
  guint n_same = 0;
  gsize at;
  json_t *item;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tag = cut (run, object, tags[i].key, TAG_LIMIT);

      json_array_append_new (list, json_string (tag));
      json_array_foreach (before, at, item)
      {
        n_same += g_strcmp0 (json_string_value (item), tag) == 0;
      }
    }
  if (n_same != n || json_array_size (before) != n)
    json_object_set (written, "tags", list);
  json_decref (list);
}

static json_t *
begin (RedanExport *run, const RedanObject *object, guint64 number)
{
  json_t *written = redan_export_begin (run, object);
  g_autofree char *id = dup_id (run, object);

  if (*redan_export_extra (run, object, "source") == '\0')
    {
      json_object_set_new (written, "id", json_string (id));
      json_object_set_new (written, "numericId", json_integer ((json_int_t) number));
      json_object_set_new (written, "displayOrder", json_integer ((json_int_t) number));
    }
  put_content (run, object, written);
  put_tags (run, object, written);
  return written;
}

/* The status of the file, as long as it means the same. */
static void
put_status (RedanExport *run,
            const RedanObject *object,
            json_t *written,
            RedanField field,
            RedanComposerTopic topic)
{
  static const char *const rough[][2] = {
    { "investigate", "open" }, { "accept", "mitigate" },   { "transfer", "mitigate" },
    { "avoid", "mitigate" },   { "attested", "declared" }, { "validated", "declared" },
  };
  const RedanComposerWords *words = &redan_composer_words[topic];
  const char *value = redan_export_get (object, field);
  const char *before = json_string_value (json_object_get (written, "status"));
  const char *meant = before != NULL ? redan_composer_find (topic, before) : NULL;
  const char *ours = value;

  if (*ours == '\0')
    ours = words->words[0].word;
  if (strcmp (meant != NULL ? meant : words->words[0].word, ours) == 0 &&
      (before != NULL || *redan_export_extra (run, object, "source") != '\0'))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rough); i++)
    {
      if (strcmp (rough[i][0], value) == 0)
        ours = rough[i][1];
    }
  for (guint i = 0; i < words->n; i++)
    {
      if (strcmp (words->words[i].word, ours) != 0)
        continue;
      json_object_set_new (written, "status", json_string (words->words[i].written));
      if (*value != '\0' && strcmp (ours, value) != 0)
        redan_export_lose (run, object, _ ("is \"%s\"; written as %s"), value,
                           words->words[i].written);
      return;
    }
}

/* Assets are words on threats. */
static void
put_assets (RedanExport *run, const RedanObject *threat, json_t *written)
{
  json_t *before = json_object_get (written, "impactedAssets");
  json_t *list = json_array ();
  guint n;
  const RedanEntry *affected = redan_object_get_range (threat, REDAN_FIELD_AFFECTS, &n);
  guint n_same = 0;
  gsize at;
  json_t *item;

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *asset = redan_model_lookup_text (run->model, affected[i].key);

      if (asset == NULL || asset->section != REDAN_SECTION_ASSET)
        continue;
      json_array_append_new (list, json_string (redan_object_get_name (asset)));
      json_array_foreach (before, at, item)
      {
        n_same += g_strcmp0 (json_string_value (item), redan_object_get_name (asset)) == 0;
      }
    }
  if (n_same != json_array_size (list) || json_array_size (before) != json_array_size (list))
    json_object_set (written, "impactedAssets", list);
  json_decref (list);
}

static json_t *
make_threats (RedanExport *run)
{
  json_t *list = json_array ();
  guint64 top = 0;

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    top = MAX (top, g_ascii_strtoull (
                        redan_export_get (redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i),
                                          REDAN_FIELD_NUMBER),
                        NULL, 10));
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i);
      const char *number = redan_export_get (threat, REDAN_FIELD_NUMBER);
      gboolean ours = *redan_export_extra (run, threat, "source") == '\0';
      guint64 own = *number != '\0' ? g_ascii_strtoull (number, NULL, 10) : ours ? ++top : 0;
      json_t *written = begin (run, threat, own);

      put_severity (run, threat, written);
      put_stride (run, threat, written);
      put_status (run, threat, written, REDAN_FIELD_DECISION, REDAN_COMPOSER_THREAT);
      put_assets (run, threat, written);
      json_array_append_new (list, written);
    }
  return list;
}

static json_t *
make_list (RedanExport *run, RedanSection section)
{
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (run->model, section, i);
      json_t *written = begin (run, object, i + 1);

      if (section == REDAN_SECTION_MITIGATION)
        put_status (run, object, written, REDAN_FIELD_STATE, REDAN_COMPOSER_MITIGATION);
      json_array_append_new (list, written);
    }
  return list;
}

/* ---- links ---- */

static void
note_ids (const RedanExport *run, RedanSection section, GHashTable *ids)
{
  for (guint i = 0; i < redan_model_get_n (run->model, section); i++)
    g_hash_table_add (ids, dup_id (run, redan_model_get_nth (run->model, section, i)));
}

/* Those that hold, and those that name what the file never had. Takes their pairs out of @wanted.
 */
static json_t *
keep_links (const RedanExport *run, json_t *before, const char *key, GHashTable *wanted)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *kept = json_array ();
  gsize at;
  json_t *link;

  note_ids (run, REDAN_SECTION_THREAT, ids);
  note_ids (run, REDAN_SECTION_MITIGATION, ids);
  note_ids (run, REDAN_SECTION_ASSUMPTION, ids);
  json_array_foreach (before, at, link)
  {
    const char *from = json_string_value (json_object_get (link, key));
    const char *to = json_string_value (json_object_get (link, "linkedId"));
    g_autofree char *pair = g_strconcat (from != NULL ? from : "", "\n", to, NULL);

    if (g_hash_table_remove (wanted, pair) || from == NULL || to == NULL ||
        !g_hash_table_contains (ids, from) || !g_hash_table_contains (ids, to))
      json_array_append (kept, link);
  }
  return kept;
}

/* Pairs of ids, from the object and to what it is about, with the word for what that is. */
static void
note_links (RedanExport *run, const RedanObject *object, RedanField field, GHashTable *wanted)
{
  g_autofree char *from = dup_id (run, object);
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, field, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *other = redan_model_lookup_text (run->model, entries[i].key);
      gboolean threat = other != NULL && other->section == REDAN_SECTION_THREAT;
      gboolean mitigation = other != NULL && other->section == REDAN_SECTION_MITIGATION &&
                            object->section == REDAN_SECTION_ASSUMPTION;
      g_autofree char *to = NULL;

      if (!threat && !mitigation)
        {
          redan_export_lose (run, object, _ ("is about what the format cannot link to: %s"),
                             other != NULL ? redan_object_get_name (other) : entries[i].key);
          continue;
        }
      to = dup_id (run, other);
      g_hash_table_insert (wanted, g_strconcat (from, "\n", to, NULL),
                           (gpointer) (threat ? "Threat" : "Mitigation"));
    }
}

/* Those of the file that still hold, as they were, and those that are new. */
static void
put_links (RedanExport *run,
           json_t *root,
           RedanSection section,
           RedanField field,
           const char *list,
           const char *key)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) pairs = NULL;
  json_t *before = json_object_get (root, list);
  json_t *links;

  for (guint i = 0; i < redan_model_get_n (run->model, section); i++)
    note_links (run, redan_model_get_nth (run->model, section, i), field, wanted);
  links = keep_links (run, before, key, wanted);
  pairs = g_list_sort (g_hash_table_get_keys (wanted), (GCompareFunc) strcmp);
  for (GList *at = pairs; at != NULL; at = at->next)
    {
      const char *type = g_hash_table_lookup (wanted, at->data);
      g_auto (GStrv) ids = g_strsplit (at->data, "\n", 2);
      json_t *link = json_pack ("{s:s, s:s}", key, ids[0], "linkedId", ids[1]);

      if (section == REDAN_SECTION_ASSUMPTION)
        json_object_set_new (link, "type", json_string (type));
      json_array_append_new (links, link);
    }
  if (json_array_size (links) > 0 || before != NULL ||
      *redan_export_extra (run, redan_model_get_meta (run->model), "source") == '\0')
    json_object_set (root, list, links);
  json_decref (links);
}

/* A picture of the file with its text; a drawing of ours has no counterpart. */
static void
put_parts (RedanExport *run, json_t *root)
{
  static const RedanSection sections[] = { REDAN_SECTION_DIAGRAM, REDAN_SECTION_NOTE };

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (run->model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (run->model, sections[i], j);
        const char *part = redan_export_extra (run, object, "part");
        const char *text = redan_export_get (object, REDAN_FIELD_DESCRIPTION);
        g_autofree char *limited = NULL;
        json_t *written;

        if (*part == '\0')
          {
            redan_export_lose (run, object, _ ("has no counterpart in the format; not written"));
            continue;
          }
        written = redan_export_begin (run, object);
        limited = cut (run, object, text, DESCRIPTION_LIMIT);
        if (g_strcmp0 (json_string_value (json_object_get (written, "description")), limited) !=
                0 &&
            (*limited != '\0' || !redan_json_is_blank (json_object_get (written, "description"))))
          json_object_set_new (written, "description", json_string (limited));
        json_object_set_new (root, part, written);
      }
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *description = redan_export_get (meta, REDAN_FIELD_DESCRIPTION);
  json_t *root = redan_export_begin (run, meta);
  json_t *info = json_object_get (root, "applicationInfo");
  g_autofree char *limited = cut (run, meta, description, DESCRIPTION_LIMIT);
  gboolean ours = *redan_export_extra (run, meta, "source") == '\0';

  if (ours)
    json_object_set_new (root, "schema", json_integer (1));
  if (!json_is_object (info) &&
      (ours || *description != '\0' || *redan_object_get_name (meta) != '\0'))
    {
      info = json_object ();
      json_object_set_new (root, "applicationInfo", info);
    }
  if (*redan_object_get_name (meta) != '\0')
    json_object_set_new (info, "name",
                         json_string (redan_export_text (run, meta, REDAN_FIELD_NAME)));
  if (*limited != '\0')
    json_object_set_new (info, "description", json_string (limited));
  put_parts (run, root);
  json_object_set_new (root, "assumptions", make_list (run, REDAN_SECTION_ASSUMPTION));
  json_object_set_new (root, "mitigations", make_list (run, REDAN_SECTION_MITIGATION));
  put_links (run, root, REDAN_SECTION_ASSUMPTION, REDAN_FIELD_AFFECTS, "assumptionLinks",
             "assumptionId");
  put_links (run, root, REDAN_SECTION_MITIGATION, REDAN_FIELD_ADDRESSES, "mitigationLinks",
             "mitigationId");
  json_object_set_new (root, "threats", make_threats (run));
  return redan_export_json (root);
}

static const char *const suffixes[] = { ".tc.json", NULL };

const RedanExporter redan_exporter_threat_composer = {
  .name = "threat-composer",
  .family = "threat-composer",
  .title = N_ ("AWS threat-composer"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name description",
    [REDAN_SECTION_ASSET] = "name",
    [REDAN_SECTION_THREAT] = "name description method=STRIDE category severity decision number "
                             "affects tag",
    [REDAN_SECTION_MITIGATION] = "name description state strength=90 addresses tag",
    [REDAN_SECTION_ASSUMPTION] = "name description state=unconfirmed affects tag",
    [REDAN_SECTION_NOTE] = "name description",
    [REDAN_SECTION_DIAGRAM] = "name description order",
  },
  .write = write_file,
};
