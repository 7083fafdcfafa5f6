/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions written out again, for reasons and as keys of equal atoms. */

#include "analysis/expression-private.h"

static const char *const comparison_words[] = { "==", "!=", "<", "<=", ">", ">=" };

static void append_node (GString *text, const RedanNode *node);

static void
append_list (GString *text, const char *separator, RedanNode *const *nodes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, separator);
      append_node (text, nodes[i]);
    }
}

static void
append_members (GString *text, const RedanNode *node, const char *word)
{
  append_node (text, node->children[0]);
  g_string_append_printf (text, " %s {", word);
  for (guint i = 0; i < node->n_words; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", node->words[i]);
  g_string_append_c (text, '}');
}

static void
append_node (GString *text, const RedanNode *node)
{
  const RedanNode *child = node->n_children > 0 ? node->children[0] : NULL;

  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      g_string_append_c (text, '(');
      append_list (text, node->type == REDAN_NODE_AND ? " and " : " or ", node->children,
                   node->n_children);
      g_string_append_c (text, ')');
      break;
    case REDAN_NODE_NOT:
      if (child->type == REDAN_NODE_IN)
        {
          append_members (text, child, "not in");
          break;
        }
      g_string_append (text, "not ");
      append_node (text, child);
      break;
    case REDAN_NODE_COMPARE:
      append_node (text, child);
      g_string_append_printf (text, " %s ", comparison_words[node->comparison]);
      append_node (text, node->children[1]);
      break;
    case REDAN_NODE_IN:
      append_members (text, node, "in");
      break;
    case REDAN_NODE_HAS:
      append_node (text, child);
      g_string_append_printf (text, " has %s", node->words[0]);
      break;
    case REDAN_NODE_CALL:
      g_string_append_printf (text, "%s(", node->text);
      append_list (text, ", ", node->children, node->n_children);
      g_string_append_c (text, ')');
      break;
    case REDAN_NODE_PATH:
      g_string_append_printf (text, "%s.%s", subject_get_word (node->subject), node->text);
      break;
    case REDAN_NODE_WORD:
    case REDAN_NODE_NUMBER:
      g_string_append (text, node->text);
      break;
    }
}

char *
node_dup_text (const RedanNode *node)
{
  GString *text = g_string_new (NULL);

  append_node (text, node);
  return g_string_free (text, FALSE);
}
