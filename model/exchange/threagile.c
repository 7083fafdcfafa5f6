/* SPDX-License-Identifier: Apache-2.0 */
/* Threagile: the model, its includes, boundaries and data; its YAML, JSON and the dumps that
 * Threagile writes. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/bundle.h"
#include "model/exchange/threagile-private.h"

#include "model/error.h"

#define MAX_INCLUDE_DEPTH 16

static const char *const no_names[] = { NULL };

static gboolean
starts_tag (const char *at)
{
  return at[0] == '<' && (g_ascii_isalpha (at[1]) || (at[1] == '/' && g_ascii_isalpha (at[2])));
}

static char *
strip (const char *text, gboolean *found_out)
{
  GString *plain = g_string_new (NULL);
  const char *at = text;
  const char *last = strrchr (text, '>'); /* where the search for an end can stop */

  *found_out = FALSE;
  while (*at != '\0')
    {
      const char *next = strchr (at + 1, '<');

      if (last != NULL && at < last && starts_tag (at))
        {
          *found_out = TRUE;
          if (g_ascii_strncasecmp (at, "<br", 3) == 0)
            g_string_append_c (plain, '\n');
          at = strchr (at, '>') + 1;
          continue;
        }
      g_string_append_len (plain, at, next != NULL ? next - at : (gssize) strlen (at));
      at = next != NULL ? next : at + strlen (at);
    }

  return g_string_free (plain, FALSE);
}

char *
redan_threagile_strip (RedanThreagile *self, const char *text)
{
  gboolean found;
  char *plain = strip (text, &found);

  self->n_marked_up += found;
  return plain;
}

char *
redan_threagile_plain (const char *text)
{
  gboolean found;

  return g_strstrip (strip (text, &found));
}

void
redan_threagile_keep (RedanThreagile *self,
                      const char *key,
                      RedanNode *object,
                      const char *const *elsewhere)
{
  redan_relay_extra (&self->relay, "key", key);
  redan_relay_source (&self->relay, object, elsewhere);
}

static void
pass_plain (RedanThreagile *self, RedanField field, const char *text)
{
  g_autofree char *plain = redan_threagile_strip (self, text);

  redan_relay_field (&self->relay, field, g_strstrip (plain));
}

void
redan_threagile_text (RedanThreagile *self, RedanNode *object, const char *key, RedanField field)
{
  g_autofree char *text = redan_relay_dup_text (&self->relay, object, key);

  if (text != NULL)
    pass_plain (self, field, text);
}

void
redan_threagile_name (RedanThreagile *self, const char *key, RedanNode *object)
{
  const char *title = redan_node_get_text (redan_node_get (object, "title"));

  pass_plain (self, REDAN_FIELD_NAME, title != NULL ? title : key);
}

const char *
redan_threagile_id (const char *key, RedanNode *object)
{
  const char *id = redan_node_get_text (redan_node_get (object, "id"));

  return id != NULL && *id != '\0' ? id : key;
}

void
redan_threagile_use (RedanThreagile *self,
                     RedanNode *list,
                     RedanField field,
                     RedanSection section,
                     const char *foreign)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    const char *id = redan_node_get_text (item);
    RedanThreagileUse use = { field, section, foreign };
    GArray *uses = id != NULL ? g_hash_table_lookup (self->uses, id) : NULL;
    const RedanThreagileUse *last;

    if (id == NULL)
      continue;
    if (uses == NULL)
      {
        uses = g_array_new (FALSE, FALSE, sizeof use);
        g_hash_table_insert (self->uses, g_strdup (id), uses);
        g_hash_table_insert (self->data_named, (gpointer) id, item);
      }
    last = uses->len > 0 ? &g_array_index (uses, RedanThreagileUse, uses->len - 1) : NULL;
    /* what goes both ways on a link is carried once */
    if (last == NULL || last->field != field || last->foreign != foreign)
      g_array_append_val (uses, use);
  }
}

static void
note_parents (RedanThreagile *self, RedanNode *list, const char *boundary, const char *boundary_key)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    const char *id = redan_node_get_text (item);

    if (id == NULL)
      continue;
    if (g_hash_table_contains (self->parents, id))
      {
        redan_relay_at (&self->relay, item);
        redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, boundary_key,
                          _ ("\"%s\" lies inside another boundary, too; the first was taken"), id);
        continue;
      }
    g_hash_table_insert (self->parents, g_strdup (id), (gpointer) boundary);
    g_hash_table_insert (self->parts_named, (gpointer) id, item);
  }
}

/* Boundaries list downwards what lies in them; here each names the one around it. */
static void
read_boundaries (RedanThreagile *self)
{
  static const char *const known[] = {
    "id",
    "title",
    "description",
    "type",
    "tags",
    "technical_assets_inside",
    "trust_boundaries_nested",
    NULL,
  };
  static const char *const elsewhere[] = { "technical_assets_inside", "trust_boundaries_nested",
                                           NULL };
  RedanRelay *relay = &self->relay;
  RedanNode *boundaries = redan_node_get (self->root, "trust_boundaries");
  const char *key;
  RedanNode *boundary;

  redan_node_foreach_member (boundaries, key, boundary)
  {
    const char *id = redan_threagile_id (key, boundary);

    note_parents (self, redan_node_get (boundary, "technical_assets_inside"), id, key);
    note_parents (self, redan_node_get (boundary, "trust_boundaries_nested"), id, key);
  }

  redan_node_foreach_member (boundaries, key, boundary)
  {
    const char *id = redan_threagile_id (key, boundary);
    const char *type = redan_node_get_text (redan_node_get (boundary, "type"));
    const char *kind = type != NULL ? redan_threagile_find (REDAN_THREAGILE_BOUNDARY, type) : NULL;
    const char *parent;

    redan_relay_begin (relay, REDAN_SECTION_BOUNDARY, id, boundary);
    redan_relay_extra (relay, "id", id);
    redan_threagile_keep (self, key, boundary, elsewhere);
    redan_relay_field (relay, REDAN_FIELD_KIND, kind != NULL ? kind : "trust-zone");
    redan_relay_extra (relay, "type", type);
    if (kind == NULL && type != NULL)
      {
        g_autofree char *hint = redan_relay_dup_unknown (relay, "type", type);

        redan_relay_at (relay, redan_node_get (boundary, "type"));
        redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                          _ ("its type \"%s\" is not known; taken as a trust zone%s"), type,
                          hint != NULL ? hint : "");
      }
    redan_threagile_name (self, key, boundary);
    redan_threagile_text (self, boundary, "description", REDAN_FIELD_DESCRIPTION);
    redan_relay_tags (relay, boundary, "tags");
    parent = g_hash_table_lookup (self->parents, id);
    if (parent != NULL)
      redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent);
    redan_relay_rest (relay, boundary, known);
  }
}

static void
read_data (RedanThreagile *self)
{
  static const char *const known[] = {
    "id",        "title",        "description", "owner", "tags", "confidentiality",
    "integrity", "availability", NULL,
  };
  RedanRelay *relay = &self->relay;
  const char *key;
  RedanNode *data;

  redan_node_foreach_member (redan_node_get (self->root, "data_assets"), key, data)
  {
    const char *id = redan_threagile_id (key, data);
    GArray *uses = g_hash_table_lookup (self->uses, id);

    redan_relay_begin (relay, REDAN_SECTION_ASSET, id, data);
    redan_relay_extra (relay, "id", id);
    redan_threagile_keep (self, key, data, no_names);
    redan_threagile_name (self, key, data);
    redan_threagile_text (self, data, "description", REDAN_FIELD_DESCRIPTION);
    redan_threagile_text (self, data, "owner", REDAN_FIELD_OWNER);
    redan_threagile_ratings (self, data, "classification");
    redan_relay_tags (relay, data, "tags");
    for (guint i = 0; uses != NULL && i < uses->len; i++)
      {
        const RedanThreagileUse *use = &g_array_index (uses, RedanThreagileUse, i);

        redan_relay_refer (relay, use->field, use->section, use->foreign);
      }
    redan_relay_rest (relay, data, known);
  }
}

/* Texts that are about the whole: kept as notes, told apart by a tag. */
static void
read_notes (RedanThreagile *self)
{
  static const char *const lists[][2] = {
    { "questions", "question" },
    { "abuse_cases", "abuse-case" },
    { "security_requirements", "security-requirement" },
  };
  RedanRelay *relay = &self->relay;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char *key;
      RedanNode *value;

      redan_node_foreach_member (redan_node_get (self->root, lists[i][0]), key, value)
      {
        g_autofree char *wanted = g_strconcat (lists[i][1], ": ", key, NULL);
        g_autofree char *text = redan_node_is_blank (value) ? NULL : redan_node_to_text (value);

        redan_relay_begin (relay, REDAN_SECTION_NOTE, wanted, value);
        redan_relay_extra (relay, "key", key);
        redan_relay_extra (relay, "text", text);
        pass_plain (self, REDAN_FIELD_NAME, key);
        if (text != NULL)
          pass_plain (self, REDAN_FIELD_DESCRIPTION, text);
        redan_relay_tag (relay, lists[i][1]);
        redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                          _ ("is kept as a note with the tag \"%s\""), lists[i][1]);
      }
    }
}

/* What is about the whole, with the categories that have no risks; the rest is written from the
 * model. */
static void
keep_root (RedanThreagile *self)
{
  static const char *const categories[] = { "individual_risk_categories",
                                            "custom_risk_categories" };
  static const char *const kept[] = {
    "technical_assets",
    "data_assets",
    "trust_boundaries",
    "risk_tracking",
    "questions",
    "abuse_cases",
    "security_requirements",
    "includes",
    "communication_links",
    "incoming_technical_communication_links_mapped_by_target_id",
    "direct_containing_trust_boundary_mapped_by_technical_asset_id",
    "built_in_risk_categories",
    "generated_risks_by_category",
    "generated_risks_by_synthetic_id",
    NULL,
  };
  RedanTree *tree = self->tree;
  const char *name;
  RedanNode *value;

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_node_foreach_member (self->root, name, value)
  {
    const char *key;
    RedanNode *category;

    redan_tree_key (tree, name, -1);
    if (!g_strv_contains (categories, name) ||
        (!redan_node_is_object (value) && !redan_node_is_list (value)))
      {
        redan_tree_add (tree, value);
        continue;
      }
    redan_tree_open (tree, value->type);
    redan_node_foreach_member (value, key, category)
    {
      if (!redan_node_is_blank (redan_node_get (category, "risks_identified")))
        continue;
      redan_tree_key (tree, key, -1);
      redan_tree_add (tree, category);
    }
    redan_tree_close (tree);
  }
  redan_tree_close (tree);
  redan_threagile_keep (self, "", redan_tree_take (tree), kept);
}

static void
read_meta (RedanThreagile *self)
{
  static const char *const known[] = {
    "threagile_version",
    "title",
    "author",
    "business_overview",
    "technical_overview",
    "application_description",
    "management_summary_comment",
    "questions",
    "abuse_cases",
    "security_requirements",
    "data_assets",
    "technical_assets",
    "trust_boundaries",
    "shared_runtimes",
    "individual_risk_categories",
    "custom_risk_categories",
    "risk_tracking",
    "includes",
    "tags_available",
    "built_in_risk_categories",
    "communication_links",
    "incoming_technical_communication_links_mapped_by_target_id",
    "direct_containing_trust_boundary_mapped_by_technical_asset_id",
    "generated_risks_by_category",
    "generated_risks_by_synthetic_id",
    NULL,
  };
  static const char *const titles[] = { NULL, N_ ("Business overview"), N_ ("Technical overview"),
                                        N_ ("Management summary") };
  static const char *const computed[] = { "built_in_risk_categories",
                                          "generated_risks_by_category" };
  RedanRelay *relay = &self->relay;
  RedanNode *root = self->root;
  const char *title = redan_node_get_text (redan_node_get (root, "title"));
  g_autofree char *application = NULL;
  g_autofree char *business = NULL;
  g_autofree char *technical = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *whole = NULL;

  redan_relay_meta (relay, title != NULL ? title : "", root);
  keep_root (self);
  redan_threagile_name (self, "", root);
  redan_relay_text (relay, redan_node_get (root, "author"), "name", REDAN_FIELD_OWNER);
  application =
      redan_relay_dup_text (relay, redan_node_get (root, "application_description"), "description");
  business =
      redan_relay_dup_text (relay, redan_node_get (root, "business_overview"), "description");
  technical =
      redan_relay_dup_text (relay, redan_node_get (root, "technical_overview"), "description");
  summary = redan_relay_dup_text (relay, root, "management_summary_comment");
  redan_relay_describe (relay, titles,
                        (const char *const[]){ application, business, technical, summary },
                        G_N_ELEMENTS (titles));
  redan_relay_rest (relay, root, known);
  for (guint i = 0; i < G_N_ELEMENTS (computed); i++)
    {
      if (!redan_node_is_blank (redan_node_get (root, computed[i])))
        redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                          _ ("\"%s\" is what Threagile computed; Redan finds its own"),
                          computed[i]);
    }
}

static gboolean
check_shape (RedanNode *root, GError **error)
{
  static const char *const maps[] = { "data_assets",     "technical_assets",     "trust_boundaries",
                                      "shared_runtimes", "risk_tracking",        "questions",
                                      "abuse_cases",     "security_requirements" };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      RedanNode *map = redan_node_get (root, maps[i]);
      g_autofree char *place = g_strconcat ("$.", maps[i], NULL);
      const char *key;
      RedanNode *item;

      if (map != NULL && !redan_node_is_null (map) && !redan_node_is_object (map))
        return redan_relay_fail (place, map, _ ("a mapping"), error);
      redan_node_foreach_member (map, key, item)
      {
        g_autofree char *inner = g_strconcat (place, ".", key, NULL);

        if (i < 5 && !redan_node_is_object (item))
          return redan_relay_fail (inner, item, _ ("a mapping"), error);
      }
    }
  return TRUE;
}

/* What stands in a file goes before what it includes; lists are joined. */
static void
add_joined (RedanTree *tree, const RedanNode *here, const RedanNode *there)
{
  gsize i;
  RedanNode *item;

  if (redan_node_is_object (here) && redan_node_is_object (there))
    {
      redan_tree_open (tree, REDAN_NODE_OBJECT);
      redan_tree_add_missing (tree, here);
      redan_tree_add_missing (tree, there);
      redan_tree_close (tree);
    }
  else if (redan_node_is_list (here) && redan_node_is_list (there))
    {
      redan_tree_open (tree, REDAN_NODE_LIST);
      redan_node_foreach_item (here, i, item) redan_tree_add (tree, item);
      redan_node_foreach_item (there, i, item) redan_tree_add (tree, item);
      redan_tree_close (tree);
    }
  else
    redan_tree_add (tree, redan_node_is_null (here) && there != NULL ? there : here);
}

static RedanNode *
merge (RedanTree *tree, const RedanNode *root, const RedanNode *included)
{
  const char *key;
  RedanNode *value;

  redan_tree_open (tree, REDAN_NODE_OBJECT);
  redan_node_foreach_member (root, key, value)
  {
    redan_tree_key (tree, key, -1);
    if (strcmp (key, "includes") == 0)
      redan_tree_add (tree, value);
    else
      add_joined (tree, value, redan_node_get (included, key));
  }
  redan_node_foreach_member (included, key, value)
  {
    if (strcmp (key, "includes") == 0 || redan_node_get (root, key) != NULL)
      continue;
    redan_tree_key (tree, key, -1);
    redan_tree_add (tree, value);
  }
  redan_tree_close (tree);
  return redan_tree_take (tree);
}

typedef struct
{
  const RedanBundle *bundle;
  RedanTree *tree;
  GHashTable *seen;
  GPtrArray *missing;
} Includes;

static gboolean
include_all (Includes *self, RedanNode **root, const char *path, guint depth, GError **error)
{
  RedanNode *includes = redan_node_get (*root, "includes");
  g_autofree char *directory = g_path_get_dirname (path);
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (includes, i, item)
  {
    const char *name = redan_node_get_text (item);
    g_autofree char *joined = name != NULL ? redan_bundle_join (directory, name) : NULL;
    const guint8 *data;
    gsize length;
    RedanNode *included;

    if (joined == NULL || depth >= MAX_INCLUDE_DEPTH)
      {
        g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                     _ ("$.includes[%zu]: \"%s\" is no file beneath the folder of the model, or "
                        "too deep; put it there"),
                     i, name != NULL ? name : "");
        return FALSE;
      }
    if (!g_hash_table_add (self->seen, g_strdup (joined)))
      continue;
    if (!redan_bundle_find (self->bundle, joined, &data, &length))
      {
        g_ptr_array_add (self->missing, g_steal_pointer (&joined));
        continue;
      }

    redan_tree_begin_file (self->tree, joined);
    included = redan_relay_parse (self->tree, data, length, error);
    if (included == NULL)
      {
        g_prefix_error (error, "%s: ", joined);
        return FALSE;
      }
    if (!include_all (self, &included, joined, depth + 1, error))
      return FALSE;
    *root = merge (self->tree, *root, included);
  }
  return TRUE;
}

/* Returns NULL without an error when files are missing, which were asked for. */
static RedanNode *
read_root (RedanTree *tree, const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanBundle) bundle = redan_bundle_read (data, length, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  Includes includes = { bundle, tree, seen, missing };
  RedanNode *root;

  if (bundle == NULL)
    return NULL;
  root = redan_relay_parse (tree, bundle->data, bundle->length, error);
  if (root == NULL)
    return NULL;
  if (!redan_node_is_object (root))
    {
      redan_relay_fail ("$", root, _ ("a mapping"), error);
      return NULL;
    }
  if (!include_all (&includes, &root, "model", 0, error))
    return NULL;
  if (missing->len == 0)
    return root;

  sink->object (sink, REDAN_SECTION_META, "");
  for (guint i = 0; i < missing->len; i++)
    sink->include (sink, g_ptr_array_index (missing, i));
  return NULL;
}

static void
free_risk (gpointer data)
{
  g_free (((RedanThreagileRisk *) data)->synthetic);
}

static void
know_ids (RedanThreagile *self, const char *member, GHashTable *known)
{
  const char *key;
  RedanNode *node;

  redan_node_foreach_member (redan_node_get (self->root, member), key, node)
      g_hash_table_add (known, (gpointer) redan_threagile_id (key, node));
}

/* What lists name that is not in the file. */
static void
lose_missing (RedanThreagile *self)
{
  g_autoptr (GHashTable) data = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  know_ids (self, "data_assets", data);
  know_ids (self, "technical_assets", places);
  know_ids (self, "trust_boundaries", places);
  redan_relay_lose_missing (&self->relay, self->uses, data, self->data_named, _ ("data asset"));
  redan_relay_lose_missing (&self->relay, self->parents, places, self->parts_named,
                            _ ("technical asset or trust boundary"));
}

static void
read_model (RedanThreagile *self)
{
  static const char *const main_lists[] = { "technical_assets", NULL };

  read_meta (self);
  redan_relay_lose_empty (&self->relay, self->root, main_lists);
  read_boundaries (self);
  redan_threagile_assets (self);
  read_data (self);
  redan_threagile_risks (self);
  read_notes (self);
  lose_missing (self);
  if (self->n_marked_up > 0)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, "$",
                      g_dngettext (GETTEXT_PACKAGE, "HTML tags were removed from %u text",
                                   "HTML tags were removed from %u texts", self->n_marked_up),
                      self->n_marked_up);
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  GError *problem = NULL;
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root = read_root (tree, data, length, sink, &problem);
  RedanThreagile self = { .tree = tree, .root = root };

  if (root == NULL && problem != NULL)
    g_propagate_error (error, problem);
  if (root == NULL)
    return problem == NULL;
  if (!check_shape (root, error))
    return FALSE;

  redan_relay_init (&self.relay, sink, tree);
  redan_relay_use_words (&self.relay, "Threagile", redan_threagile_vocabulary);
  self.parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.data_named = g_hash_table_new (g_str_hash, g_str_equal);
  self.parts_named = g_hash_table_new (g_str_hash, g_str_equal);
  self.uses =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self.flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.threats = g_array_new (FALSE, FALSE, sizeof (RedanThreagileRisk));
  g_array_set_clear_func (self.threats, free_risk);
  read_model (&self);

  g_hash_table_unref (self.parents);
  g_hash_table_unref (self.uses);
  g_hash_table_unref (self.data_named);
  g_hash_table_unref (self.parts_named);
  g_hash_table_unref (self.flows);
  g_array_unref (self.threats);
  redan_relay_clear (&self.relay);
  return TRUE;
}

static gboolean
begins (const guint8 *data, gsize length)
{
  return redan_relay_may_be_text (data, length);
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const names[] = { "threagile_version", "technical_assets", "data_assets",
                                       "trust_boundaries", NULL };
  guint found = redan_root_keys_find (keys, names);

  if ((found & 1) != 0)
    return 95;
  return (found & 2) != 0 && (found & 12) != 0 ? 90 : 0;
}

const RedanImporter redan_importer_threagile = {
  .name = "threagile",
  .family = "threagile",
  .title = "Threagile",
  .begins = begins,
  .detect = detect,
  .parse = parse,
};
