/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts under BP01, BP02, BP06 and CH-3: what falls with each, how its root user is reached, how
 * much of it is automated, and in which guardrails accounts of one purpose differ. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** RedanBlastEdge: a first step out of a lost account; @interaction: REDAN_NONE for rights; @share:
 * of the value outside that lies behind @target */
typedef struct
{
  guint32 source;
  guint32 target;
  guint32 interaction;
  RedanEdgeKind kind;
  double share;
} RedanBlastEdge;

/** RedanRootPath: a way to the root user; @element: whose mailbox, phone or zone resets it,
 * REDAN_NONE for signing in; @chance: 0..1; @attribute: the account attribute that closes the way
 */
typedef struct
{
  guint32 element;
  double chance;
  const char *attribute;
} RedanRootPath;

/** RedanAccountRow: @blast: share of the value outside that falls with the account; @edges: the
 * ways out, the one with most behind it first; @paths: to the root user, the likeliest first;
 * automation of its cloud elements in [@automation_low, @automation_high], @n_automated of them */
typedef struct
{
  guint32 boundary;
  double blast;
  double root_exposure;
  guint n_workloads;
  guint n_environments;
  double automation_low;
  double automation_high;
  guint n_automated;
  GArray *edges; /* (element-type RedanBlastEdge) */
  GArray *paths; /* (element-type RedanRootPath) */
} RedanAccountRow;

/**
 * redan_accounts_list:
 * @scope: (nullable): %NULL for the whole model
 * @n_edges: at most so many ways out of each account; 0 for none
 *
 * Cost: O(nodes + edges) for each way out that is looked at.
 *
 * Returns: (transfer full) (element-type RedanAccountRow): the account with the largest blast first
 */
GPtrArray *redan_accounts_list (const RedanAnalysis *analysis,
                                const RedanObjectiveScope *scope,
                                guint n_edges);

/** RedanGuardrailDifference: accounts of one purpose that differ from the others in one guardrail;
 * @usual: code of the value that most have, of equals the lower; REDAN_CODE_ABSENT when most have
 * none */
typedef struct
{
  RedanCode purpose;
  const RedanAttribute *attribute;
  RedanCode usual;
  GArray *odd; /* (element-type guint32): boundaries */
} RedanGuardrailDifference;

/** redan_accounts_list_differences: Returns: (transfer full) (element-type
 * RedanGuardrailDifference): by purpose, then in the order of the guardrails */
GPtrArray *redan_accounts_list_differences (const RedanAnalysis *analysis,
                                            const RedanObjectiveScope *scope);

G_END_DECLS
