/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax of JSON (RFC 8259), checked without building anything, on bytes in memory or on a
 * stream of any length. */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/json.h"

#include "model/error.h"

#define MAX_KEY 64
#define MAX_NUMBER 1000
#define SURE_NUMBER 300 /* without an exponent, such a number is below the largest double */
#define WINDOW ((gsize) 64 * 1024)

typedef struct
{
  const guint8 *data; /* the window: all there is in memory, or the current part of a stream */
  gsize length;
  gsize at;
  gsize before; /* bytes of the stream before the window */

  RedanJsonRead read;
  gpointer read_data;
  guint8 *buffer;
  int problem; /* errno of the read function */

  gsize line_start;
  gsize n_continued; /* bytes of this line that continue a character */
  guint line;

  guint depth;
  gboolean fresh; /* the current object or list has no member yet */
  gboolean stopped;
  gboolean records;
  gboolean quiet;
  guint visit_depth;
  guint quiet_depth;                        /* values below this level are not visited */
  guint64 lists[REDAN_JSON_MAX_DEPTH / 64]; /* one bit a level: it is a list */

  RedanJsonVisit visit;
  gpointer visit_data;
  RedanJsonPlace place;
  char keys[REDAN_JSON_RECORD_DEPTH][MAX_KEY];
} Scanner;

static gsize
get_position (const Scanner *self)
{
  return self->before + self->at;
}

static gsize
get_column (const Scanner *self)
{
  return get_position (self) - self->line_start - self->n_continued + 1;
}

/* Moves the window so that it begins at the current byte. */
static gboolean
refill (Scanner *self, gsize n)
{
  if (self->read == NULL)
    return FALSE;

  self->length -= self->at;
  self->before += self->at;
  memmove (self->buffer, self->buffer + self->at, self->length);
  self->at = 0;

  while (self->length < n)
    {
      gssize got = self->read (self->buffer + self->length, WINDOW - self->length, self->read_data);

      if (got <= 0)
        {
          self->problem = got < 0 ? errno : 0;
          self->read = NULL;
          return FALSE;
        }
      self->length += (gsize) got;
    }

  return TRUE;
}

/* Whether @n more bytes are in the window. */
static inline gboolean
have (Scanner *self, gsize n)
{
  return self->length - self->at >= n || refill (self, n);
}

static inline int
peek (Scanner *self)
{
  return have (self, 1) ? self->data[self->at] : -1;
}

static gboolean
fail (const Scanner *self, RedanModelError code, gsize column, const char *text, GError **error)
{
  if (self->problem != 0)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                 _ ("the file could not be read: %s"), g_strerror (self->problem));
  else if (code == REDAN_MODEL_ERROR_SYNTAX)
    g_set_error (error, REDAN_MODEL_ERROR, (int) code,
                 _ ("%u:%zu: not well-formed JSON: %s; save the file again with the tool that "
                    "wrote it"),
                 self->line, column, text);
  else
    g_set_error (error, REDAN_MODEL_ERROR, (int) code, "%u:%zu: %s", self->line, column, text);
  return FALSE;
}

static gboolean
fail_syntax (const Scanner *self, const char *text, GError **error)
{
  return fail (self, REDAN_MODEL_ERROR_SYNTAX, get_column (self), text, error);
}

static gboolean
fail_expected (Scanner *self, const char *expected, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *text = NULL;
  const char *bytes;
  gunichar c;

  if (peek (self) < 0)
    {
      text = g_strdup_printf (_ ("expected %s, but the file ends"), expected);
      return fail_syntax (self, text, error);
    }

  (void) have (self, 4);
  bytes = (const char *) self->data + self->at;
  c = g_utf8_get_char_validated (bytes, (gssize) MIN (self->length - self->at, 4));
  if ((gint32) c > 0 && g_unichar_isgraph (c))
    found = g_strdup_printf ("\"%.*s\"", (int) g_unichar_to_utf8 (c, NULL), bytes);
  else
    found = g_strdup_printf (_ ("byte 0x%02x"), self->data[self->at]);
  text = g_strdup_printf (_ ("expected %s, not %s"), expected, found);
  return fail_syntax (self, text, error);
}

static void
skip_space (Scanner *self)
{
  while (have (self, 1))
    {
      guint8 c = self->data[self->at];

      if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
        return;
      self->at++;
      if (c != '\n')
        continue;
      self->line++;
      self->line_start = get_position (self);
      self->n_continued = 0;
    }
}

/* The value of the four digits behind "\u", -1 when they are none. */
static int
read_unit (Scanner *self, gsize offset)
{
  int unit = 0;

  if (!have (self, offset + 4))
    return -1;
  for (gsize i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((char) self->data[self->at + offset + i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }

  return unit;
}

static gboolean
scan_escape (Scanner *self, GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  int unit;
  int low;

  if (have (self, 2) && memchr (letters, self->data[self->at + 1], sizeof letters - 1) != NULL)
    {
      self->at += 2;
      return TRUE;
    }

  unit = have (self, 2) && self->data[self->at + 1] == 'u' ? read_unit (self, 2) : -1;
  if (unit < 0)
    return fail_syntax (self, _ ("no escape of JSON follows \"\\\""), error);
  if (unit == 0)
    return fail_syntax (self, _ ("\\u0000 is no character of a text"), error);
  if ((unit & 0xf800) != 0xd800)
    {
      self->at += 6;
      return TRUE;
    }

  low = unit < 0xdc00 && have (self, 12) && memcmp (self->data + self->at + 6, "\\u", 2) == 0
            ? read_unit (self, 8)
            : -1;
  if (low < 0xdc00 || low > 0xdfff)
    return fail_syntax (self, _ ("half of a surrogate pair is no character"), error);
  self->at += 12;
  return TRUE;
}

static gboolean
scan_character (Scanner *self, GError **error)
{
  const char *bytes;
  gunichar c;
  gsize n;

  (void) have (self, 4);
  bytes = (const char *) self->data + self->at;
  c = g_utf8_get_char_validated (bytes, (gssize) MIN (self->length - self->at, 4));
  if ((gint32) c < 0)
    return fail_expected (self, _ ("UTF-8"), error);

  n = (gsize) g_unichar_to_utf8 (c, NULL);
  self->at += n;
  self->n_continued += n - 1;
  return TRUE;
}

/* From the opening to behind the closing quote. */
static gboolean
scan_string (Scanner *self, GError **error)
{
  gsize column = get_column (self);
  gsize start = get_position (self);

  self->at++;
  for (;;)
    {
      guint8 c = 0;

      while (self->at < self->length)
        {
          c = self->data[self->at];
          if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
            break;
          self->at++;
        }

      if (get_position (self) - start > REDAN_JSON_MAX_STRING)
        return fail (self, REDAN_MODEL_ERROR_LIMIT, column,
                     _ ("this text is longer than 16 MiB; a model keeps at most 1 MiB of a text, "
                        "shorten it"),
                     error);
      if (self->at == self->length && !have (self, 1))
        return fail_expected (self, _ ("the end of a text, \"\"\""), error);

      c = self->data[self->at];
      if (c == '"')
        break;
      if (c < 0x20)
        return fail_expected (self, _ ("an escape for a control character in a text"), error);
      if (c == '\\' && !scan_escape (self, error))
        return FALSE;
      if (c >= 0x80 && !scan_character (self, error))
        return FALSE;
    }

  self->at++;
  return TRUE;
}

static gboolean
skip_digits (Scanner *self)
{
  gsize start = self->at;

  while (self->at < self->length && g_ascii_isdigit ((char) self->data[self->at]))
    self->at++;
  return self->at > start;
}

static gboolean
skip_one_of (Scanner *self, const char *letters)
{
  if (self->at == self->length || self->data[self->at] == '\0' ||
      strchr (letters, self->data[self->at]) == NULL)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
scan_number (Scanner *self, GError **error)
{
  char copy[MAX_NUMBER + 1];
  gsize column = get_column (self);
  gboolean exponent;
  gboolean digits;
  gsize start;
  gsize n;

  (void) have (self, MAX_NUMBER + 1);
  start = self->at;
  (void) skip_one_of (self, "-");
  digits = skip_one_of (self, "0") || skip_digits (self);
  if (digits && skip_one_of (self, "."))
    digits = skip_digits (self);
  exponent = digits && skip_one_of (self, "eE");
  if (exponent)
    {
      (void) skip_one_of (self, "+-");
      digits = skip_digits (self);
    }

  n = self->at - start;
  if (n > MAX_NUMBER)
    return fail (self, REDAN_MODEL_ERROR_LIMIT, column,
                 _ ("this number has more than 1000 characters; no known format does that, check "
                    "the file"),
                 error);
  if (!digits)
    return fail_expected (self, _ ("a digit"), error);
  if (!exponent && n <= SURE_NUMBER)
    return TRUE;

  memcpy (copy, self->data + start, n);
  copy[n] = '\0';
  return isfinite (g_ascii_strtod (copy, NULL)) ||
         fail (self, REDAN_MODEL_ERROR_SYNTAX, column, _ ("this number is too large"), error);
}

static gboolean
scan_word (Scanner *self, const char *word, GError **error)
{
  gsize n = strlen (word);

  if (!have (self, n) || memcmp (self->data + self->at, word, n) != 0)
    return fail_expected (self, _ ("a value"), error);
  self->at += n;
  return TRUE;
}

static gboolean
is_list (const Scanner *self, guint level)
{
  return (self->lists[level / 64] >> (level % 64)) & 1;
}

static void
visit (Scanner *self, gboolean ends)
{
  if (self->visit == NULL || self->depth > self->visit_depth ||
      (self->depth == 0 && !ends && !self->records))
    return;
  if (self->depth > self->quiet_depth || (ends && self->depth == self->quiet_depth))
    {
      if (ends && self->depth == self->quiet_depth)
        self->quiet_depth = G_MAXUINT;
      return;
    }
  if (self->records)
    (void) have (self, REDAN_JSON_RECORD_AHEAD);

  self->quiet_depth = G_MAXUINT;
  self->quiet = FALSE;
  self->place.depth = self->depth;
  self->place.ends = ends;
  self->place.bytes = self->data + self->at;
  self->place.length = self->length - self->at;
  self->stopped |= !self->visit (&self->place, self->visit_data);
  if (self->quiet && !ends)
    self->quiet_depth = self->depth;
}

static gboolean
open_level (Scanner *self, gboolean list, GError **error)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << (self->depth % 64);

  if (self->depth >= REDAN_JSON_MAX_DEPTH)
    return fail (self, REDAN_MODEL_ERROR_LIMIT, get_column (self),
                 _ ("the JSON nests deeper than 256 levels; no known format does that, check the "
                    "file"),
                 error);

  if (list)
    self->lists[self->depth / 64] |= bit;
  else
    self->lists[self->depth / 64] &= ~bit;
  if (self->depth < self->visit_depth)
    {
      self->keys[self->depth][0] = '\0';
      self->place.n_before[self->depth] = 0;
    }
  self->depth++;
  self->fresh = TRUE;
  self->at++;
  return TRUE;
}

static gboolean
scan_value (Scanner *self, GError **error)
{
  int c = peek (self);

  visit (self, FALSE);
  self->place.n_values++;
  switch (c)
    {
    case '{':
    case '[':
      return open_level (self, c == '[', error);
    case '"':
      return scan_string (self, error);
    case 't':
      return scan_word (self, "true", error);
    case 'f':
      return scan_word (self, "false", error);
    case 'n':
      return scan_word (self, "null", error);
    default:
      if (c == '-' || g_ascii_isdigit (c))
        return scan_number (self, error);
      return fail_expected (self, _ ("a value"), error);
    }
}

/* A key and the colon behind it. */
static gboolean
scan_key (Scanner *self, GError **error)
{
  gboolean keep = self->depth <= MIN (self->visit_depth, self->quiet_depth);
  char *key = keep ? self->keys[self->depth - 1] : NULL;
  gsize start = get_position (self) + 1;
  gsize n = 0;

  if (peek (self) != '"')
    return fail_expected (self, _ ("a key in quotes"), error);

  if (keep)
    {
      (void) have (self, MAX_KEY);
      n = MIN (self->length - self->at - 1, MAX_KEY - 1);
      memcpy (key, self->data + self->at + 1, n);
    }
  if (!scan_string (self, error))
    return FALSE;
  if (keep)
    key[MIN (n, get_position (self) - 1 - start)] = '\0';

  skip_space (self);
  if (peek (self) != ':')
    return fail_expected (self, _ ("\":\" behind a key"), error);
  self->at++;
  skip_space (self);
  return TRUE;
}

/* One member of the current object or list, or its end. */
static gboolean
scan_member (Scanner *self, GError **error)
{
  gboolean list = is_list (self, self->depth - 1);
  int c;

  skip_space (self);
  c = peek (self);
  if (c == (list ? ']' : '}'))
    {
      self->at++;
      self->depth--;
      self->fresh = FALSE;
      visit (self, TRUE);
      return TRUE;
    }

  if (!self->fresh)
    {
      if (c != ',')
        return fail_expected (self, list ? _ ("\",\" or \"]\"") : _ ("\",\" or \"}\""), error);
      self->at++;
      skip_space (self);
      if (self->depth <= self->visit_depth)
        self->place.n_before[self->depth - 1]++;
    }

  self->fresh = FALSE;
  return (list || scan_key (self, error)) && scan_value (self, error);
}

static gboolean
scan_root (Scanner *self, GError **error)
{
  int c = peek (self);

  if (c != '{' && c != '[')
    return fail_expected (self, _ ("an object or a list, \"{\" or \"[\""), error);
  if (!scan_value (self, error))
    return FALSE;

  while (self->depth > 0 && !self->stopped)
    {
      if (!scan_member (self, error))
        return FALSE;
    }

  skip_space (self);
  return TRUE;
}

static gboolean
scan_document (Scanner *self, GError **error)
{
  gboolean more;

  self->line = 1;
  self->quiet_depth = G_MAXUINT;
  self->place.quiet = &self->quiet;
  for (guint i = 0; i < REDAN_JSON_RECORD_DEPTH; i++)
    self->place.keys[i] = self->keys[i];
  if (have (self, 3) && memcmp (self->data, "\xef\xbb\xbf", 3) == 0)
    self->line_start = self->at = 3;

  skip_space (self);
  do
    {
      if (!scan_root (self, error))
        return FALSE;
      more = peek (self) >= 0 || self->problem != 0;
    }
  while (self->records && more && !self->stopped);

  if (more && !self->stopped)
    return fail_expected (self, _ ("the end of the file"), error);
  return TRUE;
}

gboolean
redan_json_scan (const guint8 *data,
                 gsize length,
                 RedanJsonVisit visit_place,
                 gpointer visit_data,
                 GError **error)
{
  Scanner self = { .data = data,
                   .length = length,
                   .visit = visit_place,
                   .visit_data = visit_data,
                   .visit_depth = REDAN_JSON_VISIT_DEPTH };

  return scan_document (&self, error);
}

gboolean
redan_json_scan_stream (RedanJsonRead read, gpointer read_data, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (WINDOW);
  Scanner self = { .data = buffer, .buffer = buffer, .read = read, .read_data = read_data };

  return scan_document (&self, error);
}

gboolean
redan_json_scan_records (RedanJsonRead read,
                         gpointer read_data,
                         RedanJsonVisit visit_place,
                         gpointer visit_data,
                         GError **error)
{
  g_autofree guint8 *buffer = g_malloc (WINDOW);
  Scanner self = { .data = buffer,
                   .buffer = buffer,
                   .read = read,
                   .read_data = read_data,
                   .records = TRUE,
                   .visit = visit_place,
                   .visit_data = visit_data,
                   .visit_depth = REDAN_JSON_RECORD_DEPTH };

  return scan_document (&self, error);
}
