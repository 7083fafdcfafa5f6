/* SPDX-License-Identifier: Apache-2.0 */
/* How the models of a folder stand: a thread lists the files, then one after the other reads and
 * analyses them. */

#include "ui/window/portfolio-study.h"

#include <glib/gi18n-lib.h>
#include "ui/report/portfolio-files.h"

/** What the first thread loads, for all that follow. */
typedef struct
{
  RedanSchema *schema;
  RedanCatalogue *catalogue;
  GPtrArray *paths; /* of files */
  gboolean cut;     /* there are more */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_clear_pointer (&batch->catalogue, redan_catalogue_unref);
  g_clear_pointer (&batch->schema, redan_schema_unref);
  g_clear_pointer (&batch->paths, g_ptr_array_unref);
  g_free (batch);
}

struct _RedanPortfolioStudy
{
  GObject parent_instance;

  char *data_directory;
  guint as_of;
  GArray *rows;
  GCancellable *cancellable; /* of what is under way, or NULL */
  guint n_files;
  gboolean cut;
  char *problem;
};

G_DEFINE_FINAL_TYPE (RedanPortfolioStudy, redan_portfolio_study, G_TYPE_OBJECT)

enum
{
  SIGNAL_STARTED,
  SIGNAL_ROW,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the thread */

/** What the first thread works from. */
typedef struct
{
  char **given;
  char *data_directory;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_strfreev (start->given);
  g_free (start->data_directory);
  g_free (start);
}

static void
begin_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Start *start = task_data;
  GError *error = NULL;
  g_autoptr (RedanDataSource) data = redan_data_source_new (start->data_directory, &error);
  Batch *batch = g_new0 (Batch, 1);

  batch->paths =
      redan_portfolio_list_files ((const char *const *) start->given, cancellable, &batch->cut);
  if (data != NULL)
    batch->schema = redan_schema_load (data, &error);
  if (batch->schema != NULL)
    batch->catalogue = redan_catalogue_load (data, batch->schema, &error);
  if (batch->catalogue != NULL)
    g_task_return_pointer (task, batch, batch_free);
  else
    {
      batch_free (batch);
      g_task_return_error (task, error);
    }
}

/** One file. */
typedef struct
{
  Batch *batch; /* passed on from file to file */
  guint index;
  guint as_of;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->batch, batch_free);
  g_free (step);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Step *step = task_data;
  GArray *rows = redan_portfolio_new ();

  redan_portfolio_add_file (rows, step->batch->catalogue, step->as_of,
                            g_ptr_array_index (step->batch->paths, step->index), NULL);
  g_task_return_pointer (task, rows, (GDestroyNotify) g_array_unref);
}

/* On the main thread */

static void
emit (RedanPortfolioStudy *self, guint signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
finish (RedanPortfolioStudy *self)
{
  g_clear_object (&self->cancellable);
  emit (self, SIGNAL_CHANGED);
}

static void read_next (RedanPortfolioStudy *self, Batch *batch, guint index);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPortfolioStudy) self = user_data;
  Step *step = g_task_get_task_data (G_TASK (result));
  g_autoptr (GArray) rows = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Something else was begun, or it was cancelled. */
  if (rows == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_array_append_vals (self->rows, rows->data, rows->len);
  /* The texts are those of the other array now. */
  g_array_set_clear_func (rows, NULL);
  emit (self, SIGNAL_ROW);
  read_next (self, g_steal_pointer (&step->batch), step->index + 1);
}

/** Takes @batch over. */
static void
read_next (RedanPortfolioStudy *self, Batch *batch, guint index)
{
  g_autoptr (GTask) task = NULL;
  Step *step = NULL;

  if (index >= batch->paths->len)
    {
      batch_free (batch);
      finish (self);
      return;
    }
  step = g_new0 (Step, 1);
  step->batch = batch;
  step->index = index;
  step->as_of = self->as_of;
  task = g_task_new (NULL, self->cancellable, read_cb, g_object_ref (self));
  g_task_set_task_data (task, step, step_free);
  g_task_run_in_thread (task, read_thread);
  emit (self, SIGNAL_CHANGED);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPortfolioStudy) self = user_data;
  g_autoptr (GError) error = NULL;
  Batch *batch = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&batch, batch_free);
      return;
    }
  if (batch == NULL)
    {
      self->problem = g_strdup (error->message);
      finish (self);
      return;
    }
  self->n_files = batch->paths->len;
  self->cut = batch->cut;
  if (batch->paths->len == 0)
    self->problem = g_strdup (_ ("There is no model of Redan in this folder."));
  read_next (self, batch, 0);
}

void
redan_portfolio_study_start (RedanPortfolioStudy *self, const char *const *paths)
{
  Start *start = g_new0 (Start, 1);
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->problem, g_free);
  g_array_set_size (self->rows, 0);
  self->n_files = 0;
  self->cut = FALSE;
  self->cancellable = g_cancellable_new ();
  start->given = g_strdupv ((char **) paths);
  start->data_directory = g_strdup (self->data_directory);
  task = g_task_new (NULL, self->cancellable, begun_cb, g_object_ref (self));
  g_task_set_task_data (task, start, start_free);
  g_task_run_in_thread (task, begin_thread);
  emit (self, SIGNAL_STARTED);
  emit (self, SIGNAL_CHANGED);
}

void
redan_portfolio_study_cancel (RedanPortfolioStudy *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  finish (self);
}

gboolean
redan_portfolio_study_is_busy (RedanPortfolioStudy *self)
{
  return self->cancellable != NULL;
}

const GArray *
redan_portfolio_study_get_rows (RedanPortfolioStudy *self)
{
  return self->rows;
}

guint
redan_portfolio_study_get_n_files (RedanPortfolioStudy *self)
{
  return self->n_files;
}

gboolean
redan_portfolio_study_is_cut (RedanPortfolioStudy *self)
{
  return self->cut;
}

const char *
redan_portfolio_study_get_problem (RedanPortfolioStudy *self)
{
  return self->problem;
}

static void
redan_portfolio_study_finalize (GObject *object)
{
  RedanPortfolioStudy *self = REDAN_PORTFOLIO_STUDY (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->rows);
  g_free (self->data_directory);
  g_free (self->problem);
  G_OBJECT_CLASS (redan_portfolio_study_parent_class)->finalize (object);
}

static void
redan_portfolio_study_class_init (RedanPortfolioStudyClass *klass)
{
  static const char *const names[N_SIGNALS] = { "started", "row", "changed" };

  G_OBJECT_CLASS (klass)->finalize = redan_portfolio_study_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], REDAN_TYPE_PORTFOLIO_STUDY, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
redan_portfolio_study_init (RedanPortfolioStudy *self)
{
  self->rows = redan_portfolio_new ();
}

RedanPortfolioStudy *
redan_portfolio_study_new (const char *data_directory, guint as_of)
{
  RedanPortfolioStudy *self = g_object_new (REDAN_TYPE_PORTFOLIO_STUDY, NULL);

  self->data_directory = g_strdup (data_directory);
  self->as_of = as_of;
  return self;
}
