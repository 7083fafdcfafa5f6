/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of the report, each written as blocks from an analysis. Private to this folder. */

#pragma once

#include "ui/report/block.h"
#include "ui/report/report.h"

G_BEGIN_DECLS

/** RedanReportContent: what the sections share */
typedef struct
{
  RedanReport *report;
  const RedanAnalysis *analysis;
  const RedanReportOptions *options;
  const RedanPlan *plan;
  const GPtrArray *changes; /* RedanPlanChange: what could be done beside controls */
  const RedanObjectives *objectives;
} RedanReportContent;

/** redan_report_build: Returns: (transfer full): the whole report */
RedanReport *redan_report_build (const RedanAnalysis *analysis,
                                 const RedanReportOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/** redan_content_add_summary: figures, the ten threats to look at first, the first controls */
void redan_content_add_summary (const RedanReportContent *self);

/** redan_content_add_diagrams: every diagram that is not empty */
void redan_content_add_diagrams (const RedanReportContent *self);

/** redan_content_add_threats: the first ten, cards of the serious and the recorded ones, then a
 * table */
void redan_content_add_threats (const RedanReportContent *self);

/** redan_content_add_plan: the curve, a card for each control, what could be done beside them */
void redan_content_add_plan (const RedanReportContent *self);

/** redan_content_add_attacks: the worst attacks as rows of boxes, what guards each asset, choke
 * points, the cheapest hardening, and how sure all of it is */
void redan_content_add_attacks (const RedanReportContent *self);

/** redan_content_add_objectives: the best practices with criteria, the mapping, the other groups */
void redan_content_add_objectives (const RedanReportContent *self);

/** redan_content_add_inventory: elements, flows, data assets, assumptions */
void redan_content_add_inventory (const RedanReportContent *self);

/** redan_content_add_method: how scores come about and the weights in use */
void redan_content_add_method (const RedanReportContent *self);

/** redan_content_add_losses: what an import left out; nothing for native files */
void redan_content_add_losses (const RedanReportContent *self);

/** redan_content_list_ranks: Returns: (transfer full) (array): by threat its place in the ranking,
 * from 1 */
guint *redan_content_list_ranks (const RedanAnalysis *analysis);

/** redan_content_dup_threat_title: Returns: (transfer full): on one line, also when a person wrote
 * it
 */
char *redan_content_dup_threat_title (const RedanReportContent *self, const RedanThreat *threat);

/** redan_content_dup_description: Returns: (transfer full) (nullable): the description of @object
 * as far as it is printed; NULL when it has none */
char *redan_content_dup_description (const RedanObject *object);

/** redan_content_dup_title_note: Returns: (transfer full): what the title page has room for */
char *redan_content_dup_title_note (const RedanObject *meta);

/** redan_content_threat_anchor: Returns: (transfer full): the anchor of a threat's card or row */
char *redan_content_threat_anchor (guint rank);

/** redan_content_join_objectives: Returns: (transfer full): "SEC01-BP02, SEC01-BP07" */
char *
redan_content_join_objectives (const RedanCatalogue *catalogue, const guint32 *objectives, guint n);

/** How many threats get a card with reasons, and how many rows the table after them may have. */
#define REDAN_REPORT_MAX_CARDS 200
#define REDAN_REPORT_MAX_ROWS 3000

/** What is printed of a description. */
#define REDAN_REPORT_MAX_CHARACTERS 4000
#define REDAN_REPORT_MAX_LINES 60

G_END_DECLS
