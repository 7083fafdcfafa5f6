/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that add, rename, describe and delete objects. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "model/command-private.h"

/* What a new object has in common: kind, name, place in a boundary and in a diagram. */
static RedanEdit *
add (const RedanModel *model,
     const char *label,
     RedanSection section,
     const char *kind,
     const char *name,
     const RedanId *parent,
     const RedanId *diagram,
     const RedanBox *box,
     RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, label);
  RedanId id = redan_edit_create (edit, section, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, kind);
  if (name != NULL && *name != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  if (parent != NULL && !redan_id_is_null (parent))
    redan_edit_set (edit, &id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (parent, text));
  if (diagram != NULL && box != NULL)
    {
      g_autofree char *place = redan_place_format (box);
      redan_edit_set (edit, &id, REDAN_FIELD_PLACE, redan_id_to_text (diagram, text), place);
    }
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_add_element (const RedanModel *model,
                           const char *kind,
                           const char *name,
                           const RedanId *parent,
                           const RedanId *diagram,
                           const RedanBox *box,
                           RedanId *id_out)
{
  const char *label = _ ("Add element");

  if (strcmp (kind, "actor") == 0)
    label = _ ("Add actor");
  else if (strcmp (kind, "external") == 0)
    label = _ ("Add external system");
  else if (strcmp (kind, "process") == 0)
    label = _ ("Add process");
  else if (strcmp (kind, "store") == 0)
    label = _ ("Add store");
  return add (model, label, REDAN_SECTION_ELEMENT, kind, name, parent, diagram, box, id_out);
}

RedanEdit *
redan_command_add_boundary (const RedanModel *model,
                            const char *kind,
                            const char *name,
                            const RedanId *parent,
                            const RedanId *diagram,
                            const RedanBox *box,
                            RedanId *id_out)
{
  RedanId id;
  RedanIdText text;
  RedanEdit *edit = add (model, _ ("Add boundary"), REDAN_SECTION_BOUNDARY, kind, name, parent,
                         diagram, box, &id);

  if (diagram != NULL && box != NULL)
    redan_command_adopt (edit, &id, redan_id_to_text (diagram, text), box);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_rename (const RedanModel *model, const RedanId *object, const char *name)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (_ ("Rename %s"), redan_command_get_title (model, object, text));
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, object, REDAN_FIELD_NAME, NULL,
                  name != NULL && *name != '\0' ? name : NULL);
  return edit;
}

RedanEdit *
redan_command_set_attribute (const RedanModel *model,
                             const RedanId *object,
                             const char *attribute,
                             const char *value)
{
  RedanIdText text;
  const char *title = redan_command_get_title (model, object, text);
  gboolean clears = value == NULL || *value == '\0';
  g_autofree char *label = clears ? g_strdup_printf (_ ("Clear %s of %s"), attribute, title)
                                  : g_strdup_printf (_ ("Set %s of %s"), attribute, title);
  RedanEdit *edit = redan_edit_new (model, label);

  if (!redan_edit_set_attribute (edit, object, attribute, clears ? NULL : value))
    redan_edit_refuse_attribute (edit, object, attribute);
  return edit;
}

RedanEdit *
redan_command_delete (const RedanModel *model, const RedanId *objects, guint n_objects)
{
  RedanIdText text;
  g_autofree char *label =
      n_objects == 1
          ? g_strdup_printf (_ ("Delete %s"), redan_command_get_title (model, &objects[0], text))
          : g_strdup_printf (ngettext ("Delete %u object", "Delete %u objects", n_objects),
                             n_objects);
  RedanEdit *edit = redan_edit_new (model, label);

  for (guint i = 0; i < n_objects; i++)
    if (redan_model_lookup (model, &objects[i]) == NULL || redan_edit_keeps (edit, &objects[i]))
      redan_edit_delete (edit, &objects[i]);
  return edit;
}
