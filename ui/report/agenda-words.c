/* SPDX-License-Identifier: Apache-2.0 */
/* The agenda of a review as blocks: a heading for each thing to look at, nothing where there is
 * nothing. */

#include "config.h"

#include "ui/report/agenda-words.h"

#include <glib/gi18n-lib.h>

#include "ui/report/agenda-private.h"
#include "ui/report/answers.h"
#include "ui/report/difference-words.h"
#include "ui/report/portfolio.h"
#include "ui/report/wording.h"

#define MAX_ROWS 25
#define MAX_QUESTIONS 10

static const char *const stale_titles[] = {
  [REDAN_STALE_EXPIRED] = N_ ("no longer valid"),
  [REDAN_STALE_OLD] = N_ ("older than the interval of reviews"),
  [REDAN_STALE_EVIDENCE] = N_ ("the checks ran long ago"),
};

static const char *const stale_words[] = {
  [REDAN_STALE_EXPIRED] = "expired",
  [REDAN_STALE_OLD] = "old",
  [REDAN_STALE_EVIDENCE] = "evidence",
};

const char *
agenda_get_stale_word (RedanStaleKind kind)
{
  return stale_words[kind];
}

const RedanObject *
agenda_get_place (const RedanAgendaView *self, const RedanControlPlace *place)
{
  return redan_facts_get_object (self->analysis->facts, place->context, place->target);
}

/* Begins a section with its heading; a note below it where there is one. */
static void
begin (RedanReport *report, const char *title, guint n, const char *note)
{
  g_autofree char *heading = g_strdup_printf ("%s (%u)", title, n);

  redan_report_add_heading (report, 2, NULL, heading);
  if (note != NULL)
    redan_report_add_paragraph (report, note);
}

static void
add_more (RedanReport *report, guint n)
{
  g_autofree char *text = NULL;

  if (n <= MAX_ROWS)
    return;
  text = g_strdup_printf (_ ("and %u more; redan-cli review --json lists them"), n - MAX_ROWS);
  redan_report_add_paragraph (report, text);
}

static void
add_object_cell (const RedanAgendaView *self, RedanReportBlock *table, const RedanObject *object)
{
  const RedanModel *model = self->analysis->facts->snapshot->model;
  g_autofree char *title =
      object != NULL ? redan_object_dup_title (model, object) : g_strdup (_ ("the model"));
  RedanReportCell *cell = redan_report_block_add_cell (table, title);
  RedanIdText id;

  if (object != NULL)
    cell->object = g_strdup (redan_id_to_text (&object->id, id));
}

/* ---- the sections ---- */

static void
add_standing (const RedanAgendaView *self, RedanReport *report)
{
  const RedanStatus *status = &self->agenda->status;
  g_autofree char *review = redan_status_dup_review (status);
  g_autofree char *line = NULL;

  if (status->interval > 0)
    line = g_strdup_printf (_ ("Last review: %s. The next is promised within %u days%s."), review,
                            status->interval, status->is_due ? _ (": it is due") : "");
  else
    line = g_strdup_printf (_ ("Last review: %s."), review);
  redan_report_add_paragraph (report, line);
  if (status->n_signed == 0)
    redan_report_add_paragraph (report,
                                _ ("Nobody signed this model yet: what changed since cannot be "
                                   "told. redan-cli review --sign=NAME does."));
}

static void
add_difference (const RedanAgendaView *self, RedanReport *report)
{
  const GArray *objects = self->difference->objects;
  const guint n_told = objects->len - self->difference->n_signed;
  g_autofree char *signed_text = redan_difference_dup_signed (self->difference);
  guint n = 0;
  g_autofree char *title =
      g_strdup_printf (_ ("Changed since %s"), self->revision != NULL ? self->revision : "");

  if (objects->len == 0)
    return;
  begin (report, title, n_told, NULL);
  for (guint i = 0; i < objects->len && n < MAX_ROWS; i++)
    {
      const RedanObjectDifference *object = &g_array_index (objects, RedanObjectDifference, i);

      if (object->signed_only)
        continue;
      n++;

      g_autofree char *words = redan_object_difference_dup_title (self->difference, object);
      g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (self->difference, object);
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_append_printf (text, "%s: %s", redan_difference_kind_get_title (object->kind),
                              words);
      for (guint k = 0; k < lines->len; k++)
        g_string_append_printf (text, "\n    %s", (const char *) g_ptr_array_index (lines, k));
      redan_report_add_paragraph (report, text->str);
    }
  add_more (report, n_told);
  if (signed_text != NULL)
    redan_report_add_paragraph (report, signed_text);
}

/* Without the model as it was, only the names of what is not as it was signed. */
static void
add_changed (const RedanAgendaView *self, RedanReport *report)
{
  const GArray *changed = self->agenda->staleness->changed;
  RedanReportBlock *table = NULL;

  if (self->agenda->staleness->n_signed == 0 || changed->len == 0)
    return;
  begin (report, _ ("Not as it was signed"), changed->len,
         _ ("What the values were stands in the revision that was signed; --against=REV compares "
            "with it."));
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Object"), 3, FALSE);
  redan_report_block_add_column (table, "", 1, FALSE);
  for (guint i = 0; i < MIN (changed->len, MAX_ROWS); i++)
    {
      const RedanCriterionTarget *target = &g_array_index (changed, RedanCriterionTarget, i);
      const RedanObject *object =
          redan_facts_get_object (self->analysis->facts, target->context, target->target);

      add_object_cell (self, table, object);
      redan_report_block_add_cell (
          table, object != NULL && redan_object_get (object, REDAN_FIELD_REVIEWED_HASH) != NULL
                     ? _ ("changed")
                     : _ ("new"));
    }
  add_more (report, changed->len);
}

static void
add_threat (const RedanAgendaView *self, RedanReportBlock *table, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  const RedanObject *object = redan_threat_get_object (facts, threat);
  const RedanBand band = redan_threat_get_band (self->analysis, threat);
  RedanReportCell *cell = NULL;
  RedanIdText text;
  char score[32];

  cell = redan_report_block_add_cell (
      table, threat->scored ? redan_score_format (threat->residual, score) : "-");
  cell->tone = redan_report_tone_of_band (band);
  redan_report_block_add_cell (table, redan_band_get_title (band));
  redan_report_block_add_cell (table, id);
  cell = redan_report_block_add_cell (table, visible);
  if (object != NULL)
    cell->object = g_strdup (redan_id_to_text (&object->id, text));
}

static RedanReportBlock *
begin_threats (RedanReport *report, const char *title, guint n, const char *note)
{
  RedanReportBlock *table = NULL;

  begin (report, title, n, note);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Residual"), .8, TRUE);
  redan_report_block_add_column (table, _ ("Severity"), .8, FALSE);
  redan_report_block_add_column (table, _ ("Id"), 1.5, FALSE);
  redan_report_block_add_column (table, _ ("Threat"), 4, FALSE);
  return table;
}

static void
add_threats (const RedanAgendaView *self,
             RedanReport *report,
             const GPtrArray *threats,
             const char *title,
             const char *note)
{
  RedanReportBlock *table = NULL;

  if (threats->len == 0)
    return;
  table = begin_threats (report, title, threats->len, note);
  for (guint i = 0; i < MIN (threats->len, MAX_ROWS); i++)
    add_threat (self, table, g_ptr_array_index (threats, i));
  add_more (report, threats->len);
}

static void
add_opened (const RedanAgendaView *self, RedanReport *report)
{
  const GArray *opened = NULL;
  RedanReportBlock *table = NULL;

  if (self->agenda->threats == NULL)
    return;
  opened = self->agenda->threats->lists[REDAN_THREATS_OPENED];
  if (opened->len == 0)
    return;
  table = begin_threats (report, _ ("New threats"), opened->len, NULL);
  for (guint i = 0; i < MIN (opened->len, MAX_ROWS); i++)
    add_threat (self, table, g_array_index (opened, RedanThreatChange, i).after);
  add_more (report, opened->len);
}

static void
add_catalogue (const RedanAgendaView *self, RedanReport *report)
{
  const RedanAdoption *adoption = self->agenda->adoption;
  g_autofree char *note = g_strdup_printf (
      ngettext ("%u rule is new or another one since the model was signed. Signing adopts it; "
                "until then no gate fails for it.",
                "%u rules are new or other ones since the model was signed. Signing adopts them; "
                "until then no gate fails for them.",
                adoption->n_new),
      adoption->n_new);

  add_threats (self, report, self->agenda->catalogue, _ ("Owed to the catalogue, not to the model"),
               note);
}

static void
add_expired (const RedanAgendaView *self, RedanReport *report)
{
  const GPtrArray *expired = self->agenda->expired;
  RedanReportBlock *table = NULL;

  if (expired->len == 0)
    return;
  begin (report, _ ("Decisions and acceptances no longer valid"), expired->len, NULL);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Until"), 1, FALSE);
  redan_report_block_add_column (table, _ ("About"), 2, FALSE);
  redan_report_block_add_column (table, _ ("Where"), 2, FALSE);
  redan_report_block_add_column (table, _ ("Reason"), 3, FALSE);
  for (guint i = 0; i < MIN (expired->len, MAX_ROWS); i++)
    {
      const RedanObject *object = g_ptr_array_index (expired, i);
      const char *until = redan_object_get (object, REDAN_FIELD_EXPIRES);
      const char *reason = redan_object_get (object, REDAN_FIELD_REASON);
      const char *target = redan_object_get (object, REDAN_FIELD_TARGET);
      g_autofree char *visible = redan_text_make_visible (reason != NULL ? reason : "");

      redan_report_block_add_cell (table, until != NULL ? until : "");
      add_object_cell (self, table, object);
      add_object_cell (self, table,
                       target == NULL ? NULL
                                      : redan_model_lookup_text (
                                            self->analysis->facts->snapshot->model, target));
      redan_report_block_add_cell (table, visible);
    }
  add_more (report, expired->len);
}

static void
add_stale (const RedanAgendaView *self, RedanReport *report)
{
  const GArray *stale = self->agenda->stale;
  RedanReportBlock *table = NULL;

  if (stale->len == 0)
    return;
  begin (report, _ ("Stale answers"), stale->len, NULL);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("As of"), 1, FALSE);
  redan_report_block_add_column (table, _ ("Answer"), 2, FALSE);
  redan_report_block_add_column (table, "", 3, FALSE);
  for (guint i = 0; i < MIN (stale->len, MAX_ROWS); i++)
    {
      const RedanStaleAnswer *answer = &g_array_index (stale, RedanStaleAnswer, i);
      char date[11] = "";

      if (answer->days > 0)
        redan_days_to_date (answer->days, date);
      redan_report_block_add_cell (table, date);
      add_object_cell (self, table, answer->object);
      redan_report_block_add_cell (table, _ (stale_titles[answer->kind]));
    }
  add_more (report, stale->len);
}

static void
add_contradictions (const RedanAgendaView *self, RedanReport *report)
{
  const RedanControl *controls =
      redan_catalogue_get_controls (self->analysis->facts->catalogue, NULL);
  const GArray *list = self->agenda->contradictions;
  RedanReportBlock *table = NULL;

  if (list->len == 0)
    return;
  begin (report, _ ("Contradictory evidence"), list->len, NULL);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Control"), 3, FALSE);
  redan_report_block_add_column (table, _ ("Where"), 2, FALSE);
  redan_report_block_add_column (table, "", 3, FALSE);
  for (guint i = 0; i < MIN (list->len, MAX_ROWS); i++)
    {
      const RedanContradiction *contradiction = &g_array_index (list, RedanContradiction, i);
      const RedanControl *control = &controls[contradiction->place.control];
      g_autofree char *title = g_strdup_printf ("%s %s", control->id, control->title);

      redan_report_block_add_cell (table, title);
      add_object_cell (self, table, agenda_get_place (self, &contradiction->place));
      redan_report_block_add_cell (table, contradiction->evidence != NULL
                                              ? _ ("a check found that it does not hold")
                                              : _ ("placed, but the attributes say otherwise"));
    }
  add_more (report, list->len);
}

static void
add_waivers (const RedanAgendaView *self, RedanReport *report)
{
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (self->analysis->facts->catalogue, NULL);
  const GArray *waivers = self->agenda->waivers;
  RedanReportBlock *table = NULL;

  if (waivers->len == 0)
    return;
  begin (report, _ ("Waivers that do not count"), waivers->len, NULL);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Criterion"), 1, FALSE);
  redan_report_block_add_column (table, _ ("Text"), 3, FALSE);
  redan_report_block_add_column (table, "", 2, FALSE);
  for (guint i = 0; i < waivers->len; i++)
    {
      const guint32 index = g_array_index (waivers, guint32, i);
      g_autofree char *standing =
          redan_waiver_dup_standing (&self->agenda->objectives->criteria[index]);

      redan_report_block_add_cell (table, criteria[index].id);
      redan_report_block_add_cell (table, criteria[index].text);
      redan_report_block_add_cell (table, standing);
    }
}

static void
add_questions (const RedanAgendaView *self, RedanReport *report)
{
  const RedanQuestions *questions = self->agenda->questions;
  RedanReportBlock *table = NULL;

  if (questions == NULL || questions->n == 0)
    return;
  begin (report, _ ("Open questions by worth"), questions->n, NULL);
  table = redan_report_add_table (report);
  redan_report_block_add_column (table, _ ("Worth"), .8, TRUE);
  redan_report_block_add_column (table, _ ("Where"), 2, FALSE);
  redan_report_block_add_column (table, _ ("Question"), 4, FALSE);
  for (guint i = 0; i < MIN (questions->n, MAX_QUESTIONS); i++)
    {
      const RedanQuestion *question = &questions->questions[i];
      char score[32];

      redan_report_block_add_cell (table, redan_score_format (question->spread, score));
      if (question->object != NULL)
        add_object_cell (self, table, question->object);
      else
        redan_report_block_add_cell (table, _ ("Security programme"));
      redan_report_block_add_cell (table, question->attribute->question);
    }
}

void
redan_agenda_add_blocks (const RedanAgendaView *self, RedanReport *report)
{
  const RedanAgenda *agenda = self->agenda;

  add_standing (self, report);
  if (agenda->status.n_conflicts > 0)
    redan_report_add_paragraph (
        report, _ ("A merge left conflicts; they have to be resolved before anybody signs."));
  if (self->difference != NULL)
    add_difference (self, report);
  else
    add_changed (self, report);
  add_opened (self, report);
  add_threats (self, report, agenda->reopened, _ ("Reopened threats"), NULL);
  add_threats (self, report, agenda->undecided, _ ("Undecided threats, from high on"), NULL);
  add_catalogue (self, report);
  add_expired (self, report);
  add_stale (self, report);
  add_contradictions (self, report);
  add_waivers (self, report);
  add_questions (self, report);
}
