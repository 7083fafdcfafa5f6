/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that put a fragment into a model: new ids, references to them, merged assets. */

#include "model/command-insert.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"
#include "model/error.h"
#include "model/fragment.h"

/*
 * @ids: (element-type RedanId RedanId): ids in the fragment to ids in the model
 * @keep_parents: what lies in no boundary of the fragment goes where its original lies
 */
typedef struct
{
  RedanEdit *edit;
  const RedanModel *fragment;
  RedanSchema *schema;
  RedanIdText diagram; /* "" for none */
  gint32 dx;
  gint32 dy;
  const RedanId *parent;
  gboolean keep_parents;
  GHashTable *ids;
  GHashTable *merged;
  GArray *inserted;
  GPtrArray *flows;
  gboolean has_lines;
} Insertion;

static void
map_id (Insertion *self, const RedanId *from, const RedanId *to)
{
  g_hash_table_insert (self->ids, (gpointer) from, g_memdup2 (to, sizeof *to));
}

/* Assets */

static gboolean
is_rating (const RedanEntry *entry)
{
  return entry->field >= REDAN_FIELD_ATTRIBUTE && entry->field < REDAN_FIELD_PACK;
}

/* Names and attributes, in one text that is equal for what is merged. */
static char *
describe_asset (const RedanObject *asset)
{
  GString *text = g_string_new (redan_object_get_name (asset));

  for (guint i = 0; i < asset->n_entries; i++)
    if (is_rating (&asset->entries[i]))
      g_string_append_printf (text, "\n%u\n%s\n%s", asset->entries[i].field, asset->entries[i].key,
                              asset->entries[i].value);
  return g_string_free (text, FALSE);
}

/* Assets without a name are the same only when they are one object. */
static void
map_assets (Insertion *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const RedanObject *const *assets =
      redan_model_get_objects (self->edit->model, REDAN_SECTION_ASSET, &n);

  for (guint i = n; i-- > 0;)
    g_hash_table_insert (known, describe_asset (assets[i]), (gpointer) assets[i]);

  assets = redan_model_get_objects (self->fragment, REDAN_SECTION_ASSET, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = describe_asset (assets[i]);
      const RedanObject *same = redan_model_lookup (self->edit->model, &assets[i]->id);
      g_autofree char *same_text =
          same == NULL || same->section != REDAN_SECTION_ASSET ? NULL : describe_asset (same);
      if (g_strcmp0 (text, same_text) != 0)
        same =
            *redan_object_get_name (assets[i]) == '\0' ? NULL : g_hash_table_lookup (known, text);
      if (same == NULL)
        continue;
      map_id (self, &assets[i]->id, &same->id);
      g_hash_table_add (self->merged, (gpointer) &assets[i]->id);
    }
}

/* Ids */

static void
map_section (Insertion *self, RedanSection section)
{
  guint n;
  const RedanObject *const *objects = redan_model_get_objects (self->fragment, section, &n);

  for (guint i = 0; i < n; i++)
    {
      if (g_hash_table_contains (self->ids, &objects[i]->id))
        continue;
      RedanId id = redan_edit_create (self->edit, section, NULL);
      map_id (self, &objects[i]->id, &id);
      if (section != REDAN_SECTION_ASSET)
        g_array_append_val (self->inserted, id);
    }
}

/* A control on a new object has the id that such a placement always has. What the model says of
 * the controls on an asset that was there already stays. */
static void
map_mitigations (Insertion *self)
{
  guint n;
  const RedanObject *const *objects =
      redan_model_get_objects (self->fragment, REDAN_SECTION_MITIGATION, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *control = redan_object_get (objects[i], REDAN_FIELD_CONTROL);
      RedanId target;
      if (control == NULL ||
          !redan_object_get_reference (objects[i], REDAN_FIELD_TARGET, &target) ||
          !g_hash_table_contains (self->ids, &target) ||
          g_hash_table_contains (self->merged, &target))
        continue;
      RedanId id = redan_mitigation_id (control, g_hash_table_lookup (self->ids, &target));
      redan_command_create_or_change (self->edit, REDAN_SECTION_MITIGATION, id);
      map_id (self, &objects[i]->id, &id);
    }
}

static void
map_ids (Insertion *self)
{
  if (*self->diagram != '\0' && redan_model_get_n (self->fragment, REDAN_SECTION_DIAGRAM) > 0)
    {
      RedanId diagram;
      memcpy (diagram.text, self->diagram, REDAN_ID_LENGTH);
      map_id (self, &redan_model_get_nth (self->fragment, REDAN_SECTION_DIAGRAM, 0)->id, &diagram);
    }
  map_assets (self);
  map_section (self, REDAN_SECTION_BOUNDARY);
  map_section (self, REDAN_SECTION_ELEMENT);
  map_section (self, REDAN_SECTION_FLOW);
  map_section (self, REDAN_SECTION_ASSET);
  if (*self->diagram != '\0')
    map_section (self, REDAN_SECTION_NOTE);
  map_mitigations (self);
}

/* Entries */

static char *
shift_value (const Insertion *self, RedanField field, const char *value)
{
  RedanBox box;
  guint n;

  if (field == REDAN_FIELD_PLACE && redan_place_parse (value, &box))
    {
      box.x += self->dx;
      box.y += self->dy;
      return redan_place_format (&box);
    }
  if (field != REDAN_FIELD_ROUTE)
    return g_strdup (value);

  g_autofree RedanPoint *points = redan_points_parse (value, &n);
  for (guint i = 0; points != NULL && i < n; i++)
    {
      points[i].x += self->dx;
      points[i].y += self->dy;
    }
  return points == NULL ? g_strdup (value) : redan_points_format (points, n);
}

static void
insert_entry (Insertion *self, const RedanId *id, RedanSection section, const RedanEntry *entry)
{
  RedanReference reference;
  RedanIdText text;

  if (!redan_reference_parse (self->schema, section, entry->field, entry->key, entry->value,
                              &reference))
    {
      redan_edit_set (self->edit, id, entry->field, entry->key, entry->value);
      return;
    }

  const RedanId *target = g_hash_table_lookup (self->ids, &reference.id);
  if (target == NULL)
    return;

  redan_id_to_text (target, text);
  g_autofree char *value = shift_value (self, entry->field, entry->value);
  redan_edit_set (self->edit, id, entry->field, reference.by_key ? text : entry->key,
                  reference.by_key ? value : text);
}

static void
set_outer_parent (Insertion *self, const RedanObject *object, const RedanId *id)
{
  const RedanObject *original = redan_model_lookup (self->edit->model, &object->id);
  RedanId parent;

  if (self->keep_parents && original != NULL &&
      redan_object_get_reference (original, REDAN_FIELD_PARENT, &parent))
    redan_command_put_into (self->edit, id, &parent);
  else if (self->parent != NULL)
    redan_command_put_into (self->edit, id, self->parent);
}

static void
insert_object (Insertion *self, const RedanObject *object)
{
  const RedanId *id = g_hash_table_lookup (self->ids, &object->id);
  gboolean merged = g_hash_table_contains (self->merged, &object->id);
  guint n;

  if (id == NULL)
    return;

  for (guint i = 0; i < object->n_entries; i++)
    if (!merged || (object->entries[i].field >= REDAN_FIELD_STORED &&
                    object->entries[i].field <= REDAN_FIELD_CARRIED))
      insert_entry (self, id, object->section, &object->entries[i]);
  if ((object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY) &&
      redan_object_get (object, REDAN_FIELD_PARENT) == NULL)
    set_outer_parent (self, object, id);
  if (object->section == REDAN_SECTION_FLOW)
    g_ptr_array_add (self->flows, (gpointer) id);
  if (object->section == REDAN_SECTION_BOUNDARY &&
      redan_object_get_range (object, REDAN_FIELD_ROUTE, &n) != NULL)
    self->has_lines = TRUE;
}

static char *
label_insertion (const RedanModel *fragment, const char *label)
{
  guint n = redan_fragment_count (fragment);

  return label != NULL ? g_strdup (label)
                       : g_strdup_printf (ngettext ("Paste %u object", "Paste %u objects", n), n);
}

static RedanEdit *
insert (Insertion *self,
        const RedanModel *model,
        const RedanId *diagram,
        const char *label,
        GArray **ids_out)
{
  g_autofree char *name = label_insertion (self->fragment, label);
  gint32 limit = 2 * REDAN_COORDINATE_LIMIT;

  self->edit = redan_edit_new (model, name);
  self->schema = redan_model_get_schema (model);
  self->dx = CLAMP (self->dx, -limit, limit);
  self->dy = CLAMP (self->dy, -limit, limit);
  if (diagram != NULL)
    redan_id_to_text (diagram, self->diagram);
  self->ids = g_hash_table_new_full (redan_id_hash, redan_id_equal, NULL, g_free);
  self->merged = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->inserted = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->flows = g_ptr_array_new ();

  if (redan_model_get_schema (self->fragment) != self->schema)
    redan_command_refuse (self->edit, REDAN_MODEL_ERROR_FORMAT,
                          _ ("it was made with other packs than this model; read it again"));
  else
    {
      map_ids (self);
      for (guint section = 0; section < REDAN_N_SECTIONS; section++)
        for (guint i = 0; i < redan_model_get_n (self->fragment, section); i++)
          if (section != REDAN_SECTION_META && section != REDAN_SECTION_DIAGRAM)
            insert_object (self, redan_model_get_nth (self->fragment, section, i));
      if (self->has_lines)
        redan_command_add_all_flows (self->edit, self->flows);
      redan_command_refresh_crossings (self->edit, self->flows);
    }

  g_ptr_array_unref (self->flows);
  g_hash_table_unref (self->merged);
  g_hash_table_unref (self->ids);
  if (ids_out != NULL)
    *ids_out = self->inserted;
  else
    g_array_unref (self->inserted);
  return self->edit;
}

RedanEdit *
redan_command_insert (const RedanModel *model,
                      const RedanModel *fragment,
                      const RedanId *diagram,
                      gint32 dx,
                      gint32 dy,
                      const RedanId *parent,
                      const char *label,
                      GArray **ids_out)
{
  Insertion self = {
    .fragment = fragment,
    .dx = dx,
    .dy = dy,
    .parent = parent != NULL && redan_id_is_null (parent) ? NULL : parent,
  };

  return insert (&self, model, diagram, label, ids_out);
}

RedanEdit *
redan_command_duplicate (const RedanModel *model,
                         const RedanId *diagram,
                         const RedanId *objects,
                         guint n_objects,
                         gint32 dx,
                         gint32 dy,
                         GArray **ids_out)
{
  g_autoptr (RedanModel) fragment = redan_fragment_new (model, objects, n_objects, diagram);
  guint n = redan_fragment_count (fragment);
  g_autofree char *label =
      g_strdup_printf (ngettext ("Duplicate %u object", "Duplicate %u objects", n), n);
  Insertion self = { .fragment = fragment, .dx = dx, .dy = dy, .keep_parents = TRUE };

  return insert (&self, model, diagram, label, ids_out);
}
