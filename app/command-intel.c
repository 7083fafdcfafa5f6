/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli intel: advisories from files, matched to the model, become threats that wait for a
 * decision. */

#include "config.h"

#include <glib/gi18n.h>

#include "analysis/intel.h"
#include "app/changed-model.h"
#include "ui/report/intel-words.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define MAX_LINES 40

static void
write_matches (RedanJson *json, const RedanIntelReport *report)
{
  redan_json_begin_array (json, "matched");
  for (guint i = 0; i < report->matches->len; i++)
    {
      const RedanIntelMatch *match = g_ptr_array_index (report->matches, i);
      RedanIdText text;

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "source", match->source);
      redan_json_string (json, "id", match->id);
      redan_json_string (json, "title", match->title);
      redan_json_string (json, "date", match->date[0] != '\0' ? match->date : NULL);
      redan_json_string (json, "cvss", match->vector[0] != '\0' ? match->vector : NULL);
      redan_json_boolean (json, "known_exploited", match->known_exploited);
      redan_json_string (json, "by", match->by);
      redan_json_string (
          json, "threat",
          redan_id_is_null (&match->threat) ? NULL : redan_id_to_text (&match->threat, text));
      redan_json_boolean (json, "new", match->is_new);
      redan_json_begin_array (json, "elements");
      for (guint j = 0; j < match->elements->len; j++)
        redan_json_string (json, NULL,
                           redan_id_to_text (&g_array_index (match->elements, RedanId, j), text));
      redan_json_end_array (json);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

static void
write_json (RedanSession *session, const RedanIntelReport *report, guint n_changes)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_integer (&json, "advisories", report->n_advisories);
  redan_json_integer (&json, "changes", n_changes);
  write_matches (&json, report);
  redan_json_begin_array (&json, "unmatched");
  for (guint i = 0; i < report->unmatched->len; i++)
    redan_json_string (&json, NULL, g_ptr_array_index (report->unmatched, i));
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
append_list (GString *text, const char *heading, const GPtrArray *names, guint limit)
{
  if (names->len > 0)
    g_string_append_printf (text, "\n%s\n", heading);
  for (guint i = 0; i < MIN (names->len, limit); i++)
    {
      g_autofree char *visible = redan_text_make_visible (g_ptr_array_index (names, i));

      g_string_append_printf (text, "  %s\n", visible);
    }
  if (names->len > limit)
    g_string_append_printf (text,
                            ngettext ("  and %u more\n", "  and %u more\n", names->len - limit),
                            names->len - limit);
}

static void
print_report (RedanSession *session,
              const RedanIntelReport *report,
              const char *output,
              gboolean all)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sums = redan_intel_dup_sums (report);

  g_string_append_printf (text, "%s\n", sums);
  for (guint i = 0; i < report->matches->len; i++)
    {
      const RedanIntelMatch *match = g_ptr_array_index (report->matches, i);
      g_autofree char *title = redan_text_make_visible (match->title);
      g_autofree char *elements = redan_intel_dup_elements (session->opened->model, match);

      g_string_append_printf (
          text, "\n  %s%s  %s%s\n    %s\n    ", match->is_new ? _ ("new: ") : "", match->id, title,
          match->known_exploited ? _ (" [known to be exploited]") : "", elements);
      g_string_append_printf (text, _ ("matched by %s\n"), match->by);
    }
  append_list (text, _ ("About nothing in the model"), report->unmatched,
               all ? G_MAXUINT : MAX_LINES);
  redan_changed_model_print (session, output, text->str);
}

static gboolean
read_feeds (RedanIntelImport *import, char **paths, gboolean *failed_out)
{
  gboolean any = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (redan_intel_import_read (import, paths[i], &error))
        {
          any = TRUE;
          continue;
        }
      *failed_out = TRUE;
      redan_complain ("%s", error->message);
    }
  return any;
}

static int
run (RedanSession *session, const char *output, gboolean all)
{
  g_autoptr (RedanIntelImport) import = NULL;
  g_autoptr (RedanIntelReport) report = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  gboolean failed = FALSE;

  if (!redan_changed_model_check_json (session, output) ||
      !redan_session_analyze (session, session->arguments[0]) ||
      !redan_changed_model_check_place (session, output, _ ("say with -o where to write")))
    return REDAN_EXIT_WRONG;

  import = redan_intel_import_new (session->analysis);
  if (!read_feeds (import, session->arguments + 1, &failed))
    return REDAN_EXIT_WRONG;
  edit = redan_intel_import_finish (import, session->as_of, &report);
  if (!redan_changed_model_write (session, edit, output))
    return REDAN_EXIT_WRONG;

  if (session->json)
    write_json (session, report, redan_edit_get_n_changes (edit));
  else
    print_report (session, report, output, all);
  return failed ? REDAN_EXIT_WRONG : REDAN_EXIT_DONE;
}

int
redan_command_intel (int argc, char **argv)
{
  char *output = NULL;
  gboolean all = FALSE;
  RedanSession session;
  int status = REDAN_EXIT_WRONG;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Write the model here (default: in place)"), N_ ("OUT") },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &all,
      N_ ("All advisories that are about nothing here, not the first 40"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "intel",
                           REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                               REDAN_OPTION_FROM,
                           entries, argc, argv, 2, G_MAXUINT))
    status = run (&session, output, all);

  g_free (output);
  return redan_session_finish (&session, status);
}
