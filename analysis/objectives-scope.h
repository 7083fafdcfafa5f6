/* SPDX-License-Identifier: Apache-2.0 */
/* What objectives are judged on: the whole model, an organizational unit, accounts of one purpose,
 * a workload or an environment. */

#pragma once

#include "analysis/facts.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_SCOPE_OF_MODEL,
  REDAN_SCOPE_OF_UNIT,        /* value: id of an organizational unit */
  REDAN_SCOPE_OF_PURPOSE,     /* value: a purpose of accounts */
  REDAN_SCOPE_OF_WORKLOAD,    /* value: a workload of elements */
  REDAN_SCOPE_OF_ENVIRONMENT, /* value: an environment of elements */
} RedanScopeKind;

/** RedanObjectiveScope: one choice of the selector; @text: "workload=shop", the machine form;
 * @name: of the unit, else the value; @title: what a person reads in a sentence */
typedef struct
{
  RedanScopeKind kind;
  char *text;
  char *name;
  char *title;
} RedanObjectiveScope;

void redan_objective_scope_free (RedanObjectiveScope *self);

/**
 * redan_objective_scope_list:
 *
 * Returns: (transfer full) (element-type RedanObjectiveScope): every scope that has something in
 * it, the whole model first, then by kind and text. O(elements + boundaries)
 */
GPtrArray *redan_objective_scope_list (const RedanFacts *facts);

/**
 * redan_objective_scope_parse:
 * @text: "model", "ou=NAME-OR-ID", "purpose=WORD", "workload=NAME" or "environment=WORD"
 * @error: set with %REDAN_ANALYSIS_ERROR; says what there is to choose from
 *
 * Returns: (transfer full) (nullable): the scope, when something in the model is in it
 */
RedanObjectiveScope *redan_objective_scope_parse (const RedanFacts *facts,
                                                  const char *text,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanObjectiveScope, redan_objective_scope_free)

G_END_DECLS
