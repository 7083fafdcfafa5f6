/* SPDX-License-Identifier: Apache-2.0 */
/* Where the diagram inside a template of IriusRisk draws its zones and components. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** RedanIriusBox: in px, from the upper left corner */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} RedanIriusBox;

/**
 * redan_irius_read_boxes:
 * @schema: the text of the element of that name: a graph model of draw.io in Base64
 *
 * Cost: time in proportion to the length, and to the levels of each cell.
 *
 * Returns: (transfer full) (element-type utf8 RedanIriusBox): boxes by what the cells stand for;
 * empty when nothing can be read
 */
GHashTable *redan_irius_read_boxes (const char *schema);

G_END_DECLS
