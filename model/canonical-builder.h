/* SPDX-License-Identifier: Apache-2.0 */
/* Builds objects from the tags and texts of a .redan file; the part of the reader behind the XML parser. Private. */

#pragma once

#include <libxml/parser.h>

#include "model/model.h"

G_BEGIN_DECLS

#define REDAN_BUILDER_MAX_ENTRIES 1000000

typedef struct _RedanBuilder RedanBuilder;

/** redan_builder_new: @parser is asked for the current line and stopped at the first error */
RedanBuilder *redan_builder_new (RedanSchema *schema, const char *path, xmlParserCtxt *parser) G_GNUC_WARN_UNUSED_RESULT;
void redan_builder_free (RedanBuilder *self);

/** redan_builder_start: a start tag; @attributes as libxml2 hands them over: local name, prefix, URI, value, end of value */
void redan_builder_start (RedanBuilder *self,
                          const xmlChar *name,
                          const xmlChar *prefix,
                          int n_namespaces,
                          int n_attributes,
                          const xmlChar **attributes);
void redan_builder_end (RedanBuilder *self);
void redan_builder_text (RedanBuilder *self, const char *text, gsize length);

/** redan_builder_fail: keeps the first error, with file and line in front of the message */
void redan_builder_fail (RedanBuilder *self, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/** redan_builder_get_error: Returns: (nullable): what went wrong so far */
const GError *redan_builder_get_error (const RedanBuilder *self);

/** redan_builder_get_schema: Returns: (transfer none): the schema it was made with */
RedanSchema *redan_builder_get_schema (const RedanBuilder *self);

/** redan_builder_get_line: Returns: line of the start tag of the object @id, or 0 */
guint redan_builder_get_line (const RedanBuilder *self, const RedanId *id);

/**
 * redan_builder_finish:
 *
 * Returns: (transfer full) (nullable): the model, its references not yet checked; %NULL with @error after a failure
 */
RedanModel *redan_builder_finish (RedanBuilder *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_clip: Returns: (transfer full): at most 60 characters of @text for a message, control characters replaced */
char *redan_clip (const char *text, gssize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanBuilder, redan_builder_free)

G_END_DECLS
