/* SPDX-License-Identifier: Apache-2.0 */
/* Automatic layout through Graphviz in a child process with a time limit; an own grid when that fails. */

#pragma once

#include <gio/gio.h>

#include "model/model.h"

G_BEGIN_DECLS

/**
 * redan_layout_needed: Returns: whether elements exist that no diagram places
 */
gboolean redan_layout_needed (const RedanModel *model);

/**
 * redan_layout_model:
 * @model: gets a diagram when it has none, and places for everything (with @everything) or only for what has none
 * @seed: the diagram id is derived from it, so that two runs give the same bytes
 * @note_out: (out) (optional) (nullable): what was done instead when Graphviz failed or ran out of time
 *
 * Tries dot with xlabels in the layout child (5 s), then osage, then an own grid by boundaries. Never fails.
 */
void redan_layout_model (RedanModel *model, gboolean everything, GCancellable *cancellable, char **note_out);

/** redan_layout_child_run: main function of the layout child: DOT on standard input, positions on standard output */
int redan_layout_child_run (void);

G_END_DECLS
