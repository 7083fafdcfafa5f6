/* SPDX-License-Identifier: Apache-2.0 */
/* The example models: canonical byte for byte, with derived ids, and equal to the tables that they
 * were written from. */

#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "tests/catalog-table.h"

static const char *const examples[] = { "webshop", "serverless", "retailer" };

static RedanSchema *schema;

static char *
example_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".redan", NULL);

  return g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", file, NULL);
}

static RedanModel *
read_example (const char *name)
{
  g_autofree char *path = example_path (name);
  g_autoptr (GError) error = NULL;
  RedanModel *model = redan_canonical_read_file (schema, path, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_canonical (gconstpointer name)
{
  g_autofree char *path = example_path (name);
  g_autofree char *content = NULL;
  gsize length;
  g_autoptr (RedanModel) model = read_example (name);
  g_autoptr (GBytes) bytes = redan_canonical_write (model);

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Everything that has a short name has the id that its name gives, so that results can be
 * translated. */
static void
test_ids (gconstpointer name)
{
  g_autoptr (RedanModel) model = read_example (name);
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW, REDAN_SECTION_ASSET,
                                           REDAN_SECTION_DIAGRAM };

  g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (model)), !=, "");
  g_assert_nonnull (redan_object_get (redan_model_get_meta (model), REDAN_FIELD_DESCRIPTION));
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      guint n = redan_model_get_n (model, sections[i]);
      g_assert_cmpuint (n, >, 0);
      for (guint j = 0; j < n; j++)
        {
          const RedanObject *object = redan_model_get_nth (model, sections[i], j);
          const char *short_name = redan_object_get_keyed (object, REDAN_FIELD_EXTRA, "example/id");
          const char *parts[] = { "example", name, redan_section_get_tag (sections[i]), short_name,
                                  NULL };
          RedanId id;
          g_assert_nonnull (short_name);
          id = redan_id_derive (parts);
          g_assert_true (redan_id_equal (&id, &object->id));
        }
    }
}

/* ---- the tables ---- */

/** Table: rows of one table of a model; @row is the one that is looked at */
typedef struct
{
  GPtrArray *rows; /* of GStrv, the first is the header */
  char **row;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
table_read (Table *self, const char *name, const char *part)
{
  g_autofree char *file = g_strdup_printf ("%s.%s.tsv", name, part);
  g_autofree char *path = g_build_filename ("models", file, NULL);

  self->rows = catalog_table_read (path);
  return self->rows != NULL;
}

/* The cell in @column; "" for "-". */
static const char *
table_get (const Table *self, const char *column)
{
  return catalog_table_get (self->rows, self->row, column);
}

static const RedanObject *
find (const RedanModel *model, const char *name, const char *section, const char *short_name)
{
  const char *parts[] = { "example", name, section, short_name, NULL };
  RedanId id = redan_id_derive (parts);
  const RedanObject *object = redan_model_lookup (model, &id);

  g_assert_nonnull (object);
  return object;
}

static void
assert_reference (const RedanModel *model,
                  const char *name,
                  const RedanObject *object,
                  RedanField field,
                  const char *section,
                  const char *short_name)
{
  RedanId id;

  if (*short_name == '\0')
    {
      g_assert_false (redan_object_get_reference (object, field, &id));
      return;
    }
  g_assert_true (redan_object_get_reference (object, field, &id));
  g_assert_true (redan_id_equal (&id, &find (model, name, section, short_name)->id));
}

static guint
count_attributes (const RedanObject *object)
{
  guint n = 0;

  for (guint i = 0; i < object->n_entries; i++)
    n += object->entries[i].field >= REDAN_FIELD_ATTRIBUTE &&
         object->entries[i].field < REDAN_FIELD_PACK;
  return n;
}

/* One attribute of the table stands in the object; returns how many entries it takes. */
static guint
assert_attribute (const RedanObject *object,
                  RedanSection section,
                  const char *attribute,
                  const char *value)
{
  RedanField field = redan_field_lookup (schema, section, FALSE, attribute, -1);
  const RedanAttribute *definition = redan_field_get_attribute (schema, field);

  if (g_str_equal (value, "-"))
    return 0;
  g_assert_nonnull (definition);
  if (definition->type != REDAN_ATTRIBUTE_SET)
    {
      g_assert_cmpstr (redan_object_get (object, field), ==, value);
      return 1;
    }

  g_auto (GStrv) members = g_strsplit (value, ",", -1);
  for (guint i = 0; members[i] != NULL; i++)
    g_assert_nonnull (redan_object_get_keyed (object, field, members[i]));
  return g_strv_length (members);
}

/* The object has the attributes of the cell "attrs" and of @more, and no others. */
static void
assert_attributes (const RedanObject *object,
                   RedanSection section,
                   const Table *table,
                   const char *more)
{
  g_autofree char *all = g_strconcat (more, ";", table_get (table, "attrs"), NULL);
  g_auto (GStrv) pairs = g_strsplit (all, ";", -1);
  guint n = 0;

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *pair = g_strstrip (pairs[i]);
      char *value = strchr (pair, '=');
      if (value == NULL)
        continue;
      *value++ = '\0';
      n += assert_attribute (object, section, g_strchomp (pair), g_strchug (value));
    }
  g_assert_cmpuint (count_attributes (object), ==, n);
}

static void
assert_boundaries (const RedanModel *model, const char *name, Table *table)
{
  for (guint i = 1; i < table->rows->len; i++)
    {
      table->row = g_ptr_array_index (table->rows, i);
      const RedanObject *object = find (model, name, "boundary", table_get (table, "id"));
      g_assert_cmpstr (redan_object_get_name (object), ==, table_get (table, "name"));
      g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_KIND), ==, table_get (table, "btype"));
      assert_reference (model, name, object, REDAN_FIELD_PARENT, "boundary",
                        table_get (table, "parent"));
      assert_attributes (object, REDAN_SECTION_BOUNDARY, table, "");
    }
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_BOUNDARY), ==, table->rows->len - 1);
}

static void
assert_elements (const RedanModel *model, const char *name, Table *table)
{
  for (guint i = 1; i < table->rows->len; i++)
    {
      table->row = g_ptr_array_index (table->rows, i);
      const RedanObject *object = find (model, name, "element", table_get (table, "id"));
      g_autofree char *tech = g_strconcat ("tech=", table_get (table, "tech"), NULL);
      g_assert_cmpstr (redan_object_get_name (object), ==, table_get (table, "name"));
      g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_KIND), ==, table_get (table, "kind"));
      assert_reference (model, name, object, REDAN_FIELD_PARENT, "boundary",
                        table_get (table, "boundary"));
      assert_attributes (object, REDAN_SECTION_ELEMENT, table, tech);
    }
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_ELEMENT), ==, table->rows->len - 1);
}

static void
assert_flows (const RedanModel *model, const char *name, Table *table)
{
  for (guint i = 1; i < table->rows->len; i++)
    {
      table->row = g_ptr_array_index (table->rows, i);
      const RedanObject *object = find (model, name, "flow", table_get (table, "id"));
      g_autofree char *protocol = g_strconcat ("protocol=", table_get (table, "protocol"), NULL);
      g_assert_cmpstr (redan_object_get_name (object), ==, table_get (table, "name"));
      assert_reference (model, name, object, REDAN_FIELD_SOURCE, "element",
                        table_get (table, "src"));
      assert_reference (model, name, object, REDAN_FIELD_TARGET, "element",
                        table_get (table, "dst"));
      assert_attributes (object, REDAN_SECTION_FLOW, table, protocol);
    }
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_FLOW), ==, table->rows->len - 1);
}

static void
assert_members (const RedanModel *model,
                const char *name,
                const RedanObject *object,
                RedanField field,
                const char *section,
                const char *cell)
{
  g_auto (GStrv) members = g_strsplit (cell, ",", -1);
  guint n;

  for (guint i = 0; members[i] != NULL; i++)
    {
      RedanIdText text;
      redan_id_to_text (&find (model, name, section, members[i])->id, text);
      g_assert_nonnull (redan_object_get_keyed (object, field, text));
    }
  redan_object_get_range (object, field, &n);
  g_assert_cmpuint (n, ==, g_strv_length (members));
}

static void
assert_assets (const RedanModel *model, const char *name, Table *table)
{
  static const char *const columns[][2] = { { "classification", "classification" },
                                            { "c_rating", "c" },
                                            { "i_rating", "i" },
                                            { "a_rating", "a" },
                                            { "pii", "pii" } };

  for (guint i = 1; i < table->rows->len; i++)
    {
      table->row = g_ptr_array_index (table->rows, i);
      const RedanObject *object = find (model, name, "asset", table_get (table, "id"));
      g_assert_cmpstr (redan_object_get_name (object), ==, table_get (table, "name"));
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        assert_attribute (object, REDAN_SECTION_ASSET, columns[j][0],
                          table_get (table, columns[j][1]));
      assert_members (model, name, object, REDAN_FIELD_STORED, "element",
                      table_get (table, "stored_in"));
      assert_members (model, name, object, REDAN_FIELD_CARRIED, "flow",
                      table_get (table, "carried_by"));
    }
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_ASSET), ==, table->rows->len - 1);
}

static void
assert_facts (const RedanModel *model, const char *name, Table *table)
{
  for (guint i = 1; i < table->rows->len; i++)
    {
      table->row = g_ptr_array_index (table->rows, i);
      const char *value = table_get (table, "value");
      const char *date = table_get (table, "date");
      RedanId id = redan_fact_id (table_get (table, "fact"));
      const RedanObject *object = redan_model_lookup (model, &id);
      g_assert_nonnull (object);
      g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_KEY), ==, table_get (table, "fact"));
      g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_VALUE), ==,
                       *value != '\0' ? value : NULL);
      g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_DATE), ==,
                       *date != '\0' ? date : NULL);
    }
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_FACT), ==, table->rows->len - 1);
}

static void
test_tables (gconstpointer name)
{
  static const struct
  {
    const char *part;
    void (*check) (const RedanModel *model, const char *name, Table *table);
  } parts[] = {
    { "boundaries", assert_boundaries }, { "elements", assert_elements }, { "flows", assert_flows },
    { "data", assert_assets },           { "facts", assert_facts },
  };
  g_autoptr (RedanModel) model = read_example (name);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_auto (Table) table = { NULL, NULL };
      if (!table_read (&table, name, parts[i].part))
        return;
      parts[i].check (model, name, &table);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      static const struct
      {
        const char *path;
        GTestDataFunc function;
      } tests[] = { { "canonical", test_canonical },
                    { "ids", test_ids },
                    { "tables", test_tables } };
      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path = g_strdup_printf ("/examples/%s/%s", tests[j].path, examples[i]);
          g_test_add_data_func (path, examples[i], tests[j].function);
        }
    }
  result = g_test_run ();

  redan_schema_unref (schema);
  return result;
}
