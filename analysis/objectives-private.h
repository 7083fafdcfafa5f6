/* SPDX-License-Identifier: Apache-2.0 */
/* What the evaluation of criteria and the figures they compare share. Used inside this floor only.
 */

#pragma once

#include "analysis/analysis.h"
#include "analysis/controls-private.h"
#include "analysis/graph/graph-private.h"
#include "analysis/objectives.h"

G_BEGIN_DECLS

/** ScopeMask: by object, whether it is in scope; @words: the same as bits, by context */
typedef struct
{
  guint8 *element;
  guint8 *interaction;
  guint8 *boundary;
  guint64 *words[REDAN_N_CONTEXTS];
} ScopeMask;

ScopeMask *scope_mask_new (const RedanFacts *facts, const RedanObjectiveScope *scope);
void scope_mask_free (ScopeMask *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScopeMask, scope_mask_free)

/** scope_holds: Returns: whether a target is in scope; everything is without a mask, and the model
 * always */
gboolean scope_holds (const ScopeMask *self, RedanContext context, guint32 target);

/** What the criteria are evaluated on. @results: those so far; @mask: (nullable): what is in scope;
 * @targets: (nullable): takes the objects on which a figure fails or is open; @limit: what the
 * figure is compared with, NAN when that is no number */
typedef struct
{
  const RedanFacts *facts;
  RedanControls *controls;
  RedanGraph *graph;
  const GArray *threats;
  const RedanScoring *scoring;
  RedanObjectives *results;
  const ScopeMask *mask;
  GArray *targets;
  double limit;
} Assessment;

/** assessment_init: fills @self for the results of @analysis in @scope (nullable: the model); the
 * mask in @mask_out, if any, must live as long */
void assessment_init (Assessment *self,
                      const RedanAnalysis *analysis,
                      const RedanObjectiveScope *scope,
                      ScopeMask **mask_out);

/** objectives_list_changed: names the objects that changed since somebody signed them, and those
 * that nobody signed. Returns: how many are signed */
guint objectives_list_changed (const Assessment *self);

/** objectives_apply_waivers: notes with each criterion whether it is waived */
void objectives_apply_waivers (const RedanFacts *facts, RedanObjectives *results);

/** services_list: redan_services_list() for what is in scope */
GArray *services_list (const Assessment *assessment);

typedef enum
{
  FIGURE_KNOWN,          /* between low and high */
  FIGURE_NOT_APPLICABLE, /* nothing to measure */
  FIGURE_UNKNOWN,        /* an input is missing */
} FigureStatus;

typedef struct
{
  FigureStatus status;
  double low;
  double high;
  const char *missing; /* for FIGURE_UNKNOWN: what is missing, translated */
} Figure;

/** figure_compute: Returns: the value of a function of criteria that has no predicate, for instance
 * scope_ratio () */
Figure figure_compute (const Assessment *self, const RedanNode *call);

/** figure_share: Returns: a known figure, or none when @n is 0 */
Figure figure_share (double low, double high, double n);

/** figure_known, figure_missing: Returns: a figure without interval; one that cannot be computed
 * because of what @what says */
Figure figure_known (double value);
Figure figure_missing (const char *what);

/** assessment_add_target: names an object on which the figure at hand fails, or is open */
void assessment_add_target (const Assessment *self,
                            RedanContext context,
                            guint32 target,
                            gboolean unknown);

/* objectives-programme.c: figures about evidence, services, reviews and duties */
Figure compute_evid_ratio (const Assessment *self, const RedanNode *call);
Figure compute_evid_failing (const Assessment *self, const RedanNode *call);
Figure compute_services_open (const Assessment *self, const RedanNode *call);
Figure compute_unjustified_selfrun (const Assessment *self, const RedanNode *call);
Figure compute_unreviewed (const Assessment *self, const RedanNode *call);
Figure compute_single_reliance (const Assessment *self, const RedanNode *call);
Figure compute_duty_gap (const Assessment *self, const RedanNode *call);
Figure compute_snapshots (const Assessment *self, const RedanNode *call);
Figure compute_trend (const Assessment *self, const RedanNode *call);

/** objectives_list_targets: Returns: (transfer full) (element-type guint32): objects in scope:
 * accounts, boundaries, elements or flows */
GArray *
objectives_list_targets (const Assessment *self, const char *kind, RedanContext *context_out);

/** objectives_list_in_scope: objectives_list_targets() for the results of @analysis in @scope
 * (nullable: the model) */
GArray *objectives_list_in_scope (const RedanAnalysis *analysis,
                                  const RedanObjectiveScope *scope,
                                  const char *kind);

/** objectives_find_place: where the control that a rule names stands, or could stand, for a threat:
 * on its target, else on the account around it, else on the model. Returns: FALSE when nowhere */
gboolean objectives_find_place (const Assessment *self,
                                const RedanThreat *threat,
                                guint32 control,
                                RedanContext *context_out,
                                guint32 *target_out);

/** criterion_evaluate: fills in @result, which is empty */
void criterion_evaluate (const Assessment *self,
                         const RedanExpression *expression,
                         RedanCriterionResult *result);

G_END_DECLS
