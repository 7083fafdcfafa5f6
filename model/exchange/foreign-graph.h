/* SPDX-License-Identifier: Apache-2.0 */
/* Attack graphs made by other tools, as they stand in their files: MulVAL, MAL, plain and AND/OR
 * graphs in JSON. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_FOREIGN_GRAPH_MAX_FILE ((gsize) 128 * 1024 * 1024)
#define REDAN_FOREIGN_GRAPH_MAX_NODES 2000000
#define REDAN_FOREIGN_GRAPH_MAX_EDGES 10000000
#define REDAN_FOREIGN_GRAPH_MAX_GRAPHS 10000
#define REDAN_FOREIGN_GRAPH_MAX_TEXT 65536

/**
 * RedanForeignForm:
 * @REDAN_FOREIGN_PLAIN: JSON with n, source, target, edges [from, to, weight]
 * @REDAN_FOREIGN_RATES: JSON with n, source, target, edges_rate [from, to, rate of an exponential
 * time]
 * @REDAN_FOREIGN_AND_OR: JSON with nodes (id, type, label, p, cost, class), edges [precondition,
 * consequence], goal
 * @REDAN_FOREIGN_MULVAL: AttackGraph.xml, or VERTICES.CSV with ARCS.CSV
 * @REDAN_FOREIGN_MAL: attack graph JSON of the MAL toolbox, or the same as a list of nodes
 */
typedef enum
{
  REDAN_FOREIGN_PLAIN,
  REDAN_FOREIGN_RATES,
  REDAN_FOREIGN_AND_OR,
  REDAN_FOREIGN_MULVAL,
  REDAN_FOREIGN_MAL,
} RedanForeignForm;

/** RedanForeignKind: the last three are of MAL only */
typedef enum
{
  REDAN_FOREIGN_LEAF,
  REDAN_FOREIGN_OR,
  REDAN_FOREIGN_AND,
  REDAN_FOREIGN_DEFENSE,
  REDAN_FOREIGN_EXIST,
  REDAN_FOREIGN_NOT_EXIST,
} RedanForeignKind;

/**
 * RedanForeignNode:
 * @id: as the file writes it
 * @is_number: the id is a number there, not a text
 * @label: "" when there is none; for MAL the full name of the step
 * @class_name: (nullable): nodes of one class count once
 * @probability: 1 unless the file says otherwise
 * @effort: cost of the attacker; for MAL the expected time to compromise
 * @skill: 0 unless the file says otherwise
 * @price: cost of the defender for taking the node away, -1 when the file does not say
 * @active: a defense that is enabled, or something that exists
 */
typedef struct
{
  char *id;
  char *label;
  char *class_name;
  double probability;
  double effort;
  double price;
  RedanForeignKind kind;
  guint8 skill;
  gboolean is_number;
  gboolean active;
} RedanForeignNode;

/** RedanForeignEdge: @from is a precondition of @to; @weight is the rate where edges have one */
typedef struct
{
  guint32 from;
  guint32 to;
  double weight;
} RedanForeignEdge;

/**
 * RedanForeignGraph:
 * @name: (nullable): what the file calls it
 * @nodes: (element-type RedanForeignNode)
 * @edges: (element-type RedanForeignEdge)
 * @entries: (element-type guint32): nodes the attacker starts from
 * @goals: (element-type guint32): nodes to protect
 * @candidates: (element-type guint32) (nullable): nodes that may be taken away in a cut; %NULL when
 * the file does not say
 * @n_metrics: nodes of MulVAL with a metric other than 0, which says neither how likely nor how dear
 * something is and is left out
 */
typedef struct
{
  RedanForeignForm form;
  char *name;
  GArray *nodes;
  GArray *edges;
  GArray *entries;
  GArray *goals;
  GArray *candidates;
  guint n_metrics;
} RedanForeignGraph;

/** redan_foreign_graph_new: Returns: (transfer full): a graph without nodes */
RedanForeignGraph *redan_foreign_graph_new (RedanForeignForm form) G_GNUC_WARN_UNUSED_RESULT;
void redan_foreign_graph_free (RedanForeignGraph *self);

/** redan_foreign_graph_find: Returns: the node with that id or label, G_MAXUINT32 when there is
 * none. Cost: O(nodes) */
guint32 redan_foreign_graph_find (const RedanForeignGraph *self, const char *name);

/**
 * RedanForeignGraphs: what a file holds
 * @graphs: (element-type RedanForeignGraph): in the order of the file
 * @list: (nullable): %NULL for one graph alone; "" when the file is a list; else the key the list
 * stands under
 */
typedef struct
{
  GPtrArray *graphs;
  char *list;
} RedanForeignGraphs;

void redan_foreign_graphs_free (RedanForeignGraphs *self);

/** Before the place of an error in the other table */
#define REDAN_FOREIGN_IN_COMPANION "companion:"

/**
 * redan_foreign_graphs_parse:
 * @bytes: the file
 * @companion: (nullable): with MulVAL's tables the other one of VERTICES.CSV and ARCS.CSV, in any
 * order
 * @error: set with %REDAN_MODEL_ERROR; the message starts with its place in the file, or with
 *   %REDAN_FOREIGN_IN_COMPANION and its place in that
 *
 * Tells the form by content. Checks every reference and number; counts, lengths and depth are
 * limited.
 *
 * Cost: O(length) time and memory.
 *
 * Returns: (transfer full) (nullable): the graphs
 */
RedanForeignGraphs *redan_foreign_graphs_parse (GBytes *bytes,
                                                GBytes *companion,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_foreign_graphs_read:
 * @path: a file, a pipe, or "-" for standard input
 * @second: (nullable): the companion; without one it is looked for beside @path by its name
 * @error: set with %REDAN_MODEL_ERROR; begins with the file
 *
 * redan_foreign_graphs_parse() in the import child, which has no rights and limits on time and
 * memory: whatever the file does to it becomes an error. What it hands over is checked again.
 *
 * Returns: (transfer full) (nullable): the graphs
 */
RedanForeignGraphs *redan_foreign_graphs_read (const char *path,
                                               const char *second,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_foreign_graphs_child_run: the import child for graphs, with the standard input that
 * redan_foreign_graphs_read() gives it. Returns: its exit status */
int redan_foreign_graphs_child_run (void);

/** redan_foreign_graphs_want_companion: Returns: whether @bytes are one of MulVAL's two tables;
 * @vertices_out: the vertices */
gboolean redan_foreign_graphs_want_companion (GBytes *bytes, gboolean *vertices_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanForeignGraph, redan_foreign_graph_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanForeignGraphs, redan_foreign_graphs_free)

G_END_DECLS
