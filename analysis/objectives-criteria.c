/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluates the expression of one criterion: quantifiers over objects, figures against limits,
 * facts of the programme. */

#include "config.h"

#include "analysis/expression-private.h"
#include "analysis/objectives-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What a quantifier counts while it runs over blocks of targets. */
typedef struct
{
  const guint32 *targets;
  RedanContext context;
  gboolean is_share; /* only targets on which the filter is true */
  guint n;
  guint n_true;
  guint n_false;
  GArray *failing; /* (nullable): RedanCriterionTarget */
} Count;

typedef struct
{
  Assessment *assessment;
  RedanCriterionResult *result;
  GString *notes;
} Walk;

static RedanCriterionValue walk_node (Walk *self, const RedanNode *node);

/* ---- objects ---- */

GArray *
objectives_list_targets (const Assessment *self, const char *kind, RedanContext *context_out)
{
  const RedanFacts *facts = self->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (strcmp (kind, "element") == 0)
    {
      *context_out = REDAN_CONTEXT_ELEMENT;
      for (guint32 i = 0; i < snapshot->n_elements; i++)
        if (snapshot->element_kind[i] >= REDAN_ELEMENT_PROCESS && !facts->element_outside[i] &&
            scope_holds (self->mask, *context_out, i))
          g_array_append_val (targets, i);
    }
  else if (strcmp (kind, "flow") == 0)
    {
      *context_out = REDAN_CONTEXT_INTERACTION;
      for (guint32 i = 0; i < facts->n_interactions; i++)
        if (facts->interaction_source[i] != REDAN_NONE &&
            facts->interaction_target[i] != REDAN_NONE && scope_holds (self->mask, *context_out, i))
          g_array_append_val (targets, i);
    }
  else
    {
      gboolean accounts = strcmp (kind, "account") == 0;

      *context_out = REDAN_CONTEXT_BOUNDARY;
      for (guint32 i = 0; i < snapshot->n_boundaries; i++)
        if (facts->boundary_is_account[i] == accounts && scope_holds (self->mask, *context_out, i))
          g_array_append_val (targets, i);
    }

  return targets;
}

GArray *
objectives_list_in_scope (const RedanAnalysis *analysis,
                          const RedanObjectiveScope *scope,
                          const char *kind)
{
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;
  RedanContext context;

  assessment_init (&assessment, analysis, scope, &mask);

  return objectives_list_targets (&assessment, kind, &context);
}

static void
count_block (
    gpointer user_data, guint first, guint count, const guint64 *is_true, const guint64 *is_false)
{
  Count *self = user_data;

  for (guint i = 0; i < count; i++)
    {
      gboolean chosen = is_true[0] >> i & 1;
      gboolean holds = is_true[1] >> i & 1;
      gboolean fails = (is_false[1] >> i & 1) != 0 && chosen;
      RedanCriterionTarget target = { self->context, self->targets[first + i], !holds && !fails };

      if ((is_false[0] >> i & 1) != 0 || (self->is_share && !chosen))
        continue;
      self->n++;
      self->n_true += holds;
      self->n_false += fails;
      if (!holds && self->failing != NULL)
        g_array_append_val (self->failing, target);
    }
}

/* Counts where the predicate, the third argument, holds among the objects that pass the filter, the
 * second. */
static Count
count_targets (Walk *self, const RedanNode *call, gboolean is_share, gboolean collect)
{
  Count count = { .is_share = is_share, .failing = collect ? self->result->targets : NULL };
  g_autoptr (GArray) targets =
      objectives_list_targets (self->assessment, call->children[0]->text, &count.context);
  g_autoptr (RedanProgramSet) set = redan_program_set_new (self->assessment->facts, count.context);
  guint programs[2];

  programs[0] = redan_program_set_add_node (set, call->children[1]);
  programs[1] = redan_program_set_add_node (set, call->children[2]);
  count.targets = (const guint32 *) (gpointer) targets->data;
  if (targets->len > 0)
    redan_program_set_run (set, programs, 2, count.targets, targets->len, count_block, &count);

  return count;
}

static void add_note (Walk *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_note (Walk *self, const char *format, ...)
{
  va_list arguments;

  if (self->notes->len > 0)
    g_string_append (self->notes, "; ");
  va_start (arguments, format);
  g_string_append_vprintf (self->notes, format, arguments);
  va_end (arguments);
}

static RedanCriterionValue
walk_quantifier (Walk *self, const RedanNode *call)
{
  gboolean all = strcmp (call->text, "all") == 0;
  Count count = count_targets (self, call, FALSE, all);
  guint n_unknown = count.n - count.n_true - count.n_false;

  if (count.n == 0)
    {
      add_note (self, "%s", _ ("nothing it applies to"));
      return REDAN_CRITERION_NOT_APPLICABLE;
    }
  if (n_unknown == 0)
    add_note (self, _ ("%u of %u"), count.n_true, count.n);
  else
    add_note (self, _ ("%u of %u, %u unknown"), count.n_true, count.n, n_unknown);

  if (all)
    return count.n_false > 0 ? REDAN_CRITERION_FALSE
           : n_unknown > 0   ? REDAN_CRITERION_UNKNOWN
                             : REDAN_CRITERION_TRUE;

  return count.n_true > 0 ? REDAN_CRITERION_TRUE
         : n_unknown > 0  ? REDAN_CRITERION_UNKNOWN
                          : REDAN_CRITERION_FALSE;
}

/* ---- figures ---- */

static void
collect_uncovered (gpointer user_data, RedanContext context, guint32 target, gboolean unknown)
{
  RedanCriterionTarget item = { context, target, unknown };

  g_array_append_val ((GArray *) user_data, item);
}

static Figure
compute_side (Walk *self, const RedanNode *node)
{
  const RedanFacts *facts = self->assessment->facts;

  if (node->type == REDAN_NODE_NUMBER)
    return (Figure){ FIGURE_KNOWN, node->number, node->number, NULL };

  if (node->type == REDAN_NODE_PATH)
    {
      const RedanAttribute *attribute =
          redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_PROGRAMME, node->text, -1);
      const RedanFactValue *fact = attribute == NULL ? NULL : &facts->programme[attribute->index];

      if (fact == NULL || !fact->has_number)
        return (Figure){ FIGURE_UNKNOWN, 0, 0, _ ("a fact of the programme is missing") };
      return (Figure){ FIGURE_KNOWN, (double) fact->number, (double) fact->number, NULL };
    }

  if (strcmp (node->text, "share") == 0)
    {
      Count count = count_targets (self, node, TRUE, TRUE);

      return figure_share (count.n_true, count.n - count.n_false, count.n);
    }
  if (strcmp (node->text, "cov") == 0)
    redan_controls_list_uncovered (
        self->assessment->controls,
        redan_catalogue_find_control (facts->catalogue, node->children[0]->text),
        self->assessment->mask == NULL ? NULL : self->assessment->mask->words, collect_uncovered,
        self->result->targets);

  return figure_compute (self->assessment, node);
}

/* @slack: how close to a limit a value counts as equal to it. */
static gboolean
compare (RedanComparison comparison, double value, double limit, double slack)
{
  switch (comparison)
    {
    case REDAN_COMPARE_EQUAL:
      return fabs (value - limit) <= slack;
    case REDAN_COMPARE_NOT_EQUAL:
      return fabs (value - limit) > slack;
    case REDAN_COMPARE_LESS:
      return value < limit - slack;
    case REDAN_COMPARE_LESS_EQUAL:
      return value <= limit + slack;
    case REDAN_COMPARE_GREATER:
      return value > limit + slack;
    default:
      return value >= limit - slack;
    }
}

static char *
format_value (double low, double high)
{
  char from[G_ASCII_DTOSTR_BUF_SIZE];
  char to[G_ASCII_DTOSTR_BUF_SIZE];
  const char *format =
      low == (double) (gint64) low && high == (double) (gint64) high ? "%.0f" : "%.2f";

  g_ascii_formatd (from, sizeof from, format, low);
  g_ascii_formatd (to, sizeof to, format, high);

  return strcmp (from, to) == 0 ? g_strdup (from) : g_strdup_printf (_ ("%s to %s"), from, to);
}

static void
note_comparison (Walk *self, RedanComparison comparison, const Figure *value, const Figure *limit)
{
  g_autofree char *is = format_value (value->low, value->high);
  g_autofree char *asked = format_value (limit->low, limit->high);

  switch (comparison)
    {
    case REDAN_COMPARE_EQUAL:
      add_note (self, _ ("%s (must be %s)"), is, asked);
      break;
    case REDAN_COMPARE_NOT_EQUAL:
      add_note (self, _ ("%s (must not be %s)"), is, asked);
      break;
    case REDAN_COMPARE_LESS:
      add_note (self, _ ("%s (less than %s)"), is, asked);
      break;
    case REDAN_COMPARE_LESS_EQUAL:
      add_note (self, _ ("%s (at most %s)"), is, asked);
      break;
    case REDAN_COMPARE_GREATER:
      add_note (self, _ ("%s (more than %s)"), is, asked);
      break;
    case REDAN_COMPARE_GREATER_EQUAL:
      add_note (self, _ ("%s (at least %s)"), is, asked);
      break;
    }
}

static RedanCriterionValue
walk_comparison (Walk *self, const RedanNode *node)
{
  guint n_targets = self->result->targets->len;
  Figure limit = compute_side (self, node->children[1]);
  Figure value;
  gboolean ends[4];

  self->assessment->limit = limit.status == FIGURE_KNOWN ? limit.low : NAN;
  value = compute_side (self, node->children[0]);

  if (value.status == FIGURE_NOT_APPLICABLE || limit.status == FIGURE_NOT_APPLICABLE)
    {
      add_note (self, "%s", _ ("nothing it applies to"));
      return REDAN_CRITERION_NOT_APPLICABLE;
    }
  if (value.status == FIGURE_UNKNOWN || limit.status == FIGURE_UNKNOWN)
    {
      add_note (self, "%s", value.status == FIGURE_UNKNOWN ? value.missing : limit.missing);
      return REDAN_CRITERION_UNKNOWN;
    }

  note_comparison (self, node->comparison, &value, &limit);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    ends[i] = compare (node->comparison, i & 1 ? value.high : value.low,
                       i & 2 ? limit.high : limit.low, self->assessment->scoring->comparison_slack);
  for (guint i = 1; i < G_N_ELEMENTS (ends); i++)
    if (ends[i] != ends[0])
      return REDAN_CRITERION_UNKNOWN;

  if (!ends[0])
    return REDAN_CRITERION_FALSE;

  /* nothing fails there */
  g_array_set_size (self->result->targets, n_targets);
  return REDAN_CRITERION_TRUE;
}

/* ---- the rest ---- */

/* A roll-up: the state of an objective that comes earlier in the catalogue. */
static RedanCriterionValue
walk_state (Walk *self, const RedanNode *node)
{
  const Assessment *assessment = self->assessment;
  guint32 index = redan_catalogue_find_objective (assessment->facts->catalogue,
                                                  node->children[0]->children[0]->text);
  RedanObjectiveState state;
  gboolean equal;

  if (index == REDAN_NONE)
    return REDAN_CRITERION_UNKNOWN;
  state = assessment->results->objectives[index].state;
  add_note (self, "%s", redan_objective_state_get_word (state));
  if (state == REDAN_OBJECTIVE_NOT_APPLICABLE)
    return REDAN_CRITERION_NOT_APPLICABLE;
  if (state == REDAN_OBJECTIVE_UNKNOWN)
    return REDAN_CRITERION_UNKNOWN;

  equal = strcmp (node->children[1]->text, redan_objective_state_get_word (state)) == 0 ||
          (state == REDAN_OBJECTIVE_NOT_MET && strcmp (node->children[1]->text, "not_met") == 0);

  return equal == (node->comparison == REDAN_COMPARE_EQUAL) ? REDAN_CRITERION_TRUE
                                                            : REDAN_CRITERION_FALSE;
}

/* A page counts as read for so many days after the date of its fact, "read-" and the id of the
 * page. */
static RedanCriterionValue
walk_read (Walk *self, const RedanNode *call)
{
  const RedanFacts *facts = self->assessment->facts;
  g_autofree char *name = g_strconcat ("read-", call->children[0]->text, NULL);
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_PROGRAMME, name, -1);
  guint days = attribute == NULL ? 0 : facts->programme[attribute->index].days;

  if (days == 0)
    {
      add_note (self, "%s", _ ("nobody recorded when it was read"));
      return REDAN_CRITERION_UNKNOWN;
    }

  return days <= facts->as_of && facts->as_of - days > call->children[1]->number
             ? REDAN_CRITERION_FALSE
             : REDAN_CRITERION_TRUE;
}

static RedanCriterionValue
from_truth (RedanTruth truth)
{
  return truth == REDAN_TRUE    ? REDAN_CRITERION_TRUE
         : truth == REDAN_FALSE ? REDAN_CRITERION_FALSE
                                : REDAN_CRITERION_UNKNOWN;
}

/* What is about the programme only is evaluated as any expression. */
static RedanCriterionValue
walk_leaf (Walk *self, const RedanNode *node)
{
  g_autoptr (RedanProgramSet) set =
      redan_program_set_new (self->assessment->facts, REDAN_CONTEXT_MODEL);

  return from_truth (
      redan_program_set_test (set, redan_program_set_add_node (set, node), REDAN_NONE));
}

/* Kleene's logic; parts that do not apply are left out. */
static RedanCriterionValue
walk_parts (Walk *self, const RedanNode *node)
{
  RedanCriterionValue decides =
      node->type == REDAN_NODE_AND ? REDAN_CRITERION_FALSE : REDAN_CRITERION_TRUE;
  RedanCriterionValue result = REDAN_CRITERION_NOT_APPLICABLE;

  for (guint i = 0; i < node->n_children; i++)
    {
      RedanCriterionValue value = walk_node (self, node->children[i]);

      if (value == REDAN_CRITERION_NOT_APPLICABLE)
        continue;
      if (result == REDAN_CRITERION_NOT_APPLICABLE || value == decides ||
          (value == REDAN_CRITERION_UNKNOWN && result != decides))
        result = value;
    }

  return result;
}

static gboolean
is_call (const RedanNode *node, const char *name)
{
  return node->type == REDAN_NODE_CALL && strcmp (node->text, name) == 0;
}

static RedanCriterionValue
walk_node (Walk *self, const RedanNode *node)
{
  RedanCriterionValue value;

  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      return walk_parts (self, node);
    case REDAN_NODE_NOT:
      value = walk_node (self, node->children[0]);
      if (value == REDAN_CRITERION_TRUE)
        return REDAN_CRITERION_FALSE;
      return value == REDAN_CRITERION_FALSE ? REDAN_CRITERION_TRUE : value;
    case REDAN_NODE_COMPARE:
      if (is_call (node->children[0], "state"))
        return walk_state (self, node);
      return node->children[0]->type == REDAN_NODE_CALL ? walk_comparison (self, node)
                                                        : walk_leaf (self, node);
    case REDAN_NODE_CALL:
      if (is_call (node, "all") || is_call (node, "any"))
        return walk_quantifier (self, node);
      return is_call (node, "read") ? walk_read (self, node) : walk_leaf (self, node);
    default:
      return walk_leaf (self, node);
    }
}

void
criterion_evaluate (const Assessment *self,
                    const RedanExpression *expression,
                    RedanCriterionResult *result)
{
  Assessment assessment = *self;
  Walk walk = { &assessment, result, g_string_new (NULL) };

  result->targets = g_array_new (FALSE, FALSE, sizeof (RedanCriterionTarget));
  assessment.targets = result->targets;
  result->value = walk_node (&walk, redan_expression_get_root (expression));
  result->note = walk.notes->len > 0 ? g_strdup (walk.notes->str) : NULL;
  g_string_free (walk.notes, TRUE);
}
