/* SPDX-License-Identifier: Apache-2.0 */
/* The preferences of the application: one settings object, there with and without an installed
 * schema. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define REDAN_PREFERENCES_SCHEMA "io.github.redan.Redan"

/* Names of the keys; data/io.github.redan.Redan.gschema.xml says what they hold. */
#define REDAN_PREFERENCE_COLOUR_SCHEME "colour-scheme"
#define REDAN_PREFERENCE_COLOUR_BY "colour-by"
#define REDAN_PREFERENCE_SNAP_TO_GRID "snap-to-grid"
#define REDAN_PREFERENCE_SNAP_TO_NEIGHBOURS "snap-to-neighbours"
#define REDAN_PREFERENCE_GRID_SIZE "grid-size"
#define REDAN_PREFERENCE_ROUTING "routing"
#define REDAN_PREFERENCE_REOPEN_LAST_FILE "reopen-last-file"
#define REDAN_PREFERENCE_SHOW_SIDE "show-side"
#define REDAN_PREFERENCE_SHOW_DETAILS "show-details"
#define REDAN_PREFERENCE_TABLES_HEIGHT "tables-height"
#define REDAN_PREFERENCE_WINDOW_WIDTH "window-width"
#define REDAN_PREFERENCE_WINDOW_HEIGHT "window-height"
#define REDAN_PREFERENCE_WINDOW_MAXIMIZED "window-maximized"

/**
 * redan_preferences_get_default:
 *
 * The settings object that all windows share; to be used by the main thread. An installed schema is
 * used when it has every key, else the one that is compiled in, so that a program that was not
 * installed, or stands beside an older one, works the same.
 *
 * Returns: (transfer none): the preferences, never %NULL
 */
GSettings *redan_preferences_get_default (void);

/**
 * redan_preferences_lookup_schema:
 * @installed: whether an installed schema may be used
 *
 * Returns: (transfer full) (nullable): the schema of the preferences; %NULL when it is not
 * installed and no directory for temporary files can be written
 */
GSettingsSchema *redan_preferences_lookup_schema (gboolean installed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
