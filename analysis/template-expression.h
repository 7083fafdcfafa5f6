/* SPDX-License-Identifier: Apache-2.0 */
/* The filter language of templates of the Microsoft Threat Modeling Tool: parsed once, evaluated on
 * numbers. */

#pragma once

#include "analysis/error.h"

G_BEGIN_DECLS

/** RedanTemplateNames: numbers of the ids and values that expressions name, from 0 */
typedef struct
{
  GHashTable *numbers;
  GPtrArray *texts;
} RedanTemplateNames;

/** A name that no expression names. */
#define REDAN_TEMPLATE_NO_NAME G_MAXUINT32

void redan_template_names_init (RedanTemplateNames *self);
void redan_template_names_clear (RedanTemplateNames *self);

/** redan_template_names_lookup: Returns: the number of @text, or %REDAN_TEMPLATE_NO_NAME */
guint32 redan_template_names_lookup (const RedanTemplateNames *self, const char *text);

typedef enum
{
  REDAN_TEMPLATE_SOURCE,
  REDAN_TEMPLATE_TARGET,
  REDAN_TEMPLATE_FLOW,
  REDAN_TEMPLATE_N_OBJECTS,
} RedanTemplateObject;

typedef struct
{
  guint32 name;
  guint32 value;
} RedanTemplateValue;

/**
 * RedanTemplateThing: what a rule can ask of an element, flow or boundary
 * @types: numbers of its type and all that it inherits from
 * @values: of its attributes; an attribute that stands twice has its first value
 */
typedef struct
{
  guint32 *types;
  RedanTemplateValue *values;
  guint n_types;
  guint n_values;
} RedanTemplateThing;

/**
 * RedanTemplateInteraction:
 * @objects: by #RedanTemplateObject
 * @crossed: (array length=n_crossed): boundaries that the flow crosses
 */
typedef struct
{
  const RedanTemplateThing *objects[REDAN_TEMPLATE_N_OBJECTS];
  const RedanTemplateThing *const *crossed;
  guint n_crossed;
} RedanTemplateInteraction;

typedef struct _RedanTemplateExpression RedanTemplateExpression;

/**
 * redan_template_expression_parse:
 * @names: gets what the expression names
 * @error: set with %REDAN_ANALYSIS_ERROR_EXPRESSION; says the character, from 1
 *
 * The grammar, from the user guide of the tool and 934 expressions of public files:
 *
 *     expression = and { "or" and }      and = unary { "and" unary }
 *     unary = "not" unary | "(" expression ")" | condition
 *     condition = object [ "." attribute ] "is" quoted | "flow" "crosses" quoted
 *     object = "source" | "target" | "flow"
 *
 * Words in any case, quoted text compared byte by byte. At most 64 levels of parentheses and
 * negations. O(length).
 *
 * Returns: (transfer full) (nullable): the expression
 */
RedanTemplateExpression *redan_template_expression_parse (const char *text,
                                                          RedanTemplateNames *names,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_template_expression_free (RedanTemplateExpression *self);

/**
 * redan_template_expression_evaluate:
 *
 * "is" without an attribute: the object is of that type or inherits from it. With one: the
 * attribute has that value; an object without the attribute has none. "crosses": the flow crosses a
 * boundary of that type. O(conditions).
 */
gboolean redan_template_expression_evaluate (const RedanTemplateExpression *self,
                                             const RedanTemplateInteraction *interaction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanTemplateExpression, redan_template_expression_free)

G_END_DECLS
