/* SPDX-License-Identifier: Apache-2.0 */
/* The command palette: one entry that finds actions, what is drawn, and threats. */

#pragma once

#include <adwaita.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_COMMAND_PALETTE (redan_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (RedanCommandPalette, redan_command_palette, REDAN, COMMAND_PALETTE, GtkWidget)

/**
 * RedanCommandPalette:
 *
 * Lies over the window and is hidden until it is opened. Actions come from the table of keys and
 * are offered while they are enabled; names and titles are searched in threads.
 *
 * Signal: "run" (detailed name of an action of the table).
 */

/** redan_command_palette_set_workspace: @workspace nullable: only actions are found */
void redan_command_palette_set_workspace (RedanCommandPalette *self, RedanWorkspace *workspace);

/** redan_command_palette_open: shows it and takes the focus, which goes back when it is closed */
void redan_command_palette_open (RedanCommandPalette *self);

void redan_command_palette_close (RedanCommandPalette *self);

G_END_DECLS
