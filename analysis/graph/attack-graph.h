/* SPDX-License-Identifier: Apache-2.0 */
/* An AND/OR attack graph as compact arrays: nodes, edges in both directions, entries and goals. */

#pragma once

#include <math.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define REDAN_ATTACK_NONE G_MAXUINT32

/** Limits of a graph, checked when it is built. */
#define REDAN_ATTACK_NODES_MAX 100000000u
#define REDAN_ATTACK_EDGES_MAX 1000000000u

/**
 * RedanAttackKind: when a node holds
 * @REDAN_ATTACK_LEAF: at the outset, whatever leads to it
 * @REDAN_ATTACK_OR: as soon as one of its preconditions holds; never without any
 * @REDAN_ATTACK_AND: as soon as all of its preconditions hold; at the outset without any
 *
 * What holds is the least fixpoint: derivable in finitely many steps, so that no node of a cycle
 * supports itself.
 */
typedef enum
{
  REDAN_ATTACK_LEAF,
  REDAN_ATTACK_OR,
  REDAN_ATTACK_AND,
} RedanAttackKind;

/**
 * RedanAttackSpread: how long a step takes once its preconditions hold
 * @REDAN_ATTACK_SPREAD_CONSTANT: @first
 * @REDAN_ATTACK_SPREAD_EXPONENTIAL: mean @first
 * @REDAN_ATTACK_SPREAD_UNIFORM: between @first and @second
 * @REDAN_ATTACK_SPREAD_LOG_NORMAL: @first and @second are mean and standard deviation of the
 * logarithm
 * @REDAN_ATTACK_SPREAD_GAMMA: shape @first, scale @second
 * @REDAN_ATTACK_SPREAD_NORMAL: mean @first, standard deviation @second, cut off below 0
 */
typedef enum
{
  REDAN_ATTACK_SPREAD_CONSTANT,
  REDAN_ATTACK_SPREAD_EXPONENTIAL,
  REDAN_ATTACK_SPREAD_UNIFORM,
  REDAN_ATTACK_SPREAD_LOG_NORMAL,
  REDAN_ATTACK_SPREAD_GAMMA,
  REDAN_ATTACK_SPREAD_NORMAL,
} RedanAttackSpread;

/** RedanAttackTime: distribution of the time of a step, in any one unit */
typedef struct
{
  RedanAttackSpread spread;
  double first;
  double second;
} RedanAttackTime;

/**
 * RedanAttackNode: what the builder is told of a node
 * @kind: when it holds
 * @skill: what an attacker must be capable of to take it, 0 (nothing) and up
 * @node_class: nodes of one class fall together (one product, one credential): counted once by
 * class depth. REDAN_ATTACK_NONE: the node counts for no depth
 * @label: anything of the caller's, such as the row that says which rule and object are behind the
 * node
 * @probability: that the node is available at all, 0..1, independent of all others
 * @effort: of the attacker for taking it, 0 or more, finite
 * @cost: of the defender for taking the node away (patching, closing, putting a control in place),
 * 0 or more; INFINITY: cannot be taken away
 * @time: of taking it
 */
typedef struct
{
  RedanAttackKind kind;
  guint8 skill;
  guint32 node_class;
  guint32 label;
  double probability;
  double effort;
  double cost;
  RedanAttackTime time;
} RedanAttackNode;

/** A node that always works, at once and for nothing, and cannot be taken away. */
#define REDAN_ATTACK_NODE_INIT(KIND)                                                               \
  {                                                                                                \
    .kind = (KIND), .node_class = REDAN_ATTACK_NONE, .label = REDAN_ATTACK_NONE,                   \
    .probability = 1.0, .cost = INFINITY                                                           \
  }

/**
 * RedanAttackGraph: the arrays, to be read by anyone and changed by nobody once built
 * @kind: (array length=n_nodes): RedanAttackKind
 * @need: preconditions still to come at the outset: their number for AND, 1 for OR, 0 for LEAF
 * @probability, @effort, @cost, @time, @skill, @node_class, @label: by node, as RedanAttackNode
 * says
 * @out_offset: (array length=n_nodes + 1): edges by source; those of node i are
 * out_target[out_offset[i]] up to before out_offset[i + 1], in ascending order
 * @in_offset, @in_source: edges by target, alike
 * @weight: (nullable): by outgoing edge, what going along it adds; %NULL when every edge adds
 * nothing
 * @in_edge: (nullable): with weights: number of the outgoing edge behind each incoming one
 * @seeds: nodes that hold at the outset
 * @entries: nodes an attacker starts from; they hold at the outset
 * @goals: nodes worth protecting
 *
 * Parallel edges have become one, the lightest. At 4 edges a node and without weights and times an
 * edge takes about 20 bytes with both directions and the nodes; with everything at most 40.
 */
typedef struct
{
  guint32 n_nodes;
  guint32 n_edges;
  guint32 n_seeds;
  guint32 n_entries;
  guint32 n_goals;

  guint8 *kind;
  guint8 *skill;
  guint32 *need;
  guint32 *node_class;
  guint32 *label;
  double *probability;
  double *effort;
  double *cost;
  RedanAttackTime *time; /* (nullable): %NULL when every step takes no time */

  guint32 *out_offset;
  guint32 *out_target;
  guint32 *in_offset;
  guint32 *in_source;
  double *weight;
  guint32 *in_edge;

  guint32 *seeds;
  guint32 *entries;
  guint32 *goals;
} RedanAttackGraph;

typedef struct _RedanAttackBuilder RedanAttackBuilder;

RedanAttackBuilder *redan_attack_builder_new (void) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_builder_free (RedanAttackBuilder *self);

/** redan_attack_builder_reserve: makes room at once, when the sizes are known */
void redan_attack_builder_reserve (RedanAttackBuilder *self, gsize n_nodes, gsize n_edges);

/** redan_attack_builder_add_node: Returns: number of the node: 0, 1, 2, ... in the order of the
 * calls */
guint32 redan_attack_builder_add_node (RedanAttackBuilder *self, const RedanAttackNode *node);

/** redan_attack_builder_add_edge: @from is a precondition of @to. Edges may come before their nodes
 */
void redan_attack_builder_add_edge (RedanAttackBuilder *self, guint32 from, guint32 to);

/** redan_attack_builder_add_weighted_edge: alike; @weight (0 or more, finite) is added when going
 * along it */
void redan_attack_builder_add_weighted_edge (RedanAttackBuilder *self,
                                             guint32 from,
                                             guint32 to,
                                             double weight);

/** redan_attack_builder_add_entry: an attacker holds @node at the outset, whatever its kind */
void redan_attack_builder_add_entry (RedanAttackBuilder *self, guint32 node);
void redan_attack_builder_add_goal (RedanAttackBuilder *self, guint32 node);

/**
 * redan_attack_builder_finish:
 * @error: set with %REDAN_ANALYSIS_ERROR_GRAPH when an edge, entry or goal names no node, a number
 * is out of its range, or the graph is over a limit
 *
 * Sorts the edges by counting, folds parallel ones, and empties the builder.
 *
 * Cost: O(nodes + edges) time and memory.
 *
 * Returns: (transfer full) (nullable): the graph
 */
RedanAttackGraph *redan_attack_builder_finish (RedanAttackBuilder *self,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

void redan_attack_graph_free (RedanAttackGraph *self);

/** redan_attack_graph_get_size: Returns: bytes of all arrays */
gsize redan_attack_graph_get_size (const RedanAttackGraph *self);

/**
 * RedanAttackScenario: under what circumstances a question is asked; %NULL stands for the graph as
 * it is
 * @entries: (array length=n_entries) (nullable): where the attacker starts; %NULL: the entries of
 * the graph
 * @removed: (nullable): by node, non-zero: can never hold, whatever its kind and even as an entry
 */
typedef struct
{
  const guint32 *entries;
  guint32 n_entries;
  const guint8 *removed;
} RedanAttackScenario;

/**
 * RedanAttackBudget: how much a search may do
 * @work: most elementary steps (a node or edge looked at), 0 for no limit; a result says whether
 * this was enough
 * @cancellable: (nullable): ends the search early as the budget does
 *
 * Steps instead of seconds, so that the answer is the same on every machine.
 */
typedef struct
{
  guint64 work;
  GCancellable *cancellable;
} RedanAttackBudget;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackBuilder, redan_attack_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackGraph, redan_attack_graph_free)

G_END_DECLS
