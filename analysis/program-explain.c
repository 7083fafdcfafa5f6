/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons: the atoms that decide the truth of an expression on one target, with what they found and
 * where it came from. */

#include "analysis/program.h"

#include "analysis/program-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  RedanProgramSet *set;
  guint32 target;
  GPtrArray *reasons;
} Explanation;

static void explain_node (Explanation *self, const RedanNode *node, RedanTruth truth);

void
redan_reason_free (RedanReason *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->value);
  g_free (self);
}

static RedanTruth
test_node (const Explanation *self, const RedanNode *node)
{
  return redan_program_set_test (self->set, redan_program_set_add_node (self->set, node),
                                 self->target);
}

static const char *
truth_word (RedanTruth truth)
{
  return truth == REDAN_TRUE ? "yes" : truth == REDAN_FALSE ? "no" : "unknown";
}

static char *
dup_free_members (const RedanFacts *facts, const RedanReason *reason)
{
  const RedanObject *object = redan_facts_get_object (facts, reason->context, reason->target);
  const RedanEntry *entries;
  GString *text = g_string_new (NULL);
  guint n = 0;

  entries = object != NULL
                ? redan_object_get_range (
                      object, (RedanField) (REDAN_FIELD_ATTRIBUTE + reason->attribute->index), &n)
                : NULL;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", entries[i].key);

  return g_string_free (text, FALSE);
}

static char *
dup_programme_value (const RedanFacts *facts, const RedanAttribute *attribute)
{
  const RedanFactValue *fact = &facts->programme[attribute->index];
  char date[11];

  if (fact->code < REDAN_CODE_FIRST)
    return g_strdup ("unknown");
  if (fact->has_number)
    return g_strdup_printf ("%" G_GINT64_FORMAT, fact->number);
  if (attribute->n_values > 0)
    return g_strdup (attribute->values[fact->code - REDAN_CODE_FIRST]);

  redan_days_to_date (fact->days, date);
  return g_strdup (date);
}

static void
fill_attribute_value (const RedanFacts *facts, RedanReason *reason)
{
  guint index = reason->attribute->index;
  RedanCode code;

  if (reason->context == REDAN_CONTEXT_MODEL)
    {
      reason->value = dup_programme_value (facts, reason->attribute);
      reason->provenance = facts->programme[index].code >= REDAN_CODE_FIRST
                               ? REDAN_PROVENANCE_SET
                               : REDAN_PROVENANCE_UNKNOWN;
      return;
    }

  if (reason->target == REDAN_NONE)
    return;

  code = facts->columns[index][reason->target];
  reason->provenance = (RedanProvenance) facts->provenance[index][reason->target];
  if (reason->attribute->type == REDAN_ATTRIBUTE_SET && code == REDAN_CODE_ABSENT)
    reason->value = g_strdup ("empty");
  else if (reason->attribute->type == REDAN_ATTRIBUTE_SET && code >= REDAN_CODE_FIRST)
    reason->value = dup_free_members (facts, reason);
  else if (code >= REDAN_CODE_FIRST)
    reason->value = redan_code_to_text (reason->attribute,
                                        redan_model_get_strings (facts->snapshot->model), code);
}

static RedanReason *
add_reason (Explanation *self, const RedanNode *condition, RedanTruth truth)
{
  RedanReason *reason = g_new0 (RedanReason, 1);

  reason->text = node_dup_text (condition);
  reason->subject = "";
  reason->context = REDAN_CONTEXT_MODEL;
  reason->target = REDAN_NONE;
  reason->truth = truth;
  g_ptr_array_add (self->reasons, reason);
  return reason;
}

static void
place_reason (const Explanation *self, RedanReason *reason, Place place)
{
  if (!place.exists)
    return;

  reason->context = place.of;
  reason->target = place.of == REDAN_CONTEXT_MODEL                   ? REDAN_NONE
                   : place.map != NULL && self->target != REDAN_NONE ? place.map[self->target]
                                                                     : self->target;
}

static void
finish_reason (RedanReason *reason)
{
  if (reason->value == NULL)
    reason->value = g_strdup ("unknown");
}

static void
add_path_reason (Explanation *self,
                 const RedanNode *path,
                 const RedanNode *condition,
                 RedanTruth truth)
{
  RedanReason *reason = add_reason (self, condition, truth);
  Place place = program_set_find_place (self->set, path->subject);

  reason->subject = subject_get_word (path->subject);
  place_reason (self, reason, place);
  if (place.exists)
    reason->attribute = subject_find_attribute (self->set->schema, place.of, path->text);
  if (reason->attribute != NULL)
    fill_attribute_value (self->set->facts, reason);
  finish_reason (reason);
}

static void
add_number_reason (Explanation *self,
                   const RedanNode *call,
                   const RedanNode *condition,
                   RedanTruth truth)
{
  RedanReason *reason = add_reason (self, condition, truth);
  Operand operand = program_set_make_operand (self->set, call);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double value;

  place_reason (self, reason, operand.place);
  if (operand_read (self->set, &operand, self->target, &value))
    reason->value = g_strdup (g_ascii_formatd (number, sizeof number, "%.6g", value));
  reason->provenance = reason->value != NULL ? REDAN_PROVENANCE_DERIVED : REDAN_PROVENANCE_UNKNOWN;
  finish_reason (reason);
}

static void
add_operand_reason (Explanation *self,
                    const RedanNode *operand,
                    const RedanNode *condition,
                    RedanTruth truth)
{
  if (operand->type == REDAN_NODE_PATH)
    add_path_reason (self, operand, condition, truth);
  else if (operand->type == REDAN_NODE_CALL)
    add_number_reason (self, operand, condition, truth);
}

/* The predicate of a quantifier is explained on the first interaction that decides; when none is
 * anything, the whole is. */
static gboolean
explain_quantifier (Explanation *self, const RedanNode *call, gboolean outgoing, RedanTruth truth)
{
  const RedanFacts *facts = self->set->facts;
  const guint32 *offset = outgoing ? facts->out_offset : facts->in_offset;
  const guint32 *list = outgoing ? facts->out_interaction : facts->in_interaction;
  g_autoptr (RedanProgramSet) inner = NULL;
  Place place = program_set_find_argument (self->set, call->children[0], FALSE);
  guint32 element =
      place.map != NULL && self->target != REDAN_NONE ? place.map[self->target] : self->target;

  if (truth == REDAN_FALSE || !place.exists || place.of != REDAN_CONTEXT_ELEMENT ||
      element == REDAN_NONE)
    return FALSE;

  inner = redan_program_set_new (facts, REDAN_CONTEXT_INTERACTION);
  inner->context = outgoing ? CONTEXT_OUTGOING : CONTEXT_INCOMING;
  for (guint i = offset[element]; i < offset[element + 1]; i++)
    {
      Explanation below = { inner, list[i], self->reasons };

      if (test_node (&below, call->children[1]) != truth)
        continue;
      explain_node (&below, call->children[1], truth);
      return TRUE;
    }

  return FALSE;
}

static void
explain_call (Explanation *self, const RedanNode *call, RedanTruth truth)
{
  const FunctionInfo *function = function_lookup (call->text);
  RedanReason *reason;

  if (function->id == FUNCTION_STALE)
    {
      add_operand_reason (self, call->children[0], call, truth);
      return;
    }

  if ((function->id == FUNCTION_ANY_IN || function->id == FUNCTION_ANY_OUT) &&
      explain_quantifier (self, call, function->id == FUNCTION_ANY_OUT, truth))
    return;

  reason = add_reason (self, call, truth);
  if (function->id != FUNCTION_CRITERION)
    place_reason (self, reason, program_set_find_argument (self->set, call->children[0], TRUE));
  if (function->id == FUNCTION_CLASS_GE && reason->context != REDAN_CONTEXT_BOUNDARY)
    {
      reason->attribute = subject_find_attribute (self->set->schema, reason->context, "data_class");
      if (reason->attribute != NULL)
        fill_attribute_value (self->set->facts, reason);
    }
  else
    {
      reason->value = g_strdup (truth_word (truth));
      reason->provenance =
          truth == REDAN_UNDECIDED ? REDAN_PROVENANCE_UNKNOWN : REDAN_PROVENANCE_DERIVED;
    }
  finish_reason (reason);
}

/* A true "and" needs all its parts, a false one is decided by the first false part, an open one by
 * every open part; "or" is the mirror image. */
static void
explain_chain (Explanation *self, const RedanNode *node, RedanTruth truth)
{
  RedanTruth deciding = node->type == REDAN_NODE_AND ? REDAN_FALSE : REDAN_TRUE;

  for (guint i = 0; i < node->n_children; i++)
    {
      if (test_node (self, node->children[i]) != truth)
        continue;
      explain_node (self, node->children[i], truth);
      if (truth == deciding)
        return;
    }
}

static void
explain_node (Explanation *self, const RedanNode *node, RedanTruth truth)
{
  static const RedanTruth opposite[] = {
    [REDAN_FALSE] = REDAN_TRUE, [REDAN_TRUE] = REDAN_FALSE, [REDAN_UNDECIDED] = REDAN_UNDECIDED
  };

  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      explain_chain (self, node, truth);
      break;
    case REDAN_NODE_NOT:
      if (node->children[0]->type == REDAN_NODE_IN)
        add_path_reason (self, node->children[0]->children[0], node, truth);
      else
        explain_node (self, node->children[0], opposite[truth]);
      break;
    case REDAN_NODE_COMPARE:
      add_operand_reason (self, node->children[0], node, truth);
      add_operand_reason (self, node->children[1], node, truth);
      break;
    case REDAN_NODE_IN:
    case REDAN_NODE_HAS:
      add_path_reason (self, node->children[0], node, truth);
      break;
    case REDAN_NODE_CALL:
      explain_call (self, node, truth);
      break;
    default:
      break;
    }
}

GPtrArray *
redan_node_explain (const RedanNode *node,
                    const RedanFacts *facts,
                    RedanContext context,
                    guint32 target)
{
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_reason_free);
  g_autoptr (RedanProgramSet) set = redan_program_set_new (facts, context);
  Explanation explanation = { set, target, reasons };

  explain_node (&explanation, node, test_node (&explanation, node));
  return reasons;
}

GPtrArray *
redan_expression_explain (const RedanExpression *expression,
                          const RedanFacts *facts,
                          RedanContext context,
                          guint32 target)
{
  return redan_node_explain (redan_expression_get_root (expression), facts, context, target);
}
