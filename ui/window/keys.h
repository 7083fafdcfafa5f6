/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of keys: accelerators, shortcuts of widgets and the help overlay come from it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedanKey:
 * @action: detailed name of an action of the application or window, or a name that a widget looks
 * up
 * @group: heading in the help, untranslated; equal groups stand together
 * @title: what it does, untranslated
 * @keys: (array zero-terminated=1): accelerators; none for what only the command palette offers
 */
typedef struct
{
  const char *action;
  const char *group;
  const char *title;
  const char *keys[4];
} RedanKey;

const RedanKey *redan_keys_get (guint *n_out);

/** redan_keys_dup_trigger: Returns: (transfer full): fires on the keys of @action, which must be in
 * the table */
GtkShortcutTrigger *redan_keys_dup_trigger (const char *action) G_GNUC_WARN_UNUSED_RESULT;

/** redan_keys_create_help: Returns: (transfer full): the help overlay, which lists the table */
GtkWidget *redan_keys_create_help (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
