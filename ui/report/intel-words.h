/* SPDX-License-Identifier: Apache-2.0 */
/* The words for advisories that were matched to a model. */

#pragma once

#include "analysis/intel.h"

G_BEGIN_DECLS

/** redan_intel_dup_elements: Returns: (transfer full): the first names of what a match is about, on
 * one line; for people, as data */
char *redan_intel_dup_elements (const RedanModel *model, const RedanIntelMatch *match);

/** redan_intel_dup_sums: Returns: (transfer full): how many advisories were read, and how many are
 * about something in the model */
char *redan_intel_dup_sums (const RedanIntelReport *report);

G_END_DECLS
