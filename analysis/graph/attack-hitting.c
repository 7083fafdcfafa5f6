/* SPDX-License-Identifier: Apache-2.0 */
/* Cheapest hitting sets by branch and bound. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-choose-private.h"
#include "analysis/graph/attack-private.h"

/* One level of the search: the items of a core that nothing hits yet, tried one after another. An
 * item that was tried is left out of everything that follows on this level. */
typedef struct
{
  guint32 core;
  guint32 next; /* position in the core */
  guint32 item; /* taken at present, REDAN_ATTACK_NONE before the first */
} Level;

typedef struct
{
  const GPtrArray *cores;
  const double *cost;
  guint32 n_items;
  guint32 *hits;    /* by core: how many of its items are taken */
  guint32 *out;     /* by item: how many levels left it out */
  guint8 *blocked;  /* by item: room for the bound */
  GArray *levels;   /* Level */
  GPtrArray *where; /* by item: GArray of the cores it is in */
  double taken;
} Search;

static const GArray *
get_core (const Search *self, guint32 number)
{
  return g_ptr_array_index (self->cores, number);
}

static void
take (Search *self, guint32 item, gint32 sign)
{
  const GArray *cores = g_ptr_array_index (self->where, item);

  for (guint i = 0; i < cores->len; i++)
    self->hits[g_array_index (cores, guint32, i)] += (guint32) sign;
  self->taken += sign * self->cost[item];
}

/* What cores without a common item cost at least; the core with the fewest items is the one to
 * branch on. Returns: INFINITY when one has no item left */
static double
bound (Search *self, guint32 *branch_out)
{
  double total = 0.0;
  guint32 fewest = G_MAXUINT32;

  memset (self->blocked, 0, self->n_items);
  *branch_out = REDAN_ATTACK_NONE;
  for (guint32 i = 0; i < self->cores->len; i++)
    {
      const GArray *core = get_core (self, i);
      double least = INFINITY;
      gboolean apart = TRUE;
      guint32 n = 0;

      if (self->hits[i] > 0)
        continue;
      for (guint j = 0; j < core->len; j++)
        {
          guint32 item = g_array_index (core, guint32, j);

          if (self->out[item] > 0)
            continue;
          n++;
          least = MIN (least, self->cost[item]);
          apart = apart && self->blocked[item] == 0;
        }
      if (n == 0)
        return INFINITY;
      if (n < fewest)
        {
          fewest = n;
          *branch_out = i;
        }
      if (!apart)
        continue;
      total += least;
      for (guint j = 0; j < core->len; j++)
        self->blocked[g_array_index (core, guint32, j)] = 1;
    }

  return total;
}

/* Takes the next item of the last level. Returns: FALSE when it has none left */
static gboolean
advance (Search *self)
{
  Level *level = &g_array_index (self->levels, Level, self->levels->len - 1);
  const GArray *core = get_core (self, level->core);

  if (level->item != REDAN_ATTACK_NONE)
    {
      take (self, level->item, -1);
      self->out[level->item]++;
    }
  while (level->next < core->len)
    {
      guint32 item = g_array_index (core, guint32, level->next++);

      /* Left out by an outer level; counted here too, so that the retreat is the same for all. */
      if (self->out[item] > 0)
        {
          self->out[item]++;
          continue;
        }
      level->item = item;
      take (self, item, 1);
      return TRUE;
    }
  level->item = REDAN_ATTACK_NONE;

  return FALSE;
}

/* Puts back what the last level left out, and drops it. */
static void
retreat (Search *self)
{
  Level level = g_array_index (self->levels, Level, self->levels->len - 1);
  const GArray *core = get_core (self, level.core);

  for (guint i = 0; i < core->len; i++)
    self->out[g_array_index (core, guint32, i)]--;
  g_array_set_size (self->levels, self->levels->len - 1);
}

static void
record (const Search *self, guint8 *hit_out)
{
  memset (hit_out, 0, self->n_items);
  for (guint i = 0; i < self->levels->len; i++)
    hit_out[g_array_index (self->levels, Level, i).item] = 1;
}

static void
search_init (Search *self, const GPtrArray *cores, guint32 n, const double *cost)
{
  self->cores = cores;
  self->cost = cost;
  self->n_items = n;
  self->hits = g_new0 (guint32, (gsize) cores->len + 1);
  self->out = g_new0 (guint32, (gsize) n + 1);
  self->blocked = g_new0 (guint8, (gsize) n + 1);
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  self->where = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint32 i = 0; i < n; i++)
    g_ptr_array_add (self->where, g_array_new (FALSE, FALSE, sizeof (guint32)));
  for (guint32 i = 0; i < cores->len; i++)
    {
      const GArray *core = g_ptr_array_index (cores, i);

      for (guint j = 0; j < core->len; j++)
        g_array_append_val (
            (GArray *) g_ptr_array_index (self->where, g_array_index (core, guint32, j)), i);
    }
}

static void
search_clear (Search *self)
{
  g_free (self->hits);
  g_free (self->out);
  g_free (self->blocked);
  g_array_unref (self->levels);
  g_ptr_array_unref (self->where);
}

gboolean
redan_attack_hit (const GPtrArray *cores,
                  guint32 n,
                  const double *cost,
                  double upper,
                  const RedanAttackBudget *budget,
                  guint64 *work,
                  guint8 *hit_out,
                  double *lower_out)
{
  Search search = { 0 };
  gboolean found = FALSE;
  gboolean down = TRUE;
  double root = 0.0;

  search_init (&search, cores, n, cost);
  for (gboolean first = TRUE; down || search.levels->len > 0; first = FALSE)
    {
      guint32 branch;
      double least;

      if (!down && !advance (&search))
        {
          retreat (&search);
          continue;
        }
      *work += cores->len + n / 8 + 1;
      if (!first && redan_attack_is_over (budget, *work))
        break;
      least = search.taken + bound (&search, &branch);
      if (first)
        root = least;
      down = least < upper && branch != REDAN_ATTACK_NONE;
      if (least < upper && branch == REDAN_ATTACK_NONE)
        {
          upper = search.taken;
          found = TRUE;
          record (&search, hit_out);
        }
      if (!down)
        continue;
      {
        const Level level = { branch, 0, REDAN_ATTACK_NONE };

        g_array_append_val (search.levels, level);
        down = FALSE;
      }
    }
  *lower_out = search.levels->len == 0 ? upper : root;
  search_clear (&search);

  return found;
}
