/* SPDX-License-Identifier: Apache-2.0 */
/* Attack graphs of other tools become AND/OR graphs; MAL's negations are gone before any analysis.
 */

#include "config.h"

#include "analysis/graph/attack-foreign.h"

#include <string.h>

typedef struct
{
  const RedanForeignGraph *foreign;
  RedanAttackBuilder *builder;
  RedanAttackForeign *result;
  guint32 *offset; /* MAL: parents by child */
  guint32 *parent;
} Maker;

static const RedanForeignNode *
get_node (const RedanForeignGraph *foreign, guint32 number)
{
  return &g_array_index (foreign->nodes, RedanForeignNode, number);
}

static const RedanForeignEdge *
get_edge (const RedanForeignGraph *foreign, guint32 number)
{
  return &g_array_index (foreign->edges, RedanForeignEdge, number);
}

static gboolean
is_step (const RedanForeignNode *node)
{
  return node->kind <= REDAN_FOREIGN_AND;
}

/* A condition of MAL that stops steps: an enabled defense, something missing or in the way. */
static gboolean
is_blocking (const RedanForeignNode *node)
{
  if (node->kind == REDAN_FOREIGN_EXIST)
    return !node->active;

  return !is_step (node) && node->active;
}

/* Classes get numbers in the order they appear in. */
static guint32
number_class (GHashTable *classes, const char *name)
{
  guint number;

  if (name == NULL)
    return REDAN_ATTACK_NONE;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (classes, name));
  if (number == 0)
    {
      number = g_hash_table_size (classes) + 1;
      g_hash_table_insert (classes, (gpointer) name, GUINT_TO_POINTER (number));
    }

  return number - 1;
}

static double
get_price (const RedanForeignGraph *foreign, const RedanForeignNode *node, gboolean candidate)
{
  if (node->price >= 0.0)
    return node->price;
  if (foreign->candidates != NULL ? candidate : node->kind == REDAN_FOREIGN_LEAF)
    return 1.0;

  return INFINITY;
}

static void
add_nodes (Maker *self)
{
  const RedanForeignGraph *foreign = self->foreign;
  guint32 n = foreign->nodes->len;
  g_autoptr (GHashTable) classes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint8 *candidate = g_new0 (guint8, (gsize) n + 1);

  for (guint i = 0; foreign->candidates != NULL && i < foreign->candidates->len; i++)
    candidate[g_array_index (foreign->candidates, guint32, i)] = 1;
  for (guint32 i = 0; i < n; i++)
    {
      const RedanForeignNode *from = get_node (foreign, i);
      RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

      self->result->is_step[i] = is_step (from);
      if (from->kind == REDAN_FOREIGN_LEAF)
        node.kind = REDAN_ATTACK_LEAF;
      else if (from->kind == REDAN_FOREIGN_AND)
        node.kind = REDAN_ATTACK_AND;
      node.probability = from->probability;
      node.effort = from->effort;
      node.skill = from->skill;
      node.label = i;
      node.node_class = number_class (classes, from->class_name);
      node.cost = get_price (foreign, from, candidate[i] != 0);
      redan_attack_builder_add_node (self->builder, &node);
    }
}

/* The time of an edge becomes a step of its own. */
static void
add_timed_edge (Maker *self, const RedanForeignEdge *edge)
{
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_AND);
  guint32 number;

  node.effort = 1.0 / edge->weight;
  node.time = (RedanAttackTime){ REDAN_ATTACK_SPREAD_EXPONENTIAL, 1.0 / edge->weight, 0.0 };
  number = redan_attack_builder_add_node (self->builder, &node);
  redan_attack_builder_add_edge (self->builder, edge->from, number);
  redan_attack_builder_add_edge (self->builder, number, edge->to);
}

static void
add_edges (Maker *self)
{
  for (guint32 i = 0; i < self->foreign->edges->len; i++)
    {
      const RedanForeignEdge *edge = get_edge (self->foreign, i);

      if (self->foreign->form == REDAN_FOREIGN_RATES)
        add_timed_edge (self, edge);
      else
        redan_attack_builder_add_weighted_edge (self->builder, edge->from, edge->to, edge->weight);
    }
}

static void
list_parents (Maker *self)
{
  guint32 n = self->foreign->nodes->len;
  g_autofree guint32 *next = NULL;

  self->offset = g_new0 (guint32, (gsize) n + 1);
  self->parent = g_new (guint32, (gsize) self->foreign->edges->len + 1);
  for (guint32 i = 0; i < self->foreign->edges->len; i++)
    self->offset[get_edge (self->foreign, i)->to + 1]++;
  for (guint32 i = 0; i < n; i++)
    self->offset[i + 1] += self->offset[i];
  next = g_memdup2 (self->offset, ((gsize) n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < self->foreign->edges->len; i++)
    self->parent[next[get_edge (self->foreign, i)->to]++] = get_edge (self->foreign, i)->from;
}

/* The greatest set of nodes such that a node of kind @any has a parent in the set and one of the
 * other kind all its parents; @value_out holds the conditions, and all steps at first. */
static void
shrink (Maker *self, RedanForeignKind any, guint8 *value_out)
{
  const RedanForeignGraph *foreign = self->foreign;
  guint32 n = foreign->nodes->len;
  g_autofree guint32 *left = g_new (guint32, (gsize) n + 1);
  g_autofree guint32 *first = g_new0 (guint32, (gsize) n + 2);
  g_autofree guint32 *child = g_new (guint32, (gsize) foreign->edges->len + 1);
  g_autofree guint32 *queue = g_new (guint32, (gsize) n + 1);
  guint32 length = 0;

  for (guint32 i = 0; i < foreign->edges->len; i++)
    first[get_edge (foreign, i)->from + 2]++;
  for (guint32 i = 0; i < n; i++)
    first[i + 2] += first[i + 1];
  for (guint32 i = 0; i < foreign->edges->len; i++)
    child[first[get_edge (foreign, i)->from + 1]++] = get_edge (foreign, i)->to;

  for (guint32 i = 0; i < n; i++)
    {
      left[i] = get_node (foreign, i)->kind == any ? self->offset[i + 1] - self->offset[i] : 1;
      if (value_out[i] == 0)
        queue[length++] = i;
    }
  for (guint32 i = 0; i < length; i++)
    for (guint32 j = first[queue[i]]; j < first[queue[i] + 1]; j++)
      {
        guint32 to = child[j];

        if (value_out[to] == 0 || !is_step (get_node (foreign, to)) || --left[to] > 0)
          continue;
        value_out[to] = 0;
        queue[length++] = to;
      }
}

static void
judge (Maker *self)
{
  guint32 n = self->foreign->nodes->len;

  self->result->viable = g_new (guint8, (gsize) n + 1);
  self->result->necessary = g_new (guint8, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      const RedanForeignNode *node = get_node (self->foreign, i);

      self->result->viable[i] = is_step (node) || !is_blocking (node);
      self->result->necessary[i] = is_step (node) || is_blocking (node);
    }
  shrink (self, REDAN_FOREIGN_OR, self->result->viable);
  shrink (self, REDAN_FOREIGN_AND, self->result->necessary);
}

static gboolean
is_blocked (const Maker *self, guint32 node)
{
  gboolean is_and = get_node (self->foreign, node)->kind == REDAN_FOREIGN_AND;
  guint32 n_blocking = 0;
  guint32 n = self->offset[node + 1] - self->offset[node];

  for (guint32 i = self->offset[node]; i < self->offset[node + 1]; i++)
    n_blocking += is_blocking (get_node (self->foreign, self->parent[i]));

  return is_and ? n_blocking > 0 : n > 0 && n_blocking == n;
}

/* What of the parents a step asks for, as edges to @to. Returns: how many */
static guint32
add_parents (Maker *self, guint32 node, guint32 to, gboolean necessary_only)
{
  guint32 n = 0;

  for (guint32 i = self->offset[node]; i < self->offset[node + 1]; i++)
    {
      guint32 parent = self->parent[i];

      if (!is_step (get_node (self->foreign, parent)))
        continue;
      if (necessary_only && self->result->necessary[parent] == 0)
        continue;
      if (to != REDAN_ATTACK_NONE)
        redan_attack_builder_add_edge (self->builder, parent, to);
      n++;
    }

  return n;
}

/* An and step holds without preconditions, but MAL asks for a parent: an OR over them stands
 * before it. */
static void
add_and_step (Maker *self, guint32 node, const guint32 *leaf)
{
  const RedanAttackNode any = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

  if (add_parents (self, node, REDAN_ATTACK_NONE, TRUE) > 0)
    add_parents (self, node, node, TRUE);
  else
    {
      guint32 before = redan_attack_builder_add_node (self->builder, &any);

      redan_attack_builder_add_edge (self->builder, before, node);
      add_parents (self, node, before, FALSE);
    }
  for (guint32 i = self->offset[node]; i < self->offset[node + 1]; i++)
    if (leaf[self->parent[i]] != REDAN_ATTACK_NONE)
      redan_attack_builder_add_edge (self->builder, leaf[self->parent[i]], node);
}

static void
add_mal (Maker *self)
{
  guint32 n = self->foreign->nodes->len;
  const RedanAttackNode never = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  g_autofree guint32 *leaf = g_new (guint32, (gsize) n + 1);
  guint32 blocked;

  list_parents (self);
  judge (self);
  blocked = redan_attack_builder_add_node (self->builder, &never);
  for (guint32 i = 0; i < n; i++)
    {
      const RedanForeignNode *node = get_node (self->foreign, i);
      RedanAttackNode open = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);

      leaf[i] = REDAN_ATTACK_NONE;
      if (node->kind != REDAN_FOREIGN_DEFENSE || node->active)
        continue;
      open.label = i;
      open.cost = node->price >= 0.0 ? node->price : 1.0;
      leaf[i] = redan_attack_builder_add_node (self->builder, &open);
    }
  for (guint32 i = 0; i < n; i++)
    {
      RedanForeignKind kind = get_node (self->foreign, i)->kind;

      if (kind == REDAN_FOREIGN_AND && is_blocked (self, i))
        redan_attack_builder_add_edge (self->builder, blocked, i);
      else if (kind == REDAN_FOREIGN_AND)
        add_and_step (self, i, leaf);
      else if (kind == REDAN_FOREIGN_OR && !is_blocked (self, i))
        add_parents (self, i, i, FALSE);
    }
}

RedanAttackForeign *
redan_attack_foreign_new (const RedanForeignGraph *foreign,
                          const GArray *entries,
                          const GArray *goals,
                          GError **error)
{
  g_autoptr (RedanAttackForeign) self = g_new0 (RedanAttackForeign, 1);
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  Maker maker = { foreign, builder, self, NULL, NULL };
  const GArray *starts = entries != NULL ? entries : foreign->entries;
  const GArray *ends = goals != NULL ? goals : foreign->goals;

  self->n_foreign = foreign->nodes->len;
  self->is_step = g_new (guint8, (gsize) self->n_foreign + 1);
  redan_attack_builder_reserve (builder, self->n_foreign, foreign->edges->len);
  add_nodes (&maker);
  if (foreign->form == REDAN_FOREIGN_MAL)
    add_mal (&maker);
  else
    add_edges (&maker);
  g_free (maker.offset);
  g_free (maker.parent);
  for (guint i = 0; i < starts->len; i++)
    redan_attack_builder_add_entry (builder, g_array_index (starts, guint32, i));
  for (guint i = 0; i < ends->len; i++)
    redan_attack_builder_add_goal (builder, g_array_index (ends, guint32, i));
  self->graph = redan_attack_builder_finish (builder, error);

  return self->graph != NULL ? g_steal_pointer (&self) : NULL;
}

void
redan_attack_foreign_free (RedanAttackForeign *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->graph, redan_attack_graph_free);
  g_free (self->viable);
  g_free (self->necessary);
  g_free (self->is_step);
  g_free (self);
}
