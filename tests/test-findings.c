/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in all forms: the corpus and its traps, containers, cuts at every byte, hostile bytes,
 * the wire. */

#include <string.h>

#include "model/error.h"
#include "model/exchange/findings-private.h"

typedef struct
{
  const char *data;
  gsize length;
  gsize at;
  gsize step; /* at most so many bytes a call */
} Source;

static gssize
read_source (guint8 *buffer, gsize room, gpointer data)
{
  Source *self = data;
  gsize n = MIN (MIN (room, self->step), self->length - self->at);

  memcpy (buffer, self->data + self->at, n);
  self->at += n;
  return (gssize) n;
}

/* One line a finding: status, + muted, + archived, source, check, rule, account, region, resource,
 * type, time. */
static gboolean
append_finding (gpointer data, const RedanFinding *finding)
{
  static const char *const words[] = { "pass", "unknown", "fail", "n/a", "other" };

  g_string_append_printf (data, "%s%s%s|%s|%s|%s|%s|%s|%s|%s|%" G_GINT64_FORMAT "\n",
                          words[finding->status], finding->muted ? " muted" : "",
                          finding->archived ? " archived" : "", finding->source, finding->check,
                          finding->rule, finding->account, finding->region, finding->resource,
                          finding->type, finding->time);
  return TRUE;
}

static gboolean
append_definition (gpointer data, const char *name, const char *identifier)
{
  g_string_append_printf (data, "rule %s is %s\n", name, identifier);
  return TRUE;
}

static char *
read_bytes (const char *data, gsize length, gsize step, RedanFindingCounts *counts, GError **error)
{
  Source source = { data, length, 0, step };
  GString *text = g_string_new (NULL);
  const RedanFindingSink sink = { append_finding, append_definition, text };
  RedanFindingCounts own = { 0 };
  gboolean csv = findings_csv_looks_like ((const guint8 *) data, length);
  gboolean sound;

  if (counts == NULL)
    counts = &own;
  *counts = own;
  sound = csv ? findings_read_csv (read_source, &source, &sink, counts, error)
              : findings_read_json (read_source, &source, &sink, counts, error);
  if (sound)
    return g_string_free (text, FALSE);
  g_string_free (text, TRUE);
  return NULL;
}

static char *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *findings = read_bytes (text, strlen (text), G_MAXSIZE, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static void
assert_reads (const char *text, const char *expected)
{
  g_autofree char *findings = read_text (text);

  g_assert_cmpstr (findings, ==, expected);
}

static char *
load_corpus (const char *name, gsize *length_out)
{
  const char *root = g_getenv ("REDAN_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (root != NULL ? root : ".", "..", "shared", "corpus",
                                            "evidence", name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, length_out, NULL))
    g_test_skip ("corpus is not here");
  return text;
}

/* What each file of the corpus says, read by a person beside the files. */
static void
test_corpus (void)
{
#define HUB "securityhub"
  static const struct
  {
    const char *name;
    guint n_lines;
    const char *line; /* one of them */
  } files[] = {
    { "asff_cis_1_2.json", 1,
      "fail|" HUB "|CloudTrail.2|securityhub-cloud-trail-encryption-enabled-fe95bf3f|123456789012|"
      "us-east-2|arn:aws:cloudtrail:us-east-2:123456789012:trail/AWSMacieTrail-DO-NOT-EDIT|"
      "AwsCloudTrailTrail|1632845405" },
    { "asff_cis_1_4.json", 1, "fail|" HUB "|CloudTrail.2|" },
    { "asff_controltower.json", 1, "fail|" HUB "|CloudTrail.2|" },
    { "asff_fsbp.json", 1, "fail|" HUB "|CloudTrail.2|" },
    { "asff_pci.json", 1, "fail|" HUB "|CloudTrail.2|" },
    /* trap 4: suppressed; 5: a pass over nothing; 6: pass and fail; 7: archived */
    { "asff_synthetic_traps.json", 8, "fail muted|" HUB "|IAM.6|" },
    { "asff_synthetic_traps.json", 8, "n/a|" HUB "|EC2.21|" },
    { "asff_synthetic_traps.json", 8,
      "pass|" HUB "|S3.5||111122223333|us-east-1|arn:aws:s3:::logs-a|" },
    { "asff_synthetic_traps.json", 8,
      "fail|" HUB "|S3.5||111122223333|us-east-1|arn:aws:s3:::logs-b|" },
    { "asff_synthetic_traps.json", 8, "fail archived|" HUB "|CloudTrail.1|" },
    { "asff_synthetic_traps.json", 8, "unknown|" HUB "|Config.1|" },
    { "asff_synthetic_traps.json", 8, "unknown|" HUB "|GuardDuty.1|" },
    { "asff_synthetic_traps.json", 8,
      "pass|" HUB "|IAM.4||111122223333|us-east-1|AWS::::Account:111122223333|AwsAccount|"
      "1704067200" },
    /* trap 8: no SecurityControlId */
    { "asr_afsbp-cloudtrail.1.asff.json", 1, "fail|" HUB "|CloudTrail.1|" },
    { "asr_afsbp-config.1.asff.json", 1, "fail|" HUB "|Config.1||" },
    { "asr_afsbp-ec2.8.asff.json", 1, "fail|" HUB "|EC2.8|" },
    { "asr_afsbp-iam.3.asff.json", 1, "fail|" HUB "|IAM.3|" },
    { "asr_afsbp-lambda.1.asff.json", 1, "fail|" HUB "|Lambda.1|" },
    { "asr_afsbp-s3.2.asff.json", 1, "pass|" HUB "|S3.2|" },
    { "asr_cis-1.4-nodetails.asff.json", 1, "fail|" HUB "|cis-1.2.0/1.4|" },
    { "asr_cis1314-save.asff.json", 1, "pass|" HUB "|cis-1.2.0/1.3|" },
    { "awsconfig_compliance_by_resource.json", 2, "other|config|||" },
    { "awsconfig_compliance_by_rule.json", 2, "fail|config|RequiredTagsForVolumes|" },
    { "awsconfig_conformance_pack_compliance.json", 2,
      "pass|config|awsconfigconforms-RuleName2-conformance-pack-ID|" },
    /* "Tue Jul 16 23:07:51 PDT 2019" is 06:07:51 of the next day in UTC */
    { "awsconfig_conformance_pack_details.json", 2,
      "fail|config|awsconfigconforms-RuleName1-conformance-pack-ID|"
      "awsconfigconforms-RuleName1-conformance-pack-ID|||resourceID|AWS::::Account|1563343671" },
    { "awsconfig_describe_rules.json", 0, "" },
    { "awsconfig_details_by_rule.json", 3,
      "fail|config|InstanceTypesAreT2micro|InstanceTypesAreT2micro|||i-1a2b3c4d|"
      "AWS::EC2::Instance|1450314645" },
    { "eventbridge_config_compliance_change.json", 1,
      "pass|config|securityhub-iam-inline-policy-blocked-kms-actions-baa2cf8c|"
      "securityhub-iam-inline-policy-blocked-kms-actions-baa2cf8c|111122223333|eu-west-2|"
      "AROAEXAMPLEEXAMPLE|AWS::IAM::Role|1608182029" },
    /* trap 1: milliseconds */
    { "ocsf_compliance_2003_sechub_pci.json", 1,
      "fail|" HUB "|Config.1||111111111111|us-east-2|AWS::::Account:111111111111|AwsAccount|"
      "1689963113" },
    { "ocsf_detection_2004_sechub_guardduty.json", 1, "other|" HUB "|" },
    { "ocsf_example_securityhub_2001.json", 1,
      "pass|" HUB "|EC2.19|securityhub-vpc-sg-restricted-common-ports-2af29baf|522536594833|"
      "us-east-1|arn:aws:ec2:us-east-1:522536594833:security-group/sg-0daf160f08dfed499|"
      "AwsEc2SecurityGroup|1659636559" },
    { "prowler_2026_accessanalyzer.ocsf.json", 1,
      "fail|prowler|accessanalyzer_enabled||730736567048|ap-northeast-1|"
      "arn:aws:accessanalyzer:ap-northeast-1:730736567048:analyzer/unknown|Other|1770273520" },
    { "prowler_5_3_ecs_secret.ocsf.json", 1,
      "fail|prowler|ecs_task_definitions_no_environment_secrets||123456789012|" },
    /* trap 2: the number, 13:27 UTC, not the local time beside it; 3: placeholders are nothing */
    { "prowler_aws_2025.ocsf.json", 5, "fail|prowler|accessanalyzer_enabled|||||Other|1739539623" },
    { "prowler_aws_2025.ocsf.json", 5,
      "unknown|prowler|account_maintain_current_contact_details|||||Other|1739539623" },
    { "prowler_aws_2025.csv", 4, "fail|prowler|accessanalyzer_enabled|||||Other|1739543223" },
    { "prowler_kubernetes_2025.ocsf.json", 6,
      "pass|prowler|apiserver_anonymous_requests|||||KubernetesAPIServer|1739539658" },
    { "prowler_v3_rds_minor.asff.json", 1,
      "pass|prowler|rds_instance_minor_version_upgrade_enabled|||eu-west-1|rds-instance-id|"
      "AwsRdsDbInstance|1669900617" },
    { "securityhub_v2_guardduty.ocsf.json", 1, "other muted|" HUB "|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize length;
      g_autofree char *bytes = load_corpus (files[i].name, &length);
      g_autoptr (GError) error = NULL;
      g_autofree char *findings = NULL;
      g_autofree char *begun = g_strconcat ("\n", files[i].line, NULL);
      g_autofree char *all = NULL;
      guint n = 0;
      RedanFindingCounts counts;

      if (bytes == NULL)
        return;
      findings = read_bytes (bytes, length, G_MAXSIZE, &counts, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (counts.n_unrecognized, ==, 0);
      for (const char *at = findings; *at != '\0'; at++)
        n += *at == '\n';
      all = g_strconcat ("\n", findings, NULL);
      if (n != files[i].n_lines || strstr (all, begun) == NULL)
        g_error ("%s: %u findings, expected %u and \"%s\":\n%s", files[i].name, n, files[i].n_lines,
                 files[i].line, findings);
    }
}

/* Trap 12: what AWS printed with a missing quote or comma is refused with its place. */
static void
test_malformed (void)
{
  static const char *const files[][2] = {
    { "asff_consolidated.malformed.json", "38:3: *" },
    { "asff_nist.malformed.json", "46:36: *" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize length;
      g_autofree char *bytes = load_corpus (files[i][0], &length);
      g_autoptr (GError) error = NULL;

      if (bytes == NULL)
        return;
      g_assert_null (read_bytes (bytes, length, G_MAXSIZE, NULL, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
      g_assert_true (g_pattern_match_simple (files[i][1], error->message));
    }
}

#define FINDING                                                                                    \
  "{\"SchemaVersion\":\"2018-10-08\",\"GeneratorId\":\"security-control/IAM.4\","                  \
  "\"AwsAccountId\":\"111122223333\",\"Region\":\"eu\",\"UpdatedAt\":\"2026-01-01T00:00:00Z\","    \
  "\"Compliance\":{\"Status\":\"PASSED\"},\"Resources\":[{\"Id\":\"r\",\"Type\":\"T\"}]}"
#define LINE "pass|securityhub|IAM.4||111122223333|eu|r|T|1767225600\n"

static void
test_containers (void)
{
  assert_reads (FINDING, LINE);
  assert_reads ("\xef\xbb\xbf" FINDING "\n", LINE);
  assert_reads ("[" FINDING "]", LINE);
  assert_reads ("[" FINDING "," FINDING "]", LINE LINE);
  assert_reads ("[" FINDING "][" FINDING "]", LINE LINE);
  assert_reads (FINDING "\n" FINDING "\n", LINE LINE);
  assert_reads (FINDING FINDING, LINE LINE);
  assert_reads ("{\"Findings\":[" FINDING "]}", LINE);
  assert_reads ("{\"NextToken\":\"x\",\"Findings\":[" FINDING "],\"more\":{}}", LINE);
  assert_reads ("{\"detail\":{\"findings\":[" FINDING "]},\"detail-type\":\"x\"}", LINE);
  assert_reads ("[{\"detail\":{\"findings\":[" FINDING "," FINDING "]}}]", LINE LINE);
  assert_reads ("{\"apiResponse\":{\"Findings\":[" FINDING "]}}", LINE);
  assert_reads ("{\"Findings\":[]}", "");
  assert_reads ("[]", "");
}

/* Findings inside what a scanner kept of a resource are none. */
static void
test_nested_findings_are_data (void)
{
  assert_reads ("[{\"class_uid\":2004,\"metadata\":{\"event_code\":\"c\",\"product\":{\"name\":"
                "\"Prowler\"}},\"status_code\":\"PASS\",\"time\":5,\"resources\":[{\"uid\":\"u\","
                "\"type\":\"t\",\"data\":{\"metadata\":{\"findings\":[" FINDING "]}}}]}]",
                "pass|prowler|c||||u|t|5\n");
}

static void
test_several_resources (void)
{
  assert_reads ("{\"SchemaVersion\":\"2018-10-08\",\"GeneratorId\":\"prowler-x\",\"Resources\":[{"
                "\"Id\":\"a\"},{\"Id\":\"b\",\"Region\":\"q\"}],\"Compliance\":{\"Status\":"
                "\"WARNING\"}}",
                "unknown muted|prowler|x||||a||0\nunknown muted|prowler|x|||q|b||0\n");
}

static void
test_escapes (void)
{
  assert_reads ("{\"class_uid\":\"2003\",\"metadata\":{\"product\":{\"uid\":\"prowler\"}},"
                "\"compliance\":{\"checks\":[{\"uid\":\"\\u00e4\\\"\\\\\\/\\ud83d\\udd12\\n\"}],"
                "\"status_id\":3},\"time\":1739539623000}",
                "fail|prowler|\xc3\xa4\"\\/\xf0\x9f\x94\x92 |||||"
                "|1739539623\n");
}

static void
test_definitions (void)
{
  assert_reads ("{\"ConfigRules\":[{\"ConfigRuleName\":\"ours\",\"Source\":{\"Owner\":\"AWS\","
                "\"SourceIdentifier\":\"IAM_ROOT_ACCESS_KEY_CHECK\"}}]}",
                "rule ours is IAM_ROOT_ACCESS_KEY_CHECK\n");
}

static void
test_aggregators (void)
{
  assert_reads ("{\"AggregateEvaluationResults\":[{\"AccountId\":\"123456789012\",\"AwsRegion\":"
                "\"eu\",\"ComplianceType\":\"NON_COMPLIANT\",\"ResultRecordedTime\":"
                "\"2020-12-17T05:13:49.210Z\",\"EvaluationResultIdentifier\":{"
                "\"EvaluationResultQualifier\":{\"ConfigRuleName\":\"r\",\"ResourceId\":\"i\","
                "\"ResourceType\":\"AWS::EC2::Instance\"}}}]}",
                "fail|config|r|r|123456789012|eu|i|AWS::EC2::Instance|1608182029\n");
}

#define HEADER                                                                                     \
  "AUTH_METHOD;TIMESTAMP;ACCOUNT_UID;CHECK_ID;STATUS;MUTED;RESOURCE_TYPE;RESOURCE_UID;REGION\r\n"

static void
test_tables (void)
{
  assert_reads (HEADER, "");
  assert_reads (HEADER "x;2025-02-14 13:27:03.913874;123456789012;c;PASS;False;t;u;eu\r\n",
                "pass|prowler|c||123456789012|eu|u|t|1739539623\n");
  assert_reads (HEADER "x;0;1;c;FAIL;True;\"a;\"\"b\"\"\r\nc\";u;eu",
                "fail muted|prowler|c|||eu|u|a;\"b\"\r\nc|0\n");
}

static void
test_table_rows_that_are_none (void)
{
  static const char text[] =
      HEADER "x;0;1;c\nx;0;1;c;PERHAPS;False;t;u;eu\n\nx;0;1;c;PASS;False;t;u;eu\n";
  g_autoptr (GError) error = NULL;
  RedanFindingCounts counts;
  g_autofree char *findings = read_bytes (text, strlen (text), G_MAXSIZE, &counts, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_records, ==, 3);
  g_assert_cmpuint (counts.n_unrecognized, ==, 2);
  g_assert_cmpstr (findings, ==, "pass|prowler|c|||eu|u|t|0\n");
}

/* However the bytes come, the findings are the same. */
static void
test_cuts (void)
{
  static const char *const names[] = { "asff_synthetic_traps.json", "prowler_aws_2025.csv",
                                       "prowler_5_3_ecs_secret.ocsf.json",
                                       "eventbridge_config_compliance_change.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *bytes = load_corpus (names[i], &length);
      g_autofree char *whole = NULL;

      if (bytes == NULL)
        return;
      whole = read_bytes (bytes, length, G_MAXSIZE, NULL, NULL);
      for (gsize step = 1; step < 200; step++)
        {
          g_autofree char *cut = read_bytes (bytes, length, step, NULL, NULL);

          g_assert_cmpstr (cut, ==, whole);
        }
    }
}

/* A file that breaks off anywhere is refused, never read in part without saying so. */
static void
test_broken_off (void)
{
  static const char text[] = "[" FINDING "," FINDING "]";

  for (gsize length = 1; length < strlen (text); length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_bytes (text, length, 7, NULL, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
      g_assert_true (g_str_has_prefix (error->message, "1:"));
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *members = g_strnfill (9000, '1');
  g_autofree char *number = g_strconcat ("[", members, "]", NULL);
  static const struct
  {
    const char *text;
    gsize length;
  } rows[] = {
    { "[\0]", 3 },
    { "[{\"a\0b\":1}]", 11 },
    { "[\"\xff\"]", 5 },
    { "[\"\xc3\"]", 5 },
    { "[\"\x01\"]", 5 },
    { "[{\"a\":1,}]", 10 },
    { "[NaN]", 5 },
    { "[1 2]", 5 },
    { "[] x", 4 },
    { "[\"\\ud800\"]", 10 },
    { HEADER "x;\"0", sizeof HEADER + 3 },
    { HEADER "x;\0", sizeof HEADER + 2 },
    { HEADER "x;0;1;\xff;PASS;False;t;u;eu\n", sizeof HEADER + 25 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      if (read_bytes (rows[i].text, rows[i].length, 3, NULL, &error) != NULL)
        g_error ("row %u was read", i);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX);
    }

  g_autoptr (GError) error = NULL;
  g_assert_null (read_bytes (deep, strlen (deep), 4096, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (read_bytes (number, strlen (number), 4096, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
}

/* A long text is cut between characters; what comes behind it is read all the same. */
static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new ("{\"SchemaVersion\":\"2018-10-08\",\"GeneratorId\":\"");
  g_autofree char *findings = NULL;
  GString *line = g_string_new (NULL);
  RedanFinding finding = { .source = "config",
                           .rule = "",
                           .account = "",
                           .region = "",
                           .resource = "",
                           .type = "",
                           .practices = "" };

  for (guint i = 0; i < 300000; i++)
    g_string_append (text, "\xe2\x82\xac");
  g_string_append (text,
                   "\",\"Compliance\":{\"Status\":\"PASSED\"},\"AwsAccountId\":\"111122223333\"}");
  findings = read_text (text->str);
  g_assert_nonnull (strstr (findings, "|111122223333|"));
  g_assert_cmpuint (strlen (findings), <, 2000);

  g_string_truncate (text, 0);
  for (guint i = 0; i < 200; i++)
    g_string_append (text, "\xe2\x82\xac");
  finding.check = text->str;
  finding_wire_append (line, &finding);
  g_assert_true (g_utf8_validate (line->str, -1, NULL));
  g_string_free (line, TRUE);
}

static void
test_times (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } rows[] = {
    { "1739539623", 1739539623 },
    { "1739539623913", 1739539623 },
    { "1450314645.261", 1450314645 },
    { "1.7e9", 1700000000 },
    { "2025-02-14T13:27:03.913874", 1739539623 },
    { "2025-02-14 13:27:03", 1739539623 },
    { "2025-02-14T14:27:03+01:00", 1739539623 },
    { "2025-02-14T13:27:03Z", 1739539623 },
    { "Tue Jul 16 23:07:35 PDT 2019", 1563343655 },
    { "Tue Jul 16 23:07:35 UTC 2019", 1563318455 },
    { "", 0 },
    { "-5", 0 },
    { "yesterday", 0 },
    { "Tue Xxx 16 23:07:35 PDT 2019", 0 },
    { "999999999999999999", 0 },
    { "NaN", 0 },
    { "2025-13-14T13:27:03Z", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (finding_time_parse (rows[i].text), ==, rows[i].seconds);
}

static void
test_wire (void)
{
  GString *sent = g_string_new (NULL);
  GString *got = g_string_new (NULL);
  const RedanFindingSink sink = { append_finding, append_definition, got };
  const RedanFindingCounts counts = { 7, 2 };
  RedanFindingCounts back = { 0 };
  gboolean finished = FALSE;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  static const RedanFinding finding = { "prowler", "c\t\n", "r",          "1", "e",
                                        "u ",      "t",     "SEC01-BP02", 17,  REDAN_FINDING_FAIL,
                                        TRUE,      FALSE };

  finding_wire_append (sent, &finding);
  finding_wire_append_definition (sent, "a\tb", "c");
  finding_wire_append_end (sent, &counts, NULL);
  lines = g_strsplit (sent->str, "\n", -1);
  for (guint i = 0; lines[i][0] != '\0'; i++)
    g_assert_true (finding_wire_parse (lines[i], &sink, &back, &finished, &error));
  g_assert_cmpstr (got->str, ==, "fail muted|prowler|c|r|1|e|u|t|17\nrule a b is c\n");
  g_assert_true (finished);
  g_assert_cmpuint (back.n_records, ==, 7);
  g_assert_cmpuint (back.n_unrecognized, ==, 2);
  g_string_free (sent, TRUE);
  g_string_free (got, TRUE);
}

static void
test_wire_nonsense (void)
{
  static const char *const lines[] = {
    "",
    "Q",
    "FF",
    "F",
    "F\t9\t0\t0\t0\tprowler\t\t\t\t\t\t\t",
    "F\t0\t0\t0\t-1\tprowler\t\t\t\t\t\t\t",
    "F\t0\t0\t0\t1\tother\t\t\t\t\t\t\t",
    "F\t0\t0\t0\t1\tprowler\t\t\t\t\t\t",
    "D\tx",
    "C\t1",
    "E\tx\ty",
    "F\t0\t0\t0\t1\tprowler\t\xff\t\t\t\t\t\t",
  };
  const RedanFindingSink sink = { append_finding, append_definition, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = g_strdup (lines[i]);
      RedanFindingCounts counts;
      gboolean finished = FALSE;

      g_assert_false (finding_wire_parse (line, &sink, &counts, &finished, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/corpus", test_corpus);
  g_test_add_func ("/findings/malformed", test_malformed);
  g_test_add_func ("/findings/containers", test_containers);
  g_test_add_func ("/findings/nested-are-data", test_nested_findings_are_data);
  g_test_add_func ("/findings/several-resources", test_several_resources);
  g_test_add_func ("/findings/escapes", test_escapes);
  g_test_add_func ("/findings/definitions", test_definitions);
  g_test_add_func ("/findings/aggregators", test_aggregators);
  g_test_add_func ("/findings/tables", test_tables);
  g_test_add_func ("/findings/table-rows-that-are-none", test_table_rows_that_are_none);
  g_test_add_func ("/findings/cuts", test_cuts);
  g_test_add_func ("/findings/broken-off", test_broken_off);
  g_test_add_func ("/findings/hostile", test_hostile);
  g_test_add_func ("/findings/long-text", test_long_text);
  g_test_add_func ("/findings/times", test_times);
  g_test_add_func ("/findings/wire", test_wire);
  g_test_add_func ("/findings/wire-nonsense", test_wire_nonsense);
  return g_test_run ();
}
