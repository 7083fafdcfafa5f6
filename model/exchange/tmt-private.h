/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the importer of the Microsoft Threat Modeling Tool share. */

#pragma once

#include "model/exchange/foreign-xml.h"
#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** Elements that hold pictures as base64: nearly half of a file, and nothing that a model keeps. */
extern const char *const redan_tmt_pictures[];

/**
 * RedanTmt:
 * @elements, @flows: (nullable): foreign id by Guid, the first of the file; for threats
 * @page: foreign id by Guid of the elements of the current page, on which its flows end
 * @ends: Guids on which flows of the current page end
 * @types: RedanForeignXmlNode of the kind of element by its id
 * @columns: columns of threats that mean nothing here, with how many threats have them
 * @n_first: attributes that were left at their first value
 */
typedef struct
{
  RedanRelay relay;
  GHashTable *elements;
  GHashTable *flows;
  GHashTable *page;
  GHashTable *ends;
  GHashTable *types;
  GHashTable *columns;
  GHashTable *rules;
  const char *diagram;
  guint n_first;
} RedanTmt;

/** redan_tmt_dup_word: Returns: (transfer full): the text of a child without white space around it:
 * for ids, numbers and words, which tools indent */
char *redan_tmt_dup_word (const RedanForeignXmlNode *node, const char *name);

/** redan_tmt_read_page: everything that is drawn on the current page */
void redan_tmt_read_page (RedanTmt *self, const RedanForeignXmlNode *page);

/** redan_tmt_read_threats: the threats that the tool or a person recorded */
void redan_tmt_read_threats (RedanTmt *self, const RedanForeignXmlNode *instances);

/** redan_tmt_pass_attributes: display attributes, type and names of the current object, which is
 * @shape of @section */
void
redan_tmt_pass_attributes (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *shape);

/** redan_tmt_pass_texts: the properties that a person added to @page, as remarks of the current
 * object of @section */
void redan_tmt_pass_texts (RedanTmt *self, RedanSection section, const RedanForeignXmlNode *page);

/** redan_tmt_is_choice: Returns: whether a display attribute is a list of which one can be chosen
 */
gboolean redan_tmt_is_choice (const RedanForeignXmlNode *property);

/** redan_tmt_get_name: Returns: (nullable): the value of the display attribute "Name" without an
 * id, which is the name of the thing */
const char *redan_tmt_get_name (const RedanForeignXmlNode *shape);

G_END_DECLS
