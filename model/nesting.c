/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the parent of what was drawn without one: the smallest box around it. */

#include <stdlib.h>
#include <string.h>

#include "model/box-index.h"
#include "model/geometry.h"

/* Stands for a boundary that is none of those there. */
#define ANY_BOUNDARY (G_MAXUINT32 - 1)

typedef struct
{
  RedanBox box;
  gint64 area;
  guint boundary; /* index in its section */
} Box;

/* The only place of a boundary: which box of which diagram; @diagram is G_MAXUINT32 for those that
 * have none or several. */
typedef struct
{
  guint32 diagram;
  guint32 box;
} OnlyPlace;

/* The boxes of one diagram. */
typedef struct
{
  GArray *boxes;
  RedanBoxIndex *index;
} BoxDiagram;

typedef struct
{
  gint64 order;
  const RedanObject *object;
} RankedDiagram;

typedef struct
{
  RedanModel *model;
  GHashTable *ranks; /* id of a diagram to its rank + 1 */
  GArray *diagrams;  /* of BoxDiagram, by rank */
  guint32 *parents;  /* of boundaries: index, or G_MAXUINT32 */
  OnlyPlace *only;   /* of boundaries */
  gboolean *shown;   /* of boundaries: what is inside looks for it */
  guint n_boundaries;
} Nesting;

typedef struct
{
  const Nesting *nesting;
  const BoxDiagram *diagram;
  RedanBox inner;
  gint64 area;
  guint self; /* boundary that looks for its parent, or G_MAXUINT32 */
  Box best;   /* its boundary is G_MAXUINT32 as long as there is none */
} NestingSearch;

static void
clear_box_diagram (gpointer data)
{
  BoxDiagram *self = data;

  g_array_unref (self->boxes);
  g_clear_pointer (&self->index, redan_box_index_free);
}

static int
compare_diagrams (const void *a, const void *b)
{
  const RankedDiagram *left = a;
  const RankedDiagram *right = b;

  if (left->order != right->order)
    return left->order < right->order ? -1 : 1;
  return redan_id_compare (&left->object->id, &right->object->id);
}

/* Diagrams by their order field, then id. */
static void
rank_diagrams (Nesting *self)
{
  guint n;
  const RedanObject *const *diagrams =
      redan_model_get_objects (self->model, REDAN_SECTION_DIAGRAM, &n);
  g_autofree RankedDiagram *ranked = g_new (RankedDiagram, n);

  for (guint i = 0; i < n; i++)
    {
      const char *order = redan_object_get (diagrams[i], REDAN_FIELD_ORDER);
      ranked[i].order = order == NULL ? G_MAXINT64 : g_ascii_strtoll (order, NULL, 10);
      ranked[i].object = diagrams[i];
    }
  if (n > 1)
    qsort (ranked, n, sizeof *ranked, compare_diagrams);

  for (guint i = 0; i < n; i++)
    {
      BoxDiagram diagram = { .boxes = g_array_new (FALSE, FALSE, sizeof (Box)) };
      g_array_append_val (self->diagrams, diagram);
      g_hash_table_insert (self->ranks, g_strndup (ranked[i].object->id.text, REDAN_ID_LENGTH),
                           GUINT_TO_POINTER (i + 1));
    }
}

static gint64
area_of (const RedanBox *box)
{
  return (gint64) box->width * box->height;
}

/* Of boxes that pile up only those count that something can still go into: what is larger, and not
 * as deep as can be. A boundary in several diagrams has no one size, and always counts. */
static void
show_repeated (const Nesting *self, BoxDiagram *diagram)
{
  redan_box_index_hide_all (diagram->index);
  for (guint k = 0; k < diagram->boxes->len; k++)
    if (self->only[g_array_index (diagram->boxes, Box, k).boundary].diagram == G_MAXUINT32)
      redan_box_index_show (diagram->index, k);
}

static void
collect_boxes (Nesting *self)
{
  const RedanObject *const *boundaries =
      redan_model_get_objects (self->model, REDAN_SECTION_BOUNDARY, &self->n_boundaries);

  self->parents = g_new (guint32, self->n_boundaries);
  self->only = g_new (OnlyPlace, self->n_boundaries);
  self->shown = g_new0 (gboolean, self->n_boundaries);
  for (guint i = 0; i < self->n_boundaries; i++)
    {
      RedanId parent;
      guint n;
      const RedanEntry *places = redan_object_get_range (boundaries[i], REDAN_FIELD_PLACE, &n);
      self->parents[i] = redan_object_get_reference (boundaries[i], REDAN_FIELD_PARENT, &parent)
                             ? redan_model_index_of (self->model, &parent)
                             : G_MAXUINT32;
      self->only[i] = (OnlyPlace){ G_MAXUINT32, 0 };
      for (guint k = 0; k < n; k++)
        {
          Box box = { .boundary = i };
          guint rank = GPOINTER_TO_UINT (g_hash_table_lookup (self->ranks, places[k].key));
          if (rank == 0 || !redan_place_parse (places[k].value, &box.box))
            continue;
          box.area = area_of (&box.box);
          if (n == 1)
            self->only[i] =
                (OnlyPlace){ rank - 1,
                             g_array_index (self->diagrams, BoxDiagram, rank - 1).boxes->len };
          g_array_append_val (g_array_index (self->diagrams, BoxDiagram, rank - 1).boxes, box);
        }
    }

  for (guint i = 0; i < self->diagrams->len; i++)
    {
      BoxDiagram *diagram = &g_array_index (self->diagrams, BoxDiagram, i);
      g_autofree RedanBox *boxes = g_new (RedanBox, diagram->boxes->len);
      for (guint k = 0; k < diagram->boxes->len; k++)
        boxes[k] = g_array_index (diagram->boxes, Box, k).box;
      diagram->index = redan_box_index_new (boxes, diagram->boxes->len);
      show_repeated (self, diagram);
    }
}

/* Smallest first; of equal ones the inner. */
static int
compare_boxes (gconstpointer a, gconstpointer b)
{
  const Box *left = a;
  const Box *right = b;

  if (left->area != right->area)
    return left->area < right->area ? -1 : 1;
  return left->boundary > right->boundary ? -1 : left->boundary < right->boundary;
}

/* Whether @inner, or an element when it is G_MAXUINT32, can be put into @outer: no cycle, not too
 * deep. */
static gboolean
may_contain (const Nesting *self, guint32 outer, guint32 inner)
{
  guint limit = inner == G_MAXUINT32 ? REDAN_MAX_NESTING : REDAN_MAX_NESTING - 1;
  guint32 at = outer;

  for (guint depth = 0; depth <= limit; depth++)
    {
      if (at == G_MAXUINT32)
        return TRUE;
      if (at == inner)
        return FALSE;
      at = self->parents[at];
    }
  return FALSE;
}

/* Lets what is inside find a boundary, unless @inner could not go into it for depth alone. */
static void
show (Nesting *self, guint boundary, guint32 inner)
{
  const OnlyPlace place = self->only[boundary];

  if (place.diagram == G_MAXUINT32 || self->shown[boundary] || !may_contain (self, boundary, inner))
    return;
  self->shown[boundary] = TRUE;
  redan_box_index_show (g_array_index (self->diagrams, BoxDiagram, place.diagram).index, place.box);
}

/* The first diagram that @object stands in and its box there. */
static const BoxDiagram *
find_first_place (const Nesting *self, const RedanObject *object, RedanBox *box_out)
{
  guint n;
  const RedanEntry *places = redan_object_get_range (object, REDAN_FIELD_PLACE, &n);
  guint best = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      RedanBox box;
      guint rank = GPOINTER_TO_UINT (g_hash_table_lookup (self->ranks, places[i].key));
      if (rank == 0 || rank >= best || !redan_place_parse (places[i].value, &box))
        continue;
      best = rank;
      *box_out = box;
    }

  return best == G_MAXUINT ? NULL : &g_array_index (self->diagrams, BoxDiagram, best - 1);
}

/* Of two equal boxes the one with the smaller id is the outer. Keeps the smallest box around that
 * may be the parent; of equal ones the inner. */
static void
box_found_cb (guint index, gpointer user_data)
{
  NestingSearch *search = user_data;
  const Box *outer = &g_array_index (search->diagram->boxes, Box, index);
  const RedanBox *inner = &search->inner;

  if (outer->box.x > inner->x || outer->box.y > inner->y ||
      outer->box.x + outer->box.width < inner->x + inner->width ||
      outer->box.y + outer->box.height < inner->y + inner->height)
    return;
  if (search->self != G_MAXUINT32 &&
      (outer->area < search->area ||
       (outer->area == search->area && outer->boundary >= search->self)))
    return;
  if (search->best.boundary != G_MAXUINT32 && compare_boxes (outer, &search->best) > 0)
    return;
  if (may_contain (search->nesting, outer->boundary, search->self))
    search->best = *outer;
}

/* Index of the boundary that becomes the parent, or G_MAXUINT32. @self_index is G_MAXUINT32 for an
 * element. */
static guint32
find_parent (const Nesting *self, const RedanObject *object, guint self_index)
{
  NestingSearch search = { .nesting = self,
                           .self = self_index,
                           .best = { .boundary = G_MAXUINT32 } };

  search.diagram = find_first_place (self, object, &search.inner);
  if (search.diagram == NULL)
    return G_MAXUINT32;

  search.area = area_of (&search.inner);
  redan_box_index_find (search.diagram->index, &search.inner, box_found_cb, &search);
  return search.best.boundary;
}

static void
set_parent (Nesting *self, const RedanObject *object, guint32 parent)
{
  RedanIdText text;
  const RedanObject *boundary = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, parent);
  const char *id = redan_model_intern (self->model, redan_id_to_text (&boundary->id, text));

  redan_model_put (self->model, redan_object_with (object, REDAN_FIELD_PARENT,
                                                   redan_model_intern (self->model, ""), id));
}

/* Largest first, so that the parents of a boundary are known before its own is sought. */
static GArray *
order_boundaries (const Nesting *self)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (Box), self->n_boundaries);

  for (guint i = 0; i < self->n_boundaries; i++)
    {
      Box box = { .boundary = i };
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, i);
      if (find_first_place (self, object, &box.box) != NULL)
        box.area = area_of (&box.box);
      g_array_append_val (order, box);
    }
  g_array_sort (order, compare_boxes);
  return order;
}

static void
nest_boundaries (Nesting *self)
{
  g_autoptr (GArray) order = order_boundaries (self);

  for (guint i = order->len; i-- > 0;)
    {
      guint index = g_array_index (order, Box, i).boundary;
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, index);
      if (redan_object_get (object, REDAN_FIELD_PARENT) == NULL)
        {
          self->parents[index] = find_parent (self, object, index);
          if (self->parents[index] != G_MAXUINT32)
            set_parent (self, object, self->parents[index]);
        }
      show (self, index, ANY_BOUNDARY);
    }
}

static void
nest_elements (Nesting *self)
{
  for (guint i = 0; i < self->n_boundaries; i++)
    show (self, i, G_MAXUINT32);
  for (guint i = 0; i < redan_model_get_n (self->model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, i);
      guint32 parent = redan_object_get (object, REDAN_FIELD_PARENT) == NULL
                           ? find_parent (self, object, G_MAXUINT32)
                           : G_MAXUINT32;
      if (parent != G_MAXUINT32)
        set_parent (self, object, parent);
    }
}

void
redan_model_nest_by_boxes (RedanModel *model)
{
  Nesting self = { .model = model };

  self.ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.diagrams = g_array_new (FALSE, FALSE, sizeof (BoxDiagram));
  g_array_set_clear_func (self.diagrams, clear_box_diagram);
  rank_diagrams (&self);
  collect_boxes (&self);

  nest_boundaries (&self);
  nest_elements (&self);

  g_hash_table_unref (self.ranks);
  g_array_unref (self.diagrams);
  g_free (self.parents);
  g_free (self.only);
  g_free (self.shown);
}
