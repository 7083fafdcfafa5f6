/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled expressions: truth tables, the bit-sliced evaluation against a plain interpreter of the
 * tree, and reasons. */

#include "analysis/program.h"

#include <string.h>

#include "tests/plain-interpreter.h"
#include "tests/small-model.h"

#define AS_OF 45687 /* 2025-02-01 */

static RedanSchema *schema;
static RedanCatalogue *catalogue;

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
          PlainScope scope = { expected->facts, expected->context, expected->targets[first + i],
                               REDAN_NONE };
          RedanTruth truth = is_true[p] >> i & 1    ? REDAN_TRUE
                             : is_false[p] >> i & 1 ? REDAN_FALSE
                                                    : REDAN_UNDECIDED;

          if (plain_truth (&scope, redan_expression_get_root (expression)) != truth)
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
      PlainScope scope = { facts, context,
                           (guint32) g_rand_int_range (random, 0, (gint32) n_targets), REDAN_NONE };

      g_assert_cmpint (redan_program_set_test (set, programs[i], scope.target), ==,
                       plain_truth (&scope, redan_expression_get_root (expressions->pdata[i])));
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
  small_fact (model, "metrics", "yes", "2025-02-02", NULL);
  small_fact (model, "assessment", NULL, "2025-02-02", NULL);
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
  /* dated the day after */
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "prog.metrics == yes"), ==,
                   REDAN_UNDECIDED);
  g_assert_cmpint (ask (facts, REDAN_CONTEXT_MODEL, REDAN_NONE, "stale(prog.assessment, 9999)"),
                   ==, REDAN_TRUE);
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
