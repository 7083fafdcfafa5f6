/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the DOT importer share: the graph as it is written. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The attribute in which our writer says the kind of a node or cluster, and its technology */
#define REDAN_DOT_OWN "redan"

typedef struct _RedanDotCluster RedanDotCluster;

/** RedanDotCluster: a subgraph; @depth 1 at the top; @line from 1, where it was first named, as for
 * nodes and edges */
struct _RedanDotCluster
{
  char *id;
  GHashTable *attributes;
  RedanDotCluster *parent;
  guint depth;
  guint line;
};

typedef struct
{
  char *id;
  GHashTable *attributes;
  RedanDotCluster *cluster;
  guint line;
} RedanDotNode;

typedef struct
{
  RedanDotNode *from;
  RedanDotNode *to;
  GHashTable *attributes;
  guint line;
} RedanDotEdge;

/** RedanDotGraph: everything in the order of the file; @by_id: nodes */
typedef struct
{
  char *id;
  gboolean directed;
  GHashTable *attributes;
  GPtrArray *nodes;
  GPtrArray *edges;
  GPtrArray *clusters;
  GHashTable *by_id;
} RedanDotGraph;

/** redan_dot_read: Returns: (transfer full) (nullable): the graph; the message of an error starts
 * with "line:column: " */
RedanDotGraph *
redan_dot_read (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_dot_graph_free (RedanDotGraph *self);

/** redan_dot_strip: Returns: (transfer full): the text of an HTML label, without its tags */
char *redan_dot_strip (const char *html, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDotGraph, redan_dot_graph_free)

G_END_DECLS
