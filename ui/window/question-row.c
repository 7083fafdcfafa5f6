/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the grid of questions: an object and the value of one attribute. */

#include "ui/window/question-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"

struct _RedanQuestionRow
{
  GObject parent_instance;

  RedanId id;
  const RedanAttribute *attribute;
  char *title;
  char *own;
  char *effective;
  gint64 stake;
  gboolean is_open;
  char *collate_key; /* of the title, while rows are put in order */
};

G_DEFINE_FINAL_TYPE (RedanQuestionRow, redan_question_row, G_TYPE_OBJECT)

static guint changed_signal;

static void
redan_question_row_finalize (GObject *object)
{
  RedanQuestionRow *self = REDAN_QUESTION_ROW (object);

  g_free (self->title);
  g_free (self->own);
  g_free (self->effective);
  G_OBJECT_CLASS (redan_question_row_parent_class)->finalize (object);
}

static void
redan_question_row_class_init (RedanQuestionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_question_row_finalize;
  changed_signal = g_signal_new ("changed", REDAN_TYPE_QUESTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
redan_question_row_init (RedanQuestionRow *self)
{
}

static char *
dup_open (const RedanQuestionRow *self)
{
  char points[32];

  if (self->stake == 0)
    return g_strdup (_ ("open"));
  return g_strdup_printf (_ ("open, %s at stake"), redan_score_format (self->stake, points));
}

static char *
dup_effective (RedanQuestionRow *self, const RedanModel *model, const RedanAnalysis *analysis)
{
  RedanInspectedValue value = { 0 };
  g_autofree char *source = NULL;
  g_autofree char *title = NULL;
  char *text = NULL;

  redan_inspection_get_value (model, analysis, &self->id, 1, self->attribute, &value);
  self->is_open = value.effective == NULL;
  if (self->is_open)
    text = dup_open (self);
  else if (value.own != NULL)
    text = g_strdup ("");
  else
    {
      title = redan_inspection_dup_title (self->attribute, value.effective);
      source = redan_inspected_value_dup_source (&value, analysis->facts);
      text = g_strdup_printf (_ ("%s, %s"), title, source);
    }
  redan_inspected_value_clear (&value);
  return text;
}

void
redan_question_row_update (RedanQuestionRow *self,
                           const RedanModel *model,
                           const RedanAnalysis *analysis)
{
  const RedanObject *object = redan_model_lookup (model, &self->id);
  g_autofree char *title = NULL;
  g_autofree char *own = NULL;
  g_autofree char *effective = NULL;

  if (object == NULL)
    return;

  title = redan_object_dup_title (model, object);
  own = redan_inspection_dup_own (object, self->attribute);
  effective = dup_effective (self, model, analysis);
  if (g_strcmp0 (title, self->title) == 0 && g_strcmp0 (own, self->own) == 0 &&
      g_strcmp0 (effective, self->effective) == 0)
    return;

  g_free (self->title);
  g_free (self->own);
  g_free (self->effective);
  self->title = g_steal_pointer (&title);
  self->own = g_steal_pointer (&own);
  self->effective = g_steal_pointer (&effective);
  g_signal_emit (self, changed_signal, 0);
}

RedanQuestionRow *
redan_question_row_new (const RedanModel *model,
                        const RedanAnalysis *analysis,
                        const RedanObject *object,
                        const RedanAttribute *attribute)
{
  RedanQuestionRow *self = g_object_new (REDAN_TYPE_QUESTION_ROW, NULL);

  self->id = object->id;
  self->attribute = attribute;
  redan_question_row_update (self, model, analysis);
  return self;
}

void
redan_question_row_set_stake (RedanQuestionRow *self, gint64 spread)
{
  if (self->stake == spread)
    return;
  self->stake = spread;
  if (!self->is_open)
    return;
  g_free (self->effective);
  self->effective = dup_open (self);
  g_signal_emit (self, changed_signal, 0);
}

gint64
redan_question_row_get_stake (RedanQuestionRow *self)
{
  return self->stake;
}

const RedanId *
redan_question_row_get_id (RedanQuestionRow *self)
{
  return &self->id;
}

const RedanAttribute *
redan_question_row_get_attribute (RedanQuestionRow *self)
{
  return self->attribute;
}

const char *
redan_question_row_get_title (RedanQuestionRow *self)
{
  return self->title;
}

const char *
redan_question_row_get_own (RedanQuestionRow *self)
{
  return self->own;
}

const char *
redan_question_row_get_effective (RedanQuestionRow *self)
{
  return self->effective;
}

/* ---- all rows of an attribute ---- */

static gboolean
has_attribute (const RedanAttribute *attribute, const RedanObject *object)
{
  if (attribute->scope != REDAN_SCOPE_ACCOUNT)
    return TRUE;

  return g_strcmp0 (redan_object_get (object, REDAN_FIELD_KIND), "account") == 0;
}

static RedanSection
get_section (const RedanAttribute *attribute)
{
  static const RedanSection sections[] = {
    [REDAN_SCOPE_ELEMENT] = REDAN_SECTION_ELEMENT,   [REDAN_SCOPE_FLOW] = REDAN_SECTION_FLOW,
    [REDAN_SCOPE_BOUNDARY] = REDAN_SECTION_BOUNDARY, [REDAN_SCOPE_ACCOUNT] = REDAN_SECTION_BOUNDARY,
    [REDAN_SCOPE_ASSET] = REDAN_SECTION_ASSET,
  };
  return sections[attribute->scope];
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RedanQuestionRow *x = *(RedanQuestionRow *const *) a;
  const RedanQuestionRow *y = *(RedanQuestionRow *const *) b;
  int order;

  if (x->stake != y->stake)
    return x->stake > y->stake ? -1 : 1;
  order = strcmp (x->collate_key, y->collate_key);
  return order != 0 ? order : memcmp (&x->id, &y->id, sizeof x->id);
}

/* Keys are made once: to collate ten thousand titles pair by pair takes half a second. */
static void
sort_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      RedanQuestionRow *row = g_ptr_array_index (rows, i);

      row->collate_key = g_utf8_collate_key (row->title, -1);
    }
  g_ptr_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    g_clear_pointer (&((RedanQuestionRow *) g_ptr_array_index (rows, i))->collate_key, g_free);
}

void
redan_question_rows_show_stakes (const GPtrArray *rows, const RedanQuestions *questions)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (redan_id_hash, redan_id_equal);
  const RedanAttribute *attribute =
      rows->len > 0 ? ((RedanQuestionRow *) g_ptr_array_index (rows, 0))->attribute : NULL;

  for (guint i = 0; questions != NULL && i < questions->n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];

      if (question->attribute == attribute && question->object != NULL)
        g_hash_table_insert (asked, (gpointer) &question->object->id, (gpointer) question);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      RedanQuestionRow *row = g_ptr_array_index (rows, i);
      const RedanQuestion *question = g_hash_table_lookup (asked, &row->id);

      redan_question_row_set_stake (row, question != NULL ? question->spread : 0);
    }
}

GPtrArray *
redan_question_rows_new (const RedanModel *model,
                         const RedanAnalysis *analysis,
                         const RedanAttribute *attribute,
                         const RedanQuestions *questions)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  RedanSection section = get_section (attribute);

  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    {
      const RedanObject *object = redan_model_get_nth (model, section, i);

      if (has_attribute (attribute, object))
        g_ptr_array_add (rows, redan_question_row_new (model, analysis, object, attribute));
    }
  redan_question_rows_show_stakes (rows, questions);
  sort_rows (rows);
  return rows;
}

gboolean
redan_question_rows_are_of (const GPtrArray *rows,
                            const RedanModel *model,
                            const RedanAttribute *attribute)
{
  RedanSection section = get_section (attribute);
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    n += has_attribute (attribute, redan_model_get_nth (model, section, i));
  if (n != rows->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const RedanQuestionRow *row = g_ptr_array_index (rows, i);
      const RedanObject *object = redan_model_lookup (model, &row->id);

      if (object == NULL || !has_attribute (attribute, object))
        return FALSE;
    }
  return TRUE;
}
