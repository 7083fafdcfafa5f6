/* SPDX-License-Identifier: Apache-2.0 */
/* The directory of a ZIP archive and the files that it names. */

#include "config.h"

#include "model/exchange/zip.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/inflate.h"

#define MAX_ENTRIES 10000
#define MAX_TOTAL ((gsize) 256 * 1024 * 1024)
#define MAX_COMMENT 65535
#define END_SIZE 22
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
#define STORED 0
#define DEFLATED 8
#define ENCRYPTED 1

typedef struct
{
  guint flags;
  guint method;
  gsize packed;
  gsize size;
  gsize local; /* offset of the local head */
} Entry;

struct _RedanZip
{
  const guint8 *data;
  gsize length;
  gsize total; /* what was read so far */
  GHashTable *entries;
};

static guint
get_16 (const guint8 *at)
{
  return (guint) at[0] | (guint) at[1] << 8;
}

static gsize
get_32 (const guint8 *at)
{
  return (gsize) get_16 (at) | (gsize) get_16 (at + 2) << 16;
}

static gpointer
fail (RedanModelError code, GError **error, const char *message)
{
  g_set_error_literal (error, REDAN_MODEL_ERROR, (int) code, message);
  return NULL;
}

gboolean
redan_zip_looks_like (const guint8 *data, gsize length)
{
  return length >= 4 && memcmp (data, "PK\003\004", 4) == 0;
}

void
redan_zip_free (RedanZip *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* A comment of any length may stand behind the end record. */
static const guint8 *
find_end (const guint8 *data, gsize length)
{
  const gsize furthest = MIN (length, (gsize) END_SIZE + MAX_COMMENT);

  for (gsize back = END_SIZE; back <= furthest; back++)
    {
      const guint8 *at = data + length - back;

      if (memcmp (at, "PK\005\006", 4) == 0 && get_16 (at + 20) <= back - END_SIZE)
        return at;
    }
  return NULL;
}

/* Returns: length of the entry in the directory, 0 when it is damaged */
static gsize
read_entry (RedanZip *self, const guint8 *at, gsize left)
{
  gsize name_length;
  gsize whole;
  Entry *entry;
  char *name;

  if (left < ENTRY_SIZE || memcmp (at, "PK\001\002", 4) != 0)
    return 0;
  name_length = get_16 (at + 28);
  whole = ENTRY_SIZE + name_length + get_16 (at + 30) + get_16 (at + 32);
  if (whole > left)
    return 0;
  name = g_strndup ((const char *) at + ENTRY_SIZE, name_length);
  entry = g_new (Entry, 1);
  *entry = (Entry){ get_16 (at + 8), get_16 (at + 10), get_32 (at + 20), get_32 (at + 24),
                    get_32 (at + 42) };
  if (g_hash_table_contains (self->entries, name))
    {
      g_free (name);
      g_free (entry);
    }
  else
    g_hash_table_insert (self->entries, name, entry);
  return whole;
}

RedanZip *
redan_zip_open (const guint8 *data, gsize length, GError **error)
{
  const guint8 *end = length >= END_SIZE ? find_end (data, length) : NULL;
  const guint n = end != NULL ? get_16 (end + 10) : 0;
  gsize at = end != NULL ? get_32 (end + 16) : 0;
  g_autoptr (RedanZip) self = NULL;

  if (end == NULL)
    return fail (REDAN_MODEL_ERROR_SYNTAX, error,
                 _ ("the archive has no directory at its end; it may be cut, save it again"));
  if (n > MAX_ENTRIES)
    return fail (REDAN_MODEL_ERROR_LIMIT, error,
                 _ ("the archive has more than 10,000 files; split the drawing"));
  self = g_new0 (RedanZip, 1);
  self->data = data;
  self->length = length;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < n; i++)
    {
      const gsize whole = at < length ? read_entry (self, data + at, length - at) : 0;

      if (whole == 0)
        return fail (REDAN_MODEL_ERROR_SYNTAX, error,
                     _ ("the directory of the archive is damaged; save the drawing again"));
      at += whole;
    }
  return g_steal_pointer (&self);
}

gboolean
redan_zip_has (const RedanZip *self, const char *name)
{
  return g_hash_table_contains (self->entries, name);
}

/* Returns: (nullable): where the packed bytes of an entry start */
static const guint8 *
find_content (const RedanZip *self, const Entry *entry)
{
  const guint8 *local = self->data + entry->local;
  gsize head;

  if (entry->local > self->length || self->length - entry->local < LOCAL_SIZE ||
      memcmp (local, "PK\003\004", 4) != 0)
    return NULL;
  head = LOCAL_SIZE + get_16 (local + 26) + get_16 (local + 28);
  if (head > self->length - entry->local || entry->packed > self->length - entry->local - head)
    return NULL;
  return local + head;
}

GBytes *
redan_zip_read (RedanZip *self, const char *name, GError **error)
{
  const Entry *entry = g_hash_table_lookup (self->entries, name);
  const guint8 *content = entry != NULL ? find_content (self, entry) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (entry == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("the archive has no file %s; save the drawing again"), name);
      return NULL;
    }
  if (content == NULL)
    return fail (REDAN_MODEL_ERROR_SYNTAX, error,
                 _ ("a file in the archive lies outside of it; save the drawing again"));
  if ((entry->flags & ENCRYPTED) != 0)
    return fail (REDAN_MODEL_ERROR_FORMAT, error,
                 _ ("the archive is encrypted; save the drawing without a password"));
  if (entry->method == STORED)
    bytes = g_bytes_new (content, entry->packed);
  else if (entry->method == DEFLATED)
    bytes = redan_inflate (content, entry->packed, FALSE, error);
  else
    return fail (REDAN_MODEL_ERROR_FORMAT, error,
                 _ ("the archive is packed in a way that is not known; save the drawing again"));
  if (bytes == NULL)
    return NULL;
  self->total += g_bytes_get_size (bytes);
  if (self->total > MAX_TOTAL)
    return fail (REDAN_MODEL_ERROR_LIMIT, error,
                 _ ("the archive unpacks to more than 256 MiB; split the drawing"));
  return g_steal_pointer (&bytes);
}
