/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a template through the import child and checks what it says. */

#include "config.h"

#include <string.h>

#include "model/exchange/template.h"

#include "model/exchange/child-lines.h"

#define MAX_FIELDS 6

typedef struct
{
  RedanTemplate *template;
  GHashTable *categories; /* name by id */
} Reader;

RedanTemplate *
redan_template_ref (RedanTemplate *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_template_unref (RedanTemplate *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  redan_strings_unref (self->strings);
  g_array_unref (self->types);
  g_array_unref (self->attributes);
  g_array_unref (self->rules);
  g_free (self);
}

static const char *
keep (const Reader *self, const char *text)
{
  return redan_strings_intern (self->template->strings, text, -1);
}

static void
take_type (Reader *self, char *const *fields)
{
  RedanTemplateType type = { keep (self, fields[1]), keep (self, fields[2]), keep (self, fields[3]),
                             keep (self, fields[4]) };

  g_array_append_val (self->template->types, type);
}

static gboolean
take_attribute (Reader *self, char *const *fields)
{
  GArray *types = self->template->types;
  RedanTemplateAttribute attribute = { types->len - 1, keep (self, fields[1]),
                                       keep (self, fields[2]), strcmp (fields[3], "Static") == 0,
                                       keep (self, fields[4]) };

  if (types->len > 0 && self->template->attributes->len < 10 * REDAN_TEMPLATE_MAX_RULES)
    g_array_append_val (self->template->attributes, attribute);
  return types->len > 0;
}

static void
take_rule (Reader *self, char *const *fields)
{
  RedanTemplateRule rule = { .id = keep (self, fields[1]),
                             .category = keep (self, fields[2]),
                             .priority = keep (self, fields[3]),
                             .title = keep (self, fields[4]),
                             .description = "",
                             .include = "",
                             .exclude = "" };

  g_array_append_val (self->template->rules, rule);
}

/* Lines that belong to the rule before. */
static gboolean
take_part (Reader *self, char *const *fields, guint n)
{
  GArray *rules = self->template->rules;
  RedanTemplateRule *rule =
      rules->len > 0 ? &g_array_index (rules, RedanTemplateRule, rules->len - 1) : NULL;
  char kind = fields[0][0];

  if (rule == NULL || n != (kind == 'L' ? 1 : 2))
    return FALSE;

  if (kind == 'I')
    rule->include = keep (self, fields[1]);
  else if (kind == 'X')
    rule->exclude = keep (self, fields[1]);
  else if (kind == 'D')
    rule->description = keep (self, fields[1]);
  else
    rule->is_cut = TRUE;
  return TRUE;
}

static gboolean
take_fields (Reader *self, char *const *fields, guint n)
{
  RedanTemplate *template = self->template;

  if (n == 0 || strlen (fields[0]) != 1)
    return FALSE;

  switch (fields[0][0])
    {
    case 'M':
      template->name = n == 3 ? keep (self, fields[1]) : "";
      template->version = n == 3 ? keep (self, fields[2]) : "";
      return n == 3;
    case 'C':
      if (n == 3)
        g_hash_table_insert (self->categories, (gpointer) keep (self, fields[1]),
                             (gpointer) keep (self, fields[2]));
      return n == 3;
    case 'T':
      if (n == 5 && template->types->len < REDAN_TEMPLATE_MAX_RULES)
        take_type (self, fields);
      return n == 5;
    case 'A':
      return n == 5 && take_attribute (self, fields);
    case 'R':
      if (n == 5 && template->rules->len < REDAN_TEMPLATE_MAX_RULES)
        take_rule (self, fields);
      return n == 5;
    case 'I':
    case 'X':
    case 'D':
    case 'L':
      return take_part (self, fields, n);
    default:
      return FALSE;
    }
}

static gboolean
take_line (char *line, gboolean *finished, gpointer data, GError **error)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", MAX_FIELDS);
  guint n = g_strv_length (fields);

  if (*finished || !g_utf8_validate (line, -1, NULL))
    return redan_child_line_fail (error);
  if (n == 1 && strcmp (fields[0], "Z") == 0)
    {
      *finished = TRUE;
      return TRUE;
    }
  if (n == 3 && strcmp (fields[0], "E") == 0)
    return redan_child_line_take_error (fields[1], fields[2], error);
  return take_fields (data, fields, n) || redan_child_line_fail (error);
}

RedanTemplate *
redan_template_read_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (RedanTemplate) template = g_new0 (RedanTemplate, 1);
  Reader reader = { template, g_hash_table_new (g_str_hash, g_str_equal) };
  gboolean done;

  g_atomic_ref_count_init (&template->references);
  template->strings = redan_strings_new ();
  template->types = g_array_new (FALSE, FALSE, sizeof (RedanTemplateType));
  template->attributes = g_array_new (FALSE, FALSE, sizeof (RedanTemplateAttribute));
  template->rules = g_array_new (FALSE, FALSE, sizeof (RedanTemplateRule));
  template->name = template->version = "";

  done = redan_child_read_lines (path, "template", take_line, &reader, cancellable, error);
  for (guint i = 0; i < template->rules->len; i++)
    {
      RedanTemplateRule *rule = &g_array_index (template->rules, RedanTemplateRule, i);
      const char *name = g_hash_table_lookup (reader.categories, rule->category);

      rule->category = name != NULL ? name : rule->category;
    }
  g_hash_table_unref (reader.categories);
  return done ? g_steal_pointer (&template) : NULL;
}
