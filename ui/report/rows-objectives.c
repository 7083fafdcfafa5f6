/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of the SEC01 objectives and of the views of the posture. */

#include "ui/report/inherited.h"
#include "ui/report/rows.h"

#include "analysis/objectives-questions.h"
#include "analysis/posture.h"
#include "ui/report/json.h"
#include "ui/report/posture.h"
#include "ui/report/rows-posture.h"
#include "ui/report/wording.h"

void
posture_write_object (
    RedanJson *json, const char *key, const RedanFacts *facts, RedanContext context, guint32 target)
{
  const RedanObject *object = redan_target_get_object (facts, context, target);
  RedanIdText id;

  redan_json_string (json, key, object == NULL ? NULL : redan_id_to_text (&object->id, id));
}

static void
write_targets (RedanJson *json, const RedanFacts *facts, const RedanCriterionResult *result)
{
  redan_json_begin_array (json, "objects");
  for (guint i = 0; result->targets != NULL && i < result->targets->len; i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (result->targets, RedanCriterionTarget, i);
      const RedanObject *object = redan_target_get_object (facts, target->context, target->target);
      g_autofree char *name =
          object != NULL ? redan_object_dup_title (facts->snapshot->model, object) : NULL;
      RedanIdText id;

      if (object == NULL)
        continue;
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", redan_id_to_text (&object->id, id));
      redan_json_string (json, "name", name);
      redan_json_string (json, "state", target->unknown ? "unknown" : "not-met");
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_waiver (RedanJson *json, const RedanCriterionResult *result)
{
  static const struct
  {
    const char *key;
    RedanField field;
  } fields[] = { { "kind", REDAN_FIELD_KIND },     { "owner", REDAN_FIELD_OWNER },
                 { "reason", REDAN_FIELD_REASON }, { "date", REDAN_FIELD_DATE },
                 { "proof", REDAN_FIELD_PROOF },   { "expires", REDAN_FIELD_EXPIRES } };

  if (result->waiver == NULL)
    {
      redan_json_string (json, "waiver", NULL);
      return;
    }
  redan_json_begin_object (json, "waiver");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    redan_json_string (json, fields[i].key, redan_object_get (result->waiver, fields[i].field));
  redan_json_boolean (json, "counts", result->waived);
  redan_json_string (json, "standing", redan_waiver_standing_get_word (result->standing));
  redan_json_end_object (json);
}

static void
write_questions (RedanJson *json,
                 const RedanAnalysis *analysis,
                 const RedanObjectiveScope *scope,
                 const RedanCriterionResult *result,
                 guint32 criterion)
{
  g_autoptr (GPtrArray) questions =
      result->value == REDAN_CRITERION_UNKNOWN
          ? redan_objectives_list_questions (analysis, scope, criterion)
          : g_ptr_array_new ();

  redan_json_begin_array (json, "questions");
  for (guint i = 0; i < questions->len; i++)
    {
      const RedanCriterionQuestion *question = g_ptr_array_index (questions, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "attribute", question->attribute->name);
      redan_json_string (json, "question", question->attribute->question);
      redan_json_begin_array (json, "objects");
      for (guint j = 0; j < question->targets->len; j++)
        if (question->context != REDAN_CONTEXT_MODEL)
          posture_write_object (json, NULL, analysis->facts, question->context,
                                g_array_index (question->targets, guint32, j));
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_criteria (RedanJson *json,
                const RedanAnalysis *analysis,
                const RedanObjectiveScope *scope,
                const RedanObjectives *results,
                guint objective)
{
  static const char *const thresholds[] = { "none", "aws", "ours" };
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (analysis->facts->catalogue, &n);

  redan_json_begin_array (json, "criteria");
  for (guint32 i = 0; i < n; i++)
    {
      const RedanCriterionResult *result = &results->criteria[i];

      if (criteria[i].objective != objective)
        continue;
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", criteria[i].id);
      redan_json_string (json, "text", criteria[i].text);
      redan_json_string (json, "value", redan_criterion_value_get_word (result->value));
      redan_json_boolean (json, "required", criteria[i].required);
      redan_json_integer (json, "weight", criteria[i].weight);
      redan_json_string (json, "kind", criteria[i].evidence_kind);
      redan_json_string (json, "about", criteria[i].of_organization ? "organization" : "workload");
      redan_json_string (json, "threshold", thresholds[criteria[i].threshold]);
      redan_json_string (json, "note", result->note);
      write_waiver (json, result);
      write_targets (json, analysis->facts, result);
      write_questions (json, analysis, scope, result, i);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_objectives (RedanJson *json,
                  const RedanAnalysis *analysis,
                  const RedanObjectiveScope *scope,
                  const RedanObjectives *results)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (analysis->facts->catalogue, NULL);

  redan_json_begin_array (json, "objectives");
  for (guint i = 0; i < results->n_objectives; i++)
    {
      const RedanObjectiveResult *result = &results->objectives[i];

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", objectives[i].id);
      redan_json_string (json, "group", objectives[i].group);
      redan_json_string (json, "title", objectives[i].title);
      redan_json_string (json, "slug", objectives[i].slug);
      redan_json_string (json, "address", objectives[i].address);
      redan_json_string (json, "state", redan_objective_state_get_word (result->state));
      redan_json_boolean (json, "required_failed", result->required_failed);
      redan_json_integer (json, "waived", result->n_waived);
      redan_json_integer (json, "lapsed", result->n_lapsed);
      redan_json_begin_array (json, "coverage");
      redan_json_decimal (json, NULL, result->low, 3);
      redan_json_decimal (json, NULL, result->high, 3);
      redan_json_end_array (json);
      write_criteria (json, analysis, scope, results, i);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_maturity (RedanJson *json, const RedanAnalysis *analysis, const RedanObjectives *results)
{
  const RedanCatalogue *catalogue = analysis->facts->catalogue;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  g_autoptr (GArray) gaps = redan_maturity_list_gaps (analysis, results);

  redan_json_begin_object (json, "maturity");
  redan_json_integer (json, "floor", results->maturity_floor);
  redan_json_integer (json, "ceiling", results->maturity_ceiling);
  redan_json_begin_array (json, "missing");
  for (guint i = 0; i < gaps->len; i++)
    {
      const RedanMaturityGap *gap = &g_array_index (gaps, RedanMaturityGap, i);

      redan_json_begin_object (json, NULL);
      redan_json_integer (json, "level", gap->level);
      redan_json_string (json, "criterion", criteria[gap->criterion].id);
      redan_json_string (json, "value",
                         redan_criterion_value_get_word (results->criteria[gap->criterion].value));
      redan_json_string (json, "control",
                         gap->control == REDAN_NONE ? NULL : controls[gap->control].id);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}

gboolean
redan_rows_objectives_json (const RedanAnalysis *analysis,
                            const RedanObjectiveScope *scope,
                            const RedanObjectives *results,
                            guint views,
                            RedanRowSink sink,
                            gpointer user_data)
{
  g_autoptr (GPtrArray) inherited = NULL;
  char date[11];
  RedanJson json;

  redan_days_to_date (analysis->facts->as_of, date);
  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "as_of", date);
  redan_json_string (&json, "scope", results->scope_text);
  redan_json_string (&json, "scope_title", results->scope_title);
  write_maturity (&json, analysis, results);
  if ((views >> REDAN_POSTURE_STATES & 1) != 0)
    write_objectives (&json, analysis, scope, results);
  posture_write_views (&json, analysis, scope, results, views);
  inherited = redan_inherited_list (analysis->facts->snapshot->model);
  redan_inherited_write (&json, analysis->facts->snapshot->model, inherited);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
