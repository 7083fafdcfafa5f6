/* SPDX-License-Identifier: Apache-2.0 */
/* Random valid models with objects of every section, every field and awkward texts. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** every_field_model: Returns: (transfer full): a valid model; the same for the same state of @rand */
RedanModel *every_field_model (RedanSchema *schema, GRand *rand) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
