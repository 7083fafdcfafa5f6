/* SPDX-License-Identifier: Apache-2.0 */
/* Brings a snapshot up to date after an edit that kept the structure: what did not change is shared
 * with the snapshot before. */

#include <string.h>

#include "model/snapshot-private.h"

typedef struct
{
  RedanSnapshot *snapshot;
  const RedanSnapshot *previous;
  RedanStrings *strings;
} Update;

/* The fields of which the arrays other than the columns are made. */
static const RedanField structural_fields[] = {
  REDAN_FIELD_KIND,   REDAN_FIELD_PARENT,        REDAN_FIELD_SOURCE,
  REDAN_FIELD_TARGET, REDAN_FIELD_BIDIRECTIONAL, REDAN_FIELD_CROSSES,
  REDAN_FIELD_STORED, REDAN_FIELD_PROCESSED,     REDAN_FIELD_CARRIED,
};

static gboolean
has_same_entries (const RedanObject *a, const RedanObject *b, RedanField field)
{
  guint n;
  guint n_other;
  const RedanEntry *entries = redan_object_get_range (a, field, &n);
  const RedanEntry *other = redan_object_get_range (b, field, &n_other);

  if (n != n_other)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (entries[i].key, other[i].key) != 0 ||
        strcmp (entries[i].value, other[i].value) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_same_place (const RedanObject *before, const RedanObject *after)
{
  if (!redan_id_equal (&before->id, &after->id))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (structural_fields); i++)
    if (!has_same_entries (before, after, structural_fields[i]))
      return FALSE;
  return TRUE;
}

/* Objects never change, so the same pointer is the same object. */
static gboolean
is_same_structure (const RedanObject *const *before,
                   guint n_before,
                   const RedanObject *const *after,
                   guint n_after)
{
  if (n_before != n_after)
    return FALSE;
  for (guint i = 0; i < n_after; i++)
    if (before[i] != after[i] && !is_same_place (before[i], after[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_empty (const RedanCode *codes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (codes[i] != REDAN_CODE_ABSENT)
      return FALSE;
  return TRUE;
}

static void
put_code (Update *self, guint column, guint row, guint n_rows, RedanCode code)
{
  RedanCode **codes = &self->snapshot->columns[column];

  if (*codes == NULL ? code == REDAN_CODE_ABSENT : (*codes)[row] == code)
    return;
  if (*codes == NULL)
    *codes = snapshot_array (n_rows, sizeof (RedanCode));
  else if (*codes == self->previous->columns[column])
    {
      RedanCode *own = g_atomic_rc_box_dup (n_rows * sizeof (RedanCode), *codes);

      g_atomic_rc_box_release (*codes);
      *codes = own;
    }
  (*codes)[row] = code;
  if (code == REDAN_CODE_ABSENT && is_empty (*codes, n_rows))
    g_clear_pointer (codes, g_atomic_rc_box_release);
}

/* Attributes that @named has, with the codes that @object gives them. */
static void
put_attributes (
    Update *self, const RedanObject *named, const RedanObject *object, guint row, guint n_rows)
{
  const RedanSchema *schema = self->snapshot->schema;
  guint n_attributes = redan_schema_get_n_attributes (schema);

  for (guint i = 0; i < named->n_entries; i++)
    {
      RedanField field = named->entries[i].field;
      guint column = field - REDAN_FIELD_ATTRIBUTE;

      if (field < REDAN_FIELD_ATTRIBUTE || (i > 0 && named->entries[i - 1].field == field))
        continue;
      if (column >= n_attributes)
        break;
      put_code (
          self, column, row, n_rows,
          snapshot_read_code (redan_schema_get_attribute (schema, column), self->strings, object));
    }
}

static void
update_section (Update *self,
                const RedanObject *const *before,
                const RedanObject *const *after,
                guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (before[i] == after[i])
        continue;
      put_attributes (self, before[i], after[i], i, n);
      put_attributes (self, after[i], after[i], i, n);
    }
}

RedanSnapshot *
redan_snapshot_update (RedanSnapshot *previous, const RedanModel *model)
{
  RedanSnapshot *self;
  Update update;

  if (redan_model_get_schema (model) != previous->schema ||
      redan_model_get_strings (model) != redan_model_get_strings (previous->model))
    return redan_snapshot_new (model);

  self = snapshot_new_empty (model);
  if (!is_same_structure (previous->elements, previous->n_elements, self->elements,
                          self->n_elements) ||
      !is_same_structure (previous->flows, previous->n_flows, self->flows, self->n_flows) ||
      !is_same_structure (previous->boundaries, previous->n_boundaries, self->boundaries,
                          self->n_boundaries) ||
      !is_same_structure (previous->assets, previous->n_assets, self->assets, self->n_assets))
    {
      redan_snapshot_unref (self);
      return redan_snapshot_new (model);
    }

  for (guint i = 0; i < SNAPSHOT_N_ARRAYS; i++)
    *snapshot_get_array (self, i) = g_atomic_rc_box_acquire (*snapshot_get_array (previous, i));
  for (guint i = 0; i < redan_schema_get_n_attributes (self->schema); i++)
    if (previous->columns[i] != NULL)
      self->columns[i] = g_atomic_rc_box_acquire (previous->columns[i]);

  update = (Update){ self, previous, redan_model_get_strings (model) };
  update_section (&update, previous->elements, self->elements, self->n_elements);
  update_section (&update, previous->flows, self->flows, self->n_flows);
  update_section (&update, previous->boundaries, self->boundaries, self->n_boundaries);
  update_section (&update, previous->assets, self->assets, self->n_assets);
  return self;
}
