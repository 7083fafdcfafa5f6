/* SPDX-License-Identifier: Apache-2.0 */
/* What is drawn on a page of the Microsoft Threat Modeling Tool: boxes, boundaries, flows and
 * annotations, with their geometry. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmt-private.h"

#define MAX_CHAIN 16
#define DEFAULT_WIDTH 100
#define DEFAULT_HEIGHT 60

/** One row per kind of shape; the shape is what it was drawn as, whatever its type is called. */
typedef struct
{
  const char *shape;
  RedanSection section;
  const char *kind;
  gboolean line;
} ShapeKind;

static const ShapeKind shape_kinds[] = {
  { "StencilEllipse", REDAN_SECTION_ELEMENT, "process", FALSE },
  { "StencilRectangle", REDAN_SECTION_ELEMENT, "actor", FALSE },
  { "StencilParallelLines", REDAN_SECTION_ELEMENT, "store", FALSE },
  { "BorderBoundary", REDAN_SECTION_BOUNDARY, "trust-zone", FALSE },
  { "LineBoundary", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "Connector", REDAN_SECTION_FLOW, NULL, TRUE },
};

/** End: an element on the current page; its corner when it has a box */
typedef struct
{
  char *foreign;
  gboolean has_box;
  double x;
  double y;
} End;

static void
free_end (gpointer data)
{
  End *end = data;

  g_free (end->foreign);
  g_free (end);
}

/* i:type without its prefix. */
static const char *
get_shape (const RedanForeignXmlNode *value)
{
  const char *type = redan_foreign_xml_get (value, "type");
  const char *colon = type != NULL ? strrchr (type, ':') : NULL;

  return colon != NULL ? colon + 1 : type != NULL ? type : "";
}

static const ShapeKind *
find_kind (const char *shape)
{
  for (guint i = 0; i < G_N_ELEMENTS (shape_kinds); i++)
    if (strcmp (shape_kinds[i].shape, shape) == 0)
      return &shape_kinds[i];
  return NULL;
}

/* Decimal only: strtod() takes "nan" and "0x1p3", too. */
static gboolean
read_number (const RedanForeignXmlNode *node, const char *name, double *value_out)
{
  g_autofree char *text = redan_tmt_dup_word (node, name);
  char *end;

  *value_out = 0;
  if (*text == '\0' || strspn (text, "+-0123456789.eE") != strlen (text))
    return FALSE;

  *value_out = g_ascii_strtod (text, &end);
  if (*end == '\0' && isfinite (*value_out))
    return TRUE;
  *value_out = 0;
  return FALSE;
}

/* Free text is a rectangle, too; its type or what that inherits from says so. */
static gboolean
is_annotation (RedanTmt *self, const RedanForeignXmlNode *value)
{
  static const char *const members[] = { "TypeId", "GenericTypeId" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *id = redan_tmt_dup_word (value, members[i]);

      for (guint depth = 0; depth < MAX_CHAIN; depth++)
        {
          const RedanForeignXmlNode *type = g_hash_table_lookup (self->types, id);
          g_autofree char *drawn = redan_tmt_dup_word (type, "Representation");

          if (strcmp (id, "GE.A") == 0 || strcmp (drawn, "Annotation") == 0)
            return TRUE;
          if (type == NULL)
            break;
          g_free (id);
          id = redan_tmt_dup_word (type, "ParentId");
        }
    }
  return FALSE;
}

static char *
begin_object (RedanTmt *self,
              RedanSection section,
              const RedanForeignXmlNode *item,
              const RedanForeignXmlNode *value)
{
  g_autofree char *guid = redan_tmt_dup_word (value, "Guid");
  g_autofree char *foreign = NULL;
  gboolean repeated;

  if (*guid == '\0')
    {
      g_free (guid);
      guid = redan_tmt_dup_word (item, "Key");
    }
  if (*guid == '\0')
    {
      g_free (guid);
      guid = g_strdup_printf ("line %u", value->line);
    }

  foreign = redan_relay_dup_claim (&self->relay, section, guid, &repeated);
  redan_relay_at_line (&self->relay, value->line);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, section, foreign);
  redan_relay_extra (&self->relay, "id", guid);
  if (repeated)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another object has the id %s, too; kept as a second one"), guid);
  return g_steal_pointer (&foreign);
}

/* How its outline is drawn, where that is not as usual. */
static void
pass_stroke (RedanTmt *self, const RedanForeignXmlNode *value)
{
  g_autofree char *dashes = redan_tmt_dup_word (value, "StrokeDashArray");
  g_autofree char *thickness = redan_tmt_dup_word (value, "StrokeThickness");

  redan_relay_extra (&self->relay, "stroke-dashes", dashes);
  if (strcmp (thickness, "1") != 0)
    redan_relay_extra (&self->relay, "stroke-thickness", thickness);
}

static gboolean
pass_box (RedanTmt *self, const RedanForeignXmlNode *value, gboolean needed, End *end)
{
  double width, height;
  gboolean sized = read_number (value, "Width", &width) & read_number (value, "Height", &height);
  gboolean placed = read_number (value, "Left", &end->x) & read_number (value, "Top", &end->y);

  end->has_box = placed && sized;
  pass_stroke (self, value);
  if (!end->has_box && !needed)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("has no place or size in the file; kept without a place"));
      return FALSE;
    }
  if (!end->has_box)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("has no place or size in the file; put where there is none"));
      width = width > 0 ? width : DEFAULT_WIDTH;
      height = height > 0 ? height : DEFAULT_HEIGHT;
    }
  redan_relay_place (&self->relay, self->diagram, end->x, end->y, width, height);
  return TRUE;
}

/* Free text on which a flow ends takes part like any other box: the tool finds threats there. */
static gboolean
is_note (RedanTmt *self, const RedanForeignXmlNode *value)
{
  g_autofree char *guid = redan_tmt_dup_word (value, "Guid");

  return is_annotation (self, value) && !g_hash_table_contains (self->ends, guid);
}

static void
read_note (RedanTmt *self, const RedanForeignXmlNode *item, const RedanForeignXmlNode *value)
{
  g_autofree char *foreign = begin_object (self, REDAN_SECTION_NOTE, item, value);
  End end;

  if (self->relay.alive)
    self->relay.alive = self->relay.sink->reference (self->relay.sink, REDAN_FIELD_DIAGRAM,
                                                     REDAN_SECTION_DIAGRAM, self->diagram);
  redan_relay_field (&self->relay, REDAN_FIELD_DESCRIPTION, redan_tmt_get_name (value));
  pass_box (self, value, TRUE, &end);
}

static void
read_box (RedanTmt *self,
          const ShapeKind *kind,
          const RedanForeignXmlNode *item,
          const RedanForeignXmlNode *value)
{
  g_autofree char *foreign = begin_object (self, kind->section, item, value);
  g_autofree char *guid = redan_tmt_dup_word (value, "Guid");
  End *end = g_new0 (End, 1);

  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind->kind);
  if (strcmp (kind->shape, "StencilRectangle") == 0 && is_annotation (self, value))
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is free text on which a flow ends; taken as an actor"));
  redan_tmt_pass_attributes (self, kind->section, value);
  pass_box (self, value, kind->section == REDAN_SECTION_ELEMENT, end);
  end->foreign = g_strdup (foreign);
  if (kind->section == REDAN_SECTION_ELEMENT && !g_hash_table_contains (self->elements, guid))
    g_hash_table_insert (self->elements, g_strdup (guid), g_strdup (foreign));
  if (kind->section == REDAN_SECTION_ELEMENT && !g_hash_table_contains (self->page, guid))
    g_hash_table_insert (self->page, g_strdup (guid), end);
  else
    free_end (end);
}

/** Line: source, handle and target, in px */
typedef struct
{
  double points[6];
  gboolean whole;
} Line;

static Line
read_line (const RedanForeignXmlNode *value)
{
  static const char *const names[] = { "SourceX", "SourceY", "HandleX",
                                       "HandleY", "TargetX", "TargetY" };
  Line line = { .whole = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    line.whole &= read_number (value, names[i], &line.points[i]);
  return line;
}

static void
pass_point (RedanTmt *self, const Line *line, guint i)
{
  redan_relay_point (&self->relay, self->diagram, line->points[2 * i], line->points[2 * i + 1]);
}

static void
pass_numbers (RedanTmt *self, const char *name, const double *numbers, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            g_ascii_dtostr (buffer, sizeof buffer, numbers[i]));
  redan_relay_extra (&self->relay, name, text->str);
}

/* The handle lies on the curve; in the middle it says nothing but that the line is straight. */
static gboolean
is_bent (const Line *line)
{
  return fabs (2 * line->points[2] - line->points[0] - line->points[4]) > 1 ||
         fabs (2 * line->points[3] - line->points[1] - line->points[5]) > 1;
}

static const End *
pass_end (RedanTmt *self, RedanField field, const RedanForeignXmlNode *value, const char *member)
{
  g_autofree char *guid = redan_tmt_dup_word (value, member);
  const End *end = g_hash_table_lookup (self->page, guid);

  if (end != NULL && self->relay.alive)
    self->relay.alive =
        self->relay.sink->reference (self->relay.sink, field, REDAN_SECTION_ELEMENT, end->foreign);
  if (end == NULL && strspn (guid, "0-") != strlen (guid))
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("its %s is %s, which is no element of its page; left loose"), member,
                        guid);
      redan_relay_extra (&self->relay, member, guid);
    }
  return end;
}

static void
read_flow (RedanTmt *self, const RedanForeignXmlNode *item, const RedanForeignXmlNode *value)
{
  g_autofree char *foreign = begin_object (self, REDAN_SECTION_FLOW, item, value);
  g_autofree char *guid = redan_tmt_dup_word (value, "Guid");
  g_autofree char *source_port = redan_tmt_dup_word (value, "PortSource");
  g_autofree char *target_port = redan_tmt_dup_word (value, "PortTarget");
  const End *source = pass_end (self, REDAN_FIELD_SOURCE, value, "SourceGuid");
  const End *target = pass_end (self, REDAN_FIELD_TARGET, value, "TargetGuid");
  Line line = read_line (value);

  redan_tmt_pass_attributes (self, REDAN_SECTION_FLOW, value);
  redan_relay_extra (&self->relay, "port-source", source_port);
  redan_relay_extra (&self->relay, "port-target", target_port);
  if (!g_hash_table_contains (self->flows, guid))
    g_hash_table_insert (self->flows, g_strdup (guid), g_strdup (foreign));
  if (!line.whole)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("has no ends or no handle in the file; drawn straight"));
      return;
    }

  if (source == NULL)
    pass_point (self, &line, 0);
  if (is_bent (&line))
    pass_point (self, &line, 1);
  if (target == NULL)
    pass_point (self, &line, 2);

  /* Rules of templates see the line as it was drawn, from port to port. */
  pass_numbers (self, "line", line.points, 6);
  if (source != NULL && target != NULL && source->has_box && target->has_box)
    {
      double ends[] = { line.points[0] - source->x, line.points[1] - source->y,
                        line.points[4] - target->x, line.points[5] - target->y };

      pass_numbers (self, "ends", ends, 4);
    }
}

static void
read_line_boundary (RedanTmt *self,
                    const ShapeKind *kind,
                    const RedanForeignXmlNode *item,
                    const RedanForeignXmlNode *value)
{
  g_autofree char *foreign = begin_object (self, REDAN_SECTION_BOUNDARY, item, value);
  Line line = read_line (value);

  redan_relay_field (&self->relay, REDAN_FIELD_KIND, kind->kind);
  redan_tmt_pass_attributes (self, REDAN_SECTION_BOUNDARY, value);
  if (!line.whole)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("has no place or size in the file; kept without a place"));
  for (guint i = 0; i < 3 && line.whole; i++)
    pass_point (self, &line, i);
}

static void
read_shape (RedanTmt *self, const RedanForeignXmlNode *item, gboolean flows)
{
  const RedanForeignXmlNode *value = redan_foreign_xml_find (item, "Value");
  const char *shape = value != NULL ? get_shape (value) : "";
  const ShapeKind *kind = find_kind (shape);

  if (kind == NULL)
    {
      if (!flows)
        redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                          _ ("line %u: a shape \"%s\" is not known; left out"), item->line, shape);
      return;
    }
  if ((kind->section == REDAN_SECTION_FLOW) != flows)
    return;

  if (flows)
    read_flow (self, item, value);
  else if (kind->line)
    read_line_boundary (self, kind, item, value);
  else if (strcmp (kind->shape, "StencilRectangle") == 0 && is_note (self, value))
    read_note (self, item, value);
  else
    read_box (self, kind, item, value);
}

static void
find_ends (RedanTmt *self, const RedanForeignXmlNode *list)
{
  static const char *const members[] = { "SourceGuid", "TargetGuid" };
  const RedanForeignXmlNode *item = list != NULL ? list->first_child : NULL;

  for (; item != NULL; item = item->next)
    {
      const RedanForeignXmlNode *value = redan_foreign_xml_find (item, "Value");

      if (value == NULL || strcmp (get_shape (value), "Connector") != 0)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        g_hash_table_add (self->ends, redan_tmt_dup_word (value, members[i]));
    }
}

/* Flows come last, when it is known what they end on; the lists do not decide what a thing is. */
void
redan_tmt_read_page (RedanTmt *self, const RedanForeignXmlNode *page)
{
  static const char *const lists[] = { "Borders", "Lines" };

  self->page = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_end);
  self->ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    find_ends (self, redan_foreign_xml_find (page, lists[i]));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (lists); i++)
    {
      const RedanForeignXmlNode *list = redan_foreign_xml_find (page, lists[i % 2]);
      const RedanForeignXmlNode *item = list != NULL ? list->first_child : NULL;

      for (; item != NULL && self->relay.alive; item = item->next)
        read_shape (self, item, i >= G_N_ELEMENTS (lists));
    }
  g_clear_pointer (&self->page, g_hash_table_unref);
  g_clear_pointer (&self->ends, g_hash_table_unref);
}
