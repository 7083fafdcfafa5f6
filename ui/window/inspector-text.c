/* SPDX-License-Identifier: Apache-2.0 */
/* A field for a text of one or more lines that is given up as one change when it is finished. */

#include "ui/window/inspector-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

/* Longer texts are shown in part: laying out one line of megabytes takes minutes. */
#define MAX_BYTES 20000
#define MAX_HEIGHT 180
#define LINE_HEIGHT 18

struct _RedanTextField
{
  GtkWidget parent_instance;

  RedanTextFieldKind kind;
  char *value; /* what was set or committed last */
  gboolean is_cut;
  gboolean is_setting;
  GtkWidget *box;
  GtkWidget *entry; /* GtkEntry or GtkTextView */
  GtkWidget *hint;
  GtkWidget *message;
  GtkWidget *invisible; /* what is in the text and cannot be seen, made when there is some */
  RedanTextFieldCheck check;
  gpointer check_data;
  GDestroyNotify check_destroy;
};

G_DEFINE_FINAL_TYPE (RedanTextField, redan_text_field, GTK_TYPE_WIDGET)

static guint signal_committed;

static gboolean
is_name (RedanTextField *self)
{
  return self->kind == REDAN_TEXT_FIELD_NAME || self->kind == REDAN_TEXT_FIELD_LINES;
}

static char *
dup_shown (RedanTextField *self)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start, end;

  if (self->kind == REDAN_TEXT_FIELD_LINE)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
is_changed (RedanTextField *self)
{
  g_autofree char *shown = NULL;

  if (self->is_cut)
    return FALSE;
  shown = dup_shown (self);
  return !g_str_equal (shown, self->value);
}

static void
show_message (RedanTextField *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update_hint (RedanTextField *self)
{
  GtkTextBuffer *buffer = NULL;

  if (self->hint == NULL)
    return;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));
  gtk_widget_set_visible (self->hint, gtk_text_buffer_get_char_count (buffer) == 0);
}

static void put (RedanTextField *self, const char *text);

static void
remove_invisible_cb (RedanTextField *self)
{
  g_autofree char *shown = dup_shown (self);
  guint n = 0;
  g_autofree char *kept = redan_text_drop_invisible (shown, &n);

  put (self, kept);
  redan_text_field_commit (self);
}

/** Direction marks act in the field as anywhere; a name that reads as another one says so. */
static void
update_invisible (RedanTextField *self)
{
  g_autofree char *shown = dup_shown (self);
  guint n = 0;
  g_autofree char *kept = redan_text_drop_invisible (shown, &n);
  g_autofree char *text = g_strdup_printf (
      ngettext ("Holds %u invisible character", "Holds %u invisible characters", n), n);

  if (n > 0 && self->invisible == NULL)
    {
      GtkWidget *label = gtk_label_new (NULL);
      GtkWidget *button = gtk_button_new_with_label (_ ("Remove"));

      self->invisible = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "warning");
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "caption");
      gtk_widget_set_tooltip_text (
          button,
          _ ("Remove marks of direction and of no width, which make a text read as another"));
      g_signal_connect_object (button, "clicked", G_CALLBACK (remove_invisible_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->invisible), label);
      gtk_box_append (GTK_BOX (self->invisible), button);
      gtk_box_append (GTK_BOX (self->box), self->invisible);
    }
  if (self->invisible == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (self->invisible)), text);
  gtk_widget_set_visible (self->invisible, n > 0 && !self->is_cut);
}

/** Puts a text into the widget; Ctrl+Z then takes back commands of the model, not this. */
static void
put (RedanTextField *self, const char *text)
{
  self->is_setting = TRUE;
  if (self->kind == REDAN_TEXT_FIELD_LINE)
    {
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), TRUE);
    }
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));

      gtk_text_buffer_set_enable_undo (buffer, FALSE);
      gtk_text_buffer_set_text (buffer, text, -1);
      gtk_text_buffer_set_enable_undo (buffer, TRUE);
    }
  self->is_setting = FALSE;
  update_hint (self);
  update_invisible (self);
}

/** After a commit the typing is history: the next Ctrl+Z belongs to the model. */
static void
forget_typing (RedanTextField *self)
{
  if (self->kind == REDAN_TEXT_FIELD_LINE)
    {
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), TRUE);
    }
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry));

      gtk_text_buffer_set_enable_undo (buffer, FALSE);
      gtk_text_buffer_set_enable_undo (buffer, TRUE);
    }
}

void
redan_text_field_commit (RedanTextField *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanTextField) keep = NULL;

  if (self->entry == NULL || !is_changed (self))
    {
      if (self->entry != NULL)
        show_message (self, NULL);
      return;
    }
  text = dup_shown (self);
  if (is_name (self))
    {
      g_strstrip (
          g_strdelimit (text, self->kind == REDAN_TEXT_FIELD_NAME ? "\n\r\t" : "\r\t", ' '));
      put (self, text);
    }
  if (text[0] != '\0' && self->check != NULL && !self->check (text, self->check_data, &error))
    {
      show_message (self, error->message);
      return;
    }
  show_message (self, NULL);
  keep = g_object_ref (self);
  g_free (self->value);
  self->value = g_strdup (text);
  forget_typing (self);
  g_signal_emit (self, signal_committed, 0, text);
}

static void
changed_cb (RedanTextField *self)
{
  if (self->is_setting)
    return;
  update_hint (self);
  update_invisible (self);
  show_message (self, NULL);
}

static void
focus_left_cb (RedanTextField *self)
{
  redan_text_field_commit (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedanTextField *self)
{
  const gboolean is_return = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  const gboolean is_control = (state & GDK_CONTROL_MASK) != 0;

  if (keyval == GDK_KEY_Escape && is_changed (self))
    {
      put (self, self->value);
      show_message (self, NULL);
      return TRUE;
    }
  if (keyval == GDK_KEY_Tab && self->kind != REDAN_TEXT_FIELD_LINE && !is_control)
    return gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_DIR_TAB_FORWARD);
  if (!is_return || (self->kind == REDAN_TEXT_FIELD_PARAGRAPH && !is_control) ||
      (is_name (self) && (state & GDK_SHIFT_MASK) != 0))
    return FALSE;
  redan_text_field_commit (self);
  return TRUE;
}

static void
redan_text_field_dispose (GObject *object)
{
  RedanTextField *self = REDAN_TEXT_FIELD (object);

  self->entry = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  if (self->check_destroy != NULL)
    self->check_destroy (g_steal_pointer (&self->check_data));
  self->check_destroy = NULL;
  G_OBJECT_CLASS (redan_text_field_parent_class)->dispose (object);
}

static void
redan_text_field_finalize (GObject *object)
{
  g_free (REDAN_TEXT_FIELD (object)->value);
  G_OBJECT_CLASS (redan_text_field_parent_class)->finalize (object);
}

static gboolean
redan_text_field_grab_focus (GtkWidget *widget)
{
  RedanTextField *self = REDAN_TEXT_FIELD (widget);

  return self->entry != NULL && gtk_widget_grab_focus (self->entry);
}

static void
redan_text_field_class_init (RedanTextFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_text_field_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_text_field_finalize;
  widget_class->grab_focus = redan_text_field_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signal_committed = g_signal_new ("committed", REDAN_TYPE_TEXT_FIELD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
redan_text_field_init (RedanTextField *self)
{
  self->value = g_strdup ("");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_add_css_class (self->message, "caption");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static gboolean
resize_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_resize (widget);
  return G_SOURCE_REMOVE;
}

/** Lines are broken after the first layout: the height is known only then, in the middle of
 * handing out places. */
static void
height_changed_cb (GtkWidget *scrolled)
{
  gtk_widget_add_tick_callback (scrolled, resize_cb, NULL, NULL);
}

static GtkWidget *
create_text_view (RedanTextField *self, const char *hint)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->entry = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->entry), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->entry), FALSE);
  self->hint = gtk_label_new (hint);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->hint), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (self->hint, GTK_ALIGN_START);
  gtk_widget_set_can_target (self->hint, FALSE);
  gtk_widget_add_css_class (self->hint, "dim-label");
  /* A scroll bar would make the least height that of several lines. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->entry);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LINE_HEIGHT);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "notify::upper", G_CALLBACK (height_changed_cb), scrolled,
                           G_CONNECT_SWAPPED);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scrolled);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->hint);
  gtk_widget_add_css_class (overlay, "text-field");
  if (is_name (self))
    gtk_widget_add_css_class (overlay, "name");
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->entry)), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return overlay;
}

static GtkWidget *
create_entry (RedanTextField *self, const char *hint)
{
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), hint);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 12);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self->entry;
}

GtkWidget *
redan_text_field_new (RedanTextFieldKind kind, const char *name, const char *hint)
{
  RedanTextField *self = g_object_new (REDAN_TYPE_TEXT_FIELD, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->kind = kind;
  gtk_box_append (GTK_BOX (self->box), kind == REDAN_TEXT_FIELD_LINE
                                           ? create_entry (self, hint)
                                           : create_text_view (self, hint));
  gtk_box_append (GTK_BOX (self->box), self->message);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (self->entry, focus);
  gtk_widget_add_controller (self->entry, key);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return GTK_WIDGET (self);
}

static void
set_editable (RedanTextField *self, gboolean editable)
{
  if (self->kind == REDAN_TEXT_FIELD_LINE)
    gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  else
    gtk_text_view_set_editable (GTK_TEXT_VIEW (self->entry), editable);
  gtk_widget_set_tooltip_text (self->entry,
                               editable ? NULL : _ ("This text is too long to be edited here"));
}

void
redan_text_field_set_text (RedanTextField *self, const char *text)
{
  const char *value = text != NULL ? text : "";
  const gboolean is_cut = strlen (value) > MAX_BYTES;

  if (g_str_equal (value, self->value) || is_changed (self))
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  if (is_cut != self->is_cut)
    set_editable (self, !is_cut);
  self->is_cut = is_cut;
  if (is_cut)
    {
      g_autofree char *start = redan_text_shorten (value, REDAN_LONG_TEXT);

      put (self, start);
    }
  else
    put (self, value);
}

void
redan_text_field_set_hint (RedanTextField *self, const char *hint)
{
  if (self->kind == REDAN_TEXT_FIELD_LINE)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), hint);
  else
    gtk_label_set_text (GTK_LABEL (self->hint), hint != NULL ? hint : "");
}

void
redan_text_field_set_check (RedanTextField *self,
                            RedanTextFieldCheck check,
                            gpointer user_data,
                            GDestroyNotify destroy)
{
  self->check = check;
  self->check_data = user_data;
  self->check_destroy = destroy;
}

void
redan_text_field_clear (RedanTextField *self)
{
  g_free (self->value);
  self->value = g_strdup ("");
  put (self, "");
  show_message (self, NULL);
}
