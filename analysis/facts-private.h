/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of building the facts of a model, in the order in which they run. */

#pragma once

#include "analysis/facts.h"

G_BEGIN_DECLS

/**
 * FactColumn: an attribute with its column while facts are built
 *
 * When the schema in use lacks the attribute, the column is a private one of absent values: the
 * derivation does nothing harmful.
 */
typedef struct
{
  const RedanAttribute *attribute; /* NULL when the schema lacks it */
  RedanCode *codes;
  guint8 *provenance;
} FactColumn;

/**
 * FactsBuilder:
 * @boundary_order: boundaries, outer ones first
 * @crossed_source, @crossed_target: by flow: kinds of crossed boundaries on the side of its source
 * and of its target
 */
typedef struct
{
  RedanFacts *facts;
  const RedanSnapshot *snapshot;
  const RedanSchema *schema;
  guint32 *boundary_order;
  guint64 *crossed_source;
  guint64 *crossed_target;
  GPtrArray *spare; /* columns of attributes that the schema lacks */
} FactsBuilder;

FactColumn facts_builder_column (FactsBuilder *self, RedanScope scope, const char *name);

/** fact_column_code: Returns: the code of @word, or REDAN_CODE_UNKNOWN when the attribute has no
 * such value */
RedanCode fact_column_code (const FactColumn *self, const char *word);
void fact_column_put (FactColumn *self, guint index, RedanCode code, RedanProvenance provenance);

/** fact_column_is: Returns: whether a value is the allowed value @word; "unknown" never is */
gboolean fact_column_is (const FactColumn *self, guint index, const char *word);

/** fact_column_property: Returns: (nullable): a property that the schema gives to the value at
 * @index */
const char *fact_column_property (const FactColumn *self, guint index, const char *property);

/** facts_kind_bit: Returns: the bit of the boundary kind @word among the values of btype; 0 when
 * there is none */
guint64 facts_kind_bit (const RedanSchema *schema, const char *word);

/* facts-structure.c: what follows from kinds, nesting and flows alone */
void facts_build_nesting (FactsBuilder *self);
void facts_build_interactions (FactsBuilder *self);
void facts_build_crossings (FactsBuilder *self);
void facts_build_humans (FactsBuilder *self);
void facts_build_reach (FactsBuilder *self);
void facts_build_tenants (FactsBuilder *self);

/* facts-derive.c: effective attributes */
void facts_derive_elements (FactsBuilder *self);
void facts_derive_assets (FactsBuilder *self);
void facts_derive_standards (FactsBuilder *self);
void facts_derive_flows (FactsBuilder *self);
void facts_derive_exposure (FactsBuilder *self);

/* facts-services.c: the defaults of services, where nothing else says a value */
void facts_derive_services (FactsBuilder *self);

G_END_DECLS
