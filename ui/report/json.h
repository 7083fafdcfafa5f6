/* SPDX-License-Identifier: Apache-2.0 */
/* A streaming JSON writer over a row sink: commas, escapes and numbers, nothing kept in memory. */

#pragma once

#include "ui/report/rows.h"

G_BEGIN_DECLS

/**
 * RedanJson:
 *
 * Lives on the stack. Calls after the sink said stop do nothing; redan_json_finish() tells.
 */
typedef struct
{
  RedanRowSink sink;
  gpointer user_data;
  GString *buffer;
  gboolean stopped;
  gboolean need_comma;
  guint depth;
} RedanJson;

void redan_json_init (RedanJson *self, RedanRowSink sink, gpointer user_data);

/** redan_json_finish: writes a newline, flushes, frees the buffer. Returns: whether everything was
 * accepted */
gboolean redan_json_finish (RedanJson *self);

/* @key is NULL inside arrays. */
void redan_json_begin_object (RedanJson *self, const char *key);
void redan_json_end_object (RedanJson *self);
void redan_json_begin_array (RedanJson *self, const char *key);
void redan_json_end_array (RedanJson *self);

/** redan_json_string: @value %NULL writes null */
void redan_json_string (RedanJson *self, const char *key, const char *value);
void redan_json_integer (RedanJson *self, const char *key, gint64 value);

/** redan_json_decimal: fixed @digits after the point, in the C locale; not finite writes null */
void redan_json_decimal (RedanJson *self, const char *key, double value, guint digits);

/** redan_json_number: the shortest text that reads back as the same double; not finite writes null
 */
void redan_json_number (RedanJson *self, const char *key, double value);
void redan_json_boolean (RedanJson *self, const char *key, gboolean value);

G_END_DECLS
