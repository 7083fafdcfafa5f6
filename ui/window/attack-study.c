/* SPDX-License-Identifier: Apache-2.0 */
/* What attacks an analysis allows, and what falls with an object, computed in a thread. */

#include "ui/window/attack-study.h"

/** Asked for everything of worth: so many assets, the most sensitive first, and so many paths of
 * each; fewer are shown. */
#define MAX_ASSETS 24
#define PATHS_PER_ASSET 3
#define MAX_PATHS 10

/** Nodes and edges looked at for one asset. */
#define BUDGET 4000000

/** What an attacker comes to more seldom than this is not shown as falling. */
#define MIN_ODDS 0.01

typedef struct
{
  RedanAnalysis *analysis;
  char *attacker;
  RedanId *asset;
  GArray *toggles;
  RedanId origin;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_analysis_unref (request->analysis);
  g_clear_pointer (&request->toggles, g_array_unref);
  g_free (request->attacker);
  g_free (request->asset);
  g_free (request);
}

void
redan_attack_study_free (RedanAttackStudy *self)
{
  g_clear_pointer (&self->passed, g_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->assets, g_array_unref);
  g_clear_pointer (&self->view, redan_attack_view_free);
  g_clear_pointer (&self->attackers, g_ptr_array_unref);
  g_clear_pointer (&self->attack, redan_attack_free);
  g_free (self);
}

void
redan_blast_free (RedanBlast *self)
{
  g_clear_pointer (&self->objects, g_array_unref);
  g_clear_pointer (&self->assets, g_array_unref);
  g_clear_pointer (&self->attack, redan_attack_free);
  g_free (self);
}

/** The weightiest profile that has a way in; the first of them when several weigh the same. */
static const RedanAttacker *
choose_attacker (const GPtrArray *attackers, const char *wanted)
{
  const RedanAttacker *best = wanted != NULL ? redan_attackers_find (attackers, wanted) : NULL;

  if (best != NULL)
    return best;
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *attacker = attackers->pdata[i];

      if (best == NULL ||
          (attacker->n_entries > 0 && (best->n_entries == 0 || attacker->weight > best->weight)))
        best = attacker;
    }
  return best;
}

static int
compare_assets (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const guint32 x = *(const guint32 *) a;
  const guint32 y = *(const guint32 *) b;
  const int class_x = redan_attack_get_asset_class (user_data, x);
  const int class_y = redan_attack_get_asset_class (user_data, y);

  return class_x != class_y ? class_y - class_x : (x > y) - (x < y);
}

static GArray *
list_assets (RedanAttack *attack)
{
  const guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);
  GArray *assets = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);

  for (guint32 i = 0; i < n; i++)
    g_array_append_val (assets, i);
  g_array_sort_with_data (assets, compare_assets, attack);
  return assets;
}

static gboolean
is_asset (const RedanAttack *attack, guint32 number, const RedanId *id)
{
  guint32 store = REDAN_NONE;
  const RedanObject *asset = redan_attack_get_asset (attack, number, &store);

  if (asset == NULL)
    asset = redan_attack_get_analysis (attack)->facts->snapshot->elements[store];
  return redan_id_equal (&asset->id, id);
}

/** What an attack takes away on average: the odds, weighed with the worth of what it wins. */
static double
weigh_path (const RedanAttack *attack, const RedanAttackPath *path)
{
  return path->odds * redan_attack_get_goal_value (attack, path->asset, path->goal);
}

static int
compare_paths (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanAttackPath *x = *(RedanAttackPath *const *) a;
  const RedanAttackPath *y = *(RedanAttackPath *const *) b;
  const double weight_x = weigh_path (user_data, x);
  const double weight_y = weigh_path (user_data, y);

  if (weight_x != weight_y)
    return weight_x < weight_y ? 1 : -1;
  if (x->odds != y->odds)
    return x->odds < y->odds ? 1 : -1;
  if (x->hops->len != y->hops->len)
    return x->hops->len < y->hops->len ? -1 : 1;
  return (x->asset > y->asset) - (x->asset < y->asset);
}

GArray *
redan_attack_path_list_objects (const RedanAttackView *view, const RedanAttackPath *path)
{
  GArray *ids = g_array_sized_new (FALSE, TRUE, sizeof (RedanId), path->hops->len);

  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanObject *object =
          redan_attack_hop_get_object (view, &g_array_index (path->hops, RedanAttackHop, i));
      const RedanId id = object != NULL ? object->id : (RedanId){ "" };

      g_array_append_val (ids, id);
    }
  return ids;
}

static int
compare_passed (gconstpointer a, gconstpointer b)
{
  const RedanStudyPassed *x = a;
  const RedanStudyPassed *y = b;

  return x->n != y->n ? (x->n < y->n ? 1 : -1) : redan_id_compare (&x->id, &y->id);
}

/** Each path counts once for an object, however often it comes by. */
static GArray *
count_passed (const RedanAttackView *view, const GPtrArray *paths)
{
  GArray *passed = g_array_new (FALSE, FALSE, sizeof (RedanStudyPassed));
  g_autoptr (GHashTable) rows = g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GArray) ids = redan_attack_path_list_objects (view, paths->pdata[i]);
      g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);

      for (guint k = 0; k < ids->len; k++)
        {
          RedanId *id = &g_array_index (ids, RedanId, k);
          gpointer row = NULL;

          if (redan_id_is_null (id) || !g_hash_table_add (seen, id))
            continue;
          if (g_hash_table_lookup_extended (rows, id, NULL, &row))
            g_array_index (passed, RedanStudyPassed, GPOINTER_TO_UINT (row)).n++;
          else
            {
              const RedanStudyPassed first = { *id, 1 };

              g_hash_table_insert (rows, g_memdup2 (id, sizeof *id),
                                   GUINT_TO_POINTER (passed->len));
              g_array_append_val (passed, first);
            }
        }
    }
  g_array_sort (passed, compare_passed);
  return passed;
}

static double
get_best_odds (const RedanAttackView *view, const GArray *assets)
{
  double best = 0;

  for (guint i = 0; i < assets->len; i++)
    best = MAX (best, redan_attack_view_get_asset_odds (view, g_array_index (assets, guint32, i)));
  return best;
}

/** The assets that are asked about. */
static GArray *
choose_assets (const RedanAttackStudy *self, const RedanId *wanted)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->assets->len && chosen->len < MAX_ASSETS; i++)
    {
      const guint32 asset = g_array_index (self->assets, guint32, i);

      if (wanted == NULL || is_asset (self->attack, asset, wanted))
        g_array_append_val (chosen, asset);
    }
  return chosen;
}

static void
find_paths (RedanAttackStudy *self, const GArray *assets, GCancellable *cancellable)
{
  const RedanAttackBudget budget = { BUDGET, cancellable };
  const guint k = assets->len == 1 ? MAX_PATHS : PATHS_PER_ASSET;

  self->complete = TRUE;
  for (guint i = 0; i < assets->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      gboolean complete = TRUE;
      GPtrArray *found = redan_attack_paths_list (self->view, g_array_index (assets, guint32, i),
                                                  REDAN_N_HOLDS, k, &budget, &complete);

      self->complete &= complete;
      g_ptr_array_extend_and_steal (self->paths, found);
    }
  g_ptr_array_sort_with_data (self->paths, compare_paths, self->attack);
  if (self->paths->len > MAX_PATHS)
    g_ptr_array_set_size (self->paths, MAX_PATHS);
}

static void
study_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const gboolean is_what_if = request->toggles->len > 0;
  g_autoptr (RedanAttackStudy) self = g_new0 (RedanAttackStudy, 1);
  g_autoptr (GArray) assets = NULL;

  self->attack = redan_attack_new (request->analysis,
                                   is_what_if ? REDAN_ATTACK_WHAT_IF : REDAN_ATTACK_AS_IT_IS);
  self->attackers = redan_attackers_list (self->attack);
  self->attacker = choose_attacker (self->attackers, request->attacker);
  self->view = redan_attack_view_new (self->attack, self->attacker);
  self->assets = list_assets (self->attack);
  self->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_path_free);
  assets = choose_assets (self, request->asset);
  self->before = get_best_odds (self->view, assets);
  for (guint i = 0; i < request->toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (request->toggles, RedanStudyToggle, i);

      redan_attack_view_toggle (self->view, toggle->control, toggle->context, toggle->target,
                                toggle->toggle);
    }
  if (is_what_if)
    redan_attack_view_update (self->view);
  self->after = get_best_odds (self->view, assets);
  find_paths (self, assets, cancellable);
  self->passed = count_passed (self->view, self->paths);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) redan_attack_study_free);
}

void
redan_attack_study_async (RedanAnalysis *analysis,
                          const RedanStudyQuestion *question,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->analysis = redan_analysis_ref (analysis);
  request->attacker = g_strdup (question->attacker);
  if (question->asset != NULL)
    request->asset = g_memdup2 (question->asset, sizeof *question->asset);
  request->toggles = g_array_new (FALSE, FALSE, sizeof (RedanStudyToggle));
  if (question->n_toggles > 0)
    g_array_append_vals (request->toggles, question->toggles, question->n_toggles);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, study_thread);
}

RedanAttackStudy *
redan_attack_study_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
blast_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const RedanSnapshot *snapshot = request->analysis->facts->snapshot;
  const RedanObject *origin = redan_model_lookup (snapshot->model, &request->origin);
  g_autoptr (RedanBlast) self = g_new0 (RedanBlast, 1);
  g_autoptr (GPtrArray) attackers = NULL;
  g_autoptr (RedanAttacker) attacker = NULL;
  g_autoptr (RedanAttackView) view = NULL;

  self->origin = request->origin;
  self->objects = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->assets = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->attack = redan_attack_new (request->analysis, REDAN_ATTACK_AS_IT_IS);
  attackers = redan_attackers_list (self->attack);
  attacker = redan_attacker_new_at (self->attack, choose_attacker (attackers, NULL), origin);
  view = redan_attack_view_new (self->attack, attacker);
  for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_CTL); i++)
    {
      const guint32 node = redan_attack_get_node (self->attack, REDAN_HOLD_CTL, i);

      if (redan_attack_view_get_odds (view, node) >= MIN_ODDS &&
          !redan_id_equal (&snapshot->elements[i]->id, &self->origin))
        g_array_append_val (self->objects, snapshot->elements[i]->id);
    }
  for (guint32 i = 0; i < redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ); i++)
    if (redan_attack_view_get_asset_odds (view, i) >= MIN_ODDS)
      g_array_append_val (self->assets, i);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) redan_blast_free);
}

void
redan_blast_async (RedanAnalysis *analysis,
                   const RedanId *origin,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->analysis = redan_analysis_ref (analysis);
  request->origin = *origin;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, blast_thread);
}

RedanBlast *
redan_blast_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
