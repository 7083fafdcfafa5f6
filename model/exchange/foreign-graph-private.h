/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of foreign attack graphs share: filling a graph under its limits. */

#pragma once

#include <jansson.h>

#include "model/error.h"
#include "model/exchange/foreign-graph.h"

G_BEGIN_DECLS

/**
 * RedanForeignFiller: a graph that is being read
 * @by_id: (element-type utf8 guint): numbers of nodes + 1, keys owned by the nodes
 * @place: where the reader is, for messages: a JSON path or a line
 */
typedef struct
{
  RedanForeignGraph *graph;
  GHashTable *by_id;
  GString *place;
} RedanForeignFiller;

/** redan_foreign_filler_init: begins an empty graph; end it with redan_foreign_filler_finish() */
void redan_foreign_filler_init (RedanForeignFiller *self, RedanForeignForm form, const char *place);

/** redan_foreign_filler_finish: ends the filling. Returns: (transfer full) (nullable): the graph
 * when @sound */
RedanForeignGraph *redan_foreign_filler_finish (RedanForeignFiller *self, gboolean sound);

/** redan_foreign_fail: sets @error with the place before the message. Returns: %FALSE */
gboolean redan_foreign_fail (const RedanForeignFiller *self,
                             RedanModelError code,
                             GError **error,
                             const char *format,
                             ...) G_GNUC_PRINTF (4, 5);

/** redan_foreign_add_node: takes the texts of @node over, also when it fails. Refuses an id that is
 * there already */
gboolean redan_foreign_add_node (RedanForeignFiller *self, RedanForeignNode *node, GError **error);

/** redan_foreign_add_edge: between numbers of nodes. Returns: %FALSE with @error set when there are
 * too many */
gboolean redan_foreign_add_edge (
    RedanForeignFiller *self, guint32 from, guint32 to, double weight, GError **error);

/** redan_foreign_lookup: finds a node by its id. Returns: %FALSE with @error set when there is none
 */
gboolean redan_foreign_lookup (const RedanForeignFiller *self,
                               const char *id,
                               guint32 *number_out,
                               GError **error);

/** redan_foreign_json_lookup: the same with an id in JSON */
gboolean redan_foreign_json_lookup (const RedanForeignFiller *self,
                                    const json_t *id,
                                    guint32 *number_out,
                                    GError **error);

/** redan_foreign_json_id: Returns: (transfer full) (nullable): the text of an id, which is an
 * integer or a text */
char *redan_foreign_json_id (const json_t *value, gboolean *is_number_out);

/** redan_foreign_json_number: Returns: whether @value, when present, is a number from @least to
 * @most */
gboolean redan_foreign_json_number (const RedanForeignFiller *self,
                                    const json_t *object,
                                    const char *key,
                                    double least,
                                    double most,
                                    double *value_out,
                                    GError **error);

/** redan_foreign_json_text: Returns: (transfer full): a text or number under @key, "" when there is
 * none */
char *redan_foreign_json_text (const json_t *object, const char *key);

/** redan_foreign_is_mal: Returns: whether a JSON value is an attack graph of MAL */
gboolean redan_foreign_is_mal (const json_t *root);

/** redan_foreign_read_mal: @place: the JSON path of @root. Returns: (transfer full) (nullable): the
 * graph, %NULL with @error set */
RedanForeignGraph *redan_foreign_read_mal (const json_t *root, const char *place, GError **error);

/** redan_foreign_read_json: graphs of every form that is written in JSON. Returns: (transfer full)
 * (nullable): them, %NULL with @error set */
RedanForeignGraphs *redan_foreign_read_json (const guint8 *data, gsize length, GError **error);

/** redan_foreign_read_xml: AttackGraph.xml of MulVAL. Returns: (transfer full) (nullable): the
 * graph, %NULL with @error set */
RedanForeignGraph *redan_foreign_read_xml (const guint8 *data, gsize length, GError **error);

/** redan_foreign_read_tables: VERTICES.CSV and ARCS.CSV of MulVAL. @vertices_first: that table was
 * named, and the arcs are its companion. Returns: (transfer full) (nullable): the graph, %NULL with
 * @error set */
RedanForeignGraph *redan_foreign_read_tables (GBytes *vertices,
                                              GBytes *arcs,
                                              gboolean vertices_first,
                                              GError **error);

/** redan_foreign_mulval_goals: the vertices nothing depends on; the first one when all are on
 * cycles */
void redan_foreign_mulval_goals (RedanForeignGraph *graph);

/** redan_foreign_mulval_kind: Returns: whether @word is LEAF, OR or AND */
gboolean redan_foreign_mulval_kind (const char *word, RedanForeignKind *kind_out);

G_END_DECLS
