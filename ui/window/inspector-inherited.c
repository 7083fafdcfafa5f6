/* SPDX-License-Identifier: Apache-2.0 */
/* What is inherited from the file of the organization: by the model, or by one of its accounts. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/inherited.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

#define MAX_ROWS 40

#define REDAN_TYPE_INHERITED_PAGE (redan_inherited_page_get_type ())
G_DECLARE_FINAL_TYPE (
    RedanInheritedPage, redan_inherited_page, REDAN, INHERITED_PAGE, RedanInspectorPage)

struct _RedanInheritedPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *list;
  char *shape; /* what the list shows */
};

G_DEFINE_FINAL_TYPE (RedanInheritedPage, redan_inherited_page, REDAN_TYPE_INSPECTOR_PAGE)

static gboolean
is_of_model (RedanInheritedPage *self)
{
  return redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self))->text[0] == '\0';
}

/** Takes the organization as it is now as the one that the model was seen with. */
static void
accept_cb (RedanInheritedPage *self)
{
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
  const RedanInheritance *inheritance = redan_workspace_get_inheritance (workspace);
  const RedanId meta = redan_meta_id ();
  RedanEdit *edit = NULL;

  if (inheritance == NULL)
    return;
  edit = redan_edit_new (redan_workspace_get_model (workspace), _ ("Accept the organization"));
  redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION_HASH, NULL, inheritance->hash);
  redan_workspace_apply (workspace, edit);
}

/** One line of text, or two when @line has a colon: "account Production: Root user: Removed". */
static void
add_line (RedanInheritedPage *self, const char *line)
{
  const char *colon = strstr (line, ": ");
  g_autofree char *title =
      colon != NULL ? g_strndup (line, (gsize) (colon - line)) : g_strdup (line);
  GtkWidget *row = redan_row_new (title, colon != NULL ? colon + 2 : NULL);

  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/** How the file stands to what the model last saw of it. */
static void
add_state (RedanInheritedPage *self, const RedanInheritance *inheritance)
{
  const gboolean accepted =
      inheritance->stated != NULL && !redan_inheritance_is_changed (inheritance);
  GtkWidget *row = redan_row_new (inheritance->path, accepted ? _ ("as it was accepted")
                                                     : inheritance->stated == NULL
                                                         ? _ ("never accepted")
                                                         : _ ("changed since it was accepted"));
  GtkWidget *button = NULL;

  if (!accepted)
    {
      button = gtk_button_new_with_mnemonic (_ ("_Accept"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      redan_widget_set_tooltip (button,
                                _ ("Keep with the model that it was looked at as the file is now"));
      g_signal_connect_object (button, "clicked", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static GPtrArray *
dup_lines (RedanInheritedPage *self, const RedanInheritance *inheritance)
{
  const RedanId *id = redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self));
  g_autoptr (GPtrArray) objects = redan_inherited_list (inheritance->model);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < objects->len; i++)
    {
      const RedanObject *object = objects->pdata[i];
      RedanId target = object->id;

      /* Controls and evidence are listed with what they are on. */
      if (!is_of_model (self) && !redan_id_equal (&target, id) &&
          !(redan_object_get_reference (object, REDAN_FIELD_TARGET, &target) &&
            redan_id_equal (&target, id)))
        continue;
      g_ptr_array_add (lines, redan_inherited_dup_line (inheritance->model, object));
    }
  return lines;
}

static char *
dup_shape (const RedanInheritance *inheritance, const char *problem, const GPtrArray *lines)
{
  GString *shape = g_string_new (problem);

  if (inheritance != NULL)
    g_string_append_printf (shape, "\n%s %s %s", inheritance->path, inheritance->hash,
                            inheritance->stated != NULL ? inheritance->stated : "");
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_string_append_printf (shape, "\n%s", (const char *) lines->pdata[i]);
  return g_string_free (shape, FALSE);
}

static void
show_lines (RedanInheritedPage *self,
            const RedanInheritance *inheritance,
            const char *problem,
            const GPtrArray *lines)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  if (problem != NULL && is_of_model (self))
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         redan_row_new (_ ("The analysis is without the organization"), problem));
  if (inheritance != NULL && is_of_model (self))
    add_state (self, inheritance);
  for (guint i = 0; lines != NULL && i < MIN (lines->len, MAX_ROWS); i++)
    add_line (self, lines->pdata[i]);
  if (lines != NULL && lines->len > MAX_ROWS)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("and %u more", "and %u more", lines->len - MAX_ROWS), lines->len - MAX_ROWS);

      add_line (self, text);
    }
}

static void
redan_inherited_page_refresh (RedanInspectorPage *page)
{
  RedanInheritedPage *self = REDAN_INHERITED_PAGE (page);
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (page);
  const RedanInheritance *inheritance = redan_workspace_get_inheritance (workspace);
  const char *problem = redan_workspace_get_organization_problem (workspace);
  g_autoptr (GPtrArray) lines = inheritance != NULL ? dup_lines (self, inheritance) : NULL;
  g_autofree char *shape = dup_shape (inheritance, problem, lines);
  const gboolean shown =
      is_of_model (self) ? inheritance != NULL || problem != NULL : lines != NULL && lines->len > 0;

  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (g_strcmp0 (shape, self->shape) == 0)
    return;
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
  show_lines (self, inheritance, problem, lines);
}

static void
redan_inherited_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanInheritedPage *self = REDAN_INHERITED_PAGE (page);

  self->list = redan_inspector_add_list (box, _ ("Inherited from the organization"));
}

static void
redan_inherited_page_finalize (GObject *object)
{
  g_free (REDAN_INHERITED_PAGE (object)->shape);
  G_OBJECT_CLASS (redan_inherited_page_parent_class)->finalize (object);
}

static void
redan_inherited_page_class_init (RedanInheritedPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_inherited_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_inherited_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_inherited_page_refresh;
}

static void
redan_inherited_page_init (RedanInheritedPage *self)
{
}
