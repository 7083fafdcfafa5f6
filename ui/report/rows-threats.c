/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of the ranked threats: JSON with reasons, CSV for spreadsheets, and one threat
 * explained. */

#include "ui/report/rows.h"

#include <math.h>
#include <string.h>

#include "analysis/carry.h"
#include "analysis/cvss.h"
#include "ui/report/csv.h"
#include "ui/report/inherited.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define FLUSH_AT 65536

static const char *
object_id (const RedanObject *object, RedanIdText text)
{
  return object != NULL ? redan_id_to_text (&object->id, text) : NULL;
}

/** The objects that a threat row names; members are NULL where they do not fit its target. */
typedef struct
{
  const RedanObject *element; /* or boundary */
  const RedanObject *source;
  const RedanObject *flow;
  const RedanObject *target;
} ThreatObjects;

static ThreatObjects
get_objects (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanSnapshot *snapshot = facts->snapshot;
  ThreatObjects objects = { NULL, NULL, NULL, NULL };

  if (threat->context != REDAN_CONTEXT_INTERACTION)
    {
      objects.element = redan_threat_get_object (facts, threat);
      return objects;
    }
  objects.flow = redan_threat_get_object (facts, threat);
  if (threat->target == REDAN_NONE)
    return objects;
  if (facts->interaction_source[threat->target] != REDAN_NONE)
    objects.source = snapshot->elements[facts->interaction_source[threat->target]];
  if (facts->interaction_target[threat->target] != REDAN_NONE)
    objects.target = snapshot->elements[facts->interaction_target[threat->target]];
  return objects;
}

static void
write_object (RedanJson *json, const char *key, const RedanObject *object)
{
  RedanIdText id;

  redan_json_string (json, key, object_id (object, id));
}

const char *
redan_rows_get_stride (const char *category)
{
  static const struct
  {
    const char *word;
    const char *letter;
  } letters[] = {
    { "spoofing", "S" },          { "tampering", "T" },
    { "repudiation", "R" },       { "information disclosure", "I" },
    { "denial of service", "D" }, { "elevation of privilege", "E" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (g_ascii_strcasecmp (letters[i].word, category) == 0)
      return letters[i].letter;
  return NULL;
}

static const char *
get_recorded_method (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanObject *recorded =
      redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded);

  return redan_object_get (recorded, REDAN_FIELD_METHOD);
}

gboolean
redan_threat_filter_match (const RedanThreatFilter *filter,
                           const RedanAnalysis *analysis,
                           const RedanThreat *threat)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (analysis->facts->catalogue);
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);

  if (redan_carry_is_shown_as_other (analysis, threat))
    return FALSE;
  if (filter == NULL)
    return TRUE;
  if (filter->pack != NULL && (rule == NULL || !g_str_equal (rule->pack, filter->pack)))
    return FALSE;
  return redan_band_of (scoring, threat->residual / 1000.0) >= filter->band;
}

/* Which row of the table of defaults of services gave the value. */
static void
write_service_default (RedanJson *json, const RedanFacts *facts, const RedanReason *reason)
{
  const RedanServiceDefault *standard = NULL;
  char since[11];

  if (reason->context == REDAN_CONTEXT_ELEMENT && reason->attribute != NULL)
    standard = redan_facts_find_service_default (facts, reason->target, reason->attribute);
  if (standard == NULL)
    return;

  redan_days_to_date (standard->since, since);
  redan_json_begin_object (json, "default");
  redan_json_string (json, "id", standard->id);
  redan_json_string (json, "since", since);
  redan_json_string (json, "sentence", standard->sentence);
  redan_json_string (json, "slug", standard->slug);
  redan_json_end_object (json);
}

static void
write_reasons (RedanJson *json,
               const RedanFacts *facts,
               const RedanThreat *threat,
               const RedanRule *rule)
{
  g_autoptr (GPtrArray) reasons = NULL;

  redan_json_begin_array (json, "reasons");
  if (rule != NULL)
    {
      reasons = redan_expression_explain (rule->condition, facts, threat->context, threat->target);
      for (guint i = 0; i < reasons->len; i++)
        {
          const RedanReason *reason = g_ptr_array_index (reasons, i);
          static const char *const truths[] = {
            [REDAN_FALSE] = "no", [REDAN_TRUE] = "yes", [REDAN_UNDECIDED] = "unknown"
          };

          redan_json_begin_object (json, NULL);
          redan_json_string (json, "test", reason->text);
          redan_json_string (json, "attribute",
                             reason->attribute != NULL ? reason->attribute->name : NULL);
          redan_json_string (json, "value", reason->value);
          redan_json_string (json, "from", redan_provenance_get_word (reason->provenance));
          write_service_default (json, facts, reason);
          redan_json_string (json, "holds", truths[reason->truth]);
          redan_json_end_object (json);
        }
    }
  redan_json_end_array (json);
}

static void
write_references (RedanJson *json, const RedanFacts *facts, const RedanRule *rule)
{
  const RedanControl *controls = redan_catalogue_get_controls (facts->catalogue, NULL);
  const RedanObjective *objectives = redan_catalogue_get_objectives (facts->catalogue, NULL);

  redan_json_begin_array (json, "controls");
  for (guint i = 0; rule != NULL && i < rule->n_controls; i++)
    redan_json_string (json, NULL, controls[rule->controls[i]].id);
  redan_json_end_array (json);

  redan_json_begin_array (json, "objectives");
  for (guint i = 0; rule != NULL && i < rule->n_objectives; i++)
    {
      g_autofree char *reference = redan_objective_dup_reference (&objectives[rule->objectives[i]]);
      redan_json_string (json, NULL, reference);
    }
  redan_json_end_array (json);
}

/* The vector that a recorded threat gives, with its scores; null scores when it is none. */
static void
write_cvss (RedanJson *json, const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanObject *recorded =
      threat->rule == REDAN_NONE
          ? redan_model_get_nth (facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded)
          : NULL;
  const char *vector = recorded != NULL ? redan_object_get (recorded, REDAN_FIELD_CVSS) : NULL;
  RedanCvssScores scores;
  gboolean valid = vector != NULL && redan_cvss_score (vector, &scores, NULL);

  if (vector == NULL)
    {
      redan_json_string (json, "cvss", NULL);
      return;
    }
  redan_json_begin_object (json, "cvss");
  redan_json_string (json, "vector", vector);
  redan_json_decimal (json, "base", valid ? scores.base / 10.0 : NAN, 1);
  redan_json_decimal (json, "threat", valid ? scores.threat / 10.0 : NAN, 1);
  redan_json_decimal (json, "environmental", valid ? scores.environmental / 10.0 : NAN, 1);
  redan_json_end_object (json);
}

/** The keys that every form of a threat has, without its end. */
static void
begin_threat (RedanJson *json, const RedanAnalysis *analysis, const RedanThreat *threat)
{
  const RedanFacts *facts = analysis->facts;
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  ThreatObjects objects = get_objects (facts, threat);
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  char stride[2] = { rule != NULL ? rule->stride : '\0', '\0' };
  gint32 residual = threat->residual;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", id);
  redan_json_string (json, "rule", rule != NULL ? rule->id : NULL);
  redan_json_string (json, "method",
                     rule != NULL ? rule->method : get_recorded_method (facts, threat));
  redan_json_string (json, "category", redan_threat_get_category (facts, threat));
  if (rule != NULL)
    redan_json_string (json, "stride", stride[0] != '\0' ? stride : NULL);
  else
    redan_json_string (json, "stride",
                       redan_rows_get_stride (redan_threat_get_category (facts, threat)));
  redan_json_string (json, "title", title);
  redan_json_string (json, "where", where);
  write_object (json, "element", objects.element);
  write_object (json, "source", objects.source);
  write_object (json, "flow", objects.flow);
  write_object (json, "target", objects.target);
  redan_json_boolean (json, "confirmed", threat->confirmed);
  redan_json_decimal (json, "likelihood", (double) threat->likelihood, 3);
  redan_json_decimal (json, "impact", (double) threat->impact, 3);
  if (threat->scored)
    {
      redan_json_decimal (json, "risk", threat->inherent / 1000.0, 1);
      redan_json_decimal (json, "residual", residual / 1000.0, 1);
      redan_json_string (json, "severity",
                         redan_band_get_word (redan_band_of (scoring, residual / 1000.0)));
    }
  else
    {
      redan_json_string (json, "risk", NULL);
      redan_json_string (json, "residual", NULL);
      redan_json_string (json, "severity", NULL);
    }
  write_cvss (json, facts, threat);
  redan_json_string (json, "status", redan_decision_get_word (threat->decision));
  write_references (json, facts, rule);
}

static guint
get_limit (const RedanThreatFilter *filter)
{
  return filter != NULL && filter->limit > 0 ? filter->limit : G_MAXUINT;
}

static void
write_headline (RedanJson *json, const RedanAnalysis *analysis)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autoptr (GPtrArray) rows = redan_headline_list (analysis);
  RedanIdText id;

  redan_json_begin_object (json, "headline");
  redan_json_begin_object (json, "bands");
  for (int i = REDAN_N_BANDS - 1; i >= 0; i--)
    redan_json_integer (json, redan_band_get_word ((RedanBand) i), analysis->totals.bands[i]);
  redan_json_end_object (json);
  redan_json_begin_array (json, "assets");
  for (guint i = 0; i < rows->len && !json->stopped; i++)
    {
      const RedanHeadlineRow *row = g_ptr_array_index (rows, i);
      g_autofree char *title = redan_headline_dup_title (analysis->facts, row);
      g_autoptr (GPtrArray) titles = redan_path_list_titles (analysis->facts, row->path);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "asset",
                         row->asset == REDAN_NONE
                             ? NULL
                             : redan_id_to_text (&snapshot->assets[row->asset]->id, id));
      redan_json_string (json, "element",
                         redan_id_to_text (&snapshot->elements[row->element]->id, id));
      redan_json_string (json, "title", title);
      redan_json_decimal (json, "exposure", row->exposure, 3);
      redan_json_integer (json, "layers", row->layers);
      redan_json_begin_array (json, "path");
      for (guint j = 0; j < titles->len; j++)
        redan_json_string (json, NULL, g_ptr_array_index (titles, j));
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}

gboolean
redan_rows_threats_json (const RedanAnalysis *analysis,
                         const RedanThreatFilter *filter,
                         RedanRowSink sink,
                         gpointer user_data)
{
  const guint limit = get_limit (filter);
  guint rank = 0;
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "threats");
  for (guint i = 0; i < analysis->threats->len && rank < limit && !json.stopped; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      if (!redan_threat_filter_match (filter, analysis, threat))
        continue;
      rank++;
      begin_threat (&json, analysis, threat);
      redan_json_begin_object (&json, "why");
      redan_json_decimal (&json, "exposure", (double) threat->exposure, 3);
      redan_json_decimal (&json, "blast", (double) threat->blast, 3);
      write_reasons (&json, analysis->facts, threat,
                     redan_threat_get_rule (analysis->facts, threat));
      redan_json_end_object (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  write_headline (&json, analysis);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}

/** Makes room at the end of @row and returns it: a cell of a million rows is worth one call. */
static char *
reserve (GString *row, gsize length)
{
  gsize at = row->len;

  g_string_set_size (row, at + length);
  return row->str + at;
}

/** A cell of a word that is known to hold neither quotes nor formulas: an id, a state. */
static void
append_word (GString *row, const char *word)
{
  gsize length = strlen (word);
  char *cell = reserve (row, length + 3);

  cell[0] = ',';
  cell[1] = '"';
  memcpy (cell + 2, word, length);
  cell[length + 2] = '"';
}

/** As redan_csv_add_text() with its lines, in larger pieces: a list has millions of cells. */
static void
append_cell (GString *row, const char *text)
{
  gboolean formula = redan_csv_is_formula (text);

  if (!formula && strchr (text, '"') == NULL)
    {
      append_word (row, text);
      return;
    }
  g_string_append (row, formula ? ",\"'" : ",\"");
  for (const char *quote = strchr (text, '"'); quote != NULL; quote = strchr (text, '"'))
    {
      g_string_append_len (row, text, quote - text + 1);
      g_string_append_c (row, '"');
      text = quote + 1;
    }
  g_string_append (row, text);
  g_string_append_c (row, '"');
}

/** A number with a fixed count of decimals, from its value in units of the last one; printf would
 * cost more than the rest of the row. */
static void
append_number (GString *row, gint64 units, guint decimals)
{
  char digits[32];
  char *end = digits + sizeof digits;
  char *start = end;

  for (guint place = 0; units > 0 || place <= decimals; place++)
    {
      if (place == decimals && decimals > 0)
        *--start = '.';
      *--start = (char) ('0' + units % 10);
      units /= 10;
    }
  if (row->len > 0 && row->str[row->len - 1] != '\n')
    *--start = ',';
  memcpy (reserve (row, (gsize) (end - start)), start, (gsize) (end - start));
}

/** What rows of a table share, made when it is first needed: joined control ids by rule, cells of
 * places by context and target. */
typedef struct
{
  const RedanAnalysis *analysis;
  guint n_rules;
  char **rule_controls;
  guint n_places[REDAN_N_CONTEXTS];
  char **places[REDAN_N_CONTEXTS];
  GString *title; /* of the current row */
} RowTable;

static void
init_table (RowTable *table, const RedanAnalysis *analysis)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;

  *table = (RowTable){ .analysis = analysis, .title = g_string_sized_new (256) };
  redan_catalogue_get_rules (analysis->facts->catalogue, &table->n_rules);
  table->rule_controls = g_new0 (char *, table->n_rules);
  table->n_places[REDAN_CONTEXT_ELEMENT] = snapshot->n_elements;
  table->n_places[REDAN_CONTEXT_INTERACTION] = analysis->facts->n_interactions;
  table->n_places[REDAN_CONTEXT_BOUNDARY] = snapshot->n_boundaries;
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    table->places[context] = g_new0 (char *, table->n_places[context]);
}

static void
clear_table (RowTable *table)
{
  for (guint i = 0; i < table->n_rules; i++)
    g_free (table->rule_controls[i]);
  g_free (table->rule_controls);
  g_string_free (table->title, TRUE);
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    {
      for (guint i = 0; i < table->n_places[context]; i++)
        g_free (table->places[context][i]);
      g_free (table->places[context]);
    }
}

static void
append_place (GString *row, RowTable *table, const RedanThreat *threat)
{
  char **place = NULL;

  if (threat->target == REDAN_NONE)
    {
      g_autofree char *where = redan_threat_dup_where (table->analysis->facts, threat);

      append_cell (row, where);
      return;
    }
  place = &table->places[threat->context][threat->target];
  if (*place == NULL)
    {
      g_autofree char *where = redan_threat_dup_where (table->analysis->facts, threat);
      GString *cell = g_string_new (NULL);

      append_cell (cell, where);
      *place = g_string_free (cell, FALSE);
    }
  g_string_append (row, *place);
}

static const char *
get_control_names (RowTable *table, const RedanThreat *threat, const RedanRule *rule)
{
  const RedanControl *controls =
      redan_catalogue_get_controls (table->analysis->facts->catalogue, NULL);
  g_autoptr (GString) names = NULL;

  if (rule == NULL)
    return "";
  if (table->rule_controls[threat->rule] == NULL)
    {
      names = g_string_new (NULL);
      for (guint i = 0; i < rule->n_controls; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? " " : "", controls[rule->controls[i]].id);
      table->rule_controls[threat->rule] = g_strdup (names->str);
    }
  return table->rule_controls[threat->rule];
}

static void
append_threat_row (GString *row, RowTable *table, const RedanThreat *threat, guint rank)
{
  const RedanFacts *facts = table->analysis->facts;
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  g_autofree char *id = redan_threat_dup_id (facts, threat);

  g_string_truncate (table->title, 0);
  redan_threat_append_title (facts, threat, table->title);
  append_number (row, rank, 0);
  append_word (row, id);
  append_word (row, rule != NULL ? rule->id : "");
  append_cell (row, redan_threat_get_category (facts, threat));
  append_cell (row, table->title->str);
  append_place (row, table, threat);
  append_word (row, threat->confirmed ? "confirmed" : "unconfirmed");
  append_number (row, (gint64) ((double) threat->likelihood * 1000 + 0.5), 3);
  append_number (row, (gint64) ((double) threat->impact * 1000 + 0.5), 3);
  if (threat->scored)
    {
      append_number (row, (threat->inherent + 50) / 100, 1);
      append_number (row, (threat->residual + 50) / 100, 1);
    }
  else
    g_string_append (row, ",,");
  append_word (row, threat->scored
                        ? redan_band_get_word (redan_band_of (scoring, threat->residual / 1000.0))
                        : "");
  append_word (row, redan_decision_get_word (threat->decision));
  append_word (row, get_control_names (table, threat, rule));
  g_string_append (row, "\r\n");
}

static void
prefetch_name (const RedanObject *object)
{
  if (object != NULL)
    __builtin_prefetch (redan_object_get_name (object));
}

/**
 * Rows come in the order of rank, so their threats, objects and names lie anywhere in memory, and
 * waiting for them costs more than writing: on large models this halves the time.
 */
static void
prefetch_row (const RedanAnalysis *analysis, guint row)
{
  const RedanThreat *threats = (const RedanThreat *) (gpointer) analysis->threats->data;
  const guint n = analysis->threats->len;
  enum
  {
    FAR = 32,
    MIDDLE = 20,
    NEAR = 10
  };

  if (row + FAR < n)
    __builtin_prefetch (&threats[analysis->ranked[row + FAR]]);
  if (row + MIDDLE < n)
    {
      ThreatObjects objects =
          get_objects (analysis->facts, &threats[analysis->ranked[row + MIDDLE]]);

      __builtin_prefetch (objects.element);
      __builtin_prefetch (objects.flow);
      __builtin_prefetch (objects.source);
      __builtin_prefetch (objects.target);
    }
  if (row + NEAR < n)
    {
      ThreatObjects objects = get_objects (analysis->facts, &threats[analysis->ranked[row + NEAR]]);

      prefetch_name (objects.element);
      prefetch_name (objects.flow);
      prefetch_name (objects.source);
      prefetch_name (objects.target);
    }
}

gboolean
redan_rows_threats_csv (const RedanAnalysis *analysis,
                        const RedanThreatFilter *filter,
                        RedanRowSink sink,
                        gpointer user_data)
{
  g_autoptr (GString) buffer = g_string_sized_new (FLUSH_AT + 4096);
  RowTable table;
  const guint limit = get_limit (filter);
  gboolean accepted = TRUE;
  guint rank = 0;

  init_table (&table, analysis);
  g_string_append (buffer, "rank,id,rule,category,title,where,confirmed,likelihood,impact,risk,"
                           "residual,severity,status,controls\r\n");
  for (guint i = 0; i < analysis->threats->len && rank < limit && accepted; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      prefetch_row (analysis, i);
      if (!redan_threat_filter_match (filter, analysis, threat))
        continue;
      append_threat_row (buffer, &table, threat, ++rank);
      if (buffer->len < FLUSH_AT)
        continue;
      accepted = sink (user_data, buffer->str, buffer->len);
      g_string_truncate (buffer, 0);
    }
  clear_table (&table);
  return accepted && sink (user_data, buffer->str, buffer->len);
}

static void
write_score (RedanJson *json, const RedanAnalysis *analysis, const RedanThreat *threat)
{
  const RedanFacts *facts = analysis->facts;
  const RedanControl *controls = redan_catalogue_get_controls (facts->catalogue, NULL);
  g_autoptr (RedanScoreDetail) detail =
      redan_score_explain (facts, analysis->controls, analysis->graph, threat);

  redan_json_begin_object (json, "score");
  redan_json_decimal (json, "base_hazard", detail->base_hazard, 6);
  redan_json_decimal (json, "confirmation", detail->confirmation, 6);
  redan_json_decimal (json, "exposure", detail->exposure, 6);
  redan_json_decimal (json, "exposure_factor", detail->exposure_factor, 6);
  redan_json_decimal (json, "advised", detail->advised, 6);
  redan_json_decimal (json, "hazard", detail->hazard, 6);
  redan_json_integer (json, "rating", detail->rating);
  redan_json_decimal (json, "base_impact", detail->base_impact, 6);
  redan_json_decimal (json, "blast", detail->blast, 6);
  redan_json_decimal (json, "impact_inherent", detail->impact_inherent, 6);
  redan_json_decimal (json, "likelihood_reduction", detail->likelihood_reduction, 6);
  redan_json_decimal (json, "impact_reduction", detail->impact_reduction, 6);
  redan_json_decimal (json, "inherent", detail->inherent, 3);
  redan_json_decimal (json, "residual", detail->residual, 3);
  redan_json_begin_array (json, "controls");
  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *used = &g_array_index (detail->controls, RedanScoreControl, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "control", controls[used->control].id);
      redan_json_string (json, "title", controls[used->control].title);
      redan_json_string (json, "state", redan_control_state_get_word (used->state));
      redan_json_decimal (json, "effective_strength", used->factor, 4);
      redan_json_boolean (json, "model_wide", used->model_wide);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}

static void
write_path (RedanJson *json, const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autoptr (GArray) path = redan_rows_get_threat_path (analysis, threat);
  static const char *const kinds[] = {
    [REDAN_EDGE_FLOW] = "flow",
    [REDAN_EDGE_EXPOSED] = "declared-exposure",
    [REDAN_EDGE_RIGHT] = "right",
    [REDAN_EDGE_ROOT_SIGN_IN] = "root-sign-in",
    [REDAN_EDGE_ROOT_RECOVERY] = "root-recovery",
    [REDAN_EDGE_ROOT] = "root",
  };

  redan_json_begin_array (json, "path");
  for (guint i = 0; path != NULL && i < path->len; i++)
    {
      const RedanPathHop *hop = &g_array_index (path, RedanPathHop, i);
      g_autofree char *title = redan_hop_dup_title (analysis->facts, hop);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "step", kinds[hop->kind]);
      redan_json_string (json, "reaches", title);
      redan_json_decimal (json, "pass", hop->pass, 4);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

GArray *
redan_rows_get_threat_path (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  guint32 element = threat->target;

  if (threat->target == REDAN_NONE || threat->context == REDAN_CONTEXT_BOUNDARY ||
      threat->context == REDAN_CONTEXT_MODEL)
    return NULL;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    element = analysis->facts->interaction_source[threat->target];
  return element != REDAN_NONE ? redan_graph_get_path (analysis->graph, element) : NULL;
}

gboolean
redan_rows_explain_json (const RedanAnalysis *analysis,
                         const RedanThreat *threat,
                         RedanRowSink sink,
                         gpointer user_data)
{
  const RedanRule *rule = redan_threat_get_rule (analysis->facts, threat);
  g_autoptr (GPtrArray) inherited = NULL;
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  begin_threat (&json, analysis, threat);
  redan_json_string (&json, "condition",
                     rule != NULL ? redan_expression_get_text (rule->condition) : NULL);
  redan_json_begin_object (&json, "why");
  write_reasons (&json, analysis->facts, threat, rule);
  redan_json_end_object (&json);
  write_path (&json, analysis, threat);
  if (threat->scored)
    write_score (&json, analysis, threat);
  inherited = redan_inherited_list_for (analysis, threat);
  redan_inherited_write (&json, analysis->facts->snapshot->model, inherited);
  redan_json_end_object (&json);
  return redan_json_finish (&json);
}
