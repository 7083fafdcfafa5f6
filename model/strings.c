/* SPDX-License-Identifier: Apache-2.0 */
/* String pool: an arena for the bytes, an open-addressing table to find equal strings. */

#include <string.h>

#include "model/strings.h"

#define BLOCK_SIZE (256 * 1024)
#define FIRST_PAGE 1024
#define N_PAGES 22
#define NOT_INTERNED G_MAXUINT32

typedef struct _Block Block;

struct _Block
{
  Block *next;
  char bytes[];
};

typedef struct
{
  guint32 hash;
  guint32 number; /* index + 1; 0 for an empty slot */
} Slot;

/* Pages of pointers that never move, so that a reading thread is not disturbed by interning: page p
 * holds FIRST_PAGE << p pointers. */
struct _RedanStrings
{
  gatomicrefcount references;
  GMutex mutex; /* of all that interning changes */
  guint64 seed;
  Block *blocks;
  char *free_start;
  gsize free_length;
  Slot *slots;
  guint32 mask;
  guint32 n_interned;
  const char **pages[N_PAGES];
};

static guint32
hash_bytes (const RedanStrings *self, const char *text, gsize length)
{
  guint64 hash = self->seed ^ length * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
      hash ^= hash >> 32;
    }
  if (length > 0)
    {
      word = 0;
      memcpy (&word, text, length);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
      hash ^= hash >> 32;
    }

  return (guint32) ((hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32);
}

static char *
allocate (RedanStrings *self, gsize size)
{
  if (size > BLOCK_SIZE / 4)
    {
      Block *block = g_malloc (sizeof (Block) + size);
      block->next = self->blocks;
      self->blocks = block;
      return block->bytes;
    }

  if (size > self->free_length)
    {
      Block *block = g_malloc (sizeof (Block) + BLOCK_SIZE);
      block->next = self->blocks;
      self->blocks = block;
      self->free_start = block->bytes;
      self->free_length = BLOCK_SIZE;
    }

  char *result = self->free_start;
  self->free_start += size;
  self->free_length -= size;
  return result;
}

/* Every string stands behind the 4 bytes of its number, unaligned. */
static const char *
add_text (RedanStrings *self, const char *text, gsize length, guint32 number)
{
  char *bytes = allocate (self, sizeof number + length + 1);

  memcpy (bytes, &number, sizeof number);
  bytes += sizeof number;
  memcpy (bytes, text, length);
  bytes[length] = '\0';
  return bytes;
}

static const char **
page_slot (const RedanStrings *self, guint32 index, guint *page_out)
{
  guint page = g_bit_storage (index / FIRST_PAGE + 1) - 1;
  guint32 start = FIRST_PAGE * ((1u << page) - 1);

  *page_out = page;
  return self->pages[page] == NULL ? NULL : self->pages[page] + (index - start);
}

static void
add_to_pages (RedanStrings *self, const char *text, guint32 index)
{
  guint page;
  const char **place = page_slot (self, index, &page);

  if (place == NULL)
    {
      g_assert (page < N_PAGES);
      self->pages[page] = g_new (const char *, (gsize) FIRST_PAGE << page);
      place = page_slot (self, index, &page);
    }
  *place = text;
}

static void
grow (RedanStrings *self)
{
  guint32 old_mask = self->mask;
  Slot *old_slots = self->slots;

  self->mask = old_mask * 2 + 1;
  self->slots = g_new0 (Slot, (gsize) self->mask + 1);
  for (gsize i = 0; i <= old_mask; i++)
    {
      if (old_slots[i].number == 0)
        continue;
      guint32 at = old_slots[i].hash & self->mask;
      while (self->slots[at].number != 0)
        at = (at + 1) & self->mask;
      self->slots[at] = old_slots[i];
    }
  g_free (old_slots);
}

RedanStrings *
redan_strings_new (void)
{
  RedanStrings *self = g_new0 (RedanStrings, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  self->mask = 255;
  self->slots = g_new0 (Slot, (gsize) self->mask + 1);
  return self;
}

RedanStrings *
redan_strings_ref (RedanStrings *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_strings_unref (RedanStrings *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  while (self->blocks != NULL)
    {
      Block *block = self->blocks;
      self->blocks = block->next;
      g_free (block);
    }
  for (guint i = 0; i < N_PAGES; i++)
    g_free (self->pages[i]);
  g_free (self->slots);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* @hash: of the @n bytes of @text; the mutex is held */
static const char *
intern (RedanStrings *self, const char *text, gsize n, guint32 hash)
{
  guint32 at = hash & self->mask;

  for (; self->slots[at].number != 0; at = (at + 1) & self->mask)
    {
      if (self->slots[at].hash != hash)
        continue;
      const char *known = redan_strings_nth (self, self->slots[at].number - 1);
      if (strncmp (known, text, n) == 0 && known[n] == '\0')
        return known;
    }

  guint32 index = self->n_interned;
  const char *added = add_text (self, text, n, index);
  add_to_pages (self, added, index);
  self->slots[at] = (Slot){ hash, index + 1 };
  self->n_interned++;
  if (self->n_interned > self->mask / 4 * 3)
    grow (self);
  return added;
}

const char *
redan_strings_intern (RedanStrings *self, const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  guint32 hash = hash_bytes (self, text, n);
  const char *interned = NULL;

  g_mutex_lock (&self->mutex);
  interned = intern (self, text, n, hash);
  g_mutex_unlock (&self->mutex);
  return interned;
}

const char *
redan_strings_store (RedanStrings *self, const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  const char *stored = NULL;

  g_mutex_lock (&self->mutex);
  stored = add_text (self, text, n, NOT_INTERNED);
  g_mutex_unlock (&self->mutex);
  return stored;
}

guint
redan_strings_index (const RedanStrings *self, const char *interned)
{
  guint32 number;

  memcpy (&number, interned - sizeof number, sizeof number);
  return number;
}

const char *
redan_strings_nth (const RedanStrings *self, guint index)
{
  guint page;

  return *page_slot (self, index, &page);
}
