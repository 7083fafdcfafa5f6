/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX as far as it says what a system is: services and their dependencies (1.4 to 1.7),
 * components with properties "cdx:model:..." (as OWASP Threat Dragon shows them), blueprints,
 * threats and controls of the draft of 2.0. Best effort: everything else of a bill of materials is
 * listed. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/relay.h"

#define MODEL "cdx:model:"
#define MAX_DEPTH 60

typedef struct
{
  RedanRelay relay;
  RedanNode *root;
  GHashTable *elements;   /* ids of what flows can run between */
  GHashTable *boundaries; /* ids and names of zones */
  GHashTable *diagrams;   /* RedanNode: foreign id, since two may have one name */
} Bill;

/* A thing has a reference, else its name. */
static const char *
get_id (RedanNode *object)
{
  const char *id = redan_node_get_text (redan_node_get (object, "bom-ref"));

  if (id == NULL)
    id = redan_node_get_text (redan_node_get (object, "name"));
  return id != NULL ? id : "";
}

static const char *
get_text (RedanNode *object, const char *key)
{
  return redan_node_get_text (redan_node_get (object, key));
}

/* ---- passing on ---- */

static const char *
begin_named (Bill *self, RedanSection section, RedanNode *object)
{
  const char *foreign = redan_relay_begin (&self->relay, section, get_id (object), object);

  redan_relay_text (&self->relay, object, "name", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, object, "description", REDAN_FIELD_DESCRIPTION);
  return foreign;
}

/* @kind: (nullable): else guessed from @type and the name */
static void
pass_element (Bill *self, RedanNode *object, const char *type, const char *kind, const char *zone)
{
  const char *name = get_text (object, "name");
  g_autofree char *words = g_strconcat (type != NULL ? type : "", " ", name, NULL);
  const char *guess;
  const char *tech;
  const gboolean known = redan_component_kind_guess (words, &guess, &tech);

  begin_named (self, REDAN_SECTION_ELEMENT, object);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind != NULL ? kind : guess);
  if (known && (kind == NULL || strcmp (kind, guess) == 0))
    redan_relay_attribute (&self->relay, "tech", tech);
  if (kind == NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is of type \"%.80s\"; taken as %s"), type != NULL ? type : "", guess);
  if (zone != NULL && g_hash_table_contains (self->boundaries, zone))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, zone);
  g_hash_table_add (self->elements, g_strdup (get_id (object)));
}

static void
pass_zone (Bill *self, RedanNode *zone, const char *parent)
{
  begin_named (self, REDAN_SECTION_BOUNDARY, zone);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
  if (parent != NULL && g_hash_table_contains (self->boundaries, parent))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent);
  g_hash_table_add (self->boundaries, g_strdup (get_id (zone)));
}

static void
pass_end (Bill *self, RedanField field, const char *id)
{
  if (id != NULL && g_hash_table_contains (self->elements, id))
    redan_relay_refer (&self->relay, field, REDAN_SECTION_ELEMENT, id);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its end \"%.80s\" is nothing that flows run to; kept without that end"),
                      id != NULL ? id : "");
}

/* ---- components with properties ---- */

/* Returns: (nullable): the value of a property "cdx:model:NAME" */
static const char *
get_property (RedanNode *component, const char *name)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (component, "properties"), i, item)
  {
    const char *key = get_text (item, "name");

    if (key != NULL && g_str_has_prefix (key, MODEL) && strcmp (key + strlen (MODEL), name) == 0)
      return get_text (item, "value");
  }
  return NULL;
}

static void
pass_tags (Bill *self, RedanNode *component)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (component, "properties"), i, item)
  {
    const char *key = get_text (item, "name");
    const char *value = get_text (item, "value");

    if (key == NULL || value == NULL || !g_str_has_prefix (key, MODEL))
      continue;
    key += strlen (MODEL);
    if (strcmp (key, "tag") == 0)
      redan_relay_tag (&self->relay, value);
    else if (strcmp (key, "type") != 0 && strcmp (key, "inBoundary") != 0 &&
             !g_str_has_prefix (key, "dataflow:") && !g_str_has_prefix (key, "shape"))
      {
        if (*value != '\0')
          redan_relay_at (&self->relay, item);
        redan_relay_keep (&self->relay, key, key, value);
      }
  }
}

static void
pass_place (Bill *self, RedanNode *component, const char *diagram)
{
  static const char *const names[] = { "shape:x", "shape:y", "shape:width", "shape:height" };
  double box[4];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = get_property (component, names[i]);
      char *end = NULL;

      if (text == NULL || *text == '\0' || strspn (text, "+-.0123456789") != strlen (text))
        return;
      box[i] = g_ascii_strtod (text, &end);
      if (*end != '\0' || !isfinite (box[i]))
        return;
    }
  if (diagram != NULL)
    redan_relay_place (&self->relay, diagram, box[0], box[1], box[2], box[3]);
}

static void
pass_model_flow (Bill *self, RedanNode *component)
{
  const char *both = get_property (component, "dataflow:isBidirectional");

  begin_named (self, REDAN_SECTION_FLOW, component);
  pass_end (self, REDAN_FIELD_SOURCE, get_property (component, "dataflow:source"));
  pass_end (self, REDAN_FIELD_TARGET, get_property (component, "dataflow:destination"));
  if (g_strcmp0 (both, "true") == 0)
    redan_relay_field (&self->relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
  redan_relay_attribute (
      &self->relay, "protocol",
      redan_relay_find_protocol (get_property (component, "dataflow:protocol") != NULL
                                     ? get_property (component, "dataflow:protocol")
                                     : ""));
}

/* @step: 0 boundaries, 1 assets and elements, 2 flows: what is referred to comes first */
static void
pass_model_component (Bill *self, RedanNode *component, const char *diagram, guint step)
{
  static const RedanRelayWord kinds[] = {
    { "actor", "actor" },     { "externalentity", "external" }, { "server", "process" },
    { "process", "process" }, { "lambda", "process" },          { "setofprocesses", "process" },
    { "datastore", "store" }, { "element", "process" },
  };
  const char *type = get_property (component, "type");
  const char *kind =
      type != NULL ? redan_relay_find_word (kinds, G_N_ELEMENTS (kinds), type) : NULL;

  if (type == NULL)
    return;
  if (strcmp (type, "boundary") == 0 && step == 0)
    pass_zone (self, component, get_property (component, "inBoundary"));
  else if (strcmp (type, "asset") == 0 && step == 1)
    begin_named (self, REDAN_SECTION_ASSET, component);
  else if (strcmp (type, "dataflow") == 0 && step == 2)
    pass_model_flow (self, component);
  else if (kind != NULL && step == 1)
    pass_element (self, component, type, kind, get_property (component, "inBoundary"));
  else
    return;
  pass_tags (self, component);
  if (strcmp (type, "asset") != 0 && strcmp (type, "dataflow") != 0)
    pass_place (self, component, diagram);
}

static void
pass_model_components (Bill *self, RedanNode *list, const char *diagram, guint step, guint depth)
{
  gsize i;
  RedanNode *component;

  if (depth > MAX_DEPTH)
    return;
  redan_node_foreach_item (list, i, component)
  {
    const gboolean drawing = g_strcmp0 (get_property (component, "type"), "diagram") == 0;

    if (drawing && step == 0)
      g_hash_table_insert (self->diagrams, component,
                           (gpointer) begin_named (self, REDAN_SECTION_DIAGRAM, component));
    if (!drawing)
      pass_model_component (self, component, diagram, step);
    pass_model_components (self, redan_node_get (component, "components"),
                           drawing ? g_hash_table_lookup (self->diagrams, component) : diagram,
                           step, depth + 1);
  }
}

/* ---- services ---- */

static void
pass_trust_zone (Bill *self, RedanNode *service)
{
  const char *zone = get_text (service, "trustZone");

  if (zone == NULL || *zone == '\0' || !g_hash_table_add (self->boundaries, g_strdup (zone)))
    return;
  redan_relay_begin (&self->relay, REDAN_SECTION_BOUNDARY, zone, service);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, zone);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
}

static void
pass_services (Bill *self, RedanNode *list, gboolean zones, guint depth)
{
  static const char *const known[] = { "bom-ref",  "name",          "description", "trustZone",
                                       "services", "authenticated", NULL };
  gsize i;
  RedanNode *service;

  if (depth > MAX_DEPTH)
    return;
  redan_node_foreach_item (list, i, service)
  {
    const int authenticated = redan_relay_truth (service, "authenticated");

    if (zones)
      pass_trust_zone (self, service);
    else
      {
        pass_element (self, service, "service", NULL, get_text (service, "trustZone"));
        if (authenticated == 0)
          redan_relay_attribute (&self->relay, "authn", "none");
        redan_relay_rest (&self->relay, service, known);
      }
    pass_services (self, redan_node_get (service, "services"), zones, depth + 1);
  }
}

/* A service that depends on another calls it. */
static void
pass_dependencies (Bill *self)
{
  gsize i;
  gsize j;
  RedanNode *dependency;
  RedanNode *on;

  redan_node_foreach_item (redan_node_get (self->root, "dependencies"), i, dependency)
  {
    const char *ref = get_text (dependency, "ref");

    redan_node_foreach_item (redan_node_get (dependency, "dependsOn"), j, on)
    {
      const char *target = redan_node_get_text (on);
      g_autofree char *id = NULL;

      if (ref == NULL || target == NULL || !g_hash_table_contains (self->elements, ref) ||
          !g_hash_table_contains (self->elements, target))
        continue;
      id = g_strdup_printf ("%s -> %s", ref, target);
      redan_relay_begin (&self->relay, REDAN_SECTION_FLOW, id, on);
      pass_end (self, REDAN_FIELD_SOURCE, ref);
      pass_end (self, REDAN_FIELD_TARGET, target);
      redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("is a dependency; taken as a call"));
    }
  }
}

/* ---- blueprints ---- */

static void
pass_actor (Bill *self, RedanNode *actor)
{
  RedanNode *persona = redan_node_get (redan_node_get (actor, "party"), "persona");
  const char *name = get_text (actor, "name");

  if (name == NULL)
    name = get_text (persona, "archetype");
  if (name == NULL)
    name = get_id (actor);
  redan_relay_begin (&self->relay, REDAN_SECTION_ELEMENT, get_id (actor), actor);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  redan_relay_text (&self->relay, actor, "description", REDAN_FIELD_DESCRIPTION);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, "actor");
  if (get_text (actor, "zone") != NULL &&
      g_hash_table_contains (self->boundaries, get_text (actor, "zone")))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY,
                       get_text (actor, "zone"));
  g_hash_table_add (self->elements, g_strdup (get_id (actor)));
}

static void
pass_blueprint_flow (Bill *self, RedanNode *flow)
{
  static const char *const known[] = { "bom-ref",     "name",      "description", "source",
                                       "destination", "protocols", NULL };
  const char *protocol =
      redan_node_get_text (redan_node_get_item (redan_node_get (flow, "protocols"), 0));

  begin_named (self, REDAN_SECTION_FLOW, flow);
  pass_end (self, REDAN_FIELD_SOURCE, get_text (flow, "source"));
  pass_end (self, REDAN_FIELD_TARGET, get_text (flow, "destination"));
  if (protocol != NULL)
    redan_relay_attribute (&self->relay, "protocol", redan_relay_find_protocol (protocol));
  redan_relay_rest (&self->relay, flow, known);
}

static void
pass_assumption (Bill *self, RedanNode *assumption)
{
  const char *text = get_text (assumption, "description");
  const char *validity = get_text (assumption, "validity");
  g_autofree char *first = redan_relay_first_line (text != NULL ? text : get_id (assumption));

  redan_relay_begin (&self->relay, REDAN_SECTION_ASSUMPTION, get_id (assumption), assumption);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, first);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, text);
  redan_relay_field (&self->relay, REDAN_FIELD_STATE,
                     g_strcmp0 (validity, "verified") == 0   ? "confirmed"
                     : g_strcmp0 (validity, "rejected") == 0 ? "rejected"
                                                             : "unconfirmed");
}

static void
pass_blueprint (Bill *self, RedanNode *blueprint)
{
  static const char *const known[] = { "bom-ref",     "name",       "description", "modelTypes",
                                       "zones",       "actors",     "assets",      "flows",
                                       "assumptions", "dataStores", NULL };
  const char *key;
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (blueprint, "zones"), i, item)
      pass_zone (self, item, get_text (item, "parent"));
  redan_node_foreach_item (redan_node_get (blueprint, "actors"), i, item) pass_actor (self, item);
  redan_node_foreach_item (redan_node_get (blueprint, "assets"), i, item)
      pass_element (self, item, get_text (item, "type"), NULL, get_text (item, "zone"));
  redan_node_foreach_item (redan_node_get (blueprint, "dataStores"), i, item)
      pass_element (self, item, "data-store", "store", get_text (item, "zone"));
  redan_node_foreach_item (redan_node_get (blueprint, "flows"), i, item)
      pass_blueprint_flow (self, item);
  redan_node_foreach_item (redan_node_get (blueprint, "assumptions"), i, item)
      pass_assumption (self, item);
  redan_node_foreach_member (blueprint, key, item)
  {
    if (!g_strv_contains (known, key))
      {
        redan_relay_lose (
            &self->relay, REDAN_LOSS_DROPPED, "$.blueprints",
            _ ("\"%.80s\" and what else stands beside zones, actors, assets, flows and "
               "assumptions is not kept"),
            key);
        break;
      }
  }
}

/* ---- threats and controls ---- */

static void
pass_threats (Bill *self)
{
  static const char *const known[] = { "bom-ref", "name", "description", "categories", NULL };
  gsize i;
  RedanNode *threat;

  redan_node_foreach_item (redan_node_get (redan_node_get (self->root, "threats"), "threats"), i,
                           threat)
  {
    RedanNode *category = redan_node_get_item (redan_node_get (threat, "categories"), 0);

    begin_named (self, REDAN_SECTION_THREAT, threat);
    redan_relay_field (&self->relay, REDAN_FIELD_METHOD, get_text (category, "taxonomy"));
    redan_relay_field (&self->relay, REDAN_FIELD_CATEGORY, get_text (category, "category"));
    redan_relay_rest (&self->relay, threat, known);
  }
}

static void
pass_controls (Bill *self)
{
  static const char *const known[] = { "bom-ref", "name", "description", NULL };
  gsize i;
  RedanNode *control;

  redan_node_foreach_item (redan_node_get (self->root, "controls"), i, control)
  {
    begin_named (self, REDAN_SECTION_MITIGATION, control);
    redan_relay_field (&self->relay, REDAN_FIELD_STATE, "planned");
    redan_relay_rest (&self->relay, control, known);
  }
}

/* ---- the bill ---- */

static void
pass_meta (Bill *self)
{
  RedanNode *component = redan_node_get (redan_node_get (self->root, "metadata"), "component");
  RedanNode *first = redan_node_get_item (redan_node_get (self->root, "blueprints"), 0);
  const char *serial = get_text (self->root, "serialNumber");

  redan_relay_meta (&self->relay, serial != NULL ? serial : "", self->root);
  redan_relay_text (&self->relay, component != NULL ? component : first, "name", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, component != NULL ? component : first, "description",
                    REDAN_FIELD_DESCRIPTION);
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, "$",
                    _ ("of a bill of materials only services, what says to be a threat model, "
                       "blueprints, threats and controls are read"));
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  static const char *const lists[] = { "components", "services",     "blueprints",
                                       "controls",   "dependencies", NULL };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = redan_relay_parse (tree, data, length, error);
  Bill self = { .root = root };
  gsize i;
  RedanNode *blueprint;

  if (root == NULL || !redan_relay_check_lists (root, lists, error))
    return FALSE;
  redan_relay_init (&self.relay, sink, tree);
  self.elements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.boundaries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.diagrams = g_hash_table_new (NULL, NULL);

  pass_meta (&self);
  for (guint step = 0; step < 3; step++)
    pass_model_components (&self, redan_node_get (root, "components"), NULL, step, 0);
  pass_services (&self, redan_node_get (root, "services"), TRUE, 0);
  pass_services (&self, redan_node_get (root, "services"), FALSE, 0);
  pass_dependencies (&self);
  redan_node_foreach_item (redan_node_get (root, "blueprints"), i, blueprint)
      pass_blueprint (&self, blueprint);
  pass_threats (&self);
  pass_controls (&self);

  g_hash_table_unref (self.elements);
  g_hash_table_unref (self.boundaries);
  g_hash_table_unref (self.diagrams);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "bomFormat", "specFormat", "specVersion", NULL };
  const guint found = redan_json_looks_like (data, length) ? redan_root_keys_find (keys, names) : 0;

  return (found & 4) != 0 && (found & 3) != 0 ? 90 : 0;
}

const RedanImporter redan_importer_cyclonedx = {
  .name = "cyclonedx",
  .family = "cyclonedx",
  .title = "CycloneDX",
  .begins = redan_json_looks_like,
  .detect = detect,
  .parse = parse,
};
