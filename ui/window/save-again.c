/* SPDX-License-Identifier: Apache-2.0 */
/* Another program writes the file at this moment, which is over soon: the save is tried again,
 * without blocking, until something else is to be saved. */

#include "ui/window/save-again.h"

#include "model/error.h"

struct _RedanSaveAgain
{
  guint interval_ms;
  RedanSaveAgainFunc save;
  gpointer user_data;
  guint source;
  guint n_tries;
  char *path;
  gboolean close;
};

RedanSaveAgain *
redan_save_again_new (guint interval_ms, RedanSaveAgainFunc save, gpointer user_data)
{
  RedanSaveAgain *self = g_new0 (RedanSaveAgain, 1);

  self->interval_ms = interval_ms;
  self->save = save;
  self->user_data = user_data;
  return self;
}

void
redan_save_again_forget (RedanSaveAgain *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->path, g_free);
  self->n_tries = 0;
}

void
redan_save_again_free (RedanSaveAgain *self)
{
  redan_save_again_forget (self);
  g_free (self);
}

static gboolean
try_again_cb (gpointer user_data)
{
  RedanSaveAgain *self = user_data;
  g_autofree char *path = g_steal_pointer (&self->path);

  self->source = 0;
  self->save (path, self->close, self->user_data);
  return G_SOURCE_REMOVE;
}

gboolean
redan_save_again_plan (RedanSaveAgain *self, const char *path, gboolean close, const GError *error)
{
  if (!g_error_matches (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_BUSY) ||
      self->n_tries >= REDAN_SAVE_TRIES)
    {
      redan_save_again_forget (self);
      return FALSE;
    }
  self->n_tries++;
  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self->path);
  self->path = g_strdup (path);
  self->close = close;
  self->source = g_timeout_add (self->interval_ms, try_again_cb, self);
  return TRUE;
}
