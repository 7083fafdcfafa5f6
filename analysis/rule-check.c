/* SPDX-License-Identifier: Apache-2.0 */
/* Tests the rules of a catalogue by their fixtures and by negating their conditions one by one. */

#include "config.h"

#include "analysis/rule-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/expression-private.h"
#include "analysis/rule-world.h"
#include "analysis/score-reach.h"

#define MAX_WORLDS 64

/* The nodes of a condition that was changed in one place; the unchanged ones belong to the
 * original. */
typedef struct
{
  GPtrArray *memory;
} Mutation;

/* @worlds, @outcomes: by fixture; @world NULL where the text is wrong */
typedef struct
{
  RedanCatalogue *catalogue;
  const RedanRule *rule;
  GPtrArray *findings;
  RuleWorld *worlds[MAX_WORLDS];
  RedanTruth outcomes[MAX_WORLDS];
  guint n_worlds;
} RuleTest;

void
redan_rule_finding_free (RedanRuleFinding *self)
{
  g_free (self->message);
  g_free (self);
}

void
rule_check_report (
    GPtrArray *findings, const char *path, guint line, guint column, const char *format, ...)
{
  RedanRuleFinding *finding = g_new0 (RedanRuleFinding, 1);
  va_list arguments;

  finding->path = path;
  finding->line = line;
  finding->column = column;
  va_start (arguments, format);
  finding->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (findings, finding);
}

/* ---- mutants ---- */

static gboolean
is_joint (const RedanNode *node)
{
  return node->type == REDAN_NODE_AND || node->type == REDAN_NODE_OR ||
         node->type == REDAN_NODE_NOT;
}

static gboolean
is_quantifier (const RedanNode *node)
{
  return node->type == REDAN_NODE_CALL &&
         (strcmp (node->text, "any_in") == 0 || strcmp (node->text, "any_out") == 0);
}

/* The single conditions of an expression, those inside quantifiers too. */
static void
collect_leaves (const RedanNode *node, GPtrArray *leaves)
{
  if (!is_joint (node))
    g_ptr_array_add (leaves, (gpointer) node);
  if (is_quantifier (node))
    collect_leaves (node->children[1], leaves);
  for (guint i = 0; is_joint (node) && i < node->n_children; i++)
    collect_leaves (node->children[i], leaves);
}

static RedanNode *
copy_node (Mutation *self, const RedanNode *node)
{
  RedanNode *copy = g_memdup2 (node, sizeof *node);

  g_ptr_array_add (self->memory, copy);
  if (node->n_children > 0)
    {
      copy->children = g_memdup2 (node->children, node->n_children * sizeof *node->children);
      g_ptr_array_add (self->memory, copy->children);
    }

  return copy;
}

/* @node with @leaf negated; @node itself when it does not hold the leaf */
static const RedanNode *
negate (Mutation *self, const RedanNode *node, const RedanNode *leaf)
{
  if (node == leaf)
    {
      RedanNode *negation = g_new0 (RedanNode, 1);
      RedanNode **children = g_new0 (RedanNode *, 1);

      children[0] = (RedanNode *) node;
      negation->type = REDAN_NODE_NOT;
      negation->column = node->column;
      negation->children = children;
      negation->n_children = 1;
      g_ptr_array_add (self->memory, negation);
      g_ptr_array_add (self->memory, children);
      return negation;
    }

  for (guint i = 0; i < node->n_children; i++)
    {
      const RedanNode *changed = negate (self, node->children[i], leaf);

      if (changed != node->children[i])
        {
          RedanNode *copy = copy_node (self, node);

          copy->children[i] = (RedanNode *) changed;
          return copy;
        }
    }

  return node;
}

/* Where a condition begins: the column of a comparison is that of its sign. */
static guint
find_column (const RedanNode *node)
{
  guint column = node->column;

  for (guint i = 0; i < node->n_children; i++)
    column = MIN (column, node->children[i]->column);

  return column;
}

static gboolean
is_noticed (const RuleTest *self, const RedanNode *leaf)
{
  const RedanNode *root = redan_expression_get_root (self->rule->condition);
  Mutation mutation = { g_ptr_array_new_with_free_func (g_free) };
  const RedanNode *mutant = negate (&mutation, root, leaf);
  gboolean noticed = FALSE;

  for (guint i = 0; i < self->n_worlds && !noticed; i++)
    noticed =
        self->worlds[i] != NULL && rule_world_ask (self->worlds[i], mutant) != self->outcomes[i];
  g_ptr_array_unref (mutation.memory);

  return noticed;
}

/* ---- fixtures ---- */

static void
run_fixtures (RuleTest *self)
{
  const RedanRule *rule = self->rule;
  const RedanNode *root = redan_expression_get_root (rule->condition);
  guint n[2] = { 0 };

  for (guint i = 0; i < rule->n_fixtures && i < MAX_WORLDS; i++)
    {
      const RedanFixture *fixture = &rule->fixtures[i];
      g_autoptr (GError) error = NULL;

      self->n_worlds = i + 1;
      n[fixture->fires]++;
      self->worlds[i] = rule_world_new (self->catalogue, rule, fixture->text, &error);
      if (self->worlds[i] == NULL)
        {
          rule_check_report (self->findings, rule->path, fixture->line, 0, _ ("fixture of %s: %s"), rule->id,
                  error->message);
          continue;
        }
      self->outcomes[i] = rule_world_ask (self->worlds[i], root);
      if (self->outcomes[i] != (fixture->fires ? REDAN_TRUE : REDAN_FALSE))
        rule_check_report (self->findings, rule->path, fixture->line, 0,
                fixture->fires ? _ ("%s does not fire in this fixture; correct one of them")
                               : _ ("%s is not false in this fixture; correct one of them"),
                rule->id);
    }
  if (rule->n_fixtures > MAX_WORLDS)
    rule_check_report (self->findings, rule->path, rule->fixtures[MAX_WORLDS].line, 0,
            _ ("%s has more than %d fixtures; remove those that add nothing"), rule->id,
            MAX_WORLDS);
  if (n[TRUE] == 0)
    rule_check_report (self->findings, rule->path, rule->line, 0,
            _ ("%s has no fixture in which it fires; add <fixture fires=\"yes\">"), rule->id);
  if (n[FALSE] == 0)
    rule_check_report (self->findings, rule->path, rule->line, 0,
            _ ("%s has no fixture in which it does not fire; add <fixture fires=\"no\">"),
            rule->id);
}

static void
check_conditions (RuleTest *self)
{
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();

  collect_leaves (redan_expression_get_root (self->rule->condition), leaves);
  for (guint i = 0; i < leaves->len; i++)
    {
      const RedanNode *leaf = leaves->pdata[i];
      g_autofree char *text = NULL;

      if (is_noticed (self, leaf))
        continue;
      text = node_dup_text (leaf);
      rule_check_report (self->findings, self->rule->path, self->rule->condition_line, find_column (leaf),
              _ ("%s: no fixture notices when \"%s\" is negated; add one that depends on it"),
              self->rule->id, text);
    }
}

/* Conditions are left alone while a fixture cannot be read: it may be the one that notices. */
static void
check_rule (RedanCatalogue *catalogue, const RedanRule *rule, GPtrArray *findings)
{
  RuleTest test = { .catalogue = catalogue, .rule = rule, .findings = findings };
  gboolean readable = rule->n_fixtures > 0 && rule->n_fixtures <= MAX_WORLDS;

  run_fixtures (&test);
  for (guint i = 0; i < test.n_worlds; i++)
    readable &= test.worlds[i] != NULL;
  if (readable)
    check_conditions (&test);
  for (guint i = 0; i < test.n_worlds; i++)
    rule_world_free (test.worlds[i]);
}

/* ---- controls and bands ---- */

static void
check_controls (const RedanCatalogue *catalogue, const RedanRule *rule, GPtrArray *findings)
{
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  const RedanScoring *scoring = redan_catalogue_get_scoring (catalogue);
  guint n_acting = 0;

  for (guint i = 0; i < rule->n_controls; i++)
    {
      const RedanControl *control = &controls[rule->controls[i]];
      gboolean acts = control->layer != REDAN_LAYER_ORGANIZATIONAL && control->strength > 0;
      gboolean meets = redan_reach_can_meet (scoring, rule->applies, control->applies);

      n_acting += acts && meets;
      if (!acts)
        rule_check_report (findings, rule->path, rule->line, 0,
                _ ("%s names %s, which never lowers a score; name another control"), rule->id,
                control->id);
      else if (!meets)
        rule_check_report (findings, rule->path, rule->line, 0,
                _ ("%s names %s, which stands where it cannot lower this threat; name another "
                   "control"),
                rule->id, control->id);
    }
  if (n_acting == 0)
    rule_check_report (findings, rule->path, rule->line, 0, _ ("nothing lowers %s; name a control that does"),
            rule->id);
}

/* The highest score that the formula gives a rule. */
static double
find_highest (const RedanScoring *scoring, const RedanRule *rule)
{
  double impact = sqrt (scoring->impact[rule->impact] * scoring->rating[5]);

  return 100 * (1 - exp (-scoring->hazard[rule->likelihood])) * (1 - pow (1 - impact, 2));
}

static void
check_bands (const RedanCatalogue *catalogue, GPtrArray *findings)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (catalogue);
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n);
  double highest = 0;

  for (guint i = 0; i < n; i++)
    highest = MAX (highest, find_highest (scoring, &rules[i]));
  for (guint i = 0; i < REDAN_N_BANDS && n > 0; i++)
    if (scoring->band[i] > highest)
      rule_check_report (findings, rules[0].path, 1, 0, _ ("no rule can reach the band \"%s\""),
              redan_band_get_word ((RedanBand) i));
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const RedanRuleFinding *x = *(const RedanRuleFinding *const *) a;
  const RedanRuleFinding *y = *(const RedanRuleFinding *const *) b;
  int order = strcmp (x->path, y->path);

  if (order != 0)
    return order;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;

  return strcmp (x->message, y->message);
}

GPtrArray *
redan_catalogue_check (RedanCatalogue *catalogue, const char *pack)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_rule_finding_free);
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n);

  for (guint i = 0; i < n; i++)
    {
      if (pack != NULL && strcmp (rules[i].pack, pack) != 0)
        continue;
      check_rule (catalogue, &rules[i], findings);
      check_controls (catalogue, &rules[i], findings);
    }
  if (pack == NULL)
    {
      check_bands (catalogue, findings);
      criterion_check_all (catalogue, findings);
    }
  g_ptr_array_sort (findings, compare_findings);

  return findings;
}
