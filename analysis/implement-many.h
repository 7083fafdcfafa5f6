/* SPDX-License-Identifier: Apache-2.0 */
/* Several controls in one edit: planned, or put in place one after another. */

#pragma once

#include <gio/gio.h>

#include "analysis/implement.h"

G_BEGIN_DECLS

/**
 * redan_controls_plan:
 * @controls: (array length=n)
 * @n_places_out: (out) (optional): placements that become planned
 *
 * Places the controls with state "planned" wherever redan_control_implement() would put them in
 * place. Where something else was written down about one it stays. No score changes by it.
 *
 * Cost: O(places).
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_controls_plan (const RedanAnalysis *analysis,
                                const guint32 *controls,
                                guint n,
                                guint *n_places_out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_controls_implement:
 * @analysis: of the model that the edit will be applied to
 * @controls: (array length=n): in the order in which they are put in place
 * @n_places_out, @n_left_out: (out) (optional): as of redan_control_implement(), summed up
 * @cancellable: (nullable): looked at before each control
 * @error: set with %REDAN_MODEL_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Each control after the first sees a model in which those before it are in place. With a single
 * control it is redan_control_implement().
 *
 * Cost: an analysis for each control when there are several: for a thread.
 *
 * Returns: (transfer full) (nullable): the edit, %NULL with @error when the model refuses
 */
RedanEdit *redan_controls_implement (const RedanAnalysis *analysis,
                                     const guint32 *controls,
                                     guint n,
                                     guint *n_places_out,
                                     guint *n_left_out,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
