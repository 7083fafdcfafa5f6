/* SPDX-License-Identifier: Apache-2.0 */
/* Repairs the values of the cheapest attacks after some nodes changed. Private to the floor. */

#pragma once

#include "analysis/graph/attack-private.h"

G_BEGIN_DECLS

/**
 * RedanAttackRepair: room for one repair after another
 * @log: what the last repair changed, for redan_attack_repair_undo()
 */
typedef struct _RedanAttackRepair
{
  const RedanAttackGraph *graph;
  guint8 *is_entry;
  guint8 *is_affected;
  RedanAttackHeap heap;
  GArray *affected; /* guint32 */
  GArray *log;
} RedanAttackRepair;

/** redan_attack_repair_init: @graph: without weights and seeds; @scenario: its entries */
void redan_attack_repair_init (RedanAttackRepair *self,
                               const RedanAttackGraph *graph,
                               const RedanAttackScenario *scenario);
void redan_attack_repair_clear (RedanAttackRepair *self);

/**
 * redan_attack_repair_run:
 * @removed: as it is now
 * @own: by node, the costs as they are now
 * @changed: (array length=n): nodes that were or are removed, or AND nodes with another cost than
 * before
 * @goal: end as soon as its value is known, the others are then preliminary; REDAN_ATTACK_NONE to
 * go on to the end
 * @value, @via: as redan_attack_cheapest() with REDAN_ATTACK_TOTAL left them before the change
 *
 * Ramalingam and Reps (1996), in a simple form: what may hang on something that became dearer is
 * worked out anew from what does not, then whatever became cheaper is passed on. The values are
 * those of a search from the start, to the last bit; of equally cheap ways @via may take another.
 *
 * Cost: O(edges of what changes * log of that).
 */
void redan_attack_repair_run (RedanAttackRepair *self,
                              const guint8 *removed,
                              const double *own,
                              const guint32 *changed,
                              guint32 n,
                              guint32 goal,
                              double *value,
                              guint32 *via);

/** redan_attack_repair_undo: puts back what the last repair changed */
void redan_attack_repair_undo (RedanAttackRepair *self, double *value, guint32 *via);

/** redan_attack_find_ways: fills @via_out from the values alone, in the same way whatever they were
 * before: breadth first from the entries. O(nodes + edges) */
void redan_attack_find_ways (const RedanAttackGraph *graph,
                             const RedanAttackScenario *scenario,
                             const double *own,
                             const double *value,
                             guint32 *via_out);

G_END_DECLS
