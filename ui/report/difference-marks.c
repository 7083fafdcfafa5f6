/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each item of a diagram between two models, and places for models that have none.
 */

#include "config.h"

#include <string.h>

#include "ui/diagram/layout.h"
#include "ui/report/difference-picture.h"

static const RedanPaintMark marks_of[REDAN_N_DIFFERENCES] = {
  [REDAN_DIFFERENCE_ADDED] = REDAN_PAINT_ADDED,
  [REDAN_DIFFERENCE_REMOVED] = REDAN_PAINT_REMOVED,
  [REDAN_DIFFERENCE_CHANGED] = REDAN_PAINT_CHANGED,
  [REDAN_DIFFERENCE_MOVED] = REDAN_PAINT_MOVED,
};

/* What is marked in its own right keeps that. */
static void
mark (guint8 *marks, const RedanScene *scene, const RedanId *id, RedanPaintMark how)
{
  const guint item = redan_scene_find (scene, id);

  if (item != REDAN_SCENE_NONE && (marks[item] == REDAN_PAINT_UNTOUCHED ||
                                   marks[item] == REDAN_PAINT_MOVED || how != REDAN_PAINT_CHANGED))
    marks[item] = (guint8) how;
}

static void
mark_key (guint8 *marks, const RedanScene *scene, const char *key)
{
  RedanId id;

  if (redan_id_parse (key, strlen (key), &id))
    mark (marks, scene, &id, REDAN_PAINT_CHANGED);
}

/* Whether the keys of the field name what the object is about. */
static gboolean
names_targets (RedanField field)
{
  return field == REDAN_FIELD_STORED || field == REDAN_FIELD_PROCESSED ||
         field == REDAN_FIELD_CARRIED || field == REDAN_FIELD_AFFECTS;
}

/* All elements, flows and boundaries that an object of another section is about. */
static void
mark_targets (guint8 *marks, const RedanScene *scene, const RedanObject *object)
{
  for (guint i = 0; object != NULL && i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];

      if (entry->field == REDAN_FIELD_TARGET)
        mark_key (marks, scene, entry->value);
      else if (names_targets (entry->field))
        mark_key (marks, scene, entry->key);
    }
}

/* Where an asset only came to lie on one more element, the others are as they were. */
static void
mark_changed_targets (guint8 *marks,
                      const RedanScene *scene,
                      const RedanDifference *difference,
                      const RedanObjectDifference *object)
{
  gboolean whole = FALSE;

  for (guint i = object->first; i < object->first + object->n; i++)
    {
      const RedanChange *change = redan_edit_get_change (difference->edit, i);

      if (names_targets (change->field))
        mark_key (marks, scene, change->key);
      else
        whole = TRUE;
    }
  if (!whole)
    return;
  mark_targets (marks, scene, object->before);
  mark_targets (marks, scene, object->after);
}

static gboolean
is_about_others (RedanSection section)
{
  return section == REDAN_SECTION_ASSET || section == REDAN_SECTION_MITIGATION ||
         section == REDAN_SECTION_THREAT || section == REDAN_SECTION_DECISION ||
         section == REDAN_SECTION_ASSUMPTION || section == REDAN_SECTION_EVIDENCE;
}

guint8 *
redan_difference_list_marks (const RedanDifference *difference,
                             const RedanScene *scene,
                             gboolean is_after,
                             guint *n_marked_out)
{
  const guint n = scene->n_boxes + scene->n_lines;
  guint8 *marks = g_new0 (guint8, n + 1);
  guint n_marked = 0;

  for (guint i = 0; i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);
      const RedanObject *own = is_after ? object->after : object->before;

      if (object->signed_only)
        continue;
      if (is_about_others (redan_difference_get_section (object)) &&
          object->kind != REDAN_DIFFERENCE_MOVED)
        mark_changed_targets (marks, scene, difference, object);
      else if (own != NULL)
        mark (marks, scene, &own->id, marks_of[object->kind]);
    }
  for (guint i = 0; i < n; i++)
    n_marked += marks[i] != REDAN_PAINT_UNTOUCHED;
  if (n_marked_out != NULL)
    *n_marked_out = n_marked;
  return marks;
}

/* ---- places ---- */

/* A diagram that @from has and the edited model has not. */
static void
keep_diagram (RedanEdit *edit, const RedanModel *from, const RedanId *id)
{
  const RedanObject *diagram = redan_model_lookup (from, id);

  if (redan_edit_keeps (edit, id) || diagram == NULL)
    return;
  redan_edit_create (edit, REDAN_SECTION_DIAGRAM, id);
  for (guint i = 0; i < diagram->n_entries; i++)
    redan_edit_set (edit, id, diagram->entries[i].field, diagram->entries[i].key,
                    diagram->entries[i].value);
}

static void
copy_places (RedanEdit *edit, const RedanModel *from, const RedanObject *object)
{
  const RedanObject *placed = redan_model_lookup (from, &object->id);
  guint n_own, n;
  const RedanEntry *entries = NULL;

  redan_object_get_range (object, REDAN_FIELD_PLACE, &n_own);
  if (placed == NULL || placed->section != object->section || n_own > 0)
    return;
  entries = redan_object_get_range (placed, REDAN_FIELD_PLACE, &n);
  for (guint i = 0; i < n; i++)
    {
      RedanId diagram;

      if (!redan_id_parse (entries[i].key, strlen (entries[i].key), &diagram))
        continue;
      keep_diagram (edit, from, &diagram);
      redan_edit_set (edit, &object->id, REDAN_FIELD_PLACE, entries[i].key, entries[i].value);
    }
}

/* Gives what is not placed in @model the place that it has in @from. */
static void
take_places (RedanModel *model, const RedanModel *from)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "");

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (model, sections[s], &n);

      for (guint i = 0; i < n; i++)
        copy_places (edit, from, objects[i]);
    }
  /* where it does not fit, the layout finds places of its own */
  redan_edit_apply (edit, model, NULL);
}

void
redan_difference_lay_out (const RedanDifference *difference,
                          RedanModel **before_out,
                          RedanModel **after_out)
{
  const gboolean needed =
      redan_layout_needed (difference->from) || redan_layout_needed (difference->to);

  if (!needed)
    {
      *before_out = redan_model_ref (difference->from);
      *after_out = redan_model_ref (difference->to);
      return;
    }
  *before_out = redan_model_copy (difference->from);
  *after_out = redan_model_copy (difference->to);
  take_places (*after_out, *before_out);
  redan_layout_model (*after_out, FALSE, NULL, NULL);
  take_places (*before_out, *after_out);
  redan_layout_model (*before_out, FALSE, NULL, NULL);
}
