/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of the plan and of the SEC01 objectives. */

#include "ui/report/rows.h"

#include "ui/report/json.h"
#include "ui/report/wording.h"

gboolean
redan_rows_plan_json (const RedanAnalysis *analysis,
                      const RedanPlan *plan,
                      RedanRowSink sink,
                      gpointer user_data)
{
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (analysis->facts->catalogue, NULL);
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_decimal (&json, "residual", plan->base, 1);
  redan_json_boolean (&json, "out_of_time", plan->out_of_time);
  redan_json_begin_array (&json, "plan");
  for (guint i = 0; i < plan->n_rows; i++)
    {
      const RedanPlanRow *row = &plan->rows[i];
      const RedanControl *control = &controls[row->control];

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "control", control->id);
      redan_json_string (&json, "title", control->title);
      redan_json_decimal (&json, "effort", row->effort, 1);
      redan_json_decimal (&json, "reduction", row->reduction, 1);
      redan_json_decimal (&json, "per_effort", row->per_effort, 1);
      redan_json_decimal (&json, "remaining", row->remaining, 1);
      redan_json_integer (&json, "threats", row->n_threats);
      redan_json_integer (&json, "places", row->n_places);
      redan_json_integer (&json, "phase", control->phase);
      redan_json_integer (&json, "maturity", control->maturity);
      redan_json_begin_array (&json, "objectives");
      for (guint j = 0; j < control->n_objectives; j++)
        {
          g_autofree char *reference =
              redan_objective_dup_reference (&objectives[control->objectives[j]]);
          redan_json_string (&json, NULL, reference);
        }
      redan_json_end_array (&json);
      redan_json_begin_array (&json, "services");
      for (guint j = 0; control->services != NULL && control->services[j] != NULL; j++)
        redan_json_string (&json, NULL, control->services[j]);
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
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
write_criteria (RedanJson *json,
                const RedanAnalysis *analysis,
                const RedanObjectives *results,
                guint objective)
{
  guint n_criteria;
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (analysis->facts->catalogue, &n_criteria);

  redan_json_begin_array (json, "criteria");
  for (guint i = 0; i < n_criteria; i++)
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
      redan_json_string (json, "note", result->note);
      write_targets (json, analysis->facts, result);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

gboolean
redan_rows_objectives_json (const RedanAnalysis *analysis,
                            const RedanObjectives *results,
                            RedanRowSink sink,
                            gpointer user_data)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (analysis->facts->catalogue, NULL);
  char date[11];
  RedanJson json;

  redan_days_to_date (analysis->facts->as_of, date);
  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "as_of", date);
  redan_json_string (&json, "scope", "model");
  redan_json_begin_object (&json, "maturity");
  redan_json_integer (&json, "floor", results->maturity_floor);
  redan_json_integer (&json, "ceiling", results->maturity_ceiling);
  redan_json_end_object (&json);
  redan_json_begin_array (&json, "objectives");
  for (guint i = 0; i < results->n_objectives; i++)
    {
      const RedanObjectiveResult *result = &results->objectives[i];

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "id", objectives[i].id);
      redan_json_string (&json, "group", objectives[i].group);
      redan_json_string (&json, "title", objectives[i].title);
      redan_json_string (&json, "state", redan_objective_state_get_word (result->state));
      redan_json_boolean (&json, "required_failed", result->required_failed);
      redan_json_begin_array (&json, "coverage");
      redan_json_decimal (&json, NULL, result->low, 3);
      redan_json_decimal (&json, NULL, result->high, 3);
      redan_json_end_array (&json);
      write_criteria (&json, analysis, results, i);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
