/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix of operations, the gaps of maturity and the figures of an assessment. */

#include "config.h"

#include "analysis/posture.h"

#include "analysis/expression-private.h"
#include "analysis/objectives-private.h"

#include <string.h>

static const char *const operations[REDAN_N_OPERATIONS] = { "P1", "P2", "P3", "P4", "P5",
                                                            "D1", "D2", "D3", "D4", "D5",
                                                            "R1", "R2", "R3", "R4", "R5" };

const char *
redan_operation_get_id (guint operation)
{
  g_return_val_if_fail (operation < REDAN_N_OPERATIONS, NULL);

  return operations[operation];
}

const char *
redan_operation_get_title (const RedanCatalogue *catalogue, guint operation)
{
  g_autofree char *id = g_strconcat ("OP-", operations[operation], NULL);
  guint32 objective = redan_catalogue_find_objective (catalogue, id);

  return objective == REDAN_NONE
             ? operations[operation]
             : redan_catalogue_get_objectives (catalogue, NULL)[objective].title;
}

/* ---- matrix ---- */

static int
find_operation (const RedanControl *control)
{
  for (guint i = 0; i < REDAN_N_OPERATIONS; i++)
    if (strcmp (operations[i], control->operation) == 0)
      return (int) i;

  return -1;
}

static void
add_to_cell (RedanMatrixCell *cell, gboolean applies, double low, double high)
{
  cell->n_all++;
  if (!applies)
    return;
  cell->n++;
  cell->low += low;
  cell->high += high;
}

static void
finish_cell (RedanMatrixCell *cell)
{
  if (cell->n == 0)
    return;
  cell->low /= cell->n;
  cell->high /= cell->n;
}

static gboolean
serves (const RedanControl *control, guint32 objective)
{
  for (guint i = 0; i < control->n_objectives; i++)
    if (control->objectives[i] == objective)
      return TRUE;

  return FALSE;
}

static void
collect_practices (RedanMatrix *self, const RedanCatalogue *catalogue)
{
  guint n;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, &n);

  self->practices = g_new (guint32, n + 1);
  for (guint32 i = 0; i < n; i++)
    if (strcmp (objectives[i].group, "bp") == 0)
      self->practices[self->n_practices++] = i;
  self->by_practice = g_new0 (RedanMatrixCell, (gsize) REDAN_N_OPERATIONS * self->n_practices + 1);
}

RedanMatrix *
redan_matrix_compute (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  RedanMatrix *self = g_new0 (RedanMatrix, 1);
  guint n_controls;
  const RedanControl *controls =
      redan_catalogue_get_controls (analysis->facts->catalogue, &n_controls);
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;

  assessment_init (&assessment, analysis, scope, &mask);
  collect_practices (self, analysis->facts->catalogue);
  for (guint32 i = 0; i < n_controls; i++)
    {
      int row = find_operation (&controls[i]);
      double low = 0;
      double high = 0;
      gboolean applies = redan_controls_get_coverage_within (
          analysis->controls, i, mask == NULL ? NULL : mask->words, &low, &high);

      if (row < 0)
        continue;
      for (guint j = 0; j < self->n_practices; j++)
        if (serves (&controls[i], self->practices[j]))
          add_to_cell (&self->by_practice[(guint) row * self->n_practices + j], applies, low, high);
      for (guint j = 0; j < REDAN_N_STRIDE; j++)
        if ((controls[i].stride >> j & 1) != 0)
          add_to_cell (&self->by_stride[row][j], applies, low, high);
    }
  for (guint i = 0; i < REDAN_N_OPERATIONS; i++)
    {
      for (guint j = 0; j < self->n_practices; j++)
        finish_cell (&self->by_practice[i * self->n_practices + j]);
      for (guint j = 0; j < REDAN_N_STRIDE; j++)
        finish_cell (&self->by_stride[i][j]);
    }

  return self;
}

void
redan_matrix_free (RedanMatrix *self)
{
  if (self == NULL)
    return;

  g_free (self->practices);
  g_free (self->by_practice);
  g_free (self);
}

/* ---- maturity ---- */

static void
collect_names (const RedanNode *node, GHashTable *names)
{
  if (node->type == REDAN_NODE_PATH)
    g_hash_table_add (names, (gpointer) node->text);
  if (node->type == REDAN_NODE_CALL && strcmp (node->text, "cov") == 0)
    g_hash_table_add (names, (gpointer) node->children[0]->text);
  if (node->type == REDAN_NODE_CALL && node->n_children <= 1)
    g_hash_table_add (names, (gpointer) node->text);
  for (guint i = 0; i < node->n_children; i++)
    collect_names (node->children[i], names);
}

static void
count_read (const RedanNode *node, GHashTable *names, GHashTable *read)
{
  if ((node->type == REDAN_NODE_PATH || node->type == REDAN_NODE_CALL) &&
      g_hash_table_contains (names, node->text))
    g_hash_table_add (read, (gpointer) node->text);
  for (guint i = 0; i < node->n_children; i++)
    count_read (node->children[i], names, read);
}

/* How many of the names the presence of the control follows from; being counted beats all. */
static guint
count_shared (const RedanControl *control, GHashTable *names)
{
  g_autoptr (GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);

  if (g_hash_table_contains (names, control->id))
    return G_MAXUINT;
  if (control->implied_by != NULL)
    count_read (redan_expression_get_root (control->implied_by), names, read);

  return g_hash_table_size (read);
}

/* A control that the criterion counts, or whose presence follows from what the criterion reads: the
 * one that shares most with it, of equals the cheapest. */
static guint32
find_turning_control (const RedanCatalogue *catalogue, const RedanCriterion *criterion)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (catalogue, &n);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 best = REDAN_NONE;
  guint most = 0;

  collect_names (redan_expression_get_root (criterion->expression), names);
  g_hash_table_remove (names, "purpose");
  for (guint32 i = 0; i < n; i++)
    {
      guint shared = count_shared (&controls[i], names);

      if (shared == 0 || shared < most ||
          (shared == most && best != REDAN_NONE && controls[i].cost >= controls[best].cost))
        continue;
      most = shared;
      best = i;
    }

  return best;
}

GArray *
redan_maturity_list_gaps (const RedanAnalysis *analysis, const RedanObjectives *results)
{
  const RedanCatalogue *catalogue = analysis->facts->catalogue;
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (catalogue, &n);
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (RedanMaturityGap));

  for (guint level = 1; level <= 4; level++)
    for (guint32 i = 0; i < n; i++)
      {
        RedanMaturityGap gap = { level, i, REDAN_NONE };

        if (redan_objective_get_level (&objectives[criteria[i].objective]) != level ||
            results->criteria[i].waived || results->criteria[i].value == REDAN_CRITERION_TRUE)
          continue;
        gap.control = find_turning_control (catalogue, &criteria[i]);
        g_array_append_val (gaps, gap);
      }

  return gaps;
}

/* ---- metrics ---- */

static void
free_metric (gpointer data)
{
  RedanMetric *metric = data;

  g_free (metric->value);
  g_free (metric);
}

static void
add_metric (GPtrArray *metrics, const char *name, double value, const char *format)
{
  RedanMetric *metric = g_new (RedanMetric, 1);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  metric->name = name;
  metric->value = g_strdup (g_ascii_formatd (text, sizeof text, format, value));
  g_ptr_array_add (metrics, metric);
}

static int
compare_metrics (gconstpointer a, gconstpointer b)
{
  const RedanMetric *x = *(const RedanMetric *const *) a;
  const RedanMetric *y = *(const RedanMetric *const *) b;

  return strcmp (x->name, y->name);
}

static void
add_graph_metrics (GPtrArray *metrics, const RedanAnalysis *analysis)
{
  const RedanFacts *facts = analysis->facts;
  double blast = 0;
  double root = 0;
  int fewest = -1;

  for (guint32 i = 0; i < facts->snapshot->n_boundaries; i++)
    if (facts->boundary_is_account[i])
      {
        blast = MAX (blast, redan_graph_get_account_blast (analysis->graph, i));
        root = MAX (root, redan_graph_get_root_exposure (analysis->graph, i));
      }
  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    {
      int layers = facts->snapshot->element_kind[i] == REDAN_ELEMENT_STORE
                       ? redan_graph_get_layers (analysis->graph, i, NULL)
                       : -1;

      if (layers >= 0 && (fewest < 0 || layers < fewest))
        fewest = layers;
    }
  add_metric (metrics, "blast-max", blast, "%.3f");
  add_metric (metrics, "root-exposure-max", root, "%.3f");
  if (fewest >= 0)
    add_metric (metrics, "layers-min", fewest, "%.0f");
}

GPtrArray *
redan_metrics_list (const RedanAnalysis *analysis, const RedanObjectives *results)
{
  static const char *const bands[REDAN_N_BANDS] = { "info", "low", "medium", "high", "critical" };
  const RedanTotals *totals = &analysis->totals;
  GPtrArray *metrics = g_ptr_array_new_with_free_func (free_metric);
  guint n_states[REDAN_OBJECTIVE_UNKNOWN + 1] = { 0 };

  add_metric (metrics, "residual", (double) totals->residual / 1000, "%.1f");
  add_metric (metrics, "inherent", (double) totals->inherent / 1000, "%.1f");
  for (guint i = 0; i < REDAN_N_BANDS; i++)
    add_metric (metrics, bands[i], totals->bands[i], "%.0f");
  add_metric (metrics, "threats", analysis->threats->len, "%.0f");
  add_metric (metrics, "unconfirmed", totals->n_unconfirmed, "%.0f");
  add_metric (metrics, "open", totals->n_open, "%.0f");
  add_graph_metrics (metrics, analysis);
  add_metric (metrics, "maturity-floor", results->maturity_floor, "%.0f");
  add_metric (metrics, "maturity-ceiling", results->maturity_ceiling, "%.0f");
  for (guint i = 0; i < results->n_objectives; i++)
    n_states[results->objectives[i].state]++;
  add_metric (metrics, "objectives-met", n_states[REDAN_OBJECTIVE_MET], "%.0f");
  add_metric (metrics, "objectives-unknown", n_states[REDAN_OBJECTIVE_UNKNOWN], "%.0f");
  g_ptr_array_sort (metrics, compare_metrics);

  return metrics;
}
