/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts a part out of a model so that it stands on its own, and turns it into text and back. */

#include "model/fragment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/diagrams.h"
#include "model/error.h"
#include "model/referrers.h"

/*
 * @diagram: "" for none
 * @taken: (element-type RedanId): what the fragment will hold
 * @reviewed_on: field of the attribute, or %REDAN_FIELD_EXISTS
 */
typedef struct
{
  const RedanModel *model;
  RedanModel *fragment;
  RedanSchema *schema;
  RedanIdText diagram;
  GHashTable *chosen;
  GHashTable *taken;
  RedanField reviewed_on;
} Cut;

/* The nearest boundary around @object that is taken or, with @taken %FALSE, chosen. */
static const RedanObject *
find_boundary (const Cut *self, const RedanObject *object, gboolean taken)
{
  GHashTable *set = taken ? self->taken : self->chosen;
  RedanId parent;

  for (guint depth = 0; depth <= REDAN_MAX_NESTING; depth++)
    {
      if (object == NULL || !redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
        return NULL;
      object = redan_model_lookup (self->model, &parent);
      if (g_hash_table_contains (set, &parent))
        return object;
    }
  return NULL;
}

static gboolean
is_chosen (const Cut *self, const RedanObject *object)
{
  return self->chosen == NULL || g_hash_table_contains (self->chosen, &object->id);
}

/* Elements and boundaries: chosen, or seen inside what is chosen. */
static void
take_content (Cut *self, RedanSection section)
{
  guint n;
  const RedanObject *const *objects = redan_model_get_objects (self->model, section, &n);

  for (guint i = 0; i < n; i++)
    if (is_chosen (self, objects[i]) ||
        (find_boundary (self, objects[i], FALSE) != NULL &&
         (*self->diagram == '\0' || redan_object_stands_in (objects[i], self->diagram))))
      g_hash_table_add (self->taken, (gpointer) &objects[i]->id);
}

static gboolean
has_end (const Cut *self, const RedanObject *flow, RedanField end, gboolean *loose)
{
  RedanId id;

  if (redan_object_get_reference (flow, end, &id))
    return g_hash_table_contains (self->taken, &id);
  *loose = TRUE;
  return TRUE;
}

/* A flow between what is taken comes along; one with a loose end only when it is chosen. */
static void
take_flows (Cut *self)
{
  guint n;
  const RedanObject *const *flows = redan_model_get_objects (self->model, REDAN_SECTION_FLOW, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean loose = FALSE;
      if (has_end (self, flows[i], REDAN_FIELD_SOURCE, &loose) &&
          has_end (self, flows[i], REDAN_FIELD_TARGET, &loose) &&
          (!loose || is_chosen (self, flows[i])))
        g_hash_table_add (self->taken, (gpointer) &flows[i]->id);
    }
}

static gboolean
is_assigned (const Cut *self, const RedanObject *asset)
{
  RedanId id;

  for (guint i = 0; i < asset->n_entries; i++)
    {
      const RedanEntry *entry = &asset->entries[i];
      if ((entry->field == REDAN_FIELD_STORED || entry->field == REDAN_FIELD_PROCESSED ||
           entry->field == REDAN_FIELD_CARRIED) &&
          redan_id_parse (entry->key, strlen (entry->key), &id) &&
          g_hash_table_contains (self->taken, &id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_wanted (const Cut *self, const RedanObject *object)
{
  RedanId target;

  switch (object->section)
    {
    case REDAN_SECTION_ASSET:
      return is_chosen (self, object) || is_assigned (self, object);
    case REDAN_SECTION_NOTE:
      return is_chosen (self, object);
    case REDAN_SECTION_MITIGATION:
      return redan_object_get (object, REDAN_FIELD_CONTROL) != NULL &&
             redan_object_get_reference (object, REDAN_FIELD_TARGET, &target) &&
             g_hash_table_contains (self->taken, &target);
    case REDAN_SECTION_DIAGRAM:
      return strncmp (object->id.text, self->diagram, REDAN_ID_LENGTH) == 0;
    default:
      return FALSE;
    }
}

/* What depends on the others, which are known by now. */
static void
take_rest (Cut *self)
{
  static const RedanSection sections[] = {
    REDAN_SECTION_DIAGRAM,
    REDAN_SECTION_NOTE,
    REDAN_SECTION_ASSET,
    REDAN_SECTION_MITIGATION,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (self->model, sections[i], &n);
      for (guint j = 0; j < n; j++)
        if (is_wanted (self, objects[j]))
          g_hash_table_add (self->taken, (gpointer) &objects[j]->id);
    }
}

/* Whether the fragment says this, apart from references. */
static gboolean
is_said (const Cut *self, const RedanObject *object, const RedanEntry *entry)
{
  switch (entry->field)
    {
    case REDAN_FIELD_EXTRA:
    case REDAN_FIELD_REVIEWED_HASH:
    case REDAN_FIELD_PROOF:
    case REDAN_FIELD_DUE:
    case REDAN_FIELD_ADDRESSES:
      return FALSE;
    default:
      return entry->field != self->reviewed_on &&
             (object->section != REDAN_SECTION_DIAGRAM || entry->field == REDAN_FIELD_ROUTING);
    }
}

static const char *
get_value (const Cut *self, const RedanObject *object, const RedanEntry *entry)
{
  gboolean proven =
      object->section == REDAN_SECTION_MITIGATION && entry->field == REDAN_FIELD_STATE &&
      (strcmp (entry->value, "attested") == 0 || strcmp (entry->value, "validated") == 0);

  return proven ? "declared" : entry->value;
}

static void
add_entry (Cut *self, GArray *entries, RedanField field, const char *key, const char *value)
{
  RedanEntry entry = { redan_model_intern (self->fragment, key),
                       redan_model_intern (self->fragment, value), field };

  g_array_append_val (entries, entry);
}

static RedanObject *
cut_object (Cut *self, const RedanObject *object)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  const RedanObject *boundary = find_boundary (self, object, TRUE);
  RedanReference reference;
  RedanIdText text;

  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      if (!is_said (self, object, entry))
        continue;
      if (entry->field == REDAN_FIELD_PARENT)
        {
          if (boundary != NULL)
            add_entry (self, entries, entry->field, "", redan_id_to_text (&boundary->id, text));
          continue;
        }
      if (redan_reference_parse (self->schema, object->section, entry->field, entry->key,
                                 entry->value, &reference) &&
          !g_hash_table_contains (self->taken, &reference.id))
        continue;
      add_entry (self, entries, entry->field, entry->key, get_value (self, object, entry));
    }
  return redan_object_new (object->section, &object->id,
                           (const RedanEntry *) (gconstpointer) entries->data, entries->len);
}

static void
cut_all (Cut *self)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanObject *const *all = redan_model_get_objects (self->model, section, &n);
      for (guint i = 0; i < n; i++)
        if (g_hash_table_contains (self->taken, &all[i]->id))
          g_ptr_array_add (objects, cut_object (self, all[i]));
    }
  redan_model_put_all (self->fragment, (RedanObject **) objects->pdata, objects->len);
}

RedanModel *
redan_fragment_new (const RedanModel *model,
                    const RedanId *objects,
                    guint n_objects,
                    const RedanId *diagram)
{
  Cut self = {
    .model = model,
    .schema = redan_model_get_schema (model),
    .fragment = redan_model_new (redan_model_get_schema (model)),
    .taken = g_hash_table_new (redan_id_hash, redan_id_equal),
  };

  self.reviewed_on =
      redan_field_lookup (self.schema, REDAN_SECTION_ELEMENT, FALSE, "reviewed_on", -1);
  if (diagram != NULL)
    redan_id_to_text (diagram, self.diagram);
  if (objects != NULL)
    {
      self.chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
      for (guint i = 0; i < n_objects; i++)
        g_hash_table_add (self.chosen, (gpointer) &objects[i]);
    }

  take_content (&self, REDAN_SECTION_BOUNDARY);
  take_content (&self, REDAN_SECTION_ELEMENT);
  take_flows (&self);
  take_rest (&self);
  cut_all (&self);
  g_clear_pointer (&self.chosen, g_hash_table_unref);
  g_hash_table_unref (self.taken);
  return self.fragment;
}

GBytes *
redan_fragment_to_text (const RedanModel *fragment)
{
  return redan_canonical_write (fragment);
}

/* A pattern has a name and says what it is. */
static void
copy_title (const RedanModel *from, RedanModel *to)
{
  static const RedanField fields[] = { REDAN_FIELD_NAME, REDAN_FIELD_DESCRIPTION };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = redan_object_get (redan_model_get_meta (from), fields[i]);
      if (value != NULL)
        redan_model_put (to, redan_object_with (redan_model_get_meta (to), fields[i],
                                                redan_model_intern (to, ""),
                                                redan_model_intern (to, value)));
    }
}

RedanModel *
redan_fragment_from_text (
    RedanSchema *schema, const char *origin, const char *data, gsize length, GError **error)
{
  guint n_objects = 0;

  if (length > REDAN_FRAGMENT_MAX_BYTES)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("%s: at most %d MiB can be inserted at once; import it as a model instead"),
                   origin, REDAN_FRAGMENT_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  if (!redan_canonical_sniff ((const guint8 *) data, length))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%s: this is no part of a threat model; copy elements of a diagram first"),
                   origin);
      return NULL;
    }

  g_autoptr (RedanModel) model =
      redan_canonical_read (schema, origin, (const guint8 *) data, length, error);
  if (model == NULL)
    return NULL;

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    n_objects += redan_model_get_n (model, section);
  if (n_objects > REDAN_FRAGMENT_MAX_OBJECTS)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("%s: %u objects; at most %d can be inserted at once; import it as a model "
                      "instead"),
                   origin, n_objects, REDAN_FRAGMENT_MAX_OBJECTS);
      return NULL;
    }

  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  const RedanObject *first = diagrams->len == 0 ? NULL : g_ptr_array_index (diagrams, 0);
  RedanModel *fragment = redan_fragment_new (model, NULL, 0, first == NULL ? NULL : &first->id);
  copy_title (model, fragment);
  return fragment;
}

guint
redan_fragment_count (const RedanModel *fragment)
{
  return redan_model_get_n (fragment, REDAN_SECTION_BOUNDARY) +
         redan_model_get_n (fragment, REDAN_SECTION_ELEMENT) +
         redan_model_get_n (fragment, REDAN_SECTION_FLOW) +
         redan_model_get_n (fragment, REDAN_SECTION_NOTE);
}

/* Grows the rectangle from @from to @to by what the object draws. */
static void
grow_bounds (const RedanObject *object, const char *diagram, RedanPoint *from, RedanPoint *to)
{
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (object, diagram, &n);
  RedanBox box;

  if (redan_object_get_place (object, diagram, &box))
    {
      from->x = MIN (from->x, box.x);
      from->y = MIN (from->y, box.y);
      to->x = MAX (to->x, box.x + box.width);
      to->y = MAX (to->y, box.y + box.height);
    }
  for (guint i = 0; points != NULL && i < n; i++)
    {
      from->x = MIN (from->x, points[i].x);
      from->y = MIN (from->y, points[i].y);
      to->x = MAX (to->x, points[i].x);
      to->y = MAX (to->y, points[i].y);
    }
}

gboolean
redan_fragment_get_bounds (const RedanModel *fragment, RedanBox *bounds_out)
{
  RedanPoint from = { G_MAXINT32, G_MAXINT32 };
  RedanPoint to = { G_MININT32, G_MININT32 };
  RedanIdText text;

  if (redan_model_get_n (fragment, REDAN_SECTION_DIAGRAM) == 0)
    return FALSE;

  redan_id_to_text (&redan_model_get_nth (fragment, REDAN_SECTION_DIAGRAM, 0)->id, text);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (fragment, section, &n);
      for (guint i = 0; i < n; i++)
        grow_bounds (objects[i], text, &from, &to);
    }
  if (from.x > to.x)
    return FALSE;

  *bounds_out = (RedanBox){ from.x, from.y, to.x - from.x, to.y - from.y };
  return TRUE;
}
