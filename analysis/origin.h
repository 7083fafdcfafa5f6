/* SPDX-License-Identifier: Apache-2.0 */
/* Where the effective value of an attribute comes from: which boundary, technology, data or flow
 * says so. */

#pragma once

#include "analysis/facts.h"

G_BEGIN_DECLS

/**
 * RedanOrigin:
 * @attribute: (nullable): the attribute whose value it follows from
 * @object: (nullable): the object that says so, of the analysed model; the first one by id when
 * several do
 * @n_objects: how many objects say so
 * @standard: (nullable): the row of the table of defaults of services that says so
 */
typedef struct
{
  RedanProvenance provenance;
  const RedanAttribute *attribute;
  const RedanObject *object;
  guint n_objects;
  const RedanServiceDefault *standard;
} RedanOrigin;

/**
 * redan_facts_find_origin:
 * @context: where @attribute stands: an element, an interaction, or a boundary
 * @target: the object, as in the columns of @self
 *
 * Finds what an inherited, derived or default value follows from. For values that were set, and
 * for unknown ones, only the provenance is filled in.
 *
 * Cost: O(depth of nesting), or O(flows and placements of data) of the object.
 */
void redan_facts_find_origin (const RedanFacts *self,
                              RedanContext context,
                              guint32 target,
                              const RedanAttribute *attribute,
                              RedanOrigin *origin_out);

G_END_DECLS
