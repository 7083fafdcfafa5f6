/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled expressions: three-valued, evaluated for 64 targets at a time in two bit words (is true,
 * is false). */

#pragma once

#include "analysis/facts.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_FALSE,
  REDAN_TRUE,
  REDAN_UNDECIDED,
} RedanTruth;

typedef struct _RedanProgram RedanProgram;
typedef struct _RedanProgramSet RedanProgramSet;

/**
 * redan_program_set_new:
 * @facts: what the programs will read; must outlive the set
 * @context: all programs of a set have one context and share their atoms
 *
 * Atoms that several expressions share are evaluated once for each block of 64 targets.
 */
RedanProgramSet *redan_program_set_new (const RedanFacts *facts,
                                        RedanContext context) G_GNUC_WARN_UNUSED_RESULT;
void redan_program_set_free (RedanProgramSet *self);

/** redan_program_set_add: compiles @expression; Returns: the number of the program in the set */
guint redan_program_set_add (RedanProgramSet *self, const RedanExpression *expression);

/**
 * redan_program_set_add_node:
 * @node: a part of a checked expression that is a condition in the context of the set: a whole
 * expression, or an inner predicate such as the third argument of all (account, filter, predicate)
 *
 * Returns: the number of the program in the set; @node is not kept
 */
guint redan_program_set_add_node (RedanProgramSet *self, const RedanNode *node);

/**
 * RedanProgramBlock:
 * @user_data: as given
 * @first: position of the block in the targets, a multiple of 64
 * @count: targets in the block, 1..64
 * @is_true, @is_false: (array): one word for each program that was asked for; bit i is target first
 * + i
 */
typedef void (*RedanProgramBlock) (
    gpointer user_data, guint first, guint count, const guint64 *is_true, const guint64 *is_false);

/**
 * redan_program_set_run:
 * @programs: (array length=n_programs): numbers of the programs to evaluate
 * @targets: (array length=n_targets): elements, interactions or boundaries
 *
 * Cost: O(n_targets * distinct atoms + n_targets / 64 * nodes).
 */
void redan_program_set_run (RedanProgramSet *self,
                            const guint *programs,
                            guint n_programs,
                            const guint32 *targets,
                            guint n_targets,
                            RedanProgramBlock block,
                            gpointer user_data);

/** redan_program_set_test: one program on one target (REDAN_NONE in the model context) */
RedanTruth redan_program_set_test (RedanProgramSet *self, guint program, guint32 target);

/**
 * RedanReason: one atom of an expression and what it found
 * @text: the atom as written: "f.authn in {none,network-only}"
 * @subject: "e", "src", "dst", ... or "" for functions
 * @attribute: (nullable): the schema attribute
 * @context, @target: the object whose value was read
 * @value: the value as a person reads it, "unknown" when unknown
 */
typedef struct
{
  char *text;
  const char *subject;
  const RedanAttribute *attribute;
  RedanContext context;
  guint32 target;
  char *value;
  RedanProvenance provenance;
  RedanTruth truth;
} RedanReason;

void redan_reason_free (RedanReason *self);

/** redan_expression_explain: Returns: (transfer full) (element-type RedanReason): the atoms that
 * decide the truth on @target, in the order of the text */
GPtrArray *redan_expression_explain (const RedanExpression *expression,
                                     const RedanFacts *facts,
                                     RedanContext context,
                                     guint32 target);

/** redan_node_explain: redan_expression_explain() for a part of an expression that is a condition
 * in
 * @context */
GPtrArray *redan_node_explain (const RedanNode *node,
                               const RedanFacts *facts,
                               RedanContext context,
                               guint32 target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanProgramSet, redan_program_set_free)

G_END_DECLS
