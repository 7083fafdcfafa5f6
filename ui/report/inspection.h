/* SPDX-License-Identifier: Apache-2.0 */
/* What a person should see of the attributes of objects: which matter, what they are, where that
 * comes from. */

#pragma once

#include "analysis/analysis.h"
#include "analysis/origin.h"

G_BEGIN_DECLS

/**
 * RedanTarget: where an object stands in the facts
 * @index: in the columns of its scopes; %REDAN_NONE when it has no attributes
 * @scopes: mask of 1 << RedanScope
 * @applies: the bit of %RedanApplies that it is, 0 for none
 */
typedef struct
{
  RedanContext context;
  guint32 index;
  guint scopes;
  guint applies;
} RedanTarget;

/** redan_target_of: @object may be of a newer model; what is not analysed yet has no index */
RedanTarget redan_target_of (const RedanFacts *facts, const RedanObject *object);

/**
 * RedanInspected:
 * @n_waiting: rules and controls that wait for a value: they are undecided, and it would help
 * @n_deciding: threats that are there because of the value
 * @weight: the ranking goes by it: likelihood times impact of the rules, strength of the controls
 * @is_open: nobody says the value, on one of the objects at least
 * @is_set: a person has set it, on one of the objects at least
 */
typedef struct
{
  const RedanAttribute *attribute;
  guint n_waiting;
  guint n_deciding;
  guint weight;
  gboolean is_open;
  gboolean is_set;
} RedanInspected;

/**
 * redan_inspection_list:
 * @ids: (array length=n): what is selected; ids that are not analysed are left out
 *
 * The attributes that a person may set and that all the objects have: first the open ones that
 * something waits for, by weight; then the rest in the order of the schema.
 *
 * Cost: O(rules + controls) for each of at most 8 objects and 12 flows or members of each.
 *
 * Returns: (transfer full) (element-type RedanInspected): the attributes
 */
GArray *redan_inspection_list (const RedanAnalysis *analysis,
                               const RedanId *ids,
                               guint n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_inspection_list_for:
 *
 * Like redan_inspection_list() for a kind of object without any, all in the order of the schema.
 */
GArray *redan_inspection_list_for (const RedanSchema *schema,
                                   guint scopes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanInspectedValue:
 * @own: (nullable): what was set on the objects themselves; members of a set joined by ","
 * @own_is_mixed: it differs between them
 * @effective: (nullable): what holds according to the analysis; %NULL when nobody says it
 * @effective_is_mixed: it differs between them
 * @origin: of the first of them
 * @is_shared: it is inherited from the file of the organization, on the first of them
 */
typedef struct
{
  char *own;
  gboolean own_is_mixed;
  char *effective;
  gboolean effective_is_mixed;
  gboolean origin_is_mixed;
  gboolean is_shared;
  RedanOrigin origin;
} RedanInspectedValue;

/**
 * redan_inspection_get_value:
 * @model: the live model, which has the own values; may be newer than @analysis
 */
void redan_inspection_get_value (const RedanModel *model,
                                 const RedanAnalysis *analysis,
                                 const RedanId *ids,
                                 guint n,
                                 const RedanAttribute *attribute,
                                 RedanInspectedValue *value_out);
void redan_inspected_value_clear (RedanInspectedValue *self);

/** redan_inspected_value_dup_source: Returns: (transfer full): where the value comes from, in a few
 * words: "set here", "inherited from Production", "derived from the technology" */
char *redan_inspected_value_dup_source (const RedanInspectedValue *self, const RedanFacts *facts);

/** redan_inspection_dup_own: Returns: (transfer full) (nullable): the value of an attribute that
 * stands on @object; members of a set joined by "," */
char *redan_inspection_dup_own (const RedanObject *object, const RedanAttribute *attribute);

/** redan_inspection_dup_title: Returns: (transfer full): values as a person reads them, joined by
 * ", " */
char *redan_inspection_dup_title (const RedanAttribute *attribute, const char *values);

/** redan_inspection_dup_unknown: Returns: (transfer full): a sentence on what happens as long as
 * nobody says the value */
char *redan_inspection_dup_unknown (const RedanAttribute *attribute);

/** RedanReader: a rule or control that reads an attribute; exactly one of the two is set */
typedef struct
{
  const RedanRule *rule;
  const RedanControl *control;
} RedanReader;

/** redan_inspection_list_readers: Returns: (transfer full) (element-type RedanReader): what reads
 * @attribute anywhere, rules first, in the order of the catalogue */
GArray *redan_inspection_list_readers (const RedanCatalogue *catalogue,
                                       const RedanAttribute *attribute) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
