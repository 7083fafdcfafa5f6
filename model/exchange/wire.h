/* SPDX-License-Identifier: Apache-2.0 */
/* The events of an import as bytes between child and parent: versioned, length-prefixed, checked
 * again on arrival. */

#pragma once

#include "model/exchange/event.h"

G_BEGIN_DECLS

#define REDAN_WIRE_MAX_TEXT (2 * 1024 * 1024)
#define REDAN_WIRE_MAX_RECORD (8 * 1024 * 1024)
#define REDAN_WIRE_MAX_RECORDS 20000000

/**
 * RedanWireWriter:
 *
 * A sink that writes what it is told to a file descriptor. @failed is set when the reader went
 * away.
 */
typedef struct
{
  RedanEventSink sink;
  int fd;
  GByteArray *buffer;
  gboolean failed;
} RedanWireWriter;

/** redan_wire_writer_init: begins the stream of @importer (%NULL when no format was found) */
void redan_wire_writer_init (RedanWireWriter *self, int fd, const RedanImporter *importer);
void redan_wire_writer_clear (RedanWireWriter *self);

/** redan_wire_writer_finish: writes the end, or @error (not taken over), and flushes. Returns:
 * whether all was written */
gboolean redan_wire_writer_finish (RedanWireWriter *self, const GError *error);

/**
 * RedanWireReader:
 * @importer: (nullable): known once the head of the stream was read
 * @finished: the end of the stream was seen; only then is the import complete
 */
typedef struct
{
  RedanEventSink *sink;
  const RedanImporter *importer;
  GByteArray *buffer;
  guint64 n_records;
  gboolean begun;
  gboolean finished;
} RedanWireReader;

void redan_wire_reader_init (RedanWireReader *self, RedanEventSink *sink);
void redan_wire_reader_clear (RedanWireReader *self);

/**
 * redan_wire_reader_feed:
 *
 * Passes every complete record to the sink; the rest waits for more bytes.
 *
 * Returns: %FALSE when the child reported an error (passed on in @error), the bytes are no such
 * stream, or the sink stopped
 */
gboolean
redan_wire_reader_feed (RedanWireReader *self, const guint8 *data, gsize length, GError **error);

G_END_DECLS
