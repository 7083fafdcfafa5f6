/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows: info, threats, plan, objectives and findings as JSON and CSV, streamed one row at a
 * time. */

#pragma once

#include "analysis/analysis.h"
#include "analysis/template-threats.h"
#include "model/exchange/import.h"

G_BEGIN_DECLS

/** RedanRowSink: receives chunks of output; FALSE stops (a full disk, a closed pipe) */
typedef gboolean (*RedanRowSink) (gpointer user_data, const char *data, gsize length);

/** RedanModelCounts: what is in a model; externals count among the actors, threats are the recorded
 * ones */
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

/** redan_rows_count: counts what is in @model */
void redan_rows_count (const RedanModel *model, RedanModelCounts *counts_out);

/*
 * Every writer streams to @sink and returns whether all of it was accepted. The JSON forms are
 * documented in data/schema/output.md and stay stable.
 */
/** redan_rows_info_json: the counts, integers only; @whole: the model with what it inherits, or itself */
gboolean redan_rows_info_json (const RedanModel *model,
                               const RedanModel *whole,
                               RedanRowSink sink,
                               gpointer user_data);

/** RedanThreatFilter: which threats to write; @pack nullable; @band least severity; @limit: at most
 * so many, 0 for all */
typedef struct
{
  const char *pack;
  RedanBand band;
  guint limit;
} RedanThreatFilter;

/** redan_threat_filter_match: Returns: whether the filter (nullable: everything) lets the threat
 * through; never a recorded one that is shown as one of ours */
gboolean redan_threat_filter_match (const RedanThreatFilter *filter,
                                    const RedanAnalysis *analysis,
                                    const RedanThreat *threat);

/** redan_rows_get_stride: Returns: (nullable): the letter of a category that is one of STRIDE, whatever
 * its capitals */
const char *redan_rows_get_stride (const char *category);

/** redan_rows_template_json: what the rules of a template find, at most @limit threats, 0 for all;
 * and the recorded threats that they do not find */
gboolean redan_rows_template_json (const RedanTemplateThreats *found,
                                   guint limit,
                                   RedanRowSink sink,
                                   gpointer user_data);

/** redan_rows_threats_json: threats in the order of rank, each with its reasons */
gboolean redan_rows_threats_json (const RedanAnalysis *analysis,
                                  const RedanThreatFilter *filter,
                                  RedanRowSink sink,
                                  gpointer user_data);

/** redan_rows_threats_csv: the same as rows for a spreadsheet; cells that look like formulas are
 * made harmless */
gboolean redan_rows_threats_csv (const RedanAnalysis *analysis,
                                 const RedanThreatFilter *filter,
                                 RedanRowSink sink,
                                 gpointer user_data);

/** redan_rows_get_threat_path: Returns: (transfer full) (nullable): best path (RedanPathHop) to
 * where the threat starts: the element, or the source of the flow */
GArray *redan_rows_get_threat_path (const RedanAnalysis *analysis, const RedanThreat *threat);

/** redan_rows_explain_json: one threat with its path and the arithmetic of its score */
gboolean redan_rows_explain_json (const RedanAnalysis *analysis,
                                  const RedanThreat *threat,
                                  RedanRowSink sink,
                                  gpointer user_data);

/** redan_rows_objectives_json: states, coverage and criteria with the objects that fail and the
 * questions that are open, and the views of the posture; @scope (nullable): that of @objectives;
 * @views: bit by RedanPostureView */
gboolean redan_rows_objectives_json (const RedanAnalysis *analysis,
                                     const RedanObjectiveScope *scope,
                                     const RedanObjectives *objectives,
                                     guint views,
                                     RedanRowSink sink,
                                     gpointer user_data);

/** redan_rows_losses_json: what an import dropped, guessed or repaired */
gboolean redan_rows_losses_json (const GPtrArray *losses, RedanRowSink sink, gpointer user_data);

G_END_DECLS
