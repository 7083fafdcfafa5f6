/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the main window share. Private to this folder. */

#pragma once

#include "ui/window/canvas.h"
#include "ui/window/command-palette.h"
#include "ui/window/inspector.h"
#include "ui/window/job-bar.h"
#include "ui/window/objective-view.h"
#include "ui/window/palette.h"
#include "ui/window/plan-view.h"
#include "ui/window/question-view.h"
#include "ui/window/threat-table.h"
#include "ui/window/window.h"

G_BEGIN_DECLS

struct _RedanWindow
{
  AdwApplicationWindow parent_instance;

  RedanWorkspace *workspace;
  GCancellable *cancellable;
  char *data_directory;
  guint as_of;

  AdwWindowTitle *title;
  GtkDropDown *diagram_chooser;
  GtkButton *undo_button;
  GtkButton *redo_button;
  GtkToggleButton *side_toggle;
  GtkToggleButton *details_toggle;
  GtkToggleButton *colour_toggle;
  GtkInfoBar *notice_bar;
  GtkLabel *notice_label;
  GtkButton *losses_button;
  RedanJobBar *job_bar;
  AdwToastOverlay *toasts;
  AdwToast *undo_toast; /* weak */
  GtkStack *stack;
  RedanCommandPalette *palette;
  GtkBox *welcome_box;
  GtkLabel *loading_label;
  GtkSpinner *spinner;
  AdwFlap *side;
  RedanPalette *drawing;
  AdwFlap *flap;
  GtkPaned *paned;
  RedanInspector *inspector;
  RedanCanvas *canvas;
  GtkLabel *pill;
  GtkLabel *empty_label;
  GtkBox *legend;
  GtkButton *zoom_in;
  GtkButton *zoom_out;
  GtkButton *zoom_normal;
  GtkButton *zoom_fit;
  GtkStack *views;
  RedanThreatTable *threat_table;
  RedanPlanView *plan_view;
  RedanQuestionView *question_view;
  RedanObjectiveView *objective_view;
};

/** redan_window_show_notice: shows @text, which is data, in the bar below the header until it is
 * closed */
void redan_window_show_notice (RedanWindow *self, GtkMessageType type, const char *text);

/* Actions; each is there while a model is open. */

/** redan_window_report_action: asks where to, and writes the report in a thread */
void redan_window_report_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_export_action: asks where to, and writes a picture of the diagram in a thread */
void redan_window_export_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_copy_picture_action: puts a picture of the selection, or of the whole diagram when
 * nothing is selected, into the clipboard */
void redan_window_copy_picture_action (GtkWidget *widget, const char *name, GVariant *parameter);

/** redan_window_print_action: asks how, and prints the diagram */
void redan_window_print_action (GtkWidget *widget, const char *name, GVariant *parameter);

G_END_DECLS
