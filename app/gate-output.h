/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate found, in every format of redan-cli check. */

#pragma once

#include "analysis/gate.h"
#include "app/session.h"
#include "model/difference.h"

G_BEGIN_DECLS

/**
 * RedanGateOutput: what the formats read
 * @before: (nullable): the analysis that was compared with
 * @difference: (nullable): from the model that was compared with, as both stand in their files
 * @view_before, @view: (nullable): of the attacker in both
 * @path: the model as it was named on the command line
 * @infrastructure: (nullable): the plan or template as it was named there
 * @unmapped: (nullable) (element-type utf8): types of its resources that no table knows
 * @lines: (element-type utf8 guint): line of each id in the file
 */
typedef struct
{
  RedanSession *session;
  const RedanGatePolicy *policy;
  const RedanGate *gate;
  const RedanAnalysis *before;
  const RedanAnalysis *after;
  const RedanDifference *difference;
  const RedanAttackView *view_before;
  const RedanAttackView *view;
  const char *path;
  const char *infrastructure;
  const GPtrArray *unmapped;
  GHashTable *lines;
} RedanGateOutput;

/** redan_gate_output_knows: Returns: whether @format is "text", "json", "sarif", "junit" or
 * "markdown" */
gboolean redan_gate_output_knows (const char *format);

/** redan_gate_output_list: Returns: (transfer full): the formats, separated by ", " */
char *redan_gate_output_list (void);

/** redan_gate_output_write: @format: one that is known */
void redan_gate_output_write (const RedanGateOutput *self, const char *format);

/** redan_gate_list_lines: @bytes: (nullable): of the file. Returns: (transfer full) (element-type
 * utf8 guint): line of each id, from 1. O(size) */
GHashTable *redan_gate_list_lines (GBytes *bytes);

/* One for each format. */
void redan_gate_write_text (const RedanGateOutput *self);
void redan_gate_write_json (const RedanGateOutput *self);
void redan_gate_write_sarif (const RedanGateOutput *self);
void redan_gate_write_junit (const RedanGateOutput *self);
void redan_gate_write_markdown (const RedanGateOutput *self);

G_END_DECLS
