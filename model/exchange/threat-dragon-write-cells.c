/* SPDX-License-Identifier: Apache-2.0 */
/* The cells of a diagram as Threat Dragon 2 draws them, with the lists of what lies in a boundary
 * and crosses it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-private.h"
#include "model/exchange/threat-dragon-write-private.h"

#define MINIMUM_SIZE 10 /* px, of the schema */
#define NO_DASH "none"  /* the schema wants a text */

static const char *const known_extras[] = { "id",          "drawn-name", "protocol",
                                            "isEncrypted", "name",       "position",
                                            "size",        "vertices",   NULL };

void
redan_dragon_writer_begin (RedanDragonWriter *self, const RedanObject *diagram)
{
  self->diagram = diagram;
  redan_id_to_text (&diagram->id, self->diagram_id);
  g_clear_pointer (&self->drawn, g_hash_table_unref);
  self->drawn = g_hash_table_new (NULL, NULL);
}

void
redan_dragon_writer_end (RedanDragonWriter *self)
{
  g_clear_pointer (&self->drawn, g_hash_table_unref);
}

char *
redan_dragon_writer_id (RedanDragonWriter *self, const RedanObject *object)
{
  const char *kept = redan_export_extra (self->run, object, "id");
  gboolean again =
      g_hash_table_contains (self->cells, object) && !g_hash_table_contains (self->drawn, object);

  if (*kept != '\0' && !again)
    return g_strdup (kept);
  return redan_export_uuid (object, self->diagram_id);
}

static double
to_pixels (gint32 units)
{
  return (double) units / REDAN_UNITS_PER_PIXEL;
}

/* The schema has integers for loose ends; what came with fractions keeps them. */
static json_t *
make_point (const RedanExport *run, const RedanObject *object, RedanPoint point, gboolean end)
{
  json_t *made = json_object ();
  gboolean round = end && *redan_export_extra (run, object, "id") == '\0';
  double x = to_pixels (point.x);
  double y = to_pixels (point.y);

  json_object_set_new (made, "x",
                       round ? json_integer ((json_int_t) x) : redan_json_from_number (x));
  json_object_set_new (made, "y",
                       round ? json_integer ((json_int_t) y) : redan_json_from_number (y));
  return made;
}

static void
set_flag (json_t *data, const char *name, gboolean value)
{
  json_object_set_new (data, name, json_boolean (value));
}

/* What every kind of cell has; the data are filled by the caller. */
static json_t *
begin_cell (RedanDragonWriter *self, const RedanObject *object, const char *shape, int z)
{
  json_t *cell = json_object ();
  g_autofree char *id = redan_dragon_writer_id (self, object);

  json_object_set_new (cell, "id", json_string (id));
  json_object_set_new (cell, "shape", json_string (shape));
  json_object_set_new (cell, "zIndex", json_integer (z));
  json_object_set_new (cell, "visible", json_true ());
  return cell;
}

static json_t *
begin_data (const RedanExport *run, const RedanObject *object, const char *type)
{
  json_t *data = json_object ();

  json_object_set_new (data, "type", json_string (type));
  json_object_set_new (data, "name",
                       json_string (redan_export_text (run, object, REDAN_FIELD_NAME)));
  if (object->section != REDAN_SECTION_NOTE)
    json_object_set_new (data, "description",
                         json_string (redan_export_get (object, REDAN_FIELD_DESCRIPTION)));
  return data;
}

static void
set_scope (const RedanExport *run, const RedanObject *object, json_t *data)
{
  set_flag (data, "outOfScope",
            strcmp (redan_export_attribute (run, object, "in_scope"), "no") == 0);
  json_object_set_new (data, "reasonOutOfScope",
                       json_string (redan_export_get (object, REDAN_FIELD_SCOPE_REASON)));
}

/* "Encrypted" of the file, or what the attributes say of an object that was drawn here. */
static gboolean
is_encrypted (const RedanExport *run, const RedanObject *object)
{
  static const char *const encrypting[] = { "https", "tls",   "wss",     "ssh",
                                            "sftp",  "ldaps", "aws-api", NULL };
  const char *attribute = redan_export_attribute (
      run, object, object->section == REDAN_SECTION_FLOW ? "enc_transit" : "enc_rest");

  if (strcmp (redan_export_extra (run, object, "isEncrypted"), "true") == 0)
    return TRUE;
  if (*attribute != '\0')
    return strcmp (attribute, "none") != 0 && strcmp (attribute, "unknown") != 0;
  return *redan_export_extra (run, object, "id") == '\0' &&
         g_strv_contains (encrypting, redan_export_attribute (run, object, "protocol"));
}

/* The spelling of the file, as long as it means the same. */
static const char *
get_protocol (const RedanExport *run, const RedanObject *flow)
{
  const char *protocol = redan_export_attribute (run, flow, "protocol");
  const char *kept = redan_export_extra (run, flow, "protocol");

  if (*protocol == '\0' || g_strcmp0 (redan_dragon_find_protocol (kept, TRUE), protocol) == 0)
    return kept;
  return protocol;
}

static const char *
get_drawn_name (const RedanExport *run, const RedanObject *object)
{
  const char *drawn = redan_export_extra (run, object, "drawn-name");

  return *drawn != '\0' ? drawn : redan_export_text (run, object, REDAN_FIELD_NAME);
}

static json_t *
make_line_style (gboolean open)
{
  return json_pack ("{s:s,s:f,s:s}", "stroke", open ? "red" : "#333333", "strokeWidth",
                    open ? 2.5 : 1.5, "strokeDasharray", NO_DASH);
}

static void
set_box (json_t *cell, const RedanBox *box)
{
  json_t *position = json_object ();
  json_t *size = json_object ();

  json_object_set_new (position, "x", redan_json_from_number (to_pixels (box->x)));
  json_object_set_new (position, "y", redan_json_from_number (to_pixels (box->y)));
  json_object_set_new (size, "width",
                       redan_json_from_number (MAX (to_pixels (box->width), MINIMUM_SIZE)));
  json_object_set_new (size, "height",
                       redan_json_from_number (MAX (to_pixels (box->height), MINIMUM_SIZE)));
  json_object_set_new (cell, "position", position);
  json_object_set_new (cell, "size", size);
}

static void
set_text (json_t *cell, const char *selector, const char *text)
{
  json_t *attrs = json_object_get (cell, "attrs");

  if (attrs == NULL)
    {
      attrs = json_object ();
      json_object_set_new (cell, "attrs", attrs);
    }
  json_object_set_new (attrs, selector, json_pack ("{s:s}", "text", text));
}

/* Takes @data. */
static json_t *
end_cell (RedanDragonWriter *self, const RedanObject *object, json_t *cell, json_t *data)
{
  gboolean first = !g_hash_table_contains (self->cells, object);

  redan_export_rest (self->run, object, data, known_extras);
  redan_dragon_writer_threats (self, object, data, first);
  json_object_set_new (cell, "data", data);
  g_hash_table_add (self->cells, (gpointer) object);
  g_hash_table_add (self->drawn, (gpointer) object);
  if (!first)
    redan_export_lose (self->run, object,
                       _ ("stands in several diagrams; the format takes each for another one"));
  return cell;
}

static json_t *
make_element (RedanDragonWriter *self, const RedanObject *element, const RedanBox *box, int z)
{
  const RedanExport *run = self->run;
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);
  gboolean store = strcmp (kind, "store") == 0;
  gboolean process = strcmp (kind, "process") == 0;
  json_t *cell = begin_cell (self, element, store ? "store" : process ? "process" : "actor", z);
  json_t *data = begin_data (run, element,
                             store     ? "tm.Store"
                             : process ? "tm.Process"
                                       : "tm.Actor");
  json_t *attrs;
  gboolean open;

  set_scope (run, element, data);
  if (store)
    {
      set_flag (data, "isALog",
                strcmp (redan_export_attribute (run, element, "tech"), "log-store") == 0);
      set_flag (data, "isEncrypted", is_encrypted (run, element));
    }
  set_box (cell, box);
  set_text (cell, "text", get_drawn_name (run, element));
  attrs = json_object_get (cell, "attrs");
  cell = end_cell (self, element, cell, data);
  open = json_is_true (json_object_get (data, "hasOpenThreats"));
  if (store)
    {
      json_object_set_new (attrs, "topLine", make_line_style (open));
      json_object_set_new (attrs, "bottomLine", make_line_style (open));
    }
  else
    json_object_set_new (attrs, "body", make_line_style (open));
  return cell;
}

static json_t *
make_note (RedanDragonWriter *self, const RedanObject *note, const RedanBox *box, int z)
{
  const char *text = redan_export_get (note, REDAN_FIELD_DESCRIPTION);
  json_t *cell = begin_cell (self, note, "td-text-block", z);
  json_t *data = begin_data (self->run, note, "tm.Text");

  /* Drawn here, its text is the description. */
  if (*redan_object_get_name (note) == '\0')
    json_object_set_new (data, "name", json_string (text));
  else if (*text != '\0')
    json_object_set_new (data, "description", json_string (text));
  set_box (cell, box);
  set_text (cell, "text",
            *redan_object_get_name (note) != '\0' ? get_drawn_name (self->run, note) : text);
  return end_cell (self, note, cell, data);
}

/* Its ends, and the points between them. */
static void
set_line (RedanDragonWriter *self,
          const RedanObject *object,
          json_t *cell,
          const RedanObject *source,
          const RedanObject *target)
{
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (object, self->diagram_id, &n);
  const RedanObject *ends[] = { source, target };
  static const char *const keys[] = { "source", "target" };
  guint first = 0;
  json_t *vertices = json_array ();

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      json_t *end = NULL;

      if (ends[i] != NULL)
        {
          g_autofree char *id = redan_dragon_writer_id (self, ends[i]);

          end = json_pack ("{s:s}", "cell", id);
        }
      else if (first < n)
        end = make_point (self->run, object, points[i == 0 ? first++ : --n], TRUE);
      json_object_set_new (cell, keys[i], end != NULL ? end : json_object ());
    }
  for (guint i = first; i < n; i++)
    json_array_append_new (vertices, make_point (self->run, object, points[i], FALSE));
  json_object_set_new (cell, "connector", json_string ("smooth"));
  json_object_set_new (cell, "width", json_integer (200));
  json_object_set_new (cell, "height", json_integer (100));
  json_object_set_new (cell, "vertices", vertices);
}

static void
set_label (json_t *cell, const char *text)
{
  json_object_set_new (
      cell, "labels",
      json_pack ("[{s:{s:{s:s}},s:f}]", "attrs", "text", "text", text, "position", 0.5));
}

static json_t *
make_flow (RedanDragonWriter *self, const RedanObject *flow, int z)
{
  const RedanExport *run = self->run;
  const RedanObject *source = redan_export_reference (run, flow, REDAN_FIELD_SOURCE);
  const RedanObject *target = redan_export_reference (run, flow, REDAN_FIELD_TARGET);
  gboolean both = *redan_export_get (flow, REDAN_FIELD_BIDIRECTIONAL) != '\0';
  json_t *cell = begin_cell (self, flow, "flow", z);
  json_t *data = begin_data (run, flow, "tm.Flow");
  json_t *line;

  set_scope (run, flow, data);
  set_flag (data, "isBidirectional", both);
  set_flag (data, "isEncrypted", is_encrypted (run, flow));
  set_flag (data, "isPublicNetwork",
            strcmp (redan_export_attribute (run, flow, "network"), "internet") == 0);
  json_object_set_new (data, "protocol", json_string (get_protocol (run, flow)));
  set_line (self, flow, cell, source, target);
  set_label (cell, get_drawn_name (run, flow));
  cell = end_cell (self, flow, cell, data);
  line = make_line_style (json_is_true (json_object_get (data, "hasOpenThreats")));
  json_object_set_new (line, "targetMarker", json_pack ("{s:s}", "name", "block"));
  json_object_set_new (line, "sourceMarker", json_pack ("{s:s}", "name", both ? "block" : ""));
  json_object_set_new (cell, "attrs", json_pack ("{s:o}", "line", line));
  return cell;
}

static json_t *
make_line_boundary (RedanDragonWriter *self, const RedanObject *boundary, int z)
{
  json_t *cell = begin_cell (self, boundary, "trust-boundary-curve", z);
  json_t *data = begin_data (self->run, boundary, "tm.Boundary");

  set_flag (data, "isTrustBoundary", TRUE);
  set_line (self, boundary, cell, NULL, NULL);
  set_label (cell, get_drawn_name (self->run, boundary));
  json_object_set_new (cell, "attrs",
                       json_pack ("{s:{s:s,s:s}}", "line", "targetMarker", "", "sourceMarker", ""));
  return end_cell (self, boundary, cell, data);
}

static void
list_hidden_nesting (RedanDragonWriter *self, const RedanObject *object, const RedanBox *box)
{
  const RedanObject *parent = redan_export_reference (self->run, object, REDAN_FIELD_PARENT);
  RedanBox outer;

  if (parent == NULL || g_hash_table_contains (self->cells, object))
    return;
  if (!redan_object_get_place (parent, self->diagram_id, &outer) ||
      !redan_box_contains (&outer, box))
    redan_export_lose (self->run, object,
                       _ ("belongs to boundary \"%s\", but is not drawn inside it, which is all "
                          "that the format goes by"),
                       redan_object_get_name (parent));
}

/* What Threat Dragon keeps of a boundary beside its shape. */
static void
set_content (RedanDragonWriter *self,
             const RedanObject *boundary,
             const RedanBox *box,
             json_t *data,
             GHashTable *inside)
{
  const RedanModel *model = self->run->model;
  json_t *contained = json_array ();
  json_t *crossing = json_array ();
  RedanIdText id;

  redan_id_to_text (&boundary->id, id);
  for (guint i = 0; box != NULL && i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);
      g_autofree char *cell = NULL;
      RedanBox inner;

      if (!redan_object_get_place (element, self->diagram_id, &inner) ||
          !redan_box_contains (box, &inner))
        continue;
      cell = redan_dragon_writer_id (self, element);
      json_array_append_new (contained, json_string (cell));
      g_hash_table_add (inside, (gpointer) element);
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
      const RedanObject *source = redan_export_reference (self->run, flow, REDAN_FIELD_SOURCE);
      const RedanObject *target = redan_export_reference (self->run, flow, REDAN_FIELD_TARGET);
      gboolean crosses =
          box != NULL
              ? source != NULL && target != NULL &&
                    g_hash_table_contains (inside, source) != g_hash_table_contains (inside, target)
              : redan_object_get_keyed (flow, REDAN_FIELD_CROSSES, id) != NULL;
      g_autofree char *cell = NULL;

      if (!crosses || !redan_flow_stands_in (model, flow, self->diagram_id))
        continue;
      cell = redan_dragon_writer_id (self, flow);
      json_array_append_new (crossing, json_string (cell));
    }
  json_object_set_new (data, "containedElements", contained);
  json_object_set_new (data, "crossingFlows", crossing);
  g_hash_table_remove_all (inside);
}

/* Boundaries lie behind all else; the larger ones first. */
static void
append_boundaries (RedanDragonWriter *self, json_t *cells)
{
  const RedanModel *model = self->run->model;
  g_autoptr (GHashTable) inside = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *boundary = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);
      int z = (int) redan_object_get_depth (model, boundary) - REDAN_MAX_NESTING - 1;
      json_t *cell = NULL;
      RedanBox box;

      if (redan_object_get_place (boundary, self->diagram_id, &box))
        {
          json_t *data;

          list_hidden_nesting (self, boundary, &box);
          cell = begin_cell (self, boundary, "trust-boundary-box", z);
          data = begin_data (self->run, boundary, "tm.BoundaryBox");
          set_flag (data, "isTrustBoundary", TRUE);
          set_box (cell, &box);
          set_text (cell, "label", get_drawn_name (self->run, boundary));
          cell = end_cell (self, boundary, cell, data);
          set_content (self, boundary, &box, data, inside);
        }
      else if (redan_object_stands_in (boundary, self->diagram_id))
        {
          cell = make_line_boundary (self, boundary, -1);
          set_content (self, boundary, NULL, json_object_get (cell, "data"), inside);
        }
      if (cell != NULL)
        json_array_append_new (cells, cell);
    }
}

json_t *
redan_dragon_writer_cells (RedanDragonWriter *self)
{
  static const RedanSection boxes[] = { REDAN_SECTION_ELEMENT, REDAN_SECTION_NOTE };
  const RedanModel *model = self->run->model;
  json_t *cells = json_array ();
  int z = 0;

  append_boundaries (self, cells);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (guint j = 0; j < redan_model_get_n (model, boxes[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (model, boxes[i], j);
        RedanBox box;

        if (!redan_object_get_place (object, self->diagram_id, &box))
          continue;
        list_hidden_nesting (self, object, &box);
        json_array_append_new (cells, boxes[i] == REDAN_SECTION_NOTE
                                          ? make_note (self, object, &box, ++z)
                                          : make_element (self, object, &box, ++z));
      }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);

      if (redan_flow_stands_in (model, flow, self->diagram_id))
        json_array_append_new (cells, make_flow (self, flow, ++z));
    }
  return cells;
}
