/* SPDX-License-Identifier: Apache-2.0 */
/* A reader of the structure of HCL 2: blocks, attributes, literals, heredocs and comments. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/hcl.h"

#include "model/error.h"
#include "model/exchange/json.h"

typedef struct
{
  const char *text; /* with a NUL behind it */
  gsize length;
  gsize at;
  gsize counted; /* up to where lines were counted */
  gsize line;
  guint n_nodes;
  RedanTree *tree;
  GError *error;
} Reader;

static gboolean
fail (Reader *self, const char *message)
{
  if (self->error != NULL)
    return FALSE;
  g_set_error (&self->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
               _ ("not well-formed HCL: %s"), message);
  redan_json_prefix_place ((const guint8 *) self->text, self->at, &self->error);
  return FALSE;
}

/* What is added next stands here. */
static void
mark_line (Reader *self)
{
  for (; self->counted < self->at; self->counted++)
    self->line += self->text[self->counted] == '\n';
  redan_tree_set_line (self->tree, self->line);
}

static gboolean
looks_at (const Reader *self, const char *word)
{
  return strncmp (self->text + self->at, word, strlen (word)) == 0;
}

/* Comments in all three forms; line ends count when @lines is not set. */
static void
skip_space (Reader *self, gboolean lines)
{
  for (;;)
    {
      char c = self->text[self->at];

      if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && lines))
        self->at++;
      else if (c == '#' || looks_at (self, "//"))
        self->at += strcspn (self->text + self->at, "\n");
      else if (looks_at (self, "/*"))
        {
          const char *end = strstr (self->text + self->at + 2, "*/");

          if (end == NULL)
            {
              fail (self, _ ("a comment has no end"));
              return;
            }
          self->at = (gsize) (end - self->text) + 2;
        }
      else
        return;
    }
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || (guchar) c >= 0x80;
}

static char *
read_word (Reader *self)
{
  gsize start = self->at;

  while (is_word (self->text[self->at]))
    self->at++;
  return g_strndup (self->text + start, self->at - start);
}

/* A template from "${" to its "}", with all that is inside. */
static void
copy_template (Reader *self, GString *text)
{
  guint depth = 0;

  do
    {
      char c = self->text[self->at];

      if (c == '\0')
        return;
      depth += c == '{';
      depth -= c == '}';
      g_string_append_c (text, c);
      self->at++;
    }
  while (depth > 0 || self->text[self->at - 1] != '}');
}

static gboolean
copy_escape (Reader *self, GString *text)
{
  static const char from[] = "nrt\"\\";
  static const char to[] = "\n\r\t\"\\";
  char c = self->text[self->at + 1];
  const char *found = c != '\0' ? strchr (from, c) : NULL;
  guint n = c == 'u' ? 4 : c == 'U' ? 8 : 0;
  gunichar code = 0;

  if (found != NULL)
    {
      g_string_append_c (text, to[found - from]);
      self->at += 2;
      return TRUE;
    }
  for (guint i = 0; i < n; i++)
    {
      int digit = g_ascii_xdigit_value (self->text[self->at + 2 + i]);

      if (digit < 0)
        return FALSE;
      code = code * 16 + (gunichar) digit;
    }
  if (n == 0 || code == 0 || !g_unichar_validate (code))
    return FALSE;
  g_string_append_unichar (text, code);
  self->at += 2 + n;
  return TRUE;
}

static gboolean
check_text (Reader *self, const GString *text)
{
  if (strlen (text->str) == text->len && g_utf8_validate (text->str, (gssize) text->len, NULL))
    return TRUE;
  return fail (self, _ ("a text is no UTF-8"));
}

static gboolean
add_text (Reader *self, const GString *text)
{
  if (!check_text (self, text))
    return FALSE;
  redan_tree_add_text (self->tree, text->str, (gssize) text->len);
  return TRUE;
}

static gboolean
read_quoted (Reader *self, GString *text)
{
  self->at++;
  while (self->text[self->at] != '"')
    {
      char c = self->text[self->at];

      if (c == '\0' || c == '\n')
        return fail (self, _ ("a text has no closing quote in its line"));
      if (c == '$' && self->text[self->at + 1] == '{' &&
          (self->at == 0 || self->text[self->at - 1] != '$'))
        copy_template (self, text);
      else if (c != '\\')
        {
          g_string_append_c (text, c);
          self->at++;
        }
      else if (!copy_escape (self, text))
        return fail (self, _ ("an escape is not known"));
    }
  self->at++;
  return check_text (self, text);
}

/* Blanks that all lines of an indented heredoc begin with. */
static gsize
measure_indent (char **lines)
{
  gsize least = G_MAXSIZE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize n = strspn (lines[i], " \t");

      if (lines[i][n] != '\0')
        least = MIN (least, n);
    }
  return least == G_MAXSIZE ? 0 : least;
}

static gboolean
read_heredoc (Reader *self)
{
  gboolean indented = self->text[self->at + 2] == '-';
  g_autofree char *end = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize indent;

  self->at += indented ? 3 : 2;
  end = read_word (self);
  self->at += strcspn (self->text + self->at, "\n");
  for (;;)
    {
      gsize n;
      g_autofree char *line = NULL;
      g_autofree char *bare = NULL;

      if (self->text[self->at] == '\0' || *end == '\0')
        return fail (self, _ ("a heredoc has no end"));
      self->at++;
      n = strcspn (self->text + self->at, "\n");
      line = g_strndup (self->text + self->at, n);
      bare = g_strstrip (g_strdup (line));
      self->at += n;
      if (strcmp (bare, end) == 0)
        break;
      g_ptr_array_add (lines, g_strchomp (g_steal_pointer (&line)));
    }

  g_ptr_array_add (lines, NULL);
  indent = indented ? measure_indent ((char **) lines->pdata) : 0;
  for (guint i = 0; i + 1 < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                              strlen (line) > indent ? line + indent : "");
    }
  return add_text (self, text);
}

/* Anything that is no literal, to the end of its line, comma or bracket. */
static gboolean
read_expression (Reader *self, gsize start)
{
  g_autoptr (GString) text = g_string_new ("${");
  guint depth = 0;

  for (self->at = start;; self->at++)
    {
      char c = self->text[self->at];

      if (c == '\0' || (depth == 0 && strchr ("\n,]}#", c) != NULL))
        break;
      if (c == '"')
        {
          gsize quote = self->at;
          g_autoptr (GString) ignored = g_string_new (NULL);

          if (!read_quoted (self, ignored))
            return FALSE;
          g_string_append_len (text, self->text + quote, (gssize) (self->at - quote));
          self->at--;
          continue;
        }
      depth += strchr ("([{", c) != NULL;
      depth -= strchr (")]}", c) != NULL && depth > 0;
      g_string_append_c (text, c);
    }

  while (g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
  if (text->len <= 2)
    return fail (self, _ ("a value is missing"));
  g_string_append_c (text, '}');
  return add_text (self, text);
}

static gboolean read_value (Reader *self, guint depth);

static gboolean
read_list (Reader *self, guint depth)
{
  self->at++;
  redan_tree_open (self->tree, REDAN_NODE_LIST);
  for (;;)
    {
      skip_space (self, TRUE);
      if (self->error != NULL)
        return FALSE;
      if (self->text[self->at] == ']')
        {
          self->at++;
          redan_tree_close (self->tree);
          return TRUE;
        }
      if (!read_value (self, depth + 1))
        return FALSE;
      skip_space (self, TRUE);
      if (self->text[self->at] == ',')
        self->at++;
      else if (self->text[self->at] != ']')
        return fail (self, _ ("a comma or \"]\" was expected"));
    }
}

static gboolean
read_object (Reader *self, guint depth)
{
  self->at++;
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  for (;;)
    {
      g_autofree char *key = NULL;

      skip_space (self, TRUE);
      if (self->error != NULL)
        return FALSE;
      if (self->text[self->at] == '}')
        {
          self->at++;
          redan_tree_close (self->tree);
          return TRUE;
        }
      if (self->text[self->at] == '"')
        {
          g_autoptr (GString) quoted = g_string_new (NULL);

          if (!read_quoted (self, quoted))
            return FALSE;
          key = g_strdup (quoted->str);
        }
      else
        key = read_word (self);
      skip_space (self, FALSE);
      mark_line (self);
      if (*key == '\0' || (self->text[self->at] != '=' && self->text[self->at] != ':'))
        return fail (self, _ ("a key and \"=\" were expected"));
      self->at++;
      redan_tree_key (self->tree, key, -1);
      if (!read_value (self, depth + 1) || !g_utf8_validate (key, -1, NULL))
        return FALSE;
      skip_space (self, TRUE);
      if (self->text[self->at] == ',')
        self->at++;
    }
}

static gboolean
read_literal (Reader *self)
{
  gsize start = self->at;
  g_autofree char *word = NULL;
  gsize end;
  char *rest;
  double number;

  if (self->text[self->at] == '-')
    self->at++;
  while (is_word (self->text[self->at]) || self->text[self->at] == '.')
    self->at++;
  word = g_strndup (self->text + start, self->at - start);
  end = self->at;
  skip_space (self, FALSE);
  if (self->text[self->at] != '\0' && strchr ("\n,]}", self->text[self->at]) == NULL)
    return read_expression (self, start);
  self->at = end;

  if (strcmp (word, "true") == 0 || strcmp (word, "false") == 0 || strcmp (word, "null") == 0)
    {
      redan_tree_add_plain (self->tree, *word == 't'   ? REDAN_NODE_TRUE
                                        : *word == 'f' ? REDAN_NODE_FALSE
                                                       : REDAN_NODE_NULL);
      return TRUE;
    }
  number = g_ascii_strtod (word, &rest);
  if (*word != '\0' && *rest == '\0' && strspn (word, "-.0123456789eE") == strlen (word))
    {
      if (!isfinite (number))
        return FALSE;
      redan_tree_add_number (self->tree, number);
      return TRUE;
    }
  return read_expression (self, start);
}

static gboolean
read_value (Reader *self, guint depth)
{
  char c;

  skip_space (self, FALSE);
  mark_line (self);
  c = self->text[self->at];
  if (depth >= REDAN_HCL_MAX_DEPTH || ++self->n_nodes > REDAN_HCL_MAX_NODES)
    return fail (self, _ ("nested deeper than 64 levels, or more than 1000000 values"));
  if (c == '"')
    {
      g_autoptr (GString) text = g_string_new (NULL);

      return read_quoted (self, text) && add_text (self, text);
    }
  if (looks_at (self, "<<"))
    return read_heredoc (self);
  if (c == '[')
    return read_list (self, depth);
  if (c == '{')
    return read_object (self, depth);
  return read_literal (self);
}

static gboolean read_body (Reader *self, gboolean outermost, guint depth);

/* Labels and body behind the type; the block is the last value of the tree then. */
static gboolean
read_block (Reader *self, const char *type, guint depth)
{
  if (++self->n_nodes > REDAN_HCL_MAX_NODES)
    return fail (self, _ ("nested deeper than 64 levels, or more than 1000000 values"));
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  redan_tree_key (self->tree, "type", -1);
  redan_tree_add_text (self->tree, type, -1);
  redan_tree_key (self->tree, "labels", -1);
  redan_tree_open (self->tree, REDAN_NODE_LIST);
  for (;;)
    {
      g_autoptr (GString) label = g_string_new (NULL);

      skip_space (self, FALSE);
      if (self->text[self->at] == '"')
        {
          if (!read_quoted (self, label))
            return FALSE;
        }
      else if (is_word (self->text[self->at]))
        {
          g_autofree char *word = read_word (self);

          if (!g_utf8_validate (word, -1, NULL))
            return fail (self, _ ("a label is no UTF-8"));
          g_string_append (label, word);
        }
      else
        break;
      redan_tree_add_text (self->tree, label->str, (gssize) label->len);
    }
  redan_tree_close (self->tree);

  if (self->text[self->at] != '{')
    return fail (self, _ ("\"=\" or \"{\" was expected"));
  self->at++;
  redan_tree_key (self->tree, "body", -1);
  if (!read_body (self, FALSE, depth + 1))
    return FALSE;
  redan_tree_close (self->tree);
  return TRUE;
}

static void
end_body (Reader *self, const GArray *blocks)
{
  redan_tree_close (self->tree);
  redan_tree_key (self->tree, "blocks", -1);
  redan_tree_open (self->tree, REDAN_NODE_LIST);
  for (guint i = 0; i < blocks->len; i++)
    redan_tree_add (self->tree, &g_array_index (blocks, RedanNode, i));
  redan_tree_close (self->tree);
  redan_tree_close (self->tree);
}

/* Attributes and blocks stand mixed: blocks are taken out of the object of attributes. */
static gboolean
read_member (Reader *self, GArray *blocks, guint depth)
{
  g_autofree char *word = read_word (self);

  if (*word == '\0' || !g_utf8_validate (word, -1, NULL))
    return fail (self, _ ("a name was expected"));
  mark_line (self);
  skip_space (self, FALSE);
  if (self->text[self->at] != '=')
    {
      RedanNode block;

      if (!read_block (self, word, depth))
        return FALSE;
      block = redan_tree_take_back (self->tree);
      g_array_append_val (blocks, block);
      return TRUE;
    }
  self->at++;
  redan_tree_key (self->tree, word, -1);
  return read_value (self, depth + 1);
}

static gboolean
read_body (Reader *self, gboolean outermost, guint depth)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (RedanNode));

  if (depth >= REDAN_HCL_MAX_DEPTH)
    return fail (self, _ ("nested deeper than 64 levels, or more than 1000000 values"));
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  redan_tree_key (self->tree, "attributes", -1);
  redan_tree_open (self->tree, REDAN_NODE_OBJECT);
  for (;;)
    {
      skip_space (self, TRUE);
      if (self->error != NULL)
        return FALSE;
      if (self->text[self->at] == (outermost ? '\0' : '}'))
        {
          self->at += outermost ? 0 : 1;
          end_body (self, blocks);
          return TRUE;
        }
      if (!read_member (self, blocks, depth))
        return FALSE;
    }
}

RedanNode *
redan_hcl_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
{
  g_autofree char *copy = NULL;
  Reader self = { .tree = tree, .line = 1 };
  RedanNode *root = NULL;

  redan_json_skip_mark (&data, &length);
  copy = g_strndup ((const char *) data, length);
  self.text = copy;
  self.length = strlen (copy);
  if (self.length != length)
    fail (&self, _ ("a NUL character"));
  else if (read_body (&self, TRUE, 0))
    root = redan_tree_take (tree);
  redan_tree_set_line (tree, 0);
  if (root == NULL && self.error == NULL)
    fail (&self, _ ("a text is no UTF-8, or memory ran out"));
  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return root;
}
