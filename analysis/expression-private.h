/* SPDX-License-Identifier: Apache-2.0 */
/* What the parser of expressions shares with the compiler of programs: the table of functions, and
 * what a subject stands for. */

#pragma once

#include "analysis/expression.h"

G_BEGIN_DECLS

/* Inside any_in (e, ..) and any_out (e, ..) the predicate is about an interaction, while e and x
 * stay the element that was asked. */
#define CONTEXT_INCOMING REDAN_N_CONTEXTS
#define CONTEXT_OUTGOING (REDAN_N_CONTEXTS + 1)
#define N_INNER_CONTEXTS (REDAN_N_CONTEXTS + 2)

typedef enum
{
  FUNCTION_CROSSES,
  FUNCTION_HUMAN,
  FUNCTION_REACH,
  FUNCTION_CLASS_GE,
  FUNCTION_ANY_IN,
  FUNCTION_ANY_OUT,
  FUNCTION_INSIDE,
  FUNCTION_STALE,
  FUNCTION_WORKLOADS,
  FUNCTION_ENVS,
  FUNCTION_DEPTH,
  FUNCTION_BLAST,
  FUNCTION_CHOKE,
  FUNCTION_ACCOUNTS, /* accounts of a purpose in the whole model */
  FUNCTION_CRITERION, /* evaluated by the objectives; unknown in a program */
} FunctionId;

typedef enum
{
  RESULT_TRUTH,
  RESULT_NUMBER,
  RESULT_STATE, /* a word: the state of an objective */
} FunctionResult;

/**
 * FunctionInfo:
 * @arguments: one letter an argument; those after "?" may be missing:
 *   o any object, h element or interaction, l element or boundary, i element, b boundary, f the
 * flow, t kind of boundary, c class, p predicate about an interaction, v date, d days, u purpose of
 * accounts, k kind of objects, q predicate about those, n number, a band, w any word
 */
typedef struct
{
  const char *name;
  FunctionId id;
  FunctionResult result;
  const char *arguments;
} FunctionInfo;

const FunctionInfo *function_lookup (const char *name);

/** function_get_all: Returns: (array length=n_out): the table */
const FunctionInfo *function_get_all (guint *n_out);

const char *subject_get_word (RedanSubject subject);

/** subject_from_word: Returns: whether @word is a subject; @length bytes of it */
gboolean subject_from_word (const char *word, gsize length, RedanSubject *subject_out);

/** subject_resolve: Returns: whether @subject means something in the inner @context; what kind of
 * object in @of_out (MODEL: the programme) */
gboolean subject_resolve (guint context, RedanSubject subject, RedanContext *of_out);

/** subject_find_attribute: Returns: (nullable): the attribute @name that objects of kind @of may
 * have */
const RedanAttribute *
subject_find_attribute (const RedanSchema *schema, RedanContext of, const char *name);

/** context_of_kind: Returns: whether @word is "account", "boundary", "element" or "flow"; context
 * of their predicates */
gboolean context_of_kind (const char *word, RedanContext *context_out);

/** node_dup_text: Returns: (transfer full): the condition as one would write it */
char *node_dup_text (const RedanNode *node);

/** The text and place of an expression, for messages. */
typedef struct
{
  RedanSchema *schema;
  const char *path;
  guint line;
} ExpressionPlace;

/** expression_check: types of @root in every context of @contexts */
gboolean expression_check (const ExpressionPlace *place,
                           const RedanNode *root,
                           guint contexts,
                           GError **error);

/** expression_error: sets "path:line:column: message" */
void expression_error (const ExpressionPlace *place,
                       guint column,
                       GError **error,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
