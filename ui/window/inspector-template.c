/* SPDX-License-Identifier: Apache-2.0 */
/* The attributes that an object has from the template of another tool. */

#include "ui/window/inspector-template.h"

#include <glib/gi18n-lib.h>

#include "model/template-attributes.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-choice.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

#define CONTROL_WIDTH 132

/** Row: one attribute; @part is not owned */
typedef struct
{
  RedanTemplatePart *part;
  char *name;
  RedanChoice *choice;
} Row;

struct _RedanTemplatePart
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanId id;
  GtkWidget *box;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (RedanTemplatePart, redan_template_part, GTK_TYPE_WIDGET)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row);
}

static GArray *
list_choices (RedanTemplatePart *self)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanObject *object = redan_model_lookup (model, &self->id);

  return object != NULL ? redan_template_choices (model, object) : NULL;
}

static const RedanTemplateChoice *
find_choice (const GArray *choices, const char *name)
{
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      const RedanTemplateChoice *choice = &g_array_index (choices, RedanTemplateChoice, i);

      if (g_str_equal (choice->name, name))
        return choice;
    }
  return NULL;
}

static void
opening_cb (Row *row)
{
  g_autoptr (GArray) choices = list_choices (row->part);
  const RedanTemplateChoice *choice = find_choice (choices, row->name);
  const guint n = choice != NULL ? g_strv_length (choice->values) : 0;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (titles, redan_text_make_visible (choice->values[i]));
  redan_choice_set_options (row->choice, (const char *const *) titles->pdata, n);
  for (guint i = 0; i < n; i++)
    redan_choice_set_chosen (row->choice, i, g_str_equal (choice->values[i], choice->value));
}

static void
chosen_cb (Row *row, guint position)
{
  RedanTemplatePart *self = row->part;
  g_autoptr (GArray) choices = list_choices (self);
  const RedanTemplateChoice *choice = find_choice (choices, row->name);

  if (choice != NULL && position < g_strv_length (choice->values))
    redan_workspace_apply (self->workspace,
                           redan_command_choose (redan_workspace_get_model (self->workspace),
                                                 &self->id, row->name, choice->values[position]));
}

static void
add_row (RedanTemplatePart *self, GtkWidget *list, const RedanTemplateChoice *choice)
{
  Row *row = g_new0 (Row, 1);
  g_autofree char *visible = redan_text_make_visible (choice->title);
  GtkWidget *control = redan_choice_new (visible);

  row->part = self;
  row->name = g_strdup (choice->name);
  row->choice = REDAN_CHOICE (control);
  g_ptr_array_add (self->rows, row);
  gtk_widget_set_size_request (control, CONTROL_WIDTH, -1);
  g_signal_connect_swapped (control, "opening", G_CALLBACK (opening_cb), row);
  g_signal_connect_swapped (control, "chosen", G_CALLBACK (chosen_cb), row);
  gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_row_new (visible, control));
}

static gboolean
has_same_rows (RedanTemplatePart *self, const GArray *choices)
{
  const guint n = choices != NULL ? choices->len : 0;

  for (guint i = 0; i < MIN (n, self->rows->len); i++)
    if (!g_str_equal (((Row *) g_ptr_array_index (self->rows, i))->name,
                      g_array_index (choices, RedanTemplateChoice, i).name))
      return FALSE;
  return n == self->rows->len;
}

static void
fill (RedanTemplatePart *self, const GArray *choices)
{
  GtkWidget *list = NULL;

  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  gtk_widget_set_visible (GTK_WIDGET (self), choices != NULL && choices->len > 0);
  if (choices == NULL || choices->len == 0)
    return;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  list = redan_inspector_add_list (self->box, _ ("Attributes of the template"));
  for (guint i = 0; i < choices->len; i++)
    add_row (self, list, &g_array_index (choices, RedanTemplateChoice, i));
}

void
redan_template_part_refresh (RedanTemplatePart *self)
{
  g_autoptr (GArray) choices = list_choices (self);

  if (!has_same_rows (self, choices))
    fill (self, choices);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      const char *value = g_array_index (choices, RedanTemplateChoice, i).value;
      g_autofree char *shown = redan_text_make_visible (value);

      redan_choice_show (row->choice, shown, FALSE);
    }
}

static void
redan_template_part_dispose (GObject *object)
{
  RedanTemplatePart *self = REDAN_TEMPLATE_PART (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_template_part_parent_class)->dispose (object);
}

static void
redan_template_part_class_init (RedanTemplatePartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_template_part_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_template_part_init (RedanTemplatePart *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
redan_template_part_new (RedanWorkspace *workspace, const RedanId *id)
{
  RedanTemplatePart *self = g_object_new (REDAN_TYPE_TEMPLATE_PART, NULL);

  self->workspace = g_object_ref (workspace);
  self->id = *id;
  return GTK_WIDGET (self);
}
