/* SPDX-License-Identifier: Apache-2.0 */
/* The one attack graph on its OR projection: exposure, blast radius, layers and choke points are
 * questions to it. */

#pragma once

#include "analysis/controls.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_EDGE_FLOW,
  REDAN_EDGE_EXPOSED, /* declared internet exposure or public policy */
  REDAN_EDGE_RIGHT,   /* control-plane right, through a hub of an account or service, or of the caller of an administrative flow */
  REDAN_EDGE_ROOT_SIGN_IN,
  REDAN_EDGE_ROOT_RECOVERY,
  REDAN_EDGE_ROOT, /* root of an account over everything in it */
} RedanEdgeKind;

/**
 * RedanPathHop: one step of a path to a target
 * @element: element reached, or REDAN_NONE for the internet, a root user or a hub
 * @account: account of a root user, or REDAN_NONE
 * @interaction: flow of the step, or REDAN_NONE
 * @pass: factor of the step, 0..1, with what passing through the node before leaves; that of the first hop is the value of the
 *   entry, so that the product over a path is the exposure
 */
typedef struct
{
  RedanEdgeKind kind;
  guint32 element;
  guint32 account;
  guint32 interaction;
  double pass;
} RedanPathHop;

typedef struct _RedanGraph RedanGraph;

/** redan_graph_new: builds nodes and edges; size is linear in elements, flows and accounts */
RedanGraph *redan_graph_new (const RedanFacts *facts,
                             RedanControls *controls) G_GNUC_WARN_UNUSED_RESULT;
void redan_graph_free (RedanGraph *self);

/** redan_graph_update: recomputes pass factors, exposure and blast after the assumed controls
 * changed */
void redan_graph_update (RedanGraph *self);

/** redan_graph_get_exposure: Returns: e(x) of an element, best product over paths from entries. 0
 * when unreachable */
double redan_graph_get_exposure (const RedanGraph *self, guint32 element);
double redan_graph_get_root_exposure (const RedanGraph *self, guint32 account);

/** redan_graph_get_blast: Returns: share of the asset value reachable once @element is lost; SCC
 * condensation, all elements at once */
double redan_graph_get_blast (const RedanGraph *self, guint32 element);
double redan_graph_get_account_blast (const RedanGraph *self, guint32 account);

/** redan_graph_get_value: Returns: value of an element; @total_out: sum of all (1 when there is
 * none) */
double redan_graph_get_value (const RedanGraph *self, guint32 element, double *total_out);

/** redan_graph_get_layers: Returns: fewest distinct layers on a path to @element, -1 when there is
 * none; @mask_out: which */
int redan_graph_get_layers (RedanGraph *self, guint32 element, guint *mask_out);

/** redan_graph_get_choke: Returns: share of reachable stores that are reachable only through
 * @element; dominator tree */
double redan_graph_get_choke (RedanGraph *self, guint32 element);

/** redan_graph_get_path: Returns: (transfer full) (element-type RedanPathHop): the best path to an
 * element, entry first */
GArray *redan_graph_get_path (const RedanGraph *self, guint32 element);

/** redan_graph_fill_facts: puts depth, choke and account blast into the facts, where rules read
 * them */
void redan_graph_fill_facts (RedanGraph *self, RedanFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanGraph, redan_graph_free)

G_END_DECLS
