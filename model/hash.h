/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: what files, packs, texts and derived ids are known by. */

#pragma once

#include <glib.h>
#include <nettle/sha2.h>

G_BEGIN_DECLS

#define REDAN_HASH_SIZE SHA256_DIGEST_SIZE

/** RedanHash: what was added so far; lives where its user puts it and owns nothing */
typedef struct
{
  struct sha256_ctx context;
} RedanHash;

void redan_hash_init (RedanHash *self);
void redan_hash_add (RedanHash *self, gconstpointer data, gsize length);

/** redan_hash_add_text: without its end: whoever adds several texts marks where one ends */
void redan_hash_add_text (RedanHash *self, const char *text);

/** redan_hash_add_item: a text and its end, so that no two lists of texts are the same; NULL counts as "" */
void redan_hash_add_item (RedanHash *self, const char *text);

/** redan_hash_finish: @self is as new after it */
void redan_hash_finish (RedanHash *self, guint8 digest[REDAN_HASH_SIZE]);

/** redan_hash_finish_text: Returns: (transfer full): redan_hash_finish() in hexadecimal, small letters */
char *redan_hash_finish_text (RedanHash *self) G_GNUC_WARN_UNUSED_RESULT;

/** redan_hash_bytes: Returns: (transfer full): the hash in hexadecimal */
char *redan_hash_bytes (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

/** redan_hash_text: Returns: (transfer full): the hash in hexadecimal */
char *redan_hash_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
