/* SPDX-License-Identifier: Apache-2.0 */
/* Where objects of a model come to stand when a further diagram shows them. */

#include "ui/window/show-places.h"

#include <string.h>

#include "model/name.h"
#include "ui/report/wording.h"

/** Between what a diagram shows and what comes beside it, and between boxes without a place; a
 * multiple of the standard grid, as everything here. */
#define GAP (64 * REDAN_UNITS_PER_PIXEL)
#define GRID (8 * REDAN_UNITS_PER_PIXEL)

/** Sizes of what stands nowhere. */
static const RedanBox usual_element = { 0, 0, 144 * REDAN_UNITS_PER_PIXEL,
                                        72 * REDAN_UNITS_PER_PIXEL };
static const RedanBox usual_boundary = { 0, 0, 360 * REDAN_UNITS_PER_PIXEL,
                                         240 * REDAN_UNITS_PER_PIXEL };

typedef struct
{
  const RedanModel *model;
  RedanIdText from; /* "" for none */
  RedanIdText to;
  GHashTable
      *sources;      /* RedanId of a chosen boundary: diagram that it is taken from, "" for none */
  GArray *places;    /* RedanShowPlace */
  GArray *placeless; /* RedanShowPlace, without a place so far */
} Search;

static gboolean
is_boxlike (const RedanObject *object)
{
  guint n;

  if (object->section == REDAN_SECTION_ELEMENT)
    return TRUE;
  if (object->section != REDAN_SECTION_BOUNDARY)
    return FALSE;
  /* A line has bends and stands nowhere as a box. */
  if (redan_object_get_range (object, REDAN_FIELD_PLACE, &n) != NULL && n > 0)
    return TRUE;
  return redan_object_get_range (object, REDAN_FIELD_ROUTE, &n) == NULL || n == 0;
}

/** The diagram that the object is taken from; "" when none shows it. */
static const char *
find_source (const Search *self, const RedanObject *object)
{
  guint n;
  const RedanEntry *places = redan_object_get_range (object, REDAN_FIELD_PLACE, &n);

  if (redan_object_get_keyed (object, REDAN_FIELD_PLACE, self->from) != NULL)
    return self->from;
  return places != NULL && n > 0 ? places[0].key : "";
}

static void
add_object (Search *self, const RedanObject *object, const char *source)
{
  RedanShowPlace place = { .id = object->id };
  const gboolean placed = redan_object_get_place (object, source, &place.box);

  if (!placed)
    place.box = object->section == REDAN_SECTION_BOUNDARY ? usual_boundary : usual_element;
  g_array_append_val (placed ? self->places : self->placeless, place);
}

/** The diagram of the chosen boundary around the object; NULL when none is chosen. */
static const char *
find_chosen_around (const Search *self, const RedanObject *object)
{
  RedanId parent;

  for (guint depth = 0; depth < REDAN_MAX_NESTING && object != NULL &&
                        redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent);
       depth++)
    {
      const char *source = g_hash_table_lookup (self->sources, &parent);

      if (source != NULL)
        return source;
      object = redan_model_lookup (self->model, &parent);
    }
  return NULL;
}

/** What lies in the chosen boundaries and stands in the same diagram as they. */
static void
add_content (Search *self, GHashTable *seen)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint k = 0; k < redan_model_get_n (self->model, sections[i]); k++)
      {
        const RedanObject *object = redan_model_get_nth (self->model, sections[i], k);
        const char *source = find_chosen_around (self, object);

        if (source != NULL && !g_hash_table_contains (seen, &object->id) &&
            redan_object_get_keyed (object, REDAN_FIELD_PLACE, source) != NULL &&
            !redan_object_stands_in (object, self->to))
          add_object (self, object, source);
      }
}

static void
unite (RedanBox *all, gboolean *any, const RedanBox *box)
{
  const gint32 right = MAX (all->x + all->width, box->x + box->width);
  const gint32 bottom = MAX (all->y + all->height, box->y + box->height);

  if (!*any)
    *all = *box;
  else
    *all = (RedanBox){ MIN (all->x, box->x), MIN (all->y, box->y), right - MIN (all->x, box->x),
                       bottom - MIN (all->y, box->y) };
  *any = TRUE;
}

/** In a row below the others. */
static void
place_rest (Search *self)
{
  RedanBox all = { 0 };
  gboolean any = FALSE;
  gint32 x = 0;

  for (guint i = 0; i < self->places->len; i++)
    unite (&all, &any, &g_array_index (self->places, RedanShowPlace, i).box);
  x = all.x;
  for (guint i = 0; i < self->placeless->len; i++)
    {
      RedanShowPlace *place = &g_array_index (self->placeless, RedanShowPlace, i);

      place->box.x = x;
      place->box.y = any ? all.y + all.height + GAP : 0;
      x += place->box.width + GAP;
    }
  g_array_append_vals (self->places, self->placeless->data, self->placeless->len);
}

/** Returns: whether the diagram shows anything that is a box */
static gboolean
measure_diagram (const Search *self, RedanBox *all_out)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_NOTE };
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint k = 0; k < redan_model_get_n (self->model, sections[i]); k++)
      {
        RedanBox box;

        if (redan_object_get_place (redan_model_get_nth (self->model, sections[i], k), self->to,
                                    &box))
          unite (all_out, &any, &box);
      }
  return any;
}

static gint32
round_to_grid (gint32 value)
{
  const gint32 rest = ((value % GRID) + GRID) % GRID;

  return value - rest + (rest * 2 >= GRID ? GRID : 0);
}

/** Moves all to @centre, or beside what the diagram shows already. */
static void
shift_places (Search *self, const RedanPoint *centre)
{
  RedanBox all = { 0 };
  RedanBox there = { 0 };
  gboolean any = FALSE;
  gint32 dx = 0;
  gint32 dy = 0;

  for (guint i = 0; i < self->places->len; i++)
    unite (&all, &any, &g_array_index (self->places, RedanShowPlace, i).box);
  if (centre != NULL)
    {
      dx = round_to_grid (centre->x - all.width / 2) - all.x;
      dy = round_to_grid (centre->y - all.height / 2) - all.y;
    }
  else if (measure_diagram (self, &there))
    {
      /* Designs are wide, so that below keeps the picture closer to a square. */
      const gboolean below = there.width > there.height / 2 * 3;

      dx = round_to_grid (below ? there.x : there.x + there.width + GAP) - all.x;
      dy = round_to_grid (below ? there.y + there.height + GAP : there.y) - all.y;
    }
  for (guint i = 0; i < self->places->len; i++)
    {
      g_array_index (self->places, RedanShowPlace, i).box.x += dx;
      g_array_index (self->places, RedanShowPlace, i).box.y += dy;
    }
}

GArray *
redan_show_places_find (const RedanModel *model,
                        const RedanId *from,
                        const RedanId *to,
                        const RedanId *objects,
                        guint n_objects,
                        const RedanPoint *centre)
{
  g_autoptr (GHashTable) sources = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GArray) placeless = g_array_new (FALSE, FALSE, sizeof (RedanShowPlace));
  Search self = { .model = model,
                  .sources = sources,
                  .places = g_array_new (FALSE, FALSE, sizeof (RedanShowPlace)),
                  .placeless = placeless };

  if (from != NULL)
    redan_id_to_text (from, self.from);
  if (to != NULL)
    redan_id_to_text (to, self.to);
  for (guint i = 0; i < n_objects; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &objects[i]);

      if (object == NULL || !is_boxlike (object) ||
          !g_hash_table_add (seen, (gpointer) &object->id))
        continue;
      if (object->section == REDAN_SECTION_BOUNDARY)
        g_hash_table_insert (sources, (gpointer) &object->id,
                             (gpointer) find_source (&self, object));
      if (!redan_object_stands_in (object, self.to))
        add_object (&self, object, find_source (&self, object));
    }
  add_content (&self, seen);
  place_rest (&self);
  shift_places (&self, centre);
  return self.places;
}

/** What missing objects are sorted by. */
typedef struct
{
  RedanId id;
  char *folded;
} Missing;

static void
clear_missing (gpointer data)
{
  g_free (((Missing *) data)->folded);
}

static int
compare_missing (gconstpointer a, gconstpointer b)
{
  const Missing *x = a;
  const Missing *y = b;
  const int order = strcmp (x->folded, y->folded);

  return order != 0 ? order : redan_id_compare (&x->id, &y->id);
}

GArray *
redan_show_places_list_missing (const RedanModel *model, const RedanId *diagram)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT };
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (Missing));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  RedanIdText text;

  g_array_set_clear_func (missing, clear_missing);
  redan_id_to_text (diagram, text);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint k = 0; k < redan_model_get_n (model, sections[i]); k++)
      {
        const RedanObject *object = redan_model_get_nth (model, sections[i], k);

        if (!is_boxlike (object) || redan_object_stands_in (object, text))
          continue;

        g_autofree char *title = redan_object_dup_title (model, object);
        g_autofree char *line = redan_text_fold_lines (title);
        const Missing entry = { object->id, g_utf8_casefold (line, -1) };

        g_array_append_val (missing, entry);
      }
  g_array_sort (missing, compare_missing);
  for (guint i = 0; i < missing->len; i++)
    g_array_append_val (ids, g_array_index (missing, Missing, i).id);
  return ids;
}
