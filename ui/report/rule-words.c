/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the conditions of rules in words, with the labels of the schema. */

#include "config.h"

#include "ui/report/rule-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"

typedef struct
{
  const RedanSchema *schema;
  GString *text;
} Writer;

static const char *
get_subject (RedanSubject subject)
{
  switch (subject)
    {
    case REDAN_SUBJECT_E:
    case REDAN_SUBJECT_X:
      return _ ("of it");
    case REDAN_SUBJECT_F:
      return _ ("of the flow");
    case REDAN_SUBJECT_SRC:
      return _ ("of the source");
    case REDAN_SUBJECT_DST:
      return _ ("of the destination");
    case REDAN_SUBJECT_B:
      return _ ("of the boundary");
    case REDAN_SUBJECT_ACCT:
      return _ ("of the account");
    default:
      return _ ("of the programme");
    }
}

/* The first attribute of the name: labels of one name agree between scopes. */
static const RedanAttribute *
find_attribute (const Writer *self, const RedanNode *path)
{
  for (guint scope = 0; scope < REDAN_N_SCOPES; scope++)
    {
      const RedanAttribute *attribute =
          redan_schema_lookup (self->schema, (RedanScope) scope, path->text, -1);
      gboolean of_flow = path->subject == REDAN_SUBJECT_F;

      if (attribute != NULL && (!of_flow || scope == REDAN_SCOPE_FLOW))
        return attribute;
    }

  return NULL;
}

static void
append_path (Writer *self, const RedanNode *path)
{
  const RedanAttribute *attribute = find_attribute (self, path);

  g_string_append_printf (self->text, "%s %s", attribute != NULL ? attribute->label : path->text,
                          get_subject (path->subject));
}

static void
append_value (Writer *self, const RedanAttribute *attribute, const char *word)
{
  g_autofree char *title =
      attribute != NULL ? redan_value_dup_title (attribute, word) : g_strdup (word);

  g_string_append (self->text, title);
}

static void
append_call (Writer *self, const RedanNode *call)
{
  static const struct
  {
    const char *name;
    const char *words;
  } functions[] = {
    { "crosses", N_ ("the flow crosses a boundary") },
    { "human", N_ ("a person calls it") },
    { "reach", N_ ("untrusted callers reach it") },
    { "class_ge", N_ ("the data has this class or a higher one") },
    { "inside", N_ ("it lies inside a boundary of this kind") },
    { "stale", N_ ("the date is older than so many days") },
    { "workloads", N_ ("workloads in the boundary") },
    { "envs", N_ ("environments in the boundary") },
    { "depth", N_ ("fewest layers on an attack path to it") },
    { "blast", N_ ("share of the estate that falls with it") },
    { "choke", N_ ("share of the stores behind it") },
  };
  const char *words = call->text;

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, call->text) == 0)
      words = _ (functions[i].words);
  g_string_append (self->text, words);
  for (guint i = 0; i < call->n_children; i++)
    if (call->children[i]->type == REDAN_NODE_NUMBER ||
        (call->children[i]->type == REDAN_NODE_WORD && i > 0))
      g_string_append_printf (self->text, " (%s)", call->children[i]->text);
}

static void
append_operand (Writer *self, const RedanNode *node, const RedanAttribute *attribute)
{
  if (node->type == REDAN_NODE_PATH)
    append_path (self, node);
  else if (node->type == REDAN_NODE_CALL)
    append_call (self, node);
  else
    append_value (self, attribute, node->text);
}

static void
append_members (Writer *self, const RedanNode *node, gboolean negated)
{
  const RedanAttribute *attribute = find_attribute (self, node->children[0]);

  append_operand (self, node->children[0], NULL);
  g_string_append_printf (self->text, " %s ", negated ? _ ("is none of:") : _ ("is one of:"));
  for (guint i = 0; i < node->n_words; i++)
    {
      g_string_append (self->text, i > 0 ? ", " : "");
      append_value (self, attribute, node->words[i]);
    }
}

static void
append_comparison (Writer *self, const RedanNode *node, gboolean negated)
{
  static const char *const words[] = { N_ ("is"),         N_ ("is not"),       N_ ("is less than"),
                                       N_ ("is at most"), N_ ("is more than"), N_ ("is at least") };
  const RedanNode *left = node->children[0];
  const RedanAttribute *attribute =
      left->type == REDAN_NODE_PATH ? find_attribute (self, left) : NULL;

  if (negated)
    g_string_append (self->text, _ ("not: "));
  append_operand (self, left, NULL);
  g_string_append_printf (self->text, " %s ", _ (words[node->comparison]));
  append_operand (self, node->children[1], attribute);
}

static void append_node (Writer *self, const RedanNode *node, guint depth, gboolean negated);

static void
append_line (Writer *self, guint depth)
{
  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (self->text, "  ");
}

/* Whether a caller or something called has the property of the inner condition. */
static gboolean
append_quantifier (Writer *self, const RedanNode *node, guint depth, gboolean negated)
{
  gboolean incoming = strcmp (node->text, "any_in") == 0;

  if (!incoming && strcmp (node->text, "any_out") != 0)
    return FALSE;
  append_line (self, depth);
  if (incoming)
    g_string_append (self->text, negated ? _ ("for no flow that comes in:")
                                         : _ ("for some flow that comes in:"));
  else
    g_string_append (self->text, negated ? _ ("for no flow that goes out:")
                                         : _ ("for some flow that goes out:"));
  append_node (self, node->children[1], depth + 1, FALSE);
  return TRUE;
}

static void
append_node (Writer *self, const RedanNode *node, guint depth, gboolean negated)
{
  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      append_line (self, depth);
      if (negated)
        g_string_append (self->text, _ ("not: "));
      g_string_append (self->text, node->type == REDAN_NODE_AND ? _ ("all of:") : _ ("any of:"));
      for (guint i = 0; i < node->n_children; i++)
        append_node (self, node->children[i], depth + 1, FALSE);
      return;
    case REDAN_NODE_NOT:
      append_node (self, node->children[0], depth, !negated);
      return;
    case REDAN_NODE_CALL:
      if (append_quantifier (self, node, depth, negated))
        return;
      append_line (self, depth);
      if (negated)
        g_string_append (self->text, _ ("not: "));
      append_call (self, node);
      return;
    case REDAN_NODE_IN:
      append_line (self, depth);
      append_members (self, node, negated);
      return;
    case REDAN_NODE_HAS:
      append_line (self, depth);
      if (negated)
        g_string_append (self->text, _ ("not: "));
      append_operand (self, node->children[0], NULL);
      g_string_append_printf (self->text, " %s ", _ ("has"));
      append_value (self, find_attribute (self, node->children[0]), node->words[0]);
      return;
    default:
      append_line (self, depth);
      if (node->type == REDAN_NODE_COMPARE)
        append_comparison (self, node, negated);
      else
        append_operand (self, node, NULL);
    }
}

char *
redan_condition_dup_words (const RedanSchema *schema, const RedanExpression *condition)
{
  Writer writer = { schema, g_string_new (NULL) };

  append_node (&writer, redan_expression_get_root (condition), 0, FALSE);
  return g_string_free (writer.text, FALSE);
}
