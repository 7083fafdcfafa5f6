/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a window without a model: begin, open, what was not saved, recent files, examples. */

#pragma once

#include <adwaita.h>

#include "model/document.h"

G_BEGIN_DECLS

#define REDAN_TYPE_WELCOME (redan_welcome_get_type ())
G_DECLARE_FINAL_TYPE (RedanWelcome, redan_welcome, REDAN, WELCOME, AdwBin)

/**
 * RedanWelcome:
 *
 * Signals: "open" (path: the user chose a file), "recover" (key of an unsaved document), "discard"
 * (key), "found" (text: what to say about what was not saved; empty for nothing). Reads recent
 * files and unsaved documents each time it is shown.
 */

/** redan_welcome_refresh: reads both now */
void redan_welcome_refresh (RedanWelcome *self);

/** redan_welcome_get_recoverable: Returns: (transfer none) (element-type RedanRecoverable): what
 * was not saved, as it was last read */
const GPtrArray *redan_welcome_get_recoverable (RedanWelcome *self);

G_END_DECLS
