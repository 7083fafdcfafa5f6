/* SPDX-License-Identifier: Apache-2.0 */
/* Parser and evaluator of the filter language of templates of the Microsoft Threat Modeling Tool:
 * postfix steps on a small stack. */

#include "config.h"

#include "analysis/template-expression.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 64
/* Each level leaves at most one operand of "or" and one of "and" below the one being read. */
#define MAX_STACK (2 * MAX_DEPTH + 4)

typedef enum
{
  STEP_IS,
  STEP_HAS,
  STEP_CROSSES,
  STEP_AND,
  STEP_OR,
  STEP_NOT,
} StepKind;

typedef struct
{
  guint8 kind;
  guint8 object;
  guint32 name;
  guint32 value;
} Step;

struct _RedanTemplateExpression
{
  GArray *steps;
};

typedef struct
{
  const char *text;
  const char *at;
  RedanTemplateNames *names;
  GArray *steps;
  guint depth;
  GError **error;
} Parser;

void
redan_template_names_init (RedanTemplateNames *self)
{
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

void
redan_template_names_clear (RedanTemplateNames *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

guint32
redan_template_names_lookup (const RedanTemplateNames *self, const char *text)
{
  gpointer number;

  if (!g_hash_table_lookup_extended (self->numbers, text, NULL, &number))
    return REDAN_TEMPLATE_NO_NAME;
  return GPOINTER_TO_UINT (number);
}

static guint32
add_name (RedanTemplateNames *self, const char *start, gsize length)
{
  g_autofree char *text = g_strndup (start, length);
  guint32 number = redan_template_names_lookup (self, text);

  if (number != REDAN_TEMPLATE_NO_NAME)
    return number;

  number = self->texts->len;
  g_hash_table_insert (self->numbers, text, GUINT_TO_POINTER (number));
  g_ptr_array_add (self->texts, g_steal_pointer (&text));
  return number;
}

static gboolean
fail (Parser *parser, const char *expected)
{
  g_set_error (parser->error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_EXPRESSION,
               _ ("character %ld: expected %s"),
               g_utf8_pointer_to_offset (parser->text, parser->at) + 1, expected);
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

/* A whole word, in any case. */
static gboolean
take_word (Parser *parser, const char *word)
{
  gsize length = strlen (word);

  skip_space (parser);
  if (g_ascii_strncasecmp (parser->at, word, length) != 0 || g_ascii_isalnum (parser->at[length]) ||
      parser->at[length] == '_')
    return FALSE;
  parser->at += length;
  return TRUE;
}

static gboolean
take_quoted (Parser *parser, guint32 *name_out)
{
  const char *end;

  skip_space (parser);
  end = *parser->at == '\'' ? strchr (parser->at + 1, '\'') : NULL;
  if (end == NULL)
    return fail (parser, _ ("a text in quotes '...'"));

  *name_out = add_name (parser->names, parser->at + 1, (gsize) (end - parser->at - 1));
  parser->at = end + 1;
  return TRUE;
}

static gboolean
append (Parser *parser, Step step)
{
  g_array_append_val (parser->steps, step);
  return TRUE;
}

static gboolean
parse_condition (Parser *parser)
{
  static const char *const objects[] = { "source", "target", "flow" };
  Step step = { .kind = STEP_IS };

  while (step.object < REDAN_TEMPLATE_N_OBJECTS && !take_word (parser, objects[step.object]))
    step.object++;
  if (step.object == REDAN_TEMPLATE_N_OBJECTS)
    return fail (parser, _ ("source, target, flow, not or \"(\""));

  /* The name of an attribute may hold points itself. */
  if (*parser->at == '.')
    {
      gsize length = strcspn (++parser->at, " \t\r\n");

      if (length == 0)
        return fail (parser, _ ("the name of an attribute"));
      step.kind = STEP_HAS;
      step.name = add_name (parser->names, parser->at, length);
      parser->at += length;
    }
  else if (step.object == REDAN_TEMPLATE_FLOW && take_word (parser, "crosses"))
    {
      step.kind = STEP_CROSSES;
      return take_quoted (parser, &step.value) && append (parser, step);
    }

  if (!take_word (parser, "is"))
    return fail (parser, _ ("the word \"is\""));
  return take_quoted (parser, &step.value) && append (parser, step);
}

static gboolean parse_or (Parser *parser);

static gboolean
parse_unary (Parser *parser)
{
  gboolean parsed;

  if (parser->depth == MAX_DEPTH)
    return fail (parser, _ ("fewer levels of parentheses and negations"));

  parser->depth++;
  if (take_word (parser, "not"))
    parsed = parse_unary (parser) && append (parser, (Step){ .kind = STEP_NOT });
  else if (*parser->at == '(')
    {
      parser->at++;
      parsed = parse_or (parser);
      skip_space (parser);
      if (parsed && *parser->at != ')')
        parsed = fail (parser, _ ("\")\", and or or"));
      else if (parsed)
        parser->at++;
    }
  else
    parsed = parse_condition (parser);
  parser->depth--;
  return parsed;
}

static gboolean
parse_and (Parser *parser)
{
  if (!parse_unary (parser))
    return FALSE;

  while (take_word (parser, "and"))
    {
      if (!parse_unary (parser))
        return FALSE;
      append (parser, (Step){ .kind = STEP_AND });
    }
  return TRUE;
}

static gboolean
parse_or (Parser *parser)
{
  if (!parse_and (parser))
    return FALSE;

  while (take_word (parser, "or"))
    {
      if (!parse_and (parser))
        return FALSE;
      append (parser, (Step){ .kind = STEP_OR });
    }
  return TRUE;
}

RedanTemplateExpression *
redan_template_expression_parse (const char *text, RedanTemplateNames *names, GError **error)
{
  Parser parser = { .text = text, .at = text, .names = names, .error = error };
  RedanTemplateExpression *self = g_new0 (RedanTemplateExpression, 1);
  gboolean parsed;

  self->steps = parser.steps = g_array_new (FALSE, FALSE, sizeof (Step));
  parsed = parse_or (&parser);
  skip_space (&parser);
  if (parsed && *parser.at != '\0')
    parsed = fail (&parser, _ ("and, or or the end"));
  if (parsed)
    return self;

  redan_template_expression_free (self);
  return NULL;
}

void
redan_template_expression_free (RedanTemplateExpression *self)
{
  g_array_unref (self->steps);
  g_free (self);
}

static gboolean
is_of_type (const RedanTemplateThing *thing, guint32 type)
{
  for (guint i = 0; i < thing->n_types; i++)
    if (thing->types[i] == type)
      return TRUE;
  return FALSE;
}

static gboolean
has_value (const RedanTemplateThing *thing, guint32 name, guint32 value)
{
  for (guint i = 0; i < thing->n_values; i++)
    if (thing->values[i].name == name)
      return thing->values[i].value == value;
  return FALSE;
}

static gboolean
check (const Step *step, const RedanTemplateInteraction *interaction)
{
  if (step->kind == STEP_IS)
    return is_of_type (interaction->objects[step->object], step->value);
  if (step->kind == STEP_HAS)
    return has_value (interaction->objects[step->object], step->name, step->value);

  for (guint i = 0; i < interaction->n_crossed; i++)
    if (is_of_type (interaction->crossed[i], step->value))
      return TRUE;
  return FALSE;
}

gboolean
redan_template_expression_evaluate (const RedanTemplateExpression *self,
                                    const RedanTemplateInteraction *interaction)
{
  gboolean stack[MAX_STACK];
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      switch (step->kind)
        {
        case STEP_NOT:
          stack[n - 1] = !stack[n - 1];
          break;
        case STEP_AND:
          n--;
          stack[n - 1] = stack[n - 1] && stack[n];
          break;
        case STEP_OR:
          n--;
          stack[n - 1] = stack[n - 1] || stack[n];
          break;
        default:
          stack[n++] = check (step, interaction);
        }
    }

  return stack[0];
}
