/* SPDX-License-Identifier: Apache-2.0 */
/* What a record of each format says, in the normal form. Where the formats come from: sec. "Finding
 * sources" of data/schema/evidence.md. */

#include "config.h"

#include "model/exchange/findings-private.h"

#include <string.h>

#define PROWLER "prowler"
#define SECURITY_HUB "securityhub"
#define CONFIG "config"

void
finding_record_init (FindingRecord *self)
{
  for (guint i = 0; i < FINDING_N_FIELDS; i++)
    self->fields[i] = g_string_new (NULL);
  self->resources = g_ptr_array_new_with_free_func (g_free);
  self->wrapper = FALSE;
}

void
finding_record_reset (FindingRecord *self)
{
  for (guint i = 0; i < FINDING_N_FIELDS; i++)
    g_string_truncate (self->fields[i], 0);
  g_ptr_array_set_size (self->resources, 0);
  self->wrapper = FALSE;
}

void
finding_record_clear (FindingRecord *self)
{
  for (guint i = 0; i < FINDING_N_FIELDS; i++)
    g_string_free (self->fields[i], TRUE);
  g_ptr_array_unref (self->resources);
}

void
finding_record_end_resource (FindingRecord *self)
{
  for (guint i = FINDING_RESOURCE_ID; i <= FINDING_RESOURCE_REGION; i++)
    {
      if (self->resources->len < 3 * FINDING_MAX_RESOURCES)
        g_ptr_array_add (self->resources, g_strdup (self->fields[i]->str));
      g_string_truncate (self->fields[i], 0);
    }
}

static const char *
get (const FindingRecord *self, FindingField field)
{
  return self->fields[field]->str;
}

static gboolean
is (const FindingRecord *self, FindingField field, const char *word)
{
  return g_ascii_strcasecmp (self->fields[field]->str, word) == 0;
}

static gboolean
has (const FindingRecord *self, FindingField field)
{
  return self->fields[field]->len > 0;
}

/* The first of the fields that says something. */
static const char *
first_of (const FindingRecord *self, const FindingField *fields, guint n)
{
  for (guint i = 0; i < n; i++)
    if (has (self, fields[i]))
      return get (self, fields[i]);
  return "";
}

#define FIRST(self, ...)                                                                           \
  first_of (self, (const FindingField[]){ __VA_ARGS__ },                                           \
            sizeof ((const FindingField[]){ __VA_ARGS__ }) / sizeof (FindingField))

gboolean
finding_status_from_word (const char *word, RedanFindingStatus *status_out)
{
  static const struct
  {
    const char *word;
    RedanFindingStatus status;
  } words[] = {
    { "PASS", REDAN_FINDING_PASS },
    { "PASSED", REDAN_FINDING_PASS },
    { "COMPLIANT", REDAN_FINDING_PASS },
    { "FAIL", REDAN_FINDING_FAIL },
    { "FAILED", REDAN_FINDING_FAIL },
    { "NON_COMPLIANT", REDAN_FINDING_FAIL },
    { "NOT_APPLICABLE", REDAN_FINDING_NOT_APPLICABLE },
    { "MANUAL", REDAN_FINDING_UNKNOWN },
    { "WARNING", REDAN_FINDING_UNKNOWN },
    { "NOT_AVAILABLE", REDAN_FINDING_UNKNOWN },
    { "INSUFFICIENT_DATA", REDAN_FINDING_UNKNOWN },
    { "UNKNOWN", REDAN_FINDING_UNKNOWN },
    { "INFO", REDAN_FINDING_UNKNOWN },
    { "MUTED", REDAN_FINDING_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i].word, word) == 0)
      {
        *status_out = words[i].status;
        return TRUE;
      }
  return FALSE;
}

gboolean
finding_is_placeholder (const char *text)
{
  const char *open = strchr (text, '<');

  return open != NULL && strchr (open, '>') != NULL;
}

static RedanFindingStatus
read_status (const char *word)
{
  RedanFindingStatus status = REDAN_FINDING_UNKNOWN;

  finding_status_from_word (word, &status);
  return status;
}

/* An account is twelve digits; examples and redacted files have other things there. */
static const char *
clean_account (const char *text)
{
  for (guint i = 0; i < 12; i++)
    if (!g_ascii_isdigit (text[i]))
      return "";
  return text[12] == '\0' ? text : "";
}

/* "<resource_uid>" stands for what somebody took out. */
static const char *
clean_identifier (const char *text)
{
  return finding_is_placeholder (text) ? "" : text;
}

/* Calls the sink for each resource, or once without one. */
static gboolean
emit_resources (const FindingRecord *self, const RedanFindingSink *sink, RedanFinding *finding)
{
  const char *region = finding->region;

  if (self->resources->len == 0)
    return sink->finding (sink->data, finding);

  for (guint i = 0; i + 2 < self->resources->len; i += 3)
    {
      const char *own = clean_identifier (g_ptr_array_index (self->resources, i + 2));

      finding->resource = clean_identifier (g_ptr_array_index (self->resources, i));
      finding->type = g_ptr_array_index (self->resources, i + 1);
      finding->region = own[0] != '\0' ? own : region;
      if (!sink->finding (sink->data, finding))
        return FALSE;
    }
  return TRUE;
}

static RedanFinding
begin_finding (const char *source)
{
  return (RedanFinding){ .source = source,
                         .check = "",
                         .rule = "",
                         .account = "",
                         .region = "",
                         .resource = "",
                         .type = "",
                         .practices = "" };
}

/* What stands behind the last slash. */
static const char *
last_part (const char *text)
{
  const char *slash = strrchr (text, '/');

  return slash != NULL ? slash + 1 : text;
}

/* The version in ".../cis-aws-foundations-benchmark/v/1.2.0". */
static char *
name_rule_of_standard (const FindingRecord *self)
{
  const char *standard = get (self, FINDING_STANDARD);

  if (strstr (standard, "cis-aws-foundations-benchmark") != NULL)
    return g_strdup_printf ("cis-%s/%s", last_part (standard), get (self, FINDING_RULE_ID));
  return g_strdup (get (self, FINDING_RULE_ID));
}

/* "PCI.Config.1" is an older name of Config.1. */
static const char *
strip_standard (const char *control)
{
  return g_str_has_prefix (control, "PCI.") ? control + 4 : control;
}

/* Newer findings name the control; older ones the control of a standard; those of CIS only the
 * number of a rule. */
static char *
dup_hub_check (const FindingRecord *self, FindingField named, FindingField generator)
{
  const char *last = last_part (get (self, generator));

  if (has (self, named))
    return g_strdup (strip_standard (get (self, named)));
  if (has (self, FINDING_CONTROL_ID))
    return g_strdup (strip_standard (get (self, FINDING_CONTROL_ID)));
  if (has (self, FINDING_RULE_ID) && has (self, FINDING_STANDARD))
    return name_rule_of_standard (self);
  if (g_ascii_isalpha (last[0]) && strchr (last, '.') != NULL)
    return g_strdup (strip_standard (last));
  return g_strdup (get (self, FINDING_RULE_ID));
}

/* AWS Security Finding Format, of Security Hub itself and of Prowler. */
static gboolean
emit_asff (const FindingRecord *self, const RedanFindingSink *sink)
{
  gboolean prowler = g_str_has_prefix (get (self, FINDING_GENERATOR), "prowler-");
  RedanFinding finding = begin_finding (prowler ? PROWLER : SECURITY_HUB);
  g_autofree char *check = prowler
                               ? g_strdup (get (self, FINDING_GENERATOR) + strlen ("prowler-"))
                               : dup_hub_check (self, FINDING_SECURITY_CONTROL, FINDING_GENERATOR);

  finding.check = check;
  finding.rule = get (self, FINDING_CONFIG_RULE);
  finding.account = clean_account (get (self, FINDING_ASFF_ACCOUNT));
  finding.region = clean_identifier (get (self, FINDING_REGION));
  finding.status = has (self, FINDING_COMPLIANCE_STATUS)
                       ? read_status (get (self, FINDING_COMPLIANCE_STATUS))
                       : REDAN_FINDING_OTHER;
  finding.muted = is (self, FINDING_WORKFLOW, "SUPPRESSED") ||
                  (prowler && is (self, FINDING_COMPLIANCE_STATUS, "WARNING"));
  finding.archived = is (self, FINDING_RECORD_STATE, "ARCHIVED");
  finding.time = finding_time_parse (prowler ? FIRST (self, FINDING_UPDATED)
                                             : FIRST (self, FINDING_OBSERVED, FINDING_UPDATED));
  if (finding.status == REDAN_FINDING_PASS &&
      strstr (get (self, FINDING_REASONS), "CONFIG_EVALUATIONS_EMPTY") != NULL)
    finding.status = REDAN_FINDING_NOT_APPLICABLE;

  return emit_resources (self, sink, &finding);
}

static gint64
read_ocsf_time (const FindingRecord *self)
{
  /* the number before the text: some texts are local time without saying so */
  gint64 time = finding_time_parse (FIRST (self, FINDING_TIME, FINDING_CREATED));

  return time != 0 ? time : finding_time_parse (get (self, FINDING_TIME_TEXT));
}

/* compliance.status_id of OCSF 1.4 */
static RedanFindingStatus
read_compliance_id (const char *id)
{
  if (strcmp (id, "1") == 0)
    return REDAN_FINDING_PASS;
  return strcmp (id, "3") == 0 ? REDAN_FINDING_FAIL : REDAN_FINDING_UNKNOWN;
}

static gboolean
emit_prowler_ocsf (const FindingRecord *self, const RedanFindingSink *sink)
{
  RedanFinding finding = begin_finding (PROWLER);

  finding.check = is (self, FINDING_CLASS, "2003")
                      ? FIRST (self, FINDING_COMPLIANCE_CHECK, FINDING_EVENT_CODE, FINDING_ANALYTIC)
                      : FIRST (self, FINDING_EVENT_CODE, FINDING_ANALYTIC);
  finding.account = clean_account (get (self, FINDING_CLOUD_ACCOUNT));
  finding.region = clean_identifier (get (self, FINDING_CLOUD_REGION));
  finding.practices = get (self, FINDING_PRACTICES);
  finding.status = has (self, FINDING_STATUS_CODE)
                       ? read_status (get (self, FINDING_STATUS_CODE))
                       : read_compliance_id (get (self, FINDING_COMPLIANCE_ID));
  finding.muted = is (self, FINDING_STATUS_ID, "3") || is (self, FINDING_STATUS, "Suppressed");
  finding.time = read_ocsf_time (self);
  return emit_resources (self, sink, &finding);
}

/* Security Hub in OCSF 1.0 to 1.5; what other products found and it only passes on is no check of a
 * setting. */
static gboolean
emit_hub_ocsf (const FindingRecord *self, const RedanFindingSink *sink)
{
  RedanFinding finding = begin_finding (SECURITY_HUB);
  g_autofree char *check = dup_hub_check (self, FINDING_COMPLIANCE_CONTROL, FINDING_FEATURE);

  finding.check = check;
  finding.rule = get (self, FINDING_CONFIG_RULE);
  finding.account = clean_account (FIRST (self, FINDING_CLOUD_ACCOUNT, FINDING_ASFF_ACCOUNT));
  finding.region = clean_identifier (get (self, FINDING_CLOUD_REGION));
  if (has (self, FINDING_COMPLIANCE_STATUS))
    finding.status = read_status (get (self, FINDING_COMPLIANCE_STATUS));
  else if (has (self, FINDING_COMPLIANCE_ID))
    finding.status = read_compliance_id (get (self, FINDING_COMPLIANCE_ID));
  else
    finding.status = REDAN_FINDING_OTHER;
  finding.muted = is (self, FINDING_STATUS, "Suppressed") ||
                  is (self, FINDING_STATE, "Suppressed") || is (self, FINDING_STATUS_ID, "3");
  finding.archived =
      is (self, FINDING_RECORD_STATE, "ARCHIVED") || is (self, FINDING_STATUS, "Archived");
  finding.time = read_ocsf_time (self);
  if (finding.status == REDAN_FINDING_PASS &&
      strstr (get (self, FINDING_REASONS), "CONFIG_EVALUATIONS_EMPTY") != NULL)
    finding.status = REDAN_FINDING_NOT_APPLICABLE;

  return emit_resources (self, sink, &finding);
}

/* Results of AWS Config: of one resource, or of a rule as a whole; of a resource as a whole it is
 * no check. */
static gboolean
emit_config (const FindingRecord *self, const RedanFindingSink *sink)
{
  RedanFinding finding = begin_finding (CONFIG);

  finding.check = FIRST (self, FINDING_RESULT_RULE, FINDING_RULE_NAME);
  finding.rule = finding.check;
  finding.account = clean_account (FIRST (self, FINDING_RESULT_ACCOUNT, FINDING_ASFF_ACCOUNT));
  finding.region = FIRST (self, FINDING_RESULT_REGION, FINDING_REGION);
  finding.resource =
      clean_identifier (FIRST (self, FINDING_RESULT_RESOURCE, FINDING_RULE_RESOURCE));
  finding.type = FIRST (self, FINDING_RESULT_TYPE, FINDING_RULE_TYPE);
  finding.time = finding_time_parse (get (self, FINDING_RECORDED));
  finding.status = finding.check[0] != '\0' ? read_status (get (self, FINDING_COMPLIANCE_TYPE))
                                            : REDAN_FINDING_OTHER;
  return sink->finding (sink->data, &finding);
}

static gboolean
emit_definition (const FindingRecord *self, const RedanFindingSink *sink)
{
  if (!is (self, FINDING_OWNER, "AWS"))
    return TRUE;
  return sink->definition (sink->data, get (self, FINDING_RULE_NAME),
                           get (self, FINDING_IDENTIFIER));
}

gboolean
finding_record_emit (const FindingRecord *self, const RedanFindingSink *sink, gboolean *known_out)
{
  *known_out = TRUE;
  if (is (self, FINDING_SCHEMA_VERSION, "2018-10-08") && has (self, FINDING_GENERATOR))
    return emit_asff (self, sink);
  if (has (self, FINDING_CLASS) &&
      (is (self, FINDING_PRODUCT_NAME, "Prowler") || is (self, FINDING_PRODUCT_UID, "prowler")))
    return emit_prowler_ocsf (self, sink);
  if (has (self, FINDING_CLASS) &&
      strstr (get (self, FINDING_PRODUCT_UID), ":securityhub:") != NULL)
    return emit_hub_ocsf (self, sink);
  if (has (self, FINDING_COMPLIANCE_TYPE) &&
      (has (self, FINDING_RESULT_RULE) || has (self, FINDING_RULE_NAME) ||
       has (self, FINDING_RULE_RESOURCE)))
    return emit_config (self, sink);
  if (has (self, FINDING_RULE_NAME) && has (self, FINDING_OWNER))
    return emit_definition (self, sink);

  *known_out = FALSE;
  return TRUE;
}
