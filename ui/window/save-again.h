/* SPDX-License-Identifier: Apache-2.0 */
/* Another program writes the file at this moment, which is over soon: the save is tried again,
 * without blocking, until something else is to be saved. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_SAVE_TRIES 50

typedef struct _RedanSaveAgain RedanSaveAgain;

/** RedanSaveAgainFunc: @path, @close: as they were given to redan_save_again_plan() */
typedef void (*RedanSaveAgainFunc) (const char *path, gboolean close, gpointer user_data);

/**
 * redan_save_again_new:
 * @interval_ms: between two tries
 * @save: tries once more; it may plan a further try
 * @user_data: of @save; has to stay as long as the result
 *
 * Returns: (transfer full): nothing is planned
 */
RedanSaveAgain *
redan_save_again_new (guint interval_ms, RedanSaveAgainFunc save, gpointer user_data);

/** redan_save_again_free: what was planned is not tried; @self: (nullable) */
void redan_save_again_free (RedanSaveAgain *self);

/** redan_save_again_forget: before a save that is asked for, and for another model: what was
 * planned, maybe for another file, is not tried any more; @self: (nullable) */
void redan_save_again_forget (RedanSaveAgain *self);

/**
 * redan_save_again_plan:
 * @path: what could not be written
 * @close: what else the save was for
 * @error: why
 *
 * Returns: whether another try is planned: %FALSE when waiting does not help, or was long enough;
 * %REDAN_SAVE_TRIES are
 */
gboolean
redan_save_again_plan (RedanSaveAgain *self, const char *path, gboolean close, const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanSaveAgain, redan_save_again_free)

G_END_DECLS
