/* SPDX-License-Identifier: Apache-2.0 */
/* A model, its attack graph and one attacker, for the tests of attacks on models. */

#pragma once

#include "analysis/attack-path.h"
#include "tests/analysis-fixture.h"
#include "tests/small-model.h"

#include <math.h>

G_BEGIN_DECLS

#define SLACK 1e-9
#define FLAWED "tech=app-server;patching=none;mgmt=customer"

typedef struct
{
  RedanAnalysis *analysis;
  RedanAttack *attack;
  RedanAttackView *view;
} Case;

G_GNUC_UNUSED static void
open_case (Case *self, const RedanModel *model, RedanAttackMode mode, const char *profile)
{
  g_autoptr (GPtrArray) attackers = NULL;

  self->analysis = fixture_analyse (model, NULL, 0);
  self->attack = redan_attack_new (self->analysis, mode);
  attackers = redan_attackers_list (self->attack);
  g_assert_nonnull (redan_attackers_find (attackers, profile));
  self->view = redan_attack_view_new (self->attack, redan_attackers_find (attackers, profile));
}

G_GNUC_UNUSED static void
close_case (Case *self)
{
  redan_attack_view_free (self->view);
  redan_attack_free (self->attack);
  redan_analysis_unref (self->analysis);
}

G_GNUC_UNUSED static RedanModel *
make_random (guint32 seed, const char *salt)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, salt);
}

G_GNUC_UNUSED static guint32
get_n_assets (const Case *self)
{
  return redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
}

G_GNUC_UNUSED static double
get_odds (const Case *self, guint32 asset, RedanHold goal)
{
  return redan_attack_view_get_odds (self->view, redan_attack_get_node (self->attack, goal, asset));
}

G_GNUC_UNUSED static double
get_best (const Case *self, guint32 asset)
{
  RedanHold goal = redan_attack_view_get_best_goal (self->view, asset, TRUE);

  return goal == REDAN_N_HOLDS ? 0 : get_odds (self, asset, goal);
}

/* The internet, a server that anybody can reach with a flaw nobody mends, a store behind it. */
G_GNUC_UNUSED static RedanModel *
make_shop (const char *server)
{
  RedanModel *model = redan_model_new (fixture_schema);

  small_boundary (model, "internet", "internet", NULL, NULL);
  small_boundary (model, "net", "vpc", NULL, "segmented=yes;nfw=yes");
  small_element (model, "customer", "actor", "internet", "tech=browser");
  small_element (model, "server", "process", "net", server);
  small_element (model, "store", "store", "net", "tech=relational-db;enc_rest=customer-key");
  small_flow (model, "browse", "customer", "server", "protocol=https;authn=password");
  small_flow (model, "query", "server", "store", "protocol=sql;authn=password;readonly=no");
  small_asset (model, "orders", "classification=restricted");
  small_set (model, "orders", REDAN_FIELD_STORED, "store", "");

  return model;
}

/* No square of anything. */
G_GNUC_UNUSED static void
check_size (const Case *self)
{
  const RedanFacts *facts = self->analysis->facts;
  const RedanSnapshot *snapshot = facts->snapshot;
  const RedanAttackGraph *graph = redan_attack_get_graph (self->attack);
  guint64 objects = snapshot->n_elements + facts->n_interactions + snapshot->n_boundaries;
  guint64 references = snapshot->stored_offset[snapshot->n_assets] +
                       snapshot->processed_offset[snapshot->n_assets] +
                       2 * snapshot->carried_offset[snapshot->n_assets];
  guint n_controls;

  redan_catalogue_get_controls (facts->catalogue, &n_controls);
  g_assert_cmpuint (graph->n_nodes, <=,
                    20 * objects + 22 * (guint64) self->analysis->threats->len +
                        4 * get_n_assets (self) + 2 * n_controls + 64);
  g_assert_cmpuint (graph->n_edges, <=,
                    40 * objects + 36 * (guint64) self->analysis->threats->len +
                        4 * (references + get_n_assets (self)) + 64);
}

/* What holds for every attack. */
G_GNUC_UNUSED static void
check_path (const Case *self, const RedanAttackPath *path)
{
  double product = 1;
  guint n_steps = 0;

  g_assert_cmpuint (path->hops->len, >, 0);
  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      g_assert_cmpfloat (hop->odds, >, 0);
      g_assert_cmpfloat (hop->odds, <=, 1 + SLACK);
      if (hop->item.is == REDAN_ITEM_IS_THREAT)
        {
          const RedanThreat *threat = fixture_threat (self->analysis, hop->item.threat);
          g_autofree char *id = redan_threat_dup_id (self->analysis->facts, threat);

          g_assert_true (redan_analysis_find (self->analysis, id) == threat);
          g_assert_cmpuint (threat->decision, !=, REDAN_DECISION_NOT_APPLICABLE);
        }
      else if (hop->item.is == REDAN_ITEM_IS_FACT)
        g_assert_nonnull (redan_attack_get_fact_object (self->attack, &hop->item));
      else
        g_assert_cmpuint (hop->controls->len, ==, 0);
      product *= hop->odds;
      n_steps += hop->item.is != REDAN_ITEM_IS_HOLD;
    }
  /* a control that several steps need counts once */
  g_assert_cmpfloat (path->odds, >=, product - SLACK);
  if (n_steps == 0)
    g_assert_cmpfloat (path->odds, ==, 1);
}

G_END_DECLS
