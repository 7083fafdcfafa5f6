/* SPDX-License-Identifier: Apache-2.0 */
/* What attacks an analysis allows, what the whole attack graph says, and what falls with an object,
 * computed in a thread. */

#include "ui/window/attack-study.h"

#include <math.h>

#include "analysis/attack-changes.h"
#include "analysis/graph/attack-chance.h"
#include "ui/report/attack-overview.h"

/** Asked for everything of worth: so many assets, the most sensitive first, and so many paths of
 * each; fewer are shown. */
#define MAX_ASSETS 24
#define PATHS_PER_ASSET 3
#define MAX_PATHS 10

/** Nodes and edges looked at for one asset. */
#define BUDGET 4000000

/** What an attacker comes to more seldom than this is not shown as falling. */
#define MIN_ODDS 0.01

/** Chances are estimated where there are too many attacks: with the same random numbers before and
 * after, to a percent or so. */
#define CHANCE_SAMPLES 9664
#define SAME_CHANCE 0.005
#define N_GOALS (REDAN_HOLD_DENY - REDAN_HOLD_READ + 1)

typedef struct
{
  RedanAnalysis *analysis;
  char *attacker;
  RedanId *asset;
  GArray *toggles;
  RedanId origin; /* of a blast; where to start in a study, or the null id */
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
  g_clear_pointer (&self->hardening, redan_hardening_free);
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->passed, g_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->assets, g_array_unref);
  g_clear_pointer (&self->view, redan_attack_view_free);
  g_clear_pointer (&self->placed, redan_attacker_free);
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

static const RedanAttacker *
choose_attacker (const GPtrArray *attackers, const char *wanted)
{
  const RedanAttacker *found = wanted != NULL ? redan_attackers_find (attackers, wanted) : NULL;

  return found != NULL ? found : redan_attackers_choose (attackers, NULL);
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
  const guint32 asset =
      wanted != NULL ? redan_attack_find_asset (self->attack, wanted) : REDAN_NONE;

  if (asset != REDAN_NONE)
    g_array_append_val (chosen, asset);
  else if (wanted == NULL)
    g_array_append_vals (chosen, self->assets->data, MIN (self->assets->len, MAX_ASSETS));
  return chosen;
}

static void
find_paths (RedanAttackStudy *self, const GArray *assets, GCancellable *cancellable)
{
  const RedanAttackBudget budget = { BUDGET, cancellable };

  self->paths = redan_attack_paths_list_worst (
      self->view, (const guint32 *) (gpointer) assets->data, assets->len,
      assets->len == 1 ? MAX_PATHS : PATHS_PER_ASSET, MAX_PATHS, &budget, &self->complete);
}

/** Who attacks from where he was told to. */
static const RedanAttacker *
get_starter (const RedanAttackStudy *self)
{
  return self->placed != NULL ? self->placed : self->attacker;
}

/** Where a toggle counts: what is broken, is so everywhere. */
static RedanContext
get_toggled_context (const RedanStudyToggle *toggle)
{
  return toggle->toggle == REDAN_TOGGLE_BROKEN ? REDAN_CONTEXT_MODEL : toggle->context;
}

/** The cheapest controls beside those of the what-if. */
static void
find_hardening (RedanAttackStudy *self,
                const GArray *assets,
                const GArray *toggles,
                GCancellable *cancellable)
{
  const RedanAttackBudget budget = { BUDGET, cancellable };
  g_autofree RedanAttackAssumption *assumed = g_new (RedanAttackAssumption, toggles->len + 1);
  g_autoptr (RedanAttack) attack = NULL;
  g_autoptr (GArray) goals = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < toggles->len; i++)
    {
      const RedanStudyToggle *toggle = &g_array_index (toggles, RedanStudyToggle, i);

      assumed[i] = (RedanAttackAssumption){ toggle->control, get_toggled_context (toggle),
                                            toggle->target, toggle->toggle };
    }
  attack =
      redan_attack_new_assuming (redan_attack_get_analysis (self->attack), assumed, toggles->len);
  for (guint i = 0; i < assets->len; i++)
    for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DENY; goal++)
      {
        const guint32 node =
            redan_attack_get_node (attack, (RedanHold) goal, g_array_index (assets, guint32, i));

        g_array_append_val (goals, node);
      }
  self->hardening = redan_hardening_find (
      attack, get_starter (self), (const guint32 *) (gpointer) goals->data, goals->len, &budget);
}

/** The question without its toggles. */
static RedanAttackStudy *
open_study (const Request *request)
{
  RedanAttackStudy *self = g_new0 (RedanAttackStudy, 1);
  const RedanModel *model = request->analysis->facts->snapshot->model;
  const RedanObject *entry =
      redan_id_is_null (&request->origin) ? NULL : redan_model_lookup (model, &request->origin);

  self->attack = redan_attack_new (
      request->analysis, request->toggles->len > 0 ? REDAN_ATTACK_WHAT_IF : REDAN_ATTACK_AS_IT_IS);
  self->attackers = redan_attackers_list (self->attack);
  self->attacker = choose_attacker (self->attackers, request->attacker);
  if (entry != NULL)
    self->placed = redan_attacker_new_at (self->attack, self->attacker, entry);
  self->view = redan_attack_view_new (self->attack, get_starter (self));
  self->assets = redan_attack_list_assets (self->attack);
  return self;
}

static void
set_toggles (RedanAttackStudy *self, const GArray *toggles)
{
  /* Where a control is absent or broken it stays so, whatever is put in place elsewhere. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < toggles->len; i++)
      {
        const RedanStudyToggle *toggle = &g_array_index (toggles, RedanStudyToggle, i);

        if ((toggle->toggle == REDAN_TOGGLE_PRESENT) == (pass == 0))
          redan_attack_view_toggle (self->view, toggle->control, get_toggled_context (toggle),
                                    toggle->target, toggle->toggle);
      }
  if (toggles->len > 0)
    redan_attack_view_update (self->view);
}

/** Writes of each asset how likely one of all attacks on it succeeds. */
static void
find_chances (const RedanAttackStudy *self, GArray *states, GCancellable *cancellable)
{
  const RedanAttackChanceOptions options = { .n_samples = CHANCE_SAMPLES,
                                             .cancellable = cancellable };
  const guint n = states->len * N_GOALS;
  g_autofree RedanAttackChance *chances = g_new0 (RedanAttackChance, n + 1);
  g_autofree guint32 *goals = g_new (guint32, n + 1);

  for (guint i = 0; i < n; i++)
    goals[i] = redan_attack_get_node (
        self->attack, (RedanHold) (REDAN_HOLD_READ + i % N_GOALS),
        g_array_index (states, RedanStudyChange, i / N_GOALS).asset);
  if (n > 0)
    redan_attack_chances (&self->view->graph, &self->view->scenario, goals, n, &options, chances);
  for (guint i = 0; i < n; i++)
    {
      RedanStudyChange *state = &g_array_index (states, RedanStudyChange, i / N_GOALS);

      state->chance_before = MAX (state->chance_before, chances[i].value);
      state->chance_after = state->chance_before;
    }
}

/** Returns: (element-type RedanStudyChange): of each asset how it stands, as before and after. */
static GArray *
judge_assets (const RedanAttackStudy *self, const GArray *assets, GCancellable *cancellable)
{
  const guint32 n = redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
  g_autofree int *depths = g_new (int, (gsize) n + 1);
  g_autofree gboolean *exact = g_new (gboolean, (gsize) n + 1);
  GArray *states = g_array_new (FALSE, FALSE, sizeof (RedanStudyChange));

  redan_attack_view_get_depths (self->view, depths, exact);
  for (guint i = 0; i < assets->len; i++)
    {
      const guint32 asset = g_array_index (assets, guint32, i);
      const double odds = redan_attack_view_get_asset_odds (self->view, asset);
      const RedanStudyChange state = { .asset = asset,
                                       .odds_before = odds,
                                       .odds_after = odds,
                                       .depth_before = depths[asset],
                                       .depth_after = depths[asset] };

      g_array_append_val (states, state);
    }
  find_chances (self, states, cancellable);
  return states;
}

/** Leaves in @changes what differs from @after. */
static void
compare_states (GArray *changes, const GArray *after)
{
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      RedanStudyChange change = g_array_index (changes, RedanStudyChange, i);

      change.odds_after = g_array_index (after, RedanStudyChange, i).odds_after;
      change.chance_after = g_array_index (after, RedanStudyChange, i).chance_after;
      change.depth_after = g_array_index (after, RedanStudyChange, i).depth_after;
      if (change.depth_after != change.depth_before ||
          fabs (change.odds_after - change.odds_before) > REDAN_STUDY_SAME_ODDS ||
          fabs (change.chance_after - change.chance_before) > SAME_CHANCE)
        g_array_index (changes, RedanStudyChange, n++) = change;
    }
  g_array_set_size (changes, n);
}

static void
study_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const gboolean is_what_if = request->toggles->len > 0;
  g_autoptr (RedanAttackStudy) self = open_study (request);
  g_autoptr (GArray) assets = choose_assets (self, request->asset);

  self->before = get_best_odds (self->view, assets);
  self->changes = is_what_if ? judge_assets (self, assets, cancellable)
                             : g_array_new (FALSE, FALSE, sizeof (RedanStudyChange));
  set_toggles (self, request->toggles);
  self->after = get_best_odds (self->view, assets);
  if (is_what_if)
    {
      g_autoptr (GArray) after = judge_assets (self, assets, cancellable);

      compare_states (self->changes, after);
    }
  find_paths (self, assets, cancellable);
  self->passed = count_passed (self->view, self->paths);
  find_hardening (self, assets, request->toggles, cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) redan_attack_study_free);
}

static void
overview_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autoptr (RedanAttackStudy) self = open_study (request);
  g_autoptr (GArray) chosen = choose_assets (self, request->asset);
  g_autoptr (GArray) attacked = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (RedanReport) report = redan_report_new ("", "");

  set_toggles (self, request->toggles);
  for (guint i = 0; i < chosen->len; i++)
    {
      const guint32 asset = g_array_index (chosen, guint32, i);

      if (redan_attack_view_get_best_goal (self->view, asset, FALSE) != REDAN_N_HOLDS)
        g_array_append_val (attacked, asset);
    }
  redan_report_add_attack_overview (report, self->view, attacked, request->toggles->len > 0,
                                    cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&report), (GDestroyNotify) redan_report_free);
}

/** Starts @thread with a request (transfer full) about @analysis. */
static void
start (RedanAnalysis *analysis,
       Request *request,
       GTaskThreadFunc thread,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  request->analysis = redan_analysis_ref (analysis);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, thread);
}

static Request *
request_new (const RedanStudyQuestion *question)
{
  Request *request = g_new0 (Request, 1);

  request->attacker = g_strdup (question->attacker);
  if (question->asset != NULL)
    request->asset = g_memdup2 (question->asset, sizeof *question->asset);
  if (question->entry != NULL)
    request->origin = *question->entry;
  request->toggles = g_array_new (FALSE, FALSE, sizeof (RedanStudyToggle));
  if (question->n_toggles > 0)
    g_array_append_vals (request->toggles, question->toggles, question->n_toggles);
  return request;
}

void
redan_attack_study_async (RedanAnalysis *analysis,
                          const RedanStudyQuestion *question,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  start (analysis, request_new (question), study_thread, cancellable, callback, user_data);
}

void
redan_attack_overview_async (RedanAnalysis *analysis,
                             const RedanStudyQuestion *question,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  start (analysis, request_new (question), overview_thread, cancellable, callback, user_data);
}

RedanReport *
redan_attack_overview_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
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
  Request *request = g_new0 (Request, 1);

  request->origin = *origin;
  start (analysis, request, blast_thread, cancellable, callback, user_data);
}

RedanBlast *
redan_blast_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
