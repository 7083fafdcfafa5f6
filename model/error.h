/* SPDX-License-Identifier: Apache-2.0 */
/* The error domain of the model floor: files, values, references, limits and the live store. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_MODEL_ERROR (redan_model_error_quark ())

/**
 * RedanModelError:
 * @REDAN_MODEL_ERROR_SYNTAX: the bytes are not well-formed
 * @REDAN_MODEL_ERROR_UNKNOWN_NAME: an element, attribute, field or value that the schema does not know
 * @REDAN_MODEL_ERROR_INVALID_VALUE: a known field with a value it cannot have
 * @REDAN_MODEL_ERROR_REFERENCE: a duplicate id, a dangling reference or a cycle
 * @REDAN_MODEL_ERROR_LIMIT: a length, depth or count above its limit
 * @REDAN_MODEL_ERROR_FORMAT: no reader knows this format, or it is newer than this program
 * @REDAN_MODEL_ERROR_IO: a file could not be read or written
 * @REDAN_MODEL_ERROR_STORE: the live store is damaged or newer, or cannot be written
 * @REDAN_MODEL_ERROR_IMPORT: the import child failed, crashed or ran out of its limits
 * @REDAN_MODEL_ERROR_IN_USE: another window or program has the document open
 * @REDAN_MODEL_ERROR_BUSY: another program writes the file at this moment
 * @REDAN_MODEL_ERROR_CHANGED: another program changed the file since it was read
 *
 * Messages say where (file, line or object), what, what was expected, and what to do.
 */
typedef enum
{
  REDAN_MODEL_ERROR_SYNTAX,
  REDAN_MODEL_ERROR_UNKNOWN_NAME,
  REDAN_MODEL_ERROR_INVALID_VALUE,
  REDAN_MODEL_ERROR_REFERENCE,
  REDAN_MODEL_ERROR_LIMIT,
  REDAN_MODEL_ERROR_FORMAT,
  REDAN_MODEL_ERROR_IO,
  REDAN_MODEL_ERROR_STORE,
  REDAN_MODEL_ERROR_IMPORT,
  REDAN_MODEL_ERROR_IN_USE,
  REDAN_MODEL_ERROR_BUSY,
  REDAN_MODEL_ERROR_CHANGED,
} RedanModelError;

GQuark redan_model_error_quark (void);

G_END_DECLS
