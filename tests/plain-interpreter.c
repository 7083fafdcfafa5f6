/* SPDX-License-Identifier: Apache-2.0 */
/* A plain interpreter of expressions for the tests: one target, one node at a time, words instead
 * of codes. */

#include "tests/plain-interpreter.h"

#include <string.h>

#include "model/snapshot.h"

static const RedanAttribute *
find_attribute_of (const RedanFacts *facts, RedanScope scope, const char *name)
{
  return redan_schema_lookup (facts->snapshot->schema, scope, name, -1);
}

static gboolean
resolve (const PlainScope *scope, const char *word, RedanContext *of, guint32 *index)
{
  const RedanFacts *facts = scope->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  gboolean is_e = strcmp (word, "e") == 0 || strcmp (word, "x") == 0;
  gboolean is_acct = strcmp (word, "acct") == 0;

  if (scope->quantified != REDAN_NONE && (is_e || is_acct))
    {
      *of = is_e ? REDAN_CONTEXT_ELEMENT : REDAN_CONTEXT_BOUNDARY;
      *index = is_e ? scope->quantified : facts->element_account[scope->quantified];
      return TRUE;
    }

  *of = REDAN_CONTEXT_ELEMENT;
  switch (scope->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      *index = scope->target;
      if (is_e)
        return TRUE;
      *of = REDAN_CONTEXT_BOUNDARY;
      *index =
          is_acct ? facts->element_account[scope->target] : snapshot->element_parent[scope->target];
      return is_acct || strcmp (word, "b") == 0;
    case REDAN_CONTEXT_INTERACTION:
      *index = facts->interaction_source[scope->target];
      if (strcmp (word, "src") == 0)
        return TRUE;
      *index = facts->interaction_target[scope->target];
      if (strcmp (word, "dst") == 0)
        return TRUE;
      *of = REDAN_CONTEXT_BOUNDARY;
      *index = *index != REDAN_NONE ? facts->element_account[*index] : REDAN_NONE;
      if (is_acct)
        return TRUE;
      *of = REDAN_CONTEXT_INTERACTION;
      *index = scope->target;
      return strcmp (word, "f") == 0 || strcmp (word, "x") == 0;
    default:
      *of = REDAN_CONTEXT_BOUNDARY;
      *index = scope->target;
      if (is_acct)
        {
          const RedanAttribute *kinds = find_attribute_of (facts, REDAN_SCOPE_BOUNDARY, "btype");

          if (strcmp (kinds->values[snapshot->boundary_kind[scope->target]], "account") != 0)
            *index = REDAN_NONE;
        }
      return is_acct || strcmp (word, "b") == 0 || strcmp (word, "x") == 0;
    }
}

static const char *const subject_words[] = { "e", "f", "src", "dst", "b", "acct", "x", "prog" };

typedef enum
{
  VALUE_KNOWN,
  VALUE_UNKNOWN,
  VALUE_MISSING, /* the kind has no such attribute */
} ValueState;

static ValueState
read_value (const PlainScope *scope, const RedanNode *path, char **value_out)
{
  const RedanFacts *facts = scope->facts;
  const RedanAttribute *attribute = NULL;
  RedanContext of;
  guint32 index;
  RedanCode code;

  *value_out = NULL;
  if (path->subject == REDAN_SUBJECT_PROG)
    {
      attribute = find_attribute_of (facts, REDAN_SCOPE_PROGRAMME, path->text);
      code = facts->programme[attribute->index].code;
      if (code < REDAN_CODE_FIRST)
        return VALUE_UNKNOWN;
      *value_out =
          redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);
      return VALUE_KNOWN;
    }

  if (!resolve (scope, subject_words[path->subject], &of, &index))
    return VALUE_UNKNOWN;

  if (of == REDAN_CONTEXT_BOUNDARY)
    {
      const RedanAttribute *kinds = find_attribute_of (facts, REDAN_SCOPE_BOUNDARY, "btype");

      attribute = find_attribute_of (facts, REDAN_SCOPE_BOUNDARY, path->text);
      if (attribute == NULL && index != REDAN_NONE &&
          strcmp (kinds->values[facts->snapshot->boundary_kind[index]], "account") != 0)
        return VALUE_MISSING;
      if (attribute == NULL)
        attribute = find_attribute_of (facts, REDAN_SCOPE_ACCOUNT, path->text);
    }
  else
    attribute = find_attribute_of (
        facts, of == REDAN_CONTEXT_ELEMENT ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_FLOW, path->text);

  if (attribute == NULL)
    return VALUE_MISSING;
  if (index == REDAN_NONE)
    return VALUE_UNKNOWN;

  code = facts->columns[attribute->index][index];
  if (attribute->type == REDAN_ATTRIBUTE_SET && code == REDAN_CODE_ABSENT)
    {
      *value_out = g_strdup ("");
      return VALUE_KNOWN;
    }
  if (code < REDAN_CODE_FIRST)
    return VALUE_UNKNOWN;
  *value_out =
      redan_code_to_text (attribute, redan_model_get_strings (facts->snapshot->model), code);
  return VALUE_KNOWN;
}

static ValueState
read_number (const PlainScope *scope, const RedanNode *node, double *value_out)
{
  RedanContext of;
  guint32 index;
  ValueState state;

  if (node->type == REDAN_NODE_NUMBER)
    {
      *value_out = node->number;
      return VALUE_KNOWN;
    }

  if (node->type == REDAN_NODE_PATH)
    {
      g_autofree char *value = NULL;

      state = read_value (scope, node, &value);
      *value_out = value != NULL ? g_ascii_strtod (value, NULL) : 0;
      return state;
    }

  if (node->type != REDAN_NODE_CALL || !resolve (scope, node->children[0]->text, &of, &index) ||
      index == REDAN_NONE || of != REDAN_CONTEXT_BOUNDARY)
    return VALUE_UNKNOWN;

  *value_out = strcmp (node->text, "workloads") == 0 ? scope->facts->workloads[index]
                                                     : scope->facts->environments[index];
  return VALUE_KNOWN;
}

static RedanTruth
truth_of (gboolean value)
{
  return value ? REDAN_TRUE : REDAN_FALSE;
}

static gboolean
holds (RedanComparison comparison, double a, double b)
{
  switch (comparison)
    {
    case REDAN_COMPARE_EQUAL:
      return a == b;
    case REDAN_COMPARE_NOT_EQUAL:
      return a != b;
    case REDAN_COMPARE_LESS:
      return a < b;
    case REDAN_COMPARE_LESS_EQUAL:
      return a <= b;
    case REDAN_COMPARE_GREATER:
      return a > b;
    default:
      return a >= b;
    }
}

static RedanTruth
naive_compare (const PlainScope *scope, const RedanNode *node)
{
  const RedanNode *left = node->children[0];
  const RedanNode *right = node->children[1];
  gboolean is_order = node->comparison > REDAN_COMPARE_NOT_EQUAL;
  gboolean is_equal = node->comparison == REDAN_COMPARE_EQUAL;
  ValueState state;
  ValueState other;
  double a;
  double b;

  if (left->type == REDAN_NODE_PATH && !is_order)
    {
      g_autofree char *value = NULL;
      g_autofree char *second = NULL;

      state = read_value (scope, left, &value);
      if (right->type == REDAN_NODE_PATH)
        other = read_value (scope, right, &second);
      else
        {
          second = g_strdup (right->text);
          other = VALUE_KNOWN;
        }
      if (state == VALUE_MISSING || other == VALUE_MISSING)
        return REDAN_FALSE;
      if (right->type != REDAN_NODE_PATH && strcmp (right->text, "unknown") == 0)
        return truth_of ((state == VALUE_UNKNOWN) == is_equal);
      if (state == VALUE_UNKNOWN || other == VALUE_UNKNOWN)
        return REDAN_UNDECIDED;
      return truth_of ((strcmp (value, second) == 0) == is_equal);
    }

  state = read_number (scope, left, &a);
  other = read_number (scope, right, &b);
  if (state == VALUE_MISSING || other == VALUE_MISSING)
    return REDAN_FALSE;
  if (state == VALUE_UNKNOWN || other == VALUE_UNKNOWN)
    return REDAN_UNDECIDED;
  return truth_of (holds (node->comparison, a, b));
}

static gboolean
has_word (const RedanNode *node, const char *word)
{
  for (guint i = 0; i < node->n_words; i++)
    if (strcmp (node->words[i], word) == 0)
      return TRUE;

  return FALSE;
}

static RedanTruth
naive_in (const PlainScope *scope, const RedanNode *node, gboolean is_negated)
{
  g_autofree char *value = NULL;
  ValueState state = read_value (scope, node->children[0], &value);

  if (state == VALUE_MISSING)
    return REDAN_FALSE;
  if (state == VALUE_UNKNOWN)
    return has_word (node, "unknown") ? truth_of (!is_negated) : REDAN_UNDECIDED;

  return truth_of (has_word (node, value) != is_negated);
}

static RedanTruth
naive_has (const PlainScope *scope, const RedanNode *node)
{
  g_autofree char *value = NULL;
  g_auto (GStrv) members = NULL;
  ValueState state = read_value (scope, node->children[0], &value);

  if (state != VALUE_KNOWN)
    return state == VALUE_UNKNOWN ? REDAN_UNDECIDED : REDAN_FALSE;

  members = g_strsplit (value, ",", -1);
  return truth_of (g_strv_contains ((const char *const *) members, node->words[0]));
}

static RedanTruth
naive_any (const PlainScope *scope, const RedanNode *node)
{
  const RedanFacts *facts = scope->facts;
  gboolean outgoing = strcmp (node->text, "any_out") == 0;
  RedanTruth result = REDAN_FALSE;
  RedanContext of;
  guint32 element;

  if (!resolve (scope, node->children[0]->text, &of, &element) || of != REDAN_CONTEXT_ELEMENT)
    return REDAN_FALSE;
  if (element == REDAN_NONE)
    return REDAN_UNDECIDED;

  for (guint i = 0; i < facts->n_interactions; i++)
    {
      PlainScope inner = { facts, REDAN_CONTEXT_INTERACTION, i, element };
      RedanTruth truth;

      if (facts->interaction_source[i] == REDAN_NONE || facts->interaction_target[i] == REDAN_NONE)
        continue;
      if ((outgoing ? facts->interaction_source[i] : facts->interaction_target[i]) != element)
        continue;
      truth = plain_truth (&inner, node->children[1]);
      if (truth == REDAN_TRUE)
        return REDAN_TRUE;
      if (truth == REDAN_UNDECIDED)
        result = REDAN_UNDECIDED;
    }

  return result;
}

static guint
class_rank (const char *word)
{
  static const char *const classes[] = { "public", "internal", "confidential", "restricted" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i], word) == 0)
      return i;

  g_assert_not_reached ();
}

static RedanTruth
naive_class_ge (const RedanFacts *facts, RedanContext of, guint32 index, const char *level)
{
  RedanCode code;

  if (of != REDAN_CONTEXT_BOUNDARY)
    {
      code = redan_facts_get_code (facts, of, index, "data_class");
      return code < REDAN_CODE_FIRST ? REDAN_UNDECIDED
                                     : truth_of (code - REDAN_CODE_FIRST >= class_rank (level));
    }

  for (guint i = facts->member_offset[index]; i < facts->member_offset[index + 1]; i++)
    {
      code = redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, facts->member_element[i],
                                   "data_class");
      if (code >= REDAN_CODE_FIRST && code - REDAN_CODE_FIRST >= class_rank (level))
        return REDAN_TRUE;
    }

  return REDAN_FALSE;
}

static RedanTruth
naive_inside (const RedanFacts *facts, RedanContext of, guint32 index, const char *kind)
{
  const RedanAttribute *kinds = find_attribute_of (facts, REDAN_SCOPE_BOUNDARY, "btype");
  guint32 boundary = of == REDAN_CONTEXT_ELEMENT ? facts->snapshot->element_parent[index] : index;

  for (; boundary != REDAN_NONE; boundary = facts->snapshot->boundary_parent[boundary])
    if (strcmp (kinds->values[facts->snapshot->boundary_kind[boundary]], kind) == 0)
      return REDAN_TRUE;

  return REDAN_FALSE;
}

static RedanTruth
naive_stale (const PlainScope *scope, const RedanNode *node)
{
  g_autofree char *value = NULL;
  guint days;

  if (read_value (scope, node->children[0], &value) != VALUE_KNOWN ||
      !redan_days_from_date (value, &days) || days > scope->facts->as_of)
    return REDAN_TRUE;

  return truth_of ((double) scope->facts->as_of - days > node->children[1]->number);
}

static RedanTruth
naive_call (const PlainScope *scope, const RedanNode *node)
{
  const RedanFacts *facts = scope->facts;
  const char *argument = node->n_children > 1 ? node->children[1]->text : NULL;
  RedanContext of;
  guint32 index;

  if (strcmp (node->text, "stale") == 0)
    return naive_stale (scope, node);
  if (g_str_has_prefix (node->text, "any_"))
    return naive_any (scope, node);

  if (!resolve (scope, node->children[0]->text, &of, &index) || index == REDAN_NONE)
    return REDAN_UNDECIDED;
  if (strcmp (node->text, "human") == 0)
    return truth_of (of == REDAN_CONTEXT_ELEMENT ? facts->element_human[index]
                                                 : facts->interaction_human[index]);
  if (strcmp (node->text, "reach") == 0)
    return truth_of (facts->element_reachable[index]);
  if (strcmp (node->text, "class_ge") == 0)
    return naive_class_ge (facts, of, index, argument);
  if (strcmp (node->text, "inside") == 0)
    return naive_inside (facts, of, index, argument);

  g_assert_cmpstr (node->text, ==, "crosses");
  if (argument == NULL)
    return truth_of (facts->interaction_crosses[index]);
  return truth_of (facts->interaction_crossed_kinds[index] >>
                       redan_attribute_find_value (
                           find_attribute_of (facts, REDAN_SCOPE_BOUNDARY, "btype"), argument, -1) &
                   1);
}

static RedanTruth
naive_chain (const PlainScope *scope, const RedanNode *node)
{
  RedanTruth deciding = node->type == REDAN_NODE_AND ? REDAN_FALSE : REDAN_TRUE;
  RedanTruth result = deciding == REDAN_FALSE ? REDAN_TRUE : REDAN_FALSE;

  for (guint i = 0; i < node->n_children; i++)
    {
      RedanTruth truth = plain_truth (scope, node->children[i]);

      if (truth == deciding)
        return deciding;
      if (truth == REDAN_UNDECIDED)
        result = REDAN_UNDECIDED;
    }

  return result;
}

RedanTruth
plain_truth (const PlainScope *scope, const RedanNode *node)
{
  RedanTruth truth;

  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      return naive_chain (scope, node);
    case REDAN_NODE_NOT:
      if (node->children[0]->type == REDAN_NODE_IN)
        return naive_in (scope, node->children[0], TRUE);
      truth = plain_truth (scope, node->children[0]);
      return truth == REDAN_UNDECIDED ? truth : truth_of (truth == REDAN_FALSE);
    case REDAN_NODE_COMPARE:
      return naive_compare (scope, node);
    case REDAN_NODE_IN:
      return naive_in (scope, node, FALSE);
    case REDAN_NODE_HAS:
      return naive_has (scope, node);
    case REDAN_NODE_CALL:
      return naive_call (scope, node);
    default:
      return truth_of (strcmp (node->text, "true") == 0);
    }
}
