/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli git-setup: tells git to merge models with redan-cli, and to show their differences in
 * words. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "model/git.h"
#include "app/session.h"
#include "model/canonical-writer.h"
#include "model/file-read.h"

#define ATTRIBUTES "*.redan text eol=lf diff=redan merge=redan"
#define MAX_ATTRIBUTES (1024 * 1024)

/* Settings of git; @program stands before @value when there is one. */
typedef struct
{
  const char *key;
  gboolean program;
  const char *value;
} Setting;

static const Setting settings[] = {
  { "merge.redan.name", FALSE, "three-way merge of threat models" },
  { "merge.redan.driver", TRUE, " merge --driver -L %L -P %P %O %A %B" },
  { "diff.redan.textconv", TRUE, " show --text" },
  { "diff.redan.xfuncname", FALSE, "^([^ ].*)$" },
};

/* Where it is set up: the configuration and the file of attributes of a repository, or of the user.
 */
typedef struct
{
  RedanSession *session;
  const char *scope; /* option of git config */
  char *directory;
  char *attributes; /* path */
  gboolean check;
  guint n_missing;
} Setup;

/* As the shell of git finds it: by name where the path of the user does. */
static char *
dup_program (void)
{
  g_autofree char *found = g_find_program_in_path ("redan-cli");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (self == NULL || found != NULL)
    return g_strdup ("redan-cli");
  return g_shell_quote (self);
}

static gboolean
find_repository (Setup *self, const char *directory)
{
  g_autofree char *top =
      redan_git_dup_line (directory, (const char *const[]){ "rev-parse", "--show-toplevel", NULL });

  if (top == NULL)
    {
      redan_complain (_ ("%s: not in the work tree of a git repository; go there, or use --user"),
                      directory);
      return FALSE;
    }
  self->scope = "--local";
  self->attributes = g_build_filename (top, ".gitattributes", NULL);
  self->directory = g_steal_pointer (&top);
  return TRUE;
}

static void
find_user (Setup *self)
{
  self->scope = "--global";
  self->directory = g_strdup ("/");
  self->attributes =
      redan_git_dup_line ("/", (const char *const[]){ "config", "--global", "--type=path",
                                                      "core.attributesFile", NULL });
  if (self->attributes == NULL)
    self->attributes = g_build_filename (g_get_user_config_dir (), "git", "attributes", NULL);
}

static gboolean
set_up_setting (Setup *self, const Setting *setting, const char *program)
{
  g_autofree char *value = g_strconcat (setting->program ? program : "", setting->value, NULL);
  g_autofree char *old = redan_git_dup_line (
      self->directory, (const char *const[]){ "config", self->scope, setting->key, NULL });
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  if (g_strcmp0 (old, value) == 0)
    return TRUE;
  self->n_missing++;
  redan_session_print (self->session, self->check ? _ ("missing: %s = %s\n") : "%s = %s\n",
                       setting->key, value);
  if (self->check)
    return TRUE;

  output = redan_git_run (
      self->directory,
      (const char *const[]){ "config", self->scope, "--replace-all", setting->key, value, NULL },
      &status, &error);
  if (output != NULL && status == 0)
    return TRUE;
  redan_complain (_ ("git config %s %s: %s; nothing more was set"), self->scope, setting->key,
                  error != NULL ? error->message : _ ("git refused"));
  return FALSE;
}

static gboolean
has_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strcmp (g_strchomp (lines[i]), ATTRIBUTES) == 0)
      return TRUE;
  return FALSE;
}

/* Later lines hold over earlier ones: ours goes to the end, all others stay. */
static gboolean
set_up_attributes (Setup *self)
{
  g_autofree char *directory = g_path_get_dirname (self->attributes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *text = "";

  if (g_file_test (self->attributes, G_FILE_TEST_EXISTS))
    {
      old = redan_file_read (self->attributes, FALSE, MAX_ATTRIBUTES, &error);
      if (old == NULL)
        {
          redan_complain ("%s", error->message);
          return FALSE;
        }
      text = g_bytes_get_data (old, NULL);
    }
  if (has_line (text))
    return TRUE;
  self->n_missing++;
  redan_session_print (self->session, self->check ? _ ("missing: %s: %s\n") : "%s: %s\n",
                       self->attributes, ATTRIBUTES);
  if (self->check)
    return TRUE;

  g_autofree char *new = g_strconcat (
      text, *text == '\0' || g_str_has_suffix (text, "\n") ? "" : "\n", ATTRIBUTES "\n", NULL);
  bytes = g_bytes_new (new, strlen (new));
  if (g_mkdir_with_parents (directory, 0755) == 0 &&
      redan_file_replace (self->attributes, bytes, &error))
    return TRUE;
  redan_complain ("%s", error != NULL ? error->message : g_strerror (errno));
  return FALSE;
}

static int
run (Setup *self)
{
  g_autofree char *program = dup_program ();

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (!set_up_setting (self, &settings[i], program))
      return REDAN_EXIT_WRONG;
  if (!set_up_attributes (self))
    return REDAN_EXIT_WRONG;
  if (self->n_missing == 0)
    redan_session_print (self->session, _ ("git merges and shows models with redan-cli.\n"));
  else if (!self->check && g_str_equal (self->scope, "--local"))
    redan_session_print (
        self->session, _ ("Commit .gitattributes; every clone needs redan-cli git-setup once.\n"));
  return self->check && self->n_missing > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE;
}

int
redan_command_git_setup (int argc, char **argv)
{
  gboolean user = FALSE;
  RedanSession session;
  Setup self = { .session = &session };
  int status = REDAN_EXIT_WRONG;
  const GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_NONE, &user, N_ ("For all repositories of this user"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &self.check,
      N_ ("Change nothing; exit status 1 when something is missing"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "git-setup", 0, entries, argc, argv, 0, 1))
    {
      const char *directory = session.arguments != NULL ? session.arguments[0] : ".";
      if (user && session.arguments != NULL)
        redan_complain (_ ("--user is for all repositories; it takes no directory"));
      else if (user)
        find_user (&self);
      else
        find_repository (&self, directory);
      if (self.directory != NULL)
        status = run (&self);
    }
  g_free (self.directory);
  g_free (self.attributes);
  return redan_session_finish (&session, status);
}
