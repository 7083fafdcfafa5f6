/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the main window share. Private to this folder. */

#pragma once

#include "ui/window/canvas.h"
#include "ui/window/changes-view.h"
#include "ui/window/colour-legend.h"
#include "ui/window/command-palette.h"
#include "ui/window/inspector.h"
#include "ui/window/job-bar.h"
#include "ui/window/history-popover.h"
#include "ui/window/narrow-bin.h"
#include "ui/window/objective-view.h"
#include "ui/window/palette.h"
#include "ui/window/path-view.h"
#include "ui/window/plan-view.h"
#include "ui/window/question-view.h"
#include "ui/window/risk-pill.h"
#include "ui/window/save-again.h"
#include "ui/window/threat-table.h"
#include "ui/window/welcome.h"
#include "ui/window/window.h"

G_BEGIN_DECLS

/** RedanBarTopic: what the bar about the file tells, for who has to take it back */
typedef enum
{
  REDAN_BAR_OTHER,
  REDAN_BAR_FILE,      /* it is gone, or cannot be read */
  REDAN_BAR_HELD,      /* git is at work */
  REDAN_BAR_VERSIONS,  /* git has two of them */
  REDAN_BAR_CONFLICTS, /* of a merge */
} RedanBarTopic;

/** RedanTablesRoom: how the tables share the height of the window with the diagram */
typedef enum
{
  REDAN_TABLES_SHARE,
  REDAN_TABLES_FOLDED, /* their names are all that is shown */
  REDAN_TABLES_ALONE,
} RedanTablesRoom;

struct _RedanWindow
{
  AdwApplicationWindow parent_instance;

  RedanWorkspace *workspace;
  GCancellable *cancellable;
  char *data_directory;
  guint as_of;
  const char *colour_by; /* word of a RedanColourMode */
  gboolean side_folded;  /* what can be drawn lies over the diagram */
  gboolean folded;       /* the details do */
  gboolean paged;        /* diagram and tables take turns */
  RedanTablesRoom tables_room;
  int tables_height;   /* of tables beside the diagram, while they are not there */
  int tables_distance; /* of the divider from the lower edge, meanwhile */

  RedanNarrowBin *narrow_bin;
  GMenu *primary_menu;
  AdwWindowTitle *title;
  GtkDropDown *diagram_chooser;
  GtkButton *undo_button;
  GtkButton *redo_button;
  GtkToggleButton *side_toggle;
  GtkMenuButton *history_button;
  RedanHistoryPopover *history;
  GtkToggleButton *details_toggle;
  GtkWidget *open_button;
  GtkWidget *find_button;
  GtkWidget *share_button;
  GtkMenuButton *colour_button;
  GtkInfoBar *notice_bar;
  GtkLabel *notice_label;
  GtkButton *losses_button;
  RedanJobBar *job_bar;
  GtkInfoBar *file_bar; /* about the file, with what can be done */
  GtkLabel *file_label;
  GtkButton *file_first;
  GtkButton *file_second;
  AdwToastOverlay *toasts;
  AdwToastOverlay *canvas_toasts;
  AdwToast *undo_toast; /* weak */
  GtkStack *stack;
  RedanCommandPalette *palette;
  RedanWelcome *welcome;
  GtkLabel *loading_label;
  GtkSpinner *spinner;
  AdwFlap *side;
  RedanPalette *drawing;
  AdwFlap *flap;
  GtkPaned *paned;
  RedanInspector *inspector;
  RedanCanvas *canvas;
  RedanRiskPill *pill;
  GtkLabel *empty_label;
  GtkLabel *hint_label;
  RedanColourLegend *legend;
  GtkButton *zoom_in;
  GtkButton *zoom_out;
  GtkButton *zoom_normal;
  GtkButton *zoom_fit;
  GtkWidget *pages_bar;
  GtkToggleButton *tables_toggle;
  GtkWidget *views_bar;
  GtkWidget *views_switcher;
  GtkWidget *views_room;
  GtkToggleButton *tables_alone_toggle;
  GtkToggleButton *tables_folded_toggle;
  GtkDropDown *views_chooser;
  GtkStack *views;
  RedanThreatTable *threat_table;
  RedanPathView *path_view;
  RedanPlanView *plan_view;
  RedanQuestionView *question_view;
  RedanObjectiveView *objective_view;
  RedanChangesView *changes_view;

  char *opening; /* path of the file that is being opened, or NULL */
  GtkNativeDialog *chooser;
  gboolean asking; /* whether to save before closing */
  gboolean close_when_saved;
  RedanSaveAgain *save_again; /* NULL until something is saved */
  gconstpointer watched; /* the workspace whose commands are brought to the disk */
  guint barrier_source;
  GFileMonitor *monitor;
  guint check_source;
  RedanBarTopic bar_topic;
  GCancellable *looking;     /* of a question to git */
  char *looked_at;           /* the version of the file when git was asked */
  GFileMonitor *git_monitor; /* while git is at work, or has something to merge */
  char *git_watched;         /* directory that it watches */
  gboolean lock_seen;        /* by the question to git before */
  char *offered_versions;    /* names the two versions that git holds */
  char *merged_versions;     /* the same, of those that were merged here */
  char *unreadable;          /* path of a file that could not be opened */
  gboolean offered;          /* what was not saved the last time */
  GPtrArray *discarded;      /* keys, for the undo of the last discarding */
};

/** redan_window_show_notice: shows @text, which is data, in the bar below the header until it is
 * closed */
void redan_window_show_notice (RedanWindow *self, GtkMessageType type, const char *text);

/** redan_window_settle: makes commands of what is being typed or moved, which belongs to whatever
 * is written out; no effect without a model */
void redan_window_settle (RedanWindow *self);

/** redan_window_setup_tables: brings the tables of a new window into shape and keeps them there */
void redan_window_setup_tables (RedanWindow *self);

/** redan_window_share_height: shows diagram and tables as their state says */
void redan_window_share_height (RedanWindow *self);

/** redan_window_get_tables_height: in pixels, when they stand beside the diagram */
int redan_window_get_tables_height (RedanWindow *self);

/** redan_window_show_view: shows the table named @view, which is a page of the stack; the threats
 * when there is none such */
void redan_window_show_view (RedanWindow *self, const char *view);

/** redan_window_setup_layout: brings the widgets of a new window into the preferred shape and keeps
 * them there */
void redan_window_setup_layout (RedanWindow *self);

/** redan_window_watch_width: folds and unfolds with the width; once the window has a surface */
void redan_window_watch_width (RedanWindow *self);

/** redan_window_remember_layout: for the next window; while this one still has its size */
void redan_window_remember_layout (RedanWindow *self);

/** redan_window_set_colour_by: @word: of a RedanColourMode */
void redan_window_set_colour_by (RedanWindow *self, const char *word);

/** redan_window_view_action: shows the tables called @parameter; threats when there are none */
void redan_window_view_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_toggle_pane_action: shows or hides the details, or what can be drawn */
void redan_window_toggle_pane_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_next_pane_action: moves the focus round canvas, details and tables */
void redan_window_next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter);

/* Actions; each is there while a model is open. */
/** redan_window_set_workspace: shows it in all views */
void redan_window_set_workspace (RedanWindow *self, RedanWorkspace *workspace);
void redan_window_set_model_actions_enabled (RedanWindow *self, gboolean enabled);

/** redan_window_open_as: like redan_window_open(), for a copy or an unsaved document too */
void redan_window_open_as (RedanWindow *self, RedanOpenHow how, const char *name);

/** redan_window_file_install: actions that open and save; redan_window_file_init: files can be
 * dropped */
void redan_window_file_install (GtkWidgetClass *widget_class);
void redan_window_file_init (RedanWindow *self);

/** redan_window_close_request: asks when there is unsaved work. Returns: whether it stays open */
gboolean redan_window_close_request (GtkWindow *window);

/** redan_window_watch_install: actions of the bar about the file */
void redan_window_watch_install (GtkWidgetClass *widget_class);

/** redan_window_watch_init: to be called once the widgets of the template are there */
void redan_window_watch_init (RedanWindow *self);

/** redan_window_watch_dispose: ends what runs for the file; may be called more than once */
void redan_window_watch_dispose (RedanWindow *self);

/** redan_window_watch: follows the workspace and the file it has now; after opening and saving */
void redan_window_watch (RedanWindow *self);

/** redan_window_show_file_bar: @text is data; labels and actions of up to two buttons are nullable
 */
void redan_window_show_file_bar (RedanWindow *self,
                                 GtkMessageType type,
                                 const char *text,
                                 const char *first_label,
                                 const char *first_action,
                                 const char *second_label,
                                 const char *second_action);

/** redan_window_hide_file_bar: what it told is no longer so; no effect while it is hidden */
void redan_window_hide_file_bar (RedanWindow *self);

/** redan_window_versions_install, redan_window_versions_init, redan_window_versions_dispose: as
 * those of redan_window_watch() */
void redan_window_versions_install (GtkWidgetClass *widget_class);
void redan_window_versions_init (RedanWindow *self);
void redan_window_versions_dispose (RedanWindow *self);

/** redan_window_check_file: asks git, then takes over what others wrote into the file; no effect
 * without a file */
void redan_window_check_file (RedanWindow *self);

/** redan_window_check_file_soon: redan_window_check_file() when nothing more comes for a moment */
void redan_window_check_file_soon (RedanWindow *self);

/** redan_window_merged_cb: of "merged" of a document: tells that another program's version of the
 * file and what was not saved came together */
void redan_window_merged_cb (RedanDocument *document,
                             guint n_conflicts,
                             GPtrArray *notices,
                             gpointer user_data);

/** redan_window_show_conflicts_bar: tells how many conflicts remain; hides itself when none do */
void redan_window_show_conflicts_bar (RedanWindow *self);

/** redan_window_offer_versions_of: a file could not be opened; when git has two versions of it,
 * merging them is offered instead */
void redan_window_offer_versions_of (RedanWindow *self, const char *path);

/** redan_window_reload: takes over the file as one command @label, and says @text */
gboolean redan_window_reload (RedanWindow *self, const char *label, const char *text);

/** redan_window_report_action: asks where to, and writes the report in a thread */
void redan_window_report_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_export_model_action: writes the model for another tool, and lists what that cannot
 * say */
void redan_window_export_model_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_update_action: takes over a newer version of the file that the model came from */
void redan_window_update_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_carry_action: proposes decisions of the imported file for our threats */
void redan_window_carry_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_import_evidence_action: asks for files of findings, and makes one command of them
 */
void redan_window_import_evidence_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_import_advisories_action: asks for feeds, and makes threats of what they say of the
 * model, in one command */
void
redan_window_import_advisories_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_dup_chosen: Returns: (transfer full): the paths of the local files that were
 * chosen, ended by %NULL */
char **redan_window_dup_chosen (GtkFileChooser *chooser);

/** redan_window_export_action: asks where to, and writes a picture of the diagram in a thread */
void redan_window_export_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_copy_picture_action: puts a picture of the selection, or of the whole diagram when
 * nothing is selected, into the clipboard */
void redan_window_copy_picture_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_print_action: asks how, and prints the diagram */
void redan_window_print_action (GtkWidget *widget, const char *name, GVariant *parameter);

/**
 * redan_window_new_chooser:
 * @accept: (nullable): label of the button that accepts
 *
 * Only one chooser at a time, of whatever kind; it goes with the window.
 *
 * Returns: (transfer none): the chooser, modal, not shown yet
 */
GtkFileChooser *redan_window_new_chooser (RedanWindow *self,
                                          const char *title,
                                          GtkFileChooserAction action,
                                          const char *accept);

/** redan_window_add_filter: @patterns: (array zero-terminated=1): of names, as "*.json" */
void
redan_window_add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns);

/** redan_window_begin_beside_model: the chooser begins in the folder of the file, when the model
 * has one */
void redan_window_begin_beside_model (RedanWindow *self, GtkFileChooser *chooser);

/** redan_window_dup_chosen_path: Returns: (transfer full) (nullable): what was chosen, when it was
 * accepted and is a local file */
char *redan_window_dup_chosen_path (GtkNativeDialog *dialog, int response);

G_END_DECLS
