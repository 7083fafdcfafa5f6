/* SPDX-License-Identifier: Apache-2.0 */
/* The page of changes. */

#include "config.h"

#include "ui/window/changes-view.h"

#include <glib/gi18n-lib.h>

#include "model/conflict.h"
#include "ui/report/wording.h"
#include "ui/window/base-popover.h"
#include "ui/window/change-list.h"
#include "ui/window/conflict-editor.h"
#include "ui/window/rows.h"
#include "ui/window/wrap-layout.h"

struct _RedanChangesView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanChangeStudy *study;
  RedanChangeList *list;
  const RedanDifference *listed; /* not looked into: whether the list is of this one */
  guint n_conflicts;

  GtkWidget *box;
  GtkWidget *base_button;
  GtkWidget *base_label;
  GtkWidget *popover;
  GtkWidget *spinner;
  GtkWidget *cancel;
  GtkWidget *banner;
  GtkWidget *banner_label;
  GtkWidget *summary;
  GtkWidget *consequences;
  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (RedanChangesView, redan_changes_view, GTK_TYPE_WIDGET)

static guint choose_file_signal;
static guint conflicts_changed_signal;

/* The head */

/** What a merge left to decide is no change. */
static char *
dup_summary (const RedanDifference *difference)
{
  guint counts[REDAN_N_DIFFERENCES] = { 0 };
  guint n = 0;

  for (guint i = 0; i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);

      if (redan_difference_get_section (object) == REDAN_SECTION_CONFLICT)
        continue;
      counts[object->kind]++;
      n++;
    }
  if (n == 0)
    return g_strdup (_ ("Nothing differs."));
  return g_strdup_printf (_ ("+ %u added, − %u removed, ~ %u changed, > %u only drawn elsewhere"),
                          counts[REDAN_DIFFERENCE_ADDED], counts[REDAN_DIFFERENCE_REMOVED],
                          counts[REDAN_DIFFERENCE_CHANGED], counts[REDAN_DIFFERENCE_MOVED]);
}

static char *
dup_consequences (const RedanBeforeAfter *comparison)
{
  const guint n_objectives = redan_before_after_count_objectives (comparison);
  g_autofree char *objectives = g_strdup_printf (
      ngettext ("%u objective changed", "%u objectives changed", n_objectives), n_objectives);
  char before[32];
  char after[32];

  return g_strdup_printf (
      _ ("Residual risk %s → %s. Threats %u → %u: %u opened, %u closed, %u scored or decided "
         "otherwise. %s."),
      redan_score_format (comparison->before->totals.residual, before),
      redan_score_format (comparison->after->totals.residual, after),
      comparison->before->threats->len, comparison->after->threats->len,
      comparison->threats->lists[REDAN_THREATS_OPENED]->len,
      comparison->threats->lists[REDAN_THREATS_CLOSED]->len,
      comparison->threats->lists[REDAN_THREATS_RESCORED]->len, objectives);
}

static void
update_head (RedanChangesView *self)
{
  const RedanChangeBase *base = redan_change_study_get_base (self->study);
  const RedanDifference *difference = redan_change_study_get_difference (self->study);
  const RedanBeforeAfter *comparison = redan_change_study_get_comparison (self->study);
  const char *problem = redan_change_study_get_problem (self->study);
  const gboolean busy = redan_change_study_is_busy (self->study);
  g_autofree char *label = g_strdup_printf (_ ("Compared with %s"), base->title);
  g_autofree char *summary = NULL;
  g_autofree char *consequences = NULL;

  if (problem != NULL && !busy)
    summary = redan_text_make_visible (problem);
  else
    summary = difference != NULL ? dup_summary (difference) : g_strdup (_ ("Comparing…"));
  consequences = comparison != NULL && difference->objects->len > 0 ? dup_consequences (comparison)
                                                                    : g_strdup ("");
  gtk_label_set_text (GTK_LABEL (self->base_label), label);
  redan_widget_set_tooltip (self->base_button, label);
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_label_set_text (GTK_LABEL (self->consequences), consequences);
  gtk_widget_set_visible (self->consequences, *consequences != '\0');
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_visible (self->cancel, busy);
}

static gboolean
scroll_up (gpointer user_data)
{
  RedanChangesView *self = user_data;

  if (self->n_conflicts > 0 && self->box != NULL)
    gtk_widget_activate_action (self->rows, "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

/** A list stays where it is when rows come above; conflicts are what it is to begin with. Rows have
 * a place only after they were laid out. */
void
redan_changes_view_reveal_conflicts (RedanChangesView *self)
{
  g_idle_add_full (G_PRIORITY_LOW, scroll_up, g_object_ref (self), g_object_unref);
}

static void
update_conflicts (RedanChangesView *self)
{
  const guint before = self->n_conflicts;
  const guint n =
      self->workspace != NULL
          ? redan_model_get_n (redan_workspace_get_model (self->workspace), REDAN_SECTION_CONFLICT)
          : 0;
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u conflict remains", "%u conflicts remain", n), n);

  self->n_conflicts = n;
  gtk_label_set_text (GTK_LABEL (self->banner_label), text);
  gtk_widget_set_visible (self->banner, n > 0);
  if (n > before)
    redan_changes_view_reveal_conflicts (self);
  if (n != before)
    g_signal_emit (self, conflicts_changed_signal, 0);
}

/** A row that goes takes the focus with it, and then no key reaches the window: the list has it
 * instead. */
static void
keep_focus (RedanChangesView *self)
{
  GtkRoot *root = gtk_widget_get_root (self->rows);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->rows))
    gtk_root_set_focus (root, self->rows);
}

static void
studied_cb (RedanChangesView *self)
{
  const RedanDifference *difference = redan_change_study_get_difference (self->study);

  /* A result that is gone is gone from the list before anything looks at it. */
  if (difference != self->listed)
    {
      self->listed = difference;
      keep_focus (self);
      redan_change_list_refresh (self->list, TRUE);
    }
  update_head (self);
}

static void
edited_cb (RedanChangesView *self)
{
  if (redan_model_get_n (redan_workspace_get_model (self->workspace), REDAN_SECTION_CONFLICT) !=
      self->n_conflicts)
    keep_focus (self);
  redan_change_list_refresh (self->list, FALSE);
  update_conflicts (self);
}

/* Conflicts */

static void
take_all (RedanChangesView *self, RedanConflictSide side)
{
  if (self->workspace != NULL)
    redan_workspace_apply (self->workspace, redan_conflict_resolve_all (
                                                redan_workspace_get_model (self->workspace), side));
}

static void
all_ours_cb (RedanChangesView *self)
{
  take_all (self, REDAN_CONFLICT_OURS);
}

static void
all_theirs_cb (RedanChangesView *self)
{
  take_all (self, REDAN_CONFLICT_THEIRS);
}

static RedanChangeRowText *
dup_row_text (RedanChangesView *self, GtkListItem *item)
{
  return redan_change_list_dup_text (self->list, gtk_list_item_get_item (item));
}

static void
take_side (GtkListItem *item, RedanConflictSide side)
{
  RedanChangesView *self = g_object_get_data (G_OBJECT (item), "view");
  g_autoptr (RedanChangeRowText) text = dup_row_text (self, item);
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanObject *conflict = redan_model_lookup (model, &text->conflict);

  if (conflict != NULL)
    redan_workspace_apply (self->workspace, redan_conflict_resolve (model, conflict, side));
}

static void
ours_cb (GtkButton *button, gpointer user_data)
{
  take_side (user_data, REDAN_CONFLICT_OURS);
}

static void
theirs_cb (GtkButton *button, gpointer user_data)
{
  take_side (user_data, REDAN_CONFLICT_THEIRS);
}

static void
edit_cb (GtkButton *button, gpointer user_data)
{
  RedanChangesView *self = g_object_get_data (G_OBJECT (user_data), "view");
  g_autoptr (RedanChangeRowText) text = dup_row_text (self, user_data);

  if (text->has_target)
    redan_workspace_select_object (self->workspace, &text->target);
  redan_conflict_editor_popup (GTK_WIDGET (button), self->workspace, &text->conflict,
                               text->can_edit);
}

/* Rows */

static GtkWidget *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_row_button (GtkWidget *box, const char *label, GCallback callback, GtkListItem *item)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, item, 0);
  gtk_box_append (GTK_BOX (box), button);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *mark = gtk_label_new (NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  g_object_set_data (G_OBJECT (item), "view", user_data);
  gtk_label_set_width_chars (GTK_LABEL (mark), 2);
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_add_css_class (mark, "change-mark");
  gtk_box_append (GTK_BOX (words), create_label (NULL));
  gtk_box_append (GTK_BOX (words), create_label ("dim-label"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  add_row_button (buttons, _ ("Keep Ours"), G_CALLBACK (ours_cb), item);
  add_row_button (buttons, _ ("Take Theirs"), G_CALLBACK (theirs_cb), item);
  add_row_button (buttons, _ ("Edit…"), G_CALLBACK (edit_cb), item);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_list_item_set_child (item, box);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_autoptr (RedanChangeRowText) text = dup_row_text (user_data, item);
  GtkWidget *mark = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (mark);
  GtkWidget *buttons = gtk_widget_get_next_sibling (words);
  GtkWidget *title = gtk_widget_get_first_child (words);
  GtkWidget *detail = gtk_widget_get_last_child (words);
  g_autofree char *shown = redan_text_shorten (text->title, REDAN_SHORT_TEXT);
  g_autofree char *more = redan_text_shorten (text->detail, REDAN_LONG_TEXT);
  const gboolean heading = text->kind == REDAN_CHANGE_ROW_HEADING;

  gtk_label_set_text (GTK_LABEL (mark), text->mark);
  gtk_widget_set_visible (mark, !heading);
  set_class (mark, "added", g_str_equal (text->mark, "+"));
  set_class (mark, "removed", g_str_equal (text->mark, "−"));
  set_class (mark, "changed", g_str_equal (text->mark, "~"));
  set_class (mark, "moved", g_str_equal (text->mark, ">"));
  set_class (mark, "conflict", g_str_equal (text->mark, "!"));
  gtk_label_set_text (GTK_LABEL (title), shown);
  set_class (title, "heading", heading);
  gtk_label_set_text (GTK_LABEL (detail), more);
  gtk_widget_set_visible (detail, *more != '\0');
  gtk_widget_set_visible (buttons, text->kind == REDAN_CHANGE_ROW_CONFLICT);
  gtk_list_item_set_activatable (item, text->has_target);
}

static void
activated_cb (GtkListView *view, guint position, gpointer user_data)
{
  RedanChangesView *self = user_data;
  g_autoptr (RedanChangeRow) row = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  g_autoptr (RedanChangeRowText) text =
      row != NULL ? redan_change_list_dup_text (self->list, row) : NULL;

  if (text != NULL && text->has_target)
    redan_workspace_select_object (self->workspace, &text->target);
}

/* What is compared */

static void
chosen_cb (RedanBasePopover *popover, const RedanChangeBase *base, gpointer user_data)
{
  redan_changes_view_compare_with (user_data, redan_change_base_copy (base));
}

static void
choose_file_cb (RedanChangesView *self)
{
  g_signal_emit (self, choose_file_signal, 0);
}

static void
cancel_cb (RedanChangesView *self)
{
  redan_change_study_cancel (self->study);
}

void
redan_changes_view_compare_with (RedanChangesView *self, RedanChangeBase *base)
{
  redan_change_study_set_base (self->study, base);
}

RedanChangeStudy *
redan_changes_view_get_study (RedanChangesView *self)
{
  return self->study;
}

guint
redan_changes_view_get_n_conflicts (RedanChangesView *self)
{
  return self->n_conflicts;
}

void
redan_changes_view_set_workspace (RedanChangesView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  redan_base_popover_set_workspace (REDAN_BASE_POPOVER (self->popover), workspace);
  redan_change_study_set_workspace (self->study, workspace);
  redan_change_list_set_workspace (self->list, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  update_conflicts (self);
}

/* The widget */

static void
redan_changes_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_changes_view_parent_class)->map (widget);
  redan_change_study_watch (REDAN_CHANGES_VIEW (widget)->study, REDAN_WATCH_PAGE, TRUE);
}

static void
redan_changes_view_unmap (GtkWidget *widget)
{
  redan_change_study_watch (REDAN_CHANGES_VIEW (widget)->study, REDAN_WATCH_PAGE, FALSE);
  GTK_WIDGET_CLASS (redan_changes_view_parent_class)->unmap (widget);
}

static void
redan_changes_view_dispose (GObject *object)
{
  RedanChangesView *self = REDAN_CHANGES_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  if (self->study != NULL)
    redan_change_study_stop (self->study);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->list);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (redan_changes_view_parent_class)->dispose (object);
}

static void
redan_changes_view_class_init (RedanChangesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_changes_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_changes_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = redan_changes_view_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  choose_file_signal = g_signal_new ("choose-file", REDAN_TYPE_CHANGES_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  conflicts_changed_signal = g_signal_new ("conflicts-changed", REDAN_TYPE_CHANGES_VIEW,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_head (RedanChangesView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *colour = gtk_button_new_with_mnemonic (_ ("_Colour the Diagram"));

  self->base_label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->base_label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->base_label), 0);
  gtk_box_append (GTK_BOX (content), self->base_label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->popover = redan_base_popover_new ();
  self->base_button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->base_button), content);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->base_button), self->popover);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->base_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Compare with"), -1);
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->popover, "choose-file", G_CALLBACK (choose_file_cb), self,
                           G_CONNECT_SWAPPED);
  self->spinner = gtk_spinner_new ();
  self->cancel = gtk_button_new_with_mnemonic (_ ("Ca_ncel"));
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (cancel_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (colour), "win.colour-by::changes");
  gtk_widget_set_hexpand (colour, TRUE);
  gtk_widget_set_halign (colour, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (head), self->base_button);
  gtk_box_append (GTK_BOX (head), self->spinner);
  gtk_box_append (GTK_BOX (head), self->cancel);
  gtk_box_append (GTK_BOX (head), colour);
  gtk_widget_set_layout_manager (head, redan_wrap_layout_new (8));
  gtk_widget_add_css_class (head, "view-bar");
  return head;
}

static GtkWidget *
create_banner (RedanChangesView *self)
{
  GtkWidget *ours = gtk_button_new_with_mnemonic (_ ("Take _All Ours"));
  GtkWidget *theirs = gtk_button_new_with_mnemonic (_ ("Take All _Theirs"));

  self->banner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->banner_label = create_label ("heading");
  gtk_widget_set_hexpand (self->banner_label, TRUE);
  g_signal_connect_object (ours, "clicked", G_CALLBACK (all_ours_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (theirs, "clicked", G_CALLBACK (all_theirs_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->banner), self->banner_label);
  gtk_box_append (GTK_BOX (self->banner), ours);
  gtk_box_append (GTK_BOX (self->banner), theirs);
  gtk_widget_add_css_class (self->banner, "conflicts-banner");
  gtk_widget_set_visible (self->banner, FALSE);
  return self->banner;
}

static GtkWidget *
create_rows (RedanChangesView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->list))));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  self->rows = gtk_list_view_new (selection, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->rows), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Changes"), -1);
  gtk_widget_add_css_class (self->rows, "change-rows");
  g_signal_connect_object (self->rows, "activate", G_CALLBACK (activated_cb), self, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
redan_changes_view_init (RedanChangesView *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->study = redan_change_study_new ();
  self->list = redan_change_list_new (self->study);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->summary = create_label (NULL);
  self->consequences = create_label ("dim-label");
  gtk_box_append (GTK_BOX (words), self->summary);
  gtk_box_append (GTK_BOX (words), self->consequences);
  gtk_widget_add_css_class (words, "change-summary");
  gtk_box_append (GTK_BOX (self->box), create_banner (self));
  gtk_box_append (GTK_BOX (self->box), create_head (self));
  gtk_box_append (GTK_BOX (self->box), words);
  gtk_box_append (GTK_BOX (self->box), create_rows (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->study, "changed", G_CALLBACK (studied_cb), self,
                           G_CONNECT_SWAPPED);
  update_head (self);
}

GtkWidget *
redan_changes_view_new (void)
{
  return g_object_new (REDAN_TYPE_CHANGES_VIEW, NULL);
}
