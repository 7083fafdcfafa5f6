/* SPDX-License-Identifier: Apache-2.0 */
/* Tries to take elements out and to mask copies, one at a time, in a copy of the model. */

#include "config.h"

#include "analysis/plan-changes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/command.h"

#define MAX_REMOVED 20
#define MAX_MASKED 40

typedef struct
{
  const RedanAnalysis *analysis;
  const RedanScoring *scoring;
  GPtrArray *changes;
  GCancellable *cancellable;
  gint64 deadline; /* 0: none */
  gboolean out_of_time;
} Trial;

const char *
redan_change_kind_get_word (RedanChangeKind kind)
{
  return kind == REDAN_CHANGE_REMOVE ? "remove" : "mask";
}

static void
free_change (gpointer data)
{
  RedanPlanChange *change = data;

  g_array_unref (change->assets);
  g_free (change);
}

/* ---- candidates ---- */

static gboolean
is_ours (const RedanFacts *facts, guint32 element)
{
  return facts->snapshot->element_kind[element] >= REDAN_ELEMENT_PROCESS &&
         !facts->element_outside[element] && facts->element_in_scope[element];
}

static guint
count_flows (const RedanSnapshot *snapshot, guint32 element)
{
  guint n = snapshot->out_offset[element + 1] - snapshot->out_offset[element];

  /* one that leads back to it is counted already */
  for (guint32 i = snapshot->in_offset[element]; i < snapshot->in_offset[element + 1]; i++)
    n += snapshot->flow_source[snapshot->in_flow[i]] != element;

  return n;
}

static gboolean
has_word (const RedanFacts *facts, guint32 element, const char *name, const char *word)
{
  const RedanAttribute *attribute =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ELEMENT, name, -1);
  int position = attribute == NULL ? -1 : redan_attribute_find_value (attribute, word, -1);

  return position >= 0 && redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, element, name) ==
                              (RedanCode) (REDAN_CODE_FIRST + position);
}

static gboolean
is_lower_tier (const RedanFacts *facts, guint32 element)
{
  static const char *const words[] = { "staging", "test", "dev", "sandbox" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (has_word (facts, element, "environment", words[i]))
      return TRUE;

  return FALSE;
}

/* What the business stands on is not proposed: it would top every list and help nobody. */
static gboolean
is_dispensable (const RedanFacts *facts, guint32 element)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  return is_lower_tier (facts, element) || has_word (facts, element, "decommissioned", "yes") ||
         has_word (facts, element, "eol", "yes") ||
         snapshot->in_offset[element] == snapshot->in_offset[element + 1];
}

static RedanPlanChange *
new_change (RedanChangeKind kind, guint32 element)
{
  RedanPlanChange *change = g_new0 (RedanPlanChange, 1);

  change->kind = kind;
  change->element = element;
  change->assets = g_array_new (FALSE, FALSE, sizeof (guint32));
  return change;
}

/* What would be lost with the element, or what is a copy there of what another tier stores. */
static void
list_assets (const RedanFacts *facts, RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = facts->snapshot;

  for (guint32 i = 0; i < snapshot->n_assets; i++)
    {
      gboolean here = FALSE;
      gboolean elsewhere = FALSE;

      for (guint32 j = snapshot->stored_offset[i]; j < snapshot->stored_offset[i + 1]; j++)
        {
          guint32 element = snapshot->stored_element[j];

          here |= element == change->element;
          elsewhere |= element != change->element &&
                       (change->kind == REDAN_CHANGE_REMOVE || !is_lower_tier (facts, element));
        }
      if (here && elsewhere == (change->kind == REDAN_CHANGE_MASK))
        g_array_append_val (change->assets, i);
    }
}

static int
compare_risk (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanAnalysis *analysis = user_data;
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;
  double risk_x = redan_analysis_get_element_score (analysis, x);
  double risk_y = redan_analysis_get_element_score (analysis, y);

  if (risk_x != risk_y)
    return risk_x > risk_y ? -1 : 1;

  return (x > y) - (x < y);
}

static void
add_candidates (Trial *self)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (GArray) elements = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n_removed = 0;
  guint n_masked = 0;

  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    if (is_ours (facts, i))
      g_array_append_val (elements, i);
  g_array_sort_with_data (elements, compare_risk, (gpointer) self->analysis);
  for (guint i = 0; i < elements->len; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);

      if (n_removed < MAX_REMOVED && is_dispensable (facts, element))
        {
          n_removed++;
          g_ptr_array_add (self->changes, new_change (REDAN_CHANGE_REMOVE, element));
        }
      if (n_masked < MAX_MASKED && is_lower_tier (facts, element))
        {
          RedanPlanChange *mask = new_change (REDAN_CHANGE_MASK, element);

          list_assets (facts, mask);
          if (mask->assets->len == 0)
            {
              free_change (mask);
              continue;
            }
          n_masked++;
          g_ptr_array_add (self->changes, mask);
        }
    }
}

/* ---- trials ---- */

/* The copy keeps its place and loses the data: what is faked is no asset. A class that somebody
 * gave the element stood for that data. */
static RedanEdit *
mask (const RedanAnalysis *analysis, const RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  const RedanObject *element = snapshot->elements[change->element];
  RedanEdit *edit = redan_edit_new (snapshot->model, _ ("Mask a copy"));
  RedanIdText text;

  redan_id_to_text (&element->id, text);
  for (guint i = 0; i < change->assets->len; i++)
    {
      const RedanObject *asset = snapshot->assets[g_array_index (change->assets, guint32, i)];

      redan_edit_set (edit, &asset->id, REDAN_FIELD_STORED, text, NULL);
    }
  redan_edit_set_attribute (edit, &element->id, "data_class", "internal");

  return edit;
}

RedanEdit *
redan_plan_change_edit (const RedanAnalysis *analysis, const RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;

  if (change->kind == REDAN_CHANGE_MASK)
    return mask (analysis, change);

  return redan_command_delete (snapshot->model, &snapshot->elements[change->element]->id, 1);
}

static guint
count_lowered (const RedanAnalysis *before, const RedanAnalysis *after)
{
  guint n = 0;

  for (guint i = 0; i < before->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (before->threats, RedanThreat, i);
      g_autofree char *id = redan_threat_dup_id (before->facts, threat);
      const RedanThreat *same = redan_analysis_find (after, id);

      n += same == NULL || same->residual < threat->residual;
    }

  return n;
}

/* Returns FALSE when nothing is known of it. */
static gboolean
try_change (const Trial *self, RedanPlanChange *change)
{
  const RedanFacts *facts = self->analysis->facts;
  g_autoptr (RedanModel) model = redan_model_copy (facts->snapshot->model);
  g_autoptr (RedanEdit) edit = redan_plan_change_edit (self->analysis, change);
  RedanAnalysisOptions options = { .as_of = facts->as_of };
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) after = NULL;

  if (!redan_edit_apply (edit, model, NULL))
    return FALSE;
  snapshot = redan_snapshot_new (model);
  after = redan_analysis_new (snapshot, facts->catalogue, &options);
  change->reduction = (double) (self->analysis->totals.residual - after->totals.residual) / 1000;
  change->n_threats = count_lowered (self->analysis, after);
  if (change->kind == REDAN_CHANGE_REMOVE)
    {
      list_assets (facts, change);
      change->n_flows = count_flows (facts->snapshot, change->element);
    }
  change->effort =
      change->kind == REDAN_CHANGE_REMOVE
          ? self->scoring->remove_effort * (1 + self->scoring->place_effort * change->n_flows)
          : self->scoring->mask_effort *
                (1 + self->scoring->place_effort * (change->assets->len - 1));
  change->per_effort = change->reduction / change->effort;

  return TRUE;
}

/* Like a plan: a limit on how long it goes on, never part of a result. */
static gboolean
may_go_on (Trial *self)
{
  self->out_of_time |= self->deadline > 0 && g_get_monotonic_time () > self->deadline;

  return !self->out_of_time && !g_cancellable_is_cancelled (self->cancellable);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const RedanPlanChange *x = *(const RedanPlanChange *const *) a;
  const RedanPlanChange *y = *(const RedanPlanChange *const *) b;

  if (x->per_effort != y->per_effort)
    return x->per_effort > y->per_effort ? -1 : 1;
  if (x->kind != y->kind)
    return (int) x->kind - (int) y->kind;

  return (x->element > y->element) - (x->element < y->element);
}

GPtrArray *
redan_plan_changes_list (const RedanAnalysis *analysis,
                         guint n,
                         guint time_ms,
                         GCancellable *cancellable,
                         gboolean *out_of_time)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (free_change);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  Trial self = { .analysis = analysis,
                 .scoring = redan_catalogue_get_scoring (analysis->facts->catalogue),
                 .changes = candidates,
                 .cancellable = cancellable };

  if (time_ms > 0)
    self.deadline = g_get_monotonic_time () + (gint64) time_ms * 1000;
  add_candidates (&self);
  for (guint i = 0; i < candidates->len; i++)
    {
      RedanPlanChange *change = g_ptr_array_index (candidates, i);

      if (may_go_on (&self) && try_change (&self, change) &&
          change->reduction >= self.scoring->plan_minimum)
        g_ptr_array_add (found, change);
      else
        free_change (change);
    }
  g_ptr_array_sort (found, compare_changes);
  if (found->len > n)
    g_ptr_array_set_size (found, (int) n);
  if (out_of_time != NULL)
    *out_of_time = self.out_of_time;

  return found;
}
