/* SPDX-License-Identifier: Apache-2.0 */
/* One element in several diagrams: the selection in another diagram, and what the model has in this
 * one. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "model/containers.h"
#include "ui/report/wording.h"
#include "ui/window/canvas-private.h"
#include "ui/window/rows.h"
#include "ui/window/show-places.h"

/** The parameter of canvas.show-in for a diagram that is made for it. */
#define NEW_DIAGRAM "new"
#define MAX_MENU 20

static RedanEdit *
create_show (const RedanModel *model, const RedanId *diagram, const GArray *places)
{
  g_autofree RedanId *ids = g_new (RedanId, places->len);
  g_autofree RedanBox *boxes = g_new (RedanBox, places->len);

  for (guint i = 0; i < places->len; i++)
    {
      ids[i] = g_array_index (places, RedanShowPlace, i).id;
      boxes[i] = g_array_index (places, RedanShowPlace, i).box;
    }
  return redan_command_show (model, diagram, ids, boxes, places->len);
}

/** What is dropped into a boundary becomes a member, as with every drop; what already lies in it at
 * any depth stays there. */
static void
put_into_boundary (RedanEdit *edit,
                   const RedanModel *model,
                   const RedanId *diagram,
                   const RedanShowPlace *place)
{
  const RedanObject *object = redan_model_lookup (model, &place->id);
  RedanId around;
  RedanId parent;
  RedanIdText text;

  if (object->section != REDAN_SECTION_ELEMENT ||
      !redan_diagram_find_parent (model, diagram, &place->box, NULL, 0, &around))
    return;
  for (const RedanObject *at = object;
       at != NULL && redan_object_get_reference (at, REDAN_FIELD_PARENT, &parent);
       at = redan_model_lookup (model, &parent))
    if (redan_id_equal (&parent, &around))
      return;
  redan_edit_set (edit, &object->id, REDAN_FIELD_PARENT, NULL, redan_id_to_text (&around, text));
}

static gboolean
contains (const GArray *ids, const RedanId *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (redan_id_equal (&g_array_index (ids, RedanId, i), id))
      return TRUE;
  return FALSE;
}

gboolean
redan_canvas_show_here (RedanCanvas *self,
                        const RedanId *ids,
                        guint n,
                        const RedanScenePoint *centre)
{
  const RedanId *diagram = redan_canvas_get_diagram (self);
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (RedanId));
  const RedanModel *model = NULL;
  RedanPoint middle = { 0 };
  RedanEdit *edit = NULL;

  if (diagram == NULL)
    return FALSE;
  g_array_append_vals (chosen, ids, n);
  redan_canvas_settle (self);
  model = redan_workspace_get_model (self->workspace);
  if (centre != NULL)
    middle = (RedanPoint){ (gint32) (centre->x * REDAN_UNITS_PER_PIXEL),
                           (gint32) (centre->y * REDAN_UNITS_PER_PIXEL) };
  places = redan_show_places_find (model, NULL, diagram, (const RedanId *) (gpointer) chosen->data,
                                   chosen->len, centre != NULL ? &middle : NULL);
  if (places->len > 0)
    {
      redan_canvas_hold_view (self);
      edit = create_show (model, diagram, places);
      for (guint i = 0; centre != NULL && i < places->len; i++)
        if (contains (chosen, &g_array_index (places, RedanShowPlace, i).id))
          put_into_boundary (edit, model, diagram, &g_array_index (places, RedanShowPlace, i));
      if (!redan_workspace_apply (self->workspace, edit))
        return FALSE;
    }
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) chosen->data,
                                  chosen->len);
  if (centre == NULL)
    redan_canvas_reveal_selection (self);
  return TRUE;
}

/** @parameter: the id of one object of the model. */
static void
show_here_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *text = g_variant_get_string (parameter, NULL);
  RedanId id;

  if (REDAN_CANVAS (widget)->workspace != NULL && redan_id_parse (text, strlen (text), &id))
    redan_canvas_show_here (REDAN_CANVAS (widget), &id, 1, NULL);
}

/** "Diagram 3", or the first further number that no diagram has. */
static char *
dup_diagram_name (const GPtrArray *diagrams)
{
  for (guint number = diagrams->len + 1;; number++)
    {
      g_autofree char *name = g_strdup_printf (_ ("Diagram %u"), number);
      gboolean taken = FALSE;

      for (guint i = 0; i < diagrams->len; i++)
        taken |= g_str_equal (redan_object_get_name (g_ptr_array_index (diagrams, i)), name);
      if (!taken)
        return g_steal_pointer (&name);
    }
}

static void
show_diagram (RedanCanvas *self, const RedanId *diagram)
{
  const GPtrArray *diagrams = redan_workspace_get_diagrams (self->workspace);

  for (guint i = 0; i < diagrams->len; i++)
    if (redan_id_equal (&((const RedanObject *) g_ptr_array_index (diagrams, i))->id, diagram))
      {
        redan_workspace_set_diagram (self->workspace, i);
        return;
      }
}

/** A new diagram and what it shows are one command. */
static RedanEdit *
create_new_diagram (RedanCanvas *self, const GArray *chosen, RedanId *diagram_out)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  g_autofree char *name = dup_diagram_name (redan_workspace_get_diagrams (self->workspace));
  RedanEdit *edit = redan_command_add_diagram (model, name, diagram_out);
  g_autoptr (GArray) places =
      redan_show_places_find (model, redan_canvas_get_diagram (self), NULL,
                              (const RedanId *) (gpointer) chosen->data, chosen->len, NULL);
  RedanIdText text;

  redan_id_to_text (diagram_out, text);
  for (guint i = 0; i < places->len; i++)
    {
      const RedanShowPlace *place = &g_array_index (places, RedanShowPlace, i);
      g_autofree char *formatted = redan_place_format (&place->box);

      redan_edit_set (edit, &place->id, REDAN_FIELD_PLACE, text, formatted);
    }
  return edit;
}

/** @parameter: the id of a diagram, or "new". The selection is shown there too, and the diagram
 * with it. */
static void
show_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const char *text = parameter != NULL ? g_variant_get_string (parameter, NULL) : NEW_DIAGRAM;
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (RedanId));
  const RedanModel *model = NULL;
  const RedanId *selection = NULL;
  RedanEdit *edit = NULL;
  RedanId diagram;
  guint n;

  if (self->workspace == NULL)
    return;
  redan_canvas_settle (self);
  model = redan_workspace_get_model (self->workspace);
  selection = redan_workspace_get_selection (self->workspace, &n);
  if (n > 0 && g_str_equal (name, "canvas.show-in"))
    g_array_append_vals (chosen, selection, n);
  if (g_str_equal (text, NEW_DIAGRAM))
    edit = create_new_diagram (self, chosen, &diagram);
  else if (redan_id_parse (text, strlen (text), &diagram))
    {
      g_autoptr (GArray) places =
          redan_show_places_find (model, redan_canvas_get_diagram (self), &diagram,
                                  (const RedanId *) (gpointer) chosen->data, chosen->len, NULL);

      if (places->len > 0)
        edit = create_show (model, &diagram, places);
    }
  else
    return;
  if (edit != NULL && !redan_workspace_apply (self->workspace, edit))
    return;
  show_diagram (self, &diagram);
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) chosen->data,
                                  chosen->len);
}

/** Names are data, and an underscore in one no mnemonic. */
static char *
dup_menu_label (const char *name)
{
  g_autofree char *visible = redan_text_make_visible (name);
  g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);
  g_auto (GStrv) parts = g_strsplit (shown, "_", -1);

  return g_strjoinv ("__", parts);
}

GMenuModel *
redan_canvas_create_show_menu (RedanCanvas *self)
{
  const GPtrArray *diagrams = redan_workspace_get_diagrams (self->workspace);
  const RedanId *shown = redan_canvas_get_diagram (self);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  g_autoptr (GMenu) added = g_menu_new ();

  for (guint i = 0; i < MIN (diagrams->len, MAX_MENU); i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      const char *name = redan_object_get_name (diagram);
      g_autofree char *standard = g_strdup_printf (_ ("Diagram %u"), i + 1);
      g_autofree char *label = dup_menu_label (*name != '\0' ? name : standard);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
      RedanIdText text;

      if (shown != NULL && redan_id_equal (&diagram->id, shown))
        continue;
      g_menu_item_set_action_and_target (item, "canvas.show-in", "s",
                                         redan_id_to_text (&diagram->id, text));
      g_menu_append_item (others, item);
    }
  g_menu_append (added, _ ("_New Diagram"), "canvas.show-in::" NEW_DIAGRAM);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (added));
  return G_MENU_MODEL (menu);
}

/** The same menu by itself, for the command palette. */
static void
show_in_other_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  g_autoptr (GMenuModel) menu = NULL;
  guint n = 0;

  if (self->workspace == NULL)
    return;
  redan_workspace_get_selection (self->workspace, &n);
  if (n == 0)
    {
      redan_canvas_say (self, _ ("Select what another diagram is to show first"), FALSE);
      return;
    }
  menu = redan_canvas_create_show_menu (self);
  redan_canvas_pop_up_menu (self, menu, gtk_widget_get_width (widget) / 2.0,
                            gtk_widget_get_height (widget) / 3.0);
}

void
redan_canvas_install_show (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "canvas.show-in", "s", show_in_action);
  gtk_widget_class_install_action (widget_class, "canvas.new-diagram", NULL, show_in_action);
  gtk_widget_class_install_action (widget_class, "canvas.show-here", "s", show_here_action);
  gtk_widget_class_install_action (widget_class, "canvas.show-in-other", NULL,
                                   show_in_other_action);
}
