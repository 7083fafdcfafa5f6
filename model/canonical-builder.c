/* SPDX-License-Identifier: Apache-2.0 */
/* Builds objects from the tags and texts of a .redan file; the part of the reader behind the XML
 * parser. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-builder.h"
#include "model/canonical-reader.h"
#include "model/error.h"
#include "model/geometry.h"

#define N_NAMES 2048
#define N_VALUES 8192
#define MAX_CACHED 40
#define MAX_TEXT (1024 * 1024)

typedef enum
{
  LEVEL_DOCUMENT,
  LEVEL_ROOT,
  LEVEL_OBJECT,
  LEVEL_FIELD,
  LEVEL_PART,
} Level;

/* What the name of a child element means in a section. Names come from the dictionary of the
 * parser: one pointer each. */
typedef struct
{
  const xmlChar *name;
  RedanSection section;
  RedanField field;
  RedanValueType type;
  gboolean keyed;
  gboolean on_start_tag;
} Name;

/* A value that was checked before, and its interned text. */
typedef struct
{
  const char *text;
  RedanSection section;
  RedanField field;
  guint16 length;
} Value;

typedef struct
{
  RedanEntry entry;
  guint32 line;
} Read;

struct _RedanBuilder
{
  RedanSchema *schema;
  RedanModel *model;
  RedanStrings *strings;
  const char *path;
  const char *empty;
  xmlParserCtxt *parser;
  GError *error;

  Level level;
  gboolean finished; /* the root has ended */

  RedanSection section;
  RedanId id;
  guint line;
  gboolean unsorted;
  GArray *reads;   /* of Read: the entries of the current object */
  GArray *entries; /* of RedanEntry: the same for redan_object_new() */

  Name *name; /* the current field */
  const char *key;
  gint32 parts[4];
  guint parts_seen;
  int part;
  guint n_points;
  GString *value; /* "x y x y": the value made of parts */
  char *text;
  gsize length;
  gsize allocated;

  GPtrArray *objects;
  GArray *lines;  /* guint32: line of each object */
  guint32 *slots; /* open addressing: index of an object + 1 */
  guint32 mask;

  Name names[N_NAMES];
  Value values[N_VALUES];
};

static const char *const part_names[] = { "x", "y", "width", "height" };

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

static guint
current_line (const RedanBuilder *self)
{
  return self->parser->input == NULL ? 0 : (guint) self->parser->input->line;
}

void
redan_builder_fail (RedanBuilder *self, int code, const char *format, ...)
{
  va_list arguments;

  if (self->error != NULL)
    return;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->error =
      g_error_new (REDAN_MODEL_ERROR, code, "%s:%u: %s", self->path, current_line (self), message);
  xmlStopParser (self->parser);
}

/* Takes over an error that says what was expected but not where. */
static void
fail_with (RedanBuilder *self, GError *error)
{
  redan_builder_fail (self, error->code, "%s", error->message);
  g_error_free (error);
}

static gboolean
has_text (const RedanBuilder *self)
{
  if (self->level == LEVEL_PART)
    return self->part >= 0;
  if (self->level != LEVEL_FIELD)
    return FALSE;

  RedanValueType type = self->name->type;
  return type != REDAN_VALUE_PACK && type != REDAN_VALUE_PLACE && type != REDAN_VALUE_POINTS &&
         type != REDAN_VALUE_POINT;
}

static gboolean
add_text (RedanBuilder *self, const char *text, gsize length)
{
  if (self->length + length > MAX_TEXT)
    {
      redan_builder_fail (
          self, REDAN_MODEL_ERROR_LIMIT,
          _ ("text of more than %u bytes; shorten it or keep it in a file beside the model"),
          MAX_TEXT);
      return FALSE;
    }
  if (self->length + length >= self->allocated)
    {
      self->allocated = MAX (self->allocated * 2, self->length + length + 1);
      self->text = g_realloc (self->text, self->allocated);
    }
  memcpy (self->text + self->length, text, length);
  self->length += length;
  self->text[self->length] = '\0';
  return TRUE;
}

static void
set_text (RedanBuilder *self, const xmlChar *start, const xmlChar *end)
{
  self->length = 0;
  add_text (self, (const char *) start, end - start);
}

void
redan_builder_text (RedanBuilder *self, const char *text, gsize length)
{
  if (self->error != NULL)
    return;
  if (has_text (self))
    {
      add_text (self, text, length);
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
    redan_builder_fail (
        self, REDAN_MODEL_ERROR_SYNTAX,
        _ ("conflict marker of an unfinished git merge; merge the two versions first "
           "(git mergetool, or redan-cli merge)"));
  else
    redan_builder_fail (self, REDAN_MODEL_ERROR_SYNTAX,
                        _ ("text \"%s\" between the tags; expected a tag; remove the text"), shown);
}

static guint32
id_home (const RedanBuilder *self, const RedanId *id)
{
  return (redan_id_hash (id) * 0x9e3779b1u >> 7) & self->mask;
}

static guint32 *
find_slot (const RedanBuilder *self, const RedanId *id)
{
  guint32 at = id_home (self, id);

  for (; self->slots[at] != 0; at = (at + 1) & self->mask)
    {
      const RedanObject *object = g_ptr_array_index (self->objects, self->slots[at] - 1);
      if (redan_id_equal (&object->id, id))
        break;
    }
  return &self->slots[at];
}

guint
redan_builder_get_line (const RedanBuilder *self, const RedanId *id)
{
  guint32 number = *find_slot (self, id);

  return number == 0 ? 0 : g_array_index (self->lines, guint32, number - 1);
}

static void
grow_slots (RedanBuilder *self)
{
  self->mask = self->mask * 2 + 1;
  g_free (self->slots);
  self->slots = g_new0 (guint32, (gsize) self->mask + 1);
  for (guint i = 0; i < self->objects->len; i++)
    {
      const RedanObject *object = g_ptr_array_index (self->objects, i);
      *find_slot (self, &object->id) = i + 1;
    }
}

RedanBuilder *
redan_builder_new (RedanSchema *schema, const char *path, xmlParserCtxt *parser)
{
  RedanBuilder *self = g_new0 (RedanBuilder, 1);

  self->schema = redan_schema_ref (schema);
  self->model = redan_model_new (schema);
  self->strings = redan_model_get_strings (self->model);
  self->empty = redan_strings_intern (self->strings, "", 0);
  self->path = path;
  self->parser = parser;
  self->reads = g_array_new (FALSE, FALSE, sizeof (Read));
  self->entries = g_array_new (FALSE, FALSE, sizeof (RedanEntry));
  self->value = g_string_new (NULL);
  self->objects = g_ptr_array_new ();
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->mask = 1023;
  self->slots = g_new0 (guint32, (gsize) self->mask + 1);
  return self;
}

void
redan_builder_free (RedanBuilder *self)
{
  for (guint i = 0; i < self->objects->len; i++)
    redan_object_unref (g_ptr_array_index (self->objects, i));
  g_ptr_array_unref (self->objects);
  g_array_unref (self->lines);
  g_array_unref (self->reads);
  g_array_unref (self->entries);
  g_string_free (self->value, TRUE);
  g_clear_error (&self->error);
  g_clear_pointer (&self->model, redan_model_unref);
  redan_schema_unref (self->schema);
  g_free (self->slots);
  g_free (self->text);
  g_free (self);
}

const GError *
redan_builder_get_error (const RedanBuilder *self)
{
  return self->error;
}

RedanSchema *
redan_builder_get_schema (const RedanBuilder *self)
{
  return self->schema;
}

static void
add_entry (RedanBuilder *self, RedanField field, const char *key, const char *value)
{
  Read read = { { key, value, field }, current_line (self) };

  if (self->reads->len > 0 && !self->unsorted)
    {
      const Read *last = &g_array_index (self->reads, Read, self->reads->len - 1);
      self->unsorted = last->entry.field > field ||
                       (last->entry.field == field && strcmp (last->entry.key, key) >= 0);
    }
  if (self->reads->len == REDAN_BUILDER_MAX_ENTRIES)
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_LIMIT,
                          _ ("more than %u fields in one object; split it"),
                          REDAN_BUILDER_MAX_ENTRIES);
      return;
    }
  g_array_append_val (self->reads, read);
}

/* Checks the text as the value (or, for a member of a set, the key) of a field and gives its
 * interned copy. */
static const char *
intern_text (RedanBuilder *self, const Name *name, gboolean is_key)
{
  RedanField field = name->field;
  guint32 hash = field * 31u + self->section;
  gsize length = self->length;
  Value *cached = NULL;
  GError *error = NULL;
  RedanId id;

  if (name->type == REDAN_VALUE_REFERENCE && redan_id_parse (self->text, length, &id))
    return redan_strings_intern (self->strings, self->text, length);
  if (length <= MAX_CACHED)
    {
      for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guint8) self->text[i]) * 0x01000193u;
      cached = &self->values[(hash ^ hash >> 15) % N_VALUES];
      if (cached->text != NULL && cached->field == field && cached->section == self->section &&
          cached->length == length && memcmp (cached->text, self->text, length) == 0)
        return cached->text;
    }

  if (!redan_field_check_value (self->schema, self->section, field, is_key ? self->text : NULL,
                                is_key ? "" : self->text, &error))
    {
      fail_with (self, error);
      return NULL;
    }
  const char *text = redan_strings_intern (self->strings, self->text, length);
  if (cached != NULL)
    *cached = (Value){ text, self->section, field, length };
  return text;
}

static void
add_scalar (RedanBuilder *self, const Name *name)
{
  RedanValueType type = name->type;
  RedanField field = name->field;
  GError *error = NULL;

  if (self->length == 0)
    return;
  if (type != REDAN_VALUE_LINE && type != REDAN_VALUE_TEXT)
    {
      const char *value = intern_text (self, name, FALSE);
      if (value != NULL)
        add_entry (self, field, self->empty, value);
      return;
    }
  if (!redan_field_check_value (self->schema, self->section, field, NULL, self->text, &error))
    {
      fail_with (self, error);
      return;
    }
  add_entry (self, field, self->empty,
             redan_strings_store (self->strings, self->text, self->length));
}

static void
unknown_attribute (RedanBuilder *self, const xmlChar *name, const char *tag)
{
  g_autofree char *shown = redan_clip ((const char *) name, -1);

  redan_builder_fail (
      self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
      _ ("unknown attribute \"%s\" of <%s>; see data/schema/README.md; remove it or correct "
         "its name"),
      shown, tag);
}

static void
start_root (RedanBuilder *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  gboolean has_format = FALSE;

  if (self->finished || strcmp ((const char *) name, "threat-model") != 0)
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_builder_fail (
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
          unknown_attribute (self, attributes[0], "threat-model");
          return;
        }
      g_autofree char *text =
          g_strndup ((const char *) attributes[3], attributes[4] - attributes[3]);
      guint64 format;
      if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &format, NULL))
        {
          g_autofree char *shown = redan_clip (text, -1);
          redan_builder_fail (self, REDAN_MODEL_ERROR_FORMAT,
                              _ ("format \"%s\"; expected the number %d"), shown,
                              REDAN_FORMAT_VERSION);
          return;
        }
      if (format > REDAN_FORMAT_VERSION)
        {
          redan_builder_fail (
              self, REDAN_MODEL_ERROR_FORMAT,
              _ ("the file has format %u, this program reads up to format %d; a newer Redan is "
                 "needed"),
              (guint) format, REDAN_FORMAT_VERSION);
          return;
        }
      has_format = TRUE;
    }
  if (!has_format)
    redan_builder_fail (self, REDAN_MODEL_ERROR_FORMAT,
                        _ ("<threat-model> without format; expected format=\"%d\""),
                        REDAN_FORMAT_VERSION);
  self->level = LEVEL_ROOT;
}

static gboolean
read_id (RedanBuilder *self, const xmlChar *start, const xmlChar *end)
{
  if (redan_id_parse ((const char *) start, end - start, &self->id))
    return TRUE;

  g_autofree char *shown = redan_clip ((const char *) start, end - start);
  redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                      _ ("id \"%s\"; expected 16 characters out of 0-9 and a-z without i, l, o, u"),
                      shown);
  return FALSE;
}

/* The id of an object stands on its tag, or follows from its name. */
static gboolean
complete_id (RedanBuilder *self)
{
  if (self->section == REDAN_SECTION_META)
    self->id = redan_meta_id ();
  if (self->section == REDAN_SECTION_FACT)
    {
      const Read *key = self->reads->len > 0 ? &g_array_index (self->reads, Read, 0) : NULL;
      if (key != NULL && key->entry.field == REDAN_FIELD_KEY)
        self->id = redan_fact_id (key->entry.value);
    }

  if (redan_id_is_null (&self->id))
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("<%s> without %s; every one needs its own"),
                          redan_section_get_tag (self->section),
                          self->section == REDAN_SECTION_FACT ? "name" : "id");
      return FALSE;
    }

  guint32 *slot = find_slot (self, &self->id);
  if (*slot == 0)
    return TRUE;
  redan_builder_fail (
      self, REDAN_MODEL_ERROR_REFERENCE,
      _ ("<%s id=\"%.16s\"> is there a second time, the first stands in line %u; remove one or "
         "give it a new id"),
      redan_section_get_tag (self->section), self->id.text,
      g_array_index (self->lines, guint32, *slot - 1));
  return FALSE;
}

/* What @name means on the start tag or as a child of an object of the section; NULL when nothing.
 */
static Name *
find_name (RedanBuilder *self, const xmlChar *name, gboolean on_start_tag)
{
  guintptr hash = ((guintptr) name >> 3) * 31 + self->section * 131;
  Name *known = &self->names[(hash ^ hash >> 11) % N_NAMES];

  if (known->name == name && known->section == self->section && known->on_start_tag == on_start_tag)
    return known;

  RedanField field =
      redan_field_lookup (self->schema, self->section, on_start_tag, (const char *) name, -1);
  if (field == REDAN_FIELD_EXISTS)
    return NULL;

  const RedanFieldInfo *info = redan_field_get_info (self->section, field);
  *known = (Name){ name,
                   self->section,
                   field,
                   info == NULL ? REDAN_VALUE_ATTRIBUTE : info->type,
                   redan_field_is_keyed (self->schema, field),
                   on_start_tag };
  return known;
}

static void
start_object (RedanBuilder *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  gboolean has_id;

  if (!redan_section_lookup ((const char *) name, -1, &self->section))
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_builder_fail (
          self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
          _ ("unknown section <%s>; expected one of meta, boundary, element, flow, asset, ...; "
             "see data/schema/README.md"),
          shown);
      return;
    }
  if (self->objects->len == REDAN_MODEL_MAX_OBJECTS)
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_LIMIT,
                          _ ("more than %u objects; split the model"), REDAN_MODEL_MAX_OBJECTS);
      return;
    }

  memset (&self->id, 0, sizeof self->id);
  self->line = current_line (self);
  self->unsorted = FALSE;
  g_array_set_size (self->reads, 0);
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
      const Name *known = attributes[1] != NULL ? NULL : find_name (self, attributes[0], TRUE);
      if (known == NULL)
        {
          unknown_attribute (self, attributes[0], redan_section_get_tag (self->section));
          return;
        }
      set_text (self, attributes[3], attributes[4]);
      add_scalar (self, known);
    }
  if (self->error == NULL && complete_id (self))
    self->level = LEVEL_OBJECT;
}

/* Names of the XML attributes of a field, in the order in which they are written. */
static const char *const *
get_field_attributes (RedanValueType type)
{
  static const char *const pack[] = { "id", "version", "hash", NULL };
  static const char *const metric[] = { "name", NULL };
  static const char *const extra[] = { "format", "key", NULL };
  static const char *const geometry[] = { "diagram", NULL };
  static const char *const none[] = { NULL };

  switch (type)
    {
    case REDAN_VALUE_PACK:
      return pack;
    case REDAN_VALUE_METRIC:
      return metric;
    case REDAN_VALUE_EXTRA:
      return extra;
    case REDAN_VALUE_PLACE:
    case REDAN_VALUE_POINTS:
    case REDAN_VALUE_POINT:
      return geometry;
    default:
      return none;
    }
}

/* Reads the XML attributes of a field into @texts, which has room for three. */
static gboolean
read_field_attributes (RedanBuilder *self,
                       int n_attributes,
                       const xmlChar **attributes,
                       char *texts[3])
{
  const char *const *expected = get_field_attributes (self->name->type);

  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      guint j = 0;
      while (expected[j] != NULL &&
             (attributes[1] != NULL || strcmp (expected[j], (const char *) attributes[0]) != 0))
        j++;
      if (expected[j] == NULL)
        {
          unknown_attribute (self, attributes[0], (const char *) self->name->name);
          return FALSE;
        }
      texts[j] = g_strndup ((const char *) attributes[3], attributes[4] - attributes[3]);
    }
  for (guint j = 0; expected[j] != NULL; j++)
    {
      if (texts[j] != NULL || strcmp (expected[j], "hash") == 0)
        continue;
      redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("<%s> without the attribute \"%s\"; add it"),
                          (const char *) self->name->name, expected[j]);
      return FALSE;
    }
  return TRUE;
}

static void
start_field (RedanBuilder *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  char *texts[3] = { NULL };

  self->name = find_name (self, name, FALSE);
  if (self->name == NULL)
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_builder_fail (
          self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
          _ ("unknown field <%s> of <%s>; see data/schema/README.md; remove it or correct its "
             "name"),
          shown, redan_section_get_tag (self->section));
      return;
    }

  self->length = 0;
  self->key = self->empty;
  self->parts_seen = 0;
  self->n_points = 0;
  self->level = LEVEL_FIELD;
  if (add_text (self, "", 0) && n_attributes == 0 &&
      get_field_attributes (self->name->type)[0] == NULL)
    return;

  g_string_truncate (self->value, 0);
  if (read_field_attributes (self, n_attributes, attributes, texts))
    {
      RedanValueType type = self->name->type;
      g_autofree char *joined =
          type == REDAN_VALUE_EXTRA ? g_strconcat (texts[0], "/", texts[1], NULL) : NULL;
      if (type == REDAN_VALUE_EXTRA && (texts[0][0] == '\0' || strchr (texts[0], '/') != NULL))
        redan_builder_fail (
            self, REDAN_MODEL_ERROR_INVALID_VALUE,
            _ ("<extra> with an empty format or a \"/\" in it; expected a word such as "
               "threat-dragon"));
      if (type == REDAN_VALUE_PACK && strchr (texts[1], ' ') != NULL)
        redan_builder_fail (
            self, REDAN_MODEL_ERROR_INVALID_VALUE,
            _ ("<pack> with a space in its version; expected a version such as 1.2"));
      if (type == REDAN_VALUE_PACK)
        {
          g_string_append (self->value, texts[1]);
          if (texts[2] != NULL)
            g_string_append_printf (self->value, " %s", texts[2]);
        }
      self->key = redan_strings_intern (self->strings, joined != NULL ? joined : texts[0], -1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

/* Whole numbers only: no sign but '-', no leading zeros, no fraction, within +-2^24. */
static gboolean
parse_coordinate (const char *text, gsize length, gint32 *number_out)
{
  gboolean negative = length > 0 && text[0] == '-';
  gsize i = negative ? 1 : 0;
  gint32 number = 0;

  if (i == length || length - i > 8 || (text[i] == '0' && (negative || length - i > 1)))
    return FALSE;
  for (; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      number = number * 10 + (text[i] - '0');
    }
  if (number > REDAN_COORDINATE_LIMIT)
    return FALSE;
  *number_out = negative ? -number : number;
  return TRUE;
}

static gboolean
read_coordinate (RedanBuilder *self, const char *name, const char *text, gsize length, gint32 *out)
{
  if (parse_coordinate (text, length, out))
    return TRUE;

  g_autofree char *shown = redan_clip (text, length);
  redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                      _ ("%s is \"%s\"; expected a whole number (1/8 px) from %d to %d"), name,
                      shown, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT);
  return FALSE;
}

static void
append_number (GString *string, gint32 number)
{
  char digits[12];
  guint at = sizeof digits;
  guint32 rest = number < 0 ? -(guint32) number : (guint32) number;

  do
    {
      digits[--at] = '0' + rest % 10;
      rest /= 10;
    }
  while (rest > 0);
  if (number < 0)
    digits[--at] = '-';
  if (string->len > 0)
    g_string_append_c (string, ' ');
  g_string_append_len (string, digits + at, sizeof digits - at);
}

static void
unknown_part (RedanBuilder *self, const xmlChar *name)
{
  g_autofree char *shown = redan_clip ((const char *) name, -1);

  redan_builder_fail (self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                      _ ("unexpected <%s> inside <%s>; see data/schema/README.md"), shown,
                      (const char *) self->name->name);
}

static void
start_point (RedanBuilder *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  gint32 point[2];
  guint seen = 0;

  if (strcmp ((const char *) name, "point") != 0)
    {
      unknown_part (self, name);
      return;
    }
  if (self->n_points == REDAN_MAX_POINTS)
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_LIMIT,
                          _ ("<route> with more than %d points; simplify it"), REDAN_MAX_POINTS);
      return;
    }
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      const char *attribute = (const char *) attributes[0];
      guint which = strcmp (attribute, "x") == 0 ? 0 : strcmp (attribute, "y") == 0 ? 1 : 2;
      if (which == 2 || attributes[1] != NULL)
        {
          unknown_attribute (self, attributes[0], "point");
          return;
        }
      if (!read_coordinate (self, attribute, (const char *) attributes[3],
                            attributes[4] - attributes[3], &point[which]))
        return;
      seen |= 1u << which;
    }
  if (seen != 3)
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("<point> without x or y; expected <point x=\"0\" y=\"0\"/>"));
      return;
    }
  append_number (self->value, point[0]);
  append_number (self->value, point[1]);
  self->n_points++;
  self->part = -1;
  self->level = LEVEL_PART;
}

static void
start_part (RedanBuilder *self, const xmlChar *name, int n_attributes, const xmlChar **attributes)
{
  RedanValueType type = self->name->type;
  int n_parts = type == REDAN_VALUE_PLACE ? 4 : type == REDAN_VALUE_POINT ? 2 : 0;

  if (type == REDAN_VALUE_POINTS)
    {
      start_point (self, name, n_attributes, attributes);
      return;
    }
  self->part = 0;
  while (self->part < n_parts && strcmp ((const char *) name, part_names[self->part]) != 0)
    self->part++;
  if (self->part == n_parts)
    {
      unknown_part (self, name);
      return;
    }
  if (n_attributes > 0)
    {
      unknown_attribute (self, attributes[0], part_names[self->part]);
      return;
    }
  if (self->parts_seen & 1u << self->part)
    {
      redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("<%s> stands twice in <%s>; remove one"), part_names[self->part],
                          (const char *) self->name->name);
      return;
    }
  self->length = 0;
  self->level = LEVEL_PART;
  add_text (self, "", 0);
}

void
redan_builder_start (RedanBuilder *self,
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
      redan_builder_fail (
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
      start_field (self, name, n_attributes, attributes);
      break;
    case LEVEL_FIELD:
      start_part (self, name, n_attributes, attributes);
      break;
    case LEVEL_PART:
      unknown_part (self, name);
      break;
    }
}

static void
end_part (RedanBuilder *self)
{
  self->level = LEVEL_FIELD;
  if (self->part < 0)
    return;
  if (read_coordinate (self, part_names[self->part], self->text, self->length,
                       &self->parts[self->part]))
    self->parts_seen |= 1u << self->part;
}

/* Puts together x, y, width and height; each must have been there. */
static gboolean
join_parts (RedanBuilder *self, guint n_parts)
{
  for (guint i = 0; i < n_parts; i++)
    {
      if (!(self->parts_seen & 1u << i))
        {
          redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                              _ ("<%s> without <%s>; add it"), (const char *) self->name->name,
                              part_names[i]);
          return FALSE;
        }
      append_number (self->value, self->parts[i]);
    }
  return TRUE;
}

static void
end_field (RedanBuilder *self)
{
  const Name *name = self->name;
  GError *error = NULL;

  self->level = LEVEL_OBJECT;
  switch (name->type)
    {
    case REDAN_VALUE_PLACE:
      if (!join_parts (self, 4))
        return;
      break;
    case REDAN_VALUE_POINT:
      if (!join_parts (self, 2))
        return;
      break;
    case REDAN_VALUE_PACK:
    case REDAN_VALUE_POINTS:
      break;
    case REDAN_VALUE_METRIC:
    case REDAN_VALUE_EXTRA:
      g_string_append_len (self->value, self->text, self->length);
      break;
    default:
      if (!name->keyed)
        {
          add_scalar (self, name);
          return;
        }
      const char *key = self->length == 0 ? NULL : intern_text (self, name, TRUE);
      if (key != NULL)
        add_entry (self, name->field, key, self->empty);
      return;
    }

  if (!redan_field_check_value (self->schema, self->section, name->field, self->key,
                                self->value->str, &error))
    {
      fail_with (self, error);
      return;
    }
  add_entry (self, name->field, self->key,
             redan_strings_store (self->strings, self->value->str, self->value->len));
}

static int
compare_reads (const void *a, const void *b)
{
  const Read *left = a;
  const Read *right = b;

  if (left->entry.field != right->entry.field)
    return left->entry.field < right->entry.field ? -1 : 1;
  int order = strcmp (left->entry.key, right->entry.key);
  return order != 0 ? order : left->line < right->line ? -1 : left->line > right->line;
}

static gboolean
sort_reads (RedanBuilder *self)
{
  g_array_sort (self->reads, compare_reads);
  for (guint i = 1; i < self->reads->len; i++)
    {
      const Read *before = &g_array_index (self->reads, Read, i - 1);
      const Read *read = &g_array_index (self->reads, Read, i);
      if (before->entry.field != read->entry.field ||
          strcmp (before->entry.key, read->entry.key) != 0)
        continue;
      g_autofree char *shown = redan_clip (read->entry.key, -1);
      self->error = g_error_new (
          REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
          _ ("%s:%u: <%s>%s%s stands a second time in <%s>, the first in line %u; "
             "remove one"),
          self->path, read->line, redan_field_get_tag (self->schema, read->entry.field),
          shown[0] == '\0' ? "" : " ", shown, redan_section_get_tag (self->section), before->line);
      xmlStopParser (self->parser);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_required (RedanBuilder *self)
{
  guint n_fields;
  const RedanFieldInfo *fields = redan_section_get_fields (self->section, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      if (!fields[i].required)
        continue;
      gboolean found = FALSE;
      for (guint j = 0; j < self->reads->len && !found; j++)
        found = g_array_index (self->reads, Read, j).entry.field == fields[i].field;
      if (found)
        continue;
      redan_builder_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                          _ ("the <%s> of line %u has no %s; add it"),
                          redan_section_get_tag (self->section), self->line, fields[i].tag);
      return FALSE;
    }
  return TRUE;
}

static void
end_object (RedanBuilder *self)
{
  self->level = LEVEL_ROOT;
  if ((self->unsorted && !sort_reads (self)) || !check_required (self))
    return;

  g_array_set_size (self->entries, self->reads->len);
  for (guint i = 0; i < self->reads->len; i++)
    g_array_index (self->entries, RedanEntry, i) = g_array_index (self->reads, Read, i).entry;
  g_ptr_array_add (self->objects,
                   redan_object_new (self->section, &self->id,
                                     (const RedanEntry *) (gpointer) self->entries->data,
                                     self->entries->len));
  g_array_append_val (self->lines, self->line);
  *find_slot (self, &self->id) = self->objects->len;
  if (self->objects->len > self->mask / 2)
    grow_slots (self);
}

void
redan_builder_end (RedanBuilder *self)
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
      end_field (self);
      break;
    case LEVEL_PART:
      end_part (self);
      break;
    }
}

RedanModel *
redan_builder_finish (RedanBuilder *self, GError **error)
{
  if (self->error == NULL && !self->finished)
    redan_builder_fail (
        self, REDAN_MODEL_ERROR_SYNTAX,
        _ ("the file ends before </threat-model>; it is cut off; take an older version"));
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }

  guint n_objects = self->objects->len;
  for (guint i = 0; i < n_objects; i++)
    redan_object_ref (g_ptr_array_index (self->objects, i));
  redan_model_put_all (self->model, (RedanObject **) self->objects->pdata, n_objects);
  return g_steal_pointer (&self->model);
}
