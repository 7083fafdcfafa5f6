/* SPDX-License-Identifier: Apache-2.0 */
/* Between the readers of forms of findings and the wire. Runs in the import child. */

#pragma once

#include "model/exchange/findings.h"
#include "model/exchange/json.h"

G_BEGIN_DECLS

/** What readers keep of a record, by its meaning in the format that names it. */
typedef enum
{
  FINDING_SCHEMA_VERSION, /* ASFF */
  FINDING_PRODUCT_ARN,
  FINDING_GENERATOR,
  FINDING_ASFF_ACCOUNT,
  FINDING_REGION, /* also of events */
  FINDING_UPDATED,
  FINDING_OBSERVED,
  FINDING_COMPLIANCE_STATUS, /* ASFF and OCSF */
  FINDING_SECURITY_CONTROL,
  FINDING_REASONS,
  FINDING_WORKFLOW,
  FINDING_RECORD_STATE,
  FINDING_CONTROL_ID,
  FINDING_RULE_ID,
  FINDING_STANDARD,
  FINDING_CONFIG_RULE,

  FINDING_CLASS, /* OCSF */
  FINDING_PRODUCT_NAME,
  FINDING_PRODUCT_UID,
  FINDING_FEATURE,
  FINDING_EVENT_CODE,
  FINDING_ANALYTIC,
  FINDING_STATUS_CODE,
  FINDING_STATUS_ID,
  FINDING_STATUS,
  FINDING_STATE,
  FINDING_TIME,
  FINDING_TIME_TEXT,
  FINDING_CREATED,
  FINDING_CLOUD_ACCOUNT,
  FINDING_CLOUD_REGION,
  FINDING_COMPLIANCE_CONTROL,
  FINDING_COMPLIANCE_ID,
  FINDING_COMPLIANCE_CHECK,
  FINDING_PRACTICES,

  FINDING_RULE_NAME, /* Config */
  FINDING_RESULT_RULE,
  FINDING_RESULT_RESOURCE,
  FINDING_RESULT_TYPE,
  FINDING_RULE_RESOURCE,
  FINDING_RULE_TYPE,
  FINDING_COMPLIANCE_TYPE,
  FINDING_RECORDED,
  FINDING_RESULT_ACCOUNT,
  FINDING_RESULT_REGION,
  FINDING_OWNER,
  FINDING_IDENTIFIER,

  FINDING_RESOURCE_ID, /* of the current member of a list of resources */
  FINDING_RESOURCE_TYPE,
  FINDING_RESOURCE_REGION,
  FINDING_N_FIELDS,
} FindingField;

#define FINDING_MAX_RESOURCES 256

typedef struct
{
  GString *fields[FINDING_N_FIELDS]; /* "" when it is not there */
  GPtrArray *resources;              /* triples of id, type, region, owned */
  gboolean wrapper;                  /* findings were found inside */
} FindingRecord;

void finding_record_init (FindingRecord *self);
void finding_record_reset (FindingRecord *self);
void finding_record_clear (FindingRecord *self);

/** finding_record_end_resource: the current member of a list of resources is complete */
void finding_record_end_resource (FindingRecord *self);

/** finding_record_emit: calls the sink for what the record says. Returns: %FALSE to stop; whether
 * it was known in
 * @known_out */
gboolean
finding_record_emit (const FindingRecord *self, const RedanFindingSink *sink, gboolean *known_out);

/** finding_time_parse: seconds or milliseconds since 1970, ISO 8601, "Tue Jul 16 23:07:35 PDT
 * 2019"; without a zone it is taken for UTC. Returns: seconds since 1970, 0 when it is no time */
gint64 finding_time_parse (const char *text);

/** finding_status_from_word: of any of the formats, in any case. Returns: whether it is one */
gboolean finding_status_from_word (const char *word, RedanFindingStatus *status_out);

/** finding_is_placeholder: Returns: whether something like "<account_uid>" stands in an identifier */
gboolean finding_is_placeholder (const char *text);

/** findings_read_json, findings_read_csv: the error begins with "line:column: ". */
gboolean findings_read_json (RedanJsonRead read,
                             gpointer read_data,
                             const RedanFindingSink *sink,
                             RedanFindingCounts *counts,
                             GError **error);
gboolean findings_read_csv (RedanJsonRead read,
                            gpointer read_data,
                            const RedanFindingSink *sink,
                            RedanFindingCounts *counts,
                            GError **error);

/** findings_csv_looks_like: Returns: whether the first line is the header of a table of Prowler */
gboolean findings_csv_looks_like (const guint8 *data, gsize length);

/* The wire: lines of fields separated by tabs; control characters became blanks before. */

/** finding_wire_append: adds the line of a finding */
void finding_wire_append (GString *buffer, const RedanFinding *finding);
void finding_wire_append_definition (GString *buffer, const char *name, const char *identifier);
void
finding_wire_append_end (GString *buffer, const RedanFindingCounts *counts, const GError *error);

/**
 * finding_wire_parse:
 * @line: one line without its end; changed
 * @finished_out: the child has said all
 *
 * Returns: %FALSE with @error when the child reported one or the line is none of ours, without one
 * when the sink stopped
 */
gboolean finding_wire_parse (char *line,
                             const RedanFindingSink *sink,
                             RedanFindingCounts *counts,
                             gboolean *finished_out,
                             GError **error);

G_END_DECLS
