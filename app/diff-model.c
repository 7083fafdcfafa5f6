/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the difference of two models with threats, risk and objectives before and after. */

#include "config.h"

#include "app/diff-model.h"

#include <glib/gi18n.h>
#include <math.h>

#include "analysis/threat-changes.h"
#include "analysis/trend.h"
#include "ui/report/answers.h"
#include "ui/report/catalogue-words.h"
#include "ui/report/difference-words.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define MAX_LISTED 20

static const char *const list_words[REDAN_N_THREAT_LISTS] = { "opened", "closed", "rescored" };

typedef struct
{
  RedanSession *session;
  const RedanDifference *difference;
  const RedanAnalysis *before;
  const RedanAnalysis *after;
  RedanThreatChanges *threats;
  RedanTrend trend;
  RedanCatalogueChange *catalogue; /* since the new model was signed */
  RedanObjectives *objectives_before;
  RedanObjectives *objectives_after;
} Diff;

static void
evaluate_objectives (Diff *self)
{
  self->objectives_before = redan_objectives_evaluate (self->before->facts, self->before->controls,
                                                       self->before->graph, self->before->threats);
  self->objectives_after = redan_objectives_evaluate (self->after->facts, self->after->controls,
                                                      self->after->graph, self->after->threats);
}

/* Objectives come from the catalogue, the same for both models. */
static gboolean
is_objective_changed (const Diff *self, guint index)
{
  const RedanObjectiveResult *before = &self->objectives_before->objectives[index];
  const RedanObjectiveResult *after = &self->objectives_after->objectives[index];

  return before->state != after->state || before->low != after->low || before->high != after->high;
}

static void
print_object (const Diff *self, const RedanObjectDifference *object)
{
  static const char marks[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = '+',
    [REDAN_DIFFERENCE_REMOVED] = '-',
    [REDAN_DIFFERENCE_CHANGED] = '~',
    [REDAN_DIFFERENCE_MOVED] = '>',
  };
  const RedanObject *either = object->after != NULL ? object->after : object->before;
  g_autofree char *title = redan_object_difference_dup_title (self->difference, object);
  g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (self->difference, object);

  redan_session_print (self->session, "%c %s  [%.16s]\n", marks[object->kind], title,
                       either->id.text);
  for (guint i = 0; i < lines->len; i++)
    redan_session_print (self->session, "    %s\n", (const char *) lines->pdata[i]);
}

static void
print_changes (const Diff *self)
{
  const guint *counts = self->difference->counts;
  g_autofree char *signed_text = redan_difference_dup_signed (self->difference);

  if (self->difference->objects->len == 0)
    {
      redan_session_print (self->session, _ ("The models are the same.\n"));
      return;
    }
  redan_session_print (self->session,
                       _ ("+ %u added, - %u removed, ~ %u changed, > %u only drawn elsewhere\n\n"),
                       counts[REDAN_DIFFERENCE_ADDED], counts[REDAN_DIFFERENCE_REMOVED],
                       counts[REDAN_DIFFERENCE_CHANGED] - self->difference->n_signed,
                       counts[REDAN_DIFFERENCE_MOVED]);
  for (guint i = 0; i < self->difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (self->difference->objects, RedanObjectDifference, i);

      if (!object->signed_only)
        print_object (self, object);
    }
  if (signed_text != NULL)
    redan_session_print (self->session, "%s.\n", signed_text);
}

static void
print_threat (const Diff *self, const RedanThreatChange *change)
{
  const RedanThreat *threat = change->after != NULL ? change->after : change->before;
  const RedanFacts *facts = change->after != NULL ? self->after->facts : self->before->facts;
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  char before[32];
  char after[32];

  if (change->before != NULL)
    redan_score_format (change->before->residual, before);
  if (change->after != NULL)
    redan_score_format (change->after->residual, after);
  redan_session_print (self->session, "  %5s → %5s  %s  [%s]",
                       change->before != NULL ? before : "-", change->after != NULL ? after : "-",
                       visible, change->id);
  if (change->before != NULL && change->after != NULL &&
      change->before->decision != change->after->decision)
    redan_session_print (self->session, "  %s → %s",
                         redan_decision_get_title (change->before->decision),
                         redan_decision_get_title (change->after->decision));
  redan_session_print (self->session, "\n");
}

static void
print_threats (const Diff *self)
{
  static const char *const titles[REDAN_N_THREAT_LISTS] = {
    [REDAN_THREATS_OPENED] = N_ ("Opened:"),
    [REDAN_THREATS_CLOSED] = N_ ("Closed:"),
    [REDAN_THREATS_RESCORED] = N_ ("Scored or decided otherwise:"),
  };

  redan_session_print (self->session,
                       _ ("\nThreats: %u before, %u after; %u opened, %u closed, %u scored or "
                          "decided otherwise\n"),
                       self->before->threats->len, self->after->threats->len,
                       self->threats->lists[REDAN_THREATS_OPENED]->len,
                       self->threats->lists[REDAN_THREATS_CLOSED]->len,
                       self->threats->lists[REDAN_THREATS_RESCORED]->len);
  for (guint list = 0; list < REDAN_N_THREAT_LISTS; list++)
    {
      const GArray *threats = self->threats->lists[list];
      if (threats->len > 0)
        redan_session_print (self->session, " %s\n", _ (titles[list]));
      for (guint i = 0; i < MIN (threats->len, MAX_LISTED); i++)
        print_threat (self, &g_array_index (threats, RedanThreatChange, i));
      if (threats->len > MAX_LISTED)
        redan_session_print (self->session, _ ("  and %u more; --json lists them\n"),
                             threats->len - MAX_LISTED);
    }
}

static void
print_trend (const Diff *self)
{
  static const char *const titles[REDAN_N_TREND_PARTS] = {
    [REDAN_TREND_DETAIL] = N_ ("more or less of the system drawn"),
    [REDAN_TREND_ANSWERS] = N_ ("answers given or taken back"),
    [REDAN_TREND_REALITY] = N_ ("the system itself"),
    [REDAN_TREND_CATALOGUE] = N_ ("packs asked for"),
  };
  char before[32];
  char after[32];

  for (guint part = 0; part < REDAN_N_TREND_PARTS; part++)
    if (self->trend.parts[part] != 0)
      {
        g_autofree char *change = redan_change_dup_text (self->trend.parts[part]);

        redan_session_print (self->session, _ ("  %s by %s\n"), change, _ (titles[part]));
      }
  if (self->trend.is_since_signed)
    redan_session_print (self->session,
                         _ ("  Apart from that the catalogue changed since the old model was "
                            "signed: %s then, %s now\n"),
                         redan_score_format (self->trend.recorded, before),
                         redan_score_format (self->trend.now, after));
}

static void
print_catalogue (const Diff *self)
{
  g_autoptr (GPtrArray) lines =
      redan_catalogue_change_list_lines (self->catalogue, self->after, MAX_LISTED);

  for (guint i = 0; i < lines->len; i++)
    redan_session_print (self->session, "%s%s\n", i > 0 ? "  " : "\n",
                         (const char *) g_ptr_array_index (lines, i));
}

static void
print_risk (const Diff *self)
{
  char before[32];
  char after[32];

  redan_session_print (self->session, _ ("\nResidual risk: %s before, %s after\n"),
                       redan_score_format (self->before->totals.residual, before),
                       redan_score_format (self->after->totals.residual, after));
  for (guint band = REDAN_N_BANDS; band-- > 0;)
    if (self->before->totals.bands[band] != self->after->totals.bands[band])
      redan_session_print (self->session, "  %s: %u → %u\n", redan_band_get_title (band),
                           self->before->totals.bands[band], self->after->totals.bands[band]);
  print_trend (self);
}

static void
print_objectives (const Diff *self)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->session->catalogue, NULL);
  guint n = 0;

  for (guint i = 0; i < self->objectives_after->n_objectives; i++)
    n += is_objective_changed (self, i) ? 1 : 0;
  redan_session_print (
      self->session,
      g_dngettext (NULL, "\nObjectives: %u changed\n", "\nObjectives: %u changed\n", n), n);
  for (guint i = 0; i < self->objectives_after->n_objectives; i++)
    {
      const RedanObjectiveResult *before = &self->objectives_before->objectives[i];
      const RedanObjectiveResult *after = &self->objectives_after->objectives[i];
      if (!is_objective_changed (self, i))
        continue;
      g_autofree char *reference = redan_objective_dup_reference (&objectives[i]);
      g_autofree char *coverage_before = redan_coverage_dup_text (before);
      g_autofree char *coverage_after = redan_coverage_dup_text (after);
      redan_session_print (self->session, "  %s: %s (%s) → %s (%s)  %s\n", reference,
                           redan_objective_state_get_title (before->state), coverage_before,
                           redan_objective_state_get_title (after->state), coverage_after,
                           objectives[i].title);
    }
}

static void
write_change (RedanJson *json, const RedanDifference *difference, const RedanChange *change)
{
  RedanSchema *schema = redan_model_get_schema (difference->to);
  const RedanFieldInfo *info = redan_field_get_info (change->section, change->field);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "field",
                     info != NULL ? info->tag : redan_field_get_tag (schema, change->field));
  redan_json_string (json, "member", *change->key != '\0' ? change->key : NULL);
  redan_json_string (json, "before", change->before);
  redan_json_string (json, "after", change->after);
  redan_json_end_object (json);
}

static void
write_object (const Diff *self, RedanJson *json, const RedanObjectDifference *object)
{
  const RedanModel *model = object->after != NULL ? self->difference->to : self->difference->from;
  const RedanObject *either = object->after != NULL ? object->after : object->before;
  g_autofree char *name = redan_object_dup_title (model, either);
  RedanIdText id;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "change", redan_difference_kind_get_word (object->kind));
  redan_json_string (json, "object", redan_id_to_text (&either->id, id));
  redan_json_string (json, "section", redan_section_get_tag (either->section));
  redan_json_string (json, "kind", redan_object_get_kind (either));
  redan_json_string (json, "name", name);
  redan_json_boolean (json, "renamed", object->renamed);
  redan_json_boolean (json, "moved", object->moved);
  redan_json_boolean (json, "signed_only", object->signed_only);
  redan_json_begin_array (json, "fields");
  for (guint i = object->first; i < object->first + object->n; i++)
    {
      const RedanChange *change = redan_edit_get_change (self->difference->edit, i);
      if (change->field != REDAN_FIELD_EXISTS)
        write_change (json, self->difference, change);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}

static void
write_threat (const Diff *self, RedanJson *json, const RedanThreatChange *change)
{
  const RedanThreat *threat = change->after != NULL ? change->after : change->before;
  const RedanFacts *facts = change->after != NULL ? self->after->facts : self->before->facts;
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  const RedanThreat *const both[2] = { change->before, change->after };
  static const char *const residuals[2] = { "residual_before", "residual_after" };
  static const char *const decisions[2] = { "status_before", "status_after" };

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", change->id);
  redan_json_string (json, "title", title);
  for (guint i = 0; i < 2; i++)
    {
      /* what is not a number is written as null */
      redan_json_decimal (json, residuals[i],
                          both[i] != NULL && both[i]->scored ? both[i]->residual / 1000.0 : NAN, 1);
      redan_json_string (json, decisions[i],
                         both[i] != NULL ? redan_decision_get_word (both[i]->decision) : NULL);
    }
  redan_json_end_object (json);
}

static void
write_totals (RedanJson *json, const char *key, const RedanTotals *totals)
{
  redan_json_begin_object (json, key);
  redan_json_decimal (json, "inherent", totals->inherent / 1000.0, 1);
  redan_json_decimal (json, "residual", totals->residual / 1000.0, 1);
  for (guint band = REDAN_N_BANDS; band-- > 0;)
    redan_json_integer (json, redan_band_get_word (band), totals->bands[band]);
  redan_json_end_object (json);
}

/* The parts add up to the change of the sum. */
static void
write_trend (const Diff *self, RedanJson *json)
{
  redan_json_begin_object (json, "split");
  for (guint part = 0; part < REDAN_N_TREND_PARTS; part++)
    redan_json_decimal (json, redan_trend_part_get_word ((RedanTrendPart) part),
                        (double) self->trend.parts[part] / 1000, 3);
  redan_json_decimal (json, "signed",
                      self->trend.is_since_signed ? (double) self->trend.recorded / 1000 : NAN, 1);
  redan_json_end_object (json);
}

static void
write_objectives (const Diff *self, RedanJson *json)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->session->catalogue, NULL);

  redan_json_begin_array (json, "objectives");
  for (guint i = 0; i < self->objectives_after->n_objectives; i++)
    {
      const RedanObjectiveResult *before = &self->objectives_before->objectives[i];
      const RedanObjectiveResult *after = &self->objectives_after->objectives[i];
      if (!is_objective_changed (self, i))
        continue;
      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", objectives[i].id);
      redan_json_string (json, "title", objectives[i].title);
      redan_json_string (json, "state_before", redan_objective_state_get_word (before->state));
      redan_json_string (json, "state_after", redan_objective_state_get_word (after->state));
      redan_json_decimal (json, "low_before", before->low, 3);
      redan_json_decimal (json, "low_after", after->low, 3);
      redan_json_decimal (json, "high_before", before->high, 3);
      redan_json_decimal (json, "high_after", after->high, 3);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_analysis (const Diff *self, RedanJson *json)
{
  redan_json_begin_object (json, "threats");
  redan_json_integer (json, "before", self->before->threats->len);
  redan_json_integer (json, "after", self->after->threats->len);
  for (guint list = 0; list < REDAN_N_THREAT_LISTS; list++)
    {
      redan_json_begin_array (json, list_words[list]);
      for (guint i = 0; i < self->threats->lists[list]->len; i++)
        write_threat (self, json,
                      &g_array_index (self->threats->lists[list], RedanThreatChange, i));
      redan_json_end_array (json);
    }
  redan_json_end_object (json);
  redan_json_begin_object (json, "risk");
  write_totals (json, "before", &self->before->totals);
  write_totals (json, "after", &self->after->totals);
  write_trend (self, json);
  redan_json_end_object (json);
  redan_catalogue_change_write (json, self->catalogue, self->after);
  write_objectives (self, json);
}

static void
write_all (const Diff *self)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  for (guint i = 0; i < REDAN_N_DIFFERENCES; i++)
    redan_json_integer (&json, redan_difference_kind_get_word (i), self->difference->counts[i]);
  redan_json_begin_array (&json, "changes");
  for (guint i = 0; i < self->difference->objects->len; i++)
    write_object (self, &json,
                  &g_array_index (self->difference->objects, RedanObjectDifference, i));
  redan_json_end_array (&json);
  if (self->before != NULL)
    write_analysis (self, &json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
print_all (const Diff *self)
{
  print_changes (self);
  if (self->before == NULL || self->difference->objects->len == 0)
    return;
  print_threats (self);
  print_risk (self);
  print_objectives (self);
  print_catalogue (self);
}

void
redan_diff_show (RedanSession *session,
                 const RedanDifference *difference,
                 const RedanAnalysis *before,
                 const RedanAnalysis *after)
{
  Diff self = { .session = session, .difference = difference, .before = before, .after = after };

  if (before != NULL)
    {
      self.threats = redan_threat_changes_new (before, after);
      redan_trend_compute (difference, before, after, &self.trend);
      self.catalogue = redan_catalogue_change_new (difference->to, after);
      evaluate_objectives (&self);
    }
  if (session->json)
    write_all (&self);
  else
    print_all (&self);
  redan_threat_changes_free (self.threats);
  redan_catalogue_change_free (self.catalogue);
  g_clear_pointer (&self.objectives_before, redan_objectives_free);
  g_clear_pointer (&self.objectives_after, redan_objectives_free);
}
