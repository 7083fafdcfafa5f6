/* SPDX-License-Identifier: Apache-2.0 */
/* Builds edits: records of what changes, with deletion of all that depends on an object, reversal
 * and difference. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"
#include "model/name.h"

static guint
change_hash (gconstpointer data)
{
  const RedanChange *change = data;
  guint hash = redan_id_hash (&change->object);

  hash = hash * 31 + change->section;
  hash = hash * 31 + change->field;
  return hash * 31 + g_direct_hash (change->key);
}

static gboolean
change_equal (gconstpointer a, gconstpointer b)
{
  const RedanChange *left = a;
  const RedanChange *right = b;

  return left->field == right->field && left->key == right->key &&
         left->section == right->section && redan_id_equal (&left->object, &right->object);
}

static const char *
intern (const RedanEdit *self, const char *text)
{
  return text == NULL ? NULL : redan_model_intern (self->model, text);
}

RedanEdit *
redan_edit_new (const RedanModel *model, const char *label)
{
  RedanEdit *self = g_new0 (RedanEdit, 1);

  self->model = redan_model_ref ((RedanModel *) model);
  /* Labels name objects, whose names may have several lines. */
  self->label = redan_text_fold_lines (label);
  self->changes = g_ptr_array_new_with_free_func (g_free);
  self->live = g_ptr_array_new ();
  self->places = g_hash_table_new (change_hash, change_equal);
  self->created = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  return self;
}

void
redan_edit_free (RedanEdit *self)
{
  g_hash_table_unref (self->created);
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->live);
  g_ptr_array_unref (self->changes);
  g_clear_error (&self->fault);
  g_clear_pointer (&self->referrers, redan_referrers_free);
  g_free (self->label);
  redan_model_unref (self->model);
  g_free (self);
}

const char *
redan_edit_get_label (const RedanEdit *self)
{
  return self->label;
}

guint
redan_edit_get_n_changes (const RedanEdit *self)
{
  return self->changes->len;
}

const RedanChange *
redan_edit_get_change (const RedanEdit *self, guint index)
{
  g_return_val_if_fail (index < self->changes->len, NULL);

  return g_ptr_array_index (self->changes, index);
}

void
redan_edit_add (RedanEdit *self, const RedanChange *change)
{
  RedanChange *copy = g_memdup2 (change, sizeof *change);

  g_ptr_array_add (self->changes, copy);
  g_hash_table_add (self->places, copy);
  if (copy->after != NULL)
    g_ptr_array_add (self->live, copy);
}

RedanChange *
redan_edit_find (const RedanEdit *self,
                 const RedanId *object,
                 RedanSection section,
                 RedanField field,
                 const char *key)
{
  RedanChange sought = { .object = *object, .section = section, .field = field, .key = key };

  return g_hash_table_lookup (self->places, &sought);
}

/* Sets the value after the edit, and forgets the change when nothing is left of it. */
static void
set_after (RedanEdit *self, RedanChange *change, const char *after)
{
  if (change->after == NULL && after != NULL)
    g_ptr_array_add (self->live, change);
  if (change->after != NULL && after == NULL)
    g_ptr_array_remove (self->live, change);
  change->after = after;
  if (g_strcmp0 (change->before, change->after) != 0)
    return;

  if (after != NULL)
    g_ptr_array_remove (self->live, change);
  g_hash_table_remove (self->places, change);
  g_ptr_array_remove (self->changes, change);
}

/* The object as it stands in the model, unless the edit deletes it. */
static const RedanObject *
find_kept (const RedanEdit *self, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (self->model, id);

  if (object == NULL)
    return NULL;

  const RedanChange *exists = redan_edit_find (self, id, object->section, REDAN_FIELD_EXISTS,
                                               redan_model_intern (self->model, ""));
  return exists != NULL && exists->after == NULL ? NULL : object;
}

/* Section of an object as the edit leaves it; REDAN_N_SECTIONS when there is none. */
static RedanSection
find_section (const RedanEdit *self, const RedanId *id)
{
  gpointer section;

  if (g_hash_table_lookup_extended (self->created, id, NULL, &section))
    return GPOINTER_TO_UINT (section);

  const RedanObject *object = find_kept (self, id);
  return object == NULL ? REDAN_N_SECTIONS : object->section;
}

/* What stands in the model before the edit, for an object of that section. */
static const char *
get_before (const RedanEdit *self,
            const RedanId *id,
            RedanSection section,
            RedanField field,
            const char *key)
{
  const RedanObject *object = redan_model_lookup (self->model, id);

  if (object == NULL || object->section != section)
    return NULL;
  return field == REDAN_FIELD_EXISTS ? redan_model_intern (self->model, "")
                                     : redan_object_get_keyed (object, field, key);
}

static void
put (RedanEdit *self,
     const RedanId *id,
     RedanSection section,
     RedanField field,
     const char *key,
     const char *value)
{
  const char *interned_key = intern (self, key == NULL ? "" : key);
  const char *after = intern (self, value);
  RedanChange *known = redan_edit_find (self, id, section, field, interned_key);

  if (known != NULL)
    {
      set_after (self, known, after);
      return;
    }

  const char *before = get_before (self, id, section, field, interned_key);
  if (g_strcmp0 (before, after) == 0)
    return;

  RedanChange change = { *id, section, field, interned_key, before, after };
  redan_edit_add (self, &change);
}

static void
set_fault (RedanEdit *self, const RedanId *object, const char *what)
{
  RedanIdText text;

  if (self->fault == NULL)
    self->fault = g_error_new (REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE, "%s: object %s %s",
                               self->label, redan_id_to_text (object, text), what);
}

void
redan_edit_refuse_attribute (RedanEdit *self, const RedanId *object, const char *attribute)
{
  if (self->fault == NULL && !redan_edit_keeps (self, object))
    set_fault (self, object, _ ("is not in the model; choose an existing one"));
  if (self->fault == NULL)
    self->fault =
        g_error_new (REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                     _ ("%s: there is no attribute \"%s\" here; choose one of the schema"),
                     self->label, attribute);
}

gboolean
redan_edit_keeps (const RedanEdit *self, const RedanId *id)
{
  return find_section (self, id) != REDAN_N_SECTIONS;
}

RedanId
redan_edit_create (RedanEdit *self, RedanSection section, const RedanId *id)
{
  RedanId created = id != NULL ? *id : redan_id_random ();

  if (find_section (self, &created) != REDAN_N_SECTIONS)
    {
      set_fault (self, &created, _ ("exists already; create it under another id, or change it"));
      return created;
    }
  put (self, &created, section, REDAN_FIELD_EXISTS, NULL, "");
  g_hash_table_insert (self->created, g_memdup2 (&created, sizeof created),
                       GUINT_TO_POINTER (section));
  return created;
}

void
redan_edit_set (
    RedanEdit *self, const RedanId *object, RedanField field, const char *key, const char *value)
{
  RedanSection section = find_section (self, object);

  g_return_if_fail (field != REDAN_FIELD_EXISTS);

  if (section == REDAN_N_SECTIONS)
    set_fault (self, object, _ ("is not in the model; choose an existing one"));
  else
    put (self, object, section, field, key, value);
}

gboolean
redan_edit_set_attribute (RedanEdit *self,
                          const RedanId *object,
                          const char *name,
                          const char *value)
{
  const RedanSchema *schema = redan_model_get_schema (self->model);
  RedanSection section = find_section (self, object);

  if (section == REDAN_N_SECTIONS)
    return FALSE;

  RedanField field = redan_field_lookup (schema, section, FALSE, name, -1);
  if (field == REDAN_FIELD_EXISTS)
    field = redan_field_lookup (schema, section, TRUE, name, -1);
  if (field == REDAN_FIELD_EXISTS)
    return FALSE;

  if (!redan_field_is_keyed (schema, field))
    {
      redan_edit_set (self, object, field, NULL, value);
      return TRUE;
    }

  g_auto (GStrv) members = g_strsplit (value == NULL ? "" : value, ",", -1);
  const RedanObject *old = find_kept (self, object);
  guint n_old = 0;
  const RedanEntry *entries = old == NULL ? NULL : redan_object_get_range (old, field, &n_old);
  for (guint i = 0; i < n_old; i++)
    redan_edit_set (self, object, field, entries[i].key, NULL);
  for (guint i = 0; members[i] != NULL; i++)
    if (*g_strstrip (members[i]) != '\0')
      redan_edit_set (self, object, field, members[i], "");
  return TRUE;
}

const char *
redan_edit_get (const RedanEdit *self, const RedanId *object, RedanField field, const char *key)
{
  const char *interned_key = intern (self, key == NULL ? "" : key);
  RedanSection section = find_section (self, object);
  const RedanChange *change = redan_edit_find (self, object, section, field, interned_key);

  return change != NULL ? change->after : get_before (self, object, section, field, interned_key);
}

/* What the deletion of @target does to one reference to it. */
static void
release_reference (RedanEdit *self,
                   const RedanId *target,
                   const char *target_parent,
                   const RedanId *object,
                   RedanSection section,
                   RedanField field,
                   const char *key,
                   const char *value,
                   GArray *doomed)
{
  const RedanSchema *schema = redan_model_get_schema (self->model);
  RedanReference reference;

  if (!redan_reference_parse (schema, section, field, key, value, &reference) ||
      !redan_id_equal (&reference.id, target))
    return;

  if (field == REDAN_FIELD_PARENT)
    put (self, object, section, field, key, target_parent);
  else if (reference.by_key || field >= REDAN_FIELD_ATTRIBUTE)
    put (self, object, section, field, key, NULL);
  else
    g_array_append_val (doomed, *object);
}

static void
release_references (RedanEdit *self,
                    const RedanId *target,
                    const char *target_parent,
                    GArray *doomed)
{
  RedanReferrers *index = redan_model_get_referrers (self->model, TRUE);

  if (index == NULL)
    {
      if (self->referrers == NULL)
        self->referrers = redan_referrers_new (self->model);
      index = self->referrers;
    }

  g_autoptr (GArray) referrers = redan_referrers_get (index, self->model, target);
  for (guint i = 0; i < referrers->len; i++)
    {
      const RedanId *id = &g_array_index (referrers, RedanId, i);
      const RedanObject *object = find_kept (self, id);
      if (object == NULL)
        continue;
      for (guint j = 0; j < object->n_entries; j++)
        {
          const RedanEntry *entry = &object->entries[j];
          if (redan_edit_find (self, id, object->section, entry->field,
                               intern (self, entry->key)) == NULL)
            release_reference (self, target, target_parent, id, object->section, entry->field,
                               entry->key, entry->value, doomed);
        }
    }

  for (guint i = self->live->len; i > 0; i--)
    {
      RedanChange change = *(const RedanChange *) g_ptr_array_index (self->live, i - 1);
      if (change.field != REDAN_FIELD_EXISTS)
        release_reference (self, target, target_parent, &change.object, change.section,
                           change.field, change.key, change.after, doomed);
    }
}

/* Takes away an object and its entries; references to it are dealt with by the caller. */
static void
remove_object (RedanEdit *self, const RedanId *id, RedanSection section)
{
  const RedanObject *object = find_kept (self, id);

  put (self, id, section, REDAN_FIELD_EXISTS, NULL, NULL);
  for (guint i = self->live->len; i > 0; i--)
    {
      RedanChange *change = g_ptr_array_index (self->live, i - 1);
      if (change->section == section && redan_id_equal (&change->object, id))
        set_after (self, change, NULL);
    }
  g_hash_table_remove (self->created, id);

  for (guint i = 0; object != NULL && i < object->n_entries; i++)
    put (self, id, section, object->entries[i].field, object->entries[i].key, NULL);
}

void
redan_edit_delete (RedanEdit *self, const RedanId *object)
{
  g_autoptr (GArray) doomed = g_array_new (FALSE, FALSE, sizeof (RedanId));

  if (find_section (self, object) == REDAN_N_SECTIONS)
    {
      set_fault (self, object, _ ("is not in the model; choose an existing one"));
      return;
    }

  g_array_append_val (doomed, *object);
  for (guint i = 0; i < doomed->len; i++)
    {
      RedanId id = g_array_index (doomed, RedanId, i);
      RedanSection section = find_section (self, &id);
      if (section == REDAN_N_SECTIONS)
        continue;
      const char *parent = redan_edit_get (self, &id, REDAN_FIELD_PARENT, NULL);
      remove_object (self, &id, section);
      release_references (self, &id, parent, doomed);
    }
}

RedanEdit *
redan_edit_reverse (const RedanEdit *self)
{
  RedanEdit *reverse = redan_edit_new (self->model, self->label);

  for (guint i = self->changes->len; i > 0; i--)
    {
      RedanChange change = *(const RedanChange *) g_ptr_array_index (self->changes, i - 1);
      const char *before = change.before;
      change.before = change.after;
      change.after = before;
      redan_edit_add (reverse, &change);
    }
  return reverse;
}

/* Records what makes @to out of @from, two objects with one id and section; either may be missing.
 */
static void
add_object_difference (RedanEdit *edit, const RedanObject *from, const RedanObject *to)
{
  const RedanObject *either = to != NULL ? to : from;
  guint n_from = from == NULL ? 0 : from->n_entries;
  guint n_to = to == NULL ? 0 : to->n_entries;
  RedanChange change = { .object = either->id, .section = either->section };

  if (from == NULL || to == NULL)
    {
      change.field = REDAN_FIELD_EXISTS;
      change.key = intern (edit, "");
      change.before = from == NULL ? NULL : change.key;
      change.after = to == NULL ? NULL : change.key;
      redan_edit_add (edit, &change);
    }

  for (guint i = 0, j = 0; i < n_from || j < n_to;)
    {
      const RedanEntry *old = i < n_from ? &from->entries[i] : NULL;
      const RedanEntry *new = j < n_to ? &to->entries[j] : NULL;
      int order = old == NULL ? 1 : new == NULL ? -1 : (int) old->field - (int) new->field;
      if (order == 0)
        order = strcmp (old->key, new->key);
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
      if (order == 0 && strcmp (old->value, new->value) == 0)
        continue;
      change.field = order <= 0 ? old->field : new->field;
      change.key = intern (edit, order <= 0 ? old->key : new->key);
      change.before = order <= 0 ? intern (edit, old->value) : NULL;
      change.after = order >= 0 ? intern (edit, new->value) : NULL;
      redan_edit_add (edit, &change);
    }
}

RedanEdit *
redan_model_difference (const RedanModel *from, const RedanModel *to, const char *label)
{
  RedanEdit *edit = redan_edit_new (from, label);

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n_from = redan_model_get_n (from, section);
      guint n_to = redan_model_get_n (to, section);
      for (guint i = 0, j = 0; i < n_from || j < n_to;)
        {
          const RedanObject *old = i < n_from ? redan_model_get_nth (from, section, i) : NULL;
          const RedanObject *new = j < n_to ? redan_model_get_nth (to, section, j) : NULL;
          int order = old == NULL ? 1 : new == NULL ? -1 : redan_id_compare (&old->id, &new->id);
          i += order <= 0 ? 1 : 0;
          j += order >= 0 ? 1 : 0;
          if (old != new)
            add_object_difference (edit, order <= 0 ? old : NULL, order >= 0 ? new : NULL);
        }
    }
  return edit;
}
