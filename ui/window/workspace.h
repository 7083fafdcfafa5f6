/* SPDX-License-Identifier: Apache-2.0 */
/* What one window shows: a document, its analysis, and the one selection that all views share. */

#pragma once

#include <gio/gio.h>

#include "analysis/peek.h"
#include "model/document.h"
#include "model/exchange/import.h"
#include "model/organization.h"
#include "model/stencil.h"
#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_TYPE_WORKSPACE (redan_workspace_get_type ())
G_DECLARE_FINAL_TYPE (RedanWorkspace, redan_workspace, REDAN, WORKSPACE, GObject)

/**
 * RedanWorkspace:
 *
 * The model is live: it is what the document holds after the last command. The analysis runs in a
 * thread and is of the same or an earlier model with what it inherits, its own frozen copy. Ids are
 * the same in both, pointers and positions are not.
 *
 * Signals: "scene-changed" (what the current diagram shows is new; argument: GArray of
 * RedanSceneRect that changed, or %NULL for everything), "edited" (RedanEdit as applied, undone or
 * redone; after "scene-changed"), "touched" (soon after edits: redan_workspace_get_peek() is new),
 * "analysed" (analysis and objectives are new),
 * "selection-changed", "diagram-changed" (another diagram is shown), "diagrams-changed" (their list
 * or names), "state-changed" (title, path, undo, redo, modified), "plan-ready", "failed" (text for
 * the user: an edit was refused).
 */

/**
 * redan_workspace_open_async:
 * @path: (nullable): a native or foreign file; %NULL for a new, empty model
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

/** RedanOpenHow: as what the thing that is named is opened */
typedef enum
{
  REDAN_OPEN_FILE,     /* a path, %NULL for a new model; read only when it is open elsewhere */
  REDAN_OPEN_COPY,     /* a path; the document is a copy without file */
  REDAN_OPEN_UNSAVED,  /* the key of a RedanRecoverable */
  REDAN_OPEN_VERSIONS, /* a path; the document is the merge of both versions that git holds of it */
} RedanOpenHow;

/** redan_workspace_load_early: begins to load rules and stencils in a thread, for the first file
 * that is opened. Call it once at most, on the main thread. */
void redan_workspace_load_early (const char *data_directory);

/** redan_workspace_open_as_async: redan_workspace_open_async() for something else than a file */
void redan_workspace_open_as_async (RedanOpenHow how,
                                    const char *name,
                                    const char *data_directory,
                                    guint as_of,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** redan_workspace_get_store_directory: Returns: (transfer none): where live stores lie */
const char *redan_workspace_get_store_directory (void);

/** redan_workspace_open_finish: Returns: (transfer full) (nullable): the workspace */
RedanWorkspace *redan_workspace_open_finish (GAsyncResult *result, GError **error);

/** redan_workspace_get_document: Returns: (transfer none): the document; edits go through the
 * workspace */
RedanDocument *redan_workspace_get_document (RedanWorkspace *self);

/** redan_workspace_get_stencils: Returns: (transfer none): what can be drawn, packs included */
const RedanStencils *redan_workspace_get_stencils (RedanWorkspace *self);

/** redan_workspace_get_model: Returns: (transfer none): the live model, until the next edit */
const RedanModel *redan_workspace_get_model (RedanWorkspace *self);

/**
 * redan_workspace_apply:
 * @edit: (transfer full): made against the live model
 *
 * One command of the document. When it is refused nothing changes and "failed" is emitted.
 *
 * Returns: whether it was applied
 */
gboolean redan_workspace_apply (RedanWorkspace *self, RedanEdit *edit);

/** redan_workspace_undo: Returns: whether there was something to undo and it could be undone */
gboolean redan_workspace_undo (RedanWorkspace *self);
gboolean redan_workspace_redo (RedanWorkspace *self);

/** redan_workspace_move_to: undoes or redoes until @position commands of the history are applied.
 * Returns: whether it could be done */
gboolean redan_workspace_move_to (RedanWorkspace *self, guint position);

/** redan_workspace_get_analysis: Returns: (transfer none): the newest analysis that is done, until
 * the next "analysed" */
const RedanAnalysis *redan_workspace_get_analysis (RedanWorkspace *self);

/**
 * redan_workspace_get_peek:
 *
 * The threats on what was edited since the model that the analysis is of. They stand for those of
 * the analysis on the objects that the peek covers; scores are preliminary until "analysed".
 *
 * Returns: (transfer none) (nullable): until the next "touched" or "analysed"; %NULL when nothing
 * was edited, too much, or objects came or went
 */
const RedanPeek *redan_workspace_get_peek (RedanWorkspace *self);

/** redan_workspace_is_current: Returns: whether the analysis is of the live model */
gboolean redan_workspace_is_current (RedanWorkspace *self);

/** redan_workspace_take_snapshot: Returns: (transfer full): the live model with what it inherits,
 * which the analysis need not be of: it does not follow what is only moved or drawn otherwise */
RedanSnapshot *redan_workspace_take_snapshot (RedanWorkspace *self);

/** redan_workspace_get_analysed: Returns: (transfer none) (nullable): the object @id as the
 * analysis knows it */
const RedanObject *redan_workspace_get_analysed (RedanWorkspace *self, const RedanId *id);

/** redan_workspace_get_objectives: Returns: (transfer none): SEC01 results */
const RedanObjectives *redan_workspace_get_objectives (RedanWorkspace *self);

/** redan_workspace_get_saved_residual: Returns: the residual sum when the file was opened or last
 * saved, in 1/1000 points */
gint64 redan_workspace_get_saved_residual (RedanWorkspace *self);

/** redan_workspace_get_plan: Returns: (nullable): the plan, once "plan-ready" was emitted */
const RedanPlan *redan_workspace_get_plan (RedanWorkspace *self);

/** redan_workspace_compute_plan: starts the plan of the newest analysis in a thread, if it was not
 * started yet */
void redan_workspace_compute_plan (RedanWorkspace *self);

/** redan_workspace_get_inheritance: Returns: (transfer none) (nullable): what the model inherits
 * from its organization, until the next edit or "analysed"; %NULL when it refers to none, or that
 * could not be read */
const RedanInheritance *redan_workspace_get_inheritance (RedanWorkspace *self);

/** redan_workspace_get_organization_problem: Returns: (nullable): why the analysis is without what
 * the model refers to */
const char *redan_workspace_get_organization_problem (RedanWorkspace *self);

/** redan_workspace_get_path: Returns: (nullable): where the model came from; %NULL for a new one */
const char *redan_workspace_get_path (RedanWorkspace *self);
char *redan_workspace_dup_title (RedanWorkspace *self);

/** redan_workspace_save: Returns: whether the document was saved as @path; the new file is then the
 * one that the workspace shows */
gboolean redan_workspace_save (RedanWorkspace *self, const char *path, GError **error);

/** redan_workspace_get_notice: Returns: (nullable): what to tell the user once: losses of an
 * import, a store set aside */
const char *redan_workspace_get_notice (RedanWorkspace *self);

/** redan_workspace_get_losses: Returns: (transfer none) (element-type RedanLoss): losses of an
 * import, may be empty */
const GPtrArray *redan_workspace_get_losses (RedanWorkspace *self);

/* The selection: objects of the model, or one threat with the object it stands on. */

/** redan_workspace_select_object: @id: the object, or %NULL for nothing */
void redan_workspace_select_object (RedanWorkspace *self, const RedanId *id);

/** redan_workspace_select_objects: @ids: (array length=n): may name what is not there, which is
 * left out; the first decides which diagram is shown */
void redan_workspace_select_objects (RedanWorkspace *self, const RedanId *ids, guint n);

/** redan_workspace_toggle_object: adds the object to the selection or takes it out */
void redan_workspace_toggle_object (RedanWorkspace *self, const RedanId *id);

/** redan_workspace_is_selected: O(1) expected */
gboolean redan_workspace_is_selected (RedanWorkspace *self, const RedanId *id);

/** redan_workspace_get_selection: Returns: (array length=n_out): in the order of choosing, until
 * the selection or the model changes */
const RedanId *redan_workspace_get_selection (RedanWorkspace *self, guint *n_out);

/** redan_workspace_select_threat: @index into the threats of the analysis; selects its object too
 * and shows its diagram */
void redan_workspace_select_threat (RedanWorkspace *self, guint index);

/** redan_workspace_get_selected: Returns: (nullable): the object of the live model when exactly one
 * is selected */
const RedanObject *redan_workspace_get_selected (RedanWorkspace *self);

/** redan_workspace_get_selected_threat: Returns: index of the selected threat, or %G_MAXUINT */
guint redan_workspace_get_selected_threat (RedanWorkspace *self);

/** redan_workspace_get_diagrams: Returns: (transfer none) (element-type RedanObject): in the order
 * shown, until the next edit */
const GPtrArray *redan_workspace_get_diagrams (RedanWorkspace *self);
guint redan_workspace_get_diagram (RedanWorkspace *self);
void redan_workspace_set_diagram (RedanWorkspace *self, guint index);

/** redan_workspace_get_diagram_id: Returns: (nullable): the shown diagram; %NULL when the model has
 * none */
const RedanId *redan_workspace_get_diagram_id (RedanWorkspace *self);

/** redan_workspace_set_colour_by: what the view of the scene is coloured by; "scene-changed" tells
 * where that picture changed */
void redan_workspace_set_colour_by (RedanWorkspace *self, RedanColourBy colour_by);

/** redan_workspace_set_changes: @changes: (transfer full) (element-type RedanSceneCount): what
 * became of objects, each a RedanSceneChange; all others are as they were */
void redan_workspace_set_changes (RedanWorkspace *self, GArray *changes);

/** redan_workspace_get_scene: Returns: (transfer none): what the current diagram shows, until the
 * next "diagram-changed"; its boxes and lines until the next "scene-changed" */
const RedanScene *redan_workspace_get_scene (RedanWorkspace *self);

G_END_DECLS
