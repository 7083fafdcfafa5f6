/* SPDX-License-Identifier: Apache-2.0 */
/* Places of labels: no two of them intersect and none lies on an element. */

#include "ui/diagram/label.h"

#include <math.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-private.h"

#define BOX_CLEARANCE 4.0
#define LABEL_CLEARANCE 3.0
#define MAX_CANDIDATES 136 /* places along the line, sides and shapes; and the wish */
#define MAX_JUDGED 32      /* free places that are compared for one label */
#define RING_STEP 12.0
#define SPOT_SIZE 16.0
#define LEADER_DISTANCE 10.0
#define SKIPPED G_MAXUINT
#define FIXED (G_MAXUINT - 1) /* a label of the scene that stays where it is */

/* Costs of a place, compared with 1 for a shift by a tenth of the line. */
#define COST_BESIDE 1.5
#define COST_SHAPE 0.6
#define COST_FOREIGN_LINE 4.0
#define COST_COVERS_LINE 5.0

/* Labels are placed in this order; the later ones keep off the earlier ones. */
typedef enum
{
  RANK_BOX,
  RANK_TITLE,
  RANK_LINE,
} Rank;

struct _RedanLabeller
{
  const RedanScene *scene; /* NULL: only what was added counts */
  Rank rank;               /* of what is being placed */
  RedanGrid *boxes;
  GArray *box_rects;
  RedanGrid *lines;
  GArray *segments;
  RedanGrid *labels;
  GArray *label_rects; /* a label that was moved leaves an empty rectangle */
  GArray *owners;      /* index of the item of each label, or SKIPPED */
  GHashTable *rings;   /* how far labels of a spot had to go, by the spot */
};

typedef struct
{
  RedanScenePoint a;
  RedanScenePoint b;
  guint line;
} Segment;

typedef struct
{
  RedanSceneRect rect;
  RedanScenePoint anchor;
  guint shape;
  gboolean is_home;
  double cost;
} Candidate;

RedanLabeller *
redan_labeller_new (const RedanSceneRect *bounds, guint n_expected)
{
  RedanLabeller *self = g_new0 (RedanLabeller, 1);

  self->boxes = redan_grid_new (bounds, n_expected);
  self->lines = redan_grid_new (bounds, n_expected);
  self->labels = redan_grid_new (bounds, n_expected);
  self->box_rects = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  self->label_rects = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  self->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  self->rings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

RedanLabeller *
redan_labeller_new_over (const RedanScene *scene)
{
  RedanLabeller *self = redan_labeller_new (&scene->bounds, 1);

  self->scene = scene;
  return self;
}

void
redan_labeller_free (RedanLabeller *self)
{
  if (self == NULL)
    return;
  redan_grid_free (self->boxes);
  redan_grid_free (self->lines);
  redan_grid_free (self->labels);
  g_array_unref (self->box_rects);
  g_array_unref (self->label_rects);
  g_array_unref (self->segments);
  g_array_unref (self->owners);
  g_hash_table_unref (self->rings);
  g_free (self);
}

void
redan_labeller_add_box (RedanLabeller *self, const RedanSceneRect *rect)
{
  redan_grid_add (self->boxes, self->box_rects->len, rect);
  g_array_append_vals (self->box_rects, rect, 1);
}

void
redan_labeller_add_line (RedanLabeller *self,
                         guint line,
                         const RedanScenePoint *points,
                         guint n_points)
{
  for (guint i = 0; i + 1 < n_points; i++)
    {
      Segment segment = { points[i], points[i + 1], line };

      redan_grid_add_segment (self->lines, self->segments->len, points[i], points[i + 1]);
      g_array_append_val (self->segments, segment);
    }
}

static void
add_label (RedanLabeller *self, const RedanSceneRect *rect, guint owner)
{
  redan_grid_add (self->labels, self->label_rects->len, rect);
  g_array_append_vals (self->label_rects, rect, 1);
  g_array_append_val (self->owners, owner);
}

/* A look at what the scene has near a rectangle. */
typedef struct
{
  const RedanScene *scene;
  RedanSceneRect rect;
  Rank rank;
  gboolean met;
} Look;

static gboolean
look_at_box (guint item, gpointer user_data)
{
  Look *look = user_data;

  if (item >= look->scene->n_boxes || look->scene->boxes[item].section == REDAN_SECTION_BOUNDARY)
    return TRUE;

  RedanSceneRect rect = redan_scene_box_reserve (&look->scene->boxes[item]);

  look->met = redan_rects_meet (&rect, &look->rect);
  return !look->met;
}

static gboolean
look_at_label (guint item, gpointer user_data)
{
  Look *look = user_data;
  const RedanScene *scene = look->scene;
  gboolean is_box = item < scene->n_boxes;
  const RedanSceneRect *label =
      is_box ? &scene->boxes[item].label : &scene->lines[item - scene->n_boxes].label;
  Rank rank = !is_box                                                ? RANK_LINE
              : scene->boxes[item].section == REDAN_SECTION_BOUNDARY ? RANK_TITLE
                                                                     : RANK_BOX;

  look->met = rank <= look->rank && label->width > 0 && redan_rects_meet (label, &look->rect);
  return !look->met;
}

static gboolean
look (const RedanLabeller *self, const RedanSceneRect *rect, double margin, RedanGridVisit visit)
{
  if (self->scene == NULL)
    return FALSE;

  RedanSceneRect near = redan_rect_grow (rect, margin);
  Look look = { self->scene, near, self->rank, FALSE };

  /* The room for the badge is no part of the shape that the grid knows. */
  near.height += REDAN_BADGE_ROOM;
  redan_grid_visit (self->scene->grid, &near, visit, &look);
  return look.met;
}

static gboolean
meets_box (const RedanLabeller *self, const RedanSceneRect *rect)
{
  RedanSceneRect grown = redan_rect_grow (rect, BOX_CLEARANCE);

  return redan_grid_find (self->boxes, (const RedanSceneRect *) (gpointer) self->box_rects->data,
                          &grown) != SKIPPED ||
         look (self, rect, BOX_CLEARANCE, look_at_box);
}

/* A label that would be too near: its index, FIXED, or SKIPPED when there is none. */
static guint
find_label (const RedanLabeller *self, const RedanSceneRect *rect)
{
  RedanSceneRect grown = redan_rect_grow (rect, LABEL_CLEARANCE);
  guint found = redan_grid_find (
      self->labels, (const RedanSceneRect *) (gpointer) self->label_rects->data, &grown);

  if (found == SKIPPED && look (self, rect, LABEL_CLEARANCE, look_at_label))
    return FIXED;
  return found;
}

static gboolean
is_free (const RedanLabeller *self, const RedanSceneRect *rect)
{
  return find_label (self, rect) == SKIPPED && !meets_box (self, rect);
}

/* Labels that want the middle of the same spot share a key. */
static gint64
get_spot (const RedanSceneRect *rect)
{
  gint32 x = (gint32) floor ((rect->x + rect->width / 2) / SPOT_SIZE);
  gint32 y = (gint32) floor ((rect->y + rect->height / 2) / SPOT_SIZE);

  return (gint64) x * G_MAXUINT32 + y;
}

/* Walks rings around the wanted place until one is free; the plane is infinite, so there always is
 * one. A heap of things begins where the last one ended, or the walks would add up to a square. */
static RedanSceneRect
find_near (RedanLabeller *self, const RedanSceneRect *wanted)
{
  gint64 spot = get_spot (wanted);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (self->rings, &spot));

  for (guint ring = MAX (first, 1);; ring++)
    {
      double step = RING_STEP * exp2 ((ring - 1) / 16);
      guint n = 8 * MIN (ring, 6);

      for (guint i = 0; i < n; i++)
        {
          double angle = 2 * G_PI * i / n - G_PI / 2;
          RedanSceneRect rect = *wanted;

          rect.x += round (step * ring * 1.5 * cos (angle));
          rect.y += round (step * ring * sin (angle));
          if (!is_free (self, &rect))
            continue;
          g_hash_table_insert (self->rings, g_memdup2 (&spot, sizeof spot),
                               GUINT_TO_POINTER (ring));
          return rect;
        }
    }
}

gboolean
redan_labeller_fix (RedanLabeller *self, RedanSceneRect *rect)
{
  gboolean stays;

  self->rank = RANK_BOX;
  stays = find_label (self, rect) == SKIPPED;
  if (!stays)
    *rect = find_near (self, rect);
  add_label (self, rect, SKIPPED);
  return stays;
}

RedanSceneRect
redan_labeller_title (RedanLabeller *self, const RedanSceneRect *rects, guint n)
{
  RedanSceneRect rect = rects[0];
  guint i = 0;

  self->rank = RANK_TITLE;
  while (i < n && !is_free (self, &rects[i]))
    i++;
  rect = i < n ? rects[i] : find_near (self, &rects[0]);
  add_label (self, &rect, SKIPPED);
  return rect;
}

RedanScenePoint
redan_line_at (const RedanScenePoint *points, guint n, double t, RedanScenePoint *direction_out)
{
  double length = 0;

  for (guint i = 0; i + 1 < n; i++)
    length += hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);

  double left = length * t;

  for (guint i = 0; i + 1 < n; i++)
    {
      double dx = points[i + 1].x - points[i].x;
      double dy = points[i + 1].y - points[i].y;
      double part = hypot (dx, dy);

      if (left > part && i + 2 < n)
        {
          left -= part;
          continue;
        }
      if (part < 1e-9)
        break;
      *direction_out = (RedanScenePoint){ dx / part, dy / part };
      return (RedanScenePoint){ points[i].x + dx / part * MIN (left, part),
                                points[i].y + dy / part * MIN (left, part) };
    }
  *direction_out = (RedanScenePoint){ 1, 0 };
  return points[0];
}

static double
get_length (const RedanLabelItem *item)
{
  double length = 0;

  for (guint i = 0; i + 1 < item->n_points; i++)
    length += hypot (item->points[i + 1].x - item->points[i].x,
                     item->points[i + 1].y - item->points[i].y);
  return length;
}

typedef struct
{
  const RedanScene *scene;
  const Segment *segments;
  const RedanSceneRect *rect;
  guint line;
  double cost;
  double limit;
} Count;

static gboolean
count_line (guint item, gpointer user_data)
{
  Count *count = user_data;
  const Segment *segment = &count->segments[item];

  if (segment->line != count->line &&
      redan_rect_meets_segment (count->rect, segment->a, segment->b))
    count->cost += COST_FOREIGN_LINE;
  return count->cost < count->limit;
}

/* The same for what a scene has: its lines and the borders of its boundaries. */
static gboolean
count_scene_line (guint item, gpointer user_data)
{
  Count *count = user_data;
  const RedanScene *scene = count->scene;

  if (item < scene->n_boxes)
    {
      RedanSceneRect border = scene->boxes[item].box;
      RedanScenePoint corners[5] = {
        { border.x, border.y },
        { border.x + border.width, border.y },
        { border.x + border.width, border.y + border.height },
        { border.x, border.y + border.height },
        { border.x, border.y },
      };

      for (guint i = 0; scene->boxes[item].section == REDAN_SECTION_BOUNDARY && i < 4; i++)
        if (redan_rect_meets_segment (count->rect, corners[i], corners[i + 1]))
          count->cost += COST_FOREIGN_LINE;
      return count->cost < count->limit;
    }

  const RedanSceneLine *line = &scene->lines[item - scene->n_boxes];

  for (guint i = 0; item - scene->n_boxes != count->line && i + 1 < line->n_points; i++)
    if (redan_rect_meets_segment (count->rect, line->points[i], line->points[i + 1]))
      count->cost += COST_FOREIGN_LINE;
  return count->cost < count->limit;
}

/* Cost of the foreign lines under a label; not exact above @limit. */
static double
count_foreign_lines (const RedanLabeller *self,
                     const RedanSceneRect *rect,
                     guint line,
                     double limit)
{
  Count count = { self->scene, (const Segment *) (gpointer) self->segments->data, rect, line, 0,
                  limit };

  redan_grid_visit (self->lines, rect, count_line, &count);
  if (self->scene != NULL)
    redan_grid_visit (self->scene->grid, rect, count_scene_line, &count);
  return count.cost;
}

/* How much of the line stays visible under a label that lies on it. */
static double
cover_cost (const RedanLabelShape *shape, RedanScenePoint direction, double length)
{
  double covered = MIN (fabs (direction.x) > 1e-6 ? shape->width / fabs (direction.x) : INFINITY,
                        fabs (direction.y) > 1e-6 ? shape->height / fabs (direction.y) : INFINITY);

  return covered > length - 24 ? COST_COVERS_LINE : 0;
}

/* Puts the wished place first; everything else is only taken when it is not free. */
static void
add_wish (const RedanLabelItem *item, Candidate *out)
{
  RedanScenePoint direction;
  RedanScenePoint middle = redan_line_at (item->points, item->n_points, .5, &direction);

  out->anchor = middle;
  out->shape = 0;
  out->rect = (RedanSceneRect){ middle.x + item->wish->x - item->shapes[0].width / 2,
                                middle.y + item->wish->y - item->shapes[0].height / 2,
                                item->shapes[0].width, item->shapes[0].height };
  out->is_home = TRUE;
  out->cost = -1000;
}

static guint
collect_candidates (const RedanLabelItem *item, Candidate *out)
{
  static const double places[] = { .5, .42, .58, .34, .66, .26, .74, .18, .82, .12, .88 };
  static const double sides[] = { 0, -1, 1 };
  double length = get_length (item);
  guint n = 0;

  if (item->wish != NULL)
    add_wish (item, &out[n++]);
  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    for (guint s = 0; s < item->n_shapes; s++)
      for (guint side = 0; side < G_N_ELEMENTS (sides) && n < MAX_CANDIDATES; side++)
        {
          const RedanLabelShape *shape = &item->shapes[s];
          Candidate *candidate = &out[n++];
          RedanScenePoint direction;
          RedanScenePoint at = redan_line_at (item->points, item->n_points, places[p], &direction);
          double reach =
              fabs (direction.y) * shape->width / 2 + fabs (direction.x) * shape->height / 2 + 3;
          double normal = direction.x < 0 || (direction.x < 1e-9 && direction.y > 0) ? -1 : 1;

          candidate->anchor = at;
          candidate->shape = s;
          candidate->is_home = item->wish == NULL && p == 0 && s == 0;
          candidate->rect = (RedanSceneRect){
            at.x - shape->width / 2 - sides[side] * reach * normal * direction.y,
            at.y - shape->height / 2 + sides[side] * reach * normal * direction.x, shape->width,
            shape->height
          };
          candidate->cost = fabs (places[p] - .5) * 10 + s * COST_SHAPE;
          candidate->cost +=
              side == 0 ? cover_cost (shape, direction, length) : COST_BESIDE + .1 * side;
        }
  return n;
}

static void
take (RedanLabeller *self, RedanLabelItem *item, guint index, const Candidate *candidate)
{
  item->rect = candidate->rect;
  item->anchor = candidate->anchor;
  item->shape = candidate->shape;
  item->has_leader = FALSE;
  item->is_home = candidate->is_home;
  add_label (self, &item->rect, index);
}

/* The cheapest free candidate. Foreign lines are counted only for those that could still win. */
static gboolean
take_best (RedanLabeller *self, RedanLabelItem *item, guint index, double limit)
{
  Candidate candidates[MAX_CANDIDATES];
  guint n = collect_candidates (item, candidates);
  guint n_judged = 0;
  const Candidate *best = NULL;
  double best_cost = limit;

  for (guint i = 0; i < n && n_judged < MAX_JUDGED; i++)
    {
      double cost = candidates[i].cost;

      if (cost >= best_cost || !is_free (self, &candidates[i].rect))
        continue;
      n_judged++;
      cost += count_foreign_lines (self, &candidates[i].rect, item->line, best_cost - cost);
      if (cost >= best_cost)
        continue;
      best = &candidates[i];
      best_cost = cost;
    }
  if (best == NULL)
    return FALSE;
  take (self, item, index, best);
  return TRUE;
}

/* A place that only one other label of a line takes, and that label has another: it gives way. */
static gboolean
make_way (RedanLabeller *self, RedanLabelItem *items, guint index)
{
  Candidate candidates[MAX_CANDIDATES];
  RedanLabelItem *item = &items[index];
  guint n = collect_candidates (item, candidates);

  for (guint i = 0; i < n; i++)
    {
      guint label =
          meets_box (self, &candidates[i].rect) ? SKIPPED : find_label (self, &candidates[i].rect);
      guint owner = label >= FIXED ? SKIPPED : g_array_index (self->owners, guint, label);

      if (owner == SKIPPED || items[owner].wish != NULL)
        continue;

      RedanSceneRect kept = g_array_index (self->label_rects, RedanSceneRect, label);

      g_array_index (self->label_rects, RedanSceneRect, label) =
          (RedanSceneRect){ -1e9, -1e9, 0, 0 };
      if (find_label (self, &candidates[i].rect) != SKIPPED)
        {
          g_array_index (self->label_rects, RedanSceneRect, label) = kept;
          continue;
        }

      RedanLabelItem before = items[owner];

      take (self, item, index, &candidates[i]);
      if (take_best (self, &items[owner], owner, INFINITY))
        return TRUE;
      g_array_index (self->label_rects, RedanSceneRect, self->label_rects->len - 1) =
          (RedanSceneRect){ -1e9, -1e9, 0, 0 };
      items[owner] = before;
      g_array_index (self->label_rects, RedanSceneRect, label) = kept;
    }
  return FALSE;
}

static double
distance_to_rect (const RedanSceneRect *rect, RedanScenePoint p)
{
  double dx = MAX (MAX (rect->x - p.x, p.x - rect->x - rect->width), 0);
  double dy = MAX (MAX (rect->y - p.y, p.y - rect->y - rect->height), 0);

  return hypot (dx, dy);
}

static void
displace (RedanLabeller *self, RedanLabelItem *item, guint index)
{
  RedanScenePoint direction;
  RedanScenePoint middle = redan_line_at (item->points, item->n_points, .5, &direction);
  guint shape = item->n_shapes - 1;
  RedanSceneRect wanted = { middle.x - item->shapes[shape].width / 2,
                            middle.y - item->shapes[shape].height / 2, item->shapes[shape].width,
                            item->shapes[shape].height };

  item->rect = find_near (self, &wanted);
  item->shape = shape;
  item->anchor = middle;
  item->has_leader = distance_to_rect (&item->rect, middle) > LEADER_DISTANCE;
  item->is_home = FALSE;
  add_label (self, &item->rect, index);
}

typedef struct
{
  double room;
  guint index;
} Turn;

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const Turn *x = a;
  const Turn *y = b;

  if (x->room != y->room)
    return x->room < y->room ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

void
redan_labeller_place (RedanLabeller *self, RedanLabelItem *items, guint n_items)
{
  g_autoptr (GArray) turns = g_array_sized_new (FALSE, FALSE, sizeof (Turn), n_items);

  self->rank = RANK_LINE;
  for (guint i = 0; i < n_items; i++)
    {
      double room =
          items[i].wish != NULL ? -1e9 : get_length (&items[i]) - items[i].shapes[0].width;
      Turn turn = { room, i };

      g_array_append_val (turns, turn);
    }
  /* Wished places first, then those with the least choice. */
  g_array_sort (turns, compare_turns);
  for (guint i = 0; i < n_items; i++)
    {
      guint index = g_array_index (turns, Turn, i).index;

      if (!take_best (self, &items[index], index, INFINITY) && !make_way (self, items, index))
        displace (self, &items[index], index);
    }
}
