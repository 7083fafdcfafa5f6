/* SPDX-License-Identifier: Apache-2.0 */
/* The table of models, the buttons that choose them, and how far the reading is. */

#include "ui/window/portfolio-window.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/recent.h"
#include "ui/window/rows.h"

#define WIDTH 900
#define HEIGHT 480
#define MAX_RECENT 100

/** A row of the table: only its number, what it shows is in the study. */
#define REDAN_TYPE_PORTFOLIO_ITEM (redan_portfolio_item_get_type ())
G_DECLARE_FINAL_TYPE (RedanPortfolioItem, redan_portfolio_item, REDAN, PORTFOLIO_ITEM, GObject)

struct _RedanPortfolioItem
{
  GObject parent_instance;

  guint index;
};

G_DEFINE_FINAL_TYPE (RedanPortfolioItem, redan_portfolio_item, G_TYPE_OBJECT)

static void
redan_portfolio_item_class_init (RedanPortfolioItemClass *klass)
{
}

static void
redan_portfolio_item_init (RedanPortfolioItem *self)
{
}

struct _RedanPortfolioWindow
{
  AdwWindow parent_instance;

  RedanPortfolioStudy *study;
  GListStore *items;
  GtkWidget *stack;
  GtkWidget *empty;
  GtkWidget *note;
  GtkWidget *progress;
  GtkWidget *cancel;
  GtkNativeDialog *chooser;
};

G_DEFINE_FINAL_TYPE (RedanPortfolioWindow, redan_portfolio_window, ADW_TYPE_WINDOW)

static guint open_signal;

/* The columns */

typedef enum
{
  COLUMN_MODEL,
  COLUMN_OWNER,
  COLUMN_REVIEW,
  COLUMN_CRITICAL,
  COLUMN_HIGH,
  COLUMN_UNDECIDED,
  COLUMN_EXPIRED,
  COLUMN_CHANGED,
  COLUMN_OBJECTIVES,
  N_COLUMNS,
} Column;

static const struct
{
  const char *title;
  const char *tip;
  int width; /* 0: what is left */
  gboolean number;
} columns[N_COLUMNS] = {
  [COLUMN_MODEL] = { N_ ("Model"), N_ ("Name and file"), 0, FALSE },
  [COLUMN_OWNER] = { N_ ("Owner"), N_ ("Who answers for the model"), 110, FALSE },
  [COLUMN_REVIEW] = { N_ ("Last review"), N_ ("When somebody signed it"), 120, FALSE },
  [COLUMN_CRITICAL] = { N_ ("Critical"), N_ ("Critical threats"), 72, TRUE },
  [COLUMN_HIGH] = { N_ ("High"), N_ ("High threats"), 62, TRUE },
  [COLUMN_UNDECIDED] = { N_ ("Undecided"), N_ ("Critical and high threats without a decision"), 94,
                         TRUE },
  [COLUMN_EXPIRED] = { N_ ("Expired"), N_ ("Decisions that are no longer valid"), 74, TRUE },
  [COLUMN_CHANGED] = { N_ ("Changed"),
                       N_ ("Elements, flows and boundaries that changed since the review"), 82,
                       TRUE },
  [COLUMN_OBJECTIVES] = { N_ ("Objectives"), N_ ("Objectives that are met"), 92, TRUE },
};

static const RedanPortfolioRow *
get_row (RedanPortfolioWindow *self, gpointer item)
{
  return &g_array_index (redan_portfolio_study_get_rows (self->study), RedanPortfolioRow,
                         REDAN_PORTFOLIO_ITEM (item)->index);
}

static guint
count_objectives (const RedanStatus *status)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (status->n_objectives); i++)
    n += i != REDAN_OBJECTIVE_NOT_APPLICABLE ? status->n_objectives[i] : 0;
  return n;
}

static gint64
get_number (const RedanPortfolioRow *row, Column column)
{
  const RedanStatus *status = &row->status;

  if (row->problem != NULL)
    return -1;
  switch (column)
    {
    case COLUMN_REVIEW:
      return status->age < 0 ? 0 : status->reviewed_on;
    case COLUMN_CRITICAL:
      return status->n_bands[REDAN_BAND_CRITICAL];
    case COLUMN_HIGH:
      return status->n_bands[REDAN_BAND_HIGH];
    case COLUMN_UNDECIDED:
      return status->n_undecided;
    case COLUMN_EXPIRED:
      return status->n_expired;
    case COLUMN_CHANGED:
      /* Without a signature everything is new to a reviewer. */
      return status->n_signed > 0 ? status->n_changed : G_MAXUINT;
    default:
      return status->n_objectives[REDAN_OBJECTIVE_MET];
    }
}

static char *
dup_model_title (const RedanPortfolioRow *row)
{
  g_autofree char *base = g_filename_display_basename (row->path);
  const char *name = row->status.name;

  return redan_text_make_visible (row->problem == NULL && name[0] != '\0' ? name : base);
}

static char *
dup_review (const RedanStatus *status)
{
  char date[11];

  if (status->age < 0)
    return g_strdup (_ ("never"));
  redan_days_to_date (status->reviewed_on, date);
  return status->is_due ? g_strdup_printf (_ ("%s, due"), date) : g_strdup (date);
}

static char *
dup_text (const RedanPortfolioRow *row, Column column)
{
  const RedanStatus *status = &row->status;

  if (column == COLUMN_MODEL)
    return dup_model_title (row);
  if (row->problem != NULL)
    return column == COLUMN_OWNER ? g_strdup (_ ("cannot be read")) : g_strdup ("");
  switch (column)
    {
    case COLUMN_OWNER:
      return status->owner[0] != '\0' ? redan_text_make_visible (status->owner) : g_strdup ("–");
    case COLUMN_REVIEW:
      return dup_review (status);
    case COLUMN_CHANGED:
      return status->n_signed > 0 ? g_strdup_printf ("%u", status->n_changed) : g_strdup ("–");
    case COLUMN_OBJECTIVES:
      return g_strdup_printf (_ ("%u of %u"), status->n_objectives[REDAN_OBJECTIVE_MET],
                              count_objectives (status));
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, get_number (row, column));
    }
}

/** What a cell says when there is room. */
static char *
dup_tip (const RedanPortfolioRow *row, Column column)
{
  if (row->problem != NULL)
    return redan_text_make_visible (row->problem);
  if (column == COLUMN_MODEL)
    return redan_text_make_visible (row->path);
  if (column == COLUMN_REVIEW)
    return redan_status_dup_review (&row->status);
  return dup_text (row, column);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column column = (Column) GPOINTER_TO_INT (user_data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), columns[column].number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (columns[column].number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

/** What stands there that should not: the tone is beside the number, never instead of it. */
static const char *
find_tone (const RedanPortfolioRow *row, Column column)
{
  if (row->problem != NULL)
    return column == COLUMN_OWNER ? "error" : NULL;
  if (column == COLUMN_REVIEW)
    return row->status.is_due ? "warning" : NULL;
  if (column == COLUMN_MODEL || column == COLUMN_OWNER || column == COLUMN_OBJECTIVES ||
      column == COLUMN_CHANGED || get_number (row, column) == 0)
    return NULL;
  return column == COLUMN_CRITICAL ? "error" : "warning";
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  static const char *const tones[] = { "error", "warning" };
  const Column column = (Column) GPOINTER_TO_INT (user_data);
  GtkWidget *label = gtk_list_item_get_child (item);
  RedanPortfolioWindow *self = g_object_get_data (G_OBJECT (factory), "window");
  const RedanPortfolioRow *row = get_row (self, gtk_list_item_get_item (item));
  g_autofree char *text = dup_text (row, column);
  g_autofree char *tip = dup_tip (row, column);
  const char *tone = find_tone (row, column);

  gtk_label_set_text (GTK_LABEL (label), text);
  redan_widget_set_tooltip (label, tip);
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    gtk_widget_remove_css_class (label, tones[i]);
  if (tone != NULL)
    gtk_widget_add_css_class (label, tone);
}

/** How to sort by a column. */
typedef struct
{
  RedanPortfolioWindow *window;
  Column column;
} Order;

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  const RedanPortfolioRow *x = get_row (order->window, (gpointer) a);
  const RedanPortfolioRow *y = get_row (order->window, (gpointer) b);

  if (order->column == COLUMN_MODEL || order->column == COLUMN_OWNER)
    {
      g_autofree char *text = dup_text (x, order->column);
      g_autofree char *other = dup_text (y, order->column);

      return gtk_ordering_from_cmpfunc (g_utf8_collate (text, other));
    }
  const gint64 number = get_number (x, order->column);
  const gint64 other = get_number (y, order->column);

  return number < other   ? GTK_ORDERING_SMALLER
         : number > other ? GTK_ORDERING_LARGER
                          : GTK_ORDERING_EQUAL;
}

static void
add_column (RedanPortfolioWindow *self, GtkColumnView *view, Column column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *added = NULL;
  g_autoptr (GtkSorter) sorter = NULL;
  Order *order = g_new (Order, 1);

  *order = (Order){ self, column };
  g_object_set_data (G_OBJECT (factory), "window", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GINT_TO_POINTER (column));
  added = gtk_column_view_column_new (_ (columns[column].title), factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_items, order, g_free));
  gtk_column_view_column_set_sorter (added, sorter);
  gtk_column_view_column_set_resizable (added, TRUE);
  gtk_column_view_column_set_expand (added, columns[column].width == 0);
  if (columns[column].width > 0)
    gtk_column_view_column_set_fixed_width (
        added, redan_widget_scale (GTK_WIDGET (view), columns[column].width));
  gtk_column_view_append_column (view, added);
  g_object_unref (added);
}

static void
activated_cb (GtkColumnView *view, guint position, RedanPortfolioWindow *self)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (view));
  g_autoptr (RedanPortfolioItem) item = g_list_model_get_item (model, position);

  if (item != NULL)
    g_signal_emit (self, open_signal, 0, get_row (self, item)->path);
}

static GtkWidget *
create_table (RedanPortfolioWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view));
  GtkSortListModel *sorted = NULL;
  GtkSingleSelection *selection = NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    add_column (self, GTK_COLUMN_VIEW (view), (Column) i);
  sorted =
      gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), g_object_ref (sorter));
  selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Models"), -1);
  gtk_widget_add_css_class (view, "data-table");
  g_signal_connect_object (view, "activate", G_CALLBACK (activated_cb), self, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* What is shown */

static char *
dup_note (RedanPortfolioWindow *self)
{
  const guint done = redan_portfolio_study_get_rows (self->study)->len;
  const guint n = redan_portfolio_study_get_n_files (self->study);

  if (redan_portfolio_study_is_busy (self->study))
    return n > 0 ? g_strdup_printf (_ ("%u of %u models read"), done, n)
                 : g_strdup (_ ("Looking for models"));
  if (done < n)
    return g_strdup_printf (_ ("Stopped after %u of %u models"), done, n);
  if (redan_portfolio_study_is_cut (self->study))
    return g_strdup_printf (_ ("The first %u models by name; the others are left out"), done);
  return g_strdup_printf (
      ngettext ("%u model, as it lies on the disk", "%u models, as they lie on the disk", done),
      done);
}

static void
changed_cb (RedanPortfolioWindow *self)
{
  const gboolean busy = redan_portfolio_study_is_busy (self->study);
  const guint done = redan_portfolio_study_get_rows (self->study)->len;
  const guint n = redan_portfolio_study_get_n_files (self->study);
  const char *problem = redan_portfolio_study_get_problem (self->study);
  g_autofree char *note = dup_note (self);
  g_autofree char *visible = redan_text_make_visible (
      problem != NULL ? problem : _ ("Choose a folder, or files, to see how the models stand."));

  gtk_label_set_text (GTK_LABEL (self->note), note);
  gtk_widget_set_visible (self->progress, busy);
  gtk_widget_set_visible (self->cancel, busy);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), n > 0 ? (double) done / n : 0);
  gtk_label_set_text (GTK_LABEL (self->empty), visible);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), busy || done > 0 ? "table" : "empty");
}

static void
started_cb (RedanPortfolioWindow *self)
{
  g_list_store_remove_all (self->items);
}

static void
row_cb (RedanPortfolioWindow *self)
{
  g_autoptr (RedanPortfolioItem) item = g_object_new (REDAN_TYPE_PORTFOLIO_ITEM, NULL);

  item->index = redan_portfolio_study_get_rows (self->study)->len - 1;
  g_list_store_append (self->items, item);
}

/* What is looked at */

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanPortfolioWindow *self = user_data;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] != NULL)
    redan_portfolio_study_start (self->study, (const char *const *) paths);
}

static void
choose (RedanPortfolioWindow *self, gboolean folder)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      folder ? _ ("Choose a Folder with Models") : _ ("Choose Models"), GTK_WINDOW (self),
      folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"),
      NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), !folder);
  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}

static void
folder_cb (RedanPortfolioWindow *self)
{
  choose (self, TRUE);
}

static void
files_cb (RedanPortfolioWindow *self)
{
  choose (self, FALSE);
}

static void
recent_cb (RedanPortfolioWindow *self)
{
  g_auto (GStrv) paths = redan_recent_list (MAX_RECENT);

  if (paths[0] != NULL)
    redan_portfolio_study_start (self->study, (const char *const *) paths);
}

static void
cancel_cb (RedanPortfolioWindow *self)
{
  redan_portfolio_study_cancel (self->study);
}

/* The window */

static GtkWidget *
create_header (RedanPortfolioWindow *self)
{
  static const struct
  {
    const char *label;
    void (*clicked) (RedanPortfolioWindow *self);
  } buttons[] = {
    { N_ ("_Folder…"), folder_cb },
    { N_ ("F_iles…"), files_cb },
    { N_ ("_Recent"), recent_cb },
  };
  GtkWidget *header = adw_header_bar_new ();

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ (buttons[i].label));

      g_signal_connect_object (button, "clicked", G_CALLBACK (buttons[i].clicked), self,
                               G_CONNECT_SWAPPED);
      adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);
    }
  return header;
}

static GtkWidget *
create_foot (RedanPortfolioWindow *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (self->note, "dim-label");
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->progress, TRUE);
  self->cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (cancel_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (foot), self->note);
  gtk_box_append (GTK_BOX (foot), self->progress);
  gtk_box_append (GTK_BOX (foot), self->cancel);
  gtk_widget_set_margin_start (foot, 12);
  gtk_widget_set_margin_end (foot, 12);
  gtk_widget_set_margin_top (foot, 6);
  gtk_widget_set_margin_bottom (foot, 6);
  return foot;
}

static void
redan_portfolio_window_dispose (GObject *object)
{
  RedanPortfolioWindow *self = REDAN_PORTFOLIO_WINDOW (object);

  if (self->study != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->study, self);
      redan_portfolio_study_cancel (self->study);
    }
  /* The cells read the study as long as there are rows. */
  if (self->items != NULL)
    g_list_store_remove_all (self->items);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (redan_portfolio_window_parent_class)->dispose (object);
}

static void
redan_portfolio_window_finalize (GObject *object)
{
  RedanPortfolioWindow *self = REDAN_PORTFOLIO_WINDOW (object);

  g_clear_object (&self->study);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (redan_portfolio_window_parent_class)->finalize (object);
}

static void
redan_portfolio_window_class_init (RedanPortfolioWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_portfolio_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_portfolio_window_finalize;
  open_signal = g_signal_new ("open", REDAN_TYPE_PORTFOLIO_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
redan_portfolio_window_init (RedanPortfolioWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->items = g_list_store_new (REDAN_TYPE_PORTFOLIO_ITEM);
  self->stack = gtk_stack_new ();
  self->empty = redan_heading_new ("", "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->empty), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (self->empty, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), create_table (self), "table");
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
  gtk_box_append (GTK_BOX (content), create_header (self));
  gtk_box_append (GTK_BOX (content), self->stack);
  gtk_box_append (GTK_BOX (content), create_foot (self));
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Portfolio"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
}

GtkWidget *
redan_portfolio_window_new (GtkWindow *parent, const char *data_directory, guint as_of)
{
  RedanPortfolioWindow *self = g_object_new (REDAN_TYPE_PORTFOLIO_WINDOW, NULL);

  self->study = redan_portfolio_study_new (data_directory, as_of);
  g_signal_connect_object (self->study, "started", G_CALLBACK (started_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "row", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  changed_cb (self);
  recent_cb (self);
  return GTK_WIDGET (self);
}
