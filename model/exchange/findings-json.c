/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in JSON, in one pass: a tree of the places that mean something, all else is only
 * checked. */

#include "config.h"

#include "model/exchange/findings-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"

/* Records inside records: a list of events that hold lists of findings. */
#define MAX_NESTED 4
#define NO_NODE (-1)
#define MAX_NODES 160

typedef enum
{
  ROLE_FIELD,
  ROLE_RESOURCE, /* an object with the fields of a resource */
  ROLE_RECORDS,  /* each member is a record */
} Role;

typedef struct
{
  const char
      *path; /* keys separated by ">", "[]" for a member of a list; the first letter in any case */
  Role role;
  FindingField field;
} Place;

#define QUALIFIER "EvaluationResultIdentifier>EvaluationResultQualifier"

static const Place places[] = {
  { "Findings>[]", ROLE_RECORDS, 0 },
  { "detail>findings>[]", ROLE_RECORDS, 0 },
  { "apiResponse>Findings>[]", ROLE_RECORDS, 0 },
  { "EvaluationResults>[]", ROLE_RECORDS, 0 },
  { "AggregateEvaluationResults>[]", ROLE_RECORDS, 0 },
  { "ConformancePackRuleEvaluationResults>[]", ROLE_RECORDS, 0 },
  { "ConformancePackRuleComplianceList>[]", ROLE_RECORDS, 0 },
  { "ComplianceByConfigRules>[]", ROLE_RECORDS, 0 },
  { "AggregateComplianceByConfigRules>[]", ROLE_RECORDS, 0 },
  { "ComplianceByResources>[]", ROLE_RECORDS, 0 },
  { "ConfigRules>[]", ROLE_RECORDS, 0 },

  { "SchemaVersion", ROLE_FIELD, FINDING_SCHEMA_VERSION },
  { "ProductArn", ROLE_FIELD, FINDING_PRODUCT_ARN },
  { "GeneratorId", ROLE_FIELD, FINDING_GENERATOR },
  { "AwsAccountId", ROLE_FIELD, FINDING_ASFF_ACCOUNT },
  { "Region", ROLE_FIELD, FINDING_REGION },
  { "UpdatedAt", ROLE_FIELD, FINDING_UPDATED },
  { "LastObservedAt", ROLE_FIELD, FINDING_OBSERVED },
  { "Compliance>Status", ROLE_FIELD, FINDING_COMPLIANCE_STATUS },
  { "Compliance>SecurityControlId", ROLE_FIELD, FINDING_SECURITY_CONTROL },
  { "Compliance>StatusReasons>[]>ReasonCode", ROLE_FIELD, FINDING_REASONS },
  { "Workflow>Status", ROLE_FIELD, FINDING_WORKFLOW },
  { "RecordState", ROLE_FIELD, FINDING_RECORD_STATE },
  { "ProductFields>ControlId", ROLE_FIELD, FINDING_CONTROL_ID },
  { "ProductFields>RuleId", ROLE_FIELD, FINDING_RULE_ID },
  { "ProductFields>StandardsGuideArn", ROLE_FIELD, FINDING_STANDARD },
  { "ProductFields>StandardsArn", ROLE_FIELD, FINDING_STANDARD },
  { "ProductFields>RelatedAWSResources:0/name", ROLE_FIELD, FINDING_CONFIG_RULE },
  { "Resources>[]", ROLE_RESOURCE, 0 },
  { "Resources>[]>Id", ROLE_FIELD, FINDING_RESOURCE_ID },
  { "Resources>[]>Type", ROLE_FIELD, FINDING_RESOURCE_TYPE },
  { "Resources>[]>Region", ROLE_FIELD, FINDING_RESOURCE_REGION },

  { "class_uid", ROLE_FIELD, FINDING_CLASS },
  { "metadata>product>name", ROLE_FIELD, FINDING_PRODUCT_NAME },
  { "metadata>product>uid", ROLE_FIELD, FINDING_PRODUCT_UID },
  { "metadata>product>feature>uid", ROLE_FIELD, FINDING_FEATURE },
  { "metadata>event_code", ROLE_FIELD, FINDING_EVENT_CODE },
  { "finding_info>analytic>uid", ROLE_FIELD, FINDING_ANALYTIC },
  { "finding_info>created_time", ROLE_FIELD, FINDING_CREATED },
  { "status_code", ROLE_FIELD, FINDING_STATUS_CODE },
  { "status_id", ROLE_FIELD, FINDING_STATUS_ID },
  { "status", ROLE_FIELD, FINDING_STATUS },
  { "state", ROLE_FIELD, FINDING_STATE },
  { "time", ROLE_FIELD, FINDING_TIME },
  { "time_dt", ROLE_FIELD, FINDING_TIME_TEXT },
  { "cloud>account>uid", ROLE_FIELD, FINDING_CLOUD_ACCOUNT },
  { "cloud>account_uid", ROLE_FIELD, FINDING_CLOUD_ACCOUNT },
  { "cloud>region", ROLE_FIELD, FINDING_CLOUD_REGION },
  { "compliance>control", ROLE_FIELD, FINDING_COMPLIANCE_CONTROL },
  { "compliance>status_id", ROLE_FIELD, FINDING_COMPLIANCE_ID },
  { "compliance>checks>[]>uid", ROLE_FIELD, FINDING_COMPLIANCE_CHECK },
  { "resources>[]>uid", ROLE_FIELD, FINDING_RESOURCE_ID },
  { "resource", ROLE_RESOURCE, 0 },
  { "resource>uid", ROLE_FIELD, FINDING_RESOURCE_ID },
  { "resource>type", ROLE_FIELD, FINDING_RESOURCE_TYPE },
  { "resource>region", ROLE_FIELD, FINDING_RESOURCE_REGION },
  { "unmapped>RecordState", ROLE_FIELD, FINDING_RECORD_STATE },
  { "unmapped>ProductFields.ControlId", ROLE_FIELD, FINDING_CONTROL_ID },
  { "unmapped>ProductFields.RelatedAWSResources:0/name", ROLE_FIELD, FINDING_CONFIG_RULE },
  { "unmapped>Compliance.StatusReasons[].ReasonCode", ROLE_FIELD, FINDING_REASONS },
  { "unmapped>compliance>AWS-Well-Architected-Framework-Security-Pillar>[]", ROLE_FIELD,
    FINDING_PRACTICES },

  { "ConfigRuleName", ROLE_FIELD, FINDING_RULE_NAME },
  { "ComplianceType", ROLE_FIELD, FINDING_COMPLIANCE_TYPE },
  { "Compliance>ComplianceType", ROLE_FIELD, FINDING_COMPLIANCE_TYPE },
  { "ResourceType", ROLE_FIELD, FINDING_RULE_TYPE },
  { "ResourceId", ROLE_FIELD, FINDING_RULE_RESOURCE },
  { "AccountId", ROLE_FIELD, FINDING_RESULT_ACCOUNT },
  { "AwsRegion", ROLE_FIELD, FINDING_RESULT_REGION },
  { "ResultRecordedTime", ROLE_FIELD, FINDING_RECORDED },
  { QUALIFIER ">ConfigRuleName", ROLE_FIELD, FINDING_RESULT_RULE },
  { QUALIFIER ">ResourceType", ROLE_FIELD, FINDING_RESULT_TYPE },
  { QUALIFIER ">ResourceId", ROLE_FIELD, FINDING_RESULT_RESOURCE },
  { "Source>Owner", ROLE_FIELD, FINDING_OWNER },
  { "Source>SourceIdentifier", ROLE_FIELD, FINDING_IDENTIFIER },
  { "detail>awsAccountId", ROLE_FIELD, FINDING_RESULT_ACCOUNT },
  { "detail>awsRegion", ROLE_FIELD, FINDING_RESULT_REGION },
  { "detail>configRuleName", ROLE_FIELD, FINDING_RULE_NAME },
  { "detail>newEvaluationResult>complianceType", ROLE_FIELD, FINDING_COMPLIANCE_TYPE },
  { "detail>newEvaluationResult>resultRecordedTime", ROLE_FIELD, FINDING_RECORDED },
  { "detail>newEvaluationResult>" QUALIFIER ">ConfigRuleName", ROLE_FIELD, FINDING_RESULT_RULE },
  { "detail>newEvaluationResult>" QUALIFIER ">ResourceType", ROLE_FIELD, FINDING_RESULT_TYPE },
  { "detail>newEvaluationResult>" QUALIFIER ">ResourceId", ROLE_FIELD, FINDING_RESULT_RESOURCE },
};

typedef struct
{
  char key[64];
  gint16 first_child;
  gint16 next_sibling;
  gint16 place; /* NO_NODE when only what is inside means something */
} Node;

typedef struct
{
  Node nodes[MAX_NODES]; /* the first one is the record */
  guint n_nodes;

  FindingRecord records[MAX_NESTED];
  guint record_depth[MAX_NESTED];
  guint n_records;                        /* that are open */
  gint16 at[REDAN_JSON_RECORD_DEPTH + 1]; /* node of each level */

  const RedanFindingSink *sink;
  RedanFindingCounts *counts;
} Reader;

/* Keys of the formats differ in the case of their first letter only: "Compliance", "compliance". */
static inline gboolean
is_same_key (const char *a, const char *b)
{
  if (a[0] == '\0' || b[0] == '\0')
    return a[0] == b[0];

  return (a[0] | 0x20) == (b[0] | 0x20) && strcmp (a + 1, b + 1) == 0;
}

static gint16
find_child (const Reader *self, gint16 node, const char *key)
{
  gint16 child = node == NO_NODE ? NO_NODE : self->nodes[node].first_child;

  while (child != NO_NODE && !is_same_key (self->nodes[child].key, key))
    child = self->nodes[child].next_sibling;
  return child;
}

static gint16
add_child (Reader *self, gint16 node, const char *key)
{
  gint16 child = (gint16) self->n_nodes++;

  g_assert (self->n_nodes <= MAX_NODES);
  self->nodes[child] = (Node){ .first_child = NO_NODE, .next_sibling = NO_NODE, .place = NO_NODE };
  g_strlcpy (self->nodes[child].key, key, sizeof self->nodes[child].key);
  if (node != NO_NODE)
    {
      self->nodes[child].next_sibling = self->nodes[node].first_child;
      self->nodes[node].first_child = child;
    }
  return child;
}

static void
build_tree (Reader *self)
{
  add_child (self, NO_NODE, "");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (GStrv) keys = g_strsplit (places[i].path, ">", -1);
      gint16 node = 0;

      for (guint j = 0; keys[j] != NULL; j++)
        {
          const char *key = strcmp (keys[j], "[]") == 0 ? "" : keys[j];
          gint16 child = find_child (self, node, key);

          node = child != NO_NODE ? child : add_child (self, node, key);
        }
      self->nodes[node].place = (gint16) i;
    }
}

static int
read_hex (const guint8 *bytes)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((char) bytes[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* The character of "\uXXXX" at @bytes, a pair of surrogates together. Returns: how many bytes it
 * took, 0 when it is none */
static gsize
append_unit (GString *text, const guint8 *bytes, gsize length)
{
  int unit = length >= 6 ? read_hex (bytes + 2) : -1;
  int low = -1;

  if (unit <= 0)
    return 0;
  if ((unit & 0xf800) != 0xd800)
    {
      g_string_append_unichar (text, (gunichar) unit);
      return 6;
    }
  if (length >= 12 && bytes[6] == '\\' && bytes[7] == 'u')
    low = read_hex (bytes + 8);
  if (unit >= 0xdc00 || low < 0xdc00 || low > 0xdfff)
    return 0;
  g_string_append_unichar (text, 0x10000 + ((gunichar) (unit - 0xd800) << 10) +
                                     (gunichar) (low - 0xdc00));
  return 12;
}

/* A text up to its closing quote or to what is kept of one; the scanner checks it afterwards. */
static void
append_string (GString *text, const guint8 *bytes, gsize length)
{
  gsize start = text->len;
  gsize at = 1;

  while (at < length && bytes[at] != '"' && text->len - start < REDAN_FINDING_MAX_TEXT)
    {
      gsize n;

      if (bytes[at] != '\\')
        {
          g_string_append_c (text, (char) bytes[at++]);
          continue;
        }
      if (at + 1 >= length)
        break;
      if (bytes[at + 1] != 'u')
        {
          /* escaped control characters are of no use in an identifier */
          g_string_append_c (text,
                             strchr ("bfnrt", bytes[at + 1]) != NULL ? ' ' : (char) bytes[at + 1]);
          at += 2;
          continue;
        }
      n = append_unit (text, bytes + at, length - at);
      if (n == 0)
        break;
      at += n;
    }
}

static void
append_number (GString *text, const guint8 *bytes, gsize length)
{
  gsize n = 0;

  while (n < MIN (length, 40) && bytes[n] != '\0' && strchr ("+-.eE0123456789", bytes[n]) != NULL)
    n++;
  g_string_append_len (text, (const char *) bytes, (gssize) n);
}

static void
keep_field (FindingRecord *record, FindingField field, const RedanJsonPlace *place)
{
  GString *text = record->fields[field];

  if (place->length == 0)
    return;
  /* members of lists are joined; of other fields the last one counts */
  if (field != FINDING_REASONS && field != FINDING_PRACTICES)
    g_string_truncate (text, 0);
  else if (text->len > 0 && text->len < REDAN_FINDING_MAX_TEXT)
    g_string_append_c (text, ' ');
  else if (text->len > 0)
    return;

  if (place->bytes[0] == '"')
    append_string (text, place->bytes, place->length);
  else if (place->bytes[0] == '-' || g_ascii_isdigit ((char) place->bytes[0]))
    append_number (text, place->bytes, place->length);
}

static gboolean
begin_record (Reader *self, guint depth)
{
  if (self->n_records == MAX_NESTED)
    return FALSE;
  if (self->n_records > 0)
    self->records[self->n_records - 1].wrapper = TRUE;
  finding_record_reset (&self->records[self->n_records]);
  self->record_depth[self->n_records++] = depth;
  self->at[depth] = 0;
  return TRUE;
}

/* Returns: whether to go on */
static gboolean
end_record (Reader *self)
{
  const FindingRecord *record = &self->records[--self->n_records];
  gboolean known;
  gboolean more;

  if (record->wrapper)
    return TRUE;
  self->counts->n_records++;
  more = finding_record_emit (record, self->sink, &known);
  self->counts->n_unrecognized += !known;
  return more;
}

static gboolean
end_place (Reader *self, guint depth)
{
  gint16 node = self->at[depth];

  if (self->n_records > 0 && self->record_depth[self->n_records - 1] == depth)
    return end_record (self);
  if (self->n_records > 0 && node > 0 && self->nodes[node].place != NO_NODE &&
      places[self->nodes[node].place].role == ROLE_RESOURCE)
    finding_record_end_resource (&self->records[self->n_records - 1]);
  return TRUE;
}

/* What stands where a record may stand: at the root, in a list there, in a known list. */
static void
begin_candidate (Reader *self, const RedanJsonPlace *place)
{
  if (place->length > 0 && place->bytes[0] == '{' && begin_record (self, place->depth))
    return;
  self->counts->n_records++;
  self->counts->n_unrecognized++;
  self->at[place->depth] = NO_NODE;
  *place->quiet = TRUE;
}

/* Also an empty list of findings makes the object around it no finding. */
static gboolean
is_list_of_records (const Reader *self, gint16 node, const RedanJsonPlace *place)
{
  gint16 member = find_child (self, node, "");

  return member != NO_NODE && self->nodes[member].place != NO_NODE &&
         places[self->nodes[member].place].role == ROLE_RECORDS && place->length > 0 &&
         place->bytes[0] == '[';
}

static gboolean
visit (const RedanJsonPlace *place, gpointer data)
{
  Reader *self = data;
  guint depth = place->depth;
  const Place *meaning;
  gint16 node;

  if (place->ends)
    return end_place (self, depth);
  if (depth == 0)
    {
      self->at[0] = NO_NODE;
      if (place->length > 0 && place->bytes[0] == '{')
        begin_record (self, 0);
      return TRUE;
    }
  if (self->n_records == 0)
    {
      begin_candidate (self, place);
      return TRUE;
    }

  node = find_child (self, self->at[depth - 1], place->keys[depth - 1]);
  self->at[depth] = node;
  if (node == NO_NODE)
    {
      *place->quiet = TRUE;
      return TRUE;
    }
  if (self->nodes[node].place == NO_NODE)
    {
      self->records[self->n_records - 1].wrapper |= is_list_of_records (self, node, place);
      return TRUE;
    }

  meaning = &places[self->nodes[node].place];
  if (meaning->role == ROLE_FIELD)
    keep_field (&self->records[self->n_records - 1], meaning->field, place);
  else if (meaning->role == ROLE_RECORDS)
    {
      self->records[self->n_records - 1].wrapper = TRUE;
      begin_candidate (self, place);
    }
  return TRUE;
}

gboolean
findings_read_json (RedanJsonRead read,
                    gpointer read_data,
                    const RedanFindingSink *sink,
                    RedanFindingCounts *counts,
                    GError **error)
{
  g_autofree Reader *self = g_new0 (Reader, 1);
  gboolean sound;

  self->sink = sink;
  self->counts = counts;
  build_tree (self);
  for (guint i = 0; i < MAX_NESTED; i++)
    finding_record_init (&self->records[i]);
  sound = redan_json_scan_records (read, read_data, visit, self, error);
  for (guint i = 0; i < MAX_NESTED; i++)
    finding_record_clear (&self->records[i]);
  return sound;
}
