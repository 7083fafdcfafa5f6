/* SPDX-License-Identifier: Apache-2.0 */
/* zlib in steps of 64 KiB, so that a bomb is noticed while it goes off. */

#include "config.h"

#include <zlib.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/inflate.h"

#include "model/error.h"

#define STEP (64 * 1024)
#define MAX_RATIO 200
#define FREE_BELOW (1024 * 1024)

static gboolean
is_bomb (const z_stream *stream, const GByteArray *output)
{
  return output->len > REDAN_INFLATE_LIMIT ||
         (output->len > FREE_BELOW && output->len / MAX_RATIO > MAX (stream->total_in, 1));
}

static GError *
make_error (gboolean bomb)
{
  if (bomb)
    return g_error_new_literal (
        REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
        _ ("the compressed content unpacks to too much; save it uncompressed"));
  return g_error_new_literal (
      REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
      _ ("the compressed content is damaged; save the file again with the tool that wrote it"));
}

GBytes *
redan_inflate (const guint8 *data, gsize length, gboolean wrapped, GError **error)
{
  z_stream stream = { 0 };
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *step = g_malloc (STEP);
  gboolean bomb = FALSE;
  gsize size;
  int status;

  if (length > G_MAXUINT || inflateInit2 (&stream, wrapped ? MAX_WBITS : -MAX_WBITS) != Z_OK)
    {
      g_propagate_error (error, make_error (length > G_MAXUINT));
      return NULL;
    }

  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) length;
  do
    {
      stream.next_out = step;
      stream.avail_out = STEP;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (output, step, STEP - stream.avail_out);
      bomb = is_bomb (&stream, output);
    }
  while (status == Z_OK && !bomb);
  inflateEnd (&stream);

  if (status != Z_STREAM_END || bomb)
    {
      g_propagate_error (error, make_error (bomb));
      return NULL;
    }

  g_byte_array_append (output, (const guint8 *) "", 1);
  size = output->len - 1;
  {
    guint8 *bytes = g_byte_array_free (g_steal_pointer (&output), FALSE);

    return g_bytes_new_take (bytes, size);
  }
}
