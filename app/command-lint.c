/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli lint: errors, inconsistencies and unresolved conflicts of a model. */

#include "config.h"

#include <glib/gi18n.h>

#include "model/git.h"
#include "app/session.h"
#include "model/organization.h"
#include "model/validate.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

static void
write_json (RedanSession *session, const GPtrArray *findings)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_begin_array (&json, "findings");
  for (guint i = 0; i < findings->len; i++)
    {
      const RedanFinding *finding = g_ptr_array_index (findings, i);
      RedanIdText id;

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "level",
                         finding->level == REDAN_FINDING_ERROR ? "error" : "warning");
      redan_json_string (&json, "code", finding->code);
      redan_json_string (
          &json, "object",
          redan_id_is_null (&finding->object) ? NULL : redan_id_to_text (&finding->object, id));
      redan_json_string (&json, "message", finding->message);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
print_finding (RedanSession *session, const char *path, const RedanFinding *finding)
{
  g_autofree char *message = redan_text_make_visible (finding->message);
  RedanIdText id;

  redan_session_print (
      session, "%s: %s: %s%s%s [%s]\n", path,
      finding->level == REDAN_FINDING_ERROR ? _ ("error") : _ ("warning"),
      redan_id_is_null (&finding->object) ? "" : redan_id_to_text (&finding->object, id),
      redan_id_is_null (&finding->object) ? "" : ": ", message, finding->code);
}

static gboolean
is_unmerged (const char *path)
{
  return !g_str_equal (path, "-") && redan_git_is_unmerged (path);
}

/* Git can be in the middle of a merge whatever the file looks like: a driver that was not there, or
 * died, leaves ours. */
static void
add_unmerged (GPtrArray *findings, guint n_conflicts)
{
  RedanFinding *finding = g_new0 (RedanFinding, 1);

  finding->level = REDAN_FINDING_WARNING;
  finding->code = "unmerged";
  finding->message = g_strdup (
      n_conflicts > 0
          ? _ ("git has an unfinished merge of this file; resolve the conflicts that are left in "
               "it, then git add it")
          : _ ("git has an unfinished merge of this file; git add it if both sides are in it, else "
               "redan-cli merge --index merges what git holds of them"));
  g_ptr_array_insert (findings, 0, finding);
}

/* What the model refers to is part of it. */
static void
add_organization (GPtrArray *findings, const RedanModel *model, const char *path)
{
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (GError) error = NULL;
  RedanFinding *finding = NULL;
  const gboolean found = redan_inheritance_load (model, path, &inheritance, &error);

  if (found && (inheritance == NULL || !redan_inheritance_is_changed (inheritance)))
    return;
  finding = g_new0 (RedanFinding, 1);
  finding->level = REDAN_FINDING_WARNING;
  finding->code = found ? "organization-changed" : "organization-missing";
  finding->message =
      found ? g_strdup_printf (_ ("%s is not as the model last saw it; look at what is inherited "
                                  "with redan-cli organization, and take it with --accept"),
                               inheritance->path)
            : g_strdup (error->message);
  g_ptr_array_add (findings, finding);
}

int
redan_command_lint (int argc, char **argv)
{
  g_autoptr (GPtrArray) findings = NULL;
  RedanSession session;
  guint n_conflicts;

  if (!redan_session_parse (&session, "lint",
                            REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, NULL, argc,
                            argv, 1, 1))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (!redan_session_open_model (&session, session.arguments[0]))
    {
      if (is_unmerged (session.arguments[0]))
        redan_complain (_ ("git has an unfinished merge of %s; redan-cli merge --index merges what "
                           "git holds of both sides"),
                        session.arguments[0]);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }

  n_conflicts = redan_model_get_n (session.opened->model, REDAN_SECTION_CONFLICT);
  findings = redan_validate (session.opened->model);
  add_organization (findings, session.opened->model, session.arguments[0]);
  if (is_unmerged (session.arguments[0]))
    add_unmerged (findings, n_conflicts);
  if (session.json)
    write_json (&session, findings);
  else
    for (guint i = 0; i < findings->len; i++)
      print_finding (&session, session.arguments[0], g_ptr_array_index (findings, i));
  if (n_conflicts > 0 && !session.json)
    redan_session_print (&session,
                         _ ("redan-cli resolve --take=ours|theirs|base %s [ID...] takes a side of "
                            "the conflicts\n"),
                         session.arguments[0]);
  return redan_session_finish (&session, findings->len > 0 ? REDAN_EXIT_FOUND : REDAN_EXIT_DONE);
}
