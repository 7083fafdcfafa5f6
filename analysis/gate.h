/* SPDX-License-Identifier: Apache-2.0 */
/* The gate of a pull request: what a model, or a change of it, must not do. */

#pragma once

#include "analysis/analysis.h"
#include "analysis/attack-changes.h"
#include "analysis/catalogue-change.h"
#include "analysis/drift.h"

G_BEGIN_DECLS

/** RedanGateCheck: in the order in which findings are told */
typedef enum
{
  REDAN_GATE_CONFLICT,
  REDAN_GATE_NEW_RISK,
  REDAN_GATE_HIGHER_RISK,
  REDAN_GATE_REOPENED,
  REDAN_GATE_UNDECIDED,
  REDAN_GATE_EXPIRED,
  REDAN_GATE_LOST_OBJECTIVE,
  REDAN_GATE_NEW_PATH,
  REDAN_GATE_OPEN_PATH,
  REDAN_GATE_UNMODELLED_RESOURCE,
  REDAN_GATE_MISSING_RESOURCE,
  REDAN_GATE_DIFFERENT_ATTRIBUTE,
  REDAN_N_GATE_CHECKS,
} RedanGateCheck;

/** RedanGateLevel: what a finding of a check is worth */
typedef enum
{
  REDAN_GATE_OFF,
  REDAN_GATE_WARN,
  REDAN_GATE_FAIL,
} RedanGateLevel;

/**
 * RedanGatePolicy:
 * @levels: what each check is worth
 * @severity: threats of this band and above count for new-risk, higher-risk and undecided
 * @least_class: position among the classifications of assets: attacks on these and above count
 * @profile: (nullable): attacker
 */
typedef struct
{
  RedanGateLevel levels[REDAN_N_GATE_CHECKS];
  RedanBand severity;
  int least_class;
  char *profile;
} RedanGatePolicy;

/**
 * RedanGateFinding:
 * @threat: (nullable): of the model that is checked
 * @before: (nullable): the same threat in the model it is compared with
 * @objective: index in the catalogue, else REDAN_NONE
 * @asset: (nullable): what became of an asset
 * @path: (nullable): the likeliest attack that shows it
 * @drift: (nullable): where model and declared infrastructure differ
 * @conflict: (nullable): that a merge left
 */
typedef struct
{
  RedanGateCheck check;
  RedanGateLevel level;
  const RedanThreat *threat;
  const RedanThreat *before;
  guint32 objective;
  const RedanAssetChange *asset;
  const RedanAttackPath *path;
  const RedanDrift *drift;
  const RedanObject *conflict;
} RedanGateFinding;

/**
 * RedanGate: what came out
 * @findings: (element-type RedanGateFinding): by check; conflicts and assets by id, threats by rank, objectives
 * in the order of the catalogue, infrastructure as redan_drift_list() lists it
 * @changes: (element-type RedanAssetChange) (nullable)
 * @before, @after: (nullable): states of the objectives, when two models were compared
 * @catalogue: what is owed to rules that nobody adopted yet: never a finding of "undecided"
 * @n_failures: findings that fail the gate
 * @complete: no search was cut short
 */
typedef struct
{
  GArray *findings;
  GPtrArray *changes;
  RedanObjectives *before;
  RedanObjectives *after;
  RedanCatalogueChange *catalogue;
  guint n_failures;
  gboolean complete;
} RedanGate;

/** redan_gate_check_get_word: Returns: "unresolved-conflict", "new-risk", ... */
const char *redan_gate_check_get_word (RedanGateCheck check);

/**
 * redan_gate_policy_init:
 * @schema: for the classifications of assets
 * @compares: whether there is a model to compare with; without one, threats that nobody decided are
 * looked for, with one those that are new
 *
 * What holds where no policy says otherwise: everything fails; threats from high, assets from
 * confidential.
 */
void redan_gate_policy_init (RedanGatePolicy *self, const RedanSchema *schema, gboolean compares);
void redan_gate_policy_clear (RedanGatePolicy *self);

/** redan_gate_policy_set_severity: Returns: whether @word is a band */
gboolean redan_gate_policy_set_severity (RedanGatePolicy *self, const char *word);

/** redan_gate_policy_set_class: Returns: whether @word is a classification of @schema */
gboolean
redan_gate_policy_set_class (RedanGatePolicy *self, const RedanSchema *schema, const char *word);

/**
 * redan_gate_policy_read:
 * @path: how messages name the file
 * @bytes: XML: policy with version, severity, class, profile; in it check with id and level
 * @error: (out): %REDAN_ANALYSIS_ERROR_CATALOGUE, "PATH:LINE: what, remedy"
 *
 * What the file does not say stays as it is.
 *
 * Returns: %FALSE with @error set; then @self is as it was
 */
gboolean redan_gate_policy_read (RedanGatePolicy *self,
                                 const RedanSchema *schema,
                                 const char *path,
                                 GBytes *bytes,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_gate_run:
 * @before: (nullable): the analysis to compare with; then both views are needed
 * @after: the analysis that is checked
 * @view_before, @view: (nullable): of the same attacker in both
 * @drift: (nullable) (element-type RedanDrift): from declared infrastructure to the model
 * @budget: (nullable): in nodes and edges looked at, for each asset
 *
 * O(threats log threats) and a search for attacks for each asset.
 *
 * Returns: (transfer full): the findings; they point into what was given
 */
RedanGate *redan_gate_run (const RedanGatePolicy *policy,
                           const RedanAnalysis *before,
                           const RedanAnalysis *after,
                           const RedanAttackView *view_before,
                           const RedanAttackView *view,
                           const GPtrArray *drift,
                           const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;
void redan_gate_free (RedanGate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanGate, redan_gate_free)

G_END_DECLS
