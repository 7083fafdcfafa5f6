/* SPDX-License-Identifier: Apache-2.0 */
/* Edits as bytes for the journal: names instead of numbers, lengths before texts, a check sum at
 * the end. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/edit-private.h"
#include "model/error.h"

/*
 * magic, label, number of changes, changes, check sum (FNV-1a, 64 bits, little endian) of all
 * before it. A change is id (16 bytes), section, field, key, before, after. Numbers are LEB128. A
 * text is its length + 1 and its bytes, 0 for none. A field on the start tag has "@" before its
 * name; the name of the object itself is "".
 */
static const char magic[] = "redan-edit 1\n";
#define MAGIC_LENGTH (sizeof magic - 1)
#define SUM_LENGTH 8
#define MIN_CHANGE_LENGTH (REDAN_ID_LENGTH + 5)

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Cursor;

static guint64
check_sum (const guint8 *data, gsize length)
{
  guint64 sum = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < length; i++)
    sum = (sum ^ data[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

static void
append_number (GByteArray *bytes, guint64 number)
{
  do
    {
      guint8 byte = (number & 0x7f) | (number > 0x7f ? 0x80 : 0);
      g_byte_array_append (bytes, &byte, 1);
      number >>= 7;
    }
  while (number > 0);
}

static void
append_text (GByteArray *bytes, const char *text)
{
  gsize length = text == NULL ? 0 : strlen (text);

  append_number (bytes, text == NULL ? 0 : length + 1);
  if (length > 0)
    g_byte_array_append (bytes, (const guint8 *) text, length);
}

static void
append_change (GByteArray *bytes, const RedanSchema *schema, const RedanChange *change)
{
  char buffer[REDAN_FIELD_NAME_SIZE];

  g_byte_array_append (bytes, (const guint8 *) change->object.text, REDAN_ID_LENGTH);
  append_text (bytes, redan_section_get_tag (change->section));
  append_text (bytes, redan_edit_get_field_name (schema, change->section, change->field, buffer));
  append_text (bytes, change->key);
  append_text (bytes, change->before);
  append_text (bytes, change->after);
}

const char *
redan_edit_get_field_name (const RedanSchema *schema,
                           RedanSection section,
                           RedanField field,
                           char buffer[REDAN_FIELD_NAME_SIZE])
{
  const RedanAttribute *attribute = redan_field_get_attribute (schema, field);

  if (attribute != NULL)
    return attribute->name;

  const RedanFieldInfo *info = redan_field_get_info (section, field);
  if (info == NULL || !info->on_start_tag)
    return info == NULL ? "" : info->tag;
  g_snprintf (buffer, REDAN_FIELD_NAME_SIZE, "@%s", info->tag);
  return buffer;
}

RedanField
redan_edit_find_field (const RedanSchema *schema, RedanSection section, const char *name)
{
  if (name[0] == '@')
    return redan_field_lookup (schema, section, TRUE, name + 1, -1);
  return redan_field_lookup (schema, section, FALSE, name, -1);
}

GBytes *
redan_edit_serialize (const RedanEdit *self)
{
  const RedanSchema *schema = redan_model_get_schema (self->model);
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) magic, MAGIC_LENGTH);
  append_text (bytes, self->label);
  append_number (bytes, self->changes->len);
  for (guint i = 0; i < self->changes->len; i++)
    append_change (bytes, schema, g_ptr_array_index (self->changes, i));

  guint64 sum = GUINT64_TO_LE (check_sum (bytes->data, bytes->len));
  g_byte_array_append (bytes, (const guint8 *) &sum, SUM_LENGTH);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
read_number (Cursor *cursor, guint64 *number_out)
{
  guint64 number = 0;

  for (guint shift = 0; shift < 63 && cursor->at < cursor->end; shift += 7)
    {
      guint8 byte = *cursor->at++;
      number |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        {
          *number_out = number;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_text (Cursor *cursor, RedanModel *model, const char **text_out)
{
  guint64 length;

  if (!read_number (cursor, &length) || length > (guint64) (cursor->end - cursor->at) + 1)
    return FALSE;
  if (length == 0)
    {
      *text_out = NULL;
      return TRUE;
    }

  const char *text = (const char *) cursor->at;
  cursor->at += length - 1;
  if (!g_utf8_validate_len (text, length - 1, NULL))
    return FALSE;
  *text_out = redan_strings_intern (redan_model_get_strings (model), text, length - 1);
  return TRUE;
}

static gboolean
read_change (Cursor *cursor, RedanModel *model, RedanChange *change, GError **error)
{
  const char *section;
  const char *field;

  if (cursor->end - cursor->at < MIN_CHANGE_LENGTH ||
      !redan_id_parse ((const char *) cursor->at, REDAN_ID_LENGTH, &change->object))
    return FALSE;
  cursor->at += REDAN_ID_LENGTH;
  if (!read_text (cursor, model, &section) || section == NULL ||
      !read_text (cursor, model, &field) || field == NULL ||
      !read_text (cursor, model, &change->key) || change->key == NULL ||
      !read_text (cursor, model, &change->before) || !read_text (cursor, model, &change->after))
    return FALSE;

  change->field = REDAN_FIELD_EXISTS;
  if (redan_section_lookup (section, -1, &change->section))
    {
      if (*field == '\0')
        return TRUE;
      change->field =
          redan_edit_find_field (redan_model_get_schema (model), change->section, field);
      if (change->field != REDAN_FIELD_EXISTS)
        return TRUE;
    }
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
               _ ("history: no field \"%s\" of \"%s\" is known; load the pack that defines it"),
               field, section);
  return FALSE;
}

static RedanEdit *
read_edit (Cursor *cursor, RedanModel *model, GError **error)
{
  const char *label;
  guint64 n;

  if (!read_text (cursor, model, &label) || label == NULL || !read_number (cursor, &n) ||
      n > (guint64) (cursor->end - cursor->at) / MIN_CHANGE_LENGTH)
    return NULL;

  g_autoptr (RedanEdit) edit = redan_edit_new (model, label);
  for (guint64 i = 0; i < n; i++)
    {
      RedanChange change;
      if (!read_change (cursor, model, &change, error))
        return NULL;
      redan_edit_add (edit, &change);
    }
  return cursor->at == cursor->end ? g_steal_pointer (&edit) : NULL;
}

RedanEdit *
redan_edit_deserialize (const RedanModel *model, GBytes *bytes, GError **error)
{
  g_autoptr (GError) reason = NULL;
  RedanEdit *edit = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length >= MAGIC_LENGTH + SUM_LENGTH && memcmp (data, magic, MAGIC_LENGTH) == 0)
    {
      Cursor cursor = { data + MAGIC_LENGTH, data + length - SUM_LENGTH };
      guint64 sum;
      memcpy (&sum, cursor.end, SUM_LENGTH);
      if (GUINT64_FROM_LE (sum) == check_sum (data, length - SUM_LENGTH))
        edit = read_edit (&cursor, (RedanModel *) model, &reason);
    }
  if (edit != NULL)
    return edit;

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                 _ ("history: a command of %zu bytes is damaged and cannot be undone or redone"),
                 length);
  return NULL;
}
