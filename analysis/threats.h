/* SPDX-License-Identifier: Apache-2.0 */
/* Threats: the rules applied to the whole model, suppressed, joined with the decisions and the
 * threats recorded by hand. */

#pragma once

#include "analysis/program.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_DECISION_OPEN,
  REDAN_DECISION_INVESTIGATE,
  REDAN_DECISION_MITIGATE,
  REDAN_DECISION_ACCEPT,
  REDAN_DECISION_TRANSFER,
  REDAN_DECISION_AVOID,
  REDAN_DECISION_NOT_APPLICABLE,
  REDAN_N_DECISIONS,
} RedanDecision;

/**
 * RedanThreat:
 * @rule: index in the catalogue, or REDAN_NONE for a threat recorded in the file
 * @recorded: index in the section threat for those, else REDAN_NONE
 * @target: element, interaction or boundary; REDAN_NONE for the model
 * @decision_object: (nullable): the decision, when there is one
 * @inherent, @residual: score in 1/1000, 0..100000; 0 for not applicable ones
 */
typedef struct
{
  guint32 rule;
  guint32 recorded;
  guint32 target;
  guint8 context; /* RedanContext */
  guint8 confirmed;
  guint8 decision; /* RedanDecision */
  guint8 scored;   /* FALSE: recorded without severity */
  gint32 inherent;
  gint32 residual;
  float likelihood; /* pR, 0..1 */
  float impact;     /* i1 * RI, 0..1 */
  float exposure;
  float blast;
  const RedanObject *decision_object;
} RedanThreat;

/**
 * redan_threats_enumerate:
 * @facts: with the facts of the graph filled in
 * @n_undecided_out: (out) (optional): targets on which a rule with policy skip was unknown
 *
 * Returns: (transfer full) (element-type RedanThreat): by rule, then target; unscored
 */
GArray *redan_threats_enumerate (const RedanFacts *facts, guint *n_undecided_out);

/** redan_threat_dup_id: Returns: (transfer full): "TR-E-10@<id>", with "~" appended for the way
 * back, or "@<id>" for a recorded one */
char *redan_threat_dup_id (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_append_title: redan_threat_dup_title() into a string that is used again and again
 */
void redan_threat_append_title (const RedanFacts *facts, const RedanThreat *threat, GString *title);

/** redan_threat_dup_title: Returns: (transfer full): the title with the names of the objects filled
 * in */
char *redan_threat_dup_title (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_get_rule: Returns: (nullable): the rule that names it, %NULL for a recorded one */
const RedanRule *redan_threat_get_rule (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_get_object: Returns: (nullable): the element, flow or boundary it stands on */
const RedanObject *redan_threat_get_object (const RedanFacts *facts, const RedanThreat *threat);

/** redan_threat_get_category: Returns: "Spoofing", "Tampering", ... or the category of its method
 */
const char *redan_threat_get_category (const RedanFacts *facts, const RedanThreat *threat);

const char *redan_decision_get_word (RedanDecision decision);

/** redan_decision_from_word: accepts our words; Returns: whether @word is one */
gboolean redan_decision_from_word (const char *word, RedanDecision *decision_out);

G_END_DECLS
