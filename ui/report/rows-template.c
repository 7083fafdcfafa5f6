/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of threats that the rules of a template of the Microsoft Threat Modeling Tool find, as JSON.
 */

#include "config.h"

#include "ui/report/rows.h"

#include <string.h>

#include "ui/report/json.h"

static const char *
get_extra (const RedanObject *object, const char *key)
{
  const char *value =
      object != NULL ? redan_object_get_keyed (object, REDAN_FIELD_EXTRA, key) : NULL;

  return value != NULL ? value : "";
}

static void
write_id (RedanJson *json, const char *key, const RedanObject *object)
{
  RedanIdText id;

  redan_json_string (json, key, object != NULL ? redan_id_to_text (&object->id, id) : NULL);
}

/* The id in the file that it came from; what was drawn here has only its own. */
static void
write_foreign_id (RedanJson *json, const char *key, const RedanObject *object)
{
  const char *foreign = redan_template_object_get_id (object);

  if (*foreign != '\0')
    redan_json_string (json, key, foreign);
  else
    write_id (json, key, object);
}

static void
write_decision (RedanJson *json, const RedanObject *recorded)
{
  const char *decision =
      recorded != NULL ? redan_object_get (recorded, REDAN_FIELD_DECISION) : NULL;

  redan_json_string (json, "status", decision != NULL ? decision : "open");
  redan_json_string (json, "reason",
                     recorded != NULL ? redan_object_get (recorded, REDAN_FIELD_REASON) : NULL);
  write_id (json, "recorded", recorded);
}

/* A template says how urgent a threat is and no more: no scores, controls or objectives. */
static void
write_unscored (RedanJson *json)
{
  static const char *const empty[] = { "likelihood", "impact", "risk", "residual", "severity" };
  static const char *const lists[] = { "controls", "objectives" };

  redan_json_boolean (json, "confirmed", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    redan_json_string (json, empty[i], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      redan_json_begin_array (json, lists[i]);
      redan_json_end_array (json);
    }
}

static void
write_threat (RedanJson *json, const RedanTemplateThreats *found, const RedanTemplateThreat *threat)
{
  const RedanTemplateRule *rule =
      &g_array_index (found->template->rules, RedanTemplateRule, threat->rule);
  g_autofree char *title = redan_template_threat_dup_title (found, threat, TRUE);
  g_autofree char *generated = redan_template_threat_dup_title (found, threat, FALSE);
  g_autofree char *description = redan_template_threat_dup_description (found, threat);
  const char *priority = get_extra (threat->recorded, "tmt/priority");
  RedanIdText source, flow, target;
  g_autofree char *id = g_strdup_printf (
      "%s@%s:%s:%s", rule->id, redan_id_to_text (&threat->source->id, source),
      redan_id_to_text (&threat->flow->id, flow), redan_id_to_text (&threat->target->id, target));

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", id);
  redan_json_string (json, "rule", rule->id);
  redan_json_string (json, "method", "TMT");
  redan_json_string (json, "category", rule->category);
  redan_json_string (json, "stride", redan_rows_get_stride (rule->category));
  redan_json_string (json, "title", title);
  redan_json_string (json, "generated_title", generated);
  redan_json_string (json, "description", description);
  redan_json_string (json, "element", NULL);
  write_id (json, "source", threat->source);
  write_id (json, "flow", threat->flow);
  write_id (json, "target", threat->target);
  write_unscored (json);
  redan_json_string (json, "priority", *priority != '\0' ? priority : rule->priority);
  write_decision (json, threat->recorded);
  redan_json_begin_object (json, "foreign");
  redan_json_string (json, "rule", rule->id);
  write_foreign_id (json, "source", threat->source);
  write_foreign_id (json, "flow", threat->flow);
  write_foreign_id (json, "target", threat->target);
  redan_json_end_object (json);
  redan_json_end_object (json);
}

static void
write_kept (RedanJson *json, const RedanTemplateKept *kept)
{
  static const char *const keys[] = { "rule", "source", "flow", "target" };
  const char *category = redan_object_get (kept->threat, REDAN_FIELD_CATEGORY);
  RedanIdText text;
  g_autofree char *id = g_strconcat ("@", redan_id_to_text (&kept->threat->id, text), NULL);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", id);
  redan_json_string (json, "mark", redan_template_mark_get_word (kept->mark));
  redan_json_string (json, "category", category != NULL ? category : "");
  redan_json_string (json, "title", redan_object_get_name (kept->threat));
  redan_json_string (json, "priority", get_extra (kept->threat, "tmt/priority"));
  write_decision (json, kept->threat);
  redan_json_begin_object (json, "foreign");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *key = g_strconcat ("tmt/", keys[i], NULL);

      redan_json_string (json, keys[i], get_extra (kept->threat, key));
    }
  redan_json_end_object (json);
  redan_json_end_object (json);
}

static void
write_template (RedanJson *json, const RedanTemplateThreats *found)
{
  redan_json_begin_object (json, "template");
  redan_json_string (json, "name", found->template->name);
  redan_json_string (json, "version", found->template->version);
  redan_json_integer (json, "rules", found->template->rules->len);
  redan_json_boolean (json, "generation", !found->switched_off);
  redan_json_begin_array (json, "unusable");
  for (guint i = 0; i < found->problems->len; i++)
    {
      const RedanTemplateProblem *problem =
          &g_array_index (found->problems, RedanTemplateProblem, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (
          json, "rule",
          g_array_index (found->template->rules, RedanTemplateRule, problem->rule).id);
      redan_json_string (json, "message", problem->message);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}

gboolean
redan_rows_template_json (const RedanTemplateThreats *found,
                          guint limit,
                          RedanRowSink sink,
                          gpointer user_data)
{
  guint n = limit > 0 ? MIN (limit, found->threats->len) : found->threats->len;
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "threats");
  for (guint i = 0; i < n && !json.stopped; i++)
    write_threat (&json, found, &g_array_index (found->threats, RedanTemplateThreat, i));
  redan_json_end_array (&json);
  redan_json_begin_array (&json, "kept");
  for (guint i = 0; i < found->kept->len && !json.stopped; i++)
    write_kept (&json, &g_array_index (found->kept, RedanTemplateKept, i));
  redan_json_end_array (&json);
  write_template (&json, found);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
