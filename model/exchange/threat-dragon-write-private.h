/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Threat Dragon writer share. */

#pragma once

#include "model/exchange/export-private.h"

G_BEGIN_DECLS

/**
 * RedanDragonWriter:
 * @diagram: the one that is written, and the text of its id
 * @cells: objects that have a cell in one of the diagrams
 * @written: threats and mitigations that are written
 * @drawn: objects of this diagram that have a cell
 * @top: the greatest number of a threat
 */
typedef struct
{
  RedanExport *run;
  const RedanObject *diagram;
  RedanIdText diagram_id;
  GHashTable *cells;
  GHashTable *written;
  GHashTable *drawn;
  guint64 top;
} RedanDragonWriter;

/** redan_dragon_writer_begin: the next diagram */
void redan_dragon_writer_begin (RedanDragonWriter *self, const RedanObject *diagram);

/** redan_dragon_writer_end: after the last one */
void redan_dragon_writer_end (RedanDragonWriter *self);

/** redan_dragon_writer_cells: Returns: (transfer full): all that the diagram shows */
json_t *redan_dragon_writer_cells (RedanDragonWriter *self);

/** redan_dragon_writer_id: Returns: (transfer full): the id of the cell of @object in the diagram:
 * the one it came with, else one that follows from ours */
char *redan_dragon_writer_id (RedanDragonWriter *self, const RedanObject *object);

/** redan_dragon_writer_threats: sets "threats" and "hasOpenThreats" of a cell; threats stand on the
 * first cell of an object */
void redan_dragon_writer_threats (RedanDragonWriter *self,
                                  const RedanObject *object,
                                  json_t *data,
                                  gboolean first);

G_END_DECLS
