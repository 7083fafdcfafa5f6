/* SPDX-License-Identifier: Apache-2.0 */
/* CPU time of what follows an edit while a window shows the model: snapshot, every stage of the
 * analysis, objectives, colours of the diagram. Usage: bench-live FILE.redan */

#include "analysis/peek.h"
#include "model/canonical-reader.h"
#include "model/command.h"
#include "tests/benchmark/clock.h"
#include "ui/window/workspace.h"

#include <stdlib.h>
#include <string.h>

#define EDITS 40

typedef enum
{
  STAGE_EDIT,
  STAGE_FRESH,
  STAGE_UPDATE,
  STAGE_PEEK,
  STAGE_FACTS,
  STAGE_CONTROLS,
  STAGE_GRAPH,
  STAGE_GRAPH_FACTS,
  STAGE_THREATS,
  STAGE_SCORES,
  STAGE_ANALYSIS,
  STAGE_OBJECTIVES,
  STAGE_BURDENS,
  STAGE_FREE,
  STAGE_TOUCHED,
  STAGE_ANALYSED,
  N_STAGES,
} Stage;

static const char *const stage_names[N_STAGES] = {
  [STAGE_EDIT] = "edit applied",
  [STAGE_FRESH] = "snapshot made anew",
  [STAGE_UPDATE] = "snapshot brought up to date",
  [STAGE_PEEK] = "threats of what was edited",
  [STAGE_FACTS] = "  facts",
  [STAGE_CONTROLS] = "  controls",
  [STAGE_GRAPH] = "  graph",
  [STAGE_GRAPH_FACTS] = "  layers, choke points",
  [STAGE_THREATS] = "  threats",
  [STAGE_SCORES] = "  scores",
  [STAGE_ANALYSIS] = "whole analysis, with ranking",
  [STAGE_OBJECTIVES] = "objectives",
  [STAGE_BURDENS] = "colours of the scene",
  [STAGE_FREE] = "freeing the one before",
  [STAGE_TOUCHED] = "main thread, edit to its threats",
  [STAGE_ANALYSED] = "main thread, when all is analysed",
};

/** What a window holds. */
typedef struct
{
  RedanModel *model;
  RedanCatalogue *catalogue;
  RedanScene *scene;
  RedanSnapshot *snapshot;
  RedanAnalysis *analysis;
  RedanAnalysisOptions options;
  double times[N_STAGES][EDITS];
  guint n;
  guint n_peeked; /* threats, of all edits */
} Live;

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
note (Live *self, Stage stage, double *last)
{
  double now = cpu_ms ();

  self->times[stage][self->n] = now - *last;
  *last = cpu_ms ();
}

/* Answers that open or close something, one element after another, each back again later. */
static RedanEdit *
create_edit (const RedanModel *model, guint number, RedanId *id_out)
{
  static const char *const answers[] = { "yes", "no", "unknown" };
  static const char *const names[] = { "waf", "iac", "custom_code", "privileged", "pii" };
  guint total = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  const char *name = names[number % G_N_ELEMENTS (names)];
  const char *answer = answers[number % G_N_ELEMENTS (answers)];

  *id_out = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, number * 7919 % total)->id;
  return redan_command_set_attribute (
      model, id_out, name, strcmp (name, "iac") == 0 && *answer != 'u' ? "full" : answer);
}

static RedanId
edit_model (Live *self)
{
  RedanId id;
  g_autoptr (RedanEdit) edit = create_edit (self->model, self->n, &id);
  gboolean applied = redan_edit_apply (edit, self->model, NULL);

  g_assert (applied);
  return id;
}

static void
measure_parts (Live *self, double *last)
{
  g_autoptr (RedanControls) controls = NULL;
  g_autoptr (RedanGraph) graph = NULL;
  g_autoptr (GArray) threats = NULL;
  guint n_undecided;
  g_autoptr (RedanFacts) facts =
      redan_facts_new (self->snapshot, self->catalogue, self->options.as_of);

  note (self, STAGE_FACTS, last);
  controls = redan_controls_new (facts);
  note (self, STAGE_CONTROLS, last);
  graph = redan_graph_new (facts, controls);
  note (self, STAGE_GRAPH, last);
  redan_graph_fill_facts (graph, facts);
  note (self, STAGE_GRAPH_FACTS, last);
  threats = redan_threats_enumerate (facts, &n_undecided);
  note (self, STAGE_THREATS, last);
  redan_score_threats (facts, controls, graph, threats);
  note (self, STAGE_SCORES, last);
}

static void
measure_edit (Live *self)
{
  g_autoptr (RedanAnalysis) old = self->analysis;
  g_autoptr (RedanSnapshot) old_snapshot = self->snapshot;
  g_autoptr (RedanObjectives) objectives = NULL;
  g_autoptr (RedanPeek) peek = NULL;
  RedanSnapshot *fresh = NULL;
  RedanId id;
  double last = cpu_ms ();

  id = edit_model (self);
  note (self, STAGE_EDIT, &last);
  fresh = redan_snapshot_new (self->model);
  note (self, STAGE_FRESH, &last);
  g_clear_pointer (&fresh, redan_snapshot_unref);
  last = cpu_ms ();
  self->snapshot = redan_snapshot_update (old_snapshot, self->model);
  note (self, STAGE_UPDATE, &last);
  peek = redan_peek_new (old, self->snapshot, &id, 1);
  note (self, STAGE_PEEK, &last);
  g_assert_nonnull (peek);
  self->n_peeked += redan_peek_get_threats (peek)->len;
  measure_parts (self, &last);
  last = cpu_ms ();
  self->analysis = redan_analysis_new (self->snapshot, self->catalogue, &self->options);
  note (self, STAGE_ANALYSIS, &last);
  objectives = redan_objectives_evaluate (self->analysis->facts, self->analysis->controls,
                                          self->analysis->graph, self->analysis->threats);
  note (self, STAGE_OBJECTIVES, &last);
  g_array_unref (redan_scene_set_burdens (self->scene, self->analysis, REDAN_COLOUR_RISK));
  note (self, STAGE_BURDENS, &last);
  g_clear_pointer (&peek, redan_peek_free);
  g_clear_pointer (&old, redan_analysis_unref);
  g_clear_pointer (&old_snapshot, redan_snapshot_unref);
  note (self, STAGE_FREE, &last);
  self->n++;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
touched_cb (RedanWorkspace *workspace, double *touched)
{
  *touched = thread_cpu_ms ();
}

/* The same edits in what a window works from, without the views: its document keeps them in a
 * store, its scene follows them. */
static void
measure_workspace (Live *self, const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedanWorkspace) workspace = NULL;
  double touched = 0;

  redan_workspace_open_async (path, NULL, self->options.as_of, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  workspace = redan_workspace_open_finish (result, NULL);
  g_assert (workspace != NULL);
  g_signal_connect (workspace, "touched", G_CALLBACK (touched_cb), &touched);
  for (guint i = 0; i < EDITS; i++)
    {
      RedanId id;
      RedanEdit *edit = create_edit (redan_workspace_get_model (workspace), i, &id);
      double start = thread_cpu_ms ();

      redan_workspace_apply (workspace, edit);
      while (!redan_workspace_is_current (workspace))
        g_main_context_iteration (NULL, TRUE);
      self->times[STAGE_TOUCHED][i] = touched - start;
      self->times[STAGE_ANALYSED][i] = thread_cpu_ms () - touched;
    }
}

static void
print_stages (Live *self)
{
  for (guint i = 0; i < N_STAGES; i++)
    {
      double *times = self->times[i];

      qsort (times, EDITS, sizeof *times, compare_times);
      g_print ("%-34s %8.2f ms median, %8.2f ms longest\n", stage_names[i], times[EDITS / 2],
               times[EDITS - 1]);
    }
}

static RedanModel *
read_model (const char *path, RedanCatalogue **catalogue_out, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;

  *catalogue_out = schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  return *catalogue_out != NULL ? redan_canonical_read_file (schema, path, error) : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree Live *self = g_new0 (Live, 1);

  if (argc != 2)
    {
      g_printerr ("usage: bench-live FILE.redan\n");
      return EXIT_FAILURE;
    }
  self->model = read_model (argv[1], &self->catalogue, &error);
  if (self->model == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  redan_days_from_date ("2025-02-01", &self->options.as_of);
  self->scene = redan_scene_new (self->model, NULL, NULL);
  self->snapshot = redan_snapshot_new (self->model);
  self->analysis = redan_analysis_new (self->snapshot, self->catalogue, &self->options);
  g_print ("%u elements, %u flows, %u threats\n", self->snapshot->n_elements,
           self->snapshot->n_flows, self->analysis->threats->len);
  while (self->n < EDITS)
    measure_edit (self);
  g_print ("%.1f threats on what was edited\n", (double) self->n_peeked / EDITS);
  measure_workspace (self, argv[1]);
  print_stages (self);

  redan_analysis_unref (self->analysis);
  redan_snapshot_unref (self->snapshot);
  redan_scene_free (self->scene);
  redan_catalogue_unref (self->catalogue);
  redan_model_unref (self->model);
  return EXIT_SUCCESS;
}
