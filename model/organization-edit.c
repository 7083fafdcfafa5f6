/* SPDX-License-Identifier: Apache-2.0 */
/* Edits of a model that inherits: only what is its own can be changed in its file. */

#include "config.h"

#include "model/organization.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* Nobody changed it meanwhile: it stands in the model, or is what the model inherits in its place.
 */
static gboolean
is_as_expected (const RedanInheritance *self, const RedanObject *object, const RedanChange *change)
{
  const char *current = redan_object_get_keyed (object, change->field, change->key);
  const RedanObject *merged = redan_model_lookup (self->model, &change->object);

  return g_strcmp0 (current, change->before) == 0 ||
         (current == NULL && merged != NULL &&
          g_strcmp0 (redan_object_get_keyed (merged, change->field, change->key), change->before) ==
              0);
}

static gboolean
refuse_changed (const RedanInheritance *self, const RedanChange *change, GError **error)
{
  const RedanObject *object = redan_model_lookup (self->model, &change->object);
  RedanIdText text;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("%s %s was changed or deleted meanwhile; look again and repeat"),
               redan_section_get_tag (change->section),
               object != NULL && redan_object_get_name (object)[0] != '\0'
                   ? redan_object_get_name (object)
                   : redan_id_to_text (&change->object, text));
  return FALSE;
}

static gboolean
add_change (const RedanInheritance *self,
            const RedanModel *model,
            RedanEdit *own,
            const RedanChange *change,
            GError **error)
{
  const RedanObject *object = redan_model_lookup (model, &change->object);

  if (change->field == REDAN_FIELD_EXISTS && change->before == NULL)
    {
      redan_edit_create (own, change->section, &change->object);
      return TRUE;
    }
  /* What was deleted took its fields along. */
  if (!redan_edit_keeps (own, &change->object))
    return object != NULL || (lookup_inherited (self, &change->object) != NULL
                                  ? refuse (self, change->section, &change->object, error)
                                  : refuse_changed (self, change, error));
  if (change->field == REDAN_FIELD_EXISTS)
    redan_edit_delete (own, &change->object);
  else if (object != NULL && !is_as_expected (self, object, change))
    return refuse_changed (self, change, error);
  else if (!check_target (self, own, change, error))
    return FALSE;
  else
    redan_edit_set (own, &change->object, change->field, change->key, change->after);
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
          (object != NULL && change->field != REDAN_FIELD_EXISTS &&
           g_strcmp0 (redan_object_get_keyed (object, change->field, change->key),
                      change->before) != 0))
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

  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    if (!add_change (self, model, own, redan_edit_get_change (edit, i), error))
      return NULL;
  return g_steal_pointer (&own);
}
