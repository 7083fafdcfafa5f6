/* SPDX-License-Identifier: Apache-2.0 */
/* Automatic layout: which objects need places, which engine finds them, and how they get into the
 * model. */

#include "ui/diagram/layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"
#include "model/diagrams.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/layout-private.h"

#define CHILD_NAME "redan-layout"
#define TIME_LIMIT_MS 5000
#define MAX_GRAPHVIZ_NODES 1500
#define MAX_LABELLED_NODES 150
#define MAX_ANSWER (16 * 1024 * 1024)
#define GOOD_ASPECT_LOW 1.0
#define GOOD_ASPECT_HIGH 2.1
#define BAD_SHAPE 0.2
#define GAP_BELOW 64.0

static char *child_path;
static guint time_limit_ms = TIME_LIMIT_MS;

void
redan_layout_set_child (const char *path, guint limit_ms)
{
  time_limit_ms = limit_ms == 0 ? TIME_LIMIT_MS : limit_ms;
  g_free (child_path);
  child_path = g_strdup (path);
}

/* Beside the running program in the build, in the libexec of the same prefix (any DESTDIR), or
 * where it was configured. */
static char *
find_child (void)
{
  if (child_path != NULL)
    return g_strdup (child_path);

  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program == NULL ? NULL : g_path_get_dirname (program);

  if (folder != NULL)
    {
      g_autofree char *beside = g_build_filename (folder, CHILD_NAME, NULL);
      g_autofree char *installed =
          g_build_filename (folder, "..", "libexec", "redan", CHILD_NAME, NULL);

      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
      if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&installed);
    }
  return g_build_filename (REDAN_LIBEXECDIR, CHILD_NAME, NULL);
}

typedef struct
{
  GSubprocess *process;
  GMainLoop *loop;
  GBytes *answer;
  gboolean timed_out;
} Call;

static gboolean
time_out_cb (gpointer user_data)
{
  Call *call = user_data;

  call->timed_out = TRUE;
  g_subprocess_force_exit (call->process);
  return G_SOURCE_REMOVE;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  if (!g_subprocess_communicate_finish (G_SUBPROCESS (source), result, &call->answer, NULL, NULL))
    g_subprocess_force_exit (call->process);
  g_main_loop_quit (call->loop);
}

/* The input is a file in memory, not a pipe: a child that ends early then cannot end us with
 * SIGPIPE. */
static int
make_input (GBytes *bytes)
{
  int fd = memfd_create (CHILD_NAME, MFD_CLOEXEC);
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize left = g_bytes_get_size (bytes);

  while (fd >= 0 && left > 0)
    {
      gssize written = write (fd, data, left);

      if (written < 0)
        {
          close (fd);
          return -1;
        }
      data += written;
      left -= (gsize) written;
    }
  if (fd >= 0)
    lseek (fd, 0, SEEK_SET);
  return fd;
}

static GSubprocess *
start_child (const char *path, GBytes *input)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  int fd = make_input (input);

  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  return g_subprocess_launcher_spawn (launcher, NULL, path, NULL);
}

/* Sends @input to the child and waits for its answer, at most until @deadline. */
static char *
call_child (GBytes *input, gint64 deadline, GCancellable *cancellable)
{
  g_autofree char *path = find_child ();
  gint64 left = (deadline - g_get_monotonic_time ()) / 1000;

  if (left <= 0 || g_cancellable_is_cancelled (cancellable))
    return NULL;

  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);

  g_autoptr (GSubprocess) process = start_child (path, input);
  char *text = NULL;

  if (process != NULL)
    {
      g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
      g_autoptr (GSource) timer = g_timeout_source_new ((guint) left);
      Call call = { process, loop, NULL, FALSE };

      g_source_set_callback (timer, time_out_cb, &call, NULL);
      g_source_attach (timer, context);
      g_subprocess_communicate_async (process, NULL, cancellable, answered_cb, &call);
      g_main_loop_run (loop);
      g_source_destroy (timer);
      g_subprocess_wait (process, NULL, NULL);
      if (!call.timed_out && g_subprocess_get_successful (process) && call.answer != NULL &&
          g_bytes_get_size (call.answer) <= MAX_ANSWER)
        text = g_strndup (g_bytes_get_data (call.answer, NULL), g_bytes_get_size (call.answer));
      g_clear_pointer (&call.answer, g_bytes_unref);
    }
  g_main_context_pop_thread_default (context);
  return text;
}

static gboolean
run_engine (RedanLayout *plan, RedanEngine engine, gint64 deadline, GCancellable *cancellable)
{
  g_autoptr (GBytes) input = redan_layout_to_dot (plan, engine);
  g_autofree char *answer = call_child (input, deadline, cancellable);

  if (answer == NULL || !redan_layout_read_positions (plan, answer))
    return FALSE;
  redan_layout_snap (plan);
  return redan_layout_is_sound (plan);
}

/* How far the picture is from the shape of a page or screen; 0 when it fits well. */
static double
judge_shape (const RedanLayout *plan)
{
  RedanSceneRect bounds = redan_layout_bounds (plan);
  double aspect = bounds.width / MAX (bounds.height, 1);

  if (aspect > GOOD_ASPECT_HIGH)
    return log (aspect / GOOD_ASPECT_HIGH);
  return aspect < GOOD_ASPECT_LOW ? log (GOOD_ASPECT_LOW / aspect) : 0;
}

typedef struct
{
  RedanSceneRect *rects;
  double shape;
} Best;

static void
keep_best (const RedanLayout *plan, Best *best)
{
  double shape = judge_shape (plan);

  if (best->rects != NULL && shape >= best->shape)
    return;
  g_free (best->rects);
  best->rects = g_new (RedanSceneRect, plan->n_nodes + plan->n_groups + 1);
  best->shape = shape;
  for (guint i = 0; i < plan->n_nodes; i++)
    best->rects[i] = plan->nodes[i].rect;
  for (guint i = 0; i < plan->n_groups; i++)
    best->rects[plan->n_nodes + i] = plan->groups[i].rect;
}

static gboolean
use_best (RedanLayout *plan, const Best *best)
{
  if (best->rects == NULL)
    return FALSE;
  for (guint i = 0; i < plan->n_nodes; i++)
    plan->nodes[i].rect = best->rects[i];
  for (guint i = 0; i < plan->n_groups; i++)
    plan->groups[i].rect = best->rects[plan->n_nodes + i];
  return TRUE;
}

typedef struct
{
  gboolean labels;
  gint64 deadline;
  GCancellable *cancellable;
} Attempt;

/* From left to right, unless that becomes too long; then from top to bottom if that is better. */
static gboolean
run_dot (RedanLayout *plan, gpointer user_data)
{
  const Attempt *attempt = user_data;
  RedanEngine across = attempt->labels ? REDAN_ENGINE_DOT_LABELS : REDAN_ENGINE_DOT;
  RedanEngine down = attempt->labels ? REDAN_ENGINE_DOT_LABELS_DOWN : REDAN_ENGINE_DOT_DOWN;
  Best best = { NULL, 0 };

  if (run_engine (plan, across, attempt->deadline, attempt->cancellable))
    keep_best (plan, &best);
  if (best.rects == NULL || best.shape > BAD_SHAPE)
    if (run_engine (plan, down, attempt->deadline, attempt->cancellable))
      keep_best (plan, &best);

  gboolean found = use_best (plan, &best);

  g_free (best.rects);
  return found;
}

/* The whole at once; when that gets a bad shape, boundary by boundary if that is better. */
static gboolean
run_attempt (RedanLayout *plan, gboolean labels, gint64 deadline, GCancellable *cancellable)
{
  Attempt attempt = { labels, deadline, cancellable };
  Best best = { NULL, 0 };

  if (run_dot (plan, &attempt))
    keep_best (plan, &best);
  if (best.rects != NULL && best.shape > BAD_SHAPE && redan_layout_blocks (plan, run_dot, &attempt))
    {
      redan_layout_snap (plan);
      if (redan_layout_is_sound (plan))
        keep_best (plan, &best);
    }

  gboolean found = use_best (plan, &best);

  g_free (best.rects);
  return found;
}

static void
set_note (char **note_out, const char *text)
{
  if (note_out != NULL && *note_out == NULL)
    *note_out = g_strdup (text);
}

static void
find_places (RedanLayout *plan, GCancellable *cancellable, char **note_out)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) time_limit_ms * 1000;

  if (plan->n_nodes > MAX_GRAPHVIZ_NODES)
    {
      set_note (note_out, _ ("The model has more than 1,500 elements: they were placed in rows "
                             "inside their boundaries."));
    }
  else
    {
      if (plan->n_nodes <= MAX_LABELLED_NODES && run_attempt (plan, TRUE, deadline, cancellable))
        return;
      if (run_attempt (plan, FALSE, deadline, cancellable))
        return;
      if (run_engine (plan, REDAN_ENGINE_OSAGE,
                      g_get_monotonic_time () + (gint64) time_limit_ms * 200, cancellable))
        {
          set_note (note_out, _ ("Graphviz found no layered layout in time: elements were packed "
                                 "inside their boundaries."));
          return;
        }
      set_note (note_out, _ ("Graphviz failed or ran out of time: elements were placed in rows "
                             "inside their boundaries."));
    }
  redan_layout_grid (plan);
  redan_layout_snap (plan);
}

static gboolean
is_placed (const RedanObject *object)
{
  guint n;

  redan_object_get_range (object, REDAN_FIELD_PLACE, &n);
  if (n > 0)
    return TRUE;
  redan_object_get_range (object, REDAN_FIELD_ROUTE, &n);
  return object->section == REDAN_SECTION_BOUNDARY && n > 0;
}

gboolean
redan_layout_needed (const RedanModel *model)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_ELEMENT);

  for (guint i = 0; i < n; i++)
    if (!is_placed (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i)))
      return TRUE;
  return FALSE;
}

static gboolean
has_places (const RedanModel *model)
{
  for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_ELEMENT; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      if (is_placed (redan_model_get_nth (model, section, i)))
        return TRUE;
  return FALSE;
}

/* The first diagram; one is made when there is none. */
static RedanId
ensure_diagram (RedanModel *model)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);

  if (diagrams->len > 0)
    return ((const RedanObject *) g_ptr_array_index (diagrams, 0))->id;

  RedanIdText text;
  const char *parts[] = { "diagram", "layout",
                          redan_id_to_text (&redan_model_get_meta (model)->id, text), NULL };
  RedanId id = redan_id_derive (parts);
  RedanEntry entry = { redan_model_intern (model, ""),
                       redan_model_intern (model, _ ("Data flow diagram")), REDAN_FIELD_NAME };

  redan_model_put (model, redan_object_new (REDAN_SECTION_DIAGRAM, &id, &entry, 1));
  return id;
}

static void
set_entry (
    RedanModel *model, const RedanId *id, RedanField field, const char *diagram, const char *value)
{
  const RedanObject *object = redan_model_lookup (model, id);

  redan_model_put (model,
                   redan_object_with (object, field, redan_model_intern (model, diagram), value));
}

static void
set_place (RedanModel *model, const RedanId *id, const char *diagram, const RedanSceneRect *rect)
{
  RedanBox box = { (gint32) lround (rect->x * REDAN_UNITS_PER_PIXEL),
                   (gint32) lround (rect->y * REDAN_UNITS_PER_PIXEL),
                   (gint32) lround (rect->width * REDAN_UNITS_PER_PIXEL),
                   (gint32) lround (rect->height * REDAN_UNITS_PER_PIXEL) };
  g_autofree char *value = redan_place_format (&box);

  set_entry (model, id, REDAN_FIELD_PLACE, diagram,
             redan_strings_store (redan_model_get_strings (model), value, -1));
}

static void
store_plan (RedanModel *model, const RedanLayout *plan, const char *diagram)
{
  for (guint i = 0; i < plan->n_groups; i++)
    set_place (model, &plan->groups[i].id, diagram, &plan->groups[i].rect);
  for (guint i = 0; i < plan->n_nodes; i++)
    set_place (model, &plan->nodes[i].id, diagram, &plan->nodes[i].rect);
}

/* Bends and label offsets belong to the old places. */
static void
drop_routes (RedanModel *model, const char *diagram)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_FLOW);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
      RedanId id = flow->id;

      if (redan_object_get_keyed (flow, REDAN_FIELD_ROUTE, diagram) != NULL)
        set_entry (model, &id, REDAN_FIELD_ROUTE, diagram, NULL);
      flow = redan_model_lookup (model, &id);
      if (redan_object_get_keyed (flow, REDAN_FIELD_LABEL, diagram) != NULL)
        set_entry (model, &id, REDAN_FIELD_LABEL, diagram, NULL);
    }
}

typedef struct
{
  const char *diagram;
  gboolean takes_unplaced;
} Members;

static gboolean
is_member (const RedanObject *object, gpointer user_data)
{
  const Members *members = user_data;

  if (redan_object_get_keyed (object, REDAN_FIELD_PLACE, members->diagram) != NULL)
    return TRUE;
  return members->takes_unplaced && !is_placed (object);
}

static gboolean
is_missing (const RedanObject *object, gpointer user_data)
{
  return !is_placed (object);
}

static void
lay_out_diagram (RedanModel *model,
                 const RedanId *id,
                 gboolean first,
                 GCancellable *cancellable,
                 char **note_out)
{
  RedanIdText diagram;
  Members members = { redan_id_to_text (id, diagram), first };
  g_autoptr (RedanLayout) plan = redan_layout_new (model, is_member, &members);

  if (plan->n_nodes + plan->n_groups == 0)
    return;
  find_places (plan, cancellable, note_out);
  store_plan (model, plan, diagram);
  drop_routes (model, diagram);
}

static void
lay_out_everything (RedanModel *model,
                    const RedanId *first,
                    GCancellable *cancellable,
                    char **note_out)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_DIAGRAM);

  for (guint i = 0; i < n; i++)
    {
      RedanId id = redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, i)->id;

      lay_out_diagram (model, &id, redan_id_equal (&id, first), cancellable, note_out);
    }
}

/* Everything that has a place in the diagram, and the area that it takes. */
static RedanGrid *
index_places (const RedanModel *model,
              const char *diagram,
              GArray *rects,
              RedanSceneRect *bounds_out)
{
  *bounds_out = (RedanSceneRect){ 0 };
  for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_ELEMENT; section++)
    for (guint i = 0; i < redan_model_get_n (model, section); i++)
      {
        RedanBox box;

        if (!redan_object_get_place (redan_model_get_nth (model, section, i), diagram, &box))
          continue;

        RedanSceneRect rect = { box.x / 8.0, box.y / 8.0, box.width / 8.0, box.height / 8.0 };

        redan_rect_unite (bounds_out, &rect);
        if (section == REDAN_SECTION_ELEMENT)
          g_array_append_val (rects, rect);
      }

  RedanGrid *grid = redan_grid_new (bounds_out, rects->len);

  for (guint i = 0; i < rects->len; i++)
    redan_grid_add (grid, i, &g_array_index (rects, RedanSceneRect, i));
  return grid;
}

static gboolean
is_spot_free (const RedanGrid *grid, const GArray *rects, const RedanSceneRect *spot, GArray *found)
{
  RedanSceneRect grown = redan_rect_grow (spot, 16);

  redan_grid_query (grid, &grown, found);
  for (guint i = 0; i < found->len; i++)
    if (redan_rects_meet (&grown,
                          &g_array_index (rects, RedanSceneRect, g_array_index (found, guint, i))))
      return FALSE;
  return TRUE;
}

/* A free spot for an element inside the placed boundary that it belongs to. @full remembers for
 * each boundary what found no spot: nothing that is as large will. */
static gboolean
find_spot (const RedanModel *model,
           const char *diagram,
           const RedanLayoutNode *node,
           const RedanGrid *grid,
           const GArray *rects,
           GHashTable *full,
           RedanSceneRect *spot)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  const RedanObject *parent;
  RedanId id;
  RedanBox box;

  if (!redan_object_get_reference (redan_model_lookup (model, &node->id), REDAN_FIELD_PARENT, &id))
    return FALSE;
  parent = redan_model_lookup (model, &id);
  if (parent == NULL || !redan_object_get_place (parent, diagram, &box))
    return FALSE;

  const RedanLayoutNode *failed = g_hash_table_lookup (full, &id);

  if (failed != NULL && node->width >= failed->width && node->height >= failed->height)
    return FALSE;

  double left = ceil (box.x / 64.0) * 8 + REDAN_LAYOUT_PADDING;
  double right = (box.x + box.width) / 8.0 - REDAN_LAYOUT_PADDING - node->width;
  double bottom = (box.y + box.height) / 8.0 - REDAN_LAYOUT_PADDING - node->height;
  double step = MAX (16, floor (MAX (right - left, bottom - box.y / 8.0) / 128 / 8) * 8);

  for (double y = ceil (box.y / 64.0) * 8 + REDAN_LAYOUT_TITLE; y <= bottom; y += step)
    for (double x = left; x <= right; x += step)
      {
        *spot = (RedanSceneRect){ x, y, node->width, node->height };
        if (is_spot_free (grid, rects, spot, found))
          return TRUE;
      }
  g_hash_table_insert (full, g_memdup2 (&id, sizeof id), (gpointer) node);
  return FALSE;
}

/* Below what is placed; at the very end of the plane rather over it than outside. */
static void
move_below (RedanLayout *plan, const RedanSceneRect *placed)
{
  const double limit = REDAN_COORDINATE_LIMIT / REDAN_UNITS_PER_PIXEL - REDAN_LAYOUT_GRAIN;
  RedanSceneRect own = redan_layout_bounds (plan);
  double x = MIN (placed->x - REDAN_LAYOUT_GRAIN, limit - own.x - own.width);
  double y = MIN (placed->y + placed->height + GAP_BELOW, limit - own.y - own.height);

  x = floor (MAX (x, -limit - own.x) / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
  y = ceil (MAX (y, -limit - own.y) / REDAN_LAYOUT_GRAIN) * REDAN_LAYOUT_GRAIN;
  for (guint i = 0; i < plan->n_nodes; i++)
    {
      plan->nodes[i].rect.x += x;
      plan->nodes[i].rect.y += y;
    }
  for (guint i = 0; i < plan->n_groups; i++)
    {
      plan->groups[i].rect.x += x;
      plan->groups[i].rect.y += y;
    }
}

/* What has no place: into its boundary where there is room, everything else in rows below. */
static void
lay_out_missing (RedanModel *model, const RedanId *id)
{
  RedanIdText diagram;
  g_autoptr (RedanLayout) plan = redan_layout_new (model, is_missing, NULL);
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  g_autoptr (GHashTable) full = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);
  RedanSceneRect bounds;

  redan_id_to_text (id, diagram);

  g_autoptr (RedanGrid) grid = index_places (model, diagram, rects, &bounds);

  for (guint i = 0; i < plan->n_nodes; i++)
    {
      RedanSceneRect spot;

      if (!find_spot (model, diagram, &plan->nodes[i], grid, rects, full, &spot))
        continue;
      redan_grid_add (grid, rects->len, &spot);
      g_array_append_val (rects, spot);
      set_place (model, &plan->nodes[i].id, diagram, &spot);
    }

  g_autoptr (RedanLayout) rest = redan_layout_new (model, is_missing, NULL);

  redan_layout_grid (rest);
  redan_layout_snap (rest);
  move_below (rest, &bounds);
  store_plan (model, rest, diagram);
}

void
redan_layout_model (RedanModel *model,
                    gboolean everything,
                    GCancellable *cancellable,
                    char **note_out)
{
  RedanId first;

  if (note_out != NULL)
    *note_out = NULL;
  if (redan_model_get_n (model, REDAN_SECTION_ELEMENT) +
          redan_model_get_n (model, REDAN_SECTION_BOUNDARY) ==
      0)
    return;
  first = ensure_diagram (model);
  if (everything || !has_places (model))
    lay_out_everything (model, &first, cancellable, note_out);
  else
    lay_out_missing (model, &first);
}
