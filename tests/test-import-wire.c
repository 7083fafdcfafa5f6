/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the two ends of an import: JSON that comes in, and the records between child and parent.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "model/error.h"
#include "model/exchange/json.h"
#include "model/exchange/wire.h"

static void
count_visit (char **path, guint depth, const char *value, gsize length, gpointer data)
{
  g_autofree char *joined = NULL;
  GString *seen = data;
  char *parts[8] = { NULL };

  for (guint i = 0; i < depth; i++)
    parts[i] = path[i];
  joined = g_strjoinv ("/", parts);
  g_string_append_printf (seen, "%s=%.*s ", joined, (int) MIN (length, 1), value);
}

static void
test_json_scan (void)
{
  const char *text =
      "\xef\xbb\xbf { \"a\" : 1, \"b\":[{\"c\":\"x\\\"{\",\"d\":[[\"e\"]]}], \"f\\u0041\":{}}";
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_json_scan ((const guint8 *) text, strlen (text), count_visit, seen, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "a=1 b=[ b//c=\" b//d=[ f\\u0041={ ");
}

static void
test_json_depth (void)
{
  for (guint depth = REDAN_JSON_MAX_DEPTH - 1; depth <= REDAN_JSON_MAX_DEPTH + 1; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, close, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) root = redan_json_parse ((const guint8 *) text, strlen (text), &error);

      if (depth <= REDAN_JSON_MAX_DEPTH)
        g_assert_nonnull (root);
      else
        g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
    }
}

static void
test_json_parse (void)
{
  static const struct
  {
    const char *text;
    const char *place; /* NULL: accepted */
  } cases[] = {
    { "{\"a\":1}", NULL },
    { "\xef\xbb\xbf{}", NULL },
    { "[12345678901234567890123]", NULL },
    { "", "1:" },
    { "{\"a\":1,}", "1:" },
    { "{\n\n  \"a\" 1}", "3:" },
    { "[1] [2]", "1:" },
    { "[\"\xff\"]", "1:" },
    { "[\"\xed\xa0\x80\"]", "1:" },
    { "['a']", "1:" },
    { "[nan]", "1:" },
    { "[1e9999]", "1:" },
    { "[\"\\ud800\"]", "1:" },
    { "{\"a\":1,\"a\":2}", "1:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) root =
          redan_json_parse ((const guint8 *) cases[i].text, strlen (cases[i].text), &error);

      g_assert_true ((root != NULL) == (cases[i].place == NULL));
      if (root == NULL && !g_str_has_prefix (error->message, cases[i].place))
        g_error ("%s: %s", cases[i].text, error->message);
      if (root == NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_json_to_text (void)
{
  g_autoptr (json_t) values = json_pack ("[s, i, f, b, n, {s:[i]}]", "a\"b", -3, 0.5, 1, "k", 1);
  const char *const expected[] = { "a\"b", "-3", "0.5", "true", "null", "{\"k\":[1]}" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = redan_json_to_text (json_array_get (values, i));

      g_assert_cmpstr (text, ==, expected[i]);
    }
}

/* A sink that writes down what it is told. */
typedef struct
{
  RedanEventSink sink;
  GString *log;
} Recorder;

static gboolean record (RedanEventSink *sink, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
record (RedanEventSink *sink, const char *format, ...)
{
  Recorder *self = (Recorder *) sink;
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->log, format, arguments);
  va_end (arguments);
  g_string_append_c (self->log, '\n');
  return TRUE;
}

static gboolean
record_object (RedanEventSink *sink, RedanSection section, const char *foreign_id)
{
  return record (sink, "object %d %s", section, foreign_id);
}

static gboolean
record_field (RedanEventSink *sink, RedanField field, const char *key, const char *value)
{
  return record (sink, "field %d %s %s", field, key != NULL ? key : "-",
                 value != NULL ? value : "-");
}

static gboolean
record_attribute (RedanEventSink *sink, const char *name, const char *value)
{
  return record (sink, "attribute %s %s", name, value);
}

static gboolean
record_reference (RedanEventSink *sink, RedanField field, RedanSection section, const char *foreign)
{
  return record (sink, "reference %d %d %s", field, section, foreign);
}

static gboolean
record_place (RedanEventSink *sink, const char *diagram, double x, double y, double w, double h)
{
  return record (sink, "place %s %a %a %a %a", diagram, x, y, w, h);
}

static gboolean
record_point (RedanEventSink *sink, const char *diagram, double x, double y)
{
  return record (sink, "point %s %a %a", diagram, x, y);
}

static gboolean
record_extra (RedanEventSink *sink, const char *name, const char *value)
{
  return record (sink, "extra %s %s", name, value);
}

static gboolean
record_loss (RedanEventSink *sink, RedanLossKind kind, const char *place, const char *text)
{
  return record (sink, "loss %d %s %s", kind, place != NULL ? place : "-", text);
}

static const RedanEventSink recorder_functions = {
  record_object, record_field, record_attribute, record_reference,
  record_place,  record_point, record_extra,     record_loss,
};

static void
say_everything (RedanEventSink *sink)
{
  sink->object (sink, REDAN_SECTION_META, "");
  sink->field (sink, REDAN_FIELD_NAME, NULL, "Ünïcode\n\t");
  sink->field (sink, REDAN_FIELD_TAG, "key", NULL);
  sink->attribute (sink, "tech", "vm");
  sink->reference (sink, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY, "b");
  sink->place (sink, "d", 1.5, -2e9, 0.1, 1e-300);
  sink->point (sink, "d", -0.0, 1e300);
  sink->extra (sink, "name", "");
  sink->loss (sink, REDAN_LOSS_GUESSED, NULL, "text");
  sink->loss (sink, REDAN_LOSS_REPAIRED, "place", "text");
}

/* What a child would write, as bytes. */
static GByteArray *
write_stream (void (*say) (RedanEventSink *sink), const GError *problem)
{
  int fd = g_file_open_tmp (NULL, NULL, NULL);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *name = g_file_read_link (path, NULL);
  GByteArray *bytes = g_byte_array_new ();
  guint8 chunk[512];
  RedanWireWriter writer;
  gssize n;

  redan_wire_writer_init (&writer, fd, &redan_importer_threat_dragon_2);
  say (&writer.sink);
  g_assert_true (redan_wire_writer_finish (&writer, problem));
  redan_wire_writer_clear (&writer);

  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  while ((n = read (fd, chunk, sizeof chunk)) > 0)
    g_byte_array_append (bytes, chunk, (guint) n);
  close (fd);
  g_unlink (name);
  return bytes;
}

static char *
feed_stream (const GByteArray *bytes, guint step, gboolean *finished_out, GError **error)
{
  Recorder recorder = { recorder_functions, g_string_new (NULL) };
  RedanWireReader reader;
  gboolean sound = TRUE;

  redan_wire_reader_init (&reader, &recorder.sink);
  for (guint at = 0; at < bytes->len && sound; at += step)
    sound = redan_wire_reader_feed (&reader, bytes->data + at, MIN (step, bytes->len - at), error);
  *finished_out = reader.finished;
  redan_wire_reader_clear (&reader);
  return g_string_free (recorder.log, FALSE);
}

static void
test_wire_round_trip (void)
{
  g_autoptr (GByteArray) bytes = write_stream (say_everything, NULL);
  Recorder direct = { recorder_functions, g_string_new (NULL) };
  const guint steps[] = { 1, 3, 7, 100000 };

  say_everything (&direct.sink);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean finished;
      g_autofree char *log = feed_stream (bytes, steps[i], &finished, &error);

      g_assert_no_error (error);
      g_assert_true (finished);
      g_assert_cmpstr (log, ==, direct.log->str);
    }
  g_string_free (direct.log, TRUE);
}

static void
test_wire_error (void)
{
  g_autoptr (GError) problem =
      g_error_new (REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX, "3:4: bad");
  g_autoptr (GByteArray) bytes = write_stream (say_everything, problem);
  g_autoptr (GError) error = NULL;
  gboolean finished;
  g_autofree char *log = feed_stream (bytes, 50, &finished, &error);

  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, "3:4: bad");
  g_assert_false (finished);
}

/* A string without its end, one with an end inside, and anything after the end of the stream. */
static void
test_wire_refused (void)
{
  g_autoptr (GByteArray) good = write_stream (say_everything, NULL);
  const char *tech = memmem (good->data, good->len, "tech", 5);
  guint at = (guint) ((const guint8 *) tech - good->data);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GByteArray) bad = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      gboolean finished;
      g_autofree char *log = NULL;

      g_byte_array_append (bad, good->data, good->len);
      if (i == 0)
        bad->data[at + 4] = 'x';
      else if (i == 1)
        bad->data[at + 1] = '\0';
      else
        g_byte_array_append (bad, good->data + good->len - 5, 5);

      log = feed_stream (bad, bad->len, &finished, &error);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT);
    }
}

/* Whatever a broken child writes is refused or harmless, and half a stream is never a whole one. */
static void
test_wire_damaged (void)
{
  g_autoptr (GByteArray) bytes = write_stream (say_everything, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint n_refused = 0;

  for (guint i = 0; i < bytes->len; i++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();
      gboolean finished;
      g_autofree char *log = NULL;

      g_byte_array_append (cut, bytes->data, i);
      log = feed_stream (cut, 64, &finished, NULL);
      g_assert_false (finished);
    }

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GByteArray) damaged = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      gboolean finished;
      g_autofree char *log = NULL;

      g_byte_array_append (damaged, bytes->data, bytes->len);
      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        damaged->data[g_rand_int_range (random, 0, (int) damaged->len)] =
            (guint8) g_rand_int_range (random, 0, 256);
      log = feed_stream (damaged, (guint) g_rand_int_range (random, 1, 200), &finished, &error);
      n_refused += error != NULL;
    }
  g_assert_cmpuint (n_refused, >, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-wire/json/scan", test_json_scan);
  g_test_add_func ("/import-wire/json/depth", test_json_depth);
  g_test_add_func ("/import-wire/json/parse", test_json_parse);
  g_test_add_func ("/import-wire/json/to-text", test_json_to_text);
  g_test_add_func ("/import-wire/wire/round-trip", test_wire_round_trip);
  g_test_add_func ("/import-wire/wire/error", test_wire_error);
  g_test_add_func ("/import-wire/wire/refused", test_wire_refused);
  g_test_add_func ("/import-wire/wire/damaged", test_wire_damaged);

  return g_test_run ();
}
