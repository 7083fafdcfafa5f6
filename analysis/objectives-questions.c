/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the attributes that keep a criterion unknown, by explaining its expression, or those of the
 * controls it counts, on the objects that are open. */

#include "config.h"

#include "analysis/objectives-questions.h"

#include "analysis/expression-private.h"
#include "analysis/objectives-private.h"

#include <string.h>

#define MAX_EXPLAINED 400

typedef struct
{
  const Assessment *assessment;
  GPtrArray *questions;
  guint n_explained;
} Asker;

static void
free_question (gpointer data)
{
  RedanCriterionQuestion *question = data;

  g_array_unref (question->targets);
  g_free (question);
}

static void
add_question (Asker *self, const RedanAttribute *attribute, RedanContext context, guint32 target)
{
  RedanCriterionQuestion *question = NULL;

  for (guint i = 0; i < self->questions->len && question == NULL; i++)
    {
      RedanCriterionQuestion *old = g_ptr_array_index (self->questions, i);

      if (old->attribute == attribute && old->context == context)
        question = old;
    }
  if (question == NULL)
    {
      question = g_new0 (RedanCriterionQuestion, 1);
      question->attribute = attribute;
      question->context = context;
      question->targets = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_ptr_array_add (self->questions, question);
    }
  for (guint i = 0; i < question->targets->len; i++)
    if (g_array_index (question->targets, guint32, i) == target)
      return;
  g_array_append_val (question->targets, target);
}

/* The open atoms of a condition, as far as each reads an attribute. */
static void
ask (Asker *self, const RedanNode *condition, RedanContext context, guint32 target)
{
  g_autoptr (GPtrArray) reasons = NULL;

  if (self->n_explained++ >= MAX_EXPLAINED)
    return;
  reasons = redan_node_explain (condition, self->assessment->facts, context, target);
  for (guint i = 0; i < reasons->len; i++)
    {
      const RedanReason *reason = g_ptr_array_index (reasons, i);

      if (reason->truth == REDAN_UNDECIDED && reason->attribute != NULL)
        add_question (self, reason->attribute, reason->context, reason->target);
    }
}

typedef struct
{
  Asker *asker;
  const RedanControl *control;
} Uncovered;

static void
ask_uncovered (gpointer user_data, RedanContext context, guint32 target, gboolean unknown)
{
  const Uncovered *self = user_data;

  if (unknown && self->control->implied_by != NULL)
    ask (self->asker, redan_expression_get_root (self->control->implied_by), context, target);
}

static void
ask_control (Asker *self, guint32 control)
{
  const Assessment *assessment = self->assessment;
  Uncovered uncovered = { self, NULL };

  if (control == REDAN_NONE)
    return;
  uncovered.control = &redan_catalogue_get_controls (assessment->facts->catalogue, NULL)[control];
  redan_controls_list_uncovered (assessment->controls, control,
                                 assessment->mask == NULL ? NULL : assessment->mask->words,
                                 ask_uncovered, &uncovered);
}

static void
ask_operation (Asker *self, const char *operation)
{
  guint n;
  const RedanControl *controls =
      redan_catalogue_get_controls (self->assessment->facts->catalogue, &n);

  for (guint32 i = 0; i < n; i++)
    if (controls[i].layer != REDAN_LAYER_ORGANIZATIONAL &&
        strcmp (controls[i].operation, operation) == 0)
      ask_control (self, i);
}

static void
ask_targets (Asker *self, const RedanNode *call)
{
  RedanContext context;
  g_autoptr (GArray) targets =
      objectives_list_targets (self->assessment, call->children[0]->text, &context);

  for (guint i = 0; i < targets->len; i++)
    for (guint j = 1; j <= 2; j++)
      ask (self, call->children[j], context, g_array_index (targets, guint32, i));
}

static void
ask_unconfirmed (Asker *self)
{
  const Assessment *assessment = self->assessment;
  const RedanRule *rules = redan_catalogue_get_rules (assessment->facts->catalogue, NULL);

  for (guint i = 0; i < assessment->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (assessment->threats, RedanThreat, i);

      if (!threat->confirmed && threat->rule != REDAN_NONE &&
          scope_holds (assessment->mask, threat->context, threat->target))
        ask (self, redan_expression_get_root (rules[threat->rule].condition),
             (RedanContext) threat->context, threat->target);
    }
}

/* Attributes that a figure reads of every element without naming them in an expression. */
static void
ask_elements (Asker *self, const char *name)
{
  const RedanFacts *facts = self->assessment->facts;
  RedanColumn column = redan_column_find (facts, REDAN_SCOPE_ELEMENT, name);
  RedanContext context;
  g_autoptr (GArray) elements = objectives_list_targets (self->assessment, "element", &context);

  for (guint i = 0; i < elements->len && column.column != NULL; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);

      if (column.column[element] < REDAN_CODE_FIRST && self->n_explained++ < MAX_EXPLAINED)
        add_question (self, column.attribute, context, element);
    }
}

static void
ask_fact (Asker *self, const char *name)
{
  const RedanFacts *facts = self->assessment->facts;
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_PROGRAMME, name, -1);

  if (attribute != NULL)
    add_question (self, attribute, REDAN_CONTEXT_MODEL, REDAN_NONE);
}

static void
ask_duties (Asker *self)
{
  guint n;
  const RedanDuty *duties = redan_catalogue_get_duties (self->assessment->facts->catalogue, &n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < duties[i].n_controls; j++)
      ask_control (self, duties[i].controls[j]);
}

static void
ask_call (Asker *self, const RedanNode *call)
{
  const char *name = call->text;

  if (strcmp (name, "all") == 0 || strcmp (name, "any") == 0 || strcmp (name, "share") == 0)
    ask_targets (self, call);
  else if (strcmp (name, "cov") == 0)
    ask_control (self, redan_catalogue_find_control (self->assessment->facts->catalogue,
                                                     call->children[0]->text));
  else if (strcmp (name, "opcov") == 0)
    ask_operation (self, call->children[0]->text);
  else if (strcmp (name, "completeness") == 0)
    ask_unconfirmed (self);
  else if (strcmp (name, "auto_ratio") == 0)
    ask_elements (self, "iac");
  else if (strcmp (name, "unjustified_selfrun") == 0)
    ask_elements (self, "mgmt");
  else if (strcmp (name, "duty_gap") == 0)
    ask_duties (self);
  else if (strcmp (name, "read") == 0)
    {
      g_autofree char *fact = g_strconcat ("read-", call->children[0]->text, NULL);

      ask_fact (self, fact);
    }
  else if (function_lookup (name) == NULL || function_lookup (name)->id != FUNCTION_CRITERION)
    ask (self, call, REDAN_CONTEXT_MODEL, REDAN_NONE);
}

static void
ask_node (Asker *self, const RedanNode *node)
{
  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
    case REDAN_NODE_NOT:
      for (guint i = 0; i < node->n_children; i++)
        ask_node (self, node->children[i]);
      break;
    case REDAN_NODE_COMPARE:
      if (node->children[0]->type == REDAN_NODE_CALL)
        ask_call (self, node->children[0]);
      else
        ask (self, node, REDAN_CONTEXT_MODEL, REDAN_NONE);
      break;
    case REDAN_NODE_CALL:
      ask_call (self, node);
      break;
    default:
      ask (self, node, REDAN_CONTEXT_MODEL, REDAN_NONE);
    }
}

GPtrArray *
redan_objectives_list_questions (const RedanAnalysis *analysis,
                                 const RedanObjectiveScope *scope,
                                 guint32 criterion)
{
  const RedanCriterion *criteria = redan_catalogue_get_criteria (analysis->facts->catalogue, NULL);
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;
  Asker asker = { &assessment, g_ptr_array_new_with_free_func (free_question), 0 };

  assessment_init (&assessment, analysis, scope, &mask);
  ask_node (&asker, redan_expression_get_root (criteria[criterion].expression));

  return asker.questions;
}
