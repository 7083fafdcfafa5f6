/* SPDX-License-Identifier: Apache-2.0 */
/* What writers of formats share: values of objects, what an importer kept of them, and JSON. */

#include "config.h"

#include <string.h>

#include "model/exchange/export-private.h"
#include "model/exchange/import-builder-private.h"
#include "model/exchange/relay.h"
#include "model/hash.h"

#define DIGITS 15 /* of a number that is no integer: what survives reading it again */

const char *
redan_export_get (const RedanObject *object, RedanField field)
{
  const char *value = redan_object_get (object, field);

  return value != NULL ? value : "";
}

const char *
redan_export_attribute (const RedanExport *self, const RedanObject *object, const char *name)
{
  RedanField field = redan_field_lookup (self->schema, object->section, FALSE, name, -1);

  return field != REDAN_FIELD_EXISTS ? redan_export_get (object, field) : "";
}

const char *
redan_export_extra (const RedanExport *self, const RedanObject *object, const char *name)
{
  g_autofree char *key = g_strconcat (self->exporter->family, "/", name, NULL);
  const char *value = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);

  return value != NULL ? value : "";
}

/* Whether a text is what an import made of the one it kept. */
static gboolean
comes_from (const char *text, const char *whole)
{
  guint n_removed;
  gboolean joined;
  g_autofree char *clean = redan_clean_text (whole, G_MAXSIZE, FALSE, &n_removed, &joined);

  return clean != NULL && strcmp (clean, text) == 0;
}

const char *
redan_export_text (const RedanExport *self, const RedanObject *object, RedanField field)
{
  const char *text = redan_export_get (object, field);
  const char *whole = redan_export_extra (self, object, redan_field_get_tag (self->schema, field));

  return *whole != '\0' && comes_from (text, whole) ? whole : text;
}

const RedanObject *
redan_export_reference (const RedanExport *self, const RedanObject *object, RedanField field)
{
  RedanId id;

  if (!redan_object_get_reference (object, field, &id))
    return NULL;
  return redan_model_lookup (self->model, &id);
}

char *
redan_export_uuid (const RedanObject *object, const char *use)
{
  RedanIdText id;
  g_autofree char *named = g_strconcat (redan_id_to_text (&object->id, id), "/", use, NULL);
  g_autofree char *hash = redan_hash_text (named);

  /* version 8 of RFC 9562: made by a rule of one's own */
  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
                          hash + 18);
}

static GPtrArray *
look_up (GHashTable *index, const RedanObject *object)
{
  RedanIdText id;

  return g_hash_table_lookup (index, redan_id_to_text (&object->id, id));
}

GPtrArray *
redan_export_threats_on (const RedanExport *self, const RedanObject *object)
{
  return look_up (self->threats, object);
}

GPtrArray *
redan_export_mitigations_of (const RedanExport *self, const RedanObject *threat)
{
  return look_up (self->mitigations, threat);
}

char *
redan_export_whole_text (const RedanObject *object)
{
  const char *name = redan_object_get_name (object);
  const char *description = redan_export_get (object, REDAN_FIELD_DESCRIPTION);
  gsize head = g_str_has_suffix (name, "…") ? strlen (name) - strlen ("…") : strlen (name);

  if (*description == '\0')
    return g_strdup (name);
  if (strncmp (description, name, head) == 0)
    return g_strdup (description);
  return g_strdup_printf ("%s\n%s", name, description);
}

char *
redan_export_mitigation_text (const RedanExport *self, const RedanObject *threat)
{
  GPtrArray *mitigations = redan_export_mitigations_of (self, threat);
  GString *text = g_string_new (NULL);

  for (guint i = 0; mitigations != NULL && i < mitigations->len; i++)
    {
      const RedanObject *one = g_ptr_array_index (mitigations, i);
      g_autofree char *whole = redan_export_whole_text (one);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", whole);
    }
  return g_string_free (text, FALSE);
}

json_t *
redan_export_value (const char *text)
{
  json_error_t problem;
  json_t *value = json_loads (text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &problem);
  g_autofree char *again = value != NULL ? redan_json_to_text (value) : NULL;

  if (value != NULL && !json_is_string (value) && !json_is_null (value) &&
      strcmp (again, text) == 0)
    return value;
  json_decref (value);
  return json_string (text);
}

RedanNode *
redan_export_read (RedanTree *tree, const json_t *value)
{
  redan_json_add (tree, value);
  return redan_tree_take (tree);
}

int
redan_export_truth (const json_t *object, const char *key)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  const json_t *value = json_object_get (object, key);

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  if (value != NULL)
    {
      redan_tree_key (tree, key, -1);
      redan_json_add (tree, value);
    }
  redan_tree_close (tree);
  return redan_relay_truth (redan_tree_take (tree), key);
}

json_t *
redan_export_begin (const RedanExport *run, const RedanObject *object)
{
  json_t *kept = redan_export_value (redan_export_extra (run, object, "source"));

  if (json_is_object (kept))
    return kept;
  json_decref (kept);
  return json_object ();
}

void
redan_export_put (json_t *target, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (target, key, json_string (text));
}

void
redan_export_put_tags (json_t *target, const char *key, const RedanObject *object)
{
  guint n;
  const RedanEntry *tags = redan_object_get_range (object, REDAN_FIELD_TAG, &n);
  json_t *list;

  if (n == 0)
    return;
  list = json_array ();
  for (guint i = 0; i < n; i++)
    json_array_append_new (list, json_string (tags[i].key));
  json_object_set_new (target, key, list);
}

const char *
redan_export_foreign_id (const RedanExport *self, const RedanObject *object, RedanIdText buffer)
{
  const char *kept = redan_export_extra (self, object, "id");

  return *kept != '\0' ? kept : redan_id_to_text (&object->id, buffer);
}

void
redan_export_rest (const RedanExport *self,
                   const RedanObject *object,
                   json_t *target,
                   const char *const *known)
{
  gsize length = strlen (self->exporter->family);
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = extras[i].key + length + 1;

      if (strncmp (extras[i].key, self->exporter->family, length) != 0 ||
          extras[i].key[length] != '/' || g_strv_contains (known, name) ||
          json_object_get (target, name) != NULL)
        continue;
      json_object_set_new (target, name, redan_export_value (extras[i].value));
    }
}

GBytes *
redan_export_json (json_t *root)
{
  char *text = json_dumps (root, JSON_INDENT (2) | JSON_REAL_PRECISION (DIGITS));
  GString *out = g_string_new (text);

  free (text);
  json_decref (root);
  g_string_append_c (out, '\n');
  return g_string_free_to_bytes (out);
}

gboolean
redan_export_path_ends (const RedanExport *self, const char *const *suffixes)
{
  g_autofree char *folded = g_ascii_strdown (self->path != NULL ? self->path : "", -1);

  for (guint i = 0; suffixes[i] != NULL; i++)
    {
      if (g_str_has_suffix (folded, suffixes[i]))
        return TRUE;
    }
  return FALSE;
}

GBytes *
redan_export_tree (const RedanExport *self, json_t *root)
{
  static const char *const yaml[] = { ".yaml", ".yml", NULL };

  return redan_export_path_ends (self, yaml) ? redan_export_yaml (root, FALSE)
                                             : redan_export_json (root);
}
