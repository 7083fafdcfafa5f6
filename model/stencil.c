/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the table of stencils, checks it against the schema, and makes objects of them. */

#include "model/stencil.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command-private.h"
#include "model/command.h"
#include "model/error.h"
#include "model/xml.h"

#define MAX_STENCILS 2000
#define MAX_GROUPS 100
#define MAX_VALUES 64
#define MAX_NAME 64
#define MAX_LABEL 80
#define MAX_WORDS 400
#define SMALLEST 16
#define LARGEST 4000

struct _RedanStencils
{
  RedanSchema *schema;
  GPtrArray *trees;  /* the parsed files: texts stay there */
  GArray *groups;    /* of RedanStencilGroup */
  GPtrArray *items;  /* of RedanStencil */
  GHashTable *index; /* id to position plus one */
};

typedef struct
{
  RedanStencils *table;
  const RedanXmlTree *tree;
  GHashTable *seen; /* ids of this file: "group ID", "stencil ID" */
  GError **error;
} Loader;

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

static gboolean
check_names (const Loader *loader, const RedanXmlNode *node, const char *const *known)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (!g_strv_contains (known, node->attributes[i].name))
      return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                     _ ("<%s> has no attribute \"%s\"; correct the name or remove it"), node->name,
                     node->attributes[i].name);
  return TRUE;
}

static gboolean
is_name (const char *text)
{
  gsize length = text == NULL ? 0 : strlen (text);

  return length > 0 && length <= MAX_NAME &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
             length;
}

/* Id and label of a group or stencil; the id may stand once in a file. */
static gboolean
check_head (const Loader *loader, const RedanXmlNode *node)
{
  const char *id = redan_xml_get (node, "id");
  const char *label = redan_xml_get (node, "label");

  if (!is_name (id))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<%s> needs an id of letters, digits, '-', '_' and '.', at most %d"),
                   node->name, MAX_NAME);
  if (label == NULL || *label == '\0' || !redan_text_is_line (label, MAX_LABEL))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<%s> needs a label of one line and 1 to %d bytes"), node->name, MAX_LABEL);
  if (!g_hash_table_add (loader->seen, g_strconcat (node->name, " ", id, NULL)))
    return refuse (loader, node, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("<%s> \"%s\" stands twice in this file; remove one"), node->name, id);
  return TRUE;
}

static int
find_group (const RedanStencils *self, const char *id)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (strcmp (g_array_index (self->groups, RedanStencilGroup, i).id, id) == 0)
      return (int) i;
  return -1;
}

static gboolean
add_group (const Loader *loader, const RedanXmlNode *node)
{
  static const char *const names[] = { "id", "label", NULL };
  GArray *groups = loader->table->groups;

  if (!check_names (loader, node, names) || !check_head (loader, node))
    return FALSE;

  RedanStencilGroup group = { redan_xml_get (node, "id"), redan_xml_get (node, "label") };
  int earlier = find_group (loader->table, group.id);

  if (earlier >= 0)
    {
      g_array_index (groups, RedanStencilGroup, earlier) = group;
      return TRUE;
    }
  if (groups->len == MAX_GROUPS)
    return refuse (loader, node, REDAN_MODEL_ERROR_LIMIT,
                   _ ("more than %d groups of stencils; remove some packs"), MAX_GROUPS);
  g_array_append_val (groups, group);
  return TRUE;
}

static gboolean
read_size (const Loader *loader, const RedanXmlNode *node, const char *name, gint32 *size_out)
{
  const char *text = redan_xml_get (node, name);
  guint64 pixels;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, SMALLEST, LARGEST, &pixels, NULL))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<stencil> needs a %s from %d to %d pixels"), name, SMALLEST, LARGEST);
  *size_out = (gint32) pixels * REDAN_UNITS_PER_PIXEL;
  return TRUE;
}

static gboolean
read_kind (const Loader *loader, const RedanXmlNode *node, RedanStencil *self)
{
  const char *section = redan_xml_get (node, "section");
  RedanScope scope = REDAN_SCOPE_ELEMENT;
  const char *name = "kind";

  self->kind = redan_xml_get (node, "kind");
  if (g_strcmp0 (section, "element") == 0)
    {
      self->section = REDAN_SECTION_ELEMENT;
    }
  else if (g_strcmp0 (section, "boundary") == 0)
    {
      self->section = REDAN_SECTION_BOUNDARY;
      scope = REDAN_SCOPE_BOUNDARY;
      name = "btype";
    }
  else if (g_strcmp0 (section, "note") == 0)
    {
      self->section = REDAN_SECTION_NOTE;
      if (self->kind != NULL)
        return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                       _ ("a note has no kind; remove kind=\"%s\""), self->kind);
      return TRUE;
    }
  else
    {
      return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                     _ ("<stencil> needs section=\"element\", \"boundary\" or \"note\""));
    }

  const RedanAttribute *kinds = redan_schema_lookup (loader->table->schema, scope, name, -1);

  if (self->kind == NULL || kinds == NULL || redan_attribute_find_value (kinds, self->kind, -1) < 0)
    return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("there is no %s of kind \"%s\"; give a kind that the schema knows"), section,
                   self->kind == NULL ? "" : self->kind);
  return TRUE;
}

/* An account has the attributes of boundaries and its own. */
static const RedanAttribute *
find_attribute (const RedanStencils *table, const RedanStencil *self, const char *name)
{
  const RedanAttribute *found = NULL;

  if (self->section == REDAN_SECTION_ELEMENT)
    return redan_schema_lookup (table->schema, REDAN_SCOPE_ELEMENT, name, -1);
  if (self->section != REDAN_SECTION_BOUNDARY)
    return NULL;
  found = redan_schema_lookup (table->schema, REDAN_SCOPE_BOUNDARY, name, -1);
  if (found == NULL && strcmp (self->kind, "account") == 0)
    found = redan_schema_lookup (table->schema, REDAN_SCOPE_ACCOUNT, name, -1);
  return found;
}

static gboolean
has_value (const GArray *values, const RedanStencilValue *value)
{
  for (guint i = 0; i < values->len; i++)
    {
      const RedanStencilValue *other = &g_array_index (values, RedanStencilValue, i);

      if (other->attribute == value->attribute && (value->attribute->type != REDAN_ATTRIBUTE_SET ||
                                                   strcmp (other->value, value->value) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_value (const Loader *loader,
            const RedanXmlNode *node,
            const RedanStencil *self,
            GArray *values)
{
  static const char *const names[] = { "attribute", "value", NULL };
  const char *name = redan_xml_get (node, "attribute");
  RedanStencilValue value = { NULL, redan_xml_get (node, "value") };
  g_autoptr (GError) local = NULL;

  if (strcmp (node->name, "set") != 0)
    return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("<stencil> has no <%s>; expected <set>"), node->name);
  if (!check_names (loader, node, names))
    return FALSE;
  if (name == NULL || value.value == NULL)
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<set> needs attribute=\"NAME\" and value=\"VALUE\""));

  value.attribute = find_attribute (loader->table, self, name);
  if (value.attribute == NULL || value.attribute->structural || !value.attribute->stored)
    return refuse (loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("a stencil of this kind cannot preset \"%s\"; correct the name of the "
                      "attribute"),
                   name);
  if (!redan_attribute_check (value.attribute, value.value, &local))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE, "%s", local->message);
  if (has_value (values, &value))
    return refuse (loader, node, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("\"%s\" is preset twice; remove one"), name);
  if (values->len == MAX_VALUES)
    return refuse (loader, node, REDAN_MODEL_ERROR_LIMIT, _ ("more than %d presets"), MAX_VALUES);
  g_array_append_val (values, value);
  return TRUE;
}

static gboolean
read_values (const Loader *loader, const RedanXmlNode *node, RedanStencil *self)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (RedanStencilValue));

  for (const RedanXmlNode *child = node->first_child; child != NULL; child = child->next)
    if (!read_value (loader, child, self, values))
      {
        g_array_unref (values);
        return FALSE;
      }
  self->n_values = values->len;
  self->values = (const RedanStencilValue *) (gpointer) g_array_free (values, FALSE);
  return TRUE;
}

/* Only boundaries are drawn as lines too. */
static gboolean
read_shape (const Loader *loader, const RedanXmlNode *node, RedanStencil *self)
{
  const char *shape = redan_xml_get (node, "shape");

  self->is_line = shape != NULL;
  if (shape == NULL || (strcmp (shape, "line") == 0 && self->section == REDAN_SECTION_BOUNDARY))
    return TRUE;
  return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                 _ ("shape=\"%s\": only a boundary may have the shape \"line\"; remove it"), shape);
}

static gboolean
read_stencil (const Loader *loader, const RedanXmlNode *node, RedanStencil *self)
{
  static const char *const names[] = { "id",   "group", "section", "kind",  "label", "words",
                                       "icon", "width", "height",  "shape", NULL };
  const char *group = redan_xml_get (node, "group");

  if (!check_names (loader, node, names) || !check_head (loader, node))
    return FALSE;
  self->id = redan_xml_get (node, "id");
  self->label = redan_xml_get (node, "label");
  self->words = redan_xml_get (node, "words");
  self->icon = redan_xml_get (node, "icon");
  if (self->words == NULL)
    self->words = "";
  if (!redan_text_is_line (self->words, MAX_WORDS) || (self->icon != NULL && !is_name (self->icon)))
    return refuse (loader, node, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("words are one line of at most %d bytes, an icon is a name"), MAX_WORDS);

  int position = group == NULL ? -1 : find_group (loader->table, group);

  if (position < 0)
    return refuse (loader, node, REDAN_MODEL_ERROR_REFERENCE,
                   _ ("there is no group \"%s\" above; add <group id=\"%s\" label=\"...\"/>"),
                   group == NULL ? "" : group, group == NULL ? "" : group);
  self->group = (guint) position;
  return read_kind (loader, node, self) && read_shape (loader, node, self) &&
         read_size (loader, node, "width", &self->width) &&
         read_size (loader, node, "height", &self->height) && read_values (loader, node, self);
}

static void
free_stencil (gpointer data)
{
  RedanStencil *self = data;

  g_free ((gpointer) self->values);
  g_free (self);
}

static gboolean
add_stencil (const Loader *loader, const RedanXmlNode *node)
{
  RedanStencils *table = loader->table;
  RedanStencil *stencil = g_new0 (RedanStencil, 1);

  if (!read_stencil (loader, node, stencil))
    {
      free_stencil (stencil);
      return FALSE;
    }

  guint earlier = GPOINTER_TO_UINT (g_hash_table_lookup (table->index, stencil->id));

  if (earlier > 0)
    {
      free_stencil (g_ptr_array_index (table->items, earlier - 1));
      g_ptr_array_index (table->items, earlier - 1) = stencil;
      /* The key belongs to the file that it was read from, which stays. */
      return TRUE;
    }
  if (table->items->len == MAX_STENCILS)
    {
      free_stencil (stencil);
      return refuse (loader, node, REDAN_MODEL_ERROR_LIMIT,
                     _ ("more than %d stencils; remove some packs"), MAX_STENCILS);
    }
  g_ptr_array_add (table->items, stencil);
  g_hash_table_insert (table->index, (gpointer) stencil->id, GUINT_TO_POINTER (table->items->len));
  return TRUE;
}

static gboolean
load_file (RedanStencils *self, const RedanDataFile *file, GError **error)
{
  static const char *const names[] = { "pack", "version", NULL };
  RedanXmlTree *tree = redan_xml_parse (file->path, file->bytes, error);

  if (tree == NULL)
    return FALSE;

  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const RedanXmlNode *root = redan_xml_tree_get_root (tree);
  Loader loader = { self, tree, seen, error };

  g_ptr_array_add (self->trees, tree);
  if (!check_names (&loader, root, names))
    return FALSE;
  if (!is_name (redan_xml_get (root, "pack")) || !is_name (redan_xml_get (root, "version")))
    return refuse (&loader, root, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("<stencils> needs pack=\"NAME\" and version=\"VERSION\" of letters, digits, "
                      "'-', '_' and '.'"));
  for (const RedanXmlNode *node = root->first_child; node != NULL; node = node->next)
    {
      gboolean added = FALSE;

      if (strcmp (node->name, "group") == 0)
        added = add_group (&loader, node);
      else if (strcmp (node->name, "stencil") == 0)
        added = add_stencil (&loader, node);
      else
        refuse (&loader, node, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                _ ("<stencils> has no <%s>; expected <group> or <stencil>"), node->name);
      if (!added)
        return FALSE;
    }
  return TRUE;
}

RedanStencils *
redan_stencils_load (RedanDataSource *source, RedanSchema *schema, GError **error)
{
  g_autoptr (RedanStencils) self = g_new0 (RedanStencils, 1);

  self->schema = redan_schema_ref (schema);
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_xml_tree_free);
  self->groups = g_array_new (FALSE, FALSE, sizeof (RedanStencilGroup));
  self->items = g_ptr_array_new_with_free_func (free_stencil);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < redan_data_source_get_n_files (source); i++)
    {
      const RedanDataFile *file = redan_data_source_get_file (source, i);

      if (strcmp (file->root, "stencils") == 0 && !load_file (self, file, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
redan_stencils_free (RedanStencils *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->items);
  g_array_unref (self->groups);
  g_ptr_array_unref (self->trees);
  redan_schema_unref (self->schema);
  g_free (self);
}

guint
redan_stencils_get_n_groups (const RedanStencils *self)
{
  return self->groups->len;
}

const RedanStencilGroup *
redan_stencils_get_group (const RedanStencils *self, guint index)
{
  g_return_val_if_fail (index < self->groups->len, NULL);

  return &g_array_index (self->groups, RedanStencilGroup, index);
}

guint
redan_stencils_get_n (const RedanStencils *self)
{
  return self->items->len;
}

const RedanStencil *
redan_stencils_get_nth (const RedanStencils *self, guint index)
{
  g_return_val_if_fail (index < self->items->len, NULL);

  return g_ptr_array_index (self->items, index);
}

const RedanStencil *
redan_stencils_lookup (const RedanStencils *self, const char *id)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, id));

  return position == 0 ? NULL : g_ptr_array_index (self->items, position - 1);
}

gboolean
redan_stencil_matches (const RedanStencil *self, const char *folded)
{
  g_autoptr (GString) text = g_string_new (self->label);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  g_string_append_printf (text, "\n%s\n%s", self->words, self->kind == NULL ? "" : self->kind);
  for (guint i = 0; i < self->n_values; i++)
    g_string_append_printf (text, "\n%s", self->values[i].value);

  g_autofree char *all = g_utf8_casefold (text->str, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (all, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
preset (RedanEdit *edit, const RedanId *id, const RedanStencil *stencil)
{
  for (guint i = 0; i < stencil->n_values; i++)
    {
      const RedanStencilValue *value = &stencil->values[i];
      RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + value->attribute->index);

      if (value->attribute->type == REDAN_ATTRIBUTE_SET)
        redan_edit_set (edit, id, field, value->value, "");
      else
        redan_edit_set (edit, id, field, NULL, value->value);
    }
}

/* Names the edit after the stencil and presets its values. */
static RedanEdit *
finish (RedanEdit *edit, const RedanStencil *stencil, const RedanId *id, RedanId *id_out)
{
  g_free (edit->label);
  edit->label = g_strdup_printf (_ ("Add %s"), stencil->label);
  preset (edit, id, stencil);
  if (id_out != NULL)
    *id_out = *id;
  return edit;
}

RedanEdit *
redan_command_add_stencil (const RedanModel *model,
                           const RedanStencil *stencil,
                           const char *name,
                           const RedanId *parent,
                           const RedanId *diagram,
                           const RedanBox *box,
                           RedanId *id_out)
{
  RedanBox place = { 0 };
  RedanEdit *edit = NULL;
  RedanId id;

  if (box != NULL)
    place = *box;
  if (place.width <= 0 || place.height <= 0)
    {
      place.width = stencil->width;
      place.height = stencil->height;
    }
  if (name == NULL)
    name = stencil->label;
  if (stencil->section == REDAN_SECTION_NOTE)
    edit = redan_command_add_note (model, diagram, name, box == NULL ? NULL : &place, &id);
  else if (stencil->section == REDAN_SECTION_BOUNDARY)
    edit = redan_command_add_boundary (model, stencil->kind, name, parent, diagram,
                                       box == NULL ? NULL : &place, &id);
  else
    edit = redan_command_add_element (model, stencil->kind, name, parent, diagram,
                                      box == NULL ? NULL : &place, &id);
  return finish (edit, stencil, &id, id_out);
}

RedanEdit *
redan_command_add_stencil_line (const RedanModel *model,
                                const RedanStencil *stencil,
                                const char *name,
                                const RedanId *diagram,
                                const RedanPoint *points,
                                guint n_points,
                                RedanId *id_out)
{
  RedanId id;
  RedanEdit *edit =
      redan_command_add_line_boundary (model, stencil->kind, name == NULL ? stencil->label : name,
                                       NULL, diagram, points, n_points, &id);

  return finish (edit, stencil, &id, id_out);
}
