/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each object since another version of the model, for the colours of the diagram. */

#include "ui/window/workspace-private.h"

void
redan_workspace_mark_scene (RedanWorkspace *self, guint index)
{
  RedanScene *scene = g_ptr_array_index (self->scenes, index);
  g_autoptr (GArray) changed = NULL;

  if (scene == NULL || self->changes == NULL)
    return;
  changed =
      redan_scene_set_changes (scene, (const RedanSceneCount *) (gpointer) self->changes->data,
                               self->changes->len, self->colour_by);
  if (index == self->diagram)
    redan_workspace_tell_scene (self, changed);
}

void
redan_workspace_set_changes (RedanWorkspace *self, GArray *changes)
{
  g_clear_pointer (&self->changes, g_array_unref);
  self->changes = changes;
  /* Without a document the window is gone, and the scenes with it. */
  for (guint i = 0; self->document != NULL && i < self->scenes->len; i++)
    redan_workspace_mark_scene (self, i);
}
