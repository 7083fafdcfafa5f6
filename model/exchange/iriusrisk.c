/* SPDX-License-Identifier: Apache-2.0 */
/* Templates of IriusRisk: trust zones, components with their threats and countermeasures, data
 * flows and assets. Best effort: the diagram inside is not laid out. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/foreign-xml.h"
#include "model/exchange/relay.h"

#define PEEK (64 * 1024)

typedef struct
{
  RedanRelay relay;
  GHashTable *zones;      /* references that are there */
  GHashTable *components; /* any of the ids of a component: its reference */
} Template;

static const char *const no_names[] = { NULL };

static const char *
get (const RedanForeignXmlNode *node, const char *name)
{
  const char *value = redan_foreign_xml_get (node, name);

  return value != NULL ? value : "";
}

static const RedanForeignXmlNode *
get_first (const RedanForeignXmlNode *node, const char *list)
{
  const RedanForeignXmlNode *found = redan_foreign_xml_find (node, list);

  return found != NULL ? found->first_child : NULL;
}

/* A description stands in an attribute, or in an element of its own. */
static void
describe (Template *self, const RedanForeignXmlNode *node)
{
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, get (node, "name"));
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION,
                     *get (node, "desc") != '\0' ? get (node, "desc")
                                                 : redan_foreign_xml_text (node, "desc"));
}

/* Of 100; ours of 5, as in the other format of this tool. */
static void
pass_trust (Template *self, const char *written)
{
  g_autofree char *trust = NULL;
  guint64 rating;

  if (*written == '\0')
    return;
  redan_relay_extra (&self->relay, "trustRating", written);
  if (!g_ascii_string_to_unsigned (written, 10, 0, 100, &rating, NULL))
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("its trust rating \"%.60s\" is no number from 0 to 100; left open"),
                        written);
      return;
    }
  trust = g_strdup_printf ("%d", (int) ((double) rating / 20 + 0.5));
  redan_relay_attribute (&self->relay, "trust", trust);
  redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                    _ ("its trust rating of %g in 100 is taken as %s in 5"), (double) rating,
                    trust);
}

static void
pass_zones (Template *self, const RedanForeignXmlNode *root)
{
  for (const RedanForeignXmlNode *at = get_first (root, "trustZones"); at != NULL; at = at->next)
    {
      redan_relay_at_line (&self->relay, at->line);
      redan_relay_begin (&self->relay, REDAN_SECTION_BOUNDARY, get (at, "ref"), NULL);
      describe (self, at);
      redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
      pass_trust (self, get (at, "trustRating"));
      g_hash_table_add (self->zones, g_strdup (get (at, "ref")));
    }
}

/* Ratings are 0 to 100; ours 1 to 5. */
static void
pass_rating (Template *self, const RedanForeignXmlNode *node, const char *name, const char *ours)
{
  guint64 value;
  g_autofree char *rating = NULL;

  if (!g_ascii_string_to_unsigned (get (node, name), 10, 0, 100, &value, NULL))
    return;
  rating = g_strdup_printf ("%u", (guint) (1 + MIN (value, 99) / 20));
  redan_relay_attribute (&self->relay, ours, rating);
}

static void
pass_assets (Template *self, const RedanForeignXmlNode *root)
{
  for (const RedanForeignXmlNode *at = get_first (root, "assets"); at != NULL; at = at->next)
    {
      const RedanForeignXmlNode *class = redan_foreign_xml_find (at, "classification");

      redan_relay_at_line (&self->relay, at->line);
      redan_relay_begin (&self->relay, REDAN_SECTION_ASSET, get (at, "name"), NULL);
      describe (self, at);
      if (class == NULL)
        continue;
      pass_rating (self, class, "confidentiality", "c_rating");
      pass_rating (self, class, "integrity", "i_rating");
      pass_rating (self, class, "availability", "a_rating");
      redan_relay_keep (&self->relay, "classification", "classification", get (class, "name"));
    }
}

/* ---- components ---- */

static void
pass_tags (Template *self, const RedanForeignXmlNode *node, gboolean flow)
{
  for (const RedanForeignXmlNode *at = get_first (node, "tags"); at != NULL; at = at->next)
    {
      const char *protocol = flow ? redan_relay_find_protocol (get (at, "tag")) : NULL;

      if (protocol != NULL)
        redan_relay_attribute (&self->relay, "protocol", protocol);
      redan_relay_tag (&self->relay, get (at, "tag"));
    }
}

static void
pass_component (Template *self, const RedanForeignXmlNode *component)
{
  static const char *const ids[] = { "ref", "uuid", "diagramComponentId" };
  const char *type = get (component, "componentDefinitionRef");
  const RedanForeignXmlNode *zone = get_first (component, "trustZones");
  const char *reference = get (component, "ref");
  const char *kind;
  const char *tech;

  redan_component_kind_guess (type, &kind, &tech);
  redan_relay_at_line (&self->relay, component->line);
  reference = redan_relay_begin (&self->relay, REDAN_SECTION_ELEMENT, reference, NULL);
  describe (self, component);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind);
  redan_relay_attribute (&self->relay, "tech", tech);
  redan_relay_extra (&self->relay, "type", type);
  redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL, _ ("is of type \"%.80s\"; taken as %s"),
                    type, kind);
  if (zone != NULL && g_hash_table_contains (self->zones, get (zone, "ref")))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, get (zone, "ref"));
  redan_relay_keep (&self->relay, "parent", "parentComponentRef",
                    get (component, "parentComponentRef"));
  pass_tags (self, component, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (*get (component, ids[i]) != '\0' &&
        !g_hash_table_contains (self->components, get (component, ids[i])))
      g_hash_table_insert (self->components, g_strdup (get (component, ids[i])),
                           g_strdup (reference));
}

static void
pass_flows (Template *self, const RedanForeignXmlNode *root)
{
  static const struct
  {
    const char *name;
    RedanField field;
  } ends[] = { { "source", REDAN_FIELD_SOURCE }, { "target", REDAN_FIELD_TARGET } };

  for (const RedanForeignXmlNode *at = get_first (root, "dataflows"); at != NULL; at = at->next)
    {
      redan_relay_at_line (&self->relay, at->line);
      redan_relay_begin (&self->relay, REDAN_SECTION_FLOW, get (at, "ref"), NULL);
      describe (self, at);
      for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
        {
          const char *end = g_hash_table_lookup (self->components, get (at, ends[i].name));

          if (end != NULL)
            redan_relay_refer (&self->relay, ends[i].field, REDAN_SECTION_ELEMENT, end);
          else
            redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                              _ ("its %s is no component of the file; kept without that end"),
                              ends[i].name);
        }
      pass_tags (self, at, TRUE);
    }
}

/* ---- threats ---- */

static char *
make_id (const RedanForeignXmlNode *component, const RedanForeignXmlNode *thing)
{
  return g_strdup_printf ("%s/%s", get (component, "ref"), get (thing, "ref"));
}

/* A component without an id of its own cannot be referred to. */
static void
refer_to_component (Template *self, const RedanForeignXmlNode *component)
{
  const char *id = g_hash_table_lookup (self->components, get (component, "ref"));

  if (id != NULL)
    redan_relay_refer (&self->relay, REDAN_FIELD_TARGET, REDAN_SECTION_ELEMENT, id);
}

static void
pass_countermeasures (Template *self, const RedanForeignXmlNode *component)
{
  const RedanForeignXmlNode *at = get_first (component, "countermeasures");

  for (; at != NULL; at = at->next)
    {
      g_autofree char *id = make_id (component, at);
      const char *state = get (at, "state");

      redan_relay_at_line (&self->relay, at->line);
      redan_relay_begin (&self->relay, REDAN_SECTION_MITIGATION, id, NULL);
      describe (self, at);
      refer_to_component (self, component);
      redan_relay_extra (&self->relay, "state", state);
      if (strcmp (state, "Implemented") == 0)
        redan_relay_in_place (&self->relay);
      else
        redan_relay_field (
            &self->relay, REDAN_FIELD_STATE,
            strcmp (state, "Rejected") == 0 || strcmp (state, "N/A") == 0 ? "absent" : "planned");
    }
}

static void
pass_threat (Template *self,
             const RedanForeignXmlNode *component,
             const RedanForeignXmlNode *use_case,
             const RedanForeignXmlNode *threat)
{
  static const RedanRelayWord states[] = {
    { "accept", "accept" },     { "mitigated", "mitigate" },           { "mitigate", "mitigate" },
    { "transfer", "transfer" }, { "notapplicable", "not-applicable" }, { "na", "not-applicable" },
  };
  g_autofree char *id = make_id (component, threat);
  const char *decision =
      redan_relay_find_word (states, G_N_ELEMENTS (states), get (threat, "state"));

  redan_relay_at_line (&self->relay, threat->line);
  redan_relay_begin (&self->relay, REDAN_SECTION_THREAT, id, NULL);
  describe (self, threat);
  redan_relay_field (&self->relay, REDAN_FIELD_CATEGORY, get (use_case, "name"));
  redan_relay_field (&self->relay, REDAN_FIELD_DECISION, decision != NULL ? decision : "open");
  refer_to_component (self, component);
  redan_relay_extra (&self->relay, "state", get (threat, "state"));
}

static void
pass_threats (Template *self, const RedanForeignXmlNode *component)
{
  for (const RedanForeignXmlNode *use_case = get_first (component, "usecases"); use_case != NULL;
       use_case = use_case->next)
    for (const RedanForeignXmlNode *at = get_first (use_case, "threats"); at != NULL; at = at->next)
      pass_threat (self, component, use_case, at);
}

static void
pass_template (Template *self, const RedanForeignXmlNode *root)
{
  const RedanForeignXmlNode *first = get_first (root, "components");

  redan_relay_at_line (&self->relay, root->line);
  redan_relay_meta (&self->relay, get (root, "ref"), NULL);
  describe (self, root);
  redan_relay_lose (
      &self->relay, REDAN_LOSS_DROPPED, NULL,
      _ ("its diagram, questions, use cases without threats, weaknesses and standards "
         "are not kept; lay the model out here"));
  pass_zones (self, root);
  pass_assets (self, root);
  for (const RedanForeignXmlNode *at = first; at != NULL && self->relay.alive; at = at->next)
    pass_component (self, at);
  pass_flows (self, root);
  for (const RedanForeignXmlNode *at = first; at != NULL && self->relay.alive; at = at->next)
    {
      pass_threats (self, at);
      pass_countermeasures (self, at);
    }
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanForeignXml) tree = redan_foreign_xml_parse (data, length, no_names, error);
  Template self = { 0 };

  if (tree == NULL)
    return FALSE;
  redan_relay_init (&self.relay, sink, NULL);
  self.zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.components = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pass_template (&self, redan_foreign_xml_get_root (tree));
  g_hash_table_unref (self.zones);
  g_hash_table_unref (self.components);
  redan_relay_clear (&self.relay);
  return TRUE;
}

/* "template" is a common word; the parts that only IriusRisk has come soon or late. */
static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  g_autofree char *root = redan_foreign_xml_peek_root (data, length);

  if (g_strcmp0 (root, "template") != 0 && g_strcmp0 (root, "project") != 0)
    return 0;
  return g_strstr_len ((const char *) data, (gssize) length, "componentDefinitionRef") != NULL ||
                 g_strstr_len ((const char *) data, (gssize) MIN (length, (gsize) PEEK),
                               "<trustZones") != NULL
             ? 80
             : 0;
}

const RedanImporter redan_importer_iriusrisk = {
  .name = "iriusrisk",
  .family = "iriusrisk",
  .title = "IriusRisk template",
  .begins = redan_foreign_xml_looks_like,
  .detect = detect,
  .parse = parse,
};
