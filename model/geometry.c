/* SPDX-License-Identifier: Apache-2.0 */
/* Places and routes as text, exact segment tests, nesting by boxes and crossings of line
 * boundaries. */

#include <stdlib.h>
#include <string.h>

#include "model/box-index.h"
#include "model/geometry.h"

/* Reads one integer in its only form: no plus, no leading zero, no minus zero. */
static const char *
read_number (const char *at, gint32 *number_out)
{
  gboolean negative = *at == '-';
  gint32 number = 0;

  if (negative)
    at++;
  if (!g_ascii_isdigit (*at) || (*at == '0' && (negative || g_ascii_isdigit (at[1]))))
    return NULL;
  for (; g_ascii_isdigit (*at); at++)
    {
      number = number * 10 + (*at - '0');
      if (number > REDAN_COORDINATE_LIMIT)
        return NULL;
    }

  *number_out = negative ? -number : number;
  return at;
}

gboolean
redan_place_parse (const char *value, RedanBox *box_out)
{
  gint32 numbers[4];

  for (guint i = 0; i < 4; i++)
    {
      value = read_number (value, &numbers[i]);
      if (value == NULL || *value != (i < 3 ? ' ' : '\0'))
        return FALSE;
      value++;
    }
  if (numbers[2] < 0 || numbers[3] < 0 || numbers[0] + numbers[2] > REDAN_COORDINATE_LIMIT ||
      numbers[1] + numbers[3] > REDAN_COORDINATE_LIMIT)
    return FALSE;

  *box_out = (RedanBox){ numbers[0], numbers[1], numbers[2], numbers[3] };
  return TRUE;
}

char *
redan_place_format (const RedanBox *box)
{
  return g_strdup_printf ("%d %d %d %d", box->x, box->y, box->width, box->height);
}

RedanPoint *
redan_points_parse (const char *value, guint *n_out)
{
  guint n_spaces = 0;

  for (const char *at = value; *at != '\0'; at++)
    n_spaces += *at == ' ';
  guint n = (n_spaces + 1) / 2;
  if (n_spaces % 2 == 0 || n > REDAN_MAX_POINTS)
    return NULL;

  g_autofree RedanPoint *points = g_new (RedanPoint, n);
  for (guint i = 0; i < n; i++)
    {
      value = read_number (value, &points[i].x);
      if (value == NULL || *value != ' ')
        return NULL;
      value = read_number (value + 1, &points[i].y);
      if (value == NULL || *value != (i + 1 < n ? ' ' : '\0'))
        return NULL;
      value++;
    }

  *n_out = n;
  return g_steal_pointer (&points);
}

char *
redan_points_format (const RedanPoint *points, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d %d", i == 0 ? "" : " ", points[i].x, points[i].y);
  return g_string_free (text, FALSE);
}

gboolean
redan_object_get_place (const RedanObject *object, const char *diagram, RedanBox *box_out)
{
  const char *value = redan_object_get_keyed (object, REDAN_FIELD_PLACE, diagram);

  return value != NULL && redan_place_parse (value, box_out);
}

gboolean
redan_object_stands_in (const RedanObject *object, const char *diagram)
{
  return redan_object_get_keyed (object, REDAN_FIELD_PLACE, diagram) != NULL ||
         redan_object_get_keyed (object, REDAN_FIELD_ROUTE, diagram) != NULL;
}

guint
redan_object_get_depth (const RedanModel *model, const RedanObject *object)
{
  guint depth = 0;
  RedanId parent;

  while (depth < REDAN_MAX_NESTING &&
         redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
    {
      object = redan_model_lookup (model, &parent);
      if (object == NULL)
        break;
      depth++;
    }
  return depth;
}

gboolean
redan_box_contains (const RedanBox *outer, const RedanBox *inner)
{
  return outer->x <= inner->x && outer->y <= inner->y &&
         outer->x + outer->width >= inner->x + inner->width &&
         outer->y + outer->height >= inner->y + inner->height;
}

gboolean
redan_box_meets (const RedanBox *a, const RedanBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

RedanPoint *
redan_object_get_route (const RedanObject *object, const char *diagram, guint *n_out)
{
  const char *value = redan_object_get_keyed (object, REDAN_FIELD_ROUTE, diagram);

  return value == NULL ? NULL : redan_points_parse (value, n_out);
}

/* Sign of the turn a, b, c. Differences of points within the limit have 26 bits, so the products
 * are exact. */
static int
turn (RedanPoint a, RedanPoint b, RedanPoint c)
{
  gint64 left = ((gint64) b.x - a.x) * ((gint64) c.y - a.y);
  gint64 right = ((gint64) b.y - a.y) * ((gint64) c.x - a.x);

  return left < right ? -1 : left > right;
}

/* Whether @p, which lies on the line through a and b, lies between them. */
static gboolean
is_between (RedanPoint a, RedanPoint b, RedanPoint p)
{
  return p.x >= MIN (a.x, b.x) && p.x <= MAX (a.x, b.x) && p.y >= MIN (a.y, b.y) &&
         p.y <= MAX (a.y, b.y);
}

gboolean
redan_segments_cross (RedanPoint a, RedanPoint b, RedanPoint c, RedanPoint d)
{
  int c_side = turn (a, b, c);
  int d_side = turn (a, b, d);
  int a_side = turn (c, d, a);
  int b_side = turn (c, d, b);

  if (c_side * d_side < 0 && a_side * b_side < 0)
    return TRUE;
  return (c_side == 0 && is_between (a, b, c)) || (d_side == 0 && is_between (a, b, d)) ||
         (a_side == 0 && is_between (c, d, a)) || (b_side == 0 && is_between (c, d, b));
}

static void
add_route (GArray *path, const RedanObject *object, const char *diagram)
{
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (object, diagram, &n);

  for (guint i = 0; i < n; i++)
    {
      RedanPoint doubled = { points[i].x * 2, points[i].y * 2 };
      g_array_append_val (path, doubled);
    }
}

static gboolean
add_centre (GArray *path,
            const RedanModel *model,
            const RedanObject *flow,
            RedanField end,
            const char *diagram)
{
  RedanId id;
  RedanBox box;

  if (!redan_object_get_reference (flow, end, &id))
    return TRUE;

  const RedanObject *element = redan_model_lookup (model, &id);
  if (element == NULL || !redan_object_get_place (element, diagram, &box))
    return FALSE;

  RedanPoint doubled = { box.x * 2 + box.width, box.y * 2 + box.height };
  g_array_append_val (path, doubled);
  return TRUE;
}

/* The path in half units, so that the centre of a box of odd size is exact. A flow with an element
 * that does not stand in the diagram has none; a loose end is the first or last point of the route.
 */
static GArray *
flow_path (const RedanModel *model, const RedanObject *flow, const char *diagram)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (RedanPoint));

  if (!add_centre (path, model, flow, REDAN_FIELD_SOURCE, diagram))
    return NULL;
  add_route (path, flow, diagram);
  if (!add_centre (path, model, flow, REDAN_FIELD_TARGET, diagram))
    return NULL;
  return path->len < 2 ? NULL : g_steal_pointer (&path);
}

static gboolean
paths_cross (const GArray *left, const GArray *right)
{
  const RedanPoint *a = (const RedanPoint *) (gconstpointer) left->data;
  const RedanPoint *b = (const RedanPoint *) (gconstpointer) right->data;

  for (guint i = 1; i < left->len; i++)
    for (guint k = 1; k < right->len; k++)
      if (redan_segments_cross (a[i - 1], a[i], b[k - 1], b[k]))
        return TRUE;
  return FALSE;
}

gboolean
redan_flow_stands_in (const RedanModel *model, const RedanObject *flow, const char *diagram)
{
  g_autoptr (GArray) path = flow_path (model, flow, diagram);

  return path != NULL;
}

gboolean
redan_flow_crosses_line (const RedanModel *model,
                         const RedanObject *flow,
                         const RedanObject *line,
                         const char *diagram)
{
  g_autoptr (GArray) path = flow_path (model, flow, diagram);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (RedanPoint));

  if (path == NULL)
    return FALSE;
  add_route (points, line, diagram);
  return paths_cross (path, points);
}

/* The segments of the line boundaries of one diagram. */
typedef struct
{
  RedanPoint from;
  RedanPoint to;
  guint boundary;
} Segment;

typedef struct
{
  const char *id; /* of the diagram; belongs to the caller */
  GArray *segments;
  RedanBoxIndex *index;
} LineDiagram;

typedef struct
{
  const LineDiagram *diagram;
  RedanPoint from;
  RedanPoint to;
  GHashTable *crossed; /* of boundary index + 1 */
} CrossingSearch;

static void
clear_line_diagram (gpointer data)
{
  LineDiagram *self = data;

  g_array_unref (self->segments);
  g_clear_pointer (&self->index, redan_box_index_free);
}

static RedanBox
segment_box (RedanPoint from, RedanPoint to)
{
  RedanBox box = { MIN (from.x, to.x), MIN (from.y, to.y), ABS (from.x - to.x),
                   ABS (from.y - to.y) };

  return box;
}

static void
add_segments (GArray *segments, const RedanObject *line, guint boundary, const char *diagram)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (RedanPoint));

  add_route (points, line, diagram);
  for (guint i = 1; i < points->len; i++)
    {
      Segment segment = { g_array_index (points, RedanPoint, i - 1),
                          g_array_index (points, RedanPoint, i), boundary };
      g_array_append_val (segments, segment);
    }
}

static void
index_segments (LineDiagram *self)
{
  g_autofree RedanBox *boxes = g_new (RedanBox, self->segments->len);

  for (guint i = 0; i < self->segments->len; i++)
    {
      const Segment *segment = &g_array_index (self->segments, Segment, i);
      boxes[i] = segment_box (segment->from, segment->to);
    }
  self->index = redan_box_index_new (boxes, self->segments->len);
}

/* The diagrams in which a line boundary stands, in the order of their ids. */
static GArray *
collect_lines (const RedanModel *model)
{
  GArray *diagrams = g_array_new (FALSE, FALSE, sizeof (LineDiagram));
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_boundaries;
  const RedanObject *const *boundaries =
      redan_model_get_objects (model, REDAN_SECTION_BOUNDARY, &n_boundaries);

  g_array_set_clear_func (diagrams, clear_line_diagram);
  for (guint i = 0; i < n_boundaries; i++)
    {
      guint n;
      const RedanEntry *routes = redan_object_get_range (boundaries[i], REDAN_FIELD_ROUTE, &n);
      for (guint k = 0; k < n; k++)
        {
          guint position = GPOINTER_TO_UINT (g_hash_table_lookup (positions, routes[k].key));
          if (position == 0)
            {
              LineDiagram diagram = { .id = routes[k].key,
                                      .segments = g_array_new (FALSE, FALSE, sizeof (Segment)) };
              g_array_append_val (diagrams, diagram);
              position = diagrams->len;
              g_hash_table_insert (positions, (gpointer) routes[k].key,
                                   GUINT_TO_POINTER (position));
            }
          LineDiagram *diagram = &g_array_index (diagrams, LineDiagram, position - 1);
          add_segments (diagram->segments, boundaries[i], i, diagram->id);
        }
    }

  for (guint i = 0; i < diagrams->len; i++)
    index_segments (&g_array_index (diagrams, LineDiagram, i));
  return diagrams;
}

static void
segment_found_cb (guint index, gpointer user_data)
{
  CrossingSearch *search = user_data;
  const Segment *segment = &g_array_index (search->diagram->segments, Segment, index);

  if (redan_segments_cross (search->from, search->to, segment->from, segment->to))
    g_hash_table_add (search->crossed, GUINT_TO_POINTER (segment->boundary + 1));
}

static void
find_crossed (const RedanModel *model,
              const RedanObject *flow,
              const LineDiagram *diagram,
              GHashTable *crossed)
{
  g_autoptr (GArray) path = flow_path (model, flow, diagram->id);

  for (guint i = 1; path != NULL && i < path->len; i++)
    {
      CrossingSearch search = { diagram, g_array_index (path, RedanPoint, i - 1),
                                g_array_index (path, RedanPoint, i), crossed };
      RedanBox box = segment_box (search.from, search.to);
      redan_box_index_find (diagram->index, &box, segment_found_cb, &search);
    }
}

static int
compare_numbers (const void *a, const void *b)
{
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

/* A copy of @flow that crosses exactly @crossed, or NULL when it does already. */
static RedanObject *
with_crossings (RedanModel *model, const RedanObject *flow, GHashTable *crossed)
{
  guint n_old;
  const RedanEntry *old = redan_object_get_range (flow, REDAN_FIELD_CROSSES, &n_old);
  guint n_new = g_hash_table_size (crossed);
  g_autofree guint *boundaries = g_new (guint, n_new);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  if (n_old == 0 && n_new == 0)
    return NULL;
  g_hash_table_iter_init (&iter, crossed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    boundaries[n++] = GPOINTER_TO_UINT (key) - 1;
  if (n_new > 1)
    qsort (boundaries, n_new, sizeof (guint), compare_numbers);

  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  guint at = 0;
  gboolean same = n_old == n_new;
  while (at < flow->n_entries && flow->entries[at].field < REDAN_FIELD_CROSSES)
    at++;
  g_array_append_vals (entries, flow->entries, at);
  for (guint i = 0; i < n_new; i++)
    {
      RedanIdText text;
      const RedanObject *line = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, boundaries[i]);
      RedanEntry entry = { redan_model_intern (model, redan_id_to_text (&line->id, text)),
                           redan_model_intern (model, ""), REDAN_FIELD_CROSSES };
      same = same && strcmp (old[i].key, entry.key) == 0;
      g_array_append_val (entries, entry);
    }
  if (same)
    return NULL;

  at += n_old;
  g_array_append_vals (entries, flow->entries + at, flow->n_entries - at);
  return redan_object_new (REDAN_SECTION_FLOW, &flow->id,
                           (const RedanEntry *) (gconstpointer) entries->data, entries->len);
}

void
redan_model_compute_crossings (RedanModel *model)
{
  g_autoptr (GArray) diagrams = collect_lines (model);
  g_autoptr (GHashTable) crossed = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
      g_hash_table_remove_all (crossed);
      for (guint k = 0; k < diagrams->len; k++)
        find_crossed (model, flow, &g_array_index (diagrams, LineDiagram, k), crossed);
      RedanObject *changed = with_crossings (model, flow, crossed);
      if (changed != NULL)
        redan_model_put (model, changed);
    }
}
