/* SPDX-License-Identifier: Apache-2.0 */
/* Three-way merge: finds the objects that differ, decides in rounds which of them stay, and builds
 * the result. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/error.h"
#include "model/merge-private.h"
#include "model/referrers.h"
#include "model/validate-private.h"

#define EXISTS_VALUE "yes"

MergeObject *
merge_find (const Merge *self, const RedanId *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

MergeSide
merge_get_deleter (const MergeObject *object)
{
  if (object->objects[MERGE_BASE] == NULL)
    return MERGE_BASE;
  return object->objects[MERGE_OURS] == NULL     ? MERGE_OURS
         : object->objects[MERGE_THEIRS] == NULL ? MERGE_THEIRS
                                                 : MERGE_BASE;
}

gboolean
merge_is_gone (const MergeObject *object)
{
  return merge_get_deleter (object) != MERGE_BASE && !object->kept;
}

/* What a conflict calls the field. */
static const char *
get_conflict_name (const Merge *self, const MergeObject *object, RedanField field)
{
  const RedanFieldInfo *info = redan_field_get_info (object->section, field);

  if (field == REDAN_FIELD_EXISTS)
    return REDAN_CONFLICT_EXISTS;
  return info != NULL ? info->tag : redan_field_get_tag (self->schema, field);
}

const RedanObject *
merge_find_contested (const Merge *self,
                      const MergeObject *object,
                      RedanField field,
                      const char *key)
{
  if (g_hash_table_size (self->contested) == 0)
    return NULL;

  RedanId id = redan_conflict_id (&object->id, get_conflict_name (self, object, field), key);
  return g_hash_table_contains (self->contested, &id)
             ? redan_model_lookup (self->models[MERGE_BASE], &id)
             : NULL;
}

static void
collect_contested (Merge *self)
{
  guint n;
  const RedanObject *const *conflicts =
      redan_model_get_objects (self->models[MERGE_BASE], REDAN_SECTION_CONFLICT, &n);

  for (guint i = 0; i < n; i++)
    if (redan_model_lookup (self->models[MERGE_OURS], &conflicts[i]->id) == NULL &&
        redan_model_lookup (self->models[MERGE_THEIRS], &conflicts[i]->id) == NULL)
      g_hash_table_add (self->contested, (gpointer) &conflicts[i]->id);
}

void
merge_add_notice (Merge *self, const MergeObject *object, const char *code, char *message)
{
  if (!self->recording)
    {
      g_free (message);
      return;
    }

  RedanFinding *notice = g_new0 (RedanFinding, 1);
  notice->level = REDAN_FINDING_WARNING;
  notice->object = object->id;
  notice->code = code;
  notice->message = message;
  g_ptr_array_add (self->notices, notice);
}

void
merge_add_conflict (Merge *self,
                    MergeObject *object,
                    RedanField field,
                    const char *key,
                    const char *base,
                    const char *ours,
                    const char *theirs)
{
  MergeConflict conflict = { object, field, key, { base, ours, theirs } };
  RedanEntry left = { key, theirs, field };

  object->has_findings = TRUE;
  if (field != REDAN_FIELD_EXISTS && theirs != NULL)
    {
      if (object->left == NULL)
        object->left = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
      g_array_append_val (object->left, left);
    }
  if (self->recording)
    g_array_append_val (self->conflicts, conflict);
}

static void
merge_object_free (gpointer data)
{
  MergeObject *self = data;

  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->left, g_array_unref);
  g_free (self);
}

static gboolean
is_same (const RedanObject *left, const RedanObject *right)
{
  if (left == right)
    return TRUE;
  if (left == NULL || right == NULL || left->n_entries != right->n_entries)
    return FALSE;
  for (guint i = 0; i < left->n_entries; i++)
    {
      const RedanEntry *one = &left->entries[i];
      const RedanEntry *other = &right->entries[i];
      if (one->field != other->field ||
          (one->key != other->key && strcmp (one->key, other->key) != 0) ||
          (one->value != other->value && strcmp (one->value, other->value) != 0))
        return FALSE;
    }
  return TRUE;
}

/* An id is random and stays with its object: in two sections it is a mistake of whoever wrote the
 * file. */
static gboolean
check_sections (const Merge *self, const MergeObject *object, GError **error)
{
  for (guint side = 0; side < MERGE_N_SIDES; side++)
    {
      const RedanObject *other = redan_model_lookup (self->models[side], &object->id);
      if (other == NULL || other->section == object->section)
        continue;
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("%.16s is the id of the %s in one model and of the %s in another; such "
                      "models cannot be merged, give one of the two a new id"),
                   object->id.text, redan_section_get_tag (object->section),
                   redan_section_get_tag (other->section));
      return FALSE;
    }
  return TRUE;
}

/* Walks the three models side by side. */
static gboolean
collect_section (Merge *self, RedanSection section, GError **error)
{
  const RedanObject *const *all[MERGE_N_SIDES];
  guint n[MERGE_N_SIDES];
  guint at[MERGE_N_SIDES] = { 0 };

  for (guint side = 0; side < MERGE_N_SIDES; side++)
    all[side] = redan_model_get_objects (self->models[side], section, &n[side]);
  for (;;)
    {
      const RedanObject *objects[MERGE_N_SIDES] = { NULL };
      const RedanObject *first = NULL;
      for (guint side = 0; side < MERGE_N_SIDES; side++)
        if (at[side] < n[side] &&
            (first == NULL || redan_id_compare (&all[side][at[side]]->id, &first->id) < 0))
          first = all[side][at[side]];
      if (first == NULL)
        return TRUE;
      for (guint side = 0; side < MERGE_N_SIDES; side++)
        if (at[side] < n[side] && redan_id_equal (&all[side][at[side]]->id, &first->id))
          objects[side] = all[side][at[side]++];

      /* what both sides say, or both do not, needs no decision */
      if (is_same (objects[MERGE_OURS], objects[MERGE_THEIRS]))
        continue;
      MergeObject *object = g_new0 (MergeObject, 1);
      object->id = first->id;
      object->section = section;
      memcpy (object->objects, objects, sizeof objects);
      g_ptr_array_add (self->objects, object);
      g_hash_table_insert (self->by_id, &object->id, object);
      if (!check_sections (self, object, error))
        return FALSE;
    }
}

/* An object stays although it was deleted, because of what the other side did. */
static void
keep (MergeObject *object, gboolean conflicting)
{
  object->kept = TRUE;
  object->conflicting = object->conflicting || conflicting;
}

static void
keep_what_was_changed (Merge *self)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      MergeObject *object = g_ptr_array_index (self->objects, i);
      MergeSide deleter = merge_get_deleter (object);
      gboolean moved;

      if (deleter != MERGE_BASE &&
          (merge_find_contested (self, object, REDAN_FIELD_EXISTS, "") != NULL ||
           merge_is_changed (self, object, deleter == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS,
                             &moved)))
        keep (object, TRUE);
    }
}

/* Whether the object was deleted only because something was deleted that stays: not when it also
 * stands on something that goes. */
static gboolean
is_taken_along (const Merge *self, const MergeObject *object)
{
  const RedanObject *base = object->objects[MERGE_BASE];
  MergeSide deleter = merge_get_deleter (object);
  gboolean taken_along = FALSE;

  for (guint i = 0; i < base->n_entries && base->entries[i].field < REDAN_FIELD_ATTRIBUTE; i++)
    {
      const RedanEntry *entry = &base->entries[i];
      RedanReference reference;
      if (entry->field == REDAN_FIELD_PARENT ||
          !redan_reference_parse (self->schema, base->section, entry->field, entry->key,
                                  entry->value, &reference))
        continue;
      const MergeObject *target = merge_find (self, &reference.id);
      if (target == NULL || merge_get_deleter (target) != deleter)
        continue;
      if (!target->kept)
        return FALSE;
      taken_along = TRUE;
    }
  return taken_along;
}

/* Keeps what entries of @object refer to. Returns: whether that was gone */
static gboolean
keep_references (Merge *self, const MergeObject *object, const GArray *entries)
{
  gboolean changed = FALSE;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const RedanEntry *entry = &g_array_index (entries, RedanEntry, i);
      RedanReference reference;
      if (!redan_reference_parse (self->schema, object->section, entry->field, entry->key,
                                  entry->value, &reference) ||
          reference.loose)
        continue;
      MergeObject *target = merge_find (self, &reference.id);
      if (target == NULL || !merge_is_gone (target))
        continue;
      keep (target, TRUE);
      changed = TRUE;
    }
  return changed;
}

/* Merges all objects that stay, until nothing that they need is gone: every round keeps more of
 * them. */
static void
merge_rounds (Merge *self)
{
  gboolean changed = TRUE;

  while (changed)
    {
      guint n_gone = 0;
      changed = FALSE;
      for (guint i = 0; i < self->objects->len; i++)
        {
          MergeObject *object = g_ptr_array_index (self->objects, i);
          if (merge_is_gone (object) && is_taken_along (self, object))
            {
              keep (object, FALSE);
              changed = TRUE;
            }
          n_gone += merge_is_gone (object) ? 1 : 0;
        }
      for (guint i = 0; i < self->objects->len; i++)
        {
          MergeObject *object = g_ptr_array_index (self->objects, i);
          if (merge_is_gone (object))
            continue;
          merge_fields (self, object);
          if (n_gone == 0)
            continue;
          changed = keep_references (self, object, object->entries) || changed;
          changed = keep_references (self, object, object->left) || changed;
        }
      if (!changed)
        changed = merge_check_nesting (self);
    }
}

static void
record_existence (Merge *self, MergeObject *object)
{
  MergeSide deleter = merge_get_deleter (object);
  gboolean moved;

  if (object->conflicting)
    merge_add_conflict (self, object, REDAN_FIELD_EXISTS, "", EXISTS_VALUE,
                        deleter == MERGE_OURS ? NULL : EXISTS_VALUE,
                        deleter == MERGE_THEIRS ? NULL : EXISTS_VALUE);
  if (!merge_is_gone (object))
    return;
  merge_is_changed (self, object, deleter == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS, &moved);
  if (moved)
    {
      g_autofree char *name = merge_describe (object);
      merge_add_notice (
          self, object, "deleted-though-moved",
          g_strdup_printf (_ ("one side moved %s, the other deleted it; it is gone"), name));
    }
}

/* The last round has left the entries as they stay; what it found out is said now. */
static void
record (Merge *self)
{
  self->recording = TRUE;
  for (guint i = 0; i < self->objects->len; i++)
    {
      MergeObject *object = g_ptr_array_index (self->objects, i);
      gboolean has_findings = object->has_findings;
      record_existence (self, object);
      if (!merge_is_gone (object) && has_findings)
        merge_fields (self, object);
    }
}

/* The number that one side gave the threat while the other did not; 0 when there is none. */
static gint64
get_own_number (const MergeObject *object, MergeSide side)
{
  MergeSide other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
  const char *merged = merge_get_entry (object, REDAN_FIELD_NUMBER);

  if (merged == NULL || g_strcmp0 (merged, merge_get (object, side, REDAN_FIELD_NUMBER, "")) != 0 ||
      g_strcmp0 (merged, merge_get (object, other, REDAN_FIELD_NUMBER, "")) == 0)
    return 0;
  return g_ascii_strtoll (merged, NULL, 10);
}

static gint64
find_last_number (const Merge *self)
{
  gint64 last = 0;

  for (guint side = MERGE_OURS; side < MERGE_N_SIDES; side++)
    for (guint i = 0; i < redan_model_get_n (self->models[side], REDAN_SECTION_THREAT); i++)
      {
        const char *number = redan_object_get (
            redan_model_get_nth (self->models[side], REDAN_SECTION_THREAT, i), REDAN_FIELD_NUMBER);
        if (number != NULL)
          last = MAX (last, g_ascii_strtoll (number, NULL, 10));
      }
  return last;
}

static void
set_number (Merge *self, MergeObject *object, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *name = merge_describe (object);

  merge_add_notice (self, object, "renumbered",
                    g_strdup_printf (_ ("both sides gave out the number %s; %s has the number %s "
                                        "now"),
                                     merge_get_entry (object, REDAN_FIELD_NUMBER), name, text));
  for (guint i = 0; i < object->entries->len; i++)
    {
      RedanEntry *entry = &g_array_index (object->entries, RedanEntry, i);
      if (entry->field == REDAN_FIELD_NUMBER)
        entry->value = redan_model_intern (self->result, text);
    }
}

/* Two threats got the same number because neither side knew of the other: theirs gets the next free
 * one. A number that several threats share on one side is shared afterwards too. */
static void
renumber (Merge *self)
{
  g_autoptr (GHashTable) ours = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) renamed = g_hash_table_new (NULL, NULL);
  gint64 last = find_last_number (self);

  for (guint side = MERGE_OURS; side < MERGE_N_SIDES; side++)
    for (guint i = 0; i < self->objects->len; i++)
      {
        MergeObject *object = g_ptr_array_index (self->objects, i);
        gint64 number = object->section != REDAN_SECTION_THREAT || merge_is_gone (object)
                            ? 0
                            : get_own_number (object, side);
        gpointer key = GINT_TO_POINTER ((int) number);
        if (number == 0)
          continue;
        if (side == MERGE_OURS)
          g_hash_table_add (ours, key);
        else if (g_hash_table_contains (ours, key))
          {
            gpointer fresh = g_hash_table_lookup (renamed, key);
            if (fresh == NULL && last == G_MAXINT32)
              continue;
            if (fresh == NULL)
              fresh = GINT_TO_POINTER ((int) ++last);
            g_hash_table_insert (renamed, key, fresh);
            set_number (self, object, GPOINTER_TO_INT (fresh));
          }
      }
}

/* The strings of the entries may belong to any of the three pools. */
static gboolean
has_one_pool (const Merge *self)
{
  for (guint side = 0; side < MERGE_N_SIDES; side++)
    if (redan_model_get_strings (self->models[side]) != redan_model_get_strings (self->result))
      return FALSE;
  return TRUE;
}

static RedanObject *
build_object (const Merge *self, const MergeObject *object, gboolean has_pool)
{
  for (guint i = 0; !has_pool && i < object->entries->len; i++)
    {
      RedanEntry *entry = &g_array_index (object->entries, RedanEntry, i);
      entry->key = redan_model_intern (self->result, entry->key);
      entry->value = redan_model_intern (self->result, entry->value);
    }
  return redan_object_new (object->section, &object->id, (gconstpointer) object->entries->data,
                           object->entries->len);
}

static void
install_objects (Merge *self)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  const gboolean has_pool = has_one_pool (self);

  for (guint i = 0; i < self->objects->len; i++)
    {
      const MergeObject *object = g_ptr_array_index (self->objects, i);
      const RedanObject *ours = object->objects[MERGE_OURS];
      if (merge_is_gone (object))
        {
          if (ours != NULL)
            redan_model_remove (self->result, &object->id);
          continue;
        }
      g_autoptr (RedanObject) merged = build_object (self, object, has_pool);
      if (ours == NULL)
        g_ptr_array_add (added, g_steal_pointer (&merged));
      else if (!is_same (ours, merged))
        redan_model_put (self->result, g_steal_pointer (&merged));
    }
  if (added->len > 0)
    redan_model_put_all (self->result, (RedanObject **) added->pdata, added->len);
}

/* An unresolved conflict about the same field stays beside the new one. */
static RedanId
find_free_id (const Merge *self, const MergeConflict *conflict, const char *name)
{
  RedanId id = redan_conflict_id (&conflict->object->id, name, conflict->key);

  while (redan_model_lookup (self->result, &id) != NULL)
    id = redan_conflict_id (&id, name, conflict->key);
  return id;
}

static void
install_conflict (Merge *self, const MergeConflict *conflict)
{
  static const RedanField fields[MERGE_N_SIDES] = {
    [MERGE_BASE] = REDAN_FIELD_BASE,
    [MERGE_OURS] = REDAN_FIELD_OURS,
    [MERGE_THEIRS] = REDAN_FIELD_THEIRS,
  };
  const char *name = get_conflict_name (self, conflict->object, conflict->field);
  const char *empty = redan_model_intern (self->result, "");
  RedanId id = find_free_id (self, conflict, name);
  RedanEntry entries[3 + MERGE_N_SIDES];
  RedanIdText target;
  guint n = 0;

  redan_id_to_text (&conflict->object->id, target);
  entries[n++] =
      (RedanEntry){ empty, redan_model_intern (self->result, target), REDAN_FIELD_TARGET };
  entries[n++] = (RedanEntry){ empty, redan_model_intern (self->result, name), REDAN_FIELD_KEY };
  if (*conflict->key != '\0')
    entries[n++] =
        (RedanEntry){ empty, redan_model_intern (self->result, conflict->key), REDAN_FIELD_MEMBER };
  for (guint side = 0; side < MERGE_N_SIDES; side++)
    if (conflict->values[side] != NULL && *conflict->values[side] != '\0')
      entries[n++] = (RedanEntry){ empty, redan_model_intern (self->result, conflict->values[side]),
                                   fields[side] };
  redan_model_put (self->result, redan_object_new (REDAN_SECTION_CONFLICT, &id, entries, n));
}

static gboolean
report_error_cb (const RedanObject *object,
                 RedanField field,
                 const char *key,
                 const char *code,
                 char *message,
                 gpointer user_data)
{
  GError **error = user_data;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE,
               _ ("the merged model would be wrong: %s"), message);
  g_free (message);
  return FALSE;
}

static void
merge_clear (Merge *self)
{
  g_hash_table_unref (self->contested);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->objects);
  g_array_unref (self->conflicts);
  g_clear_pointer (&self->notices, g_ptr_array_unref);
  g_clear_pointer (&self->result, redan_model_unref);
}

static RedanMerge *
run (Merge *self, GError **error)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    if (!collect_section (self, section, error))
      return NULL;

  collect_contested (self);
  keep_what_was_changed (self);
  merge_rounds (self);
  record (self);
  renumber (self);
  install_objects (self);
  for (guint i = 0; i < self->conflicts->len; i++)
    install_conflict (self, &g_array_index (self->conflicts, MergeConflict, i));
  if (!redan_validate_visit_errors (self->result, report_error_cb, error))
    return NULL;

  RedanMerge *merge = g_new0 (RedanMerge, 1);
  merge->model = g_steal_pointer (&self->result);
  merge->n_conflicts = self->conflicts->len;
  merge->notices = g_steal_pointer (&self->notices);
  return merge;
}

RedanMerge *
redan_merge_new (const RedanModel *base,
                 const RedanModel *ours,
                 const RedanModel *theirs,
                 GError **error)
{
  RedanSchema *schema = redan_model_get_schema (ours);
  g_autoptr (RedanModel) empty = base == NULL ? redan_model_new (schema) : NULL;
  Merge self = {
    .models = { base == NULL ? empty : base, ours, theirs },
    .schema = schema,
    .result = redan_model_copy (ours),
    .objects = g_ptr_array_new_with_free_func (merge_object_free),
    .by_id = g_hash_table_new (redan_id_hash, redan_id_equal),
    .contested = g_hash_table_new (redan_id_hash, redan_id_equal),
    .conflicts = g_array_new (FALSE, FALSE, sizeof (MergeConflict)),
    .notices = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_finding_free),
  };
  RedanMerge *merge = run (&self, error);

  merge_clear (&self);
  return merge;
}

void
redan_merge_free (RedanMerge *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->notices);
  redan_model_unref (self->model);
  g_free (self);
}
