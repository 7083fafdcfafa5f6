/* SPDX-License-Identifier: Apache-2.0 */
/* Names of things as they are typed on the command line: in any case, and with slips. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_name_is: Returns: whether both are the same name in any case */
gboolean redan_name_is (const char *a, const char *b);

/**
 * redan_names_dup_hint:
 * @names: (array zero-terminated=1): what is known
 * @text: what is not
 *
 * Cost: the product of the lengths of @text and of each name that is about as long.
 *
 * Returns: (transfer full): "; did you mean \"authn\"?", the case left aside, or ""
 */
char *redan_names_dup_hint (const char *const *names, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
