/* SPDX-License-Identifier: Apache-2.0 */
/* The option --format of commands that list rows. */

#pragma once

#include "app/session.h"
#include "ui/report/listing.h"

G_BEGIN_DECLS

/** RedanListingOption: @as_text, @as_json: those two; else @form */
typedef struct
{
  gboolean as_text;
  gboolean as_json;
  RedanListingForm form;
} RedanListingOption;

/**
 * redan_listing_option_read:
 * @format: (nullable): the word of --format
 * @csv: whether --csv was given, which is short for it, as --json is
 *
 * Returns: %FALSE after a message when two forms are asked for or one that is not known
 */
gboolean redan_listing_option_read (RedanSession *session,
                                    const char *format,
                                    gboolean csv,
                                    RedanListingOption *option_out);

/** redan_listing_show: @listing: (transfer full): written to standard output */
void redan_listing_show (RedanSession *session, RedanListing *listing, RedanListingForm form);

G_END_DECLS
