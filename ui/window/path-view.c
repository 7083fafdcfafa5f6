/* SPDX-License-Identifier: Apache-2.0 */
/* Attack paths: the likeliest attacks of an attacker on what is of worth, step by step, and what
 * becomes of them when controls are put in place or fail. */

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/attack-words.h"
#include "ui/report/wording.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"
#include "ui/window/wrap-layout.h"

/** An analysis after which no other follows for so long is worth a study. */
#define PAUSE_MS 300

/** Longer names end in "…" in the choosers. */
#define NAME_CHARACTERS 40

G_DEFINE_FINAL_TYPE (RedanPathView, redan_path_view, GTK_TYPE_WIDGET)

/* ---- the diagram ---- */

static void
clear_marks (RedanPathView *self)
{
  self->shown = -1;
  self->current = -1;
  if (self->canvas != NULL)
    redan_canvas_set_marks (self->canvas, NULL, 0);
}

/** Without a path: how many of the attacks pass each object, what all of them pass, and where the
 * cheapest controls stop attackers. */
static void
mark_all (RedanPathView *self)
{
  const GArray *passed = self->study->passed;
  const guint n_paths = self->study->paths->len;
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (RedanMark));

  for (guint i = 0; i < passed->len; i++)
    {
      const RedanStudyPassed *item = &g_array_index (passed, RedanStudyPassed, i);
      RedanMark mark = { .id = item->id,
                         .kind = REDAN_MARK_PASSED,
                         .weight = (double) item->n / n_paths };

      g_array_append_val (marks, mark);
      mark.kind = REDAN_MARK_CHOKE;
      if (item->n == n_paths && n_paths > 1)
        g_array_append_val (marks, mark);
    }
  redan_path_view_mark_cut (self, marks);
  redan_canvas_set_marks (self->canvas, (const RedanMark *) (gpointer) marks->data, marks->len);
}

static void
mark_path (RedanPathView *self, const RedanAttackPath *path, int current)
{
  g_autoptr (GArray) ids = redan_attack_path_list_objects (self->study->view, path);
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (RedanMark));

  for (guint i = 0; i < ids->len; i++)
    {
      const RedanMark mark = { .id = g_array_index (ids, RedanId, i),
                               .kind = (int) i == current ? REDAN_MARK_CURRENT : REDAN_MARK_STEP,
                               .number = i + 1 };

      if (!redan_id_is_null (&mark.id))
        g_array_append_val (marks, mark);
    }
  redan_canvas_set_marks (self->canvas, (const RedanMark *) (gpointer) marks->data, marks->len);
  if (current >= 0 && !redan_id_is_null (&g_array_index (ids, RedanId, current)))
    redan_canvas_reveal_object (self->canvas, &g_array_index (ids, RedanId, current));
}

void
redan_path_view_show_step (RedanPathView *self, int path, int step)
{
  const RedanAttackHop *hop = NULL;

  if (self->canvas == NULL || self->study == NULL || path >= (int) self->study->paths->len)
    return;
  self->shown = path;
  self->current = step;
  /* What was asked for may come when another page is looked at. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (path < 0)
    {
      mark_all (self);
      return;
    }
  mark_path (self, self->study->paths->pdata[path], step);
  if (step < 0)
    return;
  hop = &g_array_index (((RedanAttackPath *) self->study->paths->pdata[path])->hops, RedanAttackHop,
                        step);
  if (hop->item.is == REDAN_ITEM_IS_THREAT && redan_attack_get_analysis (self->study->attack) ==
                                                  redan_workspace_get_analysis (self->workspace))
    redan_workspace_select_threat (self->workspace, hop->item.threat);
}

/* ---- the study ---- */

static void
append_name (GtkStringList *names, const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *shortened = redan_text_shorten (visible, NAME_CHARACTERS);

  gtk_string_list_append (names, shortened);
}

static void
fill_choosers (RedanPathView *self)
{
  g_autoptr (GtkStringList) attackers = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) assets = gtk_string_list_new (NULL);
  guint chosen_attacker = 0;
  guint chosen_asset = 0;

  for (guint i = 0; i < self->study->attackers->len; i++)
    {
      const RedanAttacker *attacker = self->study->attackers->pdata[i];

      append_name (attackers, attacker->title);
      if (attacker == self->study->attacker)
        chosen_attacker = i;
    }
  append_name (assets, _ ("Everything of worth"));
  for (guint i = 0; i < self->study->assets->len; i++)
    {
      const guint32 number = g_array_index (self->study->assets, guint32, i);
      const RedanObject *asset = redan_attack_get_asset_object (self->study->attack, number);
      g_autofree char *title = redan_asset_dup_title (self->study->attack, number);

      append_name (assets, title);
      if (redan_id_equal (&asset->id, &self->asset))
        chosen_asset = i + 1;
    }
  self->is_filled = TRUE;
  gtk_drop_down_set_model (self->attackers, G_LIST_MODEL (attackers));
  gtk_drop_down_set_selected (self->attackers, chosen_attacker);
  gtk_drop_down_set_model (self->assets, G_LIST_MODEL (assets));
  gtk_drop_down_set_selected (self->assets, chosen_asset);
  self->is_filled = FALSE;
}

static void
append_group (RedanPathView *self, GtkWidget *group)
{
  if (group != NULL)
    gtk_box_append (GTK_BOX (self->box), group);
}

static void
rebuild (RedanPathView *self)
{
  g_autofree char *focus = redan_box_dup_focus (self->box);

  redan_path_view_forget_overview (self);
  redan_box_clear (self->box);
  redan_path_view_show_entry (self);
  if (self->study == NULL)
    return;
  fill_choosers (self);
  append_group (self, redan_path_view_create_legend (self));
  append_group (self, redan_path_view_create_paths (self));
  append_group (self, redan_path_view_create_passed (self));
  append_group (self, redan_path_view_create_hardening (self));
  append_group (self, redan_path_view_create_what_if (self));
  append_group (self, redan_path_view_create_overview (self));
  redan_box_restore_focus (self->box, focus);
  redan_path_view_show_step (self, -1, -1);
}

static void
studied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPathView) self = REDAN_PATH_VIEW (user_data);
  RedanAttackStudy *study = redan_attack_study_finish (result);

  /* Something else was asked meanwhile, or the window is gone. */
  if (study == NULL || self->workspace == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&study, redan_attack_study_free);
      return;
    }
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  g_clear_pointer (&self->study, redan_attack_study_free);
  self->study = study;
  rebuild (self);
}

RedanStudyQuestion
redan_path_view_get_question (RedanPathView *self)
{
  const RedanStudyQuestion question = {
    .attacker = self->attacker,
    .asset = redan_id_is_null (&self->asset) ? NULL : &self->asset,
    .entry = redan_id_is_null (&self->entry) ? NULL : &self->entry,
    .toggles = (const RedanStudyToggle *) (gpointer) self->toggles->data,
    .n_toggles = self->toggles->len,
  };

  return question;
}

void
redan_path_view_ask (RedanPathView *self)
{
  const RedanStudyQuestion question = redan_path_view_get_question (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workspace == NULL)
    return;
  self->is_stale = FALSE;
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  redan_attack_study_async ((RedanAnalysis *) redan_workspace_get_analysis (self->workspace),
                            &question, self->cancellable, studied_cb, g_object_ref (self));
}

static gboolean
start_cb (gpointer user_data)
{
  RedanPathView *self = user_data;

  self->start_source = 0;
  redan_path_view_ask (self);
  return G_SOURCE_REMOVE;
}

/** Only while the page is looked at, and after a pause. */
static void
analysed_cb (RedanPathView *self)
{
  self->is_stale = TRUE;
  g_clear_handle_id (&self->start_source, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->start_source = g_timeout_add (PAUSE_MS, start_cb, self);
}

static void
attacker_chosen_cb (RedanPathView *self)
{
  const guint chosen = gtk_drop_down_get_selected (self->attackers);

  if (self->is_filled || self->study == NULL || chosen >= self->study->attackers->len)
    return;
  g_free (self->attacker);
  self->attacker = g_strdup (((RedanAttacker *) self->study->attackers->pdata[chosen])->id);
  redan_path_view_ask (self);
}

static void
asset_chosen_cb (RedanPathView *self)
{
  const guint chosen = gtk_drop_down_get_selected (self->assets);

  if (self->is_filled || self->study == NULL || chosen > self->study->assets->len)
    return;
  self->asset = (RedanId){ "" };
  if (chosen > 0)
    self->asset = redan_attack_get_asset_object (
                      self->study->attack, g_array_index (self->study->assets, guint32, chosen - 1))
                      ->id;
  redan_path_view_ask (self);
}

/* ---- the widget ---- */

void
redan_path_view_set_canvas (RedanPathView *self, RedanCanvas *canvas)
{
  self->canvas = canvas;
}

void
redan_path_view_set_workspace (RedanPathView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_cancellable_cancel (self->cancellable);
  clear_marks (self);
  g_set_object (&self->workspace, workspace);
  g_clear_pointer (&self->study, redan_attack_study_free);
  g_clear_pointer (&self->attacker, g_free);
  self->asset = (RedanId){ "" };
  self->entry = (RedanId){ "" };
  g_array_set_size (self->toggles, 0);
  rebuild (self);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self,
                           G_CONNECT_SWAPPED);
  analysed_cb (self);
}

static void
redan_path_view_map (GtkWidget *widget)
{
  RedanPathView *self = REDAN_PATH_VIEW (widget);

  GTK_WIDGET_CLASS (redan_path_view_parent_class)->map (widget);
  if (self->is_stale)
    redan_path_view_ask (self);
  else
    redan_path_view_show_step (self, self->shown, self->current);
}

/** Marks belong to the page. */
static void
redan_path_view_unmap (GtkWidget *widget)
{
  RedanPathView *self = REDAN_PATH_VIEW (widget);

  if (self->canvas != NULL)
    redan_canvas_set_marks (self->canvas, NULL, 0);
  GTK_WIDGET_CLASS (redan_path_view_parent_class)->unmap (widget);
}

static void
redan_path_view_dispose (GObject *object)
{
  RedanPathView *self = REDAN_PATH_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  redan_path_view_forget_overview (self);
  g_clear_object (&self->workspace);
  self->canvas = NULL;
  g_clear_pointer (&self->study, redan_attack_study_free);
  g_clear_pointer (&self->attacker, g_free);
  g_clear_pointer (&self->toggles, g_array_unref);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (redan_path_view_parent_class)->dispose (object);
}

static void
redan_path_view_class_init (RedanPathViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_path_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_path_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = redan_path_view_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkDropDown *
create_chooser (RedanPathView *self, const char *name, GCallback chosen)
{
  GtkWidget *chooser = gtk_drop_down_new (NULL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_tooltip_text (chooser, name);
  g_signal_connect_object (chooser, "notify::selected", chosen, self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (chooser);
}

static void
redan_path_view_init (RedanPathView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->toggles = g_array_new (FALSE, FALSE, sizeof (RedanStudyToggle));
  self->shown = -1;
  self->current = -1;
  self->attackers = create_chooser (self, _ ("Attacker"), G_CALLBACK (attacker_chosen_cb));
  self->assets = create_chooser (self, _ ("What he is after"), G_CALLBACK (asset_chosen_cb));
  self->starts = redan_path_view_create_entry (self);
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_layout_manager (bar, redan_wrap_layout_new (6));
  gtk_widget_add_css_class (bar, "view-bar");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->attackers));
  gtk_box_append (GTK_BOX (bar), self->starts);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->assets));
  gtk_box_append (GTK_BOX (bar), self->spinner);
  gtk_widget_set_parent (bar, GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->scrolled = redan_page_new (self->box, REDAN_PAGE_WIDTH);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
redan_path_view_new (void)
{
  return g_object_new (REDAN_TYPE_PATH_VIEW, NULL);
}
