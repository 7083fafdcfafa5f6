/* SPDX-License-Identifier: Apache-2.0 */
/* Finds where each valued asset is easiest to get at. */

#include "config.h"

#include "analysis/headline.h"

#include "analysis/graph/reliance.h"

static void
free_row (gpointer data)
{
  RedanHeadlineRow *row = data;

  g_array_unref (row->path);
  g_free (row);
}

static gboolean
is_valued (const RedanFacts *facts, const RedanAttribute *class, guint32 asset)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  const RedanCode *column = class == NULL ? NULL : facts->snapshot->columns[class->index];
  RedanCode code = column == NULL ? 0 : column[asset];
  const char *rating =
      code < REDAN_CODE_FIRST
          ? NULL
          : redan_attribute_get_property (class, code - REDAN_CODE_FIRST, "rating");

  return rating != NULL && g_ascii_strtoull (rating, NULL, 10) >= scoring->reliance_rating;
}

static void
add_row (const RedanAnalysis *analysis, GPtrArray *rows, guint32 asset, guint32 element)
{
  RedanHeadlineRow *row = g_new0 (RedanHeadlineRow, 1);

  row->asset = asset;
  row->element = element;
  row->exposure = redan_graph_get_exposure (analysis->graph, element);
  row->layers = redan_graph_get_layers (analysis->graph, element, NULL);
  row->path = redan_graph_get_path (analysis->graph, element);
  g_ptr_array_add (rows, row);
}

/* Returns: where an asset is most exposed, REDAN_NONE when nothing of ours stores it; takes those
 * places off @open. */
static guint32
find_worst (const RedanAnalysis *analysis, guint32 asset, guint8 *open)
{
  const RedanFacts *facts = analysis->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  guint32 worst = REDAN_NONE;

  for (guint32 i = snapshot->stored_offset[asset]; i < snapshot->stored_offset[asset + 1]; i++)
    {
      guint32 element = snapshot->stored_element[i];

      if (facts->element_outside[element] ||
          snapshot->element_kind[element] < REDAN_ELEMENT_PROCESS)
        continue;
      open[element] = FALSE;
      if (worst == REDAN_NONE || redan_graph_get_exposure (analysis->graph, element) >
                                     redan_graph_get_exposure (analysis->graph, worst))
        worst = element;
    }

  return worst;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const RedanHeadlineRow *x = *(const RedanHeadlineRow *const *) a;
  const RedanHeadlineRow *y = *(const RedanHeadlineRow *const *) b;

  if (x->exposure != y->exposure)
    return x->exposure > y->exposure ? -1 : 1;
  if (x->element != y->element)
    return x->element < y->element ? -1 : 1;

  return (x->asset > y->asset) - (x->asset < y->asset);
}

GPtrArray *
redan_headline_list (const RedanAnalysis *analysis)
{
  const RedanFacts *facts = analysis->facts;
  const RedanAttribute *class =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ASSET, "classification", -1);
  g_autofree guint8 *open = redan_reliance_find_stores (facts, NULL);
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  for (guint32 i = 0; i < facts->snapshot->n_assets; i++)
    {
      guint32 worst = is_valued (facts, class, i) ? find_worst (analysis, i, open) : REDAN_NONE;

      if (worst != REDAN_NONE)
        add_row (analysis, rows, i, worst);
    }
  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    if (open[i])
      add_row (analysis, rows, REDAN_NONE, i);
  g_ptr_array_sort (rows, compare_rows);

  return rows;
}
