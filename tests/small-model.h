/* SPDX-License-Identifier: Apache-2.0 */
/* Models written in a few lines, and random ones with many attributes, for the tests of the
 * analysis. */

#pragma once

#include "model/snapshot.h"

G_BEGIN_DECLS

/* Objects are called by short names; ids are derived from them. @parent %NULL: outside.
 * @attributes: "tech=vm;waf=yes", members of a set separated by ",". */
void small_boundary (RedanModel *model,
                     const char *name,
                     const char *kind,
                     const char *parent,
                     const char *attributes);
void small_element (RedanModel *model,
                    const char *name,
                    const char *kind,
                    const char *parent,
                    const char *attributes);

/** small_flow: @source and @target may be %NULL for a loose end */
void small_flow (RedanModel *model,
                 const char *name,
                 const char *source,
                 const char *target,
                 const char *attributes);
void small_asset (RedanModel *model, const char *name, const char *attributes);
void small_fact (
    RedanModel *model, const char *name, const char *value, const char *date, const char *expires);

/** small_set: sets a field of an object; @key is a short name when the field refers, see
 * redan_edit_set() */
void small_set (
    RedanModel *model, const char *name, RedanField field, const char *key, const char *value);

RedanId small_id (const char *name);

/** small_index: Returns: position of the object in its section, as in a snapshot */
guint32 small_index (const RedanModel *model, const char *name);

/** small_random: Returns: (transfer full): a model with nested boundaries, lines, two-way and loose
 * flows, assets, facts; about half of all attributes set, some to "unknown". @salt changes all ids,
 * hence the order of all objects, and nothing else. */
RedanModel *small_random (RedanSchema *schema, guint32 seed, guint n_elements, const char *salt);

G_END_DECLS
