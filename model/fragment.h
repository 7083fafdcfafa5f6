/* SPDX-License-Identifier: Apache-2.0 */
/* A part of a model that stands on its own: what is copied, cut, pasted, duplicated, and kept as a
 * pattern. */

#pragma once

#include "model/geometry.h"
#include "model/model.h"

G_BEGIN_DECLS

/*
 * A fragment is a model with at most one diagram. It says what is built, not what anybody thinks of
 * it: decisions, threats made by hand, evidence, assumptions, reviews and what foreign formats left
 * stay with the original. Controls placed on what is taken come along as planned or declared: a
 * copy is neither attested nor validated, and what was meant against certain threats of the
 * original (free text, proof, due date) is not said of the copy.
 */

/** The most that is read as a fragment. */
#define REDAN_FRAGMENT_MAX_BYTES (64 * 1024 * 1024)
#define REDAN_FRAGMENT_MAX_OBJECTS 100000

/**
 * redan_fragment_new:
 * @objects: (array length=n_objects) (nullable): elements, boundaries, flows, notes, assets; %NULL
 *   for all of @model
 * @diagram: (nullable): the diagram whose places, bends and labels are taken
 *
 * Takes the objects, what lies inside the boundaries among them (of that what stands in @diagram,
 * when one is given), the flows between all these, the data assets that they store, process or
 * carry, assigned to nothing else, and the controls placed on them. A flow without both its ends is
 * left behind, unless the end is loose. Ids stay. Cost: O(objects of the model).
 *
 * Returns: (transfer full): the fragment, with its own pool of strings; empty when nothing is left
 */
RedanModel *redan_fragment_new (const RedanModel *model,
                                const RedanId *objects,
                                guint n_objects,
                                const RedanId *diagram) G_GNUC_WARN_UNUSED_RESULT;

/** redan_fragment_to_text: Returns: (transfer full): the fragment as a .redan file, for clipboard
 * and pattern; the same bytes for the same selection */
GBytes *redan_fragment_to_text (const RedanModel *fragment) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_fragment_from_text:
 * @origin: how messages name the text: "clipboard", the path of a pattern
 * @data: (array length=length): any .redan file; of several diagrams the first counts
 * @error: set with %REDAN_MODEL_ERROR: what is malformed, unknown to the schema, or too large
 *
 * Returns: (transfer full) (nullable): what redan_fragment_new() takes of all of it, with name and
 * description
 */
RedanModel *redan_fragment_from_text (RedanSchema *schema,
                                      const char *origin,
                                      const char *data,
                                      gsize length,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_fragment_count: Returns: how many elements, boundaries, flows and notes it has */
guint redan_fragment_count (const RedanModel *fragment);

/** redan_fragment_get_bounds: Returns: whether anything is placed; the rectangle around it all in
 * @bounds_out */
gboolean redan_fragment_get_bounds (const RedanModel *fragment, RedanBox *bounds_out);

G_END_DECLS
