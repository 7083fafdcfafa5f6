/* SPDX-License-Identifier: Apache-2.0 */
/* The containers of draw.io: mxfile with plain or deflated pages, a bare graph model, SVG, PNG and
 * HTML with either inside. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/drawio-private.h"

#include "model/error.h"
#include "model/exchange/inflate.h"
#include "model/exchange/relay.h"

#define PNG_HEAD "\x89PNG\r\n\x1a\n"
#define PNG_HEAD_LENGTH 8
#define MAX_PAGES 10000
#define PEEK (256 * 1024)
#define PEEK_HEAD 4096
#define HTML_KEY "data-mxgraph="

static const char *const no_names[] = { NULL };

static void
free_page (gpointer data)
{
  RedanDrawioPage *page = data;

  g_free (page->id);
  g_free (page->name);
  if (page->tree != NULL)
    redan_foreign_xml_free (page->tree);
  g_free (page);
}

void
redan_drawio_close (RedanDrawioFile *self)
{
  g_ptr_array_unref (self->pages);
  if (self->outer != NULL)
    redan_foreign_xml_free (self->outer);
  g_free (self);
}

static GBytes *
fail_text (const char *message, GError **error)
{
  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX, message);
  return NULL;
}

/* Only the letters of Base64 and white space; g_base64_decode() passes over everything else. */
static gboolean
is_base64 (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isalnum (*text) && strchr ("+/= \t\r\n", *text) == NULL)
        return FALSE;
    }
  return TRUE;
}

static GBytes *
unescape (const char *escaped, gsize length, GError **error)
{
  char *plain = g_uri_unescape_segment (escaped, escaped + length, NULL);

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    {
      g_free (plain);
      return fail_text (
          _ ("the page is not encoded the way draw.io does; save it again with draw.io"), error);
    }
  return g_bytes_new_take (plain, strlen (plain));
}

/* Base64 of deflated percent-encoded XML; templates of others have Base64 of plain XML. */
GBytes *
redan_drawio_unpack (const char *packed, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  gsize length;
  g_autoptr (GBytes) inflated = NULL;
  gsize size;
  const char *text;

  if (!is_base64 (packed))
    return fail_text (_ ("the page is neither XML nor Base64; save it again with draw.io"), error);
  bytes = g_base64_decode (packed, &length);
  if (redan_foreign_xml_looks_like (bytes, length))
    return g_bytes_new (bytes, length);

  inflated = redan_inflate (bytes, length, FALSE, error);
  if (inflated == NULL)
    return NULL;
  text = g_bytes_get_data (inflated, &size);
  return redan_foreign_xml_looks_like ((const guint8 *) text, size) ? g_steal_pointer (&inflated)
                                                                    : unescape (text, size, error);
}

static gboolean
add_page (RedanDrawioFile *self,
          const RedanForeignXmlNode *model,
          RedanForeignXml *tree,
          const char *id,
          const char *name,
          guint line,
          GError **error)
{
  RedanDrawioPage *page = g_new0 (RedanDrawioPage, 1);

  page->id = id != NULL && *id != '\0' ? g_strdup (id) : g_strdup_printf ("#%u", self->pages->len);
  page->name = g_strdup (name != NULL ? name : "");
  page->tree = tree;
  page->line = self->inside ? 0 : line;
  page->packed = tree != NULL;
  page->root = redan_foreign_xml_find (model, "root");
  g_ptr_array_add (self->pages, page);
  if (model == NULL || page->root != NULL)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
               _ ("%u:1: page \"%s\" has an element \"%s\" without \"root\" in it; save the file "
                  "again with draw.io"),
               model->line, page->name, model->name);
  return FALSE;
}

static gboolean
read_page (RedanDrawioFile *self, const RedanForeignXmlNode *diagram, GError **error)
{
  const RedanForeignXmlNode *model = redan_foreign_xml_find (diagram, "mxGraphModel");
  const char *id = redan_foreign_xml_get (diagram, "id");
  const char *name = redan_foreign_xml_get (diagram, "name");
  g_autofree char *packed = g_strstrip (g_strdup (diagram->text));
  g_autoptr (GBytes) bytes = NULL;
  RedanForeignXml *tree;
  gsize length;
  const guint8 *data;

  if (model != NULL || *packed == '\0')
    return add_page (self, model, NULL, id, name, diagram->line, error);

  bytes = redan_drawio_unpack (packed, error);
  if (bytes == NULL)
    {
      g_prefix_error (error, "%u:1: ", diagram->line);
      return FALSE;
    }
  data = g_bytes_get_data (bytes, &length);
  tree = redan_foreign_xml_parse (data, length, no_names, error);
  if (tree == NULL)
    {
      g_prefix_error (error, _ ("%u:1: page \"%s\", unpacked: "), diagram->line,
                      name != NULL ? name : "");
      return FALSE;
    }
  return add_page (self, redan_foreign_xml_get_root (tree), tree, id, name, diagram->line, error);
}

/* A shape of a library, which becomes a page of its own: packed, or XML as it is. A picture without
 * cells is a page without any. */
static gboolean
read_shape (RedanDrawioFile *self, RedanNode *entry, guint line, GError **error)
{
  const char *packed = redan_node_get_text (redan_node_get (entry, "xml"));
  const char *title = redan_node_get_text (redan_node_get (entry, "title"));
  g_autoptr (GBytes) bytes = NULL;
  RedanForeignXml *tree = NULL;
  gsize length;
  const guint8 *data;

  if (packed == NULL)
    return add_page (self, NULL, NULL, NULL, title, line, error);
  bytes =
      *packed == '<' ? g_bytes_new (packed, strlen (packed)) : redan_drawio_unpack (packed, error);
  if (bytes != NULL)
    {
      data = g_bytes_get_data (bytes, &length);
      tree = redan_foreign_xml_parse (data, length, no_names, error);
    }
  if (tree == NULL)
    {
      g_prefix_error (error, _ ("%u:1: shape \"%s\": "), line, title != NULL ? title : "");
      return FALSE;
    }
  return add_page (self, redan_foreign_xml_get_root (tree), tree, NULL, title, line, error);
}

static gboolean
read_library (RedanDrawioFile *self, const RedanForeignXmlNode *root, GError **error)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *list =
      redan_relay_parse (tree, (const guint8 *) root->text, strlen (root->text), error);
  gsize i;
  RedanNode *entry;

  if (list == NULL)
    return FALSE;
  if (!redan_node_is_list (list) || redan_node_get_n_items (list) > MAX_PAGES)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%u:1: the library is no list of shapes, or has more than %u; save it again "
                      "with draw.io"),
                   root->line, MAX_PAGES);
      return FALSE;
    }
  redan_node_foreach_item (list, i, entry)
  {
    if (!read_shape (self, entry, root->line, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_pages (RedanDrawioFile *self, const RedanForeignXmlNode *root, GError **error)
{
  if (strcmp (root->name, "mxGraphModel") == 0)
    return add_page (self, root, NULL, NULL, NULL, root->line, error);
  if (strcmp (root->name, "mxlibrary") == 0)
    return read_library (self, root, error);
  if (strcmp (root->name, "mxfile") != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%u:1: the root element is \"%s\", but a draw.io file has \"mxfile\" or "
                      "\"mxGraphModel\" there"),
                   root->line, root->name);
      return FALSE;
    }

  for (const RedanForeignXmlNode *at = root->first_child; at != NULL; at = at->next)
    {
      if (strcmp (at->name, "diagram") != 0)
        continue;
      if (self->pages->len >= MAX_PAGES)
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                       _ ("%u:1: more than %u pages; split the file"), at->line, MAX_PAGES);
          return FALSE;
        }
      if (!read_page (self, at, error))
        return FALSE;
    }
  return TRUE;
}

static guint32
read_length (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static gboolean
is_png (const guint8 *data, gsize length)
{
  return length >= PNG_HEAD_LENGTH && memcmp (data, PNG_HEAD, PNG_HEAD_LENGTH) == 0;
}

/* The text behind the key "mxfile" or "mxGraphModel" in a tEXt or zTXt chunk. */
static GBytes *
read_chunk (const guint8 *chunk, gsize length, gboolean deflated, GError **error)
{
  const guint8 *end = memchr (chunk, '\0', MIN (length, (gsize) 80));
  gsize head = end != NULL ? (gsize) (end - chunk) + (deflated ? 2 : 1) : 0;
  g_autoptr (GBytes) inflated = NULL;
  const char *text;
  gsize size;

  if (end == NULL || head > length ||
      (strcmp ((const char *) chunk, "mxfile") != 0 &&
       strcmp ((const char *) chunk, "mxGraphModel") != 0))
    return NULL;
  inflated = deflated ? redan_inflate (chunk + head, length - head, TRUE, error)
                      : g_bytes_new_static (chunk + head, length - head);
  if (inflated == NULL)
    return NULL;

  text = g_bytes_get_data (inflated, &size);
  return memchr (text, '<', MIN (size, (gsize) 64)) != NULL ? g_steal_pointer (&inflated)
                                                            : unescape (text, size, error);
}

static GBytes *
read_png (const guint8 *data, gsize length, GError **error)
{
  for (gsize at = PNG_HEAD_LENGTH; at + 12 <= length;)
    {
      gsize size = read_length (data + at);
      const guint8 *type = data + at + 4;
      GError *problem = NULL;
      GBytes *found = NULL;

      if (size > length - at - 12)
        break;
      if (memcmp (type, "tEXt", 4) == 0 || memcmp (type, "zTXt", 4) == 0)
        found = read_chunk (type + 4, size, type[0] == 'z', &problem);
      if (problem != NULL)
        {
          g_propagate_prefixed_error (error, problem, _ ("byte %zu: "), at);
          return NULL;
        }
      if (found != NULL)
        return found;
      at += size + 12;
    }
  return fail_text (
      _ ("1:1: the picture has no draw.io diagram inside; export it with a copy of the diagram"),
      error);
}

/* draw.io writes the public document type of SVG, which declares nothing by itself: it is blanked.
 * One with declarations stays, and is refused like any other. */
static char *
dup_without_doctype (const guint8 *data, gsize length)
{
  static const char start[] = "<!DOCTYPE svg ";
  char *text = g_strndup ((const char *) data, length);
  char *at = g_strstr_len (text, (gssize) MIN (length, (gsize) PEEK_HEAD), start);
  char *end = at != NULL ? strpbrk (at + 1, "<>[") : NULL;

  for (; end != NULL && *end == '>' && at <= end; at++)
    *at = *at == '\n' ? '\n' : ' ';
  return text;
}

/* draw.io keeps the diagram in an attribute of the picture. */
static GBytes *
read_svg (const guint8 *data, gsize length, GError **error)
{
  g_autofree char *text = dup_without_doctype (data, length);
  g_autoptr (RedanForeignXml) picture =
      redan_foreign_xml_parse ((const guint8 *) text, length, no_names, error);
  const char *content;

  if (picture == NULL)
    return NULL;
  content = redan_foreign_xml_get (redan_foreign_xml_get_root (picture), "content");
  if (content == NULL)
    return fail_text (
        _ ("1:1: the picture has no draw.io diagram inside; export it with a copy of the diagram"),
        error);
  if (*content == '<')
    return g_bytes_new (content, strlen (content));
  if (*content == '%')
    return unescape (content, strlen (content), error);
  return redan_drawio_unpack (content, error);
}

/* Returns the value of the attribute in which a page for browsers has the diagram, if any. */
static char *
dup_attribute (const guint8 *data, gsize length)
{
  const char *end = (const char *) data + length;
  const char *at = g_strstr_len ((const char *) data, (gssize) length, HTML_KEY);
  const char *close;
  g_autofree char *value = NULL;
  GString *text;

  if (at == NULL || end - at <= (gssize) strlen (HTML_KEY))
    return NULL;
  at += strlen (HTML_KEY);
  close = *at == '"' || *at == '\'' ? memchr (at + 1, *at, (gsize) (end - at) - 1) : NULL;
  if (close == NULL)
    return NULL;
  value = g_strndup (at + 1, (gsize) (close - at) - 1);
  text = g_string_new (NULL);
  for (at = value; *at != '\0';)
    {
      const gsize taken = *at == '&' ? redan_drawio_entity (at, text) : 0;

      if (taken == 0)
        g_string_append_c (text, *at);
      at += MAX (taken, 1);
    }
  return g_string_free (text, FALSE);
}

/* A script draws the page from JSON that has the whole file, or says where it is. */
static GBytes *
read_html (const guint8 *data, gsize length, GError **error)
{
  g_autofree char *text = dup_attribute (data, length);
  g_autoptr (RedanTree) tree = redan_tree_new ();
  RedanNode *root;
  const char *content;

  root =
      text != NULL ? redan_relay_parse (tree, (const guint8 *) text, strlen (text), error) : NULL;
  if (text != NULL && root == NULL)
    return NULL;
  content = redan_node_get_text (redan_node_get (root, "xml"));
  if (content == NULL)
    return fail_text (
        _ ("1:1: the page has no draw.io diagram inside; export the diagram as .drawio"), error);
  return g_bytes_new (content, strlen (content));
}

static gboolean
has_bytes (const guint8 *data, gsize length, const char *wanted)
{
  return g_strstr_len ((const char *) data, (gssize) length, wanted) != NULL;
}

static gboolean
is_html (const guint8 *data, gsize length, const char *root)
{
  return (g_strcmp0 (root, "html") == 0 || g_strcmp0 (root, "div") == 0) &&
         has_bytes (data, MIN (length, (gsize) PEEK), HTML_KEY);
}

/* Returns NULL without an error for what is no container of another file. */
static GBytes *
read_inner (const guint8 *data, gsize length, GError **error)
{
  g_autofree char *root = redan_foreign_xml_peek_root (data, length);

  if (is_png (data, length))
    return read_png (data, length, error);
  if (g_strcmp0 (root, "svg") == 0)
    return read_svg (data, length, error);
  return is_html (data, length, root) ? read_html (data, length, error) : NULL;
}

RedanDrawioFile *
redan_drawio_open (const guint8 *data, gsize length, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) inner = read_inner (data, length, &failure);
  RedanDrawioFile *self;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (inner != NULL)
    data = g_bytes_get_data (inner, &length);

  self = g_new0 (RedanDrawioFile, 1);
  self->inside = inner != NULL;
  self->pages = g_ptr_array_new_with_free_func (free_page);
  self->outer = redan_foreign_xml_parse (data, length, no_names, error);
  if (self->outer != NULL && read_pages (self, redan_foreign_xml_get_root (self->outer), error))
    return self;
  redan_drawio_close (self);
  return NULL;
}

gboolean
redan_drawio_holds (const guint8 *data, gsize length)
{
  g_autofree char *root = NULL;

  if (is_png (data, length))
    {
      g_autoptr (GBytes) inner = read_png (data, length, NULL);

      return inner != NULL;
    }
  root = redan_foreign_xml_peek_root (data, length);
  return g_strcmp0 (root, "mxfile") == 0 || g_strcmp0 (root, "mxGraphModel") == 0 ||
         g_strcmp0 (root, "mxlibrary") == 0 || is_html (data, length, root) ||
         (g_strcmp0 (root, "svg") == 0 &&
          has_bytes (data, MIN (length, (gsize) PEEK), " content="));
}
