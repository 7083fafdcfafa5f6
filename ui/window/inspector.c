/* SPDX-License-Identifier: Apache-2.0 */
/* The inspector: what is selected, to be read and changed; the model when nothing is. */

#include "ui/window/inspector.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/window/decisions.h"
#include "ui/window/details-private.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-several.h"
#include "ui/window/inspector-text.h"
#include "ui/window/press-watch.h"
#include "ui/window/rows.h"

typedef enum
{
  SHOWS_NOTHING,
  SHOWS_MODEL,
  SHOWS_OBJECT,
  SHOWS_SEVERAL,
  SHOWS_THREAT,
} Shows;

struct _RedanInspector
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  Shows shows;
  GArray *ids;       /* of what is shown */
  char *object_page; /* name of the page that objects are opened at */
  GtkWidget *child;
  GtkWidget *page;     /* RedanInspectorPage, or a page of several */
  GtkWidget *threat;   /* box of the threat */
  GtkWidget *decision; /* in it: the editor of its decision */
  char *threat_id;     /* printed id of the threat that the box shows */
  guint update_source;
  gboolean is_stale;        /* something changed while the pane could not be seen */
  gboolean is_threat_stale; /* the box waits until nobody types in it or presses a button of it */
  RedanPressWatch *press;
};

G_DEFINE_FINAL_TYPE (RedanInspector, redan_inspector, GTK_TYPE_WIDGET)

static void
set_child (RedanInspector *self, GtkWidget *child)
{
  /* The focus leaves what goes: that is no reason to fill it again. */
  self->threat = NULL;
  self->decision = NULL;
  self->is_threat_stale = FALSE;
  g_clear_pointer (&self->threat_id, g_free);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->page = NULL;
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
show_model (RedanInspector *self)
{
  const RedanId id = redan_meta_id ();
  GtkWidget *page = redan_inspector_page_new (redan_model_page_get_type (), self->workspace, &id);

  set_child (self, redan_inspector_scroll (page));
  self->page = page;
}

static void
page_changed_cb (RedanInspector *self)
{
  g_free (self->object_page);
  self->object_page = g_strdup (redan_object_page_get_visible (self->page));
}

static void
show_object (RedanInspector *self)
{
  const RedanId *id = &g_array_index (self->ids, RedanId, 0);
  GtkWidget *page = redan_inspector_page_new (redan_object_page_get_type (), self->workspace, id);

  redan_object_page_set_visible (page, self->object_page);
  set_child (self, page);
  self->page = page;
  g_signal_connect_object (page, "page-changed", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
show_several (RedanInspector *self)
{
  GtkWidget *several = redan_several_new (
      self->workspace, (const RedanId *) (gconstpointer) self->ids->data, self->ids->len);

  set_child (self, redan_inspector_scroll (several));
  self->page = several;
}

static void
back_clicked_cb (RedanInspector *self)
{
  const RedanObject *object = redan_workspace_get_selected (self->workspace);

  if (object != NULL)
    {
      const RedanId id = object->id;

      redan_workspace_select_object (self->workspace, &id);
    }
  else
    redan_workspace_select_object (self->workspace, NULL);
}

/** Whether a text of the threat is being typed. Buttons of a field count too: they give it up. */
static gboolean
is_typing_in_threat (RedanInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (self->threat);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->threat) &&
         (GTK_IS_TEXT (focus) || gtk_widget_get_ancestor (focus, ADW_TYPE_ENTRY_ROW) != NULL);
}

/** Printed id of the selected threat; %NULL when none is. */
static char *
dup_selected_threat_id (RedanInspector *self)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  const guint index = redan_workspace_get_selected_threat (self->workspace);

  return index != G_MAXUINT
             ? redan_threat_dup_id (analysis->facts,
                                    &g_array_index (analysis->threats, RedanThreat, index))
             : NULL;
}

/** What was typed belongs to the threat that it was typed for. */
static void
commit_decision (RedanInspector *self)
{
  if (self->decision != NULL)
    redan_decision_editor_commit (self->decision);
}

static void
fill_threat (RedanInspector *self)
{
  g_autofree char *id = dup_selected_threat_id (self);

  self->is_threat_stale = g_strcmp0 (id, self->threat_id) == 0 &&
                          (is_typing_in_threat (self) || redan_press_watch_is_down (self->press));
  if (self->is_threat_stale)
    return;
  commit_decision (self);
  g_free (self->threat_id);
  self->threat_id = g_steal_pointer (&id);
  self->decision = NULL;
  redan_box_clear (self->threat);
  self->decision = redan_details_add_threat (self->threat, self->workspace,
                                             redan_workspace_get_selected_threat (self->workspace));
}

static void schedule_update (RedanInspector *self);

/** A button that goes between press and release takes the click with it. */
static void
released_cb (gpointer user_data)
{
  RedanInspector *self = user_data;

  if (self->threat != NULL && self->is_threat_stale)
    schedule_update (self);
}

static void
threat_left_cb (RedanInspector *self)
{
  commit_decision (self);
  if (self->is_threat_stale)
    schedule_update (self);
}

static void
show_threat (RedanInspector *self)
{
  const RedanObject *object = redan_workspace_get_selected (self->workspace);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *threat = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *back = NULL;

  if (object != NULL)
    {
      back = redan_inspector_link_new (self->workspace, &object->id);
      gtk_widget_set_halign (back, GTK_ALIGN_START);
    }
  else
    {
      back = gtk_button_new_with_label (_ ("The model"));
      gtk_widget_add_css_class (back, "flat");
      gtk_widget_set_halign (back, GTK_ALIGN_START);
      g_signal_connect_object (back, "clicked", G_CALLBACK (back_clicked_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_add_css_class (back, "back");
  gtk_box_append (GTK_BOX (box), back);
  gtk_box_append (GTK_BOX (box), redan_inspector_scroll (threat));
  g_signal_connect_object (focus, "leave", G_CALLBACK (threat_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (threat, focus);
  set_child (self, box);
  self->threat = threat;
  fill_threat (self);
}

/** Whether what is shown is still what is selected. */
static gboolean
is_same (RedanInspector *self, Shows shows, const RedanId *ids, guint n)
{
  if (self->child == NULL || shows != self->shows || n != self->ids->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!redan_id_equal (&ids[i], &g_array_index (self->ids, RedanId, i)))
      return FALSE;
  return TRUE;
}

static Shows
find_shows (RedanInspector *self, guint n)
{
  if (self->workspace == NULL)
    return SHOWS_NOTHING;
  if (redan_workspace_get_selected_threat (self->workspace) != G_MAXUINT)
    return SHOWS_THREAT;
  if (n == 0)
    return SHOWS_MODEL;
  return n == 1 ? SHOWS_OBJECT : SHOWS_SEVERAL;
}

static void
refresh (RedanInspector *self)
{
  if (self->threat != NULL)
    fill_threat (self);
  else if (self->shows == SHOWS_SEVERAL)
    redan_several_refresh (self->page);
  else if (self->page != NULL)
    redan_inspector_page_refresh (REDAN_INSPECTOR_PAGE (self->page));
}

static gboolean
has_focus (RedanInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
update (RedanInspector *self)
{
  guint n = 0;
  const RedanId *ids =
      self->workspace != NULL ? redan_workspace_get_selection (self->workspace, &n) : NULL;
  const Shows shows = find_shows (self, n);
  gboolean had_focus;

  if (is_same (self, shows, ids, n))
    {
      refresh (self);
      return;
    }
  had_focus = has_focus (self);
  /* What was being typed is given up to the object that it was typed for. */
  redan_inspector_commit (self);
  ids = self->workspace != NULL ? redan_workspace_get_selection (self->workspace, &n) : NULL;
  self->shows = find_shows (self, n);
  g_array_set_size (self->ids, 0);
  if (n > 0)
    g_array_append_vals (self->ids, ids, n);
  switch (self->shows)
    {
    case SHOWS_MODEL:
      show_model (self);
      break;
    case SHOWS_OBJECT:
      show_object (self);
      break;
    case SHOWS_SEVERAL:
      show_several (self);
      break;
    case SHOWS_THREAT:
      show_threat (self);
      break;
    case SHOWS_NOTHING:
    default:
      set_child (self, NULL);
      break;
    }
  /* A link leads to another object: keys still go to this pane. */
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
update_cb (gpointer user_data)
{
  RedanInspector *self = user_data;

  self->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/** A rubber band or a command of many steps tells of each: the pane follows once a frame, after it
 * was drawn, and not at all while nobody can see it. */
static void
schedule_update (RedanInspector *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->is_stale = TRUE;
  else if (self->update_source == 0)
    self->update_source = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, update_cb, self, NULL);
}

/** What is being typed is given up at once, to the object that it was typed for. */
static void
selection_changed_cb (RedanInspector *self)
{
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);
  g_autofree char *threat_id = dup_selected_threat_id (self);

  if (!is_same (self, find_shows (self, n), ids, n) || g_strcmp0 (threat_id, self->threat_id) != 0)
    redan_inspector_commit (self);
  schedule_update (self);
}

/** Escape leaves what is selected, as on the canvas. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedanInspector *self)
{
  if (keyval != GDK_KEY_Escape || self->workspace == NULL)
    return FALSE;
  redan_workspace_select_object (self->workspace, NULL);
  return TRUE;
}

static void
edited_cb (RedanInspector *self)
{
  /* A threat is of the analysis: it is shown anew when that is. */
  if (self->threat == NULL)
    schedule_update (self);
}

void
redan_inspector_commit (RedanInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *field = NULL;

  commit_decision (self);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  field = gtk_widget_get_ancestor (focus, REDAN_TYPE_TEXT_FIELD);
  if (field != NULL)
    redan_text_field_commit (REDAN_TEXT_FIELD (field));
}

void
redan_inspector_set_workspace (RedanInspector *self, RedanWorkspace *workspace)
{
  if (self->workspace == workspace)
    return;
  if (self->workspace != NULL)
    {
      redan_inspector_commit (self);
      g_signal_handlers_disconnect_by_data (self->workspace, self);
    }
  g_clear_handle_id (&self->update_source, g_source_remove);
  set_child (self, NULL);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (schedule_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "edited", G_CALLBACK (edited_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "diagram-changed", G_CALLBACK (edited_cb), self,
                               G_CONNECT_SWAPPED);
    }
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->is_stale)
    update (self);
}

/** Brought up to date before its pages are seen, which may be those of an object that is gone. */
static void
redan_inspector_map (GtkWidget *widget)
{
  RedanInspector *self = REDAN_INSPECTOR (widget);

  if (self->is_stale)
    {
      self->is_stale = FALSE;
      update (self);
    }
  GTK_WIDGET_CLASS (redan_inspector_parent_class)->map (widget);
}

/** What was to be shown is made up for when it is seen again. */
static void
redan_inspector_unmap (GtkWidget *widget)
{
  RedanInspector *self = REDAN_INSPECTOR (widget);

  if (self->update_source != 0)
    self->is_stale = TRUE;
  g_clear_handle_id (&self->update_source, g_source_remove);
  GTK_WIDGET_CLASS (redan_inspector_parent_class)->unmap (widget);
}

static void
redan_inspector_dispose (GObject *object)
{
  RedanInspector *self = REDAN_INSPECTOR (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  set_child (self, NULL);
  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_inspector_parent_class)->dispose (object);
}

static void
redan_inspector_finalize (GObject *object)
{
  RedanInspector *self = REDAN_INSPECTOR (object);

  g_array_unref (self->ids);
  g_free (self->object_page);
  G_OBJECT_CLASS (redan_inspector_parent_class)->finalize (object);
}

static void
redan_inspector_class_init (RedanInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_inspector_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_inspector_finalize;
  GTK_WIDGET_CLASS (klass)->map = redan_inspector_map;
  GTK_WIDGET_CLASS (klass)->unmap = redan_inspector_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_inspector_init (RedanInspector *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  self->ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->press = redan_press_watch_new (GTK_WIDGET (self), released_cb, self);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
}

GtkWidget *
redan_inspector_new (void)
{
  return g_object_new (REDAN_TYPE_INSPECTOR, NULL);
}
