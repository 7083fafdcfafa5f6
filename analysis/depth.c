/* SPDX-License-Identifier: Apache-2.0 */
/* Depth of stores, duties in a scope, and managed services tried in place of what is run by hand.
 */

#include "config.h"

#include "analysis/depth.h"

#include "analysis/objectives-private.h"
#include "model/edit.h"

#include <string.h>

static void
free_row (gpointer data)
{
  RedanDepthRow *row = data;

  g_array_unref (row->path);
  g_free (row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RedanDepthRow *x = *(const RedanDepthRow *const *) a;
  const RedanDepthRow *y = *(const RedanDepthRow *const *) b;
  int lack_x = x->layers < 0 ? -100 : x->asked - x->layers;
  int lack_y = y->layers < 0 ? -100 : y->asked - y->layers;

  if (lack_x != lack_y)
    return lack_x > lack_y ? -1 : 1;

  return (x->element > y->element) - (x->element < y->element);
}

/* One layer more is asked before the classes above the one that must not hang on a single gate. */
static int
count_asked (const RedanFacts *facts, guint32 element)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  RedanColumn class = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "data_class");
  const char *rating = redan_attribute_get_property (
      class.attribute, class.column[element] - REDAN_CODE_FIRST, "rating");

  return (int) scoring->reliance_layers +
         (g_ascii_strtoull (rating, NULL, 10) > scoring->reliance_rating);
}

GPtrArray *
redan_depth_list (const RedanAnalysis *analysis,
                  const RedanObjectiveScope *scope,
                  guint n_suggestions)
{
  const RedanFacts *facts = analysis->facts;
  g_autoptr (ScopeMask) mask = NULL;
  g_autofree guint8 *stores = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  stores = redan_reliance_find_stores (facts, mask == NULL ? NULL : mask->element);
  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    {
      RedanDepthRow *row;

      if (!stores[i])
        continue;
      row = g_new0 (RedanDepthRow, 1);
      row->element = i;
      row->layers = redan_graph_get_layers (analysis->graph, i, &row->mask);
      row->asked = count_asked (facts, i);
      row->path = redan_reliance_get_weakest_path (analysis->graph, i);
      g_ptr_array_add (rows, row);
    }
  g_ptr_array_sort (rows, compare_rows);
  for (guint i = 0; i < MIN (rows->len, n_suggestions); i++)
    {
      RedanDepthRow *row = g_ptr_array_index (rows, i);

      row->is_suggested = row->layers >= 0 && row->layers < row->asked &&
                          redan_reliance_suggest (analysis->graph, row->element, &row->suggestion);
    }

  return rows;
}

GArray *
redan_depth_list_reliances (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  g_autoptr (ScopeMask) mask = NULL;
  g_autofree guint8 *stores = NULL;
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  stores = redan_reliance_find_stores (analysis->facts, mask == NULL ? NULL : mask->element);

  return redan_reliance_list (analysis->graph, stores);
}

RedanDuties *
redan_depth_compute_duties (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  g_autoptr (GArray) elements = objectives_list_in_scope (analysis, scope, "element");

  return redan_duties_compute (analysis->facts, analysis->controls,
                               (const guint32 *) (gpointer) elements->data, elements->len);
}

/* ---- replacements ---- */

static guint
count_held (const RedanAnalysis *analysis, guint32 element)
{
  g_autoptr (RedanDuties) duties =
      redan_duties_compute (analysis->facts, analysis->controls, &element, 1);
  guint n = 0;

  for (guint i = 0; i < duties->n_duties; i++)
    n += redan_duties_get (duties, 0, i) != REDAN_DUTY_PROVIDER;

  return n;
}

/* What is said about a host falls away with it, so that it is derived anew. */
static RedanModel *
replace (const RedanAnalysis *analysis, guint32 element, const RedanReplacement *replacement)
{
  static const char *const of_host[] = { "patching", "hardened",           "imds",
                                         "eol",      "interactive_access", "privileged" };
  RedanModel *model = redan_model_copy (analysis->facts->snapshot->model);
  const RedanId *id = &analysis->facts->snapshot->elements[element]->id;
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "replace");

  redan_edit_set_attribute (edit, id, "tech", replacement->to);
  redan_edit_set_attribute (edit, id, "mgmt", replacement->management);
  if (replacement->service != NULL)
    redan_edit_set_attribute (edit, id, "aws_service", replacement->service);
  for (guint i = 0; i < G_N_ELEMENTS (of_host); i++)
    redan_edit_set_attribute (edit, id, of_host[i], NULL);
  if (!redan_edit_apply (edit, model, NULL))
    g_clear_pointer (&model, redan_model_unref);

  return model;
}

static guint
count_missing (const RedanAnalysis *from, const RedanAnalysis *to)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < to->threats->len; i++)
    g_hash_table_add (
        there, redan_threat_dup_id (to->facts, &g_array_index (to->threats, RedanThreat, i)));
  for (guint i = 0; i < from->threats->len; i++)
    {
      g_autofree char *id =
          redan_threat_dup_id (from->facts, &g_array_index (from->threats, RedanThreat, i));

      n += !g_hash_table_contains (there, id);
    }

  return n;
}

static gboolean
try_replacement (const RedanAnalysis *analysis, guint32 element, RedanReplacementRow *row)
{
  const RedanFacts *facts = analysis->facts;
  guint n;
  const RedanReplacement *replacement =
      &redan_catalogue_get_replacements (facts->catalogue, &n)[row->replacement];
  RedanAnalysisOptions options = { .as_of = facts->as_of };
  g_autoptr (RedanModel) model = replace (analysis, element, replacement);
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (RedanAnalysis) after = NULL;

  if (model == NULL)
    return FALSE;
  snapshot = redan_snapshot_new (model);
  after = redan_analysis_new (snapshot, facts->catalogue, &options);
  row->element = element;
  row->duties_before = count_held (analysis, element);
  row->duties_after = count_held (after, element);
  row->n_gone = count_missing (analysis, after);
  row->n_new = count_missing (after, analysis);
  row->reduction = (double) (analysis->totals.residual - after->totals.residual) / 1000;
  row->effort = redan_catalogue_get_scoring (facts->catalogue)->effort[replacement->cost];

  return TRUE;
}

static int
compare_replacements (gconstpointer a, gconstpointer b)
{
  const RedanReplacementRow *x = a;
  const RedanReplacementRow *y = b;
  double per_x = x->reduction / x->effort;
  double per_y = y->reduction / y->effort;

  if (per_x != per_y)
    return per_x > per_y ? -1 : 1;

  return (x->element > y->element) - (x->element < y->element);
}

GArray *
redan_depth_list_replacements (const RedanAnalysis *analysis,
                               const RedanObjectiveScope *scope,
                               guint limit)
{
  const RedanFacts *facts = analysis->facts;
  RedanColumn reason = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "self_run_reason");
  g_autoptr (GArray) elements = objectives_list_in_scope (analysis, scope, "element");
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (RedanReplacementRow));

  for (guint i = 0; i < elements->len && rows->len < limit; i++)
    {
      guint32 element = g_array_index (elements, guint32, i);
      RedanReplacementRow row = { 0 };

      row.replacement = redan_duties_find_replacement (facts, element);
      if (!redan_duties_is_self_run (facts, element) || row.replacement == REDAN_NONE ||
          (reason.column != NULL && reason.column[element] >= REDAN_CODE_FIRST) ||
          !try_replacement (analysis, element, &row))
        continue;
      g_array_append_val (rows, row);
    }
  g_array_sort (rows, compare_replacements);

  return rows;
}
