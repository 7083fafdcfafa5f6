/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of program sets: atoms, postfix code, and evaluation block by block. */

#pragma once

#include "analysis/program.h"
#include "analysis/expression-private.h"

G_BEGIN_DECLS

#define BLOCK_SIZE 64

typedef enum
{
  ATOM_CODES,        /* code below 64 looked up in two words: true for, false for */
  ATOM_MEMBER,       /* set: bit of the member; an absent set is empty */
  ATOM_FREE_MEMBER,  /* set of free strings: looked up in the object */
  ATOM_SAID_UNKNOWN, /* set of which somebody said that it is unknown */
  ATOM_TEXT,         /* value equal to one of some words */
  ATOM_NUMBER,       /* two operands compared; words of alike lists by their position */
  ATOM_FLAG,         /* a byte that is 0 or 1 */
  ATOM_CROSSES,      /* bit of a boundary kind among the crossed ones */
  ATOM_INSIDE,       /* bit of a boundary kind among the parents */
  ATOM_HOLDS_CLASS,  /* some element below a boundary has the class or a higher one */
  ATOM_STALE,        /* a date is older than some days, or missing */
  ATOM_ANY,          /* quantifier over the interactions of an element */
} AtomType;

/**
 * Place: where the object that a subject means is found
 * @of: kind of that object; MODEL: the programme facts
 * @map: index of the object by target; %NULL: the target itself
 */
typedef struct
{
  gboolean exists;
  RedanContext of;
  const guint32 *map;
} Place;

typedef enum
{
  OPERAND_CONSTANT,
  OPERAND_COLUMN,    /* value of a number attribute, or the code of another */
  OPERAND_PROGRAMME, /* the same of a programme fact */
  OPERAND_COUNT,     /* guint32 by boundary */
  OPERAND_DEPTH,
  OPERAND_BLAST,
  OPERAND_CHOKE,
  OPERAND_UNKNOWN,
} OperandType;

typedef struct
{
  OperandType type;
  Place place;
  const RedanAttribute *attribute;
  const guint32 *counts;
  double constant;
} Operand;

/**
 * Atom:
 * @place: of the object it reads; the operands of NUMBER and STALE have their own
 * @without_object: truth where there is no object, for instance no account: UNDECIDED unless
 * "unknown" is asked for
 * @vector: truth of all objects of place.of, pairs of words (true, false); filled when many targets
 * are asked
 * @stamp: block for which @is_true and @is_false hold
 */
typedef struct
{
  AtomType type;
  Place place;
  guint64 true_codes;
  guint64 false_codes;
  const RedanCode *codes;
  const guint8 *flags;
  const RedanAttribute *attribute;
  guint position; /* member, boundary kind, class */
  char **words;
  gboolean unknown_is_member;
  gboolean is_negated;
  RedanTruth without_object;
  RedanComparison comparison;
  Operand left;
  Operand right;
  RedanProgramSet *inner;
  gboolean outgoing;

  guint64 *vector;
  guint vector_run;
  guint64 is_true;
  guint64 is_false;
  guint64 stamp;
} Atom;

typedef enum
{
  OP_ATOM,
  OP_CONSTANT,
  OP_AND,
  OP_OR,
  OP_NOT,
  OP_SKIP_FALSE, /* when the top is false everywhere, go to the argument: the "and" is decided */
  OP_SKIP_TRUE,
} OpType;

typedef struct
{
  OpType type;
  guint argument;
} Op;

struct _RedanProgram
{
  guint first_op;
  guint n_ops;
};

struct _RedanProgramSet
{
  const RedanFacts *facts;
  const RedanSchema *schema;
  guint context; /* inner context */

  GPtrArray *atoms;
  GHashTable *atom_by_key; /* text of the atom to its number */
  GArray *ops;
  GArray *programs;
  guint depth; /* of the stack while compiling */
  guint max_depth;

  /* maps and masks made when first needed */
  guint32 *source_account;
  guint32 *target_account;
  guint32 *own_account;
  guint64 *chain_kinds; /* by boundary: kinds of itself and of all around it */

  /* the block at hand */
  guint run;
  gboolean use_vectors;
  guint32 targets[BLOCK_SIZE];
  guint count;
  gboolean contiguous;
  guint64 live;
  guint64 stamp;
  guint64 *stack;
};

/* program-compile.c */
guint program_set_compile (RedanProgramSet *self, const RedanNode *node);

/** program_set_make_operand: the value that @node, a path, number or call, stands for */
Operand program_set_make_operand (RedanProgramSet *self, const RedanNode *node);

/* program-places.c */

/** program_set_count_accounts: Returns: how many accounts have @purpose; unknown when none has and
 * that of some account is not known */
Operand program_set_count_accounts (const RedanFacts *facts, const char *purpose);
Place program_set_find_place (RedanProgramSet *self, RedanSubject subject);

/** program_set_find_argument: the object that the argument of a function names;
 * @or_subject_of_rule: else x, when that is nothing here */
Place program_set_find_argument (RedanProgramSet *self,
                                 const RedanNode *argument,
                                 gboolean or_subject_of_rule);

/* program-atoms.c */
RedanTruth program_compare (double a, RedanComparison comparison, double b);

/** atom_test: truth of @atom for one target of the set */
RedanTruth atom_test (RedanProgramSet *self, Atom *atom, guint32 target);

/** atom_evaluate: sets is_true and is_false for the block at hand */
void atom_evaluate (RedanProgramSet *self, Atom *atom);
void atom_free (gpointer atom);

/** operand_read: Returns: whether the value is known */
gboolean operand_read (const RedanProgramSet *self,
                       const Operand *operand,
                       guint32 target,
                       double *value_out);

/** program_set_count: Returns: number of objects of a kind */
guint program_set_count (const RedanFacts *facts, RedanContext of);

/* program.c: evaluation by blocks, for the enumeration of threats */

/** program_set_begin: a new run; @n_targets: how many targets will be asked about */
void program_set_begin (RedanProgramSet *self, guint n_targets);

/** program_set_load: takes the next block; @targets %NULL: the @count targets from @first on */
void program_set_load (RedanProgramSet *self, const guint32 *targets, guint first, guint count);

/** program_set_evaluate: one program on the loaded block; bits outside @live are 0 in both words */
void program_set_evaluate (RedanProgramSet *self,
                           guint program,
                           guint64 live,
                           guint64 *is_true_out,
                           guint64 *is_false_out);

G_END_DECLS
