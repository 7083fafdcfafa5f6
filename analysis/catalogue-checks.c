/* SPDX-License-Identifier: Apache-2.0 */
/* Builds what is known of the checks of scanners from the nodes of the data files. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "analysis/catalogue-private.h"
#include "analysis/error.h"

static void
read_values (RedanReader *reader, RedanCheck *check)
{
  const char *fail = redan_xml_get (reader->node, "fail");
  const char *pass = redan_reader_get (reader, "pass");
  g_auto (GStrv) words = g_strsplit (pass, " ", -1);
  guint n = g_strv_length (words);
  const char **copy = redan_catalogue_allocate (reader->catalogue, n + 1, sizeof (char *));

  for (guint i = 0; i < n && reader->error == NULL; i++)
    {
      if (!redan_attribute_check (check->attribute, words[i], NULL))
        redan_reader_fail (reader, reader->node->line,
                           _ ("attribute \"%s\" cannot be \"%s\"; correct the value"),
                           check->attribute->name, words[i]);
      copy[i] = redan_reader_dup_string (reader, words[i]);
    }
  if (fail != NULL && !redan_attribute_check (check->attribute, fail, NULL))
    redan_reader_fail (reader, reader->node->line,
                       _ ("attribute \"%s\" cannot be \"%s\"; correct the value"),
                       check->attribute->name, fail);
  check->pass = copy;
  check->fail = fail != NULL ? redan_reader_dup_string (reader, fail) : NULL;
}

static void
read_check (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanCheck *check = &reader->catalogue->checks[reader->catalogue->n_checks++];
  RedanSchema *schema = reader->catalogue->schema;
  const char *same_as = redan_xml_get (reader->node, "same-as");
  const char *name = redan_xml_get (reader->node, "attribute");

  redan_reader_check_names (reader, name != NULL ? "id same-as attribute pass fail" : "id same-as",
                            "", "");
  check->id = redan_reader_dup_string (reader, item->id);
  check->same_as = same_as != NULL ? redan_reader_dup_string (reader, same_as) : NULL;
  if (name == NULL)
    return;

  check->attribute = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, name, -1);
  if (check->attribute == NULL)
    check->attribute = redan_schema_lookup (schema, REDAN_SCOPE_ACCOUNT, name, -1);
  if (check->attribute == NULL)
    redan_reader_fail (reader, reader->node->line,
                       _ ("elements and accounts have no attribute \"%s\"; correct the name"),
                       name);
  else
    read_values (reader, check);
}

gboolean
redan_catalogue_build_checks (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->checks = redan_catalogue_allocate (self, items->array->len, sizeof (RedanCheck));

  return redan_catalogue_read_items (self, items, read_check, NULL, error);
}

static void
read_practice (RedanReader *reader, const RedanItem *item, gpointer data)
{
  RedanPractice *practice = &reader->catalogue->practices[reader->catalogue->n_practices++];

  redan_reader_check_names (reader, "id current", "", "");
  practice->id = redan_reader_dup_string (reader, item->id);
  practice->current = redan_reader_dup_string (reader, redan_reader_get (reader, "current"));
}

gboolean
redan_catalogue_build_practices (RedanCatalogue *self, const RedanItems *items, GError **error)
{
  self->practices = redan_catalogue_allocate (self, items->array->len, sizeof (RedanPractice));

  return redan_catalogue_read_items (self, items, read_practice, NULL, error);
}

const RedanCheck *
redan_catalogue_get_checks (const RedanCatalogue *self, guint *n_out)
{
  *n_out = self->n_checks;
  return self->checks;
}

const char *
redan_catalogue_translate_practice (const RedanCatalogue *self, const char *practice)
{
  for (guint i = 0; i < self->n_practices; i++)
    if (strcmp (self->practices[i].id, practice) == 0)
      return self->practices[i].current;
  return practice;
}
