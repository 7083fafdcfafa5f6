/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the graph, shared by the files that answer questions to it. */

#pragma once

#include "analysis/controls-private.h"
#include "analysis/graph/graph.h"

G_BEGIN_DECLS

/* Values of elements are summed as integers of 2^-40, so that no order of summation shows. */
#define REDAN_GRAPH_VALUE_ONE 1099511627776.0

/**
 * RedanGraph: nodes are the elements in their order, then the internet, then a root user for each
 * account, then hubs.
 *
 * A hub stands between those who hold a right and what the right reaches (a whole account, one
 * service of it, the organization, the recovery of root users): the product over both edges is that
 * of the direct edge, and the number of edges stays linear.
 */
struct _RedanGraph
{
  const RedanFacts *facts;
  RedanControls *controls;
  const RedanScoring *scoring;

  guint n_elements;
  guint n_nodes;
  guint32 internet;
  gboolean has_recovery; /* some element can reset root users */

  guint n_accounts;
  guint32 *accounts;       /* boundaries, in their order */
  guint32 *account_number; /* by boundary, REDAN_NONE for others */
  guint32 *node_account;   /* by node - n_elements */
  guint8 *tailored;        /* by account number: organization policies are tailored */

  /* edges by source */
  guint32 *offset; /* n_nodes + 1 */
  guint32 *edge_target;
  guint32 *edge_interaction;
  guint8 *edge_kind;
  double *edge_pass;

  /* by element and by interaction: what gates leave over, and which layers they form */
  double *element_reduction;
  double *interaction_reduction;
  guint8 *element_layers;
  guint8 *interaction_layers;

  double *entry; /* by element, 0 for those where nobody starts */

  double *exposure; /* by node */
  guint32 *settled; /* nodes that are reached, the most exposed first */
  guint n_settled;
  guint32 *previous_node; /* REDAN_NONE at an entry */
  guint32 *previous_edge;

  gint64 *value; /* by element */
  gint64 total;
  gboolean without_accounts; /* updates leave the blast of accounts alone: nobody will ask */
  guint8 *edge_opens;        /* the edge counts for the blast radius; %NULL before the first time */
  gint64 *reached;           /* by node: value reached from it, its own included */
  double *account_blast;

  gint8 *layers; /* by element; %NULL until somebody asks */
  guint8 *layer_masks;

  double *choke; /* by element; %NULL until somebody asks */
};

/** A named attribute of the facts, its column looked up once. */
typedef struct
{
  const RedanAttribute *attribute;
  const RedanCode *column;
} RedanColumn;

/** redan_column_find: Returns: the column of attribute @name, an empty one when there is none */
RedanColumn redan_column_find (const RedanFacts *facts, RedanScope scope, const char *name);

/** redan_column_code: Returns: the code of an allowed value, or one that no object has */
RedanCode redan_column_code (const RedanColumn *self, const char *value);

/** redan_column_is: Returns: whether object @index has the value of @code */
static inline gboolean
redan_column_is (const RedanColumn *self, guint32 index, RedanCode code)
{
  return self->column != NULL && self->column[index] == code;
}

/** redan_column_rating: Returns: the rating 1..5 of object @index, @standard when there is none */
static inline guint
redan_column_rating (const RedanColumn *self, guint32 index, guint standard)
{
  RedanCode code = self->column == NULL ? REDAN_CODE_ABSENT : self->column[index];

  return code < REDAN_CODE_FIRST ? standard : code - REDAN_CODE_FIRST + 1;
}

static inline gboolean
redan_graph_is_root (const RedanGraph *self, guint32 node)
{
  return node > self->internet && node <= self->internet + self->n_accounts;
}

/** What an attacker who holds a node keeps when going on through it. */
static inline double
redan_graph_node_pass (const RedanGraph *self, guint32 node)
{
  return node < self->n_elements ? self->scoring->node_pass * self->element_reduction[node] : 1.0;
}

/** redan_graph_get_root_reach: Returns: the value that the root user of an account reaches; 0 when @boundary has none */
gint64 redan_graph_get_root_reach (const RedanGraph *self, guint32 boundary);

/** redan_graph_is_gate: Returns: whether the control can stop a step of an attacker */
gboolean redan_graph_is_gate (const RedanControl *control);

/** redan_graph_compute_gates: fills the reductions and layers of elements and interactions from the
 * controls, and what the edges of flows let pass */
void redan_graph_compute_gates (RedanGraph *self);

/** redan_graph_compute_exposure: fills exposure, settled and the paths; needs the gates */
void redan_graph_compute_exposure (RedanGraph *self);

/** redan_graph_compute_values: fills value and total from the ratings */
void redan_graph_compute_values (RedanGraph *self);

/** redan_graph_compute_blast: fills what each element and account reaches; needs values and gates.
 * Does nothing when no edge opened or closed since the last time */
void redan_graph_compute_blast (RedanGraph *self);

/** redan_graph_compute_layers: fills layers and layer_masks; needs the gates */
void redan_graph_compute_layers (RedanGraph *self);

/** redan_graph_get_step_layers: Returns: the layers that stand before the end of an edge, on the
 * flow and on the element */
guint redan_graph_get_step_layers (const RedanGraph *self, guint32 edge);

/** redan_graph_find_single_gate: Returns: the control that alone makes a layer on an element or
 * interaction; REDAN_NONE when none or several do */
guint32 redan_graph_find_single_gate (const RedanGraph *self,
                                      RedanContext context,
                                      guint32 target,
                                      RedanLayer layer);

/** redan_graph_compute_choke: fills choke from the dominators of the flows */
void redan_graph_compute_choke (RedanGraph *self);

/**
 * redan_reach_sums:
 * @offset, @target: edges by source, n_nodes + 1 and offset[n_nodes]
 * @weight: (array length=n_nodes): 0 or more
 * @sum_out: (array length=n_nodes): sum of the weights of what is reachable, the node itself
 * included
 *
 * Cost: O(nodes + edges) for the strong components, then O(components * edges between them / 64).
 */
void redan_reach_sums (guint n_nodes,
                       const guint32 *offset,
                       const guint32 *target,
                       const gint64 *weight,
                       gint64 *sum_out);

/**
 * redan_dominators:
 * @root: where all paths start
 * @idom_out: (array length=n_nodes): immediate dominator; REDAN_NONE for the root and what it does
 * not reach
 * @order_out: (array length=n_nodes): reached nodes in depth-first order, the root first
 *
 * Semi-NCA with path compression. Cost: O(edges log nodes) expected.
 *
 * Returns: the number of reached nodes
 */
guint redan_dominators (guint n_nodes,
                        const guint32 *offset,
                        const guint32 *target,
                        guint32 root,
                        guint32 *idom_out,
                        guint32 *order_out);

G_END_DECLS
