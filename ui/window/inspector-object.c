/* SPDX-License-Identifier: Apache-2.0 */
/* One object in the inspector: its name, what it is, and pages for properties, threats, controls
 * and data. */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

#define REDAN_TYPE_OBJECT_PAGE (redan_object_page_get_type ())
G_DECLARE_FINAL_TYPE (RedanObjectPage, redan_object_page, REDAN, OBJECT_PAGE, RedanInspectorPage)

struct _RedanObjectPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *name;
  GtkWidget *subtitle;
  GtkWidget *note; /* the text of a note or diagram; else NULL */
  AdwViewStack *stack;
  GPtrArray *pages; /* RedanInspectorPage */
};

G_DEFINE_FINAL_TYPE (RedanObjectPage, redan_object_page, REDAN_TYPE_INSPECTOR_PAGE)

static guint signal_page_changed;

static char *
dup_end (const RedanModel *model, const RedanObject *flow, RedanField field)
{
  RedanId id;
  const RedanObject *end =
      redan_object_get_reference (flow, field, &id) ? redan_model_lookup (model, &id) : NULL;

  return end != NULL ? redan_object_dup_title (model, end) : g_strdup (_ ("nothing"));
}

static char *
dup_subtitle (const RedanModel *model, const RedanObject *object)
{
  const char *kind = redan_object_get (object, REDAN_FIELD_KIND);
  g_autofree char *kind_title =
      redan_word_dup_title (kind != NULL ? kind : redan_section_get_tag (object->section));
  RedanId parent;

  if (object->section == REDAN_SECTION_FLOW)
    {
      g_autofree char *from = dup_end (model, object, REDAN_FIELD_SOURCE);
      g_autofree char *to = dup_end (model, object, REDAN_FIELD_TARGET);

      return g_strdup_printf (_ ("Flow from %s to %s"), from, to);
    }
  if (redan_object_get_reference (object, REDAN_FIELD_PARENT, &parent) &&
      redan_model_lookup (model, &parent) != NULL)
    {
      g_autofree char *name = redan_object_dup_title (model, redan_model_lookup (model, &parent));

      return g_strdup_printf (_ ("%s in %s"), kind_title, name);
    }
  return g_steal_pointer (&kind_title);
}

static void
add_page (
    RedanObjectPage *self, GType type, const char *name, const char *title, const char *icon_name)
{
  RedanInspectorPage *page = REDAN_INSPECTOR_PAGE (self);
  GtkWidget *content = redan_inspector_page_new (type, redan_inspector_page_get_workspace (page),
                                                 redan_inspector_page_get_id (page));
  GtkWidget *scrolled = redan_inspector_scroll (content);

  adw_view_stack_add_titled_with_icon (self->stack, scrolled, name, title, icon_name);
  g_ptr_array_add (self->pages, content);
  g_object_set_data (G_OBJECT (content), "stack-page",
                     adw_view_stack_get_page (self->stack, scrolled));
}

static void
page_changed_cb (RedanObjectPage *self)
{
  g_signal_emit (self, signal_page_changed, 0);
}

static void
add_pages (RedanObjectPage *self, GtkWidget *box, RedanSection section)
{
  GtkWidget *switcher = adw_view_switcher_new ();

  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  add_page (self, redan_structure_page_get_type (), "properties", _ ("Properties"),
            "document-properties-symbolic");
  add_page (self, redan_threats_page_get_type (), "threats", _ ("Threats"),
            "dialog-warning-symbolic");
  add_page (self, redan_controls_page_get_type (), "controls", _ ("Controls"),
            "security-high-symbolic");
  if (section != REDAN_SECTION_BOUNDARY)
    add_page (self, redan_data_page_get_type (), "data", _ ("Data"), "drive-harddisk-symbolic");
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_NARROW);
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), self->stack);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
}

static void
redan_object_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanObjectPage *self = REDAN_OBJECT_PAGE (page);
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (page);
  const RedanObject *object = redan_inspector_page_get_object (page);
  const RedanId *id = redan_inspector_page_get_id (page);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const RedanFieldInfo *name =
      object != NULL ? redan_field_get_info (object->section, REDAN_FIELD_NAME) : NULL;
  const gboolean has_lines = name != NULL && name->type == REDAN_VALUE_LINES;

  gtk_box_set_spacing (GTK_BOX (box), 0);
  self->name = redan_inspector_field_new (
      workspace, id, REDAN_FIELD_NAME, has_lines ? REDAN_TEXT_FIELD_LINES : REDAN_TEXT_FIELD_NAME,
      _ ("Name"), _ ("Name"));
  self->subtitle = redan_heading_new ("", "dim-label");
  gtk_box_append (GTK_BOX (header), self->name);
  gtk_box_append (GTK_BOX (header), self->subtitle);
  gtk_widget_add_css_class (header, "inspector-header");
  gtk_box_append (GTK_BOX (box), header);
  if (object != NULL &&
      (object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_FLOW ||
       object->section == REDAN_SECTION_BOUNDARY))
    {
      add_pages (self, box, object->section);
      return;
    }
  self->note = redan_inspector_field_new (workspace, id, REDAN_FIELD_DESCRIPTION,
                                          REDAN_TEXT_FIELD_PARAGRAPH, _ ("Text"), _ ("Text"));
  gtk_widget_add_css_class (self->note, "inspector-header");
  gtk_box_append (GTK_BOX (box), self->note);
}

static void
redan_object_page_refresh (RedanInspectorPage *page)
{
  RedanObjectPage *self = REDAN_OBJECT_PAGE (page);
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (page);
  const RedanObject *object = redan_inspector_page_get_object (page);
  g_autofree char *subtitle = NULL;
  g_autofree char *shown = NULL;

  if (object == NULL)
    return;
  subtitle = dup_subtitle (redan_workspace_get_model (workspace), object);
  shown = redan_text_shorten (subtitle, REDAN_SHORT_TEXT);
  gtk_label_set_text (GTK_LABEL (self->subtitle), shown);
  redan_inspector_field_refresh (self->name, workspace);
  if (self->note != NULL)
    redan_inspector_field_refresh (self->note, workspace);
  for (guint i = 0; i < self->pages->len; i++)
    redan_inspector_page_refresh (g_ptr_array_index (self->pages, i));
}

static void
redan_object_page_finalize (GObject *object)
{
  g_ptr_array_unref (REDAN_OBJECT_PAGE (object)->pages);
  G_OBJECT_CLASS (redan_object_page_parent_class)->finalize (object);
}

static void
redan_object_page_class_init (RedanObjectPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_object_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_object_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_object_page_refresh;
  signal_page_changed = g_signal_new ("page-changed", REDAN_TYPE_OBJECT_PAGE, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
redan_object_page_init (RedanObjectPage *self)
{
  self->pages = g_ptr_array_new ();
}

void
redan_object_page_set_badge (GtkWidget *page, guint count)
{
  AdwViewStackPage *stack_page = g_object_get_data (G_OBJECT (page), "stack-page");

  if (stack_page != NULL)
    adw_view_stack_page_set_badge_number (stack_page, count);
}

const char *
redan_object_page_get_visible (GtkWidget *page)
{
  RedanObjectPage *self = REDAN_OBJECT_PAGE (page);

  return self->stack != NULL ? adw_view_stack_get_visible_child_name (self->stack) : NULL;
}

void
redan_object_page_set_visible (GtkWidget *page, const char *name)
{
  RedanObjectPage *self = REDAN_OBJECT_PAGE (page);

  if (self->stack != NULL && name != NULL &&
      adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}
