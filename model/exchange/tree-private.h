/* SPDX-License-Identifier: Apache-2.0 */
/* How the members of an object find their tree, which knows the keys. */

#pragma once

#include "model/exchange/tree.h"

G_BEGIN_DECLS

/** redan_tree_of_members: Returns: the tree of an object whose RedanNode.is.inside is @members */
const RedanTree *redan_tree_of_members (const RedanNode *members);
/** redan_tree_find_key: Returns: the number of @key, 0 when no object of the tree has it */
guint32 redan_tree_find_key (const RedanTree *self, const char *key, gsize length);
/** redan_tree_get_key: Returns: the name that has a number */
const char *redan_tree_get_key (const RedanTree *self, guint32 number);
/** redan_tree_find_member: Returns: (nullable): by the number of its key */
RedanNode *redan_tree_find_member (const RedanTree *self, const RedanNode *object, guint32 number);

G_END_DECLS
