/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a report as PDF. Private to this folder. */

#pragma once

#include "ui/report/block.h"

G_BEGIN_DECLS

/** redan_pdf_write: Returns: (transfer full) (nullable): the document; the same report gives the
 * same bytes */
GBytes *redan_pdf_write (const RedanReport *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
