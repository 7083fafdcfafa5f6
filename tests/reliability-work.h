/* SPDX-License-Identifier: Apache-2.0 */
/* A process that edits and saves a document, what it was told is done, and what must be there after
 * its end. */

#pragma once

#include "model/document.h"
#include "tests/faults.h"

G_BEGIN_DECLS

#define WORK_MAX_STATES 512
#define WORK_MAX_FILES 64

/** What a mark in the log of calls is about; the rest of the number is an index. */
#define WORK_MARK_STATE ((guint64) 1 << 32)
#define WORK_MARK_BARRIER ((guint64) 2 << 32)
#define WORK_MARK_FILE ((guint64) 3 << 32)
#define WORK_MARK_INDEX(mark) ((guint) ((mark) &0xffffffff))

/**
 * Work: in memory shared with the process that works
 * @states: SHA-256 of the document after each thing that was acknowledged
 * @is_kept: whether there was a live store then
 * @files: SHA-256 of what the file may hold, the oldest first
 * @first_file: what is before it was replaced by a save that was acknowledged
 */
typedef struct
{
  guint n_states;
  char states[WORK_MAX_STATES][65];
  gboolean is_kept[WORK_MAX_STATES];
  guint n_files;
  char files[WORK_MAX_FILES][65];
  guint first_file;
} Work;

/** WorkPlace: @schema: the built-in one */
typedef struct
{
  RedanSchema *schema;
  char *directory;
  char *path;
  char *stores;
} WorkPlace;

Work *work_new (void);

/** work_place_init: makes a directory; work_place_clear removes it */
void work_place_init (WorkPlace *self);
void work_place_clear (WorkPlace *self);

/** work_place_fill: a new document in an empty directory */
void work_place_fill (WorkPlace *self, guint32 seed);

/** work_run: opens the document, edits and saves it, waits for barriers, and closes it; to be
 * called in a child */
void work_run (Work *self, const WorkPlace *place, guint32 seed, guint n_steps);

/** work_check_stores: fails the test unless every database is whole, and none was set aside */
void work_check_stores (const WorkPlace *place);

/**
 * work_check:
 * @first_state, @first_file: what is older may not be what is found
 *
 * Fails the test unless every store is whole, the file complete, and the document, or what is
 * offered for recovery, in an acknowledged state, or one command beside the last. Then works and
 * saves there once more, and nothing may be left.
 */
void work_check (const Work *self, const WorkPlace *place, guint first_state, guint first_file);

/** work_check_opens: after damage that nothing can be recovered from: the file is complete, and the
 * document opens with its content or a state of the work, and goes on */
void work_check_opens (const Work *self, const WorkPlace *place);

G_END_DECLS
