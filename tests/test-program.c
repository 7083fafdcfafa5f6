/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled expressions: truth tables, the bit-sliced evaluation against a plain interpreter of the
 * tree, and reasons. */

#include "analysis/program.h"

#include <stdlib.h>
#include <string.h>

#include "tests/small-model.h"

#define AS_OF 45687 /* 2025-02-01 */

static RedanSchema *schema;
static RedanCatalogue *catalogue;

/* ---- the plain interpreter: one target, one node, words instead of codes ---- */

/** Scope: what the subjects mean; indices of objects or REDAN_NONE */
typedef struct
{
  const RedanFacts *facts;
  RedanContext context;
  guint32 target;
  guint32 quantified; /* element of any_in, any_out; else REDAN_NONE */
} Scope;

static gboolean
resolve (const Scope *scope, const char *word, RedanContext *of, guint32 *index)
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
          const RedanAttribute *kinds =
              redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

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
read_value (const Scope *scope, const RedanNode *path, char **value_out)
{
  const RedanFacts *facts = scope->facts;
  const RedanAttribute *attribute = NULL;
  RedanContext of;
  guint32 index;
  RedanCode code;

  *value_out = NULL;
  if (path->subject == REDAN_SUBJECT_PROG)
    {
      attribute = redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, path->text, -1);
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
      const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

      attribute = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, path->text, -1);
      if (attribute == NULL && index != REDAN_NONE &&
          strcmp (kinds->values[facts->snapshot->boundary_kind[index]], "account") != 0)
        return VALUE_MISSING;
      if (attribute == NULL)
        attribute = redan_schema_lookup (schema, REDAN_SCOPE_ACCOUNT, path->text, -1);
    }
  else
    attribute = redan_schema_lookup (
        schema, of == REDAN_CONTEXT_ELEMENT ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_FLOW, path->text,
        -1);

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

static RedanTruth naive_truth (const Scope *scope, const RedanNode *node);

static ValueState
read_number (const Scope *scope, const RedanNode *node, double *value_out)
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
naive_compare (const Scope *scope, const RedanNode *node)
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
naive_in (const Scope *scope, const RedanNode *node, gboolean is_negated)
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
naive_has (const Scope *scope, const RedanNode *node)
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
naive_any (const Scope *scope, const RedanNode *node)
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
      Scope inner = { facts, REDAN_CONTEXT_INTERACTION, i, element };
      RedanTruth truth;

      if (facts->interaction_source[i] == REDAN_NONE || facts->interaction_target[i] == REDAN_NONE)
        continue;
      if ((outgoing ? facts->interaction_source[i] : facts->interaction_target[i]) != element)
        continue;
      truth = naive_truth (&inner, node->children[1]);
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
  const RedanAttribute *kinds = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  guint32 boundary = of == REDAN_CONTEXT_ELEMENT ? facts->snapshot->element_parent[index] : index;

  for (; boundary != REDAN_NONE; boundary = facts->snapshot->boundary_parent[boundary])
    if (strcmp (kinds->values[facts->snapshot->boundary_kind[boundary]], kind) == 0)
      return REDAN_TRUE;

  return REDAN_FALSE;
}

static RedanTruth
naive_stale (const Scope *scope, const RedanNode *node)
{
  g_autofree char *value = NULL;
  guint days;

  if (read_value (scope, node->children[0], &value) != VALUE_KNOWN ||
      !redan_days_from_date (value, &days))
    return REDAN_TRUE;

  return truth_of ((double) AS_OF - days > node->children[1]->number);
}

static RedanTruth
naive_call (const Scope *scope, const RedanNode *node)
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
  return truth_of (
      facts->interaction_crossed_kinds[index] >>
          redan_attribute_find_value (
              redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1), argument, -1) &
      1);
}

static RedanTruth
naive_chain (const Scope *scope, const RedanNode *node)
{
  RedanTruth deciding = node->type == REDAN_NODE_AND ? REDAN_FALSE : REDAN_TRUE;
  RedanTruth result = deciding == REDAN_FALSE ? REDAN_TRUE : REDAN_FALSE;

  for (guint i = 0; i < node->n_children; i++)
    {
      RedanTruth truth = naive_truth (scope, node->children[i]);

      if (truth == deciding)
        return deciding;
      if (truth == REDAN_UNDECIDED)
        result = REDAN_UNDECIDED;
    }

  return result;
}

static RedanTruth
naive_truth (const Scope *scope, const RedanNode *node)
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
      truth = naive_truth (scope, node->children[0]);
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

/* ---- random expressions ---- */

typedef struct
{
  GRand *random;
  RedanContext context;
  gboolean is_inner;
} Writer;

static const char *
pick (GRand *random, const char *const *words, guint n)
{
  return words[g_rand_int_range (random, 0, (gint32) n)];
}

static void write_expression (Writer *self, GString *text, guint depth);

static const char *
pick_subject (const Writer *self, RedanScope *scope_out)
{
  static const struct
  {
    const char *word;
    RedanScope scope;
  } of[REDAN_N_CONTEXTS][5] = {
    { { "e", REDAN_SCOPE_ELEMENT },
      { "x", REDAN_SCOPE_ELEMENT },
      { "b", REDAN_SCOPE_BOUNDARY },
      { "acct", REDAN_SCOPE_ACCOUNT },
      { "b", REDAN_SCOPE_ACCOUNT } },
    { { "f", REDAN_SCOPE_FLOW },
      { "src", REDAN_SCOPE_ELEMENT },
      { "dst", REDAN_SCOPE_ELEMENT },
      { "acct", REDAN_SCOPE_ACCOUNT },
      { "f", REDAN_SCOPE_FLOW } },
    { { "b", REDAN_SCOPE_BOUNDARY },
      { "x", REDAN_SCOPE_ACCOUNT },
      { "acct", REDAN_SCOPE_ACCOUNT },
      { "b", REDAN_SCOPE_ACCOUNT },
      { "x", REDAN_SCOPE_BOUNDARY } },
  };
  guint i = (guint) g_rand_int_range (self->random, 0, 5);

  if (self->is_inner && g_rand_int_range (self->random, 0, 4) == 0)
    {
      *scope_out = REDAN_SCOPE_ELEMENT;
      return g_rand_boolean (self->random) ? "e" : "x";
    }
  *scope_out = of[self->context][i].scope;
  return of[self->context][i].word;
}

static const RedanAttribute *
pick_attribute (const Writer *self, RedanScope scope)
{
  for (;;)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (
          schema, (guint) g_rand_int_range (self->random, 0,
                                            (gint32) redan_schema_get_n_attributes (schema)));

      if (attribute->scope == scope &&
          !(attribute->structural && attribute->type == REDAN_ATTRIBUTE_STRING))
        return attribute;
    }
}

static char *
dup_literal (const Writer *self, const RedanAttribute *attribute)
{
  static const char *const strings[] = { "shop", "billing", "s3", "lambda", "nobody" };

  if (attribute->type != REDAN_ATTRIBUTE_SET && g_rand_int_range (self->random, 0, 10) == 0)
    return g_strdup ("unknown");
  if (attribute->n_values > 0)
    return g_strdup (
        attribute->values[g_rand_int_range (self->random, 0, (gint32) attribute->n_values)]);

  return g_strdup (pick (self->random, strings, G_N_ELEMENTS (strings)));
}

static void
write_test (Writer *self, GString *text)
{
  static const char *const orders[] = { "<", "<=", ">", ">=", "==", "!=" };
  RedanScope scope;
  const char *subject = pick_subject (self, &scope);
  const RedanAttribute *attribute = pick_attribute (self, scope);
  g_autofree char *first = dup_literal (self, attribute);
  g_autofree char *second = dup_literal (self, attribute);
  gboolean is_number =
      attribute->type == REDAN_ATTRIBUTE_RATING || attribute->type == REDAN_ATTRIBUTE_INTEGER;

  g_string_append_printf (text, "%s.%s ", subject, attribute->name);
  if (attribute->type == REDAN_ATTRIBUTE_SET)
    g_string_append_printf (text, "has %s", first);
  else if (attribute->type == REDAN_ATTRIBUTE_DATE || attribute->type == REDAN_ATTRIBUTE_REFERENCE)
    g_string_append_printf (text, "%s unknown", g_rand_boolean (self->random) ? "==" : "!=");
  else if (is_number && g_rand_boolean (self->random))
    g_string_append_printf (text, "%s %d", pick (self->random, orders, 6),
                            g_rand_int_range (self->random, 1, 5));
  else if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    g_string_append_printf (text, "%s {%d,%d}", g_rand_boolean (self->random) ? "in" : "not in",
                            g_rand_int_range (self->random, 0, 5),
                            g_rand_int_range (self->random, 0, 5));
  else if (g_rand_boolean (self->random))
    g_string_append_printf (text, "%s %s", g_rand_boolean (self->random) ? "==" : "!=", first);
  else
    g_string_append_printf (text, "%s {%s,%s}", g_rand_boolean (self->random) ? "in" : "not in",
                            first, second);
}

static void
write_quantifier (Writer *self, GString *text, guint depth)
{
  Writer inner = { self->random, REDAN_CONTEXT_INTERACTION, TRUE };

  g_string_append_printf (text, "%s(%s, ", g_rand_boolean (self->random) ? "any_in" : "any_out",
                          self->context == REDAN_CONTEXT_INTERACTION
                              ? (g_rand_boolean (self->random) ? "src" : "dst")
                              : "e");
  write_expression (&inner, text, depth + 1);
  g_string_append_c (text, ')');
}

static void
write_function (Writer *self, GString *text, guint depth)
{
  static const char *const of_element[] = { "human(e)",
                                            "reach(x)",
                                            "class_ge(e, confidential)",
                                            "inside(e, vpc)",
                                            "inside(b, account)",
                                            "workloads(b) > 1",
                                            "stale(e.restore_tested, 400)",
                                            "e.c_rating > e.i_rating" };
  static const char *const of_interaction[] = {
    "crosses(f)", "crosses(f, vpc)",       "human(f)",         "human(src)",
    "reach(dst)", "class_ge(f, internal)", "inside(dst, vpc)", "src.environment == dst.environment"
  };
  static const char *const of_boundary[] = { "workloads(b) >= 1",      "envs(b) == 2",
                                             "inside(b, ou)",          "class_ge(b, restricted)",
                                             "workloads(b) > envs(b)", "stale(prog.policies, 100)",
                                             "acct.scp != unknown",    "prog.policies == yes" };

  if (self->context != REDAN_CONTEXT_BOUNDARY && g_rand_int_range (self->random, 0, 3) == 0)
    write_quantifier (self, text, depth);
  else
    g_string_append (text, pick (self->random,
                                 self->context == REDAN_CONTEXT_ELEMENT       ? of_element
                                 : self->context == REDAN_CONTEXT_INTERACTION ? of_interaction
                                                                              : of_boundary,
                                 8));
}

static void
write_expression (Writer *self, GString *text, guint depth)
{
  gint32 form =
      depth < 3 ? g_rand_int_range (self->random, 0, 8) : g_rand_int_range (self->random, 0, 4);
  gint32 n;

  if (form < 3)
    write_test (self, text);
  else if (form == 3)
    {
      if (depth < 3)
        write_function (self, text, depth);
      else
        g_string_append (text, g_rand_boolean (self->random) ? "true" : "false");
    }
  else if (form == 4)
    {
      g_string_append (text, "not (");
      write_expression (self, text, depth + 1);
      g_string_append_c (text, ')');
    }
  else
    {
      n = g_rand_int_range (self->random, 2, 5);
      g_string_append_c (text, '(');
      for (gint32 i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append (text, form == 5 ? " or " : " and ");
          write_expression (self, text, depth + 1);
        }
      g_string_append_c (text, ')');
    }
}

/* ---- the comparison ---- */

typedef struct
{
  const RedanFacts *facts;
  RedanContext context;
  GPtrArray *expressions;
  const guint32 *targets;
  guint n_seen;
} Expected;

static void
compare_block (
    gpointer user_data, guint first, guint count, const guint64 *is_true, const guint64 *is_false)
{
  Expected *expected = user_data;

  g_assert_cmpuint (first % 64, ==, 0);
  for (guint p = 0; p < expected->expressions->len; p++)
    {
      const RedanExpression *expression = expected->expressions->pdata[p];

      g_assert_cmphex (is_true[p] & is_false[p], ==, 0);
      for (guint i = 0; i < count; i++)
        {
          Scope scope = { expected->facts, expected->context, expected->targets[first + i],
                          REDAN_NONE };
          RedanTruth truth = is_true[p] >> i & 1    ? REDAN_TRUE
                             : is_false[p] >> i & 1 ? REDAN_FALSE
                                                    : REDAN_UNDECIDED;

          if (naive_truth (&scope, redan_expression_get_root (expression)) != truth)
            g_error ("target %u: %d of \"%s\"", scope.target, truth,
                     redan_expression_get_text (expression));
        }
    }
  expected->n_seen += count;
}

static GPtrArray *
write_expressions (GRand *random, RedanContext context, guint n)
{
  GPtrArray *expressions = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_expression_free);

  for (guint i = 0; i < n; i++)
    {
      Writer writer = { random, context, FALSE };
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      write_expression (&writer, text, 0);
      if (text->len > 4096)
        continue;
      g_ptr_array_add (expressions, redan_expression_parse (schema, text->str, 1u << context,
                                                            "random", i, &error));
      g_assert_no_error (error);
    }

  return expressions;
}

static void
compare_random (const RedanFacts *facts, RedanContext context, GRand *random, guint n_targets)
{
  g_autoptr (GPtrArray) expressions = write_expressions (random, context, 40);
  g_autoptr (RedanProgramSet) set = redan_program_set_new (facts, context);
  g_autofree guint *programs = g_new (guint, expressions->len);
  g_autofree guint32 *targets = g_new (guint32, n_targets + 1);
  Expected expected = { facts, context, expressions, targets, 0 };

  for (guint i = 0; i < expressions->len; i++)
    programs[i] = redan_program_set_add (set, expressions->pdata[i]);
  for (guint i = 0; i < n_targets; i++)
    targets[i] = i;

  redan_program_set_run (set, programs, expressions->len, targets, n_targets, compare_block,
                         &expected);
  g_assert_cmpuint (expected.n_seen, ==, n_targets);

  /* few targets in another order take another way through the atoms */
  for (guint i = 0; i < MIN (n_targets, 5); i++)
    targets[i] = n_targets - 1 - i;
  expected.n_seen = 0;
  redan_program_set_run (set, programs, expressions->len, targets, MIN (n_targets, 5),
                         compare_block, &expected);
  g_assert_cmpuint (expected.n_seen, ==, MIN (n_targets, 5));

  for (guint i = 0; i < expressions->len && n_targets > 0; i++)
    {
      Scope scope = { facts, context, (guint32) g_rand_int_range (random, 0, (gint32) n_targets),
                      REDAN_NONE };

      g_assert_cmpint (redan_program_set_test (set, programs[i], scope.target), ==,
                       naive_truth (&scope, redan_expression_get_root (expressions->pdata[i])));
    }
}

static void
test_random (void)
{
  GRand *random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (RedanModel) model = small_random (schema, i, i < 30 ? i + 1 : 150, "");
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      g_autoptr (RedanFacts) facts = redan_facts_new (snapshot, catalogue, AS_OF);

      compare_random (facts, REDAN_CONTEXT_ELEMENT, random, snapshot->n_elements);
      compare_random (facts, REDAN_CONTEXT_INTERACTION, random, facts->n_interactions);
      compare_random (facts, REDAN_CONTEXT_BOUNDARY, random, snapshot->n_boundaries);
    }

  g_rand_free (random);
}

/* ---- by hand ---- */

static RedanFacts *
make_facts (RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  return redan_facts_new (snapshot, catalogue, AS_OF);
}

static RedanTruth
ask (const RedanFacts *facts, RedanContext context, guint32 target, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanExpression) expression =
      redan_expression_parse (schema, text, 1u << context, "test", 1, &error);
  g_autoptr (RedanProgramSet) set = redan_program_set_new (facts, context);

  g_assert_no_error (error);
  return redan_program_set_test (set, redan_program_set_add (set, expression), target);
}

/* Kleene's strong tables, written out. */
static void
test_truth_tables (void)
{
  static const char *const atoms[] = {
    [REDAN_FALSE] = "e.waf == yes", [REDAN_TRUE] = "e.waf == no", [REDAN_UNDECIDED] = "e.pii == yes"
  };
  static const RedanTruth F = REDAN_FALSE, T = REDAN_TRUE, U = REDAN_UNDECIDED;
  const RedanTruth and_table[3][3] = { { F, F, F }, { F, T, U }, { F, U, U } };
  const RedanTruth or_table[3][3] = { { F, T, U }, { T, T, T }, { U, T, U } };
  const RedanTruth not_table[3] = { T, F, U };
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_element (model, "web", "process", NULL, "waf=no");
  facts = make_facts (model);
  for (guint a = 0; a < 3; a++)
    {
      g_autofree char *negated = g_strdup_printf ("not %s", atoms[a]);

      g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, atoms[a]), ==, a);
      g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, negated), ==, not_table[a]);
      for (guint b = 0; b < 3; b++)
        {
          g_autofree char *both = g_strdup_printf ("%s and %s", atoms[a], atoms[b]);
          g_autofree char *either = g_strdup_printf ("%s or %s", atoms[a], atoms[b]);

          g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, both), ==, and_table[a][b]);
          g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, either), ==, or_table[a][b]);
        }
    }
}

static void
test_unknown (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 said;
  guint32 silent;

  small_element (model, "said", "process", NULL, "waf=unknown;formats=unknown");
  small_element (model, "silent", "process", NULL, "");
  facts = make_facts (model);
  said = small_index (model, "said");
  silent = small_index (model, "silent");

  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.waf == unknown"), ==, REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, silent, "e.waf == unknown"), ==, REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, silent, "e.waf != unknown"), ==, REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.waf in {yes,unknown}"), ==,
                   REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.waf not in {yes,unknown}"), ==,
                   REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.waf != yes"), ==, REDAN_UNDECIDED);
  /* decision 26: a set of which somebody said "unknown" may have the member, one that nobody
   * mentions is empty */
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.formats has xml"), ==,
                   REDAN_UNDECIDED);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, silent, "e.formats has xml"), ==,
                   REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, said, "e.formats == unknown"), ==,
                   REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, silent, "e.formats == unknown"), ==,
                   REDAN_FALSE);
}

/* Decision 26: an attribute that the kind does not have is false for it, whatever the comparison.
 */
static void
test_missing_attribute (void)
{
  static const char *const conditions[] = { "x.waf == yes",      "x.waf != yes",
                                            "x.waf in {yes,no}", "x.waf not in {yes}",
                                            "x.formats has xml", "x.c_rating < 3" };
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_element (model, "a", "process", NULL, "");
  small_element (model, "b", "process", NULL, "");
  small_flow (model, "ab", "a", "b", "");
  small_boundary (model, "zone", "vpc", NULL, "");
  facts = make_facts (model);
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanExpression) expression = redan_expression_parse (
          schema, conditions[i], 1u << REDAN_CONTEXT_ELEMENT | 1u << REDAN_CONTEXT_INTERACTION,
          "test", 1, &error);
      g_autoptr (RedanProgramSet) set = redan_program_set_new (facts, REDAN_CONTEXT_INTERACTION);

      g_assert_no_error (error);
      g_assert_cmpint (redan_program_set_test (set, redan_program_set_add (set, expression), 0), ==,
                       REDAN_FALSE);
    }

  g_assert_cmpint (ask (facts, REDAN_CONTEXT_BOUNDARY, 0, "b.root_keys != no"), ==, REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_BOUNDARY, 0, "acct.root_keys != no"), ==,
                   REDAN_UNDECIDED);
}

static void
test_graph_facts (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_element (model, "db", "store", NULL, "");
  facts = make_facts (model);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, "depth(e) < 2"), ==, REDAN_UNDECIDED);

  facts->depth = g_new0 (gint32, 1);
  facts->choke = g_new0 (double, 1);
  facts->depth[0] = 1;
  facts->choke[0] = 0.5;
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, "depth(e) < 2"), ==, REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, "choke(e) >= 0.5"), ==, REDAN_TRUE);
  facts->depth[0] = -1;
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_ELEMENT, 0, "depth(e) < 2"), ==, REDAN_UNDECIDED);
}

static void
test_programme (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;

  small_fact (model, "policies", "partial", "2024-01-01", NULL);
  small_fact (model, "roadmap", "yes", NULL, "2025-01-31");
  small_fact (model, "tm_review", NULL, "2024-08-05", NULL);
  small_fact (model, "tm_interval_days", "200", NULL, NULL);
  facts = make_facts (model);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.policies in {yes,partial}"),
                   ==, REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.policies == yes"), ==,
                   REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.training == yes"), ==,
                   REDAN_UNDECIDED);
  /* expired the day before */
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.roadmap == yes"), ==,
                   REDAN_UNDECIDED);
  /* exactly 180 days old */
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "stale(prog.tm_review, 180)"), ==,
                   REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "stale(prog.tm_review, 179)"), ==,
                   REDAN_TRUE);
  g_assert_cmpint (
      ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "stale(prog.tm_review, prog.tm_interval_days)"),
      ==, REDAN_FALSE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "stale(prog.pentest, 9999)"), ==,
                   REDAN_TRUE);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.tm_interval_days > 199"), ==,
                   REDAN_TRUE);
}

/* ---- reasons ---- */

static char *
explain (const RedanFacts *facts, RedanContext context, guint32 target, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanExpression) expression =
      redan_expression_parse (schema, text, 1u << context, "test", 1, &error);
  g_autoptr (GPtrArray) reasons = NULL;
  GString *result = g_string_new (NULL);

  g_assert_no_error (error);
  reasons = redan_expression_explain (expression, facts, context, target);
  for (guint i = 0; i < reasons->len; i++)
    {
      const RedanReason *reason = reasons->pdata[i];

      g_string_append_printf (result, "%s: %s (%s); ", reason->text, reason->value,
                              redan_provenance_get_word (reason->provenance));
    }

  return g_string_free (result, FALSE);
}

#define assert_reasons(facts, context, target, text, expected)                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_reasons = explain (facts, context, target, text);                       \
    g_assert_cmpstr (found_reasons, ==, expected);                                                 \
  }                                                                                                \
  G_STMT_END

static void
test_reasons (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanFacts) facts = NULL;
  guint32 web;

  small_boundary (model, "zone", "trust-zone", NULL, "environment=prod");
  small_element (model, "web", "process", "zone", "tech=vm;waf=no");
  small_element (model, "user", "actor", NULL, "tech=human");
  small_flow (model, "call", "user", "web", "protocol=http");
  facts = make_facts (model);
  web = small_index (model, "web");

  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.tech == vm and e.environment == prod",
                  "e.tech == vm: vm (set); e.environment == prod: prod (inherited); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.tech == vm or e.waf == no",
                  "e.tech == vm: vm (set); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.tech == cdn and e.waf == yes",
                  "e.tech == cdn: vm (set); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.tech == cdn or e.waf not in {no}",
                  "e.tech == cdn: vm (set); e.waf not in {no}: no (set); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web,
                  "e.tech == vm and e.eol == yes and e.hardened == no",
                  "e.eol == yes: unknown (unknown); e.hardened == no: unknown (unknown); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web,
                  "not (e.waf == yes) and e.exposure == internet",
                  "e.waf == yes: no (set); e.exposure == internet: internet (derived); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.imds == na",
                  "e.imds == na: na (default); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "reach(e)", "reach(e): yes (derived); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web,
                  "any_in(e, src.tech == human and f.enc_transit == none)",
                  "src.tech == human: human (set); f.enc_transit == none: none (derived); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "any_in(e, src.tech == browser)",
                  "any_in(e, src.tech == browser): no (derived); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "workloads(b) > 1",
                  "workloads(b) > 1: 0 (derived); ");
  assert_reasons (facts, REDAN_CONTEXT_ELEMENT, web, "e.formats has xml",
                  "e.formats has xml: empty (unknown); ");
}

/* Whatever the expression, all reasons hold what they say, and some stand there unless it is a
 * constant. */
static void
test_reasons_decide (void)
{
  GRand *random = g_rand_new_with_seed (11);
  g_autoptr (RedanModel) model = small_random (schema, 3, 40, "");
  g_autoptr (RedanFacts) facts = make_facts (model);
  g_autoptr (GPtrArray) expressions = write_expressions (random, REDAN_CONTEXT_INTERACTION, 300);

  for (guint i = 0; i < expressions->len; i++)
    {
      guint32 target = (guint32) g_rand_int_range (random, 0, (gint32) facts->n_interactions);
      g_autoptr (GPtrArray) reasons = redan_expression_explain (expressions->pdata[i], facts,
                                                                REDAN_CONTEXT_INTERACTION, target);

      for (guint j = 0; j < reasons->len; j++)
        {
          const RedanReason *reason = reasons->pdata[j];

          g_assert_nonnull (reason->text);
          g_assert_nonnull (reason->value);
          g_assert_true (
              reason->truth != REDAN_UNDECIDED || reason->provenance == REDAN_PROVENANCE_UNKNOWN ||
              strstr (reason->text, " == ") != NULL || strchr (reason->text, '<') != NULL ||
              strchr (reason->text, '>') != NULL || strstr (reason->text, " != ") != NULL);
        }
    }

  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
  catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_no_error (error);

  g_test_add_func ("/program/truth-tables", test_truth_tables);
  g_test_add_func ("/program/unknown", test_unknown);
  g_test_add_func ("/program/missing-attribute", test_missing_attribute);
  g_test_add_func ("/program/graph-facts", test_graph_facts);
  g_test_add_func ("/program/programme", test_programme);
  g_test_add_func ("/program/random/equal-plain-interpreter", test_random);
  g_test_add_func ("/program/reasons/by-hand", test_reasons);
  g_test_add_func ("/program/reasons/decide", test_reasons_decide);
  result = g_test_run ();

  redan_catalogue_unref (catalogue);
  redan_schema_unref (schema);
  return result;
}
