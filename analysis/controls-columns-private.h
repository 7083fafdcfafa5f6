/* SPDX-License-Identifier: Apache-2.0 */
/* The states of all controls as columns of targets. Used by the files of the controls only. */

#pragma once

#include "analysis/controls-private.h"

G_BEGIN_DECLS

/* Planes of one control over the targets of one context, one bit a target. */
enum
{
  PLANE_MAY,  /* kind fits, `when` is not false */
  PLANE_SURE, /* kind fits, `when` is true */
  PLANE_YES,  /* stands there, and `implied_by` is true */
  PLANE_NO,   /* stands there, and `implied_by` is false */
  N_PLANES,
};

/* @planes: N_PLANES runs of words; %NULL when the control has no target of this context.
 * @placed: (nullable): a RedanControlState for each target once a person has placed the control
 * somewhere, or evidence speaks about it. @factors: (nullable): once evidence speaks about it, the
 * factor of each target that it decides, else -1. */
typedef struct
{
  guint64 *planes;
  guint8 *placed;
  float *factors;
} Column;

struct _RedanControls
{
  const RedanFacts *facts;
  const RedanControl *controls;
  guint n_controls;
  const RedanScoring *scoring;

  guint n_targets[REDAN_N_CONTEXTS];
  guint n_words[REDAN_N_CONTEXTS];
  Column *columns[REDAN_N_CONTEXTS];
  guint64 *counted[REDAN_N_CONTEXTS]; /* targets over which coverage is taken */
  guint64 *kinds[8];                  /* targets of each bit of RedanApplies */

  guint8 *assumed;
  GArray *conflicts;
};

static inline gboolean
test_bit (const guint64 *words, guint32 i)
{
  return words[i / 64] >> (i % 64) & 1;
}

static inline void
set_bit (guint64 *words, guint32 i)
{
  words[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

static inline const guint64 *
get_plane (const RedanControls *self, const Column *column, RedanContext context, guint plane)
{
  return column->planes + (gsize) plane * self->n_words[context];
}

static inline const Column *
get_column (const RedanControls *self, guint32 control, RedanContext context)
{
  return &self->columns[context][control];
}

/** controls_list_places: where a mitigation or evidence stands: on the model without a target, else
 * on its target, both ways of a flow. Returns: how many places, at most 2; all in @context_out */
guint controls_list_places (const RedanControls *self,
                            const RedanObject *object,
                            RedanContext *context_out,
                            guint32 targets_out[2]);

/** controls_ensure_placed: lets each target of the column have a state of its own */
void controls_ensure_placed (RedanControls *self, Column *column, RedanContext context);

/** controls_read_evidence: lets evidence decide states; @wanted: by control, %NULL for all */
void controls_read_evidence (RedanControls *self, const guint8 *wanted);

G_END_DECLS
