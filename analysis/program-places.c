/* SPDX-License-Identifier: Apache-2.0 */
/* Where the object that a subject means is found: maps from targets to elements, accounts and
 * boundaries. */

#include "analysis/program-private.h"

#include <string.h>

static guint32 *
build_end_account (const RedanFacts *facts, const guint32 *ends)
{
  guint32 *map = g_new (guint32, MAX (facts->n_interactions, 1));

  for (guint i = 0; i < facts->n_interactions; i++)
    map[i] = ends[i] == REDAN_NONE ? REDAN_NONE : facts->element_account[ends[i]];

  return map;
}

/* An account is its own, other boundaries have none. */
static guint32 *
build_own_account (const RedanFacts *facts)
{
  guint n = facts->snapshot->n_boundaries;
  guint32 *map = g_new (guint32, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    map[i] = facts->boundary_is_account[i] ? i : REDAN_NONE;

  return map;
}

static const guint32 *
find_account_map (RedanProgramSet *self)
{
  const RedanFacts *facts = self->facts;

  switch (self->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return facts->element_account;
    case REDAN_CONTEXT_BOUNDARY:
      if (self->own_account == NULL)
        self->own_account = build_own_account (facts);
      return self->own_account;
    case CONTEXT_OUTGOING:
      if (self->source_account == NULL)
        self->source_account = build_end_account (facts, facts->interaction_source);
      return self->source_account;
    default:
      if (self->target_account == NULL)
        self->target_account = build_end_account (facts, facts->interaction_target);
      return self->target_account;
    }
}

/* Inside a quantifier e and x are the element that was asked: the target of incoming, the source of
 * outgoing interactions. */
Place
program_set_find_place (RedanProgramSet *self, RedanSubject subject)
{
  const RedanFacts *facts = self->facts;
  Place place = { FALSE, REDAN_CONTEXT_MODEL, NULL };

  place.exists = subject_resolve (self->context, subject, &place.of);
  if (!place.exists || subject == REDAN_SUBJECT_PROG)
    return place;

  switch (subject)
    {
    case REDAN_SUBJECT_SRC:
      place.map = facts->interaction_source;
      break;
    case REDAN_SUBJECT_DST:
      place.map = facts->interaction_target;
      break;
    case REDAN_SUBJECT_B:
      place.map = self->context == REDAN_CONTEXT_ELEMENT ? facts->snapshot->element_parent : NULL;
      break;
    case REDAN_SUBJECT_ACCT:
      place.map = find_account_map (self);
      break;
    default:
      if (self->context == CONTEXT_INCOMING && place.of == REDAN_CONTEXT_ELEMENT)
        place.map = facts->interaction_target;
      else if (self->context == CONTEXT_OUTGOING && place.of == REDAN_CONTEXT_ELEMENT)
        place.map = facts->interaction_source;
      break;
    }

  return place;
}

Place
program_set_find_argument (RedanProgramSet *self,
                           const RedanNode *argument,
                           gboolean or_subject_of_rule)
{
  RedanSubject subject = REDAN_SUBJECT_X;
  Place place;

  subject_from_word (argument->text, strlen (argument->text), &subject);
  place = program_set_find_place (self, subject);
  if (!place.exists && or_subject_of_rule)
    place = program_set_find_place (self, REDAN_SUBJECT_X);

  return place;
}

Operand
program_set_count_accounts (const RedanFacts *facts, const char *purpose)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ACCOUNT, "purpose", -1);
  Operand operand = { .type = OPERAND_CONSTANT };
  gboolean unknown = FALSE;

  for (guint i = 0; attribute != NULL && i < facts->snapshot->n_boundaries; i++)
    {
      RedanCode code = facts->columns[attribute->index][i];

      if (!facts->boundary_is_account[i])
        continue;
      unknown |= code < REDAN_CODE_FIRST;
      operand.constant += code >= REDAN_CODE_FIRST &&
                          strcmp (attribute->values[code - REDAN_CODE_FIRST], purpose) == 0;
    }
  if (operand.constant == 0 && unknown)
    operand.type = OPERAND_UNKNOWN;

  return operand;
}
