/* SPDX-License-Identifier: Apache-2.0 */
/* Named commands: builders of the edits that a person makes. Each returns an edit for
 * redan_document_apply(). */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/*
 * None of them fails: an edit that cannot be made (an unknown id, attribute or value) is refused
 * when it is applied. Ids of decisions, mitigations and facts are derived (model.h), so that
 * "creates or changes" needs no look-up.
 */

/** redan_command_add_element: @kind "actor", "external", "process", "store"; @parent, @diagram,
 * @box nullable */
RedanEdit *redan_command_add_element (const RedanModel *model,
                                      const char *kind,
                                      const char *name,
                                      const RedanId *parent,
                                      const RedanId *diagram,
                                      const RedanBox *box,
                                      RedanId *id_out);
/** redan_command_add_boundary: @kind one of the values of "btype"; the rest as for an element */
RedanEdit *redan_command_add_boundary (const RedanModel *model,
                                       const char *kind,
                                       const char *name,
                                       const RedanId *parent,
                                       const RedanId *diagram,
                                       const RedanBox *box,
                                       RedanId *id_out);

/** redan_command_connect: adds a flow, and the line boundaries that it crosses; @name nullable */
RedanEdit *redan_command_connect (const RedanModel *model,
                                  const RedanId *source,
                                  const RedanId *target,
                                  const char *name,
                                  RedanId *id_out);

/** redan_command_rename: @name %NULL or "" takes the name away */
RedanEdit *redan_command_rename (const RedanModel *model, const RedanId *object, const char *name);
/**
 * redan_command_set_attribute:
 * @attribute: name of an attribute, or of a field such as "name"
 * @value: (nullable): members joined by "," for a set; %NULL or "" to clear it
 */
RedanEdit *redan_command_set_attribute (const RedanModel *model,
                                        const RedanId *object,
                                        const char *attribute,
                                        const char *value);

/**
 * redan_command_move:
 *
 * Shifts placements (of boundaries with their content) and routes in one diagram; the bends of a
 * flow when both ends move. What the touched flows cross among boundaries drawn as lines is
 * computed anew.
 */
RedanEdit *redan_command_move (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               guint n_objects,
                               gint32 dx,
                               gint32 dy);

/** redan_command_set_parent: @parent %NULL or the null id: outside of every boundary */
RedanEdit *
redan_command_set_parent (const RedanModel *model, const RedanId *object, const RedanId *parent);

/** redan_command_delete: with all that cannot be without the objects, see redan_edit_delete() */
RedanEdit *redan_command_delete (const RedanModel *model, const RedanId *objects, guint n_objects);

/** redan_command_decide: creates or changes the decision of (rule, target, direction); ids are
 * derived */
RedanEdit *redan_command_decide (const RedanModel *model,
                                 const char *rule,
                                 const char *target,
                                 gboolean reverse,
                                 const char *decision,
                                 const char *owner,
                                 const char *reason,
                                 const char *expires);

/** redan_command_place_control: creates or changes the mitigation (control, target); @target an id
 * or "model" */
RedanEdit *redan_command_place_control (const RedanModel *model,
                                        const char *control,
                                        const char *target,
                                        const char *state);

/** redan_command_set_fact: sets the programme fact @name; @value %NULL removes it */
RedanEdit *redan_command_set_fact (const RedanModel *model,
                                   const char *name,
                                   const char *value,
                                   const char *date);

G_END_DECLS
