/* SPDX-License-Identifier: Apache-2.0 */
/* A pool of immutable strings: equal interned strings are the same pointer, and live as long as the pool. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RedanStrings RedanStrings;

/** redan_strings_new: Returns: (transfer full): an empty pool */
RedanStrings *redan_strings_new (void) G_GNUC_WARN_UNUSED_RESULT;
RedanStrings *redan_strings_ref (RedanStrings *self);
void redan_strings_unref (RedanStrings *self);

/**
 * redan_strings_intern:
 * @text: bytes without NUL, need not be terminated
 * @length: number of bytes, or -1 when @text is terminated
 *
 * Any thread may intern: a trial in the background works on a copy of the model, which shares the pool. Which number a new
 * string gets then hangs on which thread came first. Cost: O(length) expected.
 *
 * Returns: (transfer none): the one terminated copy of @text in this pool
 */
const char *redan_strings_intern (RedanStrings *self, const char *text, gssize length);

/**
 * redan_strings_store:
 *
 * Like redan_strings_intern(), without looking for an equal string: for names and texts that seldom repeat.
 * The result never equals another string by pointer.
 */
const char *redan_strings_store (RedanStrings *self, const char *text, gssize length);

/**
 * redan_strings_index:
 * @interned: a string returned by redan_strings_intern() of this pool
 *
 * Returns: its number, 0 upwards in the order of first interning; O(1)
 */
guint redan_strings_index (const RedanStrings *self, const char *interned);

/** redan_strings_nth: Returns: (transfer none): the interned string of number @index */
const char *redan_strings_nth (const RedanStrings *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanStrings, redan_strings_unref)

G_END_DECLS
