/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of the threat table: what stands in their cells, and which of them sorts. */

#include "ui/window/threat-columns.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

#define STRIDE "STRIDE"
#define SCROLL_BAR 10
#define CELL_PADDING 20
#define MAX_DECISION 160

typedef enum
{
  COLUMN_RANK,
  COLUMN_SEVERITY,
  COLUMN_TITLE,
  COLUMN_ELEMENT,
  COLUMN_CATEGORY,
  COLUMN_RESIDUAL,
  COLUMN_DECISION,
  COLUMN_OWNER,
  COLUMN_CONTROLS,
  N_COLUMNS,
} Column;

/** @share: of the room that is left; @width_needed: of the table, below which the column is hidden.
 */
static const struct
{
  const char *title;
  int width;
  int share;
  gboolean number;
  int width_needed;
  int sort; /* RedanThreatSort, or -1 */
} columns[N_COLUMNS] = {
  [COLUMN_RANK] = { N_ ("Rank"), 48, 0, TRUE, 520, REDAN_THREAT_SORT_RANK },
  [COLUMN_SEVERITY] = { N_ ("Severity"), 84, 0, FALSE, 0, REDAN_THREAT_SORT_SEVERITY },
  [COLUMN_TITLE] = { N_ ("Threat"), 150, 4, FALSE, 0, REDAN_THREAT_SORT_TITLE },
  /* Most titles say it, too. */
  [COLUMN_ELEMENT] = { N_ ("Element"), 96, 1, FALSE, 740, REDAN_THREAT_SORT_ELEMENT },
  [COLUMN_CATEGORY] = { N_ ("STRIDE"), 78, 0, FALSE, 560, REDAN_THREAT_SORT_CATEGORY },
  [COLUMN_RESIDUAL] = { N_ ("Residual"), 88, 0, TRUE, 600, REDAN_THREAT_SORT_RESIDUAL },
  /* At least; else as wide as what stands there. */
  [COLUMN_DECISION] = { N_ ("Decision"), 80, 0, FALSE, 0, REDAN_THREAT_SORT_DECISION },
  [COLUMN_OWNER] = { N_ ("Owner"), 90, 0, FALSE, 920, REDAN_THREAT_SORT_OWNER },
  [COLUMN_CONTROLS] = { N_ ("Controls"), 78, 0, TRUE, 840, -1 },
};

/** Where a cell gets its text from. */
typedef struct
{
  RedanThreatList *list;
  Column column;
} Cell;

static char *
dup_decision (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanObject *record = redan_threat_get_record (facts, threat);
  const char *expires = record != NULL ? redan_object_get (record, REDAN_FIELD_EXPIRES) : NULL;

  if (redan_threat_is_expired (facts, threat))
    return g_strdup_printf (_ ("Expired %s"), expires);
  if (threat->decision == REDAN_DECISION_ACCEPT && expires != NULL)
    return g_strdup_printf (_ ("Until %s"), expires);
  return g_strdup (threat->confirmed || threat->decision != REDAN_DECISION_OPEN
                       ? redan_decision_get_title ((RedanDecision) threat->decision)
                       : _ ("Unconfirmed"));
}

/** A letter of STRIDE says enough in a column; categories of other methods are written out. */
static char *
dup_category (const RedanFacts *facts, const RedanThreat *threat)
{
  const guint category = redan_threat_get_category_index (facts, threat);

  return category < strlen (STRIDE)
             ? g_strndup (STRIDE + category, 1)
             : redan_text_make_visible (redan_threat_get_category (facts, threat));
}

/** What a cell says when there is room. */
static char *
dup_tip (RedanThreatList *list, guint32 index, Column column, const char *text)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);

  if (column == COLUMN_CATEGORY)
    return redan_text_make_visible (redan_threat_get_category (analysis->facts, threat));
  if (column == COLUMN_DECISION)
    return g_strdup_printf ("%s: %s", redan_decision_get_title ((RedanDecision) threat->decision),
                            text);
  return g_strdup (text);
}

/** How many of the controls that would help stand there. */
static char *
dup_controls (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autoptr (RedanScoreDetail) detail = NULL;
  guint n_standing = 0;

  if (!threat->scored)
    return g_strdup ("");
  detail = redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);
  for (guint i = 0; i < detail->controls->len; i++)
    n_standing += g_array_index (detail->controls, RedanScoreControl, i).factor > 0;
  return detail->controls->len > 0
             ? g_strdup_printf (_ ("%u of %u"), n_standing, detail->controls->len)
             : g_strdup ("–");
}

static char *
dup_threat_text (RedanThreatList *list, guint32 index, Column column)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  const RedanFacts *facts = analysis->facts;
  const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);
  g_autofree char *text = NULL;
  const char *owner = NULL;
  char score[32];

  switch (column)
    {
    case COLUMN_RANK:
      return g_strdup_printf ("%u", redan_threat_list_get_rank (list, index));
    case COLUMN_SEVERITY:
      return g_strdup (threat->scored ? redan_band_get_title (redan_band_of (
                                            redan_catalogue_get_scoring (facts->catalogue),
                                            threat->residual / 1000.0))
                                      : _ ("Not rated"));
    case COLUMN_TITLE:
      text = redan_threat_dup_title (facts, threat);
      return redan_text_make_visible (text);
    case COLUMN_ELEMENT:
      return redan_threat_dup_where (facts, threat);
    case COLUMN_CATEGORY:
      return dup_category (facts, threat);
    case COLUMN_RESIDUAL:
      return g_strdup (threat->scored ? redan_score_format (threat->residual, score) : "–");
    case COLUMN_DECISION:
      return dup_decision (facts, threat);
    case COLUMN_OWNER:
      owner = redan_threat_get_owner (facts, threat);
      return redan_text_make_visible (owner != NULL ? owner : "");
    case COLUMN_CONTROLS:
      return dup_controls (analysis, threat);
    case N_COLUMNS:
    default:
      return g_strdup ("");
    }
}

/** The head of a group, or the line that stands for what is folded. */
static char *
dup_other_text (RedanThreatList *list, const RedanThreatRow *row, Column column)
{
  const RedanThreatRows *rows = redan_threat_list_get_rows (list);
  const RedanThreatGroup *group = NULL;
  g_autofree char *kinds = NULL;
  char sum[32];

  if (row->group == REDAN_NONE)
    {
      if (column != COLUMN_TITLE)
        return g_strdup ("");
      kinds = g_strdup_printf (ngettext ("%u kind", "%u kinds", rows->n_folded_kinds),
                               rows->n_folded_kinds);
      return g_strdup_printf (_ ("and %u more of %s"), rows->n_folded, kinds);
    }
  group = &g_array_index (rows->groups, RedanThreatGroup, row->group);
  if (column == COLUMN_TITLE)
    return g_strdup_printf ("%s  %s", group->collapsed ? "▸" : "▾", group->title);
  if (column == COLUMN_RESIDUAL)
    return g_strdup (redan_score_format (group->sum, sum));
  if (column == COLUMN_SEVERITY)
    return g_strdup_printf ("%u", group->count);
  return g_strdup ("");
}

static void
set_class (GtkWidget *label, const char *css_class, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (label, css_class);
  else
    gtk_widget_remove_css_class (label, css_class);
}

static void
style_cell (RedanThreatList *list, GtkWidget *label, Column column, const RedanThreatRow *row)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  const RedanThreat *threat = row->threat != REDAN_NONE
                                  ? &g_array_index (analysis->threats, RedanThreat, row->threat)
                                  : NULL;

  set_class (label, "heading", threat == NULL && row->group != REDAN_NONE);
  set_class (label, "dim-label",
             (threat == NULL && row->group == REDAN_NONE) ||
                 (threat != NULL && threat->decision == REDAN_DECISION_NOT_APPLICABLE));
  if (column == COLUMN_DECISION)
    set_class (label, "error", threat != NULL && redan_threat_is_expired (analysis->facts, threat));
  if (column != COLUMN_SEVERITY)
    return;
  set_class (label, "severity", threat != NULL);
  for (guint band = 0; band < REDAN_N_BANDS; band++)
    set_class (label, redan_band_get_word ((RedanBand) band),
               threat != NULL && threat->scored &&
                   redan_band_of (redan_catalogue_get_scoring (analysis->facts->catalogue),
                                  threat->residual / 1000.0) == band);
}

static gboolean
has_tip (Column column)
{
  return columns[column].share > 0 || column == COLUMN_CATEGORY || column == COLUMN_DECISION ||
         column == COLUMN_OWNER;
}

static void
show_cell (RedanThreatItem *item, GtkWidget *label)
{
  const Cell *cell = g_object_get_data (G_OBJECT (label), "cell");
  const RedanThreatRow *row =
      redan_threat_list_get_row (cell->list, redan_threat_item_get_position (item));
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *tip = NULL;

  if (row == NULL)
    return;
  text = row->threat != REDAN_NONE ? dup_threat_text (cell->list, row->threat, cell->column)
                                   : dup_other_text (cell->list, row, cell->column);
  shown = redan_text_shorten (text, REDAN_SHORT_TEXT);
  gtk_label_set_text (GTK_LABEL (label), shown);
  if (row->threat != REDAN_NONE && has_tip (cell->column))
    tip = dup_tip (cell->list, row->threat, cell->column, shown);
  redan_widget_set_tooltip (label, tip);
  style_cell (cell->list, label, cell->column, row);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const Cell *cell = g_object_get_data (G_OBJECT (factory), "cell");
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), columns[cell->column].number ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (columns[cell->column].number)
    gtk_widget_add_css_class (label, "numeric");
  if (cell->column == COLUMN_SEVERITY)
    gtk_widget_set_halign (label, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (label), "cell", (gpointer) cell);
  gtk_list_item_set_child (list_item, label);
  /* The row takes the click. If its cell took it too, Ctrl would select and unselect again. */
  gtk_list_item_set_selectable (list_item, FALSE);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  RedanThreatItem *item = gtk_list_item_get_item (list_item);

  g_object_set_data (G_OBJECT (label), "item", item);
  g_signal_connect_object (item, "changed", G_CALLBACK (show_cell), label, 0);
  show_cell (item, label);
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), G_CALLBACK (show_cell),
                                        label);
  g_object_set_data (G_OBJECT (label), "item", NULL);
}

/** GTK 4.8 does not tell which column sorts, but asks the sorter of that one first. */
static int
asked_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Cell *cell = user_data;

  if (g_object_get_data (G_OBJECT (cell->list), "asked") == NULL)
    g_object_set_data (G_OBJECT (cell->list), "asked", (gpointer) cell);
  return a == b ? 0 : -1;
}

void
redan_threat_columns_add (GtkColumnView *view, RedanThreatList *list)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      Cell *cell = g_new0 (Cell, 1);
      g_autoptr (GtkColumnViewColumn) column = NULL;

      /* The list outlives the view, whose model it is. */
      cell->list = list;
      cell->column = (Column) i;
      g_object_set_data_full (G_OBJECT (factory), "cell", cell, g_free);
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), NULL);
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      if (columns[i].sort >= 0)
        {
          g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (asked_cb, cell, NULL));

          gtk_column_view_column_set_sorter (column, sorter);
        }
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_fixed_width (
          column, redan_widget_scale (GTK_WIDGET (view), columns[i].width));
      gtk_column_view_append_column (view, column);
    }
}

void
redan_threat_columns_get_order (GtkColumnView *view,
                                RedanThreatList *list,
                                RedanThreatSort *sort_out,
                                gboolean *descending_out)
{
  const Cell *cell = NULL;
  GtkOrdering order;

  g_object_set_data (G_OBJECT (list), "asked", NULL);
  /* Two different items; a single one would be equal to itself. */
  order = gtk_sorter_compare (gtk_column_view_get_sorter (view), view, list);
  cell = g_object_get_data (G_OBJECT (list), "asked");
  g_object_set_data (G_OBJECT (list), "asked", NULL);
  *sort_out = cell != NULL ? (RedanThreatSort) columns[cell->column].sort : REDAN_THREAT_SORT_RANK;
  *descending_out = cell != NULL && order == GTK_ORDERING_LARGER;
}

/** How wide the longest of the decisions is that stand in the table; few different ones do. */
static int
measure_decisions (GtkColumnView *view, RedanThreatList *list)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (list);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), NULL);
  gboolean seen[REDAN_N_DECISIONS][2][2] = { 0 };
  int widest = redan_widget_scale (GTK_WIDGET (view), columns[COLUMN_DECISION].width);

  for (guint i = 0; analysis != NULL && i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      const gboolean expired = redan_threat_is_expired (analysis->facts, threat);
      gboolean *known = &seen[threat->decision][threat->confirmed ? 1 : 0][expired ? 1 : 0];
      g_autofree char *text = NULL;
      int width;

      if (*known)
        continue;
      *known = TRUE;
      text = dup_decision (analysis->facts, threat);
      pango_layout_set_text (layout, text, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width + CELL_PADDING);
    }
  return MIN (widest, redan_widget_scale (GTK_WIDGET (view), MAX_DECISION));
}

void
redan_threat_columns_set_width (GtkColumnView *view, RedanThreatList *list, int width)
{
  GListModel *model = gtk_column_view_get_columns (view);
  const int decision = measure_decisions (view, list);
  const gint64 known = ((gint64) width << 32) + decision;
  gint64 *before = g_object_get_data (G_OBJECT (view), "widths");
  /* The last column stays clear of the scroll bar. */
  int left = width - SCROLL_BAR;
  int n_shares = 0;
  int widths[N_COLUMNS];

  /* What a person made of the widths stays as long as there is as much room. */
  if (before != NULL && *before == known)
    return;
  g_object_set_data_full (G_OBJECT (view), "widths", g_memdup2 (&known, sizeof known), g_free);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (model, i);
      const gboolean visible =
          redan_widget_unscale (GTK_WIDGET (view), width) >= columns[i].width_needed;

      widths[i] = i == COLUMN_DECISION ? decision
                                       : redan_widget_scale (GTK_WIDGET (view), columns[i].width);
      if (gtk_column_view_column_get_visible (column) != visible)
        gtk_column_view_column_set_visible (column, visible);
      left -= visible ? widths[i] : 0;
      n_shares += visible ? columns[i].share : 0;
    }
  /* A column with a width of its own does not expand by itself in GTK 4.8. */
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (model, i);

      if (n_shares > 0)
        widths[i] += MAX (left, 0) * columns[i].share / n_shares;
      if (columns[i].share > 0 || i == COLUMN_DECISION)
        gtk_column_view_column_set_fixed_width (column, widths[i]);
    }
}

static RedanThreatItem *
find_item_below (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      RedanThreatItem *item = g_object_get_data (G_OBJECT (child), "item");

      if (item == NULL)
        item = find_item_below (child);
      if (item != NULL)
        return item;
    }
  return NULL;
}

guint
redan_threat_columns_get_position (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_LIST_VIEW (widget) && !GTK_IS_COLUMN_VIEW (widget);
       widget = gtk_widget_get_parent (widget))
    {
      RedanThreatItem *item = g_object_get_data (G_OBJECT (widget), "item");

      if (item == NULL)
        item = find_item_below (widget);
      if (item != NULL)
        return redan_threat_item_get_position (item);
    }
  return G_MAXUINT;
}
