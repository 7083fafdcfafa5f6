/* SPDX-License-Identifier: Apache-2.0 */
/* The section of threats: what to look at first, then by rank: cards with reason, path and controls
 * for the serious ones, a table for the rest. */

#include "ui/report/content.h"

#include <glib/gi18n-lib.h>

#include "analysis/carry.h"
#include "ui/report/recorded.h"
#include "ui/report/rows.h"
#include "ui/report/wording.h"

/* So many threats get a card whatever their severity. */
#define FIRST_CARDS 25

#define MAX_HOPS 24 /* of a path, half of them at its begin */

static char *
join_reasons (const RedanReportContent *self, const RedanThreat *threat, const RedanRule *rule)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (GPtrArray) reasons =
      redan_expression_explain (rule->condition, facts, threat->context, threat->target);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    {
      g_autofree char *sentence = redan_reason_dup_sentence (facts, g_ptr_array_index (reasons, i));

      g_string_append_printf (joined, "%s%s", i > 0 ? "; " : "", sentence);
    }
  return g_string_free (joined, FALSE);
}

static char *
join_controls (const RedanReportContent *self, const RedanThreat *threat)
{
  const RedanAnalysis *analysis = self->analysis;
  const RedanControl *controls = redan_catalogue_get_controls (analysis->facts->catalogue, NULL);
  g_autoptr (RedanScoreDetail) detail =
      redan_score_explain (analysis->facts, analysis->controls, analysis->graph, threat);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < detail->controls->len; i++)
    {
      const RedanScoreControl *used = &g_array_index (detail->controls, RedanScoreControl, i);

      if (used->model_wide)
        continue;
      g_string_append_printf (joined, "%s%s (%s)", joined->len > 0 ? "; " : "",
                              controls[used->control].title,
                              redan_control_state_get_title (used->state));
    }
  return g_string_free (joined, FALSE);
}

static char *
join_path (const RedanReportContent *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (GArray) path = redan_rows_get_threat_path (self->analysis, threat);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; path != NULL && i < path->len; i++)
    {
      if (path->len > MAX_HOPS && i == MAX_HOPS / 2)
        {
          g_string_append (joined, " → …");
          i = path->len - MAX_HOPS / 2;
        }

      g_autofree char *title =
          redan_hop_dup_title (self->analysis->facts, &g_array_index (path, RedanPathHop, i));

      g_string_append_printf (joined, "%s%s", i > 0 ? " → " : "", title);
    }
  /* The path leads to the caller; the flow itself is the last step. */
  if (joined->len > 0 && threat->context == REDAN_CONTEXT_INTERACTION &&
      facts->interaction_target[threat->target] != REDAN_NONE)
    {
      const RedanSnapshot *snapshot = facts->snapshot;
      g_autofree char *end = redan_object_dup_title (
          snapshot->model, snapshot->elements[facts->interaction_target[threat->target]]);

      g_string_append_printf (joined, " → %s", end);
    }
  return g_string_free (joined, FALSE);
}

static void
add_line (RedanReportBlock *card, const char *label, const char *text)
{
  if (text != NULL && text[0] != '\0')
    redan_report_block_add_line (card, label, text, REDAN_REPORT_TONE_NONE);
}

static void
add_rule_lines (const RedanReportContent *self,
                RedanReportBlock *card,
                const RedanThreat *threat,
                const RedanRule *rule)
{
  g_autofree char *reasons = join_reasons (self, threat, rule);
  g_autofree char *controls = join_controls (self, threat);
  g_autofree char *path = join_path (self, threat);
  g_autofree char *objectives = redan_content_join_objectives (
      self->analysis->facts->catalogue, rule->objectives, rule->n_objectives);
  g_autofree char *cwe = g_strjoinv (", ", (char **) rule->cwe);
  g_autofree char *attack = g_strjoinv (", ", (char **) rule->attack);
  g_autoptr (GString) references = g_string_new (objectives);

  add_line (card, _ ("Why"), reasons);
  add_line (card, _ ("Path"), path);
  add_line (card, _ ("Controls"), controls);
  if (cwe[0] != '\0')
    g_string_append_printf (references, "%s%s", references->len > 0 ? ", " : "", cwe);
  if (attack[0] != '\0')
    g_string_append_printf (references, "%s%s", references->len > 0 ? ", ATT&CK " : "ATT&CK ",
                            attack);
  add_line (card, _ ("References"), references->str);
}

static void
add_recorded_lines (const RedanReportContent *self,
                    RedanReportBlock *card,
                    const RedanThreat *threat)
{
  g_autoptr (GPtrArray) notes = redan_recorded_list_notes (self->analysis->facts, threat);

  for (guint i = 0; i < notes->len; i++)
    {
      const RedanRecordedNote *note = g_ptr_array_index (notes, i);

      add_line (card, note->label, note->text);
    }
}

/** "Web to API · Spoofing · Open, unconfirmed · id"; a recorded threat need not have a category. */
static char *
dup_note (const RedanFacts *facts, const RedanThreat *threat)
{
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  g_autofree char *category = redan_text_make_visible (redan_threat_get_category (facts, threat));
  g_autofree char *id = redan_threat_dup_id (facts, threat);

  return g_strdup_printf ("%s%s%s · %s%s · %s", where, category[0] != '\0' ? " · " : "", category,
                          redan_decision_get_title (threat->decision),
                          threat->confirmed ? "" : _ (", unconfirmed"), id);
}

/* Returns: (transfer none): the block */
static RedanReportBlock *
add_card (const RedanReportContent *self, const RedanThreat *threat, guint rank)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanRule *rule = redan_threat_get_rule (self->analysis->facts, threat);
  RedanBand band =
      redan_band_of (redan_catalogue_get_scoring (facts->catalogue), threat->residual / 1000.0);
  RedanReportBlock *card = redan_report_add (self->report, REDAN_BLOCK_CARD);
  g_autofree char *title = redan_content_dup_threat_title (self, threat);
  char score[32];

  card->anchor = redan_content_threat_anchor (rank);
  card->text = g_strdup_printf ("%u. %s", rank, title);
  card->note = dup_note (facts, threat);
  if (threat->scored)
    {
      card->badge = g_strdup_printf ("%s  %s", redan_score_format (threat->residual, score),
                                     redan_band_get_title (band));
      card->tone = redan_report_tone_of_band (band);
    }
  else
    {
      card->badge = g_strdup (_ ("not rated"));
      card->tone = REDAN_REPORT_TONE_UNKNOWN;
    }
  if (rule != NULL)
    add_rule_lines (self, card, threat, rule);
  else
    add_recorded_lines (self, card, threat);
  return card;
}

/* What to look at first, one card for each cause; @printed: by threat, those that have one now. */
static guint
add_first_cards (const RedanReportContent *self, guint8 *printed)
{
  const RedanAnalysis *analysis = self->analysis;
  g_autoptr (RedanCards) cards = redan_cards_new (analysis, 0);
  g_autofree guint *ranks = redan_content_list_ranks (analysis);
  g_autofree char *rest = redan_cards_dup_rest (cards);

  if (cards->n == 0)
    return 0;
  redan_report_add_heading (self->report, 2, NULL, _ ("Look at these first"));
  for (guint i = 0; i < cards->n; i++)
    {
      const RedanCard *card = &cards->cards[i];
      RedanReportBlock *block = add_card (
          self, &g_array_index (analysis->threats, RedanThreat, card->first), ranks[card->first]);
      g_autofree char *more = redan_card_dup_more (card);

      add_line (block, _ ("Also"), more);
      printed[card->first] = TRUE;
    }
  redan_report_add_paragraph (self->report, rest);
  return cards->n;
}

static void
add_row (const RedanReportContent *self,
         RedanReportBlock *table,
         const RedanThreat *threat,
         guint rank)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanRule *rule = redan_threat_get_rule (self->analysis->facts, threat);
  RedanBand band =
      redan_band_of (redan_catalogue_get_scoring (facts->catalogue), threat->residual / 1000.0);
  g_autofree char *number = g_strdup_printf ("%u", rank);
  g_autofree char *title = redan_content_dup_threat_title (self, threat);
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  g_autofree char *reasons =
      rule != NULL ? join_reasons (self, threat, rule) : g_strdup (_ ("recorded in the model"));
  char score[32];

  redan_report_block_add_cell (table, number);
  redan_report_block_add_cell (table,
                               threat->scored ? redan_score_format (threat->residual, score) : "–")
      ->tone = threat->scored ? redan_report_tone_of_band (band) : REDAN_REPORT_TONE_UNKNOWN;
  redan_report_block_add_cell (table, title);
  redan_report_block_add_cell (table, where);
  redan_report_block_add_cell (table, reasons);
}

static RedanReportBlock *
add_rest_table (const RedanReportContent *self)
{
  RedanReportBlock *table = NULL;

  redan_report_add_heading (self->report, 2, NULL, _ ("Further threats"));
  table = redan_report_add_table (self->report);
  redan_report_block_add_column (table, _ ("Rank"), 1.0, TRUE);
  redan_report_block_add_column (table, _ ("Score"), 1.15, TRUE);
  redan_report_block_add_column (table, _ ("Threat"), 4.6, FALSE);
  redan_report_block_add_column (table, _ ("Where"), 3.0, FALSE);
  redan_report_block_add_column (table, _ ("Why"), 4.6, FALSE);
  return table;
}

/* What is not printed yet, by rank: the serious and recorded ones as cards, the others in a table.
 */
static void
add_rest (const RedanReportContent *self, const guint8 *printed, guint n_cards)
{
  const RedanAnalysis *analysis = self->analysis;
  const RedanScoring *scoring = redan_catalogue_get_scoring (analysis->facts->catalogue);
  RedanReportBlock *table = NULL;
  guint n_rows = 0;
  guint n_first = n_cards;

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);
      gboolean serious = redan_band_of (scoring, threat->residual / 1000.0) >= REDAN_BAND_HIGH;

      if (printed[analysis->ranked[i]] || redan_carry_is_shown_as_other (analysis, threat))
        continue;
      /* What a person recorded is told in full, whatever its score. */
      if (table == NULL && (serious || threat->recorded != REDAN_NONE || i < FIRST_CARDS) &&
          n_cards < REDAN_REPORT_MAX_CARDS)
        {
          if (n_cards++ == n_first && n_first > 0)
            redan_report_add_heading (self->report, 2, NULL,
                                      _ ("The others, ranked by residual risk"));
          add_card (self, threat, i + 1);
          continue;
        }
      if (n_rows == REDAN_REPORT_MAX_ROWS)
        {
          g_autofree char *more = g_strdup_printf (
              _ ("%u more threats are not printed; redan-cli threats --csv lists all of them."),
              analysis->threats->len - i);

          redan_report_add_paragraph (self->report, more);
          return;
        }
      if (table == NULL)
        table = add_rest_table (self);
      add_row (self, table, threat, i + 1);
      n_rows++;
    }
}

void
redan_content_add_threats (const RedanReportContent *self)
{
  g_autofree guint8 *printed = g_malloc0 (self->analysis->threats->len + 1);

  redan_report_add_heading (self->report, 1, "threats", _ ("Threats"));
  if (self->analysis->threats->len == 0)
    redan_report_add_paragraph (self->report, _ ("No threat was found."));
  else
    add_rest (self, printed, add_first_cards (self, printed));
}
