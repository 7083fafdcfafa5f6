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

/** redan_component_kind_is_element: Returns: whether @kind is one of elements and not of boundaries
 */
gboolean redan_component_kind_is_element (const char *kind);

/** redan_container_kind_guess: Returns: (nullable): the kind of boundary that a component of @type
 * is, whose whole name must say so: "vpc", "AWS-Subnet" */
const char *redan_container_kind_guess (const char *type);

/** redan_container_kind_choose: @has_parts: whether others lie in it. Returns: (nullable): the kind of boundary that a
 * component becomes; a type that says which element it is says more than what lies in it */
const char *redan_container_kind_choose (const char *type, gboolean has_parts);

G_END_DECLS
