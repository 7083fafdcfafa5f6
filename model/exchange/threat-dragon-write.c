/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of Threat Dragon 2: the document and its diagrams. What is drawn is written in
 * threat-dragon-write-cells.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "model/exchange/threat-dragon-private.h"
#include "model/exchange/threat-dragon-write-private.h"

#define VERSION "2.3.0"
#define VERSION_LENGTH 10

static const char *
get_version (const RedanExport *run)
{
  const char *version = redan_export_extra (run, redan_model_get_meta (run->model), "version");

  return *version >= '2' && *version <= '9' && strlen (version) <= VERSION_LENGTH ? version
                                                                                  : VERSION;
}

static json_t *
make_summary (const RedanExport *run, const RedanObject *meta)
{
  json_t *summary = json_object ();
  const char *id = redan_export_extra (run, meta, "id");

  json_object_set_new (summary, "title",
                       json_string (redan_export_text (run, meta, REDAN_FIELD_NAME)));
  json_object_set_new (summary, "owner",
                       json_string (redan_export_text (run, meta, REDAN_FIELD_OWNER)));
  json_object_set_new (summary, "description",
                       json_string (redan_export_get (meta, REDAN_FIELD_DESCRIPTION)));
  json_object_set_new (summary, "id", *id != '\0' ? redan_export_value (id) : json_integer (0));
  return summary;
}

/* The importer kept a list of names. */
static json_t *
make_contributors (const RedanExport *run, const RedanObject *meta)
{
  json_t *contributors = json_array ();
  const char *kept = redan_export_extra (run, meta, "contributors");
  g_autoptr (json_t) names = redan_export_value (kept);
  gsize i;
  json_t *name;

  json_array_foreach (names, i, name)
  {
    json_t *contributor = json_is_object (name) ? json_incref (name) : json_object ();

    if (!json_is_object (name))
      json_object_set (contributor, "name", name);
    json_array_append_new (contributors, contributor);
  }
  return contributors;
}

static json_t *
make_diagram (RedanDragonWriter *self, const RedanObject *diagram, guint index)
{
  const RedanExport *run = self->run;
  static const char *const known[] = { "id", NULL };
  json_t *written = json_object ();
  const char *id = redan_export_extra (run, diagram, "id");
  const char *method = redan_export_get (diagram, REDAN_FIELD_METHOD);
  g_autofree char *folded = g_ascii_strdown (*method != '\0' ? method : "stride", -1);
  g_autofree char *thumbnail = g_strdup_printf ("./public/content/images/thumbnail.%s.jpg", folded);

  redan_dragon_writer_begin (self, diagram);
  json_object_set_new (written, "id", *id != '\0' ? redan_export_value (id) : json_integer (index));
  json_object_set_new (written, "title",
                       json_string (redan_export_text (run, diagram, REDAN_FIELD_NAME)));
  redan_export_put (written, "description", redan_export_get (diagram, REDAN_FIELD_DESCRIPTION));
  json_object_set_new (written, "diagramType", json_string (*method != '\0' ? method : "STRIDE"));
  json_object_set_new (written, "placeholder", json_string (""));
  json_object_set_new (written, "thumbnail", json_string (thumbnail));
  json_object_set_new (written, "version", json_string (get_version (run)));
  json_object_set_new (written, "cells", redan_dragon_writer_cells (self));
  redan_export_rest (run, diagram, written, known);
  return written;
}

/* What stands in no diagram, and threats that stand on nothing that does. */
static void
list_undrawn (RedanDragonWriter *self)
{
  static const RedanSection drawn[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                        REDAN_SECTION_FLOW, REDAN_SECTION_NOTE };
  RedanExport *run = self->run;

  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    for (guint j = 0; j < redan_model_get_n (run->model, drawn[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (run->model, drawn[i], j);

        if (!g_hash_table_contains (self->cells, object))
          redan_export_lose (run, object, _ ("stands in no diagram; not written"));
      }
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i);

      if (!g_hash_table_contains (self->written, threat))
        redan_export_lose (run, threat, _ ("stands on nothing that a diagram shows; not written"));
    }
  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_MITIGATION); i++)
    {
      const RedanObject *one = redan_model_get_nth (run->model, REDAN_SECTION_MITIGATION, i);

      if (!g_hash_table_contains (self->written, one))
        redan_export_lose (run, one, _ ("addresses no threat that is written; not written"));
    }
}

/* The numbers of threats go on behind the greatest. */
static guint64
find_top (const RedanModel *model)
{
  guint64 top = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    {
      const char *number = redan_object_get (redan_model_get_nth (model, REDAN_SECTION_THREAT, i),
                                             REDAN_FIELD_NUMBER);

      if (number != NULL)
        top = MAX (top, g_ascii_strtoull (number, NULL, 10));
    }
  return top;
}

/* Takes what one part of the file said from @root, where the remarks of the model are, back there.
 */
static void
move_part (json_t *root, const char *prefix, json_t *part)
{
  const char *key;
  json_t *value;
  void *next;

  json_object_foreach_safe (root, next, key, value)
  {
    const char *name = key + strlen (prefix);

    if (!g_str_has_prefix (key, prefix))
      continue;
    if (json_object_get (part, name) == NULL)
      json_object_set (part, name, value);
    json_object_del (root, key);
  }
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  static const char *const known[] = { "version", "id", "contributors", "reviewer", NULL };
  const RedanObject *meta = redan_model_get_meta (run->model);
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (run->model);
  RedanDragonWriter self = { .run = run, .top = find_top (run->model) };
  json_t *root = json_object ();
  json_t *summary = make_summary (run, meta);
  json_t *detail = json_object ();
  json_t *list = json_array ();

  self.cells = g_hash_table_new (NULL, NULL);
  self.written = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < diagrams->len; i++)
    json_array_append_new (list, make_diagram (&self, g_ptr_array_index (diagrams, i), i));
  list_undrawn (&self);
  redan_dragon_writer_end (&self);
  g_hash_table_unref (self.cells);
  g_hash_table_unref (self.written);

  json_object_set_new (root, "version", json_string (get_version (run)));
  json_object_set_new (root, "summary", summary);
  json_object_set_new (detail, "contributors", make_contributors (run, meta));
  json_object_set_new (detail, "diagrams", list);
  json_object_set_new (detail, "diagramTop", json_integer (diagrams->len));
  json_object_set_new (detail, "reviewer",
                       json_string (redan_export_extra (run, meta, "reviewer")));
  json_object_set_new (detail, "threatTop", json_integer ((json_int_t) self.top));
  json_object_set_new (root, "detail", detail);
  redan_export_rest (run, meta, root, known);
  move_part (root, REDAN_DRAGON_SUMMARY, summary);
  move_part (root, REDAN_DRAGON_DETAIL, detail);
  return redan_export_json (root);
}

static const char *const suffixes[] = { ".threat-dragon.json", ".td.json", NULL };

const RedanExporter redan_exporter_threat_dragon = {
  .name = "threat-dragon-2",
  .family = "threat-dragon",
  .title = N_ ("OWASP Threat Dragon 2"),
  .suffixes = suffixes,
  .draws = TRUE,
  .says = {
    [REDAN_SECTION_META] = "name description owner",
    [REDAN_SECTION_BOUNDARY] = "kind=trust-zone parent name description place route z-order",
    [REDAN_SECTION_ELEMENT] = "kind=actor kind=process kind=store parent name description "
                              "scope-reason place in_scope tech=log-store z-order",
    [REDAN_SECTION_FLOW] = "source target name description scope-reason bidirectional route "
                           "in_scope protocol network=internet",
    [REDAN_SECTION_THREAT] = "target name description method category severity decision number "
                             "affects",
    [REDAN_SECTION_MITIGATION] = "target name description state=declared state=planned strength=90 "
                                 "addresses",
    [REDAN_SECTION_NOTE] = "diagram name description place z-order",
    [REDAN_SECTION_DIAGRAM] = "name description order method",
  },
  .write = write_file,
};
