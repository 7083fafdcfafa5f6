/* SPDX-License-Identifier: Apache-2.0 */
/* A uniform grid over the plane: which items may touch a rectangle or lie near a segment. */

#include "ui/diagram/grid.h"

#include <math.h>
#include <stdlib.h>

#define MIN_CELL 96.0
#define MAX_COLUMNS 2048
#define WIDE 1024 /* cells; what takes more is looked at in every query instead */

typedef struct
{
  guint item;
  guint next;
} GridEntry;

struct _RedanGrid
{
  double x;
  double y;
  double cell;
  int columns;
  int rows;
  guint *heads; /* index of an entry plus one; 0 ends a list */
  guint unused; /* list of entries that were removed */
  GArray *entries;
  GArray *wide; /* items that would fill too many cells */
};

RedanGrid *
redan_grid_new (const RedanSceneRect *bounds, guint n_expected)
{
  RedanGrid *self = g_new0 (RedanGrid, 1);
  double area = MAX (bounds->width, 1) * MAX (bounds->height, 1);
  double longest = MAX (bounds->width, bounds->height);

  self->x = bounds->x;
  self->y = bounds->y;
  self->cell = MAX (MIN_CELL, sqrt (area / (4.0 * n_expected + 64)));
  self->cell = MAX (self->cell, longest / MAX_COLUMNS);
  self->columns = 1 + (int) (bounds->width / self->cell);
  self->rows = 1 + (int) (bounds->height / self->cell);
  self->heads = g_new0 (guint, (gsize) self->columns * self->rows);
  self->entries = g_array_new (FALSE, FALSE, sizeof (GridEntry));
  self->wide = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
redan_grid_free (RedanGrid *self)
{
  if (self == NULL)
    return;
  g_free (self->heads);
  g_array_unref (self->entries);
  g_array_unref (self->wide);
  g_free (self);
}

static int
find_cell (double offset, double cell, int n)
{
  double position = floor (offset / cell);

  return position < 0 ? 0 : position >= n ? n - 1 : (int) position;
}

static void
add_to_cell (RedanGrid *self, int column, int row, guint item)
{
  guint *head = &self->heads[(gsize) row * self->columns + column];
  GridEntry entry = { item, *head };

  if (self->unused != 0)
    {
      guint at = self->unused;

      self->unused = g_array_index (self->entries, GridEntry, at - 1).next;
      g_array_index (self->entries, GridEntry, at - 1) = entry;
      *head = at;
      return;
    }
  g_array_append_val (self->entries, entry);
  *head = self->entries->len;
}

static void
remove_from_cell (RedanGrid *self, int column, int row, guint item)
{
  guint *link = &self->heads[(gsize) row * self->columns + column];

  while (*link != 0)
    {
      guint at = *link;
      GridEntry *entry = &g_array_index (self->entries, GridEntry, at - 1);

      if (entry->item != item)
        {
          link = &entry->next;
          continue;
        }
      *link = entry->next;
      entry->next = self->unused;
      entry->item = G_MAXUINT;
      self->unused = at;
      return;
    }
}

typedef void (*ChangeCell) (RedanGrid *self, int column, int row, guint item);

static void
change_rect (RedanGrid *self, guint item, const RedanSceneRect *rect, ChangeCell change)
{
  int left = find_cell (rect->x - self->x, self->cell, self->columns);
  int right = find_cell (rect->x + rect->width - self->x, self->cell, self->columns);
  int top = find_cell (rect->y - self->y, self->cell, self->rows);
  int bottom = find_cell (rect->y + rect->height - self->y, self->cell, self->rows);
  gboolean wide = (bottom - top + 1) * (right - left + 1) > WIDE;

  if (wide && change == add_to_cell)
    g_array_append_val (self->wide, item);
  for (guint i = 0; wide && change == remove_from_cell && i < self->wide->len; i++)
    if (g_array_index (self->wide, guint, i) == item)
      {
        g_array_remove_index_fast (self->wide, i);
        break;
      }
  if (wide)
    return;
  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      change (self, column, row, item);
}

void
redan_grid_add (RedanGrid *self, guint item, const RedanSceneRect *rect)
{
  change_rect (self, item, rect, add_to_cell);
}

void
redan_grid_remove (RedanGrid *self, guint item, const RedanSceneRect *rect)
{
  change_rect (self, item, rect, remove_from_cell);
}

/* The rows that a segment passes inside one column of cells, widened by a margin. */
static void
find_rows (const RedanGrid *self,
           RedanScenePoint a,
           RedanScenePoint b,
           int column,
           double margin,
           int *top_out,
           int *bottom_out)
{
  double low = self->x + column * self->cell - margin;
  double high = low + self->cell + 2 * margin;
  double y0 = a.y;
  double y1 = b.y;

  if (b.x - a.x > 1e-9)
    {
      double slope = (b.y - a.y) / (b.x - a.x);

      if (column > 0 && low > a.x)
        y0 = a.y + slope * (low - a.x);
      if (column < self->columns - 1 && high < b.x)
        y1 = a.y + slope * (high - a.x);
    }
  *top_out = find_cell (MIN (y0, y1) - margin - self->y, self->cell, self->rows);
  *bottom_out = find_cell (MAX (y0, y1) + margin - self->y, self->cell, self->rows);
}

static void
sort_ends (RedanScenePoint *a, RedanScenePoint *b)
{
  if (a->x <= b->x)
    return;

  RedanScenePoint swap = *a;
  *a = *b;
  *b = swap;
}

static void
change_segment (
    RedanGrid *self, guint item, RedanScenePoint a, RedanScenePoint b, ChangeCell change)
{
  sort_ends (&a, &b);

  int left = find_cell (a.x - self->x, self->cell, self->columns);
  int right = find_cell (b.x - self->x, self->cell, self->columns);

  for (int column = left; column <= right; column++)
    {
      int top, bottom;

      find_rows (self, a, b, column, 0, &top, &bottom);
      for (int row = top; row <= bottom; row++)
        change (self, column, row, item);
    }
}

void
redan_grid_add_segment (RedanGrid *self, guint item, RedanScenePoint a, RedanScenePoint b)
{
  change_segment (self, item, a, b, add_to_cell);
}

void
redan_grid_remove_segment (RedanGrid *self, guint item, RedanScenePoint a, RedanScenePoint b)
{
  change_segment (self, item, a, b, remove_from_cell);
}

void
redan_grid_renumber (RedanGrid *self, const guint *numbers)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint *item = &g_array_index (self->entries, GridEntry, i).item;

      if (*item != G_MAXUINT)
        *item = numbers[*item];
    }
  for (guint i = 0; i < self->wide->len; i++)
    g_array_index (self->wide, guint, i) = numbers[g_array_index (self->wide, guint, i)];
}

gboolean
redan_grid_suits (const RedanGrid *self, const RedanSceneRect *bounds)
{
  double width = self->columns * self->cell;
  double height = self->rows * self->cell;
  double margin = MAX (width, height) / 4;

  return bounds->x >= self->x - margin && bounds->y >= self->y - margin &&
         bounds->x + bounds->width <= self->x + width + margin &&
         bounds->y + bounds->height <= self->y + height + margin;
}

static void
collect_cell (const RedanGrid *self, int column, int row, GArray *found)
{
  guint at = self->heads[(gsize) row * self->columns + column];

  while (at != 0)
    {
      const GridEntry *entry = &g_array_index (self->entries, GridEntry, at - 1);

      g_array_append_val (found, entry->item);
      at = entry->next;
    }
}

#define SMALL_LIST 32

static int
compare_items (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* Most lists are short, and this beats a general sort on them by far. */
static void
insert_sorted (guint *items, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      guint item = items[i];
      guint k = i;

      for (; k > 0 && items[k - 1] > item; k--)
        items[k] = items[k - 1];
      items[k] = item;
    }
}

static void
sort_unique (GArray *found)
{
  guint *items = (guint *) (gpointer) found->data;
  guint kept = 0;

  if (found->len < 2)
    return;
  if (found->len > SMALL_LIST)
    qsort (items, found->len, sizeof *items, compare_items);
  else
    insert_sorted (items, found->len);
  for (guint i = 0; i < found->len; i++)
    if (i == 0 || items[i] != items[kept - 1])
      items[kept++] = items[i];
  g_array_set_size (found, kept);
}

void
redan_grid_query (const RedanGrid *self, const RedanSceneRect *rect, GArray *found)
{
  int left = find_cell (rect->x - self->x, self->cell, self->columns);
  int right = find_cell (rect->x + rect->width - self->x, self->cell, self->columns);
  int top = find_cell (rect->y - self->y, self->cell, self->rows);
  int bottom = find_cell (rect->y + rect->height - self->y, self->cell, self->rows);

  g_array_set_size (found, 0);
  g_array_append_vals (found, self->wide->data, self->wide->len);
  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      collect_cell (self, column, row, found);
  sort_unique (found);
}

guint
redan_grid_find (const RedanGrid *self, const RedanSceneRect *rects, const RedanSceneRect *rect)
{
  int left = find_cell (rect->x - self->x, self->cell, self->columns);
  int right = find_cell (rect->x + rect->width - self->x, self->cell, self->columns);
  int top = find_cell (rect->y - self->y, self->cell, self->rows);
  int bottom = find_cell (rect->y + rect->height - self->y, self->cell, self->rows);
  const GridEntry *entries = (const GridEntry *) (gpointer) self->entries->data;

  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      for (guint at = self->heads[(gsize) row * self->columns + column]; at != 0;
           at = entries[at - 1].next)
        if (redan_rects_meet (&rects[entries[at - 1].item], rect))
          return entries[at - 1].item;
  for (guint i = 0; i < self->wide->len; i++)
    if (redan_rects_meet (&rects[g_array_index (self->wide, guint, i)], rect))
      return g_array_index (self->wide, guint, i);
  return G_MAXUINT;
}

void
redan_grid_visit (const RedanGrid *self,
                  const RedanSceneRect *rect,
                  RedanGridVisit visit,
                  gpointer user_data)
{
  int left = find_cell (rect->x - self->x, self->cell, self->columns);
  int right = find_cell (rect->x + rect->width - self->x, self->cell, self->columns);
  int top = find_cell (rect->y - self->y, self->cell, self->rows);
  int bottom = find_cell (rect->y + rect->height - self->y, self->cell, self->rows);
  const GridEntry *entries = (const GridEntry *) (gpointer) self->entries->data;

  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      for (guint at = self->heads[(gsize) row * self->columns + column]; at != 0;
           at = entries[at - 1].next)
        if (!visit (entries[at - 1].item, user_data))
          return;
  for (guint i = 0; i < self->wide->len; i++)
    if (!visit (g_array_index (self->wide, guint, i), user_data))
      return;
}

void
redan_grid_query_segment (
    const RedanGrid *self, RedanScenePoint a, RedanScenePoint b, double margin, GArray *found)
{
  sort_ends (&a, &b);

  int left = find_cell (a.x - margin - self->x, self->cell, self->columns);
  int right = find_cell (b.x + margin - self->x, self->cell, self->columns);

  g_array_set_size (found, 0);
  g_array_append_vals (found, self->wide->data, self->wide->len);
  for (int column = left; column <= right; column++)
    {
      int top, bottom;

      find_rows (self, a, b, column, margin, &top, &bottom);
      for (int row = top; row <= bottom; row++)
        collect_cell (self, column, row, found);
    }
  sort_unique (found);
}

gboolean
redan_rects_equal (const RedanSceneRect *a, const RedanSceneRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

gboolean
redan_rects_meet (const RedanSceneRect *a, const RedanSceneRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* Liang and Barsky: narrows the parameters of the segment to one side of the rectangle. */
static gboolean
narrow (double delta, double distance, double *enter, double *leave)
{
  if (fabs (delta) < 1e-12)
    return distance > 0;

  double at = distance / delta;

  if (delta > 0)
    *leave = MIN (*leave, at);
  else
    *enter = MAX (*enter, at);
  return *enter < *leave;
}

gboolean
redan_rect_meets_segment (const RedanSceneRect *rect, RedanScenePoint a, RedanScenePoint b)
{
  double enter = 0;
  double leave = 1;
  double dx = b.x - a.x;
  double dy = b.y - a.y;

  return narrow (-dx, a.x - rect->x, &enter, &leave) &&
         narrow (dx, rect->x + rect->width - a.x, &enter, &leave) &&
         narrow (-dy, a.y - rect->y, &enter, &leave) &&
         narrow (dy, rect->y + rect->height - a.y, &enter, &leave);
}

RedanSceneRect
redan_rect_grow (const RedanSceneRect *rect, double margin)
{
  return (RedanSceneRect){ rect->x - margin, rect->y - margin, MAX (0, rect->width + 2 * margin),
                           MAX (0, rect->height + 2 * margin) };
}

void
redan_rect_unite (RedanSceneRect *rect, const RedanSceneRect *other)
{
  if (rect->width <= 0 && rect->height <= 0)
    {
      *rect = *other;
      return;
    }

  double right = MAX (rect->x + rect->width, other->x + other->width);
  double bottom = MAX (rect->y + rect->height, other->y + other->height);

  rect->x = MIN (rect->x, other->x);
  rect->y = MIN (rect->y, other->y);
  rect->width = right - rect->x;
  rect->height = bottom - rect->y;
}
