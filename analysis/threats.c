/* SPDX-License-Identifier: Apache-2.0 */
/* Enumeration of threats: every rule on every target in blocks of 64, suppressed bit by bit, then
 * written out in order. */

#include "analysis/threats.h"

#include "analysis/program-private.h"
#include "analysis/threats-private.h"

#include <string.h>

#define N_KINDS 8 /* bits of RedanApplies */

/**
 * Layer: the targets of one context with the rules that apply to them
 * @eligible: by bit of RedanApplies: words of the targets of that kind; %NULL for kinds of other
 * contexts
 * @rules: indices in the catalogue, ascending; the same is the number of the program
 * @asked: (nullable): words of the targets that are looked at, %NULL for all
 * @confirmed, @unconfirmed, @hidden: n_rules times n_words words
 */
typedef struct
{
  RedanContext context;
  guint n_targets;
  guint n_words;
  guint n_asked;
  const guint64 *asked;
  guint64 *eligible[N_KINDS];
  GArray *rules;
  RedanProgramSet *set;
  guint64 *confirmed;
  guint64 *unconfirmed;
  guint64 *hidden;
} Layer;

static guint
contexts_kinds (RedanContext context)
{
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS |
             REDAN_APPLIES_STORE;
    case REDAN_CONTEXT_INTERACTION:
      return REDAN_APPLIES_FLOW;
    case REDAN_CONTEXT_BOUNDARY:
      return REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT;
    default:
      return REDAN_APPLIES_MODEL;
    }
}

/* Elements out of scope and what stands on the internet have no threats of their own; at a partner,
 * external systems have none either. Outside every boundary (imported models) everything is in
 * scope (decision 8). */
static int
find_element_kind (const RedanFacts *facts, guint32 element)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  guint32 parent = snapshot->element_parent[element];
  guint8 kind = snapshot->element_kind[element];
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);

  if (!facts->element_in_scope[element])
    return -1;
  if (parent != REDAN_NONE && facts->boundary_trust[parent] <= scoring->trust_anonymous)
    return -1;
  if (parent != REDAN_NONE && facts->boundary_trust[parent] <= scoring->trust_outside &&
      kind == REDAN_ELEMENT_EXTERNAL)
    return -1;

  return kind;
}

/* A flow that lacks an end is no interaction yet: nothing is known of who talks to whom. */
static int
find_flow_kind (const RedanFacts *facts, guint32 interaction)
{
  if (!facts->interaction_in_scope[interaction] ||
      facts->interaction_source[interaction] == REDAN_NONE ||
      facts->interaction_target[interaction] == REDAN_NONE)
    return -1;

  return 4;
}

static int
find_kind (const RedanFacts *facts, RedanContext context, guint32 target)
{
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return find_element_kind (facts, target);
    case REDAN_CONTEXT_INTERACTION:
      return find_flow_kind (facts, target);
    case REDAN_CONTEXT_BOUNDARY:
      return facts->boundary_is_account[target] ? 6 : 5;
    default:
      return 7;
    }
}

static void
layer_mark_eligible (Layer *self, const RedanFacts *facts)
{
  for (guint i = 0; i < N_KINDS; i++)
    if (contexts_kinds (self->context) >> i & 1)
      self->eligible[i] = g_new0 (guint64, MAX (self->n_words, 1));

  for (guint i = 0; i < self->n_targets; i++)
    {
      int kind;

      if (self->asked != NULL && (self->asked[i / BLOCK_SIZE] >> i % BLOCK_SIZE & 1) == 0)
        continue;
      kind = find_kind (facts, self->context, i);
      if (kind >= 0)
        self->eligible[kind][i / BLOCK_SIZE] |= G_GUINT64_CONSTANT (1) << i % BLOCK_SIZE;
    }
}

/* Rules of a pack that models have to ask for are in use when the model names the pack. */
static gboolean
is_in_use (const RedanFacts *facts, const RedanRule *rule)
{
  return !rule->optional || redan_object_get_keyed (redan_model_get_meta (facts->snapshot->model),
                                                    REDAN_FIELD_PACK, rule->pack) != NULL;
}

static void
layer_init (Layer *self,
            const RedanFacts *facts,
            RedanContext context,
            const guint8 *wanted,
            const RedanTargets *asked)
{
  guint n_rules;
  const RedanRule *rules = redan_catalogue_get_rules (facts->catalogue, &n_rules);

  memset (self, 0, sizeof *self);
  self->context = context;
  self->n_targets = context == REDAN_CONTEXT_MODEL ? 1 : program_set_count (facts, context);
  if (asked != NULL && context == REDAN_CONTEXT_MODEL)
    self->n_targets = 0;
  self->n_words = (self->n_targets + BLOCK_SIZE - 1) / BLOCK_SIZE;
  self->n_asked = asked != NULL ? asked->n[context] : self->n_targets;
  self->asked = asked != NULL ? asked->words[context] : NULL;
  self->rules = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->set = redan_program_set_new (facts, context);

  for (guint32 i = 0; i < n_rules; i++)
    {
      if (!(rules[i].applies & contexts_kinds (context)) || (wanted != NULL && !wanted[i]) ||
          !is_in_use (facts, &rules[i]))
        continue;
      redan_program_set_add (self->set, rules[i].condition);
      g_array_append_val (self->rules, i);
    }

  layer_mark_eligible (self, facts);
  self->confirmed = g_new0 (guint64, (gsize) self->rules->len * self->n_words + 1);
  self->unconfirmed = g_new0 (guint64, (gsize) self->rules->len * self->n_words + 1);
  self->hidden = g_new0 (guint64, (gsize) self->rules->len * self->n_words + 1);
}

static void
layer_clear (Layer *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    g_free (self->eligible[i]);
  g_array_unref (self->rules);
  redan_program_set_free (self->set);
  g_free (self->confirmed);
  g_free (self->unconfirmed);
  g_free (self->hidden);
}

static guint64
find_live (const Layer *self, guint applies, guint word)
{
  guint64 live = 0;

  for (guint i = 0; i < N_KINDS; i++)
    if ((applies >> i & 1) && self->eligible[i] != NULL)
      live |= self->eligible[i][word];

  return live;
}

static guint
layer_evaluate_word (Layer *self, const RedanRule *rules, guint word)
{
  guint n_undecided = 0;

  for (guint i = 0; i < self->rules->len; i++)
    {
      const RedanRule *rule = &rules[g_array_index (self->rules, guint32, i)];
      guint64 live = find_live (self, rule->applies, word);
      gsize at = (gsize) i * self->n_words + word;
      guint64 is_true;
      guint64 is_false;
      guint64 open;

      if (live == 0)
        continue;

      program_set_evaluate (self->set, i, live, &is_true, &is_false);
      open = live & ~is_true & ~is_false;
      self->confirmed[at] = is_true;
      if (rule->unknown == REDAN_UNKNOWN_FIRE)
        self->confirmed[at] |= open;
      else if (rule->unknown == REDAN_UNKNOWN_ASK)
        self->unconfirmed[at] = open;
      else
        n_undecided += (guint) __builtin_popcountll (open);
    }

  return n_undecided;
}

static guint
layer_evaluate (Layer *self, const RedanRule *rules)
{
  const guint32 model = REDAN_NONE;
  guint n_undecided = 0;

  program_set_begin (self->set, self->n_asked);
  for (guint word = 0; word < self->n_words; word++)
    {
      guint first = word * BLOCK_SIZE;

      if (self->asked != NULL && self->asked[word] == 0)
        continue;
      program_set_load (self->set, self->context == REDAN_CONTEXT_MODEL ? &model : NULL, first,
                        MIN (self->n_targets - first, BLOCK_SIZE));
      n_undecided += layer_evaluate_word (self, rules, word);
    }

  return n_undecided;
}

static int
layer_find_rule (const Layer *self, guint32 rule)
{
  for (guint i = 0; i < self->rules->len; i++)
    if (g_array_index (self->rules, guint32, i) == rule)
      return (int) i;

  return -1;
}

static void
hide_same (Layer *self, guint index, guint other)
{
  const guint64 *confirmed = self->confirmed + (gsize) index * self->n_words;
  guint64 *hidden = self->hidden + (gsize) other * self->n_words;

  for (guint word = 0; word < self->n_words; word++)
    hidden[word] |= confirmed[word];
}

/* From an element to the flows at it, coming and going. */
static void
hide_incident (
    const RedanFacts *facts, const Layer *elements, guint index, Layer *flows, guint other)
{
  const guint64 *confirmed = elements->confirmed + (gsize) index * elements->n_words;
  guint64 *hidden = flows->hidden + (gsize) other * flows->n_words;

  for (guint i = 0; i < flows->n_targets; i++)
    {
      guint32 source = facts->interaction_source[i];
      guint32 target = facts->interaction_target[i];
      guint64 bits = 0;

      if (flows->asked != NULL && flows->asked[i / BLOCK_SIZE] == 0)
        {
          i |= BLOCK_SIZE - 1;
          continue;
        }
      if (source == REDAN_NONE || target == REDAN_NONE)
        continue;
      bits = confirmed[source / BLOCK_SIZE] >> source % BLOCK_SIZE |
             confirmed[target / BLOCK_SIZE] >> target % BLOCK_SIZE;
      hidden[i / BLOCK_SIZE] |= (bits & 1) << i % BLOCK_SIZE;
    }
}

/* A confirmed threat hides those that its rule names on the same target and, from an element, on
 * the flows at it (decision 26); also when it is hidden itself, so that the order of rules does not
 * matter. */
static void
suppress (const RedanFacts *facts, const RedanRule *rules, Layer *layers, Layer *from)
{
  Layer *flows = &layers[REDAN_CONTEXT_INTERACTION];

  for (guint i = 0; i < from->rules->len; i++)
    {
      const RedanRule *rule = &rules[g_array_index (from->rules, guint32, i)];

      for (guint j = 0; j < rule->n_suppresses; j++)
        {
          int same = layer_find_rule (from, rule->suppresses[j]);
          int incident = layer_find_rule (flows, rule->suppresses[j]);

          if (same >= 0)
            hide_same (from, i, (guint) same);
          if (from->context == REDAN_CONTEXT_ELEMENT && incident >= 0)
            hide_incident (facts, from, i, flows, (guint) incident);
        }
    }
}

static void
layer_drop_hidden (Layer *self)
{
  gsize n = (gsize) self->rules->len * self->n_words;

  for (gsize i = 0; i < n; i++)
    {
      self->confirmed[i] &= ~self->hidden[i];
      self->unconfirmed[i] &= ~self->hidden[i];
    }
}

static void
layer_keep (Layer *self, const guint64 *kept)
{
  for (guint i = 0; i < self->rules->len; i++)
    for (guint word = 0; word < self->n_words; word++)
      {
        self->confirmed[(gsize) i * self->n_words + word] &= kept[word];
        self->unconfirmed[(gsize) i * self->n_words + word] &= kept[word];
      }
}

static guint
layer_count (const Layer *self)
{
  gsize n = (gsize) self->rules->len * self->n_words;
  guint count = 0;

  for (gsize i = 0; i < n; i++)
    count += (guint) __builtin_popcountll (self->confirmed[i] | self->unconfirmed[i]);

  return count;
}

static guint
layer_emit (const Layer *self, guint index, RedanThreat *threats)
{
  const guint64 *confirmed = self->confirmed + (gsize) index * self->n_words;
  const guint64 *unconfirmed = self->unconfirmed + (gsize) index * self->n_words;
  guint n = 0;

  for (guint word = 0; word < self->n_words; word++)
    for (guint64 bits = confirmed[word] | unconfirmed[word]; bits != 0; bits &= bits - 1)
      {
        guint bit = (guint) __builtin_ctzll (bits);
        RedanThreat *threat = &threats[n++];

        memset (threat, 0, sizeof *threat);
        threat->rule = g_array_index (self->rules, guint32, index);
        threat->recorded = REDAN_NONE;
        threat->target =
            self->context == REDAN_CONTEXT_MODEL ? REDAN_NONE : word * BLOCK_SIZE + bit;
        threat->context = (guint8) self->context;
        threat->confirmed = (guint8) (confirmed[word] >> bit & 1);
        threat->scored = TRUE;
      }

  return n;
}

static GArray *
emit_in_order (const Layer *layers, guint n_rules)
{
  GArray *threats = g_array_new (FALSE, FALSE, sizeof (RedanThreat));
  guint next[REDAN_N_CONTEXTS] = { 0 };
  guint total = 0;
  guint n = 0;

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    total += layer_count (&layers[i]);

  g_array_set_size (threats, total);
  for (guint rule = 0; rule < n_rules; rule++)
    for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
      {
        const Layer *layer = &layers[i];

        if (next[i] >= layer->rules->len || g_array_index (layer->rules, guint32, next[i]) != rule)
          continue;
        n += layer_emit (layer, next[i], &g_array_index (threats, RedanThreat, n));
        next[i]++;
      }

  g_assert (n == total);
  return threats;
}

/* @wanted: by rule, %NULL for all; @asked: targets to look at and @kept: those of them whose
 * threats are wanted, both %NULL for all */
static GArray *
enumerate (const RedanFacts *facts,
           const guint8 *wanted,
           const RedanTargets *asked,
           const RedanTargets *kept,
           guint *n_undecided_out)
{
  guint n_rules;
  const RedanRule *rules = redan_catalogue_get_rules (facts->catalogue, &n_rules);
  Layer layers[REDAN_N_CONTEXTS];
  guint n_undecided = 0;
  GArray *threats;

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      layer_init (&layers[i], facts, (RedanContext) i, wanted, asked);
      if (layers[i].rules->len > 0)
        n_undecided += layer_evaluate (&layers[i], rules);
    }

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    suppress (facts, rules, layers, &layers[i]);
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      layer_drop_hidden (&layers[i]);
      if (kept != NULL)
        layer_keep (&layers[i], kept->words[i]);
    }

  threats = emit_in_order (layers, n_rules);
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    layer_clear (&layers[i]);

  threats_join_decisions (facts, threats);
  if (n_undecided_out != NULL)
    *n_undecided_out = n_undecided;
  return threats;
}

GArray *
threats_enumerate_rules (const RedanFacts *facts, const guint8 *wanted, guint *n_undecided_out)
{
  return enumerate (facts, wanted, NULL, NULL, n_undecided_out);
}

/* What stands on the ends of a flow hides threats on it, so these are looked at as well. */
GArray *
threats_enumerate_targets (const RedanFacts *facts, const RedanTargets *kept)
{
  RedanTargets asked;
  GArray *threats;
  guint n = 0;

  redan_targets_init (&asked, facts);
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      memcpy (asked.words[i], kept->words[i], kept->n_words[i] * sizeof (guint64));
      asked.n[i] = kept->n[i];
    }
  for (guint32 i = 0; i < facts->n_interactions; i++)
    if (redan_targets_has (kept, REDAN_CONTEXT_INTERACTION, i))
      {
        redan_targets_add (&asked, REDAN_CONTEXT_ELEMENT, facts->interaction_source[i]);
        redan_targets_add (&asked, REDAN_CONTEXT_ELEMENT, facts->interaction_target[i]);
      }

  threats = enumerate (facts, NULL, &asked, kept, NULL);
  redan_targets_clear (&asked);
  threats_add_recorded (facts, threats);
  for (guint i = 0; i < threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (threats, RedanThreat, i);

      if (redan_targets_has (kept, (RedanContext) threat->context, threat->target))
        g_array_index (threats, RedanThreat, n++) = *threat;
    }
  g_array_set_size (threats, n);

  return threats;
}

GArray *
redan_threats_enumerate (const RedanFacts *facts, guint *n_undecided_out)
{
  GArray *threats = threats_enumerate_rules (facts, NULL, n_undecided_out);

  threats_add_recorded (facts, threats);
  return threats;
}
