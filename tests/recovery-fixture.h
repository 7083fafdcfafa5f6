/* SPDX-License-Identifier: Apache-2.0 */
/* A document in a directory of its own, with its stores, for the tests of what is never lost. */

#pragma once

#include "model/document.h"
#include "model/store.h"

G_BEGIN_DECLS

/** recovery_schema: of all models of the program; made by its main() */
extern RedanSchema *recovery_schema;

/* A model to begin with, an empty directory for stores, and the name of a file that is not there
 * yet.
 */
typedef struct
{
  GRand *random;
  RedanModel *model;
  char *directory;
  char *path;
  char *stores;
} Fixture;

void recovery_set_up (Fixture *self, gconstpointer seed);
void recovery_tear_down (Fixture *self, gconstpointer seed);
/** document_bytes: Returns: (transfer full): the model in its canonical form */
GBytes *document_bytes (RedanDocument *document);

void assert_bytes (RedanDocument *document, GBytes *expected);
void assert_file (const char *path, GBytes *expected);
/** work: makes commands until there are @n more */
void work (Fixture *self, RedanDocument *document, guint n);

void undo_all (RedanDocument *document);
void redo_all (RedanDocument *document);
/** new_untitled: a document that was never saved */
RedanDocument *new_untitled (Fixture *self, const char *origin);

/** new_saved: a document whose file is at @path */
RedanDocument *new_saved (Fixture *self);

/** list_quietly: what is offered after a crash, with no warning */
GPtrArray *list_quietly (Fixture *self);

/** find_only: the one unsaved document that there is to be */
RedanRecoverable *find_only (GPtrArray *list);

/** recover_only: opens it */
RedanDocument *recover_only (Fixture *self);

/** count_stores: how many stores lie there */
guint count_stores (Fixture *self);

G_END_DECLS
