/* SPDX-License-Identifier: Apache-2.0 */
/* Which boundaries of an organization's file, written by hand, are the accounts and units of a list
 * of AWS. */

#pragma once

#include "model/exchange/import.h"

G_BEGIN_DECLS

/**
 * redan_accounts_match:
 * @opened: a list of accounts, as it was opened; what other importers read is left alone
 * @organization: the file that it is imported into; a model with elements is none and changes
 * nothing
 *
 * Accounts are the same when their AWS account id is, the organization when there is one on either
 * side, units when their names are and they lie in the same boundary: in @opened they get the ids
 * that they have in @organization. An object that no list has made keeps its name, and the facts
 * that it states itself; what the list calls it is noted with it. A list that names no units leaves
 * accounts in theirs. O(objects log objects) for each level of units.
 */
void redan_accounts_match (RedanOpened *opened, const RedanModel *organization);

/** redan_accounts_is_adopted: Returns: whether a list of accounts was matched with an object that
 * somebody had written, which is not removed because a list does not have it */
gboolean redan_accounts_is_adopted (const RedanObject *object);

G_END_DECLS
