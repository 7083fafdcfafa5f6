/* SPDX-License-Identifier: Apache-2.0 */
/* Random models and random commands, seeded, and the clearing of directories, for the tests of
 * edits, commands, document and store. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/** random_schema: Returns: (transfer full): the built-in schema */
RedanSchema *random_schema (void);

/** random_model: Returns: (transfer full): a valid model with objects in nearly all sections,
 * nested and placed */
RedanModel *random_model (RedanSchema *schema, GRand *random, guint n_elements);

/** random_object: Returns: (transfer none) (nullable): some object of @section */
const RedanObject *random_object (const RedanModel *model, GRand *random, RedanSection section);

/** random_command: Returns: (transfer full): what a person might do next; now and then something
 * that must be refused */
RedanEdit *random_command (const RedanModel *model, GRand *random);

/** random_gesture: Returns: (transfer full): one of the commands of the canvas: drawing, arranging,
 * diagrams, pasting, several objects at once */
RedanEdit *random_gesture (const RedanModel *model, GRand *random);

/** random_record: adds one random change to @edit, which is nonsense half of the time */
void random_record (RedanEdit *edit, const RedanModel *model, GRand *random);

/** model_bytes: Returns: (transfer full): the canonical file */
GBytes *model_bytes (const RedanModel *model);

/** assert_valid: fails when @model has an error that redan_validate() or the checks of single
 * values see */
void assert_valid (const RedanModel *model);

/** is_valid: Returns: whether @model has no such error */
gboolean is_valid (const RedanModel *model);

/** remove_tree: removes the directory or file at @path and what is in it */
void remove_tree (const char *path);

G_END_DECLS
