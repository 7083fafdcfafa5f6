/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows: info, threats, plan, objectives and findings as JSON and CSV, streamed one row at a time. */

#pragma once

#include "analysis/analysis.h"
#include "model/exchange/import.h"

G_BEGIN_DECLS

/** RedanRowSink: receives chunks of output; FALSE stops (a full disk, a closed pipe) */
typedef gboolean (*RedanRowSink) (gpointer user_data, const char *data, gsize length);

gboolean redan_rows_info_json (const RedanModel *model, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_threats_json (const RedanAnalysis *analysis, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_threats_csv (const RedanAnalysis *analysis, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_explain_json (const RedanAnalysis *analysis, const RedanThreat *threat, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_plan_json (const RedanAnalysis *analysis, const RedanPlan *plan, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_objectives_json (const RedanAnalysis *analysis, const RedanObjectives *objectives, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_losses_json (const GPtrArray *losses, RedanRowSink sink, gpointer user_data);

G_END_DECLS
