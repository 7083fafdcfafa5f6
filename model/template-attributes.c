/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes that a model has from the template of another tool. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/template-attributes.h"

static void
clear_choice (gpointer data)
{
  RedanTemplateChoice *choice = data;

  g_free (choice->name);
  g_free (choice->title);
  g_free (choice->value);
  g_strfreev (choice->values);
}

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const RedanTemplateChoice *one = a;
  const RedanTemplateChoice *other = b;
  int order = strcmp (one->title, other->title);

  return order != 0 ? order : strcmp (one->name, other->name);
}

char **
redan_template_dup_lines (const RedanModel *model, const char *name)
{
  g_autofree char *key = g_strconcat (REDAN_TEMPLATE_ATTRIBUTE, name, NULL);
  const char *text = redan_object_get_keyed (redan_model_get_meta (model), REDAN_FIELD_EXTRA, key);

  return text != NULL ? g_strsplit (text, "\n", -1) : NULL;
}

GArray *
redan_template_choices (const RedanModel *model, const RedanObject *object)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (RedanTemplateChoice));
  guint n;
  const RedanEntry *extras = redan_object_get_range (object, REDAN_FIELD_EXTRA, &n);

  g_array_set_clear_func (choices, clear_choice);
  for (guint i = 0; i < n; i++)
    {
      const char *name = extras[i].key + strlen (REDAN_TEMPLATE_VALUE);
      g_auto (GStrv) lines = g_str_has_prefix (extras[i].key, REDAN_TEMPLATE_VALUE)
                                 ? redan_template_dup_lines (model, name)
                                 : NULL;
      RedanTemplateChoice choice;

      /* Another value is one that its kind of element has for good. */
      if (lines == NULL || lines[0] == NULL ||
          !g_strv_contains ((const char *const *) lines + 1, extras[i].value))
        continue;
      choice.name = g_strdup (name);
      choice.title = g_strdup (lines[0]);
      choice.value = g_strdup (extras[i].value);
      choice.values = g_strdupv (lines + 1);
      g_array_append_val (choices, choice);
    }
  g_array_sort (choices, compare_choices);
  return choices;
}

RedanEdit *
redan_command_choose (const RedanModel *model,
                      const RedanId *object,
                      const char *name,
                      const char *value)
{
  g_autofree char *key = g_strconcat (REDAN_TEMPLATE_VALUE, name, NULL);
  g_auto (GStrv) lines = redan_template_dup_lines (model, name);
  g_autofree char *label =
      g_strdup_printf (_ ("Set “%s”"), lines != NULL && lines[0] != NULL ? lines[0] : name);
  RedanEdit *edit = redan_edit_new (model, label);

  redan_edit_set (edit, object, REDAN_FIELD_EXTRA, key, value);
  return edit;
}
