/* SPDX-License-Identifier: Apache-2.0 */
/* The agenda of a review in words and as JSON. */

#pragma once

#include "analysis/agenda.h"
#include "model/difference.h"
#include "ui/report/block.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/**
 * RedanAgendaView: what the words are about
 * @analysis: of the model as it is
 * @reviewed: (nullable): of the model as it was reviewed
 * @difference: (nullable): from that model to this
 * @revision: (nullable): what the reviewed model is called
 */
typedef struct
{
  const RedanAgenda *agenda;
  const RedanAnalysis *analysis;
  const RedanAnalysis *reviewed;
  const RedanDifference *difference;
  const char *revision;
} RedanAgendaView;

/** redan_agenda_add_blocks: adds to @report what there is to look at, longest lists cut, with links
 * to objects */
void redan_agenda_add_blocks (const RedanAgendaView *self, RedanReport *report);

/** redan_agenda_write_json: all of it. Returns: whether @sink took everything */
gboolean
redan_agenda_write_json (const RedanAgendaView *self, RedanRowSink sink, gpointer user_data);

G_END_DECLS
