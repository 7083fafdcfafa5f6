/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threagile importer share. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/**
 * RedanThreagile:
 * @parents: id of a technical asset or trust boundary: id of the boundary that lists it, by section
 * as relay claims are
 * @uses: id of a data asset: #GArray of #RedanThreagileUse
 * @flows: synthetic id of a link, "source>link": foreign id
 * @threats: of #RedanThreagileRisk
 */
typedef struct
{
  RedanRelay relay;
  json_t *root;
  GHashTable *parents;
  GHashTable *uses;
  GHashTable *flows;
  GArray *threats;
  guint n_marked_up;
} RedanThreagile;

typedef struct
{
  RedanField field;
  RedanSection section;
  const char *foreign;
} RedanThreagileUse;

/** RedanThreagileRisk: a risk that the file records, and the id that risk_tracking calls it by */
typedef struct
{
  const char *foreign;
  char *synthetic;
} RedanThreagileRisk;

/** redan_threagile_text: redan_relay_text() without the tags of HTML, which Threagile allows in all
 * texts */
void redan_threagile_text (RedanThreagile *self, json_t *object, const char *key, RedanField field);

/** redan_threagile_strip: Returns: (transfer full): @text without tags */
char *redan_threagile_strip (RedanThreagile *self, const char *text);

/** redan_threagile_use: remembers that something stores, processes or carries a data asset */
void redan_threagile_use (RedanThreagile *self,
                          json_t *list,
                          RedanField field,
                          RedanSection section,
                          const char *foreign);

/** redan_threagile_name: passes the name of a member of a map on: its "title" or the key */
void redan_threagile_name (RedanThreagile *self, const char *key, json_t *object);

/** redan_threagile_id: Returns: the "id" of a member, or its key */
const char *redan_threagile_id (const char *key, json_t *object);

/** redan_threagile_ratings: confidentiality as @class_attribute, integrity and availability */
void redan_threagile_ratings (RedanThreagile *self, json_t *object, const char *class_attribute);

/** redan_threagile_assets: technical assets and their links */
void redan_threagile_assets (RedanThreagile *self);

/** redan_threagile_risks: risks that a person found, and what became of them and of Threagile's own
 */
void redan_threagile_risks (RedanThreagile *self);

G_END_DECLS
