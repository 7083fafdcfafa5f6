/* SPDX-License-Identifier: Apache-2.0 */
/* What who fills a listing needs. */

#pragma once

#include "ui/report/listing.h"

G_BEGIN_DECLS

/** redan_listing_new_rows: Returns: (transfer full): an empty list that frees its rows */
GPtrArray *redan_listing_new_rows (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
