/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of Threagile: the model as a whole, its boundaries, data and notes. What came from a file
 * stays as it was there where nobody changed it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threagile-write-private.h"
#include "model/name.h"

#define VERSION "1.0.0"

const char *
redan_threagile_id_of (const RedanExport *run, const RedanObject *object, RedanIdText buffer)
{
  return redan_export_foreign_id (run, object, buffer);
}

char *
redan_threagile_key (const RedanExport *run, const RedanObject *object, json_t *map)
{
  const char *kept = redan_export_extra (run, object, "key");
  g_autofree char *folded = redan_text_fold_lines (redan_object_get_name (object));
  const char *name = *kept != '\0' ? kept : *folded != '\0' ? folded : _ ("without a name");
  char *key = g_strdup (name);

  for (guint i = 2; json_object_get (map, key) != NULL; i++)
    {
      g_free (key);
      key = g_strdup_printf ("%s (%u)", name, i);
    }
  return key;
}

void
redan_threagile_put_name (const RedanExport *run,
                          const RedanObject *object,
                          const char *key,
                          json_t *written)
{
  const char *name = redan_export_text (run, object, REDAN_FIELD_NAME);
  const char *title = json_string_value (json_object_get (written, "title"));
  g_autofree char *plain = redan_threagile_plain (title != NULL ? title : key);

  if (strcmp (plain, name) != 0 && *name != '\0')
    json_object_set_new (written, "title", json_string (name));
}

void
redan_threagile_put_text (json_t *written, const char *key, const char *text)
{
  const char *before = json_string_value (json_object_get (written, key));
  g_autofree char *plain = redan_threagile_plain (before != NULL ? before : "");

  if (strcmp (plain, text) != 0)
    json_object_set_new (written, key, json_string (text));
}

json_t *
redan_threagile_begin (const RedanExport *run,
                       const RedanObject *object,
                       json_t *map,
                       char **key_out)
{
  json_t *written = redan_export_begin (run, object);
  RedanIdText id;

  *key_out = redan_threagile_key (run, object, map);
  json_object_set_new (written, "id", json_string (redan_threagile_id_of (run, object, id)));
  redan_threagile_put_name (run, object, *key_out, written);
  redan_threagile_put_text (written, "description",
                            redan_export_get (object, REDAN_FIELD_DESCRIPTION));
  return written;
}

gboolean
redan_threagile_put_word (json_t *written,
                          const char *key,
                          RedanThreagileTopic topic,
                          const char *word)
{
  const char *before = json_string_value (json_object_get (written, key));
  const char *meant = before != NULL ? redan_threagile_find (topic, before) : NULL;
  const char *found;

  if (strcmp (meant != NULL ? meant : "", word) == 0)
    return TRUE;
  found = redan_threagile_write_word (topic, word);
  if (found != NULL)
    json_object_set_new (written, key, json_string (found));
  else if (*word == '\0')
    json_object_del (written, key);
  return found != NULL || *word == '\0';
}

void
redan_threagile_put_truth (json_t *written, const char *key, gboolean truth)
{
  int before = redan_export_truth (written, key);

  if (before < 0 ? truth : (before == 1) != truth)
    json_object_set_new (written, key, json_boolean (truth));
}

void
redan_threagile_put_ratings (const RedanExport *run,
                             const RedanObject *object,
                             json_t *written,
                             const char *class_attribute)
{
  redan_threagile_put_word (written, "confidentiality", REDAN_THREAGILE_CLASS,
                            redan_export_attribute (run, object, class_attribute));
  redan_threagile_put_word (written, "integrity", REDAN_THREAGILE_RATING,
                            redan_export_attribute (run, object, "i_rating"));
  redan_threagile_put_word (written, "availability", REDAN_THREAGILE_RATING,
                            redan_export_attribute (run, object, "a_rating"));
}

/* Whether the tags of the file are the same ones, in whatever order. */
static gboolean
has_same (json_t *before, json_t *tags)
{
  gsize i;
  gsize j;
  json_t *one;
  json_t *other;

  if (json_array_size (before) != json_array_size (tags))
    return FALSE;
  json_array_foreach (tags, i, one)
  {
    gboolean found = FALSE;

    json_array_foreach (before, j, other) found |= json_equal (one, other);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

void
redan_threagile_put_tags (const RedanObject *object, json_t *written, const char *prefix)
{
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, REDAN_FIELD_TAG, &n);
  json_t *tags = json_array ();

  for (guint i = 0; i < n; i++)
    {
      if (prefix == NULL || !g_str_has_prefix (entries[i].key, prefix))
        json_array_append_new (tags, json_string (entries[i].key));
    }
  if (!has_same (json_object_get (written, "tags"), tags))
    json_object_set (written, "tags", tags);
  json_decref (tags);
}

void
redan_threagile_fill (RedanExport *run,
                      const RedanObject *object,
                      json_t *written,
                      const char *const *defaults)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  if (object != NULL && *redan_export_extra (run, object, "source") != '\0')
    return;
  for (guint i = 0; defaults[i] != NULL; i += 2)
    {
      if (json_object_get (written, defaults[i]) != NULL)
        continue;
      json_object_set_new (written, defaults[i],
                           strcmp (defaults[i + 1], "[]") == 0
                               ? json_array ()
                               : redan_export_value (defaults[i + 1]));
      if (strcmp (defaults[i + 1], "[]") != 0 && *defaults[i + 1] != '\0')
        g_string_append_printf (filled, "%s%s %s", filled->len > 0 ? ", " : "", defaults[i],
                                defaults[i + 1]);
    }
  if (filled->len > 0)
    redan_export_lose (run, object, _ ("the format wants more than is known; written as %s"),
                       filled->str);
}

/* ---- boundaries, data, notes ---- */

static json_t *
list_inside (const RedanExport *run, RedanSection section, const RedanObject *boundary)
{
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (run->model, section, i);
      RedanIdText id;

      if (redan_export_reference (run, object, REDAN_FIELD_PARENT) == boundary)
        json_array_append_new (list, json_string (redan_threagile_id_of (run, object, id)));
    }
  return list;
}

/* A word that the importer did not know was taken for a trust zone. */
static void
put_type (RedanExport *run, const RedanObject *boundary, json_t *written)
{
  const char *kind = redan_export_get (boundary, REDAN_FIELD_KIND);
  const char *before = json_string_value (json_object_get (written, "type"));

  if (before != NULL && redan_threagile_find (REDAN_THREAGILE_BOUNDARY, before) == NULL &&
      strcmp (kind, "trust-zone") == 0)
    return;
  if (before == NULL && *redan_export_extra (run, boundary, "source") != '\0' &&
      strcmp (kind, "trust-zone") == 0)
    return;
  if (redan_threagile_put_word (written, "type", REDAN_THREAGILE_BOUNDARY, kind))
    return;
  json_object_set_new (written, "type", json_string ("network-cloud-provider"));
  redan_export_lose (run, boundary, _ ("is a %s; written as %s"), kind, "network-cloud-provider");
}

static json_t *
make_boundaries (RedanExport *run)
{
  static const char *const defaults[] = { "description", "", "tags", "[]", NULL };
  json_t *map = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *boundary = redan_model_get_nth (run->model, REDAN_SECTION_BOUNDARY, i);
      g_autofree char *key = NULL;
      json_t *written = redan_threagile_begin (run, boundary, map, &key);

      put_type (run, boundary, written);
      redan_threagile_put_tags (boundary, written, NULL);
      json_object_set_new (written, "technical_assets_inside",
                           list_inside (run, REDAN_SECTION_ELEMENT, boundary));
      json_object_set_new (written, "trust_boundaries_nested",
                           list_inside (run, REDAN_SECTION_BOUNDARY, boundary));
      redan_threagile_fill (run, boundary, written, defaults);
      json_object_set_new (map, key, written);
    }
  return map;
}

static json_t *
make_data (RedanExport *run)
{
  static const char *const defaults[] = { "description",
                                          "",
                                          "usage",
                                          "business",
                                          "tags",
                                          "[]",
                                          "owner",
                                          "",
                                          "quantity",
                                          "many",
                                          "integrity",
                                          "important",
                                          "origin",
                                          "",
                                          "confidentiality",
                                          "internal",
                                          "availability",
                                          "important",
                                          "justification_cia_rating",
                                          "",
                                          NULL };
  json_t *map = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      g_autofree char *key = NULL;
      json_t *written = redan_threagile_begin (run, asset, map, &key);

      redan_threagile_put_text (written, "owner", redan_export_get (asset, REDAN_FIELD_OWNER));
      redan_threagile_put_ratings (run, asset, written, "classification");
      redan_threagile_put_tags (asset, written, NULL);
      redan_threagile_fill (run, asset, written, defaults);
      json_object_set_new (map, key, written);
    }
  return map;
}

static const char *
find_list_of_note (const RedanObject *note)
{
  static const char *const lists[][2] = {
    { "questions", "question" },
    { "abuse_cases", "abuse-case" },
    { "security_requirements", "security-requirement" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (redan_object_get_keyed (note, REDAN_FIELD_TAG, lists[i][1]) != NULL)
        return lists[i][0];
    }
  return NULL;
}

/* As they were, unless they read otherwise now. */
static void
put_notes (RedanExport *run, json_t *root)
{
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_NOTE); i++)
    {
      const RedanObject *note = redan_model_get_nth (run->model, REDAN_SECTION_NOTE, i);
      const char *list = find_list_of_note (note);
      const char *text = redan_export_get (note, REDAN_FIELD_DESCRIPTION);
      const char *kept = redan_export_extra (run, note, "text");
      g_autofree char *plain = redan_threagile_plain (kept);
      g_autofree char *key = NULL;
      json_t *map;

      if (list == NULL)
        {
          redan_export_lose (run, note,
                             _ ("is a note, which the format has only as question, abuse "
                                "case or requirement; not written"));
          continue;
        }
      map = json_object_get (root, list);
      if (map == NULL)
        {
          map = json_object ();
          json_object_set_new (root, list, map);
        }
      key = redan_threagile_key (run, note, map);
      json_object_set_new (map, key, json_string (strcmp (plain, text) == 0 ? kept : text));
    }
}

/* ---- the whole ---- */

/* The texts of the file become one description, which is written only when it was changed. */
static void
put_overview (RedanExport *run, const RedanObject *meta, json_t *root)
{
  const char *description = redan_export_get (meta, REDAN_FIELD_DESCRIPTION);

  if (*redan_export_extra (run, meta, "source") != '\0' || *description == '\0')
    return;
  json_object_set_new (root, "application_description",
                       json_pack ("{s:s}", "description", description));
}

/* Every tag has to be among those that the file says are available. */
static void
put_tags_available (const RedanExport *run, json_t *root)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW, REDAN_SECTION_ASSET };
  json_t *available = json_object_get (root, "tags_available");
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  gsize at;
  json_t *tag;

  if (!json_is_array (available) &&
      *redan_export_extra (run, redan_model_get_meta (run->model), "source") != '\0')
    return;
  if (!json_is_array (available))
    {
      available = json_array ();
      json_object_set_new (root, "tags_available", available);
    }
  json_array_foreach (available, at, tag)
  {
    if (json_is_string (tag))
      g_hash_table_add (known, (gpointer) json_string_value (tag));
  }
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (run->model, sections[i]); j++)
      {
        guint n;
        const RedanEntry *tags = redan_object_get_range (
            redan_model_get_nth (run->model, sections[i], j), REDAN_FIELD_TAG, &n);

        for (guint k = 0; k < n; k++)
          {
            if (!g_str_has_prefix (tags[k].key, REDAN_THREAGILE_RUNTIME) &&
                g_hash_table_add (known, (gpointer) tags[k].key))
              json_array_append_new (available, json_string (tags[k].key));
          }
      }
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  static const char *const defaults[] = { "business_criticality", "important", NULL };
  static const char *const yaml[] = { ".json", NULL };
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *owner = redan_export_get (meta, REDAN_FIELD_OWNER);
  json_t *root = redan_export_begin (run, meta);
  json_t *author;

  if (json_object_get (root, "threagile_version") == NULL &&
      *redan_export_extra (run, meta, "source") == '\0')
    json_object_set_new (root, "threagile_version", json_string (VERSION));
  redan_threagile_put_text (root, "title", redan_export_text (run, meta, REDAN_FIELD_NAME));
  author = json_object_get (root, "author");
  if (!json_is_object (author) &&
      (*owner != '\0' || *redan_export_extra (run, meta, "source") == '\0'))
    {
      json_object_set_new (root, "author", json_object ());
      author = json_object_get (root, "author");
    }
  if (json_is_object (author) &&
      g_strcmp0 (json_string_value (json_object_get (author, "name")), owner) != 0 &&
      (*owner != '\0' || json_object_size (author) == 0))
    json_object_set_new (author, "name", json_string (owner));
  put_overview (run, meta, root);
  redan_threagile_fill (run, meta, root, defaults);
  put_tags_available (run, root);
  put_notes (run, root);
  json_object_set_new (root, "data_assets", make_data (run));
  json_object_set_new (root, "technical_assets", redan_threagile_make_assets (run));
  json_object_set_new (root, "trust_boundaries", make_boundaries (run));
  if (*redan_export_extra (run, meta, "source") == '\0')
    json_object_set_new (root, "shared_runtimes", json_object ());
  redan_threagile_put_risks (run, root);
  return redan_export_path_ends (run, yaml) ? redan_export_json (root)
                                            : redan_export_yaml (root, TRUE);
}

static const char *const suffixes[] = { ".threagile.yaml", ".threagile.yml", "threagile.yaml",
                                        NULL };

const RedanExporter redan_exporter_threagile = {
  .name = "threagile",
  .family = "threagile",
  .title = N_ ("Threagile"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name description owner",
    [REDAN_SECTION_BOUNDARY] = "kind parent name description tag",
    [REDAN_SECTION_ELEMENT] = "kind parent name description scope-reason tag tech in_scope "
                              "exposure=internet tenancy redundancy custom_code enc_rest "
                              "mgmt=provider owner formats data_class i_rating a_rating",
    [REDAN_SECTION_FLOW] = "source target name description tag protocol enc_transit=none authn "
                           "mfa=required network=vpn allowlisted readonly",
    [REDAN_SECTION_ASSET] = "name description owner tag classification i_rating a_rating stored "
                            "processed carried",
    [REDAN_SECTION_THREAT] = "target name description method=STRIDE category severity likelihood "
                             "impact decision reason affects",
    [REDAN_SECTION_MITIGATION] = "name description owner state strength=90 addresses tag",
    [REDAN_SECTION_NOTE] = "name description tag",
  },
  .write = write_file,
};
