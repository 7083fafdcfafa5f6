/* SPDX-License-Identifier: Apache-2.0 */
/* What the residual risk would be with further controls, computed in a thread. */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanWhatIf: sums in 1/1000
 * @n_met: objectives that are met then; not told by redan_what_if_applied_async()
 * @threat: residual of the threat that was asked about, else 0
 * @is_gone: that threat would not be there any more
 * @is_impossible: no edit puts the control in place: it takes a change of the drawing
 */
typedef struct
{
  gint64 total;
  guint n_met;
  gint64 threat;
  gboolean is_gone;
  gboolean is_impossible;
} RedanWhatIf;

/**
 * redan_what_if_async:
 * @analysis: of the model as it is; a reference is taken
 * @controls: (array length=n): assumed declared wherever they apply
 * @failed: (array length=n_failed): assumed to fail where they stand
 * @threat: index of a threat of @analysis, or %REDAN_NONE
 */
void redan_what_if_async (const RedanAnalysis *analysis,
                          const guint32 *controls,
                          guint n,
                          const RedanControlPlace *failed,
                          guint n_failed,
                          guint32 threat,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * redan_what_if_applied_async:
 * @analysis: of the model as it is; a reference is taken
 * @control: put in place as redan_controls_implement() does
 * @threat: index of a threat of @analysis
 *
 * What pressing Apply would do: unlike an assumption it may end threats whose rule reads what is
 * set.
 */
void redan_what_if_applied_async (const RedanAnalysis *analysis,
                                  guint32 control,
                                  guint32 threat,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** redan_objectives_count_met: Returns: how many of them are met */
guint redan_objectives_count_met (const RedanObjectives *objectives);

/** redan_what_if_finish: Returns: %FALSE when it was cancelled */
gboolean redan_what_if_finish (GAsyncResult *result, RedanWhatIf *what_if_out);

G_END_DECLS
