/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the TM-BOM importer share. */

#pragma once

#include "model/exchange/relay.h"

G_BEGIN_DECLS

/** RedanTmbom: @elements: "list/name", and name alone: foreign id */
typedef struct
{
  RedanRelay relay;
  json_t *root;
  GHashTable *elements;
} RedanTmbom;

/** redan_tmbom_name: Returns: the "symbolic_name", "" without one */
const char *redan_tmbom_name (json_t *object);

/** redan_tmbom_common: passes symbolic name, title and description on */
void redan_tmbom_common (RedanTmbom *self, json_t *object);

/** redan_tmbom_threats: assumptions, personas, threats with their risks, and controls */
void redan_tmbom_threats (RedanTmbom *self);

G_END_DECLS
