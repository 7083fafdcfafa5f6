/* SPDX-License-Identifier: Apache-2.0 */
/* Object ids: 16 characters of lower-case Crockford base32, random or derived from what they name. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_ID_LENGTH 16

/**
 * RedanId:
 * @text: the 16 characters, not terminated
 *
 * 80 bits, compared with memcmp() so that the order in a file is the order of the text.
 * The all-zero value (16 NUL bytes) is the null id and never stands in a file.
 */
typedef struct
{
  char text[REDAN_ID_LENGTH];
} RedanId;

/** A buffer for a terminated id. */
typedef char RedanIdText[REDAN_ID_LENGTH + 1];

/**
 * redan_id_parse:
 * @text: bytes that may be an id, need not be terminated
 * @length: number of bytes
 * @id_out: (out): set when the text is an id, else left alone
 *
 * Returns: %TRUE if @text is exactly 16 characters of the alphabet
 */
gboolean redan_id_parse (const char *text, gsize length, RedanId *id_out);

/** redan_id_random: Returns: a fresh id from getrandom(2); aborts if the kernel has no randomness */
RedanId redan_id_random (void);

/**
 * redan_id_derive:
 * @parts: (array zero-terminated=1): what the object is keyed by, for instance "decision", rule, target, direction
 *
 * Returns: base32 of the first 80 bits of SHA-256 over the parts, each followed by a NUL byte
 */
RedanId redan_id_derive (const char *const *parts);

/** redan_id_to_text: writes the 16 characters and a NUL into @text and returns it */
const char *redan_id_to_text (const RedanId *id, RedanIdText text);

gboolean redan_id_is_null (const RedanId *id);
gboolean redan_id_equal (gconstpointer a, gconstpointer b);
int redan_id_compare (gconstpointer a, gconstpointer b);
guint redan_id_hash (gconstpointer id);

G_END_DECLS
