/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to questions about an attack graph as JSON: one table of questions, one object a graph.
 */

#pragma once

#include "analysis/graph/attack-foreign.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/**
 * RedanGraphOptions:
 * @what: (nullable) (array zero-terminated=1): keys to answer; %NULL for all that make sense for
 * the form of the graph
 * @entries, @goals: (nullable) (element-type utf8): ids or labels, instead of those of the file
 * @budget: of each search
 * @n_paths: how many paths
 * @n_samples: how many random samples, where an exact answer is out of reach
 * @n_threads: for sampling; changes nothing but the time
 * @has_money: whether a plan is asked for
 * @money: what it may cost, 0 or more
 * @against: (nullable): the graph as it was before, for the difference
 */
typedef struct
{
  char **what;
  char **entries;
  char **goals;
  RedanAttackBudget budget;
  guint n_paths;
  guint n_samples;
  guint n_threads;
  gboolean has_money;
  double money;
  const RedanForeignGraph *against;
} RedanGraphOptions;

/** redan_graph_answers_check: Returns: (nullable): the first of @what that is no key in the table
 */
const char *redan_graph_answers_check (char **what);

/** redan_graph_answers_list: Returns: (transfer full): all keys, separated by ", " */
char *redan_graph_answers_list (void);

/**
 * redan_graph_answers_write:
 * @error: set when an entry or goal is not in the graph, or a key makes no sense for it; the object
 * is closed all the same
 *
 * Writes one object with the answers to @json.
 */
gboolean redan_graph_answers_write (const RedanForeignGraph *foreign,
                                    const RedanGraphOptions *options,
                                    RedanJson *json,
                                    GError **error);

G_END_DECLS
