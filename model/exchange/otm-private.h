/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the OTM importer share. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** RedanOtmInstance: a threat on a component or flow; @place is the object that has it */
typedef struct
{
  json_t *instance;
  json_t *place;
  RedanSection section;
} RedanOtmInstance;

/**
 * RedanOtm:
 * @zones, @components: by id; the two may share ids
 * @diagrams: foreign ids of representations
 * @instances: of #RedanOtmInstance
 */
typedef struct
{
  RedanRelay relay;
  json_t *root;
  GHashTable *zones;
  GHashTable *components;
  GHashTable *diagrams;
  GArray *instances;
} RedanOtm;

/** redan_otm_id: Returns: the "id", "" without one */
const char *redan_otm_id (json_t *object);

/** redan_otm_common: passes id, name and description on */
void redan_otm_common (RedanOtm *self, json_t *object);

/** redan_otm_rate: Returns: (transfer full): a percentage as 1 to 5 */
char *redan_otm_rate (double percent);

/** redan_otm_note_instances: remembers the threats that stand on @place */
void redan_otm_note_instances (RedanOtm *self, json_t *place, RedanSection section);

/** redan_otm_threats: threats with their places, and mitigations */
void redan_otm_threats (RedanOtm *self);

G_END_DECLS
