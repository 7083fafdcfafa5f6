/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with what the diagram shows, boundaries with what lies in them, and below
 * what only other diagrams show. */

#include "ui/window/outline.h"

#include <glib/gi18n-lib.h>

#include "model/name.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/icon-paintable.h"
#include "ui/window/outline-model.h"

#define INDENT 14
/** Of the list of what the diagram does not show, at most. */
#define MISSING_HEIGHT 220

struct _RedanOutline
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanCanvas *canvas; /* weak */
  RedanOutlineModel *items;
  GtkMultiSelection *selection;
  GtkWidget *scrolled;
  GtkWidget *list;
  GtkWidget *empty;
  RedanOutlineModel *missing; /* what the diagram does not show */
  GtkWidget *missing_expander;
  GPtrArray *bound;  /* GtkListItem *, those that show an object now */
  gboolean updating; /* the selection is being copied from one side to the other */
};

G_DEFINE_FINAL_TYPE (RedanOutline, redan_outline, GTK_TYPE_WIDGET)

static const RedanIcon *
find_icon (const RedanSchema *schema, const RedanObject *object)
{
  const gboolean holds = object->section == REDAN_SECTION_BOUNDARY;
  const RedanAttribute *attribute = redan_schema_lookup (
      schema, holds ? REDAN_SCOPE_BOUNDARY : REDAN_SCOPE_ELEMENT, holds ? "btype" : "tech", -1);
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  guint n_routes = 0;
  const char *value = holds || attribute == NULL
                          ? kind
                          : redan_object_get (object, REDAN_FIELD_ATTRIBUTE + attribute->index);
  const RedanIcon *icon = redan_icon_of_value (attribute, value);

  if (object->section == REDAN_SECTION_NOTE)
    return redan_icon_lookup ("note");
  if (holds)
    redan_object_get_range (object, REDAN_FIELD_ROUTE, &n_routes);
  if (n_routes > 0)
    return redan_icon_lookup ("boundary-line");
  if (icon == NULL && kind != NULL)
    icon = redan_icon_lookup (kind);
  return icon;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

/** A note is known by what it says. */
static char *
dup_row_title (const RedanModel *model, const RedanObject *object)
{
  const char *text = object->section == REDAN_SECTION_NOTE
                         ? redan_object_get (object, REDAN_FIELD_DESCRIPTION)
                         : NULL;
  g_autofree char *line = text != NULL ? redan_text_fold_lines (text) : NULL;

  return line != NULL ? redan_text_make_visible (line) : redan_object_dup_title (model, object);
}

static void
fill_row (RedanOutline *self, GtkListItem *item)
{
  RedanOutlineItem *row = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *image = gtk_widget_get_first_child (box);
  const RedanModel *model =
      self->workspace == NULL ? NULL : redan_workspace_get_model (self->workspace);
  const RedanObject *object =
      model == NULL ? NULL : redan_model_lookup (model, redan_outline_item_get_id (row));

  if (object == NULL)
    return;

  g_autoptr (GdkPaintable) icon =
      redan_icon_paintable_new (find_icon (redan_model_get_schema (model), object));
  g_autofree char *title = dup_row_title (model, object);
  g_autofree char *shown = redan_text_shorten (title, REDAN_SHORT_TEXT);

  gtk_image_set_from_paintable (GTK_IMAGE (image), icon);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), shown);
  gtk_widget_set_margin_start (box, (int) redan_outline_item_get_depth (row) * INDENT);
}

/* What the diagram does not show is dragged onto it. */

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  RedanOutlineItem *row = gtk_list_item_get_item (GTK_LIST_ITEM (user_data));
  RedanIdText text;

  return row == NULL ? NULL
                     : gdk_content_provider_new_typed (
                           REDAN_TYPE_OBJECT_NAME,
                           redan_id_to_text (redan_outline_item_get_id (row), text));
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  GtkWidget *box = gtk_list_item_get_child (GTK_LIST_ITEM (user_data));
  GtkWidget *label =
      gtk_label_new (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box))));

  gtk_widget_add_css_class (label, "dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static void
setup_missing_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  setup_cb (factory, item, user_data);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item),
                               _ ("Drag it onto the diagram, or double-click, to show it here"));
  g_signal_connect (drag, "prepare", G_CALLBACK (prepare_cb), item);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), item);
  gtk_widget_add_controller (gtk_list_item_get_child (item), GTK_EVENT_CONTROLLER (drag));
}

static void
missing_activated_cb (GtkListView *list, guint position, gpointer user_data)
{
  RedanOutline *self = user_data;
  RedanId id;

  if (self->canvas == NULL || position >= g_list_model_get_n_items (G_LIST_MODEL (self->missing)))
    return;
  id = *redan_outline_model_get_id (self->missing, position);
  redan_canvas_show_here (self->canvas, &id, 1, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
update_missing (RedanOutline *self)
{
  g_autofree char *title = NULL;
  guint n;

  redan_outline_model_load_missing (
      self->missing, self->workspace == NULL ? NULL : redan_workspace_get_model (self->workspace),
      self->workspace == NULL ? NULL : redan_workspace_get_diagram_id (self->workspace));
  n = g_list_model_get_n_items (G_LIST_MODEL (self->missing));
  title = g_strdup_printf (_ ("Not in this diagram (%u)"), n);
  gtk_expander_set_label (GTK_EXPANDER (self->missing_expander), title);
  gtk_widget_set_visible (self->missing_expander, n > 0);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanOutline *self = user_data;

  g_ptr_array_remove_fast (self->bound, item);
  g_ptr_array_add (self->bound, item);
  fill_row (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanOutline *self = user_data;

  /* The list is taken down after this was disposed of. */
  if (self->bound != NULL)
    g_ptr_array_remove_fast (self->bound, item);
}

/** From the workspace to the list. */
static void
show_selection (RedanOutline *self)
{
  g_autoptr (GtkBitset) chosen = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = NULL;
  guint first = G_MAXUINT;
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);

  for (guint i = 0; i < n; i++)
    {
      const guint position = redan_outline_model_find (self->items, &ids[i]);

      if (position == G_MAXUINT)
        continue;
      gtk_bitset_add (chosen, position);
      first = MIN (first, position);
    }
  all = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (self->items)));
  self->updating = TRUE;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), chosen, all);
  self->updating = FALSE;
  if (first != G_MAXUINT)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", first);
}

/** From the list to the workspace. */
static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n_items, gpointer user_data)
{
  RedanOutline *self = user_data;
  g_autoptr (GtkBitset) chosen = NULL;
  g_autoptr (GArray) ids = NULL;

  if (self->updating || self->workspace == NULL)
    return;
  chosen = gtk_selection_model_get_selection (model);
  ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  for (guint64 i = 0; i < gtk_bitset_get_size (chosen); i++)
    g_array_append_vals (
        ids, redan_outline_model_get_id (self->items, gtk_bitset_get_nth (chosen, (guint) i)), 1);
  self->updating = TRUE;
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
  self->updating = FALSE;
  if (self->canvas != NULL)
    redan_canvas_reveal_selected (self->canvas);
}

static void
activate_cb (GtkListView *list, guint position, gpointer user_data)
{
  RedanOutline *self = user_data;

  if (self->canvas == NULL)
    return;
  redan_canvas_reveal_selected (self->canvas);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/** Only while it can be seen: a large diagram takes a while to be put in order. */
static void
update (RedanOutline *self)
{
  const RedanScene *scene = NULL;
  gboolean is_changed;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->updating = TRUE;
  if (self->workspace != NULL)
    scene = redan_workspace_get_scene (self->workspace);
  is_changed = redan_outline_model_load (
      self->items, self->workspace == NULL ? NULL : redan_workspace_get_model (self->workspace),
      scene);
  update_missing (self);
  self->updating = FALSE;
  gtk_widget_set_visible (self->empty, g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0);
  if (self->workspace != NULL && is_changed)
    show_selection (self);
}

/** Words and icons of rows. */
static gboolean
changes_words (const RedanChange *change)
{
  return change->field == REDAN_FIELD_NAME || change->field == REDAN_FIELD_KIND ||
         change->field == REDAN_FIELD_DESCRIPTION ||
         (change->field >= REDAN_FIELD_ATTRIBUTE && change->field < REDAN_FIELD_PACK);
}

/** Which rows there are and how deep they stand. */
static gboolean
changes_rows (const RedanChange *change)
{
  return change->field == REDAN_FIELD_EXISTS || change->field == REDAN_FIELD_PARENT ||
         (change->field == REDAN_FIELD_PLACE &&
          (change->before == NULL) != (change->after == NULL)) ||
         (change->field == REDAN_FIELD_ROUTE &&
          (change->before == NULL) != (change->after == NULL));
}

/** Most edits, such as moves, change nothing here. */
static void
edited_cb (RedanWorkspace *workspace, const RedanEdit *edit, gpointer user_data)
{
  RedanOutline *self = user_data;
  gboolean words = FALSE;
  gboolean rows = FALSE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      words = words || changes_words (redan_edit_get_change (edit, i));
      rows = rows || changes_rows (redan_edit_get_change (edit, i));
    }
  /* Rows are in the order of names. Those that stay keep focus and place. */
  if (words || rows)
    update (self);
  for (guint i = 0; words && i < self->bound->len; i++)
    fill_row (self, g_ptr_array_index (self->bound, i));
}

static void
workspace_selection_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanOutline *self = user_data;

  if (!self->updating && gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_selection (self);
}

static void
redan_outline_map (GtkWidget *widget)
{
  RedanOutline *self = REDAN_OUTLINE (widget);

  GTK_WIDGET_CLASS (redan_outline_parent_class)->map (widget);
  update (self);
  if (self->workspace == NULL)
    return;
  /* Words and the selection may have changed while it could not be seen. */
  for (guint i = 0; i < self->bound->len; i++)
    fill_row (self, g_ptr_array_index (self->bound, i));
  show_selection (self);
}

static void
disconnect (RedanOutline *self)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
}

static void
redan_outline_dispose (GObject *object)
{
  RedanOutline *self = REDAN_OUTLINE (object);

  disconnect (self);
  g_clear_weak_pointer (&self->canvas);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->missing_expander, gtk_widget_unparent);
  g_clear_object (&self->missing);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
  G_OBJECT_CLASS (redan_outline_parent_class)->dispose (object);
}

static void
redan_outline_class_init (RedanOutlineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_outline_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_outline_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkListItemFactory *
create_factory (RedanOutline *self, GCallback setup)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  g_signal_connect (factory, "teardown", G_CALLBACK (unbind_cb), self);
  return factory;
}

static void
add_missing (RedanOutline *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSingleSelection *chosen = gtk_single_selection_new (NULL);
  GtkWidget *list = NULL;

  self->missing = redan_outline_model_new ();
  gtk_single_selection_set_autoselect (chosen, FALSE);
  gtk_single_selection_set_can_unselect (chosen, TRUE);
  gtk_single_selection_set_model (chosen, G_LIST_MODEL (self->missing));
  list = gtk_list_view_new (GTK_SELECTION_MODEL (chosen),
                            create_factory (self, G_CALLBACK (setup_missing_cb)));
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "outline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What this diagram does not show"), -1);
  g_signal_connect (list, "activate", G_CALLBACK (missing_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MISSING_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  self->missing_expander = gtk_expander_new (NULL);
  gtk_expander_set_child (GTK_EXPANDER (self->missing_expander), scrolled);
  gtk_expander_set_expanded (GTK_EXPANDER (self->missing_expander), TRUE);
  gtk_widget_add_css_class (self->missing_expander, "stencil-group");
  gtk_widget_set_visible (self->missing_expander, FALSE);
  gtk_widget_set_parent (self->missing_expander, GTK_WIDGET (self));
}

static void
redan_outline_init (RedanOutline *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->bound = g_ptr_array_new ();
  self->items = redan_outline_model_new ();
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)),
                                  create_factory (self, G_CALLBACK (setup_cb)));
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_widget_add_css_class (self->list, "outline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Outline of the diagram"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (activate_cb), self);
  self->empty = gtk_label_new (_ ("Nothing is drawn in this diagram."));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_margin_top (self->empty, 24);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  add_missing (self);
}

GtkWidget *
redan_outline_new (void)
{
  return g_object_new (REDAN_TYPE_OUTLINE, NULL);
}

void
redan_outline_set (RedanOutline *self, RedanWorkspace *workspace, RedanCanvas *canvas)
{
  g_set_weak_pointer (&self->canvas, canvas);
  if (self->workspace == workspace)
    return;
  disconnect (self);
  if (workspace != NULL)
    {
      self->workspace = g_object_ref (workspace);
      g_signal_connect (workspace, "edited", G_CALLBACK (edited_cb), self);
      g_signal_connect_swapped (workspace, "diagram-changed", G_CALLBACK (update), self);
      g_signal_connect (workspace, "selection-changed", G_CALLBACK (workspace_selection_cb), self);
    }
  update (self);
}
