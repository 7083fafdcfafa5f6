/* SPDX-License-Identifier: Apache-2.0 */
/* An immutable, columnar view of a model for analysis: indices instead of ids, codes instead of words. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

#define REDAN_NONE G_MAXUINT32

/** Element kinds in the order of the schema. */
typedef enum
{
  REDAN_ELEMENT_ACTOR,
  REDAN_ELEMENT_EXTERNAL,
  REDAN_ELEMENT_PROCESS,
  REDAN_ELEMENT_STORE,
  REDAN_N_ELEMENT_KINDS,
} RedanElementKind;

/**
 * RedanCode:
 *
 * The value of an attribute as a number.
 * 0 absent; 1 the word "unknown"; from 2 on:
 *   enum, tri, rating, fact: 2 + position among the allowed values
 *   set with allowed values (at most 29): 2 + bit mask of the members
 *   set without: 2 when it has members (look at the object for them)
 *   integer: 2 + value - minimum;  date, fact-date: 2 + days since 1900-01-01
 *   string, reference: 2 + index of the interned string in the pool
 */
typedef guint32 RedanCode;

#define REDAN_CODE_ABSENT 0
#define REDAN_CODE_UNKNOWN 1
#define REDAN_CODE_FIRST 2

/**
 * RedanSnapshot:
 *
 * Index i of an array is the i-th object of the section in the order of ids. Flows without two ends (drawn loose) are
 * in the arrays with %REDAN_NONE and in no adjacency list.
 */
typedef struct
{
  gatomicrefcount references;
  RedanModel *model; /* frozen copy */
  RedanSchema *schema;

  guint n_elements;
  guint n_flows;
  guint n_boundaries;
  guint n_assets;

  const RedanObject *const *elements;
  const RedanObject *const *flows;
  const RedanObject *const *boundaries;
  const RedanObject *const *assets;

  guint8 *element_kind;     /* RedanElementKind */
  guint32 *element_parent;  /* boundary, or REDAN_NONE: the outside */
  guint8 *boundary_kind;    /* position among the allowed values of btype */
  guint32 *boundary_parent; /* boundary, or REDAN_NONE */
  guint8 *boundary_depth;   /* 0 at the top; at most 63 */
  guint32 *flow_source;     /* element, or REDAN_NONE */
  guint32 *flow_target;
  guint8 *flow_bidirectional;

  guint32 *out_offset; /* n_elements + 1: flows leaving an element, as drawn */
  guint32 *out_flow;
  guint32 *in_offset;
  guint32 *in_flow;

  guint32 *crosses_offset; /* n_flows + 1: stored crossings of boundaries drawn as lines */
  guint32 *crosses_boundary;

  guint32 *stored_offset; /* n_assets + 1 */
  guint32 *stored_element;
  guint32 *processed_offset;
  guint32 *processed_element;
  guint32 *carried_offset;
  guint32 *carried_flow;

  /* One column per schema attribute, indexed like its section (account attributes like boundaries); %NULL for structural
   * attributes, programme facts, and attributes that no object sets. */
  RedanCode **columns;
} RedanSnapshot;

/**
 * redan_snapshot_new:
 * @model: a valid model; it may change afterwards without touching the snapshot
 *
 * Returns: (transfer full): the snapshot; O(objects + entries)
 */
RedanSnapshot *redan_snapshot_new (const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_snapshot_update:
 * @previous: a snapshot of the same model before some edits
 * @model: the model as it is now
 *
 * The same as redan_snapshot_new() of @model, whatever the edits were. When they neither made nor removed elements, flows,
 * boundaries or assets, nor changed kinds, nesting, ends or crossings, what is the same is shared with @previous.
 *
 * Returns: (transfer full): the snapshot; O(objects) comparisons of pointers, and O(objects) for each changed attribute; as
 *   redan_snapshot_new() when the structure changed
 */
RedanSnapshot *redan_snapshot_update (RedanSnapshot *previous, const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;
RedanSnapshot *redan_snapshot_ref (RedanSnapshot *self);
void redan_snapshot_unref (RedanSnapshot *self);

/** redan_code_from_text: Returns: the code of @value for @attribute; strings are looked up in @strings and may be new */
RedanCode redan_code_from_text (const RedanAttribute *attribute, RedanStrings *strings, const char *value);

/** redan_code_to_text: Returns: (transfer full): what a person would read, sets joined by "," */
char *redan_code_to_text (const RedanAttribute *attribute, const RedanStrings *strings, RedanCode code);

/** redan_days_from_date: Returns: whether @text is a valid YYYY-MM-DD; days since 1900-01-01 in @days_out */
gboolean redan_days_from_date (const char *text, guint *days_out);

/** redan_object_is_expired: Returns: whether the last day on which @object (nullable) holds lies before @as_of, in days
 * since 1900-01-01; %FALSE when it has none */
gboolean redan_object_is_expired (const RedanObject *object, guint as_of);

/** redan_days_to_date: writes YYYY-MM-DD */
void redan_days_to_date (guint days, char text[11]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanSnapshot, redan_snapshot_unref)

G_END_DECLS
