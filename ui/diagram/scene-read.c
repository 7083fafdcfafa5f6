/* SPDX-License-Identifier: Apache-2.0 */
/* From objects of a model to the boxes and lines of a scene. */

#include <string.h>

#include "model/diagrams.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define MIN_BOX 8.0

static const char *
get_attribute (const RedanSceneReader *self,
               const RedanObject *object,
               RedanScope scope,
               const char *name)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (redan_model_get_schema (self->model), scope, name, -1);

  return attribute == NULL ? NULL
                           : redan_object_get (object, REDAN_FIELD_ATTRIBUTE + attribute->index);
}

static const RedanObject *
find_first_diagram (const RedanModel *model)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);

  return diagrams->len == 0 ? NULL : g_ptr_array_index (diagrams, 0);
}

static RedanRouting
get_routing (const RedanObject *diagram)
{
  const char *word = redan_object_get (diagram, REDAN_FIELD_ROUTING);

  if (g_strcmp0 (word, "orthogonal") == 0)
    return REDAN_ROUTING_ORTHOGONAL;
  return g_strcmp0 (word, "curved") == 0 ? REDAN_ROUTING_CURVED : REDAN_ROUTING_STRAIGHT;
}

gboolean
redan_scene_read_diagram (RedanSceneReader *self, RedanScene *scene, const RedanId *diagram)
{
  const RedanObject *object = diagram == NULL ? find_first_diagram (self->model)
                                              : redan_model_lookup (self->model, diagram);

  g_free (scene->title);
  if (object == NULL || object->section != REDAN_SECTION_DIAGRAM)
    {
      scene->title = g_strdup ("");
      return FALSE;
    }
  scene->title = redan_text_clean (redan_object_get_name (object));
  scene->diagram = object->id;
  scene->routing = get_routing (object);
  redan_id_to_text (&object->id, self->diagram);
  return TRUE;
}

static guint8
get_boundary_kind (const RedanSceneReader *self, const RedanObject *object)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (redan_model_get_schema (self->model), REDAN_SCOPE_BOUNDARY, "btype", -1);
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  int value =
      attribute == NULL || kind == NULL ? -1 : redan_attribute_find_value (attribute, kind, -1);

  return value < 0 ? 0 : (guint8) value;
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
read_boundary (const RedanSceneReader *self, const RedanObject *object, RedanSceneBox *box)
{
  box->kind = get_boundary_kind (self, object);
  box->tone = (guint8) redan_scene_boundary_tone (object);
  box->caption = redan_scene_boundary_caption (object);
  box->icon = redan_scene_boundary_icon (redan_model_get_schema (self->model), object);
  redan_scene_fit_title (box);
}

static void
read_element (const RedanSceneReader *self, const RedanObject *object, RedanSceneBox *box)
{
  box->kind = (guint8) redan_scene_element_kind (object);
  box->out_of_scope =
      g_strcmp0 (get_attribute (self, object, REDAN_SCOPE_ELEMENT, "in_scope"), "no") == 0;
  box->caption = redan_scene_element_caption (redan_model_get_schema (self->model), object);
  box->icon = redan_scene_element_icon (redan_model_get_schema (self->model), object);
  redan_scene_fit_box (box);
}

static void
read_note (const RedanObject *object, RedanSceneBox *box)
{
  if (box->name[0] == '\0')
    {
      const char *text = redan_object_get (object, REDAN_FIELD_DESCRIPTION);

      g_free (box->name);
      box->name = redan_text_clean (text == NULL ? "" : text);
    }
  redan_scene_fit_box (box);
}

gboolean
redan_scene_read_box (const RedanSceneReader *self,
                      const RedanObject *object,
                      RedanSceneBox *box_out)
{
  const char *z_order;
  RedanBox place;

  if (object->section != REDAN_SECTION_BOUNDARY && object->section != REDAN_SECTION_ELEMENT &&
      object->section != REDAN_SECTION_NOTE)
    return FALSE;
  if (!redan_object_get_place (object, self->diagram, &place))
    return FALSE;
  z_order = redan_object_get_keyed (object, REDAN_FIELD_Z_ORDER, self->diagram);
  memset (box_out, 0, sizeof *box_out);
  box_out->id = object->id;
  box_out->section = object->section;
  box_out->z_order = z_order == NULL ? 0 : (gint32) g_ascii_strtoll (z_order, NULL, 10);
  box_out->box = get_rect (&place);
  box_out->risk = box_out->exposure = box_out->blast = -1;
  box_out->name = redan_text_clean (redan_object_get_name (object));
  box_out->depth = object->section == REDAN_SECTION_NOTE
                       ? 0
                       : (guint8) redan_object_get_depth (self->model, object);
  if (object->section == REDAN_SECTION_BOUNDARY)
    read_boundary (self, object, box_out);
  else if (object->section == REDAN_SECTION_ELEMENT)
    read_element (self, object, box_out);
  else
    read_note (object, box_out);
  return TRUE;
}

static void
read_bends (const RedanSceneReader *self, const RedanObject *object, RedanSceneLine *line)
{
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (object, self->diagram, &n);

  if (points == NULL || n == 0)
    return;
  line->bends = g_new (RedanScenePoint, n);
  line->n_bends = n;
  for (guint i = 0; i < n; i++)
    line->bends[i] = (RedanScenePoint){ (double) points[i].x / REDAN_UNITS_PER_PIXEL,
                                        (double) points[i].y / REDAN_UNITS_PER_PIXEL };
}

static void
read_wish (const RedanSceneReader *self, const RedanObject *object, RedanSceneLine *line)
{
  const char *stored = redan_object_get_keyed (object, REDAN_FIELD_LABEL, self->diagram);
  guint n = 0;
  g_autofree RedanPoint *offset = stored == NULL ? NULL : redan_points_parse (stored, &n);

  line->has_wish = offset != NULL && n == 1;
  if (line->has_wish)
    line->wish = (RedanScenePoint){ (double) offset->x / REDAN_UNITS_PER_PIXEL,
                                    (double) offset->y / REDAN_UNITS_PER_PIXEL };
}

static guint
find_end (const RedanSceneReader *self,
          const RedanObject *flow,
          RedanField field,
          gboolean *missing_out)
{
  RedanId id;

  if (!redan_object_get_reference (flow, field, &id))
    return REDAN_ROUTE_NONE;

  guint item = redan_scene_find (self->scene, &id);
  gboolean shown =
      item < self->scene->n_boxes && self->scene->boxes[item].section == REDAN_SECTION_ELEMENT;

  *missing_out |= !shown;
  return shown ? item : REDAN_ROUTE_NONE;
}

static gboolean
is_encrypted (const RedanSceneReader *self, const RedanObject *flow)
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

static gboolean
read_flow (const RedanSceneReader *self,
           const RedanObject *object,
           RedanSceneLine *line,
           RedanSceneEnds *ends)
{
  gboolean missing = FALSE;
  guint n_ends;

  ends->source = find_end (self, object, REDAN_FIELD_SOURCE, &missing);
  ends->target = find_end (self, object, REDAN_FIELD_TARGET, &missing);
  n_ends = (ends->source != REDAN_ROUTE_NONE) + (ends->target != REDAN_ROUTE_NONE);
  if (missing || n_ends + line->n_bends < 2)
    return FALSE;
  line->bidirectional =
      g_strcmp0 (redan_object_get (object, REDAN_FIELD_BIDIRECTIONAL), "yes") == 0;
  line->encrypted = is_encrypted (self, object);
  line->out_of_scope =
      g_strcmp0 (get_attribute (self, object, REDAN_SCOPE_FLOW, "in_scope"), "no") == 0;
  return TRUE;
}

static gboolean
read_boundary_line (const RedanSceneReader *self, const RedanObject *object, RedanSceneLine *line)
{
  RedanBox place;

  line->curved = TRUE;
  return line->n_bends >= 2 && !redan_object_get_place (object, self->diagram, &place);
}

gboolean
redan_scene_read_line (const RedanSceneReader *self,
                       const RedanObject *object,
                       RedanSceneLine *line_out,
                       RedanSceneEnds *ends_out)
{
  gboolean shown;

  if (object->section != REDAN_SECTION_BOUNDARY && object->section != REDAN_SECTION_FLOW)
    return FALSE;
  memset (line_out, 0, sizeof *line_out);
  *ends_out = (RedanSceneEnds){ REDAN_ROUTE_NONE, REDAN_ROUTE_NONE };
  line_out->id = object->id;
  line_out->section = object->section;
  line_out->risk = -1;
  read_bends (self, object, line_out);
  shown = object->section == REDAN_SECTION_FLOW ? read_flow (self, object, line_out, ends_out)
                                                : read_boundary_line (self, object, line_out);
  if (!shown)
    {
      g_free (line_out->bends);
      return FALSE;
    }
  line_out->name = redan_text_clean (redan_object_get_name (object));
  line_out->lines = g_new0 (char *, 1);
  read_wish (self, object, line_out);
  return TRUE;
}

void
redan_scene_clear_box (RedanSceneBox *box)
{
  g_free (box->name);
  g_free (box->caption);
  g_strfreev (box->lines);
}

void
redan_scene_clear_line (RedanSceneLine *line)
{
  g_free (line->name);
  g_free (line->points);
  g_free (line->bends);
  g_strfreev (line->lines);
}

static int
get_class (const RedanSceneBox *box)
{
  return box->section == REDAN_SECTION_BOUNDARY ? 0 : box->section == REDAN_SECTION_ELEMENT ? 1 : 2;
}

int
redan_scene_compare_boxes (gconstpointer a, gconstpointer b)
{
  const RedanSceneBox *x = a;
  const RedanSceneBox *y = b;

  if (get_class (x) != get_class (y))
    return get_class (x) - get_class (y);
  if (x->z_order != y->z_order)
    return x->z_order < y->z_order ? -1 : 1;
  if (x->section == REDAN_SECTION_BOUNDARY)
    {
      double area_x = x->box.width * x->box.height;
      double area_y = y->box.width * y->box.height;

      if (area_x != area_y)
        return area_x > area_y ? -1 : 1;
      if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    }
  return redan_id_compare (&x->id, &y->id);
}

int
redan_scene_compare_lines (gconstpointer a, gconstpointer b)
{
  const RedanSceneLine *x = a;
  const RedanSceneLine *y = b;

  if (x->section != y->section)
    return x->section < y->section ? -1 : 1;
  return redan_id_compare (&x->id, &y->id);
}
