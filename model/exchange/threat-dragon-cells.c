/* SPDX-License-Identifier: Apache-2.0 */
/* The drawn cells of a Threat Dragon diagram: elements, flows, boundaries, text blocks, and what is
 * said of them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-private.h"

typedef struct
{
  const char *word;
  RedanSection section;
  const char *kind;
  gboolean line;
} KindWord;

/* data.type (version 2) or type (version 1) decides; the shape only when there is no such word. */
static const KindWord type_words[] = {
  { "tm.Actor", REDAN_SECTION_ELEMENT, "actor", FALSE },
  { "tm.Process", REDAN_SECTION_ELEMENT, "process", FALSE },
  { "tm.Store", REDAN_SECTION_ELEMENT, "store", FALSE },
  { "tm.Flow", REDAN_SECTION_FLOW, NULL, FALSE },
  { "tm.Boundary", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "tm.BoundaryBox", REDAN_SECTION_BOUNDARY, "trust-zone", FALSE },
  { "tm.BoundaryCurve", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "tm.Text", REDAN_SECTION_NOTE, NULL, FALSE },
};

/* "trust-broundary-curve" stands in files of released versions. */
static const KindWord shape_words[] = {
  { "actor", REDAN_SECTION_ELEMENT, "actor", FALSE },
  { "process", REDAN_SECTION_ELEMENT, "process", FALSE },
  { "store", REDAN_SECTION_ELEMENT, "store", FALSE },
  { "flow", REDAN_SECTION_FLOW, NULL, FALSE },
  { "trust-boundary", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "trust-boundary-box", REDAN_SECTION_BOUNDARY, "trust-zone", FALSE },
  { "trust-boundary-curve", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "trust-broundary-curve", REDAN_SECTION_BOUNDARY, "trust-zone", TRUE },
  { "td-text-block", REDAN_SECTION_NOTE, NULL, FALSE },
};

static const char *const known_cell[] = {
  "type",     "shape",     "id",      "position",  "size",   "angle",  "z",       "zIndex",
  "attrs",    "ports",     "label",   "labels",    "markup", "data",   "source",  "target",
  "vertices", "connector", "router",  "smooth",    "width",  "height", "visible", "tools",
  "view",     "name",      "threats", "$$hashKey", NULL,
};

/* What is computed from the rest, or is passed on by name. */
static const char *const known_data[] = {
  "type",
  "name",
  "description",
  "threats",
  "outOfScope",
  "reasonOutOfScope",
  "isBidirectional",
  "isPublicNetwork",
  "isEncrypted",
  "protocol",
  "isALog",
  "hasOpenThreats",
  "isTrustBoundary",
  "threatFrequency",
  "containedElements",
  "crossingFlows",
  NULL,
};

static const KindWord *
find_word (const KindWord *words, guint n, const char *word)
{
  for (guint i = 0; i < n && word != NULL; i++)
    {
      if (strcmp (words[i].word, word) == 0)
        return &words[i];
    }

  return NULL;
}

static void
free_cell (RedanDragonCell *self)
{
  g_free (self->id);
  g_free (self->foreign);
  g_free (self);
}

static char *
dup_cell_name (RedanDragon *self, const RedanDragonCell *cell)
{
  return g_strdup_printf (_ ("diagram \"%s\", cell %u (%s)"), self->diagram_name, cell->index + 1,
                          cell->id != NULL ? cell->id : _ ("without id"));
}

static gboolean
is_point (RedanNode *value)
{
  return redan_node_get (value, "x") != NULL && redan_node_get (value, "y") != NULL;
}

static void
find_kind (RedanDragonCell *cell)
{
  const char *shape = redan_node_get_text (redan_node_get (cell->cell, "shape"));
  const char *type = redan_node_get_text (redan_node_get (cell->data, "type"));
  const KindWord *word = find_word (type_words, G_N_ELEMENTS (type_words), type);

  if (word == NULL)
    word = find_word (shape_words, G_N_ELEMENTS (shape_words), shape);
  if (word == NULL)
    return;

  cell->section = word->section;
  cell->kind = word->kind;
  /* A boundary with a box and no ends is a box whatever it is called. */
  cell->line = word->line && !(redan_node_is_object (redan_node_get (cell->cell, "size")) &&
                               is_point (redan_node_get (cell->cell, "position")) &&
                               redan_node_get (cell->cell, "source") == NULL);
}

static RedanNode *
keep_value (RedanDragon *self, const RedanNode *value)
{
  if (value == NULL)
    return NULL;
  redan_tree_add_copy (self->tree, value);
  return redan_tree_take (self->tree);
}

/* Lines that hang on this cell need its box when the cell itself is no longer in memory. */
static void
keep_box (RedanDragon *self, RedanDragonCell *cell)
{
  RedanNode *position = redan_node_get (cell->cell, "position");
  RedanNode *size = redan_node_get (cell->cell, "size");
  RedanNode *numbers[] = { redan_node_get (position, "x"), redan_node_get (position, "y"),
                           redan_node_get (size, "width"), redan_node_get (size, "height") };

  cell->has_box = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cell->has_box = cell->has_box && redan_node_is_number (numbers[i]);
      cell->box[i] = redan_node_get_number (numbers[i]);
    }

  if (cell->has_box)
    return;
  cell->position = keep_value (self, position);
  cell->size = keep_value (self, size);
}

static void
set_value (RedanDragonCell *cell, RedanNode *value)
{
  RedanNode *data = redan_node_get (value, "data");

  cell->cell = value;
  cell->data = redan_node_is_object (data) ? data : value;
}

static RedanDragonCell *
collect_cell (RedanDragon *self, RedanNode *value, guint index)
{
  RedanDragonCell *cell = g_new0 (RedanDragonCell, 1);
  RedanNode *id = redan_node_get (value, "id");
  g_autofree char *wanted = NULL;

  set_value (cell, value);
  cell->index = index;
  cell->section = REDAN_N_SECTIONS;
  if ((redan_node_is_text (id) && *redan_node_get_text (id) != '\0') || redan_node_is_number (id))
    cell->id = redan_node_to_text (id);

  find_kind (cell);
  keep_box (self, cell);
  if (cell->section == REDAN_N_SECTIONS)
    return cell;

  wanted = cell->id != NULL ? g_strdup_printf ("%s/%s", self->diagram, cell->id)
                            : g_strdup_printf ("%s/#%u", self->diagram, index);
  cell->foreign = redan_relay_dup_claim (&self->relay, cell->section, wanted, &cell->repeated);
  return cell;
}

static const char *
look_text (RedanNode *object, const char *first, const char *second)
{
  RedanNode *inner = redan_node_get (object, first);
  const char *text = redan_node_get_text (second != NULL ? redan_node_get (inner, second) : inner);

  return text != NULL && *text != '\0' ? text : NULL;
}

/* The text that is drawn; it repeats the name and may be stale. */
static const char *
look_drawn_name (const RedanDragonCell *cell)
{
  static const char *const places[] = { "text", "label", "headerText", "labelText" };
  RedanNode *attrs = redan_node_get (cell->cell, "attrs");
  RedanNode *label = redan_node_get_item (redan_node_get (cell->cell, "labels"), 0);
  const char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places) && text == NULL; i++)
    text = look_text (attrs, places[i], "text");
  if (text == NULL)
    text = look_text (cell->cell, "label", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places) && text == NULL; i++)
    text = look_text (redan_node_get (label, "attrs"), places[i], "text");
  return text;
}

static gboolean
reads_alike (const char *a, const char *b)
{
  for (;; a++, b++)
    {
      while (g_ascii_isspace (*a))
        a++;
      while (g_ascii_isspace (*b))
        b++;
      if (*a != *b)
        return FALSE;
      if (*a == '\0')
        return TRUE;
    }
}

static void
pass_name (RedanDragon *self, const RedanDragonCell *cell)
{
  g_autofree char *name = redan_dragon_dup_text (self, cell->data, "name");
  const char *drawn = look_drawn_name (cell);

  if (name == NULL)
    {
      redan_relay_field (&self->relay, REDAN_FIELD_NAME, drawn);
      return;
    }

  redan_relay_field (&self->relay, REDAN_FIELD_NAME, name);
  if (drawn == NULL || reads_alike (name, drawn) || !self->relay.alive)
    return;
  self->relay.alive = self->relay.sink->extra (self->relay.sink, "drawn-name", drawn);
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                    _ ("is drawn with another text, which is kept only as a remark: %s"), drawn);
}

static void
attribute (RedanDragon *self, const char *name, const char *value)
{
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->attribute (self->relay.sink, name, value);
}

static gboolean
read_number (RedanDragon *self, RedanNode *object, const char *key, double *number_out)
{
  RedanNode *value = redan_node_get (object, key);
  const char *text = redan_node_get_text (value);
  char *end = NULL;

  if (redan_node_is_number (value))
    {
      *number_out = redan_node_get_number (value);
      return TRUE;
    }
  if (text == NULL || *text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;

  *number_out = g_ascii_strtod (text, &end);
  if (*end != '\0')
    return FALSE;
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" is the text \"%s\"; taken as a number"), key, text);
  return TRUE;
}

static gboolean
read_box (RedanDragon *self, const RedanDragonCell *cell, double box[4])
{
  if (cell->has_box)
    {
      memcpy (box, cell->box, sizeof cell->box);
      return TRUE;
    }

  return read_number (self, cell->position, "x", &box[0]) &&
         read_number (self, cell->position, "y", &box[1]) &&
         read_number (self, cell->size, "width", &box[2]) &&
         read_number (self, cell->size, "height", &box[3]);
}

static void
pass_place (RedanDragon *self, const RedanDragonCell *cell)
{
  double box[4];

  if (!read_box (self, cell, box))
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("has no usable position and size; not placed in the diagram"));
  else
    redan_relay_place (&self->relay, self->diagram, box[0], box[1], box[2], box[3]);
}

static void
pass_point (RedanDragon *self, RedanNode *point)
{
  double x;
  double y;

  if (!read_number (self, point, "x", &x) || !read_number (self, point, "y", &y))
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("a point of its line has no usable coordinates"));
  else
    redan_relay_point (&self->relay, self->diagram, x, y);
}

static void
pass_vertices (RedanDragon *self, const RedanDragonCell *cell)
{
  RedanNode *vertices = redan_node_get (cell->cell, "vertices");
  gsize i;
  RedanNode *vertex;

  if (!redan_node_is_list (vertices) && !redan_node_is_blank (vertices))
    redan_relay_remark (&self->relay, "vertices", vertices);
  redan_node_foreach_item (vertices, i, vertex) pass_point (self, vertex);
}

static void
pass_centre (RedanDragon *self, const RedanDragonCell *cell)
{
  double box[4];

  if (read_box (self, cell, box) && self->relay.alive)
    self->relay.alive = self->relay.sink->point (self->relay.sink, self->diagram,
                                                 box[0] + box[2] / 2, box[1] + box[3] / 2);
}

/* The cell that an end of a line is attached to; @id_out is what the file calls it. */
static const RedanDragonCell *
find_end (RedanDragon *self, RedanNode *end, char **id_out)
{
  RedanNode *id = redan_node_get (end, "cell");

  if (id == NULL)
    id = redan_node_get (end, "id");
  if (!redan_node_is_text (id) && !redan_node_is_number (id))
    return NULL;

  *id_out = redan_node_to_text (id);
  return g_hash_table_lookup (self->cells, *id_out);
}

/* Returns whether the loose end touches an element. */
static gboolean
pass_touched (RedanDragon *self, RedanNode *end, gboolean source)
{
  const RedanDragonCell *touched = redan_dragon_find_touched (self, end);
  g_autofree char *name = NULL;

  if (touched == NULL)
    return FALSE;
  redan_relay_refer (&self->relay, source ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET,
                     REDAN_SECTION_ELEMENT, touched->foreign);
  name = dup_cell_name (self, touched);
  redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                    source ? _ ("its start is not attached, but touches %s; attached to it")
                           : _ ("its end is not attached, but touches %s; attached to it"),
                    name);
  return TRUE;
}

static void
pass_flow_end (RedanDragon *self, const RedanDragonCell *flow, gboolean source)
{
  const char *key = source ? "source" : "target";
  RedanNode *end = redan_node_get (flow->cell, key);
  g_autofree char *id = NULL;
  const RedanDragonCell *cell = find_end (self, end, &id);

  if (cell != NULL && cell->section == REDAN_SECTION_ELEMENT)
    {
      if (self->relay.alive)
        self->relay.alive = self->relay.sink->reference (
            self->relay.sink, source ? REDAN_FIELD_SOURCE : REDAN_FIELD_TARGET,
            REDAN_SECTION_ELEMENT, cell->foreign);
      return;
    }

  if (cell != NULL)
    {
      g_autofree char *name = dup_cell_name (self, cell);

      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        source ? _ ("starts at what is no element, %s; kept without that end")
                               : _ ("ends at what is no element, %s; kept without that end"),
                        name);
      pass_centre (self, cell);
      return;
    }

  if (id == NULL && pass_touched (self, end, source))
    return;
  if (id != NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      source ? _ ("starts at cell %s, which is not there; kept without that end")
                             : _ ("ends at cell %s, which is not there; kept without that end"),
                      id);
  else
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      source ? _ ("starts at no element; kept without that end")
                             : _ ("ends at no element; kept without that end"));
  if (is_point (end))
    pass_point (self, end);
}

static void
pass_line_end (RedanDragon *self, const RedanDragonCell *line, const char *key)
{
  RedanNode *end = redan_node_get (line->cell, key);
  g_autofree char *id = NULL;
  const RedanDragonCell *cell = find_end (self, end, &id);

  if (is_point (end))
    {
      pass_point (self, end);
      return;
    }

  if (cell != NULL)
    {
      pass_centre (self, cell);
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("the %s of its line hangs on cell %s; drawn to the middle of that"), key,
                        id);
      return;
    }
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("the %s of its line is nowhere"),
                    key);
}

/* "HTTP/S" means either; the flag beside it tells which. */
static const char *
match_protocol (RedanDragon *self, const RedanDragonCell *flow, const char *text)
{
  const char *protocol = redan_dragon_find_protocol (
      text, redan_node_is_true (redan_node_get (flow->data, "isEncrypted")));

  if (protocol != NULL && redan_dragon_find_protocol (text, FALSE) == NULL)
    redan_relay_lose (
        &self->relay, REDAN_LOSS_GUESSED, NULL,
        _ ("the protocol is written \"%s\" and the flow is encrypted; taken as https"), text);
  return protocol;
}

/* Returns the protocol in our words, NULL when it is none of them. */
static const char *
pass_protocol (RedanDragon *self, const RedanDragonCell *flow)
{
  g_autofree char *text = redan_dragon_dup_text (self, flow->data, "protocol");
  const char *protocol;

  if (text == NULL)
    return NULL;

  protocol = match_protocol (self, flow, text);
  if (protocol == NULL)
    {
      redan_relay_at (&self->relay, redan_node_get (flow->data, "protocol"));
      redan_relay_keep (&self->relay, "protocol", "protocol", text);
      return NULL;
    }

  attribute (self, "protocol", protocol);
  if (g_ascii_strcasecmp (text, protocol) != 0 && self->relay.alive)
    self->relay.alive = self->relay.sink->extra (self->relay.sink, "protocol", text);
  return protocol;
}

/* "Encrypted" without a how is no value of our attributes, unless the protocol says how. */
static void
pass_encryption (RedanDragon *self, const RedanDragonCell *cell, const char *protocol)
{
  static const char *const encrypting[] = { "https", "tls",   "wss",     "ssh",
                                            "sftp",  "ldaps", "aws-api", NULL };

  if (!redan_dragon_flag (self, cell->data, "isEncrypted"))
    return;

  if (self->relay.alive)
    self->relay.alive = self->relay.sink->extra (self->relay.sink, "isEncrypted", "true");
  if (protocol != NULL && g_strv_contains (encrypting, protocol))
    return;
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                    cell->section == REDAN_SECTION_FLOW
                        ? _ ("is said to be encrypted, but not how; kept only as a remark, set "
                             "enc_transit")
                        : _ ("is said to be encrypted, but not how; kept only as a remark, set "
                             "enc_rest"));
}

static void
pass_scope (RedanDragon *self, const RedanDragonCell *cell)
{
  g_autofree char *reason = NULL;

  if (redan_dragon_flag (self, cell->data, "outOfScope"))
    attribute (self, "in_scope", "no");

  reason = redan_dragon_dup_text (self, cell->data, "reasonOutOfScope");
  if (reason == NULL)
    return;
  if (cell->section != REDAN_SECTION_ELEMENT && cell->section != REDAN_SECTION_FLOW)
    redan_relay_remark (&self->relay, "reasonOutOfScope",
                        redan_node_get (cell->data, "reasonOutOfScope"));
  else
    redan_relay_field (&self->relay, REDAN_FIELD_SCOPE_REASON, reason);
}

/* Flags that mean something on one kind only are remarks on the others. */
static void
pass_flags (RedanDragon *self, const RedanDragonCell *cell)
{
  gboolean flow = cell->section == REDAN_SECTION_FLOW;
  gboolean store = g_strcmp0 (cell->kind, "store") == 0;
  const char *protocol = NULL;
  RedanNode *value;

  if (redan_dragon_flag (self, cell->data, "isBidirectional"))
    {
      if (flow)
        redan_relay_field (&self->relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
      else
        redan_relay_remark (&self->relay, "isBidirectional",
                            redan_node_get (cell->data, "isBidirectional"));
    }
  if (redan_dragon_flag (self, cell->data, "isPublicNetwork"))
    {
      if (flow)
        attribute (self, "network", "internet");
      else
        redan_relay_remark (&self->relay, "isPublicNetwork",
                            redan_node_get (cell->data, "isPublicNetwork"));
    }
  if (redan_dragon_flag (self, cell->data, "isALog"))
    {
      if (store)
        attribute (self, "tech", "log-store");
      else
        redan_relay_remark (&self->relay, "isALog", redan_node_get (cell->data, "isALog"));
    }

  value = redan_node_get (cell->data, "protocol");
  if (flow)
    protocol = pass_protocol (self, cell);
  else if (!redan_node_is_blank (value))
    redan_relay_remark (&self->relay, "protocol", value);
  pass_encryption (self, cell, protocol);
}

static void
pass_kind (RedanDragon *self, const RedanDragonCell *cell)
{
  RedanNode *type = redan_node_get (cell->data, "type");
  const char *word = redan_node_get_text (type);
  const char *shape = redan_node_get_text (redan_node_get (cell->cell, "shape"));
  const KindWord *of_type = find_word (type_words, G_N_ELEMENTS (type_words), word);
  const KindWord *of_shape = find_word (shape_words, G_N_ELEMENTS (shape_words), shape);

  redan_relay_field (&self->relay, REDAN_FIELD_KIND, cell->kind);
  if (of_type == NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("its type \"%s\" is not known; taken by its shape \"%s\""),
                      word != NULL ? word : redan_node_get_type_name (type), shape);
  else if (of_shape != NULL && (of_shape->section != of_type->section ||
                                g_strcmp0 (of_shape->kind, of_type->kind) != 0))
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("is drawn as \"%s\" but has the type \"%s\"; the type was taken"), shape,
                      word);
}

static void
pass_identity (RedanDragon *self, const RedanDragonCell *cell)
{
  if (cell->id != NULL && self->relay.alive)
    self->relay.alive = self->relay.sink->extra (self->relay.sink, "id", cell->id);
  if (cell->id == NULL)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("has no id in the file; known by its position, cell %u"), cell->index + 1);
  else if (cell->repeated)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another cell of the diagram has the id %s, too; kept as a second one"),
                      cell->id);
}

static void
pass_cell (RedanDragon *self, const RedanDragonCell *cell)
{
  RedanNode *data = redan_node_get (cell->cell, "data");

  redan_relay_at (&self->relay, cell->cell);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, cell->section, cell->foreign);
  pass_identity (self, cell);
  pass_kind (self, cell);
  pass_name (self, cell);
  redan_dragon_text (self, cell->data, "description", REDAN_FIELD_DESCRIPTION);

  if (cell->section == REDAN_SECTION_NOTE && self->relay.alive)
    self->relay.alive = self->relay.sink->reference (self->relay.sink, REDAN_FIELD_DIAGRAM,
                                                     REDAN_SECTION_DIAGRAM, self->diagram);
  if (cell->section == REDAN_SECTION_FLOW)
    {
      pass_flow_end (self, cell, TRUE);
      pass_vertices (self, cell);
      pass_flow_end (self, cell, FALSE);
    }
  else if (cell->line)
    {
      pass_line_end (self, cell, "source");
      pass_vertices (self, cell);
      pass_line_end (self, cell, "target");
    }
  else
    pass_place (self, cell);

  pass_scope (self, cell);
  pass_flags (self, cell);
  redan_dragon_rest (self, cell->data, known_data, cell->data == cell->cell ? known_cell : NULL);
  if (cell->data != cell->cell)
    redan_dragon_rest (self, cell->cell, known_cell, NULL);
  else if (!redan_node_is_blank (data))
    redan_relay_remark (&self->relay, "data", data);
  redan_dragon_threats (self, cell);
}

/* Returns NULL when the run is over. */
static RedanNode *
take_value (
    RedanDragon *self, RedanNode *cells, const RedanDragonList *list, guint index, gboolean outline)
{
  RedanNode *value;

  if (list == NULL)
    value = redan_node_get_item (cells, index);
  else if (outline)
    value =
        redan_dragon_source_outline_cell (&self->source, self->cell, list, index, &self->problem);
  else
    value = redan_dragon_source_parse_cell (&self->source, self->cell, list, index, &self->problem);

  self->relay.alive = self->relay.alive && value != NULL;
  return value;
}

static void
collect_cells (RedanDragon *self,
               RedanNode *cells,
               const RedanDragonList *list,
               GPtrArray *collected)
{
  guint n = list != NULL ? list->n : (guint) redan_node_get_n_items (cells);

  for (guint i = 0; i < n && self->relay.alive; i++)
    {
      RedanNode *value = take_value (self, cells, list, i, TRUE);
      RedanDragonCell *cell;

      if (value == NULL)
        return;
      cell = collect_cell (self, value, i);
      g_ptr_array_add (collected, cell);
      if (cell->id != NULL && !g_hash_table_contains (self->cells, cell->id))
        g_hash_table_insert (self->cells, cell->id, cell);
      cell->cell = NULL;
    }
}

static const char *
find_near_kind (const KindWord *words, guint n, const char *word)
{
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = words[i].word;
  return word != NULL ? redan_words_find_near (names, word) : NULL;
}

/* Says by which word the kind was looked for, and which one may have been meant. */
static void
drop_cell (RedanDragon *self, const RedanDragonCell *cell)
{
  const char *shape = redan_node_get_text (redan_node_get (cell->cell, "shape"));
  const char *type = redan_node_get_text (redan_node_get (cell->data, "type"));
  const char *of_shape = find_near_kind (shape_words, G_N_ELEMENTS (shape_words), shape);
  const char *of_type = find_near_kind (type_words, G_N_ELEMENTS (type_words), type);
  const gboolean by_type = shape == NULL || (of_shape == NULL && of_type != NULL);
  const char *meant = by_type ? of_type : of_shape;
  const char *name = look_text (cell->data, "name", NULL);
  const char *written = by_type ? type : shape;
  g_autofree char *place = dup_cell_name (self, cell);
  g_autofree char *hint =
      meant != NULL ? g_strdup_printf (_ ("; did you mean \"%s\"?"), meant) : g_strdup ("");

  redan_relay_at (&self->relay, cell->cell);
  if (!redan_node_is_object (cell->cell))
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place, _ ("is no cell; dropped"));
      return;
    }
  if (name == NULL)
    name = look_drawn_name (cell);
  if (written != NULL)
    redan_relay_at (&self->relay,
                    redan_node_get (by_type ? cell->data : cell->cell, by_type ? "type" : "shape"));
  redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place,
                    _ ("\"%.80s\" is neither actor, process, store, flow, boundary nor text; "
                       "dropped with its threats: its %s is \"%.60s\"%s"),
                    name != NULL ? name : "", by_type ? "type" : "shape",
                    written != NULL ? written : "", hint);
}

/* Twice over all cells, since lines name cells that come later. */
void
redan_dragon_cells (RedanDragon *self, RedanNode *cells, const RedanDragonList *list)
{
  g_autoptr (GPtrArray) collected = g_ptr_array_new_with_free_func ((GDestroyNotify) free_cell);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  self->cells = by_id;
  self->drawn = collected;
  self->n_looked = 0;
  collect_cells (self, cells, list, collected);
  self->relay.tree = list != NULL ? self->cell : self->tree;
  for (guint i = 0; i < collected->len && self->relay.alive; i++)
    {
      RedanDragonCell *cell = g_ptr_array_index (collected, i);
      RedanNode *value = take_value (self, cells, list, i, FALSE);

      if (value == NULL)
        break;

      set_value (cell, value);
      if (cell->section != REDAN_N_SECTIONS)
        pass_cell (self, cell);
      else
        drop_cell (self, cell);
      cell->cell = NULL;
    }
  self->relay.tree = self->tree;
  self->cells = NULL;
  self->drawn = NULL;
}
