/* SPDX-License-Identifier: Apache-2.0 */
/* Open Threat Model 0.1 and 0.2, as YAML and JSON: all but threats and mitigations, which are in
 * otm-threats.c. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/otm-private.h"

#include "model/exchange/component-kinds.h"

#define MAX_CHAIN 256

const char *
redan_otm_id (RedanNode *object)
{
  const char *id = redan_node_get_text (redan_node_get (object, "id"));

  return id != NULL ? id : "";
}

const char *
redan_otm_own (RedanNode *object, const char *name)
{
  g_autofree char *key = g_strconcat (REDAN_OTM_PREFIX, name, NULL);

  return redan_node_get_text (redan_node_get (redan_node_get (object, "attributes"), key));
}

gboolean
redan_otm_is_unrated (RedanNode *object)
{
  return g_strcmp0 (redan_otm_own (object, "rated"), "no") == 0;
}

/* The format wants a zone around every component; our writer marks the one that stands for none. */
static gboolean
is_outside (RedanNode *zone)
{
  return g_strcmp0 (redan_otm_own (zone, "kind"), REDAN_OTM_OUTSIDE) == 0;
}

/* "parent" names a zone or a component. */
static RedanNode *
find_parent (RedanOtm *self, RedanNode *object, gboolean *zone_out)
{
  RedanNode *parent = redan_node_get (object, "parent");
  const char *zone = redan_node_get_text (redan_node_get (parent, "trustZone"));
  const char *component = redan_node_get_text (redan_node_get (parent, "component"));

  *zone_out = zone != NULL;
  if (zone != NULL)
    return g_hash_table_lookup (self->zones, zone);
  return component != NULL ? g_hash_table_lookup (self->components, component) : NULL;
}

/* What the model can have around it: a zone, or a component that became a boundary. */
static RedanNode *
find_outer (RedanOtm *self, RedanNode *object)
{
  RedanNode *at = object;
  gboolean zone = FALSE;

  for (guint i = 0; i < MAX_CHAIN && at != NULL; i++)
    {
      at = find_parent (self, at, &zone);
      if (at != NULL && (zone || g_hash_table_contains (self->containers, at)))
        return at;
    }
  return NULL;
}

/* Inside a component that is an element it lies in what that lies in; the model knows no elements
 * inside elements. */
static void
pass_parent (RedanOtm *self, RedanNode *object)
{
  RedanRelay *relay = &self->relay;
  RedanNode *parent = redan_node_get (object, "parent");
  const char *name = redan_node_get_text (redan_node_get (parent, "trustZone"));
  const char *component = redan_node_get_text (redan_node_get (parent, "component"));
  RedanNode *around =
      name == NULL && component != NULL ? g_hash_table_lookup (self->components, component) : NULL;
  RedanNode *outer = find_outer (self, object);

  if (name == NULL && component == NULL)
    return;
  if (name == NULL && (around == NULL || !g_hash_table_contains (self->containers, around)))
    {
      const char *called = redan_node_get_text (redan_node_get (around, "name"));

      redan_relay_extra (relay, around != NULL ? "parent-component" : REDAN_OTM_MISSING_PARENT,
                         component);
      redan_relay_at (relay, parent);
      redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("lies inside the component \"%s\", which is kept only as a remark"),
                        called != NULL ? called : component);
    }
  if (outer != NULL && is_outside (outer))
    return;
  if (outer != NULL)
    {
      g_autofree char *foreign = redan_otm_dup_foreign (self, outer);

      redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, foreign);
    }
  else if (name != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY,
                       name); /* listed as missing */
}

static RedanNode *
find_representation (RedanNode *object, const char *diagram)
{
  gsize i;
  RedanNode *representation;

  redan_node_foreach_item (redan_node_get (object, "representations"), i, representation)
  {
    if (g_strcmp0 (redan_node_get_text (redan_node_get (representation, "representation")),
                   diagram) == 0)
      return representation;
  }
  return NULL;
}

/* Positions are relative to the parent's in the same diagram. */
static void
add_origins (RedanOtm *self, RedanNode *object, const char *diagram, double *x, double *y)
{
  gboolean zone;
  RedanNode *at = find_parent (self, object, &zone);

  for (guint i = 0; i < MAX_CHAIN && at != NULL; i++)
    {
      RedanNode *position = redan_node_get (find_representation (at, diagram), "position");
      double dx;
      double dy;

      if (redan_relay_number (position, "x", &dx) && redan_relay_number (position, "y", &dy))
        {
          *x += dx;
          *y += dy;
        }
      at = find_parent (self, at, &zone);
    }
}

static void
keep_of_place (RedanOtm *self, RedanNode *item, const char *diagram, const char *key)
{
  g_autofree char *name = g_strdup_printf ("representation %s %s", diagram, key);

  redan_otm_keep (self, item, key, name);
}

static void
pass_places (RedanOtm *self, RedanNode *object)
{
  static const char *const known[] = { "representation", "id", "name", "position", "size", NULL };
  RedanRelay *relay = &self->relay;
  RedanNode *list = redan_node_get (object, "representations");
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    const char *diagram = redan_node_get_text (redan_node_get (item, "representation"));
    RedanNode *position = redan_node_get (item, "position");
    RedanNode *size = redan_node_get (item, "size");
    double box[4];
    const char *key;
    RedanNode *value;

    if (diagram == NULL || !g_hash_table_contains (self->diagrams, diagram))
      redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("is drawn in \"%s\", which is not in the file; left out"),
                        diagram != NULL ? diagram : "");
    else if (redan_relay_number (position, "x", &box[0]) &&
             redan_relay_number (position, "y", &box[1]) &&
             redan_relay_number (size, "width", &box[2]) &&
             redan_relay_number (size, "height", &box[3]))
      {
        add_origins (self, object, diagram, &box[0], &box[1]);
        redan_relay_place (relay, diagram, box[0], box[1], box[2], box[3]);
      }
    else if (!redan_node_is_blank (position) || !redan_node_is_blank (size))
      {
        keep_of_place (self, item, diagram, "position");
        keep_of_place (self, item, diagram, "size");
        redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                          _ ("has no whole position and size in \"%s\"; not placed there"),
                          diagram);
      }
    if (diagram != NULL)
      {
        keep_of_place (self, item, diagram, "id");
        keep_of_place (self, item, diagram, "name");
      }

    redan_node_foreach_member (item, key, value)
    {
      g_autofree char *name =
          g_strdup_printf ("representation %s %s", diagram != NULL ? diagram : "", key);

      if (!redan_node_is_blank (value) && !g_strv_contains (known, key))
        redan_relay_remark (relay, name, value);
    }
  }
}

/* What our writer put among the attributes: "redan.NAME". Those of other tools stay a remark. */
static void
pass_attributes (RedanOtm *self, RedanNode *object)
{
  static const char *const fields[] = { "kind", "rated", "severity", "method", NULL };
  RedanNode *attributes = redan_node_get (object, "attributes");
  RedanNode *others;
  const char *key;
  RedanNode *value;

  if (!redan_node_is_object (attributes))
    {
      if (!redan_node_is_blank (attributes))
        redan_relay_remark (&self->relay, "attributes", attributes);
      return;
    }

  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  redan_node_foreach_member (attributes, key, value)
  {
    gsize i;
    RedanNode *member;

    if (!g_str_has_prefix (key, REDAN_OTM_PREFIX))
      {
        redan_tree_key (self->tree, key, -1);
        redan_tree_add (self->tree, value);
        continue;
      }
    if (g_strv_contains (fields, key + strlen (REDAN_OTM_PREFIX)))
      continue;
    redan_relay_attribute (&self->relay, key + strlen (REDAN_OTM_PREFIX),
                           redan_node_get_text (value));
    redan_node_foreach_item (value, i, member)
    {
      redan_relay_attribute (&self->relay, key + strlen (REDAN_OTM_PREFIX),
                             redan_node_get_text (member));
    }
  }
  redan_tree_close (self->tree);
  others = redan_tree_take (self->tree);
  if (redan_node_get_n_members (others) > 0)
    {
      redan_relay_at (&self->relay, attributes);
      redan_relay_remark (&self->relay, "attributes", others);
    }
}

void
redan_otm_common (RedanOtm *self, RedanNode *object)
{
  redan_relay_extra (&self->relay, "id", redan_otm_id (object));
  redan_relay_text (&self->relay, object, "name", REDAN_FIELD_NAME);
  redan_relay_text (&self->relay, object, "description", REDAN_FIELD_DESCRIPTION);
  pass_attributes (self, object);
}

static void
read_meta (RedanOtm *self)
{
  static const char *const known_root[] = {
    "otmVersion", "project",    "representations", "assets",      "components",
    "dataflows",  "trustZones", "threats",         "mitigations", NULL,
  };
  static const char *const known_project[] = { "id",    "name",       "description",
                                               "owner", "attributes", NULL };
  RedanNode *project = redan_node_get (self->root, "project");

  redan_relay_meta (&self->relay, redan_otm_id (project), project);
  redan_otm_common (self, project);
  redan_relay_text (&self->relay, project, "owner", REDAN_FIELD_OWNER);
  redan_relay_extra (&self->relay, "otmVersion",
                     redan_node_get_text (redan_node_get (self->root, "otmVersion")));
  redan_relay_rest (&self->relay, project, known_project);
  redan_relay_rest (&self->relay, self->root, known_root);
}

/* YAML has it as texts. */
static void
pass_size (RedanOtm *self, RedanNode *diagram)
{
  RedanNode *size = redan_node_get (diagram, "size");
  RedanNode *numbers;
  g_autofree char *text = NULL;
  double width;
  double height;

  if (!redan_relay_number (size, "width", &width) || !redan_relay_number (size, "height", &height))
    {
      redan_otm_keep (self, diagram, "size", "size");
      return;
    }
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  redan_tree_key (self->tree, "width", -1);
  redan_tree_add_number (self->tree, width);
  redan_tree_key (self->tree, "height", -1);
  redan_tree_add_number (self->tree, height);
  redan_tree_close (self->tree);
  numbers = redan_tree_take (self->tree);
  text = redan_node_to_text (numbers);
  redan_relay_extra (&self->relay, "size", text);
}

static void
read_diagrams (RedanOtm *self)
{
  static const char *const known[] = { "id",   "name",       "description", "type",
                                       "size", "attributes", NULL };
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "representations"), i, item)
  {
    const char *type = redan_node_get_text (redan_node_get (item, "type"));
    g_autofree char *order = g_strdup_printf ("%u", (guint) i + 1);
    const char *foreign =
        redan_relay_begin (&self->relay, REDAN_SECTION_DIAGRAM, redan_otm_id (item), item);

    g_hash_table_add (self->diagrams, (gpointer) foreign);
    redan_otm_common (self, item);
    redan_relay_field (&self->relay, REDAN_FIELD_ORDER, order);
    redan_relay_extra (&self->relay, "type", type);
    pass_size (self, item);
    if (type != NULL && strcmp (type, "diagram") != 0)
      redan_relay_lose (
          &self->relay, REDAN_LOSS_DROPPED, NULL,
          _ ("is a representation of type \"%s\" and no drawing; kept as an empty diagram"), type);
    redan_relay_rest (&self->relay, item, known);
  }
}

static void
keep_no_percent (RedanOtm *self, RedanNode *risk, const char *key)
{
  RedanNode *value = redan_node_get (risk, key);
  g_autofree char *text = NULL;

  if (redan_node_is_blank (value) && !redan_node_is_number (value))
    return;
  text = redan_node_to_text (value);
  redan_relay_extra (&self->relay, key, text);
  redan_relay_at (&self->relay, value);
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" is kept only as a remark: \"%.60s\" is no number from 0 to 100"),
                    key, text);
}

static void
pass_percent (RedanOtm *self, RedanNode *risk, const char *key, const char *attribute)
{
  g_autofree char *rating = NULL;
  double percent;

  if (redan_node_is_blank (redan_node_get (risk, key)) &&
      !redan_node_is_number (redan_node_get (risk, key)))
    return;
  if (!redan_relay_number (risk, key, &percent) || percent < 0 || percent > 100)
    {
      keep_no_percent (self, risk, key);
      return;
    }
  rating = redan_otm_rate (percent);
  redan_otm_keep (self, risk, key, key);
  redan_relay_attribute (&self->relay, attribute, rating);
  redan_otm_lose_percent (self, key, percent, rating);
}

void
redan_otm_lose_percent (RedanOtm *self, const char *key, double percent, const char *rating)
{
  if (fmod (percent, 25) != 0)
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("its %s of %g in 100 is taken as %s in 5"), key, percent, rating);
}

void
redan_otm_keep (RedanOtm *self, RedanNode *object, const char *key, const char *name)
{
  RedanNode *value = redan_node_get (object, key);
  g_autofree char *text = NULL;

  if (redan_node_is_blank (value) && !redan_node_is_number (value))
    return;
  text = redan_node_to_text (value);
  redan_relay_extra (&self->relay, name, text);
}

char *
redan_otm_rate (double percent)
{
  return g_strdup_printf ("%d", 1 + (int) (percent / 25 + 0.5));
}

static void
read_zones (RedanOtm *self)
{
  static const char *const known[] = { "id",   "name",   "description",     "type",
                                       "risk", "parent", "representations", "attributes",
                                       NULL };
  static const char *const known_risk[] = { "trustRating", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *zone;

  redan_node_foreach_item (redan_node_get (self->root, "trustZones"), i, zone)
  {
    const char *type = redan_node_get_text (redan_node_get (zone, "type"));
    const char *name = redan_node_get_text (redan_node_get (zone, "name"));
    RedanNode *risk = redan_node_get (zone, "risk");
    gboolean internet = (type != NULL && g_ascii_strcasecmp (type, "internet") == 0) ||
                        (name != NULL && g_ascii_strcasecmp (name, "internet") == 0);
    double rating;

    if (is_outside (zone))
      continue;
    redan_relay_begin (relay, REDAN_SECTION_BOUNDARY, redan_otm_id (zone), zone);
    redan_otm_common (self, zone);
    redan_relay_field (relay, REDAN_FIELD_KIND,
                       redan_otm_own (zone, "kind") != NULL ? redan_otm_own (zone, "kind")
                       : internet                           ? "internet"
                                                            : "trust-zone");
    redan_relay_extra (relay, "type", type);
    pass_parent (self, zone);
    if (redan_otm_is_unrated (zone))
      ;
    else if (redan_relay_number (risk, "trustRating", &rating) && rating >= 0 && rating <= 100)
      {
        g_autofree char *trust = g_strdup_printf ("%d", (int) (rating / 20 + 0.5));
        g_autofree char *written = redan_node_to_text (redan_node_get (risk, "trustRating"));

        redan_relay_extra (relay, "trustRating", written);
        redan_relay_attribute (relay, "trust", trust);
        redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                          _ ("its trust rating of %g in 100 is taken as %s in 5"), rating, trust);
      }
    else
      keep_no_percent (self, risk, "trustRating");
    redan_relay_rest (relay, risk, known_risk);
    pass_places (self, zone);
    redan_relay_rest (relay, zone, known);
  }
}

static void
pass_kind (RedanOtm *self, RedanNode *component)
{
  RedanRelay *relay = &self->relay;
  const char *type = redan_node_get_text (redan_node_get (component, "type"));
  const char *kind;
  const char *tech;
  gboolean found = redan_component_kind_guess (type != NULL ? type : "", &kind, &tech);

  redan_relay_extra (relay, "type", type);
  if (redan_otm_own (component, "kind") != NULL)
    {
      redan_relay_field (relay, REDAN_FIELD_KIND, redan_otm_own (component, "kind"));
      return;
    }
  redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  redan_relay_attribute (relay, "tech", tech);
  redan_relay_at (relay, redan_node_get (component, "type"));
  if (!found && type != NULL && redan_container_kind_guess (type) != NULL)
    redan_relay_lose (
        relay, REDAN_LOSS_GUESSED, NULL,
        _ ("its type \"%s\" is a place for others, but flows end there or data is in it; taken "
           "as a process"),
        type);
  else if (!found)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("its type \"%s\" is not known; taken as a process"),
                      type != NULL ? type : "");
  else if (tech != NULL)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("its type \"%s\" is taken as %s, %s"),
                      type, kind, tech);
  else
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("its type \"%s\" is taken as %s"), type,
                      kind);
}

static void
read_components (RedanOtm *self)
{
  static const char *const known[] = { "id",      "name",       "description", "type",
                                       "parent",  "tags",       "assets",      "representations",
                                       "threats", "attributes", NULL };
  gsize i;
  RedanNode *component;

  redan_node_foreach_item (redan_node_get (self->root, "components"), i, component)
  {
    const gboolean contains = redan_otm_container (self, component);

    if (!contains)
      {
        redan_relay_begin (&self->relay, REDAN_SECTION_ELEMENT, redan_otm_id (component),
                           component);
        redan_otm_common (self, component);
        pass_kind (self, component);
      }
    pass_parent (self, component);
    redan_relay_tags (&self->relay, component, "tags");
    pass_places (self, component);
    redan_relay_rest (&self->relay, component, known);
    redan_otm_note_instances (self, component,
                              contains ? REDAN_SECTION_BOUNDARY : REDAN_SECTION_ELEMENT);
  }
}

static void
pass_end (RedanOtm *self, RedanNode *flow, const char *key, RedanField field)
{
  const char *id = redan_node_get_text (redan_node_get (flow, key));

  if (id != NULL && !g_hash_table_contains (self->components, id))
    redan_relay_extra (&self->relay, key, id);
  if (id != NULL && !g_hash_table_contains (self->components, id) &&
      g_hash_table_contains (self->zones, id))
    redan_relay_lose (
        &self->relay, REDAN_LOSS_REPAIRED, NULL,
        _ ("its \"%s\" is the trust zone \"%s\", which is no element; kept without that end"), key,
        id);
  else if (id != NULL)
    redan_relay_refer (&self->relay, field, REDAN_SECTION_ELEMENT, id);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its \"%s\" names no element; kept without that end"), key);
}

static void
read_flows (RedanOtm *self)
{
  static const char *const known[] = { "id",      "name",       "description", "bidirectional",
                                       "tags",    "source",     "destination", "assets",
                                       "threats", "attributes", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *flow;

  redan_node_foreach_item (redan_node_get (self->root, "dataflows"), i, flow)
  {
    redan_relay_begin (relay, REDAN_SECTION_FLOW, redan_otm_id (flow), flow);
    redan_otm_common (self, flow);
    pass_end (self, flow, "source", REDAN_FIELD_SOURCE);
    pass_end (self, flow, "destination", REDAN_FIELD_TARGET);
    if (redan_relay_truth (flow, "bidirectional") == 1)
      redan_relay_field (relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
    redan_relay_tags (relay, flow, "tags");
    redan_relay_rest (relay, flow, known);
    redan_otm_note_instances (self, flow, REDAN_SECTION_FLOW);
  }
}

/* One use of an asset. */
typedef struct
{
  RedanField field;
  RedanSection section;
  RedanNode *user;
} Use;

/* Names each asset of @list once, however often it stands there. */
static void
add_uses (GHashTable *uses,
          GHashTable *places,
          RedanNode *list,
          RedanField field,
          RedanSection section,
          RedanNode *user)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    const char *asset = redan_node_get_text (item);
    GArray *known = asset != NULL ? g_hash_table_lookup (uses, asset) : NULL;
    Use use = { field, section, user };

    if (asset == NULL)
      continue;
    if (known == NULL)
      {
        known = g_array_new (FALSE, FALSE, sizeof (Use));
        g_hash_table_insert (uses, (gpointer) asset, known);
        g_hash_table_insert (places, (gpointer) asset, item);
      }
    if (known->len > 0)
      {
        const Use *last = &g_array_index (known, Use, known->len - 1);

        if (last->user == user && last->field == field)
          continue;
      }
    g_array_append_val (known, use);
  }
}

/* Elements and flows list the assets; here the asset lists them. @places: gets where each id is
 * named first. Returns: (transfer full): asset id: array of #Use */
static GHashTable *
index_uses (RedanNode *root, GHashTable *places)
{
  GHashTable *uses =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  gsize i;
  RedanNode *user;

  redan_node_foreach_item (redan_node_get (root, "components"), i, user)
  {
    RedanNode *assets = redan_node_get (user, "assets");

    add_uses (uses, places, redan_node_get (assets, "stored"), REDAN_FIELD_STORED,
              REDAN_SECTION_ELEMENT, user);
    add_uses (uses, places, redan_node_get (assets, "processed"), REDAN_FIELD_PROCESSED,
              REDAN_SECTION_ELEMENT, user);
  }
  redan_node_foreach_item (redan_node_get (root, "dataflows"), i, user) add_uses (
      uses, places, redan_node_get (user, "assets"), REDAN_FIELD_CARRIED, REDAN_SECTION_FLOW, user);
  return uses;
}

static void
read_assets (RedanOtm *self)
{
  static const char *const known[] = { "id",   "name",       "description", "risk",
                                       "tags", "attributes", NULL };
  static const char *const known_risk[] = { "confidentiality", "integrity", "availability", NULL };
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) uses = index_uses (self->root, places);
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  RedanNode *asset;

  redan_node_foreach_item (redan_node_get (self->root, "assets"), i, asset)
  {
    const char *id = redan_otm_id (asset);
    const GArray *users = g_hash_table_lookup (uses, id);
    RedanNode *risk = redan_node_get (asset, "risk");

    g_hash_table_add (there, (gpointer) id);
    redan_relay_begin (&self->relay, REDAN_SECTION_ASSET, id, asset);
    redan_otm_common (self, asset);
    if (!redan_otm_is_unrated (asset))
      {
        pass_percent (self, risk, "confidentiality", "c_rating");
        pass_percent (self, risk, "integrity", "i_rating");
        pass_percent (self, risk, "availability", "a_rating");
      }
    redan_relay_rest (&self->relay, risk, known_risk);
    redan_relay_tags (&self->relay, asset, "tags");
    redan_relay_rest (&self->relay, asset, known);
    for (guint j = 0; users != NULL && j < users->len; j++)
      {
        const Use *use = &g_array_index (users, Use, j);

        redan_relay_refer (&self->relay, use->field, use->section, redan_otm_id (use->user));
      }
  }
  redan_relay_lose_missing (&self->relay, uses, there, places, _ ("asset"));
}

static gboolean
check_shape (RedanNode *root, GError **error)
{
  static const char *const lists[] = { "representations", "assets",  "components",  "dataflows",
                                       "trustZones",      "threats", "mitigations", NULL };

  if (!redan_relay_check_lists (root, lists, error))
    return FALSE;
  if (redan_node_is_object (redan_node_get (root, "project")))
    return TRUE;
  return redan_relay_fail ("$.project", redan_node_get (root, "project"),
                           _ ("a mapping with name and id"), error);
}

static GHashTable *
index_list (RedanNode *root, const char *key)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (root, key), i, item)
  {
    if (!g_hash_table_contains (index, redan_otm_id (item)))
      g_hash_table_insert (index, (gpointer) redan_otm_id (item), item);
  }
  return index;
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = redan_relay_parse (tree, data, length, error);
  static const char *const main_lists[] = { "components", NULL };
  RedanOtm self = { .tree = tree, .root = root };

  if (root == NULL || !check_shape (root, error))
    return FALSE;

  redan_relay_init (&self.relay, sink, tree);
  self.zones = index_list (root, "trustZones");
  self.components = index_list (root, "components");
  self.containers = g_hash_table_new (NULL, NULL);
  self.tables = redan_resource_tables_new_built_in ();
  redan_otm_find_containers (&self);
  self.diagrams = g_hash_table_new (g_str_hash, g_str_equal);
  self.instances = g_array_new (FALSE, FALSE, sizeof (RedanOtmInstance));
  read_meta (&self);
  redan_relay_lose_empty (&self.relay, root, main_lists);
  read_diagrams (&self);
  read_zones (&self);
  read_components (&self);
  read_flows (&self);
  read_assets (&self);
  redan_otm_threats (&self);

  g_hash_table_unref (self.zones);
  g_hash_table_unref (self.components);
  g_hash_table_unref (self.containers);
  redan_resource_tables_free (self.tables);
  g_hash_table_unref (self.diagrams);
  g_array_unref (self.instances);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "otmVersion", NULL };

  return redan_root_keys_find (keys, names) != 0 ? 95 : 0;
}

const RedanImporter redan_importer_otm = {
  .name = "otm",
  .family = "otm",
  .title = "Open Threat Model",
  .begins = redan_relay_may_be_text,
  .detect = detect,
  .parse = parse,
};
