/* SPDX-License-Identifier: Apache-2.0 */
/* The part of the catalogue that is about attackers: what a threat needs and gives as a step of an
 * attack, which controls fail together, and who attacks. */

#pragma once

#include "analysis/catalogue.h"

G_BEGIN_DECLS

/**
 * RedanPlace: a state of the attacker, seen from the target of a threat
 *
 * For a threat on a flow the states of elements are those of its target; the source has its own.
 */
typedef enum
{
  REDAN_PLACE_NONE,     /* opens nothing */
  REDAN_PLACE_INTERNET, /* somewhere on the internet */
  REDAN_PLACE_REACH,    /* can talk to the element */
  REDAN_PLACE_USER,     /* is taken for a user of the element */
  REDAN_PLACE_AS,       /* holds the identity of the element */
  REDAN_PLACE_CTL,      /* controls the element */
  REDAN_PLACE_SEE,      /* reads what the element or flow has */
  REDAN_PLACE_ALTER,    /* changes what the element or flow has */
  REDAN_PLACE_DOWN,     /* the element does not work */
  REDAN_PLACE_REPUD,    /* what was done there cannot be proven */
  REDAN_PLACE_PUSH,     /* what the element ships runs where it is used */
  REDAN_PLACE_INSIDE,   /* a user of the account, or present in the zone, around the element */
  REDAN_PLACE_ZONE,     /* present in the zone */
  REDAN_PLACE_LAN,      /* can talk to everything in the zone */
  REDAN_PLACE_ACCOUNT_USER,
  REDAN_PLACE_ACCOUNT, /* administrator of the account */
  REDAN_PLACE_ORGANIZATION,
  REDAN_PLACE_MEMBER,     /* controls a process of the account */
  REDAN_PLACE_NEIGHBOURS, /* can talk to everything in the account */
  REDAN_PLACE_RECOVERY,   /* holds a way to reset root users */
  REDAN_PLACE_PATH,       /* between the ends of the flow */
  REDAN_PLACE_USE,        /* uses the flow as its client does */
  REDAN_PLACE_SOURCE_REACH,
  REDAN_PLACE_SOURCE_AS,
  REDAN_PLACE_SOURCE_CTL,
  REDAN_PLACE_SOURCE_DOWN,
  REDAN_PLACE_TARGET_SEE,
  REDAN_PLACE_TARGET_ALTER,
  REDAN_PLACE_TARGET_DOWN,
  REDAN_N_PLACES,
} RedanPlace;

/** What a threat stands on, as far as it matters for attacks. */
typedef enum
{
  REDAN_GROUND_ELEMENT,
  REDAN_GROUND_FLOW,
  REDAN_GROUND_BOUNDARY,
  REDAN_GROUND_ACCOUNT,
  REDAN_N_GROUNDS,
} RedanGround;

/**
 * RedanTactic: a threat as a step of an attack
 * @from: mask of RedanPlace: any of them is enough to try
 * @to: mask of RedanPlace: all of them are won; 1 << NONE for a threat that opens nothing
 * @skill: 0..4, what it asks of the attacker
 * @effort: his working days
 */
typedef struct
{
  guint32 from;
  guint32 to;
  guint skill;
  double effort;
} RedanTactic;

/** Facts of a model that controls can stand against, though no threat names them. */
typedef enum
{
  REDAN_GUARD_ENTER,   /* coming in by a flow from outside */
  REDAN_GUARD_RIGHTS,  /* using rights over what is in an account */
  REDAN_GUARD_CONTENT, /* reading what is stored when holding the store */
  REDAN_N_GUARDS,
} RedanGuard;

/** Groups of places where attackers may start, as a mask. */
typedef enum
{
  REDAN_ENTRY_INTERNET = 1 << 0,
  REDAN_ENTRY_THIRD_PARTY = 1 << 1,    /* external systems and zones of partners */
  REDAN_ENTRY_PEOPLE = 1 << 2,         /* actors that are not anonymous */
  REDAN_ENTRY_ADMINISTRATORS = 1 << 3, /* actors with administrative access */
} RedanEntryGroup;

/**
 * RedanProfile: an attacker
 * @entries: mask of groups
 * @skill: 0..4
 * @days: horizon
 * @weight: 0..100
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *description;
  guint entries;
  guint skill;
  guint days;
  guint weight;
} RedanProfile;

/** redan_catalogue_get_tactic: Returns: (nullable): that of @rule on @ground: its own, else the one
 * of its effect */
const RedanTactic *
redan_catalogue_get_tactic (const RedanCatalogue *self, guint32 rule, RedanGround ground);

/** redan_catalogue_get_effect_tactic: Returns: (nullable): that of an effect such as "access" */
const RedanTactic *redan_catalogue_get_effect_tactic (const RedanCatalogue *self,
                                                      const char *effect,
                                                      RedanGround ground);

/** redan_catalogue_get_control_class: Returns: number of what falls together with the control:
 * product, credential, team; at most the number of controls */
guint32 redan_catalogue_get_control_class (const RedanCatalogue *self, guint32 control);

/** redan_catalogue_get_class_name: Returns: the name of a class; the id of the control when it
 * stands alone */
const char *redan_catalogue_get_class_name (const RedanCatalogue *self, guint32 control_class);

/** redan_catalogue_get_guards: Returns: (array length=n_out): the controls against a fact */
const guint32 *
redan_catalogue_get_guards (const RedanCatalogue *self, RedanGuard guard, guint *n_out);

/** redan_catalogue_get_profiles: Returns: (array length=n_out): in the order of the files */
const RedanProfile *redan_catalogue_get_profiles (const RedanCatalogue *self, guint *n_out);

G_END_DECLS
