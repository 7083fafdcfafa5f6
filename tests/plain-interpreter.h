/* SPDX-License-Identifier: Apache-2.0 */
/* A plain interpreter of expressions for the tests: one target, one node at a time, words instead
 * of codes. */

#pragma once

#include "analysis/program.h"

G_BEGIN_DECLS

/**
 * PlainScope: what the expression is about
 * @quantified: the element of any_in or any_out whose interaction is @target; else REDAN_NONE
 */
typedef struct
{
  const RedanFacts *facts;
  RedanContext context;
  guint32 target;
  guint32 quantified;
} PlainScope;

/** plain_truth: knows everything but the facts of the graph and of the objectives */
RedanTruth plain_truth (const PlainScope *scope, const RedanNode *node);

G_END_DECLS
