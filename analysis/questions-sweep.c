/* SPDX-License-Identifier: Apache-2.0 */
/* Estimates for all objects at once: an attribute gets one answer wherever nobody knows it, only
 * the rules and controls that read it run again, and each threat that changes is put down to the
 * objects it depends on. */

#include "config.h"

#include "analysis/controls-private.h"
#include "analysis/graph/graph-private.h"
#include "analysis/questions-private.h"
#include "analysis/score-private.h"
#include "analysis/threats-private.h"

#include <string.h>

#define READS_ANY (READS_SELF | READS_SOURCE | READS_TARGET | READS_OTHER)

/**
 * QuestionSweep:
 * @facts, @controls: copies whose columns are changed and put back
 * @graph: the graph of the analysis with an exposure of its own
 * @base_first: by rule, its first threat in the analysis
 * @asset_offset: n_elements + 1: data assets that an element stores, processes or gets from a flow
 */
struct _QuestionSweep
{
  const RedanAnalysis *analysis;
  const QuestionReads *reads;
  RedanFacts *facts;
  RedanControls *controls;
  RedanGraph graph;
  guint *base_first;
  guint32 *asset_offset;
  guint32 *asset;

  guint8 *changed;       /* by attribute */
  guint8 *wanted;        /* by rule: evaluated */
  guint8 *affected;      /* by rule: mask of READS, not 0 when its threats may change */
  guint8 *wanted_states; /* by control */
};

/* One answer given everywhere. */
typedef struct
{
  QuestionSweep *sweep;
  const RedanAttribute *attribute;
  RedanAnswer *effects; /* by object */
} Sharing;

/* Attributes from which facts derive others: there the facts are built anew. A test compares this
 * list with what really follows. */
static const struct
{
  RedanScope scope;
  const char *name;
} sources[] = {
  { REDAN_SCOPE_ELEMENT, "tech" },         { REDAN_SCOPE_ELEMENT, "mgmt" },
  { REDAN_SCOPE_ELEMENT, "custom_code" },  { REDAN_SCOPE_ELEMENT, "provider" },
  { REDAN_SCOPE_ELEMENT, "environment" },  { REDAN_SCOPE_ELEMENT, "authn" },
  { REDAN_SCOPE_ELEMENT, "mfa" },          { REDAN_SCOPE_ELEMENT, "rate_limit" },
  { REDAN_SCOPE_ELEMENT, "data_class" },   { REDAN_SCOPE_ELEMENT, "in_scope" },
  { REDAN_SCOPE_FLOW, "protocol" },        { REDAN_SCOPE_FLOW, "enc_transit" },
  { REDAN_SCOPE_FLOW, "in_scope" },        { REDAN_SCOPE_BOUNDARY, "trust" },
  { REDAN_SCOPE_BOUNDARY, "environment" }, { REDAN_SCOPE_BOUNDARY, "provider" },
  { REDAN_SCOPE_ACCOUNT, "guardduty" },
};

gboolean
question_is_source (const RedanAttribute *attribute)
{
  if (attribute->scope == REDAN_SCOPE_ASSET)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (attribute->scope == sources[i].scope && strcmp (attribute->name, sources[i].name) == 0)
      return TRUE;

  return FALSE;
}

/* ---- which rules ---- */

static guint8
read_by (const guint8 *row, const guint8 *changed, guint n_attributes)
{
  guint8 mask = 0;

  for (guint i = 0; i < n_attributes; i++)
    if (changed[i])
      mask |= row[i];

  return mask;
}

static gboolean
is_letter_in (char letter, guint mask)
{
  const char *found = letter != '\0' ? strchr ("STRIDE", letter) : NULL;

  return found != NULL && (mask >> (found - "STRIDE") & 1) != 0;
}

/* Where else than on its target a control counts for a rule. */
static guint8
find_elsewhere (const RedanCatalogue *catalogue, const RedanRule *rule, guint32 control)
{
  const guint elements =
      REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE;
  guint applies = redan_catalogue_get_controls (catalogue, NULL)[control].applies;
  guint8 sides = 0;

  if (!redan_catalogue_get_scoring (catalogue)->control_reach || (applies & elements) == 0)
    return 0;
  if ((rule->applies & REDAN_APPLIES_FLOW) != 0)
    sides |= READS_SOURCE | READS_TARGET;
  if ((rule->applies & elements & ~applies) != 0)
    sides |= READS_OTHER;

  return sides;
}

static void
find_affected (QuestionSweep *self)
{
  const QuestionReads *reads = self->reads;
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  const RedanAttribute *flow_class = redan_schema_lookup (self->analysis->facts->snapshot->schema,
                                                          REDAN_SCOPE_FLOW, "data_class", -1);
  guint n = reads->n_attributes;
  guint model_wide = 0; /* letters of STRIDE */
  g_autofree guint8 *states = g_new0 (guint8, reads->n_controls + 1);

  for (guint i = 0; i < reads->n_controls; i++)
    {
      states[i] = read_by (reads->controls + (gsize) i * n, self->changed, n);
      self->wanted_states[i] = states[i] != 0;
      if (states[i] != 0 && controls[i].applies == REDAN_APPLIES_MODEL)
        model_wide |= controls[i].stride;
    }

  memset (self->affected, 0, reads->n_rules);
  memset (self->wanted, 0, reads->n_rules);
  for (guint i = 0; i < reads->n_rules; i++)
    {
      guint8 condition = read_by (reads->rules + (gsize) i * n, self->changed, n);

      self->affected[i] |= condition;
      /* without a class of its own a flow is rated like its end */
      if (flow_class != NULL && self->changed[flow_class->index] &&
          (rules[i].applies & REDAN_APPLIES_FLOW) != 0)
        self->affected[i] |= READS_SELF;
      if (is_letter_in (rules[i].stride, model_wide))
        self->affected[i] |= READS_OTHER;
      for (guint j = 0; j < rules[i].n_controls; j++)
        if (states[rules[i].controls[j]] != 0)
          self->affected[i] |= states[rules[i].controls[j]] |
                               find_elsewhere (catalogue, &rules[i], rules[i].controls[j]);
      for (guint j = 0; condition != 0 && j < rules[i].n_suppresses; j++)
        self->affected[rules[i].suppresses[j]] |= READS_ANY;
    }
  for (guint i = 0; i < reads->n_rules; i++)
    {
      self->wanted[i] |= self->affected[i] != 0;
      for (guint j = 0; j < rules[i].n_suppresses; j++)
        self->wanted[i] |= self->affected[rules[i].suppresses[j]] != 0;
    }
}

/* ---- whose answer it was ---- */

static void
add_effect (Sharing *self, guint32 object, const RedanAnswer *effect)
{
  if (object == REDAN_NONE ||
      !question_is_open (self->sweep->analysis->facts, self->attribute, object))
    return;

  self->effects[object].change += effect->change;
  self->effects[object].n_confirmed += effect->n_confirmed;
  self->effects[object].n_removed += effect->n_removed;
}

static gboolean
is_open (const Sharing *self, guint32 object)
{
  return object != REDAN_NONE &&
         question_is_open (self->sweep->analysis->facts, self->attribute, object);
}

static void
share_with_elements (Sharing *self,
                     const RedanThreat *threat,
                     guint8 sides,
                     const RedanAnswer *effect)
{
  const RedanFacts *facts = self->sweep->analysis->facts;
  guint32 t = threat->target;

  if (threat->context == REDAN_CONTEXT_INTERACTION)
    {
      guint32 source = facts->interaction_source[t];
      guint32 target = facts->interaction_target[t];
      gboolean to_source = is_open (self, source) && (sides & READS_SOURCE) != 0;
      gboolean to_target = is_open (self, target) && (sides & (READS_TARGET | READS_SELF)) != 0;

      if (to_source || (!to_target && (sides & READS_OTHER) != 0))
        add_effect (self, source, effect);
      if (to_target || (!to_source && (sides & READS_OTHER) != 0))
        add_effect (self, target, effect);
      return;
    }
  if (threat->context != REDAN_CONTEXT_ELEMENT)
    return;
  add_effect (self, t, effect);
  if (is_open (self, t) && (sides & READS_OTHER) == 0)
    return;
  for (guint j = facts->in_offset[t]; j < facts->in_offset[t + 1]; j++)
    add_effect (self, facts->interaction_source[facts->in_interaction[j]], effect);
  for (guint j = facts->out_offset[t]; j < facts->out_offset[t + 1]; j++)
    add_effect (self, facts->interaction_target[facts->out_interaction[j]], effect);
}

static void
share_with_flows (Sharing *self, const RedanThreat *threat, const RedanAnswer *effect)
{
  const RedanFacts *facts = self->sweep->analysis->facts;
  guint32 t = threat->target;

  if (threat->context == REDAN_CONTEXT_INTERACTION)
    add_effect (self, facts->interaction_flow[t], effect);
  else if (threat->context == REDAN_CONTEXT_ELEMENT)
    {
      for (guint j = facts->in_offset[t]; j < facts->in_offset[t + 1]; j++)
        add_effect (self, facts->interaction_flow[facts->in_interaction[j]], effect);
      for (guint j = facts->out_offset[t]; j < facts->out_offset[t + 1]; j++)
        add_effect (self, facts->interaction_flow[facts->out_interaction[j]], effect);
    }
}

static void
share_with_chain (Sharing *self, guint32 boundary, const RedanAnswer *effect)
{
  for (; boundary != REDAN_NONE;
       boundary = self->sweep->analysis->facts->snapshot->boundary_parent[boundary])
    add_effect (self, boundary, effect);
}

static void
share_with_boundaries (Sharing *self, const RedanThreat *threat, const RedanAnswer *effect)
{
  const RedanFacts *facts = self->sweep->analysis->facts;
  guint32 element = threat->target;

  if (threat->context == REDAN_CONTEXT_BOUNDARY)
    {
      share_with_chain (self, threat->target, effect);
      return;
    }
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    element = facts->interaction_target[threat->target];
  if (threat->context != REDAN_CONTEXT_MODEL && element != REDAN_NONE)
    share_with_chain (self, facts->snapshot->element_parent[element], effect);
}

static void
share_with_assets_at (Sharing *self, guint32 element, const RedanAnswer *effect)
{
  const QuestionSweep *sweep = self->sweep;

  for (guint32 j = sweep->asset_offset[element]; j < sweep->asset_offset[element + 1]; j++)
    add_effect (self, sweep->asset[j], effect);
}

static void
share_with_assets (Sharing *self, const RedanThreat *threat, const RedanAnswer *effect)
{
  const RedanFacts *facts = self->sweep->analysis->facts;

  if (threat->context == REDAN_CONTEXT_ELEMENT)
    share_with_assets_at (self, threat->target, effect);
  else if (threat->context == REDAN_CONTEXT_INTERACTION &&
           facts->interaction_target[threat->target] != REDAN_NONE)
    share_with_assets_at (self, facts->interaction_target[threat->target], effect);
}

static void
share (Sharing *self, const RedanThreat *threat, const RedanAnswer *effect)
{
  if (effect->change == 0 && effect->n_confirmed == 0 && effect->n_removed == 0)
    return;

  switch (self->attribute->scope)
    {
    case REDAN_SCOPE_ELEMENT:
      share_with_elements (self, threat, self->sweep->affected[threat->rule], effect);
      break;
    case REDAN_SCOPE_FLOW:
      share_with_flows (self, threat, effect);
      break;
    case REDAN_SCOPE_BOUNDARY:
    case REDAN_SCOPE_ACCOUNT:
      share_with_boundaries (self, threat, effect);
      break;
    case REDAN_SCOPE_ASSET:
      share_with_assets (self, threat, effect);
      break;
    default:
      add_effect (self, 0, effect);
      break;
    }
}

/* ---- what changed ---- */

static int
compare_places (const RedanThreat *a, const RedanThreat *b)
{
  if (a->context != b->context)
    return a->context < b->context ? -1 : 1;

  return (a->target > b->target) - (a->target < b->target);
}

static gint64
count_residual (const RedanThreat *threat)
{
  return threat->scored && threat->decision != REDAN_DECISION_NOT_APPLICABLE ? threat->residual : 0;
}

/* The threats of one rule, as they are and as they would be, side by side. */
static void
compare_rule (Sharing *self, RedanScorer *scorer, guint32 rule, RedanThreat *now, guint n_now)
{
  const GArray *base = self->sweep->analysis->threats;
  guint i = self->sweep->base_first[rule];
  guint end = self->sweep->base_first[rule + 1];
  guint j = 0;

  while (i < end || j < n_now)
    {
      const RedanThreat *before = i < end ? &g_array_index (base, RedanThreat, i) : NULL;
      RedanThreat *after = j < n_now ? &now[j] : NULL;
      int order = before == NULL ? 1 : after == NULL ? -1 : compare_places (before, after);
      RedanAnswer effect = { 0 };

      if (order <= 0)
        effect.change -= count_residual (before);
      if (order >= 0)
        {
          redan_scorer_set_score (scorer, after);
          effect.change += count_residual (after);
          effect.n_confirmed = after->confirmed && (order > 0 || !before->confirmed);
        }
      effect.n_removed = order < 0;
      share (self, order >= 0 ? after : before, &effect);
      i += order <= 0;
      j += order >= 0;
    }
}

static void
compare (Sharing *self, const RedanFacts *facts, RedanControls *controls)
{
  QuestionSweep *sweep = self->sweep;
  g_autoptr (GArray) threats = threats_enumerate_rules (facts, sweep->wanted, NULL);
  g_autoptr (RedanScorer) scorer = redan_scorer_new (facts, controls, &sweep->graph);
  guint at = 0;

  for (guint32 rule = 0; rule < sweep->reads->n_rules; rule++)
    {
      guint first = at;

      while (at < threats->len && g_array_index (threats, RedanThreat, at).rule == rule)
        at++;
      if (sweep->affected[rule] != 0)
        compare_rule (self, scorer, rule, &g_array_index (threats, RedanThreat, first), at - first);
    }
}

/* ---- one answer ---- */

static guint
count_column (const RedanFacts *facts, const RedanAttribute *attribute)
{
  return attribute->scope == REDAN_SCOPE_FLOW ? facts->n_interactions
                                              : question_count_objects (facts, attribute);
}

static void
find_changed (QuestionSweep *self, const RedanFacts *facts)
{
  const RedanFacts *base = self->analysis->facts;

  for (guint i = 0; i < self->reads->n_attributes; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (base->snapshot->schema, i);

      self->changed[i] = base->columns[i] != NULL && facts->columns[i] != NULL &&
                         memcmp (base->columns[i], facts->columns[i],
                                 sizeof (RedanCode) * count_column (base, attribute)) != 0;
    }
}

static gboolean
has_other_ratings (const QuestionSweep *self, const RedanFacts *facts)
{
  static const char *const names[] = { "c_rating", "i_rating", "a_rating" };
  const RedanFacts *base = self->analysis->facts;
  gboolean other = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const RedanAttribute *rating =
          redan_schema_lookup (base->snapshot->schema, REDAN_SCOPE_ELEMENT, names[i], -1);

      other |= rating != NULL && self->changed[rating->index];
      other |= memcmp (base->interaction_rating[i], facts->interaction_rating[i],
                       base->n_interactions) != 0;
    }

  return other;
}

static gboolean
has_affected (const QuestionSweep *self)
{
  for (guint i = 0; i < self->reads->n_rules; i++)
    if (self->affected[i] != 0)
      return TRUE;

  return FALSE;
}

/* The facts are built anew, with all that follows from the answer. */
static void
try_source (Sharing *self, RedanCode code)
{
  QuestionSweep *sweep = self->sweep;
  const RedanFacts *base = sweep->analysis->facts;
  QuestionWorld world;
  RedanFacts *facts = question_facts_new (&world, base, self->attribute, REDAN_NONE, code);

  facts->depth = base->depth;
  facts->choke = base->choke;
  facts->account_blast = base->account_blast;
  find_changed (sweep, facts);
  find_affected (sweep);
  if (has_other_ratings (sweep, facts))
    for (guint i = 0; i < sweep->reads->n_rules; i++) /* ratings count in every score */
      sweep->affected[i] = sweep->wanted[i] = READS_ANY;
  if (has_affected (sweep))
    {
      RedanControls *controls = redan_controls_new (facts);

      compare (self, facts, controls);
      redan_controls_free (controls);
    }
  facts->depth = NULL;
  facts->choke = NULL;
  facts->account_blast = NULL;
  redan_facts_free (facts);
  question_world_clear (&world);
}

/* The two values that say that anybody can reach an element. */
static gboolean
says_exposed (const RedanAttribute *attribute, RedanCode code)
{
  const char *word = code - REDAN_CODE_FIRST < attribute->n_values
                         ? attribute->values[code - REDAN_CODE_FIRST]
                         : "";

  return attribute->scope == REDAN_SCOPE_ELEMENT &&
         ((strcmp (attribute->name, "resource_policy") == 0 && strcmp (word, "public") == 0) ||
          (strcmp (attribute->name, "exposure") == 0 && strcmp (word, "internet") == 0));
}

/* What lies behind such an element is not followed: this is an estimate. */
static void
expose (Sharing *self)
{
  QuestionSweep *sweep = self->sweep;
  const RedanFacts *facts = sweep->facts;
  double declared = sweep->graph.scoring->declared_exposure;

  for (guint i = 0; i < facts->snapshot->n_elements; i++)
    if (facts->snapshot->element_kind[i] >= REDAN_ELEMENT_PROCESS && is_open (self, i))
      sweep->graph.exposure[i] = MAX (sweep->graph.exposure[i], declared);
  for (guint i = 0; i < sweep->reads->n_rules; i++)
    {
      sweep->affected[i] |= READS_SELF | READS_SOURCE;
      sweep->wanted[i] = TRUE;
    }
}

static void
reset_exposure (QuestionSweep *self)
{
  memcpy (self->graph.exposure, self->analysis->graph->exposure,
          sizeof (double) * self->graph.n_nodes);
}

/* Only the column changes. */
static void
try_column (Sharing *self, RedanCode code)
{
  QuestionSweep *sweep = self->sweep;
  RedanFacts *facts = sweep->facts;
  guint index = self->attribute->index;
  guint n = count_column (facts, self->attribute);
  g_autofree RedanCode *saved = g_memdup2 (facts->columns[index], sizeof (RedanCode) * n);

  for (guint i = 0; i < n; i++)
    {
      guint32 object = self->attribute->scope == REDAN_SCOPE_FLOW ? facts->interaction_flow[i] : i;

      if (is_open (self, object))
        facts->columns[index][i] = code;
    }
  redan_controls_refresh (sweep->controls, sweep->wanted_states);
  if (says_exposed (self->attribute, code))
    expose (self);
  compare (self, facts, sweep->controls);
  if (says_exposed (self->attribute, code))
    {
      reset_exposure (sweep);
      find_affected (sweep);
    }
  memcpy (facts->columns[index], saved, sizeof (RedanCode) * n);
}

/* Whether no rule reads what changed, and every control that does is one of the model as a whole.
 */
static gboolean
is_for_controls_only (const QuestionSweep *self)
{
  const QuestionReads *reads = self->reads;
  const RedanControl *controls =
      redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL);

  for (guint i = 0; i < reads->n_rules; i++)
    if (read_by (reads->rules + (gsize) i * reads->n_attributes, self->changed,
                 reads->n_attributes) != 0)
      return FALSE;
  for (guint i = 0; i < reads->n_controls; i++)
    if (self->wanted_states[i] && controls[i].applies != REDAN_APPLIES_MODEL)
      return FALSE;

  return TRUE;
}

static gboolean
has_other_states (const QuestionSweep *self)
{
  for (guint32 i = 0; i < self->reads->n_controls; i++)
    if (self->wanted_states[i] &&
        redan_controls_get_state (self->controls, i, REDAN_CONTEXT_MODEL, REDAN_NONE) !=
            redan_controls_get_state (self->analysis->controls, i, REDAN_CONTEXT_MODEL, REDAN_NONE))
      return TRUE;

  return FALSE;
}

static void
try_programme (Sharing *self, RedanCode code)
{
  QuestionSweep *sweep = self->sweep;
  RedanFactValue *fact = &sweep->facts->programme[self->attribute->index];
  RedanFactValue saved = *fact;
  QuestionWorld world;
  RedanFacts *answered =
      question_facts_new (&world, sweep->analysis->facts, self->attribute, 0, code);

  *fact = answered->programme[self->attribute->index];
  redan_facts_free (answered);
  question_world_clear (&world);
  redan_controls_refresh (sweep->controls, sweep->wanted_states);
  if (!is_for_controls_only (sweep) || has_other_states (sweep))
    compare (self, sweep->facts, sweep->controls);
  *fact = saved;
}

gboolean
question_sweep_run (QuestionSweep *self,
                    const RedanAttribute *attribute,
                    RedanAnswer *effects,
                    GCancellable *cancellable)
{
  guint n_answers = question_count_answers (attribute);
  guint n_objects = question_count_objects (self->analysis->facts, attribute);
  gboolean any = FALSE;

  memset (self->changed, 0, self->reads->n_attributes);
  self->changed[attribute->index] = TRUE;
  find_affected (self);
  for (guint i = 0; i < self->reads->n_rules; i++)
    any |= self->affected[i] != 0;

  for (guint answer = 0; answer < n_answers; answer++)
    {
      RedanCode code = question_get_code (attribute, answer, self->analysis->facts->as_of);
      Sharing sharing = { self, attribute, effects + (gsize) answer * n_objects };

      guint same = question_find_same (self->reads, attribute, answer);

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (same < answer)
        memcpy (sharing.effects, effects + (gsize) same * n_objects,
                sizeof (RedanAnswer) * n_objects);
      else if (question_is_source (attribute))
        try_source (&sharing, code);
      else if (!any)
        continue;
      else if (attribute->scope == REDAN_SCOPE_PROGRAMME)
        try_programme (&sharing, code);
      else
        try_column (&sharing, code);
    }
  if (any && !question_is_source (attribute))
    redan_controls_refresh (self->controls, self->wanted_states);

  return TRUE;
}

/* ---- the sweep ---- */

static void
add_located (GArray *pairs, guint32 element, guint32 asset)
{
  guint64 pair = (guint64) element << 32 | asset;

  if (element != REDAN_NONE)
    g_array_append_val (pairs, pair);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
locate_assets (QuestionSweep *self)
{
  const RedanSnapshot *snapshot = self->analysis->facts->snapshot;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint n = 0;

  for (guint32 a = 0; a < snapshot->n_assets; a++)
    {
      for (guint32 j = snapshot->stored_offset[a]; j < snapshot->stored_offset[a + 1]; j++)
        add_located (pairs, snapshot->stored_element[j], a);
      for (guint32 j = snapshot->processed_offset[a]; j < snapshot->processed_offset[a + 1]; j++)
        add_located (pairs, snapshot->processed_element[j], a);
      for (guint32 j = snapshot->carried_offset[a]; j < snapshot->carried_offset[a + 1]; j++)
        {
          add_located (pairs, snapshot->flow_source[snapshot->carried_flow[j]], a);
          add_located (pairs, snapshot->flow_target[snapshot->carried_flow[j]], a);
        }
    }
  g_array_sort (pairs, compare_pairs);

  self->asset = g_new (guint32, pairs->len + 1);
  self->asset_offset = g_new0 (guint32, snapshot->n_elements + 2);
  for (guint i = 0; i < pairs->len; i++)
    {
      guint64 pair = g_array_index (pairs, guint64, i);

      if (i > 0 && pair == g_array_index (pairs, guint64, i - 1))
        continue;
      self->asset[n++] = (guint32) pair;
      self->asset_offset[(pair >> 32) + 1]++;
    }
  for (guint i = 0; i < snapshot->n_elements; i++)
    self->asset_offset[i + 1] += self->asset_offset[i];
}

QuestionSweep *
question_sweep_new (const RedanAnalysis *analysis, const QuestionReads *reads)
{
  QuestionSweep *self = g_new0 (QuestionSweep, 1);
  const RedanFacts *base = analysis->facts;
  guint at = 0;

  self->analysis = analysis;
  self->reads = reads;
  self->facts = redan_facts_new (base->snapshot, base->catalogue, base->as_of);
  self->facts->depth = g_memdup2 (base->depth, sizeof *base->depth * base->snapshot->n_elements);
  self->facts->choke = g_memdup2 (base->choke, sizeof *base->choke * base->snapshot->n_elements);
  self->facts->account_blast =
      g_memdup2 (base->account_blast, sizeof *base->account_blast * base->snapshot->n_boundaries);
  self->controls = redan_controls_new (self->facts);
  self->graph = *analysis->graph;
  self->graph.exposure = g_new (double, self->graph.n_nodes + 1);
  reset_exposure (self);
  self->changed = g_new0 (guint8, reads->n_attributes + 1);
  self->wanted = g_new0 (guint8, reads->n_rules + 1);
  self->affected = g_new0 (guint8, reads->n_rules + 1);
  self->wanted_states = g_new0 (guint8, reads->n_controls + 1);
  self->base_first = g_new0 (guint, reads->n_rules + 1);
  for (guint32 rule = 0; rule <= reads->n_rules; rule++)
    {
      self->base_first[rule] = at;
      while (rule < reads->n_rules && at < analysis->threats->len &&
             g_array_index (analysis->threats, RedanThreat, at).rule == rule)
        at++;
    }
  locate_assets (self);

  return self;
}

void
question_sweep_free (QuestionSweep *self)
{
  if (self == NULL)
    return;

  redan_controls_free (self->controls);
  redan_facts_free (self->facts);
  g_free (self->graph.exposure);
  g_free (self->changed);
  g_free (self->wanted);
  g_free (self->affected);
  g_free (self->wanted_states);
  g_free (self->base_first);
  g_free (self->asset_offset);
  g_free (self->asset);
  g_free (self);
}
