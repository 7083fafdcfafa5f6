/* SPDX-License-Identifier: Apache-2.0 */
/* Applies an edit to a model, all or nothing: checks old values, builds the new objects, checks
 * what they refer to. */

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"
#include "model/geometry.h"
#include "model/name.h"

#define MAX_DEPTH (REDAN_MAX_NESTING - 1)

/* The changes of one object in one section, and what becomes of it. */
typedef struct
{
  guint first;
  guint n;
  const RedanChange *exists; /* NULL when it stays */
  RedanObject *before;       /* NULL when it is created */
  RedanObject *after;        /* NULL when it is deleted */
} Step;

typedef struct
{
  const RedanEdit *edit;
  RedanModel *model;
  const RedanSchema *schema;
  const RedanChange **changes; /* by object, deletions of an object first, then field and key */
  guint n_changes;
  GArray *steps;
  RedanReferrers *own_index;
} Work;

static void
work_clear (Work *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = &g_array_index (self->steps, Step, i);
      g_clear_pointer (&step->before, redan_object_unref);
      g_clear_pointer (&step->after, redan_object_unref);
    }
  g_array_unref (self->steps);
  g_free (self->changes);
  g_clear_pointer (&self->own_index, redan_referrers_free);
}

static RedanReferrers *
get_index (Work *self)
{
  RedanReferrers *index = redan_model_get_referrers (self->model, TRUE);

  if (index != NULL)
    return index;
  if (self->own_index == NULL)
    self->own_index = redan_referrers_new (self->model);
  return self->own_index;
}

/* How messages name an object: its section, its name when it has one, its id. */
static char *
describe (RedanSection section, const RedanId *id, const RedanObject *object)
{
  RedanIdText text;
  g_autofree char *name =
      redan_text_fold_lines (object == NULL ? "" : redan_object_get_name (object));

  redan_id_to_text (id, text);
  if (*name == '\0')
    return g_strdup_printf ("%s %s", redan_section_get_tag (section), text);
  return g_strdup_printf ("%s \"%s\" (%s)", redan_section_get_tag (section), name, text);
}

static gboolean
fail (const Work *self,
      RedanModelError code,
      const RedanChange *change,
      const char *what,
      GError **error)
{
  const RedanObject *object = redan_model_lookup (self->model, &change->object);
  g_autofree char *where = describe (change->section, &change->object, object);

  g_set_error (error, REDAN_MODEL_ERROR, code, "%s: %s: %s", self->edit->label, where, what);
  return FALSE;
}

static int
compare_changes (const void *a, const void *b)
{
  const RedanChange *left = *(const RedanChange *const *) a;
  const RedanChange *right = *(const RedanChange *const *) b;
  int order = redan_id_compare (&left->object, &right->object);

  if (order != 0)
    return order;
  if (left->section != right->section)
    return left->section < right->section ? -1 : 1;
  if (left->field != right->field)
    return left->field < right->field ? -1 : 1;
  return strcmp (left->key, right->key);
}

static gboolean
sort_changes (Work *self, GError **error)
{
  self->n_changes = self->edit->changes->len;
  self->changes = g_new (const RedanChange *, self->n_changes);
  for (guint i = 0; i < self->n_changes; i++)
    self->changes[i] = g_ptr_array_index (self->edit->changes, i);
  qsort (self->changes, self->n_changes, sizeof *self->changes, compare_changes);

  for (guint i = 0; i < self->n_changes; i++)
    {
      const RedanChange *change = self->changes[i];
      const RedanChange *last = i == 0 ? NULL : self->changes[i - 1];
      if (last == NULL || last->section != change->section ||
          !redan_id_equal (&last->object, &change->object))
        {
          Step step = { .first = i };
          g_array_append_val (self->steps, step);
        }
      Step *step = &g_array_index (self->steps, Step, self->steps->len - 1);
      step->n++;
      if (change->field == REDAN_FIELD_EXISTS)
        step->exists = change;
      if (last != NULL && compare_changes (&last, &change) == 0)
        return fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, change,
                     _ ("one entry is changed twice in one command"), error);
    }
  return TRUE;
}

/* Whether the edit deletes the object, so that its id can be used in another section. */
static gboolean
is_replaced (const Work *self, const RedanObject *object)
{
  const char *key = redan_model_intern (self->edit->model, "");
  const RedanChange *exists =
      redan_edit_find (self->edit, &object->id, object->section, REDAN_FIELD_EXISTS, key);

  return exists != NULL && exists->after == NULL;
}

static gboolean
check_existence (const Work *self, Step *step, GError **error)
{
  const RedanChange *change = self->changes[step->first];
  const RedanObject *object = redan_model_lookup (self->model, &change->object);
  gboolean creates = step->exists != NULL && step->exists->before == NULL;

  if (step->exists != NULL && (step->exists->before == NULL) == (step->exists->after == NULL))
    return fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, change,
                 _ ("it is neither created nor deleted"), error);
  if (step->exists != NULL && change->section == REDAN_SECTION_META)
    return fail (self, REDAN_MODEL_ERROR_REFERENCE, change,
                 _ ("a model has exactly one description of itself"), error);
  if (creates && redan_id_is_null (&change->object))
    return fail (self, REDAN_MODEL_ERROR_REFERENCE, change,
                 _ ("the null id names nothing; use a random one"), error);
  if (creates && object != NULL &&
      (object->section == change->section || !is_replaced (self, object)))
    return fail (self, REDAN_MODEL_ERROR_REFERENCE, change,
                 _ ("an object with this id exists already"), error);
  if (!creates && (object == NULL || object->section != change->section))
    return fail (self, REDAN_MODEL_ERROR_REFERENCE, change,
                 _ ("it is not in the model any more; look again and repeat"), error);

  step->before = creates ? NULL : redan_object_ref ((RedanObject *) object);
  return TRUE;
}

/* The checks of single values do not know which attribute stands where. */
static gboolean
is_field_of (const RedanSchema *schema, RedanSection section, RedanField field)
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute == NULL)
    return redan_field_get_info (section, field) != NULL;
  return redan_field_lookup (schema, section, FALSE, attribute->name, -1) == field;
}

static gboolean
check_change (const Work *self, const RedanChange *change, const char *current, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_strcmp0 (current, change->before) != 0)
    {
      g_autofree char *what = g_strdup_printf (
          _ ("%s is \"%.80s\", the command expected \"%.80s\"; look again and repeat"),
          redan_field_get_tag (self->schema, change->field), current == NULL ? "" : current,
          change->before == NULL ? "" : change->before);
      return fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, change, what, error);
    }
  if (change->after == NULL)
    return TRUE;
  if (redan_field_is_keyed (self->schema, change->field) != (*change->key != '\0'))
    return fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, change,
                 _ ("a field that may repeat needs a key, any other has none"), error);
  if (!is_field_of (self->schema, change->section, change->field))
    {
      g_autofree char *what =
          g_strdup_printf (_ ("it has no field \"%s\"; choose one of its attributes"),
                           redan_field_get_tag (self->schema, change->field));
      return fail (self, REDAN_MODEL_ERROR_UNKNOWN_NAME, change, what, error);
    }
  if (!redan_field_check_value (self->schema, change->section, change->field, change->key,
                                change->after, &reason))
    return fail (self, reason->code, change, reason->message, error);
  return TRUE;
}

static gboolean
check_required (const Work *self,
                const RedanChange *change,
                const RedanObject *object,
                GError **error)
{
  guint n;
  const RedanFieldInfo *fields = redan_section_get_fields (object->section, &n);
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (!fields[i].required || redan_object_get (object, fields[i].field) != NULL)
        continue;
      g_autofree char *what = g_strdup_printf (_ ("%s is missing; give it a value"), fields[i].tag);
      return fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, change, what, error);
    }
  if (object->section == REDAN_SECTION_FACT &&
      !redan_fact_check (self->schema, redan_object_get (object, REDAN_FIELD_KEY),
                         redan_object_get (object, REDAN_FIELD_VALUE), &reason))
    return fail (self, reason->code, change, reason->message, error);
  return TRUE;
}

/* Merges the changes of a step, which are sorted like entries, into the entries of the object. */
static gboolean
build_object (const Work *self, Step *step, GError **error)
{
  const RedanChange *first = self->changes[step->first];
  gboolean foreign =
      redan_model_get_strings (self->model) != redan_model_get_strings (self->edit->model);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  guint n_old = step->before == NULL ? 0 : step->before->n_entries;
  guint i = 0;

  for (guint j = step->exists == NULL ? 0 : 1; j < step->n; j++)
    {
      const RedanChange *change = self->changes[step->first + j];
      const char *current = NULL;
      for (; i < n_old; i++)
        {
          const RedanEntry *old = &step->before->entries[i];
          int order = old->field != change->field ? (int) old->field - (int) change->field
                                                  : strcmp (old->key, change->key);
          if (order > 0)
            break;
          if (order == 0)
            {
              current = old->value;
              i++;
              break;
            }
          g_array_append_val (entries, *old);
        }
      if (!check_change (self, change, current, error))
        return FALSE;
      if (change->after == NULL)
        continue;
      RedanEntry entry = { change->key, change->after, change->field };
      if (foreign)
        entry = (RedanEntry){ redan_model_intern (self->model, change->key),
                              redan_model_intern (self->model, change->after), change->field };
      g_array_append_val (entries, entry);
    }
  if (i < n_old)
    g_array_append_vals (entries, &step->before->entries[i], n_old - i);

  if (step->exists != NULL && step->exists->after == NULL)
    return entries->len == 0 || fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, first,
                                      _ ("it is deleted but keeps some of its fields"), error);

  step->after = redan_object_new (first->section, &first->object, (gconstpointer) entries->data,
                                  entries->len);
  return check_required (self, first, step->after, error);
}

/* Deletions first, so that an id can come back in another section. */
static void
install (Work *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      if (step->after == NULL)
        redan_model_remove (self->model, &step->before->id);
    }
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      if (step->after != NULL)
        redan_model_put (self->model, redan_object_ref (step->after));
    }
}

/* An index that was built meanwhile knows nothing of the references that come back. */
static void
roll_back (Work *self)
{
  RedanReferrers *index = redan_model_get_referrers (self->model, FALSE);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      if (step->before == NULL)
        redan_model_remove (self->model, &step->after->id);
    }
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      if (step->before == NULL)
        continue;
      redan_model_put (self->model, redan_object_ref (step->before));
      if (index != NULL)
        redan_referrers_add_object (index, self->schema, step->before);
    }
}

static gboolean
check_new_reference (const Work *self, const RedanChange *change, GError **error)
{
  RedanReference reference;
  RedanIdText text;

  if (change->after == NULL || change->field == REDAN_FIELD_EXISTS ||
      !redan_reference_parse (self->schema, change->section, change->field, change->key,
                              change->after, &reference) ||
      reference.loose)
    return TRUE;

  const RedanObject *target = redan_model_lookup (self->model, &reference.id);
  if (target != NULL && (reference.sections & 1u << target->section) != 0)
    return TRUE;

  redan_id_to_text (&reference.id, text);
  g_autofree char *what =
      target == NULL
          ? g_strdup_printf (
                _ ("%s refers to %s, which is not in the model; choose an existing object"),
                redan_field_get_tag (self->schema, change->field), text)
          : g_strdup_printf (_ ("%s cannot refer to %s, a %s; choose an object of another kind"),
                             redan_field_get_tag (self->schema, change->field), text,
                             redan_section_get_tag (target->section));
  return fail (self, REDAN_MODEL_ERROR_REFERENCE, change, what, error);
}

/* Refuses the deletion of an object to which others still refer. */
static gboolean
check_abandoned (Work *self, const RedanObject *deleted, GError **error)
{
  g_autoptr (GArray) referrers = redan_referrers_get (get_index (self), self->model, &deleted->id);
  const RedanObject *now = redan_model_lookup (self->model, &deleted->id);

  for (guint i = 0; i < referrers->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (self->model, &g_array_index (referrers, RedanId, i));
      for (guint j = 0; j < object->n_entries; j++)
        {
          const RedanEntry *entry = &object->entries[j];
          RedanReference reference;
          if (!redan_reference_parse (self->schema, object->section, entry->field, entry->key,
                                      entry->value, &reference) ||
              reference.loose || !redan_id_equal (&reference.id, &deleted->id))
            continue;
          if (now != NULL && (reference.sections & 1u << now->section) != 0)
            continue;
          g_autofree char *what = describe (deleted->section, &deleted->id, deleted);
          g_autofree char *where = describe (object->section, &object->id, object);
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE,
                       _ ("%s: %s cannot be deleted: %s of %s still refers to it; delete or change "
                          "that too"),
                       self->edit->label, what, redan_field_get_tag (self->schema, entry->field),
                       where);
          return FALSE;
        }
    }
  return TRUE;
}

/* Depth of the deepest boundary inside, relative to the boundary; G_MAXUINT as soon as it is more
 * than @limit. */
static guint
measure_height (Work *self, const RedanId *boundary, guint limit)
{
  g_autoptr (GArray) level = g_array_new (FALSE, FALSE, sizeof (RedanId));
  guint height = 0;

  g_array_append_val (level, *boundary);
  for (;; height++)
    {
      g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (RedanId));
      for (guint i = 0; i < level->len; i++)
        {
          const RedanId *id = &g_array_index (level, RedanId, i);
          g_autoptr (GArray) referrers = redan_referrers_get (get_index (self), self->model, id);
          for (guint j = 0; j < referrers->len; j++)
            {
              RedanId parent;
              const RedanObject *object =
                  redan_model_lookup (self->model, &g_array_index (referrers, RedanId, j));
              if (object->section == REDAN_SECTION_BOUNDARY &&
                  redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent) &&
                  redan_id_equal (&parent, id))
                g_array_append_val (next, object->id);
            }
        }
      if (next->len == 0)
        return height;
      if (height == limit)
        return G_MAXUINT;
      g_array_unref (level);
      level = g_steal_pointer (&next);
    }
}

/* What lies in a new boundary got there by the same edit and is checked by itself. */
static gboolean
check_nesting (Work *self, const RedanChange *change, gboolean is_new, GError **error)
{
  const RedanObject *object = redan_model_lookup (self->model, &change->object);
  RedanId parent;
  guint depth = 0;

  for (; redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent); depth++)
    {
      if (redan_id_equal (&parent, &change->object))
        return fail (self, REDAN_MODEL_ERROR_REFERENCE, change,
                     _ ("it would lie inside itself; choose another parent"), error);
      if (depth == MAX_DEPTH)
        return fail (self, REDAN_MODEL_ERROR_LIMIT, change,
                     _ ("boundaries nest at most 64 deep; choose another parent"), error);
      object = redan_model_lookup (self->model, &parent);
    }
  if (is_new || measure_height (self, &change->object, MAX_DEPTH - depth) != G_MAXUINT)
    return TRUE;
  return fail (self, REDAN_MODEL_ERROR_LIMIT, change,
               _ ("boundaries nest at most 64 deep; choose another parent"), error);
}

static void
update_index (Work *self)
{
  RedanReferrers *index = redan_model_get_referrers (self->model, FALSE);

  for (guint i = 0; index != NULL && i < self->n_changes; i++)
    {
      const RedanChange *change = self->changes[i];
      RedanReference reference;
      if (change->after != NULL && change->field != REDAN_FIELD_EXISTS &&
          redan_reference_parse (self->schema, change->section, change->field, change->key,
                                 change->after, &reference))
        redan_referrers_add (index, &reference.id, &change->object);
    }
}

static gboolean
check_result (Work *self, GError **error)
{
  guint64 n_objects = 0;

  for (guint i = 0; i < REDAN_N_SECTIONS; i++)
    n_objects += redan_model_get_n (self->model, i);
  if (n_objects > REDAN_MODEL_MAX_OBJECTS)
    return fail (self, REDAN_MODEL_ERROR_LIMIT, self->changes[0],
                 _ ("a model has at most 4,000,000 objects"), error);

  for (guint i = 0; i < self->n_changes; i++)
    if (!check_new_reference (self, self->changes[i], error))
      return FALSE;
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      if (step->after == NULL && !check_abandoned (self, step->before, error))
        return FALSE;
    }
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      for (guint j = step->first; j < step->first + step->n; j++)
        {
          const RedanChange *change = self->changes[j];
          if (change->section == REDAN_SECTION_BOUNDARY && change->field == REDAN_FIELD_PARENT &&
              change->after != NULL && !check_nesting (self, change, step->before == NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
apply (Work *self, GError **error)
{
  if (!sort_changes (self, error))
    return FALSE;
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = &g_array_index (self->steps, Step, i);
      if (!check_existence (self, step, error) || !build_object (self, step, error))
        return FALSE;
    }

  /* The index must show the new references when nesting is measured; too much in it does no harm.
   */
  install (self);
  update_index (self);
  if (check_result (self, error))
    return TRUE;

  roll_back (self);
  return FALSE;
}

gboolean
redan_edit_apply (const RedanEdit *self, RedanModel *model, GError **error)
{
  Work work = { .edit = self, .model = model, .schema = redan_model_get_schema (model) };

  if (self->fault != NULL)
    {
      g_propagate_error (error, g_error_copy (self->fault));
      return FALSE;
    }
  if (self->changes->len == 0)
    return TRUE;

  work.steps = g_array_new (FALSE, FALSE, sizeof (Step));
  gboolean applied = apply (&work, error);
  work_clear (&work);
  return applied;
}
