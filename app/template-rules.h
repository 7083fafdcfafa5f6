/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli threats --rules with a template of the Microsoft Threat Modeling Tool. */

#pragma once

#include "app/session.h"

G_BEGIN_DECLS

/** template_rules_is_meant: Returns: whether @rules (nullable) is "embedded" or a file (it ends in
 * .tb7 or .tm7 or has a slash), and not the name of a pack */
gboolean template_rules_is_meant (const char *rules);

/**
 * template_rules_show:
 * @rules: "embedded" for the template inside @path, else a .tb7 or .tm7
 * @limit: threats at most, 0 for all; -1 for all in JSON and the first of the list
 *
 * Opens @path, asks the rules and prints. Returns: %FALSE after printing a message
 */
gboolean
template_rules_show (RedanSession *session, const char *path, const char *rules, int limit);

G_END_DECLS
