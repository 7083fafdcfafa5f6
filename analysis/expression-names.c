/* SPDX-License-Identifier: Apache-2.0 */
/* The names of the expression language: functions and subjects. */

#include "analysis/expression-private.h"

#include <string.h>

static const FunctionInfo functions[] = {
  { "above_appetite", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "accounts", FUNCTION_ACCOUNTS, RESULT_NUMBER, "u" },
  { "all", FUNCTION_CRITERION, RESULT_TRUTH, "kqq" },
  { "any", FUNCTION_CRITERION, RESULT_TRUTH, "kqq" },
  { "any_in", FUNCTION_ANY_IN, RESULT_TRUTH, "ip" },
  { "any_out", FUNCTION_ANY_OUT, RESULT_TRUTH, "ip" },
  { "auto_ratio", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "blast", FUNCTION_BLAST, RESULT_NUMBER, "b" },
  { "blast_max", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "choke", FUNCTION_CHOKE, RESULT_NUMBER, "i" },
  { "class_ge", FUNCTION_CLASS_GE, RESULT_TRUTH, "oc" },
  { "completeness", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "cov", FUNCTION_CRITERION, RESULT_NUMBER, "w" },
  { "crosses", FUNCTION_CROSSES, RESULT_TRUTH, "f?t" },
  { "depth", FUNCTION_DEPTH, RESULT_NUMBER, "i" },
  { "did_min", FUNCTION_CRITERION, RESULT_NUMBER, "c" },
  { "duty_gap", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "envdiff", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "envs", FUNCTION_ENVS, RESULT_NUMBER, "b" },
  { "evid_failing", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "evid_ratio", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "human", FUNCTION_HUMAN, RESULT_TRUTH, "h" },
  { "inside", FUNCTION_INSIDE, RESULT_TRUTH, "lt" },
  { "intel_open", FUNCTION_CRITERION, RESULT_NUMBER, "n" },
  { "opcov", FUNCTION_CRITERION, RESULT_NUMBER, "w" },
  { "ratio", FUNCTION_CRITERION, RESULT_NUMBER, "w" },
  { "reach", FUNCTION_REACH, RESULT_TRUTH, "i" },
  { "read", FUNCTION_CRITERION, RESULT_TRUTH, "wn" },
  { "root_exposed", FUNCTION_CRITERION, RESULT_NUMBER, "n" },
  { "scope_ratio", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "services_open", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "share", FUNCTION_CRITERION, RESULT_NUMBER, "kqq" },
  { "single_reliance", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "snapshots", FUNCTION_CRITERION, RESULT_NUMBER, "n" },
  { "stale", FUNCTION_STALE, RESULT_TRUTH, "vd" },
  { "state", FUNCTION_CRITERION, RESULT_STATE, "w" },
  { "trend", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "undecided", FUNCTION_CRITERION, RESULT_NUMBER, "a" },
  { "unjustified_selfrun", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "unreviewed", FUNCTION_CRITERION, RESULT_NUMBER, "" },
  { "workloads", FUNCTION_WORKLOADS, RESULT_NUMBER, "b" },
};

static const char *const subject_words[] = { "e", "f", "src", "dst", "b", "acct", "x", "prog" };

const FunctionInfo *
function_get_all (guint *n_out)
{
  *n_out = G_N_ELEMENTS (functions);
  return functions;
}

const FunctionInfo *
function_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return &functions[i];

  return NULL;
}

const char *
subject_get_word (RedanSubject subject)
{
  return subject_words[subject];
}

gboolean
subject_from_word (const char *word, gsize length, RedanSubject *subject_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (subject_words); i++)
    {
      if (strlen (subject_words[i]) != length || memcmp (subject_words[i], word, length) != 0)
        continue;
      *subject_out = (RedanSubject) i;
      return TRUE;
    }

  return FALSE;
}

static gboolean
resolve_in_element (RedanSubject subject, RedanContext *of_out)
{
  switch (subject)
    {
    case REDAN_SUBJECT_E:
    case REDAN_SUBJECT_X:
      *of_out = REDAN_CONTEXT_ELEMENT;
      return TRUE;
    case REDAN_SUBJECT_B:
    case REDAN_SUBJECT_ACCT:
      *of_out = REDAN_CONTEXT_BOUNDARY;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
resolve_in_interaction (guint context, RedanSubject subject, RedanContext *of_out)
{
  switch (subject)
    {
    case REDAN_SUBJECT_F:
      *of_out = REDAN_CONTEXT_INTERACTION;
      return TRUE;
    case REDAN_SUBJECT_SRC:
    case REDAN_SUBJECT_DST:
      *of_out = REDAN_CONTEXT_ELEMENT;
      return TRUE;
    case REDAN_SUBJECT_ACCT:
      *of_out = REDAN_CONTEXT_BOUNDARY;
      return TRUE;
    case REDAN_SUBJECT_X:
      *of_out =
          context == REDAN_CONTEXT_INTERACTION ? REDAN_CONTEXT_INTERACTION : REDAN_CONTEXT_ELEMENT;
      return TRUE;
    case REDAN_SUBJECT_E:
      *of_out = REDAN_CONTEXT_ELEMENT;
      return context != REDAN_CONTEXT_INTERACTION;
    default:
      return FALSE;
    }
}

gboolean
subject_resolve (guint context, RedanSubject subject, RedanContext *of_out)
{
  if (subject == REDAN_SUBJECT_PROG)
    {
      *of_out = REDAN_CONTEXT_MODEL;
      return TRUE;
    }

  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return resolve_in_element (subject, of_out);
    case REDAN_CONTEXT_BOUNDARY:
      *of_out = REDAN_CONTEXT_BOUNDARY;
      return subject == REDAN_SUBJECT_B || subject == REDAN_SUBJECT_X ||
             subject == REDAN_SUBJECT_ACCT;
    case REDAN_CONTEXT_INTERACTION:
    case CONTEXT_INCOMING:
    case CONTEXT_OUTGOING:
      return resolve_in_interaction (context, subject, of_out);
    default:
      return FALSE;
    }
}

const RedanAttribute *
subject_find_attribute (const RedanSchema *schema, RedanContext of, const char *name)
{
  const RedanAttribute *attribute;

  switch (of)
    {
    case REDAN_CONTEXT_ELEMENT:
      return redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, name, -1);
    case REDAN_CONTEXT_INTERACTION:
      return redan_schema_lookup (schema, REDAN_SCOPE_FLOW, name, -1);
    case REDAN_CONTEXT_BOUNDARY:
      attribute = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, name, -1);
      return attribute != NULL ? attribute
                               : redan_schema_lookup (schema, REDAN_SCOPE_ACCOUNT, name, -1);
    default:
      return redan_schema_lookup (schema, REDAN_SCOPE_PROGRAMME, name, -1);
    }
}

gboolean
context_of_kind (const char *word, RedanContext *context_out)
{
  if (strcmp (word, "account") == 0 || strcmp (word, "boundary") == 0)
    *context_out = REDAN_CONTEXT_BOUNDARY;
  else if (strcmp (word, "element") == 0)
    *context_out = REDAN_CONTEXT_ELEMENT;
  else if (strcmp (word, "flow") == 0)
    *context_out = REDAN_CONTEXT_INTERACTION;
  else
    return FALSE;

  return TRUE;
}
