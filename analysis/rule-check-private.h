/* SPDX-License-Identifier: Apache-2.0 */
/* What the checks of rules and those of criteria share. Used inside this floor only. */

#pragma once

#include "analysis/rule-check.h"

G_BEGIN_DECLS

/** rule_check_report: adds a finding about what stands at @path, @line; @column 0 for the item as a whole */
void rule_check_report (
    GPtrArray *findings, const char *path, guint line, guint column, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

/** criterion_check_all: tries every criterion and objective of the catalogue in small models */
void criterion_check_all (RedanCatalogue *catalogue, GPtrArray *findings);

G_END_DECLS
