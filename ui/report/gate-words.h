/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of a gate in words, the same in every format. */

#pragma once

#include "analysis/gate.h"

G_BEGIN_DECLS

/** redan_gate_check_get_title: Returns: translated: what a finding of the check says */
const char *redan_gate_check_get_title (RedanGateCheck check);

/** redan_gate_check_get_remedy: Returns: translated: what to do about one */
const char *redan_gate_check_get_remedy (RedanGateCheck check);

/**
 * redan_gate_finding_dup_title:
 * @after: the analysis that was checked
 * @view: (nullable): needed for findings about assets
 *
 * Returns: (transfer full): one line: the title of the threat, the objective or the asset
 */
char *redan_gate_finding_dup_title (const RedanGateFinding *finding,
                                    const RedanAnalysis *after,
                                    const RedanAttackView *view);

/** redan_gate_finding_dup_detail: @gate: whose finding it is. Returns: (transfer full): one line:
 * score and state before and after */
char *redan_gate_finding_dup_detail (const RedanGateFinding *finding,
                                     const RedanGate *gate,
                                     const RedanAnalysis *before,
                                     const RedanAnalysis *after,
                                     const RedanAttackView *view);

/** redan_gate_finding_dup_subject: Returns: (transfer full): what the finding is about, the same in
 * every version of the model: the id of the threat, the objective or the asset */
char *redan_gate_finding_dup_subject (const RedanGateFinding *finding, const RedanAnalysis *after);

/** redan_gate_finding_get_object: Returns: (nullable): the object of the model it stands on */
const RedanObject *redan_gate_finding_get_object (const RedanGateFinding *finding,
                                                  const RedanAnalysis *after);

G_END_DECLS
