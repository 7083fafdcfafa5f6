/* SPDX-License-Identifier: Apache-2.0 */
/* The facts about the security programme, by group of the schema: each with its value and date. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/inspection.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-value.h"
#include "ui/window/rows.h"

#define VALUE_WIDTH 132

#define REDAN_TYPE_FACTS_PAGE (redan_facts_page_get_type ())
G_DECLARE_FINAL_TYPE (RedanFactsPage, redan_facts_page, REDAN, FACTS_PAGE, RedanInspectorPage)

/* One fact; its value and its date are edited apart. */
typedef struct
{
  RedanFactsPage *page;
  const RedanAttribute *attribute;
  RedanValueEditor *value;
  RedanTextField *date; /* NULL when the value is the date */
} Row;

/* Facts of one group; the rows are made when it is unfolded. */
typedef struct
{
  RedanFactsPage *page;
  const char *name;
  GtkWidget *expander;
  GPtrArray *attributes;
  gboolean filled;
} Group;

struct _RedanFactsPage
{
  RedanInspectorPage parent_instance;

  GPtrArray *groups;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (RedanFactsPage, redan_facts_page, REDAN_TYPE_INSPECTOR_PAGE)

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->attributes);
  g_free (group);
}

static RedanWorkspace *
get_workspace (RedanFactsPage *self)
{
  return redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
}

static const RedanObject *
find_fact (RedanFactsPage *self, const RedanAttribute *attribute)
{
  const RedanId id = redan_fact_id (attribute->name);

  return redan_model_lookup (redan_workspace_get_model (get_workspace (self)), &id);
}

static gboolean
is_date (const RedanAttribute *attribute)
{
  return attribute->type == REDAN_ATTRIBUTE_FACT_DATE || attribute->type == REDAN_ATTRIBUTE_DATE;
}

/** The value that the row shows: for a fact that is a date the date itself. */
static const char *
get_value (RedanFactsPage *self, const RedanAttribute *attribute)
{
  const RedanObject *fact = find_fact (self, attribute);
  const char *date = fact != NULL ? redan_object_get (fact, REDAN_FIELD_DATE) : NULL;

  if (fact == NULL || (is_date (attribute) && date != NULL))
    return date;
  return redan_object_get (fact, REDAN_FIELD_VALUE);
}

/** What the organization says where the model says nothing: the value that get_value() would show.
 */
static const char *
get_inherited (RedanFactsPage *self, const RedanAttribute *attribute)
{
  const RedanInheritance *inheritance = redan_workspace_get_inheritance (get_workspace (self));
  const RedanId id = redan_fact_id (attribute->name);
  const RedanObject *fact =
      inheritance != NULL ? redan_model_lookup (inheritance->model, &id) : NULL;

  if (fact == NULL || !redan_object_is_inherited (fact) || find_fact (self, attribute) != NULL)
    return NULL;
  return redan_object_get (fact, is_date (attribute) ? REDAN_FIELD_DATE : REDAN_FIELD_VALUE);
}

static char *
dup_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static void
set_fact (Row *row, const char *value, const char *date)
{
  RedanWorkspace *workspace = get_workspace (row->page);

  redan_workspace_apply (workspace, redan_command_set_fact (redan_workspace_get_model (workspace),
                                                            row->attribute->name, value, date));
}

static void
set_date (Row *row, const char *date)
{
  RedanWorkspace *workspace = get_workspace (row->page);

  redan_workspace_apply (workspace, redan_command_date_fact (redan_workspace_get_model (workspace),
                                                             row->attribute->name, date));
}

/** What is said today is dated today, unless it has a date. */
static void
value_changed_cb (Row *row, const char *value)
{
  const RedanObject *fact = find_fact (row->page, row->attribute);
  const char *before = fact != NULL ? redan_object_get (fact, REDAN_FIELD_DATE) : NULL;
  g_autofree char *date = NULL;

  if (value == NULL)
    set_fact (row, NULL, NULL);
  else if (is_date (row->attribute))
    set_date (row, value);
  else
    {
      date = before != NULL ? g_strdup (before) : dup_today ();
      set_fact (row, value, date);
    }
}

static void
date_committed_cb (Row *row, const char *date)
{
  if (find_fact (row->page, row->attribute) != NULL)
    set_date (row, date[0] != '\0' ? date : NULL);
}

static gboolean
check_date (const char *text, gpointer user_data, GError **error)
{
  guint days;

  if (redan_days_from_date (text, &days))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
               _ ("expected a date as YYYY-MM-DD"));
  return FALSE;
}

static void
refresh_row (Row *row)
{
  const RedanObject *fact = find_fact (row->page, row->attribute);
  RedanInspectedValue value = { .own = g_strdup (get_value (row->page, row->attribute)) };

  if (value.own == NULL)
    value.effective = g_strdup (get_inherited (row->page, row->attribute));
  if (value.own == NULL && value.effective == NULL && row->attribute->standard != NULL)
    value.effective = g_strdup (row->attribute->standard);
  redan_value_editor_set (row->value, &value);
  redan_inspected_value_clear (&value);
  if (row->date == NULL)
    return;
  redan_text_field_set_text (row->date,
                             fact != NULL ? redan_object_get (fact, REDAN_FIELD_DATE) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (row->date), fact != NULL);
}

static GtkWidget *
create_row (RedanFactsPage *self, const RedanAttribute *attribute)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *editor = redan_value_editor_new (get_workspace (self), attribute);
  GtkWidget *widget = NULL;
  Row *row = g_new0 (Row, 1);

  row->page = self;
  row->attribute = attribute;
  row->value = REDAN_VALUE_EDITOR (editor);
  gtk_widget_set_size_request (editor, VALUE_WIDTH, -1);
  g_signal_connect_swapped (editor, "changed", G_CALLBACK (value_changed_cb), row);
  gtk_box_append (GTK_BOX (box), editor);
  if (!is_date (attribute))
    {
      g_autofree char *name = g_strdup_printf (_ ("Date of %s"), attribute->label);
      GtkWidget *date = redan_text_field_new (REDAN_TEXT_FIELD_LINE, name, "YYYY-MM-DD");

      row->date = REDAN_TEXT_FIELD (date);
      redan_text_field_set_check (row->date, check_date, NULL, NULL);
      g_signal_connect_swapped (date, "committed", G_CALLBACK (date_committed_cb), row);
      gtk_box_append (GTK_BOX (box), date);
    }
  widget = redan_inspector_row_new (attribute->label, box);
  redan_widget_set_tooltip (widget, attribute->meaning);
  g_object_set_data_full (G_OBJECT (widget), "row", row, g_free);
  g_ptr_array_add (self->rows, row);
  refresh_row (row);
  return widget;
}

static void
expanded_cb (Group *group)
{
  if (group->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (group->expander)))
    return;
  group->filled = TRUE;
  for (guint i = 0; i < group->attributes->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (group->expander),
                              create_row (group->page, g_ptr_array_index (group->attributes, i)));
}

static Group *
find_group (RedanFactsPage *self, GtkWidget *list, const RedanAttribute *attribute)
{
  Group *group = NULL;
  g_autofree char *title = NULL;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (g_strcmp0 (group->name, attribute->group) == 0)
        return group;
    }
  group = g_new0 (Group, 1);
  group->page = self;
  group->name = attribute->group;
  group->attributes = g_ptr_array_new ();
  title = redan_word_dup_title (attribute->group != NULL ? attribute->group : _ ("Other"));
  group->expander = redan_expander_new (title, NULL);
  g_signal_connect_swapped (group->expander, "notify::expanded", G_CALLBACK (expanded_cb), group);
  g_object_set_data_full (G_OBJECT (group->expander), "group", group, group_free);
  gtk_list_box_append (GTK_LIST_BOX (list), group->expander);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
redan_facts_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanFactsPage *self = REDAN_FACTS_PAGE (page);
  const RedanSchema *schema =
      redan_model_get_schema (redan_workspace_get_model (get_workspace (self)));
  g_autoptr (GArray) list = redan_inspection_list_for (schema, 1 << REDAN_SCOPE_PROGRAMME);
  GtkWidget *widget = redan_inspector_add_list (box, _ ("Facts about the programme"));

  for (guint i = 0; i < list->len; i++)
    {
      const RedanAttribute *attribute = g_array_index (list, RedanInspected, i).attribute;

      g_ptr_array_add (find_group (self, widget, attribute)->attributes, (gpointer) attribute);
    }
}

static void
redan_facts_page_refresh (RedanInspectorPage *page)
{
  RedanFactsPage *self = REDAN_FACTS_PAGE (page);

  for (guint i = 0; i < self->groups->len; i++)
    {
      const Group *group = g_ptr_array_index (self->groups, i);
      g_autofree char *text = NULL;
      guint n = 0;

      for (guint j = 0; j < group->attributes->len; j++)
        n += get_value (self, g_ptr_array_index (group->attributes, j)) != NULL ||
             get_inherited (self, g_ptr_array_index (group->attributes, j)) != NULL;
      text = g_strdup_printf (_ ("%u of %u known"), n, group->attributes->len);
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (group->expander), text);
    }
  for (guint i = 0; i < self->rows->len; i++)
    refresh_row (g_ptr_array_index (self->rows, i));
}

static void
redan_facts_page_finalize (GObject *object)
{
  RedanFactsPage *self = REDAN_FACTS_PAGE (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (redan_facts_page_parent_class)->finalize (object);
}

static void
redan_facts_page_class_init (RedanFactsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_facts_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_facts_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_facts_page_refresh;
}

static void
redan_facts_page_init (RedanFactsPage *self)
{
  self->groups = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
}
