/* SPDX-License-Identifier: Apache-2.0 */
/* The threat model library of OWASP, schema 1.0, which Threat Dragon calls TM-BOM: what there is;
 * what threatens it is in tmbom-threats.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmbom-private.h"

static const char *const all_of_it[] = { NULL };

const char *
redan_tmbom_name (RedanNode *object)
{
  const char *name = redan_node_get_text (redan_node_get (object, "symbolic_name"));

  return name != NULL ? name : "";
}

void
redan_tmbom_common (RedanTmbom *self, RedanNode *object)
{
  redan_relay_extra (&self->relay, "symbolic_name", redan_tmbom_name (object));
  redan_relay_text (&self->relay, object, "title", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, object, "description", REDAN_FIELD_DESCRIPTION);
}

static void
read_meta (RedanTmbom *self)
{
  static const char *const known[] = {
    "$schema",         "version",     "scope",
    "description",     "trust_zones", "trust_boundaries",
    "actors",          "components",  "data_stores",
    "data_sets",       "data_flows",  "assumptions",
    "threat_personas", "threats",     "controls",
    "risks",           "diagrams",    NULL,
  };
  static const char *const known_scope[] = { "title", "description", NULL };
  static const char *const elsewhere[] = {
    "trust_zones", "actors",      "components",      "data_stores", "data_sets", "data_flows",
    "diagrams",    "assumptions", "threat_personas", "threats",     "controls",  NULL,
  };
  RedanNode *scope = redan_node_get (self->root, "scope");
  const char *title = redan_node_get_text (redan_node_get (scope, "title"));

  redan_relay_meta (&self->relay, title != NULL ? title : "", self->root);
  redan_relay_text (&self->relay, scope, "title", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, self->root, "description", REDAN_FIELD_DESCRIPTION);
  redan_relay_text (&self->relay, scope, "description", REDAN_FIELD_SCOPE);
  redan_relay_source (&self->relay, self->root, elsewhere);
  redan_relay_rest (&self->relay, scope, known_scope);
  redan_relay_rest (&self->relay, self->root, known);
}

/* Between two zones, where we have borders around each; what they ask for at the crossing stays as
 * a remark. */
static void
read_boundary_pairs (RedanTmbom *self)
{
  gsize i;
  RedanNode *pair;

  redan_node_foreach_item (redan_node_get (self->root, "trust_boundaries"), i, pair)
  {
    const char *a = redan_node_get_text (redan_node_get (pair, "trust_zone_a"));
    const char *b = redan_node_get_text (redan_node_get (pair, "trust_zone_b"));
    g_autofree char *key =
        g_strdup_printf ("trust boundary %s - %s", a != NULL ? a : "", b != NULL ? b : "");

    redan_relay_remark (&self->relay, key, pair);
  }
}

static void
read_zones (RedanTmbom *self)
{
  static const char *const known[] = { "symbolic_name", "title", "description", NULL };
  gsize i;
  RedanNode *zone;

  redan_node_foreach_item (redan_node_get (self->root, "trust_zones"), i, zone)
  {
    const char *name = redan_tmbom_name (zone);
    gboolean internet = strcmp (name, "internet") == 0 || g_str_has_suffix (name, "-internet");

    redan_relay_begin (&self->relay, REDAN_SECTION_BOUNDARY, name, zone);
    redan_relay_field (&self->relay, REDAN_FIELD_KIND, internet ? "internet" : "trust-zone");
    redan_tmbom_common (self, zone);
    redan_relay_source (&self->relay, zone, all_of_it);
    redan_relay_rest (&self->relay, zone, known);
  }
}

/* "public" is the zone outside all zones and need not be listed. */
static void
pass_zone (RedanTmbom *self, RedanNode *object)
{
  const char *zone = redan_node_get_text (redan_node_get (object, "trust_zone"));

  if (zone != NULL && (strcmp (zone, "public") != 0 ||
                       redan_relay_is_claimed (&self->relay, REDAN_SECTION_BOUNDARY, zone)))
    redan_relay_refer (&self->relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, zone);
}

/* Names are unique in a list only; flows say which list, threats do not. */
static void
begin_element (RedanTmbom *self, const char *type, RedanNode *object, const char *kind)
{
  const char *name = redan_tmbom_name (object);
  const char *foreign = redan_relay_claim (&self->relay, REDAN_SECTION_ELEMENT, name);
  RedanRelay *relay = &self->relay;

  if (relay->alive)
    relay->alive = relay->sink->object (relay->sink, REDAN_SECTION_ELEMENT, foreign);
  g_hash_table_insert (self->elements, g_strconcat (type, "/", name, NULL), (gpointer) foreign);
  if (!g_hash_table_contains (self->elements, name))
    g_hash_table_insert (self->elements, g_strdup (name), (gpointer) foreign);
  redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  redan_tmbom_common (self, object);
  redan_relay_extra (relay, "list", type);
  redan_relay_source (relay, object, all_of_it);
  pass_zone (self, object);
}

static void
read_elements (RedanTmbom *self)
{
  static const char *const known_actor[] = { "symbolic_name", "title", "description", "trust_zone",
                                             NULL };
  static const char *const known_component[] = { "symbolic_name", "title", "description",
                                                 "trust_zone", NULL };
  static const char *const known_store[] = { "symbolic_name", "title", "description",
                                             "trust_zone",    "type",  NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "actors"), i, item)
  {
    const char *type = redan_node_get_text (redan_node_get (item, "type"));
    g_autofree char *hint = NULL;

    begin_element (self, "actor", item,
                   g_strcmp0 (type, "third_party") == 0 ? "external" : "actor");
    if (g_strcmp0 (type, "administrator") == 0)
      redan_relay_attribute (relay, "priv_level", "admin");
    hint = redan_relay_dup_unknown (relay, "actor type", type);
    if (hint != NULL)
      redan_relay_at (relay, redan_node_get (item, "type"));
    if (hint != NULL)
      redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("its type \"%s\" is not known; taken as a user%s"), type, hint);
    redan_relay_rest (relay, item, known_actor);
  }
  redan_node_foreach_item (redan_node_get (self->root, "components"), i, item)
  {
    begin_element (self, "component", item, "process");
    redan_relay_rest (relay, item, known_component);
  }
  redan_node_foreach_item (redan_node_get (self->root, "data_stores"), i, item)
  {
    begin_element (self, "data_store", item, "store");
    redan_relay_word (relay, item, "type", "tech", redan_tmbom_words[REDAN_TMBOM_STORE].words,
                      redan_tmbom_words[REDAN_TMBOM_STORE].n);
    redan_relay_rest (relay, item, known_store);
  }
}

/* The element at an end of a flow, or NULL. */
static const char *
find_end (RedanTmbom *self, RedanNode *flow, const char *key, char **whole_out)
{
  RedanNode *end = redan_node_get (flow, key);
  const char *type = redan_node_get_text (redan_node_get (end, "type"));
  const char *object = redan_node_get_text (redan_node_get (end, "object"));
  const char *foreign;

  *whole_out = g_strconcat (type != NULL ? type : "", "/", object != NULL ? object : "", NULL);
  foreign = g_hash_table_lookup (self->elements, *whole_out);
  return foreign == NULL && object != NULL ? g_hash_table_lookup (self->elements, object) : foreign;
}

static void
pass_end (RedanTmbom *self, RedanNode *flow, const char *key, RedanField field)
{
  g_autofree char *whole = NULL;
  const char *foreign = find_end (self, flow, key, &whole);

  if (foreign != NULL)
    redan_relay_refer (&self->relay, field, REDAN_SECTION_ELEMENT, foreign);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its \"%s\" is \"%s\", which is not in the file; kept without that end"),
                      key, whole);
}

static void
read_flows (RedanTmbom *self)
{
  static const char *const known[] = { "symbolic_name", "title",       "description",
                                       "source",        "destination", NULL };
  static const char *const ends[] = { "source", "destination" };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *flow;

  redan_node_foreach_item (redan_node_get (self->root, "data_flows"), i, flow)
  {
    const char *found[G_N_ELEMENTS (ends) + 1] = { NULL };
    guint n = 0;

    /* An end that is not in the file stays in what is kept of it. */
    for (guint j = 0; j < G_N_ELEMENTS (ends); j++)
      {
        g_autofree char *whole = NULL;

        if (find_end (self, flow, ends[j], &whole) != NULL)
          found[n++] = ends[j];
      }
    redan_relay_begin (relay, REDAN_SECTION_FLOW, redan_tmbom_name (flow), flow);
    redan_tmbom_common (self, flow);
    redan_relay_source (relay, flow, found);
    pass_end (self, flow, "source", REDAN_FIELD_SOURCE);
    pass_end (self, flow, "destination", REDAN_FIELD_TARGET);
    if (redan_relay_truth (flow, "encrypted") == 0)
      redan_relay_attribute (relay, "enc_transit", "none");
    redan_relay_rest (relay, flow, known);
  }
}

static void
read_data_sets (RedanTmbom *self)
{
  static const char *const known[] = { "symbolic_name",    "title", "description", "placements",
                                       "data_sensitivity", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  gsize j;
  RedanNode *set;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "data_sets"), i, set)
  {
    redan_relay_begin (relay, REDAN_SECTION_ASSET, redan_tmbom_name (set), set);
    redan_tmbom_common (self, set);
    redan_relay_source (relay, set, all_of_it);
    redan_node_foreach_item (redan_node_get (set, "placements"), j, item)
    {
      const char *store = redan_node_get_text (redan_node_get (item, "data_store"));
      g_autofree char *key = g_strconcat ("data_store/", store != NULL ? store : "", NULL);
      const char *foreign = g_hash_table_lookup (self->elements, key);
      g_autofree char *name = g_strconcat ("encrypted in ", store != NULL ? store : "", NULL);

      if (foreign != NULL)
        redan_relay_refer (relay, REDAN_FIELD_STORED, REDAN_SECTION_ELEMENT, foreign);
      else
        redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                          _ ("is stored in \"%s\", which is not in the file; left out"),
                          store != NULL ? store : "");
      if (!redan_node_is_blank (redan_node_get (item, "encrypted")))
        redan_relay_remark (relay, name, redan_node_get (item, "encrypted"));
    }
    redan_node_foreach_item (redan_node_get (set, "data_sensitivity"), j, item)
    {
      const char *word = redan_node_get_text (item);

      if (g_strcmp0 (word, "pii") == 0 || g_strcmp0 (word, "phi") == 0)
        redan_relay_attribute (relay, "pii", "yes");
      if (word != NULL)
        redan_relay_tag (relay, word);
    }
    redan_relay_rest (relay, set, known);
  }
}

static void
read_diagrams (RedanTmbom *self)
{
  static const char *const known[] = { "title", "description", "type", "source", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *diagram;

  redan_node_foreach_item (redan_node_get (self->root, "diagrams"), i, diagram)
  {
    g_autofree char *wanted = g_strdup_printf ("#%u", (guint) i);
    g_autofree char *order = g_strdup_printf ("%u", (guint) i + 1);
    const char *type = redan_node_get_text (redan_node_get (diagram, "type"));

    redan_relay_begin (relay, REDAN_SECTION_DIAGRAM, wanted, diagram);
    redan_relay_text (relay, diagram, "title", REDAN_FIELD_NAME);
    redan_relay_text (relay, diagram, "description", REDAN_FIELD_DESCRIPTION);
    redan_relay_field (relay, REDAN_FIELD_ORDER, order);
    redan_relay_extra (relay, "type", type);
    redan_relay_source (relay, diagram, all_of_it);
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("is a picture of type \"%s\", kept only as a remark; lay it out here"),
                      type != NULL ? type : "");
    redan_relay_rest (relay, diagram, known);
  }
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  static const char *const lists[] = {
    "diagrams",  "trust_zones", "trust_boundaries", "actors",          "components", "data_stores",
    "data_sets", "data_flows",  "assumptions",      "threat_personas", "threats",    "controls",
    "risks",     NULL,
  };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  static const char *const main_lists[] = { "components", "actors", "data_stores", NULL };
  RedanNode *root = redan_relay_parse (tree, data, length, error);
  RedanTmbom self = { .root = root };

  if (root == NULL || !redan_relay_check_lists (root, lists, error))
    return FALSE;

  redan_relay_init (&self.relay, sink, tree);
  redan_relay_use_words (&self.relay, "TM-BOM", redan_tmbom_vocabulary);
  self.elements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_meta (&self);
  redan_relay_lose_empty (&self.relay, root, main_lists);
  read_boundary_pairs (&self);
  read_zones (&self);
  read_elements (&self);
  read_flows (&self);
  read_data_sets (&self);
  read_diagrams (&self);
  redan_tmbom_threats (&self);
  g_hash_table_unref (self.elements);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "scope",      "trust_zones",     "data_stores",
                                       "data_flows", "threat_personas", "data_sets",
                                       NULL };
  guint found;

  if (!redan_json_looks_like (data, length))
    return 0;
  found = redan_root_keys_find (keys, names);
  if ((found & 1) == 0)
    return 0;
  for (found &= ~1u; found != 0; found >>= 1)
    {
      if ((found & 1) != 0 && (found & ~1u) != 0)
        return 85; /* two more of them */
    }
  return 0;
}

const RedanImporter redan_importer_tmbom = {
  .name = "tm-bom",
  .family = "tm-bom",
  .title = "OWASP TM-BOM",
  .begins = redan_json_looks_like,
  .detect = detect,
  .parse = parse,
};
