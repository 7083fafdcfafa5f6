/* SPDX-License-Identifier: Apache-2.0 */
/* hcltm, now threatcl: threat models as HCL or as the JSON form of HCL. Several models of a file
 * become one. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/hcl.h"
#include "model/exchange/relay.h"

/**
 * Hcltm:
 * @model: label of the current model
 * @several: models in the file, whose parts get a tag each
 * @variables: name: default value
 * @diagram: part of the ids in the current diagram; %NULL outside of diagrams
 * @stored: name of an asset: foreign ids of the stores that hold it
 */
typedef struct
{
  RedanRelay relay;
  RedanNode *root;
  const char *model;
  const char *diagram;
  gboolean several;
  GHashTable *variables;
  GHashTable *stored;
} Hcltm;

typedef struct
{
  const char *type;
  gboolean labelled;
} BlockType;

/* What is a block in the JSON form, and whether its keys are labels. */
static const BlockType block_types[] = {
  { "threatmodel", TRUE },
  { "information_asset", TRUE },
  { "third_party_dependency", TRUE },
  { "expanded_control", TRUE },
  { "proposed_control", FALSE },
  { "threat", FALSE },
  { "usecase", FALSE },
  { "exclusion", FALSE },
  { "attributes", FALSE },
  { "additional_attribute", TRUE },
  { "data_flow_diagram", FALSE },
  { "data_flow_diagram_v2", TRUE },
  { "trust_zone", TRUE },
  { "process", TRUE },
  { "external_element", TRUE },
  { "data_store", TRUE },
  { "flow", TRUE },
  { "variable", TRUE },
};

static const RedanRelayWord class_words[] = {
  { "public", "public" },
  { "internal", "internal" },
  { "confidential", "confidential" },
  { "restricted", "restricted" },
};

static void add_body (RedanTree *tree, RedanNode *object);

static void
add_block (RedanTree *tree, GArray *blocks, const char *type, const char *label, RedanNode *body)
{
  RedanNode block;

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_tree_key (tree, "type", -1);
  redan_tree_add_text (tree, type, -1);
  redan_tree_key (tree, "labels", -1);
  redan_tree_open (tree, REDAN_NODE_LIST);
  if (label != NULL)
    redan_tree_add_text (tree, label, -1);
  redan_tree_close (tree);
  redan_tree_key (tree, "body", -1);
  add_body (tree, body);
  redan_tree_close (tree);
  block = redan_tree_take_back (tree);
  g_array_append_val (blocks, block);
}

static void
add_blocks (RedanTree *tree, GArray *blocks, const BlockType *type, RedanNode *value)
{
  gsize i;
  RedanNode *item;
  const char *key;

  redan_node_foreach_item (value, i, item) add_blocks (tree, blocks, type, item);
  if (!redan_node_is_object (value))
    return;
  if (!type->labelled)
    add_block (tree, blocks, type->type, NULL, value);
  else
    redan_node_foreach_member (value, key, item)
    {
      gsize j;
      RedanNode *one;

      if (redan_node_is_object (item))
        add_block (tree, blocks, type->type, key, item);
      redan_node_foreach_item (item, j, one) add_block (tree, blocks, type->type, key, one);
    }
}

/* From the JSON form to what redan_hcl_parse() gives. */
static void
add_body (RedanTree *tree, RedanNode *object)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (RedanNode));
  const char *key;
  RedanNode *value;

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_tree_key (tree, "attributes", -1);
  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_node_foreach_member (object, key, value)
  {
    const BlockType *type = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (block_types); i++)
      {
        if (strcmp (block_types[i].type, key) == 0)
          type = &block_types[i];
      }
    if (type != NULL && (redan_node_is_object (value) || redan_node_is_list (value)))
      {
        add_blocks (tree, blocks, type, value);
        continue;
      }
    redan_tree_key (tree, key, -1);
    redan_tree_add (tree, value);
  }
  redan_tree_close (tree);
  redan_tree_key (tree, "blocks", -1);
  redan_tree_open (tree, REDAN_NODE_LIST);
  for (guint i = 0; i < blocks->len; i++)
    redan_tree_add (tree, &g_array_index (blocks, RedanNode, i));
  redan_tree_close (tree);
  redan_tree_close (tree);
}

static RedanNode *
read_root (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  RedanNode *root;

  if (!redan_json_looks_like (data, length))
    return redan_hcl_parse (tree, data, length, error);
  root = redan_relay_parse (tree, data, length, error);
  if (root == NULL)
    return NULL;
  add_body (tree, root);
  return redan_tree_take (tree);
}

static const char *
get_type (RedanNode *block)
{
  return redan_node_get_text (redan_node_get (block, "type"));
}

static const char *
get_label (RedanNode *block)
{
  const char *label =
      redan_node_get_text (redan_node_get_item (redan_node_get (block, "labels"), 0));

  return label != NULL ? label : "";
}

static RedanNode *
get_blocks (RedanNode *block)
{
  return redan_node_get (redan_node_get (block, "body"), "blocks");
}

static RedanNode *
get_attributes (RedanNode *block)
{
  return redan_node_get (redan_node_get (block, "body"), "attributes");
}

/* A text; "var.name" is looked up, and any other expression is listed. */
static char *
dup_text (Hcltm *self, RedanNode *block, const char *key)
{
  g_autofree char *text = redan_relay_dup_text (&self->relay, get_attributes (block), key);
  g_autofree char *name = NULL;
  const char *value;

  if (text == NULL || !g_str_has_prefix (text, "${") || !g_str_has_suffix (text, "}"))
    return g_steal_pointer (&text);
  name = g_strndup (text + 2, strlen (text) - 3);
  value = g_str_has_prefix (name, "var.") ? g_hash_table_lookup (self->variables, name + 4) : NULL;
  if (value != NULL)
    return g_strdup (value);
  redan_relay_extra (&self->relay, key, text);
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                    _ ("its \"%s\" is the expression %s, which is kept only as a remark"), key,
                    name);
  return NULL;
}

static void
pass_text (Hcltm *self, RedanNode *block, const char *key, RedanField field)
{
  g_autofree char *text = dup_text (self, block, key);

  redan_relay_field (&self->relay, field, text);
}

static void
pass_rest (Hcltm *self, RedanNode *block, const char *const *known)
{
  redan_relay_rest (&self->relay, get_attributes (block), known);
}

static char *
build_id (Hcltm *self, const char *kind, const char *name)
{
  return g_strjoin ("/", self->model, self->diagram != NULL ? self->diagram : kind, name, NULL);
}

static const char *
begin (
    Hcltm *self, RedanSection section, const char *kind, const char *name, const RedanNode *block)
{
  g_autofree char *wanted = build_id (self, kind, name);
  const char *foreign = redan_relay_begin (&self->relay, section, wanted, block);

  if (self->several && section != REDAN_SECTION_DIAGRAM)
    redan_relay_tag (&self->relay, self->model);
  return foreign;
}

static void
pass_description (Hcltm *self, RedanNode *block, const char *name)
{
  g_autofree char *text = dup_text (self, block, "description");
  g_autofree char *first = redan_relay_first_line (*name != '\0' || text == NULL ? name : text);

  redan_relay_field (&self->relay, REDAN_FIELD_NAME, first);
  if (text != NULL && strcmp (text, first) != 0)
    redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, text);
}

static void
read_asset (Hcltm *self, RedanNode *block)
{
  static const char *const known[] = { "description", "information_classification", NULL };
  GPtrArray *stores = g_hash_table_lookup (self->stored, get_label (block));

  begin (self, REDAN_SECTION_ASSET, "asset", get_label (block), block);
  pass_description (self, block, get_label (block));
  redan_relay_word (&self->relay, get_attributes (block), "information_classification",
                    "classification", class_words, G_N_ELEMENTS (class_words));
  for (guint i = 0; stores != NULL && i < stores->len; i++)
    redan_relay_refer (&self->relay, REDAN_FIELD_STORED, REDAN_SECTION_ELEMENT,
                       g_ptr_array_index (stores, i));
  pass_rest (self, block, known);
}

static void
read_note (Hcltm *self, RedanNode *block)
{
  static const char *const known[] = { "description", NULL };
  const char *type = get_type (block);
  g_autofree char *text =
      redan_node_is_text (redan_node_get (get_attributes (block), "description"))
          ? g_strdup (redan_node_get_text (redan_node_get (get_attributes (block), "description")))
          : g_strdup ("");

  begin (self, REDAN_SECTION_NOTE, type, *get_label (block) != '\0' ? get_label (block) : text,
         block);
  pass_description (self, block, get_label (block));
  redan_relay_tag (&self->relay, type);
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                    _ ("is kept as a note with the tag \"%s\""), type);
  pass_rest (self, block, known);
}

static void
read_control (Hcltm *self, RedanNode *block, const char *threat)
{
  static const char *const known[] = { "description", "implementation_notes", "implemented",
                                       "risk_reduction", NULL };
  static const char *const titles[] = { NULL, N_ ("Implementation") };
  RedanRelay *relay = &self->relay;
  g_autofree char *id = g_strconcat (threat, "/", get_label (block), NULL);
  g_autofree char *description = NULL;
  g_autofree char *notes = NULL;
  gboolean done = redan_relay_truth (get_attributes (block), "implemented") == 1;
  double reduction;
  gsize i;
  RedanNode *inner;

  redan_relay_begin (relay, REDAN_SECTION_MITIGATION, id, block);
  if (self->several)
    redan_relay_tag (relay, self->model);
  description = dup_text (self, block, "description");
  notes = dup_text (self, block, "implementation_notes");
  {
    g_autofree char *name = redan_relay_first_line (
        *get_label (block) != '\0' || description == NULL ? get_label (block) : description);

    redan_relay_field (relay, REDAN_FIELD_NAME, name);
  }
  redan_relay_describe (relay, titles, (const char *const[]){ description, notes },
                        G_N_ELEMENTS (titles));
  redan_relay_field (relay, REDAN_FIELD_STATE, done ? "declared" : "planned");
  if (redan_relay_number (get_attributes (block), "risk_reduction", &reduction) && reduction >= 0 &&
      reduction <= 100)
    {
      g_autofree char *strength = g_strdup_printf ("%d", (int) (reduction + 0.5));

      redan_relay_field (relay, REDAN_FIELD_STRENGTH, strength);
    }
  else if (!redan_node_is_blank (redan_node_get (get_attributes (block), "risk_reduction")))
    redan_relay_remark (relay, "risk_reduction",
                        redan_node_get (get_attributes (block), "risk_reduction"));
  redan_relay_refer (relay, REDAN_FIELD_ADDRESSES, REDAN_SECTION_THREAT, threat);
  redan_node_foreach_item (get_blocks (block), i, inner)
  {
    g_autofree char *key = g_strconcat (get_type (inner), " ", get_label (inner), NULL);

    redan_relay_remark (relay, key, get_attributes (inner));
  }
  pass_rest (self, block, known);
}

static void
pass_affected (Hcltm *self, RedanNode *block)
{
  gsize i;
  RedanNode *name;

  redan_node_foreach_item (redan_node_get (get_attributes (block), "information_asset_refs"), i,
                           name)
  {
    g_autofree char *id =
        redan_node_is_text (name) ? build_id (self, "asset", redan_node_get_text (name)) : NULL;

    if (id != NULL)
      redan_relay_refer (&self->relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_ASSET, id);
  }
}

static gboolean
is_control (RedanNode *block)
{
  static const char *const types[] = { "control", "expanded_control", "proposed_control", NULL };

  return g_strv_contains (types, get_type (block));
}

/* A rating of a threat in five levels. */
static void
pass_risk (Hcltm *self, RedanNode *block)
{
  static const RedanRelayWord levels[] = {
    { "verylow", "1" }, { "low", "2" }, { "medium", "3" }, { "high", "4" }, { "veryhigh", "5" },
  };
  static const RedanRelayWord severities[] = {
    { "info", "info" }, { "low", "low" },           { "medium", "medium" },
    { "high", "high" }, { "critical", "critical" },
  };
  static const struct
  {
    const char *key;
    RedanField field;
    const RedanRelayWord *words;
    guint n_words;
  } parts[] = {
    { "likelihood", REDAN_FIELD_LIKELIHOOD, levels, G_N_ELEMENTS (levels) },
    { "impact", REDAN_FIELD_IMPACT, levels, G_N_ELEMENTS (levels) },
    { "severity", REDAN_FIELD_SEVERITY, severities, G_N_ELEMENTS (severities) },
  };
  static const char *const known[] = { "likelihood", "impact", "severity", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      RedanNode *value = redan_node_get (get_attributes (block), parts[i].key);
      const char *text = redan_node_get_text (value);
      const char *word =
          text != NULL ? redan_relay_find_word (parts[i].words, parts[i].n_words, text) : NULL;

      if (word != NULL)
        redan_relay_field (&self->relay, parts[i].field, word);
      else if (!redan_node_is_blank (value))
        redan_relay_remark (&self->relay, parts[i].key, value);
    }
  pass_rest (self, block, known);
}

static void
read_threat (Hcltm *self, RedanNode *block)
{
  static const char *const known[] = { "description", "impacts", "stride", "information_asset_refs",
                                       "control",     NULL };
  RedanRelay *relay = &self->relay;
  RedanNode *stride = redan_node_get (get_attributes (block), "stride");
  g_autoptr (GString) categories = g_string_new (NULL);
  const char *text = redan_node_get_text (redan_node_get (get_attributes (block), "description"));
  const char *foreign =
      begin (self, REDAN_SECTION_THREAT, "threat",
             *get_label (block) != '\0' || text == NULL ? get_label (block) : text, block);
  gsize i;
  RedanNode *item;

  pass_description (self, block, get_label (block));
  redan_node_foreach_item (stride, i, item)
  {
    if (redan_node_is_text (item))
      g_string_append_printf (categories, "%s%s", categories->len > 0 ? ", " : "",
                              redan_node_get_text (item));
  }
  if (categories->len > 0)
    redan_relay_field (relay, REDAN_FIELD_METHOD, "STRIDE");
  redan_relay_field (relay, REDAN_FIELD_CATEGORY, categories->str);
  redan_node_foreach_item (redan_node_get (get_attributes (block), "impacts"), i, item)
  {
    g_autofree char *tag = g_strconcat ("impact: ", redan_node_get_text (item), NULL);

    redan_relay_tag (relay, tag);
  }
  redan_relay_field (relay, REDAN_FIELD_DECISION, "open");
  if (!redan_node_is_blank (redan_node_get (get_attributes (block), "control")))
    redan_relay_remark (relay, "control", redan_node_get (get_attributes (block), "control"));
  pass_affected (self, block);
  pass_rest (self, block, known);
  redan_node_foreach_item (get_blocks (block), i, item)
  {
    if (strcmp (get_type (item), "risk") == 0)
      pass_risk (self, item);
    else if (!is_control (item))
      redan_relay_remark (relay, get_type (item), get_attributes (item));
  }
  redan_node_foreach_item (get_blocks (block), i, item)
  {
    if (is_control (item))
      read_control (self, item, foreign);
  }
}

static void
read_element (Hcltm *self, RedanNode *block, const char *zone)
{
  static const char *const known[] = { "trust_zone", "information_asset", NULL };
  RedanRelay *relay = &self->relay;
  const char *type = get_type (block);
  const char *foreign = begin (self, REDAN_SECTION_ELEMENT, "", get_label (block), block);
  const char *named = redan_node_get_text (redan_node_get (get_attributes (block), "trust_zone"));
  const char *asset =
      redan_node_get_text (redan_node_get (get_attributes (block), "information_asset"));
  const char *kind = strcmp (type, "data_store") == 0 ? "store" : "process";
  const char *tech;

  if (strcmp (type, "external_element") == 0)
    {
      redan_component_kind_guess (get_label (block), &kind, &tech);
      kind = strcmp (kind, "actor") == 0 ? "actor" : "external";
    }
  redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  redan_relay_field (relay, REDAN_FIELD_NAME, get_label (block));
  if (strcmp (type, "external_element") == 0)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is an external element; taken as %s"),
                      kind);
  if (zone == NULL)
    zone = named;
  if (zone != NULL)
    {
      g_autofree char *id = build_id (self, "", zone);

      redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, id);
    }
  if (asset != NULL)
    {
      GPtrArray *stores = g_hash_table_lookup (self->stored, asset);

      if (stores == NULL)
        {
          stores = g_ptr_array_new ();
          g_hash_table_insert (self->stored, (gpointer) asset, stores);
        }
      g_ptr_array_add (stores, (gpointer) foreign);
    }
  pass_rest (self, block, known);
}

static gboolean
is_element (RedanNode *block)
{
  static const char *const types[] = { "process", "external_element", "data_store", NULL };

  return g_strv_contains (types, get_type (block));
}

static void
read_zone (Hcltm *self, RedanNode *block)
{
  static const char *const known[] = { NULL };
  gsize i;
  RedanNode *inner;

  begin (self, REDAN_SECTION_BOUNDARY, "", get_label (block), block);
  redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, get_label (block));
  pass_rest (self, block, known);
  redan_node_foreach_item (get_blocks (block), i, inner)
  {
    if (is_element (inner))
      read_element (self, inner, get_label (block));
  }
}

/* Zones may stand only as names on elements. */
static void
add_named_zones (Hcltm *self, RedanNode *diagram)
{
  gsize i;
  RedanNode *block;

  redan_node_foreach_item (get_blocks (diagram), i, block)
  {
    const char *zone = redan_node_get_text (redan_node_get (get_attributes (block), "trust_zone"));
    g_autofree char *id = zone != NULL ? build_id (self, "", zone) : NULL;

    if (id == NULL || redan_relay_is_claimed (&self->relay, REDAN_SECTION_BOUNDARY, id))
      continue;
    begin (self, REDAN_SECTION_BOUNDARY, "", zone, block);
    redan_relay_field (&self->relay, REDAN_FIELD_KIND, "trust-zone");
    redan_relay_field (&self->relay, REDAN_FIELD_NAME, zone);
  }
}

static void
read_flow (Hcltm *self, RedanNode *block)
{
  static const char *const known[] = { "from", "to", "protocol", NULL };
  static const char *const keys[] = { "from", "to" };
  RedanRelay *relay = &self->relay;
  const char *from = redan_node_get_text (redan_node_get (get_attributes (block), "from"));
  const char *to = redan_node_get_text (redan_node_get (get_attributes (block), "to"));
  const char *written = redan_node_get_text (redan_node_get (get_attributes (block), "protocol"));
  g_autofree char *name = g_strdup_printf ("%s: %s > %s", get_label (block),
                                           from != NULL ? from : "", to != NULL ? to : "");
  const char *protocol = redan_relay_find_protocol (written != NULL ? written : get_label (block));

  begin (self, REDAN_SECTION_FLOW, "", name, block);
  redan_relay_field (relay, REDAN_FIELD_NAME, get_label (block));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *end = i == 0 ? from : to;
      g_autofree char *id = end != NULL ? build_id (self, "", end) : NULL;

      if (id != NULL)
        redan_relay_refer (relay, i == 0 ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET,
                           REDAN_SECTION_ELEMENT, id);
      else
        redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                          _ ("its \"%s\" names no element; kept without that end"), keys[i]);
    }
  if (protocol != NULL)
    redan_relay_attribute (relay, "protocol", protocol);
  if (protocol != NULL && written == NULL)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is called \"%s\"; taken as its protocol, too"), get_label (block));
  pass_rest (self, block, known);
}

static void
read_diagram (Hcltm *self, RedanNode *block, guint *order)
{
  static const char *const known[] = { NULL };
  g_autofree char *number = g_strdup_printf ("%u", ++*order);
  g_autofree char *inner = g_strdup_printf ("diagram %u", *order);
  const char *label = get_label (block);
  gsize i;
  RedanNode *item;

  self->diagram = *label != '\0' ? label : inner;
  begin (self, REDAN_SECTION_DIAGRAM, "", "", block);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, *label != '\0' ? label : self->model);
  redan_relay_field (&self->relay, REDAN_FIELD_ORDER, number);
  pass_rest (self, block, known);
  redan_node_foreach_item (get_blocks (block), i, item)
  {
    if (strcmp (get_type (item), "trust_zone") == 0)
      read_zone (self, item);
  }
  add_named_zones (self, block);
  redan_node_foreach_item (get_blocks (block), i, item)
  {
    if (is_element (item))
      read_element (self, item, NULL);
    else if (strcmp (get_type (item), "flow") == 0)
      read_flow (self, item);
    else if (strcmp (get_type (item), "trust_zone") != 0)
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, get_type (item),
                        _ ("this block in a diagram is not known; left out"));
  }
  self->diagram = NULL;
}

/* Diagrams first, since they say what stores hold. */
static void
read_model (Hcltm *self, RedanNode *model, guint *order)
{
  static const char *const notes[] = { "usecase", "exclusion", "third_party_dependency", NULL };
  gsize i;
  RedanNode *block;

  self->model = get_label (model);
  redan_node_foreach_item (get_blocks (model), i, block)
  {
    if (g_str_has_prefix (get_type (block), "data_flow_diagram"))
      read_diagram (self, block, order);
  }
  redan_node_foreach_item (get_blocks (model), i, block)
  {
    const char *type = get_type (block);

    if (strcmp (type, "information_asset") == 0)
      read_asset (self, block);
    else if (g_strv_contains (notes, type))
      read_note (self, block);
  }
  redan_node_foreach_item (get_blocks (model), i, block)
  {
    if (strcmp (get_type (block), "threat") == 0)
      read_threat (self, block);
  }
  g_hash_table_remove_all (self->stored);
}

static void
pass_model_attributes (Hcltm *self, RedanNode *model)
{
  static const char *const passed[] = {
    "usecase", "exclusion",         "third_party_dependency", "information_asset",
    "threat",  "data_flow_diagram", "data_flow_diagram_v2",   NULL
  };
  RedanRelay *relay = &self->relay;
  const char *key;
  RedanNode *value;
  gsize i;
  RedanNode *block;

  redan_node_foreach_member (get_attributes (model), key, value)
  {
    g_autofree char *name = g_strconcat (get_label (model), " ", key, NULL);

    if (strcmp (key, "description") != 0 && (self->several || strcmp (key, "author") != 0) &&
        !redan_node_is_blank (value))
      redan_relay_remark (relay, name, value);
  }
  redan_node_foreach_item (get_blocks (model), i, block)
  {
    g_autofree char *name =
        g_strjoin (" ", get_label (model), get_type (block), get_label (block), NULL);

    if (!g_strv_contains (passed, get_type (block)))
      redan_relay_remark (relay, g_strchomp (name), get_attributes (block));
  }
}

static void
read_meta (Hcltm *self, GPtrArray *models)
{
  RedanRelay *relay = &self->relay;
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) description = g_string_new (NULL);
  g_autofree char *version = NULL;

  for (guint i = 0; i < models->len; i++)
    g_string_append_printf (name, "%s%s", i > 0 ? ", " : "",
                            get_label (g_ptr_array_index (models, i)));
  redan_relay_meta (relay, name->str, models->len > 0 ? g_ptr_array_index (models, 0) : NULL);
  redan_relay_field (relay, REDAN_FIELD_NAME, name->str);
  for (guint i = 0; i < models->len; i++)
    {
      g_autofree char *text = dup_text (self, g_ptr_array_index (models, i), "description");

      if (text != NULL)
        g_string_append_printf (description, "%s%s", description->len > 0 ? "\n\n" : "", text);
    }
  redan_relay_field (relay, REDAN_FIELD_DESCRIPTION, description->str);
  if (!self->several && models->len > 0)
    pass_text (self, g_ptr_array_index (models, 0), "author", REDAN_FIELD_OWNER);
  for (guint i = 0; i < models->len; i++)
    pass_model_attributes (self, g_ptr_array_index (models, i));
  version = redan_relay_dup_text (relay, redan_node_get (self->root, "attributes"), "spec_version");
  redan_relay_extra (relay, "spec_version", version);
}

static void
read_blocks (Hcltm *self, GPtrArray *models)
{
  gsize i;
  RedanNode *block;

  redan_node_foreach_item (redan_node_get (self->root, "blocks"), i, block)
  {
    const char *value = redan_node_get_text (redan_node_get (get_attributes (block), "default"));

    if (strcmp (get_type (block), "threatmodel") == 0)
      g_ptr_array_add (models, block);
    else if (strcmp (get_type (block), "variable") == 0 && value != NULL)
      g_hash_table_insert (self->variables, (gpointer) get_label (block), (gpointer) value);
  }
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = read_root (tree, data, length, error);
  g_autoptr (GPtrArray) models = g_ptr_array_new ();
  Hcltm self = { 0 };
  guint order = 0;

  if (root == NULL)
    return FALSE;
  self.root = root;
  self.variables = g_hash_table_new (g_str_hash, g_str_equal);
  self.stored =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  redan_relay_init (&self.relay, sink, tree);
  read_blocks (&self, models);
  self.several = models->len > 1;
  read_meta (&self, models);
  for (guint i = 0; i < models->len; i++)
    read_model (&self, g_ptr_array_index (models, i), &order);

  redan_relay_clear (&self.relay);
  g_hash_table_unref (self.variables);
  g_hash_table_unref (self.stored);
  return TRUE;
}

/* A line that begins with `threatmodel` and a label, blanks aside. */
static gboolean
has_block (const guint8 *data, gsize length)
{
  static const char word[] = "threatmodel";
  const char *text = (const char *) data;

  for (const char *at = g_strstr_len (text, (gssize) length, word); at != NULL;
       at = g_strstr_len (at + 1, (gssize) (length - (gsize) (at + 1 - text)), word))
    {
      const char *before = at;
      const char *behind = at + strlen (word);

      while (before > text && (before[-1] == ' ' || before[-1] == '\t'))
        before--;
      while (behind < text + length && (*behind == ' ' || *behind == '\t'))
        behind++;
      if ((before == text || before[-1] == '\n') && behind < text + length && *behind == '"')
        return TRUE;
    }
  return FALSE;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "threatmodel", "spec_version", NULL };

  if (redan_json_looks_like (data, length))
    {
      guint found = redan_root_keys_find (keys, names);

      /* Other files have something of that name, too; a model must have an author. */
      return found == 3 || (found == 1 && g_strstr_len ((const char *) data, (gssize) length,
                                                        "\"author\"") != NULL)
                 ? 85
                 : 0;
    }
  return redan_relay_may_be_text (data, length) && has_block (data, length) ? 80 : 0;
}

const RedanImporter redan_importer_hcltm = {
  .name = "hcltm",
  .family = "hcltm",
  .title = "hcltm",
  .begins = redan_relay_may_be_text,
  .detect = detect,
  .parse = parse,
};
