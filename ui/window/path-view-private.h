/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the page of attack paths share. */

#pragma once

#include "ui/window/attack-study.h"
#include "ui/window/path-view.h"

G_BEGIN_DECLS

struct _RedanPathView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanCanvas *canvas;
  GtkDropDown *attackers;
  GtkDropDown *assets;
  GtkWidget *starts; /* the button that says where */
  GtkWidget *spinner;
  GtkWidget *scrolled;
  GtkWidget *box;

  RedanAttackStudy *study;
  GCancellable *cancellable;
  char *attacker;     /* id that was chosen, or NULL */
  RedanId asset;      /* that was chosen; the null id for everything */
  RedanId entry;      /* where he is to start; the null id for his usual places */
  GArray *toggles;    /* RedanStudyToggle */
  gboolean unfolds_what_if[2]; /* the controls that are missing, those that stand */
  gboolean is_stale;  /* the study is older than the analysis */
  gboolean is_filled; /* the choosers are being filled */
  guint start_source;
  int shown;   /* the path whose steps are on the diagram, or -1 */
  int current; /* its step that is told about, or -1 */

  GtkWidget *overview; /* box of the tables about the whole model, or NULL */
  GCancellable *overview_cancellable;
  gboolean folds_overview;
};

/* path-view.c */

/** redan_path_view_ask: studies the attacks anew */
void redan_path_view_ask (RedanPathView *self);

/** redan_path_view_get_question: Returns: what is asked; valid as long as nothing else is chosen */
RedanStudyQuestion redan_path_view_get_question (RedanPathView *self);

/** redan_path_view_show_step: @path and @step, or -1: marks on the diagram */
void redan_path_view_show_step (RedanPathView *self, int path, int step);

/* path-entry.c */

/** redan_path_view_create_entry: Returns: (transfer floating): the button that says where the
 * attacker starts */
GtkWidget *redan_path_view_create_entry (RedanPathView *self);

/** redan_path_view_show_entry: has the button say where the attacks of the study start */
void redan_path_view_show_entry (RedanPathView *self);

/** redan_path_view_dup_entry: Returns: (transfer full) (nullable): name of the object where they
 * start; %NULL for the usual places */
char *redan_path_view_dup_entry (RedanPathView *self);

/* path-overview.c */

/** redan_path_view_create_overview: Returns: (transfer floating): what the whole attack graph says,
 * filled in when it is found */
GtkWidget *redan_path_view_create_overview (RedanPathView *self);

/** redan_path_view_forget_overview: before its widgets go */
void redan_path_view_forget_overview (RedanPathView *self);

/* path-rows.c */

/** redan_path_view_create_paths: Returns: (transfer floating): the group of the attacks */
GtkWidget *redan_path_view_create_paths (RedanPathView *self);

/** redan_path_view_create_passed: Returns: (transfer floating) (nullable): what several of them
 * pass */
GtkWidget *redan_path_view_create_passed (RedanPathView *self);

/* path-hardening.c */

/** redan_path_view_mark_cut: appends a mark for each object where the cheapest controls stop
 * attackers; @marks: (element-type RedanMark) */
void redan_path_view_mark_cut (RedanPathView *self, GArray *marks);

/** redan_path_view_create_hardening: Returns: (transfer floating) (nullable): the cheapest controls
 * that close every attack */
GtkWidget *redan_path_view_create_hardening (RedanPathView *self);

/** redan_path_view_create_legend: Returns: (transfer floating) (nullable): what the marks on the
 * diagram mean */
GtkWidget *redan_path_view_create_legend (RedanPathView *self);

/* path-what-if.c */

/** redan_path_view_create_what_if: Returns: (transfer floating) (nullable): the controls on the
 * attacks */
GtkWidget *redan_path_view_create_what_if (RedanPathView *self);

G_END_DECLS
