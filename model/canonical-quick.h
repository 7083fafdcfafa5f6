/* SPDX-License-Identifier: Apache-2.0 */
/* A quick way through files as Redan writes them; everything else is left to libxml2. Private. */

#pragma once

#include "model/canonical-assembler.h"

G_BEGIN_DECLS

/**
 * redan_quick_parse:
 * @assembler: a fresh one without parser
 *
 * Understands a small part of XML: tags with attributes in double quotes, text, the five predefined entities; no comments,
 * no other references, no namespaces, no declarations but the first line. Such a file means the same to libxml2. It has no
 * opinion on anything else and reports no error: the caller then reads the file again with libxml2.
 *
 * Cost: O(length), about a quarter of libxml2's time.
 *
 * Returns: whether the whole file was understood and the assembler took it
 */
gboolean redan_quick_parse (RedanAssembler *assembler, const guint8 *data, gsize length);

G_END_DECLS
