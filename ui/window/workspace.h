/* SPDX-License-Identifier: Apache-2.0 */
/* What one window shows: a document, its analysis, and the one selection that all views share. */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"
#include "model/document.h"
#include "model/exchange/import.h"
#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_TYPE_WORKSPACE (redan_workspace_get_type ())
G_DECLARE_FINAL_TYPE (RedanWorkspace, redan_workspace, REDAN, WORKSPACE, GObject)

/**
 * RedanWorkspace:
 *
 * Signals: "selection-changed", "diagram-changed", "plan-ready".
 */

/**
 * redan_workspace_open_async:
 * @path: a native or foreign file
 * @data_directory: (nullable): further packs
 * @as_of: days since 1900-01-01
 *
 * Reads, lays out what has no place, and analyses in a thread.
 */
void redan_workspace_open_async (const char *path,
                                 const char *data_directory,
                                 guint as_of,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** redan_workspace_open_finish: Returns: (transfer full) (nullable): the workspace */
RedanWorkspace *redan_workspace_open_finish (GAsyncResult *result, GError **error);

const RedanAnalysis *redan_workspace_get_analysis (RedanWorkspace *self);

/** redan_workspace_get_model: Returns: (transfer none): the model as shown: with places for
 * everything */
const RedanModel *redan_workspace_get_model (RedanWorkspace *self);

/** redan_workspace_get_objectives: Returns: (transfer none): SEC01 results */
const RedanObjectives *redan_workspace_get_objectives (RedanWorkspace *self);

/** redan_workspace_get_plan: Returns: (nullable): the plan, once "plan-ready" was emitted */
const RedanPlan *redan_workspace_get_plan (RedanWorkspace *self);

/** redan_workspace_compute_plan: starts the plan in a thread, once */
void redan_workspace_compute_plan (RedanWorkspace *self);

const char *redan_workspace_get_path (RedanWorkspace *self);
char *redan_workspace_dup_title (RedanWorkspace *self);

/** redan_workspace_get_notice: Returns: (nullable): what to tell the user once: losses of an
 * import, a store set aside */
const char *redan_workspace_get_notice (RedanWorkspace *self);

/** redan_workspace_get_losses: Returns: (transfer none) (element-type RedanLoss): losses of an
 * import, may be empty */
const GPtrArray *redan_workspace_get_losses (RedanWorkspace *self);

/* The selection: at most one threat, and the object it stands on, or one object. */

/** redan_workspace_select_object: @id: the object, or %NULL for nothing */
void redan_workspace_select_object (RedanWorkspace *self, const RedanId *id);

/** redan_workspace_select_threat: @index into the threats of the analysis; selects its object too
 * and shows its diagram */
void redan_workspace_select_threat (RedanWorkspace *self, guint index);

/** redan_workspace_get_selected: Returns: (nullable): the selected object */
const RedanObject *redan_workspace_get_selected (RedanWorkspace *self);

/** redan_workspace_get_selected_threat: Returns: index of the selected threat, or %G_MAXUINT */
guint redan_workspace_get_selected_threat (RedanWorkspace *self);

/** redan_workspace_get_diagrams: Returns: (transfer none) (element-type RedanObject): in the order
 * shown */
const GPtrArray *redan_workspace_get_diagrams (RedanWorkspace *self);
guint redan_workspace_get_diagram (RedanWorkspace *self);
void redan_workspace_set_diagram (RedanWorkspace *self, guint index);

/** redan_workspace_get_scene: Returns: (transfer none): what the current diagram shows; made when
 * the file was opened, lives with the workspace */
const RedanScene *redan_workspace_get_scene (RedanWorkspace *self);

G_END_DECLS
