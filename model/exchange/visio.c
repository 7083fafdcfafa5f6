/* SPDX-License-Identifier: Apache-2.0 */
/* Visio drawings (.vsdx): pages, masters, shapes with their boxes and texts, and what glues lines
 * to shapes. Structure after [MS-VSDX]. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/component-kinds.h"
#include "model/exchange/foreign-xml.h"
#include "model/exchange/relay.h"
#include "model/exchange/visio-files.h"

#define PAGES "visio/pages/pages.xml"
#define MASTERS "visio/masters/masters.xml"
#define PROPERTIES "docProps/core.xml"
#define PIXELS_PER_INCH 96.0
#define NEAR 24.0 /* px from a box at which a line that is not glued is taken to touch it */
#define MAX_PAGES 1000
#define MAX_MASTERS 5000
#define MAX_NUMBER 1e9 /* inches */
#define MAX_SHAPES 200000
#define MAX_DEPTH 60
#define MAX_SEARCHED                                                                               \
  5000 /* lines and shapes of a page for which touching and holding are looked for */

/** Master: what shapes inherit: the cells of its first shape */
typedef struct
{
  char *name;
  RedanForeignXml *tree;
  const RedanForeignXmlNode *shape;
} Master;

/**
 * Shape: of a page
 * @owner: (nullable): the shape that is an object of the model, for parts of it
 * @x, @y, @width, @height: in px, from the upper left corner of the page
 * @ends: of a line: x, y of its begin and of its end
 */
typedef struct _Shape Shape;
struct _Shape
{
  const RedanForeignXmlNode *node;
  const Master *master;
  Shape *owner;
  const char *id;
  char *text;
  char *stencil;
  const char *foreign;
  RedanSection section;
  double x, y, width, height;
  double ends[4];
  gboolean line;
  gboolean glued; /* a line holds on to it */
  gboolean holds; /* another shape lies in it */
  Shape *glue[2];
};

typedef struct
{
  RedanRelay relay;
  RedanZip *zip;
  GHashTable *masters; /* id: Master */
} Drawing;

typedef struct
{
  Drawing *drawing;
  const char *id;
  const char *diagram;
  double height;     /* of the page, inches */
  GPtrArray *shapes; /* those that are objects, and lines */
  GHashTable *by_id; /* every shape */
} Page;

static void
free_shape (gpointer data)
{
  Shape *shape = data;

  g_free (shape->text);
  g_free (shape->stencil);
  g_free (shape);
}

static void
free_master (gpointer data)
{
  Master *master = data;

  g_free (master->name);
  g_clear_pointer (&master->tree, redan_foreign_xml_free);
  g_free (master);
}

/* ---- cells ---- */

/* Own parser of numbers: no locale, no "nan", no hexadecimal. */
static gboolean
parse_number (const char *text, double *value_out)
{
  char *end;

  if (text == NULL || *text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  *value_out = g_ascii_strtod (text, &end);
  return *end == '\0' && fabs (*value_out) <= MAX_NUMBER;
}

static const RedanForeignXmlNode *
find_cell (const RedanForeignXmlNode *node, const char *name)
{
  for (const RedanForeignXmlNode *at = node != NULL ? node->first_child : NULL; at != NULL;
       at = at->next)
    if (strcmp (at->name, "Cell") == 0 && g_strcmp0 (redan_foreign_xml_get (at, "N"), name) == 0)
      return at;
  return NULL;
}

/* Of the shape, else of its master. */
static gboolean
get_number (const Shape *shape, const char *name, double *value_out)
{
  const RedanForeignXmlNode *cell = find_cell (shape->node, name);

  if (cell != NULL && parse_number (redan_foreign_xml_get (cell, "V"), value_out))
    return TRUE;
  cell = shape->master != NULL ? find_cell (shape->master->shape, name) : NULL;
  return cell != NULL && parse_number (redan_foreign_xml_get (cell, "V"), value_out);
}

static double
get_or (const Shape *shape, const char *name, double otherwise)
{
  double value;

  return get_number (shape, name, &value) ? value : otherwise;
}

static char *
dup_text (const RedanForeignXmlNode *node)
{
  g_autofree char *text = g_strdup (redan_foreign_xml_text (node, "Text"));
  g_auto (GStrv) lines = NULL;

  g_strstrip (text);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strstrip (lines[i]);
  return g_strjoinv ("\n", lines);
}

/* ---- shapes ---- */

/* "Rectangle.67" is the 67th; Lucidchart writes "com.lucidchart.AmazonEC2AWS2021". */
static char *
dup_stencil (const Shape *shape)
{
  static const char lucid[] = "com.lucidchart.";
  const char *own = redan_foreign_xml_get (shape->node, "Name");
  const char *name = shape->master != NULL ? shape->master->name : "";
  gsize length;

  if (own == NULL)
    own = redan_foreign_xml_get (shape->node, "NameU");
  if (own != NULL && (*name == '\0' || g_str_has_prefix (name, lucid)))
    name = own;
  if (g_str_has_prefix (name, lucid))
    name += strlen (lucid);
  length = strlen (name);
  while (length > 0 && g_ascii_isdigit (name[length - 1]))
    length--;
  return length > 1 && name[length - 1] == '.' ? g_strndup (name, length - 1) : g_strdup (name);
}

/* @left, @top: where the coordinates of the shape are counted from: in px, y from below in inches
 */
static void
measure (Page *self, Shape *shape, double left, double bottom)
{
  const double width = get_or (shape, "Width", 0);
  const double height = get_or (shape, "Height", 0);
  const double x = left + get_or (shape, "PinX", 0) - get_or (shape, "LocPinX", width / 2);
  const double y = bottom + get_or (shape, "PinY", 0) - get_or (shape, "LocPinY", height / 2);
  double value;

  shape->x = x * PIXELS_PER_INCH;
  shape->y = (self->height - y - height) * PIXELS_PER_INCH;
  shape->width = width * PIXELS_PER_INCH;
  shape->height = height * PIXELS_PER_INCH;
  shape->line = get_number (shape, "BeginX", &value) && get_number (shape, "EndX", &value);
  shape->ends[0] = (left + get_or (shape, "BeginX", 0)) * PIXELS_PER_INCH;
  shape->ends[1] = (self->height - bottom - get_or (shape, "BeginY", 0)) * PIXELS_PER_INCH;
  shape->ends[2] = (left + get_or (shape, "EndX", 0)) * PIXELS_PER_INCH;
  shape->ends[3] = (self->height - bottom - get_or (shape, "EndY", 0)) * PIXELS_PER_INCH;
}

/* The first text in the parts of a group. */
static char *
find_inner_text (const RedanForeignXmlNode *group, guint depth)
{
  const RedanForeignXmlNode *list = redan_foreign_xml_find (group, "Shapes");

  for (const RedanForeignXmlNode *at = list != NULL ? list->first_child : NULL;
       at != NULL && depth < MAX_DEPTH; at = at->next)
    {
      g_autofree char *text = dup_text (at);
      g_autofree char *inner = *text == '\0' ? find_inner_text (at, depth + 1) : NULL;

      if (*text != '\0')
        return g_steal_pointer (&text);
      if (inner != NULL && *inner != '\0')
        return g_steal_pointer (&inner);
    }
  return NULL;
}

static void collect (
    Page *self, const RedanForeignXmlNode *list, Shape *owner, const double *origin, guint depth);

/* A group that a person made of shapes is no thing of its own: neither a master nor a text. */
static gboolean
is_loose_group (const Shape *shape)
{
  return shape->master == NULL && *shape->text == '\0' &&
         redan_foreign_xml_find (shape->node, "Shapes") != NULL;
}

static void
collect_one (
    Page *self, const RedanForeignXmlNode *node, Shape *owner, const double *origin, guint depth)
{
  const char *master = redan_foreign_xml_get (node, "Master");
  Shape *shape = g_new0 (Shape, 1);
  gboolean loose;

  shape->node = node;
  shape->id = redan_foreign_xml_get (node, "ID");
  shape->master = master != NULL ? g_hash_table_lookup (self->drawing->masters, master) : NULL;
  shape->text = dup_text (node);
  shape->stencil = dup_stencil (shape);
  shape->owner = owner;
  shape->section = REDAN_N_SECTIONS;
  measure (self, shape, origin[0], origin[1]);
  loose = owner == NULL && is_loose_group (shape);
  g_ptr_array_add (self->shapes, shape);
  if (shape->id != NULL && !g_hash_table_contains (self->by_id, shape->id))
    g_hash_table_insert (self->by_id, (gpointer) shape->id, shape);
  if (owner == NULL && !loose)
    {
      shape->owner = shape;
      if (*shape->text == '\0')
        {
          char *inner = find_inner_text (node, 0);

          g_free (shape->text);
          shape->text = inner != NULL ? inner : g_strdup ("");
        }
    }
  collect (self, redan_foreign_xml_find (node, "Shapes"), loose ? NULL : shape->owner,
           (const double[]){ shape->x / PIXELS_PER_INCH,
                             self->height - (shape->y + shape->height) / PIXELS_PER_INCH },
           depth + 1);
}

static void
collect (
    Page *self, const RedanForeignXmlNode *list, Shape *owner, const double *origin, guint depth)
{
  for (const RedanForeignXmlNode *at = list != NULL ? list->first_child : NULL;
       at != NULL && depth < MAX_DEPTH && self->shapes->len < MAX_SHAPES; at = at->next)
    if (strcmp (at->name, "Shape") == 0 && redan_foreign_xml_get (at, "Del") == NULL)
      collect_one (self, at, owner, origin, depth);
}

static gboolean
is_object (const Shape *shape)
{
  return shape->owner == shape;
}

static void
read_glue (Page *self, const RedanForeignXmlNode *list)
{
  for (const RedanForeignXmlNode *at = list != NULL ? list->first_child : NULL; at != NULL;
       at = at->next)
    {
      const char *from = redan_foreign_xml_get (at, "FromSheet");
      const char *to = redan_foreign_xml_get (at, "ToSheet");
      const char *cell = redan_foreign_xml_get (at, "FromCell");
      Shape *line = from != NULL ? g_hash_table_lookup (self->by_id, from) : NULL;
      Shape *end = to != NULL ? g_hash_table_lookup (self->by_id, to) : NULL;

      if (line == NULL || !line->line || end == NULL || end->owner == NULL || end->owner == line)
        continue;
      if (g_strcmp0 (cell, "BeginX") == 0)
        line->glue[0] = end->owner;
      else if (g_strcmp0 (cell, "EndX") == 0)
        line->glue[1] = end->owner;
      end->owner->glued = TRUE;
    }
}

static gboolean
contains (const Shape *outer, const Shape *inner)
{
  return inner->x >= outer->x && inner->y >= outer->y &&
         inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height &&
         inner->width * inner->height < outer->width * outer->height;
}

static void
find_holders (Page *self)
{
  if (self->shapes->len > MAX_SEARCHED)
    return;
  for (guint i = 0; i < self->shapes->len; i++)
    {
      Shape *outer = self->shapes->pdata[i];

      if (!is_object (outer) || outer->line || outer->width <= 0)
        continue;
      for (guint j = 0; j < self->shapes->len && !outer->holds; j++)
        {
          const Shape *inner = self->shapes->pdata[j];

          outer->holds = inner != outer && is_object (inner) && !inner->line && inner->width > 0 &&
                         contains (outer, inner);
        }
    }
}

/* "AmazonEC2AWS2021", "SQLDatabase" and "DynamoDBAWS19" have words, too. */
static char *
split_words (const char *name)
{
  GString *split = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++)
    {
      if (at > name && g_ascii_isupper (*at) &&
          (!g_ascii_isupper (at[-1]) || g_ascii_islower (at[1]) || g_str_has_prefix (at, "AWS")))
        g_string_append_c (split, '-');
      g_string_append_c (split, *at);
    }
  return g_string_free (split, FALSE);
}

static gboolean
names_zone (const char *words)
{
  static const char *const zones[] = { "trust",  "zone",      "boundary", "vpc",
                                       "subnet", "container", "swimlane", "region" };
  g_autofree char *lower = g_ascii_strdown (words, -1);

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strstr (lower, zones[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A text that stands on the page, or a stencil for what is said about a drawing; nothing holds on
 * to it. */
static gboolean
is_remark (const Shape *shape)
{
  static const char *const stencils[] = {
    "note",    "callout",     "comment",  "legend",   "title",
    "revised", "title block", "drawn by", "text box", "block - top label",
  };

  if (shape->master == NULL && *shape->stencil == '\0')
    return *shape->text != '\0';
  for (guint i = 0; i < G_N_ELEMENTS (stencils); i++)
    if (g_ascii_strcasecmp (shape->stencil, stencils[i]) == 0)
      return TRUE;
  return FALSE;
}

static RedanSection
choose_section (const Shape *shape)
{
  g_autofree char *words = split_words (shape->stencil);

  if (shape->line)
    return REDAN_SECTION_FLOW;
  if (shape->glued)
    return REDAN_SECTION_ELEMENT;
  if (shape->holds || names_zone (words))
    return REDAN_SECTION_BOUNDARY;
  return is_remark (shape) ? REDAN_SECTION_NOTE : REDAN_SECTION_ELEMENT;
}

static void
classify (Page *self)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      Shape *shape = self->shapes->pdata[i];
      g_autofree char *wanted = NULL;

      if (!is_object (shape))
        continue;
      shape->section = choose_section (shape);
      wanted = shape->id != NULL ? g_strdup_printf ("%s/%s", self->id, shape->id)
                                 : g_strdup_printf ("%s/#%u", self->id, i);
      shape->foreign = redan_relay_claim (&self->drawing->relay, shape->section, wanted);
    }
}

/* ---- passing on ---- */

static void
pass_properties (RedanRelay *relay, const RedanForeignXmlNode *node)
{
  for (const RedanForeignXmlNode *section = node->first_child; section != NULL;
       section = section->next)
    {
      if (strcmp (section->name, "Section") != 0 ||
          g_strcmp0 (redan_foreign_xml_get (section, "N"), "Property") != 0)
        continue;
      for (const RedanForeignXmlNode *row = section->first_child; row != NULL; row = row->next)
        {
          const RedanForeignXmlNode *label = find_cell (row, "Label");
          const RedanForeignXmlNode *value = find_cell (row, "Value");
          const char *name = label != NULL ? redan_foreign_xml_get (label, "V") : NULL;
          g_autofree char *key = NULL;

          if (name == NULL || *name == '\0')
            name = redan_foreign_xml_get (row, "N");
          key = g_strconcat ("property/", name != NULL ? name : "", NULL);
          redan_relay_keep (relay, key, name != NULL ? name : "",
                            value != NULL ? redan_foreign_xml_get (value, "V") : NULL);
        }
    }
}

static void
begin (Page *self, const Shape *shape)
{
  RedanRelay *relay = &self->drawing->relay;

  if (relay->alive)
    relay->alive = relay->sink->object (relay->sink, shape->section, shape->foreign);
  redan_relay_extra (relay, "id", shape->id);
}

static void
pass_note (Page *self, const Shape *shape)
{
  RedanRelay *relay = &self->drawing->relay;
  g_autofree char *first = redan_relay_first_line (shape->text);

  begin (self, shape);
  redan_relay_field (relay, REDAN_FIELD_NAME, first);
  if (strcmp (first, shape->text) != 0)
    redan_relay_field (relay, REDAN_FIELD_DESCRIPTION, shape->text);
  redan_relay_refer (relay, REDAN_FIELD_DIAGRAM, REDAN_SECTION_DIAGRAM, self->diagram);
  if (shape->width > 0 && shape->height > 0)
    redan_relay_place (relay, self->diagram, shape->x, shape->y, shape->width, shape->height);
  redan_relay_extra (relay, "stencil", shape->stencil);
  if (*shape->stencil == '\0')
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is a text without a stencil; taken as a note"));
  else
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as \"%.80s\"; taken as a note"),
                      shape->stencil);
}

static void
pass_box (Page *self, const Shape *shape)
{
  RedanRelay *relay = &self->drawing->relay;
  const char *stencil = shape->stencil;
  g_autofree char *words = split_words (stencil);
  g_autofree char *both = g_strconcat (words, " ", shape->text, NULL);
  const char *kind = "trust-zone";
  const char *tech = NULL;

  begin (self, shape);
  redan_relay_field (relay, REDAN_FIELD_NAME, *shape->text != '\0' ? shape->text : stencil);
  if (shape->section == REDAN_SECTION_ELEMENT)
    {
      if (!redan_component_kind_guess (words, &kind, &tech) &&
          !redan_component_kind_guess (both, &kind, &tech) && strcmp (stencil, "Cloud") == 0)
        kind = "external";
      redan_relay_attribute (relay, "tech", tech);
    }
  redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  redan_relay_extra (relay, "stencil", stencil);
  if (shape->width > 0 && shape->height > 0)
    redan_relay_place (relay, self->diagram, shape->x, shape->y, shape->width, shape->height);
  if (shape->section == REDAN_SECTION_BOUNDARY)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is drawn around others or called a zone (%.80s); taken as a boundary"),
                      stencil);
  else
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as \"%.80s\"; taken as %s"),
                      stencil, kind);
  pass_properties (relay, shape->node);
}

static double
get_distance (const Shape *shape, double x, double y)
{
  const double dx = MAX (MAX (shape->x - x, x - shape->x - shape->width), 0);
  const double dy = MAX (MAX (shape->y - y, y - shape->y - shape->height), 0);

  return MAX (dx, dy);
}

/* The nearest element at the end of a line, of two the smaller. */
static Shape *
find_touched (Page *self, double x, double y)
{
  Shape *found = NULL;

  for (guint i = 0; i < self->shapes->len && self->shapes->len <= MAX_SEARCHED; i++)
    {
      Shape *shape = self->shapes->pdata[i];
      const double distance = get_distance (shape, x, y);
      double other;

      if (shape->section != REDAN_SECTION_ELEMENT || shape->width <= 0 || distance > NEAR)
        continue;
      other = found != NULL ? get_distance (found, x, y) : NEAR + 1;
      if (distance < other ||
          (distance <= other && shape->width * shape->height < found->width * found->height))
        found = shape;
    }
  return found;
}

/* Returns: whether the end hangs on an element */
static gboolean
pass_end (Page *self, const Shape *line, guint end, RedanField field)
{
  RedanRelay *relay = &self->drawing->relay;
  const Shape *glued = line->glue[end];
  const Shape *touched = NULL;

  if (glued != NULL && glued->section == REDAN_SECTION_ELEMENT)
    {
      redan_relay_refer (relay, field, REDAN_SECTION_ELEMENT, glued->foreign);
      return TRUE;
    }
  touched = find_touched (self, line->ends[2 * end], line->ends[2 * end + 1]);
  if (touched == NULL)
    {
      redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                        end == 0 ? _ ("its begin is at no element; kept without that end")
                                 : _ ("its end is at no element; kept without that end"));
      return FALSE;
    }
  redan_relay_refer (relay, field, REDAN_SECTION_ELEMENT, touched->foreign);
  redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                    end == 0 ? _ ("its begin is not glued, but touches \"%.80s\"; attached to it")
                             : _ ("its end is not glued, but touches \"%.80s\"; attached to it"),
                    *touched->text != '\0' ? touched->text : touched->stencil);
  return TRUE;
}

static void
pass_line (Page *self, const Shape *line)
{
  RedanRelay *relay = &self->drawing->relay;
  const gboolean at_begin = get_or (line, "BeginArrow", 0) > 0;
  const gboolean at_end = get_or (line, "EndArrow", 0) > 0;
  const gboolean backwards = at_begin && !at_end;
  gboolean held[2];

  begin (self, line);
  redan_relay_field (relay, REDAN_FIELD_NAME, line->text);
  held[0] = pass_end (self, line, 0, backwards ? REDAN_FIELD_TARGET : REDAN_FIELD_SOURCE);
  held[1] = pass_end (self, line, 1, backwards ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET);
  if (at_begin && at_end)
    redan_relay_field (relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
  else if (!at_begin && !at_end)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("has no arrow; taken to run the way it was drawn"));
  for (guint i = 0; i < 2; i++)
    {
      const guint end = backwards ? 1 - i : i;

      if (!held[end])
        redan_relay_point (relay, self->diagram, line->ends[2 * end], line->ends[2 * end + 1]);
    }
  redan_relay_attribute (relay, "protocol", redan_relay_find_protocol (line->text));
  pass_properties (relay, line->node);
}

static void
pass_page (Drawing *self,
           const RedanForeignXmlNode *head,
           const RedanForeignXmlNode *contents,
           guint index)
{
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func (free_shape);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *order = g_strdup_printf ("%u", index + 1);
  const RedanForeignXmlNode *height =
      find_cell (redan_foreign_xml_find (head, "PageSheet"), "PageHeight");
  const char *id = redan_foreign_xml_get (head, "ID");
  const char *name = redan_foreign_xml_get (head, "Name");
  g_autofree char *wanted = id != NULL ? g_strdup (id) : g_strdup_printf ("#%u", index);
  Page page = { .drawing = self, .id = wanted, .shapes = shapes, .by_id = by_id };

  if (height == NULL || !parse_number (redan_foreign_xml_get (height, "V"), &page.height))
    page.height = 0;
  collect (&page, redan_foreign_xml_find (contents, "Shapes"), NULL, (const double[]){ 0, 0 }, 0);
  read_glue (&page, redan_foreign_xml_find (contents, "Connects"));
  find_holders (&page);
  classify (&page);

  page.diagram = redan_relay_begin (&self->relay, REDAN_SECTION_DIAGRAM, wanted, NULL);
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  redan_relay_field (&self->relay, REDAN_FIELD_ORDER, order);
  if (shapes->len > 0)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("colours, fonts, layers, turned shapes and the way of lines are not "
                         "kept"));
  for (guint i = 0; i < shapes->len && self->relay.alive; i++)
    {
      const Shape *shape = shapes->pdata[i];

      if (shape->section == REDAN_SECTION_FLOW)
        pass_line (&page, shape);
      else if (shape->section == REDAN_SECTION_NOTE)
        pass_note (&page, shape);
      else if (shape->section != REDAN_N_SECTIONS)
        pass_box (&page, shape);
    }
}

/* ---- the drawing ---- */

/* The name of the part that a page or master stands in, or NULL. */
static const char *
find_part (GHashTable *parts, const RedanForeignXmlNode *node)
{
  const RedanForeignXmlNode *relation = redan_foreign_xml_find (node, "Rel");
  const char *id = relation != NULL ? redan_foreign_xml_get (relation, "id") : NULL;

  return id != NULL ? g_hash_table_lookup (parts, id) : NULL;
}

/* A master that cannot be read gives a name and nothing to inherit. */
static void
read_masters (Drawing *self)
{
  g_autoptr (RedanForeignXml) list =
      redan_zip_has (self->zip, MASTERS) ? redan_visio_read_xml (self->zip, MASTERS, NULL) : NULL;
  g_autoptr (GHashTable) parts = redan_visio_read_relations (
      self->zip, "visio/masters/_rels/masters.xml.rels", "visio/masters/");
  const RedanForeignXmlNode *root = list != NULL ? redan_foreign_xml_get_root (list) : NULL;
  guint n_masters = 0;

  for (const RedanForeignXmlNode *at = root != NULL ? root->first_child : NULL;
       at != NULL && n_masters < MAX_MASTERS; at = at->next, n_masters++)
    {
      const char *id = redan_foreign_xml_get (at, "ID");
      const char *name = redan_foreign_xml_get (at, "NameU");
      const char *path = find_part (parts, at);
      Master *master;

      if (id == NULL || g_hash_table_contains (self->masters, id))
        continue;
      master = g_new0 (Master, 1);
      master->name = g_strdup (name != NULL ? name : redan_foreign_xml_get (at, "Name"));
      if (master->name == NULL)
        master->name = g_strdup ("");
      if (path != NULL && redan_zip_has (self->zip, path))
        master->tree = redan_visio_read_xml (self->zip, path, NULL);
      if (master->tree != NULL)
        master->shape = redan_foreign_xml_find (
            redan_foreign_xml_find (redan_foreign_xml_get_root (master->tree), "Shapes"), "Shape");
      g_hash_table_insert (self->masters, g_strdup (id), master);
    }
}

static void
pass_title (Drawing *self)
{
  g_autoptr (RedanForeignXml) properties = redan_zip_has (self->zip, PROPERTIES)
                                               ? redan_visio_read_xml (self->zip, PROPERTIES, NULL)
                                               : NULL;

  redan_relay_meta (&self->relay, "", NULL);
  if (properties == NULL)
    return;
  redan_relay_field (&self->relay, REDAN_FIELD_NAME,
                     redan_foreign_xml_text (redan_foreign_xml_get_root (properties), "title"));
  redan_relay_field (
      &self->relay, REDAN_FIELD_DESCRIPTION,
      redan_foreign_xml_text (redan_foreign_xml_get_root (properties), "description"));
}

static gboolean
pass_pages (Drawing *self, const RedanForeignXmlNode *root, GError **error)
{
  g_autoptr (GHashTable) parts =
      redan_visio_read_relations (self->zip, "visio/pages/_rels/pages.xml.rels", "visio/pages/");
  guint n = 0;

  for (const RedanForeignXmlNode *at = root->first_child; at != NULL && self->relay.alive;
       at = at->next)
    {
      const char *path = find_part (parts, at);
      g_autoptr (RedanForeignXml) page = NULL;

      if (strcmp (at->name, "Page") != 0 ||
          g_strcmp0 (redan_foreign_xml_get (at, "Background"), "1") == 0)
        continue;
      if (n >= MAX_PAGES || path == NULL)
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                       n >= MAX_PAGES ? _ ("%u: %s: there are too many pages; split the drawing")
                                      : _ ("%u: %s: a page has no content; save the drawing again"),
                       at->line, PAGES);
          return FALSE;
        }
      page = redan_visio_read_xml (self->zip, path, error);
      if (page == NULL)
        return FALSE;
      pass_page (self, at, redan_foreign_xml_get_root (page), n++);
    }
  return TRUE;
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanZip) zip = redan_zip_open (data, length, error);
  g_autoptr (RedanForeignXml) pages = NULL;
  Drawing self = { .zip = zip };
  gboolean done;

  if (zip != NULL)
    pages = redan_visio_read_xml (zip, PAGES, error);
  if (pages == NULL)
    {
      g_prefix_error (error, "1:1: ");
      return FALSE;
    }
  self.masters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_master);
  redan_relay_init (&self.relay, sink, NULL);
  read_masters (&self);
  pass_title (&self);
  done = pass_pages (&self, redan_foreign_xml_get_root (pages), error);
  redan_relay_clear (&self.relay);
  g_hash_table_unref (self.masters);
  if (!done)
    g_prefix_error (error, "1:1: ");
  return done;
}

static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  g_autoptr (RedanZip) zip =
      redan_zip_looks_like (data, length) ? redan_zip_open (data, length, NULL) : NULL;

  return zip != NULL && redan_zip_has (zip, PAGES) ? 95 : 0;
}

const RedanImporter redan_importer_visio = {
  .name = "visio",
  .family = "visio",
  .title = "Visio (vsdx)",
  .begins = redan_zip_looks_like,
  .detect = detect,
  .parse = parse,
};
