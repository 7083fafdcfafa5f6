/* SPDX-License-Identifier: Apache-2.0 */
/* A diagram, or a part of one, as a picture of its own: SVG, PDF, PNG and printed pages. */

#pragma once

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

#define REDAN_PICTURE_ERROR (redan_picture_error_quark ())

typedef enum
{
  REDAN_PICTURE_ERROR_EMPTY,     /* there is nothing to draw */
  REDAN_PICTURE_ERROR_TOO_LARGE, /* more pixels than a PNG may have here */
  REDAN_PICTURE_ERROR_FAILED,    /* the paper could not be drawn */
} RedanPictureError;

GQuark redan_picture_error_quark (void);

typedef enum
{
  REDAN_PICTURE_SVG,
  REDAN_PICTURE_PDF,
  REDAN_PICTURE_PNG,
} RedanPictureFormat;

/** redan_picture_format_of: Returns: whether the suffix of @path names a format, in any case */
gboolean redan_picture_format_of (const char *path, RedanPictureFormat *format_out);

/** RedanPicture: a copy of what is shown; may be written in a thread */
typedef struct _RedanPicture RedanPicture;

/**
 * redan_picture_new:
 * @scene: what is copied; may change afterwards
 * @model: (nullable): the model of @scene, only looked at when there are @ids
 * @ids: (array length=n_ids) (nullable): only these objects, what lies in the boundaries among
 *   them, and the flows between them; %NULL for everything
 *
 * Cost: O(objects).
 *
 * Returns: (transfer full): the picture, empty when nothing of @ids is in @scene
 */
RedanPicture *redan_picture_new (const RedanScene *scene,
                                 const RedanModel *model,
                                 const RedanId *ids,
                                 guint n_ids) G_GNUC_WARN_UNUSED_RESULT;
void redan_picture_free (RedanPicture *self);

/**
 * redan_picture_add_legend:
 * @colour_by: how the picture will be written or printed
 *
 * Makes room below the diagram and puts a legend of the colours there. Once; nothing for an empty
 * picture.
 */
void redan_picture_add_legend (RedanPicture *self, RedanColourBy colour_by);

gboolean redan_picture_is_empty (const RedanPicture *self);

/** redan_picture_get_bounds: Returns: what is drawn, with a margin, in pixels of the scene */
const RedanSceneRect *redan_picture_get_bounds (const RedanPicture *self);

/**
 * RedanPictureOptions:
 * @format: of the file
 * @scale: pixels of a PNG for one of the scene; others are drawn at their natural size
 * @colour_by: what fills show
 * @as_of: days since 1900-01-01, the only date in a PDF
 */
typedef struct
{
  RedanPictureFormat format;
  double scale;
  RedanColourBy colour_by;
  guint as_of;
} RedanPictureOptions;

/**
 * redan_picture_write:
 *
 * Same picture and options, same bytes. A PDF has one page of the size of the picture, at most 200
 * inches. A PNG of more than 64 million pixels is refused.
 *
 * Returns: (transfer full) (nullable): the content of a file
 */
GBytes *redan_picture_write (const RedanPicture *self,
                             const RedanPictureOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanPictureSheets: how a picture lies on printed pages
 * @scale: points of the paper for a pixel of the scene
 * @step_x, @step_y: width and height of the part on one page, in pixels of the scene
 */
typedef struct
{
  guint n_columns;
  guint n_rows;
  double scale;
  double step_x;
  double step_y;
} RedanPictureSheets;

/**
 * redan_picture_lay_out:
 * @width, @height: of what can be printed of a page, in points
 *
 * One page when its labels stay readable there, else as many as it takes, at most 64.
 */
void redan_picture_lay_out (const RedanPicture *self,
                            double width,
                            double height,
                            RedanPictureSheets *sheets_out);

/** redan_picture_draw_sheet: draws page @index, from 0, row by row, with its upper left corner at
 * the origin of @cr in points */
void redan_picture_draw_sheet (const RedanPicture *self,
                               cairo_t *cr,
                               const RedanPictureSheets *sheets,
                               guint index,
                               RedanColourBy colour_by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPicture, redan_picture_free)

G_END_DECLS
