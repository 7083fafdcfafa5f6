/* SPDX-License-Identifier: Apache-2.0 */
/* One row for each account, and the guardrails in which accounts of one purpose differ. */

#include "config.h"

#include "analysis/accounts.h"

#include "analysis/graph/first-edges.h"
#include "analysis/objectives-private.h"

static void
free_row (gpointer data)
{
  RedanAccountRow *row = data;

  g_array_unref (row->edges);
  g_array_unref (row->paths);
  g_free (row);
}

/* auto_ratio() of one account. */
static void
fill_automation (RedanAccountRow *row, const RedanFacts *facts)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  RedanColumn iac = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "iac");
  RedanCode full = redan_column_code (&iac, "full");
  RedanCode partial = redan_column_code (&iac, "partial");
  RedanCode manual = redan_column_code (&iac, "manual");

  for (guint i = facts->member_offset[row->boundary]; i < facts->member_offset[row->boundary + 1];
       i++)
    {
      guint32 element = facts->member_element[i];
      double low = scoring->automation_manual;
      double high = scoring->automation_full;

      if (facts->element_account[element] != row->boundary ||
          facts->snapshot->element_kind[element] < REDAN_ELEMENT_PROCESS)
        continue;
      if (redan_column_is (&iac, element, full))
        low = high;
      else if (redan_column_is (&iac, element, partial))
        low = high = scoring->automation_partial;
      else if (redan_column_is (&iac, element, manual))
        high = low;
      row->automation_low += low;
      row->automation_high += high;
      row->n_automated++;
    }
  if (row->n_automated > 0)
    {
      row->automation_low /= row->n_automated;
      row->automation_high /= row->n_automated;
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RedanAccountRow *x = *(const RedanAccountRow *const *) a;
  const RedanAccountRow *y = *(const RedanAccountRow *const *) b;

  if (x->blast != y->blast)
    return x->blast > y->blast ? -1 : 1;

  return (x->boundary > y->boundary) - (x->boundary < y->boundary);
}

GPtrArray *
redan_accounts_list (const RedanAnalysis *analysis, const RedanObjectiveScope *scope, guint n_edges)
{
  const RedanFacts *facts = analysis->facts;
  g_autoptr (GArray) accounts = objectives_list_in_scope (analysis, scope, "account");
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  for (guint i = 0; i < accounts->len; i++)
    {
      RedanAccountRow *row = g_new0 (RedanAccountRow, 1);

      row->boundary = g_array_index (accounts, guint32, i);
      row->blast = redan_graph_get_account_blast (analysis->graph, row->boundary);
      row->root_exposure = redan_graph_get_root_exposure (analysis->graph, row->boundary);
      row->n_workloads = facts->workloads[row->boundary];
      row->n_environments = facts->environments[row->boundary];
      row->edges = redan_graph_list_first_edges (analysis->graph, row->boundary, n_edges);
      row->paths = redan_graph_list_root_paths (analysis->graph, row->boundary);
      fill_automation (row, facts);
      g_ptr_array_add (rows, row);
    }
  g_ptr_array_sort (rows, compare_rows);

  return rows;
}

/* ---- consistency ---- */

static void
free_difference (gpointer data)
{
  RedanGuardrailDifference *difference = data;

  g_array_unref (difference->odd);
  g_free (difference);
}

/* What nobody knows counts as absent, as envdiff() has it. */
static RedanCode
get_value (const RedanColumn *column, guint32 account)
{
  return column->column[account] < REDAN_CODE_FIRST ? REDAN_CODE_ABSENT : column->column[account];
}

static RedanCode
find_usual (const RedanColumn *column, const GArray *accounts)
{
  RedanCode usual = REDAN_CODE_ABSENT;
  guint most = 0;

  for (guint i = 0; i < accounts->len; i++)
    {
      RedanCode value = get_value (column, g_array_index (accounts, guint32, i));
      guint n = 0;

      for (guint j = 0; j < accounts->len; j++)
        n += get_value (column, g_array_index (accounts, guint32, j)) == value;
      if (n > most || (n == most && value < usual))
        {
          most = n;
          usual = value;
        }
    }

  return usual;
}

static void
add_difference (GPtrArray *found,
                RedanCode purpose,
                const RedanColumn *column,
                const GArray *accounts)
{
  RedanCode usual = find_usual (column, accounts);
  RedanGuardrailDifference *difference = g_new0 (RedanGuardrailDifference, 1);

  difference->purpose = purpose;
  difference->attribute = column->attribute;
  difference->usual = usual;
  difference->odd = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < accounts->len; i++)
    {
      guint32 account = g_array_index (accounts, guint32, i);

      if (get_value (column, account) != usual)
        g_array_append_val (difference->odd, account);
    }
  if (difference->odd->len > 0)
    g_ptr_array_add (found, difference);
  else
    free_difference (difference);
}

GPtrArray *
redan_accounts_list_differences (const RedanAnalysis *analysis, const RedanObjectiveScope *scope)
{
  const RedanFacts *facts = analysis->facts;
  const char *const *guardrails = redan_catalogue_get_scoring (facts->catalogue)->guardrails;
  RedanColumn purpose = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, "purpose");
  g_autoptr (GArray) accounts = objectives_list_in_scope (analysis, scope, "account");
  GPtrArray *found = g_ptr_array_new_with_free_func (free_difference);

  for (guint value = 0; purpose.column != NULL && value < purpose.attribute->n_values; value++)
    {
      RedanCode code = REDAN_CODE_FIRST + value;
      g_autoptr (GArray) alike = g_array_new (FALSE, FALSE, sizeof (guint32));

      for (guint i = 0; i < accounts->len; i++)
        if (purpose.column[g_array_index (accounts, guint32, i)] == code)
          g_array_append_val (alike, g_array_index (accounts, guint32, i));
      for (guint i = 0; alike->len > 1 && guardrails[i] != NULL; i++)
        {
          RedanColumn column = redan_column_find (facts, REDAN_SCOPE_ACCOUNT, guardrails[i]);

          if (column.column != NULL)
            add_difference (found, code, &column, alike);
        }
    }

  return found;
}
