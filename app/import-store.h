/* SPDX-License-Identifier: Apache-2.0 */
/* Where imported models go: into a new file, or into the one that an older version became. */

#pragma once

#include "app/session.h"
#include "model/difference.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_STORE_CAREFULLY, /* update what is there when it is the same model; another goes only when
                            nobody worked on it */
  REDAN_STORE_UPDATE,    /* also when few of its objects are still in the source */
  REDAN_STORE_REPLACE,   /* what is there goes */
} RedanStoreMode;

/**
 * RedanStored:
 * @opened: (nullable): what was read; its losses have lines about an update, too
 * @difference: (nullable): what became of the model that was there
 */
typedef struct
{
  RedanOpened *opened;
  RedanDifference *difference;
} RedanStored;

void redan_stored_clear (RedanStored *self);

/**
 * redan_import_store:
 * @source: a file, "-" for standard input
 * @path: "-" for standard output
 * @error: says why nothing was written
 *
 * Imports a file and writes the model, marked for later updates. A regular file that is there
 * already is updated as redan_import_update() says; elements that have no place yet get one when
 * all others had.
 *
 * Returns: whether it was written
 */
gboolean redan_import_store (RedanSession *session,
                             const char *source,
                             const char *path,
                             RedanStoreMode mode,
                             RedanStored *stored_out,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_import_choose_path:
 * @taken: (element-type utf8): paths that other files of this run have
 *
 * Returns: (transfer full): a file in @directory called like the source: a new one, or one that the
 * source can update; with a number when those before are of other models
 */
char *redan_import_choose_path (RedanSession *session,
                                const char *directory,
                                const char *source,
                                GHashTable *taken) G_GNUC_WARN_UNUSED_RESULT;

/** redan_import_print_difference: what an update did, on standard error: a line for each object
 * that came, went or changed */
void redan_import_print_difference (const RedanDifference *difference);

/** redan_import_into: imports the arguments of the session into @directory, goes on after failures
 * and prints one summary. Returns: exit status */
int redan_import_into (RedanSession *session, const char *directory, RedanStoreMode mode);

G_END_DECLS
