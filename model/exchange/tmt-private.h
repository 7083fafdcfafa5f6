/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the importer of the Microsoft Threat Modeling Tool share. */

#pragma once

#include "model/exchange/event.h"
#include "model/exchange/foreign-xml.h"

G_BEGIN_DECLS

/** Elements that hold pictures as base64: nearly half of a file, and nothing that a model keeps. */
extern const char *const redan_tmt_pictures[];

/**
 * RedanTmt:
 * @alive: the sink still listens
 * @claimed: foreign ids that were given to objects, with their section
 * @elements, @flows: (nullable): foreign id by Guid, the first of the file; for threats
 * @page: foreign id by Guid of the elements of the current page, on which its flows end
 * @ends: Guids on which flows of the current page end
 * @types: RedanForeignXmlNode of the kind of element by its id
 * @columns: columns of threats that mean nothing here, with how many threats have them
 * @n_first: attributes that were left at their first value
 */
typedef struct
{
  RedanEventSink *sink;
  gboolean alive;
  GHashTable *claimed;
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

void redan_tmt_lose (RedanTmt *self, RedanLossKind kind, const char *place, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/** redan_tmt_field: passes a text on as @field of the current object, unless it is empty */
void redan_tmt_field (RedanTmt *self, RedanField field, const char *value);

/** redan_tmt_extra: keeps a leftover of the current object, unless it is empty */
void redan_tmt_extra (RedanTmt *self, const char *name, const char *value);

/** redan_tmt_remark: redan_tmt_extra() with a line of the loss report */
void redan_tmt_remark (RedanTmt *self, const char *name, const char *title, const char *value);

/** redan_tmt_claim: Returns: (transfer full): @wanted, or with a suffix when the section has it
 * already */
char *
redan_tmt_claim (RedanTmt *self, RedanSection section, const char *wanted, gboolean *repeated_out);

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

/** redan_tmt_get_name: Returns: (nullable): the value of the display attribute "Name" without an
 * id, which is the name of the thing */
const char *redan_tmt_get_name (const RedanForeignXmlNode *shape);

G_END_DECLS
