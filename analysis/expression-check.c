/* SPDX-License-Identifier: Apache-2.0 */
/* Types of expressions: every name, literal and function against the schema, in every context the
 * expression is for. */

#include "analysis/expression-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/nearest-word.h"

/* How many allowed values a message lists. */
#define LISTED_VALUES 8

/* Each one inside another multiplies the work for one target by the flows at an element. */
#define MAX_QUANTIFIERS 2

typedef struct
{
  const ExpressionPlace *place;
  guint contexts;      /* mask of inner contexts */
  guint n_quantifiers; /* around the node at hand */
} Checker;

typedef struct
{
  const RedanAttribute *list[N_INNER_CONTEXTS];
  guint n;
} Attributes;

static gboolean check_truth (const Checker *self, const RedanNode *node, GError **error);

static const char *const state_words[] = { "met",     "partial",        "not-met",
                                           "not_met", "not-applicable", "not_applicable",
                                           "unknown" };
static const char *const band_words[] = { "info", "low", "medium", "high", "critical" };

static gboolean
is_one_of (const char *word, const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (words[i], word) == 0)
      return TRUE;

  return FALSE;
}

/* Whether @subject means an object of one of the kinds in @of_mask, in at least one context. */
static gboolean
subject_may_be (const Checker *self, RedanSubject subject, guint of_mask)
{
  for (guint context = 0; context < N_INNER_CONTEXTS; context++)
    {
      RedanContext of;

      if (!(self->contexts >> context & 1) || !subject_resolve (context, subject, &of))
        continue;
      if (of_mask >> of & 1)
        return TRUE;
    }

  return FALSE;
}

static char *
list_subjects (const Checker *self, guint of_mask)
{
  GString *text = g_string_new (NULL);

  for (guint subject = 0; subject <= REDAN_SUBJECT_PROG; subject++)
    {
      if (!subject_may_be (self, (RedanSubject) subject, of_mask))
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, subject_get_word ((RedanSubject) subject));
    }

  return g_string_free (text, FALSE);
}

static char *
dup_attribute_hint (const Checker *self, const RedanNode *path)
{
  const RedanSchema *schema = self->place->schema;
  RedanNearestWord nearest;

  redan_nearest_word_init (&nearest, path->text);
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);

      for (guint context = 0; context < N_INNER_CONTEXTS; context++)
        {
          RedanContext of;

          if (!(self->contexts >> context & 1) || !subject_resolve (context, path->subject, &of))
            continue;
          if (subject_find_attribute (schema, of, attribute->name) == attribute)
            redan_nearest_word_offer (&nearest, attribute->name);
        }
    }

  return redan_nearest_word_dup_hint (&nearest);
}

static gboolean
fail_path (const Checker *self, const RedanNode *path, GError **error)
{
  const char *subject = subject_get_word (path->subject);

  if (!subject_may_be (self, path->subject, G_MAXUINT))
    {
      g_autofree char *known = list_subjects (self, G_MAXUINT);

      expression_error (self->place, path->column, error,
                        _ ("\"%s\" stands for nothing here; expected one of %s"), subject, known);
    }
  else
    {
      g_autofree char *hint = dup_attribute_hint (self, path);

      expression_error (self->place, path->column, error, _ ("unknown attribute \"%s\" of %s%s"),
                        path->text, subject, hint);
    }

  return FALSE;
}

/* The attributes that a path may mean, one for each context that has it; at least one. */
static gboolean
resolve_path (const Checker *self, const RedanNode *path, Attributes *attributes, GError **error)
{
  attributes->n = 0;
  for (guint context = 0; context < N_INNER_CONTEXTS; context++)
    {
      const RedanAttribute *attribute;
      RedanContext of;

      if (!(self->contexts >> context & 1) || !subject_resolve (context, path->subject, &of))
        continue;
      attribute = subject_find_attribute (self->place->schema, of, path->text);
      if (attribute != NULL)
        attributes->list[attributes->n++] = attribute;
    }

  if (attributes->n == 0)
    return fail_path (self, path, error);

  if (attributes->list[0]->structural && attributes->list[0]->type == REDAN_ATTRIBUTE_STRING)
    {
      expression_error (
          self->place, path->column, error,
          _ ("%s.%s may change without changing the model; use an attribute that describes it"),
          subject_get_word (path->subject), path->text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_numeric (const RedanAttribute *attribute)
{
  return attribute->type == REDAN_ATTRIBUTE_RATING || attribute->type == REDAN_ATTRIBUTE_INTEGER;
}

static gboolean
accepts_literal (const RedanAttribute *attribute, const char *word)
{
  if (strcmp (word, "unknown") == 0)
    return TRUE;

  return redan_attribute_check (attribute, word, NULL);
}

static char *
list_values (const RedanAttribute *attribute)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (attribute->n_values, LISTED_VALUES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", attribute->values[i]);
  if (attribute->n_values > LISTED_VALUES)
    g_string_append (text, ", ...");

  return g_string_free (text, FALSE);
}

static gboolean
check_literal (const Checker *self,
               const RedanNode *path,
               const Attributes *attributes,
               const char *word,
               guint column,
               GError **error)
{
  const RedanAttribute *attribute = attributes->list[0];
  g_autofree char *values = NULL;
  g_autofree char *hint = NULL;
  RedanNearestWord nearest;

  for (guint i = 0; i < attributes->n; i++)
    if (accepts_literal (attributes->list[i], word))
      return TRUE;

  if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    {
      g_autofree char *minimum = g_strdup_printf ("%" G_GINT64_FORMAT, attribute->minimum);
      g_autofree char *maximum = g_strdup_printf ("%" G_GINT64_FORMAT, attribute->maximum);

      expression_error (self->place, column, error,
                        _ ("\"%s\" is no value of %s.%s; expected a number from %s to %s"), word,
                        subject_get_word (path->subject), path->text, minimum, maximum);
      return FALSE;
    }

  if (attribute->n_values == 0)
    {
      expression_error (self->place, column, error,
                        _ ("\"%s\" is no value of %s.%s; dates are compared with stale()"), word,
                        subject_get_word (path->subject), path->text);
      return FALSE;
    }

  redan_nearest_word_init (&nearest, word);
  for (guint i = 0; i < attribute->n_values; i++)
    redan_nearest_word_offer (&nearest, attribute->values[i]);
  values = list_values (attribute);
  hint = redan_nearest_word_dup_hint (&nearest);
  expression_error (self->place, column, error,
                    _ ("\"%s\" is no value of %s.%s; expected one of %s%s"), word,
                    subject_get_word (path->subject), path->text, values, hint);
  return FALSE;
}

static gboolean
require_subject (const Checker *self,
                 const RedanNode *argument,
                 const FunctionInfo *function,
                 guint of_mask,
                 GError **error)
{
  g_autofree char *known = NULL;
  RedanSubject subject;

  if (argument->type == REDAN_NODE_WORD &&
      subject_from_word (argument->text, strlen (argument->text), &subject) &&
      subject != REDAN_SUBJECT_PROG && subject_may_be (self, subject, of_mask))
    return TRUE;

  known = list_subjects (self, of_mask);
  if (*known == '\0')
    expression_error (self->place, argument->column, error,
                      _ ("%s() cannot be asked here: nothing it is about is known"),
                      function->name);
  else
    expression_error (self->place, argument->column, error, _ ("%s() expects one of %s here"),
                      function->name, known);
  return FALSE;
}

static gboolean
require_value_of (const Checker *self,
                  const RedanNode *argument,
                  const FunctionInfo *function,
                  RedanScope scope,
                  const char *name,
                  GError **error)
{
  const RedanAttribute *attribute = redan_schema_lookup (self->place->schema, scope, name, -1);
  g_autofree char *hint = NULL;
  RedanNearestWord nearest;

  if (attribute == NULL)
    {
      expression_error (self->place, argument->column, error,
                        _ ("%s() needs the attribute \"%s\", which the schema lacks"),
                        function->name, name);
      return FALSE;
    }

  redan_nearest_word_init (&nearest, argument->type == REDAN_NODE_WORD ? argument->text : "");
  for (guint i = 0; i < attribute->n_values; i++)
    redan_nearest_word_offer (&nearest, attribute->values[i]);

  if (argument->type == REDAN_NODE_WORD && nearest.best != NULL && nearest.distance == 0)
    return TRUE;

  hint = redan_nearest_word_dup_hint (&nearest);
  expression_error (self->place, argument->column, error,
                    _ ("%s() expects a value of \"%s\" here%s"), function->name, name, hint);
  return FALSE;
}

static gboolean
require_date (const Checker *self,
              const RedanNode *argument,
              const FunctionInfo *function,
              GError **error)
{
  Attributes attributes;

  if (argument->type != REDAN_NODE_PATH)
    {
      expression_error (self->place, argument->column, error,
                        _ ("%s() expects a dated attribute such as prog.tm_review"),
                        function->name);
      return FALSE;
    }

  if (!resolve_path (self, argument, &attributes, error))
    return FALSE;

  for (guint i = 0; i < attributes.n; i++)
    {
      RedanAttributeType type = attributes.list[i]->type;

      if (type == REDAN_ATTRIBUTE_DATE || type == REDAN_ATTRIBUTE_FACT ||
          type == REDAN_ATTRIBUTE_FACT_DATE)
        return TRUE;
    }

  expression_error (self->place, argument->column, error,
                    _ ("%s.%s has no date; %s() expects a dated attribute"),
                    subject_get_word (argument->subject), argument->text, function->name);
  return FALSE;
}

static gboolean
require_number (const Checker *self, const RedanNode *argument, gboolean allow_path, GError **error)
{
  Attributes attributes;

  if (argument->type == REDAN_NODE_NUMBER)
    return TRUE;

  if (argument->type == REDAN_NODE_PATH && allow_path)
    {
      if (!resolve_path (self, argument, &attributes, error))
        return FALSE;
      if (is_numeric (attributes.list[0]))
        return TRUE;
    }

  expression_error (self->place, argument->column, error, _ ("a number is expected here"));
  return FALSE;
}

static gboolean
require_word (const Checker *self,
              const RedanNode *argument,
              const char *const *words,
              guint n,
              GError **error)
{
  g_autofree char *hint = NULL;
  RedanNearestWord nearest;

  if (argument->type == REDAN_NODE_WORD && (words == NULL || is_one_of (argument->text, words, n)))
    return TRUE;

  redan_nearest_word_init (&nearest, argument->type == REDAN_NODE_WORD ? argument->text : "");
  for (guint i = 0; i < n; i++)
    redan_nearest_word_offer (&nearest, words[i]);
  hint = redan_nearest_word_dup_hint (&nearest);
  expression_error (self->place, argument->column, error, _ ("another word is expected here%s"),
                    hint);
  return FALSE;
}

static gboolean
check_inner (const Checker *self, const RedanNode *argument, guint context, GError **error)
{
  Checker inner = { self->place, 1u << context,
                    self->n_quantifiers + (context >= REDAN_N_CONTEXTS) };

  return check_truth (&inner, argument, error);
}

static gboolean
check_argument (const Checker *self,
                const RedanNode *call,
                const FunctionInfo *function,
                char letter,
                guint index,
                GError **error)
{
  static const char *const kinds[] = { "account", "boundary", "element", "flow" };
  const RedanNode *argument = call->children[index];
  const guint element = 1 << REDAN_CONTEXT_ELEMENT;
  const guint interaction = 1 << REDAN_CONTEXT_INTERACTION;
  const guint boundary = 1 << REDAN_CONTEXT_BOUNDARY;
  RedanContext context;

  switch (letter)
    {
    case 'o':
      return require_subject (self, argument, function, element | interaction | boundary, error);
    case 'h':
      return require_subject (self, argument, function, element | interaction, error);
    case 'l':
      return require_subject (self, argument, function, element | boundary, error);
    case 'i':
      return require_subject (self, argument, function, element, error);
    case 'b':
      return require_subject (self, argument, function, boundary, error);
    case 'f':
      return require_subject (self, argument, function, interaction, error);
    case 't':
      return require_value_of (self, argument, function, REDAN_SCOPE_BOUNDARY, "btype", error);
    case 'c':
      return require_value_of (self, argument, function, REDAN_SCOPE_ELEMENT, "data_class", error);
    case 'u':
      return require_value_of (self, argument, function, REDAN_SCOPE_ACCOUNT, "purpose", error);
    case 'p':
      return check_inner (self, argument,
                          function->id == FUNCTION_ANY_IN ? CONTEXT_INCOMING : CONTEXT_OUTGOING,
                          error);
    case 'v':
      return require_date (self, argument, function, error);
    case 'd':
      return require_number (self, argument, TRUE, error);
    case 'n':
      return require_number (self, argument, FALSE, error);
    case 'k':
      return require_word (self, argument, kinds, G_N_ELEMENTS (kinds), error);
    case 'q':
      return context_of_kind (call->children[0]->text, &context) &&
             check_inner (self, argument, context, error);
    case 'a':
      return require_word (self, argument, band_words, G_N_ELEMENTS (band_words), error);
    default:
      return require_word (self, argument, NULL, 0, error);
    }
}

static const FunctionInfo *
find_function (const Checker *self, const RedanNode *call, GError **error)
{
  const FunctionInfo *function = function_lookup (call->text);
  const FunctionInfo *all;
  g_autofree char *hint = NULL;
  RedanNearestWord nearest;
  guint n;

  if (function != NULL)
    return function;

  all = function_get_all (&n);
  redan_nearest_word_init (&nearest, call->text);
  for (guint i = 0; i < n; i++)
    redan_nearest_word_offer (&nearest, all[i].name);
  hint = redan_nearest_word_dup_hint (&nearest);
  expression_error (self->place, call->column, error, _ ("unknown function \"%s\"%s"), call->text,
                    hint);
  return NULL;
}

static const FunctionInfo *
check_call (const Checker *self, const RedanNode *call, GError **error)
{
  const FunctionInfo *function = find_function (self, call, error);
  const char *optional;
  guint most;
  guint least;
  guint index = 0;

  if (function == NULL)
    return NULL;

  if (function->id == FUNCTION_CRITERION && !(self->contexts >> REDAN_CONTEXT_MODEL & 1))
    {
      expression_error (self->place, call->column, error,
                        _ ("%s() is about the whole model; it belongs to a criterion"),
                        function->name);
      return NULL;
    }

  if ((function->id == FUNCTION_ANY_IN || function->id == FUNCTION_ANY_OUT) &&
      self->n_quantifiers == MAX_QUANTIFIERS)
    {
      expression_error (self->place, call->column, error,
                        _ ("%s() inside %u others; split the expression"), function->name,
                        MAX_QUANTIFIERS);
      return NULL;
    }

  optional = strchr (function->arguments, '?');
  most = (guint) strlen (function->arguments) - (optional != NULL);
  least = optional != NULL ? (guint) (optional - function->arguments) : most;
  if (call->n_children < least || call->n_children > most)
    {
      expression_error (self->place, call->column, error, _ ("%s() with %u arguments; expected %u"),
                        function->name, call->n_children, most);
      return NULL;
    }

  for (const char *letter = function->arguments; *letter != '\0' && index < call->n_children;
       letter++)
    {
      if (*letter == '?')
        continue;
      if (!check_argument (self, call, function, *letter, index, error))
        return NULL;
      index++;
    }

  return function;
}

static gboolean
fail_order (const Checker *self, const RedanNode *node, GError **error)
{
  expression_error (self->place, node->column, error,
                    _ ("only numbers have an order; compare with == or != or in {..}"));
  return FALSE;
}

static gboolean
check_paths_alike (const Checker *self,
                   const RedanNode *node,
                   const RedanAttribute *left,
                   gboolean is_order,
                   GError **error)
{
  const RedanNode *right_node = node->children[1];
  const RedanAttribute *right;
  Attributes attributes;
  gboolean alike;

  if (!resolve_path (self, right_node, &attributes, error))
    return FALSE;

  right = attributes.list[0];
  alike = (is_numeric (left) && is_numeric (right)) ||
          (left->type == right->type && left->n_values == right->n_values);
  for (guint i = 0; alike && !is_numeric (left) && i < left->n_values; i++)
    alike = strcmp (left->values[i], right->values[i]) == 0;

  if (!alike || left->type == REDAN_ATTRIBUTE_SET)
    {
      expression_error (self->place, right_node->column, error,
                        _ ("%s.%s cannot be compared with \"%s\": their values differ"),
                        subject_get_word (right_node->subject), right_node->text, left->name);
      return FALSE;
    }

  return !is_order || is_numeric (left) || fail_order (self, node, error);
}

static gboolean
check_path_comparison (const Checker *self, const RedanNode *node, GError **error)
{
  const RedanNode *left = node->children[0];
  const RedanNode *right = node->children[1];
  gboolean is_order = node->comparison > REDAN_COMPARE_NOT_EQUAL;
  const FunctionInfo *function;
  Attributes attributes;

  if (!resolve_path (self, left, &attributes, error))
    return FALSE;

  if (right->type == REDAN_NODE_PATH)
    return check_paths_alike (self, node, attributes.list[0], is_order, error);

  if (right->type == REDAN_NODE_CALL)
    {
      if ((function = check_call (self, right, error)) == NULL)
        return FALSE;
      if (function->result == RESULT_NUMBER && is_numeric (attributes.list[0]))
        return TRUE;
      expression_error (self->place, right->column, error, _ ("%s() cannot be compared with %s.%s"),
                        function->name, subject_get_word (left->subject), left->text);
      return FALSE;
    }

  if (right->type != REDAN_NODE_WORD && right->type != REDAN_NODE_NUMBER)
    {
      expression_error (self->place, right->column, error, _ ("a value is expected here"));
      return FALSE;
    }

  if (is_order && (right->type != REDAN_NODE_NUMBER || !is_numeric (attributes.list[0])))
    return fail_order (self, node, error);

  if (attributes.list[0]->type == REDAN_ATTRIBUTE_SET && strcmp (right->text, "unknown") != 0)
    {
      expression_error (self->place, node->column, error, _ ("%s.%s is a set; ask with \"has\""),
                        subject_get_word (left->subject), left->text);
      return FALSE;
    }

  return check_literal (self, left, &attributes, right->text, right->column, error);
}

static gboolean
check_call_comparison (const Checker *self, const RedanNode *node, GError **error)
{
  const RedanNode *right = node->children[1];
  const FunctionInfo *function = check_call (self, node->children[0], error);
  const FunctionInfo *other;

  if (function == NULL)
    return FALSE;

  if (function->result == RESULT_TRUTH)
    {
      expression_error (self->place, node->column, error,
                        _ ("%s() is true or false by itself; leave the comparison out"),
                        function->name);
      return FALSE;
    }

  if (function->result == RESULT_STATE)
    {
      if (node->comparison > REDAN_COMPARE_NOT_EQUAL)
        return fail_order (self, node, error);
      return require_word (self, right, state_words, G_N_ELEMENTS (state_words), error);
    }

  if (right->type != REDAN_NODE_CALL)
    return require_number (self, right, TRUE, error);

  other = check_call (self, right, error);
  if (other == NULL || other->result == RESULT_NUMBER)
    return other != NULL;

  expression_error (self->place, right->column, error, _ ("a number is expected here"));
  return FALSE;
}

static gboolean
check_members (const Checker *self, const RedanNode *node, gboolean is_set, GError **error)
{
  const RedanNode *path = node->children[0];
  Attributes attributes;

  if (path->type != REDAN_NODE_PATH)
    {
      expression_error (self->place, path->column, error,
                        _ ("an attribute such as e.tech is expected before \"%s\""),
                        is_set ? "has" : "in");
      return FALSE;
    }

  if (!resolve_path (self, path, &attributes, error))
    return FALSE;

  if ((attributes.list[0]->type == REDAN_ATTRIBUTE_SET) != is_set)
    {
      expression_error (self->place, node->column, error,
                        is_set ? _ ("%s.%s is no set; compare with == or in {..}")
                               : _ ("%s.%s is a set; ask with \"has\""),
                        subject_get_word (path->subject), path->text);
      return FALSE;
    }

  if (is_set && strcmp (node->words[0], "unknown") == 0)
    {
      expression_error (self->place, node->column, error,
                        _ ("no set has the member \"unknown\"; compare with == unknown"));
      return FALSE;
    }

  for (guint i = 0; i < node->n_words; i++)
    if (!check_literal (self, path, &attributes, node->words[i], node->column, error))
      return FALSE;

  return TRUE;
}

static gboolean
check_leaf (const Checker *self, const RedanNode *node, GError **error)
{
  const FunctionInfo *function;

  if (node->type == REDAN_NODE_WORD &&
      (strcmp (node->text, "true") == 0 || strcmp (node->text, "false") == 0))
    return TRUE;

  if (node->type == REDAN_NODE_CALL)
    {
      function = check_call (self, node, error);
      if (function == NULL || function->result == RESULT_TRUTH)
        return function != NULL;
      expression_error (self->place, node->column, error,
                        _ ("%s() is no condition; compare it with something"), function->name);
      return FALSE;
    }

  if (node->type == REDAN_NODE_PATH)
    {
      Attributes attributes;

      if (resolve_path (self, node, &attributes, error))
        expression_error (self->place, node->column, error,
                          _ ("an attribute is no condition; compare it, as in \"%s.%s == %s\""),
                          subject_get_word (node->subject), node->text,
                          attributes.list[0]->n_values > 0 ? attributes.list[0]->values[0]
                                                           : "unknown");
      return FALSE;
    }

  expression_error (self->place, node->column, error,
                    _ ("\"%s\" is no condition; expected something like e.authn == none"),
                    node->text);
  return FALSE;
}

static gboolean
check_truth (const Checker *self, const RedanNode *node, GError **error)
{
  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
    case REDAN_NODE_NOT:
      for (guint i = 0; i < node->n_children; i++)
        if (!check_truth (self, node->children[i], error))
          return FALSE;
      return TRUE;

    case REDAN_NODE_COMPARE:
      if (node->children[0]->type == REDAN_NODE_PATH)
        return check_path_comparison (self, node, error);
      if (node->children[0]->type == REDAN_NODE_CALL)
        return check_call_comparison (self, node, error);
      expression_error (self->place, node->children[0]->column, error,
                        _ ("an attribute such as e.authn is expected before the comparison"));
      return FALSE;

    case REDAN_NODE_IN:
      return check_members (self, node, FALSE, error);

    case REDAN_NODE_HAS:
      return check_members (self, node, TRUE, error);

    default:
      return check_leaf (self, node, error);
    }
}

gboolean
expression_check (const ExpressionPlace *place,
                  const RedanNode *root,
                  guint contexts,
                  GError **error)
{
  Checker checker = { place, contexts, 0 };

  return check_truth (&checker, root, error);
}
