/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of draw.io: a page for each diagram. What a shape is, and its attributes, stand in its
 * data; what was drawn with draw.io keeps its looks. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <zlib.h>

#include "model/diagrams.h"
#include "model/exchange/drawio-private.h"
#include "model/exchange/export-private.h"

#define LAYER "1" /* the cell that all others lie in */

typedef struct
{
  RedanExport *run;
  const RedanObject *diagram;
  RedanIdText diagram_id;
  GHashTable *drawn; /* objects that have a cell in some page */
  GString *out;
} Writer;

static void
append_escaped (GString *out, const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '&')
        g_string_append (out, "&amp;");
      else if (*text == '<')
        g_string_append (out, "&lt;");
      else if (*text == '>')
        g_string_append (out, "&gt;");
      else if (*text == '"')
        g_string_append (out, "&quot;");
      else if (*text == '\n')
        g_string_append (out, "&#10;");
      else if (*text == '\t')
        g_string_append (out, "&#9;");
      else
        g_string_append_c (out, *text);
    }
}

static void
append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_escaped (out, value);
  g_string_append_c (out, '"');
}

static void
append_number (GString *out, const char *name, gint32 units)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  append_attribute (
      out, name,
      g_ascii_formatd (buffer, sizeof buffer, "%.10g", (double) units / REDAN_UNITS_PER_PIXEL));
}

/* ---- looks ---- */

static gboolean
has_arrow (const char *style, const char *key, gboolean otherwise)
{
  g_autofree char *arrow = redan_drawio_style (style, key);

  return arrow != NULL ? strcmp (arrow, "none") != 0 : otherwise;
}

/* The style of the file, as long as it says the same; an arrow at the start alone turns a flow
 * round, which the importer has done. */
static const char *
get_style (const RedanExport *run, const RedanObject *object, gboolean line)
{
  const char *kept = redan_export_extra (run, object, "style");
  gboolean both = *redan_export_get (object, REDAN_FIELD_BIDIRECTIONAL) != '\0';
  gboolean at_start = has_arrow (kept, "startArrow", FALSE);
  gboolean at_end = has_arrow (kept, "endArrow", TRUE);
  gboolean flow = object->section == REDAN_SECTION_FLOW;

  if (*kept != '\0' && (!flow || ((at_start && at_end) == both && (at_end || !at_start))))
    return kept;
  return redan_drawio_default_style (object->section, redan_export_get (object, REDAN_FIELD_KIND),
                                     flow ? both : line);
}

/* A note's text is its description, of which the name may be the first line. */
static const char *
get_text (const RedanExport *run, const RedanObject *object)
{
  const char *name = redan_export_text (run, object, REDAN_FIELD_NAME);
  const char *description = redan_export_get (object, REDAN_FIELD_DESCRIPTION);

  return object->section == REDAN_SECTION_NOTE && *description != '\0' ? description : name;
}

/* The label of the file with all its marks, as long as it reads as the name does. */
static char *
dup_label (const RedanExport *run, const RedanObject *object, const char *style)
{
  const char *text = get_text (run, object);
  const char *kept = redan_export_extra (run, object, "label");
  g_autofree char *plain = redan_drawio_plain (kept, style);
  g_autofree char *html = redan_drawio_style (style, "html");

  if (*kept != '\0' && strcmp (plain, text) == 0)
    return g_strdup (kept);
  if (g_strcmp0 (html, "1") != 0 && strchr (text, '<') == NULL)
    return g_strdup (text);
  return g_markup_escape_text (text, -1); /* draw.io breaks its lines where this does */
}

/* ---- data ---- */

static gboolean
is_xml_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    {
      if (!g_ascii_isalnum (*name) && strchr ("_-.:", *name) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
append_own (Writer *self, const RedanObject *object)
{
  RedanSchema *schema = self->run->schema;
  const char *last = "";

  for (guint i = 0; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      const char *tag = redan_field_get_tag (schema, entry->field);
      gboolean keyed = redan_field_is_keyed (schema, entry->field);
      g_autofree char *name = g_strconcat (REDAN_DRAWIO_OWN ".", tag, NULL);

      if (entry->field == REDAN_FIELD_KIND || strcmp (tag, last) == 0)
        continue;
      if (entry->field == REDAN_FIELD_DESCRIPTION && object->section == REDAN_SECTION_NOTE)
        continue;
      if (redan_field_get_attribute (schema, entry->field) == NULL &&
          entry->field != REDAN_FIELD_TAG && entry->field != REDAN_FIELD_DESCRIPTION &&
          entry->field != REDAN_FIELD_SCOPE_REASON)
        continue;
      last = tag;
      if (keyed)
        {
          g_autoptr (GString) values = g_string_new (NULL);

          for (guint j = i; j < object->n_entries && object->entries[j].field == entry->field; j++)
            g_string_append_printf (values, "%s%s", j > i ? "\n" : "", object->entries[j].key);
          append_attribute (self->out, name, values->str);
        }
      else
        append_attribute (self->out, name, entry->value);
    }
}

/* What append_own() and begin_cell() write. */
static gboolean
is_own (const char *name)
{
  return g_str_has_prefix (name, REDAN_DRAWIO_OWN) &&
         (name[strlen (REDAN_DRAWIO_OWN)] == '\0' || name[strlen (REDAN_DRAWIO_OWN)] == '.');
}

static void
append_kept (Writer *self, const RedanObject *object)
{
  static const char *const known[] = { "id",     "style",  "label",
                                       "source", "target", REDAN_DRAWIO_IN_PAGE,
                                       NULL };
  RedanExport *run = self->run;
  const char *kind = redan_export_get (object, REDAN_FIELD_KIND);
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = extras[i].key + strlen ("drawio/");
      RedanSection section;
      const char *meant;

      if (!g_str_has_prefix (extras[i].key, "drawio/") || g_strv_contains (known, name) ||
          is_own (name))
        continue;
      if (strcmp (name, "type") == 0 &&
          redan_drawio_find_type (extras[i].value, &section, &meant) && strcmp (meant, kind) != 0)
        continue;
      if (is_xml_name (name))
        append_attribute (self->out, name, extras[i].value);
      else
        redan_export_lose (run, object, _ ("its remark \"%s\" is no name in XML; not written"),
                           name);
    }
}

/* ---- cells ---- */

static const char *
get_cell_id (const Writer *self, const RedanObject *object, RedanIdText buffer)
{
  return redan_export_foreign_id (self->run, object, buffer);
}

static void
begin_cell (Writer *self, const RedanObject *object, const char *what, const char *style)
{
  g_autofree char *label = dup_label (self->run, object, style);
  const char *kind = redan_export_get (object, REDAN_FIELD_KIND);
  g_autofree char *own = g_strdup_printf ("%s%s%s", what, *kind != '\0' ? " " : "", kind);
  RedanIdText id;

  g_string_append (self->out, "        <object");
  append_attribute (self->out, "label", label);
  append_attribute (self->out, REDAN_DRAWIO_OWN, own);
  append_own (self, object);
  append_kept (self, object);
  append_attribute (self->out, "id", get_cell_id (self, object, id));
  g_string_append (self->out, ">\n          <mxCell");
  append_attribute (self->out, "style", style);
  if (!g_hash_table_add (self->drawn, (gpointer) object))
    redan_export_lose (self->run, object,
                       _ ("stands in several diagrams; the format takes each for another one"));
}

static void
end_cell (Writer *self)
{
  g_string_append (self->out, "          </mxCell>\n        </object>\n");
}

/* The box around it in this page, which its own is counted from. */
static const RedanObject *
find_container (const Writer *self, const RedanObject *object, RedanBox *box_out)
{
  const RedanObject *parent = redan_export_reference (self->run, object, REDAN_FIELD_PARENT);

  if (parent != NULL && redan_object_get_place (parent, self->diagram_id, box_out))
    return parent;
  *box_out = (RedanBox){ 0 };
  return NULL;
}

static void
write_box (Writer *self, const RedanObject *object, const char *what, const RedanBox *box)
{
  RedanBox outer;
  const RedanObject *container = find_container (self, object, &outer);
  RedanIdText id;

  begin_cell (self, object, what, get_style (self->run, object, FALSE));
  append_attribute (self->out, "parent",
                    container != NULL ? get_cell_id (self, container, id) : LAYER);
  g_string_append (self->out, " vertex=\"1\">\n            <mxGeometry");
  append_number (self->out, "x", box->x - outer.x);
  append_number (self->out, "y", box->y - outer.y);
  append_number (self->out, "width", box->width);
  append_number (self->out, "height", box->height);
  g_string_append (self->out, " as=\"geometry\"/>\n");
  end_cell (self);
  if (container == NULL && redan_export_reference (self->run, object, REDAN_FIELD_PARENT) != NULL)
    redan_export_lose (self->run, object,
                       _ ("belongs to a boundary that its diagram does not show"));
}

static void
append_point (GString *out, const RedanPoint *point, const char *as)
{
  g_string_append (out, "              <mxPoint");
  append_number (out, "x", point->x);
  append_number (out, "y", point->y);
  if (as != NULL)
    append_attribute (out, "as", as);
  g_string_append (out, "/>\n");
}

/* An end that is no element hangs on what the file had there. */
static void
append_end (Writer *self, const RedanObject *line, const RedanObject *end, const char *key)
{
  RedanIdText id;
  const char *kept = redan_export_extra (self->run, line, key);

  if (end != NULL)
    append_attribute (self->out, key, get_cell_id (self, end, id));
  else if (*kept != '\0')
    append_attribute (self->out, key, kept);
}

static void
write_line (Writer *self, const RedanObject *line, const char *what)
{
  gboolean boundary = line->section == REDAN_SECTION_BOUNDARY;
  const RedanObject *source = redan_export_reference (self->run, line, REDAN_FIELD_SOURCE);
  const RedanObject *target =
      boundary ? NULL : redan_export_reference (self->run, line, REDAN_FIELD_TARGET);
  guint n = 0;
  g_autofree RedanPoint *points = redan_object_get_route (line, self->diagram_id, &n);
  guint first = source == NULL && n > 0 ? 1 : 0;
  guint last = target == NULL && n > first ? n - 1 : n;

  if (boundary)
    source = NULL;
  begin_cell (self, line, what, get_style (self->run, line, boundary));
  append_attribute (self->out, "parent", LAYER);
  append_end (self, line, source, "source");
  append_end (self, line, target, "target");
  g_string_append (self->out,
                   " edge=\"1\">\n            <mxGeometry relative=\"1\" as=\"geometry\">\n");
  if (first > 0)
    append_point (self->out, &points[0], "sourcePoint");
  if (last < n)
    append_point (self->out, &points[last], "targetPoint");
  if (last > first)
    {
      g_string_append (self->out, "              <Array as=\"points\">\n");
      for (guint i = first; i < last; i++)
        append_point (self->out, &points[i], NULL);
      g_string_append (self->out, "              </Array>\n");
    }
  g_string_append (self->out, "            </mxGeometry>\n");
  end_cell (self);
}

/* The outer ones first, so that what lies in a box is drawn over it. */
static void
write_boundaries (Writer *self)
{
  const RedanModel *model = self->run->model;
  guint n = redan_model_get_n (model, REDAN_SECTION_BOUNDARY);
  guint n_written = 0;
  RedanBox box;

  for (guint depth = 0; depth <= REDAN_MAX_NESTING && n_written < n; depth++)
    for (guint i = 0; i < n; i++)
      {
        const RedanObject *boundary = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);

        if (MIN (redan_object_get_depth (model, boundary), REDAN_MAX_NESTING) != depth)
          continue;
        n_written++;
        if (redan_object_get_place (boundary, self->diagram_id, &box))
          write_box (self, boundary, "boundary", &box);
        else if (redan_object_stands_in (boundary, self->diagram_id))
          write_line (self, boundary, "line");
      }
}

/* A note of this diagram that the file had at no place: its box is empty. */
static gboolean
is_unplaced_note (const Writer *self, const RedanObject *object, RedanBox *box_out)
{
  guint n = 1;

  *box_out = (RedanBox){ 0 };
  if (object->section == REDAN_SECTION_NOTE &&
      redan_export_reference (self->run, object, REDAN_FIELD_DIAGRAM) == self->diagram)
    redan_object_get_range (object, REDAN_FIELD_PLACE, &n);
  return n == 0;
}

/* Whether a flow without a place, between things that are no elements, was in this page. */
static gboolean
is_of_page (const Writer *self, const RedanObject *flow)
{
  const char *page = redan_export_extra (self->run, flow, REDAN_DRAWIO_IN_PAGE);
  RedanIdText id;

  return *page != '\0' && !g_hash_table_contains (self->drawn, flow) &&
         strcmp (page, redan_export_foreign_id (self->run, self->diagram, id)) == 0;
}

static void
write_cells (Writer *self)
{
  static const struct
  {
    RedanSection section;
    const char *what;
  } boxes[] = { { REDAN_SECTION_ELEMENT, "element" }, { REDAN_SECTION_NOTE, "note" } };
  const RedanModel *model = self->run->model;
  RedanBox box;

  write_boundaries (self);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (guint j = 0; j < redan_model_get_n (model, boxes[i].section); j++)
      {
        const RedanObject *object = redan_model_get_nth (model, boxes[i].section, j);

        if (redan_object_get_place (object, self->diagram_id, &box) ||
            is_unplaced_note (self, object, &box))
          write_box (self, object, boxes[i].what, &box);
      }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);

      if (redan_flow_stands_in (model, flow, self->diagram_id) || is_of_page (self, flow))
        write_line (self, flow, "flow");
    }
}

/* ---- pages ---- */

/* Base64 of what deflate makes of the percent-encoded XML, as draw.io has it. */
static char *
pack (const char *xml)
{
  g_autofree char *escaped = g_uri_escape_string (xml, "!*'()", FALSE);
  gsize length = strlen (escaped);
  z_stream stream = { 0 };
  g_autofree guint8 *packed = NULL;
  gsize limit;
  int status =
      deflateInit2 (&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);

  /* Only without memory, where GLib ends the program, too. */
  g_return_val_if_fail (status == Z_OK && length < G_MAXUINT32 / 2, g_strdup (""));
  limit = deflateBound (&stream, length);
  packed = g_malloc (limit);
  stream.next_in = (Bytef *) escaped;
  stream.avail_in = (uInt) length;
  stream.next_out = packed;
  stream.avail_out = (uInt) limit;
  status = deflate (&stream, Z_FINISH);
  g_warn_if_fail (status == Z_STREAM_END);
  limit = stream.total_out;
  deflateEnd (&stream);
  return g_base64_encode (packed, limit);
}

static void
write_page (Writer *self, const RedanObject *diagram, gboolean packed)
{
  g_autoptr (GString) page = g_string_new (NULL);
  GString *file = self->out;
  RedanIdText id;

  self->diagram = diagram;
  redan_id_to_text (&diagram->id, self->diagram_id);
  self->out = page;
  g_string_append (page, "    <mxGraphModel grid=\"1\" gridSize=\"10\" guides=\"1\" tooltips=\"1\" "
                         "connect=\"1\" arrows=\"1\" fold=\"1\" page=\"0\" math=\"0\" "
                         "shadow=\"0\">\n      <root>\n        <mxCell id=\"0\"/>\n"
                         "        <mxCell id=\"" LAYER "\" parent=\"0\"/>\n");
  write_cells (self);
  g_string_append (page, "      </root>\n    </mxGraphModel>\n");
  self->out = file;

  g_string_append (file, "  <diagram");
  append_attribute (file, "id", redan_export_foreign_id (self->run, diagram, id));
  append_attribute (file, "name", redan_export_text (self->run, diagram, REDAN_FIELD_NAME));
  g_string_append_c (file, '>');
  if (packed)
    {
      g_autofree char *text = pack (page->str);

      g_string_append (file, text);
    }
  else
    g_string_append_printf (file, "\n%s  ", page->str);
  g_string_append (file, "</diagram>\n");
}

static void
list_undrawn (Writer *self)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW, REDAN_SECTION_NOTE };
  const RedanModel *model = self->run->model;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (model, sections[i], j);

        if (!g_hash_table_contains (self->drawn, object))
          redan_export_lose (self->run, object, _ ("stands in no diagram; not written"));
      }
}

static GBytes *
write_pages (RedanExport *run, gboolean packed)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (run->model);
  Writer self = { .run = run, .out = g_string_new (NULL) };

  self.drawn = g_hash_table_new (NULL, NULL);
  g_string_append (self.out, "<mxfile>\n");
  for (guint i = 0; i < diagrams->len; i++)
    write_page (&self, g_ptr_array_index (diagrams, i), packed);
  g_string_append (self.out, "</mxfile>\n");
  list_undrawn (&self);
  g_hash_table_unref (self.drawn);
  return g_string_free_to_bytes (self.out);
}

static GBytes *
write_plain (RedanExport *run, GError **error)
{
  return write_pages (run, FALSE);
}

static GBytes *
write_packed (RedanExport *run, GError **error)
{
  return write_pages (run, TRUE);
}

#define SAYS                                                                                       \
  {                                                                                                \
    [REDAN_SECTION_BOUNDARY] = "kind parent name description tag place route z-order @",           \
    [REDAN_SECTION_ELEMENT] = "kind parent name description scope-reason tag place z-order @",     \
    [REDAN_SECTION_FLOW] = "source target name description scope-reason bidirectional tag "        \
                           "route @",                                                              \
    [REDAN_SECTION_NOTE] = "diagram name description tag place z-order",                           \
    [REDAN_SECTION_DIAGRAM] = "name order", [REDAN_SECTION_META] = "pack",                         \
  }

static const char *const plain_suffixes[] = { ".drawio", ".drawio.xml", NULL };
static const char *const packed_suffixes[] = { NULL };
static const char *const svg_suffixes[] = { ".drawio.svg", NULL };
static const char *const png_suffixes[] = { ".drawio.png", NULL };

const RedanExporter redan_exporter_drawio = {
  .name = "drawio",
  .family = "drawio",
  .title = N_ ("draw.io"),
  .suffixes = plain_suffixes,
  .draws = TRUE,
  .says = SAYS,
  .write = write_plain,
};

const RedanExporter redan_exporter_drawio_packed = {
  .name = "drawio-compressed",
  .family = "drawio",
  .title = N_ ("draw.io, compressed"),
  .suffixes = packed_suffixes,
  .draws = TRUE,
  .says = SAYS,
  .write = write_packed,
};

const RedanExporter redan_exporter_drawio_svg = {
  .name = "drawio-svg",
  .family = "drawio",
  .title = N_ ("draw.io in an SVG picture"),
  .suffixes = svg_suffixes,
  .draws = TRUE,
  .picture = REDAN_EXPORT_SVG,
  .says = SAYS,
  .write = write_plain,
};

const RedanExporter redan_exporter_drawio_png = {
  .name = "drawio-png",
  .family = "drawio",
  .title = N_ ("draw.io in a PNG picture"),
  .suffixes = png_suffixes,
  .draws = TRUE,
  .picture = REDAN_EXPORT_PNG,
  .says = SAYS,
  .write = write_plain,
};
