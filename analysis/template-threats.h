/* SPDX-License-Identifier: Apache-2.0 */
/* The threats that the rules of a template of the Microsoft Threat Modeling Tool find in a model,
 * and what became of those that the file recorded. */

#pragma once

#include "model/exchange/template.h"
#include "model/model.h"

G_BEGIN_DECLS

/**
 * RedanTemplateThreat:
 * @rule: index among the rules of the template
 * @source, @target: ends in the direction of the threat
 * @recorded: (nullable): the threat of the file with the same rule and ends: its title, state and
 * reason hold
 */
typedef struct
{
  guint rule;
  const RedanObject *flow;
  const RedanObject *source;
  const RedanObject *target;
  const RedanObject *recorded;
} RedanTemplateThreat;

/** Why a recorded threat is kept that no rule finds. */
typedef enum
{
  REDAN_TEMPLATE_USER_DEFINED, /* a person wrote it */
  REDAN_TEMPLATE_NO_LONGER,    /* a person worked on it; the drawing has changed since */
  REDAN_TEMPLATE_STALE, /* nobody touched it; the list of the file is older than its drawing */
  REDAN_TEMPLATE_SWITCHED_OFF, /* the file asks for no threats of rules */
} RedanTemplateMark;

/** redan_template_mark_get_word: Returns: the word for machine output */
const char *redan_template_mark_get_word (RedanTemplateMark mark);

typedef struct
{
  const RedanObject *threat;
  RedanTemplateMark mark;
} RedanTemplateKept;

/** RedanTemplateProblem: a rule that cannot be used, and why */
typedef struct
{
  guint rule;
  char *message;
} RedanTemplateProblem;

/**
 * RedanTemplateThreats:
 * @threats: of #RedanTemplateThreat, by flow, then in the order of the rules
 * @kept: of #RedanTemplateKept, in the order of the ids
 * @problems: of #RedanTemplateProblem
 * @switched_off: the file asks for no threats of rules
 */
typedef struct
{
  RedanModel *model;
  RedanTemplate *template;
  GArray *threats;
  GArray *kept;
  GArray *problems;
  gboolean switched_off;
} RedanTemplateThreats;

/** Threats that are found at most. */
#define REDAN_TEMPLATE_MAX_THREATS 4000000

/**
 * redan_template_threats_compute:
 * @error: set with %REDAN_ANALYSIS_ERROR_GRAPH when there are more threats than the limit
 *
 * Asks every rule about every flow with two ends that is in scope, and about the way back of one in
 * both directions. Types and attributes are those that the importer kept; an object that was drawn
 * here is of the general type of its kind with the first value of every attribute, like a new one
 * in the tool. Cost: O(flows * (boundaries + conditions)) and a product of points where a flow
 * comes near a boundary.
 *
 * Returns: (transfer full) (nullable): the threats
 */
RedanTemplateThreats *redan_template_threats_compute (RedanModel *model,
                                                      RedanTemplate *template,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_template_threats_free (RedanTemplateThreats *self);

/** redan_template_object_get_id: Returns: the id of @object in the file that it came from, or "" */
const char *redan_template_object_get_id (const RedanObject *object);

/**
 * redan_template_threat_dup_title:
 * @recorded: whether the recorded title holds when there is one
 *
 * Returns: (transfer full): the title, with names filled in
 */
char *redan_template_threat_dup_title (const RedanTemplateThreats *self,
                                       const RedanTemplateThreat *threat,
                                       gboolean recorded);

/** redan_template_threat_dup_description: like redan_template_threat_dup_title() */
char *redan_template_threat_dup_description (const RedanTemplateThreats *self,
                                             const RedanTemplateThreat *threat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanTemplateThreats, redan_template_threats_free)

G_END_DECLS
