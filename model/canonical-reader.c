/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the canonical .redan file: libxml2 SAX, no DOM, limits on everything, errors with line
 * numbers. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-assembler.h"
#include "model/canonical-quick.h"
#include "model/canonical-reader.h"
#include "model/canonical-scan.h"
#include "model/error.h"
#include "model/file-read.h"
#include "model/validate-private.h"

#define CHUNK (64 * 1024)
#define SNIFFED 4096
/* After so many versions of a file a share begins anew: a pool keeps what no version has any more.
 */
#define MAX_VERSIONS 32
#define BYTE_ORDER_MARKS "\xef\xbb\xbf\xfe\xff"

static void
start_element_cb (void *user_data,
                  const xmlChar *name,
                  const xmlChar *prefix,
                  const xmlChar *uri,
                  int n_namespaces,
                  const xmlChar **namespaces,
                  int n_attributes,
                  int n_defaulted,
                  const xmlChar **attributes)
{
  redan_assembler_start (user_data, name, prefix, n_namespaces, n_attributes, attributes);
}

static void
end_element_cb (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  redan_assembler_end (user_data);
}

static void
characters_cb (void *user_data, const xmlChar *text, int length)
{
  redan_assembler_text (user_data, (const char *) text, length);
}

static void
internal_subset_cb (void *user_data,
                    const xmlChar *name,
                    const xmlChar *external_id,
                    const xmlChar *system_id)
{
  redan_assembler_fail (
      user_data, REDAN_MODEL_ERROR_SYNTAX,
      _ ("DOCTYPE; a .redan file has none, and entities are not read; remove it"));
}

static void
error_cb (void *user_data, xmlErrorPtr details)
{
  if (details->level < XML_ERR_ERROR)
    return;

  if (details->code == XML_ERR_DOCUMENT_END && !redan_assembler_is_finished (user_data))
    {
      redan_assembler_fail_cut_off (user_data);
      return;
    }

  g_autofree char *message = g_strdup (details->message == NULL ? "" : details->message);
  g_strdelimit (g_strchomp (message), "\n", ' ');
  g_autofree char *shown = redan_clip (message, -1);
  redan_assembler_fail (user_data, REDAN_MODEL_ERROR_SYNTAX,
                        _ ("not well-formed XML: %s; correct the line"), shown);
}

/* Where the next chunk ends: behind a tag when there is one, so that the parser need not look for
 * its end twice. */
static gsize
find_chunk_end (const guint8 *data, gsize start, gsize length)
{
  if (length - start <= CHUNK)
    return length;

  const guint8 *last = memrchr (data + start, '>', CHUNK);
  if (last != NULL)
    return last - data + 1;

  gsize end = start + CHUNK;
  while (end > start + CHUNK - 4 && (data[end] & 0xc0) == 0x80)
    end--;
  return end;
}

/* Whether the file ends in the middle: behind no tag that may be its last. */
static gboolean
is_cut_off (const RedanScan *scan)
{
  static const char *const last[] = { "</threat-model>", "/>" };
  gsize end = scan->length;

  while (end > 0 && g_ascii_isspace (scan->data[end - 1]))
    end--;
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    {
      gsize length = strlen (last[i]);
      if (end >= length && memcmp (scan->data + end - length, last[i], length) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse (xmlParserCtxt *parser, RedanAssembler *assembler, RedanScan *scan, GError **error)
{
  gsize at = 0;

  while (at < scan->length)
    {
      gsize end = find_chunk_end (scan->data, at, scan->length);
      if (!redan_scan_until (scan, end, error))
        return FALSE;
      xmlParseChunk (parser, (const char *) scan->data + at, end - at, 0);
      at = end;
      if (redan_assembler_get_error (assembler) != NULL)
        break;
    }

  /* What is wrong only because the file ends there is not worth a word. */
  gboolean ended = redan_assembler_get_error (assembler) == NULL;
  if (ended)
    xmlParseChunk (parser, "", 0, 1);
  if (ended && is_cut_off (scan) && !redan_assembler_is_finished (assembler) &&
      !g_error_matches (redan_assembler_get_error (assembler), REDAN_MODEL_ERROR,
                        REDAN_MODEL_ERROR_FORMAT))
    {
      redan_assembler_forget_error (assembler);
      redan_assembler_fail_cut_off (assembler);
    }
  if (redan_assembler_get_error (assembler) == NULL &&
      (!parser->wellFormed || parser->errNo != XML_ERR_OK))
    redan_assembler_fail (assembler, REDAN_MODEL_ERROR_SYNTAX,
                          _ ("not well-formed XML (libxml2 error %d); correct the line"),
                          parser->errNo);
  return TRUE;
}

typedef struct
{
  RedanAssembler *assembler;
  const char *path;
  const guint8 *data;
  gsize length;
  GError *error;
} FirstError;

/* The line of an entry: the first one of its object that holds its tag and its key, else that of
 * the object. */
static guint
find_line (const FirstError *self, guint object_line, const char *tag, const char *key)
{
  const char *at = (const char *) self->data;
  const char *end = at + self->length;
  g_autofree char *opening = g_strconcat ("<", tag, NULL);

  for (guint line = 1; line < object_line && at < end; line++)
    {
      const char *newline = memchr (at, '\n', end - at);
      at = newline == NULL ? end : newline + 1;
    }
  for (guint line = object_line; at < end; line++)
    {
      const char *newline = memchr (at, '\n', end - at);
      gsize length = (newline == NULL ? end : newline) - at;
      if (memmem (at, length, opening, strlen (opening)) != NULL &&
          memmem (at, length, key, strlen (key)) != NULL)
        return line;
      at = newline == NULL ? end : newline + 1;
    }
  return object_line;
}

static gboolean
first_error_cb (const RedanObject *object,
                RedanField field,
                const char *key,
                const char *code,
                char *message,
                gpointer user_data)
{
  FirstError *self = user_data;
  guint line = redan_assembler_get_line (self->assembler, &object->id);
  gboolean on_start_tag = field < REDAN_FIELD_NAME;

  if (!on_start_tag)
    {
      const char *tag = redan_field_get_tag (redan_assembler_get_schema (self->assembler), field);
      const char *value = redan_object_get_keyed (object, field, key);
      line = find_line (self, line, tag, key[0] == '\0' && value != NULL ? value : key);
    }
  self->error = g_error_new (REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_REFERENCE, "%s:%u: %s",
                             self->path, line, message);
  g_free (message);
  return FALSE;
}

gboolean
redan_canonical_sniff (const guint8 *data, gsize length)
{
  static const char root[] = "<threat-model";
  char text[SNIFFED];
  gsize n = 0;
  gsize start = 0;

  /* Without NULs, so that a file in UTF-16 is known, too; the reader says what is wrong with it. */
  for (gsize i = 0; i < MIN (length, SNIFFED); i++)
    if (data[i] != '\0')
      text[n++] = (char) data[i];

  while (start < n && (g_ascii_isspace (text[start]) || strchr (BYTE_ORDER_MARKS, text[start])))
    start++;
  const char *found = memmem (text, n, root, strlen (root));
  if (found == NULL || text[start] != '<')
    return FALSE;
  gsize after = found - text + strlen (root);
  return after == n || g_ascii_isspace (text[after]) || text[after] == '>' || text[after] == '/';
}

static xmlParserCtxt *
parser_new (void)
{
  xmlSAXHandler handler = { 0 };

  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start_element_cb;
  handler.endElementNs = end_element_cb;
  handler.characters = characters_cb;
  handler.ignorableWhitespace = characters_cb;
  handler.internalSubset = internal_subset_cb;
  handler.serror = error_cb;

  xmlParserCtxt *parser = xmlCreatePushParserCtxt (&handler, NULL, NULL, 0, NULL);
  g_assert (parser != NULL);
  /* Without it libxml2 hands over &amp; in attributes as &#38;. No entity can be declared: there is
   * no DOCTYPE. */
  parser->replaceEntities = 1;
  return parser;
}

static RedanModel *
read_checked (RedanSchema *schema, RedanScan *scan, GError **error)
{
  xmlParserCtxt *parser = parser_new ();
  RedanAssembler *assembler = redan_assembler_new (schema, NULL, scan->path, parser);
  RedanModel *model = NULL;

  parser->userData = assembler;
  if (parse (parser, assembler, scan, error))
    model = redan_assembler_finish (assembler, error);
  if (model != NULL)
    {
      FirstError first = { assembler, scan->path, scan->data, scan->length, NULL };
      if (!redan_validate_visit_errors (model, first_error_cb, &first))
        {
          g_propagate_error (error, first.error);
          g_clear_pointer (&model, redan_model_unref);
        }
    }
  redan_assembler_free (assembler);
  xmlFreeParserCtxt (parser);
  return model;
}

static gboolean
stop_cb (const RedanObject *object,
         RedanField field,
         const char *key,
         const char *code,
         char *message,
         gpointer user_data)
{
  g_free (message);
  return FALSE;
}

static void
clear_block (gpointer data)
{
  redan_object_unref (((RedanReadBlock *) data)->object);
}

static GArray *
new_blocks (void)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (RedanReadBlock));

  g_array_set_clear_func (blocks, clear_block);
  return blocks;
}

RedanReadShare *
redan_read_share_new (void)
{
  RedanReadShare *self = g_new0 (RedanReadShare, 1);

  self->blocks = new_blocks ();
  return self;
}

static void
forget (RedanReadShare *self)
{
  g_array_unref (self->blocks);
  self->blocks = new_blocks ();
  g_clear_pointer (&self->strings, redan_strings_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->n_versions = 0;
}

void
redan_read_share_free (RedanReadShare *self)
{
  forget (self);
  g_array_unref (self->blocks);
  g_free (self);
}

/* Makes @bytes the file whose objects are known, and takes over their @blocks. */
static void
remember (RedanReadShare *self, GBytes *bytes, GArray *blocks, RedanStrings *strings)
{
  g_array_unref (self->blocks);
  self->blocks = g_array_ref (blocks);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
  if (self->strings == NULL)
    self->strings = redan_strings_ref (strings);
  self->n_versions++;
}

/* A file without fault in the form in which it is written; NULL for any other, which libxml2 then
 * reads and judges. */
static RedanModel *
read_quickly (RedanSchema *schema,
              const RedanReadShare *share,
              GArray *blocks_out,
              const RedanScan *scan)
{
  g_autoptr (RedanAssembler) assembler =
      redan_assembler_new (schema, share != NULL ? share->strings : NULL, scan->path, NULL);
  RedanModel *model = NULL;

  if (redan_quick_parse (assembler, share, blocks_out, scan->data, scan->length))
    model = redan_assembler_finish (assembler, NULL);
  if (model != NULL && !redan_validate_visit_errors (model, stop_cb, NULL))
    g_clear_pointer (&model, redan_model_unref);
  if (model == NULL && blocks_out != NULL)
    g_array_set_size (blocks_out, 0);
  return model;
}

/* @blocks_out: (nullable): stays empty where the file was not read quickly */
static RedanModel *
read_bytes (RedanSchema *schema,
            const RedanReadShare *share,
            GArray *blocks_out,
            const char *path,
            const guint8 *data,
            gsize length,
            GError **error)
{
  RedanScan scan = { path, data, length, 0 };

  if (length > REDAN_MAX_FILE)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("%s: file of more than 512 MiB; split the model"), path);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("%s:1: the file is empty; expected a .redan file"), path);
      return NULL;
    }
  if (!redan_scan_encoding (&scan, error))
    return NULL;
  RedanModel *model = read_quickly (schema, share, blocks_out, &scan);
  return model != NULL ? model : read_checked (schema, &scan, error);
}

RedanModel *
redan_canonical_read (
    RedanSchema *schema, const char *path, const guint8 *data, gsize length, GError **error)
{
  return read_bytes (schema, NULL, NULL, path, data, length, error);
}

RedanModel *
redan_canonical_read_again (
    RedanSchema *schema, RedanReadShare *share, const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GArray) blocks = new_blocks ();
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  RedanModel *model;

  if (share->n_versions == MAX_VERSIONS)
    forget (share);
  model = read_bytes (schema, share, blocks, path, data, length, error);
  if (blocks->len > 0)
    remember (share, bytes, blocks, redan_model_get_strings (model));
  return model;
}

RedanModel *
redan_canonical_read_shared (
    RedanSchema *schema, RedanReadShare *share, const char *path, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (share != NULL && share->bytes == NULL)
    return redan_canonical_read_again (schema, share, path, bytes, error);
  return read_bytes (schema, share, NULL, path, data, length, error);
}

RedanModel *
redan_canonical_read_file (RedanSchema *schema, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_file_read (path, TRUE, REDAN_MAX_FILE, error);
  gsize length;

  if (bytes == NULL)
    return NULL;

  const guint8 *data = g_bytes_get_data (bytes, &length);
  return redan_canonical_read (schema, path, data, length, error);
}
