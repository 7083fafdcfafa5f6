/* SPDX-License-Identifier: Apache-2.0 */
/* What formats without our kinds call their components, as kind and technology. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_component_kind_guess:
 * @type: what a format calls a component: "CD-MICROSOFT-AZURE-SQL-DB", "generic-client"
 * @kind_out: a kind of element
 * @tech_out: (nullable): value of the attribute "tech"
 *
 * Looks for known words in @type; what has none is a process.
 *
 * Returns: whether a word was found
 */
gboolean
redan_component_kind_guess (const char *type, const char **kind_out, const char **tech_out);

G_END_DECLS
