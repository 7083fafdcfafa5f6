/* SPDX-License-Identifier: Apache-2.0 */
/* Edits of a model that inherits: only what is its own can be changed in its file. */

#include "config.h"

#include "model/organization.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"

static gboolean
refuse (const RedanInheritance *self, RedanSection section, const RedanId *id, GError **error)
{
  const RedanObject *object = redan_model_lookup (self->model, id);
  RedanIdText text;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE,
               _ ("%s %s is inherited from %s; change it there"), redan_section_get_tag (section),
               object != NULL && redan_object_get_name (object)[0] != '\0'
                   ? redan_object_get_name (object)
                   : redan_id_to_text (id, text),
               self->path);
  return FALSE;
}

static const RedanObject *
lookup_inherited (const RedanInheritance *self, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (self->model, id);

  return object != NULL && redan_object_is_inherited (object) ? object : NULL;
}

/* What the change places on, or in, an inherited object; %NULL for anything else. */
static const RedanObject *
find_target (const RedanInheritance *self, const RedanChange *change)
{
  RedanId id;

  return (change->field == REDAN_FIELD_TARGET || change->field == REDAN_FIELD_PARENT) &&
                 change->after != NULL &&
                 redan_id_parse (change->after, strlen (change->after), &id)
             ? lookup_inherited (self, &id)
             : NULL;
}

/* What stands on an inherited object has no place in the file of the model. */
static gboolean
check_target (const RedanInheritance *self,
              const RedanEdit *own,
              const RedanChange *change,
              GError **error)
{
  const RedanObject *target = find_target (self, change);

  return target == NULL || redan_edit_keeps (own, &target->id) ||
         refuse (self, target->section, &target->id, error);
}

/* Whether the change was made against a value that the model does not have itself: what it inherits
 * counts only as long as its own file says nothing of that field. */
static gboolean
expects_inherited (const RedanInheritance *self, const RedanObject *own, const RedanChange *change)
{
  const RedanObject *object = redan_model_lookup (self->model, &change->object);
  const gboolean is_note =
      change->field == REDAN_FIELD_EXTRA && strcmp (change->key, REDAN_INHERITED_KEY) == 0;
  guint n = 0;

  if (own == NULL || object == NULL || change->before == NULL ||
      g_strcmp0 (redan_object_get_keyed (object, change->field, change->key), change->before) != 0)
    return FALSE;
  if (is_note)
    return redan_object_get_keyed (own, change->field, change->key) == NULL;
  redan_object_get_range (own, change->field, &n);
  return n == 0 &&
         redan_object_inherits (redan_model_get_schema (self->model), object, change->field);
}

/* What the change expects to find stays as it is, so that applying tells whether it is there; but
 * instead of an inherited value there is none. */
static void
copy_change (const RedanInheritance *self,
             const RedanModel *model,
             RedanEdit *own,
             const RedanChange *change)
{
  const RedanObject *object = redan_model_lookup (model, &change->object);
  RedanChange copy = *change;

  if (expects_inherited (self, object, change))
    copy.before = NULL;
  if (g_strcmp0 (copy.before, copy.after) == 0)
    return;
  copy.key = redan_model_intern (own->model, copy.key);
  copy.before = copy.before != NULL ? redan_model_intern (own->model, copy.before) : NULL;
  copy.after = copy.after != NULL ? redan_model_intern (own->model, copy.after) : NULL;
  redan_edit_add (own, &copy);
}

static gboolean
add_change (const RedanInheritance *self,
            const RedanModel *model,
            RedanEdit *own,
            const RedanChange *change,
            GError **error)
{
  if (change->field == REDAN_FIELD_EXISTS && change->before == NULL)
    {
      redan_edit_create (own, change->section, &change->object);
      return TRUE;
    }
  if (redan_model_lookup (model, &change->object) == NULL &&
      !redan_edit_keeps (own, &change->object) && lookup_inherited (self, &change->object) != NULL)
    return refuse (self, change->section, &change->object, error);
  if (!check_target (self, own, change, error))
    return FALSE;
  copy_change (self, model, own, change);
  return TRUE;
}

gboolean
redan_inheritance_concerns (const RedanInheritance *self,
                            const RedanModel *model,
                            const RedanEdit *edit)
{
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);
      const RedanObject *object = redan_model_lookup (model, &change->object);
      const RedanObject *target = find_target (self, change);

      if ((object == NULL && change->before != NULL &&
           lookup_inherited (self, &change->object) != NULL) ||
          (target != NULL && redan_model_lookup (model, &target->id) == NULL) ||
          expects_inherited (self, object, change))
        return TRUE;
    }
  return FALSE;
}

RedanEdit *
redan_inheritance_rebase (const RedanInheritance *self,
                          const RedanModel *model,
                          const RedanEdit *edit,
                          GError **error)
{
  g_autoptr (RedanEdit) own = redan_edit_new (model, redan_edit_get_label (edit));

  if (edit->fault != NULL)
    {
      g_propagate_error (error, g_error_copy (edit->fault));
      return NULL;
    }
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    if (!add_change (self, model, own, redan_edit_get_change (edit, i), error))
      return NULL;
  return g_steal_pointer (&own);
}
