/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the document share: its fields and its history. Private to the model floor. */

#pragma once

#include "model/document.h"
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
 * @saved_model: what the file holds, as far as this document knows; %NULL without a file
 * @kept: key of the store with unsaved commands that did not fit the file any more, or %NULL
 * @is_unfilled: the store is open, but does not hold the model yet
 * @saved: position that is in the file, -1 when undo cannot lead there any more
 */
struct _RedanDocument
{
  GObject parent_instance;

  RedanModel *model;
  RedanModel *saved_model;
  char *path;
  char *origin;
  char *base;
  char *warning;
  char *kept;
  RedanStore *store;
  GPtrArray *history;
  guint position;
  gint64 saved;
  gboolean read_only;
  gboolean is_unfilled;
};

/** redan_history_entry_new: @edit: (transfer full) (nullable) */
RedanHistoryEntry *redan_history_entry_new (const char *label, RedanEdit *edit);

/** redan_document_warn: adds a sentence to what the user should be told; @sentence nullable */
void redan_document_warn (RedanDocument *self, const char *sentence);

/** redan_document_set_model: takes over @model */
void redan_document_set_model (RedanDocument *self, RedanModel *model);

/** redan_document_remember_saved: @model is what the file holds; a copy is kept, which is cheap */
void redan_document_remember_saved (RedanDocument *self, const RedanModel *model);

/** redan_document_notify_state: of all properties but the warning */
void redan_document_notify_state (RedanDocument *self);

/** redan_document_make_key: Returns: (transfer full): what names the store of a file: the path
 * without links, so that all ways to it lead to one store */
char *redan_document_make_key (const char *path);

/** redan_document_refuse: sets the error of a document that is read only; returns %FALSE */
gboolean redan_document_refuse (RedanDocument *self, GError **error);

G_END_DECLS
