/* SPDX-License-Identifier: Apache-2.0 */
/* How the import child hands graphs over: records of fixed size and texts without ends, in the byte
 * order of this machine. Private. */

#pragma once

#include "model/exchange/foreign-graph.h"

G_BEGIN_DECLS

#define FOREIGN_WIRE_GRAPHS 0x31475246u
#define FOREIGN_WIRE_ERROR 0x45475246u
#define FOREIGN_WIRE_END 0x5a475246u

/** Stands for the length of a text, or the number of a list, that is not there. */
#define FOREIGN_WIRE_NONE G_MAXUINT32

/** Nodes whose records come before the texts of all of them. */
#define FOREIGN_WIRE_CHUNK 4096

/** The largest number of a node or edge. */
#define FOREIGN_WIRE_MAX_NUMBER 1e100

/** ForeignInput: the beginning of the child's input; the bytes of the two files follow.
 * @second: FOREIGN_WIRE_NONE without one */
typedef struct
{
  guint32 first;
  guint32 second;
} ForeignInput;

/**
 * ForeignWireHead: the beginning of what the child says
 * @magic: FOREIGN_WIRE_GRAPHS; or FOREIGN_WIRE_ERROR, then the text of an error is all that follows
 * @n: graphs; or the number of a RedanModelError
 * @length: of the key that the list of graphs stands under; or of the text of the error
 */
typedef struct
{
  guint32 magic;
  guint32 n;
  guint32 length;
} ForeignWireHead;

/** ForeignWireGraph: before a graph's name, chunks of nodes, edges, entries, goals and candidates,
 * which are as in RedanForeignGraph */
typedef struct
{
  guint32 form;
  guint32 n_nodes;
  guint32 n_edges;
  guint32 n_entries;
  guint32 n_goals;
  guint32 n_candidates;
  guint32 name_length;
  guint32 n_metrics;
} ForeignWireGraph;

/** ForeignWireNode: its texts (id, label, class) follow those of the nodes before it, after the
 * chunk */
typedef struct
{
  double probability;
  double effort;
  double price;
  guint32 id_length;
  guint32 label_length;
  guint32 class_length;
  guint8 kind;
  guint8 skill;
  guint8 is_number;
  guint8 active;
} ForeignWireNode;

/**
 * redan_foreign_graphs_receive:
 * @descriptor: what the child says
 * @timed_out: (out): it was silent for too long
 * @finished: (out): it said all: graphs, or an error
 *
 * Checks again, as if it came from anybody, what could do harm: numbers, references, lengths, texts,
 * and how much memory and time it takes. That no id stands twice is the word of the child.
 *
 * Returns: (transfer full) (nullable): the graphs; %NULL with @error when the child tells of an
 * error or speaks nonsense, and without when it ended early or fell silent
 */
RedanForeignGraphs *redan_foreign_graphs_receive (int descriptor,
                                                  gboolean *timed_out,
                                                  gboolean *finished,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
