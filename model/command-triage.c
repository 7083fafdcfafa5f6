/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the edits of triage: deciding many threats at once, writing threats down by hand. */

#include "model/command-triage.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NUMBERED(singular, plural) g_strdup_printf (ngettext (singular, plural, n), n)

static char *
dup_label (const char *decision, guint n)
{
  if (decision == NULL)
    return NUMBERED ("Change decision", "Change %u decisions");
  if (strcmp (decision, "open") == 0)
    return NUMBERED ("Reopen threat", "Reopen %u threats");
  if (strcmp (decision, "investigate") == 0)
    return NUMBERED ("Investigate threat", "Investigate %u threats");
  if (strcmp (decision, "mitigate") == 0)
    return NUMBERED ("Mitigate threat", "Mitigate %u threats");
  if (strcmp (decision, "accept") == 0)
    return NUMBERED ("Accept threat", "Accept %u threats");
  if (strcmp (decision, "transfer") == 0)
    return NUMBERED ("Transfer threat", "Transfer %u threats");
  if (strcmp (decision, "avoid") == 0)
    return NUMBERED ("Avoid threat", "Avoid %u threats");
  if (strcmp (decision, "not-applicable") == 0)
    return NUMBERED ("Dismiss threat", "Dismiss %u threats");
  return g_strdup_printf (_ ("Decide: %s"), decision);
}

/* Creates the decision on a threat of a rule when there is none; its id is derived. */
static void
ensure_decision (RedanEdit *edit, const RedanThreatName *threat)
{
  const RedanId id = redan_decision_id (threat->rule, &threat->target, threat->reverse);
  RedanIdText text;

  if (redan_edit_keeps (edit, &id))
    return;

  redan_edit_create (edit, REDAN_SECTION_DECISION, &id);
  if (!redan_id_is_null (&threat->target))
    redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&threat->target, text));
  redan_edit_set (edit, &id, REDAN_FIELD_RULE, NULL, threat->rule);
  if (threat->reverse)
    redan_edit_set (edit, &id, REDAN_FIELD_DIRECTION, NULL, "reverse");
}

static void
set_unless_kept (RedanEdit *edit, const RedanId *id, RedanField field, const char *value)
{
  if (value != NULL)
    redan_edit_set (edit, id, field, NULL, *value != '\0' ? value : NULL);
}

/* An open threat about which nothing is written down is one that nobody decided. */
static gboolean
says_nothing (const RedanModel *model, const RedanEdit *edit, const RedanId *id)
{
  static const RedanField fields[] = { REDAN_FIELD_OWNER, REDAN_FIELD_REASON, REDAN_FIELD_DUE,
                                       REDAN_FIELD_DATE };
  const RedanObject *object = redan_model_lookup (model, id);
  guint n_tags = 0;
  guint n_extras = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (redan_edit_get (edit, id, fields[i], NULL) != NULL)
      return FALSE;
  if (object == NULL)
    return TRUE;
  redan_object_get_range (object, REDAN_FIELD_TAG, &n_tags);
  redan_object_get_range (object, REDAN_FIELD_EXTRA, &n_extras);
  return n_tags + n_extras == 0;
}

static gboolean
is_text (const char *value)
{
  return value != NULL && *value != '\0';
}

static gboolean
says_something (const RedanVerdict *verdict)
{
  return is_text (verdict->owner) || is_text (verdict->reason) || is_text (verdict->due);
}

static void
decide (const RedanModel *model,
        RedanEdit *edit,
        const RedanThreatName *threat,
        const RedanVerdict *verdict)
{
  const RedanId id = threat->rule != NULL
                         ? redan_decision_id (threat->rule, &threat->target, threat->reverse)
                         : threat->target;
  const gboolean is_decided = redan_edit_keeps (edit, &id);
  const char *kept = is_decided ? redan_edit_get (edit, &id, REDAN_FIELD_DECISION, NULL) : NULL;
  g_autofree char *decision = g_strdup (verdict->decision != NULL ? verdict->decision
                                        : kept != NULL            ? kept
                                                                  : "open");
  const gboolean reopens = strcmp (decision, "open") == 0;
  const gboolean accepts = strcmp (decision, "accept") == 0;

  if (threat->rule != NULL && reopens && !is_decided && !says_something (verdict))
    return;
  if (threat->rule != NULL)
    ensure_decision (edit, threat);
  redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, decision);
  set_unless_kept (edit, &id, REDAN_FIELD_OWNER, verdict->owner);
  set_unless_kept (edit, &id, REDAN_FIELD_REASON, verdict->reason);
  set_unless_kept (edit, &id, REDAN_FIELD_DUE, verdict->due);
  set_unless_kept (edit, &id, REDAN_FIELD_EXPIRES, accepts ? verdict->expires : "");
  if (reopens && threat->rule != NULL && says_nothing (model, edit, &id))
    redan_edit_delete (edit, &id);
}

RedanEdit *
redan_command_decide_many (const RedanModel *model,
                           const RedanThreatName *threats,
                           guint n,
                           const RedanVerdict *verdict)
{
  g_autofree char *label = dup_label (verdict->decision, n);
  RedanEdit *edit = redan_edit_new (model, label);

  for (guint i = 0; i < n; i++)
    decide (model, edit, &threats[i], verdict);
  return edit;
}

static void
set_text (RedanEdit *edit, const RedanId *id, const RedanThreatText *text)
{
  const struct
  {
    RedanField field;
    const char *value;
  } values[] = {
    { REDAN_FIELD_NAME, text->title },
    { REDAN_FIELD_CATEGORY, text->category },
    { REDAN_FIELD_SEVERITY, text->severity },
    { REDAN_FIELD_DESCRIPTION, text->description },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    redan_edit_set (edit, id, values[i].field, NULL,
                    values[i].value != NULL && *values[i].value != '\0' ? values[i].value : NULL);
}

RedanEdit *
redan_command_add_threat (const RedanModel *model,
                          const RedanId *target,
                          const RedanThreatText *text,
                          RedanId *id_out)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Add threat"));
  RedanId id = redan_edit_create (edit, REDAN_SECTION_THREAT, NULL);
  RedanIdText target_text;

  if (target != NULL && !redan_id_is_null (target))
    redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (target, target_text));
  redan_edit_set (edit, &id, REDAN_FIELD_METHOD, NULL, "STRIDE");
  set_text (edit, &id, text);
  if (id_out != NULL)
    *id_out = id;
  return edit;
}

RedanEdit *
redan_command_change_threat (const RedanModel *model,
                             const RedanId *threat,
                             const RedanThreatText *text)
{
  RedanEdit *edit = redan_edit_new (model, _ ("Change threat"));

  set_text (edit, threat, text);
  return edit;
}
