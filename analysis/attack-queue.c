/* SPDX-License-Identifier: Apache-2.0 */
/* A binary heap of nodes that wait in a search. */

#include "config.h"

#include "analysis/attack-private.h"

void
attack_queue_push (GArray *queue, Queued item)
{
  guint at = queue->len;
  Queued *items;

  g_array_append_val (queue, item);
  items = (Queued *) (gpointer) queue->data;
  for (; at > 0 && items[(at - 1) / 2].cost > item.cost; at = (at - 1) / 2)
    items[at] = items[(at - 1) / 2];
  items[at] = item;
}

Queued
attack_queue_pop (GArray *queue)
{
  Queued *items = (Queued *) (gpointer) queue->data;
  Queued top = items[0];
  Queued last = items[queue->len - 1];
  guint at = 0;

  g_array_set_size (queue, queue->len - 1);
  while (2 * at + 1 < queue->len)
    {
      guint child = 2 * at + 1;

      if (child + 1 < queue->len && items[child + 1].cost < items[child].cost)
        child++;
      if (items[child].cost >= last.cost)
        break;
      items[at] = items[child];
      at = child;
    }
  if (queue->len > 0)
    items[at] = last;

  return top;
}
