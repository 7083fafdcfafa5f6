/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli graph: an attack graph made by another tool is asked the same questions as our own. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "app/session.h"
#include "ui/report/graph-text.h"

typedef struct
{
  char *what;
  char **entries;
  char **goals;
  int n_paths;
  int n_samples;
  int n_threads;
  gint64 work;
  char *money;
  char *against;
  char *format;
} GraphOptions;

static gboolean
write_answers (RedanSession *session,
               const RedanForeignGraphs *graphs,
               const RedanGraphOptions *options,
               GError **error)
{
  RedanJson json;
  gboolean sound = TRUE;
  gboolean keyed = graphs->list != NULL && *graphs->list != '\0';

  redan_json_init (&json, redan_session_write, session);
  if (keyed)
    redan_json_begin_object (&json, NULL);
  if (graphs->list != NULL)
    redan_json_begin_array (&json, keyed ? graphs->list : NULL);
  for (guint i = 0; sound && i < graphs->graphs->len; i++)
    sound =
        redan_graph_answers_write (g_ptr_array_index (graphs->graphs, i), options, &json, error);
  if (graphs->list != NULL)
    redan_json_end_array (&json);
  if (keyed)
    redan_json_end_object (&json);
  if (sound)
    redan_json_finish (&json);
  else
    g_string_free (json.buffer, TRUE);

  return sound;
}

/* A graph after the other, told for people. */
static gboolean
print_answers (RedanSession *session,
               const RedanForeignGraphs *graphs,
               const RedanGraphOptions *options,
               GError **error)
{
  for (guint i = 0; i < graphs->graphs->len; i++)
    {
      g_autofree char *text =
          redan_graph_answers_dup_text (g_ptr_array_index (graphs->graphs, i), options, error);

      if (text == NULL)
        return FALSE;
      redan_session_print (session, "%s%s", i > 0 ? "\n" : "", text);
    }

  return TRUE;
}

/* Programs have read JSON without asking for it since there was nothing else: a terminal gets the
 * text. Returns: FALSE after a message */
static gboolean
choose_form (const RedanSession *session, const char *format, gboolean *as_text_out)
{
  *as_text_out = FALSE;
  if (format == NULL)
    *as_text_out = !session->json && isatty (STDOUT_FILENO);
  else if (g_str_equal (format, "text") && !session->json)
    *as_text_out = TRUE;
  else if (g_str_equal (format, "text"))
    redan_complain (_ ("--format text and --json are two forms of one output; give one of them"));
  else if (!g_str_equal (format, "json"))
    redan_complain (_ ("--format %s: expected text or json"), format);

  return format == NULL || *as_text_out || g_str_equal (format, "json");
}

static gboolean
check_options (const GraphOptions *options, char **what)
{
  const char *unknown = redan_graph_answers_check (what);
  g_autofree char *known = redan_graph_answers_list ();

  if (unknown != NULL)
    redan_complain (_ ("--what: there is no \"%s\"; choose from %s"), unknown, known);
  else if (options->n_paths < 1 || options->n_paths > 100000)
    redan_complain (_ ("--paths takes 1 to 100000"));
  else if (options->n_samples < 64 || options->n_samples > 100000000)
    redan_complain (_ ("--samples takes 64 to 100000000"));
  else if (options->n_threads < 1 || options->n_threads > 64)
    redan_complain (_ ("--threads takes 1 to 64"));
  else if (options->against != NULL && options->what != NULL &&
           strstr (options->what, "difference") == NULL)
    redan_complain (_ ("--against answers difference; add it to --what"));
  else if (options->money == NULL && what != NULL &&
           g_strv_contains ((const char *const *) what, "plan"))
    redan_complain (_ ("--what plan needs --money: what may it cost"));
  else if (options->work < 0)
    redan_complain (_ ("--work takes 0 (no limit) or a number of steps"));
  else
    return TRUE;

  return FALSE;
}

/* Returns: FALSE after a message */
static gboolean
parse_money (const char *text, double *money_out)
{
  char *end = NULL;

  *money_out = text != NULL ? g_ascii_strtod (text, &end) : 0;
  /* a comparison with no number is false, too */
  if (text == NULL || (end != text && *end == '\0' && *money_out >= 0))
    return TRUE;
  redan_complain (_ ("--money %s: expected a number from 0 on, such as 2.5"), text);
  return FALSE;
}

/* MulVAL writes numbers that no answer takes into account. */
static void
tell_metrics (const char *path, const RedanForeignGraphs *graphs)
{
  guint n = 0;

  for (guint i = 0; i < graphs->graphs->len; i++)
    n += ((const RedanForeignGraph *) graphs->graphs->pdata[i])->n_metrics;
  if (n > 0)
    redan_complain (ngettext ("%s: the metric of %u vertex is left out; all is certain here and "
                              "every rule costs 1",
                              "%s: the metrics of %u vertices are left out; all is certain here "
                              "and every rule costs 1",
                              n),
                    path, n);
}

static gboolean
answer (RedanSession *session, const GraphOptions *options)
{
  g_auto (GStrv) what = options->what != NULL ? g_strsplit (options->what, ",", -1) : NULL;
  RedanGraphOptions ask = {
    .what = what,
    .has_money = options->money != NULL,
    .entries = options->entries,
    .goals = options->goals,
    .budget = { .work = (guint64) options->work },
    .n_paths = (guint) options->n_paths,
    .n_samples = (guint) options->n_samples,
    .n_threads = (guint) options->n_threads,
  };
  g_autoptr (RedanForeignGraphs) graphs = NULL;
  g_autoptr (RedanForeignGraphs) before = NULL;
  g_autoptr (GError) error = NULL;
  gboolean as_text;

  if (!choose_form (session, options->format, &as_text) || !check_options (options, what) ||
      !parse_money (options->money, &ask.money))
    return FALSE;
  if (options->against != NULL)
    {
      before = redan_foreign_graphs_read (options->against, NULL, &error);
      if (before == NULL || before->graphs->len != 1)
        {
          if (before == NULL)
            redan_complain ("%s", error->message);
          else
            redan_complain (_ ("%s: holds %u graphs; --against takes a file with one"),
                            options->against, before->graphs->len);
          return FALSE;
        }
      ask.against = g_ptr_array_index (before->graphs, 0);
    }
  graphs = redan_foreign_graphs_read (session->arguments[0], session->arguments[1], &error);
  if (graphs != NULL)
    tell_metrics (session->arguments[0], graphs);
  if (graphs != NULL && (as_text ? print_answers (session, graphs, &ask, &error)
                                 : write_answers (session, graphs, &ask, &error)))
    return TRUE;
  if (graphs == NULL)
    redan_complain ("%s", error->message);
  else
    redan_complain ("%s: %s", session->arguments[0], error->message);

  return FALSE;
}

int
redan_command_graph (int argc, char **argv)
{
  GraphOptions options = { .n_paths = 8, .n_samples = 20000, .n_threads = 2, .work = 200000000 };
  RedanSession session;
  gboolean done = FALSE;
  const GOptionEntry entries[] = {
    { "what", 'w', 0, G_OPTION_ARG_STRING, &options.what,
      N_ ("Answer these questions only, such as reachable,idom"), N_ ("KEYS") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("text, for people, or json (text on a terminal, else json)"), N_ ("FORMAT") },
    { "entry", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.entries,
      N_ ("Where the attacker starts, instead of what the file says; may be repeated"),
      N_ ("NODE") },
    { "goal", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.goals,
      N_ ("What to protect, instead of what the file says; may be repeated"), N_ ("NODE") },
    { "paths", 'k', 0, G_OPTION_ARG_INT, &options.n_paths, N_ ("How many paths (8)"), N_ ("N") },
    { "samples", 0, 0, G_OPTION_ARG_INT, &options.n_samples,
      N_ ("Random samples where an exact answer is out of reach (20000)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads,
      N_ ("Threads for sampling (2); the answer is the same for any number"), N_ ("N") },
    { "money", 0, 0, G_OPTION_ARG_STRING, &options.money,
      N_ ("Plan what to take away for so much, by what the file says it costs or 1 each"),
      N_ ("COST") },
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &options.against,
      N_ ("Tell the difference from the graph of another file, nodes matched by label"),
      N_ ("FILE") },
    { "work", 0, 0, G_OPTION_ARG_INT64, &options.work,
      N_ ("Most steps of each search, 0 for no limit (200000000)"), N_ ("STEPS") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "graph", REDAN_OPTION_JSON, entries, argc, argv, 1, 2))
    done = answer (&session, &options);
  g_free (options.what);
  g_free (options.format);
  g_free (options.money);
  g_free (options.against);
  g_strfreev (options.entries);
  g_strfreev (options.goals);

  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
