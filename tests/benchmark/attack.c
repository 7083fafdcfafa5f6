/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time and memory of the attack graph of one model: bench-attack FILE.redan prints "name value"
 * lines, times in ms. */

#include <stdlib.h>

#include "analysis/attack-changes.h"
#include "analysis/graph/attack-structure.h"
#include "model/canonical-reader.h"
#include "tests/benchmark/clock.h"

#define RUNS 3
#define K 10
#define MAX_TOGGLED 40
#define MAX_ASSETS 40 /* of which paths are listed one by one */

/** Figures: the least of some runs, in ms */
typedef struct
{
  double analysis;
  double graph;
  double view;
  double chokes;
  double depth;
  double layers;
  double paths; /* for each asset, of all at once */
  double one;   /* for each asset, by itself */
  double toggle;
} Figures;

static RedanModel *
read_model (const char *path, RedanCatalogue **catalogue_out, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;

  *catalogue_out = schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  return *catalogue_out != NULL ? redan_canonical_read_file (schema, path, error) : NULL;
}

/* All assets in one search, as the command line asks; for each of them. */
static double
time_paths (const RedanAttackView *view, guint n_assets)
{
  const RedanAttackBudget budget = { 200000000, NULL };
  g_autofree guint32 *assets = g_new (guint32, n_assets + 1);
  double start = cpu_ms ();

  for (guint32 i = 0; i < n_assets; i++)
    assets[i] = i;
  {
    g_autoptr (RedanAttackFinder) finder =
        redan_attack_finder_new (view, assets, n_assets, REDAN_N_HOLDS, K, &budget);

    for (guint32 i = 0; i < n_assets; i++)
      {
        g_autoptr (GPtrArray) paths = redan_attack_finder_list (finder, i, NULL);
      }
  }

  return (cpu_ms () - start) / MAX (n_assets, 1u);
}

/* One asset in a search of its own, as the window asks. */
static double
time_one (const RedanAttackView *view, guint n_assets)
{
  double start = cpu_ms ();

  n_assets = MIN (n_assets, MAX_ASSETS);
  for (guint32 i = 0; i < n_assets; i++)
    {
      const RedanAttackBudget budget = { 20000000, NULL };
      g_autoptr (GPtrArray) paths =
          redan_attack_paths_list (view, i, REDAN_N_HOLDS, K, &budget, NULL);
    }

  return (cpu_ms () - start) / MAX (n_assets, 1u);
}

/* One control present, then as it was: the median over some controls. */
static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
time_toggle (RedanAnalysis *analysis, const RedanAttacker *attacker)
{
  RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_WHAT_IF);
  RedanAttackView *view = redan_attack_view_new (attack, attacker);
  double times[MAX_TOGGLED];
  guint n_controls;
  guint n = 0;

  redan_catalogue_get_controls (analysis->facts->catalogue, &n_controls);
  for (guint32 i = 0; i < n_controls && n < MAX_TOGGLED; i++)
    {
      double start = cpu_ms ();

      if (redan_attack_view_toggle (view, i, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                    REDAN_TOGGLE_PRESENT) == 0)
        continue;
      redan_attack_view_update (view);
      times[n++] = cpu_ms () - start;
      redan_attack_view_toggle (view, i, REDAN_CONTEXT_MODEL, REDAN_NONE, REDAN_TOGGLE_AS_IS);
    }
  qsort (times, n, sizeof (double), compare_doubles);
  redan_attack_view_free (view);
  redan_attack_free (attack);

  return n == 0 ? 0 : times[n / 2];
}

static void
run (RedanSnapshot *snapshot, RedanCatalogue *catalogue, Figures *best)
{
  RedanAnalysisOptions options = { 45687, NULL, 0 };
  double start = cpu_ms ();
  g_autoptr (RedanAnalysis) analysis = redan_analysis_new (snapshot, catalogue, &options);
  double analysed = cpu_ms ();
  RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_AS_IT_IS);
  double built = cpu_ms ();
  g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
  const RedanAttacker *attacker = redan_attackers_find (attackers, "outsider");
  double listed = cpu_ms ();
  RedanAttackView *view = redan_attack_view_new (attack, attacker);
  double viewed = cpu_ms ();
  guint n_assets = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);
  g_autofree guint32 *dominator = g_new (guint32, view->ways.n_nodes + 1);
  g_autofree int *depth = g_new (int, n_assets + 1);
  g_autofree gboolean *exact = g_new (gboolean, n_assets + 1);
  double moment = cpu_ms ();

  redan_attack_dominators (&view->ways, &view->scenario, dominator);
  best->chokes = MIN (best->chokes, cpu_ms () - moment);
  moment = cpu_ms ();
  redan_attack_view_get_depths (view, depth, exact);
  best->depth = MIN (best->depth, cpu_ms () - moment);
  redan_graph_update (analysis->graph);
  moment = cpu_ms ();
  redan_graph_get_layers (analysis->graph, 0, NULL);
  best->layers = MIN (best->layers, cpu_ms () - moment);
  best->analysis = MIN (best->analysis, analysed - start);
  best->graph = MIN (best->graph, built - analysed);
  best->view = MIN (best->view, viewed - listed);
  best->paths = MIN (best->paths, time_paths (view, n_assets));
  best->one = MIN (best->one, time_one (view, n_assets));
  best->toggle = MIN (best->toggle, time_toggle (analysis, attacker));
  redan_attack_view_free (view);
  redan_attack_free (attack);
}

static void
print_size (RedanSnapshot *snapshot, RedanCatalogue *catalogue)
{
  RedanAnalysisOptions options = { 45687, NULL, 0 };
  g_autoptr (RedanAnalysis) analysis = redan_analysis_new (snapshot, catalogue, &options);
  RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_AS_IT_IS);
  const RedanAttackGraph *graph = redan_attack_get_graph (attack);

  g_print ("elements %u\nthreats %u\nassets %u\nnodes %u\nedges %u\nbytes-per-edge %.1f\n",
           snapshot->n_elements, analysis->threats->len,
           redan_attack_get_n_holds (attack, REDAN_HOLD_READ), graph->n_nodes, graph->n_edges,
           (double) redan_attack_graph_get_size (graph) / MAX (graph->n_edges, 1u));
  redan_attack_free (attack);
}

static void
print_figures (const Figures *best)
{
  g_print ("analysis %.3f\ngraph %.3f\nattacker %.3f\nchoke-points %.3f\ndepth %.3f\nlayers %.3f\n"
           "paths-an-asset %.3f\npaths-one-asset %.3f\ntoggle %.3f\n",
           best->analysis, best->graph, best->view, best->chokes, best->depth, best->layers,
           best->paths, best->one, best->toggle);
}

int
main (int argc, char **argv)
{
  g_autoptr (RedanCatalogue) catalogue = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  Figures best = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE,
                   G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };

  if (argc != 2)
    {
      g_printerr ("Usage: %s FILE.redan\n", argv[0]);
      return 2;
    }

  model = read_model (argv[1], &catalogue, &error);
  if (model == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  snapshot = redan_snapshot_new (model);
  print_size (snapshot, catalogue);
  for (guint i = 0; i < RUNS; i++)
    run (snapshot, catalogue, &best);
  print_figures (&best);

  return EXIT_SUCCESS;
}
