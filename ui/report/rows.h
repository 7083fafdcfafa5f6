/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows: info, threats, plan, objectives and findings as JSON and CSV, streamed one row at a time. */

#pragma once

#include "analysis/analysis.h"
#include "model/exchange/import.h"

G_BEGIN_DECLS

/** RedanRowSink: receives chunks of output; FALSE stops (a full disk, a closed pipe) */
typedef gboolean (*RedanRowSink) (gpointer user_data, const char *data, gsize length);

/** RedanModelCounts: what is in a model; externals count among the actors, threats are the recorded ones */
typedef struct
{
  guint actors;
  guint processes;
  guint stores;
  guint flows;
  guint boundaries;
  guint assets;
  guint threats;
  guint mitigations;
  guint assumptions;
  guint diagrams;
} RedanModelCounts;

void redan_rows_count (const RedanModel *model, RedanModelCounts *counts_out);

/*
 * Every writer streams to @sink and returns whether all of it was accepted. The JSON forms are documented in
 * data/schema/output.md and stay stable.
 */
gboolean redan_rows_info_json (const RedanModel *model, RedanRowSink sink, gpointer user_data);

/** RedanThreatFilter: which threats to write; @pack nullable; @band least severity, %REDAN_BAND_INFO for all */
typedef struct
{
  const char *pack;
  RedanBand band;
} RedanThreatFilter;

/** redan_threat_filter_match: Returns: whether the filter (nullable: everything) lets the threat through */
gboolean redan_threat_filter_match (const RedanThreatFilter *filter, const RedanAnalysis *analysis, const RedanThreat *threat);

gboolean redan_rows_threats_json (const RedanAnalysis *analysis, const RedanThreatFilter *filter, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_threats_csv (const RedanAnalysis *analysis, const RedanThreatFilter *filter, RedanRowSink sink, gpointer user_data);

/** redan_rows_get_threat_path: Returns: (transfer full) (nullable): best path (RedanPathHop) to where the threat starts: the element, or the source of the flow */
GArray *redan_rows_get_threat_path (const RedanAnalysis *analysis, const RedanThreat *threat);

gboolean redan_rows_explain_json (const RedanAnalysis *analysis, const RedanThreat *threat, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_plan_json (const RedanAnalysis *analysis, const RedanPlan *plan, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_objectives_json (const RedanAnalysis *analysis, const RedanObjectives *objectives, RedanRowSink sink, gpointer user_data);
gboolean redan_rows_losses_json (const GPtrArray *losses, RedanRowSink sink, gpointer user_data);

G_END_DECLS
