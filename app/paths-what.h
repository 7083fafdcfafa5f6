/* SPDX-License-Identifier: Apache-2.0 */
/* The part of redan-cli paths --what: answers about the model as a whole. */

#pragma once

#include "analysis/attack-view.h"
#include "app/session.h"

G_BEGIN_DECLS

/**
 * redan_paths_answer_what:
 * @what: words, separated by commas
 * @assets: (element-type guint32): asked about
 *
 * Prints the answers, or writes one JSON object.
 *
 * Returns: FALSE after a message when a word is not known
 */
gboolean redan_paths_answer_what (RedanSession *session,
                                  const RedanAttackView *view,
                                  const char *what,
                                  const GArray *assets);

/** redan_paths_list_what: Returns: (transfer full): all words, separated by ", " */
char *redan_paths_list_what (void);

G_END_DECLS
