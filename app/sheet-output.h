/* SPDX-License-Identifier: Apache-2.0 */
/* The option --format of commands that list rows. */

#pragma once

#include "app/session.h"
#include "ui/report/sheet.h"

G_BEGIN_DECLS

/** RedanSheetOption: @as_text, @as_json: those two; else @form */
typedef struct
{
  gboolean as_text;
  gboolean as_json;
  RedanSheetForm form;
} RedanSheetOption;

/**
 * redan_sheet_option_read:
 * @format: (nullable): the word of --format
 * @csv: whether --csv was given, which is short for it, as --json is
 *
 * Returns: %FALSE after a message when two forms are asked for or one that is not known
 */
gboolean redan_sheet_option_read (RedanSession *session,
                                  const char *format,
                                  gboolean csv,
                                  RedanSheetOption *option_out);

/** redan_sheet_show: @sheet: (transfer full): written to standard output */
void redan_sheet_show (RedanSession *session, RedanSheet *sheet, RedanSheetForm form);

G_END_DECLS
