/* SPDX-License-Identifier: Apache-2.0 */
/* Printing a diagram, on one page or as many as it takes. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/picture.h"

G_BEGIN_DECLS

/**
 * redan_print_new:
 * @picture: (transfer full): not empty
 * @title: name of the job
 *
 * A wide diagram is offered on wide pages.
 *
 * Returns: (transfer full): prints @picture when it is run, with or without a dialog
 */
GtkPrintOperation *redan_print_new (RedanPicture *picture,
                                    const char *title,
                                    RedanColourBy colour_by) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
