/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli threats --rules with a template of the Microsoft Threat Modeling Tool: the same threats
 * as that finds, and what became of those that the file recorded. */

#include "config.h"

#include "app/template-rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/template-threats.h"
#include "model/exchange/template.h"
#include "ui/report/wording.h"

#define EMBEDDED "embedded"
#define LIST_ROWS 25

gboolean
template_rules_is_meant (const char *rules)
{
  return rules != NULL && (strcmp (rules, EMBEDDED) == 0 || strchr (rules, '/') != NULL ||
                           g_str_has_suffix (rules, ".tb7") || g_str_has_suffix (rules, ".tm7"));
}

static RedanTemplateThreats *
compute (RedanSession *session, const char *path, const char *rules)
{
  gboolean embedded = strcmp (rules, EMBEDDED) == 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanTemplate) template = NULL;
  RedanTemplateThreats *found = NULL;

  if (embedded && strcmp (path, "-") == 0)
    {
      redan_complain (_ ("--rules embedded reads the file twice; give it a name instead of -"));
      return NULL;
    }

  template = redan_template_read_file (embedded ? path : rules, NULL, &error);
  if (template != NULL && redan_session_open_model (session, path))
    found = redan_template_threats_compute (session->opened->model, template, &error);
  if (error != NULL)
    redan_complain ("%s", error->message);
  return found;
}

static void
print_place (RedanSession *session, const RedanTemplateThreat *threat)
{
  g_autofree char *source = redan_text_make_visible (redan_object_get_name (threat->source));
  g_autofree char *target = redan_text_make_visible (redan_object_get_name (threat->target));
  g_autofree char *flow = redan_text_make_visible (redan_object_get_name (threat->flow));

  redan_session_print (session, _ ("%s (%s to %s)"), flow, source, target);
}

static void
print_threat (RedanSession *session,
              const RedanTemplateThreats *found,
              const RedanTemplateThreat *threat)
{
  const RedanTemplateRule *rule =
      &g_array_index (found->template->rules, RedanTemplateRule, threat->rule);
  g_autofree char *title = redan_template_threat_dup_title (found, threat, TRUE);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *category = redan_text_make_visible (rule->category);
  g_autofree char *id = redan_text_make_visible (rule->id);
  const char *word =
      threat->recorded != NULL ? redan_object_get (threat->recorded, REDAN_FIELD_DECISION) : NULL;
  RedanDecision decision;

  redan_session_print (session, "%s\n    %s: ", visible, category);
  print_place (session, threat);
  redan_session_print (session, "  [%s]", id);
  if (word != NULL && redan_decision_from_word (word, &decision) && decision != REDAN_DECISION_OPEN)
    redan_session_print (session, "  %s", redan_decision_get_title (decision));
  redan_session_print (session, "\n");
}

static const char *
get_mark_title (RedanTemplateMark mark)
{
  switch (mark)
    {
    case REDAN_TEMPLATE_USER_DEFINED:
      return _ ("written by a person");
    case REDAN_TEMPLATE_NO_LONGER:
      return _ ("no longer generated, kept because somebody worked on it");
    case REDAN_TEMPLATE_STALE:
      return _ ("stale: no rule finds it any more");
    case REDAN_TEMPLATE_SWITCHED_OFF:
    default:
      return _ ("recorded; the generation of threats is switched off in the file");
    }
}

static void
print_found (RedanSession *session, const RedanTemplateThreats *found, guint limit)
{
  guint n = limit > 0 ? MIN (limit, found->threats->len) : found->threats->len;
  g_autofree char *name = redan_text_make_visible (found->template->name);

  redan_session_print (session, _ ("%u threats by %u rules of %s %s\n\n"), found->threats->len,
                       found->template->rules->len, name, found->template->version);
  for (guint i = 0; i < n; i++)
    print_threat (session, found, &g_array_index (found->threats, RedanTemplateThreat, i));
  if (n < found->threats->len)
    redan_session_print (session, _ ("... and %u more; --all lists them\n"),
                         found->threats->len - n);

  if (found->kept->len > 0)
    redan_session_print (session, "\n%s\n", _ ("Recorded in the file, and found by no rule:"));
  for (guint i = 0; i < found->kept->len; i++)
    {
      const RedanTemplateKept *kept = &g_array_index (found->kept, RedanTemplateKept, i);
      g_autofree char *title = redan_text_make_visible (redan_object_get_name (kept->threat));

      redan_session_print (session, "  %s: %s\n", title, get_mark_title (kept->mark));
    }
}

static void
warn_unusable (const RedanTemplateThreats *found)
{
  for (guint i = 0; i < found->problems->len; i++)
    {
      const RedanTemplateProblem *problem =
          &g_array_index (found->problems, RedanTemplateProblem, i);

      redan_complain (_ ("rule %s of the template cannot be used and finds nothing: %s"),
                      g_array_index (found->template->rules, RedanTemplateRule, problem->rule).id,
                      problem->message);
    }
}

gboolean
template_rules_show (RedanSession *session, const char *path, const char *rules, int limit)
{
  g_autoptr (RedanTemplateThreats) found = compute (session, path, rules);

  if (found == NULL)
    return FALSE;

  warn_unusable (found);
  if (session->json)
    redan_rows_template_json (found, limit > 0 ? (guint) limit : 0, redan_session_write, session);
  else
    print_found (session, found, limit >= 0 ? (guint) limit : LIST_ROWS);
  return TRUE;
}
