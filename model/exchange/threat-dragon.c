/* SPDX-License-Identifier: Apache-2.0 */
/* Threat Dragon 1 and 2: the document, its people and its diagrams. What is drawn is read in
 * threat-dragon-cells.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-private.h"

#include "model/error.h"

#define DIAGRAM_LIMIT 10000

char *
redan_dragon_dup_text (RedanDragon *self, RedanNode *object, const char *key)
{
  RedanNode *value = redan_node_get (object, key);
  g_autofree char *text = NULL;

  if (redan_node_is_blank (value))
    return NULL;
  if (redan_node_is_text (value))
    return g_strdup (redan_node_get_text (value));

  if (redan_node_is_list (value) || redan_node_is_object (value))
    {
      redan_relay_remark (&self->relay, key, value);
      return NULL;
    }

  text = redan_node_to_text (value);
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" should be a text and is %s; taken as the text %s"), key,
                    redan_node_get_type_name (value), text);
  return g_steal_pointer (&text);
}

void
redan_dragon_text (RedanDragon *self, RedanNode *object, const char *key, RedanField field)
{
  g_autofree char *text = redan_dragon_dup_text (self, object, key);

  redan_relay_field (&self->relay, field, text);
}

gboolean
redan_dragon_flag (RedanDragon *self, RedanNode *object, const char *key)
{
  RedanNode *value = redan_node_get (object, key);
  const char *text = redan_node_get_text (value);

  if (redan_node_is_true (value))
    return TRUE;
  if (redan_node_is_blank (value))
    return FALSE;

  if (text != NULL && g_ascii_strcasecmp (text, "true") == 0)
    {
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("\"%s\" is the text \"%s\"; taken as true"), key, text);
      return TRUE;
    }
  if (text != NULL && g_ascii_strcasecmp (text, "false") == 0)
    return FALSE;

  redan_relay_remark (&self->relay, key, value);
  return FALSE;
}

static gboolean
is_listed (const char *const *names, const char *name)
{
  return names != NULL && g_strv_contains (names, name);
}

void
redan_dragon_rest (RedanDragon *self,
                   RedanNode *object,
                   const char *const *known,
                   const char *const *more)
{
  const char *key;
  RedanNode *value;

  redan_node_foreach_member (object, key, value)
  {
    if (redan_node_is_blank (value) || is_listed (known, key) || is_listed (more, key))
      continue;
    if (redan_relay_lose_misspelt (&self->relay, object, known, key, value) ||
        (more != NULL && redan_relay_lose_misspelt (&self->relay, object, more, key, value)))
      continue;
    redan_relay_remark (&self->relay, key, value);
  }
}

/* As above, for a part of the file that is no object of its own: what it says goes back there. */
static void
keep_rest (RedanDragon *self, RedanNode *object, const char *const *known, const char *part)
{
  const char *key;
  RedanNode *value;

  redan_node_foreach_member (object, key, value)
  {
    g_autofree char *name = g_strconcat (part, key, NULL);
    g_autofree char *text = NULL;

    if (redan_node_is_blank (value) || is_listed (known, key))
      continue;
    text = redan_node_to_text (value);
    redan_relay_at (&self->relay, value);
    redan_relay_keep (&self->relay, name, name, text);
  }
}

static gboolean
fail_shape (const char *place, const RedanNode *value, const char *expected, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               _ ("%s: is %s, but a Threat Dragon file has %s here; "
                  "save the model again with Threat Dragon"),
               place, redan_node_get_type_name (value), expected);
  return FALSE;
}

static void
read_contributors (RedanDragon *self, RedanNode *detail)
{
  RedanNode *contributors = redan_node_get (detail, "contributors");
  RedanNode *names;
  gsize i;
  RedanNode *contributor;

  if (!redan_node_is_list (contributors))
    {
      if (!redan_node_is_blank (contributors))
        redan_relay_remark (&self->relay, "contributors", contributors);
      return;
    }

  redan_tree_open (self->tree, REDAN_NODE_LIST);
  redan_node_foreach_item (contributors, i, contributor)
  {
    RedanNode *name = redan_node_get (contributor, "name");

    if (redan_node_is_blank (contributor))
      continue;
    redan_tree_add (self->tree, name != NULL ? name : contributor);
  }
  redan_tree_close (self->tree);

  names = redan_tree_take (self->tree);
  if (redan_node_get_n_items (names) > 0)
    redan_relay_at (&self->relay, contributors);
  if (redan_node_get_n_items (names) > 0)
    redan_relay_remark (&self->relay, "contributors", names);
}

static void
read_meta (RedanDragon *self, RedanNode *root, RedanNode *summary, RedanNode *detail)
{
  static const char *const known_root[] = { "version", "summary", "detail", NULL };
  static const char *const known_summary[] = { "title", "owner", "description", "id", NULL };
  static const char *const known_detail[] = { "contributors", "diagrams",  "reviewer",
                                              "diagramTop",   "threatTop", NULL };
  RedanNode *id = redan_node_get (summary, "id");
  RedanNode *version = redan_node_get (root, "version");
  g_autofree char *bounded = NULL;
  g_autofree char *identity = redan_node_is_text (id) || redan_node_is_number (id)
                                  ? redan_node_to_text (id)
                                  : g_strdup ("0");

  bounded = redan_relay_bound (identity);
  redan_relay_at (&self->relay, summary);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_META, bounded);
  if (redan_node_is_blank (redan_node_get (summary, "title")))
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("the model has no title"));
  redan_relay_extra (&self->relay, "id", identity);
  redan_dragon_text (self, summary, "title", REDAN_FIELD_NAME);
  redan_dragon_text (self, summary, "description", REDAN_FIELD_DESCRIPTION);
  redan_dragon_text (self, summary, "owner", REDAN_FIELD_OWNER);

  if (redan_node_is_text (version) && *redan_node_get_text (version) != '\0' && self->relay.alive)
    self->relay.alive =
        self->relay.sink->extra (self->relay.sink, "version", redan_node_get_text (version));
  else if (!redan_node_is_blank (version))
    redan_relay_remark (&self->relay, "version", version);

  if (!redan_node_is_blank (redan_node_get (detail, "reviewer")))
    redan_relay_remark (&self->relay, "reviewer", redan_node_get (detail, "reviewer"));
  read_contributors (self, detail);
  redan_dragon_rest (self, root, known_root, NULL);
  keep_rest (self, summary, known_summary, REDAN_DRAGON_SUMMARY);
  keep_rest (self, detail, known_detail, REDAN_DRAGON_DETAIL);
}

/* The one line for what a picture editor keeps and a model does not. */
static void
list_drawing_details (RedanDragon *self, guint n)
{
  if (n > 0)
    redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                      g_dngettext (GETTEXT_PACKAGE,
                                   "colours, line style, ports, stacking order and label position "
                                   "of %u shape are not kept",
                                   "colours, line styles, ports, stacking order and label "
                                   "positions of %u shapes are not kept",
                                   n),
                      n);
}

static void
read_diagram (RedanDragon *self, RedanNode *diagram, guint index)
{
  static const char *const known[] = { "id",    "title",       "diagramType", "description",
                                       "cells", "diagramJson", "thumbnail",   "placeholder",
                                       "size",  "version",     "$$hashKey",   NULL };
  RedanNode *id = redan_node_get (diagram, "id");
  RedanNode *cells = redan_node_get (diagram, "cells");
  gboolean inner = cells == NULL;
  const RedanDragonList *list;
  g_autofree char *title = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *foreign = NULL;
  g_autofree char *order = g_strdup_printf ("%u", index + 1);
  gboolean repeated;

  if (inner)
    cells = redan_node_get (redan_node_get (diagram, "diagramJson"), "cells");

  wanted = redan_node_is_text (id) || redan_node_is_number (id) ? redan_node_to_text (id)
                                                                : g_strdup_printf ("#%u", index);
  foreign = redan_relay_dup_claim (&self->relay, REDAN_SECTION_DIAGRAM, wanted, &repeated);
  self->diagram = foreign;
  redan_relay_at (&self->relay, diagram);
  if (self->relay.alive)
    self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_DIAGRAM, foreign);
  if (repeated)
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                      _ ("another diagram has the id \"%s\", too; kept as a second one"), wanted);

  redan_relay_extra (&self->relay, "id", wanted);
  title = redan_dragon_dup_text (self, diagram, "title");
  if (title == NULL)
    {
      title = g_strdup_printf (_ ("Diagram %u"), index + 1);
      redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("had no title; called \"%s\""),
                        title);
    }
  self->diagram_name = title;
  redan_relay_field (&self->relay, REDAN_FIELD_NAME, title);
  redan_dragon_text (self, diagram, "description", REDAN_FIELD_DESCRIPTION);
  redan_relay_field (&self->relay, REDAN_FIELD_ORDER, order);
  redan_dragon_text (self, diagram, "diagramType", REDAN_FIELD_METHOD);
  redan_dragon_rest (self, diagram, known, NULL);

  if (cells != NULL && !redan_node_is_list (cells))
    redan_relay_remark (&self->relay, "cells", cells);
  else if (cells != NULL)
    {
      list = redan_dragon_source_find (&self->source, index, inner);
      list_drawing_details (self, list != NULL ? list->n : (guint) redan_node_get_n_items (cells));
      redan_dragon_cells (self, cells, list);
    }
}

static void
read_diagrams (RedanDragon *self, RedanNode *diagrams)
{
  gsize i;
  RedanNode *diagram;

  redan_node_foreach_item (diagrams, i, diagram)
  {
    g_autofree char *place = g_strdup_printf ("$.detail.diagrams[%" G_GSIZE_FORMAT "]", i);

    if (!self->relay.alive)
      return;
    if (i >= DIAGRAM_LIMIT || !redan_node_is_object (diagram))
      redan_relay_at (&self->relay, diagram);
    if (i >= DIAGRAM_LIMIT || !redan_node_is_object (diagram))
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place,
                        i >= DIAGRAM_LIMIT ? _ ("one diagram too many") : _ ("this is no diagram"));
    else
      read_diagram (self, diagram, (guint) i);
  }
}

static gboolean
read_root (RedanDragon *self, RedanNode *root, GError **error)
{
  RedanNode *summary = redan_node_get (root, "summary");
  RedanNode *detail = redan_node_get (root, "detail");
  RedanNode *diagrams = redan_node_get (detail, "diagrams");

  if (!redan_node_is_object (root))
    return fail_shape ("$", root, _ ("an object"), error);
  if (!redan_node_is_object (summary))
    return fail_shape ("$.summary", summary, _ ("an object with the title"), error);
  if (!redan_node_is_object (detail))
    return fail_shape ("$.detail", detail, _ ("an object with the diagrams"), error);
  if (!redan_node_is_list (diagrams))
    return fail_shape ("$.detail.diagrams", diagrams, _ ("a list"), error);

  read_meta (self, root, summary, detail);
  read_diagrams (self, diagrams);
  if (self->problem == NULL)
    return TRUE;

  g_propagate_error (error, self->problem);
  return FALSE;
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (RedanTree) cell = redan_tree_new ();
  RedanDragon self = { .tree = tree, .cell = cell };
  RedanNode *root = redan_dragon_source_open (&self.source, tree, data, length, error);
  gboolean done;

  redan_relay_init (&self.relay, sink, tree);
  done = root != NULL && read_root (&self, root, error);
  redan_relay_clear (&self.relay);
  redan_dragon_source_close (&self.source);
  return done;
}

typedef struct
{
  gboolean summary;
  gboolean detail;
  gboolean version_1;
  gboolean version_2;
  gboolean cells_1;
  gboolean cells_2;
} Signs;

/* Stops once nothing that follows can change the answer. */
static gboolean
notice (const RedanJsonPlace *place, gpointer data)
{
  char *const *keys = place->keys;
  Signs *signs = data;

  signs->summary |= strcmp (keys[0], "summary") == 0;
  signs->detail |= strcmp (keys[0], "detail") == 0;
  if (place->depth == 1 && strcmp (keys[0], "version") == 0 && place->length > 2 &&
      place->bytes[0] == '"')
    {
      signs->version_1 |= place->bytes[1] == '0' || place->bytes[1] == '1';
      signs->version_2 |= place->bytes[1] >= '2' && place->bytes[1] <= '9';
    }
  else if (place->depth == 4 && strcmp (keys[0], "detail") == 0 &&
           strcmp (keys[1], "diagrams") == 0)
    {
      signs->cells_1 |= strcmp (keys[3], "diagramJson") == 0;
      signs->cells_2 |= strcmp (keys[3], "cells") == 0;
    }

  return !(signs->summary && signs->detail && signs->cells_2);
}

/* Both parts are certain; one part and a version is somebody's broken Threat Dragon file, which is
 * refused with a reason. */
static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys, gboolean second)
{
  Signs signs = { 0 };
  gboolean is_second;

  if (!redan_root_keys_contain (keys, "summary") && !redan_root_keys_contain (keys, "detail"))
    return 0;
  if (!redan_json_looks_like (data, length) ||
      !redan_json_scan (data, length, notice, &signs, NULL))
    return 0;

  is_second = signs.cells_2 || (signs.version_2 && !signs.cells_1);
  if (is_second != second)
    return 0;
  if (signs.summary && signs.detail)
    return 95;
  return signs.version_1 || signs.version_2 ? 20 : 0;
}

static int
detect_1 (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  return detect (data, length, keys, FALSE);
}

static int
detect_2 (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  return detect (data, length, keys, TRUE);
}

const RedanImporter redan_importer_threat_dragon_1 = {
  .name = "threat-dragon-1",
  .family = "threat-dragon",
  .title = "Threat Dragon 1",
  .begins = redan_json_looks_like,
  .detect = detect_1,
  .parse = parse,
};

const RedanImporter redan_importer_threat_dragon_2 = {
  .name = "threat-dragon-2",
  .family = "threat-dragon",
  .title = "Threat Dragon 2",
  .begins = redan_json_looks_like,
  .detect = detect_2,
  .parse = parse,
};
