/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each object since another version of the model, and what is gone since, for the
 * colours of the diagram. */

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

void
redan_ghosts_free (RedanGhosts *self)
{
  redan_scene_free (self->scene);
  g_array_unref (self->items);
  g_free (self->marks);
  g_free (self);
}

void
redan_workspace_set_ghosts (RedanWorkspace *self, GPtrArray *ghosts)
{
  const gboolean any =
      (self->ghosts != NULL && self->ghosts->len > 0) || (ghosts != NULL && ghosts->len > 0);

  g_clear_pointer (&self->ghosts, g_ptr_array_unref);
  self->ghosts = ghosts;
  if (any && self->document != NULL)
    redan_workspace_tell_all (self);
}

const RedanGhosts *
redan_workspace_get_ghosts (RedanWorkspace *self)
{
  const RedanId *diagram = redan_workspace_get_diagram_id (self);

  for (guint i = 0; diagram != NULL && self->ghosts != NULL && i < self->ghosts->len; i++)
    {
      const RedanGhosts *ghosts = g_ptr_array_index (self->ghosts, i);

      if (redan_id_equal (&ghosts->scene->diagram, diagram))
        return ghosts;
    }
  return NULL;
}
