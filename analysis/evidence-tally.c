/* SPDX-License-Identifier: Apache-2.0 */
/* What checks found about a control on a target: numbers and days, as they stand in the file, and
 * what follows from them. */

#include "config.h"

#include "analysis/evidence-tally.h"

#include <string.h>

#include "model/snapshot.h"

static const struct
{
  const char *word;
  gsize offset;
} numbers[] = {
  { "passed ", G_STRUCT_OFFSET (RedanEvidenceTally, passed) },
  { "failed ", G_STRUCT_OFFSET (RedanEvidenceTally, failed) },
  { "unknown ", G_STRUCT_OFFSET (RedanEvidenceTally, unknown) },
  { "exceptions ", G_STRUCT_OFFSET (RedanEvidenceTally, exceptions) },
};

static guint
add_bounded (guint a, guint b)
{
  return a > G_MAXINT32 - MIN (b, G_MAXINT32) ? G_MAXINT32 : a + b;
}

void
redan_evidence_tally_add (RedanEvidenceTally *self, const RedanEvidenceTally *other)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint *number = G_STRUCT_MEMBER_P (self, numbers[i].offset);

      *number = add_bounded (*number, G_STRUCT_MEMBER (guint, other, numbers[i].offset));
    }
  if (other->oldest != 0 && (self->oldest == 0 || other->oldest < self->oldest))
    self->oldest = other->oldest;
  self->newest = MAX (self->newest, other->newest);
}

static gboolean
parse_days (const char *text, RedanEvidenceTally *tally)
{
  g_auto (GStrv) days = g_strsplit (text, " to ", 2);

  if (days[0] == NULL || !redan_days_from_date (days[0], &tally->oldest))
    return FALSE;
  tally->newest = tally->oldest;
  return days[1] == NULL || redan_days_from_date (days[1], &tally->newest);
}

static gboolean
parse_part (const char *part, RedanEvidenceTally *tally)
{
  if (g_str_has_prefix (part, "on "))
    return parse_days (part + strlen ("on "), tally);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 value;

      if (!g_str_has_prefix (part, numbers[i].word))
        continue;
      if (!g_ascii_string_to_unsigned (part + strlen (numbers[i].word), 10, 0, G_MAXINT32, &value,
                                       NULL))
        return FALSE;
      G_STRUCT_MEMBER (guint, tally, numbers[i].offset) = (guint) value;
      return TRUE;
    }
  return FALSE;
}

gboolean
redan_evidence_tally_parse (const char *text, RedanEvidenceTally *tally_out)
{
  g_auto (GStrv) parts = g_strsplit (text, ", ", 8);
  RedanEvidenceTally tally = { 0 };

  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_part (parts[i], &tally))
      return FALSE;

  *tally_out = tally;
  return parts[0] != NULL;
}

char *
redan_evidence_tally_to_text (const RedanEvidenceTally *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char date[11];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint number = G_STRUCT_MEMBER (guint, self, numbers[i].offset);

      if (number > 0)
        g_string_append_printf (text, "%s%u, ", numbers[i].word, number);
    }
  redan_days_to_date (self->oldest, date);
  g_string_append_printf (text, "on %s", date);
  if (self->newest != self->oldest)
    {
      redan_days_to_date (self->newest, date);
      g_string_append_printf (text, " to %s", date);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Written by hand, or by another tool. */
static gboolean
read_plain (const RedanObject *evidence, RedanEvidenceTally *tally)
{
  const char *value = redan_object_get (evidence, REDAN_FIELD_VALUE);
  const char *date = redan_object_get (evidence, REDAN_FIELD_DATE);

  if (value == NULL || redan_object_get (evidence, REDAN_FIELD_CONTROL) == NULL || date == NULL ||
      !redan_days_from_date (date, &tally->oldest))
    return FALSE;
  tally->newest = tally->oldest;
  if (g_ascii_strcasecmp (value, "pass") == 0 || g_ascii_strcasecmp (value, "passed") == 0)
    tally->passed = 1;
  else if (g_ascii_strcasecmp (value, "fail") == 0 || g_ascii_strcasecmp (value, "failed") == 0)
    tally->failed = 1;
  return tally->passed + tally->failed > 0;
}

gboolean
redan_evidence_sum (const RedanObject *evidence, RedanEvidenceTally *tally_out)
{
  guint n;
  const RedanEntry *checks = redan_object_get_range (evidence, REDAN_FIELD_CHECK, &n);
  RedanEvidenceTally sum = { 0 };
  gboolean any = FALSE;

  if (n == 0)
    any = read_plain (evidence, &sum);
  for (guint i = 0; i < n; i++)
    {
      RedanEvidenceTally tally;

      if (!redan_evidence_tally_parse (checks[i].value, &tally))
        continue;
      redan_evidence_tally_add (&sum, &tally);
      any = TRUE;
    }

  *tally_out = sum;
  return any;
}

gboolean
redan_evidence_judge (const RedanEvidenceTally *self,
                      const RedanScoring *scoring,
                      guint as_of,
                      RedanControlState *state_out,
                      double *factor_out)
{
  double declared = scoring->state[REDAN_STATE_DECLARED];
  double validated = scoring->state[REDAN_STATE_VALIDATED];
  double age = as_of > self->oldest ? as_of - self->oldest : 0;
  double late;

  if (self->failed > 0)
    {
      *state_out = REDAN_STATE_CONTRADICTED;
      *factor_out = declared * self->passed / ((double) self->passed + self->failed);
      return TRUE;
    }
  if (self->passed == 0 || self->unknown > 0)
    return FALSE;

  late = (age - scoring->fresh_scan) / scoring->fresh_scan;
  *state_out = late > 0 ? REDAN_STATE_STALE : REDAN_STATE_VALIDATED;
  *factor_out = validated - (validated - declared) * CLAMP (late, 0, 1);
  return TRUE;
}
