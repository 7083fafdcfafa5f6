/* SPDX-License-Identifier: Apache-2.0 */
/* The document: a model whose every edit is a named command, undoable, and durable in the live
 * store when one is attached. */

#pragma once

#include <gio/gio.h>

#include "model/edit.h"
#include "model/snapshot.h"

G_BEGIN_DECLS

#define REDAN_TYPE_DOCUMENT (redan_document_get_type ())
G_DECLARE_FINAL_TYPE (RedanDocument, redan_document, REDAN, DOCUMENT, GObject)

/**
 * RedanDocument:
 *
 * Signals: "changed" (after every applied, undone or redone command; argument: the RedanEdit that
 * was applied, as applied), "merged" (the file was changed by another program, and merged;
 * arguments: the number of new conflicts, guint, and the notices of the merge, GPtrArray of
 * RedanFinding). Properties: "can-undo", "can-redo", "modified" (differs from the saved file),
 * "title", "warning". A command that was applied without error is in the live store, when one is
 * attached, and survives the end of the process.
 */

/** redan_document_new: Returns: (transfer full): an empty document without file and store */
RedanDocument *redan_document_new (RedanSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

/** redan_document_new_for_model: Returns: (transfer full): a document of @model (taken over),
 * unmodified */
RedanDocument *redan_document_new_for_model (RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_open:
 * @path: a .redan file
 * @store_directory: (nullable): where live stores lie (the window passes $XDG_STATE_HOME/redan);
 * %NULL for none
 * @recovered_out: (out) (optional): set when the store held unsaved commands for exactly this file,
 * which were kept
 * @error: set with %REDAN_MODEL_ERROR_IN_USE when the file is open elsewhere, in this process or
 * another
 *
 * A store that is damaged is set aside (renamed), never deleted, and named in a warning property. One
 * that a newer version wrote, or that needs a pack that is not loaded, stays untouched: the document
 * is that of the file, has no store, and a warning that says so. Unsaved commands on a file that was changed meanwhile become a document without file,
 * see redan_document_get_kept().
 *
 * Returns: (transfer full) (nullable): the document
 */
RedanDocument *redan_document_open (RedanSchema *schema,
                                    const char *path,
                                    const char *store_directory,
                                    gboolean *recovered_out,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_open_unfilled:
 *
 * As redan_document_open(), which it is the first half of: whoever has something to compute from
 * the model meanwhile calls redan_document_fill_store() in a thread. Before that is done the
 * document may only be read.
 */
RedanDocument *redan_document_open_unfilled (RedanSchema *schema,
                                             const char *path,
                                             const char *store_directory,
                                             gboolean *recovered_out,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_open_over:
 * @model: (transfer full): what the document begins with
 * @recovered_out: (out): set when the store held commands for exactly this file, which were kept
 * instead of @model
 *
 * redan_document_open() for a file whose content is no model, such as one with marks of a conflict
 * that git left: the document is unsaved, and saving replaces the content as it is now.
 *
 * Returns: (transfer full) (nullable): the document
 */
RedanDocument *redan_document_open_over (RedanModel *model,
                                         const char *path,
                                         const char *store_directory,
                                         gboolean *recovered_out,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_document_fill_store: puts the model of the file into its new live store, if that is still
 * to be done. When it cannot, the document goes on without one and has a warning. */
void redan_document_fill_store (RedanDocument *self);

/** redan_document_set_read_only: a document that is read only refuses every command, and to be
 * saved as the file that it is; saved under another name it is an ordinary one */
void redan_document_set_read_only (RedanDocument *self, gboolean read_only);

/** redan_document_is_read_only: Returns: whether every command is refused */
gboolean redan_document_is_read_only (RedanDocument *self);

/**
 * RedanRecoverable:
 * @key: names the store, for redan_document_recover()
 * @path: (nullable): the file; %NULL when it was never saved
 * @origin: (nullable): without @path, the file that it was imported or copied from
 * @title: name of the model, else of the file
 * @n_commands: how many commands are not saved
 * @time: of the last one, in seconds since 1970
 */
typedef struct
{
  char *key;
  char *path;
  char *origin;
  char *title;
  guint n_commands;
  gint64 time;
} RedanRecoverable;

/** redan_recoverable_free: @self: (transfer full) */
void redan_recoverable_free (RedanRecoverable *self);

/**
 * redan_document_list_recoverable:
 * @warning_out: (out) (optional) (transfer full) (nullable): what the user should be told about a
 * damaged store
 *
 * What was not saved when its process ended, the newest first; what is open now is not among it.
 * Looks into every store, so it belongs into a thread.
 *
 * Returns: (transfer full) (element-type RedanRecoverable): may be empty
 */
GPtrArray *redan_document_list_recoverable (const char *store_directory, char **warning_out);

/**
 * redan_document_recover:
 * @key: of a RedanRecoverable
 * @error: set with %REDAN_MODEL_ERROR
 *
 * Opens an unsaved document with its history. When its file is not the one any more that the
 * commands were made on, the document has no path, only an origin; the file stays as it is.
 *
 * Returns: (transfer full) (nullable): the document
 */
RedanDocument *redan_document_recover (RedanSchema *schema,
                                       const char *store_directory,
                                       const char *key,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_discard_store:
 *
 * Takes an unsaved document from the list; it is deleted after a month.
 *
 * Returns: (transfer full) (nullable): the key for redan_document_undiscard_store()
 */
char *redan_document_discard_store (const char *store_directory, const char *key, GError **error);

/** redan_document_undiscard_store: puts what redan_document_discard_store() took away back on the
 * list. Returns: %FALSE with @error when it is not there any more or cannot be written */
gboolean
redan_document_undiscard_store (const char *store_directory, const char *key, GError **error);

/**
 * redan_document_discard:
 *
 * Closes the live store and discards the unsaved commands in it as redan_document_discard_store()
 * does. The document is not to be used any more.
 */
gboolean redan_document_discard (RedanDocument *self, GError **error);

/**
 * redan_document_attach_store:
 *
 * Puts the current model and all further commands into the store of @key (a path or, for an unsaved
 * document, an id). Fails when the history is in a store that was lost. For a document without
 * store.
 */
gboolean redan_document_attach_store (RedanDocument *self,
                                      const char *store_directory,
                                      const char *key,
                                      GError **error);

/**
 * redan_document_attach_file:
 *
 * redan_document_attach_store() for a document that has a file and no store, such as one that was
 * read only and has been saved under another name.
 */
gboolean
redan_document_attach_file (RedanDocument *self, const char *store_directory, GError **error);

/**
 * redan_document_attach_untitled:
 * @origin: (nullable): the foreign file that it was imported from, or the file it is a copy of
 *
 * redan_document_attach_store() with a new key, for a document without file. The store goes with
 * the document when it is saved, and is removed when it is closed unmodified.
 */
gboolean redan_document_attach_untitled (RedanDocument *self,
                                         const char *store_directory,
                                         const char *origin,
                                         GError **error);

/** redan_document_has_store: Returns: whether commands are kept beyond the end of the process */
gboolean redan_document_has_store (RedanDocument *self);

/**
 * redan_document_check_free:
 * @store_directory: where the live stores of open documents lie
 * @error: set with %REDAN_MODEL_ERROR_IN_USE
 *
 * redan_document_save() does that itself for a document with a store; who saves one without asks
 * before.
 *
 * Returns: %FALSE when the file @path is open, in this process or another
 */
gboolean redan_document_check_free (const char *store_directory, const char *path, GError **error);

/**
 * redan_document_save:
 * @error: set with %REDAN_MODEL_ERROR_IO, %REDAN_MODEL_ERROR_IN_USE when @path is open elsewhere,
 * %REDAN_MODEL_ERROR_CHANGED when @path is the document's file and another program changed it so
 * that conflicts have to be decided first, or that it cannot be read
 *
 * Writes the canonical file as redan_file_replace() does; on failure the old file is untouched.
 * What another program wrote into the document's file since is merged before, with the lock on it
 * held, so that nothing of either is lost: see redan_document_merge_file(). With conflicts nothing
 * is saved; they are in the document, and the next save writes it. Under a new path the store goes
 * with the document.
 */
gboolean redan_document_save (RedanDocument *self, const char *path, GError **error);

/**
 * redan_document_reload:
 * @label: name for the history: "Revert to the saved file"
 *
 * Takes over the file as it is now. It is one command, so that undo brings back what was there; the
 * document is unmodified afterwards.
 */
gboolean redan_document_reload (RedanDocument *self, const char *label, GError **error);

/**
 * redan_document_merge:
 * @base: (nullable): what the model and @theirs come from
 * @label: name for the history
 * @n_conflicts_out: (out): how many conflicts the model has then that it did not have
 *
 * Takes over what @theirs changed since @base, as one command; what both changed differently becomes
 * conflicts in the model.
 *
 * Cost: that of redan_merge_new() and redan_model_difference().
 *
 * Returns: %FALSE with @error when nothing was merged
 */
gboolean redan_document_merge (RedanDocument *self,
                               const RedanModel *base,
                               const RedanModel *theirs,
                               const char *label,
                               guint *n_conflicts_out,
                               GError **error);

/**
 * redan_document_merge_file:
 * @n_conflicts_out: (out): how many conflicts the merge left in the document
 * @error: set with %REDAN_MODEL_ERROR_CHANGED when the file cannot be read; the document is
 * unchanged then
 *
 * Merges what another program wrote into the file with what was changed here since it was read or
 * saved, see redan_merge_new(); conflicts are objects of the document. In the history it is a
 * command that takes over the file and one that puts the own changes on top: undo leads to the file
 * as it is, and on to what was here. "changed" is emitted once, then "merged". Does nothing when
 * the file is as it was.
 */
gboolean redan_document_merge_file (RedanDocument *self, guint *n_conflicts_out, GError **error);

/**
 * redan_document_merge_versions:
 * @ours: the version of this side in the index of git
 * @merged: the merge of both sides there
 *
 * redan_document_merge() of @merged, which comes from @ours, together with what is in the file now,
 * as one command. A file that cannot be read, as git left it, has nothing that is not in @merged; the
 * next redan_document_save() replaces it.
 */
gboolean redan_document_merge_versions (RedanDocument *self,
                                        const RedanModel *ours,
                                        const RedanModel *merged,
                                        const char *label,
                                        guint *n_conflicts_out,
                                        GError **error);

/** redan_document_get_saved_model: Returns: (transfer none) (nullable): what the file holds, as it was
 * opened or saved; %NULL without a file. It may share strings with the model of the document */
const RedanModel *redan_document_get_saved_model (RedanDocument *self);

typedef enum
{
  REDAN_FILE_SAME,
  REDAN_FILE_CHANGED,
  REDAN_FILE_GONE,
} RedanFileState;

/** redan_document_check_file: reads the file and says whether it is still the one that was opened
 * or saved */
gboolean redan_document_check_file (RedanDocument *self, RedanFileState *state_out, GError **error);

/**
 * redan_document_barrier_async:
 *
 * Makes all commands so far survive a power loss, without waiting for the disk on this thread. The
 * window calls it 2 seconds after a command and when it loses the focus; saving and closing do it
 * too. Without new commands it costs nothing.
 */
void redan_document_barrier_async (RedanDocument *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** redan_document_barrier_finish: Returns: %FALSE with @error, %REDAN_MODEL_ERROR_STORE, when the
 * disk refused */
gboolean redan_document_barrier_finish (RedanDocument *self, GAsyncResult *result, GError **error);

/** redan_document_get_model: Returns: (transfer none): the current model; read only */
const RedanModel *redan_document_get_model (RedanDocument *self);

/** redan_document_get_path: Returns: (nullable): the file it was opened from or saved to */
const char *redan_document_get_path (RedanDocument *self);

/** redan_document_get_origin: Returns: (nullable): what a document without path was imported or
 * copied from */
const char *redan_document_get_origin (RedanDocument *self);

/** redan_document_get_kept: Returns: (nullable): key for redan_document_recover(): the unsaved
 * commands that did not fit the file any more when it was opened */
const char *redan_document_get_kept (RedanDocument *self);

/** redan_document_get_warning: Returns: (nullable): what the user should be told about the store */
const char *redan_document_get_warning (RedanDocument *self);

/** redan_document_snapshot: Returns: (transfer full): a snapshot of the current model */
RedanSnapshot *redan_document_snapshot (RedanDocument *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_apply:
 * @edit: (transfer full): the changes, made against the current model
 * @error: set with %REDAN_MODEL_ERROR
 *
 * One command: one transaction of the store, one entry of the undo history. Empty edits do nothing
 * and succeed. An edit that would make the model invalid (dangling reference, cyclic parent, bad
 * value) is refused and changes nothing.
 */
gboolean redan_document_apply (RedanDocument *self, RedanEdit *edit, GError **error);

/** redan_document_can_undo: Returns: whether there is a command to take back */
gboolean redan_document_can_undo (RedanDocument *self);

/** redan_document_can_redo: Returns: whether there is a command to do again */
gboolean redan_document_can_redo (RedanDocument *self);

/** redan_document_get_undo_label: Returns: (nullable): name of the command that undo would take
 * back */
const char *redan_document_get_undo_label (RedanDocument *self);

/** redan_document_get_redo_label: Returns: (nullable): name of the command that redo would do again
 */
const char *redan_document_get_redo_label (RedanDocument *self);

/**
 * redan_document_undo:
 * @error: set with %REDAN_MODEL_ERROR when the command cannot be read from the store or the
 * document is read only
 *
 * Takes back the last command, which there must be; "changed" is emitted with what was applied. One
 * transaction of the store.
 *
 * Returns: whether it was done
 */
gboolean redan_document_undo (RedanDocument *self, GError **error);

/** redan_document_redo: does the command again that was taken back last; otherwise like
 * redan_document_undo() */
gboolean redan_document_redo (RedanDocument *self, GError **error);

/**
 * redan_document_move_to:
 * @position: how many commands of the history are to be applied
 *
 * Undoes or redoes up to there; "changed" is emitted once, with the sum of it. When a command
 * cannot be read it stops before that one.
 */
gboolean redan_document_move_to (RedanDocument *self, guint position, GError **error);

/** redan_document_is_modified: Returns: whether there are commands since the last save */
gboolean redan_document_is_modified (RedanDocument *self);

/** redan_document_get_n_commands: Returns: length of the history; @position_out: how many of them
 * are applied */
guint redan_document_get_n_commands (RedanDocument *self, guint *position_out);

/** redan_document_get_saved_position: Returns: how many commands are applied in the file; -1
 * without a file, and when undo and redo cannot lead there any more */
gint64 redan_document_get_saved_position (RedanDocument *self);

/** redan_document_get_command_label: Returns: name of command @index of the history */
const char *redan_document_get_command_label (RedanDocument *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanRecoverable, redan_recoverable_free)

G_END_DECLS
