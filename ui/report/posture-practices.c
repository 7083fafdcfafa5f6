/* SPDX-License-Identifier: Apache-2.0 */
/* Duties, traceability, accounts, defence in depth, services and review as blocks. */

#include "ui/report/posture-private.h"

#include <glib/gi18n-lib.h>

#include "analysis/accounts.h"
#include "analysis/depth.h"
#include "analysis/services.h"
#include "analysis/traceability.h"
#include "ui/report/wording.h"

#define MAX_SUGGESTIONS 30
#define MAX_REPLACEMENTS 12
#define MAX_EDGES 3
#define MAX_PATHS 2

/* ---- duties ---- */

static void
add_duty (RedanReportBlock *table, RedanDutyState state)
{
  static const struct
  {
    const char *mark;
    RedanReportTone tone;
  } marks[REDAN_N_DUTY_STATES] = {
    [REDAN_DUTY_PROVIDER] = { N_ ("provider"), REDAN_REPORT_TONE_NONE },
    [REDAN_DUTY_COVERED] = { N_ ("done"), REDAN_REPORT_TONE_GOOD },
    [REDAN_DUTY_OPEN] = { N_ ("open"), REDAN_REPORT_TONE_UNKNOWN },
    [REDAN_DUTY_GAP] = { N_ ("gap"), REDAN_REPORT_TONE_CRITICAL },
    [REDAN_DUTY_NOTHING] = { N_ ("ours"), REDAN_REPORT_TONE_NONE },
  };

  redan_report_block_add_cell (table, _ (marks[state].mark))->tone = marks[state].tone;
}

static void
add_replacements (const RedanPosture *self)
{
  const RedanFacts *facts = self->analysis->facts;
  guint n;
  const RedanReplacement *replacements = redan_catalogue_get_replacements (facts->catalogue, &n);
  g_autoptr (GArray) rows =
      redan_depth_list_replacements (self->analysis, self->scope, MAX_REPLACEMENTS);
  RedanReportBlock *table = NULL;

  if (rows->len == 0)
    return;
  table =
      posture_begin (self, _ ("What is run by hand without a reason, and what a managed service "
                              "in its place would change."));
  redan_report_block_add_column (table, _ ("Element"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Service"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Duties"), 1.4, TRUE);
  redan_report_block_add_column (table, _ ("Gone"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("New"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Reduction"), 1.4, TRUE);
  redan_report_block_add_column (table, _ ("Effort"), 1.0, TRUE);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanReplacementRow *row = &g_array_index (rows, RedanReplacementRow, i);
      g_autofree char *duties = g_strdup_printf ("%u → %u", row->duties_before, row->duties_after);
      char effort[32];

      posture_add_object (self, table, REDAN_CONTEXT_ELEMENT, row->element);
      redan_report_block_add_cell (table, replacements[row->replacement].title);
      redan_report_block_add_cell (table, duties);
      posture_add_number (table, "%.0f", row->n_gone);
      posture_add_number (table, "%.0f", row->n_new);
      posture_add_number (table, "%.1f", row->reduction);
      redan_report_block_add_cell (table, redan_effort_format (row->effort, effort));
    }
}

void
posture_add_duties (const RedanPosture *self)
{
  guint n;
  const RedanDuty *duties = redan_catalogue_get_duties (self->analysis->facts->catalogue, &n);
  g_autoptr (RedanDuties) matrix = redan_depth_compute_duties (self->analysis, self->scope);
  RedanReportBlock *table = posture_begin (
      self, _ ("Who holds which duty. \"done\": ours, and a control stands for it; \"open\": one "
               "may stand, an answer is missing; \"gap\": none stands; \"ours\": the catalogue has "
               "no control for it."));

  redan_report_block_add_column (table, _ ("Element"), 2.6, FALSE);
  for (guint i = 0; i < n; i++)
    redan_report_block_add_column (table, duties[i].title, 1.25, FALSE);
  for (guint i = 0; i < matrix->n_elements; i++)
    {
      if (posture_is_full (self, i, matrix->n_elements))
        break;
      posture_add_object (self, table, REDAN_CONTEXT_ELEMENT, matrix->elements[i]);
      for (guint j = 0; j < matrix->n_duties; j++)
        add_duty (table, redan_duties_get (matrix, i, j));
    }
  add_replacements (self);
}

/* ---- traceability ---- */

static void
add_orphans (const RedanPosture *self, const RedanTraceability *trace)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  g_autoptr (GString) untested = g_string_new (NULL);
  g_autoptr (GString) unasked = g_string_new (NULL);
  g_autofree char *counts =
      g_strdup_printf (_ ("High threats without an objective: %u; without decision or owner: %u."),
                       trace->without_objective->len, trace->without_decision->len);

  redan_report_add_paragraph (self->report, counts);
  for (guint i = 0; i < trace->without_test->len; i++)
    g_string_append_printf (untested, "%s%s", i > 0 ? ", " : "",
                            objectives[g_array_index (trace->without_test, guint32, i)].id);
  for (guint i = 0; i < trace->without_threat->len; i++)
    g_string_append_printf (unasked, "%s%s", i > 0 ? ", " : "",
                            controls[g_array_index (trace->without_threat, guint32, i)].title);
  if (untested->len > 0)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Practices without a test, none of whose controls is attested or "
                              "validated: %s."),
                           untested->str);

      redan_report_add_paragraph (self->report, text);
    }
  if (unasked->len > 0)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Controls in place that no threat asks for: %s."), unasked->str);

      redan_report_add_paragraph (self->report, text);
    }
}

static void
add_trace (const RedanPosture *self, RedanReportBlock *table, const RedanTrace *trace)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanCatalogue *catalogue = facts->catalogue;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  const RedanRule *rule = redan_threat_get_rule (facts, trace->threat);
  g_autoptr (GString) serves = g_string_new (NULL);
  g_autofree char *title = redan_threat_dup_title (facts, trace->threat);
  g_autofree char *visible = redan_text_make_visible (title);
  const char *date =
      trace->evidence == NULL ? NULL : redan_object_get (trace->evidence, REDAN_FIELD_DATE);
  guint days;

  for (guint i = 0; rule != NULL && i < rule->n_objectives; i++)
    g_string_append_printf (serves, "%s%s", i > 0 ? ", " : "", objectives[rule->objectives[i]].id);
  redan_report_block_add_cell (table, serves->str);
  redan_report_block_add_cell (table, visible);
  redan_report_block_add_cell (table, redan_decision_get_title (trace->threat->decision));
  redan_report_block_add_cell (
      table, trace->control == REDAN_NONE ? _ ("none") : controls[trace->control].title);
  if (trace->control == REDAN_NONE)
    redan_report_block_add_cell (table, "");
  else
    posture_add_object (self, table, trace->context, trace->target);
  redan_report_block_add_cell (
      table, trace->control == REDAN_NONE ? "" : redan_control_state_get_title (trace->state));
  if (date != NULL && redan_days_from_date (date, &days) && days <= facts->as_of)
    {
      g_autofree char *age = g_strdup_printf (
          ngettext ("%u day old", "%u days old", facts->as_of - days), facts->as_of - days);

      redan_report_block_add_cell (table, age);
    }
  else
    redan_report_block_add_cell (table, trace->evidence != NULL ? _ ("undated") : "");
}

void
posture_add_traceability (const RedanPosture *self)
{
  g_autoptr (RedanTraceability) trace = redan_traceability_compute (self->analysis, self->scope);
  RedanReportBlock *table = NULL;

  add_orphans (self, trace);
  table = posture_begin (
      self, _ ("Threats from medium on, the worst first, with each control that they ask for."));
  redan_report_block_add_column (table, _ ("Serves"), 1.2, FALSE);
  redan_report_block_add_column (table, _ ("Threat"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("Decision"), 1.3, FALSE);
  redan_report_block_add_column (table, _ ("Control"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Place"), 2.2, FALSE);
  redan_report_block_add_column (table, _ ("State"), 1.3, FALSE);
  redan_report_block_add_column (table, _ ("Evidence"), 1.3, FALSE);
  for (guint i = 0; i < trace->traces->len; i++)
    {
      if (posture_is_full (self, i, trace->traces->len))
        break;
      add_trace (self, table, &g_array_index (trace->traces, RedanTrace, i));
    }
}

/* ---- accounts ---- */

static char *
dup_edges (const RedanPosture *self, const RedanAccountRow *row)
{
  const RedanFacts *facts = self->analysis->facts;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < row->edges->len; i++)
    {
      const RedanBlastEdge *edge = &g_array_index (row->edges, RedanBlastEdge, i);
      g_autofree char *source =
          redan_object_dup_title (facts->snapshot->model, facts->snapshot->elements[edge->source]);
      g_autofree char *target =
          redan_object_dup_title (facts->snapshot->model, facts->snapshot->elements[edge->target]);
      g_autofree char *share = posture_dup_interval (edge->share, edge->share);
      g_autofree char *one = g_strdup_printf (
          edge->kind == REDAN_EDGE_FLOW ? _ ("%s to %s (%s)") : _ ("%s has rights over %s (%s)"),
          source, target, share);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", one);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_paths (const RedanPosture *self, const RedanAccountRow *row)
{
  const RedanFacts *facts = self->analysis->facts;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (row->paths->len, MAX_PATHS); i++)
    {
      const RedanRootPath *path = &g_array_index (row->paths, RedanRootPath, i);
      const RedanAttribute *cut =
          redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ACCOUNT, path->attribute, -1);
      g_autofree char *name =
          path->element == REDAN_NONE
              ? g_strdup (_ ("sign-in"))
              : redan_object_dup_title (facts->snapshot->model,
                                        facts->snapshot->elements[path->element]);
      char chance[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (chance, sizeof chance, "%.2f", path->chance);
      g_string_append_printf (text, _ ("%s%s %s, closed by \"%s\""), i > 0 ? "; " : "", name,
                              chance, cut != NULL ? cut->label : path->attribute);
    }
  return g_string_free (text, FALSE);
}

static void
add_differences (const RedanPosture *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanStrings *strings = redan_model_get_strings (facts->snapshot->model);
  const RedanAttribute *purposes =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ACCOUNT, "purpose", -1);
  g_autoptr (GPtrArray) differences = redan_accounts_list_differences (self->analysis, self->scope);
  RedanReportBlock *table = NULL;

  if (differences->len == 0)
    return;
  table = posture_begin (self, _ ("Guardrails in which accounts of one purpose differ: what most "
                                  "have, and the odd ones."));
  redan_report_block_add_column (table, _ ("Purpose"), 1.6, FALSE);
  redan_report_block_add_column (table, _ ("Guardrail"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("Most have"), 1.8, FALSE);
  redan_report_block_add_column (table, _ ("Odd account"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Has"), 1.8, FALSE);
  for (guint i = 0; i < differences->len; i++)
    {
      const RedanGuardrailDifference *difference = g_ptr_array_index (differences, i);

      for (guint j = 0; j < difference->odd->len; j++)
        {
          guint32 account = g_array_index (difference->odd, guint32, j);
          RedanCode code = redan_facts_get_code (facts, REDAN_CONTEXT_BOUNDARY, account,
                                                 difference->attribute->name);
          g_autofree char *purpose = redan_code_to_text (purposes, strings, difference->purpose);
          g_autofree char *usual =
              redan_code_to_text (difference->attribute, strings, difference->usual);
          g_autofree char *has = redan_code_to_text (difference->attribute, strings, code);

          redan_report_block_add_cell (table, purpose);
          redan_report_block_add_cell (table, difference->attribute->label);
          redan_report_block_add_cell (
              table, difference->usual < REDAN_CODE_FIRST ? _ ("nothing known") : usual);
          posture_add_object (self, table, REDAN_CONTEXT_BOUNDARY, account);
          redan_report_block_add_cell (table, code < REDAN_CODE_FIRST ? _ ("nothing known") : has);
        }
    }
}

void
posture_add_accounts (const RedanPosture *self)
{
  g_autoptr (GPtrArray) rows = redan_accounts_list (self->analysis, self->scope, MAX_EDGES);
  RedanReportBlock *table = posture_begin (
      self, _ ("What falls with an account: the share of the value outside it, over which first "
               "steps, how its root user is reached, and how much of it comes from code."));

  redan_report_block_add_column (table, _ ("Account"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("Falls"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("First steps out"), 4.4, FALSE);
  redan_report_block_add_column (table, _ ("Root"), 0.9, TRUE);
  redan_report_block_add_column (table, _ ("Ways to root"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("From code"), 1.3, TRUE);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanAccountRow *row = g_ptr_array_index (rows, i);
      g_autofree char *blast = posture_dup_interval (row->blast, row->blast);
      g_autofree char *edges = dup_edges (self, row);
      g_autofree char *paths = dup_paths (self, row);
      g_autofree char *automated =
          row->n_automated == 0 ? g_strdup ("–")
                                : posture_dup_interval (row->automation_low, row->automation_high);

      if (posture_is_full (self, i, rows->len))
        break;
      posture_add_object (self, table, REDAN_CONTEXT_BOUNDARY, row->boundary);
      redan_report_block_add_cell (table, blast);
      redan_report_block_add_cell (table, edges);
      posture_add_number (table, "%.2f", row->root_exposure);
      redan_report_block_add_cell (table, paths);
      redan_report_block_add_cell (table, automated);
    }
  add_differences (self);
}

/* ---- defence in depth ---- */

static char *
dup_layers (guint mask)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < REDAN_N_PREVENTIVE_LAYERS; i++)
    if ((mask >> i & 1) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              redan_layer_get_word ((RedanLayer) i));
  return g_string_free (text, FALSE);
}

static void
add_suggestion (const RedanPosture *self, RedanReportBlock *table, const RedanDepthRow *row)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanControl *controls = redan_catalogue_get_controls (facts->catalogue, NULL);
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (!row->is_suggested)
    {
      redan_report_block_add_cell (table, "");
      return;
    }
  place = redan_object_dup_title (facts->snapshot->model,
                                  facts->snapshot->elements[row->suggestion.element]);
  text = g_strdup_printf (_ ("%s on %s, then %d of %d"), controls[row->suggestion.control].title,
                          place, row->suggestion.layers, row->asked);
  redan_report_block_add_cell (table, text);
}

static void
add_reliances (const RedanPosture *self)
{
  const RedanControl *controls =
      redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL);
  g_autoptr (GArray) reliances = redan_depth_list_reliances (self->analysis, self->scope);
  RedanReportBlock *table = NULL;

  if (reliances->len == 0)
    return;
  table =
      posture_begin (self, _ ("Controls without which a store that is deep enough no longer is."));
  redan_report_block_add_column (table, _ ("Control"), 4.0, FALSE);
  redan_report_block_add_column (table, _ ("On"), 4.0, FALSE);
  for (guint i = 0; i < reliances->len; i++)
    {
      const RedanReliance *reliance = &g_array_index (reliances, RedanReliance, i);

      if (posture_is_full (self, i, reliances->len))
        break;
      redan_report_block_add_cell (table, controls[reliance->control].title);
      posture_add_object (self, table, reliance->context, reliance->target);
    }
}

void
posture_add_depth (const RedanPosture *self)
{
  g_autoptr (GPtrArray) rows = redan_depth_list (self->analysis, self->scope, MAX_SUGGESTIONS);
  RedanReportBlock *table = posture_begin (
      self,
      _ ("The fewest independent layers on any path to a store with confidential data, and one "
         "layer more that helps."));

  redan_report_block_add_column (table, _ ("Store"), 2.4, FALSE);
  redan_report_block_add_column (table, _ ("Layers"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Which"), 2.0, FALSE);
  redan_report_block_add_column (table, _ ("Weakest path"), 4.6, FALSE);
  redan_report_block_add_column (table, _ ("One layer here"), 3.6, FALSE);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanDepthRow *row = g_ptr_array_index (rows, i);
      g_autofree char *layers = row->layers < 0
                                    ? g_strdup (_ ("no path"))
                                    : g_strdup_printf (_ ("%d of %d"), row->layers, row->asked);
      g_autofree char *which = dup_layers (row->mask);
      g_autofree char *path = redan_path_dup_title (self->analysis->facts, row->path);

      if (posture_is_full (self, i, rows->len))
        break;
      posture_add_object (self, table, REDAN_CONTEXT_ELEMENT, row->element);
      redan_report_block_add_cell (table, layers)->tone =
          row->layers < 0 || row->layers >= row->asked ? REDAN_REPORT_TONE_GOOD
                                                       : REDAN_REPORT_TONE_CRITICAL;
      redan_report_block_add_cell (table, which);
      redan_report_block_add_cell (table, path);
      add_suggestion (self, table, row);
    }
  add_reliances (self);
}

/* ---- services ---- */

void
posture_add_services (const RedanPosture *self)
{
  const RedanCatalogue *catalogue = self->analysis->facts->catalogue;
  guint n;
  const RedanServiceNote *notes = redan_catalogue_get_service_notes (catalogue, &n);
  g_autoptr (GArray) rows = redan_services_list (self->analysis, self->scope);
  RedanReportBlock *table = posture_begin (
      self, _ ("Services and features that answer a high threat with a control that does not stand "
               "yet. \"open\": it came after the last review, and nobody decided."));

  redan_report_block_add_column (table, _ ("Service"), 2.6, FALSE);
  redan_report_block_add_column (table, _ ("Feature"), 3.4, FALSE);
  redan_report_block_add_column (table, _ ("Since"), 1.4, FALSE);
  redan_report_block_add_column (table, _ ("Level"), 0.8, TRUE);
  redan_report_block_add_column (table, _ ("Threats"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Per effort"), 1.2, TRUE);
  redan_report_block_add_column (table, _ ("Decision"), 1.6, FALSE);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanServiceRow *row = &g_array_index (rows, RedanServiceRow, i);
      const RedanServiceNote *note = &notes[row->note];
      RedanDecision decision = REDAN_DECISION_OPEN;
      char since[11];

      if (posture_is_full (self, i, rows->len))
        break;
      if (row->decision != NULL)
        redan_decision_from_word (redan_object_get (row->decision, REDAN_FIELD_DECISION),
                                  &decision);
      redan_days_to_date (note->since, since);
      redan_report_block_add_cell (table, note->service);
      redan_report_block_add_cell (table, note->feature);
      redan_report_block_add_cell (table, since);
      posture_add_number (table, "%.0f", note->maturity);
      posture_add_number (table, "%.0f", row->n_threats);
      posture_add_number (table, "%.1f", row->per_effort);
      redan_report_block_add_cell (table, row->is_open ? _ ("open")
                                          : row->decision == NULL
                                              ? _ ("reviewed")
                                              : redan_decision_get_title (decision))
          ->tone = row->is_open ? REDAN_REPORT_TONE_CRITICAL : REDAN_REPORT_TONE_NONE;
    }
}

/* ---- review ---- */

static void
add_age (const RedanPosture *self, const RedanStaleness *staleness)
{
  g_autofree char *age =
      staleness->age < 0
          ? g_strdup (_ ("No review of the threat model is recorded."))
          : g_strdup_printf (ngettext ("Last review %d day ago; the next is due after %u.",
                                       "Last review %d days ago; the next is due after %u.",
                                       (gulong) staleness->age),
                             staleness->age, staleness->interval);
  g_autofree char *share =
      posture_dup_interval (staleness->changed_value, staleness->changed_value);
  g_autofree char *changed =
      staleness->n_signed == 0
          ? g_strdup (
                _ ("Nobody signed the review of an element; what changed since cannot be told."))
          : g_strdup_printf (_ ("Changed or new since they were signed: %u objects with %s of the "
                                "value, %u of them boundaries."),
                             staleness->changed->len, share, staleness->n_boundaries);
  g_autofree char *expired =
      g_strdup_printf (_ ("Decisions that are no longer valid: %u."), staleness->expired->len);

  redan_report_add_paragraph (self->report, age);
  redan_report_add_paragraph (self->report, changed);
  redan_report_add_paragraph (self->report, expired);
}

void
posture_add_review (const RedanPosture *self)
{
  g_autoptr (RedanStaleness) staleness = redan_staleness_compute (self->analysis, self->scope);
  RedanReportBlock *table = NULL;

  add_age (self, staleness);
  if (staleness->n_signed == 0 || staleness->changed->len == 0)
    return;
  table = posture_begin (self, NULL);
  redan_report_block_add_column (table, _ ("To review"), 4.0, FALSE);
  for (guint i = 0; i < staleness->changed->len; i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (staleness->changed, RedanCriterionTarget, i);

      if (posture_is_full (self, i, staleness->changed->len))
        break;
      posture_add_object (self, table, target->context, target->target);
    }
}
