/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding threats: the commands and what is said about them. */

#include "ui/window/decisions.h"

#include <glib/gi18n-lib.h>

#include "ui/window/toast.h"

const char *
redan_decision_get_verb (RedanDecision decision)
{
  switch (decision)
    {
    case REDAN_DECISION_INVESTIGATE:
      return _ ("Investigate");
    case REDAN_DECISION_MITIGATE:
      return _ ("Mitigate");
    case REDAN_DECISION_ACCEPT:
      return _ ("Accept");
    case REDAN_DECISION_TRANSFER:
      return _ ("Transfer");
    case REDAN_DECISION_AVOID:
      return _ ("Avoid");
    case REDAN_DECISION_NOT_APPLICABLE:
      return _ ("Not applicable");
    case REDAN_DECISION_OPEN:
    case REDAN_N_DECISIONS:
    default:
      return _ ("Reopen");
    }
}

#define NUMBERED(singular, plural) g_strdup_printf (ngettext (singular, plural, n), n)

static char *
dup_done (const char *word, guint n)
{
  RedanDecision decision = REDAN_DECISION_OPEN;

  if (word == NULL)
    return NUMBERED ("Decision of %u threat changed", "Decisions of %u threats changed");
  redan_decision_from_word (word, &decision);
  switch (decision)
    {
    case REDAN_DECISION_INVESTIGATE:
      return NUMBERED ("%u threat is to be investigated", "%u threats are to be investigated");
    case REDAN_DECISION_MITIGATE:
      return NUMBERED ("%u threat is to be mitigated", "%u threats are to be mitigated");
    case REDAN_DECISION_ACCEPT:
      return NUMBERED ("%u threat accepted", "%u threats accepted");
    case REDAN_DECISION_TRANSFER:
      return NUMBERED ("%u threat transferred", "%u threats transferred");
    case REDAN_DECISION_AVOID:
      return NUMBERED ("%u threat is to be avoided", "%u threats are to be avoided");
    case REDAN_DECISION_NOT_APPLICABLE:
      return NUMBERED ("%u threat is not applicable", "%u threats are not applicable");
    case REDAN_DECISION_OPEN:
    case REDAN_N_DECISIONS:
    default:
      return NUMBERED ("%u threat reopened", "%u threats reopened");
    }
}

static void
name_threat (const RedanFacts *facts, const RedanThreat *threat, RedanThreatName *name)
{
  const RedanObject *object = redan_threat_get_object (facts, threat);
  const RedanRule *rule = redan_threat_get_rule (facts, threat);

  *name = (RedanThreatName){ .rule = rule != NULL ? rule->id : NULL };
  if (rule == NULL)
    name->target =
        redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded)->id;
  else if (object != NULL)
    name->target = object->id;
  name->reverse = threat->context == REDAN_CONTEXT_INTERACTION && threat->target != REDAN_NONE &&
                  facts->interaction_reverse[threat->target];
}

gboolean
redan_decisions_apply (GtkWidget *widget,
                       RedanWorkspace *workspace,
                       const RedanAnalysis *analysis,
                       const guint32 *threats,
                       guint n,
                       const RedanVerdict *verdict)
{
  const RedanModel *model = redan_workspace_get_model (workspace);
  g_autofree RedanThreatName *names = g_new (RedanThreatName, MAX (n, 1));
  g_autofree char *done = NULL;
  GtkWidget *ancestor = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autoptr (GtkWidget) overlay = NULL;
  RedanEdit *edit = NULL;
  guint n_there = 0;

  for (guint i = 0; i < n; i++)
    {
      name_threat (analysis->facts, &g_array_index (analysis->threats, RedanThreat, threats[i]),
                   &names[n_there]);
      /* The model may be newer than the analysis. */
      if (redan_id_is_null (&names[n_there].target) ||
          redan_model_lookup (model, &names[n_there].target) != NULL)
        n_there++;
    }
  edit = redan_command_decide_many (model, names, n_there, verdict);
  if (redan_edit_get_n_changes (edit) == 0)
    {
      redan_edit_free (edit);
      return FALSE;
    }
  /* Panes may be made anew by the edit, and the widget with them. */
  overlay = ancestor != NULL ? g_object_ref (ancestor) : NULL;
  if (!redan_workspace_apply (workspace, edit))
    return FALSE;
  done = dup_done (verdict->decision, n_there);
  if (overlay != NULL)
    redan_toast_show_done (overlay, workspace, done);
  return TRUE;
}
