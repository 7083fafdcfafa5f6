/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli threats: the ranked threats as a table, JSON, CSV, or rows in another form. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/cards.h"
#include "app/session.h"
#include "app/listing-output.h"
#include "app/template-rules.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define LIST_ROWS 25
#define HEADLINE_ROWS 8

static gboolean
parse_severity (const char *word, RedanBand *band_out)
{
  if (redan_band_from_word (word, band_out))
    return TRUE;
  redan_complain (_ ("--severity %s: expected info, low, medium, high or critical"), word);
  return FALSE;
}

static void
print_threat (RedanSession *session, const RedanThreat *threat, guint rank)
{
  const RedanFacts *facts = session->analysis->facts;
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  g_autofree char *id = redan_threat_dup_id (facts, threat);
  g_autofree char *title = redan_threat_dup_title (facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *category = redan_text_make_visible (redan_threat_get_category (facts, threat));
  g_autofree char *where = redan_threat_dup_where (facts, threat);
  const char *band = threat->scored
                         ? redan_band_get_word (redan_band_of (scoring, threat->residual / 1000.0))
                         : "-";
  char score[32];

  redan_session_print (session, "%5u  %5s  %-8s  %s%s\n", rank,
                       threat->scored ? redan_score_format (threat->residual, score) : "-", band,
                       visible, threat->confirmed ? "" : _ (" (unconfirmed)"));
  redan_session_print (
      session, "%24s%s: %s  [%s]%s%s\n", "", category, where, id,
      threat->decision == REDAN_DECISION_OPEN ? "" : "  ",
      threat->decision == REDAN_DECISION_OPEN ? "" : redan_decision_get_title (threat->decision));
}

/* The worst path to each valued asset: what a reader looks at before any sum. */
static void
print_headline (RedanSession *session)
{
  const RedanFacts *facts = session->analysis->facts;
  g_autoptr (GPtrArray) rows = redan_headline_list (session->analysis);

  if (rows->len > 0)
    redan_session_print (session, "%s\n", _ ("Worst path to each valued asset:"));
  for (guint i = 0; i < MIN (rows->len, HEADLINE_ROWS); i++)
    {
      const RedanHeadlineRow *row = g_ptr_array_index (rows, i);
      g_autofree char *title = redan_headline_dup_title (facts, row);
      g_autofree char *exposure = redan_headline_dup_exposure (row);
      g_autofree char *path = redan_path_dup_title (facts, row->path);
      g_autofree char *visible = redan_text_make_visible (path);

      redan_session_print (session, "  %s: %s%s%s\n", title, exposure,
                           row->path->len > 0 ? ": " : "", visible);
    }
  if (rows->len > HEADLINE_ROWS)
    redan_session_print (
        session,
        g_dngettext (NULL, "  and %u more\n", "  and %u more\n", rows->len - HEADLINE_ROWS),
        rows->len - HEADLINE_ROWS);
  if (rows->len > 0)
    redan_session_print (session, "\n");
}

static void
print_threats (RedanSession *session, const RedanThreatFilter *filter)
{
  const RedanAnalysis *analysis = session->analysis;
  const RedanTotals *totals = &analysis->totals;
  char residual[32];
  guint rank = 0;

  redan_session_print (session,
                       _ ("%u threats: %u critical, %u high, %u medium, %u low, %u info; %u "
                          "unconfirmed; residual risk %s\n\n"),
                       totals->n_confirmed + totals->n_unconfirmed,
                       totals->bands[REDAN_BAND_CRITICAL], totals->bands[REDAN_BAND_HIGH],
                       totals->bands[REDAN_BAND_MEDIUM], totals->bands[REDAN_BAND_LOW],
                       totals->bands[REDAN_BAND_INFO], totals->n_unconfirmed,
                       redan_score_format (totals->residual, residual));
  print_headline (session);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      if (!redan_threat_filter_match (filter, analysis, threat))
        continue;
      if (++rank <= filter->limit || filter->limit == 0)
        print_threat (session, threat, rank);
    }
  if (filter->limit > 0 && rank > filter->limit)
    redan_session_print (session, _ ("... and %u more; --all lists them\n"), rank - filter->limit);
}

/* What to look at first: one line for each cause, and what is folded away. */
static void
print_cards (RedanSession *session, const RedanCards *cards)
{
  const RedanAnalysis *analysis = session->analysis;
  g_autofree char *rest = redan_cards_dup_rest (cards);

  redan_session_print (session, "%s\n\n",
                       cards->n > 0 ? _ ("Look at these first:") : _ ("No threat is open."));
  for (guint i = 0; i < cards->n; i++)
    {
      const RedanCard *card = &cards->cards[i];
      g_autofree char *more = redan_card_dup_more (card);

      print_threat (session, &g_array_index (analysis->threats, RedanThreat, card->first), i + 1);
      if (more != NULL)
        redan_session_print (session, _ ("%24sand %s\n"), "", more);
    }
  redan_session_print (session, _ ("%s%s Without --first every threat is listed.\n"),
                       cards->n > 0 ? "\n" : "", rest);
}

static void
write_threat_id (RedanJson *json, const RedanAnalysis *analysis, guint32 index)
{
  g_autofree char *id =
      redan_threat_dup_id (analysis->facts, &g_array_index (analysis->threats, RedanThreat, index));

  redan_json_string (json, NULL, id);
}

static void
write_cards (RedanSession *session, const RedanCards *cards)
{
  const RedanAnalysis *analysis = session->analysis;
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "cards");
  for (guint i = 0; i < cards->n; i++)
    {
      const RedanCard *card = &cards->cards[i];
      const RedanThreat *first = &g_array_index (analysis->threats, RedanThreat, card->first);
      g_autofree char *title = redan_threat_dup_title (analysis->facts, first);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "title", title);
      redan_json_decimal (&json, "residual", first->residual / 1000.0, 1);
      redan_json_boolean (&json, "confirmed", first->confirmed);
      redan_json_begin_array (&json, "threats");
      write_threat_id (&json, analysis, card->first);
      for (guint j = 0; j < card->n; j++)
        if (card->threats[j] != card->first)
          write_threat_id (&json, analysis, card->threats[j]);
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_integer (&json, "hidden", cards->n_hidden);
  redan_json_integer (&json, "hidden_unconfirmed", cards->n_hidden_unconfirmed);
  redan_json_integer (&json, "causes", cards->n_causes);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
show_cards (RedanSession *session, guint limit)
{
  g_autoptr (RedanCards) cards = redan_cards_new (session->analysis, limit);

  if (session->json)
    write_cards (session, cards);
  else
    print_cards (session, cards);
}

static gboolean
check_limit (int limit)
{
  if (limit != 0 && limit >= -1)
    return TRUE;
  redan_complain (_ ("-n %d: expected 1 or more; --all lists everything"), limit);
  return FALSE;
}

/* Rules of a template have neither severities nor a table of their own. */
static gboolean
check_template (gboolean is_template, gboolean others)
{
  if (is_template && others)
    redan_complain (
        _ ("rules of a template give a list or --json; they go with -n and --all only"));

  return !is_template || !others;
}

static gboolean
check_first (gboolean first, gboolean others)
{
  if (first && others)
    redan_complain (_ ("--first is a list of its own; it goes with -n and --json only"));

  return !first || !others;
}

int
redan_command_threats (int argc, char **argv)
{
  gboolean csv = FALSE;
  g_autofree char *format = NULL;
  RedanListingOption form;
  gboolean rows;
  gboolean all = FALSE;
  gboolean first = FALSE;
  g_autofree char *severity = NULL;
  g_autofree char *pack = NULL;
  int limit = -1;
  RedanThreatFilter filter = { NULL, REDAN_BAND_INFO, 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_ ("text, json, csv, markdown, html, sarif, jira, github or gitlab (text)"), N_ ("FORMAT") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Comma-separated values for a spreadsheet"), NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &all, N_ ("The whole list, not only the first rows"),
      NULL },
    { "first", 0, 0, G_OPTION_ARG_NONE, &first,
      N_ ("Ten cards, one for each cause, and what is folded away"), NULL },
    { "number", 'n', 0, G_OPTION_ARG_INT, &limit,
      N_ ("At most so many threats (25 in the list, 10 cards, else all)"), N_ ("N") },
    { "severity", 0, 0, G_OPTION_ARG_STRING, &severity, N_ ("Only this severity and above"),
      N_ ("WORD") },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME, &pack,
      N_ ("Only threats of the rules of one pack; \"embedded\", a .tb7 or a .tm7: the rules of a "
          "TMT template"),
      N_ ("PACK") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "threats",
                            REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                REDAN_OPTION_FROM,
                            entries, argc, argv, 1, 1) ||
      !redan_listing_option_read (&session, format, csv, &form) ||
      (severity != NULL && !parse_severity (severity, &filter.band)) || !check_limit (limit))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  rows = !form.as_text && !form.as_json;
  if (!check_first (first, rows || all || severity != NULL || pack != NULL) ||
      !check_template (template_rules_is_meant (pack), rows || severity != NULL))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (template_rules_is_meant (pack))
    return redan_session_finish (
        &session, template_rules_show (&session, session.arguments[0], pack, all ? 0 : limit)
                      ? REDAN_EXIT_DONE
                      : REDAN_EXIT_WRONG);
  if (!redan_session_analyze (&session, session.arguments[0]) ||
      !redan_session_check_pack (&session, "--rules", pack))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  filter.pack = pack;
  filter.limit = limit > 0 && !all ? (guint) limit : 0;
  if (rows && form.form == REDAN_LISTING_CSV)
    redan_rows_threats_csv (session.analysis, &filter, redan_session_write, &session);
  else if (rows)
    redan_listing_show (&session, redan_listing_of_threats (session.analysis, &filter), form.form);
  else if (first)
    show_cards (&session, filter.limit);
  else if (session.json)
    redan_rows_threats_json (session.analysis, &filter, redan_session_write, &session);
  else
    {
      if (limit < 0 && !all)
        filter.limit = LIST_ROWS;
      print_threats (&session, &filter);
    }
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
