/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the attack graph of a model, for the files that build it and ask it. */

#pragma once

#include "analysis/attack-view.h"
#include "analysis/graph/graph-private.h"

G_BEGIN_DECLS

/**
 * Origin: what is behind a node that is no state
 * @is: RedanItemIs
 * @a, @b: threat; fact and object; instance; class
 */
typedef struct
{
  guint8 is;
  guint8 fact;
  guint32 a;
} Origin;

/**
 * Instance: a control at a place
 * @node: REDAN_ITEM_IS_CONTROL
 * @cause: REDAN_ITEM_IS_CAUSE; REDAN_NONE for a mitigation linked to a threat, which is one leaf
 * @factor: strength * validation, 0 for one that does not stand
 */
typedef struct
{
  guint32 control;
  guint32 target;
  guint32 node;
  guint32 cause;
  guint8 context;
  guint8 state;
  float factor;
} Instance;

struct _RedanAttack
{
  RedanAnalysis *analysis;
  const RedanFacts *facts;
  const RedanScoring *scoring;
  RedanAttackMode mode;
  RedanAttackAssumption *assumptions;
  guint n_assumptions;
  RedanAttackGraph *graph;
  RedanAttackGraph ways; /* the same without controls: steps need states only */

  guint32 base[REDAN_N_HOLDS + 1]; /* first node of each state; the last is their number */
  guint n_states;
  GArray *origins;        /* of Origin: by node - n_states */
  GArray *hazards;        /* float: by node - n_states; -1 for what is no threat */
  GArray *instances;      /* of Instance */
  guint32 *class_node;    /* by class, REDAN_NONE for those that no control uses */
  double *class_strength; /* of the best control of each class */
  guint n_classes;        /* numbers above are for single mitigations */

  guint n_assets;         /* implied ones included */
  guint32 *implied_store; /* by asset - number of assets in the snapshot */

  guint n_services;
  guint64 *service_keys;

  guint32 *accounts;       /* boundaries */
  guint32 *account_number; /* by boundary */
  guint n_accounts;
};

/** What the builder keeps while it adds nodes and edges. */
typedef struct
{
  RedanAttack *attack;
  const RedanFacts *facts;
  const RedanScoring *scoring;
  RedanAttackBuilder *builder;
  guint32 *client; /* by interaction: who opens it, REDAN_NONE for loose ones */
  guint32 *server;
  guint8 *carries; /* by interaction: it carries an asset */
  guint32 *slots;  /* of instances, open addressing, number + 1 */
  guint n_slots;
  guint32 *missing; /* by control: node, REDAN_NONE */
  guint32 closed;   /* a node that never holds, REDAN_NONE before it is needed */
} Builder;

/** attack_find_fewest_controls: by node, how many controls that count have to fail at least; those
 * that two preconditions share count twice. @via_out: (nullable). Otherwise as
 * redan_attack_cheapest() */
void attack_find_fewest_controls (const RedanAttackView *view, double *value_out, guint32 *via_out);

/** attack_is_entry: Returns: whether the attacker starts at @node */
gboolean attack_is_entry (const RedanAttackView *view, guint32 node);

/** attack_view_move_rule: moves the likelihood of a rule by @move steps, 0 puts it back. Returns:
 * whether that is one of 1..5 and there are steps of the rule; redan_attack_view_update() follows
 */
gboolean attack_view_move_rule (RedanAttackView *self, guint32 rule, int move);

/** attack_is_control: Returns: whether the node is about a control, and no state or step */
gboolean attack_is_control (const RedanAttack *self, guint32 node);

static inline guint32
hold_node (const RedanAttack *self, RedanHold hold, guint32 index)
{
  return self->base[hold] + index;
}

/** attack_add_step: Returns: a node that needs all of what leads to it */
guint32 attack_add_step (Builder *self, RedanItemIs is, guint fact, guint32 object, double p);

/** attack_get_probability: Returns: that of @node when its hazard has @share of the usual time */
double attack_get_probability (const RedanAttack *self, guint32 node, double share);

/** attack_get_class_failure: Returns: probability that all controls of a class fail at once */
double attack_get_class_failure (const RedanAttack *attack, guint32 control_class);

/** attack_get_own_failure: Returns: probability that a control of strength times validation
 * @factor fails by itself */
double attack_get_own_failure (const RedanAttack *attack, guint32 control, double factor);

/** attack_get_toggled: Returns: strength times validation of a control that is toggled */
double attack_get_toggled (const RedanAttack *attack, const Instance *instance, RedanToggle toggle);

/** attack_add_gate: makes @step need the failure of a control at a place, when it stands
 * there (or can be put there, for what-if). Returns: whether it stands there */
gboolean attack_add_gate (
    Builder *self, guint32 step, guint32 control, RedanContext context, guint32 target);

/** attack_add_states: facts of the model that lead from state to state */
void attack_add_states (Builder *self);

/** attack_add_threats: a step for each threat */
void attack_add_threats (Builder *self);

/** Queued: a node that waits in a search, and what it costs to come there */
typedef struct
{
  double cost;
  guint32 node;
} Queued;

/** attack_queue_push: @queue: (element-type Queued): a heap, the cheapest first. A node may stand in
 * it several times, as a search of few nodes out of many keeps no place by node; where it does,
 * RedanAttackHeap is faster. O(log n) */
void attack_queue_push (GArray *queue, Queued item);

/** attack_queue_pop: takes the cheapest out of a queue that is not empty */
Queued attack_queue_pop (GArray *queue);

G_END_DECLS
