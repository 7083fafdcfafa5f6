/* SPDX-License-Identifier: Apache-2.0 */
/* Loads the attribute schema from data files and answers questions about attributes and their
 * values. */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/field.h"
#include "model/resource-tables.h"
#include "model/schema.h"
#include "model/snapshot.h"
#include "model/xml.h"

#define MAX_ATTRIBUTES 4096
#define MAX_VALUES 1000
#define MAX_SET_VALUES 29
#define MAX_BOUNDARY_KINDS 250
#define MAX_NAME 64
#define MAX_LABEL 80
#define MAX_QUESTION 200
#define MAX_LINE 4096
#define MAX_INTEGER 1000000000

/* What belongs to an attribute beside the public part, which stands first. */
typedef struct
{
  RedanAttribute base;
  const RedanXmlNode **properties; /* the value elements; NULL for built-in values */
  guint16 *slots;                  /* open addressing: index of a value + 1 */
  guint mask;
} Attribute;

struct _RedanSchema
{
  gatomicrefcount references;
  RedanStrings *strings;
  GPtrArray *trees;      /* the parsed files: texts and properties stay there */
  GPtrArray *attributes; /* of Attribute */
  guint32 *slots;        /* open addressing over (scope, name): index + 1 */
  guint mask;
  RedanResourceTables *resources;
};

typedef struct
{
  RedanSchema *schema;
  const RedanXmlTree *tree;
  const char *pack;
  GError **error;
} Loader;

static const char *const scope_names[] = {
  "element", "flow", "boundary", "account", "asset", "programme", NULL,
};

/* In the order of RedanAttributeType. */
static const char *const type_names[] = {
  "enum", "set", "tri", "rating", "int", "date", "string", "ref", "fact", "fact-date", NULL,
};

static const char *const attribute_names[] = {
  "scope",   "name",    "type",       "source", "unknown", "default", "default-note", "group",
  "minimum", "maximum", "structural", "stored", "label",   "starter", NULL,
};

static const char *const tri_values[] = { "yes", "no" };
static const char *const rating_values[] = { "1", "2", "3", "4", "5" };
static const char *const fact_values[] = { "yes", "partial", "no" };
static const char *const element_kinds[] = { "actor", "external", "process", "store" };

static gboolean G_GNUC_PRINTF (4, 5) refuse (
    const Loader *loader, const RedanXmlNode *node, RedanModelError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (loader->error, REDAN_MODEL_ERROR, code, "%s:%u: %s",
               redan_xml_tree_get_path (loader->tree), node->line, message);
  return FALSE;
}

static int
find_word (const char *const *words, const char *word)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  return -1;
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_NAME || !(g_ascii_isalpha (text[0]) || text[0] == '_'))
    return FALSE;
  return strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
         length;
}

static gboolean
is_value_name (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_NAME &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
             length;
}

static guint
hash_text (guint seed, const char *text, gsize length)
{
  guint hash = seed * 16777619u ^ 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * 16777619u;
  return hash ^ hash >> 15;
}

static gboolean
equals (const char *known, const char *text, gsize length)
{
  return strncmp (known, text, length) == 0 && known[length] == '\0';
}

static void
free_attribute (gpointer data)
{
  Attribute *self = data;

  g_free (self->properties);
  g_free (self->slots);
  g_free ((gpointer) self->base.values);
  g_free (self);
}

static gboolean
check_names (const Loader *loader, const RedanXmlNode *node, const char *const *known)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (find_word (known, node->attributes[i].name) < 0)
      return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                     _ ("<%s> has no attribute \"%s\"; correct the name or remove it"), node->name,
                     node->attributes[i].name);
  return TRUE;
}

static gboolean
read_word (const Loader *loader,
           const RedanXmlNode *node,
           const char *name,
           const char *const *words,
           int standard,
           int *index_out)
{
  const char *text = redan_xml_get (node, name);

  *index_out = text == NULL ? standard : find_word (words, text);
  if (*index_out >= 0)
    return TRUE;

  g_autofree char *expected = g_strjoinv (", ", (char **) words);
  return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                 _ ("%s=\"%s\" of <%s> is not known; expected one of %s"), name,
                 text == NULL ? "" : text, node->name, expected);
}

static gboolean
read_integer (const Loader *loader, const RedanXmlNode *node, const char *name, gint64 *number_out)
{
  const char *text = redan_xml_get (node, name);

  if (text != NULL &&
      g_ascii_string_to_signed (text, 10, -MAX_INTEGER, MAX_INTEGER, number_out, NULL))
    return TRUE;
  return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                 _ ("an integer attribute needs %s=\"...\", a number from %d to %d"), name,
                 -MAX_INTEGER, MAX_INTEGER);
}

static gboolean
check_label (const Loader *loader, const RedanXmlNode *node)
{
  const char *label = redan_xml_get (node, "label");

  if (label == NULL || (label[0] != '\0' && redan_text_is_line (label, MAX_LABEL)))
    return TRUE;
  return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                 _ ("label=\"...\" of <%s> takes one line of 1 to %d bytes"), node->name,
                 MAX_LABEL);
}

static void
index_values (Attribute *self)
{
  guint n_slots = 4;

  while (n_slots < self->base.n_values * 2)
    n_slots *= 2;
  self->mask = n_slots - 1;
  self->slots = g_new0 (guint16, n_slots);
  for (guint i = 0; i < self->base.n_values; i++)
    {
      const char *value = self->base.values[i];
      guint at = hash_text (0, value, strlen (value)) & self->mask;
      while (self->slots[at] != 0)
        at = (at + 1) & self->mask;
      self->slots[at] = (guint16) (i + 1);
    }
}

static void
take_values (Attribute *self, const char *const *values, guint n)
{
  self->base.values = g_memdup2 (values, n * sizeof (char *));
  self->base.n_values = n;
}

static gboolean
read_values (const Loader *loader, const RedanXmlNode *node, Attribute *self)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) properties = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean listed =
      self->base.type == REDAN_ATTRIBUTE_ENUM || self->base.type == REDAN_ATTRIBUTE_SET;
  guint limit = self->base.type == REDAN_ATTRIBUTE_SET ? MAX_SET_VALUES : MAX_VALUES;

  if (self->base.scope == REDAN_SCOPE_BOUNDARY && self->base.structural)
    limit = MAX_BOUNDARY_KINDS;
  for (const RedanXmlNode *child = node->first_child; child != NULL; child = child->next)
    {
      if (strcmp (child->name, "meaning") == 0 || strcmp (child->name, "question") == 0)
        continue;
      if (strcmp (child->name, "value") != 0)
        return refuse (loader, child, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                       _ ("<attribute> has no <%s>; expected <meaning>, <question> and <value>"),
                       child->name);
      const char *name = redan_xml_get (child, "name");
      if (!listed || values->len == limit)
        return refuse (loader, child, REDAN_MODEL_ERROR_LIMIT,
                       _ ("attribute \"%s\" cannot have this many values; enum takes %d, set %d, "
                          "other types none"),
                       self->base.name, MAX_VALUES, MAX_SET_VALUES);
      if (name == NULL || !is_value_name (name) || strcmp (name, "unknown") == 0)
        return refuse (loader, child, REDAN_MODEL_ERROR_INVALID_VALUE,
                       _ ("<value> needs a name of letters, digits, '-', '_' and '.', at most %d; "
                          "\"unknown\" is built in"),
                       MAX_NAME);
      if (!check_label (loader, child))
        return FALSE;
      if (!g_hash_table_add (seen, (gpointer) name))
        return refuse (loader, child, REDAN_MODEL_ERROR_REFERENCE,
                       _ ("value \"%s\" stands twice; remove one"), name);
      g_ptr_array_add (values, (gpointer) name);
      g_ptr_array_add (properties, (gpointer) child);
    }

  if (self->base.type == REDAN_ATTRIBUTE_ENUM && values->len == 0)
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("attribute \"%s\" of type enum has no <value>; list its values"),
                   self->base.name);

  take_values (self, (const char *const *) values->pdata, values->len);
  self->properties = g_memdup2 (properties->pdata, properties->len * sizeof (gpointer));
  return TRUE;
}

static gboolean
fill_type (const Loader *loader, const RedanXmlNode *node, Attribute *self)
{
  if (!read_values (loader, node, self))
    return FALSE;

  switch (self->base.type)
    {
    case REDAN_ATTRIBUTE_TRI:
      take_values (self, tri_values, G_N_ELEMENTS (tri_values));
      break;
    case REDAN_ATTRIBUTE_RATING:
      take_values (self, rating_values, G_N_ELEMENTS (rating_values));
      break;
    case REDAN_ATTRIBUTE_FACT:
      take_values (self, fact_values, G_N_ELEMENTS (fact_values));
      break;
    case REDAN_ATTRIBUTE_INTEGER:
      if (!read_integer (loader, node, "minimum", &self->base.minimum) ||
          !read_integer (loader, node, "maximum", &self->base.maximum))
        return FALSE;
      if (self->base.minimum > self->base.maximum)
        return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                       _ ("minimum is above maximum; exchange them"));
      break;
    case REDAN_ATTRIBUTE_ENUM:
    case REDAN_ATTRIBUTE_SET:
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_STRING:
    case REDAN_ATTRIBUTE_REFERENCE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      break;
    }

  index_values (self);
  return TRUE;
}

/* The kinds of elements are built into the program; the tags of the file must stay unambiguous. */
static gboolean
check_meaning (const Loader *loader, const RedanXmlNode *node, const Attribute *self)
{
  const RedanAttribute *base = &self->base;
  static const RedanSection sections[] = {
    REDAN_SECTION_ELEMENT,  REDAN_SECTION_FLOW,  REDAN_SECTION_BOUNDARY,
    REDAN_SECTION_BOUNDARY, REDAN_SECTION_ASSET, REDAN_SECTION_FACT,
  };
  gboolean kind = base->scope == REDAN_SCOPE_ELEMENT && strcmp (base->name, "kind") == 0;

  if (kind)
    {
      gboolean same = base->structural && base->n_values == G_N_ELEMENTS (element_kinds);
      for (guint i = 0; same && i < base->n_values; i++)
        same = strcmp (base->values[i], element_kinds[i]) == 0;
      if (!same)
        return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                       _ ("element kinds are fixed: actor, external, process, store"));
    }
  if (!base->structural && base->scope != REDAN_SCOPE_PROGRAMME &&
      redan_field_lookup (NULL, sections[base->scope], FALSE, base->name, -1) != REDAN_FIELD_EXISTS)
    return refuse (loader, node, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("\"%s\" is the name of a field of the file; choose another name"),
                   base->name);
  if (base->standard != NULL && !redan_attribute_check (base, base->standard, NULL))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("default=\"%s\" is not an allowed value; correct it or use default-note"),
                   base->standard);
  return TRUE;
}

static const char *
text_or_empty (const RedanXmlNode *node, const char *name)
{
  const char *text = redan_xml_get (node, name);

  return text == NULL ? "" : text;
}

/* "badge_reader" is read as "Badge reader". */
static const char *
make_label (const Loader *loader, const char *name)
{
  g_autofree char *label = g_strdelimit (g_strdup (name), "_-", ' ');

  label[0] = g_ascii_toupper (label[0]);
  return redan_strings_intern (loader->schema->strings, label, -1);
}

static gboolean
read_wording (const Loader *loader, const RedanXmlNode *node, RedanAttribute *base)
{
  const RedanXmlNode *meaning = redan_xml_find (node, "meaning");
  const RedanXmlNode *question = redan_xml_find (node, "question");

  if (!check_label (loader, node))
    return FALSE;
  if (question != NULL &&
      (question->text[0] == '\0' || !redan_text_is_line (question->text, MAX_QUESTION)))
    return refuse (loader, question, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<question> takes one line of 1 to %d bytes"), MAX_QUESTION);

  base->label = redan_xml_get (node, "label");
  if (base->label == NULL)
    base->label = make_label (loader, base->name);
  base->meaning = meaning == NULL ? "" : meaning->text;
  if (question != NULL)
    base->question = question->text;
  else
    {
      g_autofree char *asked = g_strconcat (base->label, "?", NULL);
      base->question = redan_strings_intern (loader->schema->strings, asked, -1);
    }
  return TRUE;
}

static gboolean
read_attribute (const Loader *loader, const RedanXmlNode *node, Attribute *self)
{
  static const char *const yes_no[] = { "no", "yes", NULL };
  RedanAttribute *base = &self->base;
  const char *name = redan_xml_get (node, "name");
  int scope, type, structural, stored, starter;

  if (strcmp (node->name, "attribute") != 0)
    return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("<attributes> has no <%s>; expected <attribute>"), node->name);
  if (!check_names (loader, node, attribute_names))
    return FALSE;
  if (name == NULL || !is_name (name))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<attribute> needs a name: a letter, then letters, digits, '-', '_', '.', at "
                      "most %d"),
                   MAX_NAME);
  if (!read_word (loader, node, "scope", scope_names, -1, &scope) ||
      !read_word (loader, node, "type", type_names, -1, &type) ||
      !read_word (loader, node, "structural", yes_no, FALSE, &structural) ||
      !read_word (loader, node, "stored", yes_no, TRUE, &stored) ||
      !read_word (loader, node, "starter", yes_no, FALSE, &starter))
    return FALSE;

  base->scope = (RedanScope) scope;
  base->type = (RedanAttributeType) type;
  base->structural = structural;
  base->stored = stored;
  base->starter = starter;
  base->name = redan_strings_intern (loader->schema->strings, name, -1);
  base->standard = redan_xml_get (node, "default");
  if (g_strcmp0 (base->standard, "unknown") == 0)
    base->standard = NULL;
  base->source = text_or_empty (node, "source");
  base->unknown = text_or_empty (node, "unknown");
  base->group = text_or_empty (node, "group");
  base->pack = loader->pack;
  return read_wording (loader, node, base) && fill_type (loader, node, self) &&
         check_meaning (loader, node, self);
}

static void
index_attributes (RedanSchema *self)
{
  guint n_slots = 64;

  while (n_slots < self->attributes->len * 2)
    n_slots *= 2;
  g_free (self->slots);
  self->mask = n_slots - 1;
  self->slots = g_new0 (guint32, n_slots);
  for (guint i = 0; i < self->attributes->len; i++)
    {
      const Attribute *attribute = g_ptr_array_index (self->attributes, i);
      const char *name = attribute->base.name;
      guint at = hash_text (attribute->base.scope, name, strlen (name)) & self->mask;
      while (self->slots[at] != 0)
        at = (at + 1) & self->mask;
      self->slots[at] = i + 1;
    }
}

static gboolean
add_attribute (const Loader *loader, const RedanXmlNode *node, guint n_before, GHashTable *seen)
{
  RedanSchema *schema = loader->schema;
  Attribute *attribute = g_new0 (Attribute, 1);

  if (!read_attribute (loader, node, attribute))
    {
      free_attribute (attribute);
      return FALSE;
    }

  RedanAttribute *base = &attribute->base;
  g_autofree char *key = g_strdup_printf ("%d %s", base->scope, base->name);
  if (!g_hash_table_add (seen, g_steal_pointer (&key)))
    {
      refuse (loader, node, REDAN_MODEL_ERROR_REFERENCE,
              _ ("attribute \"%s\" of scope \"%s\" stands twice in this file; remove one"),
              base->name, scope_names[base->scope]);
      free_attribute (attribute);
      return FALSE;
    }

  const RedanAttribute *earlier =
      n_before == 0 ? NULL : redan_schema_lookup (schema, base->scope, base->name, -1);
  if (earlier != NULL)
    {
      base->index = earlier->index;
      free_attribute (g_ptr_array_index (schema->attributes, base->index));
      g_ptr_array_index (schema->attributes, base->index) = attribute;
      return TRUE;
    }
  if (schema->attributes->len == MAX_ATTRIBUTES)
    {
      refuse (loader, node, REDAN_MODEL_ERROR_LIMIT,
              _ ("more than %d attributes; remove some packs"), MAX_ATTRIBUTES);
      free_attribute (attribute);
      return FALSE;
    }
  base->index = schema->attributes->len;
  g_ptr_array_add (schema->attributes, attribute);
  return TRUE;
}

static gboolean
load_file (RedanSchema *self, const RedanDataFile *file, GError **error)
{
  static const char *const root_names[] = { "pack", "version", NULL };
  RedanXmlTree *tree = redan_xml_parse (file->path, file->bytes, error);

  if (tree == NULL)
    return FALSE;

  g_ptr_array_add (self->trees, tree);
  const RedanXmlNode *root = redan_xml_tree_get_root (tree);
  const char *pack = redan_xml_get (root, "pack");
  const char *version = redan_xml_get (root, "version");
  Loader loader = { self, tree, pack, error };
  if (!check_names (&loader, root, root_names))
    return FALSE;
  if (pack == NULL || !is_name (pack) || version == NULL || !is_value_name (version))
    return refuse (
        &loader, root, REDAN_MODEL_ERROR_INVALID_VALUE,
        _ ("<attributes> needs pack=\"NAME\" and version=\"VERSION\" of letters, digits, "
           "'-', '_' and '.'"));

  /* The slots are built anew only between files, so that an attribute may replace one of an earlier
   * file. */
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_before = self->attributes->len;
  for (const RedanXmlNode *node = root->first_child; node != NULL; node = node->next)
    if (!add_attribute (&loader, node, n_before, seen))
      return FALSE;
  index_attributes (self);
  return TRUE;
}

static gboolean
check_resource_value (
    gpointer data, gboolean boundary, const char *name, const char *value, GError **error)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (data, boundary ? REDAN_SCOPE_BOUNDARY : REDAN_SCOPE_ELEMENT, name, -1);

  if (attribute != NULL)
    return redan_attribute_check (attribute, value, error);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
               _ ("elements have no attribute \"%s\"; correct or remove it"), name);
  return FALSE;
}

/* The tables are checked against the attributes of all files. */
static gboolean
load_resources (RedanSchema *self, RedanDataSource *source, GError **error)
{
  for (guint i = 0; i < redan_data_source_get_n_files (source); i++)
    {
      const RedanDataFile *file = redan_data_source_get_file (source, i);

      if (redan_resource_tables_has (file->root) &&
          !redan_resource_tables_add (self->resources, file->path, file->root, file->bytes,
                                      check_resource_value, self, error))
        return FALSE;
    }
  return TRUE;
}

RedanSchema *
redan_schema_load (RedanDataSource *source, GError **error)
{
  g_autoptr (RedanSchema) self = g_new0 (RedanSchema, 1);

  g_atomic_ref_count_init (&self->references);
  self->strings = redan_strings_new ();
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_xml_tree_free);
  self->attributes = g_ptr_array_new_with_free_func (free_attribute);
  self->resources = redan_resource_tables_new ();
  index_attributes (self);

  for (guint i = 0; i < redan_data_source_get_n_files (source); i++)
    {
      const RedanDataFile *file = redan_data_source_get_file (source, i);
      if (strcmp (file->root, "attributes") == 0 && !load_file (self, file, error))
        return NULL;
    }

  return load_resources (self, source, error) ? g_steal_pointer (&self) : NULL;
}

RedanSchema *
redan_schema_ref (RedanSchema *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_schema_unref (RedanSchema *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_ptr_array_unref (self->attributes);
  g_ptr_array_unref (self->trees);
  redan_strings_unref (self->strings);
  redan_resource_tables_free (self->resources);
  g_free (self->slots);
  g_free (self);
}

const RedanResourceTables *
redan_schema_get_resources (const RedanSchema *self)
{
  return self->resources;
}

guint
redan_schema_get_n_attributes (const RedanSchema *self)
{
  return self->attributes->len;
}

const RedanAttribute *
redan_schema_get_attribute (const RedanSchema *self, guint index)
{
  g_return_val_if_fail (index < self->attributes->len, NULL);

  return g_ptr_array_index (self->attributes, index);
}

const RedanAttribute *
redan_schema_lookup (const RedanSchema *self, RedanScope scope, const char *name, gssize length)
{
  gsize n = length < 0 ? strlen (name) : (gsize) length;
  guint at = hash_text (scope, name, n) & self->mask;

  for (; self->slots[at] != 0; at = (at + 1) & self->mask)
    {
      const RedanAttribute *attribute = g_ptr_array_index (self->attributes, self->slots[at] - 1);
      if (attribute->scope == scope && equals (attribute->name, name, n))
        return attribute;
    }
  return NULL;
}

int
redan_attribute_find_value (const RedanAttribute *self, const char *value, gssize length)
{
  const Attribute *attribute = (const Attribute *) self;
  gsize n = length < 0 ? strlen (value) : (gsize) length;
  guint at = hash_text (0, value, n) & attribute->mask;

  for (; attribute->slots[at] != 0; at = (at + 1) & attribute->mask)
    if (equals (self->values[attribute->slots[at] - 1], value, n))
      return attribute->slots[at] - 1;
  return -1;
}

const char *
redan_attribute_get_property (const RedanAttribute *self, guint value_index, const char *name)
{
  const Attribute *attribute = (const Attribute *) self;

  if (attribute->properties == NULL || value_index >= self->n_values)
    return NULL;
  return redan_xml_get (attribute->properties[value_index], name);
}

const char *
redan_attribute_get_value_label (const RedanAttribute *self, guint value_index)
{
  return redan_attribute_get_property (self, value_index, "label");
}

static gboolean
expect (GError **error, const RedanAttribute *self, const char *value, const char *expected)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("%s cannot be \"%.80s\"; expected %s, or unknown"), self->name, value, expected);
  return FALSE;
}

static gboolean
check_integer (const RedanAttribute *self, const char *value, GError **error)
{
  gint64 number;
  g_autofree char *back = NULL;

  if (g_ascii_string_to_signed (value, 10, self->minimum, self->maximum, &number, NULL))
    back = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (g_strcmp0 (back, value) == 0)
    return TRUE;

  g_autofree char *expected = g_strdup_printf (
      _ ("a number from %lld to %lld"), (long long) self->minimum, (long long) self->maximum);
  return expect (error, self, value, expected);
}

static gboolean
check_listed (const RedanAttribute *self, const char *value, GError **error)
{
  if (redan_attribute_find_value (self, value, -1) >= 0)
    return TRUE;

  g_autoptr (GString) expected = g_string_new (_ ("one of "));
  for (guint i = 0; i < MIN (self->n_values, 60); i++)
    g_string_append_printf (expected, "%s%s", i == 0 ? "" : ", ", self->values[i]);
  return expect (error, self, value, expected->str);
}

gboolean
redan_attribute_check (const RedanAttribute *self, const char *value, GError **error)
{
  RedanId id;
  guint days;

  if (strcmp (value, "unknown") == 0)
    return TRUE;

  switch (self->type)
    {
    case REDAN_ATTRIBUTE_SET:
    case REDAN_ATTRIBUTE_STRING:
      if (self->n_values > 0)
        return check_listed (self, value, error);
      return redan_text_is_line (value, MAX_LINE) && value[0] != '\0'
                 ? TRUE
                 : expect (error, self, value, _ ("a line of text of at most 4096 bytes"));
    case REDAN_ATTRIBUTE_ENUM:
    case REDAN_ATTRIBUTE_TRI:
    case REDAN_ATTRIBUTE_RATING:
    case REDAN_ATTRIBUTE_FACT:
      return check_listed (self, value, error);
    case REDAN_ATTRIBUTE_INTEGER:
      return check_integer (self, value, error);
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return redan_days_from_date (value, &days)
                 ? TRUE
                 : expect (error, self, value, _ ("a date YYYY-MM-DD from 1900 to 2199"));
    case REDAN_ATTRIBUTE_REFERENCE:
      return redan_id_parse (value, strlen (value), &id)
                 ? TRUE
                 : expect (error, self, value, _ ("the id of an object"));
    }
  g_assert_not_reached ();
}
