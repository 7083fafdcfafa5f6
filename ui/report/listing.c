/* SPDX-License-Identifier: Apache-2.0 */
/* Listings as CSV, Markdown, SARIF, and as issues for trackers. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ui/report/csv.h"
#include "ui/report/markdown.h"
#include "ui/report/sarif.h"
#include "ui/report/listing-private.h"

#define FLUSH_AT 65536
#define MAX_SUMMARY 250 /* characters; Jira takes 255 */

static const char *const form_words[REDAN_N_LISTING_FORMS] = {
  [REDAN_LISTING_CSV] = "csv",       [REDAN_LISTING_MARKDOWN] = "markdown",
  [REDAN_LISTING_HTML] = "html",     [REDAN_LISTING_SARIF] = "sarif",
  [REDAN_LISTING_JIRA] = "jira",     [REDAN_LISTING_GITHUB] = "github",
  [REDAN_LISTING_GITLAB] = "gitlab",
};

const char *
redan_listing_form_get_word (RedanListingForm form)
{
  return form_words[form];
}

gboolean
redan_listing_form_from_word (const char *word, RedanListingForm *form_out)
{
  for (guint i = 0; i < REDAN_N_LISTING_FORMS; i++)
    {
      if (strcmp (form_words[i], word) != 0)
        continue;
      *form_out = (RedanListingForm) i;
      return TRUE;
    }
  return FALSE;
}

static void
free_row (gpointer data)
{
  RedanListingRow *row = data;

  g_strfreev (row->cells);
  g_free (row->id);
  g_free (row->rule);
  g_free (row->rule_title);
  g_free (row->summary);
  g_free (row->description);
  g_free (row->labels);
  g_free (row);
}

void
redan_listing_free (RedanListing *self)
{
  g_free (self->title);
  g_free (self->note);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

GPtrArray *
redan_listing_new_rows (void)
{
  return g_ptr_array_new_with_free_func (free_row);
}

/* Line breaks stay: an issue has lines. */
static void
append_cell (GString *row, const char *text, gboolean first)
{
  if (!first)
    g_string_append_c (row, ',');
  redan_csv_add_text (row, text, TRUE);
}

/* Passes on what is enough for one call. */
static gboolean
flush (GString *buffer, gsize at, RedanRowSink sink, gpointer user_data)
{
  gboolean accepted = buffer->len < at || sink (user_data, buffer->str, buffer->len);

  if (buffer->len >= at)
    g_string_truncate (buffer, 0);
  return accepted;
}

typedef void (*RowWriter) (const RedanListing *self, const RedanListingRow *row, GString *out);

static gboolean
write_rows (const RedanListing *self,
            GString *head,
            RowWriter writer,
            RedanRowSink sink,
            gpointer user_data)
{
  g_autoptr (GString) buffer = head;
  gboolean accepted = TRUE;

  for (guint i = 0; i < self->rows->len && accepted; i++)
    {
      writer (self, g_ptr_array_index (self->rows, i), buffer);
      accepted = flush (buffer, FLUSH_AT, sink, user_data);
    }
  return accepted && flush (buffer, 0, sink, user_data);
}

/* ---- CSV ---- */

static void
write_csv_row (const RedanListing *self, const RedanListingRow *row, GString *out)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->columns[i].number)
        g_string_append_printf (out, "%s%s", i > 0 ? "," : "", row->cells[i]);
      else
        append_cell (out, row->cells[i], i == 0);
    }
  g_string_append (out, "\r\n");
}

static GString *
make_csv_head (const RedanListing *self)
{
  GString *head = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (head, "%s%s", i > 0 ? "," : "", self->columns[i].key);
  g_string_append (head, "\r\n");
  return head;
}

/* ---- Markdown ---- */

/* A cell of a table has no line breaks. */
static void
append_markdown_cell (GString *out, const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autofree char *line = g_strjoinv (" ", lines);

  g_string_append (out, "| ");
  redan_markdown_append (out, line);
  g_string_append_c (out, ' ');
}

static void
write_markdown_row (const RedanListing *self, const RedanListingRow *row, GString *out)
{
  for (guint i = 0; i < self->n_columns; i++)
    append_markdown_cell (out, row->cells[i]);
  g_string_append (out, "|\n");
}

static GString *
make_markdown_head (const RedanListing *self)
{
  GString *head = g_string_new ("# ");

  redan_markdown_append (head, self->title);
  g_string_append (head, "\n\n");
  redan_markdown_append (head, self->note);
  g_string_append (head, "\n\n");
  for (guint i = 0; i < self->n_columns; i++)
    append_markdown_cell (head, self->columns[i].title);
  g_string_append (head, "|\n");
  for (guint i = 0; i < self->n_columns; i++)
    g_string_append (head, self->columns[i].number ? "| ---: " : "| --- ");
  g_string_append (head, "|\n");
  return head;
}

/* ---- issues ---- */

static char *
dup_summary (const RedanListingRow *row)
{
  if (g_utf8_strlen (row->summary, -1) <= MAX_SUMMARY)
    return g_strdup (row->summary);
  {
    g_autofree char *head = g_utf8_substring (row->summary, 0, MAX_SUMMARY - 1);

    return g_strconcat (head, "…", NULL);
  }
}

static const char *
get_jira_priority (const RedanListingRow *row)
{
  static const char *const words[] = {
    [REDAN_BAND_INFO] = "Lowest", [REDAN_BAND_LOW] = "Low",          [REDAN_BAND_MEDIUM] = "Medium",
    [REDAN_BAND_HIGH] = "High",   [REDAN_BAND_CRITICAL] = "Highest",
  };
  RedanBand band = REDAN_BAND_MEDIUM;

  if (row->severity != NULL)
    redan_band_from_word (row->severity, &band);
  return words[band];
}

/* Jira's importer takes a column for each label. Its wiki marks begin with what a backslash makes
 * plain. */
static void
append_wiki (GString *out, const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (strchr ("{}[]*_^~|!\\", *text) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
      if (*text == '@')
        g_string_append (out, "\xe2\x81\xa0");
    }
}

static void
write_jira_row (const RedanListing *self, const RedanListingRow *row, GString *out)
{
  g_autofree char *summary = dup_summary (row);
  g_autoptr (GString) description = g_string_new (NULL);
  g_auto (GStrv) labels = g_strsplit (row->labels, " ", 3);

  if (row->settled)
    return;
  append_wiki (description, row->description);
  append_cell (out, summary, TRUE);
  append_cell (out, description->str, FALSE);
  append_cell (out, "Task", FALSE);
  append_cell (out, get_jira_priority (row), FALSE);
  for (guint i = 0; i < 3; i++)
    append_cell (out, i < g_strv_length (labels) ? labels[i] : "", FALSE);
  g_string_append_printf (out, ",\"%s\"\r\n", row->id); /* small letters, digits and "@" */
}

/* GitLab reads title and description, the importers of GitHub the labels, too. A line that begins
 * with
 * "/" would be a command there. */
static void
write_forge_row (const RedanListing *self, const RedanListingRow *row, GString *out)
{
  g_autofree char *summary = dup_summary (row);
  g_autofree char *labels = g_strdelimit (g_strdup (row->labels), " ", ',');
  g_auto (GStrv) lines = g_strsplit (row->description, "\n", -1);
  g_autoptr (GString) description = g_string_new (NULL);

  if (row->settled)
    return;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *text = lines[i] + strspn (lines[i], " \t");

      if (i > 0)
        g_string_append (description, *lines[i - 1] != '\0' && *text != '\0' ? "  \n" : "\n");
      if (strcmp (text, row->id) == 0) /* to be copied as it is */
        {
          g_string_append_printf (description, "`%s`", text);
          continue;
        }
      if (*text == '/')
        g_string_append_c (description, '\\');
      redan_markdown_append (description, text);
    }
  append_cell (out, summary, TRUE);
  append_cell (out, description->str, FALSE);
  append_cell (out, labels, FALSE);
  g_string_append (out, "\r\n");
}

/* ---- SARIF ---- */

static const char *
get_level (const RedanListingRow *row)
{
  RedanBand band = REDAN_BAND_INFO;

  if (row->severity != NULL)
    redan_band_from_word (row->severity, &band);
  if (band >= REDAN_BAND_HIGH)
    return "error";
  return band == REDAN_BAND_MEDIUM ? "warning" : "note";
}

static void
write_sarif_rule (RedanJson *json, const RedanListingRow *row, double score)
{
  g_autofree char *severity = g_strdup_printf ("%d.%d", (int) (score / 10), (int) score % 10);

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", row->rule);
  redan_sarif_text (json, "shortDescription", row->rule_title);
  redan_json_begin_object (json, "properties");
  redan_json_begin_array (json, "tags");
  redan_json_string (json, NULL, "security");
  redan_json_end_array (json);
  if (row->severity != NULL)
    redan_json_string (json, "security-severity", severity);
  redan_json_end_object (json);
  redan_json_end_object (json);
}

/* Each rule once, in the order of rows, with the greatest score of its results. */
static void
write_sarif_rules (const RedanListing *self, RedanJson *json, GHashTable *indices)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->rows->len; i++)
    {
      RedanListingRow *row = g_ptr_array_index (self->rows, i);
      gpointer index;

      if (g_hash_table_lookup_extended (indices, row->rule, NULL, &index))
        {
          double *score = &g_array_index (scores, double, GPOINTER_TO_UINT (index));

          *score = MAX (*score, row->score);
          continue;
        }
      g_hash_table_insert (indices, row->rule, GUINT_TO_POINTER (first->len));
      g_ptr_array_add (first, row);
      g_array_append_val (scores, row->score);
    }
  for (guint i = 0; i < first->len; i++)
    write_sarif_rule (json, g_ptr_array_index (first, i), g_array_index (scores, double, i));
}

static gboolean
write_sarif (const RedanListing *self,
             const char *path,
             GHashTable *lines,
             RedanRowSink sink,
             gpointer user_data)
{
  g_autoptr (GHashTable) indices = g_hash_table_new (g_str_hash, g_str_equal);
  RedanJson json;

  redan_json_init (&json, sink, user_data);
  redan_sarif_begin (&json);
  write_sarif_rules (self, &json, indices);
  redan_sarif_begin_results (&json);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const RedanListingRow *row = g_ptr_array_index (self->rows, i);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "ruleId", row->rule);
      redan_json_integer (&json, "ruleIndex",
                          GPOINTER_TO_UINT (g_hash_table_lookup (indices, row->rule)));
      redan_json_string (&json, "level", get_level (row));
      redan_sarif_text (&json, "message", row->summary);
      redan_sarif_locations (&json, path, lines, row->object);
      redan_sarif_fingerprint (&json, row->rule, row->id);
      if (row->settled)
        {
          redan_json_begin_array (&json, "suppressions");
          redan_json_begin_object (&json, NULL);
          redan_json_string (&json, "kind", "external");
          redan_json_end_object (&json);
          redan_json_end_array (&json);
        }
      redan_json_begin_object (&json, "properties");
      redan_json_string (&json, "subject", row->id);
      redan_json_end_object (&json);
      redan_json_end_object (&json);
    }
  return redan_sarif_end (&json, NULL);
}

gboolean
redan_listing_write (const RedanListing *self,
                     RedanListingForm form,
                     const char *path,
                     GHashTable *lines,
                     RedanRowSink sink,
                     gpointer user_data)
{
  switch (form)
    {
    case REDAN_LISTING_CSV:
      return write_rows (self, make_csv_head (self), write_csv_row, sink, user_data);
    case REDAN_LISTING_MARKDOWN:
      return write_rows (self, make_markdown_head (self), write_markdown_row, sink, user_data);
    case REDAN_LISTING_HTML:
      return redan_listing_write_html (self, sink, user_data);
    case REDAN_LISTING_SARIF:
      return write_sarif (self, path, lines, sink, user_data);
    case REDAN_LISTING_JIRA:
      return write_rows (self,
                         g_string_new ("Summary,Description,Issue Type,Priority,Labels,Labels,"
                                       "Labels,External ID\r\n"),
                         write_jira_row, sink, user_data);
    case REDAN_LISTING_GITHUB:
    case REDAN_LISTING_GITLAB:
      return write_rows (self, g_string_new ("title,description,labels\r\n"), write_forge_row, sink,
                         user_data);
    case REDAN_N_LISTING_FORMS:
    default:
      g_assert_not_reached ();
    }
}
