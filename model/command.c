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
  redan_command_set_name (edit, &id, section, name);
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
  const RedanObject *known = redan_model_lookup (model, object);
  RedanEdit *edit = redan_edit_new (model, label);

  redan_command_set_name (edit, object, known != NULL ? known->section : REDAN_SECTION_ELEMENT,
                          name);
  return edit;
}

/* What a person calls the attribute or field of an object. */
static const char *
get_attribute_label (const RedanModel *model, const RedanId *id, const char *name)
{
  const RedanSchema *schema = redan_model_get_schema (model);
  const RedanObject *object = redan_model_lookup (model, id);
  const RedanAttribute *attribute =
      object == NULL ? NULL
                     : redan_field_get_attribute (
                           schema, redan_field_lookup (schema, object->section, FALSE, name, -1));

  return attribute == NULL ? name : attribute->label;
}

static char *
label_setting (const RedanModel *model,
               const RedanId *objects,
               guint n,
               const char *attribute,
               gboolean clears)
{
  RedanIdText text;
  const char *title = n == 1 ? redan_command_get_title (model, objects, text) : NULL;
  const char *name = n == 0 ? attribute : get_attribute_label (model, objects, attribute);

  if (title != NULL)
    return clears ? g_strdup_printf (_ ("Clear “%s” of %s"), name, title)
                  : g_strdup_printf (_ ("Set “%s” of %s"), name, title);
  return clears ? g_strdup_printf (
                      ngettext ("Clear “%s” of %u object", "Clear “%s” of %u objects", n), name, n)
                : g_strdup_printf (ngettext ("Set “%s” of %u object", "Set “%s” of %u objects", n),
                                   name, n);
}

RedanEdit *
redan_command_set_attribute (const RedanModel *model,
                             const RedanId *object,
                             const char *attribute,
                             const char *value)
{
  return redan_command_set_attributes (model, object, 1, attribute, value);
}

RedanEdit *
redan_command_set_attributes (const RedanModel *model,
                              const RedanId *objects,
                              guint n_objects,
                              const char *attribute,
                              const char *value)
{
  gboolean clears = value == NULL || *value == '\0';
  g_autofree char *label = label_setting (model, objects, n_objects, attribute, clears);
  g_autofree RedanCell *cells = g_new (RedanCell, MAX (n_objects, 1));

  for (guint i = 0; i < n_objects; i++)
    cells[i] = (RedanCell){ objects[i], attribute, value };
  return redan_command_set_cells (model, cells, n_objects, label);
}

RedanEdit *
redan_command_set_cells (const RedanModel *model,
                         const RedanCell *cells,
                         guint n_cells,
                         const char *label)
{
  g_autofree char *count =
      g_strdup_printf (ngettext ("Set %u value", "Set %u values", n_cells), n_cells);
  RedanEdit *edit = redan_edit_new (model, label != NULL ? label : count);

  for (guint i = 0; i < n_cells; i++)
    {
      const char *value = cells[i].value;
      if (!redan_edit_set_attribute (edit, &cells[i].object, cells[i].attribute,
                                     value == NULL || *value == '\0' ? NULL : value))
        redan_edit_refuse_attribute (edit, &cells[i].object, cells[i].attribute);
    }
  return edit;
}

RedanEdit *
redan_command_set_meta (const RedanModel *model, RedanField field, const char *value)
{
  const char *label = _ ("Describe the model");
  RedanId meta = redan_meta_id ();

  if (field == REDAN_FIELD_NAME)
    label = _ ("Name the model");
  else if (field == REDAN_FIELD_OWNER)
    label = _ ("Set the owner of the model");
  else if (field == REDAN_FIELD_SCOPE)
    label = _ ("Set the scope of the model");
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, &meta, field, NULL, value == NULL || *value == '\0' ? NULL : value);
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
