/* SPDX-License-Identifier: Apache-2.0 */
/* Strict reading of the fields of a catalogue item: every name known, every value in its range,
 * errors with file and line. */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "analysis/error.h"

#define MAX_LIST 4096

static void G_GNUC_PRINTF (4, 0) fail_valist (
    GError **error, const char *path, guint line, const char *format, va_list arguments)
{
  g_autofree char *message = NULL;

  if (error == NULL || *error != NULL)
    return;

  message = g_strdup_vprintf (format, arguments);
  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_CATALOGUE, "%s:%u: %s", path, line,
               message);
}

void
redan_catalogue_fail (GError **error, const char *path, guint line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  fail_valist (error, path, line, format, arguments);
  va_end (arguments);
}

void
redan_reader_fail (RedanReader *self, guint line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  fail_valist (&self->error, self->path, line, format, arguments);
  va_end (arguments);
}

gpointer
redan_catalogue_allocate (RedanCatalogue *self, gsize n, gsize size)
{
  gpointer memory = g_malloc0_n (MAX (n, 1), size);

  g_ptr_array_add (self->memory, memory);
  return memory;
}

const char *
redan_reader_dup_string (RedanReader *self, const char *text)
{
  return g_string_chunk_insert_const (self->catalogue->strings, text);
}

int
redan_reader_find_word (const char *words, const char *word, gsize length)
{
  int position = 0;

  for (const char *start = words; *start != '\0'; position++)
    {
      gsize span = strcspn (start, " ");
      if (span == length && memcmp (start, word, length) == 0)
        return position;
      start += span;
      start += strspn (start, " ");
    }

  return -1;
}

static gboolean
is_word_of (const char *words, const char *word)
{
  return redan_reader_find_word (words, word, strlen (word)) >= 0;
}

void
redan_reader_check_names (RedanReader *self,
                          const char *attributes,
                          const char *children,
                          const char *repeated)
{
  for (guint i = 0; i < self->node->n_attributes; i++)
    {
      const char *name = self->node->attributes[i].name;
      if (is_word_of (attributes, name))
        continue;
      redan_reader_fail (
          self, self->node->line,
          _ ("unknown attribute \"%s\" of \"%s\"; expected one of %s; correct or remove it"), name,
          self->node->name, attributes);
    }

  for (const RedanXmlNode *child = self->node->first_child; child != NULL; child = child->next)
    {
      if (is_word_of (repeated, child->name))
        continue;
      if (!is_word_of (children, child->name))
        redan_reader_fail (
            self, child->line,
            _ ("unknown child \"%s\" of \"%s\"; expected one of %s%s%s; correct or remove it"),
            child->name, self->node->name, children, *children != '\0' ? " " : "", repeated);
      else if (redan_xml_find (self->node, child->name) != child)
        redan_reader_fail (self, child->line, _ ("\"%s\" has two children \"%s\"; remove one"),
                           self->node->name, child->name);
    }
}

const char *
redan_reader_get (RedanReader *self, const char *name)
{
  const char *value = redan_xml_get (self->node, name);

  if (value != NULL && *value != '\0')
    return value;

  redan_reader_fail (self, self->node->line, _ ("\"%s\" has no attribute \"%s\"; add it"),
                     self->node->name, name);
  return "";
}

static void
fail_word (RedanReader *self, const char *name, const char *value, const char *words)
{
  redan_reader_fail (self, self->node->line, _ ("\"%s\" cannot be \"%s\"; expected one of %s"),
                     name, value, words);
}

guint
redan_reader_get_word (RedanReader *self, const char *name, const char *words)
{
  const char *value = redan_reader_get (self, name);
  int position = redan_reader_find_word (words, value, strlen (value));

  if (position >= 0)
    return position;

  fail_word (self, name, value, words);
  return 0;
}

const char *
redan_reader_get_choice (RedanReader *self, const char *name, const char *words)
{
  redan_reader_get_word (self, name, words);
  return redan_reader_dup_string (self, redan_reader_get (self, name));
}

guint
redan_reader_get_mask (RedanReader *self, const char *name, const char *words)
{
  const char *value = redan_reader_get (self, name);
  guint mask = 0;

  for (const char *start = value + strspn (value, " "); *start != '\0';)
    {
      gsize span = strcspn (start, " ");
      int position = redan_reader_find_word (words, start, span);
      if (position < 0 || (mask & (1u << position)) != 0)
        {
          fail_word (self, name, value, words);
          return 0;
        }
      mask |= 1u << position;
      start += span;
      start += strspn (start, " ");
    }
  if (mask == 0)
    fail_word (self, name, value, words);

  return mask;
}

guint
redan_reader_get_letters (RedanReader *self,
                          const char *name,
                          const char *letters,
                          gboolean optional)
{
  const char *value = redan_xml_get (self->node, name);
  guint mask = 0;

  if (value == NULL && optional)
    return 0;

  value = redan_reader_get (self, name);
  for (const char *letter = value; *letter != '\0'; letter++)
    {
      const char *found = strchr (letters, *letter);
      if (found == NULL || (mask & (1u << (found - letters))) != 0)
        {
          redan_reader_fail (self, self->node->line,
                             _ ("\"%s\" cannot be \"%s\"; expected letters of \"%s\", each once"),
                             name, value, letters);
          return 0;
        }
      mask |= 1u << (found - letters);
    }

  return mask;
}

guint
redan_reader_get_integer (RedanReader *self, const char *name, guint minimum, guint maximum)
{
  const char *value = redan_reader_get (self, name);
  guint64 number = 0;

  if (g_ascii_string_to_unsigned (value, 10, minimum, maximum, &number, NULL))
    return (guint) number;

  redan_reader_fail (self, self->node->line,
                     _ ("\"%s\" cannot be \"%s\"; expected a whole number from %u to %u"), name,
                     value, minimum, maximum);
  return minimum;
}

gboolean
redan_reader_parse_number (const char *text, double minimum, double maximum, double *number_out)
{
  gsize whole = strspn (text, "0123456789");
  gsize length = strlen (text);
  double number;

  if (whole == 0 || length > 24)
    return FALSE;
  if (whole < length &&
      (text[whole] != '.' || strspn (text + whole + 1, "0123456789") != length - whole - 1 ||
       length == whole + 1))
    return FALSE;

  number = g_ascii_strtod (text, NULL);
  if (!(number >= minimum && number <= maximum))
    return FALSE;

  *number_out = number;
  return TRUE;
}

const char *
redan_reader_get_text (RedanReader *self, const char *name)
{
  const RedanXmlNode *child = redan_xml_find (self->node, name);

  if (child != NULL && *child->text != '\0')
    return redan_reader_dup_string (self, child->text);

  redan_reader_fail (self, child != NULL ? child->line : self->node->line,
                     _ ("\"%s\" has no \"%s\"; write it between <%s> and </%s>"), self->node->name,
                     name, name, name);
  return "";
}

const char *const *
redan_reader_get_list (RedanReader *self, const char *name)
{
  const RedanXmlNode *child = redan_xml_find (self->node, name);
  const char *text = child != NULL ? child->text : "";
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  gpointer copy;

  for (const char *start = text; *start != '\0'; start += strspn (start, " \t\n"))
    {
      gsize span = strcspn (start, " \t\n");
      g_autofree char *member = g_strndup (start, span);
      if (list->len == MAX_LIST)
        {
          redan_reader_fail (self, child->line, _ ("\"%s\" has more than %d members; split it"),
                             name, MAX_LIST);
          break;
        }
      g_ptr_array_add (list, (gpointer) redan_reader_dup_string (self, member));
      start += span;
    }

  copy = redan_catalogue_allocate (self->catalogue, list->len + 1, sizeof (char *));
  if (list->len > 0)
    memcpy (copy, list->pdata, list->len * sizeof (char *));
  return copy;
}

guint32
redan_reader_find_reference (GHashTable *index, const char *id)
{
  gpointer position = g_hash_table_lookup (index, id);

  if (position == NULL && g_str_has_prefix (id, "SEC01-"))
    position = g_hash_table_lookup (index, id + strlen ("SEC01-"));
  return GPOINTER_TO_UINT (position) - 1;
}

const guint32 *
redan_reader_get_references (RedanReader *self,
                             const char *name,
                             const char *what,
                             GHashTable *index,
                             const RedanItems *skipped,
                             guint *n_out)
{
  const char *const *ids = redan_reader_get_list (self, name);
  guint n = g_strv_length ((char **) ids);
  guint32 *references = redan_catalogue_allocate (self->catalogue, n, sizeof (guint32));
  guint n_found = 0;

  for (guint i = 0; i < n; i++)
    {
      guint32 position = redan_reader_find_reference (index, ids[i]);
      gboolean repeated = FALSE;
      if (position == G_MAXUINT32 && skipped != NULL &&
          g_hash_table_contains (skipped->positions, ids[i]))
        continue;
      for (guint j = 0; j < n_found; j++)
        repeated = repeated || references[j] == position;
      if (position != G_MAXUINT32 && !repeated)
        {
          references[n_found++] = position;
          continue;
        }
      redan_reader_fail (
          self, redan_xml_find (self->node, name)->line,
          repeated ? _ ("%s \"%s\" is named twice; remove one")
                   : _ ("%s \"%s\" is not in any file that was read; correct the id or add it"),
          what, ids[i]);
    }

  *n_out = n_found;
  return references;
}

RedanExpression *
redan_reader_get_expression (RedanReader *self, const char *name, guint contexts, gboolean optional)
{
  const RedanXmlNode *child = redan_xml_find (self->node, name);

  if (self->error != NULL || (child == NULL && optional))
    return NULL;
  if (child == NULL)
    {
      redan_reader_get_text (self, name);
      return NULL;
    }

  return redan_expression_parse (self->catalogue->schema, child->text, contexts, self->path,
                                 child->line, &self->error);
}

gboolean
redan_catalogue_read_items (RedanCatalogue *self,
                            const RedanItems *items,
                            void (*read) (RedanReader *reader,
                                          const RedanItem *item,
                                          gpointer data),
                            gpointer data,
                            GError **error)
{
  for (guint i = 0; i < items->array->len; i++)
    {
      const RedanItem *item = &g_array_index (items->array, RedanItem, i);
      RedanReader reader = { self, item->path, item->node, NULL };

      if (item->disabled)
        continue;
      read (&reader, item, data);
      if (reader.error == NULL)
        continue;
      g_propagate_error (error, reader.error);
      return FALSE;
    }

  return TRUE;
}
