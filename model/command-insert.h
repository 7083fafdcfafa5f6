/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that put fragments into a model: paste, duplicate, insert a pattern. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/**
 * redan_command_insert:
 * @fragment: see redan_fragment_new(); of the same schema as @model
 * @diagram: (nullable): where it is drawn, shifted by (@dx, @dy); %NULL: nowhere
 * @parent: (nullable): the boundary of what lies in no boundary of the fragment; %NULL: outside
 * @label: (nullable): name of the command, translated; %NULL for "Paste 3 objects"
 * @ids_out: (out) (optional) (transfer full) (element-type RedanId): the new elements, boundaries,
 *   flows and notes, to be selected
 *
 * Everything gets a new random id, so that the same fragment can be inserted again and again. A
 * data asset with the name and the ratings of one of the model becomes that one: its assignments
 * are added to it. Names are not changed. What the new flows cross is computed anew, and when lines
 * are inserted, what all flows cross.
 */
RedanEdit *redan_command_insert (const RedanModel *model,
                                 const RedanModel *fragment,
                                 const RedanId *diagram,
                                 gint32 dx,
                                 gint32 dy,
                                 const RedanId *parent,
                                 const char *label,
                                 GArray **ids_out);

/** redan_command_duplicate: a fragment of @objects, inserted beside them into the boundaries in
 * which the originals lie */
RedanEdit *redan_command_duplicate (const RedanModel *model,
                                    const RedanId *diagram,
                                    const RedanId *objects,
                                    guint n_objects,
                                    gint32 dx,
                                    gint32 dy,
                                    GArray **ids_out);

G_END_DECLS
