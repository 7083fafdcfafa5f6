/* SPDX-License-Identifier: Apache-2.0 */
/* A small XML tree in one arena, built from libxml2 SAX events under fixed limits. */

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "model/canonical-scan.h"
#include "model/error.h"
#include "model/strings.h"
#include "model/xml.h"

#define MAX_DEPTH 64
#define MAX_ATTRIBUTES 256
#define MAX_NODES 200000
#define MAX_BYTES (16 * 1024 * 1024)

struct _RedanXmlTree
{
  char *path;
  RedanStrings *strings; /* the texts */
  GPtrArray *blocks;     /* nodes and attribute arrays */
  char *free_start;
  gsize free_length;
  RedanXmlNode *root;
};

typedef struct
{
  RedanXmlNode *node;
  RedanXmlNode *last_child;
  GString *text;
} Level;

typedef struct
{
  RedanXmlTree *tree;
  xmlParserCtxt *context;
  GError *error;
  Level levels[MAX_DEPTH];
  guint depth;
  guint n_nodes;
} Reader;

static gpointer
allocate (RedanXmlTree *tree, gsize size)
{
  gsize rounded = (size + 15) & ~(gsize) 15;

  if (rounded > tree->free_length)
    {
      tree->free_length = MAX (rounded, 64 * 1024);
      tree->free_start = g_malloc0 (tree->free_length);
      g_ptr_array_add (tree->blocks, tree->free_start);
    }

  gpointer result = tree->free_start;
  tree->free_start += rounded;
  tree->free_length -= rounded;
  return result;
}

static guint
current_line (const Reader *reader)
{
  const xmlParserInput *input = reader->context->input;

  return input == NULL ? 0 : (guint) input->line;
}

static void G_GNUC_PRINTF (3, 4)
    refuse (Reader *reader, RedanModelError code, const char *format, ...)
{
  va_list arguments;

  if (reader->error == NULL)
    {
      va_start (arguments, format);
      g_autofree char *message = g_strdup_vprintf (format, arguments);
      va_end (arguments);
      g_set_error (&reader->error, REDAN_MODEL_ERROR, code, "%s:%u: %s", reader->tree->path,
                   current_line (reader), message);
    }
  xmlStopParser (reader->context);
}

static void
internal_subset_cb (void *data,
                    const xmlChar *name,
                    const xmlChar *external_id,
                    const xmlChar *system_id)
{
  Reader *reader = data;

  refuse (reader, REDAN_MODEL_ERROR_SYNTAX,
          _ ("a document type declaration is not allowed; remove the DOCTYPE"));
}

static void
fill_attributes (Reader *reader, RedanXmlNode *node, int n, const xmlChar **attributes)
{
  RedanXmlAttribute *copies = allocate (reader->tree, (gsize) n * sizeof *copies);
  RedanStrings *strings = reader->tree->strings;

  /* libxml2: local name, prefix, namespace, start and end of the value */
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + 5 * i;
      const char *start = (const char *) attribute[3];
      const char *end = (const char *) attribute[4];
      copies[i].name = redan_strings_intern (strings, (const char *) attribute[0], -1);
      copies[i].value = redan_strings_intern (strings, start, end - start);
      if (attribute[1] != NULL)
        refuse (reader, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                _ ("attribute \"%s:%s\" has a namespace; remove the prefix"),
                (const char *) attribute[1], copies[i].name);
    }

  node->attributes = copies;
  node->n_attributes = (guint) n;
}

static void
start_element_cb (void *data,
                  const xmlChar *name,
                  const xmlChar *prefix,
                  const xmlChar *uri,
                  int n_namespaces,
                  const xmlChar **namespaces,
                  int n_attributes,
                  int n_defaulted,
                  const xmlChar **attributes)
{
  Reader *reader = data;

  if (reader->error != NULL)
    return;
  if (prefix != NULL || n_namespaces > 0)
    {
      refuse (reader, REDAN_MODEL_ERROR_UNKNOWN_NAME,
              _ ("element \"%s\" has a namespace; remove the prefix and the declaration"),
              (const char *) name);
      return;
    }
  if (reader->depth == MAX_DEPTH || reader->n_nodes == MAX_NODES || n_attributes > MAX_ATTRIBUTES)
    {
      refuse (
          reader, REDAN_MODEL_ERROR_LIMIT,
          _ ("element \"%s\" exceeds a limit: depth %d, %d elements in a file, %d attributes in "
             "a tag; split the file"),
          (const char *) name, MAX_DEPTH, MAX_NODES, MAX_ATTRIBUTES);
      return;
    }

  RedanXmlNode *node = allocate (reader->tree, sizeof *node);
  node->name = redan_strings_intern (reader->tree->strings, (const char *) name, -1);
  node->text = "";
  node->line = current_line (reader);
  fill_attributes (reader, node, n_attributes, attributes);
  reader->n_nodes++;

  if (reader->depth == 0)
    {
      reader->tree->root = node;
    }
  else
    {
      Level *parent = &reader->levels[reader->depth - 1];
      if (parent->last_child == NULL)
        parent->node->first_child = node;
      else
        parent->last_child->next = node;
      parent->last_child = node;
    }

  Level *level = &reader->levels[reader->depth++];
  level->node = node;
  level->last_child = NULL;
  if (level->text == NULL)
    level->text = g_string_new (NULL);
  g_string_truncate (level->text, 0);
}

static void
end_element_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *reader = data;

  if (reader->error != NULL || reader->depth == 0)
    return;

  Level *level = &reader->levels[--reader->depth];
  const char *text = level->text->str;
  gsize length = level->text->len;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  if (length > 0)
    level->node->text = redan_strings_store (reader->tree->strings, text, (gssize) length);
}

static void
characters_cb (void *data, const xmlChar *text, int length)
{
  Reader *reader = data;

  if (reader->error == NULL && reader->depth > 0)
    g_string_append_len (reader->levels[reader->depth - 1].text, (const char *) text, length);
}

static void
error_cb (void *data, xmlErrorPtr problem)
{
  Reader *reader = data;

  if (reader->error != NULL || problem->level < XML_ERR_ERROR)
    return;

  g_autofree char *message = g_strdup (problem->message == NULL ? "?" : problem->message);
  g_set_error (&reader->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
               _ ("%s:%d: not well-formed XML: %s; correct the file there"), reader->tree->path,
               problem->line, g_strchomp (message));
}

static void
parse (Reader *reader, const char *data, gsize length)
{
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = internal_subset_cb,
    .startElementNs = start_element_cb,
    .endElementNs = end_element_cb,
    .characters = characters_cb,
    .cdataBlock = characters_cb,
    .ignorableWhitespace = characters_cb,
    .serror = error_cb,
  };

  reader->context = xmlCreateMemoryParserCtxt (data, (int) length);
  if (reader->context == NULL)
    g_error ("libxml2: out of memory");
  xmlCtxtUseOptions (reader->context, XML_PARSE_NONET);
  *reader->context->sax = handler;
  reader->context->userData = reader;
  xmlParseDocument (reader->context);
  if (reader->error == NULL && (!reader->context->wellFormed || reader->tree->root == NULL))
    refuse (reader, REDAN_MODEL_ERROR_SYNTAX, _ ("not well-formed XML; correct the file there"));
  xmlFreeDoc (reader->context->myDoc);
  xmlFreeParserCtxt (reader->context);
}

RedanXmlTree *
redan_xml_parse (const char *path, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (length == 0 || length > MAX_BYTES)
    {
      g_set_error (error, REDAN_MODEL_ERROR,
                   length == 0 ? REDAN_MODEL_ERROR_SYNTAX : REDAN_MODEL_ERROR_LIMIT,
                   _ ("%s: %zu bytes; expected an XML file of 1 to %d bytes"), path, length,
                   MAX_BYTES);
      return NULL;
    }

  RedanScan scan = { .path = path, .data = (const guint8 *) data, .length = length };
  if (!redan_scan_encoding (&scan, error) || !redan_scan_until (&scan, length, error))
    return NULL;

  RedanXmlTree *tree = g_new0 (RedanXmlTree, 1);
  tree->path = g_strdup (path);
  tree->strings = redan_strings_new ();
  tree->blocks = g_ptr_array_new_with_free_func (g_free);

  g_autofree Reader *reader = g_new0 (Reader, 1);
  reader->tree = tree;
  parse (reader, data, length);
  for (guint i = 0; i < MAX_DEPTH; i++)
    if (reader->levels[i].text != NULL)
      g_string_free (reader->levels[i].text, TRUE);
  if (reader->error != NULL)
    {
      g_propagate_error (error, reader->error);
      redan_xml_tree_free (tree);
      return NULL;
    }

  return tree;
}

void
redan_xml_tree_free (RedanXmlTree *self)
{
  g_ptr_array_unref (self->blocks);
  redan_strings_unref (self->strings);
  g_free (self->path);
  g_free (self);
}

const RedanXmlNode *
redan_xml_tree_get_root (const RedanXmlTree *self)
{
  return self->root;
}

const char *
redan_xml_tree_get_path (const RedanXmlTree *self)
{
  return self->path;
}

const char *
redan_xml_get (const RedanXmlNode *node, const char *name)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (strcmp (node->attributes[i].name, name) == 0)
      return node->attributes[i].value;
  return NULL;
}

const RedanXmlNode *
redan_xml_find (const RedanXmlNode *node, const char *name)
{
  for (const RedanXmlNode *child = node->first_child; child != NULL; child = child->next)
    if (strcmp (child->name, name) == 0)
      return child;
  return NULL;
}
