/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the canonical .redan file: own buffered writer, the same bytes for the same model. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"

#define N_LOW REDAN_FIELD_ATTRIBUTE
#define N_HIGH 64

/* Tags and types by field number, so that an entry costs no search. */
typedef struct
{
  const RedanModel *model;
  char *bytes;
  gsize length;
  gsize allocated;
  const char *low[N_LOW];
  const char *high[N_HIGH];
  RedanValueType high_types[N_HIGH];
  const char **attributes;
  guint8 *attribute_is_set;
} Writer;

static const char *const escapes[256] = {
  ['\t'] = "&#9;", ['\n'] = "&#10;", ['\r'] = "&#13;", ['"'] = "&quot;",
  ['&'] = "&amp;", ['<'] = "&lt;",   ['>'] = "&gt;",
};

static void
reserve (Writer *writer, gsize more)
{
  if (writer->length + more <= writer->allocated)
    return;

  writer->allocated = MAX (writer->allocated + writer->allocated / 2, writer->length + more);
  writer->bytes = g_realloc (writer->bytes, writer->allocated);
}

static void
put_bytes (Writer *writer, const char *text, gsize length)
{
  reserve (writer, length);
  memcpy (writer->bytes + writer->length, text, length);
  writer->length += length;
}

static void
put (Writer *writer, const char *text)
{
  put_bytes (writer, text, strlen (text));
}

/* In text only & < > and a carriage return are escaped, in attributes also quotes, tabs and line
 * feeds. */
static void
put_escaped (Writer *writer, const char *text, gboolean in_attribute)
{
  const char *start = text;
  const char *at = text;

  for (; *at != '\0'; at++)
    {
      const char *escape = escapes[(guint8) *at];
      if (G_LIKELY (escape == NULL))
        continue;
      if (!in_attribute && (*at == '\t' || *at == '\n' || *at == '"'))
        continue;
      put_bytes (writer, start, at - start);
      put (writer, escape);
      start = at + 1;
    }
  put_bytes (writer, start, at - start);
}

static void
put_attribute (Writer *writer, const char *name, const char *value)
{
  put_bytes (writer, " ", 1);
  put (writer, name);
  put_bytes (writer, "=\"", 2);
  put_escaped (writer, value, TRUE);
  put_bytes (writer, "\"", 1);
}

static void
put_child (Writer *writer, const char *tag, const char *text)
{
  gsize length = strlen (tag);

  put_bytes (writer, "  <", 3);
  put_bytes (writer, tag, length);
  put_bytes (writer, ">", 1);
  put_escaped (writer, text, FALSE);
  put_bytes (writer, "</", 2);
  put_bytes (writer, tag, length);
  put_bytes (writer, ">\n", 2);
}

/* Copies the next number of "x y width height" and gives what follows it. */
static const char *
put_number (Writer *writer, const char *numbers)
{
  gsize length = strcspn (numbers, " ");

  put_bytes (writer, numbers, length);
  return numbers[length] == ' ' ? numbers + length + 1 : numbers + length;
}

static void
put_parts (Writer *writer, const char *numbers, guint n_parts)
{
  static const char *const names[] = { "x", "y", "width", "height" };

  for (guint i = 0; i < n_parts; i++)
    {
      put_bytes (writer, "   <", 4);
      put (writer, names[i]);
      put_bytes (writer, ">", 1);
      numbers = put_number (writer, numbers);
      put_bytes (writer, "</", 2);
      put (writer, names[i]);
      put_bytes (writer, ">\n", 2);
    }
}

static void
put_points (Writer *writer, const char *numbers)
{
  while (*numbers != '\0')
    {
      put (writer, "   <point x=\"");
      numbers = put_number (writer, numbers);
      put (writer, "\" y=\"");
      numbers = put_number (writer, numbers);
      put (writer, "\"/>\n");
    }
}

static void
put_geometry (Writer *writer, const char *tag, const RedanEntry *entry, RedanValueType type)
{
  put_bytes (writer, "  <", 3);
  put (writer, tag);
  put_attribute (writer, "diagram", entry->key);
  put_bytes (writer, ">\n", 2);
  if (type == REDAN_VALUE_POINTS)
    put_points (writer, entry->value);
  else
    put_parts (writer, entry->value, type == REDAN_VALUE_PLACE ? 4 : 2);
  put_bytes (writer, "  </", 4);
  put (writer, tag);
  put_bytes (writer, ">\n", 2);
}

static void
put_pack (Writer *writer, const RedanEntry *entry)
{
  gsize length = strcspn (entry->value, " ");
  g_autofree char *version = g_strndup (entry->value, length);

  put (writer, "  <pack");
  put_attribute (writer, "id", entry->key);
  put_attribute (writer, "version", version);
  if (entry->value[length] == ' ')
    put_attribute (writer, "hash", entry->value + length + 1);
  put (writer, "/>\n");
}

static void
put_keyed_value (Writer *writer, const char *tag, const char *key_tag, const RedanEntry *entry)
{
  put_bytes (writer, "  <", 3);
  put (writer, tag);
  put_attribute (writer, key_tag, entry->key);
  put_bytes (writer, ">", 1);
  put_escaped (writer, entry->value, FALSE);
  put_bytes (writer, "</", 2);
  put (writer, tag);
  put_bytes (writer, ">\n", 2);
}

static void
put_extra (Writer *writer, const RedanEntry *entry)
{
  gsize length = strcspn (entry->key, "/");
  g_autofree char *format = g_strndup (entry->key, length);

  put (writer, "  <extra");
  put_attribute (writer, "format", format);
  put_attribute (writer, "key", entry->key[length] == '/' ? entry->key + length + 1 : "");
  put_bytes (writer, ">", 1);
  put_escaped (writer, entry->value, FALSE);
  put (writer, "</extra>\n");
}

static void
put_trailing (Writer *writer, const RedanEntry *entry)
{
  guint index = entry->field - REDAN_FIELD_PACK;
  RedanValueType type = writer->high_types[index];

  switch (type)
    {
    case REDAN_VALUE_PACK:
      put_pack (writer, entry);
      break;
    case REDAN_VALUE_METRIC:
      put_keyed_value (writer, writer->high[index], "name", entry);
      break;
    case REDAN_VALUE_Z_ORDER:
      put_keyed_value (writer, writer->high[index], "diagram", entry);
      break;
    case REDAN_VALUE_EXTRA:
      put_extra (writer, entry);
      break;
    case REDAN_VALUE_PLACE:
    case REDAN_VALUE_POINTS:
    case REDAN_VALUE_POINT:
      put_geometry (writer, writer->high[index], entry, type);
      break;
    default:
      put_child (writer, writer->high[index], entry->key);
      break;
    }
}

static void
put_object (Writer *writer, const RedanObject *object)
{
  const char *tag = redan_section_get_tag (object->section);
  RedanIdText id;
  guint i = 0;

  put_bytes (writer, " <", 2);
  put (writer, tag);
  if (object->section != REDAN_SECTION_META && object->section != REDAN_SECTION_FACT)
    put_attribute (writer, "id", redan_id_to_text (&object->id, id));
  for (; i < object->n_entries && object->entries[i].field < REDAN_FIELD_NAME; i++)
    if (object->entries[i].value[0] != '\0')
      put_attribute (writer, writer->low[object->entries[i].field], object->entries[i].value);
  put_bytes (writer, ">\n", 2);

  for (; i < object->n_entries; i++)
    {
      const RedanEntry *entry = &object->entries[i];
      guint attribute = entry->field - REDAN_FIELD_ATTRIBUTE;
      if (entry->field >= REDAN_FIELD_PACK)
        put_trailing (writer, entry);
      else if (entry->field >= REDAN_FIELD_ATTRIBUTE && writer->attribute_is_set[attribute])
        put_child (writer, writer->attributes[attribute], entry->key);
      else if (entry->value[0] != '\0')
        put_child (writer,
                   entry->field >= REDAN_FIELD_ATTRIBUTE ? writer->attributes[attribute]
                                                         : writer->low[entry->field],
                   entry->value);
    }
  put_bytes (writer, " </", 3);
  put (writer, tag);
  put_bytes (writer, ">\n", 2);
}

static void
prepare (Writer *writer)
{
  RedanSchema *schema = redan_model_get_schema (writer->model);
  guint n_attributes = redan_schema_get_n_attributes (schema);

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n_fields;
      const RedanFieldInfo *fields = redan_section_get_fields (section, &n_fields);
      for (guint i = 0; i < n_fields; i++)
        {
          RedanField field = fields[i].field;
          if (field < N_LOW)
            writer->low[field] = fields[i].tag;
          else if (field >= REDAN_FIELD_PACK)
            {
              writer->high[field - REDAN_FIELD_PACK] = fields[i].tag;
              writer->high_types[field - REDAN_FIELD_PACK] = fields[i].type;
            }
        }
    }
  writer->attributes = g_new0 (const char *, n_attributes + 1);
  writer->attribute_is_set = g_new0 (guint8, n_attributes + 1);
  for (guint i = 0; i < n_attributes; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      writer->attributes[i] = attribute->name;
      writer->attribute_is_set[i] = attribute->type == REDAN_ATTRIBUTE_SET;
    }
}

GBytes *
redan_canonical_write (const RedanModel *model)
{
  Writer writer = { .model = model };

  prepare (&writer);
  put (&writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<threat-model format=\"");
  put (&writer, G_STRINGIFY (REDAN_FORMAT_VERSION) "\">\n");
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (model, section);
      for (guint i = 0; i < n; i++)
        put_object (&writer, redan_model_get_nth (model, section, i));
    }
  put (&writer, "</threat-model>\n");
  g_free (writer.attributes);
  g_free (writer.attribute_is_set);
  return g_bytes_new_take (writer.bytes, writer.length);
}
