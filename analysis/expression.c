/* SPDX-License-Identifier: Apache-2.0 */
/* Lexer and parser of the expression language (grammar: sec01, section 3); the types are checked in
 * expression-check.c. */

#include "analysis/expression.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "analysis/error.h"
#include "analysis/expression-private.h"

#define MAX_TEXT 4096
#define MAX_NESTING 64

struct _RedanExpression
{
  RedanNode *root;
  char *text;
  GStringChunk *strings;
  GPtrArray *blocks; /* every allocation of the tree */
};

typedef enum
{
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_NUMBER,
  TOKEN_COMPARISON,
  TOKEN_PUNCTUATION,
} TokenType;

typedef struct
{
  TokenType type;
  const char *text; /* interned in the expression */
  guint column;
} Token;

typedef struct
{
  const ExpressionPlace *place;
  RedanExpression *expression;
  const char *next;
  Token token;
  guint depth;
} Parser;

static RedanNode *parse_or (Parser *self, GError **error);

void
expression_error (
    const ExpressionPlace *place, guint column, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_EXPRESSION, "%s:%u:%u: %s",
               place->path, place->line, column, message);
}

static gpointer
allocate (RedanExpression *self, gsize size)
{
  gpointer block = g_malloc0 (size);

  g_ptr_array_add (self->blocks, block);
  return block;
}

static gboolean
is_word_start (char c)
{
  return g_ascii_isalpha (c) || c == '_';
}

static gboolean
is_word_part (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.';
}

static gsize
measure_number (const char *text)
{
  gsize n = strspn (text, "0123456789");

  if (text[n] == '.' && g_ascii_isdigit (text[n + 1]))
    n += 1 + strspn (text + n + 1, "0123456789");

  return n;
}

static gsize
measure_comparison (const char *text)
{
  if (text[0] != '\0' && strchr ("=!<>", text[0]) != NULL && text[1] == '=')
    return 2;

  return text[0] == '<' || text[0] == '>' ? 1 : 0;
}

/* Reads the next token into self->token. */
static gboolean
advance (Parser *self, GError **error)
{
  const char *text = self->next;
  gsize n;

  while (g_ascii_isspace (*text))
    text++;

  self->token.column = (guint) (text - self->expression->text) + 1;

  if (*text == '\0')
    {
      self->token.type = TOKEN_END;
      n = 0;
    }
  else if ((n = measure_comparison (text)) > 0)
    self->token.type = TOKEN_COMPARISON;
  else if (strchr ("(){},", *text) != NULL)
    {
      self->token.type = TOKEN_PUNCTUATION;
      n = 1;
    }
  else if (g_ascii_isdigit (*text))
    {
      self->token.type = TOKEN_NUMBER;
      n = measure_number (text);
    }
  else if (is_word_start (*text))
    {
      self->token.type = TOKEN_WORD;
      for (n = 1; is_word_part (text[n]);)
        n++;
    }
  else
    {
      expression_error (
          self->place, self->token.column, error,
          _ ("unexpected character \"%.*s\"; expected a name, a number, a comparison or a bracket"),
          (int) (g_utf8_next_char (text) - text), text);
      return FALSE;
    }

  self->token.text =
      n == 0 ? "" : g_string_chunk_insert_len (self->expression->strings, text, (gssize) n);
  self->next = text + n;
  return TRUE;
}

static gboolean
is_token (const Parser *self, TokenType type, const char *text)
{
  return self->token.type == type && strcmp (self->token.text, text) == 0;
}

static void
fail_expected (const Parser *self, const char *expected, GError **error)
{
  if (self->token.type == TOKEN_END)
    expression_error (self->place, self->token.column, error,
                      _ ("the expression ends where %s is expected"), expected);
  else
    expression_error (self->place, self->token.column, error,
                      _ ("\"%s\" stands where %s is expected"), self->token.text, expected);
}

static gboolean
expect (Parser *self, const char *punctuation, GError **error)
{
  g_autofree char *quoted = NULL;

  if (is_token (self, TOKEN_PUNCTUATION, punctuation))
    return advance (self, error);

  quoted = g_strdup_printf ("\"%s\"", punctuation);
  fail_expected (self, quoted, error);
  return FALSE;
}

static RedanNode *
new_node (Parser *self, RedanNodeType type, guint column)
{
  RedanNode *node = allocate (self->expression, sizeof *node);

  node->type = type;
  node->column = column;
  node->text = "";
  return node;
}

static void
set_children (Parser *self, RedanNode *node, gpointer const *children, guint n)
{
  node->children = allocate (self->expression, MAX (n, 1) * sizeof *node->children);
  node->n_children = n;
  for (guint i = 0; i < n; i++)
    node->children[i] = children[i];
}

static RedanNode *
parse_call (Parser *self, const char *name, guint column, GError **error)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  RedanNode *node = new_node (self, REDAN_NODE_CALL, column);

  node->text = name;
  if (!advance (self, error))
    return NULL;

  while (!is_token (self, TOKEN_PUNCTUATION, ")"))
    {
      RedanNode *argument = parse_or (self, error);

      if (argument == NULL)
        return NULL;
      g_ptr_array_add (arguments, argument);
      if (is_token (self, TOKEN_PUNCTUATION, ")"))
        break;
      if (!expect (self, ",", error))
        return NULL;
      if (is_token (self, TOKEN_PUNCTUATION, ")"))
        {
          fail_expected (self, _ ("an argument"), error);
          return NULL;
        }
    }

  set_children (self, node, arguments->pdata, arguments->len);
  return advance (self, error) ? node : NULL;
}

static RedanNode *
parse_word (Parser *self, GError **error)
{
  const char *text = self->token.text;
  guint column = self->token.column;
  const char *dot = strchr (text, '.');
  RedanSubject subject;
  RedanNode *node;

  if (!advance (self, error))
    return NULL;

  if (is_token (self, TOKEN_PUNCTUATION, "("))
    return parse_call (self, text, column, error);

  if (dot == NULL || !subject_from_word (text, (gsize) (dot - text), &subject))
    {
      node = new_node (self, REDAN_NODE_WORD, column);
      node->text = text;
      if (subject_from_word (text, strlen (text), &subject))
        node->subject = subject;
      return node;
    }

  node = new_node (self, REDAN_NODE_PATH, column);
  node->subject = subject;
  node->text = dot + 1;
  return node;
}

static RedanNode *
parse_term (Parser *self, GError **error)
{
  RedanNode *node;

  switch (self->token.type)
    {
    case TOKEN_WORD:
      if (is_token (self, TOKEN_WORD, "and") || is_token (self, TOKEN_WORD, "or") ||
          is_token (self, TOKEN_WORD, "in") || is_token (self, TOKEN_WORD, "has") ||
          is_token (self, TOKEN_WORD, "not"))
        break;
      return parse_word (self, error);

    case TOKEN_NUMBER:
      node = new_node (self, REDAN_NODE_NUMBER, self->token.column);
      node->text = self->token.text;
      node->number = g_ascii_strtod (self->token.text, NULL);
      return advance (self, error) ? node : NULL;

    case TOKEN_PUNCTUATION:
      if (!is_token (self, TOKEN_PUNCTUATION, "("))
        break;
      if (!advance (self, error) || (node = parse_or (self, error)) == NULL)
        return NULL;
      return expect (self, ")", error) ? node : NULL;

    default:
      break;
    }

  fail_expected (self, _ ("an attribute, a function or \"(\""), error);
  return NULL;
}

static RedanNode *
parse_set (Parser *self, RedanNode *operand, guint column, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  RedanNode *node = new_node (self, REDAN_NODE_IN, column);

  if (!expect (self, "{", error))
    return NULL;

  for (;;)
    {
      if (self->token.type != TOKEN_WORD && self->token.type != TOKEN_NUMBER)
        {
          fail_expected (self, _ ("a value"), error);
          return NULL;
        }
      g_ptr_array_add (words, (gpointer) self->token.text);
      if (!advance (self, error))
        return NULL;
      if (is_token (self, TOKEN_PUNCTUATION, "}"))
        break;
      if (!expect (self, ",", error))
        return NULL;
    }

  set_children (self, node, (gpointer[]){ operand }, 1);
  node->words = allocate (self->expression, words->len * sizeof *node->words);
  node->n_words = words->len;
  for (guint i = 0; i < words->len; i++)
    node->words[i] = words->pdata[i];

  return advance (self, error) ? node : NULL;
}

static RedanComparison
comparison_from_text (const char *text)
{
  static const char *const words[] = { "==", "!=", "<", "<=", ">", ">=" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i], text) == 0)
      return (RedanComparison) i;

  g_assert_not_reached ();
}

/* "3 <= e.a_rating" becomes "e.a_rating >= 3": only the right operand is ever a literal. */
static void
put_literal_right (RedanNode *node)
{
  static const RedanComparison mirrored[] = {
    [REDAN_COMPARE_EQUAL] = REDAN_COMPARE_EQUAL,
    [REDAN_COMPARE_NOT_EQUAL] = REDAN_COMPARE_NOT_EQUAL,
    [REDAN_COMPARE_LESS] = REDAN_COMPARE_GREATER,
    [REDAN_COMPARE_LESS_EQUAL] = REDAN_COMPARE_GREATER_EQUAL,
    [REDAN_COMPARE_GREATER] = REDAN_COMPARE_LESS,
    [REDAN_COMPARE_GREATER_EQUAL] = REDAN_COMPARE_LESS_EQUAL,
  };
  RedanNode *left = node->children[0];
  RedanNode *right = node->children[1];

  if (left->type != REDAN_NODE_WORD && left->type != REDAN_NODE_NUMBER)
    return;
  if (right->type != REDAN_NODE_PATH && right->type != REDAN_NODE_CALL)
    return;

  node->children[0] = right;
  node->children[1] = left;
  node->comparison = mirrored[node->comparison];
}

static RedanNode *
parse_has (Parser *self, RedanNode *operand, guint column, GError **error)
{
  RedanNode *node = new_node (self, REDAN_NODE_HAS, column);

  if (self->token.type != TOKEN_WORD)
    {
      fail_expected (self, _ ("a value"), error);
      return NULL;
    }

  set_children (self, node, (gpointer[]){ operand }, 1);
  node->words = allocate (self->expression, sizeof *node->words);
  node->n_words = 1;
  node->words[0] = self->token.text;
  return advance (self, error) ? node : NULL;
}

static RedanNode *
parse_comparison (Parser *self, GError **error)
{
  RedanNode *left = parse_term (self, error);
  guint column = self->token.column;
  RedanNode *right;
  RedanNode *node;

  if (left == NULL)
    return NULL;

  if (self->token.type == TOKEN_COMPARISON)
    {
      node = new_node (self, REDAN_NODE_COMPARE, column);
      node->comparison = comparison_from_text (self->token.text);
      if (!advance (self, error) || (right = parse_term (self, error)) == NULL)
        return NULL;
      set_children (self, node, (gpointer[]){ left, right }, 2);
      put_literal_right (node);
      return node;
    }

  if (is_token (self, TOKEN_WORD, "in"))
    return advance (self, error) ? parse_set (self, left, column, error) : NULL;

  if (is_token (self, TOKEN_WORD, "has"))
    return advance (self, error) ? parse_has (self, left, column, error) : NULL;

  if (!is_token (self, TOKEN_WORD, "not"))
    return left;

  if (!advance (self, error))
    return NULL;
  if (!is_token (self, TOKEN_WORD, "in"))
    {
      fail_expected (self, "\"in\"", error);
      return NULL;
    }
  if (!advance (self, error) || (right = parse_set (self, left, column, error)) == NULL)
    return NULL;

  node = new_node (self, REDAN_NODE_NOT, column);
  set_children (self, node, (gpointer[]){ right }, 1);
  return node;
}

static RedanNode *
parse_not (Parser *self, GError **error)
{
  guint column = self->token.column;
  RedanNode *operand;
  RedanNode *node;

  if (self->depth >= MAX_NESTING)
    {
      expression_error (self->place, column, error,
                        _ ("nested deeper than %u levels; split the expression"), MAX_NESTING);
      return NULL;
    }

  self->depth++;
  if (!is_token (self, TOKEN_WORD, "not"))
    {
      node = parse_comparison (self, error);
      self->depth--;
      return node;
    }

  if (!advance (self, error) || (operand = parse_not (self, error)) == NULL)
    return NULL;

  self->depth--;
  node = new_node (self, REDAN_NODE_NOT, column);
  set_children (self, node, (gpointer[]){ operand }, 1);
  return node;
}

/* Operands of one chain of "and" or "or" become the children of one node. */
static RedanNode *
parse_chain (Parser *self,
             const char *word,
             RedanNodeType type,
             RedanNode *(*parse_operand) (Parser *, GError **),
             GError **error)
{
  g_autoptr (GPtrArray) operands = g_ptr_array_new ();
  guint column = self->token.column;
  RedanNode *node = parse_operand (self, error);

  if (node == NULL || !is_token (self, TOKEN_WORD, word))
    return node;

  g_ptr_array_add (operands, node);
  while (is_token (self, TOKEN_WORD, word))
    {
      if (!advance (self, error) || (node = parse_operand (self, error)) == NULL)
        return NULL;
      g_ptr_array_add (operands, node);
    }

  node = new_node (self, type, column);
  set_children (self, node, operands->pdata, operands->len);
  return node;
}

static RedanNode *
parse_and (Parser *self, GError **error)
{
  return parse_chain (self, "and", REDAN_NODE_AND, parse_not, error);
}

static RedanNode *
parse_or (Parser *self, GError **error)
{
  return parse_chain (self, "or", REDAN_NODE_OR, parse_and, error);
}

static gboolean
parse_all (Parser *self, guint contexts, GError **error)
{
  if (!advance (self, error) || (self->expression->root = parse_or (self, error)) == NULL)
    return FALSE;

  if (self->token.type != TOKEN_END)
    {
      fail_expected (self, _ ("\"and\", \"or\" or the end"), error);
      return FALSE;
    }

  return expression_check (self->place, self->expression->root, contexts, error);
}

RedanExpression *
redan_expression_parse (RedanSchema *schema,
                        const char *text,
                        guint contexts,
                        const char *path,
                        guint line,
                        GError **error)
{
  ExpressionPlace place = { schema, path, line };
  g_autoptr (RedanExpression) self = NULL;
  Parser parser = { 0 };

  g_return_val_if_fail (schema != NULL && text != NULL, NULL);
  g_return_val_if_fail (contexts != 0 && contexts < 1 << REDAN_N_CONTEXTS, NULL);

  if (strlen (text) > MAX_TEXT)
    {
      expression_error (&place, MAX_TEXT + 1, error,
                        _ ("longer than %u bytes; split the expression"), MAX_TEXT);
      return NULL;
    }

  if (!g_utf8_validate (text, -1, NULL))
    {
      expression_error (&place, 1, error, _ ("the expression is not UTF-8 text"));
      return NULL;
    }

  self = g_new0 (RedanExpression, 1);
  self->text = g_strdup (text);
  self->strings = g_string_chunk_new (256);
  self->blocks = g_ptr_array_new_with_free_func (g_free);

  parser.place = &place;
  parser.expression = self;
  parser.next = self->text;
  if (!parse_all (&parser, contexts, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
redan_expression_free (RedanExpression *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->strings);
  g_free (self->text);
  g_free (self);
}

const RedanNode *
redan_expression_get_root (const RedanExpression *self)
{
  return self->root;
}

const char *
redan_expression_get_text (const RedanExpression *self)
{
  return self->text;
}
