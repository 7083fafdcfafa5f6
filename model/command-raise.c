/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that change which of two overlapping boxes of a diagram is in front. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-arrange.h"
#include "model/command-private.h"

typedef struct
{
  const RedanObject *object;
  RedanBox box;
  gint64 z;
  guint depth;
  gboolean chosen;
} Layer;

/* The order of painting among those of one z-order: boundaries outer first, the rest by id. */
static int
compare_naturally (const Layer *left, const Layer *right)
{
  gint64 left_area = (gint64) left->box.width * left->box.height;
  gint64 right_area = (gint64) right->box.width * right->box.height;

  if (left->object->section == REDAN_SECTION_BOUNDARY)
    {
      if (left_area != right_area)
        return left_area > right_area ? -1 : 1;
      if (left->depth != right->depth)
        return left->depth < right->depth ? -1 : 1;
    }
  return redan_id_compare (&left->object->id, &right->object->id);
}

static int
compare_layers (gconstpointer a, gconstpointer b)
{
  const Layer *left = a;
  const Layer *right = b;

  if (left->z != right->z)
    return left->z < right->z ? -1 : 1;
  return compare_naturally (left, right);
}

/* What is drawn of one section, back to front. */
static GArray *
list_layers (const RedanModel *model, RedanSection section, const char *diagram, GHashTable *chosen)
{
  GArray *layers = g_array_new (FALSE, FALSE, sizeof (Layer));
  guint n;
  const RedanObject *const *objects = redan_model_get_objects (model, section, &n);

  for (guint i = 0; i < n; i++)
    {
      Layer layer = { .object = objects[i] };
      const char *z = redan_object_get_keyed (objects[i], REDAN_FIELD_Z_ORDER, diagram);
      if (!redan_object_get_place (objects[i], diagram, &layer.box))
        continue;
      layer.z = z == NULL ? 0 : g_ascii_strtoll (z, NULL, 10);
      layer.depth = redan_object_get_depth (model, objects[i]);
      layer.chosen = g_hash_table_contains (chosen, &objects[i]->id);
      g_array_append_val (layers, layer);
    }
  g_array_sort (layers, compare_layers);
  return layers;
}

static void
move_layer (GArray *layers, guint from, guint to)
{
  Layer layer = g_array_index (layers, Layer, from);

  g_array_remove_index (layers, from);
  g_array_insert_val (layers, to, layer);
}

/* The chosen ones to the end, or the others, each in their order. */
static void
move_to_end (GArray *layers, gboolean chosen)
{
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (Layer));
  guint kept = 0;

  for (guint i = 0; i < layers->len; i++)
    {
      Layer layer = g_array_index (layers, Layer, i);
      if (layer.chosen == chosen)
        g_array_append_val (moved, layer);
      else
        g_array_index (layers, Layer, kept++) = layer;
    }
  g_array_set_size (layers, kept);
  g_array_append_vals (layers, moved->data, moved->len);
}

/* Each of the chosen passes the nearest other that overlaps it; the frontmost goes first, so that
 * they do not pass one another. */
static void
step_up (GArray *layers)
{
  for (guint i = layers->len; i-- > 0;)
    {
      const Layer *layer = &g_array_index (layers, Layer, i);
      if (!layer->chosen)
        continue;
      for (guint j = i + 1; j < layers->len; j++)
        {
          const Layer *other = &g_array_index (layers, Layer, j);
          if (other->chosen || !redan_box_meets (&layer->box, &other->box))
            continue;
          move_layer (layers, i, j);
          break;
        }
    }
}

static void
step_down (GArray *layers)
{
  for (guint i = 0; i < layers->len; i++)
    {
      const Layer *layer = &g_array_index (layers, Layer, i);
      if (!layer->chosen)
        continue;
      for (guint j = i; j-- > 0;)
        {
          const Layer *other = &g_array_index (layers, Layer, j);
          if (other->chosen || !redan_box_meets (&layer->box, &other->box))
            continue;
          move_layer (layers, i, j);
          break;
        }
    }
}

/*
 * Numbers that give the order of @layers. As many as can keep theirs do: from the front for what
 * goes back, else from the back.
 */
static void
number_layers (GArray *layers, gboolean from_front)
{
  Layer *all = (Layer *) (gpointer) layers->data;

  if (from_front)
    for (guint i = layers->len; i-- > 1;)
      {
        gint64 limit = all[i].z - (compare_naturally (&all[i - 1], &all[i]) < 0 ? 0 : 1);
        all[i - 1].z = MIN (all[i - 1].z, limit);
      }
  else
    for (guint i = 1; i < layers->len; i++)
      {
        gint64 limit = all[i - 1].z + (compare_naturally (&all[i - 1], &all[i]) < 0 ? 0 : 1);
        all[i].z = MAX (all[i].z, limit);
      }
  if (layers->len == 0 ||
      (all[0].z >= -REDAN_MAX_Z_ORDER && all[layers->len - 1].z <= REDAN_MAX_Z_ORDER))
    return;

  for (guint i = 0; i < layers->len; i++)
    all[i].z = i;
}

static void
raise_section (
    RedanEdit *edit, RedanSection section, const char *diagram, GHashTable *chosen, RedanRaise how)
{
  g_autoptr (GArray) layers = list_layers (edit->model, section, diagram, chosen);

  switch (how)
    {
    case REDAN_RAISE_TO_FRONT:
      move_to_end (layers, TRUE);
      break;
    case REDAN_RAISE:
      step_up (layers);
      break;
    case REDAN_LOWER:
      step_down (layers);
      break;
    case REDAN_LOWER_TO_BACK:
      move_to_end (layers, FALSE);
      break;
    }

  number_layers (layers, how == REDAN_LOWER || how == REDAN_LOWER_TO_BACK);
  for (guint i = 0; i < layers->len; i++)
    {
      const Layer *layer = &g_array_index (layers, Layer, i);
      g_autofree char *z = layer->z == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, layer->z);
      redan_edit_set (edit, &layer->object->id, REDAN_FIELD_Z_ORDER, diagram, z);
    }
}

static const char *
label_raise (RedanRaise how)
{
  switch (how)
    {
    case REDAN_RAISE_TO_FRONT:
      return _ ("Bring to front");
    case REDAN_RAISE:
      return _ ("Bring forward");
    case REDAN_LOWER:
      return _ ("Send backward");
    case REDAN_LOWER_TO_BACK:
      return _ ("Send to back");
    }
  g_return_val_if_reached ("");
}

RedanEdit *
redan_command_raise (const RedanModel *model,
                     const RedanId *diagram,
                     const RedanId *objects,
                     guint n_objects,
                     RedanRaise how)
{
  static const RedanSection sections[] = {
    REDAN_SECTION_BOUNDARY,
    REDAN_SECTION_ELEMENT,
    REDAN_SECTION_NOTE,
  };
  RedanEdit *edit = redan_edit_new (model, label_raise (how));
  g_autoptr (GHashTable) chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
  RedanIdText text;

  redan_id_to_text (diagram, text);
  for (guint i = 0; i < n_objects; i++)
    g_hash_table_add (chosen, (gpointer) &objects[i]);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    raise_section (edit, sections[i], text, chosen, how);
  return edit;
}
