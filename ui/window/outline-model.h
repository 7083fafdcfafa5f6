/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the outline: what one diagram shows, each boundary before its content; and what it
 * does not show. */

#pragma once

#include <gio/gio.h>

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_TYPE_OUTLINE_ITEM (redan_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (RedanOutlineItem, redan_outline_item, REDAN, OUTLINE_ITEM, GObject)

/** redan_outline_item_get_id: Returns: (transfer none): the object */
const RedanId *redan_outline_item_get_id (RedanOutlineItem *self);

/** redan_outline_item_get_depth: Returns: how many boundaries of the diagram it lies in */
guint redan_outline_item_get_depth (RedanOutlineItem *self);

#define REDAN_TYPE_OUTLINE_MODEL (redan_outline_model_get_type ())
G_DECLARE_FINAL_TYPE (RedanOutlineModel, redan_outline_model, REDAN, OUTLINE_MODEL, GObject)

/** redan_outline_model_new: Returns: (transfer full): a GListModel of RedanOutlineItem, empty at
 * first */
RedanOutlineModel *redan_outline_model_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_outline_model_load:
 * @model: (nullable): what the objects belong to
 * @scene: (nullable): the diagram
 *
 * In a boundary elements come first, then boundaries, those drawn as lines behind the others; all
 * by name. Notes come last. Tells of a change only when there is one.
 *
 * Returns: whether there was one
 *
 * Cost: O(boxes log boxes)
 */
gboolean redan_outline_model_load (RedanOutlineModel *self,
                                   const RedanModel *model,
                                   const RedanScene *scene);

/** redan_outline_model_load_missing: the elements and boundaries that @diagram does not show,
 * boundaries among them, by name;
 * @model, @diagram nullable: nothing. Returns: whether there was a change. Cost: O(objects log
 * objects) */
gboolean redan_outline_model_load_missing (RedanOutlineModel *self,
                                           const RedanModel *model,
                                           const RedanId *diagram);

/** redan_outline_model_find: Returns: position of the object, or %G_MAXUINT. O(1) */
guint redan_outline_model_find (RedanOutlineModel *self, const RedanId *id);

/** redan_outline_model_get_id: Returns: (transfer none): the object at @position, until the next
 * load */
const RedanId *redan_outline_model_get_id (RedanOutlineModel *self, guint position);

G_END_DECLS
