/* SPDX-License-Identifier: Apache-2.0 */
/* Finds parents of boundaries that close a circle, or nest too deep, only because two changes meet.
 */

#include <string.h>

#include "model/geometry.h"
#include "model/merge-private.h"

#define MAX_PARENTS 2

/* A boundary of the result. Where both sides gave it another parent, each of the two may become its
 * parent when somebody resolves the conflict; taking both into account makes the answer the same
 * whichever side is ours. */
typedef struct
{
  MergeObject *object; /* NULL when it does not differ */
  guint parents[MAX_PARENTS];
  guint n_parents;
  guint n_left; /* parents, or children, that were not peeled off */
  guint depth;
  gboolean peeled;
} Node;

typedef struct
{
  const Merge *merge;
  GArray *nodes;      /* (element-type Node) */
  GHashTable *by_id;  /* id to index + 1 */
  guint *child_start; /* children of node i: children[child_start[i] .. child_start[i + 1]) */
  guint *children;
  GArray *queue;
} Nesting;

static Node *
get_node (const Nesting *self, guint index)
{
  return &g_array_index (self->nodes, Node, index);
}

static void
add_node (Nesting *self, const RedanId *id, MergeObject *object)
{
  Node node = { .object = object };

  g_array_append_val (self->nodes, node);
  g_hash_table_insert (self->by_id, (gpointer) id, GUINT_TO_POINTER (self->nodes->len));
}

static void
add_parent (Nesting *self, Node *node, const char *parent)
{
  RedanId id;

  if (parent == NULL || !redan_id_parse (parent, strlen (parent), &id))
    return;
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, &id));
  if (index == 0 || (node->n_parents == 1 && node->parents[0] == index - 1))
    return;
  node->parents[node->n_parents++] = index - 1;
}

static void
collect (Nesting *self)
{
  const Merge *merge = self->merge;
  guint n;
  const RedanObject *const *ours =
      redan_model_get_objects (merge->models[MERGE_OURS], REDAN_SECTION_BOUNDARY, &n);

  for (guint i = 0; i < n; i++)
    if (merge_find (merge, &ours[i]->id) == NULL)
      add_node (self, &ours[i]->id, NULL);
  guint n_same = self->nodes->len;
  for (guint i = 0; i < merge->objects->len; i++)
    {
      MergeObject *object = g_ptr_array_index (merge->objects, i);
      if (object->section == REDAN_SECTION_BOUNDARY && !merge_is_gone (object))
        add_node (self, &object->id, object);
    }

  for (guint i = 0, at = 0; at < n_same; i++)
    if (merge_find (merge, &ours[i]->id) == NULL)
      add_parent (self, get_node (self, at++), redan_object_get (ours[i], REDAN_FIELD_PARENT));
  for (guint i = n_same; i < self->nodes->len; i++)
    {
      Node *node = get_node (self, i);
      const MergeObject *object = node->object;
      const char *values[MERGE_N_SIDES];
      for (guint side = 0; side < MERGE_N_SIDES; side++)
        values[side] = merge_get (object, side, REDAN_FIELD_PARENT, "");
      add_parent (self, node, merge_get_entry (object, REDAN_FIELD_PARENT));
      if (!object->parent_is_ours && object->objects[MERGE_OURS] != NULL &&
          object->objects[MERGE_THEIRS] != NULL &&
          g_strcmp0 (values[MERGE_OURS], values[MERGE_BASE]) != 0 &&
          g_strcmp0 (values[MERGE_THEIRS], values[MERGE_BASE]) != 0)
        add_parent (self, node, values[MERGE_THEIRS]);
    }
}

static void
link_children (Nesting *self)
{
  guint n = self->nodes->len;

  self->child_start = g_new0 (guint, n + 2);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < get_node (self, i)->n_parents; k++)
      self->child_start[get_node (self, i)->parents[k] + 2]++;
  for (guint i = 2; i < n + 2; i++)
    self->child_start[i] += self->child_start[i - 1];
  self->children = g_new (guint, self->child_start[n + 1] + 1);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < get_node (self, i)->n_parents; k++)
      self->children[self->child_start[get_node (self, i)->parents[k] + 1]++] = i;
}

/* Takes away, from the outermost inwards, what has no circle around it; notes the greatest depth of
 * each. */
static void
peel_from_outside (Nesting *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      Node *node = get_node (self, i);
      node->n_left = node->n_parents;
      if (node->n_left == 0)
        g_array_append_val (self->queue, i);
    }
  for (guint i = 0; i < self->queue->len; i++)
    {
      guint index = g_array_index (self->queue, guint, i);
      Node *node = get_node (self, index);
      node->peeled = TRUE;
      for (guint k = self->child_start[index]; k < self->child_start[index + 1]; k++)
        {
          Node *child = get_node (self, self->children[k]);
          child->depth = MAX (child->depth, node->depth + 1);
          if (--child->n_left == 0)
            g_array_append_val (self->queue, self->children[k]);
        }
    }
}

/* Takes away what has no circle inside it: what is left lies on one, or between two. */
static void
peel_from_inside (Nesting *self)
{
  g_array_set_size (self->queue, 0);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      Node *node = get_node (self, i);
      node->n_left = 0;
      for (guint k = self->child_start[i]; k < self->child_start[i + 1]; k++)
        node->n_left += get_node (self, self->children[k])->peeled ? 0 : 1;
      if (!node->peeled && node->n_left == 0)
        g_array_append_val (self->queue, i);
    }
  for (guint i = 0; i < self->queue->len; i++)
    {
      Node *node = get_node (self, g_array_index (self->queue, guint, i));
      node->peeled = TRUE;
      for (guint k = 0; k < node->n_parents; k++)
        {
          Node *parent = get_node (self, node->parents[k]);
          if (!parent->peeled && --parent->n_left == 0)
            g_array_append_val (self->queue, node->parents[k]);
        }
    }
}

/* Only a parent that is not the same in all three models can be at fault. */
static gboolean
mark (Node *node)
{
  MergeObject *object = node->object;

  if (object == NULL || object->parent_is_ours)
    return FALSE;
  if (object->objects[MERGE_BASE] != NULL && object->objects[MERGE_OURS] != NULL &&
      object->objects[MERGE_THEIRS] != NULL)
    {
      const char *base = merge_get (object, MERGE_BASE, REDAN_FIELD_PARENT, "");
      if (g_strcmp0 (base, merge_get (object, MERGE_OURS, REDAN_FIELD_PARENT, "")) == 0 &&
          g_strcmp0 (base, merge_get (object, MERGE_THEIRS, REDAN_FIELD_PARENT, "")) == 0)
        return FALSE;
    }
  object->parent_is_ours = TRUE;
  return TRUE;
}

/* Marks all that lies around what is too deep. */
static gboolean
mark_too_deep (Nesting *self)
{
  gboolean marked = FALSE;

  g_array_set_size (self->queue, 0);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      Node *node = get_node (self, i);
      node->peeled = node->depth >= REDAN_MAX_NESTING;
      if (node->peeled)
        g_array_append_val (self->queue, i);
    }
  for (guint i = 0; i < self->queue->len; i++)
    {
      Node *node = get_node (self, g_array_index (self->queue, guint, i));
      marked = mark (node) || marked;
      for (guint k = 0; k < node->n_parents; k++)
        {
          Node *parent = get_node (self, node->parents[k]);
          if (!parent->peeled)
            g_array_append_val (self->queue, node->parents[k]);
          parent->peeled = TRUE;
        }
    }
  return marked;
}

gboolean
merge_check_nesting (Merge *merge)
{
  Nesting self = { .merge = merge };
  gboolean circle = FALSE;
  gboolean marked = FALSE;

  self.nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  self.by_id = g_hash_table_new (redan_id_hash, redan_id_equal);
  self.queue = g_array_new (FALSE, FALSE, sizeof (guint));
  collect (&self);
  link_children (&self);
  peel_from_outside (&self);
  peel_from_inside (&self);
  for (guint i = 0; i < self.nodes->len; i++)
    if (!get_node (&self, i)->peeled)
      {
        circle = TRUE;
        marked = mark (get_node (&self, i)) || marked;
      }
  if (!circle)
    marked = mark_too_deep (&self);

  g_free (self.child_start);
  g_free (self.children);
  g_array_unref (self.queue);
  g_hash_table_unref (self.by_id);
  g_array_unref (self.nodes);
  return marked;
}
