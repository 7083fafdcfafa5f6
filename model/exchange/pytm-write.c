/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of the JSON that pytm reads, where all is known by name. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/export-private.h"
#include "model/exchange/pytm-private.h"
#include "model/name.h"

/** Writer: @names: what each object is called in the file; no two of a section alike but flows */
typedef struct
{
  RedanExport *run;
  GHashTable *names;
} Writer;

static const char *
get_name (const Writer *self, const RedanObject *object)
{
  return object != NULL ? g_hash_table_lookup (self->names, object) : NULL;
}

/* Elements and boundaries are looked up in one list, so their names have to differ. */
static void
choose_names (Writer *self)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_ASSET };
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < redan_model_get_n (self->run->model, sections[i]); j++)
      {
        const RedanObject *object = redan_model_get_nth (self->run->model, sections[i], j);
        const char *name = redan_export_text (self->run, object, REDAN_FIELD_NAME);
        char *chosen = g_strdup (*name != '\0' ? name : _ ("without a name"));

        for (guint n = 2; g_hash_table_contains (taken, chosen); n++)
          {
            g_free (chosen);
            chosen = g_strdup_printf ("%s (%u)", name, n);
          }
        if (strcmp (chosen, name) != 0)
          redan_export_lose (self->run, object,
                             _ ("is called \"%s\" in the file, where names tell "
                                "things apart"),
                             chosen);
        g_hash_table_add (taken, g_strdup (chosen));
        g_hash_table_insert (self->names, (gpointer) object, chosen);
      }
}

static int
compare_positions (gconstpointer a, gconstpointer b, gpointer data)
{
  const RedanObject *one = *(const RedanObject *const *) a;
  const RedanObject *other = *(const RedanObject *const *) b;
  const char *first = redan_export_extra (data, one, "position");
  const char *second = redan_export_extra (data, other, "position");

  /* What is new comes last. */
  if (*first != '\0' && *second != '\0')
    return strcmp (first, second);
  if (*first != *second)
    return *first != '\0' ? -1 : 1;
  return redan_id_compare (&one->id, &other->id);
}

/* In the order of the file, which tells several of one name apart. */
static GPtrArray *
list_section (Writer *self, RedanSection section)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < redan_model_get_n (self->run->model, section); i++)
    g_ptr_array_add (list, (gpointer) redan_model_get_nth (self->run->model, section, i));
  g_ptr_array_sort_with_data (list, compare_positions, self->run);
  return list;
}

/* Description and note of the file are one text here. */
static void
put_description (const RedanObject *object, json_t *written)
{
  const char *text = redan_export_get (object, REDAN_FIELD_DESCRIPTION);
  const char *description = json_string_value (json_object_get (written, "description"));
  const char *note = json_string_value (json_object_get (written, "note"));
  gboolean both = description != NULL && *description != '\0' && note != NULL && *note != '\0';
  g_autofree char *before = g_strdup_printf ("%s%s%s", description != NULL ? description : "",
                                             both ? "\n\n" : "", note != NULL ? note : "");

  if (strcmp (before, text) == 0)
    return;
  json_object_del (written, "note");
  json_object_set_new (written, "description", json_string (text));
}

static void
put_controls (const RedanExport *run, const RedanObject *object, json_t *written)
{
  json_t *inner = json_object_get (written, "controls");

  for (guint i = 0; redan_pytm_controls[i].key != NULL; i++)
    {
      const RedanPytmControl *control = &redan_pytm_controls[i];
      gboolean set;
      gboolean before;

      if (control->section != object->section)
        continue;
      set = strcmp (redan_export_attribute (run, object, control->attribute), control->value) == 0;
      before = json_is_true (json_object_get (written, control->key)) ||
               json_is_true (json_object_get (inner, control->key));
      if (set == before)
        continue;
      json_object_set_new (json_object_get (inner, control->key) != NULL ? inner : written,
                           control->key, json_boolean (set));
    }
}

static json_t *
begin (Writer *self, const RedanObject *object, const char *name)
{
  json_t *written = redan_export_begin (self->run, object);
  const RedanObject *parent =
      object->section == REDAN_SECTION_BOUNDARY || object->section == REDAN_SECTION_ELEMENT
          ? redan_export_reference (self->run, object, REDAN_FIELD_PARENT)
          : NULL;
  gboolean outside = strcmp (redan_export_attribute (self->run, object, "in_scope"), "no") == 0;

  json_object_set_new (written, "name", json_string (name));
  put_description (object, written);
  if (parent != NULL)
    json_object_set_new (written, "inBoundary", json_string (get_name (self, parent)));
  if (object->section != REDAN_SECTION_BOUNDARY &&
      outside != (redan_export_truth (written, "inScope") == 0))
    json_object_set_new (written, "inScope", json_boolean (!outside));
  put_controls (self->run, object, written);
  return written;
}

static json_t *
make_boundaries (Writer *self)
{
  g_autoptr (GPtrArray) list = list_section (self, REDAN_SECTION_BOUNDARY);
  json_t *written = json_array ();

  for (guint i = 0; i < list->len; i++)
    {
      const RedanObject *boundary = g_ptr_array_index (list, i);

      json_array_append_new (written, begin (self, boundary, get_name (self, boundary)));
    }
  return written;
}

/* The class of the file, or the first that is of the same kind and technology, or of the kind. */
static const char *
choose_class (const RedanExport *run, const RedanObject *element)
{
  const char *kept = redan_export_extra (run, element, "class");
  const char *kind = redan_export_get (element, REDAN_FIELD_KIND);
  const char *tech = redan_export_attribute (run, element, "tech");
  const char *found = NULL;

  for (guint i = 0; redan_pytm_classes[i].name != NULL; i++)
    {
      const RedanPytmClass *class = &redan_pytm_classes[i];

      if (strcmp (class->name, kept) == 0 && strcmp (class->kind, kind) == 0)
        return kept;
      if (strcmp (class->kind, kind) != 0)
        continue;
      if (class->tech != NULL && strcmp (class->tech, tech) == 0)
        found = class->name;
      else if (found == NULL && class->tech == NULL)
        found = class->name;
    }
  return found;
}

static json_t *
make_elements (Writer *self)
{
  g_autoptr (GPtrArray) list = list_section (self, REDAN_SECTION_ELEMENT);
  json_t *written = json_array ();

  for (guint i = 0; i < list->len; i++)
    {
      const RedanObject *element = g_ptr_array_index (list, i);
      json_t *one = begin (self, element, get_name (self, element));
      const char *class = choose_class (self->run, element);

      if (g_strcmp0 (json_string_value (json_object_get (one, "__class__")), class) != 0 &&
          (json_object_get (one, "__class__") != NULL ||
           *redan_export_extra (self->run, element, "source") == '\0'))
        json_object_set_new (one, "__class__", json_string (class));
      json_array_append_new (written, one);
    }
  return written;
}

/* The protocol of the file, as long as it means the same. */
static void
put_protocol (const RedanExport *run, const RedanObject *flow, json_t *written)
{
  const char *protocol = redan_export_attribute (run, flow, "protocol");
  const char *before = json_string_value (json_object_get (written, "protocol"));
  const char *meant = before != NULL ? redan_relay_find_protocol (before) : NULL;

  if (strcmp (meant != NULL ? meant : "", protocol) == 0)
    return;
  if (*protocol != '\0')
    json_object_set_new (written, "protocol", json_string (protocol));
  else
    json_object_del (written, "protocol");
}

static json_t *
list_data (Writer *self, const RedanObject *flow)
{
  json_t *list = json_array ();
  g_autoptr (GPtrArray) assets = list_section (self, REDAN_SECTION_ASSET);
  RedanIdText id;

  redan_id_to_text (&flow->id, id);
  for (guint i = 0; i < assets->len; i++)
    {
      const RedanObject *asset = g_ptr_array_index (assets, i);

      if (redan_object_get_keyed (asset, REDAN_FIELD_CARRIED, id) != NULL)
        json_array_append_new (list, json_string (get_name (self, asset)));
    }
  return list;
}

static json_t *
make_flows (Writer *self)
{
  g_autoptr (GPtrArray) list = list_section (self, REDAN_SECTION_FLOW);
  json_t *written = json_array ();

  for (guint i = 0; i < list->len; i++)
    {
      const RedanObject *flow = g_ptr_array_index (list, i);
      const char *source =
          get_name (self, redan_export_reference (self->run, flow, REDAN_FIELD_SOURCE));
      const char *target =
          get_name (self, redan_export_reference (self->run, flow, REDAN_FIELD_TARGET));
      json_t *data;
      json_t *one;

      if (source == NULL || target == NULL)
        {
          redan_export_lose (self->run, flow, _ ("has a loose end; not written"));
          continue;
        }
      one = begin (self, flow, redan_export_text (self->run, flow, REDAN_FIELD_NAME));
      json_object_set_new (one, "source", json_string (source));
      json_object_set_new (one, "sink", json_string (target));
      put_protocol (self->run, flow, one);
      data = list_data (self, flow);
      if (json_array_size (data) > 0)
        json_object_set (one, "data", data);
      json_decref (data);
      json_array_append_new (written, one);
    }
  return written;
}

static void
put_class (const RedanExport *run, const RedanObject *asset, json_t *written)
{
  static const char *const words[][2] = { { "public", "PUBLIC" },
                                          { "internal", "RESTRICTED" },
                                          { "confidential", "SENSITIVE" },
                                          { "restricted", "SECRET" } };
  const char *class = redan_export_attribute (run, asset, "classification");
  const char *before = json_string_value (json_object_get (written, "classification"));
  const char *meant = before != NULL ? redan_pytm_find_class (before) : NULL;

  if (strcmp (meant != NULL ? meant : "", class) == 0)
    return;
  json_object_del (written, "classification");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i][0], class) == 0)
        json_object_set_new (written, "classification", json_string (words[i][1]));
    }
}

static json_t *
make_data (Writer *self)
{
  g_autoptr (GPtrArray) list = list_section (self, REDAN_SECTION_ASSET);
  json_t *written = json_array ();

  for (guint i = 0; i < list->len; i++)
    {
      const RedanObject *asset = g_ptr_array_index (list, i);
      json_t *one = redan_export_begin (self->run, asset);
      gboolean personal = strcmp (redan_export_attribute (self->run, asset, "pii"), "yes") == 0;
      const char *description = redan_export_get (asset, REDAN_FIELD_DESCRIPTION);

      json_object_set_new (one, "name", json_string (get_name (self, asset)));
      if (g_strcmp0 (json_string_value (json_object_get (one, "description")), description) != 0 &&
          (*description != '\0' || json_object_get (one, "description") != NULL))
        json_object_set_new (one, "description", json_string (description));
      put_class (self->run, asset, one);
      if (personal != (redan_export_truth (one, "isPII") == 1))
        json_object_set_new (one, "isPII", json_boolean (personal));
      json_array_append_new (written, one);
    }
  return written;
}

static GBytes *
write_file (RedanExport *run, GError **error)
{
  const RedanObject *meta = redan_model_get_meta (run->model);
  const char *description = redan_export_get (meta, REDAN_FIELD_DESCRIPTION);
  Writer self = { .run = run };
  json_t *root = redan_export_begin (run, meta);

  self.names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  choose_names (&self);
  json_object_set_new (root, "name", json_string (redan_export_text (run, meta, REDAN_FIELD_NAME)));
  if (*description != '\0' || json_object_get (root, "description") != NULL)
    json_object_set_new (root, "description", json_string (description));
  if (*redan_export_extra (run, meta, "source") == '\0')
    json_object_set_new (root, "onDuplicates", json_string ("IGNORE"));
  json_object_set_new (root, "boundaries", make_boundaries (&self));
  json_object_set_new (root, "data", make_data (&self));
  json_object_set_new (root, "elements", make_elements (&self));
  json_object_set_new (root, "flows", make_flows (&self));
  g_hash_table_unref (self.names);
  return redan_export_json (root);
}

static const char *const suffixes[] = { ".pytm.json", NULL };

const RedanExporter redan_exporter_pytm = {
  .name = "pytm",
  .family = "pytm",
  .title = N_ ("pytm"),
  .suffixes = suffixes,
  .says = {
    [REDAN_SECTION_META] = "name description",
    [REDAN_SECTION_BOUNDARY] = "kind=trust-zone parent name description",
    [REDAN_SECTION_ELEMENT] = "kind parent name description in_scope tech=function tech=llm "
                              "output_encoding=yes csrf_protection=yes hardened=yes "
                              "parameterized=yes session_secure=yes mfa=required priv_level=admin "
                              "provider=aws",
    [REDAN_SECTION_FLOW] = "source target name description in_scope protocol mfa=required "
                           "dst_auth=yes replay_protection=yes integrity=yes network=vpn",
    [REDAN_SECTION_ASSET] = "name description classification pii carried",
  },
  .write = write_file,
};
