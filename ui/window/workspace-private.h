/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the workspace share. */

#pragma once

#include "model/organization.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_WORKSPACE_EDITED,
  REDAN_WORKSPACE_TOUCHED,
  REDAN_WORKSPACE_ANALYSED,
  REDAN_WORKSPACE_SCENE_CHANGED,
  REDAN_WORKSPACE_SELECTION_CHANGED,
  REDAN_WORKSPACE_DIAGRAM_CHANGED,
  REDAN_WORKSPACE_DIAGRAMS_CHANGED,
  REDAN_WORKSPACE_STATE_CHANGED,
  REDAN_WORKSPACE_PLAN_READY,
  REDAN_WORKSPACE_FAILED,
  REDAN_WORKSPACE_N_SIGNALS,
} RedanWorkspaceSignal;

struct _RedanWorkspace
{
  GObject parent_instance;

  RedanDocument *document;
  RedanStencils *stencils;
  RedanAnalysis *analysis; /* of the model as it was; replaced when a newer one is done */
  RedanObjectives *objectives;
  RedanPlan *plan;
  GCancellable *cancellable;
  GCancellable *plan_cancellable; /* of the plan that is being computed, or NULL */
  gboolean planned;               /* the plan is of this analysis, or will be */
  RedanSnapshot *snapshot;        /* the newest one; NULL before the first edit */
  RedanPeek *peek;                /* threats on what was touched, or NULL */
  GArray *touched;     /* RedanId: edited since the model that the analysis is of, oldest first */
  guint n_analysing;   /* how many of @touched are in what is being analysed */
  guint follow_source; /* idle source that takes the next snapshot, or 0 */
  gboolean analysing;
  gboolean counting;       /* open questions, for the colours of the diagram */
  gboolean outdated;       /* the model is newer than what is or was last being analysed */
  RedanColourBy colour_by; /* what the canvas shows, to tell where it changed */
  gint64 saved_residual;
  guint as_of;

  RedanModel *organization;      /* that the model refers to, or NULL */
  char *organization_text;       /* the reference it was read for, or NULL */
  char *organization_beside;     /* path of the model then */
  char *organization_problem;    /* why it could not be read, or NULL */
  char *inheritance_problem;     /* why the one that was read could not be inherited from, or NULL */
  RedanInheritance *inheritance; /* of the newest snapshot, or NULL */
  GFileMonitor *organization_monitor;
  guint organization_source; /* reads the file again soon, or 0 */
  guint organization_reads;  /* threads that read it */

  char *path; /* where the model came from; NULL for a new one */
  char *notice;
  GPtrArray *losses;
  GPtrArray *diagrams;  /* RedanObject, each with a reference */
  GPtrArray *scenes;    /* RedanScene or NULL until it is shown; at least one entry */
  GHashTable *coloured; /* the scenes that show the analysis */
  guint diagram;
  GArray *changes;   /* RedanSceneCount of RedanSceneChange, or NULL */
  GPtrArray *ghosts; /* RedanGhosts, or NULL */

  GArray *selection;    /* RedanId */
  GHashTable *selected; /* the same as a set of pointers into it */
  guint selected_threat;
  char *selected_threat_id; /* as printed: survives the next analysis */
};

/** redan_workspace_emit: of the signals without arguments */
void redan_workspace_emit (RedanWorkspace *self, RedanWorkspaceSignal signal);

/** redan_workspace_tell_all: the whole picture of the shown diagram may be another */
void redan_workspace_tell_all (RedanWorkspace *self);

/** redan_workspace_fail: tells the user @message by "failed" */
void redan_workspace_fail (RedanWorkspace *self, const char *message);

/** redan_workspace_follow: has the analysis follow an edit that was made, when it reads what was
 * edited */
void redan_workspace_follow (RedanWorkspace *self, const RedanEdit *edit);
void redan_workspace_stop_following (RedanWorkspace *self);

/** redan_workspace_follow_all: has the analysis follow although nothing was edited */
void redan_workspace_follow_all (RedanWorkspace *self);

/** redan_workspace_load_organization: reads what the model refers to; for the thread that opens */
void redan_workspace_load_organization (RedanWorkspace *self);

/** redan_workspace_inherit: Returns: (transfer full): the live model with what it inherits, never
 * to be edited. O(objects of both) where it refers to an organization */
RedanModel *redan_workspace_inherit (RedanWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

/** redan_workspace_watch_organization: begins to follow the file of the organization */
void redan_workspace_watch_organization (RedanWorkspace *self);

/** redan_workspace_follow_organization: reads the organization again in a thread when the model
 * refers to another one, or lies elsewhere */
void redan_workspace_follow_organization (RedanWorkspace *self);
void redan_workspace_stop_inheriting (RedanWorkspace *self);

/** redan_workspace_colour_scene: puts the results of the analysis into the shown scene */
void redan_workspace_colour_scene (RedanWorkspace *self);

/** redan_workspace_prepare: makes the first analysis, the list of diagrams and their scenes; for
 * the thread that opens */
void redan_workspace_prepare (RedanWorkspace *self, RedanCatalogue *catalogue);

/** redan_workspace_connect: listens to the document; on the main thread */
void redan_workspace_connect (RedanWorkspace *self);

/** redan_workspace_renumber_threat: finds the selected threat in a new analysis, before anybody is
 * told of it: its number is of the old one */
void redan_workspace_renumber_threat (RedanWorkspace *self);

/** redan_workspace_tell_scene: @changed (element-type RedanSceneRect): where the picture of the
 * shown diagram changed */
void redan_workspace_tell_scene (RedanWorkspace *self, GArray *changed);

/** redan_workspace_count_questions: counts the open questions of all objects in a thread, while the
 * diagram is coloured by them */
void redan_workspace_count_questions (RedanWorkspace *self);

/** redan_workspace_mark_scene: puts redan_workspace_set_changes() into the scene with this number
 */
void redan_workspace_mark_scene (RedanWorkspace *self, guint index);

/** redan_workspace_restore_selection: drops what is gone from the model, finds the selected threat
 * in the analysis; tells when something changed */
void redan_workspace_restore_selection (RedanWorkspace *self);

G_END_DECLS
