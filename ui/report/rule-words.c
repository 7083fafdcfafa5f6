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
get_owner (RedanSubject subject)
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

static const char *
get_subject (RedanSubject subject)
{
  switch (subject)
    {
    case REDAN_SUBJECT_E:
    case REDAN_SUBJECT_X:
      return _ ("it");
    case REDAN_SUBJECT_F:
      return _ ("the flow");
    case REDAN_SUBJECT_SRC:
      return _ ("the source");
    case REDAN_SUBJECT_DST:
      return _ ("the destination");
    case REDAN_SUBJECT_B:
      return _ ("the boundary");
    case REDAN_SUBJECT_ACCT:
      return _ ("the account");
    default:
      return _ ("the programme");
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

  g_string_append_printf (self->text, "\"%s\" %s",
                          attribute != NULL ? attribute->label : path->text,
                          get_owner (path->subject));
}

static void
append_value (Writer *self, const RedanAttribute *attribute, const char *word)
{
  g_autofree char *title = attribute != NULL ? redan_value_dup_title (attribute, word) : NULL;

  if (title != NULL)
    g_string_append_printf (self->text, "\"%s\"", title);
  else
    g_string_append (self->text, word);
}

/* What a call is about, in words: an object, or an attribute of one. */
static void
append_argument (Writer *self, const RedanNode *argument)
{
  if (argument->type == REDAN_NODE_PATH)
    append_path (self, argument);
  else
    g_string_append (self->text, get_subject (argument->subject));
}

/* "%1" stands for what the call is about, "%2" for its second argument. */
static void
append_template (Writer *self, const char *words, const RedanNode *call)
{
  for (const char *place; (place = strchr (words, '%')) != NULL; words = place + 2)
    {
      g_string_append_len (self->text, words, place - words);
      if (place[1] == '1')
        append_argument (self, call->children[0]);
      else
        g_string_append (self->text, call->children[1]->text);
    }
  g_string_append (self->text, words);
}

static void
append_call (Writer *self, const RedanNode *call)
{
  static const struct
  {
    const char *name;
    guint n_arguments;
    const char *words;
  } functions[] = {
    { "crosses", 1, N_ ("%1 crosses a boundary") },
    { "crosses", 2, N_ ("%1 crosses a boundary of the kind \"%2\"") },
    { "human", 1, N_ ("people use %1") },
    { "reach", 1, N_ ("untrusted callers reach %1") },
    { "class_ge", 2, N_ ("the data of %1 is \"%2\" or of a higher class") },
    { "inside", 2, N_ ("%1 lies inside a boundary of the kind \"%2\"") },
    { "stale", 2, N_ ("%1 is more than %2 days ago") },
    { "workloads", 1, N_ ("the number of workloads in %1") },
    { "envs", 1, N_ ("the number of environments in %1") },
    { "depth", 1, N_ ("the fewest layers on an attack path to %1") },
    { "blast", 1, N_ ("the share of the estate that falls with %1") },
    { "choke", 1, N_ ("the share of the stores behind %1") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, call->text) == 0 && functions[i].n_arguments == call->n_children)
      {
        append_template (self, _ (functions[i].words), call);
        return;
      }
  g_string_append (self->text, call->text);
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
  const char *words;

  if (!incoming && strcmp (node->text, "any_out") != 0)
    return FALSE;
  append_line (self, depth);
  if (incoming)
    words = negated ? _ ("for no flow into %1:") : _ ("for some flow into %1:");
  else
    words = negated ? _ ("for no flow out of %1:") : _ ("for some flow out of %1:");
  append_template (self, words, node);
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
