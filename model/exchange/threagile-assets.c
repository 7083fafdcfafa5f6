/* SPDX-License-Identifier: Apache-2.0 */
/* Technical assets of Threagile and their communication links. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threagile-private.h"

/* What starts things by itself, as opposed to a system of others. */
static const char *const client_technologies[] = {
  "client-system", "browser", "desktop", "mobile-app", "devops-client", "cli", "iot-device", NULL,
};

/* A flag that the file gives either way. */
static void
pass_flag (RedanThreagile *self, RedanNode *object, const char *key, const char *attribute)
{
  int truth = redan_relay_truth (object, key);

  if (truth >= 0)
    redan_relay_attribute (&self->relay, attribute, truth == 1 ? "yes" : "no");
  else if (!redan_node_is_blank (redan_node_get (object, key)))
    redan_relay_remark (&self->relay, key, redan_node_get (object, key));
}

static void
pass_attribute (RedanRelay *relay,
                RedanNode *object,
                const char *key,
                const char *attribute,
                RedanThreagileTopic topic)
{
  redan_relay_word (relay, object, key, attribute, redan_threagile_words[topic].words,
                    redan_threagile_words[topic].n);
}

void
redan_threagile_ratings (RedanThreagile *self, RedanNode *object, const char *class_attribute)
{
  RedanRelay *relay = &self->relay;
  const char *class = redan_node_get_text (redan_node_get (object, "confidentiality"));
  const char *word = class != NULL ? redan_threagile_find (REDAN_THREAGILE_CLASS, class) : NULL;

  pass_attribute (relay, object, "confidentiality", class_attribute, REDAN_THREAGILE_CLASS);
  pass_attribute (relay, object, "integrity", "i_rating", REDAN_THREAGILE_RATING);
  pass_attribute (relay, object, "availability", "a_rating", REDAN_THREAGILE_RATING);
  if (word == NULL || strcmp (word, class) == 0)
    return;
  redan_relay_extra (relay, "confidentiality", class);
  redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                    _ ("its confidentiality \"%s\" of five levels is taken as %s"), class, word);
}

/* "technology" of old files, the list "technologies" of new ones, the objects of a dump. */
static RedanNode *
find_technology (RedanNode *asset, guint index)
{
  RedanNode *list = redan_node_get (asset, "technologies");
  RedanNode *item = redan_node_get_item (list, index);

  if (list == NULL)
    return index == 0 ? redan_node_get (asset, "technology") : NULL;
  return redan_node_is_object (item) ? redan_node_get (item, "Name") : item;
}

static const char *
get_technology (RedanNode *asset, guint index)
{
  return redan_node_get_text (find_technology (asset, index));
}

static void
pass_technologies (RedanThreagile *self, RedanNode *asset, gboolean store)
{
  RedanRelay *relay = &self->relay;
  const char *name;
  gboolean known = FALSE;

  for (guint i = 0; (name = get_technology (asset, i)) != NULL; i++)
    {
      const char *word = redan_threagile_find (REDAN_THREAGILE_TECHNOLOGY, name);
      g_autofree char *hint =
          word == NULL ? redan_relay_dup_unknown (relay, "technology", name) : NULL;

      redan_relay_extra (relay, i == 0 ? "technology" : name, name);
      if (word == NULL || known)
        redan_relay_at (relay, find_technology (asset, i));
      if (word != NULL && !known)
        redan_relay_attribute (relay, "tech", word);
      else if (strcmp (name, "database") == 0 && store && !known)
        redan_relay_lose (
            relay, REDAN_LOSS_DROPPED, NULL,
            _ ("\"database\" may be of any technology; say which one under Technology"));
      else if (hint != NULL)
        redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                          _ ("its technology is kept only as a remark: Threagile has no \"%s\"%s"),
                          name, hint);
      else
        redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                          _ ("its technology \"%s\" is kept only as a remark"), name);
      known |= word != NULL && *word != '\0';
    }
}

gboolean
redan_threagile_is_client (RedanNode *asset)
{
  const char *technology = get_technology (asset, 0);

  return redan_relay_truth (asset, "used_as_client_by_human") == 1 ||
         (technology != NULL && g_strv_contains (client_technologies, technology));
}

const char *
redan_threagile_known_technology (RedanNode *asset)
{
  const char *name;

  for (guint i = 0; (name = get_technology (asset, i)) != NULL; i++)
    {
      const char *word = redan_threagile_find (REDAN_THREAGILE_TECHNOLOGY, name);

      if (word != NULL && *word != '\0')
        return word;
    }
  return "";
}

static void
pass_kind (RedanThreagile *self, RedanNode *asset)
{
  RedanRelay *relay = &self->relay;
  const char *type = redan_node_get_text (redan_node_get (asset, "type"));

  if (g_strcmp0 (type, "process") == 0 || g_strcmp0 (type, "datastore") == 0)
    {
      redan_relay_field (relay, REDAN_FIELD_KIND,
                         strcmp (type, "process") == 0 ? "process" : "store");
      return;
    }

  /* A dump leaves out the first value of the enumeration. */
  if (redan_node_is_blank (redan_node_get (asset, "type")))
    {
      if (redan_node_get (self->root, "generated_risks_by_category") == NULL)
        redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                          _ ("its type is missing; taken as an external entity"));
    }
  else if (type != NULL && strcmp (type, "external-entity") != 0)
    {
      g_autofree char *hint = redan_relay_dup_unknown (relay, "type", type);

      redan_relay_at (relay, redan_node_get (asset, "type"));
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("its type \"%s\" is not known; taken as an external entity%s"), type,
                        hint != NULL ? hint : "");
    }
  redan_relay_field (relay, REDAN_FIELD_KIND,
                     redan_threagile_is_client (asset) ? "actor" : "external");
}

static void
pass_asset_attributes (RedanThreagile *self, RedanNode *asset)
{
  RedanRelay *relay = &self->relay;
  const char *machine = redan_node_get_text (redan_node_get (asset, "machine"));
  RedanNode *formats = redan_node_get (asset, "data_formats_accepted");
  gsize i;
  RedanNode *format;

  if (redan_relay_truth (asset, "internet") == 1)
    redan_relay_attribute (relay, "exposure", "internet");
  if (redan_relay_truth (asset, "out_of_scope") == 1)
    redan_relay_attribute (relay, "in_scope", "no");
  redan_threagile_text (self, asset, "justification_out_of_scope", REDAN_FIELD_SCOPE_REASON);
  if (redan_relay_truth (asset, "multi_tenant") >= 0)
    redan_relay_attribute (relay, "tenancy",
                           redan_relay_truth (asset, "multi_tenant") == 1 ? "multi" : "single");
  if (redan_relay_truth (asset, "redundant") == 0)
    redan_relay_attribute (relay, "redundancy", "none");
  else if (redan_relay_truth (asset, "redundant") == 1)
    redan_relay_remark (relay, "redundant", redan_node_get (asset, "redundant"));
  pass_flag (self, asset, "custom_developed_parts", "custom_code");
  pass_attribute (relay, asset, "encryption", "enc_rest", REDAN_THREAGILE_ENCRYPTION);
  if (g_strcmp0 (machine, "serverless") == 0)
    redan_relay_attribute (relay, "mgmt", "provider");
  else if (machine != NULL)
    redan_relay_remark (relay, "machine", redan_node_get (asset, "machine"));
  {
    g_autofree char *owner = redan_relay_dup_text (relay, asset, "owner");

    redan_relay_attribute (relay, "owner", owner);
  }
  redan_node_foreach_item (formats, i, format)
  {
    const char *text = redan_node_get_text (format);
    const char *word = text != NULL ? redan_threagile_find (REDAN_THREAGILE_FORMAT, text) : NULL;

    g_autofree char *hint = redan_relay_dup_unknown (relay, "data_formats_accepted", text);

    if (word == NULL)
      redan_relay_at (relay, format);
    if (word != NULL)
      redan_relay_attribute (relay, "formats", word);
    else if (text == NULL || hint != NULL)
      redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("item %u of \"%s\" is not known: \"%s\"%s"), (guint) i + 1,
                        "data_formats_accepted", text != NULL ? text : "",
                        hint != NULL ? hint : "");
    else
      redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("item %u of \"%s\" has no counterpart here: %s"), (guint) i + 1,
                        "data_formats_accepted", text);
  }
}

static void
pass_runtimes (RedanThreagile *self, const char *id)
{
  RedanNode *runtimes = redan_node_get (self->root, "shared_runtimes");
  const char *key;
  RedanNode *runtime;
  gsize i;
  RedanNode *member;

  redan_node_foreach_member (runtimes, key, runtime)
  {
    redan_node_foreach_item (redan_node_get (runtime, "technical_assets_running"), i, member)
    {
      const char *title = redan_node_get_text (redan_node_get (runtime, "title"));
      g_autofree char *tag =
          g_strconcat (REDAN_THREAGILE_RUNTIME, title != NULL ? title : key, NULL);

      if (g_strcmp0 (redan_node_get_text (member), id) == 0)
        redan_relay_tag (&self->relay, tag);
    }
  }
}

static void
read_asset (RedanThreagile *self, const char *key, RedanNode *asset)
{
  static const char *const known[] = {
    "id",
    "title",
    "description",
    "type",
    "technology",
    "technologies",
    "used_as_client_by_human",
    "out_of_scope",
    "justification_out_of_scope",
    "tags",
    "internet",
    "machine",
    "encryption",
    "owner",
    "confidentiality",
    "integrity",
    "availability",
    "multi_tenant",
    "redundant",
    "custom_developed_parts",
    "data_assets_processed",
    "data_assets_stored",
    "data_formats_accepted",
    "communication_links",
    "diagram_tweak_order",
    "raa",
    NULL,
  };
  static const char *const elsewhere[] = { "communication_links", "data_assets_processed",
                                           "data_assets_stored", NULL };
  RedanRelay *relay = &self->relay;
  const char *id = redan_threagile_id (key, asset);
  const char *foreign = redan_relay_begin (relay, REDAN_SECTION_ELEMENT, id, asset);
  const char *parent = g_hash_table_lookup (self->parents, foreign);

  redan_relay_extra (relay, "id", id);
  redan_threagile_keep (self, key, asset, elsewhere);
  pass_kind (self, asset);
  redan_threagile_name (self, key, asset);
  redan_threagile_text (self, asset, "description", REDAN_FIELD_DESCRIPTION);
  if (parent != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent);
  pass_technologies (
      self, asset,
      g_strcmp0 (redan_node_get_text (redan_node_get (asset, "type")), "datastore") == 0);
  pass_asset_attributes (self, asset);
  redan_threagile_ratings (self, asset, "data_class");
  redan_relay_tags (relay, asset, "tags");
  pass_runtimes (self, id);
  redan_threagile_use (self, redan_node_get (asset, "data_assets_processed"), REDAN_FIELD_PROCESSED,
                       REDAN_SECTION_ELEMENT, foreign);
  redan_threagile_use (self, redan_node_get (asset, "data_assets_stored"), REDAN_FIELD_STORED,
                       REDAN_SECTION_ELEMENT, foreign);
  redan_relay_rest (relay, asset, known);
}

static void
pass_protocol (RedanThreagile *self, RedanNode *link)
{
  RedanRelay *relay = &self->relay;
  const char *written = redan_node_get_text (redan_node_get (link, "protocol"));
  const char *protocol;
  g_autofree char *hint = NULL;
  gboolean plain;

  if (written == NULL || strcmp (written, "unknown-protocol") == 0)
    return;

  redan_relay_extra (relay, "protocol", written);
  protocol = redan_threagile_find_protocol (written, &plain);
  if (protocol != NULL)
    {
      redan_relay_attribute (relay, "protocol", protocol);
      if (plain)
        redan_relay_attribute (relay, "enc_transit", "none");
      else if (g_str_has_suffix (written, "-encrypted"))
        redan_relay_lose (
            relay, REDAN_LOSS_DROPPED, NULL,
            _ ("is encrypted, but how is not said; set enc_transit (protocol \"%s\")"), written);
      return;
    }

  redan_relay_attribute (relay, "protocol", "other");
  redan_relay_at (relay, redan_node_get (link, "protocol"));
  hint = redan_relay_dup_unknown (relay, "protocol", written);
  if (hint != NULL)
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its protocol is kept only as a remark: Threagile has no \"%s\"%s"),
                      written, hint);
  else
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("its protocol \"%s\" is kept only as a remark"), written);
}

static void
read_link (RedanThreagile *self, const char *source, const char *key, RedanNode *link)
{
  static const char *const known[] = {
    "target",
    "target_id",
    "source_id",
    "id",
    "title",
    "description",
    "protocol",
    "authentication",
    "tags",
    "vpn",
    "ip_filtered",
    "readonly",
    "data_assets_sent",
    "data_assets_received",
    "diagram_tweak_weight",
    "diagram_tweak_constraint",
    NULL,
  };
  static const char *const elsewhere[] = { "target", "target_id", "data_assets_sent",
                                           "data_assets_received", NULL };
  RedanRelay *relay = &self->relay;
  g_autofree char *wanted = g_strconcat (source, ">", key, NULL);
  const char *foreign = redan_relay_begin (relay, REDAN_SECTION_FLOW, wanted, link);
  RedanNode *target = redan_node_get (link, "target");
  RedanNode *received = redan_node_get (link, "data_assets_received");

  if (target == NULL)
    target = redan_node_get (link, "target_id");
  redan_threagile_keep (self, key, link, elsewhere);
  redan_relay_refer (relay, REDAN_FIELD_SOURCE, REDAN_SECTION_ELEMENT, source);
  if (redan_node_is_text (target))
    redan_relay_refer (relay, REDAN_FIELD_TARGET, REDAN_SECTION_ELEMENT,
                       redan_node_get_text (target));
  else
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("ends at no element; kept without that end"));
  redan_threagile_name (self, key, link);
  redan_threagile_text (self, link, "description", REDAN_FIELD_DESCRIPTION);
  pass_protocol (self, link);
  if (g_strcmp0 (redan_node_get_text (redan_node_get (link, "authentication")), "two-factor") == 0)
    redan_relay_attribute (relay, "mfa", "required");
  else
    pass_attribute (relay, link, "authentication", "authn", REDAN_THREAGILE_AUTHENTICATION);
  if (redan_relay_truth (link, "vpn") == 1)
    redan_relay_attribute (relay, "network", "vpn");
  pass_flag (self, link, "ip_filtered", "allowlisted");
  pass_flag (self, link, "readonly", "readonly");
  redan_relay_tags (relay, link, "tags");
  if (redan_node_get_n_items (redan_node_get (link, "data_assets_sent")) > 0)
    {
      g_autofree char *text = redan_node_to_text (redan_node_get (link, "data_assets_sent"));

      redan_relay_extra (relay, "data_assets_sent", text);
    }
  if (redan_node_get_n_items (received) > 0)
    {
      g_autofree char *text = redan_node_to_text (received);

      redan_relay_extra (relay, "data_assets_received", text);
      redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("which of its data goes back to the caller is kept only as a remark"));
    }
  redan_relay_rest (relay, link, known);

  redan_threagile_use (self, redan_node_get (link, "data_assets_sent"), REDAN_FIELD_CARRIED,
                       REDAN_SECTION_FLOW, foreign);
  redan_threagile_use (self, received, REDAN_FIELD_CARRIED, REDAN_SECTION_FLOW, foreign);
  {
    /* Threagile makes ids of titles this way. */
    g_autofree char *slug = g_ascii_strdown (key, -1);

    g_strcanon (slug, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
    g_hash_table_replace (self->flows, g_strconcat (source, ">", slug, NULL), (gpointer) foreign);
  }
}

static void
read_links (RedanThreagile *self, const char *source, RedanNode *links)
{
  const char *key;
  RedanNode *link;
  gsize i;

  redan_node_foreach_member (links, key, link) read_link (self, source, key, link);
  redan_node_foreach_item (links, i, link)
  {
    const char *title = redan_node_get_text (redan_node_get (link, "title"));

    read_link (self, source, title != NULL ? title : "", link);
  }
}

void
redan_threagile_assets (RedanThreagile *self)
{
  RedanNode *assets = redan_node_get (self->root, "technical_assets");
  const char *key;
  RedanNode *asset;

  redan_node_foreach_member (assets, key, asset) read_asset (self, key, asset);
  redan_node_foreach_member (assets, key, asset) read_links (
      self, redan_threagile_id (key, asset), redan_node_get (asset, "communication_links"));
}
