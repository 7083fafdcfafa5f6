/* SPDX-License-Identifier: Apache-2.0 */
/* Program sets: running compiled expressions over blocks of 64 targets, three-valued in two words.
 */

#include "analysis/program.h"

#include "analysis/program-private.h"

RedanProgramSet *
redan_program_set_new (const RedanFacts *facts, RedanContext context)
{
  RedanProgramSet *self = g_new0 (RedanProgramSet, 1);

  self->facts = facts;
  self->schema = facts->snapshot->schema;
  self->context = context;
  self->atoms = g_ptr_array_new_with_free_func (atom_free);
  self->atom_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ops = g_array_new (FALSE, FALSE, sizeof (Op));
  self->programs = g_array_new (FALSE, FALSE, sizeof (struct _RedanProgram));
  return self;
}

void
redan_program_set_free (RedanProgramSet *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->atoms);
  g_hash_table_unref (self->atom_by_key);
  g_array_unref (self->ops);
  g_array_unref (self->programs);
  g_free (self->source_account);
  g_free (self->target_account);
  g_free (self->own_account);
  g_free (self->chain_kinds);
  g_free (self->stack);
  g_free (self);
}

guint
redan_program_set_add_node (RedanProgramSet *self, const RedanNode *node)
{
  guint program = program_set_compile (self, node);

  self->stack = g_renew (guint64, self->stack, 2 * (gsize) self->max_depth);
  return program;
}

guint
redan_program_set_add (RedanProgramSet *self, const RedanExpression *expression)
{
  return redan_program_set_add_node (self, redan_expression_get_root (expression));
}

void
program_set_begin (RedanProgramSet *self, guint n_targets)
{
  guint n_elements = self->facts->snapshot->n_elements;

  /* Facts of the graph may have come since the last run, so what was computed then is not used
   * again. Truth of all elements is worth computing only when many of them will be asked about. */
  self->run++;
  self->use_vectors = n_targets >= n_elements / 4 + BLOCK_SIZE;
}

void
program_set_load (RedanProgramSet *self, const guint32 *targets, guint first, guint count)
{
  self->count = count;
  self->contiguous = TRUE;
  self->stamp++;
  self->live = count == BLOCK_SIZE ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << count) - 1;
  for (guint i = 0; i < count; i++)
    {
      self->targets[i] = targets != NULL ? targets[i] : first + i;
      self->contiguous &= self->targets[i] == self->targets[0] + i;
    }
}

static void
push (RedanProgramSet *self, guint *top, guint64 is_true, guint64 is_false)
{
  self->stack[2 * *top] = is_true;
  self->stack[2 * *top + 1] = is_false;
  (*top)++;
}

static void
push_atom (RedanProgramSet *self, guint *top, guint index)
{
  Atom *atom = self->atoms->pdata[index];

  if (atom->stamp != self->stamp)
    {
      atom_evaluate (self, atom);
      atom->stamp = self->stamp;
    }

  push (self, top, atom->is_true, atom->is_false);
}

/* On the stack lie pairs (true, false). T and T, F or F; T or T, F and F; not swaps: Kleene's
 * tables, 64 at a time. */
static void
evaluate_ops (RedanProgramSet *self, guint first_op, guint n_ops, guint64 live)
{
  const Op *ops = &g_array_index (self->ops, Op, first_op);
  guint64 *stack = self->stack;
  guint top = 0;

  for (guint i = 0; i < n_ops; i++)
    {
      guint64 *a = top >= 2 ? stack + 2 * (top - 2) : NULL;
      guint64 *b = top >= 1 ? stack + 2 * (top - 1) : NULL;
      guint64 swap;

      switch (ops[i].type)
        {
        case OP_ATOM:
          push_atom (self, &top, ops[i].argument);
          break;
        case OP_CONSTANT:
          push (self, &top, ops[i].argument == REDAN_TRUE ? G_MAXUINT64 : 0,
                ops[i].argument == REDAN_FALSE ? G_MAXUINT64 : 0);
          break;
        case OP_AND:
          a[0] &= b[0];
          a[1] |= b[1];
          top--;
          break;
        case OP_OR:
          a[0] |= b[0];
          a[1] &= b[1];
          top--;
          break;
        case OP_NOT:
          swap = b[0];
          b[0] = b[1];
          b[1] = swap;
          break;
        case OP_SKIP_FALSE:
          if ((b[1] & live) == live)
            i = ops[i].argument - 1;
          break;
        case OP_SKIP_TRUE:
          if ((b[0] & live) == live)
            i = ops[i].argument - 1;
          break;
        }
    }

  g_assert (top == 1);
}

void
program_set_evaluate (
    RedanProgramSet *self, guint program, guint64 live, guint64 *is_true_out, guint64 *is_false_out)
{
  const struct _RedanProgram *code = &g_array_index (self->programs, struct _RedanProgram, program);

  live &= self->live;
  evaluate_ops (self, code->first_op, code->n_ops, live);
  *is_true_out = self->stack[0] & live;
  *is_false_out = self->stack[1] & live;
}

void
redan_program_set_run (RedanProgramSet *self,
                       const guint *programs,
                       guint n_programs,
                       const guint32 *targets,
                       guint n_targets,
                       RedanProgramBlock block,
                       gpointer user_data)
{
  g_autofree guint64 *is_true = g_new0 (guint64, MAX (n_programs, 1));
  g_autofree guint64 *is_false = g_new0 (guint64, MAX (n_programs, 1));

  program_set_begin (self, n_targets);
  for (guint first = 0; first < n_targets; first += BLOCK_SIZE)
    {
      guint count = MIN (n_targets - first, BLOCK_SIZE);

      program_set_load (self, targets + first, 0, count);
      for (guint i = 0; i < n_programs; i++)
        program_set_evaluate (self, programs[i], G_MAXUINT64, &is_true[i], &is_false[i]);
      block (user_data, first, count, is_true, is_false);
    }
}

RedanTruth
redan_program_set_test (RedanProgramSet *self, guint program, guint32 target)
{
  guint64 is_true;
  guint64 is_false;

  program_set_begin (self, 1);
  self->use_vectors = FALSE;
  program_set_load (self, &target, 0, 1);
  program_set_evaluate (self, program, 1, &is_true, &is_false);
  return is_true ? REDAN_TRUE : is_false ? REDAN_FALSE : REDAN_UNDECIDED;
}
