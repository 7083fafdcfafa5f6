/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of one model: effective attribute values with their provenance, interactions, and the
 * structural facts rules ask for. */

#pragma once

#include "analysis/catalogue.h"
#include "model/snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_PROVENANCE_UNKNOWN,
  REDAN_PROVENANCE_SET,
  REDAN_PROVENANCE_IMPORTED,
  REDAN_PROVENANCE_INHERITED,
  REDAN_PROVENANCE_DERIVED,
  REDAN_PROVENANCE_STANDARD, /* default by service, technology, management class or schema */
} RedanProvenance;

/** The trust of an element outside every boundary. */
#define REDAN_TRUST_NONE 255

/** RedanFactValue: a programme fact; @code of its value (yes, partial, no), @days of its date or 0
 */
typedef struct
{
  RedanCode code;
  guint days;
  gboolean has_number;
  gint64 number;
} RedanFactValue;

/**
 * RedanFacts:
 *
 * An interaction is a flow in one direction: interaction i < n_flows is flow i as drawn, further
 * ones are the ways back of bidirectional flows in the order of flows. Columns of the flow scope
 * are indexed by interaction, the others as in the snapshot. Columns of all stored attributes of a
 * scope exist (never %NULL) unless the scope has no objects.
 */
typedef struct
{
  RedanSnapshot *snapshot;
  RedanCatalogue *catalogue;
  guint as_of; /* days since 1900-01-01 */

  guint n_interactions;
  guint32 *interaction_flow;
  guint8 *interaction_reverse;
  guint32 *interaction_source; /* REDAN_NONE for loose flows */
  guint32 *interaction_target;

  guint32 *out_offset; /* n_elements + 1: interactions leaving an element */
  guint32 *out_interaction;
  guint32 *in_offset;
  guint32 *in_interaction;

  RedanCode **columns;
  guint8 **provenance; /* RedanProvenance, same shape */

  guint8 *boundary_is_account;
  guint32 *element_account; /* innermost boundary of kind account, or REDAN_NONE */
  guint8 *boundary_trust;   /* 0..5, of the boundary itself: as set, else by kind */
  guint8 *element_trust;    /* least trust of its boundary chain, or REDAN_TRUST_NONE */
  guint8 *element_outside;  /* in a zone outside our control, by the trust that scoring names */
  guint8 *element_in_scope;
  guint8 *element_human; /* an actor, or called by something human */
  guint8 *interaction_in_scope;
  guint8 *interaction_human;
  guint8 *interaction_crosses; /* crosses a boundary that counts: any kind but region, or a line */
  guint64 *
      interaction_crossed_kinds; /* bit = position of the boundary kind among the values of btype */
  guint8 *element_reachable;     /* from an untrusted element */
  guint8 *interaction_rating[3]; /* 1..5: c, i, a of what a flow carries; those of elements are
                                    columns */

  /* members: elements below a boundary at any depth */
  guint32 *member_offset; /* n_boundaries + 1 */
  guint32 *member_element;

  guint32 *workloads; /* per boundary: distinct workloads of its processes and stores */
  guint32 *environments;

  RedanFactValue *programme; /* by schema attribute index; code absent when not recorded */

  /* filled by the graph: depth(e) and choke(e) by element, blast(b) by boundary; %NULL until then
   */
  gint32 *depth; /* layers; -1 when no path */
  double *choke;
  double *account_blast;
} RedanFacts;

/**
 * redan_facts_new:
 * @as_of: days since 1900-01-01
 *
 * Resolves every attribute: explicit, imported with evidence, inherited from the nearest boundary, derived, default by
 * technology and management class, unknown. Cost: O((elements + flows) * attributes + memberships).
 *
 * Returns: (transfer full): the facts, without those of the graph
 */
RedanFacts *redan_facts_new (RedanSnapshot *snapshot,
                             RedanCatalogue *catalogue,
                             guint as_of) G_GNUC_WARN_UNUSED_RESULT;
void redan_facts_free (RedanFacts *self);

/** redan_facts_get_object: Returns: (nullable): the element, flow or boundary that a target of
 * @context is; %NULL for the model and REDAN_NONE */
const RedanObject *
redan_facts_get_object (const RedanFacts *self, RedanContext context, guint32 target);

/** redan_facts_find_target: the other way round. Returns: %FALSE when no element, flow or boundary
 * has the id */
gboolean redan_facts_find_target (const RedanFacts *self,
                                  const RedanId *id,
                                  RedanContext *context_out,
                                  guint32 *target_out);

/** redan_facts_find_way_back: Returns: the interaction against the direction of @flow, or
 * REDAN_NONE. O(log n) */
guint32 redan_facts_find_way_back (const RedanFacts *self, guint32 flow);

/** redan_facts_get_code: Returns: the effective value of a schema attribute for a target of
 * @context; 0 or 1 is unknown */
RedanCode redan_facts_get_code (const RedanFacts *self,
                                RedanContext context,
                                guint32 target,
                                const char *name);

/** redan_facts_get_rating: Returns: 1..5 of "c_rating", "i_rating" or "a_rating" */
guint redan_facts_get_rating (const RedanFacts *self,
                              RedanContext context,
                              guint32 target,
                              const char *name);

/**
 * redan_facts_find_service_default:
 *
 * Cost: O(rows of the table).
 *
 * Returns: (transfer none) (nullable): the row of the table of defaults that gave an element the value of @attribute; %NULL
 * when the value comes from elsewhere
 */
const RedanServiceDefault *redan_facts_find_service_default (const RedanFacts *self,
                                                             guint32 element,
                                                             const RedanAttribute *attribute);

/** redan_provenance_get_word: Returns: "unknown", "set", "imported", "inherited", "derived",
 * "default" */
const char *redan_provenance_get_word (RedanProvenance provenance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanFacts, redan_facts_free)

G_END_DECLS
