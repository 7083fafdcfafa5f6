/* SPDX-License-Identifier: Apache-2.0 */
/* A quick way through files as Redan writes them; everything else is left to libxml2. Private. */

#pragma once

#include "model/canonical-assembler.h"
#include "model/canonical-reader.h"

G_BEGIN_DECLS

/**
 * RedanReadShare:
 * @strings: (nullable): the pool of the models
 * @bytes: (nullable): the file whose objects are known
 * @blocks: where its objects stand, in its order; empty when it was not understood
 * @n_versions: files that were remembered since @strings was empty
 */
struct _RedanReadShare
{
  RedanStrings *strings;
  GBytes *bytes;
  GArray *blocks;
  guint n_versions;
};

/** RedanReadBlock: the text of an object, from its first "<" to its last ">", and what it says */
typedef struct
{
  gsize start;
  gsize length;
  RedanObject *object;
} RedanReadBlock;

/**
 * redan_quick_parse:
 * @assembler: a fresh one without parser
 * @share: (nullable): an object whose text is the same there is taken over as it is, in the time
 * that comparing takes
 * @record_out: (nullable): gets the blocks of this file: RedanReadBlock, each with a reference to its
 * object; not the array of @share
 *
 * Understands a small part of XML: tags with attributes in double quotes, text, the five predefined
 * entities; no comments, no other references, no namespaces, no declarations but the first line.
 * Such a file means the same to libxml2. It has no opinion on anything else and reports no error:
 * the caller then reads the file again with libxml2.
 *
 * Cost: O(length), about a quarter of libxml2's time.
 *
 * Returns: whether the whole file was understood and the assembler took it
 */
gboolean redan_quick_parse (RedanAssembler *assembler,
                            const RedanReadShare *share,
                            GArray *record_out,
                            const guint8 *data,
                            gsize length);

G_END_DECLS
