/* SPDX-License-Identifier: Apache-2.0 */
/* A step of an attack for each threat, and the controls that have to fail for it. */

#include "config.h"

#include "analysis/advised.h"
#include "analysis/attack-private.h"
#include "analysis/controls-private.h"
#include "analysis/plan.h"
#include "analysis/score-links.h"

#include <string.h>

#define STANDARD_LIKELIHOOD 3 /* of a threat in the file that has none */

typedef struct
{
  Builder *builder;
  const RedanFacts *facts;
  const RedanControls *controls;
  const RedanControl *catalogue;
  const RedanRule *rules;
  guint8 *reads_graph; /* by rule */
  GHashTable *links;
  RedanAdvised *advised; /* %NULL without advisories */
} Steps;

/* ---- controls ---- */

static guint32
hash_place (guint32 control, guint context, guint32 target)
{
  guint64 key = ((guint64) control << 34) ^ ((guint64) context << 32) ^ target;

  key *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint32) (key >> 32);
}

static void
grow_slots (Builder *self)
{
  GArray *instances = self->attack->instances;
  guint n = MAX (256, 2 * self->n_slots);

  g_free (self->slots);
  self->slots = g_new0 (guint32, n);
  self->n_slots = n;
  for (guint i = 0; i < instances->len; i++)
    {
      const Instance *instance = &g_array_index (instances, Instance, i);
      guint32 at = hash_place (instance->control, instance->context, instance->target) & (n - 1);

      while (self->slots[at] != 0)
        at = (at + 1) & (n - 1);
      self->slots[at] = i + 1;
    }
}

/* The leaf for what makes all controls of a class fail at once: as likely as the common share of
 * the failures of its best one, whatever stands in this model, so that one more control never makes
 * others fail together more. */
static guint32
get_class_node (Builder *self, guint32 control_class)
{
  RedanAttack *attack = self->attack;
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  Origin origin = { REDAN_ITEM_IS_CLASS, 0, control_class };
  float hazard = -1;

  if (attack->class_node[control_class] != REDAN_NONE)
    return attack->class_node[control_class];

  node.probability = attack_get_class_failure (attack, control_class);
  attack->class_node[control_class] = redan_attack_builder_add_node (self->builder, &node);
  g_array_append_val (attack->origins, origin);
  g_array_append_val (attack->hazards, hazard);

  return attack->class_node[control_class];
}

double
attack_get_class_failure (const RedanAttack *attack, guint32 control_class)
{
  return attack->scoring->common_mode * (1 - attack->class_strength[control_class]);
}

/* P (fails) = 1 - factor over both causes. */
double
attack_get_own_failure (const RedanAttack *attack, guint32 control, double factor)
{
  guint32 control_class = redan_catalogue_get_control_class (attack->facts->catalogue, control);

  return MAX (0, 1 - factor / (1 - attack_get_class_failure (attack, control_class)));
}

static guint32
add_origin_node (Builder *self, const RedanAttackNode *node, RedanItemIs is, guint32 a)
{
  Origin origin = { (guint8) is, 0, a };
  float hazard = -1;

  g_array_append_val (self->attack->origins, origin);
  g_array_append_val (self->attack->hazards, hazard);

  return redan_attack_builder_add_node (self->builder, node);
}

/* Returns: the node for the failure of a control at a place */
static guint32
get_instance (Builder *self,
              guint32 control,
              RedanContext context,
              guint32 target,
              guint state,
              double factor)
{
  RedanAttack *attack = self->attack;
  Instance instance = { control, target, 0, 0, (guint8) context, (guint8) state, (float) factor };
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  RedanAttackNode cause = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  guint32 control_class = redan_catalogue_get_control_class (attack->facts->catalogue, control);
  guint32 at;

  if (2 * (attack->instances->len + 1) > self->n_slots)
    grow_slots (self);
  at = hash_place (control, context, target) & (self->n_slots - 1);
  for (; self->slots[at] != 0; at = (at + 1) & (self->n_slots - 1))
    {
      const Instance *known = &g_array_index (attack->instances, Instance, self->slots[at] - 1);

      if (known->control == control && known->context == context && known->target == target)
        return known->node;
    }

  if (factor >= self->scoring->layer_threshold)
    node.node_class = control_class;
  cause.probability = attack_get_own_failure (attack, control, factor);
  instance.node = add_origin_node (self, &node, REDAN_ITEM_IS_CONTROL, attack->instances->len);
  instance.cause = add_origin_node (self, &cause, REDAN_ITEM_IS_CAUSE, attack->instances->len);
  redan_attack_builder_add_edge (self->builder, instance.cause, instance.node);
  redan_attack_builder_add_edge (self->builder, get_class_node (self, control_class),
                                 instance.node);
  g_array_append_val (attack->instances, instance);
  self->slots[at] = attack->instances->len;

  return instance.node;
}

static guint32
get_missing (Builder *self, guint32 control)
{
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (self->facts->catalogue, &n);

  if (self->missing[control] == REDAN_NONE)
    {
      node.cost = redan_plan_get_effort (
          self->scoring, &controls[control],
          redan_controls_count_new_places (self->attack->analysis->controls, control));
      self->missing[control] = add_origin_node (self, &node, REDAN_ITEM_IS_MISSING, control);
    }

  return self->missing[control];
}

/* What a standing control that counts guards is closed when we ask how to harden. */
static guint32
get_closed (Builder *self)
{
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

  if (self->closed == REDAN_NONE)
    self->closed = add_origin_node (self, &node, REDAN_ITEM_IS_CHOICE, 0);

  return self->closed;
}

/* What is assumed of a control at a place; that it is not there comes before that it is. */
static RedanToggle
get_assumed (const RedanAttack *attack, guint32 control, RedanContext context, guint32 target)
{
  RedanToggle found = REDAN_TOGGLE_AS_IS;

  for (guint i = 0; i < attack->n_assumptions; i++)
    {
      const RedanAttackAssumption *assumed = &attack->assumptions[i];

      if (assumed->control != control ||
          (assumed->context != REDAN_CONTEXT_MODEL &&
           (assumed->context != context || assumed->target != target)))
        continue;
      if (assumed->toggle == REDAN_TOGGLE_ABSENT || assumed->toggle == REDAN_TOGGLE_BROKEN)
        return assumed->toggle;
      if (assumed->toggle == REDAN_TOGGLE_PRESENT)
        found = assumed->toggle;
    }

  return found;
}

/* The gate when we ask how to harden: as the depth of an attack counts, only what is strong enough
 * to be a layer closes, and what would be put in place is declared. */
static gboolean
add_hardening_gate (Builder *self,
                    guint32 step,
                    guint32 control,
                    RedanContext context,
                    guint32 target,
                    double factor)
{
  const RedanControls *controls = self->attack->analysis->controls;
  const RedanControl *catalogue = redan_catalogue_get_controls (self->facts->catalogue, NULL);
  double declared = catalogue[control].strength * self->scoring->state[REDAN_STATE_DECLARED];
  RedanToggle assumed = get_assumed (self->attack, control, context, target);

  if (assumed == REDAN_TOGGLE_ABSENT || assumed == REDAN_TOGGLE_BROKEN)
    return factor > 0;
  if (assumed == REDAN_TOGGLE_PRESENT &&
      redan_controls_applies (controls, control, context, target))
    factor = MAX (factor, declared);
  if (factor >= self->scoring->layer_threshold)
    redan_attack_builder_add_edge (self->builder, get_closed (self), step);
  else if (factor <= 0 && declared >= self->scoring->layer_threshold &&
           redan_controls_applies (controls, control, context, target))
    redan_attack_builder_add_edge (self->builder, get_missing (self, control), step);

  return factor > 0;
}

gboolean
attack_add_gate (Builder *self, guint32 step, guint32 control, RedanContext context, guint32 target)
{
  const RedanControls *controls = self->attack->analysis->controls;
  const RedanControl *catalogue = redan_catalogue_get_controls (self->facts->catalogue, NULL);
  RedanControlState state = redan_controls_get_state (controls, control, context, target);
  double factor = catalogue[control].strength * self->scoring->state[state];

  if (self->attack->mode == REDAN_ATTACK_HARDEN)
    return add_hardening_gate (self, step, control, context, target, factor);
  if (factor <= 0 &&
      (self->attack->mode == REDAN_ATTACK_AS_IT_IS || catalogue[control].strength <= 0 ||
       !redan_controls_applies (controls, control, context, target)))
    return FALSE;
  redan_attack_builder_add_edge (
      self->builder, get_instance (self, control, context, target, state, MAX (factor, 0)), step);

  return factor > 0;
}

static guint32
get_account (const RedanFacts *facts, const RedanThreat *threat)
{
  guint32 element = threat->target;

  if (threat->context == REDAN_CONTEXT_INTERACTION)
    element = facts->interaction_target[threat->target];
  else if (threat->context != REDAN_CONTEXT_ELEMENT)
    return REDAN_NONE;

  return element == REDAN_NONE ? REDAN_NONE : facts->element_account[element];
}

/* A mitigation that somebody linked to this threat only. */
static void
add_linked (Steps *self, guint32 step, const RedanLinked *link, double standing)
{
  Builder *builder = self->builder;
  RedanAttack *attack = builder->attack;
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  double factor = link->strength * builder->scoring->state[link->state];
  Instance instance = { link->control,        REDAN_NONE,    0, REDAN_NONE, REDAN_CONTEXT_MODEL,
                        (guint8) link->state, (float) factor };

  if (factor <= standing)
    return;
  if (attack->mode == REDAN_ATTACK_HARDEN)
    {
      if (factor >= builder->scoring->layer_threshold)
        redan_attack_builder_add_edge (builder->builder, get_closed (builder), step);
      return;
    }
  if (factor >= builder->scoring->layer_threshold)
    node.node_class = attack->n_classes + attack->instances->len;
  node.probability = 1 - factor;
  instance.node = add_origin_node (builder, &node, REDAN_ITEM_IS_LINKED, attack->instances->len);
  g_array_append_val (attack->instances, instance);
  redan_attack_builder_add_edge (builder->builder, instance.node, step);
}

static gboolean
acts (const RedanControl *control)
{
  return control->acts_on_likelihood && control->layer != REDAN_LAYER_ORGANIZATIONAL &&
         control->applies != REDAN_APPLIES_MODEL;
}

/* Like the score: the control on the target of the threat, or else on the account around it. */
static void
add_controls (Steps *self, guint32 step, const RedanThreat *threat)
{
  const RedanRule *rule = threat->rule == REDAN_NONE ? NULL : &self->rules[threat->rule];
  guint32 account = get_account (self->facts, threat);
  const GArray *linked = redan_links_lookup (self->links, threat);

  for (guint i = 0; rule != NULL && i < rule->n_controls; i++)
    {
      guint32 control = rule->controls[i];

      if (!acts (&self->catalogue[control]))
        continue;
      if (!attack_add_gate (self->builder, step, control, threat->context, threat->target) &&
          account != REDAN_NONE && (self->catalogue[control].applies & REDAN_APPLIES_ACCOUNT) != 0)
        attack_add_gate (self->builder, step, control, REDAN_CONTEXT_BOUNDARY, account);
    }
  for (guint i = 0; linked != NULL && i < linked->len; i++)
    {
      const RedanLinked *link = &g_array_index (linked, RedanLinked, i);
      double standing = 0;

      if (link->control != REDAN_NONE)
        {
          if (!acts (&self->catalogue[link->control]))
            continue;
          standing = self->catalogue[link->control].strength *
                     redan_controls_get_validation (self->controls, link->control, threat->context,
                                                    threat->target);
        }
      add_linked (self, step, link, standing);
    }
}

/* ---- places ---- */

static guint32
get_account_place (Steps *self, guint32 account, RedanPlace place)
{
  static const struct
  {
    RedanPlace place;
    RedanHold hold;
  } holds[] = {
    { REDAN_PLACE_ACCOUNT_USER, REDAN_HOLD_ACCOUNT_USER },
    { REDAN_PLACE_ACCOUNT, REDAN_HOLD_ACCOUNT },
    { REDAN_PLACE_MEMBER, REDAN_HOLD_MEMBER },
    { REDAN_PLACE_NEIGHBOURS, REDAN_HOLD_NEIGHBOURS },
    { REDAN_PLACE_REPUD, REDAN_HOLD_ACCOUNT_REPUD },
  };
  const RedanAttack *attack = self->builder->attack;

  for (guint i = 0; account != REDAN_NONE && i < G_N_ELEMENTS (holds); i++)
    if (holds[i].place == place)
      return hold_node (attack, holds[i].hold, attack->account_number[account]);

  return REDAN_NONE;
}

static guint32
get_zone_place (Steps *self, guint32 boundary, RedanPlace place)
{
  if (boundary == REDAN_NONE)
    return REDAN_NONE;
  if (place == REDAN_PLACE_ZONE)
    return hold_node (self->builder->attack, REDAN_HOLD_AT, boundary);
  if (place == REDAN_PLACE_LAN)
    return hold_node (self->builder->attack, REDAN_HOLD_LAN, boundary);

  return REDAN_NONE;
}

static guint32
get_element_place (Steps *self, guint32 element, RedanPlace place)
{
  static const RedanHold holds[REDAN_N_PLACES] = {
    [REDAN_PLACE_REACH] = REDAN_HOLD_REACH, [REDAN_PLACE_USER] = REDAN_HOLD_USER,
    [REDAN_PLACE_AS] = REDAN_HOLD_AS,       [REDAN_PLACE_CTL] = REDAN_HOLD_CTL,
    [REDAN_PLACE_SEE] = REDAN_HOLD_SEE,     [REDAN_PLACE_ALTER] = REDAN_HOLD_ALTER,
    [REDAN_PLACE_DOWN] = REDAN_HOLD_DOWN,   [REDAN_PLACE_REPUD] = REDAN_HOLD_REPUD,
    [REDAN_PLACE_PUSH] = REDAN_HOLD_PUSH,
  };
  guint32 account = self->facts->element_account[element];
  guint32 parent = self->facts->snapshot->element_parent[element];

  if (place >= REDAN_PLACE_REACH && place <= REDAN_PLACE_PUSH)
    return hold_node (self->builder->attack, holds[place], element);
  if (place == REDAN_PLACE_INSIDE)
    return account != REDAN_NONE ? get_account_place (self, account, REDAN_PLACE_ACCOUNT_USER)
                                 : get_zone_place (self, parent, REDAN_PLACE_ZONE);
  if (place == REDAN_PLACE_ZONE || place == REDAN_PLACE_LAN)
    return get_zone_place (self, parent, place);

  return get_account_place (self, account, place);
}

static guint32
get_flow_place (Steps *self, guint32 interaction, RedanPlace place)
{
  static const struct
  {
    RedanPlace place;
    RedanHold hold;
    gboolean of_source;
  } ends[] = {
    { REDAN_PLACE_SOURCE_REACH, REDAN_HOLD_REACH, TRUE },
    { REDAN_PLACE_SOURCE_AS, REDAN_HOLD_AS, TRUE },
    { REDAN_PLACE_SOURCE_CTL, REDAN_HOLD_CTL, TRUE },
    { REDAN_PLACE_SOURCE_DOWN, REDAN_HOLD_DOWN, TRUE },
    { REDAN_PLACE_TARGET_SEE, REDAN_HOLD_SEE, FALSE },
    { REDAN_PLACE_TARGET_ALTER, REDAN_HOLD_ALTER, FALSE },
    { REDAN_PLACE_TARGET_DOWN, REDAN_HOLD_DOWN, FALSE },
  };
  const RedanAttack *attack = self->builder->attack;
  guint32 source = self->facts->interaction_source[interaction];
  guint32 target = self->facts->interaction_target[interaction];

  switch (place)
    {
    case REDAN_PLACE_PATH:
      return hold_node (attack, REDAN_HOLD_PATH, interaction);
    case REDAN_PLACE_USE:
      return hold_node (attack, REDAN_HOLD_USE, interaction);
    case REDAN_PLACE_SEE:
      return hold_node (attack, REDAN_HOLD_FLOW_SEE, interaction);
    case REDAN_PLACE_ALTER:
      return hold_node (attack, REDAN_HOLD_FLOW_ALTER, interaction);
    default:
      break;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i].place == place)
      return hold_node (attack, ends[i].hold, ends[i].of_source ? source : target);

  return get_element_place (self, target, place);
}

static guint32
get_place (Steps *self, const RedanThreat *threat, RedanPlace place)
{
  const RedanAttack *attack = self->builder->attack;

  if (place == REDAN_PLACE_INTERNET)
    return hold_node (attack, REDAN_HOLD_INTERNET, 0);
  if (place == REDAN_PLACE_RECOVERY)
    return hold_node (attack, REDAN_HOLD_RECOVERY, 0);
  if (place == REDAN_PLACE_ORGANIZATION)
    return hold_node (attack, REDAN_HOLD_ORGANIZATION, 0);

  switch (threat->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return get_element_place (self, threat->target, place);
    case REDAN_CONTEXT_INTERACTION:
      return get_flow_place (self, threat->target, place);
    case REDAN_CONTEXT_BOUNDARY:
      if (place == REDAN_PLACE_ZONE || place == REDAN_PLACE_LAN)
        return get_zone_place (self, threat->target, place);
      return self->facts->boundary_is_account[threat->target]
                 ? get_account_place (self, threat->target, place)
                 : REDAN_NONE;
    default:
      return REDAN_NONE;
    }
}

/* Returns: how many nodes of the places of @mask there are */
static guint
find_places (Steps *self, const RedanThreat *threat, guint32 mask, guint32 nodes[REDAN_N_PLACES])
{
  guint n = 0;

  for (guint i = REDAN_PLACE_INTERNET; i < REDAN_N_PLACES; i++)
    if ((mask >> i & 1) != 0)
      {
        guint32 node = get_place (self, threat, (RedanPlace) i);

        if (node != REDAN_NONE)
          nodes[n++] = node;
      }

  return n;
}

/* ---- threats ---- */

static RedanGround
get_ground (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    return REDAN_GROUND_FLOW;
  if (threat->context == REDAN_CONTEXT_ELEMENT)
    return REDAN_GROUND_ELEMENT;

  return facts->boundary_is_account[threat->target] ? REDAN_GROUND_ACCOUNT : REDAN_GROUND_BOUNDARY;
}

/* The effect that a threat of the file most likely has, by its category. */
static const char *
get_effect (const RedanFacts *facts, const RedanThreat *threat)
{
  static const char *const effects[] = { "access", "tamper", "hide", "read", "deny", "escalate" };
  const char *category = redan_threat_get_category (facts, threat);
  const char *letter =
      category == NULL || category[0] == '\0' ? NULL : strchr ("STRIDE", category[0]);

  return letter == NULL ? NULL : effects[letter - "STRIDE"];
}

static const RedanTactic *
find_tactic (Steps *self, const RedanThreat *threat)
{
  RedanGround ground;
  const char *effect;

  if (threat->target == REDAN_NONE || threat->context == REDAN_CONTEXT_MODEL)
    return NULL;

  ground = get_ground (self->facts, threat);
  if (threat->rule != REDAN_NONE)
    return self->reads_graph[threat->rule]
               ? NULL
               : redan_catalogue_get_tactic (self->facts->catalogue, threat->rule, ground);
  effect = get_effect (self->facts, threat);

  return effect == NULL
             ? NULL
             : redan_catalogue_get_effect_tactic (self->facts->catalogue, effect, ground);
}

static double
get_hazard (const Steps *self, const RedanThreat *threat)
{
  const RedanScoring *scoring = self->builder->scoring;
  guint likelihood = STANDARD_LIKELIHOOD;

  if (threat->rule != REDAN_NONE)
    likelihood = self->rules[threat->rule].likelihood;
  else
    {
      const RedanObject *object = redan_model_get_nth (self->facts->snapshot->model,
                                                       REDAN_SECTION_THREAT, threat->recorded);
      const char *text = redan_object_get (object, REDAN_FIELD_LIKELIHOOD);

      if (text != NULL)
        likelihood = (guint) CLAMP (g_ascii_strtoull (text, NULL, 10), 1, 5);
    }

  return scoring->hazard[likelihood] * (threat->confirmed ? 1.0 : scoring->unconfirmed) *
         redan_advised_get_factor (self->advised, threat);
}

static void
add_threat (Steps *self, guint32 index, const RedanThreat *threat)
{
  Builder *builder = self->builder;
  const RedanTactic *tactic = find_tactic (self, threat);
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_AND);
  guint32 from[REDAN_N_PLACES];
  guint32 to[REDAN_N_PLACES];
  guint n_from = tactic == NULL ? 0 : find_places (self, threat, tactic->from, from);
  guint n_to = n_from == 0 ? 0 : find_places (self, threat, tactic->to, to);
  guint32 step;
  guint32 start;

  if (n_to == 0)
    return;

  node.skill = (guint8) tactic->skill;
  node.effort = tactic->effort;
  step = add_origin_node (builder, &node, REDAN_ITEM_IS_THREAT, index);
  g_array_index (builder->attack->hazards, float, step - builder->attack->n_states) =
      (float) get_hazard (self, threat);
  start = from[0];
  if (n_from > 1)
    {
      RedanAttackNode choice = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

      start = add_origin_node (builder, &choice, REDAN_ITEM_IS_CHOICE, index);
      for (guint i = 0; i < n_from; i++)
        redan_attack_builder_add_edge (builder->builder, from[i], start);
    }
  redan_attack_builder_add_edge (builder->builder, start, step);
  for (guint i = 0; i < n_to; i++)
    redan_attack_builder_add_edge (builder->builder, step, to[i]);
  add_controls (self, step, threat);
}

static gboolean
asks_graph (const RedanNode *node)
{
  gboolean asks = node->type == REDAN_NODE_CALL &&
                  (g_str_equal (node->text, "depth") || g_str_equal (node->text, "blast") ||
                   g_str_equal (node->text, "choke"));

  for (guint i = 0; i < node->n_children; i++)
    asks |= asks_graph (node->children[i]);

  return asks;
}

guint32
attack_add_step (Builder *self, RedanItemIs is, guint fact, guint32 object, double p)
{
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_AND);
  guint32 step;

  node.probability = p;
  step = add_origin_node (self, &node, is, object);
  g_array_index (self->attack->origins, Origin, step - self->attack->n_states).fact = (guint8) fact;

  return step;
}

void
attack_add_threats (Builder *builder)
{
  const RedanAnalysis *analysis = builder->attack->analysis;
  guint n_rules;
  Steps self = { .builder = builder,
                 .facts = builder->facts,
                 .controls = analysis->controls,
                 .catalogue = redan_catalogue_get_controls (builder->facts->catalogue, NULL),
                 .rules = redan_catalogue_get_rules (builder->facts->catalogue, &n_rules),
                 .links = redan_links_new (builder->facts),
                 .advised = redan_advised_new (builder->facts) };

  self.reads_graph = g_new (guint8, n_rules + 1);
  for (guint i = 0; i < n_rules; i++)
    self.reads_graph[i] = asks_graph (redan_expression_get_root (self.rules[i].condition));
  for (guint32 i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      if (threat->decision != REDAN_DECISION_NOT_APPLICABLE)
        add_threat (&self, i, threat);
    }
  redan_advised_free (self.advised);
  g_clear_pointer (&self.links, g_hash_table_unref);
  g_free (self.reads_graph);
}
