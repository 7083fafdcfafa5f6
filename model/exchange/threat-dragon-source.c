/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a Threat Dragon file, without its cells in memory: these are most of it and are
 * parsed one at a time. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-private.h"

#include "model/error.h"
#include "model/model.h"

/* Trees of jansson take up to 230 bytes a value. */
#define MAX_VALUES 250000

typedef struct
{
  RedanDragonSource *source;
  guint depth;         /* of the list of cells that is open, 0 outside of one */
  guint64 list_begins; /* values before the list and before the cell */
  guint64 cell_begins;
  guint64 n_inside;
  guint64 n_values;
  gsize problem; /* where a limit was reached, 0 nowhere */
  gsize counted; /* up to where lines were counted */
  gsize line;
} Notes;

/* The line of a place behind those before. */
static gsize
count_lines (Notes *notes, gsize at)
{
  const guint8 *data = notes->source->data;
  const guint8 *found;

  while (notes->counted < at &&
         (found = memchr (data + notes->counted, '\n', at - notes->counted)) != NULL)
    {
      notes->line++;
      notes->counted = (gsize) (found - data) + 1;
    }
  notes->counted = at;
  return notes->line;
}

static gboolean
is_list_of_cells (const RedanJsonPlace *place)
{
  char *const *keys = place->keys;

  if (place->depth < 4 || place->depth > 5 || strcmp (keys[place->depth - 1], "cells") != 0)
    return FALSE;
  return strcmp (keys[0], "detail") == 0 && strcmp (keys[1], "diagrams") == 0 &&
         (place->depth == 4 || strcmp (keys[3], "diagramJson") == 0);
}

static void
begin_list (Notes *notes, const RedanJsonPlace *place, gsize at)
{
  RedanDragonList list = { .diagram = place->n_before[2],
                           .inner = place->depth == 5,
                           .start = at,
                           .first = notes->source->cells->len,
                           .n_lines = (guint) count_lines (notes, at) };

  notes->depth = place->depth;
  notes->list_begins = place->n_values;
  g_array_append_val (notes->source->lists, list);
}

static void
end_list (Notes *notes, const RedanJsonPlace *place, gsize at)
{
  GArray *lists = notes->source->lists;
  RedanDragonList *list = &g_array_index (lists, RedanDragonList, lists->len - 1);

  list->end = at;
  list->n_lines = (guint) count_lines (notes, at) - list->n_lines;
  list->n = notes->source->cells->len - list->first;
  notes->depth = 0;
  notes->n_inside += place->n_values - notes->list_begins;
}

static gboolean
note (const RedanJsonPlace *place, gpointer data)
{
  Notes *notes = data;
  gsize at = notes->source->length - place->length;

  notes->n_values = place->n_values;
  if (notes->depth == 0)
    {
      if (!place->ends && place->length > 0 && place->bytes[0] == '[' && is_list_of_cells (place))
        begin_list (notes, place, at);
      return TRUE;
    }

  if (place->depth == notes->depth)
    end_list (notes, place, at);
  else if (place->depth == notes->depth + 1 && !place->ends)
    {
      RedanDragonStart start = { at, count_lines (notes, at) };

      notes->cell_begins = place->n_values;
      g_array_append_val (notes->source->cells, start);
      if (notes->source->cells->len > REDAN_MODEL_MAX_OBJECTS)
        notes->problem = at;
    }
  else if (place->depth == notes->depth + 1 && place->n_values - notes->cell_begins > MAX_VALUES)
    notes->problem = at;
  return notes->problem == 0;
}

static gboolean
check_limits (const Notes *notes, GError **error)
{
  if (notes->problem == 0 && notes->n_values - notes->n_inside <= MAX_VALUES)
    return TRUE;

  if (notes->source->cells->len > REDAN_MODEL_MAX_OBJECTS)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                 _ ("the file has more than %u cells; split the model"), REDAN_MODEL_MAX_OBJECTS);
  else if (notes->problem > 0)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                 _ ("the cell that ends here has more than %u values; split it"), MAX_VALUES);
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                 _ ("the file has more than %u values beside its cells; split the model"),
                 MAX_VALUES);
  redan_json_prefix_place (notes->source->data, notes->problem, error);
  return FALSE;
}

/* From a place in the text without cells to the same in the file. */
static gsize
map_back (const RedanDragonSource *self, gsize at)
{
  for (guint i = 0; i < self->lists->len; i++)
    {
      const RedanDragonList *list = &g_array_index (self->lists, RedanDragonList, i);

      if (at <= list->start)
        break;
      at += list->end - list->start - 2 - list->n_lines;
    }

  return at;
}

static RedanNode *
take_value (RedanTree *tree,
            const json_t *value,
            const guint8 *data,
            gsize length,
            gsize line,
            GError **error)
{
  RedanNode *taken;

  redan_json_add_from (tree, value, data, length, line);
  taken = redan_tree_take (tree);
  if (taken == NULL)
    g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                         _ ("the JSON needs more memory than an import may have; split the model"));
  return taken;
}

static RedanNode *
parse_frame (const RedanDragonSource *self, RedanTree *tree, GError **error)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  g_autoptr (json_t) root = NULL;
  gsize done = 0;
  gsize problem = 0;

  for (guint i = 0; i < self->lists->len; i++)
    {
      const RedanDragonList *list = &g_array_index (self->lists, RedanDragonList, i);

      g_byte_array_append (frame, self->data + done, (guint) (list->start + 1 - done));
      for (guint j = 0; j < list->n_lines; j++)
        g_byte_array_append (frame, (const guint8 *) "\n", 1); /* what is behind keeps its line */
      done = list->end - 1;
    }
  g_byte_array_append (frame, self->data + done, (guint) (self->length - done));

  root = redan_json_parse_part (frame->data, frame->len, &problem, error);
  if (root != NULL)
    return take_value (tree, root, frame->data, frame->len, 1, error);
  redan_json_prefix_place (self->data, map_back (self, problem), error);
  return NULL;
}

RedanNode *
redan_dragon_source_open (
    RedanDragonSource *self, RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  Notes notes = { .source = self, .line = 1 };

  redan_json_skip_mark (&data, &length);
  self->data = data;
  self->length = length;
  self->lists = g_array_new (FALSE, FALSE, sizeof (RedanDragonList));
  self->cells = g_array_new (FALSE, FALSE, sizeof (RedanDragonStart));
  if (!redan_json_scan (data, length, note, &notes, error) || !check_limits (&notes, error))
    return NULL;
  return parse_frame (self, tree, error);
}

void
redan_dragon_source_close (RedanDragonSource *self)
{
  g_clear_pointer (&self->lists, g_array_unref);
  g_clear_pointer (&self->cells, g_array_unref);
}

const RedanDragonList *
redan_dragon_source_find (const RedanDragonSource *self, guint64 diagram, gboolean inner)
{
  guint low = 0;
  guint high = self->lists->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->lists, RedanDragonList, middle).diagram < diagram)
        low = middle + 1;
      else
        high = middle;
    }

  for (; low < self->lists->len; low++)
    {
      const RedanDragonList *list = &g_array_index (self->lists, RedanDragonList, low);

      if (list->diagram != diagram)
        break;
      if (list->inner == inner)
        return list;
    }

  return NULL;
}

RedanNode *
redan_dragon_source_parse_cell (const RedanDragonSource *self,
                                RedanTree *tree,
                                const RedanDragonList *list,
                                guint index,
                                GError **error)
{
  const RedanDragonStart start = g_array_index (self->cells, RedanDragonStart, list->first + index);
  const guint8 *data = self->data + start.at;
  const gsize length = self->length - start.at;
  gsize problem = 0;
  g_autoptr (json_t) cell = redan_json_parse_part (data, length, &problem, error);

  redan_tree_clear (tree);
  if (cell != NULL)
    return take_value (tree, cell, data, length, start.line, error);
  redan_json_prefix_place (self->data, start.at + problem, error);
  return NULL;
}

typedef struct
{
  RedanTree *tree;
  gboolean in_data;
  gboolean unclear;
} Outline;

static gboolean
add_member (Outline *self, const RedanJsonPlace *place, const char *key)
{
  gsize problem;
  g_autoptr (json_t) value = redan_json_parse_part (place->bytes, place->length, &problem, NULL);

  if (value == NULL)
    return FALSE;
  redan_tree_key (self->tree, key, -1);
  redan_json_add (self->tree, value);
  return TRUE;
}

static gboolean
outline_member (const RedanJsonPlace *place, gpointer user_data)
{
  static const char *const kept[] = { "id", "shape", "type", "position", "size", NULL };
  Outline *self = user_data;
  char *const *keys = place->keys;
  gboolean in_data = place->depth == 2 && self->in_data;
  const char *key = place->depth > 0 ? keys[place->depth - 1] : NULL;
  gboolean clear = TRUE;

  if (place->depth == 1 && self->in_data)
    {
      redan_tree_close (self->tree);
      self->in_data = FALSE;
    }
  if (place->ends || (place->depth != 1 && !in_data))
    return place->depth > 0;

  if (strchr (key, '\\') != NULL)
    clear = FALSE;
  else if (in_data ? strcmp (key, "type") == 0 : g_strv_contains (kept, key))
    clear = add_member (self, place, key);
  else if (!in_data && strcmp (key, "source") == 0)
    {
      redan_tree_key (self->tree, key, -1);
      redan_tree_add_plain (self->tree, REDAN_NODE_TRUE);
    }
  else if (!in_data && strcmp (key, "data") == 0 && place->bytes[0] == '{')
    {
      redan_tree_key (self->tree, key, -1);
      redan_tree_open (self->tree, REDAN_NODE_OBJECT);
      self->in_data = TRUE;
    }

  self->unclear = !clear;
  return clear;
}

RedanNode *
redan_dragon_source_outline_cell (const RedanDragonSource *self,
                                  RedanTree *tree,
                                  const RedanDragonList *list,
                                  guint index,
                                  GError **error)
{
  const gsize at = g_array_index (self->cells, RedanDragonStart, list->first + index).at;
  Outline outline = { .tree = tree };
  RedanNode *cell = NULL;

  redan_tree_clear (tree);
  redan_tree_open (tree, REDAN_NODE_OBJECT);
  outline.unclear = self->data[at] != '{';
  if (!outline.unclear &&
      redan_json_scan (self->data + at, self->length - at, outline_member, &outline, NULL) &&
      !outline.unclear)
    {
      redan_tree_close (tree);
      cell = redan_tree_take (tree);
    }
  return cell != NULL ? cell : redan_dragon_source_parse_cell (self, tree, list, index, error);
}
