/* SPDX-License-Identifier: Apache-2.0 */
/* Writing and reading of import events as records: one byte type, four bytes length, then numbers
 * and terminated strings. */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/wire.h"

#include "model/error.h"

/* Child and parent are of one build; the version in the head catches an installation with mixed
 * parts. */
#define HEAD "REDAN-EVENTS-2 " REDAN_VERSION
#define HEAD_LENGTH (sizeof HEAD) /* with its NUL */
#define PREFIX_LENGTH 5
#define FLUSH_AT (64 * 1024)
#define ABSENT G_MAXUINT32

typedef enum
{
  RECORD_IMPORTER = 1,
  RECORD_OBJECT,
  RECORD_FIELD,
  RECORD_ATTRIBUTE,
  RECORD_REFERENCE,
  RECORD_PLACE,
  RECORD_POINT,
  RECORD_EXTRA,
  RECORD_LOSS,
  RECORD_ERROR,
  RECORD_END,
  RECORD_INCLUDE,
  RECORD_LINE,
} RecordType;

static void
append_number (GByteArray *buffer, guint32 value)
{
  guint32 bytes = GUINT32_TO_LE (value);

  g_byte_array_append (buffer, (const guint8 *) &bytes, sizeof bytes);
}

static void
append_real (GByteArray *buffer, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (buffer, (const guint8 *) &bits, sizeof bits);
}

/* Strings carry their NUL so that the reader can use them in place. What is longer than the reader
 * keeps is cut here; it cuts and lists it again. */
static void
append_text (GByteArray *buffer, const char *text)
{
  gsize length;
  guint at;

  if (text == NULL)
    {
      append_number (buffer, ABSENT);
      return;
    }

  length = strnlen (text, REDAN_WIRE_MAX_TEXT);
  while (length == REDAN_WIRE_MAX_TEXT && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  append_number (buffer, (guint32) length);
  at = buffer->len;
  g_byte_array_set_size (buffer, at + (guint) length + 1);
  memcpy (buffer->data + at, text, length);
  buffer->data[at + length] = '\0';
}

static void
flush_buffer (RedanWireWriter *self)
{
  gsize done = 0;

  while (!self->failed && done < self->buffer->len)
    {
      gssize n = write (self->fd, self->buffer->data + done, self->buffer->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        self->failed = TRUE;
      else
        done += (gsize) n;
    }

  g_byte_array_set_size (self->buffer, 0);
}

static guint
begin_record (RedanWireWriter *self, RecordType type)
{
  guint start = self->buffer->len;
  guint8 prefix[PREFIX_LENGTH] = { (guint8) type };

  g_byte_array_append (self->buffer, prefix, sizeof prefix);
  return start;
}

static gboolean
end_record (RedanWireWriter *self, guint start)
{
  guint32 length = GUINT32_TO_LE (self->buffer->len - start - PREFIX_LENGTH);

  memcpy (self->buffer->data + start + 1, &length, sizeof length);
  if (self->buffer->len >= FLUSH_AT)
    flush_buffer (self);
  return !self->failed;
}

static gboolean
write_object (RedanEventSink *sink, RedanSection section, const char *foreign_id)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_OBJECT);

  append_number (self->buffer, section);
  append_text (self->buffer, foreign_id);
  return end_record (self, start);
}

static gboolean
write_field (RedanEventSink *sink, RedanField field, const char *key, const char *value)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_FIELD);

  append_number (self->buffer, field);
  append_text (self->buffer, key);
  append_text (self->buffer, value);
  return end_record (self, start);
}

static gboolean
write_attribute (RedanEventSink *sink, const char *name, const char *value)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_ATTRIBUTE);

  append_text (self->buffer, name);
  append_text (self->buffer, value);
  return end_record (self, start);
}

static gboolean
write_reference (RedanEventSink *sink,
                 RedanField field,
                 RedanSection section,
                 const char *foreign_id)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_REFERENCE);

  append_number (self->buffer, field);
  append_number (self->buffer, section);
  append_text (self->buffer, foreign_id);
  return end_record (self, start);
}

static gboolean
write_place (RedanEventSink *sink,
             const char *foreign_diagram,
             double x,
             double y,
             double width,
             double height)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_PLACE);

  append_text (self->buffer, foreign_diagram);
  append_real (self->buffer, x);
  append_real (self->buffer, y);
  append_real (self->buffer, width);
  append_real (self->buffer, height);
  return end_record (self, start);
}

static gboolean
write_point (RedanEventSink *sink, const char *foreign_diagram, double x, double y)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_POINT);

  append_text (self->buffer, foreign_diagram);
  append_real (self->buffer, x);
  append_real (self->buffer, y);
  return end_record (self, start);
}

static gboolean
write_extra (RedanEventSink *sink, const char *name, const char *value)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_EXTRA);

  append_text (self->buffer, name);
  append_text (self->buffer, value);
  return end_record (self, start);
}

static gboolean
write_include (RedanEventSink *sink, const char *path)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_INCLUDE);

  append_text (self->buffer, path);
  return end_record (self, start);
}

static gboolean
write_line (RedanEventSink *sink, const char *file, guint line)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_LINE);

  append_number (self->buffer, line);
  append_text (self->buffer, file);
  return end_record (self, start);
}

static gboolean
write_loss (RedanEventSink *sink, RedanLossKind kind, const char *place, const char *text)
{
  RedanWireWriter *self = (RedanWireWriter *) sink;
  guint start = begin_record (self, RECORD_LOSS);

  append_number (self->buffer, kind);
  append_text (self->buffer, place);
  append_text (self->buffer, text);
  return end_record (self, start);
}

static const RedanEventSink writer_functions = {
  .object = write_object,
  .field = write_field,
  .attribute = write_attribute,
  .reference = write_reference,
  .place = write_place,
  .point = write_point,
  .extra = write_extra,
  .include = write_include,
  .line = write_line,
  .loss = write_loss,
};

void
redan_wire_writer_init (RedanWireWriter *self, int fd, const RedanImporter *importer)
{
  guint start;

  *self = (RedanWireWriter){ .sink = writer_functions, .fd = fd };
  self->buffer = g_byte_array_sized_new (2 * FLUSH_AT);
  g_byte_array_append (self->buffer, (const guint8 *) HEAD, HEAD_LENGTH);

  if (importer == NULL)
    return;
  start = begin_record (self, RECORD_IMPORTER);
  append_text (self->buffer, importer->name);
  end_record (self, start);
}

void
redan_wire_writer_clear (RedanWireWriter *self)
{
  g_clear_pointer (&self->buffer, g_byte_array_unref);
}

gboolean
redan_wire_writer_finish (RedanWireWriter *self, const GError *error)
{
  guint start = begin_record (self, error != NULL ? RECORD_ERROR : RECORD_END);

  if (error != NULL)
    {
      append_number (self->buffer, error->domain == REDAN_MODEL_ERROR ? (guint32) error->code
                                                                      : REDAN_MODEL_ERROR_IMPORT);
      append_text (self->buffer, error->message);
    }

  end_record (self, start);
  flush_buffer (self);
  return !self->failed;
}

/* The part of a record that is not yet read; @bad once anything was not as it must be. */
typedef struct
{
  const guint8 *data;
  gsize length;
  gboolean bad;
} Payload;

static const guint8 *
take_bytes (Payload *self, gsize n)
{
  const guint8 *bytes = self->data;

  if (self->bad || self->length < n)
    {
      self->bad = TRUE;
      return NULL;
    }

  self->data += n;
  self->length -= n;
  return bytes;
}

static guint32
take_number (Payload *self, guint32 limit)
{
  guint32 value = 0;
  const guint8 *bytes = take_bytes (self, sizeof value);

  if (bytes == NULL)
    return 0;

  memcpy (&value, bytes, sizeof value);
  value = GUINT32_FROM_LE (value);
  if (value < limit)
    return value;

  self->bad = TRUE;
  return 0;
}

static double
take_real (Payload *self)
{
  guint64 bits = 0;
  double value;
  const guint8 *bytes = take_bytes (self, sizeof bits);

  if (bytes == NULL)
    return 0.0;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  if (!isfinite (value))
    self->bad = TRUE;
  return value;
}

static const char *
take_optional_text (Payload *self)
{
  guint32 length = 0;
  const guint8 *bytes = take_bytes (self, sizeof length);

  if (bytes == NULL)
    return NULL;

  memcpy (&length, bytes, sizeof length);
  length = GUINT32_FROM_LE (length);
  if (length == ABSENT)
    return NULL;

  bytes = take_bytes (self, (gsize) length + 1);
  if (bytes != NULL && memchr (bytes, 0, (gsize) length + 1) == bytes + length)
    return (const char *) bytes;

  self->bad = TRUE;
  return NULL;
}

static const char *
take_text (Payload *self)
{
  const char *text = take_optional_text (self);

  if (text == NULL)
    self->bad = TRUE;
  return text;
}

static gboolean
read_geometry (RedanEventSink *sink, RecordType type, Payload *payload)
{
  const char *diagram = take_text (payload);
  double x = take_real (payload);
  double y = take_real (payload);
  double width = type == RECORD_PLACE ? take_real (payload) : 0.0;
  double height = type == RECORD_PLACE ? take_real (payload) : 0.0;

  if (payload->bad)
    return FALSE;
  if (type == RECORD_PLACE)
    return sink->place (sink, diagram, x, y, width, height);
  return sink->point (sink, diagram, x, y);
}

static gboolean
read_event (RedanEventSink *sink, RecordType type, Payload *payload)
{
  guint32 number = 0;
  guint32 section = 0;
  const char *first = NULL;
  const char *second;

  switch (type)
    {
    case RECORD_OBJECT:
      number = take_number (payload, REDAN_N_SECTIONS);
      second = take_text (payload);
      return !payload->bad && sink->object (sink, (RedanSection) number, second);

    case RECORD_FIELD:
      number = take_number (payload, G_MAXUINT16);
      first = take_optional_text (payload);
      second = take_optional_text (payload);
      return !payload->bad && sink->field (sink, (RedanField) number, first, second);

    case RECORD_REFERENCE:
      number = take_number (payload, G_MAXUINT16);
      section = take_number (payload, REDAN_N_SECTIONS);
      second = take_text (payload);
      return !payload->bad &&
             sink->reference (sink, (RedanField) number, (RedanSection) section, second);

    case RECORD_ATTRIBUTE:
    case RECORD_EXTRA:
      first = take_text (payload);
      second = take_text (payload);
      if (payload->bad)
        return FALSE;
      return type == RECORD_EXTRA ? sink->extra (sink, first, second)
                                  : sink->attribute (sink, first, second);

    case RECORD_PLACE:
    case RECORD_POINT:
      return read_geometry (sink, type, payload);

    case RECORD_INCLUDE:
      first = take_text (payload);
      return !payload->bad && sink->include (sink, first);

    case RECORD_LINE:
      number = take_number (payload, G_MAXUINT32);
      first = take_optional_text (payload);
      return !payload->bad && sink->line (sink, first, number);

    case RECORD_LOSS:
      number = take_number (payload, REDAN_LOSS_REPAIRED + 1);
      first = take_optional_text (payload);
      second = take_text (payload);
      return !payload->bad && sink->loss (sink, (RedanLossKind) number, first, second);

    default:
      payload->bad = TRUE;
      return FALSE;
    }
}

static gboolean
fail_stream (GError **error)
{
  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                       _ ("the import program did not speak as agreed; "
                          "install redan-import and redan of the same version"));
  return FALSE;
}

static gboolean
read_record (RedanWireReader *self, RecordType type, Payload payload, GError **error)
{
  guint32 code;
  const char *text;

  self->n_records++;
  if (self->finished)
    return fail_stream (error);
  if (type != RECORD_ERROR && (self->importer == NULL) != (type == RECORD_IMPORTER))
    return fail_stream (error);

  if (type == RECORD_END)
    {
      self->finished = TRUE;
      return TRUE;
    }

  if (type == RECORD_IMPORTER)
    {
      text = take_text (&payload);
      self->importer = text != NULL ? redan_importers_lookup (text) : NULL;
      return self->importer != NULL || fail_stream (error);
    }

  if (type == RECORD_ERROR)
    {
      code = take_number (&payload, REDAN_MODEL_ERROR_IMPORT + 1);
      text = take_text (&payload);
      if (payload.bad)
        return fail_stream (error);
      g_set_error_literal (error, REDAN_MODEL_ERROR, (int) code, text);
      return FALSE;
    }

  if (read_event (self->sink, type, &payload) && payload.length == 0)
    return TRUE;
  return fail_stream (error);
}

void
redan_wire_reader_init (RedanWireReader *self, RedanEventSink *sink)
{
  *self = (RedanWireReader){ .sink = sink, .buffer = g_byte_array_new () };
}

void
redan_wire_reader_clear (RedanWireReader *self)
{
  g_clear_pointer (&self->buffer, g_byte_array_unref);
}

gboolean
redan_wire_reader_feed (RedanWireReader *self, const guint8 *data, gsize length, GError **error)
{
  gsize at = 0;

  g_byte_array_append (self->buffer, data, (guint) length);

  if (!self->begun)
    {
      gsize n = MIN (self->buffer->len, HEAD_LENGTH);

      if (memcmp (self->buffer->data, HEAD, n) != 0)
        return fail_stream (error);
      if (n < HEAD_LENGTH)
        return TRUE;
      self->begun = TRUE;
      at = HEAD_LENGTH;
    }

  while (self->buffer->len - at >= PREFIX_LENGTH)
    {
      guint32 size;
      Payload payload = { .data = self->buffer->data + at + PREFIX_LENGTH };

      memcpy (&size, self->buffer->data + at + 1, sizeof size);
      size = GUINT32_FROM_LE (size);
      if (size > REDAN_WIRE_MAX_RECORD || self->n_records >= REDAN_WIRE_MAX_RECORDS)
        {
          g_set_error (
              error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
              _ ("the file gives more than %d facts or a text above %d MiB; split the model"),
              REDAN_WIRE_MAX_RECORDS, REDAN_WIRE_MAX_RECORD / 1024 / 1024);
          return FALSE;
        }
      if (self->buffer->len - at - PREFIX_LENGTH < size)
        break;

      payload.length = size;
      if (!read_record (self, (RecordType) self->buffer->data[at], payload, error))
        return FALSE;
      at += PREFIX_LENGTH + size;
    }

  g_byte_array_remove_range (self->buffer, 0, (guint) at);
  return TRUE;
}
