/* SPDX-License-Identifier: Apache-2.0 */
/* The model: a sorted array of objects per section and a table of ids, both shared between copies
 * until one is changed. */

#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "model/referrers.h"

typedef struct
{
  gatomicrefcount references;
  guint n;
  guint allocated;
  RedanObject **objects;
} Section;

typedef struct
{
  RedanObject *object; /* NULL for an empty slot; belongs to its section */
  guint32 position;    /* index in the section */
  guint32 hash;
} Slot;

/* Open addressing with linear probing. */
typedef struct
{
  gatomicrefcount references;
  guint64 seed; /* of the hash, so that no file can be made whose ids all collide */
  guint n;
  guint mask;
  gboolean has_positions; /* until an object comes or goes in the middle of a section */
  Slot *slots;
} Table;

struct _RedanModel
{
  gatomicrefcount references;
  RedanSchema *schema;
  RedanStrings *strings;
  Section *sections[REDAN_N_SECTIONS];
  Table *table;
  gboolean keeps_referrers;
  RedanReferrers *referrers; /* NULL until an edit needs it */
};

static Section *
section_new (guint allocated)
{
  Section *self = g_new0 (Section, 1);

  g_atomic_ref_count_init (&self->references);
  self->allocated = allocated;
  self->objects = allocated == 0 ? NULL : g_new (RedanObject *, allocated);
  return self;
}

static void
section_unref (Section *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < self->n; i++)
    redan_object_unref (self->objects[i]);
  g_free (self->objects);
  g_free (self);
}

/* The section of @self, unshared and with room for @more objects. */
static Section *
section_for_change (RedanModel *self, RedanSection which, guint more)
{
  Section *section = self->sections[which];
  guint needed = section->n + more;

  if (!g_atomic_ref_count_compare (&section->references, 1))
    {
      Section *copy = section_new (needed + needed / 8);
      for (guint i = 0; i < section->n; i++)
        copy->objects[i] = redan_object_ref (section->objects[i]);
      copy->n = section->n;
      self->sections[which] = copy;
      section_unref (section);
      return copy;
    }

  if (needed > section->allocated)
    {
      section->allocated = MAX (needed, section->allocated + section->allocated / 2 + 8);
      section->objects = g_renew (RedanObject *, section->objects, section->allocated);
    }
  return section;
}

/* Position of the first object of the section whose id is not before @id. */
static guint
section_find (const Section *self, const RedanId *id)
{
  if (self->n == 0 || redan_id_compare (&self->objects[self->n - 1]->id, id) < 0)
    return self->n;

  guint low = 0;
  guint high = self->n - 1;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (redan_id_compare (&self->objects[middle]->id, id) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint32
hash_id (const Table *self, const RedanId *id)
{
  guint64 words[2];

  memcpy (words, id, sizeof words);
  guint64 hash = (words[0] ^ self->seed) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ hash >> 32 ^ words[1]) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return (guint32) (hash >> 32);
}

static Table *
table_new (guint n_slots, guint64 seed)
{
  Table *self = g_new0 (Table, 1);

  g_atomic_ref_count_init (&self->references);
  self->seed = seed;
  self->mask = n_slots - 1;
  self->has_positions = TRUE;
  self->slots = g_new0 (Slot, n_slots);
  return self;
}

static void
table_unref (Table *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_free (self->slots);
  g_free (self);
}

/* Slot that holds @id with this hash, or the empty one where it would go. */
static guint
table_find_hash (const Table *self, const RedanId *id, guint32 hash)
{
  guint at = hash & self->mask;

  for (; self->slots[at].object != NULL; at = (at + 1) & self->mask)
    if (self->slots[at].hash == hash && redan_id_equal (&self->slots[at].object->id, id))
      break;
  return at;
}

static guint
table_find (const Table *self, const RedanId *id)
{
  return table_find_hash (self, id, hash_id (self, id));
}

static void
table_set (Table *self, RedanObject *object, guint position)
{
  guint32 hash = hash_id (self, &object->id);
  guint at = table_find_hash (self, &object->id, hash);

  if (self->slots[at].object == NULL)
    self->n++;
  self->slots[at] = (Slot){ object, position, hash };
}

static void
table_remove (Table *self, const RedanId *id)
{
  guint hole = table_find (self, id);

  self->slots[hole].object = NULL;
  self->n--;
  for (guint at = (hole + 1) & self->mask; self->slots[at].object != NULL;
       at = (at + 1) & self->mask)
    {
      guint home = self->slots[at].hash & self->mask;
      if (((at - home) & self->mask) < ((at - hole) & self->mask))
        continue;
      self->slots[hole] = self->slots[at];
      self->slots[at].object = NULL;
      hole = at;
    }
}

/* Puts all slots of @from into the larger, empty @self. */
static void
table_refill (Table *self, const Table *from)
{
  for (guint i = 0; i <= from->mask; i++)
    {
      if (from->slots[i].object == NULL)
        continue;
      guint at = from->slots[i].hash & self->mask;
      while (self->slots[at].object != NULL)
        at = (at + 1) & self->mask;
      self->slots[at] = from->slots[i];
    }
}

/* The table of @self, unshared and with room for @more ids. */
static Table *
table_for_change (RedanModel *self, guint more)
{
  Table *table = self->table;
  guint n_slots = table->mask + 1;

  while ((guint64) (table->n + more) * 4 > (guint64) n_slots * 3)
    n_slots *= 2;
  if (n_slots == table->mask + 1 && g_atomic_ref_count_compare (&table->references, 1))
    return table;

  Table *copy = table_new (n_slots, table->seed);
  copy->has_positions = table->has_positions;
  copy->n = table->n;
  if (n_slots == table->mask + 1)
    memcpy (copy->slots, table->slots, n_slots * sizeof (Slot));
  else
    table_refill (copy, table);
  self->table = copy;
  table_unref (table);
  return copy;
}

static void
insert_at (Section *section, guint at, RedanObject *object)
{
  memmove (section->objects + at + 1, section->objects + at,
           (section->n - at) * sizeof (RedanObject *));
  section->objects[at] = object;
  section->n++;
}

static void
remove_at (Section *section, guint at)
{
  memmove (section->objects + at, section->objects + at + 1,
           (section->n - at - 1) * sizeof (RedanObject *));
  section->n--;
}

static void
drop (RedanModel *self, const RedanObject *old)
{
  Section *section = section_for_change (self, old->section, 0);
  guint at = section_find (section, &old->id);
  RedanObject *object = section->objects[at];
  Table *table = table_for_change (self, 0);

  table_remove (table, &object->id);
  remove_at (section, at);
  table->has_positions = table->has_positions && at == section->n;
  redan_object_unref (object);
}

static int
compare_objects (const void *a, const void *b)
{
  const RedanObject *const *left = a;
  const RedanObject *const *right = b;

  return redan_id_compare (&(*left)->id, &(*right)->id);
}

static void
build_positions (RedanModel *self)
{
  Table *table = table_for_change (self, 0);

  for (guint which = 0; which < REDAN_N_SECTIONS; which++)
    {
      const Section *section = self->sections[which];
      for (guint i = 0; i < section->n; i++)
        table->slots[table_find (table, &section->objects[i]->id)].position = i;
    }
  table->has_positions = TRUE;
}

RedanModel *
redan_model_new (RedanSchema *schema)
{
  g_autoptr (RedanStrings) strings = redan_strings_new ();

  return redan_model_new_sharing (schema, strings);
}

RedanModel *
redan_model_new_sharing (RedanSchema *schema, RedanStrings *strings)
{
  RedanModel *self = g_new0 (RedanModel, 1);
  RedanId meta = redan_meta_id ();

  g_atomic_ref_count_init (&self->references);
  self->schema = redan_schema_ref (schema);
  self->strings = redan_strings_ref (strings);
  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    self->sections[i] = section_new (0);
  self->table = table_new (64, (guint64) g_random_int () << 32 | g_random_int ());
  redan_model_put (self, redan_object_new (REDAN_SECTION_META, &meta, NULL, 0));
  return self;
}

RedanModel *
redan_model_copy (const RedanModel *self)
{
  RedanModel *copy = g_new0 (RedanModel, 1);

  g_atomic_ref_count_init (&copy->references);
  copy->schema = redan_schema_ref (self->schema);
  copy->strings = redan_strings_ref (self->strings);
  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    {
      copy->sections[i] = self->sections[i];
      g_atomic_ref_count_inc (&copy->sections[i]->references);
    }
  copy->table = self->table;
  g_atomic_ref_count_inc (&copy->table->references);
  return copy;
}

RedanModel *
redan_model_ref (RedanModel *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_model_unref (RedanModel *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    section_unref (self->sections[i]);
  table_unref (self->table);
  g_clear_pointer (&self->referrers, redan_referrers_free);
  redan_strings_unref (self->strings);
  redan_schema_unref (self->schema);
  g_free (self);
}

RedanSchema *
redan_model_get_schema (const RedanModel *self)
{
  return self->schema;
}

RedanStrings *
redan_model_get_strings (const RedanModel *self)
{
  return self->strings;
}

guint
redan_model_get_n (const RedanModel *self, RedanSection section)
{
  return self->sections[section]->n;
}

const RedanObject *
redan_model_get_nth (const RedanModel *self, RedanSection section, guint index)
{
  g_return_val_if_fail (index < self->sections[section]->n, NULL);

  return self->sections[section]->objects[index];
}

const RedanObject *const *
redan_model_get_objects (const RedanModel *self, RedanSection section, guint *n_out)
{
  *n_out = self->sections[section]->n;
  return (const RedanObject *const *) self->sections[section]->objects;
}

const RedanObject *
redan_model_get_meta (const RedanModel *self)
{
  return self->sections[REDAN_SECTION_META]->objects[0];
}

const RedanObject *
redan_model_lookup (const RedanModel *self, const RedanId *id)
{
  return self->table->slots[table_find (self->table, id)].object;
}

const RedanObject *
redan_model_lookup_text (const RedanModel *self, const char *id)
{
  RedanId parsed;

  if (!redan_id_parse (id, strlen (id), &parsed))
    return NULL;
  return redan_model_lookup (self, &parsed);
}

guint
redan_model_index_of (const RedanModel *self, const RedanId *id)
{
  if (!self->table->has_positions)
    build_positions ((RedanModel *) self);

  const Slot *slot = &self->table->slots[table_find (self->table, id)];
  return slot->object == NULL ? G_MAXUINT : slot->position;
}

void
redan_model_put (RedanModel *self, RedanObject *object)
{
  const RedanObject *old = redan_model_lookup (self, &object->id);

  if (object->section == REDAN_SECTION_META && old == NULL &&
      self->sections[REDAN_SECTION_META]->n > 0)
    old = redan_model_get_meta (self);
  if (old != NULL && (old->section != object->section || !redan_id_equal (&old->id, &object->id)))
    {
      drop (self, old);
      old = NULL;
    }

  Section *section = section_for_change (self, object->section, old == NULL ? 1 : 0);
  guint at = section_find (section, &object->id);
  Table *table = table_for_change (self, old == NULL ? 1 : 0);
  RedanObject *replaced = NULL;
  if (old == NULL)
    {
      table->has_positions = table->has_positions && at == section->n;
      insert_at (section, at, object);
    }
  else
    {
      replaced = section->objects[at];
      section->objects[at] = object;
    }
  table_set (table, object, at);
  g_clear_pointer (&replaced, redan_object_unref);
}

gboolean
redan_model_remove (RedanModel *self, const RedanId *id)
{
  const RedanObject *old = redan_model_lookup (self, id);

  if (old == NULL || old->section == REDAN_SECTION_META)
    return FALSE;

  drop (self, old);
  return TRUE;
}

void
redan_model_put_all (RedanModel *self, RedanObject **objects, guint n)
{
  guint n_more[REDAN_N_SECTIONS] = { 0 };
  gboolean unsorted[REDAN_N_SECTIONS] = { FALSE };

  for (guint i = 0; i < n; i++)
    n_more[objects[i]->section]++;
  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    if (n_more[i] > 0 && i != REDAN_SECTION_META)
      section_for_change (self, i, n_more[i]);
  table_for_change (self, n);

  for (guint i = 0; i < n; i++)
    {
      if (objects[i]->section == REDAN_SECTION_META)
        {
          redan_model_put (self, objects[i]);
          continue;
        }
      Section *section = self->sections[objects[i]->section];
      if (section->n > 0 &&
          redan_id_compare (&section->objects[section->n - 1]->id, &objects[i]->id) > 0)
        unsorted[objects[i]->section] = TRUE;
      table_set (self->table, objects[i], section->n);
      section->objects[section->n++] = objects[i];
    }

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    {
      if (!unsorted[i])
        continue;
      qsort (self->sections[i]->objects, self->sections[i]->n, sizeof (RedanObject *),
             compare_objects);
      self->table->has_positions = FALSE;
    }
}

void
redan_model_keep_referrers (RedanModel *self, gboolean keep)
{
  self->keeps_referrers = keep;
  if (!keep)
    g_clear_pointer (&self->referrers, redan_referrers_free);
}

RedanReferrers *
redan_model_get_referrers (const RedanModel *self, gboolean build)
{
  RedanModel *cache = (RedanModel *) self;

  if (self->keeps_referrers && self->referrers == NULL && build)
    cache->referrers = redan_referrers_new (self);
  return self->referrers;
}

const char *
redan_model_intern (RedanModel *self, const char *text)
{
  return redan_strings_intern (self->strings, text, -1);
}

RedanId
redan_meta_id (void)
{
  return redan_id_derive ((const char *const[]){ "meta", NULL });
}

RedanId
redan_fact_id (const char *name)
{
  return redan_id_derive ((const char *const[]){ "fact", name, NULL });
}

RedanId
redan_decision_id (const char *rule, const RedanId *target, gboolean reverse)
{
  RedanIdText text = "";
  const char *parts[] = { "decision", rule, text, reverse ? "reverse" : "", NULL };

  if (target != NULL && !redan_id_is_null (target))
    redan_id_to_text (target, text);
  return redan_id_derive (parts);
}

RedanId
redan_waiver_id (const char *criterion)
{
  return redan_id_derive ((const char *const[]){ "waiver", criterion, NULL });
}

RedanId
redan_mitigation_id (const char *control, const RedanId *target)
{
  RedanIdText text = "";
  const char *parts[] = { "mitigation", control, text, NULL };

  if (target != NULL && !redan_id_is_null (target))
    redan_id_to_text (target, text);
  return redan_id_derive (parts);
}

RedanId
redan_evidence_id (const char *control, const char *attribute, const RedanId *target)
{
  RedanIdText text = "";
  const char *parts[] = { control != NULL ? "evidence" : "evidence-attribute",
                          control != NULL ? control : attribute, text, NULL };

  if (target != NULL && !redan_id_is_null (target))
    redan_id_to_text (target, text);
  return redan_id_derive (parts);
}
