/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules can fire on which kinds, read from their conditions. */

#include "config.h"

#include <string.h>

#include "analysis/expression-private.h"
#include "analysis/program.h"
#include "analysis/rule-check.h"

static const char *const kind_words[] = { "actor", "external", "process", "store" };

/* What is known of a target: the kinds of its ends, or of itself. */
typedef struct
{
  const char *source;
  const char *target;
  const char *itself;
} Kinds;

static const char *
kind_of (const Kinds *kinds, const RedanNode *path)
{
  if (path->type != REDAN_NODE_PATH || strcmp (path->text, "kind") != 0)
    return NULL;

  switch (path->subject)
    {
    case REDAN_SUBJECT_SRC:
      return kinds->source;
    case REDAN_SUBJECT_DST:
      return kinds->target;
    case REDAN_SUBJECT_E:
    case REDAN_SUBJECT_X:
      return kinds->itself;
    default:
      return NULL;
    }
}

static RedanTruth
negated (RedanTruth truth)
{
  return truth == REDAN_UNDECIDED ? truth : truth == REDAN_TRUE ? REDAN_FALSE : REDAN_TRUE;
}

static RedanTruth
ask_leaf (const Kinds *kinds, const RedanNode *node)
{
  const char *kind = node->n_children > 0 ? kind_of (kinds, node->children[0]) : NULL;
  gboolean is_it = FALSE;

  if (kind == NULL)
    return REDAN_UNDECIDED;
  if (node->type == REDAN_NODE_IN)
    for (guint i = 0; i < node->n_words; i++)
      is_it |= strcmp (node->words[i], kind) == 0;
  else if (node->type == REDAN_NODE_COMPARE)
    is_it =
        (strcmp (node->children[1]->text, kind) == 0) == (node->comparison == REDAN_COMPARE_EQUAL);
  else
    return REDAN_UNDECIDED;

  return is_it ? REDAN_TRUE : REDAN_FALSE;
}

/* Kleene's logic in which everything but kinds is unknown. */
static RedanTruth
ask (const Kinds *kinds, const RedanNode *node)
{
  RedanTruth decided = node->type == REDAN_NODE_AND ? REDAN_FALSE : REDAN_TRUE;
  gboolean open = FALSE;

  if (node->type == REDAN_NODE_NOT)
    return negated (ask (kinds, node->children[0]));
  if (node->type != REDAN_NODE_AND && node->type != REDAN_NODE_OR)
    return ask_leaf (kinds, node);

  for (guint i = 0; i < node->n_children; i++)
    {
      RedanTruth truth = ask (kinds, node->children[i]);

      if (truth == decided)
        return decided;
      open |= truth == REDAN_UNDECIDED;
    }

  return open ? REDAN_UNDECIDED : negated (decided);
}

void
redan_catalogue_get_coverage (const RedanCatalogue *catalogue, RedanCoverage *coverage_out)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, &n);

  memset (coverage_out, 0, sizeof *coverage_out);
  for (guint i = 0; i < n; i++)
    {
      const RedanNode *root = redan_expression_get_root (rules[i].condition);
      guint letter =
          rules[i].stride == 0 ? 0 : (guint) (strchr ("STRIDE", rules[i].stride) - "STRIDE");

      if (rules[i].stride == 0)
        continue;
      for (guint kind = 0; kind < REDAN_COVERAGE_KINDS; kind++)
        {
          Kinds kinds = { NULL, NULL, kind < 4 ? kind_words[kind] : NULL };

          if ((rules[i].applies >> kind & 1) != 0 && ask (&kinds, root) != REDAN_FALSE)
            coverage_out->kinds[kind][letter]++;
        }
      for (guint pair = 0; pair < REDAN_COVERAGE_PAIRS; pair++)
        {
          Kinds kinds = { kind_words[pair / 4], kind_words[pair % 4], NULL };

          if ((rules[i].applies & REDAN_APPLIES_FLOW) != 0 && ask (&kinds, root) != REDAN_FALSE)
            coverage_out->pairs[pair][letter]++;
        }
    }
}

/* Letters of each bit of RedanApplies, sec01.md 3: people and others can only pretend and deny; a
 * network can be copied into, seen into and used to go on. Of the model as a whole none is. */
gboolean
redan_coverage_expects (guint kind, guint letter)
{
  static const char *const letters[REDAN_COVERAGE_KINDS] = { "SR",     "SR",  "STRIDE", "TRIDE",
                                                             "STRIDE", "RIE", "STRIDE", "" };

  return strchr (letters[kind], "STRIDE"[letter]) != NULL;
}

gboolean
redan_coverage_expects_pair (guint pair)
{
  return pair / 4 >= 2 || pair % 4 >= 2;
}

static gboolean
asks_graph (const RedanNode *node)
{
  static const char *const functions[] = { "reach", "depth", "blast", "choke", NULL };

  if (node->type == REDAN_NODE_CALL && g_strv_contains (functions, node->text))
    return TRUE;
  for (guint i = 0; i < node->n_children; i++)
    if (asks_graph (node->children[i]))
      return TRUE;

  return FALSE;
}

gboolean
redan_rule_reads_graph (const RedanRule *rule)
{
  return asks_graph (redan_expression_get_root (rule->condition));
}
