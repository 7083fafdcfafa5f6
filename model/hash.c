/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 by nettle, which uses the instructions of the processor: GLib's takes eight times as
 * long, which was a third of a save. */

#include "model/hash.h"

#include <string.h>

void
redan_hash_init (RedanHash *self)
{
  sha256_init (&self->context);
}

void
redan_hash_add (RedanHash *self, gconstpointer data, gsize length)
{
  sha256_update (&self->context, length, data);
}

void
redan_hash_add_text (RedanHash *self, const char *text)
{
  redan_hash_add (self, text, strlen (text));
}

void
redan_hash_add_item (RedanHash *self, const char *text)
{
  const char *given = text != NULL ? text : "";

  redan_hash_add (self, given, strlen (given) + 1);
}

void
redan_hash_finish (RedanHash *self, guint8 digest[REDAN_HASH_SIZE])
{
  sha256_digest (&self->context, REDAN_HASH_SIZE, digest);
}

char *
redan_hash_finish_text (RedanHash *self)
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[REDAN_HASH_SIZE];
  char *text = g_malloc (2 * REDAN_HASH_SIZE + 1);

  redan_hash_finish (self, digest);
  for (guint i = 0; i < REDAN_HASH_SIZE; i++)
    {
      text[2 * i] = digits[digest[i] >> 4];
      text[2 * i + 1] = digits[digest[i] & 15];
    }
  text[2 * REDAN_HASH_SIZE] = '\0';
  return text;
}

char *
redan_hash_bytes (GBytes *bytes)
{
  RedanHash hash;
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  redan_hash_init (&hash);
  redan_hash_add (&hash, data, length);
  return redan_hash_finish_text (&hash);
}

char *
redan_hash_text (const char *text)
{
  RedanHash hash;

  redan_hash_init (&hash);
  redan_hash_add_text (&hash, text);
  return redan_hash_finish_text (&hash);
}
