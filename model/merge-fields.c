/* SPDX-License-Identifier: Apache-2.0 */
/* Merges the fields of one object: which side changed what, and what is only the consequence of a
 * deletion. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/geometry.h"
#include "model/merge-private.h"
#include "model/merge-text.h"
#include "model/name.h"
#include "model/referrers.h"

/* One entry of an object as the three models have it; NULL where it is not set. */
typedef struct
{
  RedanField field;
  const char *key;
  const char *values[MERGE_N_SIDES];
} Entry;

/* What the merge of one object found out. */
typedef struct
{
  Merge *merge;
  MergeObject *object;
  gboolean moved;                  /* both changed geometry */
  gboolean displaced;              /* one moved it in a diagram that the other deleted */
  gboolean decides[MERGE_N_SIDES]; /* the side alone changed a status */
  gboolean edits[MERGE_N_SIDES];   /* the side changed anything else but geometry */
} Work;

const char *
merge_get (const MergeObject *object, MergeSide side, RedanField field, const char *key)
{
  return object->objects[side] == NULL ? NULL
                                       : redan_object_get_keyed (object->objects[side], field, key);
}

const char *
merge_get_entry (const MergeObject *object, RedanField field)
{
  for (guint i = 0; object->entries != NULL && i < object->entries->len; i++)
    {
      const RedanEntry *entry = &g_array_index (object->entries, RedanEntry, i);
      if (entry->field == field)
        return entry->value;
    }
  return NULL;
}

char *
merge_describe (const MergeObject *object)
{
  const RedanObject *named = object->objects[MERGE_OURS] != NULL ? object->objects[MERGE_OURS]
                                                                 : object->objects[MERGE_THEIRS];
  g_autofree char *name =
      redan_text_fold_lines (named == NULL ? "" : redan_object_get_name (named));

  if (name[0] == '\0')
    return g_strdup_printf ("%s %.16s", redan_section_get_tag (object->section), object->id.text);
  return g_strdup_printf ("%s \"%s\"", redan_section_get_tag (object->section), name);
}

/* The nearest boundary around @parent, as the base nests them, that @side has left. */
static const char *
find_ancestor (const Merge *self, const char *parent, MergeSide side)
{
  for (guint depth = 0; parent != NULL && depth <= REDAN_MAX_NESTING; depth++)
    {
      if (redan_model_lookup_text (self->models[side], parent) != NULL)
        return parent;
      const RedanObject *boundary = redan_model_lookup_text (self->models[MERGE_BASE], parent);
      parent = boundary == NULL ? NULL : redan_object_get (boundary, REDAN_FIELD_PARENT);
    }
  return NULL;
}

/* The object that an entry refers to. */
static gboolean
get_reference (const Merge *self,
               RedanSection section,
               RedanField field,
               const char *key,
               const char *value,
               RedanReference *reference)
{
  return value != NULL &&
         redan_reference_parse (self->schema, section, field, key, value, reference);
}

/* Whether the entry of @side is other than in the base only because @side deleted what it referred
 * to. */
static gboolean
is_consequence (const Merge *self,
                RedanSection section,
                const Entry *entry,
                MergeSide side,
                RedanReference *reference)
{
  const char *after = entry->values[side];

  if (!get_reference (self, section, entry->field, entry->key, entry->values[MERGE_BASE],
                      reference) ||
      redan_model_lookup (self->models[MERGE_BASE], &reference->id) == NULL ||
      redan_model_lookup (self->models[side], &reference->id) != NULL)
    return FALSE;
  if (entry->field == REDAN_FIELD_PARENT)
    return g_strcmp0 (after, find_ancestor (self, entry->values[MERGE_BASE], side)) == 0;
  return after == NULL;
}

/* The entries of several objects side by side, in the order of the file; NULL for a side to leave
 * out. */
typedef struct
{
  const RedanObject *objects[MERGE_N_SIDES];
  guint at[MERGE_N_SIDES];
} Cursor;

/* Models that were read together share one pool of strings. */
static int
compare_keys (const RedanEntry *left, const RedanEntry *right)
{
  if (left->field != right->field)
    return (int) left->field - (int) right->field;
  return left->key == right->key ? 0 : strcmp (left->key, right->key);
}

static gboolean
is_same_value (const char *left, const char *right)
{
  return left == right || g_strcmp0 (left, right) == 0;
}

/* What all three have, which nearly all entries are. */
static gboolean
cursor_next_of_all (Cursor *self, Entry *entry)
{
  const RedanEntry *next[MERGE_N_SIDES];

  for (guint i = 0; i < MERGE_N_SIDES; i++)
    {
      if (self->objects[i] == NULL || self->at[i] == self->objects[i]->n_entries)
        return FALSE;
      next[i] = &self->objects[i]->entries[self->at[i]];
      if (next[i]->field != next[0]->field || next[i]->key != next[0]->key)
        return FALSE;
    }
  *entry = (Entry){ .field = next[0]->field, .key = next[0]->key };
  for (guint i = 0; i < MERGE_N_SIDES; i++)
    {
      entry->values[i] = next[i]->value;
      self->at[i]++;
    }
  return TRUE;
}

static gboolean
cursor_next (Cursor *self, Entry *entry)
{
  const RedanEntry *first = NULL;

  if (cursor_next_of_all (self, entry))
    return TRUE;
  for (guint i = 0; i < MERGE_N_SIDES; i++)
    {
      if (self->objects[i] == NULL || self->at[i] == self->objects[i]->n_entries)
        continue;
      const RedanEntry *next = &self->objects[i]->entries[self->at[i]];
      if (first == NULL || compare_keys (next, first) < 0)
        first = next;
    }
  if (first == NULL)
    return FALSE;

  *entry = (Entry){ .field = first->field, .key = first->key };
  for (guint i = 0; i < MERGE_N_SIDES; i++)
    {
      if (self->objects[i] == NULL || self->at[i] == self->objects[i]->n_entries)
        continue;
      const RedanEntry *next = &self->objects[i]->entries[self->at[i]];
      if (compare_keys (next, first) != 0)
        continue;
      entry->values[i] = next->value;
      self->at[i]++;
    }
  return TRUE;
}

gboolean
merge_is_changed (const Merge *self, const MergeObject *object, MergeSide side, gboolean *moved_out)
{
  Cursor cursor = { .objects = { [MERGE_BASE] = object->objects[MERGE_BASE] } };
  RedanReference reference;
  Entry entry;

  cursor.objects[side] = object->objects[side];
  *moved_out = FALSE;
  while (cursor_next (&cursor, &entry))
    {
      if (is_same_value (entry.values[MERGE_BASE], entry.values[side]) ||
          is_consequence (self, object->section, &entry, side, &reference))
        continue;
      /* which drawn lines a flow crosses follows from where its ends are drawn */
      if (entry.field != REDAN_FIELD_CROSSES &&
          redan_field_get_nature (self->schema, object->section, entry.field) !=
              REDAN_NATURE_GEOMETRY)
        return TRUE;
      *moved_out = TRUE;
    }
  return FALSE;
}

static gboolean
is_kept (const Merge *self, const RedanId *id)
{
  const MergeObject *target = merge_find (self, id);

  return target != NULL && target->kept;
}

/* Whether an end of the flow is another element on either side. */
static gboolean
is_reconnected (const MergeObject *object)
{
  for (guint side = MERGE_OURS; side < MERGE_N_SIDES; side++)
    for (RedanField field = REDAN_FIELD_SOURCE; field <= REDAN_FIELD_TARGET; field++)
      if (g_strcmp0 (merge_get (object, MERGE_BASE, field, ""),
                     merge_get (object, side, field, "")) != 0)
        return TRUE;
  return FALSE;
}

static void
add_field_conflict (Work *work, const Entry *entry)
{
  merge_add_conflict (work->merge, work->object, entry->field, entry->key,
                      entry->values[MERGE_BASE], entry->values[MERGE_OURS],
                      entry->values[MERGE_THEIRS]);
}

/* Line by line; the result belongs to the pool. Returns: (nullable): ours with a conflict when it
 * cannot be merged */
static const char *
merge_text (Work *work, const Entry *entry)
{
  const char *texts[MERGE_N_SIDES];

  for (guint i = 0; i < MERGE_N_SIDES; i++)
    texts[i] = entry->values[i] == NULL ? "" : entry->values[i];

  g_autofree char *merged =
      redan_text_merge (texts[MERGE_BASE], texts[MERGE_OURS], texts[MERGE_THEIRS]);
  if (merged != NULL && redan_field_check_value (work->merge->schema, work->object->section,
                                                 entry->field, entry->key, merged, NULL))
    return merged[0] == '\0' ? NULL : redan_model_intern (work->merge->result, merged);

  add_field_conflict (work, entry);
  return entry->values[MERGE_OURS];
}

/* When something was reviewed: by itself, or as a fact that is a date. */
static gboolean
is_review_day (const Work *work, const Entry *entry)
{
  const RedanSchema *schema = work->merge->schema;
  const RedanAttribute *attribute = redan_field_get_attribute (schema, entry->field);
  const char *fact = NULL;

  if (attribute != NULL)
    return g_str_equal (attribute->name, "reviewed_on");
  if (work->object->section != REDAN_SECTION_FACT || entry->field != REDAN_FIELD_DATE)
    return FALSE;
  fact = merge_get (work->object, MERGE_OURS, REDAN_FIELD_KEY, "");
  attribute = fact != NULL ? redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, fact, -1) : NULL;
  return attribute != NULL && attribute->type == REDAN_ATTRIBUTE_FACT_DATE;
}

/* Two people may review the same model on two branches: the later day holds. What each saw is kept
 * as a hash that only fits what is still so, and which version of a pack was seen last tells itself
 * with the next signature: of these any choice is as good that does not depend on the side.
 * Returns: (nullable): the value, %NULL when the entry is not about a review */
static const char *
merge_review (const Work *work, const Entry *entry)
{
  const char *ours = entry->values[MERGE_OURS];
  const char *theirs = entry->values[MERGE_THEIRS];

  if (ours == NULL || theirs == NULL)
    return NULL;
  if (is_review_day (work, entry) || entry->field == REDAN_FIELD_REVIEWED_HASH ||
      (entry->field == REDAN_FIELD_PACK && work->object->section == REDAN_SECTION_META))
    return strcmp (ours, theirs) >= 0 ? ours : theirs;
  return NULL;
}

/* The value where both sides changed the entry, each differently. */
static const char *
merge_both (Work *work, const Entry *entry)
{
  RedanSection section = work->object->section;
  const char *reviewed = merge_review (work, entry);

  if (reviewed != NULL)
    return reviewed;
  if (section == REDAN_SECTION_CONFLICT)
    {
      g_autofree char *name = merge_describe (work->object);
      work->object->has_findings = TRUE;
      merge_add_notice (
          work->merge, work->object, "old-conflict",
          g_strdup_printf (_ ("both sides changed the unresolved %s; ours was taken"), name));
      return entry->values[MERGE_OURS];
    }
  switch (redan_field_get_nature (work->merge->schema, section, entry->field))
    {
    case REDAN_NATURE_TEXT:
      return merge_text (work, entry);
    case REDAN_NATURE_GEOMETRY:
      if (section == REDAN_SECTION_FLOW && entry->field == REDAN_FIELD_ROUTE &&
          is_reconnected (work->object))
        break;
      work->moved = TRUE;
      return entry->values[MERGE_OURS];
    case REDAN_NATURE_MEMBER:
    case REDAN_NATURE_VALUE:
      break;
    }
  add_field_conflict (work, entry);
  return entry->values[MERGE_OURS];
}

/* What somebody decided about a risk, and may have decided otherwise had they seen the other side.
 */
static gboolean
is_status (RedanField field)
{
  return field == REDAN_FIELD_DECISION || field == REDAN_FIELD_SEVERITY ||
         field == REDAN_FIELD_STATE || field == REDAN_FIELD_EXPIRES;
}

static void
note_change (Work *work, const Entry *entry, MergeSide side)
{
  if (is_status (entry->field))
    work->decides[side] = TRUE;
  else if (redan_field_get_nature (work->merge->schema, work->object->section, entry->field) !=
           REDAN_NATURE_GEOMETRY)
    work->edits[side] = TRUE;
}

/* The nearest boundary around @parent, as the base nests them, that the merge leaves. */
static const char *
find_merged_ancestor (const Merge *self, const char *parent)
{
  for (guint depth = 0; parent != NULL && depth <= REDAN_MAX_NESTING; depth++)
    {
      const RedanObject *boundary = redan_model_lookup_text (self->models[MERGE_BASE], parent);
      const MergeObject *object = boundary == NULL ? NULL : merge_find (self, &boundary->id);

      if (object != NULL ? !merge_is_gone (object)
                         : redan_model_lookup_text (self->models[MERGE_OURS], parent) != NULL)
        return parent;
      parent = boundary == NULL ? NULL : redan_object_get (boundary, REDAN_FIELD_PARENT);
    }
  return NULL;
}

/* Takes back what only follows from a deletion, when what was deleted stays or the other side says
 * something itself. */
static void
forget_consequences (Work *work, Entry *entry)
{
  const char *base = entry->values[MERGE_BASE];
  RedanFieldNature nature =
      redan_field_get_nature (work->merge->schema, work->object->section, entry->field);
  gboolean follows[MERGE_N_SIDES] = { FALSE };
  RedanReference reference;

  for (guint side = MERGE_OURS; side < MERGE_N_SIDES; side++)
    if (g_strcmp0 (entry->values[side], base) != 0 &&
        is_consequence (work->merge, work->object->section, entry, side, &reference))
      {
        follows[side] = TRUE;
        if (is_kept (work->merge, &reference.id))
          entry->values[side] = base;
        else if (entry->field == REDAN_FIELD_PARENT)
          entry->values[side] = find_merged_ancestor (work->merge, base);
      }
  if (follows[MERGE_OURS] == follows[MERGE_THEIRS])
    return;

  MergeSide side = follows[MERGE_OURS] ? MERGE_OURS : MERGE_THEIRS;
  MergeSide other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
  if (g_strcmp0 (entry->values[side], base) == 0 || g_strcmp0 (entry->values[other], base) == 0)
    return;
  if (nature != REDAN_NATURE_GEOMETRY)
    entry->values[side] = base;
  else
    {
      entry->values[other] = base;
      work->displaced = TRUE;
    }
}

static const char *
merge_entry (Work *work, Entry *entry)
{
  const char *const *values = entry->values;

  if (is_same_value (values[MERGE_OURS], values[MERGE_THEIRS]))
    return values[MERGE_OURS];

  forget_consequences (work, entry);
  if (is_same_value (values[MERGE_OURS], values[MERGE_THEIRS]))
    return values[MERGE_OURS];
  if (entry->field == REDAN_FIELD_PARENT && work->object->parent_is_ours)
    {
      add_field_conflict (work, entry);
      return values[MERGE_OURS];
    }
  const RedanObject *contested =
      merge_find_contested (work->merge, work->object, entry->field, entry->key);
  if (contested != NULL)
    {
      entry->values[MERGE_BASE] = redan_conflict_get_value (contested, REDAN_CONFLICT_BASE);
      return merge_both (work, entry);
    }
  if (g_strcmp0 (values[MERGE_BASE], values[MERGE_OURS]) == 0)
    {
      note_change (work, entry, MERGE_THEIRS);
      return values[MERGE_THEIRS];
    }
  if (g_strcmp0 (values[MERGE_BASE], values[MERGE_THEIRS]) == 0)
    {
      note_change (work, entry, MERGE_OURS);
      return values[MERGE_OURS];
    }
  return merge_both (work, entry);
}

static gboolean
is_decided_while_edited (const Work *work)
{
  RedanSection section = work->object->section;

  return (section == REDAN_SECTION_THREAT || section == REDAN_SECTION_DECISION ||
          section == REDAN_SECTION_MITIGATION) &&
         ((work->decides[MERGE_OURS] && work->edits[MERGE_THEIRS]) ||
          (work->decides[MERGE_THEIRS] && work->edits[MERGE_OURS]));
}

static void
add_notices (Work *work)
{
  const gboolean decided = is_decided_while_edited (work);
  g_autofree char *name = NULL;

  if (!work->moved && !work->displaced && !decided)
    return;
  work->object->has_findings = TRUE;
  if (!work->merge->recording)
    return;

  name = merge_describe (work->object);
  if (work->moved)
    merge_add_notice (work->merge, work->object, "both-moved",
                      g_strdup_printf (_ ("both sides moved %s; ours was taken"), name));
  if (work->displaced)
    merge_add_notice (work->merge, work->object, "deleted-though-moved",
                      g_strdup_printf (_ ("one side moved %s in a diagram that the other deleted; "
                                          "it is not drawn there any more"),
                                       name));
  if (decided)
    merge_add_notice (work->merge, work->object, "review-decision",
                      g_strdup_printf (_ ("one side decided about %s while the other edited it; "
                                          "both were taken, look at it again"),
                                       name));
}

/* Whether the entry refers to something that goes, as it did before the side that deleted that also
 * deleted this object: had the object stayed there, the entry would not be what it is. */
static gboolean
is_abandoned (const Merge *self, const MergeObject *object, const RedanEntry *entry)
{
  const char *base = merge_get (object, MERGE_BASE, entry->field, entry->key);
  RedanReference reference;

  if (g_strcmp0 (base, entry->value) != 0 ||
      !get_reference (self, object->section, entry->field, entry->key, base, &reference) ||
      reference.loose)
    return FALSE;
  if (!reference.by_key && entry->field < REDAN_FIELD_ATTRIBUTE &&
      entry->field != REDAN_FIELD_PARENT)
    return FALSE; /* the object cannot be without it */

  const MergeObject *target = merge_find (self, &reference.id);
  return target != NULL && merge_is_gone (target);
}

/* The object as the one side has it that has it at all. */
static void
take_whole (Merge *self, MergeObject *object)
{
  const RedanObject *taken = object->objects[MERGE_OURS] != NULL ? object->objects[MERGE_OURS]
                                                                 : object->objects[MERGE_THEIRS];

  for (guint i = 0; i < taken->n_entries; i++)
    {
      RedanEntry entry = taken->entries[i];
      if (entry.field == REDAN_FIELD_PARENT && object->parent_is_ours)
        {
          merge_add_conflict (self, object, entry.field, "",
                              merge_get (object, MERGE_BASE, entry.field, ""),
                              merge_get (object, MERGE_OURS, entry.field, ""),
                              merge_get (object, MERGE_THEIRS, entry.field, ""));
          if (taken == object->objects[MERGE_THEIRS])
            continue;
        }
      if (is_abandoned (self, object, &entry))
        entry.value =
            entry.field == REDAN_FIELD_PARENT ? find_merged_ancestor (self, entry.value) : NULL;
      if (entry.value != NULL)
        g_array_append_val (object->entries, entry);
    }
}

/* Empty, and with room for what the longest of the objects has. */
static void
clear_entries (MergeObject *object)
{
  guint longest = 0;

  for (guint side = 0; side < MERGE_N_SIDES; side++)
    if (object->objects[side] != NULL)
      longest = MAX (longest, object->objects[side]->n_entries);
  if (object->entries == NULL)
    object->entries = g_array_sized_new (FALSE, FALSE, sizeof (RedanEntry), longest);
  g_array_set_size (object->entries, 0);
  if (object->left != NULL)
    g_array_set_size (object->left, 0);
}

void
merge_fields (Merge *self, MergeObject *object)
{
  Work work = { .merge = self, .object = object };
  Cursor cursor = { { NULL } };
  Entry entry;

  clear_entries (object);
  object->has_findings = FALSE;
  if (object->objects[MERGE_OURS] == NULL || object->objects[MERGE_THEIRS] == NULL)
    {
      take_whole (self, object);
      return;
    }

  memcpy (cursor.objects, object->objects, sizeof cursor.objects);
  while (cursor_next (&cursor, &entry))
    {
      RedanEntry merged = { .key = entry.key, .field = entry.field };
      merged.value = merge_entry (&work, &entry);
      if (merged.value != NULL)
        g_array_append_val (object->entries, merged);
    }
  add_notices (&work);
}
