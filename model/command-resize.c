/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits that resize what is drawn as a box, and keeps the members of boundaries honest.
 */

#include <glib/gi18n-lib.h>

#include "model/command-move.h"
#include "model/command-private.h"

/* Members that stand wholly outside of @box go to where the boundary itself lies. */
static void
release_members (RedanEdit *edit, const RedanId *boundary, const char *diagram, const RedanBox *box)
{
  g_autoptr (GArray) referrers =
      redan_referrers_get (redan_command_get_referrers (edit), edit->model, boundary);
  RedanId outer;
  gboolean has_outer = redan_command_get_parent (edit, boundary, &outer);

  for (guint i = 0; i < referrers->len; i++)
    {
      const RedanId *id = &g_array_index (referrers, RedanId, i);
      RedanId parent;
      RedanBox place;
      if (redan_command_get_parent (edit, id, &parent) && redan_id_equal (&parent, boundary) &&
          redan_command_get_place (edit, id, diagram, &place) && !redan_box_meets (&place, box))
        redan_command_put_into (edit, id, has_outer ? &outer : NULL);
    }
}

void
redan_command_resize_box (RedanEdit *edit,
                          const RedanId *object,
                          const char *diagram,
                          const RedanBox *box)
{
  const RedanObject *known = redan_model_lookup (edit->model, object);
  gboolean is_boundary = known != NULL && known->section == REDAN_SECTION_BOUNDARY;
  gint32 minimum = is_boundary ? REDAN_MIN_BOUNDARY_SIZE : REDAN_MIN_BOX_SIZE;
  RedanBox larger = { box->x, box->y, MAX (box->width, minimum), MAX (box->height, minimum) };

  redan_command_set_place (edit, object, diagram, &larger);
  if (!is_boundary)
    return;

  release_members (edit, object, diagram, &larger);
  redan_command_adopt (edit, object, diagram, &larger);
}

RedanEdit *
redan_command_resize (const RedanModel *model,
                      const RedanId *diagram,
                      const RedanId *object,
                      const RedanBox *box)
{
  RedanIdText text;
  RedanIdText diagram_text;
  g_autofree char *label =
      g_strdup_printf (_ ("Resize %s"), redan_command_get_title (model, object, text));
  RedanEdit *edit = redan_edit_new (model, label);
  const RedanObject *known = redan_model_lookup (model, object);
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();

  redan_command_resize_box (edit, object, redan_id_to_text (diagram, diagram_text), box);
  if (known != NULL && known->section == REDAN_SECTION_ELEMENT)
    redan_command_add_flows_of (edit, object, flows, seen);
  redan_command_refresh_crossings (edit, flows);
  return edit;
}
