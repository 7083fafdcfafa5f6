/* SPDX-License-Identifier: Apache-2.0 */
/* Templates and projects of IriusRisk: trust zones, components with their threats and
 * countermeasures, data flows and assets. Components in which others lie become boundaries. Of the
 * diagram inside only places are read. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/foreign-xml.h"
#include "model/exchange/iriusrisk-diagram.h"
#include "model/exchange/relay.h"

#define PEEK (64 * 1024)
#define MAX_CHAIN 64 /* components inside components */
#define DIAGRAM "diagram"

typedef struct
{
  RedanRelay relay;
  GHashTable *zones;      /* references that are there */
  GHashTable *nodes;      /* any of the ids of a component: the component */
  GHashTable *references; /* component: its reference in the model */
  GHashTable *containers; /* component that is a place for others: its kind of boundary */
  GHashTable *boxes;      /* what a cell of the diagram stands for: RedanIriusBox */
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

static gboolean
has_type (const RedanForeignXmlNode *component)
{
  const char *type = get (component, "componentDefinitionRef");

  return *type != '\0' && strcmp (type, "other") != 0 && strcmp (type, "empty-component") != 0;
}

/* What says best what a component is: its type, or its name where none was chosen. */
static const char *
get_type (const RedanForeignXmlNode *component)
{
  return get (component, has_type (component) ? "componentDefinitionRef" : "name");
}

static void
guess_kind (const RedanForeignXmlNode *component, const char **kind_out, const char **tech_out)
{
  redan_component_kind_guess (get_type (component), kind_out, tech_out);
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

static void
pass_place (Template *self, const RedanForeignXmlNode *node, const char *id)
{
  const RedanIriusBox *box = g_hash_table_lookup (self->boxes, get (node, id));

  if (box != NULL)
    redan_relay_place (&self->relay, DIAGRAM, box->x, box->y, box->width, box->height);
}

static void
pass_diagram (Template *self, const RedanForeignXmlNode *root)
{
  if (g_hash_table_size (self->boxes) == 0)
    return;
  redan_relay_at_line (&self->relay, redan_foreign_xml_find (root, DIAGRAM)->line);
  redan_relay_begin (&self->relay, REDAN_SECTION_DIAGRAM, DIAGRAM, NULL);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, get (root, "name"));
  redan_relay_field (&self->relay, REDAN_FIELD_ORDER, "1");
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
      pass_place (self, at, "uuid");
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

typedef struct
{
  const RedanForeignXmlNode *user; /* a component or a data flow */
  RedanField field;
} Use;

/* Components and data flows name the assets, once for each kind of access; here the asset names
 * them. */
static void
note_uses (GHashTable *uses, const RedanForeignXmlNode *user, RedanField field)
{
  for (const RedanForeignXmlNode *at = get_first (user, "assets"); at != NULL; at = at->next)
    {
      GArray *list = g_hash_table_lookup (uses, get (at, "name"));
      Use use = { user, field };

      if (list == NULL)
        {
          list = g_array_new (FALSE, FALSE, sizeof (Use));
          g_hash_table_insert (uses, (gpointer) get (at, "name"), list);
        }
      if (list->len == 0 || g_array_index (list, Use, list->len - 1).user != user)
        g_array_append_val (list, use);
    }
}

static GHashTable *
index_uses (const RedanForeignXmlNode *root)
{
  GHashTable *uses =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);

  for (const RedanForeignXmlNode *at = get_first (root, "components"); at != NULL; at = at->next)
    {
      const char *kind;
      const char *tech;

      guess_kind (at, &kind, &tech);
      note_uses (uses, at,
                 strcmp (kind, "store") == 0 ? REDAN_FIELD_STORED : REDAN_FIELD_PROCESSED);
    }
  for (const RedanForeignXmlNode *at = get_first (root, "dataflows"); at != NULL; at = at->next)
    note_uses (uses, at, REDAN_FIELD_CARRIED);
  return uses;
}

static void
pass_uses (Template *self, GHashTable *uses, const char *asset)
{
  const GArray *list = g_hash_table_lookup (uses, asset);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Use *use = &g_array_index (list, Use, i);
      const char *id = g_hash_table_lookup (self->references, use->user);

      if (use->field == REDAN_FIELD_CARRIED && *get (use->user, "ref") != '\0')
        redan_relay_refer (&self->relay, use->field, REDAN_SECTION_FLOW, get (use->user, "ref"));
      else if (id != NULL)
        {
          redan_relay_refer (&self->relay, use->field, REDAN_SECTION_ELEMENT, id);
          redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                            _ ("is used by \"%.80s\"; taken as %s there"), get (use->user, "name"),
                            use->field == REDAN_FIELD_STORED ? _ ("stored") : _ ("processed"));
        }
    }
}

static void
pass_assets (Template *self, const RedanForeignXmlNode *root)
{
  g_autoptr (GHashTable) uses = index_uses (root);

  for (const RedanForeignXmlNode *at = get_first (root, "assets"); at != NULL; at = at->next)
    {
      const RedanForeignXmlNode *class = redan_foreign_xml_find (at, "classification");

      redan_relay_at_line (&self->relay, at->line);
      redan_relay_begin (&self->relay, REDAN_SECTION_ASSET, get (at, "name"), NULL);
      describe (self, at);
      pass_uses (self, uses, get (at, "name"));
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

/* Flows can end at elements only, and only these can hold data. */
static gboolean
acts (const RedanForeignXmlNode *component, GHashTable *ends)
{
  return g_hash_table_contains (ends, component) || get_first (component, "assets") != NULL;
}

static const RedanForeignXmlNode *
find_parent (const Template *self, const RedanForeignXmlNode *component)
{
  return g_hash_table_lookup (self->nodes, get (component, "parentComponentRef"));
}

static void
index_components (Template *self, const RedanForeignXmlNode *first)
{
  static const char *const ids[] = { "ref", "uuid", "diagramComponentId" };

  for (const RedanForeignXmlNode *at = first; at != NULL; at = at->next)
    for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
      if (*get (at, ids[i]) != '\0' && !g_hash_table_contains (self->nodes, get (at, ids[i])))
        g_hash_table_insert (self->nodes, (gpointer) get (at, ids[i]), (gpointer) at);
}

/* As in the other format of this tool: what others lie in, or what is a network or an account by
 * its type, when no flow ends there. */
static void
find_containers (Template *self, const RedanForeignXmlNode *root)
{
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) ends = g_hash_table_new (NULL, NULL);
  const RedanForeignXmlNode *first = get_first (root, "components");

  for (const RedanForeignXmlNode *at = get_first (root, "dataflows"); at != NULL; at = at->next)
    {
      g_hash_table_add (ends, g_hash_table_lookup (self->nodes, get (at, "source")));
      g_hash_table_add (ends, g_hash_table_lookup (self->nodes, get (at, "target")));
    }
  for (const RedanForeignXmlNode *at = first; at != NULL; at = at->next)
    if (find_parent (self, at) != at)
      g_hash_table_add (parents, (gpointer) find_parent (self, at));
  for (const RedanForeignXmlNode *at = first; at != NULL; at = at->next)
    {
      const char *kind =
          redan_container_kind_choose (get_type (at), g_hash_table_contains (parents, at));

      if (kind != NULL && !acts (at, ends))
        g_hash_table_insert (self->containers, (gpointer) at, (gpointer) kind);
    }
}

/* The names of zones and of components are of two lists. */
static char *
make_reference (const Template *self, const RedanForeignXmlNode *component)
{
  return g_strconcat (g_hash_table_contains (self->containers, component) ? "component:" : "",
                      get (component, "ref"), NULL);
}

/* Inside a component that is an element it lies in what that lies in. */
static void
pass_parent (Template *self, const RedanForeignXmlNode *component)
{
  const RedanForeignXmlNode *zone = get_first (component, "trustZones");
  const RedanForeignXmlNode *parent = find_parent (self, component);
  const RedanForeignXmlNode *outer = parent;

  for (guint i = 0; i < MAX_CHAIN && outer != NULL; i++)
    {
      if (g_hash_table_contains (self->containers, outer))
        break;
      outer = find_parent (self, outer);
    }
  if (outer != NULL && outer != component && g_hash_table_contains (self->containers, outer))
    {
      g_autofree char *reference = make_reference (self, outer);

      redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, reference);
    }
  else if (zone != NULL && g_hash_table_contains (self->zones, get (zone, "ref")))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, get (zone, "ref"));
  redan_relay_extra (&self->relay, "parent", get (component, "parentComponentRef"));
  if (parent != NULL && parent != outer)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("lies inside the component \"%s\", which is kept only as a remark"),
                      get (parent, "name"));
  else if (parent == NULL && *get (component, "parentComponentRef") != '\0')
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("lies inside the component \"%s\", which is not in the file"),
                      get (component, "parentComponentRef"));
}

static void
pass_kind (Template *self, const RedanForeignXmlNode *component)
{
  const char *written = get (component, "componentDefinitionRef");
  const char *kind = g_hash_table_lookup (self->containers, component);
  const char *tech;

  redan_relay_extra (&self->relay, "type", written);
  if (kind != NULL)
    {
      redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind);
      redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("is a component of type \"%s\" in which others lie or can; taken as a "
                           "boundary, %s"),
                        written, kind);
      return;
    }
  guess_kind (component, &kind, &tech);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind);
  redan_relay_attribute (&self->relay, "tech", tech);
  if (!has_type (component))
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is of no type; taken as %s by its name"), kind);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is of type \"%.80s\"; taken as %s"), written, kind);
}

static void
pass_component (Template *self, const RedanForeignXmlNode *component)
{
  const gboolean contains = g_hash_table_contains (self->containers, component);
  g_autofree char *reference = make_reference (self, component);

  redan_relay_at_line (&self->relay, component->line);
  g_hash_table_insert (self->references, (gpointer) component,
                       g_strdup (redan_relay_begin (
                           &self->relay, contains ? REDAN_SECTION_BOUNDARY : REDAN_SECTION_ELEMENT,
                           reference, NULL)));
  describe (self, component);
  pass_kind (self, component);
  pass_parent (self, component);
  pass_place (self, component, "diagramComponentId");
  pass_tags (self, component, FALSE);
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
          const RedanForeignXmlNode *node =
              g_hash_table_lookup (self->nodes, get (at, ends[i].name));
          const char *end = node != NULL ? g_hash_table_lookup (self->references, node) : NULL;

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

static void
refer_to_component (Template *self, const RedanForeignXmlNode *component)
{
  redan_relay_refer (&self->relay, REDAN_FIELD_TARGET,
                     g_hash_table_contains (self->containers, component) ? REDAN_SECTION_BOUNDARY
                                                                         : REDAN_SECTION_ELEMENT,
                     g_hash_table_lookup (self->references, component));
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
      g_hash_table_size (self->boxes) > 0
          ? _ ("its questions, use cases without threats, weaknesses and standards, and what its "
               "diagram shows beside zones and components are not kept")
          : _ ("its diagram, questions, use cases without threats, weaknesses and standards "
               "are not kept; lay the model out here"));
  pass_diagram (self, root);
  index_components (self, first);
  find_containers (self, root);
  pass_zones (self, root);
  for (const RedanForeignXmlNode *at = first; at != NULL && self->relay.alive; at = at->next)
    pass_component (self, at);
  pass_assets (self, root);
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
  self.nodes = g_hash_table_new (g_str_hash, g_str_equal);
  self.references = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self.containers = g_hash_table_new (NULL, NULL);
  self.boxes = redan_irius_read_boxes (redan_foreign_xml_text (
      redan_foreign_xml_find (redan_foreign_xml_get_root (tree), DIAGRAM), "schema"));
  pass_template (&self, redan_foreign_xml_get_root (tree));
  g_hash_table_unref (self.zones);
  g_hash_table_unref (self.nodes);
  g_hash_table_unref (self.references);
  g_hash_table_unref (self.containers);
  g_hash_table_unref (self.boxes);
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
