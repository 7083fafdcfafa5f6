/* SPDX-License-Identifier: Apache-2.0 */
/* The diagrams of a model in the order in which they are shown. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** redan_model_list_diagrams: Returns: (transfer container) (element-type RedanObject): by their
 * order field, then name, then id */
GPtrArray *redan_model_list_diagrams (const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
