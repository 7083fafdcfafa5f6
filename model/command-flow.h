/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that draw and change lines: flows, their bends and labels, boundaries drawn as lines. */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/** redan_command_connect: adds a flow, and the line boundaries that it crosses; @name nullable.
 * Both ends may be the same element */
RedanEdit *redan_command_connect (const RedanModel *model,
                                  const RedanId *source,
                                  const RedanId *target,
                                  const char *name,
                                  RedanId *id_out);

/**
 * redan_command_reconnect:
 * @end: %REDAN_FIELD_SOURCE or %REDAN_FIELD_TARGET
 *
 * Lets one end of the flow end at @element. Bends stay; the point of the route that stood for a
 * loose end goes. What the flow crosses is computed anew.
 */
RedanEdit *redan_command_reconnect (const RedanModel *model,
                                    const RedanId *flow,
                                    RedanField end,
                                    const RedanId *element);

/**
 * redan_command_reverse:
 *
 * Exchanges the ends of a flow, and the order of its bends. Decisions about a bidirectional flow
 * keep to their interaction: those of the way there become those of the way back, and evidence and
 * assumptions about them go along. Decisions about a flow of one direction stay with it.
 */
RedanEdit *redan_command_reverse (const RedanModel *model, const RedanId *flow);

/** redan_command_set_bidirectional: one flow with two interactions, or with one. Decisions about
 * the way back are kept, in case it comes again */
RedanEdit *redan_command_set_bidirectional (const RedanModel *model,
                                            const RedanId *flow,
                                            gboolean bidirectional);

/**
 * redan_command_set_route:
 * @line: a flow, or a boundary drawn as a line
 * @points: (nullable) (array length=n_points): bends from source to target; %NULL or none clears
 *
 * Sets the bends in one diagram and computes anew what is crossed. The line of a boundary has at
 * least two points.
 */
RedanEdit *redan_command_set_route (const RedanModel *model,
                                    const RedanId *diagram,
                                    const RedanId *line,
                                    const RedanPoint *points,
                                    guint n_points);

/** redan_command_set_label_offset: moves the label of a flow or boundary away from its automatic
 * place in one diagram; @offset %NULL or zero puts it back */
RedanEdit *redan_command_set_label_offset (const RedanModel *model,
                                           const RedanId *diagram,
                                           const RedanId *object,
                                           const RedanPoint *offset);

/**
 * redan_command_add_line_boundary:
 * @points: (array length=n_points): at least two
 *
 * Adds a boundary drawn as a line, which has no members, and sets which flows cross it.
 */
RedanEdit *redan_command_add_line_boundary (const RedanModel *model,
                                            const char *kind,
                                            const char *name,
                                            const RedanId *parent,
                                            const RedanId *diagram,
                                            const RedanPoint *points,
                                            guint n_points,
                                            RedanId *id_out);

G_END_DECLS
