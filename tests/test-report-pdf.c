/* SPDX-License-Identifier: Apache-2.0 */
/* The PDF of reports: links, where pages break, what is hostile, and the summary of the examples.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "tests/analysis-fixture.h"
#include "ui/report/pdf-paper.h"
#include "ui/report/pdf.h"
#include "ui/report/report.h"

static GBytes *
write_pdf (const RedanReport *report)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = redan_pdf_write (report, &error);

  g_assert_no_error (error);
  return pdf;
}

static guint
count (GBytes *pdf, const char *text)
{
  gsize left;
  const char *at = g_bytes_get_data (pdf, &left);
  const char *end = at + left;
  guint n = 0;

  while ((at = memmem (at, (gsize) (end - at), text, strlen (text))) != NULL)
    {
      n++;
      at += strlen (text);
    }
  return n;
}

/* What pdftotext says with an option; NULL after skipping where poppler is missing. */
static char *
read_text (GBytes *pdf, const char *option)
{
  g_autofree char *path = NULL;
  char *text = NULL;
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autoptr (GError) error = NULL;
  int fd;

  if (program == NULL)
    {
      g_test_skip ("pdftotext is not here");
      return NULL;
    }
  fd = g_file_open_tmp ("redan-XXXXXX.pdf", &path, &error);
  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);

  const char *argv[] = { program, option, path, "-", NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_unlink (path);
  return text;
}

/* The text of each page in the order of drawing; NULL after skipping where poppler is missing. */
static char **
read_pages (GBytes *pdf)
{
  g_autofree char *text = read_text (pdf, "-raw");

  return text != NULL ? g_strsplit (text, "\f", -1) : NULL;
}

static RedanReport *
make_report (void)
{
  RedanReport *report = redan_report_new ("Hand-made", "2025-02-01");
  RedanReportBlock *title = redan_report_add (report, REDAN_BLOCK_TITLE_PAGE);

  title->text = g_strdup ("Hand-made");
  title->note = g_strdup ("");
  title->badge = g_strdup ("Report");
  redan_report_add (report, REDAN_BLOCK_CONTENTS);
  return report;
}

static void
add_text (RedanReport *report, guint n_lines)
{
  g_autoptr (GString) text = g_string_new ("filler");

  for (guint i = 1; i < n_lines; i++)
    g_string_append (text, "\nfiller");
  redan_report_add_paragraph (report, text->str);
}

static RedanReportBlock *
add_table (RedanReport *report)
{
  RedanReportBlock *table = redan_report_add_table (report);

  redan_report_block_add_column (table, "Hcol", 1, FALSE);
  redan_report_block_add_column (table, "Other", 3, FALSE);
  return table;
}

static void
test_pdf_links (void)
{
  g_autoptr (RedanReport) report = make_report ();
  RedanReportBlock *table = NULL;

  redan_report_add_heading (report, 1, "first", "First part");
  table = add_table (report);
  redan_report_block_add_cell (table, "to second")->link = g_strdup ("second");
  redan_report_block_add_cell (table, "to nowhere")->link = g_strdup ("nowhere");
  redan_report_add_heading (report, 1, "second", "Second part");
  add_text (report, 3);

  g_autoptr (GBytes) pdf = write_pdf (report);
  g_auto (GStrv) pages = read_pages (pdf);

  /* Title page, contents, two parts. Each part is linked by its title and its number. */
  g_assert_cmpuint (count (pdf, "/Type /Page %"), ==, 4);
  g_assert_cmpuint (count (pdf, "/Subtype /Link"), ==, 2 * 2 + 1);
  if (pages == NULL)
    return;
  g_assert_cmpuint (g_strv_length (pages), ==, 5);
  g_assert_nonnull (strstr (pages[1], "First part"));
  g_assert_nonnull (strstr (pages[2], "First part"));
  g_assert_nonnull (strstr (pages[3], "Second part"));
}

static void
test_pdf_header_repeats (void)
{
  g_autoptr (RedanReport) report = make_report ();
  RedanReportBlock *table = NULL;
  guint n_with_rows = 0;

  redan_report_add_heading (report, 1, NULL, "Rows");
  table = add_table (report);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup_printf ("row-%u.", i);

      redan_report_block_add_cell (table, text);
      redan_report_block_add_cell (table, i % 7 == 0 ? "more\nlines\nthan one" : "x");
    }

  g_autoptr (GBytes) pdf = write_pdf (report);
  g_auto (GStrv) pages = read_pages (pdf);
  g_autofree char *all = pages != NULL ? g_strjoinv ("", pages) : NULL;

  if (pages == NULL)
    return;
  for (guint i = 0; pages[i] != NULL; i++)
    {
      if (strstr (pages[i], "row-") == NULL)
        continue;
      n_with_rows++;
      g_assert_nonnull (strstr (pages[i], "Hcol"));
    }
  g_assert_cmpuint (n_with_rows, >, 5);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup_printf ("row-%u.", i);

      g_assert_nonnull (strstr (all, text));
    }
}

/* The last line of a page that is not its footer. */
static char *
dup_last_line (const char *page)
{
  g_auto (GStrv) lines = g_strsplit (page, "\n", -1);
  const char *last = "";

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "Hand-made, as of"))
        break;
      if (lines[i][0] != '\0')
        last = lines[i];
    }
  return g_strdup (last);
}

/* Wherever on the page a heading comes to stand, the begin of its block is below it. */
static void
test_pdf_heading_keeps_its_block (void)
{
  g_autoptr (RedanReport) report = make_report ();
  const char *tall = "a\nb\nc";
  g_autoptr (GString) words = g_string_new (tall);

  for (guint i = 0; i < 120; i++)
    g_string_append (words, " words words");
  redan_report_add_heading (report, 1, NULL, "Part");
  for (guint i = 1; i < 60; i++)
    {
      add_text (report, i);
      if (i % 3 == 0)
        redan_report_add_heading (report, 2, NULL, "Heading above");
      redan_report_add_heading (report, i % 3 == 0 ? 3 : 2, NULL, "Heading");
      if (i % 2 == 0)
        {
          RedanReportBlock *card = redan_report_add (report, REDAN_BLOCK_CARD);

          card->text = g_strdup ("Card");
          for (guint k = 0; k < 8; k++)
            redan_report_block_add_line (card, "Why", words->str, REDAN_REPORT_TONE_NONE);
          continue;
        }

      if (i % 5 == 0)
        redan_report_add_paragraph (report, "Intro");

      RedanReportBlock *table = add_table (report);

      redan_report_block_add_cell (table, words->str);
      redan_report_block_add_cell (table, "x");
    }

  g_autoptr (GBytes) pdf = write_pdf (report);
  g_auto (GStrv) pages = read_pages (pdf);

  if (pages == NULL)
    return;
  for (guint i = 2; pages[i] != NULL && pages[i + 1] != NULL; i++)
    {
      g_autofree char *last = dup_last_line (pages[i]);

      g_assert_false (g_str_has_prefix (last, "Heading"));
      g_assert_false (g_str_has_prefix (last, "Hcol"));
      g_assert_cmpstr (last, !=, "Card");
      g_assert_cmpstr (last, !=, "Intro");
    }
}

/* Words that begin so end above the bottom margin of their page. */
static void
check_above_margin (GBytes *pdf, const char *start)
{
  g_autofree char *text = read_text (pdf, "-bbox");
  g_auto (GStrv) words = g_strsplit (text, "<word ", -1);
  guint n = 0;

  for (guint i = 1; words[i] != NULL; i++)
    {
      const char *bottom = strstr (words[i], "yMax=\"");
      const char *word = strchr (words[i], '>');

      g_assert_true (bottom != NULL && word != NULL);
      if (!g_str_has_prefix (word + 1, start))
        continue;
      g_assert_cmpfloat (g_ascii_strtod (bottom + strlen ("yMax=\""), NULL), <,
                         PAPER_HEIGHT - PAPER_BOTTOM + 1);
      n++;
    }
  g_assert_cmpuint (n, >, 100);
}

/* Wherever on the page a small table begins, no row of it is alone on a page, and no page is left
 * half empty for it. */
static void
test_pdf_table_breaks (void)
{
  g_autoptr (RedanReport) report = make_report ();
  const guint n_tables = 40;
  const guint n_rows = 11;

  redan_report_add_heading (report, 1, NULL, "Part");
  for (guint i = 0; i < n_tables; i++)
    {
      RedanReportBlock *table = NULL;

      for (guint line = 0; line < i % 7; line++)
        redan_report_add_paragraph (report, "Some text");
      redan_report_add_heading (report, 2, NULL, "Heading");
      table = add_table (report);
      for (guint row = 0; row < n_rows; row++)
        {
          g_autofree char *text = g_strdup_printf ("t%u-r%u.", i, row);

          redan_report_block_add_cell (table, text);
          redan_report_block_add_cell (table, "x");
        }
    }

  g_autoptr (GBytes) pdf = write_pdf (report);
  g_auto (GStrv) pages = read_pages (pdf);
  guint n_broken = 0;

  if (pages == NULL)
    return;
  for (guint page = 0; pages[page] != NULL; page++)
    for (guint i = 0; i < n_tables; i++)
      {
        guint n = 0;

        for (guint row = 0; row < n_rows; row++)
          {
            g_autofree char *text = g_strdup_printf ("t%u-r%u.", i, row);

            n += strstr (pages[page], text) != NULL;
          }
        g_assert_cmpuint (n, !=, 1);
        n_broken += n > 0 && n < n_rows;
      }
  g_assert_cmpuint (n_broken, >, 0);
}

/* Who reads one page reads the summary. */
static void
test_pdf_summary (void)
{
  const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (names[i]);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      const RedanReportOptions options = { .as_of = 0 };
      g_autoptr (GBytes) pdf = redan_report_pdf (analysis, &options, NULL);
      g_auto (GStrv) pages = read_pages (pdf);

      if (pages == NULL)
        return;
      g_assert_nonnull (strstr (pages[2], "Worst path to each valued asset"));
      g_assert_nonnull (strstr (pages[2], "Look at these first"));
      g_assert_nonnull (strstr (pages[2], "What to do first"));
    }
}

/* The boxes of a row are on one page, wherever the card comes to stand, and none is lost. */
static void
test_pdf_paths (void)
{
  g_autoptr (RedanReport) report = make_report ();

  redan_report_add_heading (report, 1, NULL, "Part");
  for (guint i = 1; i < 40; i++)
    {
      RedanReportBlock *card = NULL;

      add_text (report, i);
      card = redan_report_add (report, REDAN_BLOCK_CARD);
      card->text = g_strdup ("Card");
      for (guint k = 0; k < i % 15; k++)
        {
          g_autofree char *text = g_strdup_printf ("box-%u-%u.", i, k);
          RedanReportHop *hop = redan_report_block_add_hop (card, text);

          hop->object = k % 2 == 0 ? g_strdup ("An object with a name of several words") : NULL;
          hop->note = k % 3 == 0 ? g_strdup ("12 %; then he controls what is behind it") : NULL;
          for (guint n = 0; n < 2 * k; n++)
            g_ptr_array_add (hop->controls, g_strdup ("A control that stands there, at length"));
        }
    }

  g_autoptr (GBytes) pdf = write_pdf (report);
  g_auto (GStrv) pages = read_pages (pdf);

  if (pages == NULL)
    return;
  check_above_margin (pdf, "box-");
  check_above_margin (pdf, "length");
  for (guint i = 1; i < 40; i++)
    for (guint k = 0; k < i % 15; k++)
      {
        g_autofree char *text = g_strdup_printf ("box-%u-%u.", i, k);
        g_autofree char *first = g_strdup_printf ("box-%u-%u.", i, k / 3 * 3);
        guint n = 0;

        for (guint page = 0; pages[page] != NULL; page++)
          if (strstr (pages[page], text) != NULL)
            {
              g_assert_nonnull (strstr (pages[page], first));
              n++;
            }
        g_assert_cmpuint (n, ==, 1);
      }
}

/* Whatever a person writes, nothing runs off the page and cairo takes it. */
static void
test_pdf_hostile (void)
{
  static const char *const parts[] = { "<b>&amp;</b> ", "\u202e\u2066", "\xf4\x8f\xbf\xbf",
                                       "שלום ",         "👨\u200d👩",     "نص " };
  g_autoptr (RedanReport) report = make_report ();
  g_autoptr (GString) text = g_string_new (NULL);
  RedanReportBlock *table = NULL;
  RedanReportBlock *card = NULL;
  RedanReportHop *hop = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, parts[i % G_N_ELEMENTS (parts)]);
  redan_report_add_heading (report, 1, NULL, text->str);
  redan_report_add_heading (report, 2, NULL, text->str);
  table = add_table (report);
  redan_report_block_add_cell (table, text->str);
  redan_report_block_add_cell (table, text->str);
  card = redan_report_add (report, REDAN_BLOCK_CARD);
  card->text = g_strdup (text->str);
  card->note = g_strdup (text->str);
  hop = redan_report_block_add_hop (card, text->str);
  hop->object = g_strdup (text->str);
  hop->note = g_strdup (text->str);
  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (hop->controls, g_strdup (text->str));
  redan_report_add_heading (report, 1, NULL, "");
  add_table (report);

  g_autoptr (GBytes) pdf = write_pdf (report);

  /* Heading, row and card of bounded height share two pages; the last heading has its own. */
  g_assert_cmpuint (count (pdf, "/Type /Page %"), <=, 5);
}

static void
test_pdf_empty (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  const RedanReportOptions options = { .as_of = fixture_days ("2025-02-01") };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = redan_report_pdf (analysis, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count (pdf, "/Type /Page %"), >, 4);
  g_assert_null (redan_report_svg (analysis, &options, &error));
  g_assert_error (error, REDAN_REPORT_ERROR, REDAN_REPORT_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/report/pdf/links", test_pdf_links);
  g_test_add_func ("/report/pdf/header-repeats", test_pdf_header_repeats);
  g_test_add_func ("/report/pdf/heading-keeps-its-block", test_pdf_heading_keeps_its_block);
  g_test_add_func ("/report/pdf/table-breaks", test_pdf_table_breaks);
  g_test_add_func ("/report/pdf/summary", test_pdf_summary);
  g_test_add_func ("/report/pdf/paths", test_pdf_paths);
  g_test_add_func ("/report/pdf/hostile", test_pdf_hostile);
  g_test_add_func ("/report/pdf/empty", test_pdf_empty);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
