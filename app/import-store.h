/* SPDX-License-Identifier: Apache-2.0 */
/* Where imported models go: into a new file, or into the one that an older version became. */

#pragma once

#include "analysis/carry.h"
#include "app/session.h"
#include "model/difference.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** The format whose recorded threats have counterparts among ours. */
#define REDAN_CARRY_FORMAT "tmt"

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
 * @n_read: of the losses those of the reading; lines about an update come behind
 */
typedef struct
{
  RedanOpened *opened;
  RedanDifference *difference;
  guint n_read;
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
 * @taken: (element-type utf8): paths that other files of this run have, to which the caller adds the
 * result once it is written; also remembers here where names are free, so that many sources of one
 * name cost O(1) each
 *
 * Returns: (transfer full): a file in @directory called like the source: a new one, or one that the
 * source can update; with a number when those before are of other models
 */
char *redan_import_choose_path (RedanSession *session,
                                const char *directory,
                                const char *source,
                                GHashTable *taken) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_import_carry:
 * @path: where the model of the session was written
 * @take: whether to carry the decisions over; else they are only proposed
 * @proposals_out: (out) (transfer full) (element-type RedanCarry): what fits, valid with the
 * analysis of the session
 *
 * Matches recorded threats of the open model with ours; with @take applies the decisions and writes
 * the model again.
 *
 * Returns: FALSE after a message
 */
gboolean redan_import_carry (RedanSession *session,
                             const char *path,
                             gboolean take,
                             GPtrArray **proposals_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_import_print_proposals: what fits, or with @take what was decided, on standard error */
void
redan_import_print_proposals (RedanSession *session, const GPtrArray *proposals, gboolean take);

/** redan_import_write_losses: the member "losses". @losses: (nullable) (element-type RedanLoss) */
void redan_import_write_losses (RedanJson *json, const GPtrArray *losses);

/** redan_import_write_proposals: the member "proposals". @proposals: (nullable) (element-type
 * RedanCarry) */
void redan_import_write_proposals (RedanJson *json,
                                   const RedanAnalysis *analysis,
                                   const GPtrArray *proposals);

/** redan_import_is_unchanged: Returns: whether an update changed nothing but its own checksums */
gboolean redan_import_is_unchanged (const RedanDifference *difference);

/** redan_import_print_difference: what an update did, on standard error: a line for each object
 * that came, went or changed, with the fields */
void redan_import_print_difference (const RedanDifference *difference);

/** redan_import_into: imports the arguments of the session into @directory, goes on after failures
 * and prints one summary. @take: as for redan_import_carry(); @losses: also
 * those of files that changed nothing. Returns: exit status */
int redan_import_into (RedanSession *session,
                       const char *directory,
                       RedanStoreMode mode,
                       gboolean take,
                       gboolean losses);

G_END_DECLS
