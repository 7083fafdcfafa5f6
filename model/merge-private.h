/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the merge share: the objects that differ, and what becomes of them. Private to
 * the model floor. */

#pragma once

#include "model/merge.h"

G_BEGIN_DECLS

typedef enum
{
  MERGE_BASE,
  MERGE_OURS,
  MERGE_THEIRS,
  MERGE_N_SIDES,
} MergeSide;

/**
 * MergeObject: an object that is not the same in all three models
 * @objects: (array fixed-size=3): as each model has it; %NULL where it does not
 * @kept: one side deleted it, but it stays
 * @conflicting: its existence is a conflict
 * @parent_is_ours: its parent is part of a circle or too deep: it is the one that ours has
 * @entries: (element-type RedanEntry): as merged in the last round; %NULL when it is gone
 * @left: (element-type RedanEntry): values of theirs that conflicts of the last round left over:
 * what they refer to has to stay, so that whoever resolves the conflict can choose them; %NULL when
 * there never were any
 * @has_findings: merging its fields found conflicts or something to note
 */
typedef struct
{
  RedanId id;
  RedanSection section;
  const RedanObject *objects[MERGE_N_SIDES];
  gboolean kept;
  gboolean conflicting;
  gboolean parent_is_ours;
  gboolean has_findings;
  GArray *entries;
  GArray *left;
} MergeObject;

/**
 * MergeConflict: @values: (array fixed-size=3): of base, ours and theirs; %NULL where it is not set
 */
typedef struct
{
  const MergeObject *object;
  RedanField field; /* REDAN_FIELD_EXISTS for the object itself */
  const char *key;
  const char *values[MERGE_N_SIDES];
} MergeConflict;

/**
 * Merge:
 * @result: ours, until everything is decided
 * @objects: (element-type MergeObject): in the order of the file
 * @by_id: the same by id
 * @contested: (element-type RedanId): conflicts of the base that both sides resolved: merges that
 * crossed. What the base says there is what one of the sides said, so it cannot tell who changed it
 * @recording: conflicts and notices are noted, which is in the last round only
 */
typedef struct
{
  const RedanModel *models[MERGE_N_SIDES];
  const RedanSchema *schema;
  RedanModel *result;
  GPtrArray *objects;
  GHashTable *by_id;
  GHashTable *contested;
  gboolean recording;
  GArray *conflicts;
  GPtrArray *notices;
} Merge;

/** merge_find: Returns: (nullable): the differing object @id */
MergeObject *merge_find (const Merge *self, const RedanId *id);

/** merge_find_contested: Returns: (nullable): the conflict of the base about an entry, or the
 * existence, of the object that both sides resolved */
const RedanObject *merge_find_contested (const Merge *self,
                                         const MergeObject *object,
                                         RedanField field,
                                         const char *key);

/** merge_is_gone: Returns: whether the merge takes the object away */
gboolean merge_is_gone (const MergeObject *object);

/** merge_get_deleter: Returns: the side that deleted the object while the other has it; %MERGE_BASE
 * for neither */
MergeSide merge_get_deleter (const MergeObject *object);

/** merge_is_changed: Returns: whether @side, which has the object, changed it, beyond what its own
 * deletions entail;
 *   @moved_out: whether it changed geometry, or what follows from geometry, which does not count */
gboolean merge_is_changed (const Merge *self,
                           const MergeObject *object,
                           MergeSide side,
                           gboolean *moved_out);

/** merge_fields: makes the entries of an object that stays */
void merge_fields (Merge *self, MergeObject *object);

/** merge_add_notice: @message: (transfer full) */
void merge_add_notice (Merge *self, const MergeObject *object, const char *code, char *message);

/** merge_add_conflict: notes a conflict, for the result when the merge is recording; the values of
 * an existence are "yes" or %NULL */
void merge_add_conflict (Merge *self,
                         MergeObject *object,
                         RedanField field,
                         const char *key,
                         const char *base,
                         const char *ours,
                         const char *theirs);

/** merge_check_nesting: marks the parents that would close a circle or nest too deep. Returns:
 * whether it marked any */
gboolean merge_check_nesting (Merge *self);

/** merge_get_entry: Returns: (nullable): the merged value of a scalar field */
const char *merge_get_entry (const MergeObject *object, RedanField field);

/** merge_get: Returns: (nullable): what @side says; %NULL also where it does not have the object */
const char *
merge_get (const MergeObject *object, MergeSide side, RedanField field, const char *key);

/** merge_describe: Returns: (transfer full): how a message names the object */
char *merge_describe (const MergeObject *object);

G_END_DECLS
