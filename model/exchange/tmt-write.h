/* SPDX-License-Identifier: Apache-2.0 */
/* Writing of a model for the Microsoft Threat Modeling Tool. */

#pragma once

#include "model/exchange/import.h"
#include "model/exchange/template.h"

G_BEGIN_DECLS

/**
 * redan_tmt_extract_base:
 * @path: a .tm7 that redan_template_read_file() has read
 * @error: set with %REDAN_MODEL_ERROR when it is none, or was not written as the tool does
 *
 * Returns: (transfer full) (nullable): its element "KnowledgeBase" with all rules and pictures,
 * word for word
 */
char *redan_tmt_extract_base (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_tmt_write:
 * @template: kinds and attributes that objects get
 * @base: the element "KnowledgeBase"
 * @losses_out: (out) (transfer full) (element-type RedanLoss): what the format cannot say
 *
 * Members stand in the order of the DataContractSerializer, without which the tool refuses a file.
 * What came from a .tm7 goes back as it was; what was drawn here gets the general kind of the
 * template, ids from ours, and first values.
 *
 * Returns: (transfer full): the file
 */
GBytes *redan_tmt_write (const RedanModel *model,
                         const RedanTemplate *template,
                         const char *base,
                         GPtrArray **losses_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
