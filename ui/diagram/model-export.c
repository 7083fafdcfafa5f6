/* SPDX-License-Identifier: Apache-2.0 */
/* A model as a file of another tool. Pictures hold a draw.io file the way draw.io itself does it:
 * in an attribute of the SVG, in a text chunk of the PNG. */

#include "config.h"

#include <string.h>
#include <zlib.h>

#include "ui/diagram/model-export.h"

#include "model/diagrams.h"
#include "ui/diagram/layout.h"
#include "ui/diagram/picture.h"

#define SVG_TAG "<svg "
#define PNG_HEAD 33 /* signature and header chunk, behind which texts may stand */
#define PNG_TEXT "tEXtmxfile"

static GBytes *
draw (const RedanModel *model, RedanExportPicture kind, GError **error)
{
  const RedanPictureOptions options = {
    .format = kind == REDAN_EXPORT_PNG ? REDAN_PICTURE_PNG : REDAN_PICTURE_SVG,
    .scale = 1,
  };
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  g_autoptr (RedanPicture) picture = NULL;

  for (guint i = 0; i < MAX (diagrams->len, 1); i++)
    {
      const RedanObject *diagram = i < diagrams->len ? g_ptr_array_index (diagrams, i) : NULL;
      RedanScene *scene = redan_scene_new (model, diagram != NULL ? &diagram->id : NULL, NULL);

      g_clear_pointer (&picture, redan_picture_free);
      picture = redan_picture_new (scene, NULL, NULL, 0);
      redan_scene_free (scene);
      if (!redan_picture_is_empty (picture))
        break;
    }
  return redan_picture_write (picture, &options, error);
}

static GBytes *
put_in_svg (GBytes *picture, const char *file)
{
  gsize length;
  const char *svg = g_bytes_get_data (picture, &length);
  const char *tag = g_strstr_len (svg, (gssize) length, SVG_TAG);
  g_autofree char *escaped = g_markup_escape_text (file, -1);
  g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
  g_autofree char *content = g_strjoinv ("&#10;", lines);
  GString *out = g_string_sized_new (length + strlen (content) + 64);
  gsize start = tag != NULL ? (gsize) (tag - svg) + strlen (SVG_TAG) : 0;

  g_assert (tag != NULL);
  g_string_append_len (out, svg, (gssize) start);
  g_string_append_printf (out, "content=\"%s\" ", content);
  g_string_append_len (out, svg + start, (gssize) (length - start));
  return g_string_free_to_bytes (out);
}

static void
append_number (GByteArray *out, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static GBytes *
put_in_png (GBytes *picture, const char *file)
{
  gsize length;
  const guint8 *png = g_bytes_get_data (picture, &length);
  g_autofree char *text = g_uri_escape_string (file, "!*'()", FALSE);
  GByteArray *out = g_byte_array_new ();
  const guint head = strlen (PNG_TEXT) + 1; /* with the end of the keyword */
  uLong check = crc32 (0, (const Bytef *) PNG_TEXT, head);

  g_assert (length > PNG_HEAD);
  check = crc32 (check, (const Bytef *) text, (uInt) strlen (text));
  g_byte_array_append (out, png, PNG_HEAD);
  append_number (out, (guint32) (head - 4 + strlen (text)));
  g_byte_array_append (out, (const guint8 *) PNG_TEXT, head);
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
  append_number (out, (guint32) check);
  g_byte_array_append (out, png + PNG_HEAD, (guint) (length - PNG_HEAD));
  return g_byte_array_free_to_bytes (out);
}

GBytes *
redan_model_export (const RedanExporter *exporter,
                    const RedanModel *model,
                    const char *template,
                    const char *path,
                    GCancellable *cancellable,
                    GPtrArray **losses_out,
                    GError **error)
{
  g_autoptr (RedanModel) copy = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (exporter->draws && redan_layout_needed (model))
    {
      copy = redan_model_copy (model);
      redan_layout_model (copy, FALSE, cancellable, NULL);
      model = copy;
    }
  file = redan_export_model (exporter, model, template, path, &losses, error);
  if (file != NULL && exporter->picture != REDAN_EXPORT_FILE)
    {
      const char *data = g_bytes_get_data (file, &length);

      text = g_strndup (data, length);
      picture = draw (model, exporter->picture, error);
      g_clear_pointer (&file, g_bytes_unref);
      if (picture != NULL)
        file = exporter->picture == REDAN_EXPORT_SVG ? put_in_svg (picture, text)
                                                     : put_in_png (picture, text);
    }
  if (file != NULL)
    *losses_out = g_steal_pointer (&losses);
  return g_steal_pointer (&file);
}
