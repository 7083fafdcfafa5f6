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
 * @everything: also moves what is placed, each diagram for itself; bends and label offsets of its flows are dropped
 * @note_out: (out) (optional) (nullable) (transfer full): what was done instead when Graphviz failed or ran out of time
 *
 * Tries dot in the layout child (5 s), with room for flow labels in small models, then osage, then an own grid by
 * boundaries; above 1,500 elements the grid at once. Places are multiples of 8 px. What is placed stays when not
 * @everything; the rest goes into its boundary where there is room, or below. Never fails; two runs give the same bytes.
 */
void redan_layout_model (RedanModel *model, gboolean everything, GCancellable *cancellable, char **note_out);

/**
 * redan_layout_selection:
 * @model: gets the new places
 * @objects: (array length=n_objects): what is arranged, with what lies inside; what stands in @diagram as a box counts
 *
 * Lays out the objects of each parent by themselves, as redan_layout_model() does. They stay around where they were, in the
 * boundary around them and beside everything that is not among them: at the nearest free place. An element alone in its
 * boundary stays. Cost beside the layouts: O(objects of the diagram) for each of some thousand places.
 *
 * Returns: for how many parents there was no room; their objects stay where they were
 */
guint redan_layout_selection (RedanModel *model,
                              const RedanId *diagram,
                              const RedanId *objects,
                              guint n_objects,
                              GCancellable *cancellable);

/**
 * redan_layout_set_child:
 * @path: (nullable): the layout child; %NULL for the one beside the program or in libexec
 * @limit_ms: time that it gets; 0 for the 5 s
 *
 * For tests. Not for use while a layout runs.
 */
void redan_layout_set_child (const char *path, guint limit_ms);

G_END_DECLS
