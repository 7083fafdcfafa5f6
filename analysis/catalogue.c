/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue: collects items over all data files, later ones overriding earlier ones, builds and
 * indexes them. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "analysis/carry.h"
#include "analysis/catalogue-private.h"
#include "analysis/error.h"
#include "model/hash.h"
#include "model/resource-tables.h"

#define MAX_ID 64

const char redan_layer_words[] =
    "account identity network application data host supply-chain detection response organizational";
const char redan_effect_words[] =
    "access credential execute read tamper destroy deny hide escalate pivot";

static const char *const layer_words[] = {
  "account", "identity",     "network",   "application", "data",
  "host",    "supply-chain", "detection", "response",    "organizational",
};
static const char *const band_words[] = { "info", "low", "medium", "high", "critical" };
static const char *const state_words[] = { "absent",   "planned",   "contradicted", "declared",
                                           "attested", "validated", "stale" };

/** Root: what may stand in a file with this root element; @kinds are named by @children in the same
 * order */
typedef struct
{
  const char *name;
  const char *attributes;
  const char *children;
  RedanItemKind kinds[4];
} Root;

static const Root roots[] = {
  { "rules", "pack version method logic optional", "rule", { REDAN_ITEM_RULE } },
  { "controls", "pack version", "control", { REDAN_ITEM_CONTROL } },
  { "objectives",
    "pack version",
    "objective criterion",
    { REDAN_ITEM_OBJECTIVE, REDAN_ITEM_CRITERION } },
  { "practices",
    "pack version",
    "duty replacement service-note",
    { REDAN_ITEM_DUTY, REDAN_ITEM_REPLACEMENT, REDAN_ITEM_SERVICE_NOTE } },
  { "scoring", "pack version", "constant", { REDAN_ITEM_CONSTANT } },
  { "attack",
    "pack version",
    "step class guard profile",
    { REDAN_ITEM_STEP, REDAN_ITEM_CLASS, REDAN_ITEM_GUARD, REDAN_ITEM_PROFILE } },
  { "evidence", "pack version", "check practice", { REDAN_ITEM_CHECK, REDAN_ITEM_PRACTICE } },
  { "defaults", "pack version", "default", { REDAN_ITEM_DEFAULT } },
};

/** Pack: the files of one pack, hashed one after another in the order of reading */
typedef struct
{
  char *id;
  char *version;
  RedanHash hash;
} Pack;

typedef struct
{
  RedanItems items[REDAN_N_ITEMS];
  GPtrArray *trees;
  GPtrArray *packs; /* of Pack */
} Loader;

static void
free_pack (gpointer data)
{
  Pack *pack = data;

  g_free (pack->id);
  g_free (pack->version);
  g_free (pack);
}

static void
init_loader (Loader *self)
{
  for (guint kind = 0; kind < REDAN_N_ITEMS; kind++)
    {
      self->items[kind].array = g_array_new (FALSE, TRUE, sizeof (RedanItem));
      self->items[kind].positions = g_hash_table_new (g_str_hash, g_str_equal);
    }
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_xml_tree_free);
  self->packs = g_ptr_array_new_with_free_func (free_pack);
}

static void
clear_loader (Loader *self)
{
  for (guint kind = 0; kind < REDAN_N_ITEMS; kind++)
    {
      g_array_unref (self->items[kind].array);
      g_hash_table_unref (self->items[kind].positions);
    }
  g_ptr_array_unref (self->trees);
  g_ptr_array_unref (self->packs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loader, clear_loader)

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_ID && g_ascii_isalnum (*text) &&
         strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-._") == length;
}

static const char *
get_name (RedanReader *reader, const char *attribute)
{
  const char *name = redan_reader_get (reader, attribute);

  if (reader->error == NULL && !is_name (name))
    redan_reader_fail (reader, reader->node->line,
                       _ ("%s \"%s\" is no name; expected at most %d letters, digits and -._"),
                       attribute, name, MAX_ID);
  return name;
}

static void
add_pack (Loader *self, const char *id, const char *version, GBytes *bytes)
{
  Pack *pack = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (guint i = 0; i < self->packs->len && pack == NULL; i++)
    {
      Pack *candidate = g_ptr_array_index (self->packs, i);
      if (g_str_equal (candidate->id, id))
        pack = candidate;
    }
  if (pack == NULL)
    {
      pack = g_new0 (Pack, 1);
      pack->id = g_strdup (id);
      redan_hash_init (&pack->hash);
      g_ptr_array_add (self->packs, pack);
    }

  g_free (pack->version);
  pack->version = g_strdup (version);
  redan_hash_add (&pack->hash, data, length);
}

/* A rule that only says that the one with its id is off. */
static gboolean
read_disabled (RedanReader *reader, const RedanItems *items, const char *id)
{
  if (redan_xml_get (reader->node, "disabled") == NULL ||
      redan_reader_get_word (reader, "disabled", "no yes") == 0)
    return FALSE;

  redan_reader_check_names (reader, "id disabled", "", "");
  if (reader->error == NULL && !g_hash_table_contains (items->positions, id))
    redan_reader_fail (reader, reader->node->line,
                       _ ("rule \"%s\" is disabled but in no file read before; correct the id"),
                       id);
  return TRUE;
}

/* Puts one item into its list, in the place of the one it overrides. */
static void
collect_item (Loader *self, RedanReader *reader, RedanItemKind kind, const RedanItem *root)
{
  RedanItems *items = &self->items[kind];
  RedanItem item = *root;
  guint position;

  item.id = get_name (reader, kind == REDAN_ITEM_CONSTANT ? "name" : "id");
  item.node = reader->node;
  if (kind == REDAN_ITEM_RULE)
    item.disabled = read_disabled (reader, items, item.id);
  if (reader->error != NULL)
    return;

  position = GPOINTER_TO_UINT (g_hash_table_lookup (items->positions, item.id));
  if (position == 0)
    {
      if (items->array->len == REDAN_CATALOGUE_MAX_ITEMS)
        {
          redan_reader_fail (reader, reader->node->line,
                             _ ("more than %d items of one kind; split the packs"),
                             REDAN_CATALOGUE_MAX_ITEMS);
          return;
        }
      g_array_append_val (items->array, item);
      g_hash_table_insert (items->positions, (gpointer) item.id,
                           GUINT_TO_POINTER (items->array->len));
      return;
    }

  RedanItem *earlier = &g_array_index (items->array, RedanItem, position - 1);
  if (earlier->serial == item.serial)
    redan_reader_fail (reader, reader->node->line,
                       _ ("\"%s\" stands in this file twice, first in line %u; rename or remove "
                          "one"),
                       item.id, earlier->node->line);
  *earlier = item;
}

static void
collect_children (Loader *self, RedanReader *reader, const Root *root, RedanItem item)
{
  const RedanXmlNode *top = reader->node;

  for (const RedanXmlNode *child = top->first_child; child != NULL; child = child->next)
    {
      int kind = redan_reader_find_word (root->children, child->name, strlen (child->name));
      reader->node = child;
      if (kind < 0)
        redan_reader_fail (reader, child->line, _ ("unknown child \"%s\" of \"%s\"; expected %s"),
                           child->name, top->name, root->children);
      else
        collect_item (self, reader, root->kinds[kind], &item);
      if (reader->error != NULL)
        return;
    }
}

static void
check_root (RedanReader *reader, const Root *root, RedanItem *item)
{
  redan_reader_check_names (reader, root->attributes, "", root->children);
  item->pack = get_name (reader, "pack");
  get_name (reader, "version");
  if (!g_str_equal (root->name, "rules"))
    return;

  item->method = get_name (reader, "method");
  redan_reader_get_word (reader, "logic", "three-valued");
  item->optional = redan_xml_get (reader->node, "optional") != NULL &&
                   redan_reader_get_word (reader, "optional", "no yes") == 1;
}

static const Root *
find_root (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    if (g_str_equal (roots[i].name, name))
      return &roots[i];

  return NULL;
}

static gboolean
collect_file (Loader *self,
              RedanCatalogue *catalogue,
              const RedanDataFile *file,
              guint serial,
              GError **error)
{
  const Root *root = find_root (file->root);
  RedanReader reader = { catalogue, file->path, NULL, NULL };
  RedanItem item = { .path = file->path, .serial = serial };
  RedanXmlTree *tree = redan_xml_parse (file->path, file->bytes, error);

  if (tree == NULL)
    return FALSE;

  g_ptr_array_add (self->trees, tree);
  reader.node = redan_xml_tree_get_root (tree);
  check_root (&reader, root, &item);
  if (reader.error == NULL)
    {
      add_pack (self, item.pack, redan_xml_get (reader.node, "version"), file->bytes);
      collect_children (self, &reader, root, item);
    }
  if (reader.error == NULL)
    return TRUE;

  g_propagate_error (error, reader.error);
  return FALSE;
}

/* Pack and version of a schema file, which redan_schema_load() has read and checked before. */
static void
add_schema_pack (Loader *self, const RedanDataFile *file)
{
  gsize length;
  const char *data = g_bytes_get_data (file->bytes, &length);
  const char *start = g_strstr_len (data, length, "<attributes");
  const char *end = start != NULL ? memchr (start, '>', data + length - start) : NULL;
  g_autofree char *tag = NULL;
  g_autoptr (RedanXmlTree) tree = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (end == NULL)
    return;

  tag = g_strdup_printf ("%.*s/>", (int) (end - start), start);
  bytes = g_bytes_new (tag, strlen (tag));
  tree = redan_xml_parse (file->path, bytes, NULL);
  if (tree == NULL)
    return;

  const char *id = redan_xml_get (redan_xml_tree_get_root (tree), "pack");
  const char *version = redan_xml_get (redan_xml_tree_get_root (tree), "version");
  if (id != NULL && version != NULL)
    add_pack (self, id, version, file->bytes);
}

static int
compare_packs (gconstpointer a, gconstpointer b)
{
  const Pack *first = *(Pack *const *) a;
  const Pack *second = *(Pack *const *) b;

  return strcmp (first->id, second->id);
}

static void
list_packs (Loader *loader, RedanCatalogue *self)
{
  self->packs = g_new0 (char *, loader->packs->len + 1);
  g_ptr_array_sort (loader->packs, compare_packs);
  for (guint i = 0; i < loader->packs->len; i++)
    {
      Pack *pack = g_ptr_array_index (loader->packs, i);
      g_autofree char *hash = redan_hash_finish_text (&pack->hash);
      self->packs[i] = g_strdup_printf ("%s %s %.16s", pack->id, pack->version, hash);
    }
}

RedanCatalogue *
redan_catalogue_load (RedanDataSource *source, RedanSchema *schema, GError **error)
{
  g_return_val_if_fail (source != NULL && schema != NULL, NULL);

  g_autoptr (RedanCatalogue) self = g_new0 (RedanCatalogue, 1);
  g_auto (Loader) loader;
  init_loader (&loader);
  g_atomic_ref_count_init (&self->references);
  self->schema = redan_schema_ref (schema);
  self->strings = g_string_chunk_new (16 * 1024);
  self->memory = g_ptr_array_new_with_free_func (g_free);
  self->rule_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->control_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->objective_index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < redan_data_source_get_n_files (source); i++)
    {
      const RedanDataFile *file = redan_data_source_get_file (source, i);

      /* Stencils only help to draw, tables to import; a pack of them alone changes no result. */
      if (g_str_equal (file->root, "stencils") || redan_resource_tables_has (file->root) ||
          g_str_equal (file->root, REDAN_CARRY_TABLE))
        continue;
      if (g_str_equal (file->root, "attributes"))
        add_schema_pack (&loader, file);
      else if (!collect_file (&loader, self, file, i, error))
        return NULL;
    }
  list_packs (&loader, self);

  if (!redan_catalogue_build_scoring (self, &loader.items[REDAN_ITEM_CONSTANT], error) ||
      !redan_catalogue_build_objectives (self, &loader.items[REDAN_ITEM_OBJECTIVE], error) ||
      !redan_catalogue_build_controls (self, &loader.items[REDAN_ITEM_CONTROL], error) ||
      !redan_catalogue_build_rules (self, &loader.items[REDAN_ITEM_RULE], error) ||
      !redan_catalogue_build_criteria (self, &loader.items[REDAN_ITEM_CRITERION], error) ||
      !redan_catalogue_build_tactics (self, loader.items, error) ||
      !redan_catalogue_build_duties (self, &loader.items[REDAN_ITEM_DUTY], error) ||
      !redan_catalogue_build_replacements (self, &loader.items[REDAN_ITEM_REPLACEMENT], error) ||
      !redan_catalogue_build_service_notes (self, &loader.items[REDAN_ITEM_SERVICE_NOTE], error) ||
      !redan_catalogue_build_service_defaults (self, &loader.items[REDAN_ITEM_DEFAULT], error) ||
      !redan_catalogue_build_checks (self, &loader.items[REDAN_ITEM_CHECK], error) ||
      !redan_catalogue_build_practices (self, &loader.items[REDAN_ITEM_PRACTICE], error))
    return NULL;

  return g_steal_pointer (&self);
}

RedanCatalogue *
redan_catalogue_ref (RedanCatalogue *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_catalogue_unref (RedanCatalogue *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < self->n_rules; i++)
    g_clear_pointer (&self->rules[i].condition, redan_expression_free);
  for (guint i = 0; i < self->n_controls; i++)
    {
      g_clear_pointer (&self->controls[i].when, redan_expression_free);
      g_clear_pointer (&self->controls[i].implied_by, redan_expression_free);
    }
  for (guint i = 0; i < self->n_criteria; i++)
    g_clear_pointer (&self->criteria[i].expression, redan_expression_free);
  redan_catalogue_clear_tactics (self);
  g_hash_table_unref (self->rule_index);
  g_hash_table_unref (self->control_index);
  g_hash_table_unref (self->objective_index);
  g_ptr_array_unref (self->memory);
  g_string_chunk_free (self->strings);
  g_strfreev (self->packs);
  redan_schema_unref (self->schema);
  g_free (self);
}

RedanSchema *
redan_catalogue_get_schema (const RedanCatalogue *self)
{
  return self->schema;
}

const RedanScoring *
redan_catalogue_get_scoring (const RedanCatalogue *self)
{
  return &self->scoring;
}

const RedanRule *
redan_catalogue_get_rules (const RedanCatalogue *self, guint *n_out)
{
  if (n_out != NULL)
    *n_out = self->n_rules;
  return self->rules;
}

const RedanControl *
redan_catalogue_get_controls (const RedanCatalogue *self, guint *n_out)
{
  if (n_out != NULL)
    *n_out = self->n_controls;
  return self->controls;
}

const RedanObjective *
redan_catalogue_get_objectives (const RedanCatalogue *self, guint *n_out)
{
  if (n_out != NULL)
    *n_out = self->n_objectives;
  return self->objectives;
}

const RedanCriterion *
redan_catalogue_get_criteria (const RedanCatalogue *self, guint *n_out)
{
  if (n_out != NULL)
    *n_out = self->n_criteria;
  return self->criteria;
}

const RedanDuty *
redan_catalogue_get_duties (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->n_duties;
  return self->duties;
}

const RedanReplacement *
redan_catalogue_get_replacements (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->n_replacements;
  return self->replacements;
}

const RedanServiceNote *
redan_catalogue_get_service_notes (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->n_service_notes;
  return self->service_notes;
}

const RedanServiceDefault *
redan_catalogue_get_service_defaults (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->n_service_defaults;
  return self->service_defaults;
}

guint32
redan_catalogue_find_criterion (const RedanCatalogue *self, const char *id)
{
  for (guint32 i = 0; i < self->n_criteria; i++)
    if (g_str_equal (self->criteria[i].id, id))
      return i;

  return G_MAXUINT32;
}

guint32
redan_catalogue_find_rule (const RedanCatalogue *self, const char *id)
{
  return redan_reader_find_reference (self->rule_index, id);
}

guint32
redan_catalogue_find_control (const RedanCatalogue *self, const char *id)
{
  return redan_reader_find_reference (self->control_index, id);
}

guint32
redan_catalogue_find_objective (const RedanCatalogue *self, const char *id)
{
  return redan_reader_find_reference (self->objective_index, id);
}

const char *const *
redan_catalogue_get_packs (const RedanCatalogue *self)
{
  return (const char *const *) self->packs;
}

const char *
redan_band_get_word (RedanBand band)
{
  g_return_val_if_fail ((guint) band < REDAN_N_BANDS, "");

  return band_words[band];
}

gboolean
redan_band_from_word (const char *word, RedanBand *band_out)
{
  for (guint band = 0; band < REDAN_N_BANDS; band++)
    if (g_str_equal (word, band_words[band]))
      {
        *band_out = (RedanBand) band;
        return TRUE;
      }

  return FALSE;
}

const char *
redan_layer_get_word (RedanLayer layer)
{
  g_return_val_if_fail ((guint) layer < REDAN_N_LAYERS, "");

  return layer_words[layer];
}

const char *
redan_control_state_get_word (RedanControlState state)
{
  g_return_val_if_fail ((guint) state < REDAN_N_STATES, "");

  return state_words[state];
}
