/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the OTM importer share. */

#pragma once

#include "model/exchange/relay.h"
#include "model/resource-tables.h"

G_BEGIN_DECLS

/** Our attributes in those of the format, and the kind of the zone that stands for none */
#define REDAN_OTM_PREFIX "redan."
#define REDAN_OTM_OUTSIDE "outside"

/** Remark: a component around it that the file names and does not have */
#define REDAN_OTM_MISSING_PARENT "missing-parent-component"

/** Remark of a boundary that is a component in the file */
#define REDAN_OTM_COMPONENT "component"

/** RedanOtmInstance: a threat on a component or flow; @place is the object that has it */
typedef struct
{
  RedanNode *instance;
  RedanNode *place;
  RedanSection section;
} RedanOtmInstance;

/**
 * RedanOtm:
 * @zones, @components: by id; the two may share ids
 * @containers: components that become boundaries: kind of that
 * @tables: resources of clouds, which tags of components name
 * @diagrams: foreign ids of representations
 * @instances: of #RedanOtmInstance
 */
typedef struct
{
  RedanRelay relay;
  RedanTree *tree;
  RedanNode *root;
  GHashTable *zones;
  GHashTable *components;
  GHashTable *containers;
  RedanResourceTables *tables;
  GHashTable *diagrams;
  GArray *instances;
} RedanOtm;

/** redan_otm_id: Returns: the "id", "" without one */
const char *redan_otm_id (RedanNode *object);

/** redan_otm_common: passes id, name and description on */
void redan_otm_common (RedanOtm *self, RedanNode *object);

/** redan_otm_own: Returns: (nullable): what our writer said of the object among its attributes */
const char *redan_otm_own (RedanNode *object, const char *name);

/** redan_otm_is_unrated: Returns: whether our writer had no ratings and gave some because the
 * format wants them */
gboolean redan_otm_is_unrated (RedanNode *object);

/** redan_otm_keep: keeps a member word for word under @name, for who writes the file back */
void redan_otm_keep (RedanOtm *self, RedanNode *object, const char *key, const char *name);

/** redan_otm_find_decision, redan_otm_find_state: Returns: (nullable): our word for a state of a
 * threat or of a mitigation */
const char *redan_otm_find_decision (const char *text);
const char *redan_otm_find_state (const char *text);

/** redan_otm_lose_percent: lists that @percent became @rating, unless it stands for nothing else:
 * the five ratings are 0, 25, 50, 75 and 100 in 100 */
void redan_otm_lose_percent (RedanOtm *self, const char *key, double percent, const char *rating);

/** redan_otm_rate: Returns: (transfer full): a percentage as 1 to 5 */
char *redan_otm_rate (double percent);

/** redan_otm_find_containers: fills the table of components that become boundaries: those of a type
 * that is a place, and those that others lie in; none that a flow ends at or that has data */
void redan_otm_find_containers (RedanOtm *self);

/** redan_otm_container: begins the boundary that a component becomes. Returns: whether it is one */
gboolean redan_otm_container (RedanOtm *self, RedanNode *component);

/** redan_otm_dup_foreign: Returns: (transfer full): the foreign id of what an object becomes */
char *redan_otm_dup_foreign (RedanOtm *self, RedanNode *object);

/** redan_otm_note_instances: remembers the threats that stand on @place */
void redan_otm_note_instances (RedanOtm *self, RedanNode *place, RedanSection section);

/** redan_otm_threats: threats with their places, and mitigations */
void redan_otm_threats (RedanOtm *self);

G_END_DECLS
