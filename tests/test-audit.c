/* SPDX-License-Identifier: Apache-2.0 */
/* The audit of SEC01 as an auditor's spreadsheet reads it: every criterion with what it rests on,
 * whatever the model is called. */

#include "model/command-opinion.h"
#include "tests/objective-outcome.h"
#include "ui/report/audit.h"
#include "ui/report/wording.h"

#define N_COLUMNS 25
#define COMMIT "0123abc"

/** Sheet: what a spreadsheet makes of the CSV. @rows: (element-type GPtrArray of char *) */
typedef struct
{
  Outcome outcome;
  GPtrArray *rows;
} Sheet;

static gboolean
collect (gpointer user_data, const char *data, gsize length)
{
  g_string_append_len (user_data, data, (gssize) length);
  return TRUE;
}

/* RFC 4180. Every cell has to be quoted. */
static GPtrArray *
parse_csv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  while (*text != '\0')
    {
      GPtrArray *row = g_ptr_array_new_with_free_func (g_free);

      for (;;)
        {
          GString *cell = g_string_new (NULL);

          g_assert_cmpint (*text, ==, '"');
          for (text++; *text != '"' || text[1] == '"'; text++)
            {
              g_assert_cmpint (*text, !=, '\0');
              g_string_append_c (cell, *text);
              text += *text == '"';
            }
          text++;
          g_ptr_array_add (row, g_string_free (cell, FALSE));
          if (*text != ',')
            break;
          text++;
        }
      g_assert_true (g_str_has_prefix (text, "\r\n"));
      text += strlen ("\r\n");
      g_ptr_array_add (rows, row);
    }

  return rows;
}

static void
sheet_init (Sheet *self, const RedanModel *model)
{
  static const RedanAuditOptions options = { NULL, COMMIT };
  g_autoptr (GString) csv = g_string_new (NULL);
  const char *body;

  outcome_init (&self->outcome, model, NULL);
  g_assert_true (redan_audit_write_csv (self->outcome.analysis, self->outcome.results, &options,
                                        collect, csv));
  body = strstr (csv->str, "\r\n");
  g_assert_nonnull (body);
  self->rows = parse_csv (body + strlen ("\r\n"));
  for (guint i = 0; i < self->rows->len; i++)
    g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (self->rows, i))->len, ==, N_COLUMNS);
}

static void
sheet_clear (Sheet *self)
{
  g_ptr_array_unref (self->rows);
  outcome_clear (&self->outcome);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static const char *
get_cell (const Sheet *self, guint row, const char *column)
{
  static const char *const columns[N_COLUMNS] = {
    "slug",      "objective", "title",  "state",     "criterion", "text",       "about",
    "threshold", "required",  "value",  "found",     "method",    "provenance", "failing",
    "waived",    "waiver",    "reason", "proof",     "expires",   "attestor",   "evidence_hash",
    "scope",     "as_of",     "commit", "catalogue",
  };

  for (guint i = 0; i < N_COLUMNS; i++)
    if (g_str_equal (columns[i], column))
      return g_ptr_array_index ((GPtrArray *) g_ptr_array_index (self->rows, row), i);
  g_assert_not_reached ();
}

/* The cell in the row of a criterion. */
static const char *
find_cell (const Sheet *self, const char *criterion, const char *column)
{
  guint32 row = redan_catalogue_find_criterion (fixture_catalogue, criterion);

  g_assert_cmpuint (row, <, self->rows->len);
  g_assert_cmpstr (get_cell (self, row, "criterion"), ==, criterion);
  return get_cell (self, row, column);
}

static void
assert_names_what_fails (const Sheet *self, guint row)
{
  const RedanFacts *facts = self->outcome.analysis->facts;
  const GArray *targets = self->outcome.results->criteria[row].targets;
  const char *cell = get_cell (self, row, "failing");
  g_auto (GStrv) names = g_strsplit (cell, "; ", -1);
  guint n = 0;

  for (guint i = 0; i < targets->len; i++)
    {
      const RedanCriterionTarget *target = &g_array_index (targets, RedanCriterionTarget, i);
      const RedanObject *object = redan_facts_get_object (facts, target->context, target->target);
      g_autofree char *title =
          object == NULL ? NULL : redan_object_dup_title (facts->snapshot->model, object);
      g_autofree char *expected =
          g_strconcat (object == NULL ? "" : title, target->unknown ? " (unknown)" : "", NULL);

      if (object != NULL && n++ < 30)
        g_assert_cmpstr (names[n - 1], ==, expected);
    }
  g_assert_cmpuint (g_strv_length (names), ==, MIN (n, 31));
  if (n > 30)
    {
      g_autofree char *rest = g_strdup_printf ("and %u more", n - 30);

      g_assert_cmpstr (names[30], ==, rest);
    }
}

/* Nothing that an auditor asks is left open, in any example. */
static void
test_every_criterion (void)
{
  static const char *const examples[] = { "webshop", "serverless", "retailer" };
  g_autofree char *packs =
      g_strjoinv ("; ", (char **) redan_catalogue_get_packs (fixture_catalogue));
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (fixture_catalogue, &n);
  const RedanObjective *objectives = redan_catalogue_get_objectives (fixture_catalogue, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (examples[i]);
      g_auto (Sheet) sheet;

      sheet_init (&sheet, model);
      g_assert_cmpuint (sheet.rows->len, ==, n);
      for (guint j = 0; j < n; j++)
        {
          const RedanObjective *objective = &objectives[criteria[j].objective];
          const RedanCriterionResult *result = &sheet.outcome.results->criteria[j];
          const char *hash = get_cell (&sheet, j, "evidence_hash");
          const char *slug = objective->slug != NULL ? objective->slug : "";
          const char *note = result->note != NULL ? result->note : "";
          RedanObjectiveState state =
              sheet.outcome.results->objectives[criteria[j].objective].state;

          g_assert_cmpstr (get_cell (&sheet, j, "criterion"), ==, criteria[j].id);
          g_assert_cmpstr (get_cell (&sheet, j, "slug"), ==, slug);
          g_assert_cmpstr (get_cell (&sheet, j, "objective"), ==, objective->id);
          g_assert_cmpstr (get_cell (&sheet, j, "state"), ==,
                           redan_objective_state_get_word (state));
          g_assert_cmpstr (get_cell (&sheet, j, "text"), ==, criteria[j].text);
          g_assert_cmpstr (get_cell (&sheet, j, "value"), ==,
                           redan_criterion_value_get_word (result->value));
          g_assert_cmpstr (get_cell (&sheet, j, "method"), ==, criteria[j].evidence_kind);
          g_assert_cmpstr (get_cell (&sheet, j, "required"), ==,
                           criteria[j].required ? "yes" : "no");
          g_assert_cmpstr (get_cell (&sheet, j, "provenance"), !=, "");
          /* a figure below zero is kept from being taken for a formula */
          g_assert_cmpstr (get_cell (&sheet, j, "found") + (note[0] == '-'), ==, note);
          g_assert_cmpuint (strlen (hash), ==, 16);
          g_assert_cmpuint (strspn (hash, "0123456789abcdef"), ==, 16);
          g_assert_cmpstr (get_cell (&sheet, j, "scope"), ==, "model");
          g_assert_cmpstr (get_cell (&sheet, j, "as_of"), ==, "2025-02-01");
          g_assert_cmpstr (get_cell (&sheet, j, "commit"), ==, COMMIT);
          g_assert_cmpstr (get_cell (&sheet, j, "catalogue"), ==, packs);
          g_assert_cmpstr (get_cell (&sheet, j, "waived"), ==, "no");
          assert_names_what_fails (&sheet, j);
        }
    }
}

/* What a criterion reads stands beside it with where it comes from. */
static void
test_provenance (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  g_auto (Sheet) sheet;
  g_auto (Sheet) found;

  sheet_init (&sheet, model);
  g_assert_cmpstr (find_cell (&sheet, "BP07.2", "provenance"), ==,
                   "tm_review: 2025-01-15; tm_interval_days: 180");
  g_assert_cmpstr (find_cell (&sheet, "PH4-3.1", "provenance"), ==,
                   "assessment: 2024-06-01; pentest: 2024-05-01");
  g_assert_cmpstr (find_cell (&sheet, "BP02.1", "provenance"), ==, "root_mfa: 8 set");
  g_assert_cmpstr (find_cell (&sheet, "BP02.6", "provenance"), ==,
                   "root_mfa: 8 set; root_tasks_only: 7 not answered, 1 set; "
                   "root_two_person: 7 not answered, 1 set");
  g_assert_cmpstr (find_cell (&sheet, "BP04.4", "provenance"), ==, "findings on C-DET-01: none");

  fixture_create (model, REDAN_SECTION_EVIDENCE, REDAN_FIELD_CONTROL, "C-DET-01", REDAN_FIELD_VALUE,
                  "pass", REDAN_FIELD_DATE, "2025-01-31", 0);
  sheet_init (&found, model);
  g_assert_cmpstr (find_cell (&found, "BP04.4", "provenance"), ==,
                   "findings on C-DET-01: 1 passed, of 2025-01-31, 1 day old");
  g_assert_cmpstr (find_cell (&found, "BP04.4", "evidence_hash"), !=,
                   find_cell (&sheet, "BP04.4", "evidence_hash"));
  g_assert_cmpstr (find_cell (&found, "BP04.5", "evidence_hash"), ==,
                   find_cell (&sheet, "BP04.5", "evidence_hash"));
}

/* Who stands for a fact and who waived are both named, also when one name begins like the other. */
static void
test_people (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  RedanId fact = redan_fact_id ("iac_repo");
  g_auto (Sheet) sheet;
  g_auto (Sheet) later;

  fixture_set_field (model, &fact, REDAN_FIELD_OWNER, NULL, "Anabel");
  fixture_apply (model, redan_command_waive (model, "BP06.1", "compensating-control", "Ana",
                                             "Kept in another system.", "TICKET-7", "2025-02-01"));
  fixture_apply (model, redan_command_waive (model, "BP06.3", "exception", "Ana", "No time.", NULL,
                                             "2025-01-31"));
  fixture_apply (model,
                 redan_command_waive (model, "BP06.6", "exception", NULL, "No time.", NULL, NULL));
  sheet_init (&sheet, model);
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "attestor"), ==, "Anabel; Ana");
  g_assert_cmpstr (find_cell (&sheet, "PH3-1.1", "attestor"), ==, "Anabel");
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "waived"), ==, "yes");
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "waiver"), ==, "compensating-control");
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "reason"), ==, "Kept in another system.");
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "proof"), ==, "TICKET-7");
  g_assert_cmpstr (find_cell (&sheet, "BP06.1", "expires"), ==, "2025-02-01");
  g_assert_cmpstr (find_cell (&sheet, "BP06.3", "waived"), ==, "expired");
  g_assert_cmpstr (find_cell (&sheet, "BP06.3", "value"), ==, "true");
  g_assert_cmpstr (find_cell (&sheet, "BP06.6", "waived"), ==, "incomplete");

  fixture_apply (model, redan_command_waive (model, "BP06.1", NULL, NULL, NULL, NULL, NULL));
  sheet_init (&later, model);
  g_assert_cmpstr (find_cell (&later, "BP06.1", "waived"), ==, "no");
  g_assert_cmpstr (find_cell (&later, "BP06.1", "attestor"), ==, "Anabel");
}

/* The hash is that of the ground: it follows what a criterion reads and what it fails on, and
 * nothing else. */
static void
test_hash (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  RedanId fact = redan_fact_id ("iac_repo");
  const RedanObject *account = NULL;
  g_auto (Sheet) before;
  g_auto (Sheet) after;
  RedanId id;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      account = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);
      if (g_str_equal (redan_object_get_name (account), "Experiments account"))
        break;
    }
  id = account->id;
  sheet_init (&before, model);
  fixture_set_field (model, &fact, REDAN_FIELD_PROOF, NULL, "https://example.org/repository");
  fixture_set (model, &id, "root_keys", "no");
  fixture_set_field (model, &id, REDAN_FIELD_NAME, NULL, "Playground");
  sheet_init (&after, model);
  for (guint i = 0; i < before.rows->len; i++)
    {
      const char *text = redan_expression_get_text (
          redan_catalogue_get_criteria (fixture_catalogue, NULL)[i].expression);
      gboolean reads = strstr (text, "iac_repo") != NULL || strstr (text, "root_keys") != NULL;
      gboolean same = g_str_equal (get_cell (&before, i, "evidence_hash"),
                                   get_cell (&after, i, "evidence_hash"));

      if (reads)
        g_assert_false (same);
      else if (strchr (text, '(') == NULL || g_str_has_prefix (text, "all("))
        g_assert_true (same);
    }
}

static const char *const hostile_names[] = {
  "=HYPERLINK(\"http://example.org\",\"x\")",
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(A1:A9)",
  "quote \" comma , semicolon ; tab",
  "two\nlines",
  "\xe2\x80\xaeright to left",
  "</td><script>",
};

/* Names, reasons and owners are data: cells stay cells, and none becomes a formula. */
static void
test_hostile (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  guint n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  g_auto (Sheet) sheet;

  for (guint i = 0; i < n_elements; i++)
    {
      RedanId id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i)->id;

      fixture_set_field (model, &id, REDAN_FIELD_NAME, NULL,
                         hostile_names[i % G_N_ELEMENTS (hostile_names)]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (hostile_names); i++)
    {
      const RedanCriterion *criterion = &redan_catalogue_get_criteria (fixture_catalogue, NULL)[i];

      fixture_apply (model, redan_command_waive (model, criterion->id, "exception", "=Ana()",
                                                 hostile_names[i], NULL, NULL));
    }
  sheet_init (&sheet, model);
  for (guint i = 0; i < sheet.rows->len; i++)
    {
      const GPtrArray *row = g_ptr_array_index (sheet.rows, i);

      for (guint j = 0; j < row->len; j++)
        {
          const char *cell = g_ptr_array_index (row, j);

          g_assert_true (cell[0] == '\0' || strchr ("=+-@\t\r", cell[0]) == NULL);
          g_assert_null (strpbrk (cell, "\r\n"));
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (hostile_names); i++)
    {
      g_autofree char *expected =
          g_strdelimit (g_strconcat (strchr ("=+-@", hostile_names[i][0]) != NULL ? "'" : "",
                                     hostile_names[i], NULL),
                        "\n", ' ');

      g_assert_cmpstr (get_cell (&sheet, i, "reason"), ==, expected);
      g_assert_cmpstr (get_cell (&sheet, i, "attestor"), ==, "'=Ana()");
    }
}

static gboolean
accept_three (gpointer user_data, const char *data, gsize length)
{
  guint *n_calls = user_data;

  return ++*n_calls < 3;
}

/* A full disk ends it at once. */
static void
test_sink (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  const RedanAuditOptions options = { NULL, NULL };
  guint n_calls = 0;
  g_auto (Outcome) outcome;

  outcome_init (&outcome, model, NULL);
  g_assert_false (
      redan_audit_write_csv (outcome.analysis, outcome.results, &options, accept_three, &n_calls));
  g_assert_cmpuint (n_calls, ==, 3);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/audit/every-criterion", test_every_criterion);
  g_test_add_func ("/audit/provenance", test_provenance);
  g_test_add_func ("/audit/people", test_people);
  g_test_add_func ("/audit/hash", test_hash);
  g_test_add_func ("/audit/hostile-names", test_hostile);
  g_test_add_func ("/audit/full-disk", test_sink);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
