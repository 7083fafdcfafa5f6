/* SPDX-License-Identifier: Apache-2.0 */
/* The document: a model whose every edit is a named command, undoable, and durable in the live
 * store when one is attached. */

#pragma once

#include <glib-object.h>

#include "model/edit.h"
#include "model/snapshot.h"

G_BEGIN_DECLS

#define REDAN_TYPE_DOCUMENT (redan_document_get_type ())
G_DECLARE_FINAL_TYPE (RedanDocument, redan_document, REDAN, DOCUMENT, GObject)

/**
 * RedanDocument:
 *
 * Signals: "changed" (after every applied, undone or redone command; argument: the RedanEdit that
 * was applied, as applied). Properties: "can-undo", "can-redo", "modified" (differs from the saved
 * file), "title", "warning". A command that was applied without error is in the live store, when
 * one is attached, and survives the end of the process.
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
 *
 * A store that is damaged or newer is set aside (renamed), never deleted, and named in a warning
 * property.
 *
 * Returns: (transfer full) (nullable): the document
 */
RedanDocument *redan_document_open (RedanSchema *schema,
                                    const char *path,
                                    const char *store_directory,
                                    gboolean *recovered_out,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_document_attach_store:
 *
 * Puts the current model and all further commands into the store of @key (a path or, for an unsaved
 * document, an id).
 */
gboolean redan_document_attach_store (RedanDocument *self,
                                      const char *store_directory,
                                      const char *key,
                                      GError **error);

/**
 * redan_document_save:
 * @error: set with %REDAN_MODEL_ERROR_IO, also when @path is the document's file and another
 * program changed it
 *
 * Writes the canonical file; on failure the old file, the document and its store are untouched.
 * Under a new path the store goes with the document.
 */
gboolean redan_document_save (RedanDocument *self, const char *path, GError **error);

/**
 * redan_document_barrier:
 *
 * Makes all commands so far survive a power loss; done by saving and closing. The window calls it
 * every 2 seconds and when it loses the focus; without new commands it costs nothing.
 */
gboolean redan_document_barrier (RedanDocument *self, GError **error);

/** redan_document_get_model: Returns: (transfer none): the current model; read only */
const RedanModel *redan_document_get_model (RedanDocument *self);

/** redan_document_get_path: Returns: (nullable): the file it was opened from or saved to */
const char *redan_document_get_path (RedanDocument *self);

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

gboolean redan_document_can_undo (RedanDocument *self);
gboolean redan_document_can_redo (RedanDocument *self);

/** redan_document_get_undo_label: Returns: (nullable): name of the command that undo would take
 * back */
const char *redan_document_get_undo_label (RedanDocument *self);
const char *redan_document_get_redo_label (RedanDocument *self);
gboolean redan_document_undo (RedanDocument *self, GError **error);
gboolean redan_document_redo (RedanDocument *self, GError **error);

/** redan_document_is_modified: Returns: whether there are commands since the last save */
gboolean redan_document_is_modified (RedanDocument *self);

/** redan_document_get_n_commands: Returns: length of the history; @position_out: how many of them
 * are applied */
guint redan_document_get_n_commands (RedanDocument *self, guint *position_out);

/** redan_document_get_command_label: Returns: name of command @index of the history */
const char *redan_document_get_command_label (RedanDocument *self, guint index);

G_END_DECLS
