/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli --words: what may stand in a place of the command line, for completion by shells. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_words_run:
 * @argv: after --words: the place, and for threats a file
 *
 * Prints a word a line out of the table that the command itself reads.
 *
 * Returns: exit status
 */
int redan_words_run (int argc, char **argv);

G_END_DECLS
