/* SPDX-License-Identifier: Apache-2.0 */
/* The attributes of what is selected, as the schema has them: what matters first, the rest folded
 * by group. */

#include "ui/window/inspector-properties.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/inspection.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-attribute.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

/* So many open questions are shown at once; more of them would be a wall. */
#define MAX_OPEN 8

/* A folded group: its rows are made when it is first unfolded. */
typedef struct
{
  RedanProperties *owner;
  const char *group;
  GtkWidget *expander;
  GPtrArray *attributes; /* const RedanAttribute * */
  gboolean filled;
} Group;

struct _RedanProperties
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GArray *ids;
  char *apart;
  char *shape;
  GtkWidget *box;
  GPtrArray *rows;   /* RedanAttributeRow, in the box */
  GPtrArray *groups; /* Group */
};

G_DEFINE_FINAL_TYPE (RedanProperties, redan_properties, GTK_TYPE_WIDGET)

static const RedanId *
get_ids (RedanProperties *self)
{
  return (const RedanId *) (gconstpointer) self->ids->data;
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->attributes);
  g_free (group);
}

static GtkWidget *
create_row (RedanProperties *self, const RedanAttribute *attribute)
{
  GtkWidget *row =
      redan_attribute_row_new (self->workspace, get_ids (self), self->ids->len, attribute);

  g_ptr_array_add (self->rows, row);
  return row;
}

/** What decides the order: kinds and technologies. */
static char *
dup_shape (RedanProperties *self)
{
  static const char *const names[] = { "tech", "protocol" };
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanSchema *schema = redan_model_get_schema (model);
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < self->ids->len; i++)
    {
      const RedanObject *object = redan_model_lookup (model, &get_ids (self)[i]);
      const char *kind = object != NULL ? redan_object_get (object, REDAN_FIELD_KIND) : NULL;

      g_string_append_printf (shape, "%s;", kind != NULL ? kind : "");
      for (guint j = 0; object != NULL && j < G_N_ELEMENTS (names); j++)
        {
          const RedanAttribute *attribute = redan_schema_lookup (
              schema, j == 0 ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_FLOW, names[j], -1);
          g_autofree char *own =
              attribute != NULL ? redan_inspection_dup_own (object, attribute) : NULL;

          g_string_append_printf (shape, "%s;", own != NULL ? own : "");
        }
    }
  return g_string_free (shape, FALSE);
}

static void
show_count (Group *group)
{
  RedanProperties *self = group->owner;
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autofree char *text = NULL;
  guint n_known = 0;

  for (guint i = 0; i < group->attributes->len; i++)
    {
      RedanInspectedValue value;

      redan_inspection_get_value (redan_workspace_get_model (self->workspace), analysis,
                                  get_ids (self), MIN (self->ids->len, 1),
                                  g_ptr_array_index (group->attributes, i), &value);
      n_known += value.effective != NULL || value.own != NULL;
      redan_inspected_value_clear (&value);
    }
  text = g_strdup_printf (_ ("%u of %u known"), n_known, group->attributes->len);
  if (g_strcmp0 (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (group->expander)), text) != 0)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (group->expander), text);
}

static void
expanded_cb (GtkWidget *expander, GParamSpec *pspec, gpointer user_data)
{
  Group *group = user_data;

  if (group->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (expander)))
    return;
  group->filled = TRUE;
  for (guint i = 0; i < group->attributes->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              create_row (group->owner, g_ptr_array_index (group->attributes, i)));
}

static void
add_list (RedanProperties *self, const char *title, GPtrArray *attributes)
{
  GtkWidget *list = NULL;

  if (attributes->len == 0)
    return;
  list = redan_inspector_add_list (self->box, title);
  for (guint i = 0; i < attributes->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), create_row (self, g_ptr_array_index (attributes, i)));
}

static Group *
find_group (RedanProperties *self, const RedanAttribute *attribute)
{
  Group *group = NULL;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (g_strcmp0 (group->group, attribute->group) == 0)
        return group;
    }
  group = g_new0 (Group, 1);
  group->owner = self;
  group->group = attribute->group;
  group->attributes = g_ptr_array_new ();
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
add_groups (RedanProperties *self)
{
  GtkWidget *list = NULL;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);
      g_autofree char *title =
          redan_word_dup_title (group->group != NULL ? group->group : _ ("Other"));

      if (list == NULL)
        list = redan_inspector_add_list (self->box, _ ("More properties"));
      group->expander = redan_expander_new (title, NULL);
      show_count (group);
      g_signal_connect (group->expander, "notify::expanded", G_CALLBACK (expanded_cb), group);
      gtk_list_box_append (GTK_LIST_BOX (list), group->expander);
    }
}

static void
clear (RedanProperties *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = g_ptr_array_index (self->groups, i);

      if (group->expander != NULL)
        g_signal_handlers_disconnect_by_data (group->expander, group);
    }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->groups, 0);
}

static void
rebuild (RedanProperties *self)
{
  g_autoptr (GArray) inspected = redan_inspection_list (
      redan_workspace_get_analysis (self->workspace), get_ids (self), self->ids->len);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GPtrArray) set = g_ptr_array_new ();

  clear (self);
  redan_box_clear (self->box);
  for (guint i = 0; i < inspected->len; i++)
    {
      const RedanInspected *item = &g_array_index (inspected, RedanInspected, i);

      if (g_strcmp0 (item->attribute->name, self->apart) == 0)
        continue;
      if (item->is_open && item->n_waiting > 0 && open->len < MAX_OPEN)
        g_ptr_array_add (open, (gpointer) item->attribute);
      else if (item->is_set)
        g_ptr_array_add (set, (gpointer) item->attribute);
      else
        g_ptr_array_add (find_group (self, item->attribute)->attributes,
                         (gpointer) item->attribute);
    }
  add_list (self, _ ("Open, and it matters"), open);
  add_list (self, _ ("Set here"), set);
  add_groups (self);
  g_free (self->shape);
  self->shape = dup_shape (self);
}

static gboolean
has_focus (RedanProperties *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

void
redan_properties_refresh (RedanProperties *self)
{
  g_autofree char *shape = NULL;

  if (self->workspace == NULL)
    return;
  shape = dup_shape (self);
  if (!g_str_equal (shape, self->shape) && redan_workspace_is_current (self->workspace) &&
      !has_focus (self))
    {
      rebuild (self);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    redan_attribute_row_refresh (g_ptr_array_index (self->rows, i));
  for (guint i = 0; i < self->groups->len; i++)
    show_count (g_ptr_array_index (self->groups, i));
}

static void
redan_properties_dispose (GObject *object)
{
  RedanProperties *self = REDAN_PROPERTIES (object);

  clear (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_properties_parent_class)->dispose (object);
}

static void
redan_properties_finalize (GObject *object)
{
  RedanProperties *self = REDAN_PROPERTIES (object);

  g_array_unref (self->ids);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->groups);
  g_free (self->apart);
  g_free (self->shape);
  G_OBJECT_CLASS (redan_properties_parent_class)->finalize (object);
}

static void
redan_properties_class_init (RedanPropertiesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_properties_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_properties_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_properties_init (RedanProperties *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->rows = g_ptr_array_new ();
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
redan_properties_new (RedanWorkspace *workspace, const RedanId *ids, guint n, const char *apart)
{
  RedanProperties *self = g_object_new (REDAN_TYPE_PROPERTIES, NULL);

  self->workspace = g_object_ref (workspace);
  self->apart = g_strdup (apart);
  g_array_append_vals (self->ids, ids, n);
  rebuild (self);
  return GTK_WIDGET (self);
}
