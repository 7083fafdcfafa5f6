/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of scanners, read as a stream by the import child and handed on in one normal form. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The longest text of a finding that is handed on, in bytes. */
#define REDAN_FINDING_MAX_TEXT 512

typedef enum
{
  REDAN_FINDING_PASS,
  REDAN_FINDING_UNKNOWN, /* manual checks, warnings, not available */
  REDAN_FINDING_FAIL,
  REDAN_FINDING_NOT_APPLICABLE, /* also a pass over no resource at all */
  REDAN_FINDING_OTHER, /* no check of a setting: a detection of an attack, a summary without a rule
                        */
  REDAN_FINDING_N_STATUSES,
} RedanFindingStatus;

/**
 * RedanFinding: one check of one resource
 * @source: "prowler", "securityhub" or "config"
 * @check: its name in the source: a Prowler check, a Security Hub control, "cis-1.2.0/2.7", the
 * name of a Config rule
 * @rule: name of the Config rule behind it, or ""
 * @account: twelve digits, or "" when it is not said
 * @region: or ""
 * @resource: identifier as written, or ""
 * @type: type of the resource as written: AwsS3Bucket, AWS::S3::Bucket, s3
 * @practices: numbers of Well-Architected practices that the source names, separated by blanks
 * @time: seconds since 1970, 0 when it is not said
 * @muted: somebody suppressed it
 * @archived: it is history
 */
typedef struct
{
  const char *source;
  const char *check;
  const char *rule;
  const char *account;
  const char *region;
  const char *resource;
  const char *type;
  const char *practices;
  gint64 time;
  RedanFindingStatus status;
  gboolean muted;
  gboolean archived;
} RedanFinding;

/**
 * RedanFindingSink: what a reader of findings calls
 * @finding: strings are valid during the call only
 * @definition: a Config rule called @name is an instance of the managed rule @identifier
 *
 * Both return %FALSE to stop.
 */
typedef struct
{
  gboolean (*finding) (gpointer data, const RedanFinding *finding);
  gboolean (*definition) (gpointer data, const char *name, const char *identifier);
  gpointer data;
} RedanFindingSink;

/**
 * RedanFindingCounts: what a file held
 * @n_records: objects or rows that were looked at
 * @n_unrecognized: of these, such as are no findings of a known form
 */
typedef struct
{
  guint64 n_records;
  guint64 n_unrecognized;
} RedanFindingCounts;

/**
 * redan_findings_read_file:
 * @path: findings in any form and of any size, "-" for standard input
 * @cancellable: (nullable)
 * @counts_out: filled also on errors
 * @error: set with %REDAN_MODEL_ERROR; begins with the path, and the line and column where there is
 * one
 *
 * Reads Prowler (OCSF, CSV, ASFF), Security Hub (ASFF, OCSF, events) and AWS Config (rules,
 * results, summaries, events), told apart by content, in the import child. Bare objects, lists,
 * lists inside the known wrappers, one object a line and joined lists are accepted. Memory does not
 * depend on the size of the file. A file with an error may have given findings before: the caller
 * drops them.
 *
 * Returns: whether the whole file was read
 */
gboolean redan_findings_read_file (const char *path,
                                   const RedanFindingSink *sink,
                                   GCancellable *cancellable,
                                   RedanFindingCounts *counts_out,
                                   GError **error);

/** redan_findings_child_run: the main function of the import child for findings. Returns: exit
 * status */
int redan_findings_child_run (void);

G_END_DECLS
