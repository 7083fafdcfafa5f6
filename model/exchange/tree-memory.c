/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of one size in aligned chunks, whose head says the size; and whole pages of the input. */

#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/exchange/tree-memory.h"

#define CHUNK ((gsize) 64 * 1024)
#define SLAB (256 * CHUNK)
#define MAX_SLABS 256
#define GRAIN ((gsize) 8)
#define MAX_PIECE ((gsize) 512) /* larger ones are left to malloc() */
#define N_SIZES (MAX_PIECE / GRAIN + 1)

/* A freed piece. */
typedef struct _Piece Piece;

struct _Piece
{
  Piece *next;
};

/* What stands at the start of a chunk. */
typedef struct
{
  gsize n_grains; /* of each of its pieces */
} Head;

/* Pieces of one size: those that were freed, and those never used yet, from @at to @end. */
typedef struct
{
  Piece *freed;
  guint8 *at;
  guint8 *end;
} Pool;

static Pool pools[N_SIZES];
static guint8 *slabs[MAX_SLABS]; /* address space; a page costs memory once it is used */
static guint n_slabs;
static gsize used = SLAB; /* of the last slab */

static gboolean
add_chunk (Pool *pool, gsize n_grains)
{
  Head *head;

  if (used == SLAB)
    {
      void *slab = NULL;

      if (n_slabs == MAX_SLABS || posix_memalign (&slab, CHUNK, SLAB) != 0)
        return FALSE;
      slabs[n_slabs++] = slab;
      used = 0;
    }
  head = (gpointer) (slabs[n_slabs - 1] + used);
  head->n_grains = n_grains;
  pool->at = (guint8 *) (head + 1);
  pool->end = (guint8 *) head + CHUNK;
  used += CHUNK;
  return TRUE;
}

static gboolean
is_piece (const void *memory)
{
  for (guint i = n_slabs; i-- > 0;)
    {
      if ((guintptr) memory - (guintptr) slabs[i] < SLAB)
        return TRUE;
    }
  return FALSE;
}

static void *
take (size_t size)
{
  const gsize n_grains = size / GRAIN + (size % GRAIN != 0 || size == 0);
  Pool *pool;
  void *piece;

  if (size > MAX_PIECE)
    return malloc (size);

  pool = &pools[n_grains];
  if (pool->freed != NULL)
    {
      piece = pool->freed;
      pool->freed = pool->freed->next;
      return piece;
    }
  if ((gsize) (pool->end - pool->at) < n_grains * GRAIN && !add_chunk (pool, n_grains))
    return NULL;
  piece = pool->at;
  pool->at += n_grains * GRAIN;
  return piece;
}

static void
give_back (void *memory)
{
  const Head *head = (gconstpointer) ((guintptr) memory & ~((guintptr) CHUNK - 1));
  Piece *freed = memory;

  if (!is_piece (memory))
    {
      free (memory);
      return;
    }
  freed->next = pools[head->n_grains].freed;
  pools[head->n_grains].freed = freed;
}

void
redan_tree_memory_install (void)
{
  json_set_alloc_funcs (take, give_back);
}

static guintptr input_start;
static guintptr input_end;

void
redan_tree_memory_own_input (const guint8 *data, gsize length)
{
  input_start = (guintptr) data;
  input_end = input_start + length;
}

void
redan_tree_memory_let_go (const guint8 *data, gsize length)
{
  const guintptr page = (guintptr) sysconf (_SC_PAGESIZE);
  const guintptr start = MAX ((guintptr) data, input_start);
  const guintptr end = MIN ((guintptr) data + length, input_end);
  const guintptr first = (start + page - 1) / page * page;
  const guintptr last = end / page * page;

  if (first < last)
    madvise ((gpointer) first, last - first, MADV_DONTNEED);
}
