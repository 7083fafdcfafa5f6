/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli resolve: takes one side of the conflicts that a merge left. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/changed-model.h"
#include "model/conflict.h"
#include "model/git.h"
#include "ui/report/difference-words.h"
#include "ui/report/wording.h"

static gboolean
parse_side (const char *word, RedanConflictSide *side_out)
{
  static const char *const words[] = {
    [REDAN_CONFLICT_BASE] = "base",
    [REDAN_CONFLICT_OURS] = "ours",
    [REDAN_CONFLICT_THEIRS] = "theirs",
  };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i], word))
      {
        *side_out = (RedanConflictSide) i;
        return TRUE;
      }
  redan_complain (_ ("resolve needs the side to take: --take=ours, --take=theirs or --take=base"));
  return FALSE;
}

/* The ids of the conflicts to resolve: those that are named, each a conflict or an object that has
 * some, or all. */
static GArray *
choose (const RedanModel *model, char **names)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (RedanId));
  guint n = redan_model_get_n (model, REDAN_SECTION_CONFLICT);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *conflict = redan_model_get_nth (model, REDAN_SECTION_CONFLICT, i);
      RedanIdText id;
      redan_id_to_text (&conflict->id, id);
      if (names[0] == NULL || g_strv_contains ((const char *const *) names, id) ||
          g_strv_contains ((const char *const *) names,
                           redan_object_get (conflict, REDAN_FIELD_TARGET)))
        g_array_append_val (chosen, conflict->id);
    }
  return chosen;
}

/* Whether each name stands for a conflict. */
static gboolean
check_names (const RedanModel *model, char **names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      char *one[] = { names[i], NULL };
      g_autoptr (GArray) chosen = choose (model, one);
      if (chosen->len > 0)
        continue;
      redan_complain (_ ("%s: no conflict, and no object in conflict; redan-cli lint lists them"),
                      names[i]);
      return FALSE;
    }
  return TRUE;
}

/* Adds a line with what is taken of @conflict, which still stands in @model. */
static void
tell (const RedanModel *model,
      const RedanObject *conflict,
      RedanConflictSide side,
      const char *take,
      GString *told)
{
  g_autofree char *title = redan_conflict_dup_title (model, conflict);
  g_autofree char *value = redan_conflict_dup_value (model, conflict, side);
  g_autofree char *visible_title = redan_text_make_visible (title);
  g_autofree char *visible_value = redan_text_make_visible (value);

  /* Translators: "Name of process Shop: Web shop (theirs)" */
  g_string_append_printf (told, _ ("%s: %s (%s)\n"), visible_title, visible_value, take);
}

/* Adds what there is to do next. */
static void
tell_next (const RedanModel *model, const char *path, GString *told)
{
  const guint n = redan_model_get_n (model, REDAN_SECTION_CONFLICT);
  g_autofree char *visible = redan_text_make_visible (path);

  if (n > 0)
    g_string_append_printf (told,
                            ngettext ("%u conflict is left; redan-cli lint %s lists it\n",
                                      "%u conflicts are left; redan-cli lint %s lists them\n", n),
                            n, visible);
  else if (redan_git_is_unmerged (path))
    g_string_append_printf (told, _ ("No conflict is left; git waits to be told: git add %s\n"),
                            visible);
  else
    g_string_append (told, _ ("No conflict is left.\n"));
}

/* One after the other: what one of them deletes takes others along. */
static gboolean
resolve (RedanModel *model,
         const GArray *chosen,
         RedanConflictSide side,
         const char *take,
         GString *told)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const RedanObject *conflict = redan_model_lookup (model, &g_array_index (chosen, RedanId, i));
      g_autoptr (GError) error = NULL;
      if (conflict == NULL)
        continue;
      tell (model, conflict, side, take, told);
      g_autoptr (RedanEdit) edit = redan_conflict_resolve (model, conflict, side);
      if (redan_edit_apply (edit, model, &error))
        continue;
      redan_complain (_ ("%s; nothing was written"), error->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run (RedanSession *session, const char *take, const char *output)
{
  char **names = session->arguments + 1;
  const char *path = output != NULL ? output : session->arguments[0];
  g_autoptr (GArray) chosen = NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  RedanConflictSide side;

  if (!parse_side (take, &side) || !redan_session_open_model (session, session->arguments[0]) ||
      !redan_changed_model_check_place (session, output, _ ("give an output with -o")) ||
      !check_names (session->opened->model, names))
    return FALSE;

  chosen = choose (session->opened->model, names);
  if (!resolve (session->opened->model, chosen, side, take, told))
    return FALSE;
  if ((chosen->len > 0 || output != NULL) &&
      !redan_session_replace (session, session->opened->model, path, &error))
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }
  tell_next (session->opened->model, path, told);
  redan_changed_model_print (session, output, told->str);
  return TRUE;
}

int
redan_command_resolve (int argc, char **argv)
{
  g_autofree char *take = NULL;
  g_autofree char *output = NULL;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "take", 0, 0, G_OPTION_ARG_STRING, &take, N_ ("The side to take: ours, theirs or base"),
      N_ ("SIDE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write here instead of in place"),
      N_ ("OUT.redan") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  gboolean done = redan_session_parse (&session, "resolve", REDAN_OPTION_DATA | REDAN_OPTION_FROM,
                                       entries, argc, argv, 1, 10000) &&
                  run (&session, take, output);

  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
