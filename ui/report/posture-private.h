/* SPDX-License-Identifier: Apache-2.0 */
/* What the views of the posture share. Used inside this folder only. */

#pragma once

#include "ui/report/posture.h"

G_BEGIN_DECLS

/** posture_begin: Returns: (transfer none): a new table under a paragraph; @text nullable */
RedanReportBlock *posture_begin (const RedanPosture *self, const char *text);

/** posture_add_object: a cell with the name of an object, which the window links to it */
RedanReportCell *posture_add_object (const RedanPosture *self,
                                     RedanReportBlock *table,
                                     RedanContext context,
                                     guint32 target);

/** posture_add_number: a cell with @value in the C locale */
RedanReportCell *posture_add_number (RedanReportBlock *table, const char *format, double value);

/** posture_dup_interval: Returns: (transfer full): "40 %" or "40–70 %" */
char *posture_dup_interval (double low, double high);

/** posture_is_full: Returns: whether a table has as many rows as it may, with a note when it just
 * became so */
gboolean posture_is_full (const RedanPosture *self, guint row, guint n_rows);

void posture_add_duties (const RedanPosture *self);
void posture_add_traceability (const RedanPosture *self);
void posture_add_accounts (const RedanPosture *self);
void posture_add_depth (const RedanPosture *self);
void posture_add_services (const RedanPosture *self);
void posture_add_review (const RedanPosture *self);

G_END_DECLS
