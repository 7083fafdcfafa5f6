/* SPDX-License-Identifier: Apache-2.0 */
/* Where the shipped examples lie: installed, or beside the sources of this build. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_examples_list: Returns: (transfer full) (array zero-terminated=1): paths of the example
 * models, sorted; may be empty */
char **redan_examples_list (void);

G_END_DECLS
