/* SPDX-License-Identifier: Apache-2.0 */
/* The parser of expressions: what it accepts, the tree it makes, and where and how it refuses. */

#include "analysis/expression.h"

#include <string.h>

#include "analysis/error.h"

#define ELEMENT (1u << REDAN_CONTEXT_ELEMENT)
#define INTERACTION (1u << REDAN_CONTEXT_INTERACTION)
#define BOUNDARY (1u << REDAN_CONTEXT_BOUNDARY)
#define MODEL (1u << REDAN_CONTEXT_MODEL)

static RedanSchema *schema;

static RedanExpression *
parse (const char *text, guint contexts, GError **error)
{
  return redan_expression_parse (schema, text, contexts, "rules.xml", 7, error);
}

/* ---- accepted ---- */

static const struct
{
  guint contexts;
  const char *text;
} accepted[] = {
  { ELEMENT, "e.tech == vm" },
  { ELEMENT, "x.tech==vm" },
  { ELEMENT, "not not e.waf != yes" },
  { ELEMENT, "e.tech in {vm, web-server,cdn} or e.tech not in { other }" },
  { ELEMENT, "e.a_rating >= 3 and 3 <= e.a_rating" },
  { ELEMENT, "e.a_rating in {4,5}" },
  { ELEMENT, "e.formats has xml or e.formats == unknown" },
  { ELEMENT, "e.resource_ids has anything-goes" },
  { ELEMENT, "e.data_class == unknown and e.workload != unknown" },
  { ELEMENT, "e.aws_service == s3.control" },
  { ELEMENT, "any_in(e, src.kind == actor and any_out(src, f.admin == yes))" },
  { ELEMENT, "any_out(x, dst.environment != e.environment)" },
  { ELEMENT, "depth(e) < 2 and choke(e) >= 0.5 and e.c_rating > e.a_rating" },
  { ELEMENT, "inside(e, vpc) or inside(b, account) or workloads(b) > 1" },
  { ELEMENT, "stale(e.restore_tested, 365)" },
  { INTERACTION, "crosses(f) and crosses(f, partner)" },
  { INTERACTION, "src.environment == dst.environment" },
  { INTERACTION, "human(src) or human(f) or reach(dst) or class_ge(f, internal)" },
  { INTERACTION, "acct.scp == tailored and prog.policies in {yes,partial}" },
  { BOUNDARY, "b.btype == vpc and b.flow_logs != yes" },
  { BOUNDARY, "blast(b) > 0.25 or envs(b) > workloads(b)" },
  { BOUNDARY, "acct.root_last_used_days <= 90" },
  { ELEMENT | INTERACTION, "x.rate_limit == yes and x.logged == yes" },
  { ELEMENT | BOUNDARY, "e.tech == log-store or b.btype == account" },
  { MODEL, "not stale(prog.tm_review, prog.tm_interval_days)" },
  { MODEL,
    "all(account, true, b.root_mfa in {hardware,passkey}) or any(flow, f.admin == yes, false)" },
  { MODEL, "share(element, e.kind == store, e.backup == immutable) >= 0.9" },
  { MODEL, "cov(C-DET-01) >= 1 and opcov(P1) >= 0.33 and did_min(confidential) >= 2" },
  { MODEL,
    "state(BP01) == met and read(RS-1, 365) and undecided(high) == 0 and ratio(evidence) >= 0.5" },
};

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanExpression) expression =
          parse (accepted[i].text, accepted[i].contexts, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (redan_expression_get_text (expression), ==, accepted[i].text);
    }
}

static void
test_tree (void)
{
  g_autoptr (RedanExpression) expression =
      parse ("e.tech == vm or e.waf != yes and not e.tech not in {cdn, waf}", ELEMENT, NULL);
  const RedanNode *root = redan_expression_get_root (expression);
  const RedanNode *both;
  const RedanNode *members;

  g_assert_cmpint (root->type, ==, REDAN_NODE_OR);
  g_assert_cmpuint (root->n_children, ==, 2);
  g_assert_cmpint (root->children[0]->type, ==, REDAN_NODE_COMPARE);
  g_assert_cmpint (root->children[0]->comparison, ==, REDAN_COMPARE_EQUAL);
  g_assert_cmpuint (root->children[0]->column, ==, 8);
  g_assert_cmpint (root->children[0]->children[0]->type, ==, REDAN_NODE_PATH);
  g_assert_cmpint (root->children[0]->children[0]->subject, ==, REDAN_SUBJECT_E);
  g_assert_cmpstr (root->children[0]->children[0]->text, ==, "tech");
  g_assert_cmpuint (root->children[0]->children[0]->column, ==, 1);
  g_assert_cmpstr (root->children[0]->children[1]->text, ==, "vm");

  both = root->children[1];
  g_assert_cmpint (both->type, ==, REDAN_NODE_AND);
  g_assert_cmpint (both->children[1]->type, ==, REDAN_NODE_NOT);
  g_assert_cmpint (both->children[1]->children[0]->type, ==, REDAN_NODE_NOT);
  members = both->children[1]->children[0]->children[0];
  g_assert_cmpint (members->type, ==, REDAN_NODE_IN);
  g_assert_cmpuint (members->n_words, ==, 2);
  g_assert_cmpstr (members->words[1], ==, "waf");
}

static void
test_literal_moves_right (void)
{
  g_autoptr (RedanExpression) expression = parse ("3 < e.a_rating", ELEMENT, NULL);
  const RedanNode *root = redan_expression_get_root (expression);

  g_assert_cmpint (root->comparison, ==, REDAN_COMPARE_GREATER);
  g_assert_cmpint (root->children[0]->type, ==, REDAN_NODE_PATH);
  g_assert_cmpfloat (root->children[1]->number, ==, 3);
}

/* ---- refused ---- */

static const struct
{
  guint contexts;
  const char *text;
  const char *message; /* after "rules.xml:7:", a part of it */
} refused[] = {
  { ELEMENT, "", "1: the expression ends where" },
  { ELEMENT, "e.tech ==", "10: the expression ends where" },
  { ELEMENT, "e.tech == vm e.tech == vm",
    "14: \"e.tech\" stands where \"and\", \"or\" or the end" },
  { ELEMENT, "(e.tech == vm", "14: the expression ends where \")\"" },
  { ELEMENT, "e.tech = vm", "8: unexpected character \"=\"" },
  { ELEMENT, "e.tech == 'vm'", "11: unexpected character \"'\"" },
  { ELEMENT, "e.tech == \xc3\xa9", "11: unexpected character \"\xc3\xa9\"" },
  { ELEMENT, "e.tech in vm", "11: \"vm\" stands where \"{\"" },
  { ELEMENT, "e.tech in {}", "12: \"}\" stands where a value" },
  { ELEMENT, "e.tech in {vm,}", "15: \"}\" stands where a value" },
  { ELEMENT, "e.tech in {vm", "14: the expression ends where \",\"" },
  { ELEMENT, "e.tech not vm", "12: \"vm\" stands where \"in\"" },
  { ELEMENT, "any_in(e, any_out(src, any_in(dst, f.admin == yes)))",
    "24: any_in() inside 2 others" },
  { ELEMENT, "and e.tech == vm", "1: \"and\" stands where an attribute" },
  { ELEMENT, "e.tehc == vm", "1: unknown attribute \"tehc\" of e; did you mean \"tech\"?" },
  { ELEMENT, "e.enc_transit == none", "1: unknown attribute \"enc_transit\" of e" },
  { ELEMENT, "f.authn == none",
    "1: \"f\" stands for nothing here; expected one of e, b, acct, x, prog" },
  { INTERACTION, "e.authn == none",
    "1: \"e\" stands for nothing here; expected one of f, src, dst, acct, x, prog" },
  { ELEMENT, "q.authn == none",
    "1: an attribute such as e.authn is expected before the comparison" },
  { ELEMENT, "e.authn == noen",
    "12: \"noen\" is no value of e.authn; expected one of none, network-only" },
  { ELEMENT, "e.authn == noen", "did you mean \"none\"?" },
  { ELEMENT, "e.tech in {vm,webserver}", "8: \"webserver\" is no value of e.tech" },
  { ELEMENT, "e.tech in {vm,webserver}", "did you mean \"web-server\"?" },
  { ELEMENT, "e.a_rating >= 6 or e.a_rating == 6", "15: \"6\" is no value of e.a_rating" },
  { ELEMENT, "e.tech >= vm", "8: only numbers have an order" },
  { ELEMENT, "e.authn >= 3", "9: only numbers have an order" },
  { ELEMENT, "e.tech has vm", "8: e.tech is no set" },
  { ELEMENT, "e.formats == xml", "11: e.formats is a set; ask with \"has\"" },
  { ELEMENT, "e.formats in {xml}", "11: e.formats is a set; ask with \"has\"" },
  { ELEMENT, "e.formats has unknown", "11: no set has the member" },
  { ELEMENT, "e.formats has xlm", "did you mean \"xml\"?" },
  { ELEMENT, "e.restore_tested == yes",
    "is no value of e.restore_tested; dates are compared with stale()" },
  { ELEMENT, "e.waf", "1: an attribute is no condition; compare it, as in \"e.waf == yes\"" },
  { ELEMENT, "yes", "1: \"yes\" is no condition" },
  { ELEMENT, "e.name == Web", "1: e.name may change" },
  { ELEMENT, "e.tech == e.authn", "11: e.authn cannot be compared with \"tech\"" },
  { ELEMENT, "raech(e)", "1: unknown function \"raech\"; did you mean \"reach\"?" },
  { ELEMENT, "reach()", "1: reach() with 0 arguments; expected 1" },
  { ELEMENT, "reach(e, e)", "1: reach() with 2 arguments; expected 1" },
  { ELEMENT, "reach(e,)", "9: \")\" stands where an argument" },
  { ELEMENT, "reach(src)", "7: reach() expects one of e, x here" },
  { ELEMENT, "crosses(f)", "9: crosses() cannot be asked here" },
  { INTERACTION, "crosses(f, parnter)",
    "12: crosses() expects a value of \"btype\" here; did you mean \"partner\"?" },
  { ELEMENT, "class_ge(e, secret)", "13: class_ge() expects a value of \"data_class\"" },
  { ELEMENT, "depth(e)", "1: depth() is no condition; compare it" },
  { ELEMENT, "reach(e) == yes", "10: reach() is true or false by itself" },
  { ELEMENT, "depth(e) < low", "12: a number is expected here" },
  { ELEMENT, "any_in(e, e.wafe == yes)",
    "11: unknown attribute \"wafe\" of e; did you mean \"waf\"?" },
  { ELEMENT, "stale(e.tech, 3)", "7: e.tech has no date" },
  { ELEMENT, "stale(e.restore_tested, e.tech)", "25: a number is expected here" },
  { ELEMENT, "blast_max() <= 0.25", "1: blast_max() is about the whole model" },
  { MODEL, "all(acount, true, true)",
    "5: another word is expected here; did you mean \"account\"?" },
  { MODEL, "all(account, true, e.tech == vm)", "20: \"e\" stands for nothing here" },
  { MODEL, "undecided(hihg) == 0", "11: another word is expected here; did you mean \"high\"?" },
  { MODEL, "state(BP01) == mett", "16: another word is expected here; did you mean \"met\"?" },
  { MODEL, "prog.polcies == yes",
    "1: unknown attribute \"polcies\" of prog; did you mean \"policies\"?" },
  { MODEL, "e.tech == vm", "1: \"e\" stands for nothing here; expected one of prog" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanExpression) expression = parse (refused[i].text, refused[i].contexts, &error);

      g_assert_null (expression);
      g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_EXPRESSION);
      g_assert_true (g_str_has_prefix (error->message, "rules.xml:7:"));
      if (strstr (error->message, refused[i].message) == NULL)
        g_error ("\"%s\": \"%s\" lacks \"%s\"", refused[i].text, error->message,
                 refused[i].message);
    }
}

static char *
repeat (const char *text, guint n)
{
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (result, text);

  return g_string_free (result, FALSE);
}

static void
test_limits (void)
{
  g_autofree char *open = repeat ("(", 63);
  g_autofree char *close = repeat (")", 63);
  g_autofree char *nested = g_strconcat (open, "e.waf == yes", close, NULL);
  g_autofree char *deeper = g_strconcat ("(", nested, ")", NULL);
  g_autofree char *nots = repeat ("not ", 100);
  g_autofree char *many_nots = g_strconcat (nots, "e.waf == yes", NULL);
  g_autofree char *chain = repeat ("e.waf == yes and ", 240);
  g_autofree char *long_chain = g_strconcat (chain, "e.waf == yes", NULL);
  g_autofree char *too_long = repeat ("e.waf == yes and ", 250);
  const char *const bad[] = { deeper, many_nots, too_long, "e.waf == \xff" };
  g_autoptr (RedanExpression) first = parse (nested, ELEMENT, NULL);
  g_autoptr (RedanExpression) second = parse (long_chain, ELEMENT, NULL);

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_cmpuint (redan_expression_get_root (second)->n_children, ==, 241);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i], ELEMENT, &error));
      g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_EXPRESSION);
    }
}

/* Bytes taken away, doubled or exchanged: refused or accepted, never anything else. */
static void
test_damaged (void)
{
  static const char bytes[] = "(){},.=!<>- ef01_\xc3";
  GRand *random = g_rand_new_with_seed (20250201);

  for (guint i = 0; i < 20000; i++)
    {
      guint which = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (accepted));
      g_autofree char *text = g_strdup (accepted[which].text);
      g_autoptr (RedanExpression) expression = NULL;
      g_autoptr (GError) error = NULL;
      gsize length = strlen (text);

      for (gint n = g_rand_int_range (random, 1, 4); n > 0; n--)
        text[g_rand_int_range (random, 0, (gint32) length)] =
            bytes[g_rand_int_range (random, 0, sizeof bytes - 1)];

      expression = parse (text, accepted[which].contexts, &error);
      g_assert_true ((expression == NULL) == (error != NULL));
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

  g_test_add_func ("/expression/accepted", test_accepted);
  g_test_add_func ("/expression/tree", test_tree);
  g_test_add_func ("/expression/literal-moves-right", test_literal_moves_right);
  g_test_add_func ("/expression/refused", test_refused);
  g_test_add_func ("/expression/limits", test_limits);
  g_test_add_func ("/expression/damaged", test_damaged);
  result = g_test_run ();

  redan_schema_unref (schema);
  return result;
}
