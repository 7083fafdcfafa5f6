/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories matched to a model: what they are about in it becomes recorded threats that wait for a
 * decision (BP04). */

#pragma once

#include "analysis/analysis.h"
#include "model/edit.h"
#include "model/exchange/advisories.h"

G_BEGIN_DECLS

/** Method of the recorded threats that advisories become. */
#define REDAN_INTEL_METHOD "advisory"

typedef struct _RedanIntelImport RedanIntelImport;

/**
 * RedanIntelMatch: an advisory that is about something in the model
 * @elements: (element-type RedanId): what it is about, by id
 * @by: what matched: a tag, a service, or a technique that rules name
 * @threat: the recorded threat that it is; the null id for a technique, whose threats the rules
 * find
 */
typedef struct
{
  char *source;
  char *id;
  char *title;
  char *date;
  char *vector;
  gboolean known_exploited;
  GArray *elements;
  char *by;
  RedanId threat;
  gboolean is_new;
} RedanIntelMatch;

/**
 * RedanIntelReport:
 * @matches: (element-type RedanIntelMatch): by source and id
 * @n_advisories: of all files
 * @unmatched: (element-type utf8): "source id" of the others, sorted; at most 100,000
 */
typedef struct
{
  GPtrArray *matches;
  guint n_advisories;
  GPtrArray *unmatched;
} RedanIntelReport;

/** redan_intel_import_new: @analysis must outlive the import */
RedanIntelImport *redan_intel_import_new (const RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;
void redan_intel_import_free (RedanIntelImport *self);

/** redan_intel_import_read: adds a feed; one with an error adds nothing. Returns: whether it was
 * read */
gboolean redan_intel_import_read (RedanIntelImport *self, const char *path, GError **error);

/**
 * redan_intel_import_finish:
 * @as_of: the day of the import, days since 1900-01-01
 * @report_out: (transfer full)
 *
 * A vulnerability is about the elements that have a tag, or a service, of the name of one of its
 * products; a technique about those on which a rule that names it finds a threat. The fact
 * intel_feeds gets the day.
 *
 * Returns: (transfer full): one edit
 */
RedanEdit *redan_intel_import_finish (RedanIntelImport *self,
                                      guint as_of,
                                      RedanIntelReport **report_out) G_GNUC_WARN_UNUSED_RESULT;

void redan_intel_report_free (RedanIntelReport *self);

/** redan_intel_was_imported: Returns: whether a feed was ever matched to the model */
gboolean redan_intel_was_imported (const RedanModel *model);

/** redan_intel_count_open: Returns: advisories that nobody decided @days after they came */
guint redan_intel_count_open (const RedanModel *model, guint as_of, guint days);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanIntelImport, redan_intel_import_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanIntelReport, redan_intel_report_free)

G_END_DECLS
