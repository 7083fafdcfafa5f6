/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli merge: merges two models that come from the same one, by hand, as the merge driver of
 * git, or what the index of git holds of an unfinished merge. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "app/comparison.h"
#include "model/git.h"
#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/file-read.h"
#include "model/merge.h"
#include "ui/report/json.h"

#define MAX_LISTED 20
#define MIN_MARKER 7
#define MAX_MARKER 200

/* The options of the command line. */
typedef struct
{
  gboolean driver;
  gboolean index;
  int marker_size;
  char *path;
} MergeOptions;

/* What is merged and where it goes. */
typedef struct
{
  RedanSession *session;
  const MergeOptions *options;
  const char *title; /* how messages name the result */
  const char *output;
  RedanModel *models[3]; /* base, ours, theirs; the base may be NULL */
} Task;

static void
print_findings (const Task *task, const RedanMerge *merge)
{
  guint n = redan_model_get_n (merge->model, REDAN_SECTION_CONFLICT);

  for (guint i = 0; i < MIN (n, MAX_LISTED); i++)
    {
      const RedanObject *conflict = redan_model_get_nth (merge->model, REDAN_SECTION_CONFLICT, i);
      g_autofree char *sentence = redan_conflict_dup_sentence (merge->model, conflict);

      redan_complain (_ ("%s: conflict: %s"), task->title, sentence);
    }
  if (n > MAX_LISTED)
    redan_complain (_ ("%s: and %u more conflicts; redan-cli lint lists them"), task->title,
                    n - MAX_LISTED);
  if (n > 0)
    redan_complain (_ ("%s: redan-cli resolve takes one side of conflicts, and the window asks for "
                       "each"),
                    task->title);
  for (guint i = 0; i < MIN (merge->notices->len, MAX_LISTED); i++)
    redan_complain (_ ("%s: notice: %s"), task->title,
                    ((const RedanFinding *) merge->notices->pdata[i])->message);
  if (merge->notices->len > MAX_LISTED)
    redan_complain (_ ("%s: and %u more notices"), task->title, merge->notices->len - MAX_LISTED);
}

static void
write_conflict (RedanJson *json, const RedanModel *model, const RedanObject *conflict)
{
  g_autofree char *sentence = redan_conflict_dup_sentence (model, conflict);
  RedanIdText id;

  redan_json_begin_object (json, NULL);
  redan_json_string (json, "id", redan_id_to_text (&conflict->id, id));
  redan_json_string (json, "object", redan_object_get (conflict, REDAN_FIELD_TARGET));
  redan_json_string (json, "field", redan_object_get (conflict, REDAN_FIELD_KEY));
  redan_json_string (json, "member", redan_object_get (conflict, REDAN_FIELD_MEMBER));
  redan_json_string (json, "base", redan_conflict_get_value (conflict, REDAN_CONFLICT_BASE));
  redan_json_string (json, "ours", redan_conflict_get_value (conflict, REDAN_CONFLICT_OURS));
  redan_json_string (json, "theirs", redan_conflict_get_value (conflict, REDAN_CONFLICT_THEIRS));
  redan_json_string (json, "message", sentence);
  redan_json_end_object (json);
}

static void
write_findings (const Task *task, const RedanMerge *merge)
{
  guint n = redan_model_get_n (merge->model, REDAN_SECTION_CONFLICT);
  RedanJson json;
  RedanIdText id;

  redan_json_init (&json, redan_session_write, task->session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "conflicts");
  for (guint i = 0; i < n; i++)
    write_conflict (&json, merge->model,
                    redan_model_get_nth (merge->model, REDAN_SECTION_CONFLICT, i));
  redan_json_end_array (&json);
  redan_json_begin_array (&json, "notices");
  for (guint i = 0; i < merge->notices->len; i++)
    {
      const RedanFinding *notice = merge->notices->pdata[i];
      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "code", notice->code);
      redan_json_string (&json, "object", redan_id_to_text (&notice->object, id));
      redan_json_string (&json, "message", notice->message);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

/* Conflicts that the sides brought along count too: git must not take the file for merged. Returns:
 * exit status */
static int
merge_models (const Task *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanMerge) merge =
      redan_merge_new (task->models[0], task->models[1], task->models[2], &error);
  g_autoptr (GBytes) bytes = merge == NULL ? NULL : redan_canonical_write (merge->model);

  /* not read back before it is written: all that is in it was read from a file, or checked by the
   * merge */
  if (bytes == NULL || !redan_file_replace (task->output, bytes, &error))
    {
      redan_complain ("%s: %s", task->title, error->message);
      return REDAN_EXIT_WRONG;
    }
  if (task->session->json)
    write_findings (task, merge);
  else
    print_findings (task, merge);
  return redan_model_get_n (merge->model, REDAN_SECTION_CONFLICT) > 0 ? REDAN_EXIT_FOUND
                                                                      : REDAN_EXIT_DONE;
}

static void
add_side (GString *text, char mark, int marker_size, const char *label, GBytes *bytes)
{
  gsize length = 0;
  const char *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

  for (int i = 0; i < marker_size; i++)
    g_string_append_c (text, mark);
  g_string_append_printf (text, "%s%s\n", label[0] == '\0' ? "" : " ", label);
  if (length == 0)
    return;
  g_string_append_len (text, data, (gssize) length);
  if (data[length - 1] != '\n')
    g_string_append_c (text, '\n');
}

/* A driver that dies leaves what stands in the file of ours, and git takes that for the work of a
 * person: so first of all both sides go there, as a conflict over the whole file that nothing reads
 * as a model. */
static gboolean
write_both_sides (const Task *task, GBytes *const *sides, GError **error)
{
  int size = CLAMP (task->options->marker_size, MIN_MARKER, MAX_MARKER);
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  add_side (text, '<', size, "ours (redan-cli merge did not finish)", sides[1]);
  add_side (text, '=', size, "", sides[2]);
  add_side (text, '>', size, "theirs", NULL);
  bytes = g_string_free_to_bytes (text);
  return redan_file_replace (task->output, bytes, error);
}

/* For a driver, what cannot be read is no reason to stop: an empty base is one file added on both
 * sides, and a base with marks of a conflict comes from merges that crossed. */
static gboolean
read_sides (Task *task, GBytes *const *sides)
{
  g_autoptr (RedanReadShare) share = redan_read_share_new ();

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 0 && g_bytes_get_size (sides[i]) == 0)
        continue;
      task->models[i] =
          redan_canonical_read_shared (task->session->schema, share, task->title, sides[i], &error);
      if (task->models[i] != NULL)
        continue;
      redan_complain ("%s (%s)", error->message,
                      i == 0   ? _ ("the common base; it is taken as empty")
                      : i == 1 ? _ ("ours; the file has both sides now, between conflict markers")
                               : _ ("theirs; the file has both sides now, between conflict "
                                    "markers"));
      if (i > 0)
        return FALSE;
    }
  return TRUE;
}

/* Returns: exit status; git takes anything but 0 for a conflict, and a model with conflicts stays
 * in the work tree */
static int
run_driver (Task *task)
{
  char **arguments = task->session->arguments;
  GBytes *sides[3] = { NULL };
  g_autoptr (GError) error = NULL;
  int status = REDAN_EXIT_WRONG;

  task->output = arguments[1];
  task->title = task->options->path != NULL ? task->options->path : arguments[1];
  for (guint i = 0; i < 3 && error == NULL; i++)
    sides[i] = redan_file_read (arguments[i], FALSE, REDAN_MAX_FILE, &error);
  if (error == NULL)
    write_both_sides (task, sides, &error);
  if (error != NULL)
    redan_complain ("%s: %s", task->title, error->message);
  else if (redan_session_load_schema (task->session) && read_sides (task, sides))
    status = merge_models (task);
  for (guint i = 0; i < 3; i++)
    g_clear_pointer (&sides[i], g_bytes_unref);
  return status;
}

/* The three versions that git keeps while a merge is unfinished; the base is missing where both
 * sides added the file. */
static int
run_index (Task *task)
{
  const char *path = task->session->arguments[0];
  g_autofree char *name = g_path_get_basename (path);

  if (!redan_git_is_unmerged (path))
    {
      redan_complain (_ ("%s: git has no unfinished merge of it"), path);
      return REDAN_EXIT_WRONG;
    }
  if (!redan_session_load_schema (task->session))
    return REDAN_EXIT_WRONG;
  task->title = task->output = path;
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *object = g_strdup_printf (":%u:./%s", i + 1, name);
      g_autofree char *directory = g_path_get_dirname (path);
      g_autofree char *found = redan_git_dup_line (
          directory, (const char *const[]){ "rev-parse", "--verify", "-q", object, NULL });
      if (found == NULL && i == 0)
        continue;
      if (found == NULL)
        {
          redan_complain (_ ("%s: one side deleted the file; git add or git rm decides that"),
                          path);
          return REDAN_EXIT_WRONG;
        }
      task->models[i] = redan_load_model (task->session, object, path);
      if (task->models[i] == NULL)
        return REDAN_EXIT_WRONG;
    }
  return merge_models (task);
}

static int
run_files (Task *task)
{
  char **arguments = task->session->arguments;

  if (!redan_session_load_schema (task->session))
    return REDAN_EXIT_WRONG;
  task->output = arguments[3] != NULL ? arguments[3] : "-";
  /* where the conflicts are */
  task->title = g_str_equal (task->output, "-") ? arguments[1] : task->output;
  for (guint i = 0; i < 3; i++)
    {
      const char *beside = g_file_test (arguments[1], G_FILE_TEST_EXISTS) ? arguments[1] : "./";
      task->models[i] = redan_load_model (task->session, arguments[i], beside);
      if (task->models[i] == NULL)
        return REDAN_EXIT_WRONG;
    }
  return merge_models (task);
}

/* Whether options and number of arguments go together. */
static gboolean
check_use (const RedanSession *session, const MergeOptions *options)
{
  guint n = g_strv_length (session->arguments);

  if (options->driver && options->index)
    redan_complain (_ ("--driver and --index are two ways to merge; give one of them"));
  else if (options->index ? n != 1 : options->driver ? n != 3 : n < 3)
    redan_complain (_ ("merge takes BASE OURS THEIRS [OUT], --driver BASE OURS THEIRS, or --index "
                       "FILE"));
  else if (session->json && !options->driver && !options->index &&
           (n == 3 || g_str_equal (session->arguments[3], "-")))
    redan_complain (
        _ ("--json writes what was found to standard output; give the model a file name"));
  else
    return TRUE;
  return FALSE;
}

int
redan_command_merge (int argc, char **argv)
{
  MergeOptions options = { .marker_size = MIN_MARKER };
  RedanSession session;
  Task task = { .session = &session, .options = &options };
  int status = REDAN_EXIT_WRONG;
  const GOptionEntry entries[] = {
    { "driver", 0, 0, G_OPTION_ARG_NONE, &options.driver,
      N_ ("As git calls it: the result replaces OURS, whatever happens"), NULL },
    { "index", 0, 0, G_OPTION_ARG_NONE, &options.index,
      N_ ("Merge what git holds of FILE in an unfinished merge"), NULL },
    { "marker-size", 'L', 0, G_OPTION_ARG_INT, &options.marker_size,
      N_ ("Length of conflict markers, where both sides have to be left as they are (7)"),
      N_ ("N") },
    { "path", 'P', 0, G_OPTION_ARG_FILENAME, &options.path, N_ ("How messages name the file"),
      N_ ("PATH") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "merge",
                           REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries, argc,
                           argv, 1, 4) &&
      check_use (&session, &options))
    status = options.driver  ? run_driver (&task)
             : options.index ? run_index (&task)
                             : run_files (&task);
  for (guint i = 0; i < 3; i++)
    g_clear_pointer (&task.models[i], redan_model_unref);
  g_free (options.path);
  return redan_session_finish (&session, status);
}
