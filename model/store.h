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
 * @warning_out: (out) (transfer full) (nullable): set when a damaged or newer store was set aside
 * @error: set with %REDAN_MODEL_ERROR_STORE, in particular when a living process has the store
 *
 * Returns: (transfer full) (nullable): the store, locked for this process
 */
RedanStore *redan_store_open (const char *directory,
                              const char *key,
                              char **warning_out,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

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
 * not checked); error when it is damaged or the schema lacks a field
 */
RedanModel *redan_store_load_model (RedanStore *self, RedanSchema *schema, GError **error);

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

/** redan_store_rekey: moves the store to another key; what is there is replaced, or set aside when
 * it has unsaved commands */
RedanStore *
redan_store_rekey (RedanStore *self, const char *key, char **warning_out, GError **error);

/** redan_store_barrier: makes all commits so far survive a power loss; does nothing when they do */
gboolean redan_store_barrier (RedanStore *self, GError **error);

G_END_DECLS
