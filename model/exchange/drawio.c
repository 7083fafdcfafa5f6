/* SPDX-License-Identifier: Apache-2.0 */
/* draw.io: the cells of a page as elements, boundaries, notes and flows. Containers are in
 * drawio-pages.c, looks in drawio-style.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/drawio-private.h"

#define MAX_CHAIN 60      /* below the nesting that a model may have */
#define STYLE_LIMIT 16384 /* a style may hold a whole picture */
#define NEAR 12.0         /* px from a box at which a loose end of a line is taken to touch it */

typedef struct
{
  RedanRelay *relay;
  const RedanDrawioPage *page;
  const char *diagram;
  GPtrArray *cells;
  GHashTable *by_id;
  guint n_ends; /* of flows, which hang on elements */
} Page;

static void
free_cell (gpointer data)
{
  RedanDrawioCell *cell = data;

  g_free (cell->guess);
  if (cell->label != NULL)
    g_string_free (cell->label, TRUE);
  g_free (cell);
}

static gboolean
is_one (const RedanForeignXmlNode *node, const char *name)
{
  return g_strcmp0 (redan_foreign_xml_get (node, name), "1") == 0;
}

/* Own parser of numbers: no locale, no "nan", no hexadecimal. */
static double
get_number (const RedanForeignXmlNode *node, const char *name)
{
  const char *text = node != NULL ? redan_foreign_xml_get (node, name) : NULL;
  char *end;
  double value;

  if (text == NULL || *text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return 0;
  value = g_ascii_strtod (text, &end);
  return *end == '\0' ? value : 0;
}

static void
collect_cell (Page *self, const RedanForeignXmlNode *node)
{
  const RedanForeignXmlNode *inner =
      strcmp (node->name, "mxCell") == 0 ? node : redan_foreign_xml_find (node, "mxCell");
  RedanDrawioCell *cell;

  if (inner == NULL)
    return;

  cell = g_new0 (RedanDrawioCell, 1);
  cell->node = inner;
  cell->wrapper = inner != node ? node : NULL;
  cell->id = redan_foreign_xml_get (node, "id");
  if (cell->id == NULL)
    cell->id = redan_foreign_xml_get (inner, "id");
  cell->style = redan_foreign_xml_get (inner, "style");
  if (cell->style == NULL)
    cell->style = "";
  cell->vertex = is_one (inner, "vertex");
  cell->edge = is_one (inner, "edge");
  cell->section = REDAN_N_SECTIONS;
  g_ptr_array_add (self->cells, cell);
  if (cell->id != NULL && !g_hash_table_contains (self->by_id, cell->id))
    g_hash_table_insert (self->by_id, (gpointer) cell->id, cell);
}

static RedanDrawioCell *
look_up (Page *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/* Whether @parent lies in @cell, or in too many others. */
static gboolean
is_cut (const RedanDrawioCell *cell, const RedanDrawioCell *parent)
{
  guint depth = 0;

  for (const RedanDrawioCell *at = parent; at != NULL; at = at->parent)
    {
      if (at == cell || ++depth > MAX_CHAIN)
        return TRUE;
    }
  return FALSE;
}

/* A parent that is a layer is neither vertex nor edge. */
static void
find_parents (Page *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);
      RedanDrawioCell *parent = look_up (self, redan_foreign_xml_get (cell->node, "parent"));

      if (parent == NULL || (!parent->vertex && !parent->edge))
        continue;
      cell->cut = is_cut (cell, parent);
      if (cell->cut)
        continue;
      cell->parent = parent;
      parent->has_children |= cell->vertex;
    }
}

static void
measure (RedanDrawioCell *cell)
{
  const RedanForeignXmlNode *geometry = redan_foreign_xml_find (cell->node, "mxGeometry");

  cell->x = get_number (geometry, "x");
  cell->y = get_number (geometry, "y");
  cell->width = get_number (geometry, "width");
  cell->height = get_number (geometry, "height");
  cell->has_box = cell->width > 0 && cell->height > 0;
  if (geometry == NULL || !is_one (geometry, "relative") || cell->parent == NULL || cell->edge)
    return;

  /* a share of the parent's size, and an offset in px */
  cell->x *= get_number (redan_foreign_xml_find (cell->parent->node, "mxGeometry"), "width");
  cell->y *= get_number (redan_foreign_xml_find (cell->parent->node, "mxGeometry"), "height");
  for (const RedanForeignXmlNode *at = geometry->first_child; at != NULL; at = at->next)
    {
      if (g_strcmp0 (redan_foreign_xml_get (at, "as"), "offset") != 0)
        continue;
      cell->x += get_number (at, "x");
      cell->y += get_number (at, "y");
    }
}

static void
add_origins (Page *self)
{
  g_autofree double *origins = g_new0 (double, 2 * (gsize) self->cells->len + 1);

  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);
      guint depth = 0;

      for (const RedanDrawioCell *at = cell->parent; at != NULL && depth < MAX_CHAIN;
           at = at->parent, depth++)
        {
          if (!at->vertex)
            continue;
          origins[2 * i] += at->x;
          origins[2 * i + 1] += at->y;
        }
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);

      /* of an edge: where its points are counted from */
      cell->x = (cell->edge ? 0 : cell->x) + origins[2 * i];
      cell->y = (cell->edge ? 0 : cell->y) + origins[2 * i + 1];
    }
}

/* The text beside a line is a cell of its own inside it. */
static void
collect_labels (Page *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);
      g_autofree char *label = NULL;
      GString **into = &cell->label;

      if (!cell->vertex && !cell->edge)
        continue;
      label = redan_drawio_label (cell);
      if (cell->vertex && cell->parent != NULL && cell->parent->edge)
        into = &cell->parent->label;
      if (*into == NULL)
        *into = g_string_new (label);
      else if (*label != '\0')
        g_string_append_printf (*into, "%s%s", (*into)->len > 0 ? "\n" : "", label);
    }
}

static void
classify (Page *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);
      g_autofree char *wanted = NULL;

      if (cell->vertex && cell->parent != NULL && cell->parent->edge)
        continue;
      redan_drawio_classify (cell);
      if (cell->section == REDAN_N_SECTIONS)
        continue;
      wanted = cell->id != NULL ? g_strdup_printf ("%s/%s", self->page->id, cell->id)
                                : g_strdup_printf ("%s/#%u", self->page->id, i);
      cell->foreign = redan_relay_claim (self->relay, cell->section, wanted);
    }
}

/* What our writer put there: "redan.NAME". */
static void
pass_own (Page *self, const RedanDrawioCell *cell, const char *name, const char *value)
{
  g_auto (GStrv) lines = NULL;

  if (strcmp (name, "description") == 0)
    {
      redan_relay_field (self->relay, REDAN_FIELD_DESCRIPTION, value);
      return;
    }
  if (strcmp (name, "scope-reason") == 0)
    {
      redan_relay_field (self->relay, REDAN_FIELD_SCOPE_REASON, value);
      return;
    }
  lines = g_strsplit (value, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strcmp (name, "tag") == 0)
        redan_relay_tag (self->relay, lines[i]);
      else
        redan_relay_attribute (self->relay, name, lines[i]);
    }
}

/* How it is drawn and written, for who writes the file back. What our writer draws needs no words.
 */
static void
keep_looks (Page *self, const RedanDrawioCell *cell)
{
  const char *label = cell->wrapper != NULL ? redan_foreign_xml_get (cell->wrapper, "label")
                                            : redan_foreign_xml_get (cell->node, "value");
  g_autofree char *start = redan_drawio_style (cell->style, "startArrow");
  gboolean variant = cell->line || (cell->section == REDAN_SECTION_FLOW && start != NULL);
  const char *ours = redan_drawio_default_style (cell->section, cell->kind, variant);

  if (strcmp (cell->style, ours) != 0 && strlen (cell->style) <= STYLE_LIMIT)
    redan_relay_extra (self->relay, "style", cell->style);
  if (label != NULL && strchr (label, '<') != NULL && strlen (label) <= STYLE_LIMIT)
    redan_relay_extra (self->relay, "label", label);
  if (cell->wrapper != NULL)
    redan_relay_extra (self->relay, "type", redan_foreign_xml_get (cell->wrapper, "type"));
}

static void
pass_data (Page *self, const RedanDrawioCell *cell)
{
  static const char *const known[] = {
    "id", "label", "type", "placeholders", REDAN_DRAWIO_OWN, NULL
  };

  for (guint i = 0; cell->wrapper != NULL && i < cell->wrapper->n_attributes; i++)
    {
      const RedanForeignXmlAttribute *attribute = &cell->wrapper->attributes[i];

      if (*attribute->value == '\0' || g_strv_contains (known, attribute->name))
        continue;
      if (g_str_has_prefix (attribute->name, REDAN_DRAWIO_OWN "."))
        {
          pass_own (self, cell, attribute->name + strlen (REDAN_DRAWIO_OWN "."), attribute->value);
          continue;
        }
      redan_relay_extra (self->relay, attribute->name, attribute->value);
      redan_relay_lose (self->relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("its data \"%s\" is kept only as a remark: %.80s"), attribute->name,
                        attribute->value);
    }
}

/* A note has a name of one line; a longer text is its description. */
static void
pass_name (Page *self, const RedanDrawioCell *cell)
{
  const char *label = cell->label != NULL ? cell->label->str : NULL;
  g_autofree char *first = NULL;

  if (cell->section != REDAN_SECTION_NOTE || label == NULL)
    {
      redan_relay_field (self->relay, REDAN_FIELD_NAME, label);
      return;
    }
  first = redan_relay_first_line (label);
  redan_relay_field (self->relay, REDAN_FIELD_NAME, first);
  if (strcmp (first, label) != 0)
    redan_relay_field (self->relay, REDAN_FIELD_DESCRIPTION, label);
}

static void
begin (Page *self, const RedanDrawioCell *cell)
{
  RedanRelay *relay = self->relay;

  if (self->page->line > 0)
    redan_relay_at_line (relay, self->page->packed ? self->page->line : cell->node->line);
  if (relay->alive)
    relay->alive = relay->sink->object (relay->sink, cell->section, cell->foreign);
  redan_relay_extra (relay, "id", cell->id);
  keep_looks (self, cell);
  pass_name (self, cell);
  if (cell->kind != NULL && cell->section != REDAN_SECTION_FLOW)
    redan_relay_field (relay, REDAN_FIELD_KIND, cell->kind);
}

static void
pass_vertex (Page *self, const RedanDrawioCell *cell)
{
  RedanRelay *relay = self->relay;
  const RedanDrawioCell *parent = cell->parent;

  begin (self, cell);
  if (cell->tech != NULL)
    redan_relay_attribute (relay, "tech", cell->tech);
  if (cell->section == REDAN_SECTION_NOTE)
    redan_relay_refer (relay, REDAN_FIELD_DIAGRAM, REDAN_SECTION_DIAGRAM, self->diagram);
  for (guint depth = 0; parent != NULL && parent->section != REDAN_SECTION_BOUNDARY; depth++)
    parent = depth < MAX_CHAIN ? parent->parent : NULL;
  if (parent != NULL && cell->section != REDAN_SECTION_NOTE)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, parent->foreign);
  if (cell->has_box)
    redan_relay_place (relay, self->diagram, cell->x, cell->y, cell->width, cell->height);
  else
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("is drawn without a size; not placed in the diagram"));

  if (cell->cut)
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("lies inside itself, or deeper than %d cells; taken out of its parent"),
                      MAX_CHAIN);
  if (cell->guess != NULL && cell->section == REDAN_SECTION_NOTE)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as %s; taken as a note"),
                      cell->guess);
  else if (cell->guess != NULL && cell->tech != NULL)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as %s; taken as %s, %s"),
                      cell->guess, cell->kind, cell->tech);
  else if (cell->guess != NULL)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as %s; taken as %s"),
                      cell->guess, cell->kind);
  pass_data (self, cell);
}

static const RedanForeignXmlNode *
find_point (const RedanDrawioCell *cell, const char *as)
{
  const RedanForeignXmlNode *geometry = redan_foreign_xml_find (cell->node, "mxGeometry");

  for (const RedanForeignXmlNode *at = geometry != NULL ? geometry->first_child : NULL; at != NULL;
       at = at->next)
    {
      if (g_strcmp0 (redan_foreign_xml_get (at, "as"), as) == 0)
        return at;
    }
  return NULL;
}

static void
pass_point (Page *self, const RedanDrawioCell *cell, const RedanForeignXmlNode *point)
{
  if (point != NULL)
    redan_relay_point (self->relay, self->diagram, cell->x + get_number (point, "x"),
                       cell->y + get_number (point, "y"));
}

/* The smallest element whose box is under a loose end, or close to it. */
static RedanDrawioCell *
find_touched (Page *self, const RedanDrawioCell *edge, const RedanForeignXmlNode *point)
{
  double x = edge->x + get_number (point, "x");
  double y = edge->y + get_number (point, "y");
  RedanDrawioCell *found = NULL;

  for (guint i = 0; i < self->cells->len; i++)
    {
      RedanDrawioCell *cell = g_ptr_array_index (self->cells, i);

      if (cell->section != REDAN_SECTION_ELEMENT || !cell->has_box || x < cell->x - NEAR ||
          y < cell->y - NEAR || x > cell->x + cell->width + NEAR ||
          y > cell->y + cell->height + NEAR)
        continue;
      if (found == NULL || cell->width * cell->height < found->width * found->height)
        found = cell;
    }
  return found;
}

/* What a reader finds the shape by. */
static const char *
get_shown (const RedanDrawioCell *cell)
{
  if (cell->label != NULL && cell->label->len > 0)
    return cell->label->str;
  return cell->foreign != NULL ? cell->foreign : "";
}

/* Returns the point that is drawn when the end hangs on no element. */
static const RedanForeignXmlNode *
pass_end (Page *self, const RedanDrawioCell *edge, gboolean source, RedanField field)
{
  RedanRelay *relay = self->relay;
  const char *key = source ? "source" : "target";
  const char *id = redan_foreign_xml_get (edge->node, key);
  RedanDrawioCell *end = look_up (self, id);
  const RedanForeignXmlNode *point = find_point (edge, source ? "sourcePoint" : "targetPoint");

  if (end != NULL && end->section == REDAN_SECTION_ELEMENT)
    {
      self->n_ends++;
      redan_relay_refer (relay, field, REDAN_SECTION_ELEMENT, end->foreign);
      return NULL;
    }
  if (end == NULL && point != NULL)
    {
      end = find_touched (self, edge, point);
      if (end != NULL)
        {
          self->n_ends++;
          redan_relay_refer (relay, field, REDAN_SECTION_ELEMENT, end->foreign);
          redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                            _ ("its %s is not attached, but touches \"%s\"; attached to it"), key,
                            get_shown (end));
          return NULL;
        }
    }

  redan_relay_extra (relay, key, id);
  if (end != NULL)
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its %s is \"%s\", which is no element; kept without that end"), key,
                      get_shown (end));
  else
    redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("its %s is no element; kept without that end"), key);
  return point;
}

/* Which way a flow runs is drawn by its arrows; without a style the target has one. */
static gboolean
read_arrows (Page *self, const RedanDrawioCell *edge)
{
  g_autofree char *start = redan_drawio_style (edge->style, "startArrow");
  g_autofree char *end = redan_drawio_style (edge->style, "endArrow");
  gboolean at_start = start != NULL && strcmp (start, "none") != 0;
  gboolean at_end = end == NULL || strcmp (end, "none") != 0;

  if (at_start && at_end)
    redan_relay_field (self->relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
  if (!at_start && !at_end && !edge->own)
    redan_relay_lose (self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("has no arrow; taken to run the way it was drawn"));
  return at_start && !at_end;
}

static void
pass_bends (Page *self, const RedanDrawioCell *edge)
{
  const RedanForeignXmlNode *points = find_point (edge, "points");

  for (const RedanForeignXmlNode *at = points != NULL ? points->first_child : NULL; at != NULL;
       at = at->next)
    pass_point (self, edge, at);
}

/* Bends run from source to target; a flow that is drawn backwards keeps its ends only. */
static void
pass_flow (Page *self, const RedanDrawioCell *edge)
{
  RedanRelay *relay = self->relay;
  const RedanForeignXmlNode *first;
  const RedanForeignXmlNode *last;
  const char *protocol;
  gboolean backwards;
  guint n_ends = self->n_ends;

  begin (self, edge);
  backwards = read_arrows (self, edge);
  first = pass_end (self, edge, TRUE, backwards ? REDAN_FIELD_TARGET : REDAN_FIELD_SOURCE);
  last = pass_end (self, edge, FALSE, backwards ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET);
  pass_point (self, edge, backwards ? last : first);
  if (!backwards)
    pass_bends (self, edge);
  else if (find_point (edge, "points") != NULL)
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("its arrow is at its start; turned round, without its bends"));
  pass_point (self, edge, backwards ? first : last);
  if (self->n_ends - n_ends < 2)
    redan_relay_extra (relay, REDAN_DRAWIO_IN_PAGE, self->page->id); /* what it hangs on may not */

  protocol =
      edge->label != NULL && !edge->own ? redan_relay_find_protocol (edge->label->str) : NULL;
  if (protocol != NULL)
    {
      redan_relay_attribute (relay, "protocol", protocol);
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("is called \"%s\"; taken as its protocol, too"), edge->label->str);
    }
  pass_data (self, edge);
}

static void
pass_line (Page *self, const RedanDrawioCell *edge)
{
  begin (self, edge);
  pass_point (self, edge, find_point (edge, "sourcePoint"));
  pass_bends (self, edge);
  pass_point (self, edge, find_point (edge, "targetPoint"));
  if (edge->guess != NULL)
    redan_relay_lose (self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is drawn as %s; taken as the line of a boundary"), edge->guess);
  pass_data (self, edge);
}

static void
pass_diagram (Page *self, guint index)
{
  g_autofree char *order = g_strdup_printf ("%u", index + 1);

  redan_relay_at_line (self->relay, self->page->line);
  self->diagram = redan_relay_begin (self->relay, REDAN_SECTION_DIAGRAM, self->page->id, NULL);
  redan_relay_field (self->relay, REDAN_FIELD_NAME, self->page->name);
  redan_relay_field (self->relay, REDAN_FIELD_ORDER, order);
  redan_relay_extra (self->relay, "id", self->page->id);
  if (self->cells->len > 0)
    redan_relay_lose (
        self->relay, REDAN_LOSS_DROPPED, NULL,
        g_dngettext (GETTEXT_PACKAGE,
                     "colours, fonts, layers and label positions of %u cell are not kept",
                     "colours, fonts, layers and label positions of %u cells are not kept",
                     self->cells->len),
        self->cells->len);
}

void
redan_drawio_page (RedanRelay *relay, const RedanDrawioPage *page, guint index)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (free_cell);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  Page self = { .relay = relay, .page = page, .cells = cells, .by_id = by_id };

  for (const RedanForeignXmlNode *at = page->root != NULL ? page->root->first_child : NULL;
       at != NULL; at = at->next)
    collect_cell (&self, at);
  find_parents (&self);
  for (guint i = 0; i < cells->len; i++)
    measure (g_ptr_array_index (cells, i));
  add_origins (&self);
  collect_labels (&self);
  classify (&self);
  pass_diagram (&self, index);

  for (guint i = 0; i < cells->len && relay->alive; i++)
    {
      const RedanDrawioCell *cell = g_ptr_array_index (cells, i);

      if (cell->section == REDAN_N_SECTIONS)
        continue;
      if (cell->line)
        pass_line (&self, cell);
      else if (cell->section == REDAN_SECTION_FLOW)
        pass_flow (&self, cell);
      else
        pass_vertex (&self, cell);
    }
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  RedanDrawioFile *file = redan_drawio_open (data, length, error);
  RedanRelay relay;

  if (file == NULL)
    return FALSE;

  redan_relay_init (&relay, sink, NULL);
  redan_relay_meta (
      &relay,
      file->pages->len > 0 ? ((RedanDrawioPage *) g_ptr_array_index (file->pages, 0))->id : "",
      NULL);
  for (guint i = 0; i < file->pages->len && relay.alive; i++)
    redan_drawio_page (&relay, g_ptr_array_index (file->pages, i), i);
  redan_relay_clear (&relay);
  redan_drawio_close (file);
  return TRUE;
}

static gboolean
begins (const guint8 *data, gsize length)
{
  return redan_foreign_xml_looks_like (data, length) ||
         (length > 4 && memcmp (data, "\x89PNG", 4) == 0);
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  return redan_drawio_holds (data, length) ? 90 : 0;
}

const RedanImporter redan_importer_drawio = {
  .name = "drawio",
  .family = "drawio",
  .title = "draw.io",
  .begins = begins,
  .detect = detect,
  .parse = parse,
};
