/* SPDX-License-Identifier: Apache-2.0 */
/* Which boundary box of a diagram contains a rectangle. */

#include "model/containers.h"

#include "model/box-index.h"

typedef struct
{
  const RedanObject *boundary;
  RedanBox box;
  guint depth;
} Container;

struct _RedanContainers
{
  const RedanModel *model;
  GArray *containers; /* of Container */
  RedanBoxIndex *index;
};

typedef struct
{
  const RedanContainers *containers;
  RedanBox box;
  gboolean whole;
  const RedanId *excluded;
  guint n_excluded;
  const Container *best;
} Search;

static gint64
area_of (const RedanBox *box)
{
  return (gint64) box->width * box->height;
}

/* The boundary that @object lies in, or NULL. */
static const RedanObject *
lookup_parent (const RedanModel *model, const RedanObject *object)
{
  RedanId id;

  return redan_object_get_reference (object, REDAN_FIELD_PARENT, &id)
             ? redan_model_lookup (model, &id)
             : NULL;
}

RedanContainers *
redan_containers_new (const RedanModel *model, const RedanId *diagram)
{
  RedanContainers *self = g_new0 (RedanContainers, 1);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (RedanBox));
  RedanIdText text;
  guint n;
  const RedanObject *const *boundaries =
      redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, &n);

  redan_id_to_text (diagram, text);
  self->model = model;
  self->containers = g_array_new (FALSE, FALSE, sizeof (Container));
  for (guint i = 0; i < n; i++)
    {
      Container container = { .boundary = boundaries[i] };

      if (!redan_object_get_place (boundaries[i], text, &container.box))
        continue;
      container.depth = redan_object_get_depth (model, boundaries[i]);
      g_array_append_val (self->containers, container);
      g_array_append_val (boxes, container.box);
    }
  self->index = redan_box_index_new ((const RedanBox *) (gconstpointer) boxes->data, boxes->len);
  return self;
}

void
redan_containers_free (RedanContainers *self)
{
  redan_box_index_free (self->index);
  g_array_unref (self->containers);
  g_free (self);
}

/* Twice the centre, so that it is exact. */
static gboolean
contains_centre (const RedanBox *outer, const RedanBox *inner)
{
  gint64 x = 2 * (gint64) inner->x + inner->width;
  gint64 y = 2 * (gint64) inner->y + inner->height;

  return x >= 2 * (gint64) outer->x && x <= 2 * ((gint64) outer->x + outer->width) &&
         y >= 2 * (gint64) outer->y && y <= 2 * ((gint64) outer->y + outer->height);
}

static gboolean
is_excluded (const Search *search, const RedanObject *boundary)
{
  guint depth = 0;

  for (const RedanObject *at = boundary; at != NULL && depth <= REDAN_MAX_NESTING;
       at = lookup_parent (search->containers->model, at), depth++)
    for (guint i = 0; i < search->n_excluded; i++)
      if (redan_id_equal (&search->excluded[i], &at->id))
        return TRUE;
  return FALSE;
}

static gboolean
is_better (const Container *container, const Container *best)
{
  gint64 area = area_of (&container->box);
  gint64 best_area;

  if (best == NULL)
    return TRUE;

  best_area = area_of (&best->box);
  if (area != best_area)
    return area < best_area;
  if (container->depth != best->depth)
    return container->depth > best->depth;
  return redan_id_compare (&container->boundary->id, &best->boundary->id) > 0;
}

static void
box_found_cb (guint index, gpointer user_data)
{
  Search *search = user_data;
  const Container *container = &g_array_index (search->containers->containers, Container, index);

  if (area_of (&container->box) <= area_of (&search->box) || !is_better (container, search->best))
    return;
  if (search->whole ? !redan_box_contains (&container->box, &search->box)
                    : !contains_centre (&container->box, &search->box))
    return;
  if (!is_excluded (search, container->boundary))
    search->best = container;
}

gboolean
redan_containers_find (const RedanContainers *self,
                       const RedanBox *box,
                       gboolean whole,
                       const RedanId *excluded,
                       guint n_excluded,
                       RedanId *boundary_out)
{
  Search search = { self, *box, whole, excluded, n_excluded, NULL };

  redan_box_index_find (self->index, box, box_found_cb, &search);
  if (search.best == NULL)
    return FALSE;

  *boundary_out = search.best->boundary->id;
  return TRUE;
}

gboolean
redan_diagram_find_parent (const RedanModel *model,
                           const RedanId *diagram,
                           const RedanBox *box,
                           const RedanId *excluded,
                           guint n_excluded,
                           RedanId *boundary_out)
{
  g_autoptr (RedanContainers) containers = redan_containers_new (model, diagram);

  return redan_containers_find (containers, box, FALSE, excluded, n_excluded, boundary_out);
}
