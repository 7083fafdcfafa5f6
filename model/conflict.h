/* SPDX-License-Identifier: Apache-2.0 */
/* Conflicts of a merge: objects of the model that say which two values were left, and how they are
 * resolved. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/** Name of a conflict about an object as a whole: deleted on one side, changed or used anew on the
 * other. */
#define REDAN_CONFLICT_EXISTS "exists"

typedef enum
{
  REDAN_CONFLICT_BASE,
  REDAN_CONFLICT_OURS,
  REDAN_CONFLICT_THEIRS,
} RedanConflictSide;

/**
 * redan_conflict_id:
 * @name: name of the field, or %REDAN_CONFLICT_EXISTS
 * @member: key of the entry, "" for a scalar field
 *
 * Returns: the id of the conflict, the same whichever side is ours
 */
RedanId redan_conflict_id (const RedanId *target, const char *name, const char *member);

/** redan_conflict_get_value: Returns: (nullable): what @side says in @conflict; %NULL: not set, or
 * deleted */
const char *redan_conflict_get_value (const RedanObject *conflict, RedanConflictSide side);

/**
 * redan_conflict_resolve:
 * @conflict: an object of the section conflict of @model
 *
 * Takes the value of one side, with all that follows from a deletion, and removes the conflict.
 * Applying the edit can fail, for instance when a parent would lie inside its own child.
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_conflict_resolve (const RedanModel *model,
                                   const RedanObject *conflict,
                                   RedanConflictSide side) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_conflict_resolve_to:
 * @value: (nullable): what the field shall be; %NULL: not set
 *
 * Like redan_conflict_resolve() with neither side; for a conflict about a field.
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_conflict_resolve_to (const RedanModel *model,
                                      const RedanObject *conflict,
                                      const char *value) G_GNUC_WARN_UNUSED_RESULT;

/** redan_conflict_settle: Returns: (transfer full): an edit that leaves all as it stands now, and
 * removes the conflict */
RedanEdit *redan_conflict_settle (const RedanModel *model,
                                  const RedanObject *conflict) G_GNUC_WARN_UNUSED_RESULT;

/** redan_conflict_resolve_all: redan_conflict_resolve() for all conflicts of the model, as one edit.
 * Returns: (transfer full): the edit */
RedanEdit *redan_conflict_resolve_all (const RedanModel *model,
                                       RedanConflictSide side) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_conflict_get_field:
 * @target_out: (out) (transfer none) (nullable): the object that the conflict is about; %NULL when it
 * is gone
 *
 * Returns: the field that two values are left of; %REDAN_FIELD_EXISTS when it is about the object as a
 * whole, or about a field that is not known
 */
RedanField redan_conflict_get_field (const RedanModel *model,
                                     const RedanObject *conflict,
                                     const RedanObject **target_out);

/** redan_conflict_dup_sentence: Returns: (transfer full): what is left to decide, translated, for a
 * message about @conflict */
char *redan_conflict_dup_sentence (const RedanModel *model, const RedanObject *conflict);

G_END_DECLS
