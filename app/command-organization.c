/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli organization: the file of the organization that a model refers to, and what it inherits
 * from it. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "app/changed-model.h"
#include "app/inheritance.h"
#include "model/error.h"
#include "ui/report/inherited.h"

typedef struct
{
  gboolean accept;
  gboolean remove;
  char *output;
} OrganizationOptions;

/* The way from the folder of @from to @to, both without links. */
static char *
dup_way (const char *from, const char *to)
{
  g_autofree char *folder = g_path_get_dirname (from);
  g_auto (GStrv) here = g_strsplit (folder, "/", -1);
  g_auto (GStrv) there = g_strsplit (to, "/", -1);
  g_autoptr (GString) way = g_string_new (NULL);
  guint same = 0;

  while (here[same] != NULL && there[same] != NULL && there[same + 1] != NULL &&
         g_str_equal (here[same], there[same]))
    same++;
  for (guint i = same; here[i] != NULL; i++)
    if (here[i][0] != '\0')
      g_string_append (way, "../");
  for (guint i = same; there[i] != NULL; i++)
    g_string_append_printf (way, "%s%s", there[i], there[i + 1] != NULL ? "/" : "");
  return g_string_free (g_steal_pointer (&way), FALSE);
}

/* ---- what to set ---- */

static gboolean
refer (RedanSession *session, const char *path, RedanEdit *edit, GError **error)
{
  const char *organization = session->arguments[1];
  char *const from = realpath (path, NULL);
  char *const to = realpath (organization, NULL);
  /* Where one of them is no file the words of the user are tried, and kept. */
  g_autofree char *way = from != NULL && to != NULL ? dup_way (from, to) : g_strdup (organization);
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autofree char *hash = NULL;
  const gboolean is_itself = from != NULL && g_strcmp0 (from, to) == 0;
  const RedanId meta = redan_meta_id ();

  free (from);
  free (to);
  if (is_itself)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("%s: a model cannot inherit from itself; give the file of the organization"),
                   path);
      return FALSE;
    }
  model = redan_organization_read (session->schema, path, way, error);
  if (model == NULL)
    return FALSE;
  hash = redan_organization_dup_hash (model);
  redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION, NULL, way);
  redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION_HASH, NULL, hash);
  /* nothing is written that could not be read again */
  inheritance = redan_inheritance_new (session->opened->model, model, error);
  return inheritance != NULL;
}

static gboolean
fill_edit (RedanSession *session,
           const OrganizationOptions *options,
           const char *path,
           RedanEdit *edit,
           GError **error)
{
  const RedanId meta = redan_meta_id ();

  if (session->arguments[1] != NULL)
    return refer (session, path, edit, error);
  if (options->remove)
    {
      redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION, NULL, NULL);
      redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION_HASH, NULL, NULL);
    }
  else
    redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION_HASH, NULL, session->inheritance->hash);
  return TRUE;
}

static gboolean
change (RedanSession *session, const OrganizationOptions *options, const char *path)
{
  g_autoptr (RedanEdit) edit =
      redan_edit_new (session->opened->model, _ ("Refer to the organization"));
  g_autoptr (GError) error = NULL;

  if (!fill_edit (session, options, path, edit, &error))
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  return redan_changed_model_write (session, edit, options->output);
}

/* ---- what there is ---- */

static void
write_json (RedanSession *session)
{
  const RedanInheritance *inheritance = session->inheritance;
  const RedanModel *model = redan_session_get_analysed (session);
  g_autoptr (GPtrArray) inherited = redan_inherited_list (model);
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_string (&json, "path", inheritance != NULL ? inheritance->path : NULL);
  redan_json_string (&json, "hash", inheritance != NULL ? inheritance->hash : NULL);
  redan_json_string (&json, "stated", inheritance != NULL ? inheritance->stated : NULL);
  redan_json_boolean (&json, "changed",
                      inheritance != NULL && redan_inheritance_is_changed (inheritance));
  redan_inherited_write (&json, model, inherited);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

/* Why nothing is inherited. */
static void
print_nothing (RedanSession *session)
{
  const RedanInheritance *inheritance = session->inheritance;

  if (inheritance->n_own > 0)
    redan_session_print (session, _ ("Nothing is inherited: all that is there for it, the model "
                                     "says itself, and that holds.\n"));
  else if (inheritance->n_accounts > 0)
    redan_session_print (
        session,
        ngettext ("Nothing is inherited: %u account has the account id of one there, but nothing "
                  "more is said of it, and there are no facts and controls for it.\n",
                  "Nothing is inherited: %u accounts have the account id of one there, but nothing "
                  "more is said of them, and there are no facts and controls for them.\n",
                  inheritance->n_accounts),
        inheritance->n_accounts);
  else
    redan_session_print (session, _ ("Nothing is inherited: no account has the account id of one "
                                     "there, and there are no facts and controls for all.\n"));
}

static void
print (RedanSession *session)
{
  const RedanInheritance *inheritance = session->inheritance;
  const RedanModel *model = redan_session_get_analysed (session);
  g_autoptr (GPtrArray) inherited = redan_inherited_list (model);

  if (inheritance == NULL)
    {
      redan_session_print (session,
                           _ ("The model refers to no organization; redan-cli organization %s "
                              "ORG.redan makes it.\n"),
                           session->arguments[0]);
      return;
    }
  redan_session_print (session, _ ("Organization: %s (%s)\n"), inheritance->path,
                       inheritance->stated == NULL ? _ ("never accepted")
                       : redan_inheritance_is_changed (inheritance)
                           ? _ ("changed since it was accepted")
                           : _ ("as it was accepted"));
  if (inherited->len == 0)
    print_nothing (session);
  redan_session_print_inherited (session, model, inherited);
}

static gboolean
check_options (const RedanSession *session, const OrganizationOptions *options)
{
  const guint n = (session->arguments[1] != NULL) + options->accept + options->remove;

  if (n > 1)
    redan_complain (_ ("ORG.redan, --accept and --remove are three things; do one of them"));
  else if (n == 0 && options->output != NULL)
    redan_complain (_ ("--output goes with ORG.redan, --accept or --remove"));
  else if (n == 1 && session->json)
    redan_complain (_ ("--json tells what is inherited; change the model in a call of its own"));
  else
    return TRUE;
  return FALSE;
}

static int
run (RedanSession *session, const OrganizationOptions *options)
{
  const char *path = session->arguments[0];
  const gboolean changes = session->arguments[1] != NULL || options->accept || options->remove;

  if (!check_options (session, options) || !redan_session_open_model (session, path))
    return REDAN_EXIT_WRONG;
  if (session->arguments[1] == NULL && !options->remove && !redan_session_inherit (session, path))
    return REDAN_EXIT_WRONG;
  if (options->accept && session->inheritance == NULL)
    {
      redan_complain (_ ("%s refers to no organization"), path);
      return REDAN_EXIT_WRONG;
    }
  if (changes &&
      !redan_changed_model_check_place (session, options->output, _ ("give --output=OUT.redan")))
    return REDAN_EXIT_WRONG;
  if (changes)
    return change (session, options, path) ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG;
  if (session->json)
    write_json (session);
  else
    print (session);
  return REDAN_EXIT_DONE;
}

int
redan_command_organization (int argc, char **argv)
{
  OrganizationOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "accept", 0, 0, G_OPTION_ARG_NONE, &options.accept, N_ ("Take the organization as it is now"),
      NULL },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &options.remove, N_ ("Refer to no organization any more"),
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Write the model here instead of in place"), N_ ("OUT.redan") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = REDAN_EXIT_WRONG;

  if (redan_session_parse (&session, "organization",
                           REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries, argc,
                           argv, 1, 2))
    status = run (&session, &options);
  g_free (options.output);

  return redan_session_finish (&session, status);
}
