/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the TM-BOM writer share. */

#pragma once

#include "model/exchange/export-private.h"
#include "model/exchange/tmbom-private.h"

G_BEGIN_DECLS

/**
 * RedanTmbomWriter:
 * @names: the symbolic name of each object; no two alike
 */
typedef struct
{
  RedanExport *run;
  GHashTable *names;
} RedanTmbomWriter;

/** redan_tmbom_name_of: Returns: the symbolic name of @object */
const char *redan_tmbom_name_of (const RedanTmbomWriter *self, const RedanObject *object);

/** redan_tmbom_begin: Returns: (transfer full): what the importer kept of the object, with its
 * symbolic name, title and description */
json_t *redan_tmbom_begin (RedanTmbomWriter *self, const RedanObject *object);

/** redan_tmbom_put: sets a text that is another than the one there */
void redan_tmbom_put (json_t *written, const char *key, const char *text);

/** redan_tmbom_put_set: sets a list unless the one there has the same members; @list: (transfer
 * full) */
void redan_tmbom_put_set (json_t *written, const char *key, json_t *list);

/** redan_tmbom_fill: sets what the format wants and nobody said, and lists it.
 * @defaults: (array zero-terminated=1): pairs of key and value, "[]" for an empty list */
void redan_tmbom_fill (RedanExport *run,
                       const RedanObject *object,
                       json_t *written,
                       const char *const *defaults);

/** redan_tmbom_put_threats: assumptions, personas, threats, controls and risks */
void redan_tmbom_put_threats (RedanTmbomWriter *self, json_t *root);

G_END_DECLS
