/* SPDX-License-Identifier: Apache-2.0 */
/* A large sheet with diagrams, text and chains of boxes on it, as one picture: SVG or PDF. */

#pragma once

#include "ui/diagram/painter.h"
#include "ui/diagram/picture.h"

G_BEGIN_DECLS

/** RedanPoster: what was put on it, in pixels from its upper left corner */
typedef struct _RedanPoster RedanPoster;

/** redan_poster_new: @title: of the file, as a person wrote it. Returns: (transfer full): an empty sheet */
RedanPoster *redan_poster_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;
void redan_poster_free (RedanPoster *self);

/** RedanPosterInk: how text on a sheet looks */
typedef enum
{
  REDAN_POSTER_TITLE,
  REDAN_POSTER_HEADING,
  REDAN_POSTER_TEXT,
  REDAN_POSTER_MUTED,
} RedanPosterInk;

/**
 * redan_poster_add_text:
 * @at: upper left corner
 * @width: where lines break
 * @max_lines: what does not fit ends with an ellipsis
 * @text: as a person wrote it: control characters and the like are made visible
 *
 * Returns: the height of the text
 */
double redan_poster_add_text (RedanPoster *self,
                             RedanPosterInk ink,
                             RedanScenePoint at,
                             double width,
                             guint max_lines,
                             const char *text);

/**
 * redan_poster_add_scene:
 * @scene: is kept by reference: it must outlive the sheet
 * @marks: (nullable) (array): by number in the scene, as in RedanPaintOptions; copied
 * @prefix: what the names of its objects begin with in an SVG; letters only, static
 * @bounds: what is shown of it
 * @at: upper left corner of @bounds on the sheet, in a frame
 */
void redan_poster_add_scene (RedanPoster *self,
                            const RedanScene *scene,
                            const guint8 *marks,
                            const char *prefix,
                            const RedanSceneRect *bounds,
                            RedanScenePoint at);

/** redan_poster_add_frame: an empty frame with a sentence in its middle */
void redan_poster_add_frame (RedanPoster *self, const RedanSceneRect *frame, const char *text);

/**
 * redan_poster_add_chain:
 * @texts: (array zero-terminated=1): what the boxes say, in order
 * @mark: their colour and border
 * @at: upper left corner
 * @width: boxes that do not fit go into a new row
 *
 * Returns: the height of all rows
 */
double redan_poster_add_chain (RedanPoster *self,
                              const char *const *texts,
                              RedanPaintMark mark,
                              RedanScenePoint at,
                              double width);

/** redan_poster_add_sign: the badge of @mark with its upper left corner @at, 14 px high */
void redan_poster_add_sign (RedanPoster *self, RedanPaintMark mark, RedanScenePoint at);

/**
 * redan_poster_add_mark_legend:
 *
 * A sample of each mark with what it means, in rows.
 *
 * Returns: the height
 */
double redan_poster_add_mark_legend (RedanPoster *self, RedanScenePoint at, double width);

/** redan_mark_get_title: Returns: what a mark means, translated: "Added" */
const char *redan_mark_get_title (RedanPaintMark mark);

/**
 * redan_poster_write:
 * @format: SVG or PDF
 * @width, @height: of the sheet
 * @as_of: days since 1900-01-01, the only date in a PDF
 *
 * Same sheet, same bytes. A PDF has one page of at most 200 inches.
 *
 * Returns: (transfer full) (nullable): the content of a file
 */
GBytes *redan_poster_write (const RedanPoster *self,
                           RedanPictureFormat format,
                           double width,
                           double height,
                           guint as_of,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPoster, redan_poster_free)

G_END_DECLS
