/* SPDX-License-Identifier: Apache-2.0 */
/* Finds in git the model as it was when it was signed. */

#pragma once

#include "model/object.h"

G_BEGIN_DECLS

/**
 * redan_find_reviewed_revision:
 * @path: a file of a working tree
 * @assessment: (nullable): the signature
 *
 * Looks for the oldest of the last 1,000 commits of the file that has the assessment: the one that
 * signed it. About ten calls of git, none of which runs anything of the configuration of the
 * repository.
 *
 * Returns: (transfer full) (nullable): the commit; %NULL without repository, or when the signature
 * is not committed
 */
char *redan_find_reviewed_revision (const char *path, const RedanObject *assessment);

G_END_DECLS
