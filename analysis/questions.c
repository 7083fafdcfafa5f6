/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the open questions, estimates all, tries the first ones in analyses of their own, and ranks
 * them. */

#include "config.h"

#include "analysis/graph/graph-private.h"
#include "analysis/questions-private.h"
#include "model/command.h"

#include <string.h>

#define OLD_DAYS 3650 /* "long ago" for dates */
#define WORK_WORTH_A_THREAD 3000
#define MAX_THREADS 4

/* Of what a question says: the answers stay in one pool. */
typedef struct
{
  RedanQuestions *result;
  const RedanAnalysis *analysis;
  const RedanQuestionOptions *options;
  QuestionReads reads;
  guint8 *read_by_gate; /* by attribute */
  GArray *questions;
  GArray *answers;
  guint64 work;
  guint64 work_of_one;
} Ranking;

/* Read by the graph itself, not by a rule. */
static const struct
{
  RedanScope scope;
  const char *name;
} graph_reads[] = {
  { REDAN_SCOPE_ELEMENT, "exposure" },     { REDAN_SCOPE_ELEMENT, "resource_policy" },
  { REDAN_SCOPE_ELEMENT, "priv_level" },   { REDAN_SCOPE_ELEMENT, "iam_scope" },
  { REDAN_SCOPE_ELEMENT, "root_mailbox" }, { REDAN_SCOPE_ACCOUNT, "root_mfa" },
  { REDAN_SCOPE_ACCOUNT, "root_keys" },    { REDAN_SCOPE_ACCOUNT, "root_recovery" },
  { REDAN_SCOPE_ACCOUNT, "scp" },          { REDAN_SCOPE_ACCOUNT, "purpose" },
  { REDAN_SCOPE_FLOW, "network" },         { REDAN_SCOPE_ASSET, "classification" },
  { REDAN_SCOPE_ASSET, "c_rating" },       { REDAN_SCOPE_ASSET, "i_rating" },
  { REDAN_SCOPE_ASSET, "a_rating" },
};

static gboolean
is_read_by_graph (const RedanAttribute *attribute)
{
  for (guint i = 0; i < G_N_ELEMENTS (graph_reads); i++)
    if (attribute->scope == graph_reads[i].scope &&
        strcmp (attribute->name, graph_reads[i].name) == 0)
      return TRUE;

  return FALSE;
}

/* What a gate reads changes how far an attacker gets, also where no rule names the gate. */
static guint8 *
find_read_by_gates (const QuestionReads *reads, const RedanCatalogue *catalogue)
{
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, NULL);
  guint8 *found = g_new0 (guint8, reads->n_attributes + 1);

  for (guint i = 0; i < reads->n_controls; i++)
    for (guint j = 0; redan_graph_is_gate (&controls[i]) && j < reads->n_attributes; j++)
      found[j] |= reads->controls[(gsize) i * reads->n_attributes + j] != 0;

  return found;
}

/* ---- attributes and answers ---- */

gboolean
question_is_askable (const RedanAttribute *attribute)
{
  if (attribute->structural || !attribute->stored || strcmp (attribute->unknown, "-") == 0)
    return FALSE;

  return attribute->type != REDAN_ATTRIBUTE_SET && attribute->type != REDAN_ATTRIBUTE_STRING &&
         attribute->type != REDAN_ATTRIBUTE_REFERENCE;
}

static gboolean
is_date (const RedanAttribute *attribute)
{
  return attribute->type == REDAN_ATTRIBUTE_DATE || attribute->type == REDAN_ATTRIBUTE_FACT_DATE;
}

guint
question_count_answers (const RedanAttribute *attribute)
{
  return attribute->type == REDAN_ATTRIBUTE_INTEGER || is_date (attribute) ? 2
                                                                           : attribute->n_values;
}

RedanCode
question_get_code (const RedanAttribute *attribute, guint answer, guint as_of)
{
  if (is_date (attribute))
    return REDAN_CODE_FIRST + (answer == 0 ? as_of : as_of - MIN (as_of, OLD_DAYS));
  if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    return REDAN_CODE_FIRST +
           (answer == 0 ? 0 : (RedanCode) (attribute->maximum - attribute->minimum));

  return REDAN_CODE_FIRST + answer;
}

char *
redan_questions_dup_value (const RedanQuestions *self,
                           const RedanAttribute *attribute,
                           guint answer)
{
  guint as_of = self->analysis->facts->as_of;

  return redan_code_to_text (attribute, NULL, question_get_code (attribute, answer, as_of));
}

RedanEdit *
redan_questions_answer (const RedanQuestions *self,
                        const RedanModel *model,
                        const RedanAttribute *attribute,
                        const RedanId *object,
                        const char *value)
{
  char today[11];

  if (object != NULL)
    return redan_command_set_attribute (model, object, attribute->name, value);

  redan_days_to_date (self->analysis->facts->as_of, today);
  if (attribute->type == REDAN_ATTRIBUTE_FACT)
    return redan_command_set_fact (model, attribute->name, value, today);
  return redan_command_set_fact (model, attribute->name, value, is_date (attribute) ? value : NULL);
}

/* ---- objects ---- */

guint
question_count_objects (const RedanFacts *facts, const RedanAttribute *attribute)
{
  switch (attribute->scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return facts->snapshot->n_elements;
    case REDAN_SCOPE_FLOW:
      return facts->snapshot->n_flows;
    case REDAN_SCOPE_BOUNDARY:
    case REDAN_SCOPE_ACCOUNT:
      return facts->snapshot->n_boundaries;
    case REDAN_SCOPE_ASSET:
      return facts->snapshot->n_assets;
    default:
      return 1;
    }
}

/* A flow follows what the element at its end says: there the question is asked once for all its
 * flows. */
static gboolean
is_asked_of_target (const RedanFacts *facts, const RedanAttribute *attribute, guint32 flow)
{
  guint32 target = facts->snapshot->flow_target[flow];
  const RedanAttribute *same;

  if (strcmp (attribute->source, "derive") != 0 || target == REDAN_NONE)
    return FALSE;

  same = redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ELEMENT, attribute->name, -1);
  return same != NULL && question_is_askable (same) && question_is_open (facts, same, target);
}

/* What a boundary says holds for those inside it too. */
static gboolean
is_said_around (const RedanFacts *facts, const RedanAttribute *attribute, guint32 boundary)
{
  const RedanCode *column = facts->columns[attribute->index];

  if (strcmp (attribute->unknown, "inherit") != 0)
    return FALSE;
  for (guint32 b = facts->snapshot->boundary_parent[boundary]; b != REDAN_NONE;
       b = facts->snapshot->boundary_parent[b])
    if (column[b] >= REDAN_CODE_FIRST)
      return TRUE;

  return FALSE;
}

gboolean
question_is_open (const RedanFacts *facts, const RedanAttribute *attribute, guint32 index)
{
  if (attribute->scope == REDAN_SCOPE_PROGRAMME)
    return facts->programme[attribute->index].code < REDAN_CODE_FIRST;
  if (facts->columns[attribute->index] == NULL ||
      facts->columns[attribute->index][index] >= REDAN_CODE_FIRST)
    return FALSE;
  if (attribute->scope == REDAN_SCOPE_ACCOUNT)
    return facts->boundary_is_account[index];
  if (attribute->scope == REDAN_SCOPE_BOUNDARY)
    return !is_said_around (facts, attribute, index);

  return attribute->scope != REDAN_SCOPE_FLOW || !is_asked_of_target (facts, attribute, index);
}

static const RedanObject *
get_object (const RedanFacts *facts, const RedanAttribute *attribute, guint32 index)
{
  switch (attribute->scope)
    {
    case REDAN_SCOPE_ELEMENT:
      return facts->snapshot->elements[index];
    case REDAN_SCOPE_FLOW:
      return facts->snapshot->flows[index];
    case REDAN_SCOPE_BOUNDARY:
    case REDAN_SCOPE_ACCOUNT:
      return facts->snapshot->boundaries[index];
    case REDAN_SCOPE_ASSET:
      return facts->snapshot->assets[index];
    default:
      return NULL;
    }
}

/* ---- the model with an answer ---- */

static void
answer_programme (RedanFacts *facts, const RedanAttribute *attribute, RedanCode code)
{
  RedanFactValue *fact = &facts->programme[attribute->index];

  fact->code = code;
  fact->days = is_date (attribute)                       ? code - REDAN_CODE_FIRST
               : attribute->type == REDAN_ATTRIBUTE_FACT ? facts->as_of
                                                         : 0;
  fact->has_number = attribute->type == REDAN_ATTRIBUTE_INTEGER;
  fact->number = fact->has_number ? attribute->minimum + (gint64) (code - REDAN_CODE_FIRST) : 0;
}

/* The snapshot is shared but for the one column; the copy is never freed by counting. */
RedanFacts *
question_facts_new (QuestionWorld *world,
                    const RedanFacts *base,
                    const RedanAttribute *attribute,
                    guint32 index,
                    RedanCode code)
{
  guint n_attributes = redan_schema_get_n_attributes (base->snapshot->schema);
  guint n = question_count_objects (base, attribute);
  const RedanCode *stored = base->snapshot->columns[attribute->index];
  RedanFacts *facts;

  memset (world, 0, sizeof *world);
  memcpy (&world->snapshot, base->snapshot, sizeof world->snapshot);
  g_atomic_ref_count_init (&world->snapshot.references);
  world->snapshot.columns =
      g_memdup2 (base->snapshot->columns, sizeof (RedanCode *) * n_attributes);
  if (attribute->scope != REDAN_SCOPE_PROGRAMME)
    {
      world->column = g_new0 (RedanCode, n + 1);
      if (stored != NULL)
        memcpy (world->column, stored, sizeof (RedanCode) * n);
      if (index != REDAN_NONE)
        world->column[index] = code;
      for (guint i = 0; index == REDAN_NONE && i < n; i++)
        if (question_is_open (base, attribute, i))
          world->column[i] = code;
      world->snapshot.columns[attribute->index] = world->column;
    }

  facts = redan_facts_new (&world->snapshot, base->catalogue, base->as_of);
  if (attribute->scope == REDAN_SCOPE_PROGRAMME)
    answer_programme (facts, attribute, code);

  return facts;
}

void
question_world_clear (QuestionWorld *world)
{
  g_free (world->snapshot.columns);
  g_free (world->column);
}

/* ---- exactly ---- */

static gboolean
counts (const RedanThreat *threat)
{
  return threat->scored && threat->decision != REDAN_DECISION_NOT_APPLICABLE;
}

static int
compare_threats (const RedanThreat *a, const RedanThreat *b)
{
  if (a->rule != b->rule)
    return a->rule < b->rule ? -1 : 1;
  if (a->context != b->context)
    return a->context < b->context ? -1 : 1;
  if (a->target != b->target)
    return a->target < b->target ? -1 : 1;

  return (a->recorded > b->recorded) - (a->recorded < b->recorded);
}

/* Both are in the same order: threats of rules, then those of the file. */
static void
compare_all (const GArray *base, const GArray *now, RedanAnswer *answer)
{
  guint i = 0;
  guint j = 0;

  while (i < base->len || j < now->len)
    {
      const RedanThreat *before = i < base->len ? &g_array_index (base, RedanThreat, i) : NULL;
      const RedanThreat *after = j < now->len ? &g_array_index (now, RedanThreat, j) : NULL;
      int order = before == NULL ? 1 : after == NULL ? -1 : compare_threats (before, after);

      if (order <= 0 && counts (before))
        answer->change -= before->residual;
      if (order >= 0 && counts (after))
        answer->change += after->residual;
      answer->n_removed += order < 0;
      answer->n_confirmed += order >= 0 && after->confirmed && (order > 0 || !before->confirmed);
      i += order <= 0;
      j += order >= 0;
    }
}

static void
try_answer (const Ranking *self, const RedanQuestion *question, guint number, RedanAnswer *answer)
{
  const RedanFacts *base = self->analysis->facts;
  RedanCode code = question_get_code (question->attribute, number, base->as_of);
  QuestionWorld world;
  RedanFacts *facts = question_facts_new (&world, base, question->attribute, question->index, code);
  RedanControls *controls = redan_controls_new (facts);
  RedanGraph *graph = redan_graph_new (facts, controls);
  GArray *threats;

  redan_graph_fill_facts (graph, facts);
  threats = redan_threats_enumerate (facts, NULL);
  redan_score_threats (facts, controls, graph, threats);
  memset (answer, 0, sizeof *answer);
  compare_all (self->analysis->threats, threats, answer);

  g_array_unref (threats);
  redan_graph_free (graph);
  redan_controls_free (controls);
  redan_facts_free (facts);
  question_world_clear (&world);
}

/* ---- ranking ---- */

static void
weigh (const RedanAnswer *answers, RedanQuestion *question)
{
  question->n_threats = 0;
  question->best = question->worst = answers[0].change;
  for (guint i = 0; i < question->n_answers; i++)
    {
      question->best = MIN (question->best, answers[i].change);
      question->worst = MAX (question->worst, answers[i].change);
      question->n_threats =
          MAX (question->n_threats, (guint) (answers[i].n_confirmed + answers[i].n_removed));
    }
  question->spread = question->worst - question->best;
}

/* Something depends on the answer: a score, which threats there are, or, when asked for, a
 * criterion. A question that only the graph reads is kept until it was tried. */
static gboolean
matters (const Ranking *self, const RedanQuestion *question)
{
  return question->spread != 0 || question->worst != 0 || question->n_threats != 0 ||
         (self->options->with_criteria && question->n_criteria > 0) ||
         (!question->exact && (is_read_by_graph (question->attribute) ||
                               self->read_by_gate[question->attribute->index]));
}

static int
compare_questions (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanQuestion *x = a;
  const RedanQuestion *y = b;
  const RedanQuestions *result = user_data;

  if (result->fresh && x->attribute->starter != y->attribute->starter)
    return x->attribute->starter ? -1 : 1;
  if (x->spread != y->spread)
    return x->spread > y->spread ? -1 : 1;
  if (x->n_threats != y->n_threats)
    return x->n_threats > y->n_threats ? -1 : 1;
  if (x->n_criteria != y->n_criteria)
    return x->n_criteria > y->n_criteria ? -1 : 1;
  if (x->attribute->index != y->attribute->index)
    return x->attribute->index < y->attribute->index ? -1 : 1;

  return (x->index > y->index) - (x->index < y->index);
}

/* Objects of whose attributes people are asked: not what is out of scope or of our control. */
static gboolean
is_assessed (const RedanFacts *facts, const RedanAttribute *attribute, guint32 index)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);

  if (attribute->scope == REDAN_SCOPE_BOUNDARY)
    return facts->boundary_trust[index] > scoring->trust_outside;
  if (attribute->scope == REDAN_SCOPE_ELEMENT)
    return facts->element_in_scope[index] && !facts->element_outside[index];
  if (attribute->scope == REDAN_SCOPE_FLOW)
    return facts->interaction_in_scope[index];

  return TRUE;
}

/* Whether more of what is asked first of a new model is open than a person or a scanner has said.
 */
static gboolean
is_fresh (const RedanFacts *facts)
{
  gint64 open = 0;

  for (guint i = 0; i < redan_schema_get_n_attributes (facts->snapshot->schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (facts->snapshot->schema, i);
      const guint8 *provenance = facts->provenance[i];
      guint n = question_count_objects (facts, attribute);

      if (!attribute->starter || !question_is_askable (attribute) || provenance == NULL)
        continue;
      for (guint32 j = 0; j < n; j++)
        if (!is_assessed (facts, attribute, j))
          continue;
        else if (question_is_open (facts, attribute, j))
          open++;
        else if (provenance[j] == REDAN_PROVENANCE_SET ||
                 provenance[j] == REDAN_PROVENANCE_IMPORTED)
          open--;
    }

  return open > 0;
}

static void
take_questions (Ranking *self, const RedanAttribute *attribute, const RedanAnswer *effects)
{
  const RedanFacts *facts = self->analysis->facts;
  guint n_objects = question_count_objects (facts, attribute);
  RedanQuestion question = { .attribute = attribute,
                             .n_answers = question_count_answers (attribute),
                             .n_criteria = self->reads.criteria[attribute->index] };

  for (guint32 i = 0; i < n_objects; i++)
    {
      if (!question_is_open (facts, attribute, i) || !is_assessed (facts, attribute, i))
        continue;

      question.index = i;
      question.object = get_object (facts, attribute, i);
      question.first_answer = self->answers->len;
      for (guint j = 0; j < question.n_answers; j++)
        g_array_append_val (self->answers, effects[(gsize) j * n_objects + i]);
      weigh (&g_array_index (self->answers, RedanAnswer, question.first_answer), &question);
      if (matters (self, &question))
        g_array_append_val (self->questions, question);
      else
        g_array_set_size (self->answers, question.first_answer);
    }
}

static gboolean
has_open (const RedanFacts *facts, const RedanAttribute *attribute)
{
  guint n = question_count_objects (facts, attribute);

  for (guint32 i = 0; i < n; i++)
    if (question_is_open (facts, attribute, i))
      return TRUE;

  return FALSE;
}

/* A model is worth a thread more when an analysis takes milliseconds. */
static gboolean
run_jobs (const Ranking *self, QuestionJobs *jobs)
{
  const guint worth =
      self->work_of_one < WORK_WORTH_A_THREAD ? 1 : MIN (g_get_num_processors (), MAX_THREADS);

  return question_jobs_run (jobs, self->options->n_threads > 0 ? self->options->n_threads : worth);
}

/* ---- estimates ---- */

typedef struct
{
  Ranking *ranking;
  GPtrArray *attributes; /* of which something is open */
  GMutex lock;           /* of the arrays of the ranking */
  GCancellable *cancellable;
} Estimating;

typedef struct
{
  Estimating *estimating;
  QuestionSweep *sweep;
} Estimator;

static gpointer
start_estimating (gpointer user_data)
{
  Estimating *estimating = user_data;
  Estimator *self = g_new (Estimator, 1);

  self->estimating = estimating;
  self->sweep = question_sweep_new (estimating->ranking->analysis, &estimating->ranking->reads);
  return self;
}

static void
end_estimating (gpointer worker_data)
{
  question_sweep_free (((Estimator *) worker_data)->sweep);
  g_free (worker_data);
}

static void
estimate (gpointer worker_data, guint job)
{
  const Estimator *self = worker_data;
  Estimating *estimating = self->estimating;
  const RedanFacts *facts = estimating->ranking->analysis->facts;
  const RedanAttribute *attribute = g_ptr_array_index (estimating->attributes, job);
  g_autofree RedanAnswer *effects =
      g_new0 (RedanAnswer, (gsize) question_count_answers (attribute) *
                               question_count_objects (facts, attribute));

  if (!question_sweep_run (self->sweep, attribute, effects, estimating->cancellable))
    return;
  g_mutex_lock (&estimating->lock);
  take_questions (estimating->ranking, attribute, effects);
  g_mutex_unlock (&estimating->lock);
}

/* What takes longest comes first, so that no thread waits for the last one. */
static int
compare_costs (gconstpointer a, gconstpointer b)
{
  const RedanAttribute *x = *(const RedanAttribute *const *) a;
  const RedanAttribute *y = *(const RedanAttribute *const *) b;
  const guint x_cost = question_count_answers (x) * (question_is_source (x) ? 100 : 1);
  const guint y_cost = question_count_answers (y) * (question_is_source (y) ? 100 : 1);

  if (x_cost != y_cost)
    return x_cost > y_cost ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

static gboolean
estimate_all (Ranking *self, GCancellable *cancellable)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (GPtrArray) attributes = g_ptr_array_new ();
  Estimating estimating = { .ranking = self, .attributes = attributes, .cancellable = cancellable };
  QuestionJobs jobs = { .run = estimate,
                        .start = start_estimating,
                        .end = end_estimating,
                        .user_data = &estimating,
                        .cancellable = cancellable };
  gboolean done;

  for (guint i = 0; i < self->reads.n_attributes; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (facts->snapshot->schema, i);

      if (question_is_askable (attribute) && has_open (facts, attribute))
        g_ptr_array_add (attributes, (gpointer) attribute);
    }
  g_ptr_array_sort (attributes, compare_costs);
  jobs.n_jobs = attributes->len;
  g_mutex_init (&estimating.lock);
  done = run_jobs (self, &jobs);
  g_mutex_clear (&estimating.lock);
  /* The order is total: it does not tell in which one they were found. */
  g_array_sort_with_data (self->questions, compare_questions, self->result);

  return done;
}

/* ---- exactly, the first ones ---- */

typedef struct
{
  const Ranking *ranking;
  const RedanQuestion *question;
  RedanAnswer *answers;
  GArray *numbers; /* guint: answers with consequences of their own */
} Trying;

static void
try_one (gpointer worker_data, guint job)
{
  const Trying *self = worker_data;
  const guint number = g_array_index (self->numbers, guint, job);

  try_answer (self->ranking, self->question, number, &self->answers[number]);
}

/* Returns whether the work for it was left and it was done. */
static gboolean
make_exact (Ranking *self, RedanQuestion *question, GCancellable *cancellable)
{
  RedanAnswer *answers = &g_array_index (self->answers, RedanAnswer, question->first_answer);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  Trying trying = { self, question, answers, numbers };
  QuestionJobs jobs = { .run = try_one, .user_data = &trying, .cancellable = cancellable };
  guint64 work;

  for (guint i = 0; i < question->n_answers; i++)
    if (question_find_same (&self->reads, question->attribute, i) == i)
      g_array_append_val (numbers, i);
  work = numbers->len * self->work_of_one;
  if (self->options->work > 0 && self->work + work > self->options->work)
    return FALSE;

  self->work += work;
  jobs.n_jobs = numbers->len;
  if (!run_jobs (self, &jobs))
    return FALSE;
  for (guint i = 0; i < question->n_answers; i++)
    answers[i] = answers[question_find_same (&self->reads, question->attribute, i)];
  question->exact = TRUE;
  weigh (answers, question);

  return TRUE;
}

/* What becomes exact may move; the first ones of the new order follow, until they all are. */
static gboolean
refine (Ranking *self, GCancellable *cancellable)
{
  gboolean more = TRUE;

  while (more)
    {
      guint n_tried = 0;
      guint n_kept = 0;

      /* What turns out to change nothing is left out in the end and does not count. */
      for (guint i = 0; i < self->questions->len && n_kept < self->options->n_exact; i++)
        {
          RedanQuestion *question = &g_array_index (self->questions, RedanQuestion, i);

          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;
          if (!question->exact)
            {
              if (!make_exact (self, question, cancellable))
                break;
              n_tried++;
            }
          n_kept += matters (self, question);
        }
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      g_array_sort_with_data (self->questions, compare_questions, self->result);
      more = n_tried > 0;
    }

  return TRUE;
}

static void
finish (Ranking *self)
{
  RedanQuestions *result = self->result;
  guint kept = 0;

  for (guint i = 0; i < self->questions->len; i++)
    {
      RedanQuestion question = g_array_index (self->questions, RedanQuestion, i);

      if (!matters (self, &question))
        continue;
      g_array_index (self->questions, RedanQuestion, kept++) = question;
      result->n_exact += question.exact;
    }
  result->n = kept;
  result->questions = (RedanQuestion *) (gpointer) g_array_free (self->questions, FALSE);
  result->answers = (RedanAnswer *) (gpointer) g_array_free (self->answers, FALSE);
}

static void
ranking_init (Ranking *self, const RedanAnalysis *analysis, const RedanQuestionOptions *options)
{
  const RedanFacts *facts = analysis->facts;

  *self = (Ranking){ .analysis = analysis, .options = options };
  self->result = g_new0 (RedanQuestions, 1);
  self->result->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  self->result->residual = analysis->totals.residual;
  self->result->fresh = is_fresh (facts);
  self->questions = g_array_new (FALSE, FALSE, sizeof (RedanQuestion));
  self->answers = g_array_new (FALSE, FALSE, sizeof (RedanAnswer));
  /* what an analysis costs at least is worth some hundred objects */
  self->work_of_one = 400 + facts->snapshot->n_elements + facts->n_interactions;
  question_reads_init (&self->reads, facts->catalogue);
  self->read_by_gate = find_read_by_gates (&self->reads, facts->catalogue);
}

static RedanQuestions *
ranking_end (Ranking *self, gboolean done)
{
  g_autoptr (RedanQuestions) result = self->result;

  finish (self);
  question_reads_clear (&self->reads);
  g_free (self->read_by_gate);
  return done ? g_steal_pointer (&result) : NULL;
}

RedanQuestions *
redan_questions_rank (RedanAnalysis *analysis,
                      const RedanQuestionOptions *options,
                      GCancellable *cancellable)
{
  Ranking ranking;
  gboolean done;

  ranking_init (&ranking, analysis, options);
  done = estimate_all (&ranking, cancellable) && refine (&ranking, cancellable);
  return ranking_end (&ranking, done);
}

RedanQuestions *
redan_questions_refine (const RedanQuestions *estimated,
                        const RedanQuestionOptions *options,
                        GCancellable *cancellable)
{
  Ranking ranking;
  gboolean done;

  ranking_init (&ranking, estimated->analysis, options);
  for (guint i = 0; i < estimated->n; i++)
    {
      RedanQuestion question = estimated->questions[i];

      question.first_answer = ranking.answers->len;
      g_array_append_vals (ranking.answers,
                           redan_questions_get_answers (estimated, &estimated->questions[i]),
                           question.n_answers);
      g_array_append_val (ranking.questions, question);
    }
  done = refine (&ranking, cancellable);
  return ranking_end (&ranking, done);
}

void
redan_questions_free (RedanQuestions *self)
{
  if (self == NULL)
    return;

  redan_analysis_unref (self->analysis);
  g_free (self->questions);
  g_free (self->answers);
  g_free (self);
}

const RedanAnswer *
redan_questions_get_answers (const RedanQuestions *self, const RedanQuestion *question)
{
  return self->answers + question->first_answer;
}

gint64
redan_questions_sum_worst (const RedanQuestions *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->n; i++)
    sum += MAX (self->questions[i].worst, 0);

  return sum;
}
