/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits of diagrams: adding, ordering, deleting, showing objects and taking them out. */

#include "model/command-diagram.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"
#include "model/diagrams.h"
#include "model/error.h"

/* Fields that place an object in a diagram. */
static const RedanField drawn_fields[] = {
  REDAN_FIELD_PLACE,
  REDAN_FIELD_ROUTE,
  REDAN_FIELD_LABEL,
  REDAN_FIELD_Z_ORDER,
};

static void
set_order (RedanEdit *edit, const RedanId *diagram, guint order)
{
  g_autofree char *value = g_strdup_printf ("%u", order);

  redan_edit_set (edit, diagram, REDAN_FIELD_ORDER, NULL, value);
}

/* Numbers diagrams that have no number of their own place, so that one can stand behind them all.
 */
static void
number_diagrams (RedanEdit *edit, const GPtrArray *diagrams)
{
  for (guint i = 0; i < diagrams->len; i++)
    set_order (edit, &((const RedanObject *) g_ptr_array_index (diagrams, i))->id, i + 1);
}

RedanEdit *
redan_command_add_diagram (const RedanModel *model, const char *name, RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Add diagram"));
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  RedanId id = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);

  number_diagrams (edit, diagrams);
  set_order (edit, &id, diagrams->len + 1);
  if (name != NULL && *name != '\0')
    redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_move_diagram (const RedanModel *model, const RedanId *diagram, guint position)
{
  RedanIdText text;
  g_autofree char *label =
      g_strdup_printf (_ ("Move diagram %s"), redan_command_get_title (model, diagram, text));
  RedanEdit *edit = redan_edit_new (model, label);
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  const RedanObject *moved = redan_model_lookup (model, diagram);

  if (moved == NULL || !g_ptr_array_remove (diagrams, (gpointer) moved))
    redan_command_refuse (edit, REDAN_MODEL_ERROR_REFERENCE,
                          _ ("it is no diagram of this model; choose one"));
  else
    g_ptr_array_insert (diagrams, MIN (position, diagrams->len), (gpointer) moved);
  number_diagrams (edit, diagrams);
  return edit;
}

RedanEdit *
redan_command_set_routing (const RedanModel *model, const RedanId *diagram, const char *routing)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Change how flows run"));

  redan_edit_set (edit, diagram, REDAN_FIELD_ROUTING, NULL, routing);
  return edit;
}

/* In how many diagrams an object stands, without @diagram. */
static guint
count_other_places (const RedanObject *object, const char *diagram)
{
  static const RedanField fields[] = { REDAN_FIELD_PLACE, REDAN_FIELD_ROUTE };
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint n;
      const RedanEntry *entries = redan_object_get_range (object, fields[i], &n);
      for (guint j = 0; j < n; j++)
        count += strcmp (entries[j].key, diagram) != 0;
    }
  return count;
}

static gboolean
is_drawn (const RedanObject *object)
{
  return object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY ||
         object->section == REDAN_SECTION_NOTE;
}

/* Whether taking the object out of the diagram leaves nothing of it to see. */
static gboolean
is_last_place (const RedanObject *object, const char *diagram)
{
  return !is_drawn (object) || count_other_places (object, diagram) == 0;
}

static void
clear_drawing (RedanEdit *edit, const RedanObject *object, const char *diagram)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawn_fields); i++)
    if (redan_object_get_keyed (object, drawn_fields[i], diagram) != NULL)
      redan_edit_set (edit, &object->id, drawn_fields[i], diagram, NULL);
}

/* Bends and label offsets of flows that cannot be seen there any more would be wrong when their
 * elements come back elsewhere. */
static void
clear_flows (RedanEdit *edit, const RedanId *element, const char *diagram)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();

  redan_command_add_flows_of (edit, element, flows, seen);
  for (guint i = 0; i < flows->len; i++)
    if (redan_edit_keeps (edit, g_ptr_array_index (flows, i)))
      clear_drawing (edit, redan_model_lookup (edit->model, g_ptr_array_index (flows, i)), diagram);
}

static void
remove_one (RedanEdit *edit, const RedanObject *object, const char *diagram)
{
  if (is_last_place (object, diagram))
    {
      redan_edit_delete (edit, &object->id);
      return;
    }

  clear_drawing (edit, object, diagram);
  if (object->section == REDAN_SECTION_ELEMENT)
    clear_flows (edit, &object->id, diagram);
  if (object->section == REDAN_SECTION_NOTE &&
      g_strcmp0 (redan_object_get (object, REDAN_FIELD_DIAGRAM), diagram) == 0)
    redan_edit_set (edit, &object->id, REDAN_FIELD_DIAGRAM, NULL, NULL);
}

RedanEdit *
redan_command_delete_diagram (const RedanModel *model, const RedanId *diagram)
{
  static const RedanSection sections[] = {
    REDAN_SECTION_BOUNDARY,
    REDAN_SECTION_ELEMENT,
    REDAN_SECTION_NOTE,
  };
  RedanIdText text;
  RedanIdText diagram_text;
  g_autofree char *label =
      g_strdup_printf (_ ("Delete diagram %s"), redan_command_get_title (model, diagram, text));
  RedanEdit *edit = redan_edit_new (model, label);
  const RedanObject *known = redan_model_lookup (model, diagram);

  redan_id_to_text (diagram, diagram_text);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, sections[i], &n);
      for (guint j = 0; j < n; j++)
        if (redan_object_stands_in (objects[j], diagram_text) &&
            redan_edit_keeps (edit, &objects[j]->id))
          remove_one (edit, objects[j], diagram_text);
    }
  if (known != NULL && known->section != REDAN_SECTION_DIAGRAM)
    redan_command_refuse (edit, REDAN_MODEL_ERROR_REFERENCE,
                          _ ("it is no diagram of this model; choose one"));
  else
    redan_edit_delete (edit, diagram);
  return edit;
}

RedanEdit *
redan_command_show (const RedanModel *model,
                    const RedanId *diagram,
                    const RedanId *objects,
                    const RedanBox *boxes,
                    guint n_objects)
{
  RedanIdText text;
  RedanIdText diagram_text;
  const char *title = redan_command_get_title (model, diagram, diagram_text);
  g_autofree char *label =
      n_objects == 1
          ? g_strdup_printf (_ ("Show %s in %s"), redan_command_get_title (model, objects, text),
                             title)
          : g_strdup_printf (ngettext ("Show %u object in %s", "Show %u objects in %s", n_objects),
                             n_objects, title);
  RedanEdit *edit = redan_edit_new (model, label);
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();

  redan_id_to_text (diagram, diagram_text);
  for (guint i = 0; i < n_objects; i++)
    {
      redan_command_set_place (edit, &objects[i], diagram_text, &boxes[i]);
      redan_command_add_flows_of (edit, &objects[i], flows, seen);
    }
  redan_command_refresh_crossings (edit, flows);
  return edit;
}

guint
redan_command_count_removed (const RedanModel *model,
                             const RedanId *diagram,
                             const RedanId *objects,
                             guint n_objects)
{
  RedanIdText text;
  guint count = 0;

  redan_id_to_text (diagram, text);
  for (guint i = 0; i < n_objects; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &objects[i]);
      count += object != NULL && is_last_place (object, text);
    }
  return count;
}

static char *
label_removal (const RedanModel *model,
               const RedanId *diagram,
               const RedanId *objects,
               guint n_objects)
{
  RedanIdText text;
  gboolean deletes = redan_command_count_removed (model, diagram, objects, n_objects) == n_objects;
  const char *title = n_objects == 1 ? redan_command_get_title (model, &objects[0], text) : NULL;

  if (title != NULL)
    return deletes ? g_strdup_printf (_ ("Delete %s"), title)
                   : g_strdup_printf (_ ("Remove %s from the diagram"), title);
  return deletes ? g_strdup_printf (ngettext ("Delete %u object", "Delete %u objects", n_objects),
                                    n_objects)
                 : g_strdup_printf (ngettext ("Remove %u object from the diagram",
                                              "Remove %u objects from the diagram", n_objects),
                                    n_objects);
}

RedanEdit *
redan_command_remove (const RedanModel *model,
                      const RedanId *diagram,
                      const RedanId *objects,
                      guint n_objects)
{
  g_autofree char *label = label_removal (model, diagram, objects, n_objects);
  RedanEdit *edit = redan_edit_new (model, label);
  RedanIdText text;

  redan_id_to_text (diagram, text);
  for (guint i = 0; i < n_objects; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &objects[i]);
      if (object == NULL)
        redan_command_refuse (edit, REDAN_MODEL_ERROR_REFERENCE,
                              _ ("what was chosen is not in the model any more; choose again"));
      else if (redan_edit_keeps (edit, &objects[i]))
        remove_one (edit, object, text);
    }
  return edit;
}
