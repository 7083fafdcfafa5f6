/* SPDX-License-Identifier: Apache-2.0 */
/* What an import of evidence found, for people: headings and lines that command line and window
 * show. */

#include "config.h"

#include "ui/report/evidence.h"

#include <glib/gi18n-lib.h>

#include "model/name.h"
#include "ui/report/wording.h"

static void
free_line (gpointer data)
{
  RedanEvidenceLine *line = data;

  g_free (line->text);
  g_free (line->detail);
  g_free (line);
}

typedef struct
{
  GPtrArray *lines;
  guint limit;
  guint n;      /* under the current heading */
  guint n_more; /* beyond the limit */
  char *heading;
} Writer;

static void
add_line (Writer *self, gboolean heading, char *text, char *detail)
{
  RedanEvidenceLine *line = g_new0 (RedanEvidenceLine, 1);

  line->text = text;
  line->detail = detail;
  line->heading = heading;
  g_ptr_array_add (self->lines, line);
}

static void
end_part (Writer *self)
{
  if (self->n_more > 0)
    add_line (self, FALSE,
              g_strdup_printf (ngettext ("and %u more", "and %u more", self->n_more), self->n_more),
              NULL);
  g_clear_pointer (&self->heading, g_free);
  self->n = self->n_more = 0;
}

static void
begin_part (Writer *self, const char *heading)
{
  end_part (self);
  self->heading = g_strdup (heading);
}

/* Takes over the texts. */
static void
add_row (Writer *self, char *text, char *detail)
{
  if (self->heading != NULL)
    add_line (self, TRUE, g_steal_pointer (&self->heading), NULL);
  if (self->n++ < self->limit)
    {
      add_line (self, FALSE, text, detail);
      return;
    }
  self->n_more++;
  g_free (text);
  g_free (detail);
}

static char *
dup_end (const RedanModel *model, const RedanObject *flow, RedanField field)
{
  RedanId id;
  const RedanObject *end =
      redan_object_get_reference (flow, field, &id) ? redan_model_lookup (model, &id) : NULL;

  return g_strdup (end != NULL ? redan_object_get_name (end) : "?");
}

static char *
dup_target (const RedanModel *model, const RedanId *target)
{
  const RedanObject *object = redan_id_is_null (target) ? NULL : redan_model_lookup (model, target);
  RedanIdText text;

  if (object == NULL)
    return g_strdup (_ ("the whole model"));
  if (object->section == REDAN_SECTION_FLOW)
    {
      g_autofree char *from = dup_end (model, object, REDAN_FIELD_SOURCE);
      g_autofree char *to = dup_end (model, object, REDAN_FIELD_TARGET);

      return g_strdup_printf ("%s → %s", from, to);
    }
  return g_strdup (redan_object_get_name (object)[0] != '\0' ? redan_object_get_name (object)
                                                             : redan_id_to_text (target, text));
}

char *
redan_evidence_tally_dup_text (const RedanEvidenceTally *tally, guint as_of)
{
  const struct
  {
    guint n;
    const char *format;
  } parts[] = {
    { tally->passed, ngettext ("%u passed", "%u passed", tally->passed) },
    { tally->failed, ngettext ("%u failed", "%u failed", tally->failed) },
    { tally->unknown, ngettext ("%u undecided", "%u undecided", tally->unknown) },
    { tally->exceptions, ngettext ("%u exception", "%u exceptions", tally->exceptions) },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  guint age = as_of > tally->oldest ? as_of - tally->oldest : 0;
  char date[11];

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = NULL;

      if (parts[i].n == 0)
        continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      part = g_strdup_printf (parts[i].format, parts[i].n);
#pragma GCC diagnostic pop
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  redan_days_to_date (tally->oldest, date);
  if (age == 0)
    g_string_append_printf (text, _ (", of %s"), date);
  else
    g_string_append_printf (text, ngettext (", of %s, %u day old", ", of %s, %u days old", age),
                            date, age);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_word (RedanControlState state, gboolean decided)
{
  if (!decided)
    return _ ("Undecided");
  switch (state)
    {
    case REDAN_STATE_CONTRADICTED:
      return _ ("Contradicted");
    case REDAN_STATE_STALE:
      return _ ("Out of date");
    default:
      return _ ("Validated");
    }
}

/* Controls in one state, or undecided ones. */
static void
list_controls (Writer *self,
               const RedanEvidenceView *view,
               RedanControlState wanted,
               gboolean wanted_decided)
{
  const RedanControl *controls = redan_catalogue_get_controls (view->catalogue, NULL);
  const RedanScoring *scoring = redan_catalogue_get_scoring (view->catalogue);

  begin_part (self, get_word (wanted, wanted_decided));
  for (guint i = 0; i < view->report->rows->len; i++)
    {
      const RedanEvidenceRow *row = &g_array_index (view->report->rows, RedanEvidenceRow, i);
      RedanControlState state = REDAN_STATE_ABSENT;
      double factor;
      gboolean decided = redan_evidence_judge (&row->tally, scoring, view->as_of, &state, &factor);
      g_autofree char *target = NULL;

      if (decided != wanted_decided || (decided && state != wanted))
        continue;
      target = dup_target (view->model, &row->target);
      add_row (self,
               g_strdup_printf ("%s %s: %s", controls[row->control].id,
                                controls[row->control].title, target),
               redan_evidence_tally_dup_text (&row->tally, view->as_of));
    }
}

static void
list_answers (Writer *self, const RedanEvidenceView *view, gboolean conflicts)
{
  begin_part (self, conflicts ? _ ("Against what the model says") : _ ("Attributes answered"));
  for (guint i = 0; i < view->report->answers->len; i++)
    {
      const RedanEvidenceAnswer *answer =
          &g_array_index (view->report->answers, RedanEvidenceAnswer, i);
      g_autofree char *target = dup_target (view->model, &answer->target);

      if ((answer->stated != NULL) != conflicts)
        continue;
      add_row (
          self,
          g_strdup_printf (_ ("%s of %s: %s"), answer->attribute->label, target, answer->value),
          answer->stated != NULL ? g_strdup_printf (_ ("the model says %s"), answer->stated)
                                 : NULL);
    }
}

/* Apart from the sentence it stands in: a macro for its format would end the text to translate. */
static char *
dup_number (guint64 number)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

static void
list_names (Writer *self, const GArray *names, guint64 n_more)
{
  for (guint i = 0; i < names->len; i++)
    {
      const RedanEvidenceName *name = &g_array_index (names, RedanEvidenceName, i);

      add_row (self, g_strdup (name->name),
               g_strdup_printf ("%s%s× %" G_GUINT64_FORMAT, name->account,
                                name->account[0] != '\0' ? ", " : "", name->n));
    }
  if (n_more > 0)
    {
      g_autofree char *number = dup_number (n_more);

      add_row (self, g_strdup_printf (_ ("further results: %s"), number), NULL);
    }
}

static void
list_proposals (Writer *self, const RedanEvidenceView *view)
{
  for (guint i = 0; i < view->report->proposals->len; i++)
    {
      const RedanEvidenceProposal *proposal =
          &g_array_index (view->report->proposals, RedanEvidenceProposal, i);

      add_row (self, g_strdup (proposal->resource), dup_target (view->model, &proposal->element));
    }
}

static void
list_problems (Writer *self, const RedanEvidenceView *view)
{
  begin_part (self, _ ("Files that could not be read"));
  for (guint i = 0; i < view->report->files->len; i++)
    {
      const RedanEvidenceFile *file = g_ptr_array_index (view->report->files, i);

      if (file->problem != NULL)
        add_row (self, g_strdup (file->problem), NULL);
      else if (file->counts.n_unrecognized > 0)
        {
          g_autofree char *number = dup_number (file->counts.n_unrecognized);

          add_row (self,
                   g_strdup_printf (ngettext ("%s: %s record is no finding",
                                              "%s: %s records are no findings",
                                              (gulong) file->counts.n_unrecognized),
                                    file->path, number),
                   NULL);
        }
    }
}

GPtrArray *
redan_evidence_list_lines (const RedanEvidenceView *view, guint limit)
{
  Writer self = { .lines = g_ptr_array_new_with_free_func (free_line), .limit = limit };

  list_problems (&self, view);
  list_controls (&self, view, REDAN_STATE_CONTRADICTED, TRUE);
  list_answers (&self, view, TRUE);
  list_controls (&self, view, REDAN_STATE_STALE, TRUE);
  list_controls (&self, view, REDAN_STATE_VALIDATED, TRUE);
  list_controls (&self, view, REDAN_STATE_ABSENT, FALSE);
  list_answers (&self, view, FALSE);
  begin_part (&self, _ ("Resources that may be elements"));
  list_proposals (&self, view);
  begin_part (&self, _ ("Resources that are not in the model"));
  list_names (&self, view->report->resources, view->report->n_more);
  begin_part (&self, _ ("Checks that no control knows"));
  list_names (&self, view->report->checks, 0);
  begin_part (&self, _ ("Practices that the findings name"));
  list_names (&self, view->report->practices, 0);
  end_part (&self);
  return self.lines;
}

char *
redan_evidence_dup_sums (const RedanEvidenceView *view)
{
  const guint64 *n = view->report->outcomes;
  const struct
  {
    guint64 n;
    const char *word;
  } parts[] = {
    { n[REDAN_EVIDENCE_PASSED], _ ("passed") },
    { n[REDAN_EVIDENCE_FAILED], _ ("failed") },
    { n[REDAN_EVIDENCE_UNKNOWN], _ ("undecided") },
    { n[REDAN_EVIDENCE_NOT_APPLICABLE], _ ("not applicable") },
    { n[REDAN_EVIDENCE_EXCEPTION], _ ("suppressed") },
    { n[REDAN_EVIDENCE_ARCHIVED], _ ("archived") },
    { n[REDAN_EVIDENCE_OTHER], _ ("no checks of settings") },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      sum += parts[i].n;
      if (parts[i].n > 0)
        g_string_append_printf (text, "%s%" G_GUINT64_FORMAT " %s", text->len > 0 ? ", " : "",
                                parts[i].n, parts[i].word);
    }

  g_autofree char *matched = dup_number (n[REDAN_EVIDENCE_MATCHED]);
  g_autofree char *no_control = dup_number (n[REDAN_EVIDENCE_NO_CONTROL]);
  g_autofree char *no_place = dup_number (n[REDAN_EVIDENCE_NO_PLACE]);
  g_autofree char *number = dup_number (sum);
  g_autofree char *head =
      g_strdup_printf (ngettext ("%s result", "%s results", (gulong) sum), number);

  g_string_append_printf (text,
                          _ (". Of different checks and resources %s belong to a control here, %s "
                             "have no control, %s no place in the model."),
                          matched, no_control, no_place);
  g_string_prepend (text, ": ");
  g_string_prepend (text, head);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
