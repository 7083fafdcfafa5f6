/* SPDX-License-Identifier: Apache-2.0 */
/* Atoms: the truth of one comparison or function, for one target or for a block of 64. */

#include "analysis/program-private.h"

#include <string.h>

guint
program_set_count (const RedanFacts *facts, RedanContext of)
{
  switch (of)
    {
    case REDAN_CONTEXT_ELEMENT:
      return facts->snapshot->n_elements;
    case REDAN_CONTEXT_INTERACTION:
      return facts->n_interactions;
    case REDAN_CONTEXT_BOUNDARY:
      return facts->snapshot->n_boundaries;
    default:
      return 0;
    }
}

static RedanTruth
truth_of (gboolean value)
{
  return value ? REDAN_TRUE : REDAN_FALSE;
}

static guint32
place_index (const Place *place, guint32 target)
{
  return place->map != NULL && target != REDAN_NONE ? place->map[target] : target;
}

static gboolean
read_code_value (const RedanAttribute *attribute, RedanCode code, double *value_out)
{
  if (code < REDAN_CODE_FIRST)
    return FALSE;

  *value_out = (double) (code - REDAN_CODE_FIRST);
  if (attribute->type == REDAN_ATTRIBUTE_RATING)
    *value_out += 1;
  else if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    *value_out += (double) attribute->minimum;
  return TRUE;
}

gboolean
operand_read (const RedanProgramSet *self,
              const Operand *operand,
              guint32 target,
              double *value_out)
{
  const RedanFacts *facts = self->facts;
  guint32 index;

  if (operand->type == OPERAND_CONSTANT)
    {
      *value_out = operand->constant;
      return TRUE;
    }

  if (operand->type == OPERAND_PROGRAMME)
    return read_code_value (operand->attribute, facts->programme[operand->attribute->index].code,
                            value_out);

  index = place_index (&operand->place, target);
  if (operand->type == OPERAND_UNKNOWN || index == REDAN_NONE)
    return FALSE;

  switch (operand->type)
    {
    case OPERAND_COLUMN:
      return read_code_value (operand->attribute, facts->columns[operand->attribute->index][index],
                              value_out);
    case OPERAND_COUNT:
      *value_out = operand->counts[index];
      return TRUE;
    case OPERAND_DEPTH:
      *value_out = facts->depth != NULL ? facts->depth[index] : -1;
      return *value_out >= 0;
    case OPERAND_BLAST:
      *value_out = facts->account_blast != NULL ? facts->account_blast[index] : 0;
      return facts->account_blast != NULL;
    default:
      *value_out = facts->choke != NULL ? facts->choke[index] : 0;
      return facts->choke != NULL;
    }
}

RedanTruth
program_compare (double a, RedanComparison comparison, double b)
{
  switch (comparison)
    {
    case REDAN_COMPARE_EQUAL:
      return truth_of (a == b);
    case REDAN_COMPARE_NOT_EQUAL:
      return truth_of (a != b);
    case REDAN_COMPARE_LESS:
      return truth_of (a < b);
    case REDAN_COMPARE_LESS_EQUAL:
      return truth_of (a <= b);
    case REDAN_COMPARE_GREATER:
      return truth_of (a > b);
    default:
      return truth_of (a >= b);
    }
}

static RedanTruth
test_operands (const RedanProgramSet *self, const Atom *atom, guint32 target)
{
  double a;
  double b;

  if (!operand_read (self, &atom->left, target, &a) ||
      !operand_read (self, &atom->right, target, &b))
    return REDAN_UNDECIDED;

  return program_compare (a, atom->comparison, b);
}

/* A missing date is stale, as old as can be; so is one that lies after the day of judgement: what
 * has not happened yet proves nothing. */
static RedanTruth
test_stale (const RedanProgramSet *self, const Atom *atom, guint32 target)
{
  const Operand *date = &atom->left;
  double limit;
  double days;

  if (date->type == OPERAND_PROGRAMME)
    days = self->facts->programme[date->attribute->index].days;
  else if (!operand_read (self, date, target, &days))
    days = 0;

  if (days == 0 || days > self->facts->as_of)
    return REDAN_TRUE;

  if (!operand_read (self, &atom->right, target, &limit))
    {
      const char *standard = atom->right.attribute != NULL ? atom->right.attribute->standard : NULL;

      limit = standard != NULL ? g_ascii_strtod (standard, NULL)
                               : redan_catalogue_get_scoring (self->facts->catalogue)->stale_days;
    }

  return truth_of ((double) self->facts->as_of - days > limit);
}

static RedanTruth
test_holds_class (const RedanProgramSet *self, const Atom *atom, guint32 boundary)
{
  const RedanFacts *facts = self->facts;

  for (guint i = facts->member_offset[boundary]; i < facts->member_offset[boundary + 1]; i++)
    if (atom->codes[facts->member_element[i]] >= REDAN_CODE_FIRST + atom->position)
      return REDAN_TRUE;

  return REDAN_FALSE;
}

static RedanTruth
test_any (const Atom *atom, const RedanFacts *facts, guint32 element)
{
  const guint32 *offset = atom->outgoing ? facts->out_offset : facts->in_offset;
  const guint32 *list = atom->outgoing ? facts->out_interaction : facts->in_interaction;
  RedanTruth result = REDAN_FALSE;

  for (guint i = offset[element]; i < offset[element + 1]; i++)
    {
      RedanTruth truth = redan_program_set_test (atom->inner, 0, list[i]);

      if (truth == REDAN_TRUE)
        return REDAN_TRUE;
      if (truth == REDAN_UNDECIDED)
        result = REDAN_UNDECIDED;
    }

  return result;
}

static RedanTruth
test_text (const RedanProgramSet *self, const Atom *atom, guint32 index)
{
  RedanCode code = atom->codes[index];
  const RedanStrings *strings = redan_model_get_strings (self->facts->snapshot->model);
  const char *text;

  if (code < REDAN_CODE_FIRST)
    return atom->unknown_is_member ? truth_of (!atom->is_negated) : REDAN_UNDECIDED;
  if (atom->words[0] == NULL)
    return truth_of (atom->is_negated);

  if (atom->attribute->n_values > 0)
    text = atom->attribute->values[code - REDAN_CODE_FIRST];
  else
    text = redan_strings_nth (strings, code - REDAN_CODE_FIRST);
  return truth_of (g_strv_contains ((const char *const *) atom->words, text) != atom->is_negated);
}

/* Truth for one object of the place of the atom. */
static RedanTruth
test_object (RedanProgramSet *self, const Atom *atom, guint32 index)
{
  const RedanFacts *facts = self->facts;
  RedanField field;
  RedanCode code;
  guint32 parent;

  switch (atom->type)
    {
    case ATOM_CODES:
      code = atom->codes[index];
      return atom->true_codes >> code & 1    ? REDAN_TRUE
             : atom->false_codes >> code & 1 ? REDAN_FALSE
                                             : REDAN_UNDECIDED;
    case ATOM_MEMBER:
      code = atom->codes[index];
      if (code == REDAN_CODE_UNKNOWN)
        return REDAN_UNDECIDED;
      return truth_of (code >= REDAN_CODE_FIRST &&
                       ((code - REDAN_CODE_FIRST) >> atom->position & 1));
    case ATOM_FREE_MEMBER:
      field = (RedanField) (REDAN_FIELD_ATTRIBUTE + atom->attribute->index);
      if (atom->codes[index] == REDAN_CODE_UNKNOWN)
        return REDAN_UNDECIDED;
      return truth_of (
          redan_object_get_keyed (redan_facts_get_object (facts, atom->place.of, index), field,
                                  atom->words[0]) != NULL);
    case ATOM_SAID_UNKNOWN:
      return truth_of ((atom->codes[index] == REDAN_CODE_UNKNOWN) != atom->is_negated);
    case ATOM_TEXT:
      return test_text (self, atom, index);
    case ATOM_FLAG:
      return truth_of (atom->flags[index]);
    case ATOM_CROSSES:
      return truth_of (facts->interaction_crossed_kinds[index] >> atom->position & 1);
    case ATOM_INSIDE:
      parent =
          atom->place.of == REDAN_CONTEXT_ELEMENT ? facts->snapshot->element_parent[index] : index;
      return truth_of (parent != REDAN_NONE && (self->chain_kinds[parent] >> atom->position & 1));
    case ATOM_HOLDS_CLASS:
      return test_holds_class (self, atom, index);
    case ATOM_ANY:
      return test_any (atom, facts, index);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
has_own_places (const Atom *atom)
{
  return atom->type == ATOM_NUMBER || atom->type == ATOM_STALE;
}

RedanTruth
atom_test (RedanProgramSet *self, Atom *atom, guint32 target)
{
  guint32 index;

  if (atom->type == ATOM_STALE)
    return test_stale (self, atom, target);
  if (has_own_places (atom))
    return test_operands (self, atom, target);

  index = place_index (&atom->place, target);
  return index == REDAN_NONE ? atom->without_object : test_object (self, atom, index);
}

typedef struct
{
  guint64 *truths; /* pairs of words by block */
} VectorFill;

static void
fill_block (
    gpointer user_data, guint first, guint count, const guint64 *is_true, const guint64 *is_false)
{
  VectorFill *fill = user_data;

  fill->truths[first / BLOCK_SIZE * 2] = is_true[0];
  fill->truths[first / BLOCK_SIZE * 2 + 1] = is_false[0];
}

/* The predicate of a quantifier for all interactions at once, then one pass over the elements. */
static void
fill_any_vector (const Atom *atom, const RedanFacts *facts)
{
  const guint32 *offset = atom->outgoing ? facts->out_offset : facts->in_offset;
  const guint32 *list = atom->outgoing ? facts->out_interaction : facts->in_interaction;
  guint n = facts->n_interactions;
  g_autofree guint32 *all = g_new (guint32, MAX (n, 1));
  g_autofree guint64 *truths = g_new0 (guint64, 2 * ((gsize) n / BLOCK_SIZE + 1));
  VectorFill fill = { truths };
  guint program = 0;

  for (guint i = 0; i < n; i++)
    all[i] = i;
  redan_program_set_run (atom->inner, &program, 1, all, n, fill_block, &fill);

  for (guint e = 0; e < facts->snapshot->n_elements; e++)
    {
      guint64 some_true = 0;
      guint64 all_false = 1;

      for (guint i = offset[e]; i < offset[e + 1]; i++)
        {
          const guint64 *pair = truths + 2 * (list[i] / BLOCK_SIZE);

          some_true |= pair[0] >> list[i] % BLOCK_SIZE & 1;
          all_false &= pair[1] >> list[i] % BLOCK_SIZE & 1;
        }
      atom->vector[e / BLOCK_SIZE * 2] |= some_true << e % BLOCK_SIZE;
      atom->vector[e / BLOCK_SIZE * 2 + 1] |= all_false << e % BLOCK_SIZE;
    }
}

static void
evaluate_codes (const Atom *atom,
                const RedanCode *codes,
                guint count,
                guint64 *is_true_out,
                guint64 *is_false_out)
{
  guint64 true_codes = atom->true_codes;
  guint64 false_codes = atom->false_codes;
  guint64 is_true = 0;
  guint64 is_false = 0;

  for (guint i = 0; i < count; i++)
    {
      is_true |= (true_codes >> codes[i] & 1) << i;
      is_false |= (false_codes >> codes[i] & 1) << i;
    }

  *is_true_out = is_true;
  *is_false_out = is_false;
}

static void
fill_vector (RedanProgramSet *self, Atom *atom)
{
  guint n = program_set_count (self->facts, atom->place.of);

  g_free (atom->vector);
  atom->vector = g_new0 (guint64, 2 * ((gsize) n / BLOCK_SIZE + 1));
  atom->vector_run = self->run;
  if (atom->type == ATOM_ANY)
    {
      fill_any_vector (atom, self->facts);
      return;
    }

  for (guint first = 0; first < n; first += BLOCK_SIZE)
    {
      guint64 *pair = atom->vector + first / BLOCK_SIZE * 2;
      guint count = MIN (n - first, BLOCK_SIZE);

      if (atom->type == ATOM_CODES)
        {
          evaluate_codes (atom, atom->codes + first, count, &pair[0], &pair[1]);
          continue;
        }

      for (guint i = 0; i < count; i++)
        {
          RedanTruth truth = test_object (self, atom, first + i);

          pair[0] |= (guint64) (truth == REDAN_TRUE) << i;
          pair[1] |= (guint64) (truth == REDAN_FALSE) << i;
        }
    }
}

/* Objects behind a map are read at random: from two bits each that fit the cache, not from columns.
 */
static void
gather_vector (RedanProgramSet *self, Atom *atom)
{
  const guint32 *map = atom->place.map;
  guint64 is_true = 0;
  guint64 is_false = 0;

  if (atom->vector == NULL || atom->vector_run != self->run)
    fill_vector (self, atom);

  for (guint i = 0; i < self->count; i++)
    {
      guint32 index = map != NULL ? map[self->targets[i]] : self->targets[i];
      const guint64 *pair;

      if (index == REDAN_NONE)
        {
          is_true |= (guint64) (atom->without_object == REDAN_TRUE) << i;
          is_false |= (guint64) (atom->without_object == REDAN_FALSE) << i;
          continue;
        }
      pair = atom->vector + (gsize) index / BLOCK_SIZE * 2;
      is_true |= (pair[0] >> index % BLOCK_SIZE & 1) << i;
      is_false |= (pair[1] >> index % BLOCK_SIZE & 1) << i;
    }

  atom->is_true = is_true;
  atom->is_false = is_false;
}

void
atom_evaluate (RedanProgramSet *self, Atom *atom)
{
  gboolean is_mapped = atom->place.map != NULL || atom->type == ATOM_ANY;

  if (atom->type == ATOM_CODES && !is_mapped && self->contiguous)
    {
      evaluate_codes (atom, atom->codes + self->targets[0], self->count, &atom->is_true,
                      &atom->is_false);
      return;
    }

  if (self->use_vectors && is_mapped && !has_own_places (atom))
    {
      gather_vector (self, atom);
      return;
    }

  atom->is_true = 0;
  atom->is_false = 0;
  for (guint i = 0; i < self->count; i++)
    {
      RedanTruth truth = atom_test (self, atom, self->targets[i]);

      atom->is_true |= (guint64) (truth == REDAN_TRUE) << i;
      atom->is_false |= (guint64) (truth == REDAN_FALSE) << i;
    }
}

void
atom_free (gpointer data)
{
  Atom *atom = data;

  g_strfreev (atom->words);
  g_free (atom->vector);
  redan_program_set_free (atom->inner);
  g_free (atom);
}
