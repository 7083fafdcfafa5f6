/* SPDX-License-Identifier: Apache-2.0 */
/* Pages, shapes and their attributes, as the Microsoft Threat Modeling Tool writes them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmt-write-private.h"

#include "model/exchange/tmt-line.h"
#include "model/geometry.h"
#include "model/template-attributes.h"

#define ABSTRACTS " xmlns=\"" NS_ABSTRACTS "\""
#define ZERO_GUID "00000000-0000-0000-0000-000000000000"
#define OUT_OF_SCOPE "71f3d9aa-b8ef-4e54-8126-607a1d903103"
#define OUT_OF_SCOPE_REASON "752473b6-52d4-4776-9a24-202153f7d579"
#define FLOW_ORDER "15ccd509-98eb-49ad-b9c2-b4a2926d1780"
#define VALUE_PREFIX "tmt/value/"
#define TEXT_PREFIX "tmt/text/"
#define MAX_CHAIN 16

/** Shape: how the tool draws what */
typedef struct
{
  const char *shape;
  const char *drawn; /* of the general type in the template */
  const char *usual; /* its id in most templates */
} Shape;

static const Shape process_shape = { "StencilEllipse", "Ellipse", "GE.P" };
static const Shape actor_shape = { "StencilRectangle", "Rectangle", "GE.EI" };
static const Shape store_shape = { "StencilParallelLines", "ParallelLines", "GE.DS" };
static const Shape note_shape = { "StencilRectangle", "Annotation", "GE.A" };
static const Shape box_shape = { "BorderBoundary", "BorderBoundary", "GE.TB.B" };
static const Shape line_shape = { "LineBoundary", "LineBoundary", "GE.TB.L" };
static const Shape flow_shape = { "Connector", "Line", "GE.DF" };

static gboolean
is_line (const RedanObject *boundary)
{
  guint n_routes;
  guint n_places;

  redan_object_get_range (boundary, REDAN_FIELD_ROUTE, &n_routes);
  redan_object_get_range (boundary, REDAN_FIELD_PLACE, &n_places);
  /* One that was drawn nowhere is what its type says. */
  if (n_routes == 0 && n_places == 0)
    return strstr (redan_tmt_write_extra (boundary, "generic"), ".L") != NULL;
  return n_routes > 0;
}

static const Shape *
get_shape (const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);

  switch (object->section)
    {
    case REDAN_SECTION_NOTE:
      return &note_shape;
    case REDAN_SECTION_FLOW:
      return &flow_shape;
    case REDAN_SECTION_BOUNDARY:
      return is_line (object) ? &line_shape : &box_shape;
    default:
      return g_strcmp0 (kind, "process") == 0 ? &process_shape
             : g_strcmp0 (kind, "store") == 0 ? &store_shape
                                              : &actor_shape;
    }
}

static const RedanTemplateType *
find_type (const RedanTmtWriter *self, const char *id, guint *index_out)
{
  const GArray *types = self->template->types;

  for (guint i = 0; i < types->len; i++)
    {
      const RedanTemplateType *type = &g_array_index (types, RedanTemplateType, i);

      *index_out = i;
      if (strcmp (type->id, id) == 0)
        return type;
    }
  return NULL;
}

static const char *
find_general (const RedanTmtWriter *self, const Shape *shape)
{
  const GArray *types = self->template->types;

  for (guint i = 0; i < types->len; i++)
    {
      const RedanTemplateType *type = &g_array_index (types, RedanTemplateType, i);

      if (strcmp (type->drawn, shape->drawn) == 0 && strcmp (type->parent, "ROOT") == 0)
        return type->id;
    }
  return shape->usual;
}

/* ---- display attributes ---- */

static void
write_display (RedanTmtWriter *self,
               const char *kind,
               const char *title,
               const char *id,
               const char *type,
               const char *value)
{
  g_string_append_printf (self->out, "<a:anyType i:type=\"b:%s\" xmlns:b=\"" NS_BASE "\">", kind);
  redan_tmt_write_text (self, "b:DisplayName", "", title);
  redan_tmt_write_text (self, "b:Name", "", id);
  if (type == NULL)
    g_string_append (self->out, "<b:Value i:nil=\"true\"/>");
  else
    {
      g_autofree char *attributes =
          g_strdup_printf (" i:type=\"c:%s\" xmlns:c=\"" NS_SCHEMA "\"", type);

      redan_tmt_write_text (self, "b:Value", attributes, value);
    }
  g_string_append (self->out, "</a:anyType>");
}

static void
write_header (RedanTmtWriter *self, const char *title)
{
  write_display (self, "HeaderDisplayAttribute", title, "", NULL, NULL);
}

/* A value that the template does not have is kept behind its values. */
static void
write_list (RedanTmtWriter *self,
            const char *name,
            const char *title,
            gboolean is_fixed,
            const char *values,
            const char *chosen)
{
  g_auto (GStrv) list = g_strsplit (values, "\x1f", -1);
  guint n = g_strv_length (list);
  guint index = 0;

  while (chosen != NULL && index < n && strcmp (list[index], chosen) != 0)
    index++;
  g_string_append_printf (self->out, "<a:anyType i:type=\"b:%s\" xmlns:b=\"" NS_BASE "\">",
                          is_fixed ? "StaticListDisplayAttribute" : "ListDisplayAttribute");
  redan_tmt_write_text (self, "b:DisplayName", "", title);
  redan_tmt_write_text (self, "b:Name", "", name);
  g_string_append (self->out, "<b:Value i:type=\"a:ArrayOfstring\">");
  for (guint i = 0; i < n; i++)
    redan_tmt_write_text (self, "a:string", "", list[i]);
  if (chosen != NULL && index == n)
    redan_tmt_write_text (self, "a:string", "", chosen);
  g_string_append_printf (self->out, "</b:Value><b:SelectedIndex>%u</b:SelectedIndex></a:anyType>",
                          index);
}

/* The attributes of one kind: fixed ones or others. What came from a file has no more than it had
 * there. @done: names that were written */
static void
write_attributes (RedanTmtWriter *self,
                  const RedanObject *object,
                  guint type,
                  gboolean is_fixed,
                  GHashTable *done)
{
  const GArray *attributes = self->template->attributes;
  gboolean is_foreign = *redan_tmt_write_extra (object, "id") != '\0';

  for (guint i = 0; i < attributes->len; i++)
    {
      const RedanTemplateAttribute *attribute =
          &g_array_index (attributes, RedanTemplateAttribute, i);
      g_autofree char *key = NULL;
      const char *chosen;

      if (attribute->type != type || attribute->is_fixed != is_fixed)
        continue;
      key = g_strconcat (VALUE_PREFIX, attribute->name, NULL);
      chosen = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key);
      if ((chosen != NULL || !is_foreign) && g_hash_table_add (done, (gpointer) attribute->name))
        write_list (self, attribute->name, attribute->title, is_fixed, attribute->values, chosen);
    }
}

static gboolean
has_attributes (const RedanTmtWriter *self, guint type, gboolean is_fixed)
{
  const GArray *attributes = self->template->attributes;

  for (guint i = 0; i < attributes->len; i++)
    {
      const RedanTemplateAttribute *attribute =
          &g_array_index (attributes, RedanTemplateAttribute, i);

      if (attribute->type == type && attribute->is_fixed == is_fixed)
        return TRUE;
    }
  return FALSE;
}

/* A text that the tool knows by an id; one that a person added has only a title. */
static gboolean
is_guid (const char *name)
{
  return strlen (name) == strlen (ZERO_GUID) &&
         strspn (name, "0123456789abcdefABCDEF-") == strlen (ZERO_GUID);
}

/* As the file had it: one of several values, or a fixed one. */
static void
write_leftover (RedanTmtWriter *self, const char *name, const char *value)
{
  g_auto (GStrv) lines = redan_template_dup_lines (self->model, name);

  if (lines != NULL && lines[0] != NULL && g_strv_contains ((const char *const *) lines + 1, value))
    {
      g_autofree char *values = g_strjoinv ("\x1f", lines + 1);

      write_list (self, name, lines[0], FALSE, values, value);
    }
  else
    write_list (self, name, name, TRUE, value, value);
}

/* What an older template gave: still there, since rules may read it. */
static void
write_leftovers (RedanTmtWriter *self, const RedanObject *object, GHashTable *done)
{
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name;

      if (g_str_has_prefix (extras[i].key, VALUE_PREFIX))
        {
          name = extras[i].key + strlen (VALUE_PREFIX);
          if (!g_hash_table_contains (done, name))
            write_leftover (self, name, extras[i].value);
        }
      else if (g_str_has_prefix (extras[i].key, TEXT_PREFIX))
        {
          name = extras[i].key + strlen (TEXT_PREFIX);
          if (is_guid (name))
            write_display (self, "StringDisplayAttribute", name, name, "string", extras[i].value);
          else
            write_display (self, "CustomStringDisplayAttribute", name, "", "string",
                           extras[i].value);
        }
    }
}

static void
write_scope (RedanTmtWriter *self, const RedanObject *object)
{
  RedanSchema *schema = redan_model_get_schema (self->model);
  const char *reason = redan_object_get (object, REDAN_FIELD_SCOPE_REASON);
  const char *scope = redan_object_get (
      object, redan_field_lookup (schema, object->section, FALSE, "in_scope", -1));
  gboolean is_out = g_strcmp0 (scope, "no") == 0;

  if (object->section == REDAN_SECTION_BOUNDARY)
    is_out = *redan_tmt_write_extra (object, "out-of-scope") != '\0';
  if (object->section == REDAN_SECTION_BOUNDARY && !is_out)
    return;
  write_display (self, "BooleanDisplayAttribute", "Out Of Scope", OUT_OF_SCOPE, "boolean",
                 is_out ? "true" : "false");
  if (object->section != REDAN_SECTION_BOUNDARY)
    write_display (self, "StringDisplayAttribute", "Reason For Out Of Scope", OUT_OF_SCOPE_REASON,
                   "string", reason != NULL ? reason : "");
}

static void
write_properties (RedanTmtWriter *self, const RedanObject *object, const char *type_id)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  const char *stencil = redan_tmt_write_extra (object, "stencil");
  const char *order = redan_tmt_write_extra (object, "order");
  gboolean is_note = object->section == REDAN_SECTION_NOTE;
  const char *name =
      is_note ? redan_object_get (object, REDAN_FIELD_DESCRIPTION) : redan_object_get_name (object);
  guint index = 0;
  const RedanTemplateType *type = find_type (self, type_id, &index);

  g_string_append (self->out, "<Properties" ABSTRACTS ">");
  write_header (self, *stencil != '\0' ? stencil : type != NULL ? type->name : type_id);
  write_display (self, "StringDisplayAttribute", "Name", "", "string", name != NULL ? name : "");
  if (*order != '\0')
    write_display (self, "StringDisplayAttribute", "Dataflow Order", FLOW_ORDER, "string", order);
  if (!is_note)
    write_scope (self, object);
  if (type != NULL)
    {
      if (has_attributes (self, index, TRUE))
        write_header (self, "Predefined Static Attributes");
      write_attributes (self, object, index, TRUE, done);
      if (has_attributes (self, index, FALSE) || strcmp (type->parent, "ROOT") != 0)
        write_header (self, "Configurable Attributes");
      write_attributes (self, object, index, FALSE, done);
    }
  for (guint i = 0; i < MAX_CHAIN && type != NULL; i++)
    {
      type = find_type (self, type->parent, &index);
      if (type == NULL)
        break;
      {
        g_autofree char *title = g_strconcat ("As ", type->name, NULL);

        write_header (self, title);
      }
      write_attributes (self, object, index, TRUE, done);
      write_attributes (self, object, index, FALSE, done);
    }
  write_leftovers (self, object, done);
  g_string_append (self->out, "</Properties>");
}

/* ---- shapes ---- */

static void
write_number (RedanTmtWriter *self, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  redan_tmt_write_text (self, name, ABSTRACTS, g_ascii_dtostr (buffer, sizeof buffer, value));
}

/* Members that shapes and lines begin with. */
static void
begin_shape (RedanTmtWriter *self, const RedanObject *object)
{
  const Shape *shape = get_shape (object);
  const char *generic = redan_tmt_write_extra (object, "generic");
  const char *type = redan_tmt_write_extra (object, "type");
  g_autofree char *guid = redan_tmt_write_guid (object);

  if (*generic == '\0')
    generic = find_general (self, shape);
  if (*type == '\0')
    type = generic;
  g_string_append (self->out, "<a:KeyValueOfguidanyType>");
  redan_tmt_write_text (self, "a:Key", "", guid);
  g_string_append_printf (self->out, "<a:Value z:Id=\"i%u\" i:type=\"%s\">", ++self->n_ids,
                          shape->shape);
  redan_tmt_write_text (self, "GenericTypeId", ABSTRACTS, generic);
  redan_tmt_write_text (self, "Guid", ABSTRACTS, guid);
  write_properties (self, object, type);
  redan_tmt_write_text (self, "TypeId", ABSTRACTS, type);
}

static void
end_shape (RedanTmtWriter *self)
{
  g_string_append (self->out, "</a:Value></a:KeyValueOfguidanyType>");
}

/* @box nullable: a shape without a place, which the tool takes, too */
static void
write_box (RedanTmtWriter *self, const RedanObject *object, const RedanBox *box)
{
  const char *dashes = redan_tmt_write_extra (object, "stroke-dashes");
  const char *thickness = redan_tmt_write_extra (object, "stroke-thickness");

  begin_shape (self, object);
  if (box != NULL)
    {
      write_number (self, "Height", (double) box->height / REDAN_UNITS_PER_PIXEL);
      write_number (self, "Left", (double) box->x / REDAN_UNITS_PER_PIXEL);
    }
  redan_tmt_write_text (self, "StrokeDashArray",
                        *dashes != '\0' ? ABSTRACTS : " i:nil=\"true\"" ABSTRACTS, dashes);
  redan_tmt_write_text (self, "StrokeThickness", ABSTRACTS, *thickness != '\0' ? thickness : "1");
  if (box != NULL)
    {
      write_number (self, "Top", (double) box->y / REDAN_UNITS_PER_PIXEL);
      write_number (self, "Width", (double) box->width / REDAN_UNITS_PER_PIXEL);
    }
  end_shape (self);
}

/** Connection: the ends of a line */
typedef struct
{
  char *source;
  char *target;
  const char *source_port;
  const char *target_port;
} Connection;

/* @points: three or more, or NULL for a line without a place */
static void
write_line (RedanTmtWriter *self,
            const RedanObject *object,
            const RedanTmtPoint *points,
            guint n,
            const Connection *ends)
{
  begin_shape (self, object);
  if (points != NULL)
    {
      write_number (self, "HandleX", points[n / 2].x);
      write_number (self, "HandleY", points[n / 2].y);
    }
  redan_tmt_write_text (self, "PortSource", ABSTRACTS, ends->source_port);
  redan_tmt_write_text (self, "PortTarget", ABSTRACTS, ends->target_port);
  redan_tmt_write_text (self, "SourceGuid", ABSTRACTS, ends->source);
  if (points != NULL)
    {
      write_number (self, "SourceX", points[0].x);
      write_number (self, "SourceY", points[0].y);
    }
  redan_tmt_write_text (self, "TargetGuid", ABSTRACTS, ends->target);
  if (points != NULL)
    {
      write_number (self, "TargetX", points[n - 1].x);
      write_number (self, "TargetY", points[n - 1].y);
    }
  end_shape (self);
  if (n > 3)
    redan_tmt_write_lose (self, object, _ ("has more than one bend; the middle one is written"));
}

static char *
dup_end (RedanTmtWriter *self, const RedanObject *flow, RedanField field, const char *member)
{
  const char *gone = redan_tmt_write_extra (flow, member);
  RedanId id;

  if (redan_object_get_reference (flow, field, &id))
    return redan_tmt_write_guid (redan_model_lookup (self->model, &id));
  return g_strdup (*gone != '\0' ? gone : ZERO_GUID);
}

static const char *
get_port (const RedanObject *flow, const char *name)
{
  const char *port = redan_tmt_write_extra (flow, name);

  return *port != '\0' ? port : "None";
}

static void
write_flow (RedanTmtWriter *self, const RedanObject *flow, const char *diagram)
{
  guint n = 0;
  g_autofree RedanTmtPoint *points = redan_tmt_line_of_flow (self->model, flow, diagram, &n);
  Connection ends = { dup_end (self, flow, REDAN_FIELD_SOURCE, "SourceGuid"),
                      dup_end (self, flow, REDAN_FIELD_TARGET, "TargetGuid"),
                      get_port (flow, "port-source"), get_port (flow, "port-target") };

  write_line (self, flow, points, n, &ends);
  if (redan_object_get (flow, REDAN_FIELD_BIDIRECTIONAL) != NULL)
    redan_tmt_write_lose (self, flow, _ ("runs in both directions; written in one"));
  g_free (ends.source);
  g_free (ends.target);
}

static void
write_line_boundary (RedanTmtWriter *self, const RedanObject *boundary, const char *diagram)
{
  char zero[] = ZERO_GUID;
  Connection ends = { zero, zero, "None", "None" };
  guint n = 0;
  g_autofree RedanPoint *route =
      diagram != NULL ? redan_object_get_route (boundary, diagram, &n) : NULL;
  g_autofree RedanTmtPoint *points = NULL;

  if (route != NULL && n >= 2)
    {
      /* A straight line has its handle in the middle. */
      points = g_new0 (RedanTmtPoint, n + 1);
      for (guint i = 0; i < n; i++)
        {
          RedanTmtPoint *point = &points[n == 2 && i == 1 ? 2 : i];

          point->x = (double) route[i].x / REDAN_UNITS_PER_PIXEL;
          point->y = (double) route[i].y / REDAN_UNITS_PER_PIXEL;
        }
      if (n == 2)
        points[1] =
            (RedanTmtPoint){ (points[0].x + points[2].x) / 2, (points[0].y + points[2].y) / 2 };
      n = MAX (n, 3);
    }
  write_line (self, boundary, points, points != NULL ? n : 0, &ends);
}

/* ---- pages ---- */

/* Whether the object has its place in no diagram at all. */
static gboolean
is_homeless (const RedanObject *object)
{
  guint n_places;
  guint n_routes;

  redan_object_get_range (object, REDAN_FIELD_PLACE, &n_places);
  redan_object_get_range (object, REDAN_FIELD_ROUTE, &n_routes);
  return n_places + n_routes == 0;
}

static void
write_borders (RedanTmtWriter *self, const char *diagram, gboolean homeless)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_NOTE };

  g_string_append (self->out, "<Borders xmlns:a=\"" NS_ARRAYS "\">");
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (self->model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (self->model, sections[i], j);
        RedanBox box;

        if (object->section == REDAN_SECTION_BOUNDARY && is_line (object))
          continue;
        if (redan_object_get_place (object, diagram, &box))
          write_box (self, object, &box);
        else if (homeless && is_homeless (object))
          write_box (self, object, NULL);
      }
  g_string_append (self->out, "</Borders>");
}

static void
write_lines (RedanTmtWriter *self, const char *diagram, gboolean homeless)
{
  g_string_append (self->out, "<Lines xmlns:a=\"" NS_ARRAYS "\">");
  for (guint i = 0; i < redan_model_get_n (self->model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (self->model, REDAN_SECTION_FLOW, i);

      if (redan_flow_stands_in (self->model, flow, diagram))
        write_flow (self, flow, diagram);
    }
  for (guint i = 0; i < redan_model_get_n (self->model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *boundary = redan_model_get_nth (self->model, REDAN_SECTION_BOUNDARY, i);

      if (is_line (boundary) &&
          (redan_object_stands_in (boundary, diagram) || (homeless && is_homeless (boundary))))
        write_line_boundary (self, boundary, diagram);
    }
  g_string_append (self->out, "</Lines>");
}

void
redan_tmt_write_surface (RedanTmtWriter *self, const RedanObject *diagram, gboolean homeless)
{
  g_autofree char *guid = redan_tmt_write_guid (diagram);
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  const char *name = redan_object_get_name (diagram);
  const char *zoom = redan_tmt_write_extra (diagram, "zoom");
  RedanIdText id;

  redan_id_to_text (&diagram->id, id);
  g_string_append_printf (self->out,
                          "<DrawingSurfaceModel z:Id=\"i%u\" xmlns:z=\"" NS_SERIALIZATION "\">",
                          ++self->n_ids);
  redan_tmt_write_text (self, "GenericTypeId", ABSTRACTS, "DRAWINGSURFACE");
  redan_tmt_write_text (self, "Guid", ABSTRACTS, guid);
  g_string_append (self->out, "<Properties" ABSTRACTS " xmlns:a=\"" NS_ARRAYS "\">");
  write_header (self, "Diagram");
  write_display (self, "StringDisplayAttribute", "Name", "", "string", name);
  write_leftovers (self, diagram, done);
  g_string_append (self->out, "</Properties>");
  redan_tmt_write_text (self, "TypeId", ABSTRACTS, "DRAWINGSURFACE");
  write_borders (self, id, homeless);
  redan_tmt_write_text (self, "Header", "", name);
  write_lines (self, id, homeless);
  redan_tmt_write_text (self, "Zoom", "", *zoom != '\0' ? zoom : "1");
  g_string_append (self->out, "</DrawingSurfaceModel>");
}
