/* SPDX-License-Identifier: Apache-2.0 */
/* Differences between two models in words, for the command line and the window. */

#pragma once

#include "model/conflict.h"
#include "model/difference.h"

G_BEGIN_DECLS

/** redan_difference_kind_get_word: Returns: "added", "removed", "changed", "moved", for programs */
const char *redan_difference_kind_get_word (RedanDifferenceKind kind);

/** redan_difference_kind_get_title: Returns: the same for people, translated */
const char *redan_difference_kind_get_title (RedanDifferenceKind kind);

/** redan_object_get_kind: Returns: (transfer none): the kind of an element or boundary, "process",
 * else the section, "flow" */
const char *redan_object_get_kind (const RedanObject *object);

/** redan_field_dup_title: Returns: (transfer full): what a person reads for a field: "Encryption at
 * rest", "Parent" */
char *redan_field_dup_title (const RedanModel *model, RedanSection section, RedanField field);

/**
 * redan_entry_dup_text:
 * @model: the model in which references are looked up
 * @key: "" for a scalar field
 * @value: "" for a member of a set
 *
 * Returns: (transfer full): the value, or the member, as a person reads it: the label of a word,
 * the title of the object that is referred to, the beginning of a text; on one line, made visible
 */
char *redan_entry_dup_text (const RedanModel *model,
                            RedanSection section,
                            RedanField field,
                            const char *key,
                            const char *value);

/**
 * redan_object_difference_dup_title:
 *
 * Returns: (transfer full): "process Shop renamed to Web shop", "flow Shop to API": what it was or
 * is called
 */
char *redan_object_difference_dup_title (const RedanDifference *difference,
                                         const RedanObjectDifference *object);

/**
 * redan_object_difference_list_lines:
 *
 * Says field by field what changed, or what an added object says: "Authentication: Password →
 * Token", "Tag: without pci", and one line for all of the geometry. A removed object, a name that
 * changed, which the title tells, hashes of a signature, and what an added object keeps for a
 * foreign format have none.
 *
 * Returns: (transfer full) (element-type utf8): the lines
 */
GPtrArray *redan_object_difference_list_lines (const RedanDifference *difference,
                                               const RedanObjectDifference *object);

/**
 * redan_difference_dup_signed:
 *
 * Returns: (transfer full) (nullable): how many objects are only signed, in a sentence without its
 * end; %NULL for none
 */
char *redan_difference_dup_signed (const RedanDifference *difference);

/** redan_conflict_dup_title: Returns: (transfer full): what a conflict of the model is about:
 * "Authentication of flow Shop to API", "Whether process Shop stays" */
char *redan_conflict_dup_title (const RedanModel *model, const RedanObject *conflict);

/** redan_conflict_dup_value: Returns: (transfer full): what one side says, as a person reads it;
 * "not set", "deleted", "kept" */
char *redan_conflict_dup_value (const RedanModel *model,
                                const RedanObject *conflict,
                                RedanConflictSide side);

G_END_DECLS
