/* SPDX-License-Identifier: Apache-2.0 */
/* All minimal sets of items up to a size: a tree of hitting sets, level by level. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-choose-private.h"
#include "analysis/graph/attack-private.h"

typedef struct
{
  RedanAttackTester tester;
  GPtrArray *cores; /* GArray of guint32 */
  GPtrArray *found; /* GBytes of guint32, ascending */
  guint8 *chosen;
} Tree;

static const guint32 *
get_items (const GBytes *set, guint *n_out)
{
  gsize size;
  const guint32 *items = g_bytes_get_data ((GBytes *) set, &size);

  *n_out = (guint) (size / sizeof (guint32));
  return items;
}

static gboolean
contains_set (const guint32 *items, guint n, const GBytes *part)
{
  guint n_part;
  const guint32 *wanted = get_items (part, &n_part);
  guint at = 0;

  for (guint i = 0; i < n_part; i++, at++)
    {
      while (at < n && items[at] < wanted[i])
        at++;
      if (at == n || items[at] != wanted[i])
        return FALSE;
    }

  return TRUE;
}

static gboolean
contains_found (const Tree *self, const GBytes *set)
{
  guint n;
  const guint32 *items = get_items (set, &n);

  for (guint i = 0; i < self->found->len; i++)
    if (contains_set (items, n, g_ptr_array_index (self->found, i)))
      return TRUE;

  return FALSE;
}

/* A core that the chosen items do not hit: one that is known, or a new one. */
static const GArray *
find_core (Tree *self)
{
  GArray *core;

  for (guint i = 0; i < self->cores->len; i++)
    {
      gboolean hit = FALSE;

      core = g_ptr_array_index (self->cores, i);
      for (guint j = 0; j < core->len && !hit; j++)
        hit = self->chosen[g_array_index (core, guint32, j)] != 0;
      self->tester.work += core->len;
      if (!hit)
        return core;
    }
  core = redan_attack_tester_find_core (&self->tester, self->chosen);
  g_ptr_array_add (self->cores, core);

  return core;
}

static GBytes *
add_item (const GBytes *set, guint32 item)
{
  guint n;
  const guint32 *items = get_items (set, &n);
  guint32 *longer = g_new (guint32, (gsize) n + 1);
  guint at = 0;

  while (at < n && items[at] < item)
    {
      longer[at] = items[at];
      at++;
    }
  longer[at] = item;
  if (at < n)
    memcpy (longer + at + 1, items + at, (n - at) * sizeof (guint32));

  return g_bytes_new_take (longer, (n + 1) * sizeof (guint32));
}

static void
choose (Tree *self, const GBytes *set, guint8 value)
{
  guint n;
  const guint32 *items = get_items (set, &n);

  for (guint i = 0; i < n; i++)
    self->chosen[items[i]] = value;
}

/* Keeps the set when it achieves the aim, or puts its children among the next. */
static void
visit (Tree *self, GBytes *set, gboolean last, GPtrArray *children, GHashTable *seen)
{
  choose (self, set, 1);
  if (redan_attack_tester_achieves (&self->tester, self->chosen))
    g_ptr_array_add (self->found, g_bytes_ref (set));
  else if (!last)
    {
      const GArray *core = find_core (self);

      for (guint i = 0; i < core->len; i++)
        {
          GBytes *child = add_item (set, g_array_index (core, guint32, i));

          if (g_hash_table_add (seen, child))
            g_ptr_array_add (children, g_bytes_ref (child));
        }
    }
  choose (self, set, 0);
}

static int
compare_sets (gconstpointer a, gconstpointer b)
{
  guint n_a;
  guint n_b;
  const guint32 *items_a = get_items (*(GBytes *const *) a, &n_a);
  const guint32 *items_b = get_items (*(GBytes *const *) b, &n_b);

  if (n_a != n_b)
    return n_a < n_b ? -1 : 1;
  for (guint i = 0; i < n_a; i++)
    if (items_a[i] != items_b[i])
      return items_a[i] < items_b[i] ? -1 : 1;

  return 0;
}

static RedanAttackSets *
wrap (Tree *self, guint32 most_sets, gboolean complete)
{
  RedanAttackSets *sets = g_new0 (RedanAttackSets, 1);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_ptr_array_sort (self->found, compare_sets);
  sets->complete = complete && self->found->len <= most_sets;
  sets->n = MIN (self->found->len, most_sets);
  sets->offset = g_new0 (guint32, (gsize) sets->n + 1);
  for (guint32 i = 0; i < sets->n; i++)
    {
      guint n;
      const guint32 *items = get_items (g_ptr_array_index (self->found, i), &n);

      g_array_append_vals (all, items, n);
      sets->offset[i + 1] = all->len;
    }
  sets->item = (guint32 *) (void *) g_array_free (all, FALSE);

  return sets;
}

RedanAttackSets *
redan_attack_minimal_sets (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           RedanAttackAim aim,
                           const RedanAttackItems *items,
                           guint32 most_items,
                           guint32 most_sets,
                           const RedanAttackBudget *budget)
{
  Tree tree = { .cores = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
                .found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                .chosen = g_new0 (guint8, (gsize) items->n + 1) };
  g_autoptr (GPtrArray) level = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean complete = TRUE;
  RedanAttackSets *sets;

  redan_attack_tester_init (&tree.tester, graph, scenario, goal, aim, items, budget);
  g_ptr_array_add (level, g_bytes_new (NULL, 0));
  for (guint32 size = 0; size <= most_items && level->len > 0 && complete; size++)
    {
      GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr (GHashTable) seen =
          g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

      for (guint i = 0; i < level->len && complete; i++)
        {
          /* What holds a found set is not minimal; those found on this level are as large. */
          if (!contains_found (&tree, g_ptr_array_index (level, i)))
            visit (&tree, g_ptr_array_index (level, i), size == most_items, children, seen);
          complete = tree.found->len <= most_sets && !redan_attack_tester_is_over (&tree.tester);
        }
      g_ptr_array_unref (level);
      level = children;
    }
  sets = wrap (&tree, most_sets, complete);
  redan_attack_tester_clear (&tree.tester);
  g_ptr_array_unref (tree.cores);
  g_ptr_array_unref (tree.found);
  g_free (tree.chosen);

  return sets;
}

void
redan_attack_sets_free (RedanAttackSets *self)
{
  if (self == NULL)
    return;

  g_free (self->offset);
  g_free (self->item);
  g_free (self);
}
