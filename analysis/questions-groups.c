/* SPDX-License-Identifier: Apache-2.0 */
/* The open questions by attribute: the same one asked of several objects. */

#include "config.h"

#include "analysis/questions.h"

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanQuestionGroup *x = a;
  const RedanQuestionGroup *y = b;
  const RedanQuestions *questions = user_data;

  if (questions->fresh && x->attribute->starter != y->attribute->starter)
    return x->attribute->starter ? -1 : 1;
  if (x->spread != y->spread)
    return x->spread > y->spread ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;

  return (x->attribute->index > y->attribute->index) - (x->attribute->index < y->attribute->index);
}

GArray *
redan_questions_group (const RedanQuestions *self)
{
  guint n_attributes = redan_schema_get_n_attributes (self->analysis->facts->snapshot->schema);
  g_autofree RedanQuestionGroup *groups = g_new0 (RedanQuestionGroup, n_attributes + 1);
  GArray *result = g_array_new (FALSE, FALSE, sizeof (RedanQuestionGroup));

  for (guint i = 0; i < self->n; i++)
    {
      const RedanQuestion *question = &self->questions[i];
      RedanQuestionGroup *group = &groups[question->attribute->index];

      if (group->n++ == 0)
        *group = (RedanQuestionGroup){ question->attribute, i, 1, 0, TRUE };
      group->spread += question->spread;
      group->exact &= question->exact;
    }
  for (guint i = 0; i < n_attributes; i++)
    if (groups[i].n > 0)
      g_array_append_val (result, groups[i]);
  g_array_sort_with_data (result, compare_groups, (gpointer) self);

  return result;
}
