/* SPDX-License-Identifier: Apache-2.0 */
/* The attacks on junctions that wait for their turn. */

#include "config.h"

#include "analysis/graph/attack-labels-private.h"

#include <string.h>

#define NONE REDAN_ATTACK_NONE
#define LENGTH_SHIFT 40 /* of a number, room for the order of coming */
#define MOST_LENGTH 1000000
#define N_DRAWERS 4096
#define BLOCK_SHIFT 10
#define BLOCK (1u << BLOCK_SHIFT)
#define FEWEST_WAITING 256

G_STATIC_ASSERT (sizeof (Candidate) == 64);

static Candidate *
get_candidate (const Queue *self, guint32 candidate)
{
  return &self->blocks[candidate >> BLOCK_SHIFT][candidate & (BLOCK - 1)];
}

/* What was free last is in the cache still. */
static guint32
find_room (Queue *self)
{
  guint32 candidate = self->spare;

  if (candidate != NONE)
    {
      self->spare = get_candidate (self, candidate)->next;
      return candidate;
    }
  if (self->n == self->n_blocks * BLOCK)
    {
      self->blocks = g_renew (Candidate *, self->blocks, self->n_blocks + 1);
      self->blocks[self->n_blocks++] =
          g_aligned_alloc (BLOCK, sizeof (Candidate), sizeof (Candidate));
    }

  return self->n++;
}

static gboolean
comes_before (const Waiting *a, const Waiting *b)
{
  return a->whole != b->whole ? a->whole < b->whole : a->number < b->number;
}

static void
push_now (Queue *self, const Waiting *waiting)
{
  guint32 at = self->n_heap++;

  if (at == self->most_heap)
    {
      self->most_heap = MAX (2 * self->most_heap, FEWEST_WAITING);
      self->heap = g_renew (Waiting, self->heap, self->most_heap);
    }
  for (; at > 0 && comes_before (waiting, &self->heap[(at - 1) / 2]); at = (at - 1) / 2)
    self->heap[at] = self->heap[(at - 1) / 2];
  self->heap[at] = *waiting;
}

/* Returns: whether there is one */
static gboolean
open_drawer (Queue *self)
{
  while (self->n_heap == 0 && self->drawer + 1 < N_DRAWERS)
    {
      const Candidate *candidate;

      self->drawer++;
      for (guint32 i = self->drawers[self->drawer]; i != NONE; i = candidate->next)
        {
          candidate = get_candidate (self, i);
          if (candidate->next != NONE)
            __builtin_prefetch (get_candidate (self, candidate->next));
          push_now (self, &(const Waiting){ candidate->whole, candidate->number, i });
        }
    }

  return self->n_heap > 0;
}

static guint32
pop_waiting (Queue *self)
{
  Waiting *items = self->heap;
  const guint32 top = items[0].candidate;
  const guint32 n = --self->n_heap;
  const Waiting last = items[n];
  guint32 at = 0;

  while (2 * at + 1 < n)
    {
      guint32 child = 2 * at + 1;

      if (child + 1 < n && comes_before (&items[child + 1], &items[child]))
        child++;
      if (!comes_before (&items[child], &last))
        break;
      items[at] = items[child];
      at = child;
    }
  items[at] = last;
  /* There may be too many candidates for the cache; the next one is most likely this. */
  if (n > 0)
    __builtin_prefetch (get_candidate (self, items[0].candidate));

  return top;
}

void
attack_labels_queue_init (Queue *self, guint64 most)
{
  *self = (Queue){ .spare = NONE, .drawer_width = most / N_DRAWERS + 1 };
  self->drawers = g_new (guint32, N_DRAWERS);
  memset (self->drawers, 0xff, N_DRAWERS * sizeof (guint32));
}

void
attack_labels_queue_clear (Queue *self)
{
  for (guint32 i = 0; i < self->n_blocks; i++)
    g_aligned_free (self->blocks[i]);
  g_clear_pointer (&self->blocks, g_free);
  g_clear_pointer (&self->drawers, g_free);
  g_clear_pointer (&self->heap, g_free);
}

void
attack_labels_queue_push (Queue *self, Candidate *candidate, guint64 length)
{
  const guint32 drawer = (guint32) MIN (candidate->whole / self->drawer_width, N_DRAWERS - 1);
  guint32 number = find_room (self);

  candidate->number = MIN (length, MOST_LENGTH) << LENGTH_SHIFT | self->sequence++;
  candidate->next = NONE;
  if (drawer <= self->drawer)
    push_now (self, &(const Waiting){ candidate->whole, candidate->number, number });
  else
    {
      candidate->next = self->drawers[drawer];
      self->drawers[drawer] = number;
    }
  *get_candidate (self, number) = *candidate;
}

gboolean
attack_labels_queue_pop (Queue *self, Candidate *candidate_out)
{
  guint32 number;
  Candidate *candidate;

  if (!open_drawer (self))
    return FALSE;
  number = pop_waiting (self);
  candidate = get_candidate (self, number);
  *candidate_out = *candidate;
  candidate->next = self->spare;
  self->spare = number;

  return TRUE;
}

guint32
attack_labels_queue_get_length (const Candidate *candidate)
{
  return (guint32) (candidate->number >> LENGTH_SHIFT);
}
