/* SPDX-License-Identifier: Apache-2.0 */
/* Compares two attack graphs by the ids of what is behind their nodes. */

#include "config.h"

#include "analysis/attack-changes.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-paths.h"
#include "analysis/graph/attack-private.h"

#include <math.h>
#include <string.h>

#define EQUAL 1e-9
#define ATTEMPTS 16 /* new transitions tried for each attack wanted */

/* @other: by node of the view, the node of the other view that means the same; REDAN_NONE for none
 */
typedef struct
{
  const RedanAttackView *view;
  const RedanAttackView *other_view;
  guint32 *other;
  double *back;  /* by node: least cost from there to the goal, its own left out */
  guint32 *next; /* by node: the next one on the way to the goal */
  const RedanAttackBudget *budget;
  gboolean complete;
} Comparison;

/* An attack that passes from @from (REDAN_NONE: by the node itself) to @node. */
typedef struct
{
  guint32 from;
  guint32 node;
  double cost;
} Crossing;

/* ---- what a node means ---- */

static void
append_object (GString *key, const RedanObject *object)
{
  RedanIdText id;

  redan_id_to_text (&object->id, id);
  g_string_append (key, id);
}

static gboolean
is_way_back (const RedanAttack *attack, const RedanAttackItem *item)
{
  gboolean flow = item->is == REDAN_ITEM_IS_HOLD
                      ? item->hold >= REDAN_HOLD_PATH && item->hold <= REDAN_HOLD_FLOW_ALTER
                      : item->fact == REDAN_FACT_ENTER || item->fact == REDAN_FACT_IDENTITY;

  return flow && attack->facts->interaction_reverse[item->index];
}

/* Returns: whether the node is a state or step with a meaning of its own, which is put into @key */
static gboolean
make_key (const RedanAttack *attack, guint32 node, GString *key)
{
  RedanAttackItem item;
  const RedanObject *object = NULL;

  redan_attack_get_item (attack, node, &item);
  g_string_truncate (key, 0);
  switch (item.is)
    {
    case REDAN_ITEM_IS_HOLD:
      g_string_append_printf (key, "h%u ", item.hold);
      object = redan_attack_get_hold_object (attack, item.hold, item.index);
      if (item.hold == REDAN_HOLD_SERVICE)
        g_string_append_printf (key, "%u ", (guint) attack->service_keys[item.index]);
      break;
    case REDAN_ITEM_IS_FACT:
      g_string_append_printf (key, "f%u ", item.fact);
      object = redan_attack_get_fact_object (attack, &item);
      break;
    case REDAN_ITEM_IS_THREAT:
    case REDAN_ITEM_IS_CHOICE:
      {
        g_autofree char *id = redan_threat_dup_id (
            attack->facts, &g_array_index (attack->analysis->threats, RedanThreat, item.threat));

        g_string_append_printf (key, "%c%s", item.is == REDAN_ITEM_IS_THREAT ? 't' : 'c', id);
        return TRUE;
      }
    default:
      return FALSE;
    }
  if (object != NULL)
    append_object (key, object);
  if (is_way_back (attack, &item))
    g_string_append_c (key, '~');

  return TRUE;
}

static GHashTable *
index_nodes (const RedanAttack *attack)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint32 i = 0; i < attack->graph->n_nodes; i++)
    if (make_key (attack, i, key))
      g_hash_table_insert (index, g_strdup (key->str), GUINT_TO_POINTER (i + 1));

  return index;
}

static guint32 *
match_nodes (const RedanAttack *attack, const RedanAttack *other)
{
  g_autoptr (GHashTable) index = index_nodes (other);
  g_autoptr (GString) key = g_string_new (NULL);
  guint32 *matched = g_new (guint32, attack->graph->n_nodes + 1);

  for (guint32 i = 0; i < attack->graph->n_nodes; i++)
    matched[i] = make_key (attack, i, key)
                     ? GPOINTER_TO_UINT (g_hash_table_lookup (index, key->str)) - 1
                     : REDAN_NONE;

  return matched;
}

/* Whether the other view has the node, and its attacker can take it. */
static gboolean
has_node (const Comparison *self, guint32 node)
{
  guint32 other = self->other[node];

  return other != REDAN_NONE && self->other_view->scenario.removed[other] == 0;
}

static gboolean
has_edge (const Comparison *self, guint32 from, guint32 to)
{
  const RedanAttackGraph *ways = &self->other_view->ways;
  guint32 source = self->other[from];
  guint32 target = self->other[to];

  for (guint32 i = ways->in_offset[target]; i < ways->in_offset[target + 1]; i++)
    if (ways->in_source[i] == source)
      return TRUE;

  return FALSE;
}

/* ---- ways to the goal ---- */

/* Dijkstra's algorithm against the edges, over what can be reached. */
static void
find_back (Comparison *self, guint32 goal)
{
  const RedanAttackGraph *ways = &self->view->ways;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (Queued));

  for (guint32 i = 0; i < ways->n_nodes; i++)
    {
      self->back[i] = INFINITY;
      self->next[i] = REDAN_NONE;
    }
  self->back[goal] = 0;
  attack_queue_push (queue, (Queued){ 0, goal });
  while (queue->len > 0)
    {
      Queued item = attack_queue_pop (queue);
      double through = item.cost + ways->effort[item.node];

      if (item.cost > self->back[item.node])
        continue;
      for (guint32 i = ways->in_offset[item.node]; i < ways->in_offset[item.node + 1]; i++)
        {
          guint32 source = ways->in_source[i];

          if (through >= self->back[source] || !isfinite (self->view->value[source]))
            continue;
          self->back[source] = through;
          self->next[source] = item.node;
          attack_queue_push (queue, (Queued){ through, source });
        }
    }
}

static int
compare_crossings (gconstpointer a, gconstpointer b)
{
  const Crossing *x = a;
  const Crossing *y = b;

  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  if (x->node != y->node)
    return x->node < y->node ? -1 : 1;

  return (x->from > y->from) - (x->from < y->from);
}

/* Steps, and hubs of rights, are means: what counts is what they lead to. */
static gboolean
is_means (const RedanAttack *attack, guint32 node)
{
  return node >= attack->n_states ||
         (node >= attack->base[REDAN_HOLD_SERVICE] && node < attack->base[REDAN_HOLD_SERVICE + 1]);
}

/* Whether it wins a state that was not there, or was harder to come by. A second factor brings a
 * threat of its own, and yet opens nothing that a password alone did not. */
static gboolean
is_easier (const Comparison *self, const Crossing *crossing)
{
  const RedanAttackView *view = self->view;
  guint32 node = crossing->node;
  double cost = view->value[node];

  if (crossing->from != REDAN_NONE)
    cost = view->value[crossing->from] + view->ways.effort[node];
  while (is_means (view->attack, node) && self->next[node] != REDAN_NONE)
    {
      node = self->next[node];
      cost += view->ways.effort[node];
    }

  return self->other[node] == REDAN_NONE ||
         self->other_view->value[self->other[node]] > cost + EQUAL;
}

/* All places where an attack on the goal can use what the other model has not. */
static GArray *
list_crossings (const Comparison *self)
{
  const RedanAttackGraph *ways = &self->view->ways;
  GArray *crossings = g_array_new (FALSE, FALSE, sizeof (Crossing));

  for (guint32 i = 0; i < ways->n_nodes; i++)
    {
      Crossing crossing = { REDAN_NONE, i, self->view->value[i] + self->back[i] };

      if (!isfinite (crossing.cost))
        continue;
      if (!has_node (self, i))
        {
          if (is_easier (self, &crossing))
            g_array_append_val (crossings, crossing);
          continue;
        }
      for (guint32 j = ways->in_offset[i]; j < ways->in_offset[i + 1]; j++)
        {
          crossing.from = ways->in_source[j];
          crossing.cost = self->view->value[crossing.from] + ways->effort[i] + self->back[i];
          if (isfinite (crossing.cost) && has_node (self, crossing.from) &&
              !has_edge (self, crossing.from, i) && is_easier (self, &crossing))
            g_array_append_val (crossings, crossing);
        }
    }
  g_array_sort (crossings, compare_crossings);

  return crossings;
}

/* The precondition of a step that costs most: the others are hung on later. */
static guint32
get_before (const RedanAttackView *view, guint32 node)
{
  const RedanAttackGraph *ways = &view->ways;
  guint32 best = REDAN_NONE;

  if (ways->kind[node] != REDAN_ATTACK_AND)
    return view->via[node];
  for (guint32 i = ways->in_offset[node]; i < ways->in_offset[node + 1]; i++)
    if (best == REDAN_NONE || view->value[ways->in_source[i]] > view->value[best])
      best = ways->in_source[i];

  return best;
}

/* Returns: (transfer full) (nullable): the attack through a crossing; %NULL when its ends meet */
static RedanAttackPath *
follow (const Comparison *self, const Crossing *crossing)
{
  const RedanAttackView *view = self->view;
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint32 offset[2] = { 0, 0 };
  double length = 0;
  RedanAttackPaths way = { .n = 1, .offset = offset, .length = &length, .complete = TRUE };
  guint32 node = crossing->from != REDAN_NONE ? crossing->from : crossing->node;

  for (;;)
    {
      g_array_prepend_val (nodes, node);
      if (attack_is_entry (view, node))
        break;
      node = get_before (view, node);
      if (node == REDAN_NONE || nodes->len > view->ways.n_nodes)
        return NULL;
    }
  node = crossing->from != REDAN_NONE ? crossing->node : self->next[crossing->node];
  for (; node != REDAN_NONE; node = self->next[node])
    g_array_append_val (nodes, node);
  for (guint i = 0; i < nodes->len; i++)
    if (!g_hash_table_add (seen, GUINT_TO_POINTER (g_array_index (nodes, guint32, i) + 1)))
      return NULL;

  offset[1] = nodes->len;
  way.node = (guint32 *) (gpointer) nodes->data;

  return redan_attack_path_new (view,
                                redan_attack_paths_complete (&way, &view->ways, &view->scenario, 0,
                                                             view->value, view->via, NULL));
}

/* ---- whether an attack is new ---- */

/* Whether the attack works within its own nodes without the crossing that it was found by. */
static gboolean
works_without (const Comparison *self, const RedanAttackPath *path, const Crossing *crossing)
{
  const RedanAttackGraph *ways = &self->view->ways;
  g_autoptr (GHashTable) held = g_hash_table_new (NULL, NULL);
  guint32 goal = g_array_index (path->nodes, guint32, path->nodes->len - 1);
  guint before;

  do
    {
      before = g_hash_table_size (held);
      for (guint i = 0; i < path->nodes->len; i++)
        {
          guint32 node = g_array_index (path->nodes, guint32, i);
          guint n = 0;

          if (crossing->from == REDAN_NONE && node == crossing->node)
            continue;
          for (guint32 j = ways->in_offset[node]; j < ways->in_offset[node + 1]; j++)
            n += (node != crossing->node || ways->in_source[j] != crossing->from) &&
                 g_hash_table_contains (held, GUINT_TO_POINTER (ways->in_source[j] + 1));
          if (attack_is_entry (self->view, node) ||
              (n > 0 && (ways->kind[node] != REDAN_ATTACK_AND || n >= ways->need[node])))
            g_hash_table_add (held, GUINT_TO_POINTER (node + 1));
        }
    }
  while (g_hash_table_size (held) > before);

  return g_hash_table_contains (held, GUINT_TO_POINTER (goal + 1));
}

static gboolean
is_listed (const RedanAttackView *view, const GPtrArray *paths, const char *key)
{
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *known = redan_attack_path_dup_key (view, paths->pdata[i]);

      if (g_str_equal (known, key))
        return TRUE;
    }

  return FALSE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const RedanAttackPath *x = *(RedanAttackPath *const *) a;
  const RedanAttackPath *y = *(RedanAttackPath *const *) b;

  if (x->odds != y->odds)
    return x->odds > y->odds ? -1 : 1;

  return (int) x->goal - (int) y->goal;
}

/* Attacks on an asset that the other model does not allow, the likeliest first. */
static GPtrArray *
list_new_attacks (Comparison *self, guint32 asset, guint k)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_path_free);
  guint64 work = 0;

  for (guint goal = REDAN_HOLD_READ; asset != REDAN_NONE && goal <= REDAN_HOLD_DENY; goal++)
    {
      guint32 node = hold_node (self->view->attack, (RedanHold) goal, asset);
      g_autoptr (GArray) crossings = NULL;
      guint n = 0;

      if (!isfinite (self->view->value[node]))
        continue;
      find_back (self, node);
      crossings = list_crossings (self);
      work += self->view->ways.n_nodes + self->view->ways.n_edges;
      for (guint i = 0; i < crossings->len && i < ATTEMPTS * k && n < k; i++)
        {
          const Crossing *crossing = &g_array_index (crossings, Crossing, i);
          g_autoptr (RedanAttackPath) path = follow (self, crossing);
          g_autofree char *key = NULL;

          if (path == NULL || works_without (self, path, crossing))
            continue;
          key = redan_attack_path_dup_key (self->view, path);
          if (is_listed (self->view, paths, key))
            continue;
          g_ptr_array_add (paths, g_steal_pointer (&path));
          n++;
        }
      if (redan_attack_is_over (self->budget, work))
        {
          self->complete = FALSE;
          break;
        }
    }
  g_ptr_array_sort (paths, compare_paths);
  if (paths->len > k)
    g_ptr_array_set_size (paths, (int) k);

  return paths;
}

/* ---- depth ---- */

void
redan_attack_view_get_depths (const RedanAttackView *self, int *depth_out, gboolean *exact_out)
{
  const RedanAttack *attack = self->attack;
  guint32 n = self->ways.n_nodes;
  g_autofree double *value = g_new (double, n + 1);
  g_autofree guint32 *via = g_new (guint32, n + 1);

  attack_find_fewest_controls (self, value, via);
  for (guint32 asset = 0; asset < attack->n_assets; asset++)
    {
      depth_out[asset] = -1;
      exact_out[asset] = TRUE;
      for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DENY; goal++)
        {
          guint32 node = hold_node (attack, (RedanHold) goal, asset);
          g_autoptr (GArray) nodes = NULL;
          g_autoptr (RedanAttackPath) path = NULL;
          int depth;

          if (!isfinite (value[node]))
            continue;
          if (value[node] <= 1)
            depth = (int) value[node];
          else
            {
              nodes = redan_attack_trace (&self->ways, &self->scenario, value, via, node);
              path = redan_attack_path_new (self, g_steal_pointer (&nodes));
              depth = (int) path->n_controls;
            }
          if (depth_out[asset] < 0 || depth < depth_out[asset])
            depth_out[asset] = depth;
        }
      exact_out[asset] = depth_out[asset] <= 1;
    }
}

/* ---- both ways ---- */

static void
free_change (gpointer data)
{
  RedanAssetChange *change = data;

  g_clear_pointer (&change->opened, g_ptr_array_unref);
  g_clear_pointer (&change->closed, g_ptr_array_unref);
  g_free (change);
}

static const RedanId *
get_asset_id (const RedanAttack *attack, guint32 asset)
{
  return &redan_attack_get_hold_object (attack, REDAN_HOLD_READ, asset)->id;
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const RedanAssetChange *x = *(RedanAssetChange *const *) a;
  const RedanAssetChange *y = *(RedanAssetChange *const *) b;

  return redan_id_compare (&x->id, &y->id);
}

static double
get_odds (const RedanAttackView *view, guint32 asset)
{
  return asset == REDAN_NONE ? 0 : redan_attack_view_get_asset_odds (view, asset);
}

static GPtrArray *
pair_assets (const RedanAttackView *before, const RedanAttackView *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (free_change);
  g_autoptr (GHashTable) known = g_hash_table_new (redan_id_hash, redan_id_equal);

  for (guint32 i = 0; i < before->attack->n_assets; i++)
    {
      RedanAssetChange *change = g_new0 (RedanAssetChange, 1);

      change->id = *get_asset_id (before->attack, i);
      change->before = i;
      change->after = REDAN_NONE;
      g_ptr_array_add (changes, change);
      g_hash_table_insert (known, &change->id, change);
    }
  for (guint32 i = 0; i < after->attack->n_assets; i++)
    {
      const RedanId *id = get_asset_id (after->attack, i);
      RedanAssetChange *change = g_hash_table_lookup (known, id);

      if (change == NULL)
        {
          change = g_new0 (RedanAssetChange, 1);
          change->id = *id;
          change->before = REDAN_NONE;
          g_ptr_array_add (changes, change);
        }
      change->after = i;
    }
  g_ptr_array_sort (changes, compare_changes);

  return changes;
}

static void
init_comparison (Comparison *self,
                 const RedanAttackView *view,
                 const RedanAttackView *other,
                 const RedanAttackBudget *budget)
{
  guint32 n = view->ways.n_nodes;

  *self = (Comparison){ view,
                        other,
                        match_nodes (view->attack, other->attack),
                        g_new (double, n + 1),
                        g_new (guint32, n + 1),
                        budget,
                        TRUE };
}

static void
clear_comparison (Comparison *self)
{
  g_free (self->other);
  g_free (self->back);
  g_free (self->next);
}

GPtrArray *
redan_attack_changes_list (const RedanAttackView *before,
                           const RedanAttackView *after,
                           guint k,
                           const RedanAttackBudget *budget,
                           gboolean *complete_out)
{
  GPtrArray *changes = pair_assets (before, after);
  g_autofree int *depth_before = g_new (int, before->attack->n_assets + 1);
  g_autofree int *depth_after = g_new (int, after->attack->n_assets + 1);
  g_autofree gboolean *exact =
      g_new (gboolean, MAX (before->attack->n_assets, after->attack->n_assets) + 1);
  Comparison opened;
  Comparison closed;

  redan_attack_view_get_depths (before, depth_before, exact);
  redan_attack_view_get_depths (after, depth_after, exact);
  init_comparison (&opened, after, before, budget);
  init_comparison (&closed, before, after, budget);
  for (guint i = 0; i < changes->len; i++)
    {
      RedanAssetChange *change = changes->pdata[i];

      change->odds_before = get_odds (before, change->before);
      change->odds_after = get_odds (after, change->after);
      change->depth_before = change->before == REDAN_NONE ? -1 : depth_before[change->before];
      change->depth_after = change->after == REDAN_NONE ? -1 : depth_after[change->after];
      change->opened = list_new_attacks (&opened, change->after, k);
      change->closed = list_new_attacks (&closed, change->before, k);
    }
  if (complete_out != NULL)
    *complete_out = opened.complete && closed.complete;
  clear_comparison (&opened);
  clear_comparison (&closed);

  return changes;
}
