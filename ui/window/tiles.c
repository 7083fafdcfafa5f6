/* SPDX-License-Identifier: Apache-2.0 */
/* Raster tiles of a scene: immutable surfaces in retained render nodes, so that panning repaints
 * nothing. */

#include "ui/window/tiles.h"

#include <math.h>

#define BUDGET_US 8000
#define LIMIT_BYTES (96 * 1024 * 1024)

/** A tile of one zoom; (x, y) count tiles from the origin of the scene. */
typedef struct
{
  gint32 x;
  gint32 y;
} TileKey;

typedef struct
{
  TileKey key;
  GskRenderNode *node;
  guint64 used;   /* number of the last frame that showed it */
  gboolean stale; /* shows what was; a stand-in for itself */
} Tile;

/** All tiles of one zoom and scale. */
typedef struct
{
  double zoom;
  int scale;
  GHashTable *tiles;
} Level;

struct _RedanTiles
{
  const RedanScene *scene;
  RedanPaintOptions options;
  GArray *lifted;   /* RedanId */
  guint8 *left_out; /* by number in the scene; NULL when nothing is lifted */
  Level current;
  Level previous; /* stand-ins while the zoom changes */
  guint64 frame;
};

static guint
hash_key (gconstpointer key)
{
  const TileKey *tile = key;

  return (guint) tile->x * 0x9e3779b1u ^ (guint) tile->y;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const TileKey *first = a;
  const TileKey *second = b;

  return first->x == second->x && first->y == second->y;
}

static void
free_tile (gpointer data)
{
  Tile *tile = data;

  gsk_render_node_unref (tile->node);
  g_free (tile);
}

static GHashTable *
create_table (void)
{
  return g_hash_table_new_full (hash_key, equal_keys, NULL, free_tile);
}

RedanTiles *
redan_tiles_new (void)
{
  RedanTiles *self = g_new0 (RedanTiles, 1);

  self->lifted = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->current.tiles = create_table ();
  self->previous.tiles = create_table ();
  return self;
}

void
redan_tiles_free (RedanTiles *self)
{
  g_hash_table_unref (self->current.tiles);
  g_hash_table_unref (self->previous.tiles);
  g_array_unref (self->lifted);
  g_free (self->left_out);
  g_free (self);
}

static void
drop_all (RedanTiles *self)
{
  g_hash_table_remove_all (self->current.tiles);
  g_hash_table_remove_all (self->previous.tiles);
}

/** Numbers change with every edit; the ids of what is lifted do not. */
static void
find_lifted (RedanTiles *self)
{
  g_clear_pointer (&self->left_out, g_free);
  if (self->scene == NULL || self->lifted->len == 0)
    return;
  self->left_out = g_new0 (guint8, self->scene->n_boxes + self->scene->n_lines);
  for (guint i = 0; i < self->lifted->len; i++)
    {
      guint item = redan_scene_find (self->scene, &g_array_index (self->lifted, RedanId, i));

      if (item != REDAN_SCENE_NONE)
        self->left_out[item] = 1;
    }
}

void
redan_tiles_set_scene (RedanTiles *self, const RedanScene *scene)
{
  self->scene = scene;
  find_lifted (self);
  drop_all (self);
}

static gboolean
meets (const RedanSceneRect *a, const RedanSceneRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/** All tiles when @dirty is NULL. */
static void
mark_stale (Level *level, const GArray *dirty)
{
  const double side = REDAN_TILE_SIZE / (level->zoom * level->scale);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Tile *tile = value;
      const RedanSceneRect part = { tile->key.x * side, tile->key.y * side, side, side };

      if (dirty == NULL)
        tile->stale = TRUE;
      for (guint i = 0; dirty != NULL && i < dirty->len && !tile->stale; i++)
        tile->stale = meets (&part, &g_array_index (dirty, RedanSceneRect, i));
    }
}

void
redan_tiles_replace_scene (RedanTiles *self, const RedanScene *scene, const GArray *dirty)
{
  self->scene = scene;
  find_lifted (self);
  mark_stale (&self->current, dirty);
}

static void
add_lifted_extents (RedanTiles *self, GArray *dirty)
{
  for (guint i = 0; self->left_out != NULL && i < self->scene->n_boxes + self->scene->n_lines; i++)
    if (self->left_out[i])
      redan_scene_add_extents (self->scene, i, dirty);
}

void
redan_tiles_set_lifted (RedanTiles *self, const RedanId *ids, guint n)
{
  g_autoptr (GArray) dirty = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));

  add_lifted_extents (self, dirty);
  g_array_set_size (self->lifted, 0);
  if (n > 0)
    g_array_append_vals (self->lifted, ids, n);
  find_lifted (self);
  add_lifted_extents (self, dirty);
  mark_stale (&self->current, dirty);
}

void
redan_tiles_set_options (RedanTiles *self, const RedanPaintOptions *options)
{
  if (self->options.dark == options->dark &&
      self->options.high_contrast == options->high_contrast &&
      self->options.colour_by == options->colour_by)
    return;
  self->options = *options;
  mark_stale (&self->current, NULL);
}

guint
redan_tiles_get_detail (double zoom)
{
  if (zoom >= 0.30)
    return 0;
  return zoom >= 0.12 ? 1 : 2;
}

static Tile *
raster_tile (RedanTiles *self, TileKey key)
{
  const double scale = self->current.zoom * self->current.scale;
  const double side = REDAN_TILE_SIZE / scale;
  const RedanSceneRect part = { key.x * side, key.y * side, side, side };
  const float size = (float) REDAN_TILE_SIZE / (float) self->current.scale;
  RedanPaintOptions options = self->options;
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, REDAN_TILE_SIZE, REDAN_TILE_SIZE);
  cairo_t *cr = cairo_create (surface);
  cairo_t *node_cr = NULL;
  Tile *tile = g_new0 (Tile, 1);

  options.clip = &part;
  options.left_out = self->left_out;
  options.detail = redan_tiles_get_detail (self->current.zoom);
  if (options.dark)
    cairo_set_source_rgb (cr, 0.118, 0.118, 0.125);
  else
    cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -part.x, -part.y);
  if (self->scene != NULL)
    redan_paint_cairo (self->scene, cr, &options);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  tile->key = key;
  tile->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, size, size));
  node_cr = gsk_cairo_node_get_draw_context (tile->node);
  cairo_scale (node_cr, 1.0 / self->current.scale, 1.0 / self->current.scale);
  cairo_set_source_surface (node_cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (node_cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (node_cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (node_cr);
  cairo_destroy (node_cr);
  cairo_surface_destroy (surface);
  return tile;
}

/** Tiles that the last frames did not show go first; what is visible stays. */
static void
trim (RedanTiles *self)
{
  const guint limit = LIMIT_BYTES / (REDAN_TILE_SIZE * REDAN_TILE_SIZE * 4);
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (self->current.tiles) <= limit)
    return;
  g_hash_table_iter_init (&iter, self->current.tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const Tile *) value)->used + 1 < self->frame)
      g_hash_table_iter_remove (&iter);
}

static void
change_level (RedanTiles *self, double zoom, int scale)
{
  Level old = self->current;

  if (old.zoom == zoom && old.scale == scale)
    return;
  /* A level without tiles is no use as a stand-in; keep the one before. */
  if (g_hash_table_size (old.tiles) > 0)
    {
      g_hash_table_unref (self->previous.tiles);
      self->previous = old;
      self->current.tiles = create_table ();
    }
  self->current.zoom = zoom;
  self->current.scale = scale;
}

static void
append_scaled (const Level *level, GtkSnapshot *snapshot, double zoom, double x, double y)
{
  const double ratio = zoom / level->zoom;
  const float side = (float) REDAN_TILE_SIZE / (float) level->scale;
  GHashTableIter iter;
  gpointer value;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -x, (float) -y));
  gtk_snapshot_scale (snapshot, (float) ratio, (float) ratio);
  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Tile *tile = value;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (
          snapshot, &GRAPHENE_POINT_INIT ((float) tile->key.x * side, (float) tile->key.y * side));
      gtk_snapshot_append_node (snapshot, tile->node);
      gtk_snapshot_restore (snapshot);
    }
  gtk_snapshot_restore (snapshot);
}

static gboolean
append_current (RedanTiles *self, GtkSnapshot *snapshot, double x, double y, int width, int height)
{
  const double side = (double) REDAN_TILE_SIZE / self->current.scale;
  const gint64 start = g_get_monotonic_time ();
  const int first_x = (int) floor (x / side);
  const int first_y = (int) floor (y / side);
  gboolean complete = TRUE;

  for (int ty = first_y; ty * side < y + height; ty++)
    for (int tx = first_x; tx * side < x + width; tx++)
      {
        const TileKey key = { tx, ty };
        Tile *tile = g_hash_table_lookup (self->current.tiles, &key);

        if ((tile == NULL || tile->stale) && g_get_monotonic_time () - start > BUDGET_US)
          {
            complete = FALSE;
            if (tile == NULL)
              continue;
          }
        else if (tile == NULL || tile->stale)
          {
            tile = raster_tile (self, key);
            g_hash_table_replace (self->current.tiles, &tile->key, tile);
          }
        tile->used = self->frame;
        gtk_snapshot_save (snapshot);
        /* Whole device pixels, or neighbouring tiles show a seam. */
        gtk_snapshot_translate (
            snapshot,
            &GRAPHENE_POINT_INIT (floorf ((float) ((tx * side - x) * self->current.scale) + 0.5f) /
                                      (float) self->current.scale,
                                  floorf ((float) ((ty * side - y) * self->current.scale) + 0.5f) /
                                      (float) self->current.scale));
        gtk_snapshot_append_node (snapshot, tile->node);
        gtk_snapshot_restore (snapshot);
      }
  return complete;
}

gboolean
redan_tiles_snapshot (RedanTiles *self,
                      GtkSnapshot *snapshot,
                      double zoom,
                      int scale,
                      double x,
                      double y,
                      int width,
                      int height,
                      gboolean settled)
{
  gboolean complete;

  self->frame++;
  if (!settled && g_hash_table_size (self->current.tiles) > 0)
    {
      append_scaled (&self->current, snapshot, zoom, x, y);
      return TRUE;
    }
  change_level (self, zoom, scale);
  if (g_hash_table_size (self->previous.tiles) > 0)
    append_scaled (&self->previous, snapshot, zoom, x, y);
  complete = append_current (self, snapshot, x, y, width, height);
  if (complete)
    g_hash_table_remove_all (self->previous.tiles);
  trim (self);
  return complete;
}
