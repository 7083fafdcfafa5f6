/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the two ends of an import: JSON that comes in, and the records between child and parent.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "model/error.h"
#include "model/exchange/json.h"
#include "model/exchange/wire.h"

static gboolean
write_visit (const RedanJsonPlace *place, gpointer data)
{
  GString *seen = data;

  for (guint i = 0; i < place->depth; i++)
    g_string_append_printf (seen, "/%s%" G_GUINT64_FORMAT, place->keys[i], place->n_before[i]);
  if (place->ends)
    g_string_append (seen, " ");
  else
    g_string_append_printf (seen, "=%c ", place->bytes[0]);
  return strcmp (place->keys[0], "stop") != 0;
}

static void
test_json_scan (void)
{
  const char *text = "\xef\xbb\xbf { \"a\" : 1, \"b\":[{\"c\":\"x\\\"{\",\"d\":[[\"e\"]]}, 7], "
                     "\"f\\u0041\":{},\"stop\":2,\"h\":3}";
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (redan_json_scan ((const guint8 *) text, strlen (text), write_visit, seen, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==,
                   "/a0=1 /b1=[ /b1/0={ /b1/0/c0=\" /b1/0/d1=[ /b1/0/d1/0=[ /b1/0/d1/0/0=\" "
                   "/b1/0/d1/0 /b1/0/d1 /b1/0 /b1/1=7 /b1 /f\\u00412={ /f\\u00412 /stop3=2 ");
}

/* A stream that gives few bytes at a time. */
typedef struct
{
  const char *text;
  gsize length;
  gsize step;
} Stream;

static gssize
read_step (guint8 *buffer, gsize room, gpointer data)
{
  Stream *stream = data;
  gsize n = MIN (MIN (room, stream->step), stream->length);

  memcpy (buffer, stream->text, n);
  stream->text += n;
  stream->length -= n;
  return (gssize) n;
}

static const char *const syntax_seeds[] = {
  "{\"a\":[1,-0.5,1e3,true,false,null,\"x\\n\\u00e9\\ud83d\\ude00\"],\"b\":{},\"c\":[]}",
  " [ { \"k\" : \"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\" } ,\r\n\t[[]], 12345678901234567890, "
  "1.5E+10 ]\n",
  "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\uD800\\uDC00\",0,-1,10,1E-2,{\"\":{\"\":null}}]",
  "\xef\xbb\xbf{\"version\":\"2.0\",\"summary\":{\"title\":\"T\"},\"detail\":{\"diagrams\":[]}}",
};

/* Bytes that mean something to a parser. */
static const char *const syntax_parts[] = {
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\"",
  "\\",
  "\\u",
  "\\ud800",
  "\\udc00",
  "\\u0000",
  "0",
  "1",
  "-",
  "+",
  ".",
  "e",
  "E",
  "1e308",
  "1e309",
  "-1e999",
  "9e-999",
  "true",
  "nul",
  "NaN",
  " ",
  "\n",
  "\t",
  "\x01",
  "\x7f",
  "/",
  "'",
  "\xc3\xa9",
  "\xc0\x80",
  "\xff",
  "\x80",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80",
  "\xef\xbb\xbf",
  "\xe2\x82",
  "\f",
  "//x\n",
  "\"a\":",
  "\"a\":1,",
  "99999999999999999999",
};

static void
mutate_text (GString *text, GRand *random)
{
  const char *part = syntax_parts[g_rand_int_range (random, 0, G_N_ELEMENTS (syntax_parts))];
  gssize at = g_rand_int_range (random, 0, (int) text->len + 1);
  gssize n = g_rand_int_range (random, 0, 4);

  n = MIN ((gssize) text->len - at, n);
  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      g_string_erase (text, at, n);
      break;
    case 1:
      g_string_truncate (text, (gsize) at);
      break;
    case 2:
      if (n > 0)
        text->str[at] = (char) g_rand_int_range (random, 0, 256);
      break;
    case 3:
      g_string_erase (text, at, n);
      g_string_insert (text, at, part);
      break;
    default:
      g_string_insert (text, at, part);
    }
}

/* Whether jansson accepts it; a text it refuses for a repeated key only counts as accepted, since
 * the scan leaves those to it. */
static gboolean
jansson_accepts (const GString *text)
{
  gsize skipped = g_str_has_prefix (text->str, "\xef\xbb\xbf") ? 3 : 0;
  const char *start = text->str + skipped;
  gsize length = text->len - skipped;
  json_error_t problem;
  json_t *root = json_loadb (start, length, 0, &problem);

  if (root == NULL && json_error_code (&problem) == json_error_numeric_overflow)
    root = json_loadb (start, length, JSON_DECODE_INT_AS_REAL, &problem);
  json_decref (root);
  return root != NULL;
}

/* The same, too, however the bytes come in. */
static void
assert_same_verdict (const GString *text)
{
  const guint8 *data = (const guint8 *) text->str;
  g_autoptr (GError) error = NULL;
  gboolean accepted = redan_json_scan (data, text->len, NULL, NULL, &error);

  if (accepted != jansson_accepts (text))
    g_error ("scan %d: %s: %s", accepted, error != NULL ? error->message : "",
             g_strescape (text->str, NULL));
  if (!accepted)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));

  for (gsize step = 1; step < 20; step += 6)
    {
      Stream stream = { text->str, text->len, step };
      g_autoptr (GError) again = NULL;

      g_assert_true (redan_json_scan_stream (read_step, &stream, &again) == accepted);
      if (!accepted)
        g_assert_cmpstr (again->message, ==, error->message);
    }
}

static void
test_json_like_jansson (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (29);
  guint n_accepted = 0;

  for (guint i = 0; i < 40000; i++)
    {
      g_autoptr (GString) text = g_string_new (syntax_seeds[i % G_N_ELEMENTS (syntax_seeds)]);

      for (int n = g_rand_int_range (random, 0, 4); n > 0; n--)
        mutate_text (text, random);
      assert_same_verdict (text);
      n_accepted += jansson_accepts (text);
    }

  g_assert_cmpuint (n_accepted, >, 8000);
  g_assert_cmpuint (n_accepted, <, 32000);
}

/* All texts of up to four parts. */
static void
test_json_small (void)
{
  static const char *const parts[] = { "[", "]", "{",  "}",  ",", ":",    "\"\"",
                                       "0", "-", "1.", "e1", " ", "null", "\"\\" };

  for (guint i = 0; i < 14 * 14 * 14 * 14; i++)
    {
      g_autoptr (GString) text = g_string_new ("[");

      for (guint n = i; n > 0; n /= 14)
        g_string_append (text, parts[n % 14]);
      if (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, NULL) !=
          jansson_accepts (text))
        g_error ("not as jansson: %s", text->str);
      g_string_append_c (text, ']');
      if (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, NULL) !=
          jansson_accepts (text))
        g_error ("not as jansson: %s", text->str);
    }
}

static void
test_json_places (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "1:1: not well-formed JSON: expected an object or a list, \"{\" or \"[\", but the file "
          "ends" },
    { "{\n  \"a\": 1\n  \"b\": 2}",
      "3:3: not well-formed JSON: expected \",\" or \"}\", not \"\"\"" },
    { "[1,\n\n 2,]", "3:4: not well-formed JSON: expected a value, not \"]\"" },
    { "[\"\xc3\xa9\xe2\x82\xac\", nan]", "1:8: not well-formed JSON: expected a value, not \"n\"" },
    { "\xef\xbb\xbf[\xff]", "1:2: not well-formed JSON: expected a value, not byte 0xff" },
    { "[\"a\xff\"]", "1:4: not well-formed JSON: expected UTF-8, not byte 0xff" },
    { "[\"\n\"]",
      "1:3: not well-formed JSON: expected an escape for a control character in a text" },
    { "[\"ab\\x\"]", "1:5: not well-formed JSON: no escape of JSON follows" },
    { "[\"\\udc00\"]", "1:3: not well-formed JSON: half of a surrogate pair" },
    { "[\"\\ud800\\u0041\"]", "1:3: not well-formed JSON: half of a surrogate pair" },
    { "[\"\\u0000\"]", "1:3: not well-formed JSON: \\u0000 is no character" },
    { "{\"a\" 1}", "1:6: not well-formed JSON: expected \":\" behind a key, not \"1\"" },
    { "{a:1}", "1:2: not well-formed JSON: expected a key in quotes, not \"a\"" },
    { "[0, 1e999]", "1:5: not well-formed JSON: this number is too large" },
    { "[1.]", "1:4: not well-formed JSON: expected a digit, not \"]\"" },
    { "[]\n\n x", "3:2: not well-formed JSON: expected the end of the file, not \"x\"" },
    { "[\"abc",
      "1:6: not well-formed JSON: expected the end of a text, \"\"\", but the file ends" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint8 *data = (const guint8 *) cases[i].text;
      g_autoptr (GError) error = NULL;

      g_assert_false (redan_json_scan (data, strlen (cases[i].text), NULL, NULL, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s instead of %s", error->message, cases[i].message);
    }
}

static void
test_json_limits (void)
{
  g_autoptr (GString) text = g_string_new ("[\n \"");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) number = NULL;

  for (gsize i = 1; i < REDAN_JSON_MAX_STRING; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"]");
  g_assert_true (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, &error));
  g_string_insert_c (text, 10, 'x');
  g_assert_false (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
  g_assert_true (g_str_has_prefix (error->message, "2:2: "));

  g_string_assign (text, "[ 0.");
  for (guint i = 2; i < 1000; i++)
    g_string_append_c (text, '1');
  g_string_append (text, "]");
  g_assert_true (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, NULL));
  g_string_insert_c (text, 10, '1');
  g_assert_false (redan_json_scan ((const guint8 *) text->str, text->len, NULL, NULL, &number));
  g_assert_error (number, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
  g_assert_true (g_str_has_prefix (number->message, "1:3: "));
}

static json_t *
parse (const char *text, GError **error)
{
  const guint8 *data = (const guint8 *) text;
  gsize length = strlen (text);
  gsize problem = 0;
  json_t *root;

  if (!redan_json_scan (data, length, NULL, NULL, error))
    return NULL;

  redan_json_skip_mark (&data, &length);
  root = redan_json_parse_part (data, length, &problem, error);
  if (root == NULL)
    redan_json_prefix_place (data, problem, error);
  return root;
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
      g_autoptr (json_t) root = parse (text, &error);

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
      g_autoptr (json_t) root = parse (cases[i].text, &error);

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
record_include (RedanEventSink *sink, const char *path)
{
  return record (sink, "include %s", path);
}

static gboolean
record_line (RedanEventSink *sink, const char *file, guint line)
{
  return record (sink, "line %s %u", file != NULL ? file : "-", line);
}

static gboolean
record_loss (RedanEventSink *sink, RedanLossKind kind, const char *place, const char *text)
{
  return record (sink, "loss %d %s %s", kind, place != NULL ? place : "-", text);
}

static const RedanEventSink recorder_functions = {
  record_object, record_field, record_attribute, record_reference, record_place,
  record_point,  record_extra, record_include,   record_line,      record_loss,
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
  sink->include (sink, "a/b");
  sink->line (sink, NULL, 7);
  sink->line (sink, "a/b", G_MAXUINT32 - 1);
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
  g_test_add_func ("/import-wire/json/like-jansson", test_json_like_jansson);
  g_test_add_func ("/import-wire/json/small", test_json_small);
  g_test_add_func ("/import-wire/json/places", test_json_places);
  g_test_add_func ("/import-wire/json/limits", test_json_limits);
  g_test_add_func ("/import-wire/json/depth", test_json_depth);
  g_test_add_func ("/import-wire/json/parse", test_json_parse);
  g_test_add_func ("/import-wire/json/to-text", test_json_to_text);
  g_test_add_func ("/import-wire/wire/round-trip", test_wire_round_trip);
  g_test_add_func ("/import-wire/wire/error", test_wire_error);
  g_test_add_func ("/import-wire/wire/refused", test_wire_refused);
  g_test_add_func ("/import-wire/wire/damaged", test_wire_damaged);

  return g_test_run ();
}
