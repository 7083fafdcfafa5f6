/* SPDX-License-Identifier: Apache-2.0 */
/* The threats of one object in the inspector, the highest first; also the highest of the model. */

#include <glib/gi18n-lib.h>

#include "ui/report/inspection.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-threats.h"
#include "ui/window/rows.h"
#include "ui/window/threat-editor.h"

#define MAX_THREATS 24

#define REDAN_TYPE_THREATS_PAGE (redan_threats_page_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatsPage, redan_threats_page, REDAN, THREATS_PAGE, RedanInspectorPage)

struct _RedanThreatsPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *list;
  char *shape;
};

G_DEFINE_FINAL_TYPE (RedanThreatsPage, redan_threats_page, REDAN_TYPE_INSPECTOR_PAGE)

static void
row_activated_cb (AdwActionRow *row, gpointer user_data)
{
  RedanWorkspace *workspace = REDAN_WORKSPACE (user_data);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanThreat *threat =
      redan_analysis_find (analysis, g_object_get_data (G_OBJECT (row), "threat"));

  if (threat != NULL)
    redan_workspace_select_threat (
        workspace, (guint) (threat - &g_array_index (analysis->threats, RedanThreat, 0)));
}

/** What a list shows. @facts: what the threats refer to; @is_preliminary: the analysis of the model
 * is not done yet */
typedef struct
{
  const RedanFacts *facts;
  GPtrArray *threats; /* RedanThreat, the highest first */
  guint n;            /* with those beyond the limit */
  gboolean is_preliminary;
} Shown;

static GtkWidget *
create_row (RedanWorkspace *workspace, const RedanFacts *facts, const RedanThreat *threat)
{
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *subtitle =
      threat->decision == REDAN_DECISION_OPEN
          ? g_strdup (redan_threat_get_category (facts, threat))
          : g_strdup_printf ("%s · %s", redan_threat_get_category (facts, threat),
                             redan_decision_get_title (threat->decision));
  GtkWidget *row = redan_row_new (visible, subtitle);
  char score[32];

  if (threat->scored)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               redan_badge_new (redan_score_format (threat->residual, score),
                                                redan_band_get_word (redan_band_of (
                                                    redan_catalogue_get_scoring (facts->catalogue),
                                                    threat->residual / 1000.0))));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "threat", redan_threat_dup_id (facts, threat), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), workspace, 0);
  return row;
}

/** What the rows show, so that an analysis that changed nothing here leaves them alone. */
static char *
dup_shape (const Shown *shown)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < shown->threats->len; i++)
    {
      const RedanThreat *threat = g_ptr_array_index (shown->threats, i);
      g_autofree char *id = redan_threat_dup_id (shown->facts, threat);
      g_autofree char *title = redan_threat_dup_title (shown->facts, threat);

      g_string_append_printf (shape, "%s %d %d %s\n", id, threat->residual, threat->decision,
                              title);
    }
  g_string_append_printf (shape, "%u", shown->n);
  return g_string_free (shape, FALSE);
}

static void
collect (Shown *shown, const RedanThreat *threat, const RedanId *id, guint limit)
{
  const RedanObject *object = id != NULL ? redan_threat_get_object (shown->facts, threat) : NULL;

  if (id != NULL && (object == NULL || !redan_id_equal (&object->id, id)))
    return;
  if (shown->n++ < limit)
    g_ptr_array_add (shown->threats, (gpointer) threat);
}

static void
collect_all (Shown *shown, const RedanAnalysis *analysis, const RedanId *id, guint limit)
{
  shown->facts = analysis->facts;
  for (guint i = 0; i < analysis->threats->len; i++)
    collect (shown, &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]), id,
             limit);
}

/** What was edited a moment ago is known before the whole model is. */
static void
collect_preliminary (Shown *shown, const RedanPeek *peek, const RedanId *id, guint limit)
{
  const GArray *threats = redan_peek_get_threats (peek);

  shown->is_preliminary = TRUE;
  shown->facts = redan_peek_get_facts (peek);
  for (guint i = 0; i < threats->len; i++)
    collect (shown, &g_array_index (threats, RedanThreat, i), id, limit);
}

/** Rows that do not change stay, and so do those of other objects: only a tip tells it. */
static void
mark_preliminary (GtkWidget *list, gboolean is_preliminary)
{
  gtk_widget_set_tooltip_text (
      list,
      is_preliminary ? _ ("Preliminary: the rest of the model is still being analysed") : NULL);
  if (is_preliminary)
    gtk_widget_add_css_class (list, "preliminary");
  else
    gtk_widget_remove_css_class (list, "preliminary");
}

/** Position of the row with the focus, or -1. */
static int
find_focus (GtkWidget *list)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row =
      focus != NULL && gtk_widget_is_ancestor (focus, list)
          ? (GTK_IS_LIST_BOX_ROW (focus) ? focus
                                         : gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW))
          : NULL;

  return row != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

guint
redan_threat_list_refresh (
    GtkWidget *list, RedanWorkspace *workspace, const RedanId *id, guint limit, char **shape)
{
  const RedanPeek *peek = redan_workspace_get_peek (workspace);
  g_autoptr (GPtrArray) threats = g_ptr_array_new ();
  Shown shown = { .threats = threats };
  g_autofree char *now = NULL;
  GtkWidget *row = NULL;
  guint n;
  int focus;

  if (peek != NULL && id != NULL && redan_peek_covers (peek, id))
    collect_preliminary (&shown, peek, id, limit);
  else
    collect_all (&shown, redan_workspace_get_analysis (workspace), id, limit);
  n = shown.n;
  now = dup_shape (&shown);
  mark_preliminary (list, shown.is_preliminary);
  if (g_strcmp0 (now, *shape) == 0 || !gtk_widget_get_mapped (list))
    return n;
  g_free (*shape);
  *shape = g_steal_pointer (&now);
  focus = find_focus (list);
  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
  for (guint i = 0; i < threats->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         create_row (workspace, shown.facts, g_ptr_array_index (threats, i)));
  if (n == 0 || n > limit)
    {
      g_autofree char *text =
          n == 0 ? g_strdup (_ ("No threat stands here"))
                 : g_strdup_printf (
                       ngettext ("and %u more in the table", "and %u more in the table", n - limit),
                       n - limit);

      gtk_list_box_append (GTK_LIST_BOX (list), redan_row_new (text, NULL));
    }
  row = focus >= 0 ? GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), focus)) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (row);
  return n;
}

static void
redan_threats_page_refresh (RedanInspectorPage *page)
{
  RedanThreatsPage *self = REDAN_THREATS_PAGE (page);

  redan_object_page_set_badge (
      GTK_WIDGET (self),
      redan_threat_list_refresh (self->list, redan_inspector_page_get_workspace (page),
                                 redan_inspector_page_get_id (page), MAX_THREATS, &self->shape));
}

static void
add_clicked_cb (GtkWidget *button, gpointer user_data)
{
  RedanInspectorPage *page = REDAN_INSPECTOR_PAGE (user_data);

  redan_threat_editor_popup (button, redan_inspector_page_get_workspace (page),
                             redan_inspector_page_get_id (page), NULL);
}

static void
redan_threats_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  GtkWidget *add = gtk_button_new_with_label (_ ("Add a Threat Here…"));

  REDAN_THREATS_PAGE (page)->list = redan_inspector_add_list (box, NULL);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), page, 0);
  gtk_box_append (GTK_BOX (box), add);
  g_signal_connect_object (redan_inspector_page_get_workspace (page), "touched",
                           G_CALLBACK (redan_threats_page_refresh), page, G_CONNECT_SWAPPED);
}

static void
redan_threats_page_finalize (GObject *object)
{
  g_free (REDAN_THREATS_PAGE (object)->shape);
  G_OBJECT_CLASS (redan_threats_page_parent_class)->finalize (object);
}

static void
redan_threats_page_class_init (RedanThreatsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_threats_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_threats_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_threats_page_refresh;
}

static void
redan_threats_page_init (RedanThreatsPage *self)
{
}
