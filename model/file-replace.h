/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of redan_file_replace() that a test wants to reach. Private. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_descriptor_write:
 * @name: how messages name the target
 *
 * Writes everything or sets an error; a closed pipe is an error and no signal.
 */
gboolean redan_descriptor_write (int fd, const char *name, GBytes *bytes, GError **error);

G_END_DECLS
