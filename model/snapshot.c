/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the columnar view: one pass over the objects of a section, codes for attribute values,
 * offsets for lists. */

#include <string.h>

#include "model/geometry.h"
#include "model/snapshot-private.h"

#define MAX_DEPTH (REDAN_MAX_NESTING - 1)
#define DEPTH_UNKNOWN 255
#define MEMO_SIZE 4096
#define BATCH 128 /* objects whose references are resolved together */
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

/* Values of attributes repeat and are interned, so the code of a (column, pointer) is remembered.
 */
typedef struct
{
  const char *value;
  guint32 column;
  RedanCode code;
} Memo;

typedef struct
{
  guint64 key[2]; /* the characters of an id */
  guint32 row;    /* REDAN_NONE: empty */
} Slot;

/**
 * Index: rows of one section by id, by open addressing
 *
 * The index of the model does it too, but with two cache misses where this takes one, and that one
 * can be prefetched. @seed: so that no file can be made whose ids all collide
 */
typedef struct
{
  Slot *slots;
  guint mask;
  guint64 seed;
} Index;

typedef struct
{
  RedanSnapshot *snapshot;
  RedanStrings *strings;
  guint n_attributes;
  Index elements;
  Index boundaries;
  Memo memo[MEMO_SIZE];
} Builder;

/* What an updated snapshot shares with the one before. */
static const gsize array_offsets[SNAPSHOT_N_ARRAYS] = {
  G_STRUCT_OFFSET (RedanSnapshot, element_kind),
  G_STRUCT_OFFSET (RedanSnapshot, element_parent),
  G_STRUCT_OFFSET (RedanSnapshot, boundary_kind),
  G_STRUCT_OFFSET (RedanSnapshot, boundary_parent),
  G_STRUCT_OFFSET (RedanSnapshot, boundary_depth),
  G_STRUCT_OFFSET (RedanSnapshot, flow_source),
  G_STRUCT_OFFSET (RedanSnapshot, flow_target),
  G_STRUCT_OFFSET (RedanSnapshot, flow_bidirectional),
  G_STRUCT_OFFSET (RedanSnapshot, out_offset),
  G_STRUCT_OFFSET (RedanSnapshot, out_flow),
  G_STRUCT_OFFSET (RedanSnapshot, in_offset),
  G_STRUCT_OFFSET (RedanSnapshot, in_flow),
  G_STRUCT_OFFSET (RedanSnapshot, crosses_offset),
  G_STRUCT_OFFSET (RedanSnapshot, crosses_boundary),
  G_STRUCT_OFFSET (RedanSnapshot, stored_offset),
  G_STRUCT_OFFSET (RedanSnapshot, stored_element),
  G_STRUCT_OFFSET (RedanSnapshot, processed_offset),
  G_STRUCT_OFFSET (RedanSnapshot, processed_element),
  G_STRUCT_OFFSET (RedanSnapshot, carried_offset),
  G_STRUCT_OFFSET (RedanSnapshot, carried_flow),
};

gpointer *
snapshot_get_array (RedanSnapshot *self, guint index)
{
  return G_STRUCT_MEMBER_P (self, array_offsets[index]);
}

gpointer
snapshot_array (gsize n, gsize size)
{
  return g_atomic_rc_box_alloc0 (MAX (n, 1) * size);
}

static guint
index_start (const Index *self, const guint64 key[2])
{
  guint64 hash = (key[0] ^ self->seed) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  hash = (hash ^ hash >> 32 ^ key[1]) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) (hash >> 32) & self->mask;
}

static guint32
index_find (const Index *self, const guint64 key[2], guint at)
{
  const Slot *slot = &self->slots[at];

  while (slot->row != REDAN_NONE && (slot->key[0] != key[0] || slot->key[1] != key[1]))
    {
      at = (at + 1) & self->mask;
      slot = &self->slots[at];
    }
  return slot->row;
}

static void
index_init (Index *self, const RedanObject *const *objects, guint n)
{
  gsize n_slots = 16;

  while (n_slots < 2 * (gsize) n)
    n_slots *= 2;
  self->slots = g_new (Slot, n_slots);
  self->mask = (guint) (n_slots - 1);
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  for (gsize i = 0; i < n_slots; i++)
    self->slots[i].row = REDAN_NONE;

  for (guint i = 0; i < n; i++)
    {
      Slot slot = { .row = i };
      guint at;
      memcpy (slot.key, &objects[i]->id, sizeof slot.key);
      for (at = index_start (self, slot.key); self->slots[at].row != REDAN_NONE;)
        at = (at + 1) & self->mask;
      self->slots[at] = slot;
    }
}

G_STATIC_ASSERT (sizeof (RedanId) == 2 * sizeof (guint64));

static RedanCode
set_code (const RedanAttribute *attribute, RedanCode before, const char *member)
{
  if (strcmp (member, "unknown") == 0)
    return before == REDAN_CODE_ABSENT ? REDAN_CODE_UNKNOWN : before;
  if (attribute->n_values == 0)
    return REDAN_CODE_FIRST;

  int position = redan_attribute_find_value (attribute, member, -1);
  guint32 mask = before >= REDAN_CODE_FIRST ? before - REDAN_CODE_FIRST : 0;
  return position < 0 ? before : REDAN_CODE_FIRST + (mask | 1u << position);
}

static RedanCode
value_code (Builder *builder, const RedanAttribute *attribute, const char *value)
{
  guint at = (guint) (((gsize) value >> 2) ^ attribute->index * 31) % MEMO_SIZE;
  Memo *memo = &builder->memo[at];

  if (memo->value != value || memo->column != attribute->index)
    *memo = (Memo){ value, attribute->index,
                    redan_code_from_text (attribute, builder->strings, value) };
  return memo->code;
}

/* A column is there only when some object has a code in it, whatever the way to it was. */
static void
add_columns (Builder *builder, const RedanObject *object, guint index, guint n_rows)
{
  RedanSnapshot *snapshot = builder->snapshot;

  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      if (entry->field < REDAN_FIELD_ATTRIBUTE)
        continue;
      guint column = entry->field - REDAN_FIELD_ATTRIBUTE;
      if (column >= builder->n_attributes)
        break;

      const RedanAttribute *attribute = redan_schema_get_attribute (snapshot->schema, column);
      RedanCode *codes = snapshot->columns[column];
      RedanCode code;
      if (attribute->type == REDAN_ATTRIBUTE_SET)
        code = set_code (attribute, codes != NULL ? codes[index] : REDAN_CODE_ABSENT, entry->key);
      else
        code = value_code (builder, attribute, entry->value);
      if (code == REDAN_CODE_ABSENT)
        continue;
      if (codes == NULL)
        codes = snapshot->columns[column] = snapshot_array (n_rows, sizeof (RedanCode));
      codes[index] = code;
    }
}

/* Rows that the reference @field of the objects from @first on names: at most BATCH of them, so
 * that the look-ups wait for memory together. */
static void
resolve (const Index *index,
         const RedanObject *const *objects,
         guint first,
         guint end,
         RedanField field,
         guint32 *rows)
{
  guint64 keys[BATCH][2];
  guint at[BATCH];

  for (guint i = first; i < end; i++)
    {
      RedanId id;
      rows[i] = REDAN_NONE;
      if (!redan_object_get_reference (objects[i], field, &id))
        continue;
      rows[i] = 0;
      memcpy (keys[i - first], &id, sizeof id);
      at[i - first] = index_start (index, keys[i - first]);
      __builtin_prefetch (&index->slots[at[i - first]]);
    }
  for (guint i = first; i < end; i++)
    if (rows[i] != REDAN_NONE)
      rows[i] = index_find (index, keys[i - first], at[i - first]);
}

RedanCode
snapshot_read_code (const RedanAttribute *attribute,
                    RedanStrings *strings,
                    const RedanObject *object)
{
  RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index);
  guint n;
  const RedanEntry *entries = redan_object_get_range (object, field, &n);
  RedanCode code = REDAN_CODE_ABSENT;

  for (guint i = 0; i < n; i++)
    if (attribute->type == REDAN_ATTRIBUTE_SET)
      code = set_code (attribute, code, entries[i].key);
    else
      code = redan_code_from_text (attribute, strings, entries[i].value);
  return code;
}

static guint8
word_position (const RedanAttribute *attribute, const char *word)
{
  int position =
      attribute == NULL || word == NULL ? -1 : redan_attribute_find_value (attribute, word, -1);

  return (guint8) MAX (position, 0);
}

static void
fill_depths (RedanSnapshot *self)
{
  for (guint i = 0; i < self->n_boundaries; i++)
    self->boundary_depth[i] = DEPTH_UNKNOWN;
  for (guint i = 0; i < self->n_boundaries; i++)
    {
      guint32 path[MAX_DEPTH + 1];
      guint n = 0;
      guint32 at = i;
      while (at != REDAN_NONE && self->boundary_depth[at] == DEPTH_UNKNOWN && n <= MAX_DEPTH)
        {
          path[n++] = at;
          at = self->boundary_parent[at];
        }

      guint depth = 0;
      if (at != REDAN_NONE && self->boundary_depth[at] != DEPTH_UNKNOWN)
        depth = self->boundary_depth[at] + 1;
      for (; n > 0; depth++)
        self->boundary_depth[path[--n]] = (guint8) MIN (depth, MAX_DEPTH);
    }
}

static void
fill_boundaries (Builder *builder)
{
  RedanSnapshot *self = builder->snapshot;
  guint n = self->n_boundaries;
  const RedanAttribute *kinds =
      redan_schema_lookup (self->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  self->boundary_kind = snapshot_array (n, sizeof (guint8));
  self->boundary_parent = snapshot_array (n, sizeof (guint32));
  self->boundary_depth = snapshot_array (n, sizeof (guint8));
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = self->boundaries[i];
      if (i % BATCH == 0)
        resolve (&builder->boundaries, self->boundaries, i, MIN (i + BATCH, n), REDAN_FIELD_PARENT,
                 self->boundary_parent);
      self->boundary_kind[i] = word_position (kinds, redan_object_get (object, REDAN_FIELD_KIND));
      add_columns (builder, object, i, n);
    }
  fill_depths (self);
}

static void
fill_elements (Builder *builder)
{
  RedanSnapshot *self = builder->snapshot;
  guint n = self->n_elements;
  const RedanAttribute *kinds = redan_schema_lookup (self->schema, REDAN_SCOPE_ELEMENT, "kind", -1);

  self->element_kind = snapshot_array (n, sizeof (guint8));
  self->element_parent = snapshot_array (n, sizeof (guint32));
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = self->elements[i];
      if (i % BATCH == 0)
        resolve (&builder->boundaries, self->elements, i, MIN (i + BATCH, n), REDAN_FIELD_PARENT,
                 self->element_parent);
      self->element_kind[i] = word_position (kinds, redan_object_get (object, REDAN_FIELD_KIND));
      add_columns (builder, object, i, n);
    }
}

static void
fill_flows (Builder *builder)
{
  RedanSnapshot *self = builder->snapshot;
  guint n = self->n_flows;

  self->flow_source = snapshot_array (n, sizeof (guint32));
  self->flow_target = snapshot_array (n, sizeof (guint32));
  self->flow_bidirectional = snapshot_array (n, sizeof (guint8));
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = self->flows[i];
      if (i % BATCH == 0)
        {
          guint end = MIN (i + BATCH, n);
          resolve (&builder->elements, self->flows, i, end, REDAN_FIELD_SOURCE, self->flow_source);
          resolve (&builder->elements, self->flows, i, end, REDAN_FIELD_TARGET, self->flow_target);
        }
      self->flow_bidirectional[i] = redan_object_get (object, REDAN_FIELD_BIDIRECTIONAL) != NULL;
      add_columns (builder, object, i, n);
    }
}

static void
fill_assets (Builder *builder)
{
  RedanSnapshot *self = builder->snapshot;

  for (guint i = 0; i < self->n_assets; i++)
    add_columns (builder, self->assets[i], i, self->n_assets);
}

/* Flows of each element, in the order of flows. */
static void
fill_adjacency (RedanSnapshot *self, const guint32 *ends, guint32 **offset_out, guint32 **flow_out)
{
  guint32 *offset = snapshot_array ((gsize) self->n_elements + 1, sizeof (guint32));
  guint32 n = 0;

  for (guint i = 0; i < self->n_flows; i++)
    if (self->flow_source[i] != REDAN_NONE && self->flow_target[i] != REDAN_NONE)
      {
        offset[ends[i] + 1]++;
        n++;
      }
  for (guint i = 0; i < self->n_elements; i++)
    offset[i + 1] += offset[i];

  guint32 *flows = snapshot_array (n, sizeof (guint32));
  g_autofree guint32 *next = g_memdup2 (offset, ((gsize) self->n_elements + 1) * sizeof (guint32));
  for (guint i = 0; i < self->n_flows; i++)
    if (self->flow_source[i] != REDAN_NONE && self->flow_target[i] != REDAN_NONE)
      flows[next[ends[i]]++] = i;

  *offset_out = offset;
  *flow_out = flows;
}

/* Objects that the keys of @field name, for each object of a section. */
static void
fill_links (RedanSnapshot *self,
            const RedanObject *const *objects,
            guint n,
            RedanField field,
            guint32 **offset_out,
            guint32 **index_out)
{
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 *offset = snapshot_array ((gsize) n + 1, sizeof (guint32));

  for (guint i = 0; i < n; i++)
    {
      guint n_entries;
      const RedanEntry *entries = redan_object_get_range (objects[i], field, &n_entries);
      for (guint k = 0; k < n_entries; k++)
        {
          RedanId id;
          guint32 index = REDAN_NONE;
          if (redan_id_parse (entries[k].key, strlen (entries[k].key), &id))
            index = redan_model_index_of (self->model, &id);
          if (index != REDAN_NONE)
            g_array_append_val (indices, index);
        }
      offset[i + 1] = indices->len;
    }

  *offset_out = offset;
  *index_out = snapshot_array (indices->len, sizeof (guint32));
  if (indices->len > 0)
    if (indices->len > 0)
      memcpy (*index_out, indices->data, indices->len * sizeof (guint32));
}

static void
fill_lists (RedanSnapshot *self)
{
  fill_adjacency (self, self->flow_source, &self->out_offset, &self->out_flow);
  fill_adjacency (self, self->flow_target, &self->in_offset, &self->in_flow);
  fill_links (self, self->flows, self->n_flows, REDAN_FIELD_CROSSES, &self->crosses_offset,
              &self->crosses_boundary);
  fill_links (self, self->assets, self->n_assets, REDAN_FIELD_STORED, &self->stored_offset,
              &self->stored_element);
  fill_links (self, self->assets, self->n_assets, REDAN_FIELD_PROCESSED, &self->processed_offset,
              &self->processed_element);
  fill_links (self, self->assets, self->n_assets, REDAN_FIELD_CARRIED, &self->carried_offset,
              &self->carried_flow);
}

RedanSnapshot *
snapshot_new_empty (const RedanModel *model)
{
  RedanSnapshot *self = g_new0 (RedanSnapshot, 1);
  RedanId meta = redan_meta_id ();

  g_atomic_ref_count_init (&self->references);
  self->model = redan_model_copy (model);
  self->schema = redan_schema_ref (redan_model_get_schema (model));
  redan_model_index_of (self->model,
                        &meta); /* builds the index while only one thread knows the copy */

  self->elements = redan_model_get_objects (self->model, REDAN_SECTION_ELEMENT, &self->n_elements);
  self->flows = redan_model_get_objects (self->model, REDAN_SECTION_FLOW, &self->n_flows);
  self->boundaries =
      redan_model_get_objects (self->model, REDAN_SECTION_BOUNDARY, &self->n_boundaries);
  self->assets = redan_model_get_objects (self->model, REDAN_SECTION_ASSET, &self->n_assets);
  self->columns = g_new0 (RedanCode *, redan_schema_get_n_attributes (self->schema));
  return self;
}

RedanSnapshot *
redan_snapshot_new (const RedanModel *model)
{
  RedanSnapshot *self = snapshot_new_empty (model);
  g_autofree Builder *builder = g_new0 (Builder, 1);

  builder->snapshot = self;
  builder->strings = redan_model_get_strings (model);
  builder->n_attributes = redan_schema_get_n_attributes (self->schema);
  index_init (&builder->elements, self->elements, self->n_elements);
  index_init (&builder->boundaries, self->boundaries, self->n_boundaries);
  fill_boundaries (builder);
  fill_elements (builder);
  fill_flows (builder);
  fill_assets (builder);
  fill_lists (self);
  g_free (builder->elements.slots);
  g_free (builder->boundaries.slots);
  return self;
}

RedanSnapshot *
redan_snapshot_ref (RedanSnapshot *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_snapshot_unref (RedanSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < redan_schema_get_n_attributes (self->schema); i++)
    g_clear_pointer (&self->columns[i], g_atomic_rc_box_release);
  g_free (self->columns);
  for (guint i = 0; i < SNAPSHOT_N_ARRAYS; i++)
    g_clear_pointer (snapshot_get_array (self, i), g_atomic_rc_box_release);
  redan_model_unref (self->model);
  redan_schema_unref (self->schema);
  g_free (self);
}

static RedanCode
set_code_from_text (const RedanAttribute *attribute, const char *value)
{
  g_auto (GStrv) members = g_strsplit (value, ",", -1);
  RedanCode code = REDAN_CODE_ABSENT;

  for (guint i = 0; members[i] != NULL; i++)
    if (members[i][0] != '\0')
      code = set_code (attribute, code, members[i]);
  return code;
}

RedanCode
redan_code_from_text (const RedanAttribute *attribute, RedanStrings *strings, const char *value)
{
  gint64 number;
  guint days;

  if (value == NULL)
    return REDAN_CODE_ABSENT;
  if (attribute->type == REDAN_ATTRIBUTE_SET)
    return set_code_from_text (attribute, value);
  if (strcmp (value, "unknown") == 0)
    return REDAN_CODE_UNKNOWN;

  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_INTEGER:
      if (!g_ascii_string_to_signed (value, 10, attribute->minimum, attribute->maximum, &number,
                                     NULL))
        return REDAN_CODE_ABSENT;
      return REDAN_CODE_FIRST + (RedanCode) (number - attribute->minimum);
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return redan_days_from_date (value, &days) ? REDAN_CODE_FIRST + days : REDAN_CODE_ABSENT;
    case REDAN_ATTRIBUTE_STRING:
    case REDAN_ATTRIBUTE_REFERENCE:
      return REDAN_CODE_FIRST +
             redan_strings_index (strings, redan_strings_intern (strings, value, -1));
    default:
      break;
    }

  int position = redan_attribute_find_value (attribute, value, -1);
  return position < 0 ? REDAN_CODE_ABSENT : REDAN_CODE_FIRST + (RedanCode) position;
}

static char *
set_to_text (const RedanAttribute *attribute, guint32 mask)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < attribute->n_values; i++)
    if (mask & 1u << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", attribute->values[i]);
  return g_string_free (text, FALSE);
}

char *
redan_code_to_text (const RedanAttribute *attribute, const RedanStrings *strings, RedanCode code)
{
  char date[11];

  if (code == REDAN_CODE_ABSENT)
    return g_strdup ("");
  if (code == REDAN_CODE_UNKNOWN)
    return g_strdup ("unknown");

  guint32 value = code - REDAN_CODE_FIRST;
  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_SET:
      return set_to_text (attribute, value);
    case REDAN_ATTRIBUTE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, attribute->minimum + value);
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      redan_days_to_date (value, date);
      return g_strdup (date);
    case REDAN_ATTRIBUTE_STRING:
    case REDAN_ATTRIBUTE_REFERENCE:
      return g_strdup (redan_strings_nth (strings, value));
    default:
      return g_strdup (value < attribute->n_values ? attribute->values[value] : "");
    }
}

/* Days before @year since 1900-01-01, by the rule of leap years. */
static guint
days_before_year (guint year)
{
  guint last = year - 1;

  return (year - FIRST_YEAR) * 365 + (last / 4 - last / 100 + last / 400) -
         (1899 / 4 - 1899 / 100 + 1899 / 400);
}

static gboolean
is_leap_year (guint year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static const guint16 days_before_month[2][13] = {
  { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 },
  { 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366 },
};

gboolean
redan_days_from_date (const char *text, guint *days_out)
{
  static const char form[] = "dddd-dd-dd";
  guint parts[3] = { 0, 0, 0 };
  guint part = 0;

  for (guint i = 0; i < sizeof form - 1; i++)
    {
      if (form[i] == '-' ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
      if (form[i] == '-')
        part++;
      else
        parts[part] = parts[part] * 10 + (guint) (text[i] - '0');
    }

  guint year = parts[0];
  guint month = parts[1];
  if (text[sizeof form - 1] != '\0' || year < FIRST_YEAR || year > LAST_YEAR || month < 1 ||
      month > 12)
    return FALSE;

  const guint16 *before = days_before_month[is_leap_year (year)];
  if (parts[2] < 1 || parts[2] > (guint) (before[month] - before[month - 1]))
    return FALSE;

  *days_out = days_before_year (year) + before[month - 1] + parts[2] - 1;
  return TRUE;
}

gboolean
redan_object_is_expired (const RedanObject *object, guint as_of)
{
  const char *expires = object != NULL ? redan_object_get (object, REDAN_FIELD_EXPIRES) : NULL;
  guint days;

  return expires != NULL && redan_days_from_date (expires, &days) && days < as_of;
}

void
redan_days_to_date (guint days, char text[11])
{
  guint year = FIRST_YEAR + days / 366;

  while (year < LAST_YEAR && days_before_year (year + 1) <= days)
    year++;

  const guint16 *before = days_before_month[is_leap_year (year)];
  guint day = MIN (days - days_before_year (year), (guint) before[12] - 1);
  guint month = 1;
  while (before[month] <= day)
    month++;
  day = day - before[month - 1] + 1;
  g_snprintf (text, 11, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
}
