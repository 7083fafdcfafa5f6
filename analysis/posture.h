/* SPDX-License-Identifier: Apache-2.0 */
/* Views of the whole posture: controls by operation against practices and STRIDE, what is missing
 * for the next level of maturity, the roadmap in four lanes, and the figures that an assessment
 * stores. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** Kinds of controls of the operations framework: P1..P5, D1..D5, R1..R5. */
#define REDAN_N_OPERATIONS 15
#define REDAN_N_STRIDE 6

/** RedanMatrixCell: mean coverage of the @n controls that apply anywhere, in [low, high]; of @n_all
 * in the catalogue */
typedef struct
{
  double low;
  double high;
  guint n;
  guint n_all;
} RedanMatrixCell;

/** RedanMatrix: @practices: indices of the columns' objectives; cells row by row */
typedef struct
{
  guint32 *practices;
  guint n_practices;
  RedanMatrixCell *by_practice; /* REDAN_N_OPERATIONS * n_practices */
  RedanMatrixCell by_stride[REDAN_N_OPERATIONS][REDAN_N_STRIDE];
} RedanMatrix;

/** redan_matrix_compute: @scope: (nullable). Returns: (transfer full): coverage of the controls of
 * each operation by practice and by STRIDE letter */
RedanMatrix *redan_matrix_compute (const RedanAnalysis *analysis,
                                   const RedanObjectiveScope *scope) G_GNUC_WARN_UNUSED_RESULT;
void redan_matrix_free (RedanMatrix *self);

/** redan_operation_get_id: Returns: "P1" .. "R5" */
const char *redan_operation_get_id (guint operation);

/** redan_operation_get_title: Returns: the title of its objective in the catalogue, else the id */
const char *redan_operation_get_title (const RedanCatalogue *catalogue, guint operation);

/** RedanMaturityGap: a criterion that a level lacks; @control: the cheapest control that reads or
 * counts the same, or REDAN_NONE when none would turn it */
typedef struct
{
  guint level;
  guint32 criterion;
  guint32 control;
} RedanMaturityGap;

/** redan_maturity_list_gaps: Returns: (transfer full) (element-type RedanMaturityGap): criteria of
 * maturity that do not hold and are not waived, by level */
GArray *redan_maturity_list_gaps (const RedanAnalysis *analysis, const RedanObjectives *results);

/** RedanRoadmapItem: @criterion: of a phase, or REDAN_NONE; @control: or REDAN_NONE; @estimate:
 * residual points times strength over the threats that ask for the control, to order by; @held: the
 * lane before has more open than wise */
typedef struct
{
  guint lane; /* 1..4 */
  guint32 criterion;
  guint32 control;
  guint n_threats;
  double estimate;
  double per_effort;
  gboolean held;
} RedanRoadmapItem;

/**
 * redan_roadmap_list:
 *
 * sec01.md 1.4: criteria of the phases that do not hold, and controls that open threats ask for,
 * each in its lane; controls of a lane wait while too much of the lane before is open, unless they
 * are worth several times the best one there.
 *
 * Returns: (transfer full) (element-type RedanRoadmapItem): by lane, criteria first, then by
 * estimate per effort
 */
GArray *redan_roadmap_list (const RedanAnalysis *analysis,
                            const RedanObjectiveScope *scope,
                            const RedanObjectives *results);

/** redan_roadmap_get_open: Returns: the share of a lane that is open, 0..1: controls that apply and
 * do not stand, criteria that do not hold */
double redan_roadmap_get_open (const RedanAnalysis *analysis,
                               const RedanObjectiveScope *scope,
                               const RedanObjectives *results,
                               guint lane);

/** RedanMetric: a figure of the posture, its @value in the C locale */
typedef struct
{
  const char *name;
  char *value;
} RedanMetric;

/** redan_metrics_list: Returns: (transfer full) (element-type RedanMetric): what a stored
 * assessment keeps, sorted by name: residual sum and bands, decisions, depth, blast, roots, ratios,
 * maturity */
GPtrArray *redan_metrics_list (const RedanAnalysis *analysis, const RedanObjectives *results);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanMatrix, redan_matrix_free)

G_END_DECLS
