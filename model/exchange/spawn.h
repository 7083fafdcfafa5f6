/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the import child on an open file and passes its events to a sink. */

#pragma once

#include "model/exchange/event.h"

G_BEGIN_DECLS

/**
 * redan_import_spawn:
 * @input: file descriptor with the bytes, at its start; becomes the standard input of the child
 * @format: (nullable): importer to force
 * @sink: gets the events
 * @error: set with %REDAN_MODEL_ERROR when the child refused the bytes, died, spoke nonsense, or
 * needed more than 15 s
 *
 * Returns: (nullable): the importer that read the bytes
 */
const RedanImporter *
redan_import_spawn (int input, const char *format, RedanEventSink *sink, GError **error);

/** A child that says nothing for so long is ended. */
#define REDAN_CHILD_SILENCE_MS 60000

/** redan_child_input_write: writes all of @data to what is to become the input of a child. Returns:
 * %FALSE with errno set */
gboolean redan_child_input_write (int fd, const void *data, gsize length);

/** RedanChild: a running import child; @output is what it says */
typedef struct
{
  int pid;
  int output;
} RedanChild;

/**
 * redan_child_start:
 * @argument: (nullable): what to read: the name of an importer, or "findings"
 * @input: file descriptor with the bytes; becomes the standard input of the child
 *
 * Returns: whether the child runs
 */
gboolean redan_child_start (const char *argument, int input, RedanChild *child_out, GError **error);

/**
 * redan_child_end:
 * @force: do not wait for it to end by itself
 * @explain: it ended before it said all: the reason becomes @error
 * @timed_out: it was silent for too long
 */
void redan_child_end (
    RedanChild *child, gboolean force, gboolean explain, gboolean timed_out, GError **error);

G_END_DECLS
