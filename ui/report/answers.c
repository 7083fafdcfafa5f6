/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as people type and paste them: texts become values, many values become one command. */

#include "ui/report/answers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "model/error.h"
#include "ui/report/wording.h"

static void
clear_filled (gpointer data)
{
  g_free (((RedanFilledValue *) data)->value);
}

GArray *
redan_filled_values_new (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (RedanFilledValue));

  g_array_set_clear_func (values, clear_filled);
  return values;
}

static gboolean
is_same_text (const char *a, const char *b)
{
  g_autofree char *x = g_utf8_casefold (a, -1);
  g_autofree char *y = g_utf8_casefold (b, -1);

  return g_str_equal (x, y);
}

/* The word that stands in the file for what a person wrote. */
static char *
find_word (const RedanAttribute *attribute, const char *text)
{
  if (is_same_text (text, "unknown"))
    return g_strdup ("unknown");

  for (guint i = 0; i < attribute->n_values; i++)
    {
      g_autofree char *title = redan_value_dup_title (attribute, attribute->values[i]);

      if (is_same_text (text, attribute->values[i]) || is_same_text (text, title))
        return g_strdup (attribute->values[i]);
    }

  return g_strdup (text);
}

static char *
find_members (const RedanAttribute *attribute, const char *text)
{
  g_auto (GStrv) members = g_strsplit (text, ",", -1);

  for (guint i = 0; members[i] != NULL; i++)
    {
      char *member = find_word (attribute, g_strstrip (members[i]));

      g_free (members[i]);
      members[i] = member;
    }

  return g_strjoinv (",", members);
}

static gboolean
check (const RedanAttribute *attribute, const char *value, GError **error)
{
  g_auto (GStrv) members = NULL;

  if (attribute->type != REDAN_ATTRIBUTE_SET)
    return redan_attribute_check (attribute, value, error);

  members = g_strsplit (value, ",", -1);
  for (guint i = 0; members[i] != NULL; i++)
    if (!redan_attribute_check (attribute, members[i], error))
      return FALSE;

  return TRUE;
}

gboolean
redan_value_from_text (const RedanAttribute *attribute,
                       const char *text,
                       char **value_out,
                       GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *value = NULL;

  *value_out = NULL;
  if (stripped[0] == '\0' || g_str_equal (stripped, "-"))
    return TRUE;

  value = attribute->type == REDAN_ATTRIBUTE_SET ? find_members (attribute, stripped)
                                                 : find_word (attribute, stripped);
  if (!check (attribute, value, error))
    return FALSE;

  *value_out = g_steal_pointer (&value);
  return TRUE;
}

GArray *
redan_values_from_lines (
    const RedanAttribute *attribute, const char *text, const RedanId *ids, guint n, GError **error)
{
  g_autoptr (GArray) values = redan_filled_values_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);

  if (n_lines > 0 && g_strstrip (lines[n_lines - 1])[0] == '\0')
    n_lines--;
  for (guint i = 0; i < MIN (n_lines, n); i++)
    {
      RedanFilledValue filled = { ids[i], NULL };
      char *tab = strchr (lines[i], '\t');

      if (tab != NULL)
        *tab = '\0';
      if (!redan_value_from_text (attribute, lines[i], &filled.value, error))
        {
          g_prefix_error (error, _ ("Line %u: "), i + 1);
          return NULL;
        }
      g_array_append_val (values, filled);
    }

  return g_steal_pointer (&values);
}

RedanEdit *
redan_values_dup_edit (const RedanModel *model,
                       const RedanAttribute *attribute,
                       const GArray *values)
{
  g_autofree RedanCell *cells = g_new (RedanCell, values->len + 1);
  g_autofree char *label = NULL;

  label =
      values->len == 1
          ? g_strdup_printf (_ ("Set %s"), attribute->label)
          : g_strdup_printf (ngettext ("Set %s of %u object", "Set %s of %u objects", values->len),
                             attribute->label, values->len);
  for (guint i = 0; i < values->len; i++)
    {
      const RedanFilledValue *filled = &g_array_index (values, RedanFilledValue, i);

      cells[i] = (RedanCell){ filled->object, attribute->name, filled->value };
    }
  return redan_command_set_cells (model, cells, values->len, label);
}

char *
redan_change_dup_text (gint64 thousandths)
{
  gint64 tenths = (ABS (thousandths) + 50) / 100;

  if (tenths == 0)
    return g_strdup ("±0");

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, thousandths < 0 ? "−" : "+",
                          tenths / 10, tenths % 10);
}

char *
redan_question_group_dup_count (const RedanQuestionGroup *group)
{
  switch (group->attribute->scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return g_strdup_printf (ngettext ("%u element", "%u elements", group->n), group->n);
    case REDAN_SCOPE_FLOW:
      return g_strdup_printf (ngettext ("%u flow", "%u flows", group->n), group->n);
    case REDAN_SCOPE_ACCOUNT:
      return g_strdup_printf (ngettext ("%u account", "%u accounts", group->n), group->n);
    case REDAN_SCOPE_BOUNDARY:
      return g_strdup_printf (ngettext ("%u boundary", "%u boundaries", group->n), group->n);
    case REDAN_SCOPE_ASSET:
      return g_strdup_printf (ngettext ("%u data asset", "%u data assets", group->n), group->n);
    case REDAN_SCOPE_PROGRAMME:
    default:
      return g_strdup (_ ("the programme"));
    }
}
