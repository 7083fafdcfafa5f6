/* SPDX-License-Identifier: Apache-2.0 */
/* Immutable objects: building, copying with one difference, and looking up entries. */

#include <string.h>

#include "model/object.h"

static RedanObject *
allocate (RedanSection section, const RedanId *id, guint n_entries)
{
  RedanObject *self = g_malloc (sizeof (RedanObject) + n_entries * sizeof (RedanEntry));

  g_atomic_ref_count_init (&self->references);
  self->id = *id;
  self->section = section;
  self->n_entries = n_entries;
  return self;
}

/* Position of the first entry that is not before (field, key). */
static guint
lower_bound (const RedanObject *self, RedanField field, const char *key)
{
  guint low = 0;
  guint high = self->n_entries;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      const RedanEntry *entry = &self->entries[middle];
      gboolean before = entry->field != field ? entry->field < field : strcmp (entry->key, key) < 0;
      if (before)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

int
redan_entry_compare (gconstpointer a, gconstpointer b)
{
  const RedanEntry *left = a;
  const RedanEntry *right = b;

  if (left->field != right->field)
    return left->field < right->field ? -1 : 1;
  return strcmp (left->key, right->key);
}

RedanObject *
redan_object_new (RedanSection section,
                  const RedanId *id,
                  const RedanEntry *entries,
                  guint n_entries)
{
  RedanObject *self = allocate (section, id, n_entries);

  if (n_entries > 0)
    memcpy (self->entries, entries, n_entries * sizeof (RedanEntry));
  return self;
}

RedanObject *
redan_object_ref (RedanObject *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_object_unref (RedanObject *self)
{
  if (g_atomic_ref_count_dec (&self->references))
    g_free (self);
}

RedanObject *
redan_object_with (const RedanObject *self, RedanField field, const char *key, const char *value)
{
  const char *sought = key == NULL ? "" : key;
  guint at = lower_bound (self, field, sought);
  gboolean exists = at < self->n_entries && self->entries[at].field == field &&
                    strcmp (self->entries[at].key, sought) == 0;
  guint skip = exists ? 1 : 0;
  guint add = value == NULL ? 0 : 1;
  RedanObject *copy = allocate (self->section, &self->id, self->n_entries - skip + add);
  guint rest = self->n_entries - at - skip;

  memcpy (copy->entries, self->entries, at * sizeof (RedanEntry));
  if (add == 1)
    copy->entries[at] = (RedanEntry){ exists ? self->entries[at].key : sought, value, field };
  memcpy (copy->entries + at + add, self->entries + at + skip, rest * sizeof (RedanEntry));
  return copy;
}

const char *
redan_object_get (const RedanObject *self, RedanField field)
{
  return redan_object_get_keyed (self, field, "");
}

const char *
redan_object_get_keyed (const RedanObject *self, RedanField field, const char *key)
{
  guint at = lower_bound (self, field, key);

  if (at == self->n_entries || self->entries[at].field != field)
    return NULL;
  return strcmp (self->entries[at].key, key) == 0 ? self->entries[at].value : NULL;
}

const RedanEntry *
redan_object_get_range (const RedanObject *self, RedanField field, guint *n_out)
{
  guint first = lower_bound (self, field, "");
  guint end = first;

  while (end < self->n_entries && self->entries[end].field == field)
    end++;
  *n_out = end - first;
  return end > first ? &self->entries[first] : NULL;
}

gboolean
redan_object_get_reference (const RedanObject *self, RedanField field, RedanId *id_out)
{
  const char *text = redan_object_get (self, field);

  return text != NULL && redan_id_parse (text, strlen (text), id_out);
}

const char *
redan_object_get_name (const RedanObject *self)
{
  const char *name = redan_object_get (self, REDAN_FIELD_NAME);

  return name == NULL ? "" : name;
}
