/* SPDX-License-Identifier: Apache-2.0 */
/* Exact probabilities by binary decision diagrams (Bryant 1986), under a limit of nodes. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-chance-private.h"

/* Bounds the recursion of an operation: it goes one variable further down each time. */
#define MOST_VARIABLES 4096
#define MOST_SWEEPS 1000

#define FALSE_NODE 0u
#define TRUE_NODE 1u
#define FULL G_MAXUINT32

typedef struct
{
  guint32 variable;
  guint32 low;
  guint32 high;
} Node;

typedef struct
{
  guint32 a;
  guint32 b;
  guint32 result;
  gboolean both;
} Memo;

typedef struct
{
  Node *nodes;
  guint32 n;
  guint32 most;
  guint32 *table; /* node + 1, by hash */
  guint32 mask;
  Memo *memo;
  guint32 memo_mask;
} Diagram;

static guint32
hash_three (guint32 a, guint32 b, guint32 c)
{
  return (guint32) (redan_attack_mix (((guint64) a << 40) ^ ((guint64) b << 20) ^ c) >> 16);
}

static void
diagram_init (Diagram *self, guint32 most, guint32 n_variables)
{
  guint32 size = 1024;

  while (size < 2 * most && size < 1u << 30)
    size *= 2;
  self->most = most;
  self->nodes = g_new (Node, (gsize) most + 2);
  self->table = g_new0 (guint32, size);
  self->mask = size - 1;
  self->memo = g_new0 (Memo, size / 2);
  self->memo_mask = size / 2 - 1;
  self->nodes[FALSE_NODE] = (Node){ n_variables, FALSE_NODE, FALSE_NODE };
  self->nodes[TRUE_NODE] = (Node){ n_variables, TRUE_NODE, TRUE_NODE };
  self->n = 2;
}

static void
diagram_clear (Diagram *self)
{
  g_free (self->nodes);
  g_free (self->table);
  g_free (self->memo);
}

static guint32
make (Diagram *self, guint32 variable, guint32 low, guint32 high)
{
  guint32 slot;

  if (low == FULL || high == FULL)
    return FULL;
  if (low == high)
    return low;
  slot = hash_three (variable, low, high) & self->mask;
  for (; self->table[slot] != 0; slot = (slot + 1) & self->mask)
    {
      const Node *node = &self->nodes[self->table[slot] - 1];

      if (node->variable == variable && node->low == low && node->high == high)
        return self->table[slot] - 1;
    }
  if (self->n >= self->most)
    return FULL;
  self->nodes[self->n] = (Node){ variable, low, high };
  self->table[slot] = ++self->n;

  return self->n - 1;
}

static guint32
combine (Diagram *self, guint32 a, guint32 b, gboolean both)
{
  guint32 stop = both ? FALSE_NODE : TRUE_NODE;
  guint32 neutral = both ? TRUE_NODE : FALSE_NODE;
  Memo *memo;
  guint32 variable;
  guint32 low;
  guint32 high;
  guint32 result;

  if (a == FULL || b == FULL)
    return FULL;
  if (a == b || b == neutral || a == stop)
    return a;
  if (a == neutral || b == stop)
    return b;
  if (a > b)
    return combine (self, b, a, both);

  memo = &self->memo[hash_three (a, b, (guint32) both) & self->memo_mask];
  if (memo->a == a && memo->b == b && memo->both == both)
    return memo->result;
  variable = MIN (self->nodes[a].variable, self->nodes[b].variable);
  low = combine (self, self->nodes[a].variable == variable ? self->nodes[a].low : a,
                 self->nodes[b].variable == variable ? self->nodes[b].low : b, both);
  high = low == FULL
             ? FULL
             : combine (self, self->nodes[a].variable == variable ? self->nodes[a].high : a,
                        self->nodes[b].variable == variable ? self->nodes[b].high : b, both);
  result = make (self, variable, low, high);
  if (result != FULL)
    *memo = (Memo){ a, b, result, both };

  return result;
}

/* What a place is worth given the others. */
static guint32
pull (Diagram *self,
      const RedanAttackDraw *draw,
      const guint32 *value,
      const guint32 *own,
      guint32 place)
{
  const RedanAttackLanes *lanes = draw->lanes;
  gboolean both = lanes->is_and[place] != 0;
  guint32 result = both || lanes->start[place] != 0 ? TRUE_NODE : FALSE_NODE;

  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
    result = combine (self, result, value[lanes->in_source[i]], both);

  return combine (self, result, own[place], TRUE);
}

/* From below until nothing changes. Returns: FALSE when the diagram is full */
static gboolean
settle (Diagram *self, const RedanAttackDraw *draw, const guint32 *own, guint32 *value)
{
  gboolean again = TRUE;

  memset (value, 0, ((gsize) draw->lanes->n + 1) * sizeof (guint32));
  for (guint sweep = 0; again && sweep < MOST_SWEEPS; sweep++)
    {
      again = FALSE;
      for (guint32 i = 0; i < draw->lanes->n; i++)
        {
          guint32 now = pull (self, draw, value, own, i);

          if (now == FULL)
            return FALSE;
          again = again || now != value[i];
          value[i] = now;
        }
      again = again && !draw->lanes->acyclic;
    }

  return !again;
}

/* Nodes come after those below them. */
static double *
weigh (const Diagram *self, const RedanAttackDraw *draw)
{
  double *chance = g_new (double, (gsize) self->n + 1);

  chance[FALSE_NODE] = 0.0;
  chance[TRUE_NODE] = 1.0;
  for (guint32 i = 2; i < self->n; i++)
    {
      const Node *node = &self->nodes[i];
      double p = draw->probability[draw->variable[node->variable]];

      chance[i] = p * chance[node->high] + (1.0 - p) * chance[node->low];
    }

  return chance;
}

gboolean
redan_attack_draw_diagram (const RedanAttackDraw *self, guint32 most, double *value_out)
{
  const RedanAttackLanes *lanes = self->lanes;
  Diagram diagram;
  g_autofree guint32 *own = NULL;
  g_autofree guint32 *value = NULL;
  g_autofree double *chance = NULL;
  gboolean done;

  if (self->n_variables > MOST_VARIABLES || most < 4 || most > 1u << 28)
    return FALSE;
  diagram_init (&diagram, most, self->n_variables);
  own = g_new (guint32, (gsize) lanes->n + 1);
  value = g_new (guint32, (gsize) lanes->n + 1);
  for (guint32 i = 0; i < lanes->n; i++)
    own[i] = self->probability[i] > 0.0 ? TRUE_NODE : FALSE_NODE;
  for (guint32 i = 0; i < self->n_variables; i++)
    own[self->variable[i]] = make (&diagram, i, FALSE_NODE, TRUE_NODE);
  done = settle (&diagram, self, own, value);
  if (done)
    {
      chance = weigh (&diagram, self);
      for (guint32 i = 0; i < self->n_targets; i++)
        value_out[i] = self->target[i] == REDAN_ATTACK_NONE ? 0.0 : chance[value[self->target[i]]];
    }
  diagram_clear (&diagram);

  return done;
}
