/* SPDX-License-Identifier: Apache-2.0 */
/* From a checked expression to postfix code: equal atoms of a set are made once, programme facts
 * are folded. */

#include "analysis/program-private.h"

#include <string.h>

/* Enumerations up to this size are looked up in one word; codes 0 and 1 are taken. */
#define MAX_CODED_VALUES 62

static void compile_truth (RedanProgramSet *self, const RedanNode *node);

/* ---- emitting ---- */

static void
emit (RedanProgramSet *self, OpType type, guint argument)
{
  Op op = { type, argument };

  g_array_append_val (self->ops, op);
  if (type == OP_ATOM || type == OP_CONSTANT)
    self->depth++;
  else if (type == OP_AND || type == OP_OR)
    self->depth--;
  self->max_depth = MAX (self->max_depth, self->depth);
}

static void
emit_constant (RedanProgramSet *self, RedanTruth truth)
{
  emit (self, OP_CONSTANT, truth);
}

/* Takes over @atom and @key; an atom with the same key is used again. */
static void
emit_atom (RedanProgramSet *self, Atom *atom, char *key)
{
  gpointer known;

  if (g_hash_table_lookup_extended (self->atom_by_key, key, NULL, &known))
    {
      atom_free (atom);
      g_free (key);
      emit (self, OP_ATOM, GPOINTER_TO_UINT (known));
      return;
    }

  g_hash_table_insert (self->atom_by_key, key, GUINT_TO_POINTER (self->atoms->len));
  emit (self, OP_ATOM, self->atoms->len);
  g_ptr_array_add (self->atoms, atom);
}

static Atom *
new_atom (AtomType type, Place place)
{
  Atom *atom = g_new0 (Atom, 1);

  atom->type = type;
  atom->place = place;
  atom->without_object = REDAN_UNDECIDED;
  return atom;
}

/* Equal conditions on the same object are equal atoms, whether the object was called e or x. */
static char *
dup_path_key (const Place *place, const RedanNode *condition)
{
  g_autofree char *text = node_dup_text (condition);

  return g_strdup_printf ("%u %p%s", place->of, (gconstpointer) place->map, strchr (text, '.'));
}

/* Account attributes are no attributes of other boundaries: false there (decision 26). Comes after
 * the atoms of @path. */
static void
emit_account_guard (RedanProgramSet *self,
                    const RedanAttribute *attribute,
                    Place place,
                    const RedanNode *path)
{
  Atom *atom;

  if (attribute->scope != REDAN_SCOPE_ACCOUNT || path->subject == REDAN_SUBJECT_ACCT)
    return;

  atom = new_atom (ATOM_FLAG, place);
  atom->flags = self->facts->boundary_is_account;
  atom->without_object = REDAN_TRUE; /* nothing is known against it */
  emit_atom (self, atom, g_strdup_printf ("%u %p is-account", place.of, (gconstpointer) place.map));
  emit (self, OP_AND, 0);
}

static void
emit_path_atom (RedanProgramSet *self,
                Atom *atom,
                const RedanNode *path,
                const RedanNode *condition)
{
  const RedanAttribute *attribute = atom->attribute;
  Place place = atom->place;

  emit_atom (self, atom, dup_path_key (&place, condition));
  emit_account_guard (self, attribute, place, path);
}

/* ---- comparisons of one attribute with literals ---- */

static gboolean
is_unknown_word (const char *word)
{
  return strcmp (word, "unknown") == 0;
}

/* @test: the literals of a condition on one attribute, whether "==", "in" or an order */
typedef struct
{
  const RedanAttribute *attribute;
  const char *const *words;
  guint n_words;
  gboolean is_negated;
  gboolean is_order;
  RedanComparison comparison;
  double limit;
} LiteralTest;

static gboolean
holds_for_value (const LiteralTest *test, const char *value)
{
  double number;

  if (test->is_order)
    {
      number = g_ascii_strtod (value, NULL);
      return test->comparison == REDAN_COMPARE_LESS         ? number < test->limit
             : test->comparison == REDAN_COMPARE_LESS_EQUAL ? number <= test->limit
             : test->comparison == REDAN_COMPARE_GREATER    ? number > test->limit
                                                            : number >= test->limit;
    }

  for (guint i = 0; i < test->n_words; i++)
    if (strcmp (test->words[i], value) == 0)
      return !test->is_negated;

  return test->is_negated;
}

/* "unknown" is a literal: compared with it, or listed, it is true of what is unknown. Anything else
 * asked of it is unknown. */
static RedanTruth
truth_for_unknown (const LiteralTest *test)
{
  for (guint i = 0; i < test->n_words; i++)
    if (is_unknown_word (test->words[i]))
      return test->is_negated ? REDAN_FALSE : REDAN_TRUE;

  return REDAN_UNDECIDED;
}

static RedanTruth
truth_for_code (const LiteralTest *test, RedanCode code)
{
  if (code < REDAN_CODE_FIRST)
    return truth_for_unknown (test);

  return holds_for_value (test, test->attribute->values[code - REDAN_CODE_FIRST]) ? REDAN_TRUE
                                                                                  : REDAN_FALSE;
}

static void
emit_coded (RedanProgramSet *self,
            const LiteralTest *test,
            Place place,
            const RedanNode *path,
            const RedanNode *condition)
{
  Atom *atom = new_atom (ATOM_CODES, place);

  atom->attribute = test->attribute;
  atom->codes = self->facts->columns[test->attribute->index];
  atom->without_object = truth_for_unknown (test);
  for (guint code = 0; code < test->attribute->n_values + REDAN_CODE_FIRST; code++)
    {
      RedanTruth truth = truth_for_code (test, code);

      atom->true_codes |= (guint64) (truth == REDAN_TRUE) << code;
      atom->false_codes |= (guint64) (truth == REDAN_FALSE) << code;
    }

  emit_path_atom (self, atom, path, condition);
}

static void
emit_text (RedanProgramSet *self,
           const LiteralTest *test,
           Place place,
           const RedanNode *path,
           const RedanNode *condition)
{
  Atom *atom = new_atom (
      test->attribute->type == REDAN_ATTRIBUTE_SET ? ATOM_SAID_UNKNOWN : ATOM_TEXT, place);
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; i < test->n_words; i++)
    {
      if (is_unknown_word (test->words[i]))
        atom->unknown_is_member = TRUE;
      else
        g_ptr_array_add (words, g_strdup (test->words[i]));
    }
  g_ptr_array_add (words, NULL);

  atom->words = (char **) g_ptr_array_free (words, FALSE);
  atom->is_negated = test->is_negated;
  atom->attribute = test->attribute;
  atom->codes = self->facts->columns[test->attribute->index];
  atom->without_object = truth_for_unknown (test);
  emit_path_atom (self, atom, path, condition);
}

static void
emit_number (RedanProgramSet *self,
             const Operand *left,
             const Operand *right,
             RedanComparison comparison,
             char *key)
{
  Atom *atom = new_atom (ATOM_NUMBER, left->place);

  atom->left = *left;
  atom->right = *right;
  atom->comparison = comparison;
  emit_atom (self, atom, key);
}

static void
emit_integer (RedanProgramSet *self, const LiteralTest *test, Place place, const RedanNode *path)
{
  Operand left = { OPERAND_COLUMN, place, test->attribute, NULL, 0 };
  guint n = test->is_order ? 1 : test->n_words;

  for (guint i = 0; i < n; i++)
    {
      Operand right = { .type = OPERAND_CONSTANT,
                        .constant =
                            test->is_order ? test->limit : g_ascii_strtod (test->words[i], NULL) };
      RedanComparison comparison = test->is_order ? test->comparison : REDAN_COMPARE_EQUAL;
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (number, sizeof number, right.constant);
      emit_number (self, &left, &right, comparison,
                   g_strdup_printf ("%u %p.%s %u %s", place.of, (gconstpointer) place.map,
                                    test->attribute->name, comparison, number));
      if (i > 0)
        emit (self, OP_OR, 0);
    }

  if (test->is_negated)
    emit (self, OP_NOT, 0);
  emit_account_guard (self, test->attribute, place, path);
}

static void
emit_programme (RedanProgramSet *self, const LiteralTest *test)
{
  const RedanFactValue *fact = &self->facts->programme[test->attribute->index];

  if (fact->code < REDAN_CODE_FIRST)
    emit_constant (self, truth_for_unknown (test));
  else if (test->attribute->n_values > 0)
    emit_constant (self, truth_for_code (test, fact->code));
  else
    {
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, fact->number);

      emit_constant (self, holds_for_value (test, value) ? REDAN_TRUE : REDAN_FALSE);
    }
}

static gboolean
mentions_only_unknown (const LiteralTest *test)
{
  return !test->is_order && test->n_words == 1 && is_unknown_word (test->words[0]);
}

static gboolean
is_coded (const RedanAttribute *attribute)
{
  return attribute->n_values > 0 && attribute->n_values <= MAX_CODED_VALUES &&
         attribute->type != REDAN_ATTRIBUTE_SET;
}

/* An attribute that the kind does not have is false for it, whatever is asked (decision 26):
 * neither does it make a threat nor does it count as a control. The reference says unknown there;
 * threats and scores are the same, since no rule asks such a thing and a control only counts when
 * true. The subject itself may be missing (an element outside every account, e of a control that
 * stands on a flow): that is unknown, as in the reference. */
static void
compile_literal_test (RedanProgramSet *self,
                      const RedanNode *path,
                      LiteralTest *test,
                      const RedanNode *condition)
{
  Place place = program_set_find_place (self, path->subject);

  if (!place.exists)
    {
      emit_constant (self, truth_for_unknown (test));
      return;
    }

  test->attribute = subject_find_attribute (self->schema, place.of, path->text);
  if (test->attribute == NULL)
    emit_constant (self, REDAN_FALSE);
  else if (place.of == REDAN_CONTEXT_MODEL)
    emit_programme (self, test);
  else if (is_coded (test->attribute))
    emit_coded (self, test, place, path, condition);
  else if (test->attribute->type == REDAN_ATTRIBUTE_INTEGER && !mentions_only_unknown (test))
    emit_integer (self, test, place, path);
  else
    emit_text (self, test, place, path, condition);
}

static void
compile_members (RedanProgramSet *self,
                 const RedanNode *node,
                 gboolean is_negated,
                 const RedanNode *condition)
{
  LiteralTest test = { .words = node->words, .n_words = node->n_words, .is_negated = is_negated };

  compile_literal_test (self, node->children[0], &test, condition);
}

static void
compile_has (RedanProgramSet *self, const RedanNode *node)
{
  const RedanNode *path = node->children[0];
  Place place = program_set_find_place (self, path->subject);
  const RedanAttribute *attribute;
  Atom *atom;

  if (!place.exists)
    {
      emit_constant (self, REDAN_UNDECIDED);
      return;
    }

  attribute = subject_find_attribute (self->schema, place.of, path->text);
  if (attribute == NULL || place.of == REDAN_CONTEXT_MODEL)
    {
      emit_constant (self, REDAN_FALSE);
      return;
    }

  atom = new_atom (attribute->n_values > 0 ? ATOM_MEMBER : ATOM_FREE_MEMBER, place);
  atom->attribute = attribute;
  atom->codes = self->facts->columns[attribute->index];
  atom->words = g_strdupv ((char *[]){ (char *) node->words[0], NULL });
  if (attribute->n_values > 0)
    atom->position = (guint) MAX (redan_attribute_find_value (attribute, node->words[0], -1), 0);
  emit_path_atom (self, atom, path, node);
}

/* ---- comparisons of two operands ---- */

static Operand
make_call_operand (RedanProgramSet *self, const RedanNode *call)
{
  const FunctionInfo *function = function_lookup (call->text);
  Operand operand = { .type = OPERAND_UNKNOWN };

  /* no evidence can be imported yet, so its share is 0 (decision 26); the other figures are the
   * business of the objectives */
  if (strcmp (call->text, "ratio") == 0 || strcmp (call->text, "evid_ratio") == 0)
    operand.type = OPERAND_CONSTANT;
  if (function->id == FUNCTION_CRITERION)
    return operand;
  if (function->id == FUNCTION_ACCOUNTS)
    return program_set_count_accounts (self->facts, call->children[0]->text);

  operand.place = program_set_find_argument (self, call->children[0], FALSE);
  if (!operand.place.exists)
    return operand;

  switch (function->id)
    {
    case FUNCTION_WORKLOADS:
    case FUNCTION_ENVS:
      operand.type = operand.place.of == REDAN_CONTEXT_BOUNDARY ? OPERAND_COUNT : OPERAND_UNKNOWN;
      operand.counts =
          function->id == FUNCTION_WORKLOADS ? self->facts->workloads : self->facts->environments;
      break;
    case FUNCTION_BLAST:
      operand.type = operand.place.of == REDAN_CONTEXT_BOUNDARY ? OPERAND_BLAST : OPERAND_UNKNOWN;
      break;
    case FUNCTION_DEPTH:
      operand.type = operand.place.of == REDAN_CONTEXT_ELEMENT ? OPERAND_DEPTH : OPERAND_UNKNOWN;
      break;
    default:
      operand.type = operand.place.of == REDAN_CONTEXT_ELEMENT ? OPERAND_CHOKE : OPERAND_UNKNOWN;
      break;
    }

  return operand;
}

static Operand
make_operand (RedanProgramSet *self, const RedanNode *node, gboolean *is_missing)
{
  Operand operand = { .type = OPERAND_UNKNOWN };

  if (node->type == REDAN_NODE_NUMBER)
    {
      operand.type = OPERAND_CONSTANT;
      operand.constant = node->number;
      return operand;
    }

  if (node->type == REDAN_NODE_CALL)
    return make_call_operand (self, node);

  if (node->type != REDAN_NODE_PATH)
    return operand;

  operand.place = program_set_find_place (self, node->subject);
  if (!operand.place.exists)
    return operand;

  operand.attribute = subject_find_attribute (self->schema, operand.place.of, node->text);
  *is_missing |= operand.attribute == NULL;
  if (operand.attribute != NULL)
    operand.type = operand.place.of == REDAN_CONTEXT_MODEL ? OPERAND_PROGRAMME : OPERAND_COLUMN;
  return operand;
}

Operand
program_set_make_operand (RedanProgramSet *self, const RedanNode *node)
{
  gboolean is_missing = FALSE;

  return make_operand (self, node, &is_missing);
}

static void
compile_operands (RedanProgramSet *self, const RedanNode *node)
{
  gboolean is_missing = FALSE;
  Operand left = make_operand (self, node->children[0], &is_missing);
  Operand right = make_operand (self, node->children[1], &is_missing);

  if (is_missing)
    emit_constant (self, REDAN_FALSE);
  else if (left.type == OPERAND_UNKNOWN || right.type == OPERAND_UNKNOWN)
    emit_constant (self, REDAN_UNDECIDED);
  else if (left.type == OPERAND_CONSTANT && right.type == OPERAND_CONSTANT)
    emit_constant (self, program_compare (left.constant, node->comparison, right.constant));
  else
    {
      emit_number (self, &left, &right, node->comparison, node_dup_text (node));
      if (left.type == OPERAND_COLUMN)
        emit_account_guard (self, left.attribute, left.place, node->children[0]);
      if (right.type == OPERAND_COLUMN)
        emit_account_guard (self, right.attribute, right.place, node->children[1]);
    }
}

static void
compile_comparison (RedanProgramSet *self, const RedanNode *node)
{
  const RedanNode *path = node->children[0];
  const RedanNode *literal = node->children[1];
  LiteralTest test = { .words = (const char *const *) &literal->text, .n_words = 1 };

  if (path->type != REDAN_NODE_PATH || literal->type == REDAN_NODE_PATH ||
      literal->type == REDAN_NODE_CALL)
    {
      compile_operands (self, node);
      return;
    }

  test.is_negated = node->comparison == REDAN_COMPARE_NOT_EQUAL;
  test.is_order = node->comparison > REDAN_COMPARE_NOT_EQUAL;
  test.comparison = node->comparison;
  test.limit = literal->number;
  compile_literal_test (self, path, &test, node);
}

/* ---- functions ---- */

static guint
find_position (const RedanAttribute *attribute, const char *word)
{
  int position = attribute != NULL ? redan_attribute_find_value (attribute, word, -1) : -1;

  return position < 0 || position > 63 ? 63 : (guint) position;
}

static void
compile_class_ge (RedanProgramSet *self, const RedanNode *call)
{
  Place place = program_set_find_argument (self, call->children[0], TRUE);
  const RedanAttribute *attribute;
  Atom *atom;

  if (!place.exists)
    {
      emit_constant (self, REDAN_UNDECIDED);
      return;
    }

  attribute = subject_find_attribute (
      self->schema, place.of == REDAN_CONTEXT_BOUNDARY ? REDAN_CONTEXT_ELEMENT : place.of,
      "data_class");
  if (attribute == NULL || !is_coded (attribute))
    {
      emit_constant (self, REDAN_FALSE);
      return;
    }

  atom = new_atom (place.of == REDAN_CONTEXT_BOUNDARY ? ATOM_HOLDS_CLASS : ATOM_CODES, place);
  atom->codes = self->facts->columns[attribute->index];
  atom->position = find_position (attribute, call->children[1]->text);
  for (guint i = 0; i < attribute->n_values; i++)
    *(i >= atom->position ? &atom->true_codes : &atom->false_codes) |= G_GUINT64_CONSTANT (1)
                                                                       << (i + REDAN_CODE_FIRST);
  emit_atom (self, atom, node_dup_text (call));
}

static void
compile_flag (RedanProgramSet *self,
              const RedanNode *call,
              gboolean or_subject_of_rule,
              const guint8 *of_element,
              const guint8 *of_interaction)
{
  Place place = program_set_find_argument (self, call->children[0], or_subject_of_rule);
  const guint8 *flags = NULL;
  Atom *atom;

  if (place.exists && place.of == REDAN_CONTEXT_ELEMENT)
    flags = of_element;
  else if (place.exists && place.of == REDAN_CONTEXT_INTERACTION)
    flags = of_interaction;

  if (flags == NULL)
    {
      emit_constant (self, REDAN_UNDECIDED);
      return;
    }

  atom = new_atom (ATOM_FLAG, place);
  atom->flags = flags;
  emit_atom (self, atom, node_dup_text (call));
}

static void
compile_crosses (RedanProgramSet *self, const RedanNode *call)
{
  Place place = program_set_find_argument (self, call->children[0], FALSE);
  Atom *atom;

  if (call->n_children == 1 || !place.exists)
    {
      compile_flag (self, call, FALSE, NULL, self->facts->interaction_crosses);
      return;
    }

  atom = new_atom (ATOM_CROSSES, place);
  atom->position =
      find_position (redan_schema_lookup (self->schema, REDAN_SCOPE_BOUNDARY, "btype", -1),
                     call->children[1]->text);
  emit_atom (self, atom, node_dup_text (call));
}

static void
build_chain_kinds (RedanProgramSet *self)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  if (self->chain_kinds != NULL)
    return;

  self->chain_kinds = g_new0 (guint64, MAX (snapshot->n_boundaries, 1));
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    for (guint32 b = i; b != REDAN_NONE; b = snapshot->boundary_parent[b])
      if (snapshot->boundary_kind[b] < 64)
        self->chain_kinds[i] |= G_GUINT64_CONSTANT (1) << snapshot->boundary_kind[b];
}

static void
compile_inside (RedanProgramSet *self, const RedanNode *call)
{
  Place place = program_set_find_argument (self, call->children[0], FALSE);
  Atom *atom;

  if (!place.exists || (place.of != REDAN_CONTEXT_ELEMENT && place.of != REDAN_CONTEXT_BOUNDARY))
    {
      emit_constant (self, REDAN_UNDECIDED);
      return;
    }

  build_chain_kinds (self);
  atom = new_atom (ATOM_INSIDE, place);
  atom->position =
      find_position (redan_schema_lookup (self->schema, REDAN_SCOPE_BOUNDARY, "btype", -1),
                     call->children[1]->text);
  emit_atom (self, atom, node_dup_text (call));
}

static void
compile_stale (RedanProgramSet *self, const RedanNode *call)
{
  gboolean is_missing = FALSE;
  Operand date = make_operand (self, call->children[0], &is_missing);
  Operand days = make_operand (self, call->children[1], &is_missing);
  Atom *atom = new_atom (ATOM_STALE, date.place);

  atom->left = date;
  atom->right = days;
  emit_atom (self, atom, node_dup_text (call));
}

/* What is no element has no interactions, so none of them is anything. */
static void
compile_quantifier (RedanProgramSet *self, const RedanNode *call, gboolean outgoing)
{
  Place place = program_set_find_argument (self, call->children[0], FALSE);
  Atom *atom;

  if (!place.exists || place.of != REDAN_CONTEXT_ELEMENT)
    {
      emit_constant (self, REDAN_FALSE);
      return;
    }

  atom = new_atom (ATOM_ANY, place);
  atom->outgoing = outgoing;
  atom->inner = redan_program_set_new (self->facts, REDAN_CONTEXT_INTERACTION);
  atom->inner->context = outgoing ? CONTEXT_OUTGOING : CONTEXT_INCOMING;
  redan_program_set_add_node (atom->inner, call->children[1]);
  emit_atom (self, atom, node_dup_text (call));
}

static void
compile_call (RedanProgramSet *self, const RedanNode *call)
{
  const RedanFacts *facts = self->facts;

  switch (function_lookup (call->text)->id)
    {
    case FUNCTION_CROSSES:
      compile_crosses (self, call);
      break;
    case FUNCTION_HUMAN:
      compile_flag (self, call, TRUE, facts->element_human, facts->interaction_human);
      break;
    case FUNCTION_REACH:
      compile_flag (self, call, FALSE, facts->element_reachable, NULL);
      break;
    case FUNCTION_CLASS_GE:
      compile_class_ge (self, call);
      break;
    case FUNCTION_INSIDE:
      compile_inside (self, call);
      break;
    case FUNCTION_STALE:
      compile_stale (self, call);
      break;
    case FUNCTION_ANY_IN:
    case FUNCTION_ANY_OUT:
      compile_quantifier (self, call, strcmp (call->text, "any_out") == 0);
      break;
    default:
      emit_constant (self, REDAN_UNDECIDED); /* criteria are the business of the objectives */
      break;
    }
}

static void
compile_chain (RedanProgramSet *self, const RedanNode *node)
{
  gboolean is_and = node->type == REDAN_NODE_AND;
  guint start = self->ops->len;
  guint first_op =
      g_array_index (self->programs, struct _RedanProgram, self->programs->len - 1).first_op;

  compile_truth (self, node->children[0]);
  for (guint i = 1; i < node->n_children; i++)
    {
      emit (self, is_and ? OP_SKIP_FALSE : OP_SKIP_TRUE, G_MAXUINT);
      compile_truth (self, node->children[i]);
      emit (self, is_and ? OP_AND : OP_OR, 0);
    }

  for (guint i = start; i < self->ops->len; i++)
    {
      Op *op = &g_array_index (self->ops, Op, i);

      if ((op->type == OP_SKIP_FALSE || op->type == OP_SKIP_TRUE) && op->argument == G_MAXUINT)
        op->argument = self->ops->len - first_op;
    }
}

static void
compile_truth (RedanProgramSet *self, const RedanNode *node)
{
  switch (node->type)
    {
    case REDAN_NODE_AND:
    case REDAN_NODE_OR:
      compile_chain (self, node);
      break;
    case REDAN_NODE_NOT:
      if (node->children[0]->type == REDAN_NODE_IN)
        {
          compile_members (self, node->children[0], TRUE, node);
          break;
        }
      compile_truth (self, node->children[0]);
      emit (self, OP_NOT, 0);
      break;
    case REDAN_NODE_COMPARE:
      compile_comparison (self, node);
      break;
    case REDAN_NODE_IN:
      compile_members (self, node, FALSE, node);
      break;
    case REDAN_NODE_HAS:
      compile_has (self, node);
      break;
    case REDAN_NODE_CALL:
      compile_call (self, node);
      break;
    default:
      emit_constant (self, strcmp (node->text, "true") == 0 ? REDAN_TRUE : REDAN_FALSE);
      break;
    }
}

guint
program_set_compile (RedanProgramSet *self, const RedanNode *node)
{
  struct _RedanProgram program = { self->ops->len, 0 };
  guint index = self->programs->len;

  self->depth = 0;
  g_array_append_val (self->programs, program);
  compile_truth (self, node);
  g_array_index (self->programs, struct _RedanProgram, index).n_ops =
      self->ops->len - program.first_op;
  return index;
}
