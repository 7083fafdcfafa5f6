/* SPDX-License-Identifier: Apache-2.0 */
/* What making a snapshot anew and bringing one up to date share: arrays that several snapshots
 * hold. */

#pragma once

#include "model/snapshot.h"

G_BEGIN_DECLS

#define SNAPSHOT_N_ARRAYS 20

/** snapshot_array: Returns: (transfer full): @n zeroed items, for g_atomic_rc_box_release() */
gpointer snapshot_array (gsize n, gsize size);

/** snapshot_get_array: Returns: where the array @index that follows from the structure, not one of
 * the columns, is held */
gpointer *snapshot_get_array (RedanSnapshot *self, guint index);

/** snapshot_new_empty: Returns: (transfer full): a snapshot of @model that holds its objects and
 * nothing made from them */
RedanSnapshot *snapshot_new_empty (const RedanModel *model);

/** snapshot_read_code: Returns: the code of @attribute on @object; strings are looked up in
 * @strings */
RedanCode snapshot_read_code (const RedanAttribute *attribute,
                              RedanStrings *strings,
                              const RedanObject *object);

G_END_DECLS
