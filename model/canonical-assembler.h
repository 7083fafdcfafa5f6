/* SPDX-License-Identifier: Apache-2.0 */
/* Builds objects from the tags and texts of a .redan file; the part of the reader behind the XML parser. Private. */

#pragma once

#include <libxml/parser.h>

#include "model/model.h"

G_BEGIN_DECLS

#define REDAN_ASSEMBLER_MAX_ENTRIES 300000

typedef struct _RedanAssembler RedanAssembler;

/** redan_assembler_new: @parser is asked for the current line and stopped at the first error; @strings is the pool of the
 * model, %NULL for a new one */
RedanAssembler *redan_assembler_new (RedanSchema *schema, RedanStrings *strings, const char *path, xmlParserCtxt *parser) G_GNUC_WARN_UNUSED_RESULT;
void redan_assembler_free (RedanAssembler *self);

/** redan_assembler_start: a start tag; @attributes as libxml2 hands them over: local name, prefix, URI, value, end of value */
void redan_assembler_start (RedanAssembler *self,
                          const xmlChar *name,
                          const xmlChar *prefix,
                          int n_namespaces,
                          int n_attributes,
                          const xmlChar **attributes);
void redan_assembler_end (RedanAssembler *self);
void redan_assembler_text (RedanAssembler *self, const char *text, gsize length);

/** redan_assembler_reuse: instead of a start tag, all between and the end tag: an object whose strings belong to the pool */
void redan_assembler_reuse (RedanAssembler *self, RedanObject *object);

/** redan_assembler_get_strings: Returns: (transfer none): the pool of the model */
RedanStrings *redan_assembler_get_strings (const RedanAssembler *self);

/** redan_assembler_get_last: Returns: (transfer none): the object that ended last, which there must be */
RedanObject *redan_assembler_get_last (const RedanAssembler *self);

/** redan_assembler_fail: keeps the first error, with file and line in front of the message */
void redan_assembler_fail (RedanAssembler *self, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/** redan_assembler_forget_error: makes room for an error that says more */
void redan_assembler_forget_error (RedanAssembler *self);

/** redan_assembler_fail_cut_off: says that the file ends too early */
void redan_assembler_fail_cut_off (RedanAssembler *self);

/** redan_assembler_is_finished: Returns: whether the root element has ended */
gboolean redan_assembler_is_finished (const RedanAssembler *self);

/** redan_assembler_get_error: Returns: (nullable): what went wrong so far */
const GError *redan_assembler_get_error (const RedanAssembler *self);

/** redan_assembler_get_schema: Returns: (transfer none): the schema it was made with */
RedanSchema *redan_assembler_get_schema (const RedanAssembler *self);

/** redan_assembler_get_line: Returns: line of the start tag of the object @id, or 0; the finished model must still be there */
guint redan_assembler_get_line (const RedanAssembler *self, const RedanId *id);

/**
 * redan_assembler_finish:
 *
 * Returns: (transfer full) (nullable): the model, its references not yet checked; %NULL with @error after a failure
 */
RedanModel *redan_assembler_finish (RedanAssembler *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_clip: Returns: (transfer full): at most 60 characters of @text for a message, control characters replaced */
char *redan_clip (const char *text, gssize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAssembler, redan_assembler_free)

G_END_DECLS
