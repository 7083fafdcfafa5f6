/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli diff: what changed in the model, and what that means for threats, risk and objectives.
 * With --paths: which attacks it opened and closed. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/attack-output.h"
#include "app/comparison.h"
#include "app/diff-model.h"
#include "model/file-read.h"
#include "model/canonical-writer.h"
#include "ui/report/difference-picture.h"
#include "ui/report/attack-words.h"
#include "ui/report/wording.h"

#define MAX_PATHS 100

/* The options of the command line. */
typedef struct
{
  gboolean paths;
  gboolean model_only;
  char *profile;
  char *to;
  int k;
} DiffOptions;

typedef struct
{
  RedanSession *session;
  const DiffOptions *options;
  RedanModelPair models;
  GPtrArray *changes;
  gboolean complete;
} Diff;

static char *
dup_asset_title (const Diff *self, const RedanAssetChange *change)
{
  return change->after != REDAN_NONE ? redan_asset_dup_title (self->models.after, change->after)
                                     : redan_asset_dup_title (self->models.before, change->before);
}

static gboolean
is_changed (const RedanAssetChange *change)
{
  return change->opened->len > 0 || change->closed->len > 0 ||
         change->odds_before != change->odds_after || change->depth_before != change->depth_after;
}

static void
print_depth (RedanSession *session, int depth)
{
  if (depth < 0)
    redan_session_print (session, _ ("no path"));
  else
    redan_session_print (session, _ ("depth %d"), depth);
}

static void
print_change (Diff *self, const RedanAssetChange *change)
{
  RedanSession *session = self->session;
  g_autofree char *title = dup_asset_title (self, change);
  g_autofree char *visible = redan_text_make_visible (title);
  char odds[32];

  redan_session_print (session, _ ("%s: odds of the likeliest attack %s"), visible,
                       redan_odds_format (change->odds_before, odds));
  redan_session_print (session, _ (" before, %s after; "),
                       redan_odds_format (change->odds_after, odds));
  print_depth (session, change->depth_before);
  redan_session_print (session, _ (" before, "));
  print_depth (session, change->depth_after);
  redan_session_print (session, _ (" after\n"));
  for (guint i = 0; i < change->opened->len; i++)
    {
      if (i == 0)
        redan_session_print (session, _ (" opened, the likeliest first:\n"));
      redan_print_attack_path (session, self->models.view, i + 1, change->opened->pdata[i]);
    }
  for (guint i = 0; i < change->closed->len; i++)
    {
      if (i == 0)
        redan_session_print (session, _ (" closed, the likeliest first:\n"));
      redan_print_attack_path (session, self->models.view_before, i + 1, change->closed->pdata[i]);
    }
  redan_session_print (session, "\n");
}

static void
print_diff (Diff *self)
{
  guint n = 0;

  redan_session_print (self->session,
                       _ ("Attacker: %s\n"
                          "Opened is an attack that takes a step which was not there before or was "
                          "harder to come to, closed one that is gone so; of an asset with other "
                          "attacks as likely the odds stay.\n\n"),
                       self->models.attacker->title);
  for (guint i = 0; i < self->changes->len; i++)
    if (is_changed (self->changes->pdata[i]))
      {
        print_change (self, self->changes->pdata[i]);
        n++;
      }
  if (n == 0)
    redan_session_print (self->session, _ ("No path to any asset opened, closed or changed.\n"));
  if (!self->complete)
    redan_session_print (self->session,
                         _ ("The search was cut short: more paths may have opened or closed.\n"));
}

static void
write_list (Diff *self,
            RedanJson *json,
            const char *key,
            const RedanAttackView *view,
            const GPtrArray *paths)
{
  redan_json_begin_array (json, key);
  for (guint i = 0; i < paths->len; i++)
    redan_write_attack_path (json, view, paths->pdata[i]);
  redan_json_end_array (json);
}

static void
write_change (Diff *self, RedanJson *json, const RedanAssetChange *change)
{
  g_autofree char *title = dup_asset_title (self, change);
  RedanIdText id;

  redan_id_to_text (&change->id, id);
  redan_json_begin_object (json, NULL);
  redan_json_string (json, "asset", id);
  redan_json_string (json, "name", title);
  redan_json_decimal (json, "odds_before", change->odds_before, 6);
  redan_json_decimal (json, "odds_after", change->odds_after, 6);
  redan_json_integer (json, "depth_before", change->depth_before);
  redan_json_integer (json, "depth_after", change->depth_after);
  write_list (self, json, "opened", self->models.view, change->opened);
  write_list (self, json, "closed", self->models.view_before, change->closed);
  redan_json_end_object (json);
}

static void
write_diff (Diff *self)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "attacker", self->models.attacker->id);
  redan_json_begin_array (&json, "assets");
  for (guint i = 0; i < self->changes->len; i++)
    if (is_changed (self->changes->pdata[i]))
      write_change (self, &json, self->changes->pdata[i]);
  redan_json_end_array (&json);
  redan_json_boolean (&json, "complete", self->complete);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static gboolean
find_format (const char *path, const char *to, RedanPictureFormat *format_out)
{
  g_autofree char *name = to != NULL ? g_strconcat (".", to, NULL) : g_strdup (path);

  if (redan_picture_format_of (name, format_out) && *format_out != REDAN_PICTURE_PNG)
    return TRUE;
  redan_complain (_ ("%s: a comparison is drawn as svg or pdf; end the name in one of them, or "
                     "give --to"),
                  to != NULL ? to : path);
  return FALSE;
}

/* Attacks opened and closed, where both models have the attacker. */
static gboolean
write_picture (RedanSession *session,
               const DiffOptions *options,
               const RedanDifference *difference,
               RedanAnalysis *before,
               RedanPictureFormat format)
{
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  RedanDifferencePicture input = {
    .difference = difference,
    .before_title = session->arguments[0],
    .after_title = session->arguments[1],
    .before = before,
    .after = session->analysis,
  };
  RedanModelPair models = { 0 };
  g_autoptr (GPtrArray) attacks = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = TRUE;

  if (before != NULL)
    {
      done = redan_model_pair_init (&models, before, session, options->profile);
      if (done)
        attacks = redan_attack_changes_list (models.view_before, models.view, (guint) options->k,
                                             &budget, &input.complete);
      input.view_before = models.view_before;
      input.view = models.view;
      input.attacks = attacks;
    }
  if (done)
    {
      redan_difference_lay_out (difference, &input.before_drawn, &input.after_drawn);
      bytes = redan_difference_picture_write (&input, format, session->as_of, &error);
      redan_model_unref (input.before_drawn);
      redan_model_unref (input.after_drawn);
      done = bytes != NULL && redan_file_replace (session->arguments[2], bytes, &error);
    }
  if (error != NULL)
    redan_complain ("%s", error->message);
  g_clear_pointer (&attacks, g_ptr_array_unref);
  redan_model_pair_clear (&models);

  return done;
}

/* Returns: exit status */
static int
run_models (RedanSession *session, const DiffOptions *options)
{
  const char *old = session->arguments[0];
  const char *new = session->arguments[1];
  /* a revision of NEW is looked up beside OLD when that is a file, else in the current directory */
  const char *beside = g_file_test (old, G_FILE_TEST_EXISTS) ? old : "./";
  g_autoptr (RedanModel) from = NULL;
  g_autoptr (RedanModel) to = NULL;
  g_autoptr (RedanDifference) difference = NULL;
  g_autoptr (RedanAnalysis) before = NULL;
  RedanPictureFormat format = REDAN_PICTURE_SVG;
  const char *picture = session->arguments[2];

  if (picture != NULL && !find_format (picture, options->to, &format))
    return REDAN_EXIT_WRONG;
  if (!(options->model_only ? redan_session_load_schema (session)
                            : redan_session_load_catalogue (session)))
    return REDAN_EXIT_WRONG;
  to = redan_load_model (session, new, beside);
  if (to != NULL)
    from = redan_load_model (session, old, g_file_test (new, G_FILE_TEST_EXISTS) ? new : "./");
  if (from == NULL)
    return REDAN_EXIT_WRONG;

  difference = redan_difference_new (from, to);
  if (!options->model_only)
    {
      before = redan_analyze_loaded (session, from, old,
                                     g_file_test (new, G_FILE_TEST_EXISTS) ? new : "./");
      session->analysis = redan_analyze_loaded (session, to, new, beside);
      if (before == NULL || session->analysis == NULL)
        return REDAN_EXIT_WRONG;
    }
  if (picture == NULL)
    redan_diff_show (session, difference, before, session->analysis);
  else if (!write_picture (session, options, difference, before, format))
    return REDAN_EXIT_WRONG;
  return difference->objects->len > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
}

static gboolean
run_paths (RedanSession *session, const DiffOptions *options)
{
  Diff self = { .session = session, .options = options };
  RedanAttackBudget budget = { REDAN_PATH_BUDGET, NULL };
  g_autoptr (RedanAnalysis) before = NULL;
  gboolean done;

  if (!redan_session_analyze (session, session->arguments[1]))
    return FALSE;
  before = redan_load_other (session, session->arguments[0], session->arguments[1]);
  if (before == NULL)
    return FALSE;

  done = redan_model_pair_init (&self.models, before, session, options->profile);
  if (done)
    {
      self.changes = redan_attack_changes_list (self.models.view_before, self.models.view,
                                                (guint) options->k, &budget, &self.complete);
      if (session->json)
        write_diff (&self);
      else
        print_diff (&self);
      g_ptr_array_unref (self.changes);
    }
  redan_model_pair_clear (&self.models);

  return done;
}

static gboolean
check_options (const RedanSession *session, const DiffOptions *options)
{
  const gboolean draws = session->arguments[2] != NULL;

  if (options->k < 1 || options->k > MAX_PATHS)
    {
      redan_complain (_ ("diff takes 1 to %d paths"), MAX_PATHS);
      return FALSE;
    }
  if (options->paths && options->model_only)
    redan_complain (_ ("--paths and --model are two answers; give one of them"));
  else if (!options->paths && options->profile != NULL && !draws)
    redan_complain (_ ("--profile goes with --paths"));
  else if (draws && options->paths)
    redan_complain (_ ("a picture shows the attacks by itself; leave --paths out"));
  else if (draws && session->json)
    redan_complain (_ ("--json writes to standard output; leave the picture out"));
  else if (!draws && options->to != NULL)
    redan_complain (_ ("--to goes with a picture: redan-cli diff OLD NEW OUT.svg"));
  else
    return TRUE;
  return FALSE;
}

int
redan_command_diff (int argc, char **argv)
{
  DiffOptions options = { .k = 3 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "paths", 0, 0, G_OPTION_ARG_NONE, &options.paths, N_ ("Attacks that were opened and closed"),
      NULL },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &options.profile, N_ ("Attacker (the weightiest)"),
      N_ ("PROFILE") },
    { "number", 'k', 0, G_OPTION_ARG_INT, &options.k,
      N_ ("At most so many paths opened and closed for each asset (3)"), N_ ("N") },
    { "model", 0, 0, G_OPTION_ARG_NONE, &options.model_only,
      N_ ("Only what changed in the model, without threats, risk and objectives"), NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to,
      N_ ("svg or pdf, when the name of the picture does not say"), N_ ("FORMAT") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = REDAN_EXIT_WRONG;

  if (redan_session_parse (&session, "diff",
                           REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                               REDAN_OPTION_FROM,
                           entries, argc, argv, 2, 3) &&
      check_options (&session, &options))
    status = !options.paths                   ? run_models (&session, &options)
             : run_paths (&session, &options) ? REDAN_EXIT_DONE
                                              : REDAN_EXIT_WRONG;
  g_free (options.profile);
  g_free (options.to);

  return redan_session_finish (&session, status);
}
