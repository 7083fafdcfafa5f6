/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the tables of cloud resources, those of the program and those of the user. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/resource-tables.h"

#include "data/redan-data.h"
#include "model/error.h"

#define RESOURCE_PATH "/org/redan/tables/"
#define MAX_ROWS 20000
#define MAX_CELL 200
#define TYPE_CELLS 4
#define ATTRIBUTE_CELLS 5

/* A row and the file that it came from. */
typedef struct
{
  RedanResourceAttribute base;
  guint file;
} AttributeRow;

struct _RedanResourceTables
{
  GHashTable *types;      /* of RedanResourceType */
  GPtrArray *type_names;  /* in the order in which they came */
  GHashTable *attributes; /* of GPtrArray of AttributeRow */
  GPtrArray *attribute_types;
  guint n_files;
  guint n_rows;
};

/* One line of a file. */
typedef struct
{
  RedanResourceTables *tables;
  const char *path;
  guint line;
  char **cells;
  RedanResourceCheck check;
  gpointer data;
  GError **error;
} Row;

static const char *const becomes_words[] = {
  [REDAN_RESOURCE_ELEMENT] = "element",
  [REDAN_RESOURCE_BOUNDARY] = "boundary",
  [REDAN_RESOURCE_PART] = "part",
  [REDAN_RESOURCE_NOTE] = "note",
};

static void
free_type (gpointer data)
{
  RedanResourceType *type = data;

  g_free (type->kind);
  g_free (type->tech);
  g_free (type);
}

static void
free_attribute (gpointer data)
{
  AttributeRow *row = data;

  g_free (row->base.type);
  g_free (row->base.property);
  g_free (row->base.value);
  g_free (row->base.attribute);
  g_free (row->base.becomes);
  g_free (row);
}

gboolean
redan_resource_tables_has (const char *root)
{
  return strcmp (root, REDAN_RESOURCE_TYPES) == 0 || strcmp (root, REDAN_RESOURCE_ATTRIBUTES) == 0;
}

RedanResourceTables *
redan_resource_tables_new (void)
{
  RedanResourceTables *self = g_new0 (RedanResourceTables, 1);

  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_type);
  self->type_names = g_ptr_array_new ();
  self->attributes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->attribute_types = g_ptr_array_new ();
  return self;
}

RedanResourceTables *
redan_resource_tables_new_built_in (void)
{
  static const char *const tables[] = { REDAN_RESOURCE_TYPES, REDAN_RESOURCE_ATTRIBUTES };
  RedanResourceTables *self = redan_resource_tables_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_PATH, tables[i], ".csv", NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (redan_data_get_resource (), path,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autoptr (GError) error = NULL;

      g_assert (bytes != NULL);
      if (!redan_resource_tables_add (self, path, tables[i], bytes, NULL, NULL, &error))
        g_error ("%s", error->message);
    }
  return self;
}

void
redan_resource_tables_free (RedanResourceTables *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->type_names);
  g_ptr_array_unref (self->attribute_types);
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (const Row *row, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (row->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE, "%s:%u: %s",
               row->path, row->line, text);
  return FALSE;
}

static gboolean
check_value (const Row *row, gboolean boundary, const char *attribute, const char *value)
{
  g_autoptr (GError) problem = NULL;

  if (row->check == NULL || row->check (row->data, boundary, attribute, value, &problem))
    return TRUE;
  return refuse (row, "%s", problem->message);
}

static gboolean
add_type (const Row *row)
{
  RedanResourceTables *self = row->tables;
  const char *kind = row->cells[2];
  const char *tech = row->cells[3];
  RedanResourceType *type;
  guint becomes = 0;

  while (becomes < G_N_ELEMENTS (becomes_words) &&
         strcmp (row->cells[1], becomes_words[becomes]) != 0)
    becomes++;
  if (becomes == G_N_ELEMENTS (becomes_words))
    return refuse (row,
                   _ ("\"%s\": a type becomes \"element\", \"boundary\", \"part\" or \"note\""),
                   row->cells[1]);
  if (becomes <= REDAN_RESOURCE_BOUNDARY && *kind == '\0')
    return refuse (row, _ ("the kind is missing in the third column"));
  if (becomes == REDAN_RESOURCE_BOUNDARY && !check_value (row, TRUE, "btype", kind))
    return FALSE;
  if (becomes == REDAN_RESOURCE_ELEMENT &&
      (!check_value (row, FALSE, "kind", kind) ||
       (*tech != '\0' && !check_value (row, FALSE, "tech", tech))))
    return FALSE;

  type = g_new0 (RedanResourceType, 1);
  type->becomes = (RedanResourceBecomes) becomes;
  type->kind = g_strdup (kind);
  type->tech = g_strdup (tech);
  if (g_hash_table_contains (self->types, row->cells[0]))
    g_hash_table_insert (self->types, g_strdup (row->cells[0]), type);
  else
    {
      char *name = g_strdup (row->cells[0]);

      g_ptr_array_add (self->type_names, name);
      g_hash_table_insert (self->types, name, type);
    }
  return TRUE;
}

/* Rows of earlier files about the same attribute no longer hold. */
static void
hide_earlier (GPtrArray *rows, const char *attribute, guint file)
{
  for (guint i = rows->len; i-- > 0;)
    {
      const AttributeRow *row = rows->pdata[i];

      if (row->file < file && strcmp (row->base.attribute, attribute) == 0)
        g_ptr_array_remove_index (rows, i);
    }
}

static gboolean
add_attribute (const Row *row)
{
  RedanResourceTables *self = row->tables;
  GPtrArray *rows = g_hash_table_lookup (self->attributes, row->cells[0]);
  const char *becomes = row->cells[4];
  AttributeRow *added;

  for (guint i = 1; i < ATTRIBUTE_CELLS - 1; i++)
    if (*row->cells[i] == '\0')
      return refuse (row, _ ("only the last column may be empty"));
  if (*becomes != '\0' && !check_value (row, FALSE, row->cells[3], becomes))
    return FALSE;

  if (rows == NULL)
    {
      char *type = g_strdup (row->cells[0]);

      rows = g_ptr_array_new_with_free_func (free_attribute);
      g_ptr_array_add (self->attribute_types, type);
      g_hash_table_insert (self->attributes, type, rows);
    }
  hide_earlier (rows, row->cells[3], self->n_files);
  added = g_new0 (AttributeRow, 1);
  added->base = (RedanResourceAttribute){ g_strdup (row->cells[0]), g_strdup (row->cells[1]),
                                          g_strdup (row->cells[2]), g_strdup (row->cells[3]),
                                          g_strdup (becomes) };
  added->file = self->n_files;
  g_ptr_array_add (rows, added);
  return TRUE;
}

static gboolean
add_row (Row *row, gboolean types, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", ATTRIBUTE_CELLS + 1);
  const guint n_expected = types ? TYPE_CELLS : ATTRIBUTE_CELLS;

  if (g_strv_length (cells) != n_expected)
    return refuse (row,
                   types ? _ ("a row is \"type,becomes,kind,technology\"; quotes are not known")
                         : _ ("a row is \"type,property,value,attribute,becomes\"; quotes are not "
                              "known"));
  for (guint i = 0; i < n_expected; i++)
    {
      g_strstrip (cells[i]);
      if (strlen (cells[i]) > MAX_CELL || !g_utf8_validate (cells[i], -1, NULL))
        return refuse (row, _ ("column %u is longer than %d bytes or is not UTF-8"), i + 1,
                       MAX_CELL);
    }
  if (*cells[0] == '\0')
    return refuse (row, _ ("the type is missing in the first column"));
  if (row->tables->n_rows++ >= MAX_ROWS)
    return refuse (row, _ ("there are more than %d rows; remove some"), MAX_ROWS);
  row->cells = cells;
  return types ? add_type (row) : add_attribute (row);
}

gboolean
redan_resource_tables_add (RedanResourceTables *self,
                           const char *path,
                           const char *table,
                           GBytes *bytes,
                           RedanResourceCheck check,
                           gpointer data,
                           GError **error)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const gboolean types = strcmp (table, REDAN_RESOURCE_TYPES) == 0;
  Row row = { .tables = self, .path = path, .check = check, .data = data, .error = error };
  char *line = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;

  self->n_files++;
  while (line != NULL)
    {
      char *end = strchr (line, '\n');

      row.line++;
      if (end != NULL)
        *end++ = '\0';
      g_strchomp (line);
      if (*line != '#' && *line != '\0' && !add_row (&row, types, line))
        return FALSE;
      line = end;
    }
  return TRUE;
}

const RedanResourceType *
redan_resource_tables_find_type (const RedanResourceTables *self, const char *type)
{
  const RedanResourceType *found = g_hash_table_lookup (self->types, type);
  g_autofree char *start = NULL;

  if (found != NULL || strlen (type) > MAX_CELL)
    return found;
  start = g_strconcat (type, "*", NULL);
  for (gsize length = strlen (type); found == NULL && length > 0; length--)
    {
      start[length] = '*';
      start[length + 1] = '\0';
      found = g_hash_table_lookup (self->types, start);
    }
  return found;
}

const GPtrArray *
redan_resource_tables_find_attributes (const RedanResourceTables *self, const char *type)
{
  return g_hash_table_lookup (self->attributes, type);
}

static void
append_types (const RedanResourceTables *self, GString *text)
{
  for (guint i = 0; i < self->type_names->len; i++)
    {
      const char *name = self->type_names->pdata[i];
      const RedanResourceType *type = g_hash_table_lookup (self->types, name);

      g_string_append_printf (text, "%s,%s,%s,%s\n", name, becomes_words[type->becomes], type->kind,
                              type->tech);
    }
}

static void
append_attributes (const RedanResourceTables *self, GString *text)
{
  for (guint i = 0; i < self->attribute_types->len; i++)
    {
      const GPtrArray *rows =
          g_hash_table_lookup (self->attributes, self->attribute_types->pdata[i]);

      for (guint j = 0; j < rows->len; j++)
        {
          const RedanResourceAttribute *row = rows->pdata[j];

          g_string_append_printf (text, "%s,%s,%s,%s,%s\n", row->type, row->property, row->value,
                                  row->attribute, row->becomes);
        }
    }
}

GBytes *
redan_resource_tables_to_text (const RedanResourceTables *self, const char *table)
{
  GString *text = g_string_new (NULL);

  if (strcmp (table, REDAN_RESOURCE_TYPES) == 0)
    append_types (self, text);
  else
    append_attributes (self, text);
  if (text->len > 0)
    return g_string_free_to_bytes (text);
  g_string_free (text, TRUE);
  return NULL;
}
