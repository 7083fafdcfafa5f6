/* SPDX-License-Identifier: Apache-2.0 */
/* Builds objects from the tags and texts of a .redan file; the part of the reader behind the XML
 * parser. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-assembler-private.h"
#include "model/canonical-reader.h"
#include "model/error.h"

char *
redan_clip (const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *valid = g_utf8_make_valid (text, MIN (n, 300));
  GString *shown = g_string_new (NULL);
  guint n_shown = 0;

  for (const char *at = valid; *at != '\0' && n_shown < 60; at = g_utf8_next_char (at), n_shown++)
    {
      gunichar character = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (character);
      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT)
        g_string_append_printf (shown, "\\u%04x", character);
      else
        g_string_append_unichar (shown, character);
    }
  if (n > 300 || n_shown == 60)
    g_string_append (shown, "…");
  return g_string_free (shown, FALSE);
}

guint
redan_read_current_line (const RedanAssembler *self)
{
  return self->parser == NULL || self->parser->input == NULL ? 0
                                                             : (guint) self->parser->input->line;
}

void
redan_assembler_fail (RedanAssembler *self, int code, const char *format, ...)
{
  va_list arguments;

  if (self->error != NULL)
    return;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->error = g_error_new (REDAN_MODEL_ERROR, code, "%s:%u: %s", self->path,
                             redan_read_current_line (self), message);
  if (self->parser != NULL)
    xmlStopParser (self->parser);
}

/* Takes over an error that says what was expected but not where. */
void
redan_read_fail_with (RedanAssembler *self, GError *error)
{
  redan_assembler_fail (self, error->code, "%s", error->message);
  g_error_free (error);
}

static gboolean
has_text (const RedanAssembler *self)
{
  if (self->level == LEVEL_PART)
    return self->part >= 0;
  if (self->level != LEVEL_FIELD)
    return FALSE;

  RedanValueType type = self->name->type;
  return type != REDAN_VALUE_PACK && type != REDAN_VALUE_PLACE && type != REDAN_VALUE_POINTS &&
         type != REDAN_VALUE_POINT;
}

void
redan_assembler_text (RedanAssembler *self, const char *text, gsize length)
{
  if (self->error != NULL)
    return;
  if (has_text (self))
    {
      redan_read_add_text (self, text, length);
      return;
    }

  gsize i = 0;
  while (i < length && g_ascii_isspace (text[i]))
    i++;
  if (i == length)
    return;

  g_autofree char *shown = redan_clip (text + i, length - i);
  if (g_str_has_prefix (shown, "=======") || g_str_has_prefix (shown, ">>>>>>> ") ||
      g_str_has_prefix (shown, "||||||| "))
    redan_assembler_fail (
        self, REDAN_MODEL_ERROR_SYNTAX,
        _ ("conflict marker of an unfinished git merge; merge the two versions first "
           "(git mergetool, or an editor)"));
  else
    redan_assembler_fail (self, REDAN_MODEL_ERROR_SYNTAX,
                          _ ("text \"%s\" between the tags; expected a tag; remove the text"),
                          shown);
}

static RedanReadSlot *
find_slot (const RedanAssembler *self, const RedanId *id, guint32 hash)
{
  guint32 at = hash & self->mask;

  for (; self->slots[at].number != 0; at = (at + 1) & self->mask)
    {
      if (self->slots[at].hash != hash)
        continue;
      const RedanObject *object = g_ptr_array_index (self->objects, self->slots[at].number - 1);
      if (redan_id_equal (&object->id, id))
        break;
    }
  return &self->slots[at];
}

guint
redan_assembler_get_line (const RedanAssembler *self, const RedanId *id)
{
  guint32 number = find_slot (self, id, redan_id_hash (id))->number;

  return number == 0 ? 0 : g_array_index (self->lines, guint32, number - 1);
}

static void
grow_slots (RedanAssembler *self)
{
  g_autofree RedanReadSlot *old = g_steal_pointer (&self->slots);
  guint32 old_mask = self->mask;

  self->mask = self->mask * 4 + 3;
  self->slots = g_new0 (RedanReadSlot, (gsize) self->mask + 1);
  for (guint32 i = 0; i <= old_mask; i++)
    {
      guint32 at = old[i].hash & self->mask;
      if (old[i].number == 0)
        continue;
      while (self->slots[at].number != 0)
        at = (at + 1) & self->mask;
      self->slots[at] = old[i];
    }
}

RedanAssembler *
redan_assembler_new (RedanSchema *schema,
                     RedanStrings *strings,
                     const char *path,
                     xmlParserCtxt *parser)
{
  RedanAssembler *self = g_new0 (RedanAssembler, 1);

  self->schema = redan_schema_ref (schema);
  self->model =
      strings != NULL ? redan_model_new_sharing (schema, strings) : redan_model_new (schema);
  self->strings = redan_model_get_strings (self->model);
  self->empty = redan_strings_intern (self->strings, "", 0);
  self->path = path;
  self->parser = parser;
  self->value = g_string_new (NULL);
  self->objects = g_ptr_array_new ();
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->mask = 1023;
  self->slots = g_new0 (RedanReadSlot, (gsize) self->mask + 1);
  return self;
}

void
redan_assembler_free (RedanAssembler *self)
{
  for (guint i = 0; !self->handed_over && i < self->objects->len; i++)
    redan_object_unref (g_ptr_array_index (self->objects, i));
  g_ptr_array_unref (self->objects);
  g_array_unref (self->lines);
  g_free (self->entries);
  g_free (self->entry_lines);
  g_string_free (self->value, TRUE);
  g_clear_error (&self->error);
  g_clear_pointer (&self->model, redan_model_unref);
  redan_schema_unref (self->schema);
  g_free (self->slots);
  g_free (self->text);
  g_free (self);
}

void
redan_assembler_forget_error (RedanAssembler *self)
{
  g_clear_error (&self->error);
}

void
redan_assembler_fail_cut_off (RedanAssembler *self)
{
  redan_assembler_fail (
      self, REDAN_MODEL_ERROR_SYNTAX,
      _ ("the file ends before </threat-model>; it is cut off; take an older version"));
}

gboolean
redan_assembler_is_finished (const RedanAssembler *self)
{
  return self->finished;
}

const GError *
redan_assembler_get_error (const RedanAssembler *self)
{
  return self->error;
}

RedanSchema *
redan_assembler_get_schema (const RedanAssembler *self)
{
  return self->schema;
}

static void
start_root (RedanAssembler *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  gboolean has_format = FALSE;

  if (self->finished || strcmp ((const char *) name, "threat-model") != 0)
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_assembler_fail (
          self, REDAN_MODEL_ERROR_FORMAT,
          _ ("the file starts with <%s>; expected <threat-model format=\"%d\">; this is no "
             ".redan file"),
          shown, REDAN_FORMAT_VERSION);
      return;
    }
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      if (attributes[1] != NULL || strcmp ((const char *) attributes[0], "format") != 0)
        {
          redan_read_unknown_attribute (self, attributes[0], "threat-model");
          return;
        }
      g_autofree char *text =
          g_strndup ((const char *) attributes[3], attributes[4] - attributes[3]);
      guint64 format;
      if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &format, NULL))
        {
          g_autofree char *shown = redan_clip (text, -1);
          redan_assembler_fail (self, REDAN_MODEL_ERROR_FORMAT,
                                _ ("format \"%s\"; expected the number %d"), shown,
                                REDAN_FORMAT_VERSION);
          return;
        }
      if (format > REDAN_FORMAT_VERSION)
        {
          redan_assembler_fail (
              self, REDAN_MODEL_ERROR_FORMAT,
              _ ("the file has format %u, this program reads up to format %d; a newer Redan is "
                 "needed"),
              (guint) format, REDAN_FORMAT_VERSION);
          return;
        }
      has_format = TRUE;
    }
  if (!has_format)
    redan_assembler_fail (self, REDAN_MODEL_ERROR_FORMAT,
                          _ ("<threat-model> without format; expected format=\"%d\""),
                          REDAN_FORMAT_VERSION);
  self->level = LEVEL_ROOT;
}

static gboolean
read_id (RedanAssembler *self, const xmlChar *start, const xmlChar *end)
{
  if (redan_id_parse ((const char *) start, end - start, &self->id))
    return TRUE;

  g_autofree char *shown = redan_clip ((const char *) start, end - start);
  redan_assembler_fail (
      self, REDAN_MODEL_ERROR_INVALID_VALUE,
      _ ("id \"%s\"; expected 16 characters out of 0-9 and a-z without i, l, o, u"), shown);
  return FALSE;
}

/* The id of an object stands on its tag, or follows from its name. */
static gboolean
complete_id (RedanAssembler *self)
{
  if (self->section == REDAN_SECTION_META)
    self->id = redan_meta_id ();
  if (self->section == REDAN_SECTION_FACT)
    {
      if (self->n_entries > 0 && self->entries[0].field == REDAN_FIELD_KEY)
        self->id = redan_fact_id (self->entries[0].value);
    }

  if (redan_id_is_null (&self->id))
    {
      redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                            _ ("<%s> without %s; every one needs its own"),
                            redan_section_get_tag (self->section),
                            self->section == REDAN_SECTION_FACT ? "name" : "id");
      return FALSE;
    }

  guint32 hash = redan_id_hash (&self->id);
  self->slot = find_slot (self, &self->id, hash);
  if (self->slot->number == 0)
    {
      self->slot->hash = hash;
      return TRUE;
    }
  redan_assembler_fail (
      self, REDAN_MODEL_ERROR_REFERENCE,
      _ ("<%s id=\"%.16s\"> is there a second time, the first stands in line %u; remove one or "
         "give it a new id"),
      redan_section_get_tag (self->section), self->id.text,
      g_array_index (self->lines, guint32, self->slot->number - 1));
  return FALSE;
}

static void
fail_too_many (RedanAssembler *self)
{
  redan_assembler_fail (self, REDAN_MODEL_ERROR_LIMIT, _ ("more than %u objects; split the model"),
                        REDAN_MODEL_MAX_OBJECTS);
}

static void
start_object (RedanAssembler *self,
              const xmlChar *name,
              int n_attributes,
              const xmlChar **attributes)
{
  gboolean has_id;

  if (name != self->section_name && !redan_section_lookup ((const char *) name, -1, &self->section))
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_assembler_fail (
          self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
          _ ("unknown section <%s>; expected one of meta, boundary, element, flow, asset, ...; "
             "see data/schema/README.md"),
          shown);
      return;
    }
  if (self->objects->len == REDAN_MODEL_MAX_OBJECTS)
    {
      fail_too_many (self);
      return;
    }

  self->section_name = name;
  memset (&self->id, 0, sizeof self->id);
  self->line = redan_read_current_line (self);
  self->unsorted = FALSE;
  self->n_entries = 0;
  has_id = self->section != REDAN_SECTION_META && self->section != REDAN_SECTION_FACT;
  for (int i = 0; i < n_attributes && self->error == NULL; i++, attributes += 5)
    {
      const char *attribute = (const char *) attributes[0];
      if (has_id && attributes[1] == NULL && strcmp (attribute, "id") == 0)
        {
          if (!read_id (self, attributes[3], attributes[4]))
            return;
          continue;
        }
      const RedanReadName *known =
          attributes[1] != NULL ? NULL : redan_read_find_name (self, attributes[0], TRUE);
      if (known == NULL)
        {
          redan_read_unknown_attribute (self, attributes[0], redan_section_get_tag (self->section));
          return;
        }
      redan_read_set_text (self, attributes[3], attributes[4]);
      redan_read_add_scalar (self, known);
    }
  if (self->error == NULL && complete_id (self))
    self->level = LEVEL_OBJECT;
}

void
redan_assembler_start (RedanAssembler *self,
                       const xmlChar *name,
                       const xmlChar *prefix,
                       int n_namespaces,
                       int n_attributes,
                       const xmlChar **attributes)
{
  if (self->error != NULL)
    return;
  if (prefix != NULL || n_namespaces > 0)
    {
      redan_assembler_fail (
          self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
          _ ("XML namespace; a .redan file has none; remove the prefix and its xmlns"));
      return;
    }

  switch (self->level)
    {
    case LEVEL_DOCUMENT:
      start_root (self, name, n_attributes, attributes);
      break;
    case LEVEL_ROOT:
      start_object (self, name, n_attributes, attributes);
      break;
    case LEVEL_OBJECT:
      redan_read_start_field (self, name, n_attributes, attributes);
      break;
    case LEVEL_FIELD:
      redan_read_start_part (self, name, n_attributes, attributes);
      break;
    case LEVEL_PART:
      redan_read_unknown_part (self, name);
      break;
    }
}

static int
compare_positions (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanAssembler *self = user_data;
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;
  int order = redan_entry_compare (&self->entries[left], &self->entries[right]);

  return order != 0 ? order : left < right ? -1 : left > right;
}

/* Brings the entries into the order of the file and refuses one that stands twice. */
static gboolean
sort_entries (RedanAssembler *self)
{
  guint n = self->n_entries;
  g_autofree guint *positions = g_new (guint, n);
  g_autofree RedanEntry *sorted = g_new (RedanEntry, n);

  for (guint i = 0; i < n; i++)
    positions[i] = i;
  g_qsort_with_data (positions, n, sizeof *positions, compare_positions, self);
  for (guint i = 0; i < n; i++)
    {
      const RedanEntry *entry = &self->entries[positions[i]];
      sorted[i] = *entry;
      if (i == 0 || sorted[i - 1].field != entry->field ||
          strcmp (sorted[i - 1].key, entry->key) != 0)
        continue;
      g_autofree char *shown = redan_clip (entry->key, -1);
      self->error = g_error_new (
          REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
          _ ("%s:%u: <%s>%s%s stands a second time in <%s>, the first in line %u; "
             "remove one"),
          self->path, self->entry_lines[positions[i]],
          redan_field_get_tag (self->schema, entry->field), shown[0] == '\0' ? "" : " ", shown,
          redan_section_get_tag (self->section), self->entry_lines[positions[i - 1]]);
      if (self->parser != NULL)
        xmlStopParser (self->parser);
      return FALSE;
    }
  memcpy (self->entries, sorted, n * sizeof (RedanEntry));
  return TRUE;
}

static gboolean
check_required (RedanAssembler *self)
{
  guint n_fields;
  const RedanFieldInfo *fields = redan_section_get_fields (self->section, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      if (!fields[i].required)
        continue;
      gboolean found = FALSE;
      for (guint j = 0; j < self->n_entries && !found; j++)
        found = self->entries[j].field == fields[i].field;
      if (found)
        continue;
      redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                            _ ("the <%s> of line %u has no %s; add it"),
                            redan_section_get_tag (self->section), self->line, fields[i].tag);
      return FALSE;
    }
  return TRUE;
}

/* @object: (transfer full): the slot for it was found by complete_id() */
static void
add_object (RedanAssembler *self, RedanObject *object)
{
  g_ptr_array_add (self->objects, object);
  g_array_append_val (self->lines, self->line);
  self->slot->number = self->objects->len;
  if (self->objects->len > self->mask / 2)
    grow_slots (self);
}

static void
end_object (RedanAssembler *self)
{
  self->level = LEVEL_ROOT;
  if ((!self->unsorted || sort_entries (self)) && check_required (self))
    add_object (self, redan_object_new (self->section, &self->id, self->entries, self->n_entries));
}

void
redan_assembler_reuse (RedanAssembler *self, RedanObject *object)
{
  if (self->error != NULL)
    return;
  if (self->objects->len == REDAN_MODEL_MAX_OBJECTS)
    {
      fail_too_many (self);
      return;
    }

  self->section = object->section;
  self->section_name = NULL;
  self->id = object->id;
  self->line = 0;
  self->n_entries = 0;
  if (complete_id (self))
    add_object (self, redan_object_ref (object));
}

RedanStrings *
redan_assembler_get_strings (const RedanAssembler *self)
{
  return self->strings;
}

RedanObject *
redan_assembler_get_last (const RedanAssembler *self)
{
  return g_ptr_array_index (self->objects, self->objects->len - 1);
}

void
redan_assembler_end (RedanAssembler *self)
{
  if (self->error != NULL)
    return;

  switch (self->level)
    {
    case LEVEL_DOCUMENT:
      break;
    case LEVEL_ROOT:
      self->level = LEVEL_DOCUMENT;
      self->finished = TRUE;
      break;
    case LEVEL_OBJECT:
      end_object (self);
      break;
    case LEVEL_FIELD:
      redan_read_end_field (self);
      break;
    case LEVEL_PART:
      redan_read_end_part (self);
      break;
    }
}

RedanModel *
redan_assembler_finish (RedanAssembler *self, GError **error)
{
  if (!self->finished)
    redan_assembler_fail_cut_off (self);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }

  /* The model keeps them alive while lines are asked for. */
  redan_model_put_all (self->model, (RedanObject **) self->objects->pdata, self->objects->len);
  self->handed_over = TRUE;
  return g_steal_pointer (&self->model);
}
