/* SPDX-License-Identifier: Apache-2.0 */
/* Named commands: builders of the edits that a person makes. Each returns an edit for
 * redan_document_apply(). */

#pragma once

#include "model/command-arrange.h"
#include "model/command-data.h"
#include "model/command-diagram.h"
#include "model/command-flow.h"
#include "model/command-insert.h"
#include "model/command-move.h"
#include "model/command-note.h"
#include "model/command-opinion.h"

G_BEGIN_DECLS

/*
 * None of them fails: an edit that cannot be made (an unknown id, attribute or value) is refused
 * when it is applied. All edits are transferred to the caller.
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
/** redan_command_add_boundary: @kind one of the values of "btype"; the rest as for an element. What
 * stands in @parent too and lies wholly inside @box becomes a member. O(elements + boundaries) */
RedanEdit *redan_command_add_boundary (const RedanModel *model,
                                       const char *kind,
                                       const char *name,
                                       const RedanId *parent,
                                       const RedanId *diagram,
                                       const RedanBox *box,
                                       RedanId *id_out);

/** redan_command_rename: @name as typed: blank lines at its ends are taken off, and what has names of
 * one line gets one line; %NULL or "" takes the name away */
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

/** RedanCell: one value of one object; @attribute and @value as in redan_command_set_attribute() */
typedef struct
{
  RedanId object;
  const char *attribute;
  const char *value;
} RedanCell;

/**
 * redan_command_set_cells:
 * @cells: (array length=n_cells): of two for the same object and attribute the later counts
 * @label: (nullable): name of the command, translated; %NULL for "Set 12 values"
 *
 * Sets many values as one command: one attribute of many objects, a pasted column, an answered
 * grid. One that cannot be set makes all of it impossible.
 */
RedanEdit *redan_command_set_cells (const RedanModel *model,
                                    const RedanCell *cells,
                                    guint n_cells,
                                    const char *label);

/** redan_command_set_attributes: the same @value for one attribute of several objects */
RedanEdit *redan_command_set_attributes (const RedanModel *model,
                                         const RedanId *objects,
                                         guint n_objects,
                                         const char *attribute,
                                         const char *value);

/** redan_command_set_meta: what the model says of itself; @field %REDAN_FIELD_NAME,
 * %REDAN_FIELD_DESCRIPTION, %REDAN_FIELD_OWNER or %REDAN_FIELD_SCOPE; %NULL or "" clears it */
RedanEdit *redan_command_set_meta (const RedanModel *model, RedanField field, const char *value);

/** redan_command_delete: with all that cannot be without the objects, see redan_edit_delete() */
RedanEdit *redan_command_delete (const RedanModel *model, const RedanId *objects, guint n_objects);

G_END_DECLS
