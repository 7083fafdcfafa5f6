/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of the threat models of the OWASP threat model library (TM-BOM 1.0): scope, zones,
 * elements, flows and data. What came from a file stays as it was there where nobody changed it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "model/exchange/tmbom-write-private.h"

#define SCHEMA                                                                                     \
  "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"
#define NAMES "abcdefghijklmnopqrstuvwxyz0123456789"
#define OUTSIDE "public"
#define INTERNET "internet"

/* ---- names ---- */

static gboolean
is_internet (const char *name)
{
  return strcmp (name, INTERNET) == 0 || g_str_has_suffix (name, "-" INTERNET);
}

/* The name of the file, else one made of ours: small letters, digits and "-". */
static char *
make_name (const RedanExport *run, const RedanObject *object)
{
  const char *kept = redan_export_extra (run, object, "symbolic_name");
  gboolean zone = object->section == REDAN_SECTION_BOUNDARY;
  gboolean internet = zone && strcmp (redan_export_get (object, REDAN_FIELD_KIND), INTERNET) == 0;
  g_autofree char *slug = NULL;
  RedanIdText id;

  if (*kept != '\0')
    return g_strdup (kept);
  slug = g_ascii_strdown (redan_object_get_name (object), -1);
  g_strcanon (slug, NAMES, '-');
  if (strspn (slug, "-") == strlen (slug))
    return g_strdup (redan_id_to_text (&object->id, id));
  if (zone && internet != is_internet (slug))
    return g_strconcat (slug, internet ? "-" INTERNET : "-zone", NULL);
  return g_steal_pointer (&slug);
}

static void
choose_names (RedanTmbomWriter *self)
{
  static const RedanSection sections[] = {
    REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT, REDAN_SECTION_FLOW,       REDAN_SECTION_ASSET,
    REDAN_SECTION_PROFILE,  REDAN_SECTION_THREAT,  REDAN_SECTION_MITIGATION,
  };
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const RedanModel *model = self->run->model;

  for (guint pass = 0; pass < 2; pass++) /* those of the file first */
    for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
      for (guint j = 0; j < redan_model_get_n (model, sections[i]); j++)
        {
          const RedanObject *object = redan_model_get_nth (model, sections[i], j);
          gboolean kept = *redan_export_extra (self->run, object, "symbolic_name") != '\0';
          g_autofree char *wanted = NULL;
          char *name;

          if (kept != (pass == 0))
            continue;
          wanted = make_name (self->run, object);
          name = g_strdup (wanted);
          for (guint n = 2; !kept && g_hash_table_contains (taken, name); n++)
            {
              g_free (name);
              name = sections[i] == REDAN_SECTION_BOUNDARY && is_internet (wanted)
                         ? g_strdup_printf ("%u-%s", n, wanted)
                         : g_strdup_printf ("%s-%u", wanted, n);
            }
          g_hash_table_add (taken, g_strdup (name));
          g_hash_table_insert (self->names, (gpointer) object, name);
        }
}

const char *
redan_tmbom_name_of (const RedanTmbomWriter *self, const RedanObject *object)
{
  return g_hash_table_lookup (self->names, object);
}

/* ---- members ---- */

void
redan_tmbom_put (json_t *written, const char *key, const char *text)
{
  if (g_strcmp0 (json_string_value (json_object_get (written, key)), text) != 0)
    json_object_set_new (written, key, json_string (text));
}

static gboolean
holds (json_t *list, json_t *wanted)
{
  gsize i;
  json_t *item;

  json_array_foreach (list, i, item)
  {
    if (json_equal (item, wanted))
      return TRUE;
  }
  return FALSE;
}

void
redan_tmbom_put_set (json_t *written, const char *key, json_t *list)
{
  json_t *before = json_object_get (written, key);
  gboolean same = json_array_size (before) == json_array_size (list) &&
                  (json_is_array (before) || json_array_size (list) == 0);
  gsize i;
  json_t *item;

  json_array_foreach (list, i, item) same = same && holds (before, item);
  if (!same || (before == NULL && json_object_get (written, "symbolic_name") == NULL))
    json_object_set (written, key, list);
  json_decref (list);
}

void
redan_tmbom_fill (RedanExport *run,
                  const RedanObject *object,
                  json_t *written,
                  const char *const *defaults)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  if (*redan_export_extra (run, object, "source") != '\0')
    return;
  for (guint i = 0; defaults[i] != NULL; i += 2)
    {
      gboolean empty = strcmp (defaults[i + 1], "[]") == 0;

      if (json_object_get (written, defaults[i]) != NULL)
        continue;
      json_object_set_new (written, defaults[i],
                           empty ? json_array () : redan_export_value (defaults[i + 1]));
      if (!empty && *defaults[i + 1] != '\0')
        g_string_append_printf (filled, "%s%s %s", filled->len > 0 ? ", " : "", defaults[i],
                                defaults[i + 1]);
    }
  if (filled->len > 0)
    redan_export_lose (run, object, _ ("the format wants more than is known; written as %s"),
                       filled->str);
}

json_t *
redan_tmbom_begin (RedanTmbomWriter *self, const RedanObject *object)
{
  const RedanExport *run = self->run;
  json_t *written = redan_export_begin (run, object);
  const char *description = redan_export_get (object, REDAN_FIELD_DESCRIPTION);
  gboolean ours = *redan_export_extra (run, object, "source") == '\0';

  if (ours || *redan_export_extra (run, object, "symbolic_name") != '\0')
    redan_tmbom_put (written, "symbolic_name", redan_tmbom_name_of (self, object));
  if (ours || *redan_object_get_name (object) != '\0')
    redan_tmbom_put (written, "title", redan_export_text (run, object, REDAN_FIELD_NAME));
  if (ours || *description != '\0' ||
      !redan_json_is_blank (json_object_get (written, "description")))
    redan_tmbom_put (written, "description", description);
  return written;
}

/* ---- zones ---- */

static json_t *
make_zones (RedanTmbomWriter *self)
{
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (self->run->model, REDAN_SECTION_BOUNDARY); i++)
    json_array_append_new (
        list, redan_tmbom_begin (
                  self, redan_model_get_nth (self->run->model, REDAN_SECTION_BOUNDARY, i)));
  return list;
}

static const char *
get_zone (const RedanTmbomWriter *self, const RedanObject *element)
{
  const RedanObject *zone = redan_export_reference (self->run, element, REDAN_FIELD_PARENT);

  return zone != NULL ? redan_tmbom_name_of (self, zone) : OUTSIDE;
}

static gboolean
has_pair (json_t *pairs, const char *a, const char *b)
{
  gsize i;
  json_t *pair;

  json_array_foreach (pairs, i, pair)
  {
    const char *one = json_string_value (json_object_get (pair, "trust_zone_a"));
    const char *other = json_string_value (json_object_get (pair, "trust_zone_b"));

    if ((g_strcmp0 (one, a) == 0 && g_strcmp0 (other, b) == 0) ||
        (g_strcmp0 (one, b) == 0 && g_strcmp0 (other, a) == 0))
      return TRUE;
  }
  return FALSE;
}

/* The pairs of the file; of a model that was drawn here, those between which data flow. */
static void
put_pairs (const RedanTmbomWriter *self, json_t *root)
{
  const RedanModel *model = self->run->model;
  json_t *pairs;

  if (*redan_export_extra (self->run, redan_model_get_meta (model), "source") != '\0')
    return;
  pairs = json_array ();
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
      const RedanObject *source = redan_export_reference (self->run, flow, REDAN_FIELD_SOURCE);
      const RedanObject *target = redan_export_reference (self->run, flow, REDAN_FIELD_TARGET);
      const char *a = source != NULL ? get_zone (self, source) : OUTSIDE;
      const char *b = target != NULL ? get_zone (self, target) : OUTSIDE;

      if (strcmp (a, b) != 0 && !has_pair (pairs, a, b))
        json_array_append_new (pairs,
                               json_pack ("{s:s, s:s}", "trust_zone_a", a, "trust_zone_b", b));
    }
  json_object_set_new (root, "trust_boundaries", pairs);
}

/* ---- elements ---- */

static const char *
get_list (const RedanObject *element)
{
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);

  return strcmp (kind, "process") == 0 ? "component"
         : strcmp (kind, "store") == 0 ? "data_store"
                                       : "actor";
}

static void
put_actor (const RedanExport *run, const RedanObject *actor, json_t *written)
{
  gboolean external = strcmp (redan_export_get (actor, REDAN_FIELD_KIND), "external") == 0;
  gboolean admin = strcmp (redan_export_attribute (run, actor, "priv_level"), "admin") == 0;
  const char *before = json_string_value (json_object_get (written, "type"));
  gboolean was_external = g_strcmp0 (before, "third_party") == 0;
  gboolean was_admin = g_strcmp0 (before, "administrator") == 0;

  if (before != NULL && external == was_external && (external || admin == was_admin))
    return;
  if (before == NULL && *redan_export_extra (run, actor, "source") != '\0')
    return;
  json_object_set_new (written, "type",
                       json_string (external ? "third_party"
                                    : admin  ? "administrator"
                                             : "user"));
}

static void
put_store (RedanExport *run, const RedanObject *store, json_t *written)
{
  const char *tech = redan_export_attribute (run, store, "tech");
  const char *before = json_string_value (json_object_get (written, "type"));
  const char *meant = before != NULL ? redan_tmbom_find (REDAN_TMBOM_STORE, before) : NULL;
  const char *word;

  if (strcmp (meant != NULL ? meant : "", tech) == 0 &&
      (before != NULL || *redan_export_extra (run, store, "source") != '\0'))
    return;
  word = redan_tmbom_write_word (REDAN_TMBOM_STORE, tech);
  if (word == NULL)
    {
      word = "object";
      redan_export_lose (run, store, _ ("is no data store that the format knows; written as %s"),
                         word);
    }
  json_object_set_new (written, "type", json_string (word));
}

static void
put_elements (RedanTmbomWriter *self, json_t *root)
{
  static const char *const lists[][2] = { { "actor", "actors" },
                                          { "component", "components" },
                                          { "data_store", "data_stores" } };
  RedanExport *run = self->run;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_new (root, lists[i][1], json_array ());
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (run->model, REDAN_SECTION_ELEMENT, i);
      const char *list = get_list (element);
      const char *kept = redan_export_extra (run, element, "list");
      json_t *written = redan_tmbom_begin (self, element);
      const RedanObject *zone = redan_export_reference (run, element, REDAN_FIELD_PARENT);

      if (*kept != '\0' && strcmp (kept, list) != 0)
        {
          json_object_del (written, "type"); /* of another kind of thing */
          json_object_del (written, "permissions");
          json_object_del (written, "parent_component");
        }
      if (zone != NULL || *redan_export_extra (run, element, "source") == '\0')
        redan_tmbom_put (written, "trust_zone", get_zone (self, element));
      if (strcmp (list, "actor") == 0)
        put_actor (run, element, written);
      else if (strcmp (list, "data_store") == 0)
        put_store (run, element, written);
      for (guint j = 0; j < G_N_ELEMENTS (lists); j++)
        {
          if (strcmp (lists[j][0], list) == 0)
            json_array_append (json_object_get (root, lists[j][1]), written);
        }
      json_decref (written);
    }
}

/* ---- flows ---- */

static gboolean
is_sensitive (const RedanExport *run, const RedanObject *flow)
{
  RedanIdText id;

  redan_id_to_text (&flow->id, id);
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      const char *class = redan_export_attribute (run, asset, "classification");

      if (redan_object_get_keyed (asset, REDAN_FIELD_CARRIED, id) != NULL &&
          (strcmp (class, "confidential") == 0 || strcmp (class, "restricted") == 0))
        return TRUE;
    }
  return FALSE;
}

static void
put_encrypted (RedanExport *run, const RedanObject *flow, json_t *written)
{
  static const char *const encrypting[] = { "https", "tls",   "wss",     "ssh",
                                            "sftp",  "ldaps", "aws-api", NULL };
  const char *transit = redan_export_attribute (run, flow, "enc_transit");
  const char *protocol = redan_export_attribute (run, flow, "protocol");
  gboolean none = strcmp (transit, "none") == 0;
  gboolean encrypted = !none && ((*transit != '\0' && strcmp (transit, "unknown") != 0) ||
                                 g_strv_contains (encrypting, protocol));
  int before = redan_export_truth (written, "encrypted");

  if (*redan_export_extra (run, flow, "source") != '\0')
    {
      if (none != (before == 0))
        json_object_set_new (written, "encrypted", json_boolean (!none));
      return;
    }
  json_object_set_new (written, "encrypted", json_boolean (encrypted));
  json_object_set_new (written, "has_sensitive_data", json_boolean (is_sensitive (run, flow)));
  if (!encrypted && !none)
    redan_export_lose (run, flow,
                       _ ("may be encrypted or not, which the format wants to know; "
                          "written as not encrypted"));
}

/* An end; one that was not in the file is still there from it. */
static gboolean
put_end (const RedanTmbomWriter *self, const RedanObject *end, const char *key, json_t *written)
{
  if (end != NULL)
    json_object_set_new (written, key,
                         json_pack ("{s:s, s:s}", "type", get_list (end), "object",
                                    redan_tmbom_name_of (self, end)));
  return json_object_get (written, key) != NULL;
}

static json_t *
make_flows (RedanTmbomWriter *self)
{
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (run->model, REDAN_SECTION_FLOW, i);
      const RedanObject *source = redan_export_reference (run, flow, REDAN_FIELD_SOURCE);
      const RedanObject *target = redan_export_reference (run, flow, REDAN_FIELD_TARGET);
      g_autoptr (json_t) written = redan_tmbom_begin (self, flow);
      gboolean whole = put_end (self, source, "source", written);

      whole &= put_end (self, target, "destination", written);
      if (!whole)
        {
          redan_export_lose (run, flow, _ ("has a loose end; not written"));
          continue;
        }
      put_encrypted (run, flow, written);
      json_array_append (list, written);
    }
  return list;
}

/* ---- data ---- */

/* What names a store that the file did not have stays as it was. */
static void
keep_unknown (RedanTmbomWriter *self, json_t *before, json_t *list)
{
  gsize at;
  json_t *item;

  json_array_foreach (before, at, item)
  {
    const char *name = json_string_value (json_object_get (item, "data_store"));
    gboolean known = name == NULL;

    for (guint i = 0; !known && i < redan_model_get_n (self->run->model, REDAN_SECTION_ELEMENT);
         i++)
      known = strcmp (name, redan_tmbom_name_of (self, redan_model_get_nth (self->run->model,
                                                                            REDAN_SECTION_ELEMENT,
                                                                            i))) == 0;
    if (!known)
      json_array_append (list, item);
  }
}

/* What the file said of a store stays, as long as the data are still stored there. */
static void
put_placements (RedanTmbomWriter *self, const RedanObject *asset, json_t *written)
{
  RedanExport *run = self->run;
  json_t *before = json_object_get (written, "placements");
  json_t *list = json_array ();
  guint n;
  const RedanEntry *stored = redan_object_get_range (asset, REDAN_FIELD_STORED, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *store = redan_model_lookup_text (run->model, stored[i].key);
      const char *name = redan_tmbom_name_of (self, store);
      json_t *found = NULL;
      gsize at;
      json_t *item;

      if (strcmp (get_list (store), "data_store") != 0)
        {
          redan_export_lose (run, asset, _ ("is stored in \"%s\", which is no data store"),
                             redan_object_get_name (store));
          continue;
        }
      json_array_foreach (before, at, item)
      {
        if (g_strcmp0 (json_string_value (json_object_get (item, "data_store")), name) == 0)
          found = item;
      }
      if (found != NULL)
        json_array_append (list, found);
      else
        json_array_append_new (list, json_pack ("{s:s}", "data_store", name));
    }
  keep_unknown (self, before, list);
  redan_tmbom_put_set (written, "placements", list);
}

static json_t *
make_data_sets (RedanTmbomWriter *self)
{
  static const char *const words[] = { "pii", "phi", "fin", "ip", "cred",
                                       "biz", "gov", "pci", "op", NULL };
  static const char *const defaults[] = { "placements", "[]", "data_sensitivity", "[]", NULL };
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      gboolean personal = strcmp (redan_export_attribute (run, asset, "pii"), "yes") == 0;
      json_t *written = redan_tmbom_begin (self, asset);
      gboolean ours = *redan_export_extra (run, asset, "source") == '\0';
      json_t *sensitivity = json_array ();
      guint n;
      const RedanEntry *tags = redan_object_get_range (asset, REDAN_FIELD_TAG, &n);

      for (guint j = 0; j < n; j++)
        {
          if (!ours || g_strv_contains (words, tags[j].key))
            json_array_append_new (sensitivity, json_string (tags[j].key));
        }
      if (personal && redan_object_get_keyed (asset, REDAN_FIELD_TAG, "pii") == NULL &&
          redan_object_get_keyed (asset, REDAN_FIELD_TAG, "phi") == NULL)
        json_array_append_new (sensitivity, json_string ("pii"));
      redan_tmbom_put_set (written, "data_sensitivity", sensitivity);
      put_placements (self, asset, written);
      redan_tmbom_fill (run, asset, written, defaults);
      json_array_append_new (list, written);
    }
  return list;
}

/* A picture of the file stays; a drawing of ours has no counterpart. */
static void
put_diagrams (RedanExport *run, json_t *root)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (run->model);
  json_t *list = json_array ();

  for (guint i = 0; i < diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      json_t *written;

      if (*redan_export_extra (run, diagram, "source") == '\0')
        {
          redan_export_lose (run, diagram,
                             _ ("is a drawing, which the format has only as a "
                                "picture; not written"));
          continue;
        }
      written = redan_export_begin (run, diagram);
      if (*redan_object_get_name (diagram) != '\0')
        redan_tmbom_put (written, "title", redan_export_text (run, diagram, REDAN_FIELD_NAME));
      json_array_append_new (list, written);
    }
  if (json_array_size (list) > 0)
    json_object_set (root, "diagrams", list);
  json_decref (list);
}

static void
put_scope (RedanExport *run, const RedanObject *meta, json_t *root)
{
  static const char *const defaults[] = { "business_criticality",
                                          "moderate",
                                          "data_sensitivity",
                                          "[]",
                                          "exposure",
                                          "internal",
                                          "tier",
                                          "important",
                                          NULL };
  json_t *scope = json_object_get (root, "scope");
  const char *text = redan_export_get (meta, REDAN_FIELD_SCOPE);
  gboolean ours = *redan_export_extra (run, meta, "source") == '\0';

  if (!json_is_object (scope))
    {
      scope = json_object ();
      json_object_set_new (root, "scope", scope);
    }
  if (ours || *redan_object_get_name (meta) != '\0')
    redan_tmbom_put (scope, "title", redan_export_text (run, meta, REDAN_FIELD_NAME));
  if (ours || *text != '\0')
    redan_tmbom_put (scope, "description", text);
  redan_tmbom_fill (run, meta, scope, defaults);
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  RedanTmbomWriter self = { .run = run };
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *description = redan_export_get (meta, REDAN_FIELD_DESCRIPTION);
  json_t *root = redan_export_begin (run, meta);

  if (*redan_export_extra (run, meta, "source") == '\0')
    {
      json_object_set_new (root, "$schema", json_string (SCHEMA));
      json_object_set_new (root, "version", json_string ("1.0"));
    }
  self.names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  choose_names (&self);
  put_scope (run, meta, root);
  if (*description != '\0')
    redan_tmbom_put (root, "description", description);
  put_diagrams (run, root);
  json_object_set_new (root, "trust_zones", make_zones (&self));
  put_pairs (&self, root);
  put_elements (&self, root);
  json_object_set_new (root, "data_sets", make_data_sets (&self));
  json_object_set_new (root, "data_flows", make_flows (&self));
  redan_tmbom_put_threats (&self, root);
  g_hash_table_unref (self.names);
  return redan_export_json (root);
}

static const char *const suffixes[] = { ".tmbom.json", ".tm-bom.json", NULL };

const RedanExporter redan_exporter_tmbom = {
  .name = "tm-bom",
  .family = "tm-bom",
  .title = N_ ("OWASP threat model library (TM-BOM)"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name description scope",
    [REDAN_SECTION_BOUNDARY] = "kind=trust-zone kind=internet name description",
    [REDAN_SECTION_ELEMENT] = "kind parent name description priv_level=admin tech=relational-db "
                              "tech=nosql-db tech=object-store",
    [REDAN_SECTION_FLOW] = "source target name description enc_transit=none",
    [REDAN_SECTION_ASSET] = "name description stored pii=yes tag=pii tag=phi tag=fin tag=ip "
                            "tag=cred tag=biz tag=gov tag=pci tag=op",
    [REDAN_SECTION_THREAT] = "target name description severity likelihood impact decision=open "
                             "affects tag",
    [REDAN_SECTION_MITIGATION] = "name description state=absent state=planned state=declared "
                                 "strength=90 addresses",
    [REDAN_SECTION_ASSUMPTION] = "name description state affects tag",
    [REDAN_SECTION_PROFILE] = "name description skill",
    [REDAN_SECTION_DIAGRAM] = "name description order",
  },
  .write = write_file,
};
