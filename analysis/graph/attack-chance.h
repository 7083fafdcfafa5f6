/* SPDX-License-Identifier: Apache-2.0 */
/* How likely an attack succeeds: exact where it can be, estimated with an interval otherwise. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackMethod: how a probability came about; the first three are exact
 * @REDAN_ATTACK_TREE: no two ways to a node share anything random
 * @REDAN_ATTACK_ENUMERATION: all outcomes were gone through
 * @REDAN_ATTACK_DIAGRAM: by a binary decision diagram
 * @REDAN_ATTACK_SAMPLES: from random samples
 */
typedef enum
{
  REDAN_ATTACK_TREE,
  REDAN_ATTACK_ENUMERATION,
  REDAN_ATTACK_DIAGRAM,
  REDAN_ATTACK_SAMPLES,
} RedanAttackMethod;

/** redan_attack_method_get_word: Returns: "tree", "enumeration", "diagram" or "samples" */
const char *redan_attack_method_get_word (RedanAttackMethod method);

/** RedanAttackChance: @low and @high: Wilson's 95 % interval; all three alike when exact */
typedef struct
{
  double value;
  double low;
  double high;
} RedanAttackChance;

/**
 * RedanAttackChanceOptions:
 * @probability: (nullable): by node, instead of those of the graph
 * @seed: of the random numbers: they depend on it, on the sample and on the node, on nothing else
 * @n_samples: how many, rounded up to a multiple of 64; about 9,604 for a half-width of 0.01 at
 * most, 0 for 20,000
 * @n_threads: for sampling, 0 for one; the answer is the same for any number
 * @most_outcomes: work limit of the enumeration in nodes and edges looked at, 0 for 200 million
 * @most_diagram: nodes of a decision diagram, 0 for 500,000
 * @only_samples: do not even try an exact way
 * @cancellable: (nullable): ends the sampling early; what was counted so far is then what is told
 */
typedef struct
{
  const double *probability;
  guint64 seed;
  guint32 n_samples;
  guint n_threads;
  guint64 most_outcomes;
  guint32 most_diagram;
  gboolean only_samples;
  GCancellable *cancellable;
} RedanAttackChanceOptions;

/**
 * redan_attack_chances:
 * @targets: (array length=n_targets): nodes asked about
 * @options: (nullable): %NULL for the standard
 * @chance_out: (array length=n_targets): probability that each holds in the end, when every node is
 * available with its probability, independently; entries are there for certain
 *
 * Works on what can hold and leads to a target; what only serves one step is merged into it. Cycles
 * need nothing special: each outcome has its least fixpoint.
 *
 * Returns: how the figures came about, the same for all targets
 */
RedanAttackMethod redan_attack_chances (const RedanAttackGraph *graph,
                                        const RedanAttackScenario *scenario,
                                        const guint32 *targets,
                                        guint32 n_targets,
                                        const RedanAttackChanceOptions *options,
                                        RedanAttackChance *chance_out);

/**
 * RedanAttackReliance: what one control does to the chance of an attack
 * @with_failure: chance of the goal when the control fails for certain
 * @without_failure: when it holds for certain. Since failures are independent, moving its
 * probability of failure from a to b changes the chance by (b - a) (@with_failure -
 * @without_failure)
 */
typedef struct
{
  double with_failure;
  double without_failure;
} RedanAttackReliance;

/**
 * redan_attack_reliances:
 * @controls: (array length=n): nodes that stand for the failure of a control
 * @reliance_out: (array length=n): all with the same random numbers, so that no difference is
 * negative
 *
 * Cost: 2 n times redan_attack_chances(). Returns: how the figures came about, the least exact of
 * all
 */
RedanAttackMethod redan_attack_reliances (const RedanAttackGraph *graph,
                                          const RedanAttackScenario *scenario,
                                          guint32 goal,
                                          const guint32 *controls,
                                          guint32 n,
                                          const RedanAttackChanceOptions *options,
                                          RedanAttackReliance *reliance_out);

G_END_DECLS
