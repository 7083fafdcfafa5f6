/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threat Dragon importer share: the run, the cells of a diagram, and how
 * leftovers are kept. */

#pragma once

#include "model/exchange/event.h"
#include "model/exchange/json.h"

G_BEGIN_DECLS

/**
 * RedanDragon:
 * @alive: the sink still listens
 * @claimed: foreign ids that were given to objects, with their section
 * @diagram: foreign id of the current diagram
 * @cells: of the current diagram, by their ids in the file
 */
typedef struct
{
  RedanEventSink *sink;
  gboolean alive;
  GHashTable *claimed;
  const char *diagram;
  const char *diagram_name;
  GHashTable *cells;
} RedanDragon;

/**
 * RedanDragonCell:
 * @data: where the meaning stands: cell.data of version 2, the cell itself of version 1
 * @section: where it goes; %REDAN_N_SECTIONS when it is of no known kind
 * @kind: of an element or boundary
 * @line: a boundary drawn as a curve
 */
typedef struct
{
  json_t *cell;
  json_t *data;
  char *id;
  char *foreign;
  RedanSection section;
  const char *kind;
  guint index;
  gboolean line;
  gboolean repeated;
} RedanDragonCell;

void redan_dragon_lose (RedanDragon *self,
                        RedanLossKind kind,
                        const char *place,
                        const char *format,
                        ...) G_GNUC_PRINTF (4, 5);

void redan_dragon_field (RedanDragon *self, RedanField field, const char *value);

/** redan_dragon_dup_text: Returns: (nullable): the text of a member that is not empty; lists what
 * is no text */
char *redan_dragon_dup_text (RedanDragon *self, json_t *object, const char *key);

/** redan_dragon_text: passes a text member on as @field of the current object */
void redan_dragon_text (RedanDragon *self, json_t *object, const char *key, RedanField field);

/** redan_dragon_flag: Returns: whether a member is true; lists what is neither true nor false */
gboolean redan_dragon_flag (RedanDragon *self, json_t *object, const char *key);

/** redan_dragon_remark: keeps @value word for word as an extra of the current object and lists that
 * it means nothing here */
void redan_dragon_remark (RedanDragon *self, const char *key, json_t *value);

/** redan_dragon_rest: redan_dragon_remark() for all members that say something and are in neither
 * list of known names */
void redan_dragon_rest (RedanDragon *self,
                        json_t *object,
                        const char *const *known,
                        const char *const *more);

/** redan_dragon_claim: Returns: (transfer full): @wanted, or with a suffix when the section has it
 * already */
char *redan_dragon_claim (RedanDragon *self,
                          RedanSection section,
                          const char *wanted,
                          gboolean *repeated_out);

/** redan_dragon_cells: everything that is drawn in the current diagram */
void redan_dragon_cells (RedanDragon *self, json_t *cells);

/** redan_dragon_threats: the threats of a cell and their mitigations */
void redan_dragon_threats (RedanDragon *self, const RedanDragonCell *cell);

G_END_DECLS
