/* SPDX-License-Identifier: Apache-2.0 */
/* A light tree of foreign XML, built from libxml2 SAX events under fixed limits. */

#include "config.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/foreign-xml.h"

#include "model/canonical-scan.h"
#include "model/error.h"
#include "model/exchange/tree-memory.h"
#include "model/strings.h"

#define MAX_DEPTH 256
#define MAX_NAMES 2000
#define MAX_NODES 20000000
#define MAX_TEXT (10 * 1024 * 1024)
#define PEEK (64 * 1024)
#define PIECE ((gsize) 64 * 1024)
#define SHORT_TEXT 64
#define MAX_SHOWN 40 /* bytes of a name in a message */
#define BLOCK (64 * 1024)

struct _RedanForeignXml
{
  RedanStrings *strings;
  GPtrArray *blocks;
  char *free_start;
  gsize free_length;
  RedanForeignXmlNode *root;
};

typedef struct
{
  RedanForeignXmlNode *node;
  RedanForeignXmlNode *last_child;
  gboolean skipped;
} Level;

typedef struct
{
  RedanForeignXml *tree;
  const char *const *skipped;
  xmlParserCtxt *context;
  GHashTable *names; /* the different ones */
  GString *text;     /* since the last tag */
  GError *error;
  Level levels[MAX_DEPTH];
  guint depth;
  guint n_nodes;
} Reader;

static gpointer
allocate (RedanForeignXml *tree, gsize size)
{
  gsize rounded = (size + 7) & ~(gsize) 7;
  gpointer result;

  if (rounded > tree->free_length)
    {
      tree->free_length = MAX (rounded, BLOCK);
      tree->free_start = g_malloc0 (tree->free_length);
      g_ptr_array_add (tree->blocks, tree->free_start);
    }

  result = tree->free_start;
  tree->free_start += rounded;
  tree->free_length -= rounded;
  return result;
}

static void G_GNUC_PRINTF (3, 4)
    refuse (Reader *reader, RedanModelError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  if (reader->error == NULL)
    {
      va_start (arguments, format);
      message = g_strdup_vprintf (format, arguments);
      va_end (arguments);
      g_set_error (&reader->error, REDAN_MODEL_ERROR, (int) code, "%d:%d: %s",
                   xmlSAX2GetLineNumber (reader->context), xmlSAX2GetColumnNumber (reader->context),
                   message);
    }
  xmlStopParser (reader->context);
}

static void
internal_subset_cb (void *data,
                    const xmlChar *name,
                    const xmlChar *external_id,
                    const xmlChar *system_id)
{
  refuse (data, REDAN_MODEL_ERROR_FORMAT,
          _ ("a document type declaration is not allowed; remove the DOCTYPE"));
}

static const char *
intern_name (Reader *reader, const xmlChar *name)
{
  const char *known = g_hash_table_lookup (reader->names, name);

  if (known != NULL)
    return known;

  if (g_hash_table_size (reader->names) == MAX_NAMES)
    refuse (reader, REDAN_MODEL_ERROR_LIMIT,
            _ ("more than %d different names of elements; this is no file of a known tool"),
            MAX_NAMES);
  known = redan_strings_intern (reader->tree->strings, (const char *) name, -1);
  g_hash_table_add (reader->names, (gpointer) known);
  return known;
}

static void
fill_attributes (Reader *reader, RedanForeignXmlNode *node, int n, const xmlChar **attributes)
{
  RedanForeignXmlAttribute *copies = allocate (reader->tree, (gsize) n * sizeof *copies);

  /* libxml2: local name, prefix, namespace, start and end of the value */
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + 5 * i;
      const char *start = (const char *) attribute[3];
      const char *end = (const char *) attribute[4];

      copies[i].name = intern_name (reader, attribute[0]);
      copies[i].value = end - start <= SHORT_TEXT
                            ? redan_strings_intern (reader->tree->strings, start, end - start)
                            : redan_strings_store (reader->tree->strings, start, end - start);
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
  RedanForeignXmlNode *node;
  Level *parent;

  if (reader->error != NULL)
    return;
  if (reader->depth == MAX_DEPTH || reader->n_nodes == MAX_NODES)
    {
      refuse (reader, REDAN_MODEL_ERROR_LIMIT,
              _ ("element \"%s\" exceeds a limit: depth %d, %d elements in a file"),
              (const char *) name, MAX_DEPTH, MAX_NODES);
      return;
    }

  node = allocate (reader->tree, sizeof *node);
  node->name = intern_name (reader, name);
  node->text = "";
  node->line = (guint) xmlSAX2GetLineNumber (reader->context);
  if (n_attributes > 0)
    fill_attributes (reader, node, n_attributes, attributes);

  if (reader->depth == 0)
    reader->tree->root = node;
  else
    {
      parent = &reader->levels[reader->depth - 1];
      if (parent->last_child == NULL)
        parent->node->first_child = node;
      else
        parent->last_child->next = node;
      parent->last_child = node;
    }

  reader->levels[reader->depth++] =
      (Level){ .node = node, .skipped = g_strv_contains (reader->skipped, node->name) };
  reader->n_nodes++;
  g_string_truncate (reader->text, 0);
}

static void
end_element_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *reader = data;
  const GString *text = reader->text;
  Level *level;

  if (reader->error != NULL || reader->depth == 0)
    return;

  level = &reader->levels[--reader->depth];
  if (level->last_child == NULL && text->len > 0)
    level->node->text =
        text->len <= SHORT_TEXT
            ? redan_strings_intern (reader->tree->strings, text->str, (gssize) text->len)
            : redan_strings_store (reader->tree->strings, text->str, (gssize) text->len);
  g_string_truncate (reader->text, 0);
}

static void
characters_cb (void *data, const xmlChar *text, int length)
{
  Reader *reader = data;

  if (reader->error != NULL || reader->depth == 0 || reader->levels[reader->depth - 1].skipped)
    return;
  if (reader->text->len + (gsize) length > MAX_TEXT)
    refuse (reader, REDAN_MODEL_ERROR_LIMIT, _ ("a text is longer than %d MiB; shorten it"),
            MAX_TEXT / 1024 / 1024);
  else
    g_string_append_len (reader->text, (const char *) text, length);
}

/* An undeclared prefix is somebody's untidy script, not a reason to refuse the file. */
static void
error_cb (void *data, xmlErrorPtr problem)
{
  Reader *reader = data;
  g_autofree char *message = NULL;

  if (reader->error != NULL || problem->level < XML_ERR_FATAL)
    return;

  message = g_strdup (problem->message == NULL ? "?" : problem->message);
  g_set_error (&reader->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
               _ ("%d:%d: not well-formed XML: %s; correct the file there"), problem->line,
               MAX (problem->int2, 1), g_strchomp (message));
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

  /* In pieces, since libxml2 would copy the whole. */
  reader->context = xmlCreatePushParserCtxt (&handler, reader, NULL, 0, NULL);
  if (reader->context == NULL)
    g_error ("libxml2: out of memory");
  xmlCtxtUseOptions (reader->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  /* Without it libxml2 hands over &amp; in attributes as &#38;. No entity can be declared: there is
   * no DOCTYPE. */
  reader->context->replaceEntities = 1;
  for (gsize done = 0; done < length && reader->error == NULL; done += PIECE)
    {
      gsize n = MIN (PIECE, length - done);

      xmlParseChunk (reader->context, data + done, (int) n, 0);
      redan_tree_memory_let_go ((const guint8 *) data + done, n);
    }
  if (reader->error == NULL)
    xmlParseChunk (reader->context, NULL, 0, 1);
  if (reader->error == NULL && (!reader->context->wellFormed || reader->tree->root == NULL))
    refuse (reader, REDAN_MODEL_ERROR_SYNTAX, _ ("not well-formed XML; correct the file there"));
  xmlFreeDoc (reader->context->myDoc);
  xmlFreeParserCtxt (reader->context);
}

static gboolean
is_wide (const guint8 *data, gsize length, gboolean *swapped_out)
{
  *swapped_out = length >= 2 && data[0] == 0xfe && data[1] == 0xff;
  return *swapped_out || (length >= 2 && data[0] == 0xff && data[1] == 0xfe);
}

/* UTF-16 behind its mark; iconv would look for modules, which the child may not open. */
static char *
narrow (const guint8 *data, gsize length, gboolean swapped, GError **error)
{
  gsize n = (length - 2) / 2;
  g_autofree gunichar2 *units = g_new (gunichar2, n + 1);
  glong n_bytes = 0;
  char *text;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *unit = data + 2 + 2 * i;

      units[i] =
          swapped ? (gunichar2) (unit[0] << 8 | unit[1]) : (gunichar2) (unit[1] << 8 | unit[0]);
    }

  text = g_utf16_to_utf8 (units, (glong) n, NULL, &n_bytes, NULL);
  if (text == NULL || strlen (text) != (gsize) n_bytes)
    {
      g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
                           _ ("1:1: the text says that it is UTF-16 and is not; save it as UTF-8"));
      g_clear_pointer (&text, g_free);
    }
  return text;
}

/* Others hide in innocent bytes what is read as marks. */
static gboolean
is_plain_encoding (const char *encoding)
{
  static const char *const plain[] = { "UTF-8",    "UTF-16", "UTF-16LE",   "UTF-16BE",
                                       "US-ASCII", "ASCII",  "ISO-8859-1", "windows-1252" };

  for (guint i = 0; encoding != NULL && i < G_N_ELEMENTS (plain); i++)
    if (g_ascii_strcasecmp (encoding, plain[i]) == 0)
      return TRUE;
  return encoding == NULL;
}

/* The pre-scan names the file first, which the child does not know. */
static gboolean
scan (const char *data, gsize length, GError **error)
{
  RedanScan bytes = { .path = "", .data = (const guint8 *) data, .length = length };
  g_autofree char *encoding = redan_scan_dup_encoding (&bytes);
  g_autoptr (GError) problem = NULL;

  if (!is_plain_encoding (encoding))
    {
      g_autofree char *shown = g_utf8_make_valid (encoding, MIN (strlen (encoding), MAX_SHOWN));

      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("1:1: the encoding \"%s\" is none that is read here; convert the file to "
                      "UTF-8 and change its declaration (xmllint --encode UTF-8 FILE)"),
                   shown);
      return FALSE;
    }
  if (redan_scan_until (&bytes, length, &problem))
    return TRUE;

  g_set_error_literal (error, problem->domain, problem->code,
                       problem->message[0] == ':' ? problem->message + 1 : problem->message);
  return FALSE;
}

static RedanForeignXml *
read_tree (const char *data, gsize length, const char *const *skipped, GError **error)
{
  RedanForeignXml *tree;
  g_autofree Reader *reader = NULL;

  if (length == 0 || length > G_MAXINT || !scan (data, length, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
                             _ ("1:1: the file is empty or too large; expected XML"));
      return NULL;
    }

  tree = g_new0 (RedanForeignXml, 1);
  tree->strings = redan_strings_new ();
  tree->blocks = g_ptr_array_new_with_free_func (g_free);
  reader = g_new0 (Reader, 1);
  reader->tree = tree;
  reader->skipped = skipped;
  reader->names = g_hash_table_new (g_str_hash, g_str_equal);
  reader->text = g_string_new (NULL);
  parse (reader, data, length);
  g_hash_table_unref (reader->names);
  g_string_free (reader->text, TRUE);
  if (reader->error == NULL)
    return tree;

  g_propagate_error (error, reader->error);
  redan_foreign_xml_free (tree);
  return NULL;
}

RedanForeignXml *
redan_foreign_xml_parse (const guint8 *data,
                         gsize length,
                         const char *const *skipped,
                         GError **error)
{
  g_autofree char *narrowed = NULL;
  gboolean swapped;

  if (!is_wide (data, length, &swapped))
    return read_tree ((const char *) data, length, skipped, error);

  narrowed = narrow (data, length, swapped, error);
  return narrowed != NULL ? read_tree (narrowed, strlen (narrowed), skipped, error) : NULL;
}

void
redan_foreign_xml_free (RedanForeignXml *self)
{
  g_ptr_array_unref (self->blocks);
  redan_strings_unref (self->strings);
  g_free (self);
}

const RedanForeignXmlNode *
redan_foreign_xml_get_root (const RedanForeignXml *self)
{
  return self->root;
}

/* The start as ASCII: what a root can be told by has no other characters. */
static char *
dup_start (const guint8 *data, gsize length)
{
  gboolean swapped;
  gboolean wide = is_wide (data, length, &swapped);
  gsize n = MIN (wide ? (length - 2) / 2 : length, PEEK);
  GString *start = g_string_sized_new (n);
  gsize skip = !wide && length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  for (gsize i = skip; i < n; i++)
    {
      guint8 byte = wide ? data[2 + 2 * i + (swapped ? 1 : 0)] : data[i];

      g_string_append_c (start, byte == 0 ? '?' : (char) byte);
    }
  return g_string_free (start, FALSE);
}

gboolean
redan_foreign_xml_looks_like (const guint8 *data, gsize length)
{
  g_autofree char *start = dup_start (data, MIN (length, 1024));
  const char *at = start;

  while (g_ascii_isspace (*at))
    at++;
  return *at == '<';
}

/* The end of a DOCTYPE, whose declarations stand in brackets. */
static const char *
skip_doctype (const char *at)
{
  const char *bracket = strchr (at, '[');
  const char *end = strchr (at, '>');

  if (bracket != NULL && end != NULL && bracket < end)
    {
      bracket = strchr (bracket, ']');
      end = bracket != NULL ? strchr (bracket, '>') : NULL;
    }
  return end;
}

char *
redan_foreign_xml_peek_root (const guint8 *data, gsize length)
{
  g_autofree char *start = dup_start (data, length);
  const char *at = start;
  const char *colon;
  gsize n;

  for (;;)
    {
      while (g_ascii_isspace (*at))
        at++;
      if (g_str_has_prefix (at, "<?"))
        at = strstr (at, "?>");
      else if (g_str_has_prefix (at, "<!--"))
        at = strstr (at, "-->");
      else if (g_str_has_prefix (at, "<!"))
        at = skip_doctype (at);
      else
        break;
      if (at == NULL)
        return NULL;
      at = strchr (at, '>') + 1;
    }

  if (*at != '<')
    return NULL;
  n = strcspn (++at, " \t\r\n/>");
  colon = memchr (at, ':', n);
  return colon != NULL ? g_strndup (colon + 1, n - (gsize) (colon + 1 - at)) : g_strndup (at, n);
}

const RedanForeignXmlNode *
redan_foreign_xml_find (const RedanForeignXmlNode *node, const char *name)
{
  const RedanForeignXmlNode *child = node != NULL ? node->first_child : NULL;

  while (child != NULL && strcmp (child->name, name) != 0)
    child = child->next;
  return child;
}

const char *
redan_foreign_xml_text (const RedanForeignXmlNode *node, const char *name)
{
  const RedanForeignXmlNode *child = redan_foreign_xml_find (node, name);

  return child != NULL ? child->text : "";
}

const char *
redan_foreign_xml_get (const RedanForeignXmlNode *node, const char *name)
{
  for (guint i = 0; i < node->n_attributes; i++)
    if (strcmp (node->attributes[i].name, name) == 0)
      return node->attributes[i].value;
  return NULL;
}
