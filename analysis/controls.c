/* SPDX-License-Identifier: Apache-2.0 */
/* Control states as bit planes of each control over the targets of its kinds, with placements on
 * top. */

#include "config.h"

#include "analysis/controls-columns-private.h"

#include <string.h>

typedef struct
{
  guint32 control;
  int when;
  int implied;
} Task;

typedef struct
{
  RedanControls *self;
  RedanContext context;
  GArray *tasks;
  guint base; /* the target that the run begins with */
} Run;

static const guint context_applies[REDAN_N_CONTEXTS] = {
  REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE,
  REDAN_APPLIES_FLOW,
  REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT,
  REDAN_APPLIES_MODEL,
};

static const char *const counted_boundaries[] = { "account", "vpc",         "subnet",
                                                  "on-prem", "k8s-cluster", "trust-zone" };

static void
fill_kinds (RedanControls *self)
{
  const RedanFacts *facts = self->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanAttribute *btype =
      redan_schema_lookup (snapshot->schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  for (guint i = 0; i < G_N_ELEMENTS (self->kinds); i++)
    {
      guint context = 0;

      while ((context_applies[context] & 1u << i) == 0)
        context++;
      self->kinds[i] = g_new0 (guint64, self->n_words[context] + 1);
    }

  for (guint i = 0; i < snapshot->n_elements; i++)
    {
      guint kind = snapshot->element_kind[i];

      set_bit (self->kinds[kind], i);
      if ((kind == REDAN_ELEMENT_PROCESS || kind == REDAN_ELEMENT_STORE) &&
          !facts->element_outside[i])
        set_bit (self->counted[REDAN_CONTEXT_ELEMENT], i);
    }
  for (guint i = 0; i < facts->n_interactions; i++)
    {
      if (facts->interaction_source[i] == REDAN_NONE || facts->interaction_target[i] == REDAN_NONE)
        continue;
      set_bit (self->kinds[4], i);
      set_bit (self->counted[REDAN_CONTEXT_INTERACTION], i);
    }
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    {
      guint kind = snapshot->boundary_kind[i];

      set_bit (self->kinds[facts->boundary_is_account[i] ? 6 : 5], i);
      for (guint j = 0; j < G_N_ELEMENTS (counted_boundaries); j++)
        if ((int) kind == redan_attribute_find_value (btype, counted_boundaries[j], -1))
          set_bit (self->counted[REDAN_CONTEXT_BOUNDARY], i);
    }
  set_bit (self->kinds[7], 0);
  set_bit (self->counted[REDAN_CONTEXT_MODEL], 0);
}

/* Targets of the context whose kind the control names, one word. */
static guint64
get_kind_word (const RedanControls *self, guint applies, RedanContext context, guint word)
{
  guint64 bits = 0;

  applies &= context_applies[context];
  for (guint i = 0; applies >> i != 0; i++)
    if (applies >> i & 1)
      bits |= self->kinds[i][word];

  return bits;
}

static void
store_block (
    gpointer user_data, guint first, guint count, const guint64 *is_true, const guint64 *is_false)
{
  Run *run = user_data;
  RedanControls *self = run->self;
  guint n_words = self->n_words[run->context];
  guint word = (run->base + first) / 64;

  for (guint i = 0; i < run->tasks->len; i++)
    {
      const Task *task = &g_array_index (run->tasks, Task, i);
      guint64 *planes = self->columns[run->context][task->control].planes;
      guint64 kind =
          get_kind_word (self, self->controls[task->control].applies, run->context, word);
      guint64 may = task->when < 0 ? kind : kind & ~is_false[task->when];

      planes[PLANE_MAY * n_words + word] = may;
      planes[PLANE_SURE * n_words + word] = task->when < 0 ? kind : kind & is_true[task->when];
      if (task->implied < 0)
        continue;
      planes[PLANE_YES * n_words + word] = may & is_true[task->implied];
      planes[PLANE_NO * n_words + word] = may & is_false[task->implied];
    }
}

/* On all targets, or on those that share a word with a chosen one. */
static void
run_programs (RedanProgramSet *set, Run *run, const GArray *programs, const RedanTargets *chosen)
{
  guint n_targets = run->self->n_targets[run->context];
  g_autofree guint32 *targets = g_new (guint32, n_targets + 1);
  guint step = chosen == NULL ? MAX (n_targets, 1) : 64;

  for (guint i = 0; i < n_targets; i++)
    targets[i] = i;
  for (guint first = 0; first < n_targets; first += step)
    {
      if (chosen != NULL && chosen->words[run->context][first / 64] == 0)
        continue;
      run->base = first;
      redan_program_set_run (set, (const guint *) (gpointer) programs->data, programs->len,
                             targets + first, MIN (step, n_targets - first), store_block, run);
    }
}

static void
evaluate_context (RedanControls *self,
                  RedanContext context,
                  const guint8 *wanted,
                  const RedanTargets *chosen)
{
  g_autoptr (RedanProgramSet) set = redan_program_set_new (self->facts, context);
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  g_autoptr (GArray) programs = g_array_new (FALSE, FALSE, sizeof (guint));
  Run run = { self, context, tasks, 0 };

  for (guint32 i = 0; i < self->n_controls; i++)
    {
      const RedanControl *control = &self->controls[i];
      Task task = { i, -1, -1 };

      if ((control->applies & context_applies[context]) == 0 || (wanted != NULL && !wanted[i]))
        continue;

      self->columns[context][i].planes = g_new0 (guint64, N_PLANES * self->n_words[context] + 1);
      if (control->when != NULL)
        {
          guint program = redan_program_set_add (set, control->when);
          task.when = programs->len;
          g_array_append_val (programs, program);
        }
      if (control->implied_by != NULL)
        {
          guint program = redan_program_set_add (set, control->implied_by);
          task.implied = programs->len;
          g_array_append_val (programs, program);
        }
      g_array_append_val (tasks, task);
    }

  if (tasks->len > 0)
    run_programs (set, &run, programs, chosen);
}

/* The model context has one target without a number. */
static void
evaluate_model (RedanControls *self, const guint8 *wanted)
{
  g_autoptr (RedanProgramSet) set = redan_program_set_new (self->facts, REDAN_CONTEXT_MODEL);

  for (guint32 i = 0; i < self->n_controls; i++)
    {
      const RedanControl *control = &self->controls[i];
      guint64 *planes;
      RedanTruth truth = REDAN_UNDECIDED;

      if ((control->applies & REDAN_APPLIES_MODEL) == 0 || (wanted != NULL && !wanted[i]))
        continue;

      planes = g_new0 (guint64, N_PLANES);
      self->columns[REDAN_CONTEXT_MODEL][i].planes = planes;
      if (control->implied_by != NULL)
        truth = redan_program_set_test (set, redan_program_set_add (set, control->implied_by),
                                        REDAN_NONE);
      planes[PLANE_MAY] = planes[PLANE_SURE] = 1;
      planes[PLANE_YES] = truth == REDAN_TRUE;
      planes[PLANE_NO] = truth == REDAN_FALSE;
    }
}

static const RedanControlState placeable_states[] = { REDAN_STATE_PLANNED, REDAN_STATE_DECLARED,
                                                      REDAN_STATE_ATTESTED, REDAN_STATE_VALIDATED };

/* A placement without state, or with the word "absent", says nothing. */
gboolean
redan_control_state_from_word (const char *word, RedanControlState *state_out)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (placeable_states); i++)
    if (strcmp (word, redan_control_state_get_word (placeable_states[i])) == 0)
      {
        *state_out = placeable_states[i];
        return TRUE;
      }

  return FALSE;
}

void
controls_ensure_placed (RedanControls *self, Column *column, RedanContext context)
{
  const guint64 *yes = get_plane (self, column, context, PLANE_YES);

  if (column->placed != NULL)
    return;
  column->placed = g_new (guint8, self->n_targets[context]);
  for (guint i = 0; i < self->n_targets[context]; i++)
    column->placed[i] = test_bit (yes, i) ? REDAN_STATE_DECLARED : REDAN_STATE_ABSENT;
}

static void
place (RedanControls *self,
       guint32 control,
       RedanContext context,
       guint32 target,
       RedanControlState state)
{
  Column *column = &self->columns[context][control];

  if (target >= self->n_targets[context] ||
      !redan_controls_applies (self, control, context, target))
    return;

  if (state == REDAN_STATE_DECLARED &&
      test_bit (get_plane (self, column, context, PLANE_NO), target))
    {
      RedanControlPlace conflict = { control, context, target };

      g_array_append_val (self->conflicts, conflict);
      return;
    }

  controls_ensure_placed (self, column, context);
  column->placed[target] = MAX (column->placed[target], (guint8) state);
}

guint
controls_list_places (const RedanControls *self,
                      const RedanObject *object,
                      RedanContext *context_out,
                      guint32 targets_out[2])
{
  RedanId id;

  *context_out = REDAN_CONTEXT_MODEL;
  targets_out[0] = 0;
  if (!redan_object_get_reference (object, REDAN_FIELD_TARGET, &id))
    return 1;
  if (!redan_facts_find_target (self->facts, &id, context_out, &targets_out[0]))
    return 0;
  if (*context_out != REDAN_CONTEXT_INTERACTION)
    return 1;

  targets_out[1] = redan_facts_find_way_back (self->facts, targets_out[0]);
  return targets_out[1] == REDAN_NONE ? 1 : 2;
}

static void
place_mitigation (RedanControls *self, const RedanObject *mitigation, const guint8 *wanted)
{
  const char *control_id = redan_object_get (mitigation, REDAN_FIELD_CONTROL);
  RedanControlState state;
  RedanContext context;
  guint32 targets[2];
  guint32 control;
  guint n;

  if (control_id == NULL ||
      !redan_control_state_from_word (redan_object_get (mitigation, REDAN_FIELD_STATE), &state))
    return;
  control = redan_catalogue_find_control (self->facts->catalogue, control_id);
  if (control == REDAN_NONE || (wanted != NULL && !wanted[control]))
    return;

  n = controls_list_places (self, mitigation, &context, targets);
  for (guint i = 0; i < n; i++)
    place (self, control, context, targets[i], state);
}

/* @wanted: by control, %NULL for all; @chosen: targets, %NULL for all */
static void
evaluate (RedanControls *self, const guint8 *wanted, const RedanTargets *chosen)
{
  const RedanModel *model = self->facts->snapshot->model;
  guint n_mitigations = redan_model_get_n (model, REDAN_SECTION_MITIGATION);

  evaluate_context (self, REDAN_CONTEXT_ELEMENT, wanted, chosen);
  evaluate_context (self, REDAN_CONTEXT_INTERACTION, wanted, chosen);
  evaluate_context (self, REDAN_CONTEXT_BOUNDARY, wanted, chosen);
  evaluate_model (self, wanted);

  for (guint i = 0; i < n_mitigations; i++)
    place_mitigation (self, redan_model_get_nth (model, REDAN_SECTION_MITIGATION, i), wanted);
  controls_read_evidence (self, wanted);
}

void
redan_controls_refresh (RedanControls *self, const guint8 *wanted)
{
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint i = 0; i < self->n_controls; i++)
      if (wanted[i])
        {
          g_clear_pointer (&self->columns[context][i].planes, g_free);
          g_clear_pointer (&self->columns[context][i].placed, g_free);
          g_clear_pointer (&self->columns[context][i].factors, g_free);
        }

  evaluate (self, wanted, NULL);
  g_array_set_size (self->conflicts, 0);
}

RedanControls *
redan_controls_new_for (const RedanFacts *facts, const RedanTargets *chosen)
{
  RedanControls *self = g_new0 (RedanControls, 1);

  self->facts = facts;
  self->controls = redan_catalogue_get_controls (facts->catalogue, &self->n_controls);
  self->scoring = redan_catalogue_get_scoring (facts->catalogue);
  self->assumed = g_new0 (guint8, self->n_controls + 1);
  self->conflicts = g_array_new (FALSE, FALSE, sizeof (RedanControlPlace));

  self->n_targets[REDAN_CONTEXT_ELEMENT] = facts->snapshot->n_elements;
  self->n_targets[REDAN_CONTEXT_INTERACTION] = facts->n_interactions;
  self->n_targets[REDAN_CONTEXT_BOUNDARY] = facts->snapshot->n_boundaries;
  self->n_targets[REDAN_CONTEXT_MODEL] = 1;
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      self->n_words[i] = (self->n_targets[i] + 63) / 64;
      self->counted[i] = g_new0 (guint64, self->n_words[i] + 1);
      self->columns[i] = g_new0 (Column, self->n_controls + 1);
    }
  fill_kinds (self);

  evaluate (self, NULL, chosen);

  return self;
}

RedanControls *
redan_controls_new (const RedanFacts *facts)
{
  return redan_controls_new_for (facts, NULL);
}

void
redan_controls_free (RedanControls *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      for (guint j = 0; j < self->n_controls; j++)
        {
          g_free (self->columns[i][j].planes);
          g_free (self->columns[i][j].placed);
          g_free (self->columns[i][j].factors);
        }
      g_free (self->columns[i]);
      g_free (self->counted[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->kinds); i++)
    g_free (self->kinds[i]);
  g_free (self->assumed);
  g_array_unref (self->conflicts);
  g_free (self);
}

void
redan_controls_set_assumed (RedanControls *self, const guint32 *controls, guint n)
{
  memset (self->assumed, 0, self->n_controls);
  for (guint i = 0; i < n; i++)
    if (controls[i] < self->n_controls)
      self->assumed[controls[i]] = TRUE;
}

static void
fail_on (RedanControls *self, guint32 control, RedanContext context, guint32 target)
{
  const guint64 bit = G_GUINT64_CONSTANT (1) << (target % 64);
  Column *column = &self->columns[context][control];

  if (column->planes == NULL || target >= self->n_targets[context])
    return;
  controls_ensure_placed (self, column, context);
  column->placed[target] = REDAN_STATE_ABSENT;
  if (column->factors != NULL)
    column->factors[target] = -1;
  column->planes[PLANE_MAY * self->n_words[context] + target / 64] &= ~bit;
  column->planes[PLANE_YES * self->n_words[context] + target / 64] &= ~bit;
  column->planes[PLANE_NO * self->n_words[context] + target / 64] |= bit;
}

void
redan_controls_set_failed (RedanControls *self, const RedanControlPlace *places, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint32 control = places[i].control;
      const guint32 target = places[i].target;

      if (target != REDAN_NONE)
        fail_on (self, control, places[i].context, target);
      else if (places[i].context != REDAN_CONTEXT_MODEL)
        continue;
      else
        for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
          for (guint32 k = 0; k < self->n_targets[context]; k++)
            fail_on (self, control, (RedanContext) context, k);
    }
}

gboolean
redan_controls_has_context (const RedanControls *self, guint32 control, RedanContext context)
{
  return get_column (self, control, context)->planes != NULL;
}

gboolean
redan_controls_applies (const RedanControls *self,
                        guint32 control,
                        RedanContext context,
                        guint32 target)
{
  const Column *column = get_column (self, control, context);

  if (context == REDAN_CONTEXT_MODEL)
    target = 0;
  if (column->planes == NULL || target >= self->n_targets[context])
    return FALSE;

  return test_bit (get_plane (self, column, context, PLANE_MAY), target);
}

RedanControlState
redan_controls_get_state (const RedanControls *self,
                          guint32 control,
                          RedanContext context,
                          guint32 target)
{
  const Column *column = get_column (self, control, context);
  RedanControlState state;

  if (context == REDAN_CONTEXT_MODEL)
    target = 0;
  if (column->planes == NULL || target >= self->n_targets[context])
    return REDAN_STATE_ABSENT;

  if (column->placed != NULL)
    state = column->placed[target];
  else if (test_bit (get_plane (self, column, context, PLANE_YES), target))
    state = REDAN_STATE_DECLARED;
  else
    state = REDAN_STATE_ABSENT;

  if (self->assumed[control] && state < REDAN_STATE_DECLARED &&
      test_bit (get_plane (self, column, context, PLANE_MAY), target))
    state = REDAN_STATE_DECLARED;

  return state;
}

double
redan_controls_get_validation (const RedanControls *self,
                               guint32 control,
                               RedanContext context,
                               guint32 target)
{
  const Column *column = get_column (self, control, context);
  RedanControlState state = redan_controls_get_state (self, control, context, target);

  if (context == REDAN_CONTEXT_MODEL)
    target = 0;
  /* an assumption may have lifted the state above what evidence found */
  if (column->factors == NULL || target >= self->n_targets[context] ||
      column->factors[target] < 0 || column->placed[target] != state)
    return self->scoring->state[state];

  return (double) column->factors[target];
}

guint
redan_controls_get_n_targets (const RedanControls *self, RedanContext context)
{
  return self->n_targets[context];
}

guint64
redan_controls_get_present_word (const RedanControls *self,
                                 guint32 control,
                                 RedanContext context,
                                 guint word)
{
  const Column *column = get_column (self, control, context);
  guint64 bits = 0;

  if (column->planes == NULL)
    return 0;
  if (self->assumed[control])
    return get_plane (self, column, context, PLANE_MAY)[word];
  if (column->placed == NULL)
    return get_plane (self, column, context, PLANE_YES)[word];

  for (guint i = word * 64; i < MIN (word * 64 + 64, self->n_targets[context]); i++)
    if (column->factors != NULL && column->factors[i] >= 0
            ? column->factors[i] > 0
            : self->scoring->state[column->placed[i]] > 0)
      bits |= G_GUINT64_CONSTANT (1) << (i % 64);

  return bits;
}

/* Targets on which evidence says that the control does not hold, or not everywhere. */
static guint64
get_contradicted_word (const RedanControls *self, guint32 control, RedanContext context, guint word)
{
  const Column *column = get_column (self, control, context);
  guint64 bits = 0;

  if (column->factors == NULL || self->assumed[control])
    return 0;
  for (guint i = word * 64; i < MIN (word * 64 + 64, self->n_targets[context]); i++)
    if (column->placed[i] == REDAN_STATE_CONTRADICTED)
      bits |= G_GUINT64_CONSTANT (1) << (i % 64);

  return bits;
}

/* Targets on which it stands for sure. */
static guint64
get_standing_word (const RedanControls *self, guint32 control, RedanContext context, guint word)
{
  return redan_controls_get_present_word (self, control, context, word) &
         ~get_contradicted_word (self, control, context, word);
}

guint64
redan_controls_get_new_word (const RedanControls *self,
                             guint32 control,
                             RedanContext context,
                             guint word)
{
  const Column *column = get_column (self, control, context);

  if (column->planes == NULL)
    return 0;

  return get_plane (self, column, context, PLANE_MAY)[word] &
         ~get_standing_word (self, control, context, word);
}

guint
redan_controls_count_new_places (const RedanControls *self, guint32 control)
{
  guint n = 0;

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint word = 0; word < self->n_words[context]; word++)
      n += __builtin_popcountll (redan_controls_get_new_word (self, control, context, word));

  return n;
}

gboolean
redan_controls_is_open (const RedanControls *self,
                        guint32 control,
                        RedanContext context,
                        guint32 target)
{
  const Column *column = get_column (self, control, context);

  if (context == REDAN_CONTEXT_MODEL)
    target = 0;

  return redan_controls_applies (self, control, context, target) &&
         redan_controls_get_validation (self, control, context, target) <= 0 &&
         !test_bit (get_plane (self, column, context, PLANE_NO), target);
}

/* Targets of a word over which the coverage of a control is taken. */
static guint64
get_counted_word (const RedanControls *self,
                  const Column *column,
                  RedanContext context,
                  guint64 *const *within,
                  guint word)
{
  guint64 all = get_plane (self, column, context, PLANE_SURE)[word] & self->counted[context][word];

  return within == NULL ? all : all & within[context][word];
}

gboolean
redan_controls_get_coverage_within (const RedanControls *self,
                                    guint32 control,
                                    guint64 *const *within,
                                    double *low_out,
                                    double *high_out)
{
  guint n = 0;
  guint n_low = 0;
  guint n_high = 0;
  gboolean placed = self->assumed[control];

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    placed |= get_column (self, control, context)->placed != NULL;
  if (self->controls[control].implied_by == NULL && !placed)
    return FALSE;

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    {
      const Column *column = get_column (self, control, context);
      const guint64 *no;

      if (column->planes == NULL)
        continue;
      no = get_plane (self, column, context, PLANE_NO);
      for (guint word = 0; word < self->n_words[context]; word++)
        {
          guint64 all = get_counted_word (self, column, context, within, word);
          guint64 present = get_standing_word (self, control, context, word);
          guint64 against = get_contradicted_word (self, control, context, word);

          n += __builtin_popcountll (all);
          n_low += __builtin_popcountll (all & present);
          n_high += __builtin_popcountll (all & (present | ~no[word]) & ~against);
        }
    }
  if (n == 0)
    return FALSE;

  *low_out = (double) n_low / n;
  *high_out = (double) n_high / n;

  return TRUE;
}

gboolean
redan_controls_get_coverage (const RedanControls *self,
                             guint32 control,
                             double *low_out,
                             double *high_out)
{
  return redan_controls_get_coverage_within (self, control, NULL, low_out, high_out);
}

void
redan_controls_list_uncovered (const RedanControls *self,
                               guint32 control,
                               guint64 *const *within,
                               RedanControlsFunc func,
                               gpointer user_data)
{
  double low;
  double high;

  if (control >= self->n_controls ||
      !redan_controls_get_coverage_within (self, control, within, &low, &high))
    return;

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    {
      const Column *column = get_column (self, control, context);

      for (guint word = 0; column->planes != NULL && word < self->n_words[context]; word++)
        {
          guint64 no = get_plane (self, column, context, PLANE_NO)[word] |
                       get_contradicted_word (self, control, context, word);
          guint64 rest = get_counted_word (self, column, context, within, word) &
                         ~get_standing_word (self, control, context, word);

          for (; rest != 0; rest &= rest - 1)
            {
              guint bit = __builtin_ctzll (rest);

              func (user_data, context,
                    context == REDAN_CONTEXT_MODEL ? REDAN_NONE : word * 64 + bit,
                    (no >> bit & 1) == 0);
            }
        }
    }
}

const RedanControlPlace *
redan_controls_get_conflicts (const RedanControls *self, guint *n_out)
{
  *n_out = self->conflicts->len;

  return (const RedanControlPlace *) (gpointer) self->conflicts->data;
}
