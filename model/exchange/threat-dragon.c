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
redan_dragon_dup_text (RedanDragon *self, json_t *object, const char *key)
{
  json_t *value = json_object_get (object, key);
  g_autofree char *text = NULL;

  if (redan_json_is_blank (value))
    return NULL;
  if (json_is_string (value))
    return g_strdup (json_string_value (value));

  if (json_is_array (value) || json_is_object (value))
    {
      redan_relay_remark (&self->relay, key, value);
      return NULL;
    }

  text = redan_json_to_text (value);
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("\"%s\" should be a text and is %s; taken as the text %s"), key,
                    redan_json_get_type_name (value), text);
  return g_steal_pointer (&text);
}

void
redan_dragon_text (RedanDragon *self, json_t *object, const char *key, RedanField field)
{
  g_autofree char *text = redan_dragon_dup_text (self, object, key);

  redan_relay_field (&self->relay, field, text);
}

gboolean
redan_dragon_flag (RedanDragon *self, json_t *object, const char *key)
{
  json_t *value = json_object_get (object, key);
  const char *text = json_string_value (value);

  if (json_is_true (value))
    return TRUE;
  if (redan_json_is_blank (value))
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
                   json_t *object,
                   const char *const *known,
                   const char *const *more)
{
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value)
  {
    if (redan_json_is_blank (value) || is_listed (known, key) || is_listed (more, key))
      continue;
    redan_relay_remark (&self->relay, key, value);
  }
}

static gboolean
fail_shape (const char *place, const json_t *value, const char *expected, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               _ ("%s: is %s, but a Threat Dragon file has %s here; "
                  "save the model again with Threat Dragon"),
               place, redan_json_get_type_name (value), expected);
  return FALSE;
}

static void
read_contributors (RedanDragon *self, json_t *detail)
{
  json_t *contributors = json_object_get (detail, "contributors");
  g_autoptr (json_t) names = json_array ();
  gsize i;
  json_t *contributor;

  if (!json_is_array (contributors))
    {
      if (!redan_json_is_blank (contributors))
        redan_relay_remark (&self->relay, "contributors", contributors);
      return;
    }

  json_array_foreach (contributors, i, contributor)
  {
    json_t *name = json_object_get (contributor, "name");

    if (redan_json_is_blank (contributor))
      continue;
    json_array_append (names, name != NULL ? name : contributor);
  }

  if (json_array_size (names) > 0)
    redan_relay_remark (&self->relay, "contributors", names);
}

static void
read_meta (RedanDragon *self, json_t *root, json_t *summary, json_t *detail)
{
  static const char *const known_root[] = { "version", "summary", "detail", NULL };
  static const char *const known_summary[] = { "title", "owner", "description", "id", NULL };
  static const char *const known_detail[] = { "contributors", "diagrams",  "reviewer",
                                              "diagramTop",   "threatTop", NULL };
  json_t *id = json_object_get (summary, "id");
  json_t *version = json_object_get (root, "version");
  g_autofree char *bounded = NULL;
  g_autofree char *identity =
      json_is_string (id) || json_is_number (id) ? redan_json_to_text (id) : g_strdup ("0");

  bounded = redan_relay_bound (identity);
  self->relay.alive = self->relay.sink->object (self->relay.sink, REDAN_SECTION_META, bounded);
  if (redan_json_is_blank (json_object_get (summary, "title")))
    redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL, _ ("the model has no title"));
  redan_relay_extra (&self->relay, "id", identity);
  redan_dragon_text (self, summary, "title", REDAN_FIELD_NAME);
  redan_dragon_text (self, summary, "description", REDAN_FIELD_DESCRIPTION);
  redan_dragon_text (self, summary, "owner", REDAN_FIELD_OWNER);

  if (json_is_string (version) && json_string_length (version) > 0 && self->relay.alive)
    self->relay.alive =
        self->relay.sink->extra (self->relay.sink, "version", json_string_value (version));
  else if (!redan_json_is_blank (version))
    redan_relay_remark (&self->relay, "version", version);

  if (!redan_json_is_blank (json_object_get (detail, "reviewer")))
    redan_relay_remark (&self->relay, "reviewer", json_object_get (detail, "reviewer"));
  read_contributors (self, detail);
  redan_dragon_rest (self, root, known_root, NULL);
  redan_dragon_rest (self, summary, known_summary, NULL);
  redan_dragon_rest (self, detail, known_detail, NULL);
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
read_diagram (RedanDragon *self, json_t *diagram, guint index)
{
  static const char *const known[] = { "id",    "title",       "diagramType", "description",
                                       "cells", "diagramJson", "thumbnail",   "placeholder",
                                       "size",  "version",     "$$hashKey",   NULL };
  json_t *id = json_object_get (diagram, "id");
  json_t *cells = json_object_get (diagram, "cells");
  gboolean inner = cells == NULL;
  const RedanDragonList *list;
  g_autofree char *title = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *foreign = NULL;
  g_autofree char *order = g_strdup_printf ("%u", index + 1);
  gboolean repeated;

  if (inner)
    cells = json_object_get (json_object_get (diagram, "diagramJson"), "cells");

  wanted = json_is_string (id) || json_is_number (id) ? redan_json_to_text (id)
                                                      : g_strdup_printf ("#%u", index);
  foreign = redan_relay_dup_claim (&self->relay, REDAN_SECTION_DIAGRAM, wanted, &repeated);
  self->diagram = foreign;
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

  if (cells != NULL && !json_is_array (cells))
    redan_relay_remark (&self->relay, "cells", cells);
  else if (cells != NULL)
    {
      list = redan_dragon_source_find (&self->source, index, inner);
      list_drawing_details (self, list != NULL ? list->n : (guint) json_array_size (cells));
      redan_dragon_cells (self, cells, list);
    }
}

static void
read_diagrams (RedanDragon *self, json_t *diagrams)
{
  gsize i;
  json_t *diagram;

  json_array_foreach (diagrams, i, diagram)
  {
    g_autofree char *place = g_strdup_printf ("$.detail.diagrams[%" G_GSIZE_FORMAT "]", i);

    if (!self->relay.alive)
      return;
    if (i >= DIAGRAM_LIMIT || !json_is_object (diagram))
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, place,
                        i >= DIAGRAM_LIMIT ? _ ("one diagram too many") : _ ("this is no diagram"));
    else
      read_diagram (self, diagram, (guint) i);
  }
}

static gboolean
read_root (RedanDragon *self, json_t *root, GError **error)
{
  json_t *summary = json_object_get (root, "summary");
  json_t *detail = json_object_get (root, "detail");
  json_t *diagrams = json_object_get (detail, "diagrams");

  if (!json_is_object (root))
    return fail_shape ("$", root, _ ("an object"), error);
  if (!json_is_object (summary))
    return fail_shape ("$.summary", summary, _ ("an object with the title"), error);
  if (!json_is_object (detail))
    return fail_shape ("$.detail", detail, _ ("an object with the diagrams"), error);
  if (!json_is_array (diagrams))
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
  RedanDragon self = { 0 };
  g_autoptr (json_t) root = redan_dragon_source_open (&self.source, data, length, error);
  gboolean done;

  redan_relay_init (&self.relay, sink);
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
