/* SPDX-License-Identifier: Apache-2.0 */
/* The live store: one SQLite database per document with its content and its undo history. Private
 * to the model floor. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

typedef struct _RedanStore RedanStore;

/**
 * RedanStoreState:
 * @is_new: the store was just made and holds nothing
 * @base: SHA-256 of the document file that @saved is the content of; "" for none
 * @pending: SHA-256 of the file that was about to be written when the program ended; "" for none
 * @pending_position: the position that @pending is the content of
 * @position: number of commands of the journal that are applied
 * @saved: the position that was saved last; -1 when it is not in the journal any more
 * @n_commands: length of the journal
 *
 * The content is that of @position; it differs from the file when @position is not @saved.
 */
typedef struct
{
  gboolean is_new;
  const char *base;
  const char *pending;
  gint64 pending_position;
  gint64 position;
  gint64 saved;
  guint n_commands;
} RedanStoreState;

/**
 * redan_store_open:
 * @directory: is made with mode 0700 when it is missing
 * @key: the real path of the document, or an id
 * @warning_out: (out) (transfer full) (nullable): set when a damaged or foreign store was set aside
 * @error: set with %REDAN_MODEL_ERROR_IN_USE when a living process, this one included, has the
 * store; else with %REDAN_MODEL_ERROR_STORE, also for one of a newer version, which stays untouched
 *
 * Returns: (transfer full) (nullable): the store, locked for this process
 */
RedanStore *redan_store_open (const char *directory,
                              const char *key,
                              char **warning_out,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** What begins the key of a document without a file. */
#define REDAN_STORE_UNTITLED "untitled-"

/** redan_store_make_key: Returns: (transfer full): a new, random key for a document without a file
 */
char *redan_store_make_key (void);
gboolean redan_store_key_is_untitled (const char *key);

/** redan_store_get_key: Returns: (transfer none): the key it was opened with */
const char *redan_store_get_key (const RedanStore *self);
const char *redan_store_get_directory (const RedanStore *self);

/** redan_store_is_in_use: Returns: whether somebody, this process included, has the store of @key
 * open */
gboolean redan_store_is_in_use (const char *directory, const char *key);

/** redan_store_close: unlocks and closes, all commits durable */
void redan_store_close (RedanStore *self);

/** redan_store_set_aside: closes and renames the database. Returns: (transfer full): its new path
 */
char *redan_store_set_aside (RedanStore *self, const char *why);

const RedanStoreState *redan_store_get_state (const RedanStore *self);

/**
 * redan_store_reset:
 * @history: (element-type RedanEdit) (nullable): commands that led to @model, @position of them
 * applied
 *
 * Replaces all content by @model, in one transaction.
 */
gboolean redan_store_reset (RedanStore *self,
                            const RedanModel *model,
                            const char *base,
                            gint64 saved,
                            const GPtrArray *history,
                            gint64 position,
                            GError **error);

/**
 * redan_store_load_model:
 *
 * Returns: (transfer full) (nullable): the content, complete and with valid fields (references are
 * not checked); error when it is damaged or, see redan_store_is_damaged(), when it has a section,
 * field or value that the schema lacks: the message names the pack, or asks for a newer version
 */
RedanModel *redan_store_load_model (RedanStore *self, RedanSchema *schema, GError **error);

/** redan_store_is_damaged: Returns: whether the last redan_store_load_model() or
 * redan_store_load_labels() failed because of what the store holds, and not for want of memory,
 * because the disk could not be read just now, or because the schema knows less than what wrote it
 */
gboolean redan_store_is_damaged (const RedanStore *self);

/** redan_store_load_labels: Returns: (transfer full) (nullable) (element-type utf8): names of the
 * commands, oldest first */
GPtrArray *redan_store_load_labels (RedanStore *self, GError **error);

/** redan_store_load_command: Returns: (transfer full) (nullable): command @index of the journal,
 * for @model */
RedanEdit *
redan_store_load_command (RedanStore *self, const RedanModel *model, guint index, GError **error);

/** redan_store_add: one transaction: applies @edit to the content, drops the commands after the
 * position, appends @edit */
gboolean redan_store_add (RedanStore *self, const RedanEdit *edit, GError **error);

/**
 * redan_store_merge:
 * @edit: the command that takes in what the file with the hash @base holds; without changes when
 * the model is that already
 * @is_saved: the model is then what the file holds; else that is no position of the history
 *
 * One transaction: redan_store_add() and redan_store_set_saved().
 */
gboolean redan_store_merge (
    RedanStore *self, const RedanEdit *edit, const char *base, gboolean is_saved, GError **error);

/** redan_store_move: one transaction: applies @edit (a command or its reverse) to the content and
 * sets the position */
gboolean
redan_store_move (RedanStore *self, const RedanEdit *edit, gint64 position, GError **error);

/** redan_store_announce: notes that a file with the hash @pending is about to be written with the
 * content as it is */
gboolean redan_store_announce (RedanStore *self, const char *pending, GError **error);

/** redan_store_set_saved: notes that the file with the hash @base is the content of @position */
gboolean
redan_store_set_saved (RedanStore *self, const char *base, gint64 position, GError **error);

/**
 * redan_store_rekey:
 * @warning_out: (out) (transfer full) (nullable): what the user should know: the store could not be
 * moved and stays under its key, or unsaved commands were in the way and are a document of their
 * own
 *
 * Moves the store to another key; what is there is replaced, but never unsaved commands.
 *
 * Returns: (transfer full) (nullable): the store; %NULL with @error when it cannot be used any more
 */
RedanStore *
redan_store_rekey (RedanStore *self, const char *key, char **warning_out, GError **error);

/**
 * redan_store_detach:
 * @origin: the path of the file that the content began as
 *
 * Closes the store and makes it that of a document without file, all of it unsaved.
 *
 * Returns: (transfer full) (nullable): its new key
 */
char *redan_store_detach (RedanStore *self, const char *origin, GError **error);

/** redan_store_remove: closes and deletes it */
void redan_store_remove (RedanStore *self);

/** redan_store_set_discarded: a discarded store is not listed, and removed after a month */
gboolean redan_store_set_discarded (RedanStore *self, gboolean discarded, GError **error);

/** redan_store_set_origin: @origin: (nullable): the path of the foreign file it was imported from
 */
gboolean redan_store_set_origin (RedanStore *self, const char *origin, GError **error);

/** redan_store_dup_origin: Returns: (transfer full): that path, "" for none */
char *redan_store_dup_origin (RedanStore *self);

/**
 * RedanStoreSummary:
 * @origin: the path of the file that the content began as; "" for none
 * @title: name of the model; "" for none
 * @n_commands: how many are not saved, at least one
 * @time: of the last command, in seconds since 1970
 */
typedef struct
{
  char *key;
  char *origin;
  char *title;
  guint n_commands;
  gint64 time;
} RedanStoreSummary;

void redan_store_summary_free (gpointer self);

/**
 * redan_store_list_unsaved:
 * @warning_out: (out) (transfer full) (nullable): set when a damaged store was set aside
 *
 * The stores with unsaved commands that nobody has open, the newest first. Empty stores of
 * documents without file, and what was discarded long ago, are removed.
 *
 * Returns: (transfer full) (element-type RedanStoreSummary)
 */
GPtrArray *redan_store_list_unsaved (const char *directory, char **warning_out);

/** redan_store_barrier: makes all commits so far survive a power loss; does nothing when they do */
gboolean redan_store_barrier (RedanStore *self, GError **error);

/**
 * redan_store_begin_barrier:
 *
 * For a barrier in another thread: the file whose fdatasync() makes all commits so far survive a
 * power loss, as they have been written to it without waiting for the disk.
 *
 * Returns: (transfer full) (nullable): its path; %NULL when nothing is to be done
 */
char *redan_store_begin_barrier (RedanStore *self, guint64 *n_commits_out);

/** redan_store_end_barrier: the file was synced when it had @n_commits */
void redan_store_end_barrier (RedanStore *self, guint64 n_commits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanStoreSummary, redan_store_summary_free)

G_END_DECLS
