/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with everything that can be drawn, in groups, with a search. */

#include "ui/window/stencil-list.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/icon-paintable.h"
#include "ui/window/keys.h"
#include "ui/window/rows.h"

#define STENCIL_KEY "redan-stencil"
#define ICON_SIZE 20
#define DRAG_ICON_SIZE 40
/* The groups that are open before anybody chose; the others are for the search. */
#define N_OPEN 2

struct _RedanStencilList
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanCanvas *canvas; /* weak */
  GtkWidget *search;
  GtkWidget *scrolled;
  GtkWidget *groups; /* GtkBox of GtkExpander */
  GtkWidget *nothing;
  gboolean searching;
};

G_DEFINE_FINAL_TYPE (RedanStencilList, redan_stencil_list, GTK_TYPE_WIDGET)

static const RedanStencil *
get_stencil (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), STENCIL_KEY);
}

/** A chosen stencil waits in the canvas, so that the next click there places it; chosen again it is
 * put back. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  RedanStencilList *self = user_data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1 && self->canvas != NULL)
    redan_canvas_arm (self->canvas,
                      g_strcmp0 (redan_canvas_get_tool (self->canvas), get_stencil (row)->id) == 0
                          ? NULL
                          : get_stencil (row)->id);
}

/** The row of the stencil in hand stays marked until it is placed or put back. */
static void
tool_changed_cb (RedanStencilList *self)
{
  const char *tool = self->canvas != NULL ? redan_canvas_get_tool (self->canvas) : NULL;

  for (GtkWidget *expander = gtk_widget_get_first_child (self->groups); expander != NULL;
       expander = gtk_widget_get_next_sibling (expander))
    for (GtkWidget *row =
             gtk_widget_get_first_child (gtk_expander_get_child (GTK_EXPANDER (expander)));
         row != NULL; row = gtk_widget_get_next_sibling (row))
      {
        if (g_strcmp0 (tool, get_stencil (row)->id) == 0)
          gtk_widget_add_css_class (row, "armed");
        else
          gtk_widget_remove_css_class (row, "armed");
      }
}

/** Escape puts the stencil back while the focus is still on its row. */
static gboolean
escape_cb (GtkEventControllerKey *controller,
           guint key,
           guint code,
           GdkModifierType state,
           gpointer user_data)
{
  RedanStencilList *self = user_data;

  if (key != GDK_KEY_Escape || self->canvas == NULL || redan_canvas_get_tool (self->canvas) == NULL)
    return FALSE;
  redan_canvas_arm (self->canvas, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  return TRUE;
}

/** Enter and a double click place at once. */
static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  RedanStencilList *self = user_data;

  if (self->canvas == NULL)
    return;
  redan_canvas_arm (self->canvas, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  redan_canvas_insert (self->canvas, get_stencil (GTK_WIDGET (row))->id);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  return gdk_content_provider_new_typed (REDAN_TYPE_STENCIL_NAME, get_stencil (row)->id);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  RedanStencilList *self = user_data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  const RedanSchema *schema = redan_model_get_schema (redan_workspace_get_model (self->workspace));
  g_autoptr (GdkPaintable) icon =
      redan_icon_paintable_new (redan_icon_of_stencil (schema, get_stencil (row)));
  GtkWidget *image = gtk_image_new_from_paintable (icon);

  gtk_image_set_pixel_size (GTK_IMAGE (image), DRAG_ICON_SIZE);
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), image);
  /* The press that began the drag has armed the canvas. */
  if (self->canvas != NULL)
    redan_canvas_arm (self->canvas, NULL);
}

/** The letter of a stencil, when it has one. */
static char *
dup_key_hint (const RedanStencil *stencil)
{
  g_autofree char *action = g_strconcat ("canvas.add-", stencil->id, NULL);
  guint n;
  const RedanKey *keys = redan_keys_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (keys[i].action, action) && keys[i].keys[0] != NULL)
      return g_ascii_strup (keys[i].keys[0], -1);
  return NULL;
}

static GtkWidget *
create_row (RedanStencilList *self, const RedanSchema *schema, const RedanStencil *stencil)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  g_autoptr (GdkPaintable) icon =
      redan_icon_paintable_new (redan_icon_of_stencil (schema, stencil));
  GtkWidget *image = gtk_image_new_from_paintable (icon);
  g_autofree char *visible = redan_text_make_visible (stencil->label);
  GtkWidget *label = gtk_label_new (visible);
  g_autofree char *key = dup_key_hint (stencil);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_image_set_pixel_size (GTK_IMAGE (image), ICON_SIZE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  if (key != NULL)
    {
      GtkWidget *hint = gtk_label_new (key);

      gtk_widget_add_css_class (hint, "key-hint");
      gtk_box_append (GTK_BOX (box), hint);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, visible, -1);
  redan_widget_set_tooltip (row, visible);
  g_object_set_data (G_OBJECT (row), STENCIL_KEY, (gpointer) stencil);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  return row;
}

static GtkWidget *
create_group (RedanStencilList *self, const RedanStencils *stencils, guint group)
{
  const RedanSchema *schema = redan_model_get_schema (redan_workspace_get_model (self->workspace));
  g_autofree char *title =
      redan_text_make_visible (redan_stencils_get_group (stencils, group)->label);
  GtkWidget *expander = gtk_expander_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (list), FALSE);
  gtk_widget_add_css_class (list, "stencils");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  for (guint i = 0; i < redan_stencils_get_n (stencils); i++)
    if (redan_stencils_get_nth (stencils, i)->group == group)
      gtk_list_box_append (GTK_LIST_BOX (list),
                           create_row (self, schema, redan_stencils_get_nth (stencils, i)));
  gtk_expander_set_child (GTK_EXPANDER (expander), list);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), group < N_OPEN);
  gtk_widget_add_css_class (expander, "stencil-group");
  return expander;
}

/** Returns: how many rows of the group match */
static guint
filter_group (GtkWidget *expander, const char *folded)
{
  GtkWidget *list = gtk_expander_get_child (GTK_EXPANDER (expander));
  guint n_shown = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const gboolean matches = redan_stencil_matches (get_stencil (row), folded);

      gtk_widget_set_visible (row, matches);
      n_shown += matches;
    }
  return n_shown;
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer user_data)
{
  RedanStencilList *self = user_data;
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_autofree char *folded = g_utf8_casefold (g_strstrip (text), -1);
  const gboolean searching = *folded != '\0';
  guint n_shown = 0;
  guint group = 0;

  for (GtkWidget *expander = gtk_widget_get_first_child (self->groups); expander != NULL;
       expander = gtk_widget_get_next_sibling (expander), group++)
    {
      const guint n = filter_group (expander, folded);

      n_shown += n;
      gtk_widget_set_visible (expander, n > 0);
      if (searching || self->searching)
        gtk_expander_set_expanded (GTK_EXPANDER (expander), searching || group < N_OPEN);
    }
  self->searching = searching;
  gtk_widget_set_visible (self->nothing, n_shown == 0 && group > 0);
}

/** Enter in the search places what comes first. */
static void
search_activated_cb (GtkSearchEntry *entry, gpointer user_data)
{
  RedanStencilList *self = user_data;

  /* A search entry tells of its text only after a pause; Enter may come before. */
  search_changed_cb (entry, self);
  for (GtkWidget *expander = gtk_widget_get_first_child (self->groups); expander != NULL;
       expander = gtk_widget_get_next_sibling (expander))
    for (GtkWidget *row =
             gtk_widget_get_first_child (gtk_expander_get_child (GTK_EXPANDER (expander)));
         row != NULL && self->searching; row = gtk_widget_get_next_sibling (row))
      if (gtk_widget_get_visible (row))
        {
          row_activated_cb (NULL, GTK_LIST_BOX_ROW (row), self);
          return;
        }
}

static void
stop_search_cb (GtkSearchEntry *entry, gpointer user_data)
{
  RedanStencilList *self = user_data;

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  if (self->canvas != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
redan_stencil_list_dispose (GObject *object)
{
  RedanStencilList *self = REDAN_STENCIL_LIST (object);

  g_clear_weak_pointer (&self->canvas);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->search, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_stencil_list_parent_class)->dispose (object);
}

static void
redan_stencil_list_class_init (RedanStencilListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_stencil_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
redan_stencil_list_init (RedanStencilList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (escape_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Search what to draw"), NULL);
  gtk_widget_add_css_class (self->search, "palette-search");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search what to draw"), -1);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activated_cb), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (stop_search_cb), self);
  gtk_widget_set_parent (self->search, GTK_WIDGET (self));

  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->nothing = gtk_label_new (_ ("Nothing of that name can be drawn."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_margin_top (self->nothing, 24);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_box_append (GTK_BOX (box), self->groups);
  gtk_box_append (GTK_BOX (box), self->nothing);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_stencil_list_new (void)
{
  return g_object_new (REDAN_TYPE_STENCIL_LIST, NULL);
}

void
redan_stencil_list_set (RedanStencilList *self, RedanWorkspace *workspace, RedanCanvas *canvas)
{
  const RedanStencils *stencils = NULL;

  if (self->canvas != canvas)
    {
      if (self->canvas != NULL)
        g_signal_handlers_disconnect_by_data (self->canvas, self);
      g_set_weak_pointer (&self->canvas, canvas);
      if (canvas != NULL)
        g_signal_connect_object (canvas, "notify::tool", G_CALLBACK (tool_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
  if (self->workspace == workspace)
    return;
  /* The rows point into the table of the old one. */
  redan_box_clear (self->groups);
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  stencils = redan_workspace_get_stencils (workspace);
  for (guint i = 0; i < redan_stencils_get_n_groups (stencils); i++)
    gtk_box_append (GTK_BOX (self->groups), create_group (self, stencils, i));
  search_changed_cb (GTK_SEARCH_ENTRY (self->search), self);
}

void
redan_stencil_list_focus_search (RedanStencilList *self)
{
  gtk_widget_grab_focus (self->search);
}
