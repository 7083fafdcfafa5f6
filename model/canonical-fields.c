/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of the objects of a .redan file: their texts, XML attributes and parts become checked
 * entries. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-assembler-private.h"
#include "model/error.h"
#include "model/geometry.h"

#define MAX_CACHED 40

/* Behind the text there are always so many bytes of the buffer, so that words of eight bytes can be
 * read. */
#define TEXT_PADDING 16

/* Crockford's base32 in lower case. */
static const guint8 id_characters[256] = {
  ['0' ... '9'] = 1, ['a' ... 'h'] = 1, ['j' ... 'k'] = 1,
  ['m' ... 'n'] = 1, ['p' ... 't'] = 1, ['v' ... 'z'] = 1,
};

static const char *const part_names[] = { "x", "y", "width", "height" };

void
redan_read_unknown_attribute (RedanAssembler *self, const xmlChar *name, const char *tag)
{
  g_autofree char *shown = redan_clip ((const char *) name, -1);

  redan_assembler_fail (
      self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
      _ ("unknown attribute \"%s\" of <%s>; see data/schema/README.md; remove it or correct "
         "its name"),
      shown, tag);
}

gboolean
redan_read_add_text (RedanAssembler *self, const char *text, gsize length)
{
  if (self->length + length > REDAN_READ_MAX_TEXT)
    {
      redan_assembler_fail (
          self, REDAN_MODEL_ERROR_LIMIT,
          _ ("text of more than %u bytes; shorten it or keep it in a file beside the model"),
          REDAN_READ_MAX_TEXT);
      return FALSE;
    }
  if (self->length + length + TEXT_PADDING > self->allocated)
    {
      self->allocated = MAX (self->allocated * 2, self->length + length + TEXT_PADDING);
      self->text = g_realloc (self->text, self->allocated);
    }
  memcpy (self->text + self->length, text, length);
  self->length += length;
  self->text[self->length] = '\0';
  return TRUE;
}

void
redan_read_set_text (RedanAssembler *self, const xmlChar *start, const xmlChar *end)
{
  self->length = 0;
  redan_read_add_text (self, (const char *) start, end - start);
}

void
redan_read_add_entry (RedanAssembler *self, RedanField field, const char *key, const char *value)
{
  if (self->n_entries > 0)
    {
      const RedanEntry *last = &self->entries[self->n_entries - 1];
      if (last->field > field || (last->field == field && strcmp (last->key, key) >= 0))
        self->unsorted = TRUE;
    }
  if (self->n_entries == REDAN_ASSEMBLER_MAX_ENTRIES)
    {
      redan_assembler_fail (self, REDAN_MODEL_ERROR_LIMIT,
                            _ ("more than %u fields in one object; split it"),
                            REDAN_ASSEMBLER_MAX_ENTRIES);
      return;
    }
  if (self->n_entries == self->allocated_entries)
    {
      self->allocated_entries = self->allocated_entries * 2 + 64;
      self->entries = g_renew (RedanEntry, self->entries, self->allocated_entries);
      self->entry_lines = g_renew (guint32, self->entry_lines, self->allocated_entries);
    }
  self->entries[self->n_entries] = (RedanEntry){ key, value, field };
  self->entry_lines[self->n_entries] = redan_read_current_line (self);
  self->n_entries++;
}

/* Eight bytes at a time; @text is followed by at least eight bytes of its buffer. */
static guint32
hash_text (const char *text, gsize length, guint64 seed)
{
  guint64 hash = seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  for (; length > 8; text += 8, length -= 8)
    {
      memcpy (&word, text, 8);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
      hash ^= hash >> 32;
    }
  memcpy (&word, text, 8);
  word = GUINT64_FROM_LE (word) &
         (length == 8 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << 8 * length) - 1);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return hash >> 40;
}

/* Like redan_id_parse(), without a branch for every character. */
static gboolean
is_id (const char *text, gsize length)
{
  guint8 legal = 1;

  if (length != REDAN_ID_LENGTH)
    return FALSE;
  for (guint i = 0; i < REDAN_ID_LENGTH; i++)
    legal &= id_characters[(guint8) text[i]];
  return legal;
}

/* Checks the text as the value (or, for a member of a set, the key) of a field and gives its
 * interned copy. */
static const char *
intern_text (RedanAssembler *self, const RedanReadName *name, gboolean is_key)
{
  RedanField field = name->field;
  gsize length = self->length;
  RedanReadValue *cached = NULL;
  GError *error = NULL;

  if (name->type == REDAN_VALUE_REFERENCE && is_id (self->text, length))
    {
      /* Looking for an equal one among all ids costs more than the 21 bytes of another copy. */
      return is_key ? redan_strings_intern (self->strings, self->text, length)
                    : redan_strings_store (self->strings, self->text, length);
    }
  if (length <= MAX_CACHED)
    {
      guint32 hash = hash_text (self->text, length, field * 31u + self->section);
      cached = &self->values[hash % REDAN_READ_N_VALUES];
      if (cached->text != NULL && cached->field == field && cached->section == self->section &&
          cached->length == length && memcmp (cached->text, self->text, length) == 0)
        return cached->text;
    }

  if (!redan_field_check_value (self->schema, self->section, field, is_key ? self->text : NULL,
                                is_key ? "" : self->text, &error))
    {
      redan_read_fail_with (self, error);
      return NULL;
    }
  const char *text = redan_strings_intern (self->strings, self->text, length);
  if (cached != NULL)
    *cached = (RedanReadValue){ text, self->section, field, length };
  return text;
}

void
redan_read_add_scalar (RedanAssembler *self, const RedanReadName *name)
{
  RedanValueType type = name->type;
  RedanField field = name->field;
  GError *error = NULL;

  if (self->length == 0)
    return;
  if (type != REDAN_VALUE_LINE && type != REDAN_VALUE_LINES && type != REDAN_VALUE_TEXT)
    {
      const char *value = intern_text (self, name, FALSE);
      if (value != NULL)
        redan_read_add_entry (self, field, self->empty, value);
      return;
    }
  if (!redan_field_check_value (self->schema, self->section, field, NULL, self->text, &error))
    {
      redan_read_fail_with (self, error);
      return;
    }
  redan_read_add_entry (self, field, self->empty,
                        redan_strings_store (self->strings, self->text, self->length));
}

/* What @name means on the start tag or as a child of an object of the section; NULL when nothing.
 */
RedanReadName *
redan_read_find_name (RedanAssembler *self, const xmlChar *name, gboolean on_start_tag)
{
  guintptr hash = ((guintptr) name >> 3) * 31 + self->section * 131;
  RedanReadName *known = &self->names[(hash ^ hash >> 11) % REDAN_READ_N_NAMES];

  if (known->name == name && known->section == self->section && known->on_start_tag == on_start_tag)
    return known;

  RedanField field =
      redan_field_lookup (self->schema, self->section, on_start_tag, (const char *) name, -1);
  if (field == REDAN_FIELD_EXISTS)
    return NULL;

  const RedanFieldInfo *info = redan_field_get_info (self->section, field);
  *known = (RedanReadName){ name,
                            self->section,
                            field,
                            info == NULL ? REDAN_VALUE_ATTRIBUTE : info->type,
                            redan_field_is_keyed (self->schema, field),
                            on_start_tag };
  return known;
}

/* Names of the XML attributes of a field, in the order in which they are written. */
static const char *const *
get_field_attributes (RedanValueType type)
{
  static const char *const pack[] = { "id", "version", "hash", NULL };
  static const char *const metric[] = { "name", NULL };
  static const char *const extra[] = { "format", "key", NULL };
  static const char *const diagram[] = { "diagram", NULL };
  static const char *const none[] = { NULL };

  switch (type)
    {
    case REDAN_VALUE_PACK:
      return pack;
    case REDAN_VALUE_METRIC:
      return metric;
    case REDAN_VALUE_EXTRA:
      return extra;
    case REDAN_VALUE_Z_ORDER:
    case REDAN_VALUE_PLACE:
    case REDAN_VALUE_POINTS:
    case REDAN_VALUE_POINT:
      return diagram;
    default:
      return none;
    }
}

/* Reads the XML attributes of a field into @texts, which has room for three. */
static gboolean
read_field_attributes (RedanAssembler *self,
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
          redan_read_unknown_attribute (self, attributes[0], (const char *) self->name->name);
          return FALSE;
        }
      texts[j] = g_strndup ((const char *) attributes[3], attributes[4] - attributes[3]);
    }
  for (guint j = 0; expected[j] != NULL; j++)
    {
      if (texts[j] != NULL || strcmp (expected[j], "hash") == 0)
        continue;
      redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                            _ ("<%s> without the attribute \"%s\"; add it"),
                            (const char *) self->name->name, expected[j]);
      return FALSE;
    }
  return TRUE;
}

void
redan_read_start_field (RedanAssembler *self,
                        const xmlChar *name,
                        int n_attributes,
                        const xmlChar **attributes)
{
  char *texts[3] = { NULL };

  self->name = redan_read_find_name (self, name, FALSE);
  if (self->name == NULL)
    {
      g_autofree char *shown = redan_clip ((const char *) name, -1);
      redan_assembler_fail (self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                            _ ("unknown field <%s> of <%s>; correct its name (data/attributes.xml "
                               "has them all), give "
                               "the pack that defines it with --data, or remove it"),
                            shown, redan_section_get_tag (self->section));
      return;
    }

  self->length = 0;
  self->key = self->empty;
  self->parts_seen = 0;
  self->n_points = 0;
  self->level = LEVEL_FIELD;
  if (redan_read_add_text (self, "", 0) && n_attributes == 0 &&
      get_field_attributes (self->name->type)[0] == NULL)
    return;

  g_string_truncate (self->value, 0);
  if (read_field_attributes (self, n_attributes, attributes, texts))
    {
      RedanValueType type = self->name->type;
      g_autofree char *joined =
          type == REDAN_VALUE_EXTRA ? g_strconcat (texts[0], "/", texts[1], NULL) : NULL;
      if (type == REDAN_VALUE_EXTRA && (texts[0][0] == '\0' || strchr (texts[0], '/') != NULL))
        redan_assembler_fail (
            self, REDAN_MODEL_ERROR_INVALID_VALUE,
            _ ("<extra> with an empty format or a \"/\" in it; expected a word such as "
               "threat-dragon"));
      if (type == REDAN_VALUE_PACK && strchr (texts[1], ' ') != NULL)
        redan_assembler_fail (
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
read_coordinate (
    RedanAssembler *self, const char *name, const char *text, gsize length, gint32 *out)
{
  if (parse_coordinate (text, length, out))
    return TRUE;

  g_autofree char *shown = redan_clip (text, length);
  redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
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

void
redan_read_unknown_part (RedanAssembler *self, const xmlChar *name)
{
  g_autofree char *shown = redan_clip ((const char *) name, -1);

  redan_assembler_fail (self, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                        _ ("unexpected <%s> inside <%s>; see data/schema/README.md"), shown,
                        (const char *) self->name->name);
}

static void
start_point (RedanAssembler *self,
             const xmlChar *name,
             int n_attributes,
             const xmlChar **attributes)
{
  gint32 point[2];
  guint seen = 0;

  if (strcmp ((const char *) name, "point") != 0)
    {
      redan_read_unknown_part (self, name);
      return;
    }
  if (self->n_points == REDAN_MAX_POINTS)
    {
      redan_assembler_fail (self, REDAN_MODEL_ERROR_LIMIT,
                            _ ("<route> with more than %d points; simplify it"), REDAN_MAX_POINTS);
      return;
    }
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      const char *attribute = (const char *) attributes[0];
      guint which = strcmp (attribute, "x") == 0 ? 0 : strcmp (attribute, "y") == 0 ? 1 : 2;
      if (which == 2 || attributes[1] != NULL)
        {
          redan_read_unknown_attribute (self, attributes[0], "point");
          return;
        }
      if (!read_coordinate (self, attribute, (const char *) attributes[3],
                            attributes[4] - attributes[3], &point[which]))
        return;
      seen |= 1u << which;
    }
  if (seen != 3)
    {
      redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                            _ ("<point> without x or y; expected <point x=\"0\" y=\"0\"/>"));
      return;
    }
  append_number (self->value, point[0]);
  append_number (self->value, point[1]);
  self->n_points++;
  self->part = -1;
  self->level = LEVEL_PART;
}

void
redan_read_start_part (RedanAssembler *self,
                       const xmlChar *name,
                       int n_attributes,
                       const xmlChar **attributes)
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
      redan_read_unknown_part (self, name);
      return;
    }
  if (n_attributes > 0)
    {
      redan_read_unknown_attribute (self, attributes[0], part_names[self->part]);
      return;
    }
  if (self->parts_seen & 1u << self->part)
    {
      redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                            _ ("<%s> stands twice in <%s>; remove one"), part_names[self->part],
                            (const char *) self->name->name);
      return;
    }
  self->length = 0;
  self->level = LEVEL_PART;
  redan_read_add_text (self, "", 0);
}

void
redan_read_end_part (RedanAssembler *self)
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
join_parts (RedanAssembler *self, guint n_parts)
{
  for (guint i = 0; i < n_parts; i++)
    {
      if (!(self->parts_seen & 1u << i))
        {
          redan_assembler_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE,
                                _ ("<%s> without <%s>; add it"), (const char *) self->name->name,
                                part_names[i]);
          return FALSE;
        }
      append_number (self->value, self->parts[i]);
    }
  return TRUE;
}

void
redan_read_end_field (RedanAssembler *self)
{
  const RedanReadName *name = self->name;
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
    case REDAN_VALUE_Z_ORDER:
    case REDAN_VALUE_EXTRA:
      g_string_append_len (self->value, self->text, self->length);
      break;
    default:
      if (!name->keyed)
        {
          redan_read_add_scalar (self, name);
          return;
        }
      const char *key = self->length == 0 ? NULL : intern_text (self, name, TRUE);
      if (key != NULL)
        redan_read_add_entry (self, name->field, key, self->empty);
      return;
    }

  if (!redan_field_check_value (self->schema, self->section, name->field, self->key,
                                self->value->str, &error))
    {
      redan_read_fail_with (self, error);
      return;
    }
  redan_read_add_entry (self, name->field, self->key,
                        redan_strings_store (self->strings, self->value->str, self->value->len));
}
