/* SPDX-License-Identifier: Apache-2.0 */
/* What one diagram shows: boxes, flows and labels in pixels, laid out once from a model. */

#include "ui/diagram/scene.h"

#include "ui/diagram/grid.h"
#include "ui/diagram/route.h"
#include "ui/diagram/scene-private.h"

static void
read_boxes (RedanScene *self, const RedanSceneReader *reader)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_NOTE };
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (RedanSceneBox));

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (reader->model, sections[s], &n);
      RedanSceneBox box;

      for (guint i = 0; i < n; i++)
        if (redan_scene_read_box (reader, objects[i], &box))
          g_array_append_val (boxes, box);
    }
  g_array_sort (boxes, redan_scene_compare_boxes);
  self->n_boxes = boxes->len;
  self->boxes = (RedanSceneBox *) (gpointer) g_array_free (boxes, FALSE);
}

static void
read_lines (RedanScene *self, const RedanSceneReader *reader)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_FLOW };
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (RedanSceneLine));
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (RedanSceneEnds));

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      guint n;
      const RedanObject *const *objects = redan_model_get_objects (reader->model, sections[s], &n);
      RedanSceneLine line;
      RedanSceneEnds end;

      for (guint i = 0; i < n; i++)
        if (redan_scene_read_line (reader, objects[i], &line, &end))
          {
            g_array_append_val (lines, line);
            g_array_append_val (ends, end);
          }
    }
  self->n_lines = lines->len;
  self->lines = (RedanSceneLine *) (gpointer) g_array_free (lines, FALSE);
  self->index->ends = (RedanSceneEnds *) (gpointer) g_array_free (ends, FALSE);
}

static void
route_lines (RedanScene *self)
{
  const RedanSceneIndex *index = self->index;
  RedanRouteOptions options = { .routing = self->routing };
  g_autofree RedanRoute *routes = g_new0 (RedanRoute, self->n_lines + 1);

  for (guint i = 0; i < self->n_lines; i++)
    {
      routes[i].source = index->ends[i].source;
      routes[i].target = index->ends[i].target;
      routes[i].bends = self->lines[i].bends;
      routes[i].n_bends = self->lines[i].n_bends;
    }
  redan_route_all (index->route_boxes, self->n_boxes, index->obstacles, &options, routes,
                   self->n_lines);
  for (guint i = 0; i < self->n_lines; i++)
    {
      self->lines[i].points = routes[i].points;
      self->lines[i].n_points = routes[i].n_points;
      self->lines[i].is_behind = routes[i].is_behind;
    }
}

RedanScene *
redan_scene_new (const RedanModel *model, const RedanId *diagram, const RedanAnalysis *analysis)
{
  RedanScene *self = g_new0 (RedanScene, 1);
  RedanSceneReader reader = { .model = model, .scene = self };

  self->index = g_new0 (RedanSceneIndex, 1);
  if (redan_scene_read_diagram (&reader, self, diagram))
    {
      read_boxes (self, &reader);
      /* The ends of flows are looked up among the boxes. */
      redan_scene_index_items (self);
      read_lines (self, &reader);
    }
  redan_scene_index_items (self);
  redan_scene_index_boxes (self);
  route_lines (self);
  redan_scene_place_labels (self);
  redan_scene_find_bounds (self);
  redan_scene_fill_grid (self);
  if (analysis != NULL)
    {
      g_autoptr (GArray) changed = redan_scene_set_burdens (self, analysis, REDAN_COLOUR_PLAIN);
    }
  return self;
}

/* Frees what a scene holds, not the scene. */
static void
clear_scene (RedanScene *self)
{
  for (guint i = 0; i < self->n_boxes; i++)
    redan_scene_clear_box (&self->boxes[i]);
  for (guint i = 0; i < self->n_lines; i++)
    redan_scene_clear_line (&self->lines[i]);
  g_free (self->boxes);
  g_free (self->lines);
  g_free (self->title);
  redan_grid_free (self->grid);
  redan_scene_index_free (self->index);
}

void
redan_scene_free (RedanScene *self)
{
  if (self == NULL)
    return;
  clear_scene (self);
  g_free (self);
}

void
redan_scene_take (RedanScene *self, RedanScene *other)
{
  clear_scene (self);
  *self = *other;
  g_free (other);
}
