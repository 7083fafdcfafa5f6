/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a file of findings through the import child. */

#include "config.h"

#include "model/exchange/child-lines.h"
#include "model/exchange/findings-private.h"

typedef struct
{
  const RedanFindingSink *sink;
  RedanFindingCounts *counts;
} Reader;

static gboolean
take_line (char *line, gboolean *finished, gpointer data, GError **error)
{
  Reader *self = data;

  return finding_wire_parse (line, self->sink, self->counts, finished, error);
}

gboolean
redan_findings_read_file (const char *path,
                          const RedanFindingSink *sink,
                          GCancellable *cancellable,
                          RedanFindingCounts *counts_out,
                          GError **error)
{
  Reader reader = { sink, counts_out };

  *counts_out = (RedanFindingCounts){ 0 };
  return redan_child_read_lines (path, "findings", take_line, &reader, cancellable, error);
}
