/* SPDX-License-Identifier: Apache-2.0 */
/* The main window: diagram, details and tables of one model. */

#include "config.h"

#include "ui/window/window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"
#include "ui/window/colour-modes.h"
#include "ui/window/keys.h"
#include "ui/window/losses-window.h"
#include "ui/window/preferences-window.h"
#include "ui/window/rows.h"
#include "ui/window/toast.h"
#include "ui/window/window-private.h"

G_DEFINE_FINAL_TYPE (RedanWindow, redan_window, ADW_TYPE_APPLICATION_WINDOW)

void
redan_window_show_notice (RedanWindow *self, GtkMessageType type, const char *text)
{
  gtk_label_set_text (self->notice_label, text);
  gtk_info_bar_set_message_type (self->notice_bar, type);
  gtk_widget_set_visible (GTK_WIDGET (self->losses_button), FALSE);
  gtk_info_bar_set_revealed (self->notice_bar, TRUE);
}

void
redan_window_toast (RedanWindow *self, const char *text)
{
  /* The titles of toasts are markup. */
  g_autofree char *markup = g_markup_escape_text (text, -1);

  /* The window was closed meanwhile. */
  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (redan_toast_find_overlay (GTK_WIDGET (self->stack)),
                                 adw_toast_new (markup));
}

void
redan_window_toast_undo (RedanWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = NULL;

  if (self->toasts == NULL)
    return;
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_overlay_add_toast (redan_toast_find_overlay (GTK_WIDGET (self->stack)), toast);
}

static void
notice_closed_cb (GtkInfoBar *bar, int response, gpointer user_data)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

static void
setup_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_list_item_set_child (item, label);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/** The list of a drop-down is as wide as its longest name unless its labels are told otherwise. */
static void
limit_names (GtkDropDown *chooser)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_name_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_name_cb), NULL);
  gtk_drop_down_set_factory (chooser, factory);
}

static void
diagram_chosen_cb (RedanWindow *self)
{
  if (self->workspace != NULL)
    redan_workspace_set_diagram (self->workspace,
                                 gtk_drop_down_get_selected (self->diagram_chooser));
}

static void
update_diagram_chooser (RedanWindow *self)
{
  const GPtrArray *diagrams = redan_workspace_get_diagrams (self->workspace);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < diagrams->len; i++)
    {
      const char *name = redan_object_get_name (g_ptr_array_index (diagrams, i));
      g_autofree char *visible = name[0] != '\0' ? redan_text_make_visible (name)
                                                 : g_strdup_printf (_ ("Diagram %u"), i + 1);
      g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);

      gtk_string_list_append (names, shown);
    }
  /* A new list selects its first entry; that is not the user's choice. */
  g_signal_handlers_block_by_func (self->diagram_chooser, diagram_chosen_cb, self);
  gtk_drop_down_set_model (self->diagram_chooser, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->diagram_chooser, redan_workspace_get_diagram (self->workspace));
  g_signal_handlers_unblock_by_func (self->diagram_chooser, diagram_chosen_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->diagram_chooser), diagrams->len > 1);
}

static void
update_empty_label (RedanWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label),
                          redan_workspace_get_scene (self->workspace)->n_boxes == 0);
}

/** Which file it is. A model without a name is called like its file: then it is the folder. */
static char *
dup_place (RedanWindow *self)
{
  const char *path = redan_workspace_get_path (self->workspace);
  const RedanObject *meta = redan_model_get_meta (redan_workspace_get_model (self->workspace));
  const char *home = g_get_home_dir ();
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *folder = NULL;
  g_autofree char *shown = NULL;

  if (path == NULL)
    return g_strdup (_ ("not saved yet"));
  if (redan_object_get_name (meta)[0] != '\0')
    shown = g_filename_display_basename (path);
  else
    {
      folder = g_path_get_dirname (absolute);
      shown = g_filename_display_name (folder);
      if (g_str_has_prefix (folder, home) && strchr ("/", folder[strlen (home)]) != NULL)
        {
          g_free (shown);
          shown = g_strconcat ("~", folder + strlen (home), NULL);
        }
    }
  return redan_text_make_visible (shown);
}

static void
update_title (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *whole = redan_workspace_dup_title (self->workspace);
  g_autofree char *title = redan_text_shorten (whole, REDAN_SHORT_TEXT);
  g_autofree char *visible = dup_place (self);
  g_autofree char *subtitle = NULL;

  if (redan_document_is_read_only (document))
    subtitle = g_strdup_printf (_ ("%s, only to look at"), visible);
  else if (path != NULL && redan_document_get_path (document) == NULL)
    subtitle = g_strdup_printf (_ ("from %s, not saved yet"), visible);
  else if (redan_document_is_modified (document))
    subtitle = g_strdup_printf ("• %s", visible);
  else
    subtitle = g_steal_pointer (&visible);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/** Undo and redo say in their tips what they would take back or do again. */
static void
update_history (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  const char *undo = redan_document_get_undo_label (document);
  const char *redo = redan_document_get_redo_label (document);
  g_autofree char *undo_label = redan_text_shorten (undo != NULL ? undo : "", REDAN_SHORT_TEXT);
  g_autofree char *redo_label = redan_text_shorten (redo != NULL ? redo : "", REDAN_SHORT_TEXT);
  g_autofree char *undo_tip = g_strdup_printf (_ ("Undo %s"), undo_label);
  g_autofree char *redo_tip = g_strdup_printf (_ ("Redo %s"), redo_label);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->undo_button), undo_tip);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->redo_button), redo_tip);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", undo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", redo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.revert",
                                 redan_document_get_path (document) != NULL &&
                                     redan_document_is_modified (document));
}

static void
state_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  update_title (REDAN_WINDOW (user_data));
  update_history (REDAN_WINDOW (user_data));
}

/** A toast offers to take back the last command only. */
static void
edited_cb (RedanWorkspace *workspace, RedanEdit *edit, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
}

static void
scene_changed_cb (RedanWorkspace *workspace, GArray *changed, gpointer user_data)
{
  update_empty_label (REDAN_WINDOW (user_data));
}

static void
failed_cb (RedanWorkspace *workspace, const char *message, gpointer user_data)
{
  g_autofree char *visible = redan_text_make_visible (message);

  redan_window_show_notice (REDAN_WINDOW (user_data), GTK_MESSAGE_ERROR, visible);
}

static void
said_cb (RedanCanvas *canvas, const char *text, gboolean undoes, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  if (undoes)
    redan_window_toast_undo (self, text);
  else
    redan_window_toast (self, text);
}

/** What the tool in hand waits for; a new text is read out. */
static void
hint_changed_cb (RedanWindow *self)
{
  g_autofree char *hint = NULL;

  g_object_get (self->canvas, "hint", &hint, NULL);
  gtk_label_set_text (self->hint_label, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL);
}

static void
diagrams_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  update_diagram_chooser (REDAN_WINDOW (user_data));
}

static void
diagram_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  gtk_drop_down_set_selected (self->diagram_chooser, redan_workspace_get_diagram (workspace));
  update_empty_label (self);
}

void
redan_window_set_workspace (RedanWindow *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  if (self->workspace != workspace)
    redan_save_again_forget (self->save_again);
  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "diagram-changed", G_CALLBACK (diagram_changed_cb), self, 0);
  g_signal_connect_object (workspace, "diagrams-changed", G_CALLBACK (diagrams_changed_cb), self,
                           0);
  g_signal_connect_object (workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self, 0);
  g_signal_connect_object (workspace, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (workspace, "edited", G_CALLBACK (edited_cb), self, 0);
  g_signal_connect_object (workspace, "failed", G_CALLBACK (failed_cb), self, 0);
  update_diagram_chooser (self);
  redan_canvas_set_workspace (self->canvas, workspace);
  redan_inspector_set_workspace (self->inspector, workspace);
  redan_palette_set_workspace (self->drawing, workspace);
  redan_threat_table_set_workspace (self->threat_table, workspace);
  redan_command_palette_set_workspace (self->palette, workspace);
  redan_history_popover_set_workspace (self->history, workspace);
  redan_path_view_set_workspace (self->path_view, workspace);
  redan_plan_view_set_workspace (self->plan_view, workspace);
  redan_question_view_set_workspace (self->question_view, workspace);
  redan_objective_view_set_workspace (self->objective_view, workspace);
  redan_changes_view_set_workspace (self->changes_view, workspace);

  update_title (self);
  redan_risk_pill_set_workspace (self->pill, workspace);
  update_empty_label (self);
  gtk_widget_set_visible (GTK_WIDGET (self->side_toggle), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->details_toggle), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "model");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_info_bar_set_revealed (self->notice_bar, FALSE);
  if (redan_workspace_get_notice (workspace) != NULL)
    redan_window_show_notice (self, GTK_MESSAGE_INFO, redan_workspace_get_notice (workspace));
  gtk_widget_set_visible (GTK_WIDGET (self->losses_button),
                          redan_workspace_get_losses (workspace)->len > 0);
}

void
redan_window_set_model_actions_enabled (RedanWindow *self, gboolean enabled)
{
  static const char *const names[] = { "win.report",
                                       "win.search",
                                       "win.toggle-details",
                                       "win.zoom-in",
                                       "win.zoom-out",
                                       "win.zoom-normal",
                                       "win.zoom-fit",
                                       "win.undo",
                                       "win.redo",
                                       "win.export",
                                       "win.copy-picture",
                                       "win.print",
                                       "win.history",
                                       "win.save",
                                       "win.save-as",
                                       "win.import-evidence",
                                       "win.import-advisories",
                                       "win.export-model",
                                       "win.update-import",
                                       "win.carry-decisions" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], enabled);
  gtk_widget_set_sensitive (GTK_WIDGET (self->history_button), enabled);
  if (enabled)
    update_history (self);
  else
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.revert", FALSE);
}

void
redan_window_settle (RedanWindow *self)
{
  if (self->workspace == NULL)
    return;
  redan_canvas_settle (self->canvas);
  redan_inspector_commit (self->inspector);
  redan_question_view_commit (self->question_view);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  redan_canvas_settle (self->canvas);
  if (g_str_equal (name, "win.undo"))
    redan_workspace_undo (self->workspace);
  else
    redan_workspace_redo (self->workspace);
}

static void
history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (REDAN_WINDOW (widget)->history_button);
}

static void
losses_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (redan_losses_window_new (
      GTK_WINDOW (self), redan_workspace_get_losses (self->workspace), NULL, NULL)));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (REDAN_WINDOW (widget)->cancellable);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  redan_window_show_view (self, "threats");
  redan_threat_table_focus_search (self->threat_table);
}

static void
palette_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_command_palette_open (REDAN_WINDOW (widget)->palette);
}

/** Runs what was chosen in the command palette. */
static void
run_cb (RedanCommandPalette *palette, const char *action, gpointer user_data)
{
  GtkWidget *target = GTK_WIDGET (user_data);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;

  if (!g_action_parse_detailed_name (action, &name, &parameter, NULL))
    return;
  if (g_str_has_prefix (name, "canvas."))
    target = GTK_WIDGET (REDAN_WINDOW (user_data)->canvas);
  if (!gtk_widget_activate_action_variant (target, name, parameter))
    gtk_widget_error_bell (target);
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (redan_preferences_window_new (GTK_WINDOW (widget)));
}

/* Made when it is asked for; it takes a while to build. */
static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkWidget) help = redan_keys_create_help ();

  gtk_window_set_transient_for (GTK_WINDOW (help), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (help));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *canvas_name = g_strconcat ("canvas.", name + strlen ("win."), NULL);

  if (g_str_equal (canvas_name, "canvas.zoom-fit"))
    redan_canvas_fit (REDAN_WINDOW (widget)->canvas);
  else
    gtk_widget_activate_action (GTK_WIDGET (REDAN_WINDOW (widget)->canvas), canvas_name, NULL);
}

static void
redan_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_window_parent_class)->realize (widget);
  redan_window_watch_width (REDAN_WINDOW (widget));
}

static void
redan_window_unmap (GtkWidget *widget)
{
  redan_window_remember_layout (REDAN_WINDOW (widget));
  GTK_WIDGET_CLASS (redan_window_parent_class)->unmap (widget);
}

static void
redan_window_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_static_string (value, REDAN_WINDOW (object)->colour_by);
}

static void
redan_window_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  redan_window_set_colour_by (REDAN_WINDOW (object), g_value_get_string (value));
}

static void
redan_window_dispose (GObject *object)
{
  RedanWindow *self = REDAN_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->undo_toast);
  redan_window_watch_dispose (self);
  redan_window_versions_dispose (self);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  /* The binding to the preferences outlives the canvas. */
  if (self->canvas != NULL)
    g_settings_unbind (self, "colour-by");
  gtk_widget_dispose_template (GTK_WIDGET (self), REDAN_TYPE_WINDOW);
  G_OBJECT_CLASS (redan_window_parent_class)->dispose (object);
}

static void
redan_window_finalize (GObject *object)
{
  g_free (REDAN_WINDOW (object)->data_directory);
  G_OBJECT_CLASS (redan_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, narrow_bin);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, title);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, diagram_chooser);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, side_toggle);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, history_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, history);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, details_toggle);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, share_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, colour_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, pages_bar);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, tables_toggle);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, views_bar);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, views_switcher);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, views_room);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, tables_alone_toggle);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, tables_folded_toggle);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, views_chooser);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, losses_button);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, file_bar);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, file_label);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, file_first);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, file_second);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, canvas_toasts);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, job_bar);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, palette);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, loading_label);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, side);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, drawing);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, pill);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, empty_label);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, legend);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, zoom_in);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, zoom_out);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, zoom_normal);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, zoom_fit);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, views);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, threat_table);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, path_view);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, plan_view);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, question_view);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, objective_view);
  gtk_widget_class_bind_template_child (widget_class, RedanWindow, changes_view);
}

static void
redan_window_class_init (RedanWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.cancel", cancel_action },
    { "win.losses", losses_action },
    { "win.report", redan_window_report_action },
    { "win.import-evidence", redan_window_import_evidence_action },
    { "win.import-advisories", redan_window_import_advisories_action },
    { "win.export-model", redan_window_export_model_action },
    { "win.update-import", redan_window_update_action },
    { "win.carry-decisions", redan_window_carry_action },
    { "win.search", search_action },
    { "win.toggle-details", redan_window_toggle_pane_action },
    { "win.toggle-side", redan_window_toggle_pane_action },
    { "win.toggle-tables", redan_window_toggle_pane_action },
    { "win.tables-alone", redan_window_toggle_pane_action },
    { "win.next-pane", redan_window_next_pane_action },
    { "win.previous-pane", redan_window_next_pane_action },
    { "win.zoom-in", zoom_action },
    { "win.zoom-out", zoom_action },
    { "win.zoom-fit", zoom_action },
    { "win.zoom-normal", zoom_action },
    { "win.history", history_action },
    { "win.undo", undo_action },
    { "win.redo", undo_action },
    { "win.preferences", preferences_action },
    { "win.show-help-overlay", help_action },
    { "win.command-palette", palette_action },
    { "win.export", redan_window_export_action },
    { "win.copy-picture", redan_window_copy_picture_action },
    { "win.print", redan_window_print_action },
  };

  g_type_ensure (REDAN_TYPE_CANVAS);
  g_type_ensure (REDAN_TYPE_COLOUR_LEGEND);
  g_type_ensure (REDAN_TYPE_COMMAND_PALETTE);
  g_type_ensure (REDAN_TYPE_INSPECTOR);
  g_type_ensure (REDAN_TYPE_JOB_BAR);
  g_type_ensure (REDAN_TYPE_HISTORY_POPOVER);
  g_type_ensure (REDAN_TYPE_NARROW_BIN);
  g_type_ensure (REDAN_TYPE_WELCOME);
  g_type_ensure (REDAN_TYPE_RISK_PILL);
  g_type_ensure (REDAN_TYPE_THREAT_TABLE);
  g_type_ensure (REDAN_TYPE_PALETTE);
  g_type_ensure (REDAN_TYPE_PATH_VIEW);
  g_type_ensure (REDAN_TYPE_PLAN_VIEW);
  g_type_ensure (REDAN_TYPE_QUESTION_VIEW);
  g_type_ensure (REDAN_TYPE_OBJECTIVE_VIEW);
  g_type_ensure (REDAN_TYPE_CHANGES_VIEW);
  object_class->dispose = redan_window_dispose;
  object_class->finalize = redan_window_finalize;
  object_class->get_property = redan_window_get_property;
  object_class->set_property = redan_window_set_property;
  widget_class->realize = redan_window_realize;
  widget_class->unmap = redan_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = redan_window_close_request;
  redan_window_file_install (widget_class);
  redan_window_watch_install (widget_class);
  redan_window_versions_install (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redan/Redan/window.ui");
  bind_template (widget_class);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "win.view", "s", redan_window_view_action);
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_string ("colour-by", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_install_property_action (widget_class, "win.colour-by", "colour-by");
}

static void
connect_zoom_buttons (RedanWindow *self)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->zoom_in), "win.zoom-in");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->zoom_out), "win.zoom-out");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->zoom_normal), "win.zoom-normal");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->zoom_fit), "win.zoom-fit");
  g_object_bind_property (self->canvas, "zoom-text", self->zoom_normal, "label",
                          G_BINDING_SYNC_CREATE);
}

static void
redan_window_init (RedanWindow *self)
{
  self->colour_by = redan_colour_modes_lookup (NULL)->word;
  gtk_widget_init_template (GTK_WIDGET (self));
  redan_toast_set_overlay (GTK_WINDOW (self), self->canvas_toasts);
  redan_palette_set_canvas (self->drawing, self->canvas);
  redan_path_view_set_canvas (self->path_view, self->canvas);
  redan_window_file_init (self);
  redan_window_watch_init (self);
  redan_window_versions_init (self);
  g_signal_connect_object (self->diagram_chooser, "notify::selected",
                           G_CALLBACK (diagram_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notice_bar, "response", G_CALLBACK (notice_closed_cb), self, 0);
  g_signal_connect_object (self->palette, "run", G_CALLBACK (run_cb), self, 0);
  g_signal_connect_object (self->canvas, "said", G_CALLBACK (said_cb), self, 0);
  g_signal_connect_object (self->canvas, "notify::hint", G_CALLBACK (hint_changed_cb), self,
                           G_CONNECT_SWAPPED);
  limit_names (self->diagram_chooser);
  connect_zoom_buttons (self);
  redan_window_set_model_actions_enabled (self, FALSE);
  redan_window_setup_layout (self);
}

RedanWindow *
redan_window_new (AdwApplication *application, const RedanWindowOptions *options)
{
  RedanWindow *self = g_object_new (REDAN_TYPE_WINDOW, "application", application, NULL);

  self->data_directory = g_strdup (options->data_directory);
  self->as_of = options->as_of;
  return self;
}
