/* SPDX-License-Identifier: Apache-2.0 */
/* Data assets: which are stored, processed or carried by an object, or all of the model; each with
 * its class and ratings; and a line to add one. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"
#include "ui/report/inspection.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-attribute.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

/* So many rows of data that are not here are made at once: each takes some widgets. */
#define MAX_ELSEWHERE 50

#define REDAN_TYPE_DATA_PAGE (redan_data_page_get_type ())
G_DECLARE_FINAL_TYPE (RedanDataPage, redan_data_page, REDAN, DATA_PAGE, RedanInspectorPage)

/* One asset in the page. */
typedef struct
{
  RedanDataPage *page;
  RedanId id;
  GtkWidget *expander;
  GtkWidget *checks[2]; /* the usual role of the object, and the other one; may be NULL */
  GtkWidget *name;
  GtkWidget *description;
  GtkWidget *owner;
  GPtrArray *attributes; /* RedanAttributeRow */
  gboolean is_current;
} Row;

struct _RedanDataPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *list;
  GtkWidget *more; /* button: makes more rows */
  GtkWidget *more_row;
  GtkWidget *add;
  GHashTable *rows;  /* RedanId: Row */
  guint n_elsewhere; /* rows of data that are not here, at most */
  RedanId added;     /* was added here last: shown wherever its name would stand */
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (RedanDataPage, redan_data_page, REDAN_TYPE_INSPECTOR_PAGE)

static RedanWorkspace *
get_workspace (RedanDataPage *self)
{
  return redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
}

static const RedanModel *
get_model (RedanDataPage *self)
{
  return redan_workspace_get_model (get_workspace (self));
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_ptr_array_unref (row->attributes);
  g_free (row);
}

/** What the object of the page usually does with data, and what else it may do. Returns how many.
 */
static guint
find_roles (RedanDataPage *self, RedanField roles[2])
{
  const RedanObject *object = redan_inspector_page_get_object (REDAN_INSPECTOR_PAGE (self));

  if (object == NULL)
    return 0;
  if (object->section == REDAN_SECTION_FLOW)
    {
      roles[0] = REDAN_FIELD_CARRIED;
      return 1;
    }
  roles[0] = REDAN_FIELD_PROCESSED;
  roles[1] = REDAN_FIELD_STORED;
  if (g_strcmp0 (redan_object_get (object, REDAN_FIELD_KIND), "store") == 0)
    {
      roles[0] = REDAN_FIELD_STORED;
      roles[1] = REDAN_FIELD_PROCESSED;
    }
  return 2;
}

static const char *
get_role_title (RedanField role)
{
  return role == REDAN_FIELD_STORED      ? _ ("Stored here")
         : role == REDAN_FIELD_PROCESSED ? _ ("Processed here")
                                         : _ ("Carried");
}

static gboolean
has_role (RedanDataPage *self, const RedanObject *asset, RedanField role)
{
  RedanIdText text;

  redan_id_to_text (redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self)), text);
  return redan_object_get_keyed (asset, role, text) != NULL;
}

static gboolean
is_here (RedanDataPage *self, const RedanObject *asset)
{
  RedanField roles[2];
  const guint n = find_roles (self, roles);

  for (guint i = 0; i < n; i++)
    if (has_role (self, asset, roles[i]))
      return TRUE;
  return FALSE;
}

static void
check_toggled_cb (GtkWidget *check, Row *row)
{
  RedanDataPage *self = row->page;
  RedanField roles[2];
  const guint n = find_roles (self, roles);
  const guint i = check == row->checks[0] ? 0 : 1;

  if (self->is_showing || i >= n)
    return;
  redan_workspace_apply (get_workspace (self),
                         redan_command_assign_asset (
                             get_model (self), &row->id,
                             redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self)), roles[i],
                             gtk_check_button_get_active (GTK_CHECK_BUTTON (check))));
}

static void
delete_clicked_cb (Row *row)
{
  RedanDataPage *self = row->page;
  const RedanId id = row->id;

  redan_workspace_apply (get_workspace (self), redan_command_delete (get_model (self), &id, 1));
}

static GtkWidget *
create_check (Row *row)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_signal_connect (check, "toggled", G_CALLBACK (check_toggled_cb), row);
  return check;
}

/* The parts of an asset are made when it is unfolded. */

static GtkWidget *
add_field (Row *row, RedanField field, RedanTextFieldKind kind, const char *name)
{
  GtkWidget *widget =
      redan_inspector_field_new (get_workspace (row->page), &row->id, field, kind, name, name);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->expander),
                            redan_inspector_wide_row_new (widget));
  return widget;
}

static void
add_attributes (Row *row)
{
  const RedanSchema *schema = redan_model_get_schema (get_model (row->page));
  g_autoptr (GArray) list = redan_inspection_list_for (schema, 1 << REDAN_SCOPE_ASSET);

  for (guint i = 0; i < list->len; i++)
    {
      GtkWidget *widget =
          redan_attribute_row_new (get_workspace (row->page), &row->id, 1,
                                   g_array_index (list, RedanInspected, i).attribute);

      g_ptr_array_add (row->attributes, widget);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row->expander), widget);
    }
}

static void
expanded_cb (Row *row)
{
  RedanField roles[2];
  GtkWidget *button = NULL;
  GtkWidget *line = NULL;

  if (row->name != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row->expander)))
    return;
  if (find_roles (row->page, roles) == 2)
    {
      row->checks[1] = create_check (row);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row->checks[1]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, get_role_title (roles[1]), -1);
      adw_expander_row_add_row (
          ADW_EXPANDER_ROW (row->expander),
          redan_inspector_row_new (get_role_title (roles[1]), row->checks[1]));
    }
  row->name = add_field (row, REDAN_FIELD_NAME, REDAN_TEXT_FIELD_NAME, _ ("Name of the data"));
  add_attributes (row);
  row->owner = add_field (row, REDAN_FIELD_OWNER, REDAN_TEXT_FIELD_LINE, _ ("Owner"));
  row->description =
      add_field (row, REDAN_FIELD_DESCRIPTION, REDAN_TEXT_FIELD_PARAGRAPH, _ ("Description"));
  button = gtk_button_new_with_label (_ ("Delete This Data"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "error");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (line), button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (delete_clicked_cb), row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row->expander), redan_inspector_wide_row_new (line));
  redan_inspector_page_refresh (REDAN_INSPECTOR_PAGE (row->page));
}

static Row *
create_row (RedanDataPage *self, const RedanObject *asset)
{
  RedanField roles[2];
  Row *row = g_new0 (Row, 1);

  row->page = self;
  row->id = asset->id;
  row->attributes = g_ptr_array_new ();
  row->expander = redan_expander_new ("", NULL);
  if (find_roles (self, roles) > 0)
    {
      row->checks[0] = create_check (row);
      adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row->expander), row->checks[0]);
    }
  g_signal_connect_swapped (row->expander, "notify::expanded", G_CALLBACK (expanded_cb), row);
  g_object_set_data_full (G_OBJECT (row->expander), "row", row, row_free);
  return row;
}

/** "Restricted · C 5 · I 3 · A 3", and for the model where it is. */
static char *
dup_subtitle (RedanDataPage *self, const RedanObject *asset, guint n_roles)
{
  static const struct
  {
    const char *name;
    const char *letter;
  } ratings[] = { { "c_rating", "C" }, { "i_rating", "I" }, { "a_rating", "A" } };
  static const RedanField places[] = { REDAN_FIELD_STORED, REDAN_FIELD_PROCESSED,
                                       REDAN_FIELD_CARRIED };
  const RedanSchema *schema = redan_model_get_schema (get_model (self));
  const RedanAttribute *classes =
      redan_schema_lookup (schema, REDAN_SCOPE_ASSET, "classification", -1);
  g_autofree char *word = classes != NULL ? redan_inspection_dup_own (asset, classes) : NULL;
  g_autofree char *title =
      word != NULL ? redan_value_dup_title (classes, word) : g_strdup (_ ("Class unknown"));
  GString *text = g_string_new (title);
  guint n_places = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ratings); i++)
    {
      const RedanAttribute *rating =
          redan_schema_lookup (schema, REDAN_SCOPE_ASSET, ratings[i].name, -1);
      g_autofree char *own = rating != NULL ? redan_inspection_dup_own (asset, rating) : NULL;

      if (own != NULL)
        g_string_append_printf (text, " · %s %s", ratings[i].letter, own);
    }
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint n;

      redan_object_get_range (asset, places[i], &n);
      n_places += n;
    }
  if (n_roles == 0)
    g_string_append_printf (text, ngettext (" · at %u place", " · at %u places", n_places),
                            n_places);
  return g_string_free (text, FALSE);
}

static void
refresh_row (RedanDataPage *self, Row *row, const RedanObject *asset)
{
  RedanField roles[2];
  const guint n_roles = find_roles (self, roles);
  g_autofree char *title = redan_object_dup_title (get_model (self), asset);
  g_autofree char *shown = redan_text_shorten (title, REDAN_SHORT_TEXT);
  g_autofree char *subtitle = dup_subtitle (self, asset, n_roles);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->expander), shown);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row->expander), subtitle);
  self->is_showing = TRUE;
  for (guint i = 0; i < n_roles; i++)
    if (row->checks[i] != NULL)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (row->checks[i]),
                                   has_role (self, asset, roles[i]));
  self->is_showing = FALSE;
  if (row->checks[0] != NULL)
    {
      g_autofree char *name = g_strdup_printf (_ ("%s: %s"), get_role_title (roles[0]), shown);

      gtk_widget_set_tooltip_text (row->checks[0], get_role_title (roles[0]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (row->checks[0]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  if (row->name == NULL)
    return;
  redan_inspector_field_refresh (row->name, get_workspace (self));
  redan_inspector_field_refresh (row->owner, get_workspace (self));
  redan_inspector_field_refresh (row->description, get_workspace (self));
  for (guint i = 0; i < row->attributes->len; i++)
    redan_attribute_row_refresh (g_ptr_array_index (row->attributes, i));
}

/* The page */

static void
added_cb (RedanDataPage *self, const char *text)
{
  RedanField roles[2] = { REDAN_FIELD_STORED };
  const RedanId *target = find_roles (self, roles) > 0
                              ? redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self))
                              : NULL;

  if (text[0] == '\0')
    return;
  redan_text_field_clear (REDAN_TEXT_FIELD (self->add));
  redan_workspace_apply (
      get_workspace (self),
      redan_command_add_asset (get_model (self), text, target, roles[0], &self->added));
}

static void
more_clicked_cb (RedanDataPage *self)
{
  self->n_elsewhere += MAX_ELSEWHERE;
  redan_inspector_page_refresh (REDAN_INSPECTOR_PAGE (self));
}

static gboolean
check_name (const char *text, gpointer user_data, GError **error)
{
  const RedanModel *model = get_model (user_data);

  return redan_field_check_value (redan_model_get_schema (model), REDAN_SECTION_ASSET,
                                  REDAN_FIELD_NAME, NULL, text, error);
}

static void
redan_data_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanDataPage *self = REDAN_DATA_PAGE (page);

  self->list = redan_inspector_add_list (box, NULL);
  self->add = redan_text_field_new (REDAN_TEXT_FIELD_LINE, _ ("New data"), _ ("Add data…"));
  redan_text_field_set_check (REDAN_TEXT_FIELD (self->add), check_name, self, NULL);
  g_signal_connect_object (self->add, "committed", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  self->more = gtk_button_new ();
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  self->more_row = redan_inspector_wide_row_new (self->more);
  gtk_widget_set_visible (self->more_row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), self->more_row);
  gtk_list_box_append (GTK_LIST_BOX (self->list), redan_inspector_wide_row_new (self->add));
}

static int
compare_assets (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanObject *first = *(const RedanObject *const *) a;
  const RedanObject *second = *(const RedanObject *const *) b;
  const gboolean first_here = is_here (user_data, first);
  const gboolean second_here = is_here (user_data, second);
  int names;

  if (first_here != second_here)
    return first_here ? -1 : 1;
  names = strcmp (redan_object_get_name (first), redan_object_get_name (second));
  return names != 0 ? names : redan_id_compare (&first->id, &second->id);
}

static void
remove_gone (RedanDataPage *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;
      GtkWidget *expander = row->expander;

      if (row->is_current)
        {
          row->is_current = FALSE;
          continue;
        }
      g_hash_table_iter_remove (&iter);
      gtk_list_box_remove (GTK_LIST_BOX (self->list), expander);
    }
}

static void
show_more (RedanDataPage *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);

  gtk_button_set_label (GTK_BUTTON (self->more), text);
  gtk_widget_set_visible (self->more_row, n > 0);
}

static void
redan_data_page_refresh (RedanInspectorPage *page)
{
  RedanDataPage *self = REDAN_DATA_PAGE (page);
  guint n;
  const RedanObject *const *assets =
      redan_model_get_objects (get_model (self), REDAN_SECTION_ASSET, &n);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n_here = 0;
  guint n_more = 0;

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (sorted, (gpointer) assets[i]);
      n_here += is_here (self, assets[i]);
    }
  redan_object_page_set_badge (GTK_WIDGET (self), n_here);
  if (!redan_inspector_page_is_shown (page))
    return;
  g_ptr_array_sort_with_data (sorted, compare_assets, self);
  for (guint i = 0; i < sorted->len; i++)
    {
      const RedanObject *asset = g_ptr_array_index (sorted, i);
      Row *row = g_hash_table_lookup (self->rows, &asset->id);

      /* Those that are here come first. What has a row keeps it. */
      if (row == NULL && i >= n_here + self->n_elsewhere &&
          !redan_id_equal (&asset->id, &self->added))
        {
          n_more++;
          continue;
        }
      if (row == NULL)
        {
          row = create_row (self, asset);
          g_hash_table_insert (self->rows, &row->id, row);
          /* The lines to see more and to add one stay the last. */
          gtk_list_box_insert (GTK_LIST_BOX (self->list), row->expander,
                               (int) g_hash_table_size (self->rows) - 1);
        }
      refresh_row (self, row, asset);
      row->is_current = TRUE;
    }
  remove_gone (self);
  show_more (self, n_more);
}

static void
redan_data_page_finalize (GObject *object)
{
  g_hash_table_unref (REDAN_DATA_PAGE (object)->rows);
  G_OBJECT_CLASS (redan_data_page_parent_class)->finalize (object);
}

static void
redan_data_page_class_init (RedanDataPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_data_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_data_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_data_page_refresh;
}

static void
redan_data_page_init (RedanDataPage *self)
{
  self->rows = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->n_elsewhere = MAX_ELSEWHERE;
}
