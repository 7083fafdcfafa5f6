/* SPDX-License-Identifier: Apache-2.0 */
/* What the builders of commands share: names in labels, refusals, the view of an edit that is being
 * built, moving with content. Private to the model floor. */

#pragma once

#include "model/edit-private.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/** redan_command_get_title: Returns: how labels name an object: its name, else what it is; what is
 * not in the model by its id in @text */
const char *redan_command_get_title (const RedanModel *model, const RedanId *id, RedanIdText text);

/** redan_command_set_name: gives an object of @section a name as typed; %NULL and what is blank lines
 * only take it away */
void
redan_command_set_name (RedanEdit *edit, const RedanId *id, RedanSection section, const char *name);

/** redan_command_refuse: makes @edit impossible to apply, unless it is so already; @message is what
 * is wrong and what to do, without the label */
void redan_command_refuse (RedanEdit *edit, int code, const char *message);

/** redan_command_create_or_change: Returns: @id, which is created when there is no such object */
RedanId redan_command_create_or_change (RedanEdit *edit, RedanSection section, RedanId id);

/** redan_command_get_referrers: Returns: (transfer none): the index of the model of @edit */
RedanReferrers *redan_command_get_referrers (RedanEdit *edit);

/** redan_command_get_place: Returns: whether the object stands in the diagram after the edit */
gboolean redan_command_get_place (const RedanEdit *edit,
                                  const RedanId *id,
                                  const char *diagram,
                                  RedanBox *box_out);
void redan_command_set_place (RedanEdit *edit,
                              const RedanId *id,
                              const char *diagram,
                              const RedanBox *box);

/** redan_command_get_parent: Returns: whether the object lies in a boundary after the edit */
gboolean redan_command_get_parent (const RedanEdit *edit, const RedanId *id, RedanId *parent_out);

/** redan_command_put_into: sets the parent, %NULL for the outside, unless that would make a circle.
 * Returns: whether it lies there now */
gboolean redan_command_put_into (RedanEdit *edit, const RedanId *id, const RedanId *parent);

/** redan_command_adopt: puts into @boundary what stands beside it and lies wholly inside @box.
 * Cost: O(elements + boundaries) */
void redan_command_adopt (RedanEdit *edit,
                          const RedanId *boundary,
                          const char *diagram,
                          const RedanBox *box);

/**
 * redan_command_refresh_crossings:
 * @flows: (element-type RedanId): flows of the model or made by @edit
 *
 * Sets which boundaries drawn as lines the flows cross once @edit is applied. The pixels decide
 * where flow and line stand in one diagram; elsewhere what is stored stays.
 */
void redan_command_refresh_crossings (RedanEdit *edit, GPtrArray *flows);

/** redan_command_add_flows_of: adds the flows that end at the element @id to @flows, those that are
 * not in @seen, which gets them */
void
redan_command_add_flows_of (RedanEdit *edit, const RedanId *id, GPtrArray *flows, GHashTable *seen);

/** redan_command_add_all_flows: adds the ids of all flows of the model */
void redan_command_add_all_flows (const RedanEdit *edit, GPtrArray *flows);

/** redan_command_lies_in_any: Returns: whether the object lies, at any depth, in one of @others, a
 * set of RedanId */
gboolean redan_command_lies_in_any (const RedanModel *model, const RedanId *id, GHashTable *others);

/**
 * redan_command_list_tops:
 *
 * Returns: (transfer full) (element-type RedanId): @objects once each, without those that lie
 * inside another of them
 */
GArray *redan_command_list_tops (const RedanModel *model, const RedanId *objects, guint n_objects);

/** Moves of objects with their content in one diagram. */
typedef struct _RedanShift RedanShift;

/** redan_shift_new: @edit gets the moves */
RedanShift *redan_shift_new (RedanEdit *edit, const RedanId *diagram) G_GNUC_WARN_UNUSED_RESULT;

/** redan_shift_move: shifts the place or route of @id from where it stands after the moves so far;
 * of a boundary with all that lies in it */
void redan_shift_move (RedanShift *self, const RedanId *id, gint32 dx, gint32 dy);

/** redan_shift_finish: shifts the bends of flows whose ends moved alike, and computes anew what the
 * flows cross; frees @self */
void redan_shift_finish (RedanShift *self);

/** redan_command_resize_box: sets the place of @object, not below the smallest size, and the
 * members of a boundary */
void redan_command_resize_box (RedanEdit *edit,
                               const RedanId *object,
                               const char *diagram,
                               const RedanBox *box);

/** redan_command_settle: puts each of @objects, elements and boundaries drawn as boxes, into the
 * boundary around its new centre, if another one was around the old centre */
void redan_command_settle (RedanEdit *edit, const RedanId *diagram, const GArray *objects);

G_END_DECLS
