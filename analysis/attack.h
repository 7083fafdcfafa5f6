/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph of a model: what an attacker can hold, by which threats and facts he comes to
 * it, and which controls have to fail for that. */

#pragma once

#include "analysis/analysis.h"
#include "analysis/graph/attack-graph.h"
#include "analysis/tactics.h"

G_BEGIN_DECLS

/**
 * RedanHold: what an attacker holds of an object
 *
 * Of elements, then interactions, boundaries, accounts (by their number among the accounts), hubs
 * of rights to a service, assets, and the world.
 */
typedef enum
{
  REDAN_HOLD_REACH, /* can talk to it */
  REDAN_HOLD_USER,  /* is taken for one of its users */
  REDAN_HOLD_AS,    /* has its identity */
  REDAN_HOLD_CTL,   /* controls it */
  REDAN_HOLD_SEE,   /* reads what it has */
  REDAN_HOLD_ALTER, /* changes what it has */
  REDAN_HOLD_DOWN,  /* stopped it */
  REDAN_HOLD_REPUD, /* leaves no proof there */
  REDAN_HOLD_PUSH,  /* what it ships is his */

  REDAN_HOLD_PATH, /* is between the ends */
  REDAN_HOLD_USE,  /* uses the flow as its client does */
  REDAN_HOLD_FLOW_SEE,
  REDAN_HOLD_FLOW_ALTER,

  REDAN_HOLD_AT,  /* is present in the zone */
  REDAN_HOLD_LAN, /* can talk to everything in it */

  REDAN_HOLD_ACCOUNT_USER,
  REDAN_HOLD_ACCOUNT,    /* is its administrator */
  REDAN_HOLD_RIGHTS,     /* may change what is in it */
  REDAN_HOLD_MEMBER,     /* controls something in it */
  REDAN_HOLD_NEIGHBOURS, /* can talk to everything in it */
  REDAN_HOLD_ACCOUNT_REPUD,

  REDAN_HOLD_SERVICE, /* may change what belongs to one service of an account */

  REDAN_HOLD_READ, /* the four goals */
  REDAN_HOLD_WRITE,
  REDAN_HOLD_DENY,
  REDAN_HOLD_DISPUTE,

  REDAN_HOLD_INTERNET, /* is on the internet */
  REDAN_HOLD_PARTNER,  /* is with some partner */
  REDAN_HOLD_RECOVERY, /* can reset root users */
  REDAN_HOLD_ORGANIZATION,
  REDAN_N_HOLDS,
} RedanHold;

#define REDAN_N_GOALS 4 /* REDAN_HOLD_READ + 0..3 */

/** Steps that need no threat. */
typedef enum
{
  REDAN_FACT_ENTER,    /* a flow from outside leads there, network controls stand on it */
  REDAN_FACT_UNPLACED, /* outside every boundary: may be reachable from anywhere */
  REDAN_FACT_IDENTITY, /* with the identity of the client and a way to the server */
  REDAN_FACT_RIGHTS,   /* the element has rights over the account or service */
  REDAN_FACT_GUARD,    /* rights reach everything the policies of the organization let them */
  REDAN_FACT_ALL_DOWN, /* every copy of the data is stopped */
  REDAN_FACT_CONTENT,  /* protection of the content itself fails */
  REDAN_N_FACTS,
} RedanAttackFact;

typedef enum
{
  REDAN_ITEM_IS_HOLD,
  REDAN_ITEM_IS_THREAT,
  REDAN_ITEM_IS_FACT,
  REDAN_ITEM_IS_CHOICE,  /* one of several states from which a threat can be tried */
  REDAN_ITEM_IS_CONTROL, /* the control fails at a place */
  REDAN_ITEM_IS_CAUSE,   /* it fails by itself */
  REDAN_ITEM_IS_CLASS,   /* everything of its class fails at once */
  REDAN_ITEM_IS_LINKED,  /* a mitigation linked to the threat fails */
  REDAN_ITEM_IS_MISSING, /* the control stands nowhere new (only for hardening) */
} RedanItemIs;

/**
 * RedanAttackItem: what is behind a node of the graph
 * @hold, @index: state and object; of a fact: the object, an element or account as the fact says
 * @threat: index in the analysis, of a threat
 * @control: catalogue index, of controls; REDAN_NONE for a mitigation in free text
 * @control_class: of REDAN_ITEM_IS_CLASS
 * @context, @target: place of a control
 */
typedef struct
{
  RedanItemIs is;
  RedanHold hold;
  RedanAttackFact fact;
  guint32 index;
  guint32 threat;
  guint32 control;
  guint32 control_class;
  RedanContext context;
  guint32 target;
} RedanAttackItem;

/** Which controls that do not stand are in the graph. */
typedef enum
{
  REDAN_ATTACK_AS_IT_IS, /* none */
  REDAN_ATTACK_WHAT_IF,  /* those the rules name, at every place where they apply, to be toggled */
  REDAN_ATTACK_HARDEN,   /* one node for each control that is a layer when declared, to be taken
                            away at its effort; what a standing layer guards is closed */
} RedanAttackMode;

/** What a what-if says of a control. */
typedef enum
{
  REDAN_TOGGLE_AS_IS,
  REDAN_TOGGLE_ABSENT,  /* does not stand there */
  REDAN_TOGGLE_PRESENT, /* declared, wherever it applies; needs REDAN_ATTACK_WHAT_IF */
  REDAN_TOGGLE_BROKEN,  /* stands, and does not work */
} RedanToggle;

/**
 * RedanAttackAssumption: what a what-if says of a control at a place
 * @control: catalogue index
 * @context, @target: one place; REDAN_CONTEXT_MODEL for all places
 */
typedef struct
{
  guint32 control;
  RedanContext context;
  guint32 target;
  RedanToggle toggle;
} RedanAttackAssumption;

typedef struct _RedanAttack RedanAttack;

/**
 * redan_attack_new:
 *
 * Threats marked as not applicable, and those of rules that ask for depth, blast or choke, are no
 * steps. Its size is linear in elements, flows, references of assets, and threats times the
 * controls their rules name.
 *
 * Cost: O(size).
 *
 * Returns: (transfer full): the graph; holds a reference to @analysis
 */
RedanAttack *redan_attack_new (RedanAnalysis *analysis,
                               RedanAttackMode mode) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_new_assuming:
 * @assumptions: (array length=n): where several speak of a place, one that takes the control away
 *   holds
 *
 * redan_attack_new() with REDAN_ATTACK_HARDEN for a what-if: where a control is assumed to stand,
 * what it guards is closed; where it is assumed absent or broken, it guards nothing. In neither
 * place is it one to choose.
 *
 * Cost: O(size + controls that the rules name at their places, times @n).
 */
RedanAttack *redan_attack_new_assuming (RedanAnalysis *analysis,
                                        const RedanAttackAssumption *assumptions,
                                        guint n) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_free (RedanAttack *self);

RedanAnalysis *redan_attack_get_analysis (const RedanAttack *self);

/** redan_attack_get_graph: Returns: (transfer none): nodes and edges; probabilities are those of
 * the hazards as the catalogue has them */
const RedanAttackGraph *redan_attack_get_graph (const RedanAttack *self);

/** redan_attack_get_node: Returns: node of a state; @index below redan_attack_get_n_holds() */
guint32 redan_attack_get_node (const RedanAttack *self, RedanHold hold, guint32 index);
guint32 redan_attack_get_n_holds (const RedanAttack *self, RedanHold hold);

/** redan_attack_get_item: fills @item_out with what is behind @node. O(1) */
void redan_attack_get_item (const RedanAttack *self, guint32 node, RedanAttackItem *item_out);

/** redan_attack_get_fact_object: Returns: (transfer none): the object that the fact of @item is
 * about */
const RedanObject *redan_attack_get_fact_object (const RedanAttack *self,
                                                 const RedanAttackItem *item);

/** redan_attack_get_hold_object: Returns: (nullable): the object that a state is about; %NULL for
 * those of the world */
const RedanObject *
redan_attack_get_hold_object (const RedanAttack *self, RedanHold hold, guint32 index);

/** redan_attack_get_service_account: Returns: number of the account of a hub REDAN_HOLD_SERVICE */
guint32 redan_attack_get_service_account (const RedanAttack *self, guint32 service);

/** redan_attack_get_asset: Returns: (nullable): the asset of a number; %NULL for the implied one of
 * the store in @store_out (REDAN_NONE otherwise) */
const RedanObject *
redan_attack_get_asset (const RedanAttack *self, guint32 asset, guint32 *store_out);

/** redan_attack_get_asset_object: Returns: (transfer none): the asset of a number, or the store
 * that the implied one lies in */
const RedanObject *redan_attack_get_asset_object (const RedanAttack *self, guint32 asset);

/** redan_attack_find_asset: Returns: number of the asset whose object has this id, REDAN_NONE when
 * there is none. O(assets) */
guint32 redan_attack_find_asset (const RedanAttack *self, const RedanId *id);

/** redan_attack_list_assets: Returns: (transfer full) (element-type guint32): all, the most
 * sensitive first, those that nobody classified after the public ones */
GArray *redan_attack_list_assets (const RedanAttack *self) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_get_asset_class: Returns: position among the values of `classification`, or -1 when
 * it is not known */
int redan_attack_get_asset_class (const RedanAttack *self, guint32 asset);

/** redan_attack_get_goal_value: Returns: 0..1, worth of confidentiality, integrity or availability;
 * 0 for dispute */
double redan_attack_get_goal_value (const RedanAttack *self, guint32 asset, RedanHold goal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttack, redan_attack_free)

G_END_DECLS
