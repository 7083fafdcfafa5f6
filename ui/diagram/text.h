/* SPDX-License-Identifier: Apache-2.0 */
/* Label text: made harmless, measured and broken into lines; the same for screen, PDF and SVG. */

#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define REDAN_TEXT_FAMILY "Cantarell, Adwaita Sans, DejaVu Sans, sans-serif"
#define REDAN_TEXT_LINE_HEIGHT 1.25

/**
 * redan_text_clean:
 *
 * Control characters, directional overrides and invisible characters become visible marks, white space becomes one
 * space or, around a line break, one LF, piles of combining marks are cut, and what is longer than any label is shortened.
 *
 * Returns: (transfer full): text that can be drawn and written
 */
char *redan_text_clean (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_text_is_joiner:
 * @before, @after: the characters around @c; 0 at the ends
 *
 * Returns: whether @c joins or parts two letters of a script that needs that, or the parts of one
 * emoji; anywhere else these invisible characters only deceive
 */
gboolean redan_text_is_joiner (gunichar before, gunichar c, gunichar after);

/** redan_text_width: an upper bound of the width of cleaned text; O(length) for ASCII */
double redan_text_width (const char *text, gsize length, double size, gboolean bold);

/**
 * redan_text_break:
 * @text: cleaned text
 * @width: no line is wider, unless it is a single character
 * @max_lines: what does not fit ends with an ellipsis
 * @width_out: (out): width of the widest line
 * @cut_out: (out) (optional): whether something was left out
 *
 * Breaks at every LF, between words, then inside them, and evens out the lengths of the lines.
 *
 * Returns: (transfer full) (array zero-terminated=1): the lines; empty for empty text
 */
char **redan_text_break (const char *text,
                         double size,
                         gboolean bold,
                         double width,
                         guint max_lines,
                         double *width_out,
                         gboolean *cut_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_text_get_layout: Returns: (transfer none): a layout of this thread, set up with the font; set its text and draw */
PangoLayout *redan_text_get_layout (double size, gboolean bold);

G_END_DECLS
