/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of the Open Threat Model 0.2: project, zones, components, flows and assets. Attributes of
 * ours go among the free attributes of the format. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "model/exchange/component-kinds.h"
#include "model/exchange/otm-private.h"
#include "model/exchange/otm-write-private.h"
#include "model/resource-tables.h"

#define VERSION "0.2.0"
#define OUTSIDE_ID "redan-outside"
#define MIDDLE 50 /* percent, where the format wants a number and nobody gave one */
#define PLACE_PREFIX "representation "

json_t *
redan_otm_begin (const RedanExport *run, const RedanObject *object)
{
  json_t *written = json_object ();
  RedanIdText id;

  json_object_set_new (written, "id", json_string (redan_export_foreign_id (run, object, id)));
  json_object_set_new (written, "name",
                       json_string (redan_export_text (run, object, REDAN_FIELD_NAME)));
  redan_export_put (written, "description", redan_export_get (object, REDAN_FIELD_DESCRIPTION));
  return written;
}

gboolean
redan_otm_is_component (const RedanExport *run, const RedanObject *object)
{
  return object->section == REDAN_SECTION_BOUNDARY &&
         *redan_export_extra (run, object, REDAN_OTM_COMPONENT) != '\0';
}

static json_t *
get_attributes (json_t *written)
{
  json_t *attributes = json_object_get (written, "attributes");

  if (attributes == NULL)
    {
      attributes = json_object ();
      json_object_set_new (written, "attributes", attributes);
    }
  return attributes;
}

void
redan_otm_own_attribute (json_t *written, const char *name, const char *value)
{
  g_autofree char *key = g_strconcat (REDAN_OTM_PREFIX, name, NULL);

  if (*value != '\0')
    json_object_set_new (get_attributes (written), key, json_string (value));
}

static void
put_attribute (const RedanExport *run, json_t *written, const RedanEntry *entry)
{
  const char *name = redan_field_get_tag (run->schema, entry->field);
  g_autofree char *key = g_strconcat (REDAN_OTM_PREFIX, name, NULL);
  json_t *attributes = get_attributes (written);
  json_t *list = json_object_get (attributes, key);

  if (!redan_field_is_keyed (run->schema, entry->field))
    {
      json_object_set_new (attributes, key, json_string (entry->value));
      return;
    }
  if (list == NULL)
    {
      list = json_array ();
      json_object_set_new (attributes, key, list);
    }
  json_array_append_new (list, json_string (entry->key));
}

void
redan_otm_end (const RedanExport *run,
               const RedanObject *object,
               json_t *written,
               const char *const *known)
{
  static const char *const of_zones[] = { "trust", NULL };
  static const char *const of_assets[] = { "c_rating", "i_rating", "a_rating", NULL };
  static const char *const of_others[] = { NULL };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *before = redan_export_read (tree, written);
  const char *const *rated = redan_otm_is_unrated (before)               ? of_others
                             : redan_otm_is_component (run, object)      ? of_others
                             : object->section == REDAN_SECTION_BOUNDARY ? of_zones
                             : object->section == REDAN_SECTION_ASSET    ? of_assets
                                                                         : of_others;
  const char *kept = redan_export_extra (run, object, "attributes");
  g_autoptr (json_t) others = redan_export_value (kept);
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);
  gsize length = strlen (run->exporter->family) + 1;

  if (json_is_object (others))
    json_object_update (get_attributes (written), others);
  else if (*kept != '\0')
    json_object_set (written, "attributes", others);
  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];

      if (redan_field_get_attribute (run->schema, entry->field) != NULL &&
          entry->field != REDAN_FIELD_KIND &&
          !g_strv_contains (rated, redan_field_get_tag (run->schema, entry->field)))
        put_attribute (run, written, entry);
    }

  /* As redan_export_rest(), but for what stands in representations. */
  for (guint i = 0; i < n; i++)
    {
      const char *name = extras[i].key + length;

      if (g_str_has_prefix (extras[i].key, "otm/") && !g_str_has_prefix (name, PLACE_PREFIX) &&
          strcmp (name, "attributes") != 0 && strcmp (name, "description") != 0 &&
          !g_strv_contains (known, name) && json_object_get (written, name) == NULL)
        json_object_set_new (written, name, redan_export_value (extras[i].value));
    }
}

json_t *
redan_otm_percent (const RedanExport *run,
                   const RedanObject *object,
                   const char *name,
                   const char *rating)
{
  const char *kept = redan_export_extra (run, object, name);
  g_autofree char *same = redan_otm_rate (g_ascii_strtod (kept, NULL));

  if (*kept != '\0' && strcmp (same, rating) == 0)
    return redan_export_value (kept);
  return json_integer ((g_ascii_strtoll (rating, NULL, 10) - 1) * 25);
}

/* ---- places ---- */

/* The box that a parent in the format has in this diagram: positions are relative to it. */
static gboolean
find_origin (const RedanExport *run,
             const RedanObject *object,
             const char *diagram,
             RedanBox *box_out)
{
  const RedanObject *at = redan_export_reference (run, object, REDAN_FIELD_PARENT);

  for (guint i = 0; at != NULL && i <= REDAN_MAX_NESTING; i++)
    {
      if (redan_object_get_place (at, diagram, box_out))
        return TRUE;
      at = redan_export_reference (run, at, REDAN_FIELD_PARENT);
    }
  return FALSE;
}

static json_t *
make_pair (const char *first, gint32 one, const char *second, gint32 other)
{
  json_t *pair = json_object ();

  json_object_set_new (pair, first, redan_json_from_number ((double) one / REDAN_UNITS_PER_PIXEL));
  json_object_set_new (pair, second,
                       redan_json_from_number ((double) other / REDAN_UNITS_PER_PIXEL));
  return pair;
}

/* What the file had of the object in this diagram beside its box. */
static void
put_kept_of_place (const RedanExport *run,
                   const RedanObject *object,
                   const char *foreign,
                   json_t *place)
{
  g_autofree char *prefix = g_strdup_printf ("otm/" PLACE_PREFIX "%s ", foreign);
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = extras[i].key + strlen (prefix);

      if (g_str_has_prefix (extras[i].key, prefix) && json_object_get (place, name) == NULL)
        json_object_set_new (place, name, redan_export_value (extras[i].value));
    }
}

/* @inside: (nullable): the component that it lies in, whose box the position is relative to */
static void
put_places (const RedanExport *run,
            const RedanObject *object,
            const RedanObject *inside,
            json_t *written)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (run->model);
  json_t *places = json_array ();

  for (guint i = 0; i < diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      json_t *place = json_object ();
      RedanIdText ours;
      RedanIdText buffer;
      const char *foreign = redan_export_foreign_id (run, diagram, buffer);
      RedanBox box;
      RedanBox origin = { 0 };

      redan_id_to_text (&diagram->id, ours);
      if (redan_object_get_place (object, ours, &box))
        {
          if (inside == NULL || !redan_object_get_place (inside, ours, &origin))
            find_origin (run, object, ours, &origin);
          json_object_set_new (place, "position",
                               make_pair ("x", box.x - origin.x, "y", box.y - origin.y));
          json_object_set_new (place, "size", make_pair ("width", box.width, "height", box.height));
        }
      put_kept_of_place (run, object, foreign, place);
      if (json_object_size (place) > 0)
        {
          RedanIdText own;
          g_autofree char *id =
              g_strdup_printf ("%s-%s", redan_export_foreign_id (run, object, own), foreign);

          json_object_set_new (place, "representation", json_string (foreign));
          if (json_object_get (place, "id") == NULL &&
              *redan_export_extra (run, object, "id") == '\0')
            json_object_set_new (place, "id", json_string (id));
          json_array_append (places, place);
        }
      json_decref (place);
    }
  if (json_array_size (places) > 0)
    json_object_set (written, "representations", places);
  json_decref (places);
}

static json_t *
make_diagrams (const RedanExport *run)
{
  static const char *const known[] = { "id", "name", "description", "type", NULL };
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (run->model);
  json_t *list = json_array ();

  for (guint i = 0; i < diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      json_t *written = redan_otm_begin (run, diagram);
      const char *type = redan_export_extra (run, diagram, "type");

      json_object_set_new (written, "type", json_string (*type != '\0' ? type : "diagram"));
      redan_otm_end (run, diagram, written, known);
      json_array_append_new (list, written);
    }
  return list;
}

/* ---- zones ---- */

/* How far the model trusts what is inside when nobody said it: by the kind. -1 without a kind. */
static int
derive_trust (const RedanExport *run, const char *kind)
{
  const RedanAttribute *kinds =
      redan_schema_lookup (run->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  const int value = kinds != NULL ? redan_attribute_find_value (kinds, kind, -1) : -1;
  const char *trust =
      value >= 0 ? redan_attribute_get_property (kinds, (guint) value, "trust") : NULL;

  return trust != NULL ? (int) g_ascii_strtoll (trust, NULL, 10) : -1;
}

static json_t *
make_trust (RedanExport *run, const RedanObject *zone, json_t *written)
{
  const char *trust = redan_export_attribute (run, zone, "trust");
  const char *kept = redan_export_extra (run, zone, "trustRating");
  int same = (int) (g_ascii_strtod (kept, NULL) / 20 + 0.5);
  int derived;

  if (*kept != '\0' && (*trust == '\0' || g_ascii_strtoll (trust, NULL, 10) == same))
    return redan_export_value (kept);
  if (*trust != '\0')
    return json_integer (g_ascii_strtoll (trust, NULL, 10) * 20);
  if (*redan_export_extra (run, zone, "id") != '\0')
    return NULL; /* neither had the file one */

  redan_otm_own_attribute (written, "rated", "no");
  derived = derive_trust (run, redan_export_get (zone, REDAN_FIELD_KIND));
  if (derived >= 0)
    return json_integer (derived * 20);
  redan_export_lose (run, zone, _ ("has no trust, which the format wants; written as %d in 100"),
                     MIDDLE);
  return json_integer (MIDDLE);
}

/* The component that it lay in in the file, as long as both lie in the same zone. */
static const RedanObject *
find_outer_component (const RedanExport *run, const RedanObject *object)
{
  const char *kept = redan_export_extra (run, object, "parent-component");

  for (guint i = 0; *kept != '\0' && i < redan_model_get_n (run->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *outer = redan_model_get_nth (run->model, REDAN_SECTION_ELEMENT, i);

      if (strcmp (redan_export_extra (run, outer, "id"), kept) == 0)
        return redan_export_reference (run, outer, REDAN_FIELD_PARENT) ==
                       redan_export_reference (run, object, REDAN_FIELD_PARENT)
                   ? outer
                   : NULL;
    }
  return NULL;
}

/* Its zone, or the component in that; gives the component, which positions are relative to. One
 * that was not in the file, either, stays as it was written. */
static const RedanObject *
put_parent (const RedanExport *run, const RedanObject *object, json_t *written)
{
  const RedanObject *parent = redan_export_reference (run, object, REDAN_FIELD_PARENT);
  const RedanObject *outer = find_outer_component (run, object);
  const char *component = redan_export_extra (
      run, object, outer != NULL ? "parent-component" : REDAN_OTM_MISSING_PARENT);
  RedanIdText id;

  if (*component != '\0' && (outer != NULL || parent == NULL))
    json_object_set_new (written, "parent", json_pack ("{s:s}", "component", component));
  else if (parent != NULL)
    json_object_set_new (
        written, "parent",
        json_pack ("{s:s}", redan_otm_is_component (run, parent) ? "component" : "trustZone",
                   redan_export_foreign_id (run, parent, id)));
  return outer;
}

static json_t *
make_zones (RedanExport *run, gboolean outside)
{
  static const char *const known[] = { "type", "trustRating", "parent-component",
                                       REDAN_OTM_MISSING_PARENT, NULL };
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *zone = redan_model_get_nth (run->model, REDAN_SECTION_BOUNDARY, i);
      const char *kind = redan_export_get (zone, REDAN_FIELD_KIND);
      const char *type = redan_export_extra (run, zone, "type");
      json_t *written;
      json_t *trust;
      guint n_tags;

      if (redan_otm_is_component (run, zone))
        continue;
      written = redan_otm_begin (run, zone);
      trust = make_trust (run, zone, written);
      redan_object_get_range (zone, REDAN_FIELD_TAG, &n_tags);
      if (n_tags > 0)
        redan_export_lose (run, zone, _ ("the format has no words for: %s"), "tag");
      if (*type == '\0' && *redan_export_extra (run, zone, "id") == '\0')
        type = kind;
      redan_export_put (written, "type", type);
      if (strcmp (kind, "trust-zone") != 0 && !(strcmp (kind, "internet") == 0 && *type != '\0'))
        redan_otm_own_attribute (written, "kind", kind);
      if (trust != NULL)
        json_object_set_new (written, "risk", json_pack ("{s:o}", "trustRating", trust));
      put_places (run, zone, put_parent (run, zone, written), written);
      redan_otm_end (run, zone, written, known);
      json_array_append_new (list, written);
    }
  if (outside)
    json_array_append_new (list,
                           json_pack ("{s:s, s:s, s:s, s:{s:i}, s:{s:s}}", "id", OUTSIDE_ID, "name",
                                      "Outside", "type", "internet", "risk", "trustRating", 0,
                                      "attributes", REDAN_OTM_PREFIX "kind", REDAN_OTM_OUTSIDE));
  return list;
}

/* ---- components ---- */

/* The type of the file, or a word that an import takes for the same kind and technology. */
static const char *
choose_type (const RedanExport *run, const RedanObject *element, gboolean *same_out)
{
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);
  const char *tech = redan_export_attribute (run, element, "tech");
  const char *words[] = { redan_export_extra (run, element, "type"), tech, kind,
                          strcmp (kind, "store") == 0 ? "database" : "" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *read_kind;
      const char *read_tech;
      gboolean known = redan_component_kind_guess (words[i], &read_kind, &read_tech);

      /* Of a word of the file that says nothing, the kind was a guess. */
      *same_out = strcmp (read_kind, kind) == 0 &&
                  (i == 0 || g_strcmp0 (read_tech != NULL ? read_tech : "", tech) == 0);
      if (*words[i] != '\0' && (known || i == 0) && *same_out)
        return words[i];
    }
  *same_out = FALSE;
  return *words[0] != '\0' ? words[0] : kind;
}

static void
put_assets (const RedanExport *run, const RedanObject *object, json_t *written)
{
  json_t *stored = json_array ();
  json_t *processed = json_array ();
  json_t *carried = json_array ();
  gboolean element = object->section == REDAN_SECTION_ELEMENT;
  RedanIdText ours;

  redan_id_to_text (&object->id, ours);
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      RedanIdText buffer;
      const char *id = redan_export_foreign_id (run, asset, buffer);

      if (element && redan_object_get_keyed (asset, REDAN_FIELD_STORED, ours) != NULL)
        json_array_append_new (stored, json_string (id));
      if (element && redan_object_get_keyed (asset, REDAN_FIELD_PROCESSED, ours) != NULL)
        json_array_append_new (processed, json_string (id));
      if (!element && redan_object_get_keyed (asset, REDAN_FIELD_CARRIED, ours) != NULL)
        json_array_append_new (carried, json_string (id));
    }
  if (json_array_size (carried) > 0)
    json_object_set (written, "assets", carried);
  if (json_array_size (stored) + json_array_size (processed) > 0)
    json_object_set_new (written, "assets",
                         json_pack ("{s:O, s:O}", "stored", stored, "processed", processed));
  json_decref (stored);
  json_decref (processed);
  json_decref (carried);
}

static void
put_threats (RedanExport *run, const RedanObject *object, json_t *written)
{
  json_t *threats = redan_otm_threats_of (run, object);

  if (threats != NULL)
    json_object_set_new (written, "threats", threats);
}

/* The format wants a zone, or a component, around every component. */
static const RedanObject *
put_component_parent (const RedanExport *run,
                      const RedanObject *object,
                      json_t *written,
                      gboolean *outside_out)
{
  const RedanObject *outer = put_parent (run, object, written);

  if (json_object_get (written, "parent") == NULL &&
      (*redan_export_extra (run, object, "id") == '\0' ||
       *redan_export_extra (run, object, "parent-component") != '\0'))
    {
      *outside_out = TRUE;
      json_object_set_new (written, "parent", json_pack ("{s:s}", "trustZone", OUTSIDE_ID));
    }
  return outer;
}

/**
 * Nesting: what an import looks at to tell the components that are boundaries
 * @tables: resources of clouds, which tags name
 * @inside: boundaries in which something lies
 * @outer: foreign ids of elements in which others lie in the file
 * @ends: elements at which flows end
 */
typedef struct
{
  RedanResourceTables *tables;
  GHashTable *inside;
  GHashTable *outer;
  GHashTable *ends;
} Nesting;

static void
note_nesting (const RedanExport *run, Nesting *nesting)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW };

  nesting->tables = redan_resource_tables_new_built_in ();
  nesting->inside = g_hash_table_new (NULL, NULL);
  nesting->outer = g_hash_table_new (g_str_hash, g_str_equal);
  nesting->ends = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (run->model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (run->model, sections[i], j);
        const gboolean flow = object->section == REDAN_SECTION_FLOW;

        g_hash_table_add (flow ? nesting->ends : nesting->inside,
                          (gpointer) redan_export_reference (
                              run, object, flow ? REDAN_FIELD_SOURCE : REDAN_FIELD_PARENT));
        if (flow)
          g_hash_table_add (nesting->ends,
                            (gpointer) redan_export_reference (run, object, REDAN_FIELD_TARGET));
        else if (*redan_export_extra (run, object, "parent-component") != '\0')
          g_hash_table_add (nesting->outer,
                            (gpointer) redan_export_extra (run, object, "parent-component"));
      }
}

static void
clear_nesting (Nesting *nesting)
{
  redan_resource_tables_free (nesting->tables);
  g_hash_table_unref (nesting->inside);
  g_hash_table_unref (nesting->outer);
  g_hash_table_unref (nesting->ends);
}

/* Returns: (nullable): the kind of boundary that type or tags of a component say */
static const char *
look_container_kind (const RedanExport *run, const Nesting *nesting, const RedanObject *object)
{
  const char *kind = redan_container_kind_guess (redan_export_extra (run, object, "type"));
  guint n;
  const RedanEntry *tags = redan_object_get_range (object, REDAN_FIELD_TAG, &n);

  for (guint i = 0; kind == NULL && i < n; i++)
    {
      const RedanResourceType *known =
          redan_resource_tables_find_type (nesting->tables, tags[i].key);

      if (known != NULL && known->becomes == REDAN_RESOURCE_BOUNDARY)
        kind = known->kind;
    }
  return kind;
}

/* Whether an import would take an element for a boundary without being told. */
static gboolean
looks_like_container (const RedanExport *run,
                      const Nesting *nesting,
                      const RedanObject *element,
                      json_t *written)
{
  return json_object_get (written, "assets") == NULL &&
         !g_hash_table_contains (nesting->ends, element) &&
         (look_container_kind (run, nesting, element) != NULL ||
          g_hash_table_contains (nesting->outer, redan_export_extra (run, element, "id")));
}

/* Boundaries that are components in the file. */
static void
add_containers (RedanExport *run, const Nesting *nesting, json_t *list, gboolean *outside_out)
{
  static const char *const known[] = { "type", "parent-component", REDAN_OTM_MISSING_PARENT,
                                       REDAN_OTM_COMPONENT, NULL };

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *boundary = redan_model_get_nth (run->model, REDAN_SECTION_BOUNDARY, i);
      const char *kind = redan_export_get (boundary, REDAN_FIELD_KIND);
      const char *type = redan_export_extra (run, boundary, "type");
      const RedanObject *outer;
      const char *guess;
      json_t *written;

      if (!redan_otm_is_component (run, boundary))
        continue;
      written = redan_otm_begin (run, boundary);
      redan_export_put (written, "type", type);
      outer = put_component_parent (run, boundary, written, outside_out);
      redan_export_put_tags (written, "tags", boundary);
      guess = look_container_kind (run, nesting, boundary);
      if (guess == NULL && g_hash_table_contains (nesting->inside, boundary))
        guess = "trust-zone";
      if (g_strcmp0 (guess, kind) != 0)
        redan_otm_own_attribute (written, "kind", kind);
      put_places (run, boundary, outer, written);
      put_threats (run, boundary, written);
      redan_otm_end (run, boundary, written, known);
      json_array_append_new (list, written);
    }
}

static json_t *
make_components (RedanExport *run, gboolean *outside_out)
{
  static const char *const known[] = { "type", "parent-component", REDAN_OTM_MISSING_PARENT, NULL };
  json_t *list = json_array ();
  Nesting nesting;

  note_nesting (run, &nesting);
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (run->model, REDAN_SECTION_ELEMENT, i);
      const RedanObject *outer;
      json_t *written = redan_otm_begin (run, element);
      gboolean same;
      const char *type = choose_type (run, element, &same);

      json_object_set_new (written, "type", json_string (type));
      if (!same || *redan_export_extra (run, element, "type") == '\0')
        redan_otm_own_attribute (written, "kind", redan_export_get (element, REDAN_FIELD_KIND));
      outer = put_component_parent (run, element, written, outside_out);
      redan_export_put_tags (written, "tags", element);
      put_places (run, element, outer, written);
      put_assets (run, element, written);
      if (looks_like_container (run, &nesting, element, written))
        redan_otm_own_attribute (written, "kind", redan_export_get (element, REDAN_FIELD_KIND));
      put_threats (run, element, written);
      redan_otm_end (run, element, written, known);
      json_array_append_new (list, written);
    }
  add_containers (run, &nesting, list, outside_out);
  clear_nesting (&nesting);
  return list;
}

static void
put_end (
    RedanExport *run, const RedanObject *flow, RedanField field, const char *key, json_t *written)
{
  const RedanObject *end = redan_export_reference (run, flow, field);
  RedanIdText id;

  if (end != NULL)
    json_object_set_new (written, key, json_string (redan_export_foreign_id (run, end, id)));
  else if (*redan_export_extra (run, flow, key) == '\0')
    redan_export_lose (run, flow, _ ("has no \"%s\", which the format wants"), key);
}

static json_t *
make_flows (RedanExport *run)
{
  static const char *const known[] = { NULL };
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (run->model, REDAN_SECTION_FLOW, i);
      json_t *written = redan_otm_begin (run, flow);

      json_object_set_new (
          written, "bidirectional",
          json_boolean (*redan_export_get (flow, REDAN_FIELD_BIDIRECTIONAL) != '\0'));
      put_end (run, flow, REDAN_FIELD_SOURCE, "source", written);
      put_end (run, flow, REDAN_FIELD_TARGET, "destination", written);
      redan_export_put_tags (written, "tags", flow);
      put_assets (run, flow, written);
      put_threats (run, flow, written);
      redan_otm_end (run, flow, written, known);
      json_array_append_new (list, written);
    }
  return list;
}

static json_t *
make_assets (RedanExport *run)
{
  static const char *const known[] = { "confidentiality", "integrity", "availability", "comment",
                                       NULL };
  static const char *const attributes[] = { "c_rating", "i_rating", "a_rating" };
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSET); i++)
    {
      const RedanObject *asset = redan_model_get_nth (run->model, REDAN_SECTION_ASSET, i);
      json_t *written = redan_otm_begin (run, asset);
      json_t *risk = json_object ();
      gboolean ours = *redan_export_extra (run, asset, "id") == '\0';
      guint n_rated = 0;

      for (guint j = 0; j < G_N_ELEMENTS (attributes); j++)
        {
          const char *rating = redan_export_attribute (run, asset, attributes[j]);

          n_rated += *rating != '\0';
          if (*rating != '\0')
            json_object_set_new (risk, known[j], redan_otm_percent (run, asset, known[j], rating));
          else if (ours)
            json_object_set_new (risk, known[j], json_integer (MIDDLE));
        }
      if (ours && n_rated < G_N_ELEMENTS (attributes))
        redan_otm_own_attribute (written, "rated", "no");
      if (ours && n_rated < G_N_ELEMENTS (attributes))
        redan_export_lose (
            run, asset, _ ("lacks a rating that the format wants; written as %d in 100"), MIDDLE);
      redan_export_put (risk, "comment", redan_export_extra (run, asset, "comment"));
      if (json_object_size (risk) > 0)
        json_object_set (written, "risk", risk);
      json_decref (risk);
      redan_export_put_tags (written, "tags", asset);
      redan_otm_end (run, asset, written, known);
      json_array_append_new (list, written);
    }
  return list;
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  static const char *const known[] = { "otmVersion", NULL };
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *version = redan_export_extra (run, meta, "otmVersion");
  json_t *root = json_object ();
  json_t *project = redan_otm_begin (run, meta);
  gboolean outside = FALSE;
  json_t *components;

  json_object_set_new (root, "otmVersion", json_string (*version != '\0' ? version : VERSION));
  redan_export_put (project, "owner", redan_export_text (run, meta, REDAN_FIELD_OWNER));
  redan_otm_end (run, meta, project, known);
  json_object_set_new (root, "project", project);
  json_object_set_new (root, "representations", make_diagrams (run));
  json_object_set_new (root, "assets", make_assets (run));
  components = make_components (run, &outside);
  json_object_set_new (root, "trustZones", make_zones (run, outside));
  json_object_set_new (root, "components", components);
  json_object_set_new (root, "dataflows", make_flows (run));
  redan_otm_write_threats (run, root);
  return redan_export_tree (run, root);
}

static const char *const suffixes[] = { ".otm", ".otm.json", ".otm.yaml", ".otm.yml", NULL };

const RedanExporter redan_exporter_otm = {
  .name = "otm",
  .family = "otm",
  .title = N_ ("Open Threat Model"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name description owner",
    [REDAN_SECTION_BOUNDARY] = "kind parent name description tag place @",
    [REDAN_SECTION_ELEMENT] = "kind parent name description tag place @",
    [REDAN_SECTION_FLOW] = "source target name description bidirectional tag @",
    [REDAN_SECTION_ASSET] = "name description stored processed carried tag @",
    [REDAN_SECTION_THREAT] = "target name description method category severity likelihood impact "
                             "decision affects tag",
    [REDAN_SECTION_MITIGATION] = "target name description state=absent state=planned "
                                 "state=declared state=attested strength addresses",
    [REDAN_SECTION_DIAGRAM] = "name description order",
  },
  .write = write_file,
};
