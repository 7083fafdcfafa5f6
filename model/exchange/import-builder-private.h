/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a model under construction: drafts of objects with entries whose references are
 * still foreign. */

#pragma once

#include "model/exchange/import-builder.h"
#include "model/geometry.h"

G_BEGIN_DECLS

#define REDAN_NO_DRAFT G_MAXUINT

/**
 * RedanDraftEntry:
 * @refers: section of the object that the value (or key) names; %REDAN_N_SECTIONS for plain values
 * @first_point, @n_points: of a route
 */
typedef struct
{
  RedanField field;
  RedanSection refers;
  const char *key;
  const char *value;
  guint first_point;
  guint n_points;
} RedanDraftEntry;

typedef struct
{
  RedanSection section;
  const char *foreign;
  guint first_entry;
  guint n_entries;
  guint line;
  const char *file;
  RedanId id;
} RedanDraft;

/** RedanDraftLoss: a line of the report whose place is written when the names are known; without a
 * @line it stands where its draft does */
typedef struct
{
  RedanLossKind kind;
  guint draft;
  guint line;
  const char *file;
  const char *place;
  const char *text;
} RedanDraftLoss;

struct _RedanImportBuilder
{
  RedanEventSink sink;
  RedanSchema *schema;
  RedanModel *model;
  RedanStrings *strings;
  GArray *drafts;
  GArray *entries;
  GArray *points;
  GArray *losses;
  GPtrArray *includes;
  guint line; /* of the next object or loss, 0 when nothing was said */
  const char *file;
  const char *title; /* (nullable): of a source that has none */
  GHashTable *by_foreign; /* RedanDraftKey: index of the draft */
  GError *error;
};

/** redan_import_builder_lose: adds a line; @draft %REDAN_NO_DRAFT with a place, or the object it
 * stands on
 */
void redan_import_builder_lose (RedanImportBuilder *self,
                                RedanLossKind kind,
                                guint draft,
                                const char *place,
                                const char *format,
                                ...) G_GNUC_PRINTF (5, 6);

/** redan_import_builder_find: Returns: index of the draft with this foreign id, or %REDAN_NO_DRAFT
 */
guint
redan_import_builder_find (RedanImportBuilder *self, RedanSection section, const char *foreign);

/**
 * redan_clean_text:
 * @limit: in bytes
 * @breaks: whether line breaks are kept; else each becomes a space
 *
 * Makes any bytes legal text: line ends become LF, control characters and what is no UTF-8 go, the
 * rest is cut.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when @text is already clean
 */
char *redan_clean_text (
    const char *text, gsize limit, gboolean breaks, guint *n_removed_out, gboolean *joined_out);

G_END_DECLS
