/* SPDX-License-Identifier: Apache-2.0 */
/* Object ids: parsing, drawing, deriving and comparing. */

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "model/id.h"
#include "model/hash.h"

#define ID_BYTES 10

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static gboolean
is_id_character (char c)
{
  if (c >= '0' && c <= '9')
    return TRUE;
  return c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u';
}

static RedanId
encode (const guint8 bytes[ID_BYTES])
{
  RedanId id;

  for (guint group = 0; group < 2; group++)
    {
      guint64 bits = 0;
      for (guint i = 0; i < 5; i++)
        bits = bits << 8 | bytes[group * 5 + i];
      for (guint i = 0; i < 8; i++)
        id.text[group * 8 + i] = alphabet[bits >> (35 - 5 * i) & 31];
    }

  return id;
}

gboolean
redan_id_parse (const char *text, gsize length, RedanId *id_out)
{
  if (length != REDAN_ID_LENGTH)
    return FALSE;
  for (guint i = 0; i < REDAN_ID_LENGTH; i++)
    if (!is_id_character (text[i]))
      return FALSE;

  memcpy (id_out->text, text, REDAN_ID_LENGTH);
  return TRUE;
}

RedanId
redan_id_random (void)
{
  guint8 bytes[ID_BYTES];
  gsize filled = 0;

  while (filled < sizeof bytes)
    {
      gssize n = getrandom (bytes + filled, sizeof bytes - filled, 0);
      if (n < 0 && errno != EINTR)
        g_error ("getrandom: %s", g_strerror (errno));
      if (n > 0)
        filled += n;
    }

  return encode (bytes);
}

RedanId
redan_id_derive (const char *const *parts)
{
  RedanHash hash;
  guint8 digest[REDAN_HASH_SIZE];

  redan_hash_init (&hash);
  for (guint i = 0; parts[i] != NULL; i++)
    redan_hash_add_item (&hash, parts[i]);
  redan_hash_finish (&hash, digest);

  return encode (digest);
}

const char *
redan_id_to_text (const RedanId *id, RedanIdText text)
{
  memcpy (text, id->text, REDAN_ID_LENGTH);
  text[REDAN_ID_LENGTH] = '\0';
  return text;
}

gboolean
redan_id_is_null (const RedanId *id)
{
  static const RedanId null_id;

  return memcmp (id, &null_id, sizeof null_id) == 0;
}

gboolean
redan_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (RedanId)) == 0;
}

int
redan_id_compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (RedanId));
}

guint
redan_id_hash (gconstpointer id)
{
  guint64 words[2];

  memcpy (words, id, sizeof words);
  guint64 mixed = (words[0] ^ words[1] >> 29) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  mixed = (mixed ^ words[1] ^ mixed >> 32) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return (guint) (mixed >> 32);
}
