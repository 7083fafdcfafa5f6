/* SPDX-License-Identifier: Apache-2.0 */
/* A row with one attribute of one or several objects: editor, where the value comes from,
 * explanation. */

#include "ui/window/inspector-attribute.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-value.h"
#include "ui/window/rows.h"

#define EDITOR_WIDTH 132
#define MAX_READERS 8
#define MAX_VALUES 12
#define HELP_WIDTH 300

struct _RedanAttributeRow
{
  GtkListBoxRow parent_instance;

  RedanWorkspace *workspace;
  GArray *ids;
  const RedanAttribute *attribute;
  RedanValueEditor *editor;
  GtkWidget *source;
  GtkWidget *clear;
};

G_DEFINE_FINAL_TYPE (RedanAttributeRow, redan_attribute_row, GTK_TYPE_LIST_BOX_ROW)

static const RedanId *
get_ids (RedanAttributeRow *self)
{
  return (const RedanId *) (gconstpointer) self->ids->data;
}

static void
apply (RedanAttributeRow *self, const char *value)
{
  redan_workspace_apply (self->workspace,
                         redan_command_set_attributes (redan_workspace_get_model (self->workspace),
                                                       get_ids (self), self->ids->len,
                                                       self->attribute->name, value));
}

static void
changed_cb (RedanAttributeRow *self, const char *value)
{
  g_autoptr (RedanAttributeRow) keep = g_object_ref (self);

  apply (self, value);
  redan_attribute_row_refresh (self);
}

static void
clear_clicked_cb (RedanAttributeRow *self)
{
  g_autoptr (RedanAttributeRow) keep = g_object_ref (self);

  /* The button hides with what it clears. */
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  apply (self, NULL);
  redan_attribute_row_refresh (self);
}

/* The explanation */

static void
add_help (GtkWidget *box, const char *heading, const char *text)
{
  GtkWidget *label = NULL;

  if (heading != NULL)
    gtk_box_append (GTK_BOX (box), redan_heading_new (heading, "heading"));
  label = redan_paragraph_new (text, FALSE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_values (GtkWidget *box, const RedanAttribute *attribute)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (attribute->n_values == 0 && attribute->type == REDAN_ATTRIBUTE_INTEGER)
    g_string_append_printf (text, _ ("A number from %d to %d"), (int) attribute->minimum,
                            (int) attribute->maximum);
  for (guint i = 0; i < MIN (attribute->n_values, MAX_VALUES); i++)
    {
      g_autofree char *title = redan_value_dup_title (attribute, attribute->values[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", title);
    }
  if (attribute->n_values > MAX_VALUES)
    g_string_append_printf (
        text, ngettext (" and %u more", " and %u more", attribute->n_values - MAX_VALUES),
        attribute->n_values - MAX_VALUES);
  if (text->len > 0)
    add_help (box, _ ("Values"), text->str);
}

/** The title of a rule without its places for names: "{e.name} can be read" as "… can be read". */
static char *
dup_plain_title (const char *title)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = title; *p != '\0'; p++)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;

      if (end == NULL)
        g_string_append_c (plain, *p);
      else
        {
          g_string_append (plain, "…");
          p = end;
        }
    }
  return g_string_free (plain, FALSE);
}

static void
add_readers (GtkWidget *box, const RedanCatalogue *catalogue, const RedanAttribute *attribute)
{
  g_autoptr (GArray) readers = redan_inspection_list_readers (catalogue, attribute);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (readers->len, MAX_READERS); i++)
    {
      const RedanReader *reader = &g_array_index (readers, RedanReader, i);
      g_autofree char *title =
          dup_plain_title (reader->rule != NULL ? reader->rule->title : reader->control->title);

      g_string_append_printf (text, "%s%s  %s", i > 0 ? "\n" : "",
                              reader->rule != NULL ? reader->rule->id : reader->control->id, title);
    }
  if (readers->len > MAX_READERS)
    g_string_append_printf (text,
                            ngettext ("\nand %u more", "\nand %u more", readers->len - MAX_READERS),
                            readers->len - MAX_READERS);
  add_help (box, _ ("Read by"),
            readers->len > 0 ? text->str : _ ("No rule and no control reads it."));
}

static void
create_help (GtkMenuButton *button, gpointer user_data)
{
  RedanAttributeRow *self = user_data;
  const RedanAttribute *attribute = self->attribute;
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *unknown = redan_inspection_dup_unknown (attribute);
  g_autofree char *name = g_strdup_printf (_ ("%s · pack %s"), attribute->name, attribute->pack);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (box, HELP_WIDTH, -1);
  gtk_widget_add_css_class (box, "help");
  gtk_box_append (GTK_BOX (box), redan_heading_new (attribute->question, "heading"));
  add_help (box, NULL, attribute->meaning);
  add_values (box, attribute);
  add_help (box, _ ("Nobody knows"), unknown);
  add_readers (box, analysis->facts->catalogue, attribute);
  gtk_box_append (GTK_BOX (box), redan_heading_new (name, "dim-label"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}

/* The row */

static void
redan_attribute_row_dispose (GObject *object)
{
  g_clear_object (&REDAN_ATTRIBUTE_ROW (object)->workspace);
  G_OBJECT_CLASS (redan_attribute_row_parent_class)->dispose (object);
}

static void
redan_attribute_row_finalize (GObject *object)
{
  g_array_unref (REDAN_ATTRIBUTE_ROW (object)->ids);
  G_OBJECT_CLASS (redan_attribute_row_parent_class)->finalize (object);
}

static void
redan_attribute_row_class_init (RedanAttributeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_attribute_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_attribute_row_finalize;
}

static void
redan_attribute_row_init (RedanAttributeRow *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
create_source (RedanAttributeRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  g_autofree char *name = g_strdup_printf (_ ("Take back %s"), self->attribute->label);

  self->source = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->source), 0);
  gtk_label_set_wrap (GTK_LABEL (self->source), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->source), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->source), 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->source), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->source, "caption");
  gtk_widget_add_css_class (self->source, "dim-label");
  self->clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->clear, _ ("Take back what is set here"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "tiny");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->source);
  gtk_box_append (GTK_BOX (box), self->clear);
  return box;
}

static GtkWidget *
create_help_button (RedanAttributeRow *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_ ("About %s"), self->attribute->label);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "help-about-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_help, self, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tiny");
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
fill (RedanAttributeRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (self->attribute->label);
  GtkWidget *editor = redan_value_editor_new (self->workspace, self->attribute);

  self->editor = REDAN_VALUE_EDITOR (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (words, TRUE);
  redan_widget_set_tooltip (label, self->attribute->meaning);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), label);
  gtk_box_append (GTK_BOX (words), create_source (self));
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_set_valign (editor, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (editor, EDITOR_WIDTH, -1);
  gtk_box_append (GTK_BOX (line), editor);
  gtk_box_append (GTK_BOX (line), create_help_button (self));
  gtk_widget_add_css_class (line, "attribute");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->attribute->label, -1);
}

GtkWidget *
redan_attribute_row_new (RedanWorkspace *workspace,
                         const RedanId *ids,
                         guint n,
                         const RedanAttribute *attribute)
{
  RedanAttributeRow *self = g_object_new (REDAN_TYPE_ATTRIBUTE_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->attribute = attribute;
  g_array_append_vals (self->ids, ids, n);
  fill (self);
  redan_attribute_row_refresh (self);
  return GTK_WIDGET (self);
}

void
redan_attribute_row_refresh (RedanAttributeRow *self)
{
  const RedanAnalysis *analysis = NULL;
  g_autofree char *source = NULL;
  RedanInspectedValue value;

  /* A change may have taken the objects away, and the row with them. */
  if (self->workspace == NULL)
    return;
  analysis = redan_workspace_get_analysis (self->workspace);
  redan_inspection_get_value (redan_workspace_get_model (self->workspace), analysis, get_ids (self),
                              self->ids->len, self->attribute, &value);
  redan_value_editor_set (self->editor, &value);
  source = redan_inspected_value_dup_source (&value, analysis->facts);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->source)), source) != 0)
    {
      g_autofree char *shown = redan_text_shorten (source, REDAN_SHORT_TEXT);

      gtk_label_set_text (GTK_LABEL (self->source), shown);
      redan_widget_set_tooltip (self->source, shown);
    }
  gtk_widget_set_visible (self->clear, value.own != NULL || value.own_is_mixed);
  redan_inspected_value_clear (&value);
}
