/* SPDX-License-Identifier: Apache-2.0 */
/* Looks over the raw bytes of a .redan file before the XML parser sees them: encoding, giant tags,
 * conflict markers. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-scan.h"
#include "model/error.h"

/* An attribute takes at least five bytes (a="" and a space), so a shorter tag cannot have too many
 * of them. */
#define SHORT_TAG (5 * REDAN_SCAN_MAX_ATTRIBUTES)

static guint
line_at (const RedanScan *self, gsize offset)
{
  guint line = 1;

  for (gsize i = 0; i < offset; i++)
    if (self->data[i] == '\n')
      line++;
  return line;
}

void
redan_scan_set_conflict_error (const char *path, guint line, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
               _ ("%s:%u: conflict marker of an unfinished git merge; merge the two versions first "
                  "(git mergetool, or an editor)"),
               path, line);
}

char *
redan_scan_dup_encoding (const RedanScan *self)
{
  const char *text = (const char *) self->data;
  gsize start = self->length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  gsize room = MIN (self->length - start, 512);
  const char *end = NULL;
  const char *name;

  /* GBytes without content have no data. */
  if (text != NULL && room > 5 && memcmp (text + start, "<?xml", 5) == 0)
    end = memmem (text + start, room, "?>", 2);
  name = end != NULL ? memmem (text + start, end - text - start, "encoding", 8) : NULL;
  if (name == NULL)
    return NULL;
  const char *value_start = name + 8;
  while (value_start < end && strchr (" \t\r\n=\"'", *value_start) != NULL)
    value_start++;
  const char *value_end = value_start;
  while (value_end < end && *value_end != '"' && *value_end != '\'')
    value_end++;
  return g_strndup (value_start, value_end - value_start);
}

gboolean
redan_scan_encoding (const RedanScan *self, GError **error)
{
  const char *text = (const char *) self->data;

  if (self->length >= 2 &&
      (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0 || text[0] == '\0' ||
       text[1] == '\0'))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%s:1: text in UTF-16 or UTF-32; expected UTF-8; save it as UTF-8"),
                   self->path);
      return FALSE;
    }
  g_autofree char *value = redan_scan_dup_encoding (self);
  if (value == NULL || g_ascii_strcasecmp (value, "UTF-8") == 0)
    return TRUE;

  g_autofree char *shown = g_utf8_make_valid (value, MIN (strlen (value), 40));
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               _ ("%s:1: encoding \"%s\"; expected UTF-8; convert the file and change its "
                  "declaration (xmllint --encode UTF-8 FILE)"),
               self->path, shown);
  return FALSE;
}

static gboolean
refuse_tag (const RedanScan *self, gsize at, const char *what, guint limit, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
               _ ("%s:%u: %s; at most %u are allowed; this is no file that Redan wrote"),
               self->path, line_at (self, at), what, limit);
  return FALSE;
}

/* The tag that starts at @at and ends, with what follows it, before @next. */
static gboolean
check_long_tag (const RedanScan *self, gsize at, gsize next, GError **error)
{
  const guint8 *data = self->data;
  guint n_attributes = 0;
  guint name_length = 0;
  guint8 quote = 0;
  gsize i = at + 1;

  if (data[i] == '!' || data[i] == '?')
    return TRUE;

  for (; i < next; i++)
    {
      if (quote != 0)
        {
          if (data[i] == quote)
            quote = 0;
          continue;
        }
      if (data[i] == '>')
        break;
      if (data[i] == '"' || data[i] == '\'')
        {
          quote = data[i];
          if (++n_attributes > REDAN_SCAN_MAX_ATTRIBUTES)
            return refuse_tag (self, at, _ ("too many attributes in one tag"),
                               REDAN_SCAN_MAX_ATTRIBUTES, error);
        }
      name_length = g_ascii_isspace (data[i]) || data[i] == '=' ? 0 : name_length + 1;
      if (name_length > REDAN_SCAN_MAX_NAME)
        return refuse_tag (self, at, _ ("too many bytes in the name of a tag or attribute"),
                           REDAN_SCAN_MAX_NAME, error);
    }

  if (i - at > REDAN_SCAN_MAX_TAG)
    return refuse_tag (self, at, _ ("too many bytes in one tag"), REDAN_SCAN_MAX_TAG, error);
  return TRUE;
}

gboolean
redan_scan_until (RedanScan *self, gsize end, GError **error)
{
  const guint8 *data = self->data;

  while (self->position < end)
    {
      gsize at = self->position;
      if (data[at] != '<')
        {
          const guint8 *first = memchr (data + at, '<', self->length - at);
          self->position = first == NULL ? self->length : (gsize) (first - data);
          continue;
        }

      const guint8 *found = memchr (data + at + 1, '<', self->length - at - 1);
      gsize next = found == NULL ? self->length : (gsize) (found - data);
      if (next - at == 1 && self->length - at >= 8 && memcmp (data + at, "<<<<<<< ", 8) == 0)
        {
          redan_scan_set_conflict_error (self->path, line_at (self, at), error);
          return FALSE;
        }
      if (next - at > SHORT_TAG && !check_long_tag (self, at, next, error))
        return FALSE;
      self->position = next;
    }

  return TRUE;
}
