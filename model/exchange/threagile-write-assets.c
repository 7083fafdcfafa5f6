/* SPDX-License-Identifier: Apache-2.0 */
/* Technical assets and communication links, as Threagile has them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threagile-write-private.h"

#define NAMES "abcdefghijklmnopqrstuvwxyz0123456789"

/* An actor is an external entity that a person uses as a client. */
static void
put_kind (const RedanExport *run, const RedanObject *element, json_t *written)
{
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);
  const char *type = strcmp (kind, "process") == 0 ? "process"
                     : strcmp (kind, "store") == 0 ? "datastore"
                                                   : "external-entity";
  const char *before = json_string_value (json_object_get (written, "type"));
  g_autoptr (RedanTree) tree = redan_tree_new ();
  gboolean client = redan_threagile_is_client (redan_export_read (tree, written));
  gboolean outside = strcmp (type, "external-entity") == 0;

  /* A dump leaves the first type out, and one that is not known was taken for it. */
  if (*redan_export_extra (run, element, "source") != '\0' && outside &&
      g_strcmp0 (before, "process") != 0 && g_strcmp0 (before, "datastore") != 0)
    before = type;
  if (g_strcmp0 (before, type) != 0)
    json_object_set_new (written, "type", json_string (type));
  if (outside && client != (strcmp (kind, "actor") == 0))
    json_object_set_new (written, "used_as_client_by_human", json_boolean (!client));
}

static void
put_technology (RedanExport *run, const RedanObject *element, json_t *written)
{
  const char *tech = redan_export_attribute (run, element, "tech");
  g_autoptr (RedanTree) tree = redan_tree_new ();
  const char *before = redan_threagile_known_technology (redan_export_read (tree, written));
  const char *found;

  if (strcmp (before, tech) == 0)
    return;
  found = redan_threagile_write_word (REDAN_THREAGILE_TECHNOLOGY, tech);
  if (found == NULL)
    {
      gboolean store = strcmp (redan_export_get (element, REDAN_FIELD_KIND), "store") == 0;

      found = store ? "database" : "unknown-technology";
      redan_export_lose (run, element, _ ("its technology %s is none of the format; written as %s"),
                         tech, found);
    }
  json_object_del (written, "technologies");
  json_object_set_new (written, "technology", json_string (found));
}

/* The formats that the file has and ours does not know stay. */
static void
put_formats (const RedanExport *run, const RedanObject *element, json_t *written)
{
  RedanField field = redan_field_lookup (run->schema, REDAN_SECTION_ELEMENT, FALSE, "formats", -1);
  guint n;
  const RedanEntry *formats = redan_object_get_range (element, field, &n);
  json_t *before = json_object_get (written, "data_formats_accepted");
  json_t *list = json_array ();
  gsize i;
  json_t *item;

  json_array_foreach (before, i, item)
  {
    const char *text = json_string_value (item);
    const char *word = text != NULL ? redan_threagile_find (REDAN_THREAGILE_FORMAT, text) : NULL;

    if (word == NULL || redan_object_get_keyed (element, field, word) != NULL)
      json_array_append (list, item);
  }
  for (guint j = 0; j < n; j++)
    {
      const char *word = redan_threagile_write_word (REDAN_THREAGILE_FORMAT, formats[j].key);
      gboolean found = word == NULL;

      json_array_foreach (list, i, item)
      {
        found |= g_strcmp0 (json_string_value (item), word) == 0;
      }
      if (!found)
        json_array_append_new (list, json_string (word));
    }
  if (json_array_size (list) > 0 || *redan_export_extra (run, element, "source") == '\0')
    json_object_set (written, "data_formats_accepted", list);
  json_decref (list);
}

static void
put_attributes (RedanExport *run, const RedanObject *element, json_t *written)
{
  const char *tenancy = redan_export_attribute (run, element, "tenancy");
  const char *redundancy = redan_export_attribute (run, element, "redundancy");
  const char *custom = redan_export_attribute (run, element, "custom_code");
  gboolean provider = strcmp (redan_export_attribute (run, element, "mgmt"), "provider") == 0;
  gboolean serverless =
      g_strcmp0 (json_string_value (json_object_get (written, "machine")), "serverless") == 0;

  redan_threagile_put_truth (
      written, "internet",
      strcmp (redan_export_attribute (run, element, "exposure"), "internet") == 0);
  redan_threagile_put_truth (written, "out_of_scope",
                             strcmp (redan_export_attribute (run, element, "in_scope"), "no") == 0);
  redan_threagile_put_text (written, "justification_out_of_scope",
                            redan_export_get (element, REDAN_FIELD_SCOPE_REASON));
  if (*tenancy != '\0')
    redan_threagile_put_truth (written, "multi_tenant", strcmp (tenancy, "multi") == 0);
  if (*redundancy != '\0')
    redan_threagile_put_truth (written, "redundant", strcmp (redundancy, "none") != 0);
  if (*custom != '\0')
    redan_threagile_put_truth (written, "custom_developed_parts", strcmp (custom, "yes") == 0);
  if (provider != serverless)
    json_object_set_new (written, "machine", json_string (provider ? "serverless" : "virtual"));
  redan_threagile_put_word (written, "encryption", REDAN_THREAGILE_ENCRYPTION,
                            redan_export_attribute (run, element, "enc_rest"));
  redan_threagile_put_text (written, "owner", redan_export_attribute (run, element, "owner"));
  put_formats (run, element, written);
}

static json_t *
list_data (const RedanExport *run, const RedanObject *user, RedanField field)
{
  json_t *list = json_array ();
  RedanIdText ours;

  redan_id_to_text (&user->id, ours);
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      RedanIdText id;

      if (redan_object_get_keyed (asset, field, ours) != NULL)
        json_array_append_new (list, json_string (redan_threagile_id_of (run, asset, id)));
    }
  return list;
}

/* ---- links ---- */

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

/* What the file sent and what it received, as far as the flow still carries it. */
static void
put_data_of_link (const RedanExport *run, const RedanObject *flow, json_t *written)
{
  g_autoptr (json_t) carried = list_data (run, flow, REDAN_FIELD_CARRIED);
  g_autoptr (json_t) sent = redan_export_value (redan_export_extra (run, flow, "data_assets_sent"));
  g_autoptr (json_t) received =
      redan_export_value (redan_export_extra (run, flow, "data_assets_received"));
  json_t *lists[] = { json_array (), json_array () };
  gsize i;
  json_t *item;

  json_array_foreach (sent, i, item)
  {
    if (holds (carried, item))
      json_array_append (lists[0], item);
  }
  json_array_foreach (received, i, item)
  {
    if (holds (carried, item))
      json_array_append (lists[1], item);
  }
  json_array_foreach (carried, i, item)
  {
    if (!holds (sent, item) && !holds (received, item))
      json_array_append (lists[0], item);
  }
  json_object_set_new (written, "data_assets_sent", lists[0]);
  json_object_set_new (written, "data_assets_received", lists[1]);
}

/* The protocol of the file, as long as it means what the attributes say. */
static void
put_protocol (RedanExport *run, const RedanObject *flow, json_t *written)
{
  const char *protocol = redan_export_attribute (run, flow, "protocol");
  const char *transit = redan_export_attribute (run, flow, "enc_transit");
  const char *before = json_string_value (json_object_get (written, "protocol"));
  gboolean plain = FALSE;
  const char *meant = before != NULL ? redan_threagile_find_protocol (before, &plain) : NULL;
  const char *found;

  if (meant == NULL && before != NULL)
    meant = strcmp (before, "unknown-protocol") == 0 ? "" : "other";
  if (strcmp (meant != NULL ? meant : "", protocol) == 0 &&
      (plain == (strcmp (transit, "none") == 0) || *transit == '\0'))
    return;
  found = redan_threagile_write_protocol (protocol, strcmp (transit, "none") != 0);
  if (found == NULL && *protocol != '\0')
    redan_export_lose (run, flow, _ ("its protocol %s is none of the format; written as %s"),
                       protocol, "unknown-protocol");
  json_object_set_new (written, "protocol",
                       json_string (found != NULL ? found : "unknown-protocol"));
}

static void
put_authentication (const RedanExport *run, const RedanObject *flow, json_t *written)
{
  const char *before = json_string_value (json_object_get (written, "authentication"));
  gboolean two = strcmp (redan_export_attribute (run, flow, "mfa"), "required") == 0;
  const char *word = redan_export_attribute (run, flow, "authn");

  if (two && g_strcmp0 (before, "two-factor") != 0)
    json_object_set_new (written, "authentication", json_string ("two-factor"));
  if (two)
    return;
  if (*word != '\0' || before == NULL ||
      redan_threagile_find (REDAN_THREAGILE_AUTHENTICATION, before) != NULL ||
      strcmp (before, "two-factor") == 0)
    redan_threagile_put_word (written, "authentication", REDAN_THREAGILE_AUTHENTICATION, word);
}

static json_t *
make_link (RedanExport *run, const RedanObject *flow, const RedanObject *target, const char *key)
{
  static const char *const defaults[] = {
    "description",    "",         "protocol", "unknown-protocol",
    "authentication", "none",     "tags",     "[]",
    "authorization",  "none",     "vpn",      "false",
    "ip_filtered",    "false",    "readonly", "false",
    "usage",          "business", NULL
  };
  json_t *written = redan_export_begin (run, flow);
  const char *filtered = redan_export_attribute (run, flow, "allowlisted");
  const char *readonly = redan_export_attribute (run, flow, "readonly");
  RedanIdText id;

  json_object_set_new (written, "target", json_string (redan_threagile_id_of (run, target, id)));
  redan_threagile_put_name (run, flow, key, written);
  redan_threagile_put_text (written, "description",
                            redan_export_get (flow, REDAN_FIELD_DESCRIPTION));
  put_protocol (run, flow, written);
  put_authentication (run, flow, written);
  redan_threagile_put_truth (written, "vpn",
                             strcmp (redan_export_attribute (run, flow, "network"), "vpn") == 0);
  if (*filtered != '\0')
    redan_threagile_put_truth (written, "ip_filtered", strcmp (filtered, "yes") == 0);
  if (*readonly != '\0')
    redan_threagile_put_truth (written, "readonly", strcmp (readonly, "yes") == 0);
  redan_threagile_put_tags (flow, written, NULL);
  put_data_of_link (run, flow, written);
  redan_threagile_fill (run, flow, written, defaults);
  return written;
}

static json_t *
make_links (RedanExport *run, const RedanObject *element)
{
  json_t *map = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (run->model, REDAN_SECTION_FLOW, i);
      const RedanObject *target = redan_export_reference (run, flow, REDAN_FIELD_TARGET);
      g_autofree char *key = NULL;

      if (redan_export_reference (run, flow, REDAN_FIELD_SOURCE) != element)
        continue;
      if (target == NULL)
        {
          redan_export_lose (run, flow, _ ("has a loose end; not written"));
          continue;
        }
      key = redan_threagile_key (run, flow, map);
      json_object_set_new (map, key, make_link (run, flow, target, key));
    }
  return map;
}

char *
redan_threagile_link_of (const RedanExport *run, const RedanObject *flow)
{
  const RedanObject *source = redan_export_reference (run, flow, REDAN_FIELD_SOURCE);
  const char *key = redan_export_extra (run, flow, "key");
  g_autofree char *slug = g_ascii_strdown (*key != '\0' ? key : redan_object_get_name (flow), -1);
  RedanIdText id;

  g_strcanon (slug, NAMES, '-');
  return g_strdup_printf ("%s>%s", source != NULL ? redan_threagile_id_of (run, source, id) : "",
                          slug);
}

json_t *
redan_threagile_make_assets (RedanExport *run)
{
  static const char *const defaults[] = {
    "description",
    "",
    "usage",
    "business",
    "used_as_client_by_human",
    "false",
    "out_of_scope",
    "false",
    "justification_out_of_scope",
    "",
    "size",
    "component",
    "technology",
    "unknown-technology",
    "tags",
    "[]",
    "internet",
    "false",
    "machine",
    "virtual",
    "encryption",
    "none",
    "owner",
    "",
    "confidentiality",
    "internal",
    "integrity",
    "important",
    "availability",
    "important",
    "justification_cia_rating",
    "",
    "multi_tenant",
    "false",
    "redundant",
    "false",
    "custom_developed_parts",
    "false",
    NULL,
  };
  json_t *map = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (run->model, REDAN_SECTION_ELEMENT, i);
      g_autofree char *key = NULL;
      json_t *written = redan_threagile_begin (run, element, map, &key);

      put_kind (run, element, written);
      put_technology (run, element, written);
      put_attributes (run, element, written);
      redan_threagile_put_ratings (run, element, written, "data_class");
      redan_threagile_put_tags (element, written, REDAN_THREAGILE_RUNTIME);
      json_object_set_new (written, "data_assets_processed",
                           list_data (run, element, REDAN_FIELD_PROCESSED));
      json_object_set_new (written, "data_assets_stored",
                           list_data (run, element, REDAN_FIELD_STORED));
      json_object_set_new (written, "communication_links", make_links (run, element));
      redan_threagile_fill (run, element, written, defaults);
      json_object_set_new (map, key, written);
    }
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (run->model, REDAN_SECTION_FLOW, i);

      if (redan_export_reference (run, flow, REDAN_FIELD_SOURCE) == NULL)
        redan_export_lose (run, flow, _ ("has a loose end; not written"));
    }
  return map;
}
