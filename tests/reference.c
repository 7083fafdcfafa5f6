/* SPDX-License-Identifier: Apache-2.0 */
/* The recorded results of the reference evaluator: tests/golden/oracle/README.md says what the
 * lines are. */

#include "tests/reference.h"

#include <string.h>

#include "model/canonical-reader.h"
#include "model/edit.h"

RedanModel *
reference_read_example (RedanSchema *schema, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".redan", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", file, NULL);
  g_autoptr (GError) error = NULL;
  RedanModel *model = redan_canonical_read_file (schema, path, &error);

  g_assert_no_error (error);
  return model;
}

GPtrArray *
reference_read_lines (const char *file)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "tests", "golden", "oracle", file, NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && lines[i][0] != '#')
      g_ptr_array_add (result, g_strsplit (lines[i], "\t", -1));

  return result;
}

static RedanSection
section_of_kind (const char *kind)
{
  return *kind == 'e'   ? REDAN_SECTION_ELEMENT
         : *kind == 'f' ? REDAN_SECTION_FLOW
                        : REDAN_SECTION_BOUNDARY;
}

const RedanObject *
reference_find (const RedanModel *model,
                const char *example,
                const char *kind,
                const char *short_name)
{
  const char *parts[] = { "example", example, redan_section_get_tag (section_of_kind (kind)),
                          short_name, NULL };
  RedanId id = redan_id_derive (parts);
  const RedanObject *object = redan_model_lookup (model, &id);

  g_assert_nonnull (object);
  return object;
}

gboolean
reference_is_edit (char *const *fields)
{
  static const char *const edits[] = { "set", "unset", "move", "remove", "fact", "forget", NULL };

  return g_strv_contains (edits, fields[0]);
}

static const RedanObject *
find_fact (const RedanModel *model, const char *name)
{
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FACT); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_FACT, i);

      if (g_strcmp0 (redan_object_get (object, REDAN_FIELD_KEY), name) == 0)
        return object;
    }

  return NULL;
}

static void
set_fact (
    RedanEdit *edit, const RedanModel *model, const char *name, const char *value, const char *date)
{
  const RedanObject *old = find_fact (model, name);
  RedanId id = old != NULL ? old->id : redan_edit_create (edit, REDAN_SECTION_FACT, NULL);

  redan_edit_set (edit, &id, REDAN_FIELD_KEY, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_VALUE, NULL, strcmp (value, "-") != 0 ? value : NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, strcmp (date, "-") != 0 ? date : NULL);
}

void
reference_apply (RedanModel *model, const char *example, char *const *fields)
{
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "variant");
  g_autoptr (GError) error = NULL;
  const char *verb = fields[0];
  RedanIdText text;

  if (strcmp (verb, "set") == 0)
    g_assert_true (redan_edit_set_attribute (
        edit, &reference_find (model, example, fields[1], fields[2])->id, fields[3], fields[4]));
  else if (strcmp (verb, "unset") == 0)
    g_assert_true (redan_edit_set_attribute (
        edit, &reference_find (model, example, fields[1], fields[2])->id, fields[3], NULL));
  else if (strcmp (verb, "move") == 0)
    redan_edit_set (edit, &reference_find (model, example, "e", fields[1])->id, REDAN_FIELD_PARENT,
                    NULL,
                    redan_id_to_text (&reference_find (model, example, "b", fields[2])->id, text));
  else if (strcmp (verb, "remove") == 0)
    redan_edit_delete (edit, &reference_find (model, example, "f", fields[1])->id);
  else if (strcmp (verb, "fact") == 0)
    set_fact (edit, model, fields[1], fields[2], fields[3]);
  else if (strcmp (verb, "forget") == 0)
    redan_edit_delete (edit, &find_fact (model, fields[1])->id);
  else
    g_assert_not_reached ();

  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);
}
