/* SPDX-License-Identifier: Apache-2.0 */
/* The graph against slow, obvious evaluations of the same definitions on random models and random
 * graphs. */

#include "tests/analysis-fixture.h"

#include "analysis/graph/graph-private.h"

#define N_MODELS (REDAN_SANITIZED ? 150 : 1000)
#define TOLERANCE 1e-9

typedef enum
{
  KIND_FLOW,
  KIND_EXPOSED,
  KIND_RIGHT,
  KIND_SIGN_IN,
  KIND_RECOVERY,
  KIND_ROOT,
} Kind;

typedef struct
{
  guint from;
  guint to;
  Kind kind;
  double pass;
  guint layers;
} SlowEdge;

/* Nodes: elements, then the internet, then the root user of each boundary. Rights lead straight to
 * each target. */
typedef struct
{
  RedanFacts *facts;
  RedanControls *controls;
  RedanGraph *graph;
  const RedanScoring *scoring;
  guint n;
  guint n_nodes;
  GArray *edges;
  double *entry;
  double *through; /* by element */
  guint *layers;
} Slow;

static gboolean
has (const Slow *self, RedanContext context, guint target, const char *name, const char *value)
{
  RedanScope scope = context == REDAN_CONTEXT_ELEMENT ? REDAN_SCOPE_ELEMENT : REDAN_SCOPE_ACCOUNT;
  const RedanAttribute *attribute = redan_schema_lookup (fixture_schema, scope, name, -1);

  return redan_facts_get_code (self->facts, context, target, name) ==
         REDAN_CODE_FIRST + (RedanCode) redan_attribute_find_value (attribute, value, -1);
}

static double
get_gates (const Slow *self, RedanContext context, guint target, guint *layers_out)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n);
  double product = 1;

  *layers_out = 0;
  for (guint layer = 0; layer < REDAN_N_PREVENTIVE_LAYERS; layer++)
    {
      double strengths[256];
      guint n_strengths = 0;

      for (guint i = 0; i < n; i++)
        {
          double v = redan_controls_get_validation (self->controls, i, context, target);

          if (v <= 0 || !controls[i].gate || controls[i].layer != layer ||
              controls[i].operation[0] != 'P' || !controls[i].acts_on_likelihood ||
              controls[i].applies == REDAN_APPLIES_MODEL)
            continue;
          strengths[n_strengths++] = controls[i].strength * v;
          if (controls[i].strength * v >= self->scoring->layer_threshold)
            *layers_out |= 1u << layer;
        }
      /* the greatest remaining one, again and again */
      for (guint k = 0; k < n_strengths; k++)
        {
          guint best = k;
          double swap;

          for (guint j = k + 1; j < n_strengths; j++)
            if (strengths[j] > strengths[best])
              best = j;
          swap = strengths[k];
          strengths[k] = strengths[best];
          strengths[best] = swap;
          product *= 1 - strengths[k] / (double) (1u << k);
        }
    }

  return product;
}

static void
add (Slow *self, guint from, guint to, Kind kind, double pass, guint layers)
{
  SlowEdge edge = { from, to, kind, pass, layers };

  g_array_append_val (self->edges, edge);
}

static void
add_rights (Slow *self, guint from)
{
  const RedanFacts *facts = self->facts;
  gboolean admin = has (self, REDAN_CONTEXT_ELEMENT, from, "priv_level", "admin");
  gboolean service = has (self, REDAN_CONTEXT_ELEMENT, from, "iam_scope", "service");
  gboolean account = has (self, REDAN_CONTEXT_ELEMENT, from, "iam_scope", "account");
  gboolean organization = has (self, REDAN_CONTEXT_ELEMENT, from, "iam_scope", "organization");

  if ((!admin && !has (self, REDAN_CONTEXT_ELEMENT, from, "priv_level", "write")) ||
      (!service && !account && !organization))
    return;
  for (guint to = 0; to < self->n; to++)
    {
      guint32 of = facts->element_account[to];
      gboolean tailored;

      if (to == from || of == REDAN_NONE ||
          facts->snapshot->element_kind[to] < REDAN_ELEMENT_PROCESS ||
          (!organization && of != facts->element_account[from]) ||
          (service && redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, to, "aws_service") !=
                          redan_facts_get_code (facts, REDAN_CONTEXT_ELEMENT, from, "aws_service")))
        continue;
      tailored = has (self, REDAN_CONTEXT_BOUNDARY, of, "scp", "tailored");
      add (self, from, to, KIND_RIGHT, (admin ? .9 : .6) * (tailored ? 1 - .8 * .6 : 1), 0);
    }
}

static void
add_root (Slow *self, guint account)
{
  double sign_in = has (self, REDAN_CONTEXT_BOUNDARY, account, "root_mfa", "virtual") ? .12
                   : has (self, REDAN_CONTEXT_BOUNDARY, account, "root_mfa", "hardware") ||
                           has (self, REDAN_CONTEXT_BOUNDARY, account, "root_mfa", "passkey")
                       ? .02
                       : .3;
  gboolean closed = has (self, REDAN_CONTEXT_BOUNDARY, account, "root_recovery", "yes");
  guint root = self->n + 1 + account;

  if (has (self, REDAN_CONTEXT_BOUNDARY, account, "root_mfa", "removed"))
    return;
  if (!has (self, REDAN_CONTEXT_BOUNDARY, account, "root_keys", "no"))
    sign_in = MIN (.9, sign_in + .3);
  add (self, self->n, root, KIND_SIGN_IN, sign_in, 0);
  for (guint i = 0; i < self->n; i++)
    {
      if (has (self, REDAN_CONTEXT_ELEMENT, i, "root_mailbox", "yes"))
        add (self, i, root, KIND_RECOVERY, closed ? .05 : .5, 0);
      if (self->facts->element_account[i] == account)
        add (self, root, i, KIND_ROOT, 1, 0);
    }
}

static Slow *
slow_new (guint32 seed, const FixtureSize *size)
{
  Slow *self = g_new0 (Slow, 1);
  g_autoptr (RedanModel) model = fixture_random_model (seed, size, "graph");
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);

  self->facts = redan_facts_new (snapshot, fixture_catalogue, fixture_days ("2025-02-01"));
  self->controls = redan_controls_new (self->facts);
  self->graph = redan_graph_new (self->facts, self->controls);
  self->scoring = redan_catalogue_get_scoring (fixture_catalogue);
  self->n = snapshot->n_elements;
  self->n_nodes = self->n + 1 + snapshot->n_boundaries;
  self->edges = g_array_new (FALSE, FALSE, sizeof (SlowEdge));
  self->entry = g_new0 (double, self->n_nodes);
  self->through = g_new0 (double, self->n_nodes);
  self->layers = g_new0 (guint, self->n_nodes);

  for (guint i = 0; i < self->facts->n_interactions; i++)
    {
      guint layers;
      double pass = .9 * get_gates (self, REDAN_CONTEXT_INTERACTION, i, &layers);

      add (self, self->facts->interaction_source[i], self->facts->interaction_target[i], KIND_FLOW,
           pass, layers);
    }
  for (guint i = 0; i < self->n; i++)
    {
      guint trust = self->facts->element_trust[i];
      gboolean actor = snapshot->element_kind[i] == REDAN_ELEMENT_ACTOR;

      self->through[i] = .6 * get_gates (self, REDAN_CONTEXT_ELEMENT, i, &self->layers[i]);
      if (actor && (trust == 0 || trust == 255))
        self->entry[i] = 1;
      else if (actor || trust <= 1 || trust == 255)
        self->entry[i] = .3;
      add_rights (self, i);
      if (snapshot->element_kind[i] >= REDAN_ELEMENT_PROCESS && trust > 1 &&
          (has (self, REDAN_CONTEXT_ELEMENT, i, "exposure", "internet") ||
           has (self, REDAN_CONTEXT_ELEMENT, i, "resource_policy", "public")))
        add (self, self->n, i, KIND_EXPOSED, .9, 0);
    }
  for (guint i = self->n; i < self->n_nodes; i++)
    self->through[i] = 1;
  self->entry[self->n] = 1;
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    if (snapshot->boundary_kind[i] ==
        redan_attribute_find_value (
            redan_schema_lookup (fixture_schema, REDAN_SCOPE_BOUNDARY, "btype", -1), "account", -1))
      add_root (self, i);

  return self;
}

static void
slow_free (Slow *self)
{
  redan_graph_free (self->graph);
  redan_controls_free (self->controls);
  redan_facts_free (self->facts);
  g_array_unref (self->edges);
  g_free (self->entry);
  g_free (self->through);
  g_free (self->layers);
  g_free (self);
}

/* A random size, small enough that the slow side stays quick. */
static Slow *
slow_random (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed + 1000);
  FixtureSize size = {
    (guint) g_rand_int_range (rand, 1, 40), (guint) g_rand_int_range (rand, 0, 90),
    (guint) g_rand_int_range (rand, 0, 9),  3,
    (guint) g_rand_int_range (rand, 0, 40), (guint) g_rand_int_range (rand, 5, 70)
  };

  return slow_new (seed, &size);
}

static void
test_exposure (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);
      g_autofree double *exposure = g_memdup2 (slow->entry, sizeof (double) * slow->n_nodes);
      gboolean changed = TRUE;

      while (changed)
        {
          changed = FALSE;
          for (guint i = 0; i < slow->edges->len; i++)
            {
              const SlowEdge *edge = &g_array_index (slow->edges, SlowEdge, i);
              double through = slow->entry[edge->from] > 0 ? 1 : slow->through[edge->from];
              double reached = exposure[edge->from] * through * edge->pass;

              if (reached <= exposure[edge->to] * (1 + 1e-12))
                continue;
              exposure[edge->to] = reached;
              changed = TRUE;
            }
        }
      for (guint i = 0; i < slow->n; i++)
        g_assert_cmpfloat_with_epsilon (redan_graph_get_exposure (slow->graph, i), exposure[i],
                                        TOLERANCE);
      for (guint i = 0; i < slow->facts->snapshot->n_boundaries; i++)
        g_assert_cmpfloat_with_epsilon (redan_graph_get_root_exposure (slow->graph, i),
                                        exposure[slow->n + 1 + i], TOLERANCE);
      slow_free (slow);
    }
}

static void
test_path (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);

      for (guint i = 0; i < slow->n; i++)
        {
          g_autoptr (GArray) path = redan_graph_get_path (slow->graph, i);
          double product = 1;

          if (redan_graph_get_exposure (slow->graph, i) == 0)
            {
              g_assert_cmpuint (path->len, ==, 0);
              continue;
            }
          for (guint j = 0; j < path->len; j++)
            {
              const RedanPathHop *hop = &g_array_index (path, RedanPathHop, j);

              product *= hop->pass;
              if (hop->interaction != REDAN_NONE)
                {
                  g_assert_cmpuint (hop->element, ==,
                                    slow->facts->interaction_target[hop->interaction]);
                  g_assert_cmpuint (g_array_index (path, RedanPathHop, j - 1).element, ==,
                                    slow->facts->interaction_source[hop->interaction]);
                }
            }
          g_assert_cmpuint (g_array_index (path, RedanPathHop, path->len - 1).element, ==, i);
          g_assert_cmpfloat_with_epsilon (product, redan_graph_get_exposure (slow->graph, i),
                                          TOLERANCE);
        }
      slow_free (slow);
    }
}

/* Marks what is reached from the marked nodes; without roots, users of accounts are no way on. */
static void
flood (const Slow *slow, guint8 *seen, gboolean with_roots)
{
  gboolean changed = TRUE;

  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < slow->edges->len; i++)
        {
          const SlowEdge *edge = &g_array_index (slow->edges, SlowEdge, i);
          gboolean opens = edge->kind != KIND_FLOW || slow->through[edge->to] * edge->pass >= .10;

          if (!seen[edge->from] || seen[edge->to] || !opens || (!with_roots && edge->to >= slow->n))
            continue;
          seen[edge->to] = TRUE;
          changed = TRUE;
        }
    }
}

static void
test_blast (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);
      double total;

      for (guint i = 0; i < slow->n; i++)
        {
          g_autofree guint8 *seen = g_new0 (guint8, slow->n_nodes);
          double sum = 0;

          seen[i] = TRUE;
          flood (slow, seen, TRUE);
          redan_graph_get_value (slow->graph, i, &total);
          for (guint j = 0; j < slow->n; j++)
            sum += j != i && seen[j] ? redan_graph_get_value (slow->graph, j, NULL) : 0;
          g_assert_cmpfloat_with_epsilon (redan_graph_get_blast (slow->graph, i), sum / total,
                                          TOLERANCE);
        }
      slow_free (slow);
    }
}

static void
test_account_blast (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);

      for (guint b = 0; b < slow->facts->snapshot->n_boundaries; b++)
        {
          g_autofree guint8 *seen = g_new0 (guint8, slow->n_nodes);
          double outside = 0;
          double reached = 0;

          if (slow->graph->account_number[b] == REDAN_NONE)
            {
              g_assert_cmpfloat (redan_graph_get_account_blast (slow->graph, b), ==, 0);
              continue;
            }
          for (guint i = 0; i < slow->n; i++)
            seen[i] = slow->facts->element_account[i] == b;
          flood (slow, seen, FALSE);
          for (guint i = 0; i < slow->n; i++)
            {
              double value = redan_graph_get_value (slow->graph, i, NULL);

              if (slow->facts->element_account[i] == b)
                continue;
              outside += value;
              reached += seen[i] ? value : 0;
            }
          g_assert_cmpfloat_with_epsilon (redan_graph_get_account_blast (slow->graph, b),
                                          outside > 0 ? reached / outside : 0, TOLERANCE);
        }
      slow_free (slow);
    }
}

static guint
step_layers (const Slow *slow, const SlowEdge *edge)
{
  guint32 account;
  guint mask = edge->layers;

  if (edge->to >= slow->n)
    return mask;
  if (edge->kind != KIND_RIGHT && edge->kind != KIND_ROOT)
    return mask | slow->layers[edge->to];

  mask |= slow->layers[edge->to] & (1u << REDAN_LAYER_IDENTITY | 1u << REDAN_LAYER_DATA);
  account = slow->facts->element_account[edge->to];
  if (account != REDAN_NONE && has (slow, REDAN_CONTEXT_BOUNDARY, account, "scp", "tailored"))
    mask |= 1u << REDAN_LAYER_ACCOUNT;

  return mask;
}

static void
test_layers (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);
      g_autofree guint8 *seen = g_new0 (guint8, slow->n_nodes * 128);
      gboolean changed = TRUE;

      for (guint i = 0; i < slow->n_nodes; i++)
        seen[i * 128] = slow->entry[i] > 0;
      while (changed)
        {
          changed = FALSE;
          for (guint i = 0; i < slow->edges->len; i++)
            {
              const SlowEdge *edge = &g_array_index (slow->edges, SlowEdge, i);
              guint step = step_layers (slow, edge);

              for (guint mask = 0; mask < 128; mask++)
                if (seen[edge->from * 128 + mask] && !seen[edge->to * 128 + (mask | step)])
                  changed = seen[edge->to * 128 + (mask | step)] = TRUE;
            }
        }
      for (guint i = 0; i < slow->n; i++)
        {
          int fewest = -1;
          guint mask_found = 0;

          for (guint mask = 0; mask < 128; mask++)
            if (seen[i * 128 + mask] && (fewest < 0 || __builtin_popcount (mask) < fewest))
              fewest = __builtin_popcount (mask);
          g_assert_cmpint (redan_graph_get_layers (slow->graph, i, &mask_found), ==, fewest);
          if (fewest >= 0)
            g_assert_true (seen[i * 128 + mask_found]);
        }
      slow_free (slow);
    }
}

static guint
count_stores (const Slow *slow, guint skip)
{
  g_autofree guint8 *seen = g_new0 (guint8, slow->n);
  gboolean changed = TRUE;
  guint n = 0;

  for (guint i = 0; i < slow->n; i++)
    seen[i] =
        i != skip && (slow->facts->element_trust[i] <= 1 || slow->facts->element_trust[i] == 255);
  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < slow->edges->len; i++)
        {
          const SlowEdge *edge = &g_array_index (slow->edges, SlowEdge, i);

          if (edge->kind == KIND_FLOW && seen[edge->from] && edge->to != skip && !seen[edge->to])
            changed = seen[edge->to] = TRUE;
        }
    }
  for (guint i = 0; i < slow->n; i++)
    n += seen[i] && slow->facts->snapshot->element_kind[i] == REDAN_ELEMENT_STORE;

  return n;
}

static void
test_choke (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      Slow *slow = slow_random (seed);
      guint all = count_stores (slow, G_MAXUINT);

      for (guint i = 0; i < slow->n; i++)
        g_assert_cmpfloat_with_epsilon (redan_graph_get_choke (slow->graph, i),
                                        all == 0 ? 0 : 1 - (double) count_stores (slow, i) / all,
                                        TOLERANCE);
      slow_free (slow);
    }
}

static void
fill_random_edges (GRand *rand, guint n, guint n_edges, guint32 *offset, guint32 *target)
{
  g_autofree guint32 *source = g_new (guint32, n_edges + 1);
  guint at = 0;

  for (guint i = 0; i < n_edges; i++)
    source[i] = (guint32) g_rand_int_range (rand, 0, (int) n);
  for (guint i = 0; i < n; i++)
    {
      offset[i] = at;
      for (guint j = 0; j < n_edges; j++)
        if (source[j] == i)
          target[at++] = (guint32) g_rand_int_range (rand, 0, (int) n);
    }
  offset[n] = at;
}

static void
mark_reached (
    guint n, const guint32 *offset, const guint32 *target, guint32 from, guint32 skip, guint8 *seen)
{
  gboolean changed = TRUE;

  memset (seen, 0, n);
  seen[from] = from != skip;
  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < n; i++)
        for (guint32 j = offset[i]; j < offset[i + 1]; j++)
          if (seen[i] && target[j] != skip && !seen[target[j]])
            changed = seen[target[j]] = TRUE;
    }
}

/* More nodes than one block of columns, few and many different weights. */
static void
test_reach_sums (void)
{
  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, seed % 8 == 0 ? 1300 : 80);
      guint n_edges = (guint) g_rand_int_range (rand, 0, (int) n * 3 / 2 + 1);
      int kinds = seed % 2 == 0 ? 4 : 100000;
      g_autofree guint32 *offset = g_new (guint32, n + 1);
      g_autofree guint32 *target = g_new (guint32, n_edges + 1);
      g_autofree gint64 *weight = g_new (gint64, n);
      g_autofree gint64 *sum = g_new (gint64, n);
      g_autofree guint8 *seen = g_new (guint8, n);

      fill_random_edges (rand, n, n_edges, offset, target);
      for (guint i = 0; i < n; i++)
        weight[i] = g_rand_int_range (rand, 0, kinds);
      redan_reach_sums (n, offset, target, weight, sum);
      for (guint i = 0; i<n; i += n> 200 ? 37 : 1)
        {
          gint64 expected = 0;

          mark_reached (n, offset, target, i, REDAN_NONE, seen);
          for (guint j = 0; j < n; j++)
            expected += seen[j] ? weight[j] : 0;
          g_assert_cmpint (sum[i], ==, expected);
        }
    }
}

static void
test_dominators (void)
{
  for (guint32 seed = 0; seed < 300; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, 40);
      guint n_edges = (guint) g_rand_int_range (rand, 0, (int) n * 3);
      g_autofree guint32 *offset = g_new (guint32, n + 1);
      g_autofree guint32 *target = g_new (guint32, n_edges + 1);
      g_autofree guint32 *idom = g_new (guint32, n);
      g_autofree guint32 *order = g_new (guint32, n);
      g_autofree guint8 *all = g_new (guint8, n);
      g_autofree guint8 *seen = g_new (guint8, n);
      guint n_reached;
      guint expected = 0;

      fill_random_edges (rand, n, n_edges, offset, target);
      n_reached = redan_dominators (n, offset, target, 0, idom, order);
      mark_reached (n, offset, target, 0, REDAN_NONE, all);
      for (guint i = 0; i < n; i++)
        {
          expected += all[i];
          g_assert_true ((idom[i] != REDAN_NONE) == (all[i] && i != 0));
        }
      g_assert_cmpuint (n_reached, ==, expected);

      /* a dominates b when b is lost without a; a's dominators in the tree are just those */
      for (guint a = 0; a < n; a++)
        {
          mark_reached (n, offset, target, 0, a, seen);
          for (guint b = 0; b < n; b++)
            {
              gboolean above = FALSE;

              if (!all[b])
                continue;
              for (guint32 up = b; up != REDAN_NONE; up = idom[up])
                above |= up == a;
              g_assert_true (above == (a == b || !seen[b]));
            }
        }
    }
}

static void
test_empty (void)
{
  FixtureSize size = { 0 };
  Slow *slow = slow_new (1, &size);

  redan_graph_fill_facts (slow->graph, slow->facts);
  g_assert_cmpuint (slow->n, ==, 0);
  slow_free (slow);
}

/* An update with the same assumption changes nothing, and back and forth comes back. */
static void
test_update (void)
{
  for (guint32 seed = 0; seed < 40; seed++)
    {
      Slow *slow = slow_random (seed);
      g_autofree double *before = g_new (double, slow->n + 1);
      guint n;
      guint32 control;

      redan_catalogue_get_controls (fixture_catalogue, &n);
      control = seed * 7 % n;
      for (guint i = 0; i < slow->n; i++)
        before[i] =
            redan_graph_get_exposure (slow->graph, i) + redan_graph_get_blast (slow->graph, i);
      redan_controls_set_assumed (slow->controls, &control, 1);
      redan_graph_update (slow->graph);
      for (guint i = 0; i < slow->n; i++)
        g_assert_cmpfloat (redan_graph_get_exposure (slow->graph, i) +
                               redan_graph_get_blast (slow->graph, i),
                           <=, before[i]);
      redan_controls_set_assumed (slow->controls, NULL, 0);
      redan_graph_update (slow->graph);
      for (guint i = 0; i < slow->n; i++)
        g_assert_cmpfloat (redan_graph_get_exposure (slow->graph, i) +
                               redan_graph_get_blast (slow->graph, i),
                           ==, before[i]);
      slow_free (slow);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load_reference ();
  g_test_add_func ("/graph/exposure/equals-fixpoint", test_exposure);
  g_test_add_func ("/graph/path/multiplies-to-exposure", test_path);
  g_test_add_func ("/graph/blast/equals-flood", test_blast);
  g_test_add_func ("/graph/account-blast/equals-flood", test_account_blast);
  g_test_add_func ("/graph/layers/equals-exhaustive-search", test_layers);
  g_test_add_func ("/graph/choke/equals-removal", test_choke);
  g_test_add_func ("/graph/reach-sums/equals-flood", test_reach_sums);
  g_test_add_func ("/graph/dominators/equals-removal", test_dominators);
  g_test_add_func ("/graph/empty/has-nothing", test_empty);
  g_test_add_func ("/graph/update/comes-back", test_update);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
