/* SPDX-License-Identifier: Apache-2.0 */
/* What the two forms of an agenda share. Private. */

#pragma once

#include "ui/report/agenda-words.h"

G_BEGIN_DECLS

/** agenda_get_stale_word: Returns: "expired", "old", "evidence" */
const char *agenda_get_stale_word (RedanStaleKind kind);

/** agenda_get_place: Returns: (nullable): where a control stands, %NULL for the model */
const RedanObject *agenda_get_place (const RedanAgendaView *self, const RedanControlPlace *place);

G_END_DECLS
