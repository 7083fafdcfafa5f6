/* SPDX-License-Identifier: Apache-2.0 */
/* Sorts the changes between two models by object, and tells what is only drawn elsewhere. */

#include "model/difference.h"

#include "model/review.h"

RedanSection
redan_difference_get_section (const RedanObjectDifference *object)
{
  return object->after != NULL ? object->after->section : object->before->section;
}

static const RedanObject *
find (const RedanModel *model, const RedanChange *change)
{
  const RedanObject *object = redan_model_lookup (model, &change->object);

  return object == NULL || object->section != change->section ? NULL : object;
}

static gboolean
is_same_object (const RedanChange *left, const RedanChange *right)
{
  return left->section == right->section && redan_id_equal (&left->object, &right->object);
}

/* Whether the signature of a review may have written this. What it wrote, it never takes away. */
static gboolean
is_of_signature (RedanSchema *schema, const RedanChange *change)
{
  if (change->after == NULL)
    return FALSE;

  return change->field == REDAN_FIELD_REVIEWED_HASH ||
         (change->section == REDAN_SECTION_ELEMENT &&
          change->field ==
              redan_field_lookup (schema, REDAN_SECTION_ELEMENT, FALSE, "reviewed_on", -1));
}

/* Describes the object that the change number @first is about. */
static RedanObjectDifference
describe (const RedanDifference *self, guint first)
{
  RedanSchema *schema = redan_model_get_schema (self->from);
  const RedanChange *change = redan_edit_get_change (self->edit, first);
  RedanObjectDifference object = {
    .before = find (self->from, change),
    .after = find (self->to, change),
    .first = first,
  };
  gboolean changed = FALSE;
  gboolean said = FALSE;

  for (guint i = first; i < redan_edit_get_n_changes (self->edit); i++, object.n++)
    {
      const RedanChange *next = redan_edit_get_change (self->edit, i);
      if (!is_same_object (change, next))
        break;
      if (redan_field_get_nature (schema, next->section, next->field) == REDAN_NATURE_GEOMETRY)
        object.moved = TRUE;
      else
        changed = TRUE;
      if (next->field == REDAN_FIELD_NAME)
        object.renamed = TRUE;
      said |= !is_of_signature (schema, next);
    }

  object.kind = object.before == NULL  ? REDAN_DIFFERENCE_ADDED
                : object.after == NULL ? REDAN_DIFFERENCE_REMOVED
                : changed              ? REDAN_DIFFERENCE_CHANGED
                                       : REDAN_DIFFERENCE_MOVED;
  object.signed_only =
      object.kind == REDAN_DIFFERENCE_CHANGED && !said && redan_review_holds (schema, object.after);
  if (object.before == NULL || object.after == NULL)
    object.renamed = object.moved = FALSE;
  return object;
}

RedanDifference *
redan_difference_new (RedanModel *from, RedanModel *to)
{
  RedanDifference *self = g_new0 (RedanDifference, 1);

  self->from = redan_model_ref (from);
  self->to = redan_model_ref (to);
  self->edit = redan_model_difference (from, to, "");
  self->objects = g_array_new (FALSE, FALSE, sizeof (RedanObjectDifference));
  for (guint i = 0; i < redan_edit_get_n_changes (self->edit);)
    {
      RedanObjectDifference object = describe (self, i);
      g_array_append_val (self->objects, object);
      self->counts[object.kind]++;
      self->n_signed += object.signed_only;
      i += object.n;
    }
  return self;
}

void
redan_difference_free (RedanDifference *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->objects);
  redan_edit_free (self->edit);
  redan_model_unref (self->to);
  redan_model_unref (self->from);
  g_free (self);
}
