/* SPDX-License-Identifier: Apache-2.0 */
/* The agenda of a review as JSON. */

#include "config.h"

#include <math.h>

#include "ui/report/agenda-private.h"
#include "ui/report/difference-words.h"
#include "ui/report/portfolio.h"
#include "ui/report/wording.h"

typedef struct
{
  const RedanAgendaView *view;
  RedanJson json;
} Writer;

static void
write_id (RedanJson *json, const char *key, const RedanObject *object)
{
  RedanIdText id;

  redan_json_string (json, key, object != NULL ? redan_id_to_text (&object->id, id) : NULL);
}

static void
write_changes (Writer *self)
{
  const RedanDifference *difference = self->view->difference;

  redan_json_begin_array (&self->json, "changes");
  for (guint i = 0; difference != NULL && i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);
      g_autofree char *title = redan_object_difference_dup_title (difference, object);
      g_autoptr (GPtrArray) lines = redan_object_difference_list_lines (difference, object);

      redan_json_begin_object (&self->json, NULL);
      redan_json_string (&self->json, "change", redan_difference_kind_get_word (object->kind));
      write_id (&self->json, "object", object->after != NULL ? object->after : object->before);
      redan_json_string (&self->json, "title", title);
      redan_json_begin_array (&self->json, "lines");
      for (guint k = 0; k < lines->len; k++)
        redan_json_string (&self->json, NULL, g_ptr_array_index (lines, k));
      redan_json_end_array (&self->json);
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

static void
write_unsigned (Writer *self)
{
  const RedanStaleness *staleness = self->view->agenda->staleness;

  redan_json_begin_array (&self->json, "unsigned");
  for (guint i = 0; staleness->n_signed > 0 && i < staleness->changed->len; i++)
    {
      const RedanCriterionTarget *target =
          &g_array_index (staleness->changed, RedanCriterionTarget, i);

      write_id (
          &self->json, NULL,
          redan_facts_get_object (self->view->analysis->facts, target->context, target->target));
    }
  redan_json_end_array (&self->json);
}

static void
write_threat (Writer *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->view->analysis->facts;
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  g_autofree char *title = redan_threat_dup_title (facts, threat);

  redan_json_begin_object (&self->json, NULL);
  redan_json_string (&self->json, "id", id);
  redan_json_string (&self->json, "title", title);
  redan_json_decimal (&self->json, "residual", threat->scored ? threat->residual / 1000.0 : NAN, 1);
  redan_json_string (
      &self->json, "severity",
      threat->scored ? redan_band_get_word (redan_threat_get_band (self->view->analysis, threat))
                     : NULL);
  redan_json_end_object (&self->json);
}

static void
write_threats (Writer *self, const char *key, const GPtrArray *threats)
{
  redan_json_begin_array (&self->json, key);
  for (guint i = 0; i < threats->len; i++)
    write_threat (self, g_ptr_array_index (threats, i));
  redan_json_end_array (&self->json);
}

static void
write_opened (Writer *self)
{
  const RedanThreatChanges *threats = self->view->agenda->threats;
  const GArray *opened = threats != NULL ? threats->lists[REDAN_THREATS_OPENED] : NULL;

  redan_json_begin_array (&self->json, "opened");
  for (guint i = 0; opened != NULL && i < opened->len; i++)
    write_threat (self, g_array_index (opened, RedanThreatChange, i).after);
  redan_json_end_array (&self->json);
}

static void
write_expired (Writer *self)
{
  const GPtrArray *expired = self->view->agenda->expired;

  redan_json_begin_array (&self->json, "expired");
  for (guint i = 0; i < expired->len; i++)
    {
      const RedanObject *object = g_ptr_array_index (expired, i);

      redan_json_begin_object (&self->json, NULL);
      write_id (&self->json, "object", object);
      redan_json_string (&self->json, "expires", redan_object_get (object, REDAN_FIELD_EXPIRES));
      redan_json_string (&self->json, "owner", redan_object_get (object, REDAN_FIELD_OWNER));
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

static void
write_stale (Writer *self)
{
  const GArray *stale = self->view->agenda->stale;

  redan_json_begin_array (&self->json, "stale");
  for (guint i = 0; i < stale->len; i++)
    {
      const RedanStaleAnswer *answer = &g_array_index (stale, RedanStaleAnswer, i);
      char date[11];

      redan_days_to_date (answer->days, date);
      redan_json_begin_object (&self->json, NULL);
      redan_json_string (&self->json, "kind", agenda_get_stale_word (answer->kind));
      write_id (&self->json, "object", answer->object);
      redan_json_string (&self->json, "date", answer->days > 0 ? date : NULL);
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

static void
write_contradictions (Writer *self)
{
  const RedanControl *controls =
      redan_catalogue_get_controls (self->view->analysis->facts->catalogue, NULL);
  const GArray *list = self->view->agenda->contradictions;

  redan_json_begin_array (&self->json, "contradictions");
  for (guint i = 0; i < list->len; i++)
    {
      const RedanContradiction *contradiction = &g_array_index (list, RedanContradiction, i);

      redan_json_begin_object (&self->json, NULL);
      redan_json_string (&self->json, "control", controls[contradiction->place.control].id);
      write_id (&self->json, "target", agenda_get_place (self->view, &contradiction->place));
      write_id (&self->json, "evidence", contradiction->evidence);
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

static void
write_waivers (Writer *self)
{
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (self->view->analysis->facts->catalogue, NULL);
  const RedanAgenda *agenda = self->view->agenda;

  redan_json_begin_array (&self->json, "waivers");
  for (guint i = 0; i < agenda->waivers->len; i++)
    {
      const guint32 index = g_array_index (agenda->waivers, guint32, i);

      redan_json_begin_object (&self->json, NULL);
      redan_json_string (&self->json, "criterion", criteria[index].id);
      redan_json_string (
          &self->json, "standing",
          redan_waiver_standing_get_word (agenda->objectives->criteria[index].standing));
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

static void
write_questions (Writer *self)
{
  const RedanQuestions *questions = self->view->agenda->questions;

  redan_json_begin_array (&self->json, "questions");
  for (guint i = 0; questions != NULL && i < questions->n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];

      redan_json_begin_object (&self->json, NULL);
      redan_json_string (&self->json, "attribute", question->attribute->name);
      write_id (&self->json, "object", question->object);
      redan_json_decimal (&self->json, "spread", (double) question->spread / 1000, 1);
      redan_json_end_object (&self->json);
    }
  redan_json_end_array (&self->json);
}

gboolean
redan_agenda_write_json (const RedanAgendaView *view, RedanRowSink sink, gpointer user_data)
{
  Writer self = { .view = view };

  redan_json_init (&self.json, sink, user_data);
  redan_json_begin_object (&self.json, NULL);
  redan_json_begin_object (&self.json, "status");
  redan_status_write (&self.json, &view->agenda->status);
  redan_json_end_object (&self.json);
  redan_json_string (&self.json, "against", view->revision);
  write_changes (&self);
  write_unsigned (&self);
  write_opened (&self);
  write_threats (&self, "reopened", view->agenda->reopened);
  write_threats (&self, "open", view->agenda->undecided);
  redan_json_integer (&self.json, "new_rules", view->agenda->adoption->n_new);
  write_threats (&self, "unadopted", view->agenda->catalogue);
  write_expired (&self);
  write_stale (&self);
  write_contradictions (&self);
  write_waivers (&self);
  write_questions (&self);
  redan_json_end_object (&self.json);
  return redan_json_finish (&self.json);
}
