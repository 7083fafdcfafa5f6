/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the Open Threat Model writer share. */

#pragma once

#include "model/exchange/export-private.h"

G_BEGIN_DECLS

/** redan_otm_begin: Returns: (transfer full): an object with id, name and description */
json_t *redan_otm_begin (const RedanExport *run, const RedanObject *object);

/** redan_otm_own_attribute: sets "redan.@name" among the attributes of @written, when it says
 * something */
void redan_otm_own_attribute (json_t *written, const char *name, const char *value);

/** redan_otm_end: adds our attributes and what the importer kept, but for @known */
void redan_otm_end (const RedanExport *run,
                    const RedanObject *object,
                    json_t *written,
                    const char *const *known);

/** redan_otm_is_component: Returns: whether a boundary is a component in the file */
gboolean redan_otm_is_component (const RedanExport *run, const RedanObject *object);

/** redan_otm_percent: Returns: (transfer full): what the file had, as long as it means the same of
 * 1 to 5, else the middle of what @rating stands for */
json_t *redan_otm_percent (const RedanExport *run,
                           const RedanObject *object,
                           const char *name,
                           const char *rating);

/** redan_otm_threats_of: Returns: (transfer full) (nullable): the threats on an element or flow, as
 * the format has them there */
json_t *redan_otm_threats_of (RedanExport *run, const RedanObject *object);

/** redan_otm_write_threats: sets the lists of threats and mitigations */
void redan_otm_write_threats (RedanExport *run, json_t *root);

G_END_DECLS
