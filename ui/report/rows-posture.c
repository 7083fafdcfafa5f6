/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix, roadmap, duties, traceability, accounts, depth, services and review as JSON. */

#include "ui/report/rows-posture.h"

#include "analysis/accounts.h"
#include "analysis/depth.h"
#include "analysis/posture.h"
#include "analysis/services.h"
#include "analysis/traceability.h"
#include "ui/report/posture.h"
#include "ui/report/wording.h"

#define MAX_SUGGESTIONS 100
#define MAX_REPLACEMENTS 20
#define MAX_EDGES 5

/** Writer: what every view is written from */
typedef struct
{
  RedanJson *json;
  const RedanAnalysis *analysis;
  const RedanObjectiveScope *scope;
  const RedanObjectives *results;
  const RedanControl *controls;
} Writer;

static void
write_interval (RedanJson *json, const char *key, double low, double high)
{
  redan_json_begin_array (json, key);
  redan_json_decimal (json, NULL, low, 3);
  redan_json_decimal (json, NULL, high, 3);
  redan_json_end_array (json);
}

static void
write_cell (RedanJson *json, const char *key, const char *column, const RedanMatrixCell *cell)
{
  if (cell->n_all == 0)
    return;
  redan_json_begin_object (json, NULL);
  redan_json_string (json, key, column);
  redan_json_integer (json, "controls", cell->n_all);
  redan_json_integer (json, "applicable", cell->n);
  if (cell->n > 0)
    write_interval (json, "coverage", cell->low, cell->high);
  redan_json_end_object (json);
}

static void
write_matrix (const Writer *self)
{
  static const char letters[] = "STRIDE";
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->analysis->facts->catalogue, NULL);
  g_autoptr (RedanMatrix) matrix = redan_matrix_compute (self->analysis, self->scope);

  redan_json_begin_array (self->json, "matrix");
  for (guint i = 0; i < REDAN_N_OPERATIONS; i++)
    {
      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "operation", redan_operation_get_id (i));
      redan_json_begin_array (self->json, "practices");
      for (guint j = 0; j < matrix->n_practices; j++)
        write_cell (self->json, "practice", objectives[matrix->practices[j]].id,
                    &matrix->by_practice[i * matrix->n_practices + j]);
      redan_json_end_array (self->json);
      redan_json_begin_array (self->json, "stride");
      for (guint j = 0; j < REDAN_N_STRIDE; j++)
        {
          const char letter[] = { letters[j], '\0' };

          write_cell (self->json, "letter", letter, &matrix->by_stride[i][j]);
        }
      redan_json_end_array (self->json);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_roadmap (const Writer *self)
{
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (self->analysis->facts->catalogue, NULL);
  g_autoptr (GArray) items = redan_roadmap_list (self->analysis, self->scope, self->results);

  redan_json_begin_array (self->json, "roadmap");
  for (guint lane = 1; lane <= 4; lane++)
    {
      redan_json_begin_object (self->json, NULL);
      redan_json_integer (self->json, "phase", lane);
      redan_json_decimal (self->json, "open",
                          redan_roadmap_get_open (self->analysis, self->scope, self->results, lane),
                          3);
      redan_json_begin_array (self->json, "steps");
      for (guint i = 0; i < items->len; i++)
        {
          const RedanRoadmapItem *item = &g_array_index (items, RedanRoadmapItem, i);

          if (item->lane != lane)
            continue;
          redan_json_begin_object (self->json, NULL);
          redan_json_string (self->json, "criterion",
                             item->criterion == REDAN_NONE ? NULL : criteria[item->criterion].id);
          redan_json_string (self->json, "control",
                             item->control == REDAN_NONE ? NULL : self->controls[item->control].id);
          redan_json_integer (self->json, "threats", item->n_threats);
          redan_json_decimal (self->json, "per_effort", item->per_effort, 1);
          redan_json_boolean (self->json, "held", item->held);
          redan_json_end_object (self->json);
        }
      redan_json_end_array (self->json);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_replacements (const Writer *self)
{
  const RedanFacts *facts = self->analysis->facts;
  guint n;
  const RedanReplacement *replacements = redan_catalogue_get_replacements (facts->catalogue, &n);
  g_autoptr (GArray) rows =
      redan_depth_list_replacements (self->analysis, self->scope, MAX_REPLACEMENTS);

  redan_json_begin_array (self->json, "replacements");
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanReplacementRow *row = &g_array_index (rows, RedanReplacementRow, i);

      redan_json_begin_object (self->json, NULL);
      posture_write_object (self->json, "element", facts, REDAN_CONTEXT_ELEMENT, row->element);
      redan_json_string (self->json, "service", replacements[row->replacement].title);
      redan_json_integer (self->json, "duties_before", row->duties_before);
      redan_json_integer (self->json, "duties_after", row->duties_after);
      redan_json_integer (self->json, "threats_gone", row->n_gone);
      redan_json_integer (self->json, "threats_new", row->n_new);
      redan_json_decimal (self->json, "reduction", row->reduction, 1);
      redan_json_decimal (self->json, "effort", row->effort, 1);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_duties (const Writer *self)
{
  guint n;
  const RedanDuty *duties = redan_catalogue_get_duties (self->analysis->facts->catalogue, &n);
  g_autoptr (RedanDuties) matrix = redan_depth_compute_duties (self->analysis, self->scope);

  redan_json_begin_object (self->json, "duties");
  redan_json_integer (self->json, "gaps", matrix->n_gaps);
  redan_json_integer (self->json, "open", matrix->n_open);
  redan_json_begin_array (self->json, "elements");
  for (guint i = 0; i < matrix->n_elements; i++)
    {
      redan_json_begin_object (self->json, NULL);
      posture_write_object (self->json, "id", self->analysis->facts, REDAN_CONTEXT_ELEMENT,
                            matrix->elements[i]);
      redan_json_begin_array (self->json, "duties");
      for (guint j = 0; j < matrix->n_duties; j++)
        {
          redan_json_begin_object (self->json, NULL);
          redan_json_string (self->json, "duty", duties[j].id);
          redan_json_string (self->json, "state",
                             redan_duty_state_get_word (redan_duties_get (matrix, i, j)));
          redan_json_end_object (self->json);
        }
      redan_json_end_array (self->json);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
  write_replacements (self);
  redan_json_end_object (self->json);
}

static void
write_threat_ids (const Writer *self, const char *key, const GArray *threats)
{
  redan_json_begin_array (self->json, key);
  for (guint i = 0; i < threats->len; i++)
    {
      g_autofree char *id = redan_threat_dup_id (
          self->analysis->facts,
          &g_array_index (self->analysis->threats, RedanThreat, g_array_index (threats, guint, i)));

      redan_json_string (self->json, NULL, id);
    }
  redan_json_end_array (self->json);
}

static void
write_trace (const Writer *self, const RedanTrace *trace)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanObjective *objectives = redan_catalogue_get_objectives (facts->catalogue, NULL);
  const RedanRule *rule = redan_threat_get_rule (facts, trace->threat);
  g_autofree char *id = redan_threat_dup_id (facts, trace->threat);
  gboolean any = trace->control != REDAN_NONE;

  redan_json_begin_object (self->json, NULL);
  redan_json_begin_array (self->json, "objectives");
  for (guint i = 0; rule != NULL && i < rule->n_objectives; i++)
    redan_json_string (self->json, NULL, objectives[rule->objectives[i]].id);
  redan_json_end_array (self->json);
  redan_json_string (self->json, "threat", id);
  redan_json_string (self->json, "decision", redan_decision_get_word (trace->threat->decision));
  redan_json_string (self->json, "control", any ? self->controls[trace->control].id : NULL);
  posture_write_object (self->json, "target", facts, trace->context,
                        any ? trace->target : REDAN_NONE);
  redan_json_string (self->json, "state", any ? redan_control_state_get_word (trace->state) : NULL);
  redan_json_string (
      self->json, "evidence",
      trace->evidence == NULL ? NULL : redan_object_get (trace->evidence, REDAN_FIELD_DATE));
  redan_json_end_object (self->json);
}

static void
write_traceability (const Writer *self)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->analysis->facts->catalogue, NULL);
  g_autoptr (RedanTraceability) trace = redan_traceability_compute (self->analysis, self->scope);

  redan_json_begin_object (self->json, "traceability");
  write_threat_ids (self, "threats_without_objective", trace->without_objective);
  write_threat_ids (self, "threats_without_decision", trace->without_decision);
  redan_json_begin_array (self->json, "practices_without_test");
  for (guint i = 0; i < trace->without_test->len; i++)
    redan_json_string (self->json, NULL,
                       objectives[g_array_index (trace->without_test, guint32, i)].id);
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "controls_without_threat");
  for (guint i = 0; i < trace->without_threat->len; i++)
    redan_json_string (self->json, NULL,
                       self->controls[g_array_index (trace->without_threat, guint32, i)].id);
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "rows");
  for (guint i = 0; i < trace->traces->len; i++)
    write_trace (self, &g_array_index (trace->traces, RedanTrace, i));
  redan_json_end_array (self->json);
  redan_json_end_object (self->json);
}

static void
write_account (const Writer *self, const RedanAccountRow *row)
{
  const RedanFacts *facts = self->analysis->facts;

  redan_json_begin_object (self->json, NULL);
  posture_write_object (self->json, "id", facts, REDAN_CONTEXT_BOUNDARY, row->boundary);
  redan_json_decimal (self->json, "blast", row->blast, 3);
  redan_json_begin_array (self->json, "first_steps");
  for (guint i = 0; i < row->edges->len; i++)
    {
      const RedanBlastEdge *edge = &g_array_index (row->edges, RedanBlastEdge, i);

      redan_json_begin_object (self->json, NULL);
      posture_write_object (self->json, "from", facts, REDAN_CONTEXT_ELEMENT, edge->source);
      posture_write_object (self->json, "to", facts, REDAN_CONTEXT_ELEMENT, edge->target);
      posture_write_object (self->json, "flow", facts, REDAN_CONTEXT_INTERACTION,
                            edge->interaction);
      redan_json_decimal (self->json, "share", edge->share, 3);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
  redan_json_decimal (self->json, "root_exposure", row->root_exposure, 3);
  redan_json_begin_array (self->json, "root_paths");
  for (guint i = 0; i < row->paths->len; i++)
    {
      const RedanRootPath *path = &g_array_index (row->paths, RedanRootPath, i);

      redan_json_begin_object (self->json, NULL);
      posture_write_object (self->json, "element", facts, REDAN_CONTEXT_ELEMENT, path->element);
      redan_json_decimal (self->json, "chance", path->chance, 3);
      redan_json_string (self->json, "closed_by", path->attribute);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
  redan_json_integer (self->json, "workloads", row->n_workloads);
  redan_json_integer (self->json, "tiers", row->n_environments);
  if (row->n_automated > 0)
    write_interval (self->json, "automation", row->automation_low, row->automation_high);
  redan_json_end_object (self->json);
}

static void
write_accounts (const Writer *self)
{
  g_autoptr (GPtrArray) rows = redan_accounts_list (self->analysis, self->scope, MAX_EDGES);
  g_autoptr (GPtrArray) differences = redan_accounts_list_differences (self->analysis, self->scope);

  redan_json_begin_array (self->json, "accounts");
  for (guint i = 0; i < rows->len; i++)
    write_account (self, g_ptr_array_index (rows, i));
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "guardrail_differences");
  for (guint i = 0; i < differences->len; i++)
    {
      const RedanGuardrailDifference *difference = g_ptr_array_index (differences, i);

      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "attribute", difference->attribute->name);
      redan_json_begin_array (self->json, "odd_accounts");
      for (guint j = 0; j < difference->odd->len; j++)
        posture_write_object (self->json, NULL, self->analysis->facts, REDAN_CONTEXT_BOUNDARY,
                              g_array_index (difference->odd, guint32, j));
      redan_json_end_array (self->json);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_depth_row (const Writer *self, const RedanDepthRow *row)
{
  const RedanFacts *facts = self->analysis->facts;

  redan_json_begin_object (self->json, NULL);
  posture_write_object (self->json, "id", facts, REDAN_CONTEXT_ELEMENT, row->element);
  redan_json_integer (self->json, "layers", row->layers);
  redan_json_integer (self->json, "asked", row->asked);
  redan_json_begin_array (self->json, "which");
  for (guint i = 0; i < REDAN_N_PREVENTIVE_LAYERS; i++)
    if ((row->mask >> i & 1) != 0)
      redan_json_string (self->json, NULL, redan_layer_get_word ((RedanLayer) i));
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "weakest_path");
  for (guint i = 0; i < row->path->len; i++)
    {
      g_autofree char *title =
          redan_hop_dup_title (facts, &g_array_index (row->path, RedanPathHop, i));

      redan_json_string (self->json, NULL, title);
    }
  redan_json_end_array (self->json);
  if (row->is_suggested)
    {
      redan_json_begin_object (self->json, "suggestion");
      redan_json_string (self->json, "control", self->controls[row->suggestion.control].id);
      posture_write_object (self->json, "target", facts, REDAN_CONTEXT_ELEMENT,
                            row->suggestion.element);
      redan_json_integer (self->json, "layers", row->suggestion.layers);
      redan_json_end_object (self->json);
    }
  redan_json_end_object (self->json);
}

static void
write_depth (const Writer *self)
{
  g_autoptr (GPtrArray) rows = redan_depth_list (self->analysis, self->scope, MAX_SUGGESTIONS);
  g_autoptr (GArray) reliances = redan_depth_list_reliances (self->analysis, self->scope);

  redan_json_begin_array (self->json, "depth");
  for (guint i = 0; i < rows->len; i++)
    write_depth_row (self, g_ptr_array_index (rows, i));
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "single_reliance");
  for (guint i = 0; i < reliances->len; i++)
    {
      const RedanReliance *reliance = &g_array_index (reliances, RedanReliance, i);

      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "control", self->controls[reliance->control].id);
      posture_write_object (self->json, "target", self->analysis->facts, reliance->context,
                            reliance->target);
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_services (const Writer *self)
{
  guint n;
  const RedanServiceNote *notes =
      redan_catalogue_get_service_notes (self->analysis->facts->catalogue, &n);
  g_autoptr (GArray) rows = redan_services_list (self->analysis, self->scope);

  redan_json_begin_array (self->json, "services");
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanServiceRow *row = &g_array_index (rows, RedanServiceRow, i);
      char since[11];

      redan_days_to_date (notes[row->note].since, since);
      redan_json_begin_object (self->json, NULL);
      redan_json_string (self->json, "id", notes[row->note].id);
      redan_json_string (self->json, "service", notes[row->note].service);
      redan_json_string (self->json, "feature", notes[row->note].feature);
      redan_json_string (self->json, "since", since);
      redan_json_integer (self->json, "threats", row->n_threats);
      redan_json_decimal (self->json, "per_effort", row->per_effort, 1);
      redan_json_boolean (self->json, "open", row->is_open);
      redan_json_string (
          self->json, "decision",
          row->decision == NULL ? NULL : redan_object_get (row->decision, REDAN_FIELD_DECISION));
      redan_json_end_object (self->json);
    }
  redan_json_end_array (self->json);
}

static void
write_review (const Writer *self)
{
  g_autoptr (RedanStaleness) staleness = redan_staleness_compute (self->analysis, self->scope);

  redan_json_begin_object (self->json, "review");
  redan_json_integer (self->json, "age", staleness->age);
  redan_json_integer (self->json, "interval", staleness->interval);
  redan_json_integer (self->json, "signed", staleness->n_signed);
  redan_json_decimal (self->json, "changed_value", staleness->changed_value, 3);
  redan_json_begin_array (self->json, "changed");
  for (guint i = 0; staleness->n_signed > 0 && i < staleness->changed->len; i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (staleness->changed, RedanCriterionTarget, i);

      posture_write_object (self->json, NULL, self->analysis->facts, target->context,
                            target->target);
    }
  redan_json_end_array (self->json);
  redan_json_begin_array (self->json, "expired");
  for (guint i = 0; i < staleness->expired->len; i++)
    {
      const RedanObject *object = g_ptr_array_index (staleness->expired, i);
      RedanIdText id;

      redan_json_string (self->json, NULL, redan_id_to_text (&object->id, id));
    }
  redan_json_end_array (self->json);
  redan_json_end_object (self->json);
}

void
posture_write_views (RedanJson *json,
                     const RedanAnalysis *analysis,
                     const RedanObjectiveScope *scope,
                     const RedanObjectives *results,
                     guint views)
{
  static void (*const writers[REDAN_N_POSTURE_VIEWS]) (const Writer *self) = {
    [REDAN_POSTURE_MATRIX] = write_matrix,     [REDAN_POSTURE_ROADMAP] = write_roadmap,
    [REDAN_POSTURE_DUTIES] = write_duties,     [REDAN_POSTURE_TRACEABILITY] = write_traceability,
    [REDAN_POSTURE_ACCOUNTS] = write_accounts, [REDAN_POSTURE_DEPTH] = write_depth,
    [REDAN_POSTURE_SERVICES] = write_services, [REDAN_POSTURE_REVIEW] = write_review,
  };
  const Writer writer = { json, analysis, scope, results,
                          redan_catalogue_get_controls (analysis->facts->catalogue, NULL) };

  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    if ((views >> i & 1) != 0 && writers[i] != NULL)
      writers[i](&writer);
}
