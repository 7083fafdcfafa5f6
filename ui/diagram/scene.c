/* SPDX-License-Identifier: Apache-2.0 */
/* What one diagram shows: boxes, flows and labels in pixels, laid out once from a model. */

#include "ui/diagram/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/diagrams.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/route.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define MARGIN 24.0
#define MIN_BOX 8.0
#define MAX_DEPTH 64

/* What the threats on one object add up to. */
typedef struct
{
  gint32 worst;
  guint n;
  guint n_unconfirmed;
} Burden;

typedef struct
{
  const RedanModel *model;
  const RedanAnalysis *analysis;
  RedanIdText diagram;
  RedanScene *scene;
  GArray *boxes;
  GArray *lines;
  GArray *routes;   /* RedanRoute, one per line */
  GPtrArray *bends; /* RedanScenePoint arrays that the routes borrow */
  GPtrArray *wishes;
  GHashTable *obstacles; /* RedanId to index of the route box plus one */
  GArray *route_boxes;
  Burden *elements;
  Burden *flows;
  Burden *boundaries;
} Builder;

static void
add_burden (Burden *burden, const RedanThreat *threat)
{
  burden->worst = MAX (burden->worst, threat->residual);
  burden->n++;
  burden->n_unconfirmed += !threat->confirmed;
}

static void
collect_burdens (Builder *self)
{
  const RedanAnalysis *analysis = self->analysis;

  if (analysis == NULL)
    return;

  const RedanFacts *facts = analysis->facts;

  self->elements = g_new0 (Burden, facts->snapshot->n_elements + 1);
  self->flows = g_new0 (Burden, facts->snapshot->n_flows + 1);
  self->boundaries = g_new0 (Burden, facts->snapshot->n_boundaries + 1);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      if (threat->decision == REDAN_DECISION_NOT_APPLICABLE || threat->target == REDAN_NONE)
        continue;
      if (threat->context == REDAN_CONTEXT_ELEMENT)
        add_burden (&self->elements[threat->target], threat);
      else if (threat->context == REDAN_CONTEXT_INTERACTION)
        add_burden (&self->flows[facts->interaction_flow[threat->target]], threat);
      else if (threat->context == REDAN_CONTEXT_BOUNDARY)
        add_burden (&self->boundaries[threat->target], threat);
    }
}

static guint8
get_band (const Builder *self, double risk)
{
  if (self->analysis == NULL)
    return 0;
  return (guint8) redan_band_of (redan_catalogue_get_scoring (self->analysis->facts->catalogue),
                                 risk);
}

/* Copies the burden of object @index into what is drawn. */
static void
load_box (const Builder *self, RedanSceneBox *box, const Burden *burdens, guint index)
{
  box->risk = -1;
  if (burdens == NULL)
    return;
  box->risk = burdens[index].worst / 1000.0;
  box->band = get_band (self, box->risk);
  box->n_threats = burdens[index].n;
  box->n_unknown = burdens[index].n_unconfirmed;
}

static void
load_line (const Builder *self, RedanSceneLine *line, const Burden *burdens, guint index)
{
  line->risk = -1;
  if (burdens == NULL)
    return;
  line->risk = burdens[index].worst / 1000.0;
  line->band = get_band (self, line->risk);
  line->n_threats = burdens[index].n;
}

static const char *
get_attribute (const Builder *self, const RedanObject *object, RedanScope scope, const char *name)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (redan_model_get_schema (self->model), scope, name, -1);

  return attribute == NULL ? NULL
                           : redan_object_get (object, REDAN_FIELD_ATTRIBUTE + attribute->index);
}

static guint8
get_boundary_kind (const Builder *self, const RedanObject *object)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (redan_model_get_schema (self->model), REDAN_SCOPE_BOUNDARY, "btype", -1);
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  int value =
      attribute == NULL || kind == NULL ? -1 : redan_attribute_find_value (attribute, kind, -1);

  return value < 0 ? 0 : (guint8) value;
}

static guint8
get_depth (const Builder *self, const RedanObject *object)
{
  guint8 depth = 0;
  RedanId parent;

  while (depth < MAX_DEPTH && redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent))
    {
      object = redan_model_lookup (self->model, &parent);
      if (object == NULL)
        break;
      depth++;
    }
  return depth;
}

static RedanSceneRect
get_rect (const RedanBox *place)
{
  return (RedanSceneRect){ (double) place->x / REDAN_UNITS_PER_PIXEL,
                           (double) place->y / REDAN_UNITS_PER_PIXEL,
                           MAX ((double) place->width / REDAN_UNITS_PER_PIXEL, MIN_BOX),
                           MAX ((double) place->height / REDAN_UNITS_PER_PIXEL, MIN_BOX) };
}

static void
begin_box (RedanSceneBox *box, const RedanObject *object, const RedanBox *place)
{
  memset (box, 0, sizeof *box);
  box->id = object->id;
  box->section = object->section;
  box->box = get_rect (place);
  box->risk = -1;
  box->name = redan_text_clean (redan_object_get_name (object));
}

static void
add_route_box (Builder *self, const RedanSceneBox *box)
{
  RedanRouteBox route_box = { box->box, redan_scene_box_radius (box) };

  g_array_append_val (self->route_boxes, route_box);
  g_hash_table_insert (self->obstacles, g_memdup2 (&box->id, sizeof box->id),
                       GUINT_TO_POINTER (self->route_boxes->len));
}

static RedanScenePoint *
get_points (Builder *self, const RedanObject *object, guint *n_out)
{
  g_autofree RedanPoint *points = redan_object_get_route (object, self->diagram, n_out);

  if (points == NULL || *n_out == 0)
    {
      *n_out = 0;
      return NULL;
    }

  RedanScenePoint *copy = g_new (RedanScenePoint, *n_out);

  for (guint i = 0; i < *n_out; i++)
    copy[i] = (RedanScenePoint){ (double) points[i].x / REDAN_UNITS_PER_PIXEL,
                                 (double) points[i].y / REDAN_UNITS_PER_PIXEL };
  g_ptr_array_add (self->bends, copy);
  return copy;
}

static void
add_line (Builder *self, const RedanObject *object, RedanSceneLine *line, RedanRoute *route)
{
  RedanScenePoint *wish = NULL;
  const char *stored = redan_object_get_keyed (object, REDAN_FIELD_LABEL, self->diagram);
  guint n = 0;
  g_autofree RedanPoint *offset = stored == NULL ? NULL : redan_points_parse (stored, &n);

  if (offset != NULL && n == 1)
    {
      wish = g_new (RedanScenePoint, 1);
      wish->x = (double) offset->x / REDAN_UNITS_PER_PIXEL;
      wish->y = (double) offset->y / REDAN_UNITS_PER_PIXEL;
    }
  line->id = object->id;
  line->section = object->section;
  line->name = redan_text_clean (redan_object_get_name (object));
  g_array_append_val (self->lines, *line);
  g_array_append_val (self->routes, *route);
  g_ptr_array_add (self->wishes, wish);
}

static int
compare_boundaries (gconstpointer a, gconstpointer b)
{
  const RedanSceneBox *x = a;
  const RedanSceneBox *y = b;
  double area_x = x->box.width * x->box.height;
  double area_y = y->box.width * y->box.height;

  if (area_x != area_y)
    return area_x > area_y ? -1 : 1;
  if (x->depth != y->depth)
    return x->depth < y->depth ? -1 : 1;
  return redan_id_compare (&x->id, &y->id);
}

static void
add_boundaries (Builder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_BOUNDARY);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, i);
      RedanSceneBox box;
      RedanBox place;

      if (redan_object_get_place (object, self->diagram, &place))
        {
          begin_box (&box, object, &place);
          box.kind = get_boundary_kind (self, object);
          box.depth = get_depth (self, object);
          box.tone = (guint8) redan_scene_boundary_tone (object);
          box.caption = redan_scene_boundary_caption (object);
          box.icon = redan_scene_boundary_icon (redan_model_get_schema (self->model), object);
          load_box (self, &box, self->boundaries, i);
          g_array_append_val (self->boxes, box);
          continue;
        }

      RedanRoute route = { .source = REDAN_ROUTE_NONE, .target = REDAN_ROUTE_NONE };
      RedanSceneLine line = { .curved = TRUE };

      route.bends = get_points (self, object, &route.n_bends);
      if (route.n_bends < 2)
        continue;
      load_line (self, &line, self->boundaries, i);
      add_line (self, object, &line, &route);
    }
  g_array_sort (self->boxes, compare_boundaries);
}

static void
add_elements (Builder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_ELEMENT);
  const RedanSchema *schema = redan_model_get_schema (self->model);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_ELEMENT, i);
      RedanSceneBox box;
      RedanBox place;

      if (!redan_object_get_place (object, self->diagram, &place))
        continue;
      begin_box (&box, object, &place);
      box.kind = (guint8) redan_scene_element_kind (object);
      box.depth = get_depth (self, object);
      box.out_of_scope =
          g_strcmp0 (get_attribute (self, object, REDAN_SCOPE_ELEMENT, "in_scope"), "no") == 0;
      box.caption = redan_scene_element_caption (schema, object);
      box.icon = redan_scene_element_icon (schema, object);
      load_box (self, &box, self->elements, i);
      redan_scene_fit_box (&box);
      add_route_box (self, &box);
      g_array_append_val (self->boxes, box);
    }
}

static void
add_notes (Builder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_NOTE);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_NOTE, i);
      RedanSceneBox box;
      RedanBox place;

      if (!redan_object_get_place (object, self->diagram, &place))
        continue;
      begin_box (&box, object, &place);
      if (box.name[0] == '\0')
        {
          const char *text = redan_object_get (object, REDAN_FIELD_DESCRIPTION);

          g_free (box.name);
          box.name = redan_text_clean (text == NULL ? "" : text);
        }
      redan_scene_fit_box (&box);
      add_route_box (self, &box);
      g_array_append_val (self->boxes, box);
    }
}

static guint
find_end (const Builder *self, const RedanObject *flow, RedanField field, gboolean *missing_out)
{
  RedanId id;

  if (!redan_object_get_reference (flow, field, &id))
    return REDAN_ROUTE_NONE;

  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->obstacles, &id));

  *missing_out |= index == 0;
  return index == 0 ? REDAN_ROUTE_NONE : index - 1;
}

static gboolean
is_encrypted (const Builder *self, const RedanObject *flow)
{
  const char *stored = get_attribute (self, flow, REDAN_SCOPE_FLOW, "enc_transit");

  if (stored != NULL)
    return strcmp (stored, "none") != 0 && strcmp (stored, "unknown") != 0 &&
           strcmp (stored, "na") != 0;

  const RedanAttribute *protocol =
      redan_schema_lookup (redan_model_get_schema (self->model), REDAN_SCOPE_FLOW, "protocol", -1);
  const char *word = get_attribute (self, flow, REDAN_SCOPE_FLOW, "protocol");
  int value =
      protocol == NULL || word == NULL ? -1 : redan_attribute_find_value (protocol, word, -1);

  if (value < 0)
    return FALSE;

  const char *encryption = redan_attribute_get_property (protocol, (guint) value, "encryption");

  return encryption != NULL && strcmp (encryption, "none") != 0 && strcmp (encryption, "na") != 0;
}

static void
add_flows (Builder *self)
{
  guint n = redan_model_get_n (self->model, REDAN_SECTION_FLOW);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (self->model, REDAN_SECTION_FLOW, i);
      RedanRoute route = { 0 };
      RedanSceneLine line = { 0 };
      gboolean missing = FALSE;

      route.source = find_end (self, object, REDAN_FIELD_SOURCE, &missing);
      route.target = find_end (self, object, REDAN_FIELD_TARGET, &missing);
      route.bends = get_points (self, object, &route.n_bends);

      guint n_ends = (route.source != REDAN_ROUTE_NONE) + (route.target != REDAN_ROUTE_NONE);

      if (missing || n_ends + route.n_bends < 2)
        continue;
      line.bidirectional =
          g_strcmp0 (redan_object_get (object, REDAN_FIELD_BIDIRECTIONAL), "yes") == 0;
      line.encrypted = is_encrypted (self, object);
      line.out_of_scope =
          g_strcmp0 (get_attribute (self, object, REDAN_SCOPE_FLOW, "in_scope"), "no") == 0;
      load_line (self, &line, self->flows, i);
      add_line (self, object, &line, &route);
    }
}

static void
route_lines (Builder *self)
{
  RedanSceneRect bounds = { 0 };
  guint n = self->route_boxes->len;
  const RedanRouteBox *boxes = (const RedanRouteBox *) (gpointer) self->route_boxes->data;
  RedanRoute *routes = (RedanRoute *) (gpointer) self->routes->data;

  for (guint i = 0; i < n; i++)
    redan_rect_unite (&bounds, &boxes[i].rect);

  g_autoptr (RedanGrid) grid = redan_grid_new (&bounds, n);

  for (guint i = 0; i < n; i++)
    redan_grid_add (grid, i, &boxes[i].rect);
  redan_route_all (boxes, n, grid, routes, self->routes->len);
  for (guint i = 0; i < self->routes->len; i++)
    {
      RedanSceneLine *line = &g_array_index (self->lines, RedanSceneLine, i);

      line->points = routes[i].points;
      line->n_points = routes[i].n_points;
    }
}

static void
find_bounds (RedanScene *scene)
{
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      redan_rect_unite (&all, &scene->boxes[i].box);
      redan_rect_unite (&all, &scene->boxes[i].label);
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *line = &scene->lines[i];

      for (guint k = 0; k < line->n_points; k++)
        {
          RedanSceneRect spot = { line->points[k].x - 1, line->points[k].y - 1, 2, 2 };

          redan_rect_unite (&all, &spot);
        }
      if (line->label.width > 0)
        redan_rect_unite (&all, &line->label);
    }
  scene->bounds = scene->n_boxes + scene->n_lines == 0 ? all : redan_rect_grow (&all, MARGIN);
}

static void
fill_grid (RedanScene *scene)
{
  scene->grid = redan_grid_new (&scene->bounds, scene->n_boxes + scene->n_lines);
  for (guint i = 0; i < scene->n_boxes; i++)
    {
      redan_grid_add (scene->grid, i, &scene->boxes[i].box);
      redan_grid_add (scene->grid, i, &scene->boxes[i].label);
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *line = &scene->lines[i];

      for (guint k = 0; k + 1 < line->n_points; k++)
        redan_grid_add_segment (scene->grid, scene->n_boxes + i, line->points[k],
                                line->points[k + 1]);
      if (line->label.width > 0)
        redan_grid_add (scene->grid, scene->n_boxes + i, &line->label);
      if (line->has_leader)
        redan_grid_add_segment (scene->grid, scene->n_boxes + i, line->anchor,
                                (RedanScenePoint){ line->label.x + line->label.width / 2,
                                                   line->label.y + line->label.height / 2 });
    }
}

static const RedanObject *
find_first_diagram (const RedanModel *model)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);

  return diagrams->len == 0 ? NULL : g_ptr_array_index (diagrams, 0);
}

static void
clear_builder (Builder *self)
{
  g_array_unref (self->routes);
  g_array_unref (self->route_boxes);
  g_ptr_array_unref (self->bends);
  g_ptr_array_unref (self->wishes);
  g_hash_table_unref (self->obstacles);
  g_free (self->elements);
  g_free (self->flows);
  g_free (self->boundaries);
}

static void
build (Builder *self)
{
  RedanScene *scene = self->scene;

  self->boxes = g_array_new (FALSE, FALSE, sizeof (RedanSceneBox));
  self->lines = g_array_new (FALSE, FALSE, sizeof (RedanSceneLine));
  self->routes = g_array_new (FALSE, FALSE, sizeof (RedanRoute));
  self->route_boxes = g_array_new (FALSE, FALSE, sizeof (RedanRouteBox));
  self->bends = g_ptr_array_new_with_free_func (g_free);
  self->wishes = g_ptr_array_new_with_free_func (g_free);
  self->obstacles = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  collect_burdens (self);
  add_boundaries (self);
  add_elements (self);
  add_notes (self);
  add_flows (self);
  route_lines (self);
  scene->n_boxes = self->boxes->len;
  scene->boxes = (RedanSceneBox *) (gpointer) g_array_free (self->boxes, FALSE);
  scene->n_lines = self->lines->len;
  scene->lines = (RedanSceneLine *) (gpointer) g_array_free (self->lines, FALSE);
  redan_scene_place_labels (scene, (const RedanScenePoint *const *) self->wishes->pdata);
  clear_builder (self);
}

RedanScene *
redan_scene_new (const RedanModel *model, const RedanId *diagram, const RedanAnalysis *analysis)
{
  RedanScene *scene = g_new0 (RedanScene, 1);
  const RedanObject *object =
      diagram == NULL ? find_first_diagram (model) : redan_model_lookup (model, diagram);
  Builder builder = { .model = model, .analysis = analysis, .scene = scene };

  scene->title = g_strdup ("");
  if (object != NULL && object->section == REDAN_SECTION_DIAGRAM)
    {
      g_free (scene->title);
      scene->title = redan_text_clean (redan_object_get_name (object));
      scene->diagram = object->id;
      redan_id_to_text (&object->id, builder.diagram);
      build (&builder);
    }
  find_bounds (scene);
  fill_grid (scene);
  return scene;
}

void
redan_scene_free (RedanScene *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_boxes; i++)
    {
      g_free (self->boxes[i].name);
      g_free (self->boxes[i].caption);
      g_strfreev (self->boxes[i].lines);
    }
  for (guint i = 0; i < self->n_lines; i++)
    {
      g_free (self->lines[i].name);
      g_free (self->lines[i].points);
      g_strfreev (self->lines[i].lines);
    }
  g_free (self->boxes);
  g_free (self->lines);
  g_free (self->title);
  redan_grid_free (self->grid);
  g_free (self);
}
