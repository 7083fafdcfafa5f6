/* SPDX-License-Identifier: Apache-2.0 */
/* Looks over the raw bytes of a .redan file before the XML parser sees them: encoding, giant tags, conflict markers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_SCAN_MAX_ATTRIBUTES 256
#define REDAN_SCAN_MAX_NAME 4096
#define REDAN_SCAN_MAX_TAG (256 * 1024)

/**
 * RedanScan:
 * @data: the whole file
 * @position: every tag that starts before it was looked at
 */
typedef struct
{
  const char *path;
  const guint8 *data;
  gsize length;
  gsize position;
} RedanScan;

/** redan_scan_dup_encoding: Returns: (transfer full) (nullable): what the declaration of the file
 * calls its encoding; %NULL when it says nothing */
char *redan_scan_dup_encoding (const RedanScan *self);

/** redan_scan_encoding: whether the first bytes say UTF-8, or nothing; else sets an error of the first line */
gboolean redan_scan_encoding (const RedanScan *self, GError **error);

/**
 * redan_scan_until:
 * @end: looks at every tag that starts before this offset
 *
 * Refuses what would make libxml2 slow (too many attributes, endless names and tags) and the markers that git leaves at a
 * conflict. A tag of less than 1280 bytes is passed over with one memchr().
 *
 * Returns: whether the bytes may go to the parser
 */
gboolean redan_scan_until (RedanScan *self, gsize end, GError **error);

/** redan_scan_set_conflict_error: the message for a file with conflict markers at @line */
void redan_scan_set_conflict_error (const char *path, guint line, GError **error);

G_END_DECLS
