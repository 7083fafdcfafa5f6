/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with the patterns: shipped, the user's own, and those of the repository.
 */

#include "ui/window/pattern-list.h"

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "model/fragment.h"
#include "model/pattern.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/pattern-preview.h"
#include "ui/window/pattern-save.h"

#define ENTRY_KEY "redan-pattern"
#define DESCRIPTION_LINES 6

struct _RedanPatternList
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanCanvas *canvas; /* weak */
  GtkWidget *save;
  GtkWidget *scrolled;
  GtkWidget *box;
  GCancellable *cancellable; /* of the reading that goes on, or NULL */
};

G_DEFINE_FINAL_TYPE (RedanPatternList, redan_pattern_list, GTK_TYPE_WIDGET)

/** One pattern with what is inserted and how it looks; both NULL when it cannot be used. */
typedef struct
{
  RedanPattern *pattern;
  RedanModel *fragment;
  RedanScene *scene;
} Entry;

static void
free_entry (gpointer data)
{
  Entry *self = data;

  g_clear_pointer (&self->pattern, redan_pattern_free);
  g_clear_pointer (&self->fragment, redan_model_unref);
  g_clear_pointer (&self->scene, redan_scene_free);
  g_free (self);
}

/** What the thread that reads the folders works from. */
typedef struct
{
  RedanSchema *schema;
  char *path;
} Request;

static void
free_request (gpointer data)
{
  Request *self = data;

  redan_schema_unref (self->schema);
  g_free (self->path);
  g_free (self);
}

static void
load_entry (Entry *self, RedanSchema *schema)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = redan_pattern_load (schema, self->pattern->path, &error);

  /* It was readable a moment ago, when it was listed. */
  if (model == NULL)
    {
      self->pattern->problem = g_strdup (error->message);
      return;
    }

  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  const RedanObject *first = diagrams->len > 0 ? g_ptr_array_index (diagrams, 0) : NULL;

  self->fragment = redan_fragment_new (model, NULL, 0, first == NULL ? NULL : &first->id);
  self->scene = redan_scene_new (self->fragment, NULL, NULL);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GPtrArray *patterns = redan_patterns_list (request->schema, request->path);
  GPtrArray *entries = g_ptr_array_new_with_free_func (free_entry);

  for (guint i = 0; i < patterns->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->pattern = g_ptr_array_index (patterns, i);
      patterns->pdata[i] = NULL;
      if (entry->pattern->problem == NULL)
        load_entry (entry, request->schema);
      g_ptr_array_add (entries, entry);
    }
  for (guint i = 0; i < patterns->len; i++)
    g_clear_pointer ((RedanPattern **) &patterns->pdata[i], redan_pattern_free);
  g_ptr_array_set_free_func (patterns, NULL);
  g_ptr_array_unref (patterns);
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

static char *
dup_command_label (const Entry *entry)
{
  g_autofree char *title = redan_text_shorten (entry->pattern->title, REDAN_SHORT_TEXT);

  return g_strdup_printf (_ ("Insert %s"), title);
}

static void
insert_cb (GtkButton *button, gpointer user_data)
{
  RedanPatternList *self = user_data;
  const Entry *entry = g_object_get_data (G_OBJECT (button), ENTRY_KEY);
  g_autofree char *label = dup_command_label (entry);

  if (self->canvas == NULL)
    return;
  redan_canvas_insert_fragment (self->canvas, entry->fragment, label, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  const Entry *entry = g_object_get_data (G_OBJECT (card), ENTRY_KEY);
  g_autofree char *label = dup_command_label (entry);
  const RedanDraggedPattern pattern = { entry->fragment, label };

  return gdk_content_provider_new_typed (REDAN_TYPE_DRAGGED_PATTERN, &pattern);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  const Entry *entry = g_object_get_data (G_OBJECT (card), ENTRY_KEY);
  g_autofree char *title = redan_text_shorten (entry->pattern->title, REDAN_SHORT_TEXT);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_add_css_class (label, "dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static void
add_drag (GtkWidget *card)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  g_signal_connect (drag, "prepare", G_CALLBACK (prepare_cb), NULL);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (drag));
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  g_autofree char *visible = redan_text_make_visible (text);
  GtkWidget *label = gtk_label_new (visible);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* A label that wraps would like to be wide. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_halign (label, GTK_ALIGN_FILL);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_head (RedanPatternList *self, Entry *entry)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *title = redan_text_make_visible (entry->pattern->title);
  GtkWidget *label = create_label (title, "heading");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (head), label);
  if (entry->fragment != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_ ("Insert"));
      g_autofree char *name = g_strdup_printf (_ ("Insert %s"), title);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      g_object_set_data (G_OBJECT (button), ENTRY_KEY, entry);
      g_signal_connect (button, "clicked", G_CALLBACK (insert_cb), self);
      gtk_box_append (GTK_BOX (head), button);
    }
  return head;
}

static GtkWidget *
create_card (RedanPatternList *self, Entry *entry)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const gboolean bad = entry->pattern->problem != NULL;
  GtkWidget *text =
      create_label (bad ? entry->pattern->problem : entry->pattern->description, "caption");

  gtk_widget_add_css_class (card, "pattern");
  gtk_box_append (GTK_BOX (card), create_head (self, entry));
  if (entry->scene != NULL && entry->scene->n_boxes > 0)
    gtk_box_append (GTK_BOX (card), redan_pattern_preview_new (g_steal_pointer (&entry->scene)));
  gtk_label_set_lines (GTK_LABEL (text), DESCRIPTION_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (text, bad ? "error" : "dim-label");
  gtk_widget_set_visible (text, gtk_label_get_text (GTK_LABEL (text))[0] != '\0');
  gtk_box_append (GTK_BOX (card), text);
  g_object_set_data_full (G_OBJECT (card), ENTRY_KEY, entry, free_entry);
  if (entry->fragment != NULL)
    add_drag (card);
  return card;
}

static const char *
get_heading (RedanPatternOrigin origin)
{
  if (origin == REDAN_PATTERN_USER)
    return _ ("My patterns");
  return origin == REDAN_PATTERN_REPOSITORY ? _ ("Patterns beside the model")
                                            : _ ("Shipped patterns");
}

static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPatternList) self = user_data;
  g_autoptr (GPtrArray) entries = g_task_propagate_pointer (G_TASK (result), NULL);

  if (entries == NULL)
    return;
  g_clear_object (&self->cancellable);
  redan_box_clear (self->box);
  /* One's own come first: there are few of them, and they were made to be used. */
  for (int origin = REDAN_PATTERN_REPOSITORY; origin >= REDAN_PATTERN_SHIPPED; origin--)
    {
      gboolean headed = FALSE;

      for (guint i = 0; i < entries->len; i++)
        {
          Entry *entry = g_ptr_array_index (entries, i);

          if (entry == NULL || entry->pattern->origin != (RedanPatternOrigin) origin)
            continue;
          if (!headed)
            gtk_box_append (GTK_BOX (self->box),
                            create_label (get_heading (entry->pattern->origin), "pattern-heading"));
          headed = TRUE;
          gtk_box_append (GTK_BOX (self->box), create_card (self, entry));
          entries->pdata[i] = NULL;
        }
    }
  g_ptr_array_set_free_func (entries, NULL);
}

void
redan_pattern_list_refresh (RedanPatternList *self)
{
  g_autoptr (GTask) task = NULL;
  Request *request = NULL;

  if (self->workspace == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->schema =
      redan_schema_ref (redan_model_get_schema (redan_workspace_get_model (self->workspace)));
  request->path = g_strdup (redan_workspace_get_path (self->workspace));
  task = g_task_new (NULL, self->cancellable, read_done_cb, g_object_ref (self));
  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, read_thread);
}

static void
update_save (RedanPatternList *self)
{
  guint n = 0;

  if (self->workspace != NULL)
    redan_workspace_get_selection (self->workspace, &n);
  gtk_widget_set_sensitive (self->save, n > 0);
}

static void
save_cb (GtkButton *button, gpointer user_data)
{
  RedanPatternList *self = user_data;

  redan_pattern_save_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->workspace,
                              (GCallback) redan_pattern_list_refresh, G_OBJECT (self));
}

static void
redan_pattern_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_pattern_list_parent_class)->map (widget);
  redan_pattern_list_refresh (REDAN_PATTERN_LIST (widget));
}

static void
disconnect (RedanPatternList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
}

static void
redan_pattern_list_dispose (GObject *object)
{
  RedanPatternList *self = REDAN_PATTERN_LIST (object);

  disconnect (self);
  g_clear_weak_pointer (&self->canvas);
  g_clear_pointer (&self->save, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_pattern_list_parent_class)->dispose (object);
}

static void
redan_pattern_list_class_init (RedanPatternListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_pattern_list_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_pattern_list_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
redan_pattern_list_init (RedanPatternList *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->save = gtk_button_new_with_mnemonic (_ ("_Save selection…"));
  gtk_widget_set_tooltip_text (self->save, _ ("Keep what is selected as a pattern"));
  gtk_widget_add_css_class (self->save, "palette-search");
  g_signal_connect (self->save, "clicked", G_CALLBACK (save_cb), self);
  gtk_widget_set_parent (self->save, GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_pattern_list_new (void)
{
  return g_object_new (REDAN_TYPE_PATTERN_LIST, NULL);
}

void
redan_pattern_list_set (RedanPatternList *self, RedanWorkspace *workspace, RedanCanvas *canvas)
{
  g_set_weak_pointer (&self->canvas, canvas);
  if (self->workspace == workspace)
    return;
  disconnect (self);
  redan_box_clear (self->box);
  if (workspace != NULL)
    {
      self->workspace = g_object_ref (workspace);
      g_signal_connect_swapped (workspace, "selection-changed", G_CALLBACK (update_save), self);
    }
  update_save (self);
  redan_pattern_list_refresh (self);
}
