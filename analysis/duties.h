/* SPDX-License-Identifier: Apache-2.0 */
/* Shared responsibility (BP05, PR-SRM): who holds which of the ten duties of each element, whether
 * a control fulfils it, and what would move to the provider with a managed service. */

#pragma once

#include "analysis/controls.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_DUTY_PROVIDER, /* not the customer's */
  REDAN_DUTY_COVERED,  /* the customer's, and a control stands for it */
  REDAN_DUTY_OPEN,     /* one may stand, nobody said */
  REDAN_DUTY_GAP,      /* none stands */
  REDAN_DUTY_NOTHING,  /* the customer's, but no control of the catalogue fits the element */
  REDAN_N_DUTY_STATES,
} RedanDutyState;

/** RedanDuties: matrix of elements by duties of the catalogue, row by row */
typedef struct
{
  guint32 *elements;
  guint n_elements;
  guint n_duties;
  guint8 *cells; /* RedanDutyState */
  guint n_gaps;
  guint n_open;
} RedanDuties;

/**
 * redan_duties_compute:
 * @elements: (array length=n_elements): processes and stores
 *
 * A control counts where it stands: on the element, on a boundary around it, or on a flow at it.
 * Elements of which nobody knows who runs them are the customer's.
 * Cost: O(elements * controls of the duties * (boundaries around + flows at)).
 *
 * Returns: (transfer full): the matrix
 */
RedanDuties *redan_duties_compute (const RedanFacts *facts,
                                   const RedanControls *controls,
                                   const guint32 *elements,
                                   guint n_elements) G_GNUC_WARN_UNUSED_RESULT;
void redan_duties_free (RedanDuties *self);

static inline RedanDutyState
redan_duties_get (const RedanDuties *self, guint row, guint duty)
{
  return (RedanDutyState) self->cells[(gsize) row * self->n_duties + duty];
}

/** redan_duty_state_get_word: Returns: "provider", "covered", "open", "gap", "nothing", never
 * translated */
const char *redan_duty_state_get_word (RedanDutyState state);

/** redan_duties_find_replacement: Returns: index of what the catalogue has to take over an element
 * of this technology, or REDAN_NONE; nothing takes over what runs on premises or in somebody else's
 * software */
guint32 redan_duties_find_replacement (const RedanFacts *facts, guint32 element);

/** redan_duties_is_self_run: Returns: whether the customer is known to run the element by hand */
gboolean redan_duties_is_self_run (const RedanFacts *facts, guint32 element);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDuties, redan_duties_free)

G_END_DECLS
