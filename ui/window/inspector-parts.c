/* SPDX-License-Identifier: Apache-2.0 */
/* Small parts that the pages of the inspector share: lists, rows, fields of objects, links. */

#include "ui/window/inspector-parts.h"

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"

GtkWidget *
redan_inspector_add_list (GtkWidget *box, const char *title)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_list_box_new ();

  if (title != NULL)
    {
      gtk_box_append (GTK_BOX (part), redan_heading_new (title, "heading"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
    }
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (GTK_BOX (part), list);
  gtk_box_append (GTK_BOX (box), part);
  return list;
}

static GtkWidget *
create_row (GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (child, "attribute");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  return row;
}

GtkWidget *
redan_inspector_row_new (const char *label_text, GtkWidget *control)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *shown = redan_text_shorten (label_text, REDAN_SHORT_TEXT);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), control);
  return create_row (line);
}

GtkWidget *
redan_inspector_wide_row_new (GtkWidget *control)
{
  return create_row (control);
}

GtkWidget *
redan_inspector_icon_button_new (const char *icon_name, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tiny");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/* Links */

static void
link_clicked_cb (GtkWidget *link, RedanWorkspace *workspace)
{
  const RedanId *id = g_object_get_data (G_OBJECT (link), "object");

  if (id != NULL)
    {
      const RedanId copy = *id;

      redan_workspace_select_object (workspace, &copy);
    }
}

GtkWidget *
redan_inspector_link_new (RedanWorkspace *workspace, const RedanId *id)
{
  GtkWidget *link = gtk_button_new_with_label ("");
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (link, "flat");
  gtk_widget_add_css_class (link, "object-link");
  g_signal_connect_object (link, "clicked", G_CALLBACK (link_clicked_cb), workspace, 0);
  redan_inspector_link_refresh (link, workspace, id);
  return link;
}

void
redan_inspector_link_refresh (GtkWidget *link, RedanWorkspace *workspace, const RedanId *id)
{
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanObject *object = id != NULL ? redan_model_lookup (model, id) : NULL;
  g_autofree char *title =
      object != NULL ? redan_object_dup_title (model, object) : g_strdup (_ ("Nothing"));
  g_autofree char *shown = redan_text_shorten (title, REDAN_SHORT_TEXT);

  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (link))), shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (link), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  gtk_widget_set_sensitive (link, object != NULL);
  gtk_widget_set_tooltip_text (link, shown);
  g_object_set_data_full (G_OBJECT (link), "object", id != NULL ? g_memdup2 (id, sizeof *id) : NULL,
                          g_free);
}

/* Fields */

typedef struct
{
  RedanWorkspace *workspace;
  RedanId id;
  RedanField field;
} Binding;

static void
binding_free (gpointer data)
{
  Binding *binding = data;

  g_object_unref (binding->workspace);
  g_free (binding);
}

static gboolean
check_field (const char *text, gpointer user_data, GError **error)
{
  const Binding *binding = user_data;
  const RedanModel *model = redan_workspace_get_model (binding->workspace);
  const RedanObject *object = redan_model_lookup (model, &binding->id);

  return object == NULL || redan_field_check_value (redan_model_get_schema (model), object->section,
                                                    binding->field, NULL, text, error);
}

static void
field_committed_cb (RedanTextField *field, const char *text, Binding *binding)
{
  g_autoptr (RedanWorkspace) workspace = g_object_ref (binding->workspace);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const char *tag = redan_field_get_tag (redan_model_get_schema (model), binding->field);
  const RedanObject *object = redan_model_lookup (model, &binding->id);

  if (object == NULL)
    return;
  if (object->section == REDAN_SECTION_META)
    redan_workspace_apply (workspace, redan_command_set_meta (model, binding->field, text));
  else if (binding->field == REDAN_FIELD_NAME)
    redan_workspace_apply (workspace, redan_command_rename (model, &binding->id, text));
  else
    redan_workspace_apply (workspace, redan_command_set_attribute (model, &binding->id, tag, text));
}

GtkWidget *
redan_inspector_field_new (RedanWorkspace *workspace,
                           const RedanId *id,
                           RedanField field,
                           RedanTextFieldKind kind,
                           const char *name,
                           const char *hint)
{
  GtkWidget *widget = redan_text_field_new (kind, name, hint);
  Binding *binding = g_new (Binding, 1);

  *binding = (Binding){ g_object_ref (workspace), *id, field };
  redan_text_field_set_check (REDAN_TEXT_FIELD (widget), check_field, binding, NULL);
  g_object_set_data_full (G_OBJECT (widget), "binding", binding, binding_free);
  g_signal_connect (widget, "committed", G_CALLBACK (field_committed_cb), binding);
  redan_inspector_field_refresh (widget, workspace);
  return widget;
}

void
redan_inspector_field_refresh (GtkWidget *field_widget, RedanWorkspace *workspace)
{
  const Binding *binding = g_object_get_data (G_OBJECT (field_widget), "binding");
  const RedanObject *object =
      redan_model_lookup (redan_workspace_get_model (workspace), &binding->id);

  redan_text_field_set_text (REDAN_TEXT_FIELD (field_widget),
                             object != NULL ? redan_object_get (object, binding->field) : NULL);
}

GtkWidget *
redan_inspector_scroll (GtkWidget *box)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);

  gtk_widget_add_css_class (box, "inspector-page");
  /* Texts have the height that they want, not the least one. */
  gtk_scrollable_set_vscroll_policy (GTK_SCROLLABLE (viewport), GTK_SCROLL_NATURAL);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), viewport);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}
