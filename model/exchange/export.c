/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats that are written, the run of a writer, and the list of what a format has no
 * words for. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/export-private.h"
#include "model/name.h"
#include "model/template-attributes.h"

/* clang-format off */
static const RedanExporter *const exporters[] = {
  /* in the order in which they are offered */
  &redan_exporter_threat_dragon,
  &redan_exporter_otm,
  &redan_exporter_drawio,
  &redan_exporter_drawio_packed,
  &redan_exporter_drawio_svg,
  &redan_exporter_drawio_png,
  &redan_exporter_threagile,
  &redan_exporter_pytm,
  &redan_exporter_threat_composer,
  &redan_exporter_tmbom,
  &redan_exporter_dot,
  &redan_exporter_tmt,
};
/* clang-format on */

const RedanExporter *const *
redan_exporters_get (guint *n_out)
{
  *n_out = G_N_ELEMENTS (exporters);
  return exporters;
}

const RedanExporter *
redan_exporters_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (exporters); i++)
    {
      if (strcmp (exporters[i]->name, name) == 0)
        return exporters[i];
    }
  return NULL;
}

const RedanExporter *
redan_exporters_find (const char *path)
{
  g_autofree char *folded = g_ascii_strdown (path, -1);
  const RedanExporter *best = NULL;
  gsize length = 0;

  for (guint i = 0; i < G_N_ELEMENTS (exporters); i++)
    for (guint j = 0; exporters[i]->suffixes[j] != NULL; j++)
      {
        const char *suffix = exporters[i]->suffixes[j];

        if (strlen (suffix) > length && g_str_has_suffix (folded, suffix))
          {
            best = exporters[i];
            length = strlen (suffix);
          }
      }
  return best;
}

/* What a person recognises: a flow without a name by its ends. */
static char *
describe (const RedanExport *self, const RedanObject *object)
{
  const char *name = redan_object_get_name (object);
  g_autofree char *line = redan_text_fold_lines (name);
  RedanIdText id;

  if (object->section == REDAN_SECTION_FLOW && *name == '\0')
    {
      const RedanObject *source = redan_export_reference (self, object, REDAN_FIELD_SOURCE);
      const RedanObject *target = redan_export_reference (self, object, REDAN_FIELD_TARGET);

      if (source != NULL && target != NULL)
        {
          g_autofree char *from = redan_text_fold_lines (redan_object_get_name (source));
          g_autofree char *to = redan_text_fold_lines (redan_object_get_name (target));

          return g_strdup_printf ("flow \"%s\" → \"%s\"", from, to);
        }
    }
  if (object->section == REDAN_SECTION_META)
    return g_strdup (_ ("model"));
  return g_strdup_printf ("%s \"%s\"", redan_section_get_tag (object->section),
                          *line != '\0' ? line : redan_id_to_text (&object->id, id));
}

void
redan_export_lose (RedanExport *self, const RedanObject *object, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  redan_losses_add (self->losses, object,
                    object != NULL ? describe (self, object) : g_strdup (_ ("model")), format,
                    arguments);
  va_end (arguments);
}

const char *
redan_export_find_word (const RedanExportWord *words, guint n, const char *ours)
{
  for (guint i = 0; i < n; i++)
    {
      if (strcmp (words[i].ours, ours) == 0)
        return words[i].word;
    }
  return NULL;
}

/* ---- what a format has no words for ---- */

/* "name", "name=value", or "@" for every attribute */
static gboolean
is_said (char **words, const char *tag, const char *value)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length = strcspn (words[i], "=");

      if (strncmp (words[i], tag, length) == 0 && tag[length] == '\0' &&
          (words[i][length] == '\0' || strcmp (words[i] + length + 1, value) == 0))
        return TRUE;
    }
  return FALSE;
}

/* The remark's name without the family of this format, which the writer puts back; NULL when there
 * is nothing to list. */
static const char *
get_lost_tag (const RedanExport *self, const RedanEntry *entry, char **words)
{
  gsize length = strlen (self->exporter->family);

  if (entry->field == REDAN_FIELD_CROSSES)
    return NULL; /* follows from the drawing */
  if (entry->field == REDAN_FIELD_EXTRA &&
      (g_str_has_suffix (entry->key, "/id") || g_str_has_prefix (entry->key, "import/") ||
       g_str_has_prefix (entry->key, REDAN_TEMPLATE_ATTRIBUTE)))
    return NULL; /* names that another tool had for things, and what an import knows it again by */
  if (entry->field == REDAN_FIELD_EXTRA)
    return strncmp (entry->key, self->exporter->family, length) == 0 && entry->key[length] == '/'
               ? NULL
               : entry->key;

  {
    const char *tag = redan_field_get_tag (self->schema, entry->field);
    gboolean set = redan_field_get_attribute (self->schema, entry->field) != NULL &&
                   redan_field_is_keyed (self->schema, entry->field);

    if (redan_field_get_attribute (self->schema, entry->field) != NULL &&
        g_strv_contains ((const char *const *) words, "@"))
      return NULL;
    return is_said (words, tag, set ? entry->key : entry->value) ? NULL : tag;
  }
}

static void
list_object (RedanExport *self, const RedanObject *object, const char *says)
{
  g_auto (GStrv) words = g_strsplit (says, " ", -1);
  g_autoptr (GString) lost = g_string_new (NULL);
  const char *last = NULL;

  for (guint i = 0; i < object->n_entries; i++)
    {
      const char *tag = get_lost_tag (self, &object->entries[i], words);

      if (tag == NULL || (last != NULL && strcmp (tag, last) == 0))
        continue;
      g_string_append_printf (lost, "%s%s", lost->len > 0 ? ", " : "", tag);
      last = tag;
    }
  if (lost->len > 0)
    redan_export_lose (self, object, _ ("the format has no words for: %s"), lost->str);
}

static void
list_unsaid (RedanExport *self)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (self->model, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (self->model, section, i);
        const char *says = self->exporter->says[section];

        if (g_strcmp0 (says, REDAN_EXPORT_ALL) == 0)
          continue;
        if (says != NULL)
          list_object (self, object, says);
        else
          redan_export_lose (self, object, _ ("not written: the format knows no %s"),
                             redan_section_get_tag (section));
      }
}

/* ---- the run ---- */

static void
index_under (GHashTable *index, const char *id, const RedanObject *object)
{
  GPtrArray *list = g_hash_table_lookup (index, id);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (index, g_strdup (id), list);
    }
  if (list->len == 0 || g_ptr_array_index (list, list->len - 1) != object)
    g_ptr_array_add (list, (gpointer) object);
}

static GHashTable *
index_section (const RedanModel *model, RedanSection section, RedanField scalar, RedanField keyed)
{
  GHashTable *index =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);
      const char *first = scalar != REDAN_FIELD_EXISTS ? redan_object_get (object, scalar) : NULL;
      guint n;
      const RedanEntry *entries = redan_object_get_range (object, keyed, &n);

      if (first != NULL)
        index_under (index, first, object);
      for (guint j = 0; j < n; j++)
        index_under (index, entries[j].key, object);
    }
  return index;
}

GBytes *
redan_export_model (const RedanExporter *exporter,
                    const RedanModel *model,
                    const char *template,
                    const char *path,
                    GPtrArray **losses_out,
                    GError **error)
{
  RedanExport self = { .exporter = exporter, .model = model, .template = template, .path = path };
  GBytes *bytes;

  self.schema = redan_model_get_schema (model);
  self.losses = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_loss_free);
  self.threats =
      index_section (model, REDAN_SECTION_THREAT, REDAN_FIELD_TARGET, REDAN_FIELD_AFFECTS);
  self.mitigations =
      index_section (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_EXISTS, REDAN_FIELD_ADDRESSES);
  bytes = exporter->write (&self, error);
  if (bytes != NULL)
    list_unsaid (&self);
  g_hash_table_unref (self.threats);
  g_hash_table_unref (self.mitigations);
  if (bytes == NULL)
    g_ptr_array_unref (self.losses);
  else
    *losses_out = self.losses;
  return bytes;
}
