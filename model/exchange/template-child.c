/* SPDX-License-Identifier: Apache-2.0 */
/* The import child for templates: finds types, categories and rules in a .tb7 or .tm7 and tells of
 * them in lines. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/template.h"

#include "model/error.h"
#include "model/exchange/child-private.h"
#include "model/exchange/foreign-xml.h"
#include "model/exchange/tmt-private.h"
#include "model/file-read.h"

#define READ_SIZE ((gsize) 1024 * 1024)
#define MAX_TEXT 4000
#define MAX_NAME 1000
#define MAX_VALUES 3800

typedef struct
{
  GString *out;
  gboolean failed; /* nobody listens */
  const char *priority;
} Child;

static void
say (Child *self, char kind, guint n, const char *const *texts, gsize limit)
{
  g_string_append_c (self->out, kind);
  for (guint i = 0; i < n; i++)
    import_child_append_field (self->out, texts[i], limit, '\x1f');
  g_string_append_c (self->out, '\n');
  if (self->out->len > READ_SIZE)
    import_child_flush (self->out, &self->failed);
}

/* A member is an element in one format, an attribute or otherwise spelt element in the other. */
static char *
dup_member (const RedanForeignXmlNode *node, const char *one, const char *other)
{
  const char *attribute = node != NULL ? redan_foreign_xml_get (node, other) : NULL;

  if (attribute != NULL)
    return g_strstrip (g_strdup (attribute));
  return redan_tmt_dup_word (node, redan_foreign_xml_find (node, one) != NULL ? one : other);
}

/* The first value of a column that is not nil. */
static const char *
find_priority (const RedanForeignXmlNode *columns)
{
  const RedanForeignXmlNode *column = columns != NULL ? columns->first_child : NULL;

  for (; column != NULL; column = column->next)
    {
      const RedanForeignXmlNode *values = redan_foreign_xml_find (column, "Values");
      g_autofree char *name = redan_tmt_dup_word (column, "Name");

      if (strcmp (name, "Priority") == 0 && values != NULL && values->first_child != NULL &&
          values->first_child->text[0] != '\0')
        return values->first_child->text;
    }
  return NULL;
}

static void
say_attributes (Child *self, const RedanForeignXmlNode *list)
{
  const RedanForeignXmlNode *attribute = list != NULL ? list->first_child : NULL;

  for (; attribute != NULL; attribute = attribute->next)
    {
      const RedanForeignXmlNode *values = redan_foreign_xml_find (attribute, "AttributeValues");
      g_autofree char *name = redan_tmt_dup_word (attribute, "Name");
      g_autofree char *mode = redan_tmt_dup_word (attribute, "Mode");
      g_autoptr (GString) joined = g_string_new (NULL);
      const char *texts[] = { name, redan_foreign_xml_text (attribute, "DisplayName"), mode, "" };

      for (const RedanForeignXmlNode *value = values != NULL ? values->first_child : NULL;
           value != NULL && joined->len < MAX_VALUES; value = value->next)
        g_string_append_printf (joined, "%s%s", joined->len > 0 ? "\x1f" : "", value->text);
      texts[3] = joined->str;
      say (self, 'A', G_N_ELEMENTS (texts), texts, MAX_VALUES);
    }
}

static void
say_types (Child *self, const RedanForeignXmlNode *list)
{
  const RedanForeignXmlNode *type = list != NULL ? list->first_child : NULL;

  for (; type != NULL; type = type->next)
    {
      g_autofree char *id = dup_member (type, "Id", "ID");
      g_autofree char *parent = dup_member (type, "ParentId", "ParentElement");
      g_autofree char *drawn = redan_tmt_dup_word (type, "Representation");
      const char *texts[] = { id, parent, drawn, redan_foreign_xml_text (type, "Name") };

      say (self, 'T', G_N_ELEMENTS (texts), texts, MAX_NAME);
      say_attributes (self, redan_foreign_xml_find (type, "Attributes"));
    }
}

static void
say_categories (Child *self, const RedanForeignXmlNode *list)
{
  const RedanForeignXmlNode *category = list != NULL ? list->first_child : NULL;

  for (; category != NULL; category = category->next)
    {
      g_autofree char *id = redan_tmt_dup_word (category, "Id");
      g_autofree char *name = redan_tmt_dup_word (category, "Name");
      const char *texts[] = { id, name };

      say (self, 'C', G_N_ELEMENTS (texts), texts, MAX_NAME);
    }
}

static void
say_rule (Child *self, const RedanForeignXmlNode *rule)
{
  const RedanForeignXmlNode *filters = redan_foreign_xml_find (rule, "GenerationFilters");
  const char *priority = find_priority (redan_foreign_xml_find (rule, "PropertiesMetaData"));
  g_autofree char *id = redan_tmt_dup_word (rule, "Id");
  g_autofree char *category = redan_tmt_dup_word (rule, "Category");
  const char *texts[] = { id, category, priority != NULL ? priority : self->priority,
                          redan_foreign_xml_text (rule, "ShortTitle") };
  const char *include = redan_foreign_xml_text (filters, "Include");
  const char *exclude = redan_foreign_xml_text (filters, "Exclude");
  const char *description = redan_foreign_xml_text (rule, "Description");

  say (self, 'R', G_N_ELEMENTS (texts), texts, MAX_TEXT / 2);
  say (self, 'I', 1, &include, REDAN_TEMPLATE_MAX_EXPRESSION);
  say (self, 'X', 1, &exclude, REDAN_TEMPLATE_MAX_EXPRESSION);
  say (self, 'D', 1, &description, MAX_TEXT);
  if (strlen (include) > REDAN_TEMPLATE_MAX_EXPRESSION ||
      strlen (exclude) > REDAN_TEMPLATE_MAX_EXPRESSION)
    say (self, 'L', 0, NULL, 0);
}

static gboolean
say_template (Child *self, const RedanForeignXmlNode *root, GError **error)
{
  gboolean is_model = strcmp (root->name, "ThreatModel") == 0;
  const RedanForeignXmlNode *base =
      is_model ? redan_foreign_xml_find (root, "KnowledgeBase") : root;
  const RedanForeignXmlNode *columns;
  const RedanForeignXmlNode *rules;

  if (base == NULL || strcmp (base->name, "KnowledgeBase") != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   is_model ? _ ("%u:1: \"%s\" holds no template; give one with --rules FILE.tb7")
                            : _ ("%u:1: \"%s\" is no template; expected a .tb7 or .tm7 of the "
                                 "Microsoft Threat Modeling Tool"),
                   root->line, root->name);
      return FALSE;
    }

  const RedanForeignXmlNode *manifest = redan_foreign_xml_find (base, "Manifest");
  g_autofree char *name = dup_member (manifest, "Name", "name");
  g_autofree char *version = dup_member (manifest, "Version", "version");
  const char *texts[] = { name, version };

  say (self, 'M', G_N_ELEMENTS (texts), texts, MAX_NAME);
  columns = redan_foreign_xml_find (redan_foreign_xml_find (base, "ThreatMetaData"),
                                    "PropertiesMetaData");
  self->priority = find_priority (columns);
  if (self->priority == NULL)
    self->priority = "High";

  say_types (self, redan_foreign_xml_find (base, "GenericElements"));
  say_types (self, redan_foreign_xml_find (base, "StandardElements"));
  say_categories (self, redan_foreign_xml_find (base, "ThreatCategories"));
  rules = redan_foreign_xml_find (base, "ThreatTypes");
  for (const RedanForeignXmlNode *rule = rules != NULL ? rules->first_child : NULL;
       rule != NULL && !self->failed; rule = rule->next)
    say_rule (self, rule);
  return TRUE;
}

static GByteArray *
read_input (GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);

  for (;;)
    {
      gssize n = import_child_read (STDIN_FILENO, buffer, READ_SIZE, error);

      if (n < 0)
        return NULL;
      if (n == 0)
        return g_steal_pointer (&bytes);
      if (bytes->len + (gsize) n > REDAN_MAX_FILE)
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                       _ ("1:1: the file is larger than %zu MiB; split it"),
                       REDAN_MAX_FILE / 1024 / 1024);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}

int
redan_template_child_run (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (RedanForeignXml) tree = NULL;
  Child self = { .out = g_string_new (NULL) };

  if (import_child_confine (FALSE, &error))
    bytes = read_input (&error);
  if (bytes != NULL)
    tree = redan_foreign_xml_parse (bytes->data, bytes->len, redan_tmt_pictures, &error);
  if (tree != NULL)
    (void) say_template (&self, redan_foreign_xml_get_root (tree), &error);
  if (error != NULL)
    {
      g_string_append_printf (self.out, "E\t%d", error->code);
      import_child_append_field (self.out, error->message, MAX_TEXT, 0);
      g_string_append_c (self.out, '\n');
    }
  else
    g_string_append (self.out, "Z\n");
  import_child_flush (self.out, &self.failed);
  g_string_free (self.out, TRUE);
  return self.failed ? 1 : 0;
}
