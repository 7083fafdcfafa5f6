/* SPDX-License-Identifier: Apache-2.0 */
/* The main window: diagram, details and tables of one model. */

#pragma once

#include <adwaita.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_WINDOW (redan_window_get_type ())
G_DECLARE_FINAL_TYPE (RedanWindow, redan_window, REDAN, WINDOW, AdwApplicationWindow)

/** RedanWindowOptions: what the command line says; strings are copied */
typedef struct
{
  const char *data_directory;
  guint as_of;
} RedanWindowOptions;

RedanWindow *redan_window_new (AdwApplication *application, const RedanWindowOptions *options);

/** redan_window_open: reads a file in the background and shows it */
void redan_window_open (RedanWindow *self, const char *path);

/** redan_window_is_empty: Returns: whether the window shows the welcome page */
gboolean redan_window_is_empty (RedanWindow *self);

/** redan_window_toast: says @text, which is data, for a few seconds */
void redan_window_toast (RedanWindow *self, const char *text);

/** redan_window_toast_undo: says @text, which is data, for a few seconds, with a button that takes
 * the last command back; for what was deleted or decided */
void redan_window_toast_undo (RedanWindow *self, const char *text);

G_END_DECLS
