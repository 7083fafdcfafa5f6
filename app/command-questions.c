/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli questions: what nobody has said about the model, ranked by what the answers would
 * change. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/session.h"
#include "ui/report/answers.h"
#include "ui/report/json.h"
#include "ui/report/wording.h"

#define SHOWN_ANSWERS 8 /* of one question in the text; JSON has all */

typedef struct
{
  int n;
  gboolean all;
  gboolean group;
} QuestionsOptions;

static char *
dup_place (const RedanSession *session, const RedanQuestion *question)
{
  if (question->object == NULL)
    return g_strdup (_ ("Security programme"));

  return redan_object_dup_title (session->analysis->facts->snapshot->model, question->object);
}

static double
to_points (gint64 thousandths)
{
  return (double) thousandths / 1000;
}

static void
print_summary (RedanSession *session, const RedanQuestions *questions)
{
  g_autofree char *count = g_strdup_printf (
      ngettext ("%u open question", "%u open questions", questions->n), questions->n);

  redan_session_print (session, _ ("Residual risk now: %.1f. %s"), to_points (questions->residual),
                       count);
  if (questions->n_exact < questions->n)
    redan_session_print (session,
                         ngettext (", of which %u is exact and the others (~) are estimates",
                                   ", of which %u are exact and the others (~) are estimates",
                                   questions->n_exact),
                         questions->n_exact);
  redan_session_print (session, ".\n");
  if (questions->fresh)
    redan_session_print (session, _ ("What decides most about a new model is asked first.\n"));
  if (redan_questions_sum_worst (questions) > 0)
    redan_session_print (session, _ ("The worst answers would add up to %.1f.\n"),
                         to_points (redan_questions_sum_worst (questions)));
}

static void
print_answers (RedanSession *session,
               const RedanQuestions *questions,
               const RedanQuestion *question)
{
  const RedanAnswer *answers = redan_questions_get_answers (questions, question);

  redan_session_print (session, "      %s:", question->attribute->name);
  for (guint i = 0; i < MIN (question->n_answers, SHOWN_ANSWERS); i++)
    {
      g_autofree char *value = redan_questions_dup_value (questions, question->attribute, i);

      redan_session_print (session, "%s %s %+.1f", i > 0 ? "," : "", value,
                           answers[i].change == 0 ? 0.0 : to_points (answers[i].change));
    }
  if (question->n_answers > SHOWN_ANSWERS)
    redan_session_print (session, _ (", and %u more"), question->n_answers - SHOWN_ANSWERS);
  redan_session_print (session, "\n");
}

static void
print_questions (RedanSession *session, const RedanQuestions *questions, guint n)
{
  print_summary (session, questions);
  for (guint i = 0; i < n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];
      g_autofree char *place = dup_place (session, question);

      redan_session_print (session, "\n%4u  %s%.1f  %s: %s\n", i + 1, question->exact ? "" : "~",
                           to_points (question->spread), place, question->attribute->question);
      print_answers (session, questions, question);
    }
}

static void
print_groups (RedanSession *session, const RedanQuestions *questions, const GArray *groups, guint n)
{
  print_summary (session, questions);
  redan_session_print (session, "\n");
  for (guint i = 0; i < n; i++)
    {
      const RedanQuestionGroup *group = &g_array_index (groups, RedanQuestionGroup, i);
      g_autofree char *count = redan_question_group_dup_count (group);

      redan_session_print (session, "%4u  %s%.1f  %s  %s: %s\n", i + 1, group->exact ? "" : "~",
                           to_points (group->spread), group->attribute->question,
                           group->attribute->name, count);
    }
}

static void
begin_json (RedanJson *json, RedanSession *session, const RedanQuestions *questions)
{
  redan_json_init (json, redan_session_write, session);
  redan_json_begin_object (json, NULL);
  redan_json_decimal (json, "residual", to_points (questions->residual), 1);
  redan_json_decimal (json, "worst", to_points (redan_questions_sum_worst (questions)), 1);
  redan_json_integer (json, "open", questions->n);
  redan_json_integer (json, "exact", questions->n_exact);
  redan_json_boolean (json, "fresh", questions->fresh);
}

static void
write_questions (RedanSession *session, const RedanQuestions *questions, guint n)
{
  RedanIdText id;
  RedanJson json;

  begin_json (&json, session, questions);
  redan_json_begin_array (&json, "questions");
  for (guint i = 0; i < n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];
      const RedanAnswer *answers = redan_questions_get_answers (questions, question);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "object",
                         question->object != NULL ? redan_id_to_text (&question->object->id, id)
                                                  : NULL);
      redan_json_string (&json, "name",
                         question->object != NULL ? redan_object_get_name (question->object)
                                                  : NULL);
      redan_json_string (&json, "attribute", question->attribute->name);
      redan_json_string (&json, "question", question->attribute->question);
      redan_json_decimal (&json, "spread", to_points (question->spread), 1);
      redan_json_boolean (&json, "exact", question->exact);
      redan_json_integer (&json, "criteria", question->n_criteria);
      redan_json_begin_array (&json, "answers");
      for (guint j = 0; j < question->n_answers; j++)
        {
          g_autofree char *value = redan_questions_dup_value (questions, question->attribute, j);

          redan_json_begin_object (&json, NULL);
          redan_json_string (&json, "value", value);
          redan_json_decimal (&json, "change", to_points (answers[j].change), 1);
          redan_json_integer (&json, "confirmed", answers[j].n_confirmed);
          redan_json_integer (&json, "removed", answers[j].n_removed);
          redan_json_end_object (&json);
        }
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
write_groups (RedanSession *session, const RedanQuestions *questions, const GArray *groups, guint n)
{
  static const char *const scopes[REDAN_N_SCOPES] = { "element", "flow",  "boundary",
                                                      "account", "asset", "programme" };
  RedanJson json;

  begin_json (&json, session, questions);
  redan_json_begin_array (&json, "groups");
  for (guint i = 0; i < n; i++)
    {
      const RedanQuestionGroup *group = &g_array_index (groups, RedanQuestionGroup, i);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "scope", scopes[group->attribute->scope]);
      redan_json_string (&json, "attribute", group->attribute->name);
      redan_json_string (&json, "question", group->attribute->question);
      redan_json_integer (&json, "objects", group->n);
      redan_json_decimal (&json, "spread", to_points (group->spread), 1);
      redan_json_boolean (&json, "exact", group->exact);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static void
show (RedanSession *session, const QuestionsOptions *options)
{
  const RedanQuestionOptions rank = { G_MAXUINT, REDAN_QUESTIONS_WORK, options->all };
  g_autoptr (RedanQuestions) questions = redan_questions_rank (session->analysis, &rank, NULL);
  g_autoptr (GArray) groups = redan_questions_group (questions);
  guint limit = options->all ? G_MAXUINT : (guint) options->n;

  if (session->json && options->group)
    write_groups (session, questions, groups, MIN (groups->len, limit));
  else if (session->json)
    write_questions (session, questions, MIN (questions->n, limit));
  else if (options->group)
    print_groups (session, questions, groups, MIN (groups->len, limit));
  else
    print_questions (session, questions, MIN (questions->n, limit));
}

int
redan_command_questions (int argc, char **argv)
{
  QuestionsOptions options = { .n = 10 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT, &options.n, N_ ("At most so many questions (10)"),
      N_ ("N") },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
      N_ ("Every question, also those that only criteria of objectives ask"), NULL },
    { "group", 'g', 0, G_OPTION_ARG_NONE, &options.group,
      N_ ("One line for each attribute, with the number of objects"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "questions",
                            REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                REDAN_OPTION_FROM,
                            entries, argc, argv, 1, 1))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (options.n < 1 || options.n > 1000000)
    {
      redan_complain (_ ("questions takes 1 to 1000000 questions; for all of them, add --all"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (!redan_session_analyze (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  show (&session, &options);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
