/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of the plan. */

#include "ui/report/rows-plan.h"

#include "ui/report/wording.h"

static void
write_change (RedanJson *json, const RedanAnalysis *analysis, const RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  const RedanObject *element = snapshot->elements[change->element];
  g_autofree char *name = redan_object_dup_title (snapshot->model, element);
  RedanIdText text;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "kind", redan_change_kind_get_word (change->kind));
  redan_json_string (json, "element", redan_id_to_text (&element->id, text));
  redan_json_string (json, "name", name);
  redan_json_decimal (json, "effort", change->effort, 1);
  redan_json_decimal (json, "reduction", change->reduction, 1);
  redan_json_decimal (json, "per_effort", change->per_effort, 1);
  redan_json_integer (json, "threats", change->n_threats);
  redan_json_integer (json, "flows", change->n_flows);
  redan_json_begin_array (json, "assets");
  for (guint i = 0; i < change->assets->len; i++)
    redan_json_string (
        json, NULL,
        redan_id_to_text (&snapshot->assets[g_array_index (change->assets, guint32, i)]->id, text));
  redan_json_end_array (json);
  redan_json_end_object (json);
}

void
redan_rows_write_plan (RedanJson *json,
                       const RedanAnalysis *analysis,
                       const RedanPlan *plan,
                       const GPtrArray *changes)
{
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (analysis->facts->catalogue, NULL);

  redan_json_decimal (json, "residual", plan->base, 1);
  redan_json_boolean (json, "out_of_time", plan->out_of_time);
  redan_json_begin_array (json, "plan");
  for (guint i = 0; i < plan->n_rows; i++)
    {
      const RedanPlanRow *row = &plan->rows[i];
      const RedanControl *control = &controls[row->control];

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control", control->id);
      redan_json_string (json, "title", control->title);
      redan_json_decimal (json, "effort", row->effort, 1);
      redan_json_decimal (json, "reduction", row->reduction, 1);
      redan_json_decimal (json, "per_effort", row->per_effort, 1);
      redan_json_decimal (json, "remaining", row->remaining, 1);
      redan_json_integer (json, "threats", row->n_threats);
      redan_json_integer (json, "places", row->n_places);
      redan_json_integer (json, "phase", control->phase);
      redan_json_integer (json, "maturity", control->maturity);
      redan_json_begin_array (json, "objectives");
      for (guint j = 0; j < control->n_objectives; j++)
        {
          g_autofree char *reference =
              redan_objective_dup_reference (&objectives[control->objectives[j]]);
          redan_json_string (json, NULL, reference);
        }
      redan_json_end_array (json);
      redan_json_begin_array (json, "services");
      for (guint j = 0; control->services != NULL && control->services[j] != NULL; j++)
        redan_json_string (json, NULL, control->services[j]);
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_begin_array (json, "changes");
  for (guint i = 0; i < changes->len; i++)
    write_change (json, analysis, g_ptr_array_index (changes, i));
  redan_json_end_array (json);
}
