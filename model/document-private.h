/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the document share: its fields and its history. Private to the model floor. */

#pragma once

#include "model/canonical-reader.h"
#include "model/document.h"
#include "model/file-stamp.h"
#include "model/store.h"

G_BEGIN_DECLS

/** RedanHistoryEntry: a command of the history; @edit is %NULL while it is in the store only */
typedef struct
{
  char *label;
  RedanEdit *edit;
} RedanHistoryEntry;

/**
 * RedanDocument:
 * @path: the file it was opened from or saved to; %NULL without one
 * @origin: what a document without file was imported or copied from; %NULL for nothing
 * @base: SHA-256 of the file as it was opened or saved; "" for none
 * @stamp: of that file, when it is certain
 * @base_model: (nullable): what was in that file; %NULL for none
 * @written: what was saved last, so that only changes need be read again: as much memory as file and model together; %NULL
 * before the first save
 * @kept: key of the store with unsaved commands that did not fit the file any more, or %NULL
 * @owes_base: the store could not be told what the file holds
 * @is_unfilled: the store is open, but does not hold the model yet
 * @saved: position that is in the file, -1 when undo cannot lead there any more
 */
struct _RedanDocument
{
  GObject parent_instance;

  RedanModel *model;
  char *path;
  char *origin;
  char *base;
  RedanFileStamp stamp;
  RedanModel *base_model;
  RedanReadShare *written;
  char *warning;
  char *kept;
  RedanStore *store;
  GPtrArray *history;
  guint position;
  gint64 saved;
  gboolean read_only;
  gboolean owes_base;
  gboolean is_unfilled;
};

/** redan_history_entry_new: @edit: (transfer full) (nullable) */
RedanHistoryEntry *redan_history_entry_new (const char *label, RedanEdit *edit);

/** redan_document_warn: adds a sentence to what the user should be told; @sentence nullable */
void redan_document_warn (RedanDocument *self, const char *sentence);

/** redan_document_set_model: takes over @model */
void redan_document_set_model (RedanDocument *self, RedanModel *model);

/** redan_document_notify_state: of all properties but the warning */
void redan_document_notify_state (RedanDocument *self);

/** redan_document_set_base: notes that the file with the hash @hash, taken over, holds the model as
 * it is now; forgets the stamp */
void redan_document_set_base (RedanDocument *self, char *hash);

/** redan_document_hash_file: Returns: (transfer full) (nullable): hash of the file at @path; @stamp_out: (nullable):
 * the stamp it had before it was read */
char *redan_document_hash_file (const char *path, RedanFileStamp *stamp_out, GError **error);

/** redan_document_settle: tells the store what the file holds, if that is still to be done */
void redan_document_settle (RedanDocument *self, GError **error);

/** redan_document_take_back: applies the reverse of @edit, which was applied last, to the model
 * alone */
void redan_document_take_back (RedanDocument *self, const RedanEdit *edit);

/** redan_document_append: adds a command that is applied and in the store to the history; @edit:
 * (transfer full) */
void redan_document_append (RedanDocument *self, RedanEdit *edit);

/** redan_document_tell_changed: tells that a model like @before became the one it is now */
void redan_document_tell_changed (RedanDocument *self, const RedanModel *before, const char *label);

/** redan_document_tell_merged: emits "merged" */
void redan_document_tell_merged (RedanDocument *self, guint n_conflicts, GPtrArray *notices);

/** redan_document_make_key: Returns: (transfer full): what names the store of a file: the path
 * without links, so that all ways to it lead to one store */
char *redan_document_make_key (const char *path);

/** redan_document_refuse: sets the error of a document that is read only; returns %FALSE */
gboolean redan_document_refuse (RedanDocument *self, GError **error);

G_END_DECLS
