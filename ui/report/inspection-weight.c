/* SPDX-License-Identifier: Apache-2.0 */
/* How much attributes matter for objects: which rules and controls wait for them, or fire because
 * of them; and who reads an attribute at all. */

#include "ui/report/inspection-private.h"

#include <string.h>

/* Of many objects the first ones speak for the rest. */
#define MAX_OBJECTS 8
#define MAX_NEIGHBOURS 12

/* @context, @index: the object whose attributes are weighed
 * @expressions: what is asked of each target, with what an answer is worth */
typedef struct
{
  const RedanFacts *facts;
  InspectionWeight *weights;
  RedanProgramSet *sets[REDAN_N_CONTEXTS];
  GHashTable *programs[REDAN_N_CONTEXTS]; /* expression: 1 + number of its program */
  RedanContext context;
  guint32 index;
} Weighing;

static gboolean
may_read (const RedanFacts *facts, RedanContext context, guint32 index)
{
  return index != REDAN_NONE && context != REDAN_CONTEXT_MODEL && facts != NULL;
}

static RedanTruth
test (Weighing *self, const RedanExpression *expression, RedanContext context, guint32 index)
{
  guint program;

  if (self->sets[context] == NULL)
    {
      self->sets[context] = redan_program_set_new (self->facts, context);
      self->programs[context] = g_hash_table_new (NULL, NULL);
    }
  program = GPOINTER_TO_UINT (g_hash_table_lookup (self->programs[context], expression));
  if (program == 0)
    {
      program = 1 + redan_program_set_add (self->sets[context], expression);
      g_hash_table_insert (self->programs[context], (gpointer) expression,
                           GUINT_TO_POINTER (program));
    }
  return redan_program_set_test (self->sets[context], program - 1, index);
}

/* The boundary attribute behind what an element would inherit. */
static const RedanAttribute *
find_inherited (const Weighing *self, const RedanReason *reason)
{
  if (self->context != REDAN_CONTEXT_BOUNDARY || reason->context != REDAN_CONTEXT_ELEMENT ||
      g_strcmp0 (reason->attribute->source, "boundary") != 0)
    return NULL;
  return redan_schema_lookup (self->facts->snapshot->schema, REDAN_SCOPE_BOUNDARY,
                              reason->attribute->name, -1);
}

static void
weigh_expression (Weighing *self,
                  const RedanExpression *expression,
                  RedanContext context,
                  guint32 index,
                  guint weight,
                  gboolean fires)
{
  RedanTruth truth = test (self, expression, context, index);
  g_autoptr (GPtrArray) reasons = NULL;
  g_autofree guint8 *seen = NULL;

  if (truth == REDAN_FALSE || (truth == REDAN_TRUE && !fires))
    return;
  reasons = redan_expression_explain (expression, self->facts, context, index);
  seen = g_malloc0 (redan_schema_get_n_attributes (self->facts->snapshot->schema));
  for (guint i = 0; i < reasons->len; i++)
    {
      const RedanReason *reason = g_ptr_array_index (reasons, i);
      const RedanAttribute *attribute = reason->attribute;

      if (attribute == NULL)
        continue;
      if (reason->context != self->context || reason->target != self->index)
        attribute = find_inherited (self, reason);
      if (attribute == NULL || seen[attribute->index])
        continue;
      seen[attribute->index] = TRUE;
      self->weights[attribute->index].weight += weight;
      if (truth == REDAN_UNDECIDED)
        self->weights[attribute->index].n_waiting++;
      else
        self->weights[attribute->index].n_deciding++;
    }
}

/** All rules and controls that stand on one target. */
static void
weigh_target (Weighing *self, RedanContext context, guint32 index, guint applies)
{
  guint n_rules;
  guint n_controls;
  const RedanRule *rules = redan_catalogue_get_rules (self->facts->catalogue, &n_rules);
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n_controls);

  if (!may_read (self->facts, context, index))
    return;
  for (guint i = 0; i < n_rules; i++)
    if (rules[i].applies & applies)
      weigh_expression (self, rules[i].condition, context, index,
                        rules[i].likelihood * rules[i].impact, TRUE);
  for (guint i = 0; i < n_controls; i++)
    {
      const guint weight = (guint) (controls[i].strength * 10);

      if ((controls[i].applies & applies) == 0 ||
          (controls[i].when != NULL &&
           test (self, controls[i].when, context, index) == REDAN_FALSE))
        continue;
      if (controls[i].when != NULL)
        weigh_expression (self, controls[i].when, context, index, weight, FALSE);
      if (controls[i].implied_by != NULL)
        weigh_expression (self, controls[i].implied_by, context, index, weight, FALSE);
    }
}

static void
weigh_interactions (Weighing *self, const guint32 *offset, const guint32 *interactions)
{
  const guint32 end = MIN (offset[self->index + 1], offset[self->index] + MAX_NEIGHBOURS);

  for (guint32 i = offset[self->index]; i < end; i++)
    weigh_target (self, REDAN_CONTEXT_INTERACTION, interactions[i], REDAN_APPLIES_FLOW);
}

static void
weigh_members (Weighing *self)
{
  const RedanFacts *facts = self->facts;
  const guint32 first = facts->member_offset[self->index];
  const guint32 end = MIN (facts->member_offset[self->index + 1], first + MAX_NEIGHBOURS);

  for (guint32 i = first; i < end; i++)
    {
      guint32 element = facts->member_element[i];

      weigh_target (self, REDAN_CONTEXT_ELEMENT, element,
                    1u << facts->snapshot->element_kind[element]);
    }
}

InspectionWeight *
inspection_weigh (const RedanFacts *facts, const GArray *targets)
{
  Weighing self = { .facts = facts };

  self.weights =
      g_new0 (InspectionWeight, redan_schema_get_n_attributes (facts->snapshot->schema) + 1);
  for (guint i = 0; i < MIN (targets->len, MAX_OBJECTS); i++)
    {
      const RedanTarget *target = &g_array_index (targets, RedanTarget, i);

      self.context = target->context;
      self.index = target->index;
      if (!may_read (facts, target->context, target->index))
        continue;
      weigh_target (&self, target->context, target->index, target->applies);
      if (target->context == REDAN_CONTEXT_ELEMENT)
        {
          weigh_interactions (&self, facts->out_offset, facts->out_interaction);
          weigh_interactions (&self, facts->in_offset, facts->in_interaction);
        }
      else if (target->context == REDAN_CONTEXT_BOUNDARY)
        weigh_members (&self);
    }
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      g_clear_pointer (&self.sets[i], redan_program_set_free);
      g_clear_pointer (&self.programs[i], g_hash_table_unref);
    }
  return self.weights;
}

/* Who reads an attribute at all */

/** Whether a path of an expression in @applies can mean an attribute of @scope. */
static gboolean
may_mean (RedanSubject subject, guint applies, RedanScope scope)
{
  const guint elements =
      REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE;
  const guint boundaries = REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT;

  switch (scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return subject == REDAN_SUBJECT_E || subject == REDAN_SUBJECT_SRC ||
             subject == REDAN_SUBJECT_DST || (subject == REDAN_SUBJECT_X && applies & elements);
    case REDAN_SCOPE_FLOW:
      return subject == REDAN_SUBJECT_F ||
             (subject == REDAN_SUBJECT_X && applies & REDAN_APPLIES_FLOW);
    case REDAN_SCOPE_BOUNDARY:
    case REDAN_SCOPE_ACCOUNT:
      return subject == REDAN_SUBJECT_B || subject == REDAN_SUBJECT_ACCT ||
             (subject == REDAN_SUBJECT_X && applies & boundaries);
    default:
      return subject == REDAN_SUBJECT_PROG;
    }
}

static gboolean
reads (const RedanNode *node, guint applies, const RedanAttribute *attribute)
{
  if (node->type == REDAN_NODE_PATH)
    return strcmp (node->text, attribute->name) == 0 &&
           may_mean (node->subject, applies, attribute->scope);
  if (node->type == REDAN_NODE_CALL && strcmp (node->text, "class_ge") == 0 &&
      strcmp (attribute->name, "data_class") == 0)
    return TRUE;
  for (guint i = 0; i < node->n_children; i++)
    if (reads (node->children[i], applies, attribute))
      return TRUE;
  return FALSE;
}

static gboolean
expression_reads (const RedanExpression *expression, guint applies, const RedanAttribute *attribute)
{
  return expression != NULL && reads (redan_expression_get_root (expression), applies, attribute);
}

GArray *
redan_inspection_list_readers (const RedanCatalogue *catalogue, const RedanAttribute *attribute)
{
  GArray *readers = g_array_new (FALSE, FALSE, sizeof (RedanReader));
  guint n_rules;
  guint n_controls;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n_rules);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n_controls);

  for (guint i = 0; i < n_rules; i++)
    {
      const RedanReader reader = { &rules[i], NULL };

      if (expression_reads (rules[i].condition, rules[i].applies, attribute))
        g_array_append_val (readers, reader);
    }
  for (guint i = 0; i < n_controls; i++)
    {
      const RedanReader reader = { NULL, &controls[i] };

      if (expression_reads (controls[i].when, controls[i].applies, attribute) ||
          expression_reads (controls[i].implied_by, controls[i].applies, attribute))
        g_array_append_val (readers, reader);
    }
  return readers;
}
