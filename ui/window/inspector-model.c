/* SPDX-License-Identifier: Apache-2.0 */
/* The model in the inspector, when nothing is selected: what it is about, its risk, what to do
 * next, and its lists. */

#include <glib/gi18n-lib.h>

#include "ui/report/next-steps.h"
#include "ui/report/rows.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/inspector-threats.h"
#include "ui/window/rows.h"

#define N_STEPS 3
#define N_THREATS 3

enum
{
  FIGURE_RESIDUAL,
  FIGURE_HIGH,
  FIGURE_UNCONFIRMED,
  FIGURE_OPEN,
  N_FIGURES,
};

enum
{
  FIELD_NAME,
  FIELD_OWNER,
  FIELD_DESCRIPTION,
  FIELD_SCOPE,
  N_FIELDS,
};

#define REDAN_TYPE_MODEL_PAGE (redan_model_page_get_type ())
G_DECLARE_FINAL_TYPE (RedanModelPage, redan_model_page, REDAN, MODEL_PAGE, RedanInspectorPage)

struct _RedanModelPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *fields[N_FIELDS];
  GtkWidget *figures[N_FIGURES];
  GtkWidget *steps;
  char *steps_shape;
  GtkWidget *threats;
  char *threats_shape;
  GtkWidget *counts;
  GPtrArray *pages; /* RedanInspectorPage */
};

G_DEFINE_FINAL_TYPE (RedanModelPage, redan_model_page, REDAN_TYPE_INSPECTOR_PAGE)

static void
add_fields (RedanModelPage *self, GtkWidget *box)
{
  static const struct
  {
    RedanField field;
    RedanTextFieldKind kind;
    const char *name;
  } infos[N_FIELDS] = {
    [FIELD_NAME] = { REDAN_FIELD_NAME, REDAN_TEXT_FIELD_NAME, N_ ("Name of the model") },
    [FIELD_OWNER] = { REDAN_FIELD_OWNER, REDAN_TEXT_FIELD_LINE, N_ ("Owner") },
    [FIELD_DESCRIPTION] = { REDAN_FIELD_DESCRIPTION, REDAN_TEXT_FIELD_PARAGRAPH,
                            N_ ("Description") },
    [FIELD_SCOPE] = { REDAN_FIELD_SCOPE, REDAN_TEXT_FIELD_PARAGRAPH, N_ ("Scope") },
  };
  RedanInspectorPage *page = REDAN_INSPECTOR_PAGE (self);
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < N_FIELDS; i++)
    {
      if (i != FIELD_NAME)
        gtk_box_append (GTK_BOX (part), redan_heading_new (_ (infos[i].name), "caption"));
      self->fields[i] = redan_inspector_field_new (redan_inspector_page_get_workspace (page),
                                                   redan_inspector_page_get_id (page),
                                                   infos[i].field, infos[i].kind, _ (infos[i].name),
                                                   i == FIELD_NAME ? _ (infos[i].name) : NULL);
      gtk_box_append (GTK_BOX (part), self->fields[i]);
    }
  gtk_box_append (GTK_BOX (box), part);
}

static GtkWidget *
add_figure (GtkWidget *list, const char *title)
{
  GtkWidget *value = gtk_label_new (NULL);

  gtk_widget_add_css_class (value, "numeric");
  gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_row_new (title, value));
  return value;
}

static void
redan_model_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanModelPage *self = REDAN_MODEL_PAGE (page);
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (page);
  const GType types[] = { redan_model_lists_get_type (), redan_inherited_page_get_type (),
                          redan_controls_page_get_type (), redan_facts_page_get_type () };
  GtkWidget *data = NULL;
  GtkWidget *list = NULL;

  add_fields (self, box);
  self->steps = redan_inspector_add_list (box, _ ("To do next"));
  list = redan_inspector_add_list (box, _ ("Risk"));
  self->figures[FIGURE_RESIDUAL] = add_figure (list, _ ("Residual risk, over all threats"));
  self->figures[FIGURE_HIGH] = add_figure (list, _ ("Critical and high threats"));
  self->figures[FIGURE_UNCONFIRMED] = add_figure (list, _ ("Unconfirmed, an answer is missing"));
  self->figures[FIGURE_OPEN] = add_figure (list, _ ("Without a decision"));
  self->threats = redan_inspector_add_list (box, _ ("The highest threats"));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *child = redan_inspector_page_new (types[i], workspace, NULL);

      g_ptr_array_add (self->pages, child);
      gtk_box_append (GTK_BOX (box), child);
      if (i > 0)
        continue;
      gtk_box_append (GTK_BOX (box), redan_heading_new (_ ("Data"), "heading"));
      data = redan_inspector_page_new (redan_data_page_get_type (), workspace, NULL);
      g_ptr_array_add (self->pages, data);
      gtk_box_append (GTK_BOX (box), data);
    }
  self->counts = redan_heading_new ("", "dim-label");
  gtk_box_append (GTK_BOX (box), self->counts);
}

static void
step_activated_cb (AdwActionRow *row, gpointer user_data)
{
  RedanWorkspace *workspace = REDAN_WORKSPACE (user_data);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanNextStep *step = g_object_get_data (G_OBJECT (row), "step");
  const RedanThreat *threat =
      step->threat_id != NULL ? redan_analysis_find (analysis, step->threat_id) : NULL;

  if (threat != NULL)
    redan_workspace_select_threat (
        workspace, (guint) (threat - &g_array_index (analysis->threats, RedanThreat, 0)));
  else if (step->n_ids > 0)
    {
      g_autofree RedanId *ids = g_memdup2 (step->ids, step->n_ids * sizeof (RedanId));

      redan_workspace_select_objects (workspace, ids, step->n_ids);
    }
}

static void
refresh_steps (RedanModelPage *self, RedanWorkspace *workspace)
{
  g_autoptr (GPtrArray) steps =
      redan_next_steps_list (redan_workspace_get_analysis (workspace), N_STEPS);
  g_autoptr (GString) shape = g_string_new (NULL);
  GtkWidget *row = NULL;

  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (shape, "%s\n",
                            ((const RedanNextStep *) g_ptr_array_index (steps, i))->title);
  if (g_strcmp0 (shape->str, self->steps_shape) == 0)
    return;
  g_free (self->steps_shape);
  self->steps_shape = g_strdup (shape->str);
  while ((row = gtk_widget_get_first_child (self->steps)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->steps), row);
  g_ptr_array_set_free_func (steps, NULL);
  for (guint i = 0; i < steps->len; i++)
    {
      RedanNextStep *step = g_ptr_array_index (steps, i);

      row = redan_row_new (step->title, step->reason);
      g_object_set_data_full (G_OBJECT (row), "step", step, (GDestroyNotify) redan_next_step_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row),
                                        step->n_ids > 0 || step->threat_id != NULL);
      g_signal_connect_object (row, "activated", G_CALLBACK (step_activated_cb), workspace, 0);
      gtk_list_box_append (GTK_LIST_BOX (self->steps), row);
    }
  gtk_widget_set_visible (gtk_widget_get_parent (self->steps), steps->len > 0);
}

static void
show_count (GtkWidget *label, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
refresh_counts (RedanModelPage *self, RedanWorkspace *workspace)
{
  RedanModelCounts counts;
  g_autofree char *text = NULL;

  redan_rows_count (redan_workspace_get_model (workspace), &counts);
  text = g_strdup_printf (
      _ ("External entities %u · processes %u · stores %u · flows %u · boundaries %u · data %u"),
      counts.actors, counts.processes, counts.stores, counts.flows, counts.boundaries,
      counts.assets);
  gtk_label_set_text (GTK_LABEL (self->counts), text);
}

static void
redan_model_page_refresh (RedanInspectorPage *page)
{
  RedanModelPage *self = REDAN_MODEL_PAGE (page);
  RedanWorkspace *workspace = redan_inspector_page_get_workspace (page);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  char score[32];

  for (guint i = 0; i < N_FIELDS; i++)
    redan_inspector_field_refresh (self->fields[i], workspace);
  gtk_label_set_text (GTK_LABEL (self->figures[FIGURE_RESIDUAL]),
                      redan_score_format (analysis->totals.residual, score));
  show_count (self->figures[FIGURE_HIGH], analysis->totals.bands[REDAN_BAND_CRITICAL] +
                                              analysis->totals.bands[REDAN_BAND_HIGH]);
  show_count (self->figures[FIGURE_UNCONFIRMED], analysis->totals.n_unconfirmed);
  show_count (self->figures[FIGURE_OPEN], analysis->totals.n_open);
  refresh_steps (self, workspace);
  redan_threat_list_refresh (self->threats, workspace, NULL, N_THREATS, &self->threats_shape);
  refresh_counts (self, workspace);
  for (guint i = 0; i < self->pages->len; i++)
    redan_inspector_page_refresh (g_ptr_array_index (self->pages, i));
}

static void
redan_model_page_finalize (GObject *object)
{
  RedanModelPage *self = REDAN_MODEL_PAGE (object);

  g_ptr_array_unref (self->pages);
  g_free (self->steps_shape);
  g_free (self->threats_shape);
  G_OBJECT_CLASS (redan_model_page_parent_class)->finalize (object);
}

static void
redan_model_page_class_init (RedanModelPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_model_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_model_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_model_page_refresh;
}

static void
redan_model_page_init (RedanModelPage *self)
{
  self->pages = g_ptr_array_new ();
}
