/* SPDX-License-Identifier: Apache-2.0 */
/* The expression language of rules, controls and criteria: parsed, resolved against the schema,
 * typed. Nothing is ever run as code. */

#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/**
 * RedanContext: what an expression is about; several may be given as a mask (1 << context).
 *
 * Names: element: e = x = the element, b = its innermost boundary, acct = its account.
 * interaction: f = x = the flow in one direction, src, dst = its ends, acct = the account of dst.
 * boundary: b = x = the boundary, acct = the same when it is an account. prog = programme facts,
 * everywhere.
 */
typedef enum
{
  REDAN_CONTEXT_ELEMENT,
  REDAN_CONTEXT_INTERACTION,
  REDAN_CONTEXT_BOUNDARY,
  REDAN_CONTEXT_MODEL,
  REDAN_N_CONTEXTS,
} RedanContext;

typedef enum
{
  REDAN_SUBJECT_E,
  REDAN_SUBJECT_F,
  REDAN_SUBJECT_SRC,
  REDAN_SUBJECT_DST,
  REDAN_SUBJECT_B,
  REDAN_SUBJECT_ACCT,
  REDAN_SUBJECT_X,
  REDAN_SUBJECT_PROG,
} RedanSubject;

typedef enum
{
  REDAN_NODE_AND,
  REDAN_NODE_OR,
  REDAN_NODE_NOT,
  REDAN_NODE_COMPARE, /* operator, two children */
  REDAN_NODE_IN,      /* one child, words */
  REDAN_NODE_HAS,     /* one child, one word */
  REDAN_NODE_CALL,    /* name, children */
  REDAN_NODE_PATH,    /* subject, name */
  REDAN_NODE_WORD,    /* a literal or an argument: a word */
  REDAN_NODE_NUMBER,
} RedanNodeType;

typedef enum
{
  REDAN_COMPARE_EQUAL,
  REDAN_COMPARE_NOT_EQUAL,
  REDAN_COMPARE_LESS,
  REDAN_COMPARE_LESS_EQUAL,
  REDAN_COMPARE_GREATER,
  REDAN_COMPARE_GREATER_EQUAL,
} RedanComparison;

typedef struct _RedanNode RedanNode;

/**
 * RedanNode:
 * @subject: of a path, and of a word that is the name of a subject
 * @column: 1-based place in the text
 * @text: name of a call, attribute of a path, a word, or the digits of a number
 * @children: (array length=n_children)
 * @words: (array length=n_words): members of a set literal
 */
struct _RedanNode
{
  RedanNodeType type;
  RedanComparison comparison;
  RedanSubject subject;
  guint column;
  const char *text;
  double number;
  RedanNode **children;
  guint n_children;
  const char **words;
  guint n_words;
};

typedef struct _RedanExpression RedanExpression;

/**
 * redan_expression_parse:
 * @text: at most 4096 bytes, nesting at most 64
 * @contexts: mask of contexts the expression must make sense in
 * @path, @line: where it stands, for messages
 *
 * Every name, literal and function is checked against the schema: an unknown one is an error with
 * file, line, column.
 *
 * Returns: (transfer full) (nullable): the expression
 */
RedanExpression *redan_expression_parse (RedanSchema *schema,
                                         const char *text,
                                         guint contexts,
                                         const char *path,
                                         guint line,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_expression_free (RedanExpression *self);
const RedanNode *redan_expression_get_root (const RedanExpression *self);
const char *redan_expression_get_text (const RedanExpression *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanExpression, redan_expression_free)

G_END_DECLS
