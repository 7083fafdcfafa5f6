/* SPDX-License-Identifier: Apache-2.0 */
/* Stencils: ready-made kinds of element, boundary and note that a person draws with, from
 * data/stencils.xml and packs. */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

typedef struct _RedanStencils RedanStencils;

typedef struct
{
  const char *id;
  const char *label;
} RedanStencilGroup;

/** RedanStencilValue: what a stencil presets; @value is one value, or one member of a set */
typedef struct
{
  const RedanAttribute *attribute;
  const char *value;
} RedanStencilValue;

/**
 * RedanStencil:
 * @section: %REDAN_SECTION_ELEMENT, %REDAN_SECTION_BOUNDARY or %REDAN_SECTION_NOTE
 * @kind: kind of the element, or btype of the boundary; %NULL for a note
 * @label: what a person reads, and the name of what is drawn until it has its own
 * @group: index of its group
 * @words: further words to find it by, separated by spaces; may be empty
 * @icon: (nullable): name of a picture, when not that of the technology or kind
 * @is_line: whether it is a boundary drawn as a line, see redan_command_add_stencil_line()
 * @values: (array length=n_values)
 * @width, @height: usual size in 1/8 px
 */
typedef struct
{
  const char *id;
  RedanSection section;
  const char *kind;
  const char *label;
  guint group;
  const char *words;
  const char *icon;
  gboolean is_line;
  const RedanStencilValue *values;
  guint n_values;
  gint32 width;
  gint32 height;
} RedanStencil;

/**
 * redan_stencils_load:
 * @source: the data files; those with root "stencils" are read
 * @schema: kinds, attributes and values are checked against it; kept
 * @error: set with %REDAN_MODEL_ERROR; the message names file and line
 *
 * A stencil or group of a later file replaces the one with the same id, in its place; others are
 * added at the end.
 *
 * Returns: (transfer full) (nullable): the immutable table, or %NULL
 */
RedanStencils *redan_stencils_load (RedanDataSource *source,
                                    RedanSchema *schema,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_stencils_free (RedanStencils *self);

/** redan_stencils_get_n_groups: with redan_stencils_get_group() the headings, in the order shown */
guint redan_stencils_get_n_groups (const RedanStencils *self);
const RedanStencilGroup *redan_stencils_get_group (const RedanStencils *self, guint index);

/** redan_stencils_get_n: with redan_stencils_get_nth() all stencils, in the order shown */
guint redan_stencils_get_n (const RedanStencils *self);
const RedanStencil *redan_stencils_get_nth (const RedanStencils *self, guint index);

/** redan_stencils_lookup: Returns: (nullable): the stencil called @id. O(1) */
const RedanStencil *redan_stencils_lookup (const RedanStencils *self, const char *id);

/**
 * redan_stencil_matches:
 * @folded: what a person looks for, case-folded
 *
 * Returns: whether each word of @folded is part of the label, of the words or of a preset value
 */
gboolean redan_stencil_matches (const RedanStencil *self, const char *folded);

/**
 * redan_command_add_stencil:
 * @name: (nullable): name of the new object, or text of the note; %NULL for the label of the
 * stencil
 * @parent: (nullable): boundary that it is put into; not for notes
 * @diagram: (nullable): diagram that shows it
 * @box: (nullable): its place; with width 0 only the corner is taken and the size is the usual one
 * @id_out: (out) (optional): id of the new object
 *
 * Adds one object with the presets of the stencil. What a boundary is drawn around becomes its
 * member, as in redan_command_add_boundary(). Like all commands it does not fail; see command.h.
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_command_add_stencil (const RedanModel *model,
                                      const RedanStencil *stencil,
                                      const char *name,
                                      const RedanId *parent,
                                      const RedanId *diagram,
                                      const RedanBox *box,
                                      RedanId *id_out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_command_add_stencil_line:
 * @stencil: one with is_line
 * @name: (nullable): name of the new boundary; %NULL for the label of the stencil
 * @points: (array length=n_points): the line, at least two
 * @id_out: (out) (optional): id of the new object
 *
 * redan_command_add_line_boundary() with the presets of the stencil.
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_command_add_stencil_line (const RedanModel *model,
                                           const RedanStencil *stencil,
                                           const char *name,
                                           const RedanId *diagram,
                                           const RedanPoint *points,
                                           guint n_points,
                                           RedanId *id_out) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanStencils, redan_stencils_free)

G_END_DECLS
