/* SPDX-License-Identifier: Apache-2.0 */
/* Which element of a Threat Dragon diagram a loose end of a line touches. */

#include "config.h"

#include "model/exchange/threat-dragon-private.h"

#define NEAR 12.0 /* px from a box at which a loose end is taken to touch it; the grid has 10 */
#define MAX_LOOKED 4000000 /* boxes compared with ends in a diagram, some 10 ms */

const RedanDragonCell *
redan_dragon_find_touched (RedanDragon *self, RedanNode *end)
{
  const RedanDragonCell *found = NULL;
  double x;
  double y;

  if (!redan_relay_number (end, "x", &x) || !redan_relay_number (end, "y", &y))
    return NULL;
  for (guint i = 0; i < self->drawn->len && self->n_looked < MAX_LOOKED; i++)
    {
      const RedanDragonCell *cell = g_ptr_array_index (self->drawn, i);
      const double *box = cell->box;

      self->n_looked++;
      if (cell->section != REDAN_SECTION_ELEMENT || !cell->has_box || x < box[0] - NEAR ||
          y < box[1] - NEAR || x > box[0] + box[2] + NEAR || y > box[1] + box[3] + NEAR)
        continue;
      if (found == NULL || box[2] * box[3] < found->box[2] * found->box[3])
        found = cell;
    }
  return found;
}
