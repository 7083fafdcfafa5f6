/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format) that every list of
 * results has. */

#pragma once

#include "model/object.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** redan_sarif_begin: up to the list of rules of the tool, which is open */
void redan_sarif_begin (RedanJson *json);

/** redan_sarif_begin_results: behind the last rule; the list of results is open */
void redan_sarif_begin_results (RedanJson *json);

/** redan_sarif_end: behind the last result. @notes: (nullable) (element-type utf8): what is told apart from the results, as
 * notifications of the run. Returns: whether everything was accepted */
gboolean redan_sarif_end (RedanJson *json, const GPtrArray *notes);

/** redan_sarif_text: a member that is a text of its own kind */
void redan_sarif_text (RedanJson *json, const char *key, const char *text);

/**
 * redan_sarif_locations:
 * @path: of the model, "-" for standard input
 * @lines: (nullable) (element-type utf8 guint): line of each id
 * @object: (nullable): what the result stands on; else it stands on the file
 */
void redan_sarif_locations (RedanJson *json,
                            const char *path,
                            GHashTable *lines,
                            const RedanObject *object);

/** redan_sarif_fingerprint: the same finding has the same one in every version of the model */
void redan_sarif_fingerprint (RedanJson *json, const char *rule, const char *subject);

G_END_DECLS
