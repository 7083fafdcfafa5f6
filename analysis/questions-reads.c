/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules, controls and criteria read which attributes, found by walking their expressions. */

#include "config.h"

#include "analysis/expression-private.h"
#include "analysis/questions-private.h"

#include <string.h>

#define MANY_VALUES 12 /* from there on it pays to find values that differ in nothing */

/* @bits: by attribute; @keys: of values; @n_tests: comparisons met so far */
typedef struct
{
  const RedanSchema *schema;
  guint8 *bits;
  guint64 *const *keys;
  guint *n_tests;
} Walk;

static void
mark (const Walk *self, const RedanAttribute *attribute, guint8 side)
{
  if (attribute != NULL)
    self->bits[attribute->index] |= side;
}

static void
mark_all_scopes (const Walk *self, const char *name, guint8 side)
{
  for (guint scope = 0; scope < REDAN_N_SCOPES; scope++)
    mark (self, redan_schema_lookup (self->schema, (RedanScope) scope, name, -1), side);
}

static guint8
find_side (guint context, RedanSubject subject)
{
  if (context == CONTEXT_INCOMING || context == CONTEXT_OUTGOING)
    return READS_OTHER;

  switch (subject)
    {
    case REDAN_SUBJECT_SRC:
      return READS_SOURCE;
    case REDAN_SUBJECT_DST:
      return READS_TARGET;
    case REDAN_SUBJECT_E:
    case REDAN_SUBJECT_F:
    case REDAN_SUBJECT_X:
      return READS_SELF;
    case REDAN_SUBJECT_B:
      return context == REDAN_CONTEXT_BOUNDARY ? READS_SELF : READS_OTHER;
    default:
      return READS_OTHER;
    }
}

static guint64
mix (guint64 number)
{
  number = (number ^ number >> 31) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ number >> 29) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return number ^ number >> 32;
}

/* Values that a test tells apart get different keys. */
static void
tell_apart (const Walk *self, const RedanAttribute *attribute, const RedanNode *test)
{
  guint64 *keys = attribute != NULL ? self->keys[attribute->index] : NULL;
  guint number = ++*self->n_tests;
  gboolean by_word = test->type == REDAN_NODE_IN || test->type == REDAN_NODE_HAS;

  if (keys == NULL)
    return;

  by_word |=
      test->type == REDAN_NODE_COMPARE && test->n_children == 2 &&
      test->children[1]->type == REDAN_NODE_WORD &&
      (test->comparison == REDAN_COMPARE_EQUAL || test->comparison == REDAN_COMPARE_NOT_EQUAL);
  for (guint i = 0; i < attribute->n_values; i++)
    {
      gboolean named = FALSE;

      for (guint j = 0; j < test->n_words; j++)
        named |= strcmp (test->words[j], attribute->values[i]) == 0;
      for (guint j = 1; j < test->n_children; j++)
        named |= test->children[j]->text != NULL &&
                 strcmp (test->children[j]->text, attribute->values[i]) == 0;
      if (!by_word)
        keys[i] += mix ((guint64) number << 32 | (i + 1));
      else if (named)
        keys[i] += mix (number);
    }
}

static void walk (const Walk *self, guint context, const RedanNode *node);

/* What functions read that does not stand in the text. */
static void
walk_call (const Walk *self, guint context, const RedanNode *node)
{
  const FunctionInfo *function = function_lookup (node->text);
  guint inner = context;

  if (function == NULL)
    return;

  if (function->id == FUNCTION_CLASS_GE)
    mark_all_scopes (self, "data_class", READS_SELF | READS_SOURCE | READS_TARGET | READS_OTHER);
  else if (function->id == FUNCTION_HUMAN)
    mark_all_scopes (self, "tech", READS_SELF | READS_SOURCE | READS_TARGET | READS_OTHER);
  else if (function->id == FUNCTION_REACH)
    mark_all_scopes (self, "trust", READS_OTHER);
  else if (function->id == FUNCTION_WORKLOADS)
    mark_all_scopes (self, "workload", READS_OTHER);
  else if (function->id == FUNCTION_ENVS)
    mark_all_scopes (self, "environment", READS_OTHER);
  else if (function->id == FUNCTION_ACCOUNTS)
    mark_all_scopes (self, "purpose", READS_OTHER);
  else if (function->id == FUNCTION_ANY_IN)
    inner = CONTEXT_INCOMING;
  else if (function->id == FUNCTION_ANY_OUT)
    inner = CONTEXT_OUTGOING;

  for (guint i = 0; i < node->n_children; i++)
    walk (self, inner, node->children[i]);
}

static void
walk (const Walk *self, guint context, const RedanNode *node)
{
  RedanContext of;

  if (node->type == REDAN_NODE_CALL)
    {
      walk_call (self, context, node);
      return;
    }
  if (node->type == REDAN_NODE_PATH && subject_resolve (context, node->subject, &of))
    mark (self, subject_find_attribute (self->schema, of, node->text),
          find_side (context, node->subject));

  if (node->n_children > 0 && node->children[0]->type == REDAN_NODE_PATH &&
      subject_resolve (context, node->children[0]->subject, &of))
    tell_apart (self, subject_find_attribute (self->schema, of, node->children[0]->text), node);
  if (node->n_children == 2 && node->children[1]->type == REDAN_NODE_PATH &&
      subject_resolve (context, node->children[1]->subject, &of))
    tell_apart (self, subject_find_attribute (self->schema, of, node->children[1]->text), node);

  for (guint i = 0; i < node->n_children; i++)
    walk (self, context, node->children[i]);
}

static void
walk_expression (const Walk *self, const RedanExpression *expression, guint applies)
{
  static const guint applied[REDAN_N_CONTEXTS] = {
    REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE,
    REDAN_APPLIES_FLOW,
    REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT,
    REDAN_APPLIES_MODEL,
  };

  for (guint i = 0; expression != NULL && i < REDAN_N_CONTEXTS; i++)
    if (applies & applied[i])
      walk (self, i, redan_expression_get_root (expression));
}

/* Criteria quantify over kinds: whatever a path may mean in any context counts. */
static void
walk_criterion (const Walk *self, const RedanExpression *expression)
{
  for (guint i = 0; expression != NULL && i < REDAN_N_CONTEXTS; i++)
    walk (self, i, redan_expression_get_root (expression));
}

/* What derivations read of a value are its properties. */
static guint64 *
make_keys (const RedanAttribute *attribute)
{
  static const char *const properties[] = { "management",    "human",  "encryption",
                                            "authenticates", "rating", "trust" };
  guint64 *keys = g_new0 (guint64, attribute->n_values);

  for (guint i = 0; i < attribute->n_values; i++)
    for (guint j = 0; j < G_N_ELEMENTS (properties); j++)
      {
        const char *text = redan_attribute_get_property (attribute, i, properties[j]);

        if (text != NULL)
          keys[i] += mix ((guint64) (j + 1) << 40 | g_str_hash (text));
      }

  return keys;
}

/* A technology may stand for a service with defaults of its own. */
static void
tell_services_apart (const QuestionReads *self, const RedanCatalogue *catalogue)
{
  const RedanAttribute *tech =
      redan_schema_lookup (redan_catalogue_get_schema (catalogue), REDAN_SCOPE_ELEMENT, "tech", -1);
  guint n;
  const RedanServiceDefault *standards = redan_catalogue_get_service_defaults (catalogue, &n);
  guint64 *keys = tech != NULL ? self->value_keys[tech->index] : NULL;

  for (guint i = 0; keys != NULL && i < n; i++)
    if (standards[i].tech != NULL)
      keys[redan_attribute_find_value (tech, standards[i].tech, -1)] +=
          mix ((guint64) (i + 1) << 48);
}

guint
question_find_same (const QuestionReads *self, const RedanAttribute *attribute, guint answer)
{
  const guint64 *keys = self->value_keys[attribute->index];

  for (guint i = 0; keys != NULL && i < answer; i++)
    if (keys[i] == keys[answer])
      return i;

  return answer;
}

void
question_reads_init (QuestionReads *self, const RedanCatalogue *catalogue)
{
  const RedanSchema *schema = redan_catalogue_get_schema (catalogue);
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &self->n_rules);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &self->n_controls);
  guint n_tests = 0;
  guint n_criteria;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n_criteria);
  g_autofree guint8 *read = NULL;

  self->n_attributes = redan_schema_get_n_attributes (schema);
  self->rules = g_new0 (guint8, (gsize) self->n_rules * self->n_attributes + 1);
  self->controls = g_new0 (guint8, (gsize) self->n_controls * self->n_attributes + 1);
  self->criteria = g_new0 (guint32, self->n_attributes + 1);
  self->value_keys = g_new0 (guint64 *, self->n_attributes + 1);
  read = g_new (guint8, self->n_attributes + 1);
  for (guint i = 0; i < self->n_attributes; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);

      if (attribute->n_values > MANY_VALUES)
        self->value_keys[i] = make_keys (attribute);
    }
  tell_services_apart (self, catalogue);

  for (guint i = 0; i < self->n_rules; i++)
    {
      Walk rule = { schema, self->rules + (gsize) i * self->n_attributes, self->value_keys,
                    &n_tests };

      walk_expression (&rule, rules[i].condition, rules[i].applies);
    }
  for (guint i = 0; i < self->n_controls; i++)
    {
      Walk control = { schema, self->controls + (gsize) i * self->n_attributes, self->value_keys,
                       &n_tests };

      walk_expression (&control, controls[i].when, controls[i].applies);
      walk_expression (&control, controls[i].implied_by, controls[i].applies);
    }
  for (guint i = 0; i < n_criteria; i++)
    {
      Walk criterion = { schema, read, self->value_keys, &n_tests };

      memset (read, 0, self->n_attributes);
      walk_criterion (&criterion, criteria[i].expression);
      for (guint j = 0; j < self->n_attributes; j++)
        self->criteria[j] += read[j] != 0;
    }
}

void
question_reads_clear (QuestionReads *self)
{
  g_free (self->rules);
  g_free (self->controls);
  g_free (self->criteria);
  for (guint i = 0; i < self->n_attributes; i++)
    g_free (self->value_keys[i]);
  g_free (self->value_keys);
}
